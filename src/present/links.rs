//! Resolves the links of a text: items in the language of the page, files of the item, paths of the site, other sites.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str};

use crate::base::characters::{composed, folded};
use crate::base::diagnostic::{Severity, nearest};
use crate::base::lang::Lang;
use crate::base::media_type::Player;
use crate::base::message::{Message, say};
use crate::base::route::{BaseUrl, Route};
use crate::kind::item::Item;
use crate::kind::key::{Key, Kind};
use crate::present::bodies::Bodies;
use crate::read::list::quoted_list;
use crate::site::catalogue::Catalogue;
use crate::site::plan::Plan;
use crate::site::rules::{PICTURE_UNREADABLE, dangling_help, no_such_item, picture_problem};
use crate::text::markdown::{Captions, LinkResolver, MediaFile, ResolvedTarget, TargetProblem, TargetUse};
use crate::text::srcset;

/// What must be encoded in a link destination between parentheses.
const NOT_IN_TARGET: &AsciiSet =
    &CONTROLS.add(b' ').add(b'%').add(b'#').add(b'?').add(b'(').add(b')').add(b'<').add(b'>');

/// The links of one text on one page.
pub struct PageLinks<'a> {
    /// The catalogue.
    pub catalogue: &'a Catalogue,
    /// Its addresses.
    pub plan: &'a Plan,
    /// The folder of the text's item.
    pub folder: &'a str,
    /// The page on which the text is read.
    pub page: Route,
    /// The folder of the item's files.
    pub files: Route,
    /// The language of that page.
    pub lang: Lang,
    /// Where a text in another language is shown for lack of a translation: that language, and all bodies.
    pub shown_for: Option<(Lang, &'a Bodies)>,
}

impl LinkResolver for PageLinks<'_> {
    fn resolve(&self, target: &str, used_as: TargetUse) -> ResolvedTarget {
        if let Some(own) = self.catalogue.identity_base_url().local_part(target) {
            return self.resolve(&own, used_as);
        }
        let parts = TargetParts::of(target);
        let path = parts.path;
        if path.is_empty() {
            let page = parts.fragment.map(|fragment| (self.page.clone(), Some(fragment)));
            // With a query it is the page again, in feeds and letters too.
            let href = match parts.tail.starts_with('?') {
                true => self.catalogue.site.base_url.href(&self.page) + &parts.tail,
                false => parts.tail.into_owned(),
            };
            return ResolvedTarget { href: Some(href), page, ..ResolvedTarget::default() };
        }
        let is_cut = target.starts_with("http") && !target.contains("://");
        if let Some(address) = whole_address(target).filter(|_| is_cut && has_scheme(path)) {
            let problem = TargetProblem {
                severity: Severity::Warning,
                code: "local-path-to-nowhere",
                message: say!(en: "`{target}` leads nowhere", fr: "`{target}` ne mène nulle part"),
                help: say!(en: "write `{address}`", fr: "écrivez `{address}`"),
            };
            return ResolvedTarget { href: Some(address), problem: Some(problem), ..ResolvedTarget::default() };
        }
        if has_scheme(path) {
            let external = path.get(..4).is_some_and(|scheme| scheme.eq_ignore_ascii_case("http"));
            return ResolvedTarget { href: Some(target.to_owned()), external, ..ResolvedTarget::default() };
        }
        if let Some(name) = path.strip_prefix('@') {
            if used_as == TargetUse::Image {
                let help = say!(
                    en: "write the name of an image beside this file, or make it a link: `[text](@call/robots)`",
                    fr: "écrivez le nom d’une image placée à côté de ce fichier, ou faites-en un lien : `[texte](@call/robots)`"
                );
                let problem = error(
                    "dangling-link",
                    say!(en: "`{path}` is a page, not an image", fr: "`{path}` est une page, non une image"),
                    help.to_owned(),
                );
                return ResolvedTarget { problem: Some(problem), ..ResolvedTarget::default() };
            }
            return match self.find_named(name) {
                Ok(item) => self.item(item, &parts),
                Err(problem) => ResolvedTarget { problem: Some(problem), ..ResolvedTarget::default() },
            };
        }
        let plain = decoded(path);
        if let Some(resolved) = self.document(&plain, &parts) {
            return resolved;
        }
        self.local(&plain, &parts, used_as)
    }
}

/// The parts of a target without a scheme (RFC 3986, section 3).
struct TargetParts<'t> {
    /// As written, without the fragment.
    written: &'t str,
    path: &'t str,
    /// Query and fragment; an empty fragment is left out.
    tail: Cow<'t, str>,
    /// The fragment, decoded, its accents composed as those of ids are.
    fragment: Option<String>,
}

