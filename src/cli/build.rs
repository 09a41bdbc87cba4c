//! `parvis build`: compiles and publishes.

use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};
use std::time::{Instant, SystemTime};

use clap::Args;

use crate::base::diagnostic::Diagnostic;
use crate::base::output::Role;
use crate::base::snapshot::Snapshot;
use crate::cli::End;
use crate::cli::environment::Environment;
use crate::cli::session::{Compiling, Session};
use crate::compile::compile;
use crate::compile::memo::Memo;
use crate::edge::failure::Failure;
use crate::edge::publish::{Counts, publish};
use crate::edge::record::{self, Record};
use crate::edge::works::{Tally, Works};

/// Make the site and publish it to a folder
///
/// The folder is replaced as a whole once the new site is complete. When the sources have errors, or something goes wrong on
/// the way, what was published before stays as it was.
#[derive(Args, Debug)]
#[command(after_help = "Example: parvis build --out public")]
pub struct Build {
    /// The folder to publish to [default: `public` beside `content`]
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
    #[command(flatten)]
    compiling: Compiling,
}

/// Runs the command.
pub fn run(root: Option<&Path>, asked: &Build, environment: &Environment) -> Result<End, Failure> {
    let (begun, read_from) = (Instant::now(), SystemTime::now());
    let session = Session::open(root, &asked.compiling, environment)?;
    let out = asked.out.clone().unwrap_or_else(|| session.root.join("public"));
    let request = format!("{:?}", session.options);
    let stamps = || record::stamps(&session.root, &request, read_from);
    let before = Record::read(&out).filter(|record| !session.fails(&record.diagnostics));
    if let Some(record) = before.as_ref().filter(|record| record.stamps.is_some() && record.stamps == stamps()) {
        let snapshot = session.read_some(&record.diagnostics.iter().flat_map(Diagnostic::paths).cloned().collect())?;
        if record.holds(snapshot.now.unix_seconds(), &out)? {
            return unchanged(&session, begun, record, &snapshot);
        }
    }
    let snapshot = ManuallyDrop::new(session.read()?);
    let sources = record::fingerprint(&session.root, &snapshot, &request)?;
    let now = snapshot.now.unix_seconds();
    if let Some(record) = before.filter(|record| record.sources == sources)
        && record.holds(now, &out)?
    {
        let record = Record { stamps: stamps(), ..record };
        record.write(&out);
        return unchanged(&session, begun, &record, &snapshot);
    }
    // The program ends when the site is published: what it was made from is left to the system to take away.
    let mut memo = ManuallyDrop::new(Memo::default());
    let compilation = ManuallyDrop::new(compile(&snapshot, &session.options, &mut memo));
    let diagnostics = match session.fails(&compilation.diagnostics) {
        true => compilation.all_diagnostics(),
        false => compilation.with_fragments(),
    };
    let works = Works::new(&session.root);
    let published = match session.fails(&diagnostics) {
        true => None,
        false => publish(&session.root, &compilation.tree, &out, &works)?,
    };
    let Some((counts, published)) = published else {
        session.tell(&compilation.all_diagnostics(), &snapshot);
        return Ok(End::Mistakes);
    };
    session.tell(&diagnostics, &snapshot);
    works.sweep();
    for (sort, Tally { made, kept, took }) in works.tallies() {
        session.result(&format!("{}: {made} made, {kept} kept ({:.2} s)", sort.name(), took.as_secs_f64()))?;
    }
    let files = [Role::Page, Role::Feed, Role::File].map(|role| compilation.tree.count(role));
    if let Some(until) = compilation.until {
        let (published, until) = (published.fingerprint(), until.unix_seconds());
        Record { sources, stamps: stamps(), published, from: now, until, files, diagnostics }.write(&out);
    }
    told(&session, begun, files, counts)
}

/// Says what the last build of the same sources said.
fn unchanged(session: &Session, begun: Instant, record: &Record, snapshot: &Snapshot) -> Result<End, Failure> {
    session.tell(&record.diagnostics, snapshot);
    let unchanged = record.files.iter().sum();
    told(session, begun, record.files, Counts { unchanged, ..Counts::default() })
}

/// The last line: what was published, and how long it took.
fn told(session: &Session, begun: Instant, files: [usize; 3], counts: Counts) -> Result<End, Failure> {
    let [pages, feeds, others] = files;
    session.result(&format!(
        "{}, {}, {}: {} new, {} changed, {} unchanged, {} removed ({:.2} s)",
        number(pages, "page"),
        number(feeds, "feed"),
        number(others, "file"),
        counts.new,
        counts.changed,
        counts.unchanged,
        counts.removed,
        begun.elapsed().as_secs_f64(),
    ))?;
    Ok(End::Done)
}

/// How many there are of something: `1 page`, `2 pages`.
pub fn number(count: usize, name: &str) -> String {
    format!("{count} {name}{}", if count == 1 { "" } else { "s" })
}
