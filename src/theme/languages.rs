//! The strings of every language of the site, merged along the themes and checked against each other and against their
//! uses.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::diagnostic::{Diagnostic, Severity};
use crate::base::message::{UiLang, say};
use crate::base::snapshot::Snapshot;
use crate::base::source::{Place, SourcePath, Span};
use crate::kind::common::Common;
use crate::kind::item::record_type;
use crate::kind::key::Kind;
use crate::kind::record::Record;
use crate::theme::strings::{self, StringTable, TranslatedString, Translation};
use crate::theme::usage::StringUsage;

/// A language that the theme must have strings for.
#[derive(Clone, Debug, PartialEq)]
pub struct RequiredLanguage {
    /// Its BCP 47 tag.
    pub tag: String,
    /// Where the site declares it.
    pub place: Place,
}

/// The strings of one language, merged from a chain of themes.
struct LanguageSource {
    tag: String,
    /// The file of the first theme of the chain that has one: where missing strings belong.
    path: Option<SourcePath>,
    table: StringTable,
    /// The declared labels of fields, for those without a string in the themes.
    declared: StringTable,
    /// True for a language that fields have declared labels in.
    is_spoken: bool,
    /// True if one of its files could not be read: missing strings are not reported then.
    broken: bool,
}

/// A string that one language of a theme lacks, or has without use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StringProblem {
    /// The language.
    pub tag: String,
    /// The key of the string.
    pub key: String,
    /// The file that it is in, or belongs in.
    pub path: SourcePath,
    /// What is wrong.
    pub kind: StringProblemKind,
}

/// What is wrong with a string.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StringProblemKind {
    /// It is used and missing.
    Missing,
    /// It is there and nothing uses it.
    Unused,
}

/// The strings of each language, and the problems with them. A missing string is reported and taken from another
/// language, so that no page fails for it.
pub fn load(
    snapshot: &Snapshot,
    chain: &[String],
    languages: &[RequiredLanguage],
    usage: &StringUsage,
    diagnostics: &mut Vec<Diagnostic>,
) -> (BTreeMap<String, Translation>, Vec<StringProblem>) {
    let written: Vec<LanguageSource> =
        languages.iter().map(|wanted| read(snapshot, chain, wanted, diagnostics)).collect();
    let asked = asked_for(&written, usage);
    let mut strings = BTreeMap::new();
    let mut string_problems = Vec::new();
    for language in &written {
        let mut table = language.table.clone();
        for (unit, used_at) in &asked {
            if strings::has(&language.table, unit) {
                continue;
            }
            let declared = language.declared.get(unit);
            if let Some(word) = declared {
                table.insert(unit.clone(), word.clone());
                if language.is_spoken {
                    continue;
                }
            }
            if let Some(path) = language.path.as_ref().filter(|_| !language.broken) {
                let missing = missing(&language.table, path, unit, used_at.as_ref());
                // The label of a field is shown in another language, which is no reason to fail.
                let severity = if declared.is_some() { Severity::Warning } else { Severity::Error };
                diagnostics.push(Diagnostic { severity, ..missing });
            }
            let belongs = || SourcePath::new(format!("themes/{}/i18n/{}.yaml", chain[0], language.tag));
            string_problems.push(StringProblem {
                tag: language.tag.clone(),
                key: unit.clone(),
                path: language.path.clone().unwrap_or_else(belongs),
                kind: StringProblemKind::Missing,
            });
            if declared.is_some() {
                continue;
            }
            let others = written.iter().map(|other| strings::words_of(&other.table, unit));
            let words = others.into_iter().find(|words| !words.is_empty()).unwrap_or_default();
            table.extend(words.into_iter().map(|(key, word)| (key.clone(), word.clone())));
        }
        // Amendments name their field, a key that no template contains: without a word of the language, in English.
        let others = language.declared.iter().filter(|(unit, _)| !strings::has(&language.table, unit));
        table.extend(others.map(|(unit, word)| (unit.clone(), word.clone())));
        strings.insert(language.tag.clone(), Translation::new(language.tag.as_str(), table));
    }
    report_unused(&written, usage, &mut string_problems, diagnostics);
    (strings, string_problems)
}

