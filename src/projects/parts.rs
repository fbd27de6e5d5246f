//! The parts of a project, which stand in several rooms: the links between them, and the way back.

use super::store::Project;
use crate::i18n::Lang;
use crate::ids::RegionId;
use crate::ui::{Link, ToggleLink, ToggleLinks};
use crate::web::Call;

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
        // A form that was refused is shown at a longer address of the same part.
        let current = call.path() == href || (!path.is_empty() && call.path().starts_with(&format!("{href}/")));
        ToggleLink::new(href, lang.t(key), current)
    };
    ToggleLinks {
        label: lang.t("project-parts"),
        links: vec![
            part("", "project-overview"),
            part("/participants", "project-municipalities"),
            part("/commitments", "project-commitments"),
            part("/steps", "project-steps"),
            part("/routines", "routines-tab"),
            part("/anchoring", "anchoring-tab"),
            part("/relay", "many-title"),
        ],
    }
}
