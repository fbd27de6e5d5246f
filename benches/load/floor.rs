//! The same work without the program: bare statements on connections like the program's own.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Integer, Nullable, Text};
use stafett::db::AnyConn;
use stafett::db::connection::{DatabaseUrl, Use, open};

use crate::Setting;

/// A connection with the program's settings. `scratch` is another file on the same disk, where floors may write.
pub fn connect(setting: &Setting, scratch: bool) -> AnyConn {
    let url = match DatabaseUrl::parse(&setting.url).expect("an address") {
        DatabaseUrl::Sqlite(_) if scratch => DatabaseUrl::Sqlite(setting.folder.join("floor.db")),
        url => url,
    };
    open(&url, Use::Write, scratch).unwrap_or_else(|fault| panic!("{fault}"))
}

fn run(conn: &mut AnyConn, sql: &str) {
    conn.batch_execute(sql).unwrap_or_else(|error| panic!("{:.80}: {error}", sql));
}

#[derive(QueryableByName)]
#[expect(dead_code, reason = "the floor reads what the page would read")]
struct CellRow {
    #[diesel(sql_type = BigInt)]
    project_id: i64,
    #[diesel(sql_type = BigInt)]
    municipality_id: i64,
    #[diesel(sql_type = BigInt)]
    accepted: i64,
    #[diesel(sql_type = BigInt)]
    measured: i64,
    #[diesel(sql_type = BigInt)]
    on_plan: i64,
    #[diesel(sql_type = Text)]
    overdue: String,
}

#[derive(QueryableByName)]
#[expect(dead_code, reason = "the floor reads what the page would read")]
struct StepRow {
    #[diesel(sql_type = Text)]
    class: String,
    #[diesel(sql_type = Text)]
    unit: String,
    #[diesel(sql_type = Integer)]
    month_end: i32,
    #[diesel(sql_type = BigInt)]
    realised_low: i64,
    #[diesel(sql_type = BigInt)]
    measured: i64,
}

#[derive(QueryableByName)]
#[expect(dead_code, reason = "the floor reads what the page would read")]
struct DueRow {
    #[diesel(sql_type = BigInt)]
    commitment_id: i64,
    #[diesel(sql_type = BigInt)]
    project_id: i64,
    #[diesel(sql_type = Nullable<Integer>)]
    latest_on: Option<i32>,
    #[diesel(sql_type = Nullable<BigInt>)]
    latest_value: Option<i64>,
    #[diesel(sql_type = Integer)]
    overdue_from: i32,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    unit: String,
    #[diesel(sql_type = Text)]
    frequency: String,
    #[diesel(sql_type = Text)]
    title: String,
    #[diesel(sql_type = Nullable<BigInt>)]
    owner_id: Option<i64>,
    #[diesel(sql_type = Integer)]
    first_measurement_on: i32,
    #[diesel(sql_type = Nullable<BigInt>)]
    shortfall: Option<i64>,
}

fn load<T: 'static>(conn: &mut AnyConn, sql: String) -> Vec<T>
where
    diesel::query_builder::SqlQuery: for<'q> diesel::query_dsl::LoadQuery<'q, SqliteConnection, T>
        + for<'q> diesel::query_dsl::LoadQuery<'q, PgConnection, T>,
{
    let query = diesel::sql_query(sql);
    match conn {
        AnyConn::Sqlite(sqlite) => query.load(sqlite),
        AnyConn::Postgres(pg) => query.load(pg),
    }
    .expect("the floor's query")
}

/// W1: a region's cells.
pub fn matrix(conn: &mut AnyConn, region: i64) -> usize {
    let cells: Vec<CellRow> = load(
        conn,
        format!(
            "SELECT project_id, municipality_id, accepted, measured, on_plan, overdue FROM cell WHERE region_id = {region}"
        ),
    );
    cells.len()
}

/// W2: a region's monthly sums.
pub fn curve(conn: &mut AnyConn, region: i64) -> usize {
    let rows: Vec<StepRow> = load(
        conn,
        format!(
            "SELECT class, unit, month_end, realised_low, measured FROM realised_step \
             WHERE region_id = {region} AND municipality_id = 0"
        ),
    );
    rows.len()
}

/// W3: what is overdue in a municipality.
pub fn due(conn: &mut AnyConn, municipality: i64, until: i32) -> usize {
    let rows: Vec<DueRow> = load(
        conn,
        format!(
            "SELECT s.commitment_id, s.project_id, s.latest_on, s.latest_value, s.overdue_from, s.shortfall, i.name, i.unit, \
             i.frequency, b.title, c.owner_id, c.first_measurement_on FROM series s \
             JOIN commitment c ON c.id = s.commitment_id JOIN indicator i ON i.id = c.indicator_id \
             JOIN benefit b ON b.id = c.benefit_id WHERE s.municipality_id = {municipality} AND s.overdue_from <= {until}"
        ),
    );
    rows.len()
}

