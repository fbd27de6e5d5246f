//! How one's own account looks.

use maud::{Markup, html};

use super::rules::CALENDAR;
use super::store::{Bound, Delegation, Person, SessionRow, TokenRow};
use crate::clock::{Day, Moment};
use crate::i18n::Lang;
use crate::ids::{MunicipalityId, PersonId, RegionId, SessionId};
use crate::refusal::Refusal;
use crate::t;
use crate::ui::{
    Alert, Button, ButtonKind, Choice, Column, Control, Definitions, Field, Form, Link, Page, PostButton, Section,
    Status, Table, Time, Tone,
};
use crate::web::{Call, forms, shell};

/// What the account page shows.
pub(super) struct Account {
    /// The person.
    pub person: Person,
    /// Sessions in force.
    pub sessions: Vec<SessionRow>,
    /// This session.
    pub current: Option<SessionId>,
    /// Tokens in force.
    pub tokens: Vec<TokenRow>,
    /// Where a token may be bound, in words.
    pub places: Vec<(Bound, String)>,
    /// Where the person is chief executive.
    pub posts: Vec<Post>,
    /// Names of regions that are locked without a second factor.
    pub locked: Vec<String>,
}

/// A municipality whose chief executive the person is.
pub(super) struct Post {
    /// The region.
    pub region: RegionId,
    /// The municipality.
    pub municipality: MunicipalityId,
    /// Its name.
    pub name: String,
    /// Who could stand in.
    pub candidates: Vec<(PersonId, String)>,
    /// Who stands in or stood in.
    pub deputies: Vec<(String, Delegation)>,
}

fn moment(lang: Lang, moment: Moment) -> Time {
    Time::new(moment.to_string(), lang.moment(moment))
}

fn day(lang: Lang, day: Day) -> Time {
    Time::day(day.date(), lang.day(day))
}

/// The account page.
pub(super) fn account(call: &Call, account: &Account, typed: &forms::Form, refusal: Option<&Refusal>) -> Markup {
    let lang = call.lang();
    let part = Part { call, account, typed, refusal };
    let parts = html! {
        @if !account.locked.is_empty() {
            (Alert::warning(lang.t("account-locked"), html! {
                p { (t!(lang, "account-locked-why", regions = account.locked.join(", "))) }
            }))
        }
        (part.details())
        (part.password())
        (part.totp())
        @if !account.posts.is_empty() { (part.deputies()) }
        (part.sessions())
        (part.calendar())
        (part.tokens())
    };
    let body = shell::under_errors(lang, refusal, parts);
    let page = Page {
        narrow: true,
        title_prefix: refusal.map(|_| lang.t("error-prefix")),
        lead: Some(account.person.email.clone()),
        notice: call.query_word("saved").map(|_| html! { (Alert::success(lang.t("saved"), html! {})) }),
        ..shell::page(call, lang.t("account-title"), body)
    };
    html! { (page) }
}

struct Part<'a> {
    call: &'a Call,
    account: &'a Account,
    typed: &'a forms::Form,
    refusal: Option<&'a Refusal>,
}

