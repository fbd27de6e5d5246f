//! An executive's whole answer: how the baton is taken, by whom the benefits are owned, and what differs.

use super::adjustments::SentAdjustment;
use super::rules::{Acceptance, Form as AcceptForm, Sent};
use crate::benefits::rules::{Budget, BudgetEntry, NoCashEffect};
use crate::clock::Day;
use crate::decimal::{Decimal, DecimalTrouble};
use crate::i18n::Lang;
use crate::ids::{IndicatorId, PersonId};
use crate::people::rules::check_email;
use crate::refusal::{Checks, FieldError, Refusal};
use crate::web::forms::Form;

/// The answer with all that is decided in the same step.
#[derive(Clone, Debug)]
pub struct Reply {
    /// How the baton is taken.
    pub acceptance: Acceptance,
    /// Who owns what.
    pub owners: Vec<(IndicatorId, Owner)>,
    /// What differs from the proposal.
    pub adjustments: Vec<SentAdjustment>,
}

/// Somebody who is to own a benefit.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Owner {
    /// Somebody with a role in the municipality.
    Known(PersonId),
    /// Somebody who is invited with the answer.
    Invited(Invitee),
}

/// Somebody who has no account in the municipality yet.
#[derive(Clone, PartialEq, Eq, Debug, serde::Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Invitee {
    /// Name.
    pub name: String,
    /// Where the invitation goes.
    pub email: String,
}

impl Invitee {
    /// Whether somebody can be invited by this.
    pub fn check(&self) -> Result<(), Refusal> {
        let mut checks = Checks::new();
        checks.name("/invite/name", &self.name);
        check_email(&mut checks, "/invite/email", &self.email);
        checks.done(())
    }
}

/// What a select of owners sends for whoever is invited.
pub const INVITED: &str = "invited";

/// Reads the answer from its form. Numbers are written as the reader's language writes them.
pub fn read(form: &Form, lang: Lang, today: Day) -> Result<Reply, Refusal> {
    let kind = AcceptForm::parse(form.raw("form")).ok_or(Refusal::invalid_at("/form", "required"))?;
    // Conditions under an answer without conditions are refused, not dropped; a month that is not asked for says nothing.
    let conditions = form.text("conditions");
    let month = if kind == AcceptForm::Later { form.some("from_month") } else { None };
    let discussed_on = match form.some("discussed_on") {
        Some(text) => Some(Day::parse(&text).ok_or(Refusal::invalid_at("/discussed_on", "not_a_date"))?),
        None => None,
    };
    let sent = Sent {
        content_sha256: form.raw("content_sha256"),
        conditions: &conditions,
        from_month: month.as_deref(),
        statement: &form.text("statement"),
        discussed_on,
        case_number: &form.text("case_number"),
    };
    Ok(Reply {
        acceptance: Acceptance::checked(kind, sent, today)?,
        owners: owners(form)?,
        adjustments: adjustments(form, lang)?,
    })
}

/// Owners are named in fields `owner_INDICATOR`.
fn owners(form: &Form) -> Result<Vec<(IndicatorId, Owner)>, Refusal> {
    let mut owners = Vec::new();
    let invites = form.named("owner_").any(|(_, word)| word == INVITED);
    if !invites && (form.some("invite_name").is_some() || form.some("invite_email").is_some()) {
        return Err(Refusal::invalid_at("/invite/email", "invite_unused"));
    }
    for (indicator, word) in form.named("owner_") {
        let Ok(indicator) = indicator.parse() else { continue };
        if word == INVITED {
            let invitee = Invitee { name: form.text("invite_name"), email: form.text("invite_email") };
            invitee.check()?;
            owners.push((indicator, Owner::Invited(invitee)));
        } else if let Ok(person) = word.parse() {
            owners.push((indicator, Owner::Known(person)));
        }
    }
    Ok(owners)
}

/// Adjustments stand in fields `adjustments_INDICATOR_…`: `value`, `on` and `reason` of the target, and of the budget
/// `budget_no_cash_effect` or `budget_year`, `budget_account` and `budget_amount`. An indicator of which nothing was written is as proposed.
fn adjustments(form: &Form, lang: Lang) -> Result<Vec<SentAdjustment>, Refusal> {
    let mut checks = Checks::new();
    let mut adjustments: Vec<SentAdjustment> = Vec::new();
    let mut words: Vec<&str> =
        form.named("adjustments_").filter_map(|(name, _)| Some(name.split_once('_')?.0)).collect();
    words.dedup();
    for word in words {
        let Ok(indicator_id) = word.parse::<IndicatorId>() else { continue };
        let mut typed = Typed { form, lang, word, checks: &mut checks };
        let value = typed.decimal("/value");
        let on = typed.text("/on").map(|text| Day::parse(&text));
        typed.require(on != Some(None), "/on", "not_a_date");
        let reason = typed.text("/reason").unwrap_or_default();
        let budget = typed.budget();
        let on = on.flatten();
        if value.is_some() || on.is_some() || !reason.is_empty() || budget.is_some() {
            adjustments.push(SentAdjustment { indicator_id, value, on, reason, budget });
        }
    }
    checks.done(adjustments)
}

/// The fields about one indicator.
struct Typed<'a> {
    form: &'a Form,
    lang: Lang,
    word: &'a str,
    checks: &'a mut Checks,
}

impl Typed<'_> {
    fn at(&self, field: &str) -> String {
        format!("/adjustments/{}{field}", self.word)
    }

    fn name(&self, field: &str) -> String {
        format!("adjustments_{}{}", self.word, field.replace('/', "_"))
    }

    fn text(&self, field: &str) -> Option<String> {
        self.form.some(&self.name(field))
    }

    fn require(&mut self, holds: bool, field: &str, code: &'static str) {
        self.checks.require(holds, &self.at(field), code);
    }

    fn decimal(&mut self, field: &str) -> Option<Decimal> {
        match Decimal::parse_local(&self.text(field)?, self.lang.numbers()) {
            Ok(value) => Some(value),
            Err(trouble) => {
                self.checks.push(FieldError::at(self.at(field), DecimalTrouble::code(trouble)));
                None
            }
        }
    }

    /// An entry needs all its parts, and says something else than that there is none.
    fn budget(&mut self) -> Option<Budget> {
        let [year, account, amount] = ["/budget/year", "/budget/account", "/budget/amount"].map(|part| self.text(part));
        let entered = year.is_some() || account.is_some() || amount.is_some();
        if self.form.ticked(&self.name("/budget/no_cash_effect")) {
            self.require(!entered, "/budget/no_cash_effect", "cash_or_none");
            return Some(Budget::NoCashEffect(NoCashEffect { no_cash_effect: true }));
        }
        if !entered {
            return None;
        }
        let parsed = year.as_deref().map(str::parse::<i32>);
        self.require(year.is_some(), "/budget/year", "required");
        self.require(!matches!(parsed, Some(Err(_))), "/budget/year", "not_a_year");
        self.require(account.is_some(), "/budget/account", "required");
        self.require(amount.is_some(), "/budget/amount", "required");
        let amount = self.decimal("/budget/amount");
        Some(Budget::Entry(BudgetEntry { year: parsed?.ok()?, account: account?, amount: amount? }))
    }
}
