//! Publishes a tree: prepares it whole beside the published folder, then puts it in its place. A build that fails leaves
//! what was published untouched, and a file that did not change keeps its time and its place on the disk.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Component, Path};

use rayon::prelude::*;

use crate::base::message::say;
use crate::base::output::{Content, Output, OutputTree, Unrendered};
use crate::base::source::SourcePath;
use crate::edge::failure::{Failure, READ, WRITE};
use crate::edge::published::{Published, Stamp};
use crate::edge::stage::{MARKER, MARKER_TEXT, Target};
use crate::edge::system;
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
    root: &Path,
    tree: &OutputTree,
    out: &Path,
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
    let published = Published::in_folder(&target.out)?;
    let stage = target.stage()?;
    make_folders(stage.path(), tree)?;
    let outputs: Vec<(&str, &Output)> = tree.iter().collect();
    let way = Way { root, tree, from: &target.out, to: stage.path(), published: &published, works };
    // One buffer for many files: what is rendered is gone when it is written.
    let fates = outputs.par_iter().map_init(Default::default, |scratch, (path, output)| way.put(path, output, scratch));
    let laid: Vec<(Fate, Stamp)> = match fates.collect::<Result<_, Stop>>() {
        Ok(laid) => laid,
        Err(Stop::Unrendered) => return Ok(None),
        Err(Stop::Failed(failure)) => return Err(failure),
    };
    let counts = count(&laid, published.0.len());
    let files = outputs.iter().zip(&laid).map(|((path, _), (_, stamp))| ((*path).to_owned(), *stamp));
    let files = Published(files.collect());
    if laid.len() == counts.unchanged && counts.removed == 0 && target.out.join(MARKER).exists() {
        return Ok(Some((counts, files)));
    }
    let marker = stage.path().join(MARKER);
    fs::write(&marker, MARKER_TEXT).map_err(|error| Failure::at(WRITE, &marker, &error))?;
    stage.put_in_place()?;
    Ok(Some((counts, files)))
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
    root: &'a Path,
    tree: &'a OutputTree,
    from: &'a Path,
    to: &'a Path,
    published: &'a Published,
    works: &'a Works,
}

/// Memory that is used for one file after the other.
#[derive(Default)]
struct Scratch {
    buffer: Vec<u8>,
    source: LastSource,
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

impl Way<'_> {
    /// Puts a file into its place: the one that is published now where it holds the same bytes.
    fn put(&self, path: &str, output: &Output, scratch: &mut Scratch) -> Result<(Fate, Stamp), Stop> {
        let (old, new) = (self.from.join(path), self.to.join(path));
        let writing = |error: io::Error| Failure::at(WRITE, &new, &error);
        let made = match self.tree.work(output) {
            Some(work) => {
                scratch.buffer = self.works.bytes(&work, &mut scratch.source)?;
                Ok(Made::Here(&scratch.buffer))
            }
            None => self.make(output, &new, &mut scratch.buffer),
        };
        let made = match made {
            Ok(made) => made,
            Err(Unrendered::Mistake(_)) => return Err(Stop::Unrendered),
            Err(Unrendered::Unwritten(error)) => return Err(writing(error).into()),
        };
        let before = self.published.get(path);
        if let Some(stamp) = before
            && self.is_published(&made, &old, &new, stamp)?
        {
            if let Made::Laid = made {
                fs::remove_file(&new).map_err(writing)?;
            }
            return Ok((Fate::Unchanged, keep(&old, &new, stamp)?));
        }
        let file = match made {
            Made::Here(bytes) => File::create(&new).and_then(|mut file| file.write_all(bytes).map(|()| file)),
            Made::Laid => File::open(&new),
            Made::Source(source) => Ok(copy(self.root, source, &new)?),
        };
        let stamp = file.and_then(|file| file.metadata()).map_err(writing)?;
        Ok((if before.is_some() { Fate::Changed } else { Fate::New }, Stamp::of(&stamp)))
    }

    fn make<'m>(&self, output: &'m Output, to: &Path, buffer: &'m mut Vec<u8>) -> Result<Made<'m>, Unrendered> {
        if let Content::Copy(source) = &output.content {
            return Ok(Made::Source(source));
        }
        buffer.clear();
        let mut spill = Spill { buffer, path: to, file: None };
        self.tree.write(output, &mut spill)?;
        Ok(if spill.file.is_some() { Made::Laid } else { Made::Here(buffer) })
    }

    /// True when the file that is published holds these bytes.
    fn is_published(&self, made: &Made<'_>, old: &Path, new: &Path, stamp: Stamp) -> Result<bool, Failure> {
        let Stamp::File { size, .. } = stamp else { return Ok(false) };
        let same = match made {
            Made::Here(bytes) if bytes.len() as u64 != size => Ok(false),
            Made::Here(bytes) => fs::read(old).map(|published| published == *bytes),
            Made::Laid => File::open(new).and_then(|file| same_bytes(file, old, size)),
            Made::Source(source) => same_bytes(open_source(&self.root.join(source.as_str()))?, old, size),
        };
        same.map_err(|error| Failure::at(READ, old, &error))
    }
}

