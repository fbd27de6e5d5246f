//! Things that last, over time: a row for each, with bars for its parts and diamonds for what happens on a day.
//!
//! The drawing is for the eye: it is hidden from those who listen, who have the summary and the table under it. What can be
//! followed, and how each place stands, is real text beside it. On a phone the caller's list is shown instead.

use chrono::NaiveDate;
use maud::{Markup, Render, html};

use super::timeline_layout::{Layout, MARK, TEXT, WIDTH, lay_out, place_of};
use crate::ui::Status;

/// The days that are shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Window {
    /// The first.
    pub first: NaiveDate,
    /// The last.
    pub last: NaiveDate,
}

/// A part of a row.
#[derive(Clone, Debug, Default)]
pub struct Bar {
    /// Its first day.
    pub from: NaiveDate,
    /// Its last day.
    pub to: NaiveDate,
    /// What it is called.
    pub label: String,
    /// Which of the patterns it has, from 0 to 6.
    pub pattern: usize,
    /// It is the part that is under way.
    pub current: bool,
    /// Nobody knows when it begins.
    pub open_start: bool,
    /// Nobody knows when it ends.
    pub open_end: bool,
}

/// What a mark tells of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MarkKind {
    /// A decision that is to be made.
    Planned,
    /// A decision that was made.
    Decided,
    /// Something was sent.
    Sent,
    /// It was answered.
    Answered,
}

/// Something on a day.
#[derive(Clone, Debug)]
pub struct Mark {
    /// The day.
    pub day: NaiveDate,
    /// What it is called.
    pub label: String,
    /// What it tells of.
    pub kind: MarkKind,
}

/// How a place stands to a row: a shape, a name, and the word for those who listen.
#[derive(Clone, Debug)]
pub struct PlaceMark {
    /// How it stands.
    pub status: Status,
    /// The place.
    pub name: String,
    /// Where to read on.
    pub href: Option<String>,
}

/// One thing over time.
#[derive(Clone, Debug, Default)]
pub struct TimelineRow {
    /// What it is called.
    pub label: String,
    /// Where its own page is.
    pub href: Option<String>,
    /// A line under the name.
    pub note: String,
    /// Its parts.
    pub bars: Vec<Bar>,
    /// Marks over the bars.
    pub above: Vec<Mark>,
    /// Marks under the bars.
    pub below: Vec<Mark>,
    /// How each place stands to it.
    pub places: Vec<PlaceMark>,
    /// Said where nothing of it lies in the window: «Slutter 31.12.2024».
    pub elsewhere: Option<String>,
}

/// Rows that belong together.
#[derive(Clone, Debug)]
pub struct TimelineGroup {
    /// What they have in common.
    pub heading: String,
    /// The rows.
    pub rows: Vec<TimelineRow>,
}

/// A row as it is said on a phone.
#[derive(Clone, Debug)]
pub struct Upcoming {
    /// What is next, with its day.
    pub next: String,
    /// What the row is called.
    pub label: String,
    /// Where its own page is.
    pub href: Option<String>,
    /// A line under the name.
    pub note: String,
    /// How each place stands to it.
    pub places: Vec<PlaceMark>,
}

/// Where a period begins, named in two lines.
#[derive(Clone, Debug)]
pub struct Tick {
    /// Its first day.
    pub day: NaiveDate,
    /// «1. tertial».
    pub label: String,
    /// «2026».
    pub under: String,
}

/// The timeline.
#[derive(Clone, Debug)]
pub struct Timeline {
    /// Unique on the page.
    pub id: String,
    /// What it shows.
    pub title: String,
    /// The whole drawing in a sentence or two.
    pub summary: String,
    /// The heading over the rows' names.
    pub corner: String,
    /// The days that are shown.
    pub window: Window,
    /// The periods in them.
    pub ticks: Vec<Tick>,
    /// Today and its word, where it lies in the window.
    pub today: Option<(NaiveDate, String)>,
    /// The rows.
    pub groups: Vec<TimelineGroup>,
    /// The heading of the legend.
    pub legend_label: String,
    /// What the marks tell of.
    pub marks: Vec<(MarkKind, String)>,
    /// Every state that a place may be in.
    pub states: Vec<Status>,
    /// The same by what comes next, for a phone.
    pub narrow: Vec<Upcoming>,
}

