//! What a report says, part by part, in the reader's language: the same on the page, on paper and as slides.

use super::content::{Content, ReportBenefit};
use super::rules::{self, Section};
use crate::dashboards::rules::CurveBlock;
use crate::decimal::{Decimal, Figure};
use crate::i18n::Lang;
use crate::measurements::described::with_unit;
use crate::measurements::rules::Month;
use crate::t;
use crate::web::sheet::word_in;

/// A part of a report.
pub(super) struct Part {
    /// Which.
    pub section: Section,
    /// Its heading.
    pub title: String,
    /// What it says, in order; may be nothing.
    pub says: Vec<Says>,
    /// What stands instead of nothing.
    pub nothing: String,
    /// Nothing stands there because nothing was reported, not because all is well.
    pub unreported: bool,
}

/// A piece of a part.
pub(super) enum Says {
    /// A paragraph.
    Words(String),
    /// A paragraph in the language it was locked in.
    Locked(String, String),
    /// Things in order, with their numbers.
    Numbered(Vec<String>),
    /// Rows under a header.
    Table(Rows),
    /// A chart with its table.
    Curve(Box<CurveBlock>, Rows),
}

/// A table in words. Every row has as many cells as there are columns.
pub(super) struct Rows {
    /// What it shows.
    pub caption: String,
    /// The header's words, and whether figures stand below.
    pub columns: Vec<(String, bool)>,
    /// The rows.
    pub rows: Vec<Vec<String>>,
}

/// The parts of a report, in order, but for those that were left out. A part without figures says so.
pub(super) fn parts(lang: Lang, content: &Content) -> Vec<Part> {
    let written = |section| matches!(section, Section::Missing | Section::Proposals);
    let parts = Section::ALL.iter().copied().filter(|section| !content.left_out.contains(section)).map(|section| {
        let says = match section {
            Section::Summary => summary_part(lang, content),
            Section::Status => status(lang, content),
            Section::Missing => missing(lang, content),
            Section::Curves => curves(lang, content),
            Section::Deviations => deviations(lang, content),
            Section::Lasting => lasting(lang, content),
            Section::Proposals => proposals(content),
            Section::Sources => sources(lang, content),
        };
        Part {
            section,
            title: title(lang, section),
            unreported: says.is_empty() && !content.is_measured() && !written(section),
            nothing: if says.is_empty() { lang.t(&format!("report-{}-none", section.as_str())) } else { String::new() },
            says,
        }
    });
    parts.collect()
}

/// The heading of a part.
pub(super) fn title(lang: Lang, section: Section) -> String {
    lang.t(&format!("report-{}", section.as_str()))
}

/// The parts that were left out, by name; none where the report is whole.
pub(super) fn left_out(lang: Lang, content: &Content) -> Option<String> {
    let names: Vec<String> = content.left_out.iter().map(|section| title(lang, *section)).collect();
    (!names.is_empty()).then(|| names.join(", "))
}

/// The summary that follows from the figures.
pub(super) fn summary(lang: Lang, content: &Content) -> String {
    let sum = |count: fn(&super::content::StatusRow) -> u32| content.status.iter().map(count).sum::<u32>();
    let accepted = sum(|row| row.cell.accepted);
    let mut sentences = vec![t!(
        lang,
        "report-says-status",
        about = content.about().to_owned(),
        on = lang.long_day(content.on),
        accepted = accepted,
        measured = sum(|row| row.cell.measured),
        plan = sum(|row| row.cell.on_plan),
        overdue = sum(|row| row.cell.overdue)
    )];
    if accepted > 0 {
        let explained = content.deviations.iter().filter(|row| row.explanation.is_some()).count();
        let behind = content.deviations.len();
        sentences.push(t!(lang, "report-says-deviations", count = behind, unexplained = behind - explained));
        let fallen = content.lasting.iter().filter(|row| row.fallen_back).count();
        if fallen > 0 {
            sentences.push(t!(lang, "report-says-fallen", count = fallen));
        }
    }
    for block in &content.curves {
        if !block.points.is_empty() {
            sentences.push(curve_in_short(lang, block));
        }
    }
    // Who is missing is said before what the others have come to, and never drops out of a long summary.
    let whole = content.not_reported.iter().filter(|one| one.project.is_none());
    let silent: Vec<&str> = whole.map(|one| one.municipality.as_str()).collect();
    if !silent.is_empty() {
        let names = if silent.len() > MOST_NAMES { "–".to_owned() } else { silent.join(", ") };
        sentences.insert(1, t!(lang, "report-says-missing", count = silent.len(), names = names));
    }
    rules::short(&sentences)
}

/// Most names that a summary holds; of more it says how many, and the report's own part names them.
const MOST_NAMES: usize = 12;

