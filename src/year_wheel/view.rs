//! How the year wheel looks: a strip of twelve months over the list, and a moment's form.

use maud::{Markup, html};

use super::pages::Shown;
use super::rules::{Audience, MomentKind, YearDay};
use super::store::YearMoment;
use crate::clock::Day;
use crate::i18n::Lang;
use crate::regions::store::Region;
use crate::t;
use crate::ui::{
    Actions, Alert, Button, ButtonKind, Choice, Column, Control, Empty, FieldRow, Form, Link, LinkButton, Page,
    PostButton, PrintButton, Row, Section, Status, Table, Tone,
};
use crate::web::sheet::{Sheet, choices, word_in};
use crate::web::{Call, shell};

/// The year.
pub(super) fn year(call: &Call, shown: &Shown, sheet: &Sheet<'_>) -> Page {
    let lang = call.lang();
    let region = &shown.region;
    let usual = PostButton {
        action: format!("/regions/{}/year-wheel/usual", region.id),
        csrf: call.csrf(),
        button: Button::new(ButtonKind::Secondary, lang.t("year-usual-add")),
        fields: Vec::new(),
    };
    let body = html! {
        @if shown.rows.is_empty() {
            (Empty::new(lang.t("year-none"), lang.t("year-none-why")))
        } @else {
            (strip(lang, shown))
            (table(call, shown))
        }
        @if shown.may_keep {
            div.on-screen.flow {
                (Section { framed: true, ..Section::new(lang.t("year-new"), html! { (form(call, shown, sheet)) }) })
                (Section { lead: Some(lang.t("year-usual-lead")), ..Section::new(lang.t("year-usual"), html! {
                    (Actions(vec![html! { (usual) }]))
                }) })
            }
        }
    };
    let saved = (call.query_word("done").is_some() && sheet.title_prefix().is_none())
        .then(|| html! { (Alert::success(lang.t("saved"), html! {})) });
    Page {
        lead: Some(lang.t("year-lead")),
        notice: saved,
        above: above(region),
        actions: vec![html! { (PrintButton { label: lang.t("print") }) }],
        title_prefix: sheet.title_prefix(),
        ..shell::region_page(call, region, lang.t("year-title"), body)
    }
}

/// The form for one more moment, sent where it belongs wherever it is shown.
fn form(call: &Call, shown: &Shown, sheet: &Sheet<'_>) -> Form {
    let mut form = sheet.post(call, fields(sheet)).id("year-moment");
    form.action = format!("/regions/{}/year-wheel", shown.region.id);
    form.action(Button::primary(call.lang().t("year-add")))
}

fn above(region: &Region) -> Vec<Link> {
    vec![Link::new(format!("/regions/{}", region.id), region.name.clone())]
}

/// «30. april».
pub fn day_words(lang: Lang, on: YearDay) -> String {
    t!(lang, "year-day", day = on.day.to_string(), month = lang.t(&format!("month-{}", on.month)))
}

/// The year at a glance: what the table says, so it is for the eye alone.
fn strip(lang: Lang, shown: &Shown) -> Markup {
    let this = shown.today.month_index().rem_euclid(12) + 1;
    html! {
        ol.year-strip aria-hidden="true" {
            @for month in 1..=12 {
                @let moments: Vec<&YearMoment> = shown.rows.iter().filter(|row| row.month == month).collect();
                li data-now[month == this] {
                    span.year-month { (lang.t(&format!("month-{month}"))) }
                    @for row in moments { span.year-mark data-kind=(row.kind.as_str()) { (row.day) ". " (row.title) } }
                }
            }
        }
    }
}

/// The moment that comes next, and when.
fn next(shown: &Shown) -> Option<Day> {
    shown.rows.iter().filter_map(|row| row.on().next(shown.today)).min()
}

