//! Sample views of the search page.

use parvis::present::view::listing::{GroupLink, SectionLink};
use parvis::present::view::search::{Choice, Filter, SearchPage, StateLinks};
use parvis::present::view::value::LangString;

use super::{Sample, Write};

impl Sample<'_> {
    pub(super) fn write_search(&self, write: &mut Write<'_>) {
        let lang = self.localizer.lang();
        let choice = |value: &str, label: LangString| Choice { value: value.into(), label, count: 3 };
        let filter = |name: &str, choice| Filter { name: name.into(), choices: vec![choice] };
        let search = SearchPage {
            site: self.site(),
            page: self.page(&self.t("Recherche", "Search"), "search"),
            items: format!("/search/{lang}/items.json"),
            texts: format!("/search/{lang}/texts.json"),
            filters: vec![
                filter("kind", choice("call", self.t("Appels", "Calls"))),
                filter("state", choice("open", self.t("Ouvert ou en cours", "Open or under way"))),
                filter("theme", choice("esch", LangString::foreign("Esch-Uelzecht", "lb", "fr"))),
            ],
            sections: vec![SectionLink {
                kind: "call".into(),
                href: format!("list.{lang}.html"),
                count: self.localizer.plural("count.call", 7),
            }],
            states: vec![StateLinks {
                kind: "call".into(),
                groups: vec![GroupLink { heading: "open".into(), href: format!("list.{lang}.html#_open"), count: 2 }],
            }],
            themes: vec![self.link("Accessibilité", "Accessibility")],
            organisations: vec![self.link("Ministère de la Digitalisation", "Ministry for Digitalisation")],
        };
        write.page("search.html", "", &search);
        let page = self.page(&self.t("Recherche", "Search"), "search");
        write.page("search.html", "-empty", &SearchPage { site: self.site(), page, ..SearchPage::default() });
    }
}
