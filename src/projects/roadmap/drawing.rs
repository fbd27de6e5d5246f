//! A roadmap as a timeline, and as a list by day for a phone.

use std::collections::BTreeMap;

use super::assembling::Around;
use super::pick::Looking;
use super::snapshot::{ProjectPart, Snapshot};
use crate::clock::Day;
use crate::i18n::Lang;
use crate::projects::rules::plan::{PLANNED, drawn};
use crate::projects::view::{counted, phase_word, standing};
use crate::t;
use crate::ui::Status;
use crate::ui::chart::{Bar, Mark, MarkKind, PlaceMark, Tick, Timeline, TimelineGroup, TimelineRow, Upcoming, Window};

/// With more places than this, they are counted and not named.
const MOST_PLACES: usize = 12;

/// The timeline of these projects.
pub fn timeline(
    lang: Lang,
    snapshot: &Snapshot,
    picked: &[&ProjectPart],
    around: &Around,
    looking: &Looking,
    today: Day,
) -> Timeline {
    let window = looking.window();
    let (dated, undated): (Vec<&ProjectPart>, Vec<&ProjectPart>) =
        picked.iter().partition(|project| !project.days().is_empty());
    let mut themes: BTreeMap<(bool, &str), Vec<&ProjectPart>> = BTreeMap::new();
    for project in dated {
        // What has no theme stands last.
        themes.entry((project.theme.is_empty(), &project.theme)).or_default().push(project);
    }
    let href = |project: &ProjectPart| (!looking.projector).then(|| format!("/projects/{}", project.id));
    let row =
        |project: &&ProjectPart| TimelineRow { href: href(project), ..row(lang, snapshot, project, around, window) };
    let mut groups: Vec<TimelineGroup> = themes
        .into_iter()
        .map(|((_, theme), projects)| TimelineGroup {
            heading: if theme.is_empty() { lang.t("roadmap-no-theme") } else { theme.to_owned() },
            rows: projects.iter().map(row).collect(),
        })
        .collect();
    if !undated.is_empty() {
        groups.push(TimelineGroup { heading: lang.t("period-none"), rows: undated.iter().map(row).collect() });
    }
    let is_shown = (window.first..=window.last).contains(&today.date());
    Timeline {
        id: "roadmap".into(),
        title: t!(lang, "roadmap-finding", count = picked.len(), next = finding(lang, picked, today)),
        summary: summary(lang, picked, undated.len(), looking),
        corner: lang.t("project"),
        window,
        ticks: looking
            .tertials()
            .into_iter()
            .map(|(day, nth)| Tick {
                day,
                label: t!(lang, "tertial-nth", n = nth),
                under: chrono::Datelike::year(&day).to_string(),
            })
            .collect(),
        today: is_shown.then(|| (today.date(), lang.t("today-line"))),
        groups,
        legend_label: lang.t("legend"),
        marks: legend(lang, around),
        states: states(lang, picked),
        narrow: by_day(lang, snapshot, picked, around, today)
            .into_iter()
            .map(|(project, row)| Upcoming { href: href(project), ..row })
            .collect(),
    }
}

fn legend(lang: Lang, around: &Around) -> Vec<(MarkKind, String)> {
    let decisions = [(MarkKind::Planned, lang.t("mark-planned")), (MarkKind::Decided, lang.t("mark-decided"))];
    let handovers = [(MarkKind::Sent, lang.t("mark-sent")), (MarkKind::Answered, lang.t("mark-answered"))];
    let handovers = if around.handovers.is_empty() { Vec::new() } else { handovers.to_vec() };
    decisions.into_iter().chain(handovers).collect()
}

/// Every state that is shown, once.
fn states(lang: Lang, picked: &[&ProjectPart]) -> Vec<Status> {
    let mut states: Vec<Status> = Vec::new();
    for place in picked.iter().flat_map(|project| &project.municipalities) {
        if let Some(status) = standing(lang, place.participating, place.baton)
            && !states.iter().any(|known| known.word == status.word)
        {
            states.push(status);
        }
    }
    states
}

