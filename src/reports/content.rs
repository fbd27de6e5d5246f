//! What a report holds, as canonical JSON with a SHA-256 when it is locked. Pure.
//!
//! Everything that can move stands here: figures, names, explanations, sources. A locked report is shown from this alone.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::rules::{Audience, Section};
use crate::access::{Place, Placed};
use crate::audit::rules::{canonical, sha256_hex};
use crate::clock::Day;
use crate::dashboards::rules::{Cell, CurveBlock};
use crate::decimal::{Decimal, Figure};
use crate::ids::{CommitmentId, IndicatorId, MunicipalityId, ProjectId, RegionId};
use crate::measurements::rules::Month;

/// A report.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "ReportContent")]
pub struct Content {
    /// The shape of this document.
    pub format: String,
    /// Whose.
    pub region_id: RegionId,
    /// The region's name.
    pub region: String,
    /// Whether the figures are invented.
    pub demo: bool,
    /// The municipality that it is about; null for the region as a whole.
    pub municipality: Option<ReportTown>,
    /// For whom it was made.
    pub audience: Audience,
    /// The first month that it is about.
    pub from: Month,
    /// The last one.
    pub to: Month,
    /// The day that the figures are of: the last one of the period, or the one on which it was made.
    pub on: Day,
    /// The case that it belongs to; empty where none was said.
    pub case_number: String,
    /// The report in short.
    #[serde(default)]
    pub summary: Summary,
    /// The projects.
    #[serde(default)]
    pub status: Vec<StatusRow>,
    /// Who is asked for and has reported nothing.
    pub not_reported: Vec<NotReported>,
    /// Planned against realised, by class and unit.
    #[serde(default)]
    pub curves: Vec<CurveBlock>,
    /// Benefits that are behind their plan.
    #[serde(default)]
    pub deviations: Vec<DeviationRow>,
    /// Benefits measured after their target's day.
    #[serde(default)]
    pub lasting: Vec<LastingRow>,
    /// What is proposed to be decided, in order.
    #[serde(default)]
    pub proposals: Vec<String>,
    /// How the figures came about.
    #[serde(default)]
    pub sources: Vec<SourceRow>,
    /// The newest day that anything was measured for; null where nothing was.
    pub last_measured: Option<Day>,
    /// The parts that whoever made it left out. They are not in the document at all, so that nothing left out passes for
    /// nothing found.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left_out: Vec<Section>,
    /// The name of whoever locked it, as it was then. Reports that were locked before names were kept have none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub author: String,
}

/// A municipality.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ReportTown {
    /// Id.
    pub id: MunicipalityId,
    /// Its number.
    pub number: String,
    /// Its name.
    pub name: String,
}

/// The report in short.
#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "ReportSummary")]
pub struct Summary {
    /// The words.
    pub text: String,
    /// Whether somebody wrote them otherwise than they follow from the figures.
    pub edited: bool,
    /// The language they are in: that of whoever locked the report.
    pub language: String,
}

/// A project.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "ReportStatus")]
pub struct StatusRow {
    /// Id.
    pub project_id: ProjectId,
    /// Its title.
    pub project: String,
    /// The municipalities in the report that hold the baton.
    pub handed_over: u32,
    /// All municipalities whose figures are in the report.
    pub municipalities: u32,
    /// Those of them that were sent the baton; not counted in reports of the first program.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sent: Option<u32>,
    /// Counts of what was handed over.
    #[serde(flatten)]
    pub cell: Cell,
    /// Measured / accepted as a fraction; null where nothing was accepted.
    pub coverage: Option<Figure>,
}

/// A municipality that has not reported.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct NotReported {
    /// Which.
    pub municipality_id: MunicipalityId,
    /// Its name.
    pub municipality: String,
    /// In which project; null for all.
    pub project: Option<String>,
    /// Why.
    pub reason: super::rules::Missing,
}

/// A benefit in a municipality.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ReportBenefit {
    /// The commitment.
    pub commitment_id: CommitmentId,
    /// The municipality's name.
    pub municipality: String,
    /// The project's title.
    pub project: String,
    /// The benefit's title.
    pub benefit: String,
    /// The indicator's name.
    pub indicator: String,
    /// What its values are counted in.
    pub unit: String,
}

