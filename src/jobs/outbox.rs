//! The outbox: mails are written in the transaction of what causes them, and sent afterwards. The only writer of `mail`.

use diesel::prelude::*;
use maud::{DOCTYPE, html};

use crate::clock::Moment;
use crate::db::schema::mail;
use crate::db::{AnyConn, Tx, on_each_backend};
use crate::i18n::Lang;
use crate::ids::{MailId, PersonId};
use crate::people::store::Person;
use crate::refusal::Outcome;

/// A mail before it has a receiver.
#[derive(Clone, Debug, Default)]
pub struct Letter {
    /// Subject.
    pub subject: String,
    /// Paragraphs of plain text.
    pub paragraphs: Vec<String>,
    /// Matters: the words and the address of each.
    pub list: Vec<(String, String)>,
    /// The one thing to do: its words and its address.
    pub link: Option<(String, String)>,
    /// How to hear less: the words and the address.
    pub footer: Option<(String, String)>,
}

impl Letter {
    /// As plain text.
    pub fn text(&self) -> String {
        let mut text = self.paragraphs.join("\n\n");
        for (words, address) in &self.list {
            text.push_str(&format!("\n\n- {words}\n  {address}"));
        }
        if let Some((words, address)) = &self.link {
            text.push_str(&format!("\n\n{words}:\n{address}"));
        }
        text.push_str("\n\n--\nStafett\n");
        if let Some((words, address)) = &self.footer {
            text.push_str(&format!("{words} {address}\n"));
        }
        text
    }

    /// As HTML.
    pub fn html(&self, lang: Lang) -> String {
        html! {
            (DOCTYPE)
            html lang=(lang) {
                head { meta charset="utf-8"; title { (self.subject) } }
                body {
                    @for paragraph in &self.paragraphs { p { (paragraph) } }
                    @if !self.list.is_empty() {
                        ul { @for (words, address) in &self.list { li { a href=(address) { (words) } } } }
                    }
                    @if let Some((words, address)) = &self.link { p { a href=(address) { (words) } } p { (address) } }
                    p { "Stafett" }
                    @if let Some((words, address)) = &self.footer { p { a href=(address) { (words) } } }
                }
            }
        }
        .into_string()
    }
}

/// Puts a mail in the outbox. The same `once` key again changes nothing.
pub fn enqueue(tx: &mut Tx<'_>, to: &Person, letter: &Letter, once: &str) -> Outcome<()> {
    let (id, now) = (MailId::from_number(tx.new_id()), tx.now());
    // A line break in a header would begin another header.
    let subject: String = letter.subject.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let (text, html) = (letter.text(), letter.html(to.language));
    on_each_backend!(&mut **tx, backend => diesel::insert_into(mail::table)
        .values((
            mail::id.eq(id),
            mail::person_id.eq(to.id),
            mail::to_address.eq(&to.email),
            mail::subject.eq(&subject),
            mail::text_body.eq(&text),
            mail::html_body.eq(&html),
            mail::once_key.eq(once),
            mail::created_at.eq(now),
            mail::next_try_at.eq(now),
            mail::tries.eq(0),
        ))
        .on_conflict(mail::once_key)
        .do_nothing()
        .execute(backend))?;
    Ok(())
}

/// A mail that waits.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = mail)]
pub struct Waiting {
    /// Id.
    pub id: MailId,
    /// To whom.
    pub to_address: String,
    /// Subject.
    pub subject: String,
    /// Plain text.
    pub text_body: String,
    /// HTML.
    pub html_body: String,
    /// Tries so far.
    pub tries: i64,
}

/// The next mails to try, oldest first.
pub fn due(conn: &mut AnyConn, now: Moment, most: i64) -> Outcome<Vec<Waiting>> {
    Ok(mail::table
        .filter(mail::sent_at.is_null())
        .filter(mail::next_try_at.le(now))
        .order(mail::id)
        .limit(most)
        .select(Waiting::as_select())
        .load(conn)?)
}

/// Notes that a mail was taken by the mail server. Its words are no longer needed and are forgotten.
pub fn sent(tx: &mut Tx<'_>, id: MailId) -> Outcome<()> {
    let now = tx.now();
    diesel::update(mail::table.filter(mail::id.eq(id)))
        .set((
            mail::sent_at.eq(now),
            mail::last_error.eq(None::<String>),
            mail::text_body.eq(""),
            mail::html_body.eq(""),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// Notes a failed try; the next one waits longer each time, at most six hours.
pub fn failed(tx: &mut Tx<'_>, id: MailId, tries: i64, error: &str) -> Outcome<()> {
    let wait = (60_i64 << tries.clamp(0, 9)).min(6 * 3_600);
    let next = tx.now().plus_seconds(wait);
    let error: String = error.chars().take(500).collect();
    diesel::update(mail::table.filter(mail::id.eq(id)))
        .set((mail::tries.eq(tries + 1), mail::next_try_at.eq(next), mail::last_error.eq(error)))
        .execute(&mut **tx)?;
    Ok(())
}

/// A mail as the administrator sees it: headers only, no words.
#[derive(Clone, Debug, Queryable)]
pub struct Header {
    /// Id.
    pub id: MailId,
    /// Receiver's account.
    pub person: Option<PersonId>,
    /// To whom.
    pub to_address: String,
    /// Subject.
    pub subject: String,
    /// When it was written.
    pub created_at: Moment,
    /// When it was taken by the mail server.
    pub sent_at: Option<Moment>,
    /// Tries so far.
    pub tries: i64,
    /// What the mail server said last.
    pub last_error: Option<String>,
}

/// The newest mails.
pub fn headers(conn: &mut AnyConn, most: i64) -> Outcome<Vec<Header>> {
    Ok(mail::table
        .order(mail::id.desc())
        .limit(most)
        .select((
            mail::id,
            mail::person_id,
            mail::to_address,
            mail::subject,
            mail::created_at,
            mail::sent_at,
            mail::tries,
            mail::last_error,
        ))
        .load(conn)?)
}

/// One waiting mail whole: without a mail server the administrator passes links on by hand.
pub fn whole(conn: &mut AnyConn, id: MailId) -> Outcome<Option<Waiting>> {
    Ok(mail::table
        .filter(mail::id.eq(id))
        .filter(mail::sent_at.is_null())
        .select(Waiting::as_select())
        .first(conn)
        .optional()?)
}
