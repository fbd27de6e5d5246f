//! People in the API.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::rules::{Status, check_email, check_scopes, may_invite};
use super::store::{self, Purpose};
use super::{accounts, links, sign_in, tokens};
use crate::access::permission::{Anyone, ManagePeople, OwnAccount, SignedIn};
use crate::access::{Allowed, Place, Role, Via};
use crate::audit::{self, Change, Values};
use crate::clock::Moment;
use crate::db::Tx;
use crate::i18n::Lang;
use crate::ids::{MunicipalityId, PersonId, RegionId, SessionId, TokenId};
use crate::refusal::{Checks, Code, Outcome, Refusal};
use crate::web::paging::{List, Page};
use crate::web::{Answer, Call, Replied};

/// Body of `signIn`.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SignInBody {
    email: String,
    password: String,
    totp: Option<String>,
}

#[derive(Serialize, JsonSchema)]
struct PersonName {
    id: PersonId,
    name: String,
}

/// Answer of `signIn`.
#[derive(Serialize, JsonSchema)]
pub struct SessionAnswer {
    token: String,
    expires_at: Moment,
    session_id: SessionId,
    person: PersonName,
}

/// `signIn`
pub async fn sign_in(allowed: Allowed<Anyone>, call: Call) -> Replied {
    if let Some(answer) = call.answered_before(&allowed).await? {
        return Ok(answer);
    }
    let body: SignInBody = call.json()?;
    let recognised = sign_in::recognise(
        call.app(),
        allowed.access(),
        &body.email,
        &body.password,
        body.totp.as_deref(),
        &call.visit().source,
    );
    call.prepare(recognised.await?);
    call.write(&allowed, |tx, _, call| {
        let signed_in = sign_in::begin(tx, call.app(), &*call.settled()?, call.user_agent())?;
        Ok(Answer::json(
            201,
            &SessionAnswer {
                token: signed_in.word,
                expires_at: signed_in.until,
                session_id: signed_in.session,
                person: PersonName { id: signed_in.person, name: signed_in.name },
            },
        ))
    })
    .await
}

/// `signOut`
pub async fn sign_out(allowed: Allowed<OwnAccount>, call: Call) -> Replied {
    call.write(&allowed, |tx, allowed, _| {
        let actor = allowed.someone()?;
        let session = actor.session().ok_or(Refusal::new(Code::SignInAsPerson))?;
        store::end_session(tx, actor.person, session)?;
        audit::record(tx, &Change::of(Place::INSTALLATION, "signed_out", "person", actor.person))?;
        Ok(Answer::nothing())
    })
    .await
}

/// A session in a list.
#[derive(Serialize, JsonSchema)]
pub struct SessionItem {
    id: SessionId,
    user_agent: String,
    created_at: Moment,
    expires_at: Moment,
    current: bool,
}

/// `listSessions`
pub async fn list_sessions(allowed: Allowed<SignedIn>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let actor = allowed.someone()?;
        let page = Page::of(call)?;
        let items = store::sessions(conn, actor.person, call.app().db.now())?
            .into_iter()
            .map(|row| SessionItem {
                current: actor.session() == Some(row.id),
                id: row.id,
                user_agent: row.user_agent,
                created_at: row.created_at,
                expires_at: row.expires_at,
            })
            .collect();
        Ok(Answer::ok(&page.cut_after(items, |item: &SessionItem| item.id.number(), true)?))
    })
    .await
}

/// `revokeSession`
pub async fn revoke_session(allowed: Allowed<OwnAccount>, call: Call) -> Replied {
    call.write(&allowed, |tx, allowed, call| {
        let actor = allowed.someone()?;
        if matches!(actor.via, Via::Token(..)) {
            return Err(Code::TokenScope.into());
        }
        let id: SessionId = call.id("id")?;
        if !store::end_session(tx, actor.person, id)? {
            return Err(Code::NotFound.into());
        }
        audit::record(tx, &Change::of(Place::INSTALLATION, "session_revoked", "person", actor.person))?;
        Ok(Answer::nothing())
    })
    .await
}

#[derive(Serialize, JsonSchema)]
pub(super) struct RoleAnswer {
    pub(super) role: Role,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) region_id: Option<RegionId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) municipality_id: Option<MunicipalityId>,
}

