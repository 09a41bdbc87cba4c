//! `parvis lock`: records every published address and id, so that none disappears unnoticed.

use std::path::Path;

use clap::Args;

use crate::base::message::{count, say};
use crate::base::snapshot::LOCK_FILE;
use crate::base::source::SourcePath;
use crate::cli::environment::Environment;
use crate::cli::exit_status::ExitStatus;
use crate::cli::session::{CompileArgs, Session};
use crate::compile::memo::Memo;
use crate::compile::{compile, permalinks};
use crate::edge::failure::Failure;

/// Record every address and id in permalinks.lock
///
/// What is recorded there must keep working for ever: `parvis check` and `parvis build` report an error if it would not. CI runs
/// this after publishing and commits the file. It keeps what was recorded, and the lines of both sides of a merge.
#[derive(Args, Debug)]
#[command(after_help = "Example: parvis lock")]
pub struct Lock {
    /// Write nothing; exit with 1 if something published is not recorded
    #[arg(long)]
    check: bool,
    /// Record as of this instant, such as 2026-03-01T09:00 [default: now, or SOURCE_DATE_EPOCH if set]
    #[arg(long, value_name = "INSTANT")]
    at: Option<String>,
    /// Print only errors and warnings
    #[arg(long, short)]
    quiet: bool,
}

/// Runs the command.
pub fn run(root: Option<&Path>, args: &Lock, environment: &Environment) -> Result<ExitStatus, Failure> {
    let session = Session::open(root, &CompileArgs::as_of(args.at.clone(), false, args.quiet), environment)?;
    let snapshot = session.read()?;
    let mut memo = Memo::default();
    // A recorded address that disappeared is an error here too, so that a broken state is not recorded.
    let mut diagnostics = compile(&snapshot, &session.options, &mut memo).diagnostics;
    // Unresolved merges of the lock file are fixed by this command.
    diagnostics.retain(|diagnostic| diagnostic.code != permalinks::MERGE_CONFLICT);
    if session.fails(&diagnostics) {
        session.report(&diagnostics, &snapshot);
        return Ok(ExitStatus::SourceErrors);
    }
    let Some((text, counts)) = permalinks::updated_lock_file(&snapshot, &memo) else {
        return Ok(ExitStatus::SourceErrors);
    };
    let recorded = count(counts.recorded, ["name", "names"], ["nom", "noms"]);
    let new = count(counts.new, ["new", "new"], ["nouveau", "nouveaux"]);
    let is_recorded = snapshot.text(&SourcePath::new(LOCK_FILE)) == Some(&*text);
    if args.check {
        session.result(&match counts.new {
            0 => say!(en: "{LOCK_FILE}: everything is recorded", fr: "{LOCK_FILE} : tout est consigné"),
            number => {
                let new = count(
                    number,
                    ["new name, not recorded", "new names, not recorded"],
                    ["nouveau nom, non consigné", "nouveaux noms, non consignés"],
                );
                say!(en: "{LOCK_FILE}: {new}", fr: "{LOCK_FILE} : {new}"; new)
            }
        })?;
        return Ok(if counts.new == 0 { ExitStatus::Success } else { ExitStatus::SourceErrors });
    }
    if !is_recorded {
        session.root.replace(&SourcePath::new(LOCK_FILE), text.as_bytes())?;
    }
    session
        .result(&say!(en: "{LOCK_FILE}: {recorded}, {new}", fr: "{LOCK_FILE} : {recorded}, {new}"; recorded, new))?;
    Ok(ExitStatus::Success)
}
