//! What a project is and when it is well described. Pure.

pub mod gaps;
pub mod plan;

use serde::{Deserialize, Serialize};

pub use plan::{DecisionPoint, POINTS, PhasePlan};

use crate::clock::Day;
use crate::decimal::Decimal;
use crate::ids::PersonId;
use crate::refusal::{Checks, FieldError, Refusal};

crate::db::types::words! {
    /// Where a project stands (Digdir Prosjektveiviseren).
    Phase {
        /// Idé.
        Idea = "idea" | "ide" | "idé",
        /// Konsept, after BP1.
        Concept = "concept" | "konsept",
        /// Planlegge, after BP2.
        Planning = "planning" | "plan" | "planlegge",
        /// Gjennomføre, after BP3.
        Execution = "execution" | "execute" | "implementation" | "gjennomfore" | "gjennomføre",
        /// Avslutte, after BP4.
        Closing = "closing" | "close" | "closure" | "avslutte",
        /// Realisere, after BP5.
        Realisation = "realisation" | "realise" | "realization" | "realize" | "realisere",
        /// After BP6.
        Ended = "ended" | "end" | "closed",
    }
}

crate::db::types::words! {
    /// How a municipality stands to a project.
    Participating {
        /// Asked.
        Invited = "invited",
        /// Takes part.
        Joined = "joined",
        /// Said no.
        Declined = "declined",
        /// Was in, and left.
        Left = "left",
    }
}

/// A count before or after: a whole number or a decimal string, kept in the form in which it came.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, schemars::JsonSchema)]
#[serde(untagged)]
pub enum Count {
    /// A whole number.
    Whole(u32),
    /// A decimal.
    Exact(Decimal),
}

impl Count {
    /// The number, however it was written.
    pub fn number(&self) -> Decimal {
        match self {
            Self::Whole(whole) => Decimal::from_whole(i64::from(*whole)),
            Self::Exact(exact) => *exact,
        }
    }
}

impl<'de> Deserialize<'de> for Count {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;

        impl serde::de::Visitor<'_> for Either {
            type Value = Count;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a whole number, or a decimal as a string")
            }

            fn visit_u64<E: serde::de::Error>(self, whole: u64) -> Result<Count, E> {
                u32::try_from(whole).map(Count::Whole).map_err(|_| E::custom("number_too_many_digits"))
            }

            fn visit_i64<E: serde::de::Error>(self, _: i64) -> Result<Count, E> {
                Err(E::custom("not_a_count"))
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Count, E> {
                Decimal::parse_plain(text).map(Count::Exact).map_err(E::custom)
            }
        }

        deserializer.deserialize_any(Either)
    }
}

/// Something that goes away (forenkling).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Simplification {
    /// What: steps, forms, systems, double entry.
    pub what: String,
    /// How many before.
    pub before: Option<Count>,
    /// How many after.
    pub after: Option<Count>,
}

/// Cost of one year, in kroner.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct YearCost {
    /// The year.
    pub year: i32,
    /// Investment.
    pub investment: Decimal,
    /// Running cost.
    pub running: Decimal,
}

/// «Fornying uten forenkling er forkastelig»: renews and removes nothing.
pub fn renews_without_simplifying(renewal: &str, simplifications: &[Simplification]) -> bool {
    !renewal.trim().is_empty() && simplifications.is_empty()
}

/// How long texts and lists may be.
mod most {
    pub const TITLE: usize = 200;
    pub const TEXT: usize = 4_000;
    pub const LINE: usize = 500;
    pub const ITEMS: usize = 50;
}

/// Everything one may write about a project.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Draft {
    /// Title; the only thing an idea needs.
    pub title: String,
    /// Summary.
    pub summary: String,
    /// What becomes new (fornying).
    pub renewal: String,
    /// Why it renews without removing anything, when it does.
    pub renewal_alone_because: String,
    /// What goes away (forenkling).
    pub simplifications: Vec<Simplification>,
    /// Where it stands.
    pub phase: Phase,
    /// When each phase is planned.
    pub phases: Vec<PhasePlan>,
    /// Decision points.
    pub decision_points: Vec<DecisionPoint>,
    /// Planned start.
    pub starts_on: Option<Day>,
    /// Planned end.
    pub ends_on: Option<Day>,
    /// Cost per year.
    pub costs: Vec<YearCost>,
    /// Whether law demands it.
    pub statutory: bool,
    /// Theme.
    pub theme: String,
    /// Overall benefits responsible.
    pub responsible_id: Option<PersonId>,
}

