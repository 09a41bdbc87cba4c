//! `parvis links`: asks whether the addresses of other sites that the sources name still answer, and tells those that do not.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::{Duration, Instant};

use clap::Args;

use crate::base::diagnostic::{Diagnostic, sort};
use crate::base::moment::Moment;
use crate::base::outside::OutsideLink;
use crate::cli::End;
use crate::cli::environment::{Environment, clock};
use crate::cli::session::{Compiling, Session, Telling};
use crate::compile::compile;
use crate::compile::memo::Memo;
use crate::edge::failure::Failure;
use crate::edge::links::ask::{Network, Reach};
use crate::edge::links::cache::{Asked, Cache};
use crate::edge::links::{Failing, Manners, Outcome, Time, check};

/// Check the addresses of other sites, politely
///
/// Asks for every address that texts and facts name: one request at a time to a host, with a pause between two. What answers
/// is asked again after some days, what does not the next time; that is kept in `.parvis-cache/links.json`. An address that is
/// dead or has moved is a warning at its place in the sources. Meant for a nightly job: publishing does not wait for it.
#[derive(Args, Debug)]
#[command(after_help = "Examples: parvis links\n          parvis links --format sarif 2> links.sarif")]
pub struct Links {
    /// The pause between two requests to a host, in seconds
    #[arg(long, value_name = "SECONDS", default_value = "1", value_parser = seconds)]
    pause: Duration,
    /// How long to wait for an answer, in seconds
    #[arg(long, value_name = "SECONDS", default_value = "15", value_parser = seconds)]
    timeout: Duration,
    /// Ask again for what answered so many days ago
    #[arg(long, value_name = "DAYS", default_value_t = 7)]
    again_after: u32,
    /// How many hosts to ask side by side
    #[arg(long, value_name = "N", default_value_t = 8, value_parser = clap::value_parser!(u8).range(1..=64))]
    hosts: u8,
    /// Ask hosts in the networks around this machine too: for trusted sources only
    #[arg(long)]
    allow_private: bool,
    #[command(flatten)]
    telling: Telling,
}

fn seconds(text: &str) -> Result<Duration, &'static str> {
    let seconds = text.parse().ok().filter(|seconds| (0.0..=3600.0).contains(seconds));
    seconds.map(Duration::from_secs_f64).ok_or("write seconds up to 3600, such as 1 or 0.5")
}

/// Runs the command.
pub fn run(root: Option<&Path>, asked: &Links, environment: &Environment) -> Result<End, Failure> {
    let begun = Instant::now();
    let session = Session::open(root, &Compiling::of_today(&asked.telling), environment)?;
    let snapshot = session.read()?;
    let compilation = compile(&snapshot, &session.options, &mut Memo::default());
    let (Some(links), Some(base_url)) = (compilation.outside_links(), compilation.base_url()) else {
        session.tell(&compilation.diagnostics, &snapshot);
        return Ok(End::Mistakes);
    };
    let agent = format!("parvis/{} (checks the links of {base_url})", env!("CARGO_PKG_VERSION"));
    let reach = if asked.allow_private { Reach::Private } else { Reach::Public };
    let network = Network::new(&agent, asked.timeout, reach);
    let manners = Manners { pause: asked.pause, hosts: asked.hosts.into() };

    let addresses: BTreeSet<String> = links.iter().map(|link| page(&link.address).to_owned()).collect();
    let (cache, now) = (Cache::read(&session.root), clock().unix_seconds());
    let known = |address: &String| Some((address.clone(), cache.known(address, now, asked.again_after)?.clone()));
    let mut kept: BTreeMap<String, Asked> = addresses.iter().filter_map(known).collect();
    let (kept_before, unknown) = (kept.len(), addresses.iter().filter(|address| !kept.contains_key(*address)));
    let unknown: Vec<String> = unknown.cloned().collect();
    let outcomes = check(&unknown, &network, &Clock(begun), manners);
    refuse_without_network(&outcomes)?;
    kept.extend(outcomes.into_iter().map(|(address, outcome)| (address, Asked { asked: now, outcome })));
    let cache = Cache(kept);
    cache.write(&session.root);

    let mut diagnostics: Vec<Diagnostic> =
        links.iter().filter_map(|link| told(link, &cache.0[page(&link.address)].outcome)).collect();
    sort(&mut diagnostics);
    session.tell(&diagnostics, &snapshot);
    let time = begun.elapsed().as_secs_f64();
    session.result(&format!("{}, {kept_before} known from before ({time:.2} s)", tally(&cache)))?;
    Ok(if session.fails(&diagnostics) { End::Mistakes } else { End::Done })
}

