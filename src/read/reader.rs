//! Reads the fields of a map with their types. A kind reads its keys one after the other; keys that were never read are
//! unknown keys, so that no second list of the valid keys is needed.

use crate::base::diagnostic::Diagnostic;
use crate::base::lang::Lang;
use crate::base::message::{Message, say};
use crate::base::moment::{Day, Zone};
use crate::base::route::PreviewAddresses;
use crate::base::source::{Place, SourcePath, Span, Spanned};
use crate::read::form::{Form, FormRecorder, InputType};
use crate::read::language_tags::LanguageTags;
use crate::read::markdown_text::MarkdownText;
use crate::read::yaml::{Entry, Node, Value};

/// A reference from a field to an item. Whether the item exists is checked when all items have been read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemReference {
    /// The key at the top level of the front matter that holds it.
    pub field: &'static str,
    /// The word of the item's kind: `call`.
    pub kind: &'static str,
    /// The item's id.
    pub id: String,
    /// The place of the reference in the file.
    pub span: Span,
}

/// A reference from a field to a file in the folder of the item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileReference {
    /// The path from the item's folder, in Unicode normalization form C.
    pub path: Spanned<String>,
    /// True if pages show the file, which then must be a picture.
    pub is_shown: bool,
}

/// A status that has no date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Undated {
    /// The key of the status.
    pub key: &'static str,
    /// Its place.
    pub span: Span,
    /// A day about which the status began, if one is known.
    pub day: Option<Day>,
}

/// A text of the facts that is not translated into every language of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissingTranslation {
    /// The key that holds the text.
    pub key: &'static str,
    /// The place where the missing translation is reported.
    pub span: Span,
    /// The languages without a translation. All of them for a plain text, whose language nothing says.
    pub langs: Vec<Lang>,
    /// True for a sentence written as a plain text, the same in all languages. That is allowed, and mostly a slip.
    pub is_plain: bool,
}