/// How much of what was planned is realised at the end of a curve; empty where it has no points.
pub(super) fn curve_in_short(lang: Lang, block: &CurveBlock) -> String {
    let Some(point) = block.points.last() else { return String::new() };
    let (class, month) = (word_in(lang, "class", &block.class), month(lang, point.month));
    let planned = with_unit(&figure(lang, point.planned), &block.unit);
    match point.measured() {
        Some(realised) => {
            let realised = with_unit(&figure(lang, realised), &block.unit);
            t!(lang, "report-says-curve", class = class, realised = realised, planned = planned, month = month)
        }
        None => t!(lang, "report-says-curve-unmeasured", class = class, planned = planned, month = month),
    }
}

fn summary_part(lang: Lang, content: &Content) -> Vec<Says> {
    let said = Says::Locked(content.summary.text.clone(), content.summary.language.clone());
    if content.summary.edited { vec![said, Says::Words(lang.t("report-summary-edited"))] } else { vec![said] }
}

fn table(caption: String, columns: &[(String, bool)], rows: Vec<Vec<String>>) -> Vec<Says> {
    if rows.is_empty() { Vec::new() } else { vec![Says::Table(Rows { caption, columns: columns.to_vec(), rows })] }
}

fn status(lang: Lang, content: &Content) -> Vec<Says> {
    if content.status.iter().all(|row| row.cell.accepted == 0) {
        return Vec::new();
    }
    let word = |key: &str| (lang.t(key), false);
    let number = |key: &str| (lang.t(key), true);
    let columns = [
        word("project"),
        number("report-handed-over"),
        number("report-accepted"),
        number("report-measured"),
        number("report-on-plan"),
        number("report-overdue"),
        number("report-coverage"),
    ];
    let rows = content.status.iter().map(|row| {
        vec![
            row.project.clone(),
            t!(lang, "report-of", count = row.handed_over, all = row.sent.unwrap_or(row.municipalities)),
            row.cell.accepted.to_string(),
            row.cell.measured.to_string(),
            row.cell.on_plan.to_string(),
            row.cell.overdue.to_string(),
            percent(lang, row.coverage),
        ]
    });
    table(lang.t("report-status"), &columns, rows.collect())
}

fn missing(lang: Lang, content: &Content) -> Vec<Says> {
    let columns = ["municipality", "project", "report-why"].map(|key| (lang.t(key), false));
    let rows = content.not_reported.iter().map(|one| {
        let project = one.project.clone().unwrap_or_else(|| lang.t("report-all-projects"));
        vec![one.municipality.clone(), project, word_in(lang, "report-missing", one.reason.as_str())]
    });
    table(lang.t("report-missing"), &columns, rows.collect())
}

fn curves(lang: Lang, content: &Content) -> Vec<Says> {
    let curve = |block: &CurveBlock| {
        let class = word_in(lang, "class", &block.class);
        let columns = [
            (lang.t("report-month"), false),
            (lang.t("report-planned"), true),
            (lang.t("report-realised"), true),
            (lang.t("report-rate"), true),
            (lang.t("report-coverage"), true),
        ];
        let rows = block.points.iter().map(|point| {
            vec![
                month(lang, point.month),
                with_unit(&figure(lang, point.planned), &block.unit),
                point.measured().map_or_else(|| "–".to_owned(), |sum| with_unit(&figure(lang, sum), &block.unit)),
                percent(lang, point.measured().and(point.rate)),
                percent(lang, Some(point.coverage.into())),
            ]
        });
        let caption = t!(lang, "report-curve-of", class = class, unit = block.unit.clone());
        Says::Curve(Box::new(block.clone()), Rows { caption, columns: columns.to_vec(), rows: rows.collect() })
    };
    content.curves.iter().map(curve).collect()
}

fn benefit(of: &ReportBenefit) -> Vec<String> {
    let indicator = if of.indicator == of.benefit { String::new() } else { format!(" ({})", of.indicator) };
    vec![of.municipality.clone(), of.project.clone(), format!("{}{indicator}", of.benefit)]
}

fn deviations(lang: Lang, content: &Content) -> Vec<Says> {
    let columns = [
        (lang.t("municipality"), false),
        (lang.t("project"), false),
        (lang.t("report-benefit"), false),
        (lang.t("report-latest"), true),
        (lang.t("report-plan-then"), true),
        (lang.t("report-cause"), false),
        (lang.t("report-remedy"), false),
    ];
    let rows = content.deviations.iter().map(|row| {
        let (cause, remedy) = match &row.explanation {
            Some(said) => (said.cause.clone(), said.remedy.clone()),
            None => (lang.t("report-unexplained"), String::new()),
        };
        let remedy = if remedy.is_empty() { "–".to_owned() } else { remedy };
        let latest = format!("{} ({})", value(lang, row.value, &row.of.unit), lang.day(row.on));
        let planned = Figure::from(row.planned).rounded(digits(row.value).max(2));
        let planned = with_unit(&planned.format_local(lang.numbers(), None), &row.of.unit);
        [benefit(&row.of), vec![latest, planned, cause, remedy]].concat()
    });
    table(lang.t("report-deviations"), &columns, rows.collect())
}

