//! The work that editors still have to do: in the catalogue, in the texts of facts, and in the words of the theme.

use std::sync::Arc;

use crate::base::lang::Lang;
use crate::base::snapshot::SITE_FILE;
use crate::base::source::{Place, SourcePath};
use crate::base::status::{EditorialStatus, StatusText, StatusWord};
use crate::compile::items::ItemReading;
use crate::output::tree::Pages;
use crate::read::reader::MissingTranslation;
use crate::read::site_file::SiteFile;
use crate::site::status;
use crate::theme::languages::{StringProblem, StringProblemKind};

/// All of it, by language.
pub(super) fn status(pages: &Pages, site_file: &SiteFile, readings: &[Arc<ItemReading>]) -> EditorialStatus {
    let sources = pages.sources();
    let mut status = status::status(sources.world.catalogue(), sources.world.plan(), &sources.snapshot);
    for language in &mut status.languages {
        language.partial =
            site_file.tags.find(&language.tag).map(|lang| partial(site_file, readings, lang)).unwrap_or_default();
        let words = |kind: StringProblemKind| {
            let has_kind = |problem: &&StringProblem| problem.tag == language.tag && problem.kind == kind;
            let word = |problem: &StringProblem| StatusWord { key: problem.key.clone(), path: problem.path.clone() };
            sources.theme.string_problems().iter().filter(has_kind).map(word).collect()
        };
        (language.missing_words, language.unused_words) =
            (words(StringProblemKind::Missing), words(StringProblemKind::Unused));
    }
    status
}

/// The texts that lack a language: those of `site.yaml`, then those of all items that could be read, broken ones too.
fn partial(site_file: &SiteFile, readings: &[Arc<ItemReading>], lang: Lang) -> Vec<StatusText> {
    let of_site = (SourcePath::new(SITE_FILE), &site_file.missing_translations);
    let of_items = readings.iter().filter_map(|reading| {
        let read = &reading.read;
        Some((read.paths.get(read.original)?.clone(), &read.missing_translations))
    });
    let texts = |(path, lacks): (SourcePath, &Vec<MissingTranslation>)| {
        let lacks = lacks.iter().filter(|lack| lack.langs.contains(&lang));
        let text = |lack: &MissingTranslation| StatusText {
            key: lack.key,
            place: Place { path: path.clone(), span: lack.span },
        };
        lacks.map(text).collect::<Vec<_>>()
    };
    std::iter::once(of_site).chain(of_items).flat_map(texts).collect()
}
