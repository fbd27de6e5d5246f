//! A commitment with the names that people know it by.

use super::rules::{Planned, Point};
use super::store::{Promised, latest, latest_day};
use crate::benefits;
use crate::benefits::rules::Class;
use crate::clock::Day;
use crate::db::AnyConn;
use crate::decimal::{Decimal, Figure};
use crate::i18n::Lang;
use crate::municipalities;
use crate::people;
use crate::projects;
use crate::refusal::{Code, Outcome, Refusal};

/// A commitment in words.
#[derive(Clone, Debug)]
pub struct Described {
    /// The commitment.
    pub promised: Promised,
    /// The benefit's title.
    pub benefit: String,
    /// Its kind.
    pub class: Option<Class>,
    /// Its description.
    pub description: String,
    /// The project's title.
    pub project: String,
    /// The municipality's name today.
    pub municipality: String,
    /// The indicator's name.
    pub indicator: String,
    /// Its unit.
    pub unit: String,
    /// Decimals to show at least.
    pub decimals: u8,
    /// How it is measured.
    pub method: String,
    /// Where the figure comes from.
    pub data_source: String,
    /// Who owns the benefit here.
    pub owner: Option<String>,
    /// The latest measurement that may be shown.
    pub last: Option<Point>,
    /// The day of the latest measurement, shown or not.
    pub answered_on: Option<Day>,
}

/// Finds the names.
pub fn describe(conn: &mut AnyConn, promised: Promised, today: Day) -> Outcome<Described> {
    let scope_free = |found: Option<_>| found.ok_or(Refusal::new(Code::NotFound));
    let indicator = scope_free(benefits::store::find_indicator(conn, promised.indicator_id)?)?;
    let benefit = benefits::store::benefits_of(conn, promised.project_id)?
        .into_iter()
        .find(|benefit| benefit.id == promised.benefit_id)
        .ok_or(Refusal::new(Code::NotFound))?;
    let project = projects::store::find(conn, promised.project_id)?.ok_or(Refusal::new(Code::NotFound))?;
    let owner = match promised.owner_id {
        Some(id) => people::store::find(conn, id)?.map(|person| person.name),
        None => None,
    };
    Ok(Described {
        benefit: benefit.title,
        class: benefit.class,
        description: benefit.description,
        project: project.title,
        municipality: municipalities::store::name(conn, promised.municipality_id, today)?,
        indicator: indicator.name,
        unit: indicator.unit,
        decimals: u8::try_from(indicator.decimals.clamp(0, 6)).unwrap_or(0),
        method: indicator.method,
        data_source: indicator.data_source,
        owner,
        last: latest(conn, promised.id)?,
        answered_on: latest_day(conn, promised.id)?,
        promised,
    })
}

impl Described {
    /// A value with its unit: «31,5 dager».
    pub fn amount(&self, lang: Lang, value: Decimal) -> String {
        with_unit(&lang.number(value, self.decimals), &self.unit)
    }

    /// A computed value with its unit, rounded for showing.
    pub fn figure(&self, lang: Lang, value: Figure) -> String {
        let decimals = self.decimals.max(1);
        with_unit(&value.rounded(decimals).format_local(lang.numbers(), Some(self.decimals)), &self.unit)
    }

    /// What was planned for a day, with its unit, in as many decimals as it takes to tell it from what was measured.
    pub fn planned_beside(&self, lang: Lang, planned: Planned, measured: Decimal) -> String {
        let (planned, measured) = (Figure::from(planned.rounded()), Figure::from(measured));
        let decimals = (self.decimals.max(1)..6)
            .find(|decimals| planned == measured || planned.rounded(*decimals) != measured)
            .unwrap_or(6);
        with_unit(&planned.rounded(decimals).format_local(lang.numbers(), Some(self.decimals)), &self.unit)
    }
}

/// A written number with its unit, never parted at a line's end.
pub fn with_unit(number: &str, unit: &str) -> String {
    if unit.is_empty() { number.to_owned() } else { format!("{number}\u{a0}{unit}") }
}
