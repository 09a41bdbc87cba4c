//! Publishes a tree: prepares it whole beside the published folder, then puts it in its place. A build that fails leaves
//! what was published untouched, and a file that did not change keeps its time and its place on the disk.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader};
use std::path::{Component, Path};

use rayon::prelude::*;
use walkdir::WalkDir;

use crate::base::output::{Content, Output, OutputTree};
use crate::edge::failure::Failure;
use crate::edge::stage::{MARKER, MARKER_TEXT, Target};

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

/// Makes `out` hold exactly the files of `tree`; files to be copied are read under `root`.
///
/// Refuses a folder that holds anything but what an earlier run published there.
pub fn publish(root: &Path, tree: &OutputTree, out: &Path) -> Result<Counts, Failure> {
    if let Some((path, _)) = tree.iter().find(|(path, _)| !stays_inside(path)) {
        return Err(Failure::new("write", path, "the path leads out of the published folder"));
    }
    let target = Target::claim(root, out)?;
    let published = published_files(&target.out)?;
    let outputs: Vec<(&str, &Output)> = tree.iter().collect();
    let fates = outputs.par_iter().map(|(path, output)| fate(root, &target.out, path, output, &published));
    let fates: Vec<Fate> = fates.collect::<Result<_, Failure>>()?;
    let counts = count(&fates, published.len());
    if fates.len() == counts.unchanged && counts.removed == 0 && target.out.join(MARKER).exists() {
        return Ok(counts);
    }
    let stage = target.stage()?;
    make_folders(stage.path(), tree)?;
    outputs.par_iter().zip(&fates).try_for_each(|((path, output), fate)| {
        let (from, to) = (target.out.join(path), stage.path().join(path));
        if *fate == Fate::Unchanged { keep(&from, &to) } else { write(root, output, &to) }
    })?;
    let marker = stage.path().join(MARKER);
    fs::write(&marker, MARKER_TEXT).map_err(|error| Failure::at("write", &marker, &error))?;
    stage.put_in_place()?;
    Ok(counts)
}

/// What becomes of a file, seen from the published folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    New,
    Changed,
    Unchanged,
}

fn count(fates: &[Fate], published: usize) -> Counts {
    let of = |fate: Fate| fates.iter().filter(|other| **other == fate).count();
    let (new, changed, unchanged) = (of(Fate::New), of(Fate::Changed), of(Fate::Unchanged));
    Counts { new, changed, unchanged, removed: published - changed - unchanged }
}

/// Every file that is published now, with its size; without one for what is no ordinary file. Links are not followed.
fn published_files(out: &Path) -> Result<BTreeMap<String, Option<u64>>, Failure> {
    let mut files = BTreeMap::new();
    if !out.exists() {
        return Ok(files);
    }
    for entry in WalkDir::new(out).min_depth(1) {
        let fail = |error: walkdir::Error| Failure::new("read", out.display().to_string(), error.to_string());
        let entry = entry.map_err(fail)?;
        let relative = entry.path().strip_prefix(out).unwrap_or(entry.path());
        if entry.file_type().is_dir() || relative == Path::new(MARKER) {
            continue;
        }
        let size = entry.file_type().is_file().then(|| entry.metadata().map(|metadata| metadata.len()));
        let parts: Vec<_> = relative.components().map(|part| part.as_os_str().to_string_lossy()).collect();
        files.insert(parts.join("/"), size.transpose().map_err(fail)?);
    }
    Ok(files)
}

