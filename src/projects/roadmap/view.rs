//! How the roadmap looks.

use maud::{Markup, html};

use super::assembling::Around;
use super::pick::{Filter, Looking};
use super::snapshot::{ProjectPart, Snapshot};
use super::{timeline, twin};
use crate::benefits::rules::Class;
use crate::clock::Day;
use crate::i18n::Lang;
use crate::ids::RegionId;
use crate::projects::rules::Phase;
use crate::projects::view::phase_word;
use crate::regions::store::Region;
use crate::t;
use crate::ui::{
    ButtonKind, Chip, Chips, Details, Empty, Link, LinkButton, Page, PrintButton, Section, ToggleLink, ToggleLinks,
};
use crate::web::Call;
use crate::web::sheet::word_in;
use crate::web::{projector, shell};

/// Everything the page shows.
pub(super) struct Shown {
    /// The region.
    pub region: Region,
    /// The regions one can choose among.
    pub regions: Vec<Region>,
    /// How it is looked at.
    pub looking: Looking,
    /// The roadmap.
    pub snapshot: Snapshot,
    /// What this reader sees besides.
    pub around: Around,
    /// Whether the reader may add projects and publish.
    pub may_define: bool,
    /// Whether the reader may give somebody without an account a link to this page.
    pub may_share: bool,
    /// Today, in Norway.
    pub today: Day,
}

/// The page.
pub(super) fn page(call: &Call, shown: &Shown) -> Page {
    let lang = call.lang();
    let region = shown.region.id;
    let new = LinkButton::primary(format!("/projects/new?region={region}"), lang.t("project-new"));
    let picked = shown.looking.filter.pick(&shown.snapshot);
    let large = shown.looking.projector;
    let body = html! {
        @if shown.regions.len() > 1 && !large { (regions(lang, shown)) }
        @if shown.snapshot.projects.is_empty() {
            (empty(lang, (shown.may_define && !large).then_some(&new)))
        } @else if large {
            (chips(lang, &shown.snapshot, &shown.looking.filter, &shown.looking))
            (roadmap(lang, &shown.snapshot, &picked, &shown.around, &shown.looking, shown.today))
        } @else {
            (controls(lang, &shown.snapshot, &shown.looking))
            (roadmap(lang, &shown.snapshot, &picked, &shown.around, &shown.looking, shown.today))
            (files(lang, &shown.looking))
        }
    };
    let mut page = shell::region_page(call, &shown.region, lang.t("roadmap-title"), body);
    page.lead = Some(t!(lang, "roadmap-lead", region = shown.region.name.clone()));
    if shown.may_define {
        page.actions.push(html! { (new) });
        let plan = format!("/regions/{region}/plan-import");
        page.actions.push(html! { (LinkButton::new(ButtonKind::Secondary, plan, lang.t("plan-import-title"))) });
        let publish = format!("/regions/{region}/roadmap-versions/new");
        page.actions.push(html! { (LinkButton::new(ButtonKind::Secondary, publish, lang.t("roadmap-publish"))) });
    }
    let versions = format!("/regions/{region}/roadmap-versions");
    page.actions.push(html! { (LinkButton::new(ButtonKind::Tertiary, versions, lang.t("roadmap-versions"))) });
    if shown.may_share {
        let share = LinkButton::new(ButtonKind::Tertiary, to_share(region, &shown.looking), lang.t("share-it"));
        page.actions.push(html! { (share) });
    }
    page.actions.push(html! { (LinkButton::new(ButtonKind::Tertiary, projector::to(call), lang.t("projector"))) });
    page.actions.push(html! { (PrintButton { label: lang.t("print") }) });
    page
}

/// Where a link to the same part of the roadmap is made.
fn to_share(region: RegionId, looking: &Looking) -> String {
    let Filter { theme, municipality, phase, class } = &looking.filter;
    let mut query = url::form_urlencoded::Serializer::new(String::from("kind=roadmap"));
    let words = [
        ("theme", theme.clone()),
        ("phase", phase.map(|phase| phase.as_str().to_owned())),
        ("municipality_id", municipality.map(|id| id.to_string())),
        ("class", class.map(|class| class.as_str().to_owned())),
        ("years", Some(looking.years.to_string())),
        ("from", Some(looking.from.to_string())),
    ];
    query.extend_pairs(words.into_iter().filter_map(|(name, value)| Some((name, value?))));
    format!("/regions/{region}/share-links/new?{}", query.finish())
}

/// The drawing with its table, or that nothing fits the choice. The same for what was published.
pub fn roadmap(
    lang: Lang,
    snapshot: &Snapshot,
    picked: &[&ProjectPart],
    around: &Around,
    looking: &Looking,
    today: Day,
) -> Markup {
    let linked = !looking.projector;
    if picked.is_empty() {
        let all = LinkButton::primary(looking.with(Filter::default()), lang.t("roadmap-show-all"));
        let none = Empty::new(lang.t("roadmap-none-match"), lang.t("roadmap-none-match-why"));
        let none = if linked { none.with_action(all) } else { none };
        return html! { (if looking.filter.is_set() { none } else { Empty::new(lang.t("roadmap-empty"), "") }) };
    }
    html! {
        (timeline(lang, snapshot, picked, around, looking, today))
        (Details::new(lang.t("roadmap-as-table"), html! { (twin(lang, snapshot, picked, linked)) }))
    }
}

