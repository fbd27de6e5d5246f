//! A chart turned into places on a canvas.

use std::fmt::Write as _;

use chrono::NaiveDate;
use maud::{Markup, html};

use super::labels::{Anchor, Area, Place, Room, shortened, text_width};
use super::scale::{Scale, day_ticks};
use super::{Event, SeriesChart};

/// A size to draw in. Lengths are in pixels of the shown size, near enough.
pub(super) struct Canvas {
    name: &'static str,
    width: f64,
    height: f64,
    text: f64,
    /// Room kept to the right of the plot for labels at line ends, at most.
    side: f64,
}

pub(super) const WIDE: Canvas = Canvas { name: "wide", width: 840.0, height: 400.0, text: 15.0, side: 150.0 };
pub(super) const NARROW: Canvas = Canvas { name: "narrow", width: 340.0, height: 300.0, text: 13.0, side: 14.0 };

/// How wide the words at an event may be, in heights of their letters.
const AT_EVENT: f64 = 13.0;

/// The class of labels that do not speak up.
const QUIET: &str = "chart-label";

/// A label that has found its place.
struct Label {
    class: &'static str,
    text: String,
    place: Place,
}

/// One drawing of a chart on one canvas: everything turned into places.
pub(super) struct Drawing<'a> {
    chart: &'a SeriesChart<'a>,
    canvas: &'a Canvas,
    plot: Area,
    x: Scale,
    y: Scale,
    value_ticks: Vec<f64>,
    day_ticks: Vec<NaiveDate>,
}

fn number(day: NaiveDate) -> f64 {
    f64::from(chrono::Datelike::num_days_from_ce(&day))
}

impl<'a> Drawing<'a> {
    pub(super) fn of(chart: &'a SeriesChart<'a>, canvas: &'a Canvas) -> Markup {
        let Some((first, last)) = chart.days().fold(None, |range, day| match range {
            None => Some((day, day)),
            Some((first, last)) => Some((day.min(first), day.max(last))),
        }) else {
            return html! {};
        };
        let value_ticks = chart.ticks();
        let widest = value_ticks
            .iter()
            .map(|tick| text_width(&(chart.write_value)(*tick), canvas.text, false))
            .fold(0.0, f64::max);
        let plot = Area {
            left: widest + 12.0,
            top: canvas.text * 2.2,
            right: canvas.width - Self::side(chart, canvas),
            bottom: canvas.height - canvas.text * 2.0,
        };
        let x = Scale::new((number(first), number(last)), (plot.left + 10.0, plot.right - 10.0));
        let ends = (value_ticks.first().copied().unwrap_or(0.0), value_ticks.last().copied().unwrap_or(1.0));
        let day_ticks = day_ticks(first, last, |days| {
            let half = |day: NaiveDate| text_width(&(chart.write_day)(day), canvas.text, false) / 2.0;
            days.windows(2)
                .all(|pair| x.at(number(pair[1])) - half(pair[1]) - x.at(number(pair[0])) - half(pair[0]) > canvas.text)
        });
        Self { chart, canvas, plot, x, y: Scale::new(ends, (plot.bottom, plot.top)), value_ticks, day_ticks }.render()
    }

    /// Room to the right for what the line ends are called.
    fn side(chart: &SeriesChart<'_>, canvas: &Canvas) -> f64 {
        let mut names = vec![chart.plan_label.as_str()];
        names.extend(chart.target.as_ref().map(|target| target.label.as_str()));
        names.extend(chart.forecast.as_ref().map(|forecast| forecast.label.as_str()));
        let widest = names.into_iter().map(|name| text_width(name, canvas.text, true)).fold(0.0, f64::max);
        (widest + 12.0).min(canvas.side)
    }

    fn point(&self, day: NaiveDate, value: f64) -> (f64, f64) {
        (self.x.at(number(day)), self.y.at(value))
    }

    fn plan(&self) -> Vec<(f64, f64)> {
        self.chart.plan.iter().map(|(day, value)| self.point(*day, *value)).collect()
    }

    fn forecast(&self) -> Vec<(f64, f64)> {
        let points = self.chart.forecast.iter().flat_map(|forecast| &forecast.points);
        points.map(|point| self.point(point.day, point.middle)).collect()
    }

    fn band(&self) -> Vec<(f64, f64)> {
        let Some(forecast) = &self.chart.forecast else { return Vec::new() };
        let upper = forecast.points.iter().map(|point| self.point(point.day, point.high));
        let lower = forecast.points.iter().rev().map(|point| self.point(point.day, point.low));
        upper.chain(lower).collect()
    }

    /// The measured line, broken where a figure is missing.
    fn runs(&self) -> Vec<Vec<(f64, f64)>> {
        let runs = self.chart.measured.split(|point| point.value.is_none());
        runs.filter(|run| !run.is_empty())
            .map(|run| run.iter().filter_map(|point| Some(self.point(point.day, point.value?))).collect())
            .collect()
    }

