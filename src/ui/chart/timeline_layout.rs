//! Where everything on a timeline stands: days to places, what is cut at the window's edges, and labels that find room.

use chrono::{Datelike, NaiveDate};

use super::labels::text_width;
use super::timeline::{Bar, Mark, TimelineRow, Window};

/// Width of a drawing, in pixels of the shown size, near enough.
pub(super) const WIDTH: f64 = 900.0;
/// Size of its text.
pub(super) const TEXT: f64 = 13.0;
const LINE: f64 = 17.0;
const BAR: f64 = 26.0;
/// Half the width of a diamond.
pub(super) const MARK: f64 = 6.5;

/// A bar in its place.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Placed {
    pub(super) left: f64,
    pub(super) right: f64,
    /// It begins before the window.
    pub(super) cut_left: bool,
    /// It goes on after the window.
    pub(super) cut_right: bool,
}

/// Where a day begins. The window's last day ends at the right edge.
pub(super) fn place_of(day: NaiveDate, window: Window) -> f64 {
    let number = |day: NaiveDate| f64::from(day.num_days_from_ce());
    let span = number(window.last) + 1.0 - number(window.first);
    (number(day) - number(window.first)) / span * WIDTH
}

/// A bar from the beginning of its first day to the end of its last, cut at the window's edges; none where it lies outside.
pub(super) fn place_bar(from: NaiveDate, to: NaiveDate, window: Window) -> Option<Placed> {
    if to < window.first || from > window.last || to < from {
        return None;
    }
    let left = place_of(from, window);
    let right = place_of(to.succ_opt().unwrap_or(to), window);
    Some(Placed {
        left: left.max(0.0),
        // A phase of one day is seen too.
        right: right.min(WIDTH).max(left.max(0.0) + 3.0),
        cut_left: from < window.first,
        cut_right: to > window.last,
    })
}

/// Finds a line for each label, from left to right: the first on which nothing stands in its way. Answers each label's left
/// edge, kept inside the drawing, and its line; and how many lines there are.
pub(super) fn stack(wanted: &[(f64, f64)]) -> (Vec<(f64, usize)>, usize) {
    const GAP: f64 = 8.0;
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|one, two| wanted[*one].0.total_cmp(&wanted[*two].0));
    let mut ends: Vec<f64> = Vec::new();
    let mut placed = vec![(0.0, 0); wanted.len()];
    for at in order {
        let (left, width) = wanted[at];
        let left = left.min(WIDTH - width).max(0.0);
        let line = ends.iter().position(|end| *end + GAP <= left).unwrap_or(ends.len());
        if line == ends.len() {
            ends.push(0.0);
        }
        ends[line] = left + width;
        placed[at] = (left, line);
    }
    (placed, ends.len())
}

/// A label that has found its place: its left edge and the baseline of its letters.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Label {
    pub(super) text: String,
    pub(super) x: f64,
    pub(super) y: f64,
    /// It stands on its bar.
    pub(super) inside: bool,
}

/// A row with everything in its place.
pub(super) struct Layout<'a> {
    pub(super) height: f64,
    /// The bars' upper edge, and how high they are.
    pub(super) bar_top: f64,
    pub(super) bar_height: f64,
    pub(super) bars: Vec<(&'a Bar, Placed)>,
    /// The marks by their middle.
    pub(super) marks: Vec<(&'a Mark, f64, f64)>,
    pub(super) labels: Vec<Label>,
}

fn shown(marks: &[Mark], window: Window) -> Vec<(&Mark, f64)> {
    let half_day = WIDTH / f64::from((window.last - window.first).num_days().max(1) as i32) / 2.0;
    marks
        .iter()
        .filter(|mark| mark.day >= window.first && mark.day <= window.last)
        .map(|mark| (mark, (place_of(mark.day, window) + half_day).clamp(MARK, WIDTH - MARK)))
        .collect()
}

/// Decisions stand over the bars with their labels over them; handovers under, with their labels beside them. A bar's label
/// stands on it where it fits, otherwise under it.
pub(super) fn lay_out(row: &TimelineRow, window: Window) -> Layout<'_> {
    let width = |text: &str| text_width(text, TEXT, false);
    let mut labels = Vec::new();

    let above = shown(&row.above, window);
    let wanted: Vec<_> = above.iter().map(|(mark, x)| (x - width(&mark.label) / 2.0, width(&mark.label))).collect();
    let (places, lines) = stack(&wanted);
    let mut y = to_float(lines) * LINE;
    for ((mark, _), (x, line)) in above.iter().zip(places) {
        // The first line is the one next to the marks.
        labels.push(Label { text: mark.label.clone(), x, y: y - to_float(line) * LINE - 4.0, inside: false });
    }
    let mut marks: Vec<_> = above.into_iter().map(|(mark, x)| (mark, x, y + MARK)).collect();
    y += if marks.is_empty() { 4.0 } else { MARK * 2.0 + 3.0 };

    let bars: Vec<_> = row.bars.iter().filter_map(|bar| Some((bar, place_bar(bar.from, bar.to, window)?))).collect();
    let bar_top = y;
    if !bars.is_empty() {
        y += BAR;
    }
    let mut outside = Vec::new();
    for (bar, place) in &bars {
        let wide = width(&bar.label);
        if wide + 12.0 <= place.right - place.left {
            let x = place.left + 6.0;
            labels.push(Label { text: bar.label.clone(), x, y: bar_top + BAR / 2.0 + TEXT * 0.35, inside: true });
        } else {
            outside.push((bar.label.clone(), place.left, wide));
        }
    }
    let (places, lines) = stack(&outside.iter().map(|(_, left, wide)| (*left, *wide)).collect::<Vec<_>>());
    for ((text, ..), (x, line)) in outside.into_iter().zip(places) {
        labels.push(Label { text, x, y: y + TEXT + 1.0 + to_float(line) * LINE, inside: false });
    }
    y += to_float(lines) * LINE;

    let below = shown(&row.below, window);
    let beside = MARK * 2.0 + 4.0;
    let wanted: Vec<_> = below.iter().map(|(mark, x)| (x - MARK, beside + width(&mark.label))).collect();
    let (places, lines) = stack(&wanted);
    for ((mark, x), (left, line)) in below.iter().zip(places) {
        let middle = y + 4.0 + MARK + to_float(line) * LINE;
        // At the right edge the label gives way to the left, and the mark stays on its day.
        let moved = left + MARK < x - 0.5;
        let at = if moved { x - MARK - 4.0 - width(&mark.label) } else { left + beside };
        labels.push(Label { text: mark.label.clone(), x: at.max(0.0), y: middle + TEXT * 0.35, inside: false });
        marks.push((mark, *x, middle));
    }
    y += to_float(lines) * LINE;
    Layout { height: (y + 6.0).max(BAR + 8.0), bar_top, bar_height: BAR, bars, marks, labels }
}

