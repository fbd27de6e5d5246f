//! Composing a report: what it is to be about, what it looks like, and the check before it is locked.

use maud::{Markup, html};

use super::{above, drawn, facts};
use crate::i18n::Lang;
use crate::ids::MunicipalityId;
use crate::refusal::Refusal;
use crate::regions::store::Region;
use crate::reports::Composed;
use crate::reports::content::Content;
use crate::reports::rules::{Audience, Order, Section as Part};
use crate::reports::words;
use crate::t;
use crate::ui::{
    Alert, Button, ButtonKind, Choice, Column, Control, Field, Form, LinkButton, Page, PrintButton, Row, Section, Table,
};
use crate::web::forms::Form as Written;
use crate::web::sheet::{Sheet, choices};
use crate::web::{Call, shell};

/// The form: what the report is to be about. `scopes` are the places this person may report for.
pub(in crate::reports) fn form(
    call: &Call,
    region: &Region,
    scopes: &[(Option<MunicipalityId>, String)],
    sheet: &Sheet<'_>,
) -> Page {
    let lang = call.lang();
    let scope_choices =
        scopes.iter().map(|(id, name)| Choice::new(id.map(|id| id.to_string()).unwrap_or_default(), name.clone()));
    let audiences = [Audience::Region, Audience::Members].map(Audience::as_str);
    let fields = html! {
        (sheet.field("scope", "report-about", Control::Select(scope_choices.collect())))
        @if scopes.iter().any(|(id, _)| id.is_none()) {
            (sheet.field("audience", "report-audience", Control::Radios(choices(lang, "report-audience", audiences, None)))
                .description(lang.t("report-audience-help")))
        }
        (sheet.required("from", "report-from", Control::Month).description(lang.t("report-month-help")))
        (sheet.required("to", "report-to", Control::Month))
        (sheet.field("sections", "report-sections", Control::Checkboxes(parts(lang, sheet)))
            .description(lang.t("report-sections-help")))
        (sheet.field("case_number", "report-case", Control::Text))
        (sheet.field("proposals", "report-proposals", Control::TextArea { rows: 4 })
            .description(lang.t("report-proposals-help")))
    };
    let form =
        sheet.post(call, fields).id("report").action(Button::primary(lang.t("report-preview"))).action(
            LinkButton::new(ButtonKind::Secondary, format!("/regions/{}/reports", region.id), lang.t("cancel")),
        );
    Page {
        narrow: true,
        title_prefix: sheet.title_prefix(),
        above: above(lang, region),
        lead: Some(lang.t("report-new-lead")),
        ..shell::region_page(call, region, lang.t("report-new"), html! { (form) })
    }
}

/// The parts that may be left out; those that are in it are ticked.
fn parts(lang: Lang, sheet: &Sheet<'_>) -> Vec<Choice> {
    let ticked = sheet.all("sections");
    let choice = |section: Part| Choice {
        checked: ticked.iter().any(|word| word == section.as_str()),
        ..Choice::new(section.as_str(), words::title(lang, section))
    };
    Part::chosen().map(choice).collect()
}

/// What was asked for, carried on from page to page.
fn carried(order: &Order, content: &Content, step: &str) -> Markup {
    // A very large report is compared all the same; only which lines moved is not said.
    const MOST: usize = 200_000;
    let text = content.canonical_text();
    let seen = if text.len() <= MOST { text } else { String::new() };
    html! {
        (Field::hidden("step", step))
        (Field::hidden("scope", order.municipality.map(|id| id.to_string()).unwrap_or_default()))
        (Field::hidden("audience", order.audience.as_str()))
        (Field::hidden("from", order.from.to_string()))
        (Field::hidden("to", order.to.to_string()))
        @for section in Part::ALL.iter().filter(|section| !order.left_out.contains(section)) {
            (Field::hidden("sections", section.as_str()))
        }
        (Field::hidden("case_number", order.case_number.clone()))
        (Field::hidden("figures_sha256", content.figures_sha256()))
        (Field::hidden("seen", seen))
    }
}

/// How it stands with a report that was looked at before.
#[derive(Default)]
pub(in crate::reports) struct Looked {
    /// The lines that are no longer as they were, where some are not.
    pub moved: Option<Vec<Vec<String>>>,
    /// What was wrong with what was written about it.
    pub refusal: Option<Refusal>,
}

