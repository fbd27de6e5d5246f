//! Parts of the relay's pages.

use maud::{Markup, html};

use crate::benefits::budget_words;
use crate::benefits::rules::DatedValue;
use crate::benefits::store::Commitment;
use crate::handovers::adjustments::{Adjusted, Differing};
use crate::handovers::differences::Said;
use crate::handovers::owners;
use crate::handovers::package::{IndicatorPart, Package};
use crate::handovers::pages::Shown;
use crate::handovers::rules::{CheckState, State};
use crate::handovers::store::Handover;
use crate::i18n::Lang;
use crate::measurements::described::with_unit;
use crate::refusal::Refusal;
use crate::t;
use crate::ui::{
    Alert, Button, ButtonKind, Choice, Column, Control, Definitions, Details, Field, Form, Link, LinkButton, Row,
    Section, Status, Step, StepState, Steps, Table, Time, Tone,
};
use crate::web::forms;
use crate::web::sheet::word_in;
use crate::web::{Call, problem, shell};

/// The word for a state.
pub fn state_word(lang: Lang, state: State) -> String {
    lang.t(&format!("handover-state-{}", state.as_str().replace('_', "-")))
}

/// The tone of a state.
pub const fn state_tone(state: State) -> Tone {
    match state {
        State::Draft => Tone::NotStarted,
        State::Offered | State::ClarificationAsked | State::ClarificationAnswered => Tone::Waiting,
        State::Accepted | State::AcceptedWithConditions | State::AcceptedLater | State::InRealisation => Tone::Underway,
        State::Completed => Tone::Done,
        State::Refused | State::Withdrawn | State::Expired | State::HandedBack => Tone::Stopped,
    }
}

/// The state, and what it means for the reader.
pub fn status_line(lang: Lang, shown: &Shown) -> Markup {
    let row = &shown.row;
    html! {
        p { (Status::new(state_tone(row.state), state_word(lang, row.state))) }
        @if row.state.is_open() && shown.today > row.answer_by {
            (Alert::warning(lang.t("handover-state-expired"), html! { p { (whom_to_call(lang, shown)) } }))
        }
        @if matches!(row.state, State::Withdrawn | State::Expired) {
            (Alert::info(state_word(lang, row.state), html! { p { (whom_to_call(lang, shown)) } }))
        }
        @if !row.closed_reason.is_empty() {
            (Alert::info(lang.t("handover-reason"), html! { p { (row.closed_reason) } }))
        }
        @if shown.receipt.is_some() {
            p { (Link::new(format!("/handovers/{}/receipt", row.id), lang.t("handover-to-receipt"))) }
        }
    }
}

fn whom_to_call(lang: Lang, shown: &Shown) -> String {
    let name = shown.row.offered_by.and_then(|id| shown.names.get(&id)).cloned().unwrap_or_default();
    t!(lang, "handover-whom-to-call", name = name, region = shown.region.name.clone())
}

/// What is another than when the municipality last took the baton: before anything else that one reads anew.
pub fn differences(lang: Lang, shown: &Shown) -> Section {
    let rows = shown.differences.iter().map(|one| {
        let about = if one.about.is_empty() { lang.t("difference-project") } else { one.about.clone() };
        Row::new([
            &about,
            &lang.t(&format!("difference-{}", one.field)),
            &said(lang, &one.before),
            &said(lang, &one.now),
        ])
    });
    let columns = vec![
        Column::text(lang.t("difference-about")),
        Column::text(lang.t("difference-what")),
        Column::text(lang.t("difference-before")),
        Column::text(lang.t("difference-now")),
    ];
    let mut table = Table::new("differences", lang.t("differences-title"), columns).rows(rows.collect::<Vec<_>>());
    table.caption_hidden = true;
    let when = shown.receipt.as_ref().map(|kept| lang.long_day(kept.answered_at.day())).unwrap_or_default();
    Section {
        lead: Some(t!(lang, "differences-lead", count = shown.differences.len(), day = when)),
        ..Section::new(lang.t("differences-title"), html! { (table) })
    }
}

