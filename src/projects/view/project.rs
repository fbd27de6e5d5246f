//! One project.

use maud::{Markup, html};

use super::{days, parts, period, phase_word, standing};
use crate::benefits::store::{Benefit, Indicator};
use crate::handovers::rules::State;
use crate::i18n::Lang;
use crate::ids::{ExampleId, HandoverId, MunicipalityId};
use crate::measurements::rules::Frequency;
use crate::projects::rules::gaps::Gap;
use crate::projects::rules::{Count, Draft, POINTS, Participating, Phase};
use crate::projects::store::Project;
use crate::regions::store::Region;
use crate::t;
use crate::ui::{
    Alert, Button, ButtonKind, Column, Definitions, Empty, Link, LinkButton, Page, PostButton, Row, Section, Step,
    StepState, Steps, Table, Task, TaskGroup, TaskList, Time,
};
use crate::web::Call;
use crate::web::sheet::word_in;
use crate::web::shell;

/// One municipality's place in the project.
pub struct Town {
    /// Its id.
    pub id: MunicipalityId,
    /// Its name.
    pub name: String,
    /// Whether it takes part.
    pub participating: Option<Participating>,
    /// Its newest handover.
    pub standing: Option<(HandoverId, State)>,
    /// Whether the reader may open it: of other members they see the state alone.
    pub may_follow: bool,
    /// How many commitments are written; none where the reader may not know or it does not take part.
    pub written: Option<usize>,
    /// Whether the reader may prepare a handover to it.
    pub may_prepare: bool,
    /// Whether the reader may say how it takes part.
    pub may_set: bool,
}

/// An example that a municipality shares.
pub struct Told {
    /// Its id.
    pub id: ExampleId,
    /// Its title.
    pub title: String,
    /// Whose it is.
    pub municipality: String,
}

/// Everything the page shows.
pub struct Overview {
    /// The region.
    pub region: Region,
    /// The project.
    pub project: Project,
    /// What was written about it.
    pub draft: Draft,
    /// Who keeps the whole of its benefits.
    pub responsible: Option<String>,
    /// Its benefits with what is counted for each.
    pub benefits: Vec<(Benefit, Vec<Indicator>)>,
    /// How many indicators there are.
    pub indicators: usize,
    /// The municipalities.
    pub towns: Vec<Town>,
    /// What the municipalities tell of its benefits, newest first.
    pub told: Vec<Told>,
    /// What is missing; empty for those who cannot mend it.
    pub gaps: Vec<Gap>,
    /// Whether the reader may write.
    pub may_edit: bool,
}

/// The page.
pub fn page(call: &Call, shown: &Overview) -> Page {
    let lang = call.lang();
    let draft = &shown.draft;
    let body = html! {
        (parts(call, &shown.project))
        @if draft.renews_without_simplifying() { (renewal_alone(lang, shown)) }
        @if !shown.gaps.is_empty() { (missing(lang, shown)) }
        (towns(call, shown))
        (benefits(lang, shown))
        @if !shown.told.is_empty() { (told(lang, shown)) }
        (why(lang, shown))
        (plan(lang, shown))
        @if !draft.costs.is_empty() { (Section::new(lang.t("costs"), html! { (costs(lang, draft)) })) }
    };
    let edit =
        LinkButton::new(ButtonKind::Secondary, format!("/projects/{}/edit", shown.project.id), lang.t("project-edit"));
    Page {
        above: vec![super::to_roadmap(lang, shown.region.id)],
        kicker: Some(t!(lang, "project-kicker", phase = phase_word(lang, draft.phase))),
        lead: (!draft.summary.is_empty()).then(|| draft.summary.clone()),
        notice: call.query_word("done").map(|_| html! { (Alert::success(lang.t("saved"), html! {})) }),
        actions: if shown.may_edit { vec![html! { (edit) }] } else { Vec::new() },
        ..shell::region_page(call, &shown.region, shown.project.title.clone(), body)
    }
}

