//! The disk as a snapshot: walks `content/` and `themes/` and reads what is to be compiled. Judges nothing that it finds:
//! links and names that are no UTF-8 are passed on as such.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, ErrorKind, Read};
use std::iter;
use std::path::{Component, MAIN_SEPARATOR, Path, PathBuf};

use rayon::prelude::*;
use walkdir::WalkDir;

use crate::base::bounds::{FILE_BYTES, LOCK_BYTES, NAME_BYTES, PATH_BYTES, TEXT_BYTES};
use crate::base::message::{Message, say};
use crate::base::moment::Moment;
use crate::base::picture::{Format, Measure, measure};
use crate::base::snapshot::{Files, LOCK_FILE, Refusal, Snapshot, SourceFile, asset, decode, is_asset, is_text};
use crate::base::source::SourcePath;
use crate::edge::failure::{Failure, READ};
use crate::edge::printable::commands;
use crate::edge::system;

/// The folders that hold the sources; what else lies beside them is not ours.
pub const FOLDERS: [&str; 2] = ["content", "themes"];

/// Vim writes and removes a file of this name to learn whether it may write in a folder; a folder may well be called so.
const VIM_PROBE: &str = "4913";

/// Above so many changed paths, reading everything anew is as fast.
const MANY_CHANGES: usize = 64;

/// The root of the sources: the folder that was named, else the nearest one upward from `here` with `content/` and `themes/`.
pub fn find_root(named: Option<&Path>, here: &Path) -> Result<PathBuf, Failure> {
    let is_root = |folder: &Path| FOLDERS.iter().all(|name| folder.join(name).is_dir());
    if let Some(named) = named {
        let root = std::path::absolute(here.join(named))
            .map_err(|error| Failure::at(say!(en: "find", fr: "de trouver"), named, &error))?;
        return if is_root(&root) {
            Ok(root)
        } else {
            Err(no_root(say!(en: "work in", fr: "de travailler dans"), named))
        };
    }
    here.ancestors()
        .find(|folder| is_root(folder))
        .map(Path::to_path_buf)
        .ok_or_else(|| no_root(say!(en: "find a site from", fr: "de trouver un site à partir de"), here))
}

fn no_root(doing: Message, folder: &Path) -> Failure {
    let why = say!(
        en: "a site is a folder that holds `content/` and `themes/`; name it with `--root`",
        fr: "un site est un dossier qui contient `content/` et `themes/` ; indiquez-le par `--root`"
    );
    Failure::new(doing, folder.display().to_string(), why)
}

/// Reads all sources under `root`. Symbolic links are not followed, but `content` and `themes` themselves may be links.
pub fn read(root: &Path, now: Moment) -> Result<Snapshot, Failure> {
    let mut found = Vec::new();
    let mut folders = Vec::new();
    for name in FOLDERS {
        let top = root.join(name);
        fs::metadata(&top).map_err(|error| Failure::at(READ, &top, &error))?;
        found.extend(walk(root, &top, Some(&mut folders), &mut Vec::new())?);
    }
    if has_lock(root) {
        found.extend(walk(root, &root.join(LOCK_FILE), None, &mut Vec::new())?);
    }
    let below = folders.par_iter().map_init(Vec::new, |scratch, folder| walk(root, folder, None, scratch));
    let below: Vec<_> = below.collect::<Result<_, _>>()?;
    found.extend(below.into_iter().flatten());
    // Of two names that are shown alike one is no UTF-8, and stays: its mistake is to be told.
    found.par_sort_unstable_by(|(one, file), (other, another)| {
        let is_refused = |file: &SourceFile| matches!(file, SourceFile::Refused(_));
        one.cmp(other).then_with(|| is_refused(file).cmp(&is_refused(another)))
    });
    Ok(Snapshot { files: found.into_iter().collect(), now })
}

/// True when addresses and ids are recorded in a file at the root.
pub fn has_lock(root: &Path) -> bool {
    fs::symlink_metadata(root.join(LOCK_FILE)).is_ok()
}

/// Reads these sources under `root`, as far as they are there.
pub fn read_some<'p>(
    root: &Path,
    paths: impl Iterator<Item = &'p SourcePath>,
    now: Moment,
) -> Result<Snapshot, Failure> {
    let mut scratch = Vec::new();
    let mut files = Files::default();
    for path in paths {
        files.extend(walk(root, &root.join(path.as_str()), None, &mut scratch)?);
    }
    Ok(Snapshot { files, now })
}

