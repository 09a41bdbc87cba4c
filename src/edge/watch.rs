//! Watches the sources for changes. Reports paths, not their meaning.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode};
use notify::{Config, Event, EventKind, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher};

use crate::base::message::{Message, say};
use crate::base::snapshot::LOCK_FILE;
use crate::edge::disk::{Changes, is_skipped};
use crate::edge::failure::Failure;
use crate::edge::root::FOLDERS;

/// Changes within this time of each other are reported together: editors write a file in several steps.
const DEBOUNCE: Duration = Duration::from_millis(10);

/// Changes are reported after this time at the latest.
const MAX_DELAY: Duration = Duration::from_millis(200);

/// The polling interval where the system has no change events.
const POLL: Duration = Duration::from_millis(500);

/// Watches `content/`, `themes/` and the lock until it is dropped.
pub struct Watch {
    root: PathBuf,
    watcher: Box<dyn Watcher + Send>,
    sender: SignalSender,
    signals: Receiver<Signal>,
    has_changed: Arc<AtomicBool>,
    notice: Option<Message>,
}

/// The channel from the watcher thread.
#[derive(Clone)]
struct SignalSender {
    sender: Sender<Signal>,
    has_changed: Arc<AtomicBool>,
}

impl SignalSender {
    fn send(&self, signal: Signal) {
        self.has_changed.store(true, Ordering::Relaxed);
        // The receiver is gone when the watch has been dropped.
        let _ = self.sender.send(signal);
    }
}

/// A message of the watcher thread.
#[derive(Debug, PartialEq, Eq)]
enum Signal {
    At(Vec<PathBuf>),
    Somewhere,
    /// The watcher has stopped, for this reason.
    Failed(String),
}

impl Watch {
    /// Starts watching; falls back to polling where the system has no change events, or too few watches.
    pub fn start(root: &Path) -> Result<Self, Failure> {
        let (sender, signals) = channel();
        let has_changed = Arc::new(AtomicBool::new(false));
        let sender = SignalSender { sender, has_changed: Arc::clone(&has_changed) };
        let mut notice = None;
        let watcher = match by_events(root, sender.clone()) {
            Ok(watcher) => watcher,
            Err(error) => {
                notice = Some(polling_notice(&error.to_string()));
                by_polling(root, sender.clone())?
            }
        };
        Ok(Self { root: root.to_path_buf(), watcher, sender, signals, has_changed, notice })
    }

    /// Waits for changes, and until none follow for a moment. `None` after `patience` without changes.
    pub fn wait(&mut self, patience: Option<Duration>) -> Result<Option<Changes>, Failure> {
        let mut changes = Changes::At(BTreeSet::new());
        let mut signal = match patience {
            None => self.signals.recv().ok(),
            Some(patience) => match self.signals.recv_timeout(patience) {
                Ok(signal) => Some(signal),
                Err(RecvTimeoutError::Timeout) => return Ok(None),
                Err(RecvTimeoutError::Disconnected) => None,
            },
        };
        let begun = Instant::now();
        while let Some(heard) = signal {
            match heard {
                Signal::At(paths) => {
                    if let Changes::At(known) = &mut changes {
                        known.extend(paths);
                    }
                }
                Signal::Somewhere => changes = Changes::Somewhere,
                Signal::Failed(reason) => {
                    self.notice = Some(polling_notice(&reason));
                    self.watcher = by_polling(&self.root, self.sender.clone())?;
                    changes = Changes::Somewhere;
                }
            }
            if begun.elapsed() >= MAX_DELAY {
                break;
            }
            signal = self.signals.recv_timeout(DEBOUNCE).ok();
        }
        self.has_changed.store(false, Ordering::Relaxed);
        self.follow_new_folders(&changes);
        Ok(Some(changes))
    }

    /// Returns a function that reports whether something has changed since the last wait; callable from any thread.
    pub fn has_changed(&self) -> impl Fn() -> bool + Sync + use<> {
        let has_changed = Arc::clone(&self.has_changed);
        move || has_changed.load(Ordering::Relaxed)
    }

    /// A message for the user about the watcher, once.
    pub fn notice(&mut self) -> Option<Message> {
        self.notice.take()
    }

    /// A replaced source folder has to be watched again.
    fn follow_new_folders(&mut self, changes: &Changes) {
        for top in FOLDERS.map(|name| self.root.join(name)) {
            let replaced = match changes {
                Changes::At(paths) => paths.contains(&top),
                Changes::Somewhere => true,
            };
            if replaced {
                // It may be missing for now; the watch on the root reports when it appears.
                let _ = self.watcher.unwatch(&top);
                let _ = self.watcher.watch(&top, RecursiveMode::Recursive);
            }
        }
    }
}

fn polling_notice(reason: &str) -> Message {
    say!(
        en: "the system cannot report file changes ({reason}): the files of the site are checked twice a second instead",
        fr: "le système ne peut pas signaler les changements de fichiers ({reason}) : les fichiers du site sont vérifiés deux fois par seconde"
    )
}

/// Links are not followed, as their targets are no sources.
fn config() -> Config {
    Config::default().with_follow_symlinks(false)
}

fn by_events(root: &Path, sender: SignalSender) -> notify::Result<Box<dyn Watcher + Send>> {
    let mut watcher = RecommendedWatcher::new(event_handler(root, sender), config())?;
    watch_all(&mut watcher, root)?;
    Ok(Box::new(watcher))
}