fn renewal_alone(lang: Lang, shown: &Overview) -> Alert {
    let because = &shown.draft.renewal_alone_because;
    let body = html! {
        p { (lang.t("renewal-alone-body")) }
        @if because.is_empty() {
            @if shown.may_edit {
                p { (Link::new(format!("/projects/{}/edit#renewal_alone_because", shown.project.id), lang.t("renewal-alone-write"))) }
            }
        } @else {
            p { (t!(lang, "renewal-alone-because", because = because.clone())) }
        }
    };
    Alert::warning(lang.t("renewal-alone-title"), body)
}

fn missing(lang: Lang, shown: &Overview) -> TaskList {
    let tasks = shown.gaps.iter().map(|gap| Task {
        what: t!(lang, gap.key, count = gap.count.unwrap_or_default()),
        href: gap.href.clone(),
        place: gap.of.clone().unwrap_or_default(),
        ..Task::default()
    });
    // Where a baton is sent already, nothing waits for what is missing, and it is missing still.
    let is_sent = |town: &Town| town.standing.is_some_and(|(_, state)| state != State::Draft);
    let heading = if shown.towns.iter().any(is_sent) { "gaps-title-sent" } else { "gaps-title" };
    TaskList(vec![TaskGroup { heading: lang.t(heading), tasks: tasks.collect() }])
}

fn towns(call: &Call, shown: &Overview) -> Section {
    let lang = call.lang();
    let columns = vec![
        Column::text(lang.t("municipality")),
        Column::text(lang.t("municipality-state")),
        Column::text(lang.t("commitments-written")),
        Column::action(lang.t("actions")),
    ];
    let rows = shown.towns.iter().map(|town| {
        let status = standing(lang, town.participating, town.standing.map(|(_, state)| state));
        let written = town.written.filter(|_| shown.indicators > 0);
        Row::from(vec![
            html! { (town.name) },
            html! { @match status { Some(status) => (status), None => (lang.t("not-asked-yet")) } },
            html! {
                @match written {
                    Some(written) => (t!(lang, "written-of", written = written, of = shown.indicators)),
                    None => "–",
                }
            },
            town_action(call, shown, town),
        ])
    });
    let empty = Empty::new(lang.t("no-members"), lang.t("no-members-why"));
    let table = Table {
        caption_hidden: true,
        empty: Some(html! { (empty) }),
        ..Table::new("towns", lang.t("project-municipalities"), columns).rows(rows)
    };
    let body = html! {
        (table)
        @if shown.towns.iter().any(|town| town.may_set) {
            p { (Link::new(format!("/projects/{}/participants", shown.project.id), lang.t("participants-change"))) }
        }
    };
    Section::new(lang.t("project-municipalities"), body)
}

fn town_action(call: &Call, shown: &Overview, town: &Town) -> Markup {
    let lang = call.lang();
    let seen = town.standing.filter(|_| town.may_follow).map(|(id, _)| id);
    let prepare = PostButton {
        action: format!("/projects/{}/handovers", shown.project.id),
        csrf: call.csrf(),
        button: Button {
            full_label: Some(t!(lang, "prepare-handover-to", name = town.name.clone())),
            ..Button::new(ButtonKind::Secondary, lang.t("prepare-handover"))
        },
        fields: vec![("municipality_id".into(), town.id.to_string())],
    };
    html! {
        @if town.may_prepare { (prepare) }
        @if let Some(id) = seen {
            (Link::new(format!("/handovers/{id}"), t!(lang, "see-handover-of", name = town.name.clone())))
        }
    }
}

