//! Tests of the link check with simulated hosts, and a clock that advances only by waiting.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};

use super::*;

/// Simulated hosts: each address has a list of responses, of which the last is repeated.
#[derive(Default)]
struct Hosts {
    answers: HashMap<String, Vec<HostResponse>>,
    /// The requests, each with its second.
    asked: Mutex<Vec<(u64, String)>>,
    /// Hosts with a request in progress.
    at_work: Mutex<Vec<String>>,
    seconds: AtomicU64,
    /// The seconds that each response takes.
    slowness: u64,
    side_by_side: usize,
}

impl Hosts {
    fn of(answers: &[(&str, &[HostResponse])]) -> Self {
        let answers = answers.iter().map(|(address, answers)| ((*address).to_owned(), answers.to_vec()));
        Self { answers: answers.collect(), side_by_side: 4, ..Self::default() }
    }

    fn check(&self, addresses: &[&str]) -> Vec<Outcome> {
        let outcomes = self.check_within(&addresses.iter().map(|address| (*address, None)).collect::<Vec<_>>(), 3600);
        addresses.iter().map(|address| outcomes[*address].clone()).collect()
    }

    /// Checks addresses, each with the time of its last check, within so many seconds.
    fn check_within(&self, addresses: &[(&str, Option<i64>)], seconds: u64) -> BTreeMap<String, Outcome> {
        let wanted = |(address, asked): &(&str, Option<i64>)| LinkToCheck {
            address: (*address).to_owned(),
            last_checked: *asked,
        };
        let wanted: Vec<LinkToCheck> = addresses.iter().map(wanted).collect();
        let at_most = Duration::from_secs(seconds);
        check(&wanted, self, self, CheckOptions { pause: Duration::from_secs(1), hosts: self.side_by_side, at_most })
    }

    fn asked(&self) -> Vec<(u64, String)> {
        lock_ignoring_poison(&self.asked).clone()
    }
}

impl HttpClient for Hosts {
    fn request(&self, method: Method, address: &Url, most: Duration) -> HostResponse {
        let host = host(address);
        assert!(!lock_ignoring_poison(&self.at_work).contains(&host), "{host} is asked twice at a time");
        lock_ignoring_poison(&self.at_work).push(host.clone());
        let word = if method == Method::Head { "HEAD" } else { "GET" };
        let asked = format!("{word} {address}");
        let before = lock_ignoring_poison(&self.asked).iter().filter(|(_, other)| *other == asked).count();
        lock_ignoring_poison(&self.asked).push((self.seconds.load(Ordering::SeqCst), asked.clone()));
        let answers = self.answers.get(&asked).or_else(|| self.answers.get(address.as_str()));
        let answer = answers.map_or(status(200), |answers| answers[before.min(answers.len() - 1)].clone());
        let is_late = self.slowness > most.as_secs();
        self.wait(most.min(Duration::from_secs(self.slowness)));
        let answer = if is_late { HostResponse::Failed(NoResponse::Timeout) } else { answer };
        lock_ignoring_poison(&self.at_work).retain(|other| *other != host);
        answer
    }
}

impl Time for Hosts {
    fn elapsed(&self) -> Duration {
        Duration::from_secs(self.seconds.load(Ordering::SeqCst))
    }

    fn now(&self) -> Moment {
        // Sun, 06 Nov 1994 08:49:37 GMT, the example of RFC 9110.
        Moment::from_unix_seconds(784_111_777).expect("a moment")
    }

    fn wait(&self, time: Duration) {
        self.seconds.fetch_add(time.as_secs(), Ordering::SeqCst);
    }
}

fn status(status: u16) -> HostResponse {
    HostResponse::Status { status, location: None, retry_after: None }
}

fn redirect(status: u16, to: &str) -> HostResponse {
    HostResponse::Status { status, location: Some(to.to_owned()), retry_after: None }
}

fn busy(retry_after: &str) -> HostResponse {
    HostResponse::Status { status: 429, location: None, retry_after: Some(retry_after.to_owned()) }
}

fn shown(asked: &[(u64, String)]) -> Vec<String> {
    asked.iter().map(|(second, asked)| format!("{second} {asked}")).collect()
}

#[test]
fn a_refused_head_request_is_repeated_as_get() {
    let hosts = Hosts::of(&[("HEAD https://a.lu/2", &[status(405)]), ("https://a.lu/3", &[status(404)])]);
    let outcomes = hosts.check(&["https://a.lu/1", "https://a.lu/2", "https://a.lu/3"]);
    assert_eq!(outcomes, [Outcome::Good, Outcome::Good, Outcome::Dead(404)]);
    let expected = [
        "0 HEAD https://a.lu/1",
        "1 HEAD https://a.lu/2",
        "2 GET https://a.lu/2",
        "3 HEAD https://a.lu/3",
        "4 GET https://a.lu/3",
    ];
    assert_eq!(shown(&hosts.asked()), expected);
}

