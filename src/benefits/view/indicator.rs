//! The form for an indicator.

use maud::html;

use crate::benefits::store::Benefit;
use crate::measurements::rules::{Accumulation, Direction, Frequency};
use crate::projects::store::Project;
use crate::regions::store::Region;
use crate::ui::{Alert, Button, ButtonKind, Control, FieldRow, LinkButton, Page};
use crate::web::Call;
use crate::web::sheet::{Sheet, choices};
use crate::web::shell;

/// The page, for a new indicator or a known one.
pub fn page(
    call: &Call,
    region: &Region,
    project: &Project,
    benefit: &Benefit,
    is_known: bool,
    sheet: &Sheet<'_>,
) -> Page {
    let lang = call.lang();
    let directions = choices(lang, "direction", Direction::ALL.iter().map(|it| it.as_str()), None);
    let empty = (!is_known).then_some("choose");
    let frequencies = choices(lang, "frequency", Frequency::ALL.iter().map(|it| it.as_str()), empty);
    let accumulations = choices(lang, "accumulation", Accumulation::ALL.iter().map(|it| it.as_str()), None);
    let fields = html! {
        (sheet.version())
        (sheet.required("name", "indicator-field-name", Control::Text).description(lang.t("indicator-field-name-help")))
        (FieldRow(html! {
            (sheet.required("unit", "indicator-field-unit", Control::Text))
            (sheet.field("decimals", "indicator-field-decimals", Control::Digits).width(3))
        }))
        (sheet.required("direction", "indicator-field-direction", Control::Radios(directions)))
        (sheet.required("accumulation", "indicator-field-accumulation", Control::Radios(accumulations)).description(lang.t("indicator-field-accumulation-help")))
        (sheet.required("frequency", "indicator-field-frequency", Control::Select(frequencies)).description(lang.t("indicator-field-frequency-help")))
        (sheet.field("method", "indicator-field-method", Control::TextArea { rows: 2 }))
        (sheet.field("data_source", "indicator-field-source", Control::Text))
    };
    let back = format!("/projects/{}", project.id);
    let form = sheet
        .post(call, fields)
        .id("indicator")
        .action(Button::primary(lang.t("save")))
        .action(LinkButton::new(ButtonKind::Secondary, back, lang.t("cancel")));
    let saved = (call.query_word("done").is_some() && sheet.title_prefix().is_none())
        .then(|| html! { (Alert::success(lang.t("benefit-saved"), html! { p { (lang.t("benefit-saved-next")) } })) });
    Page {
        narrow: true,
        kicker: Some(benefit.title.clone()),
        notice: saved,
        above: super::above(lang, project),
        title_prefix: sheet.title_prefix(),
        ..shell::region_page(
            call,
            region,
            lang.t(if is_known { "indicator-edit" } else { "indicator-new" }),
            html! { (form) },
        )
    }
}