/// How many patterns there are.
const PATTERNS: usize = 7;

impl Timeline {
    fn patterns(&self) -> Markup {
        // One pattern for each phase, so that bars are told apart on paper and without colour.
        const STROKES: [&str; PATTERNS] =
            ["", "M0 4h8", "M0 8L8 0", "M0 0L8 8", "M4 0v8", "M0 8L8 0M0 0L8 8", "M0 4h8M4 0v8"];
        html! {
            defs {
                @for (at, strokes) in STROKES.iter().enumerate().skip(1) {
                    pattern id={ (self.id) "-pattern-" (at) } width="8" height="8" patternUnits="userSpaceOnUse" {
                        path.timeline-stroke d=(strokes) {}
                    }
                }
            }
        }
    }

    fn head(&self) -> Markup {
        html! {
            svg.chart-drawing viewBox={ "0 0 " (WIDTH) " 38" } font-size=(TEXT) aria-hidden="true" focusable="false" {
                (self.patterns())
                @for tick in &self.ticks {
                    @let x = place_of(tick.day, self.window);
                    text.chart-tick x=(r(x + 5.0)) y="15" { (tick.label) }
                    text.chart-tick x=(r(x + 5.0)) y="31" { (tick.under) }
                }
                (self.grid(38.0))
            }
        }
    }

    fn grid(&self, height: f64) -> Markup {
        html! {
            @for tick in &self.ticks {
                @let x = place_of(tick.day, self.window);
                line.timeline-grid x1=(r(x)) y1="0" x2=(r(x)) y2=(r(height)) {}
            }
            @if let Some((day, _)) = &self.today {
                @let x = place_of(*day, self.window);
                line.timeline-today x1=(r(x)) y1="0" x2=(r(x)) y2=(r(height)) {}
            }
        }
    }

    fn drawing(&self, row: &TimelineRow) -> Markup {
        let layout = lay_out(row, self.window);
        html! {
            svg.chart-drawing viewBox={ "0 0 " (WIDTH) " " (r(layout.height)) } font-size=(TEXT) aria-hidden="true" focusable="false" {
                (self.grid(layout.height))
                (self.bars(&layout))
                @for (mark, x, y) in &layout.marks { (diamond(mark.kind, *x, *y)) }
                @for label in &layout.labels {
                    text.timeline-label data-inside[label.inside] x=(r(label.x)) y=(r(label.y)) { (label.text) }
                }
            }
        }
    }

    fn bars(&self, layout: &Layout<'_>) -> Markup {
        html! {
            @for (bar, place) in &layout.bars {
                @let (x, y, wide, high) = (r(place.left), r(layout.bar_top), r(place.right - place.left), r(layout.bar_height));
                rect.timeline-bar data-current[bar.current] x=(x) y=(y) width=(wide) height=(high) {}
                @if bar.pattern > 0 {
                    rect x=(x) y=(y) width=(wide) height=(high) fill={ "url(#" (self.id) "-pattern-" (bar.pattern.min(PATTERNS - 1)) ")" } {}
                }
                path.timeline-edge d={ "M" (x) " " (y) "H" (r(place.right)) "M" (x) " " (r(layout.bar_top + layout.bar_height)) "H" (r(place.right)) } {}
                @if !place.cut_left { (edge(place.left, layout, bar.open_start)) }
                @if !place.cut_right { (edge(place.right, layout, bar.open_end)) }
            }
        }
    }

    fn row(&self, row: &TimelineRow) -> Markup {
        html! {
            div.timeline-row {
                div.timeline-name {
                    @match &row.href {
                        Some(href) => a.ds-link href=(href) { (row.label) },
                        None => span { (row.label) },
                    }
                    @if !row.note.is_empty() { span.row-note { (row.note) } }
                }
                div.timeline-track {
                    (self.drawing(row))
                    @if let Some(words) = &row.elsewhere { p.timeline-elsewhere { (words) } }
                    (places(&row.places))
                }
            }
        }
    }

