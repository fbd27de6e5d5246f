//! Many series of one kind, each in a small drawing of its own, all on the same axes: what is alike looks alike.

use chrono::NaiveDate;
use maud::{Markup, Render, html};

use super::Measured;
use super::drawing::{points, r};
use super::labels::text_width;
use super::scale::{Scale, value_ticks};

const WIDTH: f64 = 300.0;
const HEIGHT: f64 = 190.0;
const TEXT: f64 = 13.0;

/// One series.
#[derive(Clone, Debug)]
pub struct Panel {
    /// Whose it is; the panel's heading.
    pub name: String,
    /// A word beside the name where the panel is the reader's own: «Din kommune».
    pub own: Option<String>,
    /// Where the name leads.
    pub href: Option<String>,
    /// The drawing in a sentence, for those who do not see it.
    pub summary: String,
    /// The figures in a line under the drawing.
    pub said: String,
    /// Where the series stood before.
    pub baseline: f64,
    /// When it should be where.
    pub target: (NaiveDate, f64),
    /// The plan, in order of days.
    pub plan: Vec<(NaiveDate, f64)>,
    /// What was measured, in order of days; a value that is none leaves a gap.
    pub measured: Vec<Measured>,
}

/// The panels as a figure: title, caption, drawings in the order given, then what the caller hangs under them.
pub struct SmallMultiples<'a> {
    /// Unique on the page.
    pub id: String,
    /// What is compared.
    pub title: String,
    /// Measure, unit and which way is better; what the axis begins with where that is not zero.
    pub caption: String,
    /// What the lines and marks are.
    pub legend: String,
    /// The panels, in the order they are to be read.
    pub panels: Vec<Panel>,
    /// Writes a value on the axis.
    pub write_value: &'a dyn Fn(f64) -> String,
    /// Writes a day on the axis, shortly.
    pub write_day: &'a dyn Fn(NaiveDate) -> String,
    /// Said where the value axis does not begin at zero.
    pub cut_axis_note: String,
    /// The figures as a table.
    pub table: Option<Markup>,
    /// Links to the figures as files.
    pub links: Vec<Markup>,
}

/// What all panels share: the round figures of the value axis, and the first and last day.
#[derive(Clone, PartialEq, Debug)]
struct Axes {
    ticks: Vec<f64>,
    days: (NaiveDate, NaiveDate),
}

/// The axes that hold every panel; none without panels.
fn axes(panels: &[Panel]) -> Option<Axes> {
    let days = panels.iter().flat_map(|panel| {
        let measured = panel.measured.iter().map(|point| point.day);
        measured.chain(panel.plan.iter().map(|(day, _)| *day)).chain([panel.target.0])
    });
    let days = days.fold(None, |range: Option<(NaiveDate, NaiveDate)>, day| {
        Some(range.map_or((day, day), |(first, last)| (first.min(day), last.max(day))))
    })?;
    let values = panels.iter().flat_map(|panel| {
        let measured = panel.measured.iter().filter_map(|point| point.value);
        measured.chain(panel.plan.iter().map(|(_, value)| *value)).chain([panel.baseline, panel.target.1])
    });
    Some(Axes { ticks: value_ticks(values, 3), days })
}

fn number(day: NaiveDate) -> f64 {
    f64::from(chrono::Datelike::num_days_from_ce(&day))
}

