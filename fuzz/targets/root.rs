//! A whole root with whatever a commit can hold beside the sources and among them, read, published and written to: nothing
//! outside of it, its cache and its published folder is changed, nothing but ordinary files is published, and nothing waits.
#![no_main]

use std::fs;
use std::os::unix::fs::{MetadataExt, symlink};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::time::SystemTime;

use libfuzzer_sys::fuzz_target;
use parvis::base::moment::Moment;
use parvis::base::output::{Content, Output, OutputTree, Role};
use parvis::base::snapshot::LOCK_FILE;
use parvis::base::source::SourcePath;
use parvis::edge::asset_cache::AssetCache;
use parvis::edge::cache::{Cache, CacheKind, name_of};
use parvis::edge::create::create;
use parvis::edge::disk;
use parvis::edge::publish::publish;
use parvis::edge::record::{Record, stamps};
use parvis::edge::root::Root;

/// Names that mean something to the program, or look as if they did.
const NAMES: &[&str] = &[
    ".git",
    ".parvis-cache",
    ".public.parvis-1",
    ".public.parvis-1-old",
    ".public.parvis-2",
    ".permalinks.lock.parvis-1",
    "permalinks.lock",
    "Permalinks.lock",
    "public",
    "public/fr",
    "public/fr/index.html",
    "public/.parvis",
    "public/plan.pdf",
    "PUBLIC",
    "out",
    "out/public",
    "cache",
    "cache/.parvis-key",
    "cache/works",
    ".github",
    ".github/workflows",
    "admin",
    "admin/config.yml",
    "content/plan.pdf",
    "content/calls",
    "content/calls/a",
    "content/calls/a/index.fr.md",
    "content/site.yaml",
    "themes/lab",
    "themes/lab/assets",
    "content",
    "themes",
    "changes.md",
];

/// Where links lead, from the root.
const PLACES: &[&str] = &[
    "../victim",
    "../victim/a",
    "../victim/b",
    "../victim/new",
    "..",
    ".",
    "../..",
    "content",
    "public",
    "themes/../../victim",
    "/dev/zero",
    "/dev/null",
    "/proc/self/fd/0",
    "/proc/self/cwd",
    "/",
    "permalinks.lock",
    "a/b/c",
    "",
];

struct World {
    top: PathBuf,
    before: Vec<(PathBuf, u64, i64, i64)>,
}

static WORLD: LazyLock<World> = LazyLock::new(|| {
    let memory = Path::new("/dev/shm");
    let above = if memory.is_dir() { memory.to_path_buf() } else { std::env::temp_dir() };
    let top = above.join(format!("parvis-fuzz-root-{}", std::process::id()));
    let _ = fs::remove_dir_all(&top);
    for file in ["a", "b/c/d", "works/ab/old"] {
        let file = top.join("victim").join(file);
        fs::create_dir_all(file.parent().expect("a folder")).expect("folders");
        fs::write(file, "secret").expect("a file");
    }
    let before = outside(&top);
    World { top, before }
});

/// What is outside of the root and of the cache.
fn outside(top: &Path) -> Vec<(PathBuf, u64, i64, i64)> {
    let mut found = Vec::new();
    let mut folders = vec![top.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if ["root", "cache"].iter().any(|name| path == top.join(name)) {
                continue;
            }
            let metadata = path.symlink_metadata().expect("it is there");
            if metadata.is_dir() {
                folders.push(path.clone());
            }
            found.push((path, metadata.ino(), metadata.mtime(), metadata.mtime_nsec()));
        }
    }
    found.sort();
    found
}

