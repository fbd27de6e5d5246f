//! One figure for each of several things, as bars from zero: for what is compared at one time, not over time.

use maud::{Markup, Render, html};

use super::drawing::r;
use super::labels::{shortened, text_width};
use super::scale::{Scale, value_ticks};

/// One thing with its figure.
#[derive(Clone, Debug, Default)]
pub struct BarRow {
    /// What it is.
    pub label: String,
    /// Its figure; none where there is none, and then no bar.
    pub value: Option<f64>,
    /// The figure as it is to be read, with its unit; or why there is none.
    pub said: String,
    /// What the figure is held against: a line across the bar.
    pub mark: Option<f64>,
    /// Drawn quietly: another's figure beside one's own.
    pub quiet: bool,
}

/// The bars as a figure, in the order given, all on one axis that begins at zero.
///
/// It is drawn twice, wide and narrow, and the style sheet shows the one that fits: text keeps its size on a phone.
pub struct BarChart<'a> {
    /// Unique on the page.
    pub id: String,
    /// The finding in at most ten words.
    pub title: String,
    /// What is measured, where and when, and what the line across each bar is.
    pub caption: String,
    /// The whole drawing in a sentence or two, for those who do not see it.
    pub summary: String,
    /// The bars.
    pub rows: Vec<BarRow>,
    /// Writes a value on the axis.
    pub write_value: &'a dyn Fn(f64) -> String,
    /// The figures as a table, where they do not stand in one beside the drawing.
    pub table: Option<Markup>,
}

/// A size to draw in.
struct Canvas {
    name: &'static str,
    width: f64,
    text: f64,
    /// Room kept to the left for what the bars are, at most; none to write it above each bar instead.
    beside: Option<f64>,
}

const WIDE: Canvas = Canvas { name: "wide", width: 840.0, text: 15.0, beside: Some(470.0) };
const NARROW: Canvas = Canvas { name: "narrow", width: 340.0, text: 13.0, beside: None };

/// A bar's thickness, and the room between two.
const THICK: f64 = 22.0;
const APART: f64 = 14.0;

/// From one line of a name to the next, in heights of its letters.
const LINE: f64 = 1.3;

