//! One region as a file, to be kept in an archive or moved to another installation.
//!
//! The same lines as in the canonical dump (`canon.rs`), of the rows that belong to the region, with the municipalities and
//! people that they name. No password, session or token leaves with it. The region's event chain comes whole, so that it
//! can be verified where it arrives.

use std::collections::{HashMap, HashSet};
use std::io::{BufRead, Write};

use diesel::prelude::*;
use serde_json::{Value, json};

use super::canon::{AT_ONCE, Kept, TABLES, canonical_line, flush, literal_row, page};
use super::connection::AnyConn;
use super::schema::{municipality, person, region};
use crate::ids::{MunicipalityId, PersonId, RegionId};
use crate::refusal::{Code, Fault, FaultKind, Outcome, Refusal};
use crate::regions::rules::free_slug;

/// The format's name and version.
pub const FORMAT: &str = "stafett-region-1";

/// Where people are named, besides `person` itself.
const PEOPLE: &[(&str, &[&str])] = &[
    ("role_grant", &["person_id"]),
    ("delegation", &["executive_id", "deputy_id"]),
    ("project", &["responsible_id", "created_by"]),
    ("roadmap_version", &["published_by"]),
    ("commitment", &["owner_id"]),
    ("change_step", &["owner_id"]),
    ("handover", &["offered_by", "closed_by", "created_by"]),
    ("readiness_tick", &["ticked_by"]),
    ("acceptance", &["executive_id", "on_behalf_of_id"]),
    ("clarification", &["asked_by", "answered_by"]),
    ("measurement", &["recorded_by", "confirmed_by"]),
    ("measurement_past", &["recorded_by", "confirmed_by"]),
    ("explanation", &["explained_by"]),
    ("import_file", &["imported_by"]),
    ("support_entry", &["recorded_by"]),
    ("anchoring_entry", &["recorded_by"]),
    ("competence_state", &["updated_by"]),
    ("conformity", &["answered_by", "decided_by"]),
    ("report", &["locked_by"]),
    ("headline", &["edited_by"]),
    ("population", &["recorded_by"]),
    ("example", &["created_by"]),
    ("example_reuse", &["recorded_by"]),
];

/// What rows hang on, and by which column: all of it must come in the same file, never be something that is here already.
const PARENTS: &[(&str, &str, &str)] = &[
    ("participation", "project_id", "project"),
    ("benefit", "project_id", "project"),
    ("indicator", "project_id", "project"),
    ("indicator", "benefit_id", "benefit"),
    ("campaign", "indicator_id", "indicator"),
    ("commitment", "project_id", "project"),
    ("commitment", "benefit_id", "benefit"),
    ("commitment", "indicator_id", "indicator"),
    ("commitment", "accepted_in", "handover"),
    ("change_step", "project_id", "project"),
    ("change_step", "template_id", "change_step"),
    ("handover", "project_id", "project"),
    ("readiness_tick", "handover_id", "handover"),
    ("acceptance", "handover_id", "handover"),
    ("clarification", "handover_id", "handover"),
    ("measurement", "commitment_id", "commitment"),
    ("measurement_past", "measurement_id", "measurement"),
    ("explanation", "measurement_id", "measurement"),
    ("explanation", "commitment_id", "commitment"),
    ("series", "project_id", "project"),
    ("series", "commitment_id", "commitment"),
    ("cell", "project_id", "project"),
    ("support_entry", "project_id", "project"),
    ("anchoring_entry", "project_id", "project"),
    ("competence", "project_id", "project"),
    ("competence_state", "project_id", "project"),
    ("competence_state", "competence_id", "competence"),
    ("common_item", "project_id", "project"),
    ("conformity", "project_id", "project"),
    ("conformity", "item_id", "common_item"),
    ("example", "project_id", "project"),
    ("example", "benefit_id", "benefit"),
    ("example", "commitment_id", "commitment"),
    ("example_reuse", "example_id", "example"),
];

/// How somebody comes in stays behind: here they choose a password, and a second factor, anew.
const NOT_BROUGHT: &[(&str, Value)] = &[
    ("password_hash", Value::Null),
    ("totp_secret", Value::Null),
    ("totp_confirmed", Value::Bool(false)),
    ("totp_last_step", Value::Null),
];

/// Which rows of a table belong to a region; `None` for tables that stay behind.
fn rows_of(table: &str, region: RegionId) -> Option<String> {
    let number = region.number();
    let within =
        |column: &str, parent: &str| format!("{column} IN (SELECT id FROM {parent} WHERE region_id = {number})");
    let members = format!("(SELECT municipality_id FROM region_member WHERE region_id = {number})");
    Some(match table {
        "region" => format!("id = {number}"),
        "municipality" => format!("id IN {members}"),
        "municipality_number" => format!("municipality_id IN {members}"),
        "person" => {
            let named: Vec<String> = PEOPLE
                .iter()
                .flat_map(|(table, columns)| columns.iter().map(move |column| (*table, *column)))
                .filter_map(|(table, column)| {
                    Some(format!("SELECT {column} FROM {table} WHERE {}", rows_of(table, region)?))
                })
                .collect();
            format!("id IN ({})", named.join(" UNION "))
        }
        "readiness_tick" | "acceptance" | "clarification" => within("handover_id", "handover"),
        "measurement" => within("commitment_id", "commitment"),
        "measurement_past" => {
            format!("measurement_id IN (SELECT id FROM measurement WHERE {})", within("commitment_id", "commitment"))
        }
        "event" | "event_head" => format!("chain_id = {number}"),
        "event_words" => "TRUE".to_owned(),
        "session" | "api_token" | "one_time_link" | "share_link" | "draft" | "idempotency" | "mail" | "lease"
        | "digest" | "reminder" => {
            return None;
        }
        _ => format!("region_id = {number}"),
    })
}

