//! Pages as a PDF file: PDF/A-2a, for archives, and PDF/UA-1, for those who listen. What breaks a rule of either is an
//! error and no file.

use std::num::NonZeroU16;

use chrono::{Datelike, Timelike};
use krilla::color::rgb;
use krilla::configure::{Accessibility, Archival, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::geom::{Path, PathBuilder, Point, Rect};
use krilla::metadata::{DateTime, Metadata};
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::{Fill, LineJoin, Stroke, StrokeDash};
use krilla::surface::Surface;
use krilla::tagging::{
    Artifact, ArtifactType, ContentTag, Identifier, ListNumbering, Node, SpanTag, TableHeaderScope, Tag, TagGroup,
    TagKind, TagTree,
};
use krilla::text::{GlyphId, KrillaGlyph};
use krilla::{Document as File, SerializeSettings};

use super::Document;
use super::faces::{Letter, face};
use super::flow::{PAGE, lay, named};
use super::marks::{Around, Laid, Mark, Of, Place, Role, Shade};
use crate::clock::Moment;
use crate::refusal::Fault;

/// The file's bytes.
pub fn write(document: &Document) -> Result<Vec<u8>, Fault> {
    let laid = lay(document);
    let configuration = ConfigurationBuilder::new()
        .with_archival_validator(Archival::A2_A)
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|error| Fault::internal(format!("{error:?}")))?;
    let mut file = File::new_with(SerializeSettings { configuration, ..SerializeSettings::default() });
    file.set_metadata(
        Metadata::new()
            .title(in_one_line(named(&document.running)))
            .language(document.lang.as_str().to_owned())
            .creator("Stafett".to_owned())
            .creation_date(date(document.made_at)),
    );
    let mut leaves: Vec<Vec<Identifier>> = laid.elements.iter().map(|_| Vec::new()).collect();
    for marks in &laid.pages {
        let settings = PageSettings::from_wh(PAGE.0, PAGE.1).ok_or_else(|| Fault::internal("no page"))?;
        let mut page = file.start_page_with(settings);
        let mut surface = page.surface();
        for mark in marks {
            if let Some((element, leaf)) = put(&mut surface, mark) {
                leaves[element].push(leaf);
            }
        }
        surface.finish();
        page.finish();
    }
    file.set_outline(outline(&laid.places));
    file.set_tag_tree(tree(&laid, leaves, document));
    file.finish().map_err(|error| Fault::internal(format!("{error:?}")))
}

/// Words as the file's own title, which is kept as XML: without what XML cannot say.
fn in_one_line(words: &str) -> String {
    let may_stand = |sign: char| !sign.is_control() && !matches!(u32::from(sign), 0xfffe | 0xffff);
    words.chars().map(|sign| if may_stand(sign) { sign } else { ' ' }).collect()
}

fn date(moment: Moment) -> DateTime {
    let at = moment.utc();
    // Parts of a date are small numbers.
    let small = |number: u32| u8::try_from(number).unwrap_or_default();
    DateTime::new(u16::try_from(at.year()).unwrap_or_default())
        .month(small(at.month()))
        .day(small(at.day()))
        .hour(small(at.hour()))
        .minute(small(at.minute()))
        .second(small(at.second()))
        .utc_offset_hour(0)
        .utc_offset_minute(0)
}

/// Draws; answers which part of the document it was.
fn put(surface: &mut Surface<'_>, mark: &Mark) -> Option<(usize, Identifier)> {
    match mark {
        Mark::Rule { x, y, width, weight, shade } => {
            surface.start_tagged(artifact(ArtifactType::Layout));
            if let Some(path) = bar(*x, *y, *width, *weight) {
                surface.set_fill(Some(fill(*shade)));
                surface.draw_path(&path);
            }
            surface.end_tagged();
            None
        }
        Mark::Stroke { points, weight, dashed, shade, of } => {
            let path = through(points)?;
            let leaf = surface.start_tagged(ContentTag::Other);
            surface.set_fill(None);
            surface.set_stroke(Some(Stroke {
                paint: fill(*shade).paint,
                width: *weight,
                line_join: LineJoin::Round,
                dash: dashed.then(|| StrokeDash { array: vec![5.0, 3.0], offset: 0.0 }),
                ..Stroke::default()
            }));
            surface.draw_path(&path);
            surface.set_stroke(None);
            surface.end_tagged();
            match of {
                Of::Element(element) => Some((*element, leaf)),
                Of::Around(_) => None,
            }
        }
        Mark::Line { x, baseline, size, shade, letters, of } => {
            if letters.is_empty() {
                return None;
            }
            let tag = match of {
                Of::Element(_) => ContentTag::Span(SpanTag::empty()),
                Of::Around(Around::Header) => artifact(ArtifactType::Header),
                Of::Around(Around::Footer) => artifact(ArtifactType::Footer),
                Of::Around(Around::Repeated) => artifact(ArtifactType::PaginationOther),
            };
            let leaf = surface.start_tagged(tag);
            surface.set_fill(Some(fill(*shade)));
            let mut x = *x;
            for run in letters.chunk_by(|one, other| one.style == other.style && one.scale == other.scale) {
                draw(surface, run, Point::from_xy(x, *baseline), *size);
                x += run.iter().map(|letter| letter.width * size).sum::<f32>();
            }
            surface.end_tagged();
            match of {
                Of::Element(element) => Some((*element, leaf)),
                Of::Around(_) => None,
            }
        }
    }
}

