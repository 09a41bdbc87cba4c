//! Typed reading of the fields of a map. A kind asks for its keys one after the other; what was never asked for is
//! unknown, so the list of valid keys stands nowhere twice.

use crate::base::diagnostic::Diagnostic;
use crate::base::lang::Lang;
use crate::base::message::{Message, say};
use crate::base::moment::{Day, Zone};
use crate::base::source::{Place, SourcePath, Span, Spanned};
use crate::read::form::{Form, Notes, Shape};
use crate::read::language_tags::LanguageTags;
use crate::read::markdown_text::MarkdownText;
use crate::read::yaml::{Entry, Node, Value};

/// A reference to an item, found in a field; whether it leads somewhere is known later.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemReference {
    /// The key at the top of the file under which it stands.
    pub field: &'static str,
    /// The word of the kind: `call`.
    pub kind: &'static str,
    /// The id.
    pub id: String,
    /// Where it stands.
    pub span: Span,
}

/// A file of the item that a fact names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileReference {
    /// Its path from the item's folder, composed.
    pub path: Spanned<String>,
    /// True where pages show it: it has to be a picture.
    pub is_shown: bool,
}

/// A text of the facts that is not in every language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissingTranslation {
    /// The key that holds it.
    pub key: &'static str,
    /// Where that is reported.
    pub span: Span,
    /// The languages that it lacks.
    pub langs: Vec<Lang>,
}

/// What reading one file needs to know and what it finds besides values.
#[derive(Debug)]
pub struct Reader<'a> {
    /// The file.
    pub path: &'a SourcePath,
    /// The languages of the site.
    pub tags: &'a LanguageTags,
    /// The zone of times without an offset.
    pub zone: Zone,
    /// False when another zone was meant, which cannot be read.
    pub zone_is_known: bool,
    /// The day of which an hour alone is.
    pub day: Option<Day>,
    /// The key at the top of the file that is being read.
    field: &'static str,
    /// The innermost key that is being read.
    pub key: &'static str,
    /// The key whose value is being read, where it is no member of a list.
    holder: Option<Span>,
    /// Mistakes.
    pub diagnostics: Vec<Diagnostic>,
    /// References to items.
    pub references: Vec<ItemReference>,
    /// Files of the item that facts name.
    pub files: Vec<FileReference>,
    /// Addresses of other sites.
    pub addresses: Vec<Spanned<String>>,
    /// Themes that facts name.
    pub themes: Vec<Spanned<String>>,
    /// Phases that facts name.
    pub phases: Vec<Spanned<String>>,
    /// Markdown texts in its facts.
    pub markdown_texts: Vec<MarkdownText>,
    /// Texts in its facts that lack a language.
    pub missing_translations: Vec<MissingTranslation>,
    /// What is asked for, where somebody wants to know.
    notes: Option<Notes>,
}

impl<'a> Reader<'a> {
    /// A reader that has found nothing yet.
    pub fn new(path: &'a SourcePath, tags: &'a LanguageTags, zone: Zone) -> Self {
        Self {
            path,
            tags,
            zone,
            zone_is_known: true,
            day: None,
            field: "",
            key: "",
            holder: None,
            diagnostics: Vec::new(),
            references: Vec::new(),
            files: Vec::new(),
            addresses: Vec::new(),
            themes: Vec::new(),
            phases: Vec::new(),
            markdown_texts: Vec::new(),
            missing_translations: Vec::new(),
            notes: None,
        }
    }

    /// A place in the file.
    pub fn place(&self, span: Span) -> Place {
        Place { path: self.path.clone(), span }
    }

    /// Where the lack of something in the value of `node` is reported: at its key, else at the value itself.
    pub fn missing_span(&self, node: &Node) -> Span {
        self.holder.unwrap_or(node.span)
    }

    /// Notes a reference to an item.
    pub fn add_reference(&mut self, kind: &'static str, id: String, span: Span) {
        self.references.push(ItemReference { field: self.field, kind, id, span });
    }

    /// Reports an error.
    pub fn error(&mut self, code: &'static str, span: Span, message: Message, help: Message) {
        let place = self.place(span);
        self.diagnostics.push(Diagnostic::error(code, place, message, help));
    }

