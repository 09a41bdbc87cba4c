//! Who wants which address: everything the site has claims its own, and each address goes to the first that claims it.

use crate::base::diagnostic::Diagnostic;
use crate::base::lang::Lang;
use crate::base::route::Route;
use crate::base::source::{Place, SourcePath, Span};
use crate::kind::item::Facts;
use crate::kind::key::Kind;
use crate::kind::page::Role;
use crate::read::site_file::{LIST_FOLDERS, SITE_FILE};
use crate::site::catalogue::Catalogue;
use crate::site::life;
use crate::site::listing::PER_PAGE;
use crate::site::plan::Plan;
use crate::site::plan::content::{Agenda, Content, FeedFile, FeedFormat, LetterForm, Page, Planned, Target};
use crate::site::plan::data::DataFile;
use crate::site::process::processes;
use crate::site::subject::Subject;
use crate::site::subject::has_feed;
use crate::site::timeline::{ENTRIES_PER_PAGE, Timeline};

/// An address that someone wants, and where that is written.
pub(super) struct Claim {
    planned: Planned,
    place: Place,
    /// True for what the site has anyway, whoever else wants its address.
    generated: bool,
    /// True for what visitors do not see yet: it is held against all other addresses, and stands nowhere.
    hidden: bool,
}

impl Plan {
    pub(super) fn claim_site(&self, catalogue: &Catalogue, timeline: &Timeline<'_>, claims: &mut Vec<Claim>) {
        let mut claim = |route: &str, content| claims.push(site_claim(Route::new(route), content, Span::default()));
        claim("/", Content::Languages);
        claim("/404.html", Content::RootNotFound);
        claim("/sitemap.xml", Content::Sitemap);
        claim("/robots.txt", Content::Robots);
        for file in data_files() {
            claim(file.route().as_str(), Content::Data(file));
        }
        // A package of releases has at least one.
        if !processes(catalogue, timeline).is_empty() {
            claim(DataFile::Ocds.route().as_str(), Content::Data(DataFile::Ocds));
        }
        for redirect in &catalogue.site.redirects {
            let to = match redirect.to.value.starts_with('/') {
                true => Target::Path(redirect.to.value.clone()),
                false => Target::Url(redirect.to.value.clone()),
            };
            let route = old_route(&redirect.from.value);
            claims.push(site_claim(route, Content::Redirect(to), redirect.from.span));
        }
    }

    pub(super) fn claim_language(&self, catalogue: &Catalogue, lang: Lang, claims: &mut Vec<Claim>) {
        let sections = &catalogue.site.language(lang).sections;
        let span = |section: &str| sections.get(section).map_or(Span::default(), |name| name.span);
        let mut claim = |route, content, span| claims.push(site_claim(route, content, span));
        let home = self.home(lang);
        claim(home.clone(), Content::Page(lang, Page::Home), Span::default());
        claim(home.join("404.html"), Content::Page(lang, Page::NotFound), Span::default());
        for folder in LIST_FOLDERS {
            let Some(kind) = Kind::of_folder(folder) else { continue };
            for number in 1..=pages(self.lists.of_kind(lang, kind).len(), PER_PAGE) {
                let page = Page::List { kind, number };
                claim(self.list(lang, kind, number), Content::Page(lang, page), span(folder));
            }
        }
        if !catalogue.site.themes.is_empty() {
            claim(self.section(lang, "themes"), Content::Page(lang, Page::Themes), span("themes"));
        }
        claim(self.section(lang, "data"), Content::Page(lang, Page::Data), span("data"));
        for (theme, topic) in catalogue.site.themes.iter().enumerate() {
            let count = self.lists.of_theme(lang, theme).len();
            for number in 1..=pages(count, PER_PAGE) {
                let route = self.theme(catalogue, lang, theme, number);
                claim(route, Content::Page(lang, Page::Theme { theme, number }), topic.id.span);
            }
        }
    }

