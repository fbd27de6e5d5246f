//! The year wheel as pages: the year, and a moment's form.

use maud::{Markup, html};

use super::api::{add_usual_within, create_within, remove_within, update_within};
use super::rules::{Audience, MomentDraft, MomentKind, YearDay};
use super::store::{self, YearMoment};
use super::view;
use crate::access::permission::{SeeRegion, SetUpRegion};
use crate::access::{Allowed, Permission};
use crate::clock::Day;
use crate::db::AnyConn;
use crate::ids::RegionId;
use crate::refusal::{Code, Outcome, Refusal};
use crate::regions;
use crate::regions::store::Region;
use crate::web::forms::Form;
use crate::web::sheet::{self, Sheet};
use crate::web::{Answer, Call, Replied};

/// What the year's page shows.
pub struct Shown {
    /// The region.
    pub region: Region,
    /// Its year, from January.
    pub rows: Vec<YearMoment>,
    /// Whether the reader keeps it.
    pub may_keep: bool,
    /// Today, in Norway.
    pub today: Day,
}

/// `/regions/{id}/year-wheel`
pub async fn page(allowed: Allowed<SeeRegion>, call: Call) -> Replied {
    sheet::show(&allowed, &call, year).await
}

fn year<P: Permission>(
    conn: &mut AnyConn,
    allowed: &Allowed<P>,
    call: &Call,
    refusal: Option<&Refusal>,
) -> Outcome<Markup> {
    let region = regions::store::find_within(conn, &allowed.scope(), call.id("id")?)?;
    allowed.over(&region)?;
    let shown = Shown {
        rows: store::of_region(conn, region.id)?,
        may_keep: allowed.may_also::<SetUpRegion>(&region),
        today: call.app().db.now().day(),
        region,
    };
    let sheet = Sheet::of(call, Form::default(), refusal);
    Ok(html! { (view::year(call, &shown, &sheet)) })
}

/// Makes a moment.
pub async fn create(allowed: Allowed<SetUpRegion>, call: Call) -> Replied {
    let outcome = call
        .change(&allowed, |tx, allowed, call| {
            let region = regions::store::find_within(tx, &allowed.scope(), call.id("id")?)?;
            allowed.over(&region)?;
            create_within(tx, &region, read(&call.form()?)?)?;
            Ok(Answer::see_other(to_year(region.id)))
        })
        .await;
    sheet::or_again(outcome, &allowed, &call, year).await
}

/// Adds the usual municipal year.
pub async fn add_usual(allowed: Allowed<SetUpRegion>, call: Call) -> Replied {
    let outcome = call
        .change(&allowed, |tx, allowed, call| {
            let region = regions::store::find_within(tx, &allowed.scope(), call.id("id")?)?;
            allowed.over(&region)?;
            call.form()?;
            add_usual_within(tx, &region, call.lang())?;
            Ok(Answer::see_other(to_year(region.id)))
        })
        .await;
    sheet::or_again(outcome, &allowed, &call, year).await
}

fn to_year(region: RegionId) -> String {
    format!("/regions/{region}/year-wheel?done=saved")
}

/// `/year-moments/{id}/edit`
pub async fn edit_form(allowed: Allowed<SetUpRegion>, call: Call) -> Replied {
    sheet::show(&allowed, &call, edit_page).await
}

/// Writes a moment anew.
pub async fn update(allowed: Allowed<SetUpRegion>, call: Call) -> Replied {
    let outcome = call
        .change(&allowed, |tx, allowed, call| {
            let row = store::find_within(tx, &allowed.scope(), call.id("id")?)?;
            allowed.over(&row)?;
            let form = call.form()?;
            if form.version() != row.version {
                return Err(Code::Stale.into());
            }
            update_within(tx, &row, form.version(), read(&form)?)?;
            Ok(Answer::see_other(to_year(row.region_id)))
        })
        .await;
    sheet::or_again(outcome, &allowed, &call, edit_page).await
}

/// Takes a moment away.
pub async fn remove(allowed: Allowed<SetUpRegion>, call: Call) -> Replied {
    let outcome = call
        .change(&allowed, |tx, allowed, call| {
            let row = store::find_within(tx, &allowed.scope(), call.id("id")?)?;
            allowed.over(&row)?;
            remove_within(tx, &row, call.form()?.version())?;
            Ok(Answer::see_other(to_year(row.region_id)))
        })
        .await;
    sheet::or_again(outcome, &allowed, &call, edit_page).await
}

fn edit_page(
    conn: &mut AnyConn,
    allowed: &Allowed<SetUpRegion>,
    call: &Call,
    refusal: Option<&Refusal>,
) -> Outcome<Markup> {
    let row = store::find_within(conn, &allowed.scope(), call.id("id")?)?;
    allowed.over(&row)?;
    let region = regions::store::find_within(conn, &allowed.scope(), row.region_id)?;
    let sheet = Sheet::of(call, fields(&row), refusal);
    Ok(html! { (view::edit(call, &region, &row, &sheet)) })
}

fn fields(row: &YearMoment) -> Form {
    let fields = [
        ("version", row.version.to_string()),
        ("title", row.title.clone()),
        ("month", row.month.to_string()),
        ("day", row.day.to_string()),
        ("kind", row.kind.as_str().to_owned()),
        ("audience", row.audience.as_str().to_owned()),
        ("note", row.note.clone()),
    ];
    Form::of(fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

fn read(form: &Form) -> Result<MomentDraft, Refusal> {
    // What is no number is out of range, and refused as that.
    let number = |name: &str| form.text(name).parse().unwrap_or(0);
    let (kind, audience) = (MomentKind::parse(form.raw("kind")), Audience::parse(form.raw("audience")));
    let (Some(kind), Some(audience)) = (kind, audience) else {
        return Err(Refusal::invalid_at(if kind.is_none() { "/kind" } else { "/audience" }, "required"));
    };
    Ok(MomentDraft {
        title: form.text("title"),
        on: YearDay { month: number("month"), day: number("day") },
        kind,
        audience,
        note: form.text("note"),
    })
}