impl Part<'_> {
    fn lang(&self) -> Lang {
        self.call.lang()
    }

    fn field(&self, name: &str, label: &str, control: Control) -> Field {
        Field::new(name, self.lang().t(label), control).error(shell::error_at(self.lang(), self.refusal, name))
    }

    fn typed(&self, name: &str, otherwise: &str) -> String {
        self.typed.some(name).unwrap_or_else(|| otherwise.to_owned())
    }

    fn form(&self, path: &str, fields: Markup) -> Form {
        Form::post(format!("/account/{path}"), self.call.csrf(), fields).id(path.replace('/', "-"))
    }

    fn section(&self, id: &str, heading: &str, body: Markup) -> Section {
        Section { id: Some(id.into()), ..Section::new(self.lang().t(heading), body) }
    }

    fn post_button(&self, path: String, kind: ButtonKind, label: &str, about: &str) -> PostButton {
        let label = self.lang().t(label);
        let full_label = (!about.is_empty()).then(|| format!("{label}: {about}"));
        let button = Button { full_label, ..Button::new(kind, label) };
        PostButton { action: path, csrf: self.call.csrf(), button, fields: Vec::new() }
    }

    fn details(&self) -> Section {
        let person = &self.account.person;
        let fields = html! {
            (self.field("name", "person-name", Control::Text).value(self.typed("name", &person.name)).autocomplete("name"))
            // The page's footer has a form with the id `language`.
            (self.field("own_language", "person-language", Control::Radios(shell::languages()))
                .value(self.typed("own_language", person.language.as_str())))
        };
        let form = self.form("details", fields).action(Button::primary(self.lang().t("save")));
        self.section("details-part", "account-details", html! { (form) })
    }

    fn password(&self) -> Section {
        let fields = html! {
            (self.field("current_password", "current-password", Control::Password).autocomplete("current-password"))
            (self.field("password", "new-password", Control::Password)
                .description(self.lang().t("new-password-help")).autocomplete("new-password"))
        };
        let form = self
            .form("password", fields)
            .id("change-password")
            .action(Button::new(ButtonKind::Secondary, self.lang().t("save-password")));
        let lead = Some(self.lang().t("change-password-lead"));
        Section { lead, ..self.section("password-part", "change-password", html! { (form) }) }
    }

    fn totp(&self) -> Section {
        let lang = self.lang();
        let person = &self.account.person;
        let code = || {
            self.field("code", "totp-code", Control::Digits)
                .description(lang.t("totp-code-now"))
                .autocomplete("one-time-code")
                .width(8)
        };
        let body = match (&person.totp_secret, person.totp_confirmed) {
            (Some(_), true) => html! {
                p { (Status::new(Tone::OnPlan, lang.t("totp-on"))) }
                (self.form("totp/off", html! { (code()) })
                    .action(Button::new(ButtonKind::Danger, lang.t("totp-switch-off"))))
            },
            (Some(secret), false) => html! {
                p { (lang.t("totp-scan")) }
                (Definitions::new()
                    .with(lang.t("totp-secret"), html! { code { (grouped(secret)) } })
                    .with(lang.t("totp-address"), html! { code { (otpauth(&person.email, secret)) } }))
                (self.form("totp/confirm", html! { (code()) })
                    .action(Button::primary(lang.t("totp-confirm"))))
            },
            (None, _) => html! {
                p { (Status::new(Tone::NotStarted, lang.t("totp-off"))) }
                (self.post_button("/account/totp/begin".into(), ButtonKind::Secondary, "totp-switch-on", ""))
            },
        };
        Section { lead: Some(lang.t("totp-lead")), ..self.section("totp", "totp-title", body) }
    }

    fn sessions(&self) -> Section {
        let lang = self.lang();
        let columns = vec![
            Column::text(lang.t("session-browser")),
            Column::text(lang.t("session-since")),
            Column::text(lang.t("session-until")),
            Column::action(lang.t("end-session")),
        ];
        let rows = self.account.sessions.iter().map(|row| {
            let here = self.account.current == Some(row.id);
            vec![
                html! { (short_agent(&row.user_agent)) @if here { " (" (lang.t("session-here")) ")" } },
                html! { (moment(lang, row.created_at)) },
                html! { (moment(lang, row.expires_at)) },
                html! {
                    (self.post_button(format!("/account/sessions/{}/end", row.id), ButtonKind::Tertiary, "end-session",
                        &lang.moment(row.created_at)))
                },
            ]
        });
        let mut table = Table::new("sessions", lang.t("sessions-title"), columns).rows(rows);
        table.caption_hidden = true;
        let everywhere = PostButton {
            action: "/sign-out".into(),
            csrf: self.call.csrf(),
            button: Button::new(ButtonKind::Secondary, lang.t("sign-out-everywhere")),
            fields: vec![("everywhere".into(), "1".into())],
        };
        self.section("sessions-part", "sessions-title", html! { (table) (everywhere) })
    }

    fn calendar(&self) -> Section {
        let lang = self.lang();
        let body = html! {
            (self.post_button("/account/calendar".into(), ButtonKind::Secondary, "create-calendar", ""))
            p { (Link::new("/account/reminders", lang.t("reminders-title"))) }
        };
        Section { lead: Some(lang.t("calendar-lead")), ..self.section("calendar-part", "calendar-title", body) }
    }

    fn tokens(&self) -> Section {
        let lang = self.lang();
        let columns = vec![
            Column::text(lang.t("token-name")),
            Column::text(lang.t("token-scopes")),
            Column::text(lang.t("token-place")),
            Column::text(lang.t("token-until")),
            Column::action(lang.t("revoke-token")),
        ];
        let rows = self.account.tokens.iter().map(|row| {
            vec![
                html! { (row.name) },
                html! { (scopes_in_words(lang, &row.scopes)) },
                html! { (self.bound_in_words(row)) },
                html! { (moment(lang, row.expires_at)) },
                html! {
                    (self.post_button(format!("/account/tokens/{}/revoke", row.id), ButtonKind::Tertiary, "revoke-token",
                        &row.name))
                },
            ]
        });
        let mut table = Table::new("tokens", lang.t("tokens-title"), columns).rows(rows);
        table.caption_hidden = true;
        table.empty = Some(html! { p { (lang.t("tokens-none")) } });
        let chosen = self.typed.all("scopes");
        let scopes = ["read", "measure", "write"]
            .into_iter()
            .map(|scope| Choice {
                description: Some(lang.t(&format!("scope-{scope}-help"))),
                checked: chosen.iter().any(|known| known == scope),
                ..Choice::new(scope, lang.t(&format!("scope-{scope}")))
            })
            .collect();
        let fields = html! {
            (self.field("token_name", "token-name", Control::Text).value(self.typed("token_name", ""))
                .description(lang.t("token-name-help")))
            (self.field("scopes", "token-scopes", Control::Checkboxes(scopes)))
            @if !self.account.places.is_empty() {
                (self.field("token_place", "token-place", Control::Select(self.places_to_bind()))
                    .value(self.typed("token_place", "")).description(lang.t("token-place-help")))
            }
            (self.field("token_days", "token-days", Control::Digits).value(self.typed("token_days", "365")).width(6))
        };
        let form = self.form("tokens", fields).id("create-token");
        let form = form.action(Button::new(ButtonKind::Secondary, lang.t("create-token")));
        let body = html! { (table) (form) p { (lang.t("tokens-odata")) } };
        Section { lead: Some(lang.t("tokens-lead")), ..self.section("tokens-part", "tokens-title", body) }
    }

    fn places_to_bind(&self) -> Vec<Choice> {
        let everywhere = Choice::new("", self.lang().t("token-everywhere"));
        let named = self.account.places.iter();
        let named = named.map(|((region, town), name)| Choice::new(format!("{region}.{town}"), name.clone()));
        std::iter::once(everywhere).chain(named).collect()
    }

    /// Where a token reaches; one whose owner has no role there any longer opens nothing.
    fn bound_in_words(&self, row: &TokenRow) -> String {
        match row.region_id.zip(row.municipality_id) {
            None => self.lang().t("token-everywhere"),
            Some(bound) => {
                let place = self.account.places.iter().find(|(place, _)| *place == bound);
                place.map_or_else(|| self.lang().t("token-nowhere"), |(_, name)| name.clone())
            }
        }
    }

    fn deputies(&self) -> Section {
        let lang = self.lang();
        let today = self.call.app().db.now().day();
        let columns = vec![
            Column::text(lang.t("deputy-name")),
            Column::text(lang.t("member-municipality")),
            Column::text(lang.t("deputy-from")),
            Column::text(lang.t("deputy-to")),
            Column::action(lang.t("end-deputy")),
        ];
        let rows = self.account.posts.iter().flat_map(|post| {
            post.deputies.iter().map(move |(name, row)| {
                let over = row.ended_at.is_some() || row.to_day < today;
                vec![
                    html! { (name) },
                    html! { (post.name) },
                    html! { (day(lang, row.from_day)) },
                    html! { (day(lang, row.to_day)) @if row.ended_at.is_some() { " (" (lang.t("deputy-ended")) ")" } },
                    html! {
                        @if !over {
                            (self.post_button(format!("/account/deputies/{}/end", row.id), ButtonKind::Tertiary,
                                "end-deputy", name))
                        }
                    },
                ]
            })
        });
        let mut table = Table::new("deputies", lang.t("deputies-title"), columns).rows(rows);
        table.caption_hidden = true;
        table.empty = Some(html! { p { (lang.t("deputies-none")) } });
        let mut choices = vec![Choice::new("", lang.t("choose"))];
        choices.extend(self.account.posts.iter().flat_map(|post| {
            post.candidates.iter().map(|(id, name)| {
                Choice::new(format!("{}.{}.{id}", post.region, post.municipality), format!("{name}, {}", post.name))
            })
        }));
        let fields = html! {
            (self.field("deputy_id", "deputy-name", Control::Select(choices)).value(self.typed("deputy_id", ""))
                .description(lang.t("deputy-name-help")))
            (self.field("from", "deputy-from", Control::Date).value(self.typed("from", &today.to_string())))
            (self.field("to", "deputy-to", Control::Date).value(self.typed("to", "")))
        };
        let form = self.form("deputies", fields).id("appoint-deputy");
        let form = form.action(Button::new(ButtonKind::Secondary, lang.t("appoint-deputy")));
        let body = html! { (table) (form) };
        Section { lead: Some(lang.t("deputies-lead")), ..self.section("deputies-part", "deputies-title", body) }
    }
}

