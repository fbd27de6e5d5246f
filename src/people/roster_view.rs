//! How the list of people looks.

use maud::{Markup, html};

use super::rules::Status as Standing;
use crate::access::{Place, Role};
use crate::i18n::Lang;
use crate::ids::PersonId;
use crate::refusal::Refusal;
use crate::t;
use crate::ui::{
    Actions, Alert, Button, ButtonKind, Choice, Column, Control, Empty, Field, Form, Mark, Page, Pagination,
    PostButton, Section, Status, Table, Tone,
};
use crate::web::{Call, forms, shell};

/// What the page shows.
pub(super) struct Roster {
    /// The people.
    pub lines: Vec<Line>,
    /// Which page, from 1.
    pub page: usize,
    /// How many.
    pub pages: usize,
    /// What was searched for.
    pub query: String,
    /// Roles that can be given.
    pub roles: Vec<Role>,
    /// Places where they can be given.
    pub places: Vec<PlaceChoice>,
}

/// A person.
pub(super) struct Line {
    /// Id.
    pub id: PersonId,
    /// Name.
    pub name: String,
    /// Address.
    pub email: String,
    /// How the account stands.
    pub status: Standing,
    /// Roles: which, where, the place's name, whether the reader may end it.
    pub roles: Vec<(Role, Place, String, bool)>,
    /// Whether the reader may shut and open the account.
    pub may_shut: bool,
}

/// A place for a new role.
pub(super) struct PlaceChoice {
    /// What is sent.
    pub value: String,
    /// The region's name; none for the installation.
    pub region: Option<String>,
    /// The municipality's name; none for the whole region.
    pub municipality: Option<String>,
}

fn role_word(lang: Lang, role: Role) -> String {
    lang.t(&format!("role-{}", role.as_str().replace('_', "-")))
}

fn standing(lang: Lang, status: Standing) -> Status {
    let tone = match status {
        Standing::Invited => Tone::Waiting,
        Standing::Active => Tone::OnPlan,
        Standing::Disabled => Tone::Stopped,
    };
    Status::new(tone, lang.t(&format!("account-{}", status.as_str())))
}

/// The page.
pub(super) fn roster(call: &Call, roster: &Roster, typed: &forms::Form, refusal: Option<&Refusal>) -> Markup {
    let lang = call.lang();
    let parts = html! {
        (search(lang, roster))
        (list(call, roster))
        (pages(lang, roster))
        (invite(call, roster, typed, refusal))
    };
    let body = shell::under_errors(lang, refusal, parts);
    let notice = if call.query_word("invited").is_some() {
        Some(html! { (Alert::success(lang.t("invited"), html! { p { (lang.t("invited-body")) } })) })
    } else {
        call.query_word("saved").map(|_| html! { (Alert::success(lang.t("saved"), html! {})) })
    };
    let page = Page {
        title_prefix: refusal.map(|_| lang.t("error-prefix")),
        notice,
        ..shell::page(call, lang.t("people-title"), body)
    };
    html! { (page) }
}

fn search(lang: Lang, roster: &Roster) -> Form {
    let field = Field::text("q", lang.t("people-search")).value(roster.query.as_str());
    let mut form = Form::get("/people", html! { (field) }).id("search-people");
    form.inline = true;
    form.action(Button::new(ButtonKind::Secondary, lang.t("search")))
}

fn list(call: &Call, roster: &Roster) -> Table {
    let lang = call.lang();
    let columns = vec![
        Column::text(lang.t("person-name")),
        Column::text(lang.t("email")),
        Column::text(lang.t("person-status")),
        Column::text(lang.t("person-roles")),
        Column::action(lang.t("person-actions")),
    ];
    let rows = roster.lines.iter().map(|line| {
        vec![
            html! { (line.name) },
            html! { (line.email) },
            html! { (standing(lang, line.status)) },
            html! { ul.ds-list--unstyled { @for role in &line.roles { li { (role_line(call, line, role)) } } } },
            html! { (Actions(actions(call, line))) },
        ]
    });
    let mut table = Table::new("people", lang.t("people-title"), columns).rows(rows);
    table.caption_hidden = true;
    table.empty = Some(html! { (Empty::new(lang.t("people-none"), lang.t("people-none-why"))) });
    table
}

