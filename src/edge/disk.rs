//! Reads `content/` and `themes/` from disk into a snapshot. Reports nothing: links and names that are not UTF-8 are passed on as
//! refused.

use std::collections::BTreeSet;
use std::io::{self, ErrorKind, Read};
use std::iter;
use std::path::{Component, MAIN_SEPARATOR, Path, PathBuf};

use rayon::prelude::*;
use walkdir::WalkDir;

use crate::base::bounds::{FILE_BYTES, LOCK_BYTES, NAME_BYTES, PATH_BYTES, TEXT_BYTES};
use crate::base::document_format::{self, DocumentFormat};
use crate::base::message::Message;
use crate::base::moment::Moment;
use crate::base::picture::{ImageFormat, PictureInfo, inspect, is_complete};
use crate::base::snapshot::{Files, LOCK_FILE, Refusal, Snapshot, SourceFile, asset, decode, is_asset, is_text};
use crate::base::source::SourcePath;
use crate::edge::built_in;
use crate::edge::failure::{Failure, READ};
use crate::edge::folder::Folder;
use crate::edge::folder::info::Refused;
use crate::edge::printable::is_unprintable;
use crate::edge::root::{FOLDERS, Root};

/// Vim creates and deletes a file of this name to test whether it can write; a folder may well have this name.
const VIM_PROBE: &str = "4913";

/// Above so many changed paths, reading everything again is as fast.
const MANY_CHANGES: usize = 64;

/// Reads all sources of a root. Links are recorded, not followed.
pub fn read(root: &Root, now: Moment) -> Result<Snapshot, Failure> {
    let mut found = Vec::new();
    let mut folders = Vec::new();
    for name in FOLDERS {
        let Some(start) = WalkStart::top(root, name)? else { continue };
        let (folders_in, files) = walk(&start, Depth::Shallow, &mut Vec::new())?;
        folders.extend(folders_in);
        found.extend(files);
    }
    found.extend(read_at(root, LOCK_FILE, &mut Vec::new())?);
    if !root.replaces_built_in() {
        found.extend(built_in::files());
    }
    let below = folders.par_iter().map_init(Vec::new, |scratch, path| read_at(root, path, scratch));
    let below: Vec<_> = below.collect::<Result<_, _>>()?;
    found.extend(below.into_iter().flatten());
    // Of two names with the same displayed form, the one that is not UTF-8 wins, so that it is reported.
    found.par_sort_unstable_by(|(one, file), (other, another)| {
        let is_refused = |file: &SourceFile| matches!(file, SourceFile::Refused(_));
        one.cmp(other).then_with(|| is_refused(file).cmp(&is_refused(another)))
    });
    Ok(Snapshot { files: found.into_iter().collect(), now })
}

/// Reads these sources of a root; missing ones are left out.
pub fn read_some<'p>(
    root: &Root,
    paths: impl Iterator<Item = &'p SourcePath>,
    now: Moment,
) -> Result<Snapshot, Failure> {
    let mut scratch = Vec::new();
    let mut files = Files::default();
    for path in paths {
        files.extend(read_at(root, path.as_str(), &mut scratch)?);
        if !files.contains_key(path)
            && let Some(built_in) = built_in::files().get(path)
        {
            files.insert(path.clone(), built_in.clone());
        }
    }
    Ok(Snapshot { files, now })
}

/// Updates a snapshot after changes. Afterwards it equals the result of [`read`]. Returns whether the compiled site may differ.
pub fn refresh(snapshot: &mut Snapshot, root: &Root, changes: &Changes) -> Result<bool, Failure> {
    let paths = match changes {
        Changes::At(paths) if paths.len() <= MANY_CHANGES => paths,
        Changes::At(_) | Changes::Somewhere => return read_again(snapshot, root),
    };
    let mut differs = false;
    for path in paths {
        let Ok(relative) = path.strip_prefix(root.path()) else { continue };
        let parts: Vec<Component> = relative.components().collect();
        let is_source = parts.first().is_some_and(|top| FOLDERS.iter().any(|name| top.as_os_str() == *name));
        if parts.len() < 2 || relative.to_str().is_none() || relative == Path::new(built_in::FOLDER) {
            return read_again(snapshot, root);
        }
        if is_source {
            differs |= refresh_one(snapshot, root, relative)?;
        }
    }
    Ok(differs)
}

