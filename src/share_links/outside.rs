//! What a link opens, for whoever has it: `/s/{token}`, and one chart alone in a frame.

use super::rules::{State, state};
use super::store::{self, ShareLink};
use super::{showing, view};
use crate::access::permission::Anyone;
use crate::access::{Access, Allowed};
use crate::db::AnyConn;
use crate::ids::ShareLinkId;
use crate::people;
use crate::refusal::{Outcome, Trouble};
use crate::regions;
use crate::web::{Answer, Call, Replied, projector};

/// What came of a word.
enum Found {
    /// Its page was shown.
    Shown(ShareLinkId),
    /// It was a link, and is none any longer.
    Ended,
    /// Nobody was ever given it.
    Unknown,
}

/// `/s/{token}`
pub async fn page(allowed: Allowed<Anyone>, call: Call) -> Replied {
    opened(&allowed, &call, |conn, _, call| open(conn, call, false)).await
}

/// `/s/{token}/embed`
pub async fn embed(allowed: Allowed<Anyone>, call: Call) -> Replied {
    opened(&allowed, &call, |conn, _, call| open(conn, call, true)).await
}

type Opens = fn(&mut AnyConn, &Allowed<Anyone>, &Call) -> Outcome<Answer>;

/// Reads the page, and counts afterwards: a page that can be read is not held back because it could not be counted.
async fn opened(allowed: &Allowed<Anyone>, call: &Call, opens: Opens) -> Replied {
    let (app, source) = (call.app(), &call.visit().source);
    app.throttle.admit_word(source, app.db.now())?;
    let answer = call.read(allowed, opens).await?;
    match call.prepared::<Found>().as_deref() {
        Some(Found::Shown(id)) => {
            let id = *id;
            let counted = app.db.write(&Access::system("shared link"), move |tx| store::note_use(tx, id)).await;
            if let Err(Trouble::Broke(fault)) = counted {
                tracing::warn!(request_id = %call.visit().request_id, fault = %fault, "a use of a link was not counted");
            }
        }
        Some(Found::Unknown) => app.throttle.wrong_word(source, app.db.now()),
        Some(Found::Ended) | None => {}
    }
    Ok(answer)
}

fn open(conn: &mut AnyConn, call: &Call, framed: bool) -> Outcome<Answer> {
    let Some(link) =
        store::behind(conn, call.param("token"))?.filter(|link| !framed || !link.frame_origins().is_empty())
    else {
        call.prepare(Found::Unknown);
        return Ok(Answer::page(view::ended(call, call.lang(), framed)).status(404));
    };
    let answer = match shown(conn, call, &link, framed) {
        Ok(Some(answer)) => {
            call.prepare(Found::Shown(link.id));
            answer
        }
        // What is not shared any longer, or not there, ends the link as its last day does.
        Ok(None) | Err(Trouble::Refused(_)) => {
            call.prepare(Found::Ended);
            Answer::page(view::ended(call, if framed { link.language } else { call.lang() }, framed)).status(404)
        }
        Err(broke) => return Err(broke),
    };
    Ok(if framed { answer.framed_by(link.frame_origins()) } else { answer })
}

/// The page as its maker may show it now; none where the link has ended.
fn shown(conn: &mut AnyConn, call: &Call, link: &ShareLink, framed: bool) -> Outcome<Option<Answer>> {
    let now = call.app().db.now();
    let reach = store::reach(conn, link, now)?;
    if state(link.revoked_at.is_some(), link.expires_on, reach.is_some(), now.day()) != State::InForce {
        return Ok(None);
    }
    let (Some(reach), Some(region)) = (reach, regions::store::find(conn, link.region_id)?) else { return Ok(None) };
    let showing = showing::show(conn, &reach, &region, &link.what()?, (link.language, now.day()))?;
    let maker = people::store::find(conn, link.made_by)?.map(|person| person.name).unwrap_or_default();
    let page = if framed {
        view::embedded(call, &region, link, &showing)
    } else {
        view::outside(call, &region, link, &showing, &maker)
    };
    Ok(Some(if framed { Answer::page(page) } else { projector::running(call, Answer::page(page)) }))
}