fn table(call: &Call, shown: &Shown) -> Table {
    let lang = call.lang();
    let soonest = next(shown);
    let mut columns = vec![
        Column::text(lang.t("year-when")),
        Column::text(lang.t("year-what")),
        Column::text(lang.t("year-kind")),
        Column::text(lang.t("year-audience")),
        Column::text(lang.t("year-note")),
    ];
    if shown.may_keep {
        columns.push(Column::action(lang.t("actions")));
    }
    let rows = shown.rows.iter().map(|row| {
        let on = row.on().next(shown.today);
        let is_next = soonest.is_some() && on == soonest;
        let mut cells = vec![
            html! {
                (day_words(lang, row.on()))
                @if is_next { " " (Status::new(Tone::Underway, next_words(lang, shown.today, on))) }
            },
            html! { (row.title) },
            html! { (word_in(lang, "moment-kind", row.kind.as_str())) },
            html! { (word_in(lang, "audience", row.audience.as_str())) },
            html! { (row.note) },
        ];
        if shown.may_keep {
            cells.push(actions(call, row));
        }
        Row { current: is_next, ..Row::from(cells) }
    });
    let caption = t!(lang, "year-caption", region = shown.region.name.clone());
    Table { caption_hidden: true, ..Table::new("year-moments", caption, columns).rows(rows) }
}

/// «Neste: om 12 dager».
fn next_words(lang: Lang, today: Day, on: Option<Day>) -> String {
    t!(lang, "year-next", days = on.map_or(0, |on| today.days_until(on)))
}

fn actions(call: &Call, row: &YearMoment) -> Markup {
    let lang = call.lang();
    let remove = PostButton {
        action: format!("/year-moments/{}/remove", row.id),
        csrf: call.csrf(),
        button: Button {
            full_label: Some(t!(lang, "year-remove-named", title = row.title.clone())),
            ..Button::new(ButtonKind::Tertiary, lang.t("year-remove"))
        },
        fields: vec![("version".into(), row.version.to_string())],
    };
    html! {
        (Link::new(format!("/year-moments/{}/edit", row.id), t!(lang, "edit-named", name = row.title.clone())))
        (remove)
    }
}

fn fields(sheet: &Sheet<'_>) -> Markup {
    let lang = sheet.lang;
    let months = (1..=12).map(|month| Choice::new(month.to_string(), lang.t(&format!("month-{month}"))));
    let months: Vec<Choice> = std::iter::once(Choice::new("", lang.t("choose"))).chain(months).collect();
    let kinds = choices(lang, "moment-kind", MomentKind::ALL.iter().map(|it| it.as_str()), Some("choose"));
    let audiences = choices(lang, "audience", Audience::ALL.iter().map(|it| it.as_str()), Some("choose"));
    html! {
        (sheet.required("title", "year-what", Control::Text).description(lang.t("year-what-help")))
        (FieldRow(html! {
            (sheet.required("day", "year-day-of-month", Control::Digits).width(3))
            (sheet.required("month", "year-month", Control::Select(months)))
        }))
        (FieldRow(html! {
            (sheet.required("kind", "year-kind", Control::Select(kinds)))
            (sheet.required("audience", "year-audience", Control::Select(audiences)))
        }))
        (sheet.field("note", "year-note", Control::TextArea { rows: 2 }))
    }
}

/// The form for a moment that is there.
pub(super) fn edit(call: &Call, region: &Region, row: &YearMoment, sheet: &Sheet<'_>) -> Page {
    let lang = call.lang();
    let back = format!("/regions/{}/year-wheel", region.id);
    let mut form = sheet.post(call, html! { (sheet.version()) (fields(sheet)) }).id("year-moment");
    // A removal that was refused shows this form; it is sent where it belongs.
    form.action = format!("/year-moments/{}/edit", row.id);
    let form = form.action(Button::primary(lang.t("save"))).action(LinkButton::new(
        ButtonKind::Secondary,
        back.clone(),
        lang.t("cancel"),
    ));
    Page {
        narrow: true,
        above: [above(region), vec![Link::new(back, lang.t("year-title"))]].concat(),
        title_prefix: sheet.title_prefix(),
        ..shell::region_page(call, region, lang.t("year-edit"), html! { (form) })
    }
}
