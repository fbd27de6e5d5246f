//! Parts of pages that are kept while nothing they show has changed.
//!
//! A part is kept under what it depends on (its key) and as of the state it was made from (its stamp: the heads of the
//! event chains, which every change moves in its own transaction). Read the stamp first: a part is then never older than
//! its stamp says, and a change shows in the next request. Of many who ask for the same, one makes it and the others wait.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

use crate::audit::store::Stamp;
use crate::refusal::Outcome;
use crate::ui::Ready;

/// How many are kept, and how many bytes of them; a large region's matrix is half a megabyte.
const MOST: usize = 256;
const MOST_BYTES: usize = 16 * 1024 * 1024;

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
    stamp: Stamp,
    part: Part,
}

/// What is kept.
#[derive(Default)]
pub struct Remembered {
    kept: Mutex<VecDeque<Kept>>,
    /// Who makes what: held while it is made.
    making: Mutex<HashMap<String, Arc<Mutex<()>>>>,
}

impl Remembered {
    /// The part that is kept for this key, or a new one where nothing is kept or something has changed since.
    pub fn part(&self, key: String, stamp: Stamp, make: impl FnOnce() -> Outcome<Part>) -> Outcome<Part> {
        if let Some(part) = self.find(&key, stamp) {
            return Ok(part);
        }
        let turn =
            Arc::clone(self.making.lock().unwrap_or_else(PoisonError::into_inner).entry(key.clone()).or_default());
        let held = turn.lock().unwrap_or_else(PoisonError::into_inner);
        let outcome = match self.find(&key, stamp) {
            Some(part) => Ok(part),
            None => make().inspect(|part| self.keep(key.clone(), stamp, part.clone())),
        };
        drop(held);
        let mut making = self.making.lock().unwrap_or_else(PoisonError::into_inner);
        drop(turn);
        // The last who asked takes the turn away: only the map has it still.
        if making.get(&key).is_some_and(|turn| Arc::strong_count(turn) == 1) {
            making.remove(&key);
        }
        outcome
    }

    fn keep(&self, key: String, stamp: Stamp, part: Part) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|one| one.key != key);
        kept.truncate(MOST - 1);
        kept.push_front(Kept { key, stamp, part });
        while kept.len() > 1 && kept.iter().map(|one| one.part.html.size()).sum::<usize>() > MOST_BYTES {
            kept.pop_back();
        }
    }

    fn find(&self, key: &str, stamp: Stamp) -> Option<Part> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let place = kept.iter().position(|one| one.key == key && one.stamp.is_as_new_as(stamp))?;
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

    fn stamp(region: i64) -> Stamp {
        Stamp::of(region, 1)
    }

    fn part(text: &str) -> Part {
        Part { html: Ready::of(html! { p { (text) } }), partial: false }
    }

    #[test]
    fn a_part_is_made_once_for_each_state_and_the_least_used_is_forgotten() {
        let remembered = Remembered::default();
        let ask = |key: &str, at: i64| {
            let mut made = false;
            let found = remembered.part(key.into(), stamp(at), || {
                made = true;
                Ok(part(&format!("{key}{at}")))
            });
            (made, html! { (found.expect("a part").html) }.into_string())
        };
        assert_eq!(ask("a", 1), (true, "<p>a1</p>".into()));
        assert_eq!(ask("a", 1), (false, "<p>a1</p>".into()));
        assert_eq!(ask("a", 2), (true, "<p>a2</p>".into()));
        assert_eq!(ask("a", 1), (false, "<p>a2</p>".into()), "what is newer is never older than asked for");
        for number in 0..MOST - 1 {
            ask(&number.to_string(), 1);
            assert!(!ask("a", 2).0, "what is asked for is not forgotten");
        }
        ask("one more", 1);
        assert!(!ask("a", 2).0);
        assert!(ask("0", 1).0, "the least used made room");
        assert!(remembered.making.lock().expect("no thread broke").is_empty());
    }

    #[test]
    fn of_many_who_ask_at_once_one_makes_it() {
        let remembered = Remembered::default();
        let made = std::sync::atomic::AtomicUsize::new(0);
        let begin = std::sync::Barrier::new(8);
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    begin.wait();
                    remembered.part("a".into(), stamp(1), || {
                        made.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                        std::thread::sleep(std::time::Duration::from_millis(20));
                        Ok(part("a"))
                    })
                });
            }
        });
        assert_eq!(made.into_inner(), 1);
        assert!(remembered.making.lock().expect("no thread broke").is_empty());
    }
}
