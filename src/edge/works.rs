//! Works that were made: they are kept in the cache by the fingerprint of their recipe and their source, so that no build and
//! no server makes one twice.

use std::collections::{BTreeMap, HashMap};
use std::io::Read;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use rayon::prelude::*;

use crate::base::bounds::FILE_BYTES;
use crate::base::diagnostic::Diagnostic;
use crate::base::fingerprint::Fingerprint;
use crate::base::output::{OutputTree, Sort, Work, Workshop};
use crate::base::source::SourcePath;
use crate::edge::cache::{Cache, Shelf};
use crate::edge::failure::{Failure, READ};
use crate::edge::root::Root;

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
    root: Root,
    cache: Cache,
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

/// The source that was read last, and where works are made of it: those of the same source follow one another.
#[derive(Default)]
pub struct LastSource<'t>(Option<Known<'t>>);

struct Known<'t> {
    sort: Sort,
    path: Option<SourcePath>,
    bytes: Vec<u8>,
    fingerprint: String,
    workshop: Option<Box<dyn Workshop + 't>>,
}

impl Works {
    /// The works of the site whose sources are under `root`, and where they are kept.
    pub fn new(root: Root, cache: Cache) -> Self {
        Self { root, cache, tallies: Mutex::default(), locks: Mutex::default() }
    }

    /// The bytes of a work: those that are kept, else new ones.
    pub fn bytes<'t>(&self, work: &Work<'t>, last: &mut LastSource<'t>) -> Result<Vec<u8>, Unmade> {
        let source = self.source(work, last)?;
        let mut key = Fingerprint::default();
        key.add(env!("CARGO_PKG_VERSION"));
        key.add([0]);
        key.add(work.recipe());
        key.add([0]);
        key.add(&source.fingerprint);
        let key = key.hex();
        let lock = Arc::clone(whole(&self.locks).entry(key.clone()).or_default());
        let _held = whole(&lock);
        let sort = work.sort as usize;
        if let Some(bytes) = self.cache.get(Shelf::Works, &key) {
            whole(&self.tallies)[sort].kept += 1;
            return Ok(bytes);
        }
        let begun = Instant::now();
        let bytes = source.make(work).map_err(Unmade::Mistake)?;
        let tally = &mut whole(&self.tallies)[sort];
        tally.made += 1;
        tally.took += begun.elapsed();
        self.cache.put(Shelf::Works, &key, &bytes);
        Ok(bytes)
    }

    /// What is wrong with the sources of a tree's works: of each source the work is made that takes least, which is kept as any
    /// other, so that nobody waits for it a second time.
    pub fn mistakes<'t>(&self, tree: &'t OutputTree) -> Result<Vec<Diagnostic>, Failure> {
        let mut least: BTreeMap<(usize, Option<&SourcePath>), Work<'t>> = BTreeMap::new();
        for work in tree.iter().filter_map(|(_, output)| tree.work(output)) {
            let known = least.entry((work.sort as usize, work.source)).or_insert(work);
            if work.effort() < known.effort() {
                *known = work;
            }
        }
        let works: Vec<Work<'t>> = least.into_values().collect();
        let mistake = |last: &mut LastSource<'t>, work: &Work<'t>| match self.bytes(work, last) {
            Ok(_) => Ok(None),
            Err(Unmade::Mistake(mistake)) => Ok(Some(*mistake)),
            Err(Unmade::Failed(failure)) => Err(failure),
        };
        let found = works.par_iter().map_init(LastSource::default, mistake);
        Ok(found.collect::<Result<Vec<_>, Failure>>()?.into_iter().flatten().collect())
    }

    /// The source of a work, which is empty for one that is made from none.
    fn source<'l, 't>(&self, work: &Work<'t>, last: &'l mut LastSource<'t>) -> Result<&'l mut Known<'t>, Failure> {
        let is_other = |known: &Known<'_>| known.sort != work.sort || known.path.as_ref() != work.source;
        let known = match last.0.take_if(|known| !is_other(known)) {
            Some(known) => known,
            None => {
                let mut bytes = Vec::new();
                if let Some(path) = work.source {
                    let fail = |error| Failure::at(READ, &self.root.path_of(path), &error);
                    self.root
                        .open(path)
                        .and_then(|file| file.take(FILE_BYTES).read_to_end(&mut bytes))
                        .map_err(fail)?;
                }
                let mut fingerprint = Fingerprint::default();
                fingerprint.add(&bytes);
                let (sort, path) = (work.sort, work.source.cloned());
                Known { sort, path, bytes, fingerprint: fingerprint.hex(), workshop: None }
            }
        };
        Ok(last.0.insert(known))
    }

    /// What was made and what was there, by sort; sorts of which nobody asked for a work are left out.
    pub fn tallies(&self) -> Vec<(Sort, Tally)> {
        let tallies = *whole(&self.tallies);
        Sort::ALL.into_iter().zip(tallies).filter(|(_, tally)| tally.made + tally.kept > 0).collect()
    }
}

