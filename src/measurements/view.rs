//! How the pages for measuring look.

use maud::{Markup, html};

use super::described::{Described, with_unit};
use super::due::DueItem;
use super::pages::{DuePart, Found};
use super::period_words::about;
use super::rules::{Kind, LONGEST_TEXT, Month, Point, Promise, Unusual};
use super::store::Measurement;
use crate::clock::Day;
use crate::decimal::{Decimal, Figure};
use crate::i18n::Lang;
use crate::ids::RegionId;
use crate::refusal::{Code, Refusal};
use crate::t;
use crate::ui::chart::Sparkline;
use crate::ui::{
    Alert, Button, ButtonKind, Choice, Column, Control, Definitions, Details, Empty, Field, Form, Link, LinkButton,
    Mark, Page, PrintButton, Row, Section, Status, Table, Time, Tone,
};
use crate::web::Call;
use crate::web::forms::Form as Filled;
use crate::web::shell;

/// A value that was asked about.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Why.
    pub why: Unusual,
    /// The value as it was typed.
    pub value: String,
    /// What it was held against: the measurement before it, or the baseline.
    pub before: Decimal,
}

/// What was just saved.
pub struct Receipt {
    /// Its commitment.
    pub described: Described,
    /// The measurement.
    pub measurement: Measurement,
    /// All of the commitment's measurements, in order of day.
    pub series: Vec<Measurement>,
    /// Whether it is behind its plan and nobody has said why.
    pub unexplained: bool,
}

/// A number for drawing only.
pub fn drawn(value: Decimal) -> f64 {
    value.micros() as f64 / 1_000_000.0
}

/// The same for a computed number.
pub fn drawn_figure(value: Figure) -> f64 {
    value.micros() as f64 / 1_000_000.0
}

/// A day as a `<time>`.
pub fn time(lang: Lang, day: Day) -> Time {
    Time::day(day.date(), lang.day(day))
}

/// A month in words.
pub fn drawn_month(lang: Lang, month: Month) -> String {
    lang.month(month.first_day().month_index())
}

/// Why a value among many looks mistyped.
pub fn unusual_words(lang: Lang, unusual: Unusual) -> String {
    lang.t(match unusual {
        Unusual::JumpOfThousand => "verdict-jump-of-thousand",
        Unusual::JumpOfTen => "verdict-jump-of-ten",
        Unusual::OutsidePlan => "verdict-outside-plan",
    })
}

/// The last dozen values as a small line.
pub fn sparkline(lang: Lang, described: &Described, series: &[Measurement]) -> Sparkline {
    let promise = &described.promised.followed.promise;
    let newest = &series[series.len().saturating_sub(12)..];
    let shown: Vec<Option<Point>> = newest.iter().map(Measurement::shown).collect();
    let last = shown.iter().flatten().next_back().map(|last| described.amount(lang, last.value)).unwrap_or_default();
    Sparkline {
        values: shown.iter().map(|point| point.map(|point| drawn(point.value))).collect(),
        baseline: Some(drawn(promise.baseline.value)),
        target: Some(drawn(promise.target.value)),
        range: None,
        summary: t!(
            lang,
            "sparkline-summary",
            count = newest.len(),
            last = last,
            target = described.amount(lang, promise.target.value)
        ),
    }
}

fn receipt_alert(lang: Lang, receipt: &Receipt) -> Markup {
    let Receipt { described, measurement, series, unexplained } = receipt;
    let body = html! {
        p {
            (described.benefit) ": "
            strong { (described.amount(lang, measurement.value)) } ", " (about(lang, &described.promised, measurement.on_day))
            " " (sparkline(lang, described, series))
        }
        @if measurement.waits { p { (lang.t("waits-why")) } }
        @if *unexplained {
            p {
                (lang.t("deviation-unexplained-why")) " "
                (Link::new(format!("/measurements/{}/explanation", measurement.id), lang.t("explain-title")))
            }
        }
        p {
            (Link::new(format!("/measurements/{}/correct", measurement.id), lang.t("measure-change"))) " · "
            (Link::new(format!("/commitments/{}", described.promised.id), lang.t("measure-see-benefit")))
        }
    };
    html! { (Alert::success(lang.t("measure-saved"), body)) }
}

/// The way from the front page to a commitment's pages.
pub fn above(lang: Lang, described: &Described) -> Vec<Link> {
    vec![
        Link::new("/", lang.t("waiting-for-you")),
        Link::new(format!("/commitments/{}", described.promised.id), described.benefit.clone()),
    ]
}

