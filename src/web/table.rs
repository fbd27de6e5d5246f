//! The route table: what is mounted, what it needs, and what the API documents about it, as one value.

use std::collections::BTreeMap;
use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::guard::{Guard, GuardContext};
use actix_web::http::Method;
use actix_web::{FromRequest, HttpRequest, web};
use futures_util::future::LocalBoxFuture;
use schemars::{JsonSchema, Schema, SchemaGenerator};

use super::about;
use super::answer::Replied;
use super::call::Call;
use super::guard;
use crate::access::{Allowed, Perm, Permission};

/// A handler behind its guard: all of them are one type to actix, which keeps the build short.
type Guarded = Arc<dyn Fn(HttpRequest, Payload) -> LocalBoxFuture<'static, Replied> + Send + Sync>;

/// Puts the guard before a handler: its first argument says what it needs, and there is no other way into the table.
fn guarded<P, F, Fut>(handler: F) -> Guarded
where
    P: Permission,
    F: Fn(Allowed<P>, Call) -> Fut + Clone + Send + Sync + 'static,
    Fut: Future<Output = Replied> + 'static,
{
    Arc::new(move |request, mut payload| {
        let handler = handler.clone();
        Box::pin(async move {
            // Who may not come in is told so before their body is read.
            let allowed = guard::admit::<P>(&request)?;
            let call = Call::from_request(&request, &mut payload).await?;
            handler(allowed, call).await
        })
    })
}

type SchemaOf = fn(&mut SchemaGenerator) -> Schema;

/// What the API documents about one operation.
#[derive(Clone)]
pub struct Op {
    /// The stable name.
    pub id: &'static str,
    /// The part of the API it is documented among, where the permission at its door does not say so.
    pub among: Option<&'static str>,
    /// The JSON body.
    pub body: Option<SchemaOf>,
    /// Whether the body may be left out.
    pub body_optional: bool,
    /// Whether the body is a file.
    pub takes_file: bool,
    /// The status and shape of success.
    pub answers: Vec<(u16, Option<SchemaOf>)>,
    /// Statuses of refusal beside those every operation has.
    pub refuses: &'static [u16],
    /// Query parameters: name, whether it must be there, JSON schema.
    pub query: Vec<(&'static str, bool, serde_json::Value)>,
    /// Whether `If-Match` must be sent, or may be.
    pub if_match: Option<bool>,
    /// Whether `format` can ask for figures as a file.
    pub also_as_file: bool,
    /// Whether `format` can ask for PDF.
    pub also_as_pdf: bool,
    /// The media type of an answer that is not JSON.
    pub bytes: Option<&'static str>,
}

impl Op {
    /// An operation with nothing but its name.
    pub fn new(id: &'static str) -> Self {
        Self {
            id,
            among: None,
            body: None,
            body_optional: false,
            takes_file: false,
            answers: Vec::new(),
            refuses: &[],
            query: Vec::new(),
            if_match: None,
            also_as_file: false,
            also_as_pdf: false,
            bytes: None,
        }
    }

    /// Is documented among the operations of this area.
    pub fn among(mut self, area: &'static str) -> Self {
        self.among = Some(area);
        self
    }

    /// Takes this JSON body.
    pub fn body<T: JsonSchema>(mut self) -> Self {
        self.body = Some(|generator| generator.subschema_for::<T>());
        self
    }

    /// Takes this JSON body, or none.
    pub fn optional_body<T: JsonSchema>(mut self) -> Self {
        self.body_optional = true;
        self.body::<T>()
    }

    /// Takes a file, multipart.
    pub fn file(mut self) -> Self {
        self.takes_file = true;
        self
    }

    /// Answers this shape with this status.
    pub fn answers<T: JsonSchema>(mut self, status: u16) -> Self {
        self.answers.push((status, Some(|generator| generator.subschema_for::<T>())));
        self
    }

    /// Answers 204.
    pub fn answers_nothing(mut self) -> Self {
        self.answers.push((204, None));
        self
    }

    /// Answers bytes of another media type.
    pub fn answers_as(mut self, status: u16, media_type: &'static str) -> Self {
        self.bytes = Some(media_type);
        self.answers.push((status, None));
        self
    }

    /// Answers this status with no body.
    pub fn answers_nothing_with(mut self, status: u16) -> Self {
        self.answers.push((status, None));
        self
    }

    /// Can refuse with these statuses too.
    pub fn refuses(mut self, statuses: &'static [u16]) -> Self {
        self.refuses = statuses;
        self
    }

    /// Takes a query parameter.
    pub fn query(mut self, name: &'static str, required: bool, schema: serde_json::Value) -> Self {
        self.query.push((name, required, schema));
        self
    }

    /// Is a list with `limit` and `cursor`.
    pub fn paged(self) -> Self {
        self.query("limit", false, serde_json::json!({"type": "integer", "minimum": 1, "maximum": 200, "default": 50}))
            .query("cursor", false, serde_json::json!({"type": "string"}))
    }

    /// Must carry `If-Match`.
    pub fn needs_if_match(mut self) -> Self {
        self.if_match = Some(true);
        self
    }

    /// Carries `If-Match` from the second time on.
    pub fn takes_if_match(mut self) -> Self {
        self.if_match = Some(false);
        self
    }

    /// Is also to be had as a file, CSV or a workbook.
    pub fn also_as_file(mut self) -> Self {
        self.also_as_file = true;
        self.query("format", false, serde_json::json!({"type": "string", "enum": ["json", "csv", "excel", "xlsx"]}))
    }

    /// What a block of figures is: the operation beside it.
    fn told(&self) -> Self {
        let mut query = self.query.clone();
        query.retain(|(name, ..)| !matches!(*name, "format" | "limit" | "cursor"));
        Self { query, ..Self::new(for_good(format!("{}Metadata", self.id))).answers::<about::About>(200) }
    }

