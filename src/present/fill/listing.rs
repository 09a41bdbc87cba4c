//! Pages that list items: home, lists, themes.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::collation::Collation;
use crate::base::moment::{Moment, PartialDate};
use crate::base::route::Route;
use crate::kind::call::Direction;
use crate::kind::item::Item;
use crate::kind::key::{Key, Kind};
use crate::kind::page::Role;
use crate::present::fill::card::variant;
use crate::present::fill::context::Context;
use crate::present::fill::door;
use crate::present::fill::entry;
use crate::present::fill::figure;
use crate::present::fill::item::{item, name};
use crate::present::fill::shell::{self, item_page, page};
use crate::present::view::listing::{
    CardGroup, GroupLink, HomePage, ListPage, MonthGroup, PageLink, Pagination, PlainPage, SectionLink, StateCount,
    StateCounts, ThemeChoice, ThemeLink, ThemePage, ThemesPage, YearGroup,
};
use crate::present::view::part::Link;
use crate::present::view::value::{Html, LangString, Shared};
use crate::read::site_file::Topic;
use crate::site::entry::Entry;
use crate::site::feed_scope::FeedScope;
use crate::site::listing::{self, Group, PER_PAGE};
use crate::site::plan::content::CalendarScope;
use crate::site::state;
use crate::theme::strings::fill;

/// The most cards in a section of the home page.
const ON_HOME: usize = 6;

/// The most entries on the home page.
const NEWS_ON_HOME: usize = 4;

/// The home page.
pub fn home(context: &Context<'_>) -> HomePage {
    let catalogue = context.catalogue;
    let own = context.plan.role(catalogue, Role::Home);
    let title = context.localize_site(&catalogue.site.title);
    let mut page = match own {
        Some(item) => item_page(context, item, None),
        None => page(context, &title.text, |lang| context.plan.home(lang)),
    };
    page.og_type = "website".to_owned();
    // Its lists are in its own language even if its introduction is not translated.
    let everywhere = shell::page(context, &title.text, |lang| context.plan.home(lang));
    page.noindex = everywhere.noindex;
    page.canonical = everywhere.canonical;
    page.alternates = everywhere.alternates;
    page.x_default = everywhere.x_default;
    // `x-default` is the page that offers the languages.
    page.x_default = page.x_default.map(|_| context.absolute(&Route::new("/")));
    page.breadcrumb.clear();
    page.feeds.clear();
    let of_kind = |kind| context.lists.of_kind(context.lang, kind).iter().map(|key| &catalogue.items[key]);
    let calls: Vec<&Item> = of_kind(Kind::Call).collect();
    let is_open = |item: &&&Item| listing::group(catalogue, item, catalogue.now) == Some(Group::Open);
    let open: Vec<&Item> = calls.iter().filter(is_open).take(ON_HOME).copied().collect();
    let is_to_open = |item: &&&Item| listing::group(catalogue, item, catalogue.now) == Some(Group::Announced);
    let to_open: Vec<&Item> = calls.iter().filter(is_to_open).take(ON_HOME).copied().collect();
    let featured = catalogue.items.values().filter(|item| item.common.featured && catalogue.is_listed(item));
    let mut featured: Vec<&Item> = featured.collect();
    listing::sort_mixed(catalogue, &mut featured, context.lang);
    let ahead = figure::ahead(context);
    // Items that the page shows already are not featured again.
    let rows = ahead.iter().flat_map(|ahead| ahead.calls.iter().chain(&ahead.events));
    let news = latest_entries(context);
    let shown: BTreeSet<String> = (rows.map(|row| row.key.clone()))
        .chain(news.iter().map(|entry| entry.item.key.to_string()))
        .chain(open.iter().map(|item| item.key.to_string()))
        .collect();
    featured.retain(|item| !shown.contains(&item.key.to_string()));
    let featured = featured.into_iter().filter_map(|item| context.card(item)).take(ON_HOME).collect();
    let in_short = |items: Vec<&Item>| items.into_iter().filter_map(|item| context.card_in_short(item)).collect();
    HomePage {
        site: context.site.clone(),
        page,
        item: own.map(|own| item(context, own, None)),
        problem: door::door(context, &calls, Direction::Challenges),
        solution: door::door(context, &calls, Direction::Solutions),
        deadlines: (!calls.is_empty()).then(|| context.calendar(&CalendarScope::Deadlines)),
        open_calls: in_short(open),
        opening_calls: in_short(to_open),
        ahead,
        chain: chain(context),
        featured,
        latest: news.into_iter().map(|entry| entry::listed(context, entry)).collect(),
        themes: (!catalogue.site.themes.is_empty())
            .then(|| context.href(&context.plan.section(context.lang, "themes"))),
    }
}

