//! A persistent cache, in the folder `PARVIS_CACHE`, else in the user's cache folder: never where a commit can write.
//!
//! Every entry is authenticated by a key that was generated on this machine, so that entries from other machines or persons are
//! ignored. The folder may be deleted at any time; without one, builds are only slower.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use hmac::{Hmac, Mac};
use sha2::Sha256;

use crate::base::fingerprint::Fingerprint;
use crate::base::message::{Message, say};
use crate::edge::folder::info::{FileInfo, FileKind};
use crate::edge::folder::{Folder, create_private, is_private};
use crate::edge::root::Root;

/// What a cache entry contains; each kind has its own folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CacheKind {
    /// Derived assets.
    Assets,
    /// Build records.
    Records,
    /// Results of the link check.
    Links,
}

impl CacheKind {
    const ALL: [Self; 3] = [Self::Assets, Self::Records, Self::Links];

    fn name(self) -> &'static str {
        match self {
            Self::Assets => "works",
            Self::Records => "records",
            Self::Links => "links",
        }
    }
}

/// A cache; empty where no folder can be used.
#[derive(Clone, Debug, Default)]
pub struct Cache(Option<OpenCache>);

#[derive(Clone, Debug)]
struct OpenCache {
    folder: Folder,
    key: SealKey,
}

/// The secret key that authenticates entries.
#[derive(Clone)]
struct SealKey([u8; KEY_BYTES]);

const KEY_BYTES: usize = 32;

/// The file with the key.
const KEY_FILE: &str = ".parvis-key";

/// Marks a cache folder for backup programs (<https://bford.info/cachedir/>).
const TAG: (&str, &str) = (
    "CACHEDIR.TAG",
    "Signature: 8a477f597d28d172789f06886806bc55\n# parvis keeps here what took long to make; delete it whenever you like.\n",
);

/// Entries that were not read for so long are deleted.
const MAX_AGE: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// The precision of the time of the last read, so that not every build writes to every file.
const TOUCH_INTERVAL: Duration = Duration::from_secs(24 * 60 * 60);

/// The largest entry that is read, in bytes.
const LARGEST: u64 = 1 << 28;

/// The length of the authentication tag in bytes: HMAC-SHA256 (RFC 2104, FIPS 180-4).
const SEAL: usize = 32;

/// The digits of a name, which is a fingerprint, and how many of them make the folder name.
const DIGITS: usize = 64;
const FOLDER_DIGITS: usize = 2;

impl Cache {
    /// Opens the cache in a folder, creating it if missing. No cache where that fails, or where a commit could write to it; the
    /// message explains the latter.
    pub fn open(folder: Option<&Path>, root: &Root) -> (Self, Option<Message>) {
        let Some(path) = folder else { return (Self(None), None) };
        if root.is_in_checkout(path) {
            let path = path.display();
            let note = say!(
                en: "the cache `{path}` is not used: it is in the folder of the site or of its repository, where a commit could fill it; set PARVIS_CACHE to another folder",
                fr: "le cache `{path}` n’est pas utilisé : il est dans le dossier du site ou de son dépôt, où un commit pourrait le \
                     remplir ; indiquez un autre dossier par PARVIS_CACHE"
            );
            return (Self(None), Some(note));
        }
        (Self(OpenCache::at(path).ok()), None)
    }

    /// The entry of a name, which is a fingerprint.
    pub fn get(&self, kind: CacheKind, name: &str) -> Option<Vec<u8>> {
        let OpenCache { folder, key } = self.0.as_ref()?;
        let (above, name) = location(kind, name)?;
        let folder = folder.folder(above).ok()?;
        let info = folder.info(name).ok()?;
        // Files with other hard links were not written by this program.
        if info.has_other_names {
            return None;
        }
        let mut bytes = folder.read(name, LARGEST).ok()?;
        let seal: Vec<u8> = bytes.get(..SEAL)?.to_vec();
        bytes.drain(..SEAL);
        key.mac(kind, name, &bytes).verify_slice(&seal).ok()?;
        touch(&folder, name, &info);
        Some(bytes)
    }

    /// Stores an entry under a name, which is a fingerprint. Errors are ignored: the next run is only slower.
    pub fn put(&self, kind: CacheKind, name: &str, bytes: &[u8]) {
        let Some((OpenCache { folder, key }, (above, name))) = self.0.as_ref().zip(location(kind, name)) else {
            return;
        };
        let seal = key.mac(kind, name, bytes).finalize().into_bytes();
        let sealed = [&seal[..], bytes].concat();
        let _ = folder.make_folder(above).and_then(|folder| folder.replace_without_sync(name, &sealed));
    }

