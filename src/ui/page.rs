//! The only document shell: every page of the service is a [`Page`] in a [`Shell`].

use maud::{DOCTYPE, Markup, Render, html};

use super::assets::{APP_CSS, APP_JS};
use super::footer::Bottom;
use super::header::Header;
use super::{Breadcrumb, Footer, LanguageForm, Link, NavItem, SignedIn, Waiting};

/// The mark, for the browser's tab: two lanes and the baton between them.
const ICON: &str = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 -8 40 40'%3E%3Cg fill='none' \
    stroke='%231e5b8a' stroke-width='3'%3E%3Cpath d='M2 20C12 20 14 12 20 12'/%3E%3Cpath d='M20 12c6 0 8-8 18-8'/%3E%3C/g%3E\
    %3Crect x='13' y='9.5' width='14' height='5' rx='2.5' fill='%23c8501e' transform='rotate(-28 20 12)'/%3E%3C/svg%3E";

/// What surrounds a page: the same for all pages one person sees, made once for each request.
#[derive(Clone, Debug, Default)]
pub struct Shell {
    /// The language of the page: `nb`, `nn`, `en`, `da`.
    pub lang: String,
    /// The name of the product.
    pub product: String,
    /// The front page.
    pub home_href: String,
    /// «Hopp til hovedinnhold».
    pub skip_label: String,
    /// What a screen reader calls the main menu.
    pub nav_label: String,
    /// The word on the folded menu: «Meny».
    pub menu_label: String,
    /// What a screen reader calls the breadcrumb: «Du er her».
    pub breadcrumb_label: String,
    /// The words before the name of the page one step up: «Tilbake til».
    pub back_to: String,
    /// On whose behalf one looks: region and municipality.
    pub context: Option<String>,
    /// The main menu.
    pub nav: Vec<NavItem>,
    /// What waits for the person.
    pub waiting: Option<Waiting>,
    /// The form that changes the language.
    pub languages: LanguageForm,
    /// The signed-in person.
    pub user: Option<SignedIn>,
    /// Where to sign in, for those who have not.
    pub sign_in: Option<Link>,
    /// A line across the top of every page, such as that this is a demonstration.
    pub banner: Option<Markup>,
    /// What the footer links to.
    pub footer: Footer,
    /// A line on paper only: when and from where the page was printed.
    pub print_note: Option<String>,
}

/// For whose eyes a page is set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Show {
    /// One person at a screen.
    #[default]
    Screen,
    /// A room: large, and without menus.
    Projector,
    /// Somebody who was given this one page: nothing on it leads on into the service.
    Outside,
    /// A frame in somebody else's page: the page itself and nothing around it, without scripts.
    Embedded,
}

/// One page.
#[derive(Clone, Debug)]
pub struct Page {
    /// What surrounds it.
    pub shell: Shell,
    /// The `h1`, also the first part of the document's title.
    pub title: String,
    /// Which part of the service it belongs to; the middle part of the document's title.
    pub area: Option<String>,
    /// Set before the document's title, with its colon, when the page reports errors: «Feil:».
    pub title_prefix: Option<String>,
    /// A short line above the `h1`, such as the kind of thing the page is about.
    pub kicker: Option<String>,
    /// A sentence or two under the `h1`.
    pub lead: Option<String>,
    /// The pages above this one, outermost first.
    pub above: Vec<Link>,
    /// A message on top, such as the receipt for what was just done; usually a [`super::Alert`].
    pub notice: Option<Markup>,
    /// Buttons under the heading, most important first.
    pub actions: Vec<Markup>,
    /// The page itself.
    pub body: Markup,
    /// The body is mostly text or a form and reads best narrow.
    pub narrow: bool,
    /// For whose eyes.
    pub show: Show,
    /// Ways out of a page without menus, under everything else.
    pub leave: Vec<Link>,
}

impl Page {
    /// A page with a heading and a body; the rest can be set by field.
    pub fn new(shell: Shell, title: impl Into<String>, body: Markup) -> Self {
        Self {
            shell,
            title: title.into(),
            area: None,
            title_prefix: None,
            kicker: None,
            lead: None,
            above: Vec::new(),
            notice: None,
            actions: Vec::new(),
            body,
            narrow: false,
            show: Show::Screen,
            leave: Vec::new(),
        }
    }

    /// «Feil: heading – area – product».
    fn document_title(&self, shell: &Shell) -> String {
        let parts = [Some(self.title.as_str()), self.area.as_deref(), Some(shell.product.as_str())];
        let title = parts.into_iter().flatten().collect::<Vec<_>>().join(" – ");
        match &self.title_prefix {
            Some(prefix) => format!("{prefix} {title}"),
            None => title,
        }
    }

    fn heading(&self) -> Markup {
        html! {
            div.page-heading {
                @if let Some(kicker) = &self.kicker { p.kicker { (kicker) } }
                h1.ds-heading data-size="lg" { (self.title) }
                @if let Some(lead) = &self.lead { p.lead { (lead) } }
                @if !self.actions.is_empty() {
                    div.actions { @for action in &self.actions { (action) } }
                }
            }
        }
    }

    fn main(&self, shell: &Shell) -> Markup {
        let breadcrumb = Breadcrumb {
            label: shell.breadcrumb_label.clone(),
            back_to: shell.back_to.clone(),
            above: self.above.clone(),
            here: self.title.clone(),
        };
        html! {
            @if self.show == Show::Screen { div.crumbs { (breadcrumb) } }
            main id="main" tabindex="-1" data-narrow[self.narrow] {
                @if let Some(notice) = &self.notice { (notice) }
                (self.heading())
                div.body { (self.body) }
                @if !self.leave.is_empty() {
                    ul.leave { @for link in &self.leave { li { (link) } } }
                }
            }
        }
    }

    /// The page within another shell than its own.
    pub fn within(&self, shell: &Shell) -> Markup {
        let (size, projector) = match self.show {
            Show::Projector => ("lg", true),
            Show::Screen | Show::Outside | Show::Embedded => ("md", false),
        };
        let with_menus = self.show == Show::Screen;
        let embedded = self.show == Show::Embedded;
        html! {
            (DOCTYPE)
            html lang=(shell.lang) data-color-scheme="auto" {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    title { (self.document_title(shell)) }
                    link rel="icon" href=(ICON);
                    link rel="stylesheet" href=(APP_CSS);
                    @if !embedded { script type="module" src=(APP_JS) {} }
                }
                body data-color="accent" data-size=(size) data-projector[projector] data-embedded[embedded] {
                    @if !embedded { a.ds-skip-link href="#main" { (shell.skip_label) } }
                    @if shell.banner.is_some() || with_menus {
                        header {
                            @if let Some(banner) = &shell.banner { div.banner { (banner) } }
                            @if with_menus { (Header(shell)) }
                        }
                    }
                    div.print-head {
                        span { (shell.product) @if let Some(context) = &shell.context { " · " (context) } }
                        @if let Some(note) = &shell.print_note { span { (note) } }
                    }
                    (self.main(shell))
                    @if !embedded { (Bottom(shell)) }
                }
            }
        }
    }
}

impl Render for Page {
    fn render(&self) -> Markup {
        self.within(&self.shell)
    }
}
