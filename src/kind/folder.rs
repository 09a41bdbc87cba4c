//! Reads the folder of an item: the words of each language file, and the facts of the original.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base::diagnostic::{Diagnostic, Severity};
use crate::base::lang::{Lang, PerLang};
use crate::base::message::say;
use crate::base::moment::{Day, Moment, Zone};
use crate::base::source::{Place, SourcePath, Span, Spanned};
use crate::kind::as_of::WrittenItem;
use crate::kind::common::{Common, RequiredWords, check_image_alt, common, read_zone, words};
use crate::kind::file_outline::FileOutline;
use crate::kind::item::{Facts, Item};
use crate::kind::key::{Key, Kind};
use crate::kind::names::{keys_of_label, labels_of_words};
use crate::kind::{call, challenge, event, organisation, page, programme, startup, title, update};
use crate::read::language_file::LanguageFile;
use crate::read::language_tags::{LanguageTags, TagsOrigin};
use crate::read::markdown_text::MarkdownText;
use crate::read::reader::{Fields, FileReference, ItemReference, MissingTranslation, Reader, Undated};
use crate::read::site_file::{DEFAULT_ZONE, SiteFile};
use crate::read::value;
use crate::read::yaml::Entry;

/// The result of reading an item: the item, unless it has errors, and in any case what is checked across items.
#[derive(Debug, PartialEq)]
pub struct ParsedItem {
    /// Its kind and id.
    pub key: Key,
    /// Its folder.
    pub folder: String,
    /// The language of its original.
    pub original: Lang,
    /// The file of each language, if there is one.
    pub paths: PerLang<SourcePath>,
    /// The outline of each file that could be read.
    pub outlines: PerLang<FileOutline>,
    /// The item; `None` if it has errors.
    pub item: Option<Arc<WrittenItem>>,
    /// The references of its facts to items; they are in the file of the original.
    pub references: Vec<ItemReference>,
    /// The references of its facts to files.
    pub files: Vec<FileReference>,
    /// The local paths that its texts link to, decoded: from its folder, or with a `/` from the root of the site. Each has the moment
    /// from which its text is shown, if the text has a date. Empty if no file of the sources can be meant.
    pub linked: BTreeMap<String, Option<Moment>>,
    /// Addresses of other sites in its facts.
    pub addresses: Vec<Spanned<String>>,
    /// The themes of its facts; empty if those of the site cannot be read.
    pub themes: Vec<Spanned<String>>,
    /// The phases of its facts; empty if those of the site cannot be read.
    pub phases: Vec<Spanned<String>>,
    /// The days of its facts.
    pub dates: Vec<Spanned<Day>>,
    /// The statuses of its facts that have no date.
    pub undated: Vec<Undated>,
    /// The Markdown texts of its facts.
    pub markdown_texts: Arc<[MarkdownText]>,
    /// The texts of its facts that are not translated into every language.
    pub missing_translations: Vec<MissingTranslation>,
    /// True if a missing translation is not to be reported: for an organisation whose original has the words of all languages, and
    /// for an item whose translation may be in a misnamed file.
    pub needs_no_translation: bool,
}

impl ParsedItem {
    /// Takes what the reader of the original collected.
    fn take_from(&mut self, reader: Reader<'_>, site: &SiteFile) {
        self.references = reader.references;
        self.files = reader.files;
        self.addresses = reader.addresses;
        self.themes = if site.themes.is_some() { reader.themes } else { Vec::new() };
        self.phases = if site.phases.is_some() { reader.phases } else { Vec::new() };
        self.dates = reader.dates;
        self.undated = reader.undated;
        self.markdown_texts = reader.markdown_texts.into();
        self.missing_translations = reader.missing_translations;
    }
}

/// The files of an item, found by their paths.
#[derive(Clone, Debug, PartialEq)]
pub struct ItemFiles {
    /// Kind and id.
    pub key: Key,
    /// The folder.
    pub folder: String,
    /// The file of each language.
    pub paths: PerLang<SourcePath>,
    /// True if another language file in the folder has no language of the site in its name.
    pub has_misnamed: bool,
    /// True if the folder has files that are not language files.
    pub has_files: bool,
    /// True if an earlier folder has the same id.
    pub is_second: bool,
}

/// The role of a language file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FileRole {
    /// The original: words and facts.
    Original,
    /// A translation: words only.
    Translation,
    /// One of the two; which one cannot be determined.
    Either,
}

/// The codes of mistakes that can only be found with the right time zone.
const ZONE_DEPENDENT_CODES: [&str; 3] = ["wrong-offset", "skipped-hour", "repeated-hour"];

