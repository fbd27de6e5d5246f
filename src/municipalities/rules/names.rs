//! Names as people type, search and sort them.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// Folds a name, or what a person typed, to the form that search compares.
///
/// Lower case, words parted by single spaces, every diacritic removed except in the letters æ, ø and å, which are letters of
/// their own: `Hábmer - Hamarøy` becomes `habmer hamarøy`, `Årdal` becomes `årdal`. Sámi letters without a decomposition become
/// their base letter (`Porsáŋgu`: `porsangu`). Punctuation is dropped, so the result holds no `%`, `_` or `\`.
#[must_use]
pub fn fold_name(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for part in text.chars().flat_map(char::to_lowercase).nfd() {
        match part {
            RING if folded.ends_with('a') => {
                folded.pop();
                folded.push('å');
            }
            mark if is_combining_mark(mark) => {}
            'đ' | 'ð' => folded.push('d'),
            'ŋ' => folded.push('n'),
            'ŧ' => folded.push('t'),
            'ł' => folded.push('l'),
            'ß' => folded.push_str("ss"),
            'þ' => folded.push_str("th"),
            'œ' => folded.push_str("oe"),
            letter if letter.is_alphanumeric() => folded.push(letter),
            _ if folded.ends_with(' ') => {}
            _ => folded.push(' '),
        }
    }
    folded.trim().to_owned()
}

/// The mark that makes a into å.
const RING: char = '\u{30a}';

/// The other ways in which a folded name is typed: on a keyboard without æ, ø and å, and in spellings with double letters.
/// `ålesund` gives `alesund` and `aalesund`; `aabenraa` gives `åbenrå`.
fn keyboard_forms(folded: &str) -> [String; 3] {
    [
        folded.replace('æ', "ae").replace('ø', "o").replace('å', "a"),
        folded.replace('æ', "ae").replace('ø', "oe").replace('å', "aa"),
        folded.replace("aa", "å"),
    ]
}

/// The text that is stored beside a municipality for search: its names whole and in each of their languages, as written and as
/// typed on other keyboards, and its numbers, each between bars: `|årdal|ardal|aardal|4643|`.
///
/// A query is folded by [`fold_name`] and looked for inside this text; with a bar before it, it is looked for at a name's
/// beginning. So `årdal` is not found by `ärdal`'s neighbours, while `ardal`, `aardal`, `Årdal` and `arda` all find it.
pub fn search_text<'a>(names: impl Iterator<Item = &'a str>, numbers: impl Iterator<Item = &'a str>) -> String {
    let mut forms: Vec<String> = Vec::new();
    let mut add = |form: String| {
        if !form.is_empty() && !forms.contains(&form) {
            forms.push(form);
        }
    };
    for name in names {
        for part in std::iter::once(name).chain(name.split(" - ")) {
            let folded = fold_name(part);
            let typed = keyboard_forms(&folded);
            add(folded);
            typed.into_iter().for_each(&mut add);
        }
    }
    numbers.map(ToOwned::to_owned).for_each(&mut add);
    format!("|{}|", forms.join("|"))
}

/// How well a name answers a query, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MatchRank {
    /// A whole name or number.
    Whole,
    /// The beginning of a name or number.
    Beginning,
    /// The beginning of a later word of a name.
    Word,
    /// Somewhere inside.
    Inside,
}

/// How well a stored [`search_text`] answers a query that [`fold_name`] has folded; none when it does not. An empty query is
/// answered by all.
#[must_use]
pub fn match_rank(search_text: &str, folded_query: &str) -> Option<MatchRank> {
    let holds = |before: &str, after: &str| search_text.contains(&format!("{before}{folded_query}{after}"));
    if holds("|", "|") {
        Some(MatchRank::Whole)
    } else if holds("|", "") {
        Some(MatchRank::Beginning)
    } else if holds(" ", "") {
        Some(MatchRank::Word)
    } else if holds("", "") {
        Some(MatchRank::Inside)
    } else {
        None
    }
}

/// A key that sorts names by the Norwegian alphabet when keys are compared byte by byte, in any database and under any locale,
/// since it holds only the digits 0–9 and a–f.
///
/// æ, ø and å come after z in that order; aa counts as å, as it does in Norwegian and Danish names (so the South Sámi Aarborte
/// stands last, as in the common locale data for Norwegian); ä counts as æ, ö as ø, ü as y; other accents decide only between
/// names that are otherwise equal; capitals and punctuation do not count.
#[must_use]
pub fn sort_key(name: &str) -> String {
    let name: String = name.nfc().collect();
    let lower: String = name.to_lowercase().nfc().collect();
    let mut weights = Vec::with_capacity(lower.len() * 2);
    let mut characters = lower.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            'a' if characters.peek() == Some(&'a') => {
                characters.next();
                weights.push(weight('å'));
            }
            'æ' | 'ä' => weights.push(weight('æ')),
            'ø' | 'ö' | 'ő' => weights.push(weight('ø')),
            'å' => weights.push(weight('å')),
            'ü' | 'ű' => weights.push(weight('y')),
            other => weights.extend(fold_name(other.encode_utf8(&mut [0; 4])).chars().map(weight)),
        }
        let between = !character.is_alphanumeric() && !is_combining_mark(character);
        if between && weights.last().is_some_and(|last| *last != SPACE) {
            weights.push(SPACE);
        }
    }
    weights.push(END);
    weights.extend(lower.bytes().chain(name.bytes()));
    weights.iter().flat_map(|byte| [hex(byte >> 4), hex(byte & 15)]).collect()
}

/// Sorts before everything, so that a name stands before the longer ones that begin with it.
const END: u8 = 0x01;
/// Sorts before letters and digits.
const SPACE: u8 = 0x10;

/// The place of a folded letter in the Norwegian alphabet.
fn weight(letter: char) -> u8 {
    match letter {
        '0'..='9' => 0x20 + (letter as u8 - b'0'),
        'a'..='z' => 0x40 + (letter as u8 - b'a'),
        'æ' => 0x60,
        'ø' => 0x61,
        'å' => 0x62,
        _ => 0x70,
    }
}

/// One hexadecimal digit.
fn hex(half: u8) -> char {
    char::from_digit(u32::from(half), 16).unwrap_or('0')
}
