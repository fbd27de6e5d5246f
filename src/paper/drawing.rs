//! Lines over time on paper: the figures of the table below them, to be seen at a glance.

use super::Text;
use super::faces::{Letter, letters};
use super::flow::{FULL, Flow, Measure, SIDE};
use super::lines::width;
use super::marks::{Mark, Of, Role, Shade};

/// Lines over time. Places are shares of the drawing's width and height, from 0 at the left and the bottom to 1.
#[derive(Clone, Debug, Default)]
pub struct Drawing {
    /// What it shows, for those who cannot see it.
    pub summary: String,
    /// Round figures at the left, with their height.
    pub ticks: Vec<(f32, String)>,
    /// Words below, with their place from the left.
    pub below: Vec<(f32, String)>,
    /// The lines.
    pub curves: Vec<Curve>,
}

/// A line with a name.
#[derive(Clone, Debug, Default)]
pub struct Curve {
    /// What it is called.
    pub name: String,
    /// Thin and dashed: what is planned. The others are thick and whole.
    pub dashed: bool,
    /// Its points, from the left.
    pub points: Vec<(f32, f32)>,
}

/// The room that a drawing takes, with its names above and its words below.
pub(super) const HEIGHT: f32 = LEGEND + PLOT + 22.0;
const PLOT: f32 = 150.0;
const LEGEND: f32 = 22.0;
/// For the figures at the left.
const LEFT: f32 = 52.0;
const WORDS: Measure = Measure { size: 8.0, leading: 11.0 };
/// How long a piece of a line stands beside its name.
const SAMPLE: f32 = 26.0;

impl Flow {
    /// Sets a drawing, whole on one page.
    pub fn drawing(&mut self, drawing: &Drawing) {
        self.space(8.0);
        self.need(HEIGHT);
        let of = Of::Element(self.element(Role::Figure(drawing.summary.clone()), None));
        let (x, top) = (SIDE + LEFT, self.y + LEGEND);
        let wide = FULL - LEFT - 8.0;
        let at =
            |(across, up): (f32, f32)| (x + across.clamp(0.0, 1.0) * wide, top + (1.0 - up.clamp(0.0, 1.0)) * PLOT);
        let mut beside = x;
        for curve in &drawing.curves {
            let name = self.words(&curve.name);
            let line = self.y + WORDS.leading / 2.0;
            self.mark(stroke(curve.dashed, vec![(beside, line), (beside + SAMPLE, line)], of));
            beside += SAMPLE + 6.0;
            let long = width(&name, WORDS.size);
            self.line(beside, self.y, WORDS, Shade::Ink, name, of);
            beside += long + 24.0;
        }
        for (up, figure) in &drawing.ticks {
            let (_, y) = at((0.0, *up));
            let weight = if *up == 0.0 { 0.9 } else { 0.4 };
            self.mark(Mark::Rule { x, y: y - weight / 2.0, width: wide, weight, shade: Shade::Faint });
            let figure = self.words(figure);
            let left = x - 6.0 - width(&figure, WORDS.size);
            self.line(left, y - WORDS.leading / 2.0, WORDS, Shade::Grey, figure, of);
        }
        for (across, word) in &drawing.below {
            let (middle, bottom) = at((*across, 0.0));
            let word = self.words(word);
            let long = width(&word, WORDS.size);
            let left = (middle - long / 2.0).clamp(x - LEFT, SIDE + FULL - long);
            self.line(left, bottom + 5.0, WORDS, Shade::Grey, word, of);
        }
        for curve in &drawing.curves {
            let mut points: Vec<(f32, f32)> = curve.points.iter().map(|point| at(*point)).collect();
            if let [(x, y)] = points[..] {
                // One alone is a short line: a line of no length is none.
                points = vec![(x - 2.0, y), (x + 2.0, y)];
            }
            self.mark(stroke(curve.dashed, points, of));
        }
        self.y += HEIGHT;
    }

    fn words(&mut self, words: &str) -> Vec<Letter> {
        letters(&Text::from(words), self.missing())
    }
}

fn stroke(dashed: bool, points: Vec<(f32, f32)>, of: Of) -> Mark {
    let (weight, shade) = if dashed { (1.0, Shade::Grey) } else { (2.0, Shade::Ink) };
    Mark::Stroke { points, weight, dashed, shade, of }
}