/// Reads an item from its language files, without those that could not be read. `texts` are the contents of the files.
pub fn read(
    files: ItemFiles,
    documents: PerLang<LanguageFile>,
    texts: &PerLang<&str>,
    site: &SiteFile,
    diagnostics: &mut Vec<Diagnostic>,
) -> ParsedItem {
    let Original { lang: original, is_certain } = choose_original(&files, &documents, &site.tags, diagnostics);
    let ItemFiles { key, folder, paths, has_misnamed, has_files: _, is_second } = files;
    let mut words_by_lang = PerLang::default();
    let mut localized_title = None;
    let mut facts = None;
    let mut has_errors = is_second || paths.iter().any(|(lang, _)| documents.get(lang).is_none());
    let mut read = ParsedItem {
        key: key.clone(),
        folder: folder.clone(),
        original,
        paths,
        outlines: documents.map(FileOutline::of),
        item: None,
        references: Vec::new(),
        files: Vec::new(),
        linked: BTreeMap::new(),
        addresses: Vec::new(),
        themes: Vec::new(),
        phases: Vec::new(),
        dates: Vec::new(),
        undated: Vec::new(),
        markdown_texts: Arc::default(),
        missing_translations: Vec::new(),
        needs_no_translation: false,
    };
    for (lang, document) in documents.iter() {
        let role = match (is_certain, lang == original) {
            (true, true) => FileRole::Original,
            (true, false) => FileRole::Translation,
            (false, _) => FileRole::Either,
        };
        let mut reader = Reader::new(&document.path, &site.tags, site.zone.clone());
        reader.zone_is_known = site.zone_is_known;
        reader.preview = site.preview.as_ref();
        reader.keys_of_label = keys_of_label;
        reader.labels_of_words = labels_of_words;
        let mut fields = Fields::new(&mut reader, &document.entries, document.fence);
        let found = words(&mut fields, &document.path, document.body, required_words(key.kind, role));
        if role == FileRole::Translation {
            report_facts(&mut fields, key.kind, documents.get(original));
        } else {
            if role == FileRole::Either {
                fields.ignore_missing_keys();
            }
            let found = self::facts(key.kind, &mut fields);
            fields.report_unknown_keys();
            facts = if lang == original { Some(found) } else { facts };
        }
        match found {
            Some((words, title)) => {
                words_by_lang.set(lang, words);
                localized_title = localized_title.or(title);
            }
            None => has_errors = true,
        }
        if !reader.zone_is_known {
            reader.diagnostics.retain(|diagnostic| !ZONE_DEPENDENT_CODES.contains(&&*diagnostic.code));
        }
        // An item with an error is left out, so that the error does not cause others elsewhere.
        has_errors |= reader.diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error);
        diagnostics.append(&mut reader.diagnostics);
        if lang == original {
            read.take_from(reader, site);
        }
    }
    if facts.as_ref().is_some_and(|(common, _)| common.draft) {
        // A draft is there to be filled in.
        diagnostics.retain(|diagnostic| diagnostic.code != value::PLACEHOLDER);
    }
    if let (true, Some((common, _)), Some(original)) = (is_certain, &facts, documents.get(original)) {
        check_image_alt(common, original, &words_by_lang, diagnostics);
    }
    let has_no_body =
        |document: &LanguageFile| texts.get(original).is_some_and(|text| text[document.body..].trim().is_empty());
    read.needs_no_translation = key.kind == Kind::Organisation
        && (localized_title.is_some() || documents.get(original).is_some_and(has_no_body));
    read.needs_no_translation |= has_misnamed;
    if let (false, Some((common, Some(facts))), true) = (has_errors, facts, words_by_lang.get(original).is_some()) {
        let sort_keys = PerLang::default();
        let mut item = Item { key, folder, original, words: words_by_lang, localized_title, common, facts, sort_keys };
        item.sort_keys = title::sort_keys(&item, &site.tags);
        read.item = Some(Arc::new(WrittenItem::new(item)));
    }
    read
}

/// The keys of the facts of a kind, in the order in which they are read.
pub fn fact_keys(kind: Kind) -> Vec<&'static str> {
    let (path, tags) = (SourcePath::new(""), LanguageTags(Vec::new(), TagsOrigin::FileNames));
    let zone = Zone::named(DEFAULT_ZONE).expect("the default zone is in the bundled database");
    let mut reader = Reader::new(&path, &tags, zone);
    let mut fields = Fields::new(&mut reader, &[], Span::default());
    facts(kind, &mut fields);
    fields.read_keys().to_vec()
}

/// The words that a file of this kind and role must have.
pub(super) fn required_words(kind: Kind, role: FileRole) -> RequiredWords {
    match (kind == Kind::Organisation, role) {
        (false, _) => RequiredWords::TitleAndSummary,
        (true, FileRole::Translation) => RequiredWords::Title,
        (true, FileRole::Original | FileRole::Either) => RequiredWords::TitleInAnyLanguage,
    }
}