fn finding(lang: Lang, picked: &[&ProjectPart], today: Day) -> String {
    let next = picked.iter().flat_map(|project| upcoming(lang, project, today)).min_by_key(|next| next.0);
    match next {
        Some((day, what, project)) => t!(lang, "roadmap-next", what = what, project = project, day = lang.day(day)),
        None => lang.t("roadmap-no-next"),
    }
}

fn summary(lang: Lang, picked: &[&ProjectPart], undated: usize, looking: &Looking) -> String {
    let underway = picked.iter().filter(|project| PLANNED[1..].contains(&project.phase)).count();
    let last = looking.from + looking.years - 1;
    let period = if last == looking.from { last.to_string() } else { format!("{}–{last}", looking.from) };
    t!(lang, "roadmap-caption-years", period = period, underway = underway, undated = undated)
}

fn row(lang: Lang, snapshot: &Snapshot, project: &ProjectPart, around: &Around, window: Window) -> TimelineRow {
    let bars = bars(lang, project);
    let above: Vec<Mark> = project
        .decision_points
        .iter()
        .filter_map(|point| {
            let kind = if point.decided { MarkKind::Decided } else { MarkKind::Planned };
            Some(Mark { day: point.on?.date(), label: point.point.clone(), kind })
        })
        .collect();
    let below = handovers(lang, snapshot, project, around);
    let is_shown = bars.iter().any(|bar| bar.to >= window.first && bar.from <= window.last)
        || above.iter().chain(&below).any(|mark| (window.first..=window.last).contains(&mark.day));
    let elsewhere = match (project.days().iter().min(), project.days().iter().max()) {
        (Some(first), Some(last)) if !is_shown => Some(t!(
            lang,
            if last.date() < window.first { "roadmap-before" } else { "roadmap-after" },
            from = lang.day(*first),
            to = lang.day(*last)
        )),
        (None, _) => Some(lang.t("period-none-row")),
        _ => None,
    };
    TimelineRow {
        label: project.title.clone(),
        href: None,
        note: phase_word(lang, project.phase),
        bars,
        above,
        below,
        places: places(lang, snapshot, project, around),
        elsewhere,
    }
}

fn bars(lang: Lang, project: &ProjectPart) -> Vec<Bar> {
    if project.phases.is_empty() {
        // Nothing is said of the phases: one bar from start to end, where both are known.
        let (Some(from), Some(to)) = (project.starts_on.or(project.ends_on), project.ends_on.or(project.starts_on))
        else {
            return Vec::new();
        };
        return vec![Bar {
            from: from.date(),
            to: to.date(),
            label: lang.t("roadmap-whole-project"),
            open_start: project.starts_on.is_none(),
            open_end: project.ends_on.is_none(),
            ..Bar::default()
        }];
    }
    drawn(&project.phases)
        .into_iter()
        .map(|it| Bar {
            from: it.from.date(),
            to: it.to.date(),
            label: phase_word(lang, it.phase),
            pattern: PLANNED.iter().position(|phase| *phase == it.phase).map_or(0, |place| place + 1),
            current: it.phase == project.phase,
            open_start: it.open_start,
            open_end: it.open_end,
        })
        .collect()
}

/// Batons that were sent or answered on the same day share a mark.
fn handovers(lang: Lang, snapshot: &Snapshot, project: &ProjectPart, around: &Around) -> Vec<Mark> {
    let mut days: BTreeMap<(Day, bool), Vec<String>> = BTreeMap::new();
    for one in around.handovers.iter().filter(|one| one.project == project.id) {
        days.entry((one.on, one.answered)).or_default().push(snapshot.town(one.municipality));
    }
    days.into_iter()
        .map(|((on, answered), towns)| {
            let key = if answered { "mark-answered-by" } else { "mark-sent-to" };
            let whom = match towns.as_slice() {
                [one] => one.clone(),
                several => t!(lang, "mark-several", count = several.len()),
            };
            let kind = if answered { MarkKind::Answered } else { MarkKind::Sent };
            Mark { day: on.date(), label: t!(lang, key, whom = whom), kind }
        })
        .collect()
}

