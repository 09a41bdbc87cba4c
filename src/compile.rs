//! The whole street on one page: from a snapshot of the sources to the tree of the site, and every mistake on the way.

mod items;
pub mod memo;
pub mod options;
pub mod permalinks;
mod status;
mod theme;

use std::sync::Arc;

use crate::base::characters::composed;
use crate::base::diagnostic::{Diagnostic, sort};
use crate::base::manifest::{Manifest, Told};
use crate::base::message::say;
use crate::base::moment::{Moment, PartialDate, Zone};
use crate::base::output::OutputTree;
use crate::base::outside::OutsideLink;
use crate::base::route::{BaseUrl, Route};
use crate::base::snapshot::{SITE_FILE, Snapshot};
use crate::base::source::{Place, SourcePath, Spanned};
use crate::base::status::Status;
use crate::compile::items::Before;
use crate::compile::memo::{Around, Found, Memo, Reading, Same, WorldKey};
pub use crate::compile::options::Options;
use crate::compile::theme::{face, load_theme, markdown_words};
use crate::kind::key::Kind;
use crate::output::editors::SiteTerms;
use crate::output::html;
use crate::output::tree::{Pages, Sources};
use crate::present::texts::{Bodies, RenderedTexts};
use crate::read::site_file::{self, SiteFile};
use crate::read::tags::Tags;
use crate::site::gather::{gather, tags_of_files};
use crate::site::rules;
use crate::site::schedule::ScheduledChange;
use crate::site::stamp::{Stampable, stampable};

/// The site, and what is wrong with its sources. With an error among the diagnostics the tree is not to be published.
#[derive(Clone, Default)]
pub struct Compilation {
    /// Every file of the site, rendered when it is asked for.
    pub tree: OutputTree,
    /// Every moment to come at which the site changes by itself, the next one first.
    pub coming: Vec<ScheduledChange>,
    /// Until when the site stays as it is if its sources do: its pages say the day, and something may happen before it ends.
    pub until: Option<Moment>,
    /// Every mistake that is found before pages are rendered, in the order of files and places.
    pub diagnostics: Vec<Diagnostic>,
    site: Option<Arc<Site>>,
}

/// The pages, and the links to places on them.
struct Site {
    pages: Arc<Pages>,
    texts: Vec<Arc<RenderedTexts>>,
    site_file: Arc<Found<SiteFile>>,
    readings: Vec<Arc<Reading>>,
}

impl Compilation {
    /// Every mistake that is found without looking at all pages: also links to a place that their page does not have.
    pub fn with_fragments(&self) -> Vec<Diagnostic> {
        self.and(self.fragments(&|| true).unwrap_or_default())
    }

    /// Every mistake, those too that only rendered pages tell: links to a place that is not there, templates that fail.
    pub fn all_diagnostics(&self) -> Vec<Diagnostic> {
        self.and(self.check_pages(&|| true).unwrap_or_default())
    }

    /// The mistakes that only rendered pages tell. `None` as soon as `go_on` says that nobody waits for them.
    pub fn check_pages(&self, go_on: &(dyn Fn() -> bool + Sync)) -> Option<Vec<Diagnostic>> {
        let mut found = self.fragments(go_on)?;
        if let Some(site) = &self.site {
            found.extend(site.pages.check_templates(go_on)?);
        }
        sort(&mut found);
        Some(found)
    }

    /// What editors still have to do.
    pub fn status(&self) -> Status {
        self.site
            .as_ref()
            .map(|site| status::status(&site.pages, &site.site_file.value, &site.readings))
            .unwrap_or_default()
    }

    /// What a file is to `parvis i18n --stamp`.
    pub fn stampable(&self, path: &SourcePath) -> Stampable {
        let Some(site) = &self.site else { return Stampable::Broken };
        let sources = site.pages.sources();
        stampable(sources.world.catalogue(), &sources.snapshot, path)
    }

    /// What the site holds, for whoever compares it with another one; `None` where there is no site.
    pub fn manifest(&self) -> Option<Manifest> {
        self.site.as_ref().map(|site| site.pages.manifest())
    }

    /// Every entry of the feeds, the latest first.
    pub fn told(&self) -> Vec<Told> {
        self.site.as_ref().map(|site| site.pages.told()).unwrap_or_default()
    }

    /// Where the site is published; `None` where there is no site.
    pub fn base_url(&self) -> Option<&BaseUrl> {
        self.site.as_ref().map(|site| &site.pages.sources().world.catalogue().site.base_url)
    }