    fn labels(&self) -> Vec<Label> {
        let chart = self.chart;
        let mut room = Room::new(Area {
            left: self.plot.left,
            top: 0.0,
            right: self.canvas.width - 2.0,
            bottom: self.plot.bottom - 2.0,
        });
        let (plan, forecast, runs) = (self.plan(), self.forecast(), self.runs());
        let plan_line = room.draw_line(&plan);
        let forecast_line = room.draw_line(&forecast);
        for run in &runs {
            room.draw_line(run);
        }
        for point in runs.iter().flatten() {
            room.keep_clear(*point, 6.0);
        }
        if let Some(baseline) = &chart.baseline {
            let y = self.y.at(baseline.value);
            room.draw_line(&[(self.plot.left, y), (self.plot.right, y)]);
        }
        // The unit stands above the axis, at the left.
        let unit = text_width(&chart.unit, self.canvas.text, false);
        room.keep_clear((self.plot.left, self.canvas.text * 0.7), unit.max(self.canvas.text) * 0.6);

        let size = self.canvas.text;
        let mut labels = Vec::new();
        let mut settle = |class: &'static str, text: &str, names: Option<usize>, places: &[Place]| {
            let bold = class != QUIET;
            if !text.is_empty()
                && let Some(place) = room.place(text, self.canvas.text, bold, names, places)
            {
                labels.push(Label { class, text: text.to_owned(), place });
            }
        };
        if let Some(target) = &chart.target {
            settle(
                "chart-label chart-label-target",
                &target.label,
                None,
                &self.around(self.point(target.day, target.value)),
            );
        }
        if let Some(last) = runs.last().and_then(|run| run.last()) {
            settle("chart-label chart-label-measured", &chart.measured_label, None, &self.around(*last));
        }
        for event in &chart.events {
            settle(QUIET, &shortened(&event.label, size * AT_EVENT, size), None, &self.at_event(event));
        }
        if let Some(baseline) = &chart.baseline {
            settle(QUIET, &baseline.label, None, &self.along_baseline(baseline.value));
        }
        if let Some(name) = chart.forecast.as_ref().map(|forecast| forecast.label.as_str()) {
            settle(QUIET, name, Some(forecast_line), &self.along(&forecast));
        }
        settle(QUIET, &chart.plan_label, Some(plan_line), &self.along(&plan));
        labels
    }

    /// Places round a marker: right, above, below, then to the left, then farther off.
    fn around(&self, (x, y): (f64, f64)) -> Vec<Place> {
        let size = self.canvas.text;
        let mut places = vec![(x + 11.0, y + size * 0.35, Anchor::Start)];
        for far in [0.9, 1.6, 2.4] {
            places.extend([
                (x, y - size * far, Anchor::Middle),
                (x, y + size * (far + 0.65), Anchor::Middle),
                (x + 4.0, y - size * far, Anchor::End),
                (x + 4.0, y + size * (far + 0.65), Anchor::End),
                (x - 4.0, y - size * far, Anchor::Start),
                (x - 4.0, y + size * (far + 0.65), Anchor::Start),
            ]);
        }
        places.push((x - 11.0, y + size * 0.35, Anchor::End));
        places
    }

    /// Places along a line: after its end, then above and below it, from the end backwards.
    fn along(&self, line: &[(f64, f64)]) -> Vec<Place> {
        let size = self.canvas.text;
        let mut places = Vec::new();
        if let Some((x, y)) = line.last() {
            places.extend([0.35, -0.3, 1.0, -0.9, 1.6].map(|down| (x + 9.0, y + size * down, Anchor::Start)));
        }
        for (x, y) in evenly_back(line, self.canvas.width / 14.0) {
            for far in [0.6, 1.2] {
                places.push((x, y - size * far, Anchor::Middle));
                places.push((x, y + size * (far + 0.7), Anchor::Middle));
            }
        }
        places
    }

    fn along_baseline(&self, value: f64) -> Vec<Place> {
        let (y, size) = (self.y.at(value), self.canvas.text);
        let (above, below) = (y - size * 0.45, y + size * 1.1);
        let middle = f64::midpoint(self.plot.left, self.plot.right);
        vec![
            (self.plot.right, above, Anchor::End),
            (self.plot.right, below, Anchor::End),
            (middle, above, Anchor::Middle),
            (middle, below, Anchor::Middle),
            (self.plot.left + 6.0, above, Anchor::Start),
            (self.plot.left + 6.0, below, Anchor::Start),
        ]
    }

    fn at_event(&self, event: &Event) -> Vec<Place> {
        let (x, size) = (self.x.at(number(event.day)), self.canvas.text);
        let mut places = Vec::new();
        for down in [0.9, 2.1, 3.3] {
            places.push((x + 6.0, self.plot.top + size * down, Anchor::Start));
            places.push((x - 6.0, self.plot.top + size * down, Anchor::End));
        }
        places.push((x + 6.0, self.plot.bottom - size * 0.6, Anchor::Start));
        places.push((x - 6.0, self.plot.bottom - size * 0.6, Anchor::End));
        places
    }

    fn axes(&self) -> Markup {
        let size = self.canvas.text;
        html! {
            @for tick in &self.value_ticks {
                @let y = self.y.at(*tick);
                line.chart-grid x1=(r(self.plot.left)) y1=(r(y)) x2=(r(self.plot.right)) y2=(r(y)) {}
                text.chart-tick x=(r(self.plot.left - 8.0)) y=(r(y + size * 0.35)) text-anchor="end" { ((self.chart.write_value)(*tick)) }
            }
            line.chart-axis x1=(r(self.plot.left)) y1=(r(self.plot.bottom)) x2=(r(self.plot.right)) y2=(r(self.plot.bottom)) {}
            @for day in &self.day_ticks {
                @let words = (self.chart.write_day)(*day);
                @let half = text_width(&words, size, false) / 2.0;
                @let x = self.x.at(number(*day));
                line.chart-axis x1=(r(x)) y1=(r(self.plot.bottom)) x2=(r(x)) y2=(r(self.plot.bottom + 5.0)) {}
                text.chart-tick x=(r(x.clamp(half, self.canvas.width - half))) y=(r(self.plot.bottom + size * 1.5)) text-anchor="middle" { (words) }
            }
            text.chart-tick x=(r(0.0)) y=(r(size)) { (self.chart.unit) }
        }
    }

    fn marks(&self) -> Markup {
        let chart = self.chart;
        html! {
            @for event in &chart.events {
                @let x = self.x.at(number(event.day));
                line.chart-event x1=(r(x)) y1=(r(self.plot.top)) x2=(r(x)) y2=(r(self.plot.bottom)) {}
            }
            @if let Some(baseline) = &chart.baseline {
                @let y = self.y.at(baseline.value);
                line.chart-baseline x1=(r(self.plot.left)) y1=(r(y)) x2=(r(self.plot.right)) y2=(r(y)) {}
            }
            @if chart.forecast.is_some() {
                polygon.chart-band points=(points(&self.band())) {}
                polyline.chart-forecast points=(points(&self.forecast())) {}
            }
            @if chart.plan.len() > 1 { polyline.chart-plan points=(points(&self.plan())) {} }
            @for run in self.runs() { polyline.chart-measured points=(points(&run)) {} }
            @for (day, low, high) in chart.measured.iter().filter_map(|point| point.range.map(|(low, high)| (point.day, low, high))) {
                @let ((x, bottom), (_, top)) = (self.point(day, low), self.point(day, high));
                path.chart-range d={ "M" (r(x - 5.0)) " " (r(top)) "h10m-5 0V" (r(bottom)) "m-5 0h10" } {}
            }
            @for point in &chart.measured {
                @if let Some(value) = point.value {
                    @let (x, y) = self.point(point.day, value);
                    circle.chart-point cx=(r(x)) cy=(r(y)) r="4.5" { title { (point.label) } }
                }
            }
            @if let Some(target) = &chart.target {
                @let (x, y) = self.point(target.day, target.value);
                path.chart-target d={ "M" (r(x)) " " (r(y - 8.0)) "l8 8-8 8-8-8Z" } { title { (target.label) } }
            }
        }
    }

    fn render(&self) -> Markup {
        let (id, name) = (&self.chart.id, self.canvas.name);
        html! {
            svg.chart-drawing data-canvas=(name) role="img" viewBox={ "0 0 " (self.canvas.width) " " (self.canvas.height) }
                font-size=(self.canvas.text) aria-labelledby={ (id) "-" (name) "-title " (id) "-" (name) "-desc" } {
                title id={ (id) "-" (name) "-title" } { (self.chart.title) }
                desc id={ (id) "-" (name) "-desc" } { (self.chart.summary) }
                (self.axes())
                (self.marks())
                @for label in self.labels() {
                    @let (x, y, anchor) = label.place;
                    text class=(label.class) x=(r(x)) y=(r(y)) text-anchor=(anchor.svg()) { (label.text) }
                }
            }
        }
    }
}

/// Points on a line, `apart` from each other in x, from its end to its beginning.
fn evenly_back(line: &[(f64, f64)], apart: f64) -> Vec<(f64, f64)> {
    let mut points = Vec::new();
    let mut wanted = f64::INFINITY;
    for pair in line.windows(2).rev() {
        let [(x1, y1), (x2, y2)] = [pair[0], pair[1]];
        let mut x = wanted.min(x2);
        while x >= x1 && x2 > x1 {
            points.push((x, y1 + (y2 - y1) * (x - x1) / (x2 - x1)));
            x -= apart;
        }
        wanted = x;
    }
    points
}

/// A coordinate with one decimal: fine enough to see, short enough to send.
pub(super) fn r(value: f64) -> String {
    format!("{value:.1}")
}

pub(super) fn points(line: &[(f64, f64)]) -> String {
    let mut text = String::new();
    for (x, y) in line {
        let _ = write!(text, "{x:.1},{y:.1} ");
    }
    text.truncate(text.trim_end().len());
    text
}
