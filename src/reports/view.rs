//! How reports look: the list, composing, the check before locking, the report itself, and as slides.

use std::collections::HashMap;

use maud::{Markup, html};

use super::content::Content;
use super::rules::{Audience, Order};
use super::sheets::TABLES;
use super::pages::List;
use super::store::Locked;
use super::words::{self, Part, Rows, Says};
use crate::dashboards::rules::CurveBlock;
use crate::i18n::Lang;
use crate::ids::{MunicipalityId, PersonId};
use crate::measurements::pages::drawn_figure;
use crate::measurements::rules::Month;
use crate::regions::store::Region;
use crate::t;
use crate::ui::chart::{Measured, SeriesChart};
use crate::ui::{
    Alert, Button, ButtonKind, Choice, Column, Control, Definitions, Details, Empty, Field, Form, Link, LinkButton,
    OnPhone, Page, Pagination, PrintButton, Row, Section, Show, Table,
};
use crate::web::sheet::{Sheet, choices, word_in};
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
pub(super) fn list(call: &Call, list: &List) -> Page {
    let lang = call.lang();
    let List { region, reports, names, may_lock, .. } = list;
    let here = format!("/regions/{}/reports", region.id);
    let new = LinkButton::primary(format!("{here}/new"), lang.t("report-new"));
    let columns = ["report-number", "report-about", "report-period", "report-locked", "report-audience"];
    let rows = reports.iter().map(|(report, told)| {
        let number = Link::new(format!("/reports/{}", report.id), t!(lang, "report-numbered", number = report.number));
        let by = t!(lang, "report-locked-by", moment = lang.moment(report.locked_at), name = by(names, report));
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

/// Who locked it.
pub(super) fn by(names: &HashMap<PersonId, String>, report: &Locked) -> String {
    report.locked_by.and_then(|id| names.get(&id).cloned()).unwrap_or_else(|| "–".to_owned())
}

/// The form: what the report is to be about. `scopes` are the places this person may report for.
pub(super) fn form(
    call: &Call,
    region: &Region,
    scopes: &[(Option<MunicipalityId>, String)],
    sheet: &Sheet<'_>,
) -> Page {
    let lang = call.lang();
    let scope_choices =
        scopes.iter().map(|(id, name)| Choice::new(id.map(|id| id.to_string()).unwrap_or_default(), name.clone()));
    let audiences = [Audience::Region, Audience::Members].map(Audience::as_str);
    let fields = html! {
        (sheet.field("scope", "report-about", Control::Select(scope_choices.collect())))
        @if scopes.iter().any(|(id, _)| id.is_none()) {
            (sheet.field("audience", "report-audience", Control::Radios(choices(lang, "report-audience", audiences, None)))
                .description(lang.t("report-audience-help")))
        }
        (sheet.required("from", "report-from", Control::Month).description(lang.t("report-month-help")))
        (sheet.required("to", "report-to", Control::Month))
        (sheet.field("case_number", "report-case", Control::Text))
        (sheet.field("proposals", "report-proposals", Control::TextArea { rows: 4 })
            .description(lang.t("report-proposals-help")))
    };
    let form =
        sheet.post(call, fields).id("report").action(Button::primary(lang.t("report-preview"))).action(
            LinkButton::new(ButtonKind::Secondary, format!("/regions/{}/reports", region.id), lang.t("cancel")),
        );
    Page {
        narrow: true,
        title_prefix: sheet.title_prefix(),
        above: above(lang, region),
        lead: Some(lang.t("report-new-lead")),
        ..shell::region_page(call, region, lang.t("report-new"), html! { (form) })
    }
}

/// What was asked for, carried on from page to page.
fn carried(order: &Order, content: &Content, step: &str) -> Markup {
    // A very large report is compared all the same; only which lines moved is not said.
    const MOST: usize = 200_000;
    let text = content.canonical_text();
    let seen = if text.len() <= MOST { text } else { String::new() };
    html! {
        (Field::hidden("step", step))
        (Field::hidden("scope", order.municipality.map(|id| id.to_string()).unwrap_or_default()))
        (Field::hidden("audience", order.audience.as_str()))
        (Field::hidden("from", order.from.to_string()))
        (Field::hidden("to", order.to.to_string()))
        (Field::hidden("case_number", order.case_number.clone()))
        (Field::hidden("figures_sha256", content.figures_sha256()))
        (Field::hidden("seen", seen))
    }
}

/// The report as it would be, with what can be written before it is locked. `moved` are the lines that are no longer as
/// they were when it was looked at.
pub(super) fn preview(
    call: &Call,
    region: &Region,
    order: &Order,
    content: &Content,
    moved: Option<&[Vec<String>]>,
) -> Page {
    let lang = call.lang();
    let made = words::summary(lang, content);
    let fields = html! {
        (carried(order, content, "check"))
        (Field::hidden("summary_made", made))
        (Field::new("summary", lang.t("report-summary"), Control::TextArea { rows: 6 })
            .value(content.summary.text.clone()).description(lang.t("report-summary-help")))
        (Field::new("proposals", lang.t("report-proposals"), Control::TextArea { rows: 4 })
            .value(order.proposals.join("\n")).description(lang.t("report-proposals-help")))
    };
    let form = Form::post(call.path(), call.csrf(), fields)
        .id("report")
        .action(Button::primary(lang.t("report-lock")))
        .action(LinkButton::new(ButtonKind::Secondary, call.path().to_owned(), lang.t("report-start-again")));
    let body = html! {
        (facts(lang, content, None))
        (whole(lang, content))
        div.on-screen { (Section { framed: true, ..Section::new(lang.t("report-before-locking"), html! { (form) }) }) }
    };
    let notice = moved.map(|moved| {
        let columns = ["report-what", "report-was", "report-is"].map(|key| Column::text(lang.t(key))).to_vec();
        let rows = moved.iter().map(|line| Row::from(line.iter().map(|text| html! { (text) }).collect::<Vec<_>>()));
        let table = Table::new("moved", lang.t("report-moved-lines"), columns).rows(rows);
        html! { (Alert::warning(lang.t("report-moved"), html! {
            p { (lang.t("report-moved-why")) }
            @if !moved.is_empty() { (table) }
        })) }
    });
    Page {
        above: above(lang, region),
        kicker: Some(lang.t("report-preview-kicker")),
        lead: Some(lang.t("report-preview-lead")),
        notice,
        actions: vec![html! { (PrintButton { label: lang.t("print") }) }],
        ..shell::region_page(call, region, t!(lang, "report-title-new", about = content.about().to_owned()), body)
    }
}

/// What is about to be locked, said once more.
pub(super) fn check(call: &Call, region: &Region, order: &Order, content: &Content) -> Page {
    let lang = call.lang();
    let again = |step: &str| {
        html! {
            (carried(order, content, step))
            (Field::hidden("summary", content.summary.text.clone()))
            (Field::hidden("summary_made", words::summary(lang, content)))
            (Field::hidden("proposals", order.proposals.join("\n")))
        }
    };
    let lock = Form::post(call.path(), call.csrf(), again("lock"))
        .id("lock")
        .action(Button::primary(lang.t("report-lock-confirm")));
    let back = Form::post(call.path(), call.csrf(), again("preview"))
        .id("back")
        .action(Button { kind: ButtonKind::Secondary, ..Button::primary(lang.t("report-lock-back")) });
    let written = |part: &Part| matches!(part.id, "summary" | "proposals");
    let body = html! {
        p { (lang.t("report-lock-kept")) }
        (facts(lang, content, None))
        @for part in words::parts(lang, content).iter().filter(|part| written(part)) { (section(lang, part)) }
        (lock)
        (back)
    };
    Page {
        narrow: true,
        above: above(lang, region),
        kicker: Some(lang.t("report-lock")),
        ..shell::region_page(call, region, lang.t("check-title"), body)
    }
}

/// A locked report.
pub(super) fn locked(call: &Call, region: &Region, report: &Locked, content: &Content, by: &str) -> Page {
    let lang = call.lang();
    let here = format!("/reports/{}", report.id);
    let download = |table: &str, format: &str| {
        Link::new(format!("{here}?format={format}&table={table}"), lang.t(&format!("download-{format}")))
    };
    let files = html! {
        ul.ds-list {
            @for table in TABLES {
                li { (lang.t(&format!("report-{table}"))) ": " (download(table, "csv")) " · " (download(table, "excel")) " · " (download(table, "xlsx")) }
            }
            li { (lang.t("report-all-tables")) ": " (Link::new(format!("{here}?format=xlsx"), lang.t("download-xlsx"))) }
            li { (lang.t("report-all-of-it")) ": " (Link::new(format!("{here}?format=json"), lang.t("download-json"))) }
        }
    };
    let body = html! {
        (facts(lang, content, Some((report, by))))
        (whole(lang, content))
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
pub(super) fn slide(call: &Call, region: &Region, report: &Locked, content: &Content, number: usize) -> Page {
    let lang = call.lang();
    let parts = words::parts(lang, content);
    let number = number.clamp(1, parts.len());
    let to = |number: usize| format!("/reports/{}?visning=projektor&del={number}", report.id);
    let part = &parts[number - 1];
    let body = html! {
        (inside(lang, part))
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

fn whole(lang: Lang, content: &Content) -> Markup {
    html! { @for part in &words::parts(lang, content) { (section(lang, part)) } }
}

fn section(lang: Lang, part: &Part) -> Section {
    Section { id: Some(format!("part-{}", part.id)), ..Section::new(part.title.clone(), inside(lang, part)) }
}

fn inside(lang: Lang, part: &Part) -> Markup {
    html! {
        @if part.says.is_empty() {
            p { @if part.unreported { strong { (lang.t("report-nothing")) } " " } (part.nothing) }
        }
        @for (at, says) in part.says.iter().enumerate() {
            @match says {
                Says::Locked(text, language) => { @for line in text.lines() { p lang=(language) { (line) } } }
                Says::Words(text) => { @for line in text.lines() { p { (line) } } }
                Says::Numbered(list) => ol.ds-list { @for one in list { li { (one) } } },
                Says::Table(rows) => (table(format!("{}-{at}", part.id), rows, true)),
                Says::Curve(block, rows) => (chart(lang, &format!("{}-{at}", part.id), block, rows)),
            }
        }
    }
}

fn table(id: String, rows: &Rows, caption_hidden: bool) -> Table {
    let column = |(word, number): &(String, bool)| {
        if *number { Column::number(word.clone()) } else { Column::text(word.clone()) }
    };
    let lines = rows.rows.iter().map(|row| Row::from(row.iter().map(|text| html! { (text) }).collect::<Vec<_>>()));
    Table {
        caption_hidden,
        on_phone: if rows.columns.len() > 5 { OnPhone::Cards } else { OnPhone::Scroll },
        ..Table::new(id, rows.caption.clone(), rows.columns.iter().map(column).collect()).rows(lines)
    }
}

/// Planned against realised of one class and unit, month by month.
fn chart(lang: Lang, id: &str, block: &CurveBlock, rows: &Rows) -> Markup {
    let amount = |figure| crate::measurements::described::with_unit(&words::figure(lang, figure), &block.unit);
    let summary = words::curve_in_short(lang, block);
    let write_value = |value: f64| words::axis(lang, value);
    let write_day = |day: chrono::NaiveDate| words::month(lang, Month::of(crate::clock::Day::from_date(day)));
    let mut chart =
        SeriesChart::new(format!("chart-{id}"), rows.caption.clone(), summary.clone(), &write_value, &write_day);
    chart.caption = summary;
    chart.unit.clone_from(&block.unit);
    chart.plan =
        block.points.iter().map(|point| (point.month.last_day().date(), drawn_figure(point.planned))).collect();
    chart.plan_label = lang.t("report-planned");
    chart.measured = block
        .points
        .iter()
        .map(|point| Measured {
            day: point.month.last_day().date(),
            value: point.measured().map(drawn_figure),
            range: None,
            label: format!("{}: {}", words::month(lang, point.month), amount(point.realised)),
        })
        .collect();
    chart.measured_label = lang.t("report-realised");
    chart.cut_axis_note = lang.t("axis-cut");
    let table = Details::new(lang.t("show-table"), html! { (table(id.to_owned(), rows, true)) });
    chart.table = Some(html! { (table) });
    html! { (chart) }
}
