//! The package as a document: what is offered, with its figures, and what stands beside it on the page.

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{Reader, Sheets};
use crate::benefits::budget_words;
use crate::benefits::rules::{Budget, DatedValue};
use crate::handovers::adjustments::Adjusted;
use crate::handovers::package::{BenefitPart, CommitmentPart, IndicatorPart, ProjectPart, StepPart};
use crate::handovers::view::parts::{AdjustedWords, adjusted_words, rhythm, state_word};
use crate::i18n::Lang;
use crate::paper::{Align, Block, Document, Style, Table, Text};
use crate::projects::rules::{Count, Simplification, YearCost};
use crate::t;
use crate::web::sheet::word_in;

/// The document.
pub(super) fn document(sheets: &Sheets, reader: &Reader) -> Document {
    let lang = reader.lang;
    let package = &sheets.assembled.offered();
    let mut blocks = Vec::new();
    if !package.message.is_empty() {
        blocks.push(Block::paragraph(package.message.as_str()));
    }
    blocks.push(Block::Definitions(facts(sheets, lang)));
    blocks.push(Block::Heading(1, lang.t("handover-project")));
    project(&mut blocks, lang, &package.project);
    blocks.push(Block::Heading(1, lang.t("handover-benefits")));
    for benefit in &package.benefits {
        self::benefit(&mut blocks, lang, benefit);
    }
    if package.benefits.is_empty() {
        blocks.push(Block::paragraph(lang.t("handover-no-benefits")));
    }
    if !sheets.assembled.adjusted.is_empty() {
        blocks.push(Block::Heading(1, lang.t("adjusted-title")));
        blocks.push(adjusted(lang, &sheets.assembled.adjusted));
    }
    blocks.push(Block::Heading(1, lang.t("handover-steps")));
    blocks.push(steps(lang, &package.change_steps));
    // What was vouched for and asked belongs to the package that stands now.
    if sheets.row.package_number == package.package_number {
        blocks.extend([Block::Heading(1, lang.t("handover-readiness")), readiness(sheets, lang)]);
        if !sheets.clarifications.is_empty() {
            blocks.push(Block::Heading(1, lang.t("handover-questions")));
            questions(&mut blocks, sheets, lang);
        }
    }
    let address = format!("{}/api/v1/handovers/{}/package", reader.base, package.handover_id);
    blocks.extend([
        Block::Heading(1, lang.t("paper-check")),
        Block::Definitions(vec![
            (lang.t("package-number"), package.package_number.to_string().into()),
            (lang.t("receipt-package"), Text::code(sheets.assembled.content_sha256.as_str())),
        ]),
        Block::paragraph(t!(lang, "paper-check-package", address = address)),
        reader.made(),
    ]);
    let title = t!(lang, "handover-title", municipality = package.municipality.name.clone());
    Document {
        lang,
        kicker: format!("{} · {}", package.region.name, package.project.title),
        running: format!("{title} · {}", package.project.title),
        title,
        foot: format!("SHA-256 {}", sheets.assembled.content_sha256),
        made_at: reader.now,
        blocks,
    }
}

fn facts(sheets: &Sheets, lang: Lang) -> Vec<(String, Text)> {
    let package = &sheets.assembled.package;
    let from = match sheets.name(sheets.row.offered_by) {
        Some(name) => format!("{name}, {}", package.region.name),
        None => package.region.name.clone(),
    };
    let mut list: Vec<(String, Text)> = vec![
        (lang.t("receipt-project"), package.project.title.as_str().into()),
        (lang.t("handover-from-whom"), from.into()),
        (lang.t("receipt-municipality"), package.municipality.name.as_str().into()),
        (lang.t("state"), state_word(lang, sheets.row.state).into()),
        (lang.t("handover-answer-by"), lang.long_day(package.answer_by).into()),
        (lang.t("handover-effort"), t!(lang, "handover-step-count", count = package.change_steps.len()).into()),
    ];
    if let Some(share) = package.cost_share {
        list.push((lang.t("handover-cost-share"), format!("{}\u{a0}%", lang.number(share, 0)).into()));
    }
    let first = package.benefits.iter().flat_map(|benefit| &benefit.indicators).filter_map(|it| it.commitment.as_ref());
    if let Some(first) = first.map(|commitment| commitment.first_measurement_on).min() {
        list.push((lang.t("handover-first-measurement"), lang.long_day(first).into()));
    }
    list
}

/// What a package keeps as JSON, as what it is; nothing where it is something else.
fn read<T: DeserializeOwned>(value: &Value) -> Vec<T> {
    serde_json::from_value(value.clone()).unwrap_or_default()
}

