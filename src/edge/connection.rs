//! Reads the request heads of a connection, bounded in size and time.
//!
//! `tiny_http` 0.12 reads lines of any length, and its thread pool can leave a connection waiting. It takes a listener, not
//! streams, so neither can be fixed in front of it without connecting to oneself; hence our own connections.

use std::io::{self, Read};
use std::net::{Shutdown, TcpStream};
use std::time::{Duration, Instant};

use crate::edge::request::{Method, Request};

/// The largest request head in bytes; browsers send one or two thousand.
pub const HEAD_BYTES: usize = 64 * 1024;

/// The most header fields.
const FIELDS: usize = 100;

/// The timeout for a client that sends nothing, or reads nothing.
const IDLE: Duration = Duration::from_secs(300);

/// The timeout for a complete head, from its first byte.
const HEAD_TIME: Duration = Duration::from_secs(30);

/// The time and bytes for which input is discarded before closing: a client that is disconnected while writing may never read its
/// response.
const FAREWELL: (Duration, usize) = (Duration::from_secs(1), 1 << 20);

/// How the response to a request is framed (RFC 9112).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Framing {
    /// False for HTTP/1.0, which allows one response per connection.
    pub is_current: bool,
    /// True when the response has no body.
    pub is_head_only: bool,
    /// True when the connection stays open.
    pub stays: bool,
}

impl Framing {
    /// For an invalid request: the start of the next one is unknown.
    pub const REFUSAL: Self = Self { is_current: true, is_head_only: false, stays: false };
}

/// A connection to a client.
#[derive(Debug)]
pub struct Connection {
    stream: TcpStream,
    /// Bytes not parsed yet.
    read: Vec<u8>,
}

impl Connection {
    /// Configures a connection.
    pub fn new(stream: TcpStream) -> io::Result<Self> {
        // Without this, Nagle's algorithm delays each body by 40 ms.
        stream.set_nodelay(true)?;
        stream.set_write_timeout(Some(IDLE))?;
        Ok(Self { stream, read: Vec::new() })
    }

    /// The next request, or the status to refuse it with; `None` when the client has disconnected or timed out.
    pub fn request(&mut self) -> Option<Result<(Request, Framing), u16>> {
        let mut begun = (!self.read.is_empty()).then(Instant::now);
        let mut looked_at = 0;
        let end = loop {
            if let Some(end) = end_of_head(&self.read, looked_at) {
                break end;
            }
            if self.read.len() >= HEAD_BYTES {
                return Some(Err(too_large(&self.read)));
            }
            looked_at = self.read.len();
            let left = match begun {
                None => IDLE,
                Some(begun) => HEAD_TIME.checked_sub(begun.elapsed()).filter(|left| !left.is_zero())?,
            };
            self.stream.set_read_timeout(Some(left)).ok()?;
            let mut part = [0; 4096];
            let room = part.len().min(HEAD_BYTES - self.read.len());
            match self.stream.read(&mut part[..room]) {
                Ok(0) => return None,
                Ok(length) => self.read.extend_from_slice(&part[..length]),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(_) => return None,
            }
            begun = begun.or_else(|| Some(Instant::now()));
            // RFC 9112, 2.2: skip empty lines before a request.
            let empty = self.read.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
            self.read.drain(..empty);
            looked_at = looked_at.saturating_sub(empty);
        };
        let head = head(&self.read[..end]);
        self.read.drain(..end);
        Some(head)
    }

    /// The stream to write responses to.
    pub fn stream(&mut self) -> &mut TcpStream {
        &mut self.stream
    }

    /// Closes the connection.
    pub fn close(mut self) {
        let (time, mut bytes) = FAREWELL;
        let begun = Instant::now();
        if self.stream.shutdown(Shutdown::Write).is_err() {
            return;
        }
        let mut part = [0; 4096];
        while let Some(left) = time.checked_sub(begun.elapsed()).filter(|left| !left.is_zero())
            && bytes > 0
            && self.stream.set_read_timeout(Some(left)).is_ok()
            && let Ok(length @ 1..) = self.stream.read(&mut part)
        {
            bytes = bytes.saturating_sub(length);
        }
    }
}

/// The end of the head, searching from `looked_at`.
fn end_of_head(read: &[u8], looked_at: usize) -> Option<usize> {
    let from = looked_at.saturating_sub(3);
    let lines = read[from..].iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| from + at + 1);
    lines.into_iter().find_map(|next| match &read[next..] {
        [b'\n', ..] => Some(next + 1),
        [b'\r', b'\n', ..] => Some(next + 2),
        _ => None,
    })
}

