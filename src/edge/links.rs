//! Checks links to other sites, politely: one request at a time per host with pauses, several hosts in parallel, no bodies read,
//! retries for a busy host and none for a missing one.

pub mod cache;
pub mod guard;
pub mod network;

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use url::Url;

use crate::base::moment::Moment;
use crate::base::sync::lock_ignoring_poison;

/// The HTTP method; bodies are never read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// `HEAD`.
    Head,
    /// `GET`.
    Get,
}

/// The result of one request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HostResponse {
    /// The host responded.
    Status {
        /// The status code (RFC 9110, section 15).
        status: u16,
        /// The field `Location`.
        location: Option<String>,
        /// The field `Retry-After`.
        retry_after: Option<String>,
    },
    /// It did not.
    Failed(NoResponse),
}

/// Why there was no response.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NoResponse {
    /// The host name does not resolve.
    NoHost,
    /// The request timed out.
    Timeout,
    /// TLS failed, for example because of an expired or foreign certificate.
    Tls,
    /// The connection was refused or broke.
    Connection,
    /// The host is in a private network, and was not contacted.
    Private,
}

/// Sends requests.
pub trait HttpClient: Sync {
    /// Sends a request that takes at most `most`; redirects are not followed.
    fn request(&self, method: Method, address: &Url, most: Duration) -> HostResponse;
}

/// A clock, which tests replace.
pub trait Time: Sync {
    /// Time since a fixed moment.
    fn elapsed(&self) -> Duration;
    /// The current time, for `Retry-After` dates.
    fn now(&self) -> Moment;
    /// Sleeps.
    fn wait(&self, time: Duration);
}

/// The result of checking an address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// It responds.
    Good,
    /// It has moved permanently.
    Moved(String),
    /// The host refuses programs, so the result is unknown.
    Guarded(u16),
    /// The page does not exist.
    Dead(u16),
    /// The host failed at each try.
    Busy(u16),
    /// There is no response.
    Failed(NoResponse),
    /// A redirect loop, or an invalid redirect.
    Astray,
}

impl Outcome {
    /// True when the result is cached.
    pub fn lasts(&self) -> bool {
        matches!(self, Self::Good | Self::Moved(_) | Self::Guarded(_))
    }
}

/// Limits of a check.
#[derive(Clone, Copy, Debug)]
pub struct CheckOptions {
    /// The pause between two requests to a host; a busy host gets twice and four times as much.
    pub pause: Duration,
    /// The number of hosts checked in parallel.
    pub hosts: usize,
    /// The time limit of the whole check, which also interrupts requests.
    pub at_most: Duration,
}

/// An address to check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkToCheck {
    /// The address.
    pub address: String,
    /// When it was last checked, in seconds since 1970 UTC; addresses never checked come first.
    pub last_checked: Option<i64>,
}

/// The number of tries for a busy host.
const TRIES: u32 = 3;

/// The longest `Retry-After` that is honoured within a run.
const LONGEST_WAIT: Duration = Duration::from_secs(30);

/// The most redirects to follow.
const REDIRECTS: usize = 10;

/// After so many consecutive failures a host is given up.
const ENOUGH: usize = 3;

/// The time limit of an address, including retries and redirects.
const LONGEST: Duration = Duration::from_secs(120);

/// The most addresses per host and in all that are checked in one run; the others follow in later runs.
const OF_HOST: usize = 300;
const IN_ALL: usize = 10_000;

