//! Checks that every recorded permalink is still published.

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
use crate::site::permalink::lock_file::{LockLine, LockLines};
use crate::site::permalink::messages::{error_with_line, line_place, missing_address, missing_item};
use crate::site::permalink::{Permalink, PermalinkKind, Permalinks};
use crate::site::plan::content::{Content, Page, RedirectDestination};
use crate::site::state;
use crate::site::world::World;

/// Reports the recorded permalinks that would disappear. `later` computes the permalinks of the same sources once every date in them
/// has come; it is called only if an id is missing.
pub fn check(
    lines: &LockLines<'_>,
    world: &World,
    permalinks: &Permalinks,
    later: &dyn Fn() -> Permalinks,
) -> Vec<Diagnostic> {
    let check = Check::new(lines, world, permalinks, later);
    let mut diagnostics = check.addresses();
    diagnostics.extend(check.ids());
    diagnostics
}

/// The addresses of the site itself that would disappear, each with the nearest page above it. Such an address is that of a newsletter
/// issue of which no entry is left.
pub fn missing_site_addresses(lines: &LockLines<'_>, world: &World) -> Vec<(String, String)> {
    let (permalinks, later) = (Permalinks::new(), || Permalinks::new());
    let check = Check::new(lines, world, &permalinks, &later);
    let of_site = check.checked_lines().filter(|line| line.item.is_none() && line.kind.is_address());
    let missing = of_site.filter(|line| !check.is_published(line.text) && !check.is_below_withdrawn_page(line.text));
    missing.map(|line| (line.text.to_owned(), check.nearest_page_above(line.text).to_owned())).collect()
}

/// True for an address that editors withdrew: it is gone, or redirects to an address that they wrote.
fn is_withdrawn(content: &Content) -> bool {
    matches!(
        content,
        Content::Gone | Content::Redirect { to: RedirectDestination::Path(_) | RedirectDestination::Url(_), .. }
    )
}

struct Check<'a> {
    lines: &'a LockLines<'a>,
    permalinks: &'a Permalinks,
    later: OnceCell<Permalinks>,
    compute_later: &'a dyn Fn() -> Permalinks,
    world: &'a World,
    catalogue: &'a Catalogue,
    /// The addresses of withdrawn pages, sorted.
    withdrawn_pages: Vec<String>,
    /// The items that have a withdrawn document; computed on first use.
    items_with_withdrawn_documents: OnceCell<HashSet<ItemRef<'a>>>,
    /// The ids of entries that are not recorded, by item; computed on first use.
    new_entries: OnceCell<BTreeMap<&'a Key, Vec<&'a str>>>,
}

/// An item as a line names it.
type ItemRef<'a> = (Kind, &'a str);

/// The most errors that are reported. More of them mean that another file has the name of the lock file.
const MAX_REPORTED: usize = 10 * MISTAKES;

/// The most folders above an address that are searched for a page: no page is deeper.
const MAX_PARENTS: usize = 32;

impl<'a> Check<'a> {
    fn new(
        lines: &'a LockLines<'a>,
        world: &'a World,
        permalinks: &'a Permalinks,
        compute_later: &'a dyn Fn() -> Permalinks,
    ) -> Self {
        let withdrawn = world.plan().files.iter().filter(|planned| is_withdrawn(&planned.content));
        let withdrawn = withdrawn.map(|planned| encoded(planned.route.as_str())).filter(|page| page.ends_with('/'));
        let mut withdrawn_pages: Vec<String> = withdrawn.collect();
        withdrawn_pages.sort_unstable();
        let (later, new_entries, items_with_withdrawn_documents) = (OnceCell::new(), OnceCell::new(), OnceCell::new());
        let catalogue = world.catalogue();
        Self {
            lines,
            permalinks,
            later,
            compute_later,
            world,
            catalogue,
            withdrawn_pages,
            items_with_withdrawn_documents,
            new_entries,
        }
    }

    fn now(&self) -> Moment {
        self.catalogue.now
    }

    /// The lines that can be checked: those of items with errors cannot, nor those of the site itself while any item has errors.
    fn checked_lines(&self) -> impl Iterator<Item = &'a LockLine<'a>> {
        let all_are_valid = self.catalogue.all_keys.len() == self.catalogue.items.len();
        self.lines.iter().filter(|line| line.since.is_none_or(|since| since <= self.now())).filter(move |line| {
            line.key().map_or(all_are_valid, |key| {
                self.catalogue.items.get(&key).is_some() || !self.catalogue.all_keys.contains(&key)
            })
        })
    }

