//! Which database the program opens, and which it leaves alone.

use crate::harness::{Backend, Site};

const CREATE: &[&str] = &["admin", "create", "--email", "a@eksempel.no", "--name", "A"];
const PASSWORD: &str = "et ganske langt passord";

/// Runs a command on another database than the site's own: exit code and what it said.
fn on(site: &Site, url: &str, arguments: &[&str]) -> (i32, String) {
    use std::io::Write;
    use std::process::Stdio;
    let mut command = site.command(arguments);
    command.env("DATABASE_URL", url).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the program starts");
    // A command that refuses at once does not read.
    let _ = child.stdin.take().expect("its input").write_all(PASSWORD.as_bytes());
    let output = child.wait_with_output().expect("it ends");
    (output.status.code().unwrap_or(-1), String::from_utf8_lossy(&output.stderr).into_owned())
}

/// A site whose program has stopped, and an address beside its own where there is nothing.
fn stopped(backend: Backend) -> (Site, String) {
    let site = Site::with(backend, None, &[]);
    site.kill();
    let mistyped = match backend {
        Backend::Sqlite => site.database_url.replace("stafett.db", "staffet.db"),
        Backend::Postgres => site.empty_beside(),
    };
    (site, mistyped)
}

fn is_refused_and_nothing_made(backend: Backend) {
    let (site, mistyped) = stopped(backend);
    for arguments in [&["serve"][..], CREATE, &["doctor"], &["state-hash"], &["audit", "verify"]] {
        let (code, said) = on(&site, &mistyped, arguments);
        assert!(code == 3 || (code == 4 && backend == Backend::Postgres), "{arguments:?}: {code} {said}");
    }
    let (_, said) = on(&site, &mistyped, &["serve"]);
    let name = |url: &str| url.rsplit('/').next().expect("a name").to_owned();
    assert!(said.contains("DATABASE_URL") && said.contains(&name(&mistyped)), "{said}");
    assert!(said.contains(&name(&site.database_url)) && said.contains("stafett migrate"), "{said}");
    assert!(!site.folder().join("staffet.db").exists() && !site.folder().join("staffet.lock").exists());
    assert_eq!(on(&site, &mistyped, &["migrate", "--check"]).0, if backend == Backend::Sqlite { 3 } else { 4 });
    site.start();
    site.kill();
    // Whoever means it says so.
    assert_eq!(on(&site, &mistyped, &["migrate"]).0, 0);
    assert_eq!(on(&site, &mistyped, CREATE).0, 0);
}

#[test]
fn a_mistyped_database_is_refused_on_sqlite() {
    is_refused_and_nothing_made(Backend::Sqlite);
}

#[test]
fn a_mistyped_database_is_refused_on_postgres() {
    is_refused_and_nothing_made(Backend::Postgres);
}

#[test]
fn what_can_be_no_database_is_refused_with_its_name() {
    let site = Site::with(Backend::Sqlite, None, &[]);
    site.kill();
    let folder = site.folder();
    std::fs::write(folder.join("notes.txt"), "Dette er ingen database, men et notat som er langt nok.".repeat(40))
        .expect("a file");
    for (url, code) in [
        (format!("sqlite://{}", folder.join("ingen/stafett.db").display()), 3),
        (format!("sqlite://{}", folder.join("notes.txt").display()), 3),
        (format!("sqlite://{}", folder.display()), 3),
        ("postgres://stafett@127.0.0.1:1/stafett".to_owned(), 3),
        ("stafett.db".to_owned(), 2),
        ("mysql://localhost/stafett".to_owned(), 2),
    ] {
        let (exit, said) = on(&site, &url, &["serve"]);
        assert_eq!(exit, code, "{url}: {said}");
        assert!(said.starts_with("stafett: ") && !said.contains("panicked"), "{url}: {said}");
    }
    let notes = std::fs::read_to_string(folder.join("notes.txt")).expect("it is still there");
    assert!(notes.starts_with("Dette er ingen database"));
}
