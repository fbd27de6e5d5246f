//! How the pages of the roadmap look.

pub mod edit;
pub mod participants;
pub mod project;
pub mod roadmap;

use super::rules::Participating;
use super::store::Project;
use crate::handovers::rules::State;
use crate::i18n::Lang;
use crate::ids::RegionId;
use crate::ui::{Link, Status, ToggleLink, ToggleLinks, Tone};
use crate::web::Call;
use crate::web::sheet::word_in;

/// The way to the roadmap of a region.
pub fn to_roadmap(lang: Lang, region: RegionId) -> Link {
    Link::new(format!("/projects?region={region}"), lang.t("nav-roadmap"))
}

/// The pages above a page about a project.
pub fn above(lang: Lang, project: &Project) -> Vec<Link> {
    vec![to_roadmap(lang, project.region_id), Link::new(format!("/projects/{}", project.id), project.title.clone())]
}

/// The parts of a project, each with its own address.
pub fn parts(call: &Call, project: &Project) -> ToggleLinks {
    let lang = call.lang();
    let part = |path: &str, key: &str| {
        let href = format!("/projects/{}{path}", project.id);
        let current = call.path() == href;
        ToggleLink::new(href, lang.t(key), current)
    };
    ToggleLinks {
        label: lang.t("project-parts"),
        links: vec![
            part("", "project-overview"),
            part("/participants", "project-municipalities"),
            part("/commitments", "project-commitments"),
            part("/steps", "project-steps"),
        ],
    }
}

/// How a municipality stands to a project, in one state: the handover's where there is one, else the participation's.
pub fn standing(lang: Lang, participating: Option<Participating>, state: Option<State>) -> Option<Status> {
    let stepped_out = matches!(participating, Some(Participating::Declined | Participating::Left));
    match (state, participating) {
        (Some(state), _) if !(stepped_out && !state.is_held()) => {
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
