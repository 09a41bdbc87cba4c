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
        if let Some(lang) = site_file.tags.find(&language.tag) {
            language.partial = partial(site_file, readings, lang);
            language.plain = plain(readings, lang);
        }
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
    let of_site = (SourcePath::new(SITE_FILE), &*site_file.missing_translations);
    let all = std::iter::once(of_site).chain(readings.iter().filter_map(|reading| of_item(reading)));
    all.flat_map(|(path, missing)| texts(path, missing, |text| !text.is_plain && text.langs.contains(&lang))).collect()
}

/// The sentences that are written once for all languages, where the original of the item is in another language than this one.
fn plain(readings: &[Arc<ItemReading>], lang: Lang) -> Vec<StatusText> {
    let foreign = readings.iter().filter(|reading| reading.read.original != lang);
    foreign
        .filter_map(|reading| of_item(reading))
        .flat_map(|(path, missing)| texts(path, missing, |text| text.is_plain))
        .collect()
}

fn of_item(reading: &ItemReading) -> Option<(SourcePath, &[MissingTranslation])> {
    let read = &reading.read;
    Some((read.paths.get(read.original)?.clone(), &read.missing_translations))
}

fn texts(
    path: SourcePath,
    all: &[MissingTranslation],
    is_asked: impl Fn(&MissingTranslation) -> bool,
) -> Vec<StatusText> {
    let asked = all.iter().filter(|text| is_asked(text));
    asked.map(|text| StatusText { key: text.key, place: Place { path: path.clone(), span: text.span } }).collect()
}
