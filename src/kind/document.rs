//! A document of an item: a file in the item's folder, or an address elsewhere.

use parvis_macros::Record;

use crate::base::lang::Text;
use crate::base::message::say;
use crate::base::moment::PartialDate;
use crate::base::route::is_id;
use crate::base::source::Spanned;
use crate::kind::labels;
use crate::kind::member::{MemberId, member_id, members};
use crate::read::address;
use crate::read::date;
use crate::read::reader::Fields;
use crate::read::reference;
use crate::read::value::{self, language_tag};

/// The location of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DocumentLocation<'d> {
    /// The path of a file, from the item's folder.
    File(&'d str),
    /// An address elsewhere.
    Url(&'d str),
}

/// A document.
#[derive(Record, Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Its id within the item.
    #[field(by = member_id(f, file.as_deref().or(url.as_deref()).map(|path| stem(path).to_owned())), last, value = String, label = labels::ID)]
    pub id: MemberId,
    /// Its name.
    #[field(read = value::text)]
    #[field(fr("Titre", "Le nom du document"), en("Title", "The name of the document"))]
    pub title: Text,
    /// The file of the item that it is; it has one, or an address.
    #[field(read = reference::file)]
    #[field(fr("Fichier", "Un fichier du dossier de la fiche"), en("File", "A file in the item’s folder"))]
    file: Option<String>,
    /// Its address elsewhere.
    #[field(read = address::url)]
    #[field(
        fr("Adresse web", "Si le document est sur un autre site"),
        en("Web address", "If the document is on another site")
    )]
    url: Option<String>,
    /// The language it is in, BCP 47.
    #[field(read = language_tag)]
    #[field(
        fr("Langue", "Le code de la langue du document, par exemple fr"),
        en("Language", "The code of the language of the document, such as en")
    )]
    pub lang: Option<String>,
    /// Since when it is there.
    #[field(read = date::record_date)]
    #[field(
        fr("Date", "La date de publication, annoncée dans les flux"),
        en("Date", "The publication date, announced in feeds")
    )]
    pub date: Option<PartialDate>,
    /// Its version, as written on it.
    #[field(read = value::string)]
    #[field(fr("Version", "Telle qu’elle figure sur le document"), en("Version", "As stated on the document"))]
    pub version: Option<String>,
    /// The format, for a document elsewhere.
    #[field(read = value::string)]
    #[field(
        fr("Format", "Par exemple PDF ; seulement pour un document d’un autre site"),
        en("Format", "For example PDF; only for a document on another site")
    )]
    pub format: Option<String>,
    /// The size as written, for a document elsewhere.
    #[field(read = value::string)]
    #[field(
        fr("Taille", "Par exemple 1,2 Mo ; seulement pour un document d’un autre site"),
        en("Size", "For example 1.2 MB; only for a document on another site")
    )]
    pub size: Option<String>,
    /// The id of the document that it replaces.
    #[field(read = value::spanned(value::id))]
    #[field(
        fr("Remplace", "L’identifiant du document qu’il remplace"),
        en("Replaces", "The id of the document that it replaces")
    )]
    pub replaces: Option<Spanned<String>>,
}

impl Document {
    /// Its location.
    pub fn location(&self) -> DocumentLocation<'_> {
        match (&self.file, &self.url) {
            (Some(file), _) => DocumentLocation::File(file),
            (None, url) => DocumentLocation::Url(url.as_deref().unwrap_or_default()),
        }
    }
}

/// Reads the documents of an item.
pub fn documents(f: &mut Fields<'_, '_, '_>) -> Vec<Document> {
    let read = |f: &mut Fields<'_, '_, '_>| {
        let draft = DocumentDraft::read(f);
        check_location(f);
        Some(draft)
    };
    let members = members(f, "documents", "{title: Rules, file: rules.pdf}", read, |member| &mut member.id);
    let written = f.member_values("documents", "id");
    // A member that is no map or has an invalid id may be the document that another one replaces.
    let has_unknown_ids = written.len() > members.len() || written.iter().flatten().any(|id| !is_id(id));
    for member in &members {
        let Some(replaced) = &member.replaces else { continue };
        let mut others = members.iter().filter(|other| other.id != member.id);
        if !has_unknown_ids && !others.any(|other| other.id.as_str() == replaced.value) {
            let ids: Vec<&str> = members.iter().map(|member| member.id.as_str()).collect();
            let help = say!(
                en: "write the id of another document in this list: {others}",
                fr: "écrivez l’identifiant d’un autre document de cette liste : {others}",
                others = crate::read::list::quoted_list(&ids)
            );
            f.reader.error(
                "dangling-reference",
                replaced.span,
                say!(en: "there is no document `{id}`", fr: "le document `{id}` n’existe pas", id = replaced.value),
                help,
            );
        }
    }
    // An incomplete document is left out; others may nevertheless replace it.
    let has_location = |draft: &DocumentDraft| draft.file.is_some() || draft.url.is_some();
    members.into_iter().filter(has_location).filter_map(DocumentDraft::finish).collect()
}

/// Reports a document with both a file and an address, or with neither.
fn check_location(f: &mut Fields<'_, '_, '_>) {
    match (f.has("file"), f.has("url")) {
        (true, true) => f.error_at(
            "url",
            "contradiction",
            say!(
                en: "a document is a file or an address, not both",
                fr: "un document est un fichier ou une adresse, non les deux"
            ),
            say!(en: "keep `file` or `url`", fr: "gardez `file` ou `url`"),
        ),
        (false, false) => f.missing_with(
            "file",
            say!(en: ", and so is `url`", fr: " ; `url` aussi"),
            say!(
                en: "add `file: rules.pdf` or `url: https://…`",
                fr: "ajoutez `file: reglement.pdf` ou `url: https://…`"
            ),
        ),
        (true, false) | (false, true) => {}
    }
}

/// The name of a file without folders, query, fragment and extension.
fn stem(path: &str) -> &str {
    let path = path.split(['?', '#']).next().unwrap_or(path).trim_end_matches('/');
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}
