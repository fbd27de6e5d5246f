//! A reader of HTTP/1.1 on one connection that is kept open: no more than the program under measurement needs.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// One connection.
pub struct Line {
    stream: TcpStream,
    received: Vec<u8>,
    head: String,
}

impl Line {
    /// Connects; every request carries these header lines.
    pub fn open(address: SocketAddr, headers: &str) -> Self {
        let stream = TcpStream::connect(address).expect("the program listens");
        stream.set_nodelay(true).expect("a socket");
        stream.set_read_timeout(Some(Duration::from_secs(60))).expect("a socket");
        Self { stream, received: Vec::with_capacity(1 << 20), head: format!("Host: {address}\r\n{headers}") }
    }

    /// GET; answers the body.
    pub fn get(&mut self, path: &str) -> &[u8] {
        let request = format!("GET {path} HTTP/1.1\r\n{}\r\n", self.head);
        self.call(request.as_bytes(), 200, path)
    }

    /// POST.
    pub fn post(&mut self, path: &str, content_type: &str, body: &str, expected: u16) -> &[u8] {
        self.send("POST", path, content_type, body, expected)
    }

    /// Any method with a body.
    pub fn send(&mut self, method: &str, path: &str, content_type: &str, body: &str, expected: u16) -> &[u8] {
        let request = format!(
            "{method} {path} HTTP/1.1\r\n{}Content-Type: {content_type}\r\nContent-Length: {}\r\n\r\n{body}",
            self.head,
            body.len()
        );
        self.call(request.as_bytes(), expected, path)
    }

    fn call(&mut self, request: &[u8], expected: u16, path: &str) -> &[u8] {
        self.stream.write_all(request).expect("the program reads");
        self.received.clear();
        let (mut body_at, mut end) = (0, usize::MAX);
        while self.received.len() < end {
            let before = self.received.len();
            self.received.resize(before + (1 << 16), 0);
            let count = self.stream.read(&mut self.received[before..]).expect("the program answers");
            self.received.truncate(before + count);
            assert!(count > 0, "{path}: the program hung up");
            if body_at == 0
                && let Some(found) = self.received.windows(4).position(|window| window == b"\r\n\r\n")
            {
                body_at = found + 4;
                end = content_length(&self.received[..body_at]).map_or(usize::MAX, |length| body_at + length);
            }
            // A body in pieces, as compressed ones come, ends with an empty piece.
            if body_at > 0 && end == usize::MAX && self.received.ends_with(b"\r\n0\r\n\r\n") {
                break;
            }
        }
        let status: u16 =
            std::str::from_utf8(&self.received[9..12]).ok().and_then(|text| text.parse().ok()).unwrap_or(0);
        let body = &self.received[body_at..];
        assert_eq!(status, expected, "{path}: {}", String::from_utf8_lossy(&body[..body.len().min(400)]));
        body
    }
}

fn content_length(head: &[u8]) -> Option<usize> {
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    head.lines().find_map(|line| line.strip_prefix("content-length:")).and_then(|text| text.trim().parse().ok())
}
