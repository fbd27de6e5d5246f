//! What an event is, and how its hash is made. Pure.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use crate::access::Place;
use crate::clock::Moment;
use crate::ids::{MunicipalityId, RegionId};

/// Sixty-four zeros: what the first event of a chain points back to.
pub const BEGINNING: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// Old or new values of a change, by field name.
#[derive(Clone, Default, Debug)]
pub struct Values {
    pub(super) plain: Map<String, Value>,
    pub(super) personal: Vec<(String, String)>,
}

impl Values {
    /// None.
    pub fn new() -> Self {
        Self::default()
    }

    /// A value that says nothing about a person.
    pub fn with(mut self, name: &str, value: impl Serialize) -> Self {
        self.plain.insert(name.to_owned(), serde_json::to_value(value).unwrap_or(Value::Null));
        self
    }

    /// Words somebody wrote, or that name somebody: the chain carries only a salted commitment to them.
    pub fn personal(mut self, name: &str, words: &str) -> Self {
        if !words.is_empty() {
            self.personal.push((name.to_owned(), words.to_owned()));
        }
        self
    }
}

/// A change to be told of.
#[derive(Clone, Debug)]
pub struct Change {
    /// Whose chain, and which municipality may read it.
    pub place: Place,
    /// What was done, such as `handover_accepted`.
    pub action: &'static str,
    /// To what kind of thing.
    pub object_type: &'static str,
    /// Which one.
    pub object_id: String,
    /// Values before.
    pub old: Values,
    /// Values after.
    pub new: Values,
}

impl Change {
    /// A change with no values yet.
    pub fn of(place: Place, action: &'static str, object_type: &'static str, object_id: impl ToString) -> Self {
        let object_id = object_id.to_string();
        Self { place, action, object_type, object_id, old: Values::new(), new: Values::new() }
    }

    /// With values before.
    pub fn from(mut self, old: Values) -> Self {
        self.old = old;
        self
    }

    /// With values after.
    pub fn to(mut self, new: Values) -> Self {
        self.new = new;
        self
    }
}

/// An event as it stands in the log and as the API gives it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Event {
    /// Place in its chain, from 1.
    pub seq: i64,
    /// When.
    pub at: Moment,
    /// Who: a person's id, or null for the program itself.
    pub actor: Option<String>,
    /// `page`, `api`, `token`, or what the program was doing.
    pub via: String,
    /// The chain's region; null for the installation's chain.
    pub region_id: Option<RegionId>,
    /// The municipality it concerns.
    pub municipality_id: Option<MunicipalityId>,
    /// What was done.
    pub action: String,
    /// To what kind of thing.
    pub object_type: String,
    /// Which one.
    pub object_id: String,
    /// Values before.
    pub old: Value,
    /// Values after.
    pub new: Value,
    /// The request that did it.
    pub request_id: String,
    /// The hash of the event before.
    pub prev_hash: String,
    /// This event's hash.
    pub hash: String,
}

impl Event {
    /// Hex SHA-256 of `prev_hash` in ASCII followed by the RFC 8785 form of the event without `prev_hash` and `hash`.
    pub fn computed_hash(&self) -> String {
        let mut value = serde_json::to_value(self).unwrap_or(Value::Null);
        if let Some(members) = value.as_object_mut() {
            members.remove("prev_hash");
            members.remove("hash");
        }
        let mut digest = Sha256::new();
        digest.update(self.prev_hash.as_bytes());
        digest.update(canonical(&value));
        hex(&digest.finalize())
    }

    /// The commitments to personal words that it carries.
    pub fn commitments(&self) -> Vec<String> {
        [&self.old, &self.new]
            .into_iter()
            .filter_map(Value::as_object)
            .flat_map(Map::values)
            .filter_map(|value| value["commitment"].as_str().map(str::to_owned))
            .collect()
    }

    /// Whether this event follows `before` (its seq and hash) and carries its own right hash.
    pub fn follows(&self, before: (i64, &str)) -> bool {
        // The hash covers milliseconds, and nothing finer was ever written.
        let written_by_us = self.at.micros() % 1_000 == 0;
        written_by_us && self.seq == before.0 + 1 && self.prev_hash == before.1 && self.hash == self.computed_hash()
    }
}

/// The RFC 8785 form of a JSON value.
pub fn canonical(value: &Value) -> Vec<u8> {
    serde_json_canonicalizer::to_vec(value).unwrap_or_default()
}

/// Hex SHA-256 of bytes.
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Lower-case hex.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The commitment that stands in the chain in place of personal words.
pub fn commitment_to(salt: &str, words: &str) -> String {
    sha256_hex(format!("{salt}{words}").as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first() -> Event {
        let mut event = Event {
            seq: 1,
            at: Moment::from_micros(0),
            actor: None,
            via: "test".into(),
            region_id: None,
            municipality_id: None,
            action: "region_created".into(),
            object_type: "region".into(),
            object_id: "1".into(),
            old: Value::Object(Map::new()),
            new: serde_json::json!({"name": "Tømmerfjord"}),
            request_id: String::new(),
            prev_hash: BEGINNING.into(),
            hash: String::new(),
        };
        event.hash = event.computed_hash();
        event
    }

    #[test]
    fn any_touched_field_breaks_the_chain() {
        let event = first();
        assert!(event.follows((0, BEGINNING)));
        let mut touched = event.clone();
        touched.new = serde_json::json!({"name": "Tommerfjord"});
        assert!(!touched.follows((0, BEGINNING)));
        let mut moved = event.clone();
        moved.at = Moment::from_micros(1_000);
        assert!(!moved.follows((0, BEGINNING)));
        assert!(!event.follows((1, BEGINNING)));
    }

    #[test]
    fn the_hash_is_the_documented_one() {
        let expected = sha256_hex(
            format!(
                "{BEGINNING}{}",
                r#"{"action":"region_created","actor":null,"at":"1970-01-01T00:00:00.000Z","municipality_id":null,"new":{"name":"Tømmerfjord"},"object_id":"1","object_type":"region","old":{},"region_id":null,"request_id":"","seq":1,"via":"test"}"#
            )
            .as_bytes(),
        );
        assert_eq!(first().hash, expected);
    }
}
