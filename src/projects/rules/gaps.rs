//! What a project still lacks before the baton can be offered. Pure.

/// What is known about a benefit, as far as it matters here.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct BenefitState {
    /// Its id, as addresses write it.
    pub id: String,
    /// Its title.
    pub title: String,
    /// It has a class, says where it arises, and what the gain is used for.
    pub is_described: bool,
    /// It has something to count.
    pub has_indicator: bool,
}

/// What is known about a project, as far as it matters here.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Inventory {
    /// Its id, as addresses write it.
    pub id: String,
    /// It says what becomes new.
    pub has_renewal: bool,
    /// It says what goes away, or why nothing does.
    pub answers_for_simplification: bool,
    /// Somebody keeps the whole of its benefits.
    pub has_responsible: bool,
    /// Its benefits.
    pub benefits: Vec<BenefitState>,
    /// How many municipalities take part.
    pub joined: usize,
    /// How many commitments of those in sight are not written.
    pub commitments_missing: usize,
    /// It has change steps.
    pub has_steps: bool,
}

/// One thing that is missing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Gap {
    /// The text that names it.
    pub key: &'static str,
    /// The thing it is missing from, when that is not the project.
    pub of: Option<String>,
    /// How many, when it is counted.
    pub count: Option<usize>,
    /// Where it can be mended.
    pub href: String,
}

/// Everything that is missing, in the order it is usually mended.
pub fn gaps(project: &Inventory) -> Vec<Gap> {
    let here = format!("/projects/{}", project.id);
    let edit = |field: &str| format!("{here}/edit#{field}");
    let mut gaps = Vec::new();
    let mut add = |lacks: bool, key, of: Option<&str>, count, href: String| {
        if lacks {
            gaps.push(Gap { key, of: of.map(str::to_owned), count, href });
        }
    };
    add(!project.has_renewal, "gap-renewal", None, None, edit("renewal"));
    let answered = !project.has_renewal || project.answers_for_simplification;
    add(!answered, "gap-simplification", None, None, edit("simplifications_0_what"));
    add(!project.has_responsible, "gap-responsible", None, None, edit("responsible_id"));
    add(project.benefits.is_empty(), "gap-benefits", None, None, format!("{here}/benefits/new"));
    for benefit in &project.benefits {
        let of = Some(benefit.title.as_str());
        add(!benefit.is_described, "gap-description", of, None, format!("/benefits/{}/edit", benefit.id));
        add(!benefit.has_indicator, "gap-indicator", of, None, format!("/benefits/{}/indicators/new", benefit.id));
    }
    add(project.joined == 0, "gap-participants", None, None, format!("{here}/participants"));
    let missing = project.commitments_missing;
    add(missing > 0, "gap-commitments", None, Some(missing), format!("{here}/commitments"));
    add(!project.has_steps, "gap-steps", None, None, format!("{here}/steps"));
    gaps
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(project: &Inventory) -> Vec<&'static str> {
        gaps(project).into_iter().map(|gap| gap.key).collect()
    }

    #[test]
    fn an_idea_lacks_nearly_everything_and_each_line_leads_somewhere() {
        let idea = Inventory { id: "p".into(), ..Inventory::default() };
        assert_eq!(keys(&idea), ["gap-renewal", "gap-responsible", "gap-benefits", "gap-participants", "gap-steps"]);
        assert!(gaps(&idea).iter().all(|gap| gap.href.starts_with("/projects/p")));
    }

    #[test]
    fn a_ready_project_lacks_nothing() {
        let benefit = BenefitState { id: "b".into(), title: "Tid".into(), is_described: true, has_indicator: true };
        let ready = Inventory {
            id: "p".into(),
            has_renewal: true,
            answers_for_simplification: true,
            has_responsible: true,
            benefits: vec![benefit.clone()],
            joined: 2,
            commitments_missing: 0,
            has_steps: true,
        };
        assert_eq!(keys(&ready), Vec::<&str>::new());
        let bare = BenefitState { has_indicator: false, is_described: false, ..benefit };
        let later =
            Inventory { benefits: vec![bare], commitments_missing: 3, answers_for_simplification: false, ..ready };
        assert_eq!(keys(&later), ["gap-simplification", "gap-description", "gap-indicator", "gap-commitments"]);
    }
}
