//! Lays out every address: everything that the site has claims its addresses, and each address is assigned to the first claim to it.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::base::diagnostic::Diagnostic;
use crate::base::lang::Lang;
use crate::base::message::say;
use crate::base::route::Route;
use crate::base::snapshot::SITE_FILE;
use crate::base::source::{SourcePath, Span};
use crate::kind::item::{Facts, Item};
use crate::kind::key::Kind;
use crate::read::redirect::RedirectTarget;
use crate::read::sections::LIST_FOLDERS;
use crate::site::catalogue::Catalogue;
use crate::site::contracting_process::has_contracting_process;
use crate::site::feed_scope::{FeedScope, has_own_feed};
use crate::site::listing::PER_PAGE;
use crate::site::plan::claim::{Claim, Claims, is_from, old_route};
use crate::site::plan::clash::{Clash, refuse_reserved, report_clash, report_similar};
use crate::site::plan::content::{
    CalendarScope, Content, FeedFile, FeedFormat, NewsletterFormat, Page, PlannedFile, RedirectDestination, SearchFile,
};
use crate::site::plan::data::DataFile;
use crate::site::plan::fixed::{asset_claim, data_files, static_claim};
use crate::site::plan::sitemap::SitemapParts;
use crate::site::plan::{Plan, PlanInputs, ThemeRoutes, feed_file, item_calendar, picture_variant, share_file};
use crate::site::state;
use crate::site::timeline::ENTRIES_PER_PAGE;

/// Lays out every address. Two claims to the same one are reported, and the first by the path of its source gets it.
pub fn lay_out(inputs: PlanInputs<'_>, theme: &ThemeRoutes, diagnostics: &mut Vec<Diagnostic>) -> Plan {
    let PlanInputs { catalogue, .. } = inputs;
    let ThemeRoutes { section_names: defaults, assets, has_shares, has_search } = theme;
    let homes: Vec<Route> = catalogue.tags.0.iter().map(|tag| Route::new(format!("/{tag}/"))).collect();
    let sections = catalogue.langs().zip(&catalogue.site.languages).map(|(lang, language)| {
        let defaults = defaults.iter().filter(|((of, _), _)| *of == lang);
        let defaults = defaults.map(|((_, section), name)| (*section, name.as_str()));
        let named = language.sections.iter().map(|(section, name)| (*section, name.value.as_str()));
        let kinds = Kind::ALL.iter().map(|kind| (kind.folder(), kind.folder()));
        let folder = |(section, name)| (section, homes[lang.index()].page(name));
        kinds.chain(defaults).chain(named).map(folder).collect()
    });
    let mut plan = Plan {
        files: Vec::new(),
        sections: sections.collect(),
        homes,
        roles: BTreeMap::new(),
        broken: BTreeSet::new(),
        has_shares: *has_shares,
        has_search: *has_search,
        sitemap: SitemapParts::default(),
    };
    for (kind, lang, slug) in &catalogue.broken_pages {
        plan.broken.insert(plan.folder(*lang, *kind).page(slug).as_str().to_owned());
    }
    for item in catalogue.of_kind(Kind::Page).filter(|item| catalogue.is_public(item)) {
        if let Facts::Page(page) = &item.facts
            && let Some(role) = &page.role
        {
            plan.roles.entry(role.value).or_insert_with(|| item.key.clone());
        }
    }
    let site = SourcePath::new(SITE_FILE);
    let of_site = || {
        let mut claims = Claims::new(&site);
        plan.claim_site(inputs, &mut claims);
        for lang in catalogue.langs() {
            plan.claim_language(inputs, lang, &mut claims);
            plan.claim_timeline(inputs, lang, &mut claims);
            plan.claim_topics_by_id(inputs, lang, &mut claims);
        }
        let mut claims = claims.all;
        claims.extend(assets.iter().map(asset_claim));
        claims.extend(catalogue.files.static_files.iter().map(static_claim));
        claims
    };
    let (mut claims, of_items) = rayon::join(of_site, || plan.claim_items(catalogue));
    claims.extend(of_items);
    let listed = || claims.iter().filter(|claim| claim.planned.content.properties().in_sitemap);
    let longest = listed().map(|claim| claim.planned.route.as_str().len()).max().unwrap_or_default();
    let longest = longest + catalogue.site.base_url.absolute(&Route::new("/")).len();
    // Some are not listed in the end, so that parts may be smaller.
    plan.sitemap = SitemapParts::new(listed().count(), longest, plan.homes.len());
    let mut parts = Claims::new(&site);
    for number in 1..=plan.sitemap.count {
        parts.push(SitemapParts::route(number), Content::SitemapPart(number), Span::default());
    }
    claims.extend(parts.all);
    plan.assign(claims, diagnostics);
    plan
}

