//! `parvis build`: compiles and publishes.

use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

use clap::Args;

use crate::base::diagnostic::{Diagnostic, sort};
use crate::base::message::{Message, count, say};
use crate::base::moment::Moment;
use crate::base::output::Role;
use crate::base::snapshot::Snapshot;
use crate::cli::environment::Environment;
use crate::cli::exit_status::ExitStatus;
use crate::cli::published::PublishedSite;
use crate::cli::session::{CompileArgs, Session};
use crate::cli::summary::{self, Change};
use crate::compile::compile;
use crate::compile::memo::Memo;
use crate::edge::asset_cache::{AssetCache, AssetCounts};
use crate::edge::failure::Failure;
use crate::edge::publish::{Counts, publish};
use crate::edge::record::{self, Record};
use crate::edge::root::NamedPath;

/// Build the site and publish it to a folder
///
/// The folder is replaced as a whole once the new site is complete. If the files of the site have errors, or the build fails, the
/// previously published site stays as it was.
#[derive(Args, Debug)]
#[command(after_help = "Examples: parvis build --out public\n          \
                        parvis build --summary changes.md --against https://lab.example.lu")]
pub struct Build {
    /// The folder to publish to [default: `public` next to `content`]
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
    /// Write to this file a Markdown summary of what changes for visitors, compared with `--against`, or else with the previous contents of `--out`: ready to post as a comment on a pull request
    #[arg(long, value_name = "FILE")]
    summary: Option<PathBuf>,
    #[command(flatten)]
    compile: CompileArgs,
}

/// Runs the command.
pub fn run(root: Option<&Path>, args: &Build, environment: &Environment) -> Result<ExitStatus, Failure> {
    let (begun, read_from) = (Instant::now(), SystemTime::now());
    let session = Session::open(root, &args.compile, environment)?;
    let cache = session.cache(environment);
    let out = args.out.clone().unwrap_or_else(|| session.root.path().join("public"));
    let out = session.named(&out)?;
    let path = out.path();
    let request = format!("{:?}", session.options);
    let stamps = || record::stamps(&session.root, &request, read_from);
    // A summary needs a compilation.
    let before =
        Record::read(&cache, &path).filter(|record| args.summary.is_none() && !session.fails(&record.diagnostics));
    if let Some(record) = before.as_ref().filter(|record| record.stamps.is_some() && record.stamps == stamps()) {
        let snapshot = session.read_some(&record.diagnostics.iter().flat_map(Diagnostic::paths).cloned().collect())?;
        if holds(record, snapshot.now, &out) {
            return unchanged(&session, begun, record, &snapshot);
        }
    }
    let snapshot = ManuallyDrop::new(session.read()?);
    let sources = record::fingerprint(&session.root, &snapshot, &request)?;
    if let Some(record) = before.filter(|record| record.sources == sources)
        && holds(&record, snapshot.now, &out)
    {
        let record = Record { stamps: stamps(), ..record };
        record.write(&cache, &path);
        return unchanged(&session, begun, &record, &snapshot);
    }
    // The process ends after publishing, so memory is left to the system instead of being dropped.
    let mut memo = ManuallyDrop::new(Memo::default());
    let compilation = ManuallyDrop::new(compile(&snapshot, &session.options, &mut memo));
    let assets = AssetCache::new(session.root.clone(), cache.clone());
    let mut diagnostics = match session.fails(&compilation.diagnostics) {
        true => compilation.all_diagnostics(),
        false => compilation.diagnostics_with_fragments(),
    };
    diagnostics.extend(assets.warnings(&compilation.tree)?);
    sort(&mut diagnostics);
    if let Some(file) = &args.summary {
        let text = match session.fails(&diagnostics) {
            true => summary::refused(&diagnostics, &snapshot, session.ui_lang),
            false => {
                let in_folder = PublishedSite::in_folder(&out);
                let published = session.published.as_ref().unwrap_or(&in_folder);
                let change =
                    Change { compilation: &compilation, snapshot: &snapshot, published, diagnostics: &diagnostics };
                summary::summary(&change, session.ui_lang).expect("sources without errors make a site")
            }
        };
        summary::write(&session.named(file)?, &text)?;
    }
    let published = match session.fails(&diagnostics) {
        true => None,
        false => publish(&session.root, &compilation.tree, &out, &assets)?,
    };
    let Some((counts, published)) = published else {
        let mut diagnostics = compilation.all_diagnostics();
        diagnostics.extend(compilation.at_references(assets.diagnostics(&compilation.tree)?));
        diagnostics.extend(assets.warnings(&compilation.tree)?);
        sort(&mut diagnostics);
        if let Some(file) = &args.summary {
            summary::write(&session.named(file)?, &summary::refused(&diagnostics, &snapshot, session.ui_lang))?;
        }
        session.report(&diagnostics, &snapshot);
        return Ok(ExitStatus::SourceErrors);
    };
    session.report(&diagnostics, &snapshot);
    cache.sweep();
    for (kind, AssetCounts { made, cached, time }) in assets.counts() {
        let (kind, time) = (kind.name(), seconds(time));
        let made = count(made, ["generated", "generated"], ["produite", "produites"]);
        let cached = count(cached, ["from cache", "from cache"], ["reprise du cache", "reprises du cache"]);
        let line = say!(
            en: "{kind}: {made}, {cached} ({time})",
            fr: "{kind} : {made}, {cached} ({time})";
            kind, made, cached, time
        );
        session.result(&line)?;
    }
    let files = [Role::Page, Role::Feed, Role::File].map(|role| compilation.tree.count(role));
    if let Some((until, published)) = compilation.valid_until.zip(published.fingerprint()) {
        let (from, until) = (snapshot.now.unix_seconds(), until.unix_seconds());
        Record { sources, stamps: stamps(), published, from, until, files, diagnostics }.write(&cache, &path);
    }
    print_counts(&session, begun, files, counts)
}