/// Writes a region and answers how many rows it has. 404 where there is none.
pub fn write(conn: &mut AnyConn, id: RegionId, out: &mut impl Write) -> Outcome<u64> {
    let name: Option<String> = region::table.filter(region::id.eq(id)).select(region::name).first(conn).optional()?;
    let name = name.ok_or(Refusal::new(Code::NotFound))?;
    let io = |error: std::io::Error| Fault::of(FaultKind::Disk, error);
    let shapes: serde_json::Map<String, Value> = TABLES
        .iter()
        .filter(|table| rows_of(table.name, id).is_some())
        .map(|table| (table.name.to_owned(), table.columns.iter().map(|(column, _)| *column).collect()))
        .collect();
    let about = "One region. Each line is [table, values in the order of the columns below]; ids are whole numbers, instants \
                 microseconds and days whole days since 1970, decimals whole millionths. The last line seals the lines before \
                 it. `stafett import FILE` reads it.";
    let head = json!({"format": FORMAT, "region_id": id, "name": name, "about": about, "tables": shapes});
    writeln!(out, "{head}").map_err(io)?;
    let mut rows = 0;
    let mut spoken: HashSet<String> = HashSet::new();
    for table in TABLES {
        let Some(condition) = rows_of(table.name, id) else { continue };
        let mut offset = 0;
        loop {
            let lines = page(conn, table, &condition, offset)?;
            for line in &lines {
                if table.name == "event" {
                    spoken.extend(digests_in(line));
                }
                if table.name == "event_words" && !digests_in(line).next().is_some_and(|it| spoken.contains(&it)) {
                    continue;
                }
                writeln!(out, "{}", canonical_line(table, line, true)?).map_err(io)?;
                rows += 1;
            }
            offset += AT_ONCE;
            if i64::try_from(lines.len()).unwrap_or(0) < AT_ONCE {
                break;
            }
        }
    }
    Ok(rows)
}

/// Every run of exactly 64 hex digits: the commitments to personal words are among them.
fn digests_in(line: &str) -> impl Iterator<Item = String> + '_ {
    line.split(|letter: char| !letter.is_ascii_digit() && !('a'..='f').contains(&letter))
        .filter(|run| run.len() == 64)
        .map(str::to_owned)
}

/// Reads a region into a database that does not have it. Municipalities that are known stay as they are here; people are
/// recognised by id and then by e-mail, and whoever is new has no password until they ask for one. `None`, and nothing
/// touched, where the region is here already.
pub fn read(conn: &mut AnyConn, input: impl BufRead, expected: u64) -> Outcome<Option<RegionId>> {
    let broken = |what: &str| Fault::of(FaultKind::Integrity, format!("the file is not a whole region: {what}"));
    let mut lines = input.lines();
    let head = lines.next().ok_or_else(|| broken("it is empty"))?.map_err(|error| Fault::of(FaultKind::Disk, error))?;
    let head: Value = serde_json::from_str(&head).map_err(|_| broken("the first line"))?;
    let id: Option<RegionId> = head["region_id"].as_str().and_then(|id| id.parse().ok());
    let id = id.filter(|_| head["format"] == FORMAT).ok_or_else(|| broken("another format"))?;
    if region::table.filter(region::id.eq(id)).count().get_result::<i64>(conn)? > 0 {
        return Ok(None);
    }
    let mut known_as: HashMap<i64, i64> = HashMap::new();
    let mut came: HashSet<(&str, i64)> = HashSet::new();
    let mut named: HashSet<(&str, i64)> = HashSet::new();
    let mut here_before: HashSet<i64> = HashSet::new();
    let mut waiting: Vec<String> = Vec::new();
    let mut into: Option<&Kept> = None;
    let mut rows = 0;
    for line in lines {
        let line = line.map_err(|error| Fault::of(FaultKind::Disk, error))?;
        let mut row: Vec<Value> = serde_json::from_str(&line).map_err(|_| broken("a line"))?;
        rows += 1;
        let table = row
            .first()
            .and_then(Value::as_str)
            .and_then(|name| TABLES.iter().find(|table| table.name == name && rows_of(name, id).is_some()))
            .ok_or_else(|| broken("an unknown table"))?;
        row.remove(0);
        let of =
            ["region_id", "chain_id"].into_iter().map(|column| value(table, &row, column)).find(|it| !it.is_null());
        let of = if table.name == "region" { value(table, &row, "id") } else { of.unwrap_or(&Value::Null) };
        let must = table.columns.iter().any(|(name, _)| matches!(*name, "region_id" | "chain_id"));
        if (must || table.name == "region") && of.as_i64() != Some(id.number()) {
            return Err(broken("a row of another region").into());
        }
        for (_, column, parent) in PARENTS.iter().filter(|(name, ..)| *name == table.name) {
            named.extend(value(table, &row, column).as_i64().map(|id| (*parent, id)));
        }
        // What comes later in the file is looked for at its end.
        named.retain(|one| !came.contains(one));
        if named.iter().any(|(parent, _)| is_before(parent, table.name)) {
            return Err(broken("a row that belongs to another region's").into());
        }
        if PARENTS.iter().any(|(.., parent)| *parent == table.name) {
            came.insert((table.name, value(table, &row, "id").as_i64().unwrap_or(0)));
        }
        if table.name == "role_grant" && value(table, &row, "role") == "administrator" {
            return Err(broken("a role outside the region").into());
        }
        if is_here(conn, table, &row, &mut known_as, &mut here_before)? {
            continue;
        }
        rename(table, &mut row, &known_as);
        make_local(conn, table, &mut row)?;
        if into.is_none_or(|open| open.name != table.name) || waiting.len() >= 500 {
            flush(conn, into, &mut waiting)?;
            into = Some(table);
        }
        waiting.push(literal_row(table, &row).ok_or_else(|| broken("a row"))?);
    }
    if named.iter().any(|one| !came.contains(one)) {
        return Err(broken("a row that belongs to another region's").into());
    }
    flush(conn, into, &mut waiting)?;
    if rows == expected { Ok(Some(id)) } else { Err(broken("it has another number of rows than it says").into()) }
}

