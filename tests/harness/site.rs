//! The program under test.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use serde_json::Value;

use super::person::{Answer, Person};
use super::seeds;

/// Which database.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Backend {
    /// A file in the site's own folder.
    Sqlite,
    /// A database of its own in the server that `STAFETT_TEST_POSTGRES_URL` names.
    Postgres,
}

/// A running program with a throw-away database.
pub struct Site {
    folder: tempfile::TempDir,
    beside: std::sync::OnceLock<String>,
    /// Its database's address.
    pub database_url: String,
    /// Where it listens.
    pub port: u16,
    program: std::sync::Mutex<Option<Child>>,
    /// What the seed printed: ids and sign-ins.
    pub seed: Value,
    settings: Vec<(String, String)>,
}

static COUNT: AtomicU32 = AtomicU32::new(0);

impl Site {
    /// A site with the seed `tiny`.
    pub fn seeded(backend: Backend) -> Self {
        Self::with(backend, Some("tiny"), &[])
    }

    /// A site with a seed, or none, and further settings.
    pub fn with(backend: Backend, scenario: Option<&str>, settings: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let (database_url, seed) = match (scenario, backend) {
            (Some(scenario), _) => seeds::copied(backend, scenario, folder.path()),
            (None, Backend::Sqlite) => (seeds::sqlite_in(folder.path()), Value::Null),
            (None, Backend::Postgres) => (new_postgres(), Value::Null),
        };
        let settings = settings.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let site = Self {
            database_url,
            port: free_port(),
            folder,
            beside: std::sync::OnceLock::new(),
            program: std::sync::Mutex::new(None),
            seed,
            settings,
        };
        site.start();
        site
    }

    /// A command of the program with this site's settings.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = program_on(&self.database_url, self.folder.path());
        command
            .args(arguments)
            .env("STAFETT_LISTEN", format!("127.0.0.1:{}", self.port))
            .envs(self.settings.iter().map(|(name, value)| (name.as_str(), value.as_str())));
        command
    }

    /// Runs a command to its end: exit code, output, errors.
    pub fn run(&self, arguments: &[&str], input: &str) -> (i32, String, String) {
        use std::io::Write;
        let mut child = self
            .command(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        child.stdin.take().expect("its input").write_all(input.as_bytes()).expect("it reads");
        let output = child.wait_with_output().expect("it ends");
        let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
        (output.status.code().unwrap_or(-1), text(output.stdout), text(output.stderr))
    }

    /// Starts serving and waits until it is ready.
    pub fn start(&self) {
        let child = self.command(&["serve"]).stdout(Stdio::null()).stderr(Stdio::inherit()).spawn().expect("serve");
        *self.program.lock().expect("one thread") = Some(child);
        for _ in 0..400 {
            if self.visitor().get("/readyz").status == 200 {
                return;
            }
            std::thread::sleep(Duration::from_millis(25));
        }
        panic!("the program was not ready within ten seconds");
    }

    /// Kills the program at this instant.
    pub fn kill(&self) {
        if let Some(mut child) = self.program.lock().expect("one thread").take() {
            child.kill().expect("it was running");
            child.wait().expect("it is gone");
        }
    }

    /// Another setting, from the next start on.
    pub fn set(&mut self, name: &str, value: &str) {
        self.settings.retain(|(known, _)| known != name);
        self.settings.push((name.to_owned(), value.to_owned()));
    }

    /// Does something to the database behind the program's back.
    pub fn sql(&self, text: &str) {
        use diesel::{Connection, RunQueryDsl};
        match self.database_url.strip_prefix("sqlite://") {
            Some(path) => {
                let mut database = diesel::SqliteConnection::establish(path).expect("the site's database");
                // The program writes at the same time: whoever comes second waits.
                diesel::sql_query("PRAGMA busy_timeout = 10000").execute(&mut database).expect("patience");
                diesel::sql_query(text).execute(&mut database).expect("done");
            }
            None => psql(&self.database_url, text).expect("done"),
        }
    }

    /// An empty database on the same server.
    pub fn empty_beside(&self) -> String {
        self.beside.get_or_init(new_postgres).clone()
    }

    /// The folder of its files.
    pub fn folder(&self) -> PathBuf {
        self.folder.path().to_owned()
    }

    /// An address of the site.
    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// Somebody who has not signed in.
    pub fn visitor(&self) -> Person {
        Person::new(self, None)
    }

    /// The first person of the seed with a role, in the first region or the second, signed in.
    pub fn person(&self, role: &str, region: usize) -> Person {
        self.person_in(role, region, 0)
    }

    /// A person with a role in the n-th municipality of a region of the seed, signed in.
    pub fn person_in(&self, role: &str, region: usize, municipality: usize) -> Person {
        let region = &self.seed["regions"][region];
        let town = &region["municipalities"][municipality]["id"];
        let wanted = |sign_in: &&Value| {
            sign_in["role"] == role
                && (role == "administrator"
                    || (sign_in["region_id"] == region["id"]
                        && (sign_in["municipality_id"].is_null() || sign_in["municipality_id"] == *town)))
        };
        let list = self.seed["sign_ins"].as_array().expect("sign-ins");
        let sign_in = list.iter().find(wanted).unwrap_or_else(|| panic!("no {role} in the seed"));
        self.sign_in(sign_in["email"].as_str().expect("an address"), sign_in["password"].as_str().expect("a password"))
    }

    /// Signs somebody in.
    pub fn sign_in(&self, email: &str, password: &str) -> Person {
        let answer: Answer =
            self.visitor().post("/api/v1/sessions", &serde_json::json!({"email": email, "password": password}));
        assert_eq!(answer.status, 201, "{email} signs in: {}", answer.text);
        Person::new(self, Some(answer.json["token"].as_str().expect("a token").to_owned()))
    }

    /// An id of the seed, such as `site.id("commitments", 0)`.
    pub fn id(&self, list: &str, place: usize) -> String {
        self.seed[list][place]["id"].as_str().unwrap_or_else(|| panic!("no {list}[{place}] in the seed")).to_owned()
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.kill();
        for url in self.beside.get().into_iter().chain([&self.database_url]) {
            if let Some((server, name)) = url.strip_prefix("postgres://").and_then(|url| url.rsplit_once('/')) {
                let server = format!("postgres://{server}/postgres");
                let _ = psql(&server, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
            }
        }
    }
}

/// The program, with a database and a folder.
pub(super) fn program_on(database_url: &str, folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_stafett"));
    command.env("DATABASE_URL", database_url).env("STAFETT_DATA_DIR", folder).env("STAFETT_LOG", "warn");
    command
}

/// An empty database in the test server.
pub(super) fn new_postgres() -> String {
    postgres_like("")
}

/// A database in the test server: empty, or like another that nobody uses.
pub(super) fn postgres_like(template: &str) -> String {
    let server = std::env::var("STAFETT_TEST_POSTGRES_URL")
        .expect("STAFETT_TEST_POSTGRES_URL is not set: run the tests with bin/test or under bin/with-postgres");
    let name = format!("t{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::SeqCst));
    let like = template.rsplit_once('/').map_or_else(String::new, |(_, template)| format!(" TEMPLATE {template}"));
    psql(&server, &format!("CREATE DATABASE {name}{like}")).expect("a new database");
    let (base, _) = server.rsplit_once('/').expect("a database in the address");
    format!("{base}/{name}")
}

fn psql(url: &str, sql: &str) -> Result<(), String> {
    let output = Command::new("psql").args(["-qX", url, "-c", sql]).output().map_err(|error| error.to_string())?;
    if output.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&output.stderr).into_owned()) }
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a free port").port()
}
