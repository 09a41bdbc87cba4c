//! `parvis new --cms`: writes `admin/`, with which editors write in a browser.

use std::collections::BTreeSet;
use std::path::Path;

use crate::base::message::say;
use crate::base::snapshot::Snapshot;
use crate::base::source::SourcePath;
use crate::cli::End;
use crate::cli::environment::{Environment, clock};
use crate::cli::print;
use crate::compile::terms;
use crate::edge::create::create;
use crate::edge::disk;
use crate::edge::failure::{Failure, WRITE};
use crate::edge::root::Root;
use crate::kind::key::Kind;
use crate::render::editors::cms::{Place, TEXT_JS, config, config_file, page};
use crate::render::editors::guide::Guide;

/// Writes the files, none of which may be there.
pub fn run(root: Option<&Path>, repository: &str, environment: &Environment) -> Result<End, Failure> {
    let root = Root::find(root, &environment.here)?;
    let snapshot = disk::read(&root, clock())?;
    let terms = terms(&snapshot);
    if terms.tags.is_empty() {
        let why = say!(
            en: "the site names no languages: begin with `content/site.yaml`",
            fr: "le site n’indique aucune langue : commencez par `content/site.yaml`"
        );
        return Err(Failure::new(WRITE, "admin", why));
    }
    let guide = Guide::new(environment.explaining(&terms.tags));
    let folders = folders(&snapshot);
    let config = config(&Place { repository, folders: &folders }, &terms, &guide);
    let files = [
        ("admin/index.html", page(&guide)),
        ("admin/config.yml", config_file(&config, &guide)),
        ("admin/text.js", TEXT_JS.to_owned()),
    ];
    let files = files.map(|(path, text)| (SourcePath::new(path), text));
    create(&root, &files)?;
    files.iter().try_for_each(|(path, _)| print::result(path.as_str()))?;
    Ok(End::Done)
}

/// Every folder that holds items, and that of a kind that has none yet.
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
