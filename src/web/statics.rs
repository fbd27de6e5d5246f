//! Pages without a room: health, files, the statements every page links to, the choice of language.

use maud::html;

use super::answer::{Answer, Replied};
use super::call::Call;
use super::{session, shell};
use crate::access::Allowed;
use crate::access::permission::{Anyone, SignedIn};
use crate::db::migrate::{self, Standing};
use crate::i18n::Lang;
use crate::refusal::{Code, Fault, FaultKind, Refusal};
use crate::ui::assets::FILES;

/// The program runs.
pub async fn livez(_allowed: Allowed<Anyone>, _call: Call) -> Replied {
    Ok(Answer::text("text/plain", "ok\n".into()))
}

/// The program can do its work: the database is there, writable and current, and the disk has room.
pub async fn readyz(allowed: Allowed<Anyone>, call: Call) -> Replied {
    let app = call.app();
    let checked = app
        .db
        .read(allowed.access(), |conn| {
            if migrate::standing_on(conn)? != Standing::Current {
                return Err(Fault::of(FaultKind::DatabaseAway, "the schema is not current").into());
            }
            Ok(())
        })
        .await;
    let writable = match checked {
        Ok(()) => app.db.write(allowed.access(), |_| Ok(())).await,
        failed => failed,
    };
    let room = app.free_disk.mebibytes(&app.config.data_dir, app.db.now());
    let room = room.is_none_or(|free| free >= app.config.limits.free_disk_mib);
    let stopping = app.stopping.load(std::sync::atomic::Ordering::SeqCst);
    if writable.is_ok() && room && !stopping {
        return Ok(Answer::text("text/plain", "ready\n".into()));
    }
    if let Err(trouble) = writable {
        tracing::warn!(%trouble, "not ready");
    }
    Ok(Answer::text("text/plain", "not ready\n".into()).status(503).retry_after(2))
}

/// Counters, for whoever has the word.
pub async fn metrics(_allowed: Allowed<Anyone>, call: Call) -> Replied {
    let app = call.app();
    let Some(token) = &app.config.metrics_token else { return Err(Refusal::new(Code::NotFound).into()) };
    let sent = call.bearer().unwrap_or_default();
    if !app.keys.is_mac("metrics", token.expose(), &app.keys.mac("metrics", &sent)) {
        return Err(Refusal::new(Code::NotFound).into());
    }
    Ok(Answer::text("text/plain; version=0.0.4", app.metrics.text()))
}

/// A file of ours, by its content's name, for ever.
pub async fn asset(_allowed: Allowed<Anyone>, call: Call) -> Replied {
    match FILES.iter().find(|(known, _, _)| *known == call.param("name")) {
        Some((_, media_type, content)) => Ok(Answer::file(media_type, *content)),
        None => Err(Refusal::new(Code::NotFound).into()),
    }
}

/// Chooses a language: for a signed-in person in their account, for others in a cookie.
pub async fn language(allowed: Allowed<Anyone>, call: Call) -> Replied {
    let form = call.form()?;
    let lang = Lang::parse(form.raw("language")).ok_or(Refusal::invalid_at("/language", "not_among_the_words"))?;
    if allowed.actor().is_some() {
        call.change(&allowed, |tx, allowed, call| {
            let actor = allowed.someone()?;
            let lang = Lang::parse(call.form()?.raw("language")).unwrap_or(actor.language);
            crate::people::store::set_details(tx, actor.person, &actor.name, lang)?;
            Ok(Answer::nothing())
        })
        .await?;
    }
    let cookie = session::cookie(call.app(), session::LANGUAGE_COOKIE, lang.to_string(), Some(365 * 86_400));
    Ok(Answer::see_other(same_origin(form.raw("return_to"))).cookie(cookie))
}

/// A path of ours, or the front page: never another site.
pub fn same_origin(wanted: &str) -> String {
    let plain = wanted.starts_with('/')
        && !wanted.starts_with("//")
        && !wanted.contains('\\')
        && !wanted.chars().any(char::is_control);
    if plain { wanted.to_owned() } else { "/".into() }
}

/// The accessibility statement.
pub async fn accessibility(_allowed: Allowed<Anyone>, call: Call) -> Replied {
    text_page(&call, "accessibility-statement", &["accessibility-1", "accessibility-2", "accessibility-3"])
}

/// What is kept about people, and why.
pub async fn privacy(_allowed: Allowed<Anyone>, call: Call) -> Replied {
    text_page(&call, "privacy", &["privacy-1", "privacy-2", "privacy-3"])
}

/// What this is; the version only for people who are signed in.
pub async fn about(_allowed: Allowed<SignedIn>, call: Call) -> Replied {
    let lang = call.lang();
    let body = html! {
        p { (lang.t("about-1")) }
        p { (lang.t("version")) " " (env!("CARGO_PKG_VERSION")) }
    };
    let page = crate::ui::Page { narrow: true, ..shell::page(&call, lang.t("about-stafett"), body) };
    Ok(Answer::page(html! { (page) }))
}

fn text_page(call: &Call, title: &str, paragraphs: &[&str]) -> Replied {
    let lang = call.lang();
    let body = html! { @for key in paragraphs { p { (lang.t(key)) } } };
    let page = crate::ui::Page { narrow: true, ..shell::page(call, lang.t(title), body) };
    Ok(Answer::page(html! { (page) }))
}

#[cfg(test)]
mod tests {
    use super::same_origin;

    #[test]
    fn nobody_is_sent_to_another_site() {
        assert_eq!(same_origin("/projects?x=1"), "/projects?x=1");
        for wrong in ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:x", "", "/a\r\nb"] {
            assert_eq!(same_origin(wrong), "/", "{wrong}");
        }
    }
}
