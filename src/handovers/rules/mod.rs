//! The relay's states, and what each command does in each. Pure.

mod acceptance;

pub use acceptance::{Acceptance, Sent, month_index, words};

use crate::access::Permit;
use crate::access::permission::{Perm, Permission};
use crate::clock::{Day, Moment};
use crate::ids::PersonId;
use crate::refusal::{Code, Refusal};

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

    /// Whether the days to answer are counted: not while the region owes an answer.
    pub const fn clock_runs(self) -> bool {
        !matches!(self, Self::ClarificationAsked)
    }

    /// The municipality holds the baton: it can measure.
    pub const fn is_held(self) -> bool {
        matches!(
            self,
            Self::Accepted | Self::AcceptedWithConditions | Self::AcceptedLater | Self::InRealisation | Self::Completed
        )
    }

    /// Accepted, and nothing has begun yet.
    pub const fn is_accepted(self) -> bool {
        matches!(self, Self::Accepted | Self::AcceptedWithConditions | Self::AcceptedLater)
    }

    /// Over without the baton having been carried; may be offered again.
    pub const fn may_be_offered_again(self) -> bool {
        matches!(self, Self::Refused | Self::Withdrawn | Self::Expired | Self::HandedBack)
    }
}

crate::db::types::words! {
    /// How the executive takes the baton.
    Form {
        /// As offered.
        Full = "full",
        /// With conditions.
        WithConditions = "with_conditions",
        /// From a later month.
        Later = "later",
    }
}

impl Form {
    /// The state it leads to.
    pub const fn state(self) -> State {
        match self {
            Self::Full => State::Accepted,
            Self::WithConditions => State::AcceptedWithConditions,
            Self::Later => State::AcceptedLater,
        }
    }
}

crate::db::types::words! {
    /// The ten readiness checks (DG BP4, KS overleveringsrapport).
    Check {
        /// Benefits still judged realistic by the benefits responsible.
        Realistic = "realistic",
        /// Baseline taken.
        Baseline = "baseline",
        /// Final indicators, method, who reports to whom.
        Indicators = "indicators",
        /// Assumptions with a line owner.
        Assumptions = "assumptions",
        /// Training, user documentation, operating routines.
        Training = "training",
        /// Agreements for operation and maintenance.
        Agreements = "agreements",
        /// Communication and anchoring status.
        Communication = "communication",
        /// Remaining risks with mitigation.
        Risks = "risks",
        /// Open work accepted.
        OpenWork = "open_work",
        /// Capacity in the line.
        Capacity = "capacity",
    }
}

crate::db::types::words! {
    /// How a readiness check stands.
    CheckState {
        /// Nobody has vouched.
        Open = "open",
        /// Vouched for.
        Met = "met",
        /// Not relevant, with a reason.
        NotRelevant = "not_relevant",
    }
}

/// What can be done to a handover.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Command {
    /// The region vouches for a check.
    Vouch,
    /// The region sends the baton.
    Offer,
    /// The region takes an offer back.
    Withdraw,
    /// The executive takes the baton.
    Accept(Form),
    /// The executive asks.
    Ask,
    /// The region answers.
    Answer,
    /// The executive says no.
    Refuse,
    /// The municipality gives the baton back.
    HandBack,
    /// The municipality reports home.
    Complete,
    /// The first measurement was taken, or the first step begun.
    Begin,
    /// The time to answer ran out.
    Expire,
}

impl Command {
    /// Every command, for the table.
    pub const ALL: &'static [Self] = &[
        Self::Vouch,
        Self::Offer,
        Self::Withdraw,
        Self::Accept(Form::Full),
        Self::Accept(Form::WithConditions),
        Self::Accept(Form::Later),
        Self::Ask,
        Self::Answer,
        Self::Refuse,
        Self::HandBack,
        Self::Complete,
        Self::Begin,
        Self::Expire,
    ];
}

impl Command {
    /// The permission whose holder may give it; `None` for what the program itself does.
    pub const fn permission(self) -> Option<Perm> {
        match self {
            Self::Vouch => Some(Perm::VouchReadiness),
            Self::Offer | Self::Withdraw | Self::Answer => Some(Perm::OfferHandover),
            Self::Accept(_) | Self::Ask | Self::Refuse | Self::HandBack => Some(Perm::AnswerHandover),
            Self::Complete => Some(Perm::ConcludeHandover),
            Self::Begin | Self::Expire => None,
        }
    }
}

