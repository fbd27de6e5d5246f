//! Time. `Moment` is an instant, `Day` a calendar day; `Clock` is the only place that reads the time.
//!
//! Both are stored as whole numbers, so that SQLite and PostgreSQL hold the same bits and order them the same way.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, SecondsFormat, TimeZone, Utc};
use chrono_tz::Europe::Oslo;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An instant in UTC, in whole microseconds since 1970. Printed as RFC 3339 with milliseconds and `Z`.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Debug,
    Default,
    diesel::expression::AsExpression,
    diesel::deserialize::FromSqlRow,
)]
#[diesel(sql_type = diesel::sql_types::BigInt)]
pub struct Moment(pub(crate) i64);

impl Moment {
    /// From microseconds since 1970-01-01T00:00:00Z.
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    /// Microseconds since 1970-01-01T00:00:00Z.
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// This instant moved by a number of seconds; negative goes back.
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds.saturating_mul(1_000_000)))
    }

    /// Whole seconds since 1970, as tokens want them.
    pub const fn unix_seconds(self) -> i64 {
        self.0.div_euclid(1_000_000)
    }

    /// The calendar day in Norway at this instant; deadlines and measurements are counted in these.
    pub fn day(self) -> Day {
        Day::from_date(self.utc().with_timezone(&Oslo).date_naive())
    }

    /// Hour and minute on a Norwegian wall clock, for showing.
    pub fn wall_clock(self) -> (u32, u32) {
        use chrono::Timelike;
        let local = self.utc().with_timezone(&Oslo);
        (local.hour(), local.minute())
    }

    /// As chrono's type.
    pub fn utc(self) -> DateTime<Utc> {
        Utc.timestamp_micros(self.0).single().unwrap_or_default()
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.utc().to_rfc3339_opts(SecondsFormat::Millis, true))
    }
}

impl FromStr for Moment {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let parsed = DateTime::parse_from_rfc3339(text).map_err(drop)?;
        Ok(Self(parsed.timestamp_micros()))
    }
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(|()| serde::de::Error::custom("not an RFC 3339 timestamp"))
    }
}

/// A calendar day, in whole days since 1970-01-01. Written `YYYY-MM-DD`, years 1900 to 9999.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, diesel::expression::AsExpression, diesel::deserialize::FromSqlRow,
)]
#[diesel(sql_type = diesel::sql_types::Integer)]
pub struct Day(pub(crate) i32);

const EPOCH_FROM_CE: i32 = 719_163;

impl Day {
    /// 1970-01-01.
    pub const EPOCH: Self = Self(0);
    /// 9999-12-31, the last day there is.
    pub const LAST: Self = Self(2_932_896);

    /// The day with this year, month and day of month, or `None` where the calendar has none.
    pub fn from_ymd(year: i32, month: u32, day: u32) -> Option<Self> {
        if !(1900..=9999).contains(&year) {
            return None;
        }
        NaiveDate::from_ymd_opt(year, month, day).map(Self::from_date)
    }

    /// The first day of a month, from year × 12 + (month − 1).
    pub fn from_month_index(index: i32) -> Option<Self> {
        Self::from_ymd(index.div_euclid(12), index.rem_euclid(12).unsigned_abs() + 1, 1)
    }

    /// From chrono's type.
    pub fn from_date(date: NaiveDate) -> Self {
        Self(date.num_days_from_ce() - EPOCH_FROM_CE)
    }

    /// As chrono's type.
    pub fn date(self) -> NaiveDate {
        NaiveDate::from_num_days_from_ce_opt(self.0 + EPOCH_FROM_CE).unwrap_or_default()
    }

