//! Entries over time: their ids survive every edit that is not a new event, and none appears before its date.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use parvis::base::moment::Moment;
use parvis::base::output::{Content, OutputTree};
use parvis::base::snapshot::{Files, Snapshot, decode};
use parvis::base::source::SourcePath;
use parvis::compile::Options;

use crate::built::{compile, files};
use crate::project::{case, snapshot, themes};
use proptest::prelude::*;

/// Edits that do not make a new entry: wording, order, addresses.
#[derive(Clone, Debug)]
struct Wording {
    host: String,
    words: Vec<String>,
    slugs: Vec<String>,
    folder: String,
    amendments: Vec<usize>,
    documents: Vec<usize>,
    questions: Vec<usize>,
    results: Vec<usize>,
    milestones: Vec<usize>,
}

fn shuffled(count: usize) -> impl Strategy<Value = Vec<usize>> {
    Just((0..count).collect::<Vec<_>>()).prop_shuffle()
}

fn wording() -> impl Strategy<Value = Wording> {
    let words = prop::collection::vec("[a-z][\\PC&&[^\u{FFFE}\u{FFFF}]]{0,30}", 12);
    let slugs = prop::collection::vec("[a-z]{1,8}", 6);
    let orders = (shuffled(3), shuffled(3), shuffled(3), shuffled(2), shuffled(2));
    ("[a-z]{1,10}", words, slugs, "[a-z0-9]{1,6}", orders).prop_map(|(host, words, slugs, folder, orders)| Wording {
        host,
        words,
        slugs,
        folder,
        amendments: orders.0,
        documents: orders.1,
        questions: orders.2,
        results: orders.3,
        milestones: orders.4,
    })
}

const AMENDMENTS: [&str; 3] = [
    "{date: 2026-04-02, field: closes, from: 2026-04-20T17:00, to: 2026-04-25T17:00, reason: WORDS}",
    "{date: 2026-04-02, field: reference, from: A, to: B, reason: WORDS}",
    "{id: place, date: 2026-05, field: duration, from: WORDS, to: six}",
];
const DOCUMENTS: [&str; 3] = [
    "{title: WORDS, url: \"https://example.org/rules.pdf\", date: 2026-03-03}",
    "{title: WORDS, url: \"https://example.org/rules-2.pdf\", date: 2026-03-20, replaces: rules}",
    "{id: annex, title: WORDS, url: \"https://example.org/x\"}",
];
const QUESTIONS: [&str; 3] = [
    "{date: 2026-03-10, question: WORDS, answer: yes}",
    "{date: 2026-03-10, question: WORDS, answer: no}",
    "{date: 2026-03-12, question: WORDS, answer: perhaps}",
];
const RESULTS: [&str; 2] = ["{stage: jury, name: WORDS, date: 2026-06-02}", "{name: WORDS, date: 2026-06-09}"];
const MILESTONES: [&str; 2] = [
    "{code: '10.1', label: WORDS, status: done, reached: 2026-02}",
    "{id: second, label: WORDS, status: done, reached: 2026-05-05}",
];

