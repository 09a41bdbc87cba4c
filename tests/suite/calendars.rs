//! Calendars over time: ids stay the same, and `SEQUENCE` and `DTSTAMP` never decrease (RFC 5545, RFC 5546).

use std::collections::BTreeMap;

use parvis::base::moment::Moment;
use parvis::base::output::{Content, Output, OutputTree};
use parvis::base::snapshot::decode;
use parvis::base::source::SourcePath;
use parvis::compile::Options;

use crate::built::files;
use crate::project;

const CALENDARS: [&str; 2] = ["fr/evenements/calendar.ics", "fr/appels/deadlines.ics"];

/// `SEQUENCE` and `DTSTAMP` of every event, by its `UID`.
fn versions(tree: &OutputTree) -> BTreeMap<String, (u32, String)> {
    let mut versions = BTreeMap::new();
    for path in CALENDARS {
        let Some(Output { content: Content::Bytes(bytes), .. }) = tree.get(path) else { panic!("no {path}") };
        let text = String::from_utf8(bytes.clone()).expect("UTF-8");
        for event in text.split("BEGIN:VEVENT\r\n").skip(1) {
            let value =
                |name: &str| event.lines().find_map(|line| line.strip_prefix(name)).expect("a property").to_owned();
            versions.insert(value("UID:"), (value("SEQUENCE:").parse().expect("a number"), value("DTSTAMP:")));
        }
    }
    versions
}

#[test]
fn event_versions_only_grow_over_time() {
    let case = project::case("calendars-whole");
    let mut snapshot = project::snapshot(&case);
    let start = snapshot.now.unix_seconds() - 150 * 86_400;
    let mut before = BTreeMap::new();
    let mut grown = 0;
    for days in (0..360).step_by(12) {
        snapshot.now = Moment::from_unix_seconds(start + days * 86_400).expect("a moment");
        let tree = files(&snapshot, &Options::default(), |path| CALENDARS.contains(&path));
        let now = versions(&tree);
        for (uid, version) in &now {
            assert!(version.1 <= snapshot.now.basic_utc(), "{uid} is of {}", version.1);
            let Some(earlier) = before.get(uid) else { continue };
            assert!(version >= earlier && version.1 >= earlier.1, "{uid}: {earlier:?}, then {version:?}");
            grown += u32::from(version.0 > earlier.0);
        }
        before = now;
    }
    assert!(grown > 3, "some entries were moved or called off");
}

/// Edits that withdraw an earlier status; the version does not decrease with any of them.
#[test]
fn event_versions_do_not_decrease_when_a_status_is_withdrawn() {
    let case = project::case("calendars-whole");
    let call = "---\ntitle: X\nsummary: S\ndirection: challenges\nordering_party: lab\ncloses: 2026-09-01T12:00\n";
    let event = "---\ntitle: X\nsummary: S\ntype: jam\norganiser: lab\nlocation: {mode: online}\nstart: 2026-09-02\n";
    let steps = [
        (
            call,
            "calls",
            vec![
                "",
                "outcome: suspended\noutcome_date: 2026-02-01\n",
                "outcome: evaluating\noutcome_date: 2026-03-01\n",
            ],
        ),
        (
            event,
            "events",
            vec!["", "status: postponed\nstatus_date: 2026-02-01\n", "status: scheduled\nstatus_date: 2026-03-01\n"],
        ),
    ];
    for (facts, folder, edits) in steps {
        let mut before = None;
        for edit in edits {
            let mut snapshot = project::snapshot(&case);
            let path = SourcePath::new(format!("content/{folder}/edited/index.fr.md"));
            snapshot.files.insert(path, decode(format!("{facts}{edit}---\n").as_bytes()));
            snapshot.now = Moment::from_unix_seconds(1_780_000_000).expect("a moment of May 2026");
            let tree = files(&snapshot, &Options::default(), |path| CALENDARS.contains(&path));
            let version = versions(&tree).into_iter().find(|(uid, _)| uid.contains(":edited")).expect("an entry").1;
            assert!(before.as_ref() <= Some(&version), "{edit}: {before:?}, then {version:?}");
            before = Some(version);
        }
    }
}
