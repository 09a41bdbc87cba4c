//! Amendments before their date, for every amendable field: no output discloses the new value, and outputs show the prior
//! value.

use std::borrow::Cow;
use std::collections::BTreeSet;

use parvis::base::moment::{Moment, PartialDate, Zone};
use parvis::base::output::{Content, OutputTree};
use parvis::base::snapshot::{Files, Snapshot, decode};
use parvis::base::source::SourcePath;
use parvis::compile::Options;
use parvis::kind::amendment::amendable;
use parvis::kind::call::Call;
use parvis::kind::common::Common;
use parvis::kind::event::Event;
use parvis::kind::item::record_type;
use parvis::kind::key::Kind;
use parvis::kind::record::{Field, Record, ValueType};

use crate::built::{Built, compile};
use crate::project::themes;

/// An amended field: its values before and after the amendment, and for each a word that occurs nowhere else. The word is empty
/// for values that many pages have.
#[derive(Clone)]
struct AmendedField {
    field: &'static str,
    from: Cow<'static, str>,
    to: Cow<'static, str>,
    before: Cow<'static, str>,
    after: Cow<'static, str>,
}

const fn amended(
    field: &'static str,
    [from, to]: [&'static str; 2],
    [before, after]: [&'static str; 2],
) -> AmendedField {
    AmendedField {
        field,
        from: Cow::Borrowed(from),
        to: Cow::Borrowed(to),
        before: Cow::Borrowed(before),
        after: Cow::Borrowed(after),
    }
}

/// Fields with special values; the values of all others follow from their types.
const OF_CALL: &[AmendedField] = &[
    amended("opens", ["2026-05-02T09:07", "2026-05-09T09:08"], ["2026-05-02T09:07", "2026-05-09T09:08"]),
    amended("closes", ["2026-08-21T16:41", "2026-09-23T16:43"], ["2026-08-21T16:41", "2026-09-23T16:43"]),
    amended("questions_until", ["2026-08-04T11:11", "2026-08-05T11:12"], ["2026-08-04T11:11", "2026-08-05T11:12"]),
    amended("direction", ["challenges", "solutions"], ["", ""]),
    amended("instrument", ["innovation-partnership", "other"], ["", ""]),
    amended("ordering_party", ["[before-order]", "[after-order]"], ["", ""]),
    amended("partners", ["before-partner", "after-partner"], ["", ""]),
    amended("challenges", ["before-challenge", "after-challenge"], ["", ""]),
    amended("programme", ["before-programme", "after-programme"], ["", ""]),
    amended("cpv", ["[72000001-1]", "[72000002-2]"], ["72000001", "72000002"]),
    amended(
        "criteria",
        ["[{label: CRITERIONBEFORE, weight: 100}]", "[{label: CRITERIONAFTER, weight: 100}]"],
        ["CRITERIONBEFORE", "CRITERIONAFTER"],
    ),
    amended("funding", ["grant", "prize"], ["", ""]),
    amended(
        "prizes",
        [
            "[{label: PRIZEBEFORE, amount: {amount: 1, currency: NOK}}]",
            "[{label: PRIZEAFTER, amount: {amount: 1, currency: DKK}}]",
        ],
        ["PRIZEBEFORE", "PRIZEAFTER"],
    ),
    amended(
        "stages",
        [
            "[{id: stage-before, label: STAGEBEFORE, date: 2026-10-03}]",
            "[{id: stage-after, label: STAGEAFTER, date: 2026-10-04}]",
        ],
        ["STAGEBEFORE", "STAGEAFTER"],
    ),
];

const OF_EVENT: &[AmendedField] = &[
    amended("start", ["2026-09-11T10:21", "2026-09-12T10:22"], ["2026-09-11T10:21", "2026-09-12T10:22"]),
    amended("end", ["2026-09-11T12:23", "2026-09-12T12:24"], ["2026-09-11T12:23", "2026-09-12T12:24"]),
    amended(
        "location",
        [
            "{mode: onsite, name: PLACEBEFORE, address: ADDRESSBEFORE}",
            "{mode: hybrid, name: PLACEAFTER, address: ADDRESSAFTER, url: \"https://place-after.example/\"}",
        ],
        ["ADDRESSBEFORE", "PLACEAFTER"],
    ),
    amended("status", ["scheduled", "postponed"], ["", ""]),
];

/// Every field of a call that can be amended.
fn of_call() -> Vec<AmendedField> {
    let amendable = record_type(Kind::Call).fields.iter().chain(<Common as Record>::TYPE.fields);
    let amendable = amendable.filter(|field| field.amendable);
    amendable.zip(7000..).map(|(field, number)| of_type(field, number)).collect()
}

/// A field with values of its type that occur nowhere else.
fn of_type(field: &'static Field, number: usize) -> AmendedField {
    if let Some(own) = OF_CALL.iter().find(|own| own.field == field.name) {
        return own.clone();
    }
    let word = |when: &str| format!("{}{when}", field.name.to_uppercase().replace('_', ""));
    let value = |when: &str, number: usize| match field.value {
        ValueType::Whole => (number.to_string(), number.to_string()),
        ValueType::Url => {
            let host = word(when).to_lowercase();
            (format!("https://{host}.example/"), host)
        }
        ValueType::Record(record) if record.name == "Money" => {
            (format!("{{amount: {number}, currency: EUR}}"), format!("\"amount\":{number}"))
        }
        ValueType::Record(record) if record.name == "Contact" => {
            let email = format!("{}@example.org", word(when).to_lowercase());
            (format!("{{email: {email}}}"), email)
        }
        ValueType::Text | ValueType::String | ValueType::MarkdownText => (word(when), word(when)),
        _ => panic!("write values of `{}`, whose type is not enough", field.name),
    };
    let ((from, before), (to, after)) = (value("BEFORE", number), value("AFTER", number + 500));
    AmendedField { field: field.name, from: from.into(), to: to.into(), before: before.into(), after: after.into() }
}

fn facts(amended: &[AmendedField]) -> String {
    let today = amended.iter().map(|one| format!("{}: {}\n", one.field, one.to));
    let changes = amended
        .iter()
        .map(|one| format!("  - {{date: 2026-07-01, field: {}, from: {}, to: {}}}\n", one.field, one.from, one.to));
    today.chain(["amendments:\n".to_owned()]).chain(changes).collect()
}

fn sources() -> Files {
    let sections =
        "challenges: c1, calls: c2, events: e1, programmes: p1, startups: s1, organisations: o1, updates: u1";
    let site = format!(
        "title: T\ndescription: D\nauthority: lab.example.org,2026\nocds_prefix: ocds-abc123\nbase_url: https://lab.example\nlanguages:\n  - {{code: fr, name: F, sections: {{{sections}}}}}\n  - {{code: en, name: E, sections: {{{sections}}}}}\ncontact: {{email: site@example.org}}\nphases: [{{id: building, label: Building, active: true}}]\n"
    );
    let mut files = themes();
    let mut add = |path: &str, text: String| files.insert(SourcePath::new(path), decode(text.as_bytes()));
    add("content/site.yaml", site);
    for id in ["lab", "before-order", "after-order", "before-partner", "after-partner"] {
        add(&format!("content/organisations/{id}/index.fr.md"), format!("---\ntitle: Organisation {id}\n---\n"));
    }
    let mut item = |folder: &str, id: &str, facts: &str| {
        for (lang, facts) in [("fr", facts), ("en", "")] {
            let text = format!("---\ntitle: Item {id}\nsummary: Summary of {id}.\n{facts}\n---\n\nText.\n");
            add(&format!("content/{folder}/{id}/index.{lang}.md"), text);
        }
    };
    for id in ["before-challenge", "after-challenge"] {
        item("challenges", id, "owner: lab\nstatus: in-call");
    }
    for id in ["before-programme", "after-programme"] {
        item("programmes", id, "type: incubator\nowner: lab");
    }
    item("calls", "robots", &format!("published: 2026-04-01\n{}", facts(&of_call())));
    item("events", "show", &format!("published: 2026-04-01\ntype: jam\norganiser: lab\n{}", facts(OF_EVENT)));
    files
}

fn at(date: &str) -> Moment {
    let zone = Zone::named("Europe/Luxembourg").expect("a zone");
    PartialDate::parse(date).expect("a date").start(&zone)
}

fn build(files: Files, date: &str) -> Built {
    let built = compile(&Snapshot { files, now: at(date) }, &Options::default());
    let errors: Vec<_> = built.diagnostics.iter().filter(|found| found.severity.as_str() == "error").collect();
    assert!(errors.is_empty(), "{errors:?}");
    built
}

fn texts(tree: &OutputTree) -> Vec<(&str, String)> {
    tree.iter()
        .filter_map(|(path, output)| match &output.content {
            Content::Bytes(bytes) => Some((path, String::from_utf8_lossy(bytes).into_owned())),
            Content::Copy(_) | Content::Rendered(_) | Content::Derived { .. } => None,
        })
        .collect()
}

/// The files that contain a word.
fn files_with<'t>(texts: &'t [(&'t str, String)], word: &str) -> Vec<&'t str> {
    texts.iter().filter(|(_, text)| text.contains(word)).map(|(path, _)| *path).collect()
}

fn data(texts: &[(&str, String)], file: &str) -> serde_json::Value {
    let (_, text) = texts.iter().find(|(path, _)| *path == format!("data/{file}")).expect("the file of data");
    serde_json::from_str::<serde_json::Value>(text).expect("JSON")["items"][0].clone()
}

#[test]
fn every_amendable_field_is_tested() {
    let tried = |amended: &[AmendedField]| amended.iter().map(|one| one.field).collect::<BTreeSet<_>>();
    assert_eq!(tried(&of_call()), amendable::<Call>().into_iter().collect());
    assert_eq!(tried(OF_EVENT), amendable::<Event>().into_iter().collect());
}

#[test]
fn no_output_discloses_a_later_amendment() {
    let built = build(sources(), "2026-05-20");
    let texts = texts(&built.tree);
    let mut wrong = Vec::new();
    for one in of_call().iter().chain(OF_EVENT) {
        if !one.after.is_empty() {
            wrong.extend(
                files_with(&texts, &one.after)
                    .into_iter()
                    .map(|path| format!("{}: {path} shows {}", one.field, one.after)),
            );
        }
        if !one.before.is_empty() && files_with(&texts, &one.before).is_empty() {
            wrong.push(format!("{}: nothing shows {}", one.field, one.before));
        }
    }
    let call = data(&texts, "calls.json");
    for (field, value) in [("direction", "challenges"), ("instrument", "innovation-partnership"), ("funding", "grant")]
    {
        if call[field] != value {
            wrong.push(format!("{field} is {} in calls.json", call[field]));
        }
    }
    if data(&texts, "events.json")["status"] != "scheduled" {
        wrong.push("status: events.json".to_owned());
    }
    // The call links to the items that it refers to now, and is on their pages.
    let page = texts.iter().find(|(path, _)| *path == "fr/c2/robots/index.html").map(|(_, text)| text.as_str());
    let page = page.expect("the page of the call");
    for (role, folder) in [("order", "o1"), ("partner", "o1"), ("challenge", "c1"), ("programme", "p1")] {
        let path = |when: &str| format!("fr/{folder}/{when}-{role}/index.html");
        let named = |when: &str| files_with(&texts, "/fr/c2/robots/").contains(&&*path(when));
        if named("after") || !named("before") {
            wrong.push(format!("{role}: after {}, before {}", named("after"), named("before")));
        }
        if page.contains(&format!("after-{role}")) || !page.contains(&format!("before-{role}")) {
            wrong.push(format!("{role}: the page of the call"));
        }
        let all = call.to_string();
        if all.contains(&format!("after-{role}")) || !all.contains(&format!("before-{role}")) {
            wrong.push(format!("{role}: calls.json"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_amendment_is_shown_from_its_date() {
    let built = build(sources(), "2026-07-02");
    let texts = texts(&built.tree);
    let shown = |one: &&AmendedField| !one.after.is_empty() && files_with(&texts, &one.after).is_empty();
    let missing: Vec<&str> = of_call().iter().chain(OF_EVENT).filter(shown).map(|one| one.field).collect();
    assert!(missing.is_empty(), "{missing:?}");
    let call = data(&texts, "calls.json");
    assert_eq!((&call["direction"], &call["funding"]), (&"solutions".into(), &"prize".into()));
}

/// Pages, feeds and letters show the label of the changed field; "another change" is for fields without a label.
#[test]
fn every_amendment_is_shown_with_the_label_of_its_field() {
    let built = build(sources(), "2026-07-02");
    let texts = texts(&built.tree);
    let unnamed = ["Another change", "Autre changement"].map(|words| files_with(&texts, words));
    assert_eq!(unnamed, [Vec::<&str>::new(), Vec::new()]);
    let named = ["Start", "Début"].map(|words| !files_with(&texts, words).is_empty());
    assert_eq!(named, [true, true]);
}

/// Releases before an amendment have the prior values, and not the new ones.
#[test]
fn a_release_has_the_values_of_its_date() {
    let built = build(sources(), "2026-07-02");
    let texts = texts(&built.tree);
    let (_, package) = texts.iter().find(|(path, _)| path.ends_with("ocds.json")).expect("the package");
    let package: serde_json::Value = serde_json::from_str(package).expect("JSON");
    let releases = package["releases"].as_array().expect("a list");
    let early: Vec<String> = releases
        .iter()
        .filter(|release| release["date"].as_str().is_some_and(|date| date < "2026-07"))
        .map(ToString::to_string)
        .collect();
    assert!(!early.is_empty(), "{package:#}");
    let early = early.concat();
    // The opening is an entry itself, with its current date.
    for one in of_call().iter().filter(|one| !one.after.is_empty() && one.field != "opens") {
        assert!(!early.contains(&*one.after), "{}: {early}", one.field);
    }
    for word in ["ELIGIBILITYBEFORE", "CRITERIONBEFORE", "72000001", "Organisation before-order", "STAGEBEFORE"] {
        assert!(early.contains(word), "{word}: {early}");
    }
}

/// A result with a later date is not on the page of the call, of the service or of results, nor in the data.
#[test]
fn a_later_result_is_disclosed_nowhere() {
    let mut files = sources();
    let mut add = |path: &str, text: String| files.insert(SourcePath::new(path), decode(text.as_bytes()));
    let call = "---\ntitle: The won call\nsummary: S\ndirection: solutions\ninstrument: speedup\nordering_party: lab\ncloses: 2026-05-01T12:00\nresults:\n  - {name: WINNERNOW, date: 2026-05-10}\n  - {name: WINNERAFTER, date: 2026-07-01, startup: later, note: NOTEAFTER, amount: {amount: 987654, currency: ISK}}\noutcome: awarded\noutcome_date: 2026-07-01\noutcome_reason: REASONAFTER\n---\n";
    add("content/calls/won/index.fr.md", call.to_owned());
    let startup = "---\ntitle: Service\nsummary: S\nprogrammes: before-programme\nmission: M\nphases: {name: building, start: 2026-05-01}\n---\n";
    add("content/startups/later/index.fr.md", startup.to_owned());
    let words = ["WINNERAFTER", "NOTEAFTER", "REASONAFTER", "987654", "ISK"];
    let holds = |texts: &[(&str, String)], path: &str, word: &str| files_with(texts, word).contains(&path);
    for (date, has_come) in [("2026-05-20", false), ("2026-07-02", true)] {
        let built = build(files.clone(), date);
        let texts = texts(&built.tree);
        for word in words {
            assert_eq!(
                !files_with(&texts, word).is_empty(),
                has_come,
                "{word} on {date}: {:?}",
                files_with(&texts, word)
            );
        }
        assert!(holds(&texts, "data/results.csv", "WINNERNOW"), "{date}");
        assert_eq!(holds(&texts, "data/results.csv", "startup/later"), has_come, "{date}");
        assert_eq!(holds(&texts, "fr/resultats/index.html", "The won call"), has_come, "{date}");
        assert_eq!(holds(&texts, "fr/s1/later/index.html", "/fr/c2/won/"), has_come, "{date}");
        assert_eq!(holds(&texts, "fr/c2/won/index.html", "/fr/s1/later/"), has_come, "{date}");
    }
}

/// If the prior value is unknown, no value is shown; the new one is not disclosed.
#[test]
fn a_later_amendment_without_a_usable_prior_value_is_a_warning() {
    for (from, is_shown) in
        [("", false), (", from: six thousand", false), (", from: {amount: 6000, currency: CHF}", true)]
    {
        let mut files = sources();
        let call = format!(
            "---\ntitle: T\nsummary: S\ndirection: challenges\nordering_party: lab\ncloses: 2026-08-01T12:00\nbudget: {{amount: 8642, currency: SEK}}\namendments:\n  - {{date: 2026-07-01, field: budget{from}, to: {{amount: 8642, currency: SEK}}}}\n---\n"
        );
        files.insert(SourcePath::new("content/calls/bare/index.fr.md"), decode(call.as_bytes()));
        let built = build(files, "2026-05-20");
        let texts = texts(&built.tree);
        assert_eq!(files_with(&texts, "8642"), Vec::<&str>::new(), "{from}");
        let warned = built.diagnostics.iter().any(|found| &*found.code == "nothing-before");
        assert_eq!(warned, !is_shown, "{from}: {:?}", built.diagnostics);
        let page = texts.iter().find(|(path, _)| *path == "fr/c2/bare/index.html").expect("the page");
        assert_eq!(page.1.contains("CHF"), is_shown, "{from}");
    }
}
