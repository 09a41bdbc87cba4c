//! How much a source may say. Nobody who writes in good faith meets one of these; they keep whoever does not from making a
//! build long, or large. `SECURITY.md` tells the figures, and a test holds them against these.

/// The bytes of a text: a document, `site.yaml`, a template. Eighty thousand words fit in.
pub const TEXT_BYTES: u64 = 512 * 1024;

/// The bytes of a file that is published as it is. Forges of source code take no larger ones.
pub const FILE_BYTES: u64 = 100 * 1024 * 1024;

/// The bytes of a file's name, and of a part of an old address: disks take 255, and endings come behind.
pub const NAME_BYTES: usize = 200;

/// The bytes of a file's path from the root, and of an old address.
pub const PATH_BYTES: usize = 4 * NAME_BYTES;

/// The pixels of a picture that others are made from: they are all in memory then, and some of them twice.
pub const PIXELS: u64 = 64_000_000;

/// How deep maps and lists may nest; nothing in the catalogue needs ten.
pub const YAML_DEPTH: usize = 64;

/// The values of a file, those counted again that an alias repeats.
pub const YAML_VALUES: usize = 100_000;

/// The bytes that aliases may repeat in a file.
pub const YAML_REPEATED_BYTES: usize = 4 * 1024 * 1024;

/// The keys of a map.
pub const MAP_KEYS: usize = 1_000;

/// The members of a list. Open data tells each stage, document and amendment of a call beside all the others, so what comes
/// of a list grows with its square.
pub const LIST_MEMBERS: usize = 500;

/// The members of a list in `site.yaml`, where old addresses are many.
pub const SITE_LIST_MEMBERS: usize = 5_000;

/// The characters of a title.
pub const TITLE_CHARACTERS: usize = 500;

/// The characters of a text in the facts that is no Markdown, and of a summary.
pub const WORDS_CHARACTERS: usize = 20_000;

/// The characters of an address on the web.
pub const URL_CHARACTERS: usize = 2_000;

/// How deep elements of a text may stand inside each other; a browser stops at 512, and parsers grow slow.
pub const HTML_DEPTH: usize = 100;

/// How many mistakes of one sort are told of one file.
pub const MISTAKES: usize = 100;