fn read(
    snapshot: &Snapshot,
    chain: &[String],
    wanted: &RequiredLanguage,
    diagnostics: &mut Vec<Diagnostic>,
) -> LanguageSource {
    let mut table = StringTable::new();
    let mut nearest = None;
    let before = diagnostics.len();
    for theme in chain.iter().rev() {
        let path = SourcePath::new(format!("themes/{theme}/i18n/{}.yaml", wanted.tag));
        let Some(text) = snapshot.text(&path) else { continue };
        let (words, found) = strings::parse(&path, text);
        diagnostics.extend(found);
        table.extend(words);
        nearest = Some(path);
    }
    if nearest.is_none() {
        let message = say!(
            en: "the visual theme `{theme}` has no strings in `{tag}`",
            fr: "le thème graphique `{theme}` n’a pas de textes en `{tag}`",
            theme = chain[0],
            tag = wanted.tag
        );
        let help = say!(
            en: "copy another file of `themes/{theme}/i18n` to `{tag}.yaml` and translate it",
            fr: "copiez un autre fichier de `themes/{theme}/i18n` sous le nom `{tag}.yaml` et traduisez-le",
            theme = chain[0],
            tag = wanted.tag
        );
        diagnostics.push(Diagnostic::error("strings-missing", wanted.place.clone(), message, help));
    }
    let broken = diagnostics.len() > before;
    let (declared, is_spoken) = declared_words(&wanted.tag);
    LanguageSource { tag: wanted.tag.clone(), path: nearest, table, declared, is_spoken, broken }
}

/// The declared labels of fields as strings `field.<name>`, and whether they are in this language: without labels in
/// it, they are English.
fn declared_words(tag: &str) -> (StringTable, bool) {
    let ui_lang = UiLang::of(tag);
    let is_spoken = tag.split('-').next() == Some(ui_lang.tag());
    let place = Place { path: SourcePath::new(""), span: Span::default() };
    let words = field_names(ui_lang).into_iter().map(|(name, label)| {
        let word = TranslatedString { text: label.to_owned(), place: place.clone() };
        (format!("field.{name}"), word)
    });
    (words.collect(), is_spoken)
}

/// The declared label of each field, by its key; where kinds differ, that of the first.
pub fn field_names(ui_lang: UiLang) -> BTreeMap<&'static str, &'static str> {
    let of_kinds = Kind::ALL.iter().flat_map(|kind| record_type(*kind).fields);
    let mut names = BTreeMap::new();
    for field in <Common as Record>::TYPE.fields.iter().chain(of_kinds) {
        let (label, _) = ui_lang.pick(field.en, field.fr);
        names.entry(field.name).or_insert(label);
    }
    names
}

/// Every key that a language must have, with a place that uses it: keys that templates or this program use, or that
/// another language has.
fn asked_for(written: &[LanguageSource], usage: &StringUsage) -> BTreeMap<String, Option<Place>> {
    let units = written.iter().flat_map(|language| strings::units(&language.table));
    let mut asked: BTreeMap<String, Option<Place>> = units.map(|unit| (unit.to_owned(), None)).collect();
    for (key, used_at) in usage.exact() {
        // A key with keys below it is used as a map.
        let prefix = format!("{key}.");
        let is_branch = asked.range(prefix.clone()..).next().is_some_and(|(unit, _)| unit.starts_with(&prefix));
        if !is_branch {
            asked.insert(key.to_owned(), used_at.cloned());
        }
    }
    asked
}

fn missing(table: &StringTable, path: &SourcePath, unit: &str, used_at: Option<&Place>) -> Diagnostic {
    let place = strings::place_for(table, path, unit);
    let message = say!(en: "`{unit}` is missing", fr: "`{unit}` manque");
    let help = say!(en: "add the text of `{unit}` to `{path}`", fr: "ajoutez le texte de `{unit}` dans `{path}`");
    let problem = Diagnostic::error("string-missing", place, message, help);
    match used_at {
        Some(used_at) => problem.related(say!(en: "it is used here", fr: "il est employé ici"), used_at.clone()),
        None => problem,
    }
}

fn report_unused(
    written: &[LanguageSource],
    usage: &StringUsage,
    string_problems: &mut Vec<StringProblem>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut seen = BTreeSet::new();
    let words = written.iter().flat_map(|language| language.table.iter().map(|(key, word)| (&language.tag, key, word)));
    for (tag, key, word) in words {
        if !usage.uses(key) && seen.insert((&word.place, key)) {
            let path = word.place.path.clone();
            string_problems.push(StringProblem {
                tag: tag.clone(),
                key: key.clone(),
                path,
                kind: StringProblemKind::Unused,
            });
            let help = say!(
                en: "remove it, or use it in a template as `{{{{ s.… }}}}`",
                fr: "retirez-le, ou employez-le dans un modèle sous la forme `{{{{ s.… }}}}`"
            );
            let message = say!(en: "`{key}` is not used anywhere", fr: "`{key}` n’est employé nulle part");
            diagnostics.push(Diagnostic::warning("string-unused", word.place.clone(), message, help));
        }
    }
}
