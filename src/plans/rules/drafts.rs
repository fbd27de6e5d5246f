//! From what a plan says to the drafts that forms would have made. An empty cell says nothing: what stood before, stands.

use super::columns::Column;
use super::gather::{Gathered, Said, Spot, WantedBenefit, WantedIndicator, WantedPromise, Words};
use super::words;
use crate::benefits::rules::{BenefitDraft, Budget, CommitmentDraft, DatedValue, IndicatorDraft, NoCashEffect};
use crate::clock::Day;
use crate::decimal::Decimal;
use crate::ids::PersonId;
use crate::measurements::rules::Frequency;
use crate::projects::rules::Draft;
use crate::refusal::{FieldError, Refusal};
use crate::sheets;

/// One thing that is being worded: its words, where it stands, and what is found wrong.
struct Wording<'a> {
    plan: &'a Gathered,
    words: &'a Words,
    at: Spot,
    errors: Vec<FieldError>,
}

impl<'a> Wording<'a> {
    fn of(plan: &'a Gathered, words: &'a Words, at: Spot) -> Self {
        Self { plan, words, at, errors: Vec::new() }
    }

    fn said(&self, column: Column) -> Option<&'a Said> {
        self.words.get(&column)
    }

    fn wrong(&mut self, said: &Said, code: &'static str) {
        self.errors.push(self.plan.error(said.spot, code));
    }

    /// A cell that is one of some words.
    fn word<T>(&mut self, column: Column, read: impl Fn(&str) -> Option<T>, code: &'static str) -> Option<T> {
        let said = self.said(column)?;
        let meant = read(&said.text);
        if meant.is_none() {
            self.wrong(said, code);
        }
        meant
    }

    fn day(&mut self, column: Column) -> Option<Day> {
        self.word(column, sheets::day, "plan_not_a_date")
    }

    fn number(&mut self, column: Column) -> Option<Decimal> {
        let said = self.said(column)?;
        let mark = self.plan.places.get(said.spot.sheet)?.mark;
        match Decimal::parse_cell(&said.text, mark) {
            Ok(number) => Some(number),
            Err(trouble) => {
                self.wrong(said, trouble.code());
                None
            }
        }
    }

    fn text(&self, column: Column) -> Option<String> {
        self.said(column).map(|said| said.text.clone())
    }

    fn missing(&mut self, column: Column) {
        self.errors.push(self.plan.missing(self.at.sheet, self.at.row, column));
    }

    /// What the rules said against the draft, in the cells of which they said it.
    fn refused(&mut self, refusal: Refusal, column_of: impl Fn(&str) -> Column) {
        for error in refusal.errors {
            let pointer = error.pointer.as_deref().unwrap_or_default();
            let column = column_of(pointer);
            let own_title = matches!(column, Column::Project | Column::Benefit | Column::Indicator);
            let spot = if own_title { Some(self.at) } else { self.said(column).map(|said| said.spot) };
            let told = match spot {
                Some(spot) => self.plan.error(spot, error.code),
                None => self.plan.missing(self.at.sheet, self.at.row, column),
            };
            self.errors.push(FieldError { args: if spot.is_some() { error.args } else { told.args.clone() }, ..told });
        }
    }

    fn done<T>(self, draft: T) -> Result<T, Vec<FieldError>> {
        if self.errors.is_empty() { Ok(draft) } else { Err(self.errors) }
    }
}

/// A project of which only the title is known.
pub fn project(plan: &Gathered, title: &Said, today: Day) -> Result<Draft, Vec<FieldError>> {
    let words = Words::new();
    let mut wording = Wording::of(plan, &words, title.spot);
    match (Draft { title: title.text.clone(), ..Draft::default() }).checked(today) {
        Ok(draft) => wording.done(draft),
        Err(refusal) => {
            wording.refused(refusal, |_| Column::Project);
            Err(wording.errors)
        }
    }
}

