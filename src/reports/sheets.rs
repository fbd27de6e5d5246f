//! A locked report's tables as files.

use super::content::{Content, ReportBenefit};
use super::rules::Section;
use super::words;
use crate::refusal::{Fault, Outcome, Refusal};
use crate::web::about::About;
use crate::web::csv::{Cell, Flavour, Sheet};
use crate::web::{Answer, Call, workbook};

/// The tables of a report that can be had as files, as the query's `table` names them; the first when none is named.
pub(super) fn tables(content: &Content) -> impl Iterator<Item = Section> {
    let is_table = |section: &Section| !matches!(section, Section::Summary | Section::Proposals);
    Section::ALL.iter().copied().filter(is_table).filter(|section| !content.left_out.contains(section))
}

/// The table that is asked for as a file. A workbook without one that is named holds them all.
pub(super) fn answer(call: &Call, flavour: Flavour, content: &Content) -> Outcome<Answer> {
    let lang = call.lang();
    let asked = call.query_word("table").filter(|word| !word.is_empty());
    let no_table = |code| Refusal::invalid_at("query:table", code);
    let named = match asked.as_deref() {
        None => None,
        Some(word) => Some(Section::parse(word).ok_or_else(|| no_table("not_among_the_words"))?),
    };
    if let (None, Flavour::Xlsx) = (named, flavour) {
        let blocks = tables(content).filter_map(|section| {
            let sheet = table_of(content, section)?;
            let mut told = About::of(&sheet, call);
            if let Some(names) = words::left_out(lang, content) {
                told.note = format!("{} {}: {names}.", told.note, lang.t("report-left-out"));
            }
            Some((words::title(lang, section), sheet, told))
        });
        let bytes = workbook::write_all(&blocks.collect::<Vec<_>>()).map_err(Fault::internal)?;
        return Ok(Answer::file(workbook::MEDIA_TYPE, bytes).saved_as("report.xlsx".to_owned()));
    }
    let section = named.or(tables(content).next()).ok_or_else(|| no_table("required"))?;
    let sheet = table_of(content, section).ok_or_else(|| no_table("not_among_the_words"))?;
    if content.left_out.contains(&section) {
        return Err(no_table("section_left_out").into());
    }
    sheet.answer(flavour, call)
}

fn table_of(content: &Content, section: Section) -> Option<Sheet> {
    let sheet = match section {
        Section::Status => status(content),
        Section::Missing => missing(content),
        Section::Curves => curves(content),
        Section::Deviations => deviations(content),
        Section::Lasting => lasting(content),
        Section::Sources => sources(content),
        Section::Summary | Section::Proposals => return None,
    };
    Some(sheet.of_region(content.region.clone()).between(content.from.first_day(), content.on))
}

fn status(content: &Content) -> Sheet {
    let columns = vec![
        "project_id",
        "project",
        "handed_over",
        "municipalities",
        "sent",
        "accepted",
        "measured",
        "on_plan",
        "overdue",
        "coverage",
    ];
    let mut sheet = Sheet::new("report_status", columns);
    sheet.rows.extend(content.status.iter().map(|row| {
        vec![
            row.project_id.to_string().into(),
            row.project.clone().into(),
            row.handed_over.into(),
            row.municipalities.into(),
            row.sent.into(),
            row.cell.accepted.into(),
            row.cell.measured.into(),
            row.cell.on_plan.into(),
            row.cell.overdue.into(),
            row.coverage.into(),
        ]
    }));
    sheet
}

fn missing(content: &Content) -> Sheet {
    let mut sheet = Sheet::new("report_missing", vec!["municipality_id", "municipality", "project", "reason"]);
    sheet.rows.extend(content.not_reported.iter().map(|one| {
        vec![
            one.municipality_id.to_string().into(),
            one.municipality.clone().into(),
            one.project.clone().into(),
            one.reason.as_str().into(),
        ]
    }));
    sheet
}

fn curves(content: &Content) -> Sheet {
    let columns = vec!["class", "unit", "month", "planned", "realised", "rate", "coverage"];
    let mut sheet = Sheet::new("curve", columns);
    for block in &content.curves {
        sheet.rows.extend(block.points.iter().map(|point| {
            vec![
                block.class.clone().into(),
                block.unit.clone().into(),
                point.month.to_string().into(),
                point.planned.into(),
                point.realised.into(),
                point.rate.into(),
                point.coverage.into(),
            ]
        }));
    }
    sheet
}

const BENEFIT: [&str; 6] = ["commitment_id", "municipality", "project", "benefit", "indicator", "unit"];

fn benefit(of: &ReportBenefit) -> Vec<Cell> {
    let names = [&of.municipality, &of.project, &of.benefit, &of.indicator, &of.unit];
    let names = names.into_iter().map(|name| name.clone().into());
    std::iter::once(of.commitment_id.to_string().into()).chain(names).collect()
}

fn deviations(content: &Content) -> Sheet {
    let columns = [BENEFIT.as_slice(), &["on", "value", "planned", "cause", "remedy"]].concat();
    let mut sheet = Sheet::new("report_deviations", columns);
    sheet.rows.extend(content.deviations.iter().map(|row| {
        let said = |word: fn(&super::content::Said) -> &String| row.explanation.as_ref().map(|said| word(said).clone());
        let rest = vec![
            row.on.into(),
            row.value.into(),
            row.planned.into(),
            said(|said| &said.cause).into(),
            said(|said| &said.remedy).into(),
        ];
        [benefit(&row.of), rest].concat()
    }));
    sheet
}

fn lasting(content: &Content) -> Sheet {
    let columns = [BENEFIT.as_slice(), &["fallen_back", "peak", "peak_on", "value", "on", "drop"]].concat();
    let mut sheet = Sheet::new("report_lasting", columns);
    sheet.rows.extend(content.lasting.iter().map(|row| {
        let rest = vec![
            row.fallen_back.into(),
            row.peak.into(),
            row.peak_on.into(),
            row.value.into(),
            row.on.into(),
            row.drop.into(),
        ];
        [benefit(&row.of), rest].concat()
    }));
    sheet
}

fn sources(content: &Content) -> Sheet {
    let columns = vec!["indicator_id", "benefit", "indicator", "unit", "method", "data_source"];
    let mut sheet = Sheet::new("report_sources", columns);
    sheet.rows.extend(content.sources.iter().map(|row| {
        let words = [&row.benefit, &row.indicator, &row.unit, &row.method, &row.data_source];
        let words = words.into_iter().map(|word| word.clone().into());
        std::iter::once(row.indicator_id.to_string().into()).chain(words).collect()
    }));
    sheet
}
