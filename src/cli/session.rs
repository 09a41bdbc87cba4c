//! What commands that compile share: options, reading sources, reporting diagnostics.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use clap::{Args, ValueEnum};

use crate::base::diagnostic::{Diagnostic, Severity};
use crate::base::message::{Message, UiLang, say};
use crate::base::moment::Moment;
use crate::base::route::BaseUrl;
use crate::base::snapshot::{SITE_FILE, Snapshot};
use crate::base::source::SourcePath;
use crate::cli::environment::{Environment, clock};
use crate::cli::instant::instant;
use crate::cli::print;
use crate::cli::published::PublishedSite;
use crate::compile::{Options, site_zone};
use crate::edge::cache::Cache;
use crate::edge::disk;
use crate::edge::failure::{Failure, USE};
use crate::edge::github::github;
use crate::edge::json::json;
use crate::edge::root::{NamedPath, Root};
use crate::edge::sarif::sarif;
use crate::edge::terminal::{DiagnosticStyle, human, in_short, summary};

/// The options of every command that compiles.
#[derive(Args, Clone, Debug)]
pub struct CompileArgs {
    /// Work as of this instant, such as 2026-03-01T09:00 [default: now, or SOURCE_DATE_EPOCH if set]
    #[arg(long, value_name = "INSTANT")]
    at: Option<String>,
    /// Address of the site, instead of the `base_url` of content/site.yaml
    #[arg(long, value_name = "URL", value_parser = base_url)]
    base_url: Option<BaseUrl>,
    /// Include drafts and scheduled items
    #[arg(long)]
    drafts: bool,
    /// Treat the site as a preview: every page says that it is not published and asks search engines not to index it, and what would disappear from the published site is reported as a warning, not an error
    #[arg(long)]
    preview: bool,
    /// Report anything that would disappear compared with the published site, given by its address or as a folder [default: what permalinks.lock records]
    #[arg(long, value_name = "SITE")]
    against: Option<String>,
    #[command(flatten)]
    diagnostics: DiagnosticArgs,
}

/// The options of every command that tells mistakes in the sources.
#[derive(Args, Clone, Debug)]
pub struct DiagnosticArgs {
    /// Treat warnings as errors
    #[arg(long)]
    strict: bool,
    /// Show every warning, even if there are many of the same kind
    #[arg(long)]
    all: bool,
    /// Format of error messages
    #[arg(long, value_enum, default_value_t = DiagnosticFormat::Human, value_name = "FORMAT")]
    format: DiagnosticFormat,
    /// Print only errors and warnings
    #[arg(long, short)]
    quiet: bool,
}

impl CompileArgs {
    /// For commands with only these options.
    pub fn as_of(at: Option<String>, drafts: bool, quiet: bool) -> Self {
        let diagnostics = DiagnosticArgs { strict: false, all: false, format: DiagnosticFormat::Human, quiet };
        Self { at, base_url: None, drafts, preview: false, against: None, diagnostics }
    }

    /// For commands with only diagnostic options.
    pub fn of_today(args: &DiagnosticArgs) -> Self {
        Self { at: None, base_url: None, drafts: false, preview: false, against: None, diagnostics: args.clone() }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum DiagnosticFormat {
    /// For people: the line concerned, with the error underlined
    Human,
    /// For programs: one JSON object per line
    Json,
    /// For GitHub Actions: each error is shown at its line in the pull request
    Github,
    /// For tools that read SARIF 2.1.0: one document
    Sarif,
}

/// Parses the address of a site.
pub fn base_url(text: &str) -> Result<BaseUrl, &'static str> {
    BaseUrl::parse(text).ok_or("write an address such as https://lab.example.lu, without `?`, `#` and a password")
}

/// The source of the current time.
#[derive(Clone, Debug)]
enum TimeSource {
    Argument(String),
    Fixed(Moment),
    Machine,
}

/// A site and the options to compile it.
#[derive(Debug)]
pub struct Session {
    /// The root of the site.
    pub root: Root,
    /// The options of the compilation.
    pub options: Options,
    /// The working directory.
    here: PathBuf,
    clock: TimeSource,
    strict: bool,
    all: bool,
    quiet: bool,
    format: DiagnosticFormat,
    /// The path of the root in its repository, to which forges' paths are relative: empty, or it ends with `/`.
    below: String,
    /// How diagnostics for people are rendered.
    style: DiagnosticStyle,
    /// The language of the messages.
    pub ui_lang: UiLang,
    /// The site of `--against`.
    pub published: Option<PublishedSite>,
}

impl Session {
    /// Finds the site.
    pub fn open(root: Option<&Path>, args: &CompileArgs, environment: &Environment) -> Result<Self, Failure> {
        let DiagnosticArgs { strict, all, format, quiet } = args.diagnostics;
        let clock = match &args.at {
            Some(text) => TimeSource::Argument(text.clone()),
            None => environment.fixed_now()?.map_or(TimeSource::Machine, TimeSource::Fixed),
        };
        let root = Root::find(root, &environment.here)?;
        let below = root.below_the_top(environment.workspace.as_deref());
        let mut session = Self {
            options: Options {
                base_url: args.base_url.clone(),
                drafts: args.drafts,
                preview: args.preview,
                ..Options::default()
            },
            root,
            here: environment.here.clone(),
            clock,
            strict,
            all,
            quiet,
            format,
            below,
            style: environment.style,
            ui_lang: environment.ui_lang,
            published: None,
        };
        if let Some(against) = &args.against {
            session.set_baseline(PublishedSite::find(against, &session.root, &session.here)?);
        }
        Ok(session)
    }

