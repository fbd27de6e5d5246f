//! The form to correct how anchored a project was on a day.

use maud::html;

use super::level_choices;
use crate::anchoring::store::Entry;
use crate::projects::store::Project;
use crate::regions::store::Region;
use crate::t;
use crate::ui::{Button, ButtonKind, Control, Link, LinkButton, Page};
use crate::web::sheet::{Sheet, word_in};
use crate::web::{Call, shell};

/// What the page shows beside the form's fields.
pub struct Shown {
    /// The region.
    pub region: Region,
    /// The project.
    pub project: Project,
    /// The municipality's name.
    pub name: String,
    /// The entry as it stands.
    pub entry: Entry,
}

/// The page.
pub fn page(call: &Call, shown: &Shown, sheet: &Sheet<'_>) -> Page {
    let lang = call.lang();
    let entry = &shown.entry;
    let back = format!("/projects/{}/anchoring/{}", shown.project.id, entry.municipality_id);
    let fields = html! {
        (sheet.version())
        (sheet.required("level", "anchoring-level", Control::Radios(level_choices(lang))))
        (sheet.required("note", "anchoring-note", Control::TextArea { rows: 3 })
            .description(lang.t("anchoring-note-help")))
    };
    let form = sheet
        .post(call, fields)
        .id("anchoring-entry")
        .action(Button::primary(lang.t("save")))
        .action(LinkButton::new(ButtonKind::Secondary, back.clone(), lang.t("cancel")));
    let mut above = super::above(lang, &shown.project);
    above.push(Link::new(back, shown.name.clone()));
    let among = word_in(lang, "anchoring-among", entry.among.as_str());
    Page {
        narrow: true,
        kicker: Some(format!("{} · {}", shown.project.title, shown.name)),
        above,
        title_prefix: sheet.title_prefix(),
        ..shell::region_page(
            call,
            &shown.region,
            t!(lang, "anchoring-correct-title", among = among, day = lang.day(entry.on_day)),
            html! { (form) },
        )
    }
}
