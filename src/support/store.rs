//! Queries and writes of support. The only writer of `support_entry`.

use diesel::dsl::Eq;
use diesel::prelude::*;

use super::rules::SupportDraft;
use crate::access::{Place, Placed, Scope};
use crate::audit::Facts;
use crate::clock::{Day, Moment};
use crate::db::schema::support_entry;
use crate::db::{AnyConn, Tx};
use crate::decimal::Decimal;
use crate::ids::{MunicipalityId, PersonId, ProjectId, RegionId, SupportId};
use crate::refusal::{Code, Outcome};

/// Support that was given.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = support_entry)]
pub struct Support {
    /// Id.
    pub id: SupportId,
    /// By which region.
    pub region_id: RegionId,
    /// For whom.
    pub municipality_id: MunicipalityId,
    /// In which project.
    pub project_id: Option<ProjectId>,
    /// When.
    pub on_day: Day,
    /// How long it took.
    pub hours: Decimal,
    /// What was done.
    pub what: String,
    /// What is to be followed up.
    pub follow_up: String,
    /// By when.
    pub follow_up_by: Option<Day>,
    /// Whether that was done.
    pub followed_up: bool,
    /// Who wrote it.
    pub recorded_by: Option<PersonId>,
    /// When.
    pub recorded_at: Moment,
    /// Version for `If-Match`.
    pub version: i64,
}

impl Placed for Support {
    fn place(&self) -> Place {
        Place::municipality(self.region_id, self.municipality_id)
    }
}

impl Support {
    /// What was written about it.
    pub fn draft(&self) -> SupportDraft {
        SupportDraft {
            municipality_id: self.municipality_id,
            project_id: self.project_id,
            on: self.on_day,
            hours: self.hours,
            what: self.what.clone(),
            follow_up: self.follow_up.clone(),
            follow_up_by: self.follow_up_by,
            followed_up: self.followed_up,
        }
    }
}

/// An entry in reach: one's region's, or one's own municipality's.
pub fn find_within(conn: &mut AnyConn, scope: &Scope, id: SupportId) -> Outcome<Support> {
    support_entry::table
        .filter(support_entry::id.eq(id))
        .select(Support::as_select())
        .first(conn)
        .optional()?
        .filter(|row: &Support| scope.sees(row.place()))
        .ok_or(Code::NotFound.into())
}

/// A region's entries in reach, newest first.
pub fn within(conn: &mut AnyConn, scope: &Scope, region: RegionId) -> Outcome<Vec<Support>> {
    let rows: Vec<Support> = support_entry::table
        .filter(support_entry::region_id.eq(region))
        .order((support_entry::on_day.desc(), support_entry::id.desc()))
        .select(Support::as_select())
        .load(conn)?;
    Ok(rows.into_iter().filter(|row| scope.sees(row.place())).collect())
}

/// What is to be followed up in these regions by a day, the most urgent first.
pub fn to_follow_up(conn: &mut AnyConn, regions: &[RegionId], by: Day) -> Outcome<Vec<Support>> {
    Ok(support_entry::table
        .filter(support_entry::region_id.eq_any(regions.to_vec()))
        .filter(support_entry::followed_up.eq(false))
        .filter(support_entry::follow_up_by.le(by))
        .order((support_entry::follow_up_by, support_entry::id))
        .limit(1_000)
        .select(Support::as_select())
        .load(conn)?)
}

/// Makes an entry and answers its id.
pub fn insert(tx: &mut Tx<'_>, region: RegionId, draft: &SupportDraft) -> Outcome<SupportId> {
    let id = SupportId::from_number(tx.new_id());
    let (now, by) = (tx.now(), tx.access().person());
    diesel::insert_into(support_entry::table)
        .values((
            support_entry::id.eq(id),
            support_entry::region_id.eq(region),
            columns(draft),
            support_entry::recorded_by.eq(by),
            support_entry::recorded_at.eq(now),
            support_entry::version.eq(1),
        ))
        .execute(&mut **tx)?;
    Ok(id)
}

/// Writes an entry anew over the version that was read; 412 when somebody was faster.
pub fn update(tx: &mut Tx<'_>, over: &Support, draft: &SupportDraft) -> Outcome<()> {
    let of = support_entry::table.filter(support_entry::id.eq(over.id)).filter(support_entry::version.eq(over.version));
    let rows =
        diesel::update(of).set((columns(draft), support_entry::version.eq(over.version + 1))).execute(&mut **tx)?;
    if rows == 1 { Ok(()) } else { Err(Code::Stale.into()) }
}

type Columns<'a> = (
    Eq<support_entry::municipality_id, MunicipalityId>,
    Eq<support_entry::project_id, Option<ProjectId>>,
    Eq<support_entry::on_day, Day>,
    Eq<support_entry::hours, Decimal>,
    Eq<support_entry::what, &'a str>,
    Eq<support_entry::follow_up, &'a str>,
    Eq<support_entry::follow_up_by, Option<Day>>,
    Eq<support_entry::followed_up, bool>,
);

fn columns(draft: &SupportDraft) -> Columns<'_> {
    (
        support_entry::municipality_id.eq(draft.municipality_id),
        support_entry::project_id.eq(draft.project_id),
        support_entry::on_day.eq(draft.on),
        support_entry::hours.eq(draft.hours),
        support_entry::what.eq(draft.what.as_str()),
        support_entry::follow_up.eq(draft.follow_up.as_str()),
        support_entry::follow_up_by.eq(draft.follow_up_by),
        support_entry::followed_up.eq(draft.followed_up),
    )
}

/// What an entry consists of, for the event log.
pub fn facts(draft: &SupportDraft) -> Facts {
    Facts::new()
        .plain("project_id", draft.project_id)
        .plain("on", draft.on)
        .plain("hours", draft.hours)
        .words("what", &draft.what)
        .words("follow_up", &draft.follow_up)
        .plain("follow_up_by", draft.follow_up_by)
        .plain("followed_up", draft.followed_up)
}
