//! Pages of what happened: what is new, and the digests of months.

use crate::base::moment::month::Month;
use crate::render::fill::context::Context;
use crate::render::fill::entry;
use crate::render::fill::item::name;
use crate::render::fill::listing::{numbered_page, pagination};
use crate::render::fill::shell::page;
use crate::render::view::listing::EntriesPage;
use crate::render::view::part::Link;
use crate::render::view::value::Phrase;
use crate::site::plan::content::Subject;
use crate::site::timeline::ENTRIES_PER_PAGE;

/// A page of what is new; pages count from 1.
pub fn whats_new(context: &Context<'_>, number: usize) -> EntriesPage {
    let (plan, timeline) = (context.plan, context.timeline);
    let title = context.words.word("whatsnew.title").to_owned();
    let mut page = numbered_page(context, &title, number, |lang| plan.whats_new(lang, number));
    page.description = Some(context.words.word("whatsnew.about").to_owned());
    page.section = Some(context.href(&plan.whats_new(context.lang, 1)));
    page.breadcrumb.push(name(Phrase::new(title)));
    let listed = timeline.listed();
    let shown = listed.iter().skip((number - 1) * ENTRIES_PER_PAGE).take(ENTRIES_PER_PAGE);
    EntriesPage {
        site: context.site.clone(),
        page,
        groups: entry::groups(context, shown.map(|rank| timeline.entry(*rank))),
        months: months(context, None),
        pagination: pagination(context, listed.len(), ENTRIES_PER_PAGE, number, |number| {
            context.href(&plan.whats_new(context.lang, number))
        }),
        feed: Some(context.feed(&Subject::All)),
    }
}

/// The digests of other months, the latest first.
pub fn months(context: &Context<'_>, but: Option<Month>) -> Vec<Link> {
    let link = |month: Month| Link {
        text: Phrase::new(context.date(month.date()).text),
        href: Some(context.href(&context.plan.digest(context.lang, month))),
        note: None,
    };
    context.timeline.months().filter(|month| Some(*month) != but).map(link).collect()
}

/// The list of digests.
pub fn digests(context: &Context<'_>) -> EntriesPage {
    let title = context.words.word("digest.title").to_owned();
    let mut page = page(context, &title, |lang| context.plan.section(lang, "digest"));
    page.description = Some(context.words.word("digest.all").to_owned());
    page.breadcrumb.push(name(Phrase::new(title)));
    page.feeds.push(context.feed(&Subject::Letters));
    EntriesPage {
        site: context.site.clone(),
        page,
        months: months(context, None),
        feed: Some(context.feed(&Subject::Letters)),
        ..EntriesPage::default()
    }
}