/// Rows and lines are few.
fn to_float(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::chart::timeline::MarkKind;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    const fn window(first: NaiveDate, last: NaiveDate) -> Window {
        Window { first, last }
    }

    fn year() -> Window {
        window(day("2026-01-01"), day("2026-12-31"))
    }

    fn bar(from: &str, to: &str, label: &str) -> Bar {
        Bar { from: day(from), to: day(to), label: label.into(), ..Bar::default() }
    }

    #[test]
    fn a_day_has_its_place_and_the_window_ends_with_its_last_day() {
        assert!(place_of(day("2026-01-01"), year()).abs() < 1e-9);
        assert!((place_of(day("2027-01-01"), year()) - WIDTH).abs() < 1e-9);
        let half = place_bar(day("2026-01-01"), day("2026-07-01"), year()).expect("inside");
        assert!((half.right - WIDTH * 182.0 / 365.0).abs() < 1e-9, "the last day is a whole one");
    }

    #[test]
    fn bars_are_cut_at_the_edges_and_gone_outside_them() {
        let through = place_bar(day("2025-01-01"), day("2027-06-01"), year()).expect("through");
        assert_eq!(through, Placed { left: 0.0, right: WIDTH, cut_left: true, cut_right: true });
        let in_time = place_bar(day("2026-03-01"), day("2026-04-01"), year()).expect("inside");
        assert!(!in_time.cut_left && !in_time.cut_right);
        assert_eq!(place_bar(day("2025-01-01"), day("2025-12-31"), year()), None);
        assert_eq!(place_bar(day("2027-01-01"), day("2027-12-31"), year()), None);
        assert!(place_bar(day("2025-01-01"), day("2026-01-01"), year()).is_some(), "the edge itself is inside");
        let short = place_bar(day("2026-05-05"), day("2026-05-05"), window(day("2020-01-01"), day("2030-01-01")));
        assert!(short.is_some_and(|bar| bar.right - bar.left >= 3.0), "a day is seen in ten years");
    }

    #[test]
    fn labels_that_would_meet_take_another_line_and_none_leaves_the_drawing() {
        let (places, lines) = stack(&[(20.0, 40.0), (40.0, 50.0), (70.0, 30.0), (890.0, 60.0), (-5.0, 4.0)]);
        assert_eq!(places[0], (20.0, 0));
        assert_eq!(places[1], (40.0, 1));
        assert_eq!(places[2], (70.0, 0));
        assert_eq!(places[3], (WIDTH - 60.0, 0));
        assert_eq!(places[4], (0.0, 0));
        assert_eq!(lines, 2);
        assert_eq!(stack(&[]), (Vec::new(), 0));
    }

    #[test]
    fn a_label_stands_on_its_bar_where_it_fits_and_under_it_where_it_does_not() {
        let row = TimelineRow {
            bars: vec![bar("2026-01-01", "2026-06-30", "Planlegge"), bar("2026-07-01", "2026-07-14", "Gjennomføre")],
            ..TimelineRow::default()
        };
        let layout = lay_out(&row, year());
        let inside: Vec<_> = layout.labels.iter().map(|label| (label.text.as_str(), label.inside)).collect();
        assert_eq!(inside, [("Planlegge", true), ("Gjennomføre", false)]);
        let moved = &layout.labels[1];
        assert!(moved.y > layout.bar_top + layout.bar_height, "under the bar");
        assert!((moved.x - layout.bars[1].1.left).abs() < 1e-9, "where its bar begins");
        assert!(layout.height > moved.y, "and the row makes room for it");
    }

    #[test]
    fn marks_keep_to_their_day_and_those_outside_are_not_drawn() {
        let mark = |on: &str, label: &str| Mark { day: day(on), label: label.into(), kind: MarkKind::Planned };
        let row = TimelineRow {
            above: vec![mark("2026-02-01", "BP1"), mark("2026-02-03", "BP2"), mark("2027-02-01", "BP3")],
            below: vec![mark("2026-12-31", "Sendt Bjørkefjord")],
            ..TimelineRow::default()
        };
        let layout = lay_out(&row, year());
        assert_eq!(layout.marks.len(), 3);
        let (first, second) = (&layout.labels[0], &layout.labels[1]);
        assert!(first.y > second.y, "the second label is a line higher: {first:?} {second:?}");
        let last = layout.labels.iter().find(|label| label.text.starts_with("Sendt")).expect("a label");
        let (_, x, _) = layout.marks[2];
        assert!(x <= WIDTH - MARK && last.x + text_width(&last.text, TEXT, false) < x, "to the left of its mark");
    }
}
