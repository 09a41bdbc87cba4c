//! What is tendered: the section `tender` of the releases.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::base::lang::Lang;
use crate::base::media_type;
use crate::base::moment::instant::Instant;
use crate::base::moment::{Moment, PartialDate};
use crate::kind::amendment::Amendment;
use crate::kind::call::{Call, Instrument, Outcome};
use crate::kind::common::Words;
use crate::kind::criterion::Criterion;
use crate::kind::dated::EntryKind;
use crate::kind::document::{Document, DocumentLocation};
use crate::kind::item::{Facts, Item};
use crate::kind::money::{Money, Per};
use crate::kind::stage::Stage;
use crate::output::data::ocds::change::{add, saying, states, tell};
use crate::output::data::ocds::history::History;
use crate::output::data::ocds::party::reference;
use crate::output::data::value::{Number, Uri};
use crate::read::markdown_text::MarkdownText;
use crate::read::number::Decimal;

/// Tells the tender in all releases.
pub fn tender(history: &History<'_>, releases: &mut [Value]) {
    let call = history.process.call;
    tell(
        releases,
        &["tender"],
        |rank| history.version(rank),
        |version| lasting(history, history.versions.get(*version)),
    );
    let mut field = |name: &str, at: &dyn Fn(usize) -> Value| {
        tell(releases, &["tender", name], at, Value::clone);
    };
    let until = |instant: Option<Instant>| instant.map(|instant| history.rfc3339(last(instant)));
    let start = |rank: usize| history.call_at(rank).opens.map(|opens| history.rfc3339(opens.moment));
    let outcome = outcome(history);
    field("status", &|rank| {
        let known = outcome.filter(|(since, _)| *since <= rank).map(|(_, status)| status);
        known.or_else(|| status(history.call_at(rank), history.moment(rank))).into()
    });
    field(
        "tenderPeriod",
        &|rank| json!({ "startDate": start(rank), "endDate": until(history.call_at(rank).closes()) }),
    );
    field("enquiryPeriod", &|rank| {
        let asked = until(history.call_at(rank).questions_until);
        json!({ "startDate": asked.as_ref().and(start(rank)), "endDate": asked })
    });
    let received = call.submissions.as_ref().and_then(|submissions| submissions.received.as_ref()?.parse::<u64>().ok());
    field("numberOfTenderers", &|rank| {
        // How many answers came in is known once the call is closed.
        let closes = history.call_at(rank).closes();
        received.filter(|_| closes.is_some_and(|closes| closes.moment <= history.moment(rank))).into()
    });
    let answered = answered(history);
    let first = answered.first().map(|(rank, _)| *rank);
    field("hasEnquiries", &|rank| first.filter(|first| *first <= rank).map(|_| true).into());
    field("submissionMethod", &|rank| {
        history.call_at(rank).submit_url.as_ref().map(|_| ["electronicSubmission"]).into()
    });
    let submit_url = |rank: usize| history.call_at(rank).submit_url.as_deref();
    tell(releases, &["tender", "submissionMethodDetails"], submit_url, |url| json!(url.map(Uri::written)));
    let call_at = |version: &usize| history.call_of(*version);
    tell(
        releases,
        &["tender", "procurementMethodDetails"],
        |rank| history.version(rank),
        |version| method_details(history, call_at(version)).into(),
    );
    tell(
        releases,
        &["tender", "value"],
        |rank| history.version(rank),
        |version| {
            let call = call_at(version);
            call.budget.as_ref().and_then(|budget| value(budget, call.max_selected)).into()
        },
    );
    add(releases, &["tender", "documents"], documents(history, &answered));
    add(releases, &["tender", "milestones"], milestones(history));
    add(releases, &["tender", "amendments"], amendments(history));
}

