//! Queries and writes of regions. The only writer of `region` and `region_member`.

use diesel::prelude::*;

use super::rules::{self, Settings};
use crate::access::{Place, Placed, Scope};
use crate::clock::Day;
use crate::db::schema::{region, region_member};
use crate::db::{AnyConn, Tx, is_unique_violation};
use crate::decimal::Decimal;
use crate::i18n::Lang;
use crate::ids::{MemberId, MunicipalityId, RegionId};
use crate::municipalities;
use crate::refusal::{Code, Outcome};

/// A region with its settings.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = region)]
pub struct Region {
    /// Id.
    pub id: RegionId,
    /// Name.
    pub name: String,
    /// Name in addresses.
    pub slug: String,
    /// What kind of network, in its own words.
    pub kind: String,
    /// Default language of its people.
    pub language: Lang,
    /// Days a municipality has to answer an offer.
    pub answer_days: i64,
    /// Days without a movement after which a baton is caught in daily operations.
    pub idle_days: i64,
    /// From which share it is slightly behind.
    pub slightly_behind_from: Decimal,
    /// Whether its people must have a second factor.
    pub requires_totp: bool,
    /// Whether somebody else than the one who entered it confirms a value before it counts.
    pub second_eyes: bool,
    /// How far outside the plan's range a value is before it is asked about, as a fraction of the range.
    pub unusual_tolerance: Decimal,
    /// Days before the due date from which one is reminded.
    pub remind_days: i64,
    /// Days after the due date when the executive is told; 0 for never.
    pub executive_after_days: i64,
    /// Days after the due date when the region's coordinators are told; 0 for never.
    pub region_after_days: i64,
    /// Whether its figures are invented.
    pub demo: bool,
    /// Version for `If-Match`.
    pub version: i64,
}

impl Placed for Region {
    fn place(&self) -> Place {
        Place::region(self.id)
    }
}

crate::db::types::words! {
    /// Who sees a municipality's figures.
    Sharing {
        /// The region's people only.
        Region = "region",
        /// All members of the region.
        Members = "members",
    }
}

/// A municipality's time in a region.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = region_member)]
pub struct Membership {
    /// Id.
    pub id: MemberId,
    /// The region.
    pub region_id: RegionId,
    /// The municipality.
    pub municipality_id: MunicipalityId,
    /// First day.
    pub from_day: Day,
    /// First day after; none while a member.
    pub to_day: Option<Day>,
    /// Who sees its figures.
    pub sharing: Sharing,
    /// Version for `If-Match`.
    pub version: i64,
}

impl Membership {
    /// Whether it counts on a day.
    pub fn counts_on(&self, day: Day) -> bool {
        self.from_day <= day && self.to_day.is_none_or(|to| to > day)
    }
}

/// A member with the name and number it has today.
#[derive(Clone, Debug)]
pub struct NamedMember {
    /// The membership.
    pub membership: Membership,
    /// Name.
    pub name: String,
    /// Number.
    pub number: String,
    /// Text key for Norwegian order.
    pub name_sort: String,
}

/// A region.
pub fn find(conn: &mut AnyConn, id: RegionId) -> Outcome<Option<Region>> {
    Ok(region::table.filter(region::id.eq(id)).select(Region::as_select()).first(conn).optional()?)
}

/// A region in reach.
pub fn find_within(conn: &mut AnyConn, scope: &Scope, id: RegionId) -> Outcome<Region> {
    find(conn, id)?.filter(|region| scope.sees_region(region.id)).ok_or(Code::NotFound.into())
}

/// Whether there is such a region.
pub fn exists(conn: &mut AnyConn, id: RegionId) -> Outcome<bool> {
    Ok(find(conn, id)?.is_some())
}

/// The regions in reach.
pub fn list_within(conn: &mut AnyConn, scope: &Scope) -> Outcome<Vec<Region>> {
    Ok(region::table
        .filter(region::id.eq_any(scope.regions()))
        .order(region::id)
        .select(Region::as_select())
        .load(conn)?)
}

/// Every membership a region has had.
pub fn memberships(conn: &mut AnyConn, id: RegionId) -> Outcome<Vec<Membership>> {
    Ok(region_member::table
        .filter(region_member::region_id.eq(id))
        .order(region_member::id)
        .select(Membership::as_select())
        .load(conn)?)
}

/// Whether a municipality is a member on a day.
pub fn is_member_on(conn: &mut AnyConn, region: RegionId, municipality: MunicipalityId, day: Day) -> Outcome<bool> {
    Ok(memberships(conn, region)?.iter().any(|row| row.municipality_id == municipality && row.counts_on(day)))
}

/// The members on a day with their names, in Norwegian alphabetical order.
pub fn members_on(conn: &mut AnyConn, region: RegionId, day: Day) -> Outcome<Vec<NamedMember>> {
    let rows = memberships(conn, region)?.into_iter().filter(|row| row.counts_on(day)).collect();
    let mut members = named_members(conn, rows, day)?;
    members.sort_by(|one, two| one.name_sort.cmp(&two.name_sort));
    Ok(members)
}

