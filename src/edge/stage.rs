//! The folder beside the published one in which the next site is prepared, and the step that puts it in place.
//!
//! There is always a whole site at the published path: the old one until the new one is whole. One run at a time prepares
//! one, so whatever a stage bears when a run begins was left by a run that died.

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

/// The file that says that a folder was written here and may be replaced as a whole. It stands inside, so that it goes
/// wherever the folder goes, and its words are for whoever opens it.
pub const MARKER: &str = ".parvis";

/// What stands in the marker, above the files that were published.
const MARKER_TEXT: &str = "parvis writes this folder and replaces it as a whole: keep nothing of your own in it.\n";

/// A marker is read up to so many bytes.
const MARKER_BYTES: u64 = 256 * 1024 * 1024;

/// The marker of a folder in which these files are published.
pub fn marker<'p>(paths: impl Iterator<Item = &'p str>) -> String {
    let mut text = MARKER_TEXT.to_owned();
    paths.for_each(|path| text.extend([path, "\n"]));
    text
}

/// The marker of a folder; none where it has none.
pub fn marker_of(folder: &Folder) -> Option<String> {
    String::from_utf8(folder.read(MARKER, MARKER_BYTES).ok()?).ok().filter(|text| text.starts_with(MARKER_TEXT))
}

/// The first file of a folder that neither its marker names nor the next site has: somebody else has put it there, and it is not ours to
/// remove.
pub fn foreign<'p>(
    marker: Option<&str>,
    tree: &OutputTree,
    published: impl Iterator<Item = &'p str>,
) -> Option<&'p str> {
    let ours: HashSet<&str> = marker.into_iter().flat_map(str::lines).skip(1).collect();
    published.filter(|path| !ours.contains(path) && tree.get(path).is_none()).min()
}

/// Publishing to a folder.
pub const PUBLISH: Message = Message::fixed("publish to", "de publier dans");

/// A published folder, claimed for this run.
#[derive(Debug)]
pub struct Target {
    parent: Folder,
    name: String,
    _lock: Lock,
}

impl Target {
    /// Claims the folder `out` for this run: waits for other runs to finish, mends and removes what dead ones left.
    /// Refuses a folder that is not ours to replace.
    pub fn claim(root: &Root, out: &NamedPath) -> Result<Self, Failure> {
        let path = out.path();
        let fail = |error: io::Error| Failure::at(PUBLISH, &path, &error);
        let refuse = |why: Message| Failure::new(PUBLISH, path.display().to_string(), why);
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
            return Err(refuse(say!(
                en: "it is not the name of a folder inside another one",
                fr: "ce n’est pas le nom d’un dossier placé dans un autre"
            )));
        };
        if holds_sources(root.path(), &out.without_links()) {
            return Err(refuse(say!(
                en: "the sources are there: choose another folder with `--out`",
                fr: "les sources s’y trouvent : choisissez un autre dossier avec `--out`"
            )));
        }
        let (parent, _) = out.parent().map_err(fail)?;
        let lock = parent.lock();
        clear_leftovers(&parent, name).map_err(fail)?;
        may_be_replaced(&parent, name, refuse)?;
        if parent.is_mount_point(name) {
            return Err(refuse(say!(
                en: "it is the top of a file system, which cannot be replaced as a whole: name a folder in it with `--out`",
                fr: "c’est la racine d’un système de fichiers, qui ne peut être remplacée d’un bloc : nommez un dossier qui s’y \
                     trouve par `--out`"
            )));
        }
        Ok(Self { parent, name: name.to_owned(), _lock: lock })
    }

    /// Where the published folder is.
    pub fn path(&self) -> PathBuf {
        self.parent.path().join(&self.name)
    }

    /// What is published there now; `None` where nothing is.
    pub fn published(&self) -> Result<Option<Folder>, Failure> {
        match self.parent.folder(&self.name) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            opened => opened.map(Some).map_err(|error| Failure::at(PUBLISH, &self.path(), &error)),
        }
    }

    /// An empty folder beside the published one, which is removed again unless it is put in its place.
    pub fn stage(&self) -> Result<Stage<'_>, Failure> {
        let fail = |error: io::Error| Failure::at(WRITE, &self.path(), &error);
        let name = self.parent.make_folder_beside(&prefix(&self.name)).map_err(fail)?;
        let folder = self.parent.folder(&name).map_err(fail)?;
        Ok(Stage { target: self, name, folder })
    }
}

