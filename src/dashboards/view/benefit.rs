//! One benefit in one municipality: the answer in a sentence, the chart, the figures, who and how.

use maud::{Markup, html};

use super::benefit_drawing::{direction, done_said, drawing, forecast_said};
use super::{flow, lasting, remarks};
use crate::benefits::rules::Class;
use crate::clock::Day;
use crate::dashboards::pages::BenefitShown;
use crate::decimal::{Decimal, Figure};
use crate::i18n::Lang;
use crate::ids::PersonId;
use crate::measurements::described::Described;
use crate::measurements::explanations::Accounted;
use crate::measurements::pages::time_of;
use crate::measurements::rules::{self, LEAST_ANSWERS, Pace, Point, Sustained};
use crate::measurements::store::Measurement;
use crate::measurements::survey::words;
use crate::regions::store::Region;
use crate::t;
use crate::ui::{
    Alert, ButtonKind, Column, Definitions, Details, Empty, Link, LinkButton, OnPhone, Page, Row, Section, Status,
    Table, Tone,
};
use crate::web::Call;
use crate::web::sheet::word_in;
use crate::web::shell;

/// How a benefit stands. Overdue comes first: it can never look green.
pub fn state(lang: Lang, described: &Described, region: &Region, today: Day) -> Status {
    let followed = &described.promised.followed;
    if described.promised.accepted_in.is_none() {
        return Status::new(Tone::NotStarted, lang.t("state-not-accepted"));
    }
    if rules::is_overdue(&followed.calendar, described.answered_on, today) {
        return Status::new(Tone::Late, lang.t("state-overdue"));
    }
    match described.last {
        None => Status::new(Tone::Unknown, lang.t("state-not-measured")),
        Some(point) => match rules::pace(&followed.promise, point.on, point.value, region.slightly_behind_from) {
            Pace::OnPlan => Status::new(Tone::OnPlan, lang.t("state-on-plan")),
            Pace::SlightlyBehind => Status::new(Tone::Late, lang.t("state-slightly-behind")),
            Pace::Behind => Status::new(Tone::Late, lang.t("state-behind")),
        },
    }
}

/// The page.
pub fn page(call: &Call, shown: &BenefitShown, may_share: bool) -> Page {
    let lang = call.lang();
    let described = &shown.described;
    let id = described.promised.id;
    let body = html! {
        p { (state(lang, described, &shown.region, shown.today)) }
        @if described.promised.accepted_in.is_none() {
            (Alert::info(lang.t("not-accepted-title"), html! { p { (lang.t("not-accepted-why")) } }))
        } @else if shown.series.is_empty() {
            (first_is_awaited(lang, shown))
        }
        (remarks::few_answered(lang, shown))
        (remarks::account(lang, shown))
        (remarks::waiting(lang, shown))
        @if let Some(seen) = lasting(shown).filter(|seen| seen.fallen_back) { (lasting::alert(lang, described, &seen)) }
        @if is_behind(shown) { (examples(lang, shown)) }
        (chart(lang, shown))
        (forecast_said(lang, shown))
        @if let Some(done) = done_said(lang, shown) { p { (done) } }
        @if let Some(hours) = work_years_said(lang, described) { p { (hours) } }
        @if !described.promised.accumulation.is_stock() { (flow::sums(lang, shown)) }
        (facts(lang, shown))
        (history(lang, shown))
        @if !is_behind(shown) { (examples(lang, shown)) }
    };
    let mut actions = Vec::new();
    if shown.may_measure {
        let button = LinkButton::primary(format!("/commitments/{id}/measure"), lang.t("measure-title"));
        actions.push(html! { (button) });
    }
    if may_share {
        let share = format!("/regions/{}/share-links/new?kind=benefit&commitment_id={id}", shown.region.id);
        actions.push(html! { (LinkButton::new(ButtonKind::Tertiary, share, lang.t("share-curve"))) });
    }
    let mut page = Page {
        kicker: Some(format!("{} · {}", described.municipality, described.project)),
        lead: Some(sentence(lang, described)),
        area: Some(lang.t("benefit")),
        above: vec![Link::new(format!("/regions/{}", shown.region.id), shown.region.name.clone())],
        notice: remarks::notice(call),
        actions,
        ..shell::page(call, described.benefit.clone(), body)
    };
    page.shell.context = Some(format!("{} · {}", shown.region.name, described.municipality));
    if shown.region.demo {
        page.shell.banner = Some(html! { (lang.t("demo-banner")) });
    }
    page
}

