//! The form for a benefit.

use maud::html;

use crate::benefits::rules::{ARISES_IN, Class, USES_OF_GAIN};
use crate::benefits::store::Benefit;
use crate::projects::store::Project;
use crate::regions::store::Region;
use crate::ui::{Button, ButtonKind, Choice, Control, LinkButton, Page};
use crate::web::Call;
use crate::web::sheet::{Sheet, choices};
use crate::web::shell;

/// The page, for a new benefit or a known one.
pub fn page(call: &Call, region: &Region, project: &Project, benefit: Option<&Benefit>, sheet: &Sheet<'_>) -> Page {
    let lang = call.lang();
    let classes = choices(lang, "class", Class::ALL.iter().map(|it| it.as_str()), Some("not-said-yet"));
    let polarity = choices(lang, "polarity", ["benefit", "disbenefit"], None);
    let fields = html! {
        (sheet.version())
        (sheet.required("title", "benefit-field-title", Control::Text).description(lang.t("benefit-field-title-help")))
        (sheet.field("polarity", "polarity", Control::Radios(polarity)))
        (sheet.field("class", "benefit-class", Control::Select(classes)).description(lang.t("benefit-class-help")))
        (sheet.field("arises_in", "arises-in", Control::Select(known_or_own(sheet, "arises_in", "arises-in", ARISES_IN))))
        (sheet.field("use_of_gain", "use-of-gain", Control::Select(known_or_own(sheet, "use_of_gain", "use-of-gain", USES_OF_GAIN)))
            .description(lang.t("use-of-gain-help")))
        (sheet.field("description", "benefit-field-description", Control::TextArea { rows: 3 }))
        (sheet.field("assumptions", "benefit-field-assumptions", Control::TextArea { rows: 3 })
            .description(lang.t("one-per-line")))
    };
    let back = format!("/projects/{}", project.id);
    let form = sheet.post(call, fields).id("benefit").action(Button::primary(lang.t("save"))).action(LinkButton::new(
        ButtonKind::Secondary,
        back,
        lang.t("cancel"),
    ));
    let title = lang.t(if benefit.is_some() { "benefit-edit" } else { "benefit-new" });
    Page {
        narrow: true,
        kicker: Some(project.title.clone()),
        above: super::above(lang, project),
        title_prefix: sheet.title_prefix(),
        ..shell::region_page(call, region, title, html! { (form) })
    }
}

/// The words pages can translate, nothing, and what was written in other words through the API.
fn known_or_own(sheet: &Sheet<'_>, name: &str, prefix: &str, words: &[&'static str]) -> Vec<Choice> {
    let mut list = choices(sheet.lang, prefix, words.iter().copied(), Some("not-said-yet"));
    let own = sheet.raw(name);
    if !own.is_empty() && !words.contains(&own) {
        list.push(Choice::new(own, own));
    }
    list
}