fn role_line(call: &Call, line: &Line, (role, place, name, may_end): &(Role, Place, String, bool)) -> Markup {
    let lang = call.lang();
    let word = role_word(lang, *role);
    let sent = match (place.region, place.municipality) {
        (Some(region), Some(municipality)) => format!("{region}.{municipality}"),
        (Some(region), None) => region.to_string(),
        _ => String::new(),
    };
    html! {
        (word) @if !name.is_empty() { " (" (name) ")" }
        @if *may_end {
            (button(call, line.id, "roles/end", ButtonKind::Tertiary, "end-role", &format!("{word}, {}", line.name),
                &[("role", role.as_str()), ("place", &sent)]))
        }
    }
}

fn actions(call: &Call, line: &Line) -> Vec<Markup> {
    if !line.may_shut {
        return Vec::new();
    }
    let mut buttons = Vec::new();
    if line.status == Standing::Invited {
        buttons.push(button(call, line.id, "invitation", ButtonKind::Secondary, "invite-again", &line.name, &[]));
    }
    let (label, status) =
        if line.status == Standing::Disabled { ("enable-account", "active") } else { ("disable-account", "disabled") };
    buttons.push(button(call, line.id, "status", ButtonKind::Tertiary, label, &line.name, &[("status", status)]));
    buttons
}

fn button(
    call: &Call,
    who: PersonId,
    path: &str,
    kind: ButtonKind,
    label: &str,
    about: &str,
    fields: &[(&str, &str)],
) -> Markup {
    let label = call.lang().t(label);
    let button = PostButton {
        action: format!("/people/{who}/{path}"),
        csrf: call.csrf(),
        button: Button { full_label: Some(format!("{label}: {about}")), ..Button::new(kind, label) },
        fields: fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
    };
    html! { (button) }
}

fn pages(lang: Lang, roster: &Roster) -> Pagination {
    let query: String = url::form_urlencoded::byte_serialize(roster.query.as_bytes()).collect();
    let href = |page: usize| format!("/people?q={query}&page={page}");
    Pagination {
        label: lang.t("pages"),
        previous_label: lang.t("previous-page"),
        next_label: lang.t("next-page"),
        previous: (roster.page > 1).then(|| href(roster.page - 1)),
        next: (roster.page < roster.pages).then(|| href(roster.page + 1)),
        pages: Vec::new(),
    }
}

fn invite(call: &Call, roster: &Roster, typed: &forms::Form, refusal: Option<&Refusal>) -> Section {
    let lang = call.lang();
    let field = |name: &str, label: &str, control: Control| {
        Field::new(name, lang.t(label), control)
            .value(typed.raw(name))
            .error(shell::error_at(lang, refusal, name))
            .mark(Mark::Required(lang.t("required-mark")))
    };
    let mut roles = vec![Choice::new("", lang.t("choose"))];
    roles.extend(roster.roles.iter().map(|role| Choice::new(role.as_str(), role_word(lang, *role))));
    let places = roster
        .places
        .iter()
        .map(|place| {
            let words = match (&place.region, &place.municipality) {
                (Some(region), Some(municipality)) => format!("{municipality} ({region})"),
                (Some(region), None) => t!(lang, "whole-region", region = region.clone()),
                _ => lang.t("whole-installation"),
            };
            Choice::new(place.value.as_str(), words)
        })
        .collect();
    let fields = html! {
        (field("email", "email", Control::Email).autocomplete("off"))
        (field("name", "person-name", Control::Text).autocomplete("off"))
        (field("role", "person-role", Control::Select(roles)))
        (field("place", "person-place", Control::Select(places)).description(lang.t("person-place-help")))
    };
    let form = Form::post("/people", call.csrf(), fields).id("invite").action(Button::primary(lang.t("invite")));
    Section {
        id: Some("invite-part".into()),
        lead: Some(lang.t("invite-lead")),
        framed: true,
        ..Section::new(lang.t("invite-title"), html! { (form) })
    }
}
