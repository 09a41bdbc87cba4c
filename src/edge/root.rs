//! The root folder of a site, and paths from the command line. Inside a checkout no link is followed, as a commit may contain it.

use std::ffi::{OsStr, OsString};
use std::io;
use std::path::{Component, Path, PathBuf};

use crate::base::message::{Message, say};
use crate::base::snapshot::{SITE_FILE, STATIC_FOLDER};
use crate::base::source::SourcePath;
use crate::edge::built_in;
use crate::edge::failure::{Failure, READ, REMOVE, WRITE};
use crate::edge::folder::Folder;
use crate::edge::folder::info::{FileKind, Refused};
use crate::edge::folder::paths::{is_there, leads_somewhere, without_links};
use crate::edge::source_reader::SourceReader;

/// The source folders; `themes` is optional. Other folders beside them are not sources.
pub const FOLDERS: [&str; 2] = ["content", "themes"];

/// The root folder of a site.
#[derive(Clone, Debug)]
pub struct Root {
    folder: Folder,
    /// The top of the repository, canonical; the root itself outside of a repository.
    checkout: PathBuf,
    is_repository: bool,
}

impl Root {
    /// Finds the root: the named folder, else the nearest ancestor of `here` with `content/site.yaml`.
    pub fn find(named: Option<&Path>, here: &Path) -> Result<Self, Failure> {
        if let Some(named) = named {
            let doing = || say!(en: "work in", fr: "de travailler dans");
            let fail = |error: io::Error| match error.kind() {
                io::ErrorKind::NotFound => no_root(doing(), named),
                _ => Failure::at(doing(), named, &error),
            };
            let open = NamedPath::new(named, here, repository(here).as_deref()).map_err(fail)?.open().map_err(fail)?;
            return Self::at(open)?.ok_or_else(|| no_root(doing(), named));
        }
        for folder in here.ancestors() {
            // Unreadable folders are skipped, and other programs have a folder `content` too.
            let is_site = |folder: &Folder| folder.info(SITE_FILE).is_ok() || folder.kind("themes").is_some();
            if let Some(root) = Folder::open(folder).ok().filter(is_site).map_or(Ok(None), Self::at)? {
                return Ok(root);
            }
        }
        Err(no_root(say!(en: "find a site from", fr: "de trouver un site à partir de"), here))
    }

    /// Opens a folder for a new site, creating it if missing; an error if it is not empty.
    pub fn begin(named: &Path, here: &Path) -> Result<Self, Failure> {
        let doing = || say!(en: "create a site in", fr: "de créer un site dans");
        let fail = |error: io::Error| Failure::at(doing(), named, &error);
        let place = NamedPath::new(named, here, repository(here).as_deref()).map_err(fail)?;
        let folder = match place.open() {
            Err(error) if error.kind() == io::ErrorKind::NotFound => place.make().map_err(fail)?,
            opened => opened.map_err(fail)?,
        };
        // A new repository counts as empty.
        let holds = folder.entries().map_err(fail)?.into_iter().find(|(name, _)| name != ".git");
        if let Some((name, _)) = holds {
            let name = name.to_string_lossy().into_owned();
            let why = say!(
                en: "it is not empty, it contains `{name}`: choose a new folder",
                fr: "il n’est pas vide, il contient `{name}` : choisissez un nouveau dossier"
            );
            return Err(Failure::new(doing(), named.display().to_string(), why));
        }
        folder.make_folder("content").map_err(fail)?;
        let checkout = repository(folder.path()).unwrap_or_else(|| without_links(folder.path()));
        Ok(Self { folder, checkout, is_repository: true })
    }

    /// The root at a folder, if it contains `content`. An error if a source folder is a link that a commit may contain.
    fn at(folder: Folder) -> Result<Option<Self>, Failure> {
        if !matches!(folder.kind("content"), Some(FileKind::Folder | FileKind::Link)) {
            return Ok(None);
        }
        let repository = repository(folder.path());
        let is_repository = repository.is_some();
        let checkout = repository.unwrap_or_else(|| without_links(folder.path()));
        let root = Self { folder, checkout, is_repository };
        for name in FOLDERS {
            let path = root.path().join(name);
            match root.top(name) {
                // `themes` is optional.
                Err(error) if name != "content" && error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(Failure::at(READ, &path, &error)),
                Ok(_) => {}
            }
        }
        Ok(Some(root))
    }

