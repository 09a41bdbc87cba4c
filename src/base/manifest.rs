//! What a site holds, so that the next one can be compared with it: its pages and the entries of its feeds. It is published
//! with the site, at [`PATH`], and says nothing that the pages do not.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use serde::{Deserialize, Serialize};

use crate::base::message::{Message, say};
use crate::base::moment::PartialDate;

/// Where it is published.
pub const PATH: &str = "/data/manifest.json";

/// The form of the file. It is counted up when what older programs wrote means something else.
const VERSION: u32 = 1;

/// What a site holds.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Manifest {
    version: u32,
    /// The fingerprint of what is around all pages: the words and templates of the theme, and `site.yaml`.
    pub frame: String,
    /// The entries of the feeds by their ids, each with the languages in which it is told.
    pub entries: BTreeMap<String, Vec<String>>,
    /// The pages in the order of their addresses.
    pub pages: Vec<ManifestPage>,
}

/// A page of a language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManifestPage {
    /// Its address from the root of the site, not percent-encoded.
    pub path: String,
    /// Its language, BCP 47; empty for what has none.
    pub lang: String,
    /// What it is: the kind of its item, else such as `list` or `letter`.
    pub kind: String,
    /// The item that it shows: `call/robots`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub item: String,
    /// The title of that item.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// The fingerprint of all that it says of that item.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// True in a preview for what visitors do not see yet.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub hidden: bool,
}

/// An entry of the feeds, as people read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnnouncedEntry {
    /// Its permanent id.
    pub id: String,
    /// The languages in which it is told, BCP 47.
    pub langs: Vec<String>,
    /// When it happened.
    pub date: PartialDate,
    /// What happened, in the first of its languages.
    pub headline: String,
}

impl Manifest {
    /// What a site holds.
    pub fn new(frame: String, entries: BTreeMap<String, Vec<String>>, mut pages: Vec<ManifestPage>) -> Self {
        pages.sort_by(|one, other| one.path.cmp(&other.path));
        Self { version: VERSION, frame, entries, pages }
    }

    /// Reads what [`Manifest::write`] wrote; else says why it cannot.
    pub fn parse(bytes: &[u8]) -> Result<Self, Message> {
        let manifest: Self = serde_json::from_slice(bytes)
            .map_err(|error| say!(en: "it is no manifest: {error}", fr: "ce n’est pas un manifeste : {error}"))?;
        match manifest.version {
            VERSION => Ok(manifest),
            _ => Err(say!(en: "another version of parvis wrote it", fr: "une autre version de parvis l’a écrit")),
        }
    }

    /// Writes it as JSON, an entry or a page a line, so that a change is a change of one line.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        write!(out, "{{\"version\":{},\"frame\":{},\n\"entries\":{{", self.version, json(&self.frame))?;
        for (rank, (id, langs)) in self.entries.iter().enumerate() {
            let comma = if rank == 0 { "" } else { "," };
            write!(out, "{comma}\n{}:{}", json(id), json(langs))?;
        }
        out.write_all(b"\n},\n\"pages\":[")?;
        for (rank, page) in self.pages.iter().enumerate() {
            let comma = if rank == 0 { "" } else { "," };
            write!(out, "{comma}\n{}", json(page))?;
        }
        out.write_all(b"\n]}\n")
    }
}

fn json(value: &(impl Serialize + ?Sized)) -> String {
    serde_json::to_string(value).expect("text and lists always have a form in JSON")
}

/// What differs between two sites, for those who read them.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Difference<'m> {
    /// Pages that were not there.
    pub new: Vec<&'m ManifestPage>,
    /// Pages that say something else.
    pub changed: Vec<&'m ManifestPage>,
    /// Pages of an item at another address: before and now.
    pub moved: Vec<(&'m ManifestPage, &'m ManifestPage)>,
    /// Addresses that nothing answers at any more.
    pub gone: Vec<&'m ManifestPage>,
    /// True when what is around all pages is another.
    pub frame: bool,
}

impl<'m> Difference<'m> {
    /// What differs, in the order of addresses. An old address that leads to the new one is neither new nor gone.
    pub fn between(before: &'m Manifest, now: &'m Manifest) -> Self {
        let mut difference = Self { frame: before.frame != now.frame, ..Self::default() };
        let known: BTreeMap<&str, &ManifestPage> = before.pages.iter().map(|page| (&*page.path, page)).collect();
        let mut places: BTreeMap<(&str, &str), &ManifestPage> = BTreeMap::new();
        for page in before.pages.iter().filter(|page| !page.item.is_empty()) {
            places.insert((&page.item, &page.lang), page);
        }
        for page in now.pages.iter().filter(|page| page.kind != REDIRECT) {
            match (known.get(&*page.path), places.get(&(&*page.item, &*page.lang))) {
                (Some(old), _) if old.kind != REDIRECT => {
                    if old.text != page.text || old.title != page.title {
                        difference.changed.push(page);
                    }
                }
                (_, Some(old)) => difference.moved.push((old, page)),
                (_, None) => difference.new.push(page),
            }
        }
        let answered: BTreeSet<&str> = now.pages.iter().map(|page| &*page.path).collect();
        difference.gone = before.pages.iter().filter(|page| !answered.contains(&*page.path)).collect();
        difference
    }
}

