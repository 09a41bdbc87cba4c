//! Whether all that was recorded still answers, and whether all that answers is recorded.

use std::collections::{BTreeMap, BTreeSet};

use percent_encoding::percent_decode_str;

use crate::base::diagnostic::Diagnostic;
use crate::base::message::{Message, say};
use crate::base::moment::Moment;
use crate::base::route::FilePath;
use crate::base::snapshot::LOCK_FILE;
use crate::base::source::{Place, SourcePath, Span};
use crate::kind::item::Item;
use crate::kind::key::Key;
use crate::read::site_file::SITE_FILE;
use crate::site::catalogue::Catalogue;
use crate::site::permalink::file::{Lines, Recorded};
use crate::site::permalink::{Holder, Name, Permalinks, Since, Sort};
use crate::site::plan::content::{Content, Target};
use crate::site::world::World;

/// The code of what is published and was not recorded.
pub const NOT_RECORDED: &str = "not-recorded";

/// What is wrong between what was recorded and what is published.
pub fn check(lines: Option<&Lines>, links: &Permalinks, world: &World) -> Vec<Diagnostic> {
    let place = Place { path: SourcePath::new(LOCK_FILE), span: Span::default() };
    let Some(lines) = lines else {
        let message = say!(en: "there is no `{LOCK_FILE}`", fr: "il n’y a pas de `{LOCK_FILE}`");
        return vec![Diagnostic::error("lock-missing", place, message, run_lock())];
    };
    let check = Check { lines, links, world, catalogue: world.catalogue() };
    let mut diagnostics = check.addresses();
    diagnostics.extend(check.ids());
    diagnostics.extend(check.unrecorded());
    diagnostics
}

struct Check<'a> {
    lines: &'a Lines,
    links: &'a Permalinks,
    world: &'a World,
    catalogue: &'a Catalogue,
}

/// Names that one item, or the site, had in one language.
type Gone<'a> = Vec<(&'a Name, &'a Recorded)>;

