//! Numbers as people and files write them.
//!
//! The grammar is the same for every language, because people write numbers in each other's ways:
//!
//! ```text
//! text     = space* [sign] [unit] [sign] number [suffix] space*     at most one sign and one unit
//! sign     = "-" | "−" (U+2212), spaces may follow
//! unit     = "kr" | "kr." | "NOK", in either case, before or after; spaces between
//! suffix   = "%" | unit | ",-" | ",-" unit                          "%" is dropped, not divided by
//! number   = whole [mark digits]
//! whole    = digits | group (gap group3)+                           all gaps of one kind
//! group    = 1–3 digits, the first not 0;  group3 = 3 digits
//! gap      = space, U+00A0, U+2009 or U+202F | "." | ","
//! mark     = "." | ",", and not the gap
//! digits   = 0–9 only; at most 12 before and 6 after the mark
//! ```
//!
//! One mark, 1–3 digits before it that do not start with 0, and exactly three after it (`1.234`, `12,345`) may be a
//! decimal mark or a gap. Guessing wrong is an error of a thousand, so it is [`DecimalTrouble::Ambiguous`] and the person
//! is asked. `0,125`, `1234,567`, `1 234,567`, `1.234,5`, `1.234.567` and `1.234,-` are clear.
//! Words and signs for infinity and not-a-number are [`DecimalTrouble::NotFinite`].

use super::{Decimal, DecimalTrouble, FRACTION_DIGITS, ONE};

/// How numbers are written in a language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NumberStyle {
    /// Bokmål and nynorsk: `1 234,5` with no-break spaces.
    Norwegian,
    /// `1,234.5`.
    English,
    /// `1.234,5`.
    Danish,
}

impl NumberStyle {
    const fn gap(self) -> char {
        match self {
            NumberStyle::Norwegian => '\u{a0}',
            NumberStyle::English => ',',
            NumberStyle::Danish => '.',
        }
    }

    const fn mark(self) -> char {
        match self {
            NumberStyle::English => '.',
            NumberStyle::Norwegian | NumberStyle::Danish => ',',
        }
    }
}

/// The decimal mark that a whole file is known to use, which settles what `1.234` means in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DecimalMark {
    /// `.`, as in comma-separated files.
    Point,
    /// `,`, as in semicolon-separated files.
    Comma,
}

impl DecimalMark {
    const fn sign(self) -> char {
        match self {
            DecimalMark::Point => '.',
            DecimalMark::Comma => ',',
        }
    }
}

impl Decimal {
    /// Reads what a person typed, by the grammar of this module. The style names whose text it is; the grammar is the
    /// same for all three, because the ambiguous forms are asked about in every language (screens, 4.4).
    ///
    /// # Errors
    ///
    /// Names what is wrong, see [`DecimalTrouble`]; the ambiguous one carries both readings.
    pub fn parse_local(text: &str, _style: NumberStyle) -> Result<Decimal, DecimalTrouble> {
        read(text, None)
    }

    /// Reads a cell of a file whose decimal mark is not known: the same grammar and the same refusals as
    /// [`Decimal::parse_local`]. A plain `1.234` is ambiguous here too; see [`Decimal::parse_cell`].
    ///
    /// # Errors
    ///
    /// As [`Decimal::parse_local`].
    pub fn parse_machine(text: &str) -> Result<Decimal, DecimalTrouble> {
        read(text, None)
    }

    /// Reads a cell of a file whose decimal mark is known. `1.234` with [`DecimalMark::Point`] and `1,234` with
    /// [`DecimalMark::Comma`] are then plain decimals, so that what we export can be imported again; the other of the
    /// two stays ambiguous.
    ///
    /// # Errors
    ///
    /// As [`Decimal::parse_local`].
    pub fn parse_cell(text: &str, mark: DecimalMark) -> Result<Decimal, DecimalTrouble> {
        read(text, Some(mark))
    }

    /// Writes the number as the language does, with U+2212 for minus. `decimals` is the least number of decimals
    /// (0–6); entered digits are never rounded away; `None` writes as many as there are.
    ///
    /// What is written can always be read by [`Decimal::parse_local`]. Two forms would be ambiguous and are therefore
    /// written otherwise: three decimals after 1–3 digits get one more zero (`1,2340`), and a whole number of 4–6 digits
    /// has no gap in English and Danish (`12345`, but `1,234,567` and `12,345.5`).
    pub fn format_local(self, style: NumberStyle, decimals: Option<u8>) -> String {
        format(self.wide(), style, decimals)
    }
}

/// Whether the text is a name or sign of something that is not a finite number, as spreadsheets and programs write it.
pub(super) fn names_no_finite_number(text: &str) -> bool {
    let name = text.strip_prefix(['+', '-', '−']).unwrap_or(text);
    name == "∞" || ["nan", "inf", "infinity"].iter().any(|known| name.eq_ignore_ascii_case(known))
}

