//! Pages on a projector: the same address with `visning=projektor`. They ask again by themselves, without a script, until
//! somebody stops that.

use super::answer::Answer;
use super::call::Call;
use crate::i18n::Lang;
use crate::ui::{Link, Page, Show};

/// Seconds between two looks: figures change with measurements, not while one talks.
const AGAIN_AFTER: u32 = 300;

const VIEW: &str = "visning";
const UPDATING: &str = "oppdatering";

/// Whether a page is asked for as it looks on a projector.
pub fn is_asked_for(call: &Call) -> bool {
    call.query_word(VIEW).as_deref() == Some("projektor")
}

fn stands_still(call: &Call) -> bool {
    call.query_word(UPDATING).as_deref() == Some("nei")
}

/// The address that was asked for, with these words in place of the projector's own.
fn here_with(call: &Call, words: &[(&str, &str)]) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    let asked = url::form_urlencoded::parse(call.query_string().as_bytes());
    query.extend_pairs(asked.filter(|(name, _)| name != VIEW && name != UPDATING));
    query.extend_pairs(words);
    let query = query.finish();
    if query.is_empty() { call.path().to_owned() } else { format!("{}?{query}", call.path()) }
}

/// The way to a page as it looks on a projector.
pub fn to(call: &Call) -> String {
    here_with(call, &[(VIEW, "projektor")])
}

/// The page, set for a projector where that was asked for: with the way back, and the way to let it stand still.
pub fn set(call: &Call, page: Page) -> Page {
    if !is_asked_for(call) {
        return page;
    }
    let lang = Lang::parse(&page.shell.lang).unwrap_or(call.lang());
    let updating = if stands_still(call) {
        Link::new(to(call), lang.t("projector-update"))
    } else {
        Link::new(here_with(call, &[(VIEW, "projektor"), (UPDATING, "nei")]), lang.t("projector-stand-still"))
    };
    let leave = vec![Link::new(here_with(call, &[]), lang.t("projector-leave")), updating];
    Page { show: Show::Projector, actions: Vec::new(), leave, ..page }
}

/// The answer, which the browser of a projector asks for again by itself.
pub fn running(call: &Call, answer: Answer) -> Answer {
    let refresh = (is_asked_for(call) && !stands_still(call)).then_some(AGAIN_AFTER);
    Answer { refresh, ..answer }
}
