//! `parvis build`: compiles and publishes.

use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Args;

use crate::base::output::Role;
use crate::cli::End;
use crate::cli::environment::Environment;
use crate::cli::session::{Compiling, Session};
use crate::edge::failure::Failure;
use crate::edge::publish::publish;

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
    let begun = Instant::now();
    let session = Session::open(root, &asked.compiling, environment)?;
    let compilation = session.compile(&session.read()?);
    if session.fails(&compilation.diagnostics) {
        return Ok(End::Mistakes);
    }
    let out = asked.out.clone().unwrap_or_else(|| session.root.join("public"));
    let tree = &compilation.tree;
    let counts = publish(&session.root, tree, &out)?;
    session.result(&format!(
        "{}, {}, {}: {} new, {} changed, {} unchanged, {} removed ({:.2} s)",
        number(tree.count(Role::Page), "page"),
        number(tree.count(Role::Feed), "feed"),
        number(tree.count(Role::File), "file"),
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
