//! How published roadmaps look, and what became different in words.

use std::collections::HashMap;

use maud::{Markup, html};

use super::Version;
use super::difference::{Change, Difference, Span};
use super::pages::AboutTo;
use crate::clock::Day;
use crate::i18n::Lang;
use crate::ids::PersonId;
use crate::projects::parts::to_roadmap;
use crate::projects::roadmap::assembling::Around;
use crate::projects::roadmap::snapshot::Snapshot;
use crate::projects::roadmap::{Looking, view as roadmap_view};
use crate::projects::view::{days, phase_word};
use crate::regions::store::Region;
use crate::t;
use crate::ui::{
    Alert, Button, ButtonKind, Column, Control, Definitions, Empty, Field, Form, Link, LinkButton, Page, PrintButton,
    Row, Section, Table, ToggleLink, ToggleLinks,
};
use crate::web::sheet::Sheet;
use crate::web::{Call, shell};

fn above(lang: Lang, region: &Region) -> Vec<Link> {
    let list = format!("/regions/{}/roadmap-versions", region.id);
    vec![to_roadmap(lang, region.id), Link::new(list, lang.t("roadmap-versions"))]
}

fn by(names: &HashMap<PersonId, String>, version: &Version) -> String {
    version.published_by.and_then(|id| names.get(&id).cloned()).unwrap_or_else(|| "–".to_owned())
}

/// The list.
pub(super) fn list(
    call: &Call,
    region: &Region,
    versions: &[Version],
    names: &HashMap<PersonId, String>,
    may_publish: bool,
) -> Page {
    let lang = call.lang();
    let publish =
        LinkButton::primary(format!("/regions/{}/roadmap-versions/new", region.id), lang.t("roadmap-publish"));
    let columns = vec![
        Column::text(lang.t("version-column")),
        Column::text(lang.t("version-published")),
        Column::text(lang.t("version-by")),
        Column::text(lang.t("version-note")),
        Column::action(lang.t("actions")),
    ];
    let rows = versions.iter().map(|version| {
        let here = format!("/roadmap-versions/{}", version.id);
        Row::from(vec![
            html! { (Link::new(here.clone(), t!(lang, "version-number", number = version.number))) },
            html! { (lang.moment(version.published_at)) },
            html! { (by(names, version)) },
            html! { (version.note) },
            html! { (Link::new(format!("{here}/differences"), t!(lang, "version-compare-now", number = version.number))) },
        ])
    });
    let empty = Empty::new(lang.t("versions-none"), lang.t("versions-none-why"));
    let empty = if may_publish { empty.with_action(publish.clone()) } else { empty };
    let table = Table {
        caption_hidden: true,
        empty: Some(html! { (empty) }),
        ..Table::new("versions", lang.t("roadmap-versions"), columns).rows(rows)
    };
    Page {
        above: vec![to_roadmap(lang, region.id)],
        lead: Some(lang.t("versions-lead")),
        actions: if may_publish && !versions.is_empty() { vec![html! { (publish) }] } else { Vec::new() },
        ..shell::region_page(call, region, lang.t("roadmap-versions"), html! { (table) })
    }
}

/// One of them.
pub(super) fn version(
    call: &Call,
    region: &Region,
    version: &Version,
    snapshot: &Snapshot,
    looking: &Looking,
    names: &HashMap<PersonId, String>,
) -> Page {
    let lang = call.lang();
    let picked = looking.filter.pick(snapshot);
    let facts = Definitions::new()
        .with(lang.t("version-published"), lang.moment(version.published_at))
        .with(lang.t("version-by"), by(names, version))
        .with(lang.t("version-hash"), html! { code { (version.content_sha256) } });
    let today = version.published_at.day();
    let body = html! {
        (roadmap_view::controls(lang, snapshot, looking))
        (roadmap_view::roadmap(lang, snapshot, &picked, &Around::default(), looking, today))
        (roadmap_view::files(lang, looking))
        (Section::new(lang.t("version-about"), html! { (facts) }))
    };
    let compare = format!("/roadmap-versions/{}/differences", version.id);
    Page {
        above: above(lang, region),
        kicker: Some(lang.t("version-kicker")),
        lead: Some(version.note.clone()),
        notice: call
            .query_word("done")
            .map(|_| html! { (Alert::success(t!(lang, "version-done", number = version.number), html! {})) }),
        actions: vec![
            html! { (LinkButton::new(ButtonKind::Secondary, compare, lang.t("version-compare"))) },
            html! { (PrintButton { label: lang.t("print") }) },
        ],
        ..shell::region_page(call, region, t!(lang, "version-title", number = version.number), body)
    }
}

