//! `parvis lock`: records every address and id, so that none of them vanishes unseen.

use std::path::Path;

use clap::Args;

use crate::base::message::{count, say};
use crate::base::snapshot::LOCK_FILE;
use crate::base::source::SourcePath;
use crate::cli::End;
use crate::cli::environment::Environment;
use crate::cli::session::{Compiling, Session};
use crate::compile::memo::Memo;
use crate::compile::{compile, permalinks};
use crate::edge::failure::Failure;

/// Record every address and id in permalinks.lock
///
/// What is recorded there must answer for ever: `parvis build --locked` fails when it would not. Run it after something was
/// added, and commit the file. It records what will be published later, too, and never takes out what was published.
#[derive(Args, Debug)]
#[command(after_help = "Example: parvis lock")]
pub struct Lock {
    /// Record as of this instant, such as 2026-03-01T09:00 [default: now, or SOURCE_DATE_EPOCH where it is set]
    #[arg(long, value_name = "INSTANT")]
    at: Option<String>,
    /// Print nothing but mistakes in the sources
    #[arg(long, short)]
    quiet: bool,
}

/// Runs the command.
pub fn run(root: Option<&Path>, asked: &Lock, environment: &Environment) -> Result<End, Failure> {
    let mut session = Session::open(root, &Compiling::as_of(asked.at.clone(), false, asked.quiet), environment)?;
    // What is new is not recorded yet: that is why this was called. What would vanish is told, and stays recorded.
    session.options.locked = session.root.has_lock();
    let snapshot = session.read()?;
    let mut memo = Memo::default();
    let compilation = compile(&snapshot, &session.options, &mut memo);
    let mut diagnostics = compilation.diagnostics.clone();
    diagnostics.retain(|diagnostic| diagnostic.code != permalinks::NOT_RECORDED);
    if session.fails(&diagnostics) {
        session.tell(&diagnostics, &snapshot);
        return Ok(End::Mistakes);
    }
    let Some((text, counts)) = permalinks::record(&snapshot, &memo) else { return Ok(End::Mistakes) };
    if snapshot.text(&SourcePath::new(LOCK_FILE)) != Some(&*text) {
        session.root.replace(&SourcePath::new(LOCK_FILE), text.as_bytes())?;
    }
    let recorded = count(counts.recorded, ["name", "names"], ["nom", "noms"]);
    let new = count(counts.new, ["new", "new"], ["nouveau", "nouveaux"]);
    session
        .result(&say!(en: "{LOCK_FILE}: {recorded}, {new}", fr: "{LOCK_FILE} : {recorded}, {new}"; recorded, new))?;
    Ok(End::Done)
}
