//! Projects, their benefits and what is counted for them.

use crate::benefits::rules::Class;
use crate::db::AnyConn;
use crate::odata::feed::{Rows, Seen, Table};
use crate::odata::rules::{Column, Edm, Row, Set};
use crate::odata::store;
use crate::projects;
use crate::refusal::Outcome;

const PROJECT: [Column; 9] = [
    Column::of("Id", Edm::Text),
    Column::of("Title", Edm::Text),
    Column::of("Summary", Edm::Text),
    Column::of("Renewal", Edm::Text),
    Column::of("Phase", Edm::Text),
    Column::of("Theme", Edm::Text),
    Column::of("Statutory", Edm::Truth),
    Column::maybe("StartsOn", Edm::Day),
    Column::maybe("EndsOn", Edm::Day),
];

const BENEFIT: [Column; 8] = [
    Column::of("Id", Edm::Text),
    Column::of("ProjectId", Edm::Text),
    Column::of("Title", Edm::Text),
    Column::maybe("Class", Edm::Text),
    Column::maybe("ArisesIn", Edm::Text),
    Column::of("Polarity", Edm::Text),
    Column::of("Description", Edm::Text),
    Column::of("UseOfGain", Edm::Text),
];

const INDICATOR: [Column; 11] = [
    Column::of("Id", Edm::Text),
    Column::of("ProjectId", Edm::Text),
    Column::of("BenefitId", Edm::Text),
    Column::of("Name", Edm::Text),
    Column::of("Unit", Edm::Text),
    Column::of("Direction", Edm::Text),
    Column::of("Frequency", Edm::Text),
    Column::of("Method", Edm::Text),
    Column::of("DataSource", Edm::Text),
    Column::of("Decimals", Edm::Whole),
    // `stock` or `flow`.
    Column::of("Accumulation", Edm::Text),
];

/// The roadmap.
pub(in crate::odata) static PROJECTS: Table =
    Table { set: Set { name: "Projects", one: "Project", columns: &PROJECT }, rows: Rows::Whole(load_projects) };

/// What the projects are to bring.
pub(in crate::odata) static BENEFITS: Table =
    Table { set: Set { name: "Benefits", one: "Benefit", columns: &BENEFIT }, rows: Rows::Whole(load_benefits) };

/// What is counted.
pub(in crate::odata) static INDICATORS: Table = Table {
    set: Set { name: "Indicators", one: "Indicator", columns: &INDICATOR },
    rows: Rows::Whole(load_indicators),
};

fn load_projects(conn: &mut AnyConn, seen: &Seen) -> Outcome<Vec<Row>> {
    let row = |row: projects::store::Project| {
        let values: [_; PROJECT.len()] = [
            row.id.to_string().into(),
            row.title.into(),
            row.summary.into(),
            row.renewal.into(),
            row.phase.as_str().into(),
            row.theme.into(),
            row.statutory.into(),
            row.starts_on.into(),
            row.ends_on.into(),
        ];
        Row::of(values)
    };
    Ok(projects::store::of_region(conn, seen.region.id)?.into_iter().map(row).collect())
}

fn load_benefits(conn: &mut AnyConn, seen: &Seen) -> Outcome<Vec<Row>> {
    let row = |row: crate::benefits::store::Benefit| {
        let values: [_; BENEFIT.len()] = [
            row.id.to_string().into(),
            row.project_id.to_string().into(),
            row.title.into(),
            row.class.map(Class::as_str).into(),
            row.arises_in.into(),
            row.polarity.as_str().into(),
            row.description.into(),
            row.use_of_gain.into(),
        ];
        Row::of(values)
    };
    Ok(store::benefits(conn, seen.region.id)?.into_iter().map(row).collect())
}

fn load_indicators(conn: &mut AnyConn, seen: &Seen) -> Outcome<Vec<Row>> {
    let row = |row: crate::benefits::store::Indicator| {
        let values: [_; INDICATOR.len()] = [
            row.id.to_string().into(),
            row.project_id.to_string().into(),
            row.benefit_id.to_string().into(),
            row.name.into(),
            row.unit.into(),
            row.direction.as_str().into(),
            row.frequency.as_str().into(),
            row.method.into(),
            row.data_source.into(),
            row.decimals.into(),
            row.accumulation.as_str().into(),
        ];
        Row::of(values)
    };
    Ok(store::indicators(conn, seen.region.id)?.into_iter().map(row).collect())
}