/// What came of it: challenges, calls, those that were awarded, services. The steps that are not empty.
fn chain(context: &Context<'_>) -> Vec<SectionLink> {
    let catalogue = context.catalogue;
    let mut steps: Vec<SectionLink> = sections(context)
        .into_iter()
        .filter(|section| matches!(&*section.kind, "challenge" | "call" | "startup"))
        .collect();
    for step in &mut steps {
        let kind = Kind::ALL.iter().copied().find(|kind| kind.word() == step.kind);
        let examples = kind.map_or(0, |kind| catalogue.listed(kind).filter(|item| item.common.example).count());
        step.count = with_examples(context, std::mem::take(&mut step.count), examples);
    }
    let is_awarded = |item: &&Item| state::state_word(item, &catalogue.site, catalogue.now) == Some("awarded");
    let examples = catalogue.listed(Kind::Call).filter(is_awarded).filter(|item| item.common.example).count();
    let awarded = catalogue.listed(Kind::Call).filter(is_awarded).count();
    if let (true, Some(calls)) = (awarded > 0, steps.iter().position(|step| step.kind == "call")) {
        let href = context.href(&context.plan.results(context.lang, 1));
        let count = with_examples(context, count_of(context, "awarded", awarded), examples);
        let awarded = SectionLink { kind: "awarded".to_owned(), href, count };
        steps.insert(calls + 1, awarded);
    }
    steps
}

/// A number in words, with how many of these are invented where any is: `20 appels, dont 17 exemples`.
fn with_examples(context: &Context<'_>, all: String, examples: usize) -> String {
    if examples == 0 {
        return all;
    }
    fill(&context.localizer.plural("count.with_examples", examples as u64), &[("all", &all)])
}

/// The latest entries of all: news before what came into the catalogue with older facts.
fn latest_entries<'a>(context: &Context<'a>) -> Vec<&'a Entry<'a>> {
    let entry = |rank: &usize| context.timeline.entry(*rank);
    let (additions, news): (Vec<usize>, Vec<usize>) =
        context.timeline.listed().iter().partition(|rank| entry(rank).is_older_than_item());
    let mut shown: Vec<usize> = news.into_iter().chain(additions).take(NEWS_ON_HOME).collect();
    shown.sort_unstable();
    shown.iter().map(entry).collect()
}

/// The sections that are not empty.
pub fn sections(context: &Context<'_>) -> Vec<SectionLink> {
    let kinds = Kind::ALL.iter().copied().filter(|kind| *kind != Kind::Page);
    let section = |kind: Kind| {
        let count = context.lists.of_kind(context.lang, kind).len();
        (count > 0).then(|| SectionLink {
            kind: kind.word().to_owned(),
            href: context.href(&context.plan.list(context.lang, kind, 1)),
            count: count_of(context, kind.word(), count),
        })
    };
    kinds.filter_map(section).collect()
}

