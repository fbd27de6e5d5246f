//! Choosing a part of a region. Every choice is a link, and what was chosen stands on paper too.

use maud::{Markup, html};

use crate::benefits::rules::Class;
use crate::clock::Day;
use crate::dashboards::region::RegionShown;
use crate::i18n::Lang;
use crate::projects::roadmap::Filter;
use crate::projects::rules::Phase;
use crate::regions::store::Region;
use crate::t;
use crate::ui::{Chip, Chips, Details, ToggleLink, ToggleLinks};
use crate::web::sheet::word_in;

/// The address of a part of a region; of another day than today's where one was asked for.
fn address(region: &Region, filter: &Filter, on: Option<Day>, projector: bool) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    let Filter { theme, municipality, phase, class } = filter;
    let mut put = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            query.append_pair(name, &value);
        }
    };
    put("on", on.map(|on| on.to_string()));
    put("theme", theme.clone());
    put("phase", phase.map(|phase| phase.as_str().to_owned()));
    put("municipality", municipality.map(|id| id.to_string()));
    put("class", class.map(|class| class.as_str().to_owned()));
    put("visning", projector.then(|| "projektor".to_owned()));
    let query = query.finish();
    let joint = if query.is_empty() { "" } else { "?" };
    format!("/regions/{}{joint}{query}", region.id)
}

/// Where a link to the same part is made.
pub fn to_share(region: &Region, filter: &Filter) -> String {
    let Filter { theme, municipality, phase, class } = filter;
    let mut query = url::form_urlencoded::Serializer::new(String::from("kind=region"));
    let words = [
        ("theme", theme.clone()),
        ("phase", phase.map(|phase| phase.as_str().to_owned())),
        ("municipality_id", municipality.map(|id| id.to_string())),
        ("class", class.map(|class| class.as_str().to_owned())),
    ];
    query.extend_pairs(words.into_iter().filter_map(|(name, value)| Some((name, value?))));
    format!("/regions/{}/share-links/new?{}", region.id, query.finish())
}

fn at(shown: &RegionShown, filter: Filter) -> String {
    let on = (shown.matrix.on != shown.today).then_some(shown.matrix.on);
    address(&shown.region, &filter, on, shown.projector)
}

/// What was chosen, and what can be.
pub fn controls(lang: Lang, shown: &RegionShown) -> Markup {
    html! {
        (chips(lang, shown))
        @if !shown.projector { div.on-screen { (Details::new(lang.t("region-choose"), choices(lang, shown))) } }
    }
}

fn choices(lang: Lang, shown: &RegionShown) -> Markup {
    let filter = &shown.filter;
    let row = |label: &str, all: &str, none: Filter, one: Vec<ToggleLink>| {
        let is_all = *filter == none;
        let all = ToggleLink::new(at(shown, none), lang.t(all), is_all);
        ToggleLinks { label: lang.t(label), links: std::iter::once(all).chain(one).collect() }
    };
    let themes = shown.choices.themes.iter().map(|theme| {
        let to = Filter { theme: Some(theme.clone()), ..filter.clone() };
        ToggleLink::new(at(shown, to), theme.clone(), filter.theme.as_ref() == Some(theme))
    });
    let phases = Phase::ALL.iter().map(|phase| {
        let to = Filter { phase: Some(*phase), ..filter.clone() };
        ToggleLink::new(at(shown, to), word_in(lang, "phase", phase.as_str()), filter.phase == Some(*phase))
    });
    let towns = shown.choices.towns.iter().map(|(town, name)| {
        let to = Filter { municipality: Some(*town), ..filter.clone() };
        ToggleLink::new(at(shown, to), name.clone(), filter.municipality == Some(*town))
    });
    let classes = Class::ALL.iter().map(|class| {
        let to = Filter { class: Some(*class), ..filter.clone() };
        ToggleLink::new(at(shown, to), word_in(lang, "class", class.as_str()), filter.class == Some(*class))
    });
    html! {
        (row("theme", "all-themes", Filter { theme: None, ..filter.clone() }, themes.collect()))
        (row("phase", "all-phases", Filter { phase: None, ..filter.clone() }, phases.collect()))
        (row("municipality", "roadmap-all-towns", Filter { municipality: None, ..filter.clone() }, towns.collect()))
        (row("benefit-class", "roadmap-all-classes", Filter { class: None, ..filter.clone() }, classes.collect()))
    }
}

/// What was chosen, in words, each with what is looked at without it. A municipality is called by its name.
pub fn chosen(lang: Lang, filter: &Filter, town: &str) -> Vec<(String, Filter)> {
    let mut chosen: Vec<(String, Filter)> = Vec::new();
    let mut add = |label: &str, value: String, without: Filter| {
        chosen.push((format!("{}: {value}", lang.t(label)), without));
    };
    if let Some(theme) = &filter.theme {
        add("theme", theme.clone(), Filter { theme: None, ..filter.clone() });
    }
    if let Some(phase) = filter.phase {
        add("phase", word_in(lang, "phase", phase.as_str()), Filter { phase: None, ..filter.clone() });
    }
    if filter.municipality.is_some() {
        add("municipality", town.to_owned(), Filter { municipality: None, ..filter.clone() });
    }
    if let Some(class) = filter.class {
        add("benefit-class", word_in(lang, "class", class.as_str()), Filter { class: None, ..filter.clone() });
    }
    chosen
}

fn chips(lang: Lang, shown: &RegionShown) -> Chips {
    let filter = &shown.filter;
    let known = shown.choices.towns.iter().find(|(id, _)| Some(*id) == filter.municipality);
    let town = known.map_or("–", |(_, name)| name.as_str());
    let chips = chosen(lang, filter, town).into_iter().map(|(words, without)| Chip {
        full_label: t!(lang, "roadmap-remove", what = words.clone()),
        label: words,
        href: at(shown, without),
    });
    Chips { label: lang.t("roadmap-chosen"), chips: chips.collect(), fixed: shown.projector }
}