/// A calendar's address, this once.
pub(super) fn calendar_made(call: &Call, address: &str, until: Moment) -> Markup {
    let lang = call.lang();
    // Programs on a phone or a desktop know this as "subscribe"; in a browser without one it does nothing.
    let subscribe = address.replacen("https://", "webcal://", 1).replacen("http://", "webcal://", 1);
    let body = html! {
        (Alert::warning(lang.t("calendar-once"), html! { p { (lang.t("calendar-once-why")) } }))
        (Definitions::new()
            .with(lang.t("calendar-address"), html! { code { (address) } })
            .with(lang.t("token-until"), moment(lang, until)))
        p { (Link::new(subscribe, lang.t("calendar-subscribe"))) }
        p { (lang.t("calendar-how")) }
        p { (Link::new("/account#tokens-part", lang.t("back-to-account"))) }
    };
    html! { (Page { narrow: true, ..shell::page(call, lang.t("calendar-made"), body) }) }
}

/// A token's secret, this once.
pub(super) fn token_made(call: &Call, name: &str, secret: &str, until: Moment) -> Markup {
    let lang = call.lang();
    let body = html! {
        (Alert::warning(lang.t("token-once"), html! { p { (lang.t("token-once-why")) } }))
        (Definitions::new()
            .with(lang.t("token-name"), name)
            .with(lang.t("token-secret"), html! { code { (secret) } })
            .with(lang.t("token-until"), moment(lang, until)))
        p { (Link::new("/account#tokens-part", lang.t("back-to-account"))) }
    };
    html! { (Page { narrow: true, ..shell::page(call, lang.t("token-made"), body) }) }
}