impl<'t> Known<'t> {
    /// Makes a work of it.
    fn make(&mut self, work: &Work<'t>) -> Result<Vec<u8>, Box<Diagnostic>> {
        let workshop = match self.workshop.take() {
            Some(workshop) => workshop,
            None => work.workshop(&self.bytes)?,
        };
        work.make(&mut **self.workshop.insert(workshop))
    }
}

/// A lock that somebody left who panicked guards nothing that could be half done.
fn whole<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io::Write;
    use std::path::Path;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;
    use crate::base::message::say;
    use crate::base::output::{Content, Output, Render, Role, Unrendered};
    use crate::base::source::{Place, Span};
    use crate::edge::cache::tests::cache;
    use crate::edge::root::tests::root;

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

        fn workshop(&self, _rank: usize, source: &[u8]) -> Result<Box<dyn Workshop + '_>, Box<Diagnostic>> {
            Ok(Box::new(Bench(self, source.to_vec())))
        }
    }

    struct Bench<'m>(&'m Maker, Vec<u8>);

    impl Workshop for Bench<'_> {
        fn make(&mut self, rank: usize) -> Result<Vec<u8>, Box<Diagnostic>> {
            let Self(maker, source) = self;
            maker.0.fetch_add(1, Ordering::Relaxed);
            if rank == 4 {
                let place = Place { path: SourcePath::new("content/a.png"), span: Span::default() };
                let (message, help) =
                    (say!(en: "it is broken", fr: "elle est cassée"), say!(en: "save it", fr: "enregistrez-la"));
                Err(Box::new(Diagnostic::error("picture-unreadable", place, message, help)))
            } else {
                Ok([b"made of ", &source[..]].concat())
            }
        }
    }

    struct Site {
        folder: tempfile::TempDir,
        kept: tempfile::TempDir,
        cache: Cache,
        tree: OutputTree,
        maker: Arc<Maker>,
    }

    fn site() -> Site {
        let (folder, _) = root();
        let (kept, cache) = cache();
        let maker = Arc::new(Maker::default());
        let output = |rank: usize| Output {
            content: Content::Made { rank, sort: Sort::Picture, source: Some(SourcePath::new("content/a.png")) },
            role: Role::File,
        };
        let tree =
            OutputTree::new((0..5).map(|rank| (rank.to_string(), output(rank)))).rendered_by(Arc::clone(&maker) as _);
        let site = Site { folder, kept, cache, tree, maker };
        site.write("a");
        site
    }

    impl Site {
        fn write(&self, text: &str) {
            fs::write(self.folder.path().join("content/a.png"), text).expect("a file");
        }

        fn works(&self) -> Works {
            Works::new(Root::find(Some(self.folder.path()), Path::new("/")).expect("a root"), self.cache.clone())
        }

        fn ask(&self, works: &Works, path: &str) -> Result<Vec<u8>, Unmade> {
            let work = self.tree.get(path).and_then(|output| self.tree.work(output)).expect("a work");
            works.bytes(&work, &mut LastSource::default())
        }

        /// How many were made until now.
        fn made(&self) -> usize {
            self.maker.0.load(Ordering::Relaxed)
        }
    }

    #[test]
    fn a_work_is_made_once_for_a_recipe_and_a_source() {
        let site = site();
        for _ in 0..2 {
            let works = site.works();
            for path in ["0", "1", "2"] {
                assert_eq!(site.ask(&works, path).expect("made"), b"made of a");
            }
        }
        assert_eq!(site.made(), 2);
        site.write("b");
        let works = site.works();
        assert_eq!(site.ask(&works, "0").expect("made"), b"made of b");
        assert_eq!(site.ask(&works, "1").expect("kept"), b"made of b");
        let tally = works.tallies();
        assert!(matches!(tally[..], [(Sort::Picture, Tally { made: 1, kept: 1, .. })]), "{tally:?}");
    }

    #[test]
    fn where_nothing_can_be_kept_works_are_made_each_time() {
        let site = site();
        fs::remove_dir_all(site.kept.path()).expect("removed");
        fs::write(site.kept.path(), "").expect("a file");
        for _ in 0..2 {
            assert_eq!(site.ask(&site.works(), "0").expect("made"), b"made of a");
        }
        assert_eq!(site.made(), 2);
    }

    #[test]
    fn what_cannot_be_made_is_a_mistake_of_its_source() {
        let site = site();
        let mistaken = site.ask(&site.works(), "4");
        assert!(matches!(mistaken, Err(Unmade::Mistake(mistake)) if mistake.place.path.as_str() == "content/a.png"));
        fs::remove_file(site.folder.path().join("content/a.png")).expect("removed");
        assert!(matches!(site.ask(&site.works(), "4"), Err(Unmade::Failed(_))));
    }

    #[test]
    fn of_each_source_one_work_tells_whether_it_is_whole() {
        let site = site();
        let works = site.works();
        assert!(works.mistakes(&site.tree).expect("looked at").is_empty());
        assert_eq!(site.made(), 1);
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
        let works = site.works();
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| site.ask(&works, "0").expect("made"));
            }
        });
        assert_eq!(site.made(), 1);
    }
}
