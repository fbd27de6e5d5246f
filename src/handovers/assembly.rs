//! Putting a package together from what the other rooms hold at this moment.

use super::adjustments::{self, Adjusted, as_accepted};
use super::package::{
    BenefitPart, CommitmentPart, IndicatorPart, Named, Package, ProjectPart, StepPart, content_sha256,
};
use super::store::{Handover, Receipt};
use crate::benefits::rules::DatedValue;
use crate::benefits::store::{self as benefits, Commitment};
use crate::clock::Day;
use crate::db::AnyConn;
use crate::refusal::{Code, FieldError, Outcome, Refusal};
use crate::{changes, municipalities, projects, regions};

/// A package as text, and its hash.
#[derive(Clone, Debug)]
pub struct Assembled {
    /// The package.
    pub package: Package,
    /// Its canonical text.
    pub text: String,
    /// The text's hash.
    pub content_sha256: String,
    /// What was taken on otherwise than proposed: the text says what was proposed, the package what counts.
    pub adjusted: Vec<Adjusted>,
}

impl Assembled {
    /// The package as the text and its hash have it: with the targets that were proposed.
    pub fn offered(&self) -> Package {
        serde_json::from_str(&self.text).unwrap_or_else(|_| self.package.clone())
    }
}

/// The package of a handover as it would be offered now.
pub fn assemble(conn: &mut AnyConn, row: &Handover, today: Day) -> Outcome<Assembled> {
    let project = projects::store::find(conn, row.project_id)?.ok_or(Refusal::new(Code::NotFound))?;
    let region = regions::store::find(conn, row.region_id)?.ok_or(Refusal::new(Code::NotFound))?;
    let municipality = municipalities::store::name(conn, row.municipality_id, today)?;
    let indicators = benefits::indicators_of(conn, row.project_id)?;
    let commitments = benefits::commitments_of(conn, row.project_id, row.municipality_id)?;
    let value = |text: &str| serde_json::from_str(text).unwrap_or_default();
    let benefits = benefits::benefits_of(conn, row.project_id)?
        .into_iter()
        .map(|benefit| BenefitPart {
            indicators: indicators
                .iter()
                .filter(|indicator| indicator.benefit_id == benefit.id)
                .map(|indicator| IndicatorPart {
                    id: indicator.id,
                    name: indicator.name.clone(),
                    unit: indicator.unit.clone(),
                    direction: indicator.direction,
                    frequency: indicator.frequency,
                    accumulation: indicator.accumulation,
                    method: indicator.method.clone(),
                    commitment: commitments
                        .iter()
                        .find(|commitment| commitment.indicator_id == indicator.id)
                        .map(commitment_part),
                })
                .collect(),
            id: benefit.id,
            title: benefit.title,
            class: benefit.class,
            arises_in: benefit.arises_in,
            polarity: benefit.polarity,
            description: benefit.description,
            use_of_gain: benefit.use_of_gain,
            assumptions: value(&benefit.assumptions),
        })
        .collect();
    let package = Package {
        format: Package::FORMAT.to_owned(),
        handover_id: row.id,
        package_number: row.package_number,
        region: Named { id: region.id, name: region.name },
        municipality: Named { id: row.municipality_id, name: municipality },
        answer_by: row.answer_by,
        message: row.message.clone(),
        cost_share: projects::store::participation_of(conn, row.project_id, row.municipality_id)?
            .and_then(|stands| stands.cost_share),
        project: ProjectPart {
            id: project.id,
            title: project.title,
            summary: project.summary,
            renewal: project.renewal,
            simplifications: value(&project.simplifications),
            renewal_alone_because: project.renewal_alone_because,
            starts_on: project.starts_on,
            ends_on: project.ends_on,
            costs: value(&project.costs),
            statutory: project.statutory,
        },
        benefits,
        change_steps: steps(conn, row)?,
    };
    let text = package.canonical_text();
    Ok(Assembled { content_sha256: content_sha256(&text), package, text, adjusted: Vec::new() })
}