/// «Dager fra søknad til vedtak er 31,5 dager, 10,5 under nullpunktet. Planen for dagen var 33.»
pub fn sentence(lang: Lang, described: &Described) -> String {
    let promise = &described.promised.followed.promise;
    let Some(point) = described.last else {
        return t!(
            lang,
            "answer-unmeasured",
            indicator = described.indicator.clone(),
            baseline = described.amount(lang, promise.baseline.value),
            target = described.amount(lang, promise.target.value)
        );
    };
    let moved = Figure::from_micros(i128::from(point.value.micros()) - i128::from(promise.baseline.value.micros()));
    let size = Figure::from_micros(moved.micros().abs());
    let key = match moved.micros().signum() {
        0 => "answer-at-baseline",
        1 => "answer-above-baseline",
        _ => "answer-below-baseline",
    };
    let planned = described.planned_beside(lang, promise.planned(point.on), point.value);
    let answer = t!(
        lang,
        key,
        indicator = described.indicator.clone(),
        value = described.amount(lang, point.value),
        moved = described.figure(lang, size),
        planned = planned
    );
    match promise.attainment(point.value).and_then(Figure::as_percent) {
        Some(share) => {
            let share = share.rounded(0).format_local(lang.numbers(), None);
            format!("{answer} {}", t!(lang, "answer-attainment", share = share))
        }
        None => answer,
    }
}

/// What hours that are saved in each period come to in work-years, with how that is counted.
fn work_years_said(lang: Lang, described: &Described) -> Option<String> {
    let promise = &described.promised.followed.promise;
    let saved = described.class == Some(Class::TimeSaved) && rules::is_hours(&described.unit);
    let last = described.last.filter(|_| saved)?;
    let gain = rules::gain(promise.baseline.value, promise.target.value, last.value);
    let (accumulation, frequency) = (described.promised.accumulation, described.promised.followed.calendar.frequency);
    let years = rules::work_years(gain, accumulation, frequency)?.rounded(2);
    // Less than that is nobody's working day.
    if years.micros() == 0 {
        return None;
    }
    Some(t!(
        lang,
        "work-years",
        hours = described.figure(lang, gain),
        years = years.format_local(lang.numbers(), None),
        each = lang.count(rules::HOURS_IN_A_WORK_YEAR)
    ))
}

fn is_behind(shown: &BenefitShown) -> bool {
    !matches!(shown.accounted, Accounted::OnPlan)
}

/// «Andre har fått det til»: what other municipalities tell of the same benefit, first on the page where this one is behind;
/// and the way to tell oneself.
fn examples(lang: Lang, shown: &BenefitShown) -> Markup {
    let promised = &shown.described.promised;
    let tell = Link::new(format!("/commitments/{}/examples/new", promised.id), lang.t("example-new"));
    let list = html! {
        @if shown.examples.is_empty() { p { (lang.t("example-others-none")) } } @else {
            ul.ds-list {
                @for (example, name) in &shown.examples {
                    li { (Link::new(format!("/examples/{}", example.id), example.title.clone())) " (" (name) ")" }
                }
            }
        }
        @if shown.may_tell { p { (tell) } }
    };
    let heading = lang.t(if is_behind(shown) { "example-others-behind" } else { "example-others" });
    html! {
        @if !shown.examples.is_empty() || shown.may_tell {
            (Section { framed: is_behind(shown), id: Some("examples".into()), ..Section::new(heading, list) })
        }
    }
}

