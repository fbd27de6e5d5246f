//! A question cut into words.

use super::number::Number;
use crate::clock::{Day, Moment};

/// A word of a question.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Word<'a> {
    /// `(`
    Open,
    /// `)`
    Close,
    /// `,`
    Comma,
    /// A name, an operator, `true`, `false` or `null`.
    Name(&'a str),
    /// A text in single quotation marks, a doubled one read as one.
    Text(String),
    /// A number.
    Number(Number),
    /// A day.
    Day(Day),
    /// An instant.
    Instant(Moment),
}

/// A word and where it begins.
pub type Placed<'a> = (usize, Word<'a>);

/// Cuts a text into words; the place of the first sign that begins none when that cannot be done.
pub fn words(text: &str) -> Result<Vec<Placed<'_>>, usize> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(sign) = text[at..].chars().next() {
        let rest = &text[at..];
        let (word, length) = match sign {
            ' ' | '\t' => {
                at += 1;
                continue;
            }
            '(' => (Word::Open, 1),
            ')' => (Word::Close, 1),
            ',' => (Word::Comma, 1),
            '\'' => quoted(rest).ok_or(at)?,
            '-' | '0'..='9' => {
                let length = rest.find(|sign| !is_in_literal(sign)).unwrap_or(rest.len());
                (literal(&rest[..length]).ok_or(at)?, length)
            }
            'A'..='Z' | 'a'..='z' | '_' => {
                let length = rest.find(|sign: char| !is_in_name(sign)).unwrap_or(rest.len());
                (Word::Name(&rest[..length]), length)
            }
            _ => return Err(at),
        };
        found.push((at, word));
        at += length;
    }
    Ok(found)
}

/// `geo.distance` and paths are one name, so that a refusal can name them whole.
fn is_in_name(sign: char) -> bool {
    sign.is_ascii_alphanumeric() || matches!(sign, '_' | '.' | '/')
}

fn is_in_literal(sign: char) -> bool {
    sign.is_ascii_alphanumeric() || matches!(sign, '.' | '-' | '+' | ':')
}

/// A text at the beginning of `rest`, and how long it is with its marks.
fn quoted(rest: &str) -> Option<(Word<'static>, usize)> {
    let mut text = String::new();
    let mut signs = rest.char_indices().skip(1).peekable();
    while let Some((at, sign)) = signs.next() {
        if sign != '\'' {
            text.push(sign);
        } else if signs.next_if(|(_, next)| *next == '\'').is_some() {
            text.push('\'');
        } else {
            return Some((Word::Text(text), at + 1));
        }
    }
    None
}

fn literal(text: &str) -> Option<Word<'static>> {
    if let Some(number) = Number::parse(text) {
        return Some(Word::Number(number));
    }
    if let Some(day) = Day::parse(text) {
        return Some(Word::Day(day));
    }
    // Seconds may be left out in OData, and not in RFC 3339.
    let (date, time) = text.split_once('T')?;
    let end = time.find(['Z', '+', '-']).unwrap_or(time.len());
    let seconds = if time[..end].matches(':').count() == 1 { ":00" } else { "" };
    format!("{date}T{}{seconds}{}", &time[..end], &time[end..]).parse().ok().map(Word::Instant)
}