fn by_polling(root: &Path, sender: SignalSender) -> Result<Box<dyn Watcher + Send>, Failure> {
    let fail = |error: notify::Error| {
        Failure::new(
            say!(en: "watch", fr: "de surveiller"),
            root.display().to_string(),
            Message::same(error.to_string()),
        )
    };
    let mut watcher = PollWatcher::new(event_handler(root, sender), config().with_poll_interval(POLL)).map_err(fail)?;
    watch_all(&mut watcher, root).map_err(fail)?;
    Ok(Box::new(watcher))
}

/// Watches the source folders recursively, and the root for their replacement.
fn watch_all(watcher: &mut impl Watcher, root: &Path) -> notify::Result<()> {
    watcher.watch(root, RecursiveMode::NonRecursive)?;
    for top in FOLDERS.map(|name| root.join(name)) {
        match watcher.watch(&top, RecursiveMode::Recursive) {
            // `themes` may be created later; the watch on the root reports it.
            Err(error) if is_missing(&error) && top.ends_with("themes") => {}
            watched => watched?,
        }
    }
    Ok(())
}

fn is_missing(error: &notify::Error) -> bool {
    match &error.kind {
        notify::ErrorKind::PathNotFound => true,
        notify::ErrorKind::Io(error) => error.kind() == std::io::ErrorKind::NotFound,
        _ => false,
    }
}

fn event_handler(root: &Path, sender: SignalSender) -> impl Fn(notify::Result<Event>) + Send + 'static {
    let root = root.to_path_buf();
    move |event| {
        if let Some(signal) = signal(&root, event) {
            sender.send(signal);
        }
    }
}

/// The signal for an event, if it concerns the sources.
fn signal(root: &Path, event: notify::Result<Event>) -> Option<Signal> {
    let event = match event {
        Ok(event) => event,
        Err(error) => return Some(Signal::Failed(error.to_string())),
    };
    if event.need_rescan() {
        return Some(Signal::Somewhere);
    }
    match event.kind {
        // Read accesses are no changes, and our own.
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => {}
        EventKind::Access(_) => return None,
        EventKind::Any | EventKind::Create(_) | EventKind::Modify(_) | EventKind::Remove(_) | EventKind::Other => {}
    }
    let paths: Vec<PathBuf> = event.paths.into_iter().filter(|path| is_source(root, path)).collect();
    (!paths.is_empty()).then_some(Signal::At(paths))
}

fn is_source(root: &Path, path: &Path) -> bool {
    let Ok(relative) = path.strip_prefix(root) else { return false };
    let mut parts = relative.components().map(|part| part.as_os_str().to_string_lossy());
    let top = parts.next();
    top.is_some_and(|top| FOLDERS.contains(&&*top) || top == LOCK_FILE) && !parts.any(|part| is_skipped(&part))
}

#[cfg(test)]
mod tests {
    use notify::event::{DataChange, Flag, ModifyKind};

    use super::*;
    use crate::base::message::UiLang;

    fn event(kind: EventKind, path: &str) -> Option<Signal> {
        signal(Path::new("/site"), Ok(Event::new(kind).add_path(PathBuf::from(path))))
    }

    const WRITTEN: EventKind = EventKind::Modify(ModifyKind::Data(DataChange::Any));

    #[test]
    fn only_changes_of_sources_are_reported() {
        let page = "/site/content/pages/about/index.fr.md";
        assert_eq!(event(WRITTEN, page), Some(Signal::At(vec![PathBuf::from(page)])));
        assert_eq!(event(EventKind::Access(AccessKind::Open(AccessMode::Any)), page), None);
        for other in ["/site/public/index.html", "/site", "/elsewhere/content/x", "/site/content/.x.swp", "/site/a~"] {
            assert_eq!(event(WRITTEN, other), None, "{other}");
        }
        let lock = "/site/permalinks.lock";
        let removed = EventKind::Remove(notify::event::RemoveKind::File);
        assert_eq!(event(removed, lock), Some(Signal::At(vec![PathBuf::from(lock)])));
        let lost = Event::new(EventKind::Other).set_flag(Flag::Rescan);
        assert_eq!(signal(Path::new("/site"), Ok(lost)), Some(Signal::Somewhere));
    }

    fn watched_site() -> (Watch, PathBuf, tempfile::TempDir) {
        let site = tempfile::tempdir().expect("a temporary folder");
        let root = site.path().canonicalize().expect("a folder");
        for name in FOLDERS {
            std::fs::create_dir(root.join(name)).expect("a folder");
        }
        (Watch::start(&root).expect("a watch"), root, site)
    }

    fn writing_is_told(watch: &mut Watch, path: &Path) {
        std::fs::write(path, "title: x").expect("a file");
        match watch.wait(None).expect("a watch").expect("changes") {
            Changes::At(paths) => assert!(paths.contains(path), "{paths:?}"),
            Changes::Somewhere => {}
        }
    }

    #[test]
    fn a_written_file_is_reported() {
        let (mut watch, root, _site) = watched_site();
        writing_is_told(&mut watch, &root.join("content/site.yaml"));
        assert_eq!(watch.notice(), None);
    }

    #[test]
    fn without_events_the_sources_are_polled() {
        let (mut watch, root, _site) = watched_site();
        watch.sender.send(Signal::Failed("no watches left".to_owned()));
        assert_eq!(watch.wait(None), Ok(Some(Changes::Somewhere)));
        assert!(watch.notice().is_some_and(|notice| notice.text(UiLang::English).contains("no watches left")));
        writing_is_told(&mut watch, &root.join("content/site.yaml"));
    }
}
