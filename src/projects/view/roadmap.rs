//! The roadmap.

use maud::{Markup, html};

use super::standing;
use crate::handovers::rules::State;
use crate::i18n::Lang;
use crate::ids::HandoverId;
use crate::projects::rules::{Participating, Phase};
use crate::projects::store::Project;
use crate::regions::store::Region;
use crate::t;
use crate::ui::{
    ButtonKind, Column, Empty, LinkButton, Matrix, MatrixCell, MatrixColumn, MatrixRow, Page, Row, Status, Table,
    ToggleLink, ToggleLinks,
};
use crate::web::Call;
use crate::web::sheet::word_in;
use crate::web::shell;

/// With more members than this, a column for each can no longer be read.
const MOST_COLUMNS: usize = 12;

/// What the address asked for.
pub struct Filter {
    /// Only this phase.
    pub phase: Option<Phase>,
    /// Only this theme.
    pub theme: Option<String>,
}

/// How one municipality stands to one project.
pub struct Square {
    /// Whether it takes part.
    pub participating: Option<Participating>,
    /// Its newest handover.
    pub standing: Option<(HandoverId, State)>,
    /// Whether the reader may open it.
    pub may_follow: bool,
}

/// One project.
pub struct Line {
    /// The project.
    pub project: Project,
    /// One for each member, in their order.
    pub squares: Vec<Square>,
}

/// Everything the page shows.
pub struct Roadmap {
    /// The region.
    pub region: Region,
    /// The regions one can choose among.
    pub regions: Vec<Region>,
    /// What the address asked for.
    pub filter: Filter,
    /// The themes there are.
    pub themes: Vec<String>,
    /// The members' names.
    pub members: Vec<String>,
    /// The projects.
    pub lines: Vec<Line>,
    /// Whether the reader may add a project.
    pub may_create: bool,
}

/// The page.
pub fn page(call: &Call, roadmap: &Roadmap) -> Page {
    let lang = call.lang();
    let new = LinkButton::primary(format!("/projects/new?region={}", roadmap.region.id), lang.t("project-new"));
    let plan = format!("/regions/{}/plan-import", roadmap.region.id);
    let plan = LinkButton::new(ButtonKind::Secondary, plan, lang.t("plan-title"));
    let body = html! {
        (filters(lang, roadmap))
        @if roadmap.lines.is_empty() {
            (empty(lang, roadmap, &new))
        } @else {
            @for phase in Phase::ALL {
                @let lines: Vec<&Line> = roadmap.lines.iter().filter(|line| line.project.phase == *phase).collect();
                @if !lines.is_empty() { (section(lang, roadmap, *phase, &lines)) }
            }
        }
    };
    let mut page = shell::region_page(call, &roadmap.region, lang.t("roadmap-title"), body);
    page.lead = Some(t!(lang, "roadmap-lead", region = roadmap.region.name.clone()));
    if roadmap.may_create {
        page.actions.push(html! { (new) });
        page.actions.push(html! { (plan) });
    }
    page
}

fn empty(lang: Lang, roadmap: &Roadmap, new: &LinkButton) -> Markup {
    let filtered = roadmap.filter.phase.is_some() || roadmap.filter.theme.is_some();
    if filtered {
        let all = LinkButton::primary(address(roadmap, None, None), lang.t("roadmap-show-all"));
        return html! { (Empty::new(lang.t("roadmap-none-match"), lang.t("roadmap-none-match-why")).with_action(all)) };
    }
    let empty = Empty::new(lang.t("roadmap-empty"), lang.t("roadmap-empty-why"));
    html! { (if roadmap.may_create { empty.with_action(new.clone()) } else { empty }) }
}

fn address(roadmap: &Roadmap, phase: Option<Phase>, theme: Option<&str>) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.append_pair("region", &roadmap.region.id.to_string());
    if let Some(phase) = phase {
        query.append_pair("phase", phase.as_str());
    }
    if let Some(theme) = theme {
        query.append_pair("theme", theme);
    }
    format!("/projects?{}", query.finish())
}

fn filters(lang: Lang, roadmap: &Roadmap) -> Markup {
    let Filter { phase, theme } = &roadmap.filter;
    let theme = theme.as_deref();
    let regions = roadmap.regions.iter().map(|region| {
        ToggleLink::new(format!("/projects?region={}", region.id), region.name.clone(), region.id == roadmap.region.id)
    });
    let all_phases = ToggleLink::new(address(roadmap, None, theme), lang.t("all-phases"), phase.is_none());
    let phases = Phase::ALL
        .iter()
        .map(|one| ToggleLink::new(address(roadmap, Some(*one), theme), phase_word(lang, *one), *phase == Some(*one)));
    let all_themes = ToggleLink::new(address(roadmap, *phase, None), lang.t("all-themes"), theme.is_none());
    let themes = roadmap
        .themes
        .iter()
        .map(|one| ToggleLink::new(address(roadmap, *phase, Some(one)), one.clone(), theme == Some(one.as_str())));
    html! {
        @if roadmap.regions.len() > 1 { (ToggleLinks { label: lang.t("region"), links: regions.collect() }) }
        (ToggleLinks { label: lang.t("phase"), links: std::iter::once(all_phases).chain(phases).collect() })
        @if !roadmap.themes.is_empty() {
            (ToggleLinks { label: lang.t("theme"), links: std::iter::once(all_themes).chain(themes).collect() })
        }
    }
}

