//! The whole policy on one page.

use super::permission::Perm;
use super::role::{Actor, Grant, Role, Via};
use super::scope::{Place, Scope, Within};
use Role::{Administrator, BenefitOwner, BenefitsResponsible, Contributor, Coordinator, Executive, Reader};

/// Which roles hold a permission. Where they hold it follows from the role's place: a regional role everywhere in its
/// region, a municipal role in its municipality, and over the region's common things for what is only read.
pub const fn holders(perm: Perm) -> &'static [Role] {
    const EVERYONE_IN_A_REGION: &[Role] =
        &[Coordinator, BenefitsResponsible, Executive, BenefitOwner, Contributor, Reader];
    match perm {
        Perm::Anyone | Perm::SignedIn | Perm::OwnAccount => &[],
        Perm::Operate | Perm::CreateRegion => &[Administrator],
        Perm::SeeRegion
        | Perm::SeeRoadmap
        | Perm::SeeHandover
        | Perm::SeeFigures
        | Perm::SeeSupport
        | Perm::SeeAnchoring
        | Perm::SeeRoutines
        | Perm::SeeExamples
        | Perm::SeeReports
        | Perm::SeeDashboard => EVERYONE_IN_A_REGION,
        Perm::SetUpRegion | Perm::DefineRoadmap | Perm::OfferHandover => &[Coordinator],
        Perm::VouchReadiness | Perm::LogSupport | Perm::NudgeMeasurers => &[Coordinator, BenefitsResponsible],
        Perm::ManagePeople => &[Coordinator, Executive, Administrator],
        Perm::Delegate | Perm::SetSharing => &[Executive],
        Perm::TakePart | Perm::ShareLinks => &[Coordinator, Executive],
        Perm::ProposeFigures | Perm::LockReport => &[Coordinator, BenefitsResponsible, Executive, BenefitOwner],
        Perm::CarryOutSteps => &[Coordinator, Executive, BenefitOwner, Contributor],
        Perm::AnswerHandover => &[Executive],
        Perm::ConcludeHandover | Perm::ShareExamples => &[Executive, BenefitOwner],
        Perm::Measure | Perm::Confirm | Perm::TellAnchoring | Perm::AnswerRoutines | Perm::TellExamples => {
            &[Executive, BenefitOwner, Contributor]
        }
        Perm::ReadAudit => &[Coordinator, Executive, BenefitOwner, Administrator],
    }
}

/// Whether this person holds the permission at this place.
pub fn may(actor: &Actor, perm: Perm, place: Place) -> bool {
    if !token_covers(actor, perm) {
        return false;
    }
    match perm {
        Perm::Anyone | Perm::SignedIn | Perm::OwnAccount => true,
        Perm::AnswerHandover if deputises(actor, place) => true,
        _ => actor.grants.iter().any(|grant| holders(perm).contains(&grant.role) && covers(grant, perm, place)),
    }
}

/// Whether this person holds the permission anywhere at all: for routes that name no thing.
pub fn may_somewhere(actor: &Actor, perm: Perm) -> bool {
    token_covers(actor, perm)
        && (matches!(perm, Perm::Anyone | Perm::SignedIn | Perm::OwnAccount)
            || (perm == Perm::AnswerHandover && !actor.deputyships.is_empty())
            || actor.grants.iter().any(|grant| holders(perm).contains(&grant.role)))
}

/// Whether a machine's token was given this permission: `read`, `write`, `measure`, or an area such as
/// `measurements:write`. A person who signed in has no such fence.
pub fn token_covers(actor: &Actor, perm: Perm) -> bool {
    let Via::Token(_, scopes) = &actor.via else { return true };
    // A machine never answers for a municipality or shows others its figures, has no eyes to look with, and does not change
    // who may come in.
    if matches!(
        perm,
        Perm::AnswerHandover
            | Perm::ShareExamples
            | Perm::TellExamples
            | Perm::Confirm
            | Perm::OwnAccount
            | Perm::ManagePeople
            | Perm::Delegate
            | Perm::Operate
            | Perm::ShareLinks
    ) {
        return false;
    }
    scopes.iter().any(|scope| match scope.as_str() {
        "read" => perm.only_reads(),
        "write" => true,
        "measure" => perm.only_reads() || perm == Perm::Measure,
        other => match other.split_once(':') {
            Some((area, "read")) => area == perm.area() && perm.only_reads(),
            Some((area, "write")) => area == perm.area(),
            _ => false,
        },
    })
}

/// The areas a token scope can name.
pub const AREAS: &[&str] = &[
    "regions",
    "people",
    "projects",
    "commitments",
    "handovers",
    "support",
    "anchoring",
    "routines",
    "examples",
    "measurements",
    "dashboards",
    "reports",
    "audit",
];