fn places(lang: Lang, snapshot: &Snapshot, project: &ProjectPart, around: &Around) -> Vec<PlaceMark> {
    if project.municipalities.len() > MOST_PLACES {
        let count = |status: Status| PlaceMark { name: status.word.clone(), status, href: None };
        return counted(lang, &project.municipalities).into_iter().map(count).collect();
    }
    project
        .municipalities
        .iter()
        .filter_map(|place| {
            let status = standing(lang, place.participating, place.baton)?;
            let open = around.open.get(&(project.id, place.municipality_id));
            Some(PlaceMark {
                status,
                name: snapshot.town(place.municipality_id),
                href: open.map(|id| format!("/handovers/{id}")),
            })
        })
        .collect()
}

/// What is ahead of a project: the day, what it is, and the project.
fn upcoming(lang: Lang, project: &ProjectPart, today: Day) -> Vec<(Day, String, String)> {
    let points = project
        .decision_points
        .iter()
        .filter(|point| !point.decided)
        .filter_map(|point| Some((point.on?, point.point.clone())));
    let phases = project
        .phases
        .iter()
        .filter_map(|plan| Some((plan.from?, t!(lang, "phase-begins", phase = phase_word(lang, plan.phase)))));
    let ends = project.ends_on.map(|on| (on, lang.t("project-ends")));
    // What has a day before its start has begun, whatever is said of the start.
    let starts = project.starts_on.filter(|on| project.days().iter().all(|day| day >= on));
    let starts = starts.map(|on| (on, lang.t("project-starts")));
    points
        .chain(phases)
        .chain(starts)
        .chain(ends)
        .filter(|(on, _)| *on >= today)
        .map(|(on, what)| (on, what, project.title.clone()))
        .collect()
}

/// The projects by what is next in them; those with nothing ahead after, and those without a day last.
fn by_day<'a>(
    lang: Lang,
    snapshot: &Snapshot,
    picked: &[&'a ProjectPart],
    around: &Around,
    today: Day,
) -> Vec<(&'a ProjectPart, Upcoming)> {
    let mut rows: Vec<(u8, Day, &ProjectPart, String)> = picked
        .iter()
        .map(|project| {
            let next = upcoming(lang, project, today).into_iter().min_by_key(|next| next.0);
            match (next, project.days().into_iter().max()) {
                (Some((on, what, _)), _) => {
                    (0, on, *project, t!(lang, "roadmap-next-here", what = what, day = lang.day(on)))
                }
                (None, Some(last)) => (1, last, *project, t!(lang, "roadmap-last-here", day = lang.day(last))),
                (None, None) => (2, Day::LAST, *project, lang.t("period-none")),
            }
        })
        .collect();
    rows.sort_by_key(|(lane, on, project, _)| (*lane, *on, project.id));
    rows.into_iter()
        .map(|(_, _, project, next)| {
            let note = [phase_word(lang, project.phase), project.theme.clone()]
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join(" · ");
            let places = places(lang, snapshot, project, around);
            (project, Upcoming { next, label: project.title.clone(), href: None, note, places })
        })
        .collect()
}

/// The states of a project's municipalities as the table says them.
pub(super) fn states_of(lang: Lang, snapshot: &Snapshot, project: &ProjectPart) -> Vec<Status> {
    if project.municipalities.len() > MOST_PLACES {
        return counted(lang, &project.municipalities);
    }
    project
        .municipalities
        .iter()
        .filter_map(|place| {
            let name = snapshot.town(place.municipality_id);
            let status = standing(lang, place.participating, place.baton)?;
            Some(Status::new(status.tone, format!("{name}: {}", status.word)))
        })
        .collect()
}