fn refresh_one(snapshot: &mut Snapshot, root: &Root, relative: &Path) -> Result<bool, Failure> {
    let (name, _) = readable(relative);
    let here = SourcePath::new(&*name);
    // `0` follows `/` in ASCII, so this range contains all paths in the folder.
    let inside = SourcePath::new(format!("{name}/"))..SourcePath::new(format!("{name}0"));
    let known: Vec<SourcePath> = snapshot.files.range(inside).map(|(path, _)| path.clone()).collect();
    let before: Vec<_> =
        iter::once(here).chain(known).filter_map(|path| snapshot.files.remove_with_key(&path)).collect();
    let is_skipped = relative.iter().skip(1).any(|part| is_skipped(&part.to_string_lossy()));
    let mut after = if is_skipped { Vec::new() } else { read_at(root, &name, &mut Vec::new())? };
    after.sort_by(|one, other| one.0.cmp(&other.0));
    // The content of a blob is not in the snapshot, so it may differ although the entry is equal.
    let differs = before != after || after.iter().any(|(_, file)| matches!(file, SourceFile::Blob { .. }));
    snapshot.files.extend(after);
    Ok(differs)
}

/// Which paths changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Changes {
    /// These paths, or paths below them.
    At(BTreeSet<PathBuf>),
    /// Unknown.
    Somewhere,
}

/// The only hidden folder that is published (RFC 8615).
const WELL_KNOWN: &str = ".well-known";

/// True for names that are not sources: dot files, and temporary files of editors.
pub fn is_skipped(name: &str) -> bool {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    (name.starts_with('.') && name != WELL_KNOWN)
        || name.ends_with('~')
        || (name.starts_with('#') && name.ends_with('#'))
        || matches!(ending, "swp" | "swo" | "swx")
        || name.contains("___jb_tmp___")
        || name.contains("___jb_old___")
}

fn read_again(snapshot: &mut Snapshot, root: &Root) -> Result<bool, Failure> {
    let before = std::mem::replace(snapshot, read(root, snapshot.now)?);
    Ok(before != *snapshot)
}

/// The depth at which a shallow walk stops: there is a folder for each item below a kind's folder.
const SHALLOW: usize = 2;

/// The depth of a walk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Depth {
    /// Does not enter folders at depth [`SHALLOW`].
    Shallow,
    /// Unlimited.
    Whole,
}

/// The start of a walk.
struct WalkStart {
    /// The open folder that contains the start, or is the start.
    folder: Folder,
    /// The path of this folder relative to the root; empty for the root.
    prefix: String,
    /// The name of the entry to walk; `None` for the whole folder.
    name: Option<String>,
}

impl WalkStart {
    /// A top-level source folder; `None` where the site has no `themes`.
    fn top(root: &Root, name: &str) -> Result<Option<Self>, Failure> {
        match root.top(name) {
            Ok(folder) => Ok(Some(Self { folder, prefix: name.to_owned(), name: None })),
            Err(error) if name != "content" && error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Failure::at(READ, &root.path().join(name), &error)),
        }
    }

    fn path(&self) -> PathBuf {
        self.name.as_ref().map_or_else(|| self.folder.path().to_path_buf(), |name| self.folder.path().join(name))
    }
}

/// A source file with its path.
type SourceEntry = (SourcePath, SourceFile);

/// Reads the sources at and below a path; nothing if it does not exist or is behind a link.
fn read_at(root: &Root, path: &str, scratch: &mut Vec<u8>) -> Result<Vec<SourceEntry>, Failure> {
    let (prefix, name) = path.rsplit_once('/').unwrap_or(("", path));
    let source = SourcePath::new(prefix);
    let open = match FOLDERS.contains(&prefix) {
        true => root.top(prefix),
        false => root.below(&source).and_then(|(top, inner)| top.folder(inner)),
    };
    // A component of the path is no folder, or no longer.
    let Ok(folder) = open else { return Ok(Vec::new()) };
    let start = WalkStart { folder, prefix: prefix.to_owned(), name: Some(name.to_owned()) };
    Ok(walk(&start, Depth::Whole, scratch)?.1)
}

