//! The pass of headings and ids: a heading gets its id once its text is known; without text it is not a heading.

use std::ops::Range;

use crate::base::characters::is_invisible;
use crate::base::message::say;
use crate::text::markdown::footnotes::{Footnote, note_id, reference_id};
use crate::text::markdown::ids::{IdRefusal, Ids};
use crate::text::markdown::options::HeadingLevels;
use crate::text::markdown::rendered::{Heading, Report};
use crate::text::markdown::tree::{Element, NodeId, NodeKind, Step, Syntax, Tree, Walk};
use crate::text::sanitize::escape;

/// A heading whose end has not been reached.
struct OpenHeading {
    node: NodeId,
    /// Its text so far, before typography.
    words: String,
    /// The number of ids before its own.
    ids: usize,
}

/// Assigns all ids and lists the headings, their text before typography.
pub fn assign_ids(tree: &mut Tree, source: &str, notes: &[Footnote], report: &mut Report) {
    let mut pass = HeadingPass { ids: Ids::new(source, report.options), draft: None, outside: Vec::new(), report };
    let mut walk = Walk::new(tree);
    while let Some(step) = walk.next(tree) {
        match step {
            Step::Enter(node) => pass.enter(tree, node),
            Step::Leave(node) => pass.leave(tree, node),
        }
    }
    for note in notes {
        let id = pass.ids.prefixed(&note_id(note.number));
        pass.report.rendered.ids.push(id);
    }
}

struct HeadingPass<'p, 's> {
    ids: Ids<'p>,
    draft: Option<OpenHeading>,
    /// The headings around the open footnotes.
    outside: Vec<Option<OpenHeading>>,
    report: &'p mut Report<'s>,
}

impl HeadingPass<'_, '_> {
    fn enter(&mut self, tree: &mut Tree, node: NodeId) {
        self.collect_text(tree, node);
        match &mut tree.nodes[node].kind {
            NodeKind::Footnote(_) => self.outside.push(self.draft.take()),
            NodeKind::Reference(reference) if reference.is_link => {
                let id = self.ids.prefixed(&reference_id(reference.number, reference.rank));
                self.report.rendered.ids.push(id);
            }
            NodeKind::Element(element) => {
                let is_heading = element.level.is_some();
                if is_heading && self.draft.is_none() {
                    let ids = self.report.rendered.ids.len();
                    self.draft = Some(OpenHeading { node, words: String::new(), ids });
                } else if is_heading && element.syntax == Syntax::Markdown {
                    // A heading inside a heading is a part of its text.
                    element.remove_id();
                }
                if element.syntax == Syntax::Html {
                    self.claim(element);
                }
            }
            _ => {}
        }
    }

    fn leave(&mut self, tree: &mut Tree, node: NodeId) {
        if let NodeKind::Footnote(_) = tree.nodes[node].kind {
            self.draft = self.outside.pop().flatten();
        } else if let Some(draft) = self.draft.take_if(|draft| draft.node == node) {
            let source_span = tree.nodes[node].span.clone();
            if draft.words.chars().all(shows_nothing) {
                self.end_without_words(tree, &draft);
            } else if let Some(element) = tree.element(node) {
                self.check_level(element, &draft, source_span);
                self.end(element, &draft.words);
            }
        }
    }

    /// Adds a node to the text of the open heading.
    fn collect_text(&mut self, tree: &Tree, node: NodeId) {
        let Some(draft) = &mut self.draft else { return };
        draft.words.push_str(match &tree.nodes[node].kind {
            NodeKind::Text(words) | NodeKind::Address(words) => &tree.words[words.clone()],
            NodeKind::Code(code) => &tree.verbatim[code.clone()],
            NodeKind::LineEnd(_) => " ",
            NodeKind::Element(element) => match element.name {
                "br" => " ",
                "img" => element.attribute("alt").unwrap_or_default(),
                "video" | "audio" => element.attribute("aria-label").unwrap_or_default(),
                _ => "",
            },
            NodeKind::Verbatim(_) | NodeKind::Boundary | NodeKind::Reference(_) | NodeKind::Footnote(_) => "",
        });
    }

    /// Reports a heading that is more than one level below the one before it: who reads by headings looks for what is between.
    fn check_level(&mut self, heading: &Element, draft: &OpenHeading, span: Range<usize>) {
        let Some(level) = heading.level.filter(|_| heading.syntax == Syntax::Markdown) else { return };
        if self.report.options.headings != HeadingLevels::Body {
            return;
        }
        // The title of the page is above the first one.
        let before = self.report.rendered.headings.last().map_or(1, |heading| heading.level);
        if level <= before + 1 {
            return;
        }
        let (marks, words) = ("#".repeat(usize::from(before) + 1), draft.words.trim());
        let message = say!(
            en: "this heading is more than one level below the one before it",
            fr: "ce titre est à plus d’un niveau sous celui qui le précède"
        );
        let help = say!(en: "write `{marks} {words}`", fr: "écrivez `{marks} {words}`");
        self.report.warn("skipped-heading-level", span, message, help);
    }

