//! How anchored a project is, in the API.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::access::permission::{SeeAnchoring, TellAnchoring};
use crate::access::{Allowed, Place, Placed};
use crate::anchoring::overview::{Overview, Standing, overview};
use crate::anchoring::rules::{Among, EntryDraft};
use crate::anchoring::store::{self, Entry};
use crate::audit::{self, Change};
use crate::clock::{Day, Moment};
use crate::db::Tx;
use crate::ids::{AnchoringId, MunicipalityId, PersonId, ProjectId};
use crate::projects::participation::{must_take_part, place_within};
use crate::projects::store::{self as projects, Project};
use crate::refusal::{Code, Outcome};
use crate::web::csv::{Flavour, Sheet};
use crate::web::paging::{List, Page};
use crate::web::{Answer, Call, Replied};

/// Body of `recordAnchoring`.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AnchoringBody {
    among: Among,
    on: Day,
    /// From 1, not at all, to 5, wholly.
    level: i32,
    note: String,
}

/// Body of `correctAnchoring`: what is left out stays. Place and day stay always.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AnchoringPatch {
    level: Option<i32>,
    note: Option<String>,
}

/// How anchored a project was in one place on one day.
#[derive(Serialize, JsonSchema)]
pub struct AnchoringAnswer {
    id: AnchoringId,
    project_id: ProjectId,
    municipality_id: MunicipalityId,
    among: Among,
    on: Day,
    level: i32,
    note: String,
    recorded_by: Option<PersonId>,
    recorded_at: Moment,
    version: i64,
}

/// Entries, the last written first.
pub type AnchoringList = List<AnchoringAnswer>;

/// Answer of `projectAnchoring`: the municipalities in reach that take part.
#[derive(Serialize, JsonSchema)]
pub struct AnchoringOverview {
    rows: Vec<AnchoringStanding>,
}

/// How a project stands in one municipality.
#[derive(Serialize, JsonSchema)]
pub struct AnchoringStanding {
    municipality_id: MunicipalityId,
    /// The newest about the leadership; null when nothing was said.
    leadership: Option<AnchoringLevel>,
    /// The newest about the staff; null when nothing was said.
    staff: Option<AnchoringLevel>,
    competences_in_place: usize,
    /// How many are needed here.
    competences_needed: usize,
}

/// A level and its day.
#[derive(Serialize, JsonSchema)]
pub struct AnchoringLevel {
    on: Day,
    level: i32,
}

impl From<Entry> for AnchoringAnswer {
    fn from(row: Entry) -> Self {
        Self {
            id: row.id,
            project_id: row.project_id,
            municipality_id: row.municipality_id,
            among: row.among,
            on: row.on_day,
            level: row.level,
            note: row.note,
            recorded_by: row.recorded_by,
            recorded_at: row.recorded_at,
            version: row.version,
        }
    }
}

impl From<&Standing> for AnchoringStanding {
    fn from(row: &Standing) -> Self {
        let level =
            |entry: &Option<Entry>| entry.as_ref().map(|row| AnchoringLevel { on: row.on_day, level: row.level });
        Self {
            municipality_id: row.municipality_id,
            leadership: level(&row.leadership),
            staff: level(&row.staff),
            competences_in_place: row.tally.in_place,
            competences_needed: row.tally.of,
        }
    }
}

/// `projectAnchoring`
pub async fn of_project(allowed: Allowed<SeeAnchoring>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let project = projects::find_within(conn, &allowed.scope(), call.id("id")?)?;
        allowed.over(&project)?;
        let overview = overview(conn, &allowed.scope(), &project, call.app().db.now().day())?;
        match Flavour::wanted(call)? {
            Some(flavour) => {
                let today = call.app().db.now().day();
                let name = crate::regions::store::find(conn, project.region_id)?.map(|region| region.name);
                let sheet = sheet(&overview).of_region(name.unwrap_or_default());
                sheet.between(today, today).answer(flavour, call)
            }
            None => {
                Ok(Answer::ok(&AnchoringOverview { rows: overview.rows.iter().map(AnchoringStanding::from).collect() }))
            }
        }
    })
    .await
}

