//! The package: what is offered, as canonical JSON with a SHA-256. Pure.
//!
//! It holds what the region offers and the municipality takes on: the project, its benefits and indicators, the
//! municipality's own figures and steps. Who owns what at home is the municipality's to name when it answers, and where
//! the project stands in its phases may move meanwhile; neither is part of it.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::audit::rules::{canonical, sha256_hex};
use crate::benefits::rules::{Class, DatedValue, Polarity};
use crate::clock::Day;
use crate::decimal::Decimal;
use crate::ids::{BenefitId, CommitmentId, HandoverId, IndicatorId, MunicipalityId, ProjectId, RegionId};
use crate::measurements::rules::{Accumulation, Direction, Frequency};

/// A package.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Package {
    /// The shape of this document.
    pub format: String,
    /// Which handover.
    pub handover_id: HandoverId,
    /// Which package of that handover, from 1.
    pub package_number: i64,
    /// From whom.
    pub region: Named<RegionId>,
    /// To whom.
    pub municipality: Named<MunicipalityId>,
    /// The last day to answer.
    pub answer_by: Day,
    /// The region's words.
    pub message: String,
    /// The municipality's share of the project's costs, in percent; left out where nothing was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost_share: Option<Decimal>,
    /// What it is about.
    pub project: ProjectPart,
    /// What is expected.
    pub benefits: Vec<BenefitPart>,
    /// What must be done.
    pub change_steps: Vec<StepPart>,
}

/// A thing with its name.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Named<T> {
    /// Id.
    pub id: T,
    /// Name.
    pub name: String,
}

/// The project in a package.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ProjectPart {
    /// Id.
    pub id: ProjectId,
    /// Title.
    pub title: String,
    /// Summary.
    pub summary: String,
    /// What becomes new.
    pub renewal: String,
    /// What goes away.
    pub simplifications: Value,
    /// Why it removes nothing, when it does not.
    pub renewal_alone_because: String,
    /// Planned start.
    pub starts_on: Option<Day>,
    /// Planned end.
    pub ends_on: Option<Day>,
    /// Cost per year.
    pub costs: Value,
    /// Whether law demands it.
    pub statutory: bool,
}

/// A benefit in a package.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct BenefitPart {
    /// Id.
    pub id: BenefitId,
    /// Title.
    pub title: String,
    /// Kind.
    pub class: Option<Class>,
    /// Where it arises.
    pub arises_in: Option<String>,
    /// Benefit or disbenefit.
    pub polarity: Polarity,
    /// Description.
    pub description: String,
    /// What the gain is used for.
    pub use_of_gain: String,
    /// What must hold.
    pub assumptions: Value,
    /// What is counted.
    pub indicators: Vec<IndicatorPart>,
}

/// An indicator in a package, with the municipality's figures.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct IndicatorPart {
    /// Id.
    pub id: IndicatorId,
    /// Name.
    pub name: String,
    /// Unit.
    pub unit: String,
    /// Which way is better.
    pub direction: Direction,
    /// How often. Which campaigns there are is the region's calendar and no part of the package.
    pub frequency: Frequency,
    /// Whether a value tells the level on its day or what came in during its period; left out where it is the level.
    #[serde(default, skip_serializing_if = "Accumulation::is_stock")]
    pub accumulation: Accumulation,
    /// How.
    pub method: String,
    /// The figures; none when the municipality has none yet.
    pub commitment: Option<CommitmentPart>,
}

/// A municipality's figures in a package.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CommitmentPart {
    /// Id.
    pub id: CommitmentId,
    /// Nullpunkt.
    pub baseline: DatedValue,
    /// Måltall.
    pub target: DatedValue,
    /// Points between.
    pub plan: Vec<DatedValue>,
    /// What the gain is used for here.
    pub use_of_gain: String,
    /// Budget consequence, as it was written; null where nothing was.
    pub budget: Value,
    /// First due date.
    pub first_measurement_on: Day,
    /// The last day on which the level that was reached is to be held; left out where none was set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sustain_until: Option<Day>,
}

/// A change step in a package.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct StepPart {
    /// Title.
    pub title: String,
    /// Kind.
    pub kind: String,
    /// When.
    pub due_on: Option<Day>,
}

impl Package {
    /// The format this program writes.
    pub const FORMAT: &'static str = "stafett-package-1";

    /// What an indicator of the package is called.
    pub fn indicator_name(&self, id: IndicatorId) -> Option<&str> {
        let mut indicators = self.benefits.iter().flat_map(|benefit| &benefit.indicators);
        indicators.find(|one| one.id == id).map(|one| one.name.as_str())
    }

    /// The RFC 8785 form: the bytes that are hashed, kept and shown.
    pub fn canonical_text(&self) -> String {
        let value = serde_json::to_value(self).unwrap_or_default();
        String::from_utf8(canonical(&value)).unwrap_or_default()
    }
}

/// Hex SHA-256 of a package's canonical text.
pub fn content_sha256(canonical_text: &str) -> String {
    sha256_hex(canonical_text.as_bytes())
}