/// The outcome of each address that was checked in time. An invalid address is [`Outcome::Astray`].
pub fn check(
    wanted: &[LinkToCheck],
    client: &dyn HttpClient,
    time: &dyn Time,
    options: CheckOptions,
) -> BTreeMap<String, Outcome> {
    let mut by_host: BTreeMap<String, Vec<(&LinkToCheck, Url)>> = BTreeMap::new();
    let mut outcomes = BTreeMap::new();
    for one in wanted {
        match Url::parse(&one.address) {
            Ok(url) => by_host.entry(host(&url)).or_default().push((one, url)),
            Err(_) => drop(outcomes.insert(one.address.clone(), Outcome::Astray)),
        }
    }
    let queue = Mutex::new(queue(by_host));
    let until = time.elapsed() + options.at_most;
    let checker = HostChecker { client, time, options, until, hosts: Mutex::default() };
    let outcomes = Mutex::new(outcomes);
    std::thread::scope(|scope| {
        for _ in 0..options.hosts.max(1) {
            scope.spawn(|| {
                while let Some(of_host) = { lock_ignoring_poison(&queue).pop() } {
                    checker.check_host(of_host, &mut |address, outcome| {
                        lock_ignoring_poison(&outcomes).insert(address.clone(), outcome);
                    });
                }
            });
        }
    });
    outcomes.into_inner().unwrap_or_else(PoisonError::into_inner)
}

/// The addresses by host, to be popped from the end: hosts checked longest ago come first, so that none starves over several
/// runs.
fn queue(by_host: BTreeMap<String, Vec<(&LinkToCheck, Url)>>) -> Vec<Vec<(&LinkToCheck, Url)>> {
    let mut queue: Vec<_> = by_host.into_values().collect();
    queue.sort_by_key(|of_host| of_host.iter().map(|(one, _)| one.last_checked).max());
    let mut left = IN_ALL;
    for of_host in &mut queue {
        of_host.sort_by_key(|(one, _)| one.last_checked);
        of_host.truncate(OF_HOST.min(left));
        left -= of_host.len();
    }
    queue.reverse();
    queue
}

/// The key for requests one at a time.
fn host(url: &Url) -> String {
    url.host_str().unwrap_or_default().to_owned()
}

/// Why checking an address ends.
enum Stopped {
    /// With this outcome.
    Outcome(Outcome),
    /// The time limit was reached.
    Timeout,
}

struct HostChecker<'a> {
    client: &'a dyn HttpClient,
    time: &'a dyn Time,
    options: CheckOptions,
    /// The deadline of the run.
    until: Duration,
    /// For each host, when the next request is allowed; locked while a request runs.
    hosts: Mutex<HashMap<String, Arc<Mutex<Duration>>>>,
}

