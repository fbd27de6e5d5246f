//! What an address asks of the roadmap: which projects, and which years. Every choice is a link.

use chrono::{Datelike, NaiveDate};

use super::snapshot::{ProjectPart, Snapshot};
use crate::benefits::rules::Class;
use crate::clock::Day;
use crate::ids::MunicipalityId;
use crate::projects::rules::Phase;
use crate::ui::chart::Window;
use crate::web::{Call, projector};

/// Which projects are wanted.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Filter {
    /// Only this theme.
    pub theme: Option<String>,
    /// Only what this municipality takes part in.
    pub municipality: Option<MunicipalityId>,
    /// Only this phase.
    pub phase: Option<Phase>,
    /// Only what has a benefit of this class.
    pub class: Option<Class>,
}

/// How the roadmap is looked at.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Looking {
    /// Where: the path with the words that are always there.
    pub base: String,
    /// Which projects.
    pub filter: Filter,
    /// The first year.
    pub from: i32,
    /// How many years: 1 or 3.
    pub years: i32,
    /// The year that is now.
    pub this_year: i32,
    /// Drawn large, without ways on.
    pub projector: bool,
}

impl Filter {
    /// What the query asks for. A word that is none of ours asks for nothing.
    pub fn of(call: &Call) -> Self {
        let word = |name: &str| call.query_word(name).filter(|word| !word.is_empty());
        Self {
            theme: word("theme"),
            municipality: word("municipality").and_then(|word| word.parse().ok()),
            phase: word("phase").and_then(|word| Phase::parse(&word)),
            class: word("class").and_then(|word| Class::parse(&word)),
        }
    }

    /// Whether anything is left out.
    pub fn is_set(&self) -> bool {
        *self != Self::default()
    }

    fn takes(&self, project: &ProjectPart) -> bool {
        self.theme.as_ref().is_none_or(|theme| project.theme == *theme)
            && self.phase.is_none_or(|phase| project.phase == phase)
            && self.municipality.is_none_or(|town| project.taking_part().any(|id| id == town))
            && self.class.is_none_or(|class| project.benefits.iter().any(|benefit| benefit.class == Some(class)))
    }

    /// The projects that are wanted.
    pub fn pick<'a>(&self, snapshot: &'a Snapshot) -> Vec<&'a ProjectPart> {
        snapshot.projects.iter().filter(|project| self.takes(project)).collect()
    }
}

impl Looking {
    /// What the query asks for: three years from the last one, unless it says otherwise.
    pub fn of(call: &Call, base: String, today: Day) -> Self {
        let years = if call.query_word("years").as_deref() == Some("1") { 1 } else { 3 };
        let from =
            call.query_word("from").and_then(|word| word.parse().ok()).filter(|year| (1900..=9990).contains(year));
        let large = projector::is_asked_for(call);
        Self { projector: large, ..Self::at(base, Filter::of(call), years, from, today) }
    }

    /// So many years from a year, or from the usual one.
    pub fn at(base: String, filter: Filter, years: i32, from: Option<i32>, today: Day) -> Self {
        let this_year = today.date().year();
        let usual = if years == 1 { this_year } else { this_year - 1 };
        Self { base, filter, from: from.unwrap_or(usual), years, this_year, projector: false }
    }

    /// The days that are shown.
    pub fn window(&self) -> Window {
        let day = |year: i32, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default();
        Window { first: day(self.from, 1, 1), last: day(self.from + self.years - 1, 12, 31) }
    }

    /// The first days of the tertials that are shown, with their place in the year from 1.
    pub fn tertials(&self) -> Vec<(NaiveDate, u32)> {
        (self.from..self.from + self.years)
            .flat_map(|year| {
                [1, 2, 3].map(|nth| (NaiveDate::from_ymd_opt(year, nth * 4 - 3, 1).unwrap_or_default(), nth))
            })
            .collect()
    }

    /// The address of the same with other projects.
    pub fn with(&self, filter: Filter) -> String {
        Self { filter, ..self.clone() }.address()
    }

    /// The address of the same over so many years.
    pub fn over(&self, years: i32) -> String {
        let from = if years == 1 { self.this_year } else { self.this_year - 1 };
        Self { years, from, ..self.clone() }.address()
    }

    /// The address of the same so many years later.
    pub fn moved(&self, by: i32) -> String {
        Self { from: self.from + by, ..self.clone() }.address()
    }

    /// The address of the same as a file.
    pub fn file(&self, format: &str) -> String {
        format!("{}&format={format}", self.address())
    }

    /// The address.
    pub fn address(&self) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        let Filter { theme, municipality, phase, class } = &self.filter;
        let mut put = |name: &str, value: Option<String>| {
            if let Some(value) = value {
                query.append_pair(name, &value);
            }
        };
        put("theme", theme.clone());
        put("municipality", municipality.map(|id| id.to_string()));
        put("phase", phase.map(|phase| phase.as_str().to_owned()));
        put("class", class.map(|class| class.as_str().to_owned()));
        let usual = if self.years == 1 { self.this_year } else { self.this_year - 1 };
        put("years", (self.years == 1).then(|| "1".to_owned()));
        put("from", (self.from != usual).then(|| self.from.to_string()));
        put("visning", self.projector.then(|| "projektor".to_owned()));
        let query = query.finish();
        let joint = if self.base.contains('?') { '&' } else { '?' };
        if query.is_empty() && joint == '&' { self.base.clone() } else { format!("{}{joint}{query}", self.base) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn looking() -> Looking {
        Looking {
            base: "/projects?region=r".into(),
            filter: Filter::default(),
            from: 2025,
            years: 3,
            this_year: 2026,
            projector: false,
        }
    }

    #[test]
    fn every_choice_is_an_address_and_the_usual_is_the_shortest() {
        let looking = looking();
        assert_eq!(looking.address(), "/projects?region=r");
        assert_eq!(looking.over(1), "/projects?region=r&years=1");
        assert_eq!(looking.moved(1), "/projects?region=r&from=2026");
        let filter = Filter { theme: Some("Plan & bygg".into()), phase: Some(Phase::Idea), ..Filter::default() };
        assert_eq!(looking.with(filter), "/projects?region=r&theme=Plan+%26+bygg&phase=idea");
    }

    #[test]
    fn three_years_are_nine_tertials() {
        let tertials = looking().tertials();
        assert_eq!(tertials.len(), 9);
        assert_eq!(tertials[4], (NaiveDate::from_ymd_opt(2026, 5, 1).expect("a day"), 2));
        assert_eq!(looking().window().last, NaiveDate::from_ymd_opt(2027, 12, 31).expect("a day"));
    }
}