#[test]
fn each_host_gets_one_request_at_a_time() {
    let addresses: Vec<String> = (0..40).map(|rank| format!("https://h{}.lu/{rank}", rank % 8)).collect();
    let to_one = redirect(302, "https://one.lu/");
    let answers: Vec<(&str, &[HostResponse])> =
        addresses.iter().map(|address| (address.as_str(), std::slice::from_ref(&to_one))).collect();
    let hosts = Hosts::of(&answers);
    let asked: Vec<&str> = addresses.iter().map(String::as_str).collect();
    assert_eq!(hosts.check(&asked), vec![Outcome::Good; 40]);
    // Requests to a host are spaced also when they come from different redirects.
    let at_one: Vec<u64> =
        hosts.asked().iter().filter(|(_, asked)| asked.contains("one.lu")).map(|(at, _)| *at).collect();
    assert_eq!(at_one.len(), 40);
    assert!(at_one.windows(2).all(|pair| pair[0] < pair[1]), "{at_one:?}");
}

#[test]
fn retry_after_is_respected() {
    let hosts = Hosts::of(&[
        ("https://a.lu/", &[busy("7"), status(200)]),
        ("https://b.lu/", &[busy("Sun, 06 Nov 1994 08:49:57 GMT"), status(200)]),
        ("https://c.lu/", &[busy("soon"), status(503), status(200)]),
        ("https://d.lu/", &[busy("3600"), status(200)]),
        ("https://e.lu/", &[status(500)]),
    ]);
    let check = |address| {
        let before = hosts.asked().len();
        let (begun, outcome) = (hosts.elapsed().as_secs(), hosts.check(&[address]).remove(0));
        let seconds: Vec<u64> = hosts.asked()[before..].iter().map(|(second, _)| second - begun).collect();
        (outcome, seconds)
    };
    assert_eq!(check("https://a.lu/"), (Outcome::Good, vec![0, 7]));
    assert_eq!(check("https://b.lu/"), (Outcome::Good, vec![0, 20]));
    assert_eq!(
        check("https://c.lu/"),
        (Outcome::Good, vec![0, 2, 6]),
        "without a time, twice the pause, then four times"
    );
    assert_eq!(check("https://d.lu/"), (Outcome::Guarded(429), vec![0]), "nobody waits for an hour");
    assert_eq!(check("https://e.lu/"), (Outcome::Busy(500), vec![0, 2, 6]));
}

#[test]
fn redirects_are_followed_and_permanent_ones_reported() {
    let hosts = Hosts::of(&[
        ("https://a.lu/old", &[redirect(301, "/new")]),
        ("https://b.lu/", &[redirect(302, "/fr")]),
        ("https://c.lu/", &[redirect(308, "https://d.lu/"), status(200)]),
        ("https://d.lu/", &[redirect(307, "/today")]),
        ("https://e.lu/", &[redirect(301, "https://e.lu/")]),
        ("https://f.lu/", &[redirect(301, "file:///etc/passwd")]),
        ("https://g.lu/", &[redirect(301, "/gone")]),
        ("https://g.lu/gone", &[status(410)]),
    ]);
    let addresses =
        ["https://a.lu/old", "https://b.lu/", "https://c.lu/", "https://e.lu/", "https://f.lu/", "https://g.lu/"];
    let moved = |to: &str| Outcome::Moved(to.to_owned());
    let expected = [
        moved("https://a.lu/new"),
        Outcome::Good,
        moved("https://d.lu/"),
        Outcome::Astray,
        Outcome::Astray,
        Outcome::Dead(410),
    ];
    assert_eq!(hosts.check(&addresses), expected);
}

#[test]
fn only_temporary_failures_are_retried() {
    let failed = |reason| Hosts::of(&[("https://a.lu/", &[HostResponse::Failed(reason)])]);
    let asked = |reason| {
        let hosts = failed(reason);
        assert_eq!(hosts.check(&["https://a.lu/"]), [Outcome::Failed(reason)]);
        hosts.asked().len()
    };
    let times = [NoResponse::NoHost, NoResponse::Tls, NoResponse::Private, NoResponse::Timeout, NoResponse::Connection]
        .map(asked);
    assert_eq!(times, [1, 1, 1, 3, 6], "what may pass is tried again, and a head that breaks off asked for as a whole");

    let addresses: Vec<String> = (0..9).map(|rank| format!("https://a.lu/{rank}")).collect();
    let nobody = [HostResponse::Failed(NoResponse::NoHost)];
    let answers: Vec<(&str, &[HostResponse])> =
        addresses.iter().map(|address| (address.as_str(), &nobody[..])).collect();
    let hosts = Hosts::of(&answers);
    let all: Vec<&str> = addresses.iter().map(String::as_str).collect();
    assert_eq!(hosts.check(&all), vec![Outcome::Failed(NoResponse::NoHost); 9]);
    assert_eq!(hosts.asked().len(), ENOUGH);
}

