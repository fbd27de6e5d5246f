//! Gathering the rows of a plan into projects, benefits, indicators and promises.
//!
//! Templates merge the cells of what is the same in several rows, so an empty cell for project, benefit or indicator means
//! what stands above. What is said of the same thing in several rows must be the same.

use std::collections::BTreeMap;

use super::columns::{Column, Layout};
use super::words::folded;
use crate::decimal::DecimalMark;
use crate::refusal::FieldError;

/// Where something stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Spot {
    /// Which sheet, from 0.
    pub sheet: usize,
    /// The row, from 1.
    pub row: u64,
    /// The column, from 1.
    pub column: u64,
}

/// A cell's text, and where it stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Said {
    /// The text, without outer white space; never empty.
    pub text: String,
    /// What it is compared by.
    pub key: String,
    /// Where.
    pub spot: Spot,
}

impl Said {
    /// A text in a cell.
    pub fn at(spot: Spot, text: &str) -> Self {
        Self { text: text.trim().to_owned(), key: folded(text), spot }
    }
}

/// What is said of one thing.
pub type Words = BTreeMap<Column, Said>;

/// A sheet with its header found and its columns said.
#[derive(Clone, Copy, Debug)]
pub struct SheetRows<'a> {
    /// Its name, in a workbook.
    pub name: Option<&'a str>,
    /// How it writes decimals.
    pub mark: DecimalMark,
    /// What its columns are.
    pub layout: &'a Layout,
    /// What its title says for all of it.
    pub titled: &'a [(Column, Said)],
    /// The rows below the header.
    pub rows: &'a [(u64, Vec<String>)],
}

/// A sheet, for those who say where something is wrong.
#[derive(Clone, Debug)]
pub struct Places {
    /// Its name, in a workbook.
    pub name: Option<String>,
    /// How it writes decimals.
    pub mark: DecimalMark,
    columns: BTreeMap<Column, u64>,
    behind: u64,
}

/// A project of the plan.
#[derive(Clone, Debug)]
pub struct WantedProject {
    /// Its title.
    pub title: Said,
    /// Its benefits, at least one.
    pub benefits: Vec<WantedBenefit>,
}

/// A benefit of the plan.
#[derive(Clone, Debug)]
pub struct WantedBenefit {
    /// Its title.
    pub title: Said,
    /// What else is said of it.
    pub words: Words,
    /// Its indicators.
    pub indicators: Vec<WantedIndicator>,
}

/// An indicator of the plan.
#[derive(Clone, Debug)]
pub struct WantedIndicator {
    /// Its name.
    pub name: Said,
    /// What else is said of it.
    pub words: Words,
    /// What municipalities are to promise.
    pub promises: Vec<WantedPromise>,
}

/// A municipality's figures for an indicator.
#[derive(Clone, Debug)]
pub struct WantedPromise {
    /// The municipality's name or number.
    pub municipality: Said,
    /// The figures and what else is said.
    pub words: Words,
    /// In which of the plan's lines they stand.
    pub line: usize,
}

/// One row of the plan, and what it speaks of: places in the lists of what was gathered.
#[derive(Clone, Debug, Default)]
pub struct Line {
    /// The sheet, from 0.
    pub sheet: usize,
    /// The row, from 1.
    pub row: u64,
    /// The project.
    pub project: Option<usize>,
    /// The benefit in it.
    pub benefit: Option<usize>,
    /// The indicator of that.
    pub indicator: Option<usize>,
    /// The promise for that.
    pub promise: Option<usize>,
    /// The row only names a project, as a heading for the rows below.
    pub only_a_heading: bool,
    /// The municipality of a row that gives it no figures.
    pub without_figures: bool,
    /// The row says what is a municipality's to say, and names none.
    pub without_municipality: bool,
}

