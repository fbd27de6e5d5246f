//! What somebody in charge does with another's account, for the API and the pages alike.

use super::rules::Status;
use super::store::{self, Person};
use crate::access::permission::ManagePeople;
use crate::access::{Actor, Allowed, Place, Role};
use crate::audit::{self, Change, Values};
use crate::db::{AnyConn, Tx};
use crate::ids::PersonId;
use crate::refusal::{Checks, Code, Outcome};

/// Whether an account can be put in this state at all.
pub fn check_status(checks: &mut Checks, actor: &Actor, person: &Person, status: Status) {
    let invited_again = status == Status::Invited && person.status != Status::Invited;
    let unready = status == Status::Active && person.password_hash.is_none();
    checks.require(!invited_again && !unready, "/status", "not_a_possible_status");
    // Nobody shuts themselves out; that would also shut out the last administrator.
    checks.require(status != Status::Disabled || actor.person != person.id, "/status", "not_oneself");
}

/// Whether this person may shut, open or rename an account. Either is felt everywhere, so it takes power over every place
/// the person has.
pub fn may_manage(conn: &mut AnyConn, allowed: &Allowed<ManagePeople>, who: PersonId) -> Outcome<bool> {
    if allowed.someone()?.is(Role::Administrator) {
        return Ok(true);
    }
    Ok(store::places(conn, who)?.iter().all(|place| allowed.may(place)))
}

/// Puts an account in another state. The caller has seen that the account is visible.
pub fn set_status(tx: &mut Tx<'_>, allowed: &Allowed<ManagePeople>, person: &Person, status: Status) -> Outcome<()> {
    if status == person.status {
        return Ok(());
    }
    if !may_manage(tx, allowed, person.id)? {
        return Err(Code::NotYourRole.into());
    }
    store::set_status(tx, person.id, status)?;
    let change = Change::of(Place::INSTALLATION, "person_status_changed", "person", person.id)
        .from(Values::new().with("status", person.status))
        .to(Values::new().with("status", status));
    audit::record(tx, &change)?;
    Ok(())
}

/// Ends a role in one place. Answers whether there was one.
pub fn end_role(
    tx: &mut Tx<'_>,
    allowed: &Allowed<ManagePeople>,
    who: PersonId,
    role: Role,
    place: Place,
) -> Outcome<bool> {
    let actor = allowed.someone()?;
    if !actor.is(Role::Administrator) && !allowed.may(&place) {
        return Err(Code::NotYourRole.into());
    }
    let ended = store::end_grant(tx, who, role, place)?;
    if ended {
        let change = Change::of(place, "role_ended", "person", who).from(Values::new().with("role", role));
        audit::record(tx, &change)?;
    }
    Ok(ended)
}
