//! A plan, judged: what becomes of each row, and what is to be made.

use super::rules::Column;
use crate::benefits::rules::{BenefitDraft, CommitmentDraft, IndicatorDraft};
use crate::benefits::store::{Benefit, Indicator};
use crate::ids::MunicipalityId;
use crate::projects::rules::Draft;
use crate::projects::store::Project;
use crate::refusal::FieldError;

/// What becomes of a row, or of a part of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// Makes the project.
    NewProject,
    /// Makes the benefit.
    NewBenefit,
    /// Makes the indicator.
    NewIndicator,
    /// Makes the municipality's commitment, not accepted.
    NewPromise,
    /// Says what stands there already.
    Unchanged,
    /// Says something else in these columns than what stands there, which is left alone.
    Differs(Vec<Column>),
    /// The same of figures that the municipality has accepted.
    Accepted(Vec<Column>),
    /// Only names a project.
    Heading,
    /// Something in it is wrong.
    Wrong,
}

/// A row, judged.
#[derive(Clone, Debug, Default)]
pub struct JudgedLine {
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    /// The row, from 1.
    pub row: u64,
    /// The project's title.
    pub project: String,
    /// The benefit's.
    pub benefit: String,
    /// The indicator's name.
    pub indicator: String,
    /// The municipality's, as it stands in the region.
    pub municipality: String,
    /// What becomes of it; at least one.
    pub verdicts: Vec<Verdict>,
    /// What the reader should know besides.
    pub notes: Vec<FieldError>,
}

/// A thing that is there, or one that is to be made.
#[derive(Clone, Debug)]
pub enum Thing<There, ToMake> {
    /// It is there and stays as it is.
    There(There),
    /// It is to be made.
    ToMake(ToMake),
}

/// A project and what is to be made in it.
#[derive(Clone, Debug)]
pub struct ProjectToDo {
    /// The project.
    pub project: Thing<Project, Draft>,
    /// Its benefits.
    pub benefits: Vec<BenefitToDo>,
}

/// A benefit and what is to be made of it.
#[derive(Clone, Debug)]
pub struct BenefitToDo {
    /// The benefit.
    pub benefit: Thing<Benefit, BenefitDraft>,
    /// Its indicators.
    pub indicators: Vec<IndicatorToDo>,
}

/// An indicator and the commitments that are to be made to it.
#[derive(Clone, Debug)]
pub struct IndicatorToDo {
    /// The indicator.
    pub indicator: Thing<Indicator, IndicatorDraft>,
    /// The commitments.
    pub promises: Vec<(MunicipalityId, CommitmentDraft)>,
}

/// A plan, judged.
#[derive(Clone, Debug, Default)]
pub struct Judged {
    /// Row by row.
    pub lines: Vec<JudgedLine>,
    /// What is wrong; with any, nothing is to be written.
    pub errors: Vec<FieldError>,
    /// What is to be written.
    pub to_do: Vec<ProjectToDo>,
}

impl Judged {
    /// How often something becomes of a row.
    pub fn count(&self, wanted: impl Fn(&Verdict) -> bool) -> u64 {
        self.lines.iter().flat_map(|line| &line.verdicts).filter(|verdict| wanted(verdict)).count() as u64
    }

    /// Whether anything would be made.
    pub fn makes_something(&self) -> bool {
        use Verdict::{NewBenefit, NewIndicator, NewProject, NewPromise};
        self.count(|verdict| matches!(verdict, NewProject | NewBenefit | NewIndicator | NewPromise)) > 0
    }
}
