//! Posted forms: names and texts, as the person typed them.

/// The fields of a posted form.
#[derive(Clone, Default, Debug)]
pub struct Form {
    fields: Vec<(String, String)>,
}

impl Form {
    /// Reads an urlencoded body.
    pub fn read(body: &[u8]) -> Self {
        Self {
            fields: url::form_urlencoded::parse(body)
                .map(|(name, value)| (name.into_owned(), value.replace("\r\n", "\n")))
                .collect(),
        }
    }

    /// A form with given fields: for a first showing.
    pub fn of(fields: Vec<(String, String)>) -> Self {
        Self { fields }
    }

    /// A field as typed; empty when it is missing.
    pub fn raw(&self, name: &str) -> &str {
        self.fields.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.as_str())
    }

    /// A field without outer white space.
    pub fn text(&self, name: &str) -> String {
        self.raw(name).trim().to_owned()
    }

    /// A field that is something.
    pub fn some(&self, name: &str) -> Option<String> {
        Some(self.text(name)).filter(|text| !text.is_empty())
    }

    /// Whether a box is ticked.
    pub fn ticked(&self, name: &str) -> bool {
        !self.raw(name).is_empty()
    }

    /// The fields whose names begin alike: the rest of the name and the value.
    pub fn named<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.fields.iter().filter_map(move |(name, value)| Some((name.strip_prefix(prefix)?, value.as_str())))
    }

    /// Every value of a repeated name.
    pub fn all(&self, name: &str) -> Vec<String> {
        self.fields.iter().filter(|(known, _)| known == name).map(|(_, value)| value.clone()).collect()
    }
}
