//! The fields of every kind: the words of each language, and the common facts (section 4 of the model).

use parvis_macros::Record;

use crate::base::bounds::{ALIASES, ITEM_THEMES, SUMMARY_CHARACTERS, SYNONYMS, TITLE_CHARACTERS};
use crate::base::diagnostic::Diagnostic;
use crate::base::lang::{PerLang, Text};
use crate::base::message::say;
use crate::base::moment::instant::Instant;
use crate::base::moment::{Moment, PartialDate, Zone};
use crate::base::source::{Place, SourcePath, Span, Spanned};
use crate::read::address;
use crate::read::contact::{CONTACT_EXAMPLE, Contact};
use crate::read::date::{self, DateOrTime};
use crate::read::form::InputType;
use crate::read::json_object::{self, JsonObject};
use crate::read::language_file::LanguageFile;
use crate::read::list::check_list_length;
use crate::read::reader::{Fields, Reader};
use crate::read::redirect::old_path;
use crate::read::reference;
use crate::read::site_value::zone;
use crate::read::value::{self, language_tag};
use crate::read::yaml::{Node, Value};

/// The words of an item in one language: the fields that are written anew in each language.
#[derive(Clone, Debug, PartialEq)]
pub struct Words {
    /// The file that they are in.
    pub path: SourcePath,
    /// Its opening fence.
    pub fence: Span,
    /// The title.
    pub title: String,
    /// The language of the title if it is another one (BCP 47).
    pub title_lang: Option<String>,
    /// The summary, one to three sentences; empty only for organisations.
    pub summary: String,
    /// The last part of the address, if it is not the id.
    pub slug: Option<Spanned<String>>,
    /// Old paths that redirect to the item.
    pub aliases: Vec<Spanned<String>>,
    /// The text alternative of the image.
    pub image_alt: Option<Spanned<String>>,
    /// The byte at which the body begins; it ends with the file.
    pub body: usize,
    /// The fingerprint of the original from which this translation was made.
    pub translation_of: Option<Spanned<String>>,
}

