//! Rules across items: references to missing items and files, topics and phases that are not declared, roles of two pages,
//! translations that are missing or stale, and what depends on `now`.

pub mod deadlines;
pub mod files;
mod menus;
pub mod redirects;
pub mod words;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, LazyLock};

use rayon::prelude::*;

use crate::base::characters::composed;
use crate::base::diagnostic::{Diagnostic, nearest};
use crate::base::document_format::DocumentFormat;
use crate::base::fingerprint::Fingerprint;
use crate::base::lang::Text;
use crate::base::media_type::{self, Player};
use crate::base::message::{Message, say};
use crate::base::moment::{Day, Moment};
use crate::base::picture::{ImageFormat, PictureInfo};
use crate::base::route::{is_id, to_id};
use crate::base::snapshot::{SITE_FILE, Snapshot, SourceFile};
use crate::base::source::{Place, SourcePath, Span, Spanned};
use crate::kind::amendment::{Amendable, Amendments};
use crate::kind::as_of::WrittenItem;
use crate::kind::common::Words;
use crate::kind::folder::ParsedItem;
use crate::kind::item::{Facts, Item};
use crate::kind::key::{Key, Kind};
use crate::kind::page::Role;
use crate::read::list::quoted_list;
use crate::read::reader::{FileReference, ItemReference, Undated};
use crate::read::value::bracketed;
use crate::site::catalogue::Catalogue;
use crate::site::rules::files::check_item_files;
use crate::site::rules::menus::check_menus;
use crate::site::state::{self, CallState};

/// Reports references to missing items, in the facts of items and in `site.yaml`.
pub fn check_references<'k>(
    references: &[ItemReference],
    path: &SourcePath,
    known: impl Fn(Kind) -> Vec<&'k str>,
    names: &LazyLock<ItemNames, impl FnOnce() -> ItemNames>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    for reference in references {
        let Some(kind) = Kind::from_word(reference.kind) else { continue };
        let ids = known(kind);
        if ids.contains(&reference.id.as_str()) {
            continue;
        }
        let place = Place { path: path.clone(), span: reference.span };
        let message = no_such_item(reference.kind, &reference.id);
        let help = match names.id_of(kind, &reference.id) {
            Some(id) => say!(en: "write `{id}`", fr: "écrivez `{id}`"),
            None if reference.field == "results" && kind == Kind::Organisation && !is_id(&reference.id) => say!(
                en: "write `name: {name}` instead of `organisation`, which is for organisations that have a page here",
                fr: "écrivez `name: {name}` au lieu d’`organisation`, réservé aux organisations qui ont une fiche dans le catalogue",
                name = reference.id
            ),
            None => dangling_help(kind, &reference.id, &ids, ""),
        };
        diagnostics.push(Diagnostic::error("dangling-reference", place, message, help));
    }
}

/// The ids of items by their names: titles in every language, acronyms and synonyms, in the form of ids. A name of several items
/// leads to none.
#[derive(Debug, Default)]
pub struct ItemNames(HashMap<(Kind, String), Option<Arc<str>>>);

impl ItemNames {
    /// The names of these items.
    pub fn new<'r>(reads: impl Iterator<Item = &'r ParsedItem>) -> Self {
        let mut ids: HashMap<(Kind, String), Option<Arc<str>>> = HashMap::new();
        for item in reads.filter_map(|read| read.item.as_ref()).map(|item| item.written()) {
            let titles = item.words.iter().map(|(_, words)| words.title.as_str());
            let localized = item.localized_title.iter().flat_map(Text::wordings);
            let acronym = match &item.facts {
                Facts::Organisation(organisation) => organisation.acronym.as_deref(),
                _ => None,
            };
            let synonyms = item.common.synonyms.iter().map(String::as_str);
            let names = titles.chain(localized).chain(acronym).chain(synonyms).chain([&*item.key.id]);
            for name in names.map(to_id).filter(|name| !name.is_empty()).collect::<BTreeSet<_>>() {
                let id = ids.entry((item.key.kind, name)).or_insert_with(|| Some(Arc::clone(&item.key.id)));
                if id.as_deref().is_some_and(|id| *id != *item.key.id) {
                    *id = None;
                }
            }
        }
        Self(ids)
    }

    /// The id of the item of this kind that has this name.
    pub fn id_of(&self, kind: Kind, name: &str) -> Option<&str> {
        self.0.get(&(kind, to_id(name)))?.as_deref()
    }
}

