//! Identities. Each kind of thing has its own type, so that one is never taken for another.
//!
//! An id is 63 bits: 41 of milliseconds, 22 of chance, always growing within one program. Outside it is thirteen
//! characters of lower-case Crockford base 32 and means nothing.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use crate::clock::Moment;

/// 2020-01-01T00:00:00Z in milliseconds: the first instant an id can carry.
const ID_EPOCH_MS: i64 = 1_577_836_800_000;
const CHANCE_BITS: u32 = 22;
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Makes ids that never go backwards. A seeded source repeats itself, for deterministic data.
#[derive(Debug)]
pub struct IdSource {
    last: AtomicI64,
    chance: Chance,
}

#[derive(Debug)]
enum Chance {
    System,
    Seeded(AtomicU64),
}

impl IdSource {
    /// Ids that nobody can foresee.
    pub fn system() -> Self {
        Self { last: AtomicI64::new(0), chance: Chance::System }
    }

    /// Ids that come again when the seed and the clock do.
    pub fn seeded(seed: u64) -> Self {
        Self { last: AtomicI64::new(0), chance: Chance::Seeded(AtomicU64::new(seed)) }
    }

    /// The next id, greater than every one before it from this source.
    pub fn next(&self, now: Moment) -> i64 {
        let milliseconds = (now.micros() / 1_000 - ID_EPOCH_MS).max(0);
        let chance = self.number() & ((1 << CHANCE_BITS) - 1);
        let candidate = (milliseconds << CHANCE_BITS) | chance as i64;
        let step = 1 + (self.number() & 0x3f) as i64;
        let mut last = self.last.load(Ordering::Relaxed);
        loop {
            let next = candidate.max(last + step);
            match self.last.compare_exchange_weak(last, next, Ordering::SeqCst, Ordering::Relaxed) {
                Ok(_) => return next,
                Err(seen) => last = seen,
            }
        }
    }

    /// Sixteen bytes of chance, as lower-case hex: salts, and nothing that must stay secret when seeded.
    pub fn salt(&self) -> String {
        format!("{:016x}{:016x}", self.number(), self.number())
    }

    fn number(&self) -> u64 {
        match &self.chance {
            Chance::System => rand::random(),
            // SplitMix64: one addition and a mix, the usual generator for seeding.
            Chance::Seeded(state) => {
                let mut z =
                    state.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::SeqCst).wrapping_add(0x9e37_79b9_7f4a_7c15);
                z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
                z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
                z ^ (z >> 31)
            }
        }
    }
}

/// The outside form of an id.
pub fn encode(id: i64) -> String {
    String::from_utf8_lossy(&letters(id)).into_owned()
}

fn letters(id: i64) -> [u8; 13] {
    let mut text = [b'0'; 13];
    let mut rest = id as u64;
    for slot in text.iter_mut().rev() {
        *slot = ALPHABET[(rest & 31) as usize];
        rest >>= 5;
    }
    text
}

/// Reads the outside form; anything else is `None`.
pub fn decode(text: &str) -> Option<i64> {
    if text.len() != 13 {
        return None;
    }
    let mut id: u64 = 0;
    for byte in text.bytes() {
        let digit = ALPHABET.iter().position(|known| *known == byte)? as u64;
        id = id.checked_mul(32)?.checked_add(digit)?;
    }
    i64::try_from(id).ok()
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, diesel::expression::AsExpression, diesel::deserialize::FromSqlRow)]
        #[diesel(sql_type = diesel::sql_types::BigInt)]
        pub struct $name(pub(crate) i64);

        impl $name {
            /// From the stored number.
            pub const fn from_number(number: i64) -> Self {
                Self(number)
            }
            /// The stored number.
            pub const fn number(self) -> i64 {
                self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&String::from_utf8_lossy(&letters(self.0)))
            }
        }

        impl std::str::FromStr for $name {
            type Err = ();
            fn from_str(text: &str) -> Result<Self, ()> {
                decode(text).map(Self).ok_or(())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&encode(self.0))
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                // A word that cannot be an id is answered like one that nobody has.
                Ok(Self(decode(&text).unwrap_or(-1)))
            }
        }

        impl schemars::JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }
            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({"type": "string", "maxLength": 64})
            }
        }

        crate::db::types::number_column!($name);
    )+};
}

ids! {
    /// Somebody with an account.
    PersonId,
    /// One sign-in on one device.
    SessionId,
    /// A token for a machine.
    TokenId,
    /// One role of one person in one place.
    GrantId,
    /// A mailed link that works once.
    LinkId,
    /// A deputy's period.
    DelegationId,
    /// A region.
    RegionId,
    /// A municipality; the same in every installation, since the register is public.
    MunicipalityId,
    /// One dated number of a municipality.
    NumberId,
    /// A municipality's time in a region.
    MemberId,
    /// A project on a roadmap.
    ProjectId,
    /// A report as it was locked.
    ReportId,
    /// A roadmap as it was published.
    RoadmapVersionId,
    /// A benefit expected of a project.
    BenefitId,
    /// What is counted for a benefit.
    IndicatorId,
    /// A campaign in which an indicator is measured.
    CampaignId,
    /// One municipality's figures for one indicator.
    CommitmentId,
    /// A change step, in a project or in a municipality.
    StepId,
    /// One offer of the baton to one municipality.
    HandoverId,
    /// A question asked before answering.
    ClarificationId,
    /// A measured value.
    MeasurementId,
    /// A file that was imported.
    ImportId,
    /// Support that the region gave.
    SupportId,
    /// How anchored a project was in one place on one day.
    AnchoringId,
    /// A competence that a project needs.
    CompetenceId,
    /// A routine or a configuration that is to be the same everywhere.
    ItemId,
    /// A moment of a region's year that comes back every year.
    MomentId,
    /// A municipality's story of how a benefit came about.
    ExampleId,
    /// A mail in the outbox.
    MailId,
    /// A link that shows one page to whoever has it.
    ShareLinkId,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_back_as_itself() {
        for id in [0, 1, 31, 32, i64::MAX, 1 << 40] {
            assert_eq!(decode(&encode(id)), Some(id));
        }
        for wrong in ["", "abc", "zzzzzzzzzzzzz", "00000000000i0", "0000000000000 "] {
            assert_eq!(decode(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn ids_grow_and_a_seeded_source_repeats() {
        let now = Moment::from_micros(1_800_000_000_000_000);
        let (one, two) = (IdSource::seeded(7), IdSource::seeded(7));
        let first: Vec<i64> = (0..100).map(|_| one.next(now)).collect();
        assert!(first.windows(2).all(|pair| pair[0] < pair[1]));
        assert_eq!(first, (0..100).map(|_| two.next(now)).collect::<Vec<_>>());
    }
}
