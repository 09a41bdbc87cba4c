//! `parvis new --ci`: writes what publishes the site by itself on every push, and again when it changes with time, and what
//! previews pull requests without running anything of them.

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
    /// GitHub Pages: workflows that check, build and publish, and that preview pull requests
    Github,
    /// Netlify: its file, and workflows for GitHub that have it build again when the site changes with time, and that preview pull requests
    Netlify,
}

/// The files for either host: previews of pull requests, and what keeps the actions that workflows name fresh. They are the
/// project's own.
const SHARED: [(&str, &str); 4] = [
    (".github/workflows/preview.yml", include_str!("../../.github/workflows/preview.yml")),
    (".ci/pull-request", include_str!("../../.ci/pull-request")),
    (".ci/netlify-preview", include_str!("../../.ci/netlify-preview")),
    (".github/dependabot.yml", include_str!("../../.github/dependabot.yml")),
];

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

/// Writes the files of a host; none where one is there already. Of the shared files those that are there stay: a repository
/// may have moved from the other host, or have had a `dependabot.yml` for something else.
pub fn run(root: Option<&Path>, host: Host, environment: &Environment) -> Result<End, Failure> {
    let root = Root::find(root, &environment.here)?;
    let shared = SHARED.iter().filter(|(path, _)| root.folder().look(path).is_err());
    let files = host.files().iter().chain(shared).map(|(path, text)| (SourcePath::new(*path), (*text).to_owned()));
    let files: Vec<_> = files.collect();
    create(&root, &files)?;
    files.iter().try_for_each(|(path, _)| print::result(path.as_str()))?;
    Ok(End::Done)
}
