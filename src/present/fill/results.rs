//! The pages of results: what came of every call that ended.

use crate::kind::call::Call;
use crate::kind::item::{Facts, Item};
use crate::present::fill::call::{result, winners};
use crate::present::fill::context::Context;
use crate::present::fill::item::name;
use crate::present::fill::listing::{count_of, numbered_page, pagination};
use crate::present::fill::path;
use crate::present::view::data::DataLink;
use crate::present::view::results::{EndedCall, ResultsPage, ResultsYear};
use crate::present::view::value::LangString;
use crate::site::chain;
use crate::site::listing::{PER_PAGE, end_date};
use crate::site::plan::data::DataFile;

/// A page of the calls that ended; pages count from 1.
pub fn results(context: &Context<'_>, number: usize) -> ResultsPage {
    let (plan, catalogue) = (context.plan, context.catalogue);
    let title = context.localizer.string("results.title").to_owned();
    let mut page = numbered_page(context, &title, context.localizer.string("results.about"), number, |lang| {
        plan.results(lang, number)
    });
    page.section = Some(context.href(&plan.results(context.lang, 1)));
    page.breadcrumb.push(name(LangString::new(title)));
    let ended = context.lists.ended_calls();
    let mut years: Vec<ResultsYear> = Vec::new();
    for key in ended.iter().skip((number - 1) * PER_PAGE).take(PER_PAGE) {
        let item = &catalogue.items[key];
        let Facts::Call(call) = &item.facts else { continue };
        let year = end_date(call).map(|date| date.first_day().to_string()[..4].to_owned());
        if years.last().is_none_or(|last| last.year != year) {
            years.push(ResultsYear { year, calls: Vec::new() });
        }
        if let Some(last) = years.last_mut() {
            last.calls.extend(ended_call(context, item, call));
        }
    }
    let table = DataFile::Results.route();
    ResultsPage {
        site: context.site.clone(),
        page,
        count: count_of(context, "ended_call", ended.len()),
        years,
        table: DataLink {
            name: table.as_str().rsplit('/').next().unwrap_or_default().to_owned(),
            href: context.href(&table),
            url: context.absolute(&table),
        },
        pagination: pagination(context, ended.len(), PER_PAGE, number, |number| {
            context.href(&plan.results(context.lang, number))
        }),
    }
}

fn ended_call(context: &Context<'_>, item: &Item, call: &Call) -> Option<EndedCall> {
    let chain = chain::of_call(context.catalogue, item, call);
    let submissions = call.submissions.as_ref();
    let in_words =
        |number: &Option<String>| number.as_deref().map(|written| context.localizer.number_as_written(written));
    Some(EndedCall {
        key: item.key.to_string(),
        call: context.link(&item.key)?,
        direction: Into::<&str>::into(call.direction).to_owned(),
        submission: Into::<&str>::into(call.submission()).to_owned(),
        state: context.state(item),
        date: call.outcome_date.map(|date| context.date(date)),
        reason: call.outcome_reason.as_ref().map(|reason| context.localize(reason, item)),
        received: submissions.and_then(|submissions| in_words(&submissions.received)),
        selected: submissions.and_then(|submissions| in_words(&submissions.selected)),
        winners: winners(context, call),
        results: call.awards().map(|award| result(context, item, call, award)).collect(),
        challenges: match call.is_for_challenges() {
            true => chain.challenges.iter().filter_map(|challenge| context.link(&challenge.key)).collect(),
            false => Vec::new(),
        },
        services: chain.services.iter().filter_map(|service| path::service(context, &service.key, item)).collect(),
        example: item.common.example,
    })
}
