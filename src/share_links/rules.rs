//! What a link shows, for how long, and where its chart may be framed. Pure.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use url::Url;

use crate::benefits::rules::Class;
use crate::clock::Day;
use crate::comparisons::rules::Per;
use crate::dashboards::rules::course::SPANS;
use crate::i18n::Lang;
use crate::ids::{CommitmentId, IndicatorId, MunicipalityId, ProjectId};
use crate::projects::rules::Phase;
use crate::refusal::{Checks, FieldError, Refusal};

/// How long a link works when nothing is said.
pub const USUAL_DAYS: i64 = 30;
/// No link works longer than a year.
pub const MOST_DAYS: i64 = 366;
/// Sites that one chart may stand on.
pub const MOST_ORIGINS: usize = 10;
/// Links in force in one region, its municipalities' included.
pub const MOST_LINKS: usize = 500;
const MOST_LABEL: usize = 200;
const MOST_THEME: usize = 200;

crate::db::types::words! {
    /// The page or the chart that a link shows.
    Kind {
        /// A region's page.
        Region = "region",
        /// A region's roadmap.
        Roadmap = "roadmap",
        /// One indicator in many municipalities.
        Comparison = "comparison",
        /// A municipality's page.
        Municipality = "municipality",
        /// The curves of a region.
        RegionCurve = "region_curve",
        /// The curves of a municipality.
        MunicipalityCurve = "municipality_curve",
        /// The curve of one benefit in one municipality.
        Benefit = "benefit",
    }
}

impl Kind {
    /// Whether it is a chart alone, which can be framed in other pages.
    pub const fn is_chart(self) -> bool {
        matches!(self, Self::RegionCurve | Self::MunicipalityCurve | Self::Benefit)
    }

    /// Whether it is about a municipality, and not only narrowed to one.
    pub const fn is_of_town(self) -> bool {
        matches!(self, Self::Municipality | Self::MunicipalityCurve)
    }

    /// Whether it can be about one project.
    const fn is_of_projects(self) -> bool {
        self.is_of_town() || matches!(self, Self::RegionCurve)
    }

    /// Whether an executive may give it away for their municipality; the others are the region's.
    pub const fn is_for_municipalities(self) -> bool {
        matches!(self, Self::Municipality | Self::MunicipalityCurve | Self::Benefit | Self::RegionCurve)
    }
}

crate::db::types::words! {
    /// How it stands with a link.
    State {
        /// It opens its page.
        InForce = "in_force",
        /// Its last day is over.
        Expired = "expired",
        /// Somebody has withdrawn it.
        Revoked = "revoked",
        /// Its maker may no longer make such a link.
        Resting = "resting",
    }
}

/// What a link shows: the page, which thing it is about, and what of it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "ShareLinkShows")]
pub struct What {
    /// The page or the chart.
    pub kind: Kind,
    /// The municipality that a page or a curve is about, or the one that a region's page is narrowed to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub municipality_id: Option<MunicipalityId>,
    /// The indicator that is compared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub indicator_id: Option<IndicatorId>,
    /// Another indicator beside it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub with_indicator_id: Option<IndicatorId>,
    /// What compared figures are drawn as.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per: Option<Per>,
    /// What counts the cases, where figures are divided by them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cases_indicator_id: Option<IndicatorId>,
    /// The benefit in its municipality.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commitment_id: Option<CommitmentId>,
    /// The only project that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub project_id: Option<ProjectId>,
    /// Only this theme.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub theme: Option<String>,
    /// Only this phase.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phase: Option<Phase>,
    /// Only benefits of this class.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class: Option<Class>,
    /// How many years of the roadmap: 1 or 3.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub years: Option<i32>,
    /// The first year of the roadmap.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<i32>,
    /// How many months of a region's curve: 12, 36 or 60.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub months: Option<i32>,
}