    fn legend(&self) -> Markup {
        html! {
            div.legend {
                p id={ (self.id) "-legend" } { (self.legend_label) }
                ul aria-labelledby={ (self.id) "-legend" } {
                    @for (kind, word) in &self.marks {
                        li.timeline-key {
                            svg.shape viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false" { (diamond(*kind, 8.0, 8.0)) }
                            (word)
                        }
                    }
                    @if let Some((_, word)) = &self.today {
                        li.timeline-key {
                            svg.shape viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false" {
                                line.timeline-today x1="8" y1="0" x2="8" y2="16" {}
                            }
                            (word)
                        }
                    }
                    @for status in &self.states { li { (status) } }
                }
            }
        }
    }
}

impl Render for PlaceMark {
    fn render(&self) -> Markup {
        let inside = html! {
            (self.status.tone.shape()) (self.name) span.ds-sr-only { ": " (self.status.word) }
        };
        html! {
            @match &self.href {
                Some(href) => a.timeline-place data-color=(self.status.tone.color()) href=(href) title=(self.status.word) { (inside) },
                None => span.timeline-place data-color=(self.status.tone.color()) title=(self.status.word) { (inside) },
            }
        }
    }
}

impl Render for Timeline {
    fn render(&self) -> Markup {
        html! {
            figure.timeline id=(self.id) {
                figcaption {
                    span.chart-title { (self.title) }
                    span.chart-caption { (self.summary) }
                }
                div.timeline-wide {
                    div.timeline-head aria-hidden="true" {
                        div.timeline-row { div.timeline-name { (self.corner) } div.timeline-track { (self.head()) } }
                    }
                    @for group in &self.groups {
                        div.timeline-group {
                            h2.timeline-heading { (group.heading) }
                            @for row in &group.rows { (self.row(row)) }
                        }
                    }
                }
                ol.timeline-narrow {
                    @for one in &self.narrow {
                        li {
                            p.timeline-next { (one.next) }
                            p {
                                @match &one.href {
                                    Some(href) => a.ds-link href=(href) { (one.label) },
                                    None => (one.label),
                                }
                            }
                            p.row-note { (one.note) }
                            (places(&one.places))
                        }
                    }
                }
                (self.legend())
            }
        }
    }
}

fn places(places: &[PlaceMark]) -> Markup {
    html! {
        @if !places.is_empty() { ul.timeline-places { @for place in places { li { (place) } } } }
    }
}

/// Decisions are diamonds, filled when they are made; handovers are smaller ones of another colour, filled when they are answered.
fn diamond(kind: MarkKind, x: f64, y: f64) -> Markup {
    let (class, reach) = match kind {
        MarkKind::Planned => ("timeline-mark", MARK),
        MarkKind::Decided => ("timeline-mark timeline-mark-full", MARK),
        MarkKind::Sent => ("timeline-mark timeline-mark-baton", MARK - 1.0),
        MarkKind::Answered => ("timeline-mark timeline-mark-baton timeline-mark-full", MARK - 1.0),
    };
    let size = r(reach);
    let minus = r(-reach);
    html! {
        path class=(class) d={ "M" (r(x)) " " (r(y - reach)) "l" (size) " " (size) " " (minus) " " (size) " " (minus) " " (minus) "Z" } {}
    }
}

fn edge(x: f64, layout: &Layout<'_>, open: bool) -> Markup {
    let (top, bottom) = (layout.bar_top, layout.bar_top + layout.bar_height);
    html! { line.timeline-edge data-open[open] x1=(r(x)) y1=(r(top)) x2=(r(x)) y2=(r(bottom)) {} }
}

/// A coordinate with one decimal: fine enough to see, short enough to send.
fn r(value: f64) -> String {
    format!("{value:.1}")
}
