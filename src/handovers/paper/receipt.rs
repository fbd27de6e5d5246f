//! The receipt as a document: everything that its page says, and how to check it without Stafett.

use super::{Reader, Sheets};
use crate::handovers::owners;
use crate::handovers::store::Receipt;
use crate::handovers::view::parts::adjusted_words;
use crate::i18n::Lang;
use crate::paper::{Block, Document, Style, Text};
use crate::t;

/// The document.
pub(super) fn document(sheets: &Sheets, kept: &Receipt, reader: &Reader) -> Document {
    let lang = reader.lang;
    let package = &sheets.assembled.package;
    let mut blocks = vec![
        Block::Paragraph(Text::strong(lang.t("receipt-done"))),
        Block::paragraph(lang.t("receipt-done-body")),
        Block::Definitions(facts(sheets, kept, lang)),
    ];
    let next = next(sheets, lang);
    if !next.is_empty() {
        blocks.extend([Block::Heading(1, lang.t("receipt-next")), Block::List(next)]);
    }
    let archive = format!("{}/api/v1/handovers/{}/archive", reader.base, kept.handover_id);
    // Who signs, signs under what was accepted; how to check it may come on the next page.
    blocks.extend([
        Block::Signature(lang.t("receipt-signature")),
        Block::Heading(1, lang.t("paper-check")),
        Block::paragraph(t!(lang, "paper-check-receipt", address = archive)),
        Block::Paragraph(Text::code(format!("stafett receipt verify stafett-{}.zip", kept.handover_id))),
        reader.made(),
    ]);
    let title = lang.t("receipt-title");
    Document {
        lang,
        kicker: format!("{} · {}", package.region.name, package.project.title),
        running: format!("{title} · {} · {}", kept.municipality_name, package.project.title),
        title,
        foot: format!("SHA-256 {}", kept.content_sha256),
        made_at: reader.now,
        blocks,
    }
}

fn facts(sheets: &Sheets, kept: &Receipt, lang: Lang) -> Vec<(String, Text)> {
    let package = &sheets.assembled.package;
    let mut list: Vec<(String, Text)> = Vec::new();
    let mut say = |key: &str, text: Text| list.push((lang.t(key), text));
    say("receipt-municipality", kept.municipality_name.as_str().into());
    say("receipt-project", package.project.title.as_str().into());
    say("receipt-how", lang.t(&format!("accept-form-{}", kept.form.as_str().replace('_', "-"))).into());
    say("receipt-by", kept.executive_name.as_str().into());
    if let Some(name) = &kept.on_behalf_of_name {
        say("receipt-on-behalf-of", name.as_str().into());
    }
    say("receipt-at", lang.moment(kept.answered_at).into());
    if !kept.conditions.is_empty() {
        say("accept-conditions", kept.conditions.as_str().into());
    }
    if let Some(month) = &kept.from_month {
        say("accept-from-month", month.as_str().into());
    }
    if !kept.statement.is_empty() {
        say("accept-statement", kept.statement.as_str().into());
    }
    for one in &sheets.assembled.adjusted {
        let words = adjusted_words(lang, one);
        list.push((words.of.clone(), words.line(lang).into()));
    }
    if !kept.owners.is_empty() {
        list.push((lang.t("receipt-owners"), owners::words(&kept.owners, package).into()));
    }
    let mut say = |key: &str, text: Text| list.push((lang.t(key), text));
    if let Some(day) = kept.discussed_on {
        say("accept-discussed-on", lang.long_day(day).into());
    }
    if !kept.case_number.is_empty() {
        say("accept-case-number", kept.case_number.as_str().into());
    }
    say("package-number", kept.package_number.to_string().into());
    say("receipt-package", Text::code(kept.content_sha256.as_str()));
    let event = Text::from(format!("{} · ", kept.audit_seq)).then(Style::Code, kept.audit_hash.as_str());
    say("receipt-event", event);
    list
}

/// What is to be measured first, and whose it is.
fn next(sheets: &Sheets, lang: Lang) -> Vec<Text> {
    let indicators = sheets.assembled.package.benefits.iter().flat_map(|benefit| &benefit.indicators);
    let mut first: Vec<_> = indicators
        .filter_map(|indicator| {
            let own = sheets.commitments.iter().find(|commitment| commitment.indicator_id == indicator.id)?;
            Some((own.first_measurement_on, indicator, sheets.owner_then(own)))
        })
        .collect();
    first.sort_by_key(|(day, ..)| *day);
    let sentences = first.into_iter().map(|(day, indicator, owner)| {
        let measure = t!(lang, "next-measure", indicator = indicator.name.clone());
        let owner = owner.map(|name| format!(" – {name}")).unwrap_or_default();
        format!("{}: {measure}{owner}", lang.long_day(day)).into()
    });
    sentences.collect()
}
