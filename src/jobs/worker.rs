//! The worker: one round every second, for as long as the program runs.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use lettre::message::{Mailbox, MultiPart};
use lettre::{Message, SmtpTransport, Transport};

use super::{lease, outbox};
use crate::access::Access;
use crate::refusal::{Fault, FaultKind, Outcome, Trouble};
use crate::reminders;
use crate::web::App;

const LEASE: &str = "jobs";
const LEASE_SECONDS: i64 = 30;
const MAILS_IN_ONE_ROUND: i64 = 20;
const ROUNDS_BETWEEN_CLEANING: u64 = 600;

/// Runs rounds on a thread of its own until the program stops.
pub fn start(app: Arc<App>) -> Result<(), Fault> {
    let mailer = Mailer::of(&app)?;
    let run = move || {
        let holder = crate::web::secret::unguessable();
        let mut round = 0_u64;
        while !app.stopping.load(Ordering::SeqCst) {
            if let Err(trouble) = one_round(&app, mailer.as_ref(), &holder, round) {
                tracing::warn!(%trouble, "a round of jobs failed; the next one tries again");
            }
            round += 1;
            std::thread::sleep(Duration::from_secs(1));
        }
        let access = Access::system("jobs");
        // The lease runs out by itself if this fails.
        let _ = app.db.write_here(&access, move |tx| lease::release(tx, LEASE, &holder));
    };
    std::thread::Builder::new().name("stafett-jobs".into()).spawn(run).map_err(Fault::internal)?;
    Ok(())
}

/// One round: callable from tests.
pub fn one_round(app: &Arc<App>, mailer: Option<&Mailer>, holder: &str, round: u64) -> Outcome<()> {
    let access = Access::system("jobs");
    if !something_to_do(app, &access, mailer.is_some(), round)? {
        return Ok(());
    }
    let own = holder.to_owned();
    if !app.db.write_here(&access, move |tx| lease::hold(tx, LEASE, &own, LEASE_SECONDS))? {
        return Ok(());
    }
    // Each part runs whatever becomes of the others; what went wrong first is what is told.
    let cleaning = round % ROUNDS_BETWEEN_CLEANING == 1;
    let parts = [
        mailer.map_or(Ok(()), |_| remind(app, &access)),
        mailer.map_or(Ok(()), |mailer| send_mails(app, &access, mailer, holder)),
        app.db.write_here(&access, |tx| crate::handovers::expiry::run(tx).map(drop)),
        if cleaning { app.db.write_here(&access, |tx| crate::web::forget_old_keys(tx).map(drop)) } else { Ok(()) },
    ];
    parts.into_iter().collect()
}

/// Looks at some of those who were not looked at today, each in a transaction of their own.
fn remind(app: &Arc<App>, access: &Access) -> Outcome<()> {
    let (now, limits) = (app.db.now(), app.config.limits);
    for who in app.db.read_here(access, move |conn| reminders::due(conn, &limits, now))? {
        let linked = Arc::clone(app);
        let looked = app.db.write_here(access, move |tx| reminders::look_at(tx, who, &|path| linked.link(path)));
        match looked {
            Ok(()) => {}
            // The database is away for everybody: the next round tries again.
            Err(Trouble::Broke(fault)) if fault.transient || fault.kind == FaultKind::DatabaseAway => {
                return Err(Trouble::Broke(fault));
            }
            Err(trouble) => {
                tracing::error!(person = %who, %trouble, "somebody could not be reminded today");
                app.db.write_here(access, move |tx| reminders::pass_over(tx, who))?;
            }
        }
    }
    Ok(())
}

/// An idle program writes nothing: looking first costs a read.
fn something_to_do(app: &Arc<App>, access: &Access, sends_mail: bool, round: u64) -> Outcome<bool> {
    if round % ROUNDS_BETWEEN_CLEANING == 1 {
        return Ok(true);
    }
    let now = app.db.now();
    let limits = app.config.limits;
    app.db.read_here(access, move |conn| {
        // Without a mail server nobody is reminded: the outbox is for what somebody passes on by hand.
        let mails =
            sends_mail && (!outbox::due(conn, now, 1)?.is_empty() || !reminders::due(conn, &limits, now)?.is_empty());
        Ok(mails || crate::handovers::expiry::any_due(conn, now)?)
    })
}

fn send_mails(app: &Arc<App>, access: &Access, mailer: &Mailer, holder: &str) -> Outcome<()> {
    let now = app.db.now();
    let waiting = app.db.read_here(access, move |conn| outbox::due(conn, now, MAILS_IN_ONE_ROUND))?;
    for mail in waiting {
        let (id, tries) = (mail.id, mail.tries);
        // A slow mail server can outlast the lease: it is held anew for each mail, or the round ends here.
        let own = holder.to_owned();
        if !app.db.write_here(access, move |tx| lease::hold(tx, LEASE, &own, LEASE_SECONDS))? {
            return Ok(());
        }
        match mailer.send(&mail) {
            Ok(()) => {
                app.metrics.mails_sent.fetch_add(1, Ordering::Relaxed);
                app.db.write_here(access, move |tx| outbox::sent(tx, id))?;
            }
            Err(error) => {
                app.metrics.mails_failed.fetch_add(1, Ordering::Relaxed);
                tracing::warn!(mail = %id, error, "the mail server did not take a mail");
                app.db.write_here(access, move |tx| outbox::failed(tx, id, tries, &error))?;
            }
        }
    }
    Ok(())
}

/// The way to the mail server.
pub struct Mailer {
    transport: SmtpTransport,
    from: Mailbox,
}

impl Mailer {
    /// From the settings; none without a mail server.
    pub fn of(app: &App) -> Result<Option<Self>, Fault> {
        let Some(url) = &app.config.smtp_url else { return Ok(None) };
        let transport = SmtpTransport::from_url(url.expose())
            .map_err(|error| Fault::internal(format!("STAFETT_SMTP_URL: {error}")))?
            .timeout(Some(Duration::from_secs(10)))
            .build();
        let host = app.config.base_url.host_str().unwrap_or("localhost").to_owned();
        let from = app.config.mail_from.clone().unwrap_or_else(|| format!("Stafett <stafett@{host}>"));
        let from = from.parse().map_err(|error| Fault::internal(format!("STAFETT_MAIL_FROM: {error}")))?;
        Ok(Some(Self { transport, from }))
    }

    fn send(&self, mail: &outbox::Waiting) -> Result<(), String> {
        let to: Mailbox = mail.to_address.parse().map_err(|error| format!("address: {error}"))?;
        // The same at every try, so that a mail that was taken twice is shown once.
        let name = format!("<{}@{}>", mail.id, self.from.email.domain());
        let message = Message::builder()
            .message_id(Some(name))
            .from(self.from.clone())
            .to(to)
            .subject(&mail.subject)
            .multipart(MultiPart::alternative_plain_html(mail.text_body.clone(), mail.html_body.clone()))
            .map_err(|error| error.to_string())?;
        self.transport.send(&message).map(drop).map_err(|error| error.to_string())
    }
}
