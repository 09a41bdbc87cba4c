//! Typed reading of the fields of a map. A kind asks for its keys one after the other; what was never asked for is
//! unknown, so the list of valid keys stands nowhere twice.

use crate::base::diagnostic::{Diagnostic, nearest};
use crate::base::lang::Lang;
use crate::base::message::Message;
use crate::base::moment::Zone;
use crate::base::source::{Place, SourcePath, Span, Spanned};
use crate::read::value::Prose;
use crate::read::yaml::{Entry, Node, Value};

/// The languages of the site by their tags, and where these come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tags(pub Vec<String>, pub TagsFrom);

/// What the languages were read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TagsFrom {
    /// `site.yaml`, which lists them in their order.
    Site,
    /// The names of documents, where `site.yaml` cannot be read: there may be others, and their order means nothing.
    FileNames,
}

impl Tags {
    /// True when these are the languages of the site, in their order.
    pub fn are_known(&self) -> bool {
        self.1 == TagsFrom::Site
    }

    /// The language of a tag.
    pub fn find(&self, tag: &str) -> Option<Lang> {
        // `site.yaml` is refused with more than 255 languages, so that the rank fits.
        self.0.iter().position(|known| known == tag).map(|rank| Lang(rank as u8))
    }

    /// All languages in order.
    pub fn all(&self) -> impl Iterator<Item = Lang> + use<> {
        (0..self.0.len()).map(|rank| Lang(rank as u8))
    }

    /// The tag of a language.
    pub fn tag(&self, lang: Lang) -> &str {
        &self.0[lang.index()]
    }
}

/// A reference to an item, found in a field; whether it leads somewhere is known later.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// The key at the top of the file under which it stands.
    pub field: &'static str,
    /// The word of the kind: `call`.
    pub kind: &'static str,
    /// The id.
    pub id: String,
    /// Where it stands.
    pub span: Span,
}

/// What reading one file needs to know and what it finds besides values.
#[derive(Debug)]
pub struct Reader<'a> {
    /// The file.
    pub path: &'a SourcePath,
    /// The languages of the site.
    pub tags: &'a Tags,
    /// The zone of times without an offset.
    pub zone: Zone,
    /// False when another zone was meant, which cannot be read.
    pub zone_is_known: bool,
    /// The key at the top of the file that is being read.
    field: &'static str,
    /// The innermost key that is being read.
    pub key: &'static str,
    /// The key whose value is being read, where it is no member of a list.
    holder: Option<Span>,
    /// Mistakes.
    pub diagnostics: Vec<Diagnostic>,
    /// References to items.
    pub mentions: Vec<Mention>,
    /// Files of the item that facts name.
    pub files: Vec<Spanned<String>>,
    /// Themes that facts name.
    pub themes: Vec<Spanned<String>>,
    /// Phases that facts name.
    pub phases: Vec<Spanned<String>>,
    /// Markdown texts in its facts.
    pub proses: Vec<Prose>,
}

impl<'a> Reader<'a> {
    /// A reader that has found nothing yet.
    pub fn new(path: &'a SourcePath, tags: &'a Tags, zone: Zone) -> Self {
        Self {
            path,
            tags,
            zone,
            zone_is_known: true,
            field: "",
            key: "",
            holder: None,
            diagnostics: Vec::new(),
            mentions: Vec::new(),
            files: Vec::new(),
            themes: Vec::new(),
            phases: Vec::new(),
            proses: Vec::new(),
        }
    }

    /// A place in the file.
    pub fn place(&self, span: Span) -> Place {
        Place { path: self.path.clone(), span }
    }

    /// Where the lack of something in the value of `node` is reported: at its key, else at the value itself.
    pub fn lack_span(&self, node: &Node) -> Span {
        self.holder.unwrap_or(node.span)
    }

    /// Notes a reference to an item.
    pub fn mention(&mut self, kind: &'static str, id: String, span: Span) {
        self.mentions.push(Mention { field: self.field, kind, id, span });
    }

    /// Reports an error.
    pub fn error(&mut self, code: &'static str, span: Span, message: impl Into<Message>, help: impl Into<Message>) {
        let place = self.place(span);
        self.diagnostics.push(Diagnostic::error(code, place, message, help));
    }

    /// Reports a warning.
    pub fn warn(&mut self, code: &'static str, span: Span, message: impl Into<Message>, help: impl Into<Message>) {
        let place = self.place(span);
        self.diagnostics.push(Diagnostic::warning(code, place, message, help));
    }