    /// Its path.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Its path in the repository, with `/` as separator and at the end; empty at the top. The top is `workspace`, which CI
    /// runners set, else the nearest ancestor with `.git`.
    pub fn below_the_top(&self, workspace: Option<&Path>) -> String {
        let path = without_links(self.path());
        let in_workspace = workspace.and_then(|top| Some(path.strip_prefix(without_links(top)).ok()?.to_path_buf()));
        let below = in_workspace.or_else(|| path.strip_prefix(&self.checkout).ok().map(Path::to_path_buf));
        let parts = below.unwrap_or_default();
        parts.iter().map(|part| format!("{}/", part.to_string_lossy())).collect()
    }

    /// The open folder.
    pub fn folder(&self) -> &Folder {
        &self.folder
    }

    /// The path of a source.
    pub fn path_of(&self, source: &SourcePath) -> PathBuf {
        self.path().join(source.as_str())
    }

    /// Opens one of the [`FOLDERS`]. Outside of a repository it may be a link, for example to a shared theme, as the user put it
    /// there.
    pub fn top(&self, name: &str) -> io::Result<Folder> {
        match self.folder.folder(name) {
            Err(error) if Refused::of(&error) == Some(Refused::Link) && !self.is_repository => {
                Folder::open(&self.path().join(name))
            }
            opened => opened,
        }
    }

    /// Opens a source for reading, falling back to the embedded theme.
    pub fn open(&self, source: &SourcePath) -> io::Result<SourceReader> {
        let opened = self.below(source).and_then(|(folder, path)| folder.file(path));
        match opened {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                built_in::bytes(source).map(|bytes| SourceReader::BuiltIn(io::Cursor::new(bytes))).ok_or(error)
            }
            opened => opened.map(SourceReader::File),
        }
    }

    /// Opens a source as it is published: a file of an item loses its metadata, one in `content/static` is copied as it is.
    pub fn open_published(&self, source: &SourcePath) -> io::Result<SourceReader> {
        let opened = self.open(source)?;
        let path = source.as_str();
        let is_of_item = path.starts_with("content/") && !path.starts_with(STATIC_FOLDER);
        if is_of_item { opened.published() } else { Ok(opened) }
    }

    /// True where the site has its own folder of the embedded theme's name, which then takes precedence.
    pub fn replaces_built_in(&self) -> bool {
        let theme = built_in::FOLDER.rsplit('/').next().unwrap_or_default();
        self.top("themes").is_ok_and(|themes| themes.kind(theme).is_some())
    }

    /// Opens the top folder of a source, and returns its path from there.
    pub fn below<'s>(&self, source: &'s SourcePath) -> io::Result<(Folder, &'s str)> {
        match source.as_str().split_once('/') {
            Some((top, path)) if FOLDERS.contains(&top) => Ok((self.top(top)?, path)),
            _ => Ok((self.folder.clone(), source.as_str())),
        }
    }

    /// Reads a source of at most `most` bytes.
    pub fn read(&self, source: &SourcePath, most: u64) -> Result<Vec<u8>, Failure> {
        let read = self.below(source).and_then(|(folder, path)| folder.read(path, most));
        read.map_err(|error| Failure::at(READ, &self.path_of(source), &error))
    }

    /// Replaces a source atomically.
    pub fn replace(&self, source: &SourcePath, bytes: &[u8]) -> Result<(), Failure> {
        let placed = self.below(source).and_then(|(folder, path)| folder.replace(path, bytes));
        placed.map_err(|error| Failure::at(WRITE, &self.path_of(source), &error))
    }

    /// Deletes a source file, or a folder recursively.
    pub fn remove(&self, source: &SourcePath) -> Result<(), Failure> {
        let removed = self.below(source).and_then(|(top, path)| {
            let path = Path::new(path);
            let folder = top.folder(path.parent().unwrap_or(Path::new("")))?;
            let name = path.file_name().unwrap_or_default();
            match folder.kind(name) {
                Some(FileKind::Folder) => folder.remove_folder(name),
                _ => folder.remove_file(name),
            }
        });
        removed.map_err(|error| Failure::at(REMOVE, &self.path_of(source), &error))
    }

    /// Resolves a path of the command line, relative to `here`.
    pub fn named(&self, path: &Path, here: &Path) -> io::Result<NamedPath> {
        NamedPath::new(path, here, Some(&self.checkout))
    }

    /// The source of a path of the command line, relative to `here` or, if there is no such file, to the root.
    pub fn source(&self, path: &Path, here: &Path) -> Option<SourcePath> {
        let root = without_links(self.path());
        [&without_links(here), &root].into_iter().find_map(|from| {
            let full = plain(&from.join(path));
            let inner = full.strip_prefix(&root).or_else(|_| full.strip_prefix(self.path())).ok()?;
            let parts: Option<Vec<&str>> = inner.iter().map(|part| part.to_str()).collect();
            let source = SourcePath::new(parts?.join("/"));
            let (folder, path) = self.below(&source).ok()?;
            (folder.kind(path) == Some(FileKind::File)).then_some(source)
        })
    }

    /// True for a path inside the checkout, where a commit may have put it.
    pub fn is_in_checkout(&self, path: &Path) -> bool {
        self.named(path, self.path()).is_ok_and(|named| named.enters)
    }
}

