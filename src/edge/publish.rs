//! Publishes a tree: writes it completely into a folder beside the published one, then swaps the two. A failed build leaves the
//! published site untouched, and unchanged files keep their modification time and their inode.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Component, Path};

use rayon::prelude::*;

use crate::base::message::say;
use crate::base::output::{Content, Output, OutputTree, RenderError};
use crate::base::source::SourcePath;
use crate::edge::asset_cache::{AssetCache, AssetError, LastSource};
use crate::edge::failure::{Failure, READ, WRITE};
use crate::edge::folder::Folder;
use crate::edge::folder::last_folder::LastFolder;
use crate::edge::published::{FileStamp, PublishedFiles};
use crate::edge::root::{NamedPath, Root};
use crate::edge::source_reader::SourceReader;
use crate::edge::stage::{MARKER, PUBLISH, Target, foreign, marker, marker_of};

/// How many files of the published folder changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// New files.
    pub new: usize,
    /// Files with other content than before.
    pub changed: usize,
    /// Unchanged files.
    pub unchanged: usize,
    /// Removed files.
    pub removed: usize,
}

/// Renders `tree` and makes `out` contain exactly its files. Copied files are read under `root`, derived assets come from `assets`.
/// Publishes nothing and returns `None` when a page or an asset cannot be generated.
///
/// Refuses a folder that contains anything but files that an earlier run published there.
pub fn publish(
    root: &Root,
    tree: &OutputTree,
    out: &NamedPath,
    assets: &AssetCache,
) -> Result<Option<(Counts, PublishedFiles)>, Failure> {
    if let Some((path, _)) = tree.iter().find(|(path, _)| !stays_inside(path)) {
        return Err(Failure::new(
            WRITE,
            path,
            say!(en: "the path leads outside the published folder", fr: "le chemin mène hors du dossier publié"),
        ));
    }
    let target = Target::claim(root, out)?;
    let path = target.path();
    let before = target.published()?;
    let published = before.as_ref().map_or_else(|| Ok(PublishedFiles::default()), PublishedFiles::in_folder);
    let published = published.map_err(|error| Failure::at(READ, &path, &error))?;
    let old_marker = before.as_ref().and_then(marker_of);
    if let Some(name) = foreign(old_marker.as_deref(), tree, published.0.iter().map(|(path, _)| path.as_str())) {
        let why = say!(
            en: "it contains `{name}`, which parvis did not write: move it, or choose another folder with `--out`",
            fr: "il contient `{name}`, que parvis n’a pas écrit : déplacez-le, ou choisissez un autre dossier avec `--out`"
        );
        return Err(Failure::new(PUBLISH, path.display().to_string(), why));
    }
    let stage = target.stage()?;
    let fail = |error: io::Error| Failure::at(WRITE, &path, &error);
    make_folders(stage.folder(), tree).map_err(fail)?;
    let outputs: Vec<(&str, &Output)> = tree.iter().collect();
    let from = before.as_ref().unwrap_or(stage.folder());
    let publisher = Publisher { root, tree, published: &published, assets, path: &path };
    let files = outputs.par_iter().map_init(
        || Buffers::new(from, stage.folder()),
        |buffers, (path, output)| publisher.put(path, output, buffers),
    );
    let changes: Vec<(FileChange, FileStamp)> = match files.collect::<Result<_, Stopped>>() {
        Ok(changes) => changes,
        Err(Stopped::BySources) => return Ok(None),
        Err(Stopped::Failed(failure)) => return Err(failure),
    };
    let counts = count(&changes, published.0.len());
    let files = outputs.iter().zip(&changes).map(|((path, _), (_, stamp))| ((*path).to_owned(), *stamp));
    let files = PublishedFiles(files.collect());
    let marker = marker(outputs.iter().map(|(path, _)| *path));
    if changes.len() == counts.unchanged && counts.removed == 0 && old_marker.as_deref() == Some(&*marker) {
        return Ok(Some((counts, files)));
    }
    stage.folder().create(MARKER).and_then(|mut file| file.write_all(marker.as_bytes())).map_err(fail)?;
    stage.put_in_place(|old, new| {
        let written = outputs.iter().zip(&changes).filter(|(_, (change, _))| *change != FileChange::Unchanged);
        let written = written.map(|((path, _), _)| *path).chain([MARKER]);
        let removed = published.0.iter().map(|(path, _)| path.as_str()).filter(|path| tree.get(path).is_none());
        synchronise(old, new, written, removed)
    })?;
    Ok(Some((counts, files)))
}

