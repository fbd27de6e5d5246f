//! The package and the receipt as documents that can be kept: PDF files, in the words and figures of the pages.

mod package;
mod receipt;

use std::collections::HashMap;

use super::assembly::{self, Assembled};
use super::commands;
use super::owners;
use super::store::{self, Clarification, Handover, Receipt, Tick};
use crate::benefits::store::{self as benefits, Commitment};
use crate::clock::{Day, Moment};
use crate::db::AnyConn;
use crate::i18n::Lang;
use crate::ids::PersonId;
use crate::paper::{self, Block};
use crate::refusal::{Code, Outcome, Refusal};
use crate::t;
use crate::web::{Answer, Call};

/// Which of the two.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Which {
    /// What is offered, or was accepted.
    Package,
    /// That it was accepted.
    Receipt,
}

impl Which {
    const fn word(self) -> &'static str {
        match self {
            Self::Package => "package",
            Self::Receipt => "receipt",
        }
    }

    /// The file, to be looked at in the browser. 404 where nothing was accepted and a receipt is asked for.
    pub fn answer(self, conn: &mut AnyConn, row: Handover, call: &Call) -> Outcome<Answer> {
        let name = format!("stafett-{}-{}.pdf", self.word(), row.id);
        let reader = Reader::of(call);
        let today = reader.now.day();
        let sheets = match self {
            Self::Package if !of_acceptance(call)? => Sheets::standing(conn, row, today)?,
            Self::Package | Self::Receipt => {
                let kept = store::receipt(conn, &row)?.ok_or(Refusal::new(Code::NotFound))?;
                Sheets::accepted(conn, row, kept, today)?
            }
        };
        Ok(Answer::file(paper::MEDIA_TYPE, sheets.file(self, &reader)?).shown_as(name))
    }
}

/// Whether the query's `format` asks for PDF rather than JSON.
pub fn is_pdf_wanted(call: &Call) -> Result<bool, Refusal> {
    match call.query_word("format").as_deref() {
        None | Some("" | "json") => Ok(false),
        Some("pdf") => Ok(true),
        Some(_) => Err(Refusal::invalid_at("query:format", "not_among_the_words")),
    }
}

/// Whether the query's `of` asks for the package of the newest acceptance, whatever happened to the baton since.
pub fn of_acceptance(call: &Call) -> Result<bool, Refusal> {
    match call.query_word("of").as_deref() {
        None | Some("") => Ok(false),
        Some("acceptance") => Ok(true),
        Some(_) => Err(Refusal::invalid_at("query:of", "not_among_the_words")),
    }
}

/// For whom a document is made, and when.
pub struct Reader {
    /// The language.
    pub lang: Lang,
    /// Now.
    pub now: Moment,
    /// Where this installation is, without a slash at the end.
    pub base: String,
}

impl Reader {
    /// Whoever asks.
    pub fn of(call: &Call) -> Self {
        let base = call.app().config.base_url.as_str().trim_end_matches('/').to_owned();
        Self { lang: call.lang(), now: call.app().db.now(), base }
    }

    /// The end of every document: where and when it was made.
    fn made(&self) -> Block {
        Block::paragraph(t!(self.lang, "paper-made", moment = self.lang.moment(self.now), address = self.base.clone()))
    }
}

/// All that the documents of a handover say.
pub struct Sheets {
    row: Handover,
    assembled: Assembled,
    receipt: Option<Receipt>,
    readiness: Vec<Tick>,
    clarifications: Vec<Clarification>,
    commitments: Vec<Commitment>,
    names: HashMap<PersonId, String>,
}

impl Sheets {
    /// Of the package as it stands now, or as it was accepted while it is held.
    pub fn standing(conn: &mut AnyConn, row: Handover, today: Day) -> Outcome<Self> {
        let receipt = store::receipt(conn, &row)?;
        let assembled = assembly::standing(conn, &row, receipt.as_ref(), today)?;
        Self::with(conn, row, receipt, assembled)
    }

    /// Of the package that was accepted last, whatever happened since.
    pub fn accepted(conn: &mut AnyConn, row: Handover, receipt: Receipt, today: Day) -> Outcome<Self> {
        let assembled = match assembly::frozen(&receipt) {
            Some(frozen) => frozen,
            None => assembly::assemble(conn, &row, today)?,
        };
        Self::with(conn, row, Some(receipt), assembled)
    }

    fn with(conn: &mut AnyConn, row: Handover, receipt: Option<Receipt>, assembled: Assembled) -> Outcome<Self> {
        let readiness = store::readiness(conn, row.id)?;
        let clarifications = store::clarifications(conn, row.id)?;
        let commitments = benefits::commitments_of(conn, row.project_id, row.municipality_id)?;
        let names = commands::names(
            conn,
            readiness
                .iter()
                .map(|tick| tick.by)
                .chain(clarifications.iter().flat_map(|one| [Some(one.asked_by), one.answered_by]))
                .chain(commitments.iter().map(|commitment| commitment.owner_id))
                .chain([row.offered_by]),
        )?;
        Ok(Self { row, assembled, receipt, readiness, clarifications, commitments, names })
    }

    /// One of the documents as a file.
    pub fn file(&self, which: Which, reader: &Reader) -> Outcome<Vec<u8>> {
        let document = match which {
            Which::Package => package::document(self, reader),
            Which::Receipt => {
                let kept = self.receipt.as_ref().ok_or(Refusal::new(Code::NotFound))?;
                receipt::document(self, kept, reader)
            }
        };
        Ok(paper::write(&document)?)
    }

    /// Who owned it when the baton was taken; on receipts from before that was kept, who owns it now.
    fn owner_then(&self, commitment: &Commitment) -> Option<String> {
        let kept = self.receipt.as_ref().map(|kept| owners::from_column(&kept.owners)).unwrap_or_default();
        if kept.is_empty() {
            return self.name(commitment.owner_id).cloned();
        }
        kept.into_iter().find(|owner| owner.indicator_id == commitment.indicator_id).map(|owner| owner.name)
    }

    fn name(&self, id: Option<PersonId>) -> Option<&String> {
        id.and_then(|id| self.names.get(&id))
    }
}