fn covers(grant: &Grant, perm: Perm, place: Place) -> bool {
    if grant.role == Administrator {
        return place == Place::INSTALLATION;
    }
    if grant.region != place.region {
        return false;
    }
    match (grant.municipality, place.municipality) {
        (None, _) => true,
        (Some(own), Some(there)) => own == there,
        // A municipality's people read what the whole region has in common.
        (Some(_), None) => perm.only_reads(),
    }
}

fn deputises(actor: &Actor, place: Place) -> bool {
    actor.deputyships.iter().any(|deputy| place == Place::municipality(deputy.region, deputy.municipality))
}

/// What is left of a person for a token that is bound to one municipality: their roles there, and a regional role as it
/// is held over that municipality's things. A machine stands in for nobody, so deputyships fall away.
pub fn bound(actor: Actor, region: crate::ids::RegionId, municipality: crate::ids::MunicipalityId) -> Actor {
    let reaches =
        |grant: &&Grant| grant.region == Some(region) && grant.municipality.is_none_or(|own| own == municipality);
    let here = |grant: &Grant| Grant { municipality: Some(municipality), ..*grant };
    Actor {
        grants: actor.grants.iter().filter(reaches).map(here).collect(),
        deputyships: Vec::new(),
        locked: actor.locked.iter().copied().filter(|locked| *locked == region).collect(),
        bound_to: Some((region, municipality)),
        ..actor
    }
}

/// Everything this person can see.
pub fn scope(actor: &Actor) -> Scope {
    let mut regions: Vec<(crate::ids::RegionId, Within)> = Vec::new();
    let mut own: Vec<(crate::ids::RegionId, crate::ids::MunicipalityId)> = Vec::new();
    let deputised = actor.deputyships.iter().map(|deputy| (deputy.region, Some(deputy.municipality)));
    let granted = actor.grants.iter().filter_map(|grant| grant.region.map(|region| (region, grant.municipality)));
    for (region, municipality) in granted.chain(deputised) {
        own.extend(municipality.map(|municipality| (region, municipality)).filter(|place| !own.contains(place)));
        let at = regions.iter().position(|(known, _)| *known == region).unwrap_or_else(|| {
            regions.push((region, Within::Municipalities(Vec::new())));
            regions.len() - 1
        });
        match (&mut regions[at].1, municipality) {
            (Within::Whole, _) => {}
            (within, None) => *within = Within::Whole,
            (Within::Municipalities(own), Some(municipality)) => {
                if !own.contains(&municipality) {
                    own.push(municipality);
                }
            }
        }
    }
    regions.sort_by_key(|(region, _)| *region);
    own.sort_unstable();
    Scope::new(regions, own, actor.bound_to.is_some())
}

