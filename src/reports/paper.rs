//! A locked report as a document.

use super::content::Content;
use super::store::Report;
use super::words::{self, Rows, Says};
use crate::clock::Moment;
use crate::i18n::Lang;
use crate::paper::{Align, Block, Document, Table, Text};
use crate::t;

/// The document. Charts stand as their tables.
pub(super) fn document(
    lang: Lang,
    report: &Report,
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
            blocks.push(Block::Paragraph(Text::strong(lang.t("report-nothing"))));
            blocks.push(Block::paragraph(part.nothing));
        }
        for says in part.says {
            match says {
                Says::Words(text) => blocks.push(Block::paragraph(text)),
                Says::Numbered(list) => {
                    let numbered = (1..).zip(list).map(|(number, text)| format!("{number}. {text}"));
                    blocks.extend(numbered.map(Block::paragraph));
                }
                Says::Table(rows) => blocks.push(table(rows)),
                Says::Curve(_, rows) => {
                    blocks.push(Block::Heading(2, rows.caption.clone()));
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

fn table(rows: Rows) -> Block {
    let align = |number: bool| if number { Align::Right } else { Align::Left };
    Block::Table(Table {
        columns: rows.columns.into_iter().map(|(word, number)| (word, align(number))).collect(),
        rows: rows.rows.into_iter().map(|row| row.into_iter().map(Text::from).collect()).collect(),
    })
}
