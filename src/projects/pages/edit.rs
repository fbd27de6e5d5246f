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
use crate::projects::pages::roadmap::wanted_region;
use crate::projects::rules::{Count, DecisionPoint, Draft, POINTS, Phase, Simplification, YearCost};
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
            let draft = Typed::read(&call.form()?, call.lang()).checked()?;
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
            let draft = Typed::read(&form, call.lang()).checked()?;
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
    for one in &draft.decision_points {
        let Some(at) = POINTS.iter().position(|point| *point == one.point) else { continue };
        put(&format!("decision_points_{at}_on"), day(one.on));
        put(&format!("decision_points_{at}_case_reference"), one.case_reference.clone().unwrap_or_default());
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
    points: Vec<usize>,
    costs: Vec<usize>,
}

/// No form of ours has more rows than this.
const MOST_ROWS: usize = 60;

impl Typed {
    fn read(form: &Form, lang: Lang) -> Self {
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
            ..Draft::default()
        };
        let mut typed = Self { draft, errors, simplifications: Vec::new(), points: Vec::new(), costs: Vec::new() };
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
        for (row, point) in POINTS.iter().enumerate() {
            let on = form.day(&format!("decision_points_{row}_on"), &mut self.errors);
            let case_reference = form.some(&format!("decision_points_{row}_case_reference"));
            if on.is_some() || case_reference.is_some() {
                self.draft.decision_points.push(DecisionPoint { point: (*point).to_owned(), on, case_reference });
                self.points.push(row);
            }
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
    fn checked(self) -> Result<Draft, Refusal> {
        let Self { draft, mut errors, simplifications, points, costs } = self;
        let outcome = draft.checked().map_err(|mut refusal| {
            sheet::to_rows(&mut refusal, "simplifications", &simplifications);
            sheet::to_rows(&mut refusal, "decision_points", &points);
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

    fn form(fields: &[(&str, &str)]) -> Form {
        Form::of(fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    #[test]
    fn a_draft_survives_its_own_form() {
        let draft = Draft {
            title: "Digital byggesak".into(),
            simplifications: vec![Simplification { what: "skjema".into(), before: Some(Count::Whole(7)), after: None }],
            costs: vec![YearCost { year: 2027, investment: Decimal::from_whole(1_250_000), running: Decimal::ZERO }],
            decision_points: vec![DecisionPoint {
                point: "BP2".into(),
                on: None,
                case_reference: Some("Sak 7/26".into()),
            }],
            statutory: true,
            ..Draft::default()
        };
        for lang in [Lang::Nb, Lang::En, Lang::Da] {
            let read = Typed::read(&fields(&draft, 1, lang), lang).checked().expect("the same");
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
        let refusal = Typed::read(&typed, Lang::Nb).checked().expect_err("wrong");
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
