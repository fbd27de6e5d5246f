//! How the dashboards look.

mod attention;
pub mod benefit;
pub mod benefit_alone;
mod benefit_drawing;
pub mod cell;
pub mod course;
mod decisions;
mod flow;
pub mod headlines;
pub mod home;
mod lasting;
mod mine;
pub mod narrow;
pub mod realisation;
pub mod region;
mod remarks;
mod since;
pub mod town;

use maud::{Markup, html};

use super::rules::Insight;
use crate::decimal::Figure;
use crate::i18n::Lang;
use crate::t;
use crate::ui::Alert;

/// A fraction in whole per cent; a dash where there is none.
fn percent(lang: Lang, share: Option<Figure>) -> String {
    let share = share.and_then(Figure::as_percent).map(|share| share.rounded(0).format_local(lang.numbers(), None));
    share.unwrap_or_else(|| "–".to_owned())
}

/// Of whom these figures are, where it is not of all; with what is said where it is of some, and where of none.
fn partial(lang: Lang, insight: Insight, [some, none]: [&str; 2]) -> Option<Markup> {
    let Insight { seen, all } = insight;
    let (title, why) = match insight.is_none() {
        true => (lang.t("card-hidden"), none),
        false => (t!(lang, "partial-of-title", seen = seen, all = all), some),
    };
    insight.is_partial().then(|| html! { (Alert::info(title, html! { p { (lang.t(why)) } })) })
}