/// Facts of every kind.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(rules = rules, columns("themes", "published", "updated", "example"))]
pub struct Common {
    /// Since when it is public, where that is told.
    #[field(read = date::date_or_time, column)]
    #[field(
        fr("Publié le", "La fiche est visible à partir de ce jour ou de cette heure"),
        en("Published on", "Public from this day or time")
    )]
    pub published: Option<DateOrTime>,
    /// The moment at which that is.
    #[field(by = published.map(|published| published.start(&f.reader.zone)), none)]
    pub public_from: Option<Moment>,
    /// When it was last changed in earnest.
    #[field(read = date::date, column)]
    #[field(
        fr("Mis à jour le", "Le jour de la dernière modification importante"),
        en("Updated on", "The day of the last significant change")
    )]
    pub updated: Option<PartialDate>,
    /// Not public.
    #[field(read = value::boolean, private)]
    #[field(
        fr("Brouillon", "Vrai tant que la fiche ne doit pas être publiée"),
        en("Draft", "True until the item is ready to be published")
    )]
    pub draft: bool,
    /// From then on it is in no list and no feed.
    #[field(read = date::instant)]
    #[field(
        fr("Expire le", "À partir de cette date, la fiche quitte les listes et les flux ; sa page reste"),
        en("Expires on", "From then on the item leaves lists and feeds; its page stays")
    )]
    pub expires: Option<Instant>,
    /// The ids of its themes.
    #[field(by = themes(f), value = String, column)]
    #[field(
        fr("Thèmes", "Les identifiants de thèmes déclarés dans site.yaml"),
        en("Themes", "Ids of themes declared in site.yaml")
    )]
    pub themes: Vec<String>,
    /// Other names by which it is searched for: abbreviations, the name in another language.
    #[field(by = synonyms(f), value = String)]
    #[field(
        fr("Synonymes", "D’autres mots par lesquels on la cherche, par exemple IA ou AI"),
        en("Synonyms", "Other words people search for, such as AI")
    )]
    pub synonyms: Vec<String>,
    /// Its image; what it shows is among its words.
    #[field(read = value::spanned(reference::picture))]
    #[field(fr("Image", "Un fichier du dossier de la fiche"), en("Image", "A file in the item’s folder"))]
    pub image: Option<Spanned<String>>,
    /// The time zone of its instants, a name of the tz database.
    #[field(by = f.reader.zone.clone(), value = String)]
    #[field(
        fr("Fuseau horaire", "Par exemple Europe/Luxembourg ; à défaut, celui du site"),
        en("Time zone", "For example Europe/Luxembourg; by default, that of the site")
    )]
    pub zone: Zone,
    /// True when it is not for search engines.
    #[field(read = value::boolean)]
    #[field(
        fr("Absent des moteurs de recherche", "Vrai pour que la page n’y apparaisse pas"),
        en("Hidden from search engines", "True to keep the page out of search engines")
    )]
    pub noindex: bool,
    /// True when its editors put it forward.
    #[field(read = value::boolean)]
    #[field(
        fr("À la une", "Vrai pour que la fiche soit présentée en premier"),
        en("Featured", "True to show the item first")
    )]
    pub featured: bool,
    /// Whom to ask, when it is not the site's contact.
    #[field(record = CONTACT_EXAMPLE, amendable)]
    #[field(
        fr("Contact", "Qui répond aux questions ; au moins un courriel, un téléphone ou une page"),
        en("Contact", "Who answers questions; at least an e-mail address, a phone number or a page")
    )]
    pub contact: Option<Contact>,
    /// Where its facts are from.
    #[field(read = address::url)]
    #[field(
        fr("Sources", "Les pages d’où viennent les informations"),
        en("Sources", "The pages where the facts come from")
    )]
    pub sources: Vec<String>,
    /// True for an invented item.
    #[field(read = value::boolean, column)]
    #[field(
        fr("Exemple", "Vrai si la fiche est fictive ; chaque page l’indique"),
        en("Example", "True if the item is made up; every page says so")
    )]
    pub example: bool,
    /// Whatever a theme of one's own wants, as it is written.
    #[field(read = json_object::json_object)]
    #[field(
        fr(
            "Pour votre thème graphique",
            "Ce que vous voulez\u{a0}: votre thème graphique et les données ouvertes le reçoivent tel quel"
        ),
        en("For your visual theme", "Whatever you want: your visual theme and the open data get it as it is")
    )]
    pub extra: Option<JsonObject>,
}

/// The words that a file must have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RequiredWords {
    /// A title and a summary.
    TitleAndSummary,
    /// A title, in a translation of an organisation.
    Title,
    /// A title, the same in all languages or one per language, in the original of an organisation.
    TitleInAnyLanguage,
}

/// Reads the words of a language. An organisation may have its titles in all languages in one file; they are the second value.
pub fn words(
    f: &mut Fields<'_, '_, '_>,
    path: &SourcePath,
    body: usize,
    required: RequiredWords,
) -> Option<(Words, Option<Text>)> {
    let title_is_map = matches!(f.node("title").map(|node| &node.value), Some(Value::Map(_)));
    let (title, localized_title) = if required == RequiredWords::TitleInAnyLanguage && title_is_map {
        let titles = f.required("title", value::label);
        (titles.as_ref().map(|_| String::new()), titles)
    } else {
        let title = |reader: &mut Reader<'_>, node: &Node| {
            reader.declare_type(if required == RequiredWords::TitleInAnyLanguage {
                InputType::Text
            } else {
                InputType::String
            });
            value::string_at_most(TITLE_CHARACTERS)(reader, node)
        };
        (f.required("title", title), None)
    };
    let title_lang = f.optional("title_lang", language_tag);
    let summary = match required {
        RequiredWords::TitleAndSummary => f.required("summary", value::string_at_most(SUMMARY_CHARACTERS)),
        RequiredWords::Title | RequiredWords::TitleInAnyLanguage => {
            f.optional("summary", value::string_at_most(SUMMARY_CHARACTERS)).or(Some(String::new()))
        }
    };
    let slug = f.optional("slug", value::spanned(value::id));
    check_list_length(f, "aliases", ALIASES);
    let aliases = f.list("aliases", |reader, node| value::spanned(old_path)(reader, node));
    let image_alt = f.optional("image_alt", value::spanned(value::string_at_most(SUMMARY_CHARACTERS)));
    let translation_of = f.optional("translation_of", value::spanned(value::string));
    let fence = f.owner_span();
    let path = path.clone();
    let words = Words {
        path,
        fence,
        title: title?,
        title_lang,
        summary: summary?,
        slug,
        aliases,
        image_alt,
        body,
        translation_of,
    };
    Some((words, localized_title))
}

