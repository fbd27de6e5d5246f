//! The page for importing: choose a file, see what each row would do, confirm.

use std::collections::BTreeMap;
use std::sync::Arc;

use diesel::prelude::*;
use maud::{Markup, html};

use super::api::{CellError, ImportState, Prepared, carry_out, prepare, region_to_import};
use super::judge::{Judged, JudgedRow, Verdict, judge};
use super::table::{Layout, Reading};
use super::{layouts, matching, record};
use crate::access::Allowed;
use crate::access::permission::Measure;
use crate::clock::Moment;
use crate::db::AnyConn;
use crate::db::schema::{commitment, indicator};
use crate::i18n::Lang;
use crate::ids::{CommitmentId, ImportId, MunicipalityId, RegionId};
use crate::measurements::described::with_unit;
use crate::measurements::pages::measurable_places;
use crate::measurements::view::unusual_words;
use crate::municipalities;
use crate::refusal::{FieldError, Outcome, Refusal, Trouble};
use crate::regions;
use crate::t;
use crate::ui::{
    Alert, Button, ButtonKind, Column, Control, Details, Field, Form, Link, LinkButton, NumberCard, NumberCards, Page,
    Row, Section, Status, Table, Tone,
};
use crate::web::answer::Failed;
use crate::web::{Answer, Call, Replied, shell};

/// Rows shown in a preview; the counts are over all.
const SHOWN: usize = 200;
/// Bytes that a preview carries along in the page; a larger file is chosen once more to confirm it.
const CARRIED: usize = 1_048_576;

/// The page with the form.
pub async fn form(allowed: Allowed<Measure>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let region = region_to_import(conn, allowed, call)?;
        let done = done(conn, region, call)?;
        page(conn, call, region, None, done.map(|done| receipt(call.lang(), &done)).as_ref())
    })
    .await
}

type Done = (String, i64, Moment);

/// The import that was just done, if the address names one of this region's.
fn done(conn: &mut AnyConn, region: RegionId, call: &Call) -> Outcome<Option<Done>> {
    let Some(id) = call.query_word("done").and_then(|text| text.parse::<ImportId>().ok()) else { return Ok(None) };
    record::find(conn, region, id)
}

fn receipt(lang: Lang, (name, rows, at): &Done) -> Markup {
    let said = t!(lang, "import-done", rows = *rows, name = name.clone(), when = lang.moment(*at));
    html! { (Alert::success(lang.t("import-done-title"), html! { p { (said) } p { (Link::new("/due", lang.t("due-title"))) } })) }
}