impl<'t> TargetParts<'t> {
    fn of(target: &'t str) -> Self {
        let (written, fragment) = match target.split_once('#') {
            Some((written, fragment)) => (written, Some(fragment).filter(|fragment| !fragment.is_empty())),
            None => (target, None),
        };
        let path = written.split('?').next().unwrap_or_default();
        let query = &written[path.len()..];
        let Some(fragment) = fragment else { return Self { written, path, tail: query.into(), fragment: None } };
        let plain = decoded(fragment);
        let tail = match composed(&plain) {
            Cow::Borrowed(_) => Cow::Borrowed(&target[path.len()..]),
            Cow::Owned(composed) => Cow::Owned(format!("{query}#{composed}")),
        };
        Self { written, path, tail, fragment: Some(composed(&plain).into_owned()) }
    }
}

/// The endings of the hosts to which labs link most, and of no file.
const ENDINGS: [&str; 11] = [".lu", ".fr", ".be", ".de", ".eu", ".com", ".org", ".net", ".nl", ".ch", ".int"];

/// The address that is meant by what has no scheme: one of the web, an e-mail address, or a path as Windows writes it.
fn whole_address(written: &str) -> Option<String> {
    let bare =
        written.trim_matches(|c: char| c.is_whitespace() || matches!(c, '“' | '”' | '«' | '»' | '"' | '‘' | '’'));
    let host = bare.split('/').next().unwrap_or_default();
    if bare != written && (bare.starts_with("https://") || bare.starts_with("http://")) {
        return Some(bare.to_owned());
    }
    if bare.contains('@') && !bare.contains('/') && bare.rsplit('@').next().is_some_and(|domain| domain.contains('.')) {
        return Some(format!("mailto:{bare}"));
    }
    // A scheme with too few signs behind it.
    for scheme in ["https:", "http:", "https/", "http/"] {
        if let Some(rest) = bare.strip_prefix(scheme).filter(|rest| rest.starts_with('/') && !rest.starts_with("//")) {
            return Some(format!("https://{}", rest.trim_start_matches('/')));
        }
    }
    if host == bare && ENDINGS.iter().any(|ending| host.ends_with(ending)) && !host.contains(char::is_whitespace) {
        return Some(format!("https://{bare}"));
    }
    let has_host =
        host.starts_with("www.") || (host.len() < bare.len() && !host.starts_with('.') && host.contains('.'));
    if has_host && !bare.contains('\\') {
        return Some(format!("https://{bare}"));
    }
    bare.contains('\\').then(|| bare.replace('\\', "/"))
}

