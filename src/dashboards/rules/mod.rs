//! What a region's figures are, counted from the commitments themselves.
//!
//! This is the slow, plain way: every series is walked through. Past days are answered by it, and tests hold what is kept
//! ready against it. Only [`curve_of_sums`] reads what is kept ready.
//!
//! What counts, for all figures here:
//! - the series given are the accepted commitments; the caller chooses them, and all of them count for every day and
//!   month asked about, because the contract dates the measurements and not the acceptance;
//! - a commitment is *measured* on a day when it has a measurement of any kind on that day or before. The latest such
//!   value stands until the next one. A measured zero is measured;
//! - a commitment without a measurement adds nothing to what is realised, and lowers the coverage.

pub mod cell;
pub mod course;
pub mod curve;
pub mod duty;
pub mod headline;
pub mod idle;
pub mod insight;
pub mod pressing;
pub mod since;
mod sum;

pub use cell::{Cell, CellSeries, cell};
pub use course::{Course, Heading, course};
pub use curve::{Curve, CurveBlock, CurvePoint, CurveSeries, curve, curve_of_sums};
pub use duty::Duty;
pub use insight::Insight;
pub use sum::{Contribution, MonthSum};

use crate::clock::Day;
pub use crate::measurements::rules::Month;
use crate::measurements::rules::Point;

/// The latest of some measurements (in order of day) on a day or before; `None` when there is none.
pub fn latest_by(measurements: &[Point], on: Day) -> Option<&Point> {
    measurements[..measurements.partition_point(|point| point.on <= on)].last()
}