impl Default for Draft {
    fn default() -> Self {
        Self {
            title: String::new(),
            summary: String::new(),
            renewal: String::new(),
            renewal_alone_because: String::new(),
            simplifications: Vec::new(),
            phase: Phase::Idea,
            phases: Vec::new(),
            decision_points: Vec::new(),
            starts_on: None,
            ends_on: None,
            costs: Vec::new(),
            statutory: false,
            theme: String::new(),
            responsible_id: None,
        }
    }
}

impl Draft {
    /// The same, tidied and in the order people read it; refused where something cannot be so on this day.
    pub fn checked(mut self, today: Day) -> Result<Self, Refusal> {
        let mut checks = Checks::new();
        self.title = checks.text("/title", &self.title, most::TITLE);
        self.summary = checks.optional_text("/summary", &self.summary, most::TEXT);
        self.renewal = checks.optional_text("/renewal", &self.renewal, most::TEXT);
        let because = "/renewal_alone_because";
        self.renewal_alone_because = checks.optional_text(because, &self.renewal_alone_because, most::TEXT);
        self.theme = checks.optional_text("/theme", &self.theme, most::TITLE);
        if let (Some(from), Some(to)) = (self.starts_on, self.ends_on) {
            checks.require(from <= to, "/ends_on", "must_be_later");
        }
        check_simplifications(&mut checks, &mut self.simplifications);
        plan::check_phases(&mut checks, &mut self.phases);
        plan::check_points(&mut checks, &mut self.decision_points, today);
        check_costs(&mut checks, &mut self.costs);
        checks.done(self)
    }

    /// See [`renews_without_simplifying`].
    pub fn renews_without_simplifying(&self) -> bool {
        renews_without_simplifying(&self.renewal, &self.simplifications)
    }
}

fn check_length(checks: &mut Checks, pointer: &str, length: usize) {
    if length > most::ITEMS {
        checks.push(FieldError::at(pointer, "too_many").with("max", most::ITEMS));
    }
}

fn check_simplifications(checks: &mut Checks, list: &mut [Simplification]) {
    check_length(checks, "/simplifications", list.len());
    for (at, one) in list.iter_mut().enumerate() {
        one.what = checks.text(&format!("/simplifications/{at}/what"), &one.what, most::LINE);
        for (name, count) in [("before", &one.before), ("after", &one.after)] {
            let negative = count.as_ref().is_some_and(|count| count.number() < Decimal::ZERO);
            checks.require(!negative, &format!("/simplifications/{at}/{name}"), "not_below_zero");
        }
    }
}

fn check_costs(checks: &mut Checks, list: &mut [YearCost]) {
    check_length(checks, "/costs", list.len());
    for (at, one) in list.iter().enumerate() {
        checks.require((1900..=9999).contains(&one.year), &format!("/costs/{at}/year"), "not_a_year");
    }
    let twice = (1..list.len()).find(|at| list[..*at].iter().any(|before| before.year == list[*at].year));
    if let Some(at) = twice {
        checks.push(FieldError::at(format!("/costs/{at}/year"), "given_twice"));
    }
    list.sort_by_key(|one| one.year);
}

impl Participating {
    /// Whether the municipality may be given figures, steps and the baton.
    pub const fn is_in(self) -> bool {
        matches!(self, Self::Invited | Self::Joined)
    }
}

/// What one may write about how a municipality stands to a project.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ParticipationDraft {
    /// How.
    pub state: Participating,
    /// Why, for declining and leaving.
    pub reason: String,
    /// Its share of the project's costs, in percent.
    pub cost_share: Option<Decimal>,
}

const WHOLE: Decimal = Decimal::from_micros(100_000_000);

