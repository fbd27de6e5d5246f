//! The fonts, and text as a row of letters that have a width.

use std::sync::LazyLock;

use krilla::text::Font;
use skrifa::charmap::Charmap;
use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::GlyphMetrics;
use skrifa::{FontRef, GlyphId, MetadataProvider};
use unicode_normalization::UnicodeNormalization;

use super::{Style, Text};
use crate::refusal::is_invisible;

mod embedded {
    include!(concat!(env!("OUT_DIR"), "/fonts.rs"));
}

/// Letters of one width look larger than others of the same size, and a whole SHA-256 shall stand on one line.
const CODE_SCALE: f32 = 0.76;

/// What stands in place of a sign that no font of ours has, in the order of liking.
const STAND_INS: [char; 4] = ['\u{25a1}', '\u{fffd}', '\u{2395}', '?'];

/// One of the fonts.
pub(super) struct Face {
    /// As it is embedded.
    pub font: Font,
    glyphs: Charmap<'static>,
    widths: GlyphMetrics<'static>,
    /// The font's units in one em.
    units: f32,
}

impl Face {
    fn of(bytes: &'static [u8]) -> Self {
        let read = FontRef::new(bytes).expect("build.rs embeds fonts");
        let font = Font::new(bytes.into(), 0).expect("build.rs embeds fonts that can be set");
        Self {
            units: font.units_per_em(),
            font,
            glyphs: read.charmap(),
            widths: read.glyph_metrics(Size::unscaled(), LocationRef::default()),
        }
    }

    /// The glyph of a sign, with its width in ems.
    fn glyph(&self, sign: char) -> Option<(GlyphId, f32)> {
        // What a font draws for a private sign is its own affair, and no letter of anybody's name.
        let glyph = self.glyphs.map(sign).filter(|glyph| glyph.to_u32() != 0 && may_be_said(sign))?;
        Some((glyph, self.widths.advance_width(glyph).unwrap_or_default() / self.units))
    }
}

static FACES: LazyLock<[Face; 3]> =
    LazyLock::new(|| [embedded::REGULAR, embedded::STRONG, embedded::CODE].map(Face::of));

/// The font that a style is set in.
pub(super) fn face(style: Style) -> &'static Face {
    &FACES[style as usize]
}

/// What a letter is to a line.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    /// A line may end behind it, and it takes no room there.
    Space,
    /// A line may end behind it.
    Hyphen,
    /// A line ends here.
    Break,
    /// Anything else.
    Sign,
}

/// A letter as it is set.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Letter {
    /// What it says to those who copy, search or listen.
    pub says: char,
    /// The font.
    pub style: Style,
    /// Its glyph there.
    pub glyph: u32,
    /// Its size beside that of the text around it.
    pub scale: f32,
    /// Its width, at size 1 of the text around it.
    pub width: f32,
    /// What it is to a line.
    pub kind: Kind,
}

/// How many signs that no font has are named at the end: nobody reads more, and looking through them takes time.
const MOST_NAMED: usize = 100;

/// A text as letters. Signs that no font has are shown by a stand-in that still says what they were, and are noted.
pub(super) fn letters(text: &Text, missing: &mut Vec<char>) -> Vec<Letter> {
    let mut found = Vec::new();
    for (style, piece) in &text.0 {
        for sign in piece.replace("\r\n", "\n").nfc() {
            if !is_invisible(sign) {
                found.push(letter(sign, *style, missing));
            }
        }
    }
    found
}

fn letter(sign: char, style: Style, missing: &mut Vec<char>) -> Letter {
    if matches!(sign, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}') {
        return Letter { says: ' ', style, glyph: 0, scale: 1.0, width: 0.0, kind: Kind::Break };
    }
    let says = if sign.is_control() { ' ' } else { sign };
    let kind = match says {
        '\u{a0}' | '\u{202f}' | '\u{2007}' => Kind::Sign,
        says if says.is_whitespace() => Kind::Space,
        '-' | '\u{2010}' | '\u{2013}' | '\u{2014}' | '/' => Kind::Hyphen,
        _ => Kind::Sign,
    };
    // A space of an unusual width is as good as any other.
    let shown = if says.is_whitespace() { ' ' } else { says };
    let own = [style, Style::Plain].into_iter().find_map(|style| Some((style, face(style).glyph(shown)?)));
    let (style, (glyph, width), says) = match own {
        Some((style, glyph)) => (style, glyph, says),
        None => {
            if missing.len() < MOST_NAMED && !missing.contains(&sign) {
                missing.push(sign);
            }
            let (_, glyph) = stand_in();
            (Style::Plain, glyph, if may_be_said(says) { says } else { '\u{fffd}' })
        }
    };
    let scale = if style == Style::Code { CODE_SCALE } else { 1.0 };
    Letter { says, style, glyph: glyph.to_u32(), scale, width: width * scale, kind }
}

/// What stands in place of a sign that no font of ours has.
pub(super) fn stand_in() -> (char, (GlyphId, f32)) {
    STAND_INS
        .into_iter()
        .find_map(|sign| Some((sign, face(Style::Plain).glyph(sign)?)))
        .unwrap_or((' ', (GlyphId::new(1), 0.5)))
}

/// What the standards let a glyph say.
fn may_be_said(sign: char) -> bool {
    !matches!(u32::from(sign), 0xe000..=0xf8ff | 0xf0000.. | 0xfffe | 0xffff)
}