impl SmallMultiples<'_> {
    fn drawing(&self, axes: &Axes, panel: &Panel) -> Markup {
        let widest = axes.ticks.iter().map(|tick| text_width(&(self.write_value)(*tick), TEXT, false));
        let (left, right) = (widest.fold(0.0, f64::max) + 10.0, WIDTH - 12.0);
        let (top, bottom) = (12.0, HEIGHT - TEXT * 2.0);
        let x = Scale::new((number(axes.days.0), number(axes.days.1)), (left + 8.0, right - 8.0));
        let ends = (axes.ticks.first().copied().unwrap_or(0.0), axes.ticks.last().copied().unwrap_or(1.0));
        let y = Scale::new(ends, (bottom, top));
        let at = |day: NaiveDate, value: f64| (x.at(number(day)), y.at(value));
        let plan: Vec<(f64, f64)> = panel.plan.iter().map(|(day, value)| at(*day, *value)).collect();
        let runs = panel.measured.split(|point| point.value.is_none()).filter(|run| !run.is_empty());
        let runs: Vec<Vec<(f64, f64)>> =
            runs.map(|run| run.iter().filter_map(|point| Some(at(point.day, point.value?))).collect()).collect();
        let target = at(panel.target.0, panel.target.1);
        html! {
            svg.chart-drawing role="img" viewBox={ "0 0 " (WIDTH) " " (HEIGHT) } font-size=(TEXT) aria-label=(panel.summary) {
                @for tick in &axes.ticks {
                    @let level = y.at(*tick);
                    line.chart-grid x1=(r(left)) y1=(r(level)) x2=(r(right)) y2=(r(level)) {}
                    text.chart-tick x=(r(left - 6.0)) y=(r(level + TEXT * 0.35)) text-anchor="end" { ((self.write_value)(*tick)) }
                }
                line.chart-axis x1=(r(left)) y1=(r(bottom)) x2=(r(right)) y2=(r(bottom)) {}
                text.chart-tick x=(r(left)) y=(r(bottom + TEXT * 1.5)) { ((self.write_day)(axes.days.0)) }
                text.chart-tick x=(r(right)) y=(r(bottom + TEXT * 1.5)) text-anchor="end" { ((self.write_day)(axes.days.1)) }
                line.chart-baseline x1=(r(left)) y1=(r(y.at(panel.baseline))) x2=(r(right)) y2=(r(y.at(panel.baseline))) {}
                @if plan.len() > 1 { polyline.chart-plan points=(points(&plan)) {} }
                @for run in &runs { polyline.chart-measured points=(points(run)) {} }
                @for point in &panel.measured {
                    @if let Some(value) = point.value {
                        @let (x, y) = at(point.day, value);
                        circle.chart-point cx=(r(x)) cy=(r(y)) r="4" { title { (point.label) } }
                    }
                }
                path.chart-target d={ "M" (r(target.0)) " " (r(target.1 - 7.0)) "l7 7-7 7-7-7Z" } {}
            }
        }
    }
}

impl Render for SmallMultiples<'_> {
    fn render(&self) -> Markup {
        let Some(axes) = axes(&self.panels) else { return html! {} };
        let cut = axes.ticks.first().is_some_and(|first| *first > 0.0);
        html! {
            figure.chart.chart-multiples id=(self.id) {
                figcaption {
                    span.chart-title { (self.title) }
                    span.chart-caption { (self.caption) @if cut { " · " (self.cut_axis_note) } }
                    span.chart-caption { (self.legend) }
                }
                ul.panels {
                    @for panel in &self.panels {
                        li.panel data-own[panel.own.is_some()] {
                            p.panel-name {
                                @match &panel.href {
                                    Some(href) => a.ds-link href=(href) { (panel.name) },
                                    None => (panel.name),
                                }
                                @if let Some(own) = &panel.own { " " span.panel-own { (own) } }
                            }
                            (self.drawing(&axes, panel))
                            p.panel-said { (panel.said) }
                        }
                    }
                }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn day(month: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2025, month, 1).expect("a day")
    }

    fn panel(name: &str, baseline: f64, values: &[Option<f64>]) -> Panel {
        let measured = values.iter().zip(2..).map(|(value, month)| Measured {
            day: day(month),
            value: *value,
            range: None,
            label: String::new(),
        });
        Panel {
            name: name.into(),
            own: None,
            href: None,
            summary: String::new(),
            said: String::new(),
            baseline,
            target: (day(12), 28.0),
            plan: vec![(day(1), baseline), (day(12), 28.0)],
            measured: measured.collect(),
        }
    }

    #[test]
    fn all_panels_share_axes_that_hold_every_one() {
        let (low, high) = (panel("Lav", 42.0, &[Some(40.0)]), panel("Høy", 90.0, &[Some(95.0), None]));
        let both = axes(&[low.clone(), high]).expect("axes");
        assert!(both.ticks[0] <= 28.0 && both.ticks[both.ticks.len() - 1] >= 95.0, "{both:?}");
        assert_eq!(both.days, (day(1), day(12)));
        let alone = axes(&[low]).expect("axes");
        assert!(alone.ticks[alone.ticks.len() - 1] < 90.0, "only what is drawn moves the axis: {alone:?}");
        assert_eq!(axes(&[]), None);
    }

    #[test]
    fn a_gap_stays_a_gap() {
        let write_value = |value: f64| value.to_string();
        let write_day = |day: NaiveDate| day.to_string();
        let drawn = SmallMultiples {
            id: "c".into(),
            title: String::new(),
            caption: String::new(),
            legend: String::new(),
            panels: vec![panel("Ås", 42.0, &[Some(40.0), Some(39.0), None, Some(30.0)])],
            write_value: &write_value,
            write_day: &write_day,
            cut_axis_note: String::new(),
            table: None,
            links: Vec::new(),
        };
        let drawn = drawn.render().into_string();
        assert_eq!(drawn.matches("class=\"chart-measured\"").count(), 2);
        assert_eq!(drawn.matches("class=\"chart-point\"").count(), 3);
    }
}