/// A benefit, over what stood before.
pub fn benefit(
    plan: &Gathered,
    wanted: &WantedBenefit,
    before: Option<BenefitDraft>,
) -> Result<BenefitDraft, Vec<FieldError>> {
    let mut wording = Wording::of(plan, &wanted.words, wanted.title.spot);
    let mut draft =
        before.unwrap_or_else(|| BenefitDraft { title: wanted.title.text.clone(), ..BenefitDraft::default() });
    draft.class = wording.word(Column::Class, words::class, "plan_not_a_class").or(draft.class);
    if let Some(polarity) = wording.word(Column::Polarity, words::polarity, "plan_not_a_polarity") {
        draft.polarity = polarity;
    }
    draft.arises_in = wording.text(Column::ArisesIn).map(|text| words::arises_in(&text)).or(draft.arises_in);
    draft.description = wording.text(Column::Description).unwrap_or(draft.description);
    draft.use_of_gain = wording.text(Column::UseOfGain).map_or(draft.use_of_gain, |text| words::use_of_gain(&text));
    if let Some(text) = wording.text(Column::Assumptions) {
        draft.assumptions = listed(&text);
    }
    match draft.checked() {
        Ok(draft) => wording.done(draft),
        Err(refusal) => {
            wording.refused(refusal, |pointer| match pointer {
                "/title" => Column::Benefit,
                "/arises_in" => Column::ArisesIn,
                "/description" => Column::Description,
                "/use_of_gain" => Column::UseOfGain,
                _ => Column::Assumptions,
            });
            Err(wording.errors)
        }
    }
}

/// Several in one cell stand on lines of their own or between semicolons; dashes before them are only drawn.
fn listed(text: &str) -> Vec<String> {
    let items = text.split(['\n', '\r', ';']).map(|item| item.trim().trim_start_matches(['-', '–', '•', '*']).trim());
    items.filter(|item| !item.is_empty()).map(str::to_owned).collect()
}

/// An indicator, over what stood before.
pub fn indicator(
    plan: &Gathered,
    wanted: &WantedIndicator,
    before: Option<IndicatorDraft>,
) -> Result<IndicatorDraft, Vec<FieldError>> {
    let mut wording = Wording::of(plan, &wanted.words, wanted.name.spot);
    let mut draft =
        before.unwrap_or_else(|| IndicatorDraft { name: wanted.name.text.clone(), ..IndicatorDraft::default() });
    draft.unit = wording.text(Column::Unit).unwrap_or(draft.unit);
    draft.direction = wording.word(Column::Direction, words::direction, "plan_not_a_direction").or(draft.direction);
    draft.frequency = wording.word(Column::Frequency, words::frequency, "plan_not_a_frequency").or(draft.frequency);
    draft.method = wording.text(Column::Method).unwrap_or(draft.method);
    draft.data_source = wording.text(Column::DataSource).unwrap_or(draft.data_source);
    match draft.checked() {
        Ok(draft) => wording.done(draft),
        Err(refusal) => {
            // A word that was not understood is told as that, and not as missing too.
            wording.refused(refusal, |pointer| match pointer {
                "/name" => Column::Indicator,
                "/unit" => Column::Unit,
                "/direction" => Column::Direction,
                "/frequency" => Column::Frequency,
                "/method" => Column::Method,
                _ => Column::DataSource,
            });
            Err(wording.errors)
        }
    }
}

/// A municipality's figures as a plan words them.
#[derive(Clone, Debug)]
pub struct Promised {
    /// The draft.
    pub draft: CommitmentDraft,
    /// The day of the first measurement was not said: it was counted from the baseline's.
    pub first_was_counted: bool,
}

/// What stands around a municipality's figures.
#[derive(Clone, Copy, Debug)]
pub struct Around<'a> {
    /// How often the indicator is measured.
    pub frequency: Option<Frequency>,
    /// What the benefit says of the use of the gain, which holds where the row says nothing.
    pub use_of_gain: &'a str,
    /// Whom the e-mail of the owner was found to mean.
    pub owner: Option<PersonId>,
}

