//! The sections of a site: the parts that have a name of their own in the addresses of each language.

/// The folders whose items are listed; each is a section.
pub const LIST_FOLDERS: [&str; 7] =
    ["challenges", "calls", "events", "programmes", "startups", "organisations", "updates"];
/// Sections without a folder. If `site.yaml` gives no name, the strings of the theme do.
pub const OTHER_SECTIONS: [&str; 6] = ["themes", "whatsnew", "digest", "data", "search", "results"];
