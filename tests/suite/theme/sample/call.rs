//! Sample views of calls, in all states.

use parvis::kind::key::Kind;
use parvis::present::localizer::Amount;
use parvis::present::view::call::{CallResult, CallStatus, CallView, CriterionView, StepView};
use parvis::present::view::facts::FactsView;
use parvis::present::view::item::{ItemView, OtherLanguage};
use parvis::present::view::part::{FutureState, QuestionView};
use parvis::present::view::value::{DateView, LangString};

use super::{Sample, Write, nothing};

impl Sample<'_> {
    pub(super) fn write_call(&self, write: &mut Write<'_>) {
        let stage = |id: &str, fr, en, when: DateView, progress: &str| StepView {
            id: id.into(),
            label: self.t(fr, en),
            when: Some(when),
            progress: Some(progress.into()),
            ..StepView::default()
        };
        let eur = |value| Amount {
            max: Some(value),
            currency: "EUR",
            vat: Some("excluded"),
            per: Some("award"),
            ..Amount::default()
        };
        let status = CallStatus {
            state: "open".into(),
            opens: Some(self.date("2026-03-01")),
            closes: Some(self.closing("2026-04-25T17:00")),
            closes_before: Some(self.closing("2026-04-10T17:00")),
            questions_until: Some(self.closing("2026-04-15")),
            questions_closed: false,
            countdown: Some(self.countdown()),
            deadline_calendar: Some("deadline.ics".into()),
            accepts: true,
            ..CallStatus::default()
        };
        let call = CallView {
            facts: nothing(Kind::Call)
                .with("direction", "solutions".to_owned())
                .with("instrument", "innovation-partnership".to_owned())
                .with("ordering_party", vec![self.ministry(), self.ctie()])
                .with("partners", vec![self.link("Luxinnovation", "Luxinnovation")])
                .with("programme", self.link("GovTech Lab", "GovTech Lab"))
                .with("edition", LangString::new("2026"))
                .with("previous", self.link("Bye bye Robots ! 2020", "Bye Bye Robots! 2020"))
                .with("reference", "2026-00123".to_owned())
                .with(
                    "procedure",
                    self.t(
                        "Partenariat d’innovation (loi du 8 avril 2018)",
                        "Innovation partnership (law of 8 April 2018)",
                    ),
                )
                .with("cpv", vec!["72000000".to_owned(), "48000000".to_owned()])
                .with("submit_url", "https://pmp.example.lu/submit".to_owned())
                .with("portal_url", "https://pmp.example.lu/2026-00123".to_owned())
                .with(
                    "eligibility",
                    self.rich(
                        "<p>Toute entreprise, même jeune, établie dans l’Union européenne.</p>",
                        "<p>Any company, however young, established in the European Union.</p>",
                    ),
                )
                .with(
                    "deliverables",
                    self.rich("<p>Un prototype, puis un pilote.</p>", "<p>A prototype, then a pilot.</p>"),
                )
                .with("budget", self.money(eur(150_000.0)))
                .with("funding", "contract".to_owned())
                .with(
                    "prizes",
                    vec![FactsView::default().with("label", self.t("Premier prix", "First prize")).with(
                        "amount",
                        self.money(Amount { amount: Some(10_000.0), currency: "EUR", ..Amount::default() }),
                    )],
                )
                .with("duration", self.t("8 à 14 mois", "8 to 14 months"))
                .with("max_selected", "1".to_owned())
                .with(
                    "jury",
                    vec![
                        self.t("Deux membres du ministère", "Two members of the ministry"),
                        self.t("Une chercheuse indépendante", "An independent researcher"),
                    ],
                )
                .with(
                    "submissions",
                    FactsView::default()
                        .with("received", ">300".to_owned())
                        .with("shortlisted", "12".to_owned())
                        .with("selected", "5".to_owned())
                        .with("shortlisted_on", self.date("2026-05-04")),
                ),
            submission: "applications".into(),
            is_for_contract: true,
            path: Some(self.path("call")),
            later: vec![FutureState {
                from: "2026-04-25T17:00:00+02:00".into(),
                then: CallStatus { accepts: false, countdown: None, deadline_calendar: None, ..status.clone() },
            }],
            status,
            criteria: [
                ("Qualité technique", "Technical quality", 50),
                ("Protection des données et accessibilité", "Data protection and accessibility", 30),
                ("Prix", "Price", 20),
            ]
            .map(|(fr, en, share)| CriterionView {
                label: self.t(fr, en),
                weight: Some(self.localizer.percent(f64::from(share))),
                share: Some(share),
            })
            .into(),
            today: Some(2),
            steps: vec![
                StepView {
                    field: Some("opens"),
                    when: Some(self.date("2026-03-01")),
                    progress: Some("done".into()),
                    ..StepView::default()
                },
                stage(
                    "submission",
                    "Dépôt des candidatures",
                    "Applications",
                    self.period("2026-03-01", "2026-04-25"),
                    "current",
                ),
                StepView {
                    admitted: Some("5".into()),
                    ..stage("poc", "Preuve de concept", "Proof of concept", self.period("2026-05", "2026-08"), "coming")
                },
                StepView {
                    event: Some(self.link("Journée de démonstration", "Demo day")),
                    when_note: Some(self.t("mi-septembre", "mid-September")),
                    ..stage("demo", "Démonstration", "Demonstration", self.date("2026-09"), "coming")
                },
            ],
            documents: self.documents(),
            questions: vec![QuestionView {
                id: "q1".into(),
                date: self.date("2026-03-20"),
                question: self.t("Un groupement peut-il répondre ?", "Can a consortium respond?"),
                answer: self.rich("<p>Oui, s’il nomme un mandataire.</p>", "<p>Yes, if it names a lead.</p>"),
            }],
            results: vec![CallResult {
                id: "r1".into(),
                startup: Some(self.service()),
                stage: Some(self.t("Preuve de concept", "Proof of concept")),
                who: Some(self.link("Exemple S.à r.l.", "Exemple S.à r.l.")),
                date: Some(self.date("2026-05-04")),
                amount: Some(self.money(Amount { amount: Some(30_000.0), currency: "EUR", ..Amount::default() })),
                note: Some(self.t("à l’unanimité", "unanimously")),
            }],
            result_columns: vec!["stage", "amount", "date", "startup"],
            ..CallView::default()
        };
        let item = self.item("call", "Bye bye Robots !", "Bye Bye Robots!", "open");
        let item = ItemView { example: true, ..item };
        write.page("call.html", "", &self.item_page("call", item.clone(), call.clone()));
        let closed = ItemView {
            state: self.state("awarded"),
            draft: true,
            expired: Some(self.date("2026-06-01")),
            stale: Some(OtherLanguage {
                lang: "fr".into(),
                name: self.localizer.language("fr").name,
                href: "call.fr.html".into(),
            }),
            ..item
        };
        let status = CallStatus {
            state: "awarded".into(),
            accepts: false,
            deadline_calendar: None,
            outcome: Some("awarded".into()),
            outcome_date: Some(self.date("2026-06-01")),
            outcome_reason: Some(self.t("la meilleure note", "the best mark")),
            ..call.status.clone()
        };
        let facts = CallView { status, later: Vec::new(), ..call };
        write.page("call.html", "-closed", &self.item_page("call", closed, facts));
        let empty = ItemView { kind: "call".into(), state: self.state("unknown"), ..ItemView::default() };
        write.page(
            "call.html",
            "-empty",
            &self.item_page(
                "call",
                empty,
                CallView {
                    facts: nothing(Kind::Call).with("direction", "challenges".to_owned()).with("permanent", true),
                    status: CallStatus { state: "open".into(), accepts: true, ..CallStatus::default() },
                    ..CallView::default()
                },
            ),
        );
    }
}
