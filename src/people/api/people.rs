//! People and their roles in the API.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::access::permission::{ManagePeople, SignedIn};
use crate::access::{Allowed, Place, Role};
use crate::audit::{self, Change, Values};
use crate::db::Tx;
use crate::i18n::Lang;
use crate::ids::{MunicipalityId, PersonId, RegionId};
use crate::people::accounts;
use crate::people::invitations::{self, Invitation, Invited};
use crate::people::names::refuse_passing_for_another;
use crate::people::rules::Status;
use crate::people::store;
use crate::refusal::{Checks, Code, Outcome, Refusal};
use crate::web::paging::{List, Page};
use crate::web::{Answer, Call, Replied};

#[derive(Serialize, JsonSchema)]
pub(in crate::people) struct RoleAnswer {
    pub(in crate::people) role: Role,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::people) region_id: Option<RegionId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::people) municipality_id: Option<MunicipalityId>,
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

/// Body of `invitePerson`.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct InviteBody {
    pub(in crate::people) email: String,
    pub(in crate::people) name: String,
    pub(in crate::people) role: Role,
    pub(in crate::people) region_id: Option<RegionId>,
    pub(in crate::people) municipality_id: Option<MunicipalityId>,
    pub(in crate::people) language: Option<Lang>,
}

/// Answer of `invitePerson`.
#[derive(Serialize, JsonSchema)]
pub struct InvitedAnswer {
    pub(super) id: PersonId,
    pub(super) status: Status,
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
    let invitation = Invitation {
        email: &body.email,
        name: &body.name,
        role: body.role,
        region: body.region_id,
        municipality: body.municipality_id,
        language: body.language.unwrap_or(call.app().config.lang),
    };
    let Invited { id, status, told } = invitations::invite(tx, call.app(), actor, &invitation)?;
    if let Some(change) = told {
        audit::record(tx, &change)?;
    }
    Ok(InvitedAnswer { id, status })
}

/// A person in a list.
#[derive(Serialize, JsonSchema)]
pub struct PersonItem {
    pub(in crate::people) id: PersonId,
    pub(in crate::people) name: String,
    pub(in crate::people) email: String,
    language: Lang,
    pub(in crate::people) status: Status,
    pub(in crate::people) roles: Vec<RoleAnswer>,
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
pub(in crate::people) fn visible_people(
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
        let name = checks.name("/name", body.name.as_deref().unwrap_or(&person.name));
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
            let regions = store::places(tx, id)?.into_iter().filter_map(|place| place.region);
            refuse_passing_for_another(tx, regions, Some(id), &name)?;
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

/// People, as listed.
pub type PersonList = List<PersonItem>;
