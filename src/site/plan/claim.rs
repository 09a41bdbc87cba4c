//! Who wants which address: everything the site has claims its own, and each address goes to the first that claims it.

use crate::base::diagnostic::Diagnostic;
use crate::base::lang::Lang;
use crate::base::route::Route;
use crate::base::source::{Place, SourcePath, Span};
use crate::kind::key::Kind;
use crate::kind::page::Role;
use crate::read::site_file::{LIST_FOLDERS, SITE_FILE};
use crate::site::catalogue::Catalogue;
use crate::site::life;
use crate::site::listing::PER_PAGE;
use crate::site::plan::Plan;
use crate::site::plan::content::{Agenda, Content, Page, Planned, Subject, Target};

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
    pub(super) fn claim_site(&self, catalogue: &Catalogue, claims: &mut Vec<Claim>) {
        let mut claim = |route: &str, content| claims.push(site_claim(Route::new(route), content, Span::default()));
        claim("/", Content::Languages);
        claim("/404.html", Content::RootNotFound);
        claim("/sitemap.xml", Content::Sitemap);
        claim("/robots.txt", Content::Robots);
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
        claim(home.join("feed.xml"), Content::Feed(lang, Subject::All), Span::default());
        for folder in LIST_FOLDERS {
            let Some(kind) = Kind::of_folder(folder) else { continue };
            for number in 1..=pages(self.lists.of_kind(lang, kind).len()) {
                let page = Page::List { kind, number };
                claim(self.list(lang, kind, number), Content::Page(lang, page), span(folder));
            }
            let subject = Subject::Section(kind);
            claim(self.feed(catalogue, lang, subject), Content::Feed(lang, subject), span(folder));
        }
        if !catalogue.site.themes.is_empty() {
            claim(self.section(lang, "themes"), Content::Page(lang, Page::Themes), span("themes"));
        }
        for (theme, topic) in catalogue.site.themes.iter().enumerate() {
            let count = self.lists.of_theme(lang, theme).len();
            for number in 1..=pages(count) {
                let route = self.theme(catalogue, lang, theme, number);
                claim(route, Content::Page(lang, Page::Theme { theme, number }), topic.id.span);
            }
            let subject = Subject::Theme(theme);
            claim(self.feed(catalogue, lang, subject), Content::Feed(lang, subject), topic.id.span);
            let agenda = Agenda::Theme(theme);
            claim(self.calendar(catalogue, lang, &agenda), Content::Calendar(lang, agenda), topic.id.span);
        }
        for (agenda, folder) in [(Agenda::Events, "events"), (Agenda::Deadlines, "calls")] {
            claim(self.calendar(catalogue, lang, &agenda), Content::Calendar(lang, agenda), span(folder));
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
                if life::has_calendar_entry(item, catalogue.now) {
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
        let mut told: Vec<(Place, Place)> = Vec::new();
        for claim in claims {
            let file = claim.planned.route.file();
            if let Some((taken, first)) = &last
                && *taken == file
            {
                // One clash of two names is told once, however many addresses it concerns.
                let pair = (claim.place.clone(), first.clone());
                if !told.contains(&pair) {
                    diagnostics.push(collision(&claim, first));
                    told.push(pair);
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
        | Content::Sitemap
        | Content::Robots
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

/// The address of an old path: one that names no file is a page in a folder.
fn old_route(path: &str) -> Route {
    let path = percent_encoding::percent_decode_str(path).decode_utf8().unwrap_or_else(|_| path.into());
    let last = path.rsplit('/').next().unwrap_or_default();
    if last.is_empty() || last.contains('.') { Route::new(path) } else { Route::new(format!("{path}/")) }
}

/// How many pages a list of so many items has; an empty one has a page that says so.
fn pages(items: usize) -> usize {
    items.div_ceil(PER_PAGE).max(1)
}
