//! What became different between two roadmaps. Pure.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Serialize;

use crate::clock::Day;
use crate::ids::{BenefitId, MunicipalityId, ProjectId};
use crate::projects::roadmap::snapshot::{ProjectPart, Snapshot};
use crate::projects::rules::plan::PLANNED;
use crate::projects::rules::{DecisionPoint, POINTS, Phase};

/// From when to when, as far as it is known.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, JsonSchema)]
#[schemars(rename = "RoadmapSpan")]
pub struct Span {
    /// The first day.
    pub from: Option<Day>,
    /// The last day.
    pub to: Option<Day>,
}

/// One thing that became different in a project.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[schemars(rename = "RoadmapChange")]
pub enum Change {
    /// The project is new.
    ProjectAdded,
    /// The project is gone.
    ProjectRemoved,
    /// It has another title.
    ProjectRenamed {
        /// The title before.
        old: String,
    },
    /// It stands in another theme.
    ThemeChanged {
        /// Before.
        old: String,
        /// After.
        new: String,
    },
    /// It came into another phase.
    PhaseReached {
        /// Before.
        old: Phase,
        /// After.
        new: Phase,
    },
    /// The project as a whole has other days.
    ProjectMoved {
        /// Before.
        old: Span,
        /// After.
        new: Span,
        /// How many days later; negative is earlier. Null where that cannot be said.
        days: Option<i64>,
    },
    /// A phase has other days.
    PhaseMoved {
        /// Which.
        phase: Phase,
        /// Before.
        old: Span,
        /// After.
        new: Span,
        /// How many days later its end is, or its beginning where the end stands; negative is earlier.
        days: Option<i64>,
    },
    /// A decision point has another day.
    PointMoved {
        /// Which.
        point: String,
        /// Before.
        old: Option<Day>,
        /// After.
        new: Option<Day>,
        /// How many days later; negative is earlier.
        days: Option<i64>,
    },
    /// A decision point was decided.
    PointDecided {
        /// Which.
        point: String,
        /// When.
        on: Option<Day>,
        /// What was decided.
        note: Option<String>,
    },
    /// What was decided is planned again.
    PointReopened {
        /// Which.
        point: String,
    },
    /// A municipality takes part.
    ParticipantJoined {
        /// Which.
        municipality_id: MunicipalityId,
        /// Its name.
        municipality: String,
    },
    /// A municipality takes part no longer.
    ParticipantLeft {
        /// Which.
        municipality_id: MunicipalityId,
        /// Its name.
        municipality: String,
    },
    /// A benefit is new.
    BenefitAdded {
        /// Its title.
        title: String,
    },
    /// A benefit is gone.
    BenefitRemoved {
        /// Its title.
        title: String,
    },
}

/// What became different in one project.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
#[schemars(rename = "RoadmapDifference")]
pub struct Difference {
    /// Which project.
    pub project_id: ProjectId,
    /// What it is called now, or was last called.
    pub project: String,
    /// What, in the order of the roadmap.
    pub changes: Vec<Change>,
}

/// What became different from one roadmap to another: what is new and what is still there in the order of the later one,
/// then what is gone.
pub fn differences(old: &Snapshot, new: &Snapshot) -> Vec<Difference> {
    let mut all = Vec::new();
    for project in &new.projects {
        let before = old.projects.iter().find(|before| before.id == project.id);
        let changes = match before {
            None => vec![Change::ProjectAdded],
            Some(before) => changes(before, project, old, new),
        };
        if !changes.is_empty() {
            all.push(Difference { project_id: project.id, project: project.title.clone(), changes });
        }
    }
    for gone in old.projects.iter().filter(|before| !new.projects.iter().any(|project| project.id == before.id)) {
        let changes = vec![Change::ProjectRemoved];
        all.push(Difference { project_id: gone.id, project: gone.title.clone(), changes });
    }
    all
}

