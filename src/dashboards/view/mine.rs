//! One's own projects on the home page.

use maud::{Markup, html};

use super::region::summary;
use super::town::spark;
use crate::dashboards::mine::{Mine, Project};
use crate::i18n::Lang;
use crate::t;
use crate::ui::{Column, Link, Row, Section, Status, Table};
use crate::web::sheet::word_in;

/// The projects of one place.
pub(super) fn section(lang: Lang, mine: &Mine) -> Section {
    let (region, town) = (&mine.region, mine.town.as_ref());
    let name = match town {
        Some((_, town)) => format!("{town}, {}", region.name),
        None => region.name.clone(),
    };
    let columns = vec![
        Column::text(lang.t("project")),
        Column::text(lang.t("state")),
        Column::text(t!(lang, "mine-development", months = mine.months.0.through(mine.months.1).count())),
    ];
    let rows = mine.projects.iter().map(|project| {
        Row::from(vec![
            html! { (Link::new(href(mine, project), project.title.clone())) },
            html! {
                (Status::new(project.status.0, lang.t(project.status.1)))
                @if town.is_none() { br; small { (summary(lang, &project.cells)) } }
            },
            development(lang, project),
        ])
    });
    let id = town.map_or_else(|| format!("mine-{}", region.id), |(town, _)| format!("mine-{}-{town}", region.id));
    let caption = t!(lang, "mine-title", place = name.clone());
    let mut table = Table::new(id, caption.clone(), columns).rows(rows.collect::<Vec<_>>());
    table.caption_hidden = true;
    let all = match town {
        Some((town, _)) => format!("/regions/{}/municipalities/{town}", region.id),
        None => format!("/regions/{}", region.id),
    };
    Section::new(
        caption,
        html! {
            (table)
            @if mine.more > 0 { p { (t!(lang, "mine-more", count = mine.more)) " " (Link::new(all, name.clone())) } }
        },
    )
}

/// What it has given so far and how that came, each class and unit for itself.
fn development(lang: Lang, project: &Project) -> Markup {
    html! {
        @for block in &project.blocks {
            div.mine-line {
                span { (word_in(lang, "class", &block.class)) ": " (super::town::realised_now(lang, block)) }
                (spark(lang, block))
            }
        }
        // What is only to be held gives no gain to draw.
        @if project.blocks.is_empty() { "–" }
    }
}

fn href(mine: &Mine, project: &Project) -> String {
    let (region, id) = (mine.region.id, project.id);
    match &mine.town {
        Some((town, _)) => format!("/regions/{region}/cells/{id}/{town}"),
        None => format!("/regions/{region}/realisation?project={id}"),
    }
}