/// Reads the facts of an original.
pub(super) fn facts(kind: Kind, f: &mut Fields<'_, '_, '_>) -> (Common, Option<Facts>) {
    read_zone(f);
    let common = common(f);
    let facts = match kind {
        Kind::Challenge => challenge::Challenge::read(f).map(Facts::Challenge),
        Kind::Call => call::Call::read(f).map(Box::new).map(Facts::Call),
        Kind::Event => event::Event::read(f).map(Box::new).map(Facts::Event),
        Kind::Programme => programme::Programme::read(f).map(Box::new).map(Facts::Programme),
        Kind::Startup => startup::Startup::read(f).map(Box::new).map(Facts::Startup),
        Kind::Organisation => organisation::Organisation::read(f).map(Facts::Organisation),
        Kind::Update => update::Update::read(f).map(Facts::Update),
        Kind::Page => page::Page::read(f).map(Box::new).map(Facts::Page),
    };
    (common, facts)
}

/// The language of an item's original.
struct Original {
    lang: Lang,
    /// False if another file may be the original.
    is_certain: bool,
}

/// The file with `original: true`, else the first in the site's order of languages. If that order is not known, or if a file
/// that cannot be read may be the original, the file with the most facts.
fn choose_original(
    files: &ItemFiles,
    documents: &PerLang<LanguageFile>,
    tags: &LanguageTags,
    diagnostics: &mut Vec<Diagnostic>,
) -> Original {
    let has_value = |entry: &Entry, word: &str| {
        entry.key == "original" && entry.node.as_scalar().is_some_and(|text| text.eq_ignore_ascii_case(word))
    };
    let is_original = |entry: &&Entry| has_value(entry, "true");
    let mut originals = documents.iter().filter_map(|(lang, document)| {
        let entry = document.entries.iter().find(is_original)?;
        Some((lang, Place { path: document.path.clone(), span: entry.span }))
    });
    let Some((original, first)) = originals.next() else {
        let is_unread = |lang| documents.get(lang).is_none();
        let has_wrong_value =
            |entry: &Entry| entry.key == "original" && !entry.node.is_absent() && !has_value(entry, "false");
        let is_certain = !files.has_misnamed
            && !files.paths.iter().any(|(lang, _)| is_unread(lang))
            && !documents.iter().any(|(_, document)| document.entries.iter().any(has_wrong_value));
        let first = files.paths.first().map_or(Lang(0), |(lang, _)| lang);
        let lang = match is_certain && tags.are_declared() {
            true => first,
            false => with_most_facts(files.key.kind, documents).unwrap_or(first),
        };
        return Original { lang, is_certain };
    };
    for (_, place) in originals {
        let help = say!(en: "keep `original: true` in one file", fr: "gardez `original: true` dans un seul fichier");
        let diagnostic = Diagnostic::error(
            "two-originals",
            place,
            say!(
                en: "two files of this item declare themselves the original",
                fr: "deux fichiers de cette fiche se déclarent l’original"
            ),
            help,
        );
        diagnostics.push(diagnostic.related(say!(en: "the other one", fr: "l’autre"), first.clone()));
    }
    Original { lang: original, is_certain: true }
}

/// The language of the file with the most facts; the first one of several.
fn with_most_facts(kind: Kind, documents: &PerLang<LanguageFile>) -> Option<Lang> {
    let keys = fact_keys(kind);
    let is_fact = |entry: &&Entry| entry.key != "original" && keys.contains(&entry.key.as_str());
    let facts = |document: &LanguageFile| document.entries.iter().filter(is_fact).count();
    documents.iter().max_by_key(|(lang, document)| (facts(document), Reverse(*lang))).map(|(lang, _)| lang)
}

/// Reports facts in a translation, and unknown keys.
fn report_facts(f: &mut Fields<'_, '_, '_>, kind: Kind, original: Option<&LanguageFile>) {
    // A second `original: true` is reported where the original is chosen, and `original: false` is true.
    f.optional("original", value::boolean);
    let words = f.read_keys().to_vec();
    let unread: Vec<&Entry> = f.unread_entries().collect();
    if unread.is_empty() {
        return;
    }
    let facts = fact_keys(kind);
    for entry in unread {
        let place = f.reader.place(entry.span);
        if !facts.contains(&entry.key.as_str()) {
            f.report_unknown_key(entry, &words);
            continue;
        }
        let message = say!(
            en: "`{key}` is a fact, and facts belong in the original only",
            fr: "`{key}` est une donnée, et les données ne s’écrivent que dans l’original",
            key = entry.key
        );
        let there = original.and_then(|original| original.entries.iter().find(|other| other.key == entry.key));
        let help = match original.map(|original| &original.path) {
            Some(path) if there.is_some() => say!(
                en: "delete the line: `{path}` already states it for all languages",
                fr: "supprimez la ligne : `{path}` l’indique déjà pour toutes les langues"
            ),
            Some(path) => say!(en: "move the line to `{path}`", fr: "déplacez la ligne dans `{path}`"),
            None => say!(en: "move the line to the original", fr: "déplacez la ligne dans l’original"),
        };
        let mut diagnostic = Diagnostic::error("fact-in-translation", place, message, help);
        if let Some(original) = original {
            let span = there.map_or(original.fence, |other| other.span);
            let place = Place { path: original.path.clone(), span };
            diagnostic = diagnostic.related(say!(en: "the original", fr: "l’original"), place);
        }
        f.reader.diagnostics.push(diagnostic);
    }
}