impl Plan {
    fn claim_site(&self, inputs: PlanInputs<'_>, claims: &mut Claims<'_>) {
        let PlanInputs { catalogue, timeline, .. } = inputs;
        let mut claim = |route: &str, content| claims.push(Route::new(route), content, Span::default());
        claim("/", Content::Languages);
        claim("/404.html", Content::RootNotFound);
        claim("/sitemap.xml", Content::Sitemap);
        claim("/robots.txt", Content::Robots);
        claim("/_headers", Content::Headers);
        claim("/_redirects", Content::Redirects);
        for file in data_files() {
            claim(file.route().as_str(), Content::Data(file));
        }
        // The ids of processes need the prefix of the publisher, and a release package must not be empty.
        if catalogue.site.ocds_prefix.is_some() && has_contracting_process(catalogue, timeline) {
            claim(DataFile::Ocds.route().as_str(), Content::Data(DataFile::Ocds));
        }
        for redirect in &catalogue.site.redirects {
            let content = match &redirect.target {
                RedirectTarget::Location { to, status } => {
                    let to = match catalogue.identity_base_url().path_of_target(&to.value) {
                        Some(path) => RedirectDestination::Path(path.into_owned()),
                        None => RedirectDestination::Url(to.value.clone()),
                    };
                    Content::Redirect { to, status: *status }
                }
                RedirectTarget::Gone => Content::Gone,
            };
            claims.push(old_route(&redirect.from.value), content, redirect.from.span);
        }
    }

    fn claim_language(&self, inputs: PlanInputs<'_>, lang: Lang, claims: &mut Claims<'_>) {
        let PlanInputs { catalogue, lists, .. } = inputs;
        let sections = &catalogue.site.language(lang).sections;
        let span = |section: &str| sections.get(section).map_or(Span::default(), |name| name.span);
        let mut claim =
            |page: Page, span| claims.push(self.page(catalogue, lang, &page), Content::Page(lang, page), span);
        claim(Page::Home, Span::default());
        claim(Page::NotFound, Span::default());
        for folder in LIST_FOLDERS {
            let Some(kind) = Kind::from_folder(folder) else { continue };
            for number in 1..=pages(lists.of_kind(lang, kind).len(), PER_PAGE) {
                claim(Page::List { kind, number }, span(folder));
            }
        }
        if !catalogue.site.themes.is_empty() {
            claim(Page::Topics, span("themes"));
        }
        for number in 1..=pages(lists.ended_calls().len(), PER_PAGE) {
            claim(Page::Results { number }, span("results"));
        }
        claim(Page::Data, span("data"));
        for (topic, declared) in catalogue.site.themes.iter().enumerate() {
            let count = lists.of_topic(lang, topic).len();
            for number in 1..=pages(count, PER_PAGE) {
                claim(Page::Topic { topic, number }, declared.slug_span());
            }
        }
        if self.has_search {
            claim(Page::Search, span("search"));
            for file in SearchFile::ALL {
                claims.push(file.route(catalogue.tags.tag(lang)), Content::Search(lang, file), Span::default());
            }
        }
        if self.has_shares {
            claims.push(share_file(&self.home(lang)), Content::Share(lang, None), Span::default());
        }
    }

