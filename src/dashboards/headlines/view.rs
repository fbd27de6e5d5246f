//! How the page for writing headlines looks.

use maud::html;

use super::LONGEST;
use super::pages::Shown;
use crate::dashboards::rules::headline::MOST;
use crate::dashboards::view::headlines::sentence;
use crate::t;
use crate::ui::{Actions, Button, ButtonKind, Control, Link, LinkButton, Page, PostButton, Section};
use crate::web::sheet::Sheet;
use crate::web::{Call, shell};

/// The page.
pub(super) fn page(call: &Call, shown: &Shown, sheet: &Sheet<'_>) -> Page {
    let lang = call.lang();
    let region = &shown.region;
    let here = format!("/regions/{}/headlines", region.id);
    let field = sheet.required("sentences", "headline-sentences", Control::TextArea { rows: 8 }).description(t!(
        lang,
        "headline-sentences-help",
        most = MOST,
        max = LONGEST
    ));
    let mut form = sheet.post(call, html! { (sheet.version()) (field) }).id("headlines");
    form.action = here.clone();
    let form = form.action(Button::primary(lang.t("save"))).action(LinkButton::new(
        ButtonKind::Tertiary,
        format!("/regions/{}", region.id),
        lang.t("cancel"),
    ));
    let back = PostButton {
        action: format!("{here}/back"),
        csrf: call.csrf(),
        button: Button::new(ButtonKind::Secondary, lang.t("headline-back")),
        fields: Vec::new(),
    };
    let rules = html! {
        ul.ds-list { @for one in &shown.headlines { li { (sentence(lang, one)) } } }
        @if shown.edited.is_some() { (Actions(vec![html! { (back) }])) }
    };
    let body = html! {
        (form)
        (Section { framed: true, lead: Some(lang.t("headline-rules-why")), ..Section::new(lang.t("headline-rules"), rules) })
    };
    Page {
        narrow: true,
        lead: Some(t!(lang, "headline-lead", month = lang.month(shown.month.month_index()))),
        above: vec![Link::new(format!("/regions/{}", region.id), region.name.clone())],
        title_prefix: sheet.title_prefix(),
        ..shell::region_page(call, region, lang.t("headline-edit"), body)
    }
}