/// Reads one file: what the readers of values need, and what they find besides values.
#[derive(Debug)]
pub struct Reader<'a> {
    /// The path of the file.
    pub path: &'a SourcePath,
    /// The languages of the site.
    pub tags: &'a LanguageTags,
    /// The time zone of times without an offset.
    pub zone: Zone,
    /// False if the file or the site names a time zone that cannot be read.
    pub zone_is_known: bool,
    /// The day that a time without a date belongs to.
    pub day: Option<Day>,
    /// The addresses of the site, if a preview of it is made.
    pub preview: Option<&'a PreviewAddresses>,
    /// The key at the top level of the file that is being read.
    field: &'static str,
    /// The innermost key that is being read.
    pub key: &'static str,
    /// The place of the key whose value is being read; `None` for a member of a list.
    current_key_span: Option<Span>,
    /// Mistakes found so far.
    pub diagnostics: Vec<Diagnostic>,
    /// References to items found so far.
    pub references: Vec<ItemReference>,
    /// References to files of the item found so far.
    pub files: Vec<FileReference>,
    /// Addresses of other sites found so far.
    pub addresses: Vec<Spanned<String>>,
    /// Ids of themes found so far.
    pub themes: Vec<Spanned<String>>,
    /// Ids of phases found so far.
    pub phases: Vec<Spanned<String>>,
    /// Days of the facts found so far.
    pub dates: Vec<Spanned<Day>>,
    /// Statuses without a date found so far.
    pub undated: Vec<Undated>,
    /// Markdown texts of the facts found so far.
    pub markdown_texts: Vec<MarkdownText>,
    /// Texts of the facts that are not translated into every language.
    pub missing_translations: Vec<MissingTranslation>,
    /// The keys that have a label, in any language of the program; none until the kind of item is known.
    pub keys_of_label: fn(&str) -> Vec<&'static str>,
    /// The labels of these words of a closed list, in any language of the program and in the form of ids, each with its word; none until
    /// the kind of item is known.
    pub labels_of_words: fn(&[&'static str]) -> Vec<(&'static str, &'static str)>,
    /// Records the form of what is read; `None` in a normal reading.
    recorder: Option<FormRecorder>,
}

impl<'a> Reader<'a> {
    /// A new reader of a file.
    pub fn new(path: &'a SourcePath, tags: &'a LanguageTags, zone: Zone) -> Self {
        Self {
            path,
            tags,
            zone,
            zone_is_known: true,
            day: None,
            preview: None,
            field: "",
            key: "",
            current_key_span: None,
            diagnostics: Vec::new(),
            references: Vec::new(),
            files: Vec::new(),
            addresses: Vec::new(),
            themes: Vec::new(),
            phases: Vec::new(),
            dates: Vec::new(),
            undated: Vec::new(),
            markdown_texts: Vec::new(),
            missing_translations: Vec::new(),
            keys_of_label: |_| Vec::new(),
            labels_of_words: |_| Vec::new(),
            recorder: None,
        }
    }

    /// The place of a span of this file.
    pub fn place(&self, span: Span) -> Place {
        Place { path: self.path.clone(), span }
    }

    /// The place where something that is missing in the value of `node` is reported: its key, else the value itself.
    pub fn missing_span(&self, node: &Node) -> Span {
        self.current_key_span.unwrap_or(node.span)
    }

    /// Adds a reference to an item.
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

    /// Reads a map by its fields. Any other value is reported, with an example of what to write.
    pub fn record<T>(
        &mut self,
        node: &Node,
        example: &str,
        read: impl FnOnce(&mut Fields<'_, 'a, '_>) -> Option<T>,
    ) -> Option<T> {
        self.record_at(node, node.span, example, read)
    }

    /// The same for the map that a key holds: keys that are missing in it are reported at `owner`, the place of that key.
    fn record_at<T>(
        &mut self,
        node: &Node,
        owner: Span,
        example: &str,
        read: impl FnOnce(&mut Fields<'_, 'a, '_>) -> Option<T>,
    ) -> Option<T> {
        match &node.value {
            _ if self.recorder.is_some() => {
                let entries = if let Value::Map(entries) = &node.value { entries.as_slice() } else { &[] };
                self.recorder.iter_mut().for_each(FormRecorder::begin_map);
                let value = read(&mut Fields::new(self, entries, owner));
                self.recorder.iter_mut().for_each(FormRecorder::end_map);
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
                self.report_wrong_type(node, wanted, example);
                None
            }
        }
    }

    /// The text of a single value, trimmed. Any other value is reported, with an example of what to write.
    pub fn scalar<'n>(&mut self, node: &'n Node, wanted: Message, example: &str) -> Option<&'n str> {
        let text = node.as_scalar();
        if text.is_none() {
            self.report_wrong_type(node, wanted, example);
        }
        text.map(str::trim)
    }

    /// Reports that a value does not have the type of its field; the help line shows `example`.
    pub fn report_wrong_type(&mut self, node: &Node, wanted: Message, example: &str) {
        let help = say!(en: "for example `{example}`", fr: "par exemple `{example}`");
        self.report_wrong_type_with_help(node, wanted, help);
    }

    /// The same with another help line.
    pub fn report_wrong_type_with_help(&mut self, node: &Node, wanted: Message, help: Message) {
        let found = match &node.value {
            Value::Null => say!(en: "empty", fr: "vide"),
            Value::Scalar { .. } => say!(en: "a single value", fr: "une seule valeur"),
            Value::List(_) => say!(en: "a list", fr: "une liste"),
            Value::Map(_) => say!(en: "a map", fr: "un ensemble de clés"),
        };
        let key = self.key;
        let message = say!(
            en: "`{key}` is {found}; it must be {wanted}",
            fr: "`{key}` est {found} ; il faut {wanted}";
            found, wanted
        );
        self.error("wrong-type", node.span, message, help);
    }
}

impl<'a> Reader<'a> {
    /// The form that `read` records when it reads these entries.
    pub fn record_form(mut self, entries: &[Entry], read: impl FnOnce(&mut Fields<'_, 'a, '_>)) -> Form {
        let recorder = self.recorder.insert(FormRecorder::default());
        recorder.begin_map();
        read(&mut Fields::new(&mut self, entries, Span::default()));
        self.recorder.map(FormRecorder::finish).unwrap_or_default()
    }

    /// Records the type of the value that is about to be read; does nothing in a normal reading.
    pub fn declare_type(&mut self, input_type: InputType) {
        if let Some(recorder) = &mut self.recorder {
            recorder.add_type(input_type);
        }
    }

    /// Reads a field while its form is recorded, and as null if it is not written. Returns its value if it is written.
    fn record_field<T>(
        &mut self,
        (key, is_list): (&'static str, bool),
        entry: Option<&Entry>,
        read: impl FnOnce(&mut Self, &Node) -> Option<T>,
    ) -> Option<T> {
        let outer_types = self.recorder.as_mut().map(FormRecorder::begin_field).unwrap_or_default();
        let null = Node { span: Span::default(), value: Value::Null };
        let value = read(self, entry.map_or(&null, |entry| &entry.node));
        self.recorder.iter_mut().for_each(|recorder| recorder.end_field(key, is_list, outer_types.clone()));
        value.filter(|_| entry.is_some_and(|entry| !entry.node.is_absent()))
    }
}

/// The reason of a missing key in [`Fields::missing_with`] where the message needs none.
pub const NO_REASON: Message = Message::fixed("", "");

/// The fields of one map, which are read by their keys.
#[derive(Debug)]
pub struct Fields<'r, 'a, 'n> {
    /// The reader of the file, by which kinds report mistakes of their own.
    pub reader: &'r mut Reader<'a>,
    entries: &'n [Entry],
    /// An entry that is read in the place of the entry with the same key.
    replacement: Option<&'n Entry>,
    /// The place where missing keys are reported.
    owner: Span,
    read_keys: Vec<&'static str>,
    /// The keys that were reported missing, each with the index of its diagnostic.
    missing: Vec<(&'static str, usize)>,
    /// True for the map at the top level of the file.
    top: bool,
    /// True if keys that are missing in this map may be in another file.
    ignores_missing: bool,
}

impl<'r, 'a, 'n> Fields<'r, 'a, 'n> {
    /// The fields at the top level of a file. Missing keys are reported at `owner`, the opening fence.
    pub fn new(reader: &'r mut Reader<'a>, entries: &'n [Entry], owner: Span) -> Self {
        Self {
            reader,
            entries,
            replacement: None,
            owner,
            read_keys: Vec::new(),
            missing: Vec::new(),
            top: true,
            ignores_missing: false,
        }
    }

    /// Reads one field as if `entry` stood in the place of the entry with the same key. What is found besides the value, such
    /// as mistakes and references, is in the reader that is returned and not in this one.
    pub fn read_with<'m, T>(
        &self,
        entry: &'m Entry,
        read: impl FnOnce(&mut Fields<'_, 'a, 'm>) -> Option<T>,
    ) -> (Option<T>, Reader<'a>)
    where
        'n: 'm,
    {
        let mut other = Reader::new(self.reader.path, self.reader.tags, self.reader.zone.clone());
        other.zone_is_known = self.reader.zone_is_known;
        other.preview = self.reader.preview;
        other.keys_of_label = self.reader.keys_of_label;
        other.labels_of_words = self.reader.labels_of_words;
        let value = read(&mut Fields { replacement: Some(entry), ..Fields::new(&mut other, self.entries, entry.span) });
        (value, other)
    }

    /// From now on, missing keys are not reported: they may be in a file that could not be read.
    pub fn ignore_missing_keys(&mut self) {
        self.ignores_missing = true;
    }

    /// The entry of a key, if it is written; the key counts as read.
    fn read_entry(&mut self, key: &'static str) -> Option<&'n Entry> {
        if !self.read_keys.contains(&key) {
            self.read_keys.push(key);
        }
        if self.top {
            self.reader.field = key;
        }
        self.reader.key = key;
        self.find_entry(key)
    }

    fn find_entry(&self, key: &str) -> Option<&'n Entry> {
        let replacement = self.replacement.filter(|entry| entry.key == key);
        replacement.or_else(|| self.entries.iter().find(|entry| entry.key == key))
    }

    /// The node of a key as written. The key does not count as read.
    pub fn node(&self, key: &str) -> Option<&'n Node> {
        self.find_entry(key).map(|entry| &entry.node)
    }

    /// The value of a key in each member of a list, also in members with mistakes elsewhere; `None` for a member without
    /// the key.
    pub fn member_values(&self, list: &str, key: &str) -> Vec<Option<&'n str>> {
        let value = |member: &'n Node| {
            let Value::Map(entries) = &member.value else { return None };
            entries.iter().find(|entry| entry.key == key)?.node.as_scalar().map(str::trim)
        };
        self.node(list).map(Node::members).unwrap_or_default().iter().map(value).collect()
    }

    /// True if a key has a value, valid or not.
    pub fn has(&mut self, key: &'static str) -> bool {
        self.read_entry(key).is_some_and(|entry| !entry.node.is_absent())
    }

    /// The place of a key; if it is not written, the place where it would be reported missing.
    pub fn key_span(&self, key: &str) -> Span {
        self.find_entry(key).map_or(self.owner, |entry| entry.span)
    }

    /// The value of an optional key.
    pub fn optional<T>(
        &mut self,
        key: &'static str,
        read: impl FnOnce(&mut Reader<'a>, &Node) -> Option<T>,
    ) -> Option<T> {
        let entry = self.read_entry(key);
        if self.reader.recorder.is_some() {
            return self.reader.record_field((key, false), entry, read);
        }
        let entry = entry.filter(|entry| !entry.node.is_absent())?;
        self.reader.current_key_span = Some(entry.span);
        let value = read(self.reader, &entry.node);
        self.reader.current_key_span = None;
        value
    }

    /// The value of a required key.
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
        let help = say!(en: "add `{key}:` and its value", fr: "ajoutez `{key}:` et sa valeur");
        self.missing_with(key, NO_REASON, help);
    }

    /// The same with another help line and a reason, which directly follows “is missing” in the message.
    pub fn missing_with(&mut self, key: &'static str, why: Message, help: Message) {
        if self.ignores_missing {
            return;
        }
        self.reader.recorder.iter_mut().for_each(|recorder| recorder.add_missing(key));
        let span = self.key_span(key);
        let message = say!(en: "the key `{key}` is missing{why}", fr: "la clé `{key}` manque{why}"; why);
        self.missing.push((key, self.reader.diagnostics.len()));
        self.reader.error("missing-key", span, message, help);
    }

    /// Reports that at least one of these keys is missing from this map.
    pub fn missing_any(&mut self, keys: &'static [&'static str], message: Message, help: Message) {
        self.reader.recorder.iter_mut().for_each(|recorder| recorder.add_any_of(keys));
        self.missing.extend(keys.iter().map(|key| (*key, self.reader.diagnostics.len())));
        self.reader.error("missing-key", self.owner, message, help);
    }

    /// The members of a list. A single value is read as a list of one.
    pub fn list<T>(&mut self, key: &'static str, mut read: impl FnMut(&mut Reader<'a>, &Node) -> Option<T>) -> Vec<T> {
        let entry = self.read_entry(key);
        if self.reader.recorder.is_some() {
            return self.reader.record_field((key, true), entry, read).into_iter().collect();
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
                let message =
                    say!(en: "one of the members of `{key}` is empty", fr: "l’un des éléments de `{key}` est vide");
                self.reader.error("empty-member", member.span, message, help);
            } else {
                values.extend(read(self.reader, member));
            }
        }
        values
    }

    /// The members of a list that must have at least one member.
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

    /// An optional map.
    pub fn record<T>(
        &mut self,
        key: &'static str,
        example: &str,
        read: impl FnOnce(&mut Fields<'_, 'a, '_>) -> Option<T>,
    ) -> Option<T> {
        let entry = self.read_entry(key);
        if self.reader.recorder.is_some() {
            let span = self.key_span(key);
            let read = |reader: &mut Reader<'a>, node: &Node| reader.record_at(node, span, example, read);
            return self.reader.record_field((key, false), entry, read);
        }
        let entry = entry.filter(|entry| !entry.node.is_absent())?;
        self.reader.record_at(&entry.node, entry.span, example, read)
    }

    /// A required map.
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
                say!(en: "add `{key}:`, for example `{example}`", fr: "ajoutez `{key}:`, par exemple `{example}`"),
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

    /// Reports an error at a key; if it is not written, where it would be reported missing.
    pub fn error_at(&mut self, key: &str, code: &'static str, message: Message, help: Message) {
        let span = self.key_span(key);
        self.reader.error(code, span, message, help);
    }

    /// The place where mistakes of the whole map are reported: the key that holds it, the member of a list, or the opening fence.
    pub fn owner_span(&self) -> Span {
        self.owner
    }

    /// The keys that have been read so far.
    pub fn read_keys(&self) -> &[&'static str] {
        &self.read_keys
    }

    /// The first key that was reported missing.
    pub fn first_missing(&self) -> Option<&'static str> {
        self.missing.first().map(|(key, _)| *key)
    }

    /// Takes back that a key is missing: it is written under another name, which is reported.
    pub fn take_back_missing(&mut self, key: &str) {
        let Some((_, index)) = self.missing.iter().copied().find(|(missing, _)| *missing == key) else { return };
        self.reader.diagnostics.remove(index);
        self.missing.retain(|(_, other)| *other != index);
        self.missing.iter_mut().filter(|(_, later)| *later > index).for_each(|(_, later)| *later -= 1);
    }

    /// The entries whose keys have not been read.
    pub fn unread_entries(&self) -> impl Iterator<Item = &'n Entry> {
        self.entries.iter().filter(|entry| !self.read_keys.contains(&entry.key.as_str()))
    }
}
