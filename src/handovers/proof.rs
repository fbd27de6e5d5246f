//! Whether the acceptances are those that the event log tells of.

use diesel::prelude::*;

use super::store::Receipt;
use crate::audit::rules::sha256_hex;
use crate::audit::store::{event_at, said};
use crate::db::AnyConn;
use crate::db::schema::{acceptance, handover};
use crate::ids::{HandoverId, RegionId};
use crate::refusal::Outcome;

const AT_ONCE: i64 = 200;

/// What is wrong with acceptances: whatever differs from the event that was written with them.
pub fn broken(conn: &mut AnyConn) -> Outcome<Vec<String>> {
    let mut broken = Vec::new();
    let mut after = (HandoverId::from_number(0), 0);
    loop {
        let rows: Vec<(Receipt, RegionId)> = acceptance::table
            .inner_join(handover::table.on(handover::id.eq(acceptance::handover_id)))
            .filter(
                acceptance::handover_id
                    .gt(after.0)
                    .or(acceptance::handover_id.eq(after.0).and(acceptance::package_number.gt(after.1))),
            )
            .order((acceptance::handover_id, acceptance::package_number))
            .limit(AT_ONCE)
            .select((Receipt::as_select(), handover::region_id))
            .load(conn)?;
        let Some((last, _)) = rows.last() else { return Ok(broken) };
        after = (last.handover_id, last.package_number);
        for (kept, region) in &rows {
            if !holds(conn, kept, *region)? {
                broken.push(format!("acceptance {} of handover {} was changed", kept.package_number, kept.handover_id));
            }
        }
    }
}

fn holds(conn: &mut AnyConn, kept: &Receipt, region: RegionId) -> Outcome<bool> {
    let Some(event) = event_at(conn, region.number(), kept.audit_seq)? else { return Ok(false) };
    let told = &event.new;
    if sha256_hex(kept.package.as_bytes()) != kept.content_sha256
        || event.hash != kept.audit_hash
        || event.action != "handover_accepted"
        || event.object_id != kept.handover_id.to_string()
        || told["content_sha256"] != kept.content_sha256
        || told["package_number"] != kept.package_number
        || told["form"] != kept.form.as_str()
        || told["discussed_on"].as_str() != kept.discussed_on.map(|day| day.to_string()).as_deref()
        || told["case_number"] != kept.case_number
        || told["from_month"].as_str() != kept.from_month.as_deref()
    {
        return Ok(false);
    }
    for (name, words) in [
        ("statement", &kept.statement),
        ("conditions", &kept.conditions),
        ("executive_name", &kept.executive_name),
        ("adjustments", &kept.adjustments),
        ("owners", &kept.owners),
        ("on_behalf_of_name", &kept.on_behalf_of_name.clone().unwrap_or_default()),
    ] {
        if said(conn, &told[name])?.is_some_and(|said| said != *words) {
            return Ok(false);
        }
    }
    Ok(true)
}
