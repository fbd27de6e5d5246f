//! What a thing consists of, for telling what a change changed.

use serde::Serialize;
use serde_json::Value;

use super::rules::Values;

/// The fields of a thing, each marked as plain or as somebody's own words.
#[derive(Clone, Default, Debug)]
pub struct Facts(Vec<(&'static str, Value, bool)>);

impl Facts {
    /// None.
    pub fn new() -> Self {
        Self::default()
    }

    /// With a value that says nothing about a person.
    pub fn plain(mut self, name: &'static str, value: impl Serialize) -> Self {
        self.0.push((name, serde_json::to_value(value).unwrap_or(Value::Null), false));
        self
    }

    /// With words somebody wrote.
    pub fn words(mut self, name: &'static str, words: impl Into<String>) -> Self {
        self.0.push((name, Value::String(words.into()), true));
        self
    }

    /// Everything that is something, for a thing just made.
    pub fn all(&self) -> Values {
        self.0.iter().filter(|(_, value, _)| !is_nothing(value)).fold(Values::new(), add)
    }

    /// Only what differs: values before and values after.
    pub fn changes_to(&self, after: &Self) -> (Values, Values) {
        let differs = |name: &str, value: &Value, other: &Self| {
            other.0.iter().find(|(known, ..)| *known == name).is_none_or(|(_, there, _)| there != value)
        };
        let old = self.0.iter().filter(|(name, value, _)| differs(name, value, after)).fold(Values::new(), add);
        let new = after.0.iter().filter(|(name, value, _)| differs(name, value, self)).fold(Values::new(), add);
        (old, new)
    }
}

fn is_nothing(value: &Value) -> bool {
    value.is_null() || value.as_str().is_some_and(str::is_empty) || value.as_array().is_some_and(Vec::is_empty)
}

fn add(values: Values, (name, value, personal): &(&'static str, Value, bool)) -> Values {
    match value {
        // No words need no protection, and an empty commitment would tell nothing.
        Value::String(words) if *personal && !words.is_empty() => values.personal(name, words),
        _ => values.with(name, value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_tells_only_what_changed_and_hides_words() {
        let before = Facts::new().plain("phase", "idea").words("title", "Digital byggesak").plain("theme", "plan");
        let after = Facts::new().plain("phase", "concept").words("title", "Digitale byggesaker").plain("theme", "plan");
        let (old, new) = before.changes_to(&after);
        assert_eq!((old.plain.len(), old.personal.len()), (1, 1));
        assert_eq!(new.plain.get("phase"), Some(&Value::String("concept".into())));
        assert!(!new.plain.contains_key("theme"));
    }
}
