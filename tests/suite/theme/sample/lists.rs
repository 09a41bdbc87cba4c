//! Sample views of pages with lists of items or entries.

use parvis::present::view::call::CallResult;
use parvis::present::view::data::DataLink;
use parvis::present::view::figure::{EventPoint, MonthsAhead, MonthsAheadRow};
use parvis::present::view::item::ItemView;
use parvis::present::view::listing::{
    CardGroup, Door, DoorState, EntriesPage, EntryGroup, GroupLink, HomePage, ListPage, MonthGroup, PageLink,
    Pagination, SectionLink, StateCount, StateCounts, ThemeChoice, ThemeLink, ThemePage, ThemesPage, YearGroup,
};
use parvis::present::view::newsletter::{
    NewsletterEmail, NewsletterGroup, NewsletterIssue, NewsletterIssuePage, NewsletterIssuesPage, NewsletterLine,
    NewsletterNews, NewsletterYear,
};
use parvis::present::view::part::{CardDate, CardState, FutureState, Link};
use parvis::present::view::results::{EndedCall, ResultsPage, ResultsYear};
use parvis::present::view::shell;
use parvis::present::view::value::{LangString, Shared};

use super::{Sample, Write};

impl Sample<'_> {
    fn ahead(&self) -> MonthsAhead {
        let lang = self.localizer.lang();
        let row = |key: &str, kind: &str, state: &str, role: &str| MonthsAheadRow {
            key: key.into(),
            kind: kind.into(),
            link: self.link("Demi-journée", "Half a day"),
            now: CardState {
                state: self.state(state),
                date: Some(CardDate { role: role.into(), when: Some(self.date("2026-04")) }),
                ..CardState::default()
            },
            later: vec![FutureState {
                from: "2026-05-01T00:00:00+02:00".into(),
                then: CardState { group: Some("past".into()), ..CardState::default() },
            }],
            place: (kind == "event").then(|| self.t("Salle 1", "Room 1")),
            from: 100,
            length: 100,
            example: true,
        };
        MonthsAhead {
            months: ["mars 2026", "avr.", "mai"].map(String::from).to_vec(),
            width: 300,
            lines: vec![0, 100, 200],
            today: 45,
            first: "2026-03".into(),
            zone: "Europe/Luxembourg".into(),
            calls: vec![
                row("call/a", "call", "open", "closes"),
                row("call/b", "call", "closing-soon", "closes"),
                row("call/c", "call", "announced", "opens"),
            ],
            more_calls: Some(self.localizer.plural("ahead.more.calls", 3)),
            calls_href: format!("list.{lang}.html"),
            points: vec![
                EventPoint { at: 120, state: "upcoming".into() },
                EventPoint { at: 150, state: "postponed".into() },
            ],
            events: vec![row("event/a", "event", "postponed", "when")],
            more_events: Some(self.localizer.plural("ahead.more.events", 1)),
            events_href: format!("list.{lang}.html"),
        }
    }

    pub(super) fn write_lists(&self, write: &mut Write<'_>) {
        let lang = self.localizer.lang();
        let title = self.t("Appels", "Calls");
        let groups = vec![
            CardGroup { heading: Some("open".into()), cards: self.cards()[..2].to_vec(), ..CardGroup::default() },
            CardGroup {
                heading: Some("coming".into()),
                months: vec![MonthGroup { month: Some(self.date("2026-12")), cards: self.cards()[2..3].to_vec() }],
                ..CardGroup::default()
            },
            CardGroup {
                heading: Some("closed".into()),
                brief: true,
                cards: self.cards()[3..4].to_vec(),
                earlier: vec![
                    YearGroup { year: Some("2025".into()), cards: self.cards()[4..].to_vec() },
                    YearGroup { year: None, cards: self.cards()[4..].to_vec() },
                ],
                ..CardGroup::default()
            },
        ];
        let link = |number, current| Some(PageLink { number, href: format!("list.{lang}.html"), current });
        let pagination = Pagination {
            previous: Some(format!("list.{lang}.html")),
            next: Some(format!("list.{lang}.html")),
            label: self.localizer.fill("list.page_of", &[("page", "2"), ("pages", "9")]),
            pages: vec![link(1, false), link(2, true), link(3, false), None, link(9, false)],
        };
        let feed = Some(Shared::new(&self.feed("Appels", "Calls")));
        let count = self.localizer.plural("count.call", 42);
        let list = ListPage {
            site: self.site(),
            page: self.page(&title, "list"),
            kind: "call".into(),
            count: count.clone(),
            filtered: Some(format!("search.{lang}.html?kind=call")),
            states: [("open", 2), ("closed", 40)]
                .map(|(heading, count)| GroupLink {
                    heading: heading.into(),
                    href: format!("list.{lang}.html#_{heading}"),
                    count,
                })
                .into(),
            themes: vec![ThemeChoice { id: "data".into(), label: self.t("Données", "Data") }],
            types: vec!["challenges".into(), "solutions".into()],
            groups: groups.clone(),
            pagination: Some(pagination),
            feed: feed.clone(),
        };
        write.page("list.html", "", &list);
        let whole = ListPage { filtered: None, pagination: None, feed: None, ..list };
        write.page("list.html", "-whole", &whole);
        let empty = ListPage { groups: Vec::new(), states: Vec::new(), themes: Vec::new(), types: Vec::new(), ..whole };
        write.page("list.html", "-empty", &empty);
        let home = HomePage {
            site: self.site(),
            page: shell::PageView {
                breadcrumb: Vec::new(),
                ..self.page(&self.t("Laboratoire de l’innovation publique", "Public Innovation Lab"), "home")
            },
            item: Some(ItemView {
                title: self.t("L’administration cherche, vous trouvez", "The State asks, you answer"),
                kind: "page".into(),
                ..ItemView::default()
            }),
            problem: Door {
                now: DoorState {
                    sentence: self.localizer.plural("door.challenges.open", 1),
                    when: Some(self.date("2026-05-12")),
                    href: format!("call.{lang}.html"),
                    call: Some(self.t("Bye bye Robots !", "Bye Bye Robots!")),
                    open: true,
                    example: true,
                },
                later: vec![FutureState {
                    from: "2026-05-13T00:00:00+02:00".into(),
                    then: DoorState {
                        sentence: self.localizer.string("door.challenges.none").into(),
                        href: format!("list.{lang}.html"),
                        ..DoorState::default()
                    },
                }],
            },
            solution: Door {
                now: DoorState {
                    sentence: self.localizer.plural("door.solutions.permanent", 2),
                    href: format!("list.{lang}.html"),
                    open: true,
                    ..DoorState::default()
                },
                later: Vec::new(),
            },
            deadlines: self.feed("Appels", "Calls").calendar,
            open_calls: self.cards()[..2].to_vec(),
            opening_calls: self.cards()[..1].to_vec(),
            ahead: Some(self.ahead()),
            featured: self.cards()[3..4].to_vec(),
            latest: self.entries(true),
            chain: ["challenge", "call", "awarded", "startup"]
                .map(|kind| SectionLink {
                    kind: kind.into(),
                    href: format!("list.{lang}.html"),
                    count: self.localizer.plural(&format!("count.{kind}"), 7),
                })
                .into(),
            themes: Some(format!("themes.{lang}.html")),
        };
        write.page("home.html", "", &home);
        write.page("home.html", "-empty", &HomePage { site: self.site(), ..HomePage::default() });
        let themes = vec![ThemeLink {
            link: self.link("Intelligence artificielle", "Artificial intelligence"),
            count: self.localizer.plural("count.item", 1),
        }];
        write.page(
            "themes.html",
            "",
            &ThemesPage { site: self.site(), page: self.page(&self.t("Thèmes", "Themes"), "themes"), themes },
        );
        self.write_search(write);
        let label = self.t("Intelligence artificielle", "Artificial intelligence");
        write.page(
            "theme.html",
            "",
            &ThemePage {
                pagination: None,
                site: self.site(),
                page: self.page(&label, "theme"),
                label,
                count,
                states: StateCounts { groups: vec![StateCount { group: "open".into(), count: 2 }] },
                later: vec![FutureState {
                    from: "2026-05-13T00:00:00+02:00".into(),
                    then: StateCounts { groups: vec![StateCount { group: "closed".into(), count: 2 }] },
                }],
                groups,
                feed: feed.clone(),
            },
        );
        let group = EntryGroup { when: self.date("2026-04"), entries: self.entries(true) };
        let month = Link {
            text: LangString::new(self.date("2026-03").text),
            href: Some("digest.fr.html".into()),
            note: None,
            unpublished: None,
        };
        let entries = EntriesPage {
            site: self.site(),
            page: self.page(&self.t("Quoi de neuf", "What’s new"), "whatsnew"),
            groups: vec![group],
            months: vec![month.clone()],
            digests: "digests.fr.html".into(),
            pagination: None,
            feed: feed.clone(),
        };
        let table = DataLink { name: "results.csv".into(), href: "/data/results.csv".into(), ..DataLink::default() };
        let call = EndedCall {
            key: "call/robots".into(),
            call: self.link("Bye bye Robots !", "Bye Bye Robots!"),
            direction: "solutions".into(),
            submission: "tenders".into(),
            state: self.state("awarded"),
            date: Some(self.date("2026-06-01")),
            reason: Some(self.t("La meilleure note.", "The best mark.")),
            received: Some(">300".into()),
            selected: Some("1".into()),
            winners: self.localizer.plural("panel.winner.prize", 2),
            results: vec![CallResult {
                id: "r1".into(),
                who: Some(self.ctie()),
                startup: Some(self.service()),
                note: Some(self.t("à l’unanimité", "unanimously")),
                ..CallResult::default()
            }],
            challenges: vec![self.link("Sept pièces", "Seven papers")],
            services: vec![self.service()],
            example: true,
        };
        let results = ResultsPage {
            site: self.site(),
            page: self.page(&self.t("Résultats", "Results"), "results"),
            count: self.localizer.plural("count.ended_call", 2),
            years: vec![
                ResultsYear { year: Some("2026".into()), calls: vec![call] },
                ResultsYear {
                    year: None,
                    calls: vec![EndedCall { direction: "challenges".into(), ..EndedCall::default() }],
                },
            ],
            table,
            pagination: None,
        };
        write.page("results.html", "", &results);
        write.page("results.html", "-empty", &ResultsPage { years: Vec::new(), ..results });
        write.page("whatsnew.html", "", &entries);
        let years = vec![NewsletterYear { year: "2026".into(), months: vec![month.clone()] }];
        let page = self.page(&self.t("La lettre", "The letter"), "digests");
        write.page("digests.html", "", &NewsletterIssuesPage { site: self.site(), page, years, feed: feed.clone() });
        let line = NewsletterLine {
            item: Link {
                text: self.t("Salle virtuelle", "Virtual room"),
                href: Some("#".into()),
                note: None,
                unpublished: None,
            },
            example: true,
            what: None,
            when: None,
            news: Some(NewsletterNews {
                name: "call-opened".into(),
                when: self.date("2026-04-02"),
                changes: Some(self.t("Ouverture de l’appel", "Call opened").text),
                also: Some(self.t("Également : 2 documents", "Also: 2 documents").text),
                is_older: false,
                summary: Some(self.t("Un résumé.", "A summary.")),
            }),
        };
        let older = NewsletterNews {
            name: "programme-launched".into(),
            when: self.date("2018"),
            changes: Some(self.t("Programme lancé", "Programme launched").text),
            also: None,
            is_older: true,
            summary: None,
        };
        let addition = NewsletterLine { news: Some(older), ..line.clone() };
        let coming = |what: &str| NewsletterLine {
            what: Some(what.into()),
            when: Some(self.date("2026-05-12")),
            ..line.clone()
        };
        let letter = NewsletterIssue {
            title: self.localizer.fill("digest.titled", &[("month", &self.date("2026-04").text)]),
            month: self.date("2026-04"),
            so_far: true,
            dates: vec![coming("opens"), NewsletterLine { news: None, ..coming("closes") }],
            open: vec![NewsletterLine { news: None, ..line.clone() }],
            next: self.date("2026-05"),
            events: vec![coming("takes_place")],
            groups: vec![NewsletterGroup { kind: "call".into(), lines: vec![line] }],
            additions: vec![addition],
            more: Some(self.link("9 autres changements parmi les nouveautés", "9 more changes under What’s new")),
        };
        let page = self.page(&LangString::new(&*letter.title), "digest");
        let letter = Shared::new(&letter);
        let digest = NewsletterIssuePage {
            site: self.site(),
            page,
            letter: letter.clone(),
            text: "2026-04.txt".into(),
            email: "2026-04.eml.html".into(),
            previous: Some(month),
            next: None,
            feed,
        };
        write.page("digest.html", "", &digest);
        let url = "https://govtechlab.example/fr/lettre/2026-04/".into();
        write.page("letter.html", "", &NewsletterEmail { site: self.site(), letter, url });
    }
}
