//! Writing a project.

use maud::html;

use crate::access::permission::DefineRoadmap;
use crate::access::{Allowed, Scope};
use crate::clock::Day;
use crate::db::AnyConn;
use crate::decimal::Decimal;
use crate::i18n::Lang;
use crate::ids::{PersonId, RegionId};
use crate::people;
use crate::projects::api;
use crate::projects::roadmap::pages::wanted_region;
use crate::projects::rules::{Count, Draft, Phase, Simplification, YearCost};
use crate::projects::store;
use crate::projects::view;
use crate::projects::view::edit::rows_for;
use crate::refusal::{FieldError, Outcome, Refusal};
use crate::regions;
use crate::web::forms::Form;
use crate::web::sheet::{self, Sheet};
use crate::web::{Answer, Call, Replied};

/// `/projects/new?region=`
pub async fn new_form(allowed: Allowed<DefineRoadmap>, call: Call) -> Replied {
    sheet::show(&allowed, &call, new_page).await
}

/// Makes a project.
pub async fn create(allowed: Allowed<DefineRoadmap>, call: Call) -> Replied {
    let outcome = call
        .change(&allowed, |tx, allowed, call| {
            let scope = allowed.scope();
            let regions = regions::store::list_within(tx, &scope)?;
            let region = wanted_region(tx, &scope, call, &regions)?;
            allowed.over(&region)?;
            let draft = Typed::read(&call.form()?, call.lang(), Draft::default()).checked(tx.now().day())?;
            let id = api::create_within(tx, region.id, draft)?;
            Ok(Answer::see_other(format!("/projects/{id}?done=created")))
        })
        .await;
    sheet::or_again(outcome, &allowed, &call, new_page).await
}

fn new_page(
    conn: &mut AnyConn,
    allowed: &Allowed<DefineRoadmap>,
    call: &Call,
    refusal: Option<&Refusal>,
) -> Outcome<maud::Markup> {
    let scope = allowed.scope();
    let regions = regions::store::list_within(conn, &scope)?;
    let region = wanted_region(conn, &scope, call, &regions)?;
    allowed.over(&region)?;
    let people = people_in(conn, &scope, region.id)?;
    let stored = fields(&Draft::default(), 0, call.lang());
    let page = view::edit::page(call, &region, None, &people, &Sheet::of(call, stored, refusal));
    Ok(html! { (page) })
}

/// `/projects/{id}/edit`
pub async fn edit_form(allowed: Allowed<DefineRoadmap>, call: Call) -> Replied {
    sheet::show(&allowed, &call, edit_page).await
}

/// Writes a project anew.
pub async fn update(allowed: Allowed<DefineRoadmap>, call: Call) -> Replied {
    let outcome = call
        .change(&allowed, |tx, allowed, call| {
            let project = store::find_within(tx, &allowed.scope(), call.id("id")?)?;
            allowed.over(&project)?;
            let form = call.form()?;
            let draft = Typed::read(&form, call.lang(), project.draft()).checked(tx.now().day())?;
            api::update_within(tx, &project, form.version(), draft)?;
            Ok(Answer::see_other(format!("/projects/{}?done=saved", project.id)))
        })
        .await;
    sheet::or_again(outcome, &allowed, &call, edit_page).await
}

fn edit_page(
    conn: &mut AnyConn,
    allowed: &Allowed<DefineRoadmap>,
    call: &Call,
    refusal: Option<&Refusal>,
) -> Outcome<maud::Markup> {
    let project = store::find_within(conn, &allowed.scope(), call.id("id")?)?;
    allowed.over(&project)?;
    let region = regions::store::find_within(conn, &allowed.scope(), project.region_id)?;
    let people = people_in(conn, &allowed.scope(), region.id)?;
    let stored = fields(&project.draft(), project.version, call.lang());
    let page = view::edit::page(call, &region, Some(&project), &people, &Sheet::of(call, stored, refusal));
    Ok(html! { (page) })
}