/// Answer of `me`.
#[derive(Serialize, JsonSchema)]
pub struct MeAnswer {
    id: PersonId,
    name: String,
    email: String,
    language: Lang,
    roles: Vec<RoleAnswer>,
}

/// `me`
pub async fn me(allowed: Allowed<SignedIn>, _call: Call) -> Replied {
    let actor = allowed.someone()?;
    let roles = actor
        .grants
        .iter()
        .map(|grant| RoleAnswer { role: grant.role, region_id: grant.region, municipality_id: grant.municipality })
        .collect();
    Ok(Answer::ok(&MeAnswer {
        id: actor.person,
        name: actor.name.clone(),
        email: actor.email.clone(),
        language: actor.language,
        roles,
    }))
}

/// Body of `createToken`.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TokenBody {
    name: String,
    scopes: Vec<String>,
    expires_at: Moment,
}

/// Answer of `createToken`: the only time the secret is shown.
#[derive(Serialize, JsonSchema)]
pub struct TokenSecret {
    id: TokenId,
    secret: String,
    name: String,
    scopes: Vec<String>,
    expires_at: Moment,
}

/// `createToken`
pub async fn create_token(allowed: Allowed<OwnAccount>, call: Call) -> Replied {
    call.write(&allowed, |tx, allowed, call| {
        let actor = allowed.someone()?;
        if matches!(actor.via, Via::Token(..)) {
            return Err(Code::TokenScope.into());
        }
        let body: TokenBody = call.json()?;
        let mut checks = Checks::new();
        let name = checks.text("/name", &body.name, 200);
        check_scopes(&mut checks, &body.scopes);
        checks.require(body.expires_at > tx.now(), "/expires_at", "must_be_later");
        checks.require(body.expires_at < tx.now().plus_seconds(5 * 366 * 86_400), "/expires_at", "too_far_away");
        checks.done(())?;
        let (id, secret) = tokens::make(tx, actor.person, &name, &body.scopes, body.expires_at)?;
        let answer = TokenSecret { id, secret, name, scopes: body.scopes, expires_at: body.expires_at };
        Ok(Answer::created(&answer, format!("/api/v1/tokens/{id}")))
    })
    .await
}

/// A token in a list.
#[derive(Serialize, JsonSchema)]
pub struct TokenItem {
    id: TokenId,
    name: String,
    scopes: Vec<String>,
    created_at: Moment,
    expires_at: Moment,
}

/// `listTokens`
pub async fn list_tokens(allowed: Allowed<SignedIn>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let actor = allowed.someone()?;
        let page = Page::of(call)?;
        let items = store::tokens(conn, actor.person, call.app().db.now())?
            .into_iter()
            .map(|row| TokenItem {
                id: row.id,
                name: row.name,
                scopes: row.scopes.split(' ').map(str::to_owned).collect(),
                created_at: row.created_at,
                expires_at: row.expires_at,
            })
            .collect();
        Ok(Answer::ok(&page.cut_after(items, |item: &TokenItem| item.id.number(), true)?))
    })
    .await
}

/// `revokeToken`
pub async fn revoke_token(allowed: Allowed<OwnAccount>, call: Call) -> Replied {
    call.write(&allowed, |tx, allowed, call| {
        let actor = allowed.someone()?;
        let id: TokenId = call.id("id")?;
        if !store::revoke_token(tx, actor.person, id)? {
            return Err(Code::NotFound.into());
        }
        audit::record(tx, &Change::of(Place::INSTALLATION, "token_revoked", "token", id))?;
        Ok(Answer::nothing())
    })
    .await
}

/// Body of `invitePerson`.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct InviteBody {
    pub(super) email: String,
    pub(super) name: String,
    pub(super) role: Role,
    pub(super) region_id: Option<RegionId>,
    pub(super) municipality_id: Option<MunicipalityId>,
    pub(super) language: Option<Lang>,
}

/// Answer of `invitePerson`.
#[derive(Serialize, JsonSchema)]
pub struct InvitedAnswer {
    id: PersonId,
    status: Status,
}

/// `invitePerson`
pub async fn invite(allowed: Allowed<ManagePeople>, call: Call) -> Replied {
    call.write(&allowed, |tx, allowed, call| {
        allowed.somewhere()?;
        let body: InviteBody = call.json()?;
        let invited = invite_within(tx, allowed, call, body)?;
        let version = store::find(tx, invited.id)?.map_or(0, |person| person.version);
        Ok(Answer::created(&invited, format!("/api/v1/people/{}", invited.id)).version(version))
    })
    .await
}