/// What became different between two of them, or since one.
pub(super) fn compare(
    call: &Call,
    region: &Region,
    from: &Version,
    to: Option<&Version>,
    all: &[Version],
    found: &[Difference],
) -> Page {
    let lang = call.lang();
    let address = |from: &Version, to: Option<&Version>| {
        let to = to.map_or_else(|| "now".to_owned(), |to| to.id.to_string());
        format!("/roadmap-versions/{}/differences?to={to}", from.id)
    };
    let number = |version: &Version| t!(lang, "version-number", number = version.number);
    let froms = all.iter().map(|one| ToggleLink::new(address(one, to), number(one), one.id == from.id));
    let now = ToggleLink::new(address(from, None), lang.t("version-now"), to.is_none());
    let tos = all
        .iter()
        .map(|one| ToggleLink::new(address(from, Some(one)), number(one), to.is_some_and(|to| to.id == one.id)));
    let inline = |version: &Version| t!(lang, "version-inline", number = version.number);
    let name_to = to.map_or_else(|| lang.t("version-now-inline"), inline);
    let body = html! {
        div.on-screen {
            (Definitions::new()
                .with(lang.t("version-from"), html! { (ToggleLinks { label: lang.t("version-from"), links: froms.collect() }) })
                .with(lang.t("version-to"), html! { (ToggleLinks { label: lang.t("version-to"), links: std::iter::once(now).chain(tos).collect() }) }))
        }
        (said(lang, found))
    };
    Page {
        above: above(lang, region),
        lead: Some(t!(
            lang,
            "roadmap-differences-lead",
            from = number(from),
            day = lang.day(from.published_at.day()),
            to = name_to
        )),
        actions: vec![html! { (PrintButton { label: lang.t("print") }) }],
        ..shell::region_page(call, region, lang.t("roadmap-differences-title"), body)
    }
}

/// The form.
pub(super) fn form(call: &Call, region: &Region, about: &AboutTo, sheet: &Sheet<'_>) -> Page {
    let lang = call.lang();
    let fields = html! {
        (sheet.required("note", "version-note", Control::TextArea { rows: 3 }).description(lang.t("version-note-help")))
    };
    let form =
        sheet.post(call, fields).id("publish").action(Button::primary(lang.t("version-go-on"))).action(
            LinkButton::new(ButtonKind::Secondary, format!("/projects?region={}", region.id), lang.t("cancel")),
        );
    Page {
        narrow: true,
        title_prefix: sheet.title_prefix(),
        above: above(lang, region),
        lead: Some(lang.t("publish-lead")),
        ..shell::region_page(call, region, lang.t("roadmap-publish"), html! { (form) (since(lang, about)) })
    }
}

/// What is about to be published, said once more before it is.
pub(super) fn check(call: &Call, region: &Region, note: &str, about: &AboutTo) -> Page {
    let lang = call.lang();
    let undated = about.now.projects.iter().filter(|project| project.days().is_empty()).count();
    let fields = html! {
        (Field::hidden("confirmed", "yes"))
        (Field::hidden("note", note))
        (Field::hidden("content_sha256", about.content_sha256.clone()))
    };
    let form = Form::post(call.path(), call.csrf(), fields)
        .id("publish")
        .action(Button::primary(lang.t("publish-confirm")))
        .action(LinkButton::new(ButtonKind::Secondary, call.path(), lang.t("publish-back")));
    let facts = Definitions::new().with(lang.t("version-note"), note).with(
        lang.t("publish-holds"),
        t!(lang, "publish-projects", count = about.now.projects.len(), undated = undated),
    );
    let body = html! {
        p { (lang.t("publish-kept")) }
        (facts)
        (form)
        (since(lang, about))
    };
    Page {
        narrow: true,
        above: above(lang, region),
        kicker: Some(lang.t("roadmap-publish")),
        ..shell::region_page(call, region, lang.t("check-title"), body)
    }
}