/// The people of a region, to choose among.
pub fn people_in(conn: &mut AnyConn, scope: &Scope, region: RegionId) -> Outcome<Vec<(PersonId, String)>> {
    let mut people: Vec<(PersonId, String)> = people::store::members_within(conn, scope, false)?
        .into_iter()
        .filter(|member| member.region == Some(region) && member.status != people::rules::Status::Disabled)
        .map(|member| (member.id, member.name))
        .collect();
    people.dedup_by_key(|(id, _)| *id);
    people.sort_by(|one, two| one.1.cmp(&two.1));
    Ok(people)
}

/// A draft as the form's fields.
fn fields(draft: &Draft, version: i64, lang: Lang) -> Form {
    let mut fields: Vec<(String, String)> = Vec::new();
    let mut put = |name: &str, value: String| fields.push((name.to_owned(), value));
    let day = |day: Option<Day>| day.map_or_else(String::new, |day| day.to_string());
    put("version", version.to_string());
    put("title", draft.title.clone());
    put("summary", draft.summary.clone());
    put("renewal", draft.renewal.clone());
    put("renewal_alone_because", draft.renewal_alone_because.clone());
    put("phase", draft.phase.as_str().to_owned());
    put("starts_on", day(draft.starts_on));
    put("ends_on", day(draft.ends_on));
    put("statutory", if draft.statutory { "on".into() } else { String::new() });
    put("theme", draft.theme.clone());
    put("responsible_id", draft.responsible_id.map_or_else(String::new, |id| id.to_string()));
    put("simplifications", rows_for(draft.simplifications.len()).to_string());
    for (at, one) in draft.simplifications.iter().enumerate() {
        let count = |count: &Option<Count>| count.as_ref().map_or_else(String::new, |it| lang.number(it.number(), 0));
        put(&format!("simplifications_{at}_what"), one.what.clone());
        put(&format!("simplifications_{at}_before"), count(&one.before));
        put(&format!("simplifications_{at}_after"), count(&one.after));
    }
    put("costs", rows_for(draft.costs.len()).to_string());
    for (at, one) in draft.costs.iter().enumerate() {
        put(&format!("costs_{at}_year"), one.year.to_string());
        put(&format!("costs_{at}_investment"), lang.number(one.investment, 0));
        put(&format!("costs_{at}_running"), lang.number(one.running, 0));
    }
    Form::of(fields)
}

/// A form as it was typed: the draft, what could not be read, and in which rows the items of its lists were.
struct Typed {
    draft: Draft,
    errors: Vec<FieldError>,
    simplifications: Vec<usize>,
    costs: Vec<usize>,
}

/// No form of ours has more rows than this.
const MOST_ROWS: usize = 60;

impl Typed {
    fn read(form: &Form, lang: Lang, over: Draft) -> Self {
        let mut errors = Vec::new();
        let draft = Draft {
            title: form.text("title"),
            summary: form.text("summary"),
            renewal: form.text("renewal"),
            renewal_alone_because: form.text("renewal_alone_because"),
            phase: Phase::parse(form.raw("phase")).unwrap_or(Phase::Idea),
            starts_on: form.day("starts_on", &mut errors),
            ends_on: form.day("ends_on", &mut errors),
            statutory: form.ticked("statutory"),
            theme: form.text("theme"),
            responsible_id: form.some("responsible_id").map(|id| id.parse().unwrap_or(PersonId::from_number(-1))),
            // What another page is for stays as it is.
            simplifications: Vec::new(),
            costs: Vec::new(),
            ..over
        };
        let mut typed = Self { draft, errors, simplifications: Vec::new(), costs: Vec::new() };
        typed.read_lists(form, lang);
        typed
    }

