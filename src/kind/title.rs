//! The title of an item for its readers, and where it stands in a list of titles.

use crate::base::collation::{Collation, SortKey};
use crate::base::lang::{Lang, PerLang};
use crate::kind::item::{Facts, Item};
use crate::read::language_tags::LanguageTags;

impl Item {
    /// The title for a reader of `lang`, and the language it is in when that is another one.
    pub fn title(&self, lang: Lang) -> (&str, Option<Lang>) {
        if let Some(words) = self.words.get(lang).filter(|words| !words.title.is_empty()) {
            return (&words.title, None);
        }
        if let Some(names) = &self.localized_title {
            let wording = names.wording(lang, self.original);
            return (wording.text, wording.foreign);
        }
        (&self.original_words().title, Some(self.original).filter(|original| *original != lang))
    }
}

/// What an item is sorted by in each language, if lists of its kind go by titles: others go by dates. Keys are made once, when
/// the item is read: at 10,000 items they cost more than the sorting.
pub fn sort_keys(item: &Item, tags: &LanguageTags) -> PerLang<SortKey> {
    let mut keys = PerLang::default();
    match item.facts {
        Facts::Call(_) | Facts::Event(_) | Facts::Update(_) => {}
        Facts::Challenge(_) | Facts::Programme(_) | Facts::Startup(_) | Facts::Organisation(_) | Facts::Page(_) => {
            for lang in tags.all() {
                keys.set(lang, Collation::new(tags.tag(lang)).key(item.title(lang).0));
            }
        }
    }
    keys
}
