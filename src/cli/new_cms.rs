//! `parvis new --cms`: creates `admin/`, the browser editor.

use std::collections::BTreeSet;
use std::path::Path;

use crate::base::message::say;
use crate::base::snapshot::Snapshot;
use crate::base::source::SourcePath;
use crate::cli::environment::{Environment, clock};
use crate::cli::exit_status::ExitStatus;
use crate::cli::print;
use crate::compile::site_terms;
use crate::edge::create::create;
use crate::edge::disk;
use crate::edge::failure::{Failure, WRITE};
use crate::edge::root::Root;
use crate::kind::key::Kind;
use crate::output::editors::cms::{Repository, TEXT_JS, config, config_file, page};
use crate::output::editors::guide::FieldGuide;

/// Creates the files; fails if one of them exists.
pub fn run(root: Option<&Path>, repository: &str, environment: &Environment) -> Result<ExitStatus, Failure> {
    let repository = checked(repository)?;
    let root = Root::find(root, &environment.here)?;
    let snapshot = disk::read(&root, clock())?;
    let terms = site_terms(&snapshot);
    if terms.tags.is_empty() {
        let why = say!(
            en: "the site names no languages: begin with `content/site.yaml`",
            fr: "le site n’indique aucune langue : commencez par `content/site.yaml`"
        );
        return Err(Failure::new(WRITE, "admin", why));
    }
    let guide = FieldGuide::new(environment.explaining(&terms.tags));
    let folders = folders(&snapshot);
    let config = config(&Repository { repository, folders: &folders }, &terms, &guide);
    let files = [
        ("admin/index.html", page(&guide)),
        ("admin/config.yml", config_file(&config, &guide)),
        ("admin/text.js", TEXT_JS.to_owned()),
    ];
    let files = files.map(|(path, text)| (SourcePath::new(path), text));
    create(&root, &files)?;
    files.iter().try_for_each(|(path, _)| print::result(path.as_str()))?;
    Ok(ExitStatus::Success)
}

/// Validates the name of a GitHub repository: `owner/name`.
fn checked(written: &str) -> Result<&str, Failure> {
    if is_repository(written) {
        return Ok(written);
    }
    // Accept copied addresses: use their last two parts.
    let parts: Vec<&str> = written.trim_end_matches('/').trim_end_matches(".git").rsplit(['/', ':']).take(2).collect();
    let near = parts.iter().rev().copied().collect::<Vec<_>>().join("/");
    let near = if is_repository(&near) { near } else { "owner/name".to_owned() };
    let why = say!(
        en: "it is not the name of a repository on GitHub: write it as in `{near}`",
        fr: "ce n’est pas le nom d’un dépôt sur GitHub : écrivez-le comme dans `{near}`"
    );
    Err(Failure::new(say!(en: "use the repository", fr: "d’utiliser le dépôt"), written, why))
}

fn is_repository(text: &str) -> bool {
    let is_made_of = |part: &str, most: usize, signs: &[u8]| {
        (1..=most).contains(&part.len())
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || signs.contains(&byte))
    };
    text.split_once('/').is_some_and(|(owner, name)| {
        let is_owner = is_made_of(owner, 39, b"-_") && !owner.starts_with(['-', '_']) && !owner.ends_with('-');
        is_owner && is_made_of(name, 100, b"-_.") && !matches!(name, "." | "..") && !name.ends_with(".git")
    })
}

/// Every folder with items, and the default folder of kinds without items.
fn folders(snapshot: &Snapshot) -> Vec<(Kind, String)> {
    let mut folders = Vec::new();
    for kind in Kind::ALL {
        let top = format!("content/{}", kind.folder());
        let is_item = |path: &&SourcePath| {
            let name = path.name();
            path.as_str().starts_with(&format!("{top}/")) && name.starts_with("index.") && name.ends_with(".md")
        };
        let above = |path: &SourcePath| path.folder().rsplit_once('/').map(|(above, _)| above.to_owned());
        let held: BTreeSet<String> = snapshot.files.keys().filter(is_item).filter_map(above).collect();
        match held.is_empty() {
            true => folders.push((*kind, top)),
            false => folders.extend(held.into_iter().map(|folder| (*kind, folder))),
        }
    }
    folders
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_repository_has_an_owner_and_a_name() {
        for good in ["owner/name", "a/b", "Gov-Lab/site.lu", "octocat_corp/x_y-z", "a/.github"] {
            assert!(is_repository(good), "{good}");
        }
        for bad in [
            "",
            "name",
            "owner/",
            "/name",
            "../../x",
            "owner/..",
            "a/b/c",
            "owner/name\n",
            " owner/name",
            "-a/b",
            "a-/b",
            "owner/name.git",
            "https://github.com/owner/name",
            "o\u{e9}/x",
            "owner/na me",
            "owner/\u{202e}x",
        ] {
            assert!(!is_repository(bad), "{bad:?}");
        }
        assert!(!is_repository(&format!("{}/x", "a".repeat(40))) && !is_repository(&format!("x/{}", "a".repeat(101))));
    }
}