/// True when a build at `now` would publish what is there.
fn holds(record: &Record, now: Moment, out: &NamedPath) -> bool {
    let place = out.existing_parent().ok();
    let place = place.as_ref().and_then(|(parent, name)| Some((parent, name.to_str()?)));
    place.is_some_and(|(parent, name)| record.holds(now.unix_seconds(), parent, name))
}

/// Repeats the result of the last build of the same sources.
fn unchanged(session: &Session, begun: Instant, record: &Record, snapshot: &Snapshot) -> Result<ExitStatus, Failure> {
    session.report(&record.diagnostics, snapshot);
    let unchanged = record.files.iter().sum();
    print_counts(session, begun, record.files, Counts { unchanged, ..Counts::default() })
}

/// Prints the last line: the published files and the time.
fn print_counts(session: &Session, begun: Instant, files: [usize; 3], counts: Counts) -> Result<ExitStatus, Failure> {
    let [pages, feeds, others] = files;
    let pages = count(pages, ["page", "pages"], ["page", "pages"]);
    let feeds = count(feeds, ["feed", "feeds"], ["flux", "flux"]);
    let others = count(others, ["file", "files"], ["fichier", "fichiers"]);
    let Counts { new, changed, unchanged, removed } = counts;
    let changed = count(changed, ["changed", "changed"], ["modifié", "modifiés"]);
    let unchanged = count(unchanged, ["unchanged", "unchanged"], ["inchangé", "inchangés"]);
    let time = seconds(begun.elapsed());
    session.result(&say!(
        en: "{pages}, {feeds}, {others}: {new} new, {changed}, {unchanged}, {removed} removed ({time})",
        fr: "{pages}, {feeds}, {others} : {new} en plus, {changed}, {unchanged}, {removed} en moins ({time})";
        pages, feeds, others, changed, unchanged, time
    ))?;
    Ok(ExitStatus::Success)
}

/// A duration in seconds.
pub fn seconds(time: Duration) -> Message {
    let en = format!("{:.2}", time.as_secs_f64());
    let fr = en.replace('.', ",");
    say!(en: "{en} s", fr: "{fr} s")
}