/// Where a command leads from a state; `None` where it cannot be given.
pub const fn next(state: State, command: Command) -> Option<State> {
    match command {
        Command::Vouch if matches!(state, State::Draft) || state.is_open() => Some(state),
        Command::Offer if matches!(state, State::Draft) || state.may_be_offered_again() => Some(State::Offered),
        Command::Withdraw if state.is_open() => Some(State::Withdrawn),
        Command::Accept(form) if state.is_open() => Some(form.state()),
        Command::Ask if matches!(state, State::Offered | State::ClarificationAnswered) => {
            Some(State::ClarificationAsked)
        }
        Command::Answer if matches!(state, State::ClarificationAsked) => Some(State::ClarificationAnswered),
        Command::Refuse if state.is_open() => Some(State::Refused),
        Command::HandBack if state.is_accepted() || matches!(state, State::InRealisation) => Some(State::HandedBack),
        Command::Complete if matches!(state, State::InRealisation) => Some(State::Completed),
        Command::Begin if state.is_accepted() => Some(State::InRealisation),
        Command::Expire if state.is_open() && state.clock_runs() => Some(State::Expired),
        _ => None,
    }
}

/// Whether an offer can no longer be answered. While the region owes an answer the clock stands still.
pub fn time_is_over(state: State, answer_by: Day, today: Day) -> bool {
    state.is_open() && state.clock_runs() && today > answer_by
}

/// The last day to answer once the region has: as many days later as the question waited.
pub fn clock_goes_on(answer_by: Day, asked: Day, answered: Day) -> Day {
    let waited = asked.days_until(answered).max(0);
    answer_by.plus_days(waited).unwrap_or(answer_by)
}

/// Who answered an offer, for those who come too late.
#[derive(Clone, Debug)]
pub struct Answered {
    /// The person's name.
    pub by: String,
    /// When.
    pub at: Moment,
}

/// What a rule needs to know of a handover.
#[derive(Clone, Debug)]
pub struct Facts {
    /// Its state.
    pub state: State,
    /// Who offered it.
    pub offered_by: Option<PersonId>,
    /// The last day to answer.
    pub answer_by: Day,
    /// Who answered, if somebody has.
    pub answered: Option<Answered>,
}

impl Facts {
    /// Where the command leads for somebody who has leave to give it, or why it cannot be given now.
    pub fn then<P: Permission>(&self, command: Command, permit: Permit<P>, today: Day) -> Result<State, Refusal> {
        if command.permission() != Some(P::PERM) {
            return Err(Refusal::new(Code::NotYourRole));
        }
        drop(permit);
        self.would(command, today)
    }

    /// Where the command would lead, whoever gives it: for what a page offers, and for telling who was quicker.
    pub fn would(&self, command: Command, today: Day) -> Result<State, Refusal> {
        let answers = matches!(command, Command::Accept(_) | Command::Ask | Command::Refuse);
        if answers && time_is_over(self.state, self.answer_by, today) {
            return Err(Refusal::new(Code::OfferExpired).with("state", State::Expired.as_str()));
        }
        match (next(self.state, command), &self.answered) {
            (Some(state), _) => Ok(state),
            (None, Some(answered)) if answers && (self.state.is_held() || self.state == State::Refused) => {
                Err(already_answered(self.state, answered))
            }
            (None, _) if answers && self.state == State::Expired => {
                Err(Refusal::new(Code::OfferExpired).with("state", self.state.as_str()))
            }
            (None, _) => Err(Refusal::new(Code::WrongState).with("state", self.state.as_str())),
        }
    }

    /// The person who offered may not answer.
    pub fn not_by_the_proposer(&self, person: PersonId) -> Result<(), Refusal> {
        if self.offered_by == Some(person) { Err(Refusal::new(Code::OwnOffer)) } else { Ok(()) }
    }
}

