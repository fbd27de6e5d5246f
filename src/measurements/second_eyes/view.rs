//! How the page for confirming looks.

use maud::{Markup, html};

use super::pages::{Part, Waiting};
use crate::decimal::Figure;
use crate::i18n::Lang;
use crate::measurements::described::with_unit;
use crate::measurements::store::{Measurement, Named};
use crate::measurements::view::time;
use crate::refusal::Refusal;
use crate::t;
use crate::ui::{Alert, Button, Column, Empty, Form, Link, Page, Section, Table, Tick};
use crate::web::{Call, shell};

pub(super) fn page(call: &Call, waiting: &Waiting, done: Option<i64>, refusal: Option<&Refusal>) -> Markup {
    let lang = call.lang();
    let nothing = waiting.parts.iter().all(|part| part.to_confirm.is_empty());
    let body = html! {
        @if nothing {
            (Empty::new(lang.t("second-eyes-none"), lang.t("second-eyes-none-why"))
                .with_action(crate::ui::LinkButton::new(crate::ui::ButtonKind::Secondary, "/due", lang.t("due-title"))))
        } @else {
            (to_confirm(call, waiting))
        }
        @for part in waiting.parts.iter().filter(|part| !part.own.is_empty()) {
            (Section::new(
                t!(lang, "second-eyes-own", municipality = part.name.clone()),
                html! { (table(lang, waiting, part, &part.own, false)) },
            ))
        }
    };
    let page = Page {
        lead: Some(lang.t("second-eyes-lead")),
        title_prefix: refusal.map(|_| lang.t("error-prefix")),
        notice: done.map(|count| html! { (Alert::success(t!(lang, "second-eyes-done", count = count), html! {})) }),
        ..shell::page(call, lang.t("second-eyes-title"), shell::under_errors(lang, refusal, body))
    };
    html! { (page) }
}

fn to_confirm(call: &Call, waiting: &Waiting) -> Form {
    let lang = call.lang();
    let fields = html! {
        @for part in waiting.parts.iter().filter(|part| !part.to_confirm.is_empty()) {
            (Section::new(part.name.clone(), html! { (table(lang, waiting, part, &part.to_confirm, true)) }))
        }
    };
    Form::post("/second-eyes", call.csrf(), fields)
        .id("second-eyes")
        .action(Button::primary(lang.t("second-eyes-confirm")))
}

fn table(lang: Lang, waiting: &Waiting, part: &Part, rows: &[(Measurement, Named)], ticks: bool) -> Table {
    let mut columns = vec![
        Column::text(lang.t("benefit")),
        Column::text(lang.t("measure-day")),
        Column::number(lang.t("measured")),
        Column::number(lang.t("plan")),
        Column::text(lang.t("comment")),
        Column::text(lang.t("second-eyes-entered-by")),
        Column::action(lang.t("measure-change")),
    ];
    if ticks {
        columns.insert(0, Column::action(lang.t("second-eyes-confirm")));
    }
    let lines = rows.iter().map(|(row, named)| {
        let what = format!("{} – {}", named.benefit, named.indicator);
        let amount = with_unit(&lang.number(row.value, named.decimals), &named.promised.group.unit);
        let plan = Figure::from(named.promised.followed.promise.planned(row.on_day).rounded());
        let plan = plan.rounded(named.decimals.max(1)).format_local(lang.numbers(), None);
        let plan = with_unit(&plan, &named.promised.group.unit);
        let by = row.recorded_by.and_then(|id| waiting.people.get(&id)).cloned().unwrap_or_default();
        let tick = Tick {
            name: "confirm".into(),
            id: format!("confirm-{}", row.id),
            value: format!("{} {}", row.id, row.version),
            label: t!(lang, "second-eyes-confirm-one", value = amount.clone(), benefit = named.benefit.clone()),
        };
        let mut cells = vec![
            html! { (Link::new(format!("/commitments/{}", row.commitment_id), what)) br; (named.project) },
            html! { (time(lang, row.on_day)) },
            html! { (amount) @if row.version > 1 { br; small { (row.reason.clone().unwrap_or_default()) } } },
            html! { (plan) },
            html! { (row.comment.clone().unwrap_or_default()) },
            html! { (by) br; (lang.moment(row.recorded_at)) },
            html! { (Link::new(format!("/measurements/{}/correct", row.id), lang.t("measure-change"))) },
        ];
        if ticks {
            cells.insert(0, html! { (tick) });
        }
        cells
    });
    let caption = t!(lang, "second-eyes-table", municipality = part.name.clone());
    let id = format!("{}-{}", if ticks { "to-confirm" } else { "own-waiting" }, part.id);
    let mut table = Table::new(id, caption, columns).rows(lines.collect::<Vec<_>>());
    table.caption_hidden = true;
    table
}
