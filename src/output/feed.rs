//! Feeds (RSS 2.0, Atom, JSON Feed): the entries of a scope in one language, the latest first.
//!
//! Feeds contain no build time, and ids contain no host, title or address, so readers show each entry once. The
//! subscription document contains the latest entries, with the bodies of items that they introduce; older entries are in
//! Atom archives without bodies (RFC 5005, section 4). The feed of one call or programme is complete (RFC 5005, section
//! 2).

mod atom;
pub mod cache;
mod content;
mod file;
mod item;
mod json;
mod media;
mod rss;
mod xml;

use std::io::{self, Write};

use crate::output::feed::cache::{FeedCache, FeedHeader};
use crate::output::feed::file::{Feed, FeedSelection, Paging, summary};
use crate::present::fill::context::Context;
use crate::site::feed_scope::FeedScope;
use crate::site::plan::content::{FeedFile, FeedFormat};

/// Writes a file of a feed.
pub fn write(context: &Context<'_>, feed_cache: &FeedCache, file: &FeedFile, to: &mut dyn Write) -> io::Result<()> {
    let (catalogue, lang) = (context.catalogue, context.lang);
    let header = feed_cache.header(context);
    let feed = Feed {
        id: id(context, &file.scope),
        title: context.feed_title(&file.scope).text,
        description: description(context, header, &file.scope),
        page: context.absolute(&context.plan.scope_page(catalogue, lang, &file.scope)),
        own: context.absolute(&context.plan.feed(catalogue, lang, file)),
        lang: context.tag(lang),
        author: &header.author,
        rights: catalogue.site.licence.as_deref(),
        selection: FeedSelection::new(context, feed_cache, file),
        paging: paging(context, file),
    };
    match file.format {
        FeedFormat::Rss => rss::write(&feed, to),
        FeedFormat::Atom => atom::write(&feed, to),
        FeedFormat::Json => json::write(&feed, to),
    }
}

fn description(context: &Context<'_>, header: &FeedHeader, scope: &FeedScope) -> String {
    let own = match scope {
        FeedScope::Item(key) => summary(context, &context.catalogue.items[key]),
        FeedScope::All | FeedScope::Section(_) | FeedScope::Topic(_) | FeedScope::Newsletter => String::new(),
    };
    if own.is_empty() { header.description.clone() } else { own }
}

/// The permanent id of a feed, the same in all formats.
fn id(context: &Context<'_>, scope: &FeedScope) -> String {
    let about = match scope {
        FeedScope::All => "all".to_owned(),
        FeedScope::Section(kind) => format!("kind:{}", kind.word()),
        FeedScope::Topic(topic) => format!("theme:{}", context.catalogue.site.themes[*topic].id.value),
        FeedScope::Item(key) => format!("{}:{}", key.kind.word(), key.id),
        FeedScope::Newsletter => "letters".to_owned(),
    };
    context.catalogue.site.authority.uri(format_args!("feed:{}:{about}", context.tag(context.lang)))
}

/// Archives are in Atom for feeds of all formats.
fn paging(context: &Context<'_>, file: &FeedFile) -> Paging {
    let catalogue = context.catalogue;
    let archives = context.timeline.archive_count(context.lang, &file.scope, catalogue.site.feed_size as usize);
    let address = |archive| {
        let file = FeedFile { scope: file.scope.clone(), format: FeedFormat::Atom, archive, moved: false };
        context.absolute(&context.plan.feed(catalogue, context.lang, &file))
    };
    let at = |archive: usize| (1..=archives).contains(&archive).then(|| address(Some(archive)));
    match file.archive {
        None => {
            let complete = matches!(file.scope, FeedScope::Item(_)) && !file.moved;
            Paging { complete, previous: at(archives), ..Paging::default() }
        }
        Some(archive) => {
            Paging { complete: false, current: Some(address(None)), previous: at(archive - 1), next: at(archive + 1) }
        }
    }
}
