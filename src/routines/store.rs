//! Queries and writes of common items and who conforms. The only writer of `common_item` and `conformity`.

use diesel::dsl::Eq;
use diesel::prelude::*;

use super::rules::{AnswerDraft, DecisionDraft, ItemDraft, ItemKind, Standing};
use crate::access::{Place, Placed, Scope};
use crate::audit::Facts;
use crate::clock::Moment;
use crate::db::schema::{common_item, conformity};
use crate::db::{AnyConn, Tx, is_unique_violation};
use crate::ids::{ItemId, MunicipalityId, PersonId, ProjectId, RegionId};
use crate::refusal::{Code, Outcome, Refusal};

/// A routine or a configuration that is to be the same everywhere.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = common_item)]
pub struct Item {
    /// Id.
    pub id: ItemId,
    /// Region.
    pub region_id: RegionId,
    /// Project.
    pub project_id: ProjectId,
    /// Routine or configuration.
    pub kind: ItemKind,
    /// What it is called.
    pub title: String,
    /// What it says.
    pub description: String,
    /// Where it can be read whole.
    pub stands_in: String,
    /// How often it has been written otherwise, from 1.
    pub edition: i64,
    /// Version for `If-Match`.
    pub version: i64,
}

impl Placed for Item {
    fn place(&self) -> Place {
        Place::region(self.region_id)
    }
}

impl Item {
    /// What was written about it.
    pub fn draft(&self) -> ItemDraft {
        ItemDraft {
            title: self.title.clone(),
            kind: Some(self.kind),
            description: self.description.clone(),
            stands_in: self.stands_in.clone(),
        }
    }
}

/// How a municipality stands to an item.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = conformity)]
pub struct Conformity {
    /// The item.
    pub item_id: ItemId,
    /// Which municipality.
    pub municipality_id: MunicipalityId,
    /// How it stands.
    pub state: Standing,
    /// Why it does otherwise.
    pub reason: String,
    /// The edition that was answered.
    pub edition: i64,
    /// Who answered.
    pub answered_by: Option<PersonId>,
    /// When.
    pub answered_at: Moment,
    /// What the region said to the deviation.
    pub decision_note: String,
    /// Who decided; none where nothing was decided.
    pub decided_by: Option<PersonId>,
    /// When.
    pub decided_at: Option<Moment>,
    /// Version for `If-Match`.
    pub version: i64,
}

/// An item in reach.
pub fn find_within(conn: &mut AnyConn, scope: &Scope, id: ItemId) -> Outcome<Item> {
    common_item::table
        .filter(common_item::id.eq(id))
        .select(Item::as_select())
        .first(conn)
        .optional()?
        .filter(|row: &Item| scope.sees(row.place()))
        .ok_or(Code::NotFound.into())
}

/// A project's items, in the order they were made.
pub fn of_project(conn: &mut AnyConn, project: ProjectId) -> Outcome<Vec<Item>> {
    Ok(common_item::table
        .filter(common_item::project_id.eq(project))
        .order(common_item::id)
        .select(Item::as_select())
        .load(conn)?)
}

/// Every answer to a project's items.
pub fn answers_of(conn: &mut AnyConn, project: ProjectId) -> Outcome<Vec<Conformity>> {
    Ok(conformity::table
        .filter(conformity::project_id.eq(project))
        .order((conformity::item_id, conformity::municipality_id))
        .select(Conformity::as_select())
        .load(conn)?)
}

/// Deviations that wait for these regions to decide, the oldest first, each with its item.
pub fn deviations_waiting(conn: &mut AnyConn, regions: &[RegionId]) -> Outcome<Vec<(Item, Conformity)>> {
    Ok(conformity::table
        .inner_join(common_item::table.on(common_item::id.eq(conformity::item_id)))
        .filter(conformity::region_id.eq_any(regions.to_vec()))
        .filter(conformity::state.eq(Standing::DeviationAsked))
        .order((conformity::answered_at, conformity::item_id, conformity::municipality_id))
        .limit(1_000)
        .select((Item::as_select(), Conformity::as_select()))
        .load(conn)?)
}

/// One municipality's answer to an item, when it has answered.
pub fn answer_of(conn: &mut AnyConn, item: ItemId, municipality: MunicipalityId) -> Outcome<Option<Conformity>> {
    Ok(conformity::table
        .filter(conformity::item_id.eq(item))
        .filter(conformity::municipality_id.eq(municipality))
        .select(Conformity::as_select())
        .first(conn)
        .optional()?)
}

/// Makes an item and answers its id.
pub fn insert(tx: &mut Tx<'_>, region: RegionId, project: ProjectId, draft: &ItemDraft) -> Outcome<ItemId> {
    let id = ItemId::from_number(tx.new_id());
    let now = tx.now();
    diesel::insert_into(common_item::table)
        .values((
            common_item::id.eq(id),
            common_item::region_id.eq(region),
            common_item::project_id.eq(project),
            columns(draft)?,
            common_item::edition.eq(1),
            common_item::created_at.eq(now),
            common_item::version.eq(1),
        ))
        .execute(&mut **tx)?;
    Ok(id)
}