/// A page of the list of a kind; pages count from 1.
pub fn list(context: &Context<'_>, kind: Kind, number: usize) -> ListPage {
    let items = context.lists.of_kind(context.lang, kind);
    let title = context.localizer.string(&format!("kind.{}.many", kind.word())).to_owned();
    let about = context.localizer.string(&format!("kind.{}.about", kind.word())).to_owned();
    let mut page = numbered_page(context, &title, &about, number, |lang| {
        // A list has the same length in every language, so the counterpart of a page exists.
        context.plan.list(lang, kind, number)
    });
    let first = context.href(&context.plan.list(context.lang, kind, 1));
    page.section = Some(first.clone());
    page.section_feed = Some(context.section_feed(kind));
    page.breadcrumb.push(name(LangString::new(&*title)));
    let shown = items.iter().skip((number - 1) * PER_PAGE).take(PER_PAGE);
    let is_whole = items.len() <= PER_PAGE;
    let filtered = shell::search(context).filter(|_| !is_whole);
    let states = state_links(context, kind);
    ListPage {
        site: context.site.clone(),
        page,
        kind: kind.word().to_owned(),
        count: count_of(context, kind.word(), items.len()),
        groups: state_groups(context, shown.map(|key| &context.catalogue.items[key])),
        filtered: filtered.map(|route| format!("{}?kind={}", context.href(&route), kind.word())),
        themes: if is_whole { theme_choices(context, items) } else { Vec::new() },
        types: if is_whole { types(context, items) } else { Vec::new() },
        states: if states.len() > 1 { states } else { Vec::new() },
        pagination: pagination(context, items.len(), PER_PAGE, number, |number| {
            context.href(&context.plan.list(context.lang, kind, number))
        }),
        feed: Some(context.section_feed(kind)),
    }
}

/// The page of all themes.
pub fn themes_page(context: &Context<'_>) -> ThemesPage {
    let title = context.localizer.string("themes.title").to_owned();
    let mut page = page(context, &title, |lang| context.plan.section(lang, "themes"));
    page.description = Some(context.localizer.string("themes.about").to_owned());
    page.breadcrumb.push(name(LangString::new(&*title)));
    ThemesPage { site: context.site.clone(), page, themes: themes(context) }
}

/// Every theme.
pub fn themes(context: &Context<'_>) -> Vec<ThemeLink> {
    let link = |(theme, topic): (usize, &Topic)| {
        let count = context.lists.of_topic(context.lang, theme).len();
        let href = context.href(&context.plan.topic(context.catalogue, context.lang, theme, 1));
        let link = Link { text: context.localize_site(&topic.label), href: Some(href), note: None, unpublished: None };
        ThemeLink { link, count: count_of(context, "item", count) }
    };
    context.catalogue.site.themes.iter().enumerate().map(link).collect()
}

/// A page of a theme; pages count from 1.
pub fn theme(context: &Context<'_>, theme: usize, number: usize) -> ThemePage {
    let catalogue = context.catalogue;
    let topic = &catalogue.site.themes[theme];
    let items = context.lists.of_topic(context.lang, theme);
    let label = context.localize_site(&topic.label);
    let titled = context.localizer.fill("themes.titled", &[("theme", &label.text)]);
    let about = context.localizer.fill("themes.described", &[("theme", &label.text)]);
    let route = |lang| context.plan.topic(catalogue, lang, theme, number);
    let mut page = numbered_page(context, &titled, &about, number, route);
    let title = context.localizer.string("themes.title");
    let index = context.href(&context.plan.section(context.lang, "themes"));
    page.section = Some(index.clone());
    page.breadcrumb.push(Link { text: LangString::new(title), href: Some(index), note: None, unpublished: None });
    page.breadcrumb.push(name(label.clone()));
    let feed = Shared::new(&context.feed(&FeedScope::Topic(theme)));
    page.feeds.push(feed.clone());
    let shown = items.iter().skip((number - 1) * PER_PAGE).take(PER_PAGE);
    let is_call = |key: &&Key| key.kind == Kind::Call;
    let calls: Vec<&Item> = items.iter().filter(is_call).map(|key| &catalogue.items[key]).collect();
    let states = |moment| state_counts(context, &calls, moment);
    ThemePage {
        states: states(catalogue.now),
        later: context.later_of(&calls, states),
        site: context.site.clone(),
        page,
        label,
        count: count_of(context, "item", items.len()),
        groups: kind_groups(context, shown.map(|key| &catalogue.items[key])),
        pagination: pagination(context, items.len(), PER_PAGE, number, |number| {
            context.href(&context.plan.topic(catalogue, context.lang, theme, number))
        }),
        feed: Some(feed),
    }
}

