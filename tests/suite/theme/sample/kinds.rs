//! Sample views of the other kinds.

use parvis::base::moment::PartialDate;
use parvis::kind::key::Kind;
use parvis::present::localizer::Amount;
use parvis::present::localizer::date::ZoneShown;
use parvis::present::view::challenge::{ChallengeView, StatusStep};
use parvis::present::view::event::{
    AgendaDay, AgendaSlot, EventStatus, EventView, LocationView, RecordingView, RegistrationView,
};
use parvis::present::view::facts::FactsView;
use parvis::present::view::figure::PhaseShare;
use parvis::present::view::item::{ItemView, OtherLanguage};
use parvis::present::view::organisation::{OrganisationView, UpdateView};
use parvis::present::view::part::{Coming, FutureState, StateView, TakePart};
use parvis::present::view::programme::{AssessmentView, MilestoneView, PlanView, ProgrammeView, VerdictView};
use parvis::present::view::startup::{PhaseView, StartupView};
use parvis::present::view::value::LangString;

use super::{Sample, Write, nothing, zone};

impl Sample<'_> {
    pub(super) fn write_others(&self, write: &mut Write<'_>) {
        let step = |status: &str, date: &str, current| StatusStep {
            status: status.into(),
            date: Some(self.date(date)),
            current,
        };
        let take_part = TakePart {
            calls: vec![Coming { link: self.link("Bye bye Robots !", "Bye Bye Robots!"), when: None, example: true }],
            event: Some(Coming {
                link: self.link("Journée de démonstration", "Demo day"),
                when: Some(self.date("2026-09-15")),
                example: false,
            }),
            is_event_ongoing: false,
        };
        let challenge = ChallengeView {
            facts: nothing(Kind::Challenge)
                .with("owner", vec![self.ctie()])
                .with("origin", "ministry".to_owned())
                .with("edition", LangString::new("2025"))
                .with("impact", self.rich("<p>Moins d’attente.</p>", "<p>Less waiting.</p>")),
            statuses: vec![
                step("collected", "2025-09", false),
                step("selected", "2025-11-20", false),
                step("in-call", "2026-03-01", true),
            ],
            collected_by: vec![self.link("Tech-in-GOV 2025", "Tech-in-GOV 2025")],
            path: Some(self.path("challenge")),
            take_part: take_part.clone(),
            later: vec![FutureState { from: "2026-04-25T17:00:00+02:00".into(), then: TakePart::default() }],
        };
        let item = ItemView {
            title: LangString::foreign("Formulare, die alle verstehen", "de", "fr"),
            summary: Some(LangString::new("<b>…</b>")),
            fallback: Some(OtherLanguage {
                lang: "de".into(),
                name: self.localizer.language("de").name,
                href: "challenge.fr.html".into(),
            }),
            ..self.item("challenge", "", "", "in-call")
        };
        write.page("challenge.html", "", &self.item_page("challenge", item, challenge));
        let start = self.instant("2026-09-15T09:00");
        let end = self.instant("2026-09-15T17:30");
        let slot = |hour: &str, fr, en| AgendaSlot {
            start: self.localizer.hour(&self.instant(&format!("2026-09-15T{hour}")), &zone()),
            label: self.t(fr, en),
            speaker: Some("Ada Exemple".into()),
        };
        let event = EventView {
            facts: nothing(Kind::Event)
                .with("type", "demo-day".to_owned())
                .with("organiser", vec![self.ministry()])
                .with("partners", vec![self.ctie()])
                .with("host", self.link("Ville de Luxembourg", "City of Luxembourg"))
                .with("jury", vec![LangString::new("Ada")])
                .with("audience", self.t("Tout le monde", "Everyone"))
                .with("capacity", "120".to_owned())
                .with("attendance", self.t("une centaine de personnes", "about a hundred people"))
                .with("price", self.money(Amount { amount: Some(0.0), currency: "EUR", ..Amount::default() }))
                .with("call", self.link("Bye bye Robots !", "Bye Bye Robots!"))
                .with(
                    "report",
                    self.rich(
                        "<p>Cinq équipes ont montré leur prototype.</p>",
                        "<p>Five teams showed their prototype.</p>",
                    ),
                )
                .with("report_date", self.date("2026-09-20"))
                .with("status_date", self.date("2026-09-01")),
            when: self.localizer.instants(&start, &end, &zone(), ZoneShown::Named),
            location: Some(LocationView {
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
            languages: vec![
                self.localizer.language("fr"),
                self.localizer.language("lb"),
                self.localizer.language("en"),
            ],
            present: EventStatus {
                state: "upcoming".into(),
                calendar: Some("event.ics".into()),
                registration: Some(RegistrationView {
                    required: Some(true),
                    url: Some("https://example.lu/register".into()),
                    closes: Some(self.closing("2026-09-10")),
                    open: true,
                    ..RegistrationView::default()
                }),
                ..EventStatus::default()
            },
            agenda: vec![AgendaDay {
                day: Some(self.localizer.weekday(PartialDate::parse("2026-09-15").expect("a day"))),
                slots: vec![slot("09:00", "Accueil", "Welcome"), slot("14:30", "Démonstrations", "Demonstrations")],
            }],
            documents: self.documents(),
            recording: Some(RecordingView { url: "https://example.lu/video".into(), captions: Some(true) }),
            status: Some("moved-online".into()),
            ..EventView::default()
        };
        write.page(
            "event.html",
            "",
            &self.item_page("event", self.item("event", "Journée de démonstration", "Demo day", "moved-online"), event),
        );
        let empty = ItemView { kind: "event".into(), state: self.state("upcoming"), ..ItemView::default() };
        write.page(
            "event.html",
            "-empty",
            &self.item_page(
                "event",
                empty,
                EventView { facts: nothing(Kind::Event).with("type", "other".to_owned()), ..EventView::default() },
            ),
        );
        let milestone = |id: &str, fr, en, status: &str| MilestoneView {
            id: id.into(),
            code: Some(id.to_uppercase()),
            label: self.t(fr, en),
            start: Some(self.date("2026-01")),
            due: Some(self.date("2026-06")),
            status: status.into(),
            reached: (status == "done").then(|| self.date("2026-05-12")),
        };
        let completion = VerdictView {
            kind: None,
            steps: ["not-started", "limited", "substantial", "complete"].map(String::from).to_vec(),
            step: "limited".into(),
            report: self.t("Rapport indépendant", "Independent report"),
            url: Some("https://example.lu/irm".into()),
            date: Some(self.date("2026-03")),
        };
        let ambition = VerdictView {
            kind: Some("results".into()),
            steps: ["unclear", "modest", "substantial"].map(String::from).to_vec(),
            step: "modest".into(),
            url: None,
            date: None,
            ..completion.clone()
        };
        let programme = ProgrammeView {
            facts: nothing(Kind::Programme)
                .with("type", "commitment".to_owned())
                .with("owner", vec![self.ministry()])
                .with("lead", self.ctie())
                .with("lead_note", self.t("avec la société civile", "with civil society"))
                .with("support", vec![self.link("OpenGov", "OpenGov")])
                .with(
                    "policy_areas",
                    vec![self.t("Transparence", "Transparency"), self.t("Participation", "Participation")],
                )
                .with("reference", "LU-2026-3".to_owned())
                .with("website", "https://example.lu/plan".to_owned())
                .with("address", "Luxembourg".to_owned())
                .with("status_date", self.date("2026-01-01")),
            period: Some(self.period("2026-01-01", "")),
            plan: Some(PlanView {
                title: self.t("Plan d’action national", "National action plan"),
                period: Some(self.period("2025", "2027")),
                code: Some("LU0012".into()),
                cycle: Some("3".into()),
            }),
            milestones: vec![
                milestone("m1", "Publier les données", "Publish the data", "done"),
                milestone("m2", "Ouvrir le code", "Open the code", "late"),
                milestone("m3", "Évaluer", "Evaluate", "planned"),
                milestone("m4", "Mesurer", "Measure", "unknown"),
            ],
            reached: Some(self.localizer.fill("programme.reached_of", &[("n", "1"), ("all", "4")])),
            completion: Some(completion.clone()),
            ambition: Some(ambition.clone()),
            assessments: vec![AssessmentView {
                id: "irm".into(),
                report: self.t("Rapport indépendant", "Independent report"),
                date: Some(self.date("2026-03")),
                url: Some("https://example.lu/irm".into()),
                verifiable: Some(true),
                relevant: Some(false),
                specificity: Some("high".into()),
                ambition: Some(ambition),
                completion: Some(completion),
                early_results: Some(self.t("Premiers jeux de données en ligne", "First data sets online")),
            }],
            documents: self.documents(),
            highlighted: self.cards()[..1].to_vec(),
            startups: self.cards()[1..3].to_vec(),
            startup_count: Some(self.localizer.plural("count.startup", 2)),
            compares_phases: true,
            phases: vec![PhaseShare {
                label: self.t("Construction", "Construction"),
                active: true,
                startups: vec![self.link("File claire", "Clear queue")],
                share: 100,
            }],
            take_part,
            later: Vec::new(),
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
        let phase = |name: &str, fr, en, start: &str, end: &str, progress: &str| PhaseView {
            active: true,
            name: name.into(),
            label: self.t(fr, en),
            period: self.period(start, end),
            note: None,
            progress: progress.into(),
        };
        let startup = StartupView {
            path: Some(self.path("startup")),
            facts: nothing(Kind::Startup)
                .with("programmes", vec![self.link("GovTech Lab", "GovTech Lab")])
                .with(
                    "mission",
                    self.t(
                        "Permettre à chacun de signaler un problème dans la rue en une minute.",
                        "Let everyone report a problem in the street within a minute.",
                    ),
                )
                .with("sponsors", vec![self.ministry()])
                .with("website", "https://example.lu/service".to_owned())
                .with("repository", "https://example.lu/code".to_owned())
                .with("stats_url", "https://example.lu/stats".to_owned())
                .with("accessibility", "partial".to_owned())
                .with("audience", vec![self.t("communes", "communes"), self.t("citoyens", "residents")])
                .with("technologies", vec!["Rust".to_owned(), "PostgreSQL".to_owned()])
                .with(
                    "events",
                    vec![
                        FactsView::default()
                            .with("name", self.t("Premier millier d’usagers", "First thousand users"))
                            .with("date", self.date("2025-02")),
                    ],
                )
                .with(
                    "funding",
                    vec![
                        FactsView::default()
                            .with("label", self.t("Fonds d’innovation", "Innovation fund"))
                            .with("date", self.date("2025"))
                            .with(
                                "amount",
                                self.money(Amount { amount: Some(80_000.0), currency: "EUR", ..Amount::default() }),
                            ),
                    ],
                )
                .with("organisation", self.ctie()),
            phases: vec![
                phase("investigation", "Investigation", "Investigation", "2024-03", "2024-09", "done"),
                phase("construction", "Construction", "Construction", "2024-09", "2025-06", "done"),
                phase("acceleration", "Accélération", "Acceleration", "2025-06", "", "current"),
            ],
        };
        let state = StateView {
            key: "acceleration".into(),
            label: Some(self.t("Accélération", "Acceleration")),
            tone: "live".into(),
        };
        let item = ItemView { state: Some(state), ..self.item("startup", "Signale", "Signale", "") };
        write.page("startup.html", "", &self.item_page("startup", item, startup));
        let organisation = OrganisationView {
            facts: nothing(Kind::Organisation)
                .with("type", "administration".to_owned())
                .with("acronym", "CTIE".to_owned())
                .with("parent", self.ministry())
                .with("website", "https://ctie.gouvernement.lu".to_owned()),
            children: vec![self.link("Division A", "Division A")],
            logo: None,
        };
        let item = ItemView {
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
        let update = UpdateView {
            facts: nothing(Kind::Update).with("date", self.date("2026-04-02")),
            about: self.cards()[..2].to_vec(),
        };
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
