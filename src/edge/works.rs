//! Works that were made: they are kept on the disk by the fingerprint of their recipe and their source, so that no build and
//! no server makes one twice.
//!
//! The folder may be deleted at any time. A file in it that is broken is made again, and one that nobody has asked for in
//! thirty days is removed after a build.

use std::collections::{BTreeMap, HashMap};
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use rayon::prelude::*;

use crate::base::diagnostic::Diagnostic;
use crate::base::fingerprint::Fingerprint;
use crate::base::output::{OutputTree, Sort, Work};
use crate::base::source::SourcePath;
use crate::edge::failure::{Failure, READ};
use crate::edge::publish::open_source;

/// The folder under the root of the sources.
const FOLDER: &str = ".parvis-cache";

/// How long a work is kept that nobody asks for.
const KEPT_FOR: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// How exactly it is known when somebody asked: not every build is to write to every file.
const EXACTNESS: Duration = Duration::from_secs(24 * 60 * 60);

/// How many digits a fingerprint has.
const DIGITS: usize = 64;

/// What making the works of a sort took.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// How many were made.
    pub made: usize,
    /// How many were there.
    pub kept: usize,
    /// How long it took to make them, one after the other.
    pub took: Duration,
}

/// The works of a site.
#[derive(Debug)]
pub struct Works {
    root: PathBuf,
    tallies: Mutex<[Tally; Sort::ALL.len()]>,
    /// Who makes a work holds its lock, so that another who wants the same waits for it.
    locks: Mutex<HashMap<String, Arc<Mutex<()>>>>,
}

/// Why there are no bytes of a work.
#[derive(Debug)]
pub enum Unmade {
    /// Something is wrong with its source.
    Mistake(Box<Diagnostic>),
    /// The machine failed.
    Failed(Failure),
}

impl From<Failure> for Unmade {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

/// The source that was read last: works of the same source follow one another.
#[derive(Debug, Default)]
pub struct LastSource(Option<(SourcePath, Vec<u8>, String)>);

impl Works {
    /// The works of the site whose sources are under `root`.
    pub fn new(root: &Path) -> Self {
        Self { root: root.to_path_buf(), tallies: Mutex::default(), locks: Mutex::default() }
    }

    /// The bytes of a work: those that are kept, else new ones.
    pub fn bytes(&self, work: &Work<'_>, last: &mut LastSource) -> Result<Vec<u8>, Unmade> {
        let (source, of_source) = self.source(work.source, last)?;
        let mut key = Fingerprint::default();
        key.add(env!("CARGO_PKG_VERSION"));
        key.add([0]);
        key.add(work.recipe());
        key.add([0]);
        key.add(of_source);
        let key = key.hex();
        let lock = Arc::clone(whole(&self.locks).entry(key.clone()).or_default());
        let _held = whole(&lock);
        let path = self.root.join(FOLDER).join(&key[..2]).join(&key[2..]);
        let sort = work.sort as usize;
        if let Some(bytes) = kept(&path) {
            whole(&self.tallies)[sort].kept += 1;
            return Ok(bytes);
        }
        let begun = Instant::now();
        let bytes = work.make(source).map_err(Unmade::Mistake)?;
        let tally = &mut whole(&self.tallies)[sort];
        tally.made += 1;
        tally.took += begun.elapsed();
        // Where nothing can be kept the next build is slower, and no worse.
        let _ = keep(&path, &bytes);
        Ok(bytes)
    }

    /// What is wrong with the sources of a tree's works: of each source the work is made that takes least, which is kept as any
    /// other, so that nobody waits for it a second time.
    pub fn mistakes(&self, tree: &OutputTree) -> Result<Vec<Diagnostic>, Failure> {
        let mut least: BTreeMap<(usize, Option<&SourcePath>), Work<'_>> = BTreeMap::new();
        for work in tree.iter().filter_map(|(_, output)| tree.work(output)) {
            let known = least.entry((work.sort as usize, work.source)).or_insert(work);
            if work.effort() < known.effort() {
                *known = work;
            }
        }
        let works: Vec<Work<'_>> = least.into_values().collect();
        let mistake = |last: &mut LastSource, work: &Work<'_>| match self.bytes(work, last) {
            Ok(_) => Ok(None),
            Err(Unmade::Mistake(mistake)) => Ok(Some(*mistake)),
            Err(Unmade::Failed(failure)) => Err(failure),
        };
        let found = works.par_iter().map_init(LastSource::default, mistake);
        Ok(found.collect::<Result<Vec<_>, Failure>>()?.into_iter().flatten().collect())
    }

