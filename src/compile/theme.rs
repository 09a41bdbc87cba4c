//! What a compilation takes from the theme: the theme itself, what addresses depend on in it, and the words that are added to texts.

use std::sync::Arc;

use crate::base::diagnostic::Diagnostic;
use crate::base::route::to_id;
use crate::base::snapshot::{SITE_FILE, Snapshot, SourceFile};
use crate::base::source::{Place, SourcePath};
use crate::compile::slot::{Slot, WithDiagnostics};
use crate::present::localizer::Localizer;
use crate::read::languages::Language;
use crate::read::sections::OTHER_SECTIONS;
use crate::read::site_file::SiteFile;
use crate::site::catalogue::Catalogue;
use crate::site::plan::{SectionNames, ThemeRoutes};
use crate::text::markdown::MarkdownLabels;
use crate::theme::languages::RequiredLanguage;
use crate::theme::{AssetAddresses, Theme};

/// The inputs of a theme.
#[derive(Debug, PartialEq)]
pub struct ThemeInputs {
    files: Vec<(SourcePath, SourceFile)>,
    name: String,
    place: Place,
    required: Vec<RequiredLanguage>,
    addresses: AssetAddresses,
}

/// Loads the theme of the site, with the words of its languages.
pub(super) fn load(
    snapshot: &Snapshot,
    site_file: &SiteFile,
    addresses: AssetAddresses,
    slot: &mut Slot<ThemeInputs, WithDiagnostics<Option<Arc<Theme>>>>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Arc<Theme>> {
    let site = site_file.site.as_ref()?;
    let place = |span| Place { path: SourcePath::new(SITE_FILE), span };
    let required = |language: &Language| RequiredLanguage { tag: language.tag.clone(), place: place(language.span) };
    let of_themes = snapshot.files.range(SourcePath::new("themes/")..);
    let of_themes = of_themes.take_while(|(path, _)| path.as_str().starts_with("themes/"));
    let inputs = ThemeInputs {
        files: of_themes.map(|(path, file)| (path.clone(), file.clone())).collect(),
        name: site.theme.value.clone(),
        place: place(site.theme.span),
        required: site.languages.iter().map(required).collect(),
        addresses,
    };
    let theme = slot.get(inputs, |inputs| {
        let (theme, diagnostics) = Theme::load(snapshot, &inputs.name, &inputs.required, &inputs.place);
        WithDiagnostics {
            value: theme.map(|theme| Arc::new(theme.with_asset_addresses(inputs.addresses))),
            diagnostics,
        }
    });
    diagnostics.extend_from_slice(&theme.diagnostics);
    theme.value.clone()
}

/// The part of a theme on which addresses depend.
pub(super) fn routes(theme: &Theme, site_file: &SiteFile) -> ThemeRoutes {
    ThemeRoutes {
        section_names: section_names(site_file, Some(theme)),
        assets: theme.assets().map(|(route, path)| (route.clone(), path.clone())).collect(),
        has_shares: theme.share().is_some(),
        has_search: theme.has_template("search.html"),
    }
}

/// The names of sections that `site.yaml` does not name.
pub(super) fn section_names(site_file: &SiteFile, theme: Option<&Theme>) -> SectionNames {
    let mut names = SectionNames::new();
    for (lang, tag) in site_file.tags.all().zip(&site_file.tags.0) {
        for section in OTHER_SECTIONS {
            let word = theme
                .and_then(|theme| theme.strings(tag))
                .and_then(|strings| strings.get(&format!("section_slug.{section}")));
            names.insert((lang, section), word.map_or_else(|| section.to_owned(), to_id));
        }
    }
    names
}

/// The words that are added to texts, by language.
pub(super) fn markdown_words(catalogue: &Catalogue, theme: Option<&Theme>) -> Vec<MarkdownLabels> {
    let of_tag = |tag: &String| {
        let word = |key: &str| {
            let key = format!("markdown.{key}");
            let localizer = theme.and_then(|theme| theme.strings(tag)).map(Localizer::new);
            localizer.map_or_else(|| key.clone(), |localizer| localizer.string(&key).to_owned())
        };
        MarkdownLabels {
            note: word("note"),
            tip: word("tip"),
            important: word("important"),
            warning: word("warning"),
            caution: word("caution"),
            footnotes: word("footnotes"),
            footnote: word("footnote"),
            footnote_back: word("footnote_back"),
            table: word("table"),
            task_done: word("task_done"),
            task_open: word("task_open"),
            external: word("external"),
        }
    };
    catalogue.tags.0.iter().map(of_tag).collect()
}