/// The ids of the entries, which do not depend on the wording.
const IDS: [&str; 28] = [
    "tag:lab.example.org,2026:call:robots:call-announced",
    "tag:lab.example.org,2026:call:robots:call-changed:place",
    "tag:lab.example.org,2026:call:robots:call-changed:reference-2026-04-02",
    "tag:lab.example.org,2026:call:robots:call-closed",
    "tag:lab.example.org,2026:call:robots:call-finalised",
    "tag:lab.example.org,2026:call:robots:call-opened",
    "tag:lab.example.org,2026:call:robots:deadline-extended:closes-2026-04-02",
    "tag:lab.example.org,2026:call:robots:document-added:annex",
    "tag:lab.example.org,2026:call:robots:document-added:rules",
    "tag:lab.example.org,2026:call:robots:document-replaced:rules-2",
    "tag:lab.example.org,2026:call:robots:questions-answered:2026-03-10",
    "tag:lab.example.org,2026:call:robots:questions-answered:2026-03-12",
    "tag:lab.example.org,2026:call:robots:result:2026-06-09",
    "tag:lab.example.org,2026:call:robots:result:jury",
    "tag:lab.example.org,2026:call:robots:shortlisted",
    "tag:lab.example.org,2026:call:robots:stage-reached:jury",
    "tag:lab.example.org,2026:challenge:slow:challenge-in-call",
    "tag:lab.example.org,2026:challenge:slow:challenge-published",
    "tag:lab.example.org,2026:challenge:slow:challenge-selected",
    "tag:lab.example.org,2026:challenge:slow:challenge-selected:2026-05-01",
    "tag:lab.example.org,2026:event:show:event-announced",
    "tag:lab.example.org,2026:event:show:event-cancelled",
    "tag:lab.example.org,2026:event:show:event-changed:start-2026-04-01",
    "tag:lab.example.org,2026:programme:nest:milestone-reached:10-1",
    "tag:lab.example.org,2026:programme:nest:milestone-reached:second",
    "tag:lab.example.org,2026:programme:nest:programme-launched",
    "tag:lab.example.org,2026:startup:tool:startup-phase:building",
    "tag:lab.example.org,2026:update:news:update",
];

fn sources(wording: &Wording) -> Files {
    let mut words = wording.words.iter().cycle();
    let mut word =
        || serde_json::to_string(words.next().expect("words go round")).expect("a string is JSON, and so YAML");
    let mut list = |members: &[&str], order: &[usize]| -> String {
        order.iter().map(|rank| format!("\n  - {}", members[*rank].replacen("WORDS", &word(), 1))).collect()
    };
    let (amendments, documents) = (list(&AMENDMENTS, &wording.amendments), list(&DOCUMENTS, &wording.documents));
    let (questions, results) = (list(&QUESTIONS, &wording.questions), list(&RESULTS, &wording.results));
    let milestones = list(&MILESTONES, &wording.milestones);
    let sections =
        "challenges: c1, calls: c2, events: e1, programmes: p1, startups: s1, organisations: o1, updates: u1";
    let site = format!(
        "title: {}\ndescription: {}\nauthority: lab.example.org,2026\nbase_url: https://{}.example\nlanguages:\n  - code: fr\n    name: F\n    sections: {{{sections}}}\n  - code: en\n    name: E\n    sections: {{{sections}}}\ncontact: {{email: a@example.org}}\nphases:\n  - {{id: building, label: {}, active: true}}\nfeeds: {{size: 3}}\n",
        word(),
        word(),
        wording.host,
        word(),
    );
    let facts = [
        ("calls", "robots", format!("direction: solutions\ninstrument: speedup\nordering_party: lab\npublished: 2026-02-20\nopens: 2026-03-01T09:00\ncloses: 2026-04-25T17:00\nreference: B\nduration: six\nstages:\n  - {{id: jury, label: {}, date: 2026-05-30}}\namendments:{amendments}\ndocuments:{documents}\nquestions:{questions}\nresults:{results}\nsubmissions: {{shortlisted_on: 2026-05-10}}\noutcome: finalised\noutcome_date: 2026-07", word())),
        ("events", "show", "type: jam\nstart: 2026-06-02\norganiser: lab\nlocation: {mode: online}\npublished: 2026-03-01\nstatus: cancelled\nstatus_date: 2026-05-20\namendments:\n  - {date: 2026-04-01, field: start, from: 2026-06-01, to: 2026-06-02}".to_owned()),
        ("challenges", "slow", "owner: lab\nstatus: selected\nstatus_since: 2026-05-01\npublished: 2026-01-10\nhistory:\n  - {status: in-call, date: 2026-03}\n  - {status: selected, date: 2026-02-02}\n  - {status: collected, date: 2026-01-10}".to_owned()),
        ("programmes", "nest", format!("type: incubator\nowner: lab\nstart: 2025\nmilestones:{milestones}")),
        ("startups", "tool", "programmes: nest\nmission: M\nphases:\n  - {name: building, start: 2026-01}".to_owned()),
        ("updates", "news", "date: 2026-04-04".to_owned()),
    ];
    let mut files = themes();
    let mut add = |path: String, text: String| files.insert(SourcePath::new(path), decode(text.as_bytes()));
    add("content/site.yaml".to_owned(), site);
    add("content/organisations/lab/index.fr.md".to_owned(), format!("---\ntitle: {}\n---\n", word()));
    for (rank, (folder, id, facts)) in facts.into_iter().enumerate() {
        for (lang, facts) in [("fr", facts), ("en", String::new())] {
            let slug = format!("{}-{rank}", wording.slugs[rank]);
            let text =
                format!("---\ntitle: {}\nsummary: {}\nslug: {slug}\n{facts}\n---\n\n{}\n", word(), word(), word());
            add(format!("content/{folder}/{}/{id}/index.{lang}.md", wording.folder), text);
        }
    }
    files
}

