//! The cache of derived assets, keyed by the fingerprint of their inputs and their source, so that no build and no server
//! generates an asset twice.

use std::collections::{BTreeMap, HashMap};
use std::io::Read;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use rayon::prelude::*;

use crate::base::bounds::FILE_BYTES;
use crate::base::diagnostic::Diagnostic;
use crate::base::fingerprint::Fingerprint;
use crate::base::output::{AssetBuilder, AssetKind, DerivedAsset, OutputTree};
use crate::base::source::SourcePath;
use crate::base::sync::lock_ignoring_poison;
use crate::edge::cache::{Cache, CacheKind};
use crate::edge::failure::{Failure, READ};
use crate::edge::root::Root;

/// How many assets of a kind were generated and found in the cache.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AssetCounts {
    /// Assets that were generated.
    pub made: usize,
    /// Assets that were cached.
    pub cached: usize,
    /// The time spent generating, summed over threads.
    pub time: Duration,
}

/// The derived assets of a site.
#[derive(Debug)]
pub struct AssetCache {
    root: Root,
    cache: Cache,
    counts: Mutex<[AssetCounts; AssetKind::ALL.len()]>,
    /// A lock for each asset, so that two threads never generate the same one.
    locks: Mutex<HashMap<String, Arc<Mutex<()>>>>,
}

/// Why an asset could not be generated.
#[derive(Debug)]
pub enum AssetError {
    /// Its source is at fault.
    Source(Box<Diagnostic>),
    /// The machine failed.
    Failed(Failure),
}

impl From<Failure> for AssetError {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

/// The source that was read last, with its builder: assets of the same source usually follow one another.
#[derive(Default)]
pub struct LastSource<'t>(Option<LoadedSource<'t>>);

struct LoadedSource<'t> {
    kind: AssetKind,
    path: Option<SourcePath>,
    bytes: Vec<u8>,
    fingerprint: String,
    builder: Option<Box<dyn AssetBuilder + 't>>,
}

impl AssetCache {
    /// The assets of the site under `root`, stored in `cache`.
    pub fn new(root: Root, cache: Cache) -> Self {
        Self { root, cache, counts: Mutex::default(), locks: Mutex::default() }
    }

