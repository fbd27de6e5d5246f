//! Just enough of a reader for our own pages: what stands where, and which numbers nobody has accounted for.

use std::cell::RefCell;
use std::collections::BTreeSet;

/// A page, or a part of one.
pub struct Html {
    nodes: Vec<Node>,
    accounted: RefCell<BTreeSet<usize>>,
}

struct Node {
    parent: usize,
    /// Empty for text.
    tag: String,
    /// The start tag as written, or the text.
    words: String,
}

const EMPTY: [&str; 8] = ["br", "hr", "img", "input", "link", "meta", "col", "wbr"];

impl Html {
    /// Reads a page.
    pub fn of(page: &str) -> Self {
        let mut nodes = vec![Node { parent: 0, tag: "root".into(), words: String::new() }];
        let mut open = vec![0];
        let mut rest = page;
        while let Some(start) = rest.find('<') {
            let parent = *open.last().expect("the root is open");
            if start > 0 {
                nodes.push(Node { parent, tag: String::new(), words: unescaped(&rest[..start]) });
            }
            let end = start + rest[start..].find('>').expect("a tag ends");
            let inside = &rest[start + 1..end];
            rest = &rest[end + 1..];
            if let Some(closed) = inside.strip_prefix('/') {
                assert_eq!(nodes[parent].tag, closed, "the page is well formed");
                open.pop();
            } else if !inside.starts_with('!') {
                let tag = inside.split([' ', '/', '\n']).next().unwrap_or_default().to_owned();
                nodes.push(Node { parent, tag: tag.clone(), words: inside.to_owned() });
                if !EMPTY.contains(&tag.as_str()) && !inside.ends_with('/') {
                    open.push(nodes.len() - 1);
                }
            }
        }
        Self { nodes, accounted: RefCell::default() }
    }

    fn within(&self, node: usize, above: usize) -> bool {
        let mut at = node;
        while at != 0 && at != above {
            at = self.nodes[at].parent;
        }
        at == above
    }

    /// The elements under another whose start tag holds all these words, in order; a word is a tag or a written attribute.
    pub fn all(&self, above: usize, wanted: &str) -> Vec<usize> {
        let is = |node: &Node| {
            let mut words = wanted.splitn(2, ' ');
            let tag = words.next().unwrap_or_default();
            (tag == "*" || node.tag == tag) && words.next().is_none_or(|attribute| node.words.contains(attribute))
        };
        (1..self.nodes.len())
            .filter(|at| !self.nodes[*at].tag.is_empty() && is(&self.nodes[*at]) && self.within(*at, above))
            .collect()
    }

    /// The only such element.
    #[track_caller]
    pub fn one(&self, above: usize, wanted: &str) -> usize {
        let found = self.all(above, wanted);
        assert_eq!(found.len(), 1, "{wanted} in {}", self.text(above));
        found[0]
    }

    /// What people read there, drawings left out.
    pub fn text(&self, node: usize) -> String {
        let drawn = |at: usize| self.above(at, node).any(|above| self.nodes[above].tag == "svg");
        (1..self.nodes.len())
            .filter(|at| self.nodes[*at].tag.is_empty() && self.within(*at, node) && !drawn(*at))
            .map(|at| self.nodes[at].words.as_str())
            .collect()
    }

    /// What is written in drawings: at their axes and points, and what is said of them.
    pub fn drawn(&self, above: usize) -> String {
        let drawings = self.all(above, "svg");
        let texts = |svg: &usize| {
            let inside = (svg + 1..self.nodes.len()).filter(|at| self.within(*at, *svg));
            let texts: String = inside.map(|at| format!("{}\n", unescaped(&self.nodes[at].words))).collect();
            format!("{}\n{texts}", unescaped(&self.nodes[*svg].words))
        };
        drawings.iter().map(texts).collect()
    }

    fn above(&self, node: usize, until: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(Some(node), move |at| (*at != until && *at != 0).then(|| self.nodes[*at].parent))
    }

    /// The same, and it is accounted for: somebody compares it.
    pub fn taken(&self, node: usize) -> String {
        self.accounted.borrow_mut().insert(node);
        self.text(node)
    }

    /// The rows of a table's body, cell by cell, and they are accounted for.
    pub fn rows(&self, table: usize) -> Vec<Vec<String>> {
        self.all(table, "tbody")
            .into_iter()
            .flat_map(|body| self.all(body, "tr"))
            .map(|row| {
                let cells = (row + 1..self.nodes.len())
                    .filter(|at| self.nodes[*at].parent == row && ["td", "th"].contains(&self.nodes[*at].tag.as_str()));
                cells.map(|cell| self.taken(cell)).collect()
            })
            .collect()
    }

    /// Names of texts that stand where their words should: nobody has written these.
    pub fn wordless(&self) -> Vec<&str> {
        let part = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase());
        let is_key = |text: &&str| text.contains('-') && text.split('-').all(part);
        let texts = self.nodes.iter().filter(|node| node.tag.is_empty()).map(|node| node.words.trim());
        texts.filter(is_key).collect()
    }

    /// Numbers that people read under an element and that nobody took: texts with a digit in them, but for moments and
    /// for what is drawn, whose figures stand in the table beside the drawing.
    pub fn unaccounted(&self, above: usize) -> Vec<String> {
        let accounted = self.accounted.borrow();
        let is_left = |at: &usize| {
            let node = &self.nodes[*at];
            let passed = |up: usize| {
                accounted.contains(&up) || ["svg", "time", "script", "option"].contains(&self.nodes[up].tag.as_str())
            };
            node.tag.is_empty()
                && node.words.chars().any(|sign| sign.is_ascii_digit())
                && self.within(*at, above)
                && !self.above(*at, above).any(passed)
        };
        (1..self.nodes.len()).filter(is_left).map(|at| self.nodes[at].words.clone()).collect()
    }
}

fn unescaped(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'").replace("&amp;", "&")
}