/// What was taken on otherwise than proposed, with both and the reason.
pub fn adjusted(lang: Lang, adjusted: &[Adjusted]) -> Section {
    let rows = adjusted.iter().map(|one| {
        let AdjustedWords { of, proposed, accepted, reason } = adjusted_words(lang, one);
        Row::new([&of, &proposed, &accepted, &reason])
    });
    let columns = vec![
        Column::text(lang.t("adjusted-of")),
        Column::text(lang.t("adjusted-proposed")),
        Column::text(lang.t("adjusted-accepted")),
        Column::text(lang.t("adjusted-reason")),
    ];
    let mut table = Table::new("adjusted", lang.t("adjusted-title"), columns).rows(rows.collect::<Vec<_>>());
    table.caption_hidden = true;
    Section::new(lang.t("adjusted-title"), html! { (table) })
}

/// Something taken on otherwise than proposed, in words.
pub struct AdjustedWords {
    /// Of what: the target or the budget consequence of an indicator.
    pub of: String,
    /// As the region proposed it.
    pub proposed: String,
    /// As the municipality took it on.
    pub accepted: String,
    /// Why; empty where no reason is asked for.
    pub reason: String,
}

impl AdjustedWords {
    /// All of it on one line of a receipt.
    pub fn line(&self, lang: Lang) -> String {
        t!(
            lang,
            "receipt-adjusted",
            accepted = self.accepted.clone(),
            proposed = self.proposed.clone(),
            reason = self.reason.clone()
        )
        .trim_end()
        .to_owned()
    }
}

/// Something taken on otherwise than proposed, in the reader's words.
pub fn adjusted_words(lang: Lang, one: &Adjusted) -> AdjustedWords {
    let indicator = one.indicator.clone();
    match &one.what {
        Differing::Target { unit, proposed, accepted, reason } => AdjustedWords {
            of: t!(lang, "receipt-target", indicator = indicator),
            proposed: dated_figure(lang, *proposed, unit),
            accepted: dated_figure(lang, *accepted, unit),
            reason: reason.clone(),
        },
        Differing::Budget { proposed, accepted } => AdjustedWords {
            of: t!(lang, "receipt-budget", indicator = indicator),
            proposed: proposed.as_ref().map_or_else(|| lang.t("adjusted-unsaid"), |said| budget_words(lang, said)),
            accepted: budget_words(lang, accepted),
            reason: String::new(),
        },
    }
}

/// A figure with its unit and its day.
pub fn dated_figure(lang: Lang, figure: DatedValue, unit: &str) -> String {
    format!("{}, {}", with_unit(&lang.number(figure.value, 0), unit), lang.day(figure.on))
}

fn said(lang: Lang, said: &Said) -> String {
    match said {
        Said::Nothing => "–".into(),
        Said::Words(text) => text.clone(),
        Said::Key(key) => lang.t(key),
        Said::Figure(figure, unit) => dated_figure(lang, *figure, unit),
        Said::Day(day) => lang.day(*day),
        Said::Truth(truth) => lang.t(if *truth { "yes" } else { "no" }),
        Said::List(count) => t!(lang, "difference-list", count = *count),
    }
}

/// What the region can do here.
pub fn for_the_region(call: &Call, shown: &Shown, typed: &forms::Form, refusal: Option<&Refusal>) -> Markup {
    let lang = call.lang();
    let row = &shown.row;
    let id = row.id;
    let at = |name: &str| shell::error_at(lang, refusal, name);
    let again = row.state != State::Draft;
    html! {
        @if row.may_be_sent(shown.today) {
            (Section { framed: true, ..Section::new(lang.t("offer-heading"), html! {
                @if shown.missing.is_empty() {
                    p { (lang.t("offer-ready")) }
                } @else {
                    p { (t!(lang, "offer-missing", count = shown.missing.len())) }
                    ul.ds-list {
                        @for error in &shown.missing {
                            li { (Link::new(missing_link(row, error.pointer.as_deref().unwrap_or("")),
                                missing_words(lang, error))) }
                        }
                    }
                }
                (Form::post(format!("/handovers/{id}/offer"), call.csrf(), html! {
                    (Field::new("answer_by", lang.t("handover-answer-by"), Control::Date)
                        .value(if typed.raw("answer_by").is_empty() { row.answer_by.to_string() } else { typed.text("answer_by") })
                        .error(at("answer_by")))
                }).id("offer").action(Button::primary(lang.t(if again { "offer-again-button" } else { "offer-button" }))))
            }) })
        }
        @if row.state == State::ClarificationAsked {
            (Section { framed: true, ..Section::new(lang.t("clarify-heading"), html! {
                @if let Some(open) = shown.clarifications.iter().rev().find(|one| one.answer.is_none()) {
                    blockquote { (open.question) }
                }
                (Form::post(format!("/handovers/{id}/clarification-answers"), call.csrf(), html! {
                    (Field::new("answer", lang.t("clarify-answer"), Control::TextArea { rows: 4 })
                        .value(typed.raw("answer")).error(at("answer")))
                }).id("clarification-answer").action(Button::primary(lang.t("clarify-button"))))
            }) })
        }
        @if row.state.is_open() {
            (Details::new(lang.t("withdraw-heading"), html! {
                (Form::post(format!("/handovers/{id}/withdrawal"), call.csrf(), html! {
                    (Field::new("withdraw_reason", lang.t("withdraw-reason"), Control::TextArea { rows: 2 })
                        .value(typed.raw("withdraw_reason")))
                }).id("withdraw").action(Button::new(ButtonKind::Danger, lang.t("withdraw-button"))))
            }))
        }
    }
}

