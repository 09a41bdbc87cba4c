//! Requests over the network, the only use of the HTTP client. Follows no redirects, reads no bodies, and contacts no private
//! network unless allowed.
//!
//! Addresses are filtered after name resolution in the client itself, so that a name cannot resolve differently a moment later.

use std::io::{self, ErrorKind};
use std::time::Duration;

use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::{Agent, Error};
use url::Url;

use crate::edge::links::guard::is_public;
use crate::edge::links::{HostResponse, HttpClient, Method, NoResponse};

/// The largest response head, in bytes.
const LARGEST_HEAD: usize = 64 * 1024;

/// Which hosts may be contacted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Hosts on the public Internet.
    Public,
    /// Also hosts in private networks.
    Private,
}

/// The HTTP client.
#[derive(Debug)]
pub struct Network {
    agent: Agent,
    timeout: Duration,
}

impl Network {
    /// A client with this user agent and timeout.
    pub fn new(user_agent: &str, timeout: Duration, reach: Reach) -> Self {
        let config = Config::builder()
            .user_agent(user_agent)
            .timeout_global(Some(timeout))
            .http_status_as_error(false)
            .max_redirects(0)
            .max_response_header_size(LARGEST_HEAD)
            // A proxy would resolve names itself, bypassing the filter.
            .proxy(None)
            .build();
        let resolver = Guarded { resolver: DefaultResolver::default(), reach };
        Self { agent: Agent::with_parts(config, DefaultConnector::default(), resolver), timeout }
    }
}

impl HttpClient for Network {
    fn request(&self, method: Method, address: &Url, most: Duration) -> HostResponse {
        let mut address = address.clone();
        address.set_fragment(None);
        // Credentials are not sent; removing them from a URL with a host cannot fail.
        let _ = address.set_username("").and_then(|()| address.set_password(None));
        let request = match method {
            Method::Head => self.agent.head(address.as_str()),
            Method::Get => self.agent.get(address.as_str()),
        };
        let request = request.config().timeout_global(Some(most.min(self.timeout))).build();
        match request.header("accept", "*/*").call() {
            Ok(response) => {
                let header = |name| response.headers().get(name)?.to_str().ok().map(str::to_owned);
                let (location, retry_after) = (header("location"), header("retry-after"));
                HostResponse::Status { status: response.status().as_u16(), location, retry_after }
            }
            Err(error) => HostResponse::Failed(reason(&error)),
        }
    }
}

fn reason(error: &Error) -> NoResponse {
    match error {
        Error::HostNotFound => NoResponse::NoHost,
        Error::Timeout(_) => NoResponse::Timeout,
        Error::Tls(_) | Error::Rustls(_) | Error::Pem(_) => NoResponse::Tls,
        Error::Io(error) if error.kind() == ErrorKind::TimedOut => NoResponse::Timeout,
        Error::Io(error) => match error.get_ref() {
            Some(inner) if inner.is::<NotPublic>() => NoResponse::Private,
            // The client reports TLS errors as read errors.
            Some(_) if error.kind() == ErrorKind::InvalidData => NoResponse::Tls,
            _ => NoResponse::Connection,
        },
        _ => NoResponse::Connection,
    }
}

/// Resolves names by the system, and filters the addresses.
#[derive(Debug)]
struct Guarded {
    resolver: DefaultResolver,
    reach: Reach,
}

impl Resolver for Guarded {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, Error> {
        let found = self.resolver.resolve(uri, config, timeout).map_err(|error| match error {
            // The system gives no details.
            Error::Io(error) if error.kind() != ErrorKind::TimedOut => Error::HostNotFound,
            other => other,
        })?;
        let mut kept = self.empty();
        for address in found.iter().filter(|found| self.reach == Reach::Private || is_public(found.ip())) {
            kept.push(*address);
        }
        if kept.is_empty() { Err(Error::Io(io::Error::other(NotPublic))) } else { Ok(kept) }
    }
}

/// The host is in a private network.
#[derive(Debug)]
struct NotPublic;

impl std::fmt::Display for NotPublic {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the host is in a private network")
    }
}

impl std::error::Error for NotPublic {}
