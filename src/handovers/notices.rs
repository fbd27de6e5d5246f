//! The mails a handover causes. A new offer is told at once, to everybody who may answer it.

use super::store::Handover;
use crate::access::Role;
use crate::db::Tx;
use crate::i18n::Lang;
use crate::jobs::outbox::{self, Letter};
use crate::people::store::{self as people, Person};
use crate::refusal::Outcome;
use crate::{municipalities, projects};

struct About {
    project: String,
    municipality: String,
}

fn about(tx: &mut Tx<'_>, row: &Handover) -> Outcome<About> {
    let today = tx.now().day();
    Ok(About {
        project: projects::store::find(tx, row.project_id)?.map(|project| project.title).unwrap_or_default(),
        municipality: municipalities::store::name(tx, row.municipality_id, today)?,
    })
}

fn letter(lang: Lang, kind: &str, about: &About, row: &Handover, link: &str) -> Letter {
    let args = [
        ("project", about.project.clone().into()),
        ("municipality", about.municipality.clone().into()),
        ("day", lang.long_day(row.answer_by).into()),
    ];
    Letter {
        subject: lang.t_with(&format!("mail-{kind}-subject"), &args),
        paragraphs: vec![lang.t_with(&format!("mail-{kind}-body"), &args)],
        link: Some((lang.t("mail-handover-link"), link.to_owned())),
        ..Letter::default()
    }
}

fn send(tx: &mut Tx<'_>, row: &Handover, kind: &str, people: &[Person], link: &str) -> Outcome<()> {
    let about = about(tx, row)?;
    for person in people {
        let letter = letter(person.language, kind, &about, row, link);
        // Each turn of the handover has a version of its own: told once per person and turn.
        let once = format!("{kind} {} {} {}", row.id, row.version, person.id);
        outbox::enqueue(tx, person, &letter, &once)?;
    }
    Ok(())
}

fn executives(tx: &mut Tx<'_>, row: &Handover) -> Outcome<Vec<Person>> {
    let mut people = people::holders(tx, Role::Executive, row.region_id, Some(row.municipality_id))?;
    let today = tx.now().day();
    for delegation in people::delegations(tx, row.region_id, row.municipality_id)? {
        let in_force = delegation.ended_at.is_none() && delegation.from_day <= today && today <= delegation.to_day;
        if in_force && !people.iter().any(|person| person.id == delegation.deputy) {
            people.extend(people::find(tx, delegation.deputy)?);
        }
    }
    Ok(people)
}

fn proposer(tx: &mut Tx<'_>, row: &Handover) -> Outcome<Vec<Person>> {
    Ok(match row.offered_by {
        Some(id) => people::find(tx, id)?.into_iter().collect(),
        None => Vec::new(),
    })
}

/// «You are offered the baton», to the executive and deputies.
pub fn offered(tx: &mut Tx<'_>, row: &Handover, link: &str) -> Outcome<()> {
    let people = executives(tx, row)?;
    send(tx, row, "offered", &people, link)
}

/// The region took the offer back.
pub fn withdrawn(tx: &mut Tx<'_>, row: &Handover, link: &str) -> Outcome<()> {
    let people = executives(tx, row)?;
    send(tx, row, "withdrawn", &people, link)
}

/// The municipality took the baton: told to who offered it.
pub fn accepted(tx: &mut Tx<'_>, row: &Handover, link: &str) -> Outcome<()> {
    let people = proposer(tx, row)?;
    send(tx, row, "accepted", &people, link)
}

/// The municipality said no.
pub fn refused(tx: &mut Tx<'_>, row: &Handover, link: &str) -> Outcome<()> {
    let people = proposer(tx, row)?;
    send(tx, row, "refused", &people, link)
}

/// The municipality asked.
pub fn asked(tx: &mut Tx<'_>, row: &Handover, link: &str) -> Outcome<()> {
    let people = proposer(tx, row)?;
    send(tx, row, "asked", &people, link)
}

/// The region answered.
pub fn clarified(tx: &mut Tx<'_>, row: &Handover, link: &str) -> Outcome<()> {
    let people = executives(tx, row)?;
    send(tx, row, "clarified", &people, link)
}

/// The municipality gave the baton back.
pub fn handed_back(tx: &mut Tx<'_>, row: &Handover, link: &str) -> Outcome<()> {
    let people = proposer(tx, row)?;
    send(tx, row, "handed-back", &people, link)
}

/// Nobody answered in time: told to both sides, without a link since no request asked.
pub fn expired(tx: &mut Tx<'_>, row: &Handover) -> Outcome<()> {
    let mut people = executives(tx, row)?;
    people.extend(proposer(tx, row)?);
    let about = about(tx, row)?;
    for person in &people {
        let letter = Letter { link: None, ..letter(person.language, "expired", &about, row, "") };
        let once = format!("expired {} {} {}", row.id, row.package_number, person.id);
        outbox::enqueue(tx, person, &letter, &once)?;
    }
    Ok(())
}
