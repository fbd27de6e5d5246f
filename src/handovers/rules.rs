//! The relay's states and who may move them. Pure.

crate::db::types::words! {
    /// Where a handover stands (method, section 5).
    State {
        /// Being prepared by the region.
        Draft = "draft",
        /// Waits for the executive.
        Offered = "offered",
        /// The executive asked.
        ClarificationAsked = "clarification_asked",
        /// The region answered.
        ClarificationAnswered = "clarification_answered",
        /// Taken over.
        Accepted = "accepted",
        /// Taken over, with conditions.
        AcceptedWithConditions = "accepted_with_conditions",
        /// Taken over, from a later month.
        AcceptedLater = "accepted_later",
        /// Refused, with a reason.
        Refused = "refused",
        /// Taken back by the region.
        Withdrawn = "withdrawn",
        /// Nobody answered in time.
        Expired = "expired",
        /// The first measurement was taken or the first step begun.
        InRealisation = "in_realisation",
        /// Reported home (BP6).
        Completed = "completed",
        /// Given back.
        HandedBack = "handed_back",
    }
}

impl State {
    /// Offered or under clarification: the executive can answer.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Offered | Self::ClarificationAsked | Self::ClarificationAnswered)
    }

    /// The municipality holds the baton: it can measure.
    pub const fn is_held(self) -> bool {
        matches!(
            self,
            Self::Accepted | Self::AcceptedWithConditions | Self::AcceptedLater | Self::InRealisation | Self::Completed
        )
    }
}