    /// Reports a warning.
    pub fn warn(&mut self, code: &'static str, span: Span, message: Message, help: Message) {
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
            _ if self.notes.is_some() => {
                let entries = if let Value::Map(entries) = &node.value { entries.as_slice() } else { &[] };
                self.notes.iter_mut().for_each(Notes::enter);
                let value = read(&mut Fields::new(self, entries, owner));
                self.notes.iter_mut().for_each(Notes::leave);
                value.filter(|_| matches!(node.value, Value::Map(_)))
            }
            Value::Map(entries) => {
                let mut fields = Fields { top: false, ..Fields::new(self, entries, owner) };
                let value = read(&mut fields);
                fields.report_unknown_keys();
                value
            }
            Value::Null | Value::Scalar { .. } | Value::List(_) => {
                let wanted = say!(en: "a map of keys and values", fr: "un ensemble de clés et de valeurs");
                self.mistyped(node, wanted, example);
                None
            }
        }
    }

    /// The text of a single value; anything else is reported with an example of what is asked.
    pub fn scalar<'n>(&mut self, node: &'n Node, wanted: Message, example: &str) -> Option<&'n str> {
        let text = node.as_scalar();
        if text.is_none() {
            self.mistyped(node, wanted, example);
        }
        text.map(str::trim)
    }

    /// Reports that a value is not of the type that its field asks for.
    pub fn mistyped(&mut self, node: &Node, wanted: Message, example: &str) {
        let help = say!(en: "write it as in `{example}`", fr: "écrivez-le comme dans `{example}`");
        self.mistyped_with(node, wanted, help);
    }

    /// The same with a help line of its own.
    pub fn mistyped_with(&mut self, node: &Node, wanted: Message, help: Message) {
        let found = match &node.value {
            Value::Null => say!(en: "nothing", fr: "rien"),
            Value::Scalar { .. } => say!(en: "a single value", fr: "une seule valeur"),
            Value::List(_) => say!(en: "a list", fr: "une liste"),
            Value::Map(_) => say!(en: "a map", fr: "un ensemble de clés"),
        };
        let key = self.key;
        let message = say!(
            en: "`{key}` holds {found}, not {wanted}",
            fr: "`{key}` contient {found}, et non {wanted}";
            found, wanted
        );
        self.error("wrong-type", node.span, message, help);
    }
}

impl<'a> Reader<'a> {
    /// The form of what `read` asks of these entries.
    pub fn form_of(mut self, entries: &[Entry], read: impl FnOnce(&mut Fields<'_, 'a, '_>)) -> Form {
        let notes = self.notes.insert(Notes::default());
        notes.enter();
        read(&mut Fields::new(&mut self, entries, Span::default()));
        self.notes.map(Notes::finish).unwrap_or_default()
    }

    /// Says what the value is that is about to be read.
    pub fn note(&mut self, shape: Shape) {
        if let Some(notes) = &mut self.notes {
            notes.answer(shape);
        }
    }

    /// Where notes are taken: reads a value for the notes, `None` where nothing is written.
    fn note_question<T>(
        &mut self,
        (key, many): (&'static str, bool),
        entry: Option<&Entry>,
        read: impl FnOnce(&mut Self, &Node) -> Option<T>,
    ) -> Option<T> {
        let around = self.notes.as_mut().map(Notes::ask).unwrap_or_default();
        let nothing = Node { span: Span::default(), value: Value::Null };
        let value = read(self, entry.map_or(&nothing, |entry| &entry.node));
        self.notes.iter_mut().for_each(|notes| notes.asked(key, many, around.clone()));
        value.filter(|_| entry.is_some_and(|entry| !entry.node.is_absent()))
    }
}

/// What is said of a key that is missing where there is no more to say.
pub const NO_REASON: Message = Message::fixed("", "");

/// The fields of one map, asked for by name.
#[derive(Debug)]
pub struct Fields<'r, 'a, 'n> {
    /// The reader of the file, for what a kind reports itself.
    pub reader: &'r mut Reader<'a>,
    entries: &'n [Entry],
    /// An entry that stands in for the one of its key.
    instead: Option<&'n Entry>,
    owner: Span,
    read_keys: Vec<&'static str>,
    top: bool,
    /// True when what this map lacks may stand in another file.
    ignores_missing: bool,
}

impl<'r, 'a, 'n> Fields<'r, 'a, 'n> {
    /// The fields of the top of a file; what it lacks is reported at `owner`, the opening fence.
    pub fn new(reader: &'r mut Reader<'a>, entries: &'n [Entry], owner: Span) -> Self {
        Self { reader, entries, instead: None, owner, read_keys: Vec::new(), top: true, ignores_missing: false }
    }

    /// Reads one field as if `entry` stood in the place of the one of its key. What is found beside the value is the other
    /// reader's: its mistakes, and what it names.
    pub fn instead<'m, T>(
        &self,
        entry: &'m Entry,
        read: impl FnOnce(&mut Fields<'_, 'a, 'm>) -> Option<T>,
    ) -> (Option<T>, Reader<'a>)
    where
        'n: 'm,
    {
        let mut other = Reader::new(self.reader.path, self.reader.tags, self.reader.zone.clone());
        other.zone_is_known = self.reader.zone_is_known;
        let value = read(&mut Fields { instead: Some(entry), ..Fields::new(&mut other, self.entries, entry.span) });
        (value, other)
    }

    /// From here on says nothing of keys that are missing: they may stand in a file that could not be read.
    pub fn ignore_missing_keys(&mut self) {
        self.ignores_missing = true;
    }

    /// The value of a key, if it is written.
    fn entry(&mut self, key: &'static str) -> Option<&'n Entry> {
        if !self.read_keys.contains(&key) {
            self.read_keys.push(key);
        }
        if self.top {
            self.reader.field = key;
        }
        self.reader.key = key;
        self.written(key)
    }

    fn written(&self, key: &str) -> Option<&'n Entry> {
        let instead = self.instead.filter(|entry| entry.key == key);
        instead.or_else(|| self.entries.iter().find(|entry| entry.key == key))
    }

    /// The node of a key as it is written, for what compares values without reading them.
    pub fn node(&self, key: &str) -> Option<&'n Node> {
        self.written(key).map(|entry| &entry.node)
    }