fn lasting(lang: Lang, content: &Content) -> Vec<Says> {
    let columns = [
        (lang.t("municipality"), false),
        (lang.t("project"), false),
        (lang.t("report-benefit"), false),
        (lang.t("report-best"), true),
        (lang.t("report-latest"), true),
        (lang.t("report-gone"), true),
        (lang.t("report-lasts"), false),
    ];
    let rows = content.lasting.iter().map(|row| {
        let at = |number, on| format!("{} ({})", value(lang, number, &row.of.unit), lang.day(on));
        let state = lang.t(if row.fallen_back { "report-fallen-back" } else { "report-sustained" });
        let rest = vec![at(row.peak, row.peak_on), at(row.value, row.on), percent(lang, row.drop), state];
        [benefit(&row.of), rest].concat()
    });
    table(lang.t("report-lasting"), &columns, rows.collect())
}

fn proposals(content: &Content) -> Vec<Says> {
    if content.proposals.is_empty() { Vec::new() } else { vec![Says::Numbered(content.proposals.clone())] }
}

fn sources(lang: Lang, content: &Content) -> Vec<Says> {
    if content.sources.is_empty() {
        return Vec::new();
    }
    let columns =
        ["report-benefit", "report-indicator", "unit", "method", "data-source"].map(|key| (lang.t(key), false));
    let said = |text: &String| if text.is_empty() { lang.t("not-said-yet") } else { text.clone() };
    let rows = content.sources.iter().map(|row| {
        vec![row.benefit.clone(), row.indicator.clone(), row.unit.clone(), said(&row.method), said(&row.data_source)]
    });
    let whose = word_in(lang, "report-figures", content.audience.as_str());
    let mut says = vec![Says::Words(lang.t("report-how")), Says::Words(whose)];
    says.extend(table(lang.t("report-sources"), &columns, rows.collect()));
    says
}

/// What a report is about, for the top of the page.
pub(super) fn facts(lang: Lang, content: &Content) -> Vec<(String, String)> {
    let case = if content.case_number.is_empty() { lang.t("report-no-case") } else { content.case_number.clone() };
    let last = content.last_measured.map_or_else(|| lang.t("report-not-measured"), |on| lang.long_day(on));
    let mut facts = vec![
        (lang.t("report-about"), content.about().to_owned()),
        (lang.t("report-period"), period(lang, content)),
        (lang.t("report-on"), lang.long_day(content.on)),
        (lang.t("report-last-measured"), last),
        (lang.t("report-case"), case),
        (lang.t("report-audience"), word_in(lang, "report-audience", content.audience.as_str())),
    ];
    facts.extend(left_out(lang, content).map(|names| (lang.t("report-left-out"), names)));
    facts
}

/// «januar 2026 – mars 2026».
pub(super) fn period(lang: Lang, content: &Content) -> String {
    months(lang, content.from, content.to)
}

/// The same of two months.
pub(super) fn months(lang: Lang, from: Month, to: Month) -> String {
    if from == to { month(lang, to) } else { format!("{} – {}", month(lang, from), month(lang, to)) }
}

pub(super) fn month(lang: Lang, month: Month) -> String {
    lang.month(month.first_day().month_index())
}

/// As it was measured, with every digit.
fn value(lang: Lang, value: Decimal, unit: &str) -> String {
    with_unit(&Figure::from(value).format_local(lang.numbers(), None), unit)
}

/// How many digits a value has behind the point.
fn digits(value: Decimal) -> u8 {
    let text = value.to_string();
    text.split_once('.').map_or(0, |(_, behind)| u8::try_from(behind.len()).unwrap_or(6))
}

/// A figure with at most one decimal, as the pages have it.
pub(super) fn figure(lang: Lang, value: Figure) -> String {
    value.rounded(1).format_local(lang.numbers(), None)
}

/// A fraction in whole per cent.
fn percent(lang: Lang, share: Option<Figure>) -> String {
    let share = share.and_then(Figure::as_percent).map(|share| share.rounded(0).format_local(lang.numbers(), None));
    share.map_or_else(|| "–".to_owned(), |share| format!("{share}\u{a0}%"))
}