/// Shows what a file would do, or carries it out once that was seen.
pub async fn post(allowed: Allowed<Measure>, call: Call) -> Replied {
    // Who may not import is told so before their file is read.
    let (seen, asked) = (allowed.clone(), call.clone());
    let known = call.app().db.read(allowed.access(), move |conn| {
        let region = region_to_import(conn, &seen, &asked)?;
        layouts::known(conn, region, &own_municipalities(&seen, region))
    });
    let mut known = known.await.map_err(Failed)?;
    let parts = call.form_parts()?;
    if let Some(said) = matching::said(&parts) {
        known.insert(String::new(), said);
    }
    let rematch = parts.part("rematch").is_some();
    let carried = parts.part("content").map(|part| part.content.to_vec());
    let confirmed = parts.part("confirm").is_some();
    let chosen = parts.part("file").filter(|part| !part.content.is_empty());
    let file = match (carried, chosen) {
        (Some(content), _) => Some((parts.text("name").replace('\0', ""), content)),
        (None, Some(file)) => Some((file.file_name.clone().unwrap_or_default(), file.content.to_vec())),
        (None, None) => None,
    };
    let prepared = match file {
        Some((name, content)) => prepare(name, content, call.app().config.limits.import_rows, known).await,
        None => Err(Refusal::invalid_at("/file", "required")),
    };
    call.prepare(prepared);
    if confirmed {
        let applied = call.change(&allowed, |tx, allowed, call| {
            let region = region_to_import(tx, allowed, call)?;
            let prepared = prepared_of(call)?;
            let prepared = prepared.as_ref().as_ref().map_err(Refusal::clone)?;
            let answer = carry_out(tx, allowed, call, region, prepared, false)?;
            // A rejected file is shown again with what is wrong, as the world now is.
            if answer.state() != ImportState::Applied {
                return Err(Refusal::invalid(Vec::new()).into());
            }
            if let Ok(Reading { layout: Some(layout), head, .. }) = &prepared.reading {
                let headings = head.first().map(|(_, headings)| headings.as_slice()).unwrap_or_default();
                for municipality in own_municipalities(allowed, region) {
                    layouts::remember(tx, region, municipality, headings, layout)?;
                }
            }
            Ok(Answer::see_other(format!("/regions/{region}/import?done={}", answer.id())))
        });
        match applied.await {
            Err(Failed(Trouble::Refused(refusal))) if matches!(refusal.code.status(), 409 | 415 | 422) => {}
            other => return other,
        }
    }
    if rematch {
        return call.read(&allowed, matched_anew).await;
    }
    call.read(&allowed, |conn, allowed, call| {
        let region = region_to_import(conn, allowed, call)?;
        let prepared = prepared_of(call)?;
        let prepared: Result<&Prepared, Refusal> = prepared.as_ref().as_ref().map_err(Refusal::clone);
        let read = prepared.and_then(|prepared| Ok((prepared, prepared.reading.as_ref().map_err(Refusal::clone)?)));
        let (prepared, reading) = match read {
            Ok(read) => read,
            Err(refusal) => {
                let status = refusal.code.status();
                return Ok(page(conn, call, region, Some(&refusal), None)?.status(status));
            }
        };
        if reading.unmatched && reading.text.len() <= CARRIED {
            return Ok(Answer::page(matching::page(call, region, prepared, reading)));
        }
        let today = call.app().db.now().day();
        let judged = judge(conn, allowed, region, reading, &prepared.why(), today)?;
        let names = names(conn, &judged, today)?;
        let markup = preview(call, region, prepared, &judged, &names);
        Ok(Answer::page(markup).status(if judged.errors.is_empty() { 200 } else { 422 }))
    })
    .await
}

fn matched_anew(conn: &mut AnyConn, allowed: &Allowed<Measure>, call: &Call) -> Outcome<Answer> {
    let region = region_to_import(conn, allowed, call)?;
    let prepared = prepared_of(call)?;
    let prepared = prepared.as_ref().as_ref().map_err(Refusal::clone)?;
    let reading = prepared.reading.as_ref().map_err(Refusal::clone)?;
    if reading.head.is_empty() {
        return Err(Refusal::invalid_at("/file", "required").into());
    }
    Ok(Answer::page(matching::page(call, region, prepared, reading)))
}

/// Where the sender measures.
fn own_municipalities(allowed: &Allowed<Measure>, region: RegionId) -> Vec<MunicipalityId> {
    measurable_places(allowed).into_iter().filter(|(there, _)| *there == region).map(|(_, place)| place).collect()
}

type Kept = Arc<Result<Prepared, Refusal>>;

fn prepared_of(call: &Call) -> Outcome<Kept> {
    Ok(call.prepared().ok_or(Refusal::invalid_at("/file", "required"))?)
}

fn page(
    conn: &mut AnyConn,
    call: &Call,
    region: RegionId,
    refusal: Option<&Refusal>,
    notice: Option<&Markup>,
) -> Outcome<Answer> {
    let lang = call.lang();
    let name = regions::store::find(conn, region)?.map(|region| region.name).unwrap_or_default();
    let wrong = refusal.map(|refusal| {
        shell::error_at(lang, Some(refusal), "file").unwrap_or_else(|| crate::web::problem::sentence(lang, refusal))
    });
    let mut form = file_form(call, wrong.clone());
    if let Some(wrong) = wrong {
        form = form
            .errors(crate::ui::ErrorSummary { heading: lang.t("error-summary"), items: vec![("file".into(), wrong)] });
    }
    let body = html! {
        (form)
        (Details::new(lang.t("import-how"), html! {
            p { (lang.t("import-how-columns")) }
            pre { code { "municipality_number;indicator_id;on;value;kind;comment\n3303;" (CommitmentId::from_number(0)) ";2026-10-31;31,5;measured;" } }
            ul.ds-list {
                @for key in ["import-how-place", "import-how-day", "import-how-number", "import-how-again", "import-how-whole"] { li { (lang.t(key)) } }
            }
        }))
    };
    let page = Page {
        narrow: true,
        lead: Some(lang.t("import-lead")),
        area: Some(lang.t("nav-measure")),
        above: vec![Link::new(format!("/regions/{region}"), name), Link::new("/due", lang.t("due-title"))],
        notice: notice.cloned(),
        title_prefix: refusal.map(|_| lang.t("error-prefix")),
        ..shell::page(call, lang.t("import-title"), body)
    };
    Ok(Answer::page(html! { (page) }))
}

