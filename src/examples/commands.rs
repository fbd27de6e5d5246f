//! What the API and the pages share.

use super::rules::{Effect, ExampleDraft, IndicatorWords, MOST_NOTE, State};
use super::store::{self, Example};
use crate::access::permission::TellExamples;
use crate::access::{Allowed, Place, Placed};
use crate::audit::{self, Change, Values};
use crate::benefits::store::find_indicator;
use crate::db::{AnyConn, Tx};
use crate::ids::{ExampleId, MunicipalityId};
use crate::measurements::store::{Promised, latest, on_days, promised};
use crate::projects;
use crate::projects::participation::place_within;
use crate::refusal::{Checks, Code, Fault, Outcome, Refusal};

/// Begins an example of a benefit that its municipality has taken on.
pub fn create(tx: &mut Tx<'_>, of: &Promised, draft: ExampleDraft) -> Outcome<ExampleId> {
    if of.accepted_in.is_none() {
        return Err(Code::NotAccepted.into());
    }
    let draft = draft.checked()?;
    let id = store::insert(tx, of, &draft)?;
    audit::record(tx, &Change::of(of.place(), "example_begun", "example", id).to(store::facts(&draft).all()))?;
    Ok(id)
}

/// Writes an example anew. While it is shared, no effect is put in or taken out: to show figures is a choice of its own.
pub fn update(tx: &mut Tx<'_>, row: &Example, sent: i64, draft: ExampleDraft) -> Outcome<()> {
    if sent != row.version {
        return Err(Code::Stale.into());
    }
    let draft = draft.checked()?;
    if row.state == State::Shared && draft.tells_effect != row.tells_effect {
        return Err(Refusal::invalid_at("/tells_effect", "withdraw_first").into());
    }
    store::update(tx, row, &draft)?;
    let (old, new) = store::facts(&row.draft()).changes_to(&store::facts(&draft));
    audit::record(tx, &Change::of(row.place(), "example_changed", "example", row.id).from(old).to(new))?;
    Ok(())
}

/// The effect as it is now, from the nullpunkt to the latest value that counts; none where nothing was measured, or none is
/// told of.
pub fn effect_now(conn: &mut AnyConn, row: &Example) -> Outcome<Option<Effect>> {
    if !row.tells_effect {
        return Ok(None);
    }
    let id = row.commitment_id;
    let Some(promised) = promised(conn, &[id])?.pop() else { return Ok(None) };
    let (Some(last), Some(indicator)) = (latest(conn, id)?, find_indicator(conn, promised.indicator_id)?) else {
        return Ok(None);
    };
    let n = on_days(conn, &[id], last.on, last.on)?.pop().and_then(|measured| measured.n);
    let words = IndicatorWords {
        name: indicator.name,
        unit: indicator.unit,
        decimals: u8::try_from(indicator.decimals.clamp(0, 6)).unwrap_or(0),
    };
    Ok(Some(Effect::of(words, &promised.followed, promised.accumulation, last, n)))
}

/// Shows it to the region and all members, with the effect as it is on this day: the version that was looked at, where that is said.
pub fn share(tx: &mut Tx<'_>, row: &Example, sent: Option<i64>) -> Outcome<()> {
    if sent.is_some_and(|sent| sent != row.version) {
        return Err(Code::Stale.into());
    }
    let state = row.state.shared()?;
    let effect = match effect_now(tx, row)? {
        Some(effect) => serde_json::to_string(&effect).map_err(Fault::internal)?,
        None => String::new(),
    };
    store::set_state(tx, row, state, &effect)?;
    moved(tx, row, "example_shared", state)
}

/// Takes it back: from now on nobody else sees it.
pub fn withdraw(tx: &mut Tx<'_>, row: &Example) -> Outcome<()> {
    let state = row.state.withdrawn()?;
    store::set_state(tx, row, state, &row.effect)?;
    moved(tx, row, "example_withdrawn", state)
}

fn moved(tx: &mut Tx<'_>, row: &Example, action: &'static str, state: State) -> Outcome<()> {
    let values = |state: State| Values::new().with("state", state.as_str());
    let change = Change::of(row.place(), action, "example", row.id).from(values(row.state)).to(values(state));
    audit::record(tx, &change)?;
    Ok(())
}

/// «Vi bruker dette»: notes that a municipality uses what another one shares. Once; said again, it is the same.
pub fn reuse(tx: &mut Tx<'_>, row: &Example, municipality: MunicipalityId, note: &str) -> Outcome<()> {
    let place = Place::municipality(row.region_id, municipality);
    let mut checks = Checks::new();
    checks.require(municipality != row.municipality_id, "/municipality_id", "own_example");
    let note = checks.optional_text("/note", note, MOST_NOTE);
    checks.done(())?;
    if row.state != State::Shared {
        return Err(Code::WrongState.into());
    }
    let before = store::reuse_of(tx, row.id, municipality)?;
    if before.as_ref().is_some_and(|before| before.note == note) {
        return Ok(());
    }
    store::set_reuse(tx, row, municipality, before.as_ref(), &note)?;
    let said = |note: &str| if note.is_empty() { Values::new() } else { Values::new().personal("note", note) };
    let change = Change::of(place, "example_reused", "example", row.id).to(said(&note));
    audit::record(tx, &change.from(before.map_or_else(Values::new, |before| said(&before.note))))?;
    Ok(())
}

/// Makes sure that it is one's own municipality, in the example's region. Another one is not found.
pub fn must_be_own(
    tx: &mut Tx<'_>,
    allowed: &Allowed<TellExamples>,
    row: &Example,
    municipality: MunicipalityId,
) -> Outcome<()> {
    let project = projects::store::find_within(tx, &allowed.scope(), row.project_id)?;
    let place = place_within(tx, &allowed.scope(), &project, municipality)?;
    allowed.over(&place)?;
    Ok(())
}

/// Notes that it no longer does.
pub fn end_reuse(tx: &mut Tx<'_>, row: &Example, municipality: MunicipalityId) -> Outcome<()> {
    let place = Place::municipality(row.region_id, municipality);
    store::delete_reuse(tx, row, municipality)?;
    audit::record(tx, &Change::of(place, "example_reuse_ended", "example", row.id))?;
    Ok(())
}
