//! A series so small that it fits beside its number.

use maud::{Markup, Render, html};

use super::scale::Scale;

/// A line of the last figures, without axes. The number it belongs to stands beside it, written by the caller.
#[derive(Clone, Debug, Default)]
pub struct Sparkline {
    /// The figures in order, evenly spaced; none leaves a gap.
    pub values: Vec<Option<f64>>,
    /// Where the series stood before; a dotted line.
    pub baseline: Option<f64>,
    /// Where it should be; a diamond at the right edge.
    pub target: Option<f64>,
    /// The lowest and highest value drawn. Give all sparklines of one column the same, so that they can be compared.
    pub range: Option<(f64, f64)>,
    /// The line in a sentence, for those who do not see it.
    pub summary: String,
}

const WIDTH: f64 = 104.0;
const HEIGHT: f64 = 28.0;

impl Sparkline {
    fn range(&self) -> (f64, f64) {
        let all = self.values.iter().flatten().chain(&self.baseline).chain(&self.target);
        let found =
            all.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(*value), high.max(*value)));
        self.range.unwrap_or(if found.0 <= found.1 { found } else { (0.0, 1.0) })
    }
}

impl Render for Sparkline {
    fn render(&self) -> Markup {
        let last = u32::try_from(self.values.len()).map_or(0.0, |count| f64::from(count) - 1.0);
        let x = Scale::new((0.0, last), (5.0, WIDTH - 12.0));
        let y = Scale::new(self.range(), (HEIGHT - 5.0, 5.0));
        let places: Vec<Option<(f64, f64)>> = (0u32..)
            .zip(&self.values)
            .map(|(place, value)| value.map(|value| (x.at(f64::from(place)), y.at(value))))
            .collect();
        html! {
            svg.sparkline role="img" viewBox={ "0 0 " (WIDTH) " " (HEIGHT) } width=(WIDTH) height=(HEIGHT) aria-label=(self.summary) {
                @if let Some(baseline) = self.baseline {
                    @let height = format!("{:.1}", y.at(baseline));
                    line.chart-baseline x1="2" y1=(height) x2=(WIDTH - 2.0) y2=(height) {}
                }
                @for run in places.split(Option::is_none) {
                    polyline.chart-measured points=(run.iter().flatten().map(|(x, y)| format!("{x:.1},{y:.1}")).collect::<Vec<_>>().join(" ")) {}
                }
                @if let Some((x, y)) = places.iter().flatten().next_back() {
                    circle.chart-point cx=(format!("{x:.1}")) cy=(format!("{y:.1}")) r="3.5" {}
                }
                @if let Some(target) = self.target {
                    path.chart-target d={ "M" (WIDTH - 6.0) " " (format!("{:.1}", y.at(target) - 4.0)) "l4 4-4 4-4-4Z" } {}
                }
            }
        }
    }
}
