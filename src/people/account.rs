//! One's own account: name and language, password, sessions, second factor, tokens for machines, deputies.

use maud::Markup;

use super::account_view::{self as view, Account, Post};
use super::delegations::{self, DelegationBody};
use super::names::refuse_passing_for_another;
use super::rules::{CALENDAR, check_binding, check_password, check_scopes, new_totp_secret, totp_step};
use super::store::{Bound, NewToken};
use super::{passwords, store, tokens};
use crate::access::permission::{Delegate, OwnAccount, SignedIn};
use crate::access::{Actor, Allowed, Permission, Place, Role};
use crate::audit::{self, Change, Values};
use crate::clock::{Day, Moment};
use crate::db::{AnyConn, Tx};
use crate::i18n::Lang;
use crate::ids::{DelegationId, MunicipalityId, PersonId, RegionId, SessionId, TokenId};
use crate::refusal::{Checks, Code, FieldError, Outcome, Refusal};
use crate::web::forms::{Form, again};
use crate::web::{Answer, Call, Replied};

/// The account page.
pub async fn page(allowed: Allowed<SignedIn>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let account = load(conn, allowed.someone()?, call.app().db.now())?;
        Ok(Answer::page(view::account(call, &account, &Form::default(), None)))
    })
    .await
}

fn shown<P: Permission>(conn: &mut AnyConn, allowed: &Allowed<P>, call: &Call, refusal: &Refusal) -> Outcome<Markup> {
    let account = load(conn, allowed.someone()?, call.app().db.now())?;
    Ok(view::account(call, &account, &call.form()?, Some(refusal)))
}

fn load(conn: &mut AnyConn, actor: &Actor, now: Moment) -> Outcome<Account> {
    let person = store::find(conn, actor.person)?.ok_or(Refusal::new(Code::NotFound))?;
    let mut locked = Vec::new();
    for region in &actor.locked {
        locked.extend(crate::regions::store::find(conn, *region)?.map(|region| region.name));
    }
    Ok(Account {
        sessions: store::sessions(conn, actor.person, now)?,
        current: actor.session(),
        tokens: store::tokens(conn, actor.person, now)?,
        places: named_places(conn, actor, now.day())?,
        posts: posts(conn, actor, now.day())?,
        locked,
        person,
    })
}

/// Where a token may be bound, with the names people know: «Rugdal, Skogsregionen».
fn named_places(conn: &mut AnyConn, actor: &Actor, today: Day) -> Outcome<Vec<(Bound, String)>> {
    let mut named = Vec::new();
    for (region, municipality) in tokens::places_to_bind(conn, actor, today)? {
        let Some(found) = crate::regions::store::find(conn, region)? else { continue };
        let town = crate::municipalities::store::name(conn, municipality, today)?;
        named.push(((region, municipality), format!("{town}, {}", found.name)));
    }
    named.sort_by(|one, two| one.1.cmp(&two.1));
    Ok(named)
}

/// Where the person is chief executive, with the deputies and those who could be one.
fn posts(conn: &mut AnyConn, actor: &Actor, today: Day) -> Outcome<Vec<Post>> {
    let mut posts = Vec::new();
    for grant in actor.grants.iter().filter(|grant| grant.role == Role::Executive) {
        let (Some(region), Some(municipality)) = (grant.region, grant.municipality) else { continue };
        let deputies = store::delegations(conn, region, municipality)?;
        let names = store::names(conn, &deputies.iter().map(|row| row.deputy).collect::<Vec<_>>())?;
        posts.push(Post {
            region,
            municipality,
            name: crate::municipalities::store::name(conn, municipality, today)?,
            candidates: store::people_in(conn, region, municipality)?
                .into_iter()
                .filter(|(id, _)| *id != actor.person)
                .collect(),
            deputies: deputies
                .into_iter()
                .map(|row| (names.get(&row.deputy).cloned().unwrap_or_default(), row))
                .collect(),
        });
    }
    Ok(posts)
}

fn done(part: &str) -> Answer {
    Answer::see_other(format!("/account?saved=1#{part}"))
}

fn told(tx: &mut Tx<'_>, action: &'static str, who: PersonId) -> Outcome<()> {
    audit::record(tx, &Change::of(Place::INSTALLATION, action, "person", who))?;
    Ok(())
}

/// Changes name and language.
pub async fn details(allowed: Allowed<OwnAccount>, call: Call) -> Replied {
    let replied = call
        .change(&allowed, |tx, allowed, call| {
            let actor = allowed.someone()?;
            let form = call.form()?;
            let mut checks = Checks::new();
            let name = checks.name("/name", form.raw("name"));
            let language = Lang::parse(form.raw("own_language"));
            checks.require(language.is_some(), "/own_language", "not_among_the_words");
            checks.done(())?;
            if name != actor.name {
                let regions = actor.grants.iter().filter_map(|grant| grant.region);
                refuse_passing_for_another(tx, regions, Some(actor.person), &name)?;
            }
            store::set_details(tx, actor.person, &name, language.unwrap_or(actor.language))?;
            if name != actor.name {
                let change = Change::of(Place::INSTALLATION, "person_renamed", "person", actor.person)
                    .from(Values::new().personal("name", &actor.name))
                    .to(Values::new().personal("name", &name));
                audit::record(tx, &change)?;
            }
            Ok(done("details"))
        })
        .await;
    again(replied, &allowed, &call, shown).await
}

