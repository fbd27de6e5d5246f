//! What a region's page says first: three to five sentences chosen from its figures, the most important first. Pure.
//!
//! What asks for something comes before what is as it should be: overdue, behind without an explanation, caught, fallen
//! back; then where the gain is furthest from its plan, how much is on plan, what waits for an answer, and where the
//! batons are. At most three ask for something, so that a leader also hears how it goes. A share is never said without
//! how much of it was measured, so every headline that has one carries its coverage.

use super::{Cell, CurveBlock};
use crate::decimal::{Decimal, Figure};

/// Most sentences at once.
pub const MOST: usize = 5;

/// Most of them that ask for something.
const MOST_ASKING: usize = 3;

/// What the sentences are chosen from; all of it among what the reader may see.
#[derive(Clone, Debug, Default)]
pub struct Glance {
    /// The matrix, summed.
    pub cell: Cell,
    /// Batons that are held.
    pub held: usize,
    /// Batons that were ever sent.
    pub sent: usize,
    /// Batons that wait for an answer.
    pub waiting: usize,
    /// Benefits that are behind their plan, by the region's threshold.
    pub behind: usize,
    /// Of these, those that nobody has explained.
    pub unexplained: usize,
    /// Batons that are caught in daily operations.
    pub caught: usize,
    /// Benefits that have fallen back after their target's day.
    pub fallen_back: usize,
    /// Realised against planned in the month, one for each class and unit.
    pub rates: Vec<Rate>,
}

/// Realised against planned of one class and unit in a month.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rate {
    /// The benefits' class.
    pub class: String,
    /// The indicators' unit.
    pub unit: String,
    /// Σ realised / Σ planned, as a fraction.
    pub rate: Figure,
    /// Measured / accepted, as a fraction.
    pub coverage: Decimal,
}

/// One sentence, with the numbers in it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Headline {
    /// So many missed a due date.
    Overdue(Cell),
    /// So many are behind, and so many of them unexplained.
    Unexplained {
        /// Without an explanation.
        unexplained: usize,
        /// Behind in all.
        behind: usize,
        /// Of how many.
        of: Cell,
    },
    /// So many batons have not moved though something is due.
    Caught(usize),
    /// So many benefits have lost what they gave.
    FallenBack(usize),
    /// Where the gain is furthest from its plan.
    Furthest(Rate),
    /// How many are on plan.
    OnPlan(Cell),
    /// So many batons wait for an answer.
    Waiting(usize),
    /// Who holds a baton.
    Held {
        /// Held.
        held: usize,
        /// Of so many that were sent.
        sent: usize,
    },
    /// Nothing was taken on, so nothing can be measured.
    NothingTakenOn,
    /// Batons were taken, and none of the figures behind them are the reader's to see.
    NothingSeen,
}

/// The rates of a month, the last of each block. Where nothing is planned or nothing measured there is none.
pub fn rates(blocks: &[CurveBlock]) -> Vec<Rate> {
    blocks
        .iter()
        .filter_map(|block| {
            let point = block.points.last()?;
            let rate = point.rate.filter(|_| point.coverage > Decimal::ZERO)?;
            Some(Rate { class: block.class.clone(), unit: block.unit.clone(), rate, coverage: point.coverage })
        })
        .collect()
}

