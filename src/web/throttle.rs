//! Slows down guessing: failures per account and tries per source, in memory, per program.

use std::collections::HashMap;
use std::sync::Mutex;

use crate::clock::Moment;
use crate::config::Limits;
use crate::refusal::{Code, Refusal};

const ACCOUNT_WINDOW_SECONDS: i64 = 900;
const SOURCE_WINDOW_SECONDS: i64 = 60;
const MOST_KEYS: usize = 100_000;

/// Counts of failures within a window, by key.
pub struct Throttle {
    accounts: Window,
    sources: Window,
    resets: Window,
    reset_sources: Window,
    words: Window,
}

impl Throttle {
    /// With the limits of the settings.
    pub fn new(limits: &Limits) -> Self {
        Self {
            accounts: Window::new(limits.sign_in_per_account, ACCOUNT_WINDOW_SECONDS),
            sources: Window::new(limits.sign_in_per_source, SOURCE_WINDOW_SECONDS),
            resets: Window::new(limits.resets_per_account, ACCOUNT_WINDOW_SECONDS),
            reset_sources: Window::new(limits.resets_per_source, SOURCE_WINDOW_SECONDS),
            words: Window::new(limits.sign_in_per_source, SOURCE_WINDOW_SECONDS),
        }
    }

    /// Refuses when this account or this source has failed too often lately.
    pub fn admit(&self, account: &str, source: &str, now: Moment) -> Result<(), Refusal> {
        for (window, key) in [(&self.accounts, account), (&self.sources, source)] {
            if let Some(seconds) = window.full(key, now) {
                return Err(Refusal::new(Code::TooManyTries).with("seconds", seconds).retry_after(seconds));
            }
        }
        Ok(())
    }

    /// Whether a mail for a new password may be made for this account. A source that asks too often is refused; an
    /// account that was asked for too often gets no more mails, and nobody learns that it is one.
    pub fn admit_reset(&self, account: &str, source: &str, now: Moment) -> Result<bool, Refusal> {
        if let Some(seconds) = self.reset_sources.full(source, now) {
            return Err(Refusal::new(Code::TooManyTries).with("seconds", seconds).retry_after(seconds));
        }
        self.reset_sources.note(source, now);
        let may = self.resets.full(account, now).is_none();
        self.resets.note(account, now);
        Ok(may)
    }

    /// Refuses a source that lately has come with too many words of links that nobody was ever given.
    pub fn admit_word(&self, source: &str, now: Moment) -> Result<(), Refusal> {
        match self.words.full(source, now) {
            Some(seconds) => Err(Refusal::new(Code::TooManyTries).with("seconds", seconds).retry_after(seconds)),
            None => Ok(()),
        }
    }

    /// Notes such a word.
    pub fn wrong_word(&self, source: &str, now: Moment) {
        self.words.note(source, now);
    }

    /// Notes a failure.
    pub fn failed(&self, account: &str, source: &str, now: Moment) {
        self.accounts.note(account, now);
        self.sources.note(source, now);
    }

    /// A right password forgives the account's earlier failures.
    pub fn succeeded(&self, account: &str) {
        self.accounts.forget(account);
    }
}

struct Window {
    most: u64,
    seconds: i64,
    seen: Mutex<HashMap<String, (u64, Moment)>>,
}

impl Window {
    fn new(most: u64, seconds: i64) -> Self {
        Self { most, seconds, seen: Mutex::default() }
    }

    fn full(&self, key: &str, now: Moment) -> Option<u64> {
        let seen = self.seen.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let (count, since) = *seen.get(key)?;
        let ends = since.plus_seconds(self.seconds);
        (count >= self.most && now < ends)
            .then(|| u64::try_from(ends.unix_seconds() - now.unix_seconds()).unwrap_or(1).max(1))
    }

    fn note(&self, key: &str, now: Moment) {
        let mut seen = self.seen.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if seen.len() >= MOST_KEYS {
            seen.retain(|_, (_, since)| now < since.plus_seconds(self.seconds));
        }
        let entry = seen.entry(key.to_owned()).or_insert((0, now));
        if now >= entry.1.plus_seconds(self.seconds) {
            *entry = (0, now);
        }
        entry.0 += 1;
    }

    fn forget(&self, key: &str) {
        self.seen.lock().unwrap_or_else(std::sync::PoisonError::into_inner).remove(key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_account_rests_after_too_many_failures_and_wakes_again() {
        let throttle = Throttle::new(&Limits { sign_in_per_account: 3, ..Limits::default() });
        let start = Moment::from_micros(1_000_000_000);
        for _ in 0..3 {
            assert!(throttle.admit("kari", "a", start).is_ok());
            throttle.failed("kari", "a", start);
        }
        let refusal = throttle.admit("kari", "b", start).expect_err("throttled from anywhere");
        assert_eq!(refusal.retry_after, Some(900));
        assert!(throttle.admit("ola", "a", start).is_ok(), "others are not held up");
        assert!(throttle.admit("kari", "a", start.plus_seconds(901)).is_ok());
    }
}
