//! Asks whether addresses of other sites still answer, politely: one request at a time to a host and a pause between two,
//! some hosts side by side, no body read, patience with a host that is busy and none with one that is gone.

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

/// A request without a body in its answer, or with one that is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Asks for the head of an answer only.
    Head,
    /// Asks as a browser does.
    Get,
}

/// What came of one request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HostResponse {
    /// The host answered.
    Status {
        /// The status, RFC 9110 section 15.
        status: u16,
        /// Where the answer says that the page is.
        location: Option<String>,
        /// When the host wants to be asked again.
        retry_after: Option<String>,
    },
    /// It did not.
    Failed(NoResponse),
}

/// Why there was no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NoResponse {
    /// No host has this name.
    NoHost,
    /// The host took too long.
    Timeout,
    /// The connection is not safe: a certificate has expired, or is another one's.
    Tls,
    /// No connection, or one that broke.
    Connection,
    /// The host is in a private network, which is not asked.
    Private,
}

/// Asks a host.
pub trait HttpClient: Sync {
    /// What comes of a request that may take so long at most; redirects are told and not followed.
    fn request(&self, method: Method, address: &Url, most: Duration) -> HostResponse;
}

/// Time as it passes for whoever waits.
pub trait Time: Sync {
    /// How long it has been since some moment that stays the same.
    fn elapsed(&self) -> Duration;
    /// The present, for hosts that name a moment.
    fn now(&self) -> Moment;
    /// Waits.
    fn wait(&self, time: Duration);
}

/// What became of an address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// It answers.
    Good,
    /// It answers at another address, for good.
    Moved(String),
    /// The host keeps programs out: whether it answers people cannot be told.
    Guarded(u16),
    /// The host says that there is no such page.
    Dead(u16),
    /// The host has trouble of its own, each time it was asked.
    Busy(u16),
    /// There is no answer.
    Failed(NoResponse),
    /// It leads from one address to the next without end, or to none.
    Astray,
}

impl Outcome {
    /// True when it need not be asked again for a while.
    pub fn lasts(&self) -> bool {
        matches!(self, Self::Good | Self::Moved(_) | Self::Guarded(_))
    }
}

/// How hosts are asked.
#[derive(Clone, Copy, Debug)]
pub struct CheckOptions {
    /// The pause between two requests to a host; a host that is busy has twice and four times as much.
    pub pause: Duration,
    /// How many hosts are asked side by side.
    pub hosts: usize,
    /// How long all of it may take; a request that has begun is cut off then.
    pub at_most: Duration,
}

/// An address to ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkToCheck {
    /// The address.
    pub address: String,
    /// When it was last asked for, in seconds since 1970 UTC; what never was comes first.
    pub last_checked: Option<i64>,
}

/// How often an address is asked whose host is busy.
const TRIES: u32 = 3;

/// The longest that a host may make us wait; one that wants more is asked another time.
const LONGEST_WAIT: Duration = Duration::from_secs(30);

/// How many redirects are followed, as browsers do it.
const REDIRECTS: usize = 10;

/// After so many addresses without an answer a host is left alone.
const ENOUGH: usize = 3;

/// How long one address may take, with all tries and all that it leads to.
const LONGEST: Duration = Duration::from_secs(120);

/// How many addresses of a host are asked for in one run, and how many in all: the others have their turn the next time.
const OF_HOST: usize = 300;
const IN_ALL: usize = 10_000;

/// What became of each address that was asked for. What is no address that can be asked is astray; what there was no time
/// for is not among them.
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

/// The addresses of each host, the last to be asked first: a host that was not asked for longest has its turn before others,
/// so that none can keep them from theirs, run after run.
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

/// Whoever is to be asked one request at a time.
fn host(url: &Url) -> String {
    url.host_str().unwrap_or_default().to_owned()
}

/// Why an address is not asked any further.
enum Stopped {
    /// It is known what became of it.
    Outcome(Outcome),
    /// Time is over.
    Timeout,
}

struct HostChecker<'a> {
    client: &'a dyn HttpClient,
    time: &'a dyn Time,
    options: CheckOptions,
    /// When all of it ends.
    until: Duration,
    /// Of each host, when it may be asked again; whoever asks holds its lock.
    hosts: Mutex<HashMap<String, Arc<Mutex<Duration>>>>,
}

impl HostChecker<'_> {
    /// Asks for the addresses of a host one after the other, as far as there is time.
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

    /// Follows an address to where it leads.
    fn follow(&self, mut url: Url, until: Duration) -> Result<Outcome, Stopped> {
        // A page has moved for good as far as every redirect up to it says so.
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
            // Nobody's name and password are asked with, kept or shown; an address with a host can always be without them.
            let _ = next.set_username("").and_then(|()| next.set_password(None));
            for_good &= matches!(status, 301 | 308);
            if for_good {
                moved_to = Some(next.to_string());
            }
            url = next;
        }
        Ok(Outcome::Astray)
    }

    /// The status of an address and where it leads, asked again where the host is busy; else what became of it.
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

    /// Asks for the head, and for the whole where the head is refused: not every server knows how to give it.
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

    /// Asks when the host's turn has come; not at all where there is no time until then.
    fn in_turn(&self, method: Method, url: &Url, until: Duration) -> Result<HostResponse, Stopped> {
        let turn = self.turn(url);
        let mut next = lock_ignoring_poison(&turn);
        if self.time.elapsed().max(*next) >= until {
            return Err(Stopped::Timeout);
        }
        self.time.wait(next.saturating_sub(self.time.elapsed()));
        let answer = self.client.request(method, url, until.saturating_sub(self.time.elapsed()));
        *next = self.time.elapsed() + self.options.pause;
        // What was cut off says nothing of the host.
        let is_cut_off = answer == HostResponse::Failed(NoResponse::Timeout) && self.time.elapsed() >= until;
        if is_cut_off { Err(Stopped::Timeout) } else { Ok(answer) }
    }

    /// Nobody asks the host for so long.
    fn delay(&self, url: &Url, wait: Duration) {
        let turn = self.turn(url);
        let mut next = lock_ignoring_poison(&turn);
        *next = (*next).max(self.time.elapsed() + wait);
    }

    fn turn(&self, url: &Url) -> Arc<Mutex<Duration>> {
        Arc::clone(lock_ignoring_poison(&self.hosts).entry(host(url)).or_default())
    }

    /// How long a `Retry-After` asks to wait: seconds, or a date.
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

/// What a status means that is neither good nor a redirect.
fn verdict(status: u16) -> Outcome {
    match status {
        // 999 is what one large network says to every program.
        401 | 402 | 403 | 405 | 406 | 407 | 429 | 451 | 999 => Outcome::Guarded(status),
        500.. => Outcome::Busy(status),
        _ => Outcome::Dead(status),
    }
}

#[cfg(test)]
mod tests;
