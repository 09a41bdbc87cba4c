//! What the site contains, to compare it with another one: the manifest that is published with it.
//!
//! A page counts as changed when it says something else of its item. So the fingerprint is that of the item's open data in the
//! language of the page, and not of its HTML: the day at its foot, the names of assets and what is beside it do not count.

use std::collections::BTreeMap;

use memchr::memmem;
use rayon::prelude::*;

use crate::base::fingerprint::Fingerprint;
use crate::base::lang::Lang;
use crate::base::manifest::{AnnouncedEntry, Manifest, ManifestPage};
use crate::base::snapshot::{SITE_FILE, Snapshot, SourceFile};
use crate::base::source::SourcePath;
use crate::kind::item::Item;
use crate::output::data::{Form, line};
use crate::present::fill::context::Context;
use crate::present::fill::entry::headline;
use crate::present::fill::newsletter::issue_title;
use crate::site::feed_scope::FeedScope;
use crate::site::permalink::newsletter_issue_id;
use crate::site::plan::content::{Content, Page, PlannedFile};
use crate::site::rules::deadlines::closing;
use crate::site::state;

/// How many digits of a fingerprint are enough to distinguish the texts of one page.
const DIGITS: usize = 32;

/// What the site contains; there is a context for each language.
pub fn manifest(contexts: &[Context<'_>]) -> Manifest {
    let context = &contexts[0];
    let page = |planned: &PlannedFile| page(contexts, planned);
    let pages = context.plan.files.par_iter().filter_map(page).collect();
    let entries = ids(contexts).into_iter().map(|(id, (langs, _))| (id, names(context, &langs)));
    Manifest::new(frame(context.snapshot), entries.collect(), pages)
}

/// Every entry of the feeds, the latest first.
pub fn announced_entries(contexts: &[Context<'_>]) -> Vec<AnnouncedEntry> {
    let announced = |(id, (langs, source)): (String, (Vec<Lang>, Source))| {
        let context = &contexts[langs[0].index()];
        let (date, headline) = match source {
            Source::Entry(rank) => {
                let entry = context.timeline.entry(rank);
                (entry.date(), headline(context, entry))
            }
            Source::Issue(rank) => {
                let month = context.timeline.complete_issues()[rank];
                (month.date(), issue_title(context, month))
            }
        };
        AnnouncedEntry { id, langs: names(context, &langs), date, headline }
    };
    let mut all: Vec<AnnouncedEntry> = ids(contexts).into_iter().map(announced).collect();
    all.sort_by_key(|entry| std::cmp::Reverse(entry.date.first_day()));
    all
}

/// What an entry of a feed announces, by its rank in the timeline.
#[derive(Clone, Copy)]
enum Source {
    Entry(usize),
    Issue(usize),
}

/// The ids of all entries, with the languages of the feeds that have it, and what it announces.
fn ids(contexts: &[Context<'_>]) -> BTreeMap<String, (Vec<Lang>, Source)> {
    let mut ids: BTreeMap<String, (Vec<Lang>, Source)> = BTreeMap::new();
    for context in contexts {
        let timeline = context.timeline;
        let entries = timeline.of_scope(context.lang, &FeedScope::All).iter();
        let entries =
            entries.map(|rank| (timeline.entry(*rank).id(&context.catalogue.site.authority), Source::Entry(*rank)));
        let issues = timeline.complete_issues().iter().enumerate();
        let issues = issues.map(|(rank, month)| (newsletter_issue_id(context.catalogue, *month), Source::Issue(rank)));
        for (id, source) in entries.chain(issues) {
            ids.entry(id).or_insert_with(|| (Vec::new(), source)).0.push(context.lang);
        }
    }
    ids
}

fn names(context: &Context<'_>, langs: &[Lang]) -> Vec<String> {
    langs.iter().map(|lang| context.tag(*lang).to_owned()).collect()
}

/// A page, if the manifest lists it.
fn page(contexts: &[Context<'_>], planned: &PlannedFile) -> Option<ManifestPage> {
    let mut listed = ManifestPage {
        path: planned.route.as_str().to_owned(),
        lang: String::new(),
        kind: planned.content.properties().in_manifest?.to_owned(),
        item: String::new(),
        title: String::new(),
        closes: String::new(),
        text: String::new(),
        hidden: false,
    };
    if let Content::Page(lang, page) = &planned.content {
        let context = &contexts[lang.index()];
        context.tag(*lang).clone_into(&mut listed.lang);
        if let Page::Item(key) = page {
            let item = &context.catalogue.items[key];
            listed.item = key.to_string();
            item.title(*lang).0.clone_into(&mut listed.title);
            listed.closes = closing(item).unwrap_or_default();
            listed.text = fingerprint(context, item);
            listed.hidden = !state::is_public(item, context.catalogue.now);
        }
    }
    Some(listed)
}

/// The fingerprint of all that the page of an item says of it, wherever the site is published.
fn fingerprint(context: &Context<'_>, item: &Item) -> String {
    // Without a translation the page has the words of the original.
    let shown = if item.words.get(context.lang).is_some() { context.lang } else { item.original };
    let mut bytes = Vec::new();
    line(&Context { only: Some(shown), ..*context }, item, Form::Json, &mut bytes);
    // Without the address of the site, wherever it occurs.
    let base = context.catalogue.site.base_url.to_string();
    let mut all = Fingerprint::default();
    let mut kept = 0;
    for at in memmem::find_iter(&bytes, base.as_bytes()) {
        all.add(&bytes[kept..at]);
        kept = at + base.len();
    }
    all.add(&bytes[kept..]);
    all.add([0]);
    short(all.hex())
}

/// The fingerprint of the words and templates that are around all pages. How assets look is known to nobody but the disk.
fn frame(snapshot: &Snapshot) -> String {
    let mut all = Fingerprint::default();
    let of_themes = snapshot.files.range(SourcePath::new("themes/")..);
    let of_themes = of_themes.take_while(|(path, _)| path.as_str().starts_with("themes/"));
    let site = SourcePath::new(SITE_FILE);
    let site = snapshot.files.get(&site).map(|file| (&site, file));
    for (path, file) in site.into_iter().chain(of_themes) {
        if let SourceFile::Text(text) = file {
            all.add(path.as_str());
            all.add([0]);
            all.add(text.as_bytes());
            all.add([0]);
        }
    }
    short(all.hex())
}

fn short(mut fingerprint: String) -> String {
    fingerprint.truncate(DIGITS);
    fingerprint
}
