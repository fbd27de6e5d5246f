//! Finding the header: templates begin with a title, names and dates, and the table stands below.

use super::columns::{Column, Layout};
use super::gather::{Said, Spot};
use super::words::folded;

/// Rows in which a header is looked for.
const LOOKED_AT: usize = 40;
/// Headings that must be known for a row to be a header beyond doubt.
const ENOUGH: usize = 3;

/// The header of a sheet.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Header {
    /// Which of the sheet's rows, from 0.
    pub at: usize,
    /// What its headings mean.
    pub layout: Layout,
    /// What the title above says for the whole sheet, where no column does: the project and the municipality.
    pub titled: Vec<(Column, Said)>,
}

impl Header {
    /// Whether this is a plan's: benefits and something about them.
    pub fn is_a_plans(&self) -> bool {
        self.layout.contains(&Some(Column::Benefit)) && self.layout.iter().flatten().count() >= ENOUGH
    }
}

/// The row of a sheet with most headings that are known, and among those without any the fullest. None where there are no
/// rows.
pub fn header(sheet: usize, rows: &[(u64, Vec<String>)]) -> Option<Header> {
    let (mut best, mut found) = ((0, 0), None);
    for (at, (_, cells)) in rows.iter().take(LOOKED_AT).enumerate() {
        let known = Column::of_headings(cells).iter().flatten().count();
        let known = if known < ENOUGH { 0 } else { known };
        let full = cells.iter().filter(|cell| !cell.trim().is_empty()).count();
        if (known, full) > best {
            best = (known, full);
            found = Some(at);
        }
    }
    let at = found?;
    Some(Header { at, layout: Column::of_headings(&rows[at].1), titled: titled(sheet, &rows[..at]) })
}

/// «Prosjekt: Digital byggesak» above the table, in one cell or in two side by side.
fn titled(sheet: usize, rows: &[(u64, Vec<String>)]) -> Vec<(Column, Said)> {
    let speaks_of =
        |text: &str| Column::of_heading(text).filter(|column| matches!(column, Column::Project | Column::Municipality));
    let mut found: Vec<(Column, Said)> = Vec::new();
    let mut say = |column: Column, row: u64, place: u64, text: &str| {
        if !folded(text).is_empty() && found.iter().all(|(known, _)| *known != column) {
            found.push((column, Said::at(Spot { sheet, row, column: place }, text)));
        }
    };
    for (number, cells) in rows {
        let mut filled = (1..).zip(cells).filter(|(_, cell)| !cell.trim().is_empty());
        while let Some((place, cell)) = filled.next() {
            let in_one = cell.split_once(':').filter(|(_, name)| !name.trim().is_empty());
            if let Some((label, name)) = in_one {
                speaks_of(label).into_iter().for_each(|column| say(column, *number, place, name));
            } else if let Some(column) = speaks_of(cell)
                && let Some((place, name)) = filled.next()
            {
                say(column, *number, place, name);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<(u64, Vec<String>)> {
        (1..).zip(text.lines().map(|line| line.split(';').map(str::to_owned).collect())).collect()
    }

    #[test]
    fn the_header_is_found_below_a_title() {
        let rows = rows(
            "Gevinstrealiseringsplan\nRegion;Lillevik\nVersjon;2;Dato;01.02.2026;Eier;Kari;Fase;Plan\n\nProsjekt;Gevinst;Gevinsttype;Merknad\nA;B;Spart tid;x",
        );
        let found = header(0, &rows).expect("a header");
        assert_eq!((found.at, found.is_a_plans(), found.titled.len()), (4, true, 0));
        assert_eq!(found.layout, [Some(Column::Project), Some(Column::Benefit), Some(Column::Class), None]);
    }

    #[test]
    fn a_title_can_name_the_project_and_the_municipality() {
        for above in ["Prosjekt;Digital byggesak", "Prosjektnavn: Digital byggesak", ";Prosjekt:;;Digital byggesak"] {
            let found =
                header(0, &rows(&format!("Plan\n{above}\nGevinst;Måleindikator;Enhet\nx;y;z"))).expect("a header");
            let [(Column::Project, said)] = &found.titled[..] else { panic!("{above}: {:?}", found.titled) };
            assert_eq!((said.text.as_str(), said.spot.row), ("Digital byggesak", 2), "{above}");
        }
    }

    #[test]
    fn a_sheet_of_other_words_is_no_plan() {
        let found = header(0, &rows("Vorteil;Ziel;Wert\na;b;1")).expect("a row");
        assert_eq!((found.at, found.is_a_plans()), (0, false));
        assert_eq!(header(0, &[]), None);
    }
}