/// The digits before and after the decimal mark, without sign and without trailing zeros after it.
pub(super) fn digits(micros: i128) -> (String, String) {
    let (size, one) = (micros.unsigned_abs(), u128::from(ONE.unsigned_abs()));
    let fraction = format!("{:06}", size % one);
    ((size / one).to_string(), fraction.trim_end_matches('0').to_owned())
}

/// See [`Decimal::format_local`]; for any number of millionths.
pub(super) fn format(micros: i128, style: NumberStyle, decimals: Option<u8>) -> String {
    let (whole, mut fraction) = digits(micros);
    let wanted = usize::from(decimals.unwrap_or(0)).min(FRACTION_DIGITS);
    while fraction.len() < wanted {
        fraction.push('0');
    }
    if fraction.len() == 3 && may_be_a_gap(&whole, &fraction) {
        fraction.push('0');
    }
    let lone_gap = fraction.is_empty() && whole.len() <= 6 && style.gap() != '\u{a0}';
    let mut text = String::with_capacity(whole.len() * 2 + fraction.len());
    if micros < 0 {
        text.push('−');
    }
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) && !lone_gap {
            text.push(style.gap());
        }
        text.push(digit);
    }
    if !fraction.is_empty() {
        text.push(style.mark());
        text.push_str(&fraction);
    }
    text
}

/// Whether a single `.` or `,` between these digits may be a gap between thousands as well as a decimal mark.
fn may_be_a_gap(before: &str, after: &str) -> bool {
    after.len() == 3 && (1..=3).contains(&before.len()) && !before.starts_with('0')
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{2009}' | '\u{202f}')
}

fn read(text: &str, known: Option<DecimalMark>) -> Result<Decimal, DecimalTrouble> {
    let text = text.trim();
    if text.is_empty() {
        return Err(DecimalTrouble::Empty);
    }
    let Bare { negative, number, kroner } = Bare::of(text)?;
    if names_no_finite_number(number) {
        return Err(DecimalTrouble::NotFinite);
    }
    if !number.chars().all(|c| c.is_ascii_digit() || is_space(c) || c == '.' || c == ',') {
        return Err(DecimalTrouble::NotANumber);
    }
    let (whole, fraction) = split(number, kroner)?;
    let grouped = ungroup(whole)?;
    let settled = known.is_some_and(|mark| number.contains(mark.sign()));
    let number = Decimal::compose(negative, &grouped, fraction)?;
    // Only a number without any other separator can be misread, and there the part before the mark is as it was typed.
    if !settled && grouped == whole && may_be_a_gap(whole, fraction) {
        let as_thousands = Decimal::compose(negative, &format!("{whole}{fraction}"), "")?;
        return Err(DecimalTrouble::Ambiguous { as_decimal: number, as_thousands });
    }
    Ok(number)
}

/// A number without its sign and unit.
struct Bare<'a> {
    negative: bool,
    number: &'a str,
    /// Written with `,-`, which says that there are no decimals and that a point is a gap.
    kroner: bool,
}

impl Bare<'_> {
    fn of(text: &str) -> Result<Bare<'_>, DecimalTrouble> {
        let (sign_first, rest) = strip_sign(text);
        let (unit_first, rest) = strip_unit(rest, false);
        let (sign_second, rest) = strip_sign(rest);
        let (percent, rest) = match rest.strip_suffix('%') {
            Some(rest) => (true, rest.trim_end()),
            None => (false, rest),
        };
        let (unit_last, rest) = strip_unit(rest, true);
        let (kroner, rest) = match [",-", ",–", ",−"].iter().find_map(|dash| rest.strip_suffix(dash)) {
            Some(rest) => (true, rest),
            None => (false, rest),
        };
        let units = [unit_first, unit_last, percent].into_iter().filter(|given| *given).count();
        if rest.is_empty() || (sign_first && sign_second) || units > 1 || (percent && kroner) {
            return Err(DecimalTrouble::NotANumber);
        }
        Ok(Bare { negative: sign_first || sign_second, number: rest, kroner })
    }
}

fn strip_sign(text: &str) -> (bool, &str) {
    match text.strip_prefix(['-', '−']) {
        Some(rest) => (true, rest.trim_start()),
        None => (false, text),
    }
}

fn strip_unit(text: &str, at_end: bool) -> (bool, &str) {
    for unit in ["kr.", "kr", "nok"] {
        let place = if at_end { text.len().checked_sub(unit.len()) } else { Some(unit.len()) };
        let Some((before, after)) = place.and_then(|place| text.split_at_checked(place)) else { continue };
        if at_end && after.eq_ignore_ascii_case(unit) {
            return (true, before.trim_end());
        }
        if !at_end && before.eq_ignore_ascii_case(unit) {
            return (true, after.trim_start());
        }
    }
    (false, text)
}

