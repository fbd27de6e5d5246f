//! Whether what was reached lasts: on a benefit's page, and among what needs attention in a region.

use maud::html;

use super::percent;
use crate::dashboards::lasting::FallenBack;
use crate::decimal::Figure;
use crate::i18n::Lang;
use crate::measurements::described::Described;
use crate::measurements::rules::{Sustained, TOLERANCE};
use crate::t;
use crate::ui::{Alert, Link, Section};

/// «Har falt tilbake»: from which peak, to where, and how much of the gain has gone again.
pub fn alert(lang: Lang, described: &Described, seen: &Sustained) -> Alert {
    let why = t!(
        lang,
        "fallen-back-why",
        peak = described.amount(lang, seen.peak.value),
        peak_on = lang.day(seen.peak.on),
        value = described.amount(lang, seen.latest.value),
        on = lang.day(seen.latest.on),
        drop = percent(lang, seen.drop),
        tolerance = percent(lang, Some(TOLERANCE.into()))
    );
    Alert::warning(lang.t("fallen-back"), html! { p { (why) } })
}

/// How far under its peak a benefit is, in a few words; none where there is nothing to lose.
pub fn words(lang: Lang, described: &Described, seen: &Sustained) -> Option<String> {
    let drop = seen.drop?;
    let key = if drop == Figure::ZERO { "sustained-at-peak" } else { "sustained-below" };
    let peak = described.amount(lang, seen.peak.value);
    Some(t!(lang, key, drop = percent(lang, Some(drop)), peak = peak, peak_on = lang.day(seen.peak.on)))
}

/// The region's list of benefits that have fallen back.
pub fn list(lang: Lang, fallen: &FallenBack) -> Section {
    let lines = html! {
        ul.ds-list {
            @for (described, seen) in &fallen.first {
                li {
                    (described.municipality) ", "
                    (Link::new(format!("/commitments/{}", described.promised.id), described.benefit.clone())) ": "
                    (t!(lang, "fallen-back-item", drop = percent(lang, seen.drop), peak_on = lang.day(seen.peak.on)))
                }
            }
        }
        @if fallen.more > 0 { p { (t!(lang, "idle-more", count = fallen.more)) } }
    };
    let why = t!(lang, "fallen-back-list-why", tolerance = percent(lang, Some(TOLERANCE.into())));
    Section { lead: Some(why), ..Section::new(lang.t("fallen-back-list"), lines) }
}
