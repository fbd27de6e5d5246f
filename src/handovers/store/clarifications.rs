//! Questions before an answer, and what the region said. The only writer of `clarification`.

use diesel::prelude::*;

use crate::clock::Moment;
use crate::db::schema::clarification;
use crate::db::{AnyConn, Tx};
use crate::ids::{ClarificationId, HandoverId, PersonId};
use crate::refusal::Outcome;

/// A question and its answer.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = clarification)]
pub struct Clarification {
    /// Id.
    pub id: ClarificationId,
    /// The question.
    pub question: String,
    /// Who asked.
    pub asked_by: PersonId,
    /// When.
    pub asked_at: Moment,
    /// The answer.
    pub answer: Option<String>,
    /// Who answered.
    pub answered_by: Option<PersonId>,
    /// When.
    pub answered_at: Option<Moment>,
}

/// Everything asked and answered, oldest first.
pub fn clarifications(conn: &mut AnyConn, id: HandoverId) -> Outcome<Vec<Clarification>> {
    Ok(clarification::table
        .filter(clarification::handover_id.eq(id))
        .order(clarification::id)
        .select(Clarification::as_select())
        .load(conn)?)
}

/// Keeps a question.
pub fn ask(tx: &mut Tx<'_>, id: HandoverId, by: PersonId, question: &str) -> Outcome<ClarificationId> {
    let (new, now) = (ClarificationId::from_number(tx.new_id()), tx.now());
    diesel::insert_into(clarification::table)
        .values((
            clarification::id.eq(new),
            clarification::handover_id.eq(id),
            clarification::question.eq(question),
            clarification::asked_by.eq(by),
            clarification::asked_at.eq(now),
        ))
        .execute(&mut **tx)?;
    Ok(new)
}

/// Answers the open question.
pub fn answer(tx: &mut Tx<'_>, id: HandoverId, by: PersonId, answer: &str) -> Outcome<()> {
    let now = tx.now();
    diesel::update(
        clarification::table.filter(clarification::handover_id.eq(id)).filter(clarification::answer.is_null()),
    )
    .set((clarification::answer.eq(answer), clarification::answered_by.eq(by), clarification::answered_at.eq(now)))
    .execute(&mut **tx)?;
    Ok(())
}