    /// What the settings of a host have to know: the languages, and the sections whose items have one feed; nothing where there is no site.
    pub fn for_hosts(&self) -> (Vec<String>, Vec<String>) {
        let Some(site) = &self.site else { return Default::default() };
        let world = &site.pages.sources().world;
        let (catalogue, plan) = (world.catalogue(), world.plan());
        let href = |route: &Route| catalogue.site.base_url.href(route);
        let feeds = catalogue
            .langs()
            .flat_map(|lang| plan.feeds_no_more_made(lang).map(|(folder, _)| href(folder)).collect::<Vec<_>>());
        (catalogue.tags.0.clone(), feeds.collect())
    }

    /// Every address of another site that the sources name, by files and places; `None` where there is no site. Those of
    /// drafts and broken items are among them.
    pub fn outside_links(&self) -> Option<Vec<OutsideLink>> {
        let site = self.site.as_ref()?;
        let named = |path: &SourcePath, addresses: &[Spanned<String>]| {
            let link = |address: &Spanned<String>| OutsideLink {
                address: address.value.clone(),
                place: Place { path: path.clone(), span: address.span },
            };
            addresses.iter().map(link).collect::<Vec<_>>()
        };
        let mut links = named(&SourcePath::new(SITE_FILE), &site.site_file.value.addresses);
        for read in site.readings.iter().map(|reading| &reading.read) {
            links.extend(read.paths.get(read.original).into_iter().flat_map(|path| named(path, &read.addresses)));
        }
        links.extend(site.texts.iter().flat_map(|texts| &texts.outside).cloned());
        links.sort_by(|one, other| one.place.cmp(&other.place));
        Some(links)
    }

    /// The same mistakes of pictures, each where the picture is named: nobody can mend bytes at a place.
    pub fn where_named(&self, mistakes: Vec<Diagnostic>) -> Vec<Diagnostic> {
        let named = |mistake: Diagnostic| match self.names(&mistake.place.path) {
            Some(place) => {
                let picture = mistake.place.clone();
                Diagnostic { place, ..mistake }.related(say!(en: "the picture", fr: "l’image"), picture)
            }
            None => mistake,
        };
        mistakes.into_iter().map(named).collect()
    }

    /// The first place that names a picture.
    fn names(&self, picture: &SourcePath) -> Option<Place> {
        let site = self.site.as_ref()?;
        let in_texts = site.texts.iter().flat_map(|texts| &texts.pictures);
        let in_texts = in_texts.filter(|(path, _)| path == picture).map(|(_, place)| place.clone());
        let in_facts = site.readings.iter().filter_map(|reading| {
            let read = &reading.read;
            let name = picture.as_str().strip_prefix(&*read.folder)?.strip_prefix('/')?;
            let file = read.files.iter().find(|file| file.path.value == composed(name))?;
            Some(Place { path: read.paths.get(read.original)?.clone(), span: file.path.span })
        });
        in_facts.chain(in_texts).min()
    }

    fn fragments(&self, go_on: &(dyn Fn() -> bool + Sync)) -> Option<Vec<Diagnostic>> {
        let Some(site) = &self.site else { return Some(Vec::new()) };
        site.pages.check_fragments(site.texts.iter().flat_map(|texts| &texts.fragments), go_on)
    }

    fn and(&self, found: Vec<Diagnostic>) -> Vec<Diagnostic> {
        let mut all = self.diagnostics.clone();
        all.extend(found);
        sort(&mut all);
        all
    }
}

/// The zone of the site, for times that are given from outside.
pub fn site_zone(snapshot: &Snapshot) -> Zone {
    site_file::read(snapshot, tags_of_files(snapshot), &mut Vec::new()).zone
}

/// What of the site matters to the tools of its editors.
pub fn terms(snapshot: &Snapshot) -> SiteTerms {
    SiteTerms::of(&site_file::read(snapshot, tags_of_files(snapshot), &mut Vec::new()))
}

/// Compiles the sources as of the snapshot's `now`. What the memo holds of the last compilation and is still right is not
/// made again; the site and the diagnostics are the same whatever it holds.
pub fn compile(snapshot: &Snapshot, options: &Options, memo: &mut Memo) -> Compilation {
    let mut diagnostics = Vec::new();
    let compilation = compile_site(snapshot, options, memo, &mut diagnostics).unwrap_or_default();
    sort(&mut diagnostics);
    Compilation { diagnostics, ..compilation }
}

