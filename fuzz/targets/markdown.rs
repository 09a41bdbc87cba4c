//! A body: only elements and attributes of the allow-list come out, no scheme but four, every id once, and cleaning what
//! is clean changes nothing.
#![no_main]

#[path = "../../src/text/markdown/invariant_tests.rs"]
mod invariant_tests;

use libfuzzer_sys::fuzz_target;
use parvis::text::markdown::{LinkResolver, ResolvedTarget, TargetUse};
use parvis::text::sanitize::clean;
// The file of checks is written for the program, whose paths begin so.
use parvis::{base, text};

use invariant_tests::{assert_clean, assert_sound, rendered};

/// A site where every target leads to itself.
struct Site;

impl LinkResolver for Site {
    fn resolve(&self, target: &str, _used_as: TargetUse) -> ResolvedTarget {
        ResolvedTarget {
            href: Some(target.to_owned()),
            external: target.starts_with("http"),
            ..ResolvedTarget::default()
        }
    }
}

fuzz_target!(|source: &str| {
    // As the program decodes its sources: one kind of line end.
    let source = source.replace("\r\n", "\n").replace('\r', "\n");
    for lang_tag in ["fr", "und"] {
        assert_sound(&source, &rendered(&source, lang_tag, &Site));
    }
    assert_clean(&clean(source));
});