/// A municipality as the member that it is on a day, or was before; none where it never was.
pub fn member_until(
    conn: &mut AnyConn,
    region: RegionId,
    municipality: MunicipalityId,
    day: Day,
) -> Outcome<Option<NamedMember>> {
    let mut rows = memberships(conn, region)?;
    rows.retain(|row| row.municipality_id == municipality && row.from_day <= day);
    let newest = rows.into_iter().max_by_key(|row| row.from_day);
    Ok(named_members(conn, newest.into_iter().collect(), day)?.pop())
}

fn named_members(conn: &mut AnyConn, rows: Vec<Membership>, day: Day) -> Outcome<Vec<NamedMember>> {
    let ids: Vec<MunicipalityId> = rows.iter().map(|row| row.municipality_id).collect();
    let named = municipalities::store::named(conn, &ids, day)?;
    Ok(rows
        .into_iter()
        .map(|membership| {
            let known = named.get(&membership.municipality_id);
            NamedMember {
                name: known.map_or_else(|| membership.municipality_id.to_string(), |row| row.name.clone()),
                number: known.map_or_else(String::new, |row| row.number.clone()),
                name_sort: known.map_or_else(String::new, |row| row.name_sort.clone()),
                membership,
            }
        })
        .collect())
}

/// Whose figures a person may see in a region.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum VisibleFigures {
    /// Everybody's.
    All,
    /// These municipalities': one's own and those that share with all members.
    Of(Vec<MunicipalityId>),
}

impl VisibleFigures {
    /// Whether this municipality's are among them.
    pub fn includes(&self, municipality: MunicipalityId) -> bool {
        match self {
            Self::All => true,
            Self::Of(list) => list.contains(&municipality),
        }
    }

    /// Those of these municipalities whose figures they are.
    pub fn among(&self, municipalities: impl Iterator<Item = MunicipalityId>) -> Self {
        Self::Of(municipalities.filter(|id| self.includes(*id)).collect())
    }
}

/// Whose figures this scope reaches in a region today.
pub fn visible_figures(conn: &mut AnyConn, scope: &Scope, region: RegionId, today: Day) -> Outcome<VisibleFigures> {
    use crate::access::scope::Within;
    Ok(match scope.within(region) {
        Some(Within::Whole) => VisibleFigures::All,
        None => VisibleFigures::Of(Vec::new()),
        Some(Within::Municipalities(own)) => {
            let mut visible = own.clone();
            if scope.is_bound() {
                return Ok(VisibleFigures::Of(visible));
            }
            visible.extend(
                memberships(conn, region)?
                    .into_iter()
                    .filter(|row| row.sharing == Sharing::Members && row.counts_on(today))
                    .map(|row| row.municipality_id),
            );
            visible.sort_unstable();
            visible.dedup();
            VisibleFigures::Of(visible)
        }
    })
}

/// Every region: for administrators, who see that regions exist.
pub fn all(conn: &mut AnyConn) -> Outcome<Vec<Region>> {
    Ok(region::table.order(region::id).select(Region::as_select()).load(conn)?)
}

/// Those of these regions that ask their people for a second factor.
pub fn requiring_totp(conn: &mut AnyConn, ids: &[RegionId]) -> Outcome<Vec<RegionId>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    Ok(region::table
        .filter(region::id.eq_any(ids.to_vec()))
        .filter(region::requires_totp.eq(true))
        .select(region::id)
        .load(conn)?)
}

impl Region {
    /// The settings, as rules know them.
    pub fn settings(&self) -> Settings {
        Settings {
            name: self.name.clone(),
            kind: self.kind.clone(),
            language: self.language,
            answer_days: self.answer_days,
            idle_days: self.idle_days,
            slightly_behind_from: self.slightly_behind_from,
            requires_totp: self.requires_totp,
            second_eyes: self.second_eyes,
            unusual_tolerance: self.unusual_tolerance,
            remind_days: self.remind_days,
            executive_after_days: self.executive_after_days,
            region_after_days: self.region_after_days,
        }
    }
}

type Following = (
    diesel::dsl::Eq<region::second_eyes, bool>,
    diesel::dsl::Eq<region::unusual_tolerance, Decimal>,
    diesel::dsl::Eq<region::remind_days, i64>,
    diesel::dsl::Eq<region::executive_after_days, i64>,
    diesel::dsl::Eq<region::region_after_days, i64>,
);

/// How measuring is followed up.
fn followed_by(settings: &Settings) -> Following {
    (
        region::second_eyes.eq(settings.second_eyes),
        region::unusual_tolerance.eq(settings.unusual_tolerance),
        region::remind_days.eq(settings.remind_days),
        region::executive_after_days.eq(settings.executive_after_days),
        region::region_after_days.eq(settings.region_after_days),
    )
}

