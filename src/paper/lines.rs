//! Where lines end. Pure.

use super::faces::{Kind, Letter};

/// The lines of a text in a column of this width, at this size. A line ends behind a space or a hyphen; a word that is
/// longer than the column is broken where the column ends. No letter is left out but the breaks themselves.
pub(super) fn lines(letters: &[Letter], size: f32, width: f32) -> Vec<Vec<Letter>> {
    let mut done = Vec::new();
    let (mut start, mut used, mut may_end) = (0, 0.0, None);
    for (at, letter) in letters.iter().enumerate() {
        if letter.kind == Kind::Break {
            done.push(letters[start..at].to_vec());
            (start, used, may_end) = (at + 1, 0.0, None);
            continue;
        }
        let own = letter.width * size;
        // Spaces hang over the edge: a line that fits without them fits. The end of a line is worth a rounding error.
        while letter.kind != Kind::Space && at > start && used + own > width + 0.01 {
            let end = may_end.filter(|end| *end > start).unwrap_or(at);
            done.push(letters[start..end].to_vec());
            start = end;
            may_end = None;
            used = letters[start..at].iter().map(|one| one.width * size).sum();
        }
        used += own;
        let divides = match letter.kind {
            Kind::Space => true,
            // Not before the number in «-5».
            Kind::Hyphen => at > start && letters[at - 1].says.is_alphanumeric(),
            _ => false,
        };
        if divides {
            may_end = Some(at + 1);
        }
    }
    done.push(letters[start..].to_vec());
    done
}

/// How wide a line is, without the spaces it ends with.
pub(super) fn width(line: &[Letter], size: f32) -> f32 {
    let end = line.iter().rposition(|letter| letter.kind != Kind::Space).map_or(0, |last| last + 1);
    line[..end].iter().map(|letter| letter.width * size).sum()
}

/// The widest a text gets, and the widest piece of it that is better not broken.
pub(super) fn extent(letters: &[Letter], size: f32) -> (f32, f32) {
    let widest = |most: f32, piece: &[Letter]| most.max(width(piece, size));
    let whole = letters.split(|letter| letter.kind == Kind::Break).fold(0.0, widest);
    (whole, letters.split_inclusive(|letter| letter.kind != Kind::Sign).fold(0.0, widest))
}

/// The widths of columns that share this width: each what it needs, where there is enough; otherwise what its longest
/// word needs and a fair part of the rest.
pub(super) fn columns(needs: &[(f32, f32)], width: f32) -> Vec<f32> {
    let (whole, least): (f32, f32) = needs.iter().fold((0.0, 0.0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    if whole <= width {
        // What is left over goes to all alike, so that no column stands far from its neighbour.
        let more = (width - whole) / needs.len().max(1) as f32;
        return needs.iter().map(|(whole, _)| whole + more).collect();
    }
    if least <= width {
        let share = (width - least) / (whole - least).max(0.01);
        return needs.iter().map(|(whole, least)| least + (whole - least) * share).collect();
    }
    // Some word must be broken: those that are longer than a fair share of what the shorter ones leave.
    let mut words: Vec<f32> = needs.iter().map(|(_, least)| *least).collect();
    words.sort_by(f32::total_cmp);
    let (mut left, mut cap) = (width, 0.0);
    for (shorter, word) in words.iter().enumerate() {
        cap = left / (words.len() - shorter) as f32;
        if *word > cap {
            break;
        }
        left -= word;
    }
    needs.iter().map(|(_, least)| least.min(cap)).collect()
}
