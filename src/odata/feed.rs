//! One question to one table: which rows go by, and how the answer is written.

use std::sync::Arc;

use super::rules::{Options, Picking, Row, Set, Shape, collection, entity, key_in_path, page_size};
use crate::access::Scope;
use crate::clock::Day;
use crate::db::AnyConn;
use crate::ids::RegionId;
use crate::refusal::{Code, Fault, Outcome, Refusal};
use crate::regions::store::{Region, VisibleFigures, visible_figures};
use crate::web::{Answer, Call};

/// What a reader sees of a region today.
pub(super) struct Seen {
    /// The region.
    pub region: Region,
    /// How far they see.
    pub scope: Scope,
    /// Whose figures they see.
    pub visible: VisibleFigures,
    /// Today.
    pub today: Day,
}

/// A table with where its rows come from.
pub(super) struct Table {
    /// What it looks like.
    pub set: Set,
    /// Its rows that a reader sees.
    pub rows: Rows,
}

type Load = fn(&mut AnyConn, &Seen) -> Outcome<Vec<Row>>;
type Behind = fn(&mut AnyConn, &Seen, Option<&Row>) -> Outcome<Vec<Row>>;
type Find = fn(&mut AnyConn, &Seen, &str) -> Outcome<Option<Row>>;

/// Where rows come from.
pub(super) enum Rows {
    /// All at once: there are some hundreds at most.
    Whole(Load),
    /// Some at a time: those behind a row, in the table's own order, and none when there are no more; and one by its key.
    Some(Behind, Find),
}

impl Rows {
    fn find(&self, conn: &mut AnyConn, seen: &Seen, key: &str) -> Outcome<Option<Row>> {
        match self {
            Self::Whole(load) => Ok(load(conn, seen)?.into_iter().find(|row| row.key() == key)),
            Self::Some(_, find) => find(conn, seen, key),
        }
    }

    /// Lets the rows behind one go by, until `look` has seen enough.
    fn go_by(
        &self,
        conn: &mut AnyConn,
        seen: &Seen,
        after: Option<&Row>,
        mut look: impl FnMut(Row) -> bool,
    ) -> Outcome<()> {
        match self {
            Self::Whole(load) => {
                let rows = load(conn, seen)?;
                let from = after.and_then(|after| rows.iter().position(|row| row.key() == after.key()));
                for row in rows.into_iter().skip(from.map_or(0, |place| place + 1)) {
                    if !look(row) {
                        break;
                    }
                }
            }
            Self::Some(behind, _) => {
                let mut last = after.cloned();
                loop {
                    let rows = behind(conn, seen, last.as_ref())?;
                    let Some(newest) = rows.last().cloned() else { break };
                    for row in rows {
                        if !look(row) {
                            return Ok(());
                        }
                    }
                    last = Some(newest);
                }
            }
        }
        Ok(())
    }
}

/// Waits for a place to read in, and keeps it as long as the call lasts: also when nobody waits for its answer any longer.
/// A question may read a whole table, and the pages need connections too.
pub(super) async fn take_place(call: &Call) -> Outcome<()> {
    let waiting = std::time::Duration::from_secs(20);
    let place = tokio::time::timeout(waiting, Arc::clone(&call.app().feeding).acquire_owned())
        .await
        .map_err(|_| Refusal::new(Code::Busy).retry_after(5))?
        .map_err(Fault::internal)?;
    call.prepare(place);
    Ok(())
}

/// The service's address, with the slash it ends with.
pub(super) fn root(call: &Call, region: RegionId) -> String {
    let base = call.app().config.base_url.as_str().trim_end_matches('/');
    format!("{base}/odata/v1/regions/{region}/")
}

/// Answers a question to a table: its rows, how many they are, or one of them.
pub(super) fn answer(conn: &mut AnyConn, scope: &Scope, region: Region, call: &Call, table: &Table) -> Outcome<Answer> {
    let today = call.app().db.now().day();
    let visible = visible_figures(conn, scope, region.id, today)?;
    let shape = Shape { root: root(call, region.id), as_texts: asks_for_texts(call) };
    let seen = Seen { region, scope: scope.clone(), visible, today };
    let options = Options::read(&table.set, url::form_urlencoded::parse(call.query_string().as_bytes()))?;
    if !call.param("key").is_empty() {
        let key = key_in_path(&table.set, call.param("key"))?;
        let row = table.rows.find(conn, &seen, &key)?.ok_or(Refusal::new(Code::NotFound))?;
        return Ok(Answer::text(shape.media_type(), entity(&shape, &table.set, options.select.as_deref(), &row)));
    }
    if call.path().ends_with("/$count") {
        return Ok(Answer::text("text/plain;charset=utf-8", counted(conn, &seen, table, &options)?.to_string()));
    }
    page(conn, &seen, table, &options, &shape, page_size(call.prefer()))
}

fn asks_for_texts(call: &Call) -> bool {
    let format = call.query_word("$format").unwrap_or_default();
    [call.accept(), &format].iter().any(|wanted| wanted.to_ascii_lowercase().contains("ieee754compatible=true"))
}

/// Only the filter counts here (Part 1, 11.2.9).
fn counted(conn: &mut AnyConn, seen: &Seen, table: &Table, options: &Options) -> Outcome<u64> {
    let mut count = 0;
    table.rows.go_by(conn, seen, None, |row| {
        count += u64::from(options.filter.as_ref().is_none_or(|filter| filter.holds(&row)));
        true
    })?;
    Ok(count)
}

fn page(
    conn: &mut AnyConn,
    seen: &Seen,
    table: &Table,
    options: &Options,
    shape: &Shape,
    size: usize,
) -> Outcome<Answer> {
    let last = match &options.after {
        Some(after) => {
            // A key that is not there any longer, or never was, is no place to go on from.
            let wrong = || Refusal::new(Code::OdataQuery).with("option", "$skiptoken").with("at", &after.key);
            Some(table.rows.find(conn, seen, &after.key)?.ok_or_else(wrong)?)
        }
        None => None,
    };
    let mut picking = Picking::new(options, size, last.as_ref());
    let from = last.as_ref().filter(|_| picking.is_in_order());
    table.rows.go_by(conn, seen, from, |row| picking.offer(row))?;
    let page = picking.done();
    let next = page.rows.last().filter(|_| page.more).map(|row| {
        format!("{}{}?{}", shape.root, table.set.name, options.next(page.rows.len(), row.key(), page.count))
    });
    let text = collection(shape, &table.set, options.select.as_deref(), &page.rows, page.count, next.as_deref());
    Ok(Answer::text(shape.media_type(), text))
}
