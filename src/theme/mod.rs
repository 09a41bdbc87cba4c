//! The theme: templates, strings and assets, with inheritance. Renders pages. Reads no disk and no clock.
//!
//! A theme is a folder of `themes/`. With `extends: lab` in its `theme.yaml` it inherits every file of `lab` that it
//! lacks, and every string, key by key. A template that it replaces is still available by its full name, so that
//! `themes/town/templates/base.html` may begin with `{% extends "lab/base.html" %}`; so is each component.

mod chain;
mod failure;
pub mod languages;
pub mod share;
pub mod strings;
mod usage;

use std::collections::BTreeMap;

use serde::Serialize;
use tera::{Context, Kwargs, Map, State, StringInput, Tera, TeraResult, Value};

use crate::base::diagnostic::Diagnostic;
use crate::base::fingerprint::Fingerprint;
use crate::base::message::say;
use crate::base::route::Route;
use crate::base::snapshot::{Snapshot, SourceFile};
use crate::base::source::{Place, SourcePath};
use crate::read::language_file::file_text;
use crate::theme::languages::{RequiredLanguage, StringProblem};
use crate::theme::share::ShareDesign;
use crate::theme::strings::{Translation, fill};
use crate::theme::usage::StringUsage;

/// The route under which the files of themes are published.
pub const ASSETS: &str = "/assets/";

/// How the assets of a theme are addressed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AssetAddresses {
    /// By a hash of their contents, so that browsers may cache them for ever.
    #[default]
    Hashed,
    /// By fixed addresses, so that an open page can load new styles without a reload.
    Fixed,
}

/// The initial capacity of a rendered page, enough for most.
const USUAL_PAGE: usize = 16 * 1024;

/// A loaded theme. Several threads may render with it at once.
#[derive(Clone)]
pub struct Theme {
    tera: Tera,
    strings: BTreeMap<String, Translation>,
    /// The strings of all languages by tag, for pages in several languages.
    all: Value,
    /// The folder in which its files are published.
    folder: Route,
    assets: BTreeMap<Route, SourcePath>,
    /// The names of all templates: `lab/base.html`.
    templates: Vec<String>,
    share: Option<ShareDesign>,
    string_problems: Vec<StringProblem>,
}

impl Theme {
    /// Loads a theme with the strings of these languages; `None` if nothing can be rendered.
    pub fn load(
        snapshot: &Snapshot,
        name: &str,
        languages: &[RequiredLanguage],
        name_place: &Place,
    ) -> (Option<Self>, Vec<Diagnostic>) {
        let (chain, mut diagnostics) = chain::chain(snapshot, name, name_place);
        if chain.is_empty() {
            return (None, diagnostics);
        }
        if !report_unreadable(snapshot, &chain, &mut diagnostics) {
            return (None, diagnostics);
        }
        let (folder, assets, templates) = collect(snapshot, &chain);
        let mut usage = StringUsage::of_rust();
        for (path, text) in templates.values() {
            usage.add_template(path, text);
        }
        let (strings, string_problems) = languages::load(snapshot, &chain, languages, &usage, &mut diagnostics);
        let tera = match load_templates(&chain, &templates) {
            Ok(tera) => tera,
            Err(errors) => {
                let found = errors.iter().flat_map(|error| failure::of_loading(error, snapshot, name_place));
                diagnostics.extend(found);
                return (None, diagnostics);
            }
        };
        let share = share::load(snapshot, &chain, &mut diagnostics);
        let all: Map = strings.iter().map(|(tag, words)| (tag.clone().into(), words.value().clone())).collect();
        let templates = templates.into_keys().collect();
        (
            Some(Self { tera, strings, all: Value::from(all), folder, assets, templates, share, string_problems }),
            diagnostics,
        )
    }

    /// Renders a part of a page; errors without a place point at `page`, the source of the page.
    pub fn render<V: Serialize>(
        &self,
        template: &str,
        lang: &str,
        view: &V,
        page: &Place,
    ) -> Result<String, Box<Diagnostic>> {
        let markup = self.page(template, lang, view, page)?;
        Ok(String::from_utf8(markup).expect("templates and what they print are text"))
    }

    /// Renders a page as bytes, which skips the check for UTF-8.
    pub fn page<V: Serialize>(
        &self,
        template: &str,
        lang: &str,
        view: &V,
        page: &Place,
    ) -> Result<Vec<u8>, Box<Diagnostic>> {
        let mut context = Context::from_serialize(view).expect("a view is a struct, whose fields are named by text");
        context.insert_value("s", self.strings.get(lang).map_or_else(Value::none, |words| words.value().clone()));
        context.insert_value("strings", self.all.clone());
        let mut markup = Vec::with_capacity(USUAL_PAGE);
        match self.tera.render_to(template, &context, &mut markup) {
            Ok(()) => Ok(markup),
            Err(error) => {
                let found = failure::of_rendering(&error, &self.templates, page);
                Err(Box::new(found.related(
                    say!(en: "while this page was rendered", fr: "pendant le rendu de cette page"),
                    page.clone(),
                )))
            }
        }
    }

    /// True when the theme or one it extends has a template of that name, such as `page.html`.
    pub fn has_template(&self, name: &str) -> bool {
        self.tera.contains_template(name)
    }

