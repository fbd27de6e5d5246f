//! Taking the baton: the one act everything else leads to.

use super::adjustments::{Adjustment, adjust};
use super::assembly::{self, Assembled};
use super::commands::{link, to_be_changed};
use super::notices;
use super::owners::OwnerThen;
use super::package::{IndicatorPart, Package};
use super::reply::{Invitee, Owner, Reply};
use super::rules::{Command, Form};
use super::store::{self, Answerer, Handover};
use crate::access::permission::AnswerHandover;
use crate::access::{Actor, Allowed, Placed, Role};
use crate::audit::{self, Change, Values};
use crate::benefits::rules::{Budget, CommitmentDraft, DatedValue};
use crate::benefits::store::Commitment;
use crate::clock::Day;
use crate::db::{AnyConn, Tx};
use crate::ids::{HandoverId, IndicatorId, PersonId};
use crate::people::invitations::{self, Invitation};
use crate::people::rules::Status;
use crate::refusal::{Code, Outcome, Refusal, Trouble};
use crate::web::Call;
use crate::{benefits, changes, measurements, municipalities, people};

/// Takes the baton, with owners named, targets adjusted and budgets spoken of in the same step.
pub fn accept(
    tx: &mut Tx<'_>,
    allowed: &Allowed<AnswerHandover>,
    call: &Call,
    id: HandoverId,
    reply: impl FnOnce(Day) -> Result<Reply, Refusal>,
) -> Outcome<Handover> {
    let row = to_be_changed(tx, &allowed.scope(), id)?;
    let permit = allowed.over(&row).map_err(only_the_executive)?;
    let actor = allowed.someone()?;
    let today = tx.now().day();
    let Reply { acceptance: mut answer, owners, adjustments } = reply(today)?;
    let facts = store::facts(tx, &row)?;
    facts.not_by_the_proposer(actor.person)?;
    facts.then(Command::Accept(answer.form), permit, today)?;
    let Assembled { package, text, content_sha256, .. } = assembly::assemble(tx, &row, today)?;
    if answer.content_sha256 != content_sha256 {
        return Err(Refusal::new(Code::PackageChanged).with("content_sha256", content_sha256).into());
    }
    answer.adjustments = adjust(&package, &adjustments)?;
    let mut changes = name_owners(tx, call, actor, &row, owners)?;
    give_way(tx, &row)?;
    for adjustment in &answer.adjustments {
        changes.extend(take_on(tx, &row, adjustment)?);
    }
    let commitments = benefits::store::commitments_of(tx, row.project_id, row.municipality_id)?;
    let missing = assembly::missing_at_acceptance(&package, &commitments);
    if !missing.is_empty() {
        return Err(Refusal { errors: missing, ..Refusal::new(Code::NotReady) }.into());
    }
    answer.owners = owners_then(tx, &package, &commitments)?;
    let municipality = municipalities::store::name(tx, row.municipality_id, today)?;
    benefits::store::set_accepted_in(tx, row.project_id, row.municipality_id, Some(id))?;
    // What is derived comes before the first event, as with every writer: two of a region never wait for each other.
    measurements::derived::rederive_place(tx, row.region_id, row.project_id, row.municipality_id)?;
    for change in changes {
        audit::record(tx, &change)?;
    }
    let recorded = store::record_acceptance(tx, &row, &answer, &answerer(actor, &row), &municipality, &text);
    if let Err(trouble) = recorded {
        return Err(too_late(tx, allowed, id, answer.form, today).unwrap_or(trouble));
    }
    changes::store::instantiate(tx, row.region_id, row.project_id, row.municipality_id)?;
    notices::accepted(tx, &row, &link(call, id))?;
    store::find_within(tx, &allowed.scope(), id)
}

/// Whose the benefits are as the baton is taken.
fn owners_then(tx: &mut Tx<'_>, package: &Package, commitments: &[Commitment]) -> Outcome<Vec<OwnerThen>> {
    let owned = |indicator: &IndicatorPart| {
        let own = commitments.iter().find(|commitment| commitment.indicator_id == indicator.id)?;
        Some((indicator.id, own.owner_id?))
    };
    let indicators = package.benefits.iter().flat_map(|benefit| &benefit.indicators);
    let owned: Vec<(IndicatorId, PersonId)> = indicators.filter_map(owned).collect();
    let names = people::store::names(tx, &owned.iter().map(|(_, person)| *person).collect::<Vec<_>>())?;
    let owner = |(indicator_id, person_id)| OwnerThen {
        indicator_id,
        person_id,
        name: names.get(&person_id).cloned().unwrap_or_default(),
    };
    Ok(owned.into_iter().map(owner).collect())
}

/// Whether those who are to be invited could be: asked already on the check page.
pub fn check_invitees(conn: &mut AnyConn, row: &Handover, owners: &[(IndicatorId, Owner)]) -> Outcome<()> {
    for (_, owner) in owners {
        let Owner::Invited(invitee) = owner else { continue };
        invitations::check_name(conn, Some(row.region_id), &invitee.email, &invitee.name)
            .map_err(|trouble| trouble.within("/invite"))?;
    }
    Ok(())
}

/// The executive alone answers, and is told so in those words.
pub fn only_the_executive(refusal: Refusal) -> Refusal {
    if refusal.code == Code::NotYourRole { Refusal::new(Code::OnlyTheExecutive) } else { refusal }
}