/// Invites somebody, or gives a known person one more role. Shared by the API and the page.
pub fn invite_within(
    tx: &mut Tx<'_>,
    allowed: &Allowed<ManagePeople>,
    call: &Call,
    body: InviteBody,
) -> Outcome<InvitedAnswer> {
    let actor = allowed.someone()?;
    allowed.somewhere()?;
    let mut checks = Checks::new();
    let email = check_email(&mut checks, "/email", &body.email);
    let name = checks.text("/name", &body.name, 200);
    checks.done(())?;
    // What the inviter cannot see does not exist; an administrator appoints coordinators without seeing inside.
    let appoints = actor.is(Role::Administrator) && body.role == Role::Coordinator;
    if let Some(region) = body.region_id {
        let known = crate::regions::store::exists(tx, region)?;
        let sees = allowed.scope().sees_region(region);
        if !known || !(sees || actor.is(Role::Administrator)) {
            return Err(Refusal::invalid_at("/region_id", "unknown_region").into());
        }
        if !sees && !appoints {
            return Err(Code::NotYourRole.into());
        }
        if let Some(municipality) = body.municipality_id {
            let today = tx.now().day();
            if !crate::regions::store::is_member_on(tx, region, municipality, today)? {
                return Err(Refusal::invalid_at("/municipality_id", "not_a_member").into());
            }
        }
    }
    let place = may_invite(actor, body.role, body.region_id, body.municipality_id)?;
    let known = store::find_by_email(tx, &email)?;
    let (id, status) = match &known {
        Some(person) => (person.id, person.status),
        None => {
            let lang = body.language.unwrap_or(call.app().config.lang);
            (store::insert(tx, &name, &email, lang, Status::Invited, None)?, Status::Invited)
        }
    };
    let added = store::grant(tx, id, body.role, place)?;
    if status == Status::Invited {
        links::send_invitation(tx, call.app(), id)?;
    }
    if added || known.is_none() {
        let change = Change::of(place, "person_invited", "person", id)
            .to(Values::new().with("role", body.role).personal("name", &name).personal("email", &email));
        audit::record(tx, &change)?;
    }
    Ok(InvitedAnswer { id, status })
}

/// A person in a list.
#[derive(Serialize, JsonSchema)]
pub struct PersonItem {
    pub(super) id: PersonId,
    pub(super) name: String,
    pub(super) email: String,
    language: Lang,
    pub(super) status: Status,
    pub(super) roles: Vec<RoleAnswer>,
}

/// `listPeople`
pub async fn list(allowed: Allowed<ManagePeople>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        allowed.somewhere()?;
        let page = Page::of(call)?;
        let people = visible_people(conn, allowed)?;
        Ok(Answer::ok(&page.cut_after(people, |person: &PersonItem| person.id.number(), false)?))
    })
    .await
}

/// The people somebody has to do with: those of their places, for an administrator all.
pub(super) fn visible_people(
    conn: &mut crate::db::AnyConn,
    allowed: &Allowed<ManagePeople>,
) -> Outcome<Vec<PersonItem>> {
    let everybody = allowed.someone()?.is(Role::Administrator);
    let mut people: Vec<PersonItem> = Vec::new();
    for member in store::members_within(conn, &allowed.scope(), everybody)? {
        let role = RoleAnswer { role: member.role, region_id: member.region, municipality_id: member.municipality };
        match people.last_mut().filter(|last| last.id == member.id) {
            Some(last) => last.roles.push(role),
            None => people.push(PersonItem {
                id: member.id,
                name: member.name,
                email: member.email,
                language: member.language,
                status: member.status,
                roles: vec![role],
            }),
        }
    }
    Ok(people)
}

/// `getPerson`
pub async fn get(allowed: Allowed<ManagePeople>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        allowed.somewhere()?;
        let id: PersonId = call.id("id")?;
        let found = visible_people(conn, allowed)?.into_iter().find(|person| person.id == id);
        let person = found.ok_or(Refusal::new(Code::NotFound))?;
        let version = store::find(conn, id)?.map_or(0, |person| person.version);
        Ok(Answer::ok(&person).version(version))
    })
    .await
}