/// Holds what is rendered in memory, as long as it is not large; a large file goes to the disk while it is rendered.
struct Spill<'a> {
    buffer: &'a mut Vec<u8>,
    path: &'a Path,
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
            let mut file = File::create(self.path)?;
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

fn same_bytes(source: File, old: &Path, size: u64) -> io::Result<bool> {
    if source.metadata()?.len() != size {
        return Ok(false);
    }
    let (mut one, mut other) = (BufReader::new(source), BufReader::new(File::open(old)?));
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

/// Opens a source file to be copied; the sources hold no links that are followed.
pub(super) fn open_source(path: &Path) -> Result<File, Failure> {
    let fail = |error: io::Error| Failure::at(READ, path, &error);
    if !fs::symlink_metadata(path).map_err(fail)?.is_file() {
        return Err(Failure::new(
            READ,
            path.display().to_string(),
            say!(en: "it is not an ordinary file any more", fr: "ce n’est plus un fichier ordinaire"),
        ));
    }
    system::open(path).map_err(fail)
}

/// Makes the folders of a tree, those of one depth side by side.
fn make_folders(stage: &Path, tree: &OutputTree) -> Result<(), Failure> {
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
    folders.chunk_by(|one, other| depth(one) == depth(other)).try_for_each(|level| {
        level.par_iter().try_for_each(|folder| {
            let folder = stage.join(folder);
            fs::create_dir(&folder).map_err(|error| Failure::at(WRITE, &folder, &error))
        })
    })
}

/// Takes a published file over into the stage: as a second name of the same file, else as a copy with the same time.
fn keep(from: &Path, to: &Path, stamp: Stamp) -> Result<Stamp, Failure> {
    if fs::hard_link(from, to).is_ok() {
        return Ok(stamp);
    }
    let copy = || -> io::Result<()> {
        fs::copy(from, to)?;
        File::options().write(true).open(to)?.set_modified(fs::metadata(from)?.modified()?)
    };
    copy().map_err(|error| Failure::at(WRITE, to, &error))?;
    Ok(stamp)
}

/// Copies the bytes of a source alone: a published file has no need of its permissions.
fn copy(root: &Path, source: &SourcePath, to: &Path) -> Result<File, Failure> {
    let fail = |error: io::Error| Failure::at(WRITE, to, &error);
    let mut source = open_source(&root.join(source.as_str()))?;
    let mut file = File::create(to).map_err(fail)?;
    io::copy(&mut source, &mut file).map_err(fail)?;
    Ok(file)
}

/// True for a relative path of plain names. The plan makes no others; nothing is written where one did.
fn stays_inside(path: &str) -> bool {
    let plain = |part| matches!(part, Component::Normal(_));
    !path.is_empty() && !path.contains('\\') && Path::new(path).components().all(plain) && !path.ends_with('/')
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use walkdir::WalkDir;

    use super::*;
    use crate::base::message::Tongue;
    use crate::base::output::Role;
    use crate::base::source::SourcePath;

    /// A site's root with its two folders, and trees to publish in `root/public`.
    struct Site(tempfile::TempDir);

    impl Site {
        fn new() -> Self {
            let folder = tempfile::tempdir().expect("a temporary folder");
            for name in ["content", "themes"] {
                fs::create_dir(folder.path().join(name)).expect("a folder");
            }
            Self(folder)
        }

        fn out(&self) -> PathBuf {
            self.0.path().join("public")
        }

        fn publish(&self, tree: &OutputTree) -> Result<Counts, Failure> {
            publish(self.0.path(), tree, &self.out(), &Works::new(self.0.path()))
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
        assert!(failure.text(Tongue::English).contains("gone.pdf"), "{failure:?}");
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
        assert!(failure.text(Tongue::English).contains("holds files that parvis did not write"), "{failure:?}");
        assert_eq!(fs::read(site.out().join("index.html")).expect("a file"), b"a");
    }

    #[test]
    fn the_sources_are_never_replaced() {
        let site = Site::new();
        for out in ["", "content", "content/new/public", "themes/lab", "content/../content/x"] {
            let (root, works) = (site.0.path(), Works::new(site.0.path()));
            let failure = publish(root, &tree(&[("a", "a")]), &root.join(out), &works).expect_err("refused");
            assert!(failure.text(Tongue::English).contains("the sources are there"), "{out}: {failure:?}");
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
        assert!(failure.text(Tongue::English).contains("symbolic link"), "{failure:?}");
        fs::remove_file(site.out()).expect("removed");

        site.publish(&tree(&[("a", "a")])).expect("published");
        fs::write(elsewhere.path().join("index.html"), "secret").expect("a file");
        std::os::unix::fs::symlink(elsewhere.path(), site.out().join("fr")).expect("a link");
        assert_eq!(site.publish(&tree(&[("fr/index.html", "secret")])), Ok(counts(1, 0, 0, 2)));
        assert_eq!(fs::read_dir(elsewhere.path()).expect("a folder").count(), 1);
        assert!(!site.out().join("fr").is_symlink());
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
