//! What `build`, `check` and `serve` have in common: their options, and the way from sources on disk to diagnostics on screen.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::{Args, ValueEnum};

use crate::base::diagnostic::{Diagnostic, Severity};
use crate::base::message::{Message, Tongue, say};
use crate::base::moment::Moment;
use crate::base::route::BaseUrl;
use crate::base::snapshot::Snapshot;
use crate::base::source::SourcePath;
use crate::cli::environment::{Environment, clock};
use crate::cli::instant::instant;
use crate::cli::print;
use crate::compile::{Options, SITE_FILE, site_zone};
use crate::edge::disk;
use crate::edge::failure::Failure;
use crate::edge::json::json;
use crate::edge::terminal::{Look, human, summary};

/// The options of every command that compiles.
#[derive(Args, Clone, Debug)]
pub struct Compiling {
    /// Compile as of this instant, such as 2026-03-01T09:00 [default: now, or SOURCE_DATE_EPOCH where it is set]
    #[arg(long, value_name = "INSTANT")]
    at: Option<String>,
    /// Write addresses of the site under this one, instead of the `base_url` of content/site.yaml
    #[arg(long, value_name = "URL", value_parser = base_url)]
    base_url: Option<BaseUrl>,
    /// Show drafts and what is not published yet
    #[arg(long)]
    drafts: bool,
    /// Mark the site as a preview: every page says that it is not published, and search engines are to leave it out
    #[arg(long)]
    preview: bool,
    /// Let no address and no id vanish that permalinks.lock records [default: where CI=true and the file is there, but for previews]
    #[arg(long)]
    locked: bool,
    /// Let warnings fail as errors do
    #[arg(long)]
    strict: bool,
    /// How mistakes in the sources are told
    #[arg(long, value_enum, default_value_t = Format::Human, value_name = "FORMAT")]
    format: Format,
    /// Print nothing but mistakes in the sources
    #[arg(long, short)]
    pub quiet: bool,
}

impl Compiling {
    /// What a command asks for that has these options only; mistakes are told to people.
    pub fn as_of(at: Option<String>, drafts: bool, quiet: bool) -> Self {
        Self { at, base_url: None, drafts, preview: false, locked: false, strict: false, format: Format::Human, quiet }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people: the line itself with the mistake underlined
    Human,
    /// For programs: one JSON object a line
    Json,
    /// For GitHub's checks (comes with a later version)
    Github,
    /// For tools that read SARIF 2.1.0 (comes with a later version)
    Sarif,
}

fn base_url(text: &str) -> Result<BaseUrl, &'static str> {
    BaseUrl::parse(text).ok_or("write an address such as https://lab.example.lu, without `?` and `#`")
}

/// Where a compilation takes its present from.
#[derive(Clone, Debug)]
enum Clock {
    Written(String),
    Fixed(Moment),
    Machine,
}

/// A site and how it is to be compiled.
#[derive(Clone, Debug)]
pub struct Session {
    /// The folder that holds `content/` and `themes/`.
    pub root: PathBuf,
    /// What the compilation is asked for.
    pub options: Options,
    clock: Clock,
    strict: bool,
    quiet: bool,
    /// How diagnostics are shown to people; `None` where they are for programs.
    look: Option<Look>,
    /// The language of the messages.
    pub tongue: Tongue,
}

impl Session {
    /// Finds the site, and refuses what cannot be done yet.
    pub fn open(root: Option<&Path>, asked: &Compiling, environment: &Environment) -> Result<Self, Failure> {
        let look = match asked.format {
            Format::Human => Some(environment.look),
            Format::Json => None,
            Format::Github => return Err(later("github")),
            Format::Sarif => return Err(later("sarif")),
        };
        let clock = match &asked.at {
            Some(text) => Clock::Written(text.clone()),
            None => environment.fixed_now()?.map_or(Clock::Machine, Clock::Fixed),
        };
        let root = disk::find_root(root, &environment.here)?;
        // What is new in a preview is recorded when it is to be published.
        let locked = asked.locked || (environment.is_ci && !asked.preview && disk::has_lock(&root));
        Ok(Self {
            options: Options {
                base_url: asked.base_url.clone(),
                drafts: asked.drafts,
                preview: asked.preview,
                locked,
                ..Options::default()
            },
            root,
            clock,
            strict: asked.strict,
            quiet: asked.quiet,
            look,
            tongue: environment.tongue,
        })
    }

    /// The sources as they are now.
    pub fn read(&self) -> Result<Snapshot, Failure> {
        let mut snapshot = disk::read(&self.root, clock())?;
        self.set_now(&mut snapshot)?;
        Ok(snapshot)
    }

    /// Some of the sources as they are now, and `site.yaml`: enough to show what is wrong with them.
    pub fn read_some(&self, paths: &BTreeSet<SourcePath>) -> Result<Snapshot, Failure> {
        let mut snapshot = disk::read_some(&self.root, paths.iter().chain([&SourcePath::new(SITE_FILE)]), clock())?;
        self.set_now(&mut snapshot)?;
        Ok(snapshot)
    }

    /// Sets the present of a snapshot: the instant that was asked for, read in the site's zone, or the present.
    pub fn set_now(&self, snapshot: &mut Snapshot) -> Result<(), Failure> {
        snapshot.now = match &self.clock {
            Clock::Written(text) => instant(text, &site_zone(snapshot))?,
            Clock::Fixed(moment) => *moment,
            Clock::Machine => clock(),
        };
        Ok(())
    }

    /// How long it is until a moment, where time goes on.
    pub fn time_until(&self, moment: Moment) -> Option<Duration> {
        let seconds = moment.unix_seconds() - clock().unix_seconds();
        matches!(self.clock, Clock::Machine).then(|| Duration::from_secs(u64::try_from(seconds).unwrap_or(0)))
    }

    /// Shows mistakes on standard error.
    pub fn tell(&self, diagnostics: &[Diagnostic], snapshot: &Snapshot) {
        match self.look {
            None => print::aside(&json(diagnostics, snapshot, self.tongue)),
            Some(look) => {
                print::aside(&human(diagnostics, snapshot, look));
                if let Some(summary) = summary(diagnostics).filter(|_| !self.quiet) {
                    print::aside(&format!("{}\n", summary.text(self.tongue)));
                }
            }
        }
    }

    /// True when nothing may be published: there are errors, or warnings that count as such.
    pub fn fails(&self, diagnostics: &[Diagnostic]) -> bool {
        diagnostics.iter().any(|diagnostic| self.strict || diagnostic.severity == Severity::Error)
    }

    /// Prints a line of the result, unless nothing but mistakes is wanted.
    pub fn result(&self, line: &Message) -> Result<(), Failure> {
        if self.quiet { Ok(()) } else { print::result(line.text(self.tongue)) }
    }

    /// Prints a line about the run, where people read it and want it.
    pub fn aside(&self, line: &Message) {
        if !self.quiet && self.look.is_some() {
            print::aside(&format!("{}\n", line.text(self.tongue)));
        }
    }
}

fn later(format: &str) -> Failure {
    Failure::new(
        say!(en: "write diagnostics as", fr: "d’écrire les messages sous la forme"),
        format,
        say!(
            en: "this format comes with a later version; use `human` or `json`",
            fr: "cette forme viendra avec une version ultérieure ; prenez `human` ou `json`"
        ),
    )
}