/// A site in the making. Dropping it removes what stands at its path.
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

    /// Puts the filled folder in the place of the published one. What is put there is on the disk before, so that after a loss of
    /// power too there is a whole site, and it stays there.
    ///
    /// Whoever holds the old folder itself (a container that serves it by a bind mount, a server that was started in it) would be left
    /// with an empty one. So `follow` makes the old folder, which stands aside now, hold what the new one holds, and it takes its
    /// place again; where that fails, the new one stays.
    pub fn put_in_place(self, follow: impl FnOnce(&Folder, &Folder) -> io::Result<()>) -> Result<(), Failure> {
        let Target { parent, name, .. } = self.target;
        let fail = |error: io::Error| Failure::at(WRITE, &self.target.path(), &error);
        self.folder.sync_file_system().map_err(fail)?;
        // It may have become something else while the site was made.
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
            // The new folder is published either way.
            let _ = followed();
        }
        Ok(())
    }

    /// Changes places with the published folder. True where that stands in the place of the stage afterwards.
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
        // What cannot be removed now is removed by the next run; the new site is in place.
        let _ = parent.remove_folder(&aside);
        Ok(false)
    }
}

impl Drop for Stage<'_> {
    fn drop(&mut self) {
        // What cannot be removed now is removed by the next run. What is no folder is not opened.
        let _ = self.target.parent.remove_folder(&self.name);
    }
}

/// How the name of a folder ends that was moved aside for its successor.
const ASIDE: &str = "-old";

/// True when replacing `out` would take sources with it, or when it is one of their folders.
fn holds_sources(root: &Path, out: &Path) -> bool {
    let tops = FOLDERS.map(|name| root.join(name));
    tops.iter().any(|top| without_links(top).starts_with(out) || out.starts_with(without_links(top)))
        || without_links(root).starts_with(out)
}

/// True when something lies beside a published folder that a run prepares, or that one left which died.
pub fn is_unfinished(parent: &Folder, name: &str) -> bool {
    let prefix = prefix(name);
    let entries = parent.entries().unwrap_or_default();
    entries.iter().any(|(name, kind)| {
        *kind == FileKind::Folder && name.to_str().is_some_and(|name| leftover(name, &prefix).is_some())
    })
}

/// How the names of folders begin that runs prepare for a folder of that name.
fn prefix(name: &str) -> String {
    format!(".{name}.parvis-")
}

/// What a run left.
enum Leftover {
    Stage,
    Aside,
}

fn leftover(name: &str, prefix: &str) -> Option<Leftover> {
    let rest = name.strip_prefix(prefix)?;
    let (pid, leftover) = rest.strip_suffix(ASIDE).map_or((rest, Leftover::Stage), |pid| (pid, Leftover::Aside));
    (!pid.is_empty() && pid.bytes().all(|byte| byte.is_ascii_digit())).then_some(leftover)
}

/// Puts the last site back that a dead run moved aside, and removes what else such runs left. What has the form of their
/// names and is no folder was left by none: it stays.
fn clear_leftovers(parent: &Folder, out: &str) -> io::Result<()> {
    let prefix = prefix(out);
    for (name, kind) in parent.entries()? {
        let found = name.to_str().filter(|_| kind == FileKind::Folder).and_then(|name| leftover(name, &prefix));
        match found {
            Some(Leftover::Aside) if parent.kind(out).is_none() && is_ours(parent, &name) => {
                parent.rename(&name, parent, out)?;
            }
            // What cannot be removed stays beside the site, where it is in nobody's way.
            Some(Leftover::Aside | Leftover::Stage) => drop(parent.remove_folder(&name)),
            None => {}
        }
    }
    Ok(())
}

/// True for a folder that was published by this program.
fn is_ours(parent: &Folder, name: impl AsRef<Path>) -> bool {
    parent.folder(name).is_ok_and(|folder| folder.kind(MARKER) == Some(FileKind::File))
}

/// True for a folder with a marker as this program writes it.
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
        en: "it holds files that parvis did not write: empty it, or choose another folder with `--out`",
        fr: "il contient des fichiers que parvis n’a pas écrits : videz-le, ou choisissez un autre dossier avec `--out`"
    )))
}
