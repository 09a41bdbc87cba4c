//! The folder beside the published one in which the next site is prepared, and the step that puts it in place.
//!
//! There is always a whole site at the published path: the old one until the new one is whole. One run at a time prepares
//! one, so whatever a stage bears when a run begins was left by a run that died.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::base::message::{Message, say};
use crate::edge::disk::FOLDERS;
use crate::edge::failure::{Failure, WRITE};
use crate::edge::system::{Lock, exchange, is_mount_point, lock, settle, settle_names};

/// The file that says that a folder was written here and may be replaced as a whole. It stands inside, so that it goes
/// wherever the folder goes, and its words are for whoever opens it.
pub const MARKER: &str = ".parvis";

/// What stands in the marker.
pub const MARKER_TEXT: &str = "parvis writes this folder and replaces it as a whole: keep nothing of your own in it.\n";

/// Publishing to a folder.
const PUBLISH: Message = Message::fixed("publish to", "de publier dans");

/// A published folder, claimed for this run.
#[derive(Debug)]
pub struct Target {
    /// The published folder.
    pub out: PathBuf,
    stage: PathBuf,
    aside: PathBuf,
    _lock: Lock,
}

impl Target {
    /// Claims `out` for this run: waits for other runs to finish, mends and removes what dead ones left.
    /// Refuses a folder that is not ours to replace.
    pub fn claim(root: &Path, out: &Path) -> Result<Self, Failure> {
        let fail = |error: &io::Error| Failure::at(PUBLISH, out, error);
        let refuse = |why: Message| Failure::new(PUBLISH, out.display().to_string(), why);
        let absolute = std::path::absolute(out).map_err(|error| fail(&error))?;
        let (Some(parent), Some(name)) = (absolute.parent(), absolute.file_name()) else {
            return Err(refuse(say!(
                en: "it is not the name of a folder inside another one",
                fr: "ce n’est pas le nom d’un dossier placé dans un autre"
            )));
        };
        if holds_sources(root, &as_far_as_it_exists(&absolute)) {
            return Err(refuse(say!(
                en: "the sources are there: choose another folder with `--out`",
                fr: "les sources s’y trouvent : choisissez un autre dossier avec `--out`"
            )));
        }
        fs::create_dir_all(parent).map_err(|error| fail(&error))?;
        let parent = parent.canonicalize().map_err(|error| fail(&error))?;
        let out = parent.join(name);
        let lock = lock(&parent).map_err(|error| fail(&error))?;
        let name = name.to_string_lossy();
        let prefix = prefix(&name);
        let stage = parent.join(format!("{prefix}{}", std::process::id()));
        let aside = parent.join(format!("{prefix}{}{ASIDE}", std::process::id()));
        clear_leftovers(&parent, &prefix, &out).map_err(|error| fail(&error))?;
        may_be_replaced(&out, refuse)?;
        if is_mount_point(&out, &parent) {
            return Err(refuse(say!(
                en: "it is the top of a file system, which cannot be replaced as a whole: name a folder in it with `--out`",
                fr: "c’est la racine d’un système de fichiers, qui ne peut être remplacée d’un bloc : nommez un dossier qui s’y \
                     trouve par `--out`"
            )));
        }
        Ok(Self { out, stage, aside, _lock: lock })
    }

    /// An empty folder beside the published one, which is removed again unless it is put in its place.
    pub fn stage(&self) -> Result<Stage<'_>, Failure> {
        fs::create_dir(&self.stage).map_err(|error| Failure::at(WRITE, &self.stage, &error))?;
        Ok(Stage { target: self })
    }
}

/// A site in the making. Dropping it removes what stands at its path.
#[derive(Debug)]
pub struct Stage<'a> {
    target: &'a Target,
}

impl Stage<'_> {
    /// The folder to fill.
    pub fn path(&self) -> &Path {
        &self.target.stage
    }

    /// Puts the filled folder in the place of the published one, and removes the latter. What is put there is on the disk
    /// before, so that after a loss of power too there is a whole site, and it stays there.
    pub fn put_in_place(self) -> Result<(), Failure> {
        let Target { out, stage, .. } = self.target;
        settle(stage).map_err(|error| Failure::at(WRITE, stage, &error))?;
        self.change_places()?;
        let parent = out.parent().unwrap_or(out);
        settle_names(parent).map_err(|error| Failure::at(WRITE, parent, &error))
    }

    fn change_places(&self) -> Result<(), Failure> {
        let Target { out, stage, aside, .. } = self.target;
        let fail = |error: io::Error| Failure::at(say!(en: "replace", fr: "de remplacer"), out, &error);
        if !out.exists() {
            return fs::rename(stage, out).map_err(fail);
        }
        if exchange(stage, out).is_ok() {
            // The old site stands in the stage now, and goes with it.
            return Ok(());
        }
        fs::rename(out, aside).map_err(fail)?;
        if let Err(error) = fs::rename(stage, out) {
            fs::rename(aside, out).map_err(fail)?;
            return Err(fail(error));
        }
        // What cannot be removed now is removed by the next run; the new site is in place.
        let _ = fs::remove_dir_all(aside);
        Ok(())
    }
}

