//! Parts that pages of one language share, each created on first use.

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::hash::Hash;
use std::sync::{Arc, Mutex, OnceLock, RwLock};

use crate::base::diagnostic::Diagnostic;
use crate::base::moment::month::Month;
use crate::kind::key::{Key, Kind};
use crate::present::view::newsletter::NewsletterIssue;
use crate::present::view::part::FeedView;
use crate::present::view::shell::{Frame, MenuPlace};
use crate::present::view::value::{Html, Shared};

/// Why a lock is never poisoned.
const UNBROKEN: &str = "nothing can panic while the lock is held";

/// A map whose values are created on first use and kept.
#[derive(Debug)]
pub struct OnceMap<K, V>(RwLock<HashMap<K, V>>);

impl<K, V> Default for OnceMap<K, V> {
    fn default() -> Self {
        Self(RwLock::default())
    }
}

impl<K: Clone + Eq + Hash, V: Clone> OnceMap<K, V> {
    /// The value of a key, created on first use. Errors are not cached.
    pub fn get<E>(&self, key: &K, make: impl FnOnce() -> Result<V, E>) -> Result<V, E> {
        if let Some(made) = self.cached(key) {
            return Ok(made);
        }
        // Created outside of the lock: two threads may create the same value, but no thread blocks on a slow one.
        let made = make()?;
        self.0.write().expect(UNBROKEN).insert(key.clone(), made.clone());
        Ok(made)
    }

    /// The value of a key, if it has been created.
    pub fn cached(&self, key: &K) -> Option<V> {
        self.0.read().expect(UNBROKEN).get(key).cloned()
    }
}

/// Capacity of a [`RecentMap`]: about as many values as are used at the same time. Newsletter issues take megabytes.
const RECENT: usize = 8;

/// A map of the values created last: for values that are used several times in a row and are too large to keep.
#[derive(Debug)]
pub struct RecentMap<K, V>(Mutex<VecDeque<(K, V)>>);

impl<K, V> Default for RecentMap<K, V> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<K: Clone + Eq, V: Clone> RecentMap<K, V> {
    /// The value of a key, created unless it is among the last ones.
    pub fn get(&self, key: &K, make: impl FnOnce() -> V) -> V {
        let recent = || self.0.lock().expect(UNBROKEN);
        if let Some((_, made)) = recent().iter().rfind(|(known, _)| known == key) {
            return made.clone();
        }
        // Created outside of the lock, as above.
        let made = make();
        let mut recent = recent();
        let oldest = if recent.len() == RECENT { recent.pop_front() } else { None };
        recent.push_back((key.clone(), made.clone()));
        // Dropping a large value may take long, so it is done without the lock.
        drop(recent);
        drop(oldest);
        made
    }
}

/// The parts that pages of one language share.
#[derive(Debug, Default)]
pub struct SharedParts {
    /// The cards with a heading of level 2, for lists right below the title of their page.
    pub cards: OnceMap<Key, Html>,
    /// The cards with a heading of level 3, for lists below a heading.
    pub cards_below: OnceMap<Key, Html>,
    /// The same in short.
    pub cards_in_short: OnceMap<Key, Html>,
    /// The cards with a heading of level 4, for the months of a list.
    pub cards_of_months: OnceMap<Key, Html>,
    /// The frames around pages, by the place of the page in the menus.
    pub frames: OnceMap<MenuPlace, Shared<Frame>>,
    /// Every address that a menu links to.
    pub menu_links: OnceLock<BTreeSet<String>>,
    /// The site in the JSON-LD of its pages, serialized.
    pub website: OnceLock<String>,
    /// The feeds of sections.
    pub feeds: OnceMap<Kind, Shared<FeedView>>,
}

/// The newsletter issues of one language, each created on first use. The page and the files of a month are written one after
/// the other, so only the last few are kept: all of them would be as large as all entries. The feed of issues is
/// written last, so their markup is kept.
#[derive(Debug, Default)]
pub struct NewsletterCache {
    pub(super) recent: RecentMap<Month, Arc<RenderedIssue>>,
    pub(super) markup: OnceMap<Month, Arc<str>>,
}

/// The newsletter issue of a month.
#[derive(Debug)]
pub struct RenderedIssue {
    /// Its content.
    pub issue: NewsletterIssue,
    /// The same as a value for templates.
    pub view: Shared<NewsletterIssue>,
}

/// The first error in a template of a shared part, which makes the page around it fail.
pub type PartError = OnceLock<Box<Diagnostic>>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_computed_once_and_failures_again() {
        let cache = OnceMap::default();
        assert_eq!(cache.get(&1, || Err("no")), Err("no"));
        assert_eq!(cache.get(&1, || Ok::<_, &str>("first")), Ok("first"));
        assert_eq!(cache.get(&1, || Err("no")), Ok("first"));
    }

    #[test]
    fn the_least_recently_used_values_are_evicted() {
        let recent = RecentMap::default();
        assert_eq!(recent.get(&1, || "first"), "first");
        assert_eq!(recent.get(&1, || "second"), "first");
        (2..).take(RECENT).for_each(|key| assert_eq!(recent.get(&key, || "other"), "other"));
        assert_eq!(recent.get(&1, || "second"), "second");
    }
}
