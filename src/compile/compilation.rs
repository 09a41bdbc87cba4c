//! The result of a compilation: the output tree of the site, its diagnostics, and queries about both.

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
use crate::present::bodies::RenderedTexts;
use crate::read::site_file::SiteFile;
use crate::site::schedule::ScheduledChange;
use crate::site::stamp::{StampTarget, stamp_target};

/// The site, and the diagnostics of its sources. If one of these is an error, the tree must not be published.
#[derive(Clone, Default)]
pub struct Compilation {
    /// Every file of the site, rendered when it is asked for.
    pub tree: OutputTree,
    /// Every future change of the site that needs no change of the sources, the next one first.
    pub scheduled_changes: Vec<ScheduledChange>,
    /// The moment until which the site stays the same if its sources do: the next change, or midnight, since its pages show the day.
    /// `None` without a site.
    pub valid_until: Option<Moment>,
    /// Every diagnostic found before pages are rendered, in the order of files and places.
    pub diagnostics: Vec<Diagnostic>,
    pub(super) site: Option<Arc<CompiledSite>>,
}

/// The site of a compilation, with what its queries need.
pub(super) struct CompiledSite {
    pub(super) pages: Arc<Pages>,
    pub(super) texts: Vec<Arc<RenderedTexts>>,
    pub(super) site_file: Arc<WithDiagnostics<SiteFile>>,
    pub(super) readings: Vec<Arc<ItemReading>>,
}

impl Compilation {
    /// Every diagnostic that needs no rendering of all pages: those of the sources, and of links with a fragment that their page lacks.
    pub fn diagnostics_with_fragments(&self) -> Vec<Diagnostic> {
        self.with_diagnostics(self.check_fragments(&|| true).unwrap_or_default())
    }

    /// Every diagnostic, including those that only rendered pages show: links to a missing fragment, templates that fail.
    pub fn all_diagnostics(&self) -> Vec<Diagnostic> {
        self.with_diagnostics(self.check_pages(&|| true).unwrap_or_default())
    }

    /// The diagnostics that only rendered pages show. `None` as soon as `keep_going` returns false.
    pub fn check_pages(&self, keep_going: &(dyn Fn() -> bool + Sync)) -> Option<Vec<Diagnostic>> {
        let mut found = self.check_fragments(keep_going)?;
        if let Some(site) = &self.site {
            found.extend(site.pages.check_templates(keep_going)?);
        }
        sort(&mut found);
        Some(found)
    }

    /// The work that editors still have to do.
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

    /// The manifest of the site, for comparisons with another one; `None` without a site.
    pub fn manifest(&self) -> Option<Manifest> {
        self.site.as_ref().map(|site| site.pages.manifest())
    }

    /// Every entry of the feeds, the latest first.
    pub fn announced_entries(&self) -> Vec<AnnouncedEntry> {
        self.site.as_ref().map(|site| site.pages.announced_entries()).unwrap_or_default()
    }

    /// Where the site is published; `None` without a site.
    pub fn base_url(&self) -> Option<&BaseUrl> {
        self.site.as_ref().map(|site| &site.pages.sources().world.catalogue().site.base_url)
    }

    /// What the configuration of a host depends on: the language tags, and the addresses of the sections whose items have a feed each.
    /// Both empty without a site.
    pub fn host_settings(&self) -> (Vec<String>, Vec<String>) {
        let Some(site) = &self.site else { return Default::default() };
        let world = &site.pages.sources().world;
        let (catalogue, plan) = (world.catalogue(), world.plan());
        let href = |route: &Route| catalogue.site.base_url.href(route);
        let feeds = catalogue
            .langs()
            .flat_map(|lang| plan.former_item_feeds(lang).map(|(folder, _)| href(folder)).collect::<Vec<_>>());
        (catalogue.tags.0.clone(), feeds.collect())
    }

    /// Every link to another site in the sources, in the order of files and places, those of drafts and of items with errors included;
    /// `None` without a site.
    pub fn external_links(&self) -> Option<Vec<ExternalLink>> {
        let site = self.site.as_ref()?;
        let named = |path: &SourcePath, addresses: &[Spanned<String>]| {
            let link = |address: &Spanned<String>| ExternalLink {
                address: address.value.clone(),
                place: Place { path: path.clone(), span: address.span },
            };
            // Addresses of this site are checked with it.
            let base_url = site.pages.sources().world.catalogue().identity_base_url();
            let others = addresses.iter().filter(|address| base_url.local_part(&address.value).is_none());
            others.map(link).collect::<Vec<_>>()
        };
        let mut links = named(&SourcePath::new(SITE_FILE), &site.site_file.value.addresses);
        for read in site.readings.iter().map(|reading| &reading.read) {
            links.extend(read.paths.get(read.original).into_iter().flat_map(|path| named(path, &read.addresses)));
        }
        links.extend(site.texts.iter().flat_map(|texts| &texts.outside).cloned());
        links.sort_by(|one, other| one.place.cmp(&other.place));
        Some(links)
    }

    /// Diagnostics of pictures, each moved to the place that refers to the picture: editors cannot fix a place inside a picture.
    pub fn at_references(&self, diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
        let moved = |diagnostic: Diagnostic| match self.first_reference(&diagnostic.place.path) {
            Some(place) => {
                let picture = diagnostic.place.clone();
                Diagnostic { place, ..diagnostic }.related(say!(en: "the image", fr: "l’image"), picture)
            }
            None => diagnostic,
        };
        diagnostics.into_iter().map(moved).collect()
    }

    /// The first place that refers to a picture.
    fn first_reference(&self, picture: &SourcePath) -> Option<Place> {
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

    fn check_fragments(&self, keep_going: &(dyn Fn() -> bool + Sync)) -> Option<Vec<Diagnostic>> {
        let Some(site) = &self.site else { return Some(Vec::new()) };
        site.pages.check_fragments(site.texts.iter().flat_map(|texts| &texts.fragments), keep_going)
    }

    /// The diagnostics of the sources and others, sorted.
    fn with_diagnostics(&self, found: Vec<Diagnostic>) -> Vec<Diagnostic> {
        let mut all = self.diagnostics.clone();
        all.extend(found);
        sort(&mut all);
        all
    }
}
