//! What a roadmap shows, as canonical JSON with a SHA-256 when it is published. Pure.
//!
//! Of the batons it holds the state alone, and none that is only being prepared: the days between the region and one
//! municipality are not for the other members, and a published roadmap is the same for all who read it.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::audit::rules::{canonical, sha256_hex};
use crate::benefits::rules::{Class, Polarity};
use crate::clock::Day;
use crate::handovers::rules::State;
use crate::ids::{BenefitId, MunicipalityId, ProjectId, RegionId};
use crate::projects::rules::{DecisionPoint, Participating, Phase, PhasePlan};

/// A roadmap.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "RoadmapContent")]
pub struct Snapshot {
    /// The shape of this document.
    pub format: String,
    /// Whose.
    pub region_id: RegionId,
    /// The region's name.
    pub region: String,
    /// Its members.
    pub municipalities: Vec<Town>,
    /// Its projects.
    pub projects: Vec<ProjectPart>,
}

/// A member.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "RoadmapMunicipality")]
pub struct Town {
    /// Id.
    pub id: MunicipalityId,
    /// Its number.
    pub number: String,
    /// Its name.
    pub name: String,
}

/// A project.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "RoadmapProject")]
pub struct ProjectPart {
    /// Id.
    pub id: ProjectId,
    /// Title.
    pub title: String,
    /// Theme; empty when there is none.
    pub theme: String,
    /// Where it stands.
    pub phase: Phase,
    /// Planned start.
    pub starts_on: Option<Day>,
    /// Planned end.
    pub ends_on: Option<Day>,
    /// When each phase is planned.
    pub phases: Vec<PhasePlan>,
    /// Its decision points.
    pub decision_points: Vec<DecisionPoint>,
    /// The municipalities that were asked.
    pub municipalities: Vec<Standing>,
    /// Its benefits.
    pub benefits: Vec<BenefitPart>,
}

/// How a municipality stands to a project.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "RoadmapStanding")]
pub struct Standing {
    /// Which.
    pub municipality_id: MunicipalityId,
    /// Whether it takes part.
    pub participating: Option<Participating>,
    /// Where its baton is.
    pub baton: Option<State>,
}

/// A benefit.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "RoadmapBenefit")]
pub struct BenefitPart {
    /// Id.
    pub id: BenefitId,
    /// Title.
    pub title: String,
    /// Kind.
    pub class: Option<Class>,
    /// Benefit or disbenefit.
    pub polarity: Polarity,
}

impl Snapshot {
    /// The format this program writes.
    pub const FORMAT: &'static str = "stafett-roadmap-1";

    /// The RFC 8785 form: the bytes that are hashed and kept.
    pub fn canonical_text(&self) -> String {
        let value = serde_json::to_value(self).unwrap_or_default();
        String::from_utf8(canonical(&value)).unwrap_or_default()
    }

    /// What a member is called; its id where it is unknown.
    pub fn town(&self, id: MunicipalityId) -> String {
        let town = self.municipalities.iter().find(|town| town.id == id);
        town.map_or_else(|| id.to_string(), |town| town.name.clone())
    }

    /// The themes there are, in order.
    pub fn themes(&self) -> Vec<String> {
        let themes: BTreeSet<&String> =
            self.projects.iter().map(|project| &project.theme).filter(|theme| !theme.is_empty()).collect();
        themes.into_iter().cloned().collect()
    }
}

/// Hex SHA-256 of a roadmap's canonical text.
pub fn content_sha256(canonical_text: &str) -> String {
    sha256_hex(canonical_text.as_bytes())
}

impl ProjectPart {
    /// Every day that is known of it: phases, decision points, start and end.
    pub fn days(&self) -> Vec<Day> {
        let phases = self.phases.iter().flat_map(|plan| [plan.from, plan.to]);
        let points = self.decision_points.iter().map(|point| point.on);
        phases.chain(points).chain([self.starts_on, self.ends_on]).flatten().collect()
    }

    /// The municipalities that take part.
    pub fn taking_part(&self) -> impl Iterator<Item = MunicipalityId> + '_ {
        let is_in = |standing: &&Standing| standing.participating.is_some_and(Participating::is_in);
        self.municipalities.iter().filter(is_in).map(|standing| standing.municipality_id)
    }
}