/// The message about a missing item, by the word of its kind and its id.
pub fn no_such_item(kind: &str, id: &str) -> Message {
    say!(en: "there is no {kind} `{id}`", fr: "`{kind}/{id}` n’existe pas")
}

/// True when the item of a reference exists.
pub fn target_exists(reference: &ItemReference, known: &BTreeSet<Key>) -> bool {
    Kind::from_word(reference.kind).is_none_or(|kind| known.contains(&Key::new(kind, &*reference.id)))
}

/// The help for an id that no item has; `before` is the text before the id at the place of the error.
pub fn dangling_help(kind: Kind, id: &str, ids: &[&str], before: &str) -> Message {
    match nearest(id, ids.iter().copied().filter(|id| is_id(id))) {
        Some(near) => say!(en: "write `{before}{near}`", fr: "écrivez `{before}{near}`"),
        None => say!(
            en: "write the id of an item in `content/{folder}/`, or create `content/{folder}/{id}/`",
            fr: "écrivez l’identifiant d’une fiche de `content/{folder}/`, ou créez `content/{folder}/{id}/`",
            folder = kind.folder(),
            id = to_id(id)
        ),
    }
}

/// The themes or the phases of the site.
#[derive(Debug, Default)]
pub struct DeclaredIds<'s> {
    /// Their ids.
    pub ids: Vec<&'s str>,
    /// Their names in every language, in the form of ids, each with its id.
    pub labels: Vec<(String, &'s str)>,
}

impl<'s> DeclaredIds<'s> {
    /// These ids, and the labels of those that could be read.
    pub fn new(ids: Option<&'s Vec<String>>, labels: impl Iterator<Item = (&'s str, &'s Text)>) -> Self {
        let labels = labels.flat_map(|(id, label)| label.wordings().map(move |wording| (to_id(wording), id)));
        Self { ids: ids.into_iter().flatten().map(String::as_str).collect(), labels: labels.collect() }
    }
}

/// Reports topics and phases of an item that `site.yaml` does not declare.
pub fn check_declared(
    read: &ParsedItem,
    path: &SourcePath,
    themes: &DeclaredIds<'_>,
    phases: &DeclaredIds<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut check = |named: &[Spanned<String>], ids: &DeclaredIds<'_>, what: Message, key: &str| {
        let declared = &ids.ids;
        for name in named.iter().filter(|name| !declared.contains(&name.value.as_str())) {
            let labelled = ids.labels.iter().find(|(label, _)| *label == to_id(&name.value)).map(|(_, id)| *id);
            let help = match labelled.or_else(|| nearest(&name.value, declared.iter().copied())) {
                _ if bracketed(&name.value).is_some() => {
                    let list = bracketed(&name.value).unwrap_or_default();
                    say!(en: "write several in brackets: `{list}`", fr: "écrivez-en plusieurs entre crochets : `{list}`")
                }
                Some(id) if labelled.is_some() => say!(en: "write `{id}`", fr: "écrivez `{id}`"),
                Some(near) => {
                    say!(
                        en: "write `{near}`, or declare it under `{key}` in `{SITE_FILE}`",
                        fr: "écrivez `{near}`, ou déclarez-le sous `{key}` dans `{SITE_FILE}`"
                    )
                }
                None if declared.is_empty() || declared.len() > 12 => {
                    say!(
                        en: "declare it under `{key}` in `{SITE_FILE}`",
                        fr: "déclarez-le sous `{key}` dans `{SITE_FILE}`"
                    )
                }
                None => {
                    say!(
                        en: "write one of {values}, or declare it under `{key}` in `{SITE_FILE}`",
                        fr: "écrivez l’une de ces valeurs : {values}, ou déclarez-le sous `{key}` dans `{SITE_FILE}`",
                        values = quoted_list(declared)
                    )
                }
            };
            let place = Place { path: path.clone(), span: name.span };
            let message = say!(
                en: "the site declares no {what} `{name}`",
                fr: "le site ne déclare pas {what} `{name}`",
                name = name.value;
                what
            );
            diagnostics.push(Diagnostic::error("not-declared", place, message, help));
        }
    };
    check(&read.themes, themes, say!(en: "theme", fr: "le thème"), "themes");
    check(&read.phases, phases, say!(en: "phase", fr: "la phase"), "phases");
}

