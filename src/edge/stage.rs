//! The staging folder beside the published one, and the step that swaps the two.
//!
//! The published path always has a complete site: the old one until the new one is complete. A lock lets only one run stage at
//! a time, so any stage found at the start was left by a run that died.

use std::collections::HashSet;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::base::message::{Message, say};
use crate::base::output::OutputTree;
use crate::edge::failure::{Failure, WRITE};
use crate::edge::folder::info::FileKind;
use crate::edge::folder::paths::without_links;
use crate::edge::folder::{Folder, Lock};
use crate::edge::root::{FOLDERS, NamedPath, Root};

/// The marker file: the folder was written by this program and may be replaced as a whole. It is inside the folder, so that it
/// moves with it; its text is for people.
pub const MARKER: &str = ".parvis";

/// The first line of the marker, followed by the paths of the published files.
const MARKER_TEXT: &str = "parvis writes this folder and replaces it as a whole: keep nothing of your own in it.\n";

/// The largest marker that is read, in bytes.
const MARKER_BYTES: u64 = 256 * 1024 * 1024;

/// The marker text for these files.
pub fn marker<'p>(paths: impl Iterator<Item = &'p str>) -> String {
    let mut text = MARKER_TEXT.to_owned();
    paths.for_each(|path| text.extend([path, "\n"]));
    text
}

/// The marker text of a folder, if it has one.
pub fn marker_of(folder: &Folder) -> Option<String> {
    String::from_utf8(folder.read(MARKER, MARKER_BYTES).ok()?).ok().filter(|text| text.starts_with(MARKER_TEXT))
}

/// The first published file that neither the marker nor the next site contains: someone else put it there, so it must not be
/// deleted.
pub fn foreign<'p>(
    marker: Option<&str>,
    tree: &OutputTree,
    published: impl Iterator<Item = &'p str>,
) -> Option<&'p str> {
    let ours: HashSet<&str> = marker.into_iter().flat_map(str::lines).skip(1).collect();
    published.filter(|path| !ours.contains(path) && tree.get(path).is_none()).min()
}

/// For failures to publish.
pub const PUBLISH: Message = Message::fixed("publish to", "de publier dans");

/// A published folder, locked for this run.
#[derive(Debug)]
pub struct Target {
    parent: Folder,
    name: String,
    _lock: Lock,
}

impl Target {
    /// Locks the folder `out`, waiting for other runs, and repairs what dead runs left. Refuses a folder that this program may
    /// not replace.
    pub fn claim(root: &Root, out: &NamedPath) -> Result<Self, Failure> {
        let path = out.path();
        let fail = |error: io::Error| Failure::at(PUBLISH, &path, &error);
        let refuse = |why: Message| Failure::new(PUBLISH, path.display().to_string(), why);
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
            return Err(refuse(say!(
                en: "this path does not end in the name of a folder: give one with `--out`, for example `public`",
                fr: "ce chemin ne se termine pas par un nom de dossier : indiquez-en un par `--out`, par exemple `public`"
            )));
        };
        if holds_sources(root.path(), &out.without_links()) {
            return Err(refuse(say!(
                en: "it contains the files that the site is made from: choose another folder with `--out`",
                fr: "il contient les fichiers dont le site est fait : choisissez un autre dossier avec `--out`"
            )));
        }
        let (parent, _) = out.parent().map_err(fail)?;
        let lock = parent.lock();
        clear_leftovers(&parent, name).map_err(fail)?;
        may_be_replaced(&parent, name, refuse)?;
        if parent.is_mount_point(name) {
            return Err(refuse(say!(
                en: "it is the root of a file system, which cannot be replaced as a whole: name a folder inside it with `--out`",
                fr: "c’est la racine d’un système de fichiers, qui ne peut être remplacée d’un bloc : indiquez par `--out` un dossier placé à l’intérieur"
            )));
        }
        Ok(Self { parent, name: name.to_owned(), _lock: lock })
    }

    /// Where the published folder is.
    pub fn path(&self) -> PathBuf {
        self.parent.path().join(&self.name)
    }

    /// The published folder; `None` if nothing is published.
    pub fn published(&self) -> Result<Option<Folder>, Failure> {
        match self.parent.folder(&self.name) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            opened => opened.map(Some).map_err(|error| Failure::at(PUBLISH, &self.path(), &error)),
        }
    }

    /// Creates an empty staging folder, which is deleted again unless it is put in place.
    pub fn stage(&self) -> Result<Stage<'_>, Failure> {
        let fail = |error: io::Error| Failure::at(WRITE, &self.path(), &error);
        let name = self.parent.make_folder_beside(&prefix(&self.name)).map_err(fail)?;
        let folder = self.parent.folder(&name).map_err(fail)?;
        Ok(Stage { target: self, name, folder })
    }
}

