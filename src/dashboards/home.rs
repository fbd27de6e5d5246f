//! What waits for a person: gathered from the rooms, each of which knows what waits in it.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::rules::Duty;
use crate::access::permission::{
    AnswerHandover, CarryOutSteps, Confirm, DefineRoadmap, LogSupport, Measure, OfferHandover, SetUpRegion, SignedIn,
};
use crate::access::{Actor, Allowed, Perm, Place, Role, policy};
use crate::changes;
use crate::clock::Day;
use crate::db::AnyConn;
use crate::handovers::store::{self as relay, Handover};
use crate::i18n::Lang;
use crate::ids::RegionId;
use crate::measurements::due::{DueItem, due_by, next_after, overdue_by_municipality};
use crate::measurements::pages::{AHEAD, measurable_places, own_first};
use crate::measurements::store::waiting_for_others_than;
use crate::municipalities;
use crate::projects;
use crate::refusal::Outcome;
use crate::regions;
use crate::routines;
use crate::support;
use crate::t;
use crate::ui::{Status, Task, Time, Tone};

/// How many days ahead one looks.
#[derive(Clone, Copy, Debug)]
pub struct Horizon {
    /// For change steps.
    pub steps: i64,
    /// For measurements.
    pub measurements: u16,
}

/// Within how many days a value that somebody entered is to be confirmed.
const DAYS_TO_CONFIRM: i64 = 7;

/// What one sees at home: what is near.
pub const AT_HOME: Horizon = Horizon { steps: 7, measurements: AHEAD };

/// Something that waits.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// What it is about, the same from day to day: `handover-ID`, `step-ID`, `commitment-ID`.
    pub matter: String,
    /// The region it is in.
    pub region: RegionId,
    /// Whose it is to do.
    pub duty: Duty,
    /// A baton is on its way: others wait for the answer.
    pub baton: bool,
    /// When it is due.
    pub due: Day,
    /// The same for people.
    pub task: Task,
}

/// Everything that waits for somebody: batons first, then what is due soonest.
#[derive(Debug, Default)]
pub struct Gathered {
    /// What waits.
    pub waiting: Vec<Waiting>,
    /// Measurements of others in the same municipality that were left out.
    pub left_out: usize,
    /// The next due date when nothing waits.
    pub next: Option<Day>,
}

/// Gathers what waits. Each room that knows of something adds its own part here.
pub fn waiting(
    conn: &mut AnyConn,
    allowed: &Allowed<SignedIn>,
    lang: Lang,
    today: Day,
    horizon: Horizon,
) -> Outcome<Gathered> {
    let mut gathered = Gathered::default();
    handovers(conn, allowed, lang, today, &mut gathered)?;
    steps(conn, allowed, lang, (today, horizon.steps), &mut gathered)?;
    follow_ups(conn, allowed, lang, (today, horizon.steps), &mut gathered)?;
    deviations(conn, allowed, lang, today, &mut gathered)?;
    measurements(conn, allowed, lang, (today, horizon.measurements), &mut gathered)?;
    second_eyes(conn, allowed, lang, today, &mut gathered)?;
    gathered.waiting.sort_by_key(|one| (!one.baton, one.due));
    Ok(gathered)
}

/// Offers that this person may answer, and questions that wait for the region.
fn handovers(
    conn: &mut AnyConn,
    allowed: &Allowed<SignedIn>,
    lang: Lang,
    today: Day,
    gathered: &mut Gathered,
) -> Outcome<()> {
    let own = allowed.scope().own_municipalities();
    let mut rows: Vec<(Handover, Words)> = relay::awaiting_answer(conn, &own)?
        .into_iter()
        .filter(|row| allowed.may_also::<AnswerHandover>(row) && row.offered_by != allowed.access().person())
        .map(|row| (row, Words::ANSWER))
        .collect();
    rows.extend(
        relay::awaiting_clarification(conn, &allowed.scope().regions())?
            .into_iter()
            .filter(|row| allowed.may_also::<OfferHandover>(row))
            .map(|row| (row, Words::CLARIFY)),
    );
    for (row, words) in rows {
        gathered.waiting.push(baton(conn, &row, &words, lang, today)?);
    }
    Ok(())
}

/// Offers that wait for others: a coordinator follows their deadlines too.
pub fn with_others(conn: &mut AnyConn, allowed: &Allowed<SignedIn>, lang: Lang, today: Day) -> Outcome<Vec<Waiting>> {
    relay::awaiting_others(conn, &allowed.scope().regions())?
        .iter()
        .filter(|row| allowed.may_also::<OfferHandover>(*row))
        .map(|row| baton(conn, row, &Words::FOLLOW, lang, today))
        .collect()
}