/// The scopes that people choose from have words; the finer ones are for those who know them by name.
fn scopes_in_words(lang: Lang, scopes: &str) -> String {
    let word = |scope: &str| match scope {
        "read" | "measure" | "write" | CALENDAR => lang.t(&format!("scope-{scope}")),
        other => other.to_owned(),
    };
    scopes.split(' ').map(word).collect::<Vec<_>>().join(", ")
}

/// Four characters at a time, as people type them.
fn grouped(secret: &str) -> String {
    let characters: Vec<char> = secret.chars().collect();
    characters.chunks(4).map(|part| part.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

/// The address that code apps understand.
fn otpauth(email: &str, secret: &str) -> String {
    let account: String = url::form_urlencoded::byte_serialize(email.as_bytes()).collect();
    format!("otpauth://totp/Stafett:{account}?secret={secret}&issuer=Stafett")
}

/// What a browser calls itself is long; its end says most.
fn short_agent(agent: &str) -> String {
    let known = ["Edg/", "OPR/", "Firefox/", "Chrome/", "Safari/"].into_iter().find(|name| agent.contains(name));
    let system =
        ["Windows", "Android", "iPhone", "iPad", "Mac OS", "Linux"].into_iter().find(|name| agent.contains(name));
    match (known, system) {
        (Some(browser), Some(system)) => {
            let browser = browser.trim_end_matches('/').replace("Edg", "Edge").replace("OPR", "Opera");
            format!("{browser}, {system}")
        }
        _ if agent.is_empty() => "–".into(),
        _ => agent.chars().take(40).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_is_named_in_two_words() {
        let agent = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36";
        assert_eq!(short_agent(agent), "Chrome, Linux");
        assert_eq!(short_agent("curl/8"), "curl/8");
        assert_eq!(
            otpauth("kari+x@eksempel.no", "ABC"),
            "otpauth://totp/Stafett:kari%2Bx%40eksempel.no?secret=ABC&issuer=Stafett"
        );
        assert_eq!(grouped("ABCDEFGHIJ"), "ABCD EFGH IJ");
    }
}
