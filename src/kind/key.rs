//! The eight kinds of items, and the key of an item: its kind and its id.

use std::fmt;
use std::sync::Arc;

use strum::{IntoStaticStr, VariantArray};

use crate::base::bounds::NAME_BYTES;
use crate::base::diagnostic::{Diagnostic, nearest};
use crate::base::message::say;
use crate::base::route::{is_id, to_id};
use crate::base::source::{Place, SourcePath, Span};
use crate::read::form::InputType;
use crate::read::list::quoted_list;
use crate::read::reader::Reader;
use crate::read::value::{report_invalid_id, string};
use crate::read::yaml::Node;

/// The kind of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum Kind {
    /// A need of an administration (défi).
    Challenge,
    /// A call for challenges or for solutions (appel).
    Call,
    /// An event (événement).
    Event,
    /// An incubation programme or a public commitment.
    Programme,
    /// A service in incubation.
    Startup,
    /// An organisation that takes part.
    Organisation,
    /// A piece of news (actualité).
    Update,
    /// A page of the site.
    Page,
}

impl Kind {
    /// All kinds, in the order of the model.
    pub const ALL: &'static [Self] = <Self as VariantArray>::VARIANTS;

    /// The word of the kind in references: `call`.
    pub fn word(self) -> &'static str {
        self.into()
    }

    /// The folder of its items: `calls`.
    pub fn folder(self) -> &'static str {
        match self {
            Self::Challenge => "challenges",
            Self::Call => "calls",
            Self::Event => "events",
            Self::Programme => "programmes",
            Self::Startup => "startups",
            Self::Organisation => "organisations",
            Self::Update => "updates",
            Self::Page => "pages",
        }
    }

    /// The kind whose items are in this folder.
    pub fn from_folder(folder: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.folder() == folder)
    }

    /// The kind that is called so: by its word or its folder, or as French editors call it, in singular or plural.
    pub fn called(name: &str) -> Option<Self> {
        let name = to_id(name);
        let singular = name.strip_suffix('s').unwrap_or(&name);
        Self::ALL.iter().copied().find(|kind| {
            let others: &[&str] = match kind {
                Self::Challenge => &["defi"],
                Self::Call => &["appel"],
                Self::Event => &["evenement"],
                Self::Programme => &["engagement", "program"],
                Self::Startup => &["service"],
                Self::Organisation => &["organization"],
                Self::Update => &["actualite", "nouvelle", "new"],
                Self::Page => &[],
            };
            kind.word() == singular || kind.folder() == name || others.contains(&singular)
        })
    }

    /// The kind with this word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.word() == word)
    }
}

/// The key of an item: its kind and its id. Keys are copied often, so copies share the id.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// The kind.
    pub kind: Kind,
    /// The id, unique within the kind.
    pub id: Arc<str>,
}

impl Key {
    /// A key.
    pub fn new(kind: Kind, id: impl Into<Arc<str>>) -> Self {
        Self { kind, id: id.into() }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.kind.word(), self.id)
    }
}

/// A reference to an item of one kind: `ctie` or `organisation/ctie`.
pub fn reference(kind: Kind) -> impl Fn(&mut Reader<'_>, &Node) -> Option<Key> {
    move |reader, node| {
        reader.declare_type(InputType::Reference { own: Some(kind.word()), only: true });
        let key = any_reference(Some(kind))(reader, node)?;
        if key.kind == kind {
            return Some(key);
        }
        reader.references.pop();
        let help = say!(
            en: "write the id of one of the `{folder}`, or delete the reference",
            fr: "écrivez l’identifiant d’une fiche de `{folder}`, ou supprimez la référence",
            folder = kind.folder()
        );
        reader.error(
            "wrong-kind",
            node.span,
            say!(
                en: "`{key}` is not an item of the kind expected here",
                fr: "`{key}` n’est pas une fiche du type attendu ici"
            ),
            help,
        );
        None
    }
}

/// A reference to an item of any kind. An id without a kind refers to the kind `own`; without `own` it is reported.
pub fn any_reference(own: Option<Kind>) -> impl Fn(&mut Reader<'_>, &Node) -> Option<Key> {
    move |reader, node| {
        reader.declare_type(InputType::Reference { own: own.map(Kind::word), only: false });
        let written = string(reader, node)?;
        let words: Vec<&str> = Kind::ALL.iter().map(|kind| kind.word()).collect();
        let (kind, id) = match (written.split_once('/'), own) {
            (None, Some(own)) => (own, written.as_str()),
            (None, None) => {
                let help = say!(
                    en: "write the kind before the id, for example `call/{written}`; the kinds are {kinds}",
                    fr: "écrivez le type avant l’identifiant, par exemple `call/{written}` ; les types sont {kinds}",
                    kinds = quoted_list(&words)
                );
                reader.error(
                    "not-a-reference",
                    node.span,
                    say!(
                        en: "`{written}` does not say what kind of item it is",
                        fr: "`{written}` n’indique pas le type de la fiche"
                    ),
                    help,
                );
                return None;
            }
            (Some((word, id)), _) => match Kind::from_word(word) {
                Some(kind) => (kind, id),
                None => {
                    let near = Kind::called(word).map(Kind::word).or_else(|| nearest(word, words.iter().copied()));
                    let help = match near {
                        Some(near) => say!(en: "write `{near}/{id}`", fr: "écrivez `{near}/{id}`"),
                        None => {
                            say!(en: "the kinds are {kinds}", fr: "les types sont {kinds}", kinds = quoted_list(&words))
                        }
                    };
                    reader.error(
                        "not-a-reference",
                        node.span,
                        say!(en: "`{word}` is not a kind of item", fr: "`{word}` n’est pas un type de fiche"),
                        help,
                    );
                    return None;
                }
            },
        };
        // What is no id may be the name of an item, which is known when all items are read.
        if !is_id(id) && (id.len() > NAME_BYTES || to_id(id).is_empty() || id.contains(',')) {
            report_invalid_id(reader, node.span, id);
            return None;
        }
        reader.add_reference(kind.word(), id.to_owned(), node.span);
        Some(Key::new(kind, id))
    }
}

/// Reports the name of an item's folder that is not a valid id.
pub fn check_id(key: &Key, path: &SourcePath, diagnostics: &mut Vec<Diagnostic>) {
    if is_id(&key.id) {
        return;
    }
    let near = to_id(&key.id);
    let help = match near.is_empty() {
        true => {
            say!(
                en: "rename the folder using `a` to `z`, `0` to `9` and `-`",
                fr: "renommez le dossier en n’employant que `a` à `z`, `0` à `9` et `-`"
            )
        }
        false => say!(en: "rename the folder to `{near}`", fr: "renommez le dossier en `{near}`"),
    };
    let place = Place { path: path.clone(), span: Span::default() };
    let message = say!(
        en: "the name of the folder, `{id}`, is not an id",
        fr: "le nom du dossier, `{id}`, n’est pas un identifiant",
        id = key.id
    );
    diagnostics.push(Diagnostic::error("not-an-id", place, message, help));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_is_found_by_its_french_name() {
        assert_eq!(Kind::called("appels"), Some(Kind::Call));
        assert_eq!(Kind::called("Événement"), Some(Kind::Event));
        assert_eq!(Kind::called("news"), Some(Kind::Update));
        assert_eq!(Kind::called("projets"), None);
    }
}