/// A date more than this many years ahead, or behind, is probably a slip.
const YEARS_AHEAD: i16 = 10;
/// See [`YEARS_AHEAD`].
const YEARS_BEHIND: i16 = 60;

/// Of what began longer ago than this, in years, nobody may know the day any more.
const YEARS_KNOWN: i16 = 2;

/// Reports recent statuses without a date: they appear on the page only, in no feed.
pub fn check_undated(read: &ParsedItem, path: &SourcePath, today: Day, diagnostics: &mut Vec<Diagnostic>) {
    let is_of_late = |undated: &&Undated| undated.day.is_none_or(|day| today.year() - day.year() <= YEARS_KNOWN);
    for Undated { key, span, .. } in read.undated.iter().filter(is_of_late) {
        let help = say!(
            en: "add `{key}_date:` with its day, month or year",
            fr: "ajoutez `{key}_date:`, avec le jour, le mois ou l’année"
        );
        let message = say!(
            en: "`{key}` has no date: feeds and the monthly digest do not announce it",
            fr: "`{key}` n’a pas de date : ni les flux ni la lettre du mois ne l’annoncent"
        );
        diagnostics.push(Diagnostic::warning(
            "undated-status",
            Place { path: path.clone(), span: *span },
            message,
            help,
        ));
    }
}

/// Reports dates that are too far away to be intended.
pub fn check_dates(read: &ParsedItem, path: &SourcePath, today: Day, diagnostics: &mut Vec<Diagnostic>) {
    for date in &read.dates {
        let years = date.value.year() - today.year();
        let message = if years > YEARS_AHEAD {
            say!(en: "this date is {years} years ahead", fr: "cette date est dans {years} ans")
        } else if years < -YEARS_BEHIND {
            say!(en: "this date is {years} years ago", fr: "cette date remonte à {years} ans", years = -years)
        } else {
            continue;
        };
        let help = say!(en: "check the year", fr: "vérifiez l’année");
        diagnostics.push(Diagnostic::warning("far-date", Place { path: path.clone(), span: date.span }, message, help));
    }
}

/// The message and the help for a file that cannot be shown as a picture; none if it can. The header of the file decides; an SVG need
/// not have a size.
pub fn picture_problem(name: &str, info: Option<PictureInfo>) -> Option<(Message, Message)> {
    match ImageFormat::of_name(name) {
        Some(_) if info.is_some() => None,
        Some(_) => Some((
            say!(en: "`{name}` cannot be read as an image", fr: "`{name}` ne peut pas être lu comme une image"),
            say!(
                en: "save it again as JPEG or PNG, under a name with the extension of that format",
                fr: "enregistrez-le de nouveau en JPEG ou en PNG, sous un nom qui porte l’extension de ce format"
            ),
        )),
        None => Some((
            say!(
                en: "`{name}` is not an image that browsers can show",
                fr: "`{name}` n’est pas une image que les navigateurs affichent"
            ),
            if is_photograph(name) {
                say!(
                    en: "save it again as JPEG, using the export function of your phone or image editor",
                    fr: "enregistrez-la de nouveau en JPEG, grâce à la fonction d’export de votre téléphone ou de votre logiciel"
                )
            } else if Player::of_name(name).is_some() {
                say!(
                    en: "name an image here; a video or an audio recording belongs in the text: `![its title]({name})`",
                    fr: "nommez ici une image ; une vidéo ou un enregistrement sonore s’écrit dans le texte : `![son titre]({name})`"
                )
            } else if media_type::of_name(name).starts_with("video/") {
                say!(
                    en: "save the video again as MP4 (H.264), which every browser plays",
                    fr: "enregistrez la vidéo de nouveau en MP4 (H.264), que tous les navigateurs lisent"
                )
            } else {
                say!(
                en: "use a JPEG, PNG, WebP, AVIF, GIF or SVG image; link to a document: `[its title]({name})`",
                fr: "indiquez une image JPEG, PNG, WebP, AVIF, GIF ou SVG ; pour un document, faites un lien : `[son titre]({name})`"
                )
            },
        )),
    }
}