    /// What tells the life of the catalogue: feeds, calendars, what is new, digests and letters.
    pub(super) fn claim_life(
        &self,
        catalogue: &Catalogue,
        timeline: &Timeline<'_>,
        lang: Lang,
        claims: &mut Vec<Claim>,
    ) {
        let sections = &catalogue.site.language(lang).sections;
        let span = |section: &str| sections.get(section).map_or(Span::default(), |name| name.span);
        let kinds = LIST_FOLDERS.iter().filter_map(|folder| Some((Kind::of_folder(folder)?, span(folder))));
        let topics = catalogue.site.themes.iter().enumerate();
        let subjects = std::iter::once((Subject::All, Span::default()))
            .chain(kinds.map(|(kind, span)| (Subject::Section(kind), span)))
            .chain(topics.map(|(theme, topic)| (Subject::Theme(theme), topic.id.span)))
            .chain(std::iter::once((Subject::Letters, span("digest"))));
        for (subject, span) in subjects {
            let archives = timeline.archives(lang, &subject, catalogue.site.feed_size as usize);
            for archive in std::iter::once(None).chain((1..=archives).map(Some)) {
                for format in FeedFormat::ALL {
                    let file = FeedFile { subject: subject.clone(), format, archive };
                    claims.push(site_claim(self.feed(catalogue, lang, &file), Content::Feed(lang, file), span));
                }
            }
        }
        for (agenda, span) in (catalogue.site.themes.iter().enumerate())
            .map(|(theme, topic)| (Agenda::Theme(theme), topic.id.span))
            .chain([(Agenda::Events, span("events")), (Agenda::Deadlines, span("calls"))])
        {
            claims.push(site_claim(self.calendar(catalogue, lang, &agenda), Content::Calendar(lang, agenda), span));
        }
        let mut claim = |route, content, section| claims.push(site_claim(route, content, span(section)));
        for number in 1..=pages(timeline.listed().len(), ENTRIES_PER_PAGE) {
            let page = Content::Page(lang, Page::WhatsNew { number });
            claim(self.whats_new(lang, number), page, "whatsnew");
        }
        claim(self.section(lang, "digest"), Content::Page(lang, Page::Digests), "digest");
        for month in timeline.months() {
            claim(self.digest(lang, month), Content::Page(lang, Page::Digest(month)), "digest");
            for form in [LetterForm::Text, LetterForm::Email] {
                claim(self.letter(lang, month, form), Content::Letter(lang, month, form), "digest");
            }
        }
    }

    pub(super) fn claim_items(&self, catalogue: &Catalogue, claims: &mut Vec<Claim>) {
        for item in catalogue.items.values() {
            let hidden = !catalogue.is_public(item);
            for lang in catalogue.langs() {
                let words = item.words_for(lang);
                let route = self.item(item, lang);
                let span = words.slug.as_ref().map_or(words.fence, |slug| slug.span);
                let claim = |route, content, span| {
                    let place = Place { path: words.path.clone(), span };
                    Claim { planned: Planned { route, content }, place, generated: false, hidden }
                };
                // The home page is claimed with its language; its item fills it.
                if self.roles.get(&Role::Home) != Some(&item.key) {
                    claims.push(claim(route.clone(), Content::Page(lang, Page::Item(item.key.clone())), span));
                }
                if matches!(&item.facts, Facts::Event(event) if life::calendar_period(item, event, catalogue.now).is_some())
                {
                    let agenda = Agenda::Event(item.key.clone());
                    let route = self.calendar(catalogue, lang, &agenda);
                    let calendar = claim(route, Content::Calendar(lang, agenda), span);
                    // A file of that name beside the event is the one to rename.
                    claims.push(Claim { generated: true, ..calendar });
                }
                for file in catalogue.files_of(item) {
                    claims.push(claim(route.join(&file.name), Content::Copy(file.path.clone()), span));
                }
                if item.words.get(lang).is_none() {
                    continue;
                }
                for format in FeedFormat::ALL.into_iter().filter(|_| has_feed(item.key.kind)) {
                    let file = FeedFile { subject: Subject::Item(item.key.clone()), format, archive: None };
                    claims.push(claim(self.feed(catalogue, lang, &file), Content::Feed(lang, file), span));
                }
                for alias in &words.aliases {
                    let to = Target::Item { lang, key: item.key.clone() };
                    claims.push(claim(old_route(&alias.value), Content::Redirect(to), alias.span));
                }
            }
        }
    }