    /// Reads a map by its fields; anything else is reported with an example of what is asked.
    pub fn record<T>(
        &mut self,
        node: &Node,
        example: &str,
        read: impl FnOnce(&mut Fields<'_, 'a, '_>) -> Option<T>,
    ) -> Option<T> {
        self.record_at(node, node.span, example, read)
    }

    /// The same for the map that a key holds: what it lacks is reported at the key.
    fn record_at<T>(
        &mut self,
        node: &Node,
        owner: Span,
        example: &str,
        read: impl FnOnce(&mut Fields<'_, 'a, '_>) -> Option<T>,
    ) -> Option<T> {
        match &node.value {
            Value::Map(entries) => {
                let mut fields = Fields { reader: self, entries, owner, asked: Vec::new(), top: false, excused: false };
                let value = read(&mut fields);
                fields.refuse_unknown();
                value
            }
            Value::Null | Value::Scalar { .. } | Value::List(_) => {
                self.mistyped(node, "a map of keys and values", example);
                None
            }
        }
    }

    /// Reports that a value is not of the type that its field asks for.
    pub fn mistyped(&mut self, node: &Node, wanted: &str, example: &str) {
        let found = match &node.value {
            Value::Null => "nothing",
            Value::Scalar { .. } => "a single value",
            Value::List(_) => "a list",
            Value::Map(_) => "a map",
        };
        self.error(
            "wrong-type",
            node.span,
            format!("`{}` holds {found}, not {wanted}", self.key),
            format!("write it as in `{example}`"),
        );
    }
}

/// The fields of one map, asked for by name.
#[derive(Debug)]
pub struct Fields<'r, 'a, 'n> {
    /// The reader of the file, for what a kind reports itself.
    pub reader: &'r mut Reader<'a>,
    entries: &'n [Entry],
    owner: Span,
    asked: Vec<&'static str>,
    top: bool,
    /// True when what this map lacks may stand in another file.
    excused: bool,
}

impl<'r, 'a, 'n> Fields<'r, 'a, 'n> {
    /// The fields of the top of a file; what it lacks is reported at `owner`, the opening fence.
    pub fn new(reader: &'r mut Reader<'a>, entries: &'n [Entry], owner: Span) -> Self {
        Self { reader, entries, owner, asked: Vec::new(), top: true, excused: false }
    }

    /// From here on says nothing of keys that are missing: they may stand in a file that could not be read.
    pub fn excuse_missing(&mut self) {
        self.excused = true;
    }

    /// The value of a key, if it is written.
    fn entry(&mut self, key: &'static str) -> Option<&'n Entry> {
        if !self.asked.contains(&key) {
            self.asked.push(key);
        }
        if self.top {
            self.reader.field = key;
        }
        self.reader.key = key;
        self.entries.iter().find(|entry| entry.key == key)
    }

    /// The node of a key as it is written, for what compares values without reading them.
    pub fn node(&self, key: &str) -> Option<&'n Node> {
        self.entries.iter().find(|entry| entry.key == key).map(|entry| &entry.node)
    }

