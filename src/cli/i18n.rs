//! `parvis i18n`: missing and stale translations by language; marks translations as up to date.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use serde::Serialize;

use crate::base::bounds::TEXT_BYTES;
use crate::base::diagnostic::{Diagnostic, Severity};
use crate::base::message::{Message, UiLang, say};
use crate::base::snapshot::Snapshot;
use crate::base::source::{Lines, SourcePath};
use crate::base::status::{LanguageStatus, StatusItem, StatusText, StatusWord};
use crate::cli::environment::Environment;
use crate::cli::exit_status::ExitStatus;
use crate::cli::print;
use crate::cli::session::{CompileArgs, Session};
use crate::compile::memo::Memo;
use crate::compile::{Compilation, compile};
use crate::edge::failure::Failure;
use crate::edge::status::never_stamped;
use crate::site::stamp::{StampTarget, stamp};

/// List missing and out-of-date translations, or mark a translation as up to date
///
/// Lists for each language: missing translations; those out of date, whose original has changed since; texts in the front matter
/// that are missing in this language, and sentences that are written once for all languages; missing and unused strings of the visual
/// theme. Counts the translations that do not record which version of the original they translate: nothing reports when these become
/// out of date.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples: parvis i18n\n          parvis i18n --stamp\n          parvis i18n --stamp content/calls/robots/index.en.md"
)]
pub struct I18n {
    /// Mark these translations as up to date with the original as it is today; without a file, all that were never marked
    #[arg(long, value_name = "FILE", num_args = 0.., conflicts_with_all = ["format", "strict"])]
    stamp: Option<Vec<PathBuf>>,
    /// Format of the list
    #[arg(long, value_enum, default_value_t = ReportFormat::Text, value_name = "FORMAT")]
    format: ReportFormat,
    /// Exit with 1 if anything remains to be translated
    #[arg(long)]
    strict: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum ReportFormat {
    /// For people
    Text,
    /// For programs: one JSON object
    Json,
}

/// Runs the command.
pub fn run(root: Option<&Path>, args: &I18n, environment: &Environment) -> Result<ExitStatus, Failure> {
    let session = Session::open(root, &CompileArgs::as_of(None, false, false), environment)?;
    let snapshot = session.read()?;
    let compilation = compile(&snapshot, &session.options, &mut Memo::default());
    match args.stamp.as_deref() {
        None => {}
        Some([]) => {
            for path in stamp_all(&session, &compilation)? {
                session.result(&Message::same(path.as_str().to_owned()))?;
            }
            return Ok(ExitStatus::Success);
        }
        Some(files) => return set_stamps(files, &session, &compilation, &snapshot, &environment.here),
    }
    let errors = errors(&compilation, |_| true);
    session.report(&errors, &snapshot);
    let status = compilation.status();
    let languages: Vec<LanguageReport> =
        status.languages.iter().map(|language| LanguageReport::new(language, &snapshot)).collect();
    match args.format {
        ReportFormat::Text if languages.is_empty() => {}
        ReportFormat::Text => print::result(text(&languages, environment.ui_lang).trim_end())?,
        ReportFormat::Json => {
            let report = Report { languages: &languages };
            print::result(
                &serde_json::to_string_pretty(&report).expect("text and numbers always have a form in JSON"),
            )?;
        }
    }
    let fails = !errors.is_empty() || (args.strict && languages.iter().any(|language| language.count() > 0));
    Ok(if fails { ExitStatus::SourceErrors } else { ExitStatus::Success })
}

fn errors(compilation: &Compilation, concerns: impl Fn(&Diagnostic) -> bool) -> Vec<Diagnostic> {
    let is_error = |diagnostic: &&Diagnostic| diagnostic.severity == Severity::Error && concerns(diagnostic);
    compilation.diagnostics.iter().filter(is_error).cloned().collect()
}

/// The JSON output.
#[derive(Serialize)]
struct Report<'a> {
    languages: &'a [LanguageReport<'a>],
}

