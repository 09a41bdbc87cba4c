//! Publishes a tree: prepares it whole beside the published folder, then puts it in its place. A build that fails leaves
//! what was published untouched, and a file that did not change keeps its time and its place on the disk.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Component, Path};

use rayon::prelude::*;

use crate::base::message::say;
use crate::base::output::{Content, Output, OutputTree, Unrendered};
use crate::base::source::SourcePath;
use crate::edge::built_in::Source;
use crate::edge::failure::{Failure, READ, WRITE};
use crate::edge::folder::Folder;
use crate::edge::folder::nearby::Nearby;
use crate::edge::published::{Published, Stamp};
use crate::edge::root::{Named, Root};
use crate::edge::stage::{MARKER, PUBLISH, Target, foreign, marker, marker_of};
use crate::edge::works::{LastSource, Unmade, Works};

/// What publishing did to the files of the folder.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Files that were not there before.
    pub new: usize,
    /// Files that hold other bytes than before.
    pub changed: usize,
    /// Files that were left as they were.
    pub unchanged: usize,
    /// Files that are there no more.
    pub removed: usize,
}

/// Renders `tree` and makes `out` hold exactly its files; files to be copied are read under `root`, and works that were made
/// before are kept there. `None` when a page cannot be rendered or a work not be made: then nothing is published.
///
/// Refuses a folder that holds anything but what an earlier run published there.
pub fn publish(
    root: &Root,
    tree: &OutputTree,
    out: &Named,
    works: &Works,
) -> Result<Option<(Counts, Published)>, Failure> {
    if let Some((path, _)) = tree.iter().find(|(path, _)| !stays_inside(path)) {
        return Err(Failure::new(
            WRITE,
            path,
            say!(en: "the path leads out of the published folder", fr: "le chemin mène hors du dossier publié"),
        ));
    }
    let target = Target::claim(root, out)?;
    let path = target.path();
    let before = target.published()?;
    let published = before.as_ref().map_or_else(|| Ok(Published::default()), Published::in_folder);
    let published = published.map_err(|error| Failure::at(READ, &path, &error))?;
    let known = before.as_ref().and_then(marker_of);
    if let Some(name) = foreign(known.as_deref(), tree, published.0.iter().map(|(path, _)| path.as_str())) {
        let why = say!(
            en: "it holds `{name}`, which parvis did not write: move it elsewhere, or choose another folder with `--out`",
            fr: "il contient `{name}`, que parvis n’a pas écrit : déplacez-le, ou choisissez un autre dossier avec `--out`"
        );
        return Err(Failure::new(PUBLISH, path.display().to_string(), why));
    }
    let stage = target.stage()?;
    let fail = |error: io::Error| Failure::at(WRITE, &path, &error);
    make_folders(stage.folder(), tree).map_err(fail)?;
    let outputs: Vec<(&str, &Output)> = tree.iter().collect();
    let from = before.as_ref().unwrap_or(stage.folder());
    let way = Way { root, tree, published: &published, works, path: &path };
    // One buffer for many files: what is rendered is gone when it is written.
    let fates = outputs
        .par_iter()
        .map_init(|| Scratch::new(from, stage.folder()), |scratch, (path, output)| way.put(path, output, scratch));
    let laid: Vec<(Fate, Stamp)> = match fates.collect::<Result<_, Stop>>() {
        Ok(laid) => laid,
        Err(Stop::Unrendered) => return Ok(None),
        Err(Stop::Failed(failure)) => return Err(failure),
    };
    let counts = count(&laid, published.0.len());
    let files = outputs.iter().zip(&laid).map(|((path, _), (_, stamp))| ((*path).to_owned(), *stamp));
    let files = Published(files.collect());
    let marker = marker(outputs.iter().map(|(path, _)| *path));
    if laid.len() == counts.unchanged && counts.removed == 0 && known.as_deref() == Some(&*marker) {
        return Ok(Some((counts, files)));
    }
    stage.folder().create(MARKER).and_then(|mut file| file.write_all(marker.as_bytes())).map_err(fail)?;
    stage.put_in_place(|old, new| {
        let laid = outputs.iter().zip(&laid).filter(|(_, (fate, _))| *fate != Fate::Unchanged);
        let laid = laid.map(|((path, _), _)| *path).chain([MARKER]);
        let gone = published.0.iter().map(|(path, _)| path.as_str()).filter(|path| tree.get(path).is_none());
        follow(old, new, laid, gone)
    })?;
    Ok(Some((counts, files)))
}

