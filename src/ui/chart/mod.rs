//! Drawings of figures over time, made on the server as SVG with real text.
//!
//! One grammar everywhere: the baseline is dotted grey, the plan a thin solid line, the target a labelled diamond, what was
//! measured a thick line with points, what is expected dashed with a band. Lines are told apart by stroke and by a label
//! beside them, never by colour alone; a missing figure leaves a gap. Colours come from `assets/chart.css`, so that dark
//! pages, paper and forced colours work.

mod bars;
mod drawing;
mod labels;
mod scale;
mod series_chart;
mod small_multiples;
mod sparkline;
mod timeline;
mod timeline_layout;

pub use bars::{BarChart, BarRow};
pub use scale::value_ticks;
pub use series_chart::{Baseline, Event, Forecast, ForecastPoint, Measured, SeriesChart, Target};
pub use small_multiples::{Panel, SmallMultiples};
pub use sparkline::Sparkline;
pub use timeline::{Bar, Mark, MarkKind, PlaceMark, Tick, Timeline, TimelineGroup, TimelineRow, Upcoming, Window};
