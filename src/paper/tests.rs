use proptest::prelude::*;

use super::faces::{Kind, letters};
use super::flow::lay;
use super::lines::{columns, lines, width};
use super::marks::Mark;
use super::*;

fn document(blocks: Vec<Block>) -> Document {
    Document {
        lang: Lang::Nb,
        kicker: "Region Nord".into(),
        title: "Overlevering til Granvang".into(),
        running: "Overlevering til Granvang – Digital byggesak".into(),
        foot: "SHA-256 0123".into(),
        made_at: Moment::from_micros(1_770_000_000_000_000),
        blocks,
    }
}

/// The text of each page, as another program reads it.
fn read(bytes: &[u8]) -> Vec<String> {
    let file = lopdf::Document::load_mem(bytes).expect("a file that can be read");
    let pages = file.get_pages();
    pages.keys().map(|page| file.extract_text(&[*page]).expect("text").replace('\n', "")).collect()
}

fn said(lines: &[Vec<faces::Letter>]) -> Vec<String> {
    lines.iter().map(|line| line.iter().map(|letter| letter.says).collect()).collect()
}

fn broken(text: &str, width: f32) -> Vec<String> {
    said(&lines(&letters(&text.into(), &mut Vec::new()), 10.0, width))
}

#[test]
fn lines_end_behind_words_and_hyphens_and_where_they_must() {
    assert_eq!(broken("Kort", 200.0), ["Kort"]);
    assert_eq!(broken("En linje som er for lang", 66.0), ["En linje som ", "er for lang"]);
    assert_eq!(broken("Nord-Trøndelag", 50.0), ["Nord-", "Trøndelag"]);
    assert_eq!(broken("mellom −5 og -5 grader", 75.0), ["mellom −5 og ", "-5 grader"]);
    assert_eq!(broken("to\n\nlinjer", 200.0), ["to", "", "linjer"]);
    let hash = "0123456789abcdef".repeat(4);
    let pieces = broken(&hash, 100.0);
    assert!(pieces.len() > 2, "{pieces:?}");
    assert_eq!(pieces.concat(), hash);
}

#[test]
fn a_whole_hash_stands_on_one_line_of_a_definition() {
    let hash = "0".repeat(64);
    let set = letters(&Text::from("12345 ").then(Style::Code, hash.clone()), &mut Vec::new());
    let found = said(&lines(&set, 10.0, 595.28 - 2.0 * 62.0 - 138.0));
    assert!(found.iter().any(|line| line.contains(&hash)), "{found:?}");
}

#[test]
fn columns_get_what_they_need_and_share_what_is_left() {
    assert_eq!(columns(&[(10.0, 5.0), (30.0, 5.0)], 60.0), [20.0, 40.0]);
    assert_eq!(columns(&[(100.0, 20.0), (20.0, 20.0)], 80.0), [60.0, 20.0]);
    assert_eq!(columns(&[(300.0, 300.0), (10.0, 10.0), (200.0, 200.0)], 110.0), [50.0, 10.0, 50.0]);
}

proptest! {
    #[test]
    fn nothing_is_lost_between_lines(text in "[ a-zæøå\\-]{0,80}", room in 20.0f32..200.0) {
        let set = letters(&text.as_str().into(), &mut Vec::new());
        let found = lines(&set, 10.0, room);
        prop_assert_eq!(said(&found).concat(), text);
        for line in &found {
            prop_assert!(width(line, 10.0) <= room + 0.02);
        }
    }

    #[test]
    fn whatever_somebody_wrote_becomes_a_file(text in "\\PC{0,60}", more in any::<String>()) {
        let table = Table { columns: vec![(text.clone(), Align::Left), (more.clone(), Align::Right)],
            rows: vec![vec![more.as_str().into(), text.as_str().into()]] };
        let file = Document { title: text.clone(), running: more.clone(), foot: text.clone(),
            ..document(vec![Block::Heading(1, more.clone()), Block::Table(table), Block::paragraph(more)]) };
        let bytes = write(&file);
        prop_assert!(bytes.is_ok(), "{:?}", bytes.err());
    }
}

#[test]
fn a_long_table_goes_on_with_its_header_on_every_page_and_every_row() {
    let rows: Vec<Vec<Text>> = (1..=200)
        .map(|row| vec![format!("Måleindikator{row}x").into(), format!("{row},5").into(), "hver måned".into()])
        .collect();
    let columns =
        vec![("Hva".to_owned(), Align::Left), ("Nullpunkt".to_owned(), Align::Right), ("Når".to_owned(), Align::Left)];
    let bytes = write(&document(vec![Block::Heading(1, "Gevinster".into()), Block::Table(Table { columns, rows })]))
        .expect("a file");
    assert!(bytes.starts_with(b"%PDF-1.7"));
    let pages = read(&bytes);
    // 18.5 points a row, and room for 688.
    assert_eq!(pages.len(), 6);
    let all = pages.concat();
    for row in 1..=200 {
        assert!(all.contains(&format!("Måleindikator{row}x")), "row {row}");
    }
    for (at, page) in pages.iter().enumerate() {
        assert!(page.contains("Nullpunkt"), "the header is on page {}", at + 1);
        assert!(page.contains(&format!("side {} av 6", at + 1)), "page {}: {page}", at + 1);
        assert!(page.contains("Overlevering til Granvang – Digital byggesak"), "{page}");
    }
}

