//! Queries and writes of people. The only writer of `person`, `role_grant`, `session`, `api_token`, `one_time_link` and
//! `delegation`.

use diesel::prelude::*;

use super::rules::{Status, fold_email};
use crate::access::{Actor, Deputyship, Grant, Place, Placed, Role, Scope, Via};
use crate::audit::rules::sha256_hex;
use crate::clock::{Day, Moment};
use crate::db::schema::{api_token, delegation, one_time_link, person, region_member, role_grant, session};
use crate::db::{AnyConn, Tx};
use crate::i18n::Lang;
use crate::ids::{DelegationId, GrantId, LinkId, MunicipalityId, PersonId, RegionId, SessionId, TokenId};
use crate::refusal::{Code, Outcome};

/// An account.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = person)]
pub struct Person {
    /// Id.
    pub id: PersonId,
    /// Name.
    pub name: String,
    /// Address, as typed.
    pub email: String,
    /// Language.
    pub language: Lang,
    /// How the account stands.
    pub status: Status,
    /// PHC hash, once a password was chosen.
    pub password_hash: Option<String>,
    /// Second factor, base 32.
    pub totp_secret: Option<String>,
    /// Whether the second factor was confirmed with a code.
    pub totp_confirmed: bool,
    /// The last code's time step, so that a code works once.
    pub totp_last_step: Option<i64>,
    /// Version for `If-Match`.
    pub version: i64,
}

/// What somebody shows at the door.
#[derive(Clone, Debug)]
pub enum Credential {
    /// A session by cookie.
    Cookie(PersonId, SessionId),
    /// A session by bearer.
    Bearer(PersonId, SessionId),
    /// A machine's token.
    Token(TokenWord),
}

/// A machine's token as it is sent: `stf_ID_SECRET`.
#[derive(Clone, Debug)]
pub struct TokenWord {
    /// Which token.
    pub id: TokenId,
    /// The hash of its secret.
    pub secret_hash: String,
}

impl TokenWord {
    /// Reads the word; `None` when it is no token of ours.
    pub fn parse(word: &str) -> Option<Self> {
        let (id, secret) = word.strip_prefix("stf_")?.split_once('_')?;
        Some(Self { id: id.parse().ok()?, secret_hash: sha256_hex(secret.as_bytes()) })
    }
}

/// The person behind a credential with the roles in force, or `None` when it opens nothing.
pub fn actor_behind(conn: &mut AnyConn, credential: &Credential, now: Moment) -> Outcome<Option<Actor>> {
    let found = match credential {
        Credential::Cookie(person, session) => {
            session_in_force(conn, *person, *session, now)?.map(|until| (*person, Via::Cookie(*session), until))
        }
        Credential::Bearer(person, session) => {
            session_in_force(conn, *person, *session, now)?.map(|until| (*person, Via::Bearer(*session), until))
        }
        Credential::Token(word) => token_in_force(conn, word, now)?,
    };
    let Some((id, via, until)) = found else { return Ok(None) };
    let Some(person) = find(conn, id)?.filter(|person| person.status == Status::Active) else { return Ok(None) };
    let today = now.day();
    let mut grants = grants_in_force(conn, id, today)?;
    let mut deputyships = deputyships_on(conn, id, today)?;
    let locked = if person.totp_confirmed { Vec::new() } else { regions_asking_for_totp(conn, &grants, &deputyships)? };
    grants.retain(|grant| grant.region.is_none_or(|region| !locked.contains(&region)));
    deputyships.retain(|deputy| !locked.contains(&deputy.region));
    Ok(Some(Actor {
        person: id,
        name: person.name,
        email: person.email,
        language: person.language,
        via,
        has_totp: person.totp_confirmed,
        grants,
        deputyships,
        locked,
        until,
    }))
}

fn regions_asking_for_totp(conn: &mut AnyConn, grants: &[Grant], deputyships: &[Deputyship]) -> Outcome<Vec<RegionId>> {
    let held = grants.iter().filter_map(|grant| grant.region).chain(deputyships.iter().map(|deputy| deputy.region));
    crate::regions::store::requiring_totp(conn, &held.collect::<Vec<_>>())
}