    /// Reads exactly `YYYY-MM-DD`.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let shaped = bytes.len() == 10
            && bytes
                .iter()
                .enumerate()
                .all(|(at, byte)| if at == 4 || at == 7 { *byte == b'-' } else { byte.is_ascii_digit() });
        if !shaped {
            return None;
        }
        Self::from_ymd(text[..4].parse().ok()?, text[5..7].parse().ok()?, text[8..].parse().ok()?)
    }

    /// Days from this day to `other`; negative when `other` is earlier.
    pub fn days_until(self, other: Self) -> i64 {
        i64::from(other.0) - i64::from(self.0)
    }

    /// This day moved by whole days, `None` outside the years 1900 to 9999.
    pub fn plus_days(self, days: i64) -> Option<Self> {
        let moved = if days >= 0 {
            self.date().checked_add_days(Days::new(days.unsigned_abs()))
        } else {
            self.date().checked_sub_days(Days::new(days.unsigned_abs()))
        };
        moved.filter(|date| (1900..=9999).contains(&date.year())).map(Self::from_date)
    }

    /// This day moved by whole months, on the last day of a shorter month where needed.
    pub fn plus_months(self, months: u32) -> Option<Self> {
        let moved = self.date().checked_add_months(Months::new(months))?;
        (moved.year() <= 9999).then(|| Self::from_date(moved))
    }

    /// The last day of this day's month.
    pub fn last_of_month(self) -> Self {
        let date = self.date();
        let first = date.with_day(1).unwrap_or(date);
        let next = first.checked_add_months(Months::new(1)).unwrap_or(first);
        Self::from_date(next.pred_opt().unwrap_or(next))
    }

    /// Months since year 0: year × 12 + (month − 1).
    pub fn month_index(self) -> i32 {
        let date = self.date();
        date.year() * 12 + date.month0() as i32
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.date().format("%Y-%m-%d"))
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom("not_a_date"))
    }
}

impl schemars::JsonSchema for Day {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Day".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({"type": "string", "format": "date"})
    }
}

impl schemars::JsonSchema for Moment {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Moment".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({"type": "string", "format": "date-time"})
    }
}

/// Where the time comes from: the machine, or a hand set by a seed or a test.
#[derive(Clone, Debug)]
pub enum Clock {
    /// The machine's clock.
    System,
    /// Stands where it is put; every reading moves it one millisecond so that order is kept.
    Set(Arc<AtomicI64>),
}

impl Clock {
    /// A clock that starts at `moment` and stands until it is moved.
    pub fn set_to(moment: Moment) -> Self {
        Self::Set(Arc::new(AtomicI64::new(moment.0)))
    }

    /// Moves a set clock; does nothing to the machine's.
    pub fn move_to(&self, moment: Moment) {
        if let Self::Set(at) = self {
            at.store(moment.0, Ordering::SeqCst);
        }
    }

    /// Now, cut to microseconds because PostgreSQL and we keep no more.
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the time")]
    pub fn now(&self) -> Moment {
        match self {
            Self::System => Moment(Utc::now().timestamp_micros()),
            Self::Set(at) => Moment(at.fetch_add(1_000, Ordering::SeqCst)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_only_in_its_declared_form() {
        assert_eq!(Day::parse("2024-02-29").map(|day| day.to_string()).as_deref(), Some("2024-02-29"));
        for wrong in [
            "2023-02-29",
            "2024-2-29",
            "24-02-29",
            "2024-02-29T00",
            "20240229",
            "0001-01-01",
            "2024-13-01",
            "２０２４-01-01",
        ] {
            assert_eq!(Day::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn an_instant_late_in_the_evening_utc_is_the_next_day_in_norway() {
        let moment: Moment = "2026-06-30T22:30:00.000Z".parse().expect("a timestamp");
        assert_eq!(moment.day().to_string(), "2026-07-01");
        let winter: Moment = "2026-01-31T22:30:00.000Z".parse().expect("a timestamp");
        assert_eq!(winter.day().to_string(), "2026-01-31");
    }

    #[test]
    fn months_are_clamped_at_the_end() {
        let day = Day::parse("2026-01-31").expect("a day");
        assert_eq!(day.plus_months(1).map(|day| day.to_string()).as_deref(), Some("2026-02-28"));
        assert_eq!(day.last_of_month(), day);
    }
}