/// Reads the sources at and below the start, using `scratch` as buffer. Also returns the folders that a shallow walk did not
/// enter.
fn walk(start: &WalkStart, depth: Depth, scratch: &mut Vec<u8>) -> Result<(Vec<String>, Vec<SourceEntry>), Failure> {
    let (mut left, mut found) = (Vec::new(), Vec::new());
    let (begin, is_top) = (start.path(), start.name.is_none());
    let fail = |path: &Path, error: &io::Error| Failure::at(READ, path, error);
    // The top folder may itself be a link of the user's own; it is open already.
    let mut entries = WalkDir::new(&begin).follow_root_links(is_top).into_iter();
    while let Some(entry) = entries.next() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => match error.io_error() {
                // Deleted between listing and reading: an editor at work.
                Some(io) if matches!(io.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => continue,
                Some(io) if io.kind() == ErrorKind::PermissionDenied && error.depth() > 0 => {
                    let folder = error.path().unwrap_or(&begin);
                    let (path, _) = readable(&from_root(start, folder));
                    found.push((SourcePath::new(path), SourceFile::Refused(Refusal::Unreadable)));
                    continue;
                }
                Some(io) => return Err(fail(error.path().unwrap_or(&begin), io)),
                None => return Err(Failure::new(READ, begin.display().to_string(), Message::same(error.to_string()))),
            },
        };
        if is_top && entry.depth() == 0 {
            continue;
        }
        let kind = entry.file_type();
        let name = entry.file_name().to_string_lossy();
        let inner = entry.path().strip_prefix(start.folder.path()).unwrap_or(entry.path());
        let (path, refusal) = readable(&from_root(start, entry.path()));
        let skipped = is_skipped(&name) || (name == VIM_PROBE && kind.is_file());
        if kind.is_dir() && (skipped || refusal.is_some()) {
            entries.skip_current_dir();
        } else if kind.is_dir() && depth == Depth::Shallow && entry.depth() == SHALLOW {
            left.push(path);
            entries.skip_current_dir();
            continue;
        }
        let file = match kind {
            _ if skipped => continue,
            _ if let Some(why) = refusal => SourceFile::Refused(why),
            kind if kind.is_symlink() => SourceFile::Refused(Refusal::Link),
            // Folders are implied by their files.
            kind if kind.is_dir() => continue,
            kind if !kind.is_file() => SourceFile::Refused(Refusal::Special),
            _ if is_text(&path) || is_asset(&path) => match read_into(scratch, start, inner, size_limit(&path)) {
                Ok(()) if scratch.len() as u64 > size_limit(&path) => {
                    SourceFile::Refused(Refusal::Large(size_limit(&path)))
                }
                Ok(()) if is_asset(&path) => asset(scratch),
                Ok(()) => decode(scratch),
                Err(error) if error.kind() == ErrorKind::NotFound => continue,
                Err(error) if error.kind() == ErrorKind::PermissionDenied => SourceFile::Refused(Refusal::Unreadable),
                // It was replaced since it was listed.
                Err(error) => match Refused::of(&error) {
                    Some(Refused::Link) => SourceFile::Refused(Refusal::Link),
                    Some(Refused::NotAFile) => SourceFile::Refused(Refusal::Special),
                    Some(_) | None => return Err(fail(entry.path(), &error)),
                },
            },
            _ => match entry.metadata() {
                Ok(metadata) if metadata.len() > FILE_BYTES => SourceFile::Refused(Refusal::Large(FILE_BYTES)),
                Ok(metadata) => {
                    let size = metadata.len();
                    let is_picture = ImageFormat::of_name(&path).is_some();
                    let picture = if is_picture { picture_info(scratch, start, inner, &path, size) } else { None };
                    let is_document = DocumentFormat::of_name(&path).is_some();
                    let other_format = if is_document { other_format(scratch, start, inner, &path) } else { None };
                    SourceFile::Blob { size, picture, other_format }
                }
                Err(_) => continue,
            },
        };
        found.push((SourcePath::new(path), file));
    }
    Ok((left, found))
}

