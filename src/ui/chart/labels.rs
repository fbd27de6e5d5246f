//! Finds room for the words in a drawing, so that none covers another, a point, or more of a line than it must.

/// Where a text is tied to its x.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Anchor {
    /// The text begins there.
    Start,
    /// The text has its middle there.
    Middle,
    /// The text ends there.
    End,
}

impl Anchor {
    pub(super) const fn svg(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Middle => "middle",
            Self::End => "end",
        }
    }
}

/// A place a text could stand: x, the baseline of its letters, and how it is tied to x.
pub(super) type Place = (f64, f64, Anchor);

/// An area, by its edges.
#[derive(Clone, Copy, Debug)]
pub(super) struct Area {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) right: f64,
    pub(super) bottom: f64,
}

impl Area {
    fn overlap(&self, other: &Self) -> f64 {
        let wide = self.right.min(other.right) - self.left.max(other.left);
        let high = self.bottom.min(other.bottom) - self.top.max(other.top);
        wide.max(0.0) * high.max(0.0)
    }

    fn outside(&self, bounds: &Self) -> f64 {
        (bounds.left - self.left).max(0.0)
            + (self.right - bounds.right).max(0.0)
            + (bounds.top - self.top).max(0.0)
            + (self.bottom - bounds.bottom).max(0.0)
    }

    fn holds(&self, (x, y): (f64, f64)) -> bool {
        x >= self.left && x <= self.right && y >= self.top && y <= self.bottom
    }
}

/// About how wide a text is in the font of the page, on the safe side.
pub(super) fn text_width(text: &str, size: f64, bold: bool) -> f64 {
    let letters: f64 = text
        .chars()
        .map(|letter| match letter {
            'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | ' ' | '\u{a0}' => 0.30,
            'f' | 'r' | 't' | '(' | ')' => 0.40,
            'm' | 'w' | 'M' | 'W' | '%' | 'æ' | 'Æ' => 0.92,
            'A'..='Z' | 'Å' | 'Ø' => 0.72,
            _ => 0.62,
        })
        .sum();
    letters * size * if bold { 1.06 } else { 1.0 }
}

/// As much of some words as there is room for; the whole stands elsewhere.
pub(super) fn shortened(words: &str, room: f64, text: f64) -> String {
    if text_width(words, text, false) <= room {
        return words.to_owned();
    }
    let mut short = String::new();
    for letter in words.chars() {
        short.push(letter);
        if text_width(&format!("{short}…"), text, false) > room {
            short.pop();
            break;
        }
    }
    format!("{}…", short.trim_end())
}

/// Keeps track of what is drawn where.
pub(super) struct Room {
    bounds: Area,
    taken: Vec<Area>,
    lines: Vec<Vec<(f64, f64)>>,
}

impl Room {
    pub(super) const fn new(bounds: Area) -> Self {
        Self { bounds, taken: Vec::new(), lines: Vec::new() }
    }

    /// Nothing may cover this.
    pub(super) fn keep_clear(&mut self, (x, y): (f64, f64), reach: f64) {
        self.taken.push(Area { left: x - reach, top: y - reach, right: x + reach, bottom: y + reach });
    }

    /// Better not cover this. Answers with the number of the line, to be given when a text names it.
    pub(super) fn draw_line(&mut self, points: &[(f64, f64)]) -> usize {
        let mut ink = Vec::new();
        for pair in points.windows(2) {
            let [(x1, y1), (x2, y2)] = [pair[0], pair[1]];
            let steps = ((x2 - x1).hypot(y2 - y1) / 3.0).ceil().max(1.0);
            let mut step = 0.0;
            while step <= steps {
                ink.push((x1 + (x2 - x1) * step / steps, y1 + (y2 - y1) * step / steps));
                step += 1.0;
            }
        }
        self.lines.push(ink);
        self.lines.len() - 1
    }