fn file_form(call: &Call, error: Option<String>) -> Form {
    let lang = call.lang();
    let field = Field::new("file", lang.t("import-file"), Control::File { accept: ".csv,.xlsx,text/csv".into() })
        .description(lang.t("import-file-help"))
        .error(error);
    let form = Form::post(call.path(), call.csrf(), html! { (field) })
        .id("import")
        .action(Button::primary(lang.t("import-preview")));
    Form { multipart: true, ..form }
}

/// What people know a commitment by: indicator, unit, municipality.
type Names = BTreeMap<CommitmentId, (String, String, String)>;

fn names(conn: &mut AnyConn, judged: &Judged, today: crate::clock::Day) -> Outcome<Names> {
    let ids: Vec<CommitmentId> = judged.promised.keys().copied().collect();
    let municipalities: Vec<MunicipalityId> = judged.promised.values().map(|one| one.municipality_id).collect();
    let known = municipalities::store::named(conn, &municipalities, today)?;
    let mut names = Names::new();
    for some in ids.chunks(500) {
        let rows: Vec<(CommitmentId, String, String, MunicipalityId)> = commitment::table
            .inner_join(indicator::table.on(indicator::id.eq(commitment::indicator_id)))
            .filter(commitment::id.eq_any(some.to_vec()))
            .select((commitment::id, indicator::name, indicator::unit, commitment::municipality_id))
            .load(conn)?;
        for (id, name, unit, municipality) in rows {
            let place = known.get(&municipality).map(|row| row.name.clone()).unwrap_or_default();
            names.insert(id, (name, unit, place));
        }
    }
    Ok(names)
}

fn preview(call: &Call, region: RegionId, prepared: &Prepared, judged: &Judged, names: &Names) -> Markup {
    let lang = call.lang();
    let good = judged.errors.is_empty();
    let text = prepared.reading.as_ref().map(|reading| reading.text.as_str()).unwrap_or_default();
    let body = html! {
        @if !good {
            (Alert::danger(lang.t("import-rejected-title"), html! { p { (lang.t("import-rejected")) } }))
        }
        (counts(lang, judged))
        @if good { (confirm(call, region, prepared, text)) }
        @if let Some(layout) = prepared.reading.as_ref().ok().and_then(|reading| reading.layout.as_ref()) {
            (match_again(call, prepared, layout, text))
        }
        @if !judged.errors.is_empty() { (errors_table(lang, &judged.errors)) }
        @if !judged.rows.is_empty() { (Section::new(lang.t("import-rows"), html! { (rows_table(lang, judged, names)) })) }
        @if !good { (Section::new(lang.t("import-again"), html! { (file_form(call, None)) })) }
    };
    let page = Page {
        kicker: Some(prepared.name.clone()),
        area: Some(lang.t("nav-measure")),
        above: vec![Link::new(format!("/regions/{region}/import"), lang.t("import-title"))],
        title_prefix: (!good).then(|| lang.t("error-prefix")),
        ..shell::page(call, lang.t("import-preview-title"), body)
    };
    html! { (page) }
}

fn counts(lang: Lang, judged: &Judged) -> NumberCards {
    let card = |key: &str, count: usize| {
        let shown = lang.count(i64::try_from(count).unwrap_or(i64::MAX));
        NumberCard::new(lang.t(&format!("verdict-{key}")), shown, lang.t(&format!("verdict-{key}-means")))
    };
    NumberCards(vec![
        card("new", judged.count(|verdict| *verdict == Verdict::New)),
        card("changed", judged.count(|verdict| matches!(verdict, Verdict::Changed(_)))),
        card("unchanged", judged.count(|verdict| *verdict == Verdict::Unchanged)),
        card("wrong", judged.errors.len()),
    ])
}

