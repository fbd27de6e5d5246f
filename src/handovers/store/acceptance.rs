//! Acceptances, frozen as they were given. The only writer of `acceptance`.

use diesel::prelude::*;

use super::{Handover, advance};
use crate::access::Placed;
use crate::audit::{self, Change, Values};
use crate::clock::{Day, Moment};
use crate::db::schema::acceptance;
use crate::db::{AnyConn, Tx, is_unique_violation};
use crate::handovers::rules::{Acceptance, Form};
use crate::handovers::{adjustments, owners};
use crate::ids::{HandoverId, PersonId};
use crate::refusal::{Code, Outcome};

/// An acceptance as it was given. Nothing ever changes it.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = acceptance)]
pub struct Receipt {
    /// Which handover.
    pub handover_id: HandoverId,
    /// Which package.
    pub package_number: i64,
    /// How the baton was taken.
    pub form: Form,
    /// On which conditions.
    pub conditions: String,
    /// From which month.
    pub from_month: Option<String>,
    /// What the executive declared.
    pub statement: String,
    /// Who answered.
    pub executive_id: PersonId,
    /// Their name at the time.
    pub executive_name: String,
    /// On whose behalf a deputy answered.
    pub on_behalf_of_id: Option<PersonId>,
    /// That person's name at the time.
    pub on_behalf_of_name: Option<String>,
    /// The municipality's name at the time.
    pub municipality_name: String,
    /// When.
    pub answered_at: Moment,
    /// The frozen package, canonical JSON.
    pub package: String,
    /// Its hash.
    pub content_sha256: String,
    /// The event's number in the region's chain.
    pub audit_seq: i64,
    /// The event's hash.
    pub audit_hash: String,
    /// When the leadership group discussed it.
    pub discussed_on: Option<Day>,
    /// The case it stands in.
    pub case_number: String,
    /// What was taken on otherwise than proposed, as [`adjustments::to_column`] writes them.
    pub adjustments: String,
    /// Whose the benefits were, as [`owners::to_column`] writes them.
    pub owners: String,
}

/// The receipt of the newest acceptance.
pub fn receipt(conn: &mut AnyConn, row: &Handover) -> Outcome<Option<Receipt>> {
    Ok(acceptance::table
        .filter(acceptance::handover_id.eq(row.id))
        .order(acceptance::package_number.desc())
        .select(Receipt::as_select())
        .first(conn)
        .optional()?)
}

/// Who answers, and on whose behalf.
#[derive(Clone, Debug)]
pub struct Answerer {
    /// The person.
    pub id: PersonId,
    /// Their name.
    pub name: String,
    /// The executive a deputy stands in for.
    pub on_behalf_of: Option<(PersonId, String)>,
}

/// Freezes an acceptance: the state, the event, the receipt. One winner: the update is guarded by what was read, and a
/// second row for the same package cannot be.
pub fn record_acceptance(
    tx: &mut Tx<'_>,
    row: &Handover,
    answer: &Acceptance,
    by: &Answerer,
    municipality_name: &str,
    package: &str,
) -> Outcome<()> {
    advance(tx, row, answer.form.state())?;
    let adjusted = adjustments::to_column(&answer.adjustments);
    let owners = owners::to_column(&answer.owners);
    let on_behalf_of_name = by.on_behalf_of.as_ref().map(|(_, name)| name.as_str());
    let change = Change::of(row.place(), "handover_accepted", "handover", row.id)
        .from(Values::new().with("state", row.state))
        .to(Values::new()
            .with("state", answer.form.state())
            .with("form", answer.form)
            .with("from_month", &answer.from_month)
            .with("package_number", row.package_number)
            .with("content_sha256", &answer.content_sha256)
            .with("discussed_on", answer.discussed_on)
            .with("case_number", &answer.case_number)
            .with("on_behalf_of", by.on_behalf_of.as_ref().map(|(id, _)| *id))
            .personal("executive_name", &by.name)
            .personal("conditions", &answer.conditions)
            .personal("statement", &answer.statement)
            .personal("adjustments", &adjusted)
            .personal("owners", &owners)
            .personal("on_behalf_of_name", on_behalf_of_name.unwrap_or_default()));
    let (seq, hash) = audit::record(tx, &change)?;
    let now = tx.now();
    let inserted = diesel::insert_into(acceptance::table)
        .values((
            (
                acceptance::handover_id.eq(row.id),
                acceptance::package_number.eq(row.package_number),
                acceptance::form.eq(answer.form),
                acceptance::conditions.eq(&answer.conditions),
                acceptance::from_month.eq(answer.from_month.as_deref()),
                acceptance::statement.eq(&answer.statement),
                acceptance::discussed_on.eq(answer.discussed_on),
                acceptance::case_number.eq(&answer.case_number),
                acceptance::adjustments.eq(&adjusted),
                acceptance::executive_id.eq(by.id),
                acceptance::executive_name.eq(&by.name),
            ),
            (
                acceptance::on_behalf_of_id.eq(by.on_behalf_of.as_ref().map(|(id, _)| *id)),
                acceptance::on_behalf_of_name.eq(on_behalf_of_name),
                acceptance::owners.eq(&owners),
                acceptance::municipality_name.eq(municipality_name),
                acceptance::answered_at.eq(now),
                acceptance::package.eq(package),
                acceptance::content_sha256.eq(&answer.content_sha256),
                acceptance::audit_seq.eq(seq),
                acceptance::audit_hash.eq(&hash),
            ),
        ))
        .execute(&mut **tx);
    match inserted {
        Err(error) if is_unique_violation(&error) => Err(Code::ChangedMeanwhile.into()),
        other => {
            other?;
            Ok(())
        }
    }
}
