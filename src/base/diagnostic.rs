//! A mistake of an author: what is wrong, where, and what to write instead. How it is shown is the terminal's affair.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::base::bounds::{MISTAKES, NAME_BYTES};
use crate::base::message::{Message, say};
use crate::base::source::{Place, SourcePath};

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Severity {
    /// Something false would be published, or an address would break: nothing is published.
    Error,
    /// A visitor could live with it.
    Warning,
}

impl Severity {
    /// The word in every output format.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// Another place that explains the mistake.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Related {
    /// What stands there, lower case, one clause.
    pub message: Message,
    /// Where.
    pub place: Place,
}

/// One mistake. `message` is lower case, one clause, with names in backquotes; `help` says what to write.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// A stable name in kebab-case.
    pub code: Cow<'static, str>,
    /// Error or warning.
    pub severity: Severity,
    /// What is wrong.
    pub message: Message,
    /// Where the culprit stands.
    pub place: Place,
    /// What to write instead.
    pub help: Message,
    /// Places that explain it, such as the first of two equal things.
    pub related: Vec<Related>,
}

impl Diagnostic {
    /// The files in which it, and what explains it, stand.
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

    /// The same with one more place that explains it.
    pub fn related(mut self, message: Message, place: Place) -> Self {
        self.related.push(Related { message, place });
        self
    }
}

/// Puts diagnostics in their published order, by file and place, and drops exact repetitions.
pub fn sort(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.sort_by(|a, b| order(a).cmp(&order(b)).then_with(|| a.message.cmp(&b.message)));
    diagnostics.dedup();
    keep_first(diagnostics);
}

/// The code of the diagnostic that stands for those that are not told.
const MORE: &str = "more-of-the-same";

/// Of one sort of mistake in one file, tells the first hundred and how many more there are.
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
            en: "from here on there are {count} more of the mistakes called `{code}`",
            fr: "à partir d’ici, il y a encore des erreurs nommées `{code}`, au nombre de {count}",
            code = left_out.code
        );
        let help = say!(
            en: "mend those above first, and check again",
            fr: "corrigez d’abord celles du dessus, puis vérifiez de nouveau"
        );
        Diagnostic { code: MORE.into(), message, help, related: Vec::new(), ..left_out }
    };
    diagnostics.extend(first_left_out.into_iter().map(summary));
    diagnostics.sort_by(|a, b| order(a).cmp(&order(b)).then_with(|| a.message.cmp(&b.message)));
}

/// Of mistakes that many pages share, each once, with the first page that has it.
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

/// The nearest of `candidates` to what was written, when it is near enough to be what was meant.
pub fn nearest<'a>(written: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // Nobody means a short word by a long one, and comparing takes as long as both are.
    let written = if written.len() > 4 * NAME_BYTES { return None } else { written.to_lowercase() };
    candidates
        .into_iter()
        .map(|candidate| (strsim::jaro_winkler(&written, &candidate.to_lowercase()), candidate))
        .filter(|(likeness, _)| *likeness >= 0.78)
        // Of two equally near ones the first in the alphabet, so that the order of candidates does not matter.
        .max_by(|a, b| a.0.partial_cmp(&b.0).unwrap_or(Ordering::Equal).then_with(|| b.1.cmp(a.1)))
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_finger_finds_its_word() {
        assert_eq!(nearest("closse", ["opens", "closes", "criteria"]), Some("closes"));
        assert_eq!(nearest("xyz", ["opens", "closes"]), None);
    }
}
