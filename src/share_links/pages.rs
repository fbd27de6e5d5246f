//! Links for those who make them: the list with its buttons, and the form.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use maud::{Markup, html};

use super::making::{anywhere_in, make_within, on_behalf_of, revoke_within};
use super::rules::{Draft, State, USUAL_DAYS, What, state};
use super::store::{self, ShareLink};
use super::{showing, view};
use crate::access::permission::ShareLinks;
use crate::access::{Actor, Allowed, Place, Placed, policy};
use crate::clock::{Day, Moment};
use crate::db::AnyConn;
use crate::i18n::Lang;
use crate::ids::{MunicipalityId, PersonId, ProjectId};
use crate::municipalities;
use crate::people;
use crate::projects;
use crate::refusal::{Checks, FieldError, Outcome, Refusal};
use crate::regions;
use crate::regions::store::Region;
use crate::web::forms::Form;
use crate::web::sheet::{self, Sheet};
use crate::web::{Answer, Call, Replied};

/// A link in the list.
pub struct Listed {
    /// The link.
    pub link: ShareLink,
    /// What it shows.
    pub what: What,
    /// How it stands with it.
    pub state: State,
    /// Who made it.
    pub made_by: String,
}

/// What the list shows.
pub struct List {
    /// The region.
    pub region: Region,
    /// Links that this reader answers for, the newest first.
    pub links: Vec<Listed>,
    /// The names of municipalities.
    pub towns: HashMap<MunicipalityId, String>,
    /// The titles of the region's projects.
    pub projects: HashMap<ProjectId, String>,
}

/// The links of a region that this reader answers for.
pub fn listed(conn: &mut AnyConn, allowed: &Allowed<ShareLinks>, region: &Region, now: Moment) -> Outcome<Vec<Listed>> {
    let mut known: HashMap<PersonId, (String, Option<Actor>)> = HashMap::new();
    let mut list = Vec::new();
    for link in store::of_region(conn, region.id)?.into_iter().filter(|link| allowed.may(link)) {
        let (made_by, maker) = match known.entry(link.made_by) {
            Entry::Occupied(kept) => kept.get().clone(),
            Entry::Vacant(slot) => {
                let name = people::store::find(conn, link.made_by)?.map(|person| person.name).unwrap_or_default();
                slot.insert((name, store::maker(conn, &link, now)?)).clone()
            }
        };
        let may = maker.is_some_and(|maker| policy::link_scope(&maker, link.place()).is_some());
        let state = state(link.revoked_at.is_some(), link.expires_on, may, now.day());
        list.push(Listed { what: link.what()?, state, made_by, link });
    }
    Ok(list)
}

/// `/regions/{id}/share-links`
pub async fn list(allowed: Allowed<ShareLinks>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let region = regions::store::find_within(conn, &allowed.scope(), call.id("id")?)?;
        anywhere_in(allowed, &region)?;
        let now = call.app().db.now();
        let links = listed(conn, allowed, &region, now)?;
        let ids: Vec<MunicipalityId> =
            links.iter().flat_map(|one| [one.link.municipality_id, one.what.municipality_id]).flatten().collect();
        let named = municipalities::store::named(conn, &ids, now.day())?;
        let towns = named.into_iter().map(|(id, row)| (id, row.name)).collect();
        let projects = projects::store::of_region(conn, region.id)?;
        let projects = projects.into_iter().map(|project| (project.id, project.title)).collect();
        let list = List { links, towns, projects, region };
        let page = view::list(call, &list);
        Ok(Answer::page(html! { (page) }))
    })
    .await
}

/// What the form shows.
pub struct Making {
    /// The region.
    pub region: Region,
    /// What the link will show.
    pub what: What,
    /// The heading of that.
    pub title: String,
    /// What stands over it.
    pub kicker: String,
    /// For whom it is made.
    pub place: Place,
    /// The municipality it is made for, by name.
    pub town: Option<String>,
    /// What of the whole it shows, in words; nothing where it shows all of it.
    pub parts: Vec<String>,
    /// How many members' figures it reaches, and how many there are; none where it is about one.
    pub reaches: Option<(usize, usize)>,
}

/// `/regions/{id}/share-links/new?kind=…`
pub async fn new_form(allowed: Allowed<ShareLinks>, call: Call) -> Replied {
    sheet::show(&allowed, &call, form).await
}

