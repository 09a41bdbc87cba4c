//! The rules of `src/base/rules`: every reported code is explained with its severity; the wrong examples are reported and the
//! corrected ones are not; `docs/diagnostics.*.md` have the same explanations.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use parvis::base::diagnostic::Severity;
use parvis::base::message::{Message, UiLang};
use parvis::base::moment::Zone;
use parvis::base::moment::instant::{DayMeans, Instant};
use parvis::base::rules::{Example, ExampleContext, Rule, Rules};
use parvis::base::snapshot::{Files, Snapshot, of_bytes};
use parvis::base::source::SourcePath;
use parvis::compile::memo::Memo;
use parvis::compile::{Options, compile};

use crate::architecture::source_files;
use crate::french::has_plain_space;
use crate::project::root;

const UI_LANGS: [UiLang; 2] = [UiLang::English, UiLang::French];

/// The functions that make diagnostics: the name, the rank of the argument that is the code, and the severity.
const CONSTRUCTORS: &[(&str, usize, Severity)] = &[
    ("error", 0, Severity::Error),
    ("error_at", 1, Severity::Error),
    ("refuse", 0, Severity::Error),
    ("error_with_line", 0, Severity::Error),
    ("report_at_start", 0, Severity::Error),
    ("DateError::new", 0, Severity::Error),
    ("warn", 0, Severity::Warning),
    ("warning", 0, Severity::Warning),
];

/// The codes in the program, each with its severities and the files that report it.
fn reported() -> BTreeMap<String, Vec<(Option<Severity>, String)>> {
    let source_files = source_files();
    let constants: BTreeMap<&str, &str> = source_files.iter().flat_map(|file| constants(&file.code)).collect();
    let mut found: BTreeMap<String, Vec<(Option<Severity>, String)>> = BTreeMap::new();
    for file in &source_files {
        let mut add =
            |code: &str, severity| found.entry(code.to_owned()).or_default().push((severity, file.path.clone()));
        for (constructor, rank, severity) in CONSTRUCTORS {
            for (at, call) in file.code.match_indices(&format!("{constructor}(")) {
                let before = file.code[..at].chars().next_back();
                if before.is_some_and(|before| before.is_alphanumeric() || before == '_') {
                    continue;
                }
                let argument = argument(&file.code[at + call.len()..], *rank);
                match literal(argument).or_else(|| constants.get(argument).copied()) {
                    Some(code) => add(code, Some(*severity)),
                    // The definition of the constructor, a code that is passed on, or a function of the same name.
                    None => assert!(
                        argument.contains(':')
                            || argument.starts_with('&')
                            || ["code", "error.code"].contains(&argument)
                            || *constructor == "refuse",
                        "{}: the code `{argument}` of `{constructor}` cannot be read",
                        file.path
                    ),
                }
            }
        }
        for (at, field) in file.code.match_indices("code: \"") {
            let severity = file.code[..at].rsplit('{').next().unwrap_or_default();
            let severity = if severity.contains("Severity::Warning") { Severity::Warning } else { Severity::Error };
            add(literal(argument(&file.code[at + field.len() - 1..], 0)).expect("a code"), Some(severity));
        }
        // A code directly before its message.
        for (at, _) in file.code.match_indices("say!(") {
            let before = file.code[..at].trim_end();
            let code = before.strip_suffix("\",").and_then(|before| before.rsplit('"').next());
            if let Some(code) = code.filter(|code| code.contains('-') && is_code(code)) {
                add(code, None);
            }
        }
    }
    // This one has the severity of the diagnostics that it stands for.
    found.entry(constants["MORE"].to_owned()).or_default().push((None, "base/diagnostic.rs".to_owned()));
    found
}

/// An argument of a call; `arguments` begins after the opening bracket.
fn argument(arguments: &str, rank: usize) -> &str {
    let mut depth = 0_usize;
    let is_end = |c: char| {
        match c {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' if depth == 0 => return true,
            ')' | ']' | '}' => depth -= 1,
            _ => {}
        }
        c == ',' && depth == 0
    };
    arguments.split(is_end).nth(rank).unwrap_or_default().trim()
}

fn literal(argument: &str) -> Option<&str> {
    argument.strip_prefix('"')?.strip_suffix('"').filter(|code| is_code(code))
}

