//! How links look: to those who make them, and to those who open them.

use maud::{Markup, html};

use super::pages::{List, Listed, Making};
use super::rules::{Kind, State, What};
use super::showing::{Showing, parts};
use super::store::ShareLink;
use crate::access::{Place, Placed};
use crate::benefits::rules::Class;
use crate::i18n::Lang;
use crate::measurements::pages::time_of;
use crate::regions::store::Region;
use crate::t;
use crate::ui::{
    Alert, Button, ButtonKind, Column, Control, Definitions, Empty, Link, LinkButton, Page, PostButton, Row, Show,
    Status, Table, Time, ToggleLink, ToggleLinks, Tone,
};
use crate::web::sheet::{Sheet, word_in};
use crate::web::{Call, projector, shell};

/// What a link is: «Kurven for regionen».
fn kind(lang: Lang, what: &What) -> String {
    word_in(lang, "share-kind", what.kind.as_str())
}

/// Somebody else's eyes: the page, who gave it to them, and until when.
pub(super) fn outside(call: &Call, region: &Region, link: &ShareLink, showing: &Showing, maker: &str) -> Markup {
    let lang = link.language;
    let scope = html! {
        p {
            (t!(
                lang,
                "share-banner",
                what = showing.title.clone(),
                kind = kind_of(lang, link),
                day = lang.long_day(link.expires_on),
                who = maker.to_owned(),
                region = region.name.clone()
            ))
        }
        @if showing.partial { p { (lang.t("share-partial")) } }
    };
    let page = Page {
        kicker: Some(showing.kicker.clone()),
        show: Show::Outside,
        notice: Some(html! { (Alert::info(lang.t("share-banner-title"), scope)) }),
        actions: vec![html! { (LinkButton::new(ButtonKind::Tertiary, projector::to(call), lang.t("projector"))) }],
        ..Page::new(shell::outside(call.app(), lang, Some(region)), showing.title.clone(), showing.body.clone())
    };
    html! { (projector::set(call, page)) }
}

fn kind_of(lang: Lang, link: &ShareLink) -> String {
    link.what().map(|what| kind(lang, &what)).unwrap_or_default()
}

/// The chart alone, for a frame.
pub(super) fn embedded(call: &Call, region: &Region, link: &ShareLink, showing: &Showing) -> Markup {
    let lang = link.language;
    let body = html! {
        (showing.body)
        @if showing.partial { p.freshness { (lang.t("share-partial")) } }
    };
    let page = Page {
        kicker: Some(showing.kicker.clone()),
        show: Show::Embedded,
        ..Page::new(shell::outside(call.app(), lang, Some(region)), showing.title.clone(), body)
    };
    html! { (page) }
}

/// A link that opens nothing: withdrawn, over or never given to anybody. They are told apart by nobody.
pub(super) fn ended(call: &Call, lang: Lang, framed: bool) -> Markup {
    let page = Page {
        narrow: true,
        show: if framed { Show::Embedded } else { Show::Outside },
        ..Page::new(
            shell::outside(call.app(), lang, None),
            lang.t("share-ended"),
            html! { p { (lang.t("share-ended-why")) } p { (lang.t("share-ended-do")) } },
        )
    };
    html! { (page) }
}

fn above(lang: Lang, region: &Region) -> Vec<Link> {
    vec![
        Link::new(format!("/regions/{}", region.id), region.name.clone()),
        Link::new(format!("/regions/{}/share-links", region.id), lang.t("share-list")),
    ]
}