/// True for formats of cameras, scanners and drawing programs that browsers need not support.
fn is_photograph(name: &str) -> bool {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    ["heic", "heif", "tif", "tiff", "bmp", "jp2", "jxl", "raw", "dng", "psd"].contains(&&*ending)
}

/// Reports files to which facts refer and that are missing, or cannot be shown as a picture where that is needed.
pub fn check_files(read: &ParsedItem, path: &SourcePath, snapshot: &Snapshot, diagnostics: &mut Vec<Diagnostic>) {
    for FileReference { path: file, is_shown } in &read.files {
        let place = Place { path: path.clone(), span: file.span };
        let source = SourcePath::new(format!("{}/{}", read.folder, file.value));
        let found = snapshot.files.get(&source).or_else(|| with_composed_name(&source, snapshot));
        let found = found.filter(|_| !file.value.split('/').any(|part| part == ".."));
        if let Some(SourceFile::Blob { picture, other_format, .. }) = found {
            if let Some(format) = other_format {
                diagnostics.push(misnamed_document(&file.value, *format, place.clone()));
            }
            if let Some((message, help)) = picture_problem(&file.value, *picture).filter(|_| *is_shown) {
                diagnostics.push(Diagnostic::error(PICTURE_UNREADABLE, place, message, help));
            }
            continue;
        }
        let prefix = format!("{}/", read.folder);
        let names = snapshot.files.keys().filter_map(|other| other.as_str().strip_prefix(&prefix));
        let names: Vec<&str> = names.filter(|name| !name.starts_with("index.")).collect();
        // The whole path of a file that is there, from the root or from another folder.
        let last = file.value.rsplit(['/', '\\']).next().filter(|name| names.contains(name));
        let help = match last.or_else(|| nearest(&file.value, names.iter().copied())) {
            Some(near) => say!(en: "write `{near}`", fr: "écrivez `{near}`"),
            None => {
                say!(
                    en: "put the file in `{folder}/`",
                    fr: "mettez le fichier dans `{folder}/`",
                    folder = read.folder
                )
            }
        };
        diagnostics.push(Diagnostic::error(
            "no-such-file",
            place,
            say!(
                en: "there is no file `{file}` next to this one",
                fr: "il n’y a pas de fichier `{file}` à côté de celui-ci",
                file = file.value
            ),
            help,
        ));
    }
}

/// The warning for a document whose name says another format than its content.
fn misnamed_document(name: &str, format: DocumentFormat, place: Place) -> Diagnostic {
    let (found, help) = match format {
        DocumentFormat::Pdf => (
            say!(en: "a PDF", fr: "un PDF"),
            say!(en: "rename it so that it ends in `.pdf`", fr: "renommez-le de sorte qu’il finisse par `.pdf`"),
        ),
        DocumentFormat::Zip | DocumentFormat::Compound => (
            say!(en: "a word-processor, spreadsheet or slide document", fr: "un document de traitement de texte, de tableur ou de présentation"),
            say!(
                en: "export it as PDF from the program that wrote it: a new name alone does not change its format",
                fr: "exportez-le en PDF depuis le logiciel qui l’a écrit : changer son nom ne change pas son format"
            ),
        ),
        DocumentFormat::Html => (
            say!(en: "a web page", fr: "une page web"),
            say!(
                en: "save the document itself once more, and open it to see that it is the right one",
                fr: "enregistrez de nouveau le document lui-même, et ouvrez-le pour vérifier que c’est le bon"
            ),
        ),
    };
    let message = say!(en: "judging by its content, `{name}` is {found}", fr: "à en juger par son contenu, `{name}` est {found}"; found);
    Diagnostic::warning("misnamed-file", place, message, help)
}

/// The file whose name differs in the Unicode normalization of accents only, as on the disks of a Mac.
fn with_composed_name<'s>(source: &SourcePath, snapshot: &'s Snapshot) -> Option<&'s SourceFile> {
    let has_name =
        |path: &SourcePath| path.folder().len() >= source.folder().len() && composed(path.as_str()) == source.as_str();
    snapshot.files.iter().find(|(path, _)| !path.as_str().is_ascii() && has_name(path)).map(|(_, file)| file)
}

/// The code of a file that cannot be shown as a picture.
pub const PICTURE_UNREADABLE: &str = "picture-unreadable";

