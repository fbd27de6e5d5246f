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
               det samme for mennesker; de beviser ingenting alene, kontrollen bruker JSON-filene /
               the same for people; they prove nothing by themselves, checking uses the JSON files

«state» i receipt.json er hvor stafettpinnen var da pakken ble hentet. Om alle hendelser er med, viser bare loggen selv.
“state” in receipt.json is where the baton was when the bundle was fetched. Only the log itself shows whether every event
is here.

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
    let contents: [&[u8]; FILES.len()] = [
        READ_ME.as_bytes(),
        kept.package.as_bytes(),
        receipt.as_bytes(),
        events.as_bytes(),
        words.as_bytes(),
        &package_file,
        &receipt_file,
    ];
    pack(FILES.into_iter().zip(contents)).map_err(|error| Fault::internal(error).into())
}

fn pack<'a>(files: impl Iterator<Item = (&'a str, &'a [u8])>) -> zip::result::ZipResult<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        zip.start_file(name, SimpleFileOptions::default())?;
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
    /// A file is missing, or there is one besides.
    #[error("the bundle has not the files that a bundle has")]
    OtherFiles,
    /// A file is not what was packed.
    #[error("a file of the bundle is damaged")]
    DamagedFile,
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

/// The files of a bundle.
const FILES: [&str; 7] =
    ["README.txt", "package.json", "receipt.json", "events.json", "words.json", "package.pdf", "receipt.pdf"];

/// Checks a bundle, with nothing but the bundle. The two documents are held against the checksums that they were packed
/// with, and nothing more: what they say is not looked at.
pub fn verify(bytes: &[u8]) -> Result<Verified, Flaw> {
    let files = unpack(bytes)?;
    let file = |name: &str| files.get(name).and_then(|content| std::str::from_utf8(content).ok()).ok_or(Flaw::NoBundle);
    let receipt: Value = serde_json::from_str(file("receipt.json")?).map_err(|_| Flaw::NoBundle)?;
    let events: Vec<Event> = serde_json::from_str(file("events.json")?).map_err(|_| Flaw::NoBundle)?;
    let words: Words = serde_json::from_str(file("words.json")?).map_err(|_| Flaw::NoBundle)?;
    holds(file("package.json")?, &receipt, &events, &words)
}

/// Every file whole, which holds it against its checksum; no file is missing and none is there besides.
fn unpack(bytes: &[u8]) -> Result<BTreeMap<String, Vec<u8>>, Flaw> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Flaw::NoBundle)?;
    if zip.len() != FILES.len() {
        return Err(Flaw::OtherFiles);
    }
    let mut files = BTreeMap::new();
    for name in FILES {
        let entry = zip.by_name(name).map_err(|_| Flaw::OtherFiles)?;
        let mut content = Vec::new();
        entry.take(MOST).read_to_end(&mut content).map_err(|_| Flaw::DamagedFile)?;
        files.insert(name.to_owned(), content);
    }
    Ok(files)
}

/// What the event commits to is the list's text; older receipts have no such list.
fn same_list(spoken: &str, told: &Value) -> bool {
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
    let on_behalf_of = receipt["executive"]["on_behalf_of"]["name"].as_str().unwrap_or_default();
    if ["statement", "conditions"].iter().any(|name| spoken(name) != Some(word(name)))
        || spoken("executive_name") != Some(executive)
        || spoken("on_behalf_of_name") != Some(on_behalf_of)
        || ["adjustments", "owners"]
            .iter()
            .any(|name| !spoken(name).is_some_and(|spoken| same_list(spoken, &receipt[*name])))
        || words.iter().any(|(commitment, kept)| commitment_to(&kept.salt, &kept.words) != *commitment)
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