/// How the names begin of files that are about to take the place of others.
const COMING: &str = ".parvis-coming";

/// Makes an old folder hold what a new one holds: files that are new or differ are the same files in both then, those that are gone go.
fn follow<'p>(
    old: &Folder,
    new: &Folder,
    laid: impl Iterator<Item = &'p str>,
    gone: impl Iterator<Item = &'p str>,
) -> io::Result<()> {
    let parts = |path: &'p str| path.rsplit_once('/').unwrap_or(("", path));
    for (folder, name) in gone.map(parts) {
        old.folder(folder)?.remove_file(name)?;
        // Folders go with their last file.
        let mut empty = folder;
        while let Some((above, name)) = Some(parts(empty)).filter(|_| !empty.is_empty()) {
            if old.folder(above)?.remove_empty_folder(name).is_err() {
                break;
            }
            empty = above;
        }
    }
    for (folder, name) in laid.map(parts) {
        let (from, to) = (new.folder(folder)?, old.make_folders(Path::new(folder), &mut |_| {})?);
        // Whoever reads meanwhile finds the old file or the new one.
        let _ = to.remove_file(COMING);
        keep_as(&from, name, &to, COMING)?;
        to.rename(COMING, &to, name)?;
    }
    Ok(())
}

/// Why nothing is published.
enum Stop {
    /// A page cannot be rendered, or a work not be made.
    Unrendered,
    /// The machine failed.
    Failed(Failure),
}

impl From<Unmade> for Stop {
    fn from(unmade: Unmade) -> Self {
        match unmade {
            Unmade::Mistake(_) => Self::Unrendered,
            Unmade::Failed(failure) => Self::Failed(failure),
        }
    }
}

impl From<Failure> for Stop {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

/// The way of files from a tree into the folder that will be published, past the one that is published now.
struct Way<'a> {
    root: &'a Root,
    tree: &'a OutputTree,
    published: &'a Published,
    works: &'a Works,
    /// The published folder, for messages.
    path: &'a Path,
}

/// What is used for one file after the other: memory, and open folders.
struct Scratch<'a> {
    buffer: Vec<u8>,
    source: LastSource<'a>,
    /// The folder that is published now, or any where none is.
    from: Nearby<'a>,
    to: Nearby<'a>,
}

impl<'a> Scratch<'a> {
    fn new(from: &'a Folder, to: &'a Folder) -> Self {
        Self { buffer: Vec::new(), source: LastSource::default(), from: Nearby::new(from), to: Nearby::new(to) }
    }
}