/// Everything that the sheets say.
#[derive(Clone, Debug, Default)]
pub struct Gathered {
    /// The projects in the order in which they come.
    pub projects: Vec<WantedProject>,
    /// The rows.
    pub lines: Vec<Line>,
    /// The sheets.
    pub places: Vec<Places>,
    /// What is wrong.
    pub errors: Vec<FieldError>,
}

/// More errors than this help nobody.
const MOST_ERRORS: usize = 1_000;

const OF_BENEFITS: &[Column] =
    &[Column::Class, Column::ArisesIn, Column::Polarity, Column::Description, Column::Assumptions];
const OF_INDICATORS: &[Column] =
    &[Column::Unit, Column::Direction, Column::Method, Column::DataSource, Column::Frequency];
const FIGURES: &[Column] = &[Column::BaselineValue, Column::BaselineOn, Column::TargetValue, Column::TargetOn];
const OF_MUNICIPALITIES: &[Column] =
    &[Column::Owner, Column::Budget, Column::FirstMeasurement, Column::SustainUntil, Column::UseOfGain];

/// Gathers the rows of some sheets.
pub fn gather(sheets: &[SheetRows<'_>]) -> Gathered {
    let mut gathered = Gathered::default();
    for sheet in sheets {
        gathered.places.push(Places::of(sheet));
    }
    for (place, sheet) in sheets.iter().enumerate() {
        let titled = |wanted: Column| {
            let said = sheet.titled.iter().find(|(column, _)| *column == wanted).map(|(_, said)| said.clone());
            said.filter(|_| !sheet.layout.contains(&Some(wanted)))
        };
        let mut above =
            Above { project: titled(Column::Project), municipality: titled(Column::Municipality), ..Above::default() };
        for (number, cells) in sheet.rows {
            let words = words_of(place, *number, cells, sheet.layout);
            if !words.is_empty() {
                gathered.take(&mut above, Line { sheet: place, row: *number, ..Line::default() }, words);
            }
        }
    }
    gathered
}

/// What an empty cell means.
#[derive(Default)]
struct Above {
    project: Option<Said>,
    benefit: Option<Said>,
    indicator: Option<Said>,
    /// Only from the title: figures are never given to a municipality because it stands above.
    municipality: Option<Said>,
}

fn words_of(sheet: usize, row: u64, cells: &[String], layout: &Layout) -> Words {
    let mut words = Words::new();
    for ((place, cell), column) in (1..).zip(cells).zip(layout) {
        let text = cell.trim();
        if let Some(column) = column.filter(|_| !text.is_empty()) {
            words.insert(column, Said::at(Spot { sheet, row, column: place }, text));
        }
    }
    words
}

/// Lets the cell say what is meant from here on; true when it is another than above.
fn is_another(above: &mut Option<Said>, said: Option<Said>) -> bool {
    let Some(said) = said else { return false };
    let same = above.as_ref().is_some_and(|above| above.key == said.key);
    if !same {
        *above = Some(said);
    }
    !same
}

impl Places {
    fn of(sheet: &SheetRows<'_>) -> Self {
        let columns = (1..).zip(sheet.layout).filter_map(|(place, column)| column.map(|column| (column, place)));
        Self {
            name: sheet.name.map(str::to_owned),
            mark: sheet.mark,
            columns: columns.collect(),
            behind: sheet.layout.len() as u64 + 1,
        }
    }
}

impl Gathered {
    /// An error in a cell, with its sheet.
    pub fn error(&self, spot: Spot, code: &'static str) -> FieldError {
        let sheet = self.places.get(spot.sheet).and_then(|place| place.name.clone());
        FieldError { sheet, ..FieldError::in_cell(spot.row, Some(spot.column), code) }
    }

    /// What is needed in a row and does not stand there: its cell, or that there is no such column, which is said once.
    pub fn missing(&self, sheet: usize, row: u64, column: Column) -> FieldError {
        let Some(places) = self.places.get(sheet) else { return FieldError::in_cell(row, None, "required") };
        match places.columns.get(&column) {
            Some(place) => self.error(Spot { sheet, row, column: *place }, "required"),
            // It would stand behind the last one.
            None => {
                self.error(Spot { sheet, row, column: places.behind }, "column_missing").with("name", column.heading())
            }
        }
    }

    /// Adds an error, unless the same cell or the same missing column was told of already.
    pub fn push(&mut self, error: FieldError) {
        if self.errors.len() == MOST_ERRORS {
            return;
        }
        let told = self.errors.iter().any(|known| {
            let column_missing = error.code == "column_missing" && known.args == error.args;
            known.sheet == error.sheet
                && (column_missing || (known.row, known.column) == (error.row, error.column))
                && (error.code != "column_missing" || known.code == error.code)
        });
        if !told {
            self.errors.push(error);
        }
    }

    fn take(&mut self, above: &mut Above, mut line: Line, mut words: Words) {
        let named = words.remove(&Column::Project);
        if is_another(&mut above.project, named.clone()) {
            (above.benefit, above.indicator) = (None, None);
        }
        if words.is_empty() {
            line.only_a_heading = named.is_some();
            return self.lines.push(line);
        }
        if is_another(&mut above.benefit, words.remove(&Column::Benefit)) {
            above.indicator = None;
        }
        is_another(&mut above.indicator, words.remove(&Column::Indicator));
        let (Some(project), Some(benefit)) = (&above.project, &above.benefit) else {
            let column = if above.project.is_none() { Column::Project } else { Column::Benefit };
            let error = self.missing(line.sheet, line.row, column);
            self.push(error);
            return self.lines.push(line);
        };
        let at = self.project(project);
        let of = self.benefit(at, benefit);
        (line.project, line.benefit) = (Some(at), Some(of));
        if let Some(said) = words.get(&Column::UseOfGain) {
            self.projects[at].benefits[of].words.entry(Column::UseOfGain).or_insert_with(|| said.clone());
        }
        self.join(&mut words, OF_BENEFITS, |gathered| &mut gathered.projects[at].benefits[of].words);
        self.take_figures(above, line, words, (at, of));
    }

    fn take_figures(&mut self, above: &Above, mut line: Line, mut words: Words, (at, of): (usize, usize)) {
        let has = |words: &Words, columns: &[Column]| columns.iter().any(|column| words.contains_key(column));
        let municipality = words.remove(&Column::Municipality).or_else(|| above.municipality.clone());
        let figures = has(&words, FIGURES);
        let Some(indicator) = &above.indicator else {
            if figures || has(&words, OF_INDICATORS) {
                let error = self.missing(line.sheet, line.row, Column::Indicator);
                self.push(error);
            }
            line.without_figures = municipality.is_some() && !figures;
            return self.lines.push(line);
        };
        let known = self.indicator(at, of, indicator);
        line.indicator = Some(known);
        self.join(&mut words, OF_INDICATORS, |gathered| {
            &mut gathered.projects[at].benefits[of].indicators[known].words
        });
        match municipality {
            None if figures => {
                let error = self.missing(line.sheet, line.row, Column::Municipality);
                self.push(error);
            }
            None => line.without_municipality = has(&words, &OF_MUNICIPALITIES[..4]),
            Some(_) if !figures => line.without_figures = true,
            Some(municipality) => {
                let promises = &mut self.projects[at].benefits[of].indicators[known].promises;
                line.promise = Some(promises.len());
                promises.push(WantedPromise { municipality, words, line: self.lines.len() });
            }
        }
        self.lines.push(line);
    }

    fn project(&mut self, title: &Said) -> usize {
        let same = |known: &WantedProject| known.title.key == title.key;
        self.projects.iter().position(same).unwrap_or_else(|| {
            self.projects.push(WantedProject { title: title.clone(), benefits: Vec::new() });
            self.projects.len() - 1
        })
    }

    fn benefit(&mut self, project: usize, title: &Said) -> usize {
        let benefits = &mut self.projects[project].benefits;
        let same = |known: &WantedBenefit| known.title.key == title.key;
        benefits.iter().position(same).unwrap_or_else(|| {
            benefits.push(WantedBenefit { title: title.clone(), words: Words::new(), indicators: Vec::new() });
            benefits.len() - 1
        })
    }

    fn indicator(&mut self, project: usize, benefit: usize, name: &Said) -> usize {
        let indicators = &mut self.projects[project].benefits[benefit].indicators;
        let same = |known: &WantedIndicator| known.name.key == name.key;
        indicators.iter().position(same).unwrap_or_else(|| {
            indicators.push(WantedIndicator { name: name.clone(), words: Words::new(), promises: Vec::new() });
            indicators.len() - 1
        })
    }

    /// Moves some of a row's words to the thing they are about. What was said otherwise in a row before is an error.
    fn join(&mut self, words: &mut Words, columns: &[Column], about: impl Fn(&mut Self) -> &mut Words) {
        for column in columns {
            let Some(said) = words.remove(column) else { continue };
            let known = about(self).entry(*column).or_insert_with(|| said.clone()).clone();
            if known.key != said.key {
                let error = self.error(said.spot, "plan_says_otherwise").with("row", known.spot.row);
                self.push(error);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LAYOUT: [Option<Column>; 8] = [
        Some(Column::Project),
        Some(Column::Benefit),
        Some(Column::Class),
        Some(Column::Indicator),
        Some(Column::Unit),
        Some(Column::Municipality),
        Some(Column::BaselineValue),
        None,
    ];

    fn gathered(text: &str) -> Gathered {
        let rows: Vec<_> = (2..).zip(text.lines().map(|line| line.split(';').map(str::to_owned).collect())).collect();
        let layout = LAYOUT.to_vec();
        let sheet =
            SheetRows { name: Some("Plan"), mark: DecimalMark::Comma, layout: &layout, titled: &[], rows: &rows };
        gather(&[sheet])
    }

    fn told(gathered: &Gathered) -> Vec<(u64, u64, &'static str)> {
        let place = |error: &FieldError| (error.row.unwrap_or(0), error.column.unwrap_or(0), error.code);
        gathered.errors.iter().map(place).collect()
    }

    #[test]
    fn an_empty_cell_says_what_stands_above() {
        let plan = gathered(
            "A;x;Spart tid;i;dager;Granvang;1\n;;;;;Lyngmo;2\n;y;;j;timer;Granvang;3\nB;;;;;;\n;x;Inntekt;;;;",
        );
        assert_eq!(told(&plan), []);
        let titles: Vec<_> = plan.projects.iter().map(|one| (one.title.text.as_str(), one.benefits.len())).collect();
        assert_eq!(titles, [("A", 2), ("B", 1)]);
        let towns: Vec<_> =
            plan.projects[0].benefits[0].indicators[0].promises.iter().map(|one| &one.municipality.text).collect();
        assert_eq!(towns, ["Granvang", "Lyngmo"]);
        assert!(plan.lines[3].only_a_heading);
        assert!(plan.projects[1].benefits[0].indicators.is_empty());
    }

    #[test]
    fn what_belongs_to_nothing_or_is_said_in_two_ways_is_told() {
        assert_eq!(told(&gathered(";x;Spart tid")), [(2, 1, "required")]);
        assert_eq!(told(&gathered("A;;Spart tid")), [(2, 2, "required")]);
        assert_eq!(told(&gathered("A;x;;;dager")), [(2, 4, "required")]);
        assert_eq!(told(&gathered("A;x;;i;dager;;5")), [(2, 6, "required")]);
        // Another project's benefit is never taken over from above.
        assert_eq!(told(&gathered("A;x;Spart tid\nB;;Inntekt")), [(3, 2, "required")]);
        assert_eq!(told(&gathered("A;x;Spart tid\nA;X;Inntekt\n;x;spart  tid")), [(3, 3, "plan_says_otherwise")]);
    }
}
