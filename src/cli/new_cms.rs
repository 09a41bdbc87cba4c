//! `parvis new --cms`: writes `admin/`, the browser editor, and brings one that is there up to date.

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
use crate::output::editors::cms::{
    FIELDS_JS, Forge, ItemFolder, MARK, Repository, fields, fields_file, page, settings,
};
use crate::output::editors::guide::FieldGuide;

/// The settings, which are written once and belong to the site.
const SETTINGS: &str = "admin/config.yml";

/// The most bytes of a file that the command has written earlier.
const MOST: u64 = 8 << 20;

/// Writes the files. Those of an earlier run are replaced, except the settings; a file of somebody else's is an error.
pub fn run(root: Option<&Path>, repository: Option<&str>, environment: &Environment) -> Result<ExitStatus, Failure> {
    let named = repository.map(checked).transpose()?;
    let root = Root::find(root, &environment.here)?;
    let snapshot = disk::read(&root, clock())?;
    let terms = site_terms(&snapshot);
    if terms.tags.is_empty() {
        let why = say!(
            en: "the site has no languages: start with `content/site.yaml`",
            fr: "le site n’indique aucune langue : commencez par `content/site.yaml`"
        );
        return Err(Failure::new(WRITE, "admin", why));
    }
    let guide = FieldGuide::new(environment.explaining(&terms.tags));
    let fields = fields(&folders(&snapshot), &terms, &guide);
    let unnamed = || Repository { forge: Forge::GitHub, name: "owner/name".to_owned() };
    let files = [
        ("admin/index.html", page(&guide)),
        ("admin/fields.yml", fields_file(&fields, &guide)),
        ("admin/fields.js", FIELDS_JS.to_owned()),
        (SETTINGS, settings(named.as_ref().unwrap_or(&unnamed()), &guide)),
    ];
    let (mut new, mut outdated) = (Vec::new(), Vec::new());
    for (path, text) in files {
        let source = SourcePath::new(path);
        // What cannot be read is reported when it is created.
        match root.read(&source, MOST) {
            Err(_) => new.push((source, text)),
            Ok(_) if path == SETTINGS => {}
            Ok(before) if String::from_utf8_lossy(&before).contains(MARK) => outdated.push((source, text)),
            Ok(_) => {
                let why = say!(
                    en: "it already exists, and was not written by `parvis new --cms`: rename it",
                    fr: "il existe déjà, et n’a pas été écrit par `parvis new --cms` : renommez-le"
                );
                return Err(Failure::new(WRITE, path, why));
            }
        }
    }
    let is_begun = new.iter().any(|(path, _)| path.as_str() == SETTINGS);
    create(&root, &new)?;
    outdated.iter().try_for_each(|(path, text)| root.replace(path, text.as_bytes()))?;
    new.iter().chain(&outdated).try_for_each(|(path, _)| print::result(path.as_str()))?;
    if is_begun && named.is_none() {
        let hint = say!(
            en: "Write the repository of the site into {SETTINGS}, in place of `owner/name`.",
            fr: "Écrivez le dépôt du site dans {SETTINGS}, à la place de `owner/name`."
        );
        print::status(&format!("{}\n", hint.text(environment.ui_lang)));
    }
    Ok(ExitStatus::Success)
}

/// The repository of `owner/name` at GitHub, or of an address at GitHub or a GitLab.
fn checked(written: &str) -> Result<Repository, Failure> {
    read(written).ok_or_else(|| {
        let why = say!(
            en: "it is not a repository: write it as `owner/name` or `https://gitlab.com/group/name`",
            fr: "ce n’est pas un dépôt : écrivez-le sous la forme `owner/name` ou `https://gitlab.com/group/name`"
        );
        Failure::new(say!(en: "use the repository", fr: "d’utiliser le dépôt"), written, why)
    })
}

