//! Proofs. Having one of these values *is* having been asked: nothing else can make them.

use std::marker::PhantomData;
use std::sync::Arc;

use super::permission::{Perm, Permission};
use super::policy;
use super::role::Actor;
use super::scope::{Placed, Scope};
use crate::ids::PersonId;
use crate::refusal::{Code, Refusal, Trouble};

/// Leave to open the database: a request's, or the program's own with a reason.
#[derive(Clone, Debug)]
pub struct Access {
    actor: Option<Arc<Actor>>,
    reason: &'static str,
    request_id: Arc<str>,
}

impl Access {
    /// The program's own access, for jobs and commands. The reason stands in the event log.
    pub fn system(reason: &'static str) -> Self {
        Self { actor: None, reason, request_id: Arc::from("") }
    }

    /// A request's access, made by the guard.
    pub(crate) fn of_request(actor: Option<Arc<Actor>>, request_id: Arc<str>) -> Self {
        Self { actor, reason: "request", request_id }
    }

    /// For looking up what somebody would see who has not come in.
    pub fn looking_up(actor: Actor) -> Self {
        Self { actor: Some(Arc::new(actor)), reason: "lookup", request_id: Arc::from("") }
    }

    /// The person, when there is one.
    pub fn actor(&self) -> Option<&Actor> {
        self.actor.as_deref()
    }

    /// The person's id, when there is one.
    pub fn person(&self) -> Option<PersonId> {
        self.actor.as_ref().map(|actor| actor.person)
    }

    /// `page`, `api`, `token`, or the program's reason.
    pub fn via(&self) -> &'static str {
        match self.actor.as_ref().map(|actor| &actor.via) {
            Some(super::role::Via::Cookie(_)) => "page",
            Some(super::role::Via::Bearer(_)) => "api",
            Some(super::role::Via::Token(..)) => "token",
            Some(super::role::Via::Lookup) => "lookup",
            None => self.reason,
        }
    }

    /// The request's id; empty for the program itself.
    pub fn request_id(&self) -> &str {
        &self.request_id
    }
}

/// The person may come in for `P`: they are signed in where that is needed. Over which things, `over` decides.
#[derive(Clone, Debug)]
pub struct Allowed<P> {
    access: Access,
    permission: PhantomData<P>,
}

impl<P: Permission> Allowed<P> {
    /// Made by the guard, once it knows who asks.
    pub(crate) fn admit(access: Access) -> Result<Self, Refusal> {
        if P::PERM != Perm::Anyone && access.actor.is_none() {
            return Err(Refusal::new(Code::SignInNeeded));
        }
        let about_oneself = matches!(P::PERM, Perm::Anyone | Perm::SignedIn | Perm::OwnAccount);
        let locked_out = access
            .actor
            .as_ref()
            .is_some_and(|actor| !actor.locked.is_empty() && actor.grants.is_empty() && actor.deputyships.is_empty());
        if locked_out && !about_oneself {
            return Err(Refusal::new(Code::TotpNeededHere));
        }
        // A machine comes no further than its scopes, whatever a handler asks later.
        let open_to_all = matches!(P::PERM, Perm::Anyone | Perm::SignedIn);
        if !open_to_all && access.actor.as_ref().is_some_and(|actor| !policy::token_covers(actor, P::PERM)) {
            return Err(Refusal::new(Code::TokenScope));
        }
        Ok(Self { access, permission: PhantomData })
    }

    /// The same person at another permission's door: for an address where the request itself says which one it needs.
    pub fn instead<Q: Permission>(&self) -> Result<Allowed<Q>, Refusal> {
        Allowed::admit(self.access.clone())
    }

    /// Leave to open the database.
    pub fn access(&self) -> &Access {
        &self.access
    }

    /// The person. Public routes may have none.
    pub fn actor(&self) -> Option<&Actor> {
        self.access.actor()
    }

    /// The person behind a route that needs one.
    pub fn someone(&self) -> Result<&Actor, Refusal> {
        self.access.actor().ok_or(Refusal::new(Code::SignInNeeded))
    }

    /// What a person hears who was refused: of somebody for whom a region is locked it cannot be told whether the thing
    /// they asked for lies there, so "not found" says to them what unlocks it, for missing and foreign things alike.
    pub fn unlocked(&self, trouble: Trouble) -> Trouble {
        let locked = self.access.actor().is_some_and(|actor| !actor.locked.is_empty());
        match &trouble {
            Trouble::Refused(refusal) if locked && refusal.code == Code::NotFound => Code::TotpNeededHere.into(),
            _ => trouble,
        }
    }

