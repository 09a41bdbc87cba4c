//! The manifest of a site: its pages and feed entries, with which the next build is compared. Published at [`PATH`]; it contains
//! nothing that pages do not.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use serde::{Deserialize, Serialize};

use crate::base::message::{Message, say};
use crate::base::moment::PartialDate;

/// Its path.
pub const PATH: &str = "/data/manifest.json";

/// The version of the format, incremented when the meaning of a field changes.
const VERSION: u32 = 1;

/// The manifest of a site.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Manifest {
    version: u32,
    /// The fingerprint of what all pages share: strings and templates of the theme, and `site.yaml`.
    pub frame: String,
    /// The feed entries by id, each with its languages.
    pub entries: BTreeMap<String, Vec<String>>,
    /// The pages, sorted by address.
    pub pages: Vec<ManifestPage>,
}

/// A page in a language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManifestPage {
    /// Its address from the root of the site, not percent-encoded.
    pub path: String,
    /// Its language, BCP 47; empty if it has none.
    pub lang: String,
    /// The kind of its item, else for example `list` or `letter`.
    pub kind: String,
    /// The key of its item: `call/robots`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub item: String,
    /// The title of that item.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// The closing of that item, RFC 3339, if it is a call that closes.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub closes: String,
    /// The fingerprint of its content about that item.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// True in a preview if it is not published yet.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub hidden: bool,
}

/// A feed entry, as people read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnnouncedEntry {
    /// Its permanent id.
    pub id: String,
    /// The languages of the feeds that contain it, BCP 47.
    pub langs: Vec<String>,
    /// When it happened.
    pub date: PartialDate,
    /// Its headline, in the first of its languages.
    pub headline: String,
}

impl Manifest {
    /// The manifest of a site.
    pub fn new(frame: String, entries: BTreeMap<String, Vec<String>>, mut pages: Vec<ManifestPage>) -> Self {
        pages.sort_by(|one, other| one.path.cmp(&other.path));
        Self { version: VERSION, frame, entries, pages }
    }

    /// Parses the result of [`Manifest::write`]; an error says why that fails.
    pub fn parse(bytes: &[u8]) -> Result<Self, Message> {
        let manifest: Self = serde_json::from_slice(bytes)
            .map_err(|error| say!(en: "it is not a manifest: {error}", fr: "ce n’est pas un manifeste : {error}"))?;
        match manifest.version {
            VERSION => Ok(manifest),
            _ => Err(say!(en: "another version of parvis wrote it", fr: "une autre version de parvis l’a écrit")),
        }
    }

    /// Writes JSON with one entry or page per line, so that diffs are readable.
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

/// The differences of two sites for their readers.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Difference<'m> {
    /// New pages.
    pub new: Vec<&'m ManifestPage>,
    /// Pages with other content.
    pub changed: Vec<&'m ManifestPage>,
    /// Pages of an item that have moved: before and now.
    pub moved: Vec<(&'m ManifestPage, &'m ManifestPage)>,
    /// Removed addresses.
    pub gone: Vec<&'m ManifestPage>,
    /// True when what all pages share has changed.
    pub frame: bool,
}

impl<'m> Difference<'m> {
    /// The differences, sorted by address. A redirect from an old address is neither new nor removed.
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

/// The kind of redirects.
pub const REDIRECT: &str = "redirect";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::message::UiLang;

    fn page(path: &str, item: &str, text: &str) -> ManifestPage {
        let kind = if text == REDIRECT { REDIRECT } else { "call" };
        let [path, lang, kind, item, text] = [path, "fr", kind, item, text].map(str::to_owned);
        ManifestPage {
            path,
            lang,
            kind,
            item,
            title: "A « title »".to_owned(),
            closes: String::new(),
            text,
            hidden: false,
        }
    }

    fn site(frame: &str, pages: &[(&str, &str, &str)]) -> Manifest {
        let pages = pages.iter().map(|(path, item, text)| page(path, item, text));
        let entries = BTreeMap::from([("urn:a".to_owned(), vec!["fr".to_owned()]), ("urn:b".to_owned(), Vec::new())]);
        Manifest::new(frame.to_owned(), entries, pages.collect())
    }

    #[test]
    fn a_written_manifest_is_read_back() {
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
                .is_err_and(|why| why.text(UiLang::English).starts_with("it is not a manifest: "))
        );
    }

    #[test]
    fn pages_are_classified_as_new_changed_moved_or_removed() {
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
