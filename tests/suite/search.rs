//! The search index of the project's own catalogue.

use std::collections::BTreeSet;
use std::path::Path;

use parvis::base::moment::Moment;
use parvis::base::snapshot::Snapshot;
use parvis::compile::memo::Memo;
use parvis::compile::{Options, compile};
use parvis::edge::disk;
use parvis::edge::root::Root;
use parvis::present::fill::facets::FILTERS;
use serde_json::Value;

/// The project's catalogue as of a moment.
fn project(unix_seconds: i64) -> Snapshot {
    let now = Moment::from_unix_seconds(unix_seconds).expect("a moment");
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    disk::read(&Root::find(Some(here), here).expect("a root"), now).expect("the project")
}

/// 2026-11-22T12:00 in Luxembourg.
const NOON: i64 = 1_795_345_200;

const LANGUAGES: [&str; 2] = ["fr", "en"];

/// The two files of each language: the items, and their texts.
fn files(snapshot: &Snapshot) -> Vec<[String; 2]> {
    let tree = compile(snapshot, &Options::default(), &mut Memo::default()).tree;
    let file = |lang: &str, name: &str| {
        let output = tree.get(&format!("search/{lang}/{name}.json")).expect("a file");
        String::from_utf8(tree.bytes(output).expect("bytes")).expect("UTF-8")
    };
    LANGUAGES.map(|lang| ["items", "texts"].map(|name| file(lang, name))).into()
}

fn members(file: &str) -> Vec<Value> {
    serde_json::from_str(file).expect("an array")
}

/// The filters of an item, with their values.
fn filters(item: &Value) -> Vec<(&str, Vec<&str>)> {
    let all = item["filters"].as_object().expect("filters").iter();
    let values = |values: &'_ Value| -> Vec<String> { serde_json::from_value(values.clone()).expect("texts") };
    all.map(|(name, of)| {
        assert!(!values(of).is_empty(), "{item}");
        (name.as_str(), of.as_array().expect("a list").iter().filter_map(Value::as_str).collect())
    })
    .collect()
}

#[test]
fn each_listed_item_is_in_the_index_once_per_language_with_words() {
    let all = files(&project(NOON));
    for ([items, texts], lang) in all.iter().zip(LANGUAGES) {
        let (items, texts) = (members(items), members(texts));
        let address = |item: &Value| item["href"].as_str().expect("an address").to_owned();
        let addresses: BTreeSet<String> = items.iter().map(address).collect();
        assert!(addresses.len() == items.len() && items.len() > 20, "{lang}");
        // Pages that are not items come last, and have no texts.
        let (items, others) = items.split_at(texts.len());
        assert_eq!(items.iter().map(address).collect::<Vec<_>>(), texts.iter().map(address).collect::<Vec<_>>());
        for other in others {
            assert!(address(other).starts_with(&format!("/{lang}/")) && filters(other).is_empty(), "{other}");
            assert!(["title", "kind"].iter().all(|key| other[key].as_str().is_some_and(|words| !words.is_empty())));
        }
        for item in items {
            assert!(address(item).starts_with(&format!("/{lang}/")), "{item}");
            assert!(item["title"].as_str().is_some_and(|title| !title.is_empty()), "{item}");
            assert!(item["names"].as_array().is_some_and(|names| !names.is_empty()), "{item}");
            let filters = filters(item);
            assert!(filters.iter().all(|(name, _)| FILTERS.contains(name)), "{item}");
            assert!(filters.iter().any(|(name, values)| *name == "kind" && values.len() == 1), "{item}");
        }
        for text in &texts {
            let text = text["text"].as_str().expect("a text");
            assert!(!text.contains("</") && text.lines().all(|line| !line.is_empty() && line == line.trim()), "{text}");
        }
    }
    let [fr, en] = [0, 1].map(|rank: usize| members(&all[rank][0]));
    assert_eq!(fr.len(), en.len(), "lists are as long in every language");
}

#[test]
fn each_item_is_on_its_own_line() {
    for file in files(&project(NOON)).concat() {
        let lines: Vec<&str> = file.lines().collect();
        assert_eq!((lines.first(), lines.last()), (Some(&"["), Some(&"]")));
        assert_eq!(lines.len(), members(&file).len() + 2);
        let is_alone = |line: &&str| serde_json::from_str::<Value>(line.trim_end_matches(',')).is_ok();
        assert!(lines[1..lines.len() - 1].iter().all(is_alone));
    }
}