/// Reads the time zone of the item, before its times are read with it.
pub fn read_zone(f: &mut Fields<'_, '_, '_>) {
    let zone = f.optional("zone", zone);
    if !f.has("zone") {
        return;
    }
    f.reader.zone_is_known = zone.is_some();
    if let Some(zone) = zone {
        f.reader.zone = zone;
    }
}

/// Reads the facts of every kind.
pub fn common(f: &mut Fields<'_, '_, '_>) -> Common {
    // `original` was used when the original was chosen; here it is only a known key.
    f.optional("original", value::boolean);
    Common::read(f).expect("no fact of every kind is required")
}

fn themes(f: &mut Fields<'_, '_, '_>) -> Vec<String> {
    check_list_length(f, "themes", ITEM_THEMES);
    f.list("themes", reference::theme)
}

fn synonyms(f: &mut Fields<'_, '_, '_>) -> Vec<String> {
    check_list_length(f, "synonyms", SYNONYMS);
    f.list("synonyms", |reader, node| value::string_at_most(TITLE_CHARACTERS)(reader, node))
}

/// Checks the facts of every kind against each other.
fn rules(f: &mut Fields<'_, '_, '_>, common: &CommonDraft) {
    if let (Some(published), Some(expires)) = (common.published, common.expires)
        && expires.moment <= published.start(&f.reader.zone)
    {
        let help = say!(
            en: "write a date after `published`, or delete one of the two",
            fr: "écrivez une date postérieure à `published`, ou supprimez l’une des deux"
        );
        f.error_at(
            "expires",
            "wrong-order",
            say!(en: "the item expires before it is published", fr: "la fiche expire avant d’être publiée"),
            help,
        );
    }
}

/// Reports an image without a text alternative, and a text alternative without an image.
pub fn check_image_alt(
    common: &Common,
    original: &LanguageFile,
    words: &PerLang<Words>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    // An image that cannot be read counts as an image.
    let has_image = original.entries.iter().any(|entry| entry.key == "image" && !entry.node.is_absent());
    for (_, words) in words.iter() {
        let place = |span| Place { path: words.path.clone(), span };
        match (&common.image, &words.image_alt) {
            (Some(_), None) => {
                let help = say!(
                    en: "add `image_alt:` and describe what the image shows",
                    fr: "ajoutez `image_alt:` et décrivez ce que montre l’image"
                );
                diagnostics.push(Diagnostic::error(
                    "missing-key",
                    place(words.fence),
                    say!(en: "the image has no `image_alt`", fr: "l’image n’a pas d’`image_alt`"),
                    help,
                ));
            }
            (None, Some(alt)) if !has_image => {
                let help = say!(
                    en: "delete the line, or add the `image` to the original",
                    fr: "supprimez la ligne, ou ajoutez l’`image` dans l’original"
                );
                diagnostics.push(Diagnostic::error(
                    "contradiction",
                    place(alt.span),
                    say!(en: "there is no image to describe", fr: "il n’y a pas d’image à décrire"),
                    help,
                ));
            }
            (Some(_) | None, Some(_)) | (None, None) => {}
        }
    }
}
