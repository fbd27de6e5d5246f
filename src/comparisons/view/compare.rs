//! Municipalities beside each other: what makes them comparable, the drawings on one axis, the figures as a table.

use chrono::NaiveDate;
use maud::{Markup, html};

use super::choosing::{beside, choosing, chosen, everybody, spreading};
use crate::comparisons::gathering::{At, Comparison, Line};
use crate::comparisons::pages::Shown;
use crate::comparisons::rules::{LEAST_MEASURED, Per};
use crate::decimal::Figure;
use crate::i18n::Lang;
use crate::measurements::axis;
use crate::measurements::described::with_unit;
use crate::measurements::pages::drawn_figure;
use crate::measurements::rules::LEAST_ANSWERS;
use crate::t;
use crate::ui::chart::{BarChart, BarRow, Measured, Panel, SmallMultiples};
use crate::ui::{
    Alert, ButtonKind, Column, Definitions, Empty, Link, LinkButton, Page, PrintButton, Row, Section, Table,
};
use crate::web::sheet::word_in;
use crate::web::{Call, projector, shell};

/// `/indicators/{id}/compare`
pub fn page(call: &Call, shown: &Shown) -> Page {
    let lang = call.lang();
    let compared = &shown.compared;
    let mut actions = Vec::new();
    if compared.differences.is_empty() {
        // A link shows all that it may show.
        if shown.may_share && compared.chosen().is_none() {
            let share = LinkButton::new(ButtonKind::Tertiary, to_share(compared), lang.t("share-it"));
            actions.push(html! { (share) });
        }
        actions.push(html! { (LinkButton::new(ButtonKind::Tertiary, projector::to(call), lang.t("projector"))) });
        actions.push(html! { (PrintButton { label: lang.t("print") }) });
    }
    let page = Page {
        actions,
        kicker: Some(format!("{} · {}", compared.project, compared.benefit.title)),
        lead: Some(lang.t("compare-lead")),
        area: Some(lang.t("benefit")),
        above: vec![
            Link::new(format!("/regions/{}", compared.region.id), compared.region.name.clone()),
            Link::new(format!("/projects/{}", compared.indicator.project_id), compared.project.clone()),
        ],
        ..shell::region_page(
            call,
            &compared.region,
            t!(lang, "compare-title", indicator = compared.indicator.name.clone()),
            body(lang, shown),
        )
    };
    projector::set(call, page)
}

/// What the page says. Drawn large it is the drawings, and what makes them comparable after them.
pub fn body(lang: Lang, shown: &Shown) -> Markup {
    let compared = &shown.compared;
    let figures = html! {
        (left_out(lang, shown))
        @if compared.measured() < LEAST_MEASURED { (too_few(lang, compared)) } @else { (drawings(lang, shown)) }
    };
    html! {
        @if !compared.differences.is_empty() {
            (apart(lang, compared))
        } @else if shown.projector {
            (figures)
            (comparability(lang, compared))
        } @else {
            @if compared.can_be_spread { (spreading(lang, shown)) }
            (comparability(lang, compared))
            (choosing(lang, compared))
            (figures)
        }
        @if !shown.others.is_empty() && !shown.projector { div.on-screen { (beside(lang, shown)) } }
    }
}

/// Where a link to this comparison is made.
fn to_share(compared: &Comparison) -> String {
    let with = compared.with.as_ref().map_or_else(String::new, |with| format!("&with_indicator_id={}", with.id));
    let cases = compared.cases.as_ref().map_or_else(String::new, |cases| format!("&cases_indicator_id={}", cases.id));
    let (region, indicator, per) = (compared.region.id, compared.indicator.id, compared.per.as_str());
    format!("/regions/{region}/share-links/new?kind=comparison&indicator_id={indicator}&per={per}{with}{cases}")
}

