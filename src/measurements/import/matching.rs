//! Says what the columns of a spreadsheet are, when their headings do not say it themselves.

use maud::{Markup, html};

use super::api::Prepared;
use super::cells::Column as Meaning;
use super::table::{Layout, Reading};
use crate::i18n::Lang;
use crate::ids::RegionId;
use crate::t;
use crate::ui::{Button, ButtonKind, Choice, Control, Field, Form, Link, LinkButton, Page, Row, Table};
use crate::web::multipart::Parts;
use crate::web::{Call, shell};

/// Columns that can be spoken of.
const MOST: usize = 60;

/// What a form says of the columns: each by itself, or all of it as carried along; none when it says nothing.
pub fn said(parts: &Parts) -> Option<Layout> {
    if let Some(carried) = parts.part("layout").map(|_| parts.text("layout")).filter(|text| !text.is_empty()) {
        return Some(super::layouts::from_words(&carried));
    }
    parts.part("column_0")?;
    let columns = (0..MOST).map_while(|place| {
        let name = format!("column_{place}");
        parts.part(&name).map(|_| Meaning::parse(&parts.text(&name)))
    });
    Some(columns.collect())
}

/// The page: each heading with what stands below it, and what it is.
pub fn page(call: &Call, region: RegionId, prepared: &Prepared, reading: &Reading) -> Markup {
    let lang = call.lang();
    let Some(((_, headings), samples)) = reading.head.split_first() else { return html! {} };
    let columns = vec![
        crate::ui::Column::text(lang.t("matching-heading")),
        crate::ui::Column::text(lang.t("matching-sample")),
        crate::ui::Column::text(lang.t("matching-is")),
    ];
    let mut guessed: Vec<Meaning> = Vec::new();
    let guesses: Vec<Option<Meaning>> = headings
        .iter()
        .map(|heading| {
            let meaning = Meaning::guess(heading).filter(|meaning| !guessed.contains(meaning))?;
            guessed.push(meaning);
            Some(meaning)
        })
        .collect();
    let rows = headings.iter().take(MOST).enumerate().map(|(place, heading)| {
        let cells = samples.iter().filter_map(|(_, cells)| cells.get(place)).filter(|cell| !cell.trim().is_empty());
        let sample = cells.map(|cell| cell.chars().take(40).collect::<String>()).collect::<Vec<_>>().join(" · ");
        let meaning = match &reading.layout {
            Some(layout) => layout.get(place).copied().flatten(),
            None => guesses.get(place).copied().flatten(),
        };
        let shown =
            if heading.trim().is_empty() { t!(lang, "matching-unnamed", place = place + 1) } else { heading.clone() };
        let field = Field::new(
            format!("column_{place}"),
            t!(lang, "matching-what-is", heading = shown.clone()),
            Control::Select(meanings(lang)),
        )
        .value(meaning.map_or("-", Meaning::word));
        Row::new([&shown, &sample, &field])
    });
    let table = Table::new("matching", lang.t("matching-caption"), columns).rows(rows.collect::<Vec<_>>());
    let fields = html! {
        (Field::hidden("name", &prepared.name))
        textarea name="content" hidden aria-hidden="true" { "\n" (reading.text) }
        p { (lang.t("matching-needed")) }
        div.hidden-labels { (table) }
    };
    let form = Form::post(call.path(), call.csrf(), fields)
        .id("matching")
        .action(Button::primary(lang.t("import-preview")))
        .action(LinkButton::new(ButtonKind::Tertiary, format!("/regions/{region}/import"), lang.t("cancel")));
    let page = Page {
        kicker: Some(prepared.name.clone()),
        lead: Some(lang.t("matching-lead")),
        area: Some(lang.t("nav-measure")),
        above: vec![Link::new(format!("/regions/{region}/import"), lang.t("import-title"))],
        ..shell::page(call, lang.t("matching-title"), html! { (Form { multipart: true, ..form }) })
    };
    html! { (page) }
}

fn meanings(lang: Lang) -> Vec<Choice> {
    let passed_over = std::iter::once(Choice::new("-", lang.t("matching-passed-over")));
    let columns =
        Meaning::all().map(|(word, _)| Choice::new(word, lang.t(&format!("column-{}", word.replace('_', "-")))));
    passed_over.chain(columns).collect()
}