/// The part of a language.
#[derive(Serialize)]
struct LanguageReport<'a> {
    tag: &'a str,
    name: &'a str,
    missing: Vec<ListedItem<'a>>,
    stale: Vec<ListedItem<'a>>,
    unstamped: Vec<ListedItem<'a>>,
    partial: Vec<ListedText<'a>>,
    plain: Vec<ListedText<'a>>,
    missing_words: Vec<ListedWord<'a>>,
    unused_words: Vec<ListedWord<'a>>,
}

/// A missing or out-of-date translation.
#[derive(Serialize)]
struct ListedItem<'a> {
    /// The file to write or to update.
    file: String,
    item: &'a str,
    title: &'a str,
    /// The language of the title.
    lang: &'a str,
}

#[derive(Serialize)]
struct ListedText<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    key: &'a str,
}

#[derive(Serialize)]
struct ListedWord<'a> {
    file: &'a str,
    key: &'a str,
}

impl<'a> LanguageReport<'a> {
    fn new(language: &'a LanguageStatus, snapshot: &Snapshot) -> Self {
        let item = |item: &'a StatusItem, file: String| {
            let StatusItem { key, title, lang, .. } = item;
            ListedItem { file, item: key, title, lang }
        };
        let missing = |one: &'a StatusItem| item(one, format!("{}/index.{}.md", one.path.folder(), language.tag));
        let stale = |one: &'a StatusItem| item(one, one.path.to_string());
        let partial = |text: &'a StatusText| {
            let source = snapshot.text(&text.place.path).unwrap_or_default();
            let position = Lines::new(source).position(text.place.span.start);
            let (line, column) = (position.line, position.column);
            ListedText { file: text.place.path.as_str(), line, column, key: text.key }
        };
        let word = |word: &'a StatusWord| ListedWord { file: word.path.as_str(), key: &word.key };
        Self {
            tag: &language.tag,
            name: &language.name,
            missing: language.missing.iter().map(missing).collect(),
            stale: language.stale.iter().map(stale).collect(),
            unstamped: language.unstamped.iter().map(stale).collect(),
            partial: language.partial.iter().map(partial).collect(),
            plain: language.plain.iter().map(partial).collect(),
            missing_words: language.missing_words.iter().map(word).collect(),
            unused_words: language.unused_words.iter().map(word).collect(),
        }
    }

    /// The number of things that are to be done: not what may be right as it is.
    fn count(&self) -> usize {
        let items = self.missing.len() + self.stale.len();
        items + self.partial.len() + self.missing_words.len() + self.unused_words.len()
    }
}

