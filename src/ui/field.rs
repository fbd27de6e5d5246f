//! One thing to fill in: its label, its help, its control, what was wrong with it.

use maud::{Markup, Render, html};

/// How a field is filled in.
#[derive(Clone, Debug, Default)]
pub enum Control {
    /// A line of text.
    #[default]
    Text,
    /// An e-mail address.
    Email,
    /// A code of digits, such as a one-time code.
    Digits,
    /// A secret.
    Password,
    /// Several lines.
    TextArea {
        /// How many are shown at once.
        rows: u8,
    },
    /// One of many, folded up.
    Select(Vec<Choice>),
    /// One of a few, all in view.
    Radios(Vec<Choice>),
    /// Any of a few, all in view; each choice says itself whether it is taken.
    Checkboxes(Vec<Choice>),
    /// A near day, in the browser's own picker; the value is `2026-03-12`.
    Date,
    /// A month, as text; the value is `2026-03`.
    Month,
    /// A number as people write it. The unit must be in the label too.
    Decimal {
        /// Shown after the box: «dager».
        unit: String,
    },
    /// A file.
    File {
        /// What the browser offers to pick: `.csv,.xlsx`.
        accept: String,
    },
    /// Not seen.
    Hidden,
}

/// One choice among several.
#[derive(Clone, Debug, Default)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What people read.
    pub label: String,
    /// A sentence under the label; radios and checkboxes only.
    pub description: Option<String>,
    /// Taken now; only [`Control::Checkboxes`] asks, the others compare with the field's value.
    pub checked: bool,
}

impl Choice {
    /// A choice that sends `value` and reads `label`.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), ..Self::default() }
    }
}

/// Whether a field may be left empty, in the page's words. There are no asterisks.
#[derive(Clone, Debug)]
pub enum Mark {
    /// «Må fylles ut».
    Required(String),
    /// «Valgfritt».
    Optional(String),
}

/// One thing to fill in. What the person wrote comes back in `value`, also when it was wrong.
#[derive(Clone, Debug, Default)]
pub struct Field {
    /// The name it is sent under; also its id.
    pub name: String,
    /// The question or the name of the thing.
    pub label: String,
    /// How it is filled in.
    pub control: Control,
    /// What is written in it now.
    pub value: String,
    /// A sentence of help between label and control.
    pub description: Option<String>,
    /// Said beside the label.
    pub mark: Option<Mark>,
    /// It must be filled in, for those who listen; set by [`Mark::Required`] too.
    pub required: bool,
    /// What was wrong last time; starts with the keyword of the label.
    pub error: Option<String>,
    /// What the browser may fill in: `email`, `current-password`, `one-time-code`.
    pub autocomplete: Option<String>,
    /// Roughly how many characters are expected; narrows the box.
    pub width: Option<u8>,
    /// Shown but not to be changed.
    pub readonly: bool,
}

impl Field {
    /// A field with this control.
    pub fn new(name: impl Into<String>, label: impl Into<String>, control: Control) -> Self {
        Self { name: name.into(), label: label.into(), control, ..Self::default() }
    }

    /// A line of text.
    pub fn text(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self::new(name, label, Control::Text)
    }

    /// Something sent along unseen.
    pub fn hidden(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self::new(name, "", Control::Hidden).value(value)
    }

