//! The mails that accounts cause.

use super::store::Person;
use crate::clock::Moment;
use crate::db::Tx;
use crate::jobs::outbox::{self, Letter};
use crate::refusal::Outcome;
use crate::t;

/// «You are invited»: with the link to choose a password.
pub fn invitation(tx: &mut Tx<'_>, person: &Person, link: &str, until: Moment) -> Outcome<()> {
    let lang = person.language;
    let letter = Letter {
        subject: t!(lang, "mail-invitation-subject"),
        paragraphs: vec![
            t!(lang, "mail-greeting", name = person.name.clone()),
            t!(lang, "mail-invitation-body"),
            t!(lang, "mail-link-until", when = lang.moment(until)),
        ],
        link: Some((t!(lang, "mail-invitation-link"), link.to_owned())),
        ..Letter::default()
    };
    let once = format!("invitation {} {}", person.id, tx.now().micros());
    outbox::enqueue(tx, person, &letter, &once)
}

/// «Choose a new password».
pub fn password_reset(tx: &mut Tx<'_>, person: &Person, link: &str, until: Moment) -> Outcome<()> {
    let lang = person.language;
    let letter = Letter {
        subject: t!(lang, "mail-reset-subject"),
        paragraphs: vec![
            t!(lang, "mail-greeting", name = person.name.clone()),
            t!(lang, "mail-reset-body"),
            t!(lang, "mail-link-until", when = lang.moment(until)),
        ],
        link: Some((t!(lang, "mail-reset-link"), link.to_owned())),
        ..Letter::default()
    };
    let once = format!("reset {} {}", person.id, tx.now().micros());
    outbox::enqueue(tx, person, &letter, &once)
}