/// The button that makes it so. The file travels in the page, so that nothing is kept on the server meanwhile.
fn confirm(call: &Call, region: RegionId, prepared: &Prepared, text: &str) -> Markup {
    let lang = call.lang();
    let carried = text.len() <= CARRIED;
    let fields = html! {
        (Field::hidden("confirm", "1"))
        @if carried {
            (Field::hidden("name", &prepared.name))
            @if let Some(layout) = prepared.reading.as_ref().ok().and_then(|reading| reading.layout.as_ref()) {
                (Field::hidden("layout", layouts::to_words(layout)))
            }
            textarea name="content" hidden aria-hidden="true" { "\n" (text) }
        } @else {
            (Field::new("file", lang.t("import-file"), Control::File { accept: ".csv,.xlsx,text/csv".into() }).description(lang.t("import-large")))
        }
    };
    let form = Form::post(call.path(), call.csrf(), fields)
        .id("import-confirm")
        .action(Button::primary(lang.t("import-confirm")))
        .action(LinkButton::new(ButtonKind::Tertiary, format!("/regions/{region}/import"), lang.t("cancel")));
    html! { (Form { multipart: true, ..form }) }
}

/// The columns are not what their headings say: they can be spoken of once more.
fn match_again(call: &Call, prepared: &Prepared, layout: &Layout, text: &str) -> Markup {
    let lang = call.lang();
    let fields = html! {
        (Field::hidden("rematch", "1"))
        (Field::hidden("name", &prepared.name))
        (Field::hidden("layout", layouts::to_words(layout)))
        textarea name="content" hidden aria-hidden="true" { "\n" (text) }
    };
    let form = Form::post(call.path(), call.csrf(), fields)
        .id("match-again")
        .action(Button::new(ButtonKind::Tertiary, lang.t("matching-again")));
    html! { p { (lang.t("matching-used")) } (Form { multipart: true, ..form }) }
}

fn errors_table(lang: Lang, errors: &[FieldError]) -> Table {
    let columns = vec![
        Column::number(lang.t("import-row")),
        Column::number(lang.t("import-column")),
        Column::text(lang.t("import-wrong")),
    ];
    let place = |number: Option<u64>| number.map(|number| number.to_string()).unwrap_or_default();
    let rows = errors.iter().take(SHOWN).map(|error| {
        let message = CellError::of(lang, error).into_message();
        Row::new([&place(error.row), &place(error.column), &message])
    });
    Table::new("import-errors", lang.t("import-errors"), columns).rows(rows.collect::<Vec<_>>())
}

fn rows_table(lang: Lang, judged: &Judged, names: &Names) -> Table {
    let columns = vec![
        Column::number(lang.t("import-row")),
        Column::text(lang.t("indicator")),
        Column::text(lang.t("municipality")),
        Column::text(lang.t("measure-day")),
        Column::number(lang.t("measure-value")),
        Column::text(lang.t("import-verdict")),
    ];
    let rows: Vec<Row> = judged.rows.iter().take(SHOWN).map(|row| row_shown(lang, row, names)).collect();
    let caption = t!(lang, "import-rows-caption", shown = rows.len(), all = judged.rows.len());
    Table::new("import-rows", caption, columns).rows(rows)
}

fn row_shown(lang: Lang, judged: &JudgedRow, names: &Names) -> Row {
    let nobody = (String::new(), String::new(), String::new());
    let (indicator, unit, place) = judged.commitment.and_then(|id| names.get(&id)).unwrap_or(&nobody);
    let amount = |value| with_unit(&lang.number(value, 0), unit);
    let (tone, key) = match &judged.verdict {
        Verdict::New => (Tone::Done, "verdict-new"),
        Verdict::Changed(_) => (Tone::Underway, "verdict-changed"),
        Verdict::Unchanged => (Tone::Unknown, "verdict-unchanged"),
        Verdict::Wrong => (Tone::Stopped, "verdict-wrong"),
    };
    let verdict = html! {
        (Status::new(tone, lang.t(key)))
        @if let Some(unusual) = judged.unusual { " " (Status::new(Tone::Late, lang.t("verdict-unusual"))) " " (unusual_words(lang, unusual)) }
        @if let Verdict::Changed(from) = &judged.verdict { " " (amount(*from)) " → " (amount(judged.row.value)) }
    };
    let day = crate::measurements::pages::time_of(lang, judged.row.on);
    Row::new([&judged.row.number.to_string(), indicator, place, &day, &amount(judged.row.value), &verdict])
}
