//! The people somebody has to do with: the list, inviting, ending a role, shutting and opening an account.

use std::collections::BTreeMap;

use maud::Markup;

use super::accounts;
use super::api::people::{InviteBody, invite_within, visible_people};
use super::links;
use super::roster_view::{self as view, Line, PlaceChoice, Roster};
use super::rules::{Status, check_email};
use super::store;
use crate::access::permission::ManagePeople;
use crate::access::{Allowed, Place, Role};
use crate::audit::{self, Change};
use crate::clock::Day;
use crate::db::AnyConn;
use crate::ids::{MunicipalityId, PersonId, RegionId};
use crate::refusal::{Checks, Code, Outcome, Refusal};
use crate::web::forms::{Form, again};
use crate::web::{Answer, Call, Replied};

/// The list, with the form to invite.
pub async fn page(allowed: Allowed<ManagePeople>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let roster = load(conn, allowed, call)?;
        Ok(Answer::page(view::roster(call, &roster, &Form::default(), None)))
    })
    .await
}

fn shown(conn: &mut AnyConn, allowed: &Allowed<ManagePeople>, call: &Call, refusal: &Refusal) -> Outcome<Markup> {
    let roster = load(conn, allowed, call)?;
    Ok(view::roster(call, &roster, &call.form()?, Some(refusal)))
}

const ON_A_PAGE: usize = 100;

fn load(conn: &mut AnyConn, allowed: &Allowed<ManagePeople>, call: &Call) -> Outcome<Roster> {
    allowed.somewhere()?;
    let actor = allowed.someone()?;
    let administrator = actor.is(Role::Administrator);
    let today = call.app().db.now().day();
    let names = Names::load(conn, allowed, administrator, today)?;
    let wanted = call.query_word("q").unwrap_or_default().trim().to_lowercase();
    let mut people = visible_people(conn, allowed)?;
    people.retain(|person| {
        wanted.is_empty()
            || person.name.to_lowercase().contains(&wanted)
            || person.email.to_lowercase().contains(&wanted)
    });
    people.sort_by_cached_key(|person| crate::municipalities::rules::sort_key(&person.name));
    let page = call.query_word("page").and_then(|text| text.parse::<usize>().ok()).unwrap_or(1).clamp(1, 10_000);
    let total = people.len();
    let mut lines = Vec::new();
    for person in people.into_iter().skip((page - 1) * ON_A_PAGE).take(ON_A_PAGE) {
        let roles = person
            .roles
            .iter()
            .map(|role| {
                let place = Place { region: role.region_id, municipality: role.municipality_id };
                let may_end = administrator || allowed.may(&place);
                (
                    role.role,
                    place,
                    names.of(place),
                    may_end && !(person.id == actor.person && role.role == Role::Administrator),
                )
            })
            .collect();
        let may_shut = person.id != actor.person && accounts::may_manage(conn, allowed, person.id)?;
        lines.push(Line {
            id: person.id,
            name: person.name,
            email: person.email,
            status: person.status,
            roles,
            may_shut,
        });
    }
    Ok(Roster {
        lines,
        page,
        pages: total.div_ceil(ON_A_PAGE),
        query: call.query_word("q").unwrap_or_default(),
        roles: roles_to_give(allowed, administrator),
        places: names.choices(allowed, administrator),
    })
}

/// Which roles this person may give at all; where, the rules decide when the form comes.
fn roles_to_give(allowed: &Allowed<ManagePeople>, administrator: bool) -> Vec<Role> {
    let Some(actor) = allowed.actor() else { return Vec::new() };
    let coordinates = actor.is(Role::Coordinator);
    Role::ALL
        .iter()
        .copied()
        .filter(|role| match role {
            Role::Administrator => administrator,
            Role::Coordinator => administrator || coordinates,
            role if role.is_regional() => coordinates,
            _ => coordinates || actor.is(Role::Executive),
        })
        .collect()
}