    /// What the members of a list say under a key, those included that are broken otherwise; `None` for a member that
    /// does not say it.
    pub fn member_values(&self, list: &str, key: &str) -> Vec<Option<&'n str>> {
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
        self.written(key).map_or(self.owner, |entry| entry.span)
    }

    /// The value of a key that may be left out.
    pub fn optional<T>(
        &mut self,
        key: &'static str,
        read: impl FnOnce(&mut Reader<'a>, &Node) -> Option<T>,
    ) -> Option<T> {
        let entry = self.entry(key);
        if self.reader.notes.is_some() {
            return self.reader.note_question((key, false), entry, read);
        }
        let entry = entry.filter(|entry| !entry.node.is_absent())?;
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
            self.missing(key);
        }
        self.optional(key, read)
    }

    /// Reports that a key is missing.
    pub fn missing(&mut self, key: &'static str) {
        let help = say!(en: "write `{key}:` and its value", fr: "écrivez `{key}:` et sa valeur");
        self.missing_with(key, NO_REASON, help);
    }

    /// The same with a reason, which begins as it stands behind “is missing”, and a help line of its own.
    pub fn missing_with(&mut self, key: &'static str, why: Message, help: Message) {
        if self.ignores_missing {
            return;
        }
        self.reader.notes.iter_mut().for_each(|notes| notes.missing(key));
        let span = self.key_span(key);
        let message = say!(en: "the key `{key}` is missing{why}", fr: "la clé `{key}` manque{why}"; why);
        self.reader.error("missing-key", span, message, help);
    }

    /// Reports that at least one of these keys is missing from this map.
    pub fn missing_any(&mut self, keys: &'static [&'static str], message: Message, help: Message) {
        self.reader.notes.iter_mut().for_each(|notes| notes.missing_any(keys));
        self.reader.error("missing-key", self.owner, message, help);
    }

    /// The members of a list; one value where a list is asked is a list of one.
    pub fn list<T>(&mut self, key: &'static str, mut read: impl FnMut(&mut Reader<'a>, &Node) -> Option<T>) -> Vec<T> {
        let entry = self.entry(key);
        if self.reader.notes.is_some() {
            return self.reader.note_question((key, true), entry, read).into_iter().collect();
        }
        let Some(entry) = entry else { return Vec::new() };
        let members = entry.node.members();
        let mut values = Vec::with_capacity(members.len());
        for member in members {
            self.reader.key = key;
            if member.is_absent() {
                let help = say!(
                    en: "write a value after the dash, or delete the dash",
                    fr: "écrivez une valeur après le tiret, ou supprimez le tiret"
                );
                let message = say!(en: "a member of `{key}` is empty", fr: "un élément de `{key}` est vide");
                self.reader.error("empty-member", member.span, message, help);
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
            self.missing(key);
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
        let entry = self.entry(key);
        if self.reader.notes.is_some() {
            let span = self.key_span(key);
            let read = |reader: &mut Reader<'a>, node: &Node| reader.record_at(node, span, example, read);
            return self.reader.note_question((key, false), entry, read);
        }
        let entry = entry.filter(|entry| !entry.node.is_absent())?;
        self.reader.record_at(&entry.node, entry.span, example, read)
    }

    /// A map that must be there.
    pub fn required_record<T>(
        &mut self,
        key: &'static str,
        example: &str,
        read: impl FnOnce(&mut Fields<'_, 'a, '_>) -> Option<T>,
    ) -> Option<T> {
        if !self.has(key) {
            self.missing_with(
                key,
                NO_REASON,
                say!(en: "write `{key}:` as in `{example}`", fr: "écrivez `{key}:` comme dans `{example}`"),
            );
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
    pub fn error_at(&mut self, key: &str, code: &'static str, message: Message, help: Message) {
        let span = self.key_span(key);
        self.reader.error(code, span, message, help);
    }

    /// Where what concerns the whole map is reported: the key that holds it, the member of a list, or the opening fence.
    pub fn owner_span(&self) -> Span {
        self.owner
    }

    /// The keys asked for so far.
    pub fn read_keys(&self) -> &[&'static str] {
        &self.read_keys
    }

    /// Entries that nobody asked for.
    pub fn unread_entries(&self) -> impl Iterator<Item = &'n Entry> {
        self.entries.iter().filter(|entry| !self.read_keys.contains(&entry.key.as_str()))
    }
}
