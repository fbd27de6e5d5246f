//! When each phase is planned, and the decisions between them. Pure.

use serde::{Deserialize, Serialize};

use super::{Phase, most};
use crate::clock::Day;
use crate::refusal::{Checks, FieldError};

/// When a phase is planned. A day that is left out is not known yet.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PhasePlan {
    /// Which phase.
    pub phase: Phase,
    /// Its first day.
    pub from: Option<Day>,
    /// Its last day.
    pub to: Option<Day>,
}

/// A decision point BP1 to BP6.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DecisionPoint {
    /// `BP1` … `BP6`.
    pub point: String,
    /// When it was or will be decided.
    pub on: Option<Day>,
    /// Case reference, such as «Sak 075/14».
    pub case_reference: Option<String>,
    /// Whether it is decided; otherwise it is planned.
    #[serde(default)]
    pub decided: bool,
    /// What was decided, shortly.
    #[serde(default)]
    pub note: Option<String>,
}

/// The decision points of a project, in order: each ends the phase of the same place in [`PLANNED`].
pub const POINTS: &[&str] = &["BP1", "BP2", "BP3", "BP4", "BP5", "BP6"];

/// The phases that have days, in the order in which they follow each other.
pub const PLANNED: &[Phase] =
    &[Phase::Idea, Phase::Concept, Phase::Planning, Phase::Execution, Phase::Closing, Phase::Realisation];

/// How long a phase is drawn whose other end nobody knows: a tertial, in days.
const UNKNOWN: i64 = 122;

/// A phase as it is drawn: both ends, and which of them are only guessed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Drawn {
    /// Which phase.
    pub phase: Phase,
    /// Its first day.
    pub from: Day,
    /// Its last day.
    pub to: Day,
    /// The first day is not known.
    pub open_start: bool,
    /// The last day is not known.
    pub open_end: bool,
}

/// The phases with both ends. One that is not known lies next to the neighbouring phase, or a tertial away.
pub fn drawn(phases: &[PhasePlan]) -> Vec<Drawn> {
    let mut drawn: Vec<Drawn> = Vec::new();
    for (at, plan) in phases.iter().enumerate() {
        let after = drawn.last().and_then(|before| before.to.plus_days(1));
        let before = phases[at + 1..].iter().find_map(|next| next.from.or(next.to)).and_then(|day| day.plus_days(-1));
        let (from, to) = match (plan.from, plan.to) {
            (Some(from), Some(to)) => (from, to),
            (Some(from), None) => {
                let far = from.plus_days(UNKNOWN).unwrap_or(from);
                (from, before.map_or(far, |day| day.min(far)).max(from))
            }
            (None, Some(to)) => {
                let far = to.plus_days(-UNKNOWN).unwrap_or(to);
                (after.map_or(far, |day| day.max(far)).min(to), to)
            }
            (None, None) => continue,
        };
        drawn.push(Drawn { phase: plan.phase, from, to, open_start: plan.from.is_none(), open_end: plan.to.is_none() });
    }
    drawn
}

/// Tidies the phases: in order, and none without a day. A phase may begin on the day on which the one before it ends,
/// and no earlier.
pub(super) fn check_phases(checks: &mut Checks, list: &mut Vec<PhasePlan>) {
    let mut given: Vec<(usize, PhasePlan)> = Vec::new();
    for (at, plan) in list.iter().enumerate() {
        checks.require(PLANNED.contains(&plan.phase), &format!("/phases/{at}/phase"), "not_among_the_words");
        if given.iter().any(|(_, before)| before.phase == plan.phase) {
            checks.push(FieldError::at(format!("/phases/{at}/phase"), "given_twice"));
        }
        if let (Some(from), Some(to)) = (plan.from, plan.to) {
            checks.require(from <= to, &format!("/phases/{at}/to"), "must_be_later");
        }
        given.push((at, *plan));
    }
    given.sort_by_key(|(_, plan)| place(plan.phase));
    let mut latest: Option<(Phase, Day)> = None;
    for (at, plan) in &given {
        let first = plan.from.or(plan.to);
        if let (Some((other, until)), Some(first)) = (latest, first)
            && first < until
        {
            let name = if plan.from.is_some() { "from" } else { "to" };
            checks.push(FieldError::at(format!("/phases/{at}/{name}"), "phases_overlap").with("phase", other.as_str()));
        }
        // What is the wrong way round counts by its later end, so that one mistake is one.
        let last = plan.from.max(plan.to);
        if let Some(last) = last
            && latest.is_none_or(|(_, until)| last > until)
        {
            latest = Some((plan.phase, last));
        }
    }
    *list = given.into_iter().map(|(_, plan)| plan).filter(|plan| plan.from.is_some() || plan.to.is_some()).collect();
}

fn place(phase: Phase) -> usize {
    PLANNED.iter().position(|known| *known == phase).unwrap_or(PLANNED.len())
}

