//! Whether all that was recorded still answers.

use std::cell::OnceCell;
use std::collections::{BTreeMap, HashSet};

use percent_encoding::percent_decode_str;

use crate::base::bounds::MISTAKES;
use crate::base::diagnostic::Diagnostic;
use crate::base::message::say;
use crate::base::moment::Moment;
use crate::base::route::{FilePath, encoded};
use crate::base::snapshot::SITE_FILE;
use crate::base::source::{Place, SourcePath};
use crate::kind::item::Item;
use crate::kind::key::{Key, Kind};
use crate::site::catalogue::Catalogue;
use crate::site::life;
use crate::site::permalink::file::{Line, Lines};
use crate::site::permalink::told::{gone_item, gone_message, line, recorded};
use crate::site::permalink::{Name, Names, Sort};
use crate::site::plan::content::{Content, Page, Target};
use crate::site::world::World;

/// What of a record would vanish. `later` makes the names that the same sources will have published once all that is written in
/// them has come; it is asked for only where an id is missing.
pub fn check(lines: &Lines<'_>, world: &World, names: &Names, later: &dyn Fn() -> Names) -> Vec<Diagnostic> {
    let check = Check::new(lines, world, names, later);
    let mut diagnostics = check.addresses();
    diagnostics.extend(check.ids());
    diagnostics
}

/// Addresses of the site's own that would vanish, each with the nearest page above that answers: the letter of a month of which nothing is
/// left to tell.
pub fn gone_of_site(lines: &Lines<'_>, world: &World) -> Vec<(String, String)> {
    let (names, later) = (Names::new(), || Names::new());
    let check = Check::new(lines, world, &names, &later);
    let of_site = check.published().filter(|line| line.item.is_none() && line.sort.is_address());
    let gone = of_site.filter(|line| !check.answers(line.text) && !check.went_with_its_page(line.text));
    gone.map(|line| (line.text.to_owned(), check.nearest_above(line.text).to_owned())).collect()
}

/// True for an old address of which the site says that what stood there has ended, and for what of it there is elsewhere.
fn has_ended(content: &Content) -> bool {
    matches!(content, Content::Gone | Content::Redirect { to: Target::Path(_) | Target::Url(_), .. })
}

struct Check<'a> {
    lines: &'a Lines<'a>,
    names: &'a Names,
    later: OnceCell<Names>,
    make_later: &'a dyn Fn() -> Names,
    world: &'a World,
    catalogue: &'a Catalogue,
    /// The pages that are said to have ended, in the order of their addresses.
    ended: Vec<String>,
    /// The items of which a document is said to have ended; made when somebody asks.
    withdrawn: OnceCell<HashSet<Holding<'a>>>,
    /// The ids of entries that are not recorded, by item; made when somebody asks for one.
    new: OnceCell<BTreeMap<&'a Key, Vec<&'a str>>>,
}

/// An item as a line names it.
type Holding<'a> = (Kind, &'a str);

/// How many mistakes are told of a file that is another one: each is a text of its own, and nobody reads so many.
const TOLD: usize = 10 * MISTAKES;

/// How many folders above an address are looked at for a page to lead it to: no page lies deeper.
const ABOVE: usize = 32;

impl<'a> Check<'a> {
    fn new(lines: &'a Lines<'a>, world: &'a World, names: &'a Names, make_later: &'a dyn Fn() -> Names) -> Self {
        let ended = world.plan().pages.iter().filter(|planned| has_ended(&planned.content));
        let ended = ended.map(|planned| encoded(planned.route.as_str())).filter(|page| page.ends_with('/'));
        let mut ended: Vec<String> = ended.collect();
        ended.sort_unstable();
        let (later, new, withdrawn) = (OnceCell::new(), OnceCell::new(), OnceCell::new());
        let catalogue = world.catalogue();
        Self { lines, names, later, make_later, world, catalogue, ended, withdrawn, new }
    }

    fn now(&self) -> Moment {
        self.catalogue.now
    }

    /// What was published and of which something can be said: nothing can of an item with a mistake, and while there is one
    /// nothing of what is told of all items.
    fn published(&self) -> impl Iterator<Item = &'a Line<'a>> {
        let all_are_read = self.catalogue.known.len() == self.catalogue.items.len();
        self.lines.iter().filter(|line| line.since.is_none_or(|since| since <= self.now())).filter(move |line| {
            line.key().map_or(all_are_read, |key| {
                self.catalogue.items.get(&key).is_some() || !self.catalogue.known.contains(&key)
            })
        })
    }