/// What of the tender changes by amendments alone. `item` is the call as it was.
fn lasting(history: &History<'_>, item: &Item) -> Value {
    let Facts::Call(call) = &item.facts else { return Value::Null };
    let mut tender = json!({
        "id": history.ocid(item),
        "procurementMethod": method(call.instrument),
        "mainProcurementCategory": call.cpv.first().and_then(|code| category(code)),
        "awardCriteria": (!call.criteria.is_empty()).then_some("ratedCriteria"),
        "procuringEntity": call.ordering_party.first().and_then(|key| reference(history, key)),
        "items": items(call),
    });
    titles(history, &mut tender);
    history.words(&mut tender, "description", |lang| {
        let words = item.words.get(lang)?;
        (!words.summary.is_empty()).then(|| words.summary.clone())
    });
    history.words(&mut tender, "awardCriteriaDetails", |lang| criteria(history, call, lang));
    if let Some(eligibility) = &call.eligibility {
        history.words(&mut tender, "eligibilityCriteria", |lang| match eligibility {
            MarkdownText::Same(text) => (lang == item.original).then(|| text.value.clone()),
            MarkdownText::Each(each) => each.get(lang).map(|text| text.value.clone()),
        });
    }
    tender
}

/// The status by the outcome, and the rank of the release that publishes it. A suspension has no code.
fn outcome(history: &History<'_>) -> Option<(usize, &'static str)> {
    let (name, status) = match history.process.call.outcome? {
        Outcome::Awarded => (EntryKind::CallAwarded, "complete"),
        Outcome::Finalised => (EntryKind::CallFinalised, "complete"),
        Outcome::Unsuccessful => (EntryKind::CallUnsuccessful, "unsuccessful"),
        Outcome::Cancelled => (EntryKind::CallCancelled, "cancelled"),
        Outcome::Withdrawn => (EntryKind::CallWithdrawn, "withdrawn"),
        Outcome::Evaluating | Outcome::Suspended => return None,
    };
    Some((history.process.release_of(name, "")?, status))
}

/// The status by the dates in effect at a moment: complete from the closing on, when the award stage begins.
fn status(call: &Call, moment: Moment) -> Option<&'static str> {
    if call.opens.is_some_and(|opens| moment < opens.moment) {
        return Some("planned");
    }
    match call.closes() {
        Some(closes) if closes.moment <= moment => Some("complete"),
        Some(_) => Some("active"),
        None => (!call.dates_unknown).then_some("active"),
    }
}

/// The last moment of a period; for a period that ends with a day, the last second of it.
fn last(instant: Instant) -> Moment {
    if instant.clock.is_none() { instant.moment.seconds_before(1) } else { instant.moment }
}

/// The titles; an invented call says so in each.
fn titles(history: &History<'_>, tender: &mut Value) {
    history.words(tender, "title", |lang| {
        let (title, foreign) = history.item().title(lang);
        let localizer = history.contexts[lang.index()].localizer;
        foreign.is_none().then(|| match history.item().common.example {
            true => localizer.fill("feed.example", &[("title", title)]),
            false => title.to_owned(),
        })
    });
}

/// What is asked for, by its codes of the common procurement vocabulary.
fn items(call: &Call) -> Option<Value> {
    // The digit behind the hyphen of a code checks it and is no part of it.
    let codes = call.cpv.iter().map(|code| code.split('-').next().unwrap_or(code));
    let mut codes = codes.map(|code| json!({ "scheme": "CPV", "id": code }));
    let first = codes.next()?;
    Some(json!([{ "id": "1", "classification": first, "additionalClassifications": codes.collect::<Vec<_>>() }]))
}

/// The category by the division of the vocabulary: works are 45, services from 50 on.
fn category(code: &str) -> Option<&'static str> {
    match code.get(..2)?.parse::<u8>().ok()? {
        45 => Some("works"),
        50..=98 => Some("services"),
        3..=44 | 48 => Some("goods"),
        _ => None,
    }
}

/// An innovation partnership invites those that were selected (Directive 2014/24/EU, article 31).
fn method(instrument: Option<Instrument>) -> Option<&'static str> {
    match instrument? {
        Instrument::InnovationPartnership => Some("selective"),
        Instrument::Speedup => Some("open"),
        Instrument::Other => None,
    }
}

fn method_details(history: &History<'_>, call: &Call) -> Option<String> {
    let original = history.item().original;
    let own = call.procedure.as_ref().or(call.instrument_label.as_ref());
    let words = own.map(|text| text.wording(original, original).text.to_owned());
    words.or_else(|| call.instrument.map(|instrument| Into::<&str>::into(instrument).to_owned()))
}

