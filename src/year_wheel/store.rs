//! Queries and writes of the year wheel. The only writer of `year_moment`.

use diesel::dsl::Eq;
use diesel::prelude::*;

use super::rules::{Audience, MomentDraft, MomentKind, YearDay};
use crate::access::{Place, Placed, Scope};
use crate::audit::Facts;
use crate::db::schema::year_moment;
use crate::db::{AnyConn, Tx};
use crate::ids::{MomentId, RegionId};
use crate::refusal::{Code, Outcome};

/// A moment of a region's year.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = year_moment)]
pub struct YearMoment {
    /// Id.
    pub id: MomentId,
    /// Region.
    pub region_id: RegionId,
    /// What it is called.
    pub title: String,
    /// From 1 to 12.
    pub month: i32,
    /// Day of the month.
    pub day: i32,
    /// What happens.
    pub kind: MomentKind,
    /// For whom.
    pub audience: Audience,
    /// What one should know.
    pub note: String,
    /// Version for `If-Match`.
    pub version: i64,
}

impl Placed for YearMoment {
    fn place(&self) -> Place {
        Place::region(self.region_id)
    }
}

impl YearMoment {
    /// When.
    pub const fn on(&self) -> YearDay {
        YearDay { month: self.month, day: self.day }
    }

    /// What was written about it.
    pub fn draft(&self) -> MomentDraft {
        MomentDraft {
            title: self.title.clone(),
            on: self.on(),
            kind: self.kind,
            audience: self.audience,
            note: self.note.clone(),
        }
    }
}

/// A moment in reach.
pub fn find_within(conn: &mut AnyConn, scope: &Scope, id: MomentId) -> Outcome<YearMoment> {
    year_moment::table
        .filter(year_moment::id.eq(id))
        .select(YearMoment::as_select())
        .first(conn)
        .optional()?
        .filter(|row: &YearMoment| scope.sees(row.place()))
        .ok_or(Code::NotFound.into())
}

/// A region's year, from January.
pub fn of_region(conn: &mut AnyConn, region: RegionId) -> Outcome<Vec<YearMoment>> {
    Ok(year_moment::table
        .filter(year_moment::region_id.eq(region))
        .order((year_moment::month, year_moment::day, year_moment::id))
        .select(YearMoment::as_select())
        .load(conn)?)
}

/// Makes a moment and answers its id.
pub fn insert(tx: &mut Tx<'_>, region: RegionId, draft: &MomentDraft) -> Outcome<MomentId> {
    let id = MomentId::from_number(tx.new_id());
    let now = tx.now();
    diesel::insert_into(year_moment::table)
        .values((
            year_moment::id.eq(id),
            year_moment::region_id.eq(region),
            columns(draft),
            year_moment::created_at.eq(now),
            year_moment::version.eq(1),
        ))
        .execute(&mut **tx)?;
    Ok(id)
}

/// Writes a moment anew over the version that was read; 412 when somebody was faster.
pub fn update(tx: &mut Tx<'_>, over: &YearMoment, draft: &MomentDraft) -> Outcome<()> {
    let of = year_moment::table.filter(year_moment::id.eq(over.id)).filter(year_moment::version.eq(over.version));
    let rows =
        diesel::update(of).set((columns(draft), year_moment::version.eq(over.version + 1))).execute(&mut **tx)?;
    if rows == 1 { Ok(()) } else { Err(Code::Stale.into()) }
}

/// Takes a moment away, as it was read; 412 when somebody was faster.
pub fn delete(tx: &mut Tx<'_>, row: &YearMoment) -> Outcome<()> {
    let of = year_moment::table.filter(year_moment::id.eq(row.id)).filter(year_moment::version.eq(row.version));
    let rows = diesel::delete(of).execute(&mut **tx)?;
    if rows == 1 { Ok(()) } else { Err(Code::Stale.into()) }
}

type Columns<'a> = (
    Eq<year_moment::title, &'a str>,
    Eq<year_moment::month, i32>,
    Eq<year_moment::day, i32>,
    Eq<year_moment::kind, MomentKind>,
    Eq<year_moment::audience, Audience>,
    Eq<year_moment::note, &'a str>,
);

fn columns(draft: &MomentDraft) -> Columns<'_> {
    (
        year_moment::title.eq(draft.title.as_str()),
        year_moment::month.eq(draft.on.month),
        year_moment::day.eq(draft.on.day),
        year_moment::kind.eq(draft.kind),
        year_moment::audience.eq(draft.audience),
        year_moment::note.eq(draft.note.as_str()),
    )
}

/// What a moment consists of, for the event log.
pub fn facts(draft: &MomentDraft) -> Facts {
    Facts::new()
        .words("title", &draft.title)
        .plain("month", draft.on.month)
        .plain("day", draft.on.day)
        .plain("kind", draft.kind)
        .plain("audience", draft.audience)
        .words("note", &draft.note)
}
