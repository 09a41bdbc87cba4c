//! Cached results of the link check: working links are checked again after some days, others in the next run.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::edge::cache::{self, CacheKind, name_of};
use crate::edge::links::Outcome;

/// A cached result.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckedLink {
    /// When it was checked, in seconds since 1970 UTC.
    #[serde(rename = "asked")]
    pub checked_at: i64,
    /// The result.
    pub outcome: Outcome,
}

/// Results by address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkCache(pub BTreeMap<String, CheckedLink>);

impl LinkCache {
    /// The cached results of the site under `root`; empty if they cannot be read.
    pub fn read(cache: &cache::Cache, root: &Path) -> Self {
        let kept = cache.get(CacheKind::Links, &name_of(root)).and_then(|bytes| serde_json::from_slice(&bytes).ok());
        kept.unwrap_or_default()
    }

    /// Stores the results.
    pub fn write(&self, cache: &cache::Cache, root: &Path) {
        if let Ok(bytes) = serde_json::to_vec(self) {
            cache.put(CacheKind::Links, &name_of(root), &bytes);
        }
    }

    /// The result of an address that was good and is not older than `days`.
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
    fn working_links_are_cached_for_days_and_broken_ones_never() {
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