impl What {
    /// The pages that show the same in other ways: whole, or its curve alone.
    pub const fn siblings(&self) -> &'static [Kind] {
        match self.kind {
            Kind::Region | Kind::RegionCurve => &[Kind::Region, Kind::RegionCurve],
            Kind::Municipality | Kind::MunicipalityCurve => &[Kind::Municipality, Kind::MunicipalityCurve],
            Kind::Roadmap | Kind::Comparison | Kind::Benefit => &[],
        }
    }

    /// The same as another kind of page, without what has no meaning there.
    pub fn as_kind(&self, kind: Kind) -> Self {
        let class = self.class.filter(|_| kind != Kind::Municipality);
        let project_id = self.project_id.filter(|_| kind.is_of_projects());
        let months = self.months.filter(|_| kind == Kind::RegionCurve);
        Self { kind, class, project_id, months, ..self.clone() }
    }

    /// Whether it gathers many municipalities' figures.
    pub const fn is_about_many(&self) -> bool {
        matches!(self.kind, Kind::Region | Kind::RegionCurve | Kind::Comparison) && self.municipality_id.is_none()
    }

    /// Notes what is missing and what has no meaning for this kind.
    pub fn check(&self, checks: &mut Checks) {
        use Kind::{Benefit, Comparison, MunicipalityCurve, Region, RegionCurve, Roadmap};
        let kind = self.kind;
        let of_region = matches!(kind, Region | Roadmap | RegionCurve);
        let of_town = kind.is_of_town();
        let by_cases = kind == Comparison && self.per == Some(Per::Case);
        let fields = [
            ("/shows/municipality_id", self.municipality_id.is_some(), of_town, of_region || of_town),
            ("/shows/indicator_id", self.indicator_id.is_some(), kind == Comparison, kind == Comparison),
            ("/shows/with_indicator_id", self.with_indicator_id.is_some(), false, kind == Comparison),
            ("/shows/per", self.per.is_some(), false, kind == Comparison),
            ("/shows/cases_indicator_id", self.cases_indicator_id.is_some(), by_cases, by_cases),
            ("/shows/commitment_id", self.commitment_id.is_some(), kind == Benefit, kind == Benefit),
            ("/shows/project_id", self.project_id.is_some(), false, kind.is_of_projects()),
            ("/shows/theme", self.theme.is_some(), false, of_region),
            ("/shows/phase", self.phase.is_some(), false, of_region),
            ("/shows/class", self.class.is_some(), false, of_region || kind == MunicipalityCurve),
            ("/shows/years", self.years.is_some(), false, kind == Roadmap),
            ("/shows/from", self.from.is_some(), false, kind == Roadmap),
            ("/shows/months", self.months.is_some(), false, kind == RegionCurve),
        ];
        for (pointer, is_said, is_needed, has_meaning) in fields {
            checks.require(is_said || !is_needed, pointer, "required");
            checks.require(!is_said || has_meaning, pointer, "not_for_this_kind");
        }
        let theme = self.theme.as_deref().unwrap_or_default();
        checks.optional_text("/shows/theme", theme, MOST_THEME);
        checks.require(self.years.is_none_or(|years| matches!(years, 1 | 3)), "/shows/years", "not_among_the_words");
        let spans = self.months.is_none_or(|months| SPANS.contains(&months));
        checks.require(spans, "/shows/months", "not_among_the_words");
        if self.from.is_some_and(|year| !(1900..=9990).contains(&year)) {
            checks.push(FieldError::at("/shows/from", "out_of_range").with("min", 1900).with("max", 9990));
        }
    }
}

/// A link that somebody wants to make.
#[derive(Clone, Debug)]
pub struct Draft {
    /// What it shows.
    pub shows: What,
    /// What it is for.
    pub label: String,
    /// The language it is shown in.
    pub language: Lang,
    /// The last day it works, in Norway.
    pub expires_on: Day,
    /// The sites whose pages may frame its chart; none where it is not for that.
    pub frame_origins: Vec<String>,
}

impl Draft {
    /// The same with its texts in order, or everything that is wrong with it.
    pub fn checked(self, today: Day) -> Result<Self, Refusal> {
        let mut checks = Checks::new();
        self.shows.check(&mut checks);
        let label = checks.text("/label", &self.label, MOST_LABEL);
        checks.require(self.expires_on >= today, "/expires_on", "must_be_later");
        checks.require(today.days_until(self.expires_on) <= MOST_DAYS, "/expires_on", "too_far_away");
        let may_frame = self.frame_origins.is_empty() || self.shows.kind.is_chart();
        checks.require(may_frame, "/frame_origins", "not_for_this_kind");
        if self.frame_origins.len() > MOST_ORIGINS {
            checks.push(FieldError::at("/frame_origins", "too_many").with("max", MOST_ORIGINS));
        }
        let mut frame_origins: Vec<String> = Vec::new();
        for text in self.frame_origins.iter().take(MOST_ORIGINS) {
            match origin(text) {
                Some(origin) if frame_origins.contains(&origin) => {}
                Some(origin) => frame_origins.push(origin),
                None => checks.push(FieldError::at("/frame_origins", "not_an_origin").with("name", text)),
            }
        }
        checks.done(Self { label, frame_origins, ..self })
    }
}

/// The origin that an address lies at (RFC 6454): `https`, a host and perhaps a port. On one's own machine `http` will do.
fn origin(address: &str) -> Option<String> {
    let url = Url::parse(address.trim()).ok()?;
    let host = url.host_str()?;
    let is_own = matches!(host, "localhost" | "127.0.0.1");
    let is_named = host.chars().all(|sign| sign.is_ascii_alphanumeric() || "-.[]:".contains(sign));
    let is_safe = url.scheme() == "https" || (url.scheme() == "http" && is_own);
    let is_plain = url.username().is_empty() && url.password().is_none();
    (is_named && is_safe && is_plain).then(|| url.origin().ascii_serialization())
}