/// How a baton on its way is spoken of to whom it waits for.
struct Words {
    what: &'static str,
    effort: Option<&'static str>,
}

impl Words {
    const ANSWER: Self = Self { what: "task-answer", effort: Some("effort-answer") };
    const CLARIFY: Self = Self { what: "task-clarify", effort: Some("effort-answer") };
    const FOLLOW: Self = Self { what: "task-follow", effort: None };
}

fn baton(conn: &mut AnyConn, row: &Handover, words: &Words, lang: Lang, today: Day) -> Outcome<Waiting> {
    let project = projects::store::find(conn, row.project_id)?.map(|project| project.title).unwrap_or_default();
    let late = row.has_run_out(today);
    let task = Task {
        what: t!(lang, words.what, project = project),
        href: format!("/handovers/{}", row.id),
        place: municipalities::store::name(conn, row.municipality_id, today)?,
        due_label: lang.t("due-label"),
        due: Some(Time::day(row.answer_by.date(), lang.day(row.answer_by))),
        status: late.then(|| Status::new(Tone::Stopped, lang.t("handover-state-expired"))),
        effort: words.effort.map(|key| lang.t(key)),
    };
    let matter = format!("handover-{}", row.id);
    Ok(Waiting { matter, region: row.region_id, duty: Duty::Own, baton: true, due: row.answer_by, task })
}

/// A task that is due on a day, and late after it, with its words still to be written.
fn due_on(lang: Lang, due: Day, today: Day) -> Task {
    Task {
        what: String::new(),
        href: String::new(),
        place: String::new(),
        due_label: lang.t("due-label"),
        due: Some(Time::day(due.date(), lang.day(due))),
        status: (due < today).then(|| Status::new(Tone::Late, lang.t("overdue"))),
        effort: None,
    }
}

/// Change steps that are due soon and not done, in municipalities where this person carries steps out.
fn steps(
    conn: &mut AnyConn,
    allowed: &Allowed<SignedIn>,
    lang: Lang,
    (today, ahead): (Day, i64),
    gathered: &mut Gathered,
) -> Outcome<()> {
    let by = today.plus_days(ahead).unwrap_or(today);
    for (region, municipality) in allowed.scope().own_municipalities() {
        if !allowed.may_also::<CarryOutSteps>(&Place::municipality(region, municipality)) {
            continue;
        }
        for step in changes::store::due_in(conn, region, municipality, by)? {
            let Some(due) = step.due_on else { continue };
            let project =
                projects::store::find(conn, step.project_id)?.map(|project| project.title).unwrap_or_default();
            let task = Task {
                what: t!(lang, "task-step", step = step.title.clone()),
                href: format!("/projects/{}/steps", step.project_id),
                place: format!("{project} · {}", municipalities::store::name(conn, municipality, today)?),
                ..due_on(lang, due, today)
            };
            let matter = format!("step-{}", step.id);
            gathered.waiting.push(Waiting { matter, region, duty: Duty::Own, baton: false, due, task });
        }
    }
    Ok(())
}

/// Support that the region said it would follow up.
fn follow_ups(
    conn: &mut AnyConn,
    allowed: &Allowed<SignedIn>,
    lang: Lang,
    (today, ahead): (Day, i64),
    gathered: &mut Gathered,
) -> Outcome<()> {
    let by = today.plus_days(ahead).unwrap_or(today);
    let mut regions = allowed.scope().regions();
    regions.retain(|region| allowed.may_also::<LogSupport>(&Place::region(*region)));
    for row in support::store::to_follow_up(conn, &regions, by)? {
        let Some(due) = row.follow_up_by else { continue };
        let task = Task {
            what: t!(lang, "task-follow-up", what = row.follow_up.clone()),
            href: format!("/regions/{}/support", row.region_id),
            place: municipalities::store::name(conn, row.municipality_id, today)?,
            ..due_on(lang, due, today)
        };
        let (matter, region) = (format!("support-{}", row.id), row.region_id);
        gathered.waiting.push(Waiting { matter, region, duty: Duty::Own, baton: false, due, task });
    }
    Ok(())
}

