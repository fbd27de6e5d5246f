//! People who act over HTTP.

use serde_json::Value;

use super::site::Site;

/// Somebody with or without a session.
#[derive(Clone)]
pub struct Person {
    base: String,
    token: Option<String>,
    agent: ureq::Agent,
}

/// What the program answered.
#[derive(Debug)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The body as text.
    pub text: String,
    /// The body as it came.
    pub bytes: Vec<u8>,
    /// The body as JSON; null when it is none.
    pub json: Value,
    /// The version for `If-Match`.
    pub etag: Option<String>,
    /// All headers, names in lower case.
    pub headers: Vec<(String, String)>,
}

impl Answer {
    /// The problem's stable code.
    pub fn code(&self) -> &str {
        self.json["code"].as_str().unwrap_or("")
    }

    /// A header.
    pub fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.as_str())
    }

    /// The same, once the status is as expected.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.text);
        self
    }
}

impl Person {
    /// With a token, or without.
    pub fn new(site: &Site, token: Option<String>) -> Self {
        let agent = ureq::Agent::config_builder().http_status_as_error(false).max_redirects(0).build().into();
        Self { base: site.url(""), token, agent }
    }

    /// The bearer.
    pub fn token(&self) -> Option<&str> {
        self.token.as_deref()
    }

    /// Any request.
    pub fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: Option<&[u8]>) -> Answer {
        let mut request = ureq::http::Request::builder().method(method).uri(format!("{}{path}", self.base));
        if let Some(token) = &self.token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = match body {
            Some(body) => self.agent.run(request.body(body).expect("a request")),
            None => self.agent.run(request.body(()).expect("a request")),
        };
        let mut response = match response {
            Ok(response) => response,
            Err(error) => {
                return Answer {
                    status: 0,
                    text: error.to_string(),
                    bytes: Vec::new(),
                    json: Value::Null,
                    etag: None,
                    headers: Vec::new(),
                };
            }
        };
        let headers: Vec<(String, String)> = response
            .headers()
            .iter()
            .map(|(name, value)| (name.to_string(), value.to_str().unwrap_or_default().to_owned()))
            .collect();
        let bytes = response.body_mut().read_to_vec().unwrap_or_default();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Answer {
            status: response.status().as_u16(),
            json: serde_json::from_str(&text).unwrap_or(Value::Null),
            etag: headers.iter().find(|(name, _)| name == "etag").map(|(_, value)| value.clone()),
            text,
            bytes,
            headers,
        }
    }

    /// The words of the invitations in the outbox, newest first, as an administrator sees them.
    pub fn invitations(&self) -> Vec<String> {
        let outbox = Browser::of(self).get("/admin").expect(200).text;
        let word = |rest: &str| {
            rest.split(|c: char| !(c.is_ascii_alphanumeric() || "-_".contains(c))).next().map(str::to_owned)
        };
        outbox.split("/invitations/").skip(1).filter_map(word).collect()
    }

    /// GET.
    pub fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[], None)
    }

    /// POST with JSON.
    pub fn post(&self, path: &str, body: &Value) -> Answer {
        self.json("POST", path, &[], body)
    }

    /// PUT with JSON.
    pub fn put(&self, path: &str, body: &Value) -> Answer {
        self.json("PUT", path, &[], body)
    }

    /// PATCH of a known version.
    pub fn patch(&self, path: &str, version: &str, body: &Value) -> Answer {
        self.json("PATCH", path, &[("if-match", version)], body)
    }

    /// DELETE.
    pub fn delete(&self, path: &str) -> Answer {
        self.send("DELETE", path, &[], None)
    }

    /// Any method with JSON and headers.
    pub fn json(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &Value) -> Answer {
        let mut headers = headers.to_vec();
        headers.push(("content-type", "application/json"));
        self.send(method, path, &headers, Some(body.to_string().as_bytes()))
    }
}

/// Somebody at a browser without scripts: their cookie, and the word of a form that they opened when they came.
pub struct Browser {
    person: Person,
    cookie: String,
    csrf: String,
}

impl Browser {
    /// The browser of somebody who is signed in, or of a visitor.
    pub fn of(person: &Person) -> Self {
        let cookie = person.token().map(|word| format!("stafett={word}")).unwrap_or_default();
        let mut browser = Self { person: Person { token: None, ..person.clone() }, cookie, csrf: String::new() };
        browser.csrf = browser.word().unwrap_or_default();
        browser
    }

    /// The word of a form that is opened now, as long as one is signed in.
    fn word(&self) -> Option<String> {
        let account = self.get("/account").text;
        let word = account.split("name=\"csrf\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
        word.map(str::to_owned)
    }

    /// The same browser with another word in its forms.
    pub fn with_word(&self, change: impl FnOnce(&str) -> String) -> Self {
        Self { person: self.person.clone(), cookie: self.cookie.clone(), csrf: change(&self.csrf) }
    }

    /// A page.
    pub fn get(&self, path: &str) -> Answer {
        self.person.send("GET", path, &[("cookie", &self.cookie)], None)
    }

    /// A form with these fields, opened now.
    pub fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.post_with(&self.word().unwrap_or_else(|| self.csrf.clone()), path, fields)
    }

    /// The form that was opened when one came, with these fields: sent twice it is a second click.
    pub fn click(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.post_with(&self.csrf, path, fields)
    }

    fn post_with(&self, word: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
        let mut form = url::form_urlencoded::Serializer::new(String::new());
        form.append_pair("csrf", word).extend_pairs(fields);
        let kind = ("content-type", "application/x-www-form-urlencoded");
        self.person.send("POST", path, &[("cookie", &self.cookie), kind], Some(form.finish().as_bytes()))
    }
}
