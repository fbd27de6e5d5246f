//! What a report is asked to be about, who reads it, and how its summary is kept short. Pure.

use crate::access::Place;
use crate::ids::{MunicipalityId, RegionId};
use crate::measurements::rules::Month;

crate::db::types::words! {
    /// Whose figures are in a report, and who reads it.
    Audience {
        /// The region's own people, who see everybody's figures.
        Region = "region",
        /// Everybody in the region: only the figures that are shared with all members.
        Members = "members",
        /// One municipality, and those it shares its figures with.
        Municipality = "municipality",
    }
}

crate::db::types::words! {
    /// Why a municipality has reported nothing.
    Missing {
        /// It does not share its figures with those who read the report.
        NotShared = "not_shared",
        /// It has taken over no benefit.
        NothingHandedOver = "nothing_handed_over",
        /// It has measured none of the benefits that it has taken over.
        NotMeasured = "not_measured",
    }
}

crate::db::types::words! {
    /// A part of a report, in the order in which they stand.
    Section {
        /// The report in short.
        Summary = "summary",
        /// The projects.
        Status = "status",
        /// Who has not reported.
        Missing = "missing",
        /// Planned against realised.
        Curves = "curves",
        /// What is behind its plan.
        Deviations = "deviations",
        /// What lasts, and what has fallen back.
        Lasting = "lasting",
        /// What is proposed to be decided.
        Proposals = "proposals",
        /// How the figures came about.
        Sources = "sources",
    }
}

impl Section {
    /// Those that may be left out. Who has not reported always stands: without them, a part would pass for the whole.
    pub fn chosen() -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(|section| *section != Self::Missing)
    }

    /// What is left out where these are included.
    pub fn all_but(included: &[Self]) -> Vec<Self> {
        Self::chosen().filter(|section| !included.contains(section)).collect()
    }

    /// What it is called in a report's content.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Missing => "not_reported",
            section => section.as_str(),
        }
    }
}

/// The most words a summary made from the figures has.
pub const MOST_WORDS: usize = 120;

/// The most months a report is about.
pub const MOST_MONTHS: usize = 240;

/// What is asked for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Order {
    /// About one municipality; none for the region.
    pub municipality: Option<MunicipalityId>,
    /// For whom.
    pub audience: Audience,
    /// The first month.
    pub from: Month,
    /// The last month.
    pub to: Month,
    /// The case; may be empty.
    pub case_number: String,
    /// A summary somebody wrote; none for the one that follows from the figures.
    pub summary: Option<String>,
    /// What is proposed to be decided.
    pub proposals: Vec<String>,
    /// The parts that are not in it.
    pub left_out: Vec<Section>,
}

impl Order {
    /// Where the report will lie.
    pub const fn place(&self, region: RegionId) -> Place {
        Place { region: Some(region), municipality: self.municipality }
    }
}

/// As many whole sentences, from the first, as there is room for.
pub fn short(sentences: &[String]) -> String {
    let mut words = 0;
    let kept: Vec<&str> = sentences
        .iter()
        .take_while(|sentence| {
            words += sentence.split_whitespace().count();
            words <= MOST_WORDS
        })
        .map(String::as_str)
        .collect();
    kept.join(" ")
}

/// The proposals in a text: one on each line that is not empty.
pub fn proposals(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_summary_ends_at_a_sentence_before_it_is_too_long() {
        let sentence = format!("{}.", vec!["ord"; 50].join(" "));
        let made = short(&[sentence.clone(), sentence.clone(), sentence]);
        assert_eq!(made.split_whitespace().count(), 100);
        assert!(made.ends_with('.'));
    }

    #[test]
    fn everything_but_who_is_missing_may_be_left_out() {
        assert_eq!(Section::all_but(Section::ALL), []);
        assert_eq!(Section::all_but(&[Section::Status]).len(), Section::ALL.len() - 2);
        assert!(!Section::all_but(&[]).contains(&Section::Missing));
    }

    #[test]
    fn each_line_is_a_proposal_and_empty_ones_are_none() {
        assert_eq!(proposals(" Ta saken til etterretning \n\n Fortsett"), ["Ta saken til etterretning", "Fortsett"]);
    }
}