impl BarChart<'_> {
    /// Round figures of the axis; zero is always among them.
    fn ticks(&self) -> Vec<f64> {
        let values = self.rows.iter().flat_map(|row| [row.value, row.mark]).flatten();
        value_ticks(values.chain([0.0]), 4)
    }

    fn drawing(&self, canvas: &Canvas) -> Markup {
        let text = canvas.text;
        let widest = |words: &mut dyn Iterator<Item = &str>| {
            words.map(|words| text_width(words, text, true)).fold(0.0, f64::max)
        };
        let left = canvas
            .beside
            .map_or(14.0, |most| (widest(&mut self.rows.iter().map(|row| row.label.as_str())) + 14.0).min(most));
        let right = canvas.width - widest(&mut self.rows.iter().map(|row| row.said.as_str())) - 16.0;
        // Written above its bar, a name has the whole width, twice; beside it, one line.
        let names = self.rows.iter().map(|row| match canvas.beside {
            Some(_) => vec![shortened(&row.label, left - 12.0, text)],
            None => in_two_lines(&row.label, canvas.width, text),
        });
        let mut next = 4.0;
        let placed = names.zip(&self.rows).map(|(names, row)| {
            let above =
                if canvas.beside.is_some() { 0.0 } else { text * (0.2 + names.iter().map(|_| LINE).sum::<f64>()) };
            let top = next + above;
            next = top + THICK + APART;
            (top, names, row)
        });
        let rows: Vec<(f64, Vec<String>, &BarRow)> = placed.collect();
        let bottom = rows.last().map_or(THICK + APART, |(top, _, _)| top + THICK + APART / 2.0);
        let height = bottom + text * 2.0;
        let ticks = self.ticks();
        let ends = (ticks.first().copied().unwrap_or(0.0), ticks.last().copied().unwrap_or(1.0));
        let x = Scale::new(ends, (left + 4.0, right.max(left + 40.0)));
        let zero = x.at(0.0);
        html! {
            svg.chart-drawing data-canvas=(canvas.name) role="img" viewBox={ "0 0 " (canvas.width) " " (r(height)) }
                font-size=(text) aria-label=(self.summary) {
                @for tick in fitting(&ticks, |tick| text_width(&(self.write_value)(tick), text, false), &x) {
                    @let at = x.at(tick);
                    line.chart-grid x1=(r(at)) y1="0" x2=(r(at)) y2=(r(bottom)) {}
                    text.chart-tick x=(r(at)) y=(r(bottom + text * 1.3)) text-anchor="middle" { ((self.write_value)(tick)) }
                }
                line.chart-axis x1=(r(zero)) y1="0" x2=(r(zero)) y2=(r(bottom)) {}
                @for (top, names, row) in &rows {
                    @let middle = top + THICK / 2.0 + text * 0.35;
                    @if canvas.beside.is_some() {
                        text.chart-bar-name x=(r(left - 8.0)) y=(r(middle)) text-anchor="end" { (names.concat()) }
                    } @else {
                        @for (up, name) in names.iter().rev().zip(0u32..).map(|(name, line)| (text * (0.4 + LINE * f64::from(line)), name)) {
                            text.chart-bar-name x="0" y=(r(top - up)) { (name) }
                        }
                    }
                    @if let Some(value) = row.value {
                        @let at = x.at(value);
                        rect.chart-bar data-quiet[row.quiet] x=(r(zero.min(at))) y=(r(*top)) width=(r((at - zero).abs())) height=(r(THICK)) {
                            title { (row.label) ": " (row.said) }
                        }
                    }
                    @if let Some(mark) = row.mark {
                        @let at = x.at(mark);
                        // A gap on both sides, so that it is seen across a dark bar.
                        line.chart-mark-gap x1=(r(at)) y1=(r(top - 1.0)) x2=(r(at)) y2=(r(top + THICK + 1.0)) {}
                        line.chart-mark x1=(r(at)) y1=(r(top - 4.0)) x2=(r(at)) y2=(r(top + THICK + 4.0)) {}
                    }
                    text.chart-bar-said x=(r(canvas.width - 2.0)) y=(r(middle)) text-anchor="end" { (row.said) }
                }
            }
        }
    }
}

/// Those of an axis's figures that can be written beside each other; zero always.
fn fitting(ticks: &[f64], wide: impl Fn(f64) -> f64, x: &Scale) -> Vec<f64> {
    let zero = ticks.iter().position(|tick| *tick == 0.0).unwrap_or(0);
    for every in 1..=ticks.len().max(1) {
        let some: Vec<f64> =
            ticks.iter().enumerate().filter(|(at, _)| at.abs_diff(zero) % every == 0).map(|(_, tick)| *tick).collect();
        let far = |pair: &[f64]| x.at(pair[1]) - x.at(pair[0]) > wide(pair[0]) / 2.0 + wide(pair[1]) / 2.0 + 8.0;
        if some.windows(2).all(far) {
            return some;
        }
    }
    vec![0.0]
}

/// A name over two lines where it is too long for one, broken at a space; of what is longer than that, as much as fits.
fn in_two_lines(words: &str, room: f64, text: f64) -> Vec<String> {
    let fits = |words: &str| text_width(words, text, false) <= room;
    let breaks = words.match_indices(' ').map(|(at, _)| at);
    match breaks.rev().find(|at| fits(&words[..*at])) {
        Some(at) if !fits(words) => vec![words[..at].to_owned(), shortened(&words[at + 1..], room, text)],
        _ => vec![shortened(words, room, text)],
    }
}