/// Reports languages in which an item has no file.
pub fn check_translations(
    read: &ParsedItem,
    path: &SourcePath,
    tags: &crate::read::language_tags::LanguageTags,
    diagnostics: &mut Vec<Diagnostic>,
) {
    // Of an original that could not be read it is not known whether it needs a translation.
    if read.needs_no_translation {
        return;
    }
    let Some(original) = read.outlines.get(read.original) else { return };
    for lang in tags.all().filter(|lang| read.paths.get(*lang).is_none()) {
        let tag = tags.tag(lang);
        let place = Place { path: path.clone(), span: Span::new(0, original.fence) };
        let message =
            say!(en: "this item is not translated into `{tag}`", fr: "cette fiche n’est pas traduite en `{tag}`");
        let help =
            say!(en: "create `{folder}/index.{tag}.md`", fr: "créez `{folder}/index.{tag}.md`", folder = read.folder);
        diagnostics.push(Diagnostic::warning("missing-translation", place, message, help));
    }
}

/// Reports future amendments without the value that applies until then: neither that nor the future value is shown.
fn check_future_amendments(written: &WrittenItem, now: Moment, diagnostics: &mut Vec<Diagnostic>) {
    let item = written.written();
    let unknown: Vec<(&str, Span)> = match &item.facts {
        Facts::Call(call) => unknown_before(&call.amendments, call, now),
        Facts::Event(event) => unknown_before(&event.amendments, event, now),
        Facts::Challenge(_)
        | Facts::Programme(_)
        | Facts::Startup(_)
        | Facts::Organisation(_)
        | Facts::Update(_)
        | Facts::Page(_) => return,
    };
    for (key, span) in unknown {
        let message = say!(
            en: "this amendment takes effect later, and the value of `{key}` until then is unknown",
            fr: "cette modification prend effet plus tard, et la valeur de `{key}` jusque-là n’est pas connue"
        );
        let help = say!(
            en: "add `from:` with the value of `{key}` until the date of the amendment, written as under `{key}`",
            fr: "ajoutez `from:` avec la valeur de `{key}` jusqu’à la date de la modification, écrite comme sous `{key}`"
        );
        let place = Place { path: item.original_words().path.clone(), span };
        diagnostics.push(Diagnostic::warning("nothing-before", place, message, help));
    }
}

fn unknown_before<K: Amendable>(amendments: &Amendments<K>, record: &K, now: Moment) -> Vec<(&'static str, Span)> {
    let to_come = amendments.prior_values(now).filter(|before| !before.is_known(record));
    to_come.map(|before| (before.key, before.span)).collect()
}

/// Checks the catalogue as a whole, and what depends on `now`.
pub fn check_catalogue(catalogue: &Catalogue, diagnostics: &mut Vec<Diagnostic>) {
    check_roles(catalogue, diagnostics);
    check_menus(catalogue, diagnostics);
    catalogue.files.published.values().for_each(|files| check_item_files(files, diagnostics));
    catalogue.items.written().for_each(|item| check_future_amendments(item, catalogue.now, diagnostics));
    for item in catalogue.items.values() {
        let path = &item.original_words().path;
        let place = |span| Place { path: path.clone(), span };
        match &item.facts {
            Facts::Call(call) => {
                let state = state::call_state(item, call, &catalogue.site, catalogue.now);
                let runs = matches!(state, CallState::Announced | CallState::Open | CallState::ClosingSoon);
                if let Some(closes) = call.closes.as_ref().filter(|closes| runs && !closes.value.to_the_hour) {
                    let day = closes.value.day;
                    let help = say!(
                        en: "add the time, for example `{day}T17:00`",
                        fr: "ajoutez l’heure, par exemple `{day}T17:00`"
                    );
                    let message = say!(
                        en: "the call closes on this day, and no time is given",
                        fr: "l’appel se clôt ce jour-là, et aucune heure n’est indiquée"
                    );
                    diagnostics.push(Diagnostic::warning("closing-without-hour", place(closes.span), message, help));
                }
            }
            Facts::Event(event) => {
                let (_, end) = state::event_bounds(item, event);
                if event.location.is_none() && end > catalogue.now {
                    let help = say!(
                        en: "add `location: {{mode: onsite, address: …}}`, or `{{mode: online}}`",
                        fr: "ajoutez `location: {{mode: onsite, address: …}}`, ou `{{mode: online}}`"
                    );
                    let span = item.original_words().fence;
                    diagnostics.push(Diagnostic::warning(
                        "no-location",
                        place(span),
                        say!(en: "where does this event take place?", fr: "où cet événement a-t-il lieu ?"),
                        help,
                    ));
                }
            }
            Facts::Challenge(_)
            | Facts::Programme(_)
            | Facts::Startup(_)
            | Facts::Organisation(_)
            | Facts::Update(_)
            | Facts::Page(_) => {}
        }
    }
}

