//! YAML 1.2 to a tree of nodes that know where they stand. Scalars stay as written: what they mean is for their field to say.

use std::collections::HashMap;

use saphyr_parser::{Event, Parser, ScalarStyle, ScanError};

use crate::base::bounds::{LIST_MEMBERS, MAP_KEYS, SITE_LIST_MEMBERS, YAML_DEPTH, YAML_REPEATED_BYTES, YAML_VALUES};
use crate::base::diagnostic::Diagnostic;
use crate::base::message::{Message, say};
use crate::base::snapshot::SITE_FILE;
use crate::base::source::{Place, SourcePath, Span};
use crate::read::offsets::Offsets;
use crate::read::yaml_errors::{
    Misplaced, Written, is_unprintable, mend, misplaced_spaces, no_break_space, outside_of, syntax_error,
};

/// What to do about a list or a map that nobody would read to its end.
const TOO_LONG_HELP: Message =
    Message::fixed("divide it among several items", "répartissez-le entre plusieurs éléments");

/// A value and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub value: Value,
}

/// What a node holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `null`, `~` or nothing.
    Null,
    /// Any other scalar, as written.
    Scalar {
        /// The text, without quotes and escapes.
        text: String,
    },
    /// A list.
    List(Vec<Node>),
    /// A map.
    Map(Vec<Entry>),
}

/// A key of a map and its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// Where the key stands.
    pub span: Span,
    /// Its value.
    pub node: Node,
}

impl Node {
    /// True for what counts as not written: `null`, an empty string, an empty list.
    pub fn is_absent(&self) -> bool {
        match &self.value {
            Value::Null => true,
            Value::Scalar { text } => text.trim().is_empty(),
            Value::List(members) => members.is_empty(),
            Value::Map(_) => false,
        }
    }

    /// The members of a list. One value is a list of one, and what counts as not written is an empty one.
    pub fn members(&self) -> &[Self] {
        match &self.value {
            Value::List(members) => members,
            _ if self.is_absent() => &[],
            Value::Null | Value::Scalar { .. } | Value::Map(_) => std::slice::from_ref(self),
        }
    }

    /// How many nodes this one is made of, and the bytes of their texts.
    fn weight(&self) -> (usize, usize) {
        let sum = |(nodes, bytes): (usize, usize), (more, others): (usize, usize)| (nodes + more, bytes + others);
        match &self.value {
            Value::List(members) => members.iter().map(Self::weight).fold((1, 0), sum),
            Value::Map(entries) => entries.iter().map(|entry| entry.node.weight()).fold((1, 0), sum),
            Value::Scalar { text } => (1, text.len()),
            Value::Null => (1, 0),
        }
    }

    /// The text of a scalar.
    pub fn as_scalar(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar { text } => Some(text),
            Value::Null | Value::List(_) | Value::Map(_) => None,
        }
    }
}

/// Reads the map that `text[range]` holds. `None` when it is not YAML, which is then among the diagnostics.
pub fn parse_map(path: &SourcePath, text: &str, range: Span, diagnostics: &mut Vec<Diagnostic>) -> Option<Vec<Entry>> {
    let place = |span| Place { path: path.clone(), span };
    let source = &text[range.start..range.end];
    let spaces = no_break_spaces(path, source);
    let report = |space: &Misplaced| no_break_space(place(span_at(range.start, space.span)), source, space);
    diagnostics.extend(spaces.iter().map(report));
    let mended = mend(source, &spaces);
    let mut tree = Tree::new(path, &mended, range.start, diagnostics);
    tree.between = spaces.iter().map(|space| range.start + space.span.start + 1).collect();
    match tree.document(&mut Parser::new_from_str(&mended)) {
        Ok(Some(Node { value: Value::Map(entries), .. })) => Some(entries),
        Ok(None | Some(Node { value: Value::Null, .. })) => Some(Vec::new()),
        Ok(Some(node)) => {
            let help = say!(
                en: "write one `key: value` on each line, as in `title: Virtual room`",
                fr: "écrivez une paire `clé: valeur` par ligne, comme dans `title: Salle virtuelle`"
            );
            diagnostics.push(Diagnostic::error(
                "not-a-map",
                place(node.span),
                say!(en: "this is not a list of keys and values", fr: "ce n’est pas une liste de clés et de valeurs"),
                help,
            ));
            None
        }
        Err(Stop::Reported) => None,
        Err(Stop::Scan(error)) => {
            let at = tree.offsets.byte(error.marker().index());
            let mut diagnostic = syntax_error(place, &mended, range.start, at, error.info());
            diagnostic.place.span = tree.as_written(diagnostic.place.span);
            diagnostics.push(diagnostic);
            None
        }
    }
}

