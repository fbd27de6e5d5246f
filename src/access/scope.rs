//! Reach: where a thing lies, and what a person can see at all. Out of reach is "not found".

use crate::ids::{MunicipalityId, RegionId};

/// Where a thing lies.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Place {
    /// The region; none for things of the installation.
    pub region: Option<RegionId>,
    /// The municipality, for local things.
    pub municipality: Option<MunicipalityId>,
}

impl Place {
    /// The installation itself.
    pub const INSTALLATION: Self = Self { region: None, municipality: None };

    /// A region's own things.
    pub const fn region(region: RegionId) -> Self {
        Self { region: Some(region), municipality: None }
    }

    /// A municipality's things in a region.
    pub const fn municipality(region: RegionId, municipality: MunicipalityId) -> Self {
        Self { region: Some(region), municipality: Some(municipality) }
    }
}

/// A thing that lies somewhere.
pub trait Placed {
    /// Where.
    fn place(&self) -> Place;
}

impl Placed for Place {
    fn place(&self) -> Place {
        *self
    }
}

/// How far a person sees within one region.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Within {
    /// Everything that is not marked internal.
    Whole,
    /// The region's own things, and these municipalities'.
    Municipalities(Vec<MunicipalityId>),
}

/// Everything a person can see.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Scope {
    regions: Vec<(RegionId, Within)>,
    /// The municipalities that are one's own, also where one sees the whole region besides.
    own: Vec<(RegionId, MunicipalityId)>,
    /// What others share stays out: a machine's token is bound to one municipality.
    bound: bool,
}

impl Scope {
    /// Made by the policy only.
    pub(super) const fn new(
        regions: Vec<(RegionId, Within)>,
        own: Vec<(RegionId, MunicipalityId)>,
        bound: bool,
    ) -> Self {
        Self { regions, own, bound }
    }

    /// The regions in reach, in the order of their ids.
    pub fn regions(&self) -> Vec<RegionId> {
        self.regions.iter().map(|(region, _)| *region).collect()
    }

    /// Whether the region's common things are in reach.
    pub fn sees_region(&self, region: RegionId) -> bool {
        self.within(region).is_some()
    }

    /// Whether a municipality's own things in a region are in reach, sharing apart.
    pub fn sees_municipality(&self, region: RegionId, municipality: MunicipalityId) -> bool {
        match self.within(region) {
            Some(Within::Whole) => true,
            Some(Within::Municipalities(own)) => own.contains(&municipality),
            None => false,
        }
    }

    /// Whether this is the reach of a token that is bound to one municipality: what others share with its people is not
    /// for it.
    pub const fn is_bound(&self) -> bool {
        self.bound
    }

    /// Whether a municipality stands in lists of a region that is seen: all of them do, but for a bound token.
    pub fn lists(&self, municipality: MunicipalityId) -> bool {
        !self.bound || self.own.iter().any(|(_, own)| *own == municipality)
    }

    /// Whether a place is in reach.
    pub fn sees(&self, place: Place) -> bool {
        match (place.region, place.municipality) {
            (Some(region), Some(municipality)) => self.sees_municipality(region, municipality),
            (Some(region), None) => self.sees_region(region),
            (None, _) => false,
        }
    }

    /// How far this scope goes in a region.
    pub fn within(&self, region: RegionId) -> Option<&Within> {
        self.regions.iter().find(|(known, _)| *known == region).map(|(_, within)| within)
    }

    /// The municipalities that are one's own, over all regions.
    pub fn own_municipalities(&self) -> Vec<(RegionId, MunicipalityId)> {
        self.own.clone()
    }
}