    fn end(&mut self, heading: &mut Element, words: &str) {
        if heading.syntax == Syntax::Markdown {
            self.claim(heading);
        }
        let headings = &mut self.report.rendered.headings;
        heading.rank = Some(headings.len());
        let id = heading.attribute("id").filter(|id| !id.is_empty()).map(str::to_owned);
        let id = id.unwrap_or_else(|| {
            let id = self.ids.make(words);
            self.report.rendered.ids.push(id.clone());
            heading.set_id(id.clone());
            id
        });
        let level = heading.level.unwrap_or_default();
        headings.push(Heading { level, id, text: words.trim().to_owned() });
    }

    /// Screen readers would announce an empty heading: its other content is kept without it.
    fn end_without_words(&mut self, tree: &mut Tree, draft: &OpenHeading) {
        let help = say!(en: "write its text, or remove it", fr: "écrivez son texte, ou retirez-le");
        let span = tree.nodes[draft.node].span.clone();
        let message = say!(en: "an empty heading", fr: "un titre vide");
        self.report.warn("empty-heading", span, message, help);
        if holds_elements(tree, draft.node) {
            if let Some(heading) = tree.element(draft.node) {
                heading.name = "div";
                heading.remove_id();
            }
        } else {
            self.report.rendered.ids.truncate(draft.ids);
            empty(tree, draft.node);
        }
    }

    /// Gives an element the id that its author wrote, if it is available.
    fn claim(&mut self, element: &mut Element) {
        let Some(place) = element.attributes.iter().position(|(name, _)| *name == "id") else { return };
        let asked = &element.attributes[place].1;
        if asked.is_empty() && element.syntax == Syntax::Markdown {
            return;
        }
        match self.ids.claim(asked) {
            Ok(id) => {
                self.report.rendered.ids.push(id.clone());
                element.attributes[place].1 = id.into();
            }
            Err(refusal) => {
                refuse(asked, refusal, element.id_span.clone(), self.report);
                if element.syntax == Syntax::Html {
                    element.attributes.remove(place);
                } else {
                    element.attributes[place].1 = "".into();
                }
            }
        }
    }
}

/// True if a node contains anything but text.
fn holds_elements(tree: &Tree, node: NodeId) -> bool {
    let mut walk = Walk::inside(tree, node);
    while let Some(step) = walk.next(tree) {
        let Step::Enter(id) = step else { continue };
        match &tree.nodes[id].kind {
            NodeKind::Text(_)
            | NodeKind::Address(_)
            | NodeKind::LineEnd(_)
            | NodeKind::Verbatim(_)
            | NodeKind::Boundary => {}
            NodeKind::Footnote(_) => walk.skip(tree),
            NodeKind::Element(element) if element.name.is_empty() => {}
            NodeKind::Element(element) if element.may_vanish() && tree.is_empty(id) => {}
            NodeKind::Element(_) | NodeKind::Code(_) | NodeKind::Reference(_) => return true,
        }
    }
    false
}

/// Removes the content of a node, except footnotes, which are written elsewhere.
fn empty(tree: &mut Tree, node: NodeId) {
    if let Some(element) = tree.element(node) {
        element.name = "";
        element.lines.after = false;
    }
    let mut walk = Walk::inside(tree, node);
    while let Some(step) = walk.next(tree) {
        let Step::Enter(id) = step else { continue };
        if matches!(tree.nodes[id].kind, NodeKind::Footnote(_)) {
            walk.skip(tree);
        } else {
            tree.nodes[id].kind = NodeKind::Boundary;
        }
    }
}

/// Reports an id that is not available.
fn refuse(id: &str, refusal: IdRefusal, span: Range<usize>, report: &mut Report) {
    let (message, help) = match refusal {
        IdRefusal::Reserved => (
            say!(
                en: "the id `{id}` is reserved for the visual theme and for footnotes",
                fr: "l’identifiant `{id}` est réservé au thème graphique et aux notes de bas de page"
            ),
            say!(en: "start it with a letter, without `fn:`", fr: "commencez-le par une lettre, sans `fn:`"),
        ),
        IdRefusal::NoId => (
            say!(en: "`{id}` is not an id", fr: "`{id}` n’est pas un identifiant"),
            say!(
                en: "write letters, digits and `-`, without spaces",
                fr: "écrivez des lettres, des chiffres et `-`, sans espaces"
            ),
        ),
        IdRefusal::Taken => (
            say!(
                en: "the id `{id}` appears twice in this text",
                fr: "l’identifiant `{id}` figure deux fois dans ce texte"
            ),
            say!(en: "write another one", fr: "écrivez-en un autre"),
        ),
    };
    report.warn("id-removed", span, message, help);
}

fn shows_nothing(character: char) -> bool {
    character.is_whitespace() || character.is_control() || escape::is_forbidden(character) || is_invisible(character)
}
