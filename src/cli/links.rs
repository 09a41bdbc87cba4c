//! `parvis links`: checks the links to other sites, and reports those that fail.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::{Duration, Instant};

use clap::Args;

use crate::base::bounds::URL_CHARACTERS;
use crate::base::diagnostic::{Diagnostic, sort};
use crate::base::message::{Message, count, say};
use crate::base::moment::Moment;
use crate::base::outside::ExternalLink;
use crate::base::reserved::decodings;
use crate::base::web_address::unfit;
use crate::cli::build::seconds as seconds_taken;
use crate::cli::environment::{Environment, clock};
use crate::cli::exit_status::ExitStatus;
use crate::cli::session::{CompileArgs, DiagnosticArgs, Session};
use crate::compile::compile;
use crate::compile::memo::Memo;
use crate::edge::failure::Failure;
use crate::edge::links::cache::{CheckedLink, LinkCache};
use crate::edge::links::network::{Network, Reach};
use crate::edge::links::{CheckOptions, LinkToCheck, NoResponse, Outcome, Time, check};

/// Check links to other sites, with rate limiting
///
/// Requests every address in texts and facts: one request at a time per server, with a pause in between. A working address is
/// checked again after some days; a failing one is checked again the next time. Results are kept in the cache. An address that is
/// broken, has moved or does not respond is reported as a warning, at its place in the files of the site. Meant for a nightly job:
/// publishing does not depend on it.
#[derive(Args, Debug)]
#[command(after_help = "Examples: parvis links\n          parvis links --format sarif 2> links.sarif")]
pub struct Links {
    /// Pause between two requests to the same server, in seconds
    #[arg(long, value_name = "SECONDS", default_value = "1", value_parser = seconds)]
    pause: Duration,
    /// Time to wait for a response, in seconds
    #[arg(long, value_name = "SECONDS", default_value = "15", value_parser = seconds)]
    timeout: Duration,
    /// Days after which to check a working address again
    #[arg(long, value_name = "DAYS", default_value_t = 7)]
    again_after: u32,
    /// Number of servers to request from in parallel
    #[arg(long, value_name = "N", default_value_t = 8, value_parser = clap::value_parser!(u8).range(1..=64))]
    hosts: u8,
    /// Maximum total time, such as 90s, 30m or 2h; addresses not requested by then come first the next time
    #[arg(long, value_name = "TIME", default_value = "30m", value_parser = span)]
    at_most: Duration,
    /// Also request servers in private networks: only if you trust the files of the site
    #[arg(long)]
    allow_private: bool,
    #[command(flatten)]
    diagnostics: DiagnosticArgs,
}

fn seconds(text: &str) -> Result<Duration, &'static str> {
    let seconds = text.parse().ok().filter(|seconds| (0.0..=3600.0).contains(seconds));
    seconds.map(Duration::from_secs_f64).ok_or("write seconds up to 3600, such as 1 or 0.5")
}

/// Parses a duration: `90s`, `30m`, `2h`; a number alone is in minutes.
fn span(text: &str) -> Result<Duration, &'static str> {
    let digits = text.trim_end_matches(['s', 'm', 'h']);
    let unit = match &text[digits.len()..] {
        "s" => 1,
        "m" | "" => 60,
        "h" => 3600,
        _ => 0,
    };
    let seconds = digits.parse::<u64>().ok().and_then(|number| number.checked_mul(unit));
    let seconds = seconds.filter(|seconds| (1..=7 * 24 * 3600).contains(seconds));
    seconds.map(Duration::from_secs).ok_or("write a time up to a week, such as 90s, 30m or 2h")
}

