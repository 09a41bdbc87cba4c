//! OCDS releases: each contains the changes of its date, and merged by the rules of OCDS 1.1 they give the current process.

use std::collections::BTreeMap;
use std::path::PathBuf;

use parvis::base::moment::Zone;
use parvis::base::moment::instant::{DayMeans, Instant};
use parvis::base::output::Content;
use parvis::base::snapshot::{Snapshot, decode};
use parvis::base::source::SourcePath;
use parvis::compile::Options;
use serde_json::{Map, Value};

use crate::built::files;
use crate::project::{self, snapshot};

const PACKAGE: &str = "data/ocds.json";

fn case() -> PathBuf {
    project::case("open-data")
}

/// The releases of each process, in order.
fn processes(snapshot: &Snapshot) -> BTreeMap<String, Vec<Value>> {
    let tree = files(snapshot, &Options::default(), |path| path == PACKAGE);
    let mut processes: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    let Some(output) = tree.get(PACKAGE) else { return processes };
    let Content::Bytes(bytes) = &output.content else { panic!("the package is rendered") };
    let mut package: Value = serde_json::from_slice(bytes).expect("a package is JSON");
    let Value::Array(releases) = package["releases"].take() else { panic!("a package has releases") };
    for release in releases {
        processes.entry(release["ocid"].as_str().expect("an id").to_owned()).or_default().push(release);
    }
    processes
}

/// Merges a release by OCDS 1.1, “Merging”: later values replace earlier ones, objects in lists are matched by `id`, and `null`
/// removes.
fn merge(into: &mut Value, release: &Value) {
    match (into, release) {
        (Value::Object(into), Value::Object(fields)) => {
            for (name, value) in fields {
                match value {
                    Value::Null => drop(into.remove(name)),
                    value => merge(into.entry(name).or_insert(Value::Null), value),
                }
            }
        }
        (Value::Array(into), Value::Array(members)) if members.iter().all(|member| member.get("id").is_some()) => {
            for member in members {
                match into.iter_mut().find(|other| other["id"] == member["id"]) {
                    Some(other) => merge(other, member),
                    None => into.push(member.clone()),
                }
            }
        }
        (into, value) => *into = value.clone(),
    }
}

fn merged(releases: &[Value]) -> Value {
    let mut whole = Value::Object(Map::new());
    releases.iter().for_each(|release| merge(&mut whole, release));
    for name in ["id", "tag", "date"] {
        whole.as_object_mut().expect("a release is an object").remove(name);
    }
    whole
}

/// Sorts lists, whose order has no meaning.
fn in_order(value: &Value) -> Value {
    match value {
        Value::Array(members) => {
            let mut members: Vec<Value> = members.iter().map(in_order).collect();
            members.sort_by_key(|member| member.get("id").unwrap_or(member).to_string());
            Value::Array(members)
        }
        Value::Object(fields) => fields.iter().map(|(name, value)| (name.clone(), in_order(value))).collect(),
        value => value.clone(),
    }
}

#[test]
fn merged_releases_equal_the_current_process() {
    let wanted = std::fs::read_to_string(case().join("compiled.json")).expect("what is wanted");
    let wanted: Vec<Value> = serde_json::from_str(&wanted).expect("JSON");
    let processes = processes(&snapshot(&case()));
    assert_eq!(processes.len(), wanted.len());
    for process in &wanted {
        let releases = &processes[process["ocid"].as_str().expect("an id")];
        assert_eq!(in_order(&merged(releases)), in_order(process));
    }
}

#[test]
fn published_releases_do_not_change() {
    let mut snapshot = snapshot(&case());
    let today = processes(&snapshot);
    let zone = Zone::named("Europe/Luxembourg").expect("a zone");
    for at in ["2025-02-20T12:00", "2025-03-01T12:00", "2026-03-01T12:00", "2026-04-01T09:00"] {
        snapshot.now = Instant::parse(at, &zone, DayMeans::Start).expect("an instant").moment;
        for (ocid, releases) in processes(&snapshot) {
            assert_eq!(releases, today[&ocid][..releases.len()], "{ocid} at {at}");
        }
    }
}

/// The releases of a call with these facts, and the result of merging them.
fn releases_of(facts: &str) -> (Vec<Value>, Value) {
    let mut snapshot = snapshot(&case());
    let text = format!(
        "---\ntitle: Appel\nsummary: S.\ndirection: solutions\ninstrument: speedup\nordering_party: [lab]\n\
         opens: 2025-01-10T09:00\ncloses: 2025-03-10T12:00\n{facts}---\n"
    );
    snapshot.files.insert(SourcePath::new("content/calls/sample/index.fr.md"), decode(text.as_bytes()));
    let releases = processes(&snapshot).remove("ocds-213czf-sample").expect("a process");
    let whole = merged(&releases);
    (releases, whole)
}

#[test]
fn a_release_has_the_values_of_its_date() {
    let (releases, whole) = releases_of(
        "procedure: Ouverte\namendments:\n- {date: 2025-02-01, field: procedure, from: Restreinte, to: Ouverte}\n\
         - {date: 2025-02-02, field: submit_url, from: \"https://a.example/\"}\n\
         stages:\n- {id: jury, label: Jury, end: 2025-02-10}\n",
    );
    assert_eq!(releases[0]["tender"]["procurementMethodDetails"], "Restreinte");
    assert_eq!(releases[1]["tender"]["procurementMethodDetails"], "Ouverte");
    assert_eq!(releases[1]["tender"].get("tenderPeriod"), None, "what did not change is not repeated");
    // A removed value is `null`.
    assert_eq!(releases[0]["tender"]["submissionMethodDetails"], "https://a.example/");
    assert_eq!(releases[2]["tender"]["submissionMethodDetails"], Value::Null);
    assert_eq!(releases[2]["tender"].as_object().map(|tender| tender.contains_key("submissionMethod")), Some(true));
    assert_eq!(whole["tender"].get("submissionMethod"), None);
    // After its date, a stage is no longer `scheduled`, and whether it was met is not known.
    assert_eq!(releases[0]["tender"]["milestones"][0]["status"], "scheduled");
    assert_eq!(whole["tender"]["milestones"][0].get("status"), None);
}

#[test]
fn an_award_keeps_its_id_when_its_winner_is_added() {
    let (releases, whole) = releases_of(
        "outcome: awarded\noutcome_date: 2025-04-01\nresults:\n- {id: first, name: Une, date: 2025-05-01}\n\
         - {id: second, name: Deux, date: 2025-05-02}\n",
    );
    let ids = |release: &Value| {
        let awards = release["awards"].as_array().cloned().unwrap_or_default();
        awards.iter().map(|award| award["id"].as_str().unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    let award_ids: Vec<Vec<String>> = releases.iter().map(ids).filter(|ids| !ids.is_empty()).collect();
    assert_eq!(award_ids, [["ocds-213czf-sample-award"], ["ocds-213czf-sample-award"], ["ocds-213czf-sample-second"]]);
    assert_eq!(ids(&whole), ["ocds-213czf-sample-award", "ocds-213czf-sample-second"]);
    assert_eq!(whole["awards"][0]["suppliers"][0]["name"], "Une");
    assert!(!releases[1].to_string().contains("Une"), "the supplier is not disclosed before its date");
}
