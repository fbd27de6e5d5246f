//! The pages for taking in a plan.

use maud::{Markup, html};

use super::api::made;
use super::file::{MOST_COLUMNS, Upload, to_words};
use super::judged::{Judged, JudgedLine, Verdict};
use super::rules::Column;
use crate::clock::Moment;
use crate::i18n::Lang;
use crate::ids::RegionId;
use crate::projects::parts::to_roadmap;
use crate::refusal::{FieldError, Refusal};
use crate::regions::store::Region;
use crate::t;
use crate::ui::{
    Alert, Button, ButtonKind, Choice, Control, Details, ErrorSummary, Field, Form, Link, LinkButton, NumberCard,
    NumberCards, Page, Row, Section, Status, Table, Tone,
};
use crate::web::problem::{field_sentence, sentence};
use crate::web::{Call, shell};

/// Rows shown in a preview; the counts are over all.
const SHOWN: usize = 500;
/// Cells shown below each heading.
const SAMPLES: usize = 3;

fn address(region: RegionId) -> String {
    format!("/regions/{region}/plan-import")
}

/// Where a file is chosen.
pub fn choosing(call: &Call, region: &Region, refusal: Option<&Refusal>, notice: Option<&Markup>) -> Page {
    let lang = call.lang();
    let wrong =
        refusal.map(|refusal| shell::error_at(lang, Some(refusal), "file").unwrap_or_else(|| sentence(lang, refusal)));
    let mut form = file_form(call, wrong.clone());
    if let Some(wrong) = wrong {
        form = form.errors(ErrorSummary { heading: lang.t("error-summary"), items: vec![("file".into(), wrong)] });
    }
    let known: Vec<&str> = Column::all().map(Column::heading).collect();
    let body = html! {
        (form)
        (Details::new(lang.t("import-how"), html! {
            ul.ds-list {
                @for key in ["plan-how-rows", "plan-how-above", "plan-how-made", "plan-how-owner", "plan-how-numbers", "plan-how-whole"] {
                    li { (lang.t(key)) }
                }
            }
            p { (t!(lang, "plan-how-columns", names = known.join(", "))) }
        }))
    };
    let page = shell::region_page(call, region, lang.t("plan-import-title"), body);
    Page {
        narrow: true,
        lead: Some(lang.t("plan-import-lead")),
        area: Some(lang.t("nav-roadmap")),
        above: vec![to_roadmap(lang, region.id)],
        notice: notice.cloned(),
        title_prefix: refusal.map(|_| lang.t("error-prefix")),
        ..page
    }
}

/// What was taken in.
pub fn receipt(call: &Call, region: RegionId, (name, rows, at): &(String, i64, Moment)) -> Markup {
    let lang = call.lang();
    let said = t!(lang, "plan-done", rows = *rows, name = name.clone(), when = lang.moment(*at));
    html! {
        (Alert::success(lang.t("plan-done-title"), html! {
            p { (said) }
            p { (Link::new(format!("/projects?region={region}"), lang.t("nav-roadmap"))) }
        }))
    }
}

fn file_form(call: &Call, error: Option<String>) -> Form {
    let lang = call.lang();
    let field = Field::new("file", lang.t("import-file"), Control::File { accept: ".csv,.xlsx,text/csv".into() })
        .description(lang.t("plan-file-help"))
        .error(error);
    let form = Form::post(call.path(), call.csrf(), html! { (field) })
        .id("plan")
        .action(Button::primary(lang.t("plan-go-on")));
    Form { multipart: true, ..form }
}

/// The cells as they travel in the page. A line break first, since browsers drop one there.
fn carried(upload: &Upload, text: &str) -> Markup {
    html! {
        (Field::hidden("name", &upload.name))
        textarea name="content" hidden aria-hidden="true" { "\n" (text) }
    }
}

fn cancel(lang: Lang, region: &Region) -> LinkButton {
    LinkButton::new(ButtonKind::Tertiary, address(region.id), lang.t("cancel"))
}

