//! Parses YAML 1.2 into a tree of nodes with places. Scalars stay strings: the reader of a field decides on their type.

use std::collections::HashMap;

use saphyr_parser::{Event, Parser, ScalarStyle, ScanError};

use crate::base::bounds::{LIST_MEMBERS, MAP_KEYS, SITE_LIST_MEMBERS, YAML_DEPTH, YAML_REPEATED_BYTES, YAML_VALUES};
use crate::base::diagnostic::Diagnostic;
use crate::base::message::{Message, say};
use crate::base::snapshot::SITE_FILE;
use crate::base::source::{Place, SourcePath, Span};
use crate::read::offsets::Offsets;
use crate::read::yaml_errors::{
    MisplacedSpace, ScalarSpan, is_unprintable, misplaced_space_error, misplaced_spaces, missing_space,
    outside_scalars, replace_misplaced_spaces, syntax_error,
};

/// The help line for a list or a map that is too long.
const TOO_LONG_HELP: Message = Message::fixed("split it over several items", "répartissez-le entre plusieurs fiches");

/// A value and its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Its place.
    pub span: Span,
    /// Its value.
    pub value: Value,
}

/// The value of a node.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `null`, `~` or no value.
    Null,
    /// Any other scalar.
    Scalar {
        /// The text, without quotes and escapes.
        text: String,
        /// True for one that is neither in quotes nor a block.
        is_plain: bool,
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
    /// The place of the key.
    pub span: Span,
    /// Its value.
    pub node: Node,
}

impl Node {
    /// True for a value that counts as not written: null, an empty string or an empty list.
    pub fn is_absent(&self) -> bool {
        match &self.value {
            Value::Null => true,
            Value::Scalar { text, .. } => text.trim().is_empty(),
            Value::List(members) => members.is_empty(),
            Value::Map(_) => false,
        }
    }

    /// The members of a list. A single value is a list of one; a value that counts as not written is an empty list.
    pub fn members(&self) -> &[Self] {
        match &self.value {
            Value::List(members) => members,
            _ if self.is_absent() => &[],
            Value::Null | Value::Scalar { .. } | Value::Map(_) => std::slice::from_ref(self),
        }
    }

    /// The number of nodes in this one, itself included, and the bytes of their texts.
    fn size(&self) -> (usize, usize) {
        let sum = |(nodes, bytes): (usize, usize), (more, others): (usize, usize)| (nodes + more, bytes + others);
        match &self.value {
            Value::List(members) => members.iter().map(Self::size).fold((1, 0), sum),
            Value::Map(entries) => entries.iter().map(|entry| entry.node.size()).fold((1, 0), sum),
            Value::Scalar { text, .. } => (1, text.len()),
            Value::Null => (1, 0),
        }
    }

    /// The text of a scalar.
    pub fn as_scalar(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar { text, .. } => Some(text),
            Value::Null | Value::List(_) | Value::Map(_) => None,
        }
    }
}