fn at(date: &str) -> Moment {
    let zone = parvis::base::moment::Zone::named("Europe/Luxembourg").expect("a zone");
    parvis::base::moment::PartialDate::parse(date).expect("a date").start(&zone)
}

/// True for the main feed of a language and its archives.
fn is_feed(path: &str, lang: &str) -> bool {
    path.starts_with(&format!("{lang}/feed")) && path.ends_with(".atom")
}

/// The ids and dates of the entries in the main feed and its archives.
fn feed_entries(tree: &OutputTree, lang: &str) -> Vec<(String, String)> {
    let mut found = BTreeSet::new();
    for (path, output) in tree.iter().filter(|(path, _)| is_feed(path, lang)) {
        let Content::Bytes(bytes) = &output.content else { panic!("{path} is rendered") };
        found.extend(entries(bytes));
    }
    found.into_iter().collect()
}

/// The ids and dates of the entries of an Atom feed.
fn entries(feed: &[u8]) -> Vec<(String, String)> {
    let feed = std::str::from_utf8(feed).expect("UTF-8");
    let element = |entry: &str, name: &str| {
        let (_, behind) = entry.split_once(&format!("<{name}>")).expect("the element");
        behind.split('<').next().unwrap_or_default().to_owned()
    };
    feed.split("<entry>").skip(1).map(|entry| (element(entry, "id"), element(entry, "published"))).collect()
}

/// A fixed wording.
fn plain() -> Wording {
    Wording {
        host: "lab".into(),
        words: vec!["words".into()],
        slugs: vec!["slug".into(); 6],
        folder: "all".into(),
        amendments: vec![0, 1, 2],
        documents: vec![0, 1, 2],
        questions: vec![0, 1, 2],
        results: vec![0, 1],
        milestones: vec![0, 1],
    }
}

/// Noon, this many days after 1 June 2025.
fn noon(day: i64) -> Moment {
    Moment::from_unix_seconds(at("2025-06-01").unix_seconds() + day * 86_400 + 43_200).expect("a moment")
}

fn text<'t>(tree: &'t OutputTree, path: &str) -> Option<&'t [u8]> {
    match &tree.get(path)?.content {
        Content::Bytes(bytes) => Some(bytes),
        Content::Copy(_) | Content::Rendered(_) | Content::Derived { .. } => None,
    }
}

