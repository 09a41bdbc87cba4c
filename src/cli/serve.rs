//! `parvis serve`: serves the site from memory, and compiles it again on each change, by the same function as `build`.

use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use clap::Args;

use crate::base::diagnostic::{Diagnostic, sort};
use crate::base::message::{Message, UiLang, say};
use crate::base::moment::Moment;
use crate::base::route::{BaseUrl, Route};
use crate::base::snapshot::Snapshot;
use crate::cli::environment::Environment;
use crate::cli::exit_status::ExitStatus;
use crate::cli::print;
use crate::cli::session::{CompileArgs, Session};
use crate::compile::memo::Memo;
use crate::compile::{Compilation, compile};
use crate::edge::browser;
use crate::edge::disk::{self, Changes};
use crate::edge::failure::Failure;
use crate::edge::live::Live;
use crate::edge::server::Server;
use crate::edge::status::StatusPage;
use crate::edge::terminal::{DiagnosticStyle, human, summary};
use crate::edge::watch::Watch;
use crate::theme::AssetAddresses;

/// How diagnostics are rendered in the browser.
fn in_browser(ui_lang: UiLang) -> DiagnosticStyle {
    DiagnosticStyle { colour: false, width: Some(100), ui_lang }
}

/// The most diagnostics shown in the browser; the terminal shows all.
const MOST_IN_BROWSER: usize = 20;

/// Preview the site in a browser, and update it as you write
///
/// Drafts and scheduled items are shown too, and marked. A badge on each page shows what remains to be done, and links to the
/// full list at /_parvis/. While the files of the site have errors, pages keep their last good version and show what is wrong. Nothing is
/// written to disk. Links lead to this server unless `--base-url` is given. Stop with Ctrl-C.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples: parvis serve --open\n          parvis serve --no-drafts --port 8080",
    mut_arg("drafts", |drafts| drafts.hide(true))
)]
pub struct Serve {
    /// Name or address to listen on; with 0.0.0.0, other machines can see the site
    #[arg(long, default_value = "127.0.0.1", value_name = "ADDRESS")]
    host: String,
    /// Port to listen on; 0 picks any free port
    #[arg(long, default_value_t = 1111, value_name = "PORT")]
    port: u16,
    /// Open the site in the browser
    #[arg(long)]
    open: bool,
    /// Show the site as the public sees it, without drafts and scheduled items
    #[arg(long, conflicts_with = "drafts")]
    no_drafts: bool,
    #[command(flatten)]
    compile: CompileArgs,
}

/// Runs the command; returns only on failure.
pub fn run(root: Option<&Path>, args: &Serve, environment: &Environment) -> Result<ExitStatus, Failure> {
    let mut session = Session::open(root, &args.compile, environment)?;
    let server = Server::bind(&args.host, args.port)?;
    print::result(&server.address())?;
    if server.is_public() {
        let warning = say!(
            en: "warning: other machines can reach this server; use it on a trusted network only",
            fr: "avertissement : d’autres machines peuvent atteindre ce serveur ; ne l’utilisez que sur un réseau de confiance"
        );
        print::status(&format!("{}\n", warning.text(session.ui_lang)));
    }
    let base_url = session.options.base_url.take().or_else(|| BaseUrl::parse(&server.address()));
    let home = base_url.as_ref().map(|url| url.href(&Route::new("/"))).unwrap_or_default();
    session.options.base_url = base_url;
    session.options.drafts = !args.no_drafts;
    session.options.assets = AssetAddresses::Fixed;
    // Watch before reading the sources, so that no change is missed.
    let mut watch = Watch::start(session.root.path())?;
    print_notice(&session, &mut watch);
    let live = Arc::new(Live::new(session.root.clone(), session.ui_lang));
    let mut preview = Preview {
        snapshot: session.read()?,
        memo: Memo::default(),
        until: None,
        unchecked: None,
        is_complete: true,
        reported: Vec::new(),
        session: &session,
        live: &live,
    };
    preview.compile();
    let shared = Arc::clone(&live);
    let (address, ui_lang) = (server.address(), session.ui_lang);
    let cache = session.cache(environment);
    thread::spawn(move || server.run(&shared, cache, home.trim_end_matches('/')));
    if args.open {
        thread::spawn(move || {
            if let Err(error) = browser::open(&address) {
                let note = say!(
                    en: "note: cannot open the browser: {error}",
                    fr: "note : impossible d’ouvrir le navigateur : {error}"
                );
                print::status(&format!("{}\n", note.text(ui_lang)));
            }
        });
    }
    loop {
        let changes = watch.wait(preview.timeout())?;
        print_notice(&session, &mut watch);
        match changes {
            Some(changes) => preview.follow(&changes),
            None => preview.rest(&watch)?,
        }
    }
}