/// A staging folder. Dropping it deletes whatever is at its path.
#[derive(Debug)]
pub struct Stage<'a> {
    target: &'a Target,
    name: String,
    folder: Folder,
}

impl Stage<'_> {
    /// The folder to fill.
    pub fn folder(&self) -> &Folder {
        &self.folder
    }

    /// Syncs the staged folder and swaps it with the published one; after a power failure one of the two sites is there,
    /// complete.
    ///
    /// A process that holds the old folder itself (a container with a bind mount, a server started in it) would be left with an
    /// empty one. So `follow` makes the old folder equal to the new one, and the two are swapped again; if that fails, the new
    /// folder stays.
    pub fn put_in_place(self, follow: impl FnOnce(&Folder, &Folder) -> io::Result<()>) -> Result<(), Failure> {
        let Target { parent, name, .. } = self.target;
        let fail = |error: io::Error| Failure::at(WRITE, &self.target.path(), &error);
        self.folder.sync_file_system().map_err(fail)?;
        // The target may have been replaced while the site was generated.
        let refuse = |why: Message| Failure::new(PUBLISH, self.target.path().display().to_string(), why);
        may_be_replaced(parent, name, refuse)?;
        let is_aside = self.change_places()?;
        parent.sync_folder().map_err(fail)?;
        if is_aside {
            let followed = || -> io::Result<()> {
                let old = parent.folder(&self.name)?;
                follow(&old, &parent.folder(name)?)?;
                old.sync_file_system()?;
                parent.exchange(&self.name, name)?;
                parent.sync_folder()
            };
            // On failure the new folder stays published.
            let _ = followed();
        }
        Ok(())
    }

    /// Swaps the stage with the published folder. True when the old site is at the path of the stage afterwards.
    fn change_places(&self) -> Result<bool, Failure> {
        let Target { parent, name: out, .. } = self.target;
        let fail = |error: io::Error| Failure::at(say!(en: "replace", fr: "de remplacer"), &self.target.path(), &error);
        if parent.kind(out).is_none() {
            return parent.rename(&self.name, parent, out).map(|()| false).map_err(fail);
        }
        if parent.exchange(&self.name, out).is_ok() {
            return Ok(true);
        }
        let aside = format!("{}{ASIDE}", self.name);
        parent.rename(out, parent, &aside).map_err(fail)?;
        if let Err(error) = parent.rename(&self.name, parent, out) {
            parent.rename(&aside, parent, out).map_err(fail)?;
            return Err(fail(error));
        }
        // If this fails, the next run deletes it; the new site is in place.
        let _ = parent.remove_folder(&aside);
        Ok(false)
    }
}

impl Drop for Stage<'_> {
    fn drop(&mut self) {
        // If this fails, the next run deletes it. Only folders are opened.
        let _ = self.target.parent.remove_folder(&self.name);
    }
}

/// The suffix of an old site that was renamed for its successor.
const ASIDE: &str = "-old";