/// Parses the map in `text[range]`. `None` if it is not YAML, which is reported.
pub fn parse_map(path: &SourcePath, text: &str, range: Span, diagnostics: &mut Vec<Diagnostic>) -> Option<Vec<Entry>> {
    let place = |span| Place { path: path.clone(), span };
    let source = &text[range.start..range.end];
    let spaces = no_break_spaces(path, source);
    let report = |space: &MisplacedSpace| misplaced_space_error(place(span_at(range.start, space.span)), source, space);
    diagnostics.extend(spaces.iter().map(report));
    let repaired = replace_misplaced_spaces(source, &spaces);
    let mut builder = TreeBuilder::new(path, &repaired, range.start, diagnostics);
    builder.second_bytes = spaces.iter().map(|space| range.start + space.span.start + 1).collect();
    match builder.build(&mut Parser::new_from_str(&repaired)) {
        Ok(Some(Node { value: Value::Map(entries), .. })) => Some(entries),
        Ok(None | Some(Node { value: Value::Null, .. })) => Some(Vec::new()),
        Ok(Some(node)) => {
            let first = source.len() - source.trim_start().len();
            if let Some(mistake) = missing_space(source, first) {
                let span = span_at(range.start, mistake.span);
                diagnostics.push(Diagnostic::error("broken-yaml", place(span), mistake.message, mistake.help));
                return None;
            }
            let help = say!(
                en: "write one `key: value` per line, for example `title: Virtual room`",
                fr: "écrivez une paire `clé: valeur` par ligne, par exemple `title: Salle virtuelle`"
            );
            diagnostics.push(Diagnostic::error(
                "not-a-map",
                place(node.span),
                say!(en: "this is not a map of keys and values", fr: "ce n’est pas un ensemble de clés et de valeurs"),
                help,
            ));
            None
        }
        Err(ParseError::Reported) => None,
        Err(ParseError::Syntax(error)) => {
            let at = builder.offsets.byte(error.marker().index());
            let mut diagnostic = syntax_error(place, &repaired, range.start, at, error.info());
            diagnostic.place.span = builder.original_span(diagnostic.place.span);
            diagnostics.push(diagnostic);
            None
        }
    }
}

/// The misplaced no-break spaces of a text. Those inside of quotes, or of a text that began on an earlier line, belong to that
/// text; only the parser knows these.
fn no_break_spaces(path: &SourcePath, source: &str) -> Vec<MisplacedSpace> {
    let mut spaces = misplaced_spaces(source);
    // Parsing may stop at a misplaced space, so the repaired text is parsed too.
    for _ in 0..2 {
        if spaces.is_empty() {
            break;
        }
        let repaired = replace_misplaced_spaces(source, &spaces);
        for text in [source, &*repaired] {
            let mut ignored = Vec::new();
            let mut builder = TreeBuilder::new(path, text, 0, &mut ignored);
            // Errors are reported when the repaired text is parsed in the end.
            let _ = builder.build(&mut Parser::new_from_str(text));
            let scalars = builder.scalars;
            spaces = outside_scalars(&scalars, spaces);
        }
    }
    spaces
}

/// A span of a text that begins at byte `base` of its file, as a span of the file.
fn span_at(base: usize, span: Span) -> Span {
    Span::new(base + span.start, base + span.end)
}

/// Why parsing stopped.
enum ParseError {
    /// The text is not YAML.
    Syntax(ScanError),
    /// Another reason, which has been reported.
    Reported,
}

impl From<ScanError> for ParseError {
    fn from(error: ScanError) -> Self {
        Self::Syntax(error)
    }
}

/// A map or list whose end has not been reached.
enum OpenCollection {
    List { span: Span, anchor: usize, members: Vec<Node> },
    Map { span: Span, anchor: usize, entries: Vec<Entry>, key: Option<(String, Span)> },
}

