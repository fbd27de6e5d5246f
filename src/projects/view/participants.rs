//! Who takes part, with a form for each municipality one may speak for.

use maud::{Markup, html};

use crate::ids::MunicipalityId;
use crate::projects::rules::Participating;
use crate::projects::store::{Participation, Project};
use crate::refusal::Refusal;
use crate::regions::store::Region;
use crate::t;
use crate::ui::{Alert, Button, ButtonKind, Control, Details, Field, Form, Page, Section};
use crate::web::Call;
use crate::web::sheet::choices;
use crate::web::shell;

/// One municipality.
pub struct Line {
    /// Its id.
    pub id: MunicipalityId,
    /// Its name.
    pub name: String,
    /// How it stands.
    pub row: Option<Participation>,
    /// Whether the reader may say how it stands.
    pub may_set: bool,
    /// Whether the reader may say how the costs are shared.
    pub may_share: bool,
    /// Whether this is the one whose form was refused.
    pub refused: bool,
}

/// The page.
pub fn page(call: &Call, region: &Region, project: &Project, lines: &[Line], refusal: Option<&Refusal>) -> Page {
    let lang = call.lang();
    let body = html! {
        (super::parts(call, project))
        @for line in lines { (section(call, project, line, refusal.filter(|_| line.refused))) }
    };
    Page {
        above: super::above(lang, project),
        kicker: Some(project.title.clone()),
        lead: Some(lang.t("participants-lead")),
        title_prefix: refusal.map(|_| lang.t("error-prefix")),
        notice: call.query_word("done").map(|_| html! { (Alert::success(lang.t("saved"), html! {})) }),
        ..shell::region_page(call, region, lang.t("participants-title"), body)
    }
}

fn section(call: &Call, project: &Project, line: &Line, refusal: Option<&Refusal>) -> Markup {
    let lang = call.lang();
    let state = line.row.as_ref().map(|row| row.state);
    let reason = line.row.as_ref().map(|row| row.reason.clone()).unwrap_or_default();
    let body = html! {
        p {
            @match state {
                Some(state) => (super::taking_part(lang, state)),
                None => (lang.t("not-asked-yet")),
            }
            @if !reason.is_empty() { " " (reason) }
            @if let Some(share) = line.row.as_ref().and_then(|row| row.cost_share) {
                " " (t!(lang, "participation-shares", share = lang.number(share, 0)))
            }
        }
        @if line.may_set {
            @if refusal.is_some() {
                (form(call, project, line, refusal))
            } @else {
                (Details::new(t!(lang, "participation-change", name = line.name.clone()), form(call, project, line, None)))
            }
        }
    };
    html! { (Section::new(line.name.clone(), body)) }
}

fn form(call: &Call, project: &Project, line: &Line, refusal: Option<&Refusal>) -> Markup {
    let lang = call.lang();
    let typed = crate::web::forms::Form::read(call.body());
    let stored = line.row.as_ref();
    let (state, reason, share) = match refusal {
        Some(_) => {
            let typed = |name: &str| typed.text(&format!("{name}-{}", line.id));
            (typed("state"), typed("reason"), typed("share"))
        }
        None => (
            stored.map_or(Participating::Joined, |row| row.state).as_str().to_owned(),
            stored.map(|row| row.reason.clone()).unwrap_or_default(),
            stored.and_then(|row| row.cost_share).map(|share| lang.number(share, 0)).unwrap_or_default(),
        ),
    };
    // Names are unique on the page, so that each error leads to its own field; what is sent has the plain names.
    let words = Participating::ALL.iter().map(|it| it.as_str());
    let fields = html! {
        (Field::hidden("version", stored.map_or(0, |row| row.version).to_string()))
        (Field::new(format!("state-{}", line.id), t!(lang, "participation-state", name = line.name.clone()), Control::Select(choices(lang, "participating", words, None)))
            .value(state).error(shell::error_at(lang, refusal, "state")))
        (Field::new(format!("reason-{}", line.id), lang.t("participation-reason"), Control::TextArea { rows: 2 })
            .description(lang.t("participation-reason-help"))
            .value(reason).error(shell::error_at(lang, refusal, "reason")))
        @if line.may_share {
            (Field::new(format!("share-{}", line.id), lang.t("participation-cost-share"), Control::Decimal { unit: "%".into() })
                .value(share).error(shell::error_at(lang, refusal, "cost_share")))
        }
    };
    let action = format!("/projects/{}/participants/{}", project.id, line.id);
    let form = Form::post(action, call.csrf(), fields).action(Button::new(ButtonKind::Secondary, lang.t("save")));
    let form = match refusal {
        Some(refusal) => {
            let mut summary = shell::error_summary(lang, refusal);
            for (field, _) in &mut summary.items {
                if field != "main" {
                    let name = if field == "cost_share" { "share" } else { field.as_str() };
                    *field = format!("{name}-{}", line.id);
                }
            }
            form.errors(summary)
        }
        None => form,
    };
    html! { (form) }
}
