//! Settings, parsed once. The environment wins over the file; secrets can also come as `NAME_FILE`.

use std::collections::BTreeMap;
use std::fmt;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use ipnet::IpNet;

use crate::db::DatabaseUrl;
use crate::i18n::Lang;

/// A word that never shows itself.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Wraps a word.
    pub fn new(word: impl Into<String>) -> Self {
        Self(word.into())
    }

    /// The word, where it is used.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

macro_rules! limits {
    ($($(#[$doc:meta])* $field:ident = $default:literal,)+) => {
        /// Every limit, by name. Each is set with `STAFETT_LIMITS_` and its name in capitals.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub struct Limits { $($(#[$doc])* pub $field: u64,)+ }

        impl Default for Limits {
            fn default() -> Self {
                Self { $($field: $default,)+ }
            }
        }

        impl Limits {
            /// Name, value and default of each.
            pub fn list(&self) -> Vec<(&'static str, u64, u64)> {
                vec![$((stringify!($field), self.$field, $default),)+]
            }

            fn set(&mut self, name: &str, value: u64) -> bool {
                match name { $(stringify!($field) => { self.$field = value; true })+ _ => false }
            }
        }
    };
}

limits! {
    /// Bytes in a request's body.
    body_bytes = 1_048_576,
    /// Bytes in an imported file.
    import_bytes = 16_777_216,
    /// Rows in an imported file.
    import_rows = 100_000,
    /// Items in a batch.
    batch_items = 500,
    /// Seconds for a client to send its request's head.
    head_seconds = 10,
    /// Seconds a whole request may take.
    request_seconds = 60,
    /// Sign-in tries per account in a quarter of an hour.
    sign_in_per_account = 20,
    /// Sign-in tries per source address in a minute.
    sign_in_per_source = 600,
    /// Mails for a new password per account in a quarter of an hour; more are asked for in vain.
    resets_per_account = 5,
    /// Times a new password is asked for per source address in a minute.
    resets_per_source = 600,
    /// Passwords hashed at the same time.
    password_hashes = 2,
    /// Questions to the OData feed answered at the same time; others wait their turn.
    feed_reads = 2,
    /// Bytes in a password.
    password_bytes = 1_024,
    /// Hours until one must sign in again.
    session_hours = 12,
    /// Minutes that a link for a new password works.
    reset_minutes = 60,
    /// Days that an invitation works.
    invitation_days = 14,
    /// The hour of the day in Norway from which reminders are mailed; 24 and more is never.
    reminders_from_hour = 6,
    /// Connections to the database at most. Two for each processor read; on PostgreSQL all of them write.
    database_connections = 12,
    /// Open connections from clients.
    connections = 4_096,
    /// Mebibytes of free disk below which the program says it is not ready.
    free_disk_mib = 64,
    /// Seconds to finish requests after a signal to stop.
    drain_seconds = 10,
}

/// Everything the program is told from outside.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where the database is.
    pub database_url: DatabaseUrl,
    /// Where our files are.
    pub data_dir: PathBuf,
    /// Where to listen.
    pub listen: SocketAddr,
    /// The one source of links in mail.
    pub base_url: url::Url,
    /// Where the secret is kept.
    pub secret_file: PathBuf,
    /// The mail server, with its password.
    pub smtp_url: Option<Secret>,
    /// Who mail is from.
    pub mail_from: Option<String>,
    /// Whose forwarded headers count.
    pub trusted_proxies: Vec<IpNet>,
    /// The word that opens `/metrics` on the public listener.
    pub metrics_token: Option<Secret>,
    /// The language where nobody has chosen.
    pub lang: Lang,
    /// The limits.
    pub limits: Limits,
    /// What has to be logged, from this level on.
    pub log: Option<String>,
    /// Names that look like settings of ours and are none: somebody mistyped.
    pub unread: Vec<String>,
    sources: BTreeMap<String, &'static str>,
}

/// Settings that cannot be used; each sentence names the setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadSetting(pub String);

impl fmt::Display for BadSetting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

const KNOWN: &[&str] = &[
    "DATABASE_URL",
    "STAFETT_DATA_DIR",
    "STAFETT_LISTEN",
    "STAFETT_BASE_URL",
    "STAFETT_SECRET_FILE",
    "STAFETT_SMTP_URL",
    "STAFETT_MAIL_FROM",
    "STAFETT_TRUSTED_PROXIES",
    "STAFETT_METRICS_TOKEN",
    "STAFETT_LANG",
    "STAFETT_LOG",
];

/// Settings that can stand in a file of their own, named by `…_FILE`.
const SECRET: &[&str] = &["DATABASE_URL", "STAFETT_SMTP_URL", "STAFETT_METRICS_TOKEN"];

impl Config {
    /// Reads the environment and, where one is named, a file with the same names.
    pub fn load(file: Option<&Path>) -> Result<Self, BadSetting> {
        let environment: BTreeMap<String, String> = std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
            .collect();
        Self::from_parts(&environment, file)
    }

    /// The same from a given environment.
    pub fn from_parts(environment: &BTreeMap<String, String>, file: Option<&Path>) -> Result<Self, BadSetting> {
        let settings = Settings::gather(environment, file)?;
        let data_dir = PathBuf::from(settings.get("STAFETT_DATA_DIR").unwrap_or("./data"));
        let listen_text = settings.get("STAFETT_LISTEN").unwrap_or("127.0.0.1:8080");
        let listen: SocketAddr = listen_text
            .parse()
            .map_err(|_| BadSetting(format!("STAFETT_LISTEN: {listen_text} is not ADDRESS:PORT")))?;
        let base_text = settings.get("STAFETT_BASE_URL").map_or_else(|| format!("http://{listen}"), str::to_owned);
        let base_url = url::Url::parse(&base_text)
            .ok()
            .filter(|url| matches!(url.scheme(), "http" | "https") && url.host().is_some())
            .ok_or_else(|| BadSetting(format!("STAFETT_BASE_URL: {base_text} is not an http or https address")))?;
        let database_text = settings
            .get("DATABASE_URL")
            .map_or_else(|| format!("sqlite://{}", data_dir.join("stafett.db").display()), str::to_owned);
        let lang_text = settings.get("STAFETT_LANG").unwrap_or("nb");
        let trusted_proxies = settings
            .get("STAFETT_TRUSTED_PROXIES")
            .unwrap_or_default()
            .split([',', ' '])
            .filter(|part| !part.is_empty())
            .map(|part| {
                part.parse::<IpNet>()
                    .or_else(|_| part.parse::<std::net::IpAddr>().map(IpNet::from))
                    .map_err(|_| BadSetting(format!("STAFETT_TRUSTED_PROXIES: {part} is not an address or a CIDR")))
            })
            .collect::<Result<_, _>>()?;
        Ok(Self {
            database_url: DatabaseUrl::parse(&database_text).map_err(BadSetting)?,
            secret_file: settings.get("STAFETT_SECRET_FILE").map_or_else(|| data_dir.join("secret"), PathBuf::from),
            data_dir,
            listen,
            base_url,
            smtp_url: settings.get("STAFETT_SMTP_URL").map(Secret::new),
            mail_from: settings.get("STAFETT_MAIL_FROM").map(str::to_owned),
            trusted_proxies,
            metrics_token: settings.get("STAFETT_METRICS_TOKEN").map(Secret::new),
            lang: Lang::parse(lang_text)
                .ok_or_else(|| BadSetting(format!("STAFETT_LANG: {lang_text} is not one of nb, nn, en, da")))?,
            limits: settings.limits()?,
            log: settings.get("STAFETT_LOG").map(str::to_owned),
            unread: environment.keys().filter(|name| nobody_reads(name)).cloned().collect(),
            sources: settings.sources(),
        })
    }

    /// Whether somebody set it; otherwise the default is in force.
    pub fn is_set(&self, name: &str) -> bool {
        self.sources.contains_key(name)
    }

    /// The settings as `stafett config` shows them: value and where it came from, secrets hidden.
    pub fn explain(&self) -> Vec<(&'static str, String, &'static str)> {
        let shown =
            |name: &'static str, value: String| (name, value, self.sources.get(name).copied().unwrap_or("default"));
        let hidden = |set: bool| if set { "***".to_owned() } else { String::new() };
        vec![
            shown("DATABASE_URL", self.database_url.to_string()),
            shown("STAFETT_DATA_DIR", self.data_dir.display().to_string()),
            shown("STAFETT_LISTEN", self.listen.to_string()),
            shown("STAFETT_BASE_URL", self.base_url.to_string()),
            shown("STAFETT_SECRET_FILE", self.secret_file.display().to_string()),
            shown("STAFETT_SMTP_URL", hidden(self.smtp_url.is_some())),
            shown("STAFETT_MAIL_FROM", self.mail_from.clone().unwrap_or_default()),
            shown(
                "STAFETT_TRUSTED_PROXIES",
                self.trusted_proxies.iter().map(ToString::to_string).collect::<Vec<_>>().join(","),
            ),
            shown("STAFETT_METRICS_TOKEN", hidden(self.metrics_token.is_some())),
            shown("STAFETT_LANG", self.lang.to_string()),
            shown("STAFETT_LOG", self.log.clone().unwrap_or_default()),
        ]
    }
}

struct Settings {
    values: BTreeMap<String, (String, &'static str)>,
}

impl Settings {
    fn gather(environment: &BTreeMap<String, String>, file: Option<&Path>) -> Result<Self, BadSetting> {
        let mut values = BTreeMap::new();
        if let Some(path) = file {
            let text = std::fs::read_to_string(path)
                .map_err(|error| BadSetting(format!("--config {}: {error}", path.display())))?;
            let table: toml::Table = text
                .parse()
                .map_err(|error: toml::de::Error| BadSetting(format!("--config {}: {error}", path.display())))?;
            for (name, value) in table {
                let text = match value {
                    toml::Value::String(text) => text,
                    toml::Value::Integer(number) => number.to_string(),
                    toml::Value::Boolean(truth) => truth.to_string(),
                    toml::Value::Array(list) => {
                        list.iter().filter_map(|item| item.as_str()).collect::<Vec<_>>().join(",")
                    }
                    _ => return Err(BadSetting(format!("{name}: must be a text or a number"))),
                };
                if !known(&name) {
                    return Err(BadSetting(format!("{name}: there is no such setting")));
                }
                values.insert(name, (text, "file"));
            }
        }
        for (name, value) in environment {
            if known(name) && !value.is_empty() {
                values.insert(name.clone(), (value.clone(), "environment"));
            } else if name.starts_with("STAFETT_LIMITS_") {
                return Err(BadSetting(format!("{name}: there is no such limit")));
            }
        }
        for name in SECRET {
            let file_name = format!("{name}_FILE");
            if let Some(path) = environment.get(&file_name) {
                let text = std::fs::read_to_string(path)
                    .map_err(|error| BadSetting(format!("{file_name}: {path}: {error}")))?;
                values.insert((*name).to_owned(), (text.trim().to_owned(), "secret file"));
            }
        }
        Ok(Self { values })
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.values.get(name).map(|(value, _)| value.as_str())
    }

    fn limits(&self) -> Result<Limits, BadSetting> {
        let mut limits = Limits::default();
        for (name, (value, _)) in &self.values {
            let Some(limit) = name.strip_prefix("STAFETT_LIMITS_") else { continue };
            let number: u64 =
                value.parse().map_err(|_| BadSetting(format!("{name}: {value} is not a whole number")))?;
            if !limits.set(&limit.to_ascii_lowercase(), number) {
                return Err(BadSetting(format!("{name}: there is no such limit")));
            }
        }
        Ok(limits)
    }

    fn sources(&self) -> BTreeMap<String, &'static str> {
        self.values.iter().map(|(name, (_, source))| (name.clone(), *source)).collect()
    }
}

/// Names for tests are nobody's mistake.
fn nobody_reads(name: &str) -> bool {
    let for_tests = ["STAFETT_TEST_", "STAFETT_KILL_", "STAFETT_RACE_", "STAFETT_FUZZ_", "STAFETT_REVIEWED"];
    let in_a_file = name.strip_suffix("_FILE").is_some_and(|name| SECRET.contains(&name));
    name.starts_with("STAFETT_") && !known(name) && !in_a_file && !for_tests.iter().any(|start| name.starts_with(start))
}

fn known(name: &str) -> bool {
    KNOWN.contains(&name)
        || name
            .strip_prefix("STAFETT_LIMITS_")
            .is_some_and(|limit| Limits::default().set(&limit.to_ascii_lowercase(), 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(pairs: &[(&str, &str)]) -> Result<Config, BadSetting> {
        let environment = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Config::from_parts(&environment, None)
    }

    #[test]
    fn defaults_stand_without_any_setting() {
        let config = with(&[]).expect("the defaults");
        assert_eq!(config.database_url.to_string(), "sqlite://./data/stafett.db");
        assert_eq!(config.base_url.as_str(), "http://127.0.0.1:8080/");
        assert_eq!(config.limits.batch_items, 500);
    }

    #[test]
    fn a_mistyped_setting_is_named() {
        for (name, value) in [
            ("STAFETT_LISTEN", "here"),
            ("DATABASE_URL", "stafett.db"),
            ("STAFETT_LANG", "sv"),
            ("STAFETT_LIMITS_BODY_BYTES", "many"),
            ("STAFETT_LIMITS_BODY_BITES", "1"),
            ("STAFETT_TRUSTED_PROXIES", "everyone"),
            ("STAFETT_BASE_URL", "ftp://x"),
        ] {
            let error = with(&[(name, value)]).expect_err(name);
            assert!(error.0.contains(name), "{error}");
        }
    }

    #[test]
    fn the_mail_password_is_not_explained() {
        let config = with(&[("STAFETT_SMTP_URL", "smtp://me:hush@mail")]).expect("settings");
        assert!(!format!("{config:?} {:?}", config.explain()).contains("hush"));
    }
}