/// The form for a link.
pub(super) fn making(call: &Call, making: &Making, sheet: &Sheet<'_>) -> Page {
    let lang = call.lang();
    let region = &making.region;
    let for_whom = making.town.clone().unwrap_or_else(|| region.name.clone());
    let mut facts = Definitions::new()
        .with(lang.t("share-shows"), format!("{}: {}", kind(lang, &making.what), making.title))
        .with(lang.t("share-for"), for_whom);
    if !making.parts.is_empty() {
        facts = facts.with(lang.t("roadmap-chosen"), making.parts.join(", "));
    }
    if let Some((seen, all)) = making.reaches {
        facts = facts.with(lang.t("share-figures"), t!(lang, "share-figures-of", seen = seen, all = all));
    }
    let languages = Control::Select(shell::languages());
    let fields = html! {
        (sheet.required("label", "share-label", Control::Text).description(lang.t("share-label-help")))
        (sheet.required("expires_on", "share-until", Control::Date).description(lang.t("share-until-help")))
        (sheet.required("page_language", "share-language", languages))
        @if making.what.kind.is_chart() {
            (sheet.field("frame_origins", "share-origins", Control::TextArea { rows: 2 })
                .description(lang.t("share-origins-help")))
        }
    };
    let mut form = sheet.post(call, fields).id("share-link");
    form.action = format!("{}?{}", call.path(), call.query_string());
    let form = form.action(Button::primary(lang.t("share-make")));
    let body = html! {
        (variants(lang, making))
        (facts)
        @if making.reaches.is_some_and(|(seen, _)| seen == 0) {
            @let whose = if making.reaches == Some((0, 1)) { "share-one-not-shared" } else { "share-none-shared" };
            (Alert::warning(lang.t(whose), html! { p { (lang.t("share-none-shared-why")) } }))
        }
        (Alert::info(lang.t("share-mind"), html! { p { (lang.t("share-mind-why")) } }))
        (form)
    };
    Page {
        narrow: true,
        lead: Some(lang.t("share-lead")),
        above: above(lang, region),
        title_prefix: sheet.title_prefix(),
        ..shell::region_page(call, region, lang.t("share-new"), body)
    }
}

/// The page or its curve alone, and of a curve everything or one class, so that a frame holds one chart.
fn variants(lang: Lang, making: &Making) -> Markup {
    let what = &making.what;
    let to = |what: &What| {
        let query = serde_urlencoded::to_string(what).unwrap_or_default();
        format!("/regions/{}/share-links/new?{query}", making.region.id)
    };
    let may = |kind: &Kind| making.place.municipality.is_none() || kind.is_for_municipalities();
    let kinds: Vec<ToggleLink> = what
        .siblings()
        .iter()
        .filter(|kind| may(kind))
        .map(|sibling| {
            let it = what.as_kind(*sibling);
            ToggleLink::new(to(&it), kind(lang, &it), *sibling == what.kind)
        })
        .collect();
    let of = |class: Option<Class>| to(&What { class, ..what.clone() });
    let all = ToggleLink::new(of(None), lang.t("roadmap-all-classes"), what.class.is_none());
    let each = Class::ALL.iter().map(|class| {
        ToggleLink::new(of(Some(*class)), word_in(lang, "class", class.as_str()), what.class == Some(*class))
    });
    let classes = ToggleLinks { label: lang.t("benefit-class"), links: std::iter::once(all).chain(each).collect() };
    html! {
        @if kinds.len() > 1 { (ToggleLinks { label: lang.t("share-shows"), links: kinds }) }
        @if what.kind.is_chart() && !what.siblings().is_empty() { (classes) }
    }
}

/// A link's address, this once.
pub(super) fn made(call: &Call, region: &Region, link: &ShareLink, word: &str) -> Page {
    let lang = call.lang();
    let address = call.app().link(&format!("/s/{word}"));
    let frame = call.app().link(&format!("/s/{word}/embed"));
    let mut facts = Definitions::new()
        .with(lang.t("share-address"), html! { code { (address) } })
        .with(lang.t("share-until"), time_of(lang, link.expires_on));
    if !link.frame_origins().is_empty() {
        let title = kind_of(link.language, link);
        let tag = format!("<iframe src=\"{frame}\" title=\"{title}\" width=\"100%\" height=\"640\"></iframe>");
        facts = facts
            .with(lang.t("share-frame"), html! { code { (tag) } })
            .with(lang.t("share-origins"), link.origins().join(", "));
    }
    let body = html! {
        (Alert::warning(lang.t("share-once"), html! { p { (lang.t("share-once-why")) } }))
        (facts)
        p { (Link::new(format!("/regions/{}/share-links", region.id), lang.t("share-list"))) }
    };
    Page { narrow: true, above: above(lang, region), ..shell::region_page(call, region, lang.t("share-made"), body) }
}

