//! Pages at the door: sign-in, invitation, new password, sign-out.

use maud::html;

use super::kept::Kept;
use super::store::{self, Purpose};
use super::{links, sign_in, view};
use crate::access::permission::{Anyone, OwnAccount};
use crate::access::{Allowed, Place};
use crate::audit::{self, Change};
use crate::db::Tx;
use crate::refusal::{Code, Outcome, Refusal, Trouble};
use crate::web::answer::Failed;
use crate::web::forms::Form;
use crate::web::statics::same_origin;
use crate::web::{Answer, Call, Replied, csrf, session};

/// The sign-in page.
pub async fn sign_in_form(allowed: Allowed<Anyone>, call: Call) -> Replied {
    let next = same_origin(&call.query_word("next").unwrap_or_default());
    if allowed.actor().is_some() {
        return Ok(Answer::see_other(next));
    }
    Ok(Answer::page(view::sign_in(&call, "", &next, None, None)))
}

/// Somebody sent a form after their session had ended: what they wrote is kept in the sign-in page, and goes on from there.
pub async fn keep(allowed: Allowed<Anyone>, call: Call) -> Replied {
    // Another site could send words of its own choosing here.
    let kept = if call.is_from_our_pages() { Kept::of(&call) } else { None };
    match kept {
        Some(kept) if allowed.actor().is_some() => Ok(Answer::page(view::kept(&call, &kept, &call.csrf()))),
        Some(kept) => Ok(Answer::page(view::sign_in(&call, "", &kept.to, Some(&kept), None))),
        None => Ok(Answer::see_other("/sign-in")),
    }
}

/// Signs in and goes on to where the person was headed.
pub async fn sign_in(allowed: Allowed<Anyone>, call: Call) -> Replied {
    // Whoever is in already, by another tab or by loading the page again, finds what they had written.
    if allowed.actor().is_some()
        && call.is_from_our_pages()
        && let Some(kept) = Kept::in_form(&Form::read(call.body()))
    {
        return Ok(Answer::page(view::kept(&call, &kept, &call.csrf())));
    }
    let form = call.form()?;
    let next = same_origin(form.raw("next"));
    let code = form.some("totp");
    let recognised = sign_in::recognise(
        call.app(),
        allowed.access(),
        form.raw("email"),
        form.raw("password"),
        code.as_deref(),
        &call.visit().source,
    );
    let outcome = match recognised.await {
        Ok(recognised) => {
            call.prepare(recognised);
            call.change(&allowed, begin_session).await.map_err(|Failed(trouble)| trouble)
        }
        Err(trouble) => Err(trouble),
    };
    match outcome {
        Err(Trouble::Refused(refusal)) => {
            let page = view::sign_in(&call, form.raw("email"), &next, Kept::in_form(&form).as_ref(), Some(&refusal));
            Ok(Answer::page(page).status(refusal.code.status()))
        }
        outcome => outcome.map_err(Failed),
    }
}

fn begin_session(tx: &mut Tx<'_>, _: &Allowed<Anyone>, call: &Call) -> Outcome<Answer> {
    let signed_in = sign_in::begin(tx, call.app(), &*call.settled()?, call.user_agent())?;
    let seconds = signed_in.until.unix_seconds() - tx.now().unix_seconds();
    let cookie = session::cookie(call.app(), session::cookie_name(call.app()), signed_in.word, Some(seconds));
    let form = call.form()?;
    let answer = match Kept::in_form(&form) {
        Some(kept) => Answer::page(view::kept(call, &kept, &csrf::word_of(call.app(), signed_in.session))),
        None => Answer::see_other(same_origin(form.raw("next"))),
    };
    Ok(answer.cookie(cookie))
}

/// Signs out, here or everywhere.
pub async fn sign_out(allowed: Allowed<OwnAccount>, call: Call) -> Replied {
    let answer = call
        .change(&allowed, |tx, allowed, call| {
            let form = call.form()?;
            let actor = allowed.someone()?;
            if form.ticked("everywhere") {
                store::end_sessions(tx, actor.person)?;
            } else if let Some(session) = actor.session() {
                store::end_session(tx, actor.person, session)?;
            }
            audit::record(tx, &Change::of(Place::INSTALLATION, "signed_out", "person", actor.person))?;
            Ok(Answer::see_other("/sign-in"))
        })
        .await?;
    let name = session::cookie_name(call.app());
    Ok(answer.cookie(session::cookie(call.app(), name, String::new(), Some(0))))
}

/// The page behind a mailed invitation.
pub async fn invitation(allowed: Allowed<Anyone>, call: Call) -> Replied {
    link_page(&allowed, &call, Purpose::Invitation).await
}

/// Chooses the first password.
pub async fn accept_invitation(allowed: Allowed<Anyone>, call: Call) -> Replied {
    use_link(&allowed, &call, Purpose::Invitation).await
}

/// The page behind a mailed link for a new password.
pub async fn reset(allowed: Allowed<Anyone>, call: Call) -> Replied {
    link_page(&allowed, &call, Purpose::PasswordReset).await
}

/// Chooses a new password.
pub async fn confirm_reset(allowed: Allowed<Anyone>, call: Call) -> Replied {
    use_link(&allowed, &call, Purpose::PasswordReset).await
}

async fn link_page(allowed: &Allowed<Anyone>, call: &Call, purpose: Purpose) -> Replied {
    let word = call.param("token").to_owned();
    let now = call.app().db.now();
    let owner = call.app().db.read(allowed.access(), move |conn| store::link_owner(conn, purpose, &word, now)).await?;
    let Some((_, person)) = owner else { return Err(Refusal::new(Code::LinkSpent).into()) };
    Ok(Answer::page(view::choose_password(call, purpose, &person.name, None)))
}

async fn use_link(allowed: &Allowed<Anyone>, call: &Call, purpose: Purpose) -> Replied {
    let form = call.form()?;
    let chosen = links::choose(call.app(), allowed.access(), purpose, call.param("token"), form.raw("password"));
    match chosen.await {
        Ok(chosen) => {
            call.prepare(chosen);
            call.change(allowed, |tx, _, call| {
                links::use_up(tx, &*call.settled()?)?;
                Ok(Answer::see_other("/sign-in?welcome=1"))
            })
            .await
        }
        Err(Trouble::Refused(refusal)) if !refusal.errors.is_empty() => {
            let page = view::choose_password(call, purpose, "", Some(&refusal));
            Ok(Answer::page(page).status(refusal.code.status()))
        }
        Err(trouble) => Err(Failed(trouble)),
    }
}

/// Where to ask for a new password.
pub async fn ask_reset(_allowed: Allowed<Anyone>, call: Call) -> Replied {
    Ok(Answer::page(view::ask_reset(&call)))
}

/// Sends the link, and says the same whether or not there was an account.
pub async fn send_reset(allowed: Allowed<Anyone>, call: Call) -> Replied {
    let email = call.form()?.text("email");
    links::ask_reset(&allowed, &call, &email).await?;
    let lang = call.lang();
    let page = crate::web::shell::page(&call, lang.t("reset-sent"), html! { p { (lang.t("reset-sent-body")) } });
    Ok(Answer::page(html! { (page) }))
}
