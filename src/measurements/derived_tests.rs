//! What is kept step by step is what the measurements say, over random histories in a real database.

use diesel::connection::SimpleConnection;
use proptest::prelude::*;

use super::derived::{rederive_place, work_out_shortfalls};
use super::doctor;
use super::rules::{Entry, Kind, Month, Source};
use super::store::{self, Correction, Promised, Write};
use crate::access::Access;
use crate::clock::Day;
use crate::dashboards::{self, rules::CurveBlock};
use crate::db::transaction::Sources;
use crate::db::{AnyConn, DatabaseUrl, Db, Tx, migrate};
use crate::decimal::Decimal;
use crate::ids::{CommitmentId, MunicipalityId, ProjectId, RegionId};
use crate::refusal::{Code, Outcome, Trouble};
use crate::regions::store::VisibleFigures;

const SETTING: &str = "
    INSERT INTO region VALUES (1, 'r', 'r', '', 'nb', 30, 800000, FALSE, FALSE, 0, 1, 30, FALSE, 500000, 3, 14, 28);
    INSERT INTO municipality VALUES (1, 'NO', '1'), (2, 'NO', '2');
    INSERT INTO project VALUES (1, 1, 'p', '', '', '', '[]', 'realisation', '[]', NULL, NULL, '[]', FALSE, '', NULL, NULL, 0, 1, '[]');
    INSERT INTO benefit VALUES (1, 1, 1, 'b', 'time_saved', 'citizens', 'benefit', '', '', '[]', 0, 1);
    INSERT INTO indicator VALUES (1, 1, 1, 1, 'up', 'h', 'up', 'month', '', '', 0, 0, 1, 'stock');
    INSERT INTO indicator VALUES (2, 1, 1, 1, 'hold', 'h', 'hold', 'tertial', '', '', 0, 0, 1, 'stock');
    INSERT INTO commitment VALUES (1, 1, 1, 1, 1, 1, 0, 19000, 100000000, 19365, '[]', NULL, '', '', 19031, 9, 0, 1, NULL);
    INSERT INTO commitment VALUES (2, 1, 1, 1, 2, 1, 50000000, 19000, 50000000, 19365, '[]', NULL, '', '', 19031, 9, 0, 1, NULL);
    INSERT INTO commitment VALUES (3, 1, 1, 1, 1, 2, 0, 19000, 80000000, 19365, '[]', NULL, '', '', 19031, 9, 0, 1, NULL);
    INSERT INTO commitment VALUES (4, 1, 1, 1, 2, 2, 0, 19000, 80000000, 19365, '[]', NULL, '', '', 19031, NULL, 0, 1, NULL);
";

fn site() -> (tempfile::TempDir, Db) {
    let folder = tempfile::tempdir().expect("a folder");
    let url = format!("sqlite://{}", folder.path().join("x.db").display());
    let url = DatabaseUrl::parse(&url).expect("an address");
    migrate::bring_up_to_date(&url).expect("migrated");
    let db = Db::connect(&url, 1, Sources::system()).expect("connected");
    db.write_here(&Access::system("test"), |tx| {
        tx.batch_execute(SETTING)?;
        both_places(tx)
    })
    .expect("the setting");
    (folder, db)
}

fn both_places(tx: &mut Tx<'_>) -> Outcome<()> {
    for municipality in [1, 2] {
        let municipality = MunicipalityId::from_number(municipality);
        rederive_place(tx, RegionId::from_number(1), ProjectId::from_number(1), municipality)?;
    }
    Ok(())
}

#[derive(Clone, Debug)]
enum Step {
    Value(i64, i64, i64),
    Batch(Vec<(i64, i64, i64)>),
    Anew,
    HandedBack,
    TakenAgain,
    SecondEyes(bool),
    Confirmed(i64, i64),
    /// Corrected by somebody who read it before it was confirmed.
    CorrectedUnaware(i64, i64),
    FromBefore,
}

fn some_value() -> impl Strategy<Value = (i64, i64, i64)> {
    (1_i64..5, 0_i64..30, -20_i64..120)
}

fn some_step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => some_value().prop_map(|(id, day, value)| Step::Value(id, day, value)),
        2 => proptest::collection::vec(some_value(), 1..12).prop_map(Step::Batch),
        1 => Just(Step::Anew),
        1 => Just(Step::HandedBack),
        1 => Just(Step::FromBefore),
        2 => Just(Step::TakenAgain),
        2 => any::<bool>().prop_map(Step::SecondEyes),
        3 => (1_i64..5, 0_i64..30).prop_map(|(id, day)| Step::Confirmed(id, day)),
        1 => (1_i64..5, -20_i64..120).prop_map(|(id, value)| Step::CorrectedUnaware(id, value)),
    ]
}

