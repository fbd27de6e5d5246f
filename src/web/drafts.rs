//! What somebody is writing and has not sent: kept while they write, so that a lost session or a flat battery loses
//! nothing, and offered when they come back to the same form. The only writer of `draft`.
//!
//! It is a script that sends it; without one a form is what the browser makes of it. The words are the writer's own and
//! are shown to nobody else. They go when the form is sent, and after a fortnight.

use diesel::prelude::*;
use maud::{Markup, html};

use super::statics::same_origin;
use super::{Answer, Call, Replied};
use crate::access::Allowed;
use crate::access::permission::{OwnAccount, SignedIn};
use crate::clock::Moment;
use crate::db::schema::draft;
use crate::db::{AnyConn, Tx, on_each_backend};
use crate::i18n::Lang;
use crate::ids::PersonId;
use crate::refusal::{FieldError, Outcome, Refusal};
use crate::t;
use crate::ui::{Alert, Button, ButtonKind};

const DAYS_KEPT: i64 = 14;
const LONGEST_PATH: usize = 200;
/// A grid of a thousand cells fits.
const LONGEST_WORDS: usize = 60_000;

/// Keeps what is being written for a path; no words take it away.
pub async fn keep(allowed: Allowed<OwnAccount>, call: Call) -> Replied {
    call.change(&allowed, |tx, allowed, call| {
        let form = call.form()?;
        let path = same_origin(form.raw("path"));
        let words = form.raw("words");
        if path == "/" || path.len() > LONGEST_PATH {
            return Err(Refusal::invalid_at("/path", "not_among_the_words").into());
        }
        if words.len() > LONGEST_WORDS {
            let error = FieldError::at("/words", "too_long").with("max", LONGEST_WORDS);
            return Err(Refusal::invalid(vec![error]).into());
        }
        let person = allowed.someone()?.person;
        if words.is_empty() {
            forget(tx, person, &path)?
        } else {
            put(tx, person, &path, words)?
        }
        Ok(Answer::nothing())
    })
    .await
}

/// What was being written for a path, as an offer to take it up again; nothing where there is nothing.
pub async fn offer(allowed: Allowed<SignedIn>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let path = call.query_word("path").unwrap_or_default();
        Ok(match find(conn, allowed.someone()?.person, &path)? {
            Some((words, saved_at)) => Answer::page(view(call.lang(), &words, saved_at)),
            None => Answer::nothing(),
        })
    })
    .await
}

fn view(lang: Lang, words: &str, saved_at: Moment) -> Markup {
    let body = html! {
        p { (t!(lang, "draft-when", when = lang.moment(saved_at))) }
        div.actions data-draft-words=(words) {
            (Button::new(ButtonKind::Secondary, lang.t("draft-take-up")).sending("draft", "take-up"))
            (Button::new(ButtonKind::Tertiary, lang.t("draft-throw-away")).sending("draft", "throw-away"))
        }
    };
    html! { (Alert { announce: true, ..Alert::info(lang.t("draft-title"), body) }) }
}

fn find(conn: &mut AnyConn, person: PersonId, path: &str) -> Outcome<Option<(String, Moment)>> {
    Ok(draft::table
        .filter(draft::person_id.eq(person))
        .filter(draft::path.eq(path))
        .select((draft::words, draft::saved_at))
        .first(conn)
        .optional()?)
}

fn put(tx: &mut Tx<'_>, person: PersonId, path: &str, words: &str) -> Outcome<()> {
    let now = tx.now();
    let old = now.plus_seconds(-DAYS_KEPT * 24 * 60 * 60);
    diesel::delete(draft::table.filter(draft::person_id.eq(person)).filter(draft::saved_at.lt(old)))
        .execute(&mut **tx)?;
    on_each_backend!(&mut **tx, backend => diesel::insert_into(draft::table)
        .values((
            draft::person_id.eq(person),
            draft::path.eq(path),
            draft::words.eq(words),
            draft::saved_at.eq(now),
        ))
        .on_conflict((draft::person_id, draft::path))
        .do_update()
        .set((draft::words.eq(words), draft::saved_at.eq(now)))
        .execute(backend))?;
    Ok(())
}

/// Forgets what was being written: it was sent, or thrown away.
pub fn forget(tx: &mut Tx<'_>, person: PersonId, path: &str) -> Outcome<()> {
    diesel::delete(draft::table.filter(draft::person_id.eq(person)).filter(draft::path.eq(path))).execute(&mut **tx)?;
    Ok(())
}
