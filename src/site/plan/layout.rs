//! Lays out every address: everything the site has claims its own, and each address goes to the first that claims it.

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
use crate::site::life;
use crate::site::listing::PER_PAGE;
use crate::site::plan::claim::{Claim, Claims, is_from, old_route};
use crate::site::plan::clash::{Clash, refuse_reserved, tell_alike, tell_clash};
use crate::site::plan::content::{
    Agenda, Content, FeedFile, FeedFormat, LetterForm, Page, Planned, SearchFile, Target,
};
use crate::site::plan::data::DataFile;
use crate::site::plan::fixed::{asset_claim, data_files, static_claim};
use crate::site::plan::{Plan, PlanInputs, ThemeRoutes, feed_file, item_calendar, picture, share_file};
use crate::site::process::has_process;
use crate::site::subject::{Subject, has_feed};
use crate::site::timeline::ENTRIES_PER_PAGE;

/// Lays out every address. Two things at one are reported, and the first by path keeps it.
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
        pages: Vec::new(),
        sections: sections.collect(),
        homes,
        roles: BTreeMap::new(),
        broken: BTreeSet::new(),
        has_shares: *has_shares,
        has_search: *has_search,
    };
    for (kind, lang, slug) in &catalogue.broken {
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
            plan.claim_life(inputs, lang, &mut claims);
            plan.claim_themes_by_id(inputs, lang, &mut claims);
        }
        let mut claims = claims.all;
        claims.extend(assets.iter().map(asset_claim));
        claims.extend(catalogue.files.of_site.iter().map(static_claim));
        claims
    };
    let (mut claims, of_items) = rayon::join(of_site, || plan.claim_items(catalogue));
    claims.extend(of_items);
    plan.settle(claims, diagnostics);
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
        // Processes have the prefix of who publishes them, and a package of releases has at least one.
        if catalogue.site.ocds_prefix.is_some() && has_process(catalogue, timeline) {
            claim(DataFile::Ocds.route().as_str(), Content::Data(DataFile::Ocds));
        }
        for redirect in &catalogue.site.redirects {
            let content = match &redirect.target {
                RedirectTarget::Location { to, status } => {
                    let is_path = to.value.starts_with('/');
                    let target = if is_path { Target::Path } else { Target::Url };
                    Content::Redirect { to: target(to.value.clone()), status: *status }
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
            claim(Page::Themes, span("themes"));
        }
        for number in 1..=pages(lists.ended().len(), PER_PAGE) {
            claim(Page::Results { number }, span("results"));
        }
        claim(Page::Data, span("data"));
        for (theme, topic) in catalogue.site.themes.iter().enumerate() {
            let count = lists.of_theme(lang, theme).len();
            for number in 1..=pages(count, PER_PAGE) {
                claim(Page::Theme { theme, number }, topic.slug_span());
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

    /// What tells the life of the catalogue: feeds, calendars, what is new, digests and letters.
    fn claim_life(&self, inputs: PlanInputs<'_>, lang: Lang, claims: &mut Claims<'_>) {
        let PlanInputs { catalogue, timeline, .. } = inputs;
        let sections = &catalogue.site.language(lang).sections;
        let span = |section: &str| sections.get(section).map_or(Span::default(), |name| name.span);
        let kinds = LIST_FOLDERS.iter().filter_map(|folder| Some((Kind::from_folder(folder)?, span(folder))));
        let topics = catalogue.site.themes.iter().enumerate();
        let subjects = std::iter::once((Subject::All, Span::default()))
            .chain(kinds.map(|(kind, span)| (Subject::Section(kind), span)))
            .chain(topics.map(|(theme, topic)| (Subject::Theme(theme), topic.slug_span())))
            .chain(std::iter::once((Subject::Letters, span("digest"))));
        for (subject, span) in subjects {
            let archives = timeline.archives(lang, &subject, catalogue.site.feed_size as usize);
            let latest = FeedFormat::ALL.into_iter().map(|format| (format, None));
            let older = (1..=archives).map(|archive| (FeedFormat::Atom, Some(archive)));
            for (format, archive) in latest.chain(older) {
                let file = FeedFile { subject: subject.clone(), format, archive, moved: false };
                claims.push(self.feed(catalogue, lang, &file), Content::Feed(lang, file), span);
            }
        }
        for (agenda, span) in (catalogue.site.themes.iter().enumerate())
            .map(|(theme, topic)| (Agenda::Theme(theme), topic.slug_span()))
            .chain([(Agenda::Events, span("events")), (Agenda::Deadlines, span("calls"))])
        {
            claims.push(self.calendar(catalogue, lang, &agenda), Content::Calendar(lang, agenda), span);
        }
        let mut claim = |page: Page, section| {
            claims.push(self.page(catalogue, lang, &page), Content::Page(lang, page), span(section));
        };
        for number in 1..=pages(timeline.listed().len(), ENTRIES_PER_PAGE) {
            claim(Page::WhatsNew { number }, "whatsnew");
        }
        claim(Page::Digests, "digest");
        for month in timeline.months() {
            claim(Page::Digest(month), "digest");
        }
        // A letter that was published, until the site said when its letters begin, leads to all of them; unless the site
        // leads elsewhere.
        let before = timeline.before_letters().map(|month| self.digest(lang, month));
        for route in before.filter(|route| !catalogue.site.redirects.iter().any(|it| is_from(it, route))) {
            let to = Target::Path(self.section(lang, "digest").as_str().to_owned());
            claims.push(route, Content::Redirect { to, status: 301 }, Span::default());
        }
        for month in timeline.months() {
            for form in [LetterForm::Text, LetterForm::Email] {
                claims.push(self.letter(lang, month, form), Content::Letter(lang, month, form), span("digest"));
            }
        }
    }

    /// Where themes stood before they had a slug: their pages lead on, feeds and calendars that people follow stay there too, for
    /// no page can lead a program elsewhere.
    fn claim_themes_by_id(&self, inputs: PlanInputs<'_>, lang: Lang, claims: &mut Claims<'_>) {
        let PlanInputs { catalogue, lists, .. } = inputs;
        for (theme, topic) in catalogue.site.themes.iter().enumerate() {
            let mut claim = |route, content| claims.push(route, content, topic.id.span);
            for number in 1..=pages(lists.of_theme(lang, theme).len(), PER_PAGE) {
                let Some(old) = self.theme_by_id(catalogue, lang, theme, number) else { continue };
                let to = Target::Path(self.theme(catalogue, lang, theme, number).as_str().to_owned());
                claim(old, Content::Redirect { to, status: 301 });
            }
            let Some(old) = self.theme_by_id(catalogue, lang, theme, 1) else { continue };
            for format in FeedFormat::ALL {
                let file = FeedFile { subject: Subject::Theme(theme), format, archive: None, moved: true };
                claim(feed_file(&old, &file), Content::Feed(lang, file));
            }
            claim(old.join("calendar.ics"), Content::Calendar(lang, Agenda::Theme(theme)));
        }
    }

    fn claim_items<'c>(&self, catalogue: &'c Catalogue) -> Vec<Claim<'c>> {
        let items: Vec<&Item> = catalogue.items.values().collect();
        let mut claims = Vec::new();
        // Near to the order of the files that answer: what is nearly sorted is sorted fast.
        for lang in catalogue.langs() {
            claims.par_extend(items.par_iter().flat_map_iter(|item| self.claims_of(catalogue, item, lang)));
        }
        claims
    }

    fn claims_of<'c>(&self, catalogue: &'c Catalogue, item: &'c Item, lang: Lang) -> Vec<Claim<'c>> {
        let mut claims = Vec::with_capacity(5);
        let hidden = !catalogue.is_public(item);
        let has_calendar = match &item.facts {
            Facts::Event(event) => life::calendar_period(event).is_some(),
            Facts::Call(call) => life::deadline(call).is_some(),
            _ => false,
        };
        let words = item.words_for(lang);
        let page = self.item(item, lang);
        let span = words.slug.as_ref().map_or(words.fence, |slug| slug.span);
        let claim = |route, content, span| {
            let planned = Planned { route, content };
            Claim { planned, path: &words.path, span, generated: false, hidden }
        };
        if has_calendar {
            let calendar = Content::Calendar(lang, Agenda::Item(item.key.clone()));
            // A file of that name beside the item is the one to rename.
            claims.push(Claim { generated: true, ..claim(item_calendar(&page, item.key.kind), calendar, span) });
        }
        let is_told = item.words.get(lang).is_some();
        if is_told && has_feed(item.key.kind) {
            let subject = Subject::Item(item.key.clone());
            let file = FeedFile { subject, format: FeedFormat::Rss, archive: None, moved: false };
            claims.push(claim(feed_file(&page, &file), Content::Feed(lang, file), span));
        }
        // They stand once, and every language leads to them there.
        let files = if lang == item.original { catalogue.files_of(item) } else { &[] };
        for file in files {
            claims.push(claim(page.join(&file.name), Content::Copy(file.path.clone()), span));
            for made in picture::pictures(file) {
                let name = picture::name(file, files, &made);
                claims.push(Claim { generated: true, ..claim(page.join(&name), Content::Picture(made), span) });
            }
        }
        // The home page has the picture of the site.
        if self.has_shares && !self.is_home(item) {
            let share = Content::Share(lang, Some(item.key.clone()));
            claims.push(Claim { generated: true, ..claim(share_file(&page), share, span) });
        }
        // Feeds and calendars that people follow, and files, stay at old addresses too: no page can lead a program elsewhere.
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
        for alias in words.aliases.iter().filter(|_| is_told) {
            let (to, old) = (Target::Item { lang, key: item.key.clone() }, old_route(&alias.value));
            if old.as_str().ends_with('/') {
                let beside = beside.iter().map(|(name, content)| claim(old.join(name), content.clone(), alias.span));
                claims.extend(beside);
            }
            claims.push(claim(old, Content::Redirect { to, status: 301 }, alias.span));
        }
        // The home page is claimed with its language; its item fills it.
        if !self.is_home(item) {
            claims.push(claim(page, Content::Page(lang, Page::Item(item.key.clone())), span));
        }
        claims
    }

    /// Gives each address to the first that claims it by the path of its source.
    fn settle(&mut self, mut claims: Vec<Claim<'_>>, diagnostics: &mut Vec<Diagnostic>) {
        refuse_reserved(&mut claims, diagnostics);
        claims.par_sort_by(Claim::order);
        let mut holder: Option<Claim> = None;
        let mut told: Vec<Clash> = Vec::new();
        tell_alike(&claims, &mut told, diagnostics);
        // The ranks of the files whose paths are the beginnings of the path that comes next.
        let mut beginnings: Vec<usize> = Vec::new();
        for claim in claims {
            let Some(first) = holder.take_if(|first| first.file() != claim.file()) else {
                match &holder {
                    Some(first) => tell_clash(&claim, first, &mut told, diagnostics),
                    None => holder = Some(claim),
                }
                continue;
            };
            self.keep(first, &mut beginnings, diagnostics);
            holder = Some(claim);
        }
        if let Some(last) = holder {
            self.keep(last, &mut beginnings, diagnostics);
        }
    }

    /// Takes down an address, unless visitors do not see it yet. One below something that is a file is reported.
    fn keep(&mut self, claim: Claim<'_>, beginnings: &mut Vec<usize>, diagnostics: &mut Vec<Diagnostic>) {
        if claim.hidden {
            return;
        }
        let file = claim.file();
        let file_of = |rank: &usize| self.pages[*rank].route.file_path();
        while beginnings.pop_if(|last| !file.starts_with(file_of(last))).is_some() {}
        if let Some(above) = beginnings.iter().map(file_of).find(|above| file.is_below(*above)) {
            let message = say!(
                en: "`{route}` lies below `/{above}`, which is a file",
                fr: "`{route}` se trouve sous `/{above}`, qui est un fichier",
                route = claim.planned.route
            );
            let help = say!(
                en: "choose another address for one of the two",
                fr: "choisissez une autre adresse pour l’un des deux"
            );
            diagnostics.push(Diagnostic::error("address-taken", claim.place(), message, help));
        }
        beginnings.push(self.pages.len());
        self.pages.push(claim.planned);
    }
}

/// How many pages a list of so many items has; an empty one has a page that says so.
fn pages(items: usize, per_page: usize) -> usize {
    items.div_ceil(per_page).max(1)
}
