//! `parvis new --ci`: writes the CI files that publish the site on every push and when it changes with time, record its
//! addresses, and check and preview pull requests without running their code.
//!
//! The files are those of the project's own catalogue; in other repositories they install this version of the program, here they
//! compile it.

use std::path::Path;

use clap::ValueEnum;

use crate::base::message::{Message, say};
use crate::base::source::SourcePath;
use crate::cli::environment::Environment;
use crate::cli::exit_status::ExitStatus;
use crate::cli::nginx;
use crate::cli::print;
use crate::edge::create::create;
use crate::edge::failure::Failure;
use crate::edge::root::Root;

/// A host that can be published to by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Host {
    /// GitHub Pages: workflows that check, build and publish, record addresses in permalinks.lock, and preview pull requests
    Github,
    /// GitLab Pages: a pipeline that checks merge requests, builds and publishes, and records addresses in permalinks.lock
    Gitlab,
    /// Netlify: its settings file, and workflows for GitHub that record addresses in permalinks.lock, rebuild the site at the times when it changes, and preview pull requests
    Netlify,
    /// A machine of your own: the settings of nginx for the languages of the site, and the script that publishes
    Nginx,
}

/// The script that provides the program: for content repositories, and for that of parvis itself.
const PROGRAM: (&str, &str, &str) = (".ci/program", include_str!("ci/program"), include_str!("../../.ci/program"));

/// The files for GitHub, whichever host publishes: checks and previews of pull requests, the link check, and updates of the
/// actions that workflows use.
const ON_GITHUB: [(&str, &str); 7] = [
    (".github/workflows/check.yml", include_str!("../../.github/workflows/check.yml")),
    (".github/workflows/preview.yml", include_str!("../../.github/workflows/preview.yml")),
    (".github/workflows/links.yml", include_str!("../../.github/workflows/links.yml")),
    (".github/dependabot.yml", include_str!("../../.github/dependabot.yml")),
    (".ci/pull-request", include_str!("../../.ci/pull-request")),
    (".ci/netlify-preview", include_str!("../../.ci/netlify-preview")),
    (".ci/tell", include_str!("../../.ci/tell")),
];

/// Commits the lock file, for hosts that publish by themselves.
const RECORD: (&str, &str) = (".ci/record", include_str!("../../.ci/record"));

impl Host {
    /// The CI files of a host.
    fn files(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Github => &[(".github/workflows/publish.yml", include_str!("ci/publish.yml"))],
            Self::Gitlab => &[(".gitlab-ci.yml", include_str!("ci/gitlab-ci.yml"))],
            Self::Netlify => &[
                ("netlify.toml", include_str!("../../netlify.toml")),
                (".ci/netlify", include_str!("../../.ci/netlify")),
                (".github/workflows/rebuild.yml", include_str!("../../.github/workflows/rebuild.yml")),
            ],
            Self::Nginx => &[("nginx/publish", include_str!("ci/nginx-publish")), (nginx::MOVED, nginx::NOTHING_MOVED)],
        }
    }

    /// True where it needs GitHub workflows.
    fn is_on_github(self) -> bool {
        matches!(self, Self::Github | Self::Netlify)
    }
}

/// Writes the files of a host that are missing. Those that exist are left as they are, and named: a repository may have moved from
/// another host, or have its own `dependabot.yml`.
pub fn run(root: Option<&Path>, host: Host, environment: &Environment) -> Result<ExitStatus, Failure> {
    let root = Root::find(root, &environment.here)?;
    let is_own = is_own_repository(&root);
    let (name, for_content, for_own) = PROGRAM;
    let program = [(name, if is_own { for_own } else { for_content })];
    let shared = if host.is_on_github() { &ON_GITHUB[..] } else { &[] };
    let record = (host != Host::Nginx).then_some(&RECORD);
    let offered = host.files().iter().chain(shared).chain(record).chain(&program).copied();
    let is_there = |path: &str| root.folder().info(path).is_ok();
    let (mut kept, mut new) = (Vec::new(), Vec::new());
    for (path, text) in offered {
        if is_there(path) {
            kept.push(path);
        } else {
            let text = if is_own { text.to_owned() } else { for_repository_of_content(text) };
            new.push((SourcePath::new(path), text));
        }
    }
    if host == Host::Nginx {
        if is_there(nginx::SETTINGS) {
            kept.push(nginx::SETTINGS);
        } else {
            new.push((SourcePath::new(nginx::SETTINGS), nginx::settings(&root, environment)?));
        }
    }
    create(&root, &new)?;
    new.iter().try_for_each(|(path, _)| print::result(path.as_str()))?;
    let left = (!kept.is_empty()).then(|| left_unchanged(&kept));
    let below = below_the_top(&root, environment).filter(|_| host != Host::Nginx);
    for note in left.iter().chain(&below) {
        print::status(&format!("{}\n", note.text(environment.ui_lang)));
    }
    Ok(ExitStatus::Success)
}

/// A note about files that existed.
fn left_unchanged(paths: &[&str]) -> Message {
    let paths = paths.iter().map(|path| format!("`{path}`")).collect::<Vec<_>>().join(", ");
    say!(
        en: "note: what already exists is left unchanged: {paths}; to have a file written again, move it away first",
        fr: "note : ce qui existe déjà reste inchangé : {paths} ; pour faire réécrire un fichier, déplacez-le d’abord"
    )
}

/// True in the repository of parvis itself, which compiles the program.
fn is_own_repository(root: &Root) -> bool {
    let package = root.folder().read("Cargo.toml", 1 << 16).unwrap_or_default();
    String::from_utf8_lossy(&package).lines().any(|line| line.trim() == "name = \"parvis\"")
}

/// Removes the lines for compiling the program, and inserts the version.
fn for_repository_of_content(text: &str) -> String {
    const BEGINS: &str = "      # In the repository of parvis itself";
    const ENDS: &str = "      # (end)";
    let mut is_left_out = false;
    let kept = text.lines().filter(|line| {
        is_left_out |= line.starts_with(BEGINS);
        let keeps = !is_left_out;
        is_left_out &= *line != ENDS;
        keeps
    });
    let kept: String = kept.map(|line| format!("{line}\n")).collect();
    kept.replace("@VERSION@", env!("CARGO_PKG_VERSION"))
}

/// A note for sites in a subfolder of their repository: forges read their files at the top only.
fn below_the_top(root: &Root, environment: &Environment) -> Option<Message> {
    let below = root.below_the_top(environment.workspace.as_deref());
    if below.is_empty() {
        return None;
    }
    Some(say!(
        en: "note: the site is in `{below}` of its repository, and Git hosts only look for these files at the top level: move them there and adapt the path in them, or keep the site at the top level",
        fr: "note : le site se trouve dans `{below}` de son dépôt, et les forges ne cherchent ces fichiers qu’à la racine : déplacez-les à la racine et adaptez le chemin qu’ils contiennent, ou placez le site à la racine"
    ))
}