    /// Is also to be had as PDF.
    pub fn also_as_pdf(mut self) -> Self {
        self.also_as_pdf = true;
        self.query("format", false, serde_json::json!({"type": "string", "enum": ["json", "pdf"]}))
    }
}

/// One mounted route.
pub struct Entry {
    /// The method.
    pub method: Method,
    /// The path with its parameters in braces.
    pub path: &'static str,
    /// What it needs.
    pub permission: Perm,
    /// What the API documents, for routes under `/api/v1`.
    pub op: Option<Op>,
    handler: Guarded,
}

/// A name of a route. They are made once, when the program starts, and stand as long as it runs.
fn for_good(name: String) -> &'static str {
    Box::leak(name.into_boxed_str())
}

/// All routes.
#[derive(Default)]
pub struct Table {
    /// In the order they were added.
    pub entries: Vec<Entry>,
}

/// Where the API begins.
pub const API: &str = "/api/v1";

impl Table {
    /// A page: people's side.
    pub fn page<P, F, Fut>(&mut self, method: Method, path: &'static str, handler: F)
    where
        P: Permission,
        F: Fn(Allowed<P>, Call) -> Fut + Clone + Send + Sync + 'static,
        Fut: Future<Output = Replied> + 'static,
    {
        self.entries.push(Entry { method, path, permission: P::PERM, op: None, handler: guarded(handler) });
    }

    /// An operation of the API.
    pub fn api<P, F, Fut>(&mut self, method: Method, path: &'static str, handler: F, op: Op)
    where
        P: Permission,
        F: Fn(Allowed<P>, Call) -> Fut + Clone + Send + Sync + 'static,
        Fut: Future<Output = Replied> + 'static,
    {
        debug_assert!(path.starts_with(API), "{path} is not under {API}");
        let told = op.also_as_file.then(|| op.told());
        let handler = guarded(handler);
        self.entries.push(Entry { method, path, permission: P::PERM, op: Some(op), handler: Arc::clone(&handler) });
        if told.is_some() {
            // Every block of figures has an address that says what it is, answered by the same handler.
            let path = for_good(format!("{path}{}", about::ENDING));
            self.entries.push(Entry { method: Method::GET, path, permission: P::PERM, op: told, handler });
        }
    }

    /// Mounts every route, grouped by path so that a known path with a wrong method answers 405 with `Allow`.
    pub fn mount(&self, config: &mut web::ServiceConfig) {
        let mut paths: Vec<&'static str> = Vec::new();
        for entry in &self.entries {
            if !paths.contains(&entry.path) {
                paths.push(entry.path);
            }
        }
        // actix takes the first pattern that fits: fixed words must come before parameters with an ending, and those
        // before bare ones.
        let looseness = |part: &str| (part.starts_with('{'), part.ends_with('}'));
        paths.sort_by_key(|path| path.split('/').map(looseness).collect::<Vec<_>>());
        // It also tries one pattern after another. Paths that begin with the same fixed words stand behind those words, so
        // that a request is held against the few patterns of its own corner: of all of them at once, that took half a
        // millisecond. A path of fixed words only comes before all corners.
        let mut corners: BTreeMap<&'static str, actix_web::Scope> = BTreeMap::new();
        for path in paths {
            let fixed = fixed_words(path);
            if fixed == path {
                config.service(self.resource(path, path));
            } else {
                let corner = corners.remove(fixed).unwrap_or_else(|| web::scope(fixed));
                corners.insert(fixed, corner.service(self.resource(path, &path[fixed.len()..])));
            }
        }
        for corner in corners.into_values() {
            config.service(corner);
        }
    }

    /// One path, under the rest of it that its corner does not say.
    fn resource(&self, path: &str, rest: &str) -> actix_web::Resource {
        let mut resource = web::resource(rest);
        let mut allow: Vec<&str> = Vec::new();
        for entry in self.entries.iter().filter(|entry| entry.path == path) {
            resource = resource.route(mounted(entry));
            allow.push(entry.method.as_str());
            if entry.method == Method::GET {
                allow.push("HEAD");
            }
        }
        let allow = allow.join(", ");
        resource.default_service(web::to(move || {
            let allow = allow.clone();
            async move { super::server::method_not_allowed(&allow) }
        }))
    }
}

/// The beginning of a path up to its first part with a parameter.
fn fixed_words(path: &str) -> &str {
    let Some(brace) = path.find('{') else { return path };
    path[..brace].rfind('/').map_or("", |slash| &path[..slash])
}

fn mounted(entry: &Entry) -> actix_web::Route {
    let handler = Arc::clone(&entry.handler);
    #[expect(clippy::disallowed_methods, reason = "the one place that registers routes")]
    web::route()
        .guard(Serves(entry.method.clone()))
        .to(move |request: HttpRequest, payload: web::Payload| handler(request, payload.into_inner()))
}

/// Serves its method, and HEAD where it serves GET.
struct Serves(Method);

impl Guard for Serves {
    fn check(&self, context: &GuardContext<'_>) -> bool {
        let asked = &context.head().method;
        *asked == self.0 || (self.0 == Method::GET && *asked == Method::HEAD)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_corner_hides_another() {
        let table = crate::web::routes::table();
        let corners: std::collections::BTreeSet<&str> = table
            .entries
            .iter()
            .map(|entry| entry.path)
            .filter(|path| fixed_words(path) != *path)
            .map(fixed_words)
            .collect();
        for inner in &corners {
            let outer = corners.iter().find(|outer| inner.starts_with(&format!("{outer}/")));
            assert_eq!(outer, None, "{inner} would never be asked");
        }
        assert!(corners.len() > 20, "{corners:?}");
    }
}
