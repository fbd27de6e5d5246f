//! A benefit's measurements drawn, with its plan, where it is heading and the steps that were done; and the same in words.

use chrono::NaiveDate;
use maud::{Markup, html};

use crate::clock::Day;
use crate::dashboards::pages::BenefitShown;
use crate::i18n::Lang;
use crate::measurements::axis;
use crate::measurements::pages::{drawn, drawn_figure};
use crate::measurements::rules::{self, Direction, LEAST_POINTS, Point};
use crate::measurements::store::Measurement;
use crate::measurements::survey::share_of;
use crate::t;
use crate::ui::chart::{Baseline, Event, Forecast, ForecastPoint, Measured, SeriesChart, Target};
use crate::ui::{Details, Link};

/// The drawing over a table and links to files.
pub(super) fn drawing(lang: Lang, shown: &BenefitShown, table: Markup, links: Vec<Markup>) -> Markup {
    let described = &shown.described;
    let promise = &described.promised.followed.promise;
    let write_value = |value: f64| axis::value(lang, value);
    let write_day = |day: NaiveDate| axis::month(lang, day);
    let mut chart = SeriesChart::new("chart", title(lang, shown), summary(lang, shown), &write_value, &write_day);
    chart.caption = format!("{}, {}", described.indicator, described.municipality);
    chart.unit = described.unit.clone();
    chart.direction = direction(lang, promise.direction);
    chart.baseline = Some(Baseline {
        value: drawn(promise.baseline.value),
        label: format!("{} {}", lang.t("baseline"), lang.number(promise.baseline.value, 0)),
    });
    chart.target = Some(Target {
        day: promise.target.on.date(),
        value: drawn(promise.target.value),
        label: format!("{} {}", lang.t("target"), lang.number(promise.target.value, 0)),
    });
    let stations = std::iter::once(&promise.baseline).chain(&promise.plan).chain(std::iter::once(&promise.target));
    chart.plan = stations.map(|point| (point.on.date(), drawn(point.value))).collect();
    chart.plan_label = lang.t("plan");
    chart.measured = shown
        .series
        .iter()
        .map(|row| Measured {
            day: row.on_day.date(),
            value: row.shown().map(|point| drawn(point.value)),
            range: share_of(row, &described.unit).map(|share| (drawn_figure(share.low), drawn_figure(share.high))),
            label: format!("{}: {}", lang.day(row.on_day), described.amount(lang, row.value)),
        })
        .collect();
    chart.measured_label = described
        .last
        .map(|point| format!("{} {}", lang.t("measured"), lang.number(point.value, described.decimals)))
        .unwrap_or_default();
    chart.forecast = forecast(lang, shown);
    chart.events = events(lang, shown);
    chart.cut_axis_note = lang.t("axis-cut");
    chart.table = Some(table);
    chart.links = links;
    html! { (chart) }
}

/// Marks in the drawing: of more, none could be read.
const MOST_MARKS: usize = 3;

fn title(lang: Lang, shown: &BenefitShown) -> String {
    let described = &shown.described;
    match described.last {
        None => lang.t("chart-title-unmeasured"),
        Some(point) => {
            let good = rules::on_plan(&described.promised.followed.promise, point.on, point.value);
            lang.t(if good { "chart-title-on-plan" } else { "chart-title-behind" })
        }
    }
}

fn summary(lang: Lang, shown: &BenefitShown) -> String {
    let promise = &shown.described.promised.followed.promise;
    let drawn = t!(
        lang,
        "chart-summary",
        count = shown.series.len(),
        baseline = shown.described.amount(lang, promise.baseline.value),
        baseline_on = lang.day(promise.baseline.on),
        target = shown.described.amount(lang, promise.target.value),
        target_on = lang.day(promise.target.on),
        last = shown
            .described
            .last
            .map_or_else(|| lang.t("not-measured"), |point| shown.described.amount(lang, point.value))
    );
    match done_said(lang, shown) {
        Some(done) => format!("{drawn} {done}"),
        None => drawn,
    }
}

/// The change steps that were done last, by name.
pub(super) fn done_said(lang: Lang, shown: &BenefitShown) -> Option<String> {
    let done: Vec<String> = shown.done.iter().map(|(on, title)| format!("{title} ({})", lang.day(*on))).collect();
    (!done.is_empty()).then(|| t!(lang, "chart-steps", steps = done.join(", ")))
}

/// Where they stand in the drawing; several of one day are one mark.
fn events(lang: Lang, shown: &BenefitShown) -> Vec<Event> {
    let of_a_day: Vec<&[(Day, String)]> = shown.done.chunk_by(|(one, _), (other, _)| one == other).collect();
    of_a_day[of_a_day.len().saturating_sub(MOST_MARKS)..]
        .iter()
        .filter_map(|steps| match steps {
            [] => None,
            [(on, title)] => Some(Event { day: on.date(), label: title.clone() }),
            [(on, _), ..] => {
                Some(Event { day: on.date(), label: t!(lang, "chart-steps-of-a-day", count = steps.len()) })
            }
        })
        .collect()
}

fn forecast(lang: Lang, shown: &BenefitShown) -> Option<Forecast> {
    let points: Vec<Point> = shown.series.iter().filter_map(Measurement::shown).collect();
    let last = points.last()?;
    let found = rules::forecast(&points, shown.described.promised.followed.promise.target.on)?;
    if found.on <= last.on {
        return None;
    }
    let now = drawn(last.value);
    // The line begins at what was measured last; the band is there already as wide as the past was scattered.
    let begins = rules::forecast(&points, last.on)?;
    let (low, high) = (drawn_figure(begins.low).min(now), drawn_figure(begins.high).max(now));
    let from = ForecastPoint { day: last.on.date(), low, middle: now, high };
    let to = ForecastPoint {
        day: found.on.date(),
        low: drawn_figure(found.low),
        middle: drawn_figure(found.value),
        high: drawn_figure(found.high),
    };
    Some(Forecast { points: vec![from, to], label: t!(lang, "forecast-label", points = found.points) })
}

/// What the forecast is and rests on, or that there are too few measurements for one.
pub(super) fn forecast_said(lang: Lang, shown: &BenefitShown) -> Markup {
    let points: Vec<Point> = shown.series.iter().filter_map(Measurement::shown).collect();
    if points.is_empty() {
        return html! {};
    }
    let described = &shown.described;
    let target_on = described.promised.followed.promise.target.on;
    let found = rules::forecast(&points, target_on).filter(|found| found.on > points[points.len() - 1].on);
    html! {
        @match found {
            Some(found) => { p { (t!(
                lang,
                "forecast-says",
                on = lang.day(found.on),
                value = described.figure(lang, found.value),
                low = described.figure(lang, found.low),
                high = described.figure(lang, found.high),
                points = found.points
            )) } }
            None if points.len() < LEAST_POINTS => {
                p { (t!(lang, "forecast-too-few", points = points.len(), least = LEAST_POINTS)) }
            }
            None => {}
        }
        (Details::new(lang.t("how-we-calculate-short"), html! {
            p { (lang.t("forecast-how")) }
            p { (lang.t("forecast-how-band")) }
            p { (Link::new("/how-we-calculate", lang.t("how-we-calculate"))) }
        }))
    }
}

/// Which way is better, in words.
pub(super) fn direction(lang: Lang, direction: Direction) -> String {
    lang.t(match direction {
        Direction::Up => "higher-is-better",
        Direction::Down => "lower-is-better",
        Direction::Hold => "hold-is-better",
    })
}
