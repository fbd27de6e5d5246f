//! How common routines and configuration look.

pub mod item;
pub mod list;
pub mod town;

use super::rules::Standing;
use crate::i18n::Lang;
use crate::projects::parts;
use crate::projects::store::Project;
use crate::ui::{Link, Status, Tone};
use crate::web::sheet::word_in;

/// The pages above a page under a project's common items.
fn above(lang: Lang, project: &Project) -> Vec<Link> {
    let mut above = parts::above(lang, project);
    above.push(Link::new(format!("/projects/{}/routines", project.id), lang.t("routines-title")));
    above
}

const fn tone(standing: Standing) -> Tone {
    match standing {
        Standing::Unknown => Tone::Unknown,
        Standing::Conform => Tone::Done,
        Standing::DeviationAsked => Tone::Waiting,
        Standing::DeviationApproved => Tone::OnPlan,
        Standing::NotConform => Tone::Late,
    }
}

fn word(lang: Lang, standing: Standing) -> String {
    word_in(lang, "conformity", standing.as_str())
}

fn status(lang: Lang, standing: Standing) -> Status {
    Status::new(tone(standing), word(lang, standing))
}
