//! How the grid looks.

use maud::{Markup, html};

use super::cells::{Cell, holds};
use super::entry::Given;
use super::{Grid, GridRow, Part};
use crate::clock::Day;
use crate::decimal::Decimal;
use crate::i18n::Lang;
use crate::ids::CommitmentId;
use crate::measurements::described::with_unit;
use crate::measurements::period_words::{about, period_words};
use crate::measurements::rules::{Period, Unusual, period_of};
use crate::measurements::view::{time, unusual_words};
use crate::refusal::FieldError;
use crate::t;
use crate::ui::{
    Alert, Button, ButtonKind, Column, Control, Details, Empty, ErrorSummary, Field, Form, Link, LinkButton, Page,
    PrintButton, Row, Table,
};
use crate::web::problem::field_sentence;
use crate::web::{Call, shell};

/// A cell as it was typed.
#[derive(Clone, Debug)]
pub struct Typed {
    /// Which commitment.
    pub commitment: CommitmentId,
    /// The day.
    pub on: Day,
    /// What was typed.
    pub text: String,
    /// Whether it was asked about and stands by it.
    pub sure: bool,
    /// The value, when it could be read.
    pub given: Option<Given>,
    /// Why not.
    pub wrong: Option<&'static str>,
}

/// A cell that was not saved.
#[derive(Clone, Debug)]
pub struct Left {
    /// As it was typed.
    pub typed: Typed,
    /// Why.
    pub why: Why,
}

