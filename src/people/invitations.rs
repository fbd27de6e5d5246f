//! Inviting somebody to a role: a new account, or one more role for a known person.

use super::links;
use super::names::refuse_passing_for_another;
use super::rules::{Status, check_email, may_invite};
use super::store;
use crate::access::{Actor, Place, Role};
use crate::audit::{Change, Values};
use crate::db::{AnyConn, Tx};
use crate::i18n::Lang;
use crate::ids::{MunicipalityId, PersonId, RegionId};
use crate::refusal::{Checks, Outcome, Refusal};
use crate::web::App;

/// Who is invited to what.
#[derive(Clone, Debug)]
pub struct Invitation<'a> {
    /// Where the mail goes.
    pub email: &'a str,
    /// Name.
    pub name: &'a str,
    /// Which role.
    pub role: Role,
    /// In which region.
    pub region: Option<RegionId>,
    /// In which municipality.
    pub municipality: Option<MunicipalityId>,
    /// The language of the mail.
    pub language: Lang,
}

/// Somebody who was invited.
#[derive(Debug)]
pub struct Invited {
    /// Who.
    pub id: PersonId,
    /// Where their account stands.
    pub status: Status,
    /// What the log is to be told, by whoever writes its next event; nothing when everything was so before.
    pub told: Option<Change>,
}

/// Invites somebody, when `actor` may give that role there. What the inviter can see is the caller's to check.
pub fn invite(tx: &mut Tx<'_>, app: &App, actor: &Actor, to: &Invitation<'_>) -> Outcome<Invited> {
    let (email, name) = checked(to.email, to.name)?;
    let place = may_invite(actor, to.role, to.region, to.municipality)?;
    invite_to(tx, app, place, &Invitation { email: &email, name: &name, ..to.clone() })
}

fn checked(email: &str, name: &str) -> Result<(String, String), Refusal> {
    let mut checks = Checks::new();
    let email = check_email(&mut checks, "/email", email);
    let name = checks.name("/name", name);
    checks.done((email, name))
}

/// Whether somebody could be invited by this name.
pub fn check_name(conn: &mut AnyConn, region: Option<RegionId>, email: &str, name: &str) -> Outcome<()> {
    let (email, name) = checked(email, name)?;
    // Who has an account keeps its name.
    if store::find_by_email(conn, &email)?.is_none() {
        refuse_passing_for_another(conn, region, None, &name)?;
    }
    Ok(())
}

/// Invites somebody to a role in a place that the caller has leave to give.
pub fn invite_to(tx: &mut Tx<'_>, app: &App, place: Place, to: &Invitation<'_>) -> Outcome<Invited> {
    check_name(tx, place.region, to.email, to.name)?;
    let (email, name) = checked(to.email, to.name)?;
    let known = store::find_by_email(tx, &email)?;
    let (id, status) = match &known {
        Some(person) => (person.id, person.status),
        None => (store::insert(tx, &name, &email, to.language, Status::Invited, None)?, Status::Invited),
    };
    let added = store::grant(tx, id, to.role, place)?;
    if status == Status::Invited {
        links::send_invitation(tx, app, id)?;
    }
    let told = (added || known.is_none()).then(|| {
        Change::of(place, "person_invited", "person", id)
            .to(Values::new().with("role", to.role).personal("name", &name).personal("email", &email))
    });
    Ok(Invited { id, status, told })
}
