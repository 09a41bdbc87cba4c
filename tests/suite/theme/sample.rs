//! Views of every template, full and empty, in both languages.

use parvis::base::moment::{DayMeans, Instant, PartialDate, Zone};
use parvis::render::theme::Theme;
use parvis::render::view::call::{Call, CallResult, Criterion, Prize, Stage, Submissions};
use parvis::render::view::challenge::{Challenge, StatusStep};
use parvis::render::view::event::{AgendaDay, AgendaSlot, Event, Location, Recording, Registration};
use parvis::render::view::item::{Item, ItemPage, Other};
use parvis::render::view::listing::*;
use parvis::render::view::organisation::{Organisation, Update};
use parvis::render::view::part::*;
use parvis::render::view::programme::{Assessment, Milestone, Plan, Programme};
use parvis::render::view::root::{Redirect, RootLanguage, RootPage};
use parvis::render::view::shell::{self, Alternate, LanguageLink, MenuEntry, Site};
use parvis::render::view::startup::{Funding, Phase, Startup, StartupEvent};
use parvis::render::view::statement::{self, Audit, Issue, Statement};
use parvis::render::view::value::{DateView, Html, Phrase, Rich, Shared};
use parvis::render::words::date::ZoneShown;
use parvis::render::words::{Amount, Words};
use serde::Serialize;

use super::pages::render;

/// A rendered page and the name of its template and language.
pub struct Page {
    pub name: String,
    pub html: String,
}

pub fn pages(theme: &Theme) -> Vec<Page> {
    let mut pages = Vec::new();
    for lang in ["fr", "en"] {
        let mut write = Write { theme, lang, pages: &mut pages };
        let sample = Sample { words: theme.words(lang).expect("words"), fr: lang == "fr" };
        sample.write(&mut write);
    }
    pages
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
    words: Words<'a>,
    fr: bool,
}

