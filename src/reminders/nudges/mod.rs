//! A region reminds those who measure of what is overdue: who is told of what, and the letters.

pub mod pages;
mod view;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::rules::{Measurer, NUDGE_REST, Reach, reached};
use super::store;
use crate::access::{Place, Role};
use crate::audit::rules::Values;
use crate::audit::{self, Change};
use crate::clock::{Day, Moment};
use crate::db::{AnyConn, Tx};
use crate::i18n::Lang;
use crate::ids::{CommitmentId, MunicipalityId, PersonId, ProjectId};
use crate::jobs::outbox::{self, Letter};
use crate::measurements::due::{DueItem, due_by};
use crate::people;
use crate::projects;
use crate::refusal::Outcome;
use crate::regions::store::{NamedMember, Region, VisibleFigures, members_on};
use crate::t;

/// A municipality in which something is overdue.
struct Town {
    id: MunicipalityId,
    name: String,
    /// What is overdue, longest first.
    overdue: Vec<Overdue>,
}

/// A measurement that is overdue, and whom it waits for.
struct Overdue {
    item: DueItem,
    project: String,
    /// None where nobody measures in the municipality.
    waits_for: Vec<(PersonId, String, Reach)>,
}

/// What a reminder is about, as it is noted down: the same name as for the daily ones.
fn matter(item: &DueItem) -> String {
    format!("commitment-{}", item.commitment_id)
}

impl Town {
    /// Those for whom something overdue waits, each once, by name.
    fn people(&self, wanted: impl Fn(Reach) -> bool) -> Vec<&str> {
        let people = self.overdue.iter().flat_map(|one| &one.waits_for);
        let names: BTreeSet<(&str, PersonId)> =
            people.filter(|(.., reach)| wanted(*reach)).map(|(id, name, _)| (name.as_str(), *id)).collect();
        names.into_iter().map(|(name, _)| name).collect()
    }

    /// Whether a reminder sent now would reach anybody.
    fn can_be_nudged(&self) -> bool {
        !self.people(|reach| reach == Reach::Now).is_empty()
    }

    /// The latest day on which somebody was reminded, within the days in which nobody is reminded again.
    fn nudged_on(&self) -> Option<Day> {
        let reaches = self.overdue.iter().flat_map(|one| &one.waits_for).map(|(.., reach)| *reach);
        reaches.filter_map(|reach| if let Reach::NudgedOn(day) = reach { Some(day) } else { None }).max()
    }
}

/// What is overdue among a region's members of today, of whom the reader sees figures.
fn overdue(conn: &mut AnyConn, region: &Region, visible: &VisibleFigures, now: Moment) -> Outcome<Vec<Town>> {
    let today = now.day();
    let titles: HashMap<ProjectId, String> =
        projects::store::of_region(conn, region.id)?.into_iter().map(|project| (project.id, project.title)).collect();
    let mut towns = Vec::new();
    for NamedMember { membership, name, .. } in members_on(conn, region.id, today)? {
        let id = membership.municipality_id;
        let mut items = due_by(conn, id, &[region.id], today, 0, today)?;
        items.retain(|item| item.overdue);
        if items.is_empty() || !visible.includes(id) {
            continue;
        }
        let measurers = measurers(conn, Place::municipality(region.id, id), now)?;
        let people: Vec<PersonId> = measurers.iter().map(|one| one.person).collect();
        let names = people::store::names(conn, &people)?;
        let nudged = store::nudged_after(conn, &people, rested(today))?;
        let overdue = items.into_iter().map(|item| {
            let waits_for = reached(item.owner_id, &measurers).into_iter().map(|one| {
                let reach = match nudged.get(&(one.person, matter(&item), item.due_on)) {
                    _ if !one.wants => Reach::Unwanted,
                    Some(day) => Reach::NudgedOn(*day),
                    None => Reach::Now,
                };
                (one.person, names.get(&one.person).cloned().unwrap_or_default(), reach)
            });
            let waits_for = waits_for.collect();
            Overdue { project: titles.get(&item.project_id).cloned().unwrap_or_default(), waits_for, item }
        });
        towns.push(Town { id, name, overdue: overdue.collect() });
    }
    Ok(towns)
}