/// Each heading with what stands below it, and what it is.
pub fn matching(call: &Call, region: &Region, upload: &Upload, text: &str) -> Page {
    let lang = call.lang();
    let plan = &upload.plan;
    let fields = html! {
        (carried(upload, text))
        p { (lang.t("plan-matching-needed")) }
        @for (place, grid) in plan.grids.iter().enumerate() {
            @let table = matching_table(lang, upload, place);
            @match &grid.sheet {
                Some(sheet) => (Section::new(t!(lang, "plan-sheet", name = sheet.clone()), html! { div.hidden-labels { (table) } })),
                None => div.hidden-labels { (table) },
            }
        }
        (passed_over(lang, &plan.passed_over))
    };
    let form = Form::post(call.path(), call.csrf(), fields)
        .id("plan-matching")
        .action(Button::primary(lang.t("import-preview")))
        .action(cancel(lang, region));
    let page = shell::region_page(call, region, lang.t("matching-title"), html! { (Form { multipart: true, ..form }) });
    Page {
        kicker: Some(upload.name.clone()),
        lead: Some(lang.t("plan-matching-lead")),
        area: Some(lang.t("nav-roadmap")),
        above: vec![to_roadmap(lang, region.id), Link::new(address(region.id), lang.t("plan-import-title"))],
        ..page
    }
}

fn passed_over(lang: Lang, names: &[String]) -> Markup {
    html! {
        @if !names.is_empty() { p { (t!(lang, "plan-passed-over", names = names.join(", "))) } }
    }
}

fn matching_table(lang: Lang, upload: &Upload, sheet: usize) -> Table {
    let columns = vec![
        crate::ui::Column::text(lang.t("matching-heading")),
        crate::ui::Column::text(lang.t("matching-sample")),
        crate::ui::Column::text(lang.t("matching-is")),
    ];
    let name = upload.plan.grids.get(sheet).and_then(|grid| grid.sheet.clone());
    let caption = match &name {
        Some(name) => t!(lang, "plan-matching-caption", name = name.clone()),
        None => lang.t("matching-caption"),
    };
    // A heading right above says the same of a sheet.
    let table = Table { caption_hidden: name.is_some(), ..Table::new(format!("matching-{sheet}"), caption, columns) };
    let (Some(grid), Some(Some(header))) = (upload.plan.grids.get(sheet), upload.plan.headers.get(sheet)) else {
        return table;
    };
    let headings = grid.rows.get(header.at).map(|(_, cells)| cells.as_slice()).unwrap_or_default();
    let below = grid.rows.get(header.at + 1..).unwrap_or_default();
    let layout = upload.plan.layouts.get(sheet).map(Vec::as_slice).unwrap_or_default();
    let rows = headings.iter().zip(layout).take(MOST_COLUMNS).enumerate().map(|(place, (heading, column))| {
        let cells = below.iter().filter_map(|(_, cells)| cells.get(place)).filter(|cell| !cell.trim().is_empty());
        let sample = cells.take(SAMPLES).map(|cell| cell.chars().take(40).collect::<String>());
        let sample = sample.collect::<Vec<_>>().join(" · ");
        let shown = match heading.trim() {
            "" => t!(lang, "matching-unnamed", place = place + 1),
            heading => heading.to_owned(),
        };
        let label = t!(lang, "matching-what-is", heading = shown.clone());
        let field = Field::new(format!("column_{sheet}_{place}"), label, Control::Select(meanings(lang)))
            .value(column.map_or("-", Column::word));
        Row::new([&shown, &sample, &field])
    });
    table.rows(rows.collect::<Vec<_>>())
}

fn meanings(lang: Lang) -> Vec<Choice> {
    let passed_over = std::iter::once(Choice::new("-", lang.t("matching-passed-over")));
    passed_over.chain(Column::all().map(|column| Choice::new(column.word(), label(lang, column)))).collect()
}

