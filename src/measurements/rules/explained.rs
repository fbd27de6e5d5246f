//! Which explanation of a deviation still speaks. A deviation is explained once, in words, and is used wherever it is
//! shown until the benefit has been back on plan.

use std::collections::BTreeSet;

use super::Pace;
use crate::clock::Day;

/// How a benefit that is behind its plan is accounted for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Deviation {
    /// It is on plan, or only a little behind: nothing is asked for.
    None,
    /// Behind, and the explanation of this day speaks for it.
    Explained(Day),
    /// Behind, and nobody has said why.
    Unexplained,
}

/// From the measurements that count, judged, in order of day, and the days that were explained. The newest explanation
/// speaks as long as nothing on or behind its day was on plan.
pub fn deviation(judged: &[(Day, Pace)], explained: &BTreeSet<Day>) -> Deviation {
    let Some((_, newest)) = judged.last() else { return Deviation::None };
    let since = judged.iter().rev().take_while(|(_, pace)| *pace != Pace::OnPlan);
    let speaks = since.map(|(on, _)| *on).find(|on| explained.contains(on));
    match (newest, speaks) {
        (Pace::OnPlan, _) | (Pace::SlightlyBehind, None) => Deviation::None,
        (_, Some(on)) => Deviation::Explained(on),
        (Pace::Behind, None) => Deviation::Unexplained,
    }
}

#[cfg(test)]
mod tests {
    use super::super::examples::day;
    use super::*;

    #[test]
    fn a_deviation_is_explained_once_until_it_is_back_on_plan() {
        let judged = |paces: &[Pace]| -> Vec<(Day, Pace)> {
            (1..).map(|month| day(&format!("2026-{month:02}-28"))).zip(paces.iter().copied()).collect()
        };
        let days = |months: &[u32]| months.iter().map(|month| day(&format!("2026-{month:02}-28"))).collect();
        let (on, little, behind) = (Pace::OnPlan, Pace::SlightlyBehind, Pace::Behind);
        assert_eq!(deviation(&[], &days(&[1])), Deviation::None);
        assert_eq!(deviation(&judged(&[behind]), &days(&[])), Deviation::Unexplained);
        assert_eq!(deviation(&judged(&[behind, behind]), &days(&[1])), Deviation::Explained(day("2026-01-28")));
        assert_eq!(deviation(&judged(&[behind, behind]), &days(&[1, 2])), Deviation::Explained(day("2026-02-28")));
        assert_eq!(
            deviation(&judged(&[behind, on, behind]), &days(&[1])),
            Deviation::Unexplained,
            "that was another time"
        );
        assert_eq!(deviation(&judged(&[behind, on]), &days(&[1])), Deviation::None);
        assert_eq!(deviation(&judged(&[little]), &days(&[])), Deviation::None);
        assert_eq!(deviation(&judged(&[little, behind]), &days(&[1])), Deviation::Explained(day("2026-01-28")));
    }
}