/// What the figures mean, always in view: without it a difference between two municipalities says nothing.
fn comparability(lang: Lang, compared: &Comparison) -> Section {
    let indicator = &compared.indicator;
    let or_unsaid = |text: &str| if text.is_empty() { lang.t("not-said-yet") } else { text.to_owned() };
    let mut facts = Definitions::new()
        .with(lang.t("definition"), or_unsaid(&compared.benefit.description))
        .with(lang.t("compare-unit"), unit(lang, compared))
        .with(lang.t("direction"), word_in(lang, "direction", indicator.direction.as_str()))
        .with(lang.t("method"), or_unsaid(&indicator.method))
        .with(lang.t("data-source"), or_unsaid(&indicator.data_source))
        .with(lang.t("frequency"), word_in(lang, "frequency", indicator.frequency.as_str()))
        .with(lang.t("indicator-field-accumulation"), word_in(lang, "accumulation", indicator.accumulation.as_str()));
    let days = compared.lines.iter().map(|line| line.baseline.on);
    if let (Some(first), Some(last)) = (days.clone().min(), days.max()) {
        let words = if first == last {
            lang.day(first)
        } else {
            t!(lang, "compare-from-to", first = lang.day(first), last = lang.day(last))
        };
        facts = facts.with(lang.t("compare-baseline-days"), words);
    }
    let body = html! {
        p { (t!(lang, "compare-note", least = LEAST_ANSWERS)) }
        @match compared.per {
            Per::Total => {},
            Per::Thousand => p { (lang.t("compare-note-per-thousand")) },
            Per::Case => p { (lang.t("compare-note-per-case")) },
        }
        (facts)
    };
    Section { framed: true, id: Some("comparability".into()), ..Section::new(lang.t("compare-comparability"), body) }
}

/// What does not stand here, and why.
fn left_out(lang: Lang, shown: &Shown) -> Markup {
    let compared = &shown.compared;
    let missing = missing(compared);
    html! {
        @if let Some(count) = compared.not_shown.filter(|count| *count > 0) {
            p id="not-shown" { (t!(lang, "compare-not-shown", count = count)) }
        }
        @if compared.left_out() > 0 {
            p #left-out { (t!(lang, "compare-left-out", count = compared.left_out())) }
        }
        @if !missing.is_empty() && compared.measured() >= LEAST_MEASURED {
            p { (t!(lang, "compare-missing", names = missing)) }
        }
        @if !compared.without_count.is_empty() {
            p {
                @let key = if compared.per == Per::Case { "compare-no-cases" } else { "compare-no-inhabitants" };
                (t!(lang, key, names = compared.without_count.join(", "))) " "
                @if shown.may_count && !shown.projector && compared.per == Per::Thousand {
                    (Link::new(format!("/regions/{}/population", compared.region.id), lang.t("population-enter")))
                }
            }
        }
    }
}

/// The names of those that have measured nothing.
fn missing(compared: &Comparison) -> String {
    compared.missing().into_iter().map(|(_, name)| name).collect::<Vec<_>>().join(", ")
}

fn too_few(lang: Lang, compared: &Comparison) -> Empty {
    let missing = missing(compared);
    if compared.chosen().is_some() {
        let all = LinkButton::new(ButtonKind::Secondary, everybody(compared), lang.t("compare-everybody"));
        return Empty::new(lang.t("compare-too-few"), lang.t("compare-too-few-chosen")).with_action(all);
    }
    let why =
        if missing.is_empty() { lang.t("compare-too-few-why") } else { t!(lang, "compare-missing", names = missing) };
    Empty::new(lang.t("compare-too-few"), why)
}

fn apart(lang: Lang, compared: &Comparison) -> Alert {
    let other = compared.with.as_ref();
    let of = |word: &str| -> (String, String) {
        let value = |indicator: &crate::benefits::store::Indicator| match word {
            "unit" => indicator.unit.clone(),
            "method" => indicator.method.clone(),
            "direction" => word_in(lang, "direction", indicator.direction.as_str()),
            "frequency" => word_in(lang, "frequency", indicator.frequency.as_str()),
            _ => word_in(lang, "accumulation", indicator.accumulation.as_str()),
        };
        (value(&compared.indicator), other.map(value).unwrap_or_default())
    };
    let body = html! {
        p { (t!(
            lang,
            "compare-apart-why",
            one = compared.indicator.name.clone(),
            other = other.map(|other| other.name.clone()).unwrap_or_default()
        )) }
        ul.ds-list {
            @for word in &compared.differences {
                @let (one, other) = of(word);
                li {
                    (lang.t(&format!("compare-differs-{word}"))) ": "
                    (if one.is_empty() { lang.t("not-said-yet") } else { one }) " – "
                    (if other.is_empty() { lang.t("not-said-yet") } else { other })
                }
            }
        }
    };
    Alert::warning(lang.t("compare-apart"), body)
}

