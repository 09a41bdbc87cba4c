//! The texts of items as rendered: their bodies, and what was found in them.

use std::collections::HashMap;
use std::sync::Arc;

use crate::base::diagnostic::Diagnostic;
use crate::base::lang::{Lang, PerLang};
use crate::base::outside::ExternalLink;
use crate::base::source::{Place, SourcePath};
use crate::kind::key::Key;
use crate::text::markdown::{FragmentLink, Rendered};
use crate::text::sanitize::escape;

/// The texts of one item.
#[derive(Debug)]
pub struct RenderedTexts {
    /// The item.
    key: Key,
    /// Its bodies, by language; empty if the item has no page.
    pub bodies: PerLang<Rendered>,
    /// Links with fragments, to be checked against rendered pages.
    pub fragments: Vec<FragmentLink>,
    /// Links and images on other sites.
    pub outside: Vec<ExternalLink>,
    /// Pictures that they show or link to, each with the place of the reference.
    pub pictures: Vec<(SourcePath, Place)>,
    /// Errors and warnings.
    pub diagnostics: Vec<Diagnostic>,
}

impl RenderedTexts {
    /// Nothing yet, of this item.
    pub fn new(key: Key) -> Self {
        Self {
            key,
            bodies: PerLang::default(),
            fragments: Vec::new(),
            outside: Vec::new(),
            pictures: Vec::new(),
            diagnostics: Vec::new(),
        }
    }

    /// Moves what was found in a text here.
    pub fn collect(&mut self, rendered: &mut Rendered) {
        self.fragments.append(&mut rendered.fragments);
        self.outside.append(&mut rendered.outside);
        self.pictures.append(&mut rendered.pictures);
        self.diagnostics.append(&mut rendered.diagnostics);
    }
}

/// The bodies of all items that have a page, each in its own languages.
#[derive(Debug, Default)]
pub struct Bodies(HashMap<Key, Arc<RenderedTexts>>);

impl Bodies {
    /// The bodies among these texts.
    pub fn new(texts: &[Arc<RenderedTexts>]) -> Self {
        let bodies = texts.iter().filter(|texts| !texts.bodies.is_empty());
        Self(bodies.map(|texts| (texts.key.clone(), Arc::clone(texts))).collect())
    }

    /// The body of an item in a language that it is written in.
    pub fn get(&self, key: &Key, lang: Lang) -> Option<&Rendered> {
        self.0.get(key)?.bodies.get(lang)
    }

    /// True if the body of an item has a place of this id in a language.
    pub fn has_place(&self, key: &Key, lang: Lang, id: &str) -> bool {
        let mut attribute = String::new();
        escape::named(&mut attribute, "id", id);
        self.get(key, lang).is_some_and(|body| body.html.contains(&attribute))
    }
}
