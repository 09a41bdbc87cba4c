//! `site.yaml`: it is read or refused; a site has a language, a feed of some size, and addresses that stay on it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use parvis::base::moment::Moment;
use parvis::base::snapshot::{Files, SITE_FILE, Snapshot, decode};
use parvis::base::source::SourcePath;
use parvis::read::site_file::read;
use parvis::site::gather::tags_of_files;

fuzz_target!(|bytes: &[u8]| {
    let path = SourcePath::new(SITE_FILE);
    let files: Files = [(path.clone(), decode(bytes))].into_iter().collect();
    let snapshot = Snapshot { files, now: Moment::from_unix_seconds(1_780_000_000).expect("a moment") };
    let mut diagnostics = Vec::new();
    let file = read(&snapshot, tags_of_files(&snapshot), &mut diagnostics);
    let text = snapshot.text(&path).unwrap_or_default();
    for diagnostic in &diagnostics {
        let span = diagnostic.place.span;
        assert!(text.get(span.start..span.end).is_some(), "{diagnostic:?}");
    }
    let Some(site) = file.site else {
        assert!(!diagnostics.is_empty(), "what is no site is told");
        return;
    };
    assert!(!site.languages.is_empty() && site.feed_size > 0);
    for redirect in &site.redirects {
        let from = &redirect.from.value;
        assert!(from.starts_with('/') && !from.starts_with("//") && !from.contains(['\n', '\\', '\0']), "{from:?}");
        assert!(from.split('/').all(|part| part != ".."), "{from:?}");
    }
});
