//! `register FILE`: what a newer list of municipalities changes, shown before it is done.
//!
//! FILE is a table of codes or of changes from Statistics Norway's Klass, classification 131, or a list in the form of our
//! own register (`assets/register`), such as another country's.

use std::path::{Path, PathBuf};

use serde_json::json;

use super::{Context, Exit, opening};
use crate::access::{Access, Place};
use crate::audit::{self, Change as Told, Values};
use crate::clock::Day;
use crate::db::transaction::Sources;
use crate::municipalities::register;
use crate::municipalities::rules::{
    Change, Continues, Plan, ProblemKind, Register, RegisterProblem, parse_register, plan, read_klass,
};

/// What the command is asked for.
#[derive(clap::Args)]
pub struct Wanted {
    /// The list, as CSV.
    file: PathBuf,
    /// The day that a table of codes speaks of; today unless said.
    #[arg(long, value_name = "YYYY-MM-DD")]
    on: Option<String>,
    /// Says which number a new one continues, where the list leaves that open; `NEW=` continues none.
    #[arg(long = "continue", value_name = "NEW=OLD")]
    continues: Vec<String>,
    /// Answers every open question that has one candidate which no other new number has.
    #[arg(long)]
    accept_single: bool,
    /// Do it. Without this the plan is only shown.
    #[arg(long)]
    apply: bool,
}

/// What becomes of the register.
struct Outlook {
    plan: Plan,
    added: usize,
    next: Result<Register, RegisterProblem>,
}

/// Runs the command.
pub fn run(context: &Context, wanted: &Wanted) -> Result<(), Exit> {
    let bytes = read(&wanted.file)?;
    let db = opening::connect(&context.config, Sources::system())?;
    register::load(&db)?;
    let access = Access::system("register command");
    let on = match &wanted.on {
        Some(text) => Day::parse(text).ok_or_else(|| Exit::new(2, format!("--on: {text} is not a day YYYY-MM-DD")))?,
        None => db.now().day(),
    };
    let (known, _) = db.read_here(&access, register::stored)?;
    let outlook = outlook(&known, &bytes, on, wanted)?;
    let open: Vec<&str> = outlook.plan.undecided().collect();
    show(context, &outlook, &open, wanted.apply);
    if !wanted.apply {
        return Ok(());
    }
    if !open.is_empty() {
        let first = open[0];
        return Err(Exit::new(
            1,
            format!("open questions: {}; answer each, such as --continue {first}=OLD", open.join(", ")),
        ));
    }
    let next = outlook.next.map_err(|problem| Exit::new(1, problem.to_string()))?;
    let file = wanted.file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let written = db.write_here(&access, move |tx| {
        let written = register::bring_to(tx, &next)?;
        if written > 0 {
            let told = Told::of(Place::INSTALLATION, "register_updated", "register", "municipalities")
                .to(Values::new().with("file", &file).with("municipalities", written));
            audit::record(tx, &told)?;
        }
        Ok(written)
    })?;
    if context.json {
        println!("{}", json!({ "applied": true, "municipalities_written": written }));
    } else {
        println!("done; municipalities written: {written}");
    }
    Ok(())
}

fn read(path: &Path) -> Result<Vec<u8>, Exit> {
    let bad = |error: std::io::Error| Exit::new(6, format!("{}: {error}", path.display()));
    let size = std::fs::metadata(path).map_err(bad)?.len();
    if size > crate::municipalities::rules::MAX_BYTES as u64 {
        return Err(Exit::new(2, format!("{}: larger than a register can be", path.display())));
    }
    std::fs::read(path).map_err(bad)
}