/// The path of an entry relative to the root.
fn from_root(start: &WalkStart, path: &Path) -> PathBuf {
    Path::new(&start.prefix).join(path.strip_prefix(start.folder.path()).unwrap_or(path))
}

/// The size limit of a file that is read, in bytes; the generated lock file may be larger than texts.
fn size_limit(path: &str) -> u64 {
    match path {
        LOCK_FILE => LOCK_BYTES,
        path if is_asset(path) => FILE_BYTES,
        _ => TEXT_BYTES,
    }
}

/// Reads a file up to one byte more than its limit, without asking for its size first: most files are small.
fn read_into(scratch: &mut Vec<u8>, start: &WalkStart, path: &Path, most: u64) -> io::Result<()> {
    scratch.clear();
    start.folder.file(path)?.take(most + 1).read_to_end(scratch).map(drop)
}

/// The first bytes of a picture, which contain its dimensions in most cases; others are read whole.
const BEGINNING: u64 = 1 << 16;

/// The properties of a picture, if it is readable.
fn picture_info(scratch: &mut Vec<u8>, start: &WalkStart, path: &Path, name: &str, size: u64) -> Option<PictureInfo> {
    [BEGINNING, FILE_BYTES].into_iter().filter(|most| *most == BEGINNING || size > BEGINNING).find_map(|most| {
        read_into(scratch, start, path, most - 1).ok()?;
        inspect(name, scratch).filter(|_| is_complete(scratch, size))
    })
}

/// The format of a document whose name says another one, if it is readable.
fn other_format(scratch: &mut Vec<u8>, start: &WalkStart, path: &Path, name: &str) -> Option<DocumentFormat> {
    scratch.clear();
    start.folder.file(path).ok()?.take(document_format::BEGINNING as u64).read_to_end(scratch).ok()?;
    DocumentFormat::beside_name(name, scratch)
}

/// The displayable form of a relative path, with `/` as separator, and why it is refused, if it is.
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

