//! RSS 2.0 feeds: the newest items of a subject with their whole text, for feed readers.
//!
//! Sources: the RSS 2.0 specification (rssboard.org), RSS 1.0's content module, RFC 4287 for `atom:link rel="self"`.
//! Ids hold neither host nor title, so that a reader sees each thing once. No time of the build is in a feed.

use std::collections::BTreeMap;

use rss::extension::{Extension, ExtensionBuilder};
use rss::{CategoryBuilder, Channel, ChannelBuilder, GuidBuilder, Item as Entry, ItemBuilder};

use crate::base::moment::Moment;
use crate::kind::item::Item;
use crate::kind::key::Kind;
use crate::render::fill::context::Context;
use crate::render::view::value::{Rich, escape};
use crate::site::life;
use crate::site::plan::content::Subject;

/// The feed of a subject in the language of the context.
pub fn feed(context: &Context<'_>, subject: Subject) -> Vec<u8> {
    let catalogue = context.catalogue;
    let view = context.feed(subject);
    let items = newest(context, subject);
    let own = context.absolute(&context.plan.feed(catalogue, context.lang, subject));
    let channel = ChannelBuilder::default()
        .namespaces(BTreeMap::from([
            ("atom".to_owned(), "http://www.w3.org/2005/Atom".to_owned()),
            ("content".to_owned(), "http://purl.org/rss/1.0/modules/content/".to_owned()),
        ]))
        .title(printable(&view.title.text))
        .link(context.absolute(&context.plan.subject(catalogue, context.lang, subject)))
        .description(printable(&context.site_phrase(&catalogue.site.description).text))
        .language(context.tag(context.lang).to_owned())
        .extensions(BTreeMap::from([("atom".to_owned(), BTreeMap::from([("link".to_owned(), vec![self_link(own)])]))]))
        .items(items.into_iter().map(|(item, date)| entry(context, item, date)).collect::<Vec<_>>())
        .build();
    written(&channel)
}

fn written(channel: &Channel) -> Vec<u8> {
    let mut bytes = Vec::new();
    channel.pretty_write_to(&mut bytes, b' ', 1).expect("writing to memory does not fail");
    bytes.push(b'\n');
    bytes
}

fn self_link(href: String) -> Extension {
    let attributes = [("href", href), ("rel", "self".to_owned()), ("type", "application/rss+xml".to_owned())];
    let attributes = attributes.into_iter().map(|(name, value)| (name.to_owned(), value)).collect::<BTreeMap<_, _>>();
    ExtensionBuilder::default().name("atom:link".to_owned()).attrs(attributes).build()
}

/// The listed items of a subject that are truly in this language, the newest first.
fn newest<'c>(context: &Context<'c>, subject: Subject) -> Vec<(&'c Item, Moment)> {
    let catalogue = context.catalogue;
    let is_about = |item: &&Item| match subject {
        Subject::All => true,
        Subject::Section(kind) => item.key.kind == kind,
        Subject::Theme(theme) => item.common.themes.contains(&catalogue.site.themes[theme].id.value),
    };
    let listed = catalogue.items.values().filter(|item| catalogue.is_listed(item) && item.key.kind != Kind::Page);
    let mut items: Vec<(&Item, Moment)> = listed
        .filter(is_about)
        .filter(|item| item.words.get(context.lang).is_some())
        .filter_map(|item| Some((item, life::date_of(item).filter(|date| *date <= catalogue.now)?)))
        .collect();
    items.sort_by_key(|(item, date)| (std::cmp::Reverse(*date), &item.key));
    items.truncate(catalogue.site.feed_size as usize);
    items
}

fn entry(context: &Context<'_>, item: &Item, date: Moment) -> Entry {
    let route = context.plan.item(item, context.lang);
    let (link, origin) = (context.absolute(&route), context.catalogue.site.base_url.origin());
    let body = context.body(item, &[]).0.map(|body: Rich| absolute(body.html.as_str(), origin, &link));
    let summary = context.summary(item).map(|summary| summary.text).unwrap_or_default();
    let notice = item.common.example.then(|| {
        format!(
            "<p><strong>{}</strong> {}</p>",
            escape(context.words.word("notice.example_title")),
            escape(context.words.word("notice.example"))
        )
    });
    let content = format!("{}<p>{}</p>\n{}", notice.unwrap_or_default(), escape(&summary), body.unwrap_or_default());
    let title = context.title(item).text;
    let title = match item.common.example {
        true => context.words.fill("feed.example", &[("title", &title)]),
        false => title,
    };
    let rank = |id: &String| context.catalogue.site.themes.iter().find(|theme| theme.id.value == *id);
    let theme = |topic: &crate::read::site_file::Topic| {
        CategoryBuilder::default().name(printable(&context.site_phrase(&topic.label).text)).build()
    };
    ItemBuilder::default()
        .title(printable(&title))
        .link(link)
        .guid(GuidBuilder::default().value(id(item)).permalink(false).build())
        .pub_date(date.rfc822(&item.common.zone))
        .description(printable(&summary))
        .content(printable(&content))
        .categories(item.common.themes.iter().filter_map(rank).map(theme).collect::<Vec<_>>())
        .build()
}

/// The permanent id of an item in feeds.
fn id(item: &Item) -> String {
    format!("urn:parvis:{}:{}", item.key.kind.word(), item.key.id)
}

/// What XML 1.0 section 2.2 lets a document hold.
fn printable(text: &str) -> String {
    let forbidden = |c: char| (c.is_control() && !matches!(c, '\n' | '\t')) || matches!(c, '\u{FFFE}' | '\u{FFFF}');
    text.chars().filter(|c| !forbidden(*c)).collect()
}

/// Markup whose addresses hold outside of the site too.
fn absolute(html: &str, origin: &str, page: &str) -> String {
    let mut whole = String::with_capacity(html.len() + 256);
    let mut rest = html;
    // Addresses stand in tags only; text between them is copied as it is.
    while let Some(at) = rest.find('<') {
        let end = rest[at..].find('>').map_or(rest.len(), |end| at + end + 1);
        whole.push_str(&rest[..at]);
        let tag = &rest[at..end];
        if tag.starts_with("<input ") {
            // Readers take form fields out: the state of a task is said by a sign.
            whole.push(if tag.contains(" checked") { '☑' } else { '☐' });
        } else if tag.contains("=\"/") || tag.contains("=\"#") {
            let rooted = |name: &str| (format!(" {name}=\"/"), format!(" {name}=\"{origin}/"));
            let ((href, href_to), (src, src_to)) = (rooted("href"), rooted("src"));
            let here = format!(" href=\"{page}#");
            whole.push_str(&tag.replace(&href, &href_to).replace(&src, &src_to).replace(" href=\"#", &here));
        } else {
            whole.push_str(tag);
        }
        rest = &rest[end..];
    }
    whole.push_str(rest);
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_in_tags_become_absolute_and_text_stays() {
        let html = "<p>href=\"/x\" <a href=\"/fr/a\">a</a> <a href=\"#b\">b</a> <img src=\"/c.png\" alt=\"\"></p>";
        let whole = "<p>href=\"/x\" <a href=\"https://e.lu/fr/a\">a</a> <a href=\"https://e.lu/p/#b\">b</a> <img src=\"https://e.lu/c.png\" alt=\"\"></p>";
        assert_eq!(absolute(html, "https://e.lu", "https://e.lu/p/"), whole);
    }
}
