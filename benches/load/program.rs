//! The program under measurement: starting it, signing in, its memory.

use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};

use crate::Setting;
use crate::figures::now;
use crate::http::Line;

/// A running program.
pub struct Program {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
    /// From its start until it was ready.
    pub start: Duration,
}

impl Program {
    /// Starts it on a free port and waits until `/readyz` answers 200.
    pub fn start(setting: &Setting) -> Self {
        let address =
            std::net::TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a free port");
        let log = std::fs::File::create(setting.folder.join("serve.log")).expect("a log file");
        let begun = now();
        let child = Command::new(&setting.binary)
            .arg("serve")
            .env("STAFETT_LISTEN", address.to_string())
            .env("STAFETT_BASE_URL", format!("http://{address}"))
            .stdout(Stdio::from(log))
            .stderr(Stdio::inherit())
            .spawn()
            .expect("the program starts");
        while TcpStream::connect(address).is_err() {
            assert!(begun.elapsed() < Duration::from_secs(30), "the program does not listen");
            std::thread::sleep(Duration::from_micros(500));
        }
        Line::open(address, "").get("/readyz");
        Self { child, address, start: begun.elapsed() }
    }

    /// Somebody's cookie and bearer, as header lines.
    pub fn sign_in(&self, sign_in: &Value) -> (String, String) {
        let body = json!({"email": sign_in["email"], "password": sign_in["password"]}).to_string();
        let mut line = Line::open(self.address, "");
        let answer: Value =
            serde_json::from_slice(line.post("/api/v1/sessions", "application/json", &body, 201)).expect("a session");
        let token = answer["token"].as_str().expect("a token");
        (format!("Cookie: stafett={token}\r\n"), format!("Authorization: Bearer {token}\r\n"))
    }

    /// Memory in MiB: now, and at most so far.
    pub fn memory(&self) -> (f64, f64) {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let read = |name: &str| {
            let line = status.lines().find(|line| line.starts_with(name)).unwrap_or_default();
            line.split_whitespace().nth(1).and_then(|text| text.parse::<f64>().ok()).unwrap_or(f64::NAN) / 1_024.0
        };
        (read("VmRSS:"), read("VmHWM:"))
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // Nothing is lost by killing it; waiting for it to drain would only take time.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
