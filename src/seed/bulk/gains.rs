//! What the generated projects are about, and where: titles, benefits, names of places. All invented.

use crate::benefits::rules::{BenefitDraft, Class, IndicatorDraft};
use crate::clock::Day;
use crate::measurements::rules::{Accumulation, Direction, Frequency};
use crate::projects::rules::{Count, Draft, Phase, Simplification};

/// A benefit that every generated project has.
#[derive(Debug)]
pub struct Gain {
    title: &'static str,
    class: Class,
    indicator: &'static str,
    unit: &'static str,
    /// The value before the project.
    pub baseline: i64,
    /// The value it is to come to.
    pub target: i64,
}

/// All of them.
#[rustfmt::skip]
pub const GAINS: &[Gain] = &[
    Gain { title: "Kortere saksbehandlingstid", class: Class::TimeSaved, indicator: "Saksbehandlingstid", unit: "dager", baseline: 42, target: 28 },
    Gain { title: "Færre papirskjemaer", class: Class::AvoidedCost, indicator: "Papirskjemaer", unit: "skjemaer", baseline: 600, target: 60 },
    Gain { title: "Flere digitale søknader", class: Class::BetterQuality, indicator: "Andel digitale søknader", unit: "prosent", baseline: 30, target: 90 },
    Gain { title: "Mindre tid brukt per sak", class: Class::TimeSaved, indicator: "Arbeidstid per sak", unit: "minutter", baseline: 90, target: 45 },
    Gain { title: "Lavere driftskostnad", class: Class::AvoidedCost, indicator: "Driftskostnad per måned", unit: "tusen kroner", baseline: 800, target: 500 },
    Gain { title: "Mer fornøyde innbyggere", class: Class::BetterQuality, indicator: "Tilfredshet", unit: "poeng", baseline: 55, target: 75 },
    Gain { title: "Færre feil i vedtak", class: Class::BetterQuality, indicator: "Feil funnet i kontroll", unit: "feil", baseline: 120, target: 30 },
    Gain { title: "Mer refusjon kommer inn", class: Class::Income, indicator: "Refusjon per måned", unit: "tusen kroner", baseline: 100, target: 400 },
];

impl Gain {
    /// Whether more is better.
    pub const fn direction(&self) -> Direction {
        if self.target > self.baseline { Direction::Up } else { Direction::Down }
    }

    /// The benefit.
    pub fn benefit(&self) -> BenefitDraft {
        BenefitDraft {
            title: self.title.into(),
            class: Some(self.class),
            arises_in: Some("own_organisation".into()),
            description: "Felles løsning i regionen gir samme gevinst i alle kommunene (demo).".into(),
            use_of_gain: "better_quality".into(),
            ..BenefitDraft::default()
        }
    }

    /// Its indicator.
    pub fn indicator(&self) -> IndicatorDraft {
        IndicatorDraft {
            name: self.indicator.into(),
            unit: self.unit.into(),
            direction: Some(self.direction()),
            frequency: Some(Frequency::Month),
            accumulation: Accumulation::Stock,
            method: "Uttrekk fra fagsystemet (demo)".into(),
            data_source: "Fagsystemet".into(),
            decimals: 0,
        }
    }
}

const SUBJECTS: &[&str] = &[
    "Byggesak",
    "Barnehageopptak",
    "Skolehelsetjeneste",
    "Hjemmetjeneste",
    "Velferdsteknologi",
    "Byarkiv",
    "Innkjøp",
    "Eiendomsskatt",
    "Kulturskole",
    "Renovasjon",
    "Vann og avløp",
    "Landbruk",
    "Flyktningtjeneste",
    "Tilsyn med skoler",
    "Rekruttering",
    "Lønn og reiser",
    "Innbyggerdialog",
    "Kart og geodata",
    "Legevakt",
    "Beredskap",
];

/// The `place`-th project of a region.
pub fn project(place: usize, starts: Day, ends: Day) -> Draft {
    let subject = SUBJECTS[place % SUBJECTS.len()];
    let round = place / SUBJECTS.len() + 1;
    Draft {
        title: format!("{subject}: felles løsning {round} (demo)"),
        summary: "Kommunene tar i bruk den samme løsningen og arbeider på samme måte.".into(),
        renewal: "Innbyggeren ser saken sin underveis.".into(),
        simplifications: vec![Simplification {
            what: "Papirskjemaer".into(),
            before: Some(Count::Whole(6)),
            after: Some(Count::Whole(0)),
        }],
        phase: Phase::Realisation,
        starts_on: Some(starts),
        ends_on: Some(ends),
        ..Draft::default()
    }
}

const BEGINNINGS: &[&str] = &[
    "Bjørke", "Grane", "Havne", "Lyse", "Ravne", "Sole", "Tinde", "Elge", "Furu", "Kløver", "Måse", "Heire", "Rype",
    "Steine", "Svarte", "Tyri", "Ulve", "Vinde", "Ørne", "Aske", "Bekke",
];
const ENDINGS: &[&str] = &[
    "fjord", "vang", "neset", "mo", "ås", "bygd", "vik", "dal", "stad", "heim", "sund", "øya", "lund", "li", "haug",
    "strand", "bakken",
];

/// As many different names of places that do not exist; at most 357.
pub fn town_names(count: usize) -> Vec<String> {
    ENDINGS
        .iter()
        .flat_map(|ending| BEGINNINGS.iter().map(move |beginning| format!("{beginning}{ending}")))
        .take(count)
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_names_are_many_and_nobodys() {
        let names = town_names(357);
        assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), 357);
        let register = crate::municipalities::register::built_in().expect("the register");
        let real: BTreeSet<&str> = register
            .municipalities()
            .iter()
            .flat_map(|one| one.history().flat_map(|dated| dated.name.split(" - ")))
            .collect();
        assert!(real.contains("Oslo"));
        assert!(names.iter().all(|name| !real.contains(name.as_str())));
    }
}