/// Builds the tree of nodes from the events of the parser.
struct TreeBuilder<'a> {
    path: &'a SourcePath,
    source: &'a str,
    /// The byte of the file at which the source begins.
    base: usize,
    offsets: Offsets,
    /// The scalars that are quoted, blocks or of several lines, in which a no-break space may belong to the text.
    scalars: Vec<ScalarSpan>,
    /// The nodes with an anchor, which aliases may name.
    anchors: HashMap<usize, Node>,
    /// The offsets of the second bytes of replaced no-break spaces, in order.
    second_bytes: Vec<usize>,
    /// The number of nodes so far.
    nodes: usize,
    /// The bytes of texts that are copied, for an anchor or by an alias.
    copied_bytes: usize,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl<'a> TreeBuilder<'a> {
    fn new(path: &'a SourcePath, source: &'a str, base: usize, diagnostics: &'a mut Vec<Diagnostic>) -> Self {
        let offsets = Offsets::new(source, base);
        Self {
            path,
            source,
            base,
            offsets,
            scalars: Vec::new(),
            anchors: HashMap::new(),
            second_bytes: Vec::new(),
            nodes: 0,
            copied_bytes: 0,
            diagnostics,
        }
    }

    /// The root node, if the text has one.
    fn build<'i>(&mut self, parser: &mut Parser<'i, saphyr_parser::StrInput<'i>>) -> Result<Option<Node>, ParseError> {
        let mut open: Vec<OpenCollection> = Vec::new();
        let mut root = None;
        let mut documents = 0;
        while let Some(event) = parser.next_event() {
            let (event, marks) = event?;
            let span = self.original_span(self.offsets.span(marks.start.index(), marks.end.index()));
            let complete = match event {
                Event::DocumentStart(_) => {
                    documents += 1;
                    if documents > 1 {
                        return self.fail(
                            span,
                            say!(en: "a second block of keys starts here", fr: "un second bloc de clés commence ici"),
                            say!(
                                en: "keep all keys in one block, without a line `---` between them",
                                fr: "gardez toutes les clés dans un seul bloc, sans ligne `---` entre elles"
                            ),
                        );
                    }
                    continue;
                }
                Event::SequenceStart(anchor, _) => {
                    self.open_collection(&mut open, span, OpenCollection::List { span, anchor, members: Vec::new() })?;
                    continue;
                }
                Event::MappingStart(anchor, _) => {
                    self.open_collection(
                        &mut open,
                        span,
                        OpenCollection::Map { span, anchor, entries: Vec::new(), key: None },
                    )?;
                    continue;
                }
                Event::Scalar(text, style, anchor, _) => {
                    let plain = style == ScalarStyle::Plain;
                    if !plain || marks.start.line() < marks.end.line() {
                        self.scalars.push(ScalarSpan { span, plain });
                    }
                    if plain && is_words(&text) {
                        self.report_cut(span.end, &text);
                        self.report_cut_before(span.start, &text);
                    }
                    let node = self.scalar(text.into_owned(), style, span);
                    self.store_anchor(anchor, node)?
                }
                Event::Alias(anchor) => self.alias(anchor, span)?,
                Event::SequenceEnd | Event::MappingEnd => match open.pop() {
                    Some(OpenCollection::List { span: start, anchor, members }) => {
                        let node =
                            Node { span: Span::new(start.start, span.end.max(start.end)), value: Value::List(members) };
                        self.store_anchor(anchor, node)?
                    }
                    Some(OpenCollection::Map { span: start, anchor, entries, .. }) => {
                        let node =
                            Node { span: Span::new(start.start, span.end.max(start.end)), value: Value::Map(entries) };
                        self.store_anchor(anchor, node)?
                    }
                    None => continue,
                },
                Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => continue,
            };
            self.nodes += 1;
            if self.exceeds_limits() {
                return self.fail_with_too_many(complete.span);
            }
            match open.last_mut() {
                None => root = Some(complete),
                Some(collection) => self.add(complete, collection)?,
            }
        }
        Ok(root)
    }

    /// The value that an alias stands for.
    fn alias(&mut self, anchor: usize, span: Span) -> Result<Node, ParseError> {
        let Some(node) = self.anchors.get(&anchor).cloned() else {
            return self.fail(
                span,
                say!(en: "this alias refers to itself", fr: "cet alias renvoie à lui-même"),
                say!(en: "write the value out", fr: "écrivez la valeur en entier"),
            );
        };
        let (nodes, bytes) = node.size();
        self.nodes += nodes;
        self.copied_bytes += bytes;
        if self.exceeds_limits() { self.fail_with_too_many(span) } else { Ok(node) }
    }

    /// Adds a member of a list, or a key or value of a map.
    fn add(&mut self, node: Node, collection: &mut OpenCollection) -> Result<(), ParseError> {
        match collection {
            OpenCollection::List { members, .. } if members.len() >= self.max_list_members() => {
                let message = say!(en: "this list is too long", fr: "cette liste est trop longue");
                return self.fail(node.span, message, TOO_LONG_HELP);
            }
            OpenCollection::Map { entries, .. } if entries.len() >= MAP_KEYS => {
                let message = say!(en: "there are too many keys", fr: "il y a trop de clés");
                return self.fail(node.span, message, TOO_LONG_HELP);
            }
            OpenCollection::List { members, .. } => members.push(node),
            OpenCollection::Map { entries, key, .. } => match key.take() {
                None => *key = Some(self.key(node)?),
                Some((key, span)) => self.add_entry(entries, Entry { key, span, node }),
            },
        }
        Ok(())
    }

    /// Begins a map or list.
    fn open_collection(
        &mut self,
        open: &mut Vec<OpenCollection>,
        span: Span,
        collection: OpenCollection,
    ) -> Result<(), ParseError> {
        if open.len() >= YAML_DEPTH {
            return self.fail(
                span,
                say!(
                    en: "maps and lists are nested too deeply here",
                    fr: "les ensembles et les listes sont trop imbriqués ici"
                ),
                say!(en: "write a flatter structure", fr: "écrivez une structure plus plate"),
            );
        }
        open.push(collection);
        Ok(())
    }

    /// The node of a scalar, without unprintable characters, which are reported.
    fn scalar(&mut self, mut text: String, style: ScalarStyle, span: Span) -> Node {
        if text.contains(is_unprintable) {
            let place = Place { path: self.path.clone(), span };
            let message = say!(
                en: "this value contains a character that cannot be displayed",
                fr: "cette valeur contient un caractère impossible à afficher"
            );
            let help = say!(
                en: "type the value again: such characters come with copied text",
                fr: "retapez la valeur : ces caractères viennent souvent d’un texte copié"
            );
            self.diagnostics.push(Diagnostic::warning("control-character", place, message, help));
            text.retain(|character| !is_unprintable(character));
        }
        let is_plain = style == ScalarStyle::Plain;
        if is_plain && matches!(text.as_str(), "" | "~" | "null" | "Null" | "NULL") {
            return Node { span, value: Value::Null };
        }
        Node { span, value: Value::Scalar { text, is_plain } }
    }

    /// Warns of a first word that YAML takes for a tag (`! …`) or an anchor (`&co …`) before a value at `start`: it would not be published.
    /// Tags of YAML itself (`!!str`) and anchors that are named again are meant.
    fn report_cut_before(&mut self, start: usize, text: &str) {
        // What the parser takes for the start of a value may be that word, or what follows it.
        let (before, from) = self.source.split_at(start - self.base);
        let line = &before[before.rfind('\n').map_or(0, |end| end + 1)..];
        let (word, at) = match from.starts_with(['!', '&']) {
            true => (from.split_whitespace().next().unwrap_or_default(), start),
            false => {
                let line_end = line.trim_end();
                let word = line_end.rsplit([' ', '\t']).next().unwrap_or_default();
                (word, start - (line.len() - line_end.len()) - word.len())
            }
        };
        let is_cut = match word.strip_prefix('&') {
            Some(name) => !name.is_empty() && !self.source.contains(&format!("*{name}")),
            None => word.starts_with('!') && !word.starts_with("!!"),
        };
        if !is_cut || text.is_empty() {
            return;
        }
        let place = Place { path: self.path.clone(), span: Span::new(at, at + word.len()) };
        let whole = format!("{word} {text}").replace('\\', "\\\\").replace('"', "\\\"");
        let message = say!(
            en: "`{word}` before a value means something else in YAML, and is not published",
            fr: "`{word}` devant une valeur a un autre sens en YAML, et n’est pas publié"
        );
        let help = say!(
            en: "put the value in quotes: `\"{whole}\"`",
            fr: "mettez la valeur entre guillemets : `\"{whole}\"`"
        );
        self.diagnostics.push(Diagnostic::warning("cut-value", place, message, help));
    }

    /// Warns of a value that ` #` cuts, at `end`: what follows is probably meant, for a comment has a space behind its sign.
    fn report_cut(&mut self, end: usize, text: &str) {
        let line = self.source[end - self.base..].lines().next().unwrap_or_default();
        let rest = line.trim_start_matches([' ', ':']);
        let is_meant = |next: char| !next.is_whitespace() && !matches!(next, '#' | '-' | '=');
        if rest.len() == line.len() || !rest.strip_prefix('#').is_some_and(|rest| rest.starts_with(is_meant)) {
            return;
        }
        let place = Place { path: self.path.clone(), span: Span::new(end + line.len() - rest.len(), end + line.len()) };
        let whole = format!("{text} {}", rest.trim_end());
        let whole = whole.trim_start().replace('\\', "\\\\").replace('"', "\\\"");
        let message = say!(
            en: "everything after ` #` is a comment, and is not published",
            fr: "ce qui suit ` #` est un commentaire, et n’est pas publié"
        );
        let help = say!(
            en: "put the value in quotes: `\"{whole}\"`; for a comment, write a space after `#`",
            fr: "mettez la valeur entre guillemets : `\"{whole}\"` ; pour un commentaire, écrivez une espace après `#`"
        );
        self.diagnostics.push(Diagnostic::warning("cut-value", place, message, help));
    }

    /// The most members of a list in this file.
    fn max_list_members(&self) -> usize {
        if self.path.as_str() == SITE_FILE { SITE_LIST_MEMBERS } else { LIST_MEMBERS }
    }

    /// Keeps a node for aliases of its anchor; 0 is no anchor.
    fn store_anchor(&mut self, anchor: usize, node: Node) -> Result<Node, ParseError> {
        if anchor > 0 {
            let (nodes, bytes) = node.size();
            self.nodes += nodes;
            self.copied_bytes += bytes;
            if self.exceeds_limits() {
                return self.fail_with_too_many(node.span);
            }
            self.anchors.insert(anchor, node.clone());
        }
        Ok(node)
    }

    /// The span in the text as written, extended so that it does not begin or end inside of a no-break space.
    fn original_span(&self, span: Span) -> Span {
        let is_second_byte = |at: &usize| self.second_bytes.binary_search(at).is_ok();
        Span::new(
            span.start - usize::from(is_second_byte(&span.start)),
            span.end + usize::from(is_second_byte(&span.end)),
        )
    }

    /// True with more nodes or copied bytes than allowed.
    fn exceeds_limits(&self) -> bool {
        self.nodes > YAML_VALUES || self.copied_bytes > YAML_REPEATED_BYTES
    }

    /// Fails because of too many values.
    fn fail_with_too_many<T>(&mut self, span: Span) -> Result<T, ParseError> {
        self.fail(
            span,
            say!(en: "there are too many values", fr: "il y a trop de valeurs"),
            say!(en: "split the item, or use fewer aliases", fr: "répartissez le contenu entre plusieurs fiches, ou employez moins d’alias"),
        )
    }

    /// The text of a key.
    fn key(&mut self, node: Node) -> Result<(String, Span), ParseError> {
        match node.value {
            Value::Scalar { text, .. } => Ok((text, node.span)),
            Value::Null => Ok((String::new(), node.span)),
            Value::List(_) | Value::Map(_) => self.fail(
                node.span,
                say!(
                    en: "a key is a word, not a list or a map",
                    fr: "une clé est un mot, non une liste ou un ensemble"
                ),
                say!(en: "write `key: value`", fr: "écrivez `clé: valeur`"),
            ),
        }
    }

    /// Adds an entry to a map; a second one with the same key is reported.
    fn add_entry(&mut self, entries: &mut Vec<Entry>, entry: Entry) {
        if let Some(last) = entries.last_mut().filter(|last| self.continues_number(last, &entry)) {
            // In braces a comma ends a value, also within `12,50`, of which the reader of the field says what to write.
            let (text, span) = match &mut last.node.value {
                Value::Scalar { text, .. } => (text, &mut last.node.span),
                _ => (&mut last.key, &mut last.span),
            };
            text.push(',');
            text.push_str(&entry.key);
            span.end = entry.span.end;
            return;
        }
        if let Some(first) = entries.iter().find(|other| other.key == entry.key) {
            let place = |span| Place { path: self.path.clone(), span };
            let message = say!(
                en: "the key `{key}` is written twice",
                fr: "la clé `{key}` est écrite deux fois",
                key = entry.key
            );
            let is_list = [&first.node, &entry.node].iter().any(|node| matches!(node.value, Value::List(_)));
            let help = match is_list {
                true => say!(
                    en: "move these items to the end of the first list, and delete this `{key}:`",
                    fr: "déplacez ce qui est énuméré ici à la fin de la première liste, et supprimez ce `{key}:`",
                    key = entry.key
                ),
                false => say!(en: "keep one of the two lines", fr: "gardez l’une des deux lignes"),
            };
            let diagnostic = Diagnostic::error("duplicate-key", place(entry.span), message, help);
            self.diagnostics.push(
                diagnostic
                    .related(say!(en: "it is first written here", fr: "la première se trouve ici"), place(first.span)),
            );
            return;
        }
        if entry.node.value == Value::Null {
            self.report_cut(entry.span.end, "");
            if let Some(earlier) = entries.last_mut()
                && self.is_rest_of(earlier, &entry)
            {
                self.report_comma(earlier, &entry);
                return;
            }
        }
        entries.push(entry);
    }

    /// True for digits behind a comma that directly follows the digits of the last value, or of a value in the place of its key.
    fn continues_number(&self, last: &Entry, entry: &Entry) -> bool {
        let (text, end) = match &last.node.value {
            Value::Scalar { text, is_plain: true } => (text, last.node.span.end),
            Value::Null => (&last.key, last.span.end),
            _ => return false,
        };
        let start = entry.span.start;
        text.ends_with(|c: char| c.is_ascii_digit())
            && entry.node.value == Value::Null
            && entry.key.starts_with(|c: char| c.is_ascii_digit())
            && end >= self.base
            && self.source.get(end - self.base..start - self.base) == Some(",")
    }

    /// True for the rest of a value that a comma cut: in `{address: 1, High Street}` the second key has no colon.
    fn is_rest_of(&self, earlier: &Entry, entry: &Entry) -> bool {
        let behind = self.source[entry.span.end - self.base..].trim_start();
        let value = &self.source[earlier.node.span.start - self.base..];
        let is_plain = matches!(earlier.node.value, Value::Scalar { .. }) && !value.starts_with(['"', '\'']);
        is_plain && behind.starts_with([',', '}'])
    }

    /// Reports a comma that ends a value within braces, and gives the value what it cut off.
    fn report_comma(&mut self, earlier: &mut Entry, rest: &Entry) {
        let span = Span::new(earlier.node.span.start, rest.span.end);
        let place = Place { path: self.path.clone(), span };
        let whole = &self.source[span.start - self.base..span.end - self.base];
        let whole = whole.split_whitespace().collect::<Vec<_>>().join(" ");
        // A value with several commas is one mistake.
        self.diagnostics.retain(|other| other.code != "unquoted-comma" || other.place.span.start != span.start);
        let message = say!(
            en: "between braces a comma ends the value: `{rest}` is read as a key",
            fr: "entre accolades, une virgule termine la valeur : `{rest}` est lu comme une clé",
            rest = rest.key
        );
        let help = say!(
            en: "put the whole value in quotes: `{key}: \"{quoted}\"`",
            fr: "mettez toute la valeur entre guillemets droits : `{key}: \"{quoted}\"`",
            key = earlier.key,
            quoted = whole.replace('\\', "\\\\").replace('"', "\\\"")
        );
        self.diagnostics.push(Diagnostic::error("unquoted-comma", place, message, help));
        earlier.node = Node { value: Value::Scalar { text: whole, is_plain: true }, span };
    }

    /// Reports an error and stops parsing.
    fn fail<T>(&mut self, span: Span, message: Message, help: Message) -> Result<T, ParseError> {
        let place = Place { path: self.path.clone(), span };
        self.diagnostics.push(Diagnostic::error("broken-yaml", place, message, help));
        Err(ParseError::Reported)
    }
}

