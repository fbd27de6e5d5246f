//! A form on a page: what was typed, what was wrong with it, and what is stored if somebody else was faster.

use std::sync::Arc;

use maud::Markup;

use super::answer::{Answer, Failed, Replied, replied};
use super::call::Call;
use super::forms::Form;
use super::shell;
use crate::access::{Allowed, Permission};
use crate::db::AnyConn;
use crate::i18n::Lang;
use crate::refusal::{Code, FieldError, Outcome, Refusal, Trouble};
use crate::ui::{self, Choice, Control, Field, Mark};

/// A form as it is to be shown. Fields come from here, so that input is kept and errors stand where they belong.
pub struct Sheet<'a> {
    /// The reader's language.
    pub lang: Lang,
    form: Form,
    refusal: Option<&'a Refusal>,
    stored: Form,
}

impl<'a> Sheet<'a> {
    /// The form as typed if it was just refused, otherwise as stored.
    pub fn of(call: &Call, stored: Form, refusal: Option<&'a Refusal>) -> Self {
        let form = if refusal.is_some() { Form::read(call.body()) } else { stored.clone() };
        Self { lang: call.lang(), form, refusal, stored }
    }

    /// What stands in a field now.
    pub fn raw(&self, name: &str) -> &str {
        self.form.raw(name)
    }

    /// Every value of a repeated name.
    pub fn all(&self, name: &str) -> Vec<String> {
        self.form.all(name)
    }

    /// What was wrong with a field.
    pub fn error(&self, name: &str) -> Option<String> {
        shell::error_at(self.lang, self.refusal, name)
    }

    /// A field with its value and error. Where somebody else changed it meanwhile, what is stored is said beside it.
    pub fn field(&self, name: &str, label: &str, control: Control) -> Field {
        let field = Field::new(name, self.lang.t(label), control).value(self.raw(name)).error(self.error(name));
        if self.is_stale() && self.stored.raw(name) != self.raw(name) {
            let value = self.stored.raw(name).to_owned();
            return field.description(crate::t!(self.lang, "stored-now", value = value));
        }
        field
    }

    /// The same, said to be required.
    pub fn required(&self, name: &str, label: &str, control: Control) -> Field {
        self.field(name, label, control).mark(Mark::Required(self.lang.t("required-mark")))
    }

    /// The version the person is about to replace. After a conflict it is the stored one: they have seen it now, and
    /// sending again is a choice.
    pub fn version(&self) -> Field {
        let version = if self.is_stale() { self.stored.raw("version") } else { self.raw("version") };
        Field::hidden("version", version)
    }

    fn is_stale(&self) -> bool {
        self.refusal.is_some_and(|refusal| refusal.code == Code::Stale)
    }

    /// A form element around the fields, with what was wrong on top.
    pub fn post(&self, call: &Call, fields: Markup) -> ui::Form {
        let form = ui::Form::post(call.path(), call.csrf(), fields);
        match self.refusal {
            Some(refusal) => form.errors(shell::error_summary(self.lang, refusal)),
            None => form,
        }
    }

    /// The prefix of the document's title when something was wrong.
    pub fn title_prefix(&self) -> Option<String> {
        self.refusal.map(|_| self.lang.t("error-prefix"))
    }
}

/// The choices of a closed list of words, with an empty one before them where nothing may be chosen.
pub fn choices<'w>(
    lang: Lang,
    prefix: &str,
    words: impl IntoIterator<Item = &'w str>,
    empty: Option<&str>,
) -> Vec<Choice> {
    let first = empty.map(|key| Choice::new("", lang.t(key)));
    let rest = words.into_iter().map(|word| Choice::new(word, word_in(lang, prefix, word)));
    first.into_iter().chain(rest).collect()
}

/// A stable word in the reader's language; a word that is none of ours, as it was written.
pub fn word_in(lang: Lang, prefix: &str, word: &str) -> String {
    lang.find(&format!("{prefix}-{}", word.replace('_', "-")), &[]).unwrap_or_else(|| word.to_owned())
}

