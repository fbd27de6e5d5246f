//! What is done to a region and its members, for the API and the pages alike. The caller has found the region and asked
//! whether the person may.

use super::rules::{Settings, may_end, may_join};
use super::store::{self, Membership, Region, Sharing};
use crate::access::{Place, Placed};
use crate::audit::{self, Change, Values};
use crate::clock::Day;
use crate::db::Tx;
use crate::ids::{MunicipalityId, RegionId};
use crate::refusal::{Code, Outcome};

/// Makes a region. Its own chain begins with this, and the installation's tells of it too.
pub fn create(tx: &mut Tx<'_>, settings: Settings) -> Outcome<Region> {
    let settings = settings.checked()?;
    let region = store::insert(tx, &settings, false)?;
    let told = |place| {
        Change::of(place, "region_created", "region", region.id)
            .to(Values::new().with("name", &region.name).with("kind", &region.kind).with("language", region.language))
    };
    audit::record(tx, &told(Place::INSTALLATION))?;
    audit::record(tx, &told(region.place()))?;
    Ok(region)
}

/// Changes a region's settings.
pub fn change(tx: &mut Tx<'_>, region: &Region, wanted: Settings) -> Outcome<Region> {
    let wanted = wanted.checked()?;
    let before = region.settings();
    if wanted == before {
        return Ok(region.clone());
    }
    if !store::update(tx, region.id, region.version, &wanted)? {
        return Err(Code::ChangedMeanwhile.into());
    }
    let (old, new) = differences(&before, &wanted);
    audit::record(tx, &Change::of(region.place(), "region_changed", "region", region.id).from(old).to(new))?;
    store::find(tx, region.id)?.ok_or(Code::NotFound.into())
}

fn differences(before: &Settings, after: &Settings) -> (Values, Values) {
    let (mut old, mut new) = (Values::new(), Values::new());
    macro_rules! compare {
        ($($field:ident),+) => {$(
            if before.$field != after.$field {
                old = old.with(stringify!($field), &before.$field);
                new = new.with(stringify!($field), &after.$field);
            }
        )+};
    }
    compare!(name, kind, language, answer_days, idle_days, slightly_behind_from, requires_totp);
    compare!(second_eyes, unusual_tolerance, remind_days, executive_after_days, region_after_days);
    (old, new)
}

/// Makes a municipality a member from a day on.
pub fn add_member(tx: &mut Tx<'_>, region: RegionId, id: MunicipalityId, from: Day) -> Outcome<Membership> {
    let periods: Vec<_> = store::memberships(tx, region)?
        .into_iter()
        .filter(|row| row.municipality_id == id)
        .map(|row| (row.from_day, row.to_day))
        .collect();
    may_join(&periods, from)?;
    let member = store::insert_member(tx, region, id, from)?;
    let change =
        Change::of(member.place(), "member_added", "membership", member.id).to(Values::new().with("from", from));
    audit::record(tx, &change)?;
    Ok(member)
}

/// Ends a membership: from that day on its people's roles in the region no longer count.
pub fn end_member(tx: &mut Tx<'_>, member: &Membership, on: Day) -> Outcome<()> {
    let today = tx.now().day();
    may_end((member.from_day, member.to_day), on, today)?;
    if !store::end_member(tx, member, on)? {
        return Err(Code::ChangedMeanwhile.into());
    }
    let change = Change::of(member.place(), "member_ended", "membership", member.id)
        .from(Values::new().with("to", member.to_day))
        .to(Values::new().with("to", on));
    audit::record(tx, &change)?;
    Ok(())
}

/// Decides who sees a municipality's figures.
pub fn share(tx: &mut Tx<'_>, member: &Membership, sharing: Sharing) -> Outcome<Membership> {
    if !member.counts_on(tx.now().day()) {
        return Err(Code::AlreadyEnded.into());
    }
    if !store::set_sharing(tx, member, sharing)? {
        return Err(Code::ChangedMeanwhile.into());
    }
    let change = Change::of(member.place(), "sharing_set", "membership", member.id)
        .from(Values::new().with("sharing", member.sharing))
        .to(Values::new().with("sharing", sharing));
    audit::record(tx, &change)?;
    Ok(Membership { sharing, version: member.version + 1, ..member.clone() })
}