fn changes(before: &ProjectPart, after: &ProjectPart, old: &Snapshot, new: &Snapshot) -> Vec<Change> {
    let mut changes = Vec::new();
    if before.title != after.title {
        changes.push(Change::ProjectRenamed { old: before.title.clone() });
    }
    if before.theme != after.theme {
        changes.push(Change::ThemeChanged { old: before.theme.clone(), new: after.theme.clone() });
    }
    if before.phase != after.phase {
        changes.push(Change::PhaseReached { old: before.phase, new: after.phase });
    }
    let whole = |project: &ProjectPart| Span { from: project.starts_on, to: project.ends_on };
    let (earlier, later) = (whole(before), whole(after));
    if earlier != later {
        changes.push(Change::ProjectMoved { old: earlier, new: later, days: moved(earlier, later) });
    }
    for phase in PLANNED {
        let (earlier, later) = (span(before, *phase), span(after, *phase));
        if earlier != later {
            changes.push(Change::PhaseMoved { phase: *phase, old: earlier, new: later, days: moved(earlier, later) });
        }
    }
    for name in POINTS {
        changes.extend(point_changes(name, point(before, name), point(after, name)));
    }
    let (was, is): (BTreeSet<_>, BTreeSet<_>) = (before.taking_part().collect(), after.taking_part().collect());
    changes.extend(
        is.difference(&was).map(|id| Change::ParticipantJoined { municipality_id: *id, municipality: new.town(*id) }),
    );
    changes.extend(
        was.difference(&is).map(|id| Change::ParticipantLeft { municipality_id: *id, municipality: old.town(*id) }),
    );
    let has = |project: &ProjectPart, id: BenefitId| project.benefits.iter().any(|benefit| benefit.id == id);
    for benefit in after.benefits.iter().filter(|benefit| !has(before, benefit.id)) {
        changes.push(Change::BenefitAdded { title: benefit.title.clone() });
    }
    for benefit in before.benefits.iter().filter(|benefit| !has(after, benefit.id)) {
        changes.push(Change::BenefitRemoved { title: benefit.title.clone() });
    }
    changes
}

fn span(project: &ProjectPart, phase: Phase) -> Span {
    let plan = project.phases.iter().find(|plan| plan.phase == phase);
    plan.map_or_else(Span::default, |plan| Span { from: plan.from, to: plan.to })
}

fn point<'a>(project: &'a ProjectPart, name: &str) -> Option<&'a DecisionPoint> {
    project.decision_points.iter().find(|point| point.point == name)
}

/// How far the end moved, or the beginning where the end stands still or is not known.
fn moved(old: Span, new: Span) -> Option<i64> {
    let by = |old: Option<Day>, new: Option<Day>| Some(old?.days_until(new?)).filter(|days| *days != 0);
    by(old.to, new.to).or_else(|| by(old.from, new.from))
}