/// The entries of the plain wording after all dates have passed.
static ENTRIES_AT_THE_END: LazyLock<Vec<(String, String)>> = LazyLock::new(|| {
    let end = Snapshot { files: sources(&plain()), now: at("2026-12-01") };
    feed_entries(&files(&end, &Options::default(), |path| is_feed(path, "fr")), "fr")
});

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn entry_ids_survive_changes_of_title_slug_wording_host_folder_and_order(wording in wording()) {
        let snapshot = Snapshot { files: sources(&wording), now: at("2026-12-01") };
        let compilation = compile(&snapshot, &Options::default());
        let errors: Vec<_> = compilation.diagnostics.iter().filter(|found| found.severity.as_str() == "error").collect();
        prop_assert!(errors.is_empty(), "{errors:?}");
        for lang in ["fr", "en"] {
            let ids: BTreeSet<String> = feed_entries(&compilation.tree, lang).into_iter().map(|(id, _)| id).collect();
            prop_assert_eq!(ids, IDS.map(|id| format!("{id}:{lang}")).into_iter().collect());
        }
    }

    #[test]
    fn no_future_entry_is_in_a_feed(day in 0_i64..600) {
        let now = noon(day);
        let snapshot = Snapshot { files: sources(&plain()), now };
        let tree = files(&snapshot, &Options::default(), |path| is_feed(path, "fr"));
        let is_public = |id: &str| match id {
            id if id.contains(":call:") => now >= at("2026-02-20"),
            id if id.contains(":event:") => now >= at("2026-03-01"),
            id if id.contains(":challenge:") => now >= at("2026-01-10"),
            _ => true,
        };
        // Every entry appears on its date, and does not change after it.
        let has_come = |(id, date): &(String, String)| {
            let day = date.split('T').next().unwrap_or_default();
            let hour = date.split('T').nth(1).unwrap_or_default();
            at(day) <= now && (at(day).day(&luxembourg()) != now.day(&luxembourg()) || hour < "12:00") && is_public(id)
        };
        let expected: Vec<_> = ENTRIES_AT_THE_END.iter().filter(|entry| has_come(entry)).cloned().collect();
        prop_assert_eq!(feed_entries(&tree, "fr"), expected);
    }

    #[test]
    fn sent_letters_and_archived_entries_do_not_change(day in 0_i64..600, more in 1_i64..200) {
        let is_kept = |path: &str| path.ends_with(".txt") || path.contains("/feed-");
        let [before, after] = [noon(day), noon(day + more)]
            .map(|now| files(&Snapshot { files: sources(&plain()), now }, &Options::default(), is_kept));
        let month = |path: &str| path.rsplit('/').next().and_then(|name| name.strip_suffix(".txt")).map(str::to_owned);
        let over = |path: &str| {
            let date = month(path).and_then(|month| parvis::base::moment::PartialDate::parse(&month).ok());
            date.is_some_and(|date| date.end(&luxembourg()) <= noon(day))
        };
        for (path, _) in before.iter().filter(|(path, _)| path.ends_with(".txt") && over(path)) {
            prop_assert_eq!(text(&before, path), text(&after, path), "{}", path);
        }
        for (path, _) in before.iter().filter(|(path, _)| path.contains("/feed-")) {
            prop_assert!(path.ends_with(".atom"), "{}", path);
            let ids = |tree| entries(text(tree, path).unwrap_or_default()).into_iter().map(|(id, _)| id).collect::<Vec<_>>();
            prop_assert_eq!(ids(&before), ids(&after), "{}", path);
        }
    }
}

fn luxembourg() -> parvis::base::moment::Zone {
    parvis::base::moment::Zone::named("Europe/Luxembourg").expect("a zone")
}