impl PageLinks<'_> {
    /// The item that `call/robots` refers to; `None` for an item with errors, whose key is known.
    fn find_named(&self, name: &str) -> Result<Option<&Item>, TargetProblem> {
        let words = || Kind::ALL.iter().map(|kind| kind.word()).collect::<Vec<_>>();
        let name = decoded(name);
        let Some((word, id)) = name.split_once('/') else {
            let help = say!(
                en: "write the kind and the id, for example `@call/robots`; the kinds are {kinds}",
                fr: "écrivez le type et l’identifiant, par exemple `@call/robots` ; les types sont {kinds}",
                kinds = quoted_list(&words())
            );
            return Err(error(
                "dangling-link",
                say!(en: "`@{name}` does not name an item", fr: "`@{name}` ne désigne pas de fiche"),
                help,
            ));
        };
        let Some(kind) = Kind::from_word(word) else {
            if word.is_empty() {
                return Err(error(
                    "dangling-link",
                    say!(en: "`@{name}` does not name an item", fr: "`@{name}` ne désigne pas de fiche"),
                    say!(
                        en: "write the kind and the id, as in `@call/robots`, or the path from this file, for example `../../calls/robots/index.fr.md`",
                        fr: "écrivez le type et l’identifiant, comme dans `@call/robots`, ou le chemin depuis ce fichier, par exemple `../../calls/robots/index.fr.md`"
                    ),
                ));
            }
            let help = match nearest(word, words()) {
                Some(near) => say!(en: "write `@{near}/{id}`", fr: "écrivez `@{near}/{id}`"),
                None => say!(en: "the kinds are {kinds}", fr: "les types sont {kinds}", kinds = quoted_list(&words())),
            };
            return Err(error(
                "dangling-link",
                say!(en: "`{word}` is not a kind of item", fr: "`{word}` n’est pas un type de fiche"),
                help,
            ));
        };
        if id.trim_matches('/').is_empty() {
            let help = say!(
                en: "write the id after it, for example `@{word}/robots`",
                fr: "ajoutez l’identifiant, par exemple `@{word}/robots`"
            );
            return Err(error(
                "dangling-link",
                say!(en: "the id is missing after `@{word}/`", fr: "l’identifiant manque après `@{word}/`"),
                help,
            ));
        }
        self.find(&Key::new(kind, id), |word| format!("@{word}/"))
    }

    /// The item of a key; `None` for an item with errors. `before` is the prefix of ids in suggestions, given the name
    /// of the kind.
    fn find(&self, key: &Key, before: impl Fn(&str) -> String) -> Result<Option<&Item>, TargetProblem> {
        let item = self.catalogue.items.get(key);
        if item.is_some() || self.catalogue.all_keys.contains(key) {
            return Ok(item);
        }
        let word = key.kind.word();
        let of_kind = self.catalogue.all_keys.iter().filter(|known| known.kind == key.kind);
        let ids: Vec<&str> = of_kind.map(|known| &*known.id).collect();
        let message = no_such_item(word, &key.id);
        Err(error("dangling-link", message, dangling_help(key.kind, &key.id, &ids, &before(word))))
    }

    /// The page of an item; no address if the item is not public. A place in it that only the body in the language of the text has is
    /// on the page in that language: the link leads there.
    fn item(&self, item: Option<&Item>, TargetParts { tail, fragment, .. }: &TargetParts<'_>) -> ResolvedTarget {
        let Some(item) = item.filter(|item| self.catalogue.is_public(item)) else { return ResolvedTarget::default() };
        let has = |bodies: &Bodies, lang| fragment.as_ref().is_some_and(|id| bodies.has_place(&item.key, lang, id));
        let elsewhere = self.shown_for.filter(|(text_lang, bodies)| {
            item.words.get(self.lang).is_some() && has(bodies, *text_lang) && !has(bodies, self.lang)
        });
        let route = self.plan.item(item, elsewhere.map_or(self.lang, |(text_lang, _)| text_lang));
        let href = self.catalogue.site.base_url.href(&route) + tail;
        ResolvedTarget { href: Some(href), page: Some((route, fragment.clone())), ..ResolvedTarget::default() }
    }

    /// The item whose document a relative path refers to: `../../calls/robots/index.fr.md`. Such links work on a forge
    /// too.
    fn document(&self, path: &str, parts: &TargetParts<'_>) -> Option<ResolvedTarget> {
        let name = path.rsplit('/').next()?;
        name.strip_prefix("index.")?.strip_suffix(".md")?;
        let whole = match path.strip_prefix('/') {
            Some(rooted) => Some(Cow::Borrowed(rooted)),
            None => join(self.folder, path).map(Cow::Owned),
        };
        let refused = |message: Message, help: Message| {
            Some(ResolvedTarget { problem: Some(error("dangling-link", message, help)), ..ResolvedTarget::default() })
        };
        let folder = whole.as_deref().and_then(|whole| whole.rsplit_once('/')).map_or("", |(folder, _)| folder);
        let mut folders = folder.strip_prefix("content/").unwrap_or(folder).split('/');
        let (Some(kind), Some(id)) = (folders.next().and_then(Kind::from_folder), folders.next_back()) else {
            let message =
                say!(en: "`{path}` is not the file of an item", fr: "`{path}` n’est pas le fichier d’une fiche");
            let help = say!(
                en: "write the path from this file, for example `../../calls/robots/index.fr.md`, or `@call/robots`",
                fr: "écrivez le chemin depuis ce fichier, par exemple `../../calls/robots/index.fr.md`, ou `@call/robots`"
            );
            return refused(message, help.to_owned());
        };
        let key = Key::new(kind, id);
        let item = match self.find(&key, |_| String::new()) {
            Ok(item) => item,
            Err(problem) => return Some(ResolvedTarget { problem: Some(problem), ..ResolvedTarget::default() }),
        };
        let is_elsewhere = |item: &&Item| item.folder.strip_prefix("content/") != Some(folder) && item.folder != folder;
        if let Some(item) = item.filter(is_elsewhere) {
            let message = say!(en: "there is no file `{path}`", fr: "le fichier `{path}` n’existe pas");
            let real = format!("{}/{name}", item.folder);
            return refused(
                message,
                say!(
                    en: "write `@{key}`, or the path from here to `{real}`",
                    fr: "écrivez `@{key}`, ou le chemin d’ici à `{real}`"
                ),
            );
        }
        let tag = name.trim_start_matches("index.").trim_end_matches(".md");
        if self.catalogue.tags.find(tag).is_none() {
            let message = say!(en: "`{tag}` is not a language of the site", fr: "`{tag}` n’est pas une langue du site");
            return refused(
                message,
                say!(
                    en: "write `@{key}`: it leads to the page in the reader’s language",
                    fr: "écrivez `@{key}` : il mène à la page dans la langue du lecteur"
                ),
            );
        }
        Some(self.item(item, parts))
    }

    /// A file of the item, or a path from the site's root.
    fn local(&self, path: &str, parts: &TargetParts<'_>, used_as: TargetUse) -> ResolvedTarget {
        let found = match path.starts_with('/') {
            true => self.at_root(path, parts),
            false => self.beside(path, parts, used_as),
        };
        found.unwrap_or_else(|| {
            let written = parts.written;
            let message = say!(en: "`{written}` leads nowhere", fr: "`{written}` ne mène nulle part");
            let help = self.help_for_nowhere(path, parts);
            let problem = TargetProblem { severity: Severity::Warning, code: "local-path-to-nowhere", message, help };
            let href = || self.catalogue.site.base_url.href(&Route::new(rooted(path))) + &parts.tail;
            let href = (used_as == TargetUse::Link).then(href);
            ResolvedTarget { href, problem: Some(problem), ..ResolvedTarget::default() }
        })
    }

    /// A path from the site's root.
    fn at_root(&self, path: &str, TargetParts { tail, fragment, .. }: &TargetParts<'_>) -> Option<ResolvedTarget> {
        if path.starts_with("//") {
            return None;
        }
        let base_url = &self.catalogue.site.base_url;
        let path = &*composed(path);
        if let Some(planned) = self.plan.at(path) {
            let href = base_url.href(&planned.route) + tail;
            let page = Some((planned.route.clone(), fragment.clone()));
            return Some(ResolvedTarget { href: Some(href), page, ..ResolvedTarget::default() });
        }
        self.plan.may_be_of_broken_item(path).then(|| {
            let href = base_url.href(&Route::new(path)) + tail;
            ResolvedTarget { href: Some(href), ..ResolvedTarget::default() }
        })
    }

    /// A file of the item.
    fn beside(&self, path: &str, parts: &TargetParts<'_>, used_as: TargetUse) -> Option<ResolvedTarget> {
        let base_url = &self.catalogue.site.base_url;
        let files = self.catalogue.files.published_in(self.folder);
        let name = composed(&join("", path).unwrap_or_default()).into_owned();
        // A text that is shown later may link to a file that is published then.
        let file = self.catalogue.files.all_in(self.folder).find(|file| file.name == name)?;
        let href = Some(base_url.href(&self.files.join(&name)) + &parts.tail);
        let picture = match used_as {
            TargetUse::Image => srcset::shown(file, files, &self.files, base_url),
            TargetUse::Link => None,
        };
        if let Some(player) = Player::of_name(&name).filter(|_| used_as == TargetUse::Image) {
            return Some(self.media(player, &name, href));
        }
        let problem = picture_problem(&name, file.picture).filter(|_| used_as == TargetUse::Image);
        let problem = problem.map(|(message, help)| error(PICTURE_UNREADABLE, message, help));
        let file = file.picture.is_some().then(|| file.path.clone());
        Some(ResolvedTarget { href, picture, file, problem, ..ResolvedTarget::default() })
    }

    /// What to write for a path at which there is nothing.
    fn help_for_nowhere(&self, path: &str, TargetParts { written, tail, .. }: &TargetParts<'_>) -> Message {
        if path.starts_with("//") {
            return say!(
                en: "write `https:{written}` for another site",
                fr: "écrivez `https:{written}` pour un autre site"
            );
        }
        if path.starts_with('/') {
            return match self.plan.at(&folded(&composed(path))) {
                Some(planned) => {
                    let near = BaseUrl::path_of(&planned.route) + tail;
                    say!(en: "write `{near}`", fr: "écrivez `{near}`")
                }
                None => say!(
                    en: "correct the path, or write `@call/robots` for the page of an item",
                    fr: "corrigez le chemin, ou écrivez `@call/robots` pour la page d’une fiche"
                ),
            };
        }
        if let Some(address) = whole_address(written) {
            return say!(en: "write `{address}`", fr: "écrivez `{address}`");
        }
        let folder = join(self.folder, path);
        if let Some(item) = self.catalogue.items.values().find(|item| Some(&item.folder) == folder.as_ref()) {
            return say!(en: "write `@{key}`", fr: "écrivez `@{key}`", key = item.key);
        }
        match nearest(path, self.catalogue.files.names_in(self.folder)) {
            Some(near) => say!(en: "write `{near}`", fr: "écrivez `{near}`", near = written_path(near)),
            None => say!(
                en: "put the file in `{folder}/`, or write a path from the root of the site, for example `/fr/`",
                fr: "mettez le fichier dans `{folder}/`, ou écrivez un chemin depuis la racine du site, par exemple `/fr/`",
                folder = self.folder
            ),
        }
    }
}