/// What is missing, in words.
pub fn missing_words(lang: Lang, error: &crate::refusal::FieldError) -> String {
    match error.pointer.as_deref().and_then(|pointer| pointer.strip_prefix("/readiness/")) {
        Some(check) => lang.t(&format!("check-{}", check.replace('_', "-"))),
        None => problem::field_sentence(lang, error),
    }
}

/// Where what is missing is mended.
pub fn missing_link(row: &Handover, pointer: &str) -> String {
    let mut parts = pointer.trim_start_matches('/').split('/');
    match (parts.next(), parts.next()) {
        (Some("readiness"), Some(check)) => format!("#check-{check}"),
        (Some("benefits"), Some(id)) => format!("/benefits/{id}/edit"),
        (Some("indicators"), Some(id)) => format!("/indicators/{id}/edit"),
        _ => format!("/projects/{}", row.project_id),
    }
}

/// What the municipality can do once it holds the baton.
pub fn after_acceptance(call: &Call, shown: &Shown, typed: &forms::Form, refusal: Option<&Refusal>) -> Markup {
    let lang = call.lang();
    let row = &shown.row;
    let id = row.id;
    let at = |name: &str| shell::error_at(lang, refusal, name);
    let can_hand_back = shown.may.answer && (row.state.is_accepted() || row.state == State::InRealisation);
    html! {
        @if row.state.is_held() {
            (Section::new(lang.t("receipt-next"), what_next(lang, shown)))
        }
        @if shown.may.conclude && row.state == State::InRealisation {
            (Details { open: at("report").is_some(), ..Details::new(lang.t("complete-heading"), html! {
                (Form::post(format!("/handovers/{id}/completion"), call.csrf(), html! {
                    (Field::new("report", lang.t("complete-report"), Control::TextArea { rows: 5 })
                        .value(typed.raw("report")).error(at("report")))
                }).id("complete").kept().action(Button::primary(lang.t("complete-button"))))
            }) })
        }
        @if can_hand_back {
            (Details { open: at("reason").is_some(), ..Details::new(lang.t("hand-back-heading"), html! {
                p { (lang.t("hand-back-help")) }
                (Form::post(format!("/handovers/{id}/hand-back"), call.csrf(), html! {
                    (Field::new("reason", lang.t("hand-back-reason"), Control::TextArea { rows: 3 })
                        .value(typed.raw("reason")).error(at("reason")))
                }).id("hand-back").kept().action(Button::new(ButtonKind::Danger, lang.t("hand-back-button"))))
            }) })
        }
    }
}

/// What happens next, with dates and links.
pub fn what_next(lang: Lang, shown: &Shown) -> Markup {
    let mut commitments: Vec<_> = shown.commitments.iter().collect();
    commitments.sort_by_key(|commitment| commitment.first_measurement_on);
    let name = |id| {
        shown
            .assembled
            .package
            .benefits
            .iter()
            .flat_map(|benefit| &benefit.indicators)
            .find(|indicator| indicator.id == id)
            .map(|indicator| indicator.name.clone())
            .unwrap_or_default()
    };
    html! {
        ul.ds-list {
            @for commitment in commitments {
                li {
                    (Time::day(commitment.first_measurement_on.date(), lang.long_day(commitment.first_measurement_on)))
                    ": " (Link::new(format!("/commitments/{}", commitment.id),
                        t!(lang, "next-measure", indicator = name(commitment.indicator_id))))
                    @if let Some(owner) = owner_then(shown, commitment) { " – " (owner) }
                }
            }
            li.on-screen { (Link::new(format!("/projects/{}/steps", shown.row.project_id), lang.t("next-steps"))) }
        }
    }
}

