//! A call (appel) for challenges or for solutions: who asks, until when, how answers are judged, and what came of it.

use strum::{IntoStaticStr, VariantArray};

use crate::base::lang::Text;
use crate::base::message::say;
use crate::base::moment::PartialDate;
use crate::base::moment::instant::Instant;
use crate::base::source::Spanned;
use crate::kind::amendment::{Amendable, Amendment, How, amendments};
use crate::kind::criterion::{Criterion, criteria};
use crate::kind::document::{Document, documents};
use crate::kind::key::{Key, Kind, any_reference, reference};
use crate::kind::money::{MONEY_EXAMPLE, Money, money};
use crate::kind::question::{Question, questions};
use crate::kind::stage::{Stage, stages};
use crate::kind::winner::{Winner, results};
use crate::read::address;
use crate::read::date::{self, When};
use crate::read::field::{Fields, Reader};
use crate::read::number::{self};
use crate::read::value::{self, Prose};
use crate::read::yaml::Node;

/// What is called for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum Direction {
    /// Needs of administrations.
    Challenges,
    /// Answers of economic operators.
    Solutions,
}

/// The procurement procedure of a call for solutions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum Instrument {
    /// Several stages, a jury, a demo day.
    InnovationPartnership,
    /// One offer for a solution, a study or a concept.
    Speedup,
    /// Another one, named by `instrument_label`.
    Other,
}

/// What the winners get.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum Funding {
    /// A public contract.
    Contract,
    /// A grant.
    Grant,
    /// A prize.
    Prize,
    /// Help other than money.
    Support,
}

/// How a call ended, or what is happening after its closing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum Outcome {
    /// The answers are being judged.
    Evaluating,
    /// There are winners.
    Awarded,
    /// The work is done.
    Finalised,
    /// No answer was chosen.
    Unsuccessful,
    /// Called off.
    Cancelled,
    /// Stopped for a time.
    Suspended,
    /// Taken back.
    Withdrawn,
}

/// A prize.
#[derive(Clone, Debug, PartialEq)]
pub struct Prize {
    /// What for.
    pub label: Text,
    /// How much.
    pub amount: Money,
}

/// How many answers came in.
#[derive(Clone, Debug, PartialEq)]
pub struct Submissions {
    /// Received, as written: a number, or such as `>300`.
    pub received: Option<String>,
    /// Shortlisted.
    pub shortlisted: Option<String>,
    /// Selected.
    pub selected: Option<String>,
    /// When the shortlist was made.
    pub shortlisted_on: Option<PartialDate>,
}

/// A call.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// What is called for.
    pub direction: Direction,
    /// The procedure.
    pub instrument: Option<Instrument>,
    /// The name of another procedure.
    pub instrument_label: Option<Text>,
    /// Who asks; never empty.
    pub ordering_party: Vec<Key>,
    /// Who helps.
    pub partners: Vec<Key>,
    /// The challenges that it wants answered.
    pub challenges: Vec<Key>,
    /// The programme that it belongs to.
    pub programme: Option<Key>,
    /// Which edition it is.
    pub edition: Option<Text>,
    /// The edition before.
    pub previous: Option<Key>,
    /// From when on answers are taken; without it, since ever.
    pub opens: Option<Instant>,
    /// Until when, and where that is written.
    pub closes: Option<Spanned<Instant>>,
    /// It never closes.
    pub permanent: bool,
    /// Its dates are not known.
    pub dates_unknown: bool,
    /// Until when questions are taken.
    pub questions_until: Option<Instant>,
    /// The number of the file.
    pub reference: Option<String>,
    /// The procedure of the law.
    pub procedure: Option<Text>,
    /// Codes of the common procurement vocabulary, Regulation (EC) No 213/2008.
    pub cpv: Vec<String>,
    /// Where to answer.
    pub submit_url: Option<String>,
    /// The page of the procurement portal.
    pub portal_url: Option<String>,
    /// Who may answer.
    pub eligibility: Option<Prose>,
    /// What an answer holds.
    pub deliverables: Option<Prose>,
    /// What answers are judged by.
    pub criteria: Vec<Criterion>,
    /// What weights mean when they are not percent.
    pub criteria_scale: Option<Text>,
    /// The money for it.
    pub budget: Option<Money>,
    /// What the winners get.
    pub funding: Option<Funding>,
    /// Prizes.
    pub prizes: Vec<Prize>,
    /// How long the work takes.
    pub duration: Option<Text>,
    /// How many may win.
    pub max_selected: Option<u32>,
    /// Its stages, in order.
    pub stages: Vec<Stage>,
    /// Who judges.
    pub jury: Vec<Text>,
    /// Documents.
    pub documents: Vec<Document>,
    /// Questions and answers.
    pub questions: Vec<Question>,
    /// What was changed.
    pub amendments: Vec<Amendment>,
    /// How many answers came in.
    pub submissions: Option<Submissions>,
    /// Who was chosen.
    pub results: Vec<Winner>,
    /// How it ended.
    pub outcome: Option<Outcome>,
    /// When.
    pub outcome_date: Option<PartialDate>,
    /// Why.
    pub outcome_reason: Option<Text>,
    /// What it is a part of.
    pub part_of: Option<Key>,
}