/// A phase in words.
pub fn phase_word(lang: Lang, phase: Phase) -> String {
    word_in(lang, "phase", phase.as_str())
}

fn section(lang: Lang, roadmap: &Roadmap, phase: Phase, lines: &[&Line]) -> Markup {
    let heading = phase_word(lang, phase);
    let id = format!("phase-{}", phase.as_str());
    let caption = t!(lang, "roadmap-caption", phase = heading);
    if roadmap.members.len() <= MOST_COLUMNS {
        html! { (matrix(lang, roadmap, id, caption, lines)) }
    } else {
        html! { (table(lang, id, caption, lines)) }
    }
}

fn matrix(lang: Lang, roadmap: &Roadmap, id: String, caption: String, lines: &[&Line]) -> Matrix {
    let rows = lines.iter().map(|line| MatrixRow {
        label: line.project.title.clone(),
        note: note(lang, &line.project),
        href: Some(format!("/projects/{}", line.project.id)),
        cells: line.squares.iter().map(|square| cell(lang, square)).collect(),
        summary: summary(lang, line),
    });
    Matrix {
        id,
        caption,
        corner: lang.t("project"),
        columns: roadmap.members.iter().map(|name| MatrixColumn { label: name.clone(), href: None }).collect(),
        rows: rows.collect(),
        summary_label: lang.t("roadmap-summary"),
        absent_label: lang.t("not-taking-part"),
        legend_label: String::new(),
        legend: Vec::new(),
    }
}

fn cell(lang: Lang, square: &Square) -> Option<MatrixCell> {
    let status = standing(lang, square.participating, square.standing.map(|(_, state)| state))?;
    let href = square.standing.filter(|_| square.may_follow).map(|(id, _)| format!("/handovers/{id}"));
    Some(MatrixCell { tone: status.tone, word: status.word, value: None, href })
}

fn table(lang: Lang, id: String, caption: String, lines: &[&Line]) -> Table {
    let columns = vec![
        Column::text(lang.t("project")),
        Column::text(lang.t("period")),
        Column::text(lang.t("project-municipalities")),
        Column::text(lang.t("roadmap-summary")),
    ];
    let rows = lines.iter().map(|line| {
        let project = &line.project;
        let counted = counts(lang, &line.squares);
        Row::from(vec![
            html! { (crate::ui::Link::new(format!("/projects/{}", project.id), project.title.clone())) },
            html! { (note(lang, project).unwrap_or_default()) },
            html! { @for status in &counted { (status) " " } },
            html! { (summary(lang, line)) },
        ])
    });
    Table::new(id, caption, columns).rows(rows)
}

/// How many stand how, in the order in which it goes.
fn counts(lang: Lang, squares: &[Square]) -> Vec<Status> {
    let mut counted: Vec<(Status, usize)> = Vec::new();
    for square in squares {
        let Some(status) = standing(lang, square.participating, square.standing.map(|(_, state)| state)) else {
            continue;
        };
        match counted.iter_mut().find(|(known, _)| known.word == status.word) {
            Some((_, count)) => *count += 1,
            None => counted.push((status, 1)),
        }
    }
    counted.into_iter().map(|(status, count)| Status::new(status.tone, format!("{}: {count}", status.word))).collect()
}

fn summary(lang: Lang, line: &Line) -> String {
    let takes_part = |square: &&Square| square.participating.is_some_and(Participating::is_in) || is_held(square);
    let of = line.squares.iter().filter(takes_part).count();
    let held = line.squares.iter().filter(|square| is_held(square)).count();
    t!(lang, "roadmap-held", held = held, of = of)
}

fn is_held(square: &Square) -> bool {
    square.standing.is_some_and(|(_, state)| state.is_held())
}

fn note(lang: Lang, project: &Project) -> Option<String> {
    let period = period(lang, project);
    let parts: Vec<String> = [project.theme.clone(), period].into_iter().filter(|part| !part.is_empty()).collect();
    (!parts.is_empty()).then(|| parts.join(" · "))
}

/// From when to when, as far as it is known.
pub fn period(lang: Lang, project: &Project) -> String {
    let short = |day: crate::clock::Day| lang.day(day);
    match (project.starts_on, project.ends_on) {
        (Some(from), Some(to)) => format!("{}–{}", short(from), short(to)),
        (Some(from), None) => t!(lang, "period-from", day = short(from)),
        (None, Some(to)) => t!(lang, "period-to", day = short(to)),
        (None, None) => lang.t("period-none"),
    }
}
