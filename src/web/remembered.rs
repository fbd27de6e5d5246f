//! Parts of pages that are kept while nothing they show has changed.
//!
//! A part is kept under what it depends on (its key) and as of the state it was made from (its stamp: the heads of the
//! event chains, which every change moves in its own transaction). Read the stamp first: a part is then never older than
//! its stamp says, and a change shows in the next request.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use crate::refusal::Outcome;
use crate::ui::Ready;

/// How many are kept; a large region's matrix is half a megabyte.
const MOST: usize = 16;

/// A part of a page.
#[derive(Clone, Debug)]
pub struct Part {
    /// The part itself.
    pub html: Ready,
    /// Whether something is left out for whoever may see this.
    pub partial: bool,
}

struct Kept {
    key: String,
    stamp: String,
    part: Part,
}

/// What is kept.
#[derive(Default)]
pub struct Remembered {
    kept: Mutex<VecDeque<Kept>>,
}

impl Remembered {
    /// The part that is kept for this key, or a new one where nothing is kept or something has changed since.
    pub fn part(&self, key: String, stamp: String, make: impl FnOnce() -> Outcome<Part>) -> Outcome<Part> {
        if let Some(part) = self.find(&key, &stamp) {
            return Ok(part);
        }
        let part = make()?;
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|one| one.key != key);
        kept.truncate(MOST - 1);
        kept.push_front(Kept { key, stamp, part: part.clone() });
        Ok(part)
    }

    fn find(&self, key: &str, stamp: &str) -> Option<Part> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let place = kept.iter().position(|one| one.key == key && one.stamp == stamp)?;
        let found = kept.remove(place)?;
        let part = found.part.clone();
        kept.push_front(found);
        Some(part)
    }
}

#[cfg(test)]
mod tests {
    use maud::html;

    use super::*;

    #[test]
    fn a_part_is_made_once_for_each_state_and_the_least_used_is_forgotten() {
        let remembered = Remembered::default();
        let ask = |key: &str, stamp: &str| {
            let mut made = false;
            let part = remembered.part(key.into(), stamp.into(), || {
                made = true;
                Ok(Part { html: Ready::of(html! { p { (key) (stamp) } }), partial: false })
            });
            (made, html! { (part.expect("a part").html) }.into_string())
        };
        assert_eq!(ask("a", "1"), (true, "<p>a1</p>".into()));
        assert_eq!(ask("a", "1"), (false, "<p>a1</p>".into()));
        assert_eq!(ask("a", "2"), (true, "<p>a2</p>".into()));
        for number in 0..MOST - 1 {
            ask(&number.to_string(), "1");
            assert!(!ask("a", "2").0, "what is asked for is not forgotten");
        }
        ask("one more", "1");
        assert!(!ask("a", "2").0);
        assert!(ask("0", "1").0, "the least used made room");
    }
}
