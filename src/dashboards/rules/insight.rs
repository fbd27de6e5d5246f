//! How much of what is looked at one may see. Pure.

/// Of how many municipalities one sees the figures, among those that are looked at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Insight {
    /// Those whose figures one sees.
    pub seen: usize,
    /// All of them.
    pub all: usize,
}

impl Insight {
    /// Some share their figures with the region only.
    pub const fn is_partial(self) -> bool {
        self.seen < self.all
    }

    /// There are some, and one sees the figures of none: a count of theirs is not known to be nought.
    pub const fn is_none(self) -> bool {
        self.seen == 0 && self.all > 0
    }
}