fn read(written: &str) -> Option<Repository> {
    let address = written.strip_prefix("https://").and_then(|rest| rest.split_once('/'));
    let address = address.or_else(|| written.strip_prefix("git@")?.split_once(':'));
    let (host, name) = address.unwrap_or(("github.com", written));
    let name = if address.is_some() { name.trim_end_matches('/').trim_end_matches(".git") } else { name };
    match host {
        "github.com" => is_github_name(name).then(|| Repository { forge: Forge::GitHub, name: name.to_owned() }),
        host => {
            let is_host = is_made_of(host, 253, b"-.:") && host.starts_with(|sign: char| sign.is_ascii_alphanumeric());
            let is_part = |part: &str| is_made_of(part, 255, b"-_.") && !part.starts_with(['.', '-']);
            let is_name = name.contains('/') && name.split('/').all(is_part);
            (is_host && is_name).then(|| Repository { forge: Forge::GitLab(host.to_owned()), name: name.to_owned() })
        }
    }
}

fn is_made_of(text: &str, most: usize, signs: &[u8]) -> bool {
    (1..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || signs.contains(&byte))
}

fn is_github_name(text: &str) -> bool {
    text.split_once('/').is_some_and(|(owner, name)| {
        let is_owner = is_made_of(owner, 39, b"-_") && !owner.starts_with(['-', '_']) && !owner.ends_with('-');
        is_owner && is_made_of(name, 100, b"-_.") && !matches!(name, "." | "..") && !name.ends_with(".git")
    })
}

/// The folders of items of every kind: those of years are one, and a kind without items has its default folder.
fn folders(snapshot: &Snapshot) -> Vec<ItemFolder> {
    let mut folders = Vec::new();
    for kind in Kind::ALL {
        let top = format!("content/{}", kind.folder());
        let is_item = |path: &&SourcePath| {
            let name = path.name();
            path.as_str().starts_with(&format!("{top}/")) && name.starts_with("index.") && name.ends_with(".md")
        };
        let above = |path: &SourcePath| path.folder().rsplit_once('/').map(|(above, _)| above.to_owned());
        let mut held: BTreeSet<String> = snapshot.files.keys().filter(is_item).filter_map(above).collect();
        let is_year = |folder: &str| {
            let below = folder.strip_prefix(&top).and_then(|below| below.strip_prefix('/'));
            below.is_some_and(|year| year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit()))
        };
        let all = held.len();
        held.retain(|folder| !is_year(folder));
        if held.len() < all {
            folders.push(ItemFolder { kind: *kind, path: top, by_year: true });
        } else if held.is_empty() {
            held.insert(top);
        }
        folders.extend(held.into_iter().map(|path| ItemFolder { kind: *kind, path, by_year: false }));
    }
    folders
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_repository_is_a_name_at_github_or_an_address() {
        let github = |name: &str| Some(Repository { forge: Forge::GitHub, name: name.to_owned() });
        for good in ["owner/name", "a/b", "Gov-Lab/site.lu", "octocat_corp/x_y-z", "a/.github"] {
            assert_eq!(read(good), github(good));
        }
        for address in
            ["https://github.com/owner/name", "https://github.com/owner/name.git", "git@github.com:owner/name.git"]
        {
            assert_eq!(read(address), github("owner/name"), "{address}");
        }
        let gitlab =
            |host: &str, name: &str| Some(Repository { forge: Forge::GitLab(host.to_owned()), name: name.to_owned() });
        assert_eq!(read("https://gitlab.com/group/below/name/"), gitlab("gitlab.com", "group/below/name"));
        assert_eq!(read("git@git.example.lu:lab/site.git"), gitlab("git.example.lu", "lab/site"));
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
            "https://github.com/owner",
            "https://gitlab.com/name",
            "https://gitlab.com/group/../name",
            "https://user:secret@gitlab.com/a/b",
            "http://gitlab.com/a/b",
            "o\u{e9}/x",
            "owner/na me",
            "owner/\u{202e}x",
        ] {
            assert_eq!(read(bad), None, "{bad:?}");
        }
        assert_eq!(read(&format!("{}/x", "a".repeat(40))), None);
        assert_eq!(read(&format!("x/{}", "a".repeat(101))), None);
    }
}
