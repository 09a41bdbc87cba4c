//! The state of `serve`, shared by the compile loop and the server threads: the last good site, and the current errors.

use std::collections::hash_map::DefaultHasher;
use std::fs::Metadata;
use std::hash::{Hash, Hasher};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

use serde::Serialize;

use crate::base::diagnostic::Diagnostic;
use crate::base::media_type::{self, is_part_of_pages};
use crate::base::message::UiLang;
use crate::base::output::{Content, Output, OutputTree, Role};
use crate::base::sync::lock_ignoring_poison;
use crate::edge::root::Root;
use crate::edge::status::StatusPage;

/// An immutable state.
#[derive(Clone, Debug, Default)]
pub struct ServedSite {
    /// The last tree without errors in its sources.
    pub tree: Option<OutputTree>,
    /// The last tree of which every page could be rendered.
    last_complete: Option<OutputTree>,
    /// The current errors as text.
    pub problems: Option<Arc<str>>,
    /// The status page.
    pub status_page: Arc<StatusPage>,
    /// The language of the program's own pages.
    pub ui_lang: UiLang,
    fingerprints: Fingerprints,
    serial: u64,
}

/// What open pages compare to know which of their parts have changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Fingerprints {
    styles: u64,
    parts: u64,
}

impl ServedSite {
    /// The content of a file; if its template fails, the last content that was rendered.
    pub fn bytes(&self, path: &str, output: &Output) -> Result<Vec<u8>, Box<Diagnostic>> {
        let rendered = self.tree.as_ref().map_or_else(|| Ok(Vec::new()), |tree| tree.bytes(output));
        let before = || self.last_complete.as_ref().and_then(|tree| tree.bytes(tree.get(path)?).ok());
        rendered.or_else(|mistake| before().ok_or(mistake))
    }

    /// The event for open pages as one line of JSON: fingerprints of all styles and of all other parts of pages, and the current
    /// errors.
    pub fn message(&self) -> String {
        #[derive(Serialize)]
        struct Message<'a> {
            styles: String,
            parts: String,
            problems: Option<&'a str>,
        }
        let message = Message {
            styles: format!("{:016x}", self.fingerprints.styles),
            parts: format!("{:016x}", self.fingerprints.parts),
            problems: self.problems.as_deref(),
        };
        serde_json::to_string(&message).expect("texts always have a form in JSON")
    }
}

/// The current state, and a condition variable to wait for the next.
#[derive(Debug)]
pub struct Live {
    root: Root,
    site: Mutex<Arc<ServedSite>>,
    changed: Condvar,
}

impl Live {
    /// No site yet; copied files are read under `root`.
    pub fn new(root: Root, ui_lang: UiLang) -> Self {
        let site = Mutex::new(Arc::new(ServedSite { ui_lang, ..ServedSite::default() }));
        Self { root, site, changed: Condvar::new() }
    }

    /// The root of copied files.
    pub fn root(&self) -> &Root {
        &self.root
    }

    /// Shows a tree without errors in its sources.
    pub fn show(&self, tree: OutputTree) {
        self.update(|site| ServedSite { tree: Some(tree.clone()), problems: None, ..site });
        // Notify after the fingerprints; requests need not wait for them.
        let fingerprints = fingerprints(&self.root, &tree);
        self.update(|site| ServedSite { fingerprints, ..site });
        self.changed.notify_all();
    }

    /// Replaces the status page.
    pub fn show_status(&self, status_page: StatusPage) {
        let status_page = Arc::new(status_page);
        self.update(|site| ServedSite { status_page, ..site });
        self.changed.notify_all();
    }

    /// Records that every page of the current tree can be rendered.
    pub fn mark_complete(&self) {
        self.update(|site| ServedSite { last_complete: site.tree.clone(), ..site });
    }

    /// Returns to the last tree of which every page could be rendered, if there is one.
    pub fn fall_back(&self) {
        self.update(|site| ServedSite { tree: site.last_complete.clone().or_else(|| site.tree.clone()), ..site });
        self.changed.notify_all();
    }

    /// Keeps the last good tree and shows errors.
    pub fn report(&self, problems: &str) {
        self.update(|site| ServedSite { problems: Some(problems.into()), ..site });
        self.changed.notify_all();
    }

    /// The current state.
    pub fn site(&self) -> Arc<ServedSite> {
        Arc::clone(&lock_ignoring_poison(&self.site))
    }

