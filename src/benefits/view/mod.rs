//! How the pages of benefits look.

pub mod benefit;
pub mod commitment;
pub mod indicator;
pub mod overview;

use crate::i18n::Lang;
use crate::projects::store::Project;
use crate::ui::Link;

/// The pages above a page about something in a project.
pub fn above(lang: Lang, project: &Project) -> Vec<Link> {
    vec![
        Link::new(format!("/projects?region={}", project.region_id), lang.t("nav-roadmap")),
        Link::new(format!("/projects/{}", project.id), project.title.clone()),
    ]
}