fn project(blocks: &mut Vec<Block>, lang: Lang, project: &ProjectPart) {
    if !project.summary.is_empty() {
        blocks.push(Block::paragraph(project.summary.as_str()));
    }
    let mut list: Vec<(String, Text)> = Vec::new();
    let mut say = |key: &str, text: String| list.push((lang.t(key), text.into()));
    if !project.renewal.is_empty() {
        say("package-renewal", project.renewal.clone());
    }
    if let Some(day) = project.starts_on {
        say("project-field-starts", lang.long_day(day));
    }
    if let Some(day) = project.ends_on {
        say("project-field-ends", lang.long_day(day));
    }
    say("project-field-statutory", lang.t(if project.statutory { "yes" } else { "no" }));
    blocks.push(Block::Definitions(list));
    let simplifications: Vec<Simplification> = read(&project.simplifications);
    if !simplifications.is_empty() {
        let count =
            |count: &Option<Count>| count.as_ref().map_or_else(|| "–".into(), |it| lang.number(it.number(), 0).into());
        let rows =
            simplifications.iter().map(|one| vec![one.what.as_str().into(), count(&one.before), count(&one.after)]);
        let columns = vec![
            (lang.t("simplification-column-what"), Align::Left),
            (lang.t("simplification-column-before"), Align::Right),
            (lang.t("simplification-column-after"), Align::Right),
        ];
        blocks.push(Block::Heading(2, lang.t("package-simplification")));
        blocks.push(Block::Table(Table { columns, rows: rows.collect() }));
    }
    if !project.renewal_alone_because.is_empty() {
        blocks.push(Block::paragraph(project.renewal_alone_because.as_str()));
    }
    let costs: Vec<YearCost> = read(&project.costs);
    if !costs.is_empty() {
        let rows = costs.iter().map(|one| {
            vec![one.year.to_string().into(), lang.number(one.investment, 0).into(), lang.number(one.running, 0).into()]
        });
        let columns = vec![
            (lang.t("cost-column-year"), Align::Left),
            (lang.t("cost-column-investment"), Align::Right),
            (lang.t("cost-column-running"), Align::Right),
        ];
        blocks.push(Block::Heading(2, lang.t("costs")));
        blocks.push(Block::Table(Table { columns, rows: rows.collect() }));
    }
}

fn benefit(blocks: &mut Vec<Block>, lang: Lang, benefit: &BenefitPart) {
    blocks.push(Block::Heading(2, benefit.title.clone()));
    if !benefit.description.is_empty() {
        blocks.push(Block::paragraph(benefit.description.as_str()));
    }
    let mut list: Vec<(String, Text)> = Vec::new();
    let mut say = |key: &str, text: String| list.push((lang.t(key), text.into()));
    say("polarity", word_in(lang, "polarity", benefit.polarity.as_str()));
    if let Some(class) = benefit.class {
        say("benefit-class", word_in(lang, "class", class.as_str()));
    }
    if let Some(place) = benefit.arises_in.as_deref().filter(|place| !place.is_empty()) {
        say("arises-in", word_in(lang, "arises-in", place));
    }
    if !benefit.use_of_gain.is_empty() {
        say("use-of-gain", word_in(lang, "use-of-gain", &benefit.use_of_gain));
    }
    let assumptions: Vec<String> = read(&benefit.assumptions);
    if !assumptions.is_empty() {
        say("benefit-field-assumptions", assumptions.join("\n"));
    }
    blocks.push(Block::Definitions(list));
    if benefit.indicators.is_empty() {
        return;
    }
    let columns = vec![
        (lang.t("indicator"), Align::Left),
        (lang.t("baseline"), Align::Right),
        (lang.t("target"), Align::Right),
        (lang.t("unit"), Align::Left),
        (lang.t("frequency"), Align::Left),
    ];
    let rows = benefit.indicators.iter().map(|indicator| figures(lang, indicator)).collect();
    blocks.push(Block::Table(Table { columns, rows }));
    blocks.push(Block::List(benefit.indicators.iter().map(|indicator| more(lang, indicator)).collect()));
}

/// What was taken on otherwise than proposed, with the reasons.
fn adjusted(lang: Lang, adjusted: &[Adjusted]) -> Block {
    let rows = adjusted.iter().map(|one| {
        let AdjustedWords { of, proposed, accepted, reason } = adjusted_words(lang, one);
        [of, proposed, accepted, reason].into_iter().map(Into::into).collect()
    });
    let columns = vec![
        (lang.t("adjusted-of"), Align::Left),
        (lang.t("adjusted-proposed"), Align::Left),
        (lang.t("adjusted-accepted"), Align::Left),
        (lang.t("adjusted-reason"), Align::Left),
    ];
    Block::Table(Table { columns, rows: rows.collect() })
}