/// Body of `updatePerson`.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PersonPatch {
    status: Option<Status>,
    name: Option<String>,
    language: Option<Lang>,
    /// Roles to end.
    end_roles: Option<Vec<RoleName>>,
}

/// A role to end.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RoleName {
    role: Role,
    region_id: Option<RegionId>,
    municipality_id: Option<MunicipalityId>,
}

/// `updatePerson`: an administrator over accounts, a coordinator or executive over people of their own place alone.
pub async fn update(allowed: Allowed<ManagePeople>, call: Call) -> Replied {
    call.write(&allowed, |tx, allowed, call| {
        let actor = allowed.someone()?;
        allowed.somewhere()?;
        let id: PersonId = call.id("id")?;
        if !visible_people(tx, allowed)?.iter().any(|person| person.id == id) {
            return Err(Code::NotFound.into());
        }
        let person = store::find(tx, id)?.ok_or(Refusal::new(Code::NotFound))?;
        let wanted = call.if_match()?;
        let body: PersonPatch = call.json()?;
        if wanted != person.version || !store::claim(tx, &person)? {
            return Err(Code::Stale.into());
        }
        let mut checks = Checks::new();
        let name = checks.text("/name", body.name.as_deref().unwrap_or(&person.name), 200);
        if let Some(status) = body.status {
            accounts::check_status(&mut checks, actor, &person, status);
        }
        checks.done(())?;
        for ended in body.end_roles.iter().flatten() {
            let place = Place { region: ended.region_id, municipality: ended.municipality_id };
            accounts::end_role(tx, allowed, id, ended.role, place)?;
        }
        if let Some(status) = body.status {
            accounts::set_status(tx, allowed, &person, status)?;
        }
        let language = body.language.unwrap_or(person.language);
        if name != person.name || language != person.language {
            if !accounts::may_manage(tx, allowed, id)? {
                return Err(Code::NotYourRole.into());
            }
            store::set_details(tx, id, &name, language)?;
            audit::record(
                tx,
                &Change::of(Place::INSTALLATION, "person_renamed", "person", id)
                    .from(Values::new().personal("name", &person.name))
                    .to(Values::new().personal("name", &name)),
            )?;
        }
        let after = store::find(tx, id)?.ok_or(Refusal::new(Code::NotFound))?;
        Ok(Answer::ok(&InvitedAnswer { id, status: after.status }).version(after.version))
    })
    .await
}

/// Body that carries a password.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PasswordBody {
    password: String,
}

/// `acceptInvitation`
pub async fn accept_invitation(allowed: Allowed<Anyone>, call: Call) -> Replied {
    choose_password(allowed, call, Purpose::Invitation, |tx, _, call| {
        let person = links::use_up(tx, &*call.settled()?)?;
        Ok(Answer::json(201, &InvitedAnswer { id: person.id, status: Status::Active }))
    })
    .await
}

async fn choose_password(
    allowed: Allowed<Anyone>,
    call: Call,
    purpose: Purpose,
    use_up: fn(&mut Tx<'_>, &Allowed<Anyone>, &Call) -> Outcome<Answer>,
) -> Replied {
    if let Some(answer) = call.answered_before(&allowed).await? {
        return Ok(answer);
    }
    let body: PasswordBody = call.json()?;
    let chosen = links::choose(call.app(), allowed.access(), purpose, call.param("token"), &body.password);
    call.prepare(chosen.await?);
    call.write(&allowed, use_up).await
}

/// Body of `requestPasswordReset`.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ResetBody {
    email: String,
}

/// `requestPasswordReset`: always 202.
pub async fn request_reset(allowed: Allowed<Anyone>, call: Call) -> Replied {
    let body: ResetBody = call.json()?;
    links::ask_reset(&allowed, &call, &body.email).await?;
    Ok(Answer::nothing().status(202))
}

/// `confirmPasswordReset`
pub async fn confirm_reset(allowed: Allowed<Anyone>, call: Call) -> Replied {
    choose_password(allowed, call, Purpose::PasswordReset, |tx, _, call| {
        links::use_up(tx, &*call.settled()?)?;
        Ok(Answer::nothing())
    })
    .await
}

/// The shapes of lists here, for the OpenAPI document.
pub type SessionList = List<SessionItem>;
/// Tokens.
pub type TokenList = List<TokenItem>;
/// People.
pub type PersonList = List<PersonItem>;