fn since(lang: Lang, about: &AboutTo) -> Markup {
    html! {
        @if let Some((newest, found)) = &about.since {
            (Section::new(t!(lang, "publish-since", number = newest.number), said(lang, found)))
        }
    }
}

/// What became different, project by project.
fn said(lang: Lang, found: &[Difference]) -> Markup {
    if found.is_empty() {
        return html! { p { (lang.t("roadmap-differences-none")) } };
    }
    let list = found.iter().fold(Definitions::new(), |list, one| {
        let changes = html! { ul.ds-list { @for change in lines(lang, &one.changes) { li { (change) } } } };
        list.with(one.project.clone(), changes)
    });
    html! { (list) }
}

/// The changes in words; who came and who went in one line each.
fn lines(lang: Lang, changes: &[Change]) -> Vec<String> {
    let joined = |change: &Change| match change {
        Change::ParticipantJoined { municipality, .. } => Some(municipality.clone()),
        _ => None,
    };
    let left = |change: &Change| match change {
        Change::ParticipantLeft { municipality, .. } => Some(municipality.clone()),
        _ => None,
    };
    let mut lines: Vec<String> = changes.iter().filter_map(|change| words(lang, change)).collect();
    let who = |which: &dyn Fn(&Change) -> Option<String>| changes.iter().filter_map(which).collect::<Vec<_>>();
    for (key, names) in [("change-joined", who(&joined)), ("change-left", who(&left))] {
        if !names.is_empty() {
            lines.push(t!(lang, key, name = names.join(", ")));
        }
    }
    lines
}

/// A change in words; none for those that are said together.
fn words(lang: Lang, change: &Change) -> Option<String> {
    let span = |span: &Span| days(lang, span.from, span.to);
    let day = |on: &Option<Day>| on.map_or_else(|| lang.t("period-none-inline"), |on| lang.day(on));
    Some(match change {
        Change::ProjectAdded => lang.t("change-project-added"),
        Change::ProjectRemoved => lang.t("change-project-removed"),
        Change::ProjectRenamed { old } => t!(lang, "change-project-renamed", old = old.clone()),
        Change::ThemeChanged { old, new } => {
            let said = |theme: &String| if theme.is_empty() { lang.t("roadmap-no-theme") } else { theme.clone() };
            t!(lang, "change-theme", old = said(old), new = said(new))
        }
        Change::PhaseReached { old, new } => {
            t!(lang, "change-phase-reached", old = phase_word(lang, *old), new = phase_word(lang, *new))
        }
        Change::ProjectMoved { old, new, days } => {
            let words = t!(lang, "change-project-moved", old = span(old), new = span(new));
            with_days(lang, words, *days)
        }
        Change::PhaseMoved { phase, old, new, days } => {
            let words = t!(lang, "change-moved", what = phase_word(lang, *phase), old = span(old), new = span(new));
            with_days(lang, words, *days)
        }
        Change::PointMoved { point, old, new, days } => {
            let words = t!(lang, "change-moved", what = point.clone(), old = day(old), new = day(new));
            with_days(lang, words, *days)
        }
        Change::PointDecided { point, on, note } => {
            let words = t!(lang, "change-point-decided", point = point.clone(), day = day(on));
            note.as_ref().map_or(words.clone(), |note| format!("{words}: {note}"))
        }
        Change::PointReopened { point } => t!(lang, "change-point-reopened", point = point.clone()),
        Change::ParticipantJoined { .. } | Change::ParticipantLeft { .. } => return None,
        Change::BenefitAdded { title } => t!(lang, "change-benefit-added", title = title.clone()),
        Change::BenefitRemoved { title } => t!(lang, "change-benefit-removed", title = title.clone()),
    })
}

/// The same, and how many days later or earlier.
fn with_days(lang: Lang, words: String, days: Option<i64>) -> String {
    match days {
        None | Some(0) => words,
        Some(days) if days > 0 => format!("{words} ({})", t!(lang, "days-later", count = days)),
        Some(days) => format!("{words} ({})", t!(lang, "days-earlier", count = -days)),
    }
}
