//! Words, numbers and dates in the reader's language. Texts are Fluent files in `assets/locales`, built into the program.

use std::collections::HashMap;
use std::fmt;
use std::sync::{LazyLock, PoisonError, RwLock};

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

use crate::clock::{Day, Moment};
use crate::decimal::{Decimal, NumberStyle};

mod catalogue {
    include!(concat!(env!("OUT_DIR"), "/locales.rs"));
}

crate::db::types::words! {
    /// A language Stafett speaks.
    Lang {
        /// Bokmål.
        Nb = "nb",
        /// Nynorsk.
        Nn = "nn",
        /// English.
        En = "en",
        /// Danish.
        Da = "da",
    }
}

struct Book {
    bundle: FluentBundle<FluentResource>,
    /// Texts without values, as they were asked for: the same every time, and most of what a page says.
    plain: RwLock<HashMap<String, String>>,
}

static BOOKS: LazyLock<Vec<Book>> = LazyLock::new(|| Lang::ALL.iter().map(|lang| Book::of(*lang)).collect());

impl Book {
    fn of(lang: Lang) -> Self {
        let id = lang.as_str().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![id]);
        // The isolating marks would stand in attributes and mails.
        bundle.set_use_isolating(false);
        for (_, _, source) in catalogue::LOCALES.iter().filter(|(code, _, _)| *code == lang.as_str()) {
            let resource = match FluentResource::try_new((*source).to_owned()) {
                Ok(resource) => resource,
                // A broken line loses one text, not the page; the tests over the house find it.
                Err((resource, _)) => resource,
            };
            bundle.add_resource_overriding(resource);
        }
        Self { bundle, plain: RwLock::default() }
    }

    /// A text without values. Only texts that exist are kept, so the keys cannot grow beyond the catalogue.
    fn plain(&self, key: &str) -> Option<String> {
        if let Some(text) = self.plain.read().unwrap_or_else(PoisonError::into_inner).get(key) {
            return Some(text.clone());
        }
        let text = self.format(key, &[])?;
        self.plain.write().unwrap_or_else(PoisonError::into_inner).insert(key.to_owned(), text.clone());
        Some(text)
    }

    fn format(&self, key: &str, args: &Args<'_>) -> Option<String> {
        let pattern = self.bundle.get_message(key)?.value()?;
        let mut values = FluentArgs::with_capacity(args.len());
        for (name, value) in args {
            values.set(*name, value.clone());
        }
        let mut errors = Vec::new();
        Some(self.bundle.format_pattern(pattern, Some(&values), &mut errors).into_owned())
    }
}

/// The sources of all texts: language, file, content. For the tests over the house.
pub fn sources() -> &'static [(&'static str, &'static str, &'static str)] {
    catalogue::LOCALES
}

/// Values for a text, by name.
pub type Args<'a> = [(&'a str, FluentValue<'a>)];

impl Lang {
    /// The text for `key`; the key itself where it is missing, so that a hole is seen.
    pub fn t(self, key: &str) -> String {
        self.t_with(key, &[])
    }

    /// The text for `key` with values.
    pub fn t_with(self, key: &str, args: &Args<'_>) -> String {
        self.find(key, args).unwrap_or_else(|| key.to_owned())
    }

    /// The text for `key`, if there is one.
    pub fn find(self, key: &str, args: &Args<'_>) -> Option<String> {
        let book = &BOOKS[self as usize];
        if args.is_empty() { book.plain(key) } else { book.format(key, args) }
    }

    /// The best of our languages for an `Accept-Language` header.
    pub fn from_header(header: &str) -> Option<Self> {
        let mut wishes: Vec<(f32, Self)> = header
            .split(',')
            .filter_map(|part| {
                let mut pieces = part.trim().split(';');
                let tag = pieces.next()?.trim().to_ascii_lowercase();
                let weight = pieces
                    .find_map(|piece| piece.trim().strip_prefix("q=").and_then(|q| q.parse::<f32>().ok()))
                    .unwrap_or(1.0);
                let lang = match tag.split('-').next()? {
                    "nb" | "no" => Self::Nb,
                    "nn" => Self::Nn,
                    "en" => Self::En,
                    "da" => Self::Da,
                    _ => return None,
                };
                Some((weight, lang))
            })
            .collect();
        wishes.sort_by(|one, two| two.0.total_cmp(&one.0));
        wishes.first().map(|(_, lang)| *lang)
    }

    /// How numbers are written in this language.
    pub const fn numbers(self) -> NumberStyle {
        match self {
            Self::Nb | Self::Nn => NumberStyle::Norwegian,
            Self::En => NumberStyle::English,
            Self::Da => NumberStyle::Danish,
        }
    }

    /// A number with as many decimals as it has, at least `decimals`.
    pub fn number(self, value: Decimal, decimals: u8) -> String {
        value.format_local(self.numbers(), Some(decimals))
    }

    /// A whole number with group separators.
    pub fn count(self, value: i64) -> String {
        // More than a number of ours can be is written as it is.
        let whole = Decimal::try_from_whole(value);
        whole.map_or_else(|| value.to_string(), |whole| whole.format_local(self.numbers(), None))
    }

    /// `12.03.2026`; in English `12 Mar 2026`.
    pub fn day(self, day: Day) -> String {
        use chrono::Datelike;
        let date = day.date();
        match self {
            Self::En => date.format("%-d %b %Y").to_string(),
            _ => format!("{:02}.{:02}.{:04}", date.day(), date.month(), date.year()),
        }
    }

    /// `12. mars 2026`.
    pub fn long_day(self, day: Day) -> String {
        use chrono::Datelike;
        let date = day.date();
        let month = self.t(&format!("month-{}", date.month()));
        match self {
            Self::En => format!("{} {month} {}", date.day(), date.year()),
            _ => format!("{}. {month} {}", date.day(), date.year()),
        }
    }

    /// `mars 2026`, from a month index (year × 12 + month − 1).
    pub fn month(self, index: i32) -> String {
        format!("{} {}", self.t(&format!("month-{}", index.rem_euclid(12) + 1)), index.div_euclid(12))
    }

    /// `12.03.2026 kl. 09.15`, on a Norwegian wall clock.
    pub fn moment(self, moment: Moment) -> String {
        let (hour, minute) = moment.wall_clock();
        let day = self.day(moment.day());
        match self {
            Self::En => format!("{day} at {hour:02}:{minute:02}"),
            _ => format!("{day} kl. {hour:02}.{minute:02}"),
        }
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The text for a key, with values: `t!(lang, "handover-step-count", count = 3)`.
#[macro_export]
macro_rules! t {
    ($lang:expr, $key:expr) => { $lang.t($key) };
    ($lang:expr, $key:expr, $($name:ident = $value:expr),+ $(,)?) => {
        $lang.t_with($key, &[$((stringify!($name), fluent_bundle::FluentValue::from($value))),+])
    };
}