/// Names of the places in reach.
struct Names {
    regions: BTreeMap<RegionId, String>,
    /// Name, sort key, and whether it is a member today.
    members: BTreeMap<(RegionId, MunicipalityId), (String, String, bool)>,
}

impl Names {
    fn load(conn: &mut AnyConn, allowed: &Allowed<ManagePeople>, administrator: bool, today: Day) -> Outcome<Self> {
        use crate::regions::store as regions;
        let known = if administrator { regions::all(conn)? } else { regions::list_within(conn, &allowed.scope())? };
        let mut names = Self { regions: BTreeMap::new(), members: BTreeMap::new() };
        for region in known {
            let rows = regions::memberships(conn, region.id)?;
            let ids: Vec<_> = rows.iter().map(|row| row.municipality_id).collect();
            for (id, row) in crate::municipalities::store::named(conn, &ids, today)? {
                let now = rows.iter().any(|row| row.municipality_id == id && row.counts_on(today));
                names.members.insert((region.id, id), (row.name, row.name_sort, now));
            }
            names.regions.insert(region.id, region.name);
        }
        Ok(names)
    }

    fn of(&self, place: Place) -> String {
        let region = place.region.and_then(|region| self.regions.get(&region)).cloned().unwrap_or_default();
        let municipality = match (place.region, place.municipality) {
            (Some(region), Some(municipality)) => self.members.get(&(region, municipality)).map(|(name, ..)| name),
            _ => None,
        };
        match municipality {
            Some(name) => format!("{name}, {region}"),
            None => region,
        }
    }

    /// The places where a new role can lie.
    fn choices(&self, allowed: &Allowed<ManagePeople>, administrator: bool) -> Vec<PlaceChoice> {
        let mut choices = Vec::new();
        if administrator {
            choices.push(PlaceChoice { value: String::new(), region: None, municipality: None });
        }
        for (region, name) in &self.regions {
            if administrator || allowed.may(&Place::region(*region)) {
                let value = region.to_string();
                choices.push(PlaceChoice { value, region: Some(name.clone()), municipality: None });
            }
            let mut members: Vec<_> = self.members.iter().filter(|((of, _), (.., now))| of == region && *now).collect();
            members.sort_by(|one, two| one.1.1.cmp(&two.1.1));
            for ((_, id), (municipality, ..)) in members {
                if allowed.may(&Place::municipality(*region, *id)) {
                    let (region_name, municipality) = (Some(name.clone()), Some(municipality.clone()));
                    choices.push(PlaceChoice { value: format!("{region}.{id}"), region: region_name, municipality });
                }
            }
        }
        choices
    }
}

/// `REGION` or `REGION.MUNICIPALITY`, as the choice sends it; empty is the installation.
fn place_in(text: &str) -> Result<Place, Refusal> {
    let wrong = || Refusal::invalid_at("/place", "required");
    let mut parts = text.splitn(2, '.');
    let region = parts.next().filter(|part| !part.is_empty()).map(|part| part.parse().map_err(|()| wrong()));
    let municipality = parts.next().map(|part| part.parse().map_err(|()| wrong()));
    Ok(Place { region: region.transpose()?, municipality: municipality.transpose()? })
}

/// Invites somebody, or gives a known person one more role.
pub async fn invite(allowed: Allowed<ManagePeople>, call: Call) -> Replied {
    let replied = call
        .change(&allowed, |tx, allowed, call| {
            allowed.somewhere()?;
            let form = call.form()?;
            let mut checks = Checks::new();
            let role = Role::parse(form.raw("role"));
            check_email(&mut checks, "/email", form.raw("email"));
            checks.name("/name", form.raw("name"));
            checks.require(role.is_some(), "/role", "required");
            checks.done(())?;
            let place = place_in(form.raw("place"))?;
            let body = InviteBody {
                email: form.raw("email").to_owned(),
                name: form.raw("name").to_owned(),
                role: role.ok_or(Refusal::new(Code::Invalid))?,
                region_id: place.region,
                municipality_id: place.municipality,
                language: None,
            };
            invite_within(tx, allowed, call, body).map_err(at_the_place_field)?;
            Ok(Answer::see_other("/people?invited=1"))
        })
        .await;
    again(replied, &allowed, &call, shown).await
}