/// A municipality's figures, over what stood before.
pub fn promise(
    plan: &Gathered,
    wanted: &WantedPromise,
    before: Option<CommitmentDraft>,
    around: Around<'_>,
) -> Result<Promised, Vec<FieldError>> {
    let mut wording = Wording::of(plan, &wanted.words, here(plan, wanted));
    let baseline =
        dated(&mut wording, Column::BaselineValue, Column::BaselineOn, before.as_ref().map(|it| it.baseline));
    let target = dated(&mut wording, Column::TargetValue, Column::TargetOn, before.as_ref().map(|it| it.target));
    let first = wording.day(Column::FirstMeasurement).or(before.as_ref().map(|it| it.first_measurement_on));
    let sustain_until = wording.day(Column::SustainUntil).or(before.as_ref().and_then(|it| it.sustain_until));
    let use_of_gain = wording.text(Column::UseOfGain).map(|text| words::use_of_gain(&text));
    let budget = wording.text(Column::Budget).map(|text| budget(&text));
    let (Some(baseline), Some(target)) = (baseline, target) else { return Err(wording.errors) };
    // What is measured in campaigns has no step of its own: a year, as where nothing is said.
    let period = around.frequency.and_then(Frequency::months).unwrap_or(12);
    let counted = || baseline.on.plus_months(period).unwrap_or(baseline.on);
    let draft = CommitmentDraft {
        baseline,
        target,
        plan: before.as_ref().map(|it| it.plan.clone()).unwrap_or_default(),
        owner_id: around.owner.or(before.as_ref().and_then(|it| it.owner_id)),
        use_of_gain: use_of_gain
            .or(before.as_ref().map(|it| it.use_of_gain.clone()))
            .unwrap_or_else(|| around.use_of_gain.to_owned()),
        budget: budget.or(before.as_ref().and_then(|it| it.budget.clone())),
        first_measurement_on: first.unwrap_or_else(counted),
        sustain_until,
    };
    match draft.checked() {
        Ok(draft) => wording.done(Promised { draft, first_was_counted: first.is_none() }),
        Err(refusal) => {
            wording.refused(refusal, |pointer| match pointer {
                "/first_measurement_on" => Column::FirstMeasurement,
                "/sustain_until" => Column::SustainUntil,
                "/use_of_gain" => Column::UseOfGain,
                "/budget" => Column::Budget,
                _ => Column::TargetOn,
            });
            Err(wording.errors)
        }
    }
}

/// The row of a promise, which may take its municipality from the sheet's title.
fn here(plan: &Gathered, wanted: &WantedPromise) -> Spot {
    let line = plan.lines.get(wanted.line);
    line.map_or(wanted.municipality.spot, |line| Spot { sheet: line.sheet, row: line.row, column: 1 })
}

fn dated(wording: &mut Wording<'_>, value: Column, on: Column, before: Option<DatedValue>) -> Option<DatedValue> {
    for column in [value, on] {
        if before.is_none() && wording.said(column).is_none() {
            wording.missing(column);
        }
    }
    let (read, day) = (wording.number(value), wording.day(on));
    Some(DatedValue { value: read.or(before.map(|it| it.value))?, on: day.or(before.map(|it| it.on))? })
}

fn budget(text: &str) -> Budget {
    if words::says_no_cash_effect(text) {
        Budget::NoCashEffect(NoCashEffect { no_cash_effect: true })
    } else {
        Budget::Words(text.to_owned())
    }
}

/// In which columns two benefits differ.
pub fn benefits_differ(one: &BenefitDraft, other: &BenefitDraft) -> Vec<Column> {
    differing(&[
        (Column::Class, one.class == other.class),
        (Column::ArisesIn, one.arises_in == other.arises_in),
        (Column::Polarity, one.polarity == other.polarity),
        (Column::Description, one.description == other.description),
        (Column::Assumptions, one.assumptions == other.assumptions),
        (Column::UseOfGain, one.use_of_gain == other.use_of_gain),
    ])
}

/// In which columns two indicators differ.
pub fn indicators_differ(one: &IndicatorDraft, other: &IndicatorDraft) -> Vec<Column> {
    differing(&[
        (Column::Unit, one.unit == other.unit),
        (Column::Direction, one.direction == other.direction),
        (Column::Method, one.method == other.method),
        (Column::DataSource, one.data_source == other.data_source),
        (Column::Frequency, one.frequency == other.frequency),
    ])
}

/// In which columns two municipalities' figures differ.
pub fn promises_differ(one: &CommitmentDraft, other: &CommitmentDraft) -> Vec<Column> {
    differing(&[
        (Column::BaselineValue, one.baseline.value == other.baseline.value),
        (Column::BaselineOn, one.baseline.on == other.baseline.on),
        (Column::TargetValue, one.target.value == other.target.value),
        (Column::TargetOn, one.target.on == other.target.on),
        (Column::Owner, one.owner_id == other.owner_id),
        (Column::UseOfGain, one.use_of_gain == other.use_of_gain),
        (Column::Budget, one.budget == other.budget),
        (Column::FirstMeasurement, one.first_measurement_on == other.first_measurement_on),
        (Column::SustainUntil, one.sustain_until == other.sustain_until),
    ])
}

fn differing(compared: &[(Column, bool)]) -> Vec<Column> {
    compared.iter().filter(|(_, same)| !same).map(|(column, _)| *column).collect()
}
