//! Writing a benefit.

use maud::{Markup, html};

use crate::access::Allowed;
use crate::access::permission::DefineRoadmap;
use crate::benefits::api::benefits::{create_within, update_within};
use crate::benefits::rules::{BenefitDraft, Class, Polarity};
use crate::benefits::{store, view};
use crate::db::AnyConn;
use crate::projects::store as projects;
use crate::refusal::{Outcome, Refusal};
use crate::regions;
use crate::web::forms::Form;
use crate::web::sheet::{self, Sheet};
use crate::web::{Answer, Call, Replied};

/// `/projects/{id}/benefits/new`
pub async fn new_form(allowed: Allowed<DefineRoadmap>, call: Call) -> Replied {
    sheet::show(&allowed, &call, new_page).await
}

/// Makes a benefit.
pub async fn create(allowed: Allowed<DefineRoadmap>, call: Call) -> Replied {
    let outcome = call
        .change(&allowed, |tx, allowed, call| {
            let project = projects::find_within(tx, &allowed.scope(), call.id("id")?)?;
            allowed.over(&project)?;
            let id = create_within(tx, &project, read(&call.form()?))?;
            // What is not counted cannot be realised: the indicator is the next thing to say.
            Ok(Answer::see_other(format!("/benefits/{id}/indicators/new?done=saved")))
        })
        .await;
    sheet::or_again(outcome, &allowed, &call, new_page).await
}

fn new_page(
    conn: &mut AnyConn,
    allowed: &Allowed<DefineRoadmap>,
    call: &Call,
    refusal: Option<&Refusal>,
) -> Outcome<Markup> {
    let project = projects::find_within(conn, &allowed.scope(), call.id("id")?)?;
    allowed.over(&project)?;
    let region = regions::store::find_within(conn, &allowed.scope(), project.region_id)?;
    let sheet = Sheet::of(call, fields(&BenefitDraft::default(), 0), refusal);
    let page = view::benefit::page(call, &region, &project, None, &sheet);
    Ok(html! { (page) })
}

/// `/benefits/{id}/edit`
pub async fn edit_form(allowed: Allowed<DefineRoadmap>, call: Call) -> Replied {
    sheet::show(&allowed, &call, edit_page).await
}

/// Writes a benefit anew.
pub async fn update(allowed: Allowed<DefineRoadmap>, call: Call) -> Replied {
    let outcome = call
        .change(&allowed, |tx, allowed, call| {
            let benefit = store::find_benefit_within(tx, &allowed.scope(), call.id("id")?)?;
            allowed.over(&benefit)?;
            let form = call.form()?;
            update_within(tx, &benefit, form.version(), read(&form))?;
            Ok(Answer::see_other(format!("/projects/{}?done=saved", benefit.project_id)))
        })
        .await;
    sheet::or_again(outcome, &allowed, &call, edit_page).await
}

fn edit_page(
    conn: &mut AnyConn,
    allowed: &Allowed<DefineRoadmap>,
    call: &Call,
    refusal: Option<&Refusal>,
) -> Outcome<Markup> {
    let benefit = store::find_benefit_within(conn, &allowed.scope(), call.id("id")?)?;
    allowed.over(&benefit)?;
    let project = projects::find_within(conn, &allowed.scope(), benefit.project_id)?;
    let region = regions::store::find_within(conn, &allowed.scope(), project.region_id)?;
    let sheet = Sheet::of(call, fields(&benefit.draft(), benefit.version), refusal);
    let page = view::benefit::page(call, &region, &project, Some(&benefit), &sheet);
    Ok(html! { (page) })
}

fn fields(draft: &BenefitDraft, version: i64) -> Form {
    let class = draft.class.map_or("", Class::as_str);
    Form::of(
        [
            ("version", version.to_string().as_str()),
            ("title", &draft.title),
            ("class", class),
            ("arises_in", draft.arises_in.as_deref().unwrap_or_default()),
            ("polarity", draft.polarity.as_str()),
            ("description", &draft.description),
            ("use_of_gain", &draft.use_of_gain),
            ("assumptions", &draft.assumptions.join("\n")),
        ]
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect(),
    )
}

fn read(form: &Form) -> BenefitDraft {
    BenefitDraft {
        title: form.text("title"),
        class: Class::parse(form.raw("class")),
        arises_in: form.some("arises_in"),
        polarity: Polarity::parse(form.raw("polarity")).unwrap_or(Polarity::Benefit),
        description: form.text("description"),
        use_of_gain: form.text("use_of_gain"),
        assumptions: form
            .raw("assumptions")
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .map(str::to_owned)
            .collect(),
    }
}