/// Tidies the decision points. What is decided was so on a day that has been.
pub(super) fn check_points(checks: &mut Checks, list: &mut [DecisionPoint], today: Day) {
    for (at, one) in list.iter_mut().enumerate() {
        one.point = one.point.trim().to_uppercase();
        let here = format!("/decision_points/{at}");
        checks.require(POINTS.contains(&one.point.as_str()), &format!("{here}/point"), "not_among_the_words");
        let mut text = |name: &str, text: &Option<String>, max: usize| {
            Some(checks.optional_text(&format!("{here}/{name}"), text.as_deref().unwrap_or_default(), max))
                .filter(|it| !it.is_empty())
        };
        one.case_reference = text("case_reference", &one.case_reference, most::TITLE);
        one.note = text("note", &one.note, most::LINE);
        let on = format!("{here}/on");
        match one.on {
            None => checks.require(!one.decided, &on, "required"),
            Some(day) => checks.require(!one.decided || day <= today, &on, "decided_in_the_future"),
        }
    }
    let twice = (1..list.len()).find(|at| list[..*at].iter().any(|before| before.point == list[*at].point));
    if let Some(at) = twice {
        checks.push(FieldError::at(format!("/decision_points/{at}/point"), "given_twice"));
    }
    list.sort_by(|one, two| one.point.cmp(&two.point));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Option<Day> {
        Some(Day::parse(text).expect("a day"))
    }

    fn plan(phase: Phase, from: &str, to: &str) -> PhasePlan {
        let day = |text: &str| if text.is_empty() { None } else { day(text) };
        PhasePlan { phase, from: day(from), to: day(to) }
    }

    fn faults(mut list: Vec<PhasePlan>) -> Vec<(String, &'static str)> {
        let mut checks = Checks::new();
        check_phases(&mut checks, &mut list);
        let refused = checks.done(()).err().map(|refusal| refusal.errors).unwrap_or_default();
        refused.into_iter().map(|error| (error.pointer.unwrap_or_default(), error.code)).collect()
    }

    #[test]
    fn phases_follow_each_other_and_may_share_a_day() {
        let list = vec![
            plan(Phase::Planning, "2026-04-01", "2026-08-31"),
            plan(Phase::Idea, "", "2026-01-31"),
            plan(Phase::Concept, "2026-01-31", "2026-04-01"),
            plan(Phase::Realisation, "", ""),
        ];
        assert_eq!(faults(list.clone()), []);
        let mut tidy = list;
        check_phases(&mut Checks::new(), &mut tidy);
        let phases: Vec<Phase> = tidy.iter().map(|plan| plan.phase).collect();
        assert_eq!(phases, [Phase::Idea, Phase::Concept, Phase::Planning], "in order, and none without a day");
    }

    #[test]
    fn every_fault_is_named_where_it_was_written() {
        let wrong = vec![
            plan(Phase::Execution, "2026-05-01", "2026-04-01"),
            plan(Phase::Concept, "2026-01-01", "2026-03-31"),
            plan(Phase::Planning, "2026-03-30", "2026-04-30"),
            plan(Phase::Ended, "2027-01-01", ""),
            plan(Phase::Concept, "", ""),
        ];
        assert_eq!(
            faults(wrong),
            [
                ("/phases/0/to".to_owned(), "must_be_later"),
                ("/phases/3/phase".to_owned(), "not_among_the_words"),
                ("/phases/4/phase".to_owned(), "given_twice"),
                ("/phases/2/from".to_owned(), "phases_overlap"),
            ]
        );
        let tail_only = vec![plan(Phase::Idea, "2026-02-01", ""), plan(Phase::Closing, "", "2026-01-01")];
        assert_eq!(faults(tail_only), [("/phases/1/to".to_owned(), "phases_overlap")]);
    }

    #[test]
    fn an_unknown_end_is_guessed_and_said_to_be() {
        let list = [
            plan(Phase::Idea, "2026-01-01", ""),
            plan(Phase::Concept, "2026-02-01", "2026-03-31"),
            plan(Phase::Execution, "", "2026-05-01"),
            plan(Phase::Realisation, "2026-06-01", ""),
        ];
        let drawn = drawn(&list);
        let ends: Vec<_> = drawn.iter().map(|it| (it.from.to_string(), it.to.to_string())).collect();
        let expected = [
            ("2026-01-01", "2026-01-31"),
            ("2026-02-01", "2026-03-31"),
            ("2026-04-01", "2026-05-01"),
            ("2026-06-01", "2026-10-01"),
        ];
        assert_eq!(ends, expected.map(|(from, to)| (from.to_owned(), to.to_owned())));
        let open: Vec<_> = drawn.iter().map(|it| (it.open_start, it.open_end)).collect();
        assert_eq!(open, [(false, true), (false, false), (true, false), (false, true)]);
    }

    #[test]
    fn what_is_decided_has_a_day_that_has_been() {
        let today = Day::parse("2026-11-20").expect("a day");
        let point = |name: &str, on: Option<Day>, decided| DecisionPoint {
            point: name.into(),
            on,
            decided,
            ..DecisionPoint::default()
        };
        let mut list = [
            point("BP1", day("2026-11-20"), true),
            point("BP2", None, true),
            point("BP3", day("2026-11-21"), true),
            point("BP4", day("2027-11-21"), false),
        ];
        let mut checks = Checks::new();
        check_points(&mut checks, &mut list, today);
        let errors = checks.done(()).expect_err("wrong").errors;
        let found: Vec<_> = errors.iter().map(|error| (error.pointer.as_deref(), error.code)).collect();
        assert_eq!(
            found,
            [(Some("/decision_points/1/on"), "required"), (Some("/decision_points/2/on"), "decided_in_the_future"),]
        );
    }
}