/// The status for a head that is too large (RFC 6585, 5; RFC 9110, 15.5.15).
fn too_large(read: &[u8]) -> u16 {
    if read.contains(&b'\n') { 431 } else { 414 }
}

/// Parses a complete head.
fn head(bytes: &[u8]) -> Result<(Request, Framing), u16> {
    let mut fields = [httparse::EMPTY_HEADER; FIELDS];
    let mut parsed = httparse::Request::new(&mut fields);
    match parsed.parse(bytes) {
        Ok(httparse::Status::Complete(_)) => {}
        Err(httparse::Error::TooManyHeaders) => return Err(431),
        Err(httparse::Error::Version) => return Err(505),
        Ok(httparse::Status::Partial) | Err(_) => return Err(400),
    }
    let (Some(method), Some(target), Some(version)) = (parsed.method, parsed.path, parsed.version) else {
        return Err(400);
    };
    let fields: Vec<(&str, String)> =
        parsed.headers.iter().map(|field| (field.name, String::from_utf8_lossy(field.value).into_owned())).collect();
    let has = |name: &str, is_so: fn(&str) -> bool| {
        fields.iter().any(|(field, value)| field.eq_ignore_ascii_case(name) && is_so(value))
    };
    // Bodies are not read, so the next request could not be found.
    let has_body = has("Content-Length", |length| length.trim() != "0") || has("Transfer-Encoding", |_| true);
    let is_last = has("Connection", |value| {
        value.split(',').any(|word| ["close", "upgrade"].iter().any(|last| word.trim().eq_ignore_ascii_case(last)))
    });
    let request = Request::new(method, target, fields.iter().map(|(name, value)| (*name, value.as_str())));
    let is_current = version > 0;
    let is_head_only = request.method == Method::Head;
    Ok((request, Framing { is_current, is_head_only, stays: is_current && !has_body && !is_last }))
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;

    use super::*;

    #[test]
    fn a_request_head_ends_at_the_empty_line_in_any_chunking() {
        let text = b"GET / HTTP/1.1\r\nHost: a\r\n\r\nGET";
        for looked_at in 0..text.len() - 3 {
            let end = text.len() - 3;
            assert_eq!(end_of_head(text, looked_at.min(end - 1)), Some(end), "{looked_at}");
            assert_eq!(end_of_head(&text[..end - 1], looked_at.min(end - 1)), None);
        }
        assert_eq!(end_of_head(b"GET / HTTP/1.1\n\nx", 0), Some(16));
    }

    #[test]
    fn malformed_heads_are_refused_with_a_status() {
        let status = |text: &str| head(text.as_bytes()).map(|_| 200).unwrap_or_else(|status| status);
        assert_eq!(status("GET / HTTP/1.1\r\nHost: a\r\n\r\n"), 200);
        assert_eq!(status("GET / HTTP/2.0\r\n\r\n"), 505);
        assert_eq!(status("GET / HTTP/1.1\r\nHost : a\r\n\r\n"), 400);
        assert_eq!(status("GET / HTTP/1.1\r\nHost: a\r\n b\r\n\r\n"), 400);
        assert_eq!(status(&format!("GET / HTTP/1.1\r\n{}\r\n", "X: a\r\n".repeat(FIELDS + 1))), 431);
        assert_eq!((too_large(b"GET /aaa"), too_large(b"GET / HTTP/1.1\r\nX: aaa")), (414, 431));
    }

    #[test]
    fn keep_alive_requires_http_1_1_and_no_body() {
        let stays = |fields: &str| head(format!("GET / HTTP/1.1\r\n{fields}\r\n").as_bytes()).expect("a head").1.stays;
        assert!(stays("") && stays("Connection: keep-alive\r\n") && stays("Content-Length: 0\r\n"));
        for fields in [
            "Connection: close\r\n",
            "Connection: keep-alive, Close\r\n",
            "Content-Length: 4\r\n",
            "Transfer-Encoding: chunked\r\n",
        ] {
            assert!(!stays(fields), "{fields}");
        }
        assert!(!head(b"GET / HTTP/1.0\r\n\r\n").expect("a head").1.stays);
    }

    #[test]
    fn clients_that_read_nothing_time_out() {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("an address");
        let client = TcpStream::connect(address).expect("connected");
        let connection = Connection::new(client).expect("set up");
        assert_eq!(connection.stream.write_timeout().expect("a timeout"), Some(IDLE));
    }
}
