//! What a history is to hold, so that nothing that has gone wrong somewhere gets lost from those that are played.

use super::history::{Commitment, History, Measured};
use super::slow::{Exact, Pace, rounded, whole};

impl History {
    /// What a history is to hold, and whether this one does: whoever changes how they are made up sees what gets lost.
    pub fn holds(&self) -> Vec<(&'static str, bool)> {
        let all = || self.accepted(|_| true);
        let any = |is: &dyn Fn(&Commitment) -> bool| all().any(is);
        let latest = |one: &Commitment, is: &dyn Fn(&Measured) -> bool| one.latest(self.today).is_some_and(is);
        let paced = |wanted: Pace| any(&|one| latest(one, &|known| one.pace(known, &self.threshold) == wanted));
        let attained = |is: &dyn Fn(Exact) -> bool| {
            any(&|one| latest(one, &|known| !one.is_hold() && one.attainment(&known.exact()).is_some_and(is)))
        };
        let (none, all_of_it) = (whole(0), whole(1));
        let behind = |explained: bool| {
            any(&|one| one.behind(self.today, &self.threshold).is_some_and(|cause| cause.is_some() == explained))
        };
        let state = |wanted: &str| self.states.values().any(|state| *state == wanted);
        vec![
            ("a measured nought", any(&|one| latest(one, &|known| known.value == 0))),
            ("nothing measured", any(&|one| one.measured.is_empty())),
            ("corrected twice", any(&|one| one.measured.iter().any(|known| known.before.len() == 2))),
            ("falling", any(&|one| one.sign() < 0 && one.latest(self.today).is_some())),
            ("to be held", any(&|one| one.direction == "hold" && !one.measured.is_empty())),
            (
                "outside the tolerance by a millionth",
                any(&|one| {
                    latest(one, &|known| one.is_hold() && known.value == one.baseline.1 + one.baseline.1 / 10 + 1)
                }),
            ),
            ("target and baseline alike", any(&|one| one.sign() == 0 && !one.measured.is_empty())),
            ("plan points", any(&|one| !one.plan.is_empty() && one.latest(self.today).is_some())),
            ("fewer than five answers", any(&|one| one.measured.iter().any(|known| known.n.is_some_and(|n| n < 5)))),
            (
                "hidden by a correction",
                any(&|one| one.measured.iter().any(|it| it.n == Some(4) && !it.before.is_empty())),
            ),
            ("waiting for second eyes", any(&|one| one.measured.iter().any(|known| known.waits))),
            ("more than was promised", attained(&|share| share > all_of_it)),
            ("back-sliding", attained(&|share| share < none)),
            ("six decimals", any(&|one| latest(one, &|known| known.value % 10 != 0))),
            ("fallen back", any(&|one| one.lasting(self.today).is_some_and(|seen| seen.fallen_back))),
            ("on plan", paced(Pace::OnPlan)),
            ("slightly behind", paced(Pace::Slightly)),
            (
                "exactly at the threshold",
                any(&|one| {
                    let planned = |known: &Measured| one.gain(&one.planned(known.on)) * &self.threshold;
                    latest(one, &|known| {
                        !one.is_hold() && planned(known) > none && one.gain(&known.exact()) == planned(known)
                    })
                }),
            ),
            (
                "on plan but for the rounding",
                any(&|one| {
                    let rounded = |known: &Measured| rounded(&one.planned(known.on), 6) == known.exact();
                    let short = |known: &Measured| one.pace(known, &self.threshold) == Pace::Slightly;
                    latest(one, &|known| rounded(known) && short(known))
                }),
            ),
            (
                "late, and measured on the due day before",
                any(&|one| {
                    let due = one.due_by(self.today);
                    let before = due.len().checked_sub(2).map(|at| due[at]);
                    one.is_overdue(self.today)
                        && before.is_some_and(|on| one.measured.iter().any(|known| known.on == on))
                }),
            ),
            (
                "lost once, which is not fallen back",
                any(&|one| {
                    let lost = |drop: &Exact| *drop > Exact::new(1.into(), 10.into());
                    let seen = one.lasting(self.today);
                    seen.is_some_and(|seen| !seen.fallen_back && seen.drop.as_ref().is_some_and(lost))
                }),
            ),
            (
                "few answered last, and enough before",
                any(&|one| {
                    one.measured.last().is_some_and(|known| known.n.is_some_and(|n| n < 5)) && latest(one, &|_| true)
                }),
            ),
            ("taken, and nothing measured in it", state("accepted_later")),
            ("behind and explained", behind(true)),
            ("behind and not explained", behind(false)),
            ("overdue", any(&|one| one.is_overdue(self.today))),
            ("not overdue", any(&|one| !one.is_overdue(self.today))),
            ("what came in", any(&|one| self.indicator(one).flow && one.latest(self.today).is_some())),
            ("for others", any(&|one| self.indicator(one).arises_in != "own_organisation")),
            ("refused", state("refused")),
            ("handed back", state("handed_back")),
            ("completed", state("completed")),
            ("offered", state("offered")),
            ("not shared", any(&|one| one.place.1 == 2)),
        ]
    }
}
