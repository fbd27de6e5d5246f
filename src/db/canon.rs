//! The canonical dump: every kept table, row by row, as JSON lines that are the same on both databases.
//!
//! The first line names the format and the schema's tables. Each following line is `["TABLE", v1, v2, …]` with the
//! values in the order of the columns; numbers are whole, truths are `true` and `false`. Tables come in an order in
//! which every row finds what it points to, rows in the order of their keys.

use std::io::{BufRead, Write};

use diesel::prelude::*;
use diesel::sql_types::Text;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::connection::AnyConn;
use crate::audit::rules::hex;
use crate::refusal::{Fault, FaultKind, Outcome};

/// A table in the dump.
#[derive(Clone, Copy, Debug)]
pub struct Kept {
    /// Its name.
    pub name: &'static str,
    /// Its columns in order, with their kinds: `n` whole number, `t` text, `b` truth, `s` secret text.
    pub columns: &'static [(&'static str, char)],
    /// Its key, by which rows are ordered.
    pub key: &'static str,
    /// Whether it is part of the state that `state-hash` compares. Secrets, sessions and mails are moved by a backup
    /// but are no part of what the installation says.
    pub state: bool,
}

macro_rules! kept {
    ($($name:ident [$key:literal] $state:literal { $($column:ident: $kind:literal),+ $(,)? })+) => {
        /// Every kept table, in the order of the dump.
        pub const TABLES: &[Kept] = &[$(Kept {
            name: stringify!($name),
            columns: &[$((stringify!($column), $kind)),+],
            key: $key,
            state: $state,
        },)+];
    };
}

include!("canon_tables.rs");

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

/// The format's name and version.
pub const FORMAT: &str = "stafett-dump-1";

// Pages are found by counting from the beginning, so they are large.
pub(super) const AT_ONCE: i64 = 50_000;

