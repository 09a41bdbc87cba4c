//! Views of every template, full and empty, in both languages.

mod call;
mod kinds;
mod lists;
mod plain;
mod search;

use parvis::base::moment::instant::{DayMeans, Instant};
use parvis::base::moment::{PartialDate, Zone};
use parvis::kind::item::record_type;
use parvis::kind::key::Kind;
use parvis::present::localizer::date::ZoneShown;
use parvis::present::localizer::{Amount, Localizer};
use parvis::present::view::facts::FactsView;
use parvis::present::view::item::{ItemPage, ItemView};
use parvis::present::view::part::{
    AmendedView, AmendmentView, Attend, CalendarView, Card, CardDate, CardPage, CardState, ContactView, Countdown,
    DocumentView, EntryView, FeedView, FutureState, Link, MoneyView, Related, StateView, tone,
};
use parvis::present::view::path::{PathItem, PathStep, PathView};
use parvis::present::view::shell::{
    self, Alternate, Frame, FramePage, LanguageLink, MenuEntryView, MenuPlace, SiteView,
};
use parvis::present::view::value::{DateView, Html, LangString, RichText, Shared};
use parvis::theme::Theme;
use serde::Serialize;

use super::pages::render;

/// A rendered page, with its template and language.
pub struct Page {
    pub name: String,
    pub html: String,
}

pub fn pages(theme: &Theme) -> Vec<Page> {
    let mut pages = Vec::new();
    for lang in ["fr", "en"] {
        let mut write = Write { theme, lang, pages: &mut pages };
        let sample = Sample { theme, localizer: Localizer::new(theme.strings(lang).expect("words")), fr: lang == "fr" };
        sample.write(&mut write);
    }
    pages
}

/// The facts of an item without written facts.
fn nothing(kind: Kind) -> FactsView {
    FactsView::nothing_of(record_type(kind))
}

struct Write<'a> {
    theme: &'a Theme,
    lang: &'a str,
    pages: &'a mut Vec<Page>,
}

impl Write<'_> {
    fn page(&mut self, template: &str, suffix: &str, view: &impl Serialize) {
        let html = render(self.theme, template, self.lang, view);
        let name = format!("{}{suffix}.{}.html", template.trim_end_matches(".html"), self.lang);
        self.pages.push(Page { name, html });
    }
}

struct Sample<'a> {
    theme: &'a Theme,
    localizer: Localizer<'a>,
    fr: bool,
}

