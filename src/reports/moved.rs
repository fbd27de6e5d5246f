//! Which figures moved between looking at a report and locking it.

use super::content::Content;
use super::words::{Says, facts, parts};
use crate::i18n::Lang;

/// What became different between two contents: each line that was, and what it is now; a dash where there is none. What
/// somebody wrote is theirs, and no difference.
pub(super) fn differences(lang: Lang, before: &Content, now: &Content) -> Vec<Vec<String>> {
    let (before, now) = (lines(lang, &before.figures()), lines(lang, &now.figures()));
    let in_lines = |lines: &[(String, String)], name: &str| {
        lines.iter().find(|(known, _)| known == name).map(|(_, text)| text.clone())
    };
    let mut found = Vec::new();
    for (name, was) in &before {
        let is = in_lines(&now, name);
        if is.as_ref() != Some(was) {
            found.push(vec![name.clone(), was.clone(), is.unwrap_or_else(|| "–".to_owned())]);
        }
    }
    for (name, is) in now {
        if in_lines(&before, &name).is_none() {
            found.push(vec![name, "–".to_owned(), is]);
        }
    }
    found
}

/// A report's figures as lines with names.
fn lines(lang: Lang, content: &Content) -> Vec<(String, String)> {
    let mut lines = facts(lang, content);
    for says in parts(lang, content).into_iter().flat_map(|part| part.says) {
        let (Says::Table(rows) | Says::Curve(_, rows)) = says else { continue };
        // The leading columns that hold words say which row it is.
        let names = rows.columns.iter().take_while(|(_, number)| !number).count().max(1);
        lines.extend(rows.rows.iter().map(|row| {
            let (name, figures) = row.split_at(names.min(row.len()));
            (format!("{}: {}", rows.caption, name.join(", ")), figures.join(" · "))
        }));
    }
    lines
}