fn first_is_awaited(lang: Lang, shown: &BenefitShown) -> Empty {
    let first = shown.described.promised.followed.calendar.first;
    let empty = Empty::new(lang.t("no-measurements"), t!(lang, "first-awaited", day = lang.long_day(first)));
    if shown.may_measure {
        let href = format!("/commitments/{}/measure", shown.described.promised.id);
        return empty.with_action(LinkButton::new(ButtonKind::Secondary, href, lang.t("measure-title")));
    }
    empty
}

fn lasting(shown: &BenefitShown) -> Option<Sustained> {
    let points: Vec<Point> = shown.series.iter().filter_map(Measurement::shown).collect();
    let promised = &shown.described.promised;
    rules::sustained(&promised.followed.promise, &points, promised.sustain_until)
}

fn chart(lang: Lang, shown: &BenefitShown) -> Markup {
    let id = shown.described.promised.id;
    let table = Details::new(lang.t("show-table"), html! { (table(lang, shown)) });
    let links =
        [("csv", "download-csv"), ("excel", "download-excel"), ("xlsx", "download-xlsx"), ("json", "download-json")]
            .iter()
            .map(|(format, key)| {
                let link = Link::new(format!("/api/v1/commitments/{id}/series?format={format}"), lang.t(key));
                html! { (link) }
            })
            .collect();
    let compare = format!("/indicators/{}/compare", shown.described.promised.indicator_id);
    html! {
        (drawing(lang, shown, html! { (table) }, links))
        @if shown.described.promised.accepted_in.is_some() { p { (Link::new(compare, lang.t("compare-link"))) } }
    }
}

fn table(lang: Lang, shown: &BenefitShown) -> Table {
    let described = &shown.described;
    let promise = &described.promised.followed.promise;
    let columns = vec![
        Column::text(lang.t(if described.promised.accumulation.is_stock() { "measure-day" } else { "measure-period" })),
        Column::number(lang.t("measured")),
        Column::number(lang.t("plan")),
        Column::number(lang.t("attainment")),
        Column::text(lang.t("kind")),
        Column::text(lang.t("comment")),
        Column::action(lang.t("measure-change")),
    ];
    let rows: Vec<Row> = shown
        .series
        .iter()
        .map(|row| {
            let value = row.shown().map(|point| point.value);
            let share = value
                .and_then(|value| promise.attainment(value))
                .and_then(Figure::as_percent)
                .map(|share| format!("{}\u{a0}%", share.rounded(0).format_local(lang.numbers(), None)))
                .unwrap_or_else(|| "–".into());
            // Beside a value that is not shown the plan is rounded by itself, or its decimals would tell of the value.
            let plan = promise.planned(row.on_day);
            let planned = described.planned_beside(lang, plan, value.unwrap_or(plan.rounded()));
            let survey = words(lang, described, row);
            let measured = html! {
                @if row.is_too_few() {
                    (t!(lang, "too-few-answers", least = LEAST_ANSWERS))
                } @else {
                    (described.amount(lang, row.value))
                }
                @if row.waits { br; (Status::new(Tone::Waiting, lang.t("waits"))) }
                @if let Some(survey) = &survey { br; small { (survey) } }
            };
            let change = html! {
                @if shown.may_measure { (Link::new(format!("/measurements/{}/correct", row.id), lang.t("measure-change"))) }
            };
            Row::new([
                &flow::when(lang, &described.promised, row.on_day),
                &measured,
                &planned,
                &share,
                &lang.t(&format!("kind-{}", row.kind.as_str())),
                &remarks::words_of(lang, shown, row),
                &change,
            ])
        })
        .collect();
    let empty = html! { p { (lang.t("no-measurements")) } };
    let caption = t!(lang, "series-caption", benefit = described.benefit.clone());
    Table {
        caption_hidden: true,
        on_phone: OnPhone::Scroll,
        empty: Some(empty),
        ..Table::new("series", caption, columns).rows(rows)
    }
}