/// The street. `None` without a readable `site.yaml` or a theme, for then there is nothing to put pages into.
fn compile_site(
    snapshot: &Snapshot,
    options: &Options,
    memo: &mut Memo,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Compilation> {
    let (names, changed) = memo.take_in(snapshot);
    let tags = memo.tags.get(names.clone(), |_| tags_of_files(snapshot));
    let site_file = memo.site_file.get((snapshot.files.get(&SourcePath::new(SITE_FILE)).cloned(), tags), |key| {
        Found::by(|found| site_file::read(snapshot, Tags::clone(&key.1), found))
    });
    diagnostics.extend_from_slice(&site_file.diagnostics);
    let gathered_before = memo.gathered.last().cloned();
    let gathered = memo.gathered.get((names.clone(), site_file.value.tags.clone()), |(_, tags)| {
        Found::by(|found| gather(snapshot, tags, found))
    });
    diagnostics.extend_from_slice(&gathered.diagnostics);

    let same_items = gathered_before.is_some_and(|before| Arc::ptr_eq(&before, &gathered));
    let before = Before { changed: &changed, same_items };
    memo.readings = items::read(snapshot, &gathered.value.items, &site_file, &before, &memo.readings);
    diagnostics.extend(memo.readings.iter().flat_map(|reading| &reading.diagnostics).cloned());
    // Without a site no texts are rendered, and those of an earlier compilation are not those of the last one.
    let known = std::mem::take(&mut memo.texts);
    let theme = load_theme(snapshot, (&site_file.value, options.assets), memo, diagnostics);
    let face = theme.as_deref().map(|theme| face(theme, &site_file.value));
    let around = Around {
        site_file: Same(Arc::clone(&site_file)),
        names,
        gathered: Same(Arc::clone(&gathered)),
        face,
        options: options.clone(),
        now: snapshot.now,
    };
    let reads = memo.readings.iter().map(|reading| Same(Arc::clone(&reading.read)));
    let key = WorldKey { around, reads: reads.collect() };
    let world_before = memo.world.last().cloned();
    let world = memo.world.renew(key, |key, before| {
        let before =
            before.filter(|(known, _)| known.around == key.around).and_then(|(_, world)| world.value.as_deref());
        Found::by(|found| items::settle(snapshot, key, before, found))
    });
    diagnostics.extend_from_slice(&world.diagnostics);
    let settled = Arc::clone(world.value.as_ref()?);
    rules::check_stale(settled.catalogue(), snapshot, diagnostics);
    permalinks::check_vanished(snapshot, memo, diagnostics);
    if let Some(theme) = &theme {
        html::check_templates(theme, &mut settled.catalogue().of_kind(Kind::Page), diagnostics);
    }

    let markdown = Arc::new(markdown_words(settled.catalogue(), theme.as_deref()));
    let world_before = world_before.as_ref().and_then(|before| before.value.as_ref());
    let leads_as_before = world_before.is_some_and(|before| Arc::ptr_eq(before, &settled) || settled.leads_as(before));
    let known = if leads_as_before { &*known } else { &[] };
    memo.texts =
        items::render_texts(snapshot, &settled, (&gathered.value.items, &memo.readings), &markdown, &before, known);
    let texts: Vec<Arc<RenderedTexts>> = memo.texts.iter().map(|texts| Arc::clone(&texts.texts)).collect();
    let found = texts.iter().flat_map(|texts| &texts.diagnostics);
    let Some(theme) = theme else {
        memo.files = None;
        // Some addresses are the theme's, so what stands at which one is not told.
        diagnostics.extend(found.filter(|diagnostic| diagnostic.code != "local-path-to-nowhere").cloned());
        return None;
    };
    diagnostics.extend(found.cloned());
    let font = theme.share().map(|design| design.font.clone());
    let same_files = memo.files.take().filter(|(known, _)| leads_as_before && *known == font);
    let files = same_files.map_or_else(|| Pages::files(settled.plan(), font.as_ref()), |(_, files)| files);
    memo.files = Some((font, files.clone()));
    let coming = settled.coming().to_vec();
    let zone = &settled.catalogue().site.zone;
    let midnight = PartialDate::Day(snapshot.now.day(zone)).end(zone);
    let until = Some(coming.first().map_or(midnight, |coming| coming.moment.min(midnight)));
    let pages = Arc::new(Pages::new(Sources {
        snapshot: snapshot.clone(),
        bodies: Bodies::new(&texts),
        markdown,
        world: settled,
        theme,
    }));
    let tree = files.rendered_by(Arc::clone(&pages) as _);
    let site = Site { pages, texts, site_file, readings: memo.readings.clone() };
    Some(Compilation { tree, coming, until, diagnostics: Vec::new(), site: Some(Arc::new(site)) })
}