/// Reports roles that two pages have.
fn check_roles(catalogue: &Catalogue, diagnostics: &mut Vec<Diagnostic>) {
    let with_role = catalogue.of_kind(Kind::Page).filter_map(|item| match &item.facts {
        Facts::Page(page) => Some((&item.original_words().path, page.role.as_ref()?)),
        _ => None,
    });
    let mut with_role: Vec<_> = with_role.collect();
    // In the order of paths, so that the error is always reported at the same one of two.
    with_role.sort_by_key(|(path, _)| *path);
    let mut roles: BTreeMap<Role, Place> = BTreeMap::new();
    for (path, role) in with_role {
        let here = Place { path: path.clone(), span: role.span };
        if let Some(first) = roles.get(&role.value) {
            let name: &str = role.value.into();
            let message = say!(en: "two pages have the role `{name}`", fr: "deux pages ont le rôle `{name}`");
            let diagnostic = Diagnostic::error(
                "duplicate-role",
                here,
                message,
                say!(en: "remove the role from one of the two", fr: "retirez le rôle à l’une des deux"),
            );
            diagnostics.push(diagnostic.related(say!(en: "the other one", fr: "l’autre"), first.clone()));
        } else {
            roles.insert(role.value, here);
        }
    }
}

/// The path of a written address, without query and fragment and not percent-encoded.
pub fn decoded_path(written: &str) -> String {
    let path = written.split(['?', '#']).next().unwrap_or_default();
    percent_encoding::percent_decode_str(path).decode_utf8_lossy().into_owned()
}

/// True for a translation whose original has changed since; false without `translation_of`, which would say so.
pub fn is_stale(item: &Item, translation: &Words, snapshot: &Snapshot) -> bool {
    let Some(made_from) = &translation.translation_of else { return false };
    made_from.value != fingerprint(item, snapshot)
}

/// Reports translations whose original has changed since.
pub fn check_stale(catalogue: &Catalogue, snapshot: &Snapshot, diagnostics: &mut Vec<Diagnostic>) {
    let items: Vec<&Item> = catalogue.items.values().collect();
    let stale = items.par_iter().flat_map_iter(|item| {
        let translations = item.words.iter().filter(|(lang, _)| *lang != item.original);
        translations.filter_map(|(_, words)| stale_translation(item, words, snapshot))
    });
    diagnostics.par_extend(stale);
}

fn stale_translation(item: &Item, words: &Words, snapshot: &Snapshot) -> Option<Diagnostic> {
    let made_from = words.translation_of.as_ref()?;
    let found = fingerprint(item, snapshot);
    if made_from.value == found {
        return None;
    }
    let original = item.original_words();
    let help = say!(
        en: "update the translation, then write `translation_of: {found}`",
        fr: "mettez la traduction à jour, puis écrivez `translation_of: {found}`"
    );
    let message = say!(
        en: "the original has changed since this translation was made",
        fr: "l’original a changé depuis cette traduction"
    );
    let place = Place { path: words.path.clone(), span: made_from.span };
    let related = Place { path: original.path.clone(), span: original.fence };
    Some(
        Diagnostic::warning("stale-translation", place, message, help)
            .related(say!(en: "the original", fr: "l’original"), related),
    )
}

/// The fingerprint of an original: the first 12 hexadecimal digits of SHA-256 over its words.
pub fn fingerprint(item: &Item, snapshot: &Snapshot) -> String {
    let words = item.original_words();
    let alt = words.image_alt.as_ref().map_or("", |alt| alt.value.as_str());
    let body = snapshot.text(&words.path).map_or("", |text| &text[words.body..]);
    let mut all = Fingerprint::default();
    for part in [words.title.as_str(), words.summary.as_str(), alt, body.trim()] {
        all.add(part);
        all.add([0]);
    }
    let mut digits = all.hex();
    digits.truncate(12);
    digits
}
