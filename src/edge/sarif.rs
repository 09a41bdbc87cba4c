//! Diagnostics as one SARIF 2.1.0 document (OASIS), even if there are none.
//!
//! Regions have lines and columns, in characters, and no offsets: sources are decoded with `\n` line ends, so offsets would
//! differ from those in the file.

use std::collections::BTreeMap;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;

use crate::base::diagnostic::{Diagnostic, Severity};
use crate::base::fingerprint::Fingerprint;
use crate::base::message::UiLang;
use crate::base::rules::Rules;
use crate::base::snapshot::Snapshot;
use crate::base::source::Place;
use crate::edge::texts::{Texts, with_help};

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// The base of all paths, by the name that GitHub expects.
const ROOT: &str = "%SRCROOT%";

/// Characters to percent-encode in a URI path.
const NOT_IN_URI: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');

#[derive(Serialize)]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Tool<'a>,
    column_kind: &'static str,
    original_uri_base_ids: BTreeMap<&'static str, Base>,
    results: Vec<Finding<'a>>,
}

#[derive(Serialize)]
struct Tool<'a> {
    driver: Driver<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver<'a> {
    name: &'static str,
    semantic_version: &'static str,
    rules: Vec<Rule<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Rule<'a> {
    id: &'a str,
    #[serde(flatten)]
    explanation: Option<Explanation>,
    default_configuration: Configuration,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Explanation {
    short_description: MessageText,
    full_description: MessageText,
    help: Help,
}

#[derive(Serialize)]
struct Help {
    text: String,
    markdown: String,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
struct MessageText {
    text: String,
}

#[derive(Serialize)]
struct Base {
    description: MessageText,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Finding<'a> {
    rule_id: &'a str,
    rule_index: usize,
    level: &'static str,
    message: MessageText,
    locations: [Location; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location>,
    partial_fingerprints: BTreeMap<&'static str, String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<MessageText>,
    physical_location: PhysicalLocation,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: ArtifactLocation,
    region: Region,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactLocation {
    uri: String,
    uri_base_id: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
}

/// The document for diagnostics, in their order. `below` is the path of the root in its repository: empty, or it ends with `/`.
pub fn sarif(diagnostics: &[Diagnostic], snapshot: &Snapshot, below: &str, ui_lang: UiLang) -> String {
    let texts = (Texts::new(diagnostics, snapshot), below);
    let mut seen = BTreeMap::new();
    let rules = rules(diagnostics, ui_lang);
    let finding = |diagnostic| finding(diagnostic, (&rules, ui_lang), &texts, &mut seen);
    let results = diagnostics.iter().map(finding).collect();
    let base = Base { description: MessageText::of("The top of the repository that holds the site.") };
    let driver = Driver { name: "parvis", semantic_version: env!("CARGO_PKG_VERSION"), rules };
    let run = Run {
        tool: Tool { driver },
        column_kind: "unicodeCodePoints",
        original_uri_base_ids: BTreeMap::from([(ROOT, base)]),
        results,
    };
    let log = Log { schema: SCHEMA, version: "2.1.0", runs: [run] };
    serde_json::to_string_pretty(&log).expect("text and numbers always have a form in JSON") + "\n"
}

/// A rule for each code, sorted by code, with its explanation. Its level is that of the first diagnostic; each result has its
/// own.
fn rules(diagnostics: &[Diagnostic], ui_lang: UiLang) -> Vec<Rule<'_>> {
    let mut by_code: BTreeMap<&str, &Diagnostic> = BTreeMap::new();
    for diagnostic in diagnostics {
        by_code.entry(&diagnostic.code).or_insert(diagnostic);
    }
    let explained = Rules::read();
    let explanation = |code: &str| {
        let rule = explained.get(code)?;
        Some(Explanation {
            short_description: MessageText::of(rule.title.text(ui_lang)),
            full_description: MessageText::of(rule.meaning.text(ui_lang)),
            help: Help {
                text: escaped(&rule.plain_advice(ui_lang)),
                markdown: escaped(&rule.markdown_advice(ui_lang)),
            },
        })
    };
    let rule = |(id, first): (_, &Diagnostic)| Rule {
        id,
        explanation: explanation(id),
        default_configuration: Configuration { level: level(first.severity) },
    };
    by_code.into_iter().map(rule).collect()
}

/// The number of occurrences so far, by the fingerprint of line and code.
type Seen = BTreeMap<String, usize>;

fn finding<'a>(
    diagnostic: &'a Diagnostic,
    (rules, ui_lang): (&[Rule], UiLang),
    texts: &(Texts, &str),
    seen: &mut Seen,
) -> Finding<'a> {
    let related = diagnostic.related.iter().enumerate().map(|(rank, related)| Location {
        id: Some(rank + 1),
        message: Some(MessageText::of(related.message.text(ui_lang))),
        physical_location: physical(&related.place, texts),
    });
    Finding {
        rule_id: &diagnostic.code,
        rule_index: rules.partition_point(|rule| rule.id < &*diagnostic.code),
        level: level(diagnostic.severity),
        message: MessageText::of(&with_help(diagnostic, ui_lang)),
        locations: [Location { id: None, message: None, physical_location: physical(&diagnostic.place, texts) }],
        related_locations: related.collect(),
        partial_fingerprints: BTreeMap::from([("primaryLocationLineHash", fingerprint(diagnostic, &texts.0, seen))]),
    }
}

fn physical(place: &Place, (texts, below): &(Texts, &str)) -> PhysicalLocation {
    let uri = utf8_percent_encode(&format!("{below}{}", place.path), NOT_IN_URI).to_string();
    // GitHub refuses results without a region (GH1017); that of a file that is no text is its beginning.
    let beginning = Region { start_line: 1, start_column: 1, end_line: 1, end_column: 1 };
    let region = texts.ends(place).map_or(beginning, |(start, end)| Region {
        start_line: start.line,
        start_column: start.column,
        end_line: end.line,
        end_column: end.column,
    });
    PhysicalLocation { artifact_location: ArtifactLocation { uri, uri_base_id: ROOT }, region }
}