/// What a link opens that this person made for a place: what the municipalities share with each other, and besides it the
/// figures of the municipality whose executive made it on its behalf. None where they may make no such link any longer.
pub fn link_scope(maker: &Actor, place: Place) -> Option<Scope> {
    let region = place.region.filter(|_| may(maker, Perm::ShareLinks, place))?;
    let own = place.municipality.filter(|_| maker.has_role_at(Executive, place));
    Some(Scope::new(vec![(region, Within::Municipalities(own.into_iter().collect()))], Vec::new(), false))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Moment;
    use crate::i18n::Lang;
    use crate::ids::{MunicipalityId, PersonId, RegionId, SessionId, TokenId};

    const HERE: RegionId = RegionId::from_number(1);
    const AWAY: RegionId = RegionId::from_number(2);
    const OURS: MunicipalityId = MunicipalityId::from_number(10);
    const THEIRS: MunicipalityId = MunicipalityId::from_number(11);

    fn person(role: Role, municipality: Option<MunicipalityId>) -> Actor {
        Actor {
            person: PersonId::from_number(5),
            name: "Kari".into(),
            email: "kari@example.org".into(),
            language: Lang::Nb,
            via: Via::Bearer(SessionId::from_number(1)),
            has_totp: false,
            grants: vec![Grant { role, region: (role != Administrator).then_some(HERE), municipality }],
            deputyships: Vec::new(),
            locked: Vec::new(),
            bound_to: None,
            until: Moment::from_micros(i64::MAX),
        }
    }

    #[test]
    fn only_the_executive_answers_and_only_at_home() {
        let executive = person(Executive, Some(OURS));
        assert!(may(&executive, Perm::AnswerHandover, Place::municipality(HERE, OURS)));
        assert!(!may(&executive, Perm::AnswerHandover, Place::municipality(HERE, THEIRS)));
        assert!(!may(&executive, Perm::AnswerHandover, Place::municipality(AWAY, OURS)));
        assert!(!may(&person(Coordinator, None), Perm::AnswerHandover, Place::municipality(HERE, OURS)));
    }

    #[test]
    fn a_municipality_reads_the_common_roadmap_but_does_not_write_it() {
        let owner = person(BenefitOwner, Some(OURS));
        assert!(may(&owner, Perm::SeeRoadmap, Place::region(HERE)));
        assert!(!may(&owner, Perm::DefineRoadmap, Place::region(HERE)));
        assert!(!may(&owner, Perm::SeeRoadmap, Place::region(AWAY)));
    }

    #[test]
    fn who_reads_for_the_region_too_has_their_municipality_all_the_same() {
        let mut executive = person(Executive, Some(OURS));
        executive.grants.push(Grant { role: Reader, region: Some(HERE), municipality: None });
        assert_eq!(scope(&executive).own_municipalities(), [(HERE, OURS)]);
        assert!(scope(&executive).sees_municipality(HERE, THEIRS));
    }

    #[test]
    fn a_link_opens_what_is_shared_and_ones_own_and_ends_with_the_role() {
        let home = Place::municipality(HERE, OURS);
        let executive = link_scope(&person(Executive, Some(OURS)), home).expect("their own");
        assert!(executive.sees_municipality(HERE, OURS) && !executive.sees_municipality(HERE, THEIRS));
        assert!(executive.own_municipalities().is_empty(), "nobody who reads it is at home there");
        // The region decides nothing for a municipality: its links reach what is shared with all members.
        let coordinator = link_scope(&person(Coordinator, None), Place::region(HERE)).expect("the region's");
        assert!(coordinator.sees_region(HERE) && !coordinator.sees_municipality(HERE, OURS));
        let at_home = link_scope(&person(Coordinator, None), home).expect("a municipality's");
        assert!(!at_home.sees_municipality(HERE, OURS));
        for (maker, place) in [
            (person(Executive, Some(OURS)), Place::region(HERE)),
            (person(Executive, Some(OURS)), Place::municipality(HERE, THEIRS)),
            (person(Coordinator, None), Place::region(AWAY)),
            (person(Reader, None), Place::region(HERE)),
            (person(Administrator, None), Place::INSTALLATION),
        ] {
            assert!(link_scope(&maker, place).is_none());
        }
    }

    #[test]
    fn an_administrator_sees_no_business_data() {
        let administrator = person(Administrator, None);
        assert_eq!(scope(&administrator), Scope::default());
        for perm in Perm::ALL.iter().filter(|perm| !matches!(perm, Perm::Anyone | Perm::SignedIn | Perm::OwnAccount)) {
            assert!(!may(&administrator, *perm, Place::region(HERE)), "{}", perm.name());
        }
    }

    #[test]
    fn a_bound_token_keeps_no_more_than_one_municipality_of_its_owner() {
        let mut owner = person(Contributor, Some(OURS));
        owner.grants.push(Grant { role: Executive, region: Some(HERE), municipality: Some(THEIRS) });
        owner.grants.push(Grant { role: Coordinator, region: Some(AWAY), municipality: None });
        let machine = bound(owner.clone(), HERE, OURS);
        assert!(may(&machine, Perm::Measure, Place::municipality(HERE, OURS)));
        assert!(may(&machine, Perm::SeeRoadmap, Place::region(HERE)));
        assert!(!may(&machine, Perm::Measure, Place::municipality(HERE, THEIRS)));
        assert!(!may(&machine, Perm::SetSharing, Place::municipality(HERE, OURS)), "that role is held elsewhere");
        assert_eq!((scope(&machine).regions(), scope(&machine).is_bound()), (vec![HERE], true));
        assert!(!scope(&machine).sees_municipality(HERE, THEIRS));
        // A regional role reaches into the municipality, and no longer over the region.
        let machine = bound(owner.clone(), AWAY, OURS);
        assert!(may(&machine, Perm::ProposeFigures, Place::municipality(AWAY, OURS)));
        assert!(!may(&machine, Perm::DefineRoadmap, Place::region(AWAY)));
        assert!(!scope(&machine).sees_municipality(AWAY, THEIRS));
        assert_eq!(bound(owner, AWAY, OURS).grants.len(), 1);
        assert!(bound(person(Administrator, None), HERE, OURS).grants.is_empty());
    }

    #[test]
    fn a_measuring_token_measures_and_reads_and_never_answers() {
        let mut machine = person(Executive, Some(OURS));
        machine.via = Via::Token(TokenId::from_number(1), vec!["measure".into()]);
        let home = Place::municipality(HERE, OURS);
        assert!(may(&machine, Perm::Measure, home));
        assert!(may(&machine, Perm::SeeFigures, home));
        assert!(!may(&machine, Perm::AnswerHandover, home));
        assert!(!may(&machine, Perm::SetSharing, home));
        machine.via = Via::Token(TokenId::from_number(1), vec!["write".into()]);
        assert!(!may(&machine, Perm::AnswerHandover, home), "no machine ever answers");
    }
}