/// Letters of one font and size, side by side.
fn draw(surface: &mut Surface<'_>, run: &[Letter], at: Point, size: f32) {
    let Some(first) = run.first() else { return };
    let mut text = String::new();
    let glyphs: Vec<KrillaGlyph> = run
        .iter()
        .map(|letter| {
            let start = text.len();
            text.push(letter.says);
            let width = letter.width / letter.scale;
            KrillaGlyph::new(GlyphId::new(letter.glyph), width, 0.0, 0.0, 0.0, start..text.len(), None)
        })
        .collect();
    surface.draw_glyphs(at, &glyphs, face(first.style).font.clone(), &text, size * first.scale, false);
}

const fn artifact<'a>(kind: ArtifactType) -> ContentTag<'a> {
    ContentTag::Artifact(Artifact { kind, bbox: None })
}

fn bar(x: f32, y: f32, width: f32, height: f32) -> Option<Path> {
    let mut path = PathBuilder::new();
    path.push_rect(Rect::from_xywh(x, y, width, height)?);
    path.finish()
}

fn through(points: &[(f32, f32)]) -> Option<Path> {
    let (first, rest) = points.split_first()?;
    let mut path = PathBuilder::new();
    path.move_to(first.0, first.1);
    for (x, y) in rest {
        path.line_to(*x, *y);
    }
    path.finish()
}

fn fill(shade: Shade) -> Fill {
    let color = match shade {
        Shade::Ink => rgb::Color::new(0x1a, 0x1d, 0x21),
        Shade::Grey => rgb::Color::new(0x52, 0x5a, 0x64),
        Shade::Faint => rgb::Color::new(0xc4, 0xc9, 0xcf),
    };
    Fill { paint: color.into(), ..Fill::default() }
}

/// The headings, for the reader's side bar: the title, and below it the chapters with theirs.
fn outline(places: &[Place]) -> Outline {
    let mut outline = Outline::new();
    let mut open: Vec<(u8, OutlineNode)> = Vec::new();
    let mut close = |open: &mut Vec<(u8, OutlineNode)>| {
        let Some((_, node)) = open.pop() else { return };
        match open.last_mut() {
            Some((_, parent)) => parent.push_child(node),
            None => outline.push_child(node),
        }
    };
    for place in places {
        while open.last().is_some_and(|(level, _)| *level >= place.level) {
            close(&mut open);
        }
        let there = XyzDestination::new(place.page, Point::from_xy(0.0, place.y));
        open.push((place.level, OutlineNode::new(place.title.clone(), there)));
    }
    while !open.is_empty() {
        close(&mut open);
    }
    outline
}

/// What is what, in the order of reading.
fn tree(laid: &Laid, leaves: Vec<Vec<Identifier>>, document: &Document) -> TagTree {
    let titles: Vec<&str> = laid.places.iter().map(|place| place.title.as_str()).collect();
    let mut heading = titles.into_iter();
    let mut groups: Vec<Option<TagGroup>> = laid
        .elements
        .iter()
        .zip(leaves)
        .map(|(element, leaves)| {
            let title = if matches!(element.role, Role::Heading(_)) { heading.next() } else { None };
            let leaves = leaves.into_iter().map(Node::Leaf).collect();
            Some(TagGroup::with_children(tag(&element.role, title), leaves))
        })
        .collect();
    let mut tree = TagTree::new().with_lang(Some(document.lang.as_str().to_owned()));
    let mut roots = Vec::new();
    // A part stands behind the one it is in, so that from the last to the first every part is whole when it moves.
    for (at, element) in laid.elements.iter().enumerate().rev() {
        let Some(group) = groups[at].take() else { continue };
        match element.within.and_then(|parent| groups[parent].as_mut()) {
            Some(parent) => parent.children.insert(0, group.into()),
            None => roots.push(group),
        }
    }
    for root in roots.into_iter().rev() {
        tree.push(root);
    }
    tree
}

fn tag(role: &Role, title: Option<&str>) -> TagKind {
    match role {
        Role::Heading(level) => {
            Tag::Hn(NonZeroU16::new(*level).unwrap_or(NonZeroU16::MIN), title.map(str::to_owned)).into()
        }
        Role::Paragraph => Tag::P.into(),
        Role::Dots => Tag::L(ListNumbering::Disc).into(),
        Role::Names => Tag::L(ListNumbering::None).into(),
        Role::Item => Tag::LI.into(),
        Role::Label => Tag::Lbl.into(),
        Role::Body => Tag::LBody.into(),
        Role::Table => Tag::Table.into(),
        Role::Head => Tag::THead.into(),
        Role::Rows => Tag::TBody.into(),
        Role::Row => Tag::TR.into(),
        Role::HeaderCell => Tag::TH(TableHeaderScope::Column).into(),
        Role::Cell => Tag::TD.into(),
        Role::Figure(summary) => Tag::Figure(Some(summary.clone())).into(),
    }
}