/// The page for one figure.
pub fn measure(
    call: &Call,
    found: &Found,
    filled: &Filled,
    refusal: Option<&Refusal>,
    asked: Option<&Asked>,
    receipt: Option<&Receipt>,
) -> Markup {
    let lang = call.lang();
    let described = &found.described;
    let id = described.promised.id;
    if described.promised.accepted_in.is_none() {
        let empty = Empty::new(lang.t("not-accepted-title"), lang.t("not-accepted-why")).with_action(LinkButton::new(
            ButtonKind::Secondary,
            format!("/commitments/{id}"),
            lang.t("measure-see-benefit"),
        ));
        let page = Page {
            narrow: true,
            above: above(lang, described),
            ..shell::page(call, lang.t("measure-title"), html! { (empty) })
        };
        return html! { (page) };
    }
    let promise = &described.promised.followed.promise;
    let form = Form::post(call.path(), call.csrf(), measure_fields(lang, found, filled, refusal, asked))
        .id("measure")
        .kept()
        .action(Button::primary(lang.t("save")).sending("then", "stay"));
    let form = match found.queue.is_empty() {
        true => form,
        false => form.action(Button::new(ButtonKind::Secondary, lang.t("measure-save-next")).sending("then", "next")),
    };
    let form = match (refusal, asked) {
        (Some(refusal), None) => form.errors(shell::error_summary(lang, refusal)),
        _ => form,
    };
    let on = Day::parse(&filled.text("on"));
    let body = html! {
        (in_sight(lang, described, promise, on))
        @if let Some(asked) = asked { (question(lang, described, asked)) }
        @if let Some(known) = measured_already(found, refusal, on) {
            p { (Link::new(format!("/measurements/{}/correct", known.id), t!(lang, "measure-correct-that", value = described.amount(lang, known.value)))) }
        }
        (form)
        @if !found.queue.is_empty() {
            p { (t!(lang, "measure-queue", count = found.queue.len())) " " (Link::new("/due", lang.t("measure-see-queue"))) }
        }
        (Details::new(lang.t("measure-how"), html! {
            @if !described.method.is_empty() { p { (described.method) } }
            @if !described.data_source.is_empty() { p { (lang.t("data-source")) ": " (described.data_source) } }
        }))
    };
    let page = Page {
        narrow: true,
        kicker: Some(format!("{} · {}", described.municipality, described.project)),
        lead: Some(described.indicator.clone()),
        area: Some(lang.t("nav-measure")),
        above: above(lang, described),
        notice: receipt.map(|receipt| receipt_alert(lang, receipt)),
        title_prefix: refusal.map(|_| lang.t("error-prefix")),
        ..shell::page(call, t!(lang, "measure-heading", benefit = described.benefit.clone()), body)
    };
    html! { (page) }
}

/// The measurement that stands in the way of another on its day.
fn measured_already<'a>(found: &'a Found, refusal: Option<&Refusal>, on: Option<Day>) -> Option<&'a Measurement> {
    let in_the_way = refusal.is_some_and(|refusal| refusal.code == Code::AlreadyMeasured);
    found.series.iter().find(|row| in_the_way && Some(row.on_day) == on)
}

/// What one needs to see to know whether a figure is right.
fn in_sight(lang: Lang, described: &Described, promise: &Promise, on: Option<Day>) -> Definitions {
    let dated = |value: Decimal, on: Day| html! { (described.amount(lang, value)) ", " (time(lang, on)) };
    let last = match described.last {
        Some(point) => dated(point.value, point.on),
        None => html! { (Status::new(Tone::Unknown, lang.t("not-measured"))) },
    };
    let facts = Definitions { prominent: true, ..Definitions::new() }
        .with(lang.t("last-measured"), last)
        .with(lang.t("baseline"), dated(promise.baseline.value, promise.baseline.on))
        .with(lang.t("target"), dated(promise.target.value, promise.target.on));
    match on {
        Some(on) => {
            let planned = Figure::from(promise.planned(on).rounded());
            facts.with(lang.t("planned-then"), html! { (described.figure(lang, planned)) })
        }
        None => facts,
    }
}

fn question(lang: Lang, described: &Described, asked: &Asked) -> Alert {
    let why = t!(
        lang,
        &asked.why.code().replace('_', "-"),
        value = asked.value.clone(),
        last = described.amount(lang, asked.before)
    );
    Alert {
        announce: true,
        ..Alert::warning(lang.t("unusual-title"), html! { p { (why) } p { (lang.t("unusual-what-now")) } })
    }
}