/// Who owned it when the baton was taken; on receipts from before that was kept, who owns it now.
fn owner_then(shown: &Shown, commitment: &Commitment) -> Option<String> {
    let kept = shown.receipt.as_ref().map(|kept| owners::from_column(&kept.owners)).unwrap_or_default();
    if kept.is_empty() {
        return commitment.owner_id.and_then(|id| shown.names.get(&id)).cloned();
    }
    kept.into_iter().find(|owner| owner.indicator_id == commitment.indicator_id).map(|owner| owner.name)
}

/// The way of the baton so far.
pub fn way(lang: Lang, shown: &Shown) -> Steps {
    let row = &shown.row;
    let step = |label: &str, at: Option<crate::clock::Moment>, state: StepState| Step {
        label: lang.t(label),
        state,
        state_word: lang.t(match state {
            StepState::Done => "step-word-done",
            StepState::Current => "step-word-current",
            StepState::Ahead => "step-word-ahead",
            StepState::Stopped => "step-word-stopped",
        }),
        time: at.map(|at| Time::new(at.to_string(), lang.moment(at))),
        note: None,
    };
    let offered = row.offered_at.is_some();
    let answered = shown.receipt.as_ref().filter(|_| row.state.is_held() || row.state == State::HandedBack);
    let mark = |done: bool, current: bool| {
        if done {
            StepState::Done
        } else if current {
            StepState::Current
        } else {
            StepState::Ahead
        }
    };
    let begun = matches!(row.state, State::InRealisation | State::Completed);
    let mut steps = vec![
        step("way-prepared", None, mark(offered, !offered)),
        step("way-offered", row.offered_at, mark(offered, false)),
        step("way-seen", row.seen_at, mark(row.seen_at.is_some() || answered.is_some(), row.state.is_open())),
    ];
    if row.state.may_be_offered_again() {
        let stopped = step("way-answered", row.closed_at, StepState::Stopped);
        steps.push(Step { label: state_word(lang, row.state), ..stopped });
    } else {
        let at = answered.map(|receipt| receipt.answered_at);
        steps.push(step("way-answered", at, mark(answered.is_some(), false)));
        steps.push(step("way-begun", None, mark(begun, row.state.is_accepted())));
        let completed = row.state == State::Completed;
        steps.push(step(
            "way-completed",
            row.closed_at.filter(|_| completed),
            mark(completed, row.state == State::InRealisation),
        ));
    }
    Steps { label: lang.t("handover-way"), steps }
}

/// The ten checks: who vouched and when; for the region, a form for each.
pub fn readiness(call: &Call, shown: &Shown) -> Markup {
    let lang = call.lang();
    let editable = shown.may.vouch && (shown.row.state == State::Draft || shown.row.state.is_open());
    html! {
        ul.ds-list--unstyled {
            @for tick in &shown.readiness {
                @let key = tick.check.as_str().replace('_', "-");
                li id={ "check-" (tick.check.as_str()) } {
                    (Status::new(tick_tone(tick.state), lang.t(&format!("check-state-{}", tick.state.as_str().replace('_', "-")))))
                    " " strong { (lang.t(&format!("check-{key}"))) }
                    @if let Some(name) = tick.by.and_then(|id| shown.names.get(&id)) {
                        " – " (name) @if let Some(at) = tick.at { ", " (lang.moment(at)) }
                    }
                    @if !tick.note.is_empty() { p { (tick.note) } }
                    @if editable {
                        (Form { inline: true, ..Form::post(
                            format!("/handovers/{}/readiness/{}", shown.row.id, tick.check.as_str()),
                            call.csrf(),
                            html! {
                                (Field::new(format!("answer_{}", tick.check.as_str()), lang.t("check-answer"), Control::Select(vec![
                                    Choice::new("met", lang.t("check-state-met")),
                                    Choice::new("not_relevant", lang.t("check-state-not-relevant")),
                                    Choice::new("open", lang.t("check-state-open")),
                                ])).value(if tick.version == 0 { "met" } else { tick.state.as_str() }))
                                (Field::text(format!("note_{}", tick.check.as_str()), lang.t("check-note")).value(tick.note.clone()))
                            },
                        ) }.action(Button::new(ButtonKind::Secondary, lang.t("save"))))
                    }
                }
            }
        }
    }
}

