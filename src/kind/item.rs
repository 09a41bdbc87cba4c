//! An item: its facts, and its words in each language.

use crate::base::collation::SortKey;
use crate::base::lang::{Lang, PerLang, Text};
use crate::kind::common::{Common, Words};
use crate::kind::document;
use crate::kind::key::{Key, Kind};
use crate::kind::record::{AsValue, FieldValue, Record, RecordType};
use crate::kind::{call, challenge, event, organisation, page, programme, startup, update};

/// The facts of a kind.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the names are the words of the model")]
pub enum Facts {
    Challenge(challenge::Challenge),
    Call(Box<call::Call>),
    Event(Box<event::Event>),
    Programme(Box<programme::Programme>),
    Startup(Box<startup::Startup>),
    Organisation(organisation::Organisation),
    Update(update::Update),
    Page(Box<page::Page>),
}

impl AsValue for Facts {
    fn as_value(&self) -> FieldValue<'_> {
        match self {
            Self::Challenge(facts) => facts.as_value(),
            Self::Call(facts) => facts.as_value(),
            Self::Event(facts) => facts.as_value(),
            Self::Programme(facts) => facts.as_value(),
            Self::Startup(facts) => facts.as_value(),
            Self::Organisation(facts) => facts.as_value(),
            Self::Update(facts) => facts.as_value(),
            Self::Page(facts) => facts.as_value(),
        }
    }
}

/// An item whose files have no errors.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// Its kind and id.
    pub key: Key,
    /// Its folder.
    pub folder: String,
    /// The language of its original.
    pub original: Lang,
    /// Its words by language; those of the original are always present.
    pub words: PerLang<Words>,
    /// The titles of an organisation that has them for all languages in its original.
    pub localized_title: Option<Text>,
    /// The facts that every kind has.
    pub common: Common,
    /// The facts of its kind.
    pub facts: Facts,
    /// The sort key of its title in each language, for kinds that are listed by title.
    pub sort_keys: PerLang<SortKey>,
}

impl Item {
    /// The words of its original.
    pub fn original_words(&self) -> &Words {
        self.words.get(self.original).expect("an item is made with the words of its original")
    }

    /// Its documents; empty for kinds without documents.
    pub fn documents(&self) -> &[document::Document] {
        match &self.facts {
            Facts::Call(call) => &call.documents,
            Facts::Event(event) => &event.documents,
            Facts::Programme(programme) => &programme.documents,
            Facts::Challenge(_) | Facts::Startup(_) | Facts::Organisation(_) | Facts::Update(_) | Facts::Page(_) => &[],
        }
    }

    /// The items that its facts refer to, each with the top-level field of the reference.
    pub fn references(&self) -> Vec<(&'static str, &Key)> {
        let mut found = Vec::new();
        for (field, value) in self.facts.as_value().fields() {
            let mut keys = Vec::new();
            value.keys(&mut keys);
            found.extend(keys.into_iter().map(|key| (field.name, key)));
        }
        found
    }

    /// The words for a reader of `lang`: that language's own, else the original's.
    pub fn words_for(&self, lang: Lang) -> &Words {
        self.words.get(lang).unwrap_or_else(|| self.original_words())
    }
}

/// The declaration of the facts of a kind.
pub fn record_type(kind: Kind) -> &'static RecordType {
    match kind {
        Kind::Challenge => &<challenge::Challenge as Record>::TYPE,
        Kind::Call => &<call::Call as Record>::TYPE,
        Kind::Event => &<event::Event as Record>::TYPE,
        Kind::Programme => &<programme::Programme as Record>::TYPE,
        Kind::Startup => &<startup::Startup as Record>::TYPE,
        Kind::Organisation => &<organisation::Organisation as Record>::TYPE,
        Kind::Update => &<update::Update as Record>::TYPE,
        Kind::Page => &<page::Page as Record>::TYPE,
    }
}
