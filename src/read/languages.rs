//! Reads the languages of the site in `site.yaml`.

use std::collections::BTreeMap;

use crate::base::bounds::{LANGUAGES, TITLE_CHARACTERS};
use crate::base::message::say;
use crate::base::reserved::is_reserved;
use crate::base::source::{Span, Spanned};
use crate::read::reader::{Fields, NO_REASON};
use crate::read::sections::{LIST_FOLDERS, OTHER_SECTIONS};
use crate::read::value::{self, language_tag};

/// A language of the site.
#[derive(Clone, Debug)]
pub struct Language {
    /// Its BCP 47 tag, which is also the first part of its addresses.
    pub tag: String,
    /// The place of the tag.
    pub span: Span,
    /// Its name in the language itself.
    pub name: String,
    /// The name of each section in the addresses of this language, by folder.
    pub sections: BTreeMap<&'static str, Spanned<String>>,
}

/// Reads the languages; `None` if one of them cannot be read.
pub fn languages(f: &mut Fields<'_, '_, '_>) -> Option<Vec<Language>> {
    let mut seen: Vec<String> = Vec::new();
    let mut all_valid = true;
    if !f.has("languages") {
        f.missing_with(
            "languages",
            NO_REASON,
            say!(
                en: "add `languages:` with a `code`, a `name` and the `sections` of each",
                fr: "ajoutez `languages:`, avec un `code`, un `name` et les `sections` de chacune"
            ),
        );
    }
    let languages = f.records("languages", "{code: fr, name: Français, sections: {calls: appels, …}}", |f| {
        let tag = f.required("code", value::spanned(language_tag));
        let name = f.required("name", value::string_at_most(TITLE_CHARACTERS));
        let example = "{challenges: defis, calls: appels, events: evenements, …}";
        let sections = f.required_record("sections", example, |f| {
            let mut sections = BTreeMap::new();
            for folder in LIST_FOLDERS {
                sections.insert(folder, f.required(folder, value::spanned(value::id)));
            }
            for section in OTHER_SECTIONS {
                if let Some(name) = f.optional(section, value::spanned(value::id)) {
                    sections.insert(section, Some(name));
                }
            }
            sections.into_iter().map(|(folder, name)| Some((folder, name?))).collect::<Option<BTreeMap<_, _>>>()
        });
        let language = tag.and_then(|tag| {
            if is_reserved(&tag.value) {
                let message = say!(
                    en: "`/{tag}/` is an address reserved by the program or by hosts",
                    fr: "`/{tag}/` est une adresse réservée par le programme ou par les hébergeurs",
                    tag = tag.value
                );
                let help = say!(
                    en: "write the BCP 47 tag of the language, for example `fr` or `pt-BR`",
                    fr: "écrivez le code BCP 47 de la langue, par exemple `fr` ou `pt-BR`"
                );
                f.reader.error("address-taken", tag.span, message, help);
                return None;
            }
            if seen.contains(&tag.value) {
                let help = say!(en: "list each language once", fr: "indiquez chaque langue une seule fois");
                f.reader.error(
                    "duplicate-language",
                    tag.span,
                    say!(
                        en: "the language `{tag}` is listed twice",
                        fr: "la langue `{tag}` est indiquée deux fois",
                        tag = tag.value
                    ),
                    help,
                );
                return None;
            }
            seen.push(tag.value.clone());
            Some(Language { span: tag.span, tag: tag.value, name: name?, sections: sections? })
        });
        all_valid &= language.is_some();
        language
    });
    if languages.len() > LANGUAGES {
        f.error_at(
            "languages",
            "too-many-languages",
            say!(en: "there are more than {LANGUAGES} languages", fr: "il y a plus de {LANGUAGES} langues"),
            say!(en: "list fewer", fr: "indiquez-en moins"),
        );
        return None;
    }
    all_valid.then_some(languages)
}
