//! Which of a region's examples are asked for.

use super::store::{Example, within};
use crate::access::Scope;
use crate::benefits::store::benefits_in;
use crate::clock::Day;
use crate::db::AnyConn;
use crate::ids::{BenefitId, ProjectId, RegionId};
use crate::projects;
use crate::refusal::Outcome;
use crate::web::Call;

/// What is asked for; each empty where all are.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Filter {
    /// With all these words in the title or the story.
    pub words: String,
    /// Of this project.
    pub project: String,
    /// Of this benefit.
    pub benefit: String,
    /// Of this municipality.
    pub municipality: String,
    /// Of benefits of this class.
    pub class: String,
    /// Of projects with this theme.
    pub theme: String,
}

impl Filter {
    /// As the query says.
    pub fn of(call: &Call) -> Self {
        let word = |name: &str| call.query_word(name).unwrap_or_default();
        Self {
            words: word("q").trim().to_owned(),
            project: word("project_id"),
            benefit: word("benefit_id"),
            municipality: word("municipality_id"),
            class: word("class"),
            theme: word("theme"),
        }
    }

    /// Whether everything is asked for.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    fn finds_words_in(&self, row: &Example) -> bool {
        let text = format!("{} {} {}", row.title, row.done, row.took).to_lowercase();
        self.words.to_lowercase().split_whitespace().all(|word| text.contains(word))
    }
}

/// The examples of a region that are asked for, newest first.
pub fn filtered(
    conn: &mut AnyConn,
    scope: &Scope,
    region: RegionId,
    filter: &Filter,
    today: Day,
) -> Outcome<Vec<Example>> {
    let mut rows = within(conn, scope, region, today)?;
    if filter.is_empty() {
        return Ok(rows);
    }
    let projects = projects::store::of_region(conn, region)?;
    let benefits = benefits_in(conn, region)?;
    let theme = |id: ProjectId| projects.iter().find(|one| one.id == id).map_or("", |one| one.theme.as_str());
    let class = |id: BenefitId| {
        benefits.iter().find(|one| one.id == id).and_then(|one| one.class).map_or("", |class| class.as_str())
    };
    let is = |wanted: &str, there: &str| wanted.is_empty() || wanted == there;
    rows.retain(|row| {
        filter.finds_words_in(row)
            && is(&filter.project, &row.project_id.to_string())
            && is(&filter.benefit, &row.benefit_id.to_string())
            && is(&filter.municipality, &row.municipality_id.to_string())
            && is(&filter.class, class(row.benefit_id))
            && is(&filter.theme, theme(row.project_id))
    });
    Ok(rows)
}
