//! Inviting somebody to a role: a new account, or one more role for a known person.

use super::links;
use super::names::refuse_passing_for_another;
use super::rules::{Status, check_email, may_invite};
use super::store;
use crate::access::{Actor, Role};
use crate::audit::{Change, Values};
use crate::db::Tx;
use crate::i18n::Lang;
use crate::ids::{MunicipalityId, PersonId, RegionId};
use crate::refusal::{Checks, Outcome};
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
    let mut checks = Checks::new();
    let email = check_email(&mut checks, "/email", to.email);
    let name = checks.name("/name", to.name);
    checks.done(())?;
    let place = may_invite(actor, to.role, to.region, to.municipality)?;
    let known = store::find_by_email(tx, &email)?;
    if known.is_none() {
        refuse_passing_for_another(tx, to.region, None, &name)?;
    }
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