/// True when replacing `out` would delete sources, or when it is a source folder.
fn holds_sources(root: &Path, out: &Path) -> bool {
    let tops = FOLDERS.map(|name| root.join(name));
    tops.iter().any(|top| without_links(top).starts_with(out) || out.starts_with(without_links(top)))
        || without_links(root).starts_with(out)
}

/// True when a staging folder exists, in use or left by a dead run.
pub fn is_unfinished(parent: &Folder, name: &str) -> bool {
    let prefix = prefix(name);
    let entries = parent.entries().unwrap_or_default();
    entries.iter().any(|(name, kind)| {
        *kind == FileKind::Folder && name.to_str().is_some_and(|name| leftover(name, &prefix).is_some())
    })
}

/// The prefix of staging folders.
fn prefix(name: &str) -> String {
    format!(".{name}.parvis-")
}

/// What a dead run left.
enum Leftover {
    Stage,
    Aside,
}

fn leftover(name: &str, prefix: &str) -> Option<Leftover> {
    let rest = name.strip_prefix(prefix)?;
    let (pid, leftover) = rest.strip_suffix(ASIDE).map_or((rest, Leftover::Stage), |pid| (pid, Leftover::Aside));
    (!pid.is_empty() && pid.bytes().all(|byte| byte.is_ascii_digit())).then_some(leftover)
}

/// Restores a site that a dead run renamed, and deletes its other leftovers. Entries of such a name that are no folders are not
/// ours and stay.
fn clear_leftovers(parent: &Folder, out: &str) -> io::Result<()> {
    let prefix = prefix(out);
    for (name, kind) in parent.entries()? {
        let found = name.to_str().filter(|_| kind == FileKind::Folder).and_then(|name| leftover(name, &prefix));
        match found {
            Some(Leftover::Aside) if parent.kind(out).is_none() && is_ours(parent, &name) => {
                parent.rename(&name, parent, out)?;
            }
            // If this fails, the leftover does no harm beside the site.
            Some(Leftover::Aside | Leftover::Stage) => drop(parent.remove_folder(&name)),
            None => {}
        }
    }
    Ok(())
}

/// True for a folder that this program published.
fn is_ours(parent: &Folder, name: impl AsRef<Path>) -> bool {
    parent.folder(name).is_ok_and(|folder| folder.kind(MARKER) == Some(FileKind::File))
}

/// True for a folder whose marker has the expected text.
pub fn is_marked(folder: &Folder) -> bool {
    let mut text = Vec::new();
    let read = folder.file(MARKER).and_then(|file| file.take(MARKER_TEXT.len() as u64).read_to_end(&mut text));
    read.is_ok() && text == MARKER_TEXT.as_bytes()
}

fn may_be_replaced(parent: &Folder, name: &str, refuse: impl Fn(Message) -> Failure) -> Result<(), Failure> {
    let kind = match parent.info(name) {
        Ok(info) => info.kind,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(refuse(Message::same(error.to_string()))),
    };
    if kind == FileKind::Link {
        return Err(refuse(say!(
            en: "it is a symbolic link, which is not followed: name the folder itself with `--out`",
            fr: "c’est un lien symbolique, qui n’est pas suivi : indiquez le dossier lui-même par `--out`"
        )));
    }
    if kind != FileKind::Folder {
        return Err(refuse(say!(
            en: "it is a file, not a folder: choose another name with `--out`",
            fr: "c’est un fichier, non un dossier : choisissez un autre nom avec `--out`"
        )));
    }
    let entries = parent.folder(name).and_then(|folder| folder.entries());
    let is_empty = entries.map_err(|error| refuse(Message::same(error.to_string())))?.is_empty();
    if is_empty || is_ours(parent, name) {
        return Ok(());
    }
    Err(refuse(say!(
        en: "it contains files that parvis did not write: empty it, or choose another folder with `--out`",
        fr: "il contient des fichiers que parvis n’a pas écrits : videz-le, ou choisissez un autre dossier avec `--out`"
    )))
}