fn value<'a>(table: &Kept, row: &'a [Value], column: &str) -> &'a Value {
    let place = table.columns.iter().position(|(name, _)| *name == column);
    place.and_then(|place| row.get(place)).unwrap_or(&Value::Null)
}

/// Whether one table stands before another in every file.
fn is_before(one: &str, other: &str) -> bool {
    let place = |name: &str| TABLES.iter().position(|table| table.name == name);
    place(one) < place(other)
}

/// A region's name in addresses may be taken here, and what opens an account stays behind.
fn make_local(conn: &mut AnyConn, table: &Kept, row: &mut [Value]) -> Outcome<()> {
    for (cell, (column, _)) in row.iter_mut().zip(table.columns) {
        if table.name == "person"
            && let Some((_, instead)) = NOT_BROUGHT.iter().find(|(name, _)| name == column)
        {
            *cell = instead.clone();
        }
        if (table.name, *column) == ("region", "slug") {
            let taken: Vec<String> = region::table.select(region::slug).load(conn)?;
            let wanted = cell.as_str().unwrap_or_default();
            if taken.iter().any(|slug| slug == wanted) {
                *cell = json!(free_slug(wanted, &taken));
            }
        }
    }
    Ok(())
}

/// Whether a municipality or a person is known here already; a person's id here is noted. A municipality that was here
/// keeps the numbers it has here.
fn is_here(
    conn: &mut AnyConn,
    table: &Kept,
    row: &[Value],
    known_as: &mut HashMap<i64, i64>,
    here_before: &mut HashSet<i64>,
) -> Outcome<bool> {
    let number = value(table, row, "id").as_i64().unwrap_or(0);
    Ok(match table.name {
        "municipality" => {
            let known: i64 = municipality::table
                .filter(municipality::id.eq(MunicipalityId::from_number(number)))
                .count()
                .get_result(conn)?;
            if known > 0 {
                here_before.insert(number);
            }
            known > 0
        }
        "municipality_number" => {
            value(table, row, "municipality_id").as_i64().is_some_and(|id| here_before.contains(&id))
        }
        "person" => {
            let email = value(table, row, "email_folded").as_str().unwrap_or_default();
            let by_id: Option<PersonId> = person::table
                .filter(person::id.eq(PersonId::from_number(number)))
                .select(person::id)
                .first(conn)
                .optional()?;
            let here = match by_id {
                Some(id) => Some(id),
                None => person::table
                    .filter(person::email_folded.eq(email))
                    .select(person::id)
                    .first::<PersonId>(conn)
                    .optional()?,
            };
            if let Some(here) = here {
                known_as.insert(number, here.number());
            }
            here.is_some()
        }
        _ => false,
    })
}

/// People who have another id here get it wherever they are named.
fn rename(table: &Kept, row: &mut [Value], known_as: &HashMap<i64, i64>) {
    let Some((_, columns)) = PEOPLE.iter().find(|(name, _)| *name == table.name) else { return };
    for (cell, (column, _)) in row.iter_mut().zip(table.columns) {
        if columns.contains(column)
            && let Some(here) = cell.as_i64().and_then(|number| known_as.get(&number))
        {
            *cell = json!(here);
        }
    }
}
