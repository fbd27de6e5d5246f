//! Forms: what is sent, where to, and what was wrong with it last time.

use maud::{Markup, Render, html};

/// How a form is sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Method {
    /// It asks; the answer has an address that can be shared.
    Get,
    /// It changes something.
    #[default]
    Post,
}

/// A form. Validation is the server's; the browser's own bubbles are off, so that every error reads the same.
#[derive(Clone, Debug)]
pub struct Form {
    /// The id on the form element, for tests, fragments and buttons outside of it.
    pub id: Option<String>,
    /// How it is sent.
    pub method: Method,
    /// Where it is sent.
    pub action: String,
    /// The token that proves the form came from our page; needed with [`Method::Post`].
    pub csrf: Option<String>,
    /// It carries a file.
    pub multipart: bool,
    /// What was wrong last time.
    pub errors: Option<ErrorSummary>,
    /// Said once on top instead of at each field: «Alle felt må fylles ut».
    pub note: Option<String>,
    /// The fields.
    pub body: Markup,
    /// The buttons, most important first.
    pub actions: Vec<Markup>,
    /// Fields stand side by side where there is room, as in a filter.
    pub inline: bool,
    /// What is being written is kept on the server until it is sent.
    pub kept: bool,
}

impl Form {
    /// A form that changes something.
    pub fn post(action: impl Into<String>, csrf: impl Into<String>, body: Markup) -> Self {
        Self { csrf: Some(csrf.into()), ..Self::get(action, body) }.with_method(Method::Post)
    }

    /// The same, kept on the server while it is written.
    #[must_use]
    pub fn kept(self) -> Self {
        Self { kept: true, ..self }
    }

    /// A form that asks, such as a filter.
    pub fn get(action: impl Into<String>, body: Markup) -> Self {
        Self {
            id: None,
            method: Method::Get,
            action: action.into(),
            csrf: None,
            multipart: false,
            errors: None,
            note: None,
            body,
            actions: Vec::new(),
            inline: false,
            kept: false,
        }
    }

    fn with_method(mut self, method: Method) -> Self {
        self.method = method;
        self
    }

    /// The same with an id.
    #[must_use]
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// The same with one more button.
    #[must_use]
    pub fn action(mut self, button: impl Render) -> Self {
        self.actions.push(button.render());
        self
    }

    /// The same with what was wrong last time; an empty summary is none.
    #[must_use]
    pub fn errors(mut self, errors: ErrorSummary) -> Self {
        self.errors = (!errors.items.is_empty()).then_some(errors);
        self
    }
}

impl Render for Form {
    fn render(&self) -> Markup {
        let method = match self.method {
            Method::Get => "get",
            Method::Post => "post",
        };
        html! {
            @if let Some(errors) = &self.errors { (errors.clone().labelled_by(&self.body)) }
            form.form id=[&self.id] method=(method) action=(self.action) novalidate data-inline[self.inline] data-draft[self.kept]
                enctype=[self.multipart.then_some("multipart/form-data")] {
                @if let Some(csrf) = &self.csrf { input type="hidden" name="csrf" value=(csrf); }
                @if let Some(note) = &self.note { p.form-note { (note) } }
                (self.body)
                @if !self.actions.is_empty() {
                    div.actions { @for action in &self.actions { (action) } }
                }
            }
        }
    }
}

/// What was wrong, in one place above the form, each line leading to its field. It takes the focus when the page opens.
#[derive(Clone, Debug, Default)]
pub struct ErrorSummary {
    /// «Du må rette dette før du kan gå videre».
    pub heading: String,
    /// The id of the field, and what is wrong with it.
    pub items: Vec<(String, String)>,
}

impl ErrorSummary {
    /// The same with each line beginning with the label of its field, read off the fields themselves, so that the two
    /// never differ. A line whose field is not among them stays as it is.
    #[must_use]
    pub fn labelled_by(mut self, fields: &Markup) -> Self {
        for (field, message) in &mut self.items {
            if let Some(label) = label_in(&fields.0, field) {
                let between = if label.ends_with('?') { " " } else { ": " };
                *message = format!("{label}{between}{message}");
            }
        }
        self
    }
}

/// The words of the label that names a field.
fn label_in(html: &str, field: &str) -> Option<String> {
    let mark = format!("data-names=\"{field}\">");
    let from = html.find(&mark)? + mark.len();
    let words = html[from..].split('<').next()?;
    Some(words.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&"))
}

impl Render for ErrorSummary {
    fn render(&self) -> Markup {
        html! {
            div.ds-error-summary role="group" tabindex="-1" autofocus aria-labelledby="error-summary-heading" {
                h2.ds-heading data-size="xs" id="error-summary-heading" { (self.heading) }
                ul.ds-list {
                    @for (field, message) in &self.items {
                        li { a.ds-link href={ "#" (field) } { (message) } }
                    }
                }
            }
        }
    }
}

/// A tick in a table's row, whose cells say what it is about; the label is for those who do not see the row.
#[derive(Clone, Debug)]
pub struct Tick {
    /// The name it is sent under.
    pub name: String,
    /// The element's id.
    pub id: String,
    /// What is sent when ticked.
    pub value: String,
    /// What a tick says.
    pub label: String,
}

impl Render for Tick {
    fn render(&self) -> Markup {
        html! {
            div.ds-field {
                input.ds-input type="checkbox" id=(self.id) name=(self.name) value=(self.value);
                label.ds-label for=(self.id) { span.ds-sr-only { (self.label) } }
            }
        }
    }
}

/// Fields that belong together, under one legend.
#[derive(Clone, Debug)]
pub struct Fieldset {
    /// What they are about.
    pub legend: String,
    /// A sentence under the legend.
    pub description: Option<String>,
    /// The fields.
    pub body: Markup,
}

impl Render for Fieldset {
    fn render(&self) -> Markup {
        html! {
            fieldset.ds-fieldset.group {
                legend.ds-label data-weight="semibold" { (self.legend) }
                @if let Some(text) = &self.description { p data-field="description" { (text) } }
                (self.body)
            }
        }
    }
}

/// Short fields side by side where there is room: a value and its day, a count before and after.
#[derive(Clone, Debug)]
pub struct FieldRow(
    /// The fields.
    pub Markup,
);

impl Render for FieldRow {
    fn render(&self) -> Markup {
        html! { div.field-row { (self.0) } }
    }
}

/// One box to tick, with its own label: a yes that stands alone.
#[derive(Clone, Debug, Default)]
pub struct Check {
    /// The name it is sent under; also its id.
    pub name: String,
    /// What a tick says.
    pub label: String,
    /// What is sent when ticked.
    pub value: String,
    /// Ticked now.
    pub checked: bool,
    /// A sentence under the label.
    pub description: Option<String>,
    /// What was wrong last time.
    pub error: Option<String>,
}

impl Render for Check {
    fn render(&self) -> Markup {
        let described = super::field::described_by(&self.name, self.description.is_some(), self.error.is_some());
        html! {
            div.ds-field {
                input.ds-input type="checkbox" id=(self.name) name=(self.name) checked[self.checked]
                    value=(if self.value.is_empty() { "on" } else { &self.value })
                    aria-describedby=[described] aria-invalid=[self.error.is_some().then_some("true")];
                label.ds-label for=(self.name) data-names=(self.name) { (self.label) }
                @if let Some(text) = &self.description {
                    div data-field="description" id={ (self.name) "-description" } { (text) }
                }
                @if let Some(text) = &self.error {
                    p.ds-validation-message data-field="validation" id={ (self.name) "-error" } { (text) }
                }
            }
        }
    }
}