/// The name of a new file before it replaces the old one.
const TEMPORARY: &str = ".parvis-coming";

/// Makes the old folder equal to the new one: hard-links `written` files, deletes `removed` ones.
fn synchronise<'p>(
    old: &Folder,
    new: &Folder,
    written: impl Iterator<Item = &'p str>,
    removed: impl Iterator<Item = &'p str>,
) -> io::Result<()> {
    let parts = |path: &'p str| path.rsplit_once('/').unwrap_or(("", path));
    for (folder, name) in removed.map(parts) {
        old.folder(folder)?.remove_file(name)?;
        // Remove folders that are empty now.
        let mut empty = folder;
        while let Some((above, name)) = Some(parts(empty)).filter(|_| !empty.is_empty()) {
            if old.folder(above)?.remove_empty_folder(name).is_err() {
                break;
            }
            empty = above;
        }
    }
    for (folder, name) in written.map(parts) {
        let (from, to) = (new.folder(folder)?, old.make_folders(Path::new(folder), &mut |_| {})?);
        // Renaming is atomic: readers see the old file or the new one.
        let _ = to.remove_file(TEMPORARY);
        link_or_copy(&from, name, &to, TEMPORARY)?;
        to.rename(TEMPORARY, &to, name)?;
    }
    Ok(())
}

/// Why nothing is published.
enum Stopped {
    /// A page or a derived asset cannot be generated from the sources.
    BySources,
    /// The machine failed.
    Failed(Failure),
}

impl From<AssetError> for Stopped {
    fn from(error: AssetError) -> Self {
        match error {
            AssetError::Source(_) => Self::BySources,
            AssetError::Failed(failure) => Self::Failed(failure),
        }
    }
}

impl From<Failure> for Stopped {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

/// Writes the files of a tree into the stage.
struct Publisher<'a> {
    root: &'a Root,
    tree: &'a OutputTree,
    published: &'a PublishedFiles,
    assets: &'a AssetCache,
    /// The published folder, for messages.
    path: &'a Path,
}

/// Memory and open folders that one thread reuses from file to file.
struct Buffers<'a> {
    bytes: Vec<u8>,
    source: LastSource<'a>,
    /// The published folder; any folder where nothing is published.
    from: LastFolder<'a>,
    to: LastFolder<'a>,
}

impl<'a> Buffers<'a> {
    fn new(from: &'a Folder, to: &'a Folder) -> Self {
        Self { bytes: Vec::new(), source: LastSource::default(), from: LastFolder::new(from), to: LastFolder::new(to) }
    }
}

