//! Every text is there in every language, every key that the code asks for exists, every refusal has its words.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use stafett::i18n::{Lang, sources};
use stafett::refusal::Code;

/// Keys of a Fluent source, as often as they stand there: names at the beginning of a line.
fn keys(source: &str) -> Vec<String> {
    source
        .lines()
        .filter_map(|line| line.split_once(" ="))
        .map(|(name, _)| name.to_owned())
        .filter(|name| {
            !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        })
        .collect()
}

fn by_language() -> BTreeMap<&'static str, BTreeSet<String>> {
    let mut found: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for (lang, _, source) in sources() {
        found.entry(lang).or_default().extend(keys(source));
    }
    found
}

/// Values a text can be given; which ones does not matter here.
const NAMES: &[&str] = &["count", "name", "day"];

#[test]
fn every_text_is_there_in_every_language() {
    let found = by_language();
    let all: BTreeSet<&String> = found.values().flatten().collect();
    for lang in Lang::ALL {
        let own = &found[lang.as_str()];
        let missing: Vec<_> = all.iter().filter(|key| !own.contains(**key)).collect();
        assert!(missing.is_empty(), "{lang} lacks {missing:?}");
        for key in own {
            let args: Vec<_> = NAMES.iter().map(|name| (*name, 1.into())).collect();
            assert!(lang.find(key, &args).is_some(), "{lang}: {key} cannot be read");
        }
    }
}

fn rust_files(folder: &Path, found: &mut Vec<(String, String)>) {
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push((path.display().to_string(), std::fs::read_to_string(&path).expect("a file")));
        }
    }
}

pub fn sources_of_the_program() -> Vec<(String, String)> {
    let mut files = Vec::new();
    rust_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    files
}

/// Whole keys that the code names: `.t("key")`, `t!(lang, "key"`, `.t_with("key"`.
#[test]
fn every_key_the_code_asks_for_exists() {
    let known = &by_language()["nb"];
    let mut missing = Vec::new();
    for (file, source) in sources_of_the_program() {
        for opening in [
            ".t(\"",
            "t!(lang, \"",
            ".t_with(\"",
            "t!(\n        lang,\n        \"",
            "t!(\n            lang,\n            \"",
        ] {
            for piece in source.split(opening).skip(1) {
                let key = piece.split('"').next().unwrap_or_default();
                if !known.contains(key) {
                    missing.push(format!("{file}: {key}"));
                }
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn every_refusal_has_its_words_and_is_used() {
    let known = &by_language()["nb"];
    let program: String = sources_of_the_program()
        .into_iter()
        .filter(|(file, _)| !file.ends_with("refusal.rs"))
        .map(|(_, text)| text)
        .collect();
    for code in Code::ALL {
        let key = format!("refusal-{}", code.name().replace('_', "-"));
        assert!(known.contains(&key), "{key} has no text");
        assert!(known.contains(&format!("status-{}", code.status())), "status-{} has no text", code.status());
        assert!(program.contains(&format!("Code::{code:?}")), "Code::{code:?} is never used");
    }
}

/// Codes of wrong places stand in quotes beside a pointer; each must have its words.
#[test]
fn every_field_error_has_its_words() {
    let known = &by_language()["nb"];
    let mut missing = BTreeSet::new();
    for (file, source) in sources_of_the_program() {
        for opening in ["FieldError::at(", "invalid_at(", ".require("] {
            for piece in source.split(opening).skip(1) {
                let statement = piece.split(';').next().unwrap_or_default();
                let Some(code) =
                    statement.split('"').skip(1).step_by(2).filter(|text| !text.starts_with('/')).find(|text| {
                        **text != *"name"
                            && !text.is_empty()
                            && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
                            && text.contains(|c: char| c.is_ascii_lowercase())
                    })
                else {
                    continue;
                };
                let key = format!("field-{}", code.replace('_', "-"));
                if !known.contains(&key) {
                    missing.insert(format!("{file}: {key}"));
                }
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn no_text_stands_twice_in_a_language() {
    let mut twice = Vec::new();
    for lang in Lang::ALL {
        let mut seen = BTreeSet::new();
        for (_, file, source) in sources().iter().filter(|(code, _, _)| *code == lang.as_str()) {
            for key in keys(source) {
                if !seen.insert(key.clone()) {
                    twice.push(format!("{lang}/{file}: {key}"));
                }
            }
        }
    }
    assert!(twice.is_empty(), "{twice:#?}");
}

/// What is written in the log is told in words on its page.
#[test]
fn every_event_has_its_words() {
    let known = &by_language()["nb"];
    let mut missing = BTreeSet::new();
    for (file, source) in sources_of_the_program() {
        for piece in source.split("Change::of(").skip(1) {
            let Some(action) = piece.split(';').next().unwrap_or_default().split('"').nth(1) else { continue };
            // An action handed on by a caller stands there in words of two or more.
            if !action.contains('_') {
                continue;
            }
            if !known.contains(&format!("event-{}", action.replace('_', "-"))) {
                missing.insert(format!("{file}: {action}"));
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}