    /// The diagnostic for a template that does not exist.
    pub fn no_template(&self, name: &str, place: Place) -> Diagnostic {
        failure::no_template(place, name, &self.templates)
    }

    /// The same theme with its assets addressed in this way.
    pub fn with_asset_addresses(mut self, addresses: AssetAddresses) -> Self {
        if addresses == AssetAddresses::Fixed {
            let steady = Route::new(ASSETS);
            let moved =
                |(route, path): (Route, SourcePath)| (steady.join(&route.as_str()[self.folder.as_str().len()..]), path);
            self.assets = self.assets.into_iter().map(moved).collect();
            self.folder = steady;
        }
        self
    }

    /// The folder in which its assets are published. By default its name is a hash of their contents, so that they may
    /// be cached for ever; relative addresses between assets keep working.
    pub fn folder(&self) -> &Route {
        &self.folder
    }

    /// Every asset, which is copied, and its address.
    pub fn assets(&self) -> impl Iterator<Item = (&Route, &SourcePath)> {
        self.assets.iter()
    }

    /// Strings that a language lacks, or has without use.
    pub fn string_problems(&self) -> &[StringProblem] {
        &self.string_problems
    }

    /// The design of share pictures, if the theme has one.
    pub fn share(&self) -> Option<&ShareDesign> {
        self.share.as_ref()
    }

    /// The strings of a language that the theme was loaded with.
    pub fn strings(&self, lang: &str) -> Option<&Translation> {
        self.strings.get(lang)
    }
}

/// True if every template and file of strings can be read; others are reported.
fn report_unreadable(snapshot: &Snapshot, chain: &[String], diagnostics: &mut Vec<Diagnostic>) -> bool {
    let before = diagnostics.len();
    for theme in chain {
        for (inside, path) in chain::files(snapshot, theme) {
            if !inside.starts_with("assets/")
                && let Some(file) = snapshot.files.get(path)
            {
                file_text(path, file, diagnostics);
            }
        }
    }
    diagnostics.len() == before
}

/// Templates by their name in tera, `lab/base.html`, with their source and text.
type Templates<'a> = BTreeMap<String, (SourcePath, &'a str)>;

/// The length of the hash in the name of the folder of assets.
const SHORT: usize = 12;

fn collect<'a>(snapshot: &'a Snapshot, chain: &[String]) -> (Route, BTreeMap<Route, SourcePath>, Templates<'a>) {
    let mut assets = BTreeMap::new();
    let mut templates = Templates::new();
    for theme in chain {
        for (inside, path) in chain::files(snapshot, theme) {
            if let Some(name) = inside.strip_prefix("assets/") {
                // The theme comes before those it extends, so its own file is kept.
                assets.entry(name).or_insert(path);
            } else if let (Some(name), Some(text)) = (inside.strip_prefix("templates/"), snapshot.text(path)) {
                templates.insert(format!("{theme}/{name}"), (path.clone(), text));
            }
        }
    }
    let mut all = Fingerprint::default();
    for (name, path) in &assets {
        let contents = match snapshot.files.get(*path) {
            Some(SourceFile::Asset { fingerprint, .. }) => fingerprint,
            _ => snapshot.text(path).unwrap_or_default(),
        };
        [name, "\0", contents, "\0"].into_iter().for_each(|part| all.add(part));
    }
    let folder = Route::new(ASSETS).page(&all.hex()[..SHORT]);
    let assets = assets.into_iter().map(|(name, path)| (folder.join(name), path.clone())).collect();
    (folder, assets, templates)
}

fn load_templates(chain: &[String], templates: &Templates<'_>) -> Result<Tera, Vec<tera::Error>> {
    let mut tera = Tera::new();
    tera.register_filter("fill", fill_filter);
    let prefixes: Vec<String> = chain.iter().map(|theme| format!("{theme}/")).collect();
    tera.set_fallback_prefixes(prefixes).expect("no template has been added yet");
    let mut scratch = tera.clone();
    match tera.add_raw_templates(templates.iter().map(|(name, (_, text))| (name, *text))) {
        Ok(()) => Ok(tera),
        Err(error) => {
            // Tera stops at the first syntax error; added one by one, every broken template is found.
            let alone = templates.iter().filter_map(|(name, (_, text))| scratch.add_raw_template(name, text).err());
            let broken: Vec<_> =
                alone.filter(|error| matches!(error.kind(), tera::ErrorKind::SyntaxError(_))).collect();
            Err(if broken.is_empty() { vec![error] } else { broken })
        }
    }
}

/// `{{ s.notice.expired | fill(date=item.expired.html) }}`: fills a pattern; markup in a part is not escaped.
fn fill_filter(pattern: StringInput<'_>, parts: Kwargs, state: &State<'_>) -> TeraResult<Value> {
    let mut filled: Vec<(String, String)> = Vec::new();
    for (name, part) in parts.iter() {
        filled.push((name.to_string(), state.escape_if_needed(part)?));
    }
    let parts: Vec<(&str, &str)> = filled.iter().map(|(name, part)| (name.as_str(), part.as_str())).collect();
    Ok(Value::safe_string(&fill(&pattern.rendered(state)?, &parts)))
}
