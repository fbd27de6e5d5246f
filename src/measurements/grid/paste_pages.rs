//! What was copied from a spreadsheet: shown cell by cell, saved when it was seen.

use super::entry::{Given, judged};
use super::paste::{Pasted, read};
use super::paste_view::{self, Fate, Line};
use super::{Grid, load};
use crate::access::Allowed;
use crate::access::permission::Measure;
use crate::db::AnyConn;
use crate::ids::CommitmentId;
use crate::measurements::api::{source_of, tell_corrected, tell_recorded};
use crate::measurements::import::{Judged, Verdict};
use crate::measurements::store::{self, Write};
use crate::refusal::{Outcome, Refusal};
use crate::web::{Answer, Call, Replied};

/// Shows what the pasted cells would do, or saves those that can be once that was seen.
pub async fn post(allowed: Allowed<Measure>, call: Call) -> Replied {
    if call.form()?.ticked("confirmed") { confirm(&allowed, &call).await } else { preview(&allowed, &call).await }
}

async fn preview(allowed: &Allowed<Measure>, call: &Call) -> Replied {
    call.read(allowed, |conn, allowed, call| {
        let grid = load(conn, allowed, call)?;
        let text = call.form()?.raw("text").to_owned();
        let lines = lines(conn, allowed, call, &grid, &text)?.map(|(lines, _)| lines);
        let status = if lines.as_ref().is_ok_and(|lines| lines.iter().any(Line::would_be_saved)) { 200 } else { 422 };
        Ok(Answer::page(paste_view::preview(call, &grid, &text, &lines)).status(status))
    })
    .await
}

async fn confirm(allowed: &Allowed<Measure>, call: &Call) -> Replied {
    call.change(allowed, |tx, allowed, call| {
        let grid = load(tx, allowed, call)?;
        let text = call.form()?.raw("text").to_owned();
        let ids: Vec<CommitmentId> = grid.rows().map(|row| row.named.promised.id).collect();
        let promised = store::promised_within(tx, &allowed.scope(), &ids, grid.today)?;
        let locked = store::lock_places(tx, promised.iter().filter(|one| allowed.may(*one)))?;
        // Somebody may have measured since the page was made; what is saved is what would be shown now.
        let grid = load(tx, allowed, call)?;
        let (lines, judged) = match lines(tx, allowed, call, &grid, &text)? {
            Ok(found) => found,
            Err(code) => return Err(Refusal::invalid_at("/text", code).into()),
        };
        let seen = call.form()?.raw("seen").to_owned();
        if seen != paste_view::fingerprint(&lines) {
            let page = paste_view::preview(call, &grid, &text, &Ok(lines));
            return Ok(Answer::page(page).status(409));
        }
        let writes: Vec<Write> =
            lines.iter().filter_map(|line| line.number).filter_map(|number| judged.write_of(number)).collect();
        let rows = store::write_many(tx, &locked, &judged.promised, &writes, source_of(allowed))?;
        for (row, write) in rows.iter().zip(&writes) {
            let Some(promised) = judged.promised.get(&row.commitment_id) else { continue };
            match write {
                Write::New(..) => tell_recorded(tx, promised, row)?,
                Write::Over(old, _) => tell_corrected(tx, promised, old, row)?,
            }
        }
        Ok(Answer::see_other(format!("{}?saved={}", paste_view::grid_path(call), rows.len())))
    })
    .await
}

type Lines = Result<(Vec<Line>, Judged), &'static str>;

fn lines(conn: &mut AnyConn, allowed: &Allowed<Measure>, call: &Call, grid: &Grid, text: &str) -> Outcome<Lines> {
    let pasted = match read(text, grid, call.lang()) {
        Ok(pasted) if pasted.is_empty() => return Ok(Err("required")),
        Ok(pasted) => pasted,
        Err(code) => return Ok(Err(code)),
    };
    let given: Vec<Option<Given>> = pasted.iter().map(given).collect();
    let sound: Vec<Given> = given.iter().flatten().copied().collect();
    let judged = judged(conn, allowed, grid.region.id, &sound, &call.lang().t("paste-heading"), grid.today)?;
    let mut number = 0;
    let lines = pasted
        .into_iter()
        .zip(given)
        .map(|(pasted, given)| {
            let fate = match given {
                None => Fate::Wrong(pasted.wrong().unwrap_or("unknown_row")),
                Some(_) => {
                    let (row, wrong) = super::entry::verdict_of(&judged, number);
                    number += 1;
                    match (row, wrong) {
                        (_, Some(code)) => Fate::Wrong(code),
                        (Some(row), None) => match &row.verdict {
                            Verdict::New => Fate::New(row.unusual),
                            Verdict::Changed(from) => Fate::Changed(*from, row.unusual),
                            Verdict::Unchanged => Fate::Unchanged,
                            Verdict::Wrong => Fate::Wrong("unknown_row"),
                        },
                        (None, None) => Fate::Wrong("unknown_row"),
                    }
                }
            };
            let number = given.is_some().then(|| number as u64 - 1);
            Line { pasted, fate, number }
        })
        .collect();
    Ok(Ok((lines, judged)))
}

fn given(pasted: &Pasted) -> Option<Given> {
    match (pasted.wrong(), &pasted.whose, pasted.on, &pasted.value) {
        (None, Ok(commitment), Some(on), Ok(value)) => Some(Given { commitment: *commitment, on, value: *value }),
        _ => None,
    }
}