/// Why a cell was not saved.
#[derive(Clone, Debug)]
pub enum Why {
    /// It cannot be.
    Wrong(&'static str),
    /// It looks mistyped, and is asked about once.
    Unusual(Unusual),
    /// Somebody measured the day meanwhile, with this value.
    Measured(Decimal),
}

impl Left {
    fn name(&self) -> String {
        field_name("cell", self.typed.commitment, self.typed.on)
    }
}

fn field_name(what: &str, commitment: CommitmentId, on: Day) -> String {
    format!("{what}_{commitment}_{on}")
}

/// The page. `left` is what was not saved just now, `saved` how many were.
pub fn grid(call: &Call, grid: &Grid, left: &[Left], saved: Option<usize>) -> Markup {
    let lang = call.lang();
    let here = call.path();
    let body = if grid.parts.is_empty() {
        let empty = Empty::new(lang.t("grid-empty"), lang.t("grid-empty-why")).with_action(LinkButton::new(
            ButtonKind::Secondary,
            "/due",
            lang.t("due-title"),
        ));
        html! { (empty) }
    } else {
        html! {
            (windows(lang, here, grid))
            (fill_in(call, grid, left))
            (Details::new(lang.t("paste-heading"), paste_form(call, here, "", None)))
        }
    };
    let notice = notice(lang, left.len(), saved);
    let page = Page {
        lead: Some(lang.t("grid-lead")),
        area: Some(lang.t("nav-measure")),
        above: vec![
            Link::new(format!("/regions/{}", grid.region.id), grid.region.name.clone()),
            Link::new("/due", lang.t("due-title")),
        ],
        kicker: Some(grid.name.clone()),
        notice,
        actions: vec![html! { (PrintButton { label: lang.t("print") }) }],
        title_prefix: (!left.is_empty()).then(|| lang.t("error-prefix")),
        ..shell::region_page(call, &grid.region, lang.t("grid-title"), body)
    };
    html! { (page) }
}

fn notice(lang: Lang, left: usize, saved: Option<usize>) -> Option<Markup> {
    let saved = saved?;
    if left == 0 && saved == 0 {
        return Some(html! { (Alert::info(lang.t("grid-nothing"), html! { p { (lang.t("grid-nothing-why")) } })) });
    }
    if left == 0 {
        return Some(html! { (Alert::success(t!(lang, "grid-saved", count = saved), html! {})) });
    }
    let body = html! { p { (t!(lang, "grid-left", saved = saved, left = left)) } };
    Some(html! { (Alert { announce: true, ..Alert::warning(lang.t("grid-left-title"), body) }) })
}

/// Other months, and the benefits of others.
fn windows(lang: Lang, here: &str, grid: &Grid) -> Markup {
    let all = if grid.all { "&all=1" } else { "" };
    html! {
        p.on-screen {
            @if let Some(month) = grid.earlier {
                (Link::new(format!("{here}?to={month}{all}"), lang.t("grid-earlier"))) " "
            }
            @if !grid.newest { (Link::new(format!("{here}?{}", all.trim_start_matches('&')), lang.t("grid-newest"))) " " }
            @if grid.others > 0 { (Link::new(format!("{here}?all=1"), t!(lang, "grid-others", count = grid.others))) }
        }
    }
}

fn fill_in(call: &Call, grid: &Grid, left: &[Left]) -> Markup {
    let lang = call.lang();
    let fields = html! {
        p #grid-help { (lang.t("grid-help")) }
        @for (place, part) in grid.parts.iter().enumerate() {
            div data-grid="" { (table(lang, grid, (place, part), left)) }
        }
        p #grid-said role="status" data-said=(lang.t("grid-pasted-said")) {}
    };
    let mut action = call.path().to_owned();
    if !call.query_string().is_empty() {
        action = format!("{action}?{}", call.query_string());
    }
    let form =
        Form::post(action, call.csrf(), fields).id("grid-form").kept().action(Button::primary(lang.t("grid-save")));
    let form = if left.is_empty() {
        form
    } else {
        let items = left
            .iter()
            .map(|one| (one.name(), format!("{}: {}", label(lang, grid, &one.typed), sentence(lang, grid, one))));
        form.errors(ErrorSummary { heading: lang.t("error-summary"), items: items.collect() })
    };
    html! { (form) }
}

/// A table of what has the same columns; what is measured in campaigns says so above itself.
fn table(lang: Lang, grid: &Grid, (place, part): (usize, &Part), left: &[Left]) -> Table {
    let mut columns = vec![Column::text(lang.t("benefit")), Column::text(lang.t("grid-unit"))];
    columns.extend(part.periods.iter().map(|period| Column::number(period_words(lang, period))));
    let rows = part.rows.iter().map(|row| grid_row(lang, grid, (part, row), left)).collect::<Vec<_>>();
    let months = matches!(part.periods.first(), Some(Period::Month(_)));
    let caption = if months { "grid-caption" } else { "grid-caption-campaigns" };
    let id = if place == 0 { "grid".to_owned() } else { format!("grid-{place}") };
    Table {
        caption_hidden: months,
        ..Table::new(id, t!(lang, caption, municipality = grid.name.clone()), columns).rows(rows)
    }
}

fn label(lang: Lang, grid: &Grid, typed: &Typed) -> String {
    let Some(named) = grid.name_of(typed.commitment) else { return String::new() };
    let period = period_of(&named.promised.followed.calendar, typed.on);
    format!("{}, {}", named.indicator, period_words(lang, &period))
}

/// Why a cell was not saved, in words.
fn sentence(lang: Lang, grid: &Grid, left: &Left) -> String {
    match &left.why {
        Why::Wrong(code) => field_sentence(lang, &FieldError::at("/cell", code)),
        Why::Unusual(unusual) => {
            format!("{} {}", unusual_words(lang, *unusual), lang.t("grid-press-again"))
        }
        Why::Measured(now) => {
            let unit = grid.name_of(left.typed.commitment).map(|named| named.promised.group.unit.clone());
            t!(lang, "grid-measured-meanwhile", value = with_unit(&lang.number(*now, 0), &unit.unwrap_or_default()))
        }
    }
}

fn grid_row(lang: Lang, grid: &Grid, (part, row): (&Part, &GridRow), left: &[Left]) -> Row {
    let named = &row.named;
    let mut cells = vec![
        html! {
            (Link::new(format!("/commitments/{}", named.promised.id), named.benefit.clone()))
            @if named.indicator != named.benefit { br; small { (named.indicator) } }
        },
        html! {
            (named.promised.group.unit)
            @if !named.promised.accumulation.is_stock() { br; small { (lang.t("grid-of-the-period")) } }
        },
    ];
    let calendar = &named.promised.followed.calendar;
    for (period, cell) in part.periods.iter().zip(&row.cells) {
        let left =
            left.iter().find(|one| one.typed.commitment == named.promised.id && holds(period, calendar, one.typed.on));
        cells.push(match cell {
            Cell::Measured(measured) => html! {
                (Link::new(format!("/measurements/{}/correct", measured.id), lang.number(measured.value, named.decimals)))
                @if let Some(left) = left { p.ds-validation-message #(left.name()) { (sentence(lang, grid, left)) } }
            },
            Cell::Missing(on) => input(lang, grid, row, *on, left),
            Cell::Later(on) => html! { small { (time(lang, *on)) } },
            Cell::Nothing => html! { span aria-label=(lang.t("grid-not-asked")) { "·" } },
        });
    }
    Row::from(cells)
}

fn input(lang: Lang, grid: &Grid, row: &GridRow, on: Day, left: Option<&Left>) -> Markup {
    let id = row.named.promised.id;
    let name = field_name("cell", id, on);
    let typed = left.map(|left| left.typed.text.as_str()).unwrap_or_default();
    let unit = &row.named.promised.group.unit;
    let label = t!(
        lang,
        "grid-cell",
        indicator = row.named.indicator.clone(),
        when = about(lang, &row.named.promised, on),
        unit = unit.clone()
    );
    let unusual = left.is_some_and(|left| matches!(left.why, Why::Unusual(_)));
    let error = format!("{name}-error");
    html! {
        input.ds-input type="text" inputmode="decimal" size="7" data-width="auto" autocomplete="off" id=(name) name=(name) value=(typed)
            aria-label=(label) aria-invalid=[left.map(|_| "true")]
            aria-describedby=(if left.is_some() { error.as_str() } else { "grid-help" });
        @if unusual { (Field::hidden(field_name("sure_cell", id, on).replace("sure_cell_", "sure_"), typed)) }
        @if let Some(left) = left { p.ds-validation-message id=(error) { (sentence(lang, grid, left)) } }
    }
}

/// The box for what was copied from a spreadsheet.
pub fn paste_form(call: &Call, grid_path: &str, text: &str, error: Option<String>) -> Markup {
    let lang = call.lang();
    let field = Field::new("text", lang.t("paste-text"), Control::TextArea { rows: 8 })
        .description(lang.t("paste-help"))
        .value(text)
        .error(error);
    let query = call.query_string();
    let action = if query.is_empty() { format!("{grid_path}/paste") } else { format!("{grid_path}/paste?{query}") };
    let form = Form::post(action, call.csrf(), html! { (field) })
        .id("paste")
        .kept()
        .action(Button::new(ButtonKind::Secondary, lang.t("paste-preview")));
    html! { (form) }
}
