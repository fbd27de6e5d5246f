//! A baton that was taken, as a bundle for the archive: the frozen package, the receipt and the events, how to check
//! off-line that they belong together, and the first two as documents for people.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};

use serde_json::Value;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::api;
use super::paper::{Reader, Sheets, Which};
use super::store::{self, Handover};
use crate::audit;
use crate::audit::rules::{Event, commitment_to, sha256_hex};
use crate::audit::store::SaltedWords;
use crate::db::AnyConn;
use crate::refusal::{Code, Fault, Outcome, Refusal};

/// The media type.
pub const MEDIA_TYPE: &str = "application/zip";

/// More than any bundle of ours holds of one file.
const MOST: u64 = 64 * 1024 * 1024;

const READ_ME: &str = "Stafett: en mottatt stafettpinne / a baton that was taken

package.json   det kommunen tok imot, ord for ord / what the municipality took over, word for word
receipt.json   hvem svarte, når, og for hvilket innhold / who answered, when, and for which content
events.json    hendelsene i loggen om denne stafettvekslingen / the log's events about this handover
words.json     ordene bak hendelsenes forpliktelser / the words behind the events' commitments
package.pdf, receipt.pdf
               det samme for mennesker; kontrollen bruker JSON-filene / the same for people; checking uses the JSON files

Slik kontrolleres det uten Stafett / how to check without Stafett:
1. SHA-256 of package.json is content_sha256 in receipt.json.
2. In events.json the event with seq = audit_seq has hash = audit_hash, and names the same content_sha256.
3. Each commitment in events.json is SHA-256 of salt and words in words.json.
4. Each hash is hex SHA-256 of prev_hash in ASCII followed by the RFC 8785 form of the event without prev_hash and hash.

Med Stafett / with Stafett: stafett receipt verify FILE
";

/// The bundle of a handover's newest acceptance. 404 where nothing was accepted.
pub fn bundle(conn: &mut AnyConn, row: &Handover, reader: &Reader) -> Outcome<Vec<u8>> {
    let kept = store::receipt(conn, row)?.ok_or(Refusal::new(Code::NotFound))?;
    let sheets = Sheets::accepted(conn, row.clone(), kept.clone(), reader.now.day())?;
    let (package_file, receipt_file) = (sheets.file(Which::Package, reader)?, sheets.file(Which::Receipt, reader)?);
    let mut receipt = serde_json::to_value(api::acceptance::receipt_of(conn, row)?).map_err(Fault::internal)?;
    let events = audit::store::events_of(conn, row.region_id, "handover", &row.id.to_string())?;
    // Where a region was imported, people may have another id than in its events; a bundle speaks as the events do.
    if let Some(event) = events.iter().find(|event| event.seq == kept.audit_seq) {
        receipt["executive"]["id"] = event.actor.clone().into();
        if kept.on_behalf_of_id.is_some() {
            receipt["executive"]["on_behalf_of"]["id"] = event.new["on_behalf_of"].clone();
        }
    }
    let receipt = serde_json::to_string_pretty(&receipt).map_err(Fault::internal)?;
    let commitments: Vec<String> = events.iter().flat_map(Event::commitments).collect();
    let words = audit::store::salted_words(conn, &commitments)?;
    let words = serde_json::to_string_pretty(&words).map_err(Fault::internal)?;
    let events = serde_json::to_string_pretty(&events).map_err(Fault::internal)?;
    let files = [
        ("README.txt", READ_ME.as_bytes()),
        ("package.json", kept.package.as_bytes()),
        ("receipt.json", receipt.as_bytes()),
        ("events.json", events.as_bytes()),
        ("words.json", words.as_bytes()),
        ("package.pdf", &package_file),
        ("receipt.pdf", &receipt_file),
    ];
    pack(&files).map_err(|error| Fault::internal(error).into())
}

fn pack(files: &[(&str, &[u8])]) -> zip::result::ZipResult<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        zip.start_file(*name, SimpleFileOptions::default())?;
        zip.write_all(content)?;
    }
    Ok(zip.finish()?.into_inner())
}

/// What a bundle that holds together says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Verified {
    /// Which municipality.
    pub municipality: String,
    /// Who answered.
    pub executive: String,
    /// When.
    pub answered_at: String,
    /// Of the package.
    pub content_sha256: String,
    /// How many events stand beside it.
    pub events: usize,
}