/// Which years, which projects, and what was chosen. Every choice is a link.
pub fn controls(lang: Lang, snapshot: &Snapshot, looking: &Looking) -> Markup {
    let zoom = ToggleLinks {
        label: lang.t("roadmap-zoom"),
        links: vec![
            ToggleLink::new(looking.moved(-1), lang.t("roadmap-earlier"), false),
            ToggleLink::new(looking.over(1), lang.t("roadmap-one-year"), looking.years == 1),
            ToggleLink::new(looking.over(3), lang.t("roadmap-three-years"), looking.years == 3),
            ToggleLink::new(looking.moved(1), lang.t("roadmap-later"), false),
        ],
    };
    html! {
        (zoom)
        (chips(lang, snapshot, &looking.filter, looking))
        div.on-screen { (Details::new(lang.t("roadmap-choose"), choices(lang, snapshot, looking))) }
    }
}

fn choices(lang: Lang, snapshot: &Snapshot, looking: &Looking) -> Markup {
    let filter = &looking.filter;
    let row = |label: &str, all: &str, none: Filter, one: Vec<ToggleLink>| {
        let is_all = *filter == none;
        let all = ToggleLink::new(looking.with(none), lang.t(all), is_all);
        ToggleLinks { label: lang.t(label), links: std::iter::once(all).chain(one).collect() }
    };
    let themes = snapshot.themes().into_iter().map(|theme| {
        let is_it = filter.theme.as_ref() == Some(&theme);
        let to = Filter { theme: Some(theme.clone()), ..filter.clone() };
        ToggleLink::new(looking.with(to), theme, is_it)
    });
    let phases = Phase::ALL.iter().map(|phase| {
        let to = Filter { phase: Some(*phase), ..filter.clone() };
        ToggleLink::new(looking.with(to), phase_word(lang, *phase), filter.phase == Some(*phase))
    });
    let towns = snapshot.municipalities.iter().map(|town| {
        let to = Filter { municipality: Some(town.id), ..filter.clone() };
        ToggleLink::new(looking.with(to), town.name.clone(), filter.municipality == Some(town.id))
    });
    let classes = Class::ALL.iter().map(|class| {
        let to = Filter { class: Some(*class), ..filter.clone() };
        ToggleLink::new(looking.with(to), word_in(lang, "class", class.as_str()), filter.class == Some(*class))
    });
    html! {
        (row("theme", "all-themes", Filter { theme: None, ..filter.clone() }, themes.collect()))
        (row("phase", "all-phases", Filter { phase: None, ..filter.clone() }, phases.collect()))
        (row("municipality", "roadmap-all-towns", Filter { municipality: None, ..filter.clone() }, towns.collect()))
        (row("benefit-class", "roadmap-all-classes", Filter { class: None, ..filter.clone() }, classes.collect()))
    }
}

/// What was chosen, each with the way to take it off; also on paper, where a part must not pass for the whole.
pub fn chips(lang: Lang, snapshot: &Snapshot, filter: &Filter, looking: &Looking) -> Chips {
    let mut chips: Vec<(String, Filter)> = Vec::new();
    if let Some(theme) = &filter.theme {
        chips.push((format!("{}: {theme}", lang.t("theme")), Filter { theme: None, ..filter.clone() }));
    }
    if let Some(phase) = filter.phase {
        let words = format!("{}: {}", lang.t("phase"), phase_word(lang, phase));
        chips.push((words, Filter { phase: None, ..filter.clone() }));
    }
    if let Some(town) = filter.municipality {
        let words = format!("{}: {}", lang.t("municipality"), snapshot.town(town));
        chips.push((words, Filter { municipality: None, ..filter.clone() }));
    }
    if let Some(class) = filter.class {
        let words = format!("{}: {}", lang.t("benefit-class"), word_in(lang, "class", class.as_str()));
        chips.push((words, Filter { class: None, ..filter.clone() }));
    }
    let chips = chips.into_iter().map(|(words, without)| Chip {
        full_label: t!(lang, "roadmap-remove", what = words.clone()),
        label: words,
        href: looking.with(without),
    });
    Chips { label: lang.t("roadmap-chosen"), chips: chips.collect(), fixed: looking.projector }
}

fn regions(lang: Lang, shown: &Shown) -> ToggleLinks {
    let links = shown.regions.iter().map(|region| {
        ToggleLink::new(format!("/projects?region={}", region.id), region.name.clone(), region.id == shown.region.id)
    });
    ToggleLinks { label: lang.t("region"), links: links.collect() }
}

/// The same table as files, at the same address.
pub fn files(lang: Lang, looking: &Looking) -> Markup {
    html! {
        p.on-screen {
            (Link::new(looking.file("csv"), lang.t("download-csv"))) " · "
            (Link::new(looking.file("excel"), lang.t("download-excel"))) " · "
            (Link::new(looking.file("xlsx"), lang.t("download-xlsx"))) " · "
            (Link::new(looking.file("json"), lang.t("download-json")))
        }
    }
}

/// Nothing yet: what will stand here, shown by an example.
fn empty(lang: Lang, new: Option<&LinkButton>) -> Markup {
    let empty = Empty::new(lang.t("roadmap-empty"), lang.t("roadmap-empty-why"));
    let example = html! {
        p { strong { (lang.t("roadmap-example-title")) } }
        p { (lang.t("roadmap-example-phases")) }
        p { (lang.t("roadmap-example-points")) }
    };
    html! {
        (match new { Some(new) => empty.with_action(new.clone()), None => empty })
        (Section { framed: true, ..Section::new(lang.t("roadmap-example"), example) })
    }
}