    /// Makes addresses of the published site that would disappear an error. If its manifest cannot be read, for example before it
    /// is first published, only recorded addresses are checked.
    fn set_baseline(&mut self, published: PublishedSite) {
        match &published.manifest {
            Ok(manifest) => self.options.against = Some(Arc::clone(manifest)),
            Err(why) => {
                let place = &published.place;
                let note = say!(
                    en: "not checked against the published site: {place}, {why}",
                    fr: "aucune comparaison avec le site publié : {place}, {why}";
                    place, why
                );
                // On GitHub, only annotations are visible.
                if self.format == DiagnosticFormat::Github && !self.quiet {
                    print::status(&format!("::warning::{}\n", note.text(self.ui_lang)));
                }
                self.status(&say!(en: "note: {note}", fr: "note : {note}"; note));
            }
        }
        self.published = Some(published);
    }

    /// Reads the sources.
    pub fn read(&self) -> Result<Snapshot, Failure> {
        let mut snapshot = disk::read(&self.root, clock())?;
        self.set_now(&mut snapshot)?;
        Ok(snapshot)
    }

    /// Reads some sources and `site.yaml`: enough to report diagnostics in them.
    pub fn read_some(&self, paths: &BTreeSet<SourcePath>) -> Result<Snapshot, Failure> {
        let mut snapshot = disk::read_some(&self.root, paths.iter().chain([&SourcePath::new(SITE_FILE)]), clock())?;
        self.set_now(&mut snapshot)?;
        Ok(snapshot)
    }

    /// Sets the time of a snapshot: that of `--at`, in the site's zone, else the current time.
    pub fn set_now(&self, snapshot: &mut Snapshot) -> Result<(), Failure> {
        snapshot.now = match &self.clock {
            TimeSource::Argument(text) => instant(text, &site_zone(snapshot))?,
            TimeSource::Fixed(moment) => *moment,
            TimeSource::Machine => clock(),
        };
        Ok(())
    }

    /// Resolves a path of the command line.
    pub fn named(&self, path: &Path) -> Result<NamedPath, Failure> {
        self.root.named(path, &self.here).map_err(|error| Failure::at(USE, path, &error))
    }

    /// Opens the cache.
    pub fn cache(&self, environment: &Environment) -> Cache {
        let (cache, note) = Cache::open(environment.cache.as_deref(), &self.root);
        if let Some(note) = note {
            self.status(&say!(en: "note: {note}", fr: "note : {note}"; note));
        }
        cache
    }

    /// The time until a moment; `None` if the clock is fixed.
    pub fn time_until(&self, moment: Moment) -> Option<Duration> {
        let seconds = moment.unix_seconds() - clock().unix_seconds();
        matches!(self.clock, TimeSource::Machine).then(|| Duration::from_secs(u64::try_from(seconds).unwrap_or(0)))
    }

    /// Prints diagnostics to standard error.
    pub fn report(&self, diagnostics: &[Diagnostic], snapshot: &Snapshot) {
        print::status(&match self.format {
            DiagnosticFormat::Human if self.all => human(diagnostics, snapshot, self.style),
            DiagnosticFormat::Human => in_short(diagnostics, snapshot, self.style),
            DiagnosticFormat::Json => json(diagnostics, snapshot, self.ui_lang),
            DiagnosticFormat::Github => github(diagnostics, snapshot, &self.below, self.ui_lang),
            DiagnosticFormat::Sarif => sarif(diagnostics, snapshot, &self.below, self.ui_lang),
        });
        if let Some(summary) = summary(diagnostics) {
            self.status(&summary);
        }
    }

    /// True when the site must not be published: on errors, and with `--strict` on warnings.
    pub fn fails(&self, diagnostics: &[Diagnostic]) -> bool {
        diagnostics.iter().any(|diagnostic| self.strict || diagnostic.severity == Severity::Error)
    }

    /// Prints a line of the result, unless `--quiet` is set.
    pub fn result(&self, line: &Message) -> Result<(), Failure> {
        if self.quiet { Ok(()) } else { print::result(line.text(self.ui_lang)) }
    }

    /// Prints a status line, for people only and unless `--quiet` is set.
    pub fn status(&self, line: &Message) {
        if !self.quiet && self.format == DiagnosticFormat::Human {
            print::status(&format!("{}\n", line.text(self.ui_lang)));
        }
    }
}