fn unit(lang: Lang, compared: &Comparison) -> String {
    match compared.per {
        Per::Total => compared.indicator.unit.clone(),
        Per::Thousand => t!(lang, "compare-unit-per-thousand", unit = compared.indicator.unit.clone()),
        Per::Case => t!(lang, "compare-unit-per-case", unit = compared.indicator.unit.clone()),
    }
}

fn figure(lang: Lang, compared: &Comparison, value: Figure) -> String {
    let decimals = u8::try_from(compared.indicator.decimals.clamp(0, 6)).unwrap_or(0);
    let least = if compared.per == Per::Total { decimals } else { decimals.max(1) };
    // As measured, a value stands with all its decimals; a quotient is rounded for showing.
    let value = if compared.per == Per::Total { value } else { value.rounded(least.max(2)) };
    value.format_local(lang.numbers(), Some(least))
}

fn amount(lang: Lang, compared: &Comparison, value: Figure) -> String {
    with_unit(&figure(lang, compared, value), &unit(lang, compared))
}

fn name(compared: &Comparison, line: &Line) -> String {
    let indicator = compared
        .with
        .as_ref()
        .map(|with| if with.id == line.indicator_id { with.name.as_str() } else { compared.indicator.name.as_str() });
    indicator.map_or_else(|| line.name.clone(), |indicator| format!("{}: {indicator}", line.name))
}

fn drawings(lang: Lang, shown: &Shown) -> Markup {
    let compared = &shown.compared;
    let write_value = |value: f64| axis::value(lang, value);
    let write_day = |day: NaiveDate| axis::month(lang, day);
    let direction = word_in(lang, "direction", compared.indicator.direction.as_str());
    let chart = SmallMultiples {
        id: "comparison".into(),
        title: compared.indicator.name.clone(),
        caption: format!("{} · {direction}", unit(lang, compared)),
        legend: lang.t("compare-legend"),
        panels: compared
            .lines
            .iter()
            .filter(|line| line.last().is_some())
            .map(|line| Panel { href: shown.href(line), ..panel(lang, compared, line) })
            .collect(),
        write_value: &write_value,
        write_day: &write_day,
        cut_axis_note: lang.t("axis-cut"),
        table: Some(html! { (table(lang, compared)) }),
        links: if shown.projector { Vec::new() } else { links(lang, compared) },
    };
    let latest = BarChart {
        id: "latest".into(),
        title: lang.t("compare-latest"),
        caption: t!(lang, "compare-latest-caption", unit = unit(lang, compared), direction = direction),
        summary: compared
            .lines
            .iter()
            .map(|line| format!("{}: {}", name(compared, line), last_said(lang, compared, line)))
            .collect::<Vec<_>>()
            .join(". "),
        rows: bars(lang, compared),
        write_value: &write_value,
        table: None,
    };
    html! { (chart) (latest) }
}

/// The latest value of each that has measured, in the order of the drawings: not a ranking.
fn bars(lang: Lang, compared: &Comparison) -> Vec<BarRow> {
    let one_is_own = compared.lines.iter().any(|line| line.own);
    let measured = compared.lines.iter().filter(|line| line.last().is_some());
    measured
        .map(|line| BarRow {
            label: name(compared, line),
            value: line.last().map(|at| drawn_figure(at.value)),
            said: last_said(lang, compared, line),
            mark: Some(drawn_figure(line.target.value)),
            quiet: one_is_own && !line.own,
        })
        .collect()
}