#[derive(QueryableByName)]
#[expect(dead_code, reason = "the floor reads what the page would read")]
struct BatonRow {
    #[diesel(sql_type = BigInt)]
    id: i64,
    #[diesel(sql_type = BigInt)]
    project_id: i64,
    #[diesel(sql_type = BigInt)]
    municipality_id: i64,
    #[diesel(sql_type = Text)]
    state: String,
    #[diesel(sql_type = Integer)]
    answer_by: i32,
    #[diesel(sql_type = Nullable<BigInt>)]
    offered_at: Option<i64>,
    #[diesel(sql_type = Nullable<BigInt>)]
    closed_at: Option<i64>,
    #[diesel(sql_type = Nullable<BigInt>)]
    answered_at: Option<i64>,
}

/// Where a region's batons are.
pub fn batons(conn: &mut AnyConn, region: i64) -> usize {
    let rows: Vec<BatonRow> = load(
        conn,
        format!(
            "SELECT h.id, h.project_id, h.municipality_id, h.state, h.answer_by, h.offered_at, h.closed_at, a.answered_at \
             FROM handover h LEFT JOIN acceptance a ON a.handover_id = h.id AND a.package_number = h.package_number \
             WHERE h.region_id = {region} ORDER BY h.id"
        ),
    );
    rows.len()
}

#[derive(QueryableByName)]
#[expect(dead_code, reason = "the floor reads what the page would read")]
struct GridRow {
    #[diesel(sql_type = BigInt)]
    commitment_id: i64,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    title: String,
    #[diesel(sql_type = Nullable<Integer>)]
    on_day: Option<i32>,
    #[diesel(sql_type = Nullable<BigInt>)]
    value: Option<i64>,
}

/// A municipality's series with what was measured from a day on.
pub fn grid(conn: &mut AnyConn, municipality: i64, from: i32) -> usize {
    let rows: Vec<GridRow> = load(
        conn,
        format!(
            "SELECT c.id AS commitment_id, i.name, b.title, m.on_day, m.value FROM commitment c \
             JOIN indicator i ON i.id = c.indicator_id JOIN benefit b ON b.id = c.benefit_id \
             LEFT JOIN measurement m ON m.commitment_id = c.id AND m.on_day >= {from} \
             WHERE c.municipality_id = {municipality}"
        ),
    );
    rows.len()
}

const TABLES: &str = "CREATE TABLE floor_commit (id BIGINT NOT NULL, value BIGINT NOT NULL); \
    CREATE TABLE floor_bulk (id BIGINT NOT NULL PRIMARY KEY, commitment_id BIGINT NOT NULL, on_day INTEGER NOT NULL, \
    value BIGINT NOT NULL, kind TEXT NOT NULL, source TEXT NOT NULL, recorded_by BIGINT, recorded_at BIGINT NOT NULL, \
    version BIGINT NOT NULL); CREATE UNIQUE INDEX floor_bulk_day ON floor_bulk (commitment_id, on_day)";

/// Makes the tables that floors write in.
pub fn set_up(setting: &Setting) {
    let conn = &mut connect(setting, true);
    tear_down_on(conn);
    run(conn, TABLES);
}

/// Removes them.
pub fn tear_down(setting: &Setting) {
    tear_down_on(&mut connect(setting, true));
}

fn tear_down_on(conn: &mut AnyConn) {
    run(conn, "DROP TABLE IF EXISTS floor_commit; DROP TABLE IF EXISTS floor_bulk");
}

/// W4: one commit with some rows.
pub fn commit(conn: &mut AnyConn, rows: usize) {
    let begin = if matches!(conn, AnyConn::Sqlite(_)) { "BEGIN IMMEDIATE" } else { "BEGIN" };
    run(conn, begin);
    for _ in 0..rows {
        run(conn, "INSERT INTO floor_commit VALUES (1, 2)");
    }
    run(conn, "COMMIT");
}

/// W5: as many measurements as a file has, in one transaction. `round` keeps the keys apart.
pub fn bulk(conn: &mut AnyConn, rows: i64, round: i64) {
    run(conn, if matches!(conn, AnyConn::Sqlite(_)) { "BEGIN IMMEDIATE" } else { "BEGIN" });
    let numbers: Vec<i64> = (0..rows).collect();
    for some in numbers.chunks(500) {
        let values: Vec<String> = some
            .iter()
            .map(|number| {
                let id = round * rows + number;
                format!(
                    "({id}, {}, {}, {number}000000, 'measured', 'import', 7, 1700000000000000, 1)",
                    id % 320,
                    id / 320
                )
            })
            .collect();
        run(conn, &format!("INSERT INTO floor_bulk VALUES {}", values.join(", ")));
    }
    run(conn, "COMMIT");
}