const fn tick_tone(state: CheckState) -> Tone {
    match state {
        CheckState::Open => Tone::NotStarted,
        CheckState::Met => Tone::Done,
        CheckState::NotRelevant => Tone::Unknown,
    }
}

/// Questions and answers, oldest first.
pub fn questions(lang: Lang, shown: &Shown) -> Markup {
    let name = |id: crate::ids::PersonId| shown.names.get(&id).cloned().unwrap_or_default();
    html! {
        @for one in &shown.clarifications {
            p { strong { (name(one.asked_by)) } ", " (lang.moment(one.asked_at)) ": " (one.question) }
            @match (&one.answer, one.answered_by, one.answered_at) {
                (Some(answer), Some(by), Some(at)) => p { strong { (name(by)) } ", " (lang.moment(at)) ": " (answer) },
                _ => p { em { (lang.t("question-open")) } },
            }
        }
    }
}

/// The steps that are asked for.
pub fn steps(lang: Lang, package: &Package) -> Markup {
    if package.change_steps.is_empty() {
        return html! { p { (lang.t("handover-no-steps")) } };
    }
    html! {
        ul.ds-list {
            @for step in &package.change_steps {
                li {
                    (step.title)
                    @if let Some(due) = step.due_on { " – " (Time::day(due.date(), lang.day(due))) }
                }
            }
        }
    }
}

/// Columns of an indicator table.
pub fn indicator_columns(lang: Lang) -> Vec<Column> {
    vec![
        Column::text(lang.t("indicator")),
        Column::number(lang.t("baseline")),
        Column::number(lang.t("target")),
        Column::text(lang.t("unit")),
        Column::text(lang.t("frequency")),
    ]
}

/// A row of an indicator table.
pub fn indicator_row(lang: Lang, indicator: &IndicatorPart) -> Row {
    let dated = |value: Option<DatedValue>| match value {
        Some(dated) => html! { (lang.number(dated.value, 0)) " (" (lang.day(dated.on)) ")" },
        None => html! { (lang.t("missing")) },
    };
    let figures = indicator.commitment.as_ref();
    Row::new([
        &indicator.name,
        &dated(figures.map(|part| part.baseline)),
        &dated(figures.map(|part| part.target)),
        &indicator.unit,
        &rhythm(lang, indicator),
    ])
}

/// How often it is measured; and that a value tells what came in, where it does not tell the level.
pub fn rhythm(lang: Lang, indicator: &IndicatorPart) -> String {
    let frequency = word_in(lang, "frequency", indicator.frequency.as_str());
    if indicator.accumulation.is_stock() {
        return frequency;
    }
    let accumulation = word_in(lang, "accumulation", indicator.accumulation.as_str());
    format!("{frequency}. {accumulation}")
}

/// The package's hash, for those who want to check.
pub fn fingerprint(lang: Lang, shown: &Shown) -> Markup {
    let list = Definitions::new()
        .with(lang.t("package-number"), html! { (shown.row.package_number) })
        .with(lang.t("receipt-package"), html! { code.hash { (shown.assembled.content_sha256) } });
    let id = shown.row.id;
    let body = html! {
        (list)
        (LinkButton::new(ButtonKind::Tertiary, format!("/handovers/{id}/package.pdf"), lang.t("receipt-package-pdf")))
        (LinkButton::new(ButtonKind::Tertiary, format!("/api/v1/handovers/{id}/package"), lang.t("receipt-package-json")))
    };
    html! { (Details::new(lang.t("package-heading"), body)) }
}

/// What was just done.
pub fn done(lang: Lang, what: &str) -> Option<Markup> {
    let key = format!("done-{what}");
    let words = lang.find(&key, &[])?;
    Some(html! { (Alert::success(words, html! {})) })
}