/// Brings a snapshot up to date after something happened at or under the given paths, or somewhere.
/// Afterwards it equals what [`read`] would return. Tells whether a site made of it may differ from the one before.
pub fn refresh(snapshot: &mut Snapshot, root: &Path, changes: &Changes) -> Result<bool, Failure> {
    let paths = match changes {
        Changes::At(paths) if paths.len() <= MANY_CHANGES => paths,
        Changes::At(_) | Changes::Somewhere => return read_again(snapshot, root),
    };
    let mut differs = false;
    for path in paths {
        let Ok(relative) = path.strip_prefix(root) else { continue };
        let parts: Vec<Component> = relative.components().collect();
        let is_source = parts.first().is_some_and(|top| FOLDERS.iter().any(|name| top.as_os_str() == *name));
        if parts.len() < 2 || relative.to_str().is_none() {
            return read_again(snapshot, root);
        }
        if is_source {
            differs |= refresh_one(snapshot, root, path, relative)?;
        }
    }
    Ok(differs)
}

fn refresh_one(snapshot: &mut Snapshot, root: &Path, path: &Path, relative: &Path) -> Result<bool, Failure> {
    let (name, _) = readable(relative);
    let here = SourcePath::new(&*name);
    // `0` is the character behind `/`, so what lies in a folder is between the two.
    let inside = SourcePath::new(format!("{name}/"))..SourcePath::new(format!("{name}0"));
    let known: Vec<SourcePath> = snapshot.files.range(inside).map(|(path, _)| path.clone()).collect();
    let before: Vec<_> =
        iter::once(here).chain(known).filter_map(|path| snapshot.files.remove_with_key(&path)).collect();
    let is_skipped = relative.iter().skip(1).any(|part| is_skipped(&part.to_string_lossy()));
    let mut after = match is_skipped || behind_a_link(root, relative) {
        true => Vec::new(),
        false => walk(root, path, None, &mut Vec::new())?,
    };
    after.sort_by(|one, other| one.0.cmp(&other.0));
    // Of a file that is not compiled the snapshot knows the size alone: its bytes may be others.
    let differs = before != after || after.iter().any(|(_, file)| matches!(file, SourceFile::Blob { .. }));
    snapshot.files.extend(after);
    Ok(differs)
}

/// Where something happened under the root.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Changes {
    /// At these paths, or under them.
    At(BTreeSet<PathBuf>),
    /// Nobody knows where.
    Somewhere,
}

/// True for names that are no source: dot files, and what editors write while they work.
pub fn is_skipped(name: &str) -> bool {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    name.starts_with('.')
        || name.ends_with('~')
        || (name.starts_with('#') && name.ends_with('#'))
        || matches!(ending, "swp" | "swo" | "swx")
        || name.contains("___jb_tmp___")
        || name.contains("___jb_old___")
}

fn read_again(snapshot: &mut Snapshot, root: &Path) -> Result<bool, Failure> {
    let before = std::mem::replace(snapshot, read(root, snapshot.now)?);
    Ok(before != *snapshot)
}

/// True when a folder on the way to a path is a symbolic link; `content` and `themes` themselves may be links.
pub fn behind_a_link(root: &Path, relative: &Path) -> bool {
    // The last ancestor is empty and the one before it is a top folder, which may be a link.
    let inner: Vec<&Path> = relative.ancestors().skip(1).collect();
    inner.iter().take(inner.len().saturating_sub(2)).any(|folder| root.join(folder).is_symlink())
}

/// How deep a walk goes that leaves folders to others: below a kind's folder there is one for each item.
const SHALLOW: usize = 2;

