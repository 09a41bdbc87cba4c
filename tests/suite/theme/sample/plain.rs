//! Sample views of pages with a role, and of pages without a language.

use parvis::present::view::data::{DataExample, DataFiles, DataLink, DataPage, ResultsFiles};
use parvis::present::view::item::ItemView;
use parvis::present::view::listing::{Door, DoorState, PlainPage};
use parvis::present::view::part::FutureState;
use parvis::present::view::root::{RedirectPage, RootLanguage, RootPage};
use parvis::present::view::shell;
use parvis::present::view::statement::{self, AuditView, IssueView, StatementView};
use parvis::present::view::value::LangString;

use super::{Sample, Write};

impl Sample<'_> {
    fn write_data(&self, write: &mut Write<'_>) {
        let link = |name: &str| DataLink {
            name: name.into(),
            href: format!("/data/{name}"),
            url: format!("https://example.lu/data/{name}"),
        };
        let files = |kind: &str, name: &str| DataFiles {
            kind: kind.into(),
            count: self.localizer.plural("count.item", 42),
            json: link(&format!("{name}.json")),
            csv: (!kind.is_empty()).then(|| link(&format!("{name}.csv"))),
            excel: (!kind.is_empty()).then(|| link(&format!("{name}.excel.csv"))),
            schema: link(&format!("{name}.schema.json")),
        };
        let page = DataPage {
            site: self.site(),
            page: self.page(&self.t("Données ouvertes", "Open data"), "data"),
            all: files("", "catalogue"),
            kinds: vec![files("call", "calls"), files("event", "events")],
            results: ResultsFiles {
                count: self.localizer.plural("count.result", 3),
                csv: link("results.csv"),
                excel: link("results.excel.csv"),
                schema: link("results.schema.json"),
            },
            ocds: Some(link("ocds.json")),
            example: Some(DataExample {
                item: self.link("Bye bye Robots !", "Bye Bye Robots!"),
                file: link("calls.json"),
                json: "{\n  \"key\": \"call/robots\"\n}".into(),
            }),
            command: "curl -s https://example.lu/data/calls.json | jq .items".into(),
        };
        write.page("data.html", "", &page);
        write.page("data.html", "-empty", &DataPage { ocds: None, example: None, ..page });
    }

    pub(super) fn write_pages(&self, write: &mut Write<'_>) {
        self.write_data(write);
        let item = |fr, en| ItemView {
            state: None,
            related: Vec::new(),
            timeline: Vec::new(),
            feed: None,
            sources: Vec::new(),
            ..self.item("page", fr, en, "")
        };
        let page = |role: &str| statement::PageFacts { role: Some(role.into()), ..statement::PageFacts::default() };
        for (role, fr, en) in [
            ("legal", "Mentions légales", "Legal notice"),
            ("privacy", "Protection des données", "Data protection"),
            ("contact", "Contact", "Contact"),
        ] {
            write.page(
                &format!("page-{role}.html"),
                "",
                &self.item_page(&format!("page-{role}"), item(fr, en), page(role)),
            );
        }
        write.page(
            "page.html",
            "",
            &self.item_page("page", item("À propos", "About"), statement::PageFacts::default()),
        );
        let door = |call: Option<LangString>, open| DoorState {
            sentence: self.localizer.string("door.challenges.none").into(),
            href: format!("list.{}.html", self.localizer.lang()),
            call,
            open,
            ..DoorState::default()
        };
        let propose = Door {
            now: door(Some(self.t("Les défis des communes", "Challenges of communes")), true),
            later: vec![FutureState { from: "2026-05-13T00:00:00+02:00".into(), then: door(None, false) }],
        };
        write.page(
            "page-propose.html",
            "",
            &self.item_page(
                "page-propose",
                item("Proposer un défi", "Propose a challenge"),
                statement::PageFacts { propose: Some(propose), ..page("propose") },
            ),
        );
        let feeds = vec![self.feed("Tout le site", "The whole site"), self.feed("Appels", "Calls")];
        let feeds = vec![statement::FeedGroup { sort: "site".into(), feeds }];
        write.page(
            "page-subscribe.html",
            "",
            &self.item_page(
                "page-subscribe",
                item("S’abonner", "Subscribe"),
                statement::PageFacts { feeds, ..page("subscribe") },
            ),
        );
        let issue = |fr, en| IssueView {
            label: Some(self.rich(fr, en)),
            alternative: Some(self.rich("<p>Écrivez-nous.</p>", "<p>Write to us.</p>")),
        };
        let statement = StatementView {
            organisation: self.ministry().text,
            website: "https://example.lu".into(),
            website_href: Some("https://example.lu".into()),
            standard: "RAWeb 1".into(),
            state: "partial".into(),
            created: Some(self.date("2026-03-01")),
            reviewed: Some(self.date("2026-04-01")),
            audit: Some(AuditView {
                date: Some(self.date("2026-02")),
                by: "Exemple S.à r.l.".into(),
                rate: Some(self.localizer.percent(87.5)),
            }),
            non_compliant: vec![issue("<p>Certains PDF ne sont pas balisés.</p>", "<p>Some PDFs are not tagged.</p>")],
            disproportionate_burden: vec![issue("<p>Les vidéos de 2019.</p>", "<p>Videos of 2019.</p>")],
            exception: vec![issue("<p>Les cartes.</p>", "<p>Maps.</p>")],
            feedback: self.contact(),
        };
        let facts = statement::PageFacts { statement: Some(statement), ..page("accessibility") };
        write.page(
            "page-accessibility.html",
            "",
            &self.item_page(
                "page-accessibility",
                ItemView { body: None, ..item("Accessibilité", "Accessibility") },
                facts,
            ),
        );
        write.page(
            "404.html",
            "",
            &PlainPage {
                site: self.site(),
                page: shell::PageView {
                    breadcrumb: Vec::new(),
                    ..self.page(&self.t("Page introuvable", "Page not found"), "404")
                },
            },
        );
        let language = |lang: &str, name: &str, title: &str, description: &str| RootLanguage {
            lang: lang.into(),
            name: name.into(),
            href: format!("home.{lang}.html"),
            url: format!("https://example.lu/{lang}/"),
            title: title.into(),
            description: description.into(),
            accessibility: Some(format!("page-accessibility.{lang}.html")),
        };
        let root = RootPage {
            languages: vec![
                language(
                    "fr",
                    "Français",
                    "Laboratoire de l’innovation publique",
                    "Défis, appels, événements et programmes.",
                ),
                language("en", "English", "Public Innovation Lab", "Challenges, calls, events and programmes."),
            ],
            canonical: "https://example.lu/".into(),
            assets: "assets/".into(),
            preview: Some("https://lab.example/".into()),
        };
        write.page("root.html", "", &root);
        write.page("root-404.html", "", &root);
        write.page(
            "redirect.html",
            "",
            &RedirectPage {
                lang: self.localizer.lang().into(),
                title: self.t("Appels", "Calls"),
                href: "list.fr.html".into(),
                canonical: "https://example.lu/list.fr.html".into(),
            },
        );
    }
}
