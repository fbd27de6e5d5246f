//! How anchored a project is, by place and day.

use diesel::prelude::*;

use crate::access::{Place, Placed, Scope};
use crate::anchoring::rules::{Among, EntryDraft};
use crate::audit::Facts;
use crate::clock::{Day, Moment};
use crate::db::schema::anchoring_entry;
use crate::db::{AnyConn, Tx, is_unique_violation};
use crate::ids::{AnchoringId, MunicipalityId, PersonId, ProjectId, RegionId};
use crate::refusal::{Code, Outcome, Refusal};

/// How anchored a project was in one place on one day.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = anchoring_entry)]
pub struct Entry {
    /// Id.
    pub id: AnchoringId,
    /// Region.
    pub region_id: RegionId,
    /// Project.
    pub project_id: ProjectId,
    /// In which municipality.
    pub municipality_id: MunicipalityId,
    /// Among whom.
    pub among: Among,
    /// The day it is about.
    pub on_day: Day,
    /// From 1 to 5.
    pub level: i32,
    /// What that rests on.
    pub note: String,
    /// Who wrote it last.
    pub recorded_by: Option<PersonId>,
    /// When.
    pub recorded_at: Moment,
    /// Version for `If-Match`.
    pub version: i64,
}

impl Placed for Entry {
    fn place(&self) -> Place {
        Place::municipality(self.region_id, self.municipality_id)
    }
}

impl Entry {
    /// What was written about it.
    pub fn draft(&self) -> EntryDraft {
        EntryDraft { among: self.among, on: self.on_day, level: self.level, note: self.note.clone() }
    }
}

/// An entry in reach: one's region's, or one's own municipality's.
pub fn find_within(conn: &mut AnyConn, scope: &Scope, id: AnchoringId) -> Outcome<Entry> {
    anchoring_entry::table
        .filter(anchoring_entry::id.eq(id))
        .select(Entry::as_select())
        .first(conn)
        .optional()?
        .filter(|row: &Entry| scope.sees(row.place()))
        .ok_or(Code::NotFound.into())
}

/// A project's entries in every municipality, newest first.
pub fn entries_of(conn: &mut AnyConn, project: ProjectId) -> Outcome<Vec<Entry>> {
    Ok(anchoring_entry::table
        .filter(anchoring_entry::project_id.eq(project))
        .order((anchoring_entry::on_day.desc(), anchoring_entry::id.desc()))
        .select(Entry::as_select())
        .load(conn)?)
}

/// A municipality's entries in a project, newest first.
pub fn entries_in(conn: &mut AnyConn, project: ProjectId, municipality: MunicipalityId) -> Outcome<Vec<Entry>> {
    Ok(anchoring_entry::table
        .filter(anchoring_entry::project_id.eq(project))
        .filter(anchoring_entry::municipality_id.eq(municipality))
        .order((anchoring_entry::on_day.desc(), anchoring_entry::id.desc()))
        .select(Entry::as_select())
        .load(conn)?)
}

/// Makes an entry and answers its id; refused where there is one for the place and day.
pub fn insert(
    tx: &mut Tx<'_>,
    region: RegionId,
    project: ProjectId,
    municipality: MunicipalityId,
    draft: &EntryDraft,
) -> Outcome<AnchoringId> {
    let id = AnchoringId::from_number(tx.new_id());
    let (now, by) = (tx.now(), tx.access().person());
    let done = diesel::insert_into(anchoring_entry::table)
        .values((
            anchoring_entry::id.eq(id),
            anchoring_entry::region_id.eq(region),
            anchoring_entry::project_id.eq(project),
            anchoring_entry::municipality_id.eq(municipality),
            anchoring_entry::among.eq(draft.among),
            anchoring_entry::on_day.eq(draft.on),
            anchoring_entry::level.eq(draft.level),
            anchoring_entry::note.eq(&draft.note),
            anchoring_entry::recorded_by.eq(by),
            anchoring_entry::recorded_at.eq(now),
            anchoring_entry::version.eq(1),
        ))
        .execute(&mut **tx);
    match done {
        Ok(_) => Ok(id),
        Err(error) if is_unique_violation(&error) => Err(Refusal::invalid_at("/on", "one_a_day").into()),
        Err(error) => Err(error.into()),
    }
}

/// Corrects the level and the note over the version that was read; 412 when somebody was faster.
pub fn update(tx: &mut Tx<'_>, over: &Entry, draft: &EntryDraft) -> Outcome<()> {
    let (now, by) = (tx.now(), tx.access().person());
    let of = anchoring_entry::table
        .filter(anchoring_entry::id.eq(over.id))
        .filter(anchoring_entry::version.eq(over.version));
    let rows = diesel::update(of)
        .set((
            anchoring_entry::level.eq(draft.level),
            anchoring_entry::note.eq(&draft.note),
            anchoring_entry::recorded_by.eq(by),
            anchoring_entry::recorded_at.eq(now),
            anchoring_entry::version.eq(over.version + 1),
        ))
        .execute(&mut **tx)?;
    if rows == 1 { Ok(()) } else { Err(Code::Stale.into()) }
}

/// What an entry consists of, for the event log.
pub fn facts(draft: &EntryDraft) -> Facts {
    Facts::new()
        .plain("among", draft.among)
        .plain("on", draft.on)
        .plain("level", draft.level)
        .words("note", &draft.note)
}