/// The amount, or the most it may be, for all awards together.
pub fn value(money: &Money, awards: Option<u32>) -> Option<Value> {
    let amount = money.amount.or(money.max)?;
    let amount = match (money.per, awards) {
        (Some(Per::Award), Some(awards)) => Decimal { thousandths: amount.thousandths.checked_mul(i64::from(awards))? },
        _ => amount,
    };
    Some(json!({ "amount": Number(amount), "currency": money.currency }))
}

fn criteria(history: &History<'_>, call: &Call, lang: Lang) -> Option<String> {
    let localizer = history.contexts[lang.index()].localizer;
    let weighed = |weight: Decimal| match call.weighs_in_percent() {
        true => localizer.percent(weight.as_f64()),
        false => localizer.number(weight.as_f64()),
    };
    let one = |criterion: &Criterion| {
        let wording = criterion.label.wording(lang, history.item().original);
        let weight = criterion.weight.map(|weight| format!(" ({})", weighed(weight))).unwrap_or_default();
        wording.foreign.is_none().then(|| format!("{}{weight}", wording.text))
    };
    let all: Vec<String> = call.criteria.iter().filter_map(one).collect();
    (!all.is_empty()).then(|| all.join(" · "))
}

/// The days on which questions were answered, the earliest first, each with the rank of the release that publishes it.
fn answered(history: &History<'_>) -> Vec<(usize, Moment)> {
    let zone = &history.item().common.zone;
    let mut days: BTreeSet<String> = BTreeSet::new();
    let questions = history.process.call.questions.iter().filter(|question| days.insert(question.date.to_string()));
    let rank =
        |date: PartialDate| history.process.release_of(EntryKind::QuestionsAnswered, &date.without_time().to_string());
    let mut answered: Vec<_> =
        questions.filter_map(|question| Some((rank(question.date)?, question.date.start(zone)))).collect();
    answered.sort_unstable();
    answered
}

/// The page of the call as its notice in each language, the portal's, and the documents, each with the rank of the release that
/// publishes it.
fn documents(history: &History<'_>, answered: &[(usize, Moment)]) -> Vec<(usize, Value)> {
    let (item, call) = (history.item(), history.process.call);
    let page = |lang: Lang| history.context().absolute(&history.context().plan.item(item, lang));
    let notice = |(lang, words): (Lang, &Words)| {
        let tag = history.context().tag(lang);
        let notice = json!({
            "id": format!("notice-{tag}"),
            "documentType": "tenderNotice",
            "title": words.title,
            "url": page(lang),
            "format": "text/html",
            "language": tag,
        });
        (0, notice)
    };
    let mut documents: Vec<(usize, Value)> = item.words.iter().map(notice).collect();
    let mut known = None;
    let portals = (0..history.process.releases.len()).filter_map(|rank| {
        let portal = history.call_at(rank).portal_url.as_deref();
        let differs = portal != known;
        known = portal;
        // One that is gone keeps its id, since nothing of a list is taken back, and leads nowhere.
        let value = json!({ "id": "portal", "documentType": "tenderNotice", "url": portal.map(Uri::written) });
        differs.then_some((rank, value))
    });
    documents.extend(states(portals.collect()));
    let questions = answered.iter().map(|(rank, day)| {
        let questions = json!({
            "id": "questions",
            "documentType": "clarifications",
            "url": format!("{}#questions", page(item.original)),
            "dateModified": history.rfc3339(*day),
            "format": "text/html",
            "language": history.context().tag(item.original),
        });
        (*rank, questions)
    });
    documents.extend(states(questions.collect()));
    let there = call.documents.iter().filter_map(|document| {
        let name = if document.replaces.is_some() { EntryKind::DocumentReplaced } else { EntryKind::DocumentAdded };
        let since = document.date.map(|date| date.start(&item.common.zone));
        let rank = history.process.release_of(name, document.id.as_str());
        let rank = rank.or_else(|| since.map_or(Some(0), |since| history.process.first_release_since(since)))?;
        // What is published while one may answer is for those who answer; what later documents are is not known.
        let for_bidders = since.is_none_or(|since| call.closes_at(since).is_none_or(|closes| since < closes.moment));
        Some((rank, saying(self::document(history, document, since, for_bidders))))
    });
    documents.extend(there);
    documents
}

