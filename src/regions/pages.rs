//! Pages of a region's set-up: the list of regions, settings, members, and who sees a member's figures.

use maud::Markup;

use super::api::member_in_path;
use super::rules::Settings;
use super::store::{self, Membership, NamedMember, Region, Sharing};
use super::{setting_up, view};
use crate::access::permission::{SeeRegion, SetSharing, SetUpRegion};
use crate::access::{Allowed, Permission, Place, Role};
use crate::clock::Day;
use crate::db::AnyConn;
use crate::decimal::Decimal;
use crate::i18n::Lang;
use crate::ids::MunicipalityId;
use crate::municipalities;
use crate::municipalities::store::Numbered;
use crate::refusal::{Checks, Code, FieldError, Outcome, Refusal};
use crate::web::forms::{Form, again};
use crate::web::{Answer, Call, Replied};

/// The regions one belongs to; with one alone, that region.
pub async fn list(allowed: Allowed<SeeRegion>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let regions = store::list_within(conn, &allowed.scope())?;
        if let [only] = regions.as_slice() {
            return Ok(Answer::see_other(format!("/regions/{}", only.id)));
        }
        if regions.is_empty() && allowed.someone()?.is(Role::Administrator) {
            return Ok(Answer::see_other("/admin"));
        }
        Ok(Answer::page(view::list(call, &regions)))
    })
    .await
}

/// A region's settings, to be changed.
pub async fn settings(allowed: Allowed<SetUpRegion>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let region = region_to_set_up(conn, allowed, call)?;
        let form = view::settings_form(call.lang(), &region);
        Ok(Answer::page(view::settings(call, &region, &form, None)))
    })
    .await
}

/// Changes a region's settings.
pub async fn change_settings(allowed: Allowed<SetUpRegion>, call: Call) -> Replied {
    let replied = call
        .change(&allowed, |tx, allowed, call| {
            let region = region_to_set_up(tx, allowed, call)?;
            let form = call.form()?;
            let wanted = settings_in(&form, call.lang(), region.settings())?;
            if form.raw("version") != region.version.to_string() {
                return Err(Code::ChangedMeanwhile.into());
            }
            setting_up::change(tx, &region, wanted)?;
            Ok(Answer::see_other(format!("/regions/{}/settings?saved=1", region.id)))
        })
        .await;
    again(replied, &allowed, &call, |conn, allowed, call, refusal| {
        let region = region_to_set_up(conn, allowed, call)?;
        Ok(view::settings(call, &region, &call.form()?, Some(refusal)))
    })
    .await
}

/// The members, with a search over the register for those who may add one.
pub async fn members(allowed: Allowed<SeeRegion>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let region = store::find_within(conn, &allowed.scope(), call.id("id")?)?;
        allowed.over(&region)?;
        let form = Form::of(vec![("query".into(), call.query_word("query").unwrap_or_default())]);
        let may_add = allowed.may_also::<SetUpRegion>(&region);
        members_page(conn, call, &region, may_add, &form, None).map(Answer::page)
    })
    .await
}

/// Makes a municipality a member.
pub async fn add_member(allowed: Allowed<SetUpRegion>, call: Call) -> Replied {
    let replied = call
        .change(&allowed, |tx, allowed, call| {
            let region = region_to_set_up(tx, allowed, call)?;
            let form = call.form()?;
            let mut checks = Checks::new();
            let id: Option<MunicipalityId> = form.raw("municipality_id").parse().ok();
            let from = day_in(&mut checks, &form, "from");
            checks.require(id.is_some(), "/municipality_id", "required");
            if let Some(id) = id {
                let known = municipalities::store::exists(tx, id)?;
                checks.require(known, "/municipality_id", "unknown_municipality");
            }
            checks.done(())?;
            let (Some(id), Some(from)) = (id, from) else { return Err(Code::Invalid.into()) };
            setting_up::add_member(tx, region.id, id, from)?;
            Ok(Answer::see_other(format!("/regions/{}/members?saved=1", region.id)))
        })
        .await;
    again(replied, &allowed, &call, |conn, allowed, call, refusal| {
        let region = region_to_set_up(conn, allowed, call)?;
        members_page(conn, call, &region, true, &call.form()?, Some(refusal))
    })
    .await
}