/// The bytes of a file that is to be published.
enum Made<'a> {
    /// In memory.
    Here(&'a [u8]),
    /// On the disk already, in the place where they are to be.
    Laid,
    /// Those of a source file.
    Source(&'a SourcePath),
}

impl<'a> Way<'a> {
    /// Puts a file into its place: the one that is published now where it holds the same bytes.
    fn put(&self, path: &str, output: &'a Output, scratch: &mut Scratch<'a>) -> Result<(Fate, Stamp), Stop> {
        let Scratch { buffer, source, from, to } = scratch;
        let failed = |doing| move |error: io::Error| Stop::from(Failure::at(doing, &self.path.join(path), &error));
        let (to, name) = to.place(path).map_err(failed(WRITE))?;
        let made = match self.tree.work(output) {
            Some(work) => {
                *buffer = self.works.bytes(&work, source)?;
                Ok(Made::Here(buffer))
            }
            None => self.make(output, (to, name), buffer),
        };
        let made = match made {
            Ok(made) => made,
            Err(Unrendered::Mistake(_)) => return Err(Stop::Unrendered),
            Err(Unrendered::Unwritten(error)) => return Err(failed(WRITE)(error)),
        };
        let before = self.published.get(path);
        if let Some(stamp @ Stamp::File { size, .. }) = before {
            let (from, _) = from.place(path).map_err(failed(READ))?;
            let old = from.file(name).map_err(failed(READ))?;
            if self.is_same(&made, (to, name), old, size)? {
                if let Made::Laid = made {
                    to.remove_file(name).map_err(failed(WRITE))?;
                }
                keep(from, to, name).map_err(failed(WRITE))?;
                return Ok((Fate::Unchanged, stamp));
            }
        }
        match made {
            Made::Here(bytes) => to.create(name).and_then(|mut file| file.write_all(bytes)).map_err(failed(WRITE))?,
            Made::Laid => {}
            Made::Source(source) => {
                let mut source = self.source(source)?;
                let copied = to.create(name).and_then(|mut file| io::copy(&mut source, &mut file));
                copied.map_err(failed(WRITE))?;
            }
        }
        let stamp = to.look(name).map_err(failed(WRITE))?;
        Ok((if before.is_some() { Fate::Changed } else { Fate::New }, Stamp::of(&stamp)))
    }

    fn make<'m>(
        &self,
        output: &'m Output,
        (folder, name): (&Folder, &str),
        buffer: &'m mut Vec<u8>,
    ) -> Result<Made<'m>, Unrendered> {
        if let Content::Copy(source) = &output.content {
            return Ok(Made::Source(source));
        }
        buffer.clear();
        let mut spill = Spill { buffer, folder, name, file: None };
        self.tree.write(output, &mut spill)?;
        Ok(if spill.file.is_some() { Made::Laid } else { Made::Here(buffer) })
    }

    /// True when the file that is published holds these bytes.
    fn is_same(&self, made: &Made<'_>, (to, name): (&Folder, &str), old: File, size: u64) -> Result<bool, Failure> {
        let same = match made {
            Made::Here(bytes) if bytes.len() as u64 != size => Ok(false),
            Made::Here(bytes) => {
                let mut published = Vec::with_capacity(bytes.len());
                old.take(size.saturating_add(1)).read_to_end(&mut published).map(|_| published == *bytes)
            }
            Made::Laid => to.file(name).and_then(|file| same_bytes(Source::File(file), old, size)),
            Made::Source(source) => same_bytes(self.source(source)?, old, size),
        };
        same.map_err(|error| Failure::at(READ, &self.path.join(name), &error))
    }

    fn source(&self, source: &SourcePath) -> Result<Source, Failure> {
        self.root.open(source).map_err(|error| Failure::at(READ, &self.root.path_of(source), &error))
    }
}

/// Holds what is rendered in memory, as long as it is not large; a large file goes to the disk while it is rendered.
struct Spill<'a> {
    buffer: &'a mut Vec<u8>,
    folder: &'a Folder,
    name: &'a str,
    file: Option<File>,
}

/// What is larger is not held in memory, in bytes.
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

/// What becomes of a file, seen from the published folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    New,
    Changed,
    Unchanged,
}

fn count(laid: &[(Fate, Stamp)], published: usize) -> Counts {
    let of = |fate: Fate| laid.iter().filter(|(other, _)| *other == fate).count();
    let (new, changed, unchanged) = (of(Fate::New), of(Fate::Changed), of(Fate::Unchanged));
    Counts { new, changed, unchanged, removed: published - changed - unchanged }
}