/// Where the new content of a file is.
enum NewContent<'a> {
    InMemory(&'a [u8]),
    /// Already written to the stage.
    OnDisk,
    Source(&'a SourcePath),
}

impl<'a> Publisher<'a> {
    /// Puts a file into the stage: the published one where the content is the same.
    fn put(
        &self,
        path: &str,
        output: &'a Output,
        buffers: &mut Buffers<'a>,
    ) -> Result<(FileChange, FileStamp), Stopped> {
        let Buffers { bytes, source, from, to } = buffers;
        let failed = |doing| move |error: io::Error| Stopped::from(Failure::at(doing, &self.path.join(path), &error));
        let (to, name) = to.parent(path).map_err(failed(WRITE))?;
        let content = match self.tree.derived_asset(output) {
            Some(asset) => {
                *bytes = self.assets.bytes(&asset, source)?;
                Ok(NewContent::InMemory(bytes))
            }
            None => self.render(output, (to, name), bytes),
        };
        let content = match content {
            Ok(content) => content,
            Err(RenderError::Template(_)) => return Err(Stopped::BySources),
            Err(RenderError::Io(error)) => return Err(failed(WRITE)(error)),
        };
        let before = self.published.get(path);
        if let Some(stamp @ FileStamp::File { size, .. }) = before {
            let (from, _) = from.parent(path).map_err(failed(READ))?;
            let old = from.file(name).map_err(failed(READ))?;
            if self.is_same(&content, (to, name), old, size)? {
                if let NewContent::OnDisk = content {
                    to.remove_file(name).map_err(failed(WRITE))?;
                }
                link_or_copy(from, name, to, name).map_err(failed(WRITE))?;
                return Ok((FileChange::Unchanged, stamp));
            }
        }
        match content {
            NewContent::InMemory(bytes) => {
                to.create(name).and_then(|mut file| file.write_all(bytes)).map_err(failed(WRITE))?;
            }
            NewContent::OnDisk => {}
            NewContent::Source(source) => {
                let mut source = self.source(source)?;
                let copied = to.create(name).and_then(|mut file| io::copy(&mut source, &mut file));
                copied.map_err(failed(WRITE))?;
            }
        }
        let stamp = FileStamp::of(&to.info(name).map_err(failed(WRITE))?);
        Ok((if before.is_some() { FileChange::Changed } else { FileChange::New }, stamp))
    }

    fn render<'m>(
        &self,
        output: &'m Output,
        (folder, name): (&Folder, &str),
        buffer: &'m mut Vec<u8>,
    ) -> Result<NewContent<'m>, RenderError> {
        if let Content::Copy(source) = &output.content {
            return Ok(NewContent::Source(source));
        }
        buffer.clear();
        let mut spill = Spill { buffer, folder, name, file: None };
        self.tree.write(output, &mut spill)?;
        Ok(if spill.file.is_some() { NewContent::OnDisk } else { NewContent::InMemory(buffer) })
    }

    /// True when the published file has this content.
    fn is_same(
        &self,
        content: &NewContent<'_>,
        (to, name): (&Folder, &str),
        old: File,
        size: u64,
    ) -> Result<bool, Failure> {
        let same = match content {
            NewContent::InMemory(bytes) if bytes.len() as u64 != size => Ok(false),
            NewContent::InMemory(bytes) => {
                let mut published = Vec::with_capacity(bytes.len());
                old.take(size.saturating_add(1)).read_to_end(&mut published).map(|_| published == *bytes)
            }
            NewContent::OnDisk => to.file(name).and_then(|file| same_bytes(SourceReader::File(file), old, size)),
            NewContent::Source(source) => same_bytes(self.source(source)?, old, size),
        };
        same.map_err(|error| Failure::at(READ, &self.path.join(name), &error))
    }

    fn source(&self, source: &SourcePath) -> Result<SourceReader, Failure> {
        self.root.open_published(source).map_err(|error| Failure::at(READ, &self.root.path_of(source), &error))
    }
}

/// A writer that buffers up to [`LARGE`] bytes, and writes larger content to a file.
struct Spill<'a> {
    buffer: &'a mut Vec<u8>,
    folder: &'a Folder,
    name: &'a str,
    file: Option<File>,
}

/// The most that is buffered of one file, in bytes.
const LARGE: usize = 1 << 20;

impl Write for Spill<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if let Some(file) = &mut self.file {
            return file.write(bytes);
        }
        if self.buffer.len() + bytes.len() > LARGE {
            let mut file = self.folder.create(self.name)?;
            file.write_all(self.buffer)?;
            self.buffer.clear();
            return self.file.insert(file).write(bytes);
        }
        self.buffer.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.as_mut().map_or(Ok(()), File::flush)
    }
}

/// How a published file changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum FileChange {
    New,
    Changed,
    Unchanged,
}

fn count(changes: &[(FileChange, FileStamp)], published: usize) -> Counts {
    let of = |change: FileChange| changes.iter().filter(|(other, _)| *other == change).count();
    let (new, changed, unchanged) = (of(FileChange::New), of(FileChange::Changed), of(FileChange::Unchanged));
    Counts { new, changed, unchanged, removed: published - changed - unchanged }
}

fn same_bytes(source: SourceReader, old: File, size: u64) -> io::Result<bool> {
    if source.size()? != size {
        return Ok(false);
    }
    let (mut one, mut other) = (BufReader::new(source), BufReader::new(old));
    loop {
        let (left, right) = (one.fill_buf()?, other.fill_buf()?);
        let length = left.len().min(right.len());
        if length == 0 {
            return Ok(left.is_empty() && right.is_empty());
        }
        if left[..length] != right[..length] {
            return Ok(false);
        }
        one.consume(length);
        other.consume(length);
    }
}

