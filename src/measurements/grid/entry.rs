//! What was typed or pasted into the grid, judged cell by cell.

use crate::access::Allowed;
use crate::access::permission::Measure;
use crate::clock::Day;
use crate::db::AnyConn;
use crate::decimal::Decimal;
use crate::ids::{CommitmentId, RegionId};
use crate::measurements::import::{Judged, JudgedRow, Reading, Row, Whose, judge};
use crate::refusal::Outcome;

/// A value for a benefit on a day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Given {
    /// Which commitment.
    pub commitment: CommitmentId,
    /// The day.
    pub on: Day,
    /// The value.
    pub value: Decimal,
}

/// Judges the values as a file's rows are judged; row number n is the n-th value, from 0.
pub fn judged(
    conn: &mut AnyConn,
    allowed: &Allowed<Measure>,
    region: RegionId,
    given: &[Given],
    why: &str,
    today: Day,
) -> Outcome<Judged> {
    let rows = given.iter().zip(0..).map(|(one, number)| Row {
        number,
        whose: Whose::Commitment(one.commitment),
        on: one.on,
        month: None,
        value: one.value,
        kind: None,
        comment: None,
    });
    let reading = Reading { count: given.len() as u64, rows: rows.collect(), ..Reading::default() };
    judge(conn, allowed, region, &reading, why, today)
}

/// What became of the n-th value, and what is wrong with it.
pub fn verdict_of(judged: &Judged, place: usize) -> (Option<&JudgedRow>, Option<&'static str>) {
    let number = place as u64;
    let row = judged.rows.iter().find(|row| row.row.number == number);
    let wrong = judged.errors.iter().find(|error| error.row == Some(number)).map(|error| error.code);
    (row, wrong)
}
