//! What is tendered and what was awarded: the sections `tender` and `awards` of a release.

use serde_json::{Value, json};

use crate::base::lang::Lang;
use crate::base::media_type;
use crate::base::moment::instant::Instant;
use crate::base::moment::{Moment, PartialDate};
use crate::kind::call::{Instrument, Outcome};
use crate::kind::criterion::Criterion;
use crate::kind::document::{Document, Source as Place};
use crate::kind::money::{Money, Per};
use crate::kind::stage::Stage;
use crate::kind::winner::Winner;
use crate::read::number::Decimal;
use crate::read::value::Prose;
use crate::render::data::ocds::party::{reference, winner_reference};
use crate::render::data::ocds::{Told, ocid};
use crate::render::data::value::{Number, Uri};
use crate::site::life;

/// The tender as it was.
pub fn tender(told: &Told<'_>) -> Value {
    let (item, call, moment) = (told.item, told.process.call, told.moment());
    let opens = life::opens(item, call, moment).map(|opens| told.rfc3339(opens.moment));
    let until = |instant: Option<Instant>| instant.map(|instant| told.rfc3339(last(instant)));
    let closes = life::closes(item, call, moment);
    let asked = until(life::questions_until(item, call, moment));
    let answered = call.questions.iter().any(|question| has_come(told, Some(question.date)));
    let mut tender = json!({
        "id": ocid(item),
        "status": status(told),
        "procurementMethod": method(call.instrument),
        "procurementMethodDetails": method_details(told),
        "mainProcurementCategory": call.cpv.first().and_then(|code| category(code)),
        "awardCriteria": (!call.criteria.is_empty()).then_some("ratedCriteria"),
        "submissionMethod": call.submit_url.as_ref().map(|_| ["electronicSubmission"]),
        "submissionMethodDetails": call.submit_url.as_deref().map(Uri::written),
        "tenderPeriod": { "startDate": opens, "endDate": until(closes) },
        "enquiryPeriod": { "startDate": asked.as_ref().and(opens.as_ref()), "endDate": asked },
        "hasEnquiries": answered.then_some(true),
        "numberOfTenderers": number_of_tenderers(told, closes),
    });
    // `json!` copies values that are given to it.
    tender["procuringEntity"] = call.ordering_party.first().and_then(|key| reference(told, key)).into();
    tender["items"] = items(told).into();
    tender["value"] = call.budget.as_ref().and_then(|budget| value(budget, call.max_selected)).into();
    tender["documents"] = documents(told).into();
    tender["milestones"] = call.stages.iter().map(|stage| milestone(told, stage)).collect();
    tender["amendments"] = amendments(told).into();
    titles(told, &mut tender);
    told.words(&mut tender, "description", |lang| {
        let words = item.words.get(lang)?;
        (!words.summary.is_empty()).then(|| words.summary.clone())
    });
    told.words(&mut tender, "awardCriteriaDetails", |lang| criteria(told, lang));
    if let Some(eligibility) = &call.eligibility {
        told.words(&mut tender, "eligibilityCriteria", |lang| match eligibility {
            Prose::Same(text) => (lang == item.original).then(|| text.value.clone()),
            Prose::Each(each) => each.get(lang).map(|text| text.value.clone()),
        });
    }
    tender
}

/// The awards that were known.
pub fn awards(told: &Told<'_>) -> Vec<Value> {
    let call = told.process.call;
    if !told.release.has_award {
        return Vec::new();
    }
    let winners = known(told);
    if winners.is_empty() && awarded(told) {
        // That it was awarded is known, and to whom is not.
        let date = call.outcome_date.map(|date| told.rfc3339(date.start(&told.item.common.zone)));
        return vec![json!({ "id": format!("{}-award", ocid(told.item)), "status": "active", "date": date })];
    }
    winners.into_iter().map(|winner| award(told, winner)).collect()
}

/// Who had been chosen. A result without a date of its own has that of the outcome; without either it is not told.
pub fn known<'t>(told: &Told<'t>) -> Vec<&'t Winner> {
    let results = told.process.call.results.iter().filter(|_| told.release.has_award);
    results.filter(|winner| if winner.date.is_some() { has_come(told, winner.date) } else { awarded(told) }).collect()
}

