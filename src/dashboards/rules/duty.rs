//! Whose something is to do.

/// Whose something is to do, seen from the one for whom it waits.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Duty {
    /// Their own, or anybody's.
    Own,
    /// Somebody else's, and they lead the municipality.
    Led,
    /// A municipality's, and they follow it for the region.
    Followed,
}
