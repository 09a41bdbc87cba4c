//! Whether all that was recorded still answers, and whether all that answers is recorded.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet, HashSet};

use percent_encoding::percent_decode_str;

use crate::base::bounds::MISTAKES;
use crate::base::diagnostic::Diagnostic;
use crate::base::message::{Message, say};
use crate::base::moment::Moment;
use crate::base::route::{FilePath, encoded};
use crate::base::snapshot::LOCK_FILE;
use crate::base::source::{Place, SourcePath, Span};
use crate::kind::item::Item;
use crate::kind::key::{Key, Kind};
use crate::read::site_file::SITE_FILE;
use crate::site::catalogue::Catalogue;
use crate::site::permalink::file::{Line, Lines};
use crate::site::permalink::{Holder, Name, Permalinks, Since, Sort};
use crate::site::plan::content::{Content, Target};
use crate::site::world::World;

/// The code of what is published and was not recorded.
pub const NOT_RECORDED: &str = "not-recorded";

/// What is wrong between what was recorded and what is published.
pub fn check(lines: Option<&Lines<'_>>, links: &Permalinks, world: &World) -> Vec<Diagnostic> {
    let place = Place { path: SourcePath::new(LOCK_FILE), span: Span::default() };
    let Some(lines) = lines else {
        let message = say!(en: "there is no `{LOCK_FILE}`", fr: "il n’y a pas de `{LOCK_FILE}`");
        return vec![Diagnostic::error("lock-missing", place, message, run_lock())];
    };
    let catalogue = world.catalogue();
    let leads_elsewhere =
        |content: &Content| matches!(content, Content::Redirect { to: Target::Path(_) | Target::Url(_), .. });
    let elsewhere = world.plan().pages.iter().filter(|planned| leads_elsewhere(&planned.content));
    let elsewhere = elsewhere.map(|planned| encoded(planned.route.as_str())).filter(|page| page.ends_with('/'));
    let mut elsewhere: Vec<String> = elsewhere.collect();
    elsewhere.sort_unstable();
    let check = Check { lines, links, world, catalogue, elsewhere, new: OnceCell::new() };
    let mut diagnostics = check.addresses();
    diagnostics.extend(check.ids());
    diagnostics.extend(check.unrecorded());
    diagnostics
}

struct Check<'a> {
    lines: &'a Lines<'a>,
    links: &'a Permalinks,
    world: &'a World,
    catalogue: &'a Catalogue,
    /// The pages that lead elsewhere, in the order of their addresses.
    elsewhere: Vec<String>,
    /// The ids of entries that are not recorded, by item and language; made when somebody asks for one.
    new: OnceCell<NewIds<'a>>,
}

/// Ids of entries, by item and language.
type NewIds<'a> = BTreeMap<(&'a Key, Option<&'a str>), Vec<&'a str>>;

/// An item as a line names it.
type Holding<'a> = (Kind, &'a str);

/// How many mistakes are told of a file that is another one: each is a text of its own, and nobody reads so many.
const TOLD: usize = 10 * MISTAKES;

/// How many folders above an address are looked at for a page to lead it to: no page lies deeper.
const ABOVE: usize = 32;