fn award(told: &Told<'_>, winner: &Winner) -> Value {
    let call = told.process.call;
    let date = winner.date.or(call.outcome_date).map(|date| told.rfc3339(date.start(&told.item.common.zone)));
    let mut award = json!({
        "id": format!("{}-{}", ocid(told.item), winner.id.as_str()),
        "status": "active",
        "date": date,
        "value": winner.amount.as_ref().and_then(|amount| value(amount, None)),
        "suppliers": winner_reference(told, winner).map(|supplier| [supplier]),
    });
    let stage = winner.stage.as_ref().and_then(|id| call.stages.iter().find(|stage| stage.id == id.value));
    if let Some(stage) = stage {
        told.text(&mut award, "title", &stage.label);
    }
    if let Some(note) = &winner.note {
        told.text(&mut award, "description", note);
    }
    award
}

/// True from the date on which the call was awarded.
fn awarded(told: &Told<'_>) -> bool {
    let call = told.process.call;
    matches!(call.outcome, Some(Outcome::Awarded | Outcome::Finalised))
        && call.outcome_date.is_some()
        && has_come(told, call.outcome_date)
}

fn has_come(told: &Told<'_>, date: Option<PartialDate>) -> bool {
    date.is_none_or(|date| date.start(&told.item.common.zone) <= told.moment())
}

