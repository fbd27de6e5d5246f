//! How campaigns look: the list with the form for one more, and the form for one that is there.

use maud::html;

use crate::benefits::store::{CampaignRow, Indicator};
use crate::clock::Day;
use crate::i18n::Lang;
use crate::projects::store::Project;
use crate::regions::store::Region;
use crate::t;
use crate::ui::{
    Alert, Button, ButtonKind, Column, Control, Empty, FieldRow, Form, Link, LinkButton, Page, PostButton, Row,
    Section, Status, Table, Time, Tone,
};
use crate::web::sheet::Sheet;
use crate::web::{Call, shell};

/// What the pages show.
pub struct Shown {
    /// The region.
    pub region: Region,
    /// The project.
    pub project: Project,
    /// What is measured.
    pub indicator: Indicator,
    /// The campaigns in the order of their days, each with whether somebody has measured in it.
    pub lines: Vec<(bool, CampaignRow)>,
    /// Whether the reader plans them.
    pub may_plan: bool,
    /// Today, in Norway.
    pub today: Day,
}

/// The list.
pub fn list(call: &Call, shown: &Shown, sheet: &Sheet<'_>) -> Page {
    let lang = call.lang();
    let body = html! {
        @if shown.lines.is_empty() {
            (Empty::new(lang.t("campaigns-none"), lang.t("campaigns-none-why")))
        } @else {
            (table(call, shown))
        }
        @if shown.may_plan {
            (Section { framed: true, ..Section::new(lang.t("campaign-new"), html! { (form(call, shown, sheet)) }) })
        }
    };
    let saved = (call.query_word("done").is_some() && sheet.title_prefix().is_none())
        .then(|| html! { (Alert::success(lang.t("saved"), html! {})) });
    Page {
        lead: Some(lang.t("campaigns-lead")),
        notice: saved,
        ..framed(call, shown, lang.t("campaigns-title"), sheet, body)
    }
}

/// The form for one more. A removal that was refused shows it too; it is sent where it belongs.
fn form(call: &Call, shown: &Shown, sheet: &Sheet<'_>) -> Form {
    let mut form = sheet.post(call, fields(sheet)).id("campaign");
    form.action = format!("/indicators/{}/campaigns", shown.indicator.id);
    form.action(Button::primary(call.lang().t("campaign-add")))
}

/// The form for one that is there.
pub fn edit(call: &Call, shown: &Shown, sheet: &Sheet<'_>) -> Page {
    let lang = call.lang();
    let measured = shown.lines.iter().any(|(measured, _)| *measured);
    let back = format!("/indicators/{}/campaigns", shown.indicator.id);
    let fields = html! { (sheet.version()) (fields(sheet)) };
    let form = sheet.post(call, fields).id("campaign").action(Button::primary(lang.t("save"))).action(LinkButton::new(
        ButtonKind::Secondary,
        back,
        lang.t("cancel"),
    ));
    let body = html! {
        @if measured { (Alert::info(lang.t("campaign-is-measured"), html! { p { (lang.t("campaign-is-measured-why")) } })) }
        (form)
    };
    Page { narrow: true, ..framed(call, shown, lang.t("campaign-edit"), sheet, body) }
}

fn framed(call: &Call, shown: &Shown, title: String, sheet: &Sheet<'_>, body: maud::Markup) -> Page {
    Page {
        kicker: Some(shown.indicator.name.clone()),
        above: super::above(call.lang(), &shown.project),
        title_prefix: sheet.title_prefix(),
        ..shell::region_page(call, &shown.region, title, body)
    }
}

fn fields(sheet: &Sheet<'_>) -> maud::Markup {
    let lang = sheet.lang;
    html! {
        (sheet.required("name", "campaign-name", Control::Text).description(lang.t("campaign-name-help")))
        (FieldRow(html! {
            (sheet.required("from", "campaign-from", Control::Date))
            (sheet.required("to", "campaign-to", Control::Date).description(lang.t("campaign-to-help")))
        }))
    }
}

fn table(call: &Call, shown: &Shown) -> Table {
    let lang = call.lang();
    let mut columns = vec![
        Column::text(lang.t("campaign-name")),
        Column::text(lang.t("campaign-from")),
        Column::text(lang.t("campaign-to")),
        Column::text(lang.t("state")),
    ];
    if shown.may_plan {
        columns.push(Column::action(lang.t("actions")));
    }
    let rows = shown.lines.iter().map(|(measured, row)| {
        let mut cells = vec![
            html! { (row.name) },
            html! { (Time::day(row.from_day.date(), lang.long_day(row.from_day))) },
            html! { (Time::day(row.to_day.date(), lang.long_day(row.to_day))) },
            html! { (state(lang, shown.today, row)) },
        ];
        if shown.may_plan {
            let remove = PostButton {
                action: format!("/campaigns/{}/remove", row.id),
                csrf: call.csrf(),
                button: Button {
                    full_label: Some(t!(lang, "campaign-remove-named", name = row.name.clone())),
                    ..Button::new(ButtonKind::Tertiary, lang.t("campaign-remove"))
                },
                fields: vec![("version".into(), row.version.to_string())],
            };
            cells.push(html! {
                (Link::new(format!("/campaigns/{}/edit", row.id), t!(lang, "edit-named", name = row.name.clone())))
                @if !measured { (remove) }
            });
        }
        Row::from(cells)
    });
    let caption = t!(lang, "campaigns-caption", name = shown.indicator.name.clone());
    Table { caption_hidden: true, ..Table::new("campaigns", caption, columns).rows(rows) }
}

fn state(lang: Lang, today: Day, row: &CampaignRow) -> Status {
    if today < row.from_day {
        Status::new(Tone::NotStarted, lang.t("campaign-ahead"))
    } else if today <= row.to_day {
        Status::new(Tone::Underway, lang.t("campaign-now"))
    } else {
        Status::new(Tone::Done, lang.t("campaign-over"))
    }
}
