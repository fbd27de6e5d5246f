//! The form for a common item.

use maud::html;

use crate::projects::store::Project;
use crate::regions::store::Region;
use crate::routines::rules::ItemKind;
use crate::ui::{Button, ButtonKind, Control, LinkButton, Page};
use crate::web::sheet::{Sheet, choices};
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
    let kinds = choices(lang, "common-item-kind", ItemKind::ALL.iter().map(|it| it.as_str()), None);
    let fields = html! {
        (sheet.version())
        (sheet.required("title", "common-item-title", Control::Text).description(lang.t("common-item-title-help")))
        (sheet.required("kind", "common-item-kind", Control::Radios(kinds)))
        (sheet.field("description", "common-item-description", Control::TextArea { rows: 4 }))
        (sheet.field("stands_in", "common-item-stands-in", Control::Text).description(lang.t("common-item-stands-in-help")))
    };
    let back = format!("/projects/{}/routines", shown.project.id);
    let form = sheet
        .post(call, fields)
        .id("common-item")
        .action(Button::primary(lang.t("save")))
        .action(LinkButton::new(ButtonKind::Secondary, back, lang.t("cancel")));
    Page {
        narrow: true,
        kicker: Some(shown.project.title.clone()),
        lead: (!shown.is_new).then(|| lang.t("common-item-edit-lead")),
        above: super::above(lang, &shown.project),
        title_prefix: sheet.title_prefix(),
        ..shell::region_page(
            call,
            &shown.region,
            lang.t(if shown.is_new { "routines-new" } else { "common-item-edit" }),
            html! { (form) },
        )
    }
}
