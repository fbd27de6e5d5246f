//! Planned against realised: over time with the trend carried on, and as bars by now.

use std::cmp::Ordering;

use chrono::NaiveDate;
use maud::{Markup, html};

use super::percent;
use crate::dashboards::rules::{Course, CurveBlock, CurvePoint, Heading};
use crate::decimal::Figure;
use crate::i18n::Lang;
use crate::measurements::axis;
use crate::measurements::described::with_unit;
use crate::measurements::pages::drawn_figure;
use crate::measurements::rules::{Forecast as Trend, LEAST_POINTS, Month};
use crate::t;
use crate::ui::chart::{BarChart, BarRow, Forecast, ForecastPoint, Measured, SeriesChart};
use crate::ui::{Column, Details, Row, Table};
use crate::web::sheet::word_in;

/// A figure with its unit, to one decimal.
pub fn amount(lang: Lang, value: Figure, unit: &str) -> String {
    with_unit(&value.rounded(1).format_local(lang.numbers(), None), unit)
}

/// What was realised, with its unit: not measured is not nothing.
pub fn realised(lang: Lang, point: &CurvePoint, unit: &str) -> String {
    point.measured().map_or_else(|| lang.t("not-measured"), |value| amount(lang, value, unit))
}

/// How much of what was planned is realised, in per cent; a dash where nothing was measured or planned.
pub fn rate(lang: Lang, point: &CurvePoint) -> String {
    let rate = point.rate.filter(|_| point.measured().is_some());
    rate.map_or_else(|| "–".to_owned(), |rate| with_unit(&percent(lang, Some(rate)), "%"))
}

/// The curve of one class and unit in a place, with its table: the `at`-th on its page.
pub fn chart(lang: Lang, place: &str, at: usize, course: &Course) -> Markup {
    let block = &course.block;
    let write_value = |value: f64| axis::value(lang, value);
    let write_day = |day: NaiveDate| axis::month(lang, day);
    let class = word_in(lang, "class", &block.class);
    let Some(last) = block.points.last() else { return html! {} };
    let planned = amount(lang, last.planned, &block.unit);
    let summary = match last.measured() {
        Some(realised) => t!(
            lang,
            "town-curve-summary",
            class = class.clone(),
            realised = amount(lang, realised, &block.unit),
            planned = planned,
            coverage = percent(lang, Some(last.coverage.into()))
        ),
        None => t!(lang, "town-curve-unmeasured", class = class.clone(), planned = planned),
    };
    let heading = heading_said(lang, course);
    let mut chart = SeriesChart::new(
        format!("curve-{at}"),
        summary.clone(),
        format!("{summary}. {heading}"),
        &write_value,
        &write_day,
    );
    chart.caption = match course.measured_on {
        Some(on) => format!("{class}, {place} · {} {}", lang.t("last-measured").to_lowercase(), lang.day(on)),
        None => format!("{class}, {place}"),
    };
    chart.unit.clone_from(&block.unit);
    let planned = |point: &CurvePoint| (axis::place(point.month), drawn_figure(point.planned));
    chart.plan = block.points.iter().chain(&course.ahead).map(planned).collect();
    chart.plan_label = lang.t("plan");
    chart.measured = block
        .points
        .iter()
        .map(|point| Measured {
            day: axis::place(point.month),
            value: course.measured(point).map(drawn_figure),
            range: None,
            label: format!("{}: {}", point.month, amount(lang, point.realised, &block.unit)),
        })
        .collect();
    chart.measured_label = lang.t("realised");
    chart.forecast = course.heading.as_ref().map(|heading| drawn(lang, heading));
    chart.cut_axis_note = lang.t("axis-cut");
    let twin = Details::new(lang.t("show-table"), html! { (twin(lang, at, block)) });
    chart.table = Some(html! { p.freshness { (heading) } (twin) });
    html! { (chart) }
}

/// The trend as it is drawn: from the sum of the last finished month, with the band that is there already.
fn drawn(lang: Lang, heading: &Heading) -> Forecast {
    let Heading { from, begins, ends } = heading;
    let now = drawn_figure(from.realised);
    let low = drawn_figure(begins.low).min(now);
    let high = drawn_figure(begins.high).max(now);
    let end = |trend: &Trend| ForecastPoint {
        day: axis::place(Month::of(trend.on)),
        low: drawn_figure(trend.low),
        middle: drawn_figure(trend.value),
        high: drawn_figure(trend.high),
    };
    let points = vec![ForecastPoint { day: axis::place(Month::of(begins.on)), low, middle: now, high }, end(ends)];
    Forecast { points, label: t!(lang, "forecast-label", points = ends.points) }
}

