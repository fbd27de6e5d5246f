//! Posted forms: names and texts, as the person typed them.

use maud::Markup;

use super::answer::{Answer, Failed, Replied};
use super::call::Call;
use crate::access::{Allowed, Permission};
use crate::db::AnyConn;
use crate::refusal::{Outcome, Refusal, Trouble};

/// The fields of a posted form.
#[derive(Clone, Default, Debug)]
pub struct Form {
    fields: Vec<(String, String)>,
}

impl Form {
    /// Reads an urlencoded body.
    pub fn read(body: &[u8]) -> Self {
        Self {
            fields: url::form_urlencoded::parse(body)
                .map(|(name, value)| (name.into_owned(), value.replace("\r\n", "\n")))
                .collect(),
        }
    }

    /// The same, unless there is a NUL in it: PostgreSQL keeps none in a text, and nobody means one.
    pub fn without_nul(self) -> Result<Self, Refusal> {
        match self.fields.iter().find(|(name, value)| name.contains('\0') || value.contains('\0')) {
            Some((name, _)) => Err(Refusal::invalid_at(&format!("/{}", name.replace('\0', "")), "nul_in_text")),
            None => Ok(self),
        }
    }

    /// A form with given fields: for a first showing.
    pub fn of(fields: Vec<(String, String)>) -> Self {
        Self { fields }
    }

    /// A field as typed; empty when it is missing.
    pub fn raw(&self, name: &str) -> &str {
        self.fields.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.as_str())
    }

    /// A field without outer white space.
    pub fn text(&self, name: &str) -> String {
        self.raw(name).trim().to_owned()
    }

    /// A field that is something.
    pub fn some(&self, name: &str) -> Option<String> {
        Some(self.text(name)).filter(|text| !text.is_empty())
    }

    /// Whether a box is ticked.
    pub fn ticked(&self, name: &str) -> bool {
        !self.raw(name).is_empty()
    }

    /// The fields whose names begin alike: the rest of the name and the value.
    pub fn named<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.fields.iter().filter_map(move |(name, value)| Some((name.strip_prefix(prefix)?, value.as_str())))
    }

    /// Every value of a repeated name.
    pub fn all(&self, name: &str) -> Vec<String> {
        self.fields.iter().filter(|(known, _)| known == name).map(|(_, value)| value.clone()).collect()
    }
}

/// Shows a page once more: with what was wrong, and with what was typed, which the call still carries.
pub type ShownAgain<P> = fn(&mut AnyConn, &Allowed<P>, &Call, &Refusal) -> Outcome<Markup>;

/// The answer to a posted form; or, where it was refused for what it says or for how things stand, the page it came from.
pub async fn again<P: Permission + Clone>(
    replied: Replied,
    allowed: &Allowed<P>,
    call: &Call,
    show: ShownAgain<P>,
) -> Replied {
    let refusal = match replied {
        Err(Failed(Trouble::Refused(refusal))) if matches!(refusal.code.status(), 409 | 422) => refusal,
        other => return other,
    };
    let (access, allowed, shown) = (allowed.access().clone(), allowed.clone(), call.clone());
    let status = refusal.code.status();
    let page = call.app().db.read(&access, move |conn| show(conn, &allowed, &shown, &refusal)).await;
    page.map(|page| Answer::page(page).status(status)).map_err(Failed)
}
