//! `docs/fields.*.md` equal the declarations of the fields; `BLESS=1` rewrites them. Every key is explained, and every example
//! of a key and of a kind is accepted.

use std::collections::BTreeSet;
use std::fs;

use parvis::base::diagnostic::{Diagnostic, Severity};
use parvis::base::message::UiLang;
use parvis::base::moment::Zone;
use parvis::base::moment::instant::{DayMeans, Instant};
use parvis::base::snapshot::{Files, Snapshot, of_bytes};
use parvis::base::source::SourcePath;
use parvis::compile::compile;
use parvis::compile::memo::Memo;
use parvis::compile::options::Options;
use parvis::kind::key::Kind;
use parvis::output::editors::examples::{FieldExamples, id, item, site};
use parvis::output::editors::reference::{Reference, Subject, reference};
use parvis::read::form::Form;

use crate::french::has_plain_space;
use crate::project::{case, root};

const UI_LANGS: [UiLang; 2] = [UiLang::English, UiLang::French];

#[test]
fn the_reference_of_fields_equals_the_declarations() {
    for ui_lang in UI_LANGS {
        let (path, text) = (root().join(format!("docs/fields.{}.md", ui_lang.tag())), reference(ui_lang));
        if std::env::var_os("BLESS").is_some() {
            fs::write(&path, &text).expect("a file of the documents");
        }
        let written = fs::read_to_string(&path).unwrap_or_default();
        assert!(written == text, "{} is not what the model says; write it anew with BLESS=1", path.display());
    }
}

#[test]
fn the_french_reference_has_no_break_spaces() {
    let mut is_example = false;
    for line in reference(UiLang::French).lines() {
        // Examples are as editors type them.
        is_example ^= line.starts_with("```");
        if is_example {
            continue;
        }
        // Text in backquotes is quoted from files.
        let wrong = line.split('`').step_by(2).find(|part| has_plain_space(part));
        assert_eq!(wrong, None, "{line}");
    }
}

#[test]
fn every_key_has_a_label_a_hint_a_type_and_an_example() {
    for ui_lang in UI_LANGS {
        let reference = Reference::new(ui_lang);
        for subject in Subject::all() {
            for field in reference.fields(subject) {
                let said = [&field.label, &field.hint, &field.value, &field.example];
                assert!(said.iter().all(|text| !text.is_empty()), "{}: {field:?}", subject.word());
            }
        }
    }
}

/// The files of the site of the examples.
fn files(ui_lang: UiLang) -> Files {
    let mut files = Files::default();
    let mut add = |path: &str, bytes: &[u8]| {
        files.insert(SourcePath::new(path), of_bytes(path, bytes));
    };
    add("themes/lab/theme.yaml", b"{}");
    add("content/site.yaml", site(ui_lang).as_bytes());
    let picture = fs::read(case("pictures").join("content/calls/robots/plan.png")).expect("a picture");
    for kind in Kind::ALL {
        let folder = format!("content/{}/{}", kind.folder(), id(*kind, ui_lang));
        add(&format!("{folder}/index.{}.md", ui_lang.tag()), item(*kind, ui_lang).as_bytes());
        for name in ["reglement.pdf", "rules.pdf"] {
            add(&format!("{folder}/{name}"), b"%PDF-1.4");
        }
        add(&format!("{folder}/photo.jpg"), &picture);
    }
    files
}

/// The diagnostics of the content of a site. The theme of these tests has no templates and no words.
fn diagnostics(files: Files, memo: &mut Memo) -> impl Iterator<Item = Diagnostic> + use<> {
    let zone = Zone::named("Europe/Luxembourg").expect("a zone");
    let now = Instant::parse("2026-11-28T12:00", &zone, DayMeans::Start).expect("an instant").moment;
    let diagnostics = compile(&Snapshot { files, now }, &Options::default(), memo).diagnostics;
    diagnostics.into_iter().filter(|one| {
        let is_of_theme = matches!(&*one.code, "template-error" | "strings-missing");
        one.place.path.as_str().starts_with("content/") && !is_of_theme
    })
}

