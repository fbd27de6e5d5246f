//! The schema by hand, the migrations and the dump say the same about both databases.

use std::collections::BTreeMap;

use diesel::prelude::*;
use diesel::sql_types::Text;

use crate::harness::{Backend, Site};
use stafett::db::canon::TABLES;
use stafett::db::connection::{Use, open};
use stafett::db::{AnyConn, DatabaseUrl, migrate};

#[derive(QueryableByName)]
struct Column {
    #[diesel(sql_type = Text)]
    table_name: String,
    #[diesel(sql_type = Text)]
    column_name: String,
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = Text)]
    empty: String,
}

type Catalogue = BTreeMap<(String, String), (char, bool)>;

fn live(conn: &mut AnyConn) -> Catalogue {
    let rows: Vec<Column> = match conn {
        AnyConn::Sqlite(sqlite) => diesel::sql_query(
            "SELECT m.name AS table_name, p.name AS column_name, p.type AS kind, \
             CASE WHEN p.\"notnull\" = 1 OR p.pk > 0 THEN 'NO' ELSE 'YES' END AS empty \
             FROM sqlite_master m JOIN pragma_table_info(m.name) p \
             WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%' AND m.name NOT LIKE '\\_\\_%' ESCAPE '\\'",
        )
        .load(sqlite),
        AnyConn::Postgres(pg) => diesel::sql_query(
            "SELECT table_name::text, column_name::text, data_type::text AS kind, is_nullable::text AS empty \
             FROM information_schema.columns \
             WHERE table_schema = current_schema() AND table_name NOT LIKE '\\_\\_%'",
        )
        .load(pg),
    }
    .expect("a catalogue");
    rows.into_iter()
        .map(|row| {
            let kind = match row.kind.to_lowercase().as_str() {
                "bigint" | "integer" => 'n',
                "text" => 't',
                "boolean" => 'b',
                other => panic!("{}.{} is of the kind {other}", row.table_name, row.column_name),
            };
            ((row.table_name, row.column_name), (kind, row.empty == "YES"))
        })
        .collect()
}

/// What `schema.rs` says, read from its text.
fn by_hand() -> Catalogue {
    let text = include_str!("../../src/db/schema.rs");
    let mut catalogue = Catalogue::new();
    let mut table = String::new();
    for line in text.lines().map(str::trim) {
        if let Some((column, kind)) = line.strip_suffix(',').and_then(|line| line.split_once(" -> ")) {
            let kind_of = |name: &str| match name {
                "BigInt" | "Integer" => 'n',
                "Text" => 't',
                "Bool" => 'b',
                other => panic!("unknown kind {other}"),
            };
            let inner = kind.strip_prefix("Nullable<").and_then(|rest| rest.strip_suffix('>'));
            catalogue.insert((table.clone(), column.to_owned()), (kind_of(inner.unwrap_or(kind)), inner.is_some()));
        } else if let Some((name, _)) = line.strip_suffix('{').and_then(|line| line.split_once(" (")) {
            table = name.to_owned();
        }
    }
    catalogue
}

#[test]
fn the_schema_by_hand_is_the_schema_of_both_databases() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        let site = Site::with(backend, None, &[]);
        let url = DatabaseUrl::parse(&site.database_url).expect("an address");
        let mut conn = open(&url, Use::Read, false).expect("a connection");
        assert_eq!(live(&mut conn), by_hand(), "{backend:?}");
    }
}

#[test]
fn the_dump_keeps_every_column() {
    let dumped: BTreeMap<(String, String), char> = TABLES
        .iter()
        .flat_map(|table| {
            table.columns.iter().map(|(column, kind)| {
                ((table.name.to_owned(), (*column).to_owned()), if *kind == 's' { 't' } else { *kind })
            })
        })
        .collect();
    let known: BTreeMap<_, _> = by_hand().into_iter().map(|(column, (kind, _))| (column, kind)).collect();
    assert_eq!(dumped, known);
}

#[test]
fn the_migrations_run_up_down_and_up_over_rows() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        let site = Site::seeded(backend);
        site.kill();
        let url = DatabaseUrl::parse(&site.database_url).expect("an address");
        let steps = migrate::take_down(&url).expect("down");
        assert_eq!(migrate::bring_up_to_date(&url).expect("up again"), steps, "{backend:?}");
        assert_eq!(migrate::bring_up_to_date(&url).expect("nothing left"), 0);
    }
}