/// Runs the command.
pub fn run(root: Option<&Path>, args: &Links, environment: &Environment) -> Result<ExitStatus, Failure> {
    let begun = Instant::now();
    let session = Session::open(root, &CompileArgs::of_today(&args.diagnostics), environment)?;
    let snapshot = session.read()?;
    let compilation = compile(&snapshot, &session.options, &mut Memo::default());
    let (Some(links), Some(base_url)) = (compilation.external_links(), compilation.base_url()) else {
        session.report(&compilation.diagnostics, &snapshot);
        return Ok(ExitStatus::SourceErrors);
    };
    let agent = format!("parvis/{} (checks the links of {base_url})", env!("CARGO_PKG_VERSION"));
    let reach = if args.allow_private { Reach::Private } else { Reach::Public };
    let network = Network::new(&agent, args.timeout, reach);
    let options = CheckOptions { pause: args.pause, hosts: args.hosts.into(), at_most: args.at_most };

    let addresses: BTreeSet<String> = links.iter().map(|link| without_fragment(&link.address).to_owned()).collect();
    let cache = session.cache(environment);
    let (link_cache, now) = (LinkCache::read(&cache, session.root.path()), clock().unix_seconds());
    let known = |address: &String| Some((address.clone(), link_cache.fresh(address, now, args.again_after)?.clone()));
    let mut known: BTreeMap<String, CheckedLink> = addresses.iter().filter_map(known).collect();
    let fresh_count = known.len();
    let last = |address: &String| link_cache.0.get(address).map(|link| link.checked_at);
    let links_to_check: Vec<LinkToCheck> = addresses
        .iter()
        .filter(|address| !known.contains_key(*address))
        .map(|address| LinkToCheck { address: address.clone(), last_checked: last(address) })
        .collect();
    let outcomes = check(&links_to_check, &network, &MachineClock(begun), options);
    refuse_without_network(&outcomes)?;
    known.extend(outcomes.into_iter().map(|(address, outcome)| (address, CheckedLink { checked_at: now, outcome })));

    let outcome = |link: &ExternalLink| known.get(without_fragment(&link.address)).map(|link| &link.outcome);
    let mut diagnostics: Vec<Diagnostic> = links.iter().filter_map(|link| diagnostic(link, outcome(link)?)).collect();
    sort(&mut diagnostics);
    session.report(&diagnostics, &snapshot);
    let (tally, time) = (tally(&known), seconds_taken(begun.elapsed()));
    let left = addresses.len() - known.len();
    let left = match left {
        0 => Message::same(""),
        left => {
            let left = count(
                left,
                ["left for next time, when it comes first", "left for next time, when they come first"],
                [
                    "reportée à la prochaine fois, où elle passera en premier",
                    "reportées à la prochaine fois, où elles passeront en premier",
                ],
            );
            say!(en: ", {left}", fr: ", {left}"; left)
        }
    };
    let fresh = count(fresh_count, ["already checked", "already checked"], ["déjà vérifiée", "déjà vérifiées"]);
    let printed = session.result(&say!(
        en: "{tally}, {fresh}{left} ({time})",
        fr: "{tally}, {fresh}{left} ({time})";
        tally, fresh, left, time
    ));
    // Addresses that were not checked keep the time of their last check, which decides their order next time.
    let not_asked = link_cache.0.into_iter().filter(|(address, _)| addresses.contains(address));
    let mut all: BTreeMap<String, CheckedLink> = not_asked.collect();
    all.extend(known);
    LinkCache(all).write(&cache, session.root.path());
    printed?;
    Ok(if session.fails(&diagnostics) { ExitStatus::SourceErrors } else { ExitStatus::Success })
}

/// If at least so many addresses were checked and all failed, the machine is offline.
const TOO_MANY: usize = 5;

/// Fails if this machine seems to be offline, so that no address is reported as dead.
fn refuse_without_network(outcomes: &BTreeMap<String, Outcome>) -> Result<(), Failure> {
    let unreached = [NoResponse::NoHost, NoResponse::Connection, NoResponse::Timeout].map(Outcome::Failed);
    if outcomes.len() < TOO_MANY || !outcomes.values().all(|outcome| unreached.contains(outcome)) {
        return Ok(());
    }
    let addresses = count(outcomes.len(), ["address", "addresses"], ["adresse", "adresses"]);
    let why = say!(
        en: "none of them responds: is this machine connected to the internet, without a proxy?",
        fr: "aucune ne répond : cette machine est-elle connectée à internet, sans proxy ?"
    );
    Err(Failure::of(say!(en: "request", fr: "d’interroger"), addresses, why))
}

