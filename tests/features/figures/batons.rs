//! Where the batons are and how long answers took, from the slow path.

use chrono::NaiveDate;
use serde_json::Value;
use stafett::i18n::Lang;
use stafett::t;

use super::history::{History, Place};
use super::html::Html;
use super::region::is_held;
use super::slow::day;

const NB: Lang = Lang::Nb;

/// What is known of one baton: nothing here was computed.
struct Baton {
    state: String,
    offered: Option<NaiveDate>,
    answered: Option<NaiveDate>,
    answer_by: Option<NaiveDate>,
}

impl Baton {
    fn is_open(&self) -> bool {
        ["offered", "clarification_asked", "clarification_answered"].contains(&self.state.as_str())
    }

    fn days(&self) -> Option<i64> {
        Some((self.answered? - self.offered?).num_days())
    }
}

/// Holds the page of a region's batons against what the program tells of each of them. `whole` says of whom the reader
/// sees more than that a baton was sent.
pub fn holds(history: &History, told: &Value, whole: [bool; 3], page: &Html) {
    let main = page.one(0, "main");
    let batons = |place: Place| baton(history, told, place);
    let seen = |place: Place| batons(place).filter(|one| whole[place.1] || one.state != "draft");
    let places = (0..history.projects.len()).flat_map(|project| (0..3).map(move |town| (project, town)));
    let all: Vec<Baton> = places.clone().filter_map(seen).collect();
    let count = |is: fn(&Baton) -> bool| all.iter().filter(|one| is(one)).count();
    let sent = count(|one| one.state != "draft");
    let (open, held) = (count(Baton::is_open), count(is_taken));
    let lead = t!(NB, "batons-lead", sent = sent, open = open, held = held);
    let leads: Vec<usize> = page.all(main, "p").into_iter().filter(|at| page.text(*at) == lead).collect();
    assert_eq!(leads.len(), 1, "{lead}");
    page.taken(leads[0]);

    let mut towns: Vec<usize> = (0..3).collect();
    towns.sort_by_key(|town| history.towns[*town].name.clone());
    let table = page.one(main, "table id=\"batons\"");
    let caption = t!(NB, "batons-caption", region = history.name.clone(), day = day(history.today));
    assert_eq!(page.taken(page.one(table, "caption")), caption);
    let mut rows = page.rows(table);
    assert_eq!(rows.len(), history.projects.len());
    for (project, known) in history.projects.iter().enumerate() {
        let at = rows.iter().position(|row| row[0] == known.title).expect("each project has its line");
        let mut expected: Vec<String> = vec![known.title.clone()];
        expected.extend(towns.iter().map(|town| cell(seen((project, *town)), whole[*town])));
        let some: Vec<Baton> = towns.iter().filter_map(|town| seen((project, *town))).collect();
        let sent = some.iter().filter(|one| one.state != "draft").count();
        let taken = some.iter().filter(|one| is_taken(one)).count();
        expected.push(if sent == 0 { "–".into() } else { t!(NB, "batons-held-of", held = taken, all = sent) });
        assert_eq!(rows.remove(at), expected);
    }

    let mut expected = Vec::new();
    let mut quickest: Option<i64> = None;
    for town in towns.into_iter().filter(|town| whole[*town]) {
        let own: Vec<Baton> = (0..history.projects.len()).filter_map(|project| batons((project, town))).collect();
        let mut days: Vec<i64> = own.iter().filter_map(Baton::days).collect();
        days.sort_unstable();
        quickest = quickest.into_iter().chain(days.first().copied()).min();
        let word = |days: Option<&i64>| days.map_or("–".to_owned(), |days| NB.count(*days));
        expected.push(vec![
            history.towns[town].name.clone(),
            own.iter().filter(|one| one.is_open()).count().to_string(),
            days.len().to_string(),
            word(days.get(days.len().saturating_sub(1) / 2)),
            word(days.last()),
        ]);
    }
    assert_eq!(page.rows(page.one(main, "table id=\"answering\"")), expected);
    let quickest = quickest.map(|days| t!(NB, "batons-answering-lead", days = days));
    let leads: Vec<usize> = page.all(main, "p").into_iter().filter(|at| Some(page.text(*at)) == quickest).collect();
    assert_eq!(leads.len(), usize::from(quickest.is_some()), "{quickest:?}");
    leads.into_iter().for_each(|at| drop(page.taken(at)));
}

fn is_taken(one: &Baton) -> bool {
    is_held(&one.state) || one.state == "accepted_with_conditions"
}

fn cell(baton: Option<Baton>, whole: bool) -> String {
    let Some(one) = baton else { return format!("·{}", NB.t("batons-no-baton")) };
    let word = NB.t(&format!("handover-state-{}", one.state.replace('_', "-")));
    let on = match one.answer_by {
        Some(by) => Some(t!(NB, "batons-answer-by", day = day(by))),
        None => one.answered.map(day),
    };
    on.filter(|_| whole).map_or(word.clone(), |on| format!("{word} {on}"))
}

fn baton(history: &History, told: &Value, (project, town): Place) -> Option<Baton> {
    let is = |value: &Value, id: &str| value.as_str() == Some(id);
    let rows = told["rows"].as_array().expect("rows");
    let row = rows.iter().find(|row| is(&row["project_id"], &history.projects[project].id))?;
    let batons = row["batons"].as_array().expect("batons");
    let one = batons.iter().find(|one| is(&one["municipality_id"], &history.towns[town].id))?;
    // Moments of these histories are far from midnight; the seed's were at noon.
    let on = |name: &str| one[name].as_str().and_then(|text| text.get(..10)?.parse().ok());
    let state = one["state"].as_str().expect("a state").to_owned();
    // A refusal is an answer too, and of these histories' own day.
    let refused = (state == "refused").then_some(history.today);
    Some(Baton {
        offered: on("offered_at"),
        answered: on("answered_at").or(refused),
        answer_by: on("answer_by"),
        state,
    })
}
