//! A mail server that takes mails, or fails on purpose.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

/// A mail as it arrived.
#[derive(Clone, Debug)]
pub struct Mail {
    /// To whom.
    pub to: String,
    /// Its `Message-ID`: a mail that came twice has the same.
    pub id: String,
    /// The plain text part, decoded.
    pub text: String,
}

/// The server, for as long as the test runs.
pub struct MailServer {
    port: u16,
    state: Arc<State>,
}

#[derive(Default)]
struct State {
    mails: Mutex<Vec<Mail>>,
    failing: AtomicBool,
    calls: AtomicUsize,
}

impl MailServer {
    /// Starts on a free port.
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("its address").port();
        let state = Arc::new(State::default());
        let served = Arc::clone(&state);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let state = Arc::clone(&served);
                std::thread::spawn(move || talk(&stream, &state));
            }
        });
        Self { port, state }
    }

    /// What `STAFETT_SMTP_URL` is to be.
    pub fn url(&self) -> String {
        format!("smtp://127.0.0.1:{}", self.port)
    }

    /// From now on: refuse one mail of three, take one without saying so, and take one.
    pub fn fail(&self, failing: bool) {
        self.state.failing.store(failing, Ordering::SeqCst);
    }

    /// What arrived so far, also what was taken without saying so.
    pub fn mails(&self) -> Vec<Mail> {
        self.state.mails.lock().expect("no panic").clone()
    }
}

fn talk(stream: &TcpStream, state: &State) -> Option<()> {
    let mut lines = BufReader::new(stream).lines();
    let say = |text: &str| { &*stream }.write_all(format!("{text}\r\n").as_bytes()).ok();
    let fate = if state.failing.load(Ordering::SeqCst) { state.calls.fetch_add(1, Ordering::SeqCst) % 3 } else { 2 };
    say("220 test")?;
    let mut to = String::new();
    loop {
        let line = lines.next()?.ok()?;
        match line.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase().as_str() {
            "EHLO" | "HELO" | "MAIL" | "RSET" | "NOOP" => say("250 ok")?,
            "RCPT" => {
                to = line.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
                say(if fate == 0 { "451 try again" } else { "250 ok" })?;
            }
            "DATA" => {
                say("354 go on")?;
                let mut message = String::new();
                loop {
                    let line = lines.next()?.ok()?;
                    if line == "." {
                        break;
                    }
                    message.push_str(line.strip_prefix('.').unwrap_or(&line));
                    message.push('\n');
                }
                state.mails.lock().expect("no panic").push(read(&to, &message));
                if fate == 1 {
                    return None;
                }
                say("250 taken")?;
            }
            "QUIT" => return say("221 bye"),
            _ => say("502 what?")?,
        }
    }
}

fn read(to: &str, message: &str) -> Mail {
    let header = |name: &str| {
        let line = message.lines().find(|line| line.to_ascii_lowercase().starts_with(&format!("{name}:")));
        line.and_then(|line| line.split_once(':')).map(|(_, value)| value.trim().to_owned()).unwrap_or_default()
    };
    let plain = message.split("Content-Type: text/plain").nth(1).unwrap_or_default();
    let (head, rest) = plain.split_once("\n\n").unwrap_or_default();
    // A line of two hyphens alone is the signature's; a part ends with more.
    let body: String = rest
        .lines()
        .take_while(|line| !(line.starts_with("--") && line.len() > 2))
        .map(|line| format!("{line}\n"))
        .collect();
    let text = if head.contains("quoted-printable") { unquoted(&body) } else { body };
    Mail { to: to.to_owned(), id: header("message-id"), text }
}

/// Quoted-printable (RFC 2045, 6.7) as text.
fn unquoted(body: &str) -> String {
    let mut bytes = Vec::new();
    for line in body.lines() {
        let (line, ends) = line.strip_suffix('=').map_or((line, true), |line| (line, false));
        let mut rest = line.as_bytes();
        while let Some((first, after)) = rest.split_first() {
            let coded = std::str::from_utf8(after.get(..2).unwrap_or_default()).ok();
            match coded.and_then(|hex| u8::from_str_radix(hex, 16).ok()).filter(|_| *first == b'=') {
                Some(byte) => {
                    bytes.push(byte);
                    rest = &after[2..];
                }
                None => {
                    bytes.push(*first);
                    rest = after;
                }
            }
        }
        if ends {
            bytes.push(b'\n');
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