/// Why a bundle does not hold together.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Flaw {
    /// It is no bundle of ours.
    #[error("this is no bundle of a receipt")]
    NoBundle,
    /// The package is not the one the receipt names.
    #[error("the package is not the one that the receipt names")]
    OtherPackage,
    /// The receipt's event is not among the events, or is another.
    #[error("the event that the receipt names is not there, or is about something else")]
    OtherEvent,
    /// The executive's words were changed.
    #[error("the words on the receipt are not those that the event commits to")]
    OtherWords,
    /// An event was changed.
    #[error("an event is not what its hash says")]
    ChangedEvent,
}

/// Checks a bundle, with nothing but the bundle.
pub fn verify(bytes: &[u8]) -> Result<Verified, Flaw> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Flaw::NoBundle)?;
    let mut file = |name: &str| -> Result<String, Flaw> {
        let mut text = String::new();
        let entry = zip.by_name(name).map_err(|_| Flaw::NoBundle)?;
        entry.take(MOST).read_to_string(&mut text).map_err(|_| Flaw::NoBundle)?;
        Ok(text)
    };
    let package = file("package.json")?;
    let receipt: Value = serde_json::from_str(&file("receipt.json")?).map_err(|_| Flaw::NoBundle)?;
    let events: Vec<Event> = serde_json::from_str(&file("events.json")?).map_err(|_| Flaw::NoBundle)?;
    let words: Words = serde_json::from_str(&file("words.json")?).map_err(|_| Flaw::NoBundle)?;
    holds(&package, &receipt, &events, &words)
}

/// What the event commits to is the list's text; receipts from before targets could be adjusted have none.
fn same_adjustments(spoken: &str, told: &Value) -> bool {
    match told {
        Value::Null => spoken.is_empty(),
        Value::Array(list) if list.is_empty() => spoken.is_empty(),
        told => serde_json::from_str::<Value>(spoken).is_ok_and(|spoken| spoken == *told),
    }
}

type Words = BTreeMap<String, SaltedWords>;

fn holds(package: &str, receipt: &Value, events: &[Event], words: &Words) -> Result<Verified, Flaw> {
    let word = |name: &str| receipt[name].as_str().unwrap_or_default();
    let content = word("content_sha256");
    if sha256_hex(package.as_bytes()) != content {
        return Err(Flaw::OtherPackage);
    }
    if events.iter().any(|event| event.computed_hash() != event.hash) {
        return Err(Flaw::ChangedEvent);
    }
    let named = events.iter().find(|event| Some(event.seq) == receipt["audit_seq"].as_i64());
    let event = named.filter(|event| {
        event.hash == word("audit_hash")
            && event.action == "handover_accepted"
            && event.object_id == word("handover_id")
            && event.new["content_sha256"] == content
            && event.new["form"] == receipt["form"]
            && event.at.to_string() == word("answered_at")
            && event.actor.as_deref() == receipt["executive"]["id"].as_str()
            && event.new["package_number"] == receipt["package_number"]
            && event.municipality_id.map(|id| id.to_string()).as_deref() == receipt["municipality_id"].as_str()
            && event.new["discussed_on"] == receipt["discussed_on"]
            && event.new["case_number"] == receipt["case_number"]
            && event.new["from_month"] == receipt["from_month"]
            && event.new["on_behalf_of"] == receipt["executive"]["on_behalf_of"]["id"]
    });
    let event = event.ok_or(Flaw::OtherEvent)?;
    let frozen: Value = serde_json::from_str(package).map_err(|_| Flaw::OtherPackage)?;
    if frozen["municipality"]["name"] != receipt["municipality"] {
        return Err(Flaw::OtherPackage);
    }
    let spoken = |name: &str| match event.new[name]["commitment"].as_str() {
        Some(commitment) => words
            .get(commitment)
            .filter(|kept| commitment_to(&kept.salt, &kept.words) == commitment)
            .map(|kept| kept.words.as_str()),
        None => Some(""),
    };
    let executive = receipt["executive"]["name"].as_str().unwrap_or_default();
    if ["statement", "conditions"].iter().any(|name| spoken(name) != Some(word(name)))
        || spoken("executive_name") != Some(executive)
        || !spoken("adjustments").is_some_and(|spoken| same_adjustments(spoken, &receipt["adjustments"]))
    {
        return Err(Flaw::OtherWords);
    }
    Ok(Verified {
        municipality: word("municipality").to_owned(),
        executive: executive.to_owned(),
        answered_at: word("answered_at").to_owned(),
        content_sha256: content.to_owned(),
        events: events.len(),
    })
}
