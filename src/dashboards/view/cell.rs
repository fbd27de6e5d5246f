//! One project in one municipality: its benefits, a line each.

use maud::html;

use super::benefit::state;
use crate::clock::Day;
use crate::measurements::described::Described;
use crate::measurements::pages::{sparkline, time_of};
use crate::measurements::store::Measurement;
use crate::regions::store::Region;
use crate::t;
use crate::ui::{Column, Empty, Link, Page, Row, Table};
use crate::web::Call;
use crate::web::shell;

/// The page.
pub fn page(
    call: &Call,
    region: &Region,
    project: &str,
    municipality: &str,
    benefits: &[(Described, Vec<Measurement>)],
    today: Day,
) -> Page {
    let lang = call.lang();
    let columns = vec![
        Column::text(lang.t("benefit")),
        Column::text(lang.t("state")),
        Column::number(lang.t("last-measured")),
        Column::text(lang.t("measure-day")),
        Column::number(lang.t("target")),
        Column::text(lang.t("development")),
    ];
    let rows: Vec<Row> = benefits
        .iter()
        .map(|(described, series)| {
            let promise = &described.promised.followed.promise;
            let (value, day) = match described.last {
                Some(point) => (described.amount(lang, point.value), html! { (time_of(lang, point.on)) }),
                None => (lang.t("not-measured"), html! {}),
            };
            let line = html! { @if series.len() > 1 { (sparkline(lang, described, series)) } };
            Row::new([
                &Link::new(format!("/commitments/{}", described.promised.id), described.benefit.clone()),
                &state(lang, described, region, today),
                &value,
                &day,
                &described.amount(lang, promise.target.value),
                &line,
            ])
        })
        .collect();
    let caption = t!(lang, "cell-caption", project = project.to_owned(), municipality = municipality.to_owned());
    let table = Table {
        caption_hidden: true,
        empty: Some(html! { (Empty::new(lang.t("not-accepted-title"), lang.t("not-accepted-why"))) }),
        ..Table::new("benefits", caption, columns).rows(rows)
    };
    Page {
        kicker: Some(municipality.to_owned()),
        area: Some(lang.t("nav-regions")),
        above: vec![Link::new(format!("/regions/{}", region.id), region.name.clone())],
        ..shell::page(call, project.to_owned(), html! { (table) })
    }
}
