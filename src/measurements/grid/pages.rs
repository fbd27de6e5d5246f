//! The grid for people: what is missing is filled in, and what can be saved is saved.

use super::entry::{Given, judged, verdict_of};
use super::view::{self, Left, Typed};
use super::{Grid, load};
use crate::access::Allowed;
use crate::access::permission::Measure;
use crate::clock::Day;
use crate::db::Tx;
use crate::decimal::Decimal;
use crate::ids::CommitmentId;
use crate::measurements::api::{source_of, tell_recorded};
use crate::measurements::import::{Judged, Verdict};
use crate::measurements::store::{self, Locked, Write};
use crate::refusal::{Outcome, Refusal};
use crate::web::forms::Form;
use crate::web::{Answer, Call, Replied};

/// Cells that are saved at once.
const MOST: usize = 2_000;

/// The grid.
pub async fn form(allowed: Allowed<Measure>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let grid = load(conn, allowed, call)?;
        let saved = call.query_word("saved").and_then(|text| text.parse().ok());
        Ok(Answer::page(view::grid(call, &grid, &[], saved)))
    })
    .await
}

/// Saves what can be saved. What is wrong or unusual stays in its cell, with why, and is sent again by the same button.
pub async fn save(allowed: Allowed<Measure>, call: Call) -> Replied {
    call.change(&allowed, |tx, allowed, call| {
        let grid = load(tx, allowed, call)?;
        let typed = typed(&call.form()?, call)?;
        let locked = lock(tx, allowed, &grid, &typed)?;
        let today = tx.now().day();
        let given: Vec<Given> = typed.iter().filter_map(|one| one.given).collect();
        let judged = judged(tx, allowed, grid.region.id, &given, "", today)?;
        let (writes, left) = sorted(&typed, &judged);
        let rows = store::write_many(tx, &locked, &judged.promised, &writes, source_of(allowed))?;
        for row in &rows {
            if let Some(promised) = judged.promised.get(&row.commitment_id) {
                tell_recorded(tx, promised, row)?;
            }
        }
        if left.is_empty() {
            return Ok(Answer::see_other(with_saved(call, rows.len())));
        }
        // What was saved stays saved: the page shows it, and what is left beside it.
        let grid = load(tx, allowed, call)?;
        Ok(Answer::page(view::grid(call, &grid, &left, Some(rows.len()))).status(422))
    })
    .await
}

fn with_saved(call: &Call, count: usize) -> String {
    let kept: String = url::form_urlencoded::parse(call.query_string().as_bytes())
        .filter(|(name, _)| name != "saved")
        .fold(url::form_urlencoded::Serializer::new(String::new()), |mut words, (name, value)| {
            words.append_pair(&name, &value);
            words
        })
        .append_pair("saved", &count.to_string())
        .finish();
    format!("{}?{kept}", call.path())
}

/// What was typed: fields `cell_COMMITMENT_DAY`, and beside those that were asked about `sure_COMMITMENT_DAY`.
fn typed(form: &Form, call: &Call) -> Result<Vec<Typed>, Refusal> {
    let mut typed = Vec::new();
    for (name, text) in form.named("cell_").filter(|(_, text)| !text.trim().is_empty()) {
        let parsed =
            name.split_once('_').and_then(|(id, on)| Some((id.parse::<CommitmentId>().ok()?, Day::parse(on)?)));
        // What is no cell of ours is nothing that anybody typed.
        let Some((commitment, on)) = parsed else { continue };
        let value = Decimal::parse_local(text, call.lang().numbers());
        typed.push(Typed {
            commitment,
            on,
            text: text.to_owned(),
            sure: form.raw(&format!("sure_{name}")) == text,
            given: value.ok().map(|value| Given { commitment, on, value }),
            wrong: value.err().map(|trouble| trouble.code()),
        });
    }
    if typed.len() > MOST { Err(Refusal::invalid_at("/grid", "too_many_cells_pasted")) } else { Ok(typed) }
}

/// On PostgreSQL somebody else may measure between looking and writing; see [`store::lock_places`].
fn lock(tx: &mut Tx<'_>, allowed: &Allowed<Measure>, grid: &Grid, typed: &[Typed]) -> Outcome<Locked> {
    let ids: Vec<CommitmentId> = typed.iter().map(|one| one.commitment).collect();
    let promised = store::promised_within(tx, &allowed.scope(), &ids, grid.today)?;
    store::lock_places(tx, promised.iter().filter(|one| allowed.may(*one)))
}

/// What is written, and what is left with why. A value that somebody else wrote meanwhile is never written over.
fn sorted(typed: &[Typed], judged: &Judged) -> (Vec<Write>, Vec<Left>) {
    let (mut writes, mut left) = (Vec::new(), Vec::new());
    let mut place = 0;
    for one in typed {
        let leave = |why| Left { typed: one.clone(), why };
        if one.given.is_none() {
            left.push(leave(view::Why::Wrong(one.wrong.unwrap_or("number_not_a_number"))));
            continue;
        }
        let (row, wrong) = verdict_of(judged, place);
        place += 1;
        match (row, wrong) {
            (_, Some(code)) => left.push(leave(view::Why::Wrong(code))),
            (None, None) => left.push(leave(view::Why::Wrong("unknown"))),
            (Some(row), None) => match (&row.verdict, row.unusual.filter(|_| !one.sure)) {
                (Verdict::New, Some(unusual)) => left.push(leave(view::Why::Unusual(unusual))),
                (Verdict::New, None) => writes.extend(judged.write_of(row.row.number)),
                (Verdict::Changed(now), _) => left.push(leave(view::Why::Measured(*now))),
                (Verdict::Unchanged, _) => {}
                (Verdict::Wrong, _) => left.push(leave(view::Why::Wrong("unknown"))),
            },
        }
    }
    (writes, left)
}