/// Where the sum is heading and what that rests on, or that nobody can tell.
fn heading_said(lang: Lang, course: &Course) -> String {
    let Some(Heading { ends, .. }) = course.heading else {
        return t!(lang, "course-no-forecast", least = LEAST_POINTS);
    };
    let unit = &course.block.unit;
    t!(
        lang,
        "course-forecast",
        value = amount(lang, ends.value, unit),
        low = amount(lang, ends.low, unit),
        high = amount(lang, ends.high, unit),
        on = lang.day(ends.on),
        points = ends.points
    )
}

fn twin(lang: Lang, at: usize, block: &CurveBlock) -> Table {
    let columns = vec![
        Column::text(lang.t("month")),
        Column::number(lang.t("planned")),
        Column::number(lang.t("realised")),
        Column::number(lang.t("realised-share")),
        Column::number(lang.t("card-coverage")),
    ];
    let rows = block.points.iter().map(|point| {
        Row::new([
            &lang.month(point.month.first_day().month_index()),
            &amount(lang, point.planned, &block.unit),
            &realised(lang, point, &block.unit),
            &rate(lang, point),
            &with_unit(&percent(lang, Some(point.coverage.into())), "%"),
        ])
    });
    let caption = format!("{} ({})", word_in(lang, "class", &block.class), block.unit);
    Table { caption_hidden: true, ..Table::new(format!("curve-table-{at}"), caption, columns).rows(rows) }
}

/// How much of what was planned by now is realised, one bar for each class and unit, so that they stand on one axis
/// without being added. Each block comes with what else it is to be called, which may be nothing.
pub fn bars(lang: Lang, place: &str, blocks: &[(String, &CurveBlock)]) -> Markup {
    let rated: Vec<Rated> = blocks.iter().filter_map(|(side, block)| Rated::of(lang, side, block)).collect();
    let write_value = |value: f64| with_unit(&axis::value(lang, value), "%");
    let said: Vec<String> = rated.iter().map(|one| format!("{}: {}", one.name, one.said)).collect();
    let title = match furthest(&rated) {
        Some(one) => t!(lang, "bars-furthest", name = one.name.clone(), share = one.said.clone()),
        None => lang.t("bars-none"),
    };
    let chart = BarChart {
        id: "bars".into(),
        title,
        caption: t!(lang, "bars-caption", place = place.to_owned()),
        summary: format!("{}. {}.", lang.t("realised-share"), said.join(". ")),
        rows: rated.into_iter().map(Rated::row).collect(),
        write_value: &write_value,
        table: None,
    };
    html! { (chart) }
}

/// How far one class and unit has come.
struct Rated {
    name: String,
    rate: Option<Figure>,
    said: String,
}

impl Rated {
    /// None where nothing was to have come by now, as there is nothing to hold it against.
    fn of(lang: Lang, side: &str, block: &CurveBlock) -> Option<Self> {
        let last = block.points.last()?;
        let rate = last.rate?;
        let class = word_in(lang, "class", &block.class);
        let side = if side.is_empty() { String::new() } else { format!(", {side}") };
        let measured = last.measured().is_some();
        Some(Self {
            name: format!("{class}{side} ({})", block.unit),
            rate: measured.then_some(rate),
            said: if measured {
                let rate = with_unit(&percent(lang, Some(rate)), "%");
                let coverage = with_unit(&percent(lang, Some(last.coverage.into())), "%");
                t!(lang, "bars-of", rate = rate, coverage = coverage)
            } else {
                lang.t("not-measured")
            },
        })
    }

    fn row(self) -> BarRow {
        let share = self.rate.and_then(Figure::as_percent).map(drawn_figure);
        BarRow { label: self.name, value: share, said: self.said, mark: Some(100.0), quiet: false }
    }
}

/// What is furthest from its plan: the finding.
fn furthest(rated: &[Rated]) -> Option<&Rated> {
    let measured = rated.iter().filter(|one| one.rate.is_some());
    measured.min_by(|one, other| one.rate.partial_cmp(&other.rate).unwrap_or(Ordering::Equal))
}
