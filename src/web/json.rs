//! JSON that was sent: read as a shape of ours, or refused with the place of what is wrong and a stable code for it.

use serde::de::DeserializeOwned;

use crate::refusal::{Code, FieldError, Refusal};

/// The value that a JSON text spells; a refusal that says what is wrong and where.
pub(super) fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Refusal> {
    if has_nul_escape(body) {
        return Err(Refusal::invalid_at("", "nul_in_text"));
    }
    let mut reader = serde_json::Deserializer::from_slice(body);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let pointer = pointer(error.path());
        let inner = error.into_inner();
        if inner.is_data() {
            let text = inner.to_string();
            let code = if text.starts_with("unknown field") {
                "unknown_field"
            } else if text.starts_with("missing field") {
                "required"
            } else if text.starts_with("duplicate field") {
                "duplicate_field"
            } else if text.starts_with("unknown variant") {
                "not_among_the_words"
            } else {
                known_code(&text).unwrap_or("wrong_shape")
            };
            let named = text.split('`').nth(1).filter(|_| code != "not_among_the_words").unwrap_or_default();
            let pointer = if matches!(code, "required") { format!("{pointer}/{named}") } else { pointer };
            Refusal::invalid(vec![FieldError::at(pointer, code).with("name", named)])
        } else {
            Refusal::new(Code::Unparsable)
        }
    })?;
    reader.end().map_err(|_| Refusal::new(Code::Unparsable))?;
    Ok(value)
}

/// Our own types refuse with a stable code as their whole message.
fn known_code(text: &str) -> Option<&'static str> {
    [
        "number_empty",
        "number_not_a_number",
        "number_too_many_digits",
        "number_too_many_decimals",
        "number_ambiguous",
        "number_not_finite",
        "not_a_date",
        "not_a_month",
        "not_a_count",
    ]
    .into_iter()
    .find(|code| text.starts_with(code))
}

fn pointer(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    path.iter().fold(String::new(), |mut pointer, segment| {
        let part = match segment {
            Segment::Seq { index } => index.to_string(),
            Segment::Map { key } => key.clone(),
            Segment::Enum { variant } => variant.clone(),
            Segment::Unknown => return pointer,
        };
        pointer.push('/');
        pointer.push_str(&part.replace('~', "~0").replace('/', "~1"));
        pointer
    })
}

/// Whether a JSON text spells NUL: `\u0000` behind an even number of backslashes.
fn has_nul_escape(body: &[u8]) -> bool {
    let mut at = 0;
    while let Some(found) = body[at..].windows(6).position(|window| window == br"\u0000").map(|found| at + found) {
        let before = body[..found].iter().rev().take_while(|byte| **byte == b'\\').count();
        if before % 2 == 0 {
            return true;
        }
        at = found + 1;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spelled_nul_is_found_and_a_spelled_backslash_is_not() {
        assert!(has_nul_escape(br#"{"a":"x\u0000"}"#));
        assert!(!has_nul_escape(br#"{"a":"x\\u0000"}"#));
        assert!(has_nul_escape(br#"{"a":"x\\\u0000"}"#));
    }

    #[test]
    fn wrong_json_is_400_and_wrong_meaning_is_422_with_its_place() {
        #[derive(serde::Deserialize, Debug)]
        #[serde(deny_unknown_fields)]
        struct Shape {
            #[expect(dead_code, reason = "only its presence matters")]
            name: String,
        }
        assert_eq!(read::<Shape>(b"{\"name\":").expect_err("cut").code, Code::Unparsable);
        assert_eq!(read::<Shape>(b"{\"name\":\"x\"} y").expect_err("tail").code, Code::Unparsable);
        let unknown = read::<Shape>(b"{\"name\":\"x\",\"age\":1}").expect_err("unknown");
        assert_eq!((unknown.code, unknown.errors[0].code), (Code::Invalid, "unknown_field"));
        let missing = read::<Shape>(b"{}").expect_err("missing");
        assert_eq!(missing.errors[0].pointer.as_deref(), Some("/name"));
        let deep = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
        assert!(read::<serde_json::Value>(deep.as_bytes()).is_err());
    }
}
