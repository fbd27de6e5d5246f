//! The installation's secret: made once, kept in a file only we can read; every key comes from it.

use std::io::Write;
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use crate::audit::rules::hex;
use crate::refusal::{Fault, FaultKind};

const LEAST_BYTES: usize = 32;

/// Keys for each purpose, so that a word made for one is worthless for another.
#[derive(Clone)]
pub struct Keys {
    master: Vec<u8>,
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keys(***)")
    }
}

impl Keys {
    /// Reads the secret's file, or makes one. Refuses a short or well-known secret and a file others can read.
    pub fn from_file(path: &Path) -> Result<Self, Fault> {
        if !path.exists() {
            make(path)?;
        }
        let bad =
            |what: String| Fault::of(FaultKind::Internal, format!("STAFETT_SECRET_FILE {}: {what}", path.display()));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = std::fs::metadata(path).map_err(|error| bad(error.to_string()))?.permissions().mode();
            if mode & 0o077 != 0 {
                return Err(bad("others can read it; run chmod 600 on it".into()));
            }
        }
        let text = std::fs::read_to_string(path).map_err(|error| bad(error.to_string()))?;
        Self::from_words(text.trim()).map_err(|what| bad(what.into()))
    }

    /// Keys from given words, with the same demands.
    pub fn from_words(words: &str) -> Result<Self, &'static str> {
        let different = words.bytes().collect::<std::collections::BTreeSet<_>>().len();
        if words.len() < LEAST_BYTES || different < 10 {
            return Err("it is too weak: at least 32 characters, not the same few again and again");
        }
        Ok(Self { master: words.as_bytes().to_vec() })
    }

    /// The key for one purpose.
    pub fn key(&self, purpose: &str) -> Vec<u8> {
        self.mac(purpose, "key").into_bytes()
    }

    /// A hex word over `text` that only we can make.
    pub fn mac(&self, purpose: &str, text: &str) -> String {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.master).expect("HMAC takes a key of any length");
        mac.update(purpose.as_bytes());
        mac.update(&[0]);
        mac.update(text.as_bytes());
        hex(&mac.finalize().into_bytes())
    }

    /// A text that only we can read again, and only where it stands: `place` must be the same when it is opened.
    pub fn seal(&self, purpose: &str, place: &str, text: &str) -> String {
        let nonce: [u8; NONCE_LEN] = rand::random();
        let mut bytes = text.as_bytes().to_vec();
        self.sealing_key(purpose)
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::from(place), &mut bytes)
            .expect("a text of a few kilobytes can be sealed");
        STANDARD_NO_PAD.encode([nonce.as_slice(), &bytes].concat())
    }

    /// The text that was sealed; `None` where it was not sealed by us, or for another place.
    pub fn open(&self, purpose: &str, place: &str, sealed: &str) -> Option<String> {
        let bytes = STANDARD_NO_PAD.decode(sealed).ok()?;
        let (nonce, rest) = bytes.split_at_checked(NONCE_LEN)?;
        let mut rest = rest.to_vec();
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let text = self.sealing_key(purpose).open_in_place(nonce, Aad::from(place), &mut rest).ok()?;
        String::from_utf8(text.to_vec()).ok()
    }

    fn sealing_key(&self, purpose: &str) -> LessSafeKey {
        let key = Sha256::digest(self.key(purpose));
        LessSafeKey::new(UnboundKey::new(&AES_256_GCM, &key).expect("a key of 256 bits"))
    }

    /// Whether `word` is the one for `text`, without telling by the time how much of it is right.
    pub fn is_mac(&self, purpose: &str, text: &str, word: &str) -> bool {
        self.mac(purpose, text).as_bytes().ct_eq(word.as_bytes()).into()
    }
}

fn make(path: &Path) -> Result<(), Fault> {
    let words: [u8; 32] = rand::random();
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let made = options.open(path).and_then(|mut file| {
        file.write_all(hex(&words).as_bytes())?;
        file.sync_all()
    });
    match made {
        Ok(()) => Ok(()),
        // Another start of the program was quicker.
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(Fault::of(FaultKind::Disk, format!("{}: {error}", path.display()))),
    }
}

/// A word nobody can guess: 256 bits in URL-safe base 64.
pub fn unguessable() -> String {
    let bytes: [u8; 32] = rand::random();
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_with_the_same_keys_at_the_same_place_only() {
        let keys = Keys::from_words("0123456789abcdefghijklmnopqrstuvwxyz").expect("long enough");
        let others = Keys::from_words("9876543210abcdefghijklmnopqrstuvwxyz").expect("long enough");
        let sealed = keys.seal("answers", "here", "hemmelig");
        assert!(!sealed.contains("hemmelig"));
        assert_eq!(keys.open("answers", "here", &sealed).as_deref(), Some("hemmelig"));
        assert_eq!(keys.open("answers", "there", &sealed), None);
        assert_eq!(keys.open("others", "here", &sealed), None);
        assert_eq!(others.open("answers", "here", &sealed), None);
        assert_eq!(keys.open("answers", "here", "short"), None);
    }
}