    /// The best of the places for a text, which then is taken. The earlier places are preferred when equally free.
    /// A text that names a line keeps nearer to it than to any other.
    pub(super) fn place(
        &mut self,
        text: &str,
        size: f64,
        bold: bool,
        names: Option<usize>,
        places: &[Place],
    ) -> Option<Place> {
        let width = text_width(text, size, bold);
        let area = |&(x, y, anchor): &Place| {
            let left = match anchor {
                Anchor::Start => x,
                Anchor::Middle => x - width / 2.0,
                Anchor::End => x - width,
            };
            Area { left, top: y - size * 0.85, right: left + width, bottom: y + size * 0.3 }
        };
        let mut rank = 0.0;
        let mut best: Option<(f64, Place)> = None;
        for place in places {
            let cost = self.cost(&area(place), names) + rank;
            if best.is_none_or(|(lowest, _)| cost < lowest) {
                best = Some((cost, *place));
            }
            rank += 1.5;
            // No place can cost less than its rank.
            if best.is_some_and(|(lowest, _)| lowest <= rank) {
                break;
            }
        }
        let (_, chosen) = best?;
        self.taken.push(area(&chosen));
        Some(chosen)
    }

    fn cost(&self, area: &Area, names: Option<usize>) -> f64 {
        let padded =
            Area { left: area.left - 3.0, top: area.top - 1.0, right: area.right + 3.0, bottom: area.bottom + 1.0 };
        let covered: f64 = self.taken.iter().map(|other| padded.overlap(other)).sum();
        let mut inked = 0.0;
        for _ in self.lines.iter().flatten().filter(|point| padded.holds(**point)) {
            inked += 2.0;
        }
        area.outside(&self.bounds) * 400.0 + covered * 40.0 + inked + self.confusion(area, names)
    }

    /// How easily a text could be taken for the name of another line.
    fn confusion(&self, area: &Area, names: Option<usize>) -> f64 {
        let Some(own) = names.and_then(|line| distance(area, self.lines.get(line)?)) else { return 0.0 };
        let others = self.lines.iter().enumerate().filter(|(line, _)| Some(*line) != names);
        let nearest = others.filter_map(|(_, line)| distance(area, line)).fold(f64::INFINITY, f64::min);
        (own * 2.0 + 12.0 - nearest).clamp(0.0, 30.0)
    }
}

/// The least distance from the edge of an area to a line; none when nothing of the line is drawn.
fn distance(area: &Area, line: &[(f64, f64)]) -> Option<f64> {
    line.iter()
        .map(|(x, y)| {
            let aside = (area.left - x).max(x - area.right).max(0.0);
            let above = (area.top - y).max(y - area.bottom).max(0.0);
            aside * aside + above * above
        })
        .min_by(f64::total_cmp)
        .map(f64::sqrt)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_text_gives_way_to_the_first() {
        let mut room = Room::new(Area { left: 0.0, top: 0.0, right: 200.0, bottom: 100.0 });
        let places = [(10.0, 50.0, Anchor::Start), (10.0, 80.0, Anchor::Start)];
        assert_eq!(room.place("Plan", 14.0, false, None, &places), Some(places[0]));
        assert_eq!(room.place("Plan", 14.0, false, None, &places), Some(places[1]));
    }

    #[test]
    fn a_text_keeps_to_the_line_it_names() {
        let mut room = Room::new(Area { left: 0.0, top: 0.0, right: 300.0, bottom: 100.0 });
        let own = room.draw_line(&[(0.0, 20.0), (300.0, 80.0)]);
        room.draw_line(&[(0.0, 90.0), (300.0, 80.0)]);
        let places = [(290.0, 72.0, Anchor::End), (60.0, 20.0, Anchor::Start)];
        assert_eq!(room.place("Plan", 14.0, false, Some(own), &places), Some(places[1]));
    }

    #[test]
    fn a_text_stays_inside() {
        let mut room = Room::new(Area { left: 0.0, top: 0.0, right: 100.0, bottom: 100.0 });
        let places = [(95.0, 50.0, Anchor::Start), (95.0, 50.0, Anchor::End)];
        assert_eq!(room.place("Nullpunkt", 14.0, false, None, &places), Some(places[1]));
    }
}