    /// Gives each address to the first that claims it by the path of its source.
    pub(super) fn settle(&mut self, mut claims: Vec<Claim>, diagnostics: &mut Vec<Diagnostic>) {
        let order = |claim: &Claim| (claim.planned.route.file(), !claim.generated, claim.hidden, claim.place.clone());
        claims.sort_by_cached_key(order);
        let mut last: Option<(String, Place)> = None;
        let mut told: Vec<Clash> = Vec::new();
        for claim in claims {
            let file = claim.planned.route.file();
            if let Some((taken, first)) = &last
                && *taken == file
            {
                // One clash of two names is told once, however many addresses it concerns: by a page, if there is one.
                let of_pages = matches!(claim.planned.content, Content::Page(..));
                let same = |clash: &&mut Clash| clash.second == claim.place && clash.first == *first;
                match told.iter_mut().find(same) {
                    None => {
                        let (second, first) = (claim.place.clone(), first.clone());
                        diagnostics.push(collision(&claim, &first));
                        told.push(Clash { second, first, of_pages, rank: diagnostics.len() - 1 });
                    }
                    Some(clash) if of_pages && !clash.of_pages => {
                        diagnostics[clash.rank] = collision(&claim, first);
                        clash.of_pages = true;
                    }
                    Some(_) => {}
                }
                continue;
            }
            last = Some((file.clone(), claim.place.clone()));
            if claim.hidden {
                continue;
            }
            self.files.insert(file, self.pages.len());
            self.refuse_file_as_folder(&claim, diagnostics);
            self.pages.push(claim.planned);
        }
    }

    /// Reports an address below something that is a file, as no disk can hold both.
    fn refuse_file_as_folder(&self, claim: &Claim, diagnostics: &mut Vec<Diagnostic>) {
        let file = claim.planned.route.file();
        let above = file.match_indices('/').map(|(at, _)| &file[..at]).find(|above| self.files.contains_key(*above));
        if let Some(above) = above {
            let message = format!("`{}` lies below `/{above}`, which is a file", claim.planned.route);
            let help = "choose another address for one of the two";
            diagnostics.push(Diagnostic::error("address-taken", claim.place.clone(), message, help));
        }
    }
}

/// Two names that want one address, and the diagnostic that tells it.
struct Clash {
    second: Place,
    first: Place,
    /// True when it is told by the address of a page.
    of_pages: bool,
    /// The rank of the diagnostic.
    rank: usize,
}

/// A file of the theme.
pub(super) fn asset_claim((route, path): &(Route, SourcePath)) -> Claim {
    Claim {
        planned: Planned { route: route.clone(), content: Content::Copy(path.clone()) },
        place: Place { path: path.clone(), span: Span::default() },
        generated: true,
        hidden: false,
    }
}

fn collision(claim: &Claim, first: &Place) -> Diagnostic {
    let message = format!("the address `{}` is taken already", claim.planned.route);
    let help = match &claim.planned.content {
        Content::Page(_, Page::Item(_)) => "give one of the two another `slug`",
        Content::Page(..) => "give one of the two another name in its address",
        Content::Redirect(_) => "delete this old address, or the page that has it now",
        Content::Languages
        | Content::RootNotFound
        | Content::Feed(..)
        | Content::Calendar(..)
        | Content::Letter(..)
        | Content::Sitemap
        | Content::Robots
        | Content::Data(_)
        | Content::Copy(_) => "rename one of the two",
    };
    Diagnostic::error("address-taken", claim.place.clone(), message, help).related("it is taken here", first.clone())
}

fn site_claim(route: Route, content: Content, span: Span) -> Claim {
    let generated = span == Span::default();
    Claim {
        planned: Planned { route, content },
        place: Place { path: SourcePath::new(SITE_FILE), span },
        generated,
        hidden: false,
    }
}

/// Every file of open data that is always there.
fn data_files() -> impl Iterator<Item = DataFile> {
    let of_kind = |kind: &Kind| [DataFile::Items(*kind), DataFile::Schema(*kind), DataFile::Table(*kind)];
    [DataFile::Catalogue, DataFile::CatalogueSchema].into_iter().chain(Kind::ALL.iter().flat_map(of_kind))
}

/// The address of an old path: one that names no file is a page in a folder.
fn old_route(path: &str) -> Route {
    let path = percent_encoding::percent_decode_str(path).decode_utf8().unwrap_or_else(|_| path.into());
    let last = path.rsplit('/').next().unwrap_or_default();
    if last.is_empty() || last.contains('.') { Route::new(path) } else { Route::new(format!("{path}/")) }
}

/// How many pages a list of so many items has; an empty one has a page that says so.
fn pages(items: usize, per_page: usize) -> usize {
    items.div_ceil(per_page).max(1)
}