/// Changes the password. Who knows the old one stays signed in here, and only here.
pub async fn password(allowed: Allowed<OwnAccount>, call: Call) -> Replied {
    let replied = change_password(&allowed, &call).await;
    again(replied, &allowed, &call, shown).await
}

async fn change_password(allowed: &Allowed<OwnAccount>, call: &Call) -> Replied {
    let form = call.form()?;
    let actor = allowed.someone()?.clone();
    let app = call.app();
    let now = app.db.now();
    let source = call.visit().source.clone();
    let account = super::rules::fold_email(&actor.email);
    app.throttle.admit(&account, &source, now)?;
    let who = actor.person;
    let person = app.db.read(allowed.access(), move |conn| store::find(conn, who)).await?;
    let hash = person.and_then(|person| person.password_hash);
    let given = form.raw("current_password").to_owned();
    let most = app.config.limits.password_bytes;
    if u64::try_from(given.len()).unwrap_or(u64::MAX) > most {
        return Err(Refusal::invalid_at("/current_password", "wrong_password").into());
    }
    check_password(form.raw("password"), &actor.email, most)?;
    if !passwords::in_turn(&app.hashing, move || passwords::verify(&given, hash.as_deref())).await? {
        app.throttle.failed(&account, &source, now);
        return Err(Refusal::invalid_at("/current_password", "wrong_password").into());
    }
    let chosen = form.raw("password").to_owned();
    let hash = passwords::in_turn(&app.hashing, move || passwords::hash(&chosen)).await??;
    let keep = actor.session();
    app.db
        .write(allowed.access(), move |tx| {
            store::change_password(tx, who, &hash, keep)?;
            told(tx, "password_changed", who)
        })
        .await?;
    app.known.forget_all();
    Ok(done("password-part"))
}

/// Ends one of one's sessions.
pub async fn end_session(allowed: Allowed<OwnAccount>, call: Call) -> Replied {
    call.change(&allowed, |tx, allowed, call| {
        let actor = allowed.someone()?;
        let id: SessionId = call.id("id")?;
        call.form()?;
        if store::end_session(tx, actor.person, id)? {
            told(tx, "session_revoked", actor.person)?;
        }
        Ok(if actor.session() == Some(id) { Answer::see_other("/sign-in") } else { done("sessions-part") })
    })
    .await
}

/// Makes the secret of a second factor. It counts once a code from it was right.
pub async fn begin_totp(allowed: Allowed<OwnAccount>, call: Call) -> Replied {
    call.change(&allowed, |tx, allowed, call| {
        let actor = allowed.someone()?;
        call.form()?;
        let person = store::find(tx, actor.person)?.ok_or(Refusal::new(Code::NotFound))?;
        if !person.totp_confirmed {
            store::set_totp(tx, actor.person, Some(&new_totp_secret()), false)?;
        }
        Ok(Answer::see_other("/account#totp"))
    })
    .await
}

/// Switches the second factor on, by a code.
pub async fn confirm_totp(allowed: Allowed<OwnAccount>, call: Call) -> Replied {
    let replied = call
        .change(&allowed, |tx, allowed, call| {
            let person = with_right_code(tx, allowed.someone()?.person, call)?;
            store::set_totp(tx, person.id, person.totp_secret.as_deref(), true)?;
            told(tx, "totp_switched_on", person.id)?;
            Ok(done("totp"))
        })
        .await;
    again(replied, &allowed, &call, shown).await
}

/// Switches the second factor off, by a code.
pub async fn end_totp(allowed: Allowed<OwnAccount>, call: Call) -> Replied {
    let replied = call
        .change(&allowed, |tx, allowed, call| {
            let person = with_right_code(tx, allowed.someone()?.person, call)?;
            store::set_totp(tx, person.id, None, false)?;
            told(tx, "totp_switched_off", person.id)?;
            Ok(done("totp"))
        })
        .await;
    again(replied, &allowed, &call, shown).await
}

/// The person, when the form carries a code that is right now and was not used before.
fn with_right_code(tx: &mut Tx<'_>, who: PersonId, call: &Call) -> Outcome<store::Person> {
    let form = call.form()?;
    let wrong = || Refusal::invalid_at("/code", "wrong_code");
    let person = store::find(tx, who)?.ok_or(Refusal::new(Code::NotFound))?;
    let code: String = form.raw("code").chars().filter(char::is_ascii_digit).take(9).collect();
    let now = tx.now();
    let step = person.totp_secret.as_deref().and_then(|secret| totp_step(secret, &code, now));
    if !store::use_totp_step(tx, who, step.ok_or_else(wrong)?)? {
        return Err(wrong().into());
    }
    Ok(person)
}

