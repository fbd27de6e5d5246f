//! Large made-up regions, written in bulk: for measuring how fast the program is, and how it looks when it is full.
//!
//! People, regions and members are played like everywhere else. Projects, benefits, acceptances and what is derived from
//! measurements go through the rooms' own writers, the many like rows ([`rows`]) as batches. The log tells of projects,
//! benefits, acceptances and one import for each project, not of each of the million measurements: as an import does.

mod gains;
mod rows;

use std::sync::Arc;

use serde_json::{Value, json};

use super::cast::{self, Network, Town, day};
use super::robot::{Robot, Somebody};
use crate::access::{Access, Place, Role};
use crate::audit::{self, Change, Values};
use crate::benefits::store::{self as benefits, Benefit};
use crate::clock::{Day, Moment};
use crate::db::Tx;
use crate::handovers::assembly;
use crate::handovers::rules::{Acceptance, Form};
use crate::handovers::store::{self as handovers, Answerer, Handover};
use crate::i18n::Lang;
use crate::ids::{ImportId, PersonId, ProjectId, RegionId};
use crate::measurements::derived;
use crate::projects::store as projects;
use crate::refusal::{Code, Outcome, Refusal};

/// How much there is of everything. Each project has all of [`gains::GAINS`] in each municipality of its region.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    name: &'static str,
    regions: usize,
    municipalities: usize,
    projects: usize,
}

/// One region of the size that the benchmarks speak of.
pub const MATRIX: Size = Size { name: "matrix", regions: 1, municipalities: 51, projects: 40 };

/// As many regions and municipalities as the whole country has.
pub const NATIONAL: Size = Size { name: "national", regions: 16, municipalities: 357, projects: 40 };

/// The months from the first measurement to the last, where the history is whole.
pub const FIVE_YEARS: i32 = 60;

/// How much was measured.
#[derive(Clone, Copy, Debug)]
pub struct History {
    /// The last months, 1 to [`FIVE_YEARS`].
    pub months: i32,
    /// Values in each of them, 1 to 28.
    pub per_month: i32,
}

impl History {
    /// Five years by month.
    pub const WHOLE: Self = Self { months: FIVE_YEARS, per_month: 1 };
}

/// The days of every project's course.
#[derive(Clone, Copy, Debug)]
struct Days {
    prepared: Day,
    answered: Day,
    first: Day,
    target: Day,
}

impl Days {
    fn written_down() -> Self {
        Self {
            prepared: day("2021-01-04"),
            answered: day("2021-02-01"),
            first: day("2021-03-01"),
            target: day("2027-01-01"),
        }
    }
}

/// What every step of the generation needs to know.
struct Plan {
    seed: u64,
    days: Days,
    history: History,
    region: RegionId,
    coordinator: PersonId,
    towns: Vec<Town>,
}

/// A project that was written, with what the later steps need of it.
struct Course {
    place: usize,
    project: ProjectId,
    handovers: Vec<Handover>,
    commitments: Vec<rows::Series>,
}

/// Generates it, up to `today`.
pub async fn play(robot: &Robot, size: Size, history: History, seed: u64, today: Moment) -> Outcome<Value> {
    let days = Days::written_down();
    robot.morning_of(days.prepared);
    let administrator = robot.person(
        "Ada Administrator",
        "administrator@stafett.example",
        Lang::Nb,
        Role::Administrator,
        Place::INSTALLATION,
    )?;
    let names = gains::town_names(size.municipalities);
    let mut sign_ins = vec![cast::sign_in(&administrator, None, None)];
    let (mut regions, mut projects) = (Vec::new(), Vec::new());
    for number in 0..size.regions {
        let (from, to) = share(size.municipalities, size.regions, number);
        robot.morning_of(days.prepared);
        let network = found(robot, &administrator, size, number, from, &names[from..to]).await?;
        projects.extend(fill(robot, size, history, seed, &network, today)?.into_iter().map(|id| json!({ "id": id })));
        regions.push(cast::region_ids(&network));
        sign_ins.extend(cast::sign_ins(&network));
    }
    robot.at(today);
    robot.leave()?;
    Ok(json!({ "scenario": size.name, "regions": regions, "projects": projects, "sign_ins": sign_ins }))
}

/// The `number`-th of `parts` near-equal parts of `whole` things.
const fn share(whole: usize, parts: usize, number: usize) -> (usize, usize) {
    (whole * number / parts, whole * (number + 1) / parts)
}

async fn found(
    robot: &Robot,
    administrator: &Somebody,
    size: Size,
    number: usize,
    first: usize,
    names: &[String],
) -> Outcome<Network> {
    let (name, mark) = match size.regions {
        1 => ("Storbygda (demo)".to_owned(), "storbygda".to_owned()),
        _ => (format!("Region {} (demo)", number + 1), format!("region{:02}", number + 1)),
    };
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    cast::network(robot, administrator, &name, &mark, first, &names).await
}