/// The fields of a call that may be amended.
const AMENDABLE: &[Amendable] = &[
    ("opens", How::When(opening)),
    ("closes", How::When(closing)),
    ("questions_until", How::When(closing)),
    ("direction", How::Text),
    ("instrument", How::Text),
    ("instrument_label", How::Text),
    ("ordering_party", How::Text),
    ("partners", How::Text),
    ("challenges", How::Text),
    ("programme", How::Text),
    ("edition", How::Text),
    ("reference", How::Text),
    ("procedure", How::Text),
    ("cpv", How::Text),
    ("submit_url", How::Text),
    ("portal_url", How::Text),
    ("eligibility", How::Text),
    ("deliverables", How::Text),
    ("criteria", How::Text),
    ("criteria_scale", How::Text),
    ("budget", How::Text),
    ("funding", How::Text),
    ("prizes", How::Text),
    ("duration", How::Text),
    ("max_selected", How::Text),
    ("stages", How::Text),
    ("jury", How::Text),
    ("contact", How::Text),
];

/// The opening of a call.
fn opening(reader: &mut Reader<'_>, node: &Node) -> Option<When> {
    date::instant(reader, node).map(When::Instant)
}

/// The closing of a call or of its questions.
fn closing(reader: &mut Reader<'_>, node: &Node) -> Option<When> {
    date::closing(reader, node).map(When::Instant)
}