/// The quiet time before all pages are checked, which delays responses.
const CALM: Duration = Duration::from_millis(300);

/// The state of the compile loop.
struct Preview<'a> {
    session: &'a Session,
    live: &'a Live,
    snapshot: Snapshot,
    memo: Memo,
    /// False if reading the sources failed.
    is_complete: bool,
    /// When the site next changes by itself.
    until: Option<Moment>,
    /// The current compilation, until its pages have been checked.
    unchecked: Option<Compilation>,
    /// The diagnostics that were last reported.
    reported: Vec<Diagnostic>,
}

impl Preview<'_> {
    /// How long to wait for changes before doing the next task.
    fn timeout(&self) -> Option<Duration> {
        match self.unchecked {
            Some(_) => Some(CALM),
            None => self.session.time_until(self.until?),
        }
    }

    /// Reads changed sources, and compiles and shows the site.
    fn follow(&mut self, changes: &Changes) {
        let begun = Instant::now();
        let changes = if self.is_complete { changes } else { &Changes::Somewhere };
        match self.refresh(changes) {
            Ok(false) if self.is_complete => {}
            Ok(_) => {
                self.is_complete = true;
                self.compile();
                let time = begun.elapsed().as_secs_f64() * 1000.0;
                self.session.status(&say!(
                    en: "rebuilt after a change ({time:.0} ms)",
                    fr: "reconstruit après un changement ({time:.0} ms)"
                ));
            }
            // A folder that is being replaced is missing for a moment; another change follows.
            Err(failure) => {
                self.is_complete = false;
                let line = failure.line(self.session.ui_lang);
                self.session.status(&Message::same(line.trim_end().to_owned()));
                self.live.report(line.trim_end());
            }
        }
    }

    /// Updates the snapshot and its time. Returns whether the site may differ.
    fn refresh(&mut self, changes: &Changes) -> Result<bool, Failure> {
        let differs = disk::refresh(&mut self.snapshot, &self.session.root, changes)?;
        // Keep the time while it makes no difference, so that nothing is recompiled.
        let lasts = self.until.and_then(|until| self.session.time_until(until)).is_some_and(|time| !time.is_zero());
        if !lasts {
            self.session.set_now(&mut self.snapshot)?;
        }
        Ok(differs)
    }

    fn compile(&mut self) {
        let compilation = compile(&self.snapshot, &self.session.options, &mut self.memo);
        let diagnostics = compilation.diagnostics.clone();
        if self.session.fails(&diagnostics) {
            self.report(&diagnostics);
        } else {
            self.live.show(compilation.tree.clone());
        }
        self.live.show_status(StatusPage::new(&diagnostics, &self.snapshot, compilation.status()));
        self.until = compilation.valid_until;
        self.unchecked = Some(compilation);
        if self.reported != diagnostics {
            self.session.report(&diagnostics, &self.snapshot);
            self.reported = diagnostics;
        }
    }

    /// Runs when nothing changes: checks all pages once, then recompiles the site when it changes by itself.
    fn rest(&mut self, watch: &Watch) -> Result<(), Failure> {
        let Some(compilation) = self.unchecked.take() else {
            self.session.set_now(&mut self.snapshot)?;
            self.compile();
            return Ok(());
        };
        let has_changed = watch.has_changed();
        // A change interrupts the check.
        let Some(found) = compilation.check_pages(&|| !has_changed()) else {
            self.unchecked = Some(compilation);
            return Ok(());
        };
        let is_shown = !self.session.fails(&compilation.diagnostics);
        if !found.is_empty() {
            let mut all = compilation.diagnostics.clone();
            all.extend_from_slice(&found);
            sort(&mut all);
            self.live.show_status(StatusPage::new(&all, &self.snapshot, compilation.status()));
            if self.session.fails(&all) {
                self.report(&all);
            }
        }
        if self.session.fails(&found) {
            self.live.fall_back();
        } else if is_shown {
            self.live.mark_complete();
        }
        if !found.is_empty() {
            self.session.report(&found, &self.snapshot);
            // The next compilation reports its diagnostics again.
            self.reported.clear();
        }
        Ok(())
    }

    fn report(&self, diagnostics: &[Diagnostic]) {
        let ui_lang = self.session.ui_lang;
        let summary = summary(diagnostics);
        let summary = summary.as_ref().map_or("", |summary| summary.text(ui_lang));
        let first = &diagnostics[..diagnostics.len().min(MOST_IN_BROWSER)];
        self.live.report(&format!("{}{summary}", human(first, &self.snapshot, in_browser(ui_lang))));
    }
}

fn print_notice(session: &Session, watch: &mut Watch) {
    if let Some(notice) = watch.notice() {
        session.status(&say!(en: "note: {notice}", fr: "note : {notice}"; notice));
    }
}
