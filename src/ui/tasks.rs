//! What waits for a person, soonest first.

use maud::{Markup, Render, html};

use super::{Status, Time};

/// One thing to do.
#[derive(Clone, Debug, Default)]
pub struct Task {
    /// What to do, as a verb: «Svar på overleveringen».
    pub what: String,
    /// Where to do it.
    pub href: String,
    /// What it concerns and where it belongs.
    pub place: String,
    /// The word before the day: «Frist».
    pub due_label: String,
    /// When it is due.
    pub due: Option<Time>,
    /// How it stands, when that needs saying, such as that it is late.
    pub status: Option<Status>,
    /// About how long it takes: «ca. 2 min».
    pub effort: Option<String>,
}

/// Things to do under one heading.
#[derive(Clone, Debug, Default)]
pub struct TaskGroup {
    /// «I dag», «Denne uken», «Senere».
    pub heading: String,
    /// The things to do; a group without any is not shown.
    pub tasks: Vec<Task>,
}

/// Everything there is to do, in groups.
#[derive(Clone, Debug, Default)]
pub struct TaskList(
    /// The groups, soonest first.
    pub Vec<TaskGroup>,
);

impl Render for Task {
    fn render(&self) -> Markup {
        html! {
            li.task {
                div.task-what {
                    a.ds-link href=(self.href) { (self.what) }
                    p { (self.place) }
                }
                div.task-facts {
                    @if let Some(status) = &self.status { (status) }
                    @if let Some(due) = &self.due { span { (self.due_label) " " (due) } }
                    @if let Some(effort) = &self.effort { span.task-effort { (effort) } }
                }
            }
        }
    }
}

impl Render for TaskList {
    fn render(&self) -> Markup {
        html! {
            @for group in self.0.iter().filter(|group| !group.tasks.is_empty()) {
                section.task-group {
                    h2.ds-heading data-size="xs" { (group.heading) }
                    ul { @for task in &group.tasks { (task) } }
                }
            }
        }
    }
}