fn no_root(doing: Message, folder: &Path) -> Failure {
    let why = say!(
        en: "a site is a folder that contains `content/site.yaml`; name it with `--root`, or create one with `parvis init`",
        fr: "un site est un dossier qui contient `content/site.yaml` ; indiquez-le par `--root`, ou créez-en un avec `parvis init`"
    );
    Failure::new(doing, folder.display().to_string(), why)
}

/// The top of the repository that contains a folder, canonical.
fn repository(folder: &Path) -> Option<PathBuf> {
    let folder = without_links(folder);
    folder.ancestors().find(|above| is_there(&above.join(".git"))).map(Path::to_path_buf)
}

/// A path of the command line. Links are followed up to the checkout, if it leads into it: those are the user's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedPath {
    /// The last folder up to which links are followed.
    trusted: PathBuf,
    /// The path from there, without links.
    rest: PathBuf,
    /// True if the path leads into the checkout.
    enters: bool,
}

impl NamedPath {
    fn new(path: &Path, here: &Path, checkout: Option<&Path>) -> io::Result<Self> {
        let full = plain(&std::path::absolute(here.join(path))?);
        let mut ways: Vec<&Path> = full.ancestors().collect();
        ways.reverse();
        let enters =
            |way: &&&Path| checkout.is_some_and(|checkout| is_there(way) && without_links(way).starts_with(checkout));
        let entrance = ways.iter().find(enters);
        // The deepest existing folder, as a missing one cannot be opened.
        let there = || ways.iter().rev().find(|way| leads_somewhere(way)).unwrap_or(&ways[0]);
        let trusted = entrance.unwrap_or_else(there);
        let rest = full.strip_prefix(trusted).unwrap_or(Path::new("")).to_path_buf();
        Ok(Self { trusted: trusted.to_path_buf(), rest, enters: entrance.is_some() })
    }

    /// Opens the existing folder.
    pub fn open(&self) -> io::Result<Folder> {
        Folder::open(&self.trusted)?.folder(&self.rest)
    }

    /// The path.
    pub fn path(&self) -> PathBuf {
        // Joining an empty path would append a separator.
        if self.rest.as_os_str().is_empty() { self.trusted.clone() } else { self.trusted.join(&self.rest) }
    }

    /// The path with the links before the checkout resolved; inside it none is followed.
    pub fn without_links(&self) -> PathBuf {
        let trusted = without_links(&self.trusted);
        if self.rest.as_os_str().is_empty() { trusted } else { trusted.join(&self.rest) }
    }

    /// Its parent folder, created if missing, and its name.
    pub fn parent(&self) -> io::Result<(Folder, OsString)> {
        let (folder, above, name) = self.parts()?;
        Ok((folder.make_folder(above)?, name.to_owned()))
    }

    /// Creates the folder.
    pub fn make(&self) -> io::Result<Folder> {
        let (folder, name) = self.parent()?;
        folder.make_folder(name)
    }

