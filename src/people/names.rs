//! Names that could be taken for somebody else's, by Unicode Technical Standard 39.

use unicode_security::MixedScript;
use unicode_security::confusable_detection::skeleton;

use super::store;
use crate::db::AnyConn;
use crate::ids::{PersonId, RegionId};
use crate::refusal::{Outcome, Refusal};

/// Whether a name looks like another and is written in another script: «Оле» in Cyrillic beside «Ole».
///
/// Within one script nobody is held back by their own name: «Arne» and «Ame» have the same skeleton.
pub fn passes_for(name: &str, other: &str) -> bool {
    !format!("{name}{other}").as_str().is_single_script() && skeleton(name).eq(skeleton(other))
}

/// Refuses a name with which `who` would pass for somebody else in one of the regions.
pub fn refuse_passing_for_another(
    conn: &mut AnyConn,
    regions: impl IntoIterator<Item = RegionId>,
    who: Option<PersonId>,
    name: &str,
) -> Outcome<()> {
    // Names in Latin letters are the ones that are passed for.
    if format!("{name}a").as_str().is_single_script() {
        return Ok(());
    }
    for region in regions {
        let others = store::names_within(conn, region)?;
        if others.iter().any(|(id, other)| Some(*id) != who && passes_for(name, other)) {
            return Err(Refusal::invalid_at("/name", "passes_for_another").into());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_script_that_looks_the_same_passes_for_somebody_else() {
        assert!(passes_for("\u{41e}\u{3bf} \u{410}\u{435}", "Oo Ae"));
        for (name, other) in [("Arne", "Ame"), ("Ole Berg", "Ole Berg"), ("Иван Петров", "Ole Berg"), ("北の", "Ås")]
        {
            assert!(!passes_for(name, other), "{name} and {other}");
        }
    }
}