/// Who was given what, until when.
pub(super) fn list(call: &Call, list: &List) -> Page {
    let lang = call.lang();
    let columns = vec![
        Column::text(lang.t("share-label")),
        Column::text(lang.t("share-shows")),
        Column::text(lang.t("share-for")),
        Column::text(lang.t("share-state")),
        Column::text(lang.t("share-until")),
        Column::text(lang.t("share-made-by")),
        Column::text(lang.t("share-used")),
        Column::action(lang.t("actions")),
    ];
    let rows = list.links.iter().map(|one| row(call, list, one));
    let none = Empty::new(lang.t("share-none"), lang.t("share-none-why"));
    let table = Table {
        caption_hidden: true,
        empty: Some(html! { (none) }),
        ..Table::new("share-links", lang.t("share-list"), columns).rows(rows)
    };
    let curve = format!("/regions/{}/share-links/new?kind=region_curve", list.region.id);
    let done = call.query_word("done").is_some().then(|| html! { (Alert::success(lang.t("share-revoked"), html! {})) });
    Page {
        lead: Some(lang.t("share-list-lead")),
        above: vec![Link::new(format!("/regions/{}", list.region.id), list.region.name.clone())],
        notice: done,
        actions: vec![html! { (LinkButton::new(ButtonKind::Secondary, curve, lang.t("share-region-curve"))) }],
        ..shell::region_page(call, &list.region, lang.t("share-list"), html! { (table) })
    }
}

fn row(call: &Call, list: &List, one: &Listed) -> Row {
    let lang = call.lang();
    let name = |place: Place| match place.municipality {
        Some(town) => list.towns.get(&town).cloned().unwrap_or_default(),
        None => list.region.name.clone(),
    };
    let about = one.what.municipality_id.and_then(|town| list.towns.get(&town));
    let project = one.what.project_id.and_then(|project| list.projects.get(&project));
    let narrowed = parts(lang, &one.what, about.map(String::as_str), project.map(String::as_str));
    let framed = one.link.origins();
    let revoke = PostButton {
        action: format!("/share-links/{}/revoke", one.link.id),
        csrf: call.csrf(),
        button: Button {
            full_label: Some(t!(lang, "share-revoke-named", label = one.link.label.clone())),
            ..Button::new(ButtonKind::Tertiary, lang.t("share-revoke"))
        },
        fields: Vec::new(),
    };
    let tone = match one.state {
        State::InForce => Tone::OnPlan,
        State::Resting => Tone::Waiting,
        State::Expired | State::Revoked => Tone::NotStarted,
    };
    Row::from(vec![
        html! { (one.link.label) },
        html! {
            (kind(lang, &one.what))
            @if let Some(town) = about.filter(|_| one.what.kind.is_of_town()) { ": " (town) }
            @if !narrowed.is_empty() { br; small { (narrowed.join(", ")) } }
            @if !framed.is_empty() { br; small { (t!(lang, "share-framed-by", sites = framed.join(", "))) } }
        },
        html! { (name(one.link.place())) },
        html! { (Status::new(tone, word_in(lang, "share-state", one.state.as_str()))) },
        html! { (time_of(lang, one.link.expires_on)) },
        html! { (one.made_by) br; small { (lang.day(one.link.made_at.day())) } },
        html! {
            (t!(lang, "share-used-times", count = one.link.used))
            @if let Some(at) = one.link.last_used_at { br; small { (Time::new(at.to_string(), lang.moment(at))) } }
        },
        html! { @if matches!(one.state, State::InForce | State::Resting) { (revoke) } },
    ])
}