/// Makes the folders of a tree, level by level, each level in parallel.
fn make_folders(stage: &Folder, tree: &OutputTree) -> io::Result<()> {
    let mut folders: Vec<&str> = Vec::new();
    for (path, _) in tree.iter() {
        // Files of one folder mostly follow one another, so this skips most repetitions.
        let mut folder = path;
        while let Some((above, _)) = folder.rsplit_once('/') {
            if folders.last() == Some(&above) {
                break;
            }
            folders.push(above);
            folder = above;
        }
    }
    let depth = |folder: &&str| folder.matches('/').count();
    folders.par_sort_unstable_by_key(|folder| (depth(folder), *folder));
    folders.dedup();
    folders
        .chunk_by(|one, other| depth(one) == depth(other))
        .try_for_each(|level| level.par_iter().try_for_each(|folder| stage.make_new_folder(folder)))
}

/// Hard-links a file, or copies it with its modification time where the file system has no hard links.
fn link_or_copy(from: &Folder, name: &str, to: &Folder, new_name: &str) -> io::Result<()> {
    if from.link(name, to, new_name).is_ok() {
        return Ok(());
    }
    let mut old = from.file(name)?;
    let mut new = to.create(new_name)?;
    io::copy(&mut old, &mut new)?;
    new.set_modified(old.metadata()?.modified()?)
}

