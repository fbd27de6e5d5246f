//! What an executive's answer must say to be one. Pure.

use super::super::adjustments::Adjustment;
use super::super::owners::OwnerThen;
use super::Form;
use crate::clock::Day;
use crate::refusal::{Checks, FieldError, Refusal};

/// An executive's answer, checked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Acceptance {
    /// The package it is about.
    pub content_sha256: String,
    /// How.
    pub form: Form,
    /// On which conditions.
    pub conditions: String,
    /// From which month, `YYYY-MM`.
    pub from_month: Option<String>,
    /// What the executive declares.
    pub statement: String,
    /// When the leadership group discussed it.
    pub discussed_on: Option<Day>,
    /// The case it stands in, in the municipality's own archive.
    pub case_number: String,
    /// What is taken on otherwise than proposed; filled in once the package is at hand.
    pub adjustments: Vec<Adjustment>,
    /// Whose the benefits are; filled in with the adjustments.
    pub owners: Vec<OwnerThen>,
}

/// An answer as it was sent.
#[derive(Clone, Copy, Default, Debug)]
pub struct Sent<'a> {
    /// The package it is about.
    pub content_sha256: &'a str,
    /// On which conditions.
    pub conditions: &'a str,
    /// From which month.
    pub from_month: Option<&'a str>,
    /// What the executive declares.
    pub statement: &'a str,
    /// When the leadership group discussed it.
    pub discussed_on: Option<Day>,
    /// The case it stands in.
    pub case_number: &'a str,
}

const LONGEST: usize = 4_000;
const LONGEST_CASE_NUMBER: usize = 100;

impl Acceptance {
    /// Checks what was sent: conditions where there are some, a month that is not over, a discussion that has been held.
    pub fn checked(form: Form, sent: Sent<'_>, today: Day) -> Result<Self, Refusal> {
        let Sent { content_sha256, conditions, from_month, statement, discussed_on, case_number } = sent;
        let mut checks = Checks::new();
        let conditions = match form {
            Form::WithConditions => checks.text("/conditions", conditions, LONGEST),
            _ => checks.optional_text("/conditions", conditions, LONGEST),
        };
        if form != Form::WithConditions && !conditions.is_empty() {
            checks.push(FieldError::at("/conditions", "only_with_conditions"));
        }
        let from_month = from_month.map(str::trim).filter(|month| !month.is_empty());
        match (form, from_month) {
            (Form::Later, None) => checks.push(FieldError::at("/from_month", "required")),
            (Form::Later, Some(month)) => match month_index(month) {
                None => checks.push(FieldError::at("/from_month", "not_a_month")),
                Some(index) => checks.require(index >= today.month_index(), "/from_month", "must_be_later"),
            },
            (_, Some(_)) => checks.push(FieldError::at("/from_month", "only_when_later")),
            (_, None) => {}
        }
        let statement = checks.optional_text("/statement", statement, LONGEST);
        checks.require(discussed_on.is_none_or(|day| day <= today), "/discussed_on", "in_the_future");
        let case_number = checks.optional_text("/case_number", case_number, LONGEST_CASE_NUMBER);
        let hash = content_sha256.trim().to_ascii_lowercase();
        checks.require(
            hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()),
            "/content_sha256",
            "not_a_hash",
        );
        checks.done(Self {
            content_sha256: hash,
            form,
            conditions,
            from_month: from_month.map(str::to_owned),
            statement,
            discussed_on,
            case_number,
            adjustments: Vec::new(),
            owners: Vec::new(),
        })
    }
}

/// A month `YYYY-MM` as year × 12 + month − 1.
pub fn month_index(text: &str) -> Option<i32> {
    Day::parse(&format!("{text}-01")).map(Day::month_index)
}

/// A text that must be there: a reason, a question, an answer, a report.
pub fn words(pointer: &str, text: &str) -> Result<String, Refusal> {
    let mut checks = Checks::new();
    let text = checks.text(pointer, text, LONGEST);
    checks.done(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).expect("a day")
    }

    #[test]
    fn an_answer_says_all_it_must() {
        let hash = "a".repeat(64);
        let today = day("2026-11-21");
        let sent = Sent { content_sha256: &hash, ..Sent::default() };
        let check = |form, conditions: &str, from_month| {
            Acceptance::checked(form, Sent { conditions, from_month, ..sent }, today)
        };
        assert!(check(Form::Full, "", None).is_ok());
        assert!(check(Form::WithConditions, " ", None).is_err());
        assert!(check(Form::WithConditions, &"x".repeat(10_000), None).is_err());
        assert!(check(Form::Full, "if", None).is_err());
        assert!(check(Form::Later, "", None).is_err());
        assert!(check(Form::Later, "", Some("2026-10")).is_err());
        assert!(check(Form::Later, "", Some("2027-1")).is_err());
        assert!(check(Form::Later, "", Some("2027-01")).is_ok());
        assert!(Acceptance::checked(Form::Full, Sent { content_sha256: "abc", ..sent }, today).is_err());
        let discussed = |on: Day| Acceptance::checked(Form::Full, Sent { discussed_on: Some(on), ..sent }, today);
        assert!(discussed(today).is_ok());
        assert!(discussed(today.plus_days(1).expect("a day")).is_err());
    }
}
