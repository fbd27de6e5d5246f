//! A locked report as a document: the same words and tables as on the page, and the curves drawn for paper.

use super::content::Content;
use super::store::Locked;
use super::words::{self, Rows, Says};
use crate::clock::Moment;
use crate::dashboards::rules::{CurveBlock, CurvePoint};
use crate::decimal::Figure;
use crate::i18n::Lang;
use crate::measurements::axis;
use crate::measurements::pages::drawn_figure;
use crate::paper::{Align, Block, Curve, Document, Drawing, Table, Text};
use crate::t;
use crate::ui::chart::value_ticks;

/// The document.
pub(super) fn document(
    lang: Lang,
    report: &Locked,
    content: &Content,
    by: &str,
    address: &str,
    now: Moment,
) -> Document {
    let mut facts: Vec<(String, Text)> =
        words::facts(lang, content).into_iter().map(|(name, text)| (name, text.into())).collect();
    facts.push((
        lang.t("report-locked"),
        t!(lang, "report-locked-by", moment = lang.moment(report.locked_at), name = by.to_owned()).into(),
    ));
    let mut blocks = vec![Block::Definitions(facts)];
    if content.demo {
        blocks.insert(0, Block::Paragraph(Text::strong(lang.t("demo-banner"))));
    }
    for part in words::parts(lang, content) {
        blocks.push(Block::Heading(1, part.title));
        if part.says.is_empty() {
            if part.unreported {
                blocks.push(Block::Paragraph(Text::strong(lang.t("report-nothing"))));
            }
            blocks.push(Block::paragraph(part.nothing));
        }
        for says in part.says {
            match says {
                Says::Words(text) | Says::Locked(text, _) => blocks.push(Block::paragraph(text)),
                Says::Numbered(list) => {
                    let numbered = (1..).zip(list).map(|(number, text)| format!("{number}. {text}"));
                    blocks.extend(numbered.map(Block::paragraph));
                }
                Says::Table(rows) => blocks.push(table(rows)),
                Says::Curve(block, rows) => {
                    blocks.push(Block::Heading(2, rows.caption.clone()));
                    blocks.push(Block::Drawing(drawing(lang, &block)));
                    blocks.push(table(rows));
                }
            }
        }
    }
    blocks.push(Block::Heading(1, lang.t("paper-check")));
    blocks.push(Block::Definitions(vec![(lang.t("report-hash"), Text::code(report.content_sha256.as_str()))]));
    blocks.push(Block::paragraph(t!(
        lang,
        "report-check",
        address = format!("{address}/api/v1/reports/{}", report.id)
    )));
    blocks.push(Block::paragraph(t!(lang, "paper-made", moment = lang.moment(now), address = address.to_owned())));
    let title = t!(lang, "report-title", number = report.number, about = content.about().to_owned());
    Document {
        lang,
        kicker: format!("{} · {}", content.region, words::period(lang, content)),
        running: format!("{title} · {}", words::period(lang, content)),
        title,
        foot: format!("SHA-256 {}", report.content_sha256),
        made_at: now,
        blocks,
    }
}

/// Planned against realised of one class and unit.
fn drawing(lang: Lang, block: &CurveBlock) -> Drawing {
    let points = &block.points;
    let figures = points.iter().flat_map(|point| [point.planned, point.realised]).map(drawn_figure);
    let ticks = value_ticks(figures, 4);
    let (low, high) = (ticks.first().copied().unwrap_or(0.0), ticks.last().copied().unwrap_or(1.0));
    // A drawing's places need no more digits than paper shows.
    let up = |value: f64| ((value - low) / (high - low)) as f32;
    let across = |at: usize| if points.len() < 2 { 0.5 } else { at as f32 / (points.len() - 1) as f32 };
    let curve = |name: &str, dashed: bool, figure: fn(&CurvePoint) -> Option<Figure>| Curve {
        name: lang.t(name),
        dashed,
        points: (0..)
            .zip(points)
            .filter_map(|(at, point)| Some((across(at), up(drawn_figure(figure(point)?)))))
            .collect(),
    };
    let ends = [0, points.len().saturating_sub(1)];
    Drawing {
        summary: words::curve_in_short(lang, block),
        ticks: ticks.iter().map(|value| (up(*value), axis::value(lang, *value))).collect(),
        below: ends
            .into_iter()
            .filter_map(|at| Some((across(at), words::month(lang, points.get(at)?.month))))
            .collect(),
        curves: vec![
            curve("report-planned", true, |point| Some(point.planned)),
            curve("report-realised", false, CurvePoint::measured),
        ],
    }
}

fn table(rows: Rows) -> Block {
    let align = |number: bool| if number { Align::Right } else { Align::Left };
    Block::Table(Table {
        columns: rows.columns.into_iter().map(|(word, number)| (word, align(number))).collect(),
        rows: rows.rows.into_iter().map(|row| row.into_iter().map(Text::from).collect()).collect(),
    })
}
