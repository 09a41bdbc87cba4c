//! `parvis check`: the same diagnostics as `build`, and nothing written.

use std::mem::ManuallyDrop;
use std::path::Path;
use std::time::Instant;

use clap::Args;

use crate::base::diagnostic::sort;
use crate::base::message::{count, say};
use crate::cli::build::seconds;
use crate::cli::environment::Environment;
use crate::cli::exit_status::ExitStatus;
use crate::cli::session::{CompileArgs, Session};
use crate::compile::compile;
use crate::compile::memo::Memo;
use crate::edge::asset_cache::AssetCache;
use crate::edge::failure::Failure;

/// Check the files of the site for errors, without writing anything
///
/// Reports the same errors as `build`. Exits with 0 if the site can be published, with 1 if not, with 2 on a usage or system error.
#[derive(Args, Debug)]
#[command(after_help = "Example: parvis check --strict")]
pub struct Check {
    #[command(flatten)]
    compile: CompileArgs,
}

/// Runs the command.
pub fn run(root: Option<&Path>, args: &Check, environment: &Environment) -> Result<ExitStatus, Failure> {
    let begun = Instant::now();
    let session = Session::open(root, &args.compile, environment)?;
    let snapshot = ManuallyDrop::new(session.read()?);
    // The process ends with the result, so memory is left to the system instead of being dropped.
    let mut memo = ManuallyDrop::new(Memo::default());
    let compilation = ManuallyDrop::new(compile(&snapshot, &session.options, &mut memo));
    let mut diagnostics = compilation.all_diagnostics();
    let assets = AssetCache::new(session.root.clone(), session.cache(environment));
    diagnostics.extend(compilation.at_references(assets.diagnostics(&compilation.tree)?));
    diagnostics.extend(assets.warnings(&compilation.tree)?);
    sort(&mut diagnostics);
    session.report(&diagnostics, &snapshot);
    let (number, time) = (snapshot.files.len(), seconds(begun.elapsed()));
    let (en, fr) = (["file checked", "files checked"], ["fichier vérifié", "fichiers vérifiés"]);
    let files = count(number, en, fr);
    session.result(&say!(en: "{files} ({time})", fr: "{files} ({time})"; files, time))?;
    Ok(if session.fails(&diagnostics) { ExitStatus::SourceErrors } else { ExitStatus::Success })
}