fn facts(lang: Lang, shown: &BenefitShown) -> Section {
    let described = &shown.described;
    let promise = &described.promised.followed.promise;
    let dated = |value: Decimal, on: Day| html! { (described.amount(lang, value)) ", " (time_of(lang, on)) };
    let mut facts = Definitions::new()
        .with(lang.t("baseline"), dated(promise.baseline.value, promise.baseline.on))
        .with(lang.t("target"), dated(promise.target.value, promise.target.on))
        .with(lang.t("indicator"), html! { (described.indicator) })
        .with(lang.t("direction"), html! { (direction(lang, promise.direction)) })
        .with(
            lang.t("frequency"),
            html! { (word_in(lang, "frequency", described.promised.followed.calendar.frequency.as_str())) },
        )
        .with(
            lang.t("indicator-field-accumulation"),
            html! { (word_in(lang, "accumulation", described.promised.accumulation.as_str())) },
        );
    if !described.promised.followed.calendar.campaigns.is_empty() {
        facts = facts.with(lang.t("campaigns-title"), flow::campaigns(lang, &described.promised.followed.calendar));
    }
    if let Some(words) = lasting(shown).and_then(|seen| lasting::words(lang, described, &seen)) {
        facts = facts.with(lang.t("sustained"), html! { (words) });
    }
    if let Some(until) = described.promised.sustain_until {
        facts = facts.with(lang.t("sustain-until"), html! { (time_of(lang, until)) });
    }
    if let Some(class) = described.class {
        let word = lang.t(&format!("class-{}", class.as_str().replace('_', "-")));
        facts = facts.with(lang.t("class"), html! { (word) });
    }
    let owner = described.owner.clone().unwrap_or_else(|| lang.t("no-owner"));
    facts = facts.with(lang.t("owner"), html! { (owner) });
    for (key, text) in
        [("method", &described.method), ("data-source", &described.data_source), ("definition", &described.description)]
    {
        if !text.is_empty() {
            facts = facts.with(lang.t(key), html! { (text) });
        }
    }
    Section::new(lang.t("about-benefit"), html! { (facts) })
}

fn history(lang: Lang, shown: &BenefitShown) -> Markup {
    if shown.corrections.is_empty() {
        return html! {};
    }
    let name = |id: Option<PersonId>| id.and_then(|id| shown.people.get(&id)).cloned().unwrap_or_default();
    let described = &shown.described;
    let columns = vec![
        Column::text(lang.t("measure-day")),
        Column::number(lang.t("version")),
        Column::number(lang.t("measured")),
        Column::text(lang.t("reason")),
        Column::text(lang.t("who")),
        Column::text(lang.t("recorded")),
    ];
    let mut rows: Vec<Row> = Vec::new();
    for (now, versions) in &shown.corrections {
        // One that may not be shown hides the others: what was corrected often says what it was corrected to.
        let mut line = |row: &Measurement| {
            let value = (!row.is_too_few() && !now.is_too_few()).then_some(row.value);
            let survey = words(lang, described, row).filter(|_| value.is_some());
            let measured = html! {
                @match value {
                    Some(value) => { (described.amount(lang, value)) }
                    None => { (t!(lang, "too-few-answers", least = LEAST_ANSWERS)) }
                }
                @if let Some(survey) = &survey { br; small { (survey) } }
            };
            rows.push(Row::new([
                &time_of(lang, now.on_day),
                &row.version.to_string(),
                &measured,
                &row.reason.clone().filter(|_| value.is_some()).unwrap_or_default(),
                &name(row.recorded_by),
                &lang.moment(row.recorded_at),
            ]));
        };
        line(now);
        for old in versions.iter().rev() {
            line(&old.over(now));
        }
    }
    let table = Table { caption_hidden: true, ..Table::new("corrections", lang.t("corrections"), columns).rows(rows) };
    let section = Section { id: Some("history".into()), ..Section::new(lang.t("corrections"), html! { (table) }) };
    html! { (section) }
}