/// Reads a call.
pub fn read(f: &mut Fields<'_, '_, '_>) -> Option<Call> {
    let direction = f.required("direction", value::choice);
    let instrument = f.optional("instrument", value::choice);
    if direction == Some(Direction::Solutions) && !f.has("instrument") {
        let help = say!(
            en: "write `instrument: innovation-partnership`, `speedup` or `other`",
            fr: "écrivez `instrument: innovation-partnership`, `speedup` ou `other`"
        );
        f.missing_with(
            "instrument",
            say!(en: " from this call for solutions", fr: " dans cet appel à solutions"),
            help,
        );
    }
    let instrument_label = f.optional("instrument_label", value::text);
    if instrument == Some(Instrument::Other) && !f.has("instrument_label") {
        // Catalogues of calls by others name no label; a visitor can live with "other".
        let span = f.key_span("instrument_label");
        let help = say!(
            en: "write `instrument_label:` and the name of the instrument",
            fr: "écrivez `instrument_label:` et le nom de l’instrument"
        );
        f.reader.warn(
            "missing-label",
            span,
            say!(
                en: "the instrument is `other`, and no `instrument_label` names it",
                fr: "l’instrument est `other`, et aucun `instrument_label` ne le nomme"
            ),
            help,
        );
    }
    let ordering_party = f.required_list("ordering_party", reference(Kind::Organisation));
    let opens = f.optional("opens", date::instant);
    let closes = f.optional("closes", value::spanned(date::closing));
    let permanent = f.optional("permanent", value::boolean).unwrap_or(false);
    let dates_unknown = f.optional("dates_unknown", value::boolean).unwrap_or(false);
    if !f.has("closes") && !permanent && !dates_unknown && !f.has("outcome") {
        let help = say!(
            en: "write `closes: 2026-04-25T17:00`, or `permanent: true`, or `dates_unknown: true`",
            fr: "écrivez `closes: 2026-04-25T17:00`, ou `permanent: true`, ou `dates_unknown: true`"
        );
        f.missing_with(
            "closes",
            say!(en: ": until when may one answer?", fr: " : jusqu’à quand peut-on répondre ?"),
            help,
        );
    }
    let questions_until = f.optional("questions_until", date::closing);
    check_order(f, opens, closes.as_ref().map(|closes| closes.value), questions_until);
    let stages = stages(f);
    if instrument == Some(Instrument::InnovationPartnership) && !f.has("stages") {
        let help = say!(
            en: "write `stages:` with an `id` and a `label` for each",
            fr: "écrivez `stages:` avec un `id` et un `label` pour chacune"
        );
        f.missing_with(
            "stages",
            say!(en: " from this innovation partnership", fr: " dans ce partenariat d’innovation"),
            help,
        );
    }
    let criteria = criteria(f);
    let call = Call {
        instrument,
        instrument_label,
        partners: f.list("partners", reference(Kind::Organisation)),
        challenges: f.list("challenges", reference(Kind::Challenge)),
        programme: f.optional("programme", reference(Kind::Programme)),
        edition: f.optional("edition", value::text),
        previous: f.optional("previous", reference(Kind::Call)),
        opens,
        closes,
        permanent,
        dates_unknown,
        questions_until,
        reference: f.optional("reference", value::string),
        procedure: f.optional("procedure", value::text),
        cpv: f.list("cpv", value::string),
        submit_url: f.optional("submit_url", address::url),
        portal_url: f.optional("portal_url", address::url),
        eligibility: f.optional("eligibility", value::prose),
        deliverables: f.optional("deliverables", value::prose),
        criteria,
        criteria_scale: f.optional("criteria_scale", value::text),
        budget: f.record("budget", MONEY_EXAMPLE, money),
        funding: f.optional("funding", value::choice),
        prizes: f.records("prizes", "{label: First prize, amount: {amount: 5000, currency: EUR}}", |f| {
            let label = f.required("label", value::text);
            let amount = f.required_record("amount", MONEY_EXAMPLE, money);
            Some(Prize { label: label?, amount: amount? })
        }),
        duration: f.optional("duration", value::text),
        max_selected: f.optional("max_selected", number::whole),
        jury: f.list("jury", value::text),
        documents: documents(f),
        questions: questions(f),
        submissions: read_submissions(f),
        results: results(f, &stages),
        stages,
        outcome: f.optional("outcome", value::choice),
        outcome_date: f.optional("outcome_date", date::date),
        outcome_reason: f.optional("outcome_reason", value::text),
        part_of: f.optional("part_of", any_reference(Some(Kind::Call))),
        amendments: amendments(f, AMENDABLE),
        direction: direction?,
        ordering_party,
    };
    (!call.ordering_party.is_empty()).then_some(call)
}

fn check_order(
    f: &mut Fields<'_, '_, '_>,
    opens: Option<Instant>,
    closes: Option<Instant>,
    questions: Option<Instant>,
) {
    if let (Some(opens), Some(closes)) = (opens, closes)
        && closes.moment <= opens.moment
    {
        f.error_at(
            "closes",
            "wrong-order",
            say!(en: "the call closes before it opens", fr: "l’appel se clôt avant de s’ouvrir"),
            say!(en: "write a moment after `opens`", fr: "écrivez un moment postérieur à `opens`"),
        );
    }
    if let (Some(closes), Some(questions)) = (closes, questions)
        && questions.moment > closes.moment
    {
        let help = say!(en: "write a moment not after `closes`", fr: "écrivez un moment qui ne dépasse pas `closes`");
        f.error_at(
            "questions_until",
            "wrong-order",
            say!(en: "`questions_until` is later than `closes`", fr: "`questions_until` est postérieur à `closes`"),
            help,
        );
    }
}

fn read_submissions(f: &mut Fields<'_, '_, '_>) -> Option<Submissions> {
    f.record("submissions", "{received: 12, shortlisted: 5, selected: 1}", |f| {
        Some(Submissions {
            received: f.optional("received", value::string),
            shortlisted: f.optional("shortlisted", value::string),
            selected: f.optional("selected", value::string),
            shortlisted_on: f.optional("shortlisted_on", date::date),
        })
    })
}
