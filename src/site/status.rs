//! The editorial status of the catalogue: translations to write or update, drafts, and items to be published later.

use crate::base::lang::Lang;
use crate::base::snapshot::Snapshot;
use crate::base::status::{EditorialStatus, LanguageStatus, StatusItem, StatusSource};
use crate::kind::common::Words;
use crate::kind::item::Item;
use crate::kind::key::Kind;
use crate::read::languages::Language;
use crate::site::catalogue::Catalogue;
use crate::site::plan::Plan;
use crate::site::rules::is_stale;

/// The editorial status of the catalogue.
pub fn status(catalogue: &Catalogue, plan: &Plan, snapshot: &Snapshot) -> EditorialStatus {
    let all = || Kind::ALL.iter().flat_map(|kind| catalogue.of_kind(*kind));
    let status_item = |item: &Item, words: &Words, lang: Lang| StatusItem {
        key: item.key.to_string(),
        title: item.title(lang).0.to_owned(),
        lang: catalogue.tags.tag(lang).to_owned(),
        path: words.path.clone(),
        href: catalogue.is_public(item).then(|| catalogue.site.base_url.href(&plan.item(item, lang))),
    };
    let original = |item: &Item| status_item(item, item.original_words(), item.original);
    let language = |(lang, language): (Lang, &Language)| {
        let missing = all().filter(|item| lacks_translation(item, lang, snapshot));
        let stale = |item: &Item| {
            let words = item.words.get(lang).filter(|_| item.original != lang)?;
            is_stale(item, words, snapshot).then(|| status_item(item, words, lang))
        };
        let unstamped = |item: &Item| {
            let words = item.words.get(lang).filter(|_| item.original != lang)?;
            words.translation_of.is_none().then(|| status_item(item, words, lang))
        };
        LanguageStatus {
            name: language.name.clone(),
            tag: language.tag.clone(),
            missing: missing.map(original).collect(),
            stale: all().filter_map(stale).collect(),
            unstamped: all().filter_map(unstamped).collect(),
            ..LanguageStatus::default()
        }
    };
    let drafts = all().filter(|item| item.common.draft);
    let later = |item: &&Item| !item.common.draft && item.common.public_from.is_some_and(|from| from > catalogue.now);
    let mut coming: Vec<&Item> = all().filter(later).collect();
    coming.sort_by_key(|item| item.common.public_from);
    let day = |item: &Item| {
        let from = item.common.public_from.map(|from| from.day(&item.common.zone).to_string());
        (from.unwrap_or_default(), original(item))
    };
    let page = |item: &Item, lang: Lang| {
        let (title, foreign) = item.title(lang);
        StatusSource {
            href: catalogue.site.base_url.href(&plan.item(item, lang)),
            title: title.to_owned(),
            lang: catalogue.tags.tag(foreign.unwrap_or(lang)).to_owned(),
            path: item.words_for(lang).path.clone(),
        }
    };
    let shown = all().filter(|item| catalogue.is_public(item));
    EditorialStatus {
        languages: catalogue.langs().zip(&catalogue.site.languages).map(language).collect(),
        drafts: drafts.map(original).collect(),
        coming: coming.into_iter().map(day).collect(),
        pages: shown.flat_map(|item| catalogue.langs().map(move |lang| page(item, lang))).collect(),
    }
}

/// True for an item that lacks a translation and needs one; an organisation that has only a name needs none.
fn lacks_translation(item: &Item, lang: Lang, snapshot: &Snapshot) -> bool {
    if item.words.get(lang).is_some() {
        return false;
    }
    let words = item.original_words();
    let body = || snapshot.text(&words.path).map_or("", |text| &text[words.body..]);
    item.key.kind != Kind::Organisation || (item.localized_title.is_none() && !body().trim().is_empty())
}