/// One membership: since when, who sees its figures, and how to end it.
pub async fn member(allowed: Allowed<SeeRegion>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let member = member_in_path(conn, allowed, call)?;
        allowed.over(&Place::region(member.region_id))?;
        member_page(conn, allowed, call, &member, &Form::default(), None).map(Answer::page)
    })
    .await
}

/// Ends a membership.
pub async fn end_member(allowed: Allowed<SetUpRegion>, call: Call) -> Replied {
    let replied = call
        .change(&allowed, |tx, allowed, call| {
            let member = member_in_path(tx, allowed, call)?;
            allowed.over(&Place::region(member.region_id))?;
            let form = call.form()?;
            let mut checks = Checks::new();
            let on = day_in(&mut checks, &form, "on");
            checks.done(())?;
            setting_up::end_member(tx, &member, on.ok_or(Refusal::new(Code::Invalid))?)?;
            Ok(Answer::see_other(format!("/regions/{}/members?saved=1", member.region_id)))
        })
        .await;
    again(replied, &allowed, &call, member_again).await
}

/// Decides who sees a municipality's figures.
pub async fn set_sharing(allowed: Allowed<SetSharing>, call: Call) -> Replied {
    let replied = call
        .change(&allowed, |tx, allowed, call| {
            let member = member_in_path(tx, allowed, call)?;
            allowed.over(&member)?;
            let form = call.form()?;
            let figures = Sharing::parse(form.raw("figures"));
            let figures = figures.ok_or_else(|| Refusal::invalid_at("/figures", "not_among_the_words"))?;
            if form.raw("version") != member.version.to_string() {
                return Err(Code::ChangedMeanwhile.into());
            }
            setting_up::share(tx, &member, figures)?;
            let (region, municipality) = (member.region_id, member.municipality_id);
            Ok(Answer::see_other(format!("/regions/{region}/members/{municipality}?saved=1")))
        })
        .await;
    again(replied, &allowed, &call, member_again).await
}

fn member_again<P: Permission>(
    conn: &mut AnyConn,
    allowed: &Allowed<P>,
    call: &Call,
    refusal: &Refusal,
) -> Outcome<Markup> {
    let member = member_in_path(conn, allowed, call)?;
    member_page(conn, allowed, call, &member, &call.form()?, Some(refusal))
}

fn region_to_set_up(conn: &mut AnyConn, allowed: &Allowed<SetUpRegion>, call: &Call) -> Outcome<Region> {
    let region = store::find_within(conn, &allowed.scope(), call.id("id")?)?;
    allowed.over(&region)?;
    Ok(region)
}

const MOST_FOUND: usize = 20;

fn members_page(
    conn: &mut AnyConn,
    call: &Call,
    region: &Region,
    may_add: bool,
    form: &Form,
    refusal: Option<&Refusal>,
) -> Outcome<Markup> {
    let today = call.app().db.now().day();
    let members = every_member(conn, region, today)?;
    let query: String = form.raw("query").chars().take(100).collect();
    let mut found: Vec<Numbered> = Vec::new();
    if may_add && !query.trim().is_empty() {
        found = municipalities::store::search(conn, &query, today)?;
    }
    let more = found.len() > MOST_FOUND;
    found.truncate(MOST_FOUND);
    Ok(view::members(call, region, &members, today, &view::Adding { may: may_add, form, found: &found, more, refusal }))
}