/// A benefit behind its plan.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "ReportDeviation")]
pub struct DeviationRow {
    /// Which.
    #[serde(flatten)]
    pub of: ReportBenefit,
    /// The day of the latest value.
    pub on: Day,
    /// The latest value.
    pub value: Decimal,
    /// What the plan said for that day, rounded to millionths.
    pub planned: Decimal,
    /// Why, and what is done about it; null where nobody has said.
    pub explanation: Option<Said>,
}

/// Why a benefit is behind.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "ReportExplanation")]
pub struct Said {
    /// The cause.
    pub cause: String,
    /// What is done about it; may be empty.
    pub remedy: String,
}

/// Whether what was reached lasts.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "ReportLasting")]
pub struct LastingRow {
    /// Which.
    #[serde(flatten)]
    pub of: ReportBenefit,
    /// Whether it has fallen back.
    pub fallen_back: bool,
    /// The best value.
    pub peak: Decimal,
    /// Its day.
    pub peak_on: Day,
    /// The latest value.
    pub value: Decimal,
    /// Its day.
    pub on: Day,
    /// How much of the gain has gone again, as a fraction; null where there was none.
    pub drop: Option<Figure>,
}

/// Where a figure comes from.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "ReportSource")]
pub struct SourceRow {
    /// The indicator.
    pub indicator_id: IndicatorId,
    /// The benefit's title.
    pub benefit: String,
    /// The indicator's name.
    pub indicator: String,
    /// What it is counted in.
    pub unit: String,
    /// How it is measured.
    pub method: String,
    /// Where the figure comes from.
    pub data_source: String,
}

impl Placed for Content {
    /// Where the report will lie.
    fn place(&self) -> Place {
        Place { region: Some(self.region_id), municipality: self.municipality.as_ref().map(|town| town.id) }
    }
}

impl Content {
    /// The format this program writes.
    pub const FORMAT: &'static str = "stafett-report-1";

    /// The RFC 8785 form: the bytes that are hashed and kept.
    pub fn canonical_text(&self) -> String {
        let mut value = serde_json::to_value(self).unwrap_or_default();
        if let Some(members) = value.as_object_mut() {
            for section in &self.left_out {
                members.remove(section.key());
            }
        }
        String::from_utf8(canonical(&value)).unwrap_or_default()
    }

    /// Without these parts. The figures in the others are those that they were.
    pub fn without(mut self, sections: &[Section]) -> Self {
        for section in sections {
            match section {
                Section::Summary => self.summary = Summary::default(),
                Section::Status => self.status.clear(),
                Section::Missing => self.not_reported.clear(),
                Section::Curves => self.curves.clear(),
                Section::Deviations => self.deviations.clear(),
                Section::Lasting => self.lasting.clear(),
                Section::Proposals => self.proposals.clear(),
                Section::Sources => self.sources.clear(),
            }
        }
        self.left_out = sections.to_vec();
        self
    }

    /// Without what whoever composes it has written, and without their name: what must not move between looking and
    /// locking.
    pub fn figures(&self) -> Self {
        Self {
            summary: Summary::default(),
            proposals: Vec::new(),
            case_number: String::new(),
            author: String::new(),
            ..self.clone()
        }
    }

    /// Hex SHA-256 of [`Self::figures`].
    pub fn figures_sha256(&self) -> String {
        content_sha256(&self.figures().canonical_text())
    }

    /// Whether anything was measured, also where the part that counts it is left out.
    pub fn is_measured(&self) -> bool {
        self.last_measured.is_some() || self.status.iter().any(|row| row.cell.measured > 0)
    }

    /// Whom or what it is about.
    pub fn about(&self) -> &str {
        self.municipality.as_ref().map_or(&self.region, |town| &town.name)
    }
}

/// Hex SHA-256 of a report's canonical text.
pub fn content_sha256(canonical_text: &str) -> String {
    sha256_hex(canonical_text.as_bytes())
}
