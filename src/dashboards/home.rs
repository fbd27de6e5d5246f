//! What waits for a person: gathered from the rooms, each of which knows what waits in it.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::access::Allowed;
use crate::access::permission::{Measure, SignedIn};
use crate::access::{Perm, policy};
use crate::clock::Day;
use crate::db::AnyConn;
use crate::i18n::Lang;
use crate::measurements::due::{DueItem, due_by, next_after};
use crate::measurements::pages::{AHEAD, measurable_places, own_first};
use crate::municipalities;
use crate::projects;
use crate::refusal::Outcome;
use crate::t;
use crate::ui::{Status, Task, Time, Tone};

/// Something that waits.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// When it is due.
    pub due: Day,
    /// The same for people.
    pub task: Task,
}

/// Everything that waits for somebody, soonest first.
#[derive(Debug, Default)]
pub struct Gathered {
    /// What waits.
    pub waiting: Vec<Waiting>,
    /// Measurements of others in the same municipality that were left out.
    pub left_out: usize,
    /// The next due date when nothing waits.
    pub next: Option<Day>,
}

/// Gathers what waits. Each room adds its own part here; a room whose part fails must not hide the others', so each
/// answers for itself.
pub fn waiting(conn: &mut AnyConn, allowed: &Allowed<SignedIn>, lang: Lang, today: Day) -> Outcome<Gathered> {
    let mut gathered = Gathered::default();
    measurements(conn, allowed, lang, today, &mut gathered)?;
    // Handovers to answer and change steps past their date join here.
    gathered.waiting.sort_by_key(|one| one.due);
    Ok(gathered)
}

fn measurements(
    conn: &mut AnyConn,
    allowed: &Allowed<SignedIn>,
    lang: Lang,
    today: Day,
    gathered: &mut Gathered,
) -> Outcome<()> {
    let may = allowed.actor().is_some_and(|actor| policy::may_somewhere(actor, Perm::Measure));
    if !may {
        return Ok(());
    }
    let measuring: Allowed<Measure> = Allowed::admit(allowed.access().clone())?;
    let places = measurable_places(&measuring);
    let mut items: Vec<DueItem> = Vec::new();
    for (region, municipality) in &places {
        items.extend(due_by(conn, *municipality, &[*region], today, AHEAD, today)?);
    }
    let (items, left_out) = own_first(&measuring, items);
    gathered.left_out = left_out;
    gathered.next = next_after(conn, &places, today)?;
    let mut names = Names::default();
    for item in items {
        let place = names.place(conn, &item, today)?;
        gathered.waiting.push(Waiting { due: item.due_on, task: task(lang, &item, place) });
    }
    Ok(())
}

fn task(lang: Lang, item: &DueItem, place: String) -> Task {
    Task {
        what: t!(lang, "task-measure", benefit = item.benefit.clone()),
        href: format!("/commitments/{}/measure", item.commitment_id),
        place,
        due_label: lang.t("due-label"),
        due: Some(Time::day(item.due_on.date(), lang.day(item.due_on))),
        status: item.overdue.then(|| Status::new(Tone::Late, lang.t("overdue"))),
        effort: Some(lang.t("effort-measure")),
    }
}

/// Names that were looked up already.
#[derive(Default)]
struct Names {
    projects: HashMap<crate::ids::ProjectId, String>,
    municipalities: HashMap<crate::ids::MunicipalityId, String>,
}

impl Names {
    fn place(&mut self, conn: &mut AnyConn, item: &DueItem, today: Day) -> Outcome<String> {
        let project = match self.projects.entry(item.project_id) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(slot) => {
                let found = projects::store::find(conn, item.project_id)?;
                slot.insert(found.map(|project| project.title).unwrap_or_default())
            }
        };
        let municipality = match self.municipalities.entry(item.municipality_id) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(slot) => slot.insert(municipalities::store::name(conn, item.municipality_id, today)?),
        };
        Ok(format!("{project} · {municipality}"))
    }
}
