//! `parvis serve`: the site in memory, shown in a browser, made anew on each change. A loop around the same function.

use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::Instant;

use clap::Args;

use crate::base::route::{BaseUrl, Route};
use crate::base::snapshot::Snapshot;
use crate::cli::End;
use crate::cli::environment::Environment;
use crate::cli::print;
use crate::cli::session::{Compiling, Session};
use crate::edge::disk::{self, Changes};
use crate::edge::failure::Failure;
use crate::edge::live::Live;
use crate::edge::server::Server;
use crate::edge::terminal::{Look, human, summary};
use crate::edge::watch::Watch;

/// How mistakes look in the browser.
const IN_BROWSER: Look = Look { colour: false, width: Some(100) };

/// So many mistakes are told in the browser, the first ones; the terminal has them all.
const MOST_IN_BROWSER: usize = 20;

/// Show the site in a browser, and keep it up to date while you write
///
/// Nothing is written to disk. While the sources have errors, pages stay as they last were and say what is wrong. Links lead
/// to this server, unless `--base-url` says otherwise. Stop it with Ctrl-C.
#[derive(Args, Debug)]
#[command(after_help = "Example: parvis serve --drafts --port 8080")]
pub struct Serve {
    /// The name or address to listen on; 0.0.0.0 lets other machines see the site
    #[arg(long, default_value = "127.0.0.1", value_name = "HOST")]
    host: String,
    /// The port to listen on; 0 takes any free one
    #[arg(long, default_value_t = 1111, value_name = "PORT")]
    port: u16,
    #[command(flatten)]
    compiling: Compiling,
}

/// Runs the command, which ends only when it fails.
pub fn run(root: Option<&Path>, asked: &Serve, environment: &Environment) -> Result<End, Failure> {
    let mut session = Session::open(root, &asked.compiling, environment)?;
    let server = Server::bind(&asked.host, asked.port)?;
    print::result(&server.address())?;
    if server.is_public() {
        print::aside("warning: other machines can reach this server; it is made for a trusted network only\n");
    }
    let base_url = session.options.base_url.take().or_else(|| BaseUrl::parse(&server.address()));
    let home = base_url.as_ref().map(|url| url.href(&Route::new("/"))).unwrap_or_default();
    session.options.base_url = base_url;
    // The watch begins before the sources are read, so that no change falls between the two.
    let mut watch = Watch::start(&session.root)?;
    tell(&session, &mut watch);
    let mut snapshot = session.read()?;
    let live = Arc::new(Live::new(&session.root));
    show(&session, &snapshot, &live);
    let shared = Arc::clone(&live);
    thread::spawn(move || server.run(&shared, home.trim_end_matches('/')));
    let mut is_whole = true;
    loop {
        let changes = watch.wait()?;
        tell(&session, &mut watch);
        let begun = Instant::now();
        let changes = if is_whole { changes } else { Changes::Somewhere };
        match refresh(&session, &mut snapshot, &changes) {
            Ok(false) if is_whole => continue,
            Ok(_) => {
                is_whole = true;
                show(&session, &snapshot, &live);
                session.aside(&format!("made anew after a change ({:.0} ms)", begun.elapsed().as_secs_f64() * 1000.0));
            }
            // A folder that is being replaced is not there for a moment: the next change brings it back.
            Err(failure) => {
                is_whole = false;
                session.aside(&format!("error: {failure}"));
                live.report(&format!("error: {failure}"));
            }
        }
    }
}

/// Brings the snapshot and its present up to date. Tells whether the site may differ.
fn refresh(session: &Session, snapshot: &mut Snapshot, changes: &Changes) -> Result<bool, Failure> {
    let differs = disk::refresh(snapshot, &session.root, changes)?;
    session.set_now(snapshot)?;
    Ok(differs)
}

fn show(session: &Session, snapshot: &Snapshot, live: &Live) {
    let compilation = session.compile(snapshot);
    let diagnostics = &compilation.diagnostics;
    if session.fails(diagnostics) {
        let summary = summary(diagnostics).unwrap_or_default();
        let first = &diagnostics[..diagnostics.len().min(MOST_IN_BROWSER)];
        live.report(&format!("{}{summary}", human(first, snapshot, IN_BROWSER)));
    } else {
        live.show(compilation.tree);
    }
}

fn tell(session: &Session, watch: &mut Watch) {
    if let Some(notice) = watch.notice() {
        session.aside(&format!("note: {notice}"));
    }
}