/// Makes a region with a name in addresses that no other has.
pub fn insert(tx: &mut Tx<'_>, settings: &Settings, demo: bool) -> Outcome<Region> {
    let (id, now) = (RegionId::from_number(tx.new_id()), tx.now());
    let beginning = format!("{}%", rules::slug(&settings.name));
    let taken: Vec<String> = region::table.filter(region::slug.like(beginning)).select(region::slug).load(&mut **tx)?;
    let slug = rules::free_slug(&settings.name, &taken);
    let made = diesel::insert_into(region::table)
        .values((
            region::id.eq(id),
            region::name.eq(&settings.name),
            region::slug.eq(&slug),
            region::kind.eq(&settings.kind),
            region::language.eq(settings.language),
            region::answer_days.eq(settings.answer_days),
            region::idle_days.eq(settings.idle_days),
            region::slightly_behind_from.eq(settings.slightly_behind_from),
            region::requires_totp.eq(settings.requires_totp),
            region::demo.eq(demo),
            region::created_at.eq(now),
            region::version.eq(1),
            followed_by(settings),
        ))
        .execute(&mut **tx);
    match made {
        // On PostgreSQL two programs can choose one name at the same time.
        Err(error) if is_unique_violation(&error) => Err(Code::ChangedMeanwhile.into()),
        Err(error) => Err(error.into()),
        Ok(_) => find(tx, id)?.ok_or(Code::NotFound.into()),
    }
}

/// Keeps new settings; false when somebody else changed the region since `version`.
pub fn update(tx: &mut Tx<'_>, id: RegionId, version: i64, settings: &Settings) -> Outcome<bool> {
    let updated = diesel::update(region::table.filter(region::id.eq(id)).filter(region::version.eq(version)))
        .set((
            region::name.eq(&settings.name),
            region::kind.eq(&settings.kind),
            region::language.eq(settings.language),
            region::answer_days.eq(settings.answer_days),
            region::idle_days.eq(settings.idle_days),
            region::slightly_behind_from.eq(settings.slightly_behind_from),
            region::requires_totp.eq(settings.requires_totp),
            region::version.eq(version + 1),
            followed_by(settings),
        ))
        .execute(&mut **tx)?;
    Ok(updated == 1)
}

impl Placed for Membership {
    fn place(&self) -> Place {
        Place::municipality(self.region_id, self.municipality_id)
    }
}

/// A municipality's newest membership of a region, over or not.
pub fn newest_membership(conn: &mut AnyConn, region: RegionId, id: MunicipalityId) -> Outcome<Option<Membership>> {
    Ok(memberships(conn, region)?.into_iter().filter(|row| row.municipality_id == id).max_by_key(|row| row.from_day))
}

/// Makes a municipality a member.
pub fn insert_member(tx: &mut Tx<'_>, region: RegionId, id: MunicipalityId, from: Day) -> Outcome<Membership> {
    let member = MemberId::from_number(tx.new_id());
    let made = diesel::insert_into(region_member::table)
        .values((
            region_member::id.eq(member),
            region_member::region_id.eq(region),
            region_member::municipality_id.eq(id),
            region_member::from_day.eq(from),
            region_member::sharing.eq(Sharing::Region),
            region_member::version.eq(1),
        ))
        .execute(&mut **tx);
    match made {
        Err(error) if is_unique_violation(&error) => Err(Code::AlreadyExists.into()),
        Err(error) => Err(error.into()),
        Ok(_) => Ok(Membership {
            id: member,
            region_id: region,
            municipality_id: id,
            from_day: from,
            to_day: None,
            sharing: Sharing::Region,
            version: 1,
        }),
    }
}

/// Ends a membership on a day; false when somebody else changed it meanwhile.
pub fn end_member(tx: &mut Tx<'_>, member: &Membership, on: Day) -> Outcome<bool> {
    let updated = diesel::update(
        region_member::table.filter(region_member::id.eq(member.id)).filter(region_member::version.eq(member.version)),
    )
    .set((region_member::to_day.eq(on), region_member::version.eq(member.version + 1)))
    .execute(&mut **tx)?;
    Ok(updated == 1)
}

/// Sets who sees a member's figures; false when somebody else changed the membership meanwhile.
pub fn set_sharing(tx: &mut Tx<'_>, member: &Membership, sharing: Sharing) -> Outcome<bool> {
    let updated = diesel::update(
        region_member::table.filter(region_member::id.eq(member.id)).filter(region_member::version.eq(member.version)),
    )
    .set((region_member::sharing.eq(sharing), region_member::version.eq(member.version + 1)))
    .execute(&mut **tx)?;
    Ok(updated == 1)
}

/// Marks a region's figures as invented.
pub fn mark_demo(tx: &mut Tx<'_>, id: RegionId) -> Outcome<()> {
    diesel::update(region::table.filter(region::id.eq(id))).set(region::demo.eq(true)).execute(&mut **tx)?;
    Ok(())
}