fn benefits(lang: Lang, shown: &Overview) -> Section {
    let project = &shown.project;
    let add =
        LinkButton::new(ButtonKind::Secondary, format!("/projects/{}/benefits/new", project.id), lang.t("benefit-new"));
    let columns = vec![
        Column::text(lang.t("benefit")),
        Column::text(lang.t("benefit-class")),
        Column::text(lang.t("arises-in")),
        Column::text(lang.t("indicators")),
        Column::action(lang.t("actions")),
    ];
    let rows = shown.benefits.iter().map(|(benefit, indicators)| {
        let class = benefit.class.map_or_else(|| lang.t("not-said-yet"), |class| word_in(lang, "class", class.as_str()));
        let arises =
            benefit.arises_in.as_deref().map_or_else(|| lang.t("not-said-yet"), |word| word_in(lang, "arises-in", word));
        Row::from(vec![
            html! {
                (benefit.title)
                @if benefit.polarity.as_str() == "disbenefit" { " (" (lang.t("polarity-disbenefit")) ")" }
            },
            html! { (class) },
            html! { (arises) },
            html! {
                @for (place, indicator) in indicators.iter().enumerate() {
                    @if place > 0 { br; }
                    @let words = indicator_words(lang, indicator);
                    @if shown.may_edit { (Link::new(format!("/indicators/{}/edit", indicator.id), words)) } @else { (words) }
                    @if indicator.frequency == Frequency::Campaign {
                        " " (Link::new(format!("/indicators/{}/campaigns", indicator.id), lang.t("campaigns-see")))
                    }
                    " " (Link::new(
                        format!("/indicators/{}/compare", indicator.id),
                        t!(lang, "compare-named", name = indicator.name.clone()),
                    ))
                }
                @if indicators.is_empty() { (lang.t("no-indicator-yet")) }
            },
            html! {
                @if shown.may_edit {
                    (Link::new(format!("/benefits/{}/edit", benefit.id), t!(lang, "edit-named", name = benefit.title.clone())))
                    br;
                    (Link::new(format!("/benefits/{}/indicators/new", benefit.id), t!(lang, "indicator-new-for", name = benefit.title.clone())))
                }
            },
        ])
    });
    let empty = Empty::new(lang.t("no-benefits"), lang.t("no-benefits-why"));
    let empty = if shown.may_edit { empty.with_action(add.clone()) } else { empty };
    let table = Table {
        caption_hidden: true,
        empty: Some(html! { (empty) }),
        ..Table::new("benefits", lang.t("benefits"), columns).rows(rows)
    };
    let body = html! {
        (table)
        @if !shown.benefits.is_empty() && shown.may_edit { (crate::ui::Actions(vec![html! { (add) }])) }
    };
    Section::new(lang.t("benefits"), body)
}

/// How many examples stand on the project's page; the rest is behind the link.
const MOST_TOLD: usize = 5;

/// What the municipalities tell of how they did it.
fn told(lang: Lang, shown: &Overview) -> Section {
    let all = format!("/regions/{}/examples?project_id={}", shown.region.id, shown.project.id);
    let list = html! {
        ul.ds-list {
            @for one in shown.told.iter().take(MOST_TOLD) {
                li { (Link::new(format!("/examples/{}", one.id), one.title.clone())) " (" (one.municipality) ")" }
            }
        }
        @if shown.told.len() > MOST_TOLD { p { (Link::new(all, lang.t("examples-of-project"))) } }
    };
    Section { id: Some("examples".into()), ..Section::new(lang.t("examples"), list) }
}

/// An indicator in one line: name, unit, which way is better.
pub fn indicator_words(lang: Lang, indicator: &Indicator) -> String {
    let direction = word_in(lang, "direction", indicator.direction.as_str());
    format!("{} ({}, {direction})", indicator.name, indicator.unit)
}

fn why(lang: Lang, shown: &Overview) -> Section {
    let draft = &shown.draft;
    let or_unsaid = |text: &str| if text.is_empty() { lang.t("not-said-yet") } else { text.to_owned() };
    let facts = Definitions::new()
        .with(lang.t("project-field-renewal"), or_unsaid(&draft.renewal))
        .with(lang.t("project-field-responsible"), or_unsaid(shown.responsible.as_deref().unwrap_or_default()))
        .with(lang.t("period"), period(lang, &shown.project))
        .with(lang.t("theme"), or_unsaid(&draft.theme))
        .with(lang.t("project-field-statutory"), lang.t(if draft.statutory { "yes" } else { "no" }));
    let columns = vec![
        Column::text(lang.t("simplification-column-what")),
        Column::number(lang.t("simplification-column-before")),
        Column::number(lang.t("simplification-column-after")),
    ];
    let count = |count: &Option<Count>| count.as_ref().map_or_else(|| "–".into(), |it| lang.number(it.number(), 0));
    let rows = draft.simplifications.iter().map(|one| Row::new([&one.what, &count(&one.before), &count(&one.after)]));
    let table = Table::new("simplifications", lang.t("project-field-simplification"), columns).rows(rows);
    let body = html! {
        (facts)
        @if draft.simplifications.is_empty() { p { (lang.t("simplification-none")) } } @else { (table) }
    };
    Section::new(lang.t("why"), body)
}