/// Who this person is when they answer: the executive, or a deputy on the executive's behalf.
pub(super) fn answerer(actor: &Actor, row: &Handover) -> Answerer {
    let own = actor.grants.iter().any(|grant| {
        grant.role == Role::Executive
            && grant.region == Some(row.region_id)
            && grant.municipality == Some(row.municipality_id)
    });
    let on_behalf_of = if own {
        None
    } else {
        actor
            .deputyships
            .iter()
            .find(|deputy| deputy.region == row.region_id && deputy.municipality == row.municipality_id)
            .map(|deputy| (deputy.executive, deputy.executive_name.clone()))
    };
    Answerer { id: actor.person, name: actor.name.clone(), on_behalf_of }
}

/// Names the owners, inviting those who have no account there yet. Gives what the log is to be told.
fn name_owners(
    tx: &mut Tx<'_>,
    call: &Call,
    actor: &Actor,
    row: &Handover,
    owners: Vec<(IndicatorId, Owner)>,
) -> Outcome<Vec<Change>> {
    let mut changes = Vec::new();
    let mut invited: Vec<(Invitee, PersonId)> = Vec::new();
    let mut named: Vec<IndicatorId> = Vec::new();
    for (indicator, owner) in owners {
        if named.contains(&indicator) {
            return Err(Refusal::invalid_at(&format!("/owner/{indicator}"), "named_twice").into());
        }
        named.push(indicator);
        let person = match owner {
            Owner::Known(person) => person,
            Owner::Invited(invitee) => match invited.iter().find(|(known, _)| *known == invitee) {
                Some((_, person)) => *person,
                None => {
                    let person = invite(tx, call, actor, row, &invitee, &mut changes)?;
                    invited.push((invitee, person));
                    person
                }
            },
        };
        benefits::store::name_owner(tx, indicator, row.project_id, &row.place(), person)?;
        changes.push(
            Change::of(row.place(), "owner_named", "indicator", indicator)
                .to(Values::new().with("owner_id", person).with("handover_id", row.id)),
        );
    }
    Ok(changes)
}

fn invite(
    tx: &mut Tx<'_>,
    call: &Call,
    actor: &Actor,
    row: &Handover,
    invitee: &Invitee,
    changes: &mut Vec<Change>,
) -> Outcome<PersonId> {
    let invitation = Invitation {
        email: &invitee.email,
        name: &invitee.name,
        role: Role::BenefitOwner,
        region: Some(row.region_id),
        municipality: Some(row.municipality_id),
        language: actor.language,
    };
    // Whoever may answer for the municipality, a deputy too, may name whose its benefits are.
    let invited = invitations::invite_to(tx, call.app(), row.place(), &invitation)
        .map_err(|trouble| trouble.within("/invite"))?;
    if invited.status == Status::Disabled {
        return Err(Refusal::invalid_at("/invite/email", "account_closed").into());
    }
    changes.extend(invited.told);
    Ok(invited.id)
}

/// What held until now gives way to what is taken on: with other figures it would stay in the sums for good.
fn give_way(tx: &mut Tx<'_>, row: &Handover) -> Outcome<()> {
    let commitments = benefits::store::commitments_of(tx, row.project_id, row.municipality_id)?;
    if commitments.iter().any(|one| one.accepted_in.is_some()) {
        benefits::store::set_accepted_in(tx, row.project_id, row.municipality_id, None)?;
        measurements::derived::rederive_place(tx, row.region_id, row.project_id, row.municipality_id)?;
    }
    Ok(())
}

/// Writes what is taken on otherwise than proposed. Gives what the log is to be told.
fn take_on(tx: &mut Tx<'_>, row: &Handover, adjustment: &Adjustment) -> Outcome<Vec<Change>> {
    let commitment = benefits::store::commitment_of(tx, adjustment.indicator_id, row.municipality_id)?;
    let commitment = commitment.ok_or(Refusal::new(Code::NotFound))?;
    let before = commitment.draft();
    let target = adjustment.target.unwrap_or(before.target);
    let budget = adjustment.budget.clone().or_else(|| before.budget.clone());
    let draft = CommitmentDraft { target, budget, ..before.clone() }.checked()?;
    benefits::store::update_commitment(tx, &commitment, &draft)?;
    let told = |action| Change::of(row.place(), action, "commitment", commitment.id);
    let mut changes = Vec::new();
    if let Some(target) = adjustment.target {
        let dated = |target: DatedValue| Values::new().with("target", target.value).with("target_on", target.on);
        changes.push(
            told("target_adjusted")
                .from(dated(before.target))
                .to(dated(target).with("handover_id", row.id).personal("reason", &adjustment.reason)),
        );
    }
    if adjustment.budget.is_some() {
        let said = |budget: &Option<Budget>| Values::new().personal("budget", &Budget::to_column(budget.as_ref()));
        changes
            .push(told("budget_said").from(said(&before.budget)).to(said(&draft.budget).with("handover_id", row.id)));
    }
    Ok(changes)
}

/// Somebody was quicker between our reading and our writing: say who.
fn too_late(
    tx: &mut Tx<'_>,
    allowed: &Allowed<AnswerHandover>,
    id: HandoverId,
    form: Form,
    today: Day,
) -> Option<Trouble> {
    let row = store::find_within(tx, &allowed.scope(), id).ok()?;
    let facts = store::facts(tx, &row).ok()?;
    facts.would(Command::Accept(form), today).err().map(Into::into)
}