impl ParticipationDraft {
    /// The same, tidied. Why must be said for declining and leaving; a share is a part of the whole.
    pub fn checked(mut self) -> Result<Self, Refusal> {
        let mut checks = Checks::new();
        self.reason = match self.state {
            Participating::Declined | Participating::Left => checks.text("/reason", &self.reason, most::TEXT),
            Participating::Invited | Participating::Joined => checks.optional_text("/reason", &self.reason, most::TEXT),
        };
        let is_part = self.cost_share.is_none_or(|share| (Decimal::ZERO..=WHOLE).contains(&share));
        checks.require(is_part, "/cost_share", "not_a_percentage");
        checks.done(self)
    }
}

/// A list kept as JSON in a text column.
pub fn from_json<T: serde::de::DeserializeOwned>(text: &str) -> Vec<T> {
    serde_json::from_str(text).unwrap_or_default()
}

/// The text of such a list.
pub fn to_json(list: &impl Serialize) -> String {
    serde_json::to_string(list).unwrap_or_else(|_| "[]".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> Day {
        Day::parse("2026-11-20").expect("a day")
    }

    fn codes(draft: Draft) -> Vec<(String, &'static str)> {
        let refusal = draft.checked(today()).expect_err("wrong");
        refusal.errors.into_iter().map(|error| (error.pointer.unwrap_or_default(), error.code)).collect()
    }

    #[test]
    fn an_idea_needs_a_title_only() {
        let idea = Draft { title: "  Digital byggesak ".into(), ..Draft::default() };
        assert_eq!(idea.checked(today()).expect("an idea").title, "Digital byggesak");
        assert_eq!(codes(Draft::default()), [("/title".into(), "required")]);
    }

    #[test]
    fn each_wrong_place_is_named() {
        let day = |text| Day::parse(text);
        let point = |name: &str| DecisionPoint { point: name.into(), ..DecisionPoint::default() };
        let cost = |year| YearCost { year, investment: Decimal::ZERO, running: Decimal::ZERO };
        let wrong = Draft {
            title: "x".repeat(201),
            starts_on: day("2026-02-01"),
            ends_on: day("2026-01-31"),
            simplifications: vec![Simplification { what: " ".into(), before: None, after: Some(Count::Whole(0)) }],
            decision_points: vec![point("bp2"), point("BP7"), point("BP2")],
            costs: vec![cost(2026), cost(2026), cost(3)],
            ..Draft::default()
        };
        assert_eq!(
            codes(wrong),
            [
                ("/title".to_owned(), "too_long"),
                ("/ends_on".to_owned(), "must_be_later"),
                ("/simplifications/0/what".to_owned(), "required"),
                ("/decision_points/1/point".to_owned(), "not_among_the_words"),
                ("/decision_points/2/point".to_owned(), "given_twice"),
                ("/costs/2/year".to_owned(), "not_a_year"),
                ("/costs/1/year".to_owned(), "given_twice"),
            ]
        );
    }

    #[test]
    fn counts_come_back_in_the_form_they_came_in() {
        for text in [r#"{"what":"skjema","before":7,"after":"2.5"}"#, r#"{"what":"skjema","before":"7","after":null}"#]
        {
            let read: Simplification = serde_json::from_str(text).expect("a simplification");
            assert_eq!(serde_json::to_string(&read).expect("json"), text);
        }
        for wrong in ["-1", "1.5", "\"1e3\"", "4294967296", "true"] {
            assert!(serde_json::from_str::<Count>(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn renewal_without_simplification_is_seen() {
        let one = Simplification { what: "papirskjema".into(), before: None, after: None };
        assert!(renews_without_simplifying("nytt", &[]));
        assert!(!renews_without_simplifying("nytt", &[one]));
        assert!(!renews_without_simplifying("  ", &[]));
    }

    #[test]
    fn leaving_and_declining_take_a_reason() {
        let stands =
            |state, reason: &str| ParticipationDraft { state, reason: reason.into(), cost_share: None }.checked();
        for state in [Participating::Declined, Participating::Left] {
            assert!(stands(state, " ").is_err());
            assert_eq!(stands(state, " ingen tid ").expect("a reason").reason, "ingen tid");
        }
        assert_eq!(stands(Participating::Joined, "").expect("none needed").reason, "");
    }
}
