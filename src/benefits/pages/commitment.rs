//! Writing a municipality's commitment to an indicator.

use maud::{Markup, html};

use crate::access::permission::{ProposeFigures, SeeFigures};
use crate::access::{Allowed, Permission, Place, Scope};
use crate::benefits::api::commitments::{is_own, place_within, put_within, refuse_the_region};
use crate::benefits::rules::{Budget, CommitmentDraft, DatedValue, NoCashEffect};
use crate::benefits::store::{Commitment, Indicator};
use crate::benefits::{store, view};
use crate::clock::Day;
use crate::db::AnyConn;
use crate::i18n::Lang;
use crate::ids::{MunicipalityId, PersonId};
use crate::municipalities;
use crate::people;
use crate::projects::store as projects;
use crate::refusal::{Code, FieldError, Outcome, Refusal};
use crate::regions;
use crate::web::forms::Form;
use crate::web::sheet::{self, Sheet};
use crate::web::{Answer, Call, Replied};

/// `/indicators/{id}/commitments/{municipality_id}`: a form for those who may write, the figures for others.
pub async fn form(allowed: Allowed<SeeFigures>, call: Call) -> Replied {
    sheet::show(&allowed, &call, page).await
}

/// Sets the commitment.
pub async fn put(allowed: Allowed<ProposeFigures>, call: Call) -> Replied {
    let outcome = call
        .change(&allowed, |tx, allowed, call| {
            let indicator = store::find_indicator_within(tx, &allowed.scope(), call.id("id")?)?;
            let municipality =
                crate::projects::participation::known(tx, indicator.region_id, call.id("municipality_id")?)?;
            let today = tx.now().day();
            let place = place_within(tx, &allowed.scope(), &indicator, municipality, today)?;
            allowed.over(&place)?;
            let before = store::commitment_of(tx, indicator.id, municipality)?;
            refuse_the_region(allowed.someone()?, before.as_ref())?;
            let form = call.form()?;
            let draft = Typed::read(&form, call.lang(), before.as_ref()).checked()?;
            put_within(tx, allowed.someone()?, &indicator, place, before, form.version(), draft)?;
            Ok(Answer::see_other(format!("/projects/{}/commitments?done=saved", indicator.project_id)))
        })
        .await;
    sheet::or_again(outcome, &allowed, &call, page).await
}

fn page<P: Permission>(
    conn: &mut AnyConn,
    allowed: &Allowed<P>,
    call: &Call,
    refusal: Option<&Refusal>,
) -> Outcome<Markup> {
    let scope = allowed.scope();
    let indicator = store::find_indicator_within(conn, &scope, call.id("id")?)?;
    let municipality: MunicipalityId = call.id("municipality_id")?;
    let today = call.app().db.now().day();
    let place = place_within(conn, &scope, &indicator, municipality, today)?;
    let row = store::commitment_of(conn, indicator.id, municipality)?;
    let is_member = regions::store::is_member_on(conn, indicator.region_id, municipality, today)?;
    if row.is_none() && !is_member {
        return Err(Code::NotFound.into());
    }
    let actor = allowed.someone()?;
    let frozen = row.as_ref().is_some_and(|row| row.accepted_in.is_some());
    let may_write = allowed.may_also::<ProposeFigures>(&place) && (!frozen || is_own(actor, place));
    let benefit = store::find_benefit_within(conn, &scope, indicator.benefit_id)?;
    let project = projects::find_within(conn, &scope, indicator.project_id)?;
    let region = regions::store::find_within(conn, &scope, indicator.region_id)?;
    let owner = match row.as_ref().and_then(|row| row.owner_id) {
        Some(id) => people::store::names(conn, &[id])?.remove(&id).map(|name| (id, name)),
        None => None,
    };
    let mut people = people_of(conn, &scope, place)?;
    // Somebody who has left may stay the owner until another is named.
    if let Some(owner) = &owner
        && !people.iter().any(|(id, _)| *id == owner.0)
    {
        people.push(owner.clone());
    }
    let shown = view::commitment::Shown {
        name: municipalities::store::name(conn, municipality, today)?,
        owner: owner.map(|(_, name)| name),
        region,
        project,
        benefit,
        indicator,
        row,
        people,
        may_write,
    };
    let stored = fields(&shown, call.lang());
    let page = view::commitment::page(call, &shown, &Sheet::of(call, stored, refusal));
    Ok(html! { (page) })
}

