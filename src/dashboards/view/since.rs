//! «Siden sist».

use maud::html;

use crate::audit::action_word;
use crate::dashboards::rules::since::Told;
use crate::dashboards::since::Since;
use crate::i18n::Lang;
use crate::t;
use crate::ui::{Link, Section, Time};

/// Most lines of one region; the log has the others.
const MOST_LINES: usize = 7;

/// What others did since one was here last.
pub fn section(lang: Lang, since: &Since) -> Section {
    let line = |region: &str, told: &Told| {
        let place = told.deed.municipality.and_then(|id| Some((id, since.names.get(&id)?)));
        html! {
            (action_word(lang, &told.deed.action))
            @if told.times > 1 { " (" (lang.count(i64::try_from(told.times).unwrap_or(i64::MAX))) ")" }
            @if let Some((id, name)) = place { ", " (Link::new(format!("/regions/{region}/municipalities/{id}"), name.clone())) }
            ", " (Time::new(told.deed.at.to_string(), lang.day(told.deed.at.day())))
        }
    };
    let body = html! {
        @if since.regions.is_empty() { p { (lang.t("since-none")) } }
        @for (region, lines) in &since.regions {
            @let id = region.id.to_string();
            h3.ds-heading data-size="2xs" { (Link::new(format!("/regions/{id}"), region.name.clone())) }
            ul.ds-list { @for told in lines.iter().take(MOST_LINES) { li { (line(&id, told)) } } }
            @if lines.len() > MOST_LINES {
                p {
                    (t!(lang, "since-more", count = lines.len() - MOST_LINES))
                    @if since.log { " " (Link::new(format!("/events?region={id}"), lang.t("events-title"))) }
                }
            }
        }
    };
    Section {
        id: Some("since".into()),
        lead: Some(t!(lang, "since-lead", moment = lang.moment(since.last))),
        ..Section::new(lang.t("since-title"), body)
    }
}