fn measure_fields(
    lang: Lang,
    found: &Found,
    filled: &Filled,
    refusal: Option<&Refusal>,
    asked: Option<&Asked>,
) -> Markup {
    let described = &found.described;
    let wrong = |name: &str| shell::error_at(lang, refusal, name);
    // What the number is to tell is said where it is typed; another day may be chosen below it.
    let on = Day::parse(&filled.text("on"));
    let stock = described.promised.accumulation.is_stock();
    let asked_for = on.map(|on| about(lang, &described.promised, on)).unwrap_or_default();
    let asked_for = t!(lang, if stock { "measure-level" } else { "measure-came-in" }, when = asked_for);
    let day_help = if stock { "measure-day-help" } else { "measure-day-help-flow" };
    let more_open = ["kind", "n", "invited"].iter().any(|name| wrong(name).is_some());
    html! {
        @if let Some(asked) = asked { (Field::hidden("confirmed", &asked.value)) }
        (Field::new("value", label_with_unit(&lang.t("measure-value"), &described.unit), Control::Decimal { unit: described.unit.clone() })
            .value(filled.raw("value")).mark(Mark::Required(lang.t("required-mark"))).width(14).description(asked_for).error(wrong("value")))
        (Field::new("on", lang.t("measure-day"), Control::Date)
            .value(filled.raw("on")).description(lang.t(day_help)).error(wrong("on")))
        (Field::new("comment", lang.t("comment"), Control::TextArea { rows: 2 })
            .value(filled.raw("comment")).mark(Mark::Optional(lang.t("optional-mark")))
            .description(lang.t("comment-help")).error(wrong("comment")))
        (Details { open: more_open, ..Details::new(lang.t("measure-more"), html! {
            (Field::new("kind", lang.t("kind"), Control::Radios(kinds(lang))).value(filled.raw("kind")).error(wrong("kind")))
            (Field::new("n", lang.t("survey-n"), Control::Digits).value(filled.raw("n")).width(8).error(wrong("n")))
            (Field::new("invited", lang.t("survey-invited"), Control::Digits).value(filled.raw("invited")).width(8).error(wrong("invited")))
        }) })
    }
}

fn kinds(lang: Lang) -> Vec<Choice> {
    Kind::ALL.iter().map(|kind| Choice::new(kind.as_str(), lang.t(&format!("kind-{}", kind.as_str())))).collect()
}

fn label_with_unit(label: &str, unit: &str) -> String {
    if unit.is_empty() { label.to_owned() } else { format!("{label} ({unit})") }
}

/// The page for a correction.
pub fn correct(
    call: &Call,
    old: &Measurement,
    described: &Described,
    filled: &Filled,
    refusal: Option<&Refusal>,
    asked: Option<&Asked>,
) -> Markup {
    let lang = call.lang();
    let wrong = |name: &str| shell::error_at(lang, refusal, name);
    let stale = refusal.is_some_and(|refusal| refusal.code == Code::Stale);
    let is_survey = old.n.is_some() || old.invited.is_some();
    let more_open = is_survey || ["n", "invited"].iter().any(|name| wrong(name).is_some());
    // Whoever was overtaken sees the newer value and decides again over that one.
    let fields = html! {
        (Field::hidden("version", old.version.to_string()))
        @if let Some(asked) = asked { (Field::hidden("confirmed", &asked.value)) }
        (Field::new("value", label_with_unit(&lang.t("correct-value"), &described.unit), Control::Decimal { unit: described.unit.clone() })
            .value(filled.raw("value")).mark(Mark::Required(lang.t("required-mark"))).width(14).error(wrong("value")))
        (Field::new("kind", lang.t("kind"), Control::Select(kinds(lang))).value(filled.raw("kind")).error(wrong("kind")))
        (Field::new("comment", lang.t("comment"), Control::TextArea { rows: 2 })
            .value(filled.raw("comment")).mark(Mark::Optional(lang.t("optional-mark"))).error(wrong("comment")))
        (Details { open: more_open, ..Details::new(lang.t("correct-survey"), html! {
            (Field::new("n", lang.t("survey-n"), Control::Digits).value(filled.raw("n")).width(8).error(wrong("n")))
            (Field::new("invited", lang.t("survey-invited"), Control::Digits).value(filled.raw("invited")).width(8).error(wrong("invited")))
        }) })
        (Field::new("reason", lang.t("correct-reason"), Control::TextArea { rows: 3 })
            .value(filled.raw("reason")).mark(Mark::Required(lang.t("required-mark")))
            .description(t!(lang, "correct-reason-help", max = LONGEST_TEXT)).error(wrong("reason")))
    };
    let form = Form::post(call.path(), call.csrf(), fields)
        .id("correct")
        .kept()
        .action(Button::primary(lang.t("correct-save")))
        .action(LinkButton::new(
            ButtonKind::Tertiary,
            format!("/commitments/{}", described.promised.id),
            lang.t("cancel"),
        ));
    let form = match refusal {
        Some(refusal) if !stale && asked.is_none() => form.errors(shell::error_summary(lang, refusal)),
        _ => form,
    };
    let facts = Definitions { prominent: true, ..Definitions::new() }
        .with(lang.t("measure-day"), html! { (time(lang, old.on_day)) @if !described.promised.accumulation.is_stock() { ", " (about(lang, &described.promised, old.on_day)) } })
        .with(lang.t("correct-now"), html! { (described.amount(lang, old.value)) })
        .with(lang.t("recorded"), html! { (Time::new(old.recorded_at.to_string(), lang.moment(old.recorded_at))) });
    let body = html! {
        @if stale {
            (Alert { announce: true, ..Alert::warning(lang.t("correct-stale-title"), html! {
                p { (t!(lang, "correct-stale", now = described.amount(lang, old.value), yours = filled.text("value"))) }
            }) })
        }
        (facts)
        @if let Some(asked) = asked { (question(lang, described, asked)) }
        (form)
    };
    let page = Page {
        narrow: true,
        kicker: Some(format!("{} · {}", described.municipality, described.benefit)),
        lead: Some(lang.t("correct-lead")),
        area: Some(lang.t("nav-measure")),
        above: above(lang, described),
        title_prefix: refusal.map(|_| lang.t("error-prefix")),
        ..shell::page(call, lang.t("correct-title"), body)
    };
    html! { (page) }
}