    fn answers(&self, address: &str) -> bool {
        let Ok(path) = percent_decode_str(address).decode_utf8() else { return false };
        let plan = self.world.plan();
        match plan.rank(FilePath::of(&path)).and_then(|rank| plan.pages.get(rank)) {
            // Drafts may be shown here, and are published nowhere.
            Some(planned) => self.shown_item(&planned.content).is_none_or(|item| life::is_public(item, self.now())),
            None => plan.moved(self.catalogue, &path).is_some(),
        }
    }

    fn shown_item(&self, content: &Content) -> Option<&'a Item> {
        match content {
            Content::Page(_, Page::Item(key)) | Content::Redirect { to: Target::Item { key, .. }, .. } => {
                self.catalogue.items.get(key)
            }
            _ => None,
        }
    }

    fn content(&self, address: &str) -> Option<&Content> {
        let path = percent_decode_str(address).decode_utf8().ok()?;
        let plan = self.world.plan();
        let rank = plan.rank(FilePath::of(&path))?;
        plan.pages.get(rank).map(|planned| &planned.content)
    }

    /// Addresses at which nothing answers any more; what lay beside a page that is told is told with it.
    fn addresses(&self) -> Vec<Diagnostic> {
        let gone = self.published().filter(|line| line.sort.is_address() && !self.answers(line.text));
        let gone: Vec<&Line<'_>> = gone.filter(|line| !self.went_with_its_page(line.text)).collect();
        let pages: Vec<&str> = gone.iter().filter(|line| line.sort == Sort::Page).map(|line| line.text).collect();
        let page_of = |file: &str| {
            let mut above = file.rmatch_indices('/').map(|(at, _)| &file[..=at]).take(ABOVE);
            above.find_map(|folder| pages.binary_search(&folder).ok())
        };
        let mut beside = vec![0_usize; pages.len()];
        let mut alone = Vec::new();
        for line in &gone {
            match page_of(line.text) {
                Some(rank) if line.sort == Sort::File => beside[rank] += 1,
                _ => alone.push(*line),
            }
        }
        let number = |line: &Line<'_>| pages.binary_search(&line.text).map_or(0, |rank| beside[rank]);
        alone.into_iter().take(TOLD).map(|line| self.gone_address(line, number(line))).collect()
    }

    /// True for what lay beside a page that was said to have ended.
    fn went_with_its_page(&self, address: &str) -> bool {
        let mut above = address;
        loop {
            let before = self.ended.partition_point(|page| page.as_str() <= above);
            let Some(nearest) = before.checked_sub(1).map(|rank| &self.ended[rank]) else { return false };
            if above.starts_with(nearest.as_str()) {
                return true;
            }
            // No page is above this one that is not above what both begin with.
            let shared = above.bytes().zip(nearest.bytes()).take_while(|(one, other)| one == other).count();
            let Some(end) = above.as_bytes()[..shared].iter().rposition(|byte| *byte == b'/') else { return false };
            above = &above[..=end];
        }
    }

    fn gone_address(&self, gone: &Line<'_>, beside: usize) -> Diagnostic {
        let address = gone.text;
        let message = gone_message(address, beside);
        let item = gone.key().and_then(|key| self.catalogue.items.get(&key));
        let words = item.zip(gone.lang).and_then(|(item, tag)| {
            let lang = self.catalogue.langs().find(|lang| self.catalogue.tags.tag(*lang) == tag)?;
            item.words.get(lang)
        });
        match (item, words) {
            (Some(item), Some(words)) if gone.sort == Sort::Page && life::is_public(item, self.now()) => {
                let span = words.slug.as_ref().map_or(words.fence, |slug| slug.span);
                let place = Place { path: words.path.clone(), span };
                let help = match words.aliases.is_empty() {
                    true => say!(
                        en: "write `aliases: [\"{address}\"]` in this file, so that it leads to the new address",
                        fr: "écrivez `aliases: [\"{address}\"]` dans ce fichier, pour qu’elle mène à la nouvelle adresse"
                    ),
                    false => say!(
                        en: "write `- \"{address}\"` under `aliases` in this file, so that it leads to the new address",
                        fr: "écrivez `- \"{address}\"` sous `aliases` dans ce fichier, pour qu’elle mène à la nouvelle adresse"
                    ),
                };
                recorded("address-gone", place, message, help, gone)
            }
            (Some(item), _) if !life::is_public(item, self.now()) => {
                let words = item.original_words();
                let place = Place { path: words.path.clone(), span: words.fence };
                let help = say!(
                    en: "take out `draft`, or give `published` its date back: what is over has `expires` or an outcome",
                    fr: "retirez `draft`, ou rendez à `published` sa date : ce qui est terminé a un `expires` ou un `outcome`"
                );
                recorded("address-gone", place, message, help, gone)
            }
            _ => {
                let to = self.nearest_above(address);
                let help = say!(
                    en: "put back what was there; or write under `redirects` in `{SITE_FILE}` where it leads, `- {{from: \"{address}\", \
                         to: \"{to}\"}}`, or that it is gone for good, `- {{from: \"{address}\", status: 410}}`",
                    fr: "remettez ce qui s’y trouvait ; ou écrivez sous `redirects` dans `{SITE_FILE}` où elle mène, `- {{from: \"{address}\", \
                         to: \"{to}\"}}`, ou qu’elle est retirée pour de bon, `- {{from: \"{address}\", status: 410}}`"
                );
                recorded("address-gone", line(gone), message, help, gone)
            }
        }
    }

    /// The nearest page above an address at which something answers.
    fn nearest_above<'n>(&self, address: &'n str) -> &'n str {
        let mut above = address.trim_end_matches('/').rmatch_indices('/').map(|(at, _)| &address[..=at]);
        above.by_ref().take(ABOVE).find(|above| self.answers(above)).unwrap_or("/")
    }

    /// Ids that are there no more: readers would see the same thing again under another one, or follow nothing. Those of an
    /// item that is gone are told at once.
    fn ids(&self) -> Vec<Diagnostic> {
        let mut of_gone: BTreeMap<Holding<'a>, Vec<&'a Line<'a>>> = BTreeMap::new();
        let mut diagnostics = Vec::new();
        let is_gone = |line: &&Line<'_>| {
            !line.sort.is_address() && !self.is_known(line.sort, line.text) && !self.is_of_withdrawn(line)
        };
        let mut gone = self.published().filter(is_gone).peekable();
        if let Some(first) = gone.peek()
            && let Some(changed) = self.changed_authority(first)
        {
            return vec![changed];
        }
        for line in gone {
            let (Some(holding), Some(key)) = (line.item, line.key()) else { continue };
            match self.catalogue.items.get(&key) {
                Some(item) if diagnostics.len() < TOLD => diagnostics.push(self.gone_id(item, line)),
                Some(_) => {}
                None => of_gone.entry(holding).or_default().push(line),
            }
        }
        if !of_gone.is_empty() {
            diagnostics.extend(self.gone_items(&of_gone));
        }
        diagnostics
    }

    /// True for an entry that told of a document, where a document of that item is said to have ended.
    fn is_of_withdrawn(&self, line: &Line<'_>) -> bool {
        let entry = line.text.split(':').nth(4).unwrap_or_default();
        matches!(entry, "document-added" | "document-replaced")
            && line.item.is_some_and(|item| self.withdrawn.get_or_init(|| self.with_withdrawn()).contains(&item))
    }

    /// The items of which a document is said to have ended.
    fn with_withdrawn(&self) -> HashSet<Holding<'a>> {
        let files = self.lines.iter().filter(|line| line.sort == Sort::File);
        files.filter(|file| self.content(file.text).is_some_and(has_ended)).filter_map(|file| file.item).collect()
    }

    /// True for a name that is published, or will be.
    fn is_known(&self, sort: Sort, text: &str) -> bool {
        let name = Name { sort, text: text.to_owned() };
        self.names.contains_key(&name) || self.later.get_or_init(self.make_later).contains_key(&name)
    }

    /// What is to be said where ids were given by another authority: then all of them differ.
    fn changed_authority(&self, gone: &Line<'_>) -> Option<Diagnostic> {
        let (before, _) = gone.text.strip_prefix("tag:")?.split_once(':')?;
        let now = self.catalogue.site.authority.to_string();
        if before == now {
            return None;
        }
        let place = Place { path: SourcePath::new(SITE_FILE), span: self.catalogue.site.authority_span };
        let message = say!(
            en: "ids were published under `{before}`, and would all be others under `{now}`: readers would see everything twice",
            fr: "les identifiants ont été publiés sous `{before}`, et seraient tous autres sous `{now}` : les lecteurs verraient tout deux fois"
        );
        let help = say!(en: "write `authority: {before}`", fr: "écrivez `authority: {before}`");
        Some(recorded("authority-changed", place, message, help, gone))
    }

    /// Items that are there no more, unless all their pages are said to have ended.
    fn gone_items(&self, gone: &BTreeMap<Holding<'a>, Vec<&'a Line<'a>>>) -> Vec<Diagnostic> {
        let recorded: HashSet<Holding<'a>> = self.lines.iter().filter_map(|line| line.item).collect();
        let pages = self.lines.iter().filter(|line| line.sort == Sort::Page);
        let staying = pages.filter(|page| !self.content(page.text).is_some_and(has_ended));
        let staying: HashSet<Holding<'a>> = staying.filter_map(|page| page.item).collect();
        // A new item of the kind may be one that was renamed.
        let renamed = Kind::ALL.iter().filter_map(|kind| {
            let new = |item: &&Item| !recorded.contains(&(*kind, &*item.key.id));
            Some((*kind, self.catalogue.of_kind(*kind).find(new)?))
        });
        let renamed: BTreeMap<Kind, &Item> = renamed.collect();
        let told = gone.iter().filter(|(holding, _)| staying.contains(*holding));
        let told = told.take(TOLD);
        told.filter_map(|((kind, id), ids)| gone_item(&Key::new(*kind, *id), ids, renamed.get(kind).copied())).collect()
    }

    fn gone_id(&self, item: &'a Item, gone: &Line<'a>) -> Diagnostic {
        let words = item.original_words();
        let place = Place { path: words.path.clone(), span: words.fence };
        let id = gone.text;
        let (message, help) = match (gone.sort, self.new_id(item, gone)) {
            (Sort::Uid, _) => (
                say!(
                    en: "`{id}` was published in calendars, and is in them no more",
                    fr: "`{id}` a été publié dans des calendriers, et ne s’y trouve plus"
                ),
                say!(
                    en: "put its dates back; what does not take place has `status: cancelled` or an outcome",
                    fr: "remettez ses dates ; ce qui n’a pas lieu a `status: cancelled` ou un `outcome`"
                ),
            ),
            (_, Some((new, member))) => (
                say!(
                    en: "the id of a feed entry changed from `{id}` to `{new}`: readers would see it twice",
                    fr: "l’identifiant d’une entrée de flux est passé de `{id}` à `{new}` : les lecteurs la verraient deux fois"
                ),
                say!(
                    en: "write `id: \"{member}\"` in the record that it tells of",
                    fr: "écrivez `id: \"{member}\"` dans la donnée qu’elle annonce"
                ),
            ),
            (_, None) => (
                say!(
                    en: "`{id}` was published in feeds, and is in them no more",
                    fr: "`{id}` a été publié dans des flux, et ne s’y trouve plus"
                ),
                say!(
                    en: "put the record back that it told of, with the `id` that ends it; what was wrong is corrected by an amendment",
                    fr: "remettez la donnée qu’il annonçait, avec l’`id` qui le termine ; ce qui était faux se corrige par un amendement"
                ),
            ),
        };
        recorded("id-gone", place, message, help, gone)
    }

    /// The only new id of the same entry of an item, and the member that the old one had.
    fn new_id(&self, item: &'a Item, gone: &Line<'a>) -> Option<(&'a str, &'a str)> {
        // tag:<authority>:<kind>:<id>:<entry>:<member>
        let old = gone.text;
        let (entry, member) = old.match_indices(':').nth(4).map(|(at, _)| (&old[..=at], &old[at + 1..]))?;
        let new = self.new.get_or_init(|| self.new_entries()).get(&item.key)?;
        let mut new = new.iter().filter(|id| id.starts_with(entry));
        let first = new.next()?;
        new.next().is_none().then_some((*first, member))
    }

    fn new_entries(&self) -> BTreeMap<&'a Key, Vec<&'a str>> {
        let mut new: BTreeMap<&Key, Vec<&str>> = BTreeMap::new();
        for (name, holder) in self.names {
            if name.sort == Sort::Entry
                && let Some(key) = &holder.item
                && self.lines.get(name.sort, &name.text).is_none()
            {
                new.entry(key).or_default().push(&name.text);
            }
        }
        new
    }
}
