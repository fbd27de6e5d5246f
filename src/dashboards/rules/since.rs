//! What others did since somebody was here last, told in a few lines. Pure.

use crate::clock::Moment;
use crate::ids::MunicipalityId;

/// What is worth telling of: what moves a baton, a figure or a plan. Everything else stands in the log.
pub const TOLD: &[&str] = &[
    "clarification_answered",
    "clarification_asked",
    "conformity_answered",
    "deviation_decided",
    "deviation_explained",
    "handover_accepted",
    "handover_completed",
    "handover_expired",
    "handover_handed_back",
    "handover_offered",
    "handover_refused",
    "handover_withdrawn",
    "measurement_confirmed",
    "measurement_corrected",
    "measurement_recorded",
    "measurements_imported",
    "project_created",
    "report_locked",
    "roadmap_published",
    "support_given",
];

/// Something that somebody did.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Deed {
    /// What, as the log calls it.
    pub action: String,
    /// In which municipality; none in the region.
    pub municipality: Option<MunicipalityId>,
    /// When.
    pub at: Moment,
}

/// The same done several times in one place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Told {
    /// What, where, and when last.
    pub deed: Deed,
    /// How often.
    pub times: usize,
}

/// One line for each kind of deed and place, the newest first.
pub fn told(deeds: impl IntoIterator<Item = Deed>) -> Vec<Told> {
    let mut lines: Vec<Told> = Vec::new();
    for deed in deeds {
        let same = |line: &&mut Told| line.deed.action == deed.action && line.deed.municipality == deed.municipality;
        match lines.iter_mut().find(same) {
            Some(line) => {
                line.times += 1;
                line.deed.at = line.deed.at.max(deed.at);
            }
            None => lines.push(Told { deed, times: 1 }),
        }
    }
    lines.sort_by_key(|line| std::cmp::Reverse(line.deed.at));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn deed(action: &str, municipality: i64, at: i64) -> Deed {
        Deed {
            action: action.to_owned(),
            municipality: Some(MunicipalityId::from_number(municipality)),
            at: Moment::from_micros(at),
        }
    }

    #[test]
    fn the_same_in_one_place_is_one_line_with_how_often_and_when_last() {
        let lines = told([
            deed("measurement_recorded", 1, 5),
            deed("handover_accepted", 2, 4),
            deed("measurement_recorded", 1, 9),
            deed("measurement_recorded", 2, 1),
        ]);
        let seen: Vec<_> =
            lines.iter().map(|line| (line.deed.action.as_str(), line.times, line.deed.at.micros())).collect();
        assert_eq!(seen, [("measurement_recorded", 2, 9), ("handover_accepted", 1, 4), ("measurement_recorded", 1, 1)]);
    }
}