fn session_in_force(conn: &mut AnyConn, who: PersonId, id: SessionId, now: Moment) -> Outcome<Option<Moment>> {
    Ok(session::table
        .filter(session::id.eq(id))
        .filter(session::person_id.eq(who))
        .filter(session::revoked_at.is_null())
        .filter(session::expires_at.gt(now))
        .select(session::expires_at)
        .first(conn)
        .optional()?)
}

fn token_in_force(conn: &mut AnyConn, word: &TokenWord, now: Moment) -> Outcome<Option<(PersonId, Via, Moment)>> {
    use subtle::ConstantTimeEq;
    let row: Option<(PersonId, String, String, Moment)> = api_token::table
        .filter(api_token::id.eq(word.id))
        .filter(api_token::revoked_at.is_null())
        .filter(api_token::expires_at.gt(now))
        .select((api_token::person_id, api_token::secret_hash, api_token::scopes, api_token::expires_at))
        .first(conn)
        .optional()?;
    Ok(row.filter(|(_, hash, ..)| hash.as_bytes().ct_eq(word.secret_hash.as_bytes()).into()).map(
        |(person, _, scopes, until)| {
            (person, Via::Token(word.id, scopes.split(' ').map(str::to_owned).collect()), until)
        },
    ))
}

/// Roles that count today: not ended, and the municipality still a member of the region.
pub fn grants_in_force(conn: &mut AnyConn, who: PersonId, today: Day) -> Outcome<Vec<Grant>> {
    let rows: Vec<(Role, Option<RegionId>, Option<MunicipalityId>)> = role_grant::table
        .filter(role_grant::person_id.eq(who))
        .filter(role_grant::ended_at.is_null())
        .order(role_grant::id)
        .select((role_grant::role, role_grant::region_id, role_grant::municipality_id))
        .load(conn)?;
    let mut grants = Vec::with_capacity(rows.len());
    for (role, region, municipality) in rows {
        let in_force = match (region, municipality) {
            (Some(region), Some(municipality)) => is_member(conn, region, municipality, today)?,
            _ => true,
        };
        if in_force {
            grants.push(Grant { role, region, municipality });
        }
    }
    Ok(grants)
}

/// Every place where somebody holds a role that was not ended, whether or not it counts today.
pub fn places(conn: &mut AnyConn, who: PersonId) -> Outcome<Vec<Place>> {
    let rows: Vec<(Option<RegionId>, Option<MunicipalityId>)> = role_grant::table
        .filter(role_grant::person_id.eq(who))
        .filter(role_grant::ended_at.is_null())
        .select((role_grant::region_id, role_grant::municipality_id))
        .load(conn)?;
    Ok(rows.into_iter().map(|(region, municipality)| Place { region, municipality }).collect())
}

fn is_member(conn: &mut AnyConn, region: RegionId, municipality: MunicipalityId, today: Day) -> Outcome<bool> {
    let count: i64 = region_member::table
        .filter(region_member::region_id.eq(region))
        .filter(region_member::municipality_id.eq(municipality))
        .filter(region_member::from_day.le(today))
        .filter(region_member::to_day.is_null().or(region_member::to_day.gt(today)))
        .count()
        .get_result(conn)?;
    Ok(count > 0)
}

fn deputyships_on(conn: &mut AnyConn, who: PersonId, today: Day) -> Outcome<Vec<Deputyship>> {
    let rows: Vec<(RegionId, MunicipalityId, PersonId, String)> = delegation::table
        .inner_join(person::table.on(person::id.eq(delegation::executive_id)))
        .filter(delegation::deputy_id.eq(who))
        .filter(delegation::from_day.le(today))
        .filter(delegation::to_day.ge(today))
        .filter(delegation::ended_at.is_null())
        .filter(person::status.eq(Status::Active))
        .select((delegation::region_id, delegation::municipality_id, delegation::executive_id, person::name))
        .load(conn)?;
    let mut deputyships = Vec::new();
    for (region, municipality, executive, executive_name) in rows {
        // A deputy has no more than the executive has today.
        let still = grants_in_force(conn, executive, today)?.iter().any(|grant| {
            grant.role == Role::Executive && grant.region == Some(region) && grant.municipality == Some(municipality)
        });
        if still {
            deputyships.push(Deputyship { region, municipality, executive, executive_name });
        }
    }
    Ok(deputyships)
}

