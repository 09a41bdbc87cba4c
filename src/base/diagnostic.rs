//! Errors and warnings about the sources: what is wrong, where, and what to write instead. Rendering is up to the I/O layer.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::base::bounds::{MISTAKES, NAME_BYTES};
use crate::base::message::{Message, say};
use crate::base::source::{Place, SourcePath};

/// The severity of a diagnostic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Severity {
    /// Something false would be published, or an address would break: nothing is published.
    Error,
    /// The site can still be published.
    Warning,
}

impl Severity {
    /// The English name, as in machine-readable formats.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// A related place that explains the problem.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Related {
    /// What is there, lower case, one clause.
    pub message: Message,
    /// Where.
    pub place: Place,
}

/// A diagnostic. `message` is lower case, one clause, with names in backquotes; `help` says what to write.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// The stable code, in kebab-case.
    pub code: Cow<'static, str>,
    /// Error or warning.
    pub severity: Severity,
    /// What is wrong.
    pub message: Message,
    /// The primary place.
    pub place: Place,
    /// What to write instead.
    pub help: Message,
    /// Related places, such as the first of two duplicates.
    pub related: Vec<Related>,
}

impl Diagnostic {
    /// The files of its places.
    pub fn paths(&self) -> impl Iterator<Item = &SourcePath> {
        std::iter::once(&self.place).chain(self.related.iter().map(|related| &related.place)).map(|place| &place.path)
    }

    /// An error at `place`.
    pub fn error(code: &'static str, place: Place, message: Message, help: Message) -> Self {
        Self { code: code.into(), severity: Severity::Error, message, place, help, related: Vec::new() }
    }

    /// A warning at `place`.
    pub fn warning(code: &'static str, place: Place, message: Message, help: Message) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, place, message, help) }
    }

    /// Adds a related place.
    pub fn related(mut self, message: Message, place: Place) -> Self {
        self.related.push(Related { message, place });
        self
    }
}

/// Sorts diagnostics by file and place, drops exact duplicates, and limits repetitions.
pub fn sort(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.sort_by(|a, b| order(a).cmp(&order(b)).then_with(|| a.message.cmp(&b.message)));
    diagnostics.dedup();
    keep_first(diagnostics);
}

/// The code of the diagnostic that counts the omitted ones.
const MORE: &str = "more-of-the-same";

/// Keeps the first [`MISTAKES`] diagnostics of each code and file, and counts the others.
fn keep_first(diagnostics: &mut Vec<Diagnostic>) {
    if diagnostics.len() <= MISTAKES {
        return;
    }
    let mut counts: HashMap<(SourcePath, Cow<'static, str>), usize> = HashMap::new();
    let mut first_left_out: Vec<Diagnostic> = Vec::new();
    diagnostics.retain(|diagnostic| {
        let count = counts.entry((diagnostic.place.path.clone(), diagnostic.code.clone())).or_default();
        *count += 1;
        if *count == MISTAKES + 1 {
            first_left_out.push(diagnostic.clone());
        }
        *count <= MISTAKES || diagnostic.code == MORE
    });
    let summary = |left_out: Diagnostic| {
        let count = counts[&(left_out.place.path.clone(), left_out.code.clone())] - MISTAKES;
        let message = say!(
            en: "`{code}`: {count} more from here on",
            fr: "`{code}` : encore {count} dans la suite du fichier",
            code = left_out.code
        );
        let help = say!(
            en: "fix those above first, then check again",
            fr: "corrigez d’abord les précédentes, puis vérifiez de nouveau"
        );
        Diagnostic { code: MORE.into(), message, help, related: Vec::new(), ..left_out }
    };
    diagnostics.extend(first_left_out.into_iter().map(summary));
    diagnostics.sort_by(|a, b| order(a).cmp(&order(b)).then_with(|| a.message.cmp(&b.message)));
}

/// Removes diagnostics that several pages share, keeping the first page of each.
pub fn first_of_each(mistakes: impl IntoIterator<Item = Diagnostic>) -> Vec<Diagnostic> {
    let mut unique: Vec<Diagnostic> = Vec::new();
    for mistake in mistakes {
        if !unique.iter().any(|other| other.code == mistake.code && other.place == mistake.place) {
            unique.push(mistake);
        }
    }
    unique
}

fn order(diagnostic: &Diagnostic) -> impl Ord + '_ {
    (&diagnostic.place, diagnostic.severity, &diagnostic.code)
}

/// The candidate nearest to what was written, if it is near enough to be a typing error.
pub fn nearest<'a>(written: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // A long word is no typing error of a short one, and comparing takes as long as both are.
    let written = if written.len() > 4 * NAME_BYTES { return None } else { written.to_lowercase() };
    candidates
        .into_iter()
        .map(|candidate| (strsim::jaro_winkler(&written, &candidate.to_lowercase()), candidate))
        .filter(|(likeness, _)| *likeness >= 0.78)
        // Ties are resolved alphabetically, independent of the order of candidates.
        .max_by(|a, b| a.0.partial_cmp(&b.0).unwrap_or(Ordering::Equal).then_with(|| b.1.cmp(a.1)))
        .map(|(_, candidate)| candidate)
}

/// Whether `written` is surely `meant` with a typing error: few of them change the first letter, or nearly half of a word.
pub fn is_typing_error(written: &str, meant: &str) -> bool {
    let (written, meant) = (written.to_lowercase(), meant.to_lowercase());
    written.chars().next() == meant.chars().next() && strsim::normalized_damerau_levenshtein(&written, &meant) >= 0.6
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typing_error_finds_the_nearest_word() {
        assert_eq!(nearest("closse", ["opens", "closes", "criteria"]), Some("closes"));
        assert_eq!(nearest("xyz", ["opens", "closes"]), None);
    }
}