/// Every record contains its date as text, so that an output that shows it too early is detected.
#[test]
fn no_output_discloses_a_later_record() {
    let sections =
        "challenges: c1, calls: c2, events: e1, programmes: p1, startups: s1, organisations: o1, updates: u1";
    let site = format!(
        "title: T\ndescription: D\nauthority: lab.example.org,2026\nbase_url: https://lab.example\nlanguages:\n  - code: fr\n    name: F\n    sections: {{{sections}}}\ncontact: {{email: a@example.org}}\n"
    );
    let dates: Vec<String> = (1..=9).map(|month| format!("2026-{month:02}-15")).collect();
    let each =
        |line: &str| -> String { dates.iter().map(|date| format!("\n  - {}", line.replace("DATE", date))).collect() };
    let call = format!(
        "direction: solutions\ninstrument: speedup\nordering_party: lab\nopens: 2025-12-01\ncloses: 2025-12-20T12:00\nprocedure: MARK-2026-09-15\namendments:\n  - {{date: 2026-09-15, field: procedure, from: today, to: MARK-2026-09-15, reason: MARK-2026-09-15}}\ndocuments:{}\nquestions:{}\nresults:{}\nsubmissions: {{received: 9, shortlisted: MARK-2026-08-15, shortlisted_on: 2026-08-15}}\noutcome: awarded\noutcome_date: 2026-09-15\noutcome_reason: MARK-2026-09-15",
        each("{id: d-DATE, title: MARK-DATE, url: \"https://example.org/MARK-DATE.pdf\", date: DATE}"),
        each("{date: DATE, question: MARK-DATE, answer: MARK-DATE}"),
        each("{id: r-DATE, name: MARK-DATE, date: DATE, note: MARK-DATE}"),
    );
    let event = format!(
        "type: jam\nstart: 2026-09-20\norganiser: lab\nlocation: {{mode: online}}\nreport: MARK-2026-09-25\nreport_date: 2026-09-25\ndocuments:{}\namendments:\n  - {{date: 2026-07-15, field: start, from: 2026-09-18, to: 2026-09-20, reason: MARK-2026-07-15}}",
        each("{id: d-DATE, title: MARK-DATE, url: \"https://example.org/MARK-DATE.pdf\", date: DATE}"),
    );
    let programme = format!("type: incubator\nowner: lab\nassessments:{}", each("{report: MARK-DATE, date: DATE}"));
    let mut sources = themes();
    let mut add = |path: &str, text: String| sources.insert(SourcePath::new(path), decode(text.as_bytes()));
    add("content/site.yaml", site);
    add("content/organisations/lab/index.fr.md", "---\ntitle: Lab\n---\n".to_owned());
    for (folder, facts) in [("calls", call), ("events", event), ("programmes", programme)] {
        add(&format!("content/{folder}/x/index.fr.md"), format!("---\ntitle: X\nsummary: S\n{facts}\n---\n"));
    }
    for item in 1..=9 {
        let published = format!("2026-{item:02}-15");
        let text = format!(
            "---\ntitle: MARK-{published}\nsummary: MARK-{published}\ndate: {published}\npublished: {published}\n---\n"
        );
        add(&format!("content/updates/u{item}/index.fr.md"), text);
    }
    let mut seen = 0;
    for now in ["2026-01-01", "2026-04-20", "2026-08-01", "2026-12-01"] {
        let compilation = compile(&Snapshot { files: sources.clone(), now: at(now) }, &Options::default());
        let errors: Vec<_> =
            compilation.diagnostics.iter().filter(|found| found.severity.as_str() == "error").collect();
        assert!(errors.is_empty(), "{errors:?}");
        for (path, _) in compilation.tree.iter() {
            let Some(bytes) = text(&compilation.tree, path) else { continue };
            for mark in String::from_utf8_lossy(bytes).split("MARK-").skip(1) {
                let date = mark.get(..10).unwrap_or_default();
                assert!(date <= now, "{path} tells of {date} on {now}");
                seen += 1;
            }
        }
    }
    assert!(seen > 1000, "{seen}");
}

/// Dates of a month or a year stand among those of days, so that no effect comes before what it follows, latest first.
#[test]
fn a_timeline_has_causes_before_effects() {
    let sources = snapshot(&case("timeline-of-months-and-days"));
    let pages = ["fr/services/pass/index.html", "fr/defis/letters/index.html", "fr/appels/robots/index.html"];
    let tree = files(&sources, &Options::default(), |path| pages.contains(&path));
    let happened = |path: &str| -> Vec<String> {
        let page = String::from_utf8_lossy(text(&tree, path).expect("a page")).into_owned();
        let entries = page.split("<li data-entry=\"").skip(1);
        let value = |of: &str| of.split('"').next().expect("a value").to_owned();
        let entry =
            |entry: &str| format!("{} {}", value(entry), value(entry.split("datetime=\"").nth(1).expect("a date")));
        entries.map(entry).collect()
    };
    let [startup, challenge, call] = pages.map(happened);
    assert_eq!(startup, ["startup-phase 2018-05-21", "startup-phase 2018"]);
    let statuses = ["challenge-in-call 2026-10-12", "challenge-selected 2025-12-04", "challenge-published 2025-12"];
    assert_eq!(challenge, statuses);
    let life = [
        "call-awarded 2026-03",
        "result 2026-03",
        "document-added 2026-03-25",
        "call-closed 2026-03-10T12:00:00+01:00",
        "call-opened 2026-02-16T09:00:00+01:00",
        "call-announced 2026-02",
    ];
    assert_eq!(call, life);
}
