//! What waits for a person and what comes in their regions' years, as a calendar that other programs fetch (iCalendar, RFC 5545). The address carries the
//! secret, as calendar programs cannot sign in; it opens this one thing, and is revoked like any token.

use std::collections::HashSet;

use icalendar::{Calendar, Class, Component, Event, EventLike};

use super::home::{self, Horizon, Waiting};
use super::year::{self, Upcoming};
use crate::access::permission::{Anyone, SignedIn};
use crate::access::{Access, Allowed};
use crate::clock::Moment;
use crate::i18n::Lang;
use crate::people::store::{self as people, TokenWord};
use crate::refusal::{Code, Refusal};
use crate::web::sheet::word_in;
use crate::web::{Answer, App, Call, Replied};

/// A calendar is looked at for the year to come.
const A_YEAR: Horizon = Horizon { steps: 366, measurements: 366 };
/// How often a program may well ask again.
const REFRESH: &str = "PT6H";

/// A person's calendar, by its secret address.
pub async fn feed(allowed: Allowed<Anyone>, call: Call) -> Replied {
    call.read(&allowed, |conn, _, call| {
        let missing = || Refusal::new(Code::NotFound);
        let now = call.app().db.now();
        let word = call.param("file").strip_suffix(".ics").and_then(TokenWord::parse).ok_or_else(missing)?;
        let owner = people::calendar_owner(conn, &word, now)?.ok_or_else(missing)?;
        let actor = people::as_seen_by(conn, owner, now)?.ok_or_else(missing)?;
        let lang = actor.language;
        let allowed: Allowed<SignedIn> = Allowed::admit(Access::looking_up(actor))?;
        let mut waiting = home::waiting(conn, &allowed, lang, now.day(), A_YEAR)?.waiting;
        // Whoever is on both sides of a baton has it once.
        let mut known: HashSet<String> = waiting.iter().map(|one| one.matter.clone()).collect();
        let others = home::with_others(conn, &allowed, lang, now.day())?;
        waiting.extend(others.into_iter().filter(|one| known.insert(one.matter.clone())));
        let moments = year::upcoming(conn, &allowed, now.day(), i64::from(A_YEAR.measurements))?;
        let text = written(call.app(), lang, &waiting, &moments, now);
        Ok(Answer::text("text/calendar; charset=utf-8", text))
    })
    .await
}

fn written(app: &App, lang: Lang, waiting: &[Waiting], moments: &[Upcoming], now: Moment) -> String {
    let mut calendar = Calendar::empty();
    calendar
        .append_property(("VERSION", "2.0"))
        .append_property(("PRODID", "-//Stafett//Stafett//NO"))
        .name(&lang.t("calendar-name"))
        .append_property(("REFRESH-INTERVAL;VALUE=DURATION", REFRESH));
    for one in waiting {
        calendar.push(event(app, one, now));
    }
    for one in moments {
        calendar.push(every_year(app, lang, one, now));
    }
    calendar.to_string()
}

/// A moment of the year wheel: a whole day that comes back, from its next time on.
fn every_year(app: &App, lang: Lang, one: &Upcoming, now: Moment) -> Event {
    let host = app.config.base_url.host_str().unwrap_or("stafett");
    let link = app.link(&format!("/regions/{}/year-wheel", one.moment.region_id));
    let note = if one.moment.note.is_empty() { String::new() } else { format!("{}\n", one.moment.note) };
    let kind = word_in(lang, "moment-kind", one.moment.kind.as_str());
    Event::new()
        .uid(&format!("moment-{}@{host}", one.moment.id))
        .summary(&one.moment.title)
        .description(&format!("{kind}\n{note}{link}"))
        .location(&one.region)
        .url(&link)
        .class(Class::Private)
        .starts(one.on.date())
        .add_property("RRULE", one.moment.on().repeats())
        .add_property("TRANSP", "TRANSPARENT")
        .timestamp(now.utc())
        .done()
}

/// A whole day that leaves its owner free: one may do it earlier.
fn event(app: &App, one: &Waiting, now: Moment) -> Event {
    let host = app.config.base_url.host_str().unwrap_or("stafett");
    let link = app.link(&one.task.href);
    let status = one.task.status.as_ref().map(|status| format!("{}\n", status.word));
    Event::new()
        .uid(&format!("{}@{host}", one.matter))
        .summary(&one.task.what)
        .description(&format!("{}{}\n{link}", status.unwrap_or_default(), one.task.place))
        .location(&one.task.place)
        .url(&link)
        .class(Class::Private)
        .starts(one.due.date())
        .add_property("TRANSP", "TRANSPARENT")
        .timestamp(now.utc())
        .done()
}
