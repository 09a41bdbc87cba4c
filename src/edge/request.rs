//! One request as the server understands it: the request line and the few header fields that matter. Bodies are not read.

use std::net::IpAddr;

/// What may be asked with a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// The page.
    Get,
    /// Only what would be said about it.
    Head,
    /// Anything that would change something.
    Other,
}

/// A request (RFC 9112), as far as it concerns us.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The method.
    pub method: Method,
    /// Path and query as they were sent, percent-encoded; it begins with `/`.
    pub target: String,
    /// The host that was asked for; `None` without one, or with several.
    pub host: Option<String>,
    /// The field `If-None-Match`.
    pub if_none_match: Option<String>,
    /// The field `Range`.
    pub range: Option<String>,
    /// The field `If-Range`.
    pub if_range: Option<String>,
    /// True when the connection is of no use after the answer: the client said so, or sends a body that nobody reads.
    pub closes: bool,
}

/// What a buffer of bytes holds.
#[derive(Debug, PartialEq, Eq)]
pub enum Parsed {
    /// A whole head of a request, so many bytes long.
    Whole(Box<Request>, usize),
    /// The beginning of one.
    Partial,
    /// Something else.
    Broken,
}

/// More header fields than any browser sends.
const MOST_FIELDS: usize = 100;

/// Reads the head of a request from the beginning of a buffer.
pub fn parse(buffer: &[u8]) -> Parsed {
    let mut fields = [httparse::EMPTY_HEADER; MOST_FIELDS];
    let mut parsed = httparse::Request::new(&mut fields);
    let length = match parsed.parse(buffer) {
        Ok(httparse::Status::Complete(length)) => length,
        Ok(httparse::Status::Partial) => return Parsed::Partial,
        Err(_) => return Parsed::Broken,
    };
    let method = match parsed.method {
        Some("GET") => Method::Get,
        Some("HEAD") => Method::Head,
        _ => Method::Other,
    };
    let field = |name: &str| {
        let mut values = parsed.headers.iter().filter(|field| field.name.eq_ignore_ascii_case(name));
        let value = values.next().map(|field| String::from_utf8_lossy(field.value).trim().to_owned());
        if values.next().is_some() { None } else { value }
    };
    let has = |name: &str| parsed.headers.iter().any(|field| field.name.eq_ignore_ascii_case(name));
    let says_close = field("Connection").is_some_and(|value| value.to_ascii_lowercase().contains("close"));
    let has_body = has("Transfer-Encoding") || field("Content-Length").is_some_and(|length| length != "0");
    let (host, target) = match split_authority(parsed.path.unwrap_or("/")) {
        // RFC 9112, 3.2.2: the absolute form outweighs the field.
        (Some(authority), target) => (Some(authority.to_owned()), target),
        (None, target) => (field("Host"), target),
    };
    if !target.starts_with('/') {
        return Parsed::Broken;
    }
    let request = Request {
        method,
        target: target.to_owned(),
        host,
        if_none_match: field("If-None-Match"),
        range: field("Range"),
        if_range: field("If-Range"),
        closes: says_close || has_body || parsed.version != Some(1),
    };
    Parsed::Whole(Box::new(request), length)
}

fn split_authority(target: &str) -> (Option<&str>, &str) {
    let Some(rest) = target.strip_prefix("http://") else { return (None, target) };
    match rest.find('/') {
        Some(at) => (Some(&rest[..at]), &rest[at..]),
        None => (Some(rest), "/"),
    }
}

/// The names by which the server may be asked for. A page on another site whose name was made to lead here gets nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hosts {
    /// The host as it was chosen on the command line.
    pub chosen: String,
    /// The address that is listened on.
    pub bound: IpAddr,
}

impl Hosts {
    /// True for the chosen host and for every name of this machine itself; where all its addresses are listened on, also for
    /// any address in numbers, which no other site can pass for its own. The port does not matter: it may be forwarded.
    pub fn admit(&self, host: &str) -> bool {
        let (name, port) = match host.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            Some((name, port)) => (name, port),
            None => host.split_at(host.find(':').unwrap_or(host.len())),
        };
        if !port.is_empty() && !port.starts_with(':') {
            return false;
        }
        let name = name.trim_end_matches('.').to_ascii_lowercase();
        match name.parse::<IpAddr>() {
            Ok(address) => address.is_loopback() || address == self.bound || self.bound.is_unspecified(),
            Err(_) => name == "localhost" || name.ends_with(".localhost") || name == self.chosen.to_ascii_lowercase(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(text: &str) -> Request {
        match parse(text.as_bytes()) {
            Parsed::Whole(request, length) if length == text.len() => *request,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_head_is_read_once_it_is_whole() {
        let request = whole("GET /fr/?a=1 HTTP/1.1\r\nhost: localhost:1111\r\nRange: bytes=0-1\r\n\r\n");
        assert_eq!((request.method, request.target.as_str()), (Method::Get, "/fr/?a=1"));
        assert_eq!((request.host.as_deref(), request.range.as_deref()), (Some("localhost:1111"), Some("bytes=0-1")));
        assert!(!request.closes);
        assert_eq!(parse(b"GET /fr/ HTTP/1.1\r\nHost"), Parsed::Partial);
        assert_eq!(parse(b"\x16\x03\x01"), Parsed::Broken);
        assert_eq!(parse(b"GET fr HTTP/1.1\r\n\r\n"), Parsed::Broken);
    }

    #[test]
    fn connections_end_where_the_next_request_could_not_be_found() {
        assert!(whole("GET / HTTP/1.0\r\n\r\n").closes);
        assert!(whole("GET / HTTP/1.1\r\nConnection: Close\r\n\r\n").closes);
        assert!(whole("POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\n").closes);
        assert!(!whole("GET / HTTP/1.1\r\nContent-Length: 0\r\n\r\n").closes);
    }

    #[test]
    fn the_absolute_form_names_its_host() {
        let request = whole("GET http://evil.example/x HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assert_eq!((request.host.as_deref(), request.target.as_str()), (Some("evil.example"), "/x"));
        assert_eq!(whole("GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n").host, None);
    }

    #[test]
    fn only_our_own_names_are_admitted() {
        let hosts =
            |chosen: &str, bound: &str| Hosts { chosen: chosen.to_owned(), bound: bound.parse().expect("an address") };
        let here = hosts("127.0.0.1", "127.0.0.1");
        for name in ["127.0.0.1:1111", "localhost", "LOCALHOST.:8080", "[::1]:1", "site.localhost"] {
            assert!(here.admit(name), "{name}");
        }
        for name in ["evil.example", "localhost.evil.example:1111", "192.168.1.5", "", "[::1].evil.example.x", "@"] {
            assert!(!here.admit(name), "{name}");
        }
        assert!(hosts("0.0.0.0", "0.0.0.0").admit("192.168.1.5:1111"));
        assert!(!hosts("0.0.0.0", "0.0.0.0").admit("evil.example"));
        assert!(hosts("my-machine", "192.168.1.5").admit("My-Machine:1111"));
    }
}
