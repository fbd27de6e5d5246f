//! Trouble as the outside sees it: RFC 9457 for programs, a page for people, both in the reader's language.

use fluent_bundle::FluentValue;
use serde_json::{Map, Value, json};

use crate::i18n::Lang;
use crate::refusal::{FaultKind, FieldError, Refusal, Trouble};

/// The HTTP status for trouble.
pub fn status_of(trouble: &Trouble) -> u16 {
    match trouble {
        Trouble::Refused(refusal) => refusal.code.status(),
        Trouble::Broke(fault) => match fault.kind {
            FaultKind::DatabaseAway => 503,
            FaultKind::Disk => 507,
            FaultKind::Internal | FaultKind::Integrity => 500,
        },
    }
}

/// Seconds after which trying again makes sense, for 429 and 503.
pub fn retry_after(trouble: &Trouble) -> Option<u64> {
    match trouble {
        Trouble::Refused(refusal) => refusal.retry_after.or((refusal.code.status() == 503).then_some(1)),
        Trouble::Broke(fault) => (fault.kind == FaultKind::DatabaseAway).then_some(2),
    }
}

fn code_of(trouble: &Trouble) -> &'static str {
    match trouble {
        Trouble::Refused(refusal) => refusal.code.name(),
        Trouble::Broke(fault) => match fault.kind {
            FaultKind::DatabaseAway => "database_away",
            FaultKind::Disk => "disk",
            FaultKind::Internal | FaultKind::Integrity => "internal",
        },
    }
}

fn key(prefix: &str, code: &str) -> String {
    format!("{prefix}-{}", code.replace('_', "-"))
}

fn values(args: &[(&'static str, String)]) -> Vec<(&'static str, FluentValue<'static>)> {
    args.iter().map(|(name, value)| (*name, FluentValue::from(value.clone()))).collect()
}

/// The sentence for a refusal.
pub fn sentence(lang: Lang, refusal: &Refusal) -> String {
    lang.t_with(&key("refusal", refusal.code.name()), &values(&refusal.args))
}

/// The sentence for one wrong place.
pub fn field_sentence(lang: Lang, error: &FieldError) -> String {
    lang.t_with(&key("field", error.code), &values(&error.args))
}

/// The sentence for any trouble.
pub fn trouble_sentence(lang: Lang, trouble: &Trouble) -> String {
    match trouble {
        Trouble::Refused(refusal) => sentence(lang, refusal),
        Trouble::Broke(_) => lang.t(&key("fault", code_of(trouble))),
    }
}

/// The problem document.
pub fn document(lang: Lang, trouble: &Trouble, request_id: &str) -> Value {
    let mut members = Map::new();
    let code = code_of(trouble);
    members.insert("type".into(), json!(format!("urn:stafett:problem:{code}")));
    members.insert("title".into(), json!(lang.t(&format!("status-{}", status_of(trouble)))));
    members.insert("status".into(), json!(status_of(trouble)));
    members.insert("code".into(), json!(code));
    members.insert("detail".into(), json!(trouble_sentence(lang, trouble)));
    members.insert("request_id".into(), json!(request_id));
    let mut errors = Vec::new();
    if let Trouble::Refused(refusal) = trouble {
        for (name, value) in &refusal.args {
            members.entry((*name).to_owned()).or_insert_with(|| json!(value));
        }
        for error in &refusal.errors {
            let mut one = serde_json::to_value(error).unwrap_or_default();
            if let Some(members) = one.as_object_mut() {
                members.insert("message".into(), json!(field_sentence(lang, error)));
            }
            errors.push(one);
        }
    }
    members.insert("errors".into(), Value::Array(errors));
    Value::Object(members)
}

/// The same as OData writes it (*OData JSON Format Version 4.0*, 19).
pub fn odata_document(lang: Lang, trouble: &Trouble, request_id: &str) -> Value {
    let sentence = trouble_sentence(lang, trouble);
    let reference = json!({"code": "request_id", "message": request_id});
    json!({"error": {"code": code_of(trouble), "message": sentence, "details": [reference]}})
}
