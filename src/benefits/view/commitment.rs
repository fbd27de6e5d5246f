//! A municipality's commitment: the form, or the figures for those who only read.

use maud::{Markup, html};

use crate::benefits::pages::commitment::decimals;
use crate::benefits::rules::{Budget, DatedValue};
use crate::benefits::store::{Benefit, Commitment, Indicator};
use crate::i18n::Lang;
use crate::ids::PersonId;
use crate::projects::store::Project;
use crate::regions::store::Region;
use crate::t;
use crate::ui::{
    Alert, Button, ButtonKind, Check, Choice, Control, Definitions, Empty, FieldRow, Fieldset, Link, LinkButton, Page,
};
use crate::web::Call;
use crate::web::sheet::{Sheet, word_in};
use crate::web::shell;

/// Everything the page shows.
pub struct Shown {
    /// The municipality's name.
    pub name: String,
    /// The owner's name.
    pub owner: Option<String>,
    /// The region.
    pub region: Region,
    /// The project.
    pub project: Project,
    /// The benefit.
    pub benefit: Benefit,
    /// What is counted.
    pub indicator: Indicator,
    /// The commitment, when there is one.
    pub row: Option<Commitment>,
    /// The people an owner can be chosen among.
    pub people: Vec<(PersonId, String)>,
    /// Whether the reader may write.
    pub may_write: bool,
}

/// The page.
pub fn page(call: &Call, shown: &Shown, sheet: &Sheet<'_>) -> Page {
    let lang = call.lang();
    let frozen = shown.row.as_ref().is_some_and(|row| row.accepted_in.is_some());
    let body = html! {
        @if let Some(row) = &shown.row {
            p { (Link::new(format!("/commitments/{}", row.id), lang.t("commitment-see-chart"))) }
        }
        @if frozen { (Alert::info(lang.t("commitment-accepted"), html! { p { (lang.t("commitment-accepted-body")) } })) }
        @if shown.may_write {
            (form(call, shown, sheet))
        } @else {
            (figures(lang, shown))
        }
    };
    let project = &shown.project;
    let mut above = super::above(lang, project);
    above.push(Link::new(format!("/projects/{}/commitments", project.id), lang.t("commitments-title")));
    let direction = word_in(lang, "direction", shown.indicator.direction.as_str());
    Page {
        narrow: true,
        kicker: Some(format!("{} · {}", project.title, shown.benefit.title)),
        lead: Some(t!(
            lang,
            "commitment-lead",
            unit = shown.indicator.unit.clone(),
            direction = direction,
            frequency = word_in(lang, "frequency", shown.indicator.frequency.as_str())
        )),
        above,
        title_prefix: sheet.title_prefix(),
        ..shell::region_page(call, &shown.region, format!("{}: {}", shown.name, shown.indicator.name), body)
    }
}

fn form(call: &Call, shown: &Shown, sheet: &Sheet<'_>) -> Markup {
    let lang = sheet.lang;
    let unit = || Control::Decimal { unit: shown.indicator.unit.clone() };
    let nobody = Choice::new("", lang.t("nobody-yet"));
    let people =
        std::iter::once(nobody).chain(shown.people.iter().map(|(id, name)| Choice::new(id.to_string(), name.clone())));
    let required = || Some(crate::ui::Mark::Required(lang.t("required-mark")));
    let pair = |legend: &str, help: &str, name: &str| Fieldset {
        legend: lang.t(legend),
        description: Some(lang.t(help)),
        body: html! {
            (FieldRow(html! {
                (crate::ui::Field {
                    label: t!(lang, "commitment-value", unit = shown.indicator.unit.clone()),
                    mark: required(),
                    ..sheet.field(&format!("{name}_value"), "commitment-value", unit())
                }.width(14))
                (sheet.required(&format!("{name}_on"), "commitment-on", Control::Date))
            }))
        },
    };
    let fields = html! {
        (sheet.version())
        (pair("baseline", "baseline-help", "baseline"))
        (pair("target", "target-help", "target"))
        (plan(shown, sheet))
        (sheet.field("owner_id", "commitment-owner", Control::Select(people.collect()))
            .description(lang.t("commitment-owner-help")))
        (sheet.field("use_of_gain", "use-of-gain", Control::Select(uses(sheet))).description(lang.t("use-of-gain-help")))
        (sheet.field("budget", "commitment-budget", Control::TextArea { rows: 2 })
            .description(lang.t("commitment-budget-help")))
        (Check {
            name: "no_cash_effect".into(),
            label: lang.t("no-cash-effect"),
            checked: !sheet.raw("no_cash_effect").is_empty(),
            description: Some(lang.t("no-cash-effect-help")),
            error: None,
            value: String::new(),
        })
        (sheet.required("first_measurement_on", "first-measurement", Control::Date)
            .description(lang.t("first-measurement-help")))
        (sheet.field("sustain_until", "sustain-until", Control::Date).description(lang.t("sustain-until-help")))
    };
    let back = format!("/projects/{}/commitments", shown.project.id);
    let form = sheet
        .post(call, fields)
        .id("commitment")
        .action(Button::primary(lang.t("save")))
        .action(LinkButton::new(ButtonKind::Secondary, back, lang.t("cancel")));
    html! { (form) }
}

