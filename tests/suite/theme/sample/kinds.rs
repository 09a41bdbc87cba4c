//! The other kinds.

use parvis::base::moment::PartialDate;
use parvis::render::view::challenge::{Challenge, StatusStep};
use parvis::render::view::event::{AgendaDay, AgendaSlot, Event, Location, Recording, Registration};
use parvis::render::view::figure::PhaseShare;
use parvis::render::view::item::{Item, Other};
use parvis::render::view::organisation::{Organisation, Update};
use parvis::render::view::part::State;
use parvis::render::view::programme::{Assessment, Milestone, Plan, Programme};
use parvis::render::view::startup::{Funding, Phase, Startup, StartupEvent};
use parvis::render::view::value::Phrase;
use parvis::render::words::Amount;
use parvis::render::words::date::ZoneShown;

use super::{Sample, Write, zone};

impl Sample<'_> {
    pub(super) fn write_others(&self, write: &mut Write<'_>) {
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
            phases: vec![PhaseShare {
                label: self.t("Construction", "Construction"),
                active: true,
                startups: vec![self.link("File claire", "Clear queue")],
                share: 100,
            }],
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
            audience: vec![self.t("communes", "communes"), self.t("citoyens", "residents")],
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
            type_: Some("administration".into()),
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
}