impl Render for BarChart<'_> {
    fn render(&self) -> Markup {
        html! {
            @if !self.rows.is_empty() {
                figure.chart id=(self.id) {
                    figcaption {
                        span.chart-title { (self.title) }
                        span.chart-caption { (self.caption) }
                    }
                    (self.drawing(&WIDE))
                    (self.drawing(&NARROW))
                    @if let Some(table) = &self.table { div.chart-below { (table) } }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart<'a>(rows: Vec<BarRow>, write_value: &'a dyn Fn(f64) -> String) -> BarChart<'a> {
        BarChart {
            id: "bars".into(),
            title: "Title".into(),
            caption: String::new(),
            summary: "Summary".into(),
            rows,
            write_value,
            table: None,
        }
    }

    fn row(label: &str, value: Option<f64>) -> BarRow {
        BarRow { label: label.into(), value, said: format!("{value:?}"), mark: None, quiet: false }
    }

    /// Left edge and width of each bar of the wide drawing.
    fn drawn(rows: Vec<BarRow>) -> Vec<(f64, f64)> {
        let write = |value: f64| value.to_string();
        let html = chart(rows, &write).drawing(&WIDE).into_string();
        let attribute = |bar: &str, name: &str| -> f64 {
            let from = bar.split(&format!(" {name}=\"")).nth(1).expect(name);
            from.split('"').next().and_then(|number| number.parse().ok()).expect(name)
        };
        html.split("<rect").skip(1).map(|bar| (attribute(bar, "x"), attribute(bar, "width"))).collect()
    }

    #[test]
    fn a_long_name_stands_over_two_lines_and_keeps_its_end() {
        let long = "Kortere saksbehandlingstid i byggesak og plansak, spart tid (timer)";
        let lines = in_two_lines(long, NARROW.width, NARROW.text);
        assert_eq!(lines.join(" "), long);
        assert_eq!(lines.len(), 2);
        assert_eq!(in_two_lines("Spart tid (timer)", NARROW.width, NARROW.text), ["Spart tid (timer)"]);
        let longer = in_two_lines(&format!("{long} {long}"), NARROW.width, NARROW.text);
        assert!(longer.len() == 2 && longer[1].ends_with('…'), "{longer:?}");
        let without = "x".repeat(200);
        assert_eq!(in_two_lines(&without, NARROW.width, NARROW.text).len(), 1);
    }

    #[test]
    fn a_bar_is_as_long_as_its_figure_and_begins_at_zero() {
        let bars = drawn(vec![row("a", Some(80.0)), row("b", Some(160.0)), row("c", Some(90.0))]);
        assert_eq!(bars.len(), 3);
        assert!((bars[1].1 - 2.0 * bars[0].1).abs() < 0.2, "{bars:?}");
        assert!(bars.iter().all(|bar| (bar.0 - bars[0].0).abs() < 0.05), "{bars:?}");
    }

    #[test]
    fn what_went_backwards_lies_on_the_other_side_of_zero() {
        let bars = drawn(vec![row("back", Some(-50.0)), row("forth", Some(50.0))]);
        assert!((bars[0].0 + bars[0].1 - bars[1].0).abs() < 0.2, "{bars:?}");
        assert!((bars[0].1 - bars[1].1).abs() < 0.2, "{bars:?}");
    }

    #[test]
    fn nothing_measured_has_no_bar_and_a_measured_zero_has_one() {
        let write = |value: f64| value.to_string();
        let missing = BarRow { said: "ikke målt".into(), ..row("x", None) };
        let html = chart(vec![missing, row("y", Some(0.0))], &write).render().into_string();
        assert!(html.contains("ikke målt"), "{html}");
        assert_eq!(html.matches("<rect").count(), 2, "one in each of the two drawings");
    }

    #[test]
    fn figures_on_the_axis_do_not_run_into_each_other() {
        let x = Scale::new((0.0, 100.0), (0.0, 100.0));
        let ticks = [0.0, 20.0, 40.0, 60.0, 80.0, 100.0];
        assert_eq!(fitting(&ticks, |_| 10.0, &x), ticks);
        assert_eq!(fitting(&ticks, |_| 30.0, &x), [0.0, 40.0, 80.0]);
        assert_eq!(fitting(&[-100.0, -50.0, 0.0, 50.0, 100.0], |_| 70.0, &x), [-100.0, 0.0, 100.0]);
    }

    #[test]
    fn long_names_are_cut_where_there_is_no_room() {
        assert_eq!(shortened("Tid", 200.0, 15.0), "Tid");
        let cut = shortened("Frigjort arbeidstid i hele kommunen og alle etatene", 120.0, 15.0);
        assert!(cut.ends_with('…') && cut.len() < 30, "{cut}");
    }
}