    /// Everything this person can see.
    pub fn scope(&self) -> Scope {
        self.access.actor().map(policy::scope).unwrap_or_default()
    }

    /// May they, over this thing, which is in their reach? Refused with 403 when it is theirs to see and not to touch.
    pub fn over(&self, thing: &impl Placed) -> Result<Permit<P>, Refusal> {
        let actor = self.someone()?;
        let place = thing.place();
        if policy::may(actor, P::PERM, place) {
            return Ok(Permit { access: self.access.clone(), permission: PhantomData });
        }
        Err(Refusal::new(if policy::token_covers(actor, P::PERM) { Code::NotYourRole } else { Code::TokenScope }))
    }

    /// May they, over anything at all? For routes that name no thing.
    pub fn somewhere(&self) -> Result<(), Refusal> {
        let actor = self.someone()?;
        if policy::may_somewhere(actor, P::PERM) {
            return Ok(());
        }
        Err(Refusal::new(if policy::token_covers(actor, P::PERM) { Code::NotYourRole } else { Code::TokenScope }))
    }

    /// The same question, for a button.
    pub fn may(&self, thing: &impl Placed) -> bool {
        self.over(thing).is_ok()
    }

    /// Asks the policy about another permission: for buttons that lead to other routes.
    pub fn may_also<Q: Permission>(&self, thing: &impl Placed) -> bool {
        self.access.actor().is_some_and(|actor| policy::may(actor, Q::PERM, thing.place()))
    }
}

/// Leave for `P` over one thing. Transitions take it by value.
#[derive(Debug)]
pub struct Permit<P> {
    access: Access,
    permission: PhantomData<P>,
}

impl<P: Permission> Permit<P> {
    /// The person who was given leave.
    pub fn actor(&self) -> Option<&Actor> {
        self.access.actor()
    }

    /// A permit for tests of rules, and for the program's own seeds.
    pub fn of_the_program(access: &Access) -> Result<Self, Refusal> {
        if access.actor.is_some() {
            return Err(Refusal::new(Code::NotYourRole));
        }
        Ok(Self { access: access.clone(), permission: PhantomData })
    }
}

#[cfg(test)]
mod tests {
    use super::super::permission::{OwnAccount, SeeRegion};
    use super::super::role::{Actor, Grant, Role, Via};
    use super::*;
    use crate::clock::Moment;
    use crate::i18n::Lang;
    use crate::ids::{RegionId, SessionId};

    fn visitor(grants: Vec<Grant>, locked: Vec<RegionId>) -> Access {
        let actor = Actor {
            person: PersonId::from_number(5),
            name: "Kari".into(),
            email: "kari@example.org".into(),
            language: Lang::Nb,
            via: Via::Bearer(SessionId::from_number(1)),
            has_totp: false,
            grants,
            deputyships: Vec::new(),
            locked,
            bound_to: None,
            until: Moment::from_micros(i64::MAX),
        };
        Access::of_request(Some(Arc::new(actor)), Arc::from("r"))
    }

    #[test]
    fn a_locked_region_leaves_only_ones_own_account() {
        let access = visitor(Vec::new(), vec![RegionId::from_number(1)]);
        assert!(Allowed::<OwnAccount>::admit(access.clone()).is_ok());
        assert_eq!(Allowed::<SeeRegion>::admit(access).expect_err("locked").code, Code::TotpNeededHere);
    }

    #[test]
    fn one_locked_region_does_not_lock_another_and_tells_nothing_apart() {
        let grant = Grant { role: Role::Reader, region: Some(RegionId::from_number(2)), municipality: None };
        let allowed = Allowed::<SeeRegion>::admit(visitor(vec![grant], vec![RegionId::from_number(1)])).expect("other");
        let Trouble::Refused(refusal) = allowed.unlocked(Code::NotFound.into()) else { panic!("refused") };
        assert_eq!(refusal.code, Code::TotpNeededHere);
        let open = Allowed::<SeeRegion>::admit(visitor(vec![grant], Vec::new())).expect("open");
        let Trouble::Refused(refusal) = open.unlocked(Code::NotFound.into()) else { panic!("refused") };
        assert_eq!(refusal.code, Code::NotFound);
    }
}