    /// Waits for a state other than `known`, at most for `patience`.
    pub fn next(&self, known: &ServedSite, patience: Duration) -> Option<Arc<ServedSite>> {
        let same = |site: &mut Arc<ServedSite>| site.serial == known.serial;
        let waited = self.changed.wait_timeout_while(lock_ignoring_poison(&self.site), patience, same);
        let (site, timeout) = waited.unwrap_or_else(PoisonError::into_inner);
        (!timeout.timed_out()).then(|| Arc::clone(&site))
    }

    fn update(&self, next: impl FnOnce(ServedSite) -> ServedSite) {
        let mut site = lock_ignoring_poison(&self.site);
        let serial = site.serial + 1;
        *site = Arc::new(ServedSite { serial, ..next(ServedSite::clone(&site)) });
    }
}

/// A strong entity tag for bytes, without quotes; valid while the program runs.
pub fn tag(bytes: &[u8]) -> String {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

/// An entity tag for a file on disk, without quotes, from its size and modification time.
pub fn file_tag(metadata: &Metadata) -> String {
    let mut hasher = DefaultHasher::new();
    (metadata.len(), metadata.modified().ok()).hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

fn fingerprints(root: &Root, tree: &OutputTree) -> Fingerprints {
    let (mut styles, mut parts) = (DefaultHasher::new(), DefaultHasher::new());
    for (path, output) in tree.iter().filter(|(_, output)| output.role != Role::Page) {
        let kind = media_type::of_name(path);
        if kind == "text/css" {
            add(&mut styles, root, path, output);
        } else if is_part_of_pages(kind) {
            add(&mut parts, root, path, output);
        }
    }
    Fingerprints { styles: styles.finish(), parts: parts.finish() }
}

fn add(hasher: &mut DefaultHasher, root: &Root, path: &str, output: &Output) {
    path.hash(hasher);
    match &output.content {
        Content::Bytes(bytes) => bytes.hash(hasher),
        // Pages load files of the theme and of items; rendered files are compared by their own tags.
        Content::Rendered(_) | Content::Derived { source: None, .. } => {}
        Content::Copy(source) | Content::Derived { source: Some(source), .. } => {
            // Embedded files do not change while the program runs.
            let info = root.folder().info_through_links(source.as_str());
            info.ok().map(|info| (info.size, info.written, info.identity)).hash(hasher);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edge::root::tests::root;

    fn tree(files: &[(&str, &str)]) -> OutputTree {
        let file = |text: &str| Output { content: Content::Bytes(text.as_bytes().to_vec()), role: Role::File };
        OutputTree::new(files.iter().map(|(path, text)| ((*path).to_owned(), file(text))))
    }

    #[test]
    fn the_last_valid_site_is_served_while_the_sources_have_errors() {
        let live = Live::new(root().1, UiLang::English);
        live.report("1 error");
        assert!(live.site().tree.is_none());
        live.show(tree(&[("a.css", "a")]));
        assert_eq!(live.site().problems, None);
        live.report("1 error");
        let site = live.site();
        assert!(site.tree.is_some() && site.message().contains("\"problems\":\"1 error\""), "{}", site.message());
    }

    #[test]
    fn pages_are_told_which_files_changed() {
        let live = Live::new(root().1, UiLang::English);
        let message = |files: &[(&str, &str)]| {
            live.show(tree(files));
            live.site().message()
        };
        let first = message(&[("a.css", "a"), ("a.js", "a"), ("feed.xml", "a")]);
        assert_eq!(message(&[("a.css", "a"), ("a.js", "a"), ("feed.xml", "b")]), first);
        let styled = message(&[("a.css", "b"), ("a.js", "a"), ("feed.xml", "b")]);
        assert_ne!(styled, first);
        assert_ne!(message(&[("a.css", "b"), ("a.js", "b"), ("feed.xml", "b")]), styled);
    }

    #[test]
    fn waiting_clients_are_notified_of_the_next_site() {
        let live = Live::new(root().1, UiLang::English);
        let known = live.site();
        assert!(live.next(&known, Duration::ZERO).is_none());
        std::thread::scope(|scope| {
            let waiting = scope.spawn(|| live.next(&known, Duration::from_secs(60)));
            live.show(tree(&[]));
            assert!(waiting.join().expect("no panic").is_some());
        });
    }
}
