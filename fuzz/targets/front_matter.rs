//! A document of an item: whatever stands in it, it is read or refused, and every place that is told lies in its text.
#![no_main]

use libfuzzer_sys::fuzz_target;
use parvis::base::snapshot::{SourceFile, decode};
use parvis::base::source::{SourcePath, Span};
use parvis::read::language_file;
use parvis::read::yaml::{Entry, Node, Value};

fuzz_target!(|bytes: &[u8]| {
    let path = SourcePath::new("content/calls/robots/index.fr.md");
    let file = decode(bytes);
    let text: &str = match &file {
        SourceFile::Text(text) | SourceFile::NotUtf8 { shown: text, .. } => text,
        _ => return,
    };
    let mut diagnostics = Vec::new();
    let document = language_file::read(&path, &file, &mut diagnostics);
    for diagnostic in &diagnostics {
        assert_within(text, diagnostic.place.span);
        assert!(!diagnostic.help.is_empty(), "{diagnostic:?}");
    }
    match document {
        Some(document) => {
            assert!(text.is_char_boundary(document.body));
            assert_entries(text, &document.entries);
        }
        None => assert!(!diagnostics.is_empty(), "what cannot be read is told"),
    }
});

fn assert_within(text: &str, span: Span) {
    assert!(text.get(span.start..span.end).is_some(), "{span:?} of {} bytes", text.len());
}

fn assert_entries(text: &str, entries: &[Entry]) {
    for entry in entries {
        assert_within(text, entry.span);
        assert_node(text, &entry.node);
    }
}

fn assert_node(text: &str, node: &Node) {
    assert_within(text, node.span);
    match &node.value {
        Value::Null | Value::Scalar { .. } => {}
        Value::List(members) => members.iter().for_each(|member| assert_node(text, member)),
        Value::Map(entries) => assert_entries(text, entries),
    }
}