/// An account by id.
pub fn find(conn: &mut AnyConn, id: PersonId) -> Outcome<Option<Person>> {
    Ok(person::table.filter(person::id.eq(id)).select(Person::as_select()).first(conn).optional()?)
}

/// An account by address, however it is spelled.
pub fn find_by_email(conn: &mut AnyConn, email: &str) -> Outcome<Option<Person>> {
    Ok(person::table
        .filter(person::email_folded.eq(fold_email(email)))
        .select(Person::as_select())
        .first(conn)
        .optional()?)
}

/// Names of people, for showing beside what they did.
pub fn names(conn: &mut AnyConn, ids: &[PersonId]) -> Outcome<std::collections::HashMap<PersonId, String>> {
    let rows: Vec<(PersonId, String)> =
        person::table.filter(person::id.eq_any(ids.to_vec())).select((person::id, person::name)).load(conn)?;
    Ok(rows.into_iter().collect())
}

/// Makes an account. The caller has looked that the address is free.
pub fn insert(
    tx: &mut Tx<'_>,
    name: &str,
    email: &str,
    language: Lang,
    status: Status,
    password_hash: Option<&str>,
) -> Outcome<PersonId> {
    let id = PersonId::from_number(tx.new_id());
    let now = tx.now();
    diesel::insert_into(person::table)
        .values((
            person::id.eq(id),
            person::name.eq(name),
            person::email.eq(email),
            person::email_folded.eq(fold_email(email)),
            person::language.eq(language),
            person::status.eq(status),
            person::password_hash.eq(password_hash),
            person::totp_confirmed.eq(false),
            person::created_at.eq(now),
            person::version.eq(1),
        ))
        .execute(&mut **tx)?;
    Ok(id)
}

/// Gives a role; giving it again changes nothing.
pub fn grant(tx: &mut Tx<'_>, who: PersonId, role: Role, place: Place) -> Outcome<bool> {
    let rows: Vec<(Option<RegionId>, Option<MunicipalityId>)> = role_grant::table
        .filter(role_grant::person_id.eq(who))
        .filter(role_grant::role.eq(role))
        .filter(role_grant::ended_at.is_null())
        .select((role_grant::region_id, role_grant::municipality_id))
        .load(&mut **tx)?;
    if rows.contains(&(place.region, place.municipality)) {
        return Ok(false);
    }
    let (id, now) = (GrantId::from_number(tx.new_id()), tx.now());
    diesel::insert_into(role_grant::table)
        .values((
            role_grant::id.eq(id),
            role_grant::person_id.eq(who),
            role_grant::role.eq(role),
            role_grant::region_id.eq(place.region),
            role_grant::municipality_id.eq(place.municipality),
            role_grant::granted_at.eq(now),
        ))
        .execute(&mut **tx)?;
    Ok(true)
}

/// Ends a role in one place.
pub fn end_grant(tx: &mut Tx<'_>, who: PersonId, role: Role, place: Place) -> Outcome<bool> {
    let now = tx.now();
    let mut ended = 0;
    let rows: Vec<(GrantId, Option<RegionId>, Option<MunicipalityId>)> = role_grant::table
        .filter(role_grant::person_id.eq(who))
        .filter(role_grant::role.eq(role))
        .filter(role_grant::ended_at.is_null())
        .select((role_grant::id, role_grant::region_id, role_grant::municipality_id))
        .load(&mut **tx)?;
    for (id, region, municipality) in rows {
        if (Place { region, municipality }) == place {
            ended += diesel::update(role_grant::table.filter(role_grant::id.eq(id)))
                .set(role_grant::ended_at.eq(now))
                .execute(&mut **tx)?;
        }
    }
    Ok(ended > 0)
}

/// Sets how an account stands. Disabling ends every session and token.
pub fn set_status(tx: &mut Tx<'_>, who: PersonId, status: Status) -> Outcome<()> {
    diesel::update(person::table.filter(person::id.eq(who)))
        .set((person::status.eq(status), person::version.eq(person::version + 1)))
        .execute(&mut **tx)?;
    if status == Status::Disabled {
        revoke_everything(tx, who)?;
    }
    Ok(())
}