#[test]
fn values_of_filters_are_the_same_in_every_language() {
    let all = files(&project(NOON));
    let values = |file: &str| {
        let mut values: Vec<String> = members(file).iter().map(|item| format!("{:?}", filters(item))).collect();
        values.sort();
        values
    };
    assert_eq!(values(&all[0][0]), values(&all[1][0]));
}

#[test]
fn the_index_changes_with_content_and_time_but_not_with_the_theme() {
    let before = files(&project(NOON));
    assert_eq!(files(&project(NOON + 60)), before, "a minute later nothing else is found");
    let years_later = files(&project(NOON + 3 * 366 * 24 * 3600));
    assert_ne!(years_later[0][0], before[0][0], "years later states are others");
    let over = |files: &[[String; 2]]| members(&files[0][0]).iter().filter(|item| item["over"] == true).count();
    assert!(over(&years_later) > over(&before), "years later more is over");
    let mut looks = project(NOON);
    looks.files.remove(&parvis::base::source::SourcePath::new("themes/lab/assets/style.css"));
    assert_eq!(files(&looks), before);
}

#[test]
fn organisations_have_acronyms_and_calls_references_as_names() {
    let items = members(&files(&project(NOON))[0][0]);
    let names = |end: &str| {
        let item = items.iter().find(|item| item["href"].as_str().is_some_and(|href| href.ends_with(end)));
        item.unwrap_or_else(|| panic!("no {end}"))["names"].clone()
    };
    assert!(names("/ctie/").as_array().expect("a list").contains(&Value::from("CTIE")), "{}", names("/ctie/"));
}

#[test]
fn synonyms_of_items_themes_and_pages_are_in_the_index() {
    let has = |names: &Value, name: &str| names.as_array().is_some_and(|names| names.contains(&Value::from(name)));
    for ([items, _], doors) in files(&project(NOON)).iter().zip([
        [
            ("/themes/intelligence-artificielle/", "IA"),
            ("/appels/#_open", "Appels ouverts"),
            ("/s-abonner/", "newsletter"),
        ],
        [("/themes/artificial-intelligence/", "AI"), ("/calls/#_open", "Open calls"), ("/subscribe/", "newsletter")],
    ]) {
        let items = members(items);
        for (end, name) in doors {
            let door = items.iter().find(|item| item["href"].as_str().is_some_and(|href| href.ends_with(end)));
            let door = door.unwrap_or_else(|| panic!("no {end}"));
            assert!(has(&door["names"], name), "{door}");
        }
        // An item has the synonyms of its themes.
        let about = items.iter().filter(|item| item["filters"]["theme"][0] == "artificial-intelligence");
        assert!(about.clone().count() > 0 && about.clone().all(|item| has(&item["about"], "KI")));
        let bin_day = items.iter().find(|item| has(&item["names"], "bin-day")).expect("a service");
        assert!(has(&bin_day["names"], "poubelles"), "{bin_day}");
    }
}

#[test]
fn words_for_proposing_a_challenge_find_open_calls_for_challenges_and_the_page_about_it() {
    let proposing = |unix_seconds| {
        let items = members(&files(&project(unix_seconds))[0][0]);
        let is_it =
            |item: &&Value| item["names"].as_array().is_some_and(|names| names.contains(&"proposer un défi".into()));
        items.iter().filter(is_it).map(|item| item["href"].as_str().expect("an address").to_owned()).collect::<Vec<_>>()
    };
    let page = "/fr/proposer-un-defi/";
    assert_eq!(proposing(NOON), ["/fr/appels/defis-des-communes-2027/", page], "the one that is open");
    let between = NOON + 69 * 24 * 3600;
    assert_eq!(
        proposing(between),
        ["/fr/appels/defis-des-ecoliers-2027/", page],
        "while none is open, the one that is announced"
    );
}

#[test]
fn a_theme_without_a_search_page_has_no_search() {
    let mut site = project(NOON);
    site.files.remove(&parvis::base::source::SourcePath::new("themes/lab/templates/search.html"));
    let tree = compile(&site, &Options::default(), &mut Memo::default()).tree;
    let page = |path: &str| String::from_utf8(tree.bytes(tree.get(path)?).expect("bytes")).ok();
    assert!(tree.iter().all(|(path, _)| !path.starts_with("search/") && path != "fr/recherche/index.html"));
    assert!(page("fr/index.html").is_some_and(|home| !home.contains("role=\"search\"")));
}