fn already_answered(state: State, answered: &Answered) -> Refusal {
    Refusal::new(Code::AlreadyAnswered)
        .with("answered_by", &answered.by)
        .with("answered_at", answered.at)
        .with("state", state.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::permission::{AnswerHandover, OfferHandover};

    fn day(text: &str) -> Day {
        Day::parse(text).expect("a day")
    }

    fn facts(state: State) -> Facts {
        Facts {
            state,
            offered_by: Some(PersonId::from_number(1)),
            answer_by: day("2026-12-01"),
            answered: Some(Answered { by: "Kari".into(), at: Moment::from_micros(0) }),
        }
    }

    /// State × command, the whole of it: what is not here cannot be done.
    #[test]
    fn every_state_and_command_is_decided() {
        use Command as C;
        use State as S;
        let mut expected: Vec<(S, C, S)> = vec![
            (S::Draft, C::Vouch, S::Draft),
            (S::Draft, C::Offer, S::Offered),
            (S::Offered, C::Ask, S::ClarificationAsked),
            (S::ClarificationAnswered, C::Ask, S::ClarificationAsked),
            (S::ClarificationAsked, C::Answer, S::ClarificationAnswered),
            (S::InRealisation, C::Complete, S::Completed),
            (S::InRealisation, C::HandBack, S::HandedBack),
        ];
        for open in [S::Offered, S::ClarificationAsked, S::ClarificationAnswered] {
            expected.extend([
                (open, C::Vouch, open),
                (open, C::Withdraw, S::Withdrawn),
                (open, C::Refuse, S::Refused),
                (open, C::Accept(Form::Full), S::Accepted),
                (open, C::Accept(Form::WithConditions), S::AcceptedWithConditions),
                (open, C::Accept(Form::Later), S::AcceptedLater),
            ]);
        }
        // While the region owes an answer the clock stands still.
        expected.extend([S::Offered, S::ClarificationAnswered].map(|open| (open, C::Expire, S::Expired)));
        for accepted in [S::Accepted, S::AcceptedWithConditions, S::AcceptedLater] {
            expected.extend([(accepted, C::HandBack, S::HandedBack), (accepted, C::Begin, S::InRealisation)]);
        }
        for over in [S::Refused, S::Withdrawn, S::Expired, S::HandedBack] {
            expected.push((over, C::Offer, S::Offered));
        }
        for state in State::ALL {
            for command in Command::ALL {
                let wanted =
                    expected.iter().find(|(from, given, _)| from == state && given == command).map(|(_, _, to)| *to);
                assert_eq!(next(*state, *command), wanted, "{state:?} {command:?}");
            }
        }
    }

    #[test]
    fn who_comes_too_late_is_told_who_and_when() {
        let refusal = facts(State::Accepted).would(Command::Accept(Form::Full), day("2026-11-21")).expect_err("late");
        assert_eq!(refusal.code, Code::AlreadyAnswered);
        assert!(refusal.args.contains(&("answered_by", "Kari".to_owned())));
        let over = facts(State::Offered).would(Command::Accept(Form::Full), day("2026-12-02")).expect_err("expired");
        assert_eq!(over.code, Code::OfferExpired);
        assert!(
            facts(State::Offered).would(Command::Accept(Form::Full), day("2026-12-01")).is_ok(),
            "the last day counts"
        );
    }

    #[test]
    fn only_leave_for_the_command_itself_will_do() {
        let access = crate::access::Access::system("test");
        let today = day("2026-11-21");
        let offer = || Permit::<OfferHandover>::of_the_program(&access).expect("a permit");
        let answer = || Permit::<AnswerHandover>::of_the_program(&access).expect("a permit");
        let offered = facts(State::Offered);
        assert_eq!(offered.then(Command::Refuse, answer(), today).ok(), Some(State::Refused));
        assert_eq!(offered.then(Command::Withdraw, offer(), today).ok(), Some(State::Withdrawn));
        for command in Command::ALL.iter().filter(|command| command.permission() != Some(Perm::OfferHandover)) {
            let refusal = offered.then(*command, offer(), today).expect_err("another's leave");
            assert_eq!(refusal.code, Code::NotYourRole, "{command:?}");
        }
    }

    #[test]
    fn the_proposer_does_not_answer() {
        assert!(facts(State::Offered).not_by_the_proposer(PersonId::from_number(1)).is_err());
        assert!(facts(State::Offered).not_by_the_proposer(PersonId::from_number(2)).is_ok());
    }

    #[test]
    fn while_the_region_owes_an_answer_the_clock_stands_still() {
        let (answer_by, asked) = (day("2026-12-01"), day("2026-11-28"));
        assert!(!time_is_over(State::ClarificationAsked, answer_by, day("2027-01-01")));
        assert!(time_is_over(State::ClarificationAnswered, answer_by, day("2026-12-02")));
        assert_eq!(next(State::ClarificationAsked, Command::Expire), None);
        assert_eq!(clock_goes_on(answer_by, asked, day("2026-12-05")), day("2026-12-08"));
        assert_eq!(clock_goes_on(answer_by, asked, asked), answer_by);
    }
}
