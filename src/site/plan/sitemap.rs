//! How many files the sitemap is: one may have 50,000 addresses and 50 MB (sitemaps.org, “Using Sitemap index files”).

use crate::base::route::Route;

/// The most addresses of a file.
const ADDRESSES: usize = 50_000;

/// The most bytes of a file.
const BYTES: usize = 50 * 1024 * 1024;

/// The bytes of an entry besides its addresses, and those of each alternate.
const ENTRY: usize = 120;

/// How the sitemap is parted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SitemapParts {
    /// The number of files; none if all addresses are in `sitemap.xml`.
    pub count: usize,
    /// The most addresses of a file.
    pub size: usize,
}

impl SitemapParts {
    /// For so many addresses, the longest of so many bytes, in so many languages.
    pub fn new(addresses: usize, longest: usize, languages: usize) -> Self {
        // Itself, each language, and the default.
        let of_entry = (languages + 2) * (longest + ENTRY);
        let size = (BYTES / of_entry).clamp(1, ADDRESSES);
        let count = if addresses > size { addresses.div_ceil(size) } else { 0 };
        Self { count, size }
    }

    /// The address of a part, at the top of the site: a sitemap speaks for what is below its folder.
    pub fn route(number: usize) -> Route {
        Route::new(format!("/sitemap-{number}.xml"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_part_is_larger_than_search_engines_accept() {
        let of = SitemapParts::new;
        assert_eq!(of(50_000, 100, 2), SitemapParts { count: 0, size: 50_000 });
        assert_eq!(of(50_001, 100, 2), SitemapParts { count: 2, size: 50_000 });
        assert_eq!(of(0, 0, 1).count, 0);
        for (addresses, longest, languages) in [(1_000_000, 800, 50), (60_000, 2_000, 10), (49_999, 100_000, 30)] {
            let SitemapParts { count, size } = of(addresses, longest, languages);
            assert!(
                count * size >= addresses && size * (languages + 2) * (longest + ENTRY) <= BYTES.max(size),
                "{size}"
            );
        }
    }
}