/// The local path of a target, decoded: relative to the folder of the item, or with a `/` to the root of the site.
/// `None` for other sites, items and fragments of the same page.
pub fn local_path(target: &str) -> Option<String> {
    let path = target.split(['?', '#']).next().unwrap_or_default();
    if path.is_empty() || has_scheme(target) || path.starts_with("//") || path.starts_with('@') {
        return None;
    }
    let path = composed(&decode(path)).into_owned();
    if path.starts_with('/') { Some(path) } else { join("", &path) }
}

impl PageLinks<'_> {
    /// A video or audio file of the item, and its captions: `film.fr.vtt` for `film.mp4`.
    fn media(&self, player: Player, name: &str, href: Option<String>) -> ResolvedTarget {
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let captions_of = |file: &str| {
            let tag = file.strip_prefix(stem)?.strip_prefix('.')?.strip_suffix(".vtt")?;
            let language = self.catalogue.site.language(self.catalogue.tags.find(tag)?).name.clone();
            Some(Captions {
                tag: tag.to_owned(),
                language,
                href: self.catalogue.site.base_url.href(&self.files.join(file)),
            })
        };
        let files = self.catalogue.files.published_in(self.folder).iter();
        let captions: Vec<_> = files.filter_map(|file| captions_of(&file.name)).collect();
        let problem = captions.is_empty().then(|| {
            let tag = self.catalogue.tags.tag(self.lang);
            TargetProblem {
                severity: Severity::Warning,
                code: "film-without-captions",
                message: say!(
                    en: "`{name}` has no captions: people who cannot hear it miss what is said",
                    fr: "`{name}` n’a pas de sous-titres : les personnes qui n’entendent pas n’ont pas accès à ce qui y est dit"
                ),
                help: say!(
                    en: "put captions beside it as `{stem}.{tag}.vtt`, in WebVTT format",
                    fr: "placez à côté ses sous-titres, `{stem}.{tag}.vtt`, au format WebVTT"
                ),
            }
        });
        ResolvedTarget { href, media: Some(MediaFile { player, captions }), problem, ..ResolvedTarget::default() }
    }
}

