//! How much a source may say. Nobody who writes in good faith meets one of these; they keep whoever does not from making a
//! build long, or large. `SECURITY.md` tells the figures, and a test holds them against these.

/// The bytes of a text: a document, `site.yaml`, a template. Eighty thousand words fit in.
pub const TEXT_BYTES: u64 = 512 * 1024;

/// The bytes of a file that is published as it is. Forges of source code take no larger ones.
pub const FILE_BYTES: u64 = 100 * 1024 * 1024;

/// The bytes of `permalinks.lock`: a catalogue of 100,000 items in two languages has two pages and three ids of each, in lines
/// of eighty bytes.
pub const LOCK_BYTES: u64 = 64 * 1024 * 1024;

/// The bytes of an address or an id that is recorded: a path, each of its bytes percent-encoded.
pub const LOCK_NAME_BYTES: usize = 3 * PATH_BYTES;

/// The bytes of a file's name, and of a part of an old address: disks take 255, and endings come behind.
pub const NAME_BYTES: usize = 200;

/// The bytes of a file's path from the root, and of an old address.
pub const PATH_BYTES: usize = 4 * NAME_BYTES;

/// The pixels of a picture that others are made from: cameras of editors take 24 million, and the time grows with them.
pub const PIXELS: u64 = 30_000_000;

/// The pixels of each side of such a picture, for what is made of it is as long in proportion: WebP has no more.
pub const PICTURE_SIDE: u32 = 16_383;

/// The bytes of such a picture in memory: 24 million pixels of a scan, with 16 bits in each of three channels.
pub const PICTURE_BYTES: u64 = 160 * 1024 * 1024;

/// The bytes that pictures take in memory at once, of all that are made side by side: a large one waits for its turn.
pub const PICTURES_AT_ONCE: u64 = 512 * 1024 * 1024;

/// The pixels of a picture that is made: a page is 1,600 wide at most, and a poster hardly twice as high.
pub const MADE_PIXELS: u64 = 6_000_000;

/// The bytes of what a picture holds beside its pixels, such as a profile of colours, when they are unpacked.
pub const PICTURE_EXTRA_BYTES: u64 = 16 * 1024 * 1024;

/// The bytes of the profile of a picture's colours, which goes along in every size: those of cameras and screens have a few
/// hundred to a few thousand.
pub const PROFILE_BYTES: usize = 64 * 1024;

/// How deep maps and lists may nest; nothing in the catalogue needs ten.
pub const YAML_DEPTH: usize = 64;

/// The values of a file, those counted again that an alias repeats.
pub const YAML_VALUES: usize = 100_000;

/// The bytes that aliases may repeat in a file: a long text and many aliases of it would make a short file a long one.
pub const YAML_REPEATED_BYTES: usize = 64 * 1024;

/// The keys of a map.
pub const MAP_KEYS: usize = 1_000;

/// The members of a list.
pub const LIST_MEMBERS: usize = 500;

/// The members of a list in `site.yaml`, where old addresses are many.
pub const SITE_LIST_MEMBERS: usize = 5_000;

// What stands in each page, card or entry, or has all entries of an item in it, is bounded more tightly: what is made of it
// grows with the product of its length and theirs.

/// The languages of a site: each page names all others. The European Union has 24.
pub const LANGUAGES: usize = 50;

/// The old addresses of a document: the feeds, the calendar and the files of its item stand at each.
pub const ALIASES: usize = 20;

/// The themes of an item: the feeds and the calendar of each tell everything of it.
pub const ITEM_THEMES: usize = 10;

/// The amendments of an item: what holds before each is made of the whole item.
pub const AMENDMENTS: usize = 100;

/// The entries of a menu, which stands on every page.
pub const MENU_ENTRIES: usize = 50;

/// The characters of a title, and of any other name that many pages say: of a theme, a menu entry, a place, a contact.
pub const TITLE_CHARACTERS: usize = 500;

/// The characters of a summary, which stands in every card and entry of its item, and of what an image shows.
pub const SUMMARY_CHARACTERS: usize = 1_000;

/// The characters of a text in the facts that is no Markdown.
pub const WORDS_CHARACTERS: usize = 20_000;

/// The characters of an address on the web.
pub const URL_CHARACTERS: usize = 2_000;

/// How deep elements of a text may stand inside each other; a browser stops at 512, and parsers grow slow.
pub const HTML_DEPTH: usize = 100;

/// How many mistakes of one sort are told of one file.
pub const MISTAKES: usize = 100;