/// The last day on which a reminder is so long ago that another may be sent.
fn rested(today: Day) -> Day {
    today.plus_days(-NUDGE_REST).unwrap_or(today)
}

/// The active people who measure in a municipality.
fn measurers(conn: &mut AnyConn, place: Place, now: Moment) -> Outcome<Vec<Measurer>> {
    let (Some(region), Some(municipality)) = (place.region, place.municipality) else { return Ok(Vec::new()) };
    let mut measurers = Vec::new();
    for (person, _) in people::store::people_in(conn, region, municipality)? {
        let Some(actor) = people::store::as_seen_by(conn, person, now)? else { continue };
        let logs = actor.has_role_at(Role::BenefitOwner, place) || actor.has_role_at(Role::Contributor, place);
        if logs || actor.has_role_at(Role::Executive, place) {
            measurers.push(Measurer { person, leads: !logs, wants: store::is_wanted(conn, person)? });
        }
    }
    Ok(measurers)
}

/// Writes one letter to each person whom a reminder now reaches in the chosen municipalities, and tells of it in the log.
/// Answers how many letters were written; what was measured or reminded of in the meantime needs none.
fn nudge(
    tx: &mut Tx<'_>,
    region: &Region,
    (towns, chosen): (&[Town], &BTreeSet<MunicipalityId>),
    (sender, message): (&str, &str),
    link: &dyn Fn(&str) -> String,
) -> Outcome<usize> {
    let today = tx.now().day();
    let mut told: BTreeMap<PersonId, Vec<(&Town, &Overdue)>> = BTreeMap::new();
    for town in towns.iter().filter(|town| chosen.contains(&town.id)) {
        let mut measurements: BTreeSet<CommitmentId> = BTreeSet::new();
        let mut people: BTreeSet<PersonId> = BTreeSet::new();
        for one in &town.overdue {
            for (person, _, reach) in &one.waits_for {
                let new = *reach == Reach::Now
                    && store::nudge(tx, *person, (&matter(&one.item), one.item.due_on), (rested(today), today))?;
                if new {
                    told.entry(*person).or_default().push((town, one));
                    measurements.insert(one.item.commitment_id);
                    people.insert(*person);
                }
            }
        }
        if !people.is_empty() {
            let what = Values::new().with("measurements", measurements.len()).with("people", people.len());
            let place = Place::municipality(region.id, town.id);
            let change = Change::of(place, "measurements_nudged", "region", region.id);
            audit::record(tx, &change.to(what.personal("message", message)))?;
        }
    }
    let letters = told.len();
    for (person, told) in told {
        let Some(person) = people::store::find(tx, person)? else { continue };
        let letter = letter(person.language, &person.name, region, (sender, message), &told, link);
        let once = format!("nudge {} {}", person.id, tx.new_id());
        outbox::enqueue(tx, &person, &letter, &once)?;
    }
    Ok(letters)
}

fn letter(
    lang: Lang,
    name: &str,
    region: &Region,
    (sender, message): (&str, &str),
    told: &[(&Town, &Overdue)],
    link: &dyn Fn(&str) -> String,
) -> Letter {
    let list = told.iter().map(|(town, one)| {
        let what = t!(lang, "task-measure", benefit = one.item.benefit.clone());
        let since = t!(lang, "mail-digest-overdue", day = lang.day(one.item.due_on));
        let words = format!("{what} ({} · {}) – {since}", one.project, town.name);
        (words, link(&format!("/commitments/{}/measure", one.item.commitment_id)))
    });
    let mut paragraphs = vec![
        t!(lang, "mail-greeting", name = name.to_owned()),
        t!(lang, "mail-nudge-body", sender = sender.to_owned(), region = region.name.clone(), count = told.len()),
    ];
    if !message.is_empty() {
        paragraphs.push(t!(lang, "mail-nudge-message", sender = sender.to_owned(), message = message.to_owned()));
    }
    Letter {
        subject: t!(lang, "mail-nudge-subject", region = region.name.clone(), count = told.len()),
        paragraphs,
        list: list.collect(),
        link: Some((lang.t("mail-digest-link"), link("/"))),
        footer: Some((lang.t("mail-digest-off"), link("/account/reminders"))),
    }
}
