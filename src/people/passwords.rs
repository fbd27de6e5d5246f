//! Hashing passwords: argon2id, a bounded number at once, off the request's thread.

use std::time::Duration;

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};

use crate::refusal::{Code, Fault, Outcome, Refusal};
use crate::threads::Threads;

/// How long one waits for one's turn.
const PATIENCE: Duration = Duration::from_secs(20);

/// 19 MiB, two passes, one lane: what OWASP names as the least.
fn argon() -> Argon2<'static> {
    let params = Params::new(19_456, 2, 1, None).unwrap_or_default();
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

/// A hash with its salt, in PHC form.
pub fn hash(password: &str) -> Outcome<String> {
    argon()
        .hash_password(password.as_bytes())
        .map(|hash| hash.to_string())
        .map_err(|error| Fault::internal(format!("hashing: {error}")).into())
}

/// Whether a password is the one behind the hash. Without a hash the same time is spent and the answer is no, so that
/// an unknown account cannot be told from a wrong password.
pub fn verify(password: &str, hash: Option<&str>) -> bool {
    let against = hash.unwrap_or(DECOY);
    let right =
        PasswordHash::new(against).is_ok_and(|parsed| argon().verify_password(password.as_bytes(), &parsed).is_ok());
    right && hash.is_some()
}

/// A hash of nothing anybody knows, of the same cost as real ones.
const DECOY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$c3RhZmV0dC1kZWNveS1zYWx0$MjJhYjYyNTk4N2QwYjI4ZDA1YTEzZmI2NDA0ZmU0MTE";

/// Runs hashing work when there is a place for it.
pub async fn in_turn<T: Send + 'static>(hashing: &Threads, work: impl FnOnce() -> T + Send + 'static) -> Outcome<T> {
    let place = hashing.place(PATIENCE).await.ok_or_else(|| Refusal::new(Code::Busy).retry_after(2))?;
    Ok(hashing.run(place, work).await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_right_password_opens_and_no_other() {
        let hash = hash("en lang og rar setning").expect("hashed");
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(verify("en lang og rar setning", Some(&hash)));
        assert!(!verify("en lang og rar setning ", Some(&hash)));
        assert!(!verify("en lang og rar setning", None));
        assert!(PasswordHash::new(DECOY).is_ok(), "the decoy must cost as much as a real one");
    }
}
