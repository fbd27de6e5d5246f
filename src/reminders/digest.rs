//! The daily look at what waits for each person.

use std::collections::HashMap;

use super::rules::{Mark, Pace, mark};
use super::store;
use crate::access::permission::SignedIn;
use crate::access::{Access, Allowed};
use crate::clock::Moment;
use crate::config::Limits;
use crate::dashboards::home::{self, AT_HOME, Horizon, Waiting};
use crate::db::{AnyConn, Tx};
use crate::i18n::Lang;
use crate::ids::{PersonId, RegionId};
use crate::jobs::outbox::{self, Letter};
use crate::people;
use crate::refusal::Outcome;
use crate::regions;
use crate::t;

const PEOPLE_IN_ONE_ROUND: i64 = 20;
/// For how long it is known that somebody was told of what has ended: a step that is opened again is the same matter.
const DAYS_KEPT: i64 = 90;

fn is_time(limits: &Limits, now: Moment) -> bool {
    u64::from(now.wall_clock().0) >= limits.reminders_from_hour
}

/// Some of those who were not looked at today, once the day's hour has come.
pub fn due(conn: &mut AnyConn, limits: &Limits, now: Moment) -> Outcome<Vec<PersonId>> {
    if is_time(limits, now) { store::not_looked_at(conn, now.day(), PEOPLE_IN_ONE_ROUND) } else { Ok(Vec::new()) }
}

/// Notes somebody as looked at without having looked, so that one person at whom looking fails stands in nobody's way. What
/// they were not told of today they are told of tomorrow.
pub fn pass_over(tx: &mut Tx<'_>, who: PersonId) -> Outcome<()> {
    store::looked_at(tx, who, tx.now().day())
}

/// Looks at somebody who was not looked at today. What they are told, and that they were, stands in one transaction.
/// `link` makes an address of one of our pages.
pub fn look_at(tx: &mut Tx<'_>, who: PersonId, link: &dyn Fn(&str) -> String) -> Outcome<()> {
    let now = tx.now();
    let today = now.day();
    store::looked_at(tx, who, today)?;
    let Some(actor) = people::store::as_seen_by(tx, who, now)? else { return Ok(()) };
    let lang = actor.language;
    let allowed: Allowed<SignedIn> = Allowed::admit(Access::looking_up(actor))?;
    let mut told: Vec<(Mark, Waiting)> = Vec::new();
    let paces: HashMap<RegionId, Pace> = regions::store::list_within(tx, &allowed.scope())?
        .into_iter()
        .map(|region| {
            let (led, followed) = (region.executive_after_days, region.region_after_days);
            (region.id, Pace { soon: region.remind_days, led, followed })
        })
        .collect();
    let furthest = paces.values().map(|pace| pace.soon).max().unwrap_or(0);
    let ahead = Horizon {
        steps: furthest.max(AT_HOME.steps),
        measurements: u16::try_from(furthest).unwrap_or(0).max(AT_HOME.measurements),
    };
    let mut waiting = home::waiting(tx, &allowed, lang, today, ahead)?.waiting;
    waiting.extend(home::followed(tx, &allowed, lang, today)?);
    if let Some(before) = today.plus_days(-DAYS_KEPT) {
        let matters: Vec<&str> = waiting.iter().map(|one| one.matter.as_str()).collect();
        store::forget_ended(tx, who, &matters, before)?;
    }
    for one in waiting {
        let Some(pace) = paces.get(&one.region) else { continue };
        let Some(mark) = mark(one.duty, one.due, today, *pace) else { continue };
        if store::tell(tx, who, &one.matter, one.due, mark, today)? {
            told.push((mark, one));
        }
    }
    if told.is_empty() {
        return Ok(());
    }
    let Some(person) = people::store::find(tx, who)? else { return Ok(()) };
    let letter = letter(lang, &person.name, &told, link);
    outbox::enqueue(tx, &person, &letter, &format!("digest {who} {today}"))
}

fn letter(lang: Lang, name: &str, told: &[(Mark, Waiting)], link: &dyn Fn(&str) -> String) -> Letter {
    let list = told.iter().map(|(mark, one)| {
        let when = t!(lang, &format!("mail-digest-{}", mark.as_str()), day = lang.day(one.due));
        (format!("{} ({}) – {when}", one.task.what, one.task.place), link(&one.task.href))
    });
    Letter {
        subject: t!(lang, "mail-digest-subject", count = told.len()),
        paragraphs: vec![t!(lang, "mail-greeting", name = name.to_owned()), t!(lang, "mail-digest-body")],
        list: list.collect(),
        link: Some((t!(lang, "mail-digest-link"), link("/"))),
        footer: Some((t!(lang, "mail-digest-off"), link("/account/reminders"))),
    }
}