/// The status of the tender: complete from its closing on, when the award stage begins. A suspension has no code.
fn status(told: &Told<'_>) -> Option<&'static str> {
    let (item, call, moment) = (told.item, told.process.call, told.moment());
    let outcome = call.outcome.filter(|_| call.outcome_date.is_some() && has_come(told, call.outcome_date));
    match outcome {
        Some(Outcome::Awarded | Outcome::Finalised) => return Some("complete"),
        Some(Outcome::Unsuccessful) => return Some("unsuccessful"),
        Some(Outcome::Cancelled) => return Some("cancelled"),
        Some(Outcome::Withdrawn) => return Some("withdrawn"),
        Some(Outcome::Evaluating | Outcome::Suspended) | None => {}
    }
    if life::opens(item, call, moment).is_some_and(|opens| moment < opens.moment) {
        return Some("planned");
    }
    match life::closes(item, call, moment) {
        Some(closes) if closes.moment <= moment => Some("complete"),
        Some(_) => Some("active"),
        None => (!call.dates_unknown).then_some("active"),
    }
}

/// The last moment of a period; a day that ends a period is told by its last second.
fn last(instant: Instant) -> Moment {
    if instant.clock.is_none() { instant.moment.seconds_before(1) } else { instant.moment }
}

/// The titles; an invented call says so in each.
fn titles(told: &Told<'_>, tender: &mut Value) {
    told.words(tender, "title", |lang| {
        let (title, foreign) = told.item.title(lang);
        let words = told.contexts[lang.index()].words;
        foreign.is_none().then(|| match told.item.common.example {
            true => words.fill("feed.example", &[("title", title)]),
            false => title.to_owned(),
        })
    });
}

/// What is asked for, by its codes of the common procurement vocabulary.
fn items(told: &Told<'_>) -> Option<Value> {
    // The digit behind the hyphen of a code checks it and is no part of it.
    let codes = told.process.call.cpv.iter().map(|code| code.split('-').next().unwrap_or(code));
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

fn method_details(told: &Told<'_>) -> Option<String> {
    let call = told.process.call;
    let own = call.procedure.as_ref().or(call.instrument_label.as_ref());
    let words = own.map(|text| text.wording(told.item.original, told.item.original).text.to_owned());
    words.or_else(|| call.instrument.map(|instrument| Into::<&str>::into(instrument).to_owned()))
}

/// The amount, or the most it may be, for all awards together.
fn value(money: &Money, awards: Option<u32>) -> Option<Value> {
    let amount = money.amount.or(money.max)?;
    let amount = match (money.per, awards) {
        (Some(Per::Award), Some(awards)) => Decimal { thousandths: amount.thousandths.checked_mul(i64::from(awards))? },
        _ => amount,
    };
    Some(json!({ "amount": Number(amount), "currency": money.currency }))
}

fn criteria(told: &Told<'_>, lang: Lang) -> Option<String> {
    let call = told.process.call;
    let words = told.contexts[lang.index()].words;
    let weighed = |weight: Decimal| match call.criteria_scale {
        None => words.percent(weight.as_f64()),
        Some(_) => words.number(weight.as_f64()),
    };
    let one = |criterion: &Criterion| {
        let wording = criterion.label.wording(lang, told.item.original);
        let weight = criterion.weight.map(|weight| format!(" ({})", weighed(weight))).unwrap_or_default();
        wording.foreign.is_none().then(|| format!("{}{weight}", wording.text))
    };
    let all: Vec<String> = call.criteria.iter().filter_map(one).collect();
    (!all.is_empty()).then(|| all.join("; "))
}

/// How many answers came in, once the call is closed and where that is a number.
fn number_of_tenderers(told: &Told<'_>, closes: Option<Instant>) -> Option<u64> {
    let closed = closes.is_some_and(|closes| closes.moment <= told.moment());
    let received = told.process.call.submissions.as_ref()?.received.as_ref()?;
    received.parse().ok().filter(|_| closed)
}

/// The page of the call as its notice in each language, the portal's, and the documents that were there.
fn documents(told: &Told<'_>) -> Vec<Value> {
    let (item, call) = (told.item, told.process.call);
    let page = |lang: Lang| told.context().absolute(&told.context().plan.item(item, lang));
    let mut documents: Vec<Value> = Vec::new();
    for (lang, words) in item.words.iter() {
        let tag = told.context().tag(lang);
        documents.push(json!({
            "id": format!("notice-{tag}"),
            "documentType": "tenderNotice",
            "title": words.title,
            "url": page(lang),
            "format": "text/html",
            "language": tag,
        }));
    }
    if let Some(portal) = &call.portal_url {
        documents.push(json!({ "id": "portal", "documentType": "tenderNotice", "url": Uri::written(portal) }));
    }
    let answered = call.questions.iter().filter(|question| has_come(told, Some(question.date)));
    if let Some(latest) = answered.max_by_key(|question| question.date.first_day()) {
        documents.push(json!({
            "id": "questions",
            "documentType": "clarifications",
            "url": format!("{}#questions", page(item.original)),
            "dateModified": told.rfc3339(latest.date.start(&item.common.zone)),
            "format": "text/html",
            "language": told.context().tag(item.original),
        }));
    }
    let there = call.documents.iter().filter(|document| has_come(told, document.date));
    documents.extend(there.map(|document| self::document(told, document)));
    documents
}

fn document(told: &Told<'_>, document: &Document) -> Value {
    let (item, context) = (told.item, told.context());
    let (url, format) = match &document.source {
        Place::File(name) => {
            let file = context.plan.item(item, item.original).join(name);
            (Uri::own(context.absolute(&file)), Some(media_type::of_name(name)))
        }
        Place::Url(url) => (Uri::written(url), None),
    };
    let closes = life::closes(item, told.process.call, told.moment());
    // What is published while one may answer is for those who answer; what later documents are is not known.
    let date = document.date.map(|date| date.start(&item.common.zone));
    let for_bidders = date.zip(closes).is_none_or(|(date, closes)| date < closes.moment);
    let mut value = json!({
        "id": format!("document-{}", document.id.as_str()),
        "documentType": for_bidders.then_some("biddingDocuments"),
        "url": url,
        "datePublished": date.map(|date| told.rfc3339(date)),
        "format": format,
        "language": document.lang,
    });
    told.text(&mut value, "title", &document.title);
    value
}

/// A stage of the call, due at the end of its last day.
fn milestone(told: &Told<'_>, stage: &Stage) -> Value {
    let zone = &told.item.common.zone;
    let last = stage.end.or(stage.date);
    let reached = stage.date.filter(|_| stage.done != Some(false)).or(stage.end.filter(|_| stage.done == Some(true)));
    let reached = reached.map(|date| date.start(zone)).filter(|reached| *reached <= told.moment());
    let is_over = last.is_some_and(|last| last.end(zone) <= told.moment());
    let mut milestone = json!({
        "id": stage.id,
        "type": "assessment",
        "dueDate": last.map(|last| told.rfc3339(last.end(zone).seconds_before(1))),
        // Whether a stage was reached whose end has passed without a word is not known.
        "status": reached.map(|_| "met").or((!is_over || stage.done == Some(false)).then_some("scheduled")),
        "dateMet": reached.map(|reached| told.rfc3339(reached)),
    });
    told.text(&mut milestone, "title", &stage.label);
    milestone
}

/// What had been changed, with the entry that told it.
fn amendments(told: &Told<'_>) -> Vec<Value> {
    let amendments = told.process.call.amendments.iter();
    let dated = amendments.filter(|amendment| amendment.date.is_some() && has_come(told, amendment.date));
    dated
        .map(|amendment| {
            let mut value = json!({
                "id": amendment.id.as_str(),
                "date": amendment.date.map(|date| told.rfc3339(date.start(&told.item.common.zone))),
                "description": amendment.field,
            });
            if let Some(reason) = &amendment.reason {
                told.text(&mut value, "rationale", reason);
            }
            value
        })
        .collect()
}
