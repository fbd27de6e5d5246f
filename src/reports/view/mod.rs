//! How reports look: the list, the report itself, and as slides.

pub(super) mod composing;
mod drawn;

use std::collections::HashMap;

use maud::html;

use super::content::Content;
use super::pages::List;
use super::sheets::tables;
use super::store::Locked;
use super::words;
use crate::i18n::Lang;
use crate::ids::PersonId;
use crate::regions::store::Region;
use crate::t;
use crate::ui::{
    Alert, ButtonKind, Column, Definitions, Empty, Link, LinkButton, Page, Pagination, PrintButton, Row, Section, Show,
    Table,
};
use crate::web::sheet::word_in;
use crate::web::{Call, shell};

fn above(lang: Lang, region: &Region) -> Vec<Link> {
    let own = format!("/regions/{}", region.id);
    vec![
        Link::new("/regions", lang.t("nav-regions")),
        Link::new(own.clone(), region.name.clone()),
        Link::new(format!("{own}/reports"), lang.t("reports-title")),
    ]
}

/// The list.
pub(in crate::reports) fn list(call: &Call, list: &List) -> Page {
    let lang = call.lang();
    let List { region, reports, names, may_lock, .. } = list;
    let here = format!("/regions/{}/reports", region.id);
    let new = LinkButton::primary(format!("{here}/new"), lang.t("report-new"));
    let columns = ["report-number", "report-about", "report-period", "report-locked", "report-audience"];
    let rows = reports.iter().map(|(report, told)| {
        let number = Link::new(format!("/reports/{}", report.id), t!(lang, "report-numbered", number = report.number));
        let by = t!(
            lang,
            "report-locked-by",
            moment = lang.moment(report.locked_at),
            name = by(names, report, told.author.as_deref().unwrap_or_default())
        );
        Row::new([
            &number,
            &told.about,
            &words::months(lang, told.from, told.to),
            &by,
            &word_in(lang, "report-audience", report.audience.as_str()),
        ])
    });
    let empty = Empty::new(lang.t("reports-none"), lang.t("reports-none-why"));
    let empty = if *may_lock { empty.with_action(new.clone()) } else { empty };
    let table = Table {
        caption_hidden: true,
        empty: Some(html! { (empty) }),
        ..Table::new("reports", lang.t("reports-title"), columns.map(|key| Column::text(lang.t(key))).to_vec())
            .rows(rows)
    };
    let oldest = reports.last().map(|(report, _)| report.number);
    let pages = Pagination {
        label: lang.t("pages"),
        previous_label: lang.t("events-newest"),
        next_label: lang.t("events-older"),
        next: oldest.filter(|_| list.more).map(|oldest| format!("{here}?before={oldest}")),
        previous: list.is_behind.then_some(here),
        pages: Vec::new(),
    };
    let mut above = above(lang, region);
    above.pop();
    Page {
        above,
        lead: Some(lang.t("reports-lead")),
        actions: if *may_lock && !reports.is_empty() { vec![html! { (new) }] } else { Vec::new() },
        ..shell::region_page(call, region, lang.t("reports-title"), html! { (table) (pages) })
    }
}

/// Who locked it: as they were called then, or, of a report that does not say so, as they are called now.
pub(in crate::reports) fn by(names: &HashMap<PersonId, String>, report: &Locked, author: &str) -> String {
    if !author.is_empty() {
        return author.to_owned();
    }
    report.locked_by.and_then(|id| names.get(&id).cloned()).unwrap_or_else(|| "–".to_owned())
}

/// A locked report.
pub(in crate::reports) fn locked(call: &Call, region: &Region, report: &Locked, content: &Content, by: &str) -> Page {
    let lang = call.lang();
    let here = format!("/reports/{}", report.id);
    let download = |table: &str, format: &str| {
        Link::new(format!("{here}?format={format}&table={table}"), lang.t(&format!("download-{format}")))
    };
    let files = html! {
        ul.ds-list {
            @for section in tables(content) {
                @let table = section.as_str();
                li { (words::title(lang, section)) ": " (download(table, "csv")) " · " (download(table, "excel")) " · " (download(table, "xlsx")) }
            }
            li { (lang.t("report-all-tables")) ": " (Link::new(format!("{here}?format=xlsx"), lang.t("download-xlsx"))) }
            li { (lang.t("report-all-of-it")) ": " (Link::new(format!("{here}?format=json"), lang.t("download-json"))) }
        }
    };
    let body = html! {
        (facts(lang, content, Some((report, by))))
        (drawn::whole(lang, content))
        div.on-screen { (Section::new(lang.t("report-files"), files)) }
    };
    Page {
        above: above(lang, region),
        kicker: Some(lang.t("report-locked")),
        notice: call
            .query_word("done")
            .map(|_| html! { (Alert::success(t!(lang, "report-done", number = report.number), html! {})) }),
        actions: vec![
            html! { (LinkButton::new(ButtonKind::Secondary, format!("{here}/report.pdf"), lang.t("report-pdf"))) },
            html! { (LinkButton::new(ButtonKind::Tertiary, format!("{here}?visning=projektor&del=1"), lang.t("report-slides"))) },
            html! { (PrintButton { label: lang.t("print") }) },
        ],
        ..shell::region_page(call, region, title(lang, report, content), body)
    }
}

fn title(lang: Lang, report: &Locked, content: &Content) -> String {
    t!(lang, "report-title", number = report.number, about = content.about().to_owned())
}

/// One part of a report, large and alone, with ways to the part before and the one behind. Parts are counted from 1.
pub(in crate::reports) fn slide(
    call: &Call,
    region: &Region,
    report: &Locked,
    content: &Content,
    number: usize,
) -> Page {
    let lang = call.lang();
    let parts = words::parts(lang, content);
    let number = number.clamp(1, parts.len());
    let to = |number: usize| format!("/reports/{}?visning=projektor&del={number}", report.id);
    let part = &parts[number - 1];
    let body = html! {
        (drawn::inside(lang, part))
        @if let Some(names) = words::left_out(lang, content) { p.freshness { (lang.t("report-left-out")) ": " (names) } }
        div.actions {
            @if number > 1 { (LinkButton::new(ButtonKind::Secondary, to(number - 1), lang.t("report-slide-before"))) }
            @if number < parts.len() { (LinkButton::new(ButtonKind::Secondary, to(number + 1), lang.t("report-slide-next"))) }
            (LinkButton::new(ButtonKind::Tertiary, format!("/reports/{}", report.id), lang.t("report-slides-end")))
        }
    };
    let place = t!(lang, "report-slide-of", number = number, all = parts.len());
    Page {
        show: Show::Projector,
        kicker: Some(format!("{} · {place}", title(lang, report, content))),
        ..shell::region_page(call, region, part.title.clone(), body)
    }
}

fn facts(lang: Lang, content: &Content, locked: Option<(&Locked, &str)>) -> Definitions {
    let list = words::facts(lang, content)
        .into_iter()
        .fold(Definitions::new(), |list, (name, text)| list.with(name, html! { (text) }));
    match locked {
        None => list,
        Some((report, by)) => list
            .with(
                lang.t("report-locked"),
                html! { (t!(lang, "report-locked-by", moment = lang.moment(report.locked_at), name = by.to_owned())) },
            )
            .with(lang.t("report-hash"), html! { code { (report.content_sha256) } }),
    }
}
