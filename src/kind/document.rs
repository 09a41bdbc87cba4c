//! A document that an item publishes: a file beside its page, or an address elsewhere.

use crate::base::lang::Text;
use crate::base::message::say;
use crate::base::moment::PartialDate;
use crate::base::route::is_id;
use crate::base::source::Spanned;
use crate::kind::member::{MemberId, member_id, settle};
use crate::read::address;
use crate::read::date;
use crate::read::field::Fields;
use crate::read::named;
use crate::read::tags::language_tag;
use crate::read::value;

/// Where a document is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// A file of the item, by its path from the item's folder.
    File(String),
    /// An address elsewhere.
    Url(String),
}

/// A document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Its id within the item.
    pub id: MemberId,
    /// Its name.
    pub title: Text,
    /// Where it is.
    pub source: Source,
    /// The language it is in, BCP 47.
    pub lang: Option<String>,
    /// Since when it is there.
    pub date: Option<PartialDate>,
    /// Its version, as written on it.
    pub version: Option<String>,
    /// The format, for a document elsewhere.
    pub format: Option<String>,
    /// The size as written, for a document elsewhere.
    pub size: Option<String>,
    /// The id of the document that it replaces.
    pub replaces: Option<Spanned<String>>,
}

/// Reads the documents of an item.
pub fn documents(f: &mut Fields<'_, '_, '_>) -> Vec<Document> {
    let mut members = f.records("documents", "{title: Rules, file: rules.pdf}", |f| Some(document(f)));
    settle(f, "documents", &mut members, |member| &mut member.id);
    let written = f.of_members("documents", "id");
    // What is no map, or has an id that is none, may be the document that another one names.
    let has_nameless = written.len() > members.len() || written.iter().flatten().any(|id| !is_id(id));
    for member in &members {
        let Some(replaced) = &member.replaces else { continue };
        let mut others = members.iter().filter(|other| other.id != member.id);
        if !has_nameless && !others.any(|other| other.id.as_str() == replaced.value) {
            let ids: Vec<&str> = members.iter().map(|member| member.id.as_str()).collect();
            let help = say!(
                en: "write the id of another document of this list: {others}",
                fr: "écrivez l’identifiant d’un autre document de cette liste : {others}",
                others = crate::read::listed::list_of(&ids)
            );
            f.reader.error(
                "dangling-reference",
                replaced.span,
                say!(en: "there is no document `{id}`", fr: "le document `{id}` n’existe pas", id = replaced.value),
                help,
            );
        }
    }
    let whole = |member: Member| member.document.map(|document| Document { id: member.id, ..document });
    members.into_iter().filter_map(whole).collect()
}

/// A member of the list. One that lacks something is no document, and others may name it all the same.
struct Member {
    id: MemberId,
    replaces: Option<Spanned<String>>,
    document: Option<Document>,
}

fn document(f: &mut Fields<'_, '_, '_>) -> Member {
    let title = f.required("title", value::text);
    let file = f.optional("file", named::file);
    let url = f.optional("url", address::url);
    let named = (f.has("file"), f.has("url"));
    match named {
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
            say!(en: ", and so is `url`", fr: ", de même que `url`"),
            say!(
                en: "write `file: rules.pdf` or `url: https://…`",
                fr: "écrivez `file: reglement.pdf` ou `url: https://…`"
            ),
        ),
        (true, false) | (false, true) => {}
    }
    let source = file.map(Source::File).or_else(|| url.map(Source::Url));
    let stem = source.as_ref().map(|source| match source {
        Source::File(path) | Source::Url(path) => stem(path).to_owned(),
    });
    let id = member_id(f, stem);
    let lang = f.optional("lang", language_tag);
    let date = f.optional("date", date::date);
    let version = f.optional("version", value::string);
    let format = f.optional("format", value::string);
    let size = f.optional("size", value::string);
    let replaces = f.optional("replaces", value::spanned(value::id));
    let named = replaces.clone();
    let document = title.zip(source).map(|(title, source)| Document {
        id: id.clone(),
        title,
        source,
        lang,
        date,
        version,
        format,
        size,
        replaces,
    });
    Member { id, replaces: named, document }
}

/// The name of a file without folders, query and ending.
fn stem(path: &str) -> &str {
    let path = path.split(['?', '#']).next().unwrap_or(path).trim_end_matches('/');
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}