fn uses(sheet: &Sheet<'_>) -> Vec<Choice> {
    let words = crate::benefits::rules::USES_OF_GAIN;
    let mut list = crate::web::sheet::choices(sheet.lang, "use-of-gain", words.iter().copied(), Some("not-said-yet"));
    let own = sheet.raw("use_of_gain");
    if !own.is_empty() && !words.contains(&own) {
        list.push(Choice::new(own, own));
    }
    list
}

fn plan(shown: &Shown, sheet: &Sheet<'_>) -> Fieldset {
    let lang = sheet.lang;
    let rows = sheet.raw("plan").parse().unwrap_or(3_usize).min(202);
    let body = html! {
        input type="hidden" name="plan" value=(rows);
        @for row in 0..rows {
            (FieldRow(html! {
                (crate::ui::Field {
                    label: t!(lang, "plan-value", n = row + 1, unit = shown.indicator.unit.clone()),
                    ..sheet.field(&format!("plan_{row}_value"), "plan-value", Control::Decimal { unit: shown.indicator.unit.clone() })
                }.width(14))
                (crate::ui::Field {
                    label: t!(lang, "plan-on", n = row + 1),
                    ..sheet.field(&format!("plan_{row}_on"), "plan-on", Control::Date)
                })
            }))
        }
    };
    Fieldset { legend: lang.t("plan-points"), description: Some(lang.t("plan-points-help")), body }
}

fn figures(lang: Lang, shown: &Shown) -> Markup {
    let Some(row) = &shown.row else {
        return html! { (Empty::new(lang.t("commitment-none"), lang.t("commitment-none-why"))) };
    };
    let value = |dated: DatedValue| {
        let number = lang.number(dated.value, decimals(&shown.indicator));
        t!(lang, "value-on", value = number, unit = shown.indicator.unit.clone(), day = lang.day(dated.on))
    };
    let draft = row.draft();
    let unsaid = || lang.t("not-said-yet");
    let mut facts = Definitions::new().with(lang.t("baseline"), value(draft.baseline));
    for point in &draft.plan {
        facts = facts.with(lang.t("plan-point"), value(*point));
    }
    let gain = if draft.use_of_gain.is_empty() { unsaid() } else { word_in(lang, "use-of-gain", &draft.use_of_gain) };
    let facts = facts
        .with(lang.t("target"), value(draft.target))
        .with(lang.t("commitment-owner"), shown.owner.clone().unwrap_or_else(|| lang.t("nobody-yet")))
        .with(lang.t("use-of-gain"), gain)
        .with(lang.t("commitment-budget"), draft.budget.map_or_else(unsaid, |budget| budget_words(lang, &budget)))
        .with(lang.t("first-measurement"), lang.day(draft.first_measurement_on));
    let facts = match draft.sustain_until {
        Some(until) => facts.with(lang.t("sustain-until"), lang.day(until)),
        None => facts,
    };
    html! { (facts) }
}

/// What was said about the budget, in words.
pub fn budget_words(lang: Lang, budget: &Budget) -> String {
    match budget {
        Budget::Words(words) => words.clone(),
        Budget::NoCashEffect(_) => lang.t("no-cash-effect"),
        Budget::Entry(entry) => t!(
            lang,
            "budget-entry",
            year = entry.year.to_string(),
            account = entry.account.clone(),
            amount = lang.number(entry.amount, 0)
        ),
    }
}
