//! The editorial status: what is still to be done in a catalogue.

use parvis::base::status::{EditorialStatus, StatusItem};
use parvis::compile::memo::Memo;
use parvis::compile::{Options, compile};

use super::project::{self, snapshot};

fn status(case: &str, drafts: bool) -> EditorialStatus {
    let snapshot = snapshot(&project::case(case));
    compile(&snapshot, &Options { drafts, ..Options::default() }, &mut Memo::default()).status()
}

fn keys(items: &[StatusItem]) -> Vec<&str> {
    items.iter().map(|item| item.key.as_str()).collect()
}

#[test]
fn missing_translations_are_listed_by_language() {
    let missing = status("missing-translation", false);
    let languages: Vec<_> = missing.languages.iter().map(|one| (one.tag.as_str(), keys(&one.missing))).collect();
    assert_eq!(languages, [("fr", vec![]), ("en", vec!["update/note", "page/a-propos"])]);
    let page = &missing.languages[1].missing[1];
    assert_eq!((page.title.as_str(), page.href.as_deref()), ("Titre de a-propos", Some("/fr/le-labo/")));
    let stale = status("stale-translation", false);
    assert_eq!(keys(&stale.languages[1].stale), ["page/vieille"]);
    assert_eq!(stale.languages[1].stale[0].path.as_str(), "content/pages/vieille/index.en.md");
    assert!(stale.languages[0].stale.is_empty() && stale.languages[1].missing.is_empty());
}

#[test]
fn drafts_have_a_page_only_if_drafts_are_shown() {
    let hrefs = |drafts: bool| -> Vec<(String, Option<String>)> {
        status("drafts-hidden", drafts).drafts.into_iter().map(|item| (item.key, item.href)).collect()
    };
    let key = "call/secret-91".to_owned();
    assert_eq!(hrefs(false), [(key.clone(), None)]);
    assert!(matches!(&hrefs(true)[..], [(found, Some(href))] if *found == key && href.ends_with("/secret-91/")));
}

#[test]
fn scheduled_items_are_listed_with_their_date() {
    let coming = status("published-in-the-future", false).coming;
    let days: Vec<_> = coming.iter().map(|(day, item)| (day.as_str(), item.key.as_str())).collect();
    assert_eq!(
        days,
        [("2026-06-01", "update/dans-une-minute"), ("2026-06-02", "update/demain"), ("2026-07-01", "update/juillet"),]
    );
}

#[test]
fn each_page_names_the_file_that_its_words_are_in() {
    let status = status("missing-translation", false);
    let source = |href: &str| status.source_of(href).map(|source| source.path.as_str());
    assert_eq!(source("/fr/le-labo/"), Some("content/pages/a-propos/index.fr.md"));
    assert_eq!(
        source("/en/le-labo/"),
        Some("content/pages/a-propos/index.fr.md"),
        "the original, for lack of a translation"
    );
    assert_eq!(source("/fr/actualites/"), None);
    let shown =
        |drafts: bool| self::status("drafts-hidden", drafts).pages.iter().any(|page| page.href.contains("secret-91"));
    assert!(shown(true) && !shown(false));
}
