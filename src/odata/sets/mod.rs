//! The tables of the feed: what each looks like and what a reader sees of it. Names and meanings never change; columns may
//! be added at the end.

mod commitments;
mod handovers;
mod measurements;
mod municipalities;
mod roadmap;

pub(super) use commitments::COMMITMENTS;
pub(super) use handovers::HANDOVERS;
pub(super) use measurements::MEASUREMENTS;
pub(super) use municipalities::MUNICIPALITIES;
pub(super) use roadmap::{BENEFITS, INDICATORS, PROJECTS};

use super::rules::Set;

/// What every table looks like.
pub(super) fn models() -> [&'static Set; 7] {
    [
        &MUNICIPALITIES.set,
        &PROJECTS.set,
        &BENEFITS.set,
        &INDICATORS.set,
        &COMMITMENTS.set,
        &MEASUREMENTS.set,
        &HANDOVERS.set,
    ]
}