/// Puts what two bytes say at a name; what cannot be there is not.
fn plant(root: &Path, name: u8, thing: u8) {
    let path = root.join(NAMES[usize::from(name) % NAMES.len()]);
    // Nothing is put through a link by the target itself.
    if path.ancestors().skip(1).take_while(|above| *above != root).any(Path::is_symlink) {
        return;
    }
    let _ = fs::create_dir_all(path.parent().unwrap_or(root));
    let _ = if path.is_dir() && !path.is_symlink() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
    let place = PLACES[usize::from(thing) % PLACES.len()];
    let up = "../".repeat(path.strip_prefix(root).map_or(0, |inner| inner.components().count() - 1));
    let _ = match usize::from(thing) / PLACES.len() {
        0..=8 if place.starts_with('/') => symlink(place, &path),
        0..=8 => symlink(format!("{up}{place}"), &path),
        9 => fs::create_dir_all(&path),
        10 => fs::write(&path, "text"),
        11 => fs::hard_link(root.join("../victim/a"), &path),
        12 => symlink(path.file_name().unwrap_or_default(), &path),
        _ => fs::write(&path, [0xFF, thing]),
    };
}

fn tree() -> OutputTree {
    let file = |path: &str, content| (path.to_owned(), Output { content, role: Role::File });
    OutputTree::new([
        file("fr/index.html", Content::Bytes(b"<p>".to_vec())),
        file("plan.pdf", Content::Copy(SourcePath::new("content/plan.pdf"))),
    ])
}

/// True where nothing but ordinary files and folders is.
fn is_ordinary(folder: &Path) -> bool {
    fs::read_dir(folder).into_iter().flatten().flatten().all(|entry| {
        let kind = entry.file_type().expect("a kind");
        kind.is_file() || (kind.is_dir() && is_ordinary(&entry.path()))
    })
}

fuzz_target!(|plants: &[u8]| {
    let World { top, before } = &*WORLD;
    let root = top.join("root");
    let _ = fs::remove_dir_all(&root);
    for file in ["content/site.yaml", "content/plan.pdf", "themes/lab/page.html"] {
        fs::create_dir_all(root.join(file).parent().expect("a folder")).expect("folders");
        fs::write(root.join(file), "text").expect("a file");
    }
    // Every root is a checkout: elsewhere its top folders may be links of whoever made it.
    fs::create_dir(root.join(".git")).expect("a folder");
    plants.chunks_exact(2).take(24).for_each(|pair| plant(&root, pair[0], pair[1]));
    if !root.join(".git").exists() {
        return;
    }
    let now = Moment::from_unix_seconds(1_780_000_000).expect("a moment");
    let Ok(found) = Root::find(Some(&root), top) else {
        assert_eq!(&outside(top), before);
        return;
    };
    let inside = Cache::open(Some(&root.join("cache")), &found);
    assert!(inside.1.is_some(), "a cache in the checkout");
    let (cache, _) = Cache::open(Some(&top.join("cache")), &found);
    let _ = disk::read(&found, now);
    let _ = stamps(&found, "", SystemTime::now());
    for out in ["public", "out/public", "public"] {
        let Ok(named) = found.named(&root.join(out), top) else { continue };
        if let Ok(Some((_, published))) =
            publish(&found, &tree(), &named, &AssetCache::new(found.clone(), cache.clone()))
        {
            assert!(published.fingerprint().is_some() && is_ordinary(&root.join(out)), "{out}");
            let record = Record {
                sources: String::new(),
                stamps: None,
                published: String::new(),
                from: 0,
                until: i64::MAX,
                files: [0; 3],
                diagnostics: Vec::new(),
            };
            record.write(&cache, &named.path());
        }
    }
    let files = ["content/calls/b/index.fr.md", ".github/workflows/x.yml", "admin/index.html"];
    let _ = create(&found, &files.map(|path| (SourcePath::new(path), "new".to_owned())));
    let _ = found.replace(&SourcePath::new(LOCK_FILE), b"lock");
    let _ = found
        .named(Path::new("changes.md"), &root)
        .and_then(|named| named.existing_parent())
        .and_then(|(folder, name)| folder.replace(name, b"summary"));
    cache.put(CacheKind::Links, &name_of(&root), b"links");
    cache.sweep();
    assert_eq!(&outside(top), before);
});
