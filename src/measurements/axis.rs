//! How figures and months are written at the axes of drawings.

use chrono::{Datelike, NaiveDate};

use crate::decimal::Figure;
use crate::i18n::Lang;
use crate::measurements::rules::Month;

/// A figure at an axis. An axis has round figures, so millionths hold them exactly enough to write.
pub fn value(lang: Lang, value: f64) -> String {
    let micros = (value * 1_000_000.0).round() as i128;
    Figure::from_micros(micros).rounded(3).format_local(lang.numbers(), None)
}

/// A day's month at an axis: «jan 26».
pub fn month(lang: Lang, day: NaiveDate) -> String {
    let name: String = lang.t(&format!("month-{}", day.month())).chars().take(3).collect();
    format!("{name} {:02}", day.year().rem_euclid(100))
}

/// Where a whole month's figure stands: where the axis writes the month's name.
pub fn place(month: Month) -> NaiveDate {
    month.first_day().date()
}
