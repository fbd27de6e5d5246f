//! The form for a project.

use maud::{Markup, html};

use crate::ids::PersonId;
use crate::projects::rules::Phase;
use crate::projects::store::Project;
use crate::regions::store::Region;
use crate::t;
use crate::ui::{Button, ButtonKind, Check, Choice, Control, FieldRow, Fieldset, LinkButton, Page};
use crate::web::Call;
use crate::web::sheet::{Sheet, choices};
use crate::web::shell;

/// How many rows a list has in a form: those that are written, and two to write in.
pub const fn rows_for(written: usize) -> usize {
    written + 2
}

/// The page, for a new project or a known one.
pub fn page(
    call: &Call,
    region: &Region,
    project: Option<&Project>,
    people: &[(PersonId, String)],
    sheet: &Sheet<'_>,
) -> Page {
    let lang = call.lang();
    let back = match project {
        Some(project) => format!("/projects/{}", project.id),
        None => format!("/projects?region={}", region.id),
    };
    let fields = html! {
        (sheet.version())
        (sheet.required("title", "project-field-title", Control::Text))
        (sheet.field("summary", "project-field-summary", Control::TextArea { rows: 3 }))
        (sheet.field("renewal", "project-field-renewal", Control::TextArea { rows: 3 })
            .description(lang.t("project-field-renewal-help")))
        (simplifications(sheet))
        (sheet.field("renewal_alone_because", "project-field-alone", Control::TextArea { rows: 2 })
            .description(lang.t("project-field-alone-help")))
        (sheet.field("phase", "phase", Control::Select(choices(lang, "phase", Phase::ALL.iter().map(|it| it.as_str()), None))))
        (FieldRow(html! {
            (sheet.field("starts_on", "project-field-starts", Control::Date))
            (sheet.field("ends_on", "project-field-ends", Control::Date))
        }))
        (costs(sheet))
        (Check {
            name: "statutory".into(),
            label: lang.t("project-field-statutory"),
            checked: !sheet.raw("statutory").is_empty(),
            ..Check::default()
        })
        (sheet.field("theme", "theme", Control::Text).description(lang.t("project-field-theme-help")))
        (sheet.field("responsible_id", "project-field-responsible", Control::Select(people_choices(sheet, people))))
    };
    let mut form = sheet
        .post(call, fields)
        .id("project")
        .action(Button::primary(lang.t("save")))
        .action(LinkButton::new(ButtonKind::Secondary, back, lang.t("cancel")));
    // The region stands in the address while there is no project yet.
    if project.is_none() {
        form.action = format!("/projects/new?region={}", region.id);
        form.note = Some(lang.t("project-new-note"));
    }
    let title = if project.is_some() { lang.t("project-edit") } else { lang.t("project-new") };
    let above = match project {
        Some(project) => super::above(lang, project),
        None => vec![super::to_roadmap(lang, region.id)],
    };
    Page {
        narrow: true,
        title_prefix: sheet.title_prefix(),
        above,
        ..shell::region_page(call, region, title, html! { (form) })
    }
}

/// People to choose among, and nobody.
pub fn people_choices(sheet: &Sheet<'_>, people: &[(PersonId, String)]) -> Vec<Choice> {
    let nobody = Choice::new("", sheet.lang.t("nobody-yet"));
    std::iter::once(nobody).chain(people.iter().map(|(id, name)| Choice::new(id.to_string(), name.clone()))).collect()
}

fn rows(sheet: &Sheet<'_>, list: &str) -> usize {
    sheet.raw(list).parse().unwrap_or_else(|_| rows_for(0)).min(52)
}

fn simplifications(sheet: &Sheet<'_>) -> Markup {
    let lang = sheet.lang;
    let number = || Control::Decimal { unit: String::new() };
    let body = html! {
        input type="hidden" name="simplifications" value=(rows(sheet, "simplifications"));
        @for row in 0..rows(sheet, "simplifications") {
            @let name = |part: &str| format!("simplifications_{row}_{part}");
            (FieldRow(html! {
                (labelled(sheet, &name("what"), "simplification-what", row, Control::Text))
                (labelled(sheet, &name("before"), "simplification-before", row, number()).width(6))
                (labelled(sheet, &name("after"), "simplification-after", row, number()).width(6))
            }))
        }
    };
    let set = Fieldset {
        legend: lang.t("project-field-simplification"),
        description: Some(lang.t("project-field-simplification-help")),
        body,
    };
    html! { (set) }
}

/// A field of a row; its label carries the row's number, so that it is understood out of its place.
fn labelled(sheet: &Sheet<'_>, name: &str, key: &str, row: usize, control: Control) -> crate::ui::Field {
    let mut field = sheet.field(name, key, control);
    field.label = t!(sheet.lang, key, n = row + 1);
    field
}

fn costs(sheet: &Sheet<'_>) -> Markup {
    let lang = sheet.lang;
    let kroner = || Control::Decimal { unit: String::new() };
    let body = html! {
        input type="hidden" name="costs" value=(rows(sheet, "costs"));
        @for row in 0..rows(sheet, "costs") {
            @let name = |part: &str| format!("costs_{row}_{part}");
            (FieldRow(html! {
                (labelled(sheet, &name("year"), "cost-year", row, Control::Digits).width(6))
                (labelled(sheet, &name("investment"), "cost-investment", row, kroner()).width(12))
                (labelled(sheet, &name("running"), "cost-running", row, kroner()).width(12))
            }))
        }
    };
    let set = Fieldset { legend: lang.t("costs"), description: Some(lang.t("costs-help")), body };
    html! { (set) }
}