fn label(lang: Lang, column: Column) -> String {
    lang.t(&format!("plan-column-{}", column.word().replace('_', "-")))
}

/// What each row would do.
pub fn preview(call: &Call, region: &Region, upload: &Upload, text: &str, judged: &Judged) -> Page {
    let lang = call.lang();
    let good = judged.errors.is_empty();
    let body = html! {
        @if !good {
            (Alert::danger(lang.t("import-rejected-title"), html! { p { (lang.t("plan-rejected")) } }))
        } @else if !judged.makes_something() {
            (Alert::info(lang.t("plan-nothing-new-title"), html! { p { (lang.t("plan-nothing-new")) } }))
        }
        @if good && judged.makes_something() {
            (counts(lang, judged))
            p { (lang.t("plan-nobody-bound")) }
            (confirm(call, region, upload, text))
        }
        @if upload.plan.can_be_matched() { (match_again(call, upload, text)) }
        (passed_over(lang, &upload.plan.passed_over))
        @if !judged.errors.is_empty() { (errors_table(lang, &judged.errors)) }
        @if !judged.lines.is_empty() {
            (Section::new(lang.t("import-rows"), html! { (lines_table(lang, judged)) }))
        }
        @if !good { (Section::new(lang.t("import-again"), html! { (file_form(call, None)) })) }
    };
    let page = shell::region_page(call, region, lang.t("plan-preview-title"), body);
    Page {
        kicker: Some(upload.name.clone()),
        area: Some(lang.t("nav-roadmap")),
        above: vec![to_roadmap(lang, region.id), Link::new(address(region.id), lang.t("plan-import-title"))],
        title_prefix: (!good).then(|| lang.t("error-prefix")),
        ..page
    }
}

fn counts(lang: Lang, judged: &Judged) -> NumberCards {
    let card = |key: &str, count: u64| {
        let shown = lang.count(i64::try_from(count).unwrap_or(i64::MAX));
        NumberCard::new(lang.t(&format!("plan-count-{key}")), shown, lang.t(&format!("plan-count-{key}-means")))
    };
    let [projects, benefits, indicators, promises] = made(judged);
    NumberCards(vec![
        card("projects", projects),
        card("benefits", benefits),
        card("indicators", indicators),
        card("promises", promises),
    ])
}

fn confirm(call: &Call, region: &Region, upload: &Upload, text: &str) -> Markup {
    let lang = call.lang();
    let fields = html! {
        (Field::hidden("confirm", "1"))
        (Field::hidden("layout", to_words(&upload.plan.layouts)))
        (carried(upload, text))
    };
    let form = Form::post(call.path(), call.csrf(), fields)
        .id("plan-confirm")
        .action(Button::primary(lang.t("plan-confirm")))
        .action(cancel(lang, region));
    html! { (Form { multipart: true, ..form }) }
}

fn match_again(call: &Call, upload: &Upload, text: &str) -> Markup {
    let lang = call.lang();
    let fields = html! {
        (Field::hidden("rematch", "1"))
        (Field::hidden("layout", to_words(&upload.plan.layouts)))
        (carried(upload, text))
    };
    let form = Form::post(call.path(), call.csrf(), fields)
        .id("plan-match-again")
        .action(Button::new(ButtonKind::Tertiary, lang.t("matching-again")));
    html! { (Form { multipart: true, ..form }) }
}

/// A column by its number, and by the letters that spreadsheets show.
fn column_shown(column: Option<u64>) -> String {
    let Some(column) = column else { return String::new() };
    let mut letters = String::new();
    let mut left = column;
    while left > 0 {
        let letter = u8::try_from((left - 1) % 26).unwrap_or(0);
        letters.insert(0, char::from(b'A' + letter));
        left = (left - 1) / 26;
    }
    format!("{column} ({letters})")
}