fn entry(day: i64, value: i64) -> Entry {
    let on = Day::from_ymd(2022, 1, 8).and_then(|first| first.plus_days(day * 13)).expect("a day");
    // Some are surveys, and some of those have too few answers to be shown.
    let n = (value % 3 == 0).then_some(day % 10);
    Entry { on, value: Decimal::from_whole(value), kind: Kind::Measured, comment: None, n, invited: None }
}

fn all(tx: &mut Tx<'_>) -> Outcome<std::collections::BTreeMap<CommitmentId, Promised>> {
    let promised = store::accepted_in_region(tx, RegionId::from_number(1))?;
    Ok(promised.into_iter().map(|one| (one.id, one)).collect())
}

/// Records, or corrects what is recorded already, as an import does.
fn write_of(tx: &mut Tx<'_>, id: CommitmentId, entry: Entry) -> Outcome<Write> {
    let known = store::on_days(tx, &[id], entry.on, entry.on)?.pop();
    Ok(match known {
        Some(old) => {
            let correction = Correction {
                value: entry.value,
                kind: None,
                comment: None,
                n: Some(entry.n),
                invited: None,
                reason: "x".into(),
            };
            Write::Over(Box::new(old), correction)
        }
        None => Write::New(id, entry),
    })
}

fn take(tx: &mut Tx<'_>, step: &Step) -> Outcome<()> {
    let promised = all(tx)?;
    match step {
        Step::Anew => both_places(tx),
        // As the migration leaves them.
        Step::FromBefore => {
            tx.batch_execute("UPDATE series SET shortfall = NULL WHERE shortfall <> 0")?;
            work_out_shortfalls(tx).map(drop)
        }
        Step::HandedBack => {
            tx.batch_execute("UPDATE commitment SET accepted_in = NULL WHERE municipality_id = 1")?;
            both_places(tx)
        }
        Step::TakenAgain => {
            tx.batch_execute("UPDATE commitment SET accepted_in = 9 WHERE municipality_id = 1")?;
            both_places(tx)
        }
        Step::SecondEyes(wanted) => {
            Ok(tx.batch_execute(&format!("UPDATE region SET second_eyes = {}", i64::from(*wanted)))?)
        }
        Step::Confirmed(id, day) => {
            let id = CommitmentId::from_number(*id);
            if !promised.contains_key(&id) {
                return Ok(());
            }
            let on = entry(*day, 0).on;
            // The newest that waits: some of those behind it count already, some do not.
            let waiting = store::on_days(tx, &[id], on, Day::LAST)?.into_iter().filter(|row| row.waits);
            match waiting.max_by_key(|row| row.on_day) {
                Some(row) => store::confirm(tx, &row).map(drop),
                None => Ok(()),
            }
        }
        Step::CorrectedUnaware(id, value) => {
            let id = CommitmentId::from_number(*id);
            let Some(one) = promised.get(&id) else { return Ok(()) };
            let waiting = store::on_days(tx, &[id], entry(0, 0).on, Day::LAST)?.into_iter().find(|row| row.waits);
            let Some(old) = waiting else { return Ok(()) };
            let locked = store::lock_places(tx, std::iter::once(one))?;
            store::confirm(tx, &old)?;
            let correction = Correction {
                value: Decimal::from_whole(*value),
                kind: None,
                comment: None,
                n: None,
                invited: None,
                reason: "x".into(),
            };
            store::correct(tx, &locked, one, &old, &correction, Source::Api).map(drop)
        }
        Step::Value(id, day, value) => {
            let id = CommitmentId::from_number(*id);
            let Some(one) = promised.get(&id) else { return Ok(()) };
            let locked = store::lock_places(tx, std::iter::once(one))?;
            match write_of(tx, id, entry(*day, *value))? {
                Write::New(_, entry) => store::record(tx, &locked, one, &entry, Source::Api).map(drop),
                Write::Over(old, correction) => {
                    store::correct(tx, &locked, one, &old, &correction, Source::Api).map(drop)
                }
            }
        }
        Step::Batch(values) => {
            let mut writes: std::collections::BTreeMap<(i64, i64), Write> = Default::default();
            for (id, day, value) in values {
                let key = CommitmentId::from_number(*id);
                if promised.contains_key(&key) {
                    writes.insert((*id, *day), write_of(tx, key, entry(*day, *value))?);
                }
            }
            let writes: Vec<Write> = writes.into_values().collect();
            let locked = store::lock_places(tx, promised.values())?;
            store::write_many(tx, &locked, &promised, &writes, Source::Import).map(drop)
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]
    #[test]
    fn what_is_kept_is_what_the_measurements_say(steps in proptest::collection::vec(some_step(), 1..25)) {
        let (_folder, db) = site();
        let access = Access::system("test");
        for step in steps {
            let taken = step.clone();
            db.write_here(&access, move |tx| take(tx, &taken)).expect("a step");
            let found = db.read_here(&access, doctor::check).expect("a check");
            prop_assert_eq!(found, Vec::new(), "after {:?}", step);
            let (kept, computed) = db.read_here(&access, curves).expect("curves");
            prop_assert_eq!(kept, computed, "after {:?}", step);
        }
    }
}

/// A region's curve as it is kept and as the measurements say, to a reader of everything and of one municipality.
fn curves(conn: &mut AnyConn) -> Outcome<(Vec<CurveBlock>, Vec<CurveBlock>)> {
    let region = RegionId::from_number(1);
    let month = |text| Month::parse(text).expect("a month");
    let (from, to) = (month("2021-12"), month("2023-06"));
    let mut both = (Vec::new(), Vec::new());
    for visible in [VisibleFigures::All, VisibleFigures::Of(vec![MunicipalityId::from_number(2)])] {
        both.0.extend(dashboards::store::curve(conn, &visible, region, from, to)?);
        both.1.extend(dashboards::store::computed_curve(conn, &visible, region, from, to)?);
    }
    Ok(both)
}

#[test]
fn what_was_confirmed_between_reading_and_correcting_counts_no_longer() {
    let (_folder, db) = site();
    let access = Access::system("test");
    for step in [Step::SecondEyes(true), Step::Value(1, 3, 10), Step::CorrectedUnaware(1, 12), Step::Confirmed(1, 0)] {
        let taken = step.clone();
        db.write_here(&access, move |tx| take(tx, &taken)).expect("a step");
        let found = db.read_here(&access, doctor::check).expect("a check");
        assert_eq!(found, Vec::new(), "after {step:?}");
        let (kept, computed) = db.read_here(&access, curves).expect("curves");
        assert_eq!(kept, computed, "after {step:?}");
    }
}

#[test]
fn doctor_sees_what_somebody_changed_by_hand() {
    let (_folder, db) = site();
    let access = Access::system("test");
    db.write_here(&access, |tx| {
        tx.batch_execute(
            "UPDATE cell SET measured = 1 WHERE municipality_id = 2; DELETE FROM series WHERE commitment_id = 1;
             UPDATE planned_bend SET promised = 7 WHERE municipality_id = 2 AND span = 365 AND on_day = 19000;",
        )?;
        Ok(())
    })
    .expect("changed");
    let found = db.read_here(&access, doctor::check).expect("a check");
    let seen: Vec<(&str, bool, bool)> =
        found.iter().map(|one| (one.table, one.kept.is_empty(), one.computed.is_empty())).collect();
    assert_eq!(seen, [("series", true, false), ("cell", false, false), ("planned_bend", false, false)]);
}

#[test]
fn what_is_not_accepted_cannot_be_measured_and_no_day_twice() {
    let (_folder, db) = site();
    let access = Access::system("test");
    let refused = |id: i64, twice: bool| {
        let outcome = db.write_here(&access, move |tx| {
            let mut one = all(tx)?.remove(&CommitmentId::from_number(1)).ok_or(Trouble::from(Code::NotFound))?;
            if id == 4 {
                one.accepted_in = None;
            }
            let locked = store::lock_places(tx, std::iter::once(&one))?;
            store::record(tx, &locked, &one, &entry(1, 0), Source::Api)?;
            if twice {
                store::record(tx, &locked, &one, &entry(1, 5), Source::Api)?;
            }
            Ok(())
        });
        match outcome {
            Err(Trouble::Refused(refusal)) => Some(refusal.code),
            _ => None,
        }
    };
    assert_eq!(refused(4, false), Some(Code::NotAccepted));
    assert_eq!(refused(1, true), Some(Code::AlreadyMeasured));
    assert_eq!(refused(1, false), None);
}
