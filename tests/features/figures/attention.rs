//! The lines of what needs attention, from the slow path.

use chrono::NaiveDate;
use stafett::i18n::Lang;
use stafett::t;

use super::history::{Commitment, History, Place};
use super::html::Html;
use super::region::{Look, is_held};
use super::slow::{Lasting, counts, day, percent};

const NB: Lang = Lang::Nb;

/// One line: what, why, its state.
type Matter = [String; 3];

/// Every line of what needs attention.
pub fn attention(history: &History, look: &Look, page: &Html, main: usize) {
    let town = |place: Place| history.towns[place.1].name.clone();
    let project = |place: Place| history.projects[place.0].title.clone();
    let benefit = |one: &Commitment| format!("{}: {}", town(one.place), history.indicator(one).benefit);
    let place = |place: Place| format!("{}: {}", town(place), project(place));
    let explained = |on: NaiveDate, cause: &str| t!(NB, "reason-explained", cause = cause.to_owned(), day = day(on));
    let gone = |seen: &Lasting| {
        let drop = seen.drop.as_ref().map(percent).unwrap_or_default();
        t!(NB, "fallen-back-item", drop = drop, peak_on = day(seen.peak.0))
    };
    // By why, the most pressing first; in each, the worst first.
    let mut reasons: [Vec<Matter>; 8] = Default::default();
    let mut behind: Vec<&Commitment> = look.seen(history);
    behind.sort_by(|one, two| one.id.cmp(&two.id));
    for one in behind {
        let Some(cause) = one.behind(look.on, &history.threshold) else { continue };
        let on = one.latest(look.on).expect("it is behind").on;
        let why = cause.map_or_else(|| NB.t("reason-unexplained"), |(cause, _)| explained(on, cause));
        reasons[if cause.is_some() { 7 } else { 0 }].push([benefit(one), why, NB.t("state-behind")]);
    }
    let mut overdue: Vec<(usize, Place)> = Vec::new();
    for at in look.places(history) {
        let stands = history.states.get(&at).copied().unwrap_or("draft");
        let late = counts(look.in_place(history, at), look.on).overdue;
        if is_held(stands) && late > 0 {
            overdue.push((late, at));
        }
        if matches!(stands, "refused" | "handed_back") {
            reasons[6].push([place(at), NB.t("reason-stopped"), NB.t("state-stopped")]);
        }
    }
    for still in look.still(history) {
        let why = t!(NB, "idle-since", days = still.days, due = still.due);
        reasons[2].push([place(still.place), why, NB.t("idle-title")]);
    }
    let fallen = look.fallen(history);
    for (one, seen) in fallen.iter().take(7) {
        let words = one.latest(look.on).and_then(|latest| Some((latest.on, latest.cause.as_ref()?)));
        let words = words.map(|(on, (cause, _))| format!(". {}", explained(on, cause))).unwrap_or_default();
        reasons[3].push([benefit(one), format!("{}{words}", gone(seen)), NB.t("fallen-back")]);
    }
    let found: usize = reasons.iter().map(Vec::len).sum::<usize>() + overdue.len() + fallen.len().saturating_sub(7);
    // Of cells that are late alike, any may stand before the other: which is held against how many only.
    overdue.sort_by_key(|(late, _)| std::cmp::Reverse(*late));
    let mut quota = [0; 8];
    let sizes: Vec<usize> =
        reasons.iter().enumerate().map(|(at, some)| if at == 1 { overdue.len() } else { some.len() }).collect();
    let mut left = 7;
    for nth in 0..7 {
        for (reason, size) in sizes.iter().enumerate() {
            if left > 0 && *size > nth {
                quota[reason] += 1;
                left -= 1;
            }
        }
    }
    let task = |item: usize| {
        let what = page.one(item, "a class=\"ds-link\"");
        let why = page.all(page.one(item, "div class=\"task-what\""), "p")[0];
        let status = page.one(item, "span class=\"ds-tag status\"");
        [what, why, status].map(|at| page.taken(at))
    };
    let mut shown = page.all(main, "li class=\"task\"").into_iter().map(task);
    for (reason, count) in quota.into_iter().enumerate() {
        let some: Vec<Matter> = shown.by_ref().take(count).collect();
        if reason == 1 {
            for (one, (late, _)) in some.iter().zip(&overdue) {
                let known = |(other, at): &&(usize, Place)| other == late && place(*at) == one[0];
                assert!(overdue.iter().any(|other| known(&other)), "{one:?} is late {late} times");
                assert_eq!(one[1..], [t!(NB, "reason-overdue", count = *late), NB.t("state-overdue")]);
            }
        } else if reason == 6 {
            assert!(some.iter().all(|one| reasons[6].contains(one)), "{some:?} in {:?}", reasons[6]);
        } else {
            assert_eq!(some, reasons[reason][..count]);
        }
    }
    assert_eq!(shown.next(), None, "a line that this test knows nothing of");
    // That there is nothing is only said where everything is seen.
    let none = match look.insight() {
        (0, _) => "card-hidden",
        (seen, all) if seen < all => "attention-none-seen",
        _ => "attention-none",
    };
    let mut all = page.all(main, "p").into_iter().map(|at| page.text(at));
    assert!(found > 0 || all.any(|text| text == NB.t(none)), "{none}");
    assert!(found == 0 || !all.any(|text| text == NB.t("attention-none")));
    let more = found - 7.min(found);
    let says = |at: &usize| page.text(*at) == t!(NB, "attention-more", count = more);
    let line: Vec<usize> = page.all(main, "p").into_iter().filter(says).collect();
    assert_eq!(line.len(), usize::from(more > 0), "and {more} more");
    line.into_iter().for_each(|at| drop(page.taken(at)));
}
