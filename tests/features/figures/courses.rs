//! How the values of a history go: most by chance, and each rare way at least once.

use chrono::NaiveDate;

use super::history::at;
use super::play::Play;
use super::slow::{micros, rounded, whole};

/// Numbers that look like chance and are the same every time.
pub(super) struct Dice(pub(super) u64);

impl Dice {
    /// One of so many, from nought.
    pub(super) fn of(&mut self, many: i64) -> i64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % many.unsigned_abs()).cast_signed()
    }

    pub(super) fn pick<T: Copy>(&mut self, some: &[T]) -> T {
        some[usize::try_from(self.of(i64::try_from(some.len()).expect("few"))).expect("a place")]
    }

    pub(super) fn shuffle<T>(&mut self, some: &mut [T]) {
        for at in (1..some.len()).rev() {
            let other = self.of(i64::try_from(at).expect("few") + 1);
            some.swap(at, usize::try_from(other).expect("a place"));
        }
    }

    /// Millionths between nought and a size, now round, now with all six decimals.
    pub(super) fn value(&mut self, size: i64) -> i64 {
        let step = self.pick(&[1_000_000, 1_000_000, 500_000, 10_000, 1]);
        self.of(size) / step * step
    }
}

/// How values go.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Course {
    Around,
    Over,
    BackSliding,
    Nought,
    Never,
    FallenBack,
    LostOnce,
    AtTheThreshold,
    HalfPercents,
}

pub(super) const COURSES: [Course; 8] = [
    Course::Around,
    Course::Over,
    Course::BackSliding,
    Course::Nought,
    Course::Never,
    Course::FallenBack,
    Course::AtTheThreshold,
    Course::HalfPercents,
];

/// The first project is taken by everybody, and its nine commitments go one each of the ways that are rare: so every history
/// has them all.
pub(super) const PLANTED: [Course; 9] = [
    Course::FallenBack,
    Course::AtTheThreshold,
    Course::Around,
    Course::Nought,
    Course::Over,
    Course::LostOnce,
    Course::BackSliding,
    Course::HalfPercents,
    Course::Never,
];
/// Those, after the three of the seed.
pub(super) const PLANTED_AT: std::ops::Range<usize> = 3..12;
/// The one that slides back is corrected and explained; the first of them is not explained.
pub(super) const SLIDES_BACK: usize = 9;
/// One of them has the same target as its baseline.
pub(super) const ALIKE: usize = 10;
/// One that is to be held ends a millionth outside what it may be away.
pub(super) const HELD: usize = 12;
/// The first survey: few answered last, and the first answer turns out to be of few.
pub(super) const SURVEYED: usize = 18;

/// How the values of the commitment with this number go.
pub(super) fn course_of(number: usize) -> Course {
    match number {
        _ if PLANTED_AT.contains(&number) => PLANTED[number - PLANTED_AT.start],
        HELD => Course::AtTheThreshold,
        SURVEYED => Course::Around,
        _ => COURSES[number % COURSES.len()],
    }
}

impl Play<'_> {
    /// The values of a commitment in order of day: when, how much, and of how many in a survey.
    pub(super) fn course(
        &mut self,
        at_commitment: usize,
        survey: bool,
    ) -> Vec<(NaiveDate, i64, Option<i64>, Option<i64>)> {
        let dice = &mut self.dice;
        let today = self.history.today;
        let one = &self.history.commitments[at_commitment];
        let course = course_of(at_commitment);
        let length = (today - one.baseline.0).num_days();
        let mut days: Vec<i64> = (0..1 + dice.of(7)).map(|_| dice.of(length + 1)).collect();
        let planted = PLANTED_AT.contains(&at_commitment);
        if matches!(course, Course::FallenBack | Course::LostOnce) {
            let after = (today - one.target.0).num_days().max(3);
            days = vec![length - after, length - after / 2, length - 1, length];
        }
        if course == Course::Over || (!planted && dice.of(2) == 0) {
            // Measured on a due day itself, which is as far as a value reaches.
            let due = one.due_by(today);
            let second_last = due.len().checked_sub(2).map(|at| (due[at] - one.baseline.0).num_days());
            days.retain(|day| second_last.is_none_or(|due| *day <= due));
            days.extend(second_last);
        }
        if days.is_empty() || course == Course::AtTheThreshold {
            days.push(length);
        }
        if course == Course::Around {
            // The newest day on which the plan, rounded, is a little short of the plan.
            let short = |day: &i64| {
                let plan = one.planned(at(*day, one.baseline.0));
                one.gain(&rounded(&plan, 6)) < one.gain(&plan)
            };
            let newest = (1..=length).rev().find(short).unwrap_or(length);
            days.retain(|day| *day < newest);
            days.push(newest);
        }
        if at_commitment == SURVEYED {
            days = vec![length / 4, length / 2, length];
        }
        days.sort_unstable();
        days.dedup();
        let (base, change) = (one.baseline.1, one.target.1 - one.baseline.1);
        let part = |millionths: i64| {
            base + i64::try_from(i128::from(change) * i128::from(millionths) / 1_000_000).expect("fits")
        };
        let last = days.len() - 1;
        let mut values = Vec::new();
        for (nth, day) in days.into_iter().enumerate() {
            let on = at(day, one.baseline.0);
            let value = match course {
                Course::Never => continue,
                Course::Nought if nth == last => 0,
                // On its plan but for what is less than a millionth.
                Course::Around if nth == last => {
                    let millionths = rounded(&one.planned(on), 6) * whole(1_000_000);
                    i64::try_from(millionths.to_integer()).expect("fits")
                }
                Course::Around | Course::Nought => part(dice.of(1_300_000)),
                Course::Over => part(1_000_000 + dice.of(900_000)),
                Course::BackSliding => part(-dice.of(600_000)),
                Course::FallenBack => part(if nth <= 1 { 1_000_000 } else { 600_000 - dice.of(200_000) }),
                Course::LostOnce => part(if nth < last { 1_000_000 } else { 880_000 - dice.of(400_000) }),
                Course::AtTheThreshold if at_commitment == HELD && nth == last => base + base / 10 + 1,
                Course::AtTheThreshold if change == 0 => {
                    base + dice.pick(&[base / 10, base / 10 + 1, -(base / 10) - 1])
                }
                Course::AtTheThreshold => {
                    // Exactly the threshold of what was planned, or a millionth beside it, where that is a decimal.
                    let planned = (one.planned(on) - micros(base)) * &self.history.threshold;
                    let sixth = (planned * whole(1_000_000)).floor().to_integer();
                    base + i64::try_from(sixth).expect("fits") + if nth == last { 0 } else { dice.pick(&[-1, 0, 1]) }
                }
                Course::HalfPercents => part((2 * dice.of(120) + 1) * 5_000),
            };
            let value = if survey { value.clamp(0, 100_000_000) } else { value };
            let n = survey.then(|| dice.pick(&[0, 3, 4, 5, 9, 40, 127]));
            let n = if at_commitment == SURVEYED { Some(if nth < last { 40 } else { 3 }) } else { n };
            values.push((on, value, n, n.map(|n| n + dice.of(30))));
        }
        values
    }
}
