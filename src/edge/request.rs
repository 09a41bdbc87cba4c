//! A request: its request line and the header fields that matter. Bodies are not read.

use std::net::IpAddr;

/// The request method.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// `GET`.
    Get,
    /// `HEAD`.
    Head,
    /// Any other; not allowed.
    Other,
}

/// A parsed request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The method.
    pub method: Method,
    /// Path and query as sent, percent-encoded.
    pub target: String,
    /// The requested host; `None` without one, or with several.
    pub host: Option<String>,
    /// The field `If-None-Match`.
    pub if_none_match: Option<String>,
    /// The field `Referer`.
    pub referer: Option<String>,
    /// The field `Range`.
    pub range: Option<String>,
    /// The field `If-Range`.
    pub if_range: Option<String>,
}

impl Request {
    /// A request of the parts of its first line and its header fields.
    pub fn new<'a>(method: &str, target: &str, fields: impl Iterator<Item = (&'a str, &'a str)> + Clone) -> Self {
        let field = |name: &str| {
            let mut values = fields.clone().filter(|field| field.0.eq_ignore_ascii_case(name));
            let value = values.next().map(|field| field.1.to_owned());
            if values.next().is_some() { None } else { value }
        };
        let method = match method {
            "GET" => Method::Get,
            "HEAD" => Method::Head,
            _ => Method::Other,
        };
        let (host, target) = match split_authority(target) {
            // RFC 9112, 3.2.2: the absolute form overrides the field.
            (Some(authority), target) => (Some(authority.to_owned()), target),
            (None, target) => (field("Host"), target),
        };
        // RFC 9112, 3.2.1: an empty path is the root.
        let root = if target.starts_with('?') { "/" } else { "" };
        Self {
            method,
            target: format!("{root}{target}"),
            host,
            if_none_match: field("If-None-Match"),
            referer: field("Referer"),
            range: field("Range"),
            if_range: field("If-Range"),
        }
    }
}

impl Request {
    /// The path of the page of this server that led here, percent-encoded.
    pub fn referring_path(&self) -> Option<&str> {
        let (Some(host), target) = split_authority(self.referer.as_deref()?) else { return None };
        let path = target.split(['?', '#']).next()?;
        (Some(host) == self.host.as_deref() && path.bytes().all(|byte| byte.is_ascii_graphic())).then_some(path)
    }
}

fn split_authority(target: &str) -> (Option<&str>, &str) {
    let Some(rest) = target.strip_prefix("http://") else { return (None, target) };
    match rest.find(['/', '?', '#']) {
        Some(at) => (Some(&rest[..at]), &rest[at..]),
        None => (Some(rest), "/"),
    }
}

/// The accepted host names, against DNS rebinding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hosts {
    /// The host of the command line.
    pub chosen: String,
    /// The bound address.
    pub bound: IpAddr,
}

impl Hosts {
    /// True for the chosen host and for local host names; if bound to all addresses, also for any IP address, which no other site
    /// can use as its name. The port is ignored, as it may be forwarded.
    pub fn admit(&self, host: &str) -> bool {
        let (name, port) = match host.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            Some((name, port)) => (name, port),
            None => host.split_at(host.find(':').unwrap_or(host.len())),
        };
        // RFC 3986, 3.2: only a port may follow a bracketed host.
        let is_port = |port: &str| port.bytes().all(|byte| byte.is_ascii_digit());
        if !port.is_empty() && !port.strip_prefix(':').is_some_and(is_port) {
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

    #[test]
    fn header_fields_are_found_by_name() {
        let fields = [("host", "localhost:1111"), ("RANGE", "bytes=0-1"), ("If-Range", "a"), ("If-Range", "b")];
        let request = Request::new("GET", "/fr/?a=1", fields.into_iter());
        assert_eq!((request.method, request.target.as_str()), (Method::Get, "/fr/?a=1"));
        assert_eq!((request.host.as_deref(), request.range.as_deref()), (Some("localhost:1111"), Some("bytes=0-1")));
        assert_eq!((request.if_none_match, request.if_range), (None, None));
        assert_eq!(Request::new("get", "/", [].into_iter()).method, Method::Other);
    }

    #[test]
    fn the_absolute_form_of_a_target_has_its_host() {
        let request = |target: &str, hosts: &[&'static str]| {
            Request::new("GET", target, hosts.iter().map(|host| ("Host", *host)))
        };
        let absolute = request("http://evil.example/x", &["localhost"]);
        assert_eq!((absolute.host.as_deref(), absolute.target.as_str()), (Some("evil.example"), "/x"));
        assert_eq!(request("http://evil.example", &[]).target, "/");
        let query = request("http://localhost?a=/x", &["evil.example"]);
        assert_eq!((query.host.as_deref(), query.target.as_str()), (Some("localhost"), "/?a=/x"));
        assert_eq!(request("/", &["localhost", "evil.example"]).host, None);
    }

    #[test]
    fn only_local_host_names_are_accepted() {
        let hosts =
            |chosen: &str, bound: &str| Hosts { chosen: chosen.to_owned(), bound: bound.parse().expect("an address") };
        let here = hosts("127.0.0.1", "127.0.0.1");
        for name in ["127.0.0.1:1111", "localhost", "LOCALHOST.:8080", "[::1]:1", "site.localhost"] {
            assert!(here.admit(name), "{name}");
        }
        for name in ["evil.example", "localhost.evil.example:1111", "192.168.1.5", "", "[::1].evil.example.x", "@"] {
            assert!(!here.admit(name), "{name}");
        }
        for name in [
            "localhost:@evil.example",
            "evil.example@localhost",
            "localhost:80:80",
            "::1",
            "[::1",
            "[::1]x",
            "[fe80::1%25eth0]",
            "[::ffff:192.168.1.5]",
            "2130706433",
            "localhost/",
            "localhost ",
        ] {
            assert!(!here.admit(name), "{name}");
        }
        assert!(hosts("0.0.0.0", "0.0.0.0").admit("192.168.1.5:1111"));
        assert!(!hosts("0.0.0.0", "0.0.0.0").admit("evil.example"));
        assert!(hosts("my-machine", "192.168.1.5").admit("My-Machine:1111"));
    }
}
