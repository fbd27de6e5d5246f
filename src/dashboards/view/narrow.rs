//! Choosing a part of a region. Every choice is a link, and what was chosen stands on paper too.

use maud::{Markup, html};

use crate::benefits::rules::Class;
use crate::dashboards::region::{Choices, RegionShown};
use crate::i18n::Lang;
use crate::projects::roadmap::Filter;
use crate::projects::rules::Phase;
use crate::regions::store::Region;
use crate::t;
use crate::ui::{Chip, Chips, Details, ToggleLink, ToggleLinks};
use crate::web::sheet::word_in;

/// What is looked at, what can be, and at which address.
pub struct Choosing<'a> {
    /// The page's path.
    pub path: String,
    /// What stands in the query whatever is chosen.
    pub always: Vec<(&'static str, String)>,
    /// What is looked at.
    pub filter: &'a Filter,
    /// What can be chosen among.
    pub choices: &'a Choices,
    /// Drawn large: what was chosen is said, and nothing can be.
    pub projector: bool,
}

impl<'a> Choosing<'a> {
    /// Choosing on a region's own page; of another day than today's where one was asked for.
    pub fn of(shown: &'a RegionShown) -> Self {
        let on = (shown.matrix.on != shown.today).then(|| ("on", shown.matrix.on.to_string()));
        let large = shown.projector.then(|| ("visning", "projektor".to_owned()));
        Self {
            path: format!("/regions/{}", shown.region.id),
            always: on.into_iter().chain(large).collect(),
            filter: &shown.filter,
            choices: &shown.choices,
            projector: shown.projector,
        }
    }

    /// The address with this chosen.
    pub fn at(&self, filter: &Filter) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(self.always.iter().map(|(name, value)| (*name, value.as_str())));
        query.extend_pairs(words(filter, "municipality"));
        let query = query.finish();
        let joint = if query.is_empty() { "" } else { "?" };
        format!("{}{joint}{query}", self.path)
    }
}

/// A filter as words of a query.
pub fn words(filter: &Filter, municipality_name: &'static str) -> Vec<(&'static str, String)> {
    let Filter { theme, municipality, phase, class } = filter;
    let words = [
        ("theme", theme.clone()),
        ("phase", phase.map(|phase| phase.as_str().to_owned())),
        (municipality_name, municipality.map(|id| id.to_string())),
        ("class", class.map(|class| class.as_str().to_owned())),
    ];
    words.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
}

/// Where a link to the same part is made.
pub fn to_share(region: &Region, kind: &str, filter: &Filter) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.append_pair("kind", kind);
    query.extend_pairs(words(filter, "municipality_id"));
    format!("/regions/{}/share-links/new?{}", region.id, query.finish())
}

/// What was chosen, and what can be.
pub fn controls(lang: Lang, choosing: &Choosing<'_>) -> Markup {
    html! {
        (chips(lang, choosing))
        @if !choosing.projector { div.on-screen { (Details::new(lang.t("region-choose"), choices(lang, choosing))) } }
    }
}

fn choices(lang: Lang, choosing: &Choosing<'_>) -> Markup {
    let Choosing { filter, choices, .. } = choosing;
    let filter: &Filter = filter;
    let row = |label: &str, all: &str, none: Filter, one: Vec<ToggleLink>| {
        let is_all = *filter == none;
        let all = ToggleLink::new(choosing.at(&none), lang.t(all), is_all);
        ToggleLinks { label: lang.t(label), links: std::iter::once(all).chain(one).collect() }
    };
    let themes = choices.themes.iter().map(|theme| {
        let to = Filter { theme: Some(theme.clone()), ..filter.clone() };
        ToggleLink::new(choosing.at(&to), theme.clone(), filter.theme.as_ref() == Some(theme))
    });
    let phases = Phase::ALL.iter().map(|phase| {
        let to = Filter { phase: Some(*phase), ..filter.clone() };
        ToggleLink::new(choosing.at(&to), word_in(lang, "phase", phase.as_str()), filter.phase == Some(*phase))
    });
    let towns = choices.towns.iter().map(|(town, name)| {
        let to = Filter { municipality: Some(*town), ..filter.clone() };
        ToggleLink::new(choosing.at(&to), name.clone(), filter.municipality == Some(*town))
    });
    let classes = Class::ALL.iter().map(|class| {
        let to = Filter { class: Some(*class), ..filter.clone() };
        ToggleLink::new(choosing.at(&to), word_in(lang, "class", class.as_str()), filter.class == Some(*class))
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

/// What was chosen.
pub fn chips(lang: Lang, choosing: &Choosing<'_>) -> Chips {
    let filter = choosing.filter;
    let known = choosing.choices.towns.iter().find(|(id, _)| Some(*id) == filter.municipality);
    let town = known.map_or("–", |(_, name)| name.as_str());
    let chips = chosen(lang, filter, town).into_iter().map(|(words, without)| Chip {
        full_label: t!(lang, "roadmap-remove", what = words.clone()),
        label: words,
        href: choosing.at(&without),
    });
    Chips { label: lang.t("roadmap-chosen"), chips: chips.collect(), fixed: choosing.projector }
}
