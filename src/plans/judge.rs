//! What a plan would do in a region as it now is, row by row.

use std::collections::{BTreeMap, BTreeSet};

use super::judged::{BenefitToDo, IndicatorToDo, Judged, JudgedLine, ProjectToDo, Thing, Verdict};
use super::rules::drafts::{self, Around};
use super::rules::{
    Column, Gathered, Said, Spot, WantedBenefit, WantedIndicator, WantedProject, WantedPromise, folded,
};
use crate::benefits::rules::CommitmentDraft;
use crate::benefits::store::{self as benefits, Benefit, Commitment, Indicator};
use crate::clock::Day;
use crate::db::AnyConn;
use crate::ids::{MunicipalityId, PersonId, RegionId};
use crate::people;
use crate::projects::store::{self as projects, Participation, Project};
use crate::refusal::{FieldError, Outcome};
use crate::regions;

/// Judges a plan by what stands in the region today.
pub fn judge(conn: &mut AnyConn, region: RegionId, plan: &Gathered, today: Day) -> Outcome<Judged> {
    let members = regions::store::members_on(conn, region, today)?;
    let members = members.into_iter().map(|member| Member {
        id: member.membership.municipality_id,
        keys: [folded(&member.name), member.number],
        name: member.name,
    });
    let mut known: BTreeMap<String, Vec<Project>> = BTreeMap::new();
    for project in projects::of_region(conn, region)? {
        known.entry(folded(&project.title)).or_default().push(project);
    }
    let mut judge = Judge {
        conn,
        region,
        today,
        members: members.collect(),
        owners: BTreeMap::new(),
        plan: plan.clone(),
        verdicts: vec![Vec::new(); plan.lines.len()],
        notes: vec![Vec::new(); plan.lines.len()],
        towns: vec![String::new(); plan.lines.len()],
    };
    let mut to_do = Vec::new();
    for (place, wanted) in plan.projects.iter().enumerate() {
        let there = known.get(&wanted.title.key).map(Vec::as_slice).unwrap_or_default();
        to_do.extend(judge.project(place, wanted, there)?);
    }
    Ok(judge.done(to_do))
}

struct Member {
    id: MunicipalityId,
    keys: [String; 2],
    name: String,
}

struct Judge<'a> {
    conn: &'a mut AnyConn,
    region: RegionId,
    today: Day,
    members: Vec<Member>,
    owners: BTreeMap<(String, MunicipalityId), Option<PersonId>>,
    /// What was said, and where errors are added.
    plan: Gathered,
    verdicts: Vec<Vec<Verdict>>,
    notes: Vec<Vec<FieldError>>,
    towns: Vec<String>,
}

/// What is there of a project.
#[derive(Default)]
struct Stands {
    benefits: Vec<Benefit>,
    indicators: Vec<Indicator>,
    commitments: Vec<Commitment>,
    participations: Vec<Participation>,
}

/// A place in what was gathered: project, benefit, indicator.
type Path = (usize, Option<usize>, Option<usize>);

