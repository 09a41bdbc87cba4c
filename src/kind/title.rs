//! The title of an item for a reader, and its sort keys.

use crate::base::collation::{Collation, SortKey};
use crate::base::lang::{Lang, PerLang};
use crate::kind::item::{Facts, Item};
use crate::read::language_tags::LanguageTags;

impl Item {
    /// The title for a reader of `lang`, and its language if that is another one.
    pub fn title(&self, lang: Lang) -> (&str, Option<Lang>) {
        if let Some(words) = self.words.get(lang).filter(|words| !words.title.is_empty()) {
            return (&words.title, None);
        }
        if let Some(titles) = &self.localized_title {
            let wording = titles.wording(lang, self.original);
            return (wording.text, wording.foreign);
        }
        (&self.original_words().title, Some(self.original).filter(|original| *original != lang))
    }
}

/// The sort keys of an item's title in each language; empty for kinds that are listed by date. They are computed once, when
/// the item is read: with 10,000 items they take longer than the sorting.
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