    /// Its parent folder, which must exist, and its name.
    pub fn existing_parent(&self) -> io::Result<(Folder, OsString)> {
        let (folder, above, name) = self.parts()?;
        Ok((folder.folder(above)?, name.to_owned()))
    }

    fn parts(&self) -> io::Result<(Folder, &Path, &OsStr)> {
        let (trusted, rest) = match (self.rest.parent(), self.rest.file_name()) {
            (Some(above), Some(name)) => return Ok((Folder::open(&self.trusted)?, above, name)),
            _ => (self.trusted.parent(), self.trusted.file_name()),
        };
        let (folder, name) = trusted.zip(rest).ok_or(Refused::Path)?;
        Ok((Folder::open(folder)?, Path::new(""), name))
    }
}

/// Removes `.` and `..` lexically: `..` removes the preceding component, even if that is a link.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => {
                plain.pop();
            }
            Component::CurDir => {}
            Component::Prefix(_) | Component::RootDir | Component::Normal(_) => plain.push(part),
        }
    }
    plain
}

#[cfg(test)]
pub mod tests {
    //! Roots for tests.

    use std::fs;

    use super::*;
    use crate::base::message::UiLang;

    /// An empty site and its folder.
    pub fn root() -> (tempfile::TempDir, Root) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for name in FOLDERS {
            fs::create_dir(folder.path().join(name)).expect("a folder");
        }
        let root = Root::find(Some(folder.path()), Path::new("/")).expect("a root");
        (folder, root)
    }

    #[test]
    fn the_root_is_the_nearest_folder_with_sources_upward() {
        let (folder, _) = root();
        let deep = folder.path().join("content/calls/robots");
        fs::create_dir_all(&deep).expect("folders");
        assert_eq!(Root::find(None, &deep).expect("a root").path(), folder.path());
        let failure = Root::find(Some(Path::new("calls")), &folder.path().join("content")).expect_err("no root");
        assert!(failure.text(UiLang::English).starts_with("cannot work in `calls`: a site is a folder that contains"));
    }

    #[cfg(unix)]
    #[test]
    fn a_committed_link_is_refused_as_root_or_top_folder() {
        use std::os::unix::fs::symlink;
        let (folder, _) = root();
        fs::rename(folder.path().join("themes"), folder.path().join("shared")).expect("renamed");
        symlink("shared", folder.path().join("themes")).expect("a link");
        let found = || Root::find(Some(folder.path()), Path::new("/"));
        assert!(found().expect("a root").top("themes").is_ok(), "a link of whoever made the folder");
        fs::create_dir(folder.path().join(".git")).expect("a folder");
        let failure = found().expect_err("a link of a commit").text(UiLang::English);
        assert!(failure.contains("themes`: it is a symbolic link"), "{failure}");
        // Nor where the root is.
        symlink(".", folder.path().join("site")).expect("a link");
        let failure = Root::find(Some(Path::new("site")), folder.path()).expect_err("a link").text(UiLang::English);
        assert!(failure.contains("`site`: it is a symbolic link"), "{failure}");
    }

    #[cfg(unix)]
    #[test]
    fn committed_links_are_not_followed_and_links_of_the_user_are() {
        use std::os::unix::fs::symlink;
        let (folder, root) = root();
        let beside = tempfile::tempdir().expect("a temporary folder");
        let way = beside.path().join("way");
        symlink(folder.path(), &way).expect("a link of the user");
        symlink(beside.path(), folder.path().join("out")).expect("a link of a commit");
        let named = |path: &Path| root.named(path, Path::new("/")).expect("a path");
        assert!(named(&way.join("content")).open().is_ok());
        assert!(named(&way.join("new/public")).parent().is_ok());
        for path in [folder.path().join("out/public"), way.join("out/public"), way.join("content/../out/public")] {
            let error = named(&path).parent().expect_err("behind a link of a commit");
            assert_eq!(Refused::of(&error), Some(Refused::Link), "{}", path.display());
        }
        assert_eq!(fs::read_dir(beside.path()).expect("a folder").count(), 1);
        assert!(root.is_in_checkout(&way.join("a/b")) && !root.is_in_checkout(beside.path()));
    }
}