#[test]
fn pages_closed_to_programs_are_not_reported_dead() {
    let hosts = Hosts::of(&[("https://a.lu/", &[status(403)]), ("https://b.lu/", &[status(999)])]);
    assert_eq!(hosts.check(&["https://a.lu/", "https://b.lu/"]), [Outcome::Guarded(403), Outcome::Guarded(999)]);
}

#[test]
fn a_run_ends_in_time_and_unrequested_addresses_have_no_outcome() {
    let busy = [busy("20")];
    let addresses: Vec<String> = (0..500).map(|rank| format!("https://a.lu/{rank}")).collect();
    let answers: Vec<(&str, &[HostResponse])> = addresses.iter().map(|address| (address.as_str(), &busy[..])).collect();
    let hosts = Hosts { side_by_side: 1, ..Hosts::of(&answers) };
    let wanted: Vec<(&str, Option<i64>)> = addresses.iter().map(|address| (address.as_str(), None)).collect();
    let outcomes = hosts.check_within(&wanted, 100);
    assert!(hosts.elapsed().as_secs() <= 100, "{:?}", hosts.elapsed());
    assert_eq!(outcomes.len(), 2, "three tries with twenty seconds between them each");

    // A timeout at the deadline says nothing about the host.
    let hosts = Hosts { side_by_side: 1, slowness: 15, ..Hosts::of(&[]) };
    let wanted: Vec<(&str, Option<i64>)> = addresses[..9].iter().map(|address| (address.as_str(), None)).collect();
    let outcomes = hosts.check_within(&wanted, 40);
    assert_eq!((outcomes.len(), hosts.elapsed().as_secs()), (2, 40), "{outcomes:?}");
    assert!(outcomes.values().all(|outcome| *outcome == Outcome::Good));
}

#[test]
fn a_long_chain_of_redirects_ends_in_time() {
    let hops: Vec<(String, [HostResponse; 1])> = (0..9)
        .map(|rank| (format!("https://h{rank}.lu/"), [redirect(301, &format!("https://h{}.lu/", rank + 1))]))
        .collect();
    let answers: Vec<(&str, &[HostResponse])> = hops.iter().map(|(address, to)| (address.as_str(), &to[..])).collect();
    let hosts = Hosts { side_by_side: 1, slowness: 15, ..Hosts::of(&answers) };
    let outcomes = hosts.check_within(&[("https://h0.lu/", None)], 3600);
    assert_eq!(outcomes["https://h0.lu/"], Outcome::Failed(NoResponse::Timeout));
    assert_eq!(hosts.elapsed(), LONGEST);
}

#[test]
fn addresses_not_checked_for_longest_come_first() {
    let hosts = Hosts { side_by_side: 1, ..Hosts::of(&[]) };
    let wanted = [
        ("https://a.lu/new", None),
        ("https://a.lu/old", Some(5)),
        ("https://b.lu/old", Some(3)),
        ("https://b.lu/older", Some(1)),
        ("https://c.lu/new", None),
    ];
    assert_eq!(hosts.check_within(&wanted, 3600).len(), 5);
    let asked: Vec<String> = hosts.asked().into_iter().map(|(_, asked)| asked).collect();
    let expected = ["c.lu/new", "b.lu/older", "b.lu/old", "a.lu/new", "a.lu/old"];
    assert_eq!(asked, expected.map(|address| format!("HEAD https://{address}")));
}

#[test]
fn no_host_gets_more_than_its_share_of_the_time() {
    let addresses: Vec<String> = (0..OF_HOST + 50).map(|rank| format!("https://a.lu/{rank}")).collect();
    let mut wanted: Vec<(&str, Option<i64>)> = addresses.iter().map(|address| (address.as_str(), None)).collect();
    wanted.push(("https://b.lu/", None));
    let hosts = Hosts::of(&[]);
    let outcomes = hosts.check_within(&wanted, 36_000);
    assert_eq!((outcomes.len(), outcomes.contains_key("https://b.lu/")), (OF_HOST + 1, true));
}

#[test]
fn passwords_are_not_sent_stored_or_printed() {
    let hosts = Hosts::of(&[("https://a.lu/", &[redirect(301, "https://user:secret@b.lu/x")])]);
    assert_eq!(hosts.check(&["https://a.lu/"]), [Outcome::Moved("https://b.lu/x".to_owned())]);
}