/// Sets name and language.
pub fn set_details(tx: &mut Tx<'_>, who: PersonId, name: &str, language: Lang) -> Outcome<()> {
    diesel::update(person::table.filter(person::id.eq(who)))
        .set((person::name.eq(name), person::language.eq(language), person::version.eq(person::version + 1)))
        .execute(&mut **tx)?;
    Ok(())
}

/// Sets a password, which also makes an invited account active, and ends every session.
pub fn set_password(tx: &mut Tx<'_>, who: PersonId, hash: &str) -> Outcome<()> {
    diesel::update(person::table.filter(person::id.eq(who)))
        .set((
            person::password_hash.eq(hash),
            person::status.eq(Status::Active),
            person::version.eq(person::version + 1),
        ))
        .execute(&mut **tx)?;
    end_sessions(tx, who)
}

/// Sets a password for somebody who is signed in: every other session ends.
pub fn change_password(tx: &mut Tx<'_>, who: PersonId, hash: &str, keep: Option<SessionId>) -> Outcome<()> {
    diesel::update(person::table.filter(person::id.eq(who)))
        .set((person::password_hash.eq(hash), person::version.eq(person::version + 1)))
        .execute(&mut **tx)?;
    let now = tx.now();
    let kept = keep.unwrap_or(SessionId::from_number(0));
    diesel::update(
        session::table
            .filter(session::person_id.eq(who))
            .filter(session::revoked_at.is_null())
            .filter(session::id.ne(kept)),
    )
    .set(session::revoked_at.eq(now))
    .execute(&mut **tx)?;
    Ok(())
}