fn outlook(known: &Register, bytes: &[u8], on: Day, wanted: &Wanted) -> Result<Outlook, Exit> {
    let refused = |problem: RegisterProblem| Exit::new(2, format!("{}: {problem}", wanted.file.display()));
    let klass = match read_klass(bytes) {
        Err(problem) if problem.kind == ProblemKind::NotKlass => return joined(known, bytes).map_err(refused),
        other => other.map_err(refused)?,
    };
    let mut plan = plan(known, &klass, on).map_err(refused)?;
    for answer in &wanted.continues {
        let pair =
            answer.split_once('=').ok_or_else(|| Exit::new(2, format!("--continue: {answer} is not NEW=OLD")))?;
        if !plan.decide(pair.0, Some(pair.1).filter(|old| !old.is_empty())) {
            return Err(Exit::new(2, format!("--continue: the list does not ask about {answer}")));
        }
    }
    if wanted.accept_single {
        plan.accept_single_candidates();
    }
    let next = known.after(&plan);
    Ok(Outlook { plan, added: 0, next })
}

/// Puts a list in our own form beside what is known; what is known already stays as it is.
fn joined(known: &Register, bytes: &[u8]) -> Result<Outlook, RegisterProblem> {
    let listed = parse_register(bytes)?;
    let ids: Vec<_> = known.municipalities().iter().map(register::first_id).collect();
    let (old, new): (Vec<_>, Vec<_>) =
        listed.municipalities().iter().cloned().partition(|one| ids.contains(&register::first_id(one)));
    let plan = Plan { unchanged: old.len(), ..Plan::default() };
    let added = new.len();
    Ok(Outlook { plan, added, next: known.clone().joined_with(Register::of(new)?) })
}

fn show(context: &Context, outlook: &Outlook, open: &[&str], applies: bool) {
    let plan = &outlook.plan;
    if context.json {
        let changes: Vec<_> = plan.changes.iter().map(as_json).collect();
        let unknown: Vec<_> =
            plan.unknown.iter().map(|unknown| json!({"line": unknown.line, "number": unknown.number})).collect();
        let shown = json!({
            "changes": changes, "added": outlook.added, "unchanged": plan.unchanged, "unknown": unknown, "undecided": open,
        });
        // With `--apply` the last line is the outcome; each is one JSON value.
        println!("{shown}");
        return;
    }
    for change in &plan.changes {
        println!("{}", as_text(change));
    }
    for unknown in &plan.unknown {
        println!("?  {} (line {}) is not in the register on that day", unknown.number, unknown.line);
    }
    println!(
        "{} changes, {} added, {} unchanged, {} open questions",
        plan.changes.len(),
        outlook.added,
        plan.unchanged,
        open.len()
    );
    if !applies && (!plan.changes.is_empty() || outlook.added > 0) {
        println!("nothing is changed yet; run again with --apply");
    }
}

fn as_text(change: &Change) -> String {
    match change {
        Change::NewNumber { number, name, from, continues } => {
            let whence = match continues {
                Continues::None => "a municipality of its own".to_owned(),
                Continues::Number(old) => format!("continues {old}"),
                Continues::Undecided(candidates) => format!("continues one of {}? say which", candidates.join(", ")),
            };
            format!("+  {number} {name} from {from}: {whence}")
        }
        Change::Renamed { number, old, new, from } => format!("~  {number} {old} is {new} from {from}"),
        Change::Ended { number, name, on, successors } if successors.is_empty() => {
            format!("-  {number} {name} ends {on}")
        }
        Change::Ended { number, name, on, successors } => {
            format!("-  {number} {name} ends {on}, becomes {}", successors.join(", "))
        }
    }
}

fn as_json(change: &Change) -> serde_json::Value {
    match change {
        Change::NewNumber { number, name, from, continues } => {
            let (continues, candidates) = match continues {
                Continues::None => (None, Vec::new()),
                Continues::Number(old) => (Some(old.clone()), Vec::new()),
                Continues::Undecided(candidates) => (None, candidates.clone()),
            };
            json!({"change": "new_number", "number": number, "name": name, "from": from, "continues": continues, "candidates": candidates})
        }
        Change::Renamed { number, old, new, from } => {
            json!({"change": "renamed", "number": number, "old": old, "new": new, "from": from})
        }
        Change::Ended { number, name, on, successors } => {
            json!({"change": "ended", "number": number, "name": name, "on": on, "successors": successors})
        }
    }
}