impl Sample<'_> {
    fn t(&self, fr: &str, en: &str) -> Phrase {
        Phrase::new(if self.fr { fr } else { en })
    }

    fn date(&self, text: &str) -> DateView {
        self.words.date(PartialDate::parse(text).expect("a date"))
    }

    fn period(&self, start: &str, end: &str) -> DateView {
        let part = |text: &str| (!text.is_empty()).then(|| PartialDate::parse(text).expect("a date"));
        self.words.period(part(start), part(end)).expect("a period")
    }

    fn instant(&self, text: &str) -> Instant {
        Instant::parse(text, &zone(), DayMeans::End).expect("an instant")
    }

    fn closing(&self, text: &str) -> DateView {
        self.words.closing(&self.instant(text), &zone(), ZoneShown::Named)
    }

    fn rich(&self, fr: &str, en: &str) -> Rich {
        Rich { html: Html::new(if self.fr { fr } else { en }), lang: None }
    }

    fn money(&self, amount: Amount<'_>) -> Money {
        self.words.money(&amount)
    }

    fn link(&self, fr: &str, en: &str) -> Link {
        Link { text: self.t(fr, en), href: Some("organisation.fr.html".into()), note: None }
    }

    fn ctie(&self) -> Link {
        let name = "Centre des technologies de l’information de l’État";
        let text = if self.fr { Phrase::new(name) } else { Phrase::foreign(name, "fr") };
        Link { text, href: Some("organisation.fr.html".into()), note: Some("CTIE".into()) }
    }

    fn ministry(&self) -> Link {
        self.link("Ministère de la Digitalisation", "Ministry for Digitalisation")
    }

    fn contact(&self) -> Contact {
        Contact {
            name: Some(self.t("Équipe du laboratoire", "Team of the lab")),
            email: Some("lab@example.lu".into()),
            phone: Some("+352 247 00000".into()),
            phone_href: Some("tel:+35224700000".into()),
            url: Some("https://example.lu/contact".into()),
        }
    }

    fn feed(&self, fr: &str, en: &str) -> Feed {
        Feed {
            title: self.t(fr, en),
            rss: Some("feed.xml".into()),
            atom: Some("feed.atom".into()),
            json: Some("feed.json".into()),
            calendar: Some("calendar.ics".into()),
        }
    }

    fn site(&self) -> Shared<Site> {
        let lang = self.words.lang();
        let entry = |fr, en, kind: &str| MenuEntry {
            text: self.t(fr, en),
            href: format!("{kind}.{lang}.html"),
            external: false,
        };
        Shared::new(&Site {
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
            }),
            newsletter: Some("https://example.lu/newsletter".into()),
            subscribe: Some(format!("page-subscribe.{lang}.html")),
            accessibility: Some(format!("page-accessibility.{lang}.html")),
            legal: Some(format!("page-legal.{lang}.html")),
            privacy: Some(format!("page-privacy.{lang}.html")),
            whatsnew: Some(format!("whatsnew.{lang}.html")),
            search: None,
            data: None,
            feed: Some(self.feed("Tout ce qui change", "Everything that changes")),
            assets: "assets/".into(),
        })
    }

    fn page(&self, title: &Phrase, name: &str) -> shell::Page {
        let lang = self.words.lang();
        let url = |lang: &str| format!("https://example.lu/{name}.{lang}.html");
        shell::Page {
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
                Link { text: title.clone(), href: None, note: None },
            ],
            section: Some(format!("list.{lang}.html")),
            feeds: vec![self.feed("Cet appel", "This call")],
            og_type: "article".into(),
            published_at: Some("2026-03-01T00:00:00+01:00".into()),
            ..shell::Page::default()
        }
    }

    fn state(&self, key: &str) -> Option<State> {
        Some(State { key: key.into(), label: None, tone: tone(key).into() })
    }

    fn card(&self, kind: &str, variant: &str, fr: &str, en: &str, state: &str, role: &str) -> Card {
        let lang = self.words.lang();
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
            variant: Some(variant.into()),
            date: Some(CardDate { role: role.into(), when: Some(self.closing("2026-04-25T17:00")) }),
            by: vec![self.ministry().text],
            place: (kind == "event").then(|| "Luxembourg".into()),
            example: kind == "event",
            ..Card::default()
        }
    }

    fn cards(&self) -> Vec<Shared<Card>> {
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
        .iter()
        .map(Shared::new)
        .collect()
    }

    fn entries(&self, with_item: bool) -> Vec<Entry> {
        let entry = |name: &str, date: &str| Entry {
            id: name.into(),
            name: name.into(),
            when: self.date(date),
            item: with_item.then(|| self.link("Bye bye Robots !", "Bye Bye Robots!")),
            ..Entry::default()
        };
        vec![
            Entry { change: Some(self.amendment()), ..entry("deadline-extended", "2026-04-02") },
            Entry {
                subject: Some(self.t("Cahier des charges", "Specification")),
                ..entry("document-added", "2026-03-15")
            },
            Entry { example: true, ..entry("call-opened", "2026-03-01") },
        ]
    }

    fn amendment(&self) -> Amendment {
        Amendment {
            id: "closes-2026-04-02".into(),
            date: Some(self.date("2026-04-02")),
            field: "closes".into(),
            from: Some(Amended { text: "".into(), date: Some(self.closing("2026-04-10T17:00")) }),
            to: Some(Amended { text: "".into(), date: Some(self.closing("2026-04-25T17:00")) }),
            reason: Some(self.t("les questions reçues demandaient du temps", "the questions received needed time")),
        }
    }

    fn documents(&self) -> Vec<Document> {
        let document = |id: &str, fr, en| Document {
            id: id.into(),
            title: self.t(fr, en),
            href: "cahier.pdf".into(),
            language: Some(self.words.language("fr")),
            format: Some("PDF".into()),
            size: Some(self.words.size(1_234_567)),
            date: Some(self.date("2026-03-15")),
            version: Some("2.0".into()),
            ..Document::default()
        };
        let anchor =
            |fr, en, id: &str| Link { text: self.t(fr, en), href: Some(format!("#_document-{id}")), note: None };
        vec![
            Document {
                replaces: Some(anchor("Cahier des charges, version 1", "Specification, version 1", "v1")),
                ..document("v2", "Cahier des charges", "Specification")
            },
            Document {
                external: true,
                size: None,
                ..document("form", "Formulaire de candidature", "Application form")
            },
            Document {
                replaced_by: Some(anchor("Cahier des charges", "Specification", "v2")),
                ..document("v1", "Cahier des charges, version 1", "Specification, version 1")
            },
        ]
    }

    fn item(&self, kind: &str, fr: &str, en: &str, state: &str) -> Item {
        Item {
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
            sources: vec!["https://gouvernement.lu/fr/actualites/toutes_actualites/communiques/2020/11-novembre/26-hansen-govtechlab.html".into()],
            related: vec![Related { role: "events".into(), cards: self.cards()[2..3].to_vec() }],
            timeline: self.entries(false),
            feed: Some(self.feed("Cet appel", "This call")),
            ..Item::default()
        }
    }

    fn item_page<T: Serialize + Default>(&self, name: &str, item: Item, facts: T) -> ItemPage<T> {
        ItemPage { site: self.site(), page: self.page(&item.title, name), item, facts }
    }

    fn write(&self, write: &mut Write<'_>) {
        self.write_call(write);
        self.write_others(write);
        self.write_lists(write);
        self.write_pages(write);
    }

    fn write_call(&self, write: &mut Write<'_>) {
        let stage = |id: &str, fr, en, when: DateView, progress: &str| Stage {
            id: id.into(),
            label: self.t(fr, en),
            when: Some(when),
            progress: Some(progress.into()),
            ..Stage::default()
        };
        let eur = |value| Amount {
            max: Some(value),
            currency: "EUR",
            vat: Some("excluded"),
            per: Some("award"),
            ..Amount::default()
        };
        let call = Call {
            direction: "solutions".into(),
            instrument: Some("innovation-partnership".into()),
            ordering_party: vec![self.ministry(), self.ctie()],
            partners: vec![self.link("Luxinnovation", "Luxinnovation")],
            challenges: self.cards()[3..4].to_vec(),
            programme: Some(self.link("GovTech Lab", "GovTech Lab")),
            edition: Some("2026".into()),
            previous: Some(self.link("Bye bye Robots ! 2020", "Bye Bye Robots! 2020")),
            opens: Some(self.date("2026-03-01")),
            closes: Some(self.closing("2026-04-25T17:00")),
            closes_before: Some(self.closing("2026-04-10T17:00")),
            questions_until: Some(self.closing("2026-04-15")),
            accepts: true,
            reference: Some("2026-00123".into()),
            procedure: Some(
                self.t(
                    "Partenariat d’innovation (loi du 8 avril 2018)",
                    "Innovation partnership (law of 8 April 2018)",
                ),
            ),
            cpv: vec!["72000000".into(), "48000000".into()],
            submit_url: Some("https://pmp.example.lu/submit".into()),
            portal_url: Some("https://pmp.example.lu/2026-00123".into()),
            eligibility: Some(self.rich(
                "<p>Toute entreprise, même jeune, établie dans l’Union européenne.</p>",
                "<p>Any company, however young, established in the European Union.</p>",
            )),
            deliverables: Some(self.rich("<p>Un prototype, puis un pilote.</p>", "<p>A prototype, then a pilot.</p>")),
            criteria: [
                ("Qualité technique", "Technical quality", 50),
                ("Protection des données et accessibilité", "Data protection and accessibility", 30),
                ("Prix", "Price", 20),
            ]
            .map(|(fr, en, share)| Criterion {
                label: self.t(fr, en),
                weight: Some(self.words.percent(f64::from(share))),
                share: Some(share),
            })
            .into(),
            budget: Some(self.money(eur(150_000.0))),
            funding: Some("contract".into()),
            prizes: vec![Prize {
                label: self.t("Premier prix", "First prize"),
                amount: self.money(Amount { amount: Some(10_000.0), currency: "EUR", ..Amount::default() }),
            }],
            duration: Some(self.t("8 à 14 mois", "8 to 14 months")),
            max_selected: Some("1".into()),
            stages: vec![
                stage(
                    "submission",
                    "Dépôt des candidatures",
                    "Applications",
                    self.period("2026-03-01", "2026-04-25"),
                    "current",
                ),
                Stage {
                    max_selected: Some("5".into()),
                    ..stage("poc", "Preuve de concept", "Proof of concept", self.period("2026-05", "2026-08"), "coming")
                },
                Stage {
                    event: Some(self.link("Journée de démonstration", "Demo day")),
                    when_note: Some(self.t("mi-septembre", "mid-September")),
                    ..stage("demo", "Démonstration", "Demonstration", self.date("2026-09"), "coming")
                },
            ],
            jury: vec![
                self.t("Deux membres du ministère", "Two members of the ministry"),
                self.t("Une chercheuse indépendante", "An independent researcher"),
            ],
            documents: self.documents(),
            questions: vec![Question {
                id: "q1".into(),
                date: self.date("2026-03-20"),
                question: self.t("Un groupement peut-il répondre ?", "May a consortium answer?"),
                answer: self.rich("<p>Oui, s’il nomme un mandataire.</p>", "<p>Yes, if it names a lead.</p>"),
            }],
            amendments: vec![self.amendment()],
            submissions: Some(Submissions {
                received: Some(">300".into()),
                shortlisted: Some("12".into()),
                selected: Some("5".into()),
                shortlisted_on: Some(self.date("2026-05-04")),
            }),
            results: vec![CallResult {
                id: "r1".into(),
                stage: Some(self.t("Preuve de concept", "Proof of concept")),
                who: Some(self.link("Exemple S.à r.l.", "Exemple S.à r.l.")),
                date: Some(self.date("2026-05-04")),
                amount: Some(self.money(Amount { amount: Some(30_000.0), currency: "EUR", ..Amount::default() })),
                note: None,
            }],
            ..Call::default()
        };
        let item = self.item("call", "Bye bye Robots !", "Bye Bye Robots!", "open");
        let item = Item { example: true, ..item };
        write.page("call.html", "", &self.item_page("call", item.clone(), call.clone()));
        let closed = Item {
            state: self.state("awarded"),
            draft: true,
            expired: Some(self.date("2026-06-01")),
            stale: Some(Other { lang: "fr".into(), name: self.words.language("fr").name, href: "call.fr.html".into() }),
            ..item
        };
        let facts = Call {
            accepts: false,
            outcome: Some("awarded".into()),
            outcome_date: Some(self.date("2026-06-01")),
            outcome_reason: Some(self.t("la meilleure note", "the best mark")),
            ..call
        };
        write.page("call.html", "-closed", &self.item_page("call", closed, facts));
        let empty = Item { kind: "call".into(), state: self.state("unknown"), ..Item::default() };
        write.page(
            "call.html",
            "-empty",
            &self.item_page(
                "call",
                empty,
                Call { direction: "challenges".into(), permanent: true, accepts: true, ..Call::default() },
            ),
        );
    }

    fn write_others(&self, write: &mut Write<'_>) {
        let step = |status: &str, date: &str, current| StatusStep {
            status: status.into(),
            date: Some(self.date(date)),
            current,
        };
        let challenge = Challenge {
            owner: vec![self.ctie()],
            origin: Some("ministry".into()),
            call: Some(self.link("Tech-in-GOV 2025", "Tech-in-GOV 2025")),
            edition: Some("2025".into()),
            statuses: vec![
                step("collected", "2025-09", false),
                step("selected", "2025-11-20", false),
                step("in-call", "2026-03-01", true),
            ],
            impact: Some(self.rich("<p>Moins d’attente.</p>", "<p>Less waiting.</p>")),
            answered_by: self.cards()[..1].to_vec(),
        };
        let item = Item {
            title: Phrase::foreign("Formulare, die alle verstehen", "de"),
            summary: Some(Phrase::new("<b>…</b>")),
            fallback: Some(Other {
                lang: "de".into(),
                name: self.words.language("de").name,
                href: "challenge.fr.html".into(),
            }),
            ..self.item("challenge", "", "", "in-call")
        };
        write.page("challenge.html", "", &self.item_page("challenge", item, challenge));
        let start = self.instant("2026-09-15T09:00");
        let end = self.instant("2026-09-15T17:30");
        let slot = |hour: &str, fr, en| AgendaSlot {
            start: self.words.hour(&self.instant(&format!("2026-09-15T{hour}")), &zone()),
            label: self.t(fr, en),
            speaker: Some("Ada Exemple".into()),
        };
        let event =
            Event {
                type_: "demo-day".into(),
                when: self.words.instants(&start, &end, &zone(), ZoneShown::Named),
                calendar: Some("event.ics".into()),
                location: Some(Location {
                    mode: "hybrid".into(),
                    name: Some(self.t("Maison de l’innovation", "House of innovation")),
                    address: Some("1, rue de l’Exemple, L-1234 Luxembourg".into()),
                    room: Some("B12".into()),
                    url: Some("https://example.lu/live".into()),
                    access: Some(self.t(
                        "De plain-pied, boucle magnétique, interprète en langue des signes.",
                        "Step-free, hearing loop, sign language interpreter.",
                    )),
                }),
                organiser: vec![self.ministry()],
                partners: vec![self.ctie()],
                host: Some(self.link("Ville de Luxembourg", "City of Luxembourg")),
                jury: vec!["Ada".into()],
                audience: Some(self.t("Tout le monde", "Everyone")),
                languages: vec![self.words.language("fr"), self.words.language("lb"), self.words.language("en")],
                capacity: Some("120".into()),
                attendance: Some(self.t("une centaine de personnes", "about a hundred people")),
                registration: Some(Registration {
                    required: Some(true),
                    url: Some("https://example.lu/register".into()),
                    closes: Some(self.closing("2026-09-10")),
                    open: true,
                    ..Registration::default()
                }),
                price: Some(self.money(Amount { amount: Some(0.0), currency: "EUR", ..Amount::default() })),
                call: Some(self.link("Bye bye Robots !", "Bye Bye Robots!")),
                agenda: vec![AgendaDay {
                    day: Some(self.words.weekday(PartialDate::parse("2026-09-15").expect("a day"))),
                    slots: vec![slot("09:00", "Accueil", "Welcome"), slot("14:30", "Démonstrations", "Demonstrations")],
                }],
                documents: self.documents(),
                recording: Some(Recording { url: "https://example.lu/video".into(), captions: Some(true) }),
                report: Some(self.rich(
                    "<p>Cinq équipes ont montré leur prototype.</p>",
                    "<p>Five teams showed their prototype.</p>",
                )),
                report_date: Some(self.date("2026-09-20")),
                amendments: vec![self.amendment()],
                status: Some("moved-online".into()),
                status_date: Some(self.date("2026-09-01")),
                ..Event::default()
            };
        write.page(
            "event.html",
            "",
            &self.item_page("event", self.item("event", "Journée de démonstration", "Demo day", "moved-online"), event),
        );
        let empty = Item { kind: "event".into(), state: self.state("upcoming"), ..Item::default() };
        write.page(
            "event.html",
            "-empty",
            &self.item_page("event", empty, Event { type_: "other".into(), ..Event::default() }),
        );
        let milestone = |id: &str, fr, en, status: &str| Milestone {
            id: id.into(),
            code: Some(id.to_uppercase()),
            label: self.t(fr, en),
            period: Some(self.period("2026-01", "2026-06")),
            status: status.into(),
            reached: (status == "done").then(|| self.date("2026-05-12")),
        };
        let programme = Programme {
            type_: "commitment".into(),
            owner: vec![self.ministry()],
            lead: Some(self.ctie()),
            lead_note: Some(self.t("avec la société civile", "with civil society")),
            support: vec![self.link("OpenGov", "OpenGov")],
            period: Some(self.period("2026-01-01", "")),
            plan: Some(Plan {
                title: self.t("Plan d’action national", "National action plan"),
                period: Some(self.period("2025", "2027")),
                code: Some("LU0012".into()),
                cycle: Some("3".into()),
            }),
            policy_areas: vec![self.t("Transparence", "Transparency"), self.t("Participation", "Participation")],
            reference: Some("LU-2026-3".into()),
            website: Some("https://example.lu/plan".into()),
            address: Some("Luxembourg".into()),
            milestones: vec![
                milestone("m1", "Publier les données", "Publish the data", "done"),
                milestone("m2", "Ouvrir le code", "Open the code", "late"),
                milestone("m3", "Évaluer", "Evaluate", "planned"),
            ],
            assessments: vec![Assessment {
                id: "irm".into(),
                report: self.t("Rapport indépendant", "Independent report"),
                date: Some(self.date("2026-03")),
                url: Some("https://example.lu/irm".into()),
                verifiable: Some(true),
                relevant: Some(false),
                specificity: Some("high".into()),
                ambition: Some("substantial".into()),
                ambition_scale: Some("results".into()),
                completion: Some("limited".into()),
                early_results: Some(self.t("Premiers jeux de données en ligne", "First data sets online")),
            }],
            documents: self.documents(),
            highlighted: self.cards()[..1].to_vec(),
            startups: self.cards()[1..3].to_vec(),
            status_date: Some(self.date("2026-01-01")),
        };
        write.page(
            "programme.html",
            "",
            &self.item_page(
                "programme",
                self.item("programme", "Des données ouvertes par défaut", "Open data by default", "active"),
                programme,
            ),
        );
        let phase = |name: &str, fr, en, start: &str, end: &str, progress: &str| Phase {
            name: name.into(),
            label: self.t(fr, en),
            period: self.period(start, end),
            note: None,
            progress: progress.into(),
        };
        let startup = Startup {
            programmes: vec![self.link("GovTech Lab", "GovTech Lab")],
            mission: self.t(
                "Permettre à chacun de signaler un problème dans la rue en une minute.",
                "Let everyone report a problem in the street within a minute.",
            ),
            phases: vec![
                phase("investigation", "Investigation", "Investigation", "2024-03", "2024-09", "done"),
                phase("construction", "Construction", "Construction", "2024-09", "2025-06", "done"),
                phase("acceleration", "Accélération", "Acceleration", "2025-06", "", "current"),
            ],
            sponsors: vec![self.ministry()],
            website: Some("https://example.lu/service".into()),
            repository: Some("https://example.lu/code".into()),
            stats_url: Some("https://example.lu/stats".into()),
            accessibility: Some("partial".into()),
            audience: vec!["communes".into(), "citoyens".into()],
            technologies: vec!["Rust".into(), "PostgreSQL".into()],
            events: vec![StartupEvent {
                name: self.t("Premier millier d’usagers", "First thousand users"),
                date: self.date("2025-02"),
                note: None,
            }],
            funding: vec![Funding {
                label: self.t("Fonds d’innovation", "Innovation fund"),
                date: Some(self.date("2025")),
                amount: Some(self.money(Amount { amount: Some(80_000.0), currency: "EUR", ..Amount::default() })),
            }],
            organisation: Some(self.ctie()),
            ..Startup::default()
        };
        let state = State {
            key: "acceleration".into(),
            label: Some(self.t("Accélération", "Acceleration")),
            tone: "live".into(),
        };
        let item = Item { state: Some(state), ..self.item("startup", "Signale", "Signale", "") };
        write.page("startup.html", "", &self.item_page("startup", item, startup));
        let organisation = Organisation {
            type_: "administration".into(),
            acronym: Some("CTIE".into()),
            parent: Some(self.ministry()),
            children: vec![self.link("Division A", "Division A")],
            website: Some("https://ctie.gouvernement.lu".into()),
            logo: None,
        };
        let item = Item {
            body: None,
            summary: None,
            timeline: Vec::new(),
            feed: None,
            ..self.item(
                "organisation",
                "Centre des technologies de l’information de l’État",
                "Government IT Centre",
                "",
            )
        };
        write.page("organisation.html", "", &self.item_page("organisation", item, organisation));
        let update = Update { date: self.date("2026-04-02"), about: self.cards()[..2].to_vec() };
        write.page(
            "update.html",
            "",
            &self.item_page(
                "update",
                self.item("update", "La date limite est reportée", "The deadline is extended", ""),
                update,
            ),
        );
    }

    fn write_lists(&self, write: &mut Write<'_>) {
        let lang = self.words.lang();
        let title = self.t("Appels", "Calls");
        let groups = vec![
            CardGroup { heading: Some("open".into()), title: None, cards: self.cards()[..2].to_vec() },
            CardGroup { heading: Some("closed".into()), title: None, cards: self.cards()[3..].to_vec() },
        ];
        let link = |number, current| Some(PageLink { number, href: format!("list.{lang}.html"), current });
        let pagination = Pagination {
            previous: Some(format!("list.{lang}.html")),
            next: Some(format!("list.{lang}.html")),
            label: self.words.fill("list.page_of", &[("page", "2"), ("pages", "9")]),
            pages: vec![link(1, false), link(2, true), link(3, false), None, link(9, false)],
        };
        let feed = Some(self.feed("Appels", "Calls"));
        let count = self.words.plural("count.call", 42);
        let list = ListPage {
            site: self.site(),
            page: self.page(&title, "list"),
            kind: "call".into(),
            count: count.clone(),
            groups: groups.clone(),
            pagination: Some(pagination),
            feed: feed.clone(),
        };
        write.page("list.html", "", &list);
        write.page("list.html", "-empty", &ListPage { groups: Vec::new(), pagination: None, feed: None, ..list });
        let home = HomePage {
            site: self.site(),
            page: shell::Page {
                breadcrumb: Vec::new(),
                ..self.page(&self.t("Laboratoire de l’innovation publique", "Public Innovation Lab"), "home")
            },
            item: Some(Item {
                title: self.t("L’administration cherche, vous trouvez", "The State asks, you answer"),
                kind: "page".into(),
                ..Item::default()
            }),
            open_calls: self.cards()[..2].to_vec(),
            coming_events: self.cards()[2..3].to_vec(),
            featured: self.cards()[3..4].to_vec(),
            latest: self.entries(true),
            sections: ["challenge", "call", "event", "programme", "startup", "organisation", "update"]
                .map(|kind| SectionLink {
                    kind: kind.into(),
                    href: format!("list.{lang}.html"),
                    count: self.words.plural(&format!("count.{kind}"), 7),
                })
                .into(),
            themes: vec![
                self.link("Intelligence artificielle", "Artificial intelligence"),
                self.link("Accessibilité", "Accessibility"),
            ],
        };
        write.page("home.html", "", &home);
        write.page("home.html", "-empty", &HomePage { site: self.site(), ..HomePage::default() });
        let themes = vec![ThemeLink {
            link: self.link("Intelligence artificielle", "Artificial intelligence"),
            count: self.words.plural("count.item", 1),
        }];
        write.page(
            "themes.html",
            "",
            &ThemesPage { site: self.site(), page: self.page(&self.t("Thèmes", "Themes"), "themes"), themes },
        );
        let label = self.t("Intelligence artificielle", "Artificial intelligence");
        write.page(
            "theme.html",
            "",
            &ThemePage {
                site: self.site(),
                page: self.page(&label, "theme"),
                label,
                count,
                groups,
                feed: feed.clone(),
            },
        );
        let group = EntryGroup { when: self.date("2026-04"), entries: self.entries(true) };
        let month =
            Link { text: Phrase::new(self.date("2026-03").text), href: Some("digest.fr.html".into()), note: None };
        let entries = EntriesPage {
            site: self.site(),
            page: self.page(&self.t("Quoi de neuf", "What’s new"), "whatsnew"),
            month: Some(self.date("2026-04")),
            groups: vec![group],
            months: vec![month],
            feed,
        };
        write.page("whatsnew.html", "", &entries);
        write.page("digest.html", "", &entries);
    }

    fn write_pages(&self, write: &mut Write<'_>) {
        let item = |fr, en| Item {
            state: None,
            related: Vec::new(),
            timeline: Vec::new(),
            feed: None,
            sources: Vec::new(),
            ..self.item("page", fr, en, "")
        };
        let page = |role: &str| statement::Page { role: Some(role.into()), ..statement::Page::default() };
        for (role, fr, en) in [
            ("legal", "Aspects légaux", "Legal notice"),
            ("privacy", "Protection des données", "Data protection"),
            ("contact", "Contact", "Contact"),
        ] {
            write.page(
                &format!("page-{role}.html"),
                "",
                &self.item_page(&format!("page-{role}"), item(fr, en), page(role)),
            );
        }
        write.page("page.html", "", &self.item_page("page", item("À propos", "About"), statement::Page::default()));
        let feeds = vec![self.feed("Tout le site", "The whole site"), self.feed("Appels", "Calls")];
        write.page(
            "page-subscribe.html",
            "",
            &self.item_page(
                "page-subscribe",
                item("S’abonner", "Subscribe"),
                statement::Page { feeds, ..page("subscribe") },
            ),
        );
        let issue = |fr, en| Issue {
            label: Some(self.rich(fr, en)),
            alternative: Some(self.rich("<p>Écrivez-nous.</p>", "<p>Write to us.</p>")),
        };
        let statement = Statement {
            organisation: self.ministry().text,
            website: "https://example.lu".into(),
            website_href: Some("https://example.lu".into()),
            standard: "RAWeb 1".into(),
            state: "partial".into(),
            created: Some(self.date("2026-03-01")),
            reviewed: Some(self.date("2026-04-01")),
            audit: Some(Audit {
                date: Some(self.date("2026-02")),
                by: "Exemple S.à r.l.".into(),
                rate: Some(self.words.percent(87.5)),
            }),
            non_compliant: vec![issue("<p>Certains PDF ne sont pas balisés.</p>", "<p>Some PDFs are not tagged.</p>")],
            disproportionate_burden: vec![issue("<p>Les vidéos de 2019.</p>", "<p>Videos of 2019.</p>")],
            exception: vec![issue("<p>Les cartes.</p>", "<p>Maps.</p>")],
            feedback: self.contact(),
        };
        let facts = statement::Page { statement: Some(statement), ..page("accessibility") };
        write.page(
            "page-accessibility.html",
            "",
            &self.item_page("page-accessibility", Item { body: None, ..item("Accessibilité", "Accessibility") }, facts),
        );
        write.page(
            "404.html",
            "",
            &PlainPage {
                site: self.site(),
                page: shell::Page {
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
        };
        write.page("root.html", "", &root);
        write.page("root-404.html", "", &root);
        write.page(
            "redirect.html",
            "",
            &Redirect {
                lang: self.words.lang().into(),
                title: self.t("Appels", "Calls"),
                href: "list.fr.html".into(),
                canonical: "https://example.lu/list.fr.html".into(),
            },
        );
    }
}

fn zone() -> Zone {
    Zone::named("Europe/Luxembourg").expect("a zone")
}