/// Keeps a second factor that waits for its first code, or forgets it.
pub fn set_totp(tx: &mut Tx<'_>, who: PersonId, secret: Option<&str>, confirmed: bool) -> Outcome<()> {
    diesel::update(person::table.filter(person::id.eq(who)))
        .set((
            person::totp_secret.eq(secret),
            person::totp_confirmed.eq(confirmed),
            person::version.eq(person::version + 1),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// Uses up a code's time step; false when it or a later one was used already.
pub fn use_totp_step(tx: &mut Tx<'_>, who: PersonId, step: i64) -> Outcome<bool> {
    let updated = diesel::update(
        person::table
            .filter(person::id.eq(who))
            .filter(person::totp_last_step.is_null().or(person::totp_last_step.lt(step))),
    )
    .set(person::totp_last_step.eq(step))
    .execute(&mut **tx)?;
    Ok(updated == 1)
}

/// Begins a session.
pub fn begin_session(tx: &mut Tx<'_>, who: PersonId, user_agent: &str, until: Moment) -> Outcome<SessionId> {
    let (id, now) = (SessionId::from_number(tx.new_id()), tx.now());
    diesel::insert_into(session::table)
        .values((
            session::id.eq(id),
            session::person_id.eq(who),
            session::user_agent.eq(user_agent),
            session::created_at.eq(now),
            session::expires_at.eq(until),
        ))
        .execute(&mut **tx)?;
    Ok(id)
}

/// A session as its owner sees it.
#[derive(Clone, Debug, Queryable)]
pub struct SessionRow {
    /// Id.
    pub id: SessionId,
    /// The browser's name for itself.
    pub user_agent: String,
    /// Since when.
    pub created_at: Moment,
    /// Until when.
    pub expires_at: Moment,
}

/// A person's sessions in force, newest first.
pub fn sessions(conn: &mut AnyConn, who: PersonId, now: Moment) -> Outcome<Vec<SessionRow>> {
    Ok(session::table
        .filter(session::person_id.eq(who))
        .filter(session::revoked_at.is_null())
        .filter(session::expires_at.gt(now))
        .order(session::id.desc())
        .limit(200)
        .select((session::id, session::user_agent, session::created_at, session::expires_at))
        .load(conn)?)
}

/// Ends one session of a person; false when there is none.
pub fn end_session(tx: &mut Tx<'_>, who: PersonId, id: SessionId) -> Outcome<bool> {
    let now = tx.now();
    let ended = diesel::update(
        session::table
            .filter(session::id.eq(id))
            .filter(session::person_id.eq(who))
            .filter(session::revoked_at.is_null()),
    )
    .set(session::revoked_at.eq(now))
    .execute(&mut **tx)?;
    Ok(ended > 0)
}

/// Ends every session of a person.
pub fn end_sessions(tx: &mut Tx<'_>, who: PersonId) -> Outcome<()> {
    let now = tx.now();
    diesel::update(session::table.filter(session::person_id.eq(who)).filter(session::revoked_at.is_null()))
        .set(session::revoked_at.eq(now))
        .execute(&mut **tx)?;
    Ok(())
}

fn revoke_everything(tx: &mut Tx<'_>, who: PersonId) -> Outcome<()> {
    end_sessions(tx, who)?;
    let now = tx.now();
    diesel::update(api_token::table.filter(api_token::person_id.eq(who)).filter(api_token::revoked_at.is_null()))
        .set(api_token::revoked_at.eq(now))
        .execute(&mut **tx)?;
    diesel::update(
        one_time_link::table.filter(one_time_link::person_id.eq(who)).filter(one_time_link::used_at.is_null()),
    )
    .set(one_time_link::used_at.eq(now))
    .execute(&mut **tx)?;
    Ok(())
}

/// A token as its owner sees it; the secret is shown only once, when it is made.
#[derive(Clone, Debug, Queryable)]
pub struct TokenRow {
    /// Id.
    pub id: TokenId,
    /// What it is for.
    pub name: String,
    /// Scopes, separated by spaces.
    pub scopes: String,
    /// Since when.
    pub created_at: Moment,
    /// Until when.
    pub expires_at: Moment,
}

/// Keeps a new token's hash.
pub fn insert_token(
    tx: &mut Tx<'_>,
    who: PersonId,
    name: &str,
    scopes: &[String],
    secret: &str,
    until: Moment,
) -> Outcome<TokenId> {
    let (id, now) = (TokenId::from_number(tx.new_id()), tx.now());
    diesel::insert_into(api_token::table)
        .values((
            api_token::id.eq(id),
            api_token::person_id.eq(who),
            api_token::name.eq(name),
            api_token::secret_hash.eq(sha256_hex(secret.as_bytes())),
            api_token::scopes.eq(scopes.join(" ")),
            api_token::created_at.eq(now),
            api_token::expires_at.eq(until),
        ))
        .execute(&mut **tx)?;
    Ok(id)
}

/// A person's tokens in force.
pub fn tokens(conn: &mut AnyConn, who: PersonId, now: Moment) -> Outcome<Vec<TokenRow>> {
    Ok(api_token::table
        .filter(api_token::person_id.eq(who))
        .filter(api_token::revoked_at.is_null())
        .filter(api_token::expires_at.gt(now))
        .order(api_token::id.desc())
        .limit(200)
        .select((api_token::id, api_token::name, api_token::scopes, api_token::created_at, api_token::expires_at))
        .load(conn)?)
}

/// Ends a token; false when there is none.
pub fn revoke_token(tx: &mut Tx<'_>, who: PersonId, id: TokenId) -> Outcome<bool> {
    let now = tx.now();
    let ended = diesel::update(
        api_token::table
            .filter(api_token::id.eq(id))
            .filter(api_token::person_id.eq(who))
            .filter(api_token::revoked_at.is_null()),
    )
    .set(api_token::revoked_at.eq(now))
    .execute(&mut **tx)?;
    Ok(ended > 0)
}

crate::db::types::words! {
    /// What a mailed link is for.
    Purpose {
        /// Choose a first password.
        Invitation = "invitation",
        /// Choose a new password.
        PasswordReset = "password_reset",
    }
}

/// Makes a mailed link; earlier ones for the same purpose stop working.
pub fn insert_link(tx: &mut Tx<'_>, who: PersonId, purpose: Purpose, word: &str, until: Moment) -> Outcome<()> {
    let (id, now) = (LinkId::from_number(tx.new_id()), tx.now());
    diesel::update(
        one_time_link::table
            .filter(one_time_link::person_id.eq(who))
            .filter(one_time_link::purpose.eq(purpose))
            .filter(one_time_link::used_at.is_null()),
    )
    .set(one_time_link::used_at.eq(now))
    .execute(&mut **tx)?;
    diesel::insert_into(one_time_link::table)
        .values((
            one_time_link::id.eq(id),
            one_time_link::person_id.eq(who),
            one_time_link::purpose.eq(purpose),
            one_time_link::token_hash.eq(sha256_hex(word.as_bytes())),
            one_time_link::created_at.eq(now),
            one_time_link::expires_at.eq(until),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// Whose link this is, if it still works. Looking does not use it up.
pub fn link_owner(conn: &mut AnyConn, purpose: Purpose, word: &str, now: Moment) -> Outcome<Option<(LinkId, Person)>> {
    let found: Option<(LinkId, PersonId)> = one_time_link::table
        .filter(one_time_link::token_hash.eq(sha256_hex(word.as_bytes())))
        .filter(one_time_link::purpose.eq(purpose))
        .filter(one_time_link::used_at.is_null())
        .filter(one_time_link::expires_at.gt(now))
        .select((one_time_link::id, one_time_link::person_id))
        .first(conn)
        .optional()?;
    let Some((link, who)) = found else { return Ok(None) };
    Ok(find(conn, who)?.filter(|person| person.status != Status::Disabled).map(|person| (link, person)))
}

/// Uses a link up; false when somebody was quicker.
pub fn use_link(tx: &mut Tx<'_>, id: LinkId) -> Outcome<bool> {
    let now = tx.now();
    let used =
        diesel::update(one_time_link::table.filter(one_time_link::id.eq(id)).filter(one_time_link::used_at.is_null()))
            .set(one_time_link::used_at.eq(now))
            .execute(&mut **tx)?;
    Ok(used == 1)
}

/// A person with one of their roles, for lists.
#[derive(Clone, Debug, Queryable)]
pub struct Member {
    /// Who.
    pub id: PersonId,
    /// Name.
    pub name: String,
    /// Address.
    pub email: String,
    /// Language.
    pub language: Lang,
    /// How the account stands.
    pub status: Status,
    /// Version for `If-Match`.
    pub version: i64,
    /// The role.
    pub role: Role,
    /// Its region.
    pub region: Option<RegionId>,
    /// Its municipality.
    pub municipality: Option<MunicipalityId>,
}

/// People and roles within what somebody can see. Administrators see all accounts.
pub fn members_within(conn: &mut AnyConn, scope: &Scope, everybody: bool) -> Outcome<Vec<Member>> {
    let mut query = person::table.inner_join(role_grant::table).filter(role_grant::ended_at.is_null()).into_boxed();
    if !everybody {
        query = query.filter(role_grant::region_id.eq_any(scope.regions().into_iter().map(Some).collect::<Vec<_>>()));
    }
    let rows: Vec<Member> = query
        .order((person::id.asc(), role_grant::id.asc()))
        .select((
            person::id,
            person::name,
            person::email,
            person::language,
            person::status,
            person::version,
            role_grant::role,
            role_grant::region_id,
            role_grant::municipality_id,
        ))
        .load(conn)?;
    if everybody {
        return Ok(rows);
    }
    Ok(rows
        .into_iter()
        .filter(|row| match (row.region, row.municipality) {
            (Some(region), Some(municipality)) => scope.sees_municipality(region, municipality),
            (Some(region), None) => scope.sees_region(region),
            _ => false,
        })
        .collect())
}

/// Whether a person holds a role in a municipality (or over the whole region) that is in force.
pub fn belongs_to(
    conn: &mut AnyConn,
    who: PersonId,
    region: RegionId,
    municipality: MunicipalityId,
    today: Day,
) -> Outcome<bool> {
    Ok(grants_in_force(conn, who, today)?
        .iter()
        .any(|grant| grant.region == Some(region) && grant.municipality == Some(municipality)))
}

/// The people who hold a role in a place, active or invited.
pub fn holders(
    conn: &mut AnyConn,
    role: Role,
    region: RegionId,
    municipality: Option<MunicipalityId>,
) -> Outcome<Vec<Person>> {
    let mut query = person::table
        .inner_join(role_grant::table)
        .filter(role_grant::ended_at.is_null())
        .filter(role_grant::role.eq(role))
        .filter(role_grant::region_id.eq(region))
        .filter(person::status.ne(Status::Disabled))
        .into_boxed();
    query = match municipality {
        Some(municipality) => query.filter(role_grant::municipality_id.eq(municipality)),
        None => query.filter(role_grant::municipality_id.is_null()),
    };
    Ok(query.order(person::id).select(Person::as_select()).load(conn)?)
}

/// The active people who hold a role in a municipality, each once, by name.
pub fn people_in(
    conn: &mut AnyConn,
    region: RegionId,
    municipality: MunicipalityId,
) -> Outcome<Vec<(PersonId, String)>> {
    let mut rows: Vec<(PersonId, String)> = person::table
        .inner_join(role_grant::table)
        .filter(role_grant::ended_at.is_null())
        .filter(role_grant::region_id.eq(region))
        .filter(role_grant::municipality_id.eq(municipality))
        .filter(person::status.ne(Status::Disabled))
        .select((person::id, person::name))
        .load(conn)?;
    rows.sort_by(|one, two| (&one.1, one.0).cmp(&(&two.1, two.0)));
    rows.dedup();
    Ok(rows)
}

/// A deputy's period.
#[derive(Clone, Debug, Queryable)]
pub struct Delegation {
    /// Id.
    pub id: DelegationId,
    /// For which municipality.
    pub municipality: MunicipalityId,
    /// In which region.
    pub region: RegionId,
    /// On whose behalf.
    pub executive: PersonId,
    /// Who stands in.
    pub deputy: PersonId,
    /// First day.
    pub from_day: Day,
    /// Last day.
    pub to_day: Day,
    /// When it was ended early.
    pub ended_at: Option<Moment>,
}

impl Placed for Delegation {
    fn place(&self) -> Place {
        Place::municipality(self.region, self.municipality)
    }
}

/// Appoints a deputy.
pub fn insert_delegation(
    tx: &mut Tx<'_>,
    place: (RegionId, MunicipalityId),
    executive: PersonId,
    deputy: PersonId,
    period: (Day, Day),
) -> Outcome<DelegationId> {
    let (id, now) = (DelegationId::from_number(tx.new_id()), tx.now());
    diesel::insert_into(delegation::table)
        .values((
            delegation::id.eq(id),
            delegation::region_id.eq(place.0),
            delegation::municipality_id.eq(place.1),
            delegation::executive_id.eq(executive),
            delegation::deputy_id.eq(deputy),
            delegation::from_day.eq(period.0),
            delegation::to_day.eq(period.1),
            delegation::created_at.eq(now),
        ))
        .execute(&mut **tx)?;
    Ok(id)
}

/// A municipality's deputies, newest first.
pub fn delegations(conn: &mut AnyConn, region: RegionId, municipality: MunicipalityId) -> Outcome<Vec<Delegation>> {
    Ok(delegation::table
        .filter(delegation::region_id.eq(region))
        .filter(delegation::municipality_id.eq(municipality))
        .order(delegation::id.desc())
        .limit(200)
        .select((
            delegation::id,
            delegation::municipality_id,
            delegation::region_id,
            delegation::executive_id,
            delegation::deputy_id,
            delegation::from_day,
            delegation::to_day,
            delegation::ended_at,
        ))
        .load(conn)?)
}

/// Ends a deputy's period now; false when it was over.
pub fn end_delegation(tx: &mut Tx<'_>, id: DelegationId) -> Outcome<bool> {
    let now = tx.now();
    let ended = diesel::update(delegation::table.filter(delegation::id.eq(id)).filter(delegation::ended_at.is_null()))
        .set(delegation::ended_at.eq(now))
        .execute(&mut **tx)?;
    Ok(ended == 1)
}

/// How many accounts stand how, in the order of the words.
pub fn count_by_status(conn: &mut AnyConn) -> Outcome<Vec<(Status, i64)>> {
    let mut counts = Vec::new();
    for status in Status::ALL {
        let count: i64 = person::table.filter(person::status.eq(*status)).count().get_result(conn)?;
        counts.push((*status, count));
    }
    Ok(counts)
}

/// Refuses when an address is taken.
pub fn refuse_taken(conn: &mut AnyConn, email: &str) -> Outcome<()> {
    match find_by_email(conn, email)? {
        Some(_) => Err(Code::AlreadyExists.into()),
        None => Ok(()),
    }
}