/// A row by its number, and its sheet in a workbook.
fn place(lang: Lang, sheet: Option<&String>, row: Option<u64>) -> String {
    match (sheet, row) {
        (Some(sheet), Some(row)) => t!(lang, "plan-row-in", sheet = sheet.clone(), row = row),
        (Some(sheet), None) => sheet.clone(),
        (None, Some(row)) => t!(lang, "plan-row", row = row),
        (None, None) => String::new(),
    }
}

fn errors_table(lang: Lang, errors: &[FieldError]) -> Table {
    let columns = vec![
        crate::ui::Column::text(lang.t("import-row")),
        crate::ui::Column::text(lang.t("import-column")),
        crate::ui::Column::text(lang.t("import-wrong")),
    ];
    let rows = errors.iter().take(SHOWN).map(|error| {
        let place = place(lang, error.sheet.as_ref(), error.row);
        Row::new([&place, &column_shown(error.column), &field_sentence(lang, error)])
    });
    Table::new("plan-errors", lang.t("import-errors"), columns).rows(rows.collect::<Vec<_>>())
}

fn lines_table(lang: Lang, judged: &Judged) -> Table {
    let columns = vec![
        crate::ui::Column::text(lang.t("import-row")),
        crate::ui::Column::text(lang.t("plan-column-project")),
        crate::ui::Column::text(lang.t("plan-column-benefit")),
        crate::ui::Column::text(lang.t("plan-column-indicator")),
        crate::ui::Column::text(lang.t("plan-column-municipality")),
        crate::ui::Column::text(lang.t("import-verdict")),
    ];
    let rows: Vec<Row> = judged.lines.iter().take(SHOWN).map(|line| line_shown(lang, line)).collect();
    let caption = t!(lang, "import-rows-caption", shown = rows.len(), all = judged.lines.len());
    Table::new("plan-rows", caption, columns).rows(rows)
}

fn line_shown(lang: Lang, line: &JudgedLine) -> Row {
    let place = place(lang, line.sheet.as_ref(), Some(line.row));
    let verdicts = html! {
        @for verdict in &line.verdicts { (verdict_shown(lang, verdict)) " " }
        @for note in &line.notes { p { (field_sentence(lang, note)) } }
    };
    Row::new([&place, &line.project, &line.benefit, &line.indicator, &line.municipality, &verdicts])
}

fn verdict_shown(lang: Lang, verdict: &Verdict) -> Markup {
    let (tone, key, columns): (Tone, &str, &[Column]) = match verdict {
        Verdict::NewProject => (Tone::Done, "plan-verdict-new-project", &[]),
        Verdict::NewBenefit => (Tone::Done, "plan-verdict-new-benefit", &[]),
        Verdict::NewIndicator => (Tone::Done, "plan-verdict-new-indicator", &[]),
        Verdict::NewPromise => (Tone::Done, "plan-verdict-new-promise", &[]),
        Verdict::Unchanged => (Tone::Unknown, "plan-verdict-unchanged", &[]),
        Verdict::Differs(columns) => (Tone::Late, "plan-verdict-differs", columns),
        Verdict::Accepted(columns) => (Tone::Stopped, "plan-verdict-accepted", columns),
        Verdict::Heading => (Tone::Unknown, "plan-verdict-heading", &[]),
        Verdict::Wrong => (Tone::Stopped, "verdict-wrong", &[]),
    };
    let names: Vec<String> = columns.iter().map(|column| label(lang, *column)).collect();
    html! {
        (Status::new(tone, lang.t(key)))
        @if !names.is_empty() { " " (t!(lang, "plan-differs-in", names = names.join(", "))) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_the_letters_that_spreadsheets_show() {
        let shown: Vec<String> = [1, 26, 27, 703].into_iter().map(|column| column_shown(Some(column))).collect();
        assert_eq!(shown, ["1 (A)", "26 (Z)", "27 (AA)", "703 (AAA)"]);
        assert_eq!(column_shown(None), "");
    }
}