/// The package of a handover as it stands: what was accepted while it is held, otherwise what would be offered now.
pub fn standing(conn: &mut AnyConn, row: &Handover, receipt: Option<&Receipt>, today: Day) -> Outcome<Assembled> {
    match receipt.filter(|_| row.state.is_held()).and_then(frozen) {
        Some(frozen) => Ok(frozen),
        None => assemble(conn, row, today),
    }
}

/// The package as it was accepted; none when it cannot be read, as after a change of format.
pub fn frozen(receipt: &Receipt) -> Option<Assembled> {
    let offered = serde_json::from_str(&receipt.package).ok()?;
    let (package, adjusted) = as_accepted(offered, &adjustments::from_column(&receipt.adjustments));
    Some(Assembled { package, adjusted, text: receipt.package.clone(), content_sha256: receipt.content_sha256.clone() })
}

fn commitment_part(commitment: &Commitment) -> CommitmentPart {
    CommitmentPart {
        id: commitment.id,
        baseline: DatedValue { value: commitment.baseline_value, on: commitment.baseline_on },
        target: DatedValue { value: commitment.target_value, on: commitment.target_on },
        plan: commitment.plan_points(),
        use_of_gain: commitment.use_of_gain.clone(),
        budget: serde_json::from_str(&commitment.budget).unwrap_or_default(),
        first_measurement_on: commitment.first_measurement_on,
        sustain_until: commitment.sustain_until,
    }
}

/// The steps this municipality is asked to carry out: the project's templates and its own additions.
fn steps(conn: &mut AnyConn, row: &Handover) -> Outcome<Vec<StepPart>> {
    let own = |step: &changes::store::Step| {
        step.template_id.is_none() && step.municipality_id.is_none_or(|id| id == row.municipality_id)
    };
    Ok(changes::store::of_project(conn, row.project_id)?
        .into_iter()
        .filter(own)
        .map(|step| StepPart { title: step.title, kind: step.kind.as_str().to_owned(), due_on: step.due_on })
        .collect())
}

/// What the region must still write before the baton can be offered: definitions that acceptance asks for.
pub fn missing_from_region(package: &Package) -> Vec<FieldError> {
    let mut missing = Vec::new();
    for benefit in &package.benefits {
        let at = |field: &str| format!("/benefits/{}/{field}", benefit.id);
        let mut need = |there: bool, field: &str, code: &'static str| {
            if !there {
                missing.push(FieldError::at(at(field), code).with("name", &benefit.title));
            }
        };
        need(benefit.class.is_some(), "class", "class_missing");
        need(benefit.arises_in.as_deref().is_some_and(|text| !text.is_empty()), "arises_in", "arises_in_missing");
        for indicator in &benefit.indicators {
            if indicator.method.is_empty() {
                let pointer = format!("/indicators/{}/method", indicator.id);
                missing.push(FieldError::at(pointer, "method_missing").with("name", &indicator.name));
            }
        }
    }
    missing
}

/// What the municipality must still have before it can take the baton: for every indicator its figures, a use of the
/// gain and an owner.
pub fn missing_at_acceptance(package: &Package, commitments: &[Commitment]) -> Vec<FieldError> {
    let mut missing = missing_from_region(package);
    for benefit in &package.benefits {
        for indicator in &benefit.indicators {
            let here = format!("/commitments/{}", indicator.id);
            let at = |field: &str| if field.is_empty() { here.clone() } else { format!("{here}/{field}") };
            let own = commitments.iter().find(|commitment| commitment.indicator_id == indicator.id);
            let mut need = |there: bool, field: &str, code: &'static str| {
                if !there {
                    missing.push(FieldError::at(at(field), code).with("name", &indicator.name));
                }
            };
            let Some(own) = own else {
                need(false, "", "commitment_missing");
                continue;
            };
            need(own.owner_id.is_some(), "owner_id", "owner_missing");
            need(!own.use_of_gain.is_empty() || !benefit.use_of_gain.is_empty(), "use_of_gain", "use_of_gain_missing");
        }
    }
    missing
}