/// True for what is written in words, as a title is: neither a date nor a number nor a word of a closed list.
fn is_words(text: &str) -> bool {
    let starts_as_words = text.starts_with(char::is_alphabetic);
    starts_as_words && (text.contains(' ') || !text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> (Option<Vec<Entry>>, Vec<Diagnostic>) {
        let mut diagnostics = Vec::new();
        let path = SourcePath::new("content/x/index.fr.md");
        let entries = parse_map(&path, text, Span::new(0, text.len()), &mut diagnostics);
        (entries, diagnostics)
    }

    #[test]
    fn keys_and_values_have_byte_spans() {
        let (entries, _) = parse("été: {a: 'é', b: [1, 2]}\nz: x\n");
        let entries = entries.expect("a map");
        assert_eq!(entries[0].span, Span::new(0, 5));
        assert_eq!(entries[1].span, Span::new(28, 29));
        let Value::Map(inner) = &entries[0].node.value else { panic!("a map") };
        assert_eq!(inner[0].node.span, Span::new(11, 15));
    }

    #[test]
    fn a_no_break_space_after_a_key_is_reported_and_the_rest_is_parsed() {
        let (entries, diagnostics) = parse("title:\u{A0}a\nsummary: b\n");
        assert_eq!(diagnostics.len(), 1);
        assert_eq!((&*diagnostics[0].code, diagnostics[0].place.span), ("no-break-space", Span::new(6, 8)));
        assert_eq!(entries.expect("a map").len(), 2);
    }

    #[test]
    fn a_no_break_space_inside_a_text_belongs_to_it() {
        let (_, diagnostics) = parse("a: |\n  note:\u{A0}x\nb: c\u{A0}! d\nc: 'x'\n");
        assert_eq!(diagnostics.iter().map(|d| &*d.code).collect::<Vec<_>>(), Vec::<&str>::new());
    }

    #[test]
    fn no_span_ends_inside_a_no_break_space() {
        for text in ["%：éééà\nitle:\u{A0}", "a:\u{A0}\nb: [\n", "\u{A0}a:\u{A0}b: c\n"] {
            let (entries, diagnostics) = parse(text);
            let spans = entries.iter().flatten().flat_map(|entry| [entry.span, entry.node.span]);
            for span in spans.chain(diagnostics.iter().map(|diagnostic| diagnostic.place.span)) {
                assert!(text.get(span.start..span.end).is_some(), "{span:?} of {text:?}");
            }
        }
    }

    #[test]
    fn a_tab_in_the_indentation_is_reported() {
        let (_, diagnostics) = parse("a:\n\tb: c\n");
        assert_eq!((&*diagnostics[0].code, diagnostics[0].place.span), ("tab-indentation", Span::new(3, 4)));
    }

    #[test]
    fn a_comma_within_a_number_in_braces_does_not_begin_a_key() {
        let (entries, diagnostics) = parse("a: {max: 1,000,000 €, min: 12,50, currency: EUR}\nb: {c: 1, 2: x}\n");
        let entries = entries.expect("a map");
        let Value::Map(inner) = &entries[0].node.value else { panic!("a map") };
        let texts: Vec<_> =
            inner.iter().map(|entry| (entry.key.as_str(), entry.node.as_scalar().unwrap_or_default())).collect();
        assert_eq!(texts, [("max", "1,000,000 €"), ("min", "12,50"), ("currency", "EUR")]);
        let Value::Map(inner) = &entries[1].node.value else { panic!("a map") };
        assert_eq!((inner.len(), diagnostics.len()), (2, 0));
    }

    #[test]
    fn deep_nesting_and_alias_bombs_are_refused() {
        let (_, diagnostics) = parse(&format!("a: {}", "[".repeat(200)));
        assert_eq!(diagnostics[0].code, "broken-yaml");
        let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for level in 1..9 {
            let previous = level - 1;
            let members = vec![format!("*a{previous}"); 10].join(", ");
            bomb.push_str(&format!("a{level}: &a{level} [{members}]\n"));
        }
        let (_, diagnostics) = parse(&bomb);
        assert_eq!(diagnostics[0].code, "broken-yaml");
    }
}
