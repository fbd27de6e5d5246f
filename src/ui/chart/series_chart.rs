//! One series over time, against its baseline, its plan and its target.

use chrono::NaiveDate;
use maud::{Markup, Render, html};

use super::drawing::{Drawing, NARROW, WIDE};
use super::scale::value_ticks;

/// Where the series stood before.
#[derive(Clone, Debug)]
pub struct Baseline {
    /// Its value.
    pub value: f64,
    /// Written along the line: «Nullpunkt 42».
    pub label: String,
}

/// Where the series should be, and when.
#[derive(Clone, Debug)]
pub struct Target {
    /// When.
    pub day: NaiveDate,
    /// Where.
    pub value: f64,
    /// Written beside the marker: «Mål 30».
    pub label: String,
}

/// What was measured on a day.
#[derive(Clone, Debug)]
pub struct Measured {
    /// The day, usually the last of the period.
    pub day: NaiveDate,
    /// The figure; none leaves a gap in the line.
    pub value: Option<f64>,
    /// How sure the figure is, from and to; drawn as a whisker through the point.
    pub range: Option<(f64, f64)>,
    /// Shown when a mouse rests on the point: «mars 2026: 31,5 dager».
    pub label: String,
}

/// What is expected on a day.
#[derive(Clone, Copy, Debug)]
pub struct ForecastPoint {
    /// The day.
    pub day: NaiveDate,
    /// The lower edge of the band.
    pub low: f64,
    /// The line.
    pub middle: f64,
    /// The upper edge of the band.
    pub high: f64,
}

/// What is expected from here on.
#[derive(Clone, Debug)]
pub struct Forecast {
    /// The points, in order of days; begin with the last figure measured.
    pub points: Vec<ForecastPoint>,
    /// Written beside the line: «Prognose».
    pub label: String,
}

/// Something that happened, and may explain a bend.
#[derive(Clone, Debug)]
pub struct Event {
    /// When.
    pub day: NaiveDate,
    /// Written at its line: «Ny rutine».
    pub label: String,
}

/// The chart as a figure: the finding as its title, the drawing, then what the caller hangs under it.
///
/// It is drawn twice, wide and narrow, and the style sheet shows the one that fits: text keeps its size on a phone.
pub struct SeriesChart<'a> {
    /// Unique on the page.
    pub id: String,
    /// The finding in at most ten words.
    pub title: String,
    /// What is measured, where, when and from which source.
    pub caption: String,
    /// The unit of the value axis.
    pub unit: String,
    /// Which way is better: «lavere er bedre».
    pub direction: String,
    /// The whole drawing in a sentence or two, for those who do not see it.
    pub summary: String,
    /// Where the series stood before.
    pub baseline: Option<Baseline>,
    /// Where it should be, and when.
    pub target: Option<Target>,
    /// The plan, in order of days. It is drawn only between the days given.
    pub plan: Vec<(NaiveDate, f64)>,
    /// Written beside the plan: «Plan».
    pub plan_label: String,
    /// What was measured, in order of days.
    pub measured: Vec<Measured>,
    /// Written beside the last point: «Målt 31,5».
    pub measured_label: String,
    /// What is expected from here on.
    pub forecast: Option<Forecast>,
    /// What happened on the way.
    pub events: Vec<Event>,
    /// Writes a value on the axis.
    pub write_value: &'a dyn Fn(f64) -> String,
    /// Writes a day on the axis, shortly: «jan. 26».
    pub write_day: &'a dyn Fn(NaiveDate) -> String,
    /// Said under the title when the value axis does not begin at zero.
    pub cut_axis_note: String,
    /// The figures as a table, usually a [`crate::ui::Table`] in a [`crate::ui::Details`].
    pub table: Option<Markup>,
    /// Links to the figures as files.
    pub links: Vec<Markup>,
}

impl<'a> SeriesChart<'a> {
    /// A chart with its finding and its text alternative; the rest is set by field.
    pub fn new(
        id: impl Into<String>,
        title: impl Into<String>,
        summary: impl Into<String>,
        write_value: &'a dyn Fn(f64) -> String,
        write_day: &'a dyn Fn(NaiveDate) -> String,
    ) -> Self {
        Self {
            id: id.into(),
            title: title.into(),
            caption: String::new(),
            unit: String::new(),
            direction: String::new(),
            summary: summary.into(),
            baseline: None,
            target: None,
            plan: Vec::new(),
            plan_label: String::new(),
            measured: Vec::new(),
            measured_label: String::new(),
            forecast: None,
            events: Vec::new(),
            write_value,
            write_day,
            cut_axis_note: String::new(),
            table: None,
            links: Vec::new(),
        }
    }

    fn values(&self) -> impl Iterator<Item = f64> {
        let forecast = self.forecast.iter().flat_map(|forecast| &forecast.points);
        self.measured
            .iter()
            .filter_map(|point| point.value)
            .chain(self.measured.iter().filter_map(|point| point.range).flat_map(|(low, high)| [low, high]))
            .chain(self.plan.iter().map(|(_, value)| *value))
            .chain(self.baseline.iter().map(|baseline| baseline.value))
            .chain(self.target.iter().map(|target| target.value))
            .chain(forecast.flat_map(|point| [point.low, point.high]))
    }

    pub(super) fn days(&self) -> impl Iterator<Item = NaiveDate> {
        let forecast = self.forecast.iter().flat_map(|forecast| &forecast.points);
        self.measured
            .iter()
            .map(|point| point.day)
            .chain(self.plan.iter().map(|(day, _)| *day))
            .chain(self.target.iter().map(|target| target.day))
            .chain(forecast.map(|point| point.day))
            .chain(self.events.iter().map(|event| event.day))
    }

    pub(super) fn ticks(&self) -> Vec<f64> {
        value_ticks(self.values(), 4)
    }

    fn caption_line(&self) -> String {
        let cut = self.ticks().first().is_some_and(|first| *first > 0.0);
        let note = if cut { self.cut_axis_note.as_str() } else { "" };
        let parts = [self.caption.as_str(), self.direction.as_str(), note];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
    }
}

impl Render for SeriesChart<'_> {
    fn render(&self) -> Markup {
        html! {
            figure.chart id=(self.id) {
                figcaption {
                    span.chart-title { (self.title) }
                    span.chart-caption { (self.caption_line()) }
                }
                (Drawing::of(self, &WIDE))
                (Drawing::of(self, &NARROW))
                @if self.table.is_some() || !self.links.is_empty() {
                    div.chart-below {
                        @if let Some(table) = &self.table { (table) }
                        @if !self.links.is_empty() {
                            ul.chart-links { @for link in &self.links { li { (link) } } }
                        }
                    }
                }
            }
        }
    }
}