fn text(languages: &[LanguageReport<'_>], ui_lang: UiLang) -> String {
    let mut text = String::new();
    for language in languages {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{} ({})", language.name, language.tag);
        if language.count() == 0 {
            let _ = writeln!(text, "  {}", say!(en: "Nothing to translate.", fr: "Rien à traduire.").text(ui_lang));
        }
        let item = |item: &ListedItem<'_>| format!("{}  {}", item.file, item.title);
        let word = |word: &ListedWord<'_>| format!("{}  {}", word.file, word.key);
        let stated = |text: &ListedText<'_>| format!("{}:{}:{}  {}", text.file, text.line, text.column, text.key);
        let sections: [(Message, Vec<String>); 6] = [
            (
                say!(en: "Missing translations", fr: "Traductions manquantes"),
                language.missing.iter().map(item).collect(),
            ),
            (
                say!(
                    en: "Out-of-date translations (the original has changed since)",
                    fr: "Traductions à revoir (l’original a changé depuis)"
                ),
                language.stale.iter().map(item).collect(),
            ),
            (
                say!(en: "Texts missing in this language", fr: "Textes absents dans cette langue"),
                language.partial.iter().map(stated).collect(),
            ),
            (
                say!(
                    en: "Sentences in the front matter that are the same in all languages: write them as `{{fr: …, en: …}}` to translate them",
                    fr: "Phrases de l’en-tête identiques dans toutes les langues : écrivez-les sous la forme `{{fr: …, en: …}}` si elles sont à traduire"
                ),
                language.plain.iter().map(stated).collect(),
            ),
            (
                say!(en: "Missing strings of the visual theme", fr: "Textes du thème graphique manquants"),
                language.missing_words.iter().map(word).collect(),
            ),
            (
                say!(en: "Unused strings of the visual theme", fr: "Textes du thème graphique inutilisés"),
                language.unused_words.iter().map(word).collect(),
            ),
        ];
        for (title, lines) in sections.iter().filter(|(_, lines)| !lines.is_empty()) {
            let _ = writeln!(text, "  {} ({})", title.text(ui_lang), lines.len());
            lines.iter().for_each(|line| text.push_str(&format!("    {line}\n")));
        }
        if !language.unstamped.is_empty() {
            let _ = writeln!(text, "  {}", never_stamped(language.unstamped.len()).text(ui_lang));
        }
        text.push('\n');
    }
    text
}

/// Marks all translations as up to date that were never stamped, and gives their files. One whose front matter does not allow it
/// is left as it is: it is still counted.
pub fn stamp_all(session: &Session, compilation: &Compilation) -> Result<Vec<SourcePath>, Failure> {
    let languages = compilation.status().languages;
    let mut stamped = Vec::new();
    for item in languages.iter().flat_map(|language| &language.unstamped) {
        let StampTarget::Translation(fingerprint) = compilation.stamp_target(&item.path) else { continue };
        let Some(bytes) = stamp(&item.path, &session.root.read(&item.path, TEXT_BYTES)?, &fingerprint) else {
            continue;
        };
        session.root.replace(&item.path, &bytes)?;
        stamped.push(item.path.clone());
    }
    Ok(stamped)
}

/// Marks translations as up to date: all, or none if one of the files is no translation.
fn set_stamps(
    files: &[PathBuf],
    session: &Session,
    compilation: &Compilation,
    snapshot: &Snapshot,
    here: &Path,
) -> Result<ExitStatus, Failure> {
    let refuse = |file: &Path, why| {
        Err(Failure::new(
            say!(en: "mark as up to date", fr: "de marquer comme à jour"),
            file.display().to_string(),
            why,
        ))
    };
    let mut stamped: Vec<(SourcePath, Vec<u8>)> = Vec::new();
    for file in files {
        let Some(path) = session.root.source(file, here) else {
            return refuse(file, say!(en: "it is not a file of this site", fr: "ce n’est pas un fichier de ce site"));
        };
        let fingerprint = match compilation.stamp_target(&path) {
            StampTarget::Translation(fingerprint) => fingerprint,
            StampTarget::Original => {
                let why = say!(en: "it is the original: name one of its translations", fr: "c’est l’original : indiquez l’une de ses traductions");
                return refuse(file, why);
            }
            StampTarget::Other => {
                let why = say!(en: "it is not a translation: name a file such as `index.en.md`", fr: "ce n’est pas une traduction : indiquez un fichier comme `index.en.md`");
                return refuse(file, why);
            }
            StampTarget::Broken => {
                let errors = errors(compilation, |error| error.place.path.folder() == path.folder());
                if !errors.is_empty() {
                    session.report(&errors, snapshot);
                    return Ok(ExitStatus::SourceErrors);
                }
                let why = say!(en: "the files of the site have errors: run `parvis check` first", fr: "les fichiers du site contiennent des erreurs : lancez d’abord `parvis check`");
                return refuse(file, why);
            }
        };
        let Some(bytes) = stamp(&path, &session.root.read(&path, TEXT_BYTES)?, &fingerprint) else {
            let why = say!(
                en: "its front matter cannot be edited automatically: add `translation_of: {fingerprint}` yourself",
                fr: "son en-tête ne peut pas être modifié automatiquement : ajoutez-y vous-même `translation_of: {fingerprint}`"
            );
            return refuse(file, why);
        };
        stamped.push((path, bytes));
    }
    for (path, bytes) in &stamped {
        session.root.replace(path, bytes)?;
        session.result(&Message::same(path.as_str().to_owned()))?;
    }
    Ok(ExitStatus::Success)
}
