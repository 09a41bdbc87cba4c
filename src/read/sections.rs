//! The sections of a site: the parts of which each has a name of its own in the addresses of every language.

/// The folders whose items are listed, each with a section in every language.
pub const LIST_FOLDERS: [&str; 7] =
    ["challenges", "calls", "events", "programmes", "startups", "organisations", "updates"];
/// Sections that are no folders; without a name of their own they take the one of the theme's strings.
pub const OTHER_SECTIONS: [&str; 6] = ["themes", "whatsnew", "digest", "data", "search", "results"];