/// The same row as on the page.
fn figures(lang: Lang, indicator: &IndicatorPart) -> Vec<Text> {
    let dated = |value: Option<DatedValue>| match value {
        Some(dated) => format!("{} ({})", lang.number(dated.value, 0), lang.day(dated.on)),
        None => lang.t("missing"),
    };
    let commitment = indicator.commitment.as_ref();
    vec![
        indicator.name.as_str().into(),
        dated(commitment.map(|part| part.baseline)).into(),
        dated(commitment.map(|part| part.target)).into(),
        indicator.unit.as_str().into(),
        rhythm(lang, indicator).into(),
    ]
}

/// What a table has no room for: how an indicator is counted, and what the municipality says of it.
fn more(lang: Lang, indicator: &IndicatorPart) -> Text {
    let direction = word_in(lang, "direction", indicator.direction.as_str());
    let text = Text::strong(indicator.name.as_str()).then(Style::Plain, format!(" – {direction}."));
    let mut said = Vec::new();
    if !indicator.method.is_empty() {
        said.push((lang.t("indicator-field-method"), indicator.method.clone()));
    }
    if let Some(commitment) = &indicator.commitment {
        promised(&mut said, lang, &indicator.unit, commitment);
    }
    said.into_iter().fold(text, |text, (name, words)| text.then(Style::Plain, format!("\n{name}: {words}")))
}

fn promised(said: &mut Vec<(String, String)>, lang: Lang, unit: &str, commitment: &CommitmentPart) {
    for point in &commitment.plan {
        let value = lang.number(point.value, 0);
        let words = t!(lang, "value-on", value = value, unit = unit.to_owned(), day = lang.day(point.on));
        said.push((lang.t("plan-point"), words));
    }
    if !commitment.use_of_gain.is_empty() {
        said.push((lang.t("use-of-gain"), word_in(lang, "use-of-gain", &commitment.use_of_gain)));
    }
    if let Ok(budget) = serde_json::from_value::<Budget>(commitment.budget.clone()) {
        said.push((lang.t("commitment-budget"), budget_words(lang, &budget)));
    }
    said.push((lang.t("first-measurement"), lang.long_day(commitment.first_measurement_on)));
    if let Some(until) = commitment.sustain_until {
        said.push((lang.t("sustain-until"), lang.long_day(until)));
    }
}

fn steps(lang: Lang, steps: &[StepPart]) -> Block {
    if steps.is_empty() {
        return Block::paragraph(lang.t("handover-no-steps"));
    }
    let rows = steps.iter().map(|step| {
        let due = step.due_on.map_or_else(|| "–".to_owned(), |day| lang.day(day));
        vec![step.title.as_str().into(), word_in(lang, "step-kind", &step.kind).into(), due.into()]
    });
    let columns = vec![
        (lang.t("difference-change-step"), Align::Left),
        (lang.t("difference-kind"), Align::Left),
        (lang.t("difference-due-on"), Align::Right),
    ];
    Block::Table(Table { columns, rows: rows.collect() })
}

/// The ten checks: how they stand, who vouched and when.
fn readiness(sheets: &Sheets, lang: Lang) -> Block {
    let items = sheets.readiness.iter().map(|tick| {
        let check = word_in(lang, "check", tick.check.as_str());
        let state = word_in(lang, "check-state", tick.state.as_str());
        let mut said = String::new();
        if let Some(name) = sheets.name(tick.by) {
            said.push_str(&format!(" – {name}"));
            if let Some(at) = tick.at {
                said.push_str(&format!(", {}", unparted(&lang.moment(at))));
            }
        }
        if !tick.note.is_empty() {
            said.push_str(&format!("\n{}", tick.note));
        }
        Text::strong(check).then(Style::Plain, format!(": {state}{said}"))
    });
    Block::List(items.collect())
}

/// Words that stay on one line.
fn unparted(words: &str) -> String {
    words.replace(' ', "\u{a0}")
}

/// Questions and answers, oldest first.
fn questions(blocks: &mut Vec<Block>, sheets: &Sheets, lang: Lang) {
    for one in &sheets.clarifications {
        let said = |by, at, words: &str| {
            let name = sheets.name(by).cloned().unwrap_or_default();
            Text::strong(name).then(Style::Plain, format!(", {}: {words}", unparted(&lang.moment(at))))
        };
        blocks.push(Block::Paragraph(said(Some(one.asked_by), one.asked_at, &one.question)));
        blocks.push(match (&one.answer, one.answered_at) {
            (Some(answer), Some(at)) => Block::Paragraph(said(one.answered_by, at, answer)),
            _ => Block::paragraph(lang.t("question-open")),
        });
    }
}
