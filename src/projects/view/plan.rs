//! The form for when a project's phases are planned, and what was decided between them.

use maud::{Markup, html};

use super::phase_word;
use crate::projects::rules::POINTS;
use crate::projects::rules::plan::PLANNED;
use crate::projects::store::Project;
use crate::regions::store::Region;
use crate::t;
use crate::ui::{Button, ButtonKind, Check, Control, Field, FieldRow, Fieldset, LinkButton, Page};
use crate::web::Call;
use crate::web::sheet::Sheet;
use crate::web::shell;

/// The page.
pub fn page(call: &Call, region: &Region, project: &Project, sheet: &Sheet<'_>) -> Page {
    let lang = call.lang();
    let fields = html! {
        (sheet.version())
        (phases(sheet))
        @for (row, point) in POINTS.iter().enumerate() { (decision(sheet, row, point)) }
    };
    let form = sheet.post(call, fields).id("plan").action(Button::primary(lang.t("save"))).action(LinkButton::new(
        ButtonKind::Secondary,
        format!("/projects/{}", project.id),
        lang.t("cancel"),
    ));
    Page {
        narrow: true,
        title_prefix: sheet.title_prefix(),
        above: super::above(lang, project),
        kicker: Some(project.title.clone()),
        lead: Some(lang.t("plan-lead")),
        ..shell::region_page(call, region, lang.t("plan-title"), html! { (form) })
    }
}

fn phases(sheet: &Sheet<'_>) -> Markup {
    let lang = sheet.lang;
    let body = html! {
        @for (row, phase) in PLANNED.iter().enumerate() {
            @let name = phase_word(lang, *phase);
            @let field = |part: &str, key: &str| Field {
                label: t!(lang, key, phase = name.clone()),
                ..sheet.field(&format!("phases_{row}_{part}"), key, Control::Date)
            };
            (FieldRow(html! { (field("from", "phase-from")) (field("to", "phase-to")) }))
        }
    };
    let set = Fieldset { legend: lang.t("plan-phases"), description: Some(lang.t("plan-phases-help")), body };
    html! { (set) }
}

fn decision(sheet: &Sheet<'_>, row: usize, point: &str) -> Markup {
    let lang = sheet.lang;
    let name = |part: &str| format!("decision_points_{row}_{part}");
    let field = |part: &str, key: &str, control: Control| Field {
        label: t!(lang, key, point = point),
        ..sheet.field(&name(part), key, control)
    };
    let body = html! {
        (FieldRow(html! {
            (field("on", "decision-point-on", Control::Date))
            (field("case_reference", "decision-point-case", Control::Text))
        }))
        (Check {
            name: name("decided"),
            label: t!(lang, "decision-point-decided", point = point),
            checked: !sheet.raw(&name("decided")).is_empty(),
            ..Check::default()
        })
        (field("note", "decision-point-note", Control::Text))
    };
    let set = Fieldset { legend: t!(lang, "decision-point-legend", point = point), description: None, body };
    html! { (set) }
}