    /// What the members of a list say under a key, those included that are broken otherwise; `None` for a member that
    /// does not say it.
    pub fn of_members(&self, list: &str, key: &str) -> Vec<Option<&'n str>> {
        let said = |member: &'n Node| {
            let Value::Map(entries) = &member.value else { return None };
            entries.iter().find(|entry| entry.key == key)?.node.as_scalar().map(str::trim)
        };
        self.node(list).map(Node::members).unwrap_or_default().iter().map(said).collect()
    }

    /// True when a key is there with a value, right or wrong.
    pub fn has(&mut self, key: &'static str) -> bool {
        self.entry(key).is_some_and(|entry| !entry.node.is_absent())
    }

    /// Where a key stands, else where its lack would be reported.
    pub fn key_span(&self, key: &str) -> Span {
        self.entries.iter().find(|entry| entry.key == key).map_or(self.owner, |entry| entry.span)
    }

    /// The value of a key that may be left out.
    pub fn optional<T>(
        &mut self,
        key: &'static str,
        read: impl FnOnce(&mut Reader<'a>, &Node) -> Option<T>,
    ) -> Option<T> {
        let entry = self.entry(key)?;
        if entry.node.is_absent() {
            return None;
        }
        self.reader.holder = Some(entry.span);
        let value = read(self.reader, &entry.node);
        self.reader.holder = None;
        value
    }

    /// The value of a key that must be there.
    pub fn required<T>(
        &mut self,
        key: &'static str,
        read: impl FnOnce(&mut Reader<'a>, &Node) -> Option<T>,
    ) -> Option<T> {
        if !self.has(key) {
            self.missing(key, "");
        }
        self.optional(key, read)
    }

    /// Reports that a key is missing; `why` begins with a space where there is a reason to give.
    pub fn missing(&mut self, key: &'static str, why: &str) {
        self.missing_with(key, why, format!("write `{key}:` and its value"));
    }

    /// The same with a help line of its own.
    pub fn missing_with(&mut self, key: &'static str, why: &str, help: impl Into<Message>) {
        if self.excused {
            return;
        }
        let span = self.key_span(key);
        self.reader.error("missing-key", span, format!("the key `{key}` is missing{why}"), help);
    }

    /// The members of a list; one value where a list is asked is a list of one.
    pub fn list<T>(&mut self, key: &'static str, mut read: impl FnMut(&mut Reader<'a>, &Node) -> Option<T>) -> Vec<T> {
        let Some(entry) = self.entry(key) else { return Vec::new() };
        let members = entry.node.members();
        let mut values = Vec::with_capacity(members.len());
        for member in members {
            self.reader.key = key;
            if member.is_absent() {
                let help = "write a value after the dash, or delete the dash";
                self.reader.error("empty-member", member.span, format!("a member of `{key}` is empty"), help);
            } else {
                values.extend(read(self.reader, member));
            }
        }
        values
    }

    /// The members of a list that must have at least one.
    pub fn required_list<T>(
        &mut self,
        key: &'static str,
        read: impl FnMut(&mut Reader<'a>, &Node) -> Option<T>,
    ) -> Vec<T> {
        if !self.has(key) {
            self.missing(key, "");
        }
        self.list(key, read)
    }

    /// A map that may be left out.
    pub fn record<T>(
        &mut self,
        key: &'static str,
        example: &str,
        read: impl FnOnce(&mut Fields<'_, 'a, '_>) -> Option<T>,
    ) -> Option<T> {
        let entry = self.entry(key)?;
        if entry.node.is_absent() { None } else { self.reader.record_at(&entry.node, entry.span, example, read) }
    }

    /// A map that must be there.
    pub fn required_record<T>(
        &mut self,
        key: &'static str,
        example: &str,
        read: impl FnOnce(&mut Fields<'_, 'a, '_>) -> Option<T>,
    ) -> Option<T> {
        if !self.has(key) {
            self.missing_with(key, "", format!("write `{key}:` as in `{example}`"));
        }
        self.record(key, example, read)
    }

    /// The members of a list of maps.
    pub fn records<T>(
        &mut self,
        key: &'static str,
        example: &str,
        mut read: impl FnMut(&mut Fields<'_, 'a, '_>) -> Option<T>,
    ) -> Vec<T> {
        self.list(key, |reader, node| reader.record(node, example, &mut read))
    }

    /// Reports an error at a key, or where its lack would be reported.
    pub fn error_at(&mut self, key: &str, code: &'static str, message: impl Into<Message>, help: impl Into<Message>) {
        let span = self.key_span(key);
        self.reader.error(code, span, message, help);
    }

    /// Where what concerns the whole map is reported: the key that holds it, the member of a list, or the opening fence.
    pub fn owner(&self) -> Span {
        self.owner
    }

    /// The keys asked for so far.
    pub fn asked(&self) -> &[&'static str] {
        &self.asked
    }

    /// Entries that nobody asked for.
    pub fn unasked(&self) -> impl Iterator<Item = &'n Entry> {
        self.entries.iter().filter(|entry| !self.asked.contains(&entry.key.as_str()))
    }

    /// Reports every key that nobody asked for.
    pub fn refuse_unknown(&mut self) {
        let unknown: Vec<&Entry> = self.unasked().collect();
        for entry in unknown {
            let help = unknown_help(&entry.key, &self.asked);
            self.reader.error("unknown-key", entry.span, format!("there is no key `{}` here", entry.key), help);
        }
    }
}

/// What to write instead of an unknown key.
pub fn unknown_help(key: &str, known: &[&str]) -> String {
    match nearest(key, known.iter().copied()) {
        Some(near) => format!("write `{near}`, or delete the line"),
        None if known.len() <= 8 => format!("the keys here are {}", list_of(known)),
        None => "delete the line, or look the key up in the guide for editors".to_owned(),
    }
}

/// Words in backquotes, separated by commas.
pub fn list_of(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}
