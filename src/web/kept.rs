//! Pages of regions that are kept while nothing they show has changed, and that a browser which has one need not have again;
//! and what programs ask for again and again, kept in the same way.

use std::fmt::Debug;
use std::sync::Arc;

use maud::PreEscaped;
use serde::Serialize;

use super::answer::Answer;
use super::call::Call;
use super::pieces::{Pieces, Shared};
use super::remembered::Remembered;
use super::{csrf, projector, shell};
use crate::access::{Actor, Via};
use crate::audit;
use crate::audit::rules::sha256_hex;
use crate::audit::store::Stamp;
use crate::db::AnyConn;
use crate::ids::RegionId;
use crate::refusal::{Fault, Outcome};
use crate::ui::{Page, Shell};

/// A page as it is kept: whole but for what surrounds it, which is each reader's own; or JSON, which nothing surrounds.
#[derive(Debug)]
pub struct Kept {
    /// With a mark for its body, which stands beside it.
    page: Option<Page>,
    body: Shared,
    status: u16,
    passes: bool,
}

/// Where the body goes. Words that somebody wrote never look like this: in a page their signs are written out.
const BODY: &str = "<!--body-->";

impl Kept {
    /// The page's heading.
    #[cfg(test)]
    pub fn title(&self) -> &str {
        self.page.as_ref().map_or("", |page| &page.title)
    }

    /// How many bytes it takes, nearly.
    pub fn size(&self) -> usize {
        self.body.size()
    }
}

/// What a page's maker gives: the page, with 200 unless said otherwise.
impl From<Page> for Kept {
    fn from(page: Page) -> Self {
        // Of what surrounds it, what is about the region and what waits stays; the reader's name and words do not.
        let Shell { context, banner, waiting, .. } = page.shell;
        let shell = Shell { context, banner, waiting, ..Shell::default() };
        let body = Shared::of(page.body.into_string());
        let page = Some(Page { shell, body: PreEscaped(BODY.to_owned()), ..page });
        Self { page, body, status: 200, passes: false }
    }
}

impl Kept {
    /// With another status.
    pub fn status(self, status: u16) -> Self {
        Self { status, ..self }
    }

    /// Not to be kept after all: something in it could not be read, and may be the next time.
    pub fn passing(self) -> Self {
        Self { passes: true, ..self }
    }

    /// Whether it is for this answer alone.
    pub fn passes(&self) -> bool {
        self.passes
    }

    /// Whether there is a form in it that somebody's word was put in; those of an empty shell have none.
    fn has_a_form(&self) -> bool {
        const WORD: &str = "name=\"csrf\" value=\"";
        let shown = self.page.as_ref().map(|page| page.within(&Shell::default()).into_string()).unwrap_or_default();
        self.body.holds(WORD) || shown.split(WORD).skip(1).any(|rest| !rest.starts_with('"'))
    }

    /// The page for one reader.
    fn for_one(&self, call: &Call) -> Pieces {
        let around = self.page.as_ref().map(|page| {
            let Shell { context, banner, waiting, .. } = page.shell.clone();
            page.within(&Shell { context, banner, waiting, ..shell::shell(call) }).into_string()
        });
        let around = around.unwrap_or_default();
        let (before, after) = around.split_once(BODY).unwrap_or((&around, ""));
        if call.takes_gzip() {
            self.body.between_as_gzip(before, after)
        } else {
            self.body.between(before.to_owned(), after.to_owned())
        }
    }
}

/// Answers a page of some regions: 304 where the browser has this very page, the one that is kept where nothing has changed
/// since, and otherwise one that is made now. `sees` is all that the page depends on besides its address, the language,
/// the day and the state of the regions: whose figures this reader may see, and what may be done.
pub fn answer(
    conn: &mut AnyConn,
    call: &Call,
    regions: &[RegionId],
    sees: &impl Debug,
    make: impl FnOnce(&mut AnyConn) -> Outcome<Kept>,
) -> Outcome<Answer> {
    answer_from(&call.app().remembered, conn, call, regions, sees, make)
}