impl Drop for Stage<'_> {
    fn drop(&mut self) {
        // What cannot be removed now is removed by the next run.
        let _ = remove(&self.target.stage);
    }
}

/// Removes a folder with all it holds: the folders two levels below side by side, for a site has many thousand files.
fn remove(folder: &Path) -> io::Result<()> {
    let folders_in = |folder: &Path| -> io::Result<Vec<PathBuf>> {
        let entries = fs::read_dir(folder)?.collect::<io::Result<Vec<_>>>()?;
        let is_folder = |entry: &fs::DirEntry| entry.file_type().is_ok_and(|kind| kind.is_dir());
        Ok(entries.iter().filter(|entry| is_folder(entry)).map(fs::DirEntry::path).collect())
    };
    let mut below = Vec::new();
    for top in folders_in(folder)? {
        below.extend(folders_in(&top)?);
    }
    below.par_iter().try_for_each(fs::remove_dir_all)?;
    fs::remove_dir_all(folder)
}

/// How the name of a folder ends that was moved aside for its successor.
const ASIDE: &str = "-old";

/// True when replacing `out` would take sources with it, or when it is one of their folders.
fn holds_sources(root: &Path, out: &Path) -> bool {
    let tops = FOLDERS.map(|name| root.join(name));
    let whole = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
    tops.iter().any(|top| whole(top).starts_with(out) || out.starts_with(whole(top))) || whole(root).starts_with(out)
}

/// The path without links, though its last parts may not be there yet.
fn as_far_as_it_exists(path: &Path) -> PathBuf {
    let there = path.ancestors().find_map(|folder| Some((folder, folder.canonicalize().ok()?)));
    let Some((folder, whole)) = there else { return path.to_path_buf() };
    path.strip_prefix(folder).map_or_else(|_| path.to_path_buf(), |rest| whole.join(rest))
}

/// True when something lies beside a published folder that a run prepares, or that one left which died.
pub fn is_unfinished(out: &Path) -> bool {
    let Ok(out) = std::path::absolute(out) else { return false };
    let (Some(parent), Some(name)) = (out.parent(), out.file_name()) else { return false };
    let prefix = prefix(&name.to_string_lossy());
    let names = fs::read_dir(parent).into_iter().flatten().flatten().map(|entry| entry.file_name());
    names.into_iter().any(|name| name.to_str().is_some_and(|name| leftover(name, &prefix).is_some()))
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

fn clear_leftovers(parent: &Path, prefix: &str, out: &Path) -> io::Result<()> {
    for entry in fs::read_dir(parent)? {
        let entry = entry?;
        match entry.file_name().to_str().and_then(|name| leftover(name, prefix)) {
            Some(Leftover::Aside) if !out.exists() => fs::rename(entry.path(), out)?,
            Some(Leftover::Aside | Leftover::Stage) => fs::remove_dir_all(entry.path())?,
            None => {}
        }
    }
    Ok(())
}

fn may_be_replaced(out: &Path, refuse: impl Fn(Message) -> Failure) -> Result<(), Failure> {
    let metadata = match fs::symlink_metadata(out) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(refuse(Message::same(error.to_string()))),
    };
    if metadata.is_symlink() {
        return Err(refuse(say!(
            en: "it is a symbolic link, which is not followed: name the folder itself with `--out`",
            fr: "c’est un lien symbolique, qui n’est pas suivi : indiquez le dossier lui-même par `--out`"
        )));
    }
    if !metadata.is_dir() {
        return Err(refuse(say!(
            en: "it is a file, not a folder: choose another name with `--out`",
            fr: "c’est un fichier, non un dossier : choisissez un autre nom avec `--out`"
        )));
    }
    let is_ours = fs::symlink_metadata(out.join(MARKER)).is_ok_and(|marker| marker.is_file());
    let is_empty = fs::read_dir(out).map_err(|error| refuse(Message::same(error.to_string())))?.next().is_none();
    if is_ours || is_empty {
        return Ok(());
    }
    Err(refuse(say!(
        en: "it holds files that parvis did not write: empty it, or choose another folder with `--out`",
        fr: "il contient des fichiers que parvis n’a pas écrits : videz-le, ou choisissez un autre dossier avec `--out`"
    )))
}