    /// True if something is published at an address, or a host redirects it.
    fn is_published(&self, address: &str) -> bool {
        let Ok(path) = percent_decode_str(address).decode_utf8() else { return false };
        let plan = self.world.plan();
        match plan.rank(FilePath::of(&path)).and_then(|rank| plan.files.get(rank)) {
            // A preview may show drafts; they are not published.
            Some(planned) => self.shown_item(&planned.content).is_none_or(|item| state::is_public(item, self.now())),
            None => plan.current_address(self.catalogue, &path).is_some(),
        }
    }

    fn shown_item(&self, content: &Content) -> Option<&'a Item> {
        match content {
            Content::Page(_, Page::Item(key)) | Content::Redirect { to: RedirectDestination::Item { key, .. }, .. } => {
                self.catalogue.items.get(key)
            }
            _ => None,
        }
    }

    fn content(&self, address: &str) -> Option<&Content> {
        let path = percent_decode_str(address).decode_utf8().ok()?;
        let plan = self.world.plan();
        let rank = plan.rank(FilePath::of(&path))?;
        plan.files.get(rank).map(|planned| &planned.content)
    }

    /// Reports addresses that are no longer published. Files beside a missing page are counted in the diagnostic of the page.
    fn addresses(&self) -> Vec<Diagnostic> {
        let missing = self.checked_lines().filter(|line| line.kind.is_address() && !self.is_published(line.text));
        let missing: Vec<&LockLine<'_>> = missing.filter(|line| !self.is_below_withdrawn_page(line.text)).collect();
        let pages: Vec<&str> =
            missing.iter().filter(|line| line.kind == PermalinkKind::Page).map(|line| line.text).collect();
        let page_of = |file: &str| {
            let mut above = file.rmatch_indices('/').map(|(at, _)| &file[..=at]).take(MAX_PARENTS);
            above.find_map(|folder| pages.binary_search(&folder).ok())
        };
        let mut beside = vec![0_usize; pages.len()];
        let mut alone = Vec::new();
        for line in &missing {
            match page_of(line.text) {
                Some(rank) if line.kind == PermalinkKind::File => beside[rank] += 1,
                _ => alone.push(*line),
            }
        }
        let number = |line: &LockLine<'_>| pages.binary_search(&line.text).map_or(0, |rank| beside[rank]);
        alone.into_iter().take(MAX_REPORTED).map(|line| self.missing_address(line, number(line))).collect()
    }

    /// True for an address below that of a withdrawn page.
    fn is_below_withdrawn_page(&self, address: &str) -> bool {
        let mut above = address;
        loop {
            let before = self.withdrawn_pages.partition_point(|page| page.as_str() <= above);
            let Some(nearest) = before.checked_sub(1).map(|rank| &self.withdrawn_pages[rank]) else { return false };
            if above.starts_with(nearest.as_str()) {
                return true;
            }
            // No page is above this one that is not above what both begin with.
            let shared = above.bytes().zip(nearest.bytes()).take_while(|(one, other)| one == other).count();
            let Some(end) = above.as_bytes()[..shared].iter().rposition(|byte| *byte == b'/') else { return false };
            above = &above[..=end];
        }
    }

    fn missing_address(&self, missing: &LockLine<'_>, beside: usize) -> Diagnostic {
        let address = missing.text;
        let message = missing_address(address, beside);
        let item = missing.key().and_then(|key| self.catalogue.items.get(&key));
        let words = item.zip(missing.lang).and_then(|(item, tag)| {
            let lang = self.catalogue.langs().find(|lang| self.catalogue.tags.tag(*lang) == tag)?;
            item.words.get(lang)
        });
        match (item, words) {
            (Some(item), Some(words)) if missing.kind == PermalinkKind::Page && state::is_public(item, self.now()) => {
                let span = words.slug.as_ref().map_or(words.fence, |slug| slug.span);
                let place = Place { path: words.path.clone(), span };
                let help = match words.aliases.is_empty() {
                    true => say!(
                        en: "add `aliases: [\"{address}\"]` to this file, so that the old address leads to the new one",
                        fr: "ajoutez `aliases: [\"{address}\"]` dans ce fichier, pour que l’ancienne adresse mène à la nouvelle"
                    ),
                    false => say!(
                        en: "add `- \"{address}\"` under `aliases` in this file, so that the old address leads to the new one",
                        fr: "ajoutez `- \"{address}\"` sous `aliases` dans ce fichier, pour que l’ancienne adresse mène à la nouvelle"
                    ),
                };
                error_with_line("address-gone", place, message, help, missing)
            }
            (Some(item), _) if !state::is_public(item, self.now()) => {
                let words = item.original_words();
                let place = Place { path: words.path.clone(), span: words.fence };
                let help = say!(
                    en: "remove `draft`, or restore the date in `published`: use `expires` or an outcome for what is over",
                    fr: "retirez `draft`, ou rétablissez la date de `published` : ce qui est terminé s’indique par `expires` ou `outcome`"
                );
                error_with_line("address-gone", place, message, help, missing)
            }
            _ => {
                let to = self.nearest_page_above(address);
                let help = say!(
                    en: "restore what was there; or add under `redirects` in `{SITE_FILE}` where it leads, `- {{from: \"{address}\", to: \"{to}\"}}`, or that it is permanently gone, `- {{from: \"{address}\", status: 410}}`",
                    fr: "rétablissez ce qui s’y trouvait ; ou indiquez sous `redirects` dans `{SITE_FILE}` où elle mène, `- {{from: \"{address}\", to: \"{to}\"}}`, ou qu’elle est retirée définitivement, `- {{from: \"{address}\", status: 410}}`"
                );
                error_with_line("address-gone", line_place(missing), message, help, missing)
            }
        }
    }

    /// The nearest published page above an address.
    fn nearest_page_above<'n>(&self, address: &'n str) -> &'n str {
        let mut above = address.trim_end_matches('/').rmatch_indices('/').map(|(at, _)| &address[..=at]);
        above.by_ref().take(MAX_PARENTS).find(|above| self.is_published(above)).unwrap_or("/")
    }

    /// Reports ids that are no longer published: feed readers would show the same entry again under another id, or keep one that
    /// nothing updates. All ids of a missing item are reported together.
    fn ids(&self) -> Vec<Diagnostic> {
        let mut of_missing_items: BTreeMap<ItemRef<'a>, Vec<&'a LockLine<'a>>> = BTreeMap::new();
        let mut diagnostics = Vec::new();
        let is_missing = |line: &&LockLine<'_>| {
            !line.kind.is_address()
                && !self.is_published_or_planned(line.kind, line.text)
                && !self.announces_withdrawn_document(line)
        };
        let mut missing = self.checked_lines().filter(is_missing).peekable();
        if let Some(first) = missing.peek()
            && let Some(changed) = self.changed_authority(first)
        {
            return vec![changed];
        }
        for line in missing {
            let (Some(item_ref), Some(key)) = (line.item, line.key()) else { continue };
            match self.catalogue.items.get(&key) {
                Some(item) if diagnostics.len() < MAX_REPORTED => diagnostics.push(self.missing_id(item, line)),
                Some(_) => {}
                None => of_missing_items.entry(item_ref).or_default().push(line),
            }
        }
        if !of_missing_items.is_empty() {
            diagnostics.extend(self.missing_items(&of_missing_items));
        }
        diagnostics
    }

    /// True for the id of an entry that announced a document, if a document of that item is withdrawn.
    fn announces_withdrawn_document(&self, line: &LockLine<'_>) -> bool {
        let entry = line.text.split(':').nth(4).unwrap_or_default();
        matches!(entry, "document-added" | "document-replaced")
            && line.item.is_some_and(|item| self.items_with_withdrawn_documents().contains(&item))
    }

    /// The items that have a withdrawn document.
    fn items_with_withdrawn_documents(&self) -> &HashSet<ItemRef<'a>> {
        self.items_with_withdrawn_documents.get_or_init(|| {
            let files = self.lines.iter().filter(|line| line.kind == PermalinkKind::File);
            files
                .filter(|file| self.content(file.text).is_some_and(is_withdrawn))
                .filter_map(|file| file.item)
                .collect()
        })
    }

    /// True for a permalink that is published, or will be.
    fn is_published_or_planned(&self, kind: PermalinkKind, text: &str) -> bool {
        let permalink = Permalink { kind, text: text.to_owned() };
        self.permalinks.contains_key(&permalink) || self.later.get_or_init(self.compute_later).contains_key(&permalink)
    }

    /// The diagnostic if the authority has changed: then all ids differ.
    fn changed_authority(&self, missing: &LockLine<'_>) -> Option<Diagnostic> {
        let (before, _) = missing.text.strip_prefix("tag:")?.split_once(':')?;
        let now = self.catalogue.site.authority.to_string();
        if before == now {
            return None;
        }
        let place = Place { path: SourcePath::new(SITE_FILE), span: self.catalogue.site.authority_span };
        let message = say!(
            en: "ids were published under `{before}`, and would all change under `{now}`: readers would see everything twice",
            fr: "les identifiants ont été publiés sous `{before}`, et changeraient tous sous `{now}` : les lecteurs verraient tout deux fois"
        );
        let help = say!(en: "write `authority: {before}`", fr: "écrivez `authority: {before}`");
        Some(error_with_line("authority-changed", place, message, help, missing))
    }

    /// Reports missing items, unless all their pages are withdrawn.
    fn missing_items(&self, missing: &BTreeMap<ItemRef<'a>, Vec<&'a LockLine<'a>>>) -> Vec<Diagnostic> {
        let recorded: HashSet<ItemRef<'a>> = self.lines.iter().filter_map(|line| line.item).collect();
        let pages = self.lines.iter().filter(|line| line.kind == PermalinkKind::Page);
        let kept = pages.filter(|page| !self.content(page.text).is_some_and(is_withdrawn));
        let kept: HashSet<ItemRef<'a>> = kept.filter_map(|page| page.item).collect();
        // A new item of the same kind may be the missing one under a new name.
        let renamed = Kind::ALL.iter().filter_map(|kind| {
            let new = |item: &&Item| !recorded.contains(&(*kind, &*item.key.id));
            Some((*kind, self.catalogue.of_kind(*kind).find(new)?))
        });
        let renamed: BTreeMap<Kind, &Item> = renamed.collect();
        let reported = missing.iter().filter(|(item_ref, _)| kept.contains(*item_ref)).take(MAX_REPORTED);
        reported
            .filter_map(|((kind, id), ids)| missing_item(&Key::new(*kind, *id), ids, renamed.get(kind).copied()))
            .collect()
    }

    fn missing_id(&self, item: &'a Item, missing: &LockLine<'a>) -> Diagnostic {
        let words = item.original_words();
        let place = Place { path: words.path.clone(), span: words.fence };
        let id = missing.text;
        let (message, help) = match (missing.kind, self.new_id(item, missing)) {
            (PermalinkKind::Uid, _) => (
                say!(
                    en: "`{id}` was published in calendars, and is no longer in them",
                    fr: "`{id}` a été publié dans des agendas, et ne s’y trouve plus"
                ),
                say!(
                    en: "restore its dates; use `status: cancelled` or an outcome for what does not take place",
                    fr: "rétablissez ses dates ; ce qui n’a pas lieu s’indique par `status: cancelled` ou par `outcome`"
                ),
            ),
            (_, Some((new, member))) => (
                say!(
                    en: "the id of a feed entry changed from `{id}` to `{new}`: readers would see it twice",
                    fr: "l’identifiant d’une entrée de flux est passé de `{id}` à `{new}` : les lecteurs la verraient deux fois"
                ),
                say!(
                    en: "add `id: \"{member}\"` to the amendment, document, answer or other dated entry that it announces",
                    fr: "ajoutez `id: \"{member}\"` à la modification, au document, à la réponse ou à l’autre élément daté qu’elle annonce"
                ),
            ),
            (_, None) => (
                say!(
                    en: "`{id}` was published in feeds, and is no longer in them",
                    fr: "`{id}` a été publié dans des flux, et ne s’y trouve plus"
                ),
                match entry_and_member(id) {
                    Some((_, member)) => say!(
                        en: "restore the amendment, document, answer or other dated entry that it announced, with `id: \"{member}\"`; to correct a value, add an amendment (`amendments`) instead",
                        fr: "rétablissez la modification, le document, la réponse ou l’autre élément daté qu’il annonçait, avec `id: \"{member}\"` ; pour corriger une valeur, ajoutez plutôt une modification (`amendments`)"
                    ),
                    None => say!(
                        en: "restore the date or the value that it announced; to correct a value, add an amendment (`amendments`) instead",
                        fr: "rétablissez la date ou la valeur qu’il annonçait ; pour corriger une valeur, ajoutez plutôt une modification (`amendments`)"
                    ),
                },
            ),
        };
        error_with_line("id-gone", place, message, help, missing)
    }

    /// The id that replaces a missing one, and the member of the missing one: the only new id of an entry of the same name.
    fn new_id(&self, item: &'a Item, missing: &LockLine<'a>) -> Option<(&'a str, &'a str)> {
        let (entry, member) = entry_and_member(missing.text)?;
        let new = self.new_entries().get(&item.key)?;
        let mut new = new.iter().filter(|id| id.starts_with(entry));
        let first = new.next()?;
        new.next().is_none().then_some((*first, member))
    }

    /// The ids of entries that are not recorded, by item.
    fn new_entries(&self) -> &BTreeMap<&'a Key, Vec<&'a str>> {
        self.new_entries.get_or_init(|| self.compute_new_entries())
    }

    fn compute_new_entries(&self) -> BTreeMap<&'a Key, Vec<&'a str>> {
        let mut new: BTreeMap<&Key, Vec<&str>> = BTreeMap::new();
        for (permalink, owner) in self.permalinks {
            if permalink.kind == PermalinkKind::Entry
                && let Some(key) = &owner.item
                && self.lines.get(permalink.kind, &permalink.text).is_none()
            {
                new.entry(key).or_default().push(&permalink.text);
            }
        }
        new
    }
}

/// The parts of the id of an entry: up to its name with the colon, and the member; `None` for an entry of the item itself.
fn entry_and_member(id: &str) -> Option<(&str, &str)> {
    // tag:<authority>:<kind>:<id>:<entry>:<member>
    id.match_indices(':').nth(4).map(|(at, _)| (&id[..=at], &id[at + 1..]))
}