    /// The bytes of a source and their fingerprint; none for a work that is made from no source.
    fn source<'l>(&self, path: Option<&SourcePath>, last: &'l mut LastSource) -> Result<(&'l [u8], &'l str), Failure> {
        let Some(path) = path else { return Ok((&[], "")) };
        if last.0.as_ref().is_none_or(|(known, ..)| known != path) {
            let file = self.root.join(path.as_str());
            let mut bytes = Vec::new();
            io::copy(&mut open_source(&file)?, &mut bytes).map_err(|error| Failure::at(READ, &file, &error))?;
            let mut fingerprint = Fingerprint::default();
            fingerprint.add(&bytes);
            last.0 = Some((path.clone(), bytes, fingerprint.hex()));
        }
        Ok(last.0.as_ref().map_or((&[], ""), |(_, bytes, fingerprint)| (bytes, fingerprint)))
    }

    /// What was made and what was there, by sort; sorts of which nobody asked for a work are left out.
    pub fn tallies(&self) -> Vec<(Sort, Tally)> {
        let tallies = *whole(&self.tallies);
        Sort::ALL.into_iter().zip(tallies).filter(|(_, tally)| tally.made + tally.kept > 0).collect()
    }

    /// Removes the works that nobody has asked for in a long time, as far as that is possible.
    pub fn sweep(&self) {
        let Some(oldest) = SystemTime::now().checked_sub(KEPT_FOR) else { return };
        let folders = |folder: &Path| fs::read_dir(folder).into_iter().flatten().flatten();
        for entry in folders(&self.root.join(FOLDER)).flat_map(|folder| folders(&folder.path())) {
            let asked_for = entry.metadata().and_then(|metadata| metadata.modified());
            if asked_for.is_ok_and(|asked_for| asked_for < oldest) {
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}

/// A lock that somebody left who panicked guards nothing that could be half done.
fn whole<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The work in a file: its fingerprint stands before it, so that a broken one is told from a whole one.
fn kept(path: &Path) -> Option<Vec<u8>> {
    let mut bytes = fs::read(path).ok()?;
    let work = bytes.get(DIGITS..)?;
    if bytes[..DIGITS] != *digest(work).as_bytes() {
        return None;
    }
    bytes.drain(..DIGITS);
    let file = File::options().write(true).open(path);
    let now = SystemTime::now();
    let is_recent = |file: &File| now.duration_since(file.metadata()?.modified()?).map_err(io::Error::other);
    if let Ok(file) = file
        && is_recent(&file).is_ok_and(|age| age > EXACTNESS)
    {
        let _ = file.set_modified(now);
    }
    Some(bytes)
}

fn digest(bytes: &[u8]) -> String {
    let mut digest = Fingerprint::default();
    digest.add(bytes);
    digest.hex()
}

/// Writes a work beside its place and puts it there whole.
fn keep(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let beside = path.with_extension(std::process::id().to_string());
    let mut file = File::create(&beside)?;
    file.write_all(digest(bytes).as_bytes())?;
    file.write_all(bytes)?;
    drop(file);
    fs::rename(&beside, path)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;
    use crate::base::message::say;
    use crate::base::output::{Content, Output, Render, Role, Unrendered};
    use crate::base::source::{Place, Span};

    /// Makes of its source a work that names it, and counts.
    #[derive(Default)]
    struct Maker(AtomicUsize);

    impl Render for Maker {
        fn render(&self, _rank: usize, _to: &mut dyn Write) -> Result<(), Unrendered> {
            Ok(())
        }

        fn recipe(&self, rank: usize) -> String {
            // The first two are the same work at two addresses.
            (rank / 2).to_string()
        }

        fn make(&self, rank: usize, source: &[u8]) -> Result<Vec<u8>, Box<Diagnostic>> {
            self.0.fetch_add(1, Ordering::Relaxed);
            if rank == 4 {
                let place = Place { path: SourcePath::new("a.png"), span: Span::default() };
                let (message, help) =
                    (say!(en: "it is broken", fr: "elle est cassée"), say!(en: "save it", fr: "enregistrez-la"));
                Err(Box::new(Diagnostic::error("picture-unreadable", place, message, help)))
            } else {
                Ok([b"made of ", source].concat())
            }
        }
    }

    struct Site {
        root: tempfile::TempDir,
        tree: OutputTree,
        maker: Arc<Maker>,
    }

    fn site() -> Site {
        let root = tempfile::tempdir().expect("a temporary folder");
        fs::write(root.path().join("a.png"), "a").expect("a file");
        let maker = Arc::new(Maker::default());
        let output = |rank: usize| Output {
            content: Content::Made { rank, sort: Sort::Picture, source: Some(SourcePath::new("a.png")) },
            role: Role::File,
        };
        let tree =
            OutputTree::new((0..5).map(|rank| (rank.to_string(), output(rank)))).rendered_by(Arc::clone(&maker) as _);
        Site { root, tree, maker }
    }

    impl Site {
        fn ask(&self, works: &Works, path: &str) -> Result<Vec<u8>, Unmade> {
            let work = self.tree.get(path).and_then(|output| self.tree.work(output)).expect("a work");
            works.bytes(&work, &mut LastSource::default())
        }

        /// How many were made until now.
        fn made(&self) -> usize {
            self.maker.0.load(Ordering::Relaxed)
        }

        fn files(&self) -> Vec<PathBuf> {
            let folders = fs::read_dir(self.root.path().join(FOLDER)).into_iter().flatten().flatten();
            let mut files: Vec<_> =
                folders.flat_map(|folder| fs::read_dir(folder.path()).into_iter().flatten().flatten()).collect();
            files.sort_by_key(fs::DirEntry::path);
            files.into_iter().map(|file| file.path()).collect()
        }
    }

    #[test]
    fn a_work_is_made_once_for_a_recipe_and_a_source() {
        let site = site();
        for _ in 0..2 {
            let works = Works::new(site.root.path());
            for path in ["0", "1", "2"] {
                assert_eq!(site.ask(&works, path).expect("made"), b"made of a");
            }
        }
        assert_eq!((site.made(), site.files().len()), (2, 2));
        fs::write(site.root.path().join("a.png"), "b").expect("a file");
        let works = Works::new(site.root.path());
        assert_eq!(site.ask(&works, "0").expect("made"), b"made of b");
        assert_eq!(site.ask(&works, "1").expect("kept"), b"made of b");
        let tally = works.tallies();
        assert!(matches!(tally[..], [(Sort::Picture, Tally { made: 1, kept: 1, .. })]), "{tally:?}");
    }

    #[test]
    fn what_is_kept_may_be_broken_or_deleted() {
        let site = site();
        let works = Works::new(site.root.path());
        site.ask(&works, "0").expect("made");
        for broken in ["", "made of x", &format!("{}made of x", "0".repeat(DIGITS))] {
            fs::write(&site.files()[0], broken).expect("a file");
            assert_eq!(site.ask(&works, "0").expect("made"), b"made of a");
        }
        fs::remove_dir_all(site.root.path().join(FOLDER)).expect("removed");
        assert_eq!(site.ask(&works, "0").expect("made"), b"made of a");
        assert_eq!(site.made(), 5);
        // Where nothing can be kept, nothing is.
        fs::remove_dir_all(site.root.path().join(FOLDER)).expect("removed");
        fs::write(site.root.path().join(FOLDER), "").expect("a file");
        assert_eq!(site.ask(&works, "0").expect("made"), b"made of a");
    }

    #[test]
    fn what_nobody_asks_for_goes_after_a_month() {
        let site = site();
        let works = Works::new(site.root.path());
        for path in ["0", "2"] {
            site.ask(&works, path).expect("made");
        }
        let old = SystemTime::now() - KEPT_FOR - EXACTNESS;
        for file in site.files() {
            File::options().write(true).open(file).and_then(|file| file.set_modified(old)).expect("an old file");
        }
        site.ask(&works, "0").expect("kept");
        works.sweep();
        assert_eq!((site.files().len(), site.made()), (1, 2));
    }

    #[test]
    fn what_cannot_be_made_is_a_mistake_of_its_source() {
        let site = site();
        let works = Works::new(site.root.path());
        assert!(
            matches!(site.ask(&works, "4"), Err(Unmade::Mistake(mistake)) if mistake.place.path.as_str() == "a.png")
        );
        assert!(site.files().is_empty());
        fs::remove_file(site.root.path().join("a.png")).expect("removed");
        assert!(matches!(site.ask(&works, "4"), Err(Unmade::Failed(_))));
    }

    #[test]
    fn of_each_source_one_work_tells_whether_it_is_whole() {
        let site = site();
        let works = Works::new(site.root.path());
        assert!(works.mistakes(&site.tree).expect("looked at").is_empty());
        assert_eq!((site.made(), site.files().len()), (1, 1));
        assert!(works.mistakes(&site.tree).expect("looked at").is_empty());
        assert_eq!(site.made(), 1, "it is kept");
        let broken = OutputTree::new(
            site.tree.iter().filter(|(path, _)| *path == "4").map(|(path, output)| (path.to_owned(), output.clone())),
        );
        let broken = broken.rendered_by(Arc::clone(&site.maker) as _);
        assert_eq!(works.mistakes(&broken).expect("looked at").len(), 1);
    }

    #[test]
    fn many_who_want_the_same_wait_for_one() {
        let site = site();
        let works = Works::new(site.root.path());
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| site.ask(&works, "0").expect("made"));
            }
        });
        assert_eq!(site.made(), 1);
    }
}