    /// Deletes entries that were not read for `MAX_AGE`; other files are left alone.
    pub fn sweep(&self) {
        let (Some(OpenCache { folder, .. }), Some(oldest)) = (&self.0, SystemTime::now().checked_sub(MAX_AGE)) else {
            return;
        };
        let Some(oldest) = nanoseconds(oldest) else { return };
        for kind in CacheKind::ALL {
            let Ok(top) = folder.folder(kind.name()) else { continue };
            let folders = top.entries().unwrap_or_default();
            let folders = folders.into_iter().filter(|(name, kind)| {
                *kind == FileKind::Folder && name.to_str().is_some_and(|name| is_digits(name, FOLDER_DIGITS))
            });
            for folder in folders.filter_map(|(name, _)| top.folder(name).ok()) {
                sweep(&folder, oldest);
            }
        }
    }
}

fn sweep(folder: &Folder, oldest: i128) {
    for (name, kind) in folder.entries().unwrap_or_default() {
        let is_ours = name.to_str().is_some_and(|name| is_digits(name, DIGITS - FOLDER_DIGITS));
        if is_ours && kind == FileKind::File && folder.info(&name).is_ok_and(|info| info.written < oldest) {
            let _ = folder.remove_file(name);
        }
    }
}

/// Records the time of a read.
fn touch(folder: &Folder, name: &str, info: &FileInfo) {
    let now = SystemTime::now();
    let is_old = now.checked_sub(TOUCH_INTERVAL).and_then(nanoseconds).is_some_and(|oldest| info.written < oldest);
    if is_old {
        let _ = folder.file(name).and_then(|file: File| file.set_modified(now));
    }
}

fn nanoseconds(time: SystemTime) -> Option<i128> {
    i128::try_from(time.duration_since(SystemTime::UNIX_EPOCH).ok()?.as_nanos()).ok()
}

/// The folder and the file name of an entry.
fn location(kind: CacheKind, name: &str) -> Option<(PathBuf, &str)> {
    let (folder, rest) = name.split_at_checked(FOLDER_DIGITS).filter(|_| is_digits(name, DIGITS))?;
    Some((Path::new(kind.name()).join(folder), rest))
}

fn is_digits(name: &str, digits: usize) -> bool {
    name.len() == digits && name.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// The entry name for a path on this machine, such as a published folder.
pub fn name_of(place: &Path) -> String {
    let mut name = Fingerprint::default();
    name.add(place.as_os_str().as_encoded_bytes());
    name.hex()
}

impl OpenCache {
    fn at(path: &Path) -> io::Result<Self> {
        let there = path.ancestors().find_map(|above| Some((above, Folder::open(above).ok()?)));
        let (above, open) = there.ok_or(io::ErrorKind::NotFound)?;
        let folder = open.make_folder(path.strip_prefix(above).unwrap_or(Path::new("")))?;
        let key = match SealKey::read(&folder) {
            Some(key) => key,
            None => SealKey::make(&folder)?,
        };
        Ok(Self { folder, key })
    }
}

impl SealKey {
    /// The key of a cache, if it exists and only its owner can read it.
    fn read(folder: &Folder) -> Option<Self> {
        let file = folder.file(KEY_FILE).ok()?;
        if !is_private(&file) || folder.info(KEY_FILE).ok()?.has_other_names {
            return None;
        }
        folder.read(KEY_FILE, KEY_BYTES as u64).ok()?.try_into().ok().map(Self)
    }

    /// Generates a key. Of two programs that do so at once, both use that of the first.
    fn make(folder: &Folder) -> io::Result<Self> {
        let mut key = [0; KEY_BYTES];
        getrandom::fill(&mut key).map_err(io::Error::from)?;
        let beside = create_private(folder, ".parvis-key-", &key)?;
        let placed = match folder.link(&beside, folder, KEY_FILE) {
            // The existing file is no key, or the file system has no hard links.
            Err(_) if Self::read(folder).is_none() => folder.rename(&beside, folder, KEY_FILE),
            _ => folder.remove_file(&beside),
        };
        placed?;
        let _ = folder.create(TAG.0).and_then(|mut file| io::Write::write_all(&mut file, TAG.1.as_bytes()));
        Self::read(folder).ok_or_else(|| io::ErrorKind::InvalidData.into())
    }

    fn mac(&self, kind: CacheKind, name: &str, bytes: &[u8]) -> Hmac<Sha256> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).expect("a key of any length does");
        for part in [b"parvis 1".as_slice(), kind.name().as_bytes(), name.as_bytes()] {
            mac.update(part);
            mac.update(&[0]);
        }
        mac.update(bytes);
        mac
    }
}

impl std::fmt::Debug for SealKey {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Key")
    }
}

