//! The municipalities that are or were members of the region.

use std::collections::BTreeMap;

use crate::db::AnyConn;
use crate::ids::MunicipalityId;
use crate::municipalities::store::named;
use crate::odata::feed::{Rows, Seen, Table};
use crate::odata::rules::{Column, Edm, Row, Set};
use crate::refusal::Outcome;
use crate::regions::store::{Membership, memberships};

const COLUMNS: [Column; 6] = [
    Column::of("Id", Edm::Text),
    Column::of("Number", Edm::Text),
    Column::of("Name", Edm::Text),
    Column::of("County", Edm::Text),
    Column::of("MemberFrom", Edm::Day),
    Column::maybe("MemberTo", Edm::Day),
];

/// The table.
pub(in crate::odata) static MUNICIPALITIES: Table =
    Table { set: Set { name: "Municipalities", one: "Municipality", columns: &COLUMNS }, rows: Rows::Whole(load) };

/// Each once, with its newest membership, and with the name and number it has today.
fn load(conn: &mut AnyConn, seen: &Seen) -> Outcome<Vec<Row>> {
    let mut newest: BTreeMap<MunicipalityId, Membership> = BTreeMap::new();
    for row in memberships(conn, seen.region.id)? {
        let known = newest.get(&row.municipality_id);
        if known.is_none_or(|known| known.from_day <= row.from_day) {
            newest.insert(row.municipality_id, row);
        }
    }
    let ids: Vec<MunicipalityId> = newest.keys().copied().collect();
    let names = named(conn, &ids, seen.today)?;
    let row = |(id, member): (MunicipalityId, Membership)| {
        let name = names.get(&id);
        let values: [_; COLUMNS.len()] = [
            id.to_string().into(),
            name.map_or("", |name| &name.number).into(),
            name.map_or_else(|| id.to_string(), |name| name.name.clone()).into(),
            name.map_or("", |name| &name.county).into(),
            member.from_day.into(),
            member.to_day.into(),
        ];
        Row::of(values)
    };
    Ok(newest.into_iter().map(row).collect())
}