fn fate(
    root: &Path,
    out: &Path,
    path: &str,
    output: &Output,
    published: &BTreeMap<String, Option<u64>>,
) -> Result<Fate, Failure> {
    let size = match published.get(path) {
        None => return Ok(Fate::New),
        Some(None) => return Ok(Fate::Changed),
        Some(Some(size)) => *size,
    };
    let old = out.join(path);
    let same = match &output.content {
        Content::Bytes(bytes) => {
            bytes.len() as u64 == size && fs::read(&old).map_err(|error| Failure::at("read", &old, &error))? == *bytes
        }
        Content::Copy(source) => {
            let source = open_source(&root.join(source.as_str()))?;
            same_bytes(source, &old, size).map_err(|error| Failure::at("read", &old, &error))?
        }
    };
    Ok(if same { Fate::Unchanged } else { Fate::Changed })
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
fn open_source(path: &Path) -> Result<File, Failure> {
    let fail = |error: io::Error| Failure::at("read", path, &error);
    if !fs::symlink_metadata(path).map_err(fail)?.is_file() {
        return Err(Failure::new("read", path.display().to_string(), "it is not an ordinary file any more"));
    }
    File::open(path).map_err(fail)
}

fn make_folders(stage: &Path, tree: &OutputTree) -> Result<(), Failure> {
    let mut folders = BTreeSet::new();
    for (path, _) in tree.iter() {
        let parents = Path::new(path).ancestors().skip(1).filter(|folder| *folder != Path::new(""));
        // A folder that is known has its parents known too.
        folders.extend(parents);
    }
    // A folder sorts before what it holds.
    folders.into_iter().try_for_each(|folder| {
        let folder = stage.join(folder);
        fs::create_dir(&folder).map_err(|error| Failure::at("write", &folder, &error))
    })
}

/// Takes a published file over into the stage: as a second name of the same file, else as a copy with the same time.
fn keep(from: &Path, to: &Path) -> Result<(), Failure> {
    if fs::hard_link(from, to).is_ok() {
        return Ok(());
    }
    let copy = || -> io::Result<()> {
        fs::copy(from, to)?;
        File::options().write(true).open(to)?.set_modified(fs::metadata(from)?.modified()?)
    };
    copy().map_err(|error| Failure::at("write", to, &error))
}

fn write(root: &Path, output: &Output, to: &Path) -> Result<(), Failure> {
    let fail = |error: io::Error| Failure::at("write", to, &error);
    match &output.content {
        Content::Bytes(bytes) => fs::write(to, bytes).map_err(fail),
        Content::Copy(source) => {
            // The bytes alone: a published file has no need of its source's permissions.
            let mut source = open_source(&root.join(source.as_str()))?;
            let mut file = File::create(to).map_err(fail)?;
            io::copy(&mut source, &mut file).map(|_| ()).map_err(fail)
        }
    }
}

/// True for a relative path of plain names. The plan makes no others; nothing is written where one did.
fn stays_inside(path: &str) -> bool {
    let plain = |part| matches!(part, Component::Normal(_));
    !path.is_empty() && !path.contains('\\') && Path::new(path).components().all(plain) && !path.ends_with('/')
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
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
            publish(self.0.path(), tree, &self.out())
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
        let mut tree = OutputTree::default();
        for (path, text) in files {
            tree.insert(*path, Output { content: Content::Bytes(text.as_bytes().to_vec()), role: Role::Page });
        }
        tree
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
        let mut tree = tree(&[]);
        let content = Content::Copy(SourcePath::new("content/plan.pdf"));
        tree.insert("fr/plan.pdf", Output { content, role: Role::File });
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
        let mut broken = tree(&[("index.html", "new")]);
        let content = Content::Copy(SourcePath::new("content/gone.pdf"));
        broken.insert("gone.pdf", Output { content, role: Role::File });
        let failure = site.publish(&broken).expect_err("a file is missing");
        assert!(failure.to_string().contains("gone.pdf"), "{failure}");
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
        assert!(failure.to_string().contains("holds files that parvis did not write"), "{failure}");
        assert_eq!(fs::read(site.out().join("index.html")).expect("a file"), b"a");
    }

    #[test]
    fn the_sources_are_never_replaced() {
        let site = Site::new();
        for out in ["", "content", "content/new/public", "themes/lab", "content/../content/x"] {
            let failure = publish(site.0.path(), &tree(&[("a", "a")]), &site.0.path().join(out)).expect_err("refused");
            assert!(failure.to_string().contains("the sources are there"), "{out}: {failure}");
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
        assert!(failure.to_string().contains("symbolic link"), "{failure}");
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
