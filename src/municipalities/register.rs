//! The register in the database: the one that is built into the program, and what a newer list from Klass changes in it.
//!
//! A municipality's id is made from its country and the first number it is known by, so that it is the same in every
//! installation. Loading again changes nothing; an installation's register changes only by `stafett register`.

use super::rules::{Country, DatedNumber, Municipality, Register, RegisterProblem, parse_register, sort_key};
use super::store::{self, NewMunicipality, NewNumber};
use crate::access::Access;
use crate::db::{AnyConn, Db, Tx};
use crate::ids::{MunicipalityId, NumberId};
use crate::refusal::{Fault, FaultKind, Outcome};

/// Norway's municipalities since 2020, as `assets/register` has them.
const NORWAY: &[u8] = include_bytes!("../../assets/register/municipality-numbers.csv");

/// Oslo, which is there exactly when the built-in register was loaded: it is loaded whole or not at all.
const MARK: MunicipalityId = MunicipalityId::from_number(47_0301);

/// Loads the built-in register where it is not loaded. One look by key when it is.
pub fn load(db: &Db) -> Outcome<()> {
    let access = Access::system("register");
    if db.read_here(&access, |conn| store::exists(conn, MARK))? {
        return Ok(());
    }
    let register = built_in()?;
    db.write_here(&access, move |tx| {
        // Another program may have been quicker.
        if store::exists(tx, MARK)? { Ok(()) } else { write(tx, &register) }
    })
}

/// The register that is built into the program.
pub fn built_in() -> Outcome<Register> {
    parse_register(NORWAY).map_err(|problem| broken(&problem))
}

/// Writes municipalities that are not in the database yet, each with its numbers.
pub fn write(tx: &mut Tx<'_>, register: &Register) -> Outcome<()> {
    let mut municipalities = Vec::new();
    let mut numbers = Vec::new();
    for municipality in register.municipalities() {
        let id = first_id(municipality);
        municipalities.push(new_municipality(id, municipality));
        numbers.extend(numbers_of(id, municipality, &register.search_text_of(municipality)));
    }
    store::insert(tx, &municipalities, &numbers)
}

/// The id of a municipality that gets into a database for the first time.
pub fn first_id(municipality: &Municipality) -> MunicipalityId {
    let first = municipality.earlier.first().unwrap_or(&municipality.latest);
    MunicipalityId::from_number(key(municipality.country, &first.number))
}

/// The country's calling code, then the number: readable in a database, and no two have the same.
fn key(country: Country, number: &str) -> i64 {
    let calling = match country {
        Country::Norway => 47,
        Country::Denmark => 45,
    };
    calling * 10_000 + number.parse::<i64>().unwrap_or(0)
}

fn new_municipality(id: MunicipalityId, municipality: &Municipality) -> NewMunicipality {
    NewMunicipality {
        id,
        country: municipality.country.code(),
        organisation_number: municipality.latest.organisation_number.clone().unwrap_or_default(),
    }
}

fn numbers_of(id: MunicipalityId, municipality: &Municipality, name_search: &str) -> Vec<NewNumber> {
    let row = |entry: &DatedNumber| NewNumber {
        // A number can come back with another name, so the day is part of the id.
        id: NumberId::from_number(
            key(municipality.country, &entry.number) * 1_000_000
                + crate::clock::Day::EPOCH.days_until(entry.valid_from),
        ),
        municipality_id: id,
        number: entry.number.clone(),
        name: entry.name.clone(),
        name_search: name_search.to_owned(),
        name_sort: sort_key(&entry.name),
        county_number: entry.county_number.clone(),
        county: entry.county.clone(),
        valid_from: entry.valid_from,
        valid_to: entry.valid_to,
    };
    municipality.history().map(row).collect()
}

/// The register as the database has it, each municipality with its id.
pub fn stored(conn: &mut AnyConn) -> Outcome<(Register, Vec<(MunicipalityId, Municipality)>)> {
    let mut known = Vec::new();
    for (id, country, organisation_number, rows) in store::everything(conn)? {
        let country = Country::parse(&country)
            .ok_or_else(|| Fault::of(FaultKind::Integrity, format!("municipality {id}: unknown country {country}")))?;
        let organisation_number = Some(organisation_number).filter(|text| !text.is_empty());
        let mut entries: Vec<DatedNumber> = rows
            .into_iter()
            .map(|row| DatedNumber {
                number: row.number,
                name: row.name,
                county_number: row.county_number,
                county: row.county,
                valid_from: row.valid_from,
                valid_to: row.valid_to,
                organisation_number: organisation_number.clone(),
            })
            .collect();
        if let Some(latest) = entries.pop() {
            known.push((id, Municipality { country, latest, earlier: entries }));
        }
    }
    let register = Register::of(known.iter().map(|(_, municipality)| municipality.clone()).collect())
        .map_err(|problem| broken(&problem))?;
    Ok((register, known))
}

/// Brings the database from the register it has to `next`. Answers how many municipalities were written.
pub fn bring_to(tx: &mut Tx<'_>, next: &Register) -> Outcome<usize> {
    let (_, known) = stored(tx)?;
    let mut written = 0;
    for municipality in next.municipalities() {
        let same_beginning = |(_, before): &&(MunicipalityId, Municipality)| {
            before.country == municipality.country
                && first_entry(before).number == first_entry(municipality).number
                && first_entry(before).valid_from == first_entry(municipality).valid_from
        };
        let before = known.iter().find(same_beginning);
        if before.is_some_and(|(_, before)| before == municipality) {
            continue;
        }
        let search = next.search_text_of(municipality);
        match before {
            Some((id, _)) => store::replace_numbers(tx, *id, &numbers_of(*id, municipality, &search))?,
            None => {
                // A number that another municipality began with earlier is free again: the id must still be another.
                let mut id = first_id(municipality);
                while store::exists(tx, id)? {
                    id = MunicipalityId::from_number(id.number() + 100_000_000);
                }
                let numbers = numbers_of(id, municipality, &search);
                store::insert(tx, &[new_municipality(id, municipality)], &numbers)?;
            }
        }
        written += 1;
    }
    Ok(written)
}

fn first_entry(municipality: &Municipality) -> &DatedNumber {
    municipality.earlier.first().unwrap_or(&municipality.latest)
}

fn broken(problem: &RegisterProblem) -> crate::refusal::Trouble {
    Fault::of(FaultKind::Integrity, format!("the register: {problem}")).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_municipality_and_number_has_an_id_of_its_own() {
        let register = built_in().expect("the built-in register");
        let ids: BTreeSet<_> = register.municipalities().iter().map(first_id).collect();
        assert_eq!(ids.len(), register.municipalities().len());
        assert!(ids.contains(&MARK), "Oslo marks that it was loaded");
        assert_eq!(register.current().count(), 357);
        let numbers: Vec<_> = register
            .municipalities()
            .iter()
            .flat_map(|one| numbers_of(first_id(one), one, ""))
            .map(|row| row.id)
            .collect();
        assert_eq!(numbers.iter().collect::<BTreeSet<_>>().len(), numbers.len());
    }

    #[test]
    fn a_municipality_keeps_its_id_through_a_change_of_number() {
        let register = built_in().expect("the built-in register");
        let kongsberg = register.municipalities().iter().find(|one| one.latest.number == "3303").expect("Kongsberg");
        assert_eq!(first_id(kongsberg).number(), 47_3006);
    }
}