/// Members, coming members and past ones, with names, in Norwegian alphabetical order.
fn every_member(conn: &mut AnyConn, region: &Region, today: Day) -> Outcome<Vec<NamedMember>> {
    let rows = store::memberships(conn, region.id)?;
    let ids: Vec<_> = rows.iter().map(|row| row.municipality_id).collect();
    let named = municipalities::store::named(conn, &ids, today)?;
    let mut members: Vec<NamedMember> = rows
        .into_iter()
        .map(|membership| {
            let known = named.get(&membership.municipality_id);
            NamedMember {
                name: known.map(|row| row.name.clone()).unwrap_or_default(),
                number: known.map(|row| row.number.clone()).unwrap_or_default(),
                name_sort: known.map(|row| row.name_sort.clone()).unwrap_or_default(),
                membership,
            }
        })
        .collect();
    members.sort_by(|one, two| one.name_sort.cmp(&two.name_sort));
    Ok(members)
}

fn member_page<P: Permission>(
    conn: &mut AnyConn,
    allowed: &Allowed<P>,
    call: &Call,
    member: &Membership,
    form: &Form,
    refusal: Option<&Refusal>,
) -> Outcome<Markup> {
    let today = call.app().db.now().day();
    let region = store::find_within(conn, &allowed.scope(), member.region_id)?;
    let known = municipalities::store::named(conn, &[member.municipality_id], today)?.remove(&member.municipality_id);
    let may = view::MemberMay {
        end: member.to_day.is_none_or(|to| to > today) && allowed.may_also::<SetUpRegion>(&region),
        share: member.counts_on(today) && allowed.may_also::<SetSharing>(member),
    };
    Ok(view::member(call, &region, member, known.as_ref(), may, form, refusal))
}

/// Reads a date field; what is wrong goes to the checks.
fn day_in(checks: &mut Checks, form: &Form, name: &str) -> Option<Day> {
    let text = form.text(name);
    let day = Day::parse(&text);
    if day.is_none() {
        checks.push(FieldError::at(format!("/{name}"), if text.is_empty() { "required" } else { "not_a_date" }));
    }
    day
}

/// The settings a form asks for. Shares are typed in percent. What cannot be read is told together with what is read and
/// wrong.
fn settings_in(form: &Form, lang: Lang, before: Settings) -> Result<Settings, Refusal> {
    let mut errors = Vec::new();
    let mut share = |name: &str, before: Decimal| {
        share_in(form.raw(name), lang).unwrap_or_else(|code| {
            errors.push(FieldError::at(format!("/{name}"), code));
            before
        })
    };
    let slightly_behind_from = share("slightly_behind_from", before.slightly_behind_from);
    let unusual_tolerance = share("unusual_tolerance", before.unusual_tolerance);
    let mut days = |name: &str, before: i64| {
        form.text(name).parse().unwrap_or_else(|_| {
            errors.push(FieldError::at(format!("/{name}"), "not_a_count"));
            before
        })
    };
    let wanted = Settings {
        name: form.raw("name").to_owned(),
        kind: form.raw("kind").to_owned(),
        language: Lang::parse(form.raw("region_language")).unwrap_or(before.language),
        answer_days: days("answer_days", before.answer_days),
        idle_days: days("idle_days", before.idle_days),
        slightly_behind_from,
        requires_totp: form.ticked("requires_totp"),
        second_eyes: form.ticked("second_eyes"),
        unusual_tolerance,
        remind_days: days("remind_days", before.remind_days),
        executive_after_days: days("executive_after_days", before.executive_after_days),
        region_after_days: days("region_after_days", before.region_after_days),
    };
    match wanted.checked() {
        Ok(wanted) if errors.is_empty() => Ok(wanted),
        Ok(_) => Err(Refusal::invalid(errors)),
        Err(mut refusal) => {
            refusal.errors.extend(errors);
            Err(refusal)
        }
    }
}

fn share_in(text: &str, lang: Lang) -> Result<Decimal, &'static str> {
    let percent = Decimal::parse_local(text, lang.numbers()).map_err(crate::decimal::DecimalTrouble::code)?;
    if percent.micros() % 100 != 0 {
        return Err("number_too_many_decimals");
    }
    Ok(Decimal::from_micros(percent.micros() / 100))
}
