//! What a search engine is told of the site: a record for each page that can be found. It knows no engine.

use crate::base::fingerprint::Fingerprint;

/// The folder of the site in which the files of the engine stand, a folder for each language below it.
pub const FOLDER: &str = "search";

/// A name of a filter and a value that a record has for it.
pub type Filter = (&'static str, String);

/// A page that can be found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// Its address, as links of the site write it.
    pub href: String,
    /// Its title, folded.
    pub title: String,
    /// The date that matters, in words; empty for none.
    pub date: String,
    /// All its words but the title, folded.
    pub text: String,
    /// What it can be filtered by.
    pub filters: Vec<Filter>,
}

/// The pages of one language that can be found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Records {
    /// The BCP 47 tag of the language.
    pub lang: String,
    /// Its pages.
    pub records: Vec<Record>,
}

/// A fingerprint of all that an engine is told.
pub fn fingerprint(all: &[Records]) -> String {
    let mut hash = Fingerprint::default();
    let mut part = |text: &str| {
        hash.add(text.len().to_le_bytes());
        hash.add(text);
    };
    for Records { lang, records } in all {
        part(lang);
        part(&records.len().to_string());
        for Record { href, title, date, text, filters } in records {
            [href, title, date, text].into_iter().for_each(|text| part(text));
            part(&filters.len().to_string());
            for (name, value) in filters {
                part(name);
                part(value);
            }
        }
    }
    hash.hex()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn records(title: &str, text: &str) -> Vec<Records> {
        let record = Record { title: title.to_owned(), text: text.to_owned(), ..Record::default() };
        vec![Records { lang: "fr".to_owned(), records: vec![record] }]
    }

    #[test]
    fn a_fingerprint_tells_where_a_part_ends() {
        assert_eq!(fingerprint(&records("a", "b")), fingerprint(&records("a", "b")));
        assert_ne!(fingerprint(&records("ab", "")), fingerprint(&records("a", "b")));
        assert_ne!(fingerprint(&records("a", "b")), fingerprint(&[]));
    }
}
