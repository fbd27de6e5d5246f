//! Putting the program on a port: workers, limits, draining.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::http::header;
use actix_web::middleware::{Compress, from_fn};
use actix_web::web::Data;
use actix_web::{HttpResponse, HttpServer, ResponseError, web};

use super::answer::Failed;
use super::app::App;
use super::door;
use super::table::Table;
use crate::refusal::{Code, Fault, FaultKind};

/// The program as a service: for the port, and for acting on it from within.
pub fn application(
    app: &Arc<App>,
    table: &Arc<Table>,
) -> actix_web::App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<impl MessageBody + use<>>,
        Error = actix_web::Error,
        InitError = (),
    > + use<>,
> {
    let (at_door, mounted) = (Arc::clone(app), Arc::clone(table));
    actix_web::App::new()
        .app_data(Data::from(Arc::clone(app)))
        .wrap(from_fn(move |request, next| door::door(Arc::clone(&at_door), request, next)))
        .wrap(Compress::default())
        .configure(move |config| mounted.mount(config))
        .default_service(web::to(|| async { HttpResponse::from_error(Failed(Code::NotFound.into())) }))
}

/// Serves until told to stop. Answers the listening address through `ready` once it listens.
pub async fn serve(
    app: Arc<App>,
    table: Arc<Table>,
    workers: usize,
    ready: impl FnOnce(std::net::SocketAddr),
) -> Result<(), Fault> {
    let limits = app.config.limits;
    let listen = app.config.listen;
    let told = Arc::clone(&app);
    let server = HttpServer::new(move || application(&app, &table))
        .disable_signals()
        .workers(workers)
        // A page is sent in pieces; none is to wait for the reader's word that the one before came.
        .tcp_nodelay(true)
        .max_connections(usize::try_from(limits.connections).unwrap_or(4_096))
        .client_request_timeout(Duration::from_secs(limits.head_seconds))
        .client_disconnect_timeout(Duration::from_secs(2))
        .keep_alive(Duration::from_secs(75))
        .shutdown_timeout(limits.drain_seconds)
        .bind(listen)
        .map_err(|error| Fault::of(FaultKind::Disk, format!("STAFETT_LISTEN {listen}: {error}")))?;
    if let Some(address) = server.addrs().first() {
        ready(*address);
    }
    let server = server.run();
    let handle = server.handle();
    actix_web::rt::spawn(async move {
        wait_for_signal().await;
        // From here on `/readyz` says no, so that a proxy sends new work elsewhere while this is drained.
        told.stopping.store(true, Ordering::SeqCst);
        handle.stop(true).await;
    });
    server.await.map_err(Fault::internal)
}

async fn wait_for_signal() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let interrupted = tokio::signal::ctrl_c();
        match signal(SignalKind::terminate()) {
            Ok(mut terminated) => {
                tokio::select! { _ = terminated.recv() => {}, _ = interrupted => {} }
            }
            Err(_) => drop(interrupted.await),
        }
    }
    #[cfg(not(unix))]
    drop(tokio::signal::ctrl_c().await);
}

/// 405 with the methods that are served.
pub fn method_not_allowed(allow: &str) -> HttpResponse {
    let failed = Failed(Code::MethodNotAllowed.into());
    debug_assert_eq!(failed.status_code(), 405);
    let mut response = HttpResponse::from_error(failed);
    if let Ok(value) = header::HeaderValue::from_str(allow) {
        response.headers_mut().insert(header::ALLOW, value);
    }
    response
}