/// Deviations from common routines that the region was asked to approve, due within its own time to answer.
fn deviations(
    conn: &mut AnyConn,
    allowed: &Allowed<SignedIn>,
    lang: Lang,
    today: Day,
    gathered: &mut Gathered,
) -> Outcome<()> {
    let mut regions = allowed.scope().regions();
    regions.retain(|region| allowed.may_also::<DefineRoadmap>(&Place::region(*region)));
    for (item, asked) in routines::store::deviations_waiting(conn, &regions)? {
        let days = regions::store::find(conn, item.region_id)?.map_or(0, |region| region.answer_days);
        let asked_on = asked.answered_at.day();
        let due = asked_on.plus_days(days).unwrap_or(asked_on);
        let task = Task {
            what: t!(lang, "task-deviation", item = item.title.clone()),
            href: format!("/projects/{}/routines/{}#item-{}", item.project_id, asked.municipality_id, item.id),
            place: municipalities::store::name(conn, asked.municipality_id, today)?,
            ..due_on(lang, due, today)
        };
        let matter = format!("deviation-{}-{}", item.id, asked.municipality_id);
        gathered.waiting.push(Waiting { matter, region: item.region_id, duty: Duty::Own, baton: false, due, task });
    }
    Ok(())
}

fn measurements(
    conn: &mut AnyConn,
    allowed: &Allowed<SignedIn>,
    lang: Lang,
    (today, ahead): (Day, u16),
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
        items.extend(due_by(conn, *municipality, &[*region], today, ahead, today)?);
    }
    let (items, left_out) = own_first(&measuring, items);
    gathered.left_out = left_out;
    gathered.next = next_after(conn, &places, today)?;
    let mut names = Names::default();
    for item in items {
        let place = names.place(conn, &item, today)?;
        let matter = format!("commitment-{}", item.commitment_id);
        let duty = duty(allowed.someone()?, &item);
        let (region, due, task) = (item.region_id, item.due_on, task(lang, &item, place));
        gathered.waiting.push(Waiting { matter, region, duty, baton: false, due, task });
    }
    Ok(())
}

/// A measurement that somebody else owns is led by an executive who does not measure themselves.
fn duty(actor: &Actor, item: &DueItem) -> Duty {
    let place = Place::municipality(item.region_id, item.municipality_id);
    let others = item.owner_id.is_some_and(|owner| owner != actor.person);
    let measures = actor.has_role_at(Role::BenefitOwner, place) || actor.has_role_at(Role::Contributor, place);
    if others && !measures { Duty::Led } else { Duty::Own }
}

/// Values that others entered and this person may confirm, by municipality; due a week after the first was entered.
fn second_eyes(
    conn: &mut AnyConn,
    allowed: &Allowed<SignedIn>,
    lang: Lang,
    today: Day,
    gathered: &mut Gathered,
) -> Outcome<()> {
    let person = allowed.someone()?.person;
    for (region, municipality) in allowed.scope().own_municipalities() {
        if !allowed.may_also::<Confirm>(&Place::municipality(region, municipality)) {
            continue;
        }
        let (count, since) = waiting_for_others_than(conn, region, municipality, person)?;
        let Some(since) = since else { continue };
        let due = since.day().plus_days(DAYS_TO_CONFIRM).unwrap_or(today);
        let task = Task {
            what: t!(lang, "task-confirm", count = count),
            href: "/second-eyes".into(),
            place: municipalities::store::name(conn, municipality, today)?,
            ..due_on(lang, due, today)
        };
        let matter = format!("confirm-{region}-{municipality}");
        gathered.waiting.push(Waiting { matter, region, duty: Duty::Own, baton: false, due, task });
    }
    Ok(())
}

/// Measurements that have been overdue for as long as a region waits before its coordinators are told, by municipality.
pub fn followed(conn: &mut AnyConn, allowed: &Allowed<SignedIn>, lang: Lang, today: Day) -> Outcome<Vec<Waiting>> {
    let mut found = Vec::new();
    for region in regions::store::list_within(conn, &allowed.scope())? {
        if region.region_after_days == 0 || !allowed.may_also::<SetUpRegion>(&region) {
            continue;
        }
        let Some(by) = today.plus_days(-region.region_after_days) else { continue };
        for (municipality, count, due) in overdue_by_municipality(conn, region.id, by)? {
            let task = Task {
                what: t!(lang, "task-region-overdue", count = count, days = region.region_after_days),
                href: format!("/regions/{}", region.id),
                place: municipalities::store::name(conn, municipality, today)?,
                ..due_on(lang, due, today)
            };
            let matter = format!("overdue-{}-{municipality}", region.id);
            found.push(Waiting { matter, region: region.id, duty: Duty::Followed, baton: false, due, task });
        }
    }
    Ok(found)
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
