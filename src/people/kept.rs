//! What somebody had written when their session ended: carried through the sign-in page, and sent again by themselves.

use crate::web::Call;
use crate::web::forms::Form;
use crate::web::statics::same_origin;

/// The fields of a form, and where it was to go.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Kept {
    /// The path of ours that it was posted to.
    pub to: String,
    /// Its fields, urlencoded, without secrets and without the ended session's word.
    pub words: String,
}

impl Kept {
    /// What a form that came too late carries.
    pub fn of(call: &Call) -> Option<Self> {
        let to = same_origin(&call.query_word("to")?);
        let mut words = url::form_urlencoded::Serializer::new(String::new());
        for (name, value) in url::form_urlencoded::parse(call.body()) {
            if !is_left_behind(&name) {
                words.append_pair(&name, &value);
            }
        }
        Some(Self { to, words: words.finish() }).filter(Self::is_something)
    }

    /// What the sign-in form carries on.
    pub fn in_form(form: &Form) -> Option<Self> {
        let kept = Self { to: same_origin(form.raw("kept_to")), words: form.raw("kept_words").to_owned() };
        Some(kept).filter(Self::is_something)
    }

    fn is_something(&self) -> bool {
        self.to != "/" && !self.words.is_empty()
    }

    /// The fields, in their order.
    pub fn fields(&self) -> Vec<(String, String)> {
        url::form_urlencoded::parse(self.words.as_bytes())
            .map(|(name, value)| (name.into_owned(), value.into_owned()))
            .collect()
    }

    /// What a person will know again: the texts of more than one word.
    pub fn readable(&self) -> Vec<String> {
        self.fields().into_iter().map(|(_, value)| value).filter(|value| value.trim().contains(' ')).collect()
    }
}

/// What is not carried through a sign-in: secrets, and that something was confirmed. Whoever signs in, perhaps somebody
/// else, sees the page that asks for it again.
fn is_left_behind(name: &str) -> bool {
    matches!(name, "csrf" | "code" | "confirmed" | "confirm") || name.contains("password") || name.contains("totp")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_paths_are_kept_and_only_with_words() {
        let form = |to: &str, words: &str| {
            Kept::in_form(&Form::of(vec![("kept_to".into(), to.into()), ("kept_words".into(), words.into())]))
        };
        let kept = form("/handovers/1/acceptance", "conditions=Bare+hvis+budsjettet+holder&form=full").expect("kept");
        assert_eq!(kept.readable(), ["Bare hvis budsjettet holder"]);
        assert_eq!(kept.fields().len(), 2);
        assert_eq!(form("https://example.org/x", "a=b"), None);
        assert_eq!(form("/handovers/1/acceptance", ""), None);
        for name in ["csrf", "code", "new_password", "confirmed"] {
            assert!(is_left_behind(name), "{name}");
        }
        assert!(!is_left_behind("conditions"));
    }
}