    /// The bytes of an asset, from the cache or newly generated.
    pub fn bytes<'t>(&self, asset: &DerivedAsset<'t>, last: &mut LastSource<'t>) -> Result<Vec<u8>, AssetError> {
        let source = self.source(asset, last)?;
        let mut key = Fingerprint::default();
        key.add(env!("CARGO_PKG_VERSION"));
        key.add([0]);
        key.add(asset.cache_key());
        key.add([0]);
        key.add(&source.fingerprint);
        let key = key.hex();
        let lock = Arc::clone(lock_ignoring_poison(&self.locks).entry(key.clone()).or_default());
        let _guard = lock_ignoring_poison(&lock);
        let kind = asset.kind as usize;
        if let Some(bytes) = self.cache.get(CacheKind::Assets, &key) {
            lock_ignoring_poison(&self.counts)[kind].cached += 1;
            return Ok(bytes);
        }
        let begun = Instant::now();
        let bytes = source.build(asset).map_err(AssetError::Source)?;
        let counts = &mut lock_ignoring_poison(&self.counts)[kind];
        counts.made += 1;
        counts.time += begun.elapsed();
        self.cache.put(CacheKind::Assets, &key, &bytes);
        Ok(bytes)
    }

    /// What is wrong with the sources of a tree's assets. Generates the cheapest asset of each source, and caches it.
    pub fn diagnostics<'t>(&self, tree: &'t OutputTree) -> Result<Vec<Diagnostic>, Failure> {
        let mut cheapest: BTreeMap<(usize, Option<&SourcePath>), DerivedAsset<'t>> = BTreeMap::new();
        for asset in tree.iter().filter_map(|(_, output)| tree.derived_asset(output)) {
            let known = cheapest.entry((asset.kind as usize, asset.source)).or_insert(asset);
            if asset.cost() < known.cost() {
                *known = asset;
            }
        }
        let assets: Vec<DerivedAsset<'t>> = cheapest.into_values().collect();
        let diagnostic = |last: &mut LastSource<'t>, asset: &DerivedAsset<'t>| match self.bytes(asset, last) {
            Ok(_) => Ok(None),
            Err(AssetError::Source(diagnostic)) => Ok(Some(*diagnostic)),
            Err(AssetError::Failed(failure)) => Err(failure),
        };
        let found = assets.par_iter().map_init(LastSource::default, diagnostic);
        Ok(found.collect::<Result<Vec<_>, Failure>>()?.into_iter().flatten().collect())
    }

    /// What share pictures cannot show, although they can be drawn.
    pub fn warnings(&self, tree: &OutputTree) -> Result<Vec<Diagnostic>, Failure> {
        let mut assets = tree.iter().filter_map(|(_, output)| tree.derived_asset(output));
        // All are drawn with one font.
        let Some(share) = assets.find(|asset| asset.kind == AssetKind::Share) else { return Ok(Vec::new()) };
        let mut last = LastSource::default();
        Ok(share.warnings(&self.source(&share, &mut last)?.bytes))
    }

    /// The source of an asset; empty for one without a source.
    fn source<'l, 't>(
        &self,
        asset: &DerivedAsset<'t>,
        last: &'l mut LastSource<'t>,
    ) -> Result<&'l mut LoadedSource<'t>, Failure> {
        let is_same = |loaded: &mut LoadedSource<'_>| loaded.kind == asset.kind && loaded.path.as_ref() == asset.source;
        let loaded = match last.0.take_if(is_same) {
            Some(loaded) => loaded,
            None => {
                let mut bytes = Vec::new();
                if let Some(path) = asset.source {
                    let fail = |error| Failure::at(READ, &self.root.path_of(path), &error);
                    self.root
                        .open(path)
                        .and_then(|file| file.take(FILE_BYTES).read_to_end(&mut bytes))
                        .map_err(fail)?;
                }
                let mut fingerprint = Fingerprint::default();
                fingerprint.add(&bytes);
                let (kind, path) = (asset.kind, asset.source.cloned());
                LoadedSource { kind, path, bytes, fingerprint: fingerprint.hex(), builder: None }
            }
        };
        Ok(last.0.insert(loaded))
    }

    /// The counts by kind, without kinds that were not requested.
    pub fn counts(&self) -> Vec<(AssetKind, AssetCounts)> {
        let counts = *lock_ignoring_poison(&self.counts);
        AssetKind::ALL.into_iter().zip(counts).filter(|(_, counts)| counts.made + counts.cached > 0).collect()
    }
}

impl<'t> LoadedSource<'t> {
    fn build(&mut self, asset: &DerivedAsset<'t>) -> Result<Vec<u8>, Box<Diagnostic>> {
        let builder = match self.builder.take() {
            Some(builder) => builder,
            None => asset.builder(&self.bytes)?,
        };
        asset.build(&mut **self.builder.insert(builder))
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io::Write;
    use std::path::Path;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;
    use crate::base::message::say;
    use crate::base::output::{Content, Output, Render, RenderError, Role};
    use crate::base::source::{Place, Span};
    use crate::edge::cache::tests::cache;
    use crate::edge::root::tests::root;

    /// Generates assets that contain their source, and counts them.
    #[derive(Default)]
    struct TestRenderer(AtomicUsize);

    impl Render for TestRenderer {
        fn render(&self, _rank: usize, _to: &mut dyn Write) -> Result<(), RenderError> {
            Ok(())
        }

        fn cache_key(&self, rank: usize) -> String {
            // The first two are the same asset at two addresses.
            (rank / 2).to_string()
        }

        fn asset_builder(&self, _rank: usize, source: &[u8]) -> Result<Box<dyn AssetBuilder + '_>, Box<Diagnostic>> {
            Ok(Box::new(TestBuilder(self, source.to_vec())))
        }
    }