/// The sentences, the most important first: three to five of them.
pub fn headlines(glance: &Glance) -> Vec<Headline> {
    let cell = glance.cell;
    let mut said = Vec::new();
    if cell.overdue > 0 {
        said.push(Headline::Overdue(cell));
    }
    if glance.unexplained > 0 {
        said.push(Headline::Unexplained { unexplained: glance.unexplained, behind: glance.behind, of: cell });
    }
    if glance.caught > 0 {
        said.push(Headline::Caught(glance.caught));
    }
    if glance.fallen_back > 0 {
        said.push(Headline::FallenBack(glance.fallen_back));
    }
    said.truncate(MOST_ASKING);
    if let Some(furthest) = glance.rates.iter().min_by_key(|one| (one.rate, &one.class, &one.unit)) {
        said.push(Headline::Furthest(furthest.clone()));
    }
    said.push(match (cell.accepted, glance.held) {
        (0, 0) => Headline::NothingTakenOn,
        (0, _) => Headline::NothingSeen,
        _ => Headline::OnPlan(cell),
    });
    said.push(Headline::Waiting(glance.waiting));
    said.push(Headline::Held { held: glance.held, sent: glance.sent });
    said.truncate(MOST);
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rate(class: &str, millionths: i128) -> Rate {
        let coverage = Decimal::parse_machine("0.5").expect("a number");
        Rate { class: class.into(), unit: "timer".into(), rate: Figure::from_micros(millionths), coverage }
    }

    fn full() -> Glance {
        Glance {
            cell: Cell { measured: 6, accepted: 8, on_plan: 3, overdue: 2 },
            held: 4,
            sent: 5,
            waiting: 1,
            behind: 3,
            unexplained: 2,
            caught: 1,
            fallen_back: 1,
            rates: vec![rate("time_saved", 900_000), rate("cash_releasing", 400_000)],
        }
    }

    #[test]
    fn what_asks_for_something_comes_first_and_leaves_room_for_how_it_goes() {
        let glance = full();
        let said = headlines(&glance);
        assert_eq!(
            said,
            [
                Headline::Overdue(glance.cell),
                Headline::Unexplained { unexplained: 2, behind: 3, of: glance.cell },
                Headline::Caught(1),
                Headline::Furthest(rate("cash_releasing", 400_000)),
                Headline::OnPlan(glance.cell),
            ]
        );
        let calmer = headlines(&Glance { cell: Cell { overdue: 0, ..glance.cell }, caught: 0, ..glance });
        assert_eq!(calmer[1], Headline::FallenBack(1), "it moves up when something else is in order");
    }

    #[test]
    fn there_are_always_three_to_five() {
        let empty = Glance::default();
        assert_eq!(
            headlines(&empty),
            [Headline::NothingTakenOn, Headline::Waiting(0), Headline::Held { held: 0, sent: 0 }]
        );
        let unseen = headlines(&Glance { held: 1, sent: 2, ..empty });
        assert_eq!(unseen[0], Headline::NothingSeen, "what was taken is not said to be not taken");
        for pick in 0..64 {
            let (some, glance) = (|bit: u32| pick >> bit & 1, full());
            let picked = Glance {
                cell: Cell { overdue: some(0), accepted: some(1) * 8, ..glance.cell },
                unexplained: some(2) as usize,
                caught: some(3) as usize,
                fallen_back: some(4) as usize,
                rates: if some(5) == 1 { glance.rates } else { Vec::new() },
                ..Glance::default()
            };
            assert!((3..=MOST).contains(&headlines(&picked).len()), "{picked:?}");
        }
    }

    #[test]
    fn a_rate_needs_a_plan_and_something_measured() {
        use super::super::{CurvePoint, Month};
        use crate::clock::Day;
        let month = Month::of(Day::parse("2026-03-01").expect("a day"));
        let block = |rate: Option<i128>, coverage: &str| CurveBlock {
            class: "time_saved".into(),
            unit: "timer".into(),
            points: vec![CurvePoint {
                month,
                planned: Figure::from_micros(1),
                realised: Figure::ZERO,
                rate: rate.map(Figure::from_micros),
                coverage: Decimal::parse_machine(coverage).expect("a number"),
            }],
        };
        assert!(rates(&[block(None, "1"), block(Some(0), "0")]).is_empty());
        let zero = rates(&[block(Some(0), "0.5")]);
        assert_eq!((zero[0].rate, zero[0].coverage.micros()), (Figure::ZERO, 500_000), "a measured zero is a rate");
    }
}