impl Sample<'_> {
    fn t(&self, fr: &str, en: &str) -> LangString {
        LangString::new(if self.fr { fr } else { en })
    }

    fn date(&self, text: &str) -> DateView {
        self.localizer.date(PartialDate::parse(text).expect("a date"))
    }

    fn period(&self, start: &str, end: &str) -> DateView {
        let part = |text: &str| (!text.is_empty()).then(|| PartialDate::parse(text).expect("a date"));
        self.localizer.period(part(start), part(end), false).expect("a period")
    }

    fn instant(&self, text: &str) -> Instant {
        Instant::parse(text, &zone(), DayMeans::End).expect("an instant")
    }

    fn closing(&self, text: &str) -> DateView {
        self.localizer.closing(&self.instant(text), &zone(), ZoneShown::Named)
    }

    fn rich(&self, fr: &str, en: &str) -> RichText {
        RichText::new(if self.fr { fr } else { en }, None, "fr")
    }

    fn money(&self, amount: Amount<'_>) -> MoneyView {
        self.localizer.money(&amount)
    }

    fn link(&self, fr: &str, en: &str) -> Link {
        Link { text: self.t(fr, en), href: Some("organisation.fr.html".into()), note: None, unpublished: None }
    }

    /// The path to a service, for the page of a kind.
    fn path(&self, here: &str) -> PathView {
        let item = |fr, en, state| PathItem {
            link: self.link(fr, en),
            state: self.state(state),
            reason: None,
            example: false,
        };
        let step = |kind: &str, items| PathStep {
            kind: kind.into(),
            here: kind == here,
            items,
            end: (kind == "startup" && here == "challenge").then(|| "failed".into()),
            reason: Some(self.t("Aucune offre.", "No offer.")),
        };
        let services = if here == "challenge" { Vec::new() } else { vec![self.service()] };
        let call = item("Bye bye Robots !", "Bye Bye Robots!", "awarded");
        PathView {
            steps: vec![
                step(
                    "challenge",
                    vec![item("Sept pièces", "Seven papers", "solved"), item("Une file", "A queue", "in-call")],
                ),
                step("call", vec![call]),
                step("startup", services),
            ],
        }
    }

    fn service(&self) -> PathItem {
        let label = Some(self.t("Arrêté", "Stopped"));
        let state = StateView { key: "alumni".into(), label, tone: "done".into() };
        let reason = Some(self.t("31 inscrits en six mois", "31 people in six months"));
        PathItem { link: self.link("Une seule fois", "Only once"), state: Some(state), reason, example: true }
    }

    fn ctie(&self) -> Link {
        let name = "Centre des technologies de l’information de l’État";
        let text = if self.fr { LangString::new(name) } else { LangString::foreign(name, "fr", "en") };
        Link { text, href: Some("organisation.fr.html".into()), note: Some("CTIE".into()), unpublished: None }
    }

    fn ministry(&self) -> Link {
        self.link("Ministère de la Digitalisation", "Ministry for Digitalisation")
    }

    fn contact(&self) -> ContactView {
        ContactView {
            name: Some(self.t("Équipe du laboratoire", "Team of the lab")),
            email: Some("lab@example.lu".into()),
            phone: Some("+352 247 00000".into()),
            phone_href: Some("tel:+35224700000".into()),
            url: Some("https://example.lu/contact".into()),
        }
    }

    fn feed(&self, fr: &str, en: &str) -> FeedView {
        FeedView {
            title: self.t(fr, en),
            name: self.t(fr, en),
            address: "https://lab.example.lu/feed.xml".into(),
            rss: Some("feed.xml".into()),
            atom: Some("feed.atom".into()),
            json: Some("feed.json".into()),
            calendar: Some(self.calendar(fr, en)),
        }
    }

    fn calendar(&self, fr: &str, en: &str) -> CalendarView {
        let webcal = "webcal://lab.example.lu/calendar.ics".into();
        let address = "https://lab.example.lu/calendar.ics".into();
        CalendarView { title: self.t(fr, en), address, href: "calendar.ics".into(), webcal }
    }

    fn site(&self) -> Shared<SiteView> {
        let lang = self.localizer.lang();
        let entry = |fr, en, kind: &str| MenuEntryView {
            text: self.t(fr, en),
            href: format!("{kind}.{lang}.html"),
            external: false,
        };
        Shared::new(&SiteView {
            lang: lang.into(),
            title: self.t("Laboratoire de l’innovation publique", "Public Innovation Lab"),
            description: self.t(
                "Défis, appels, événements et programmes du laboratoire, au même endroit et à jour.",
                "Challenges, calls, events and programmes of the lab, in one place and up to date.",
            ),
            home: format!("home.{lang}.html"),
            menu: vec![
                entry("Appels", "Calls", "list"),
                entry("Défis", "Challenges", "challenge"),
                entry("Événements", "Events", "event"),
                entry("Programmes", "Programmes", "programme"),
                entry("Services incubés", "Incubated services", "startup"),
                entry("Organisations", "Organisations", "organisation"),
                entry("Actualités", "News", "update"),
            ],
            footer: vec![entry("À propos", "About", "page")],
            contact: self.contact(),
            contact_page: Some(format!("page-contact.{lang}.html")),
            publisher: Some(self.ministry()),
            licence: Some(Link {
                text: "CC BY 4.0".into(),
                href: Some("https://creativecommons.org/licenses/by/4.0/".into()),
                note: None,
                unpublished: None,
            }),
            newsletter: Some("https://example.lu/newsletter".into()),
            newsletter_host: Some("example.lu".into()),
            by_email: Some(Link {
                text: self.localizer.string("follow.by_email").into(),
                href: Some(format!("page-subscribe.{lang}.html#_newsletter")),
                note: None,
                unpublished: None,
            }),
            subscribe: Some(format!("page-subscribe.{lang}.html")),
            propose: Some(format!("page-propose.{lang}.html")),
            accessibility: Some(format!("page-accessibility.{lang}.html")),
            legal: Some(format!("page-legal.{lang}.html")),
            privacy: Some(format!("page-privacy.{lang}.html")),
            whatsnew: Some(format!("whatsnew.{lang}.html")),
            digests: Some(format!("digests.{lang}.html")),
            results: Some(format!("results.{lang}.html")),
            search: None,
            data: None,
            feed: Some(self.feed("Tout ce qui change", "Everything that changes")),
            as_of: self.date("2026-03-15"),
            assets: "assets/".into(),
            preview: Some("https://lab.example/".into()),
        })
    }

    fn page(&self, title: &LangString, name: &str) -> shell::PageView {
        let lang = self.localizer.lang();
        let url = |lang: &str| format!("https://example.lu/{name}.{lang}.html");
        shell::PageView {
            title: title.text.clone(),
            description: Some("…".into()),
            href: format!("{name}.{lang}.html"),
            canonical: url(lang),
            alternates: ["fr", "en"].map(|lang| Alternate { lang: lang.into(), url: url(lang) }).into(),
            x_default: Some(url("fr")),
            languages: [("fr", "Français"), ("en", "English")]
                .map(|(tag, name_of)| LanguageLink {
                    lang: tag.into(),
                    name: name_of.into(),
                    href: format!("{name}.{tag}.html"),
                    current: tag == lang,
                })
                .into(),
            breadcrumb: vec![
                Link { href: Some(format!("home.{lang}.html")), ..self.link("Accueil", "Home") },
                Link { href: Some(format!("list.{lang}.html")), ..self.link("Appels", "Calls") },
                Link { text: title.clone(), href: None, note: None, unpublished: None },
            ],
            section: Some(format!("list.{lang}.html")),
            feeds: vec![Shared::new(&self.feed("Cet appel", "This call"))],
            og_type: "article".into(),
            published_at: Some("2026-03-01T00:00:00+01:00".into()),
            frame: self.frame(name),
            ..shell::PageView::default()
        }
    }

    fn state(&self, key: &str) -> Option<StateView> {
        Some(StateView { key: key.into(), label: None, tone: tone(key).into() })
    }

    fn countdown(&self) -> Countdown {
        Countdown {
            what: "closes".into(),
            day: "2026-04-25".into(),
            at: Some("2026-04-25T17:00:00+02:00".into()),
            zone: "Europe/Luxembourg".into(),
        }
    }

    fn closing_of_a_card(&self) -> FutureState<CardState> {
        let then = CardState {
            state: self.state("closed"),
            date: Some(CardDate { role: "closed".into(), when: Some(self.closing("2026-04-25T17:00")) }),
            countdown: None,
            attend: None,
            group: Some("evaluating".into()),
            place_in_list: Some("3 -1777129200".into()),
        };
        FutureState { from: "2026-04-25T17:00:00+02:00".into(), then }
    }

    fn card(&self, kind: &str, variant: &str, fr: &str, en: &str, state: &str, role: &str) -> Card {
        let lang = self.localizer.lang();
        Card {
            key: format!("{kind}/robots"),
            kind: kind.into(),
            href: format!("{kind}.{lang}.html"),
            title: self.t(fr, en),
            summary: Some(self.t(
                "Trier les demandes que des robots envoient en masse aux formulaires publics, sans gêner les personnes.",
                "Sort out what robots send to public forms in bulk, without getting in the way of people.",
            )),
            state: self.state(state),
            themes: vec!["data".into()],
            variant: Some(variant.into()),
            date: Some(CardDate { role: role.into(), when: Some(self.closing("2026-04-25T17:00")) }),
            countdown: Some(self.countdown()),
            attend: (kind == "event").then(|| Attend {
                mode: Some("hybrid".into()),
                price: Some("15 €".into()),
                until: Some(self.closing("2026-04-20T12:00")),
                full: true,
                note: Some(self.t("Une liste d’attente est tenue.", "There is a waiting list.")),
                ..Attend::default()
            }),
            place_in_list: Some("0 1777129200".into()),
            later: if kind == "call" { vec![self.closing_of_a_card()] } else { Vec::new() },
            by: vec![self.ministry().text],
            place: (kind == "event").then(|| "Luxembourg".into()),
            amount: (kind == "call").then(|| "150 000 €".into()),
            example: kind == "event",
            unpublished: (kind == "challenge").then(|| "later".into()),
            ..Card::default()
        }
    }

    fn frame(&self, name: &str) -> Shared<Frame> {
        let lang = self.localizer.lang();
        let page = MenuPlace { href: format!("{name}.{lang}.html"), section: Some(format!("list.{lang}.html")) };
        let section_feed = Some(Shared::new(&self.feed("Les appels", "All calls")));
        let view = FramePage { site: self.site(), page, section_feed };
        let part = |template| self.markup(template, &view);
        Shared::new(&Frame {
            head: part("frame-head.html"),
            menu: part("frame-menu.html"),
            foot: part("frame-foot.html"),
        })
    }

    /// A part of a page, rendered by its template.
    fn markup(&self, template: &str, view: &impl Serialize) -> Html {
        Html::from(render(self.theme, template, self.localizer.lang(), view))
    }

    fn cards(&self) -> Vec<Html> {
        [
            self.card("call", "solutions", "Bye bye Robots !", "Bye Bye Robots!", "open", "closes"),
            self.card("call", "challenges", "Tech-in-GOV 2026", "Tech-in-GOV 2026", "closing-soon", "closes"),
            self.card("event", "demo-day", "Journée de démonstration", "Demo day", "upcoming", "when"),
            self.card(
                "challenge",
                "ministry",
                "Des formulaires que tout le monde comprend",
                "Forms everyone understands",
                "in-call",
                "since",
            ),
            self.card("call", "solutions", "Salle virtuelle", "Virtual room", "cancelled", "closed"),
            self.card("call", "solutions", "Guichet mobile", "Mobile counter", "awarded", "closed"),
        ]
        .into_iter()
        .map(|card| self.markup("card.html", &CardPage { card, level: "3".into() }))
        .collect()
    }

    fn entries(&self, with_item: bool) -> Vec<EntryView> {
        let entry = |name: &str, date: &str| EntryView {
            id: name.into(),
            name: name.into(),
            word: name.into(),
            when: self.date(date),
            clock: None,
            item: with_item.then(|| self.link("Bye bye Robots !", "Bye Bye Robots!")),
            ..EntryView::default()
        };
        vec![
            EntryView { change: Some(self.amendment()), ..entry("deadline-extended", "2026-04-02") },
            EntryView {
                subject: Some(self.t("Cahier des charges", "Specification")),
                ..entry("document-added", "2026-03-15")
            },
            EntryView { example: true, ..entry("call-opened", "2026-03-01") },
        ]
    }

    fn amendment(&self) -> AmendmentView {
        AmendmentView {
            id: "closes-2026-04-02".into(),
            date: Some(self.date("2026-04-02")),
            field: "closes".into(),
            from: Some(AmendedView { text: "".into(), date: Some(self.closing("2026-04-10T17:00")) }),
            to: Some(AmendedView { text: "".into(), date: Some(self.closing("2026-04-25T17:00")) }),
            reason: Some(self.t("les questions reçues demandaient du temps", "the questions received needed time")),
        }
    }

    fn documents(&self) -> Vec<DocumentView> {
        let document = |id: &str, fr, en| DocumentView {
            id: id.into(),
            title: self.t(fr, en),
            href: "cahier.pdf".into(),
            language: Some(self.localizer.language("fr")),
            format: Some("PDF".into()),
            size: Some(self.localizer.size(1_234_567)),
            date: Some(self.date("2026-03-15")),
            version: Some("2.0".into()),
            ..DocumentView::default()
        };
        let anchor = |fr, en, id: &str| Link {
            text: self.t(fr, en),
            href: Some(format!("#_document-{id}")),
            note: None,
            unpublished: None,
        };
        vec![
            DocumentView {
                replaces: Some(anchor("Cahier des charges, version 1", "Specification, version 1", "v1")),
                ..document("v2", "Cahier des charges", "Specification")
            },
            DocumentView {
                external: true,
                size: None,
                ..document("form", "Formulaire de candidature", "Application form")
            },
            DocumentView {
                replaced_by: Some(anchor("Cahier des charges", "Specification", "v2")),
                ..document("v1", "Cahier des charges, version 1", "Specification, version 1")
            },
        ]
    }

    fn item(&self, kind: &str, fr: &str, en: &str, state: &str) -> ItemView {
        ItemView {
            kind: kind.into(),
            key: format!("{kind}/robots"),
            state: if state.is_empty() { None } else { self.state(state) },
            title: self.t(fr, en),
            summary: Some(self.t(
                "L’État cherche une solution qui reconnaît les demandes envoyées par des robots, sans obliger les personnes à déchiffrer des images.",
                "The State looks for a solution that recognises requests sent by robots, without making people decipher images.",
            )),
            body: Some(self.rich(
                "<h2 id=\"contexte\">Contexte</h2><p>Chaque jour, des milliers de demandes arrivent par des <a href=\"#\">formulaires publics</a>. Une partie vient de programmes.</p><ul><li>respecter la vie privée ;</li><li>être accessible ;</li><li>se passer de traceurs.</li></ul>",
                "<h2 id=\"context\">Context</h2><p>Every day thousands of requests arrive through <a href=\"#\">public forms</a>. Some are sent by programs.</p><ul><li>respect privacy;</li><li>be accessible;</li><li>do without trackers.</li></ul>",
            )),
            themes: vec![self.link("Intelligence artificielle", "Artificial intelligence"), self.link("Accessibilité", "Accessibility")],
            published: Some(self.date("2026-02-20")),
            updated: Some(self.date("2026-04-02")),
            contact: Some(self.contact()),
            sources: vec![Link {
                text: "gouvernement.lu/…/26-hansen-govtechlab.html".into(),
                href: Some("https://gouvernement.lu/fr/actualites/26-hansen-govtechlab.html".into()),
                note: None, unpublished: None,
            }],
            related: vec![Related {
                role: "events".into(),
                count: 2,
                brief: true,
                cards: self.cards()[2..3].to_vec(),
                more: self.cards()[3..4].to_vec(),
            }],
            timeline: self.entries(false),
            other_changes: vec![AmendmentView { id: "a9".into(), ..self.amendment() }],
            feed: Some(Shared::new(&self.feed("Cet appel", "This call"))),
            ..ItemView::default()
        }
    }

    fn item_page<T: Serialize + Default>(&self, name: &str, item: ItemView, facts: T) -> ItemPage<T> {
        ItemPage { site: self.site(), page: self.page(&item.title, name), item, facts }
    }

    fn write(&self, write: &mut Write<'_>) {
        self.write_call(write);
        self.write_others(write);
        self.write_lists(write);
        self.write_pages(write);
    }
}

fn zone() -> Zone {
    Zone::named("Europe/Luxembourg").expect("a zone")
}
