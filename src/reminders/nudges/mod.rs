//! A region reminds those who measure of what is overdue: who is told of what, and the letters.

pub mod pages;
mod view;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::rules::{Mark, Measurer, NUDGE_REST, Reach, reached};
use super::store;
use crate::access::policy::holders;
use crate::access::{Perm, Place, Role};
use crate::audit::rules::Values;
use crate::audit::{self, Change};
use crate::clock::Day;
use crate::db::{AnyConn, Tx};
use crate::i18n::Lang;
use crate::ids::{CommitmentId, MunicipalityId, PersonId, ProjectId, RegionId};
use crate::jobs::outbox::{self, Letter};
use crate::measurements::due::{DueItem, due_by};
use crate::people;
use crate::people::rules::Status;
use crate::people::store::Person;
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

/// Everybody who measures in a region's municipalities, and whether a reminder would reach them.
struct Everybody {
    measurers: HashMap<MunicipalityId, Vec<Measurer>>,
    people: HashMap<PersonId, Person>,
    unwilling: HashSet<PersonId>,
    nudged: HashMap<(PersonId, String, Day), Day>,
}

impl Everybody {
    fn of(conn: &mut AnyConn, region: RegionId, today: Day) -> Outcome<Self> {
        let mut measurers: HashMap<MunicipalityId, Vec<Measurer>> = HashMap::new();
        let mut people = HashMap::new();
        for (person, role, municipality) in people::store::municipal_roles(conn, region)? {
            if !holders(Perm::Measure).contains(&role) {
                continue;
            }
            let there = measurers.entry(municipality).or_default();
            let leads = role == Role::Executive;
            match there.iter_mut().find(|one| one.person == person.id) {
                Some(one) => one.leads &= leads,
                None => there.push(Measurer { person: person.id, leads }),
            }
            people.insert(person.id, person);
        }
        let ids: Vec<PersonId> = people.keys().copied().collect();
        let (unwilling, nudged) = (store::unwilling(conn, &ids)?, store::nudged_after(conn, &ids, rested(today))?);
        Ok(Self { measurers, people, unwilling, nudged })
    }

    /// For whom something overdue waits.
    fn wait_for(&self, item: &DueItem) -> Vec<(PersonId, String, Reach)> {
        let there = self.measurers.get(&item.municipality_id).map(Vec::as_slice).unwrap_or_default();
        let known = reached(item.owner_id, there).into_iter().filter_map(|id| self.people.get(&id));
        known
            .map(|person| {
                let reach = match self.nudged.get(&(person.id, matter(item), item.due_on)) {
                    _ if person.status == Status::Invited => Reach::Invited,
                    _ if self.unwilling.contains(&person.id) => Reach::Unwanted,
                    Some(day) => Reach::NudgedOn(*day),
                    None => Reach::Now,
                };
                (person.id, person.name.clone(), reach)
            })
            .collect()
    }
}

/// What is overdue among a region's members of today, of whom the reader sees figures; of some of them where those are
/// named.
fn overdue(
    conn: &mut AnyConn,
    region: &Region,
    visible: &VisibleFigures,
    only: Option<&BTreeSet<MunicipalityId>>,
    today: Day,
) -> Outcome<Vec<Town>> {
    let titles: HashMap<ProjectId, String> =
        projects::store::of_region(conn, region.id)?.into_iter().map(|project| (project.id, project.title)).collect();
    let everybody = Everybody::of(conn, region.id, today)?;
    let mut towns = Vec::new();
    for NamedMember { membership, name, .. } in members_on(conn, region.id, today)? {
        let id = membership.municipality_id;
        if !visible.includes(id) || only.is_some_and(|only| !only.contains(&id)) {
            continue;
        }
        let items = due_by(conn, id, &[region.id], today, 0, today)?.into_iter().filter(|item| item.overdue);
        let overdue: Vec<Overdue> = items
            .map(|item| Overdue {
                project: titles.get(&item.project_id).cloned().unwrap_or_default(),
                waits_for: everybody.wait_for(&item),
                item,
            })
            .collect();
        if !overdue.is_empty() {
            towns.push(Town { id, name, overdue });
        }
    }
    Ok(towns)
}

/// The last day on which a reminder is so long ago that another may be sent.
fn rested(today: Day) -> Day {
    today.plus_days(-NUDGE_REST).unwrap_or(today)
}

/// Writes one letter to each person whom a reminder now reaches in these municipalities, and tells of it in the log.
/// Answers how many letters were written; what was measured or reminded of in the meantime needs none.
fn nudge(
    tx: &mut Tx<'_>,
    region: &Region,
    towns: &[Town],
    (sender, message): (&str, &str),
    link: &dyn Fn(&str) -> String,
) -> Outcome<usize> {
    let told = told_now(tx, towns)?;
    // The log comes after every reminder: whoever holds its end waits for nobody.
    for town in towns {
        let theirs = told.iter().flat_map(|(id, told)| told.iter().map(move |(there, one)| (*id, *there, *one)));
        let here: Vec<(PersonId, &Town, &Overdue)> = theirs.filter(|(_, there, _)| there.id == town.id).collect();
        let people: BTreeSet<PersonId> = here.iter().map(|(id, ..)| *id).collect();
        let measurements: BTreeSet<CommitmentId> = here.iter().map(|(.., one)| one.item.commitment_id).collect();
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

/// Notes who is reminded of what, always in the same order, so that two who ask at once never wait for each other in a
/// ring.
fn told_now<'a>(tx: &mut Tx<'_>, towns: &'a [Town]) -> Outcome<BTreeMap<PersonId, Vec<(&'a Town, &'a Overdue)>>> {
    let today = tx.now().day();
    let mut all: Vec<(PersonId, &Town, &Overdue)> = Vec::new();
    for (town, one) in towns.iter().flat_map(|town| town.overdue.iter().map(move |one| (town, one))) {
        let now = one.waits_for.iter().filter(|(.., reach)| *reach == Reach::Now);
        all.extend(now.map(|(person, ..)| (*person, town, one)));
    }
    all.sort_by_key(|(person, _, one)| (*person, one.item.commitment_id));
    let mut people: Vec<PersonId> = all.iter().map(|(person, ..)| *person).collect();
    people.dedup();
    store::forget_nudges(tx, &people, rested(today))?;
    let mut told: BTreeMap<PersonId, Vec<(&Town, &Overdue)>> = BTreeMap::new();
    for (person, town, one) in all {
        if store::tell(tx, person, &matter(&one.item), one.item.due_on, Mark::Nudged, today)? {
            told.entry(person).or_default().push((town, one));
        }
    }
    Ok(told)
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
        paragraphs.push(t!(lang, "mail-nudge-message", sender = sender.to_owned()));
        paragraphs.extend(message.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned));
    }
    Letter {
        subject: t!(lang, "mail-nudge-subject", region = region.name.clone(), count = told.len()),
        paragraphs,
        list: list.collect(),
        link: Some((lang.t("mail-digest-link"), link("/"))),
        footer: Some((lang.t("mail-digest-off"), link("/account/reminders"))),
    }
}