/// Writes a region's projects: all are prepared, then all accepted, then all measured, so that its log reads in order.
fn fill(
    robot: &Robot,
    size: Size,
    history: History,
    seed: u64,
    network: &Network,
    today: Moment,
) -> Outcome<Vec<ProjectId>> {
    let days = Days::written_down();
    let plan = Arc::new(Plan {
        seed,
        days,
        history,
        region: network.id,
        coordinator: network.coordinator.id,
        towns: network.towns.clone(),
    });
    let who = Access::system("seed");
    let db = &robot.app().db;
    let mut courses: Vec<Arc<Course>> = Vec::with_capacity(size.projects);
    robot.morning_of(days.prepared);
    for place in 0..size.projects {
        let plan = Arc::clone(&plan);
        courses.push(Arc::new(db.write_here(&who, move |tx| prepare(tx, &plan, place))?));
    }
    robot.morning_of(days.answered);
    for course in &courses {
        let (plan, course) = (Arc::clone(&plan), Arc::clone(course));
        db.write_here(&who, move |tx| accept(tx, &plan, &course))?;
    }
    robot.at(today);
    for course in &courses {
        let (plan, course) = (Arc::clone(&plan), Arc::clone(course));
        db.write_here(&who, move |tx| measure(tx, &plan, &course))?;
    }
    Ok(courses.iter().map(|course| course.project).collect())
}

/// A project with its benefits, what each town promises, and the baton on its way to all of them.
fn prepare(tx: &mut Tx<'_>, plan: &Plan, place: usize) -> Outcome<Course> {
    let here = Place::region(plan.region);
    let draft = gains::project(place, plan.days.prepared, plan.days.target);
    let project = projects::insert(tx, plan.region, &draft)?;
    let facts = projects::facts(&draft).all();
    audit::record(tx, &Change::of(here, "project_created", "project", project).to(facts))?;
    let row = projects::find(tx, project)?.ok_or(Refusal::new(Code::NotFound))?;
    for gain in gains::GAINS {
        let draft = gain.benefit();
        let id = benefits::insert_benefit(tx, &row, &draft)?;
        let facts = benefits::benefit_facts(&draft).all();
        audit::record(tx, &Change::of(here, "benefit_created", "benefit", id).to(facts))?;
        let of = Benefit {
            id,
            region_id: plan.region,
            project_id: project,
            title: draft.title,
            class: draft.class,
            arises_in: draft.arises_in,
            polarity: draft.polarity,
            description: draft.description,
            use_of_gain: draft.use_of_gain,
            assumptions: "[]".into(),
            version: 1,
        };
        let draft = gain.indicator();
        let id = benefits::insert_indicator(tx, &of, &draft)?;
        let facts = benefits::indicator_facts(&draft).all();
        audit::record(tx, &Change::of(here, "indicator_created", "indicator", id).to(facts))?;
    }
    let indicators = benefits::indicators_of(tx, project)?;
    rows::join(tx, plan, project)?;
    let commitments = rows::promise(tx, plan, &indicators)?;
    let handovers = rows::offer(tx, plan, project)?;
    Ok(Course { place, project, handovers, commitments })
}

/// Every town's executive takes the baton.
fn accept(tx: &mut Tx<'_>, plan: &Plan, course: &Course) -> Outcome<()> {
    let today = tx.now().day();
    for (row, town) in course.handovers.iter().zip(&plan.towns) {
        let assembled = assembly::assemble(tx, row, today)?;
        let answer = Acceptance {
            content_sha256: assembled.content_sha256,
            form: Form::Full,
            conditions: String::new(),
            from_month: None,
            statement: "Behandlet i ledergruppen (demo).".into(),
            discussed_on: Some(today),
            case_number: String::new(),
            adjustments: Vec::new(),
            owners: Vec::new(),
        };
        let by = Answerer { id: town.executive.id, name: town.executive_name.to_owned(), on_behalf_of: None };
        handovers::record_acceptance(tx, row, &answer, &by, &town.name, &assembled.text)?;
        benefits::set_accepted_in(tx, course.project, town.id, Some(row.id))?;
    }
    Ok(())
}

/// The measurements come in with one file, and everything that is derived from them is derived.
fn measure(tx: &mut Tx<'_>, plan: &Plan, course: &Course) -> Outcome<()> {
    let counts = rows::measure(tx, plan, course)?;
    let id = ImportId::from_number(tx.new_id());
    let name = format!("målinger-{}.csv", course.place + 1);
    let sha256 = audit::rules::sha256_hex(name.as_bytes());
    let total: u64 = counts.iter().sum();
    rows::remember_file(tx, plan, id, &name, &sha256, total)?;
    for (town, count) in plan.towns.iter().zip(counts) {
        let values = Values::new()
            .with("sha256", &sha256)
            .with("rows", total)
            .with("recorded", count)
            .with("corrected", 0)
            .personal("name", &name);
        let place = Place::municipality(plan.region, town.id);
        audit::record(tx, &Change::of(place, "measurements_imported", "import", id).to(values))?;
        handovers::begin_realisation(tx, plan.region, course.project, town.id)?;
        derived::rederive_place(tx, plan.region, course.project, town.id)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_gets_a_region() {
        let parts: Vec<(usize, usize)> = (0..16).map(|number| share(357, 16, number)).collect();
        assert_eq!((parts[0].0, parts[15].1), (0, 357));
        assert!(parts.windows(2).all(|pair| pair[0].1 == pair[1].0));
        assert!(parts.iter().all(|(from, to)| matches!(to - from, 22 | 23)));
    }
}
