//! Somebody who acts through the API from within the program, as any person, at any time.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::Arc;

use actix_web::body::BoxBody;
use actix_web::dev::{Service, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{self, HeaderName};
use serde_json::Value;

use super::PASSWORD;
use crate::access::{Access, Place, Role};
use crate::clock::{Day, Moment};
use crate::i18n::Lang;
use crate::ids::PersonId;
use crate::people::rules::Status;
use crate::people::{passwords, store};
use crate::refusal::{Fault, Outcome};
use crate::web::{App, routes, server, session};

type Answered = Pin<Box<dyn Future<Output = Result<ServiceResponse<BoxBody>, actix_web::Error>>>>;

/// The robot, with the program in its hands.
pub struct Robot {
    app: Arc<App>,
    call: Box<dyn Fn(actix_http::Request) -> Answered>,
    hash: String,
    words: RefCell<BTreeMap<PersonId, String>>,
}

/// A made-up person.
#[derive(Clone, Debug)]
pub struct Somebody {
    /// Id.
    pub id: PersonId,
    /// Role.
    pub role: Role,
    /// Address to sign in with.
    pub email: String,
}

impl Robot {
    /// Takes the program in hand.
    pub async fn new(app: &Arc<App>) -> Outcome<Self> {
        let table = Arc::new(routes::table());
        let service = actix_web::test::init_service(server::application(app, &table)).await;
        let call = Box::new(move |request| -> Answered {
            let answered = service.call(request);
            Box::pin(async move { answered.await.map(ServiceResponse::map_into_boxed_body) })
        });
        Ok(Self { app: Arc::clone(app), call, hash: passwords::hash(PASSWORD)?, words: RefCell::default() })
    }

    /// The program.
    pub fn app(&self) -> &Arc<App> {
        &self.app
    }

    /// Sets the time to nine in the morning, Norwegian winter time, on a day.
    pub fn morning_of(&self, day: Day) {
        let micros = i64::from(day.0) * 86_400_000_000 + 8 * 3_600_000_000;
        self.app.db.sources().clock.move_to(Moment::from_micros(micros));
    }

    /// Sets the time.
    pub fn at(&self, moment: Moment) {
        self.app.db.sources().clock.move_to(moment);
    }

    /// Makes an account that can sign in, with one role.
    pub fn person(&self, name: &str, email: &str, language: Lang, role: Role, place: Place) -> Outcome<Somebody> {
        let (name, address, hash) = (name.to_owned(), email.to_owned(), self.hash.clone());
        let id = self.app.db.write_here(&Access::system("seed"), move |tx| {
            let id = store::insert(tx, &name, &address, language, Status::Active, Some(&hash))?;
            store::grant(tx, id, role, place)?;
            let change =
                crate::audit::Change::of(place, "person_invited", "person", id).to(crate::audit::Values::new()
                    .with("role", role)
                    .personal("name", &name)
                    .personal("email", &address));
            crate::audit::record(tx, &change)?;
            Ok(id)
        })?;
        self.app.known.forget_all();
        Ok(Somebody { id, role, email: email.to_owned() })
    }

    fn word(&self, who: PersonId) -> Outcome<String> {
        let now = self.app.db.now();
        if let Some(word) = self.words.borrow().get(&who)
            && session::read(&self.app.keys, word, now).is_some()
        {
            return Ok(word.clone());
        }
        // A session begins at the time it is first needed and lasts over the whole play.
        let (session, now, until) = self.app.db.write_here(&Access::system("seed"), move |tx| {
            let until = tx.now().plus_seconds(20 * 366 * 86_400);
            Ok((store::begin_session(tx, who, "seed", until)?, tx.now(), until))
        })?;
        let word = session::sign(&self.app.keys, who, session, now, until);
        self.words.borrow_mut().insert(who, word.clone());
        Ok(word)
    }

    /// Acts as somebody. Anything but a 2xx is a fault of the scenario.
    pub async fn act(&self, who: &Somebody, method: Method, path: &str, body: Option<&Value>) -> Outcome<Value> {
        self.act_on(who, method, path, body, None).await
    }

    /// Acts on a known version.
    pub async fn act_on(
        &self,
        who: &Somebody,
        method: Method,
        path: &str,
        body: Option<&Value>,
        version: Option<i64>,
    ) -> Outcome<Value> {
        let word = self.word(who.id)?;
        let mut request = actix_web::test::TestRequest::default()
            .method(method.clone())
            .uri(&format!("/api/v1{path}"))
            .insert_header((header::AUTHORIZATION, format!("Bearer {word}")));
        if let Some(version) = version {
            request = request.insert_header((HeaderName::from_static("if-match"), format!("\"{version}\"")));
        }
        if let Some(body) = body {
            request = request.set_json(body);
        }
        let response = (self.call)(request.to_request()).await.map_err(Fault::internal)?;
        let status = response.status();
        let bytes = actix_web::body::to_bytes(response.into_body())
            .await
            .map_err(|error| Fault::internal(format!("{error:?}")))?;
        let text = String::from_utf8_lossy(&bytes);
        if !status.is_success() {
            return Err(Fault::internal(format!("{method} {path} as {}: {status} {text}", who.role.as_str())).into());
        }
        Ok(serde_json::from_str(&text).unwrap_or(Value::Null))
    }

    /// POST.
    pub async fn post(&self, who: &Somebody, path: &str, body: Value) -> Outcome<Value> {
        self.act(who, Method::POST, path, Some(&body)).await
    }

    /// PUT, the first time.
    pub async fn put(&self, who: &Somebody, path: &str, body: Value) -> Outcome<Value> {
        self.act(who, Method::PUT, path, Some(&body)).await
    }

    /// Forgets the sessions of the play: they are no part of what it leaves behind.
    pub fn leave(&self) -> Outcome<()> {
        use crate::db::schema::session;
        use diesel::prelude::*;
        self.app.db.write_here(&Access::system("seed"), |tx| {
            diesel::delete(session::table).execute(&mut **tx)?;
            Ok(())
        })
    }
}

/// A text member of an answer.
pub fn text(value: &Value, name: &str) -> Outcome<String> {
    value[name]
        .as_str()
        .map(str::to_owned)
        .ok_or_else(|| Fault::internal(format!("an answer has no {name}: {value}")).into())
}
