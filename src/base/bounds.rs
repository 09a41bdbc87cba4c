//! Limits on the sources. Normal content stays below them; they keep malicious content from making builds slow or large.
//! `SECURITY.md` lists the values, and a test compares them.

/// The most bytes of a text: a document, `site.yaml`, a template. Eighty thousand words fit in.
pub const TEXT_BYTES: u64 = 512 * 1024;

/// The most bytes of a file that is published unchanged; forges accept no larger ones.
pub const FILE_BYTES: u64 = 100 * 1024 * 1024;

/// The most bytes of `permalinks.lock`: 100,000 items in two languages have two pages and three ids each, in lines of eighty
/// bytes.
pub const LOCK_BYTES: u64 = 64 * 1024 * 1024;

/// The most bytes of a recorded address or id: a path, each of its bytes percent-encoded.
pub const LOCK_NAME_BYTES: usize = 3 * PATH_BYTES;

/// The most bytes of a file name, and of a segment of an old address: file systems allow 255, and suffixes are appended.
pub const NAME_BYTES: usize = 200;

/// The most bytes of a file's path from the root, and of an old address.
pub const PATH_BYTES: usize = 4 * NAME_BYTES;

/// The most pixels of a picture that is resized: editors' cameras have 24 million, and the time is proportional.
pub const PIXELS: u64 = 30_000_000;

/// The most pixels of each side of such a picture, and so of its resized versions: the limit of WebP.
pub const PICTURE_SIDE: u32 = 16_383;

/// The most bytes of such a picture in memory: 24 million pixels of a scan with three 16-bit channels.
pub const PICTURE_BYTES: u64 = 160 * 1024 * 1024;

/// The most bytes of all pictures that are decoded in parallel; large ones wait.
pub const PICTURES_AT_ONCE: u64 = 512 * 1024 * 1024;

/// The most pixels of a resized picture: pages are at most 1,600 wide, and a poster hardly twice as high.
pub const MADE_PIXELS: u64 = 6_000_000;

/// The most bytes of a picture's decompressed metadata, such as a colour profile.
pub const PICTURE_EXTRA_BYTES: u64 = 16 * 1024 * 1024;

/// The most bytes of a picture's colour profile, which every size includes: those of cameras and screens have a few hundred to a
/// few thousand.
pub const PROFILE_BYTES: usize = 64 * 1024;

/// The deepest nesting of maps and lists; the catalogue needs less than ten.
pub const YAML_DEPTH: usize = 64;

/// The most values of a file, counting those that aliases repeat.
pub const YAML_VALUES: usize = 100_000;

/// The most bytes that aliases repeat in a file: a long text with many aliases would expand a short file.
pub const YAML_REPEATED_BYTES: usize = 64 * 1024;

/// The most keys of a map.
pub const MAP_KEYS: usize = 1_000;

/// The most entries of a list.
pub const LIST_MEMBERS: usize = 500;

/// The most entries of a list in `site.yaml`, which may have many redirects.
pub const SITE_LIST_MEMBERS: usize = 5_000;

// What is repeated in each page, card or entry, or repeats all entries of an item, has tighter limits: the output grows with the
// product of the two.

/// The most languages of a site: each page links to all others. The European Union has 24.
pub const LANGUAGES: usize = 50;

/// The most old addresses of a document: the feeds, the calendar and the files of its item are repeated at each.
pub const ALIASES: usize = 20;

/// The most synonyms of an item or a theme: each is in the index that every search loads.
pub const SYNONYMS: usize = 20;

/// The most topics of an item: the feeds and the calendar of each contain all its entries.
pub const ITEM_THEMES: usize = 10;

/// The most amendments of an item: each has a version of the whole item.
pub const AMENDMENTS: usize = 100;

/// The most entries of a menu, which is on every page.
pub const MENU_ENTRIES: usize = 50;

/// The most characters of a title, and of other names that many pages repeat: topics, menu entries, places, contacts.
pub const TITLE_CHARACTERS: usize = 500;

/// The most characters of a summary, which is in every card and entry of its item, and of alternative texts.
pub const SUMMARY_CHARACTERS: usize = 1_000;

/// The most characters of a plain text in the facts.
pub const WORDS_CHARACTERS: usize = 20_000;

/// The most characters of a URL.
pub const URL_CHARACTERS: usize = 2_000;

/// The deepest nesting of HTML elements; browsers stop at 512, and parsers become slow.
pub const HTML_DEPTH: usize = 100;

/// The most diagnostics of one code that are reported in one file.
pub const MISTAKES: usize = 100;