/// How a page shows its form: for the first time, or again with what was refused.
pub type Shows<P> = fn(&mut AnyConn, &Allowed<P>, &Call, Option<&Refusal>) -> Outcome<Markup>;

/// Shows a page with a form.
pub async fn show<P: Permission + Clone>(allowed: &Allowed<P>, call: &Call, shows: Shows<P>) -> Replied {
    show_with(allowed, call, None, shows).await
}

/// What a form's handler came to: its answer, or the same page with the input kept and what was wrong with it. What no
/// form can mend goes on.
pub async fn or_again<P: Permission + Clone>(
    outcome: Replied,
    allowed: &Allowed<P>,
    call: &Call,
    shows: Shows<P>,
) -> Replied {
    match outcome {
        Err(Failed(Trouble::Refused(refusal))) if matches!(refusal.code.status(), 409 | 412 | 422) => {
            show_with(allowed, call, Some(*refusal), shows).await
        }
        other => other,
    }
}

async fn show_with<P: Permission + Clone>(
    allowed: &Allowed<P>,
    call: &Call,
    refusal: Option<Refusal>,
    shows: Shows<P>,
) -> Replied {
    let (allowed, call) = (allowed.clone(), call.clone());
    let (access, app) = (allowed.access().clone(), Arc::clone(call.app()));
    // A page has no words for "precondition failed": to a person it is a conflict like others.
    let status =
        refusal.as_ref().map_or(200, |refusal| if refusal.code == Code::Stale { 409 } else { refusal.code.status() });
    let shown = app.db.read(&access, move |conn| shows(conn, &allowed, &call, refusal.as_ref())).await;
    replied(shown.map(|markup| Answer::page(markup).status(status)))
}

/// Points errors in a list's items at the rows they were typed in: rows left empty are no items.
pub fn to_rows(refusal: &mut Refusal, list: &str, rows: &[usize]) {
    let prefix = format!("/{list}/");
    for error in &mut refusal.errors {
        let Some((item, rest)) =
            error.pointer.as_deref().and_then(|it| it.strip_prefix(&prefix)).and_then(|it| it.split_once('/'))
        else {
            continue;
        };
        if let Some(row) = item.parse::<usize>().ok().and_then(|item| rows.get(item)) {
            error.pointer = Some(format!("{prefix}{row}/{rest}"));
        }
    }
}

impl Form {
    /// A day in a field; noted as wrong when it is none.
    pub fn day(&self, name: &str, errors: &mut Vec<FieldError>) -> Option<crate::clock::Day> {
        let text = self.some(name)?;
        let day = crate::clock::Day::parse(&text);
        if day.is_none() {
            errors.push(FieldError::at(pointer(name), "not_a_date"));
        }
        day
    }

    /// A number in a field, as people write it; noted as wrong when it is none or can be read in two ways.
    pub fn number(&self, name: &str, lang: Lang, errors: &mut Vec<FieldError>) -> Option<crate::decimal::Decimal> {
        let text = self.some(name)?;
        match crate::decimal::Decimal::parse_local(&text, lang.numbers()) {
            Ok(number) => Some(number),
            Err(trouble) => {
                errors.push(FieldError::at(pointer(name), trouble.code()));
                None
            }
        }
    }

    /// The version a form was filled in over.
    pub fn version(&self) -> i64 {
        self.raw("version").parse().unwrap_or(-1)
    }
}

/// The JSON pointer for a form field; its underscores are kept, since `field_name` makes them again.
fn pointer(name: &str) -> String {
    format!("/{name}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_stand_in_the_row_that_was_typed() {
        let mut refusal = Refusal::invalid(vec![
            FieldError::at("/costs/1/year", "not_a_year"),
            FieldError::at("/title", "required"),
            FieldError::at("/costs/7/year", "not_a_year"),
        ]);
        to_rows(&mut refusal, "costs", &[0, 3]);
        let places: Vec<_> = refusal.errors.iter().map(|error| error.pointer.clone().unwrap_or_default()).collect();
        assert_eq!(places, ["/costs/3/year", "/title", "/costs/7/year"]);
    }
}