/// The form has one field for region and municipality together.
fn at_the_place_field(trouble: crate::refusal::Trouble) -> crate::refusal::Trouble {
    let crate::refusal::Trouble::Refused(mut refusal) = trouble else { return trouble };
    for error in &mut refusal.errors {
        if matches!(error.pointer.as_deref(), Some("/region_id" | "/municipality_id")) {
            if error.code == "required" && error.pointer.as_deref() == Some("/municipality_id") {
                error.code = "needs_a_municipality";
            }
            error.pointer = Some("/place".into());
        }
    }
    crate::refusal::Trouble::Refused(refusal)
}

/// An account in reach, by the path.
fn visible(conn: &mut AnyConn, allowed: &Allowed<ManagePeople>, call: &Call) -> Outcome<store::Person> {
    allowed.somewhere()?;
    let id: PersonId = call.id("id")?;
    if !visible_people(conn, allowed)?.iter().any(|person| person.id == id) {
        return Err(Code::NotFound.into());
    }
    store::find(conn, id)?.ok_or(Code::NotFound.into())
}

/// Shuts or opens an account.
pub async fn set_status(allowed: Allowed<ManagePeople>, call: Call) -> Replied {
    let replied = call
        .change(&allowed, |tx, allowed, call| {
            let person = visible(tx, allowed, call)?;
            let form = call.form()?;
            // An account that was shut before a password was chosen becomes an invited one again.
            let status = match Status::parse(form.raw("status")) {
                Some(Status::Disabled) => Status::Disabled,
                Some(_) if person.password_hash.is_some() => Status::Active,
                Some(_) => Status::Invited,
                None => return Err(Refusal::invalid_at("/status", "not_among_the_words").into()),
            };
            let mut checks = Checks::new();
            if status != Status::Invited {
                accounts::check_status(&mut checks, allowed.someone()?, &person, status);
            }
            checks.done(())?;
            accounts::set_status(tx, allowed, &person, status)?;
            if status == Status::Invited {
                links::send_invitation(tx, call.app(), person.id)?;
            }
            Ok(Answer::see_other("/people?saved=1"))
        })
        .await;
    again(replied, &allowed, &call, shown).await
}

/// Ends a role.
pub async fn end_role(allowed: Allowed<ManagePeople>, call: Call) -> Replied {
    let replied = call
        .change(&allowed, |tx, allowed, call| {
            let person = visible(tx, allowed, call)?;
            let form = call.form()?;
            let role = Role::parse(form.raw("role")).ok_or_else(|| Refusal::invalid_at("/role", "required"))?;
            accounts::end_role(tx, allowed, person.id, role, place_in(form.raw("place"))?)?;
            Ok(Answer::see_other("/people?saved=1"))
        })
        .await;
    again(replied, &allowed, &call, shown).await
}

/// Sends the invitation once more.
pub async fn invite_again(allowed: Allowed<ManagePeople>, call: Call) -> Replied {
    let replied = call
        .change(&allowed, |tx, allowed, call| {
            let person = visible(tx, allowed, call)?;
            call.form()?;
            if person.status != Status::Invited {
                return Err(Refusal::new(Code::WrongState)
                    .with("state", call.lang().t(&format!("account-{}", person.status.as_str())))
                    .into());
            }
            if !accounts::may_manage(tx, allowed, person.id)? {
                return Err(Code::NotYourRole.into());
            }
            links::send_invitation(tx, call.app(), person.id)?;
            audit::record(tx, &Change::of(Place::INSTALLATION, "invitation_sent_again", "person", person.id))?;
            Ok(Answer::see_other("/people?invited=1"))
        })
        .await;
    again(replied, &allowed, &call, shown).await
}
