//! A part of a region's page: the projects, the municipality and the class of benefit that an address asks for.

use std::collections::BTreeSet;

use diesel::prelude::*;

use crate::benefits::rules::Class;
use crate::db::AnyConn;
use crate::db::schema::benefit;
use crate::ids::{MunicipalityId, ProjectId, RegionId};
use crate::projects;
use crate::projects::roadmap::Filter;
use crate::refusal::Outcome;
use crate::regions::store::VisibleFigures;

/// What is looked at. Everything, unless something is asked for.
#[derive(Clone, Debug, Default)]
pub struct Narrow {
    /// These projects; none for all.
    pub projects: Option<BTreeSet<ProjectId>>,
    /// This municipality; none for all.
    pub municipality: Option<MunicipalityId>,
    /// Benefits of this class; none for all.
    pub class: Option<Class>,
}

impl Narrow {
    /// One municipality.
    pub fn to_municipality(municipality: MunicipalityId) -> Self {
        Self { municipality: Some(municipality), ..Self::default() }
    }

    /// What a filter asks for in a region. A class takes the projects that expect such a benefit.
    pub fn of(conn: &mut AnyConn, region: RegionId, filter: &Filter) -> Outcome<Self> {
        let mut narrow = Self { projects: None, municipality: filter.municipality, class: filter.class };
        if filter.theme.is_none() && filter.phase.is_none() && filter.class.is_none() {
            return Ok(narrow);
        }
        let mut projects = projects::store::of_region(conn, region)?;
        projects.retain(|project| filter.theme.as_ref().is_none_or(|theme| project.theme == *theme));
        projects.retain(|project| filter.phase.is_none_or(|phase| project.phase == phase));
        let mut wanted: BTreeSet<ProjectId> = projects.into_iter().map(|project| project.id).collect();
        if let Some(class) = filter.class {
            let with: Vec<ProjectId> = benefit::table
                .filter(benefit::region_id.eq(region))
                .filter(benefit::class.eq(class))
                .select(benefit::project_id)
                .distinct()
                .load(conn)?;
            let with: BTreeSet<ProjectId> = with.into_iter().collect();
            wanted.retain(|id| with.contains(id));
        }
        narrow.projects = Some(wanted);
        Ok(narrow)
    }

    /// The same of one project, where one is asked for; nothing where that is not among what is looked at.
    pub fn to_project(mut self, project: Option<ProjectId>) -> Self {
        if let Some(only) = project {
            self.projects = Some(std::iter::once(only).filter(|id| self.takes_project(*id)).collect());
        }
        self
    }

    /// Whether a place is looked at.
    pub fn takes(&self, project: ProjectId, municipality: MunicipalityId) -> bool {
        self.takes_project(project) && self.municipality.is_none_or(|only| only == municipality)
    }

    /// Whether a project is looked at.
    pub fn takes_project(&self, project: ProjectId) -> bool {
        self.projects.as_ref().is_none_or(|projects| projects.contains(&project))
    }

    /// Whether benefits of this class are looked at; the name as figures carry it.
    pub fn takes_class(&self, class: &str) -> bool {
        self.class.is_none_or(|only| only.as_str() == class)
    }

    /// Those of these figures that are looked at. What may not be seen stays out.
    pub fn visible(&self, visible: &VisibleFigures) -> VisibleFigures {
        match self.municipality {
            Some(only) if visible.includes(only) => VisibleFigures::Of(vec![only]),
            Some(_) => VisibleFigures::Of(Vec::new()),
            None => visible.clone(),
        }
    }
}