    /// Claims the addresses of all that follows from time: feeds, calendars, the page of what is new, newsletter issues.
    fn claim_timeline(&self, inputs: PlanInputs<'_>, lang: Lang, claims: &mut Claims<'_>) {
        let PlanInputs { catalogue, timeline, .. } = inputs;
        let sections = &catalogue.site.language(lang).sections;
        let span = |section: &str| sections.get(section).map_or(Span::default(), |name| name.span);
        let kinds = LIST_FOLDERS.iter().filter_map(|folder| Some((Kind::from_folder(folder)?, span(folder))));
        let topics = catalogue.site.themes.iter().enumerate();
        let scopes = std::iter::once((FeedScope::All, Span::default()))
            .chain(kinds.map(|(kind, span)| (FeedScope::Section(kind), span)))
            .chain(topics.map(|(topic, declared)| (FeedScope::Topic(topic), declared.slug_span())))
            .chain(std::iter::once((FeedScope::Newsletter, span("digest"))));
        for (scope, span) in scopes {
            let archives = timeline.archive_count(lang, &scope, catalogue.site.feed_size as usize);
            let latest = FeedFormat::ALL.into_iter().map(|format| (format, None));
            let older = (1..=archives).map(|archive| (FeedFormat::Atom, Some(archive)));
            for (format, archive) in latest.chain(older) {
                let file = FeedFile { scope: scope.clone(), format, archive, moved: false };
                claims.push(self.feed(catalogue, lang, &file), Content::Feed(lang, file), span);
            }
        }
        for (scope, span) in (catalogue.site.themes.iter().enumerate())
            .map(|(topic, declared)| (CalendarScope::Topic(topic), declared.slug_span()))
            .chain([(CalendarScope::Events, span("events")), (CalendarScope::Deadlines, span("calls"))])
        {
            claims.push(self.calendar(catalogue, lang, &scope), Content::Calendar(lang, scope), span);
        }
        let mut claim = |page: Page, section| {
            claims.push(self.page(catalogue, lang, &page), Content::Page(lang, page), span(section));
        };
        for number in 1..=pages(timeline.listed().len(), ENTRIES_PER_PAGE) {
            claim(Page::WhatsNew { number }, "whatsnew");
        }
        claim(Page::NewsletterIssues, "digest");
        for month in timeline.issue_months() {
            claim(Page::NewsletterIssue(month), "digest");
        }
        // The page of an issue that was published before the site said which issue is the first redirects to the list of all
        // issues, unless `site.yaml` redirects it elsewhere.
        let is_redirected = |route: &Route| catalogue.site.redirects.iter().any(|it| is_from(it, route));
        for route in timeline
            .months_before_first_issue()
            .map(|month| self.newsletter_issue(lang, month))
            .filter(|route| !is_redirected(route))
        {
            let to = RedirectDestination::Path(self.section(lang, "digest").as_str().to_owned());
            claims.push(route, Content::Redirect { to, status: 301 }, Span::default());
        }
        for month in timeline.issue_months() {
            for format in [NewsletterFormat::Text, NewsletterFormat::Email] {
                claims.push(
                    self.newsletter_file(lang, month, format),
                    Content::Newsletter(lang, month, format),
                    span("digest"),
                );
            }
        }
    }

    /// Addresses of topics by their ids, from before they had a slug: their pages redirect, and feeds and calendars that people
    /// follow stay there too, since no page can redirect a program.
    fn claim_topics_by_id(&self, inputs: PlanInputs<'_>, lang: Lang, claims: &mut Claims<'_>) {
        let PlanInputs { catalogue, lists, .. } = inputs;
        for (topic, declared) in catalogue.site.themes.iter().enumerate() {
            let mut claim = |route, content| claims.push(route, content, declared.id.span);
            for number in 1..=pages(lists.of_topic(lang, topic).len(), PER_PAGE) {
                let Some(old) = self.topic_by_id(catalogue, lang, topic, number) else { continue };
                let to = RedirectDestination::Path(self.topic(catalogue, lang, topic, number).as_str().to_owned());
                claim(old, Content::Redirect { to, status: 301 });
            }
            let Some(old) = self.topic_by_id(catalogue, lang, topic, 1) else { continue };
            for format in FeedFormat::ALL {
                let file = FeedFile { scope: FeedScope::Topic(topic), format, archive: None, moved: true };
                claim(feed_file(&old, &file), Content::Feed(lang, file));
            }
            claim(old.join("calendar.ics"), Content::Calendar(lang, CalendarScope::Topic(topic)));
        }
    }