fn is_code(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

/// The constants whose values may be codes.
fn constants(code: &str) -> impl Iterator<Item = (&str, &str)> {
    code.split("const ").skip(1).filter_map(|constant| {
        let (name, value) = constant.lines().next()?.split_once(": &str = ")?;
        Some((name, literal(value.strip_suffix(';')?)?))
    })
}

#[test]
fn rules_exist_for_exactly_the_reported_codes() {
    let (rules, reported) = (Rules::read(), reported());
    let mut wrong = Vec::new();
    for (code, places) in &reported {
        match rules.get(code) {
            None => wrong.push(format!("`{code}` of {} is explained nowhere: add it to `src/base/rules`", places[0].1)),
            Some(rule) => wrong.extend(
                places
                    .iter()
                    .filter(|(severity, _)| severity.is_some_and(|severity| !rule.severity.allows(severity)))
                    .map(|(severity, path)| format!("`{code}` is {severity:?} in {path}, not {:?}", rule.severity)),
            ),
        }
    }
    wrong.extend(
        rules
            .iter()
            .filter(|(code, _)| !reported.contains_key(*code))
            .map(|(code, _)| format!("`{code}` is reported nowhere")),
    );
    assert!(wrong.is_empty() && reported.len() > 90, "{} codes: {wrong:#?}", reported.len());
}

#[test]
fn codes_reported_by_cases_are_explained() {
    let rules = Rules::read();
    let mut count = 0;
    for case in fs::read_dir(root().join("tests/cases")).expect("the cases").flatten() {
        let diagnostics = fs::read_to_string(case.path().join("diagnostics.txt")).unwrap_or_default();
        for (severity, line) in
            [("error[", Severity::Error), ("warning[", Severity::Warning)].into_iter().flat_map(|(start, severity)| {
                diagnostics.lines().filter_map(move |line| Some((severity, line.strip_prefix(start)?)))
            })
        {
            let code = line.split(']').next().unwrap_or_default();
            let rule =
                rules.get(code).unwrap_or_else(|| panic!("{}: `{code}` is explained nowhere", case.path().display()));
            assert!(rule.severity.allows(severity), "{}: `{code}` is {severity:?}", case.path().display());
            count += 1;
        }
    }
    assert!(count > 300, "only {count} diagnostics");
}

#[test]
fn explanations_follow_the_style_of_messages() {
    let mut wrong = Vec::new();
    for (code, rule) in Rules::read().iter() {
        let mut complain = |what: &str, text: &str| wrong.push(format!("{code}: {what}: {text}"));
        let ways = rule.examples.iter().flat_map(|example| &example.right).filter_map(|right| right.way.as_ref());
        for text in [&rule.title, &rule.meaning, &rule.fix].into_iter().chain(ways) {
            let (english, french) = (text.text(UiLang::English), text.text(UiLang::French));
            let mut outside = french.split('`').step_by(2);
            if outside.clone().any(has_plain_space)
                || french.contains(" `:")
                || outside.any(|part| part.contains('\'') || part.contains('"'))
            {
                complain("a space or a sign of another language", french);
            }
            for text in [english, french] {
                if text.contains('\n') || text.trim().is_empty() || text.matches('`').count() % 2 == 1 {
                    complain("not one paragraph", text);
                }
            }
        }
        for ui_lang in UI_LANGS {
            let [title, meaning, fix] = [&rule.title, &rule.meaning, &rule.fix].map(|text| text.text(ui_lang));
            if title.ends_with('.') || title.chars().count() > 80 || !meaning.ends_with('.') || !fix.ends_with('.') {
                complain("a title is a short clause, all else are sentences", title);
            }
            let examples = rule.plain_advice(ui_lang);
            let mut words = examples.split(|c: char| !c.is_ascii_alphanumeric());
            if words.any(|word| word.len() == 4 && ("2000".."2027").contains(&word)) {
                complain("a date of the past", &examples);
            }
        }
        if rule.examples.is_empty() || rule.examples.iter().any(|example| example.right.is_empty()) {
            complain("an example shows what is wrong and what is right", "");
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Codes that an example in one file cannot show: they depend on another file, on pages, on another site or on an earlier
/// publication.
const OF_MORE_THAN_A_FILE: &[&str] = &[
    "address-gone",
    "authority-changed",
    "dead-link",
    "duplicate-role",
    "file-too-large",
    "fragment-to-nowhere",
    "id-gone",
    "moved-link",
    "silent-link",
];

#[test]
fn wrong_examples_are_reported_and_correct_ones_are_not() {
    let mut wrong = Vec::new();
    for (code, rule) in Rules::read().iter() {
        for example in &rule.examples {
            if matches!(example.setting, ExampleContext::Theme | ExampleContext::Template | ExampleContext::Sketch) {
                continue;
            }
            for text in each(&example.wrong).into_iter().filter(|_| !OF_MORE_THAN_A_FILE.contains(&code)) {
                let found = found(example, text);
                if !found.iter().any(|(found, _)| found == code) {
                    wrong.push(format!("{code} is not found in:\n{text}{found:?}"));
                }
            }
            for text in example.right.iter().flat_map(|right| each(&right.text)) {
                let found = found(example, text);
                if found.iter().any(|(found, severity)| found == code || *severity == Severity::Error) {
                    wrong.push(format!("{code} is not put right by:\n{text}{found:?}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// The English and the French wording of a text, or one if they are equal.
fn each(text: &Message) -> BTreeSet<&str> {
    UI_LANGS.into_iter().map(|ui_lang| text.text(ui_lang)).collect()
}

const SITE: &[(&str, &str)] = &[
    ("title", "Lab"),
    ("description", "A lab"),
    ("base_url", "https://lab.example.lu"),
    (
        "languages",
        "[{code: fr, name: Français, sections: {challenges: defis, calls: appels, events: evenements, programmes: programmes, \
         startups: services, organisations: organisations, updates: actualites}}, {code: en, name: English, sections: \
         {challenges: challenges, calls: calls, events: events, programmes: programmes, startups: services, \
         organisations: organisations, updates: news}}]",
    ),
    ("contact", "{email: lab@example.lu}"),
    ("themes", "[{id: mobility, label: {fr: Mobilité, en: Mobility}}, {id: health, label: {fr: Santé, en: Health}}]"),
    ("phases", "[{id: construction, label: Construction, active: true}]"),
];

const WORDS: [(&str, &str); 2] = [("title", "Robots"), ("summary", "Des robots.")];

const CALL: [(&str, &str); 3] = [("direction", "challenges"), ("ordering_party", "ctie"), ("permanent", "true")];

/// Other files that examples refer to.
const BESIDE: &[(&str, &[(&str, &str)])] = &[
    ("content/organisations/ctie", &[]),
    ("content/challenges/robots", &[("owner", "ctie"), ("status", "collected")]),
    ("content/programmes/govtech", &[("type", "incubator"), ("owner", "ctie")]),
    ("content/calls/robots", &CALL),
];

/// The diagnostics of a site with the text of an example.
fn found(example: &Example, text: &str) -> Vec<(String, Severity)> {
    let mut files = Files::default();
    let mut add = |path: &str, bytes: &[u8]| {
        files.insert(SourcePath::new(path), of_bytes(path, bytes));
    };
    add("themes/lab/theme.yaml", b"{}");
    let is_of_site = example.setting == ExampleContext::Site;
    add("content/site.yaml", front(SITE, if is_of_site { text } else { "" }).as_bytes());
    for (folder, facts) in BESIDE {
        let words = format!("---\n{}---\n", front(&[&WORDS, *facts].concat(), ""));
        add(&format!("{folder}/index.fr.md"), words.as_bytes());
    }
    let picture = fs::read(root().join("tests/cases/pictures/content/calls/robots/plan.png")).expect("a picture");
    add("content/calls/robots/reglement.pdf", b"%PDF-1.4");
    for (name, bytes) in [("plan.pdf", &b"%PDF-1.4"[..]), ("plan.png", &picture), ("robot.jpg", &picture)] {
        if text.contains(name) {
            add(&format!("content/calls/robots/{name}"), bytes);
        }
    }
    let (folder, facts) = item(example.setting, text);
    let facts = [&WORDS, &*facts].concat();
    let path = format!("{folder}/index.fr.md");
    match example.setting {
        ExampleContext::Site => {}
        ExampleContext::Document => add(&path, text.as_bytes()),
        ExampleContext::Text => add(&path, format!("---\n{}---\n\n{text}", front(&facts, "")).as_bytes()),
        ExampleContext::Translation => add(&format!("{folder}/index.en.md"), format!("---\n{text}---\n").as_bytes()),
        _ => add(&path, format!("---\n{}---\n", front(&facts, text)).as_bytes()),
    }
    let zone = Zone::named("Europe/Luxembourg").expect("a zone");
    let now = Instant::parse("2027-01-15T12:00", &zone, DayMeans::Start).expect("an instant").moment;
    let diagnostics = compile(&Snapshot { files, now }, &Options::default(), &mut Memo::default()).diagnostics;
    // The theme of this test has no templates and no strings.
    let of_content = diagnostics.into_iter().filter(|diagnostic| {
        let is_of_theme = matches!(&*diagnostic.code, "template-error" | "strings-missing");
        diagnostic.place.path.as_str().starts_with("content/") && !is_of_theme
    });
    of_content.map(|diagnostic| (diagnostic.code.into_owned(), diagnostic.severity)).collect()
}

/// The folder of the item of an example, and the facts that the item needs.
fn item(setting: ExampleContext, text: &str) -> (&'static str, Vec<(&'static str, &'static str)>) {
    let has = |key: &str| text.lines().any(|line| line.starts_with(key));
    match setting {
        ExampleContext::Call | ExampleContext::Text | ExampleContext::Translation => {
            let has_dates = ["opens", "closes", "permanent", "dates_unknown"].into_iter().any(has);
            ("content/calls/robots", CALL[..if has_dates { 2 } else { 3 }].to_vec())
        }
        ExampleContext::Event => {
            let facts =
                [("type", "workshop"), ("organiser", "ctie"), ("start", "2027-06-10"), ("location", "{mode: online}")];
            ("content/events/atelier", facts[..if has("start") { 2 } else { 4 }].to_vec())
        }
        ExampleContext::Startup => {
            let phases = ("phases", "[{name: construction, start: 2027-01-01}]");
            ("content/startups/service", vec![("programmes", "govtech"), ("mission", "{fr: Aider, en: Help}"), phases])
        }
        ExampleContext::Update => ("content/updates/nouvelle", vec![("date", "2027-01-10")]),
        ExampleContext::Page
        | ExampleContext::Document
        | ExampleContext::Site
        | ExampleContext::Theme
        | ExampleContext::Template
        | ExampleContext::Sketch => ("content/pages/page", Vec::new()),
    }
}

/// A front matter: the text, and those of the lines whose keys are not in it.
fn front(lines: &[(&str, &str)], text: &str) -> String {
    let has = |key: &str| {
        text.lines().any(|line| {
            line.strip_prefix(key).is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_'))
        })
    };
    let others = lines.iter().filter(|(key, _)| !has(key)).map(|(key, value)| format!("{key}: {value}\n"));
    others.collect::<String>() + text
}

#[test]
fn the_documentation_has_the_same_explanations() {
    for ui_lang in UI_LANGS {
        let path = root().join(format!("docs/diagnostics.{}.md", ui_lang.tag()));
        let page = page(&Rules::read(), ui_lang);
        if std::env::var_os("BLESS").is_some() {
            fs::write(&path, &page).expect("a writable file");
        }
        let written = fs::read_to_string(&path).unwrap_or_default();
        assert!(written == page, "{} is not what the rules say: write it anew with BLESS=1", path.display());
    }
}

/// The page of all codes in a language.
fn page(rules: &Rules, ui_lang: UiLang) -> String {
    let mut page = ui_lang.pick(ENGLISH, FRENCH).to_owned();
    for (code, rule) in rules.iter() {
        page += &format!("- [`{code}`](#{code}) – {}\n", rule.title.text(ui_lang));
    }
    let section = |(code, rule): (&str, &Rule)| {
        let [severity, title, meaning] =
            [&rule.severity.name(), &rule.title, &rule.meaning].map(|text| text.text(ui_lang).to_owned());
        format!("\n## {code}\n\n**{title}** ({severity})\n\n{meaning}\n\n{}", rule.markdown_advice(ui_lang))
    };
    page + &rules.iter().map(section).collect::<String>()
}

const ENGLISH: &str = "# Diagnostics

What parvis reports about the sources of a site, by the code in brackets at the beginning of a message: what \
it means, why it matters, and how to fix it. `parvis explain CODE` says the same.

An error keeps the site from being published. A warning does not, unless `--strict` is given.

This page is made from `src/base/rules` by a test.

";

const FRENCH: &str = "# Diagnostics

Ce que parvis signale au sujet des sources d’un site, d’après le code entre crochets au début d’un message\u{a0}: \
ce que cela signifie, pourquoi cela compte, et comment corriger. `parvis explain CODE` dit la même chose.

Une erreur empêche la publication du site. Un avertissement ne l’empêche pas, sauf avec `--strict`.

Cette page est produite par un test à partir de `src/base/rules`.

";