    struct TestBuilder<'m>(&'m TestRenderer, Vec<u8>);

    impl AssetBuilder for TestBuilder<'_> {
        fn build(&mut self, rank: usize) -> Result<Vec<u8>, Box<Diagnostic>> {
            let Self(renderer, source) = self;
            renderer.0.fetch_add(1, Ordering::Relaxed);
            if rank == 4 {
                let place = Place { path: SourcePath::new("content/a.png"), span: Span::default() };
                let (message, help) =
                    (say!(en: "it is damaged", fr: "elle est cassée"), say!(en: "save it", fr: "enregistrez-la"));
                Err(Box::new(Diagnostic::error("picture-unreadable", place, message, help)))
            } else {
                Ok([b"made of ", &source[..]].concat())
            }
        }
    }

    struct TestSite {
        folder: tempfile::TempDir,
        cache_folder: tempfile::TempDir,
        cache: Cache,
        tree: OutputTree,
        renderer: Arc<TestRenderer>,
    }

    fn site() -> TestSite {
        let (folder, _) = root();
        let (cache_folder, cache) = cache();
        let renderer = Arc::new(TestRenderer::default());
        let output = |rank: usize| Output {
            content: Content::Derived {
                rank,
                kind: AssetKind::Picture,
                source: Some(SourcePath::new("content/a.png")),
            },
            role: Role::File,
        };
        let tree = OutputTree::new((0..5).map(|rank| (rank.to_string(), output(rank))))
            .rendered_by(Arc::clone(&renderer) as _);
        let site = TestSite { folder, cache_folder, cache, tree, renderer };
        site.write("a");
        site
    }

    impl TestSite {
        fn write(&self, text: &str) {
            fs::write(self.folder.path().join("content/a.png"), text).expect("a file");
        }

        fn assets(&self) -> AssetCache {
            AssetCache::new(Root::find(Some(self.folder.path()), Path::new("/")).expect("a root"), self.cache.clone())
        }

        fn ask(&self, assets: &AssetCache, path: &str) -> Result<Vec<u8>, AssetError> {
            let asset = self.tree.get(path).and_then(|output| self.tree.derived_asset(output)).expect("an asset");
            assets.bytes(&asset, &mut LastSource::default())
        }

        /// How many assets have been generated.
        fn made(&self) -> usize {
            self.renderer.0.load(Ordering::Relaxed)
        }
    }

    #[test]
    fn an_asset_is_generated_once_per_key_and_source() {
        let site = site();
        for _ in 0..2 {
            let assets = site.assets();
            for path in ["0", "1", "2"] {
                assert_eq!(site.ask(&assets, path).expect("made"), b"made of a");
            }
        }
        assert_eq!(site.made(), 2);
        site.write("b");
        let assets = site.assets();
        assert_eq!(site.ask(&assets, "0").expect("made"), b"made of b");
        assert_eq!(site.ask(&assets, "1").expect("kept"), b"made of b");
        let counts = assets.counts();
        assert!(matches!(counts[..], [(AssetKind::Picture, AssetCounts { made: 1, cached: 1, .. })]), "{counts:?}");
    }

    #[test]
    fn without_a_cache_assets_are_generated_each_time() {
        let site = site();
        fs::remove_dir_all(site.cache_folder.path()).expect("removed");
        fs::write(site.cache_folder.path(), "").expect("a file");
        for _ in 0..2 {
            assert_eq!(site.ask(&site.assets(), "0").expect("made"), b"made of a");
        }
        assert_eq!(site.made(), 2);
    }

    #[test]
    fn an_asset_that_cannot_be_generated_is_an_error_of_its_source() {
        let site = site();
        let failed = site.ask(&site.assets(), "4");
        assert!(
            matches!(failed, Err(AssetError::Source(diagnostic)) if diagnostic.place.path.as_str() == "content/a.png")
        );
        fs::remove_file(site.folder.path().join("content/a.png")).expect("removed");
        assert!(matches!(site.ask(&site.assets(), "4"), Err(AssetError::Failed(_))));
    }

    #[test]
    fn one_asset_per_source_is_generated_to_check_it() {
        let site = site();
        let assets = site.assets();
        assert!(assets.diagnostics(&site.tree).expect("looked at").is_empty());
        assert_eq!(site.made(), 1);
        assert!(assets.diagnostics(&site.tree).expect("looked at").is_empty());
        assert_eq!(site.made(), 1, "it is kept");
        let broken = OutputTree::new(
            site.tree.iter().filter(|(path, _)| *path == "4").map(|(path, output)| (path.to_owned(), output.clone())),
        );
        let broken = broken.rendered_by(Arc::clone(&site.renderer) as _);
        assert_eq!(assets.diagnostics(&broken).expect("looked at").len(), 1);
    }

    #[test]
    fn concurrent_requests_generate_an_asset_once() {
        let site = site();
        let assets = site.assets();
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| site.ask(&assets, "0").expect("made"));
            }
        });
        assert_eq!(site.made(), 1);
    }
}
