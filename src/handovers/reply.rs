//! An executive's whole answer: how the baton is taken, by whom the benefits are owned, and which targets differ.

use super::adjustments::SentTarget;
use super::rules::{Acceptance, Form as AcceptForm, Sent};
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
    /// Targets that differ from the proposal.
    pub targets: Vec<SentTarget>,
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
        checks.text("/invite/name", &self.name, LONGEST_NAME);
        check_email(&mut checks, "/invite/email", &self.email);
        checks.done(())
    }
}

const LONGEST_NAME: usize = 200;

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
        targets: targets(form, lang)?,
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

/// Targets stand in fields `targets_INDICATOR_value`, `…_on` and `…_reason`; those of which nothing was written are as proposed.
fn targets(form: &Form, lang: Lang) -> Result<Vec<SentTarget>, Refusal> {
    let mut checks = Checks::new();
    let mut targets: Vec<SentTarget> = Vec::new();
    for (name, _) in form.named("targets_") {
        let Some((word, "value")) = name.split_once('_') else { continue };
        let Ok(indicator_id) = word.parse::<IndicatorId>() else { continue };
        let typed = |field: &str| form.some(&format!("targets_{word}_{field}"));
        let at = |field: &str| format!("/targets/{indicator_id}{field}");
        let value = typed("value").map(|text| Decimal::parse_local(&text, lang.numbers())).transpose();
        if let Err(trouble) = &value {
            checks.push(FieldError::at(at("/value"), DecimalTrouble::code(*trouble)));
        }
        let on = typed("on").map(|text| Day::parse(&text));
        checks.require(on != Some(None), &at("/on"), "not_a_date");
        let reason = typed("reason").unwrap_or_default();
        let (value, on) = (value.unwrap_or_default(), on.flatten());
        if value.is_some() || on.is_some() || !reason.is_empty() {
            targets.push(SentTarget { indicator_id, value, on, reason });
        }
    }
    checks.done(targets)
}