/// The same for a page that is one person's own. What is kept of those lies by itself: many who sign in on a Monday push
/// nothing away that all of them read.
pub fn own(
    conn: &mut AnyConn,
    call: &Call,
    regions: &[RegionId],
    actor: &Actor,
    make: impl FnOnce(&mut AnyConn) -> Outcome<Kept>,
) -> Outcome<Answer> {
    let Actor { person, grants, deputyships, locked, bound_to, via, .. } = actor;
    // A machine sees what its token is for, and its owner all of it.
    let scopes = match via {
        Via::Token(_, scopes) => Some(scopes),
        Via::Cookie(_) | Via::Bearer(_) | Via::Lookup => None,
    };
    let sees = (person, grants, deputyships, locked, bound_to, scopes);
    answer_from(&call.app().remembered_own, conn, call, regions, &sees, make)
}

fn answer_from(
    shelf: &Remembered,
    conn: &mut AnyConn,
    call: &Call,
    regions: &[RegionId],
    sees: &impl Debug,
    make: impl FnOnce(&mut AnyConn) -> Outcome<Kept>,
) -> Outcome<Answer> {
    let stamp = audit::store::stamp(conn, regions)?;
    let key = key(call, regions, sees);
    let tag = tag(call, &key, stamp);
    if call.if_none_match().split(',').any(|known| known.trim() == tag) {
        return Ok(Answer { etag: Some(tag), ..Answer::nothing().status(304) });
    }
    let kept: Arc<Kept> = shelf.find_or_make(key, stamp, || {
        let made = make(conn)?;
        debug_assert!(!made.has_a_form(), "{}: a page that is kept holds nobody's own form", call.path());
        Ok(made)
    })?;
    let answer = Answer::kept_page(kept.for_one(call)).status(kept.status);
    let answer = Answer { etag: (kept.status == 200 && !kept.passes).then_some(tag), ..answer };
    Ok(projector::running(call, answer))
}

/// The same for programs: what is kept is the answer as JSON. It carries no tag.
pub fn json<T: Serialize>(
    conn: &mut AnyConn,
    call: &Call,
    regions: &[RegionId],
    sees: &impl Debug,
    make: impl FnOnce(&mut AnyConn) -> Outcome<T>,
) -> Outcome<Answer> {
    let stamp = audit::store::stamp(conn, regions)?;
    let kept = call.app().remembered.find_or_make(key(call, regions, sees), stamp, || {
        let text = serde_json::to_string(&make(conn)?).map_err(Fault::internal)?;
        Ok(Kept { page: None, body: Shared::of(text), status: 200, passes: false })
    })?;
    Ok(Answer::kept_json(kept.for_one(call)))
}

/// Everything that what is kept depends on, but for the state of the regions.
fn key(call: &Call, regions: &[RegionId], sees: &impl Debug) -> String {
    let (path, query, lang) = (call.path(), call.query_string(), call.lang());
    // The day on which it was asked: what is made after midnight is never yesterday's, and never kept as today's.
    format!("{path}?{query} {lang} {} {regions:?} {sees:?}", call.visit().asked_on)
}

/// What a page is made from, for whom, and by which run of the program, as an entity tag (RFC 9110, 8.8.3). It is weak:
/// when the page was fetched stands on paper, and is no part of it. It tells nothing to whoever has not seen the page, for
/// it holds the word of the reader's own forms.
fn tag(call: &Call, key: &str, stamp: Stamp) -> String {
    let roles = call.visit().actor.as_ref().map(|actor| &actor.grants);
    let digest = sha256_hex(
        format!("{key} {} {} {stamp:?} {roles:?}", csrf::reader(call.app(), call.visit()), call.app().born).as_bytes(),
    );
    format!("W/\"{}\"", &digest[..32])
}