/// The no-break spaces that stand in for a space beside a key. Only the parser knows which lines are text: a space is
/// none of them when a text begins before its line, or in quotes, and goes on behind it.
fn no_break_spaces(path: &SourcePath, source: &str) -> Vec<Misplaced> {
    let mut spaces = misplaced_spaces(source);
    // The first reading may stop at a space that is misplaced, the second one reads what is mended of it.
    for _ in 0..2 {
        if spaces.is_empty() {
            break;
        }
        let mended = mend(source, &spaces);
        for read in [source, &*mended] {
            let mut ignored = Vec::new();
            let mut tree = Tree::new(path, read, 0, &mut ignored);
            // How the reading ends is told when what is mended is read for good.
            let _ = tree.document(&mut Parser::new_from_str(read));
            let texts = tree.texts;
            spaces = outside_of(&texts, spaces);
        }
    }
    spaces
}

fn span_at(base: usize, span: Span) -> Span {
    Span::new(base + span.start, base + span.end)
}

enum Stop {
    Scan(ScanError),
    Reported,
}

impl From<ScanError> for Stop {
    fn from(error: ScanError) -> Self {
        Self::Scan(error)
    }
}

/// A map or list that is being read.
enum Open {
    List { span: Span, anchor: usize, members: Vec<Node> },
    Map { span: Span, anchor: usize, entries: Vec<Entry>, key: Option<(String, Span)> },
}

