//! The page of what is new.

use crate::present::fill::context::Context;
use crate::present::fill::entry;
use crate::present::fill::item::name;
use crate::present::fill::listing::{numbered_page, pagination};
use crate::present::fill::newsletter::issue_link;
use crate::present::view::listing::EntriesPage;
use crate::present::view::value::{LangString, Shared};
use crate::site::feed_scope::FeedScope;
use crate::site::timeline::ENTRIES_PER_PAGE;

/// The number of months that the page of what is new links to.
const MONTHS: usize = 12;

/// A page of what is new; pages count from 1.
pub fn whats_new(context: &Context<'_>, number: usize) -> EntriesPage {
    let (plan, timeline) = (context.plan, context.timeline);
    let title = context.localizer.string("whatsnew.title").to_owned();
    let about = context.localizer.string("whatsnew.about");
    let mut page = numbered_page(context, &title, about, number, |lang| plan.whats_new(lang, number));
    page.section = Some(context.href(&plan.whats_new(context.lang, 1)));
    page.breadcrumb.push(name(LangString::new(title)));
    let listed = timeline.listed();
    let shown = listed.iter().skip((number - 1) * ENTRIES_PER_PAGE).take(ENTRIES_PER_PAGE);
    EntriesPage {
        site: context.site.clone(),
        page,
        groups: entry::groups(context, shown.map(|rank| timeline.entry(*rank))),
        months: timeline.issue_months().take(MONTHS).map(|month| issue_link(context, month)).collect(),
        digests: context.href(&plan.section(context.lang, "digest")),
        pagination: pagination(context, listed.len(), ENTRIES_PER_PAGE, number, |number| {
            context.href(&plan.whats_new(context.lang, number))
        }),
        feed: Some(Shared::new(&context.feed(&FeedScope::All))),
    }
}