impl Judge<'_> {
    fn project(&mut self, at: usize, wanted: &WantedProject, there: &[Project]) -> Outcome<Option<ProjectToDo>> {
        let (project, stands) = match there {
            [] => {
                let Some(draft) = self.worded(drafts::project(&self.plan, &wanted.title, self.today)) else {
                    return Ok(None);
                };
                self.verdict((at, None, None), Verdict::NewProject);
                (Thing::ToMake(draft), Stands::default())
            }
            [project] => {
                let stands = Stands {
                    benefits: benefits::benefits_of(self.conn, project.id)?,
                    indicators: benefits::indicators_of(self.conn, project.id)?,
                    commitments: benefits::commitments_in(self.conn, project.id)?,
                    participations: projects::participations(self.conn, project.id)?,
                };
                (Thing::There(project.clone()), stands)
            }
            _ => {
                self.wrong(wanted.title.spot, "plan_more_than_one");
                return Ok(None);
            }
        };
        let mut todo = ProjectToDo { project, benefits: Vec::new() };
        for (place, benefit) in wanted.benefits.iter().enumerate() {
            todo.benefits.extend(self.benefit((at, Some(place), None), benefit, &stands)?);
        }
        Ok(Some(todo))
    }

    fn benefit(&mut self, path: Path, wanted: &WantedBenefit, stands: &Stands) -> Outcome<Option<BenefitToDo>> {
        let same: Vec<&Benefit> = stands.benefits.iter().filter(|row| folded(&row.title) == wanted.title.key).collect();
        let before = match same[..] {
            [] => None,
            [benefit] => Some(benefit),
            _ => {
                self.wrong(wanted.title.spot, "plan_more_than_one");
                return Ok(None);
            }
        };
        let draft = self.worded(drafts::benefit(&self.plan, wanted, before.map(Benefit::draft)));
        let benefit = match (before, draft) {
            (Some(benefit), draft) => {
                let differing = draft.map(|draft| drafts::benefits_differ(&benefit.draft(), &draft));
                self.differs(path, differing.unwrap_or_default());
                Some(Thing::There(benefit.clone()))
            }
            (None, Some(draft)) => {
                self.verdict(path, Verdict::NewBenefit);
                Some(Thing::ToMake(draft))
            }
            (None, None) => None,
        };
        let use_of_gain = match &benefit {
            Some(Thing::There(benefit)) => benefit.use_of_gain.clone(),
            Some(Thing::ToMake(draft)) => draft.use_of_gain.clone(),
            None => String::new(),
        };
        // What is wrong further in is told too, where the benefit itself cannot be made.
        let mut indicators = Vec::new();
        for (place, indicator) in wanted.indicators.iter().enumerate() {
            let path = (path.0, path.1, Some(place));
            indicators.extend(self.indicator(path, indicator, (before, &use_of_gain), stands)?);
        }
        Ok(benefit.map(|benefit| BenefitToDo { benefit, indicators }))
    }

    fn indicator(
        &mut self,
        path: Path,
        wanted: &WantedIndicator,
        (of, use_of_gain): (Option<&Benefit>, &str),
        stands: &Stands,
    ) -> Outcome<Option<IndicatorToDo>> {
        let of = of.map(|benefit| benefit.id);
        let same = |row: &&Indicator| Some(row.benefit_id) == of && folded(&row.name) == wanted.name.key;
        let same: Vec<&Indicator> = stands.indicators.iter().filter(same).collect();
        let before = match same[..] {
            [] => None,
            [indicator] => Some(indicator),
            _ => {
                self.wrong(wanted.name.spot, "plan_more_than_one");
                return Ok(None);
            }
        };
        let draft = self.worded(drafts::indicator(&self.plan, wanted, before.map(Indicator::draft)));
        let frequency = before.map(|row| row.frequency).or(draft.as_ref().and_then(|draft| draft.frequency));
        let indicator = match (before, draft) {
            (Some(indicator), draft) => {
                let differing = draft.map(|draft| drafts::indicators_differ(&indicator.draft(), &draft));
                self.differs(path, differing.unwrap_or_default());
                Some(Thing::There(indicator.clone()))
            }
            (None, Some(draft)) => {
                self.verdict(path, Verdict::NewIndicator);
                Some(Thing::ToMake(draft))
            }
            (None, None) => None,
        };
        let mut promises = Vec::new();
        let mut given = BTreeSet::new();
        for promise in &wanted.promises {
            let Some(municipality) = self.municipality(promise) else { continue };
            if !given.insert(municipality) {
                self.wrong_in_row(promise, "given_twice");
                continue;
            }
            promises.extend(self.promise(
                (promise, municipality),
                before,
                Around { frequency, use_of_gain, owner: None },
                stands,
            )?);
        }
        Ok(indicator.map(|indicator| IndicatorToDo { indicator, promises }))
    }

    fn promise(
        &mut self,
        (wanted, municipality): (&WantedPromise, MunicipalityId),
        to: Option<&Indicator>,
        around: Around<'_>,
        stands: &Stands,
    ) -> Outcome<Option<(MunicipalityId, CommitmentDraft)>> {
        let to = to.map(|indicator| indicator.id);
        let owner = match wanted.words.get(&Column::Owner) {
            Some(said) => self.owner(said, municipality)?,
            None => None,
        };
        let same = |row: &&Commitment| Some(row.indicator_id) == to && row.municipality_id == municipality;
        let before = stands.commitments.iter().find(same);
        let draft = drafts::promise(&self.plan, wanted, before.map(Commitment::draft), Around { owner, ..around });
        let Some(promised) = self.worded(draft) else { return Ok(None) };
        if let Some(row) = before {
            let differing = drafts::promises_differ(&row.draft(), &promised.draft);
            if !differing.is_empty() {
                let accepted = row.accepted_in.is_some();
                let verdict = if accepted { Verdict::Accepted(differing) } else { Verdict::Differs(differing) };
                self.verdicts[wanted.line].push(verdict);
            }
            return Ok(None);
        }
        let stands = stands.participations.iter().find(|row| row.municipality_id == municipality);
        if stands.is_some_and(|row| !row.state.is_in()) {
            self.wrong_in_row(wanted, "not_participating");
            return Ok(None);
        }
        if let Some(said) = wanted.words.get(&Column::Owner).filter(|_| owner.is_none()) {
            let note = self.plan.error(said.spot, "plan_owner_unknown").with("name", &said.text);
            self.notes[wanted.line].push(note);
        }
        if promised.first_was_counted {
            let line = &self.plan.lines[wanted.line];
            let spot = Spot { sheet: line.sheet, row: line.row, column: 1 };
            let note = self.plan.error(spot, "plan_first_was_counted");
            self.notes[wanted.line].push(note);
        }
        self.verdicts[wanted.line].push(Verdict::NewPromise);
        Ok(Some((municipality, promised.draft)))
    }

    /// Which member is meant, by its name or its number.
    fn municipality(&mut self, wanted: &WantedPromise) -> Option<MunicipalityId> {
        let said = &wanted.municipality.key;
        let name = said.strip_suffix(" kommune").unwrap_or(said);
        // A spreadsheet takes the zero from the front of a number.
        let number = if said.bytes().all(|byte| byte.is_ascii_digit()) { format!("{said:0>4}") } else { String::new() };
        let meant = |member: &&Member| member.keys.iter().any(|key| !key.is_empty() && (key == name || *key == number));
        let Some(member) = self.members.iter().find(meant) else {
            self.wrong_in_row(wanted, "not_a_member");
            return None;
        };
        self.towns[wanted.line].clone_from(&member.name);
        Some(member.id)
    }

    /// Whom an e-mail address means: an active account with a role in the municipality, and nobody else.
    fn owner(&mut self, said: &Said, municipality: MunicipalityId) -> Outcome<Option<PersonId>> {
        let sign = |sign: char| sign.is_whitespace() || "<>()[],;".contains(sign);
        let Some(email) = said.text.split(sign).find(|word| word.contains('@')) else { return Ok(None) };
        let key = (email.to_lowercase(), municipality);
        if let Some(known) = self.owners.get(&key) {
            return Ok(*known);
        }
        let found = people::store::find_by_email(self.conn, email)?;
        let active = found.filter(|person| person.status == people::rules::Status::Active).map(|person| person.id);
        let owner = match active {
            Some(id) if people::store::belongs_to(self.conn, id, self.region, municipality, self.today)? => Some(id),
            _ => None,
        };
        self.owners.insert(key, owner);
        Ok(owner)
    }

    fn worded<T>(&mut self, outcome: Result<T, Vec<FieldError>>) -> Option<T> {
        outcome.map_err(|errors| errors.into_iter().for_each(|error| self.plan.push(error))).ok()
    }

    fn wrong(&mut self, spot: Spot, code: &'static str) {
        let error = self.plan.error(spot, code);
        self.plan.push(error);
    }

    /// A municipality that stands in the title is wrong in each row that means it.
    fn wrong_in_row(&mut self, wanted: &WantedPromise, code: &'static str) {
        let line = &self.plan.lines[wanted.line];
        let spot = wanted.municipality.spot;
        let spot = if spot.row == line.row { spot } else { Spot { row: line.row, column: 1, ..spot } };
        self.wrong(spot, code);
    }

    /// Says it where the thing is spoken of first.
    fn verdict(&mut self, (project, benefit, indicator): Path, verdict: Verdict) {
        let first = self.plan.lines.iter().position(|line| {
            line.project == Some(project)
                && (benefit.is_none() || line.benefit == benefit)
                && (indicator.is_none() || line.indicator == indicator)
        });
        if let Some(first) = first {
            self.verdicts[first].push(verdict);
        }
    }

    fn differs(&mut self, path: Path, columns: Vec<Column>) {
        if !columns.is_empty() {
            self.verdict(path, Verdict::Differs(columns));
        }
    }

    fn done(self, to_do: Vec<ProjectToDo>) -> Judged {
        let Self { mut plan, verdicts, notes, towns, .. } = self;
        // As one reads the file, whatever was found first.
        let order = |sheet: &Option<String>| plan.places.iter().position(|places| places.name == *sheet);
        plan.errors.sort_by_key(|error| (order(&error.sheet), error.row, error.column));
        let wrong: BTreeSet<(Option<&str>, Option<u64>)> =
            plan.errors.iter().map(|error| (error.sheet.as_deref(), error.row)).collect();
        let mut lines = Vec::new();
        for (((line, mut verdicts), mut notes), town) in plan.lines.iter().zip(verdicts).zip(notes).zip(towns) {
            let sheet = plan.places.get(line.sheet).and_then(|places| places.name.clone());
            let spot = Spot { sheet: line.sheet, row: line.row, column: 1 };
            if wrong.contains(&(sheet.as_deref(), Some(line.row))) {
                verdicts = vec![Verdict::Wrong];
            } else if verdicts.is_empty() {
                verdicts.push(if line.only_a_heading { Verdict::Heading } else { Verdict::Unchanged });
            }
            if line.without_figures {
                notes.push(plan.error(spot, "plan_without_figures"));
            }
            if line.without_municipality {
                notes.push(plan.error(spot, "plan_without_municipality"));
            }
            let project = line.project.and_then(|at| plan.projects.get(at));
            let benefit = project.zip(line.benefit).and_then(|(project, at)| project.benefits.get(at));
            let indicator = benefit.zip(line.indicator).and_then(|(benefit, at)| benefit.indicators.get(at));
            lines.push(JudgedLine {
                sheet,
                row: line.row,
                project: project.map(|it| it.title.text.clone()).unwrap_or_default(),
                benefit: benefit.map(|it| it.title.text.clone()).unwrap_or_default(),
                indicator: indicator.map(|it| it.name.text.clone()).unwrap_or_default(),
                municipality: town,
                verdicts,
                notes,
            });
        }
        Judged { lines, errors: plan.errors, to_do }
    }
}
