//! Pages that the browser need not have again: what a page was made from is told with it, and asked for the next time.

use super::answer::Answer;
use super::call::Call;
use crate::audit::rules::sha256_hex;
use crate::audit::store::Stamp;

/// What a page is made from, and by which run of the program, as an entity tag (RFC 9110, 8.8.3). It is weak: when the page was fetched stands on paper, and
/// is no part of it. It tells nothing to whoever has not seen the page, for it holds the word of the reader's own forms.
pub struct Tag(String);

impl Tag {
    /// Of a page at this address for this reader, as of this state of the region; `key` is what else it depends on.
    pub fn of(call: &Call, key: &str, stamp: Stamp) -> Self {
        let parts = [call.path(), call.query_string(), &call.csrf(), call.lang().as_str(), &call.app().born, key];
        let roles = call.visit().actor.as_ref().map(|actor| &actor.grants);
        let digest = sha256_hex(format!("{parts:?} {stamp:?} {roles:?}").as_bytes());
        Self(format!("W/\"{}\"", &digest[..32]))
    }

    /// 304 where the browser has this very page.
    pub fn answer_if_known(&self, call: &Call) -> Option<Answer> {
        let known = call.if_none_match().split(',').any(|tag| tag.trim() == self.0);
        known.then(|| self.on(Answer::nothing().status(304)))
    }

    /// The answer with its tag.
    pub fn on(&self, answer: Answer) -> Answer {
        Answer { etag: Some(self.0.clone()), ..answer }
    }
}