/// A fingerprint that survives edits of other lines: code, file, text of the line, and rank among diagnostics that share these.
/// The property name and format are those that GitHub reads.
fn fingerprint(diagnostic: &Diagnostic, texts: &Texts, seen: &mut Seen) -> String {
    let place = &diagnostic.place;
    let line = texts.lines(&place.path).map_or("", |lines| &lines.text()[lines.line(place.span.start)]);
    let hash = Fingerprint::of(&[&diagnostic.code, place.path.as_str(), line.trim()]);
    let rank = seen.entry(hash.clone()).and_modify(|rank| *rank += 1).or_insert(1);
    format!("{hash}:{rank}")
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

impl MessageText {
    fn of(text: &str) -> Self {
        Self { text: escaped(text) }
    }
}

/// Escapes braces, which are placeholders in SARIF messages (section 3.11.5).
fn escaped(text: &str) -> String {
    text.replace('{', "{{").replace('}', "}}")
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::base::message::Message;
    use crate::base::moment::Moment;
    use crate::base::snapshot::SourceFile;
    use crate::base::source::{SourcePath, Span};

    fn document(text: &str, culprit: &str) -> Value {
        let path = SourcePath::new("content/été/a b.md");
        let files = BTreeMap::from([(path.clone(), SourceFile::Text(text.into()))]);
        let snapshot = Snapshot { files: files.into(), now: Moment::from_unix_seconds(0).expect("a moment") };
        let diagnostics: Vec<Diagnostic> = text
            .match_indices(culprit)
            .map(|(at, _)| {
                let place = Place { path: path.clone(), span: Span::new(at, at + culprit.len()) };
                let first = Place { path: path.clone(), span: Span::new(0, 2) };
                Diagnostic::error("empty-text", place, said("no wording"), said("write `{fr: …}`"))
                    .related(said("here"), first)
            })
            .collect();
        serde_json::from_str(&sarif(&diagnostics, &snapshot, "", UiLang::English)).expect("JSON")
    }

    fn said(text: &'static str) -> Message {
        Message::same(text)
    }

    #[test]
    fn a_result_has_its_rule_region_and_explanation() {
        let log = document("é: 1\nà: 😀 {}\n", "{}");
        let place = |region: Value| {
            let uri = "content/%C3%A9t%C3%A9/a%20b.md";
            json!({"artifactLocation": {"uri": uri, "uriBaseId": "%SRCROOT%"}, "region": region})
        };
        let run = &log["runs"][0];
        let rule = &run["tool"]["driver"]["rules"][0];
        assert_eq!(rule["id"], "empty-text");
        assert_eq!(rule["shortDescription"], json!({"text": "A text has no wording in any language"}));
        assert_eq!(rule["defaultConfiguration"], json!({"level": "error"}));
        let said = |value: &Value, part| value.as_str().is_some_and(|text| text.contains(part));
        assert!(said(&rule["fullDescription"]["text"], "every language is empty"), "{rule:#}");
        assert!(said(&rule["help"]["text"], "\nWrong:\n\n    duration:\n"), "{rule:#}");
        assert!(said(&rule["help"]["markdown"], "\nWrong:\n\n```yaml\nduration:\n"), "{rule:#}");
        assert_eq!(run["columnKind"], "unicodeCodePoints");
        let mut result = run["results"][0].clone();
        let fingerprint = result["partialFingerprints"]["primaryLocationLineHash"].take();
        assert!(fingerprint.as_str().is_some_and(|text| text.ends_with(":1") && text.len() == 66), "{fingerprint}");
        let expected = json!({
            "ruleId": "empty-text",
            "ruleIndex": 0,
            "level": "error",
            "message": {"text": "no wording\nhelp: write `{{fr: …}}`"},
            "locations": [{"physicalLocation":
                place(json!({"startLine": 2, "startColumn": 6, "endLine": 2, "endColumn": 8}))}],
            "relatedLocations": [{"id": 1, "message": {"text": "here"}, "physicalLocation":
                place(json!({"startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": 2}))}],
            "partialFingerprints": {"primaryLocationLineHash": null},
        });
        assert_eq!(result, expected);
    }

    #[test]
    fn fingerprints_survive_moved_lines_and_distinguish_equal_results() {
        let fingerprints = |text: &str| -> Vec<Value> {
            let log = document(text, "{}");
            let results = log["runs"][0]["results"].as_array().expect("a list").iter();
            results.map(|result| result["partialFingerprints"]["primaryLocationLineHash"].clone()).collect()
        };
        let here = fingerprints("a: {}\nb: {}\na: {}\n");
        assert_eq!(here, fingerprints("# a line more\n\na: {}\n  b: {}\na: {}\n"));
        assert!(here[0] != here[1] && here[0] != here[2], "{here:?}");
    }

    #[test]
    fn a_result_in_a_file_that_is_no_text_has_a_region_too() {
        let place = Place { path: SourcePath::new("content/link.pdf"), span: Span::default() };
        let now = Moment::from_unix_seconds(0).expect("a moment");
        let snapshot = Snapshot { files: Default::default(), now };
        let physical = physical(&place, &(Texts::new(&[], &snapshot), ""));
        assert_eq!(serde_json::to_value(physical).expect("JSON")["region"]["startLine"], 1);
    }

    #[test]
    fn a_run_without_results_is_a_valid_document() {
        assert_eq!(document("", "{}")["runs"][0]["results"], json!([]));
    }
}