/// Makes a token for a machine and shows its secret, this once.
pub async fn create_token(allowed: Allowed<OwnAccount>, call: Call) -> Replied {
    let replied = call
        .change(&allowed, |tx, allowed, call| {
            let actor = allowed.someone()?;
            let form = call.form()?;
            let mut checks = Checks::new();
            let name = checks.text("/token_name", form.raw("token_name"), 200);
            let scopes = form.all("scopes");
            check_scopes(&mut checks, &scopes);
            let days = form.text("token_days").parse::<i64>().ok().filter(|days| (1..=1_826).contains(days));
            if days.is_none() {
                checks.push(FieldError::at("/token_days", "out_of_range").with("min", 1).with("max", 1_826));
            }
            let chosen = form.some("token_place").map(|text| bound_place(&text));
            let today = tx.now().day();
            let reachable = tokens::places_to_bind(tx, actor, today)?;
            let bound = chosen.flatten().filter(|place| reachable.contains(place));
            checks.require(chosen.is_none() || bound.is_some(), "/token_place", "not_in_reach");
            check_binding(&mut checks, &scopes, bound.is_some());
            checks.done(())?;
            let until = tx.now().plus_seconds(days.unwrap_or(1) * 86_400);
            let token = NewToken { name: &name, scopes: &scopes, until, bound };
            let (_, secret) = tokens::make(tx, actor.person, &token)?;
            Ok(Answer::page(view::token_made(call, &name, &secret, until)))
        })
        .await;
    again(replied, &allowed, &call, shown).await
}

/// `REGION.MUNICIPALITY`, as the choice sends it.
fn bound_place(text: &str) -> Option<Bound> {
    let (region, municipality) = text.split_once('.')?;
    Some((region.parse().ok()?, municipality.parse().ok()?))
}

/// How long a calendar's address works: it is put into a phone once, and is to last.
const CALENDAR_DAYS: i64 = 3 * 365;

/// Makes an address for one's calendar and shows it, this once.
pub async fn create_calendar(allowed: Allowed<OwnAccount>, call: Call) -> Replied {
    call.change(&allowed, |tx, allowed, call| {
        let actor = allowed.someone()?;
        call.form()?;
        let until = tx.now().plus_seconds(CALENDAR_DAYS * 86_400);
        let name = call.lang().t("calendar-title");
        let token = NewToken { name: &name, scopes: &[CALENDAR.to_owned()], until, bound: None };
        let (_, secret) = tokens::make(tx, actor.person, &token)?;
        let address = call.app().link(&format!("/calendar/{secret}.ics"));
        Ok(Answer::page(view::calendar_made(call, &address, until)))
    })
    .await
}

/// Ends a token.
pub async fn revoke_token(allowed: Allowed<OwnAccount>, call: Call) -> Replied {
    call.change(&allowed, |tx, allowed, call| {
        let actor = allowed.someone()?;
        let id: TokenId = call.id("id")?;
        call.form()?;
        if store::revoke_token(tx, actor.person, id)? {
            audit::record(tx, &Change::of(Place::INSTALLATION, "token_revoked", "token", id))?;
        }
        Ok(done("tokens-part"))
    })
    .await
}

/// Appoints a deputy.
pub async fn appoint(allowed: Allowed<Delegate>, call: Call) -> Replied {
    let replied = call
        .change(&allowed, |tx, allowed, call| {
            let actor = allowed.someone()?;
            let form = call.form()?;
            let mut checks = Checks::new();
            let chosen = chosen_deputy(form.raw("deputy_id"));
            checks.require(chosen.is_some(), "/deputy_id", "required");
            let day = |name: &str| Day::parse(&form.text(name));
            let (from, to) = (day("from"), day("to"));
            checks.require(from.is_some(), "/from", "not_a_date");
            checks.require(to.is_some(), "/to", "not_a_date");
            checks.done(())?;
            let (Some((region, municipality, deputy_id)), Some(from), Some(to)) = (chosen, from, to) else {
                return Err(Code::Invalid.into());
            };
            if !allowed.scope().sees_municipality(region, municipality) {
                return Err(Code::NotFound.into());
            }
            allowed.over(&Place::municipality(region, municipality))?;
            delegations::appoint(tx, actor.person, region, municipality, &DelegationBody { deputy_id, from, to })?;
            Ok(done("deputies-part"))
        })
        .await;
    again(replied, &allowed, &call, shown).await
}

/// `REGION.MUNICIPALITY.PERSON`, as the choice sends it.
fn chosen_deputy(text: &str) -> Option<(RegionId, MunicipalityId, PersonId)> {
    let mut parts = text.split('.');
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

/// Ends a deputy's period.
pub async fn end_deputy(allowed: Allowed<Delegate>, call: Call) -> Replied {
    let replied = call
        .change(&allowed, |tx, allowed, call| {
            let id: DelegationId = call.id("id")?;
            call.form()?;
            for (region, municipality) in allowed.scope().own_municipalities() {
                let rows = store::delegations(tx, region, municipality)?;
                if let Some(row) = rows.into_iter().find(|row| row.id == id) {
                    allowed.over(&row)?;
                    delegations::finish(tx, &row)?;
                    return Ok(done("deputies-part"));
                }
            }
            Err(Code::NotFound.into())
        })
        .await;
    again(replied, &allowed, &call, shown).await
}
