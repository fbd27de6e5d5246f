//! Whether one wants to be reminded.

use maud::{Markup, html};

use super::store;
use crate::access::Allowed;
use crate::access::permission::{OwnAccount, SignedIn};
use crate::ui::{Alert, Button, ButtonKind, Link, Page, PostButton, Status, Tone};
use crate::web::{Answer, Call, Replied, shell};

/// How it stands, with the button that changes it.
pub async fn page(allowed: Allowed<SignedIn>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        let wanted = store::is_wanted(conn, allowed.someone()?.person)?;
        Ok(Answer::page(view(call, wanted)))
    })
    .await
}

/// Switches reminders on or off.
pub async fn change(allowed: Allowed<OwnAccount>, call: Call) -> Replied {
    call.change(&allowed, |tx, allowed, call| {
        let wanted = call.form()?.raw("wanted") == "1";
        store::want(tx, allowed.someone()?.person, wanted)?;
        Ok(Answer::see_other("/account/reminders?saved=1"))
    })
    .await
}

fn view(call: &Call, wanted: bool) -> Markup {
    let lang = call.lang();
    let (tone, word, label, next) = if wanted {
        (Tone::OnPlan, "reminders-on", "reminders-switch-off", "0")
    } else {
        (Tone::NotStarted, "reminders-off", "reminders-switch-on", "1")
    };
    let button = PostButton {
        action: "/account/reminders".into(),
        csrf: call.csrf(),
        button: Button::new(ButtonKind::Secondary, lang.t(label)),
        fields: vec![("wanted".into(), next.into())],
    };
    let body = html! {
        p { (Status::new(tone, lang.t(word))) }
        (button)
        p { (Link::new("/account", lang.t("back-to-account"))) }
    };
    let page = Page {
        narrow: true,
        lead: Some(lang.t("reminders-lead")),
        notice: call.query_word("saved").map(|_| html! { (Alert::success(lang.t("saved"), html! {})) }),
        ..shell::page(call, lang.t("reminders-title"), body)
    };
    html! { (page) }
}