    fn read_lists(&mut self, form: &Form, lang: Lang) {
        for row in 0..MOST_ROWS {
            let name = |part: &str| format!("simplifications_{row}_{part}");
            let empty = ["what", "before", "after"].iter().all(|part| form.some(&name(part)).is_none());
            if empty {
                continue;
            }
            let before = form.number(&name("before"), lang, &mut self.errors).map(count);
            let after = form.number(&name("after"), lang, &mut self.errors).map(count);
            self.draft.simplifications.push(Simplification { what: form.text(&name("what")), before, after });
            self.simplifications.push(row);
        }
        for row in 0..MOST_ROWS {
            let name = |part: &str| format!("costs_{row}_{part}");
            if ["year", "investment", "running"].iter().all(|part| form.some(&name(part)).is_none()) {
                continue;
            }
            let investment = form.number(&name("investment"), lang, &mut self.errors).unwrap_or_default();
            let running = form.number(&name("running"), lang, &mut self.errors).unwrap_or_default();
            // What is no year is refused as one by the rules.
            let year = form.text(&name("year")).parse().unwrap_or(0);
            self.draft.costs.push(YearCost { year, investment, running });
            self.costs.push(row);
        }
    }

    /// The draft, or everything that is wrong at once.
    fn checked(self, today: Day) -> Result<Draft, Refusal> {
        let Self { draft, mut errors, simplifications, costs } = self;
        let outcome = draft.checked(today).map_err(|mut refusal| {
            sheet::to_rows(&mut refusal, "simplifications", &simplifications);
            sheet::to_rows(&mut refusal, "costs", &costs);
            refusal
        });
        match outcome {
            Ok(draft) if errors.is_empty() => Ok(draft),
            Ok(_) => Err(Refusal::invalid(errors)),
            Err(refusal) => {
                errors.extend(refusal.errors);
                Err(Refusal::invalid(errors))
            }
        }
    }
}

/// A whole number stays one.
fn count(number: Decimal) -> Count {
    let whole = number.micros() / 1_000_000;
    match u32::try_from(whole) {
        Ok(small) if Decimal::from_whole(i64::from(small)) == number => Count::Whole(small),
        _ => Count::Exact(number),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::projects::rules::{DecisionPoint, PhasePlan};

    fn today() -> Day {
        Day::parse("2026-11-20").expect("a day")
    }

    fn form(fields: &[(&str, &str)]) -> Form {
        Form::of(fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    #[test]
    fn a_draft_survives_its_own_form_and_keeps_what_another_is_for() {
        let draft = Draft {
            title: "Digital byggesak".into(),
            simplifications: vec![Simplification { what: "skjema".into(), before: Some(Count::Whole(7)), after: None }],
            costs: vec![YearCost { year: 2027, investment: Decimal::from_whole(1_250_000), running: Decimal::ZERO }],
            phases: vec![PhasePlan { phase: Phase::Idea, from: None, to: Some(today()) }],
            decision_points: vec![DecisionPoint { point: "BP2".into(), ..DecisionPoint::default() }],
            statutory: true,
            ..Draft::default()
        };
        for lang in [Lang::Nb, Lang::En, Lang::Da] {
            let read = Typed::read(&fields(&draft, 1, lang), lang, draft.clone()).checked(today()).expect("the same");
            assert_eq!(read, draft);
        }
    }

    #[test]
    fn what_is_wrong_stands_in_the_row_it_was_typed_in() {
        let typed = form(&[
            ("title", "x"),
            ("costs_2_year", "snart"),
            ("costs_2_running", "1.234"),
            ("simplifications_1_before", "7"),
            ("starts_on", "i morgen"),
        ]);
        let refusal = Typed::read(&typed, Lang::Nb, Draft::default()).checked(today()).expect_err("wrong");
        let found: Vec<_> =
            refusal.errors.iter().map(|error| (error.pointer.clone().unwrap_or_default(), error.code)).collect();
        assert_eq!(
            found,
            [
                ("/starts_on".to_owned(), "not_a_date"),
                ("/costs_2_running".to_owned(), "number_ambiguous"),
                ("/simplifications/1/what".to_owned(), "required"),
                ("/costs/2/year".to_owned(), "not_a_year"),
            ]
        );
    }
}