fn last_said(lang: Lang, compared: &Comparison, line: &Line) -> String {
    line.last().map_or_else(|| lang.t("not-measured"), |at| figure(lang, compared, at.value))
}

impl Shown {
    fn href(&self, line: &Line) -> Option<String> {
        (!self.projector).then(|| format!("/commitments/{}", line.commitment_id))
    }
}

fn panel(lang: Lang, compared: &Comparison, line: &Line) -> Panel {
    let said = |at: At| figure(lang, compared, at.value);
    let last = line.last().map(said).unwrap_or_default();
    let stations = std::iter::once(&line.baseline).chain(&line.plan).chain(std::iter::once(&line.target));
    let facts = t!(
        lang,
        "compare-said",
        last = last,
        on = line.last().map(|at| lang.day(at.on)).unwrap_or_default(),
        baseline = said(line.baseline),
        target = said(line.target)
    );
    Panel {
        name: name(compared, line),
        own: line.own.then(|| lang.t("compare-own")),
        href: None,
        summary: format!("{}: {facts}", name(compared, line)),
        said: facts,
        baseline: drawn_figure(line.baseline.value),
        target: (line.target.on.date(), drawn_figure(line.target.value)),
        plan: stations.map(|at| (at.on.date(), drawn_figure(at.value))).collect(),
        measured: line
            .measured
            .iter()
            .map(|point| Measured {
                day: point.on.date(),
                value: point.value.map(drawn_figure),
                range: None,
                label: point
                    .value
                    .map(|value| format!("{}: {}", lang.day(point.on), amount(lang, compared, value)))
                    .unwrap_or_default(),
            })
            .collect(),
    }
}

fn table(lang: Lang, compared: &Comparison) -> Table {
    let mut columns = vec![
        Column::text(lang.t("municipality")),
        Column::number(lang.t("baseline")),
        Column::number(lang.t("target")),
        Column::number(lang.t("measured")),
        Column::number(lang.t("attainment")),
    ];
    match (compared.per, &compared.cases) {
        (Per::Thousand, _) => columns.push(Column::number(lang.t("population-inhabitants"))),
        (Per::Case, Some(cases)) => columns.push(Column::number(cases.name.clone())),
        _ => {}
    }
    let rows = compared.lines.iter().map(|line| {
        let dated = |at: At| html! { (figure(lang, compared, at.value)) br; small { (lang.day(at.on)) } };
        let share = line.attainment.and_then(Figure::as_percent);
        let share = share.map(|share| format!("{}\u{a0}%", share.rounded(0).format_local(lang.numbers(), None)));
        let mut cells = vec![
            html! { (name(compared, line)) @if line.own { " (" (lang.t("compare-own")) ")" } },
            dated(line.baseline),
            dated(line.target),
            match line.last() {
                Some(at) => dated(at),
                None => html! { (lang.t("not-measured")) },
            },
            html! { (share.unwrap_or_else(|| "–".into())) },
        ];
        if compared.per != Per::Total {
            let count = line.count.map(|count| Figure::from(count).format_local(lang.numbers(), None));
            cells.push(html! { (count.unwrap_or_default()) });
        }
        Row { current: line.own, ..Row::from(cells) }
    });
    let caption = t!(lang, "compare-table", unit = unit(lang, compared));
    Table::new("figures", caption, columns).rows(rows)
}

fn links(lang: Lang, compared: &Comparison) -> Vec<Markup> {
    let with = compared.with.as_ref().map_or_else(String::new, |with| format!("&with={}", with.id));
    let cases = compared.cases.as_ref().map_or_else(String::new, |cases| format!("&cases={}", cases.id));
    [("csv", "download-csv"), ("excel", "download-excel"), ("xlsx", "download-xlsx"), ("json", "download-json")]
        .iter()
        .map(|(format, key)| {
            let path = format!("/api/v1/indicators/{}/comparison", compared.indicator.id);
            let link = Link::new(
                format!("{path}?per={}{with}{cases}{}&format={format}", compared.per.as_str(), chosen(compared)),
                lang.t(key),
            );
            html! { (link) }
        })
        .collect()
}