/// Writes an item anew over the version that was read; 412 when somebody was faster. Answers stay, to their edition.
pub fn update(tx: &mut Tx<'_>, over: &Item, draft: &ItemDraft) -> Outcome<()> {
    let of = common_item::table.filter(common_item::id.eq(over.id)).filter(common_item::version.eq(over.version));
    let rows = diesel::update(of)
        .set((
            columns(draft)?,
            common_item::edition.eq(draft.edition_after(&over.draft(), over.edition)),
            common_item::version.eq(over.version + 1),
        ))
        .execute(&mut **tx)?;
    if rows == 1 { Ok(()) } else { Err(Code::Stale.into()) }
}

type Columns<'a> = (
    Eq<common_item::kind, ItemKind>,
    Eq<common_item::title, &'a str>,
    Eq<common_item::description, &'a str>,
    Eq<common_item::stands_in, &'a str>,
);

fn columns(draft: &ItemDraft) -> Result<Columns<'_>, Refusal> {
    Ok((
        common_item::kind.eq(draft.kind.ok_or_else(|| Refusal::invalid_at("/kind", "required"))?),
        common_item::title.eq(draft.title.as_str()),
        common_item::description.eq(draft.description.as_str()),
        common_item::stands_in.eq(draft.stands_in.as_str()),
    ))
}

/// Keeps a municipality's answer over what was read; 412 when somebody was faster. What was decided about an earlier
/// answer goes with it.
pub fn answer(
    tx: &mut Tx<'_>,
    item: &Item,
    municipality: MunicipalityId,
    before: Option<&Conformity>,
    state: Standing,
    reason: &str,
) -> Outcome<()> {
    let (now, by) = (tx.now(), tx.access().person());
    let values = (
        conformity::state.eq(state),
        conformity::reason.eq(reason),
        conformity::edition.eq(item.edition),
        conformity::answered_by.eq(by),
        conformity::answered_at.eq(now),
        conformity::decision_note.eq(""),
        conformity::decided_by.eq(None::<PersonId>),
        conformity::decided_at.eq(None::<Moment>),
    );
    let Some(before) = before else {
        let done = diesel::insert_into(conformity::table)
            .values((
                conformity::item_id.eq(item.id),
                conformity::municipality_id.eq(municipality),
                conformity::region_id.eq(item.region_id),
                conformity::project_id.eq(item.project_id),
                values,
                conformity::version.eq(1),
            ))
            .execute(&mut **tx);
        return match done {
            Ok(_) => Ok(()),
            // On PostgreSQL two can be the first at once; the second has then not seen the first.
            Err(error) if is_unique_violation(&error) => Err(Code::Stale.into()),
            Err(error) => Err(error.into()),
        };
    };
    let of = conformity::table
        .filter(conformity::item_id.eq(item.id))
        .filter(conformity::municipality_id.eq(municipality))
        .filter(conformity::version.eq(before.version));
    let rows = diesel::update(of).set((values, conformity::version.eq(before.version + 1))).execute(&mut **tx)?;
    if rows == 1 { Ok(()) } else { Err(Code::Stale.into()) }
}

/// Keeps what the region decided about a deviation, over what was read; 412 when somebody was faster. The reason stays.
pub fn decide(tx: &mut Tx<'_>, over: &Conformity, state: Standing, note: &str) -> Outcome<()> {
    let (now, by) = (tx.now(), tx.access().person());
    let of = conformity::table
        .filter(conformity::item_id.eq(over.item_id))
        .filter(conformity::municipality_id.eq(over.municipality_id))
        .filter(conformity::state.eq(over.state))
        .filter(conformity::version.eq(over.version));
    let rows = diesel::update(of)
        .set((
            conformity::state.eq(state),
            conformity::decision_note.eq(note),
            conformity::decided_by.eq(by),
            conformity::decided_at.eq(Some(now)),
            conformity::version.eq(over.version + 1),
        ))
        .execute(&mut **tx)?;
    if rows == 1 { Ok(()) } else { Err(Code::Stale.into()) }
}

/// What an item consists of, for the event log.
pub fn facts(draft: &ItemDraft) -> Facts {
    Facts::new()
        .plain("kind", draft.kind)
        .words("title", &draft.title)
        .words("description", &draft.description)
        .words("stands_in", &draft.stands_in)
}

/// What was answered, for the event log.
pub fn answer_facts(state: Standing, draft: &AnswerDraft) -> Facts {
    Facts::new().plain("state", state).words("reason", &draft.reason)
}

/// What was decided, for the event log.
pub fn decision_facts(state: Standing, draft: &DecisionDraft) -> Facts {
    Facts::new().plain("state", state).words("note", &draft.note)
}