impl HostChecker<'_> {
    /// Checks the addresses of a host one after the other until the deadline.
    fn check_host(&self, of_host: Vec<(&LinkToCheck, Url)>, report: &mut dyn FnMut(&String, Outcome)) {
        let (mut failed, mut last) = (0, None);
        for (one, url) in of_host {
            let outcome = match &last {
                Some(Outcome::Failed(reason)) if failed >= ENOUGH => Outcome::Failed(*reason),
                _ => {
                    let until = self.until.min(self.time.elapsed() + LONGEST);
                    match self.follow(url, until) {
                        Ok(outcome) | Err(Stopped::Outcome(outcome)) => outcome,
                        Err(Stopped::Timeout) if until < self.until => Outcome::Failed(NoResponse::Timeout),
                        Err(Stopped::Timeout) => return,
                    }
                }
            };
            failed = if matches!(outcome, Outcome::Failed(_)) { failed + 1 } else { 0 };
            last = Some(outcome.clone());
            report(&one.address, outcome);
        }
    }

    /// Checks an address, following redirects.
    fn follow(&self, mut url: Url, until: Duration) -> Result<Outcome, Stopped> {
        // A page has moved permanently up to the last of the leading permanent redirects.
        let (mut moved_to, mut for_good) = (None, true);
        for _ in 0..=REDIRECTS {
            let (status, location) = self.with_retries(&url, until)?;
            if (200..300).contains(&status) || status == 304 {
                return Ok(moved_to.map_or(Outcome::Good, Outcome::Moved));
            }
            let Some(next) = location.filter(|_| (300..400).contains(&status)) else {
                return Ok(verdict(status));
            };
            let Some(mut next) = url.join(&next).ok().filter(|next| matches!(next.scheme(), "http" | "https")) else {
                return Ok(Outcome::Astray);
            };
            // Credentials are neither sent nor shown; removing them from a URL with a host cannot fail.
            let _ = next.set_username("").and_then(|()| next.set_password(None));
            for_good &= matches!(status, 301 | 308);
            if for_good {
                moved_to = Some(next.to_string());
            }
            url = next;
        }
        Ok(Outcome::Astray)
    }

    /// The status and redirect target of an address, with retries if the host is busy.
    fn with_retries(&self, url: &Url, until: Duration) -> Result<(u16, Option<String>), Stopped> {
        let mut tries = 1;
        loop {
            let (outcome, wanted) = match self.with_both_methods(url, until)? {
                HostResponse::Status { status, location, .. } if !is_busy(status) => return Ok((status, location)),
                HostResponse::Status { status, retry_after, .. } => {
                    (verdict(status), retry_after.and_then(|text| self.wait_of(&text)))
                }
                HostResponse::Failed(reason @ (NoResponse::Timeout | NoResponse::Connection)) => {
                    (Outcome::Failed(reason), None)
                }
                HostResponse::Failed(reason) => return Err(Stopped::Outcome(Outcome::Failed(reason))),
            };
            let wait = wanted.unwrap_or(self.options.pause * 2_u32.pow(tries));
            if tries == TRIES || wait > LONGEST_WAIT {
                return Err(Stopped::Outcome(outcome));
            }
            self.delay(url, wait);
            tries += 1;
        }
    }

    /// Sends HEAD, then GET if that fails, as not every server supports HEAD.
    fn with_both_methods(&self, url: &Url, until: Duration) -> Result<HostResponse, Stopped> {
        let answer = self.in_turn(Method::Head, url, until)?;
        match answer {
            HostResponse::Status { status, .. } if status >= 400 && !is_busy(status) => {
                self.in_turn(Method::Get, url, until)
            }
            HostResponse::Failed(NoResponse::Connection) => self.in_turn(Method::Get, url, until),
            HostResponse::Status { .. } | HostResponse::Failed(_) => Ok(answer),
        }
    }

    /// Sends a request when the host allows the next one; gives up if that is after the deadline.
    fn in_turn(&self, method: Method, url: &Url, until: Duration) -> Result<HostResponse, Stopped> {
        let turn = self.turn(url);
        let mut next = lock_ignoring_poison(&turn);
        if self.time.elapsed().max(*next) >= until {
            return Err(Stopped::Timeout);
        }
        self.time.wait(next.saturating_sub(self.time.elapsed()));
        let answer = self.client.request(method, url, until.saturating_sub(self.time.elapsed()));
        *next = self.time.elapsed() + self.options.pause;
        // A timeout at the deadline says nothing about the host.
        let is_cut_off = answer == HostResponse::Failed(NoResponse::Timeout) && self.time.elapsed() >= until;
        if is_cut_off { Err(Stopped::Timeout) } else { Ok(answer) }
    }

    /// Delays the next request to a host.
    fn delay(&self, url: &Url, wait: Duration) {
        let turn = self.turn(url);
        let mut next = lock_ignoring_poison(&turn);
        *next = (*next).max(self.time.elapsed() + wait);
    }

    fn turn(&self, url: &Url) -> Arc<Mutex<Duration>> {
        Arc::clone(lock_ignoring_poison(&self.hosts).entry(host(url)).or_default())
    }

    /// The delay of a `Retry-After`: seconds, or a date.
    fn wait_of(&self, text: &str) -> Option<Duration> {
        let text = text.trim();
        if let Ok(seconds) = text.parse() {
            return Some(Duration::from_secs(seconds));
        }
        let seconds = Moment::from_http_date(text)?.unix_seconds() - self.time.now().unix_seconds();
        Some(Duration::from_secs(u64::try_from(seconds).unwrap_or(0)))
    }
}

fn is_busy(status: u16) -> bool {
    matches!(status, 429 | 500 | 502 | 503 | 504)
}

/// The outcome of a status that is neither success nor a redirect.
fn verdict(status: u16) -> Outcome {
    match status {
        // One large social network sends 999 to every program.
        401 | 402 | 403 | 405 | 406 | 407 | 429 | 451 | 999 => Outcome::Guarded(status),
        500.. => Outcome::Busy(status),
        _ => Outcome::Dead(status),
    }
}

#[cfg(test)]
mod tests;