/// The kind of an old address that leads elsewhere.
pub const REDIRECT: &str = "redirect";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::message::UiLang;

    fn page(path: &str, item: &str, text: &str) -> ManifestPage {
        let kind = if text == REDIRECT { REDIRECT } else { "call" };
        let [path, lang, kind, item, text] = [path, "fr", kind, item, text].map(str::to_owned);
        ManifestPage { path, lang, kind, item, title: "A « title »".to_owned(), text, hidden: false }
    }

    fn site(frame: &str, pages: &[(&str, &str, &str)]) -> Manifest {
        let pages = pages.iter().map(|(path, item, text)| page(path, item, text));
        let entries = BTreeMap::from([("urn:a".to_owned(), vec!["fr".to_owned()]), ("urn:b".to_owned(), Vec::new())]);
        Manifest::new(frame.to_owned(), entries, pages.collect())
    }

    #[test]
    fn what_is_written_is_read_again() {
        let manifest = site("f", &[("/fr/b/", "call/b", "1"), ("/fr/a/", "", "")]);
        let mut bytes = Vec::new();
        manifest.write(&mut bytes).expect("written");
        assert_eq!(Manifest::parse(&bytes), Ok(manifest));
        let text = String::from_utf8(bytes).expect("UTF-8");
        assert_eq!(
            text,
            "{\"version\":1,\"frame\":\"f\",\n\"entries\":{\n\"urn:a\":[\"fr\"],\n\"urn:b\":[]\n},\n\"pages\":[\n\
             {\"path\":\"/fr/a/\",\"lang\":\"fr\",\"kind\":\"call\",\"title\":\"A « title »\"},\n\
             {\"path\":\"/fr/b/\",\"lang\":\"fr\",\"kind\":\"call\",\"item\":\"call/b\",\"title\":\"A « title »\",\
             \"text\":\"1\"}\n]}\n"
        );
        let newer = text.replace("\"version\":1", "\"version\":2");
        assert_eq!(
            Manifest::parse(newer.as_bytes()),
            Err(say!(en: "another version of parvis wrote it", fr: "une autre version de parvis l’a écrit"))
        );
        assert!(
            Manifest::parse(b"<!doctype html>")
                .is_err_and(|why| why.text(UiLang::English).starts_with("it is no manifest: "))
        );
    }

    #[test]
    fn pages_are_new_changed_moved_or_gone() {
        let before = site(
            "f",
            &[
                ("/fr/same/", "call/same", "1"),
                ("/fr/edited/", "call/edited", "1"),
                ("/fr/old/", "call/renamed", "1"),
                ("/fr/dead/", "call/dead", "1"),
                ("/fr/back/", "", REDIRECT),
                ("/fr/lost/", "call/lost", "1"),
            ],
        );
        let now = site(
            "g",
            &[
                ("/fr/same/", "call/same", "1"),
                ("/fr/edited/", "call/edited", "2"),
                ("/fr/old/", "", REDIRECT),
                ("/fr/renamed/", "call/renamed", "1"),
                ("/fr/new/", "call/new", "1"),
                ("/fr/back/", "call/back", "1"),
                ("/fr/found/", "call/lost", "1"),
            ],
        );
        let difference = Difference::between(&before, &now);
        let paths = |pages: &[&ManifestPage]| pages.iter().map(|page| page.path.clone()).collect::<Vec<_>>();
        assert_eq!(paths(&difference.new), ["/fr/back/", "/fr/new/"]);
        assert_eq!(paths(&difference.changed), ["/fr/edited/"]);
        assert_eq!(paths(&difference.gone), ["/fr/dead/", "/fr/lost/"], "no address leads from the second to its page");
        let moved: Vec<_> = difference.moved.iter().map(|(old, new)| (&*old.path, &*new.path)).collect();
        assert_eq!(moved, [("/fr/lost/", "/fr/found/"), ("/fr/old/", "/fr/renamed/")]);
        assert!(difference.frame);
        assert_eq!(Difference::between(&now, &now), Difference::default());
    }
}
