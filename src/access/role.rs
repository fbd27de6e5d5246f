//! Roles, and the person who holds them at this moment.

use super::scope::Place;
use crate::clock::Moment;
use crate::i18n::Lang;
use crate::ids::{MunicipalityId, PersonId, RegionId, SessionId, TokenId};

crate::db::types::words! {
    /// What somebody does, by the method's section 2.
    Role {
        /// Owns the roadmap, offers the baton (regional koordinator).
        Coordinator = "coordinator",
        /// Keeps the whole of a project's benefits (gevinstansvarlig).
        BenefitsResponsible = "benefits_responsible",
        /// Answers for the municipality (kommunedirektør).
        Executive = "executive",
        /// Owns one benefit in one municipality (gevinsteier).
        BenefitOwner = "benefit_owner",
        /// Does steps, logs measurements (medarbeider).
        Contributor = "contributor",
        /// Reads dashboards and reports (ledergruppe).
        Reader = "reader",
        /// Operates the installation.
        Administrator = "administrator",
    }
}

impl Role {
    /// Whether the role only makes sense within one municipality.
    pub const fn needs_municipality(self) -> bool {
        matches!(self, Self::Executive | Self::BenefitOwner | Self::Contributor)
    }

    /// Whether the role is held in a whole region.
    pub const fn is_regional(self) -> bool {
        matches!(self, Self::Coordinator | Self::BenefitsResponsible)
    }
}

/// One role in one place, in force now.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Grant {
    /// The role.
    pub role: Role,
    /// The region; none only for administrators.
    pub region: Option<RegionId>,
    /// The municipality, for municipal roles and municipal readers.
    pub municipality: Option<MunicipalityId>,
}

/// The right to answer for a municipality on somebody's behalf today.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Deputyship {
    /// The region of the executive's own role.
    pub region: RegionId,
    /// For which municipality.
    pub municipality: MunicipalityId,
    /// On whose behalf.
    pub executive: PersonId,
    /// That person's name.
    pub executive_name: String,
}

/// How a request came in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Via {
    /// Signed in, by cookie: forms must carry the CSRF word.
    Cookie(SessionId),
    /// Signed in, by bearer.
    Bearer(SessionId),
    /// A machine's token with its scopes.
    Token(TokenId, Vec<String>),
    /// Not at all: the program looks up what waits for them, for their calendar or a reminder. Only ever read with.
    Lookup,
}

/// A signed-in person with everything the policy asks about.
#[derive(Clone, Debug)]
pub struct Actor {
    /// Who.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// Their language.
    pub language: Lang,
    /// How they came in.
    pub via: Via,
    /// Whether they use a second factor.
    pub has_totp: bool,
    /// Roles in force: ended roles and ended memberships are not here.
    pub grants: Vec<Grant>,
    /// Deputyships in force today.
    pub deputyships: Vec<Deputyship>,
    /// Regions that ask for a second factor which this person has not switched on. What they hold there is left out of
    /// `grants` and `deputyships` until they do.
    pub locked: Vec<RegionId>,
    /// The one place that the machine's token is bound to. `grants` hold nothing else then.
    pub bound_to: Option<(RegionId, MunicipalityId)>,
    /// When this session or token ends.
    pub until: Moment,
}

impl Actor {
    /// Whether any grant has this role.
    pub fn is(&self, role: Role) -> bool {
        self.grants.iter().any(|grant| grant.role == role)
    }

    /// Whether one holds this role at just this place.
    pub fn has_role_at(&self, role: Role, place: Place) -> bool {
        self.grants
            .iter()
            .any(|grant| grant.role == role && grant.region == place.region && grant.municipality == place.municipality)
    }

    /// The session, when signed in as a person.
    pub fn session(&self) -> Option<SessionId> {
        match self.via {
            Via::Cookie(id) | Via::Bearer(id) => Some(id),
            Via::Token(..) | Via::Lookup => None,
        }
    }
}