fn point_changes(name: &str, before: Option<&DecisionPoint>, after: Option<&DecisionPoint>) -> Vec<Change> {
    let mut changes = Vec::new();
    let (was_on, is_on) = (before.and_then(|point| point.on), after.and_then(|point| point.on));
    if was_on != is_on {
        let days = was_on.and_then(|old| Some(old.days_until(is_on?)));
        changes.push(Change::PointMoved { point: name.to_owned(), old: was_on, new: is_on, days });
    }
    let decided = |point: Option<&DecisionPoint>| point.is_some_and(|point| point.decided);
    match (decided(before), after.filter(|point| point.decided)) {
        (false, Some(point)) => {
            changes.push(Change::PointDecided { point: name.to_owned(), on: point.on, note: point.note.clone() });
        }
        (true, None) => changes.push(Change::PointReopened { point: name.to_owned() }),
        _ => {}
    }
    changes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::benefits::rules::Polarity;
    use crate::ids::RegionId;
    use crate::projects::roadmap::snapshot::{BenefitPart, Standing, Town};
    use crate::projects::rules::{Participating, PhasePlan};

    fn day(text: &str) -> Option<Day> {
        Some(Day::parse(text).expect("a day"))
    }

    fn project(id: i64, title: &str) -> ProjectPart {
        ProjectPart {
            id: ProjectId::from_number(id),
            title: title.into(),
            theme: String::new(),
            phase: Phase::Idea,
            starts_on: None,
            ends_on: None,
            phases: Vec::new(),
            decision_points: Vec::new(),
            municipalities: Vec::new(),
            benefits: Vec::new(),
        }
    }

    fn roadmap(projects: Vec<ProjectPart>) -> Snapshot {
        Snapshot {
            format: Snapshot::FORMAT.into(),
            region_id: RegionId::from_number(1),
            region: "R".into(),
            municipalities: vec![Town {
                id: MunicipalityId::from_number(7),
                number: "1".into(),
                name: "Lyngmo".into(),
            }],
            projects,
        }
    }

    fn only(old: ProjectPart, new: ProjectPart) -> Vec<Change> {
        let mut all = differences(&roadmap(vec![old]), &roadmap(vec![new]));
        if all.is_empty() { Vec::new() } else { all.remove(0).changes }
    }

    #[test]
    fn projects_come_go_and_are_renamed() {
        let old = roadmap(vec![project(1, "Ett"), project(2, "To")]);
        let new = roadmap(vec![project(3, "Tre"), project(1, "Ett og et halvt")]);
        let all: Vec<_> = differences(&old, &new).into_iter().map(|it| (it.project, it.changes)).collect();
        assert_eq!(
            all,
            [
                ("Tre".to_owned(), vec![Change::ProjectAdded]),
                ("Ett og et halvt".to_owned(), vec![Change::ProjectRenamed { old: "Ett".into() }]),
                ("To".to_owned(), vec![Change::ProjectRemoved]),
            ]
        );
        assert_eq!(differences(&new, &new), []);
    }

    #[test]
    fn a_phase_moves_by_its_end_or_by_its_beginning_where_the_end_stands() {
        let with = |from: &str, to: &str| {
            let phases = vec![PhasePlan { phase: Phase::Planning, from: day(from), to: day(to) }];
            ProjectPart { phases, ..project(1, "x") }
        };
        let days = |old: ProjectPart, new: ProjectPart| match only(old, new).as_slice() {
            [Change::PhaseMoved { phase: Phase::Planning, days, .. }] => *days,
            other => panic!("{other:?}"),
        };
        let old = || with("2026-01-01", "2026-03-01");
        assert_eq!(days(old(), with("2026-02-01", "2026-03-31")), Some(30));
        assert_eq!(days(old(), with("2025-12-30", "2026-03-01")), Some(-2));
        assert_eq!(days(old(), project(1, "x")), None, "what has no day any longer has not moved by days");
    }

    #[test]
    fn a_point_moves_and_is_decided_each_for_itself() {
        let with = |on: &str, decided| {
            let point = DecisionPoint { point: "BP2".into(), on: day(on), decided, ..DecisionPoint::default() };
            ProjectPart { decision_points: vec![point], ..project(1, "x") }
        };
        let moved =
            Change::PointMoved { point: "BP2".into(), old: day("2026-03-01"), new: day("2026-03-11"), days: Some(10) };
        let decided = Change::PointDecided { point: "BP2".into(), on: day("2026-03-11"), note: None };
        assert_eq!(only(with("2026-03-01", false), with("2026-03-11", true)), [moved, decided]);
        assert_eq!(
            only(with("2026-03-01", true), with("2026-03-01", false)),
            [Change::PointReopened { point: "BP2".into() }]
        );
    }

    #[test]
    fn who_takes_part_and_what_is_expected() {
        let town = MunicipalityId::from_number(7);
        let stands = |state| Standing { municipality_id: town, participating: Some(state), baton: None };
        let benefit = BenefitPart {
            id: BenefitId::from_number(5),
            title: "Tid".into(),
            class: None,
            polarity: Polarity::Benefit,
        };
        let old = ProjectPart { municipalities: vec![stands(Participating::Declined)], ..project(1, "x") };
        let new = ProjectPart {
            municipalities: vec![stands(Participating::Joined)],
            benefits: vec![benefit],
            ..project(1, "x")
        };
        let joined = Change::ParticipantJoined { municipality_id: town, municipality: "Lyngmo".into() };
        assert_eq!(only(old.clone(), new.clone()), [joined, Change::BenefitAdded { title: "Tid".into() }]);
        let left = Change::ParticipantLeft { municipality_id: town, municipality: "Lyngmo".into() };
        assert_eq!(only(new, old), [left, Change::BenefitRemoved { title: "Tid".into() }]);
    }
}
