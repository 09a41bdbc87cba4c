//! The view of an item that is common to all kinds.

use crate::base::lang::Lang;
use crate::kind::item::Item;
use crate::kind::key::Kind;
use crate::kind::page::Role;
use crate::present::fill::context::Context;
use crate::present::fill::entry;
use crate::present::fill::related::related;
use crate::present::view::item::{ItemView, OtherLanguage};
use crate::present::view::part::{FeedView, ImageView, Link};
use crate::present::view::value::{LangString, Shared};
use crate::read::date::DateOrTime;
use crate::site::feed_scope::FeedScope;
use crate::site::feed_scope::has_own_feed;
use crate::site::rules;
use crate::site::state;

/// The view of an item that is common to all kinds.
pub fn item(context: &Context<'_>, item: &Item, feed: Option<Shared<FeedView>>) -> ItemView {
    let catalogue = context.catalogue;
    let (common, now) = (&item.common, catalogue.now);
    let own_contact = common.contact.as_ref().map(|contact| context.contact(contact, Some(item)));
    let asks = matches!(item.key.kind, Kind::Challenge | Kind::Call | Kind::Event | Kind::Programme | Kind::Startup);
    let is_contact = is_role(context, item, Role::Contact);
    let words = item.words.get(context.lang);
    let translated = words.filter(|_| context.lang != item.original);
    let stale = translated.is_some_and(|words| rules::is_stale(item, words, context.snapshot));
    let not_yet = common.published.filter(|published| published.start(&common.zone) > now);
    let site_zone = catalogue.site.zone.name();
    let (body, contents) = context.body(item, &[]);
    // A picture in the text is not shown above it once more.
    let is_in_body = |image: &ImageView| {
        let source = format!(" src=\"{}\"", image.src);
        body.as_ref().is_some_and(|body| body.html.as_str().contains(&source))
    };
    let image = context.image(item).filter(|image| !is_in_body(image));
    ItemView {
        kind: item.key.kind.word().to_owned(),
        key: item.key.to_string(),
        state: context.state(item),
        later: context.later(item, |item, moment| context.state_at(item, moment)),
        title: context.title(item),
        summary: context.summary(item),
        body,
        contents,
        image,
        themes: themes(context, item),
        published: common.published.filter(|_| not_yet.is_none()).map(|published| context.when(published, item)),
        updated: item.common.updated.map(|date| context.date(date)),
        contact: own_contact.or_else(|| (asks || is_contact).then(|| context.contact(&catalogue.site.contact, None))),
        sources: common.sources.iter().map(|source| source_link(source)).collect(),
        zone: (common.zone.name() != site_zone).then(|| context.localizer.zone(&common.zone)),
        extra: common.extra.clone().unwrap_or_default(),
        example: common.example,
        draft: common.draft,
        not_yet: not_yet.map(|published| context.when(published, item)),
        expired: common.expires.filter(|_| state::is_expired(item, now)).map(|expires| context.instant(&expires, item)),
        expires: (common.expires.filter(|_| !state::is_expired(item, now)))
            .map(|expires| context.instant(&expires, item)),
        fallback: needs_note(item, context.lang).then(|| other(context, item)),
        stale: stale.then(|| other(context, item)),
        related: related(context, item),
        timeline: entry::timeline(context, item),
        other_changes: entry::other_changes(context, item),
        feed,
    }
}

/// The feed of a single item, if its kind has one.
pub fn feed(context: &Context<'_>, item: &Item) -> Option<Shared<FeedView>> {
    has_own_feed(item.key.kind).then(|| Shared::new(&context.feed(&FeedScope::Item(item.key.clone()))))
}

/// True if the page shows the original in place of a missing translation.
pub fn is_fallback(item: &Item, lang: Lang) -> bool {
    item.words.get(lang).is_none()
}

fn needs_note(item: &Item, lang: Lang) -> bool {
    is_fallback(item, lang) && item.localized_title.is_none()
}

/// True for the page of a role.
pub fn is_role(context: &Context<'_>, item: &Item, role: Role) -> bool {
    context.plan.role(context.catalogue, role).is_some_and(|page| page.key == item.key)
}

/// The original of an item.
fn other(context: &Context<'_>, item: &Item) -> OtherLanguage {
    let lang = context.tag(item.original).to_owned();
    let name = context.language(&lang).name;
    OtherLanguage { lang, name, href: context.href(&context.plan.item(item, item.original)) }
}

fn themes(context: &Context<'_>, item: &Item) -> Vec<Link> {
    let rank = |id: &String| context.catalogue.site.themes.iter().position(|theme| theme.id.value == *id);
    let link = |theme: usize| Link {
        text: context.localize_site(&context.catalogue.site.themes[theme].label),
        href: Some(context.href(&context.plan.topic(context.catalogue, context.lang, theme, 1))),
        note: None,
        unpublished: None,
    };
    item.common.themes.iter().filter_map(rank).map(link).collect()
}

/// The most characters of a path in the text of a source.
const SOURCE_PATH: usize = 48;

/// A source under a name that can be read: its host, and the end of its path where it is long.
fn source_link(source: &str) -> Link {
    let bare = source.split_once("://").map_or(source, |(_, bare)| bare);
    let bare = bare.split(['?', '#']).next().unwrap_or(bare);
    let (host, path) = bare.split_once('/').unwrap_or((bare, ""));
    let host = host.strip_prefix("www.").unwrap_or(host);
    let path = path.trim_end_matches('/');
    let text = match (path.is_empty(), path.chars().count() > SOURCE_PATH, path.rsplit_once('/')) {
        (true, ..) => host.to_owned(),
        (_, true, Some((_, last))) => format!("{host}/…/{last}"),
        _ => format!("{host}/{path}"),
    };
    Link { text: LangString::new(text), href: Some(source.to_owned()), note: None, unpublished: None }
}

/// A date in RFC 3339, in the zone of its item.
pub fn rfc3339(item: &Item, when: DateOrTime) -> String {
    when.start(&item.common.zone).rfc3339(&item.common.zone)
}

/// A link without an address, such as the last part of a breadcrumb.
pub fn name(text: LangString) -> Link {
    Link { text, href: None, note: None, unpublished: None }
}
