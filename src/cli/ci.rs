//! `parvis new --ci`: writes what publishes the site by itself on every push, and again when it changes with time.

use std::path::Path;

use clap::ValueEnum;

use crate::base::source::SourcePath;
use crate::cli::End;
use crate::cli::environment::Environment;
use crate::cli::print;
use crate::edge::create::create;
use crate::edge::failure::Failure;
use crate::edge::root::Root;

/// A host that can be published to by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Host {
    /// GitHub Pages: a workflow that checks, builds and publishes
    Github,
    /// Netlify: its file, and a workflow for GitHub that has it build again when the site changes with time
    Netlify,
}

impl Host {
    /// The files that make it publish. Those for Netlify are the ones that publish the project's own catalogue.
    fn files(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Github => &[(".github/workflows/publish.yml", include_str!("ci/github.yml"))],
            Self::Netlify => &[
                ("netlify.toml", include_str!("../../netlify.toml")),
                (".ci/netlify", include_str!("../../.ci/netlify")),
                (".github/workflows/rebuild.yml", include_str!("../../.github/workflows/rebuild.yml")),
            ],
        }
    }
}

/// Writes the files of a host; none where one is there already.
pub fn run(root: Option<&Path>, host: Host, environment: &Environment) -> Result<End, Failure> {
    let root = Root::find(root, &environment.here)?;
    let files = host.files().iter().map(|(path, text)| (SourcePath::new(*path), (*text).to_owned()));
    let files: Vec<_> = files.collect();
    create(&root, &files)?;
    files.iter().try_for_each(|(path, _)| print::result(path.as_str()))?;
    Ok(End::Done)
}
