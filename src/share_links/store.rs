//! Queries and writes of links. The only writer of `share_link`.

use diesel::prelude::*;

use super::rules::{Draft, What};
use crate::access::{Actor, Place, Placed, Scope, policy};
use crate::audit::Facts;
use crate::audit::rules::sha256_hex;
use crate::clock::{Day, Moment};
use crate::db::schema::share_link;
use crate::db::{AnyConn, Tx};
use crate::i18n::Lang;
use crate::ids::{MunicipalityId, PersonId, RegionId, ShareLinkId};
use crate::people;
use crate::refusal::{Code, Fault, FaultKind, Outcome};

/// A link. Its word is known to those who were given it alone.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = share_link)]
pub struct ShareLink {
    /// Id.
    pub id: ShareLinkId,
    /// The region.
    pub region_id: RegionId,
    /// The municipality it was made for; none where it is the region's.
    pub municipality_id: Option<MunicipalityId>,
    shows: String,
    /// What it is for.
    pub label: String,
    /// The language it is shown in.
    pub language: Lang,
    frame_origins: String,
    /// Who made it.
    pub made_by: PersonId,
    /// When.
    pub made_at: Moment,
    /// The last day it works.
    pub expires_on: Day,
    /// When it was withdrawn.
    pub revoked_at: Option<Moment>,
    /// How often it was opened.
    pub used: i64,
    /// When it was opened last.
    pub last_used_at: Option<Moment>,
}

impl Placed for ShareLink {
    fn place(&self) -> Place {
        Place { region: Some(self.region_id), municipality: self.municipality_id }
    }
}

impl ShareLink {
    /// What it shows.
    pub fn what(&self) -> Outcome<What> {
        serde_json::from_str(&self.shows).map_err(|error| Fault::of(FaultKind::Integrity, error).into())
    }

    /// The sites whose pages may frame it, as the browser is told.
    pub fn frame_origins(&self) -> &str {
        &self.frame_origins
    }

    /// The same as a list.
    pub fn origins(&self) -> Vec<String> {
        self.frame_origins.split_whitespace().map(str::to_owned).collect()
    }
}

/// A link in reach.
pub fn find_within(conn: &mut AnyConn, scope: &Scope, id: ShareLinkId) -> Outcome<ShareLink> {
    let found: Option<ShareLink> =
        share_link::table.filter(share_link::id.eq(id)).select(ShareLink::as_select()).first(conn).optional()?;
    found.filter(|row| scope.sees(row.place())).ok_or(Code::NotFound.into())
}

/// The link behind a word, whether it still works or not.
pub fn behind(conn: &mut AnyConn, word: &str) -> Outcome<Option<ShareLink>> {
    Ok(share_link::table
        .filter(share_link::token_hash.eq(sha256_hex(word.as_bytes())))
        .select(ShareLink::as_select())
        .first(conn)
        .optional()?)
}

/// A region's links and its municipalities', the newest first.
pub fn of_region(conn: &mut AnyConn, region: RegionId) -> Outcome<Vec<ShareLink>> {
    Ok(share_link::table
        .filter(share_link::region_id.eq(region))
        .order(share_link::id.desc())
        .select(ShareLink::as_select())
        .load(conn)?)
}

/// How many of a region's links are neither withdrawn nor over.
pub fn count_in_force(conn: &mut AnyConn, region: RegionId, today: Day) -> Outcome<i64> {
    Ok(share_link::table
        .filter(share_link::region_id.eq(region))
        .filter(share_link::revoked_at.is_null())
        .filter(share_link::expires_on.ge(today))
        .count()
        .get_result(conn)?)
}

/// The maker as they are now; none where the account is closed.
pub fn maker(conn: &mut AnyConn, link: &ShareLink, now: Moment) -> Outcome<Option<Actor>> {
    people::store::as_seen_by(conn, link.made_by, now)
}

/// What a link reaches now: never more than its maker may show.
pub fn reach(conn: &mut AnyConn, link: &ShareLink, now: Moment) -> Outcome<Option<Scope>> {
    Ok(maker(conn, link, now)?.and_then(|maker| policy::link_scope(&maker, link.place())))
}

/// Keeps a link under the hash of its word.
pub fn insert(
    tx: &mut Tx<'_>,
    by: PersonId,
    place: (RegionId, Option<MunicipalityId>),
    draft: &Draft,
    word: &str,
) -> Outcome<ShareLinkId> {
    let (id, now) = (ShareLinkId::from_number(tx.new_id()), tx.now());
    let shows = serde_json::to_string(&draft.shows).map_err(Fault::internal)?;
    diesel::insert_into(share_link::table)
        .values((
            share_link::id.eq(id),
            share_link::region_id.eq(place.0),
            share_link::municipality_id.eq(place.1),
            share_link::shows.eq(shows),
            share_link::label.eq(&draft.label),
            share_link::language.eq(draft.language),
            share_link::frame_origins.eq(draft.frame_origins.join(" ")),
            share_link::token_hash.eq(sha256_hex(word.as_bytes())),
            share_link::made_by.eq(by),
            share_link::made_at.eq(now),
            share_link::expires_on.eq(draft.expires_on),
            share_link::used.eq(0),
        ))
        .execute(&mut **tx)?;
    Ok(id)
}

/// Withdraws a link; false where somebody was quicker.
pub fn revoke(tx: &mut Tx<'_>, id: ShareLinkId, by: PersonId) -> Outcome<bool> {
    let now = tx.now();
    let ended =
        diesel::update(share_link::table.filter(share_link::id.eq(id)).filter(share_link::revoked_at.is_null()))
            .set((share_link::revoked_at.eq(now), share_link::revoked_by.eq(by)))
            .execute(&mut **tx)?;
    Ok(ended == 1)
}

/// Counts that a link was opened.
pub fn note_use(tx: &mut Tx<'_>, id: ShareLinkId) -> Outcome<()> {
    let now = tx.now();
    diesel::update(share_link::table.filter(share_link::id.eq(id)))
        .set((share_link::used.eq(share_link::used + 1), share_link::last_used_at.eq(now)))
        .execute(&mut **tx)?;
    Ok(())
}

/// What a link consists of, for the event log. Its word is not among it.
pub fn facts(draft: &Draft) -> Facts {
    Facts::new()
        .plain("shows", &draft.shows)
        .words("label", &draft.label)
        .plain("language", draft.language)
        .plain("expires_on", draft.expires_on)
        .plain("frame_origins", &draft.frame_origins)
}