/// Where so many addresses, and all of them, have no answer, it is not the addresses that are wrong.
const TOO_MANY: usize = 5;

/// Fails where it is rather this machine that reaches nobody: no address is to be called dead for that.
fn refuse_without_network(outcomes: &BTreeMap<String, Outcome>) -> Result<(), Failure> {
    let unreached = [Failing::NoHost, Failing::Connection, Failing::Timeout].map(Outcome::Failed);
    if outcomes.len() < TOO_MANY || !outcomes.values().all(|outcome| unreached.contains(outcome)) {
        return Ok(());
    }
    let why = "not one of them answers; is this machine connected, without a proxy?";
    Err(Failure::new("ask", format!("{} addresses", outcomes.len()), why))
}

/// Time by the machine's clock, since a moment.
struct Clock(Instant);

impl Time for Clock {
    fn passed(&self) -> Duration {
        self.0.elapsed()
    }

    fn now(&self) -> Moment {
        clock()
    }

    fn wait(&self, time: Duration) {
        std::thread::sleep(time);
    }
}

/// An address without the place on its page, of which the host is not told.
fn page(address: &str) -> &str {
    address.split_once('#').map_or(address, |(page, _)| page)
}

/// What is to be said of an address, if anything.
fn told(link: &OutsideLink, outcome: &Outcome) -> Option<Diagnostic> {
    let OutsideLink { address, place } = link;
    let warning = |code, message: String, help: String| Some(Diagnostic::warning(code, place.clone(), message, help));
    let page = page(address);
    match outcome {
        // What a host keeps from programs people may see.
        Outcome::Good | Outcome::Guarded(_) => None,
        Outcome::Moved(to) => {
            let fragment = if to.contains('#') { "" } else { &address[page.len()..] };
            let message = format!("`{page}` has moved for good");
            warning("moved-link", message, format!("write `{to}{fragment}`"))
        }
        Outcome::Dead(status) => {
            let message = format!("`{page}` is not there any more: its host answers with {status}");
            warning("dead-link", message, "write the address that it has now, or delete the link".to_owned())
        }
        Outcome::Busy(status) => {
            let message = format!("`{page}` does not work: its host answers with {status}");
            warning("silent-link", message, PATIENCE.to_owned())
        }
        Outcome::Astray => {
            let message = format!("`{page}` leads from one address to the next and arrives nowhere");
            warning("dead-link", message, "write the address of the page itself, or delete the link".to_owned())
        }
        Outcome::Failed(failing) => {
            let (why, help) = match failing {
                Failing::NoHost => ("no host has this name", "mend the name of the host, or delete the link"),
                Failing::Timeout => ("its host takes too long to answer", PATIENCE),
                Failing::Connection => ("there is no connection to its host", PATIENCE),
                Failing::Tls => ("its host does not prove who it is, and browsers warn of it", PATIENCE),
                Failing::Private => (
                    "its host is in a private network, where visitors are not",
                    "write an address that everybody can reach",
                ),
            };
            warning("silent-link", format!("`{page}` does not answer: {why}"), help.to_owned())
        }
    }
}

/// What may pass by itself.
const PATIENCE: &str = "look at it with a browser; if it stays so for days, write another address or delete the link";

/// `12 addresses: 9 answer, 1 has moved, …`.
fn tally(cache: &Cache) -> String {
    let count = |is_it: fn(&Outcome) -> bool| cache.0.values().filter(|asked| is_it(&asked.outcome)).count();
    let parts = [
        (count(|outcome| *outcome == Outcome::Good), "good"),
        (count(|outcome| matches!(outcome, Outcome::Moved(_))), "moved"),
        (count(|outcome| matches!(outcome, Outcome::Dead(_) | Outcome::Astray)), "dead"),
        (count(|outcome| matches!(outcome, Outcome::Busy(_) | Outcome::Failed(_))), "silent"),
        (count(|outcome| matches!(outcome, Outcome::Guarded(_))), "closed to programs"),
    ];
    let parts = parts.map(|(count, word)| format!("{count} {word}"));
    let addresses = if cache.0.len() == 1 { "1 address".to_owned() } else { format!("{} addresses", cache.0.len()) };
    format!("{addresses}: {}", parts.join(", "))
}