/// True for characters that would break a line, reorder it, or separate names on other systems.
fn is_no_sign_of_a_name(character: char) -> bool {
    matches!(character, '\n' | '\t' | '\\') || is_unprintable(character)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn moment() -> Moment {
        Moment::from_unix_seconds(1_772_355_600).expect("a moment")
    }

    fn site() -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a temporary folder");
        write(folder.path(), "content/site.yaml", "title: x\r\n");
        write(folder.path(), "themes/lab/page.html", "<p>");
        folder
    }

    fn at(site: &tempfile::TempDir) -> Root {
        Root::find(Some(site.path()), Path::new("/")).expect("a root")
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
    fn texts_are_read_and_other_files_only_inspected() {
        let site = site();
        write(site.path(), "content/calls/robots/plan.pdf", "1234");
        let snapshot = read(&at(&site), moment()).expect("a snapshot");
        assert_eq!(snapshot.text(&SourcePath::new("content/site.yaml")), Some("title: x\n"));
        let blob = snapshot.files.get(&SourcePath::new("content/calls/robots/plan.pdf"));
        assert_eq!(blob, Some(&SourceFile::Blob { size: 4, picture: None, other_format: None }));
    }

    #[test]
    fn dimensions_of_pictures_are_read() {
        let site = site();
        write(site.path(), "content/calls/robots/logo.svg", "<svg viewBox=\"0 0 3 2\"/>");
        write(site.path(), "content/calls/robots/photo.png", "none");
        // The dimensions may be far into the file.
        let long = format!("<!--{}--><svg viewBox=\"0 0 5 4\"></svg>", "-".repeat(1 << 17));
        write(site.path(), "content/calls/robots/long.svg", &long);
        let snapshot = read(&at(&site), moment()).expect("a snapshot");
        let extent = |name: &str| match snapshot.files.get(&SourcePath::new(format!("content/calls/robots/{name}"))) {
            Some(SourceFile::Blob { picture, .. }) => {
                picture.and_then(|info| info.extent).map(|extent| (extent.width, extent.height))
            }
            other => panic!("no file: {other:?}"),
        };
        assert_eq!((extent("logo.svg"), extent("photo.png"), extent("long.svg")), (Some((3, 2)), None, Some((5, 4))));
    }

    #[test]
    fn temporary_files_of_editors_are_ignored() {
        let site = site();
        for name in ["4913", ".index.fr.md.swp", "index.fr.md~", ".#index.fr.md", "#a#", "a___jb_tmp___", ".git/x"] {
            write(site.path(), &format!("content/pages/about/{name}"), "");
        }
        write(site.path(), "content/pages/4913/index.fr.md", "");
        let snapshot = read(&at(&site), moment()).expect("a snapshot");
        assert_eq!(paths(&snapshot), ["content/pages/4913/index.fr.md", "content/site.yaml", "themes/lab/page.html"]);
    }

    #[test]
    fn saving_without_a_change_changes_nothing() {
        let site = site();
        let page = "content/pages/about/index.fr.md";
        write(site.path(), page, "a\r\n");
        let mut snapshot = read(&at(&site), moment()).expect("a snapshot");
        // As editors save: a temporary file is renamed, and probe and backup files appear and vanish.
        let names =
            ["index.fr.md", "4913", "index.fr.md~", ".#index.fr.md", ".tmp4711", ".~lock.index.fr.md#", "sedX1"];
        let changes = names.map(|name| site.path().join("content/pages/about").join(name));
        let changes = Changes::At(changes.into_iter().collect());
        let mut save = |text: &str| {
            write(site.path(), "content/pages/about/.tmp4711", text);
            fs::rename(site.path().join("content/pages/about/.tmp4711"), site.path().join(page)).expect("renamed");
            let differs = refresh(&mut snapshot, &at(&site), &changes).expect("a snapshot");
            assert_eq!(snapshot, read(&at(&site), moment()).expect("a snapshot"));
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
        let snapshot = read(&at(&site), moment()).expect("a snapshot");
        let mut expected = [&deep[..], &["content/site.yaml", "themes/lab/page.html"]].concat();
        expected.sort_unstable();
        assert_eq!(paths(&snapshot), expected);
    }

    #[cfg(unix)]
    #[test]
    fn symbolic_links_are_reported_and_not_followed() {
        let site = site();
        write(site.path(), "elsewhere/index.fr.md", "secret");
        let link = |from: &str, to: &str| std::os::unix::fs::symlink(from, site.path().join(to)).expect("a link");
        link("../elsewhere", "content/pages");
        let mut snapshot = read(&at(&site), moment()).expect("a snapshot");
        assert_eq!(snapshot.files.get(&SourcePath::new("content/pages")), Some(&SourceFile::Refused(Refusal::Link)));
        let changes = Changes::At(BTreeSet::from([site.path().join("content/pages/index.fr.md")]));
        refresh(&mut snapshot, &at(&site), &changes).expect("a snapshot");
        assert_eq!(snapshot, read(&at(&site), moment()).expect("a snapshot"));
    }

    #[cfg(unix)]
    #[test]
    fn the_themes_folder_may_be_a_symbolic_link() {
        let site = site();
        fs::rename(site.path().join("themes"), site.path().join("shared")).expect("renamed");
        std::os::unix::fs::symlink("shared", site.path().join("themes")).expect("a link");
        let snapshot = read(&at(&site), moment()).expect("a snapshot");
        assert_eq!(paths(&snapshot), ["content/site.yaml", "themes/lab/page.html"]);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn file_names_that_are_not_utf_8_are_reported() {
        use std::os::unix::ffi::OsStrExt;
        let site = site();
        let name = std::ffi::OsStr::from_bytes(b"caf\xE9.pdf");
        fs::write(site.path().join("content").join(name), "").expect("a file");
        let snapshot = read(&at(&site), moment()).expect("a snapshot");
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
        let mut snapshot = read(&at(&site), moment()).expect("a snapshot");
        let mut step = |changed: &str| {
            let changes = Changes::At(BTreeSet::from([site.path().join(changed)]));
            let differs = refresh(&mut snapshot, &at(&site), &changes).expect("a snapshot");
            assert_eq!(snapshot, read(&at(&site), moment()).expect("a snapshot"), "{changed}");
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
}
