//! Forms that carry a file (RFC 7578). The body is already in memory and bounded, so this only finds its parts.

use crate::refusal::{Code, Refusal};

/// Most parts in one form; ours have a handful.
const MOST_PARTS: usize = 100;

/// One part of a form.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Part<'a> {
    /// The field's name.
    pub name: String,
    /// The file's name as the sender gave it, without folders; none for plain fields.
    pub file_name: Option<String>,
    /// The content.
    pub content: &'a [u8],
}

/// The parts of a form.
#[derive(Clone, Default, Debug)]
pub struct Parts<'a>(Vec<Part<'a>>);

impl<'a> Parts<'a> {
    /// Reads a body with the media type it was declared with. The boundary's case counts, so the header must be whole.
    pub fn read(content_type: &str, body: &'a [u8]) -> Result<Self, Refusal> {
        if !content_type.trim_start().to_ascii_lowercase().starts_with("multipart/form-data") {
            return Err(Refusal::new(Code::WrongMediaType).with("expected", "multipart/form-data"));
        }
        let boundary = parameter(content_type, "boundary").filter(|word| !word.is_empty() && word.len() <= 70);
        let boundary = boundary.ok_or(Refusal::new(Code::Unparsable))?;
        split(&boundary, body).ok_or(Refusal::new(Code::Unparsable))
    }

    /// The part with this name.
    pub fn part(&self, name: &str) -> Option<&Part<'a>> {
        self.0.iter().find(|part| part.name == name)
    }

    /// Every part, in the order they came.
    pub fn all(&self) -> &[Part<'a>] {
        &self.0
    }

    /// A plain field as text; empty when it is missing.
    pub fn text(&self, name: &str) -> String {
        self.part(name).map(|part| String::from_utf8_lossy(part.content).into_owned()).unwrap_or_default()
    }
}

fn split<'a>(boundary: &str, body: &'a [u8]) -> Option<Parts<'a>> {
    let first = format!("--{boundary}");
    let between = format!("\r\n--{boundary}");
    let mut rest = if body.starts_with(first.as_bytes()) {
        &body[first.len()..]
    } else {
        &body[find(body, between.as_bytes())? + between.len()..]
    };
    let mut parts = Vec::new();
    loop {
        if rest.starts_with(b"--") {
            return Some(Parts(parts));
        }
        if parts.len() == MOST_PARTS {
            return None;
        }
        // White space may follow a boundary before its line ends.
        let line = find(rest, b"\r\n")?;
        if !rest[..line].iter().all(|byte| matches!(byte, b' ' | b'\t')) {
            return None;
        }
        let after = &rest[line + 2..];
        let (head, content) = if let Some(content) = after.strip_prefix(b"\r\n") {
            (&after[..0], content)
        } else {
            let end = find(after, b"\r\n\r\n")?;
            (&after[..end], &after[end + 4..])
        };
        let end = find(content, between.as_bytes())?;
        if let Some(part) = part(head, &content[..end]) {
            parts.push(part);
        }
        rest = &content[end + between.len()..];
    }
}

fn part<'a>(head: &[u8], content: &'a [u8]) -> Option<Part<'a>> {
    let head = String::from_utf8_lossy(head);
    let disposition = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.trim().eq_ignore_ascii_case("content-disposition").then_some(value)
    })?;
    let file_name = parameter(disposition, "filename").map(|name| {
        let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
        name.chars().filter(|letter| !letter.is_control()).take(200).collect()
    });
    Some(Part { name: parameter(disposition, "name")?, file_name, content })
}

/// A parameter of a header's value, quoted or not. Browsers write a quote inside as `%22`.
fn parameter(value: &str, wanted: &str) -> Option<String> {
    let mut rest = &value[value.find(';')? + 1..];
    loop {
        let (name, after) = rest.split_once('=')?;
        let name = name.trim().trim_start_matches(';').trim();
        let after = after.trim_start();
        let (found, next) = match after.strip_prefix('"') {
            Some(quoted) => {
                let end = quoted.find('"')?;
                (&quoted[..end], &quoted[end + 1..])
            }
            None => {
                let end = after.find(';').unwrap_or(after.len());
                (after[..end].trim_end(), &after[end..])
            }
        };
        if name.eq_ignore_ascii_case(wanted) {
            return Some(found.replace("%22", "\""));
        }
        rest = next;
    }
}

fn find(hay: &[u8], needle: &[u8]) -> Option<usize> {
    // Looking for the first byte first keeps this quick over a large file.
    let first = *needle.first()?;
    let mut from = 0;
    while let Some(at) = hay[from..].iter().position(|byte| *byte == first).map(|at| at + from) {
        if hay[at..].starts_with(needle) {
            return Some(at);
        }
        from = at + 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const TYPE: &str = "multipart/form-data; boundary=xYz";

    #[test]
    fn fields_and_files_are_found() {
        let body = b"--xYz\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\nword\r\n--xYz\r\ncontent-disposition: form-data; name=\"file\"; filename=\"C:\\a\\m\xc3\xa5l.csv\"\r\nContent-Type: text/csv\r\n\r\na;b\r\n1;2\r\n\r\n--xYz--\r\n";
        let parts = Parts::read(TYPE, body).expect("parts");
        assert_eq!(parts.text("csrf"), "word");
        let file = parts.part("file").expect("a file");
        assert_eq!((file.file_name.as_deref(), file.content), (Some("mål.csv"), &b"a;b\r\n1;2\r\n"[..]));
        assert_eq!(parts.text("missing"), "");
    }

    #[test]
    fn what_is_cut_short_is_refused() {
        let whole = b"--xYz\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nabc\r\n--xYz--";
        assert!(Parts::read(TYPE, whole).is_ok());
        for end in 0..whole.len() - 1 {
            assert_eq!(Parts::read(TYPE, &whole[..end]).expect_err("cut").code, Code::Unparsable, "{end}");
        }
        assert_eq!(Parts::read("multipart/form-data", whole).expect_err("no boundary").code, Code::Unparsable);
        assert_eq!(Parts::read("text/csv", whole).expect_err("other type").code, Code::WrongMediaType);
    }
}