fn same_bytes(source: Source, old: File, size: u64) -> io::Result<bool> {
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

/// Makes the folders of a tree, those of one depth side by side.
fn make_folders(stage: &Folder, tree: &OutputTree) -> io::Result<()> {
    let mut folders: Vec<&str> = Vec::new();
    for (path, _) in tree.iter() {
        // Files of one folder follow one another, but for those in folders between them.
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

/// Takes a published file over into the stage: as a second name of the same file, else as a copy with the same time.
fn keep(from: &Folder, to: &Folder, name: &str) -> io::Result<()> {
    keep_as(from, name, to, name)
}

fn keep_as(from: &Folder, name: &str, to: &Folder, new_name: &str) -> io::Result<()> {
    if from.link(name, to, new_name).is_ok() {
        return Ok(());
    }
    let mut old = from.file(name)?;
    let mut new = to.create(new_name)?;
    io::copy(&mut old, &mut new)?;
    new.set_modified(old.metadata()?.modified()?)
}

/// True for a relative path of plain names. The plan makes no others; nothing is written where one did.
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

    /// A site's root with its two folders, and trees to publish in `root/public`.
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
            publish(&self.1, tree, &out, &Works::new(self.1.clone(), Cache::default()))
                .map(|done| done.expect("nothing is rendered here").0)
        }

        /// Everything beside and in the published folder, hidden files too.
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
    fn a_second_site_takes_the_place_of_the_first() {
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
    fn unchanged_files_keep_their_time_and_their_place_on_the_disk() {
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
    fn a_build_that_fails_leaves_the_published_site() {
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
    fn a_folder_of_somebody_else_is_refused() {
        let site = Site::new();
        fs::create_dir(site.out()).expect("a folder");
        assert_eq!(site.publish(&tree(&[("index.html", "a")])), Ok(counts(1, 0, 0, 0)), "an empty one may be filled");
        fs::remove_file(site.out().join(MARKER)).expect("removed");
        let failure = site.publish(&tree(&[("index.html", "b")])).expect_err("not ours");
        assert!(failure.text(UiLang::English).contains("holds files that parvis did not write"), "{failure:?}");
        assert_eq!(fs::read(site.out().join("index.html")).expect("a file"), b"a");
    }

    #[test]
    fn the_sources_are_never_replaced() {
        let site = Site::new();
        for out in ["", "content", "content/new/public", "themes/lab", "content/../content/x"] {
            let works = Works::new(site.1.clone(), Cache::default());
            let named = site.1.named(&site.0.path().join(out), Path::new("/")).expect("a path");
            let failure = publish(&site.1, &tree(&[("a", "a")]), &named, &works).expect_err("refused");
            assert!(failure.text(UiLang::English).contains("the sources are there"), "{out}: {failure:?}");
        }
        assert_eq!(site.paths(), ["content", "themes"]);
    }

    #[cfg(unix)]
    #[test]
    fn links_lead_nowhere() {
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
        assert!(failure.text(UiLang::English).contains("it holds `fr`, which parvis did not write"), "{failure:?}");
        fs::remove_file(site.out().join("fr")).expect("removed");
        assert_eq!(site.publish(&tree(&[("fr/index.html", "secret")])), Ok(counts(1, 0, 0, 1)));
        assert_eq!(fs::read_dir(elsewhere.path()).expect("a folder").count(), 1);
    }

    #[test]
    fn what_somebody_put_there_is_not_removed() {
        let site = Site::new();
        site.publish(&tree(&[("a", "a"), ("fr/b", "b")])).expect("published");
        for name in [".git/config", "notes.txt", "fr/.htaccess"] {
            let path = site.out().join(name);
            fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
            fs::write(&path, "mine").expect("a file");
            let failure = site.publish(&tree(&[("a", "other")])).expect_err("refused").text(UiLang::English);
            assert!(failure.contains(&format!("it holds `{name}`, which parvis did not write")), "{failure}");
            assert_eq!(fs::read(&path).expect("a file"), b"mine");
            assert_eq!(fs::read(site.out().join("a")).expect("a file"), b"a");
            fs::remove_file(&path).expect("removed");
        }
        assert_eq!(site.publish(&tree(&[("a", "other")])), Ok(counts(0, 1, 0, 1)));
        assert!(!site.out().join("fr").exists());
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn the_folder_stays_the_same_one() {
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
    fn paths_that_lead_out_are_not_written() {
        let site = Site::new();
        for path in ["../a", "/a", "a/../../b", "", "a/"] {
            assert!(site.publish(&tree(&[(path, "a")])).is_err(), "{path}");
        }
        assert_eq!(site.paths(), ["content", "themes"]);
    }

    #[test]
    fn what_a_dead_run_left_is_mended_and_removed() {
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