/// How it stands with a link whose maker may still make it, or not.
pub fn state(is_revoked: bool, expires_on: Day, maker_may: bool, today: Day) -> State {
    if is_revoked {
        State::Revoked
    } else if today > expires_on {
        State::Expired
    } else if maker_may {
        State::InForce
    } else {
        State::Resting
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).expect("a day")
    }

    fn what(kind: Kind) -> What {
        serde_json::from_value(serde_json::json!({"kind": kind})).expect("a kind alone")
    }

    fn draft(shows: What) -> Draft {
        let (label, expires_on) = ("Til styret".into(), day("2026-12-22"));
        Draft { shows, label, language: Lang::Nb, expires_on, frame_origins: Vec::new() }
    }

    fn wrong(draft: Draft) -> Vec<(String, &'static str)> {
        let refusal = draft.checked(day("2026-11-22")).expect_err("refused");
        refusal.errors.into_iter().map(|error| (error.pointer.unwrap_or_default(), error.code)).collect()
    }

    #[test]
    fn each_kind_takes_what_it_is_about_and_nothing_else() {
        for kind in [Kind::Region, Kind::Roadmap, Kind::RegionCurve] {
            assert!(draft(what(kind)).checked(day("2026-11-22")).is_ok(), "{kind:?}");
        }
        for (kind, needs) in [
            (Kind::Municipality, "/shows/municipality_id"),
            (Kind::MunicipalityCurve, "/shows/municipality_id"),
            (Kind::Comparison, "/shows/indicator_id"),
            (Kind::Benefit, "/shows/commitment_id"),
        ] {
            assert_eq!(wrong(draft(what(kind))), [(needs.to_owned(), "required")]);
        }
        let narrowed = What { commitment_id: Some(CommitmentId::from_number(1)), ..what(Kind::Region) };
        assert_eq!(wrong(draft(narrowed)), [("/shows/commitment_id".to_owned(), "not_for_this_kind")]);
        let years = What { years: Some(2), ..what(Kind::Roadmap) };
        assert_eq!(wrong(draft(years)), [("/shows/years".to_owned(), "not_among_the_words")]);
        let months = What { months: Some(13), ..what(Kind::RegionCurve) };
        assert_eq!(wrong(draft(months)), [("/shows/months".to_owned(), "not_among_the_words")]);
    }

    #[test]
    fn as_another_page_it_asks_for_nothing_that_has_no_meaning_there() {
        let curve = What {
            project_id: Some(ProjectId::from_number(1)),
            months: Some(60),
            class: Some(Class::TimeSaved),
            ..what(Kind::RegionCurve)
        };
        assert!(draft(curve.clone()).checked(day("2026-11-22")).is_ok());
        for sibling in curve.siblings() {
            assert!(draft(curve.as_kind(*sibling)).checked(day("2026-11-22")).is_ok(), "{sibling:?}");
        }
    }

    #[test]
    fn a_link_ends_within_a_year_and_works_on_its_last_day() {
        let until = |text: &str| Draft { expires_on: day(text), ..draft(what(Kind::Region)) };
        assert!(until("2026-11-22").checked(day("2026-11-22")).is_ok());
        assert!(until("2027-11-23").checked(day("2026-11-22")).is_ok());
        assert_eq!(wrong(until("2026-11-21")), [("/expires_on".to_owned(), "must_be_later")]);
        assert_eq!(wrong(until("2027-11-24")), [("/expires_on".to_owned(), "too_far_away")]);
        assert_eq!(state(false, day("2026-12-22"), true, day("2026-12-22")), State::InForce);
        assert_eq!(state(false, day("2026-12-22"), true, day("2026-12-23")), State::Expired);
        assert_eq!(state(false, day("2026-12-22"), false, day("2026-12-22")), State::Resting);
        assert_eq!(state(true, day("2026-12-22"), true, day("2026-12-22")), State::Revoked);
    }

    #[test]
    fn only_charts_are_framed_and_only_by_named_sites() {
        let framed = |kind: Kind, origins: &[&str]| Draft {
            frame_origins: origins.iter().map(|text| (*text).to_owned()).collect(),
            ..draft(what(kind))
        };
        let kept = framed(
            Kind::RegionCurve,
            &["https://Kommune.example/side?x=1", "https://kommune.example", " http://127.0.0.1:81/ "],
        )
        .checked(day("2026-11-22"))
        .expect("taken");
        assert_eq!(kept.frame_origins, ["https://kommune.example", "http://127.0.0.1:81"]);
        assert_eq!(
            wrong(framed(Kind::Region, &["https://a.example"])),
            [("/frame_origins".to_owned(), "not_for_this_kind")]
        );
        for text in [
            "http://kommune.example",
            "*",
            "https:",
            "https://*.example",
            "https://a:b@c.example",
            "data:x",
            "https://a.example; script-src *",
        ] {
            assert_eq!(
                wrong(framed(Kind::RegionCurve, &[text])),
                [("/frame_origins".to_owned(), "not_an_origin")],
                "{text}"
            );
        }
    }
}
