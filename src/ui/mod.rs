//! The furniture: the components every page is put together from.
//!
//! Each component is a struct with public fields that implements [`maud::Render`], so a view writes
//! `(Alert::success(title, body))` where the alert should stand. Three rules hold everywhere:
//!
//! * **No words of its own.** Every text a person sees or hears comes in from the caller, in the page's language.
//! * **No domain.** The furniture knows tables, steps and lateness; it knows nothing of regions, benefits or handovers.
//! * **Meaning in, looks out.** Callers say [`Tone::Late`] or [`ButtonKind::Danger`]; which class, colour and shape that
//!   becomes is decided here and in `assets/app.css`. Nobody outside this folder writes a class name.
//!
//! | to show | take |
//! |---|---|
//! | a whole document | [`Page`] in a [`Shell`] |
//! | a state | [`Status`], its [`Tone`] |
//! | something to do | [`Button`], [`LinkButton`], [`PostButton`], gathered in [`Actions`] |
//! | something to fill in | [`Form`], [`Field`], [`ErrorSummary`], [`Check`] |
//! | many things | [`Table`], [`Matrix`], [`TaskList`], [`Pagination`], [`ToggleLinks`] |
//! | one thing | [`Definitions`], [`NumberCards`], [`Steps`], [`Details`], [`Section`], [`Time`] |
//! | nothing yet | [`Empty`] |
//! | a message | [`Alert`] |
//! | a figure over time | [`chart::SeriesChart`], [`chart::Sparkline`] |
//! | plans over time | [`chart::Timeline`] |
//! | what was chosen | [`Chips`] |
//! | other pages of a thing | [`Places`] |
//!
//! Everything works without scripts, on a phone, on paper, in the dark and in forced colours. The content policy forbids
//! inline styles and scripts, so no component writes either.

mod actions;
mod alert;
pub mod assets;
mod breadcrumb;
mod button;
mod cards;
pub mod chart;
mod chips;
mod definition;
mod details;
mod empty;
mod field;
mod footer;
mod form;
mod header;
mod icon;
mod link;
mod matrix;
mod nav;
mod page;
mod pagination;
mod places;
mod section;
mod status;
mod steps;
mod table;
mod tasks;
mod time;
mod toggle;

pub use actions::Actions;
pub use alert::{Alert, AlertKind};
pub use breadcrumb::Breadcrumb;
pub use button::{Button, ButtonKind, LinkButton, PostButton, PrintButton};
pub use cards::{NumberCard, NumberCards};
pub use chips::{Chip, Chips};
pub use definition::Definitions;
pub use details::Details;
pub use empty::Empty;
pub use field::{Choice, Control, Field, Mark};
pub use footer::{Footer, Language, LanguageForm};
pub use form::{Check, ErrorSummary, FieldRow, Fieldset, Form, Method, Tick};
pub use header::{SignedIn, Waiting};
pub use icon::Icon;
pub use link::Link;
pub use matrix::{Matrix, MatrixCell, MatrixColumn, MatrixRow};
pub use nav::{Nav, NavItem};
pub use page::{Page, Shell, Show};
pub use pagination::{PageLink, Pagination};
pub use places::Places;
pub use section::Section;
pub use status::{Shape, Status, Tone};
pub use steps::{Step, StepState, Steps};
pub use table::{Column, ColumnKind, OnPhone, Order, Row, Table};
pub use tasks::{Task, TaskGroup, TaskList};
pub use time::Time;
pub use toggle::{ToggleLink, ToggleLinks};