#[test]
fn the_examples_of_kinds_are_a_site_without_mistakes() {
    for ui_lang in UI_LANGS {
        let found = diagnostics(files(ui_lang), &mut Memo::default());
        // Files that other examples name lie beside each.
        let found: Vec<_> = found.filter(|one| one.code != "file-not-named").collect();
        assert!(found.is_empty(), "{found:#?}");
    }
}

/// Keys that a key cannot stand beside, with those of the example.
const INSTEAD: &[(&str, &[&str])] = &[
    ("permanent", &["closes", "questions_until"]),
    ("dates_unknown", &["closes", "questions_until"]),
    ("host", &["organiser"]),
];

/// Lines that a key needs beside it.
const BESIDE: &[(&str, &str)] = &[
    ("image", "image_alt: A letter"),
    ("image_alt", "image: photo.jpg"),
    ("criteria.weight", "criteria_scale: Points"),
];

/// Keys that name another member of a list of the item, which the example of the key alone does not have.
const WITHIN: &[&str] = &["documents.replaces", "results.stage"];

/// The paths of keys in a form, each from the outermost on.
fn paths(form: &Form, around: &[&'static str], found: &mut Vec<Vec<&'static str>>) {
    for form_field in &form.fields {
        let path = [around, &[form_field.key]].concat();
        if let Some(form) = form_field.map_form() {
            paths(form, &path, found);
        }
        found.push(path);
    }
}

/// A file whose front matter has a line, in place of the lines of these keys.
fn with_line(file: &str, line: &str, keys: &[&str]) -> String {
    let (start, front, body) = match file.strip_prefix("---\n").and_then(|rest| rest.split_once("---\n")) {
        Some((front, body)) => ("---\n", front, format!("---\n{body}")),
        None => ("", file, String::new()),
    };
    let mut is_replaced = false;
    let kept = front.split_inclusive('\n').filter(|line| {
        if !line.starts_with(' ') {
            is_replaced = keys.contains(&line.split(':').next().unwrap_or_default());
        }
        !is_replaced
    });
    format!("{start}{}{line}\n{body}", kept.collect::<String>())
}

#[test]
fn the_example_of_every_key_is_accepted() {
    // A line that is the same in several kinds, or in both languages, is tried once.
    let (mut wrong, mut tried) = (Vec::new(), BTreeSet::new());
    for ui_lang in UI_LANGS {
        let (examples, files, mut memo) = (FieldExamples::new(ui_lang), files(ui_lang), Memo::default());
        let reference = Reference::new(ui_lang);
        for subject in Subject::all() {
            let (form, mut found) = (subject.form(), Vec::new());
            paths(&form, &[], &mut found);
            let path = reference.path(subject);
            for keys in found {
                let form_field = form.field(keys[0]).expect("a key of the form");
                let line = examples.line(form_field, &[subject.word(), keys[0]], &keys[1..]);
                if !tried.insert((keys.join("."), line.clone())) {
                    continue;
                }
                let instead = INSTEAD.iter().find(|(key, _)| *key == keys[0]).map_or(&[][..], |(_, instead)| instead);
                let beside = BESIDE.iter().find(|(key, _)| *key == keys.join("."));
                let line = beside.map_or(line.clone(), |(_, beside)| format!("{line}\n{beside}"));
                let mut files = files.clone();
                let text = with_line(reference.example(subject), &line, &[&keys[..1], instead].concat());
                files.insert(SourcePath::new(path.clone()), of_bytes(&path, text.as_bytes()));
                let is_wrong = |one: &Diagnostic| {
                    let is_within = WITHIN.contains(&&*keys.join(".")) && one.code == "dangling-reference";
                    one.severity == Severity::Error && !is_within
                };
                let errors = diagnostics(files, &mut memo).filter(is_wrong);
                let errors: Vec<_> = errors.map(|one| format!("{}: {:?}", one.code, one.message)).collect();
                if !errors.is_empty() {
                    wrong.push(format!("{} {}: {line}\n  {errors:?}", subject.word(), keys.join(".")));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