/// Every id of a page, sorted, duplicates included.
pub fn ids(html: &[u8]) -> Vec<&str> {
    const MARK: &[u8] = b" id=\"";
    let id = |at: usize| {
        let id = &html[at + MARK.len()..];
        std::str::from_utf8(&id[..memchr::memchr(b'"', id)?]).ok()
    };
    let mut ids: Vec<&str> = memchr::memmem::find_iter(html, MARK).filter_map(id).collect();
    ids.sort_unstable();
    ids
}

fn error(code: &'static str, message: Message, help: Message) -> TargetProblem {
    TargetProblem { severity: Severity::Error, code, message, help }
}

fn has_scheme(target: &str) -> bool {
    let end = target.find([':', '/', '?']).filter(|end| target[*end..].starts_with(':'));
    end.is_some_and(|end| end > 0 && target[..end].bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b)))
}

fn decode(text: &str) -> String {
    decoded(text).into_owned()
}

fn decoded(text: &str) -> Cow<'_, str> {
    percent_decode_str(text).decode_utf8_lossy()
}

/// A file name as a link destination of Markdown, percent-encoded where necessary.
fn written_path(name: &str) -> String {
    percent_encoding::utf8_percent_encode(name, NOT_IN_TARGET).to_string()
}

fn rooted(path: &str) -> String {
    format!("/{}", path.trim_start_matches('/'))
}

/// A relative path joined to a folder, without `.` and `..`; `None` if it leaves the root.
fn join(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn a_target_keeps_its_query_and_fragment(path in "[^?#]{0,12}", query in "(\\?[^#]{0,12})?", fragment in "(#.{1,12})?") {
            let target = format!("{path}{query}{fragment}");
            let parts = TargetParts::of(&target);
            prop_assert_eq!(parts.path, &*path);
            prop_assert!(parts.tail.starts_with(&query));
            // A fragment may be composed, and nothing else.
            let (tail, written) = (decode(&parts.tail), decode(&format!("{query}{fragment}")));
            prop_assert_eq!(composed(&tail), composed(&written));
            prop_assert_eq!(parts.fragment.is_some(), !fragment.is_empty());
        }
    }
}
