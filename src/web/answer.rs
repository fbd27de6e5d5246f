//! What a handler gives back, before it becomes HTTP.

use std::borrow::Cow;

use actix_web::body::BoxBody;
use actix_web::cookie::Cookie;
use actix_web::http::StatusCode;
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, Responder, ResponseError};
use maud::Markup;
use serde::{Deserialize, Serialize};

use super::pieces::Pieces;
use crate::refusal::{Fault, Outcome, Refusal, Trouble};

/// An answer as plain data, so that it can be kept for a repeated request.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// Media type and content; none for 204 and redirects.
    pub body: Option<(String, String)>,
    /// Bytes that are no text.
    #[serde(skip)]
    pub file: Option<(String, Cow<'static, [u8]>)>,
    /// What is kept, of which media type, with what surrounds it.
    #[serde(skip)]
    pub pieces: Option<(&'static str, Pieces)>,
    /// The version for `If-Match`.
    pub etag: Option<String>,
    /// Where the new thing is, or where to go.
    pub location: Option<String>,
    /// Seconds after which to try again.
    #[serde(skip)]
    pub retry_after: Option<u64>,
    /// A file name, when the content is to be saved.
    pub file_name: Option<String>,
    /// Whether a file with a name is rather to be looked at in the browser.
    #[serde(skip)]
    pub is_inline: bool,
    /// Seconds after which the browser asks again by itself.
    #[serde(skip)]
    pub refresh: Option<u32>,
    /// The origins whose pages may show this one in a frame; without any, nobody's.
    #[serde(skip)]
    pub framed_by: Option<String>,
    /// Cookies to set, in header form.
    #[serde(skip)]
    pub cookies: Vec<Cookie<'static>>,
}

const JSON: &str = "application/json";
const HTML: &str = "text/html; charset=utf-8";

impl Answer {
    fn with_body(status: u16, media_type: &str, content: String) -> Self {
        Self {
            status,
            body: Some((media_type.to_owned(), content)),
            file: None,
            pieces: None,
            retry_after: None,
            etag: None,
            location: None,
            file_name: None,
            is_inline: false,
            refresh: None,
            framed_by: None,
            cookies: Vec::new(),
        }
    }

    /// 200 with JSON.
    pub fn ok(value: &impl Serialize) -> Self {
        Self::json(200, value)
    }

    /// 201 with JSON and the address of the new thing.
    pub fn created(value: &impl Serialize, location: impl Into<String>) -> Self {
        Self { location: Some(location.into()), ..Self::json(201, value) }
    }

    /// Any status with JSON.
    pub fn json(status: u16, value: &impl Serialize) -> Self {
        Self::with_body(status, JSON, serde_json::to_string(value).unwrap_or_else(|_| "null".into()))
    }

    /// 204.
    pub fn nothing() -> Self {
        Self { body: None, ..Self::with_body(204, "", String::new()) }
    }

    /// A page.
    pub fn page(markup: Markup) -> Self {
        Self::with_body(200, HTML, markup.into_string())
    }

    /// A page of which the most is kept.
    pub fn kept_page(pieces: Pieces) -> Self {
        Self { pieces: Some((HTML, pieces)), ..Self::nothing().status(200) }
    }

    /// JSON that is kept.
    pub fn kept_json(pieces: Pieces) -> Self {
        Self { pieces: Some((JSON, pieces)), ..Self::nothing().status(200) }
    }

    /// A text of another type.
    pub fn text(media_type: &str, content: String) -> Self {
        Self::with_body(200, media_type, content)
    }

    /// Bytes: a file that is built into the program, or one that was just made.
    pub fn file(media_type: &str, content: impl Into<Cow<'static, [u8]>>) -> Self {
        Self { file: Some((media_type.to_owned(), content.into())), ..Self::nothing().status(200) }
    }

    /// 303: go and look there.
    pub fn see_other(path: impl Into<String>) -> Self {
        Self { body: None, location: Some(path.into()), ..Self::with_body(303, "", String::new()) }
    }

    /// With another status.
    pub fn status(mut self, status: u16) -> Self {
        self.status = status;
        self
    }

    /// Whether what was asked for was done, and the answer tells of it.
    pub(super) fn is_done(&self) -> bool {
        self.status < 400 && self.status != 204
    }

    /// Whether it sends the reader on to another page.
    pub(super) fn leads_on(&self) -> bool {
        self.status == 303
    }

    /// With the version of the thing.
    pub fn version(mut self, version: i64) -> Self {
        self.etag = Some(format!("\"{version}\""));
        self
    }

    /// With seconds after which to try again.
    pub fn retry_after(mut self, seconds: u64) -> Self {
        self.retry_after = Some(seconds);
        self
    }

    /// To be saved as a file.
    pub fn saved_as(mut self, name: impl Into<String>) -> Self {
        self.file_name = Some(name.into());
        self
    }

    /// To be looked at in the browser, with a name for who saves it.
    pub fn shown_as(self, name: impl Into<String>) -> Self {
        Self { is_inline: true, ..self.saved_as(name) }
    }

    /// A page that may be shown in a frame on pages of these origins, separated by spaces. Nothing in it sends, asks or runs.
    pub fn framed_by(mut self, origins: &str) -> Self {
        self.framed_by = Some(origins.to_owned());
        self
    }

    /// With a cookie.
    pub fn cookie(mut self, cookie: Cookie<'static>) -> Self {
        self.cookies.push(cookie);
        self
    }
}

impl Responder for Answer {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        let mut response =
            HttpResponse::build(StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR));
        if let Some(etag) = self.etag {
            response.insert_header((header::ETAG, etag));
        }
        if let Some(location) = self.location {
            response.insert_header((header::LOCATION, location));
        }
        if let Some(seconds) = self.retry_after {
            response.insert_header((header::RETRY_AFTER, seconds.to_string()));
        }
        if let Some(name) = self.file_name {
            let how = if self.is_inline { "inline" } else { "attachment" };
            response.insert_header((header::CONTENT_DISPOSITION, format!("{how}; filename=\"{name}\"")));
        }
        if let Some(seconds) = self.refresh {
            response.insert_header((header::REFRESH, seconds.to_string()));
        }
        if let Some(origins) = self.framed_by {
            let policy = format!(
                "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; base-uri 'none'; \
                 frame-ancestors {origins}"
            );
            response.insert_header((header::CONTENT_SECURITY_POLICY, policy));
        }
        for cookie in self.cookies {
            response.cookie(cookie);
        }
        if let Some((media_type, content)) = self.file {
            response.content_type(media_type);
            return match content {
                // Built in: it never changes under its name.
                Cow::Borrowed(content) => response
                    .insert_header((header::CACHE_CONTROL, "public, max-age=31536000, immutable"))
                    .body(actix_web::web::Bytes::from_static(content)),
                Cow::Owned(content) => response.body(content),
            };
        }
        if let Some((media_type, pieces)) = self.pieces {
            if pieces.is_gzip {
                response.insert_header((header::CONTENT_ENCODING, "gzip"));
            }
            return response.content_type(media_type).body(pieces);
        }
        match self.body {
            Some((media_type, content)) => response.content_type(media_type).body(content),
            None => response.finish(),
        }
    }
}

/// What every handler answers.
pub type Replied = Result<Answer, Failed>;

/// Trouble on its way out; the door turns it into a problem document or a page, in the reader's language.
#[derive(Debug)]
pub struct Failed(pub Trouble);

impl std::fmt::Display for Failed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl ResponseError for Failed {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(super::problem::status_of(&self.0)).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    fn error_response(&self) -> HttpResponse {
        HttpResponse::new(self.status_code())
    }
}

impl From<Trouble> for Failed {
    fn from(trouble: Trouble) -> Self {
        Self(trouble)
    }
}

impl From<Refusal> for Failed {
    fn from(refusal: Refusal) -> Self {
        Self(refusal.into())
    }
}

impl From<Fault> for Failed {
    fn from(fault: Fault) -> Self {
        Self(fault.into())
    }
}

/// Turns an outcome into what a handler answers.
pub fn replied(outcome: Outcome<Answer>) -> Replied {
    outcome.map_err(Failed)
}
