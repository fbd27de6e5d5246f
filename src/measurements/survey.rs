//! A survey figure as answers, files and pages say it.

use schemars::JsonSchema;
use serde::Serialize;

use super::described::Described;
use super::rules::{Share, response_rate, share};
use super::store::Measurement;
use crate::decimal::Figure;
use crate::i18n::Lang;
use crate::t;
use crate::web::csv::Cell;

/// How a measurement was counted from answers.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SurveyAnswer {
    /// How many answered.
    pub n: i64,
    /// How many were asked.
    pub invited: Option<i64>,
    /// How many of those who were asked answered, as a fraction; null where nobody said how many were asked.
    pub response_rate: Option<Figure>,
    /// The lower edge of Wilson's 95 % interval, in the indicator's unit; null where the value is no share or is not
    /// shown.
    pub low: Option<Figure>,
    /// The upper edge.
    pub high: Option<Figure>,
    /// Fewer than 5 answered: the value is null for everybody but those who measure here, and counts in no sum.
    pub too_few: bool,
}

impl SurveyAnswer {
    /// None where the measurement is no survey figure.
    pub fn of(row: &Measurement, unit: &str) -> Option<Self> {
        let share = share_of(row, unit);
        Some(Self {
            n: row.n?,
            invited: row.invited,
            response_rate: response_rate(row.n, row.invited),
            low: share.map(|share| share.low),
            high: share.map(|share| share.high),
            too_few: row.is_too_few(),
        })
    }
}

/// The interval of a measurement.
pub fn share_of(row: &Measurement, unit: &str) -> Option<Share> {
    share(row.value, unit, row.n)
}

/// The columns that every file of measurements has for surveys.
pub const COLUMNS: [&str; 5] = ["n", "invited", "response_rate", "low", "high"];

/// What stands in them.
pub fn cells(row: &Measurement, unit: &str) -> [Cell; 5] {
    let survey = SurveyAnswer::of(row, unit);
    let figure = |of: fn(&SurveyAnswer) -> Option<Figure>| Cell::from(survey.as_ref().and_then(of));
    [
        row.n.into(),
        row.invited.into(),
        figure(|survey| survey.response_rate),
        figure(|survey| survey.low),
        figure(|survey| survey.high),
    ]
}

/// «40 av 160 svarte (25 %). 95 % sikkert mellom 59,8 % og 85,8 %.» None where the measurement is no survey figure.
pub fn words(lang: Lang, described: &Described, row: &Measurement) -> Option<String> {
    let n = row.n?;
    let rate = response_rate(row.n, row.invited).and_then(Figure::as_percent);
    let answered = match (row.invited, rate) {
        (Some(invited), Some(rate)) => {
            let rate = rate.rounded(0).format_local(lang.numbers(), None);
            t!(lang, "survey-answered-of", n = lang.count(n), invited = lang.count(invited), rate = rate)
        }
        _ => t!(lang, "survey-answered", n = lang.count(n)),
    };
    let Some(share) = share_of(row, &described.unit) else { return Some(answered) };
    let between =
        t!(lang, "survey-between", low = described.figure(lang, share.low), high = described.figure(lang, share.high));
    Some(format!("{answered} {between}"))
}
