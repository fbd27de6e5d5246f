//! The administrator's pages.

use maud::Markup;

use super::view::{self, Desk};
use crate::access::permission::{CreateRegion, Operate};
use crate::access::{Allowed, Permission, Place};
use crate::db::AnyConn;
use crate::i18n::Lang;
use crate::jobs::outbox;
use crate::refusal::{Outcome, Refusal};
use crate::regions::{rules::Settings, setting_up};
use crate::web::forms::{Form, again};
use crate::web::{Answer, Call, Replied};
use crate::{people, regions};

/// The administrator's desk.
pub async fn desk(allowed: Allowed<Operate>, call: Call) -> Replied {
    call.read(&allowed, |conn, allowed, call| {
        allowed.over(&Place::INSTALLATION)?;
        let desk = load(conn, call)?;
        Ok(Answer::page(view::desk(call, &desk, &Form::default(), None)))
    })
    .await
}

const MAILS: i64 = 50;

fn load(conn: &mut AnyConn, call: &Call) -> Outcome<Desk> {
    let passes_on = call.app().config.smtp_url.is_none();
    let mut mails = Vec::new();
    for header in outbox::headers(conn, MAILS)? {
        // With a mail server nobody but the receiver reads a mail. Without one its links are passed on by hand.
        let text = if passes_on && header.sent_at.is_none() { outbox::whole(conn, header.id)? } else { None };
        mails.push((header, text.map(|mail| mail.text_body)));
    }
    Ok(Desk { regions: regions::store::all(conn)?, accounts: people::store::count_by_status(conn)?, mails, passes_on })
}

/// Makes a region.
pub async fn create_region(allowed: Allowed<CreateRegion>, call: Call) -> Replied {
    let replied = call
        .change(&allowed, |tx, allowed, call| {
            allowed.over(&Place::INSTALLATION)?;
            let form = call.form()?;
            let language = Lang::parse(form.raw("region_language")).unwrap_or(call.app().config.lang);
            let settings = Settings::new(form.raw("name").to_owned(), form.raw("kind").to_owned(), language);
            let region = setting_up::create(tx, settings)?;
            Ok(Answer::see_other(format!("/admin?made={}#regions-part", region.id)))
        })
        .await;
    again(replied, &allowed, &call, shown).await
}

fn shown<P: Permission>(conn: &mut AnyConn, _: &Allowed<P>, call: &Call, refusal: &Refusal) -> Outcome<Markup> {
    Ok(view::desk(call, &load(conn, call)?, &call.form()?, Some(refusal)))
}
