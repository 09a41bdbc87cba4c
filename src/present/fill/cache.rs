//! Parts of many pages of one language, each made when the first page asks for it and kept for the others.

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::hash::Hash;
use std::sync::{Arc, Mutex, OnceLock, RwLock};

use crate::base::diagnostic::Diagnostic;
use crate::base::moment::month::Month;
use crate::kind::key::{Key, Kind};
use crate::present::view::digest::Newsletter;
use crate::present::view::part::FeedView;
use crate::present::view::shell::{Frame, MenuPlace};
use crate::present::view::value::{Html, Shared};

/// Why a lock is never poisoned.
const UNBROKEN: &str = "nothing can panic while the lock is held";

/// Things by their keys, each made once.
#[derive(Debug)]
pub struct OnceMap<K, V>(RwLock<HashMap<K, V>>);

impl<K, V> Default for OnceMap<K, V> {
    fn default() -> Self {
        Self(RwLock::default())
    }
}

impl<K: Clone + Eq + Hash, V: Clone> OnceMap<K, V> {
    /// The thing of a key, made now if nobody has asked for it before. What fails is not kept.
    pub fn get<E>(&self, key: &K, make: impl FnOnce() -> Result<V, E>) -> Result<V, E> {
        if let Some(made) = self.cached(key) {
            return Ok(made);
        }
        // Made without the lock: two threads may make the same, and nobody waits for a slow one.
        let made = make()?;
        self.0.write().expect(UNBROKEN).insert(key.clone(), made.clone());
        Ok(made)
    }

    /// The thing of a key, if somebody has asked for it before.
    pub fn cached(&self, key: &K) -> Option<V> {
        self.0.read().expect(UNBROKEN).get(key).cloned()
    }
}

/// How many things are kept by [`RecentMap`]: about as many as are asked for side by side. Letters take megabytes.
const RECENT: usize = 8;

/// The things made last by their keys: for what is asked for several times in a row, and too large to be kept for good.
#[derive(Debug)]
pub struct RecentMap<K, V>(Mutex<VecDeque<(K, V)>>);

impl<K, V> Default for RecentMap<K, V> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<K: Clone + Eq, V: Clone> RecentMap<K, V> {
    /// The thing of a key, made now if it is not among the last ones.
    pub fn get(&self, key: &K, make: impl FnOnce() -> V) -> V {
        let recent = || self.0.lock().expect(UNBROKEN);
        if let Some((_, made)) = recent().iter().rfind(|(known, _)| known == key) {
            return made.clone();
        }
        // Made without the lock, as above.
        let made = make();
        let mut recent = recent();
        let oldest = if recent.len() == RECENT { recent.pop_front() } else { None };
        recent.push_back((key.clone(), made.clone()));
        // It may take long to take apart.
        drop(recent);
        drop(oldest);
        made
    }
}

/// The parts that pages of one language have in common.
#[derive(Debug, Default)]
pub struct SharedParts {
    /// The cards with a heading of level 2, for lists right below the title of their page.
    pub cards: OnceMap<Key, Html>,
    /// The cards with a heading of level 3, for lists below a heading.
    pub cards_below: OnceMap<Key, Html>,
    /// What surrounds pages, by their places in the menus.
    pub frames: OnceMap<MenuPlace, Shared<Frame>>,
    /// Every address to which menus lead.
    pub menu_links: OnceLock<BTreeSet<String>>,
    /// The site in the JSON-LD of its pages, as it is written.
    pub website: OnceLock<String>,
    /// How to follow sections.
    pub feeds: OnceMap<Kind, Shared<FeedView>>,
}

/// The letters of one language, each made when it is asked for. Its page and its files are written one after the other,
/// so only the last few are kept: all of them would be as large as all entries. The feed of letters is written after
/// them all, so what it holds is kept for good.
#[derive(Debug, Default)]
pub struct NewsletterCache {
    pub(super) recent: RecentMap<Month, Arc<RenderedNewsletter>>,
    pub(super) markup: OnceMap<Month, Arc<str>>,
}

/// The letter of a month, for programs and for templates.
#[derive(Debug)]
pub struct RenderedNewsletter {
    /// What it says.
    pub letter: Newsletter,
    /// The same for templates.
    pub view: Shared<Newsletter>,
}

/// A mistake in a template of a part, which keeps the page around it from being rendered.
pub type PartError = OnceLock<Box<Diagnostic>>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thing_is_made_once_and_what_fails_again() {
        let cache = OnceMap::default();
        assert_eq!(cache.get(&1, || Err("no")), Err("no"));
        assert_eq!(cache.get(&1, || Ok::<_, &str>("first")), Ok("first"));
        assert_eq!(cache.get(&1, || Err("no")), Ok("first"));
    }

    #[test]
    fn of_what_was_made_the_last_things_are_known() {
        let recent = RecentMap::default();
        assert_eq!(recent.get(&1, || "first"), "first");
        assert_eq!(recent.get(&1, || "second"), "first");
        (2..).take(RECENT).for_each(|key| assert_eq!(recent.get(&key, || "other"), "other"));
        assert_eq!(recent.get(&1, || "second"), "second");
    }
}