/// The part before the decimal mark, with its gaps, and the digits after it.
fn split(number: &str, kroner: bool) -> Result<(&str, &str), DecimalTrouble> {
    let Some(last) = number.rfind(['.', ',']) else { return Ok((number, "")) };
    let mark = number[last..].chars().next().unwrap_or('.');
    let marks = number.matches(mark).count();
    let spaced = number.contains(is_space);
    let other = number.contains(if mark == '.' { ',' } else { '.' });
    if kroner {
        // "1.234,-": the comma of ",-" is the decimal mark, so a point can only be a gap.
        return if mark == '.' && !other && !spaced { Ok((number, "")) } else { Err(DecimalTrouble::NotANumber) };
    }
    if marks > 1 {
        return if other || spaced { Err(DecimalTrouble::NotANumber) } else { Ok((number, "")) };
    }
    let (whole, fraction) = (&number[..last], &number[last + 1..]);
    if fraction.is_empty() { Err(DecimalTrouble::NotANumber) } else { Ok((whole, fraction)) }
}

/// Takes the gaps out of the part before the decimal mark, if they stand where gaps stand.
fn ungroup(whole: &str) -> Result<String, DecimalTrouble> {
    let groups: Vec<&str> = whole.split(|c| !char::is_ascii_digit(&c)).collect();
    let gaps: Vec<char> = whole.chars().filter(|c| !c.is_ascii_digit()).collect();
    let alike = gaps.iter().all(|gap| is_space(*gap)) || gaps.windows(2).all(|pair| pair[0] == pair[1]);
    let in_place = groups.iter().skip(1).all(|group| group.len() == 3)
        && groups.first().is_some_and(|first| (1..=3).contains(&first.len()) && !first.starts_with('0'));
    if gaps.is_empty() || (alike && in_place) { Ok(groups.concat()) } else { Err(DecimalTrouble::NotANumber) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const STYLES: [NumberStyle; 3] = [NumberStyle::Norwegian, NumberStyle::English, NumberStyle::Danish];

    fn typed(text: &str) -> Result<String, &'static str> {
        let read = STYLES.map(|style| Decimal::parse_local(text, style));
        assert!(read[0] == read[1] && read[1] == read[2]);
        read[0].map(|number| number.to_string()).map_err(DecimalTrouble::code)
    }

    #[test]
    fn people_may_write_numbers_as_they_are_used_to() {
        for (text, meant) in [
            ("80", "80"),
            ("1 234,5", "1234.5"),
            ("1\u{a0}234\u{a0}567", "1234567"),
            ("1\u{202f}234 567,25", "1234567.25"),
            ("1\u{2009}234", "1234"),
            ("1.234,5", "1234.5"),
            ("1,234.5", "1234.5"),
            ("1.234.567", "1234567"),
            ("1,234,567.891", "1234567.891"),
            ("1234.5", "1234.5"),
            ("1234,567", "1234.567"),
            ("1 234,567", "1234.567"),
            ("0,125", "0.125"),
            ("-0.125", "-0.125"),
            ("12,5 %", "12.5"),
            ("-5", "-5"),
            ("−5", "-5"),
            ("− 5", "-5"),
            ("kr 1 250 000", "1250000"),
            ("kr. 12,50", "12.5"),
            ("KR -5", "-5"),
            ("-kr 5", "-5"),
            ("1 250,-", "1250"),
            ("kr 1.250,-", "1250"),
            ("250,– kr", "250"),
            ("NOK 99", "99"),
            ("99 nok", "99"),
            ("\u{a0}7\t", "7"),
            ("007", "7"),
            ("-0,0", "0"),
        ] {
            assert_eq!(typed(text).as_deref(), Ok(meant), "{text:?}");
        }
    }

    #[test]
    fn a_number_that_may_mean_two_things_is_asked_about() {
        for text in ["1.234", "1,234", "12,345", "123.456", "-1.234", "kr 1,234", "9,000 %"] {
            assert_eq!(typed(text), Err("number_ambiguous"), "{text:?}");
        }
        let asked = Decimal::parse_local("−1,234", NumberStyle::Norwegian);
        let (as_decimal, as_thousands) = (Decimal::from_micros(-1_234_000), Decimal::from_whole(-1234));
        assert_eq!(asked, Err(DecimalTrouble::Ambiguous { as_decimal, as_thousands }));
    }

    #[test]
    fn what_is_not_a_number_is_refused_by_name() {
        for text in [
            "abc",
            "-",
            "kr",
            "%",
            ",-",
            "+5",
            "1e5",
            "--5",
            "-kr-5",
            "kr 5 kr",
            "5 % kr",
            "5%%",
            "1 23",
            "12 34",
            "1  234",
            "1234 567",
            "0 123",
            "1.23.456",
            "1,234,56",
            "1.234,567.8",
            "1 234.567.890",
            "1,234 567",
            "1, 5",
            "5,",
            ",5",
            ".5",
            "0,123 456",
            "1\t234",
            "12.5,-",
            "1,5,-",
            "1'234",
            "٣",
            "1\n2",
            "1\0",
            "5-",
        ] {
            assert_eq!(typed(text), Err("number_not_a_number"), "{text:?}");
        }
        for text in ["", " ", "\u{a0}\t\n"] {
            assert_eq!(typed(text), Err("number_empty"), "{text:?}");
        }
        for text in ["NaN", "∞", "-∞", "−inf", "kr Infinity", "+inf"] {
            assert_eq!(typed(text), Err("number_not_finite"), "{text:?}");
        }
        assert_eq!(typed("1 000 000 000 000"), Err("number_too_many_digits"));
        assert_eq!(typed(&"9".repeat(30)), Err("number_too_many_digits"));
        assert_eq!(typed("0,1234567"), Err("number_too_many_decimals"));
    }

    #[test]
    fn a_file_with_a_known_mark_is_read_by_it() {
        let cell = |text, mark| Decimal::parse_cell(text, mark).map(|n| n.to_string()).map_err(DecimalTrouble::code);
        assert_eq!(cell("1.234", DecimalMark::Point).as_deref(), Ok("1.234"));
        assert_eq!(cell("1,234", DecimalMark::Comma).as_deref(), Ok("1.234"));
        assert_eq!(cell("1,234", DecimalMark::Point), Err("number_ambiguous"));
        assert_eq!(cell("1.234", DecimalMark::Comma), Err("number_ambiguous"));
        assert_eq!(cell("1 234,5", DecimalMark::Point).as_deref(), Ok("1234.5"));
        assert_eq!(Decimal::parse_machine("1.234").map_err(DecimalTrouble::code), Err("number_ambiguous"));
        assert_eq!(Decimal::parse_machine("-12.5"), Ok(Decimal::from_micros(-12_500_000)));
    }

    #[test]
    fn numbers_are_written_as_the_language_does() {
        let written = |micros, decimals| STYLES.map(|style| Decimal::from_micros(micros).format_local(style, decimals));
        assert_eq!(written(1_234_500_000, None), ["1\u{a0}234,5", "1,234.5", "1.234,5"]);
        assert_eq!(written(-1_250_000_000_000, None), ["−1\u{a0}250\u{a0}000", "−1,250,000", "−1.250.000"]);
        assert_eq!(written(0, Some(2)), ["0,00", "0.00", "0,00"]);
        assert_eq!(written(12_345_678, Some(2)), ["12,345678", "12.345678", "12,345678"]);
        assert_eq!(written(1_234_000, None), ["1,2340", "1.2340", "1,2340"]);
        assert_eq!(written(125_000, None), ["0,125", "0.125", "0,125"]);
        assert_eq!(written(12_345_000_000, None), ["12\u{a0}345", "12345", "12345"]);
        assert_eq!(written(1_500_000, Some(9)), ["1,500000", "1.500000", "1,500000"]);
    }

    proptest! {
        #[test]
        fn what_is_shown_can_be_typed_back(
            (digits, zeros) in (0_u32..=18).prop_flat_map(|n| (0..10_i64.pow(n), 0..=n)),
            negative: bool,
            decimals in proptest::option::of(0_u8..9),
        ) {
            // Cutting trailing digits makes round numbers as likely as crooked ones.
            let round = digits - digits % 10_i64.pow(zeros);
            let number = Decimal::from_micros(if negative { -round } else { round });
            for style in STYLES {
                let shown = number.format_local(style, decimals);
                prop_assert_eq!(Decimal::parse_local(&shown, style), Ok(number), "{}", shown);
                prop_assert_eq!(Decimal::parse_machine(&shown), Ok(number));
            }
            prop_assert_eq!(Decimal::parse_cell(&number.to_string(), DecimalMark::Point), Ok(number));
            let comma = number.to_string().replace('.', ",");
            prop_assert_eq!(Decimal::parse_cell(&comma, DecimalMark::Comma), Ok(number));
        }

        #[test]
        fn no_text_makes_the_forgiving_reader_stumble(text in "[-−+0-9., \u{a0}krnoKR%∞e]{0,24}|\\PC*") {
            let _ = Decimal::parse_local(&text, NumberStyle::Norwegian);
        }
    }
}