/// A region leaves one installation and arrives in another, on the other database, as it was.
#[test]
fn a_region_moves_to_another_installation() {
    for (from, to) in [(Backend::Sqlite, Backend::Postgres), (Backend::Postgres, Backend::Sqlite)] {
        let (old, new) = (Site::with(from, Some("tiny"), &[]), Site::with(to, None, &[]));
        new.kill();
        let path = |site: &Site, name: &str| site.folder().join(name).display().to_string();
        let (there, back) = (path(&old, "region.stafett"), path(&new, "region.stafett"));
        let region = old.id("regions", 0);
        let done = |site: &Site, words: &[&str]| {
            let (code, out, err) = site.run(words, "");
            assert_eq!(code, 0, "{words:?}: {out} {err}");
            out
        };
        done(&old, &["export", "--region", &region, &there]);
        let text = std::fs::read_to_string(&there).expect("an export");
        assert!(!text.contains("$argon2"), "no password leaves");
        for table in ["measurement", "acceptance", "event", "event_words"] {
            assert!(text.contains(&format!("[\"{table}\",")), "{table} is in it");
        }
        // A damaged file is refused before anything is touched.
        let broken = path(&new, "broken.stafett");
        std::fs::write(&broken, text.replacen("2026", "2027", 1)).expect("written");
        assert_eq!(new.run(&["import", &broken], "").0, 5);

        // Sealed anew by somebody who adds an administrator: only rows of the region itself come in.
        let grant = text.lines().find(|line| line.starts_with("[\"role_grant\"")).expect("a grant").to_owned();
        let mut forged: Vec<serde_json::Value> = serde_json::from_str(&grant).expect("a row");
        (forged[3], forged[4], forged[5]) = ("administrator".into(), serde_json::Value::Null, serde_json::Value::Null);
        std::fs::write(&broken, sealed_anew(&text.replace(&grant, &serde_json::to_string(&forged).expect("a row"))))
            .expect("written");
        assert_eq!(new.run(&["import", &broken], "").0, 5, "no roles outside the region");

        // A role of that name in the region would count everywhere.
        (forged[4], forged[5]) =
            (serde_json::from_str::<serde_json::Value>(&grant).expect("a row")[4].clone(), serde_json::Value::Null);
        std::fs::write(&broken, sealed_anew(&text.replace(&grant, &serde_json::to_string(&forged).expect("a row"))))
            .expect("written");
        assert_eq!(new.run(&["import", &broken], "").0, 5, "no administrator comes with a region");

        // Nor may a figure hang on a commitment that is not in the file: it could be one that is here already.
        let figure = text.lines().find(|line| line.starts_with("[\"measurement\"")).expect("a figure").to_owned();
        let mut forged: Vec<serde_json::Value> = serde_json::from_str(&figure).expect("a row");
        let own = forged.iter_mut().skip(2).find(|value| value.as_i64().is_some_and(|id| id > 1 << 40));
        *own.expect("its commitment") = 4_242.into();
        std::fs::write(&broken, sealed_anew(&text.replace(&figure, &serde_json::to_string(&forged).expect("a row"))))
            .expect("written");
        let (code, _, err) = new.run(&["import", &broken], "");
        assert!(code == 5 && err.contains("belongs to another"), "{code} {err}");

        assert!(done(&new, &["import", &there, "--json"]).contains(&region));
        assert_eq!(new.run(&["import", &there], "").0, 1, "a second time");
        done(&new, &["doctor"]);
        done(&new, &["audit", "verify"]);
        done(&new, &["export", "--region", &region, &back]);
        assert!(text == std::fs::read_to_string(&back).expect("an export"), "what comes back is what was sent");
    }
}

/// The same lines with a right seal.
fn sealed_anew(text: &str) -> String {
    use sha2::Digest;
    let body: String =
        text.lines().filter(|line| !line.starts_with("{\"rows\"")).map(|line| format!("{line}\n")).collect();
    let digest: String = sha2::Sha256::digest(body.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{body}{}\n", serde_json::json!({"rows": body.lines().count() - 1, "sha256": digest}))
}

/// Whoever has an account where the region arrives keeps it, and has their roles there.
#[test]
fn people_are_recognised_where_a_region_arrives() {
    let (old, new) = (Site::with(Backend::Sqlite, Some("tiny"), &[]), Site::with(Backend::Sqlite, None, &[]));
    new.kill();
    let region = old.id("regions", 0);
    let people = old.seed["sign_ins"].as_array().expect("sign-ins");
    let coordinator = people.iter().find(|one| one["role"] == "coordinator" && one["region_id"] == region.as_str());
    let email = coordinator.expect("a coordinator")["email"].as_str().expect("an address");
    let password = "en lang setning om rognebær";
    let (code, _, err) = new.run(&["admin", "create", "--email", email, "--name", "Kari"], password);
    assert_eq!(code, 0, "{err}");
    let file = old.folder().join("region.stafett").display().to_string();
    assert_eq!(old.run(&["export", "--region", &region, &file], "").0, 0);
    let (code, _, err) = new.run(&["import", &file], "");
    assert_eq!(code, 0, "{err}");
    new.start();
    let person = new.sign_in(email, password);
    assert_eq!(person.get(&format!("/api/v1/regions/{region}")).json["id"], region.as_str());
}

#[test]
fn a_seed_is_the_same_on_both_databases_and_a_backup_moves_between_them() {
    let (small, large) = (Site::seeded(Backend::Sqlite), Site::seeded(Backend::Postgres));
    small.kill();
    large.kill();
    assert_eq!(small.seed, large.seed);
    let hash = |site: &Site| site.run(&["state-hash"], "").1;
    assert_eq!(hash(&small), hash(&large));
    let file = small.folder().join("backup");
    let file = file.to_str().expect("a path");
    assert_eq!(large.run(&["backup", file], "").0, 0);
    assert_eq!(small.run(&["restore", file], "").0, 1, "a database in use is not overwritten");
    let other = Site::with(Backend::Sqlite, None, &[]);
    other.kill();
    assert_eq!(other.run(&["restore", file], "").0, 0);
    assert_eq!(hash(&other), hash(&large));
    let mut bytes = std::fs::read(file).expect("the backup");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(file, bytes).expect("written");
    let before = hash(&other);
    assert_eq!(other.run(&["restore", file, "--replace"], "").0, 5, "a damaged backup is refused");
    assert_eq!(hash(&other), before, "and nothing was touched");
}