/// The state of a due measurement.
pub fn due_status(lang: Lang, item: &DueItem) -> Status {
    if item.overdue {
        Status::new(Tone::Late, lang.t("overdue"))
    } else {
        Status::new(Tone::NotStarted, lang.t("due-soon"))
    }
}

/// The list of what is due.
pub fn due(
    call: &Call,
    parts: &[DuePart],
    next: Option<Day>,
    import: Option<RegionId>,
    receipt: Option<&Receipt>,
) -> Page {
    let lang = call.lang();
    let nothing = parts.iter().all(|part| part.items.is_empty());
    let body = html! {
        @if nothing {
            (Empty::new(lang.t("due-none"), match next {
                Some(day) => t!(lang, "due-next", day = lang.long_day(day)),
                None => lang.t("due-none-why"),
            }).with_action(LinkButton::new(ButtonKind::Secondary, "/regions", lang.t("see-region"))))
        }
        @for part in parts.iter().filter(|part| !part.items.is_empty()) {
            (Section::new(part.name.clone(), html! {
                (due_table(lang, part))
                p.on-screen { (Link::new(format!("/regions/{}/grid/{}", part.region, part.municipality), lang.t("grid-open"))) }
                ul.chart-links {
                    @for (format, key) in [("csv", "download-csv"), ("excel", "download-excel"), ("xlsx", "download-xlsx"), ("json", "download-json")] {
                        li { (Link::new(format!("/api/v1/municipalities/{}/due?within=31&format={format}", part.municipality), lang.t(key))) }
                    }
                }
            }))
        }
    };
    let mut actions = Vec::new();
    if let Some(region) = import {
        let button =
            LinkButton::new(ButtonKind::Secondary, format!("/regions/{region}/import"), lang.t("import-title"));
        actions.push(html! { (button) });
    }
    actions.push(html! { (PrintButton { label: lang.t("print") }) });
    Page {
        lead: Some(lang.t("due-lead")),
        area: Some(lang.t("nav-measure")),
        notice: receipt.map(|receipt| receipt_alert(lang, receipt)),
        actions,
        ..shell::page(call, lang.t("due-title"), body)
    }
}

fn due_table(lang: Lang, part: &DuePart) -> Table {
    let columns = vec![
        Column::text(lang.t("benefit")),
        Column::text(lang.t("indicator")),
        Column::text(lang.t("due-on")),
        Column::text(lang.t("state")),
        Column::number(lang.t("last-measured")),
    ];
    let rows = part.items.iter().map(|item| {
        let last = match item.last {
            Some(last) => html! { (with_unit(&lang.number(last.value, 0), &item.unit)) ", " (time(lang, last.on)) },
            None => html! { (lang.t("not-measured")) },
        };
        Row::new([
            &Link::new(format!("/commitments/{}/measure", item.commitment_id), item.benefit.clone()),
            &item.indicator,
            &time(lang, item.due_on),
            &due_status(lang, item),
            &last,
        ])
    });
    let caption = t!(lang, "due-caption", municipality = part.name.clone());
    Table { caption_hidden: true, ..Table::new(format!("due-{}", part.municipality), caption, columns).rows(rows) }
}