/// Where the project stands, when each phase is planned, and what was decided.
fn plan(lang: Lang, shown: &Overview) -> Section {
    let draft = &shown.draft;
    let columns = vec![
        Column::text(lang.t("plan-column-what")),
        Column::text(lang.t("plan-column-when")),
        Column::text(lang.t("plan-column-more")),
    ];
    let phases_planned = draft
        .phases
        .iter()
        .map(|plan| Row::new([&phase_word(lang, plan.phase), &days(lang, plan.from, plan.to), &String::new()]));
    let points = draft.decision_points.iter().map(|point| {
        let state = lang.t(if point.decided { "point-decided" } else { "point-planned" });
        let on = point.on.map_or_else(|| lang.t("period-none"), |on| lang.day(on));
        let more = [point.case_reference.clone(), point.note.clone()];
        Row::new([
            &point.point,
            &format!("{on} ({state})"),
            &more.into_iter().flatten().collect::<Vec<_>>().join(" · "),
        ])
    });
    let table = Table {
        caption_hidden: true,
        ..Table::new("plan", lang.t("plan-title"), columns).rows(phases_planned.chain(points))
    };
    let edit =
        LinkButton::new(ButtonKind::Secondary, format!("/projects/{}/plan", shown.project.id), lang.t("plan-edit"));
    let body = html! {
        (phases(lang, draft))
        @if !draft.phases.is_empty() || !draft.decision_points.is_empty() { (table) }
        @if shown.may_edit { (crate::ui::Actions(vec![html! { (edit) }])) }
    };
    Section::new(lang.t("phases"), body)
}

fn phases(lang: Lang, draft: &Draft) -> Steps {
    let here = Phase::ALL.iter().position(|phase| *phase == draft.phase).unwrap_or_default();
    let steps = Phase::ALL.iter().enumerate().map(|(place, phase)| {
        let state = match place.cmp(&here) {
            std::cmp::Ordering::Less => StepState::Done,
            // What is ended is behind us.
            std::cmp::Ordering::Equal if *phase == Phase::Ended => StepState::Done,
            std::cmp::Ordering::Equal => StepState::Current,
            std::cmp::Ordering::Greater => StepState::Ahead,
        };
        let word = match state {
            StepState::Done => "step-done",
            StepState::Current => "step-now",
            StepState::Ahead | StepState::Stopped => "step-ahead",
        };
        // Each phase ends in its decision point: the idea in BP1, the last in BP6.
        let point = POINTS.get(place).and_then(|name| draft.decision_points.iter().find(|it| it.point == *name));
        let time = point.and_then(|it| it.on).map(|day| {
            let name = POINTS.get(place).copied().unwrap_or_default();
            Time::day(day.date(), format!("{name}: {}", lang.day(day)))
        });
        Step { label: phase_word(lang, *phase), state, state_word: lang.t(word), time, note: None }
    });
    Steps { label: lang.t("phases"), steps: steps.collect() }
}

fn costs(lang: Lang, draft: &Draft) -> Table {
    let columns = vec![
        Column::text(lang.t("cost-column-year")),
        Column::number(lang.t("cost-column-investment")),
        Column::number(lang.t("cost-column-running")),
    ];
    let rows = draft
        .costs
        .iter()
        .map(|one| Row::new([&one.year.to_string(), &lang.number(one.investment, 0), &lang.number(one.running, 0)]));
    Table { caption_hidden: true, ..Table::new("costs", lang.t("costs"), columns).rows(rows) }
}