#[cfg(test)]
pub mod tests {
    //! Caches for tests.

    use std::fs;

    use super::*;
    use crate::edge::root::tests::root;

    /// A new cache and its folder.
    pub fn cache() -> (tempfile::TempDir, Cache) {
        let (folder, (_, root)) = (tempfile::tempdir().expect("a temporary folder"), root());
        let (cache, note) = Cache::open(Some(folder.path()), &root);
        assert!(note.is_none() && cache.0.is_some());
        (folder, cache)
    }

    fn name() -> String {
        name_of(Path::new("a"))
    }

    fn file(folder: &Path, name: &str) -> PathBuf {
        folder.join("works").join(&name[..2]).join(&name[2..])
    }

    #[test]
    fn cached_entries_are_read_back_unchanged() {
        let (folder, cache) = cache();
        assert_eq!(cache.get(CacheKind::Assets, &name()), None);
        cache.put(CacheKind::Assets, &name(), b"one");
        cache.put(CacheKind::Assets, &name(), b"two");
        assert_eq!(cache.get(CacheKind::Assets, &name()), Some(b"two".to_vec()));
        assert_eq!(cache.get(CacheKind::Records, &name()), None);
        let path = file(folder.path(), &name());
        let whole = fs::read(&path).expect("a file");
        for broken in [&whole[..whole.len() - 1], &whole[..10], b"", b"two"] {
            fs::write(&path, broken).expect("written");
            assert_eq!(cache.get(CacheKind::Assets, &name()), None);
        }
        assert!(fs::read_to_string(folder.path().join(TAG.0)).expect("a tag").starts_with("Signature: 8a477f59"));
    }

    #[test]
    fn entries_of_another_cache_are_rejected() {
        let (one, first) = cache();
        let (other, second) = cache();
        first.put(CacheKind::Assets, &name(), b"text");
        second.put(CacheKind::Assets, &name(), b"another");
        fs::copy(file(one.path(), &name()), file(other.path(), &name())).expect("copied");
        assert_eq!(second.get(CacheKind::Assets, &name()), None);
        // The name is part of what is authenticated.
        let elsewhere = name_of(Path::new("b"));
        fs::create_dir_all(file(one.path(), &elsewhere).parent().expect("a folder")).expect("a folder");
        fs::rename(file(one.path(), &name()), file(one.path(), &elsewhere)).expect("renamed");
        assert_eq!(first.get(CacheKind::Assets, &elsewhere), None);
    }

    #[cfg(unix)]
    #[test]
    fn a_key_file_readable_by_others_is_rejected() {
        use std::os::unix::fs::PermissionsExt;
        let (folder, first) = cache();
        first.put(CacheKind::Assets, &name(), b"text");
        let again = || Cache::open(Some(folder.path()), &root().1).0;
        assert_eq!(again().get(CacheKind::Assets, &name()), Some(b"text".to_vec()));
        let key = folder.path().join(KEY_FILE);
        fs::set_permissions(&key, fs::Permissions::from_mode(0o644)).expect("opened to all");
        assert_eq!(again().get(CacheKind::Assets, &name()), None, "a new key");
        assert_eq!(fs::metadata(&key).expect("a key").permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn a_cache_in_the_checkout_is_not_used() {
        let (folder, root) = root();
        for inside in ["cache", "content/cache", "."] {
            let (cache, note) = Cache::open(Some(&folder.path().join(inside)), &root);
            assert!(cache.0.is_none() && note.is_some(), "{inside}");
        }
        assert!(!folder.path().join("cache").exists());
    }

    #[test]
    fn entries_unused_for_a_month_are_removed_and_no_others() {
        let (folder, cache) = cache();
        let kept = name_of(Path::new("kept"));
        cache.put(CacheKind::Assets, &name(), b"old");
        cache.put(CacheKind::Assets, &kept, b"kept");
        let foreign =
            ["notes.md", "works/notes.md", "works/ab/notes.md", "works/zz/x"].map(|path| folder.path().join(path));
        for path in &foreign {
            fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
            fs::write(path, "text").expect("a file");
        }
        let old = SystemTime::now() - MAX_AGE - TOUCH_INTERVAL;
        for path in foreign.iter().chain([&file(folder.path(), &name()), &file(folder.path(), &kept)]) {
            File::options().write(true).open(path).and_then(|file| file.set_modified(old)).expect("an old file");
        }
        // Reading an entry keeps it.
        assert!(cache.get(CacheKind::Assets, &kept).is_some());
        cache.sweep();
        assert!(!file(folder.path(), &name()).exists() && file(folder.path(), &kept).exists());
        assert!(foreign.iter().all(|path| path.exists()));
    }
}