#[test]
fn a_row_that_is_higher_than_a_page_goes_on_and_nothing_stands_outside_the_page() {
    let words: String = (0..2000).map(|word| format!("ord{word}. ")).collect();
    let table = Table {
        columns: vec![("Hva".into(), Align::Left), ("Merknad".into(), Align::Left)],
        rows: vec![vec!["Først".into(), words.as_str().into()], vec!["Sist".into(), "slutt".into()]],
    };
    let whole = document(vec![
        Block::Table(table),
        Block::Definitions(vec![("Lenge".into(), words.as_str().into())]),
        Block::List(vec![words.as_str().into()]),
        Block::paragraph(words),
        Block::Signature("Signatur".into()),
    ]);
    let laid = lay(&whole);
    for mark in laid.pages.iter().flatten() {
        if let Mark::Line { x, baseline, size, letters, .. } = mark {
            assert!((40.0..=810.0).contains(baseline), "{baseline}");
            assert!(*x >= 62.0 && x + width(letters, *size) <= 595.28 - 61.9, "{x}");
        }
    }
    let all = read(&write(&whole).expect("a file")).concat();
    for word in 0..2000 {
        assert_eq!(all.matches(&format!("ord{word}.")).count(), 4, "ord{word}");
    }
    assert!(all.contains("slutt"));
}

#[test]
fn a_heading_never_ends_a_page() {
    for lines in 30..50 {
        let filler = vec!["linje"; lines].join("\n");
        let table = Table { columns: vec![("A".into(), Align::Left)], rows: vec![vec!["b".into()]] };
        let laid = lay(&document(vec![
            Block::paragraph(filler),
            Block::Heading(1, "Kapittel".into()),
            Block::Heading(2, "Avsnitt".into()),
            Block::Table(table),
        ]));
        let chapter = laid.places[1].page;
        assert_eq!(laid.places[2].page, chapter, "{lines} lines");
        let last = laid.pages[chapter].iter().filter_map(|mark| match mark {
            Mark::Line { letters, .. } => Some(letters.iter().map(|letter| letter.says).collect::<String>()),
            Mark::Rule { .. } | Mark::Stroke { .. } => None,
        });
        assert!(last.into_iter().any(|line| line == "b"), "{lines} lines: the first row is on the page of its heading");
    }
}

#[test]
fn a_name_in_signs_that_the_font_lacks_is_shown_with_stand_ins_and_noted() {
    let mut missing = Vec::new();
    let set = letters(&"Li 李 Ŋáŋŋa Đ\u{200d}\u{e000}".into(), &mut missing);
    assert_eq!(missing, ['李', '\u{e000}']);
    assert!(set.iter().all(|letter| letter.glyph != 0 || letter.kind == Kind::Break));
    let said: String = set.iter().map(|letter| letter.says).collect();
    assert_eq!(said, "Li 李 Ŋáŋŋa Đ\u{fffd}");
    let all = read(&write(&document(vec![Block::paragraph("Besvart av 李 Ŋáŋŋa")])).expect("a file")).concat();
    assert!(all.contains("U+674E"), "{all}");
    assert!(all.contains("Ŋáŋŋa"), "{all}");
}

#[test]
fn a_drawing_stands_whole_on_one_page_and_says_what_it_shows() {
    let drawing = || Drawing {
        summary: "Realisert 3 av 4".into(),
        ticks: vec![(0.0, "0".into()), (1.0, "1000000".into())],
        below: vec![(0.0, "januar 2026".into()), (1.0, "mars 2026".into())],
        curves: vec![
            Curve { name: "Planlagt".into(), dashed: true, points: vec![(0.0, 0.1), (1.0, 1.0)] },
            Curve { name: "Realisert".into(), dashed: false, points: vec![(0.5, 0.4), (1.0, 7.0)] },
        ],
    };
    for lines in [1, 30, 38, 40, 44] {
        let filler = vec!["linje"; lines].join("\n");
        let whole =
            document(vec![Block::paragraph(filler), Block::Heading(2, "Kurve".into()), Block::Drawing(drawing())]);
        let laid = lay(&whole);
        let strokes: Vec<usize> = laid
            .pages
            .iter()
            .enumerate()
            .flat_map(|(page, marks)| marks.iter().map(move |mark| (page, mark)))
            .filter_map(|(page, mark)| match mark {
                Mark::Stroke { points, .. } => {
                    assert!(points.iter().all(|(x, y)| (62.0..=534.0).contains(x) && (82.0..=770.0).contains(y)));
                    Some(page)
                }
                _ => None,
            })
            .collect();
        assert_eq!(strokes.len(), 4, "two lines and a piece of each beside its name");
        assert!(strokes.iter().all(|page| *page == laid.places.last().expect("a heading").page), "{lines}");
        let file = write(&whole).expect("a file");
        let text = read(&file).concat();
        for word in ["Planlagt", "1000000", "mars 2026"] {
            assert!(text.contains(word), "{word}: {text}");
        }
    }
}
