//! What a compilation gives: the tree of the site, its diagnostics, and answers about both.

use std::sync::Arc;

use crate::base::characters::composed;
use crate::base::diagnostic::{Diagnostic, sort};
use crate::base::manifest::{AnnouncedEntry, Manifest};
use crate::base::message::say;
use crate::base::moment::Moment;
use crate::base::output::OutputTree;
use crate::base::outside::ExternalLink;
use crate::base::route::{BaseUrl, Route};
use crate::base::snapshot::SITE_FILE;
use crate::base::source::{Place, SourcePath, Spanned};
use crate::base::status::EditorialStatus;
use crate::compile::items::ItemReading;
use crate::compile::slot::WithDiagnostics;
use crate::compile::status;
use crate::output::tree::Pages;
use crate::present::texts::RenderedTexts;
use crate::read::site_file::SiteFile;
use crate::site::schedule::ScheduledChange;
use crate::site::stamp::{StampTarget, stamp_target};

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
    pub(super) site: Option<Arc<CompiledSite>>,
}

/// The pages, and the links to places on them.
pub(super) struct CompiledSite {
    pub(super) pages: Arc<Pages>,
    pub(super) texts: Vec<Arc<RenderedTexts>>,
    pub(super) site_file: Arc<WithDiagnostics<SiteFile>>,
    pub(super) readings: Vec<Arc<ItemReading>>,
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
    pub fn status(&self) -> EditorialStatus {
        self.site
            .as_ref()
            .map(|site| status::status(&site.pages, &site.site_file.value, &site.readings))
            .unwrap_or_default()
    }

    /// Whether `parvis i18n --stamp` can stamp a file.
    pub fn stamp_target(&self, path: &SourcePath) -> StampTarget {
        let Some(site) = &self.site else { return StampTarget::Broken };
        let sources = site.pages.sources();
        stamp_target(sources.world.catalogue(), &sources.snapshot, path)
    }

    /// What the site holds, for whoever compares it with another one; `None` where there is no site.
    pub fn manifest(&self) -> Option<Manifest> {
        self.site.as_ref().map(|site| site.pages.manifest())
    }

    /// Every entry of the feeds, the latest first.
    pub fn announced_entries(&self) -> Vec<AnnouncedEntry> {
        self.site.as_ref().map(|site| site.pages.announced_entries()).unwrap_or_default()
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
    pub fn outside_links(&self) -> Option<Vec<ExternalLink>> {
        let site = self.site.as_ref()?;
        let named = |path: &SourcePath, addresses: &[Spanned<String>]| {
            let link = |address: &Spanned<String>| ExternalLink {
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
