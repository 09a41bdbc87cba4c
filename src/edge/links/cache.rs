//! What became of addresses when they were last asked, kept from one run to the next: those that answer are asked again after
//! some days, those that do not the next time.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::edge::cache::{self, CacheKind, name_of};
use crate::edge::links::Outcome;

/// What became of an address, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckedLink {
    /// When it was asked, in seconds since 1970 UTC.
    #[serde(rename = "asked")]
    pub checked_at: i64,
    /// What became of it.
    pub outcome: Outcome,
}

/// What is known of addresses.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkCache(pub BTreeMap<String, CheckedLink>);

impl LinkCache {
    /// What was kept of the site whose sources are under `root`; nothing where it cannot be read.
    pub fn read(cache: &cache::Cache, root: &Path) -> Self {
        let kept = cache.get(CacheKind::Links, &name_of(root)).and_then(|bytes| serde_json::from_slice(&bytes).ok());
        kept.unwrap_or_default()
    }

    /// Keeps it.
    pub fn write(&self, cache: &cache::Cache, root: &Path) {
        if let Ok(bytes) = serde_json::to_vec(self) {
            cache.put(CacheKind::Links, &name_of(root), &bytes);
        }
    }

    /// What is known of an address that need not be asked again: it was good, and not longer ago than `days`.
    pub fn fresh(&self, address: &str, now: i64, days: u32) -> Option<&CheckedLink> {
        let known = self.0.get(address)?;
        let age = now.checked_sub(known.checked_at)?;
        (known.outcome.lasts() && (0..i64::from(days) * 24 * 60 * 60).contains(&age)).then_some(known)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn good_ones_are_known_for_some_days_and_bad_ones_never() {
        let (shelf, root) = (cache::tests::cache(), Path::new("/site"));
        let asked = |outcome| CheckedLink { checked_at: 1_000, outcome };
        let cache = LinkCache(BTreeMap::from([
            ("https://good.example/".to_owned(), asked(Outcome::Good)),
            ("https://dead.example/".to_owned(), asked(Outcome::Dead(404))),
        ]));
        assert_eq!(LinkCache::read(&shelf.1, root), LinkCache::default());
        cache.write(&shelf.1, root);
        let cache = LinkCache::read(&shelf.1, root);
        let known = |address, now| cache.fresh(address, now, 1);
        assert_eq!(known("https://good.example/", 87_399), Some(&asked(Outcome::Good)));
        assert_eq!([known("https://good.example/", 87_400), known("https://good.example/", 999)], [None, None]);
        assert_eq!(known("https://dead.example/", 1_001), None);
    }
}
