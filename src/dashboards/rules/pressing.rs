//! What needs attention, and which of it is shown where there is room for a few lines. Pure.

use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Why something needs attention, the most pressing first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Reason {
    /// Behind its plan, and nobody has said why.
    Unexplained,
    /// A due date was missed.
    Overdue,
    /// Nothing moves though something is due.
    Caught,
    /// What was reached has gone again.
    FallenBack,
    /// The time to answer an offer is nearly over.
    Expiring,
    /// A change step cannot go on.
    Blocked,
    /// Refused, withdrawn, expired or given back.
    Stopped,
    /// Behind its plan, and the municipality has said why.
    Explained,
}

/// Something that needs attention.
#[derive(Clone, Debug)]
pub struct Matter<T> {
    /// Why.
    pub reason: Reason,
    /// How much of it, against others with the same reason.
    pub weight: i64,
    /// What.
    pub what: T,
}

/// The most pressing, and how many more there are. Every reason gets its worst before any gets its second, so that many
/// of one kind hide no other; they are listed by reason.
pub fn most_pressing<T>(mut matters: Vec<Matter<T>>, most: usize) -> (Vec<Matter<T>>, usize) {
    matters.sort_by_key(|one| (one.reason, Reverse(one.weight)));
    let mut seen: BTreeMap<Reason, usize> = BTreeMap::new();
    let mut ranked: Vec<(usize, Matter<T>)> = Vec::with_capacity(matters.len());
    for one in matters {
        let nth = seen.entry(one.reason).or_default();
        ranked.push((*nth, one));
        *nth += 1;
    }
    ranked.sort_by_key(|(nth, one)| (*nth, one.reason));
    let more = ranked.len().saturating_sub(most);
    ranked.truncate(most);
    let mut chosen: Vec<Matter<T>> = ranked.into_iter().map(|(_, one)| one).collect();
    chosen.sort_by_key(|one| one.reason);
    (chosen, more)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_of_one_kind_hide_no_other() {
        let matter = |reason, weight| Matter { reason, weight, what: weight };
        let mut all: Vec<Matter<i64>> = (0..20).map(|weight| matter(Reason::Unexplained, weight)).collect();
        all.push(matter(Reason::Blocked, 1));
        all.push(matter(Reason::Overdue, 2));
        all.push(matter(Reason::Overdue, 9));
        let (chosen, more) = most_pressing(all, 5);
        let said: Vec<(Reason, i64)> = chosen.iter().map(|one| (one.reason, one.what)).collect();
        assert_eq!(
            said,
            [
                (Reason::Unexplained, 19),
                (Reason::Unexplained, 18),
                (Reason::Overdue, 9),
                (Reason::Overdue, 2),
                (Reason::Blocked, 1)
            ]
        );
        assert_eq!(more, 18);
        assert_eq!(most_pressing(Vec::<Matter<()>>::new(), 7).1, 0);
    }
}
