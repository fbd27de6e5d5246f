//! In which state something is shown: the one place where figures become a shape and a word. Pure.

use super::rules::Cell;
use crate::handovers::rules::State;
use crate::ui::Tone;

/// A state to show: its tone and the key of its word.
pub type Shown = (Tone, &'static str);

/// Every state that a cell can have, for the legend.
pub const LEGEND: [Shown; 10] = [
    (Tone::NotStarted, "state-not-started"),
    (Tone::Waiting, "state-waiting"),
    (Tone::Underway, "state-underway"),
    (Tone::OnPlan, "state-on-plan"),
    (Tone::Late, "state-slightly-behind"),
    (Tone::Late, "state-behind"),
    (Tone::Late, "state-overdue"),
    (Tone::Unknown, "state-not-measured"),
    (Tone::Done, "state-done"),
    (Tone::Stopped, "state-stopped"),
];

/// States from the one that most needs somebody to the one that needs nobody.
const WORST_FIRST: [&str; 10] = [
    "state-overdue",
    "state-behind",
    "state-not-measured",
    "state-slightly-behind",
    "state-stopped",
    "state-waiting",
    "state-underway",
    "state-on-plan",
    "state-done",
    "state-not-started",
];

/// The place of a state among all, the worst first.
pub fn severity((_, word): Shown) -> usize {
    WORST_FIRST.iter().position(|known| *known == word).unwrap_or(WORST_FIRST.len())
}

/// A project in a municipality, where some benefit is behind its plan by the region's threshold or none is. What is
/// overdue is never green, and neither is what nobody measured.
pub fn of_cell(state: Option<State>, figures: Option<Cell>, behind: bool) -> Shown {
    match state {
        None | Some(State::Draft) => (Tone::NotStarted, "state-not-started"),
        Some(state) if state.is_open() => (Tone::Waiting, "state-waiting"),
        Some(state) if !state.is_held() => (Tone::Stopped, "state-stopped"),
        Some(state) => match figures {
            None => (Tone::Underway, "state-underway"),
            Some(Cell { overdue: 1.., .. }) => (Tone::Late, "state-overdue"),
            Some(Cell { measured, on_plan, .. }) if on_plan < measured => {
                (Tone::Late, if behind { "state-behind" } else { "state-slightly-behind" })
            }
            Some(Cell { accepted: 1.., measured: 0, .. }) => (Tone::Unknown, "state-not-measured"),
            Some(_) if state == State::Completed => (Tone::Done, "state-done"),
            Some(Cell { accepted: 0, .. }) => (Tone::Underway, "state-underway"),
            Some(_) => (Tone::OnPlan, "state-on-plan"),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_has_a_place_among_the_worst() {
        let places: std::collections::BTreeSet<usize> = LEGEND.into_iter().map(severity).collect();
        assert_eq!(places, (0..LEGEND.len()).collect());
        assert_eq!(severity((Tone::Late, "state-overdue")), 0);
    }

    #[test]
    fn nothing_overdue_or_unmeasured_is_ever_green() {
        for state in State::ALL {
            for overdue in 0..3 {
                for measured in 0..3 {
                    for on_plan in 0..=measured {
                        let cell = Cell { measured, accepted: 2.max(measured), on_plan, overdue };
                        let (tone, _) = of_cell(Some(*state), Some(cell), on_plan == 0);
                        if overdue > 0 || measured == 0 {
                            assert!(!matches!(tone, Tone::OnPlan | Tone::Done), "{state:?} {cell:?}");
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn what_is_not_shared_is_underway_and_says_no_more() {
        assert_eq!(of_cell(Some(State::InRealisation), None, true), (Tone::Underway, "state-underway"));
        assert_eq!(of_cell(None, None, false), (Tone::NotStarted, "state-not-started"));
        assert_eq!(of_cell(Some(State::Refused), None, false), (Tone::Stopped, "state-stopped"));
    }
}
