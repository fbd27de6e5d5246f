//! One marker type per permission. A handler's first argument names the one it needs.

/// A permission as a type.
pub trait Permission: Send + Sync + 'static {
    /// The same, as a value.
    const PERM: Perm;
}

macro_rules! permissions {
    ($($(#[$doc:meta])* $name:ident = $text:literal, $area:literal, $kind:ident;)+) => {
        /// Every permission there is.
        #[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
        pub enum Perm { $($(#[$doc])* $name,)+ }

        impl Perm {
            /// Every permission, in order.
            pub const ALL: &'static [Perm] = &[$(Perm::$name,)+];

            /// The stable name, as `stafett routes` prints it.
            pub const fn name(self) -> &'static str {
                match self { $(Perm::$name => $text,)+ }
            }

            /// The part of the API, as token scopes name it.
            pub const fn area(self) -> &'static str {
                match self { $(Perm::$name => $area,)+ }
            }

            /// Whether it only reads.
            pub const fn only_reads(self) -> bool {
                match self { $(Perm::$name => is_read!($kind),)+ }
            }
        }

        $($(#[$doc])* #[derive(Clone, Copy, Debug)] pub struct $name;
        impl Permission for $name { const PERM: Perm = Perm::$name; })+
    };
}

macro_rules! is_read {
    (read) => {
        true
    };
    (write) => {
        false
    };
}

permissions! {
    /// Public: nobody needs to sign in.
    Anyone = "anyone", "public", read;
    /// Any signed-in person, about themselves.
    SignedIn = "signed_in", "people", read;
    /// Change one's own account, sessions and tokens.
    OwnAccount = "own_account", "people", write;
    /// Accounts, outbox and settings of the installation.
    Operate = "operate", "installation", write;
    /// Make a region.
    CreateRegion = "create_region", "regions", write;
    /// Read a region and its members.
    SeeRegion = "see_region", "regions", read;
    /// Change a region's settings and members.
    SetUpRegion = "set_up_region", "regions", write;
    /// Invite and list people of one's place.
    ManagePeople = "manage_people", "people", write;
    /// Appoint a deputy.
    Delegate = "delegate", "people", write;
    /// Decide who sees a municipality's figures.
    SetSharing = "set_sharing", "regions", write;
    /// Read projects and benefit definitions.
    SeeRoadmap = "see_roadmap", "projects", read;
    /// Write projects, benefits, indicators and step templates.
    DefineRoadmap = "define_roadmap", "projects", write;
    /// Join or leave a project.
    TakePart = "take_part", "projects", write;
    /// Write a municipality's baseline, target and plan.
    ProposeFigures = "propose_figures", "commitments", write;
    /// Read a municipality's figures.
    SeeFigures = "see_figures", "commitments", read;
    /// Write change steps in a municipality.
    CarryOutSteps = "carry_out_steps", "projects", write;
    /// Read handovers.
    SeeHandover = "see_handover", "handovers", read;
    /// Prepare, offer and withdraw a handover.
    OfferHandover = "offer_handover", "handovers", write;
    /// Vouch for a readiness check.
    VouchReadiness = "vouch_readiness", "handovers", write;
    /// Accept, refuse or ask, for the municipality.
    AnswerHandover = "answer_handover", "handovers", write;
    /// Report the baton home.
    ConcludeHandover = "conclude_handover", "handovers", write;
    /// Read what support was given.
    SeeSupport = "see_support", "support", read;
    /// Tell of support that was given.
    LogSupport = "log_support", "support", write;
    /// Read how anchored a project is, and what competence is in place.
    SeeAnchoring = "see_anchoring", "anchoring", read;
    /// Tell how anchored a project is in one's own municipality, and what competence is in place.
    TellAnchoring = "tell_anchoring", "anchoring", write;
    /// Read the common routines and configuration, and who conforms.
    SeeRoutines = "see_routines", "routines", read;
    /// Say whether one's own municipality conforms, or ask for a deviation.
    AnswerRoutines = "answer_routines", "routines", write;
    /// Read the examples that municipalities share.
    SeeExamples = "see_examples", "examples", read;
    /// Tell how one's own municipality did it, and which examples it uses.
    TellExamples = "tell_examples", "examples", write;
    /// Show one's own municipality's example to the other members, with the effect it tells, or take it back.
    ShareExamples = "share_examples", "examples", write;
    /// Record measurements.
    Measure = "measure", "measurements", write;
    /// Ask those who measure for what is overdue.
    NudgeMeasurers = "nudge_measurers", "measurements", write;
    /// Confirm what somebody else measured.
    Confirm = "confirm", "measurements", write;
    /// Read dashboards.
    SeeDashboard = "see_dashboard", "dashboards", read;
    /// Read locked reports.
    SeeReports = "see_reports", "reports", read;
    /// Compose and lock a report.
    LockReport = "lock_report", "reports", write;
    /// Let somebody without an account see one page.
    ShareLinks = "share_links", "dashboards", write;
    /// Read the event log.
    ReadAudit = "read_audit", "audit", read;
}