/// True for a relative path of plain names. The plan contains no other paths; this is a second line of defence.
fn stays_inside(path: &str) -> bool {
    let plain = |part| matches!(part, Component::Normal(_));
    !path.is_empty() && !path.contains('\\') && Path::new(path).components().all(plain) && !path.ends_with('/')
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::PathBuf;

    use walkdir::WalkDir;

    use super::*;
    use crate::base::message::UiLang;
    use crate::base::output::Role;
    use crate::base::source::SourcePath;
    use crate::edge::cache::Cache;
    use crate::edge::root::tests::root;

    /// A site, and trees to publish to `root/public`.
    struct Site(tempfile::TempDir, Root);

    impl Site {
        fn new() -> Self {
            let (folder, root) = root();
            Self(folder, root)
        }

        fn out(&self) -> PathBuf {
            self.0.path().join("public")
        }

        fn publish(&self, tree: &OutputTree) -> Result<Counts, Failure> {
            let out = self.1.named(&self.out(), Path::new("/")).expect("a path");
            publish(&self.1, tree, &out, &AssetCache::new(self.1.clone(), Cache::default()))
                .map(|done| done.expect("nothing is rendered here").0)
        }

        /// All paths of the site and the published folder, including hidden files.
        fn paths(&self) -> Vec<String> {
            let entries = WalkDir::new(self.0.path()).min_depth(1).sort_by_file_name().into_iter();
            let shown = |entry: walkdir::DirEntry| {
                entry.path().strip_prefix(self.0.path()).expect("inside").display().to_string()
            };
            entries.map(|entry| shown(entry.expect("an entry"))).collect()
        }
    }

    fn tree(files: &[(&str, &str)]) -> OutputTree {
        let page = |text: &str| Output { content: Content::Bytes(text.as_bytes().to_vec()), role: Role::Page };
        OutputTree::new(files.iter().map(|(path, text)| ((*path).to_owned(), page(text))))
    }

    fn counts(new: usize, changed: usize, unchanged: usize, removed: usize) -> Counts {
        Counts { new, changed, unchanged, removed }
    }

    #[test]
    fn a_second_build_replaces_the_first() {
        let site = Site::new();
        let first = tree(&[("index.html", "a"), ("fr/index.html", "b"), ("fr/old/index.html", "c")]);
        assert_eq!(site.publish(&first), Ok(counts(3, 0, 0, 0)));
        let second = tree(&[("index.html", "a"), ("fr/index.html", "B"), ("fr/new/index.html", "d")]);
        assert_eq!(site.publish(&second), Ok(counts(1, 1, 1, 1)));
        assert_eq!(
            site.paths(),
            [
                "content",
                "public",
                "public/.parvis",
                "public/fr",
                "public/fr/index.html",
                "public/fr/new",
                "public/fr/new/index.html",
                "public/index.html",
                "themes"
            ]
        );
        assert_eq!(site.publish(&second), Ok(counts(0, 0, 3, 0)));
    }

    #[cfg(unix)]
    #[test]
    fn unchanged_files_keep_their_mtime_and_inode() {
        use std::os::unix::fs::MetadataExt;
        let site = Site::new();
        site.publish(&tree(&[("same.html", "a"), ("other.html", "b")])).expect("published");
        let known = |name: &str| {
            let metadata = fs::metadata(site.out().join(name)).expect("a file");
            (metadata.ino(), metadata.mtime(), metadata.mtime_nsec())
        };
        let (same, other) = (known("same.html"), known("other.html"));
        site.publish(&tree(&[("same.html", "a"), ("other.html", "c")])).expect("published");
        assert_eq!(known("same.html"), same);
        assert_ne!(known("other.html").0, other.0);
    }

    #[test]
    fn files_are_copied_from_the_sources() {
        let site = Site::new();
        fs::write(site.0.path().join("content/plan.pdf"), "1234").expect("a file");
        let content = Content::Copy(SourcePath::new("content/plan.pdf"));
        let tree = OutputTree::new([("fr/plan.pdf".to_owned(), Output { content, role: Role::File })]);
        assert_eq!(site.publish(&tree), Ok(counts(1, 0, 0, 0)));
        assert_eq!(site.publish(&tree), Ok(counts(0, 0, 1, 0)));
        fs::write(site.0.path().join("content/plan.pdf"), "1235").expect("a file");
        assert_eq!(site.publish(&tree), Ok(counts(0, 1, 0, 0)));
        assert_eq!(fs::read(site.out().join("fr/plan.pdf")).expect("a file"), b"1235");
    }

    #[test]
    fn a_failed_build_leaves_the_published_site() {
        let site = Site::new();
        site.publish(&tree(&[("index.html", "old")])).expect("published");
        let gone = Output { content: Content::Copy(SourcePath::new("content/gone.pdf")), role: Role::File };
        let page = Output { content: Content::Bytes(b"new".to_vec()), role: Role::Page };
        let broken = OutputTree::new([("gone.pdf".to_owned(), gone), ("index.html".to_owned(), page)]);
        let failure = site.publish(&broken).expect_err("a file is missing");
        assert!(failure.text(UiLang::English).contains("gone.pdf"), "{failure:?}");
        assert_eq!(site.paths(), ["content", "public", "public/.parvis", "public/index.html", "themes"]);
        assert_eq!(fs::read(site.out().join("index.html")).expect("a file"), b"old");
    }

    #[test]
    fn a_folder_not_made_by_parvis_is_refused() {
        let site = Site::new();
        fs::create_dir(site.out()).expect("a folder");
        assert_eq!(site.publish(&tree(&[("index.html", "a")])), Ok(counts(1, 0, 0, 0)), "an empty one may be filled");
        fs::remove_file(site.out().join(MARKER)).expect("removed");
        let failure = site.publish(&tree(&[("index.html", "b")])).expect_err("not ours");
        assert!(failure.text(UiLang::English).contains("contains files that parvis did not write"), "{failure:?}");
        assert_eq!(fs::read(site.out().join("index.html")).expect("a file"), b"a");
    }

    #[test]
    fn the_sources_are_never_replaced() {
        let site = Site::new();
        for out in ["", "content", "content/new/public", "themes/lab", "content/../content/x"] {
            let assets = AssetCache::new(site.1.clone(), Cache::default());
            let named = site.1.named(&site.0.path().join(out), Path::new("/")).expect("a path");
            let failure = publish(&site.1, &tree(&[("a", "a")]), &named, &assets).expect_err("refused");
            assert!(
                failure.text(UiLang::English).contains("it contains the files that the site is made from"),
                "{out}: {failure:?}"
            );
        }
        assert_eq!(site.paths(), ["content", "themes"]);
    }

    #[cfg(unix)]
    #[test]
    fn symbolic_links_are_not_followed() {
        let site = Site::new();
        let elsewhere = tempfile::tempdir().expect("a temporary folder");
        std::os::unix::fs::symlink(elsewhere.path(), site.out()).expect("a link");
        let failure = site.publish(&tree(&[("a", "a")])).expect_err("refused");
        assert!(failure.text(UiLang::English).contains("symbolic link"), "{failure:?}");
        fs::remove_file(site.out()).expect("removed");

        site.publish(&tree(&[("a", "a")])).expect("published");
        fs::write(elsewhere.path().join("index.html"), "secret").expect("a file");
        std::os::unix::fs::symlink(elsewhere.path(), site.out().join("fr")).expect("a link");
        let failure = site.publish(&tree(&[("fr/index.html", "secret")])).expect_err("refused");
        assert!(failure.text(UiLang::English).contains("it contains `fr`, which parvis did not write"), "{failure:?}");
        fs::remove_file(site.out().join("fr")).expect("removed");
        assert_eq!(site.publish(&tree(&[("fr/index.html", "secret")])), Ok(counts(1, 0, 0, 1)));
        assert_eq!(fs::read_dir(elsewhere.path()).expect("a folder").count(), 1);
    }

    #[test]
    fn foreign_files_are_not_removed() {
        let site = Site::new();
        site.publish(&tree(&[("a", "a"), ("fr/b", "b")])).expect("published");
        for name in [".git/config", "notes.txt", "fr/.htaccess"] {
            let path = site.out().join(name);
            fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
            fs::write(&path, "mine").expect("a file");
            let failure = site.publish(&tree(&[("a", "other")])).expect_err("refused").text(UiLang::English);
            assert!(failure.contains(&format!("it contains `{name}`, which parvis did not write")), "{failure}");
            assert_eq!(fs::read(&path).expect("a file"), b"mine");
            assert_eq!(fs::read(site.out().join("a")).expect("a file"), b"a");
            fs::remove_file(&path).expect("removed");
        }
        assert_eq!(site.publish(&tree(&[("a", "other")])), Ok(counts(0, 1, 0, 1)));
        assert!(!site.out().join("fr").exists());
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn the_published_folder_keeps_its_inode() {
        use std::os::unix::fs::MetadataExt;
        let site = Site::new();
        site.publish(&tree(&[("a", "a"), ("fr/b", "b"), ("fr/old/c", "c")])).expect("published");
        let folder = |path: &str| fs::metadata(site.out().join(path)).expect("a folder").ino();
        let before = (folder(""), folder("fr"));
        let second = tree(&[("a", "A"), ("fr/b", "b"), ("en/new/d", "d")]);
        assert_eq!(site.publish(&second), Ok(counts(1, 1, 1, 1)));
        assert_eq!((folder(""), folder("fr")), before);
        for (path, text) in [("a", "A"), ("fr/b", "b"), ("en/new/d", "d")] {
            assert_eq!(fs::read_to_string(site.out().join(path)).expect(path), text);
        }
        assert!(!site.out().join("fr/old").exists());
        assert_eq!(site.publish(&second), Ok(counts(0, 0, 3, 0)));
    }

    #[test]
    fn paths_outside_the_folder_are_not_written() {
        let site = Site::new();
        for path in ["../a", "/a", "a/../../b", "", "a/"] {
            assert!(site.publish(&tree(&[(path, "a")])).is_err(), "{path}");
        }
        assert_eq!(site.paths(), ["content", "themes"]);
    }

    #[test]
    fn leftovers_of_a_killed_run_are_repaired_and_removed() {
        let site = Site::new();
        site.publish(&tree(&[("index.html", "a")])).expect("published");
        fs::create_dir(site.0.path().join(".public.parvis-1")).expect("a folder");
        fs::create_dir(site.0.path().join(".public.parvis-notes")).expect("a folder of somebody else");
        fs::rename(site.out(), site.0.path().join(".public.parvis-1-old")).expect("renamed");
        assert_eq!(site.publish(&tree(&[("index.html", "a")])), Ok(counts(0, 0, 1, 0)));
        let expected = [".public.parvis-notes", "content", "public", "public/.parvis", "public/index.html", "themes"];
        assert_eq!(site.paths(), expected);
    }
}
