//! Addresses, passwords, invitations: what is acceptable. Pure.

use unicode_normalization::UnicodeNormalization;

use crate::access::{Actor, Place, Role};
use crate::ids::{MunicipalityId, RegionId};
use crate::refusal::{Checks, Code, FieldError, Refusal};

crate::db::types::words! {
    /// How an account stands.
    Status {
        /// Invited, has not chosen a password.
        Invited = "invited",
        /// Can sign in.
        Active = "active",
        /// Shut out; what they did stays.
        Disabled = "disabled",
    }
}

const LEAST_PASSWORD_CHARACTERS: usize = 12;

/// The form in which two spellings of one address are the same: NFC, lower case.
pub fn fold_email(email: &str) -> String {
    email.trim().nfc().collect::<String>().to_lowercase()
}

/// An address we can send to: one `@`, something before it, a dotted name behind it, no white space or control.
pub fn check_email(checks: &mut Checks, pointer: &str, email: &str) -> String {
    let email = checks.text(pointer, email, 254);
    let shaped = email.split_once('@').is_some_and(|(local, domain)| {
        !local.is_empty()
            && !domain.contains('@')
            && domain.split('.').count() >= 2
            && domain.split('.').all(|label| !label.is_empty())
    });
    let clean = !email.chars().any(|c| c.is_whitespace() || c.is_control() || "<>,;:\"()[]\\".contains(c));
    // An empty address was refused as missing already.
    checks.require(email.is_empty() || (shaped && clean), pointer, "not_an_email");
    email
}

/// A new password: long enough, not over the bound, not the person's own address.
pub fn check_password(password: &str, email: &str, most_bytes: u64) -> Result<(), Refusal> {
    let mut checks = Checks::new();
    if u64::try_from(password.len()).unwrap_or(u64::MAX) > most_bytes {
        checks.push(FieldError::at("/password", "too_long").with("max", most_bytes));
    } else {
        if password.chars().count() < LEAST_PASSWORD_CHARACTERS {
            checks.push(FieldError::at("/password", "password_too_short").with("min", LEAST_PASSWORD_CHARACTERS));
        }
        let folded = password.to_lowercase();
        let one_character = folded.chars().next().is_some_and(|first| folded.chars().all(|c| c == first));
        checks.require(
            !one_character && folded != fold_email(email) && !COMMON.contains(&folded.as_str()),
            "/password",
            "password_too_common",
        );
        checks.require(!password.contains('\0'), "/password", "nul_in_text");
    }
    checks.done(())
}

/// Long passwords that are tried first all the same.
const COMMON: &[&str] = &[
    "123456789012",
    "1234567890123",
    "qwertyuiop12",
    "passordpassord",
    "passord12345",
    "passord123456",
    "password1234",
    "password12345",
    "passwordpassword",
    "sommersommer",
    "velkommen123",
    "velkommen1234",
    "kommune12345",
    "sommer202600",
    "administrator",
    "administrator1",
];

/// Whether `inviter` may give `role` at this place; answers the place of the new role.
pub fn may_invite(
    inviter: &Actor,
    role: Role,
    region: Option<RegionId>,
    municipality: Option<MunicipalityId>,
) -> Result<Place, Refusal> {
    let place = Place { region, municipality };
    let mut checks = Checks::new();
    match role {
        Role::Administrator => checks.require(place == Place::INSTALLATION, "/region_id", "not_for_this_role"),
        _ => checks.require(region.is_some(), "/region_id", "required"),
    }
    if role.needs_municipality() {
        checks.require(municipality.is_some(), "/municipality_id", "required");
    }
    if role.is_regional() {
        checks.require(municipality.is_none(), "/municipality_id", "not_for_this_role");
    }
    checks.done(())?;
    let by_coordinator =
        |region| inviter.grants.iter().any(|grant| grant.role == Role::Coordinator && grant.region == Some(region));
    let by_executive = |region, municipality| {
        inviter.grants.iter().any(|grant| {
            grant.role == Role::Executive && grant.region == Some(region) && grant.municipality == Some(municipality)
        })
    };
    let allowed = match (role, region, municipality) {
        (Role::Administrator, ..) => inviter.is(Role::Administrator),
        (Role::Coordinator, Some(region), _) => inviter.is(Role::Administrator) || by_coordinator(region),
        (_, Some(region), None) => by_coordinator(region),
        (_, Some(region), Some(municipality)) => by_coordinator(region) || by_executive(region, municipality),
        _ => false,
    };
    if allowed { Ok(place) } else { Err(Refusal::new(Code::NotYourRole)) }
}

/// The scope of a token that opens its owner's calendar and nothing else.
pub const CALENDAR: &str = "calendar";

/// Which scopes a token may carry: what a machine may do, or the calendar alone, whose address many programs will know.
pub fn check_scopes(checks: &mut Checks, scopes: &[String]) {
    checks.require(!scopes.is_empty(), "/scopes", "required");
    if scopes == [CALENDAR] {
        return;
    }
    for (at, scope) in scopes.iter().enumerate() {
        let known = matches!(scope.as_str(), "read" | "write" | "measure")
            || scope.split_once(':').is_some_and(|(area, kind)| {
                crate::access::policy::AREAS.contains(&area) && matches!(kind, "read" | "write")
            });
        checks.require(known, &format!("/scopes/{at}"), "unknown_scope");
    }
}

/// A calendar is its owner's, whole: it is not bound to a municipality.
pub fn check_binding(checks: &mut Checks, scopes: &[String], is_bound: bool) {
    checks.require(!is_bound || scopes != [CALENDAR], "/municipality_id", "not_for_a_calendar");
}

/// A second factor's secret, base 32, of 160 bits.
pub fn new_totp_secret() -> String {
    let bytes: [u8; 20] = rand::random();
    totp_rs::Secret::from(&bytes[..]).to_base32()
}

/// The time step a code belongs to, when it is right now, one step early or one late (RFC 6238, 30 seconds).
pub fn totp_step(secret: &str, code: &str, now: crate::clock::Moment) -> Option<i64> {
    let secret = totp_rs::Secret::try_from_base32(secret).ok()?;
    let totp = totp_rs::Builder::new().with_secret(secret).build().ok()?;
    let step = totp.check(code, u64::try_from(now.unix_seconds()).ok()?)?;
    i64::try_from(step).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_person_is_one_account_however_the_address_is_spelled() {
        assert_eq!(fold_email(" KARI@Eksempel.NO "), fold_email("kari@eksempel.no"));
        assert_eq!(fold_email("a\u{030a}se@eksempel.no"), fold_email("åse@eksempel.no"));
    }

    #[test]
    fn what_cannot_be_an_address_is_refused() {
        for wrong in
            ["", "kari", "@eksempel.no", "kari@", "kari@no", "a b@eksempel.no", "a@b@c.no", "a@eksempel.no\nbcc:x@y.no"]
        {
            let mut checks = Checks::new();
            check_email(&mut checks, "/email", wrong);
            assert!(checks.done(()).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_password_must_be_long_and_not_the_first_guess() {
        assert!(check_password("en lang og rar setning", "a@b.no", 1024).is_ok());
        for wrong in ["kort", "aaaaaaaaaaaaaaaa", "passord123456", "kari.nordmann@eksempel.no"] {
            assert!(check_password(wrong, "kari.nordmann@eksempel.no", 1024).is_err(), "{wrong}");
        }
        assert!(check_password(&"x1".repeat(600), "a@b.no", 1024).is_err());
    }
}
