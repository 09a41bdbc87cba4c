//! The home page: the months ahead contain every call that can still be answered, or count it.

use parvis::base::moment::Moment;
use parvis::base::output::Content;
use parvis::base::snapshot::{Snapshot, of_bytes};
use parvis::base::source::SourcePath;
use parvis::compile::Options;
use rayon::prelude::*;
use serde_json::Value;

use crate::built::files;
use crate::project::{case, root, snapshot};

/// The French home page, and the open data of calls.
fn home_and_calls(snapshot: &Snapshot) -> (String, Vec<Value>) {
    let wanted = ["fr/index.html", "data/calls.json"];
    let tree = files(snapshot, &Options::default(), |path| wanted.contains(&path));
    let [home, calls] = wanted.map(|path| match &tree.get(path).expect("a file").content {
        Content::Bytes(bytes) => String::from_utf8(bytes.clone()).expect("UTF-8"),
        Content::Copy(_) | Content::Rendered(_) | Content::Derived { .. } => panic!("{path} is not rendered"),
    });
    let data: Value = serde_json::from_str(&calls).expect("JSON");
    let items = data["items"].as_array().expect("a list of calls").clone();
    (home, items)
}

/// The keys of open and announced calls with a closing date.
fn dated(calls: &[Value]) -> Vec<String> {
    let is_dated = |call: &&Value| {
        matches!(call["state"].as_str(), Some("announced" | "open" | "closing-soon")) && call["closes"].is_string()
    };
    calls.iter().filter(is_dated).map(|call| call["key"].as_str().expect("a key").to_owned()).collect()
}

/// The keys of the calls in the rows of the months ahead.
fn rows(home: &str) -> Vec<&str> {
    home.split("class=\"ahead-row\" data-item=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[test]
fn every_dated_call_is_in_the_months_ahead() {
    let sources = snapshot(root());
    // Days with many and with few open calls.
    let days = [1_772_000_000, 1_795_345_200, 1_801_000_000]
        .map(|second| Moment::from_unix_seconds(second).expect("a moment"));
    days.par_iter().for_each(|now| {
        let (home, calls) = home_and_calls(&Snapshot { now: *now, ..sources.clone() });
        let (dated, shown) = (dated(&calls), rows(&home));
        assert!(!dated.is_empty());
        for key in dated {
            assert!(shown.contains(&key.as_str()), "{key} is missing: {shown:?}");
        }
    });
}

#[test]
fn calls_without_a_row_in_the_months_ahead_are_counted() {
    let mut sources = snapshot(&case("moments-to-come"));
    let of = |lang: &str| SourcePath::new(format!("content/calls/robots/index.{lang}.md"));
    for lang in ["fr", "en"] {
        let text = sources.text(&of(lang)).expect("a call").to_owned();
        for number in 0..15 {
            let path = format!("content/calls/more-{number}/index.{lang}.md");
            let file = of_bytes(&path, text.as_bytes());
            sources.files.insert(SourcePath::new(path), file);
        }
    }
    let (home, calls) = home_and_calls(&sources);
    let (dated, shown) = (dated(&calls), rows(&home));
    let shown = shown.iter().filter(|key| key.starts_with("call/")).count();
    assert!(dated.len() > 12 && shown == 12, "{} dated, {shown} shown", dated.len());
    assert!(home.contains(&format!("et {} autres appels datés", dated.len() - shown)), "{home}");
}