/// The report as it would be, with what can be written before it is locked.
pub(in crate::reports) fn preview(
    call: &Call,
    region: &Region,
    order: &Order,
    Composed { content, made }: &Composed,
    looked: &Looked,
) -> Page {
    let lang = call.lang();
    let written = [("summary", content.summary.text.clone()), ("proposals", order.proposals.join("\n"))];
    let written = Written::of(written.into_iter().map(|(name, text)| (name.to_owned(), text)).collect());
    let sheet = Sheet::of(call, written, looked.refusal.as_ref());
    let is_in = |section| !content.left_out.contains(&section);
    let fields = html! {
        (carried(order, content, "check"))
        @if is_in(Part::Summary) {
            (Field::hidden("summary_made", made.clone()))
            (sheet.field("summary", "report-summary", Control::TextArea { rows: 6 })
                .description(lang.t("report-summary-help")))
        }
        @if is_in(Part::Proposals) {
            (sheet.field("proposals", "report-proposals", Control::TextArea { rows: 4 })
                .description(lang.t("report-proposals-help")))
        }
    };
    let form = sheet
        .post(call, fields)
        .id("report")
        .action(Button::primary(lang.t("report-lock")))
        .action(LinkButton::new(ButtonKind::Secondary, call.path().to_owned(), lang.t("report-start-again")));
    let body = html! {
        (facts(lang, content, None))
        (drawn::whole(lang, content))
        div.on-screen { (Section { framed: true, ..Section::new(lang.t("report-before-locking"), html! { (form) }) }) }
    };
    Page {
        above: above(lang, region),
        title_prefix: sheet.title_prefix(),
        kicker: Some(lang.t("report-preview-kicker")),
        lead: Some(lang.t("report-preview-lead")),
        notice: looked.moved.as_ref().map(|moved| notice(lang, moved)),
        actions: vec![html! { (PrintButton { label: lang.t("print") }) }],
        ..shell::region_page(call, region, t!(lang, "report-title-new", about = content.about().to_owned()), body)
    }
}

/// What moved since it was looked at.
fn notice(lang: Lang, moved: &[Vec<String>]) -> Markup {
    let columns = ["report-what", "report-was", "report-is"].map(|key| Column::text(lang.t(key))).to_vec();
    let rows = moved.iter().map(|line| Row::from(line.iter().map(|text| html! { (text) }).collect::<Vec<_>>()));
    let table = Table::new("moved", lang.t("report-moved-lines"), columns).rows(rows);
    html! { (Alert::warning(lang.t("report-moved"), html! {
        p { (lang.t("report-moved-why")) }
        @if !moved.is_empty() { (table) }
    })) }
}

/// What is about to be locked, said once more.
pub(in crate::reports) fn check(
    call: &Call,
    region: &Region,
    order: &Order,
    Composed { content, made }: &Composed,
) -> Page {
    let lang = call.lang();
    let again = |step: &str| {
        html! {
            (carried(order, content, step))
            (Field::hidden("summary", content.summary.text.clone()))
            (Field::hidden("summary_made", made.clone()))
            (Field::hidden("proposals", order.proposals.join("\n")))
        }
    };
    let lock = Form::post(call.path(), call.csrf(), again("lock"))
        .id("lock")
        .action(Button::primary(lang.t("report-lock-confirm")));
    let back = Form::post(call.path(), call.csrf(), again("preview"))
        .id("back")
        .action(Button { kind: ButtonKind::Secondary, ..Button::primary(lang.t("report-lock-back")) });
    let written = |section| matches!(section, Part::Summary | Part::Proposals);
    let body = html! {
        p { (lang.t("report-lock-kept")) }
        (facts(lang, content, None))
        @for part in words::parts(lang, content).iter().filter(|part| written(part.section)) {
            (drawn::section(lang, part))
        }
        (lock)
        (back)
    };
    Page {
        narrow: true,
        above: above(lang, region),
        kicker: Some(lang.t("report-lock")),
        ..shell::region_page(call, region, lang.t("check-title"), body)
    }
}
