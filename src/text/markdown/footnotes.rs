//! The pass of footnotes: numbers them by their first reference and lists them at the end of the text.

use std::collections::HashMap;

use crate::base::message::say;
use crate::text::markdown::rendered::Report;
use crate::text::markdown::tree::{NodeId, NodeKind, Step, Tree, Walk};

/// A footnote with references.
#[derive(Debug)]
pub struct Footnote {
    /// Its number.
    pub number: usize,
    /// The number of links to it.
    pub references: usize,
    /// Its text.
    pub node: NodeId,
}

/// The state of a footnote while the tree is walked.
#[derive(Default)]
struct FootnoteState {
    number: Option<usize>,
    references: usize,
    definition: Option<NodeId>,
}

/// Numbers the footnotes of a tree and returns those with references.
pub fn number(tree: &mut Tree, report: &mut Report) -> Vec<Footnote> {
    // Most texts have none.
    if !tree.nodes.iter().any(|node| matches!(node.kind, NodeKind::Reference(_) | NodeKind::Footnote(_))) {
        return Vec::new();
    }
    let mut known: HashMap<String, FootnoteState> = HashMap::new();
    let mut numbered = 0;
    let mut walk = Walk::new(tree);
    while let Some(step) = walk.next(tree) {
        match step {
            Step::Enter(node) => {
                let NodeKind::Reference(reference) = &mut tree.nodes[node].kind else { continue };
                let note = known.entry(reference.label.to_lowercase()).or_default();
                reference.number = *note.number.get_or_insert_with(|| {
                    numbered += 1;
                    numbered
                });
                note.references += usize::from(reference.is_link);
                reference.rank = note.references;
            }
            Step::Leave(node) => {
                let NodeKind::Footnote(label) = &tree.nodes[node].kind else { continue };
                let note = known.entry(label.to_lowercase()).or_default();
                if note.definition.is_none() {
                    note.definition = Some(node);
                    continue;
                }
                let message = say!(
                    en: "the footnote `{label}` already has a text",
                    fr: "la note de bas de page `{label}` a déjà un texte"
                );
                let help = say!(en: "give it another name, or remove it", fr: "donnez un autre nom à cette note, ou retirez-la");
                report.warn("footnote-twice", tree.nodes[node].span.clone(), message, help);
            }
        }
    }
    let (mut notes, mut unused) = (Vec::with_capacity(numbered), Vec::new());
    for FootnoteState { number, references, definition } in known.into_values() {
        match (number, definition) {
            (Some(number), Some(node)) => notes.push(Footnote { number, references, node }),
            (None, Some(node)) => unused.push(node),
            (_, None) => {}
        }
    }
    notes.sort_by_key(|note| note.number);
    unused.sort();
    for node in unused {
        let message = say!(
            en: "nothing refers to this footnote, so it is not shown",
            fr: "rien ne renvoie à cette note de bas de page, qui n’est donc pas affichée"
        );
        let help = say!(en: "refer to it where it belongs, or remove it", fr: "ajoutez un renvoi là où il faut, ou retirez cette note");
        report.warn("footnote-unused", tree.nodes[node].span.clone(), message, help);
    }
    notes
}

/// The id of a reference.
pub fn reference_id(number: usize, rank: usize) -> String {
    if rank < 2 { format!("fnref:{number}") } else { format!("fnref:{number}-{rank}") }
}

/// The id of a footnote.
pub fn note_id(number: usize) -> String {
    format!("fn:{number}")
}