fn form(conn: &mut AnyConn, allowed: &Allowed<ShareLinks>, call: &Call, refusal: Option<&Refusal>) -> Outcome<Markup> {
    let region = regions::store::find_within(conn, &allowed.scope(), call.id("id")?)?;
    anywhere_in(allowed, &region)?;
    let today = call.app().db.now().day();
    let expires_on = today.plus_days(USUAL_DAYS).unwrap_or(today);
    let draft = Draft {
        shows: call.query()?,
        label: String::new(),
        language: call.lang(),
        expires_on,
        frame_origins: Vec::new(),
    };
    let mut checks = Checks::new();
    draft.shows.check(&mut checks);
    checks.done(())?;
    let place = on_behalf_of(conn, allowed, &region, &draft, today)?;
    allowed.over(&place)?;
    let scope = policy::link_scope(allowed.someone()?, place).unwrap_or_default();
    let shown = showing::show(conn, &scope, &region, &draft.shows, (call.lang(), today)).map_err(showing::refused)?;
    let town = match place.municipality {
        Some(id) => Some(municipalities::store::name(conn, id, today)?),
        None => None,
    };
    let members = regions::store::members_on(conn, region.id, today)?;
    let visible = regions::store::visible_figures(conn, &scope, region.id, today)?;
    let seen = members.iter().filter(|member| visible.includes(member.membership.municipality_id)).count();
    let about = members.iter().find(|member| Some(member.membership.municipality_id) == draft.shows.municipality_id);
    let one = about.map(|member| (usize::from(visible.includes(member.membership.municipality_id)), 1));
    let project = match draft.shows.project_id {
        Some(id) => Some(projects::store::find_in(conn, region.id, id)?),
        None => None,
    };
    let (about_town, about_project) = (about.map(|it| it.name.as_str()), project.as_ref().map(|it| it.title.as_str()));
    let making = Making {
        parts: showing::parts(call.lang(), &draft.shows, about_town, about_project),
        reaches: if draft.shows.is_about_many() {
            Some((seen, members.len()))
        } else {
            one.filter(|(seen, _)| *seen == 0)
        },
        what: draft.shows,
        title: shown.title,
        kicker: shown.kicker,
        place,
        town,
        region,
    };
    let fields = [("expires_on", expires_on.to_string()), ("page_language", call.lang().to_string())];
    let stored = Form::of(fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect());
    let page = view::making(call, &making, &Sheet::of(call, stored, refusal));
    Ok(html! { (page) })
}

/// Makes a link and shows its address, this once.
pub async fn make(allowed: Allowed<ShareLinks>, call: Call) -> Replied {
    let outcome = call
        .change(&allowed, |tx, allowed, call| {
            let region = regions::store::find_within(tx, &allowed.scope(), call.id("id")?)?;
            anywhere_in(allowed, &region)?;
            let draft = read(&call.form()?, call.query()?)?;
            let (link, word) = make_within(tx, allowed, &region, draft)?;
            let page = view::made(call, &region, &link, &word);
            Ok(Answer::page(html! { (page) }))
        })
        .await;
    sheet::or_again(outcome, &allowed, &call, form).await
}

fn read(form: &Form, shows: What) -> Result<Draft, Refusal> {
    let (expires_on, language) = (Day::parse(&form.text("expires_on")), Lang::parse(form.raw("page_language")));
    let mut errors = Vec::new();
    if expires_on.is_none() {
        errors.push(FieldError::at("/expires_on", "not_a_date"));
    }
    if language.is_none() {
        errors.push(FieldError::at("/page_language", "required"));
    }
    let (Some(expires_on), Some(language)) = (expires_on, language) else { return Err(Refusal::invalid(errors)) };
    let frame_origins = form.raw("frame_origins").split_whitespace().map(str::to_owned).collect();
    Ok(Draft { shows, label: form.text("label"), language, expires_on, frame_origins })
}

/// Withdraws a link.
pub async fn revoke(allowed: Allowed<ShareLinks>, call: Call) -> Replied {
    call.change(&allowed, |tx, allowed, call| {
        let link = store::find_within(tx, &allowed.scope(), call.id("id")?)?;
        allowed.over(&link)?;
        call.form()?;
        revoke_within(tx, allowed, &link)?;
        Ok(Answer::see_other(format!("/regions/{}/share-links?done=revoked", link.region_id)))
    })
    .await
}