impl<'a> Check<'a> {
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
        let is_led_on = || {
            let path = percent_decode_str(address).decode_utf8().ok()?;
            self.world.plan().moved(self.catalogue, &path)
        };
        self.content(address).is_some() || is_led_on().is_some()
    }

    fn content(&self, address: &str) -> Option<&Content> {
        let path = percent_decode_str(address).decode_utf8().ok()?;
        let plan = self.world.plan();
        let rank = plan.rank(FilePath::of(&path))?;
        plan.pages.get(rank).map(|planned| &planned.content)
    }

    /// Addresses at which nothing answers any more: those of one item in one language are told at once.
    fn addresses(&self) -> Vec<Diagnostic> {
        let mut gone: BTreeMap<(Option<Holding<'a>>, Option<&str>), Vec<&'a Line<'a>>> = BTreeMap::new();
        for line in self.published() {
            if line.sort == Sort::Address && !self.answers(line.text) && !self.went_with_its_page(line.text) {
                gone.entry((line.item, line.lang)).or_default().push(line);
            }
        }
        let told = gone.into_values().flat_map(beside);
        told.take(TOLD).map(|(line, beside)| self.gone_address(line, beside)).collect()
    }

    /// True for what lay beside a page that was said to have ended.
    fn went_with_its_page(&self, address: &str) -> bool {
        let mut above = address;
        loop {
            let before = self.elsewhere.partition_point(|page| page.as_str() <= above);
            let Some(nearest) = before.checked_sub(1).map(|rank| &self.elsewhere[rank]) else { return false };
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
        let line = line(gone);
        let item = gone.key().and_then(|key| self.catalogue.items.get(&key));
        let words = item.zip(gone.lang).and_then(|(item, tag)| {
            let lang = self.catalogue.langs().find(|lang| self.catalogue.tags.tag(*lang) == tag)?;
            item.words.get(lang)
        });
        match (item, words) {
            (Some(item), Some(words)) if address.ends_with('/') && self.catalogue.is_public(item) => {
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
                Diagnostic::error("address-gone", place, message, help).related(recorded_here(), line)
            }
            (Some(item), _) if !self.catalogue.is_public(item) => {
                let words = item.original_words();
                let place = Place { path: words.path.clone(), span: words.fence };
                let help = say!(
                    en: "take out `draft`, or give `published` its date back: what is over has `expires` or an outcome",
                    fr: "retirez `draft`, ou rendez à `published` sa date : ce qui est terminé a un `expires` ou un `outcome`"
                );
                Diagnostic::error("address-gone", place, message, help).related(recorded_here(), line)
            }
            _ => {
                let to = self.nearest_above(address);
                let help = say!(
                    en: "put back what was there, or write under `redirects` in `{SITE_FILE}`: `- {{from: \"{address}\", to: \"{to}\"}}`",
                    fr: "remettez ce qui s’y trouvait, ou écrivez sous `redirects` dans `{SITE_FILE}` : `- {{from: \"{address}\", to: \"{to}\"}}`"
                );
                Diagnostic::error("address-gone", line, message, help)
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
        let mut told: BTreeSet<&str> = BTreeSet::new();
        let mut of_gone: BTreeMap<Holding<'a>, Vec<&'a Line<'a>>> = BTreeMap::new();
        let mut diagnostics = Vec::new();
        let is_gone = |line: &&Line<'_>| line.sort != Sort::Address && self.links.get(line.sort, line.text).is_none();
        for line in self.published().filter(is_gone) {
            let (Some(holding), Some(key)) = (line.item, line.key()) else { continue };
            match self.catalogue.items.get(&key) {
                Some(item) if diagnostics.len() < TOLD && told.insert(bare(line.text, line.lang)) => {
                    diagnostics.push(self.gone_id(item, line));
                }
                Some(_) => {}
                None => of_gone.entry(holding).or_default().push(line),
            }
        }
        if !of_gone.is_empty() {
            diagnostics.extend(self.gone_items(&of_gone));
        }
        diagnostics
    }

    /// Items that are there no more, unless all their pages lead elsewhere: then that they ended was said.
    fn gone_items(&self, gone: &BTreeMap<Holding<'a>, Vec<&'a Line<'a>>>) -> Vec<Diagnostic> {
        let recorded: HashSet<Holding<'a>> = self.lines.iter().filter_map(|line| line.item).collect();
        let pages = self.lines.iter().filter(|line| line.sort == Sort::Address && line.text.ends_with('/'));
        let staying = pages.filter(|page| !self.leads_elsewhere(page.text));
        let staying: HashSet<Holding<'a>> = staying.filter_map(|page| page.item).collect();
        // A new item of the kind may be one that was renamed.
        let renamed = Kind::ALL.iter().filter_map(|kind| {
            let new = |item: &&Item| !recorded.contains(&(*kind, &*item.key.id));
            Some((*kind, self.catalogue.of_kind(*kind).find(new)?))
        });
        let renamed: BTreeMap<Kind, &Item> = renamed.collect();
        let told = gone.iter().filter(|(holding, _)| renamed.contains_key(&holding.0) || staying.contains(*holding));
        let told = told.take(TOLD);
        told.filter_map(|((kind, id), ids)| gone_item(&Key::new(*kind, *id), ids, renamed.get(kind).copied())).collect()
    }

    fn leads_elsewhere(&self, address: &str) -> bool {
        matches!(self.content(address), Some(Content::Redirect { to: Target::Path(_) | Target::Url(_), .. }))
    }

    fn gone_id(&self, item: &'a Item, gone: &Line<'a>) -> Diagnostic {
        let words = item.original_words();
        let place = Place { path: words.path.clone(), span: words.fence };
        let (old, id) = (bare(gone.text, gone.lang), gone.text);
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
                    en: "the id of a feed entry changed from `{old}` to `{new}`: readers would see it twice",
                    fr: "l’identifiant d’une entrée de flux est passé de `{old}` à `{new}` : les lecteurs la verraient deux fois"
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
        Diagnostic::error("id-gone", place, message, help).related(recorded_here(), line(gone))
    }

    /// The only new id of the same entry of an item, and the member that the old one had.
    fn new_id(&self, item: &'a Item, gone: &Line<'a>) -> Option<(String, String)> {
        // urn:parvis:<kind>:<id>:<entry>:<member>
        let old = bare(gone.text, gone.lang);
        let (entry, member) = old.match_indices(':').nth(4).map(|(at, _)| (&old[..=at], &old[at + 1..]))?;
        let new = self.new.get_or_init(|| self.new_entries()).get(&(&item.key, gone.lang))?;
        let mut new = new.iter().filter(|id| id.starts_with(entry));
        let first = new.next()?;
        new.next().is_none().then(|| (bare(first, gone.lang).to_owned(), member.to_owned()))
    }

    fn new_entries(&self) -> NewIds<'a> {
        let mut new = NewIds::new();
        for (name, holder) in self.links.present.iter().chain(&self.links.to_come) {
            if name.sort == Sort::Entry
                && let Some(key) = &holder.item
                && self.lines.get(name.sort, &name.text).is_none()
            {
                new.entry((key, holder.lang.as_deref())).or_default().push(&name.text);
            }
        }
        new
    }

    /// What is published, or will be, and is not recorded: told once, for one command records all of it.
    fn unrecorded(&self) -> Option<Diagnostic> {
        let by_sources = |(_, holder): &(&Name, &Holder)| holder.since != Since::TimeGoesBy;
        let names = self.links.present.iter().filter(by_sources).chain(&self.links.to_come);
        let mut new = names.filter(|(name, _)| self.lines.get(name.sort, &name.text).is_none());
        let (first, holder) = new.next()?;
        let (name, others) = (&first.text, new.count());
        let message = match others {
            0 => say!(
                en: "`{name}` is not recorded in `{LOCK_FILE}` yet",
                fr: "`{name}` n’est pas encore consigné dans `{LOCK_FILE}`"
            ),
            _ => say!(
                en: "`{name}` and {others} more are not recorded in `{LOCK_FILE}` yet",
                fr: "`{name}` et d’autres ({others}) ne sont pas encore consignés dans `{LOCK_FILE}`"
            ),
        };
        let item = holder.item.as_ref().and_then(|key| self.catalogue.items.get(key));
        let place = match item {
            Some(item) => Place { path: item.original_words().path.clone(), span: item.original_words().fence },
            None => Place { path: SourcePath::new(SITE_FILE), span: Span::default() },
        };
        Some(Diagnostic::error(NOT_RECORDED, place, message, run_lock()))
    }
}

/// What is said of an item that is there no more, and of another one that may be it.
fn gone_item(key: &Key, ids: &[&Line<'_>], renamed: Option<&Item>) -> Option<Diagnostic> {
    let first = ids.first()?;
    let (id, others, own) = (first.text, ids.len() - 1, &key.id);
    let message = match others {
        0 => say!(
            en: "`{id}` was published, and the item `{key}` is there no more",
            fr: "`{id}` a été publié, et l’élément `{key}` n’existe plus"
        ),
        _ => say!(
            en: "`{id}` and {others} more ids were published, and the item `{key}` is there no more",
            fr: "`{id}` a été publié, de même que d’autres identifiants ({others}), et l’élément `{key}` n’existe plus"
        ),
    };
    let help = match renamed {
        Some(Item { folder, .. }) => say!(
            en: "if `{folder}` is that item, call its folder `{own}` again: readers know it by that name, and its address is \
                 changed by `slug`",
            fr: "si `{folder}` est cet élément, rendez à son dossier le nom `{own}` : les lecteurs le connaissent sous ce nom, et \
                 c’est `slug` qui change son adresse"
        ),
        None => say!(
            en: "put it back, or lead each of its pages elsewhere by `redirects` in `{SITE_FILE}`",
            fr: "remettez-le, ou faites mener chacune de ses pages ailleurs par `redirects` dans `{SITE_FILE}`"
        ),
    };
    Some(Diagnostic::error("id-gone", line(first), message, help))
}

/// What lay beside a page went with it, and comes back with it: the pages, each with how much that was.
fn beside<'a>(gone: Vec<&'a Line<'a>>) -> Vec<(&'a Line<'a>, usize)> {
    let mut told: Vec<(&Line<'_>, usize)> = Vec::new();
    for line in gone {
        match told.last_mut() {
            Some((page, beside)) if page.text.ends_with('/') && line.text.starts_with(page.text) => *beside += 1,
            _ => told.push((line, 0)),
        }
    }
    told
}

/// An id without its language.
fn bare<'n>(id: &'n str, lang: Option<&str>) -> &'n str {
    lang.and_then(|lang| id.strip_suffix(lang)?.strip_suffix(':')).unwrap_or(id)
}

fn gone_message(address: &str, beside: usize) -> Message {
    match beside {
        0 => say!(
            en: "`{address}` was published, and nothing answers there any more",
            fr: "`{address}` a été publiée, et plus rien n’y répond"
        ),
        1 => say!(
            en: "`{address}` was published with a file beside it, and nothing answers there any more",
            fr: "`{address}` a été publiée avec un fichier à côté, et plus rien n’y répond"
        ),
        _ => say!(
            en: "`{address}` was published with {beside} files beside it, and nothing answers there any more",
            fr: "`{address}` a été publiée avec {beside} fichiers à côté, et plus rien n’y répond"
        ),
    }
}

fn run_lock() -> Message {
    say!(
        en: "run `parvis lock`, then commit `{LOCK_FILE}`",
        fr: "lancez `parvis lock`, puis ajoutez `{LOCK_FILE}` au dépôt"
    )
}

fn recorded_here() -> Message {
    say!(en: "it was recorded here", fr: "consignée ici")
}

fn line(line: &Line<'_>) -> Place {
    Place { path: SourcePath::new(LOCK_FILE), span: line.span }
}