/// Reads what lies at and under a path, with memory that may be used again. Folders at a certain depth are left to
/// others, where these ask for them.
fn walk(
    root: &Path,
    start: &Path,
    mut left: Option<&mut Vec<PathBuf>>,
    scratch: &mut Vec<u8>,
) -> Result<Vec<(SourcePath, SourceFile)>, Failure> {
    let is_top = FOLDERS.iter().any(|name| root.join(name) == start);
    let mut found = Vec::new();
    let mut entries = WalkDir::new(start).follow_root_links(is_top).into_iter();
    while let Some(entry) = entries.next() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => match error.io_error() {
                // Gone between listing and looking: an editor at work.
                Some(io) if matches!(io.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => continue,
                Some(io) if io.kind() == ErrorKind::PermissionDenied && error.depth() > 0 => {
                    let folder = error.path().unwrap_or(start);
                    let (path, _) = readable(folder.strip_prefix(root).unwrap_or(folder));
                    found.push((SourcePath::new(path), SourceFile::Refused(Refusal::Unreadable)));
                    continue;
                }
                Some(io) => return Err(Failure::at(READ, error.path().unwrap_or(start), io)),
                None => return Err(Failure::new(READ, start.display().to_string(), Message::same(error.to_string()))),
            },
        };
        if is_top && entry.depth() == 0 {
            continue;
        }
        let kind = entry.file_type();
        let name = entry.file_name().to_string_lossy();
        let (path, refusal) = readable(entry.path().strip_prefix(root).unwrap_or(entry.path()));
        let skipped = is_skipped(&name) || (name == VIM_PROBE && kind.is_file());
        if kind.is_dir() && (skipped || refusal.is_some()) {
            entries.skip_current_dir();
        } else if let Some(left) = left.as_mut().filter(|_| kind.is_dir() && entry.depth() == SHALLOW) {
            left.push(entry.into_path());
            entries.skip_current_dir();
            continue;
        }
        let file = match kind {
            _ if skipped => continue,
            _ if let Some(why) = refusal => SourceFile::Refused(why),
            kind if kind.is_symlink() => SourceFile::Refused(Refusal::Link),
            // Folders come into being by what they hold.
            kind if kind.is_dir() => continue,
            kind if !kind.is_file() => SourceFile::Refused(Refusal::Special),
            _ if is_text(&path) || is_asset(&path) => match read_into(scratch, entry.path(), most_of(&path)) {
                Ok(()) if scratch.len() as u64 > most_of(&path) => SourceFile::Refused(Refusal::Large(most_of(&path))),
                Ok(()) if is_asset(&path) => asset(scratch),
                Ok(()) => decode(scratch),
                Err(error) if error.kind() == ErrorKind::NotFound => continue,
                Err(error) if error.kind() == ErrorKind::PermissionDenied => SourceFile::Refused(Refusal::Unreadable),
                Err(error) => return Err(Failure::at(READ, entry.path(), &error)),
            },
            _ => match entry.metadata() {
                Ok(metadata) if metadata.len() > FILE_BYTES => SourceFile::Refused(Refusal::Large(FILE_BYTES)),
                Ok(metadata) => {
                    let size = metadata.len();
                    let is_picture = Format::of_name(&path).is_some();
                    let picture = if is_picture { measured(scratch, entry.path(), &path, size) } else { None };
                    SourceFile::Blob { size, picture }
                }
                Err(_) => continue,
            },
        };
        found.push((SourcePath::new(path), file));
    }
    Ok(found)
}

/// How many bytes a file that is read may have: nobody writes the record of addresses, which has a few lines for each page.
fn most_of(path: &str) -> u64 {
    match path {
        LOCK_FILE => LOCK_BYTES,
        path if is_asset(path) => FILE_BYTES,
        _ => TEXT_BYTES,
    }
}

/// Reads a text, or a little more of it than a text may have, without asking for its size first: most are small.
fn read_into(scratch: &mut Vec<u8>, path: &Path, most: u64) -> io::Result<()> {
    scratch.clear();
    system::open(path)?.take(most + 1).read_to_end(scratch).map(drop)
}

/// The beginning of a picture that is read for its size: most tell it there, and the others are read whole.
const BEGINNING: u64 = 1 << 16;

/// What is known of a picture, as far as it can be read.
fn measured(scratch: &mut Vec<u8>, path: &Path, name: &str, size: u64) -> Option<Measure> {
    [BEGINNING, u64::MAX].into_iter().filter(|most| *most == BEGINNING || size > BEGINNING).find_map(|most| {
        scratch.clear();
        system::open(path).ok()?.take(most).read_to_end(scratch).ok()?;
        measure(name, scratch)
    })
}

/// A relative path with `/` between its parts, as far as it can be shown, and why it is refused where it cannot be taken as
/// it is.
fn readable(relative: &Path) -> (String, Option<Refusal>) {
    let path = match relative.to_str().filter(|_| MAIN_SEPARATOR == '/') {
        Some(path) => path.to_owned(),
        None => {
            let parts: Vec<_> = relative.components().map(|part| part.as_os_str().to_string_lossy()).collect();
            parts.join("/")
        }
    };
    if relative.to_str().is_none() || path.contains(is_no_sign_of_a_name) {
        return (path.replace(is_no_sign_of_a_name, "\u{FFFD}"), Some(Refusal::Name));
    }
    let is_long = path.len() > PATH_BYTES || path.split('/').any(|name| name.len() > NAME_BYTES);
    (path, is_long.then_some(Refusal::LongName))
}