/// Writes the dump and answers how many rows it has.
pub fn write(conn: &mut AnyConn, only_state: bool, out: &mut impl Write) -> Outcome<u64> {
    let tables: Vec<&Kept> = TABLES.iter().filter(|table| table.state || !only_state).collect();
    let names: Vec<&str> = tables.iter().map(|table| table.name).collect();
    let io = |error: std::io::Error| Fault::of(FaultKind::Disk, error);
    writeln!(out, "{}", json!({"format": FORMAT, "tables": names})).map_err(io)?;
    let mut rows = 0;
    for table in tables {
        let mut offset = 0;
        loop {
            let lines = page(conn, table, "TRUE", offset)?;
            for line in &lines {
                writeln!(out, "{}", canonical_line(table, line, only_state)?).map_err(io)?;
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

/// Some rows of a table, each as a JSON array of its columns.
pub(super) fn page(conn: &mut AnyConn, table: &Kept, condition: &str, offset: i64) -> Outcome<Vec<String>> {
    let columns: Vec<&str> = table.columns.iter().map(|(name, _)| *name).collect();
    let (name, key) = (table.name, table.key);
    let tail = format!("FROM {name} WHERE {condition} ORDER BY {key} LIMIT {AT_ONCE} OFFSET {offset}");
    let lines: Vec<Line> = match conn {
        AnyConn::Sqlite(sqlite) => {
            diesel::sql_query(format!("SELECT json_array({}) AS line {tail}", columns.join(", "))).load(sqlite)?
        }
        AnyConn::Postgres(pg) => {
            diesel::sql_query(format!("SELECT json_build_array({})::text AS line {tail}", columns.join(", ")))
                .load(pg)?
        }
    };
    Ok(lines.into_iter().map(|line| line.line).collect())
}

/// The same row reads the same from both databases: SQLite has no truths, and each spaces JSON its own way.
pub(super) fn canonical_line(table: &Kept, line: &str, only_state: bool) -> Outcome<Value> {
    let values: Vec<Value> = serde_json::from_str(line).map_err(|error| Fault::of(FaultKind::Integrity, error))?;
    let mut row = vec![json!(table.name)];
    for (value, (_, kind)) in values.into_iter().zip(table.columns) {
        row.push(match (kind, &value) {
            ('b', Value::Number(number)) => json!(number.as_i64() != Some(0)),
            ('s', _) if only_state => Value::Null,
            _ => value,
        });
    }
    Ok(Value::Array(row))
}

/// Hex SHA-256 of the dump of the state.
pub fn state_hash(conn: &mut AnyConn) -> Outcome<String> {
    struct Digesting(Sha256);
    impl Write for Digesting {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.update(bytes);
            Ok(bytes.len())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let mut digesting = Digesting(Sha256::new());
    write(conn, true, &mut digesting)?;
    Ok(hex(&digesting.0.finalize()))
}

/// Reads a dump into a database whose tables are empty. It must have as many rows as it says.
pub fn read(conn: &mut AnyConn, input: impl BufRead, expected: u64) -> Outcome<()> {
    let broken = |what: &str| Fault::of(FaultKind::Integrity, format!("the file is not a whole dump: {what}"));
    let mut lines = input.lines();
    let head = lines.next().ok_or_else(|| broken("it is empty"))?.map_err(|error| Fault::of(FaultKind::Disk, error))?;
    let head: Value = serde_json::from_str(&head).map_err(|_| broken("the first line"))?;
    if head["format"] != FORMAT {
        return Err(broken("another format").into());
    }
    for table in TABLES.iter().rev() {
        run(conn, &format!("DELETE FROM {}", table.name))?;
    }
    let mut rows = 0;
    let mut waiting: Vec<String> = Vec::new();
    let mut into: Option<&Kept> = None;
    for line in lines {
        let line = line.map_err(|error| Fault::of(FaultKind::Disk, error))?;
        let row: Vec<Value> = serde_json::from_str(&line).map_err(|_| broken("a line"))?;
        let table = row
            .first()
            .and_then(Value::as_str)
            .and_then(|name| TABLES.iter().find(|table| table.name == name))
            .ok_or_else(|| broken("an unknown table"))?;
        if into.is_none_or(|known| known.name != table.name) || waiting.len() >= 500 {
            flush(conn, into, &mut waiting)?;
            into = Some(table);
        }
        waiting.push(literal_row(table, &row[1..]).ok_or_else(|| broken("a row"))?);
        rows += 1;
    }
    flush(conn, into, &mut waiting)?;
    if rows == expected { Ok(()) } else { Err(broken("it has another number of rows than it says").into()) }
}

pub(super) fn flush(conn: &mut AnyConn, table: Option<&Kept>, waiting: &mut Vec<String>) -> Outcome<()> {
    if let Some(table) = table.filter(|_| !waiting.is_empty()) {
        let columns: Vec<&str> = table.columns.iter().map(|(name, _)| *name).collect();
        run(conn, &format!("INSERT INTO {} ({}) VALUES {}", table.name, columns.join(", "), waiting.join(", ")))?;
        waiting.clear();
    }
    Ok(())
}

pub(super) fn run(conn: &mut AnyConn, sql: &str) -> Outcome<()> {
    match conn {
        AnyConn::Sqlite(sqlite) => diesel::sql_query(sql).execute(sqlite)?,
        AnyConn::Postgres(pg) => diesel::sql_query(sql).execute(pg)?,
    };
    Ok(())
}

/// A row as SQL values. Texts are the only strings, quoted by the one rule both databases share.
pub(super) fn literal_row(table: &Kept, values: &[Value]) -> Option<String> {
    if values.len() != table.columns.len() {
        return None;
    }
    let mut literals = Vec::with_capacity(values.len());
    for (value, (_, kind)) in values.iter().zip(table.columns) {
        literals.push(match (kind, value) {
            (_, Value::Null) => "NULL".to_owned(),
            ('n', Value::Number(number)) => number.as_i64()?.to_string(),
            ('b', Value::Bool(truth)) => if *truth { "TRUE" } else { "FALSE" }.to_owned(),
            ('t' | 's', Value::String(text)) if !text.contains('\0') => format!("'{}'", text.replace('\'', "''")),
            _ => return None,
        });
    }
    Some(format!("({})", literals.join(", ")))
}