/// The page for addresses that do not exist.
pub fn not_found(context: &Context<'_>) -> PlainPage {
    let title = context.localizer.string("not_found.title").to_owned();
    let mut page = page(context, &title, |lang| context.plan.home(lang).join("404.html"));
    page.noindex = true;
    page.alternates.clear();
    page.x_default = None;
    page.breadcrumb.clear();
    PlainPage { site: context.site.clone(), page }
}

/// The page view of a page of a paginated list, with the description of the list.
pub fn numbered_page(
    context: &Context<'_>,
    title: &str,
    description: &str,
    number: usize,
    route: impl Fn(crate::base::lang::Lang) -> Route,
) -> crate::present::view::shell::PageView {
    let mut page = page(context, title, route);
    let numbered = |key: &str, name: &str, text: &str| match number {
        1 => text.to_owned(),
        _ => context.localizer.fill(key, &[(name, text), ("page", &number.to_string())]),
    };
    page.title = numbered("list.numbered", "title", title);
    page.description = Some(numbered("list.described", "description", description));
    page
}

/// A number of things as a plural form: `3 appels`.
pub fn count_of(context: &Context<'_>, what: &str, count: usize) -> String {
    context.localizer.plural(&format!("count.{what}"), count as u64)
}

/// How many of these calls are in each group of their list at a moment.
fn state_counts(context: &Context<'_>, calls: &[&Item], moment: Moment) -> StateCounts {
    let mut counts: BTreeMap<Group, usize> = BTreeMap::new();
    for group in calls.iter().filter_map(|call| listing::group(context.catalogue, call, moment)) {
        *counts.entry(group).or_default() += 1;
    }
    let count = |(group, count): (Group, usize)| StateCount { group: Into::<&str>::into(group).to_owned(), count };
    StateCounts { groups: counts.into_iter().map(count).collect() }
}

/// Items grouped by kind, in short: their own lists say more.
fn kind_groups<'i>(context: &Context<'_>, items: impl Iterator<Item = &'i Item>) -> Vec<CardGroup> {
    let mut groups: Vec<CardGroup> = Vec::new();
    for item in items {
        let title = Some(context.localizer.string(&format!("kind.{}.many", item.key.kind.word())).to_owned());
        if groups.last().is_none_or(|group| group.title != title) {
            groups.push(CardGroup { title, brief: true, ..CardGroup::default() });
        }
        if let Some(group) = groups.last_mut() {
            group.cards.extend(context.card_in_short(item));
        }
    }
    groups
}

/// The items of a list grouped by state, with empty groups for the states that some of them will enter.
fn state_groups<'i>(context: &Context<'_>, items: impl Iterator<Item = &'i Item>) -> Vec<CardGroup> {
    let group = |item: &Item, moment| listing::group(context.catalogue, item, moment);
    let mut groups: BTreeMap<Option<Group>, Vec<&Item>> = BTreeMap::new();
    for item in items {
        groups.entry(group(item, context.catalogue.now)).or_default().push(item);
        for later in context.later(item, group) {
            groups.entry(later.then).or_default();
        }
    }
    groups.into_iter().map(|(group, items)| state_group(context, group, &items)).collect()
}

/// The items of a state: what is over by year and in short, what is to come by month.
fn state_group(context: &Context<'_>, group: Option<Group>, items: &[&Item]) -> CardGroup {
    let Some(group) = group else {
        return CardGroup { cards: cards(items, |item| context.card_of_page(item)), ..CardGroup::default() };
    };
    let heading = Some(Into::<&str>::into(group).to_owned());
    if group.is_over() {
        let mut years = by(items, listing::year).into_iter().map(|(year, items)| YearGroup {
            year: year.map(|year| year.to_string()),
            cards: cards(items, |item| context.card_in_short(item)),
        });
        let latest = years.next();
        return CardGroup {
            heading,
            brief: true,
            year: latest.as_ref().and_then(|latest| latest.year.clone()),
            cards: latest.map(|latest| latest.cards).unwrap_or_default(),
            earlier: years.collect(),
            ..CardGroup::default()
        };
    }
    let months = by(items, |item| listing::month(item).filter(|_| group == Group::Coming));
    if months.len() < 2 {
        return CardGroup { heading, cards: cards(items, |item| context.card(item)), ..CardGroup::default() };
    }
    let month = |(month, items): (Option<PartialDate>, &[&Item])| MonthGroup {
        month: month.map(|month| context.date(month)),
        cards: cards(items, |item| context.card_of_month(item)),
    };
    CardGroup { heading, months: months.into_iter().map(month).collect(), ..CardGroup::default() }
}