struct Tree<'a> {
    path: &'a SourcePath,
    offsets: Offsets,
    /// Scalars in quotes, in blocks and of several lines.
    texts: Vec<Written>,
    /// Nodes that an alias may name, by anchor.
    anchors: HashMap<usize, Node>,
    /// The places between two spaces that stand for one character, in order.
    between: Vec<usize>,
    nodes: usize,
    /// The bytes of texts that are held a second time, for an alias or by one.
    repeated: usize,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl<'a> Tree<'a> {
    fn new(path: &'a SourcePath, source: &str, base: usize, diagnostics: &'a mut Vec<Diagnostic>) -> Self {
        let offsets = Offsets::new(source, base);
        Self {
            path,
            offsets,
            texts: Vec::new(),
            anchors: HashMap::new(),
            between: Vec::new(),
            nodes: 0,
            repeated: 0,
            diagnostics,
        }
    }

    fn document<'i>(&mut self, parser: &mut Parser<'i, saphyr_parser::StrInput<'i>>) -> Result<Option<Node>, Stop> {
        let mut open: Vec<Open> = Vec::new();
        let mut root = None;
        let mut documents = 0;
        while let Some(event) = parser.next_event() {
            let (event, marks) = event?;
            let span = self.as_written(self.offsets.span(marks.start.index(), marks.end.index()));
            let complete = match event {
                Event::DocumentStart(_) => {
                    documents += 1;
                    if documents > 1 {
                        return self.refuse(
                            span,
                            say!(en: "a second document begins here", fr: "un second document commence ici"),
                            say!(
                                en: "keep all keys in one block, without a line `---` between them",
                                fr: "gardez toutes les clés dans un seul bloc, sans ligne `---` entre elles"
                            ),
                        );
                    }
                    continue;
                }
                Event::SequenceStart(anchor, _) => {
                    self.nest(&mut open, span, Open::List { span, anchor, members: Vec::new() })?;
                    continue;
                }
                Event::MappingStart(anchor, _) => {
                    self.nest(&mut open, span, Open::Map { span, anchor, entries: Vec::new(), key: None })?;
                    continue;
                }
                Event::Scalar(text, style, anchor, _) => {
                    let plain = style == ScalarStyle::Plain;
                    if !plain || marks.start.line() < marks.end.line() {
                        self.texts.push(Written { span, plain });
                    }
                    let node = self.scalar(text.into_owned(), style, span);
                    self.remember(anchor, node)?
                }
                Event::Alias(anchor) => {
                    let Some(node) = self.anchors.get(&anchor).cloned() else {
                        return self.refuse(
                            span,
                            say!(en: "this alias refers to itself", fr: "cet alias renvoie à lui-même"),
                            say!(en: "write the value out", fr: "écrivez la valeur en entier"),
                        );
                    };
                    let (nodes, bytes) = node.weight();
                    self.nodes += nodes;
                    self.repeated += bytes;
                    if self.has_too_many() {
                        return self.too_many(span);
                    }
                    node
                }
                Event::SequenceEnd | Event::MappingEnd => match open.pop() {
                    Some(Open::List { span: start, anchor, members }) => {
                        let node =
                            Node { span: Span::new(start.start, span.end.max(start.end)), value: Value::List(members) };
                        self.remember(anchor, node)?
                    }
                    Some(Open::Map { span: start, anchor, entries, .. }) => {
                        let node =
                            Node { span: Span::new(start.start, span.end.max(start.end)), value: Value::Map(entries) };
                        self.remember(anchor, node)?
                    }
                    None => continue,
                },
                Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => continue,
            };
            self.nodes += 1;
            if self.has_too_many() {
                return self.too_many(complete.span);
            }
            match open.last_mut() {
                None => root = Some(complete),
                Some(Open::List { members, .. }) if members.len() >= self.longest_list() => {
                    return self.refuse(
                        complete.span,
                        say!(en: "this list is too long", fr: "cette liste est trop longue"),
                        TOO_LONG_HELP,
                    );
                }
                Some(Open::Map { entries, .. }) if entries.len() >= MAP_KEYS => {
                    return self.refuse(
                        complete.span,
                        say!(en: "there are too many keys", fr: "il y a trop de clés"),
                        TOO_LONG_HELP,
                    );
                }
                Some(Open::List { members, .. }) => members.push(complete),
                Some(Open::Map { entries, key, .. }) => match key.take() {
                    None => *key = Some(self.key(complete)?),
                    Some((key, span)) => self.entry(entries, Entry { key, span, node: complete }),
                },
            }
        }
        Ok(root)
    }

    fn nest(&mut self, open: &mut Vec<Open>, span: Span, level: Open) -> Result<(), Stop> {
        if open.len() >= YAML_DEPTH {
            return self.refuse(
                span,
                say!(
                    en: "maps and lists are nested too deeply here",
                    fr: "les ensembles et les listes sont trop imbriqués ici"
                ),
                say!(en: "write a flatter structure", fr: "écrivez une structure plus plate"),
            );
        }
        open.push(level);
        Ok(())
    }

    fn scalar(&mut self, mut text: String, style: ScalarStyle, span: Span) -> Node {
        if text.contains(is_unprintable) {
            let place = Place { path: self.path.clone(), span };
            let message = say!(
                en: "this value holds a character that no page can show",
                fr: "cette valeur contient un caractère qu’aucune page ne peut afficher"
            );
            let help = say!(
                en: "type the value again: such characters come along when text is copied",
                fr: "retapez la valeur : de tels caractères viennent avec un texte copié"
            );
            self.diagnostics.push(Diagnostic::warning("control-character", place, message, help));
            text.retain(|character| !is_unprintable(character));
        }
        if style == ScalarStyle::Plain && matches!(text.as_str(), "" | "~" | "null" | "Null" | "NULL") {
            return Node { span, value: Value::Null };
        }
        Node { span, value: Value::Scalar { text } }
    }

    /// How many members a list of the file may have.
    fn longest_list(&self) -> usize {
        if self.path.as_str() == SITE_FILE { SITE_LIST_MEMBERS } else { LIST_MEMBERS }
    }

    fn remember(&mut self, anchor: usize, node: Node) -> Result<Node, Stop> {
        if anchor > 0 {
            let (nodes, bytes) = node.weight();
            self.nodes += nodes;
            self.repeated += bytes;
            if self.has_too_many() {
                return self.too_many(node.span);
            }
            self.anchors.insert(anchor, node.clone());
        }
        Ok(node)
    }

    /// The span in the text as it was written, where no place lies inside of a character.
    fn as_written(&self, span: Span) -> Span {
        let is_between = |at: &usize| self.between.binary_search(at).is_ok();
        Span::new(span.start - usize::from(is_between(&span.start)), span.end + usize::from(is_between(&span.end)))
    }

    fn has_too_many(&self) -> bool {
        self.nodes > YAML_VALUES || self.repeated > YAML_REPEATED_BYTES
    }

    fn too_many<T>(&mut self, span: Span) -> Result<T, Stop> {
        self.refuse(
            span,
            say!(en: "there are too many values", fr: "il y a trop de valeurs"),
            say!(en: "split the item, or write fewer aliases", fr: "partagez l’élément, ou écrivez moins d’alias"),
        )
    }

    fn key(&mut self, node: Node) -> Result<(String, Span), Stop> {
        match node.value {
            Value::Scalar { text } => Ok((text, node.span)),
            Value::Null => Ok((String::new(), node.span)),
            Value::List(_) | Value::Map(_) => self.refuse(
                node.span,
                say!(
                    en: "a key is a word, not a list or a map",
                    fr: "une clé est un mot, non une liste ou un ensemble"
                ),
                say!(en: "write `key: value`", fr: "écrivez `clé: valeur`"),
            ),
        }
    }

    fn entry(&mut self, entries: &mut Vec<Entry>, entry: Entry) {
        if let Some(first) = entries.iter().find(|other| other.key == entry.key) {
            let place = |span| Place { path: self.path.clone(), span };
            let message = say!(
                en: "the key `{key}` is written twice",
                fr: "la clé `{key}` est écrite deux fois",
                key = entry.key
            );
            let help = say!(en: "keep one of the two lines", fr: "gardez l’une des deux lignes");
            let diagnostic = Diagnostic::error("duplicate-key", place(entry.span), message, help);
            self.diagnostics.push(
                diagnostic
                    .related(say!(en: "it stands here first", fr: "elle se trouve d’abord ici"), place(first.span)),
            );
            return;
        }
        entries.push(entry);
    }

    fn refuse<T>(&mut self, span: Span, message: Message, help: Message) -> Result<T, Stop> {
        let place = Place { path: self.path.clone(), span };
        self.diagnostics.push(Diagnostic::error("broken-yaml", place, message, help));
        Err(Stop::Reported)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Option<Vec<Entry>>, Vec<Diagnostic>) {
        let mut diagnostics = Vec::new();
        let path = SourcePath::new("content/x/index.fr.md");
        let entries = parse_map(&path, text, Span::new(0, text.len()), &mut diagnostics);
        (entries, diagnostics)
    }

    #[test]
    fn keys_and_values_know_their_bytes() {
        let (entries, _) = read("été: {a: 'é', b: [1, 2]}\nz: x\n");
        let entries = entries.expect("a map");
        assert_eq!(entries[0].span, Span::new(0, 5));
        assert_eq!(entries[1].span, Span::new(28, 29));
        let Value::Map(inner) = &entries[0].node.value else { panic!("a map") };
        assert_eq!(inner[0].node.span, Span::new(11, 15));
    }

    #[test]
    fn a_no_break_space_behind_a_key_is_named_and_the_rest_still_read() {
        let (entries, diagnostics) = read("title:\u{A0}a\nsummary: b\n");
        assert_eq!(diagnostics.len(), 1);
        assert_eq!((&*diagnostics[0].code, diagnostics[0].place.span), ("no-break-space", Span::new(6, 8)));
        assert_eq!(entries.expect("a map").len(), 2);
    }

    #[test]
    fn a_no_break_space_inside_of_a_text_is_text() {
        let (_, diagnostics) = read("a: |\n  note:\u{A0}x\nb: c\u{A0}! d\nc: 'x'\n");
        assert_eq!(diagnostics.iter().map(|d| &*d.code).collect::<Vec<_>>(), Vec::<&str>::new());
    }

    #[test]
    fn no_place_lies_inside_of_a_no_break_space() {
        for text in ["%：éééà\nitle:\u{A0}", "a:\u{A0}\nb: [\n", "\u{A0}a:\u{A0}b: c\n"] {
            let (entries, diagnostics) = read(text);
            let spans = entries.iter().flatten().flat_map(|entry| [entry.span, entry.node.span]);
            for span in spans.chain(diagnostics.iter().map(|diagnostic| diagnostic.place.span)) {
                assert!(text.get(span.start..span.end).is_some(), "{span:?} of {text:?}");
            }
        }
    }

    #[test]
    fn a_tab_in_the_indentation_is_named() {
        let (_, diagnostics) = read("a:\n\tb: c\n");
        assert_eq!((&*diagnostics[0].code, diagnostics[0].place.span), ("tab-indentation", Span::new(3, 4)));
    }

    #[test]
    fn nested_and_self_repeating_files_are_refused() {
        let (_, diagnostics) = read(&format!("a: {}", "[".repeat(200)));
        assert_eq!(diagnostics[0].code, "broken-yaml");
        let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for level in 1..9 {
            let previous = level - 1;
            let members = vec![format!("*a{previous}"); 10].join(", ");
            bomb.push_str(&format!("a{level}: &a{level} [{members}]\n"));
        }
        let (_, diagnostics) = read(&bomb);
        assert_eq!(diagnostics[0].code, "broken-yaml");
    }
}