    /// The same with what is written in it now.
    #[must_use]
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = value.into();
        self
    }

    /// The same with a sentence of help.
    #[must_use]
    pub fn description(mut self, text: impl Into<String>) -> Self {
        self.description = Some(text.into());
        self
    }

    /// The same with a mark beside the label.
    #[must_use]
    pub fn mark(mut self, mark: Mark) -> Self {
        self.mark = Some(mark);
        self
    }

    /// The same with what was wrong last time.
    #[must_use]
    pub fn error(mut self, error: Option<String>) -> Self {
        self.error = error;
        self
    }

    /// The same with what the browser may fill in.
    #[must_use]
    pub fn autocomplete(mut self, kind: impl Into<String>) -> Self {
        self.autocomplete = Some(kind.into());
        self
    }

    /// The same, about this many characters wide.
    #[must_use]
    pub const fn width(mut self, characters: u8) -> Self {
        self.width = Some(characters);
        self
    }

    fn is_required(&self) -> bool {
        self.required || matches!(self.mark, Some(Mark::Required(_)))
    }

    fn invalid(&self) -> Option<&'static str> {
        self.error.is_some().then_some("true")
    }

    fn described(&self) -> Option<String> {
        described_by(&self.name, self.description.is_some(), self.error.is_some())
    }

    fn label_words(&self) -> Markup {
        html! {
            (self.label)
            @match &self.mark {
                Some(Mark::Required(word)) => span.ds-tag.mark data-color="warning" { (word) },
                Some(Mark::Optional(word)) => span.ds-tag.mark data-color="info" { (word) },
                None => {}
            }
        }
    }

    fn help(&self) -> Markup {
        html! {
            @if let Some(text) = &self.description {
                div data-field="description" id={ (self.name) "-description" } { (text) }
            }
        }
    }

    fn complaint(&self) -> Markup {
        html! {
            @if let Some(text) = &self.error {
                p.ds-validation-message data-field="validation" id={ (self.name) "-error" } { (text) }
            }
        }
    }

    /// Radios and checkboxes: a fieldset whose first input carries the field's id, so that the error summary leads to it.
    fn group(&self, kind: &str, choices: &[Choice]) -> Markup {
        let taken = |choice: &Choice| {
            if kind == "radio" { choice.value == self.value } else { choice.checked }
        };
        html! {
            fieldset.ds-fieldset aria-describedby=[self.described()] {
                legend.ds-label data-names=(self.name) { (self.label_words()) }
                (self.help())
                @for (place, choice) in choices.iter().enumerate() {
                    @let id = if place == 0 { self.name.clone() } else { format!("{}-{}", self.name, place + 1) };
                    div.ds-field {
                        input.ds-input type=(kind) id=(id) name=(self.name) value=(choice.value) checked[taken(choice)]
                            required[self.is_required() && kind == "radio"] aria-invalid=[self.invalid()]
                            aria-describedby=[choice.description.is_some().then(|| format!("{id}-description"))];
                        label.ds-label for=(id) { (choice.label) }
                        @if let Some(text) = &choice.description {
                            div data-field="description" id={ (id) "-description" } { (text) }
                        }
                    }
                }
                (self.complaint())
            }
        }
    }

    fn input(&self, kind: &str, mode: Option<&str>) -> Markup {
        html! {
            input.ds-input type=(kind) id=(self.name) name=(self.name) value=[(kind != "file").then_some(&self.value)]
                inputmode=[mode] size=[self.width] data-width=[self.width.map(|_| "auto")] autocomplete=[&self.autocomplete]
                required[self.is_required()] readonly[self.readonly] aria-invalid=[self.invalid()] aria-describedby=[self.described()]
                accept=[match &self.control { Control::File { accept } => Some(accept), _ => None }]
                spellcheck=[(kind == "password").then_some("false")];
        }
    }

    fn control(&self) -> Markup {
        match &self.control {
            Control::Text | Control::Month | Control::Hidden | Control::Radios(_) | Control::Checkboxes(_) => {
                self.input("text", None)
            }
            Control::Email => self.input("email", None),
            Control::Digits => self.input("text", Some("numeric")),
            Control::Password => self.input("password", None),
            Control::Date => self.input("date", None),
            Control::File { .. } => self.input("file", None),
            Control::Decimal { unit } if unit.is_empty() => self.input("text", Some("decimal")),
            Control::Decimal { unit } => html! {
                div.ds-field-affixes {
                    (self.input("text", Some("decimal")))
                    span.ds-field-affix aria-hidden="true" { (unit) }
                }
            },
            Control::TextArea { rows } => html! {
                textarea.ds-input id=(self.name) name=(self.name) rows=(rows) required[self.is_required()] readonly[self.readonly]
                    autocomplete=[&self.autocomplete] aria-invalid=[self.invalid()] aria-describedby=[self.described()] { "\n" (self.value) }
            },
            Control::Select(choices) => html! {
                select.ds-input id=(self.name) name=(self.name) data-width="auto" required[self.is_required()]
                    autocomplete=[&self.autocomplete] aria-invalid=[self.invalid()] aria-describedby=[self.described()] {
                    @for choice in choices {
                        option value=(choice.value) selected[choice.value == self.value] { (choice.label) }
                    }
                }
            },
        }
    }
}

/// The ids of what explains a control, for `aria-describedby`.
pub(super) fn described_by(name: &str, description: bool, error: bool) -> Option<String> {
    let mut ids = Vec::new();
    if description {
        ids.push(format!("{name}-description"));
    }
    if error {
        ids.push(format!("{name}-error"));
    }
    (!ids.is_empty()).then(|| ids.join(" "))
}

impl Render for Field {
    fn render(&self) -> Markup {
        match &self.control {
            Control::Hidden => html! { input type="hidden" name=(self.name) value=(self.value); },
            Control::Radios(choices) => self.group("radio", choices),
            Control::Checkboxes(choices) => self.group("checkbox", choices),
            _ => html! {
                div.ds-field {
                    label.ds-label for=(self.name) data-names=(self.name) { (self.label_words()) }
                    (self.help())
                    (self.control())
                    (self.complaint())
                }
            },
        }
    }
}
