//! An entry or a newsletter issue in feeds, in any format.

use std::sync::Arc;

use crate::base::media_type;
use crate::base::moment::month::Month;
use crate::base::moment::{Moment, Zone};
use crate::kind::dated::{DatedRecord, EntryKind};
use crate::kind::document::DocumentLocation;
use crate::output::feed::content::{content, directed};
use crate::present::fill::context::Context;
use crate::present::fill::entry::headline;
use crate::present::fill::newsletter::issue_title;
use crate::site::entry::Entry;
use crate::site::permalink::{id_in_language, newsletter_issue_id};
use crate::text::absolute::absolute;

/// An entry in feeds, without the summary, body, kind and themes of its item.
#[derive(Debug)]
pub struct FeedItem {
    /// The permanent id in this language, an IRI.
    pub(super) id: Box<str>,
    /// The title, plain.
    pub(super) title: Box<str>,
    /// The absolute address of the page about it.
    pub(super) link: Box<str>,
    /// When it happened.
    pub(super) published: FeedTimestamp,
    /// When its content last changed, as dated by the editors.
    pub(super) updated: FeedTimestamp,
    /// The zone of both.
    pub(super) zone: Zone,
    /// What happened, as HTML with absolute addresses.
    pub(super) content: Arc<str>,
    /// Its enclosure.
    pub(super) enclosure: Option<Box<Enclosure>>,
    /// The picture of its item.
    pub(super) image: Option<Box<FeedImage>>,
}

/// The picture of an entry.
#[derive(Debug)]
pub(super) struct FeedImage {
    /// Its absolute address.
    pub(super) url: String,
    /// Its media type.
    pub(super) media_type: &'static str,
    /// Its alternative text; empty for decoration.
    pub(super) alt: String,
}

/// A moment, and the same in RFC 3339.
#[derive(Debug)]
pub(super) struct FeedTimestamp {
    pub(super) moment: Moment,
    pub(super) text: Box<str>,
}

/// A file of an entry.
#[derive(Debug)]
pub(super) struct Enclosure {
    /// Its absolute address.
    pub(super) url: String,
    /// Its media type.
    pub(super) media_type: &'static str,
    /// Its size in bytes, if known.
    pub(super) size: Option<u64>,
    /// Its name.
    pub(super) title: String,
}

impl FeedTimestamp {
    fn new(moment: Moment, zone: &Zone) -> Self {
        Self { moment, text: moment.rfc3339(zone).into() }
    }
}

impl FeedItem {
    /// An entry in the language of the context.
    pub(super) fn of_entry(context: &Context<'_>, entry: &Entry<'_>) -> Self {
        let zone = &entry.item.common.zone;
        let route = context.plan.item(entry.item, context.lang);
        let page = context.absolute(&route);
        let content = absolute(&content(context, entry), context.catalogue.site.base_url.origin(), &page);
        Self {
            id: id_in_language(&entry.id(&context.catalogue.site.authority), context.tag(context.lang)).into(),
            title: headline(context, entry).into(),
            published: FeedTimestamp::new(entry.shown_moment(), zone),
            updated: FeedTimestamp::new(entry.updated(context.catalogue.now), zone),
            zone: zone.clone(),
            content: directed(content, context),
            enclosure: enclosure(context, entry).map(Box::new),
            image: image(context, entry).map(Box::new),
            link: match anchor(entry) {
                Some(anchor) => format!("{page}#{anchor}").into(),
                None => page.into(),
            },
        }
    }

    /// The newsletter issue of a past month.
    pub(super) fn of_newsletter_issue(context: &Context<'_>, month: Month) -> Self {
        let (zone, page) =
            (&context.catalogue.site.zone, context.absolute(&context.plan.newsletter_issue(context.lang, month)));
        Self {
            id: id_in_language(&newsletter_issue_id(context.catalogue, month), context.tag(context.lang)).into(),
            title: issue_title(context, month).into(),
            published: FeedTimestamp::new(month.end(zone), zone),
            updated: FeedTimestamp::new(month.end(zone), zone),
            zone: zone.clone(),
            content: directed(context.newsletters.markup(context, month), context),
            link: page.into(),
            enclosure: None,
            image: None,
        }
    }
}

/// The section of the page of the item that is about it.
fn anchor(entry: &Entry<'_>) -> Option<&'static str> {
    match &entry.record {
        DatedRecord::Item => (entry.name == EntryKind::EventReport).then_some("report"),
        DatedRecord::Amendment(_) => Some("changes"),
        DatedRecord::Document(_) => Some("documents"),
        DatedRecord::Questions(_) => Some("questions"),
        DatedRecord::Stage(_) => Some("calendar"),
        DatedRecord::Award(_) => Some("results"),
        DatedRecord::Milestone(_) => Some("milestones"),
        DatedRecord::Assessment(_) => Some("assessments"),
        DatedRecord::Phase(_) => Some("phases"),
    }
}

/// The picture of the item, in the size that is the first choice of pages.
fn image(context: &Context<'_>, entry: &Entry<'_>) -> Option<FeedImage> {
    let image = context.image(entry.item)?;
    Some(FeedImage {
        url: format!("{}{}", context.catalogue.site.base_url.origin(), image.src),
        media_type: media_type::of_name(image.src.rsplit('/').next().unwrap_or_default()),
        alt: image.alt.text,
    })
}

fn enclosure(context: &Context<'_>, entry: &Entry<'_>) -> Option<Enclosure> {
    let DatedRecord::Document(document) = &entry.record else { return None };
    let (url, name, size) = match document.location() {
        DocumentLocation::File(name) => {
            let size = context.catalogue.file(entry.item, name).map(|file| file.size);
            (context.absolute(&context.plan.files_folder(entry.item).join(name)), name, size)
        }
        DocumentLocation::Url(url) => (url.to_owned(), url, None),
    };
    // In the name of a file these signs are signs as any other.
    let name = if size.is_some() { name } else { name.split(['?', '#']).next().unwrap_or_default() };
    let media_type = media_type::of_name(name.rsplit('/').next().unwrap_or_default());
    // A page of another site is not an enclosure.
    if size.is_none() && matches!(media_type, "application/octet-stream" | "text/html") {
        return None;
    }
    let title = context.localize(&document.title, entry.item).text;
    Some(Enclosure { url, media_type, size, title })
}