fn cards(items: &[&Item], card: impl Fn(&Item) -> Option<Html>) -> Vec<Html> {
    items.iter().filter_map(|item| card(item)).collect()
}

/// Items that are alike in something, in their order.
fn by<'s, 'i, T: PartialEq>(
    items: &'s [&'i Item],
    of: impl Fn(&Item) -> Option<T>,
) -> Vec<(Option<T>, &'s [&'i Item])> {
    items.chunk_by(|one, next| of(one) == of(next)).map(|alike| (of(alike[0]), alike)).collect()
}

/// The themes of items in the order of the site that some of them have; none where that is only one.
fn theme_choices(context: &Context<'_>, items: &[Key]) -> Vec<ThemeChoice> {
    let has = |id: &String| items.iter().any(|key| context.catalogue.items[key].common.themes.contains(id));
    let used = context.catalogue.site.themes.iter().filter(|topic| has(&topic.id.value));
    let choice = |topic: &Topic| ThemeChoice { id: topic.id.value.clone(), label: context.localize_site(&topic.label) };
    let choices: Vec<ThemeChoice> = used.map(choice).collect();
    if choices.len() > 1 { choices } else { Vec::new() }
}

/// The types of items of one kind, by their words; none where that is only one.
fn types(context: &Context<'_>, items: &[Key]) -> Vec<String> {
    let used: BTreeSet<(Kind, &str)> =
        items.iter().filter_map(|key| Some((key.kind, variant(&context.catalogue.items[key])?))).collect();
    if used.len() < 2 {
        return Vec::new();
    }
    let collation = Collation::new(context.tag(context.lang));
    let mut used: Vec<_> = used.into_iter().collect();
    used.sort_by_cached_key(|(kind, r#type)| {
        collation.key(context.localizer.string(&format!("type.{}.{type}", kind.word())))
    });
    used.into_iter().map(|(_, r#type)| r#type.to_owned()).collect()
}

/// The states of the items of a kind, each with a link to its first item in the list.
pub fn state_links(context: &Context<'_>, kind: Kind) -> Vec<GroupLink> {
    let mut groups: BTreeMap<Group, (usize, usize)> = BTreeMap::new();
    for (rank, key) in context.lists.of_kind(context.lang, kind).iter().enumerate() {
        let item = &context.catalogue.items[key];
        if let Some(group) = listing::group(context.catalogue, item, context.catalogue.now) {
            groups.entry(group).or_insert((rank, 0)).1 += 1;
        }
    }
    let link = |(group, (rank, count)): (Group, (usize, usize))| {
        let heading = Into::<&str>::into(group).to_owned();
        let list = context.href(&context.plan.list(context.lang, kind, rank / PER_PAGE + 1));
        GroupLink { href: format!("{list}#_{heading}"), heading, count }
    };
    groups.into_iter().map(link).collect()
}

/// The pagination of a list; `None` if there is only one page.
pub fn pagination(
    context: &Context<'_>,
    items: usize,
    per_page: usize,
    number: usize,
    href: impl Fn(usize) -> String,
) -> Option<Pagination> {
    let last = items.div_ceil(per_page);
    if last < 2 {
        return None;
    }
    // The first, the last, and those around this one.
    let near = |page: usize| page == 1 || page == last || page.abs_diff(number) <= 1;
    let mut pages: Vec<Option<PageLink>> = Vec::new();
    for page in 1..=last {
        if near(page) {
            pages.push(Some(PageLink { number: page, href: href(page), current: page == number }));
        } else if pages.last().is_some_and(Option::is_some) {
            pages.push(None);
        }
    }
    Some(Pagination {
        previous: (number > 1).then(|| href(number - 1)),
        next: (number < last).then(|| href(number + 1)),
        label: context.localizer.fill("list.page_of", &[("page", &number.to_string()), ("pages", &last.to_string())]),
        pages,
    })
}