/// The system clock; time elapses since this instant.
struct MachineClock(Instant);

impl Time for MachineClock {
    fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }

    fn now(&self) -> Moment {
        clock()
    }

    fn wait(&self, time: Duration) {
        std::thread::sleep(time);
    }
}

/// The address without its fragment, which is not sent to the host.
fn without_fragment(address: &str) -> &str {
    address.split_once('#').map_or(address, |(page, _)| page)
}

/// The diagnostic for the outcome of an address, if it is a problem.
fn diagnostic(link: &ExternalLink, outcome: &Outcome) -> Option<Diagnostic> {
    let ExternalLink { address, place } = link;
    let warning = |code, message: Message, help: Message| Some(Diagnostic::warning(code, place.clone(), message, help));
    let page = without_fragment(address);
    match outcome {
        // A page that refuses programs may be visible to people.
        Outcome::Good | Outcome::Guarded(_) => None,
        Outcome::Moved(to) => {
            let fragment = if to.contains('#') { "" } else { &address[page.len()..] };
            let message = say!(en: "`{page}` has moved permanently", fr: "`{page}` a changé définitivement d’adresse");
            let help = match is_fit(to) {
                true => say!(en: "write `{to}{fragment}`", fr: "écrivez `{to}{fragment}`"),
                false => say!(
                    en: "open it in a browser to see where it leads, and write that address",
                    fr: "ouvrez-la dans un navigateur pour voir où elle mène, et écrivez cette adresse"
                ),
            };
            warning("moved-link", message, help)
        }
        Outcome::Dead(status) => {
            let message = say!(
                en: "`{page}` no longer exists: its server returns {status}",
                fr: "`{page}` n’existe plus : son serveur répond par le code {status}"
            );
            let help = say!(
                en: "write its new address, or delete the link",
                fr: "écrivez sa nouvelle adresse, ou supprimez le lien"
            );
            warning("dead-link", message, help)
        }
        Outcome::Busy(status) => {
            let message = say!(
                en: "`{page}` does not work: its server returns {status}",
                fr: "`{page}` ne fonctionne pas : son serveur répond par le code {status}"
            );
            warning("silent-link", message, patience())
        }
        Outcome::Astray => {
            let message = say!(
                en: "`{page}` redirects endlessly",
                fr: "`{page}` redirige sans fin d’une adresse à l’autre"
            );
            let help = say!(
                en: "write the address of the page itself, or delete the link",
                fr: "écrivez l’adresse de la page elle-même, ou supprimez le lien"
            );
            warning("dead-link", message, help)
        }
        Outcome::Failed(failing) => {
            let (why, help) = why(failing);
            let message = say!(en: "`{page}` does not respond: {why}", fr: "`{page}` ne répond pas : {why}"; why);
            warning("silent-link", message, help)
        }
    }
}

/// True if a redirect target is fit to be suggested for the sources.
fn is_fit(address: &str) -> bool {
    address.len() <= URL_CHARACTERS && decodings(address).iter().all(|form| unfit(form).is_none())
}