    fn claim_items<'c>(&self, catalogue: &'c Catalogue) -> Vec<Claim<'c>> {
        let items: Vec<&Item> = catalogue.items.values().collect();
        let mut claims = Vec::new();
        // Close to the order of files: sorting what is nearly sorted is fast.
        for lang in catalogue.langs() {
            claims.par_extend(items.par_iter().flat_map_iter(|item| self.claims_of(catalogue, item, lang)));
        }
        claims
    }

    fn claims_of<'c>(&self, catalogue: &'c Catalogue, item: &'c Item, lang: Lang) -> Vec<Claim<'c>> {
        let mut claims = Vec::with_capacity(5);
        let hidden = !catalogue.is_public(item);
        let has_calendar = match &item.facts {
            Facts::Event(event) => state::calendar_period(event).is_some(),
            Facts::Call(call) => state::deadline(call).is_some(),
            _ => false,
        };
        let words = item.words_for(lang);
        let page = self.item(item, lang);
        let span = words.slug.as_ref().map_or(words.fence, |slug| slug.span);
        let claim = |route, content, span| {
            let planned = PlannedFile { route, content };
            Claim { planned, path: &words.path, span, generated: false, hidden }
        };
        if has_calendar {
            let calendar = Content::Calendar(lang, CalendarScope::Item(item.key.clone()));
            // If a file beside the item has the same name, that file is to be renamed.
            claims.push(Claim { generated: true, ..claim(item_calendar(&page, item.key.kind), calendar, span) });
        }
        let has_words = item.words.get(lang).is_some();
        if has_words && has_own_feed(item.key.kind) {
            let scope = FeedScope::Item(item.key.clone());
            let file = FeedFile { scope, format: FeedFormat::Rss, archive: None, moved: false };
            claims.push(claim(feed_file(&page, &file), Content::Feed(lang, file), span));
        }
        // Files are published once, and the pages of all languages link to them there.
        let files = if lang == item.original { catalogue.published_files(item) } else { &[] };
        for file in files {
            claims.push(claim(page.join(&file.name), Content::Copy(file.path.clone()), span));
            for variant in picture_variant::variants(file) {
                let name = picture_variant::variant_name(file, files, &variant);
                claims
                    .push(Claim { generated: true, ..claim(page.join(&name), Content::PictureVariant(variant), span) });
            }
        }
        // The home page has the picture of the site.
        if self.has_shares && !self.is_home(item) {
            let share = Content::Share(lang, Some(item.key.clone()));
            claims.push(Claim { generated: true, ..claim(share_file(&page), share, span) });
        }
        // Feeds, calendars and files are published at old addresses too: programs do not follow the redirect of a page.
        let at_old_address = |content: &Content| match content {
            Content::Feed(lang, file) => Some(Content::Feed(*lang, FeedFile { moved: true, ..file.clone() })),
            Content::Calendar(..) | Content::Copy(_) => Some(content.clone()),
            _ => None,
        };
        let beside: Vec<(String, Content)> = match words.aliases.is_empty() {
            true => Vec::new(),
            false => claims
                .iter()
                .filter_map(|claim| {
                    let name = &claim.planned.route.as_str()[page.as_str().len()..];
                    Some((name.to_owned(), at_old_address(&claim.planned.content)?))
                })
                .collect(),
        };
        for alias in words.aliases.iter().filter(|_| has_words) {
            let (to, old) = (RedirectDestination::Item { lang, key: item.key.clone() }, old_route(&alias.value));
            if old.as_str().ends_with('/') {
                let beside = beside.iter().map(|(name, content)| claim(old.join(name), content.clone(), alias.span));
                claims.extend(beside);
            }
            claims.push(claim(old, Content::Redirect { to, status: 301 }, alias.span));
        }
        // The home page is claimed with its language; its item has no page of its own.
        if !self.is_home(item) {
            claims.push(claim(page, Content::Page(lang, Page::Item(item.key.clone())), span));
        }
        claims
    }

    /// Assigns each address to the first claim to it, by the path of its source.
    fn assign(&mut self, mut claims: Vec<Claim<'_>>, diagnostics: &mut Vec<Diagnostic>) {
        refuse_reserved(&mut claims, diagnostics);
        claims.par_sort_by(Claim::order);
        let mut current: Option<Claim> = None;
        let mut clashes: Vec<Clash> = Vec::new();
        report_similar(&claims, &mut clashes, diagnostics);
        // The ranks of the files whose paths are prefixes of the next path.
        let mut prefixes: Vec<usize> = Vec::new();
        for claim in claims {
            let Some(first) = current.take_if(|first| first.file() != claim.file()) else {
                match &current {
                    Some(first) => report_clash(&claim, first, &mut clashes, diagnostics),
                    None => current = Some(claim),
                }
                continue;
            };
            self.add_file(first, &mut prefixes, diagnostics);
            current = Some(claim);
        }
        if let Some(last) = current {
            self.add_file(last, &mut prefixes, diagnostics);
        }
    }

    /// Adds the file of a claim, unless it is not public yet. An address below that of a file is reported.
    fn add_file(&mut self, claim: Claim<'_>, prefixes: &mut Vec<usize>, diagnostics: &mut Vec<Diagnostic>) {
        if claim.hidden {
            return;
        }
        let file = claim.file();
        let file_of = |rank: &usize| self.files[*rank].route.file_path();
        while prefixes.pop_if(|last| !file.starts_with(file_of(last))).is_some() {}
        if let Some(above) = prefixes.iter().map(file_of).find(|above| file.is_below(*above)) {
            let message = say!(
                en: "`{route}` is below `/{above}`, which is a file",
                fr: "`{route}` se trouve sous `/{above}`, qui est un fichier",
                route = claim.planned.route
            );
            let help = say!(
                en: "choose another address for one of the two",
                fr: "choisissez une autre adresse pour l’un des deux"
            );
            diagnostics.push(Diagnostic::error("address-taken", claim.place(), message, help));
        }
        prefixes.push(self.files.len());
        self.files.push(claim.planned);
    }
}

/// The number of pages of a list; an empty list has one page, which says so.
fn pages(items: usize, per_page: usize) -> usize {
    items.div_ceil(per_page).max(1)
}