/// The people of a municipality, to choose an owner among.
fn people_of(conn: &mut AnyConn, scope: &Scope, place: Place) -> Outcome<Vec<(PersonId, String)>> {
    let mut people: Vec<(PersonId, String)> = people::store::members_within(conn, scope, false)?
        .into_iter()
        .filter(|member| member.region == place.region && member.municipality == place.municipality)
        .filter(|member| member.status != people::rules::Status::Disabled)
        .map(|member| (member.id, member.name))
        .collect();
    people.dedup_by_key(|(id, _)| *id);
    people.sort_by(|one, two| one.1.cmp(&two.1));
    Ok(people)
}

/// The form's fields as they are stored; empty where nothing is.
fn fields(shown: &view::commitment::Shown, lang: Lang) -> Form {
    let mut fields: Vec<(String, String)> = Vec::new();
    let mut put = |name: String, value: String| fields.push((name, value));
    let Some(row) = &shown.row else {
        put("version".into(), "0".into());
        put("use_of_gain".into(), shown.benefit.use_of_gain.clone());
        return Form::of(fields);
    };
    let draft = row.draft();
    let decimals = decimals(&shown.indicator);
    put("version".into(), row.version.to_string());
    for (name, dated) in [("baseline", draft.baseline), ("target", draft.target)] {
        put(format!("{name}_value"), lang.number(dated.value, decimals));
        put(format!("{name}_on"), dated.on.to_string());
    }
    put("plan".into(), (draft.plan.len() + 2).to_string());
    for (at, dated) in draft.plan.iter().enumerate() {
        put(format!("plan_{at}_on"), dated.on.to_string());
        put(format!("plan_{at}_value"), lang.number(dated.value, decimals));
    }
    put("owner_id".into(), draft.owner_id.map_or_else(String::new, |id| id.to_string()));
    put("use_of_gain".into(), draft.use_of_gain);
    put("first_measurement_on".into(), draft.first_measurement_on.to_string());
    put("sustain_until".into(), draft.sustain_until.map_or_else(String::new, |day| day.to_string()));
    match draft.budget {
        Some(Budget::NoCashEffect(_)) => put("no_cash_effect".into(), "on".into()),
        // An entry from the API is shown as words, and stays an entry until somebody changes the words.
        Some(budget) => put("budget".into(), view::commitment::budget_words(lang, &budget)),
        None => {}
    }
    Form::of(fields)
}

/// The least decimals an indicator's values are shown with.
pub fn decimals(indicator: &Indicator) -> u8 {
    u8::try_from(indicator.decimals).unwrap_or(0)
}

/// A form as it was typed.
struct Typed {
    draft: CommitmentDraft,
    errors: Vec<FieldError>,
    plan: Vec<usize>,
}

const MOST_ROWS: usize = 202;

