//! What is kept of pages while nothing they show has changed.
//!
//! A page is kept under what it depends on (its key) and as of the state it was made from (its stamp: the heads of the
//! event chains, which every change moves in its own transaction). Read the stamp first: a page is then never older than
//! its stamp says, and a change shows in the next request. Of many who ask for the same, one makes it and the others wait.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

use crate::audit::store::Stamp;
use crate::refusal::Outcome;
use crate::web::kept::Kept;

/// How many are kept, and how many bytes of them; a large region's matrix is half a megabyte.
const MOST: usize = 256;
const MOST_BYTES: usize = 16 * 1024 * 1024;

struct Place {
    key: String,
    stamp: Stamp,
    kept: Arc<Kept>,
}

/// What is kept.
#[derive(Default)]
pub struct Remembered {
    places: Mutex<VecDeque<Place>>,
    /// Who makes what: held while it is made.
    making: Mutex<HashMap<String, Arc<Mutex<()>>>>,
}

impl Remembered {
    /// What is kept for this key, or what is made now where nothing is kept or something has changed since.
    pub fn find_or_make(&self, key: String, stamp: Stamp, make: impl FnOnce() -> Outcome<Kept>) -> Outcome<Arc<Kept>> {
        if let Some(kept) = self.find(&key, stamp) {
            return Ok(kept);
        }
        let turn =
            Arc::clone(self.making.lock().unwrap_or_else(PoisonError::into_inner).entry(key.clone()).or_default());
        let held = turn.lock().unwrap_or_else(PoisonError::into_inner);
        let outcome = match self.find(&key, stamp) {
            Some(kept) => Ok(kept),
            None => make().map(Arc::new).inspect(|kept| {
                if !kept.passes() {
                    self.keep(key.clone(), stamp, Arc::clone(kept));
                }
            }),
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

    fn keep(&self, key: String, stamp: Stamp, kept: Arc<Kept>) {
        let mut places = self.places.lock().unwrap_or_else(PoisonError::into_inner);
        places.retain(|one| one.key != key);
        places.truncate(MOST - 1);
        places.push_front(Place { key, stamp, kept });
        while places.len() > 1 && places.iter().map(|one| one.kept.size()).sum::<usize>() > MOST_BYTES {
            places.pop_back();
        }
    }

    fn find(&self, key: &str, stamp: Stamp) -> Option<Arc<Kept>> {
        let mut places = self.places.lock().unwrap_or_else(PoisonError::into_inner);
        let at = places.iter().position(|one| one.key == key && one.stamp.is_as_new_as(stamp))?;
        let found = places.remove(at)?;
        let kept = Arc::clone(&found.kept);
        places.push_front(found);
        Some(kept)
    }
}

#[cfg(test)]
mod tests {
    use maud::html;

    use super::*;
    use crate::ui::{Page, Shell};

    fn stamp(region: i64) -> Stamp {
        Stamp::of(region, 1)
    }

    fn page(text: &str) -> Kept {
        Page::new(Shell::default(), text, html! {}).into()
    }

    #[test]
    fn a_page_is_made_once_for_each_state_and_the_least_used_is_forgotten() {
        let remembered = Remembered::default();
        let ask = |key: &str, at: i64| {
            let mut made = false;
            let found = remembered.find_or_make(key.into(), stamp(at), || {
                made = true;
                Ok(page(&format!("{key}{at}")))
            });
            (made, found.expect("a page").title().to_owned())
        };
        assert_eq!(ask("a", 1), (true, "a1".into()));
        assert_eq!(ask("a", 1), (false, "a1".into()));
        assert_eq!(ask("a", 2), (true, "a2".into()));
        assert_eq!(ask("a", 1), (false, "a2".into()), "what is newer is never older than asked for");
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
    fn a_page_of_which_something_broke_is_made_anew() {
        let remembered = Remembered::default();
        let broke = remembered.find_or_make("a".into(), stamp(1), || Ok(page("broke").passing()));
        assert_eq!(broke.expect("a page").title(), "broke");
        let whole = remembered.find_or_make("a".into(), stamp(1), || Ok(page("whole")));
        assert_eq!(whole.expect("a page").title(), "whole");
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
                    remembered.find_or_make("a".into(), stamp(1), || {
                        made.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                        std::thread::sleep(std::time::Duration::from_millis(20));
                        Ok(page("a"))
                    })
                });
            }
        });
        assert_eq!(made.into_inner(), 1);
        assert!(remembered.making.lock().expect("no thread broke").is_empty());
    }
}