fn document(history: &History<'_>, document: &Document, since: Option<Moment>, for_bidders: bool) -> Value {
    let (item, context) = (history.item(), history.context());
    let (url, format) = match document.location() {
        DocumentLocation::File(name) => {
            let file = context.plan.files_folder(item).join(name);
            (Uri::own(context.absolute(&file)), Some(media_type::of_name(name)))
        }
        DocumentLocation::Url(url) => (Uri::written(url), None),
    };
    let mut value = json!({
        "id": format!("document-{}", document.id.as_str()),
        "documentType": for_bidders.then_some("biddingDocuments"),
        "url": url,
        "datePublished": since.map(|since| history.rfc3339(since)),
        "format": format,
        "language": document.lang,
    });
    history.text(&mut value, "title", &document.title);
    value
}

/// The stages of the call, each due at the end of its last day, with the rank of the release that publishes it or its new state.
fn milestones(history: &History<'_>) -> Vec<(usize, Value)> {
    let zone = &history.item().common.zone;
    let turns = history.turns();
    let mut ids: Vec<&str> = Vec::new();
    for stage in turns.iter().flat_map(|turn| &history.call_at(*turn).stages) {
        if !ids.contains(&stage.id.as_str()) {
            ids.push(&stage.id);
        }
    }
    let of_stage = |id: &str| {
        let stage_at = |rank: usize| history.call_at(rank).stages.iter().find(|stage| stage.id == id);
        let reached = history.process.release_of(EntryKind::StageReached, id);
        let over = |stage: &Stage| {
            let last = stage.end.or(stage.date).filter(|_| stage.done != Some(false))?;
            history.process.first_release_since(last.end(zone))
        };
        let at = |rank: usize| {
            // A stage that an amendment took away keeps its id, since nothing of a list is taken back.
            let Some(stage) = stage_at(rank) else { return (rank, json!({ "id": id })) };
            let last = stage.end.or(stage.date);
            let met =
                stage.date.filter(|_| stage.done != Some(false)).or(stage.end.filter(|_| stage.done == Some(true)));
            let met = met.map(|date| date.start(zone)).filter(|_| reached.is_some_and(|reached| reached <= rank));
            let is_over = over(stage).is_some_and(|over| over <= rank);
            let mut milestone = json!({
                "id": stage.id,
                "type": "assessment",
                "dueDate": last.map(|last| history.rfc3339(last.end(zone).seconds_before(1))),
                // Whether a stage was reached whose end has passed without a word is not known.
                "status": met.map(|_| "met").or((!is_over).then_some("scheduled")),
                "dateMet": met.map(|met| history.rfc3339(met)),
            });
            history.text(&mut milestone, "title", &stage.label);
            (rank, milestone)
        };
        let ends = turns.iter().filter_map(|turn| stage_at(*turn).and_then(over));
        let ranks = turns.iter().copied().skip_while(|turn| stage_at(*turn).is_none()).chain(reached).chain(ends);
        states(ranks.map(at).collect())
    };
    ids.into_iter().flat_map(of_stage).collect()
}

/// The amendments, each with the rank of the release made from its entry.
fn amendments(history: &History<'_>) -> Vec<(usize, Value)> {
    let zone = &history.item().common.zone;
    let amendments = history.process.call.amendments.iter();
    let amendment = |amendment: &Amendment| {
        let name = if amendment.field == "closes" { EntryKind::DeadlineExtended } else { EntryKind::CallChanged };
        let rank = history.process.release_of(name, amendment.id.as_str())?;
        let mut value = json!({
            "id": amendment.id.as_str(),
            "date": amendment.date.map(|date| history.rfc3339(date.start(zone))),
            "description": amendment.field,
        });
        if let Some(reason) = &amendment.reason {
            history.text(&mut value, "rationale", reason);
        }
        Some((rank, saying(value)))
    };
    amendments.filter_map(amendment).collect()
}