/// True for what would break a line, turn it around, or part names on other systems.
fn is_no_sign_of_a_name(character: char) -> bool {
    matches!(character, '\n' | '\t' | '\\') || commands(character)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::message::Tongue;

    fn moment() -> Moment {
        Moment::from_unix_seconds(1_772_355_600).expect("a moment")
    }

    fn site() -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a temporary folder");
        write(folder.path(), "content/site.yaml", "title: x\r\n");
        write(folder.path(), "themes/lab/page.html", "<p>");
        folder
    }

    fn write(root: &Path, path: &str, text: &str) {
        let path = root.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
        fs::write(path, text).expect("a file");
    }

    fn paths(snapshot: &Snapshot) -> Vec<&str> {
        snapshot.files.keys().map(SourcePath::as_str).collect()
    }

    #[test]
    fn texts_are_read_and_other_files_only_measured() {
        let site = site();
        write(site.path(), "content/calls/robots/plan.pdf", "1234");
        let snapshot = read(site.path(), moment()).expect("a snapshot");
        assert_eq!(snapshot.text(&SourcePath::new("content/site.yaml")), Some("title: x\n"));
        let blob = snapshot.files.get(&SourcePath::new("content/calls/robots/plan.pdf"));
        assert_eq!(blob, Some(&SourceFile::Blob { size: 4, picture: None }));
    }

    #[test]
    fn pictures_tell_how_large_they_are() {
        let site = site();
        write(site.path(), "content/calls/robots/logo.svg", "<svg viewBox=\"0 0 3 2\">");
        write(site.path(), "content/calls/robots/photo.png", "none");
        // What tells the size may stand far behind the beginning.
        let long = format!("<!--{}--><svg viewBox=\"0 0 5 4\">", "-".repeat(1 << 17));
        write(site.path(), "content/calls/robots/long.svg", &long);
        let snapshot = read(site.path(), moment()).expect("a snapshot");
        let extent = |name: &str| match snapshot.files.get(&SourcePath::new(format!("content/calls/robots/{name}"))) {
            Some(SourceFile::Blob { picture, .. }) => {
                picture.map(|measure| (measure.extent.width, measure.extent.height))
            }
            other => panic!("no file: {other:?}"),
        };
        assert_eq!((extent("logo.svg"), extent("photo.png"), extent("long.svg")), (Some((3, 2)), None, Some((5, 4))));
    }

    #[test]
    fn what_editors_leave_about_is_no_source() {
        let site = site();
        for name in ["4913", ".index.fr.md.swp", "index.fr.md~", ".#index.fr.md", "#a#", "a___jb_tmp___", ".git/x"] {
            write(site.path(), &format!("content/pages/about/{name}"), "");
        }
        write(site.path(), "content/pages/4913/index.fr.md", "");
        let snapshot = read(site.path(), moment()).expect("a snapshot");
        assert_eq!(paths(&snapshot), ["content/pages/4913/index.fr.md", "content/site.yaml", "themes/lab/page.html"]);
    }

    #[test]
    fn a_save_without_a_change_is_none() {
        let site = site();
        let page = "content/pages/about/index.fr.md";
        write(site.path(), page, "a\r\n");
        let mut snapshot = read(site.path(), moment()).expect("a snapshot");
        // As editors save: another file is renamed to the old name, and probes and copies come and go.
        let names =
            ["index.fr.md", "4913", "index.fr.md~", ".#index.fr.md", ".tmp4711", ".~lock.index.fr.md#", "sedX1"];
        let changes = names.map(|name| site.path().join("content/pages/about").join(name));
        let changes = Changes::At(changes.into_iter().collect());
        let mut save = |text: &str| {
            write(site.path(), "content/pages/about/.tmp4711", text);
            fs::rename(site.path().join("content/pages/about/.tmp4711"), site.path().join(page)).expect("renamed");
            let differs = refresh(&mut snapshot, site.path(), &changes).expect("a snapshot");
            assert_eq!(snapshot, read(site.path(), moment()).expect("a snapshot"));
            differs
        };
        assert!(!save("a\r\n"));
        assert!(!save("a\n"), "the same text with other line ends");
        assert!(save("b\n"));
    }

    #[test]
    fn folders_at_any_depth_are_read() {
        let site = site();
        let deep = ["content/calls/2026/spring/robots/index.fr.md", "content/calls/a.pdf", "content/a.pdf"];
        deep.iter().for_each(|path| write(site.path(), path, "a"));
        let snapshot = read(site.path(), moment()).expect("a snapshot");
        let mut expected = [&deep[..], &["content/site.yaml", "themes/lab/page.html"]].concat();
        expected.sort_unstable();
        assert_eq!(paths(&snapshot), expected);
    }

    #[cfg(unix)]
    #[test]
    fn links_are_named_and_not_followed() {
        let site = site();
        write(site.path(), "elsewhere/index.fr.md", "secret");
        let link = |from: &str, to: &str| std::os::unix::fs::symlink(from, site.path().join(to)).expect("a link");
        link("../elsewhere", "content/pages");
        let mut snapshot = read(site.path(), moment()).expect("a snapshot");
        assert_eq!(snapshot.files.get(&SourcePath::new("content/pages")), Some(&SourceFile::Refused(Refusal::Link)));
        let changes = Changes::At(BTreeSet::from([site.path().join("content/pages/index.fr.md")]));
        refresh(&mut snapshot, site.path(), &changes).expect("a snapshot");
        assert_eq!(snapshot, read(site.path(), moment()).expect("a snapshot"));
    }

    #[cfg(unix)]
    #[test]
    fn the_folder_of_themes_may_be_a_link() {
        let site = site();
        fs::rename(site.path().join("themes"), site.path().join("shared")).expect("renamed");
        std::os::unix::fs::symlink("shared", site.path().join("themes")).expect("a link");
        let snapshot = read(site.path(), moment()).expect("a snapshot");
        assert_eq!(paths(&snapshot), ["content/site.yaml", "themes/lab/page.html"]);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_name_that_is_not_utf8_is_reported_as_it_can_be_shown() {
        use std::os::unix::ffi::OsStrExt;
        let site = site();
        let name = std::ffi::OsStr::from_bytes(b"caf\xE9.pdf");
        fs::write(site.path().join("content").join(name), "").expect("a file");
        let snapshot = read(site.path(), moment()).expect("a snapshot");
        assert_eq!(
            snapshot.files.get(&SourcePath::new("content/caf\u{FFFD}.pdf")),
            Some(&SourceFile::Refused(Refusal::Name))
        );
    }

    #[test]
    fn a_refreshed_snapshot_equals_a_new_one() {
        let site = site();
        write(site.path(), "content/pages/about/index.fr.md", "a");
        write(site.path(), "content/pages/about-us/index.fr.md", "a");
        let mut snapshot = read(site.path(), moment()).expect("a snapshot");
        let mut step = |changed: &str| {
            let changes = Changes::At(BTreeSet::from([site.path().join(changed)]));
            let differs = refresh(&mut snapshot, site.path(), &changes).expect("a snapshot");
            assert_eq!(snapshot, read(site.path(), moment()).expect("a snapshot"), "{changed}");
            differs
        };
        write(site.path(), "content/pages/about/index.fr.md", "b");
        assert!(step("content/pages/about/index.fr.md"));
        assert!(!step("content/pages/about/index.fr.md"), "nothing happened since");
        write(site.path(), "content/pages/new/deep/index.en.md", "c");
        assert!(step("content/pages/new"));
        fs::remove_dir_all(site.path().join("content/pages/about")).expect("removed");
        assert!(step("content/pages/about"));
        write(site.path(), "content/.hidden/x/index.fr.md", "d");
        assert!(!step("content/.hidden/x/index.fr.md"));
        write(site.path(), "public/index.html", "e");
        assert!(!step("public/index.html"));
        assert!(!step("content"));
    }

    #[test]
    fn the_root_is_the_nearest_folder_upward() {
        let site = site();
        let deep = site.path().join("content/calls/robots");
        fs::create_dir_all(&deep).expect("folders");
        assert_eq!(find_root(None, &deep).expect("a root"), site.path());
        let failure = find_root(Some(Path::new("calls")), &site.path().join("content")).expect_err("no root");
        assert!(failure.text(Tongue::English).starts_with("cannot work in `calls`: a site is a folder that holds"));
    }
}
