//! Answers as *OData JSON Format Version 4.0* writes them, with minimal metadata. Numbers are written digit by digit.

use std::fmt::Write;

use super::model::{Row, Set, Value};

/// How rows are written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Shape {
    /// The service's address, ending with a slash.
    pub root: String,
    /// Whether numbers that JavaScript would round are written as texts (JSON Format, 3.2).
    pub as_texts: bool,
}

impl Shape {
    /// The media type of what is written so.
    pub const fn media_type(&self) -> &'static str {
        if self.as_texts {
            "application/json;odata.metadata=minimal;IEEE754Compatible=true;charset=utf-8"
        } else {
            "application/json;odata.metadata=minimal;charset=utf-8"
        }
    }
}

/// The service document: which tables there are.
pub fn service(shape: &Shape, sets: &[&Set]) -> String {
    let list = sets.iter().map(|set| format!(r#"{{"name":"{0}","kind":"EntitySet","url":"{0}"}}"#, set.name));
    let context = quoted(&format!("{}$metadata", shape.root));
    format!(r#"{{"@odata.context":{context},"value":[{}]}}"#, list.collect::<Vec<_>>().join(","))
}

/// A page of rows: the chosen columns, how many there are, and where the next page is.
pub fn collection(
    shape: &Shape,
    set: &Set,
    select: Option<&[usize]>,
    rows: &[Row],
    count: Option<u64>,
    next: Option<&str>,
) -> String {
    let mut text = format!("{{\"@odata.context\":{}", context(shape, set, select, ""));
    if let Some(count) = count {
        // Writing to a text never fails.
        let _ = if shape.as_texts {
            write!(text, ",\"@odata.count\":\"{count}\"")
        } else {
            write!(text, ",\"@odata.count\":{count}")
        };
    }
    text.push_str(",\"value\":[");
    for (at, row) in rows.iter().enumerate() {
        text.push_str(if at > 0 { ",{" } else { "{" });
        members(&mut text, shape, set, select, row);
        text.push('}');
    }
    text.push(']');
    if let Some(next) = next {
        text.push_str(",\"@odata.nextLink\":");
        text.push_str(&quoted(next));
    }
    text.push('}');
    text
}

/// One row.
pub fn entity(shape: &Shape, set: &Set, select: Option<&[usize]>, row: &Row) -> String {
    let mut text = format!("{{\"@odata.context\":{},", context(shape, set, select, "/$entity"));
    members(&mut text, shape, set, select, row);
    text.push('}');
    text
}

fn context(shape: &Shape, set: &Set, select: Option<&[usize]>, end: &str) -> String {
    let names = select.map(|places| {
        let names: Vec<&str> =
            places.iter().filter_map(|place| set.columns.get(*place)).map(|column| column.name).collect();
        format!("({})", names.join(","))
    });
    quoted(&format!("{}$metadata#{}{}{end}", shape.root, set.name, names.unwrap_or_default()))
}

fn members(text: &mut String, shape: &Shape, set: &Set, select: Option<&[usize]>, row: &Row) {
    let mut first = true;
    for (place, (column, value)) in set.columns.iter().zip(row.values()).enumerate() {
        if select.is_some_and(|places| !places.contains(&place)) {
            continue;
        }
        if !first {
            text.push(',');
        }
        first = false;
        text.push_str(&quoted(column.name));
        text.push(':');
        let _ = match value {
            Value::Nothing => write!(text, "null"),
            Value::Text(words) => write!(text, "{}", quoted(words)),
            Value::Number(number) if shape.as_texts => write!(text, "\"{number}\""),
            Value::Number(number) => write!(text, "{number}"),
            Value::Whole(number) if shape.as_texts => write!(text, "\"{number}\""),
            Value::Whole(number) => write!(text, "{number}"),
            Value::Truth(truth) => write!(text, "{truth}"),
            Value::Day(day) => write!(text, "\"{day}\""),
            Value::Instant(moment) => write!(text, "\"{moment}\""),
        };
    }
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