/// The message and the help for a missing response.
fn why(failing: &NoResponse) -> (Message, Message) {
    match failing {
        NoResponse::NoHost => (
            say!(en: "no server has this name", fr: "aucun serveur ne porte ce nom"),
            say!(
                en: "correct the name of the server, or delete the link",
                fr: "corrigez le nom du serveur, ou supprimez le lien"
            ),
        ),
        NoResponse::Timeout => (
            say!(en: "its server takes too long to respond", fr: "son serveur met trop de temps à répondre"),
            patience(),
        ),
        NoResponse::Connection => {
            (say!(en: "the connection to its server fails", fr: "la connexion à son serveur n’aboutit pas"), patience())
        }
        NoResponse::Tls => (
            say!(
                en: "its certificate is not valid, and browsers warn visitors about it",
                fr: "son certificat n’est pas valable, et les navigateurs mettent les visiteurs en garde"
            ),
            patience(),
        ),
        NoResponse::Private => (
            say!(
                en: "its server is in a private network, which visitors cannot reach",
                fr: "son serveur est dans un réseau privé, inaccessible aux visiteurs"
            ),
            say!(
                en: "write an address that everyone can reach",
                fr: "écrivez une adresse accessible à tous"
            ),
        ),
    }
}

/// The help for errors that may be temporary.
fn patience() -> Message {
    say!(
        en: "open it in a browser; if it stays like this for days, write another address or delete the link",
        fr: "ouvrez-la dans un navigateur ; si cela dure plusieurs jours, écrivez une autre adresse ou supprimez le lien"
    )
}

/// `12 addresses: 9 good, 1 moved, …`.
fn tally(known: &BTreeMap<String, CheckedLink>) -> Message {
    let count_of = |is_it: fn(&Outcome) -> bool| known.values().filter(|asked| is_it(&asked.outcome)).count();
    let said = |number, en, fr| count(number, [en; 2], fr);
    let good = count_of(|outcome| *outcome == Outcome::Good);
    let moved = count_of(|outcome| matches!(outcome, Outcome::Moved(_)));
    let dead = count_of(|outcome| matches!(outcome, Outcome::Dead(_) | Outcome::Astray));
    let silent = count_of(|outcome| matches!(outcome, Outcome::Busy(_) | Outcome::Failed(_)));
    let closed = count_of(|outcome| matches!(outcome, Outcome::Guarded(_)));
    let addresses = count(known.len(), ["address", "addresses"], ["adresse", "adresses"]);
    let good = said(good, "working", ["valide", "valides"]);
    let moved = said(moved, "moved", ["déplacée", "déplacées"]);
    let dead = said(dead, "broken", ["introuvable", "introuvables"]);
    let silent = said(silent, "not responding", ["sans réponse"; 2]);
    let closed = said(closed, "closed to robots", ["refusée aux robots", "refusées aux robots"]);
    say!(
        en: "{addresses}: {good}, {moved}, {dead}, {silent}, {closed}",
        fr: "{addresses} : {good}, {moved}, {dead}, {silent}, {closed}";
        addresses, good, moved, dead, silent, closed
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::message::UiLang;

    #[test]
    fn the_tally_agrees_with_its_numbers() {
        let tally_of = |outcomes: &[Outcome], ui_lang| {
            let links = outcomes.iter().enumerate().map(|(rank, outcome)| {
                (format!("https://{rank}.lu/"), CheckedLink { checked_at: 0, outcome: outcome.clone() })
            });
            tally(&links.collect()).text(ui_lang).to_owned()
        };
        let one = [Outcome::Moved("https://a.lu/".into()), Outcome::Guarded(403)];
        let said = "2 adresses\u{a0}: 0 valide, 1 déplacée, 0 introuvable, 0 sans réponse, 1 refusée aux robots";
        assert_eq!(tally_of(&one, UiLang::French), said);
        let two = [Outcome::Good, Outcome::Good, Outcome::Dead(404), Outcome::Dead(410)];
        let said = "4 adresses\u{a0}: 2 valides, 0 déplacée, 2 introuvables, 0 sans réponse, 0 refusée aux robots";
        assert_eq!(tally_of(&two, UiLang::French), said);
        let said = "4 addresses: 2 working, 0 moved, 2 broken, 0 not responding, 0 closed to robots";
        assert_eq!(tally_of(&two, UiLang::English), said);
    }
}
