//! The form for a competence that a project needs.

use maud::html;

use crate::projects::store::Project;
use crate::regions::store::Region;
use crate::ui::{Button, ButtonKind, Control, LinkButton, Page};
use crate::web::sheet::Sheet;
use crate::web::{Call, shell};

/// What the page shows beside the form's fields.
pub struct Shown {
    /// The region.
    pub region: Region,
    /// The project.
    pub project: Project,
    /// It is not written yet.
    pub is_new: bool,
}

/// The page.
pub fn page(call: &Call, shown: &Shown, sheet: &Sheet<'_>) -> Page {
    let lang = call.lang();
    let fields = html! {
        (sheet.version())
        (sheet.required("title", "competence-field-title", Control::Text)
            .description(lang.t("competence-field-title-help")))
        (sheet.required("audience", "competence-audience", Control::Text)
            .description(lang.t("competence-audience-help")))
    };
    let back = format!("/projects/{}/anchoring", shown.project.id);
    let form = sheet
        .post(call, fields)
        .id("competence")
        .action(Button::primary(lang.t("save")))
        .action(LinkButton::new(ButtonKind::Secondary, back, lang.t("cancel")));
    Page {
        narrow: true,
        kicker: Some(shown.project.title.clone()),
        above: super::above(lang, &shown.project),
        title_prefix: sheet.title_prefix(),
        ..shell::region_page(
            call,
            &shown.region,
            lang.t(if shown.is_new { "competence-new" } else { "competence-edit" }),
            html! { (form) },
        )
    }
}