impl Typed {
    fn read(form: &Form, lang: Lang, before: Option<&Commitment>) -> Self {
        let mut errors = Vec::new();
        let day = |name: &str, errors: &mut Vec<FieldError>| {
            if form.some(name).is_none() {
                errors.push(FieldError::at(format!("/{name}"), "required"));
            }
            form.day(name, errors)
        };
        let number = |name: &str, errors: &mut Vec<FieldError>| {
            if form.some(name).is_none() {
                errors.push(FieldError::at(format!("/{name}"), "number_empty"));
            }
            form.number(name, lang, errors).unwrap_or_default()
        };
        let baseline_value = number("baseline_value", &mut errors);
        let baseline_on = day("baseline_on", &mut errors);
        let target_value = number("target_value", &mut errors);
        let target_on = day("target_on", &mut errors);
        let first = day("first_measurement_on", &mut errors);
        let sustain_until = form.day("sustain_until", &mut errors);
        // Days that are missing are refused as missing; what stands in for them must only break no other rule.
        let some_day = baseline_on.or(first).unwrap_or_else(|| Day::from_date(chrono::NaiveDate::default()));
        let baseline = DatedValue { value: baseline_value, on: baseline_on.unwrap_or(some_day) };
        let later = baseline.on.plus_months(1200).unwrap_or(baseline.on);
        let mut typed = Self {
            draft: CommitmentDraft {
                baseline,
                target: DatedValue { value: target_value, on: target_on.unwrap_or(later) },
                plan: Vec::new(),
                owner_id: form.some("owner_id").map(|id| id.parse().unwrap_or(PersonId::from_number(-1))),
                use_of_gain: form.text("use_of_gain"),
                budget: budget(form, lang, before),
                first_measurement_on: first.unwrap_or(baseline.on),
                // A target's day that is missing is told of by itself.
                sustain_until: sustain_until.filter(|_| target_on.is_some()),
            },
            errors,
            plan: Vec::new(),
        };
        for row in 0..MOST_ROWS {
            let (on, value) = (format!("plan_{row}_on"), format!("plan_{row}_value"));
            if form.some(&on).is_none() && form.some(&value).is_none() {
                continue;
            }
            let point = (day(&on, &mut typed.errors), number(&value, &mut typed.errors));
            if let (Some(on), value) = point {
                typed.draft.plan.push(DatedValue { value, on });
                typed.plan.push(row);
            }
        }
        typed
    }

    /// The draft, or everything that is wrong at once.
    fn checked(self) -> Result<CommitmentDraft, Refusal> {
        let Self { draft, mut errors, plan } = self;
        match draft.checked() {
            Ok(draft) if errors.is_empty() => Ok(draft),
            Ok(_) => Err(Refusal::invalid(errors)),
            Err(mut refusal) => {
                sheet::to_rows(&mut refusal, "plan", &plan);
                errors.extend(refusal.errors);
                Err(Refusal::invalid(errors))
            }
        }
    }
}

fn budget(form: &Form, lang: Lang, before: Option<&Commitment>) -> Option<Budget> {
    if form.ticked("no_cash_effect") {
        return Some(Budget::NoCashEffect(NoCashEffect { no_cash_effect: true }));
    }
    let words = form.some("budget")?;
    let known = before.and_then(Commitment::budget_said);
    match known {
        Some(entry @ Budget::Entry(_)) if view::commitment::budget_words(lang, &entry) == words => Some(entry),
        _ => Some(Budget::Words(words)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(fields: &[(&str, &str)]) -> Form {
        Form::of(fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    #[test]
    fn an_empty_form_hears_of_every_missing_field_and_of_nothing_else() {
        let refusal = Typed::read(&form(&[]), Lang::Nb, None).checked().expect_err("empty");
        let places: Vec<_> = refusal.errors.iter().filter_map(|error| error.pointer.clone()).collect();
        assert_eq!(places, ["/baseline_value", "/baseline_on", "/target_value", "/target_on", "/first_measurement_on"]);
    }

    #[test]
    fn numbers_are_read_as_people_write_them_and_the_doubtful_is_asked_about() {
        let mut fields = vec![
            ("baseline_value", "1 234,5"),
            ("baseline_on", "2026-01-01"),
            ("target_value", "900"),
            ("target_on", "2027-01-01"),
            ("first_measurement_on", "2026-02-01"),
            ("plan_1_on", "2026-07-01"),
            ("plan_1_value", "1000"),
            ("no_cash_effect", "on"),
        ];
        let draft = Typed::read(&form(&fields), Lang::Nb, None).checked().expect("a commitment");
        assert_eq!(draft.baseline.value.to_string(), "1234.5");
        assert_eq!((draft.plan.len(), draft.budget.is_some()), (1, true));
        fields[0].1 = "1.234";
        fields[5].1 = "2027-07-01";
        let refusal = Typed::read(&form(&fields), Lang::Nb, None).checked().expect_err("doubtful");
        let found: Vec<_> =
            refusal.errors.iter().map(|error| (error.pointer.clone().unwrap_or_default(), error.code)).collect();
        assert_eq!(
            found,
            [("/baseline_value".to_owned(), "number_ambiguous"), ("/plan/1/on".to_owned(), "plan_day_outside")]
        );
    }
}