impl Check<'_> {
    fn now(&self) -> Moment {
        self.catalogue.now
    }

    /// What was published and of which something can be said: nothing can of an item with a mistake, and while there is one
    /// nothing of what is told of all items.
    fn published(&self) -> impl Iterator<Item = (&Name, &Recorded)> {
        let all_are_read = self.catalogue.known.len() == self.catalogue.items.len();
        self.lines.iter().filter(|(_, recorded)| recorded.since.is_none_or(|since| since <= self.now())).filter(
            move |(_, recorded)| match &recorded.item {
                Some(key) => self.catalogue.items.get(key).is_some() || !self.catalogue.known.contains(key),
                None => all_are_read,
            },
        )
    }

    fn answers(&self, address: &str) -> bool {
        self.content(address).is_some()
    }

    fn content(&self, address: &str) -> Option<&Content> {
        let path = percent_decode_str(address).decode_utf8().ok()?;
        let plan = self.world.plan();
        let rank = plan.rank(FilePath::of(&path))?;
        plan.pages.get(rank).map(|planned| &planned.content)
    }

    /// Addresses at which nothing answers any more: those of one item in one language are told at once.
    fn addresses(&self) -> Vec<Diagnostic> {
        let mut gone: BTreeMap<(Option<&Key>, Option<&str>), Gone<'_>> = BTreeMap::new();
        for (name, recorded) in self.published() {
            if name.sort == Sort::Address && !self.answers(&name.text) && !self.went_with_its_page(&name.text) {
                gone.entry((recorded.item.as_ref(), recorded.lang.as_deref())).or_default().push((name, recorded));
            }
        }
        gone.into_values().flat_map(|gone| self.gone_addresses(gone)).collect()
    }

    /// True for what lay beside a page that was said to have ended.
    fn went_with_its_page(&self, address: &str) -> bool {
        let mut above = address.match_indices('/').map(|(at, _)| &address[..=at]);
        above.any(|page| self.leads_elsewhere(page))
    }

    fn gone_addresses(&self, gone: Gone<'_>) -> Vec<Diagnostic> {
        // What lay beside a page went with it, and comes back with it.
        let mut told: Vec<(&Name, &Recorded, usize)> = Vec::new();
        for (name, recorded) in gone {
            match told.last_mut() {
                Some((page, _, beside)) if page.text.ends_with('/') && name.text.starts_with(&page.text) => {
                    *beside += 1
                }
                _ => told.push((name, recorded, 0)),
            }
        }
        told.into_iter().map(|(name, recorded, beside)| self.gone_address(name, recorded, beside)).collect()
    }

    fn gone_address(&self, name: &Name, recorded: &Recorded, beside: usize) -> Diagnostic {
        let address = &name.text;
        let message = gone_message(address, beside);
        let line = line(recorded);
        let item = recorded.item.as_ref().and_then(|key| self.catalogue.items.get(key));
        let words = item.zip(recorded.lang.as_deref()).and_then(|(item, tag)| {
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
        above.find(|above| self.answers(above)).unwrap_or("/")
    }

    /// Ids that are there no more: readers would see the same thing again under another one, or follow nothing. Those of an
    /// item that is gone are told at once.
    fn ids(&self) -> Vec<Diagnostic> {
        let mut told: BTreeSet<&str> = BTreeSet::new();
        let mut of_gone: BTreeMap<&Key, Vec<(&Name, &Recorded)>> = BTreeMap::new();
        let mut diagnostics = Vec::new();
        let gone = self.published().filter(|(name, _)| name.sort != Sort::Address && self.links.get(name).is_none());
        for (name, recorded) in gone {
            let Some(key) = &recorded.item else { continue };
            match self.catalogue.items.get(key) {
                Some(item) if told.insert(bare(&name.text, recorded.lang.as_deref())) => {
                    diagnostics.push(self.gone_id(item, name, recorded));
                }
                Some(_) => {}
                None => of_gone.entry(key).or_default().push((name, recorded)),
            }
        }
        diagnostics.extend(of_gone.iter().filter_map(|(key, ids)| self.gone_item(key, ids)));
        diagnostics
    }

    /// An item that is there no more, unless all its pages lead elsewhere: then that it ended was said.
    fn gone_item(&self, key: &Key, ids: &[(&Name, &Recorded)]) -> Option<Diagnostic> {
        let is_page = |name: &Name| name.sort == Sort::Address && name.text.ends_with('/');
        let mut pages =
            self.lines.iter().filter(|(name, recorded)| is_page(name) && recorded.item.as_ref() == Some(key));
        let is_recorded = |other: &Item| self.lines.values().any(|recorded| recorded.item.as_ref() == Some(&other.key));
        let renamed = self.catalogue.of_kind(key.kind).find(|other| !is_recorded(other));
        if renamed.is_none() && pages.all(|(name, _)| self.leads_elsewhere(&name.text)) {
            return None;
        }
        let (name, recorded) = ids.first()?;
        let (id, others, own) = (&name.text, ids.len() - 1, &key.id);
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
        Some(Diagnostic::error("id-gone", line(recorded), message, help))
    }

    fn leads_elsewhere(&self, address: &str) -> bool {
        matches!(self.content(address), Some(Content::Redirect { to: Target::Path(_) | Target::Url(_), .. }))
    }

    fn gone_id(&self, item: &Item, name: &Name, recorded: &Recorded) -> Diagnostic {
        let words = item.original_words();
        let place = Place { path: words.path.clone(), span: words.fence };
        let (old, id) = (bare(&name.text, recorded.lang.as_deref()), &name.text);
        let (message, help) = match (name.sort, self.new_id(item, name, recorded)) {
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
        Diagnostic::error("id-gone", place, message, help).related(recorded_here(), line(recorded))
    }

    /// The only new id of the same entry of an item, and the member that the old one had.
    fn new_id(&self, item: &Item, name: &Name, recorded: &Recorded) -> Option<(String, String)> {
        // urn:parvis:<kind>:<id>:<entry>:<member>
        let old = bare(&name.text, recorded.lang.as_deref());
        let (entry, member) = old.match_indices(':').nth(4).map(|(at, _)| (&old[..=at], &old[at + 1..]))?;
        let is_new = |(other, holder): &(&Name, &Holder)| {
            other.sort == Sort::Entry
                && holder.item.as_ref() == Some(&item.key)
                && holder.lang == recorded.lang
                && other.text.starts_with(entry)
                && !self.lines.contains_key(*other)
        };
        let mut new = self.links.present.iter().chain(&self.links.to_come).filter(is_new);
        let (first, holder) = new.next()?;
        new.next().is_none().then(|| (bare(&first.text, holder.lang.as_deref()).to_owned(), member.to_owned()))
    }

    /// What is published, or will be, and is not recorded: told once, for one command records all of it.
    fn unrecorded(&self) -> Option<Diagnostic> {
        let by_sources = |(_, holder): &(&Name, &Holder)| holder.since != Since::TimeGoesBy;
        let names = self.links.present.iter().filter(by_sources).chain(&self.links.to_come);
        let mut new = names.filter(|(name, _)| !self.lines.contains_key(*name));
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

fn line(recorded: &Recorded) -> Place {
    Place { path: SourcePath::new(LOCK_FILE), span: recorded.span }
}