fn sheet(overview: &Overview) -> Sheet {
    let columns = vec![
        "municipality_id",
        "municipality",
        "leadership_level",
        "leadership_on",
        "staff_level",
        "staff_on",
        "competences_in_place",
        "competences_needed",
    ];
    let mut sheet = Sheet::new("anchoring", columns);
    let counted = |count: usize| i64::try_from(count).ok().into();
    let level = |entry: &Option<Entry>| entry.as_ref().map(|row| i64::from(row.level)).into();
    sheet.rows.extend(overview.rows.iter().map(|row| {
        vec![
            row.municipality_id.to_string().into(),
            row.name.clone().into(),
            level(&row.leadership),
            row.leadership.as_ref().map(|row| row.on_day).into(),
            level(&row.staff),
            row.staff.as_ref().map(|row| row.on_day).into(),
            counted(row.tally.in_place),
            counted(row.tally.of),
        ]
    }));
    sheet
}

/// `listAnchoring`
pub async fn list(allowed: Allowed<SeeAnchoring>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let project = projects::find_within(conn, &allowed.scope(), call.id("id")?)?;
        let municipality = call.id("municipality_id")?;
        let place = place_within(conn, &allowed.scope(), &project, municipality)?;
        allowed.over(&place)?;
        let page = Page::of(call)?;
        let mut rows = store::entries_in(conn, project.id, municipality)?;
        rows.sort_by_key(|row| std::cmp::Reverse(row.id));
        let items = rows.into_iter().map(AnchoringAnswer::from).collect();
        Ok(Answer::ok(&page.cut_after(items, |item: &AnchoringAnswer| item.id.number(), true)?))
    })
    .await
}

/// `recordAnchoring`: the municipality's own people.
pub async fn record(allowed: Allowed<TellAnchoring>, call: Call) -> Replied {
    call.write(&allowed, |tx, allowed, call| {
        let project = projects::find_within(tx, &allowed.scope(), call.id("id")?)?;
        let municipality = call.id("municipality_id")?;
        let place = place_within(tx, &allowed.scope(), &project, municipality)?;
        allowed.over(&place)?;
        let body: AnchoringBody = call.json()?;
        let draft = EntryDraft { among: body.among, on: body.on, level: body.level, note: body.note };
        let id = record_within(tx, &project, municipality, draft)?;
        let row = store::find_within(tx, &allowed.scope(), id)?;
        let version = row.version;
        Ok(Answer::created(&AnchoringAnswer::from(row), format!("/api/v1/anchoring/{id}")).version(version))
    })
    .await
}

/// Makes an entry and tells of it. Shared by the API and the page.
pub fn record_within(
    tx: &mut Tx<'_>,
    project: &Project,
    municipality: MunicipalityId,
    draft: EntryDraft,
) -> Outcome<AnchoringId> {
    let draft = draft.checked(tx.now().day())?;
    must_take_part(tx, project.id, municipality)?;
    let id = store::insert(tx, project.region_id, project.id, municipality, &draft)?;
    let place = Place::municipality(project.region_id, municipality);
    let facts = store::facts(&draft).plain("project_id", project.id).all();
    audit::record(tx, &Change::of(place, "anchoring_recorded", "anchoring", id).to(facts))?;
    Ok(id)
}

/// `getAnchoring`
pub async fn get(allowed: Allowed<SeeAnchoring>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let row = store::find_within(conn, &allowed.scope(), call.id("id")?)?;
        allowed.over(&row)?;
        let version = row.version;
        Ok(Answer::ok(&AnchoringAnswer::from(row)).version(version))
    })
    .await
}

/// `correctAnchoring`
pub async fn correct(allowed: Allowed<TellAnchoring>, call: Call) -> Replied {
    call.write(&allowed, |tx, allowed, call| {
        let row = store::find_within(tx, &allowed.scope(), call.id("id")?)?;
        allowed.over(&row)?;
        let wanted = call.if_match()?;
        let body: AnchoringPatch = call.json()?;
        let before = row.draft();
        let draft = EntryDraft {
            level: body.level.unwrap_or(before.level),
            note: body.note.unwrap_or_else(|| before.note.clone()),
            ..before
        };
        correct_within(tx, &row, wanted, draft)?;
        let row = store::find_within(tx, &allowed.scope(), row.id)?;
        let version = row.version;
        Ok(Answer::ok(&AnchoringAnswer::from(row)).version(version))
    })
    .await
}

/// Corrects an entry and tells what changed. Shared by the API and the page.
pub fn correct_within(tx: &mut Tx<'_>, row: &Entry, wanted: i64, draft: EntryDraft) -> Outcome<()> {
    let draft = draft.checked(tx.now().day())?;
    if wanted != row.version {
        return Err(Code::Stale.into());
    }
    store::update(tx, row, &draft)?;
    let (old, new) = store::facts(&row.draft()).changes_to(&store::facts(&draft));
    audit::record(tx, &Change::of(row.place(), "anchoring_corrected", "anchoring", row.id).from(old).to(new))?;
    Ok(())
}
