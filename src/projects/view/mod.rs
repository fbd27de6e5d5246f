//! How the pages of the roadmap look.

pub mod edit;
pub mod participants;
pub mod project;
pub mod roadmap;

pub use super::parts::{above, parts, to_roadmap};
use super::rules::Participating;
use crate::handovers::rules::State;
use crate::i18n::Lang;
use crate::ui::{Status, Tone};
use crate::web::sheet::word_in;

/// How a municipality stands to a project, in one state: the handover's where there is one, else the participation's.
pub fn standing(lang: Lang, participating: Option<Participating>, state: Option<State>) -> Option<Status> {
    let stepped_out = matches!(participating, Some(Participating::Declined | Participating::Left));
    match (state, participating) {
        (Some(state), _) if !stepped_out || state.is_held() => {
            Some(Status::new(tone(state), word_in(lang, "handover-state", state.as_str())))
        }
        (_, Some(participating)) => Some(taking_part(lang, participating)),
        (Some(_), None) | (None, None) => None,
    }
}

/// A participation as a state.
pub fn taking_part(lang: Lang, participating: Participating) -> Status {
    let tone = match participating {
        Participating::Invited => Tone::Waiting,
        Participating::Joined => Tone::NotStarted,
        Participating::Declined | Participating::Left => Tone::Stopped,
    };
    Status::new(tone, word_in(lang, "participating", participating.as_str()))
}

/// How a handover's state is drawn.
pub const fn tone(state: State) -> Tone {
    match state {
        State::Draft | State::Withdrawn => Tone::NotStarted,
        State::Offered | State::ClarificationAsked | State::ClarificationAnswered => Tone::Waiting,
        State::Accepted | State::AcceptedWithConditions | State::AcceptedLater | State::InRealisation => Tone::Underway,
        State::Expired => Tone::Late,
        State::Refused | State::HandedBack => Tone::Stopped,
        State::Completed => Tone::Done,
    }
}
