//! Amendments: what of an item was changed, when and why. They tell the past; the field itself tells today.

use std::fmt::Debug;
use std::ops::Deref;

use crate::base::bounds::AMENDMENTS;
use crate::base::diagnostic::{Diagnostic, Severity, nearest};
use crate::base::lang::Text;
use crate::base::message::say;
use crate::base::moment::{Moment, PartialDate};
use crate::base::source::Span;
use crate::kind::common::{Common, CommonField};
use crate::kind::member::{MemberId, member_id, members};
use crate::kind::record::{AmendableField, FieldValue};
use crate::read::date::{self, DateOrTime};
use crate::read::form::InputType;
use crate::read::list::{check_list_length, quoted_list};
use crate::read::reader::{Fields, Reader};
use crate::read::value;
use crate::read::yaml::{self, Entry, Node};

/// A value before or after a change.
#[derive(Clone, Debug, PartialEq)]
pub enum AmendedValue {
    /// A date or a moment, of a field that holds one.
    DateOrTime(DateOrTime),
    /// A word of the closed list that the field takes its value from.
    Word(&'static str),
    /// A text or anything that reads as one.
    Text(Text),
    /// A value with parts, such as a budget, which the page does not show.
    Other,
}

/// One change of one field.
#[derive(Clone, Debug, PartialEq)]
pub struct Amendment {
    /// Its id within the item.
    pub id: MemberId,
    /// When it was decided; without it the page tells of it and no entry does.
    pub date: Option<PartialDate>,
    /// The field.
    pub field: String,
    /// What held before.
    pub from: Option<AmendedValue>,
    /// What holds since.
    pub to: Option<AmendedValue>,
    /// Why.
    pub reason: Option<Text>,
}

/// A kind whose fields amendments can change.
pub trait Amendable: Clone + Debug + PartialEq {
    /// The value of one of these.
    type Field: AmendableField<Record = Self>;

    /// The keys of the fields of every kind that can be changed too.
    const COMMON: &'static [&'static str];

    /// How long words in the place of a value with parts may be, in characters.
    const WORDS: usize;

    /// The value that words stand for; `None` where they stand for none.
    fn of_words(&self, _key: &str, _words: &Text) -> Option<Self::Field> {
        None
    }

    /// The word of a list, of a field whose words entries tell.
    fn word(_field: &Self::Field) -> Option<&'static str> {
        None
    }
}

/// The value of a field that amendments can change: one of the kind's own, or of every kind.
#[derive(Clone, Debug, PartialEq)]
enum AmendedField<K: Amendable> {
    Own(K::Field),
    Common(CommonField),
}

impl<K: Amendable> AmendedField<K> {
    fn read(key: &str, f: &mut Fields<'_, '_, '_>) -> Option<Self> {
        K::Field::read(key, f).map(Self::Own).or_else(|| CommonField::read(key, f).map(Self::Common))
    }

    fn is_structured(key: &str) -> bool {
        K::Field::is_structured(key) || CommonField::is_structured(key)
    }

    fn empty(key: &str) -> Option<Self> {
        K::Field::empty(key).map(Self::Own).or_else(|| CommonField::empty(key).map(Self::Common))
    }

    /// A date, a moment, or a word of a list of which entries tell, to be told as such.
    fn told(&self) -> Option<AmendedValue> {
        let (value, word) = match self {
            Self::Own(field) => (field.value(), K::word(field)),
            Self::Common(field) => (field.value(), None),
        };
        match value {
            FieldValue::Instant(instant) => Some(AmendedValue::DateOrTime(DateOrTime::Instant(instant))),
            FieldValue::Date(date) => Some(AmendedValue::DateOrTime(DateOrTime::Date(date))),
            _ => word.map(AmendedValue::Word),
        }
    }

    fn set(&self, record: &mut K, common: &mut Common) {
        match self {
            Self::Own(field) => field.set(record),
            Self::Common(field) => field.set(common),
        }
    }
}

/// The keys of the fields of a kind that amendments can change.
pub fn amendable<K: Amendable>() -> Vec<&'static str> {
    [K::Field::KEYS, K::COMMON].concat()
}

/// What held of a field until an amendment.
#[derive(Clone, Debug, PartialEq)]
pub struct PriorValue<K: Amendable> {
    /// The moment from which the amendment holds.
    pub until: Moment,
    /// The key of the field.
    pub key: &'static str,
    /// The value, where one is written that the field's reader understands.
    value: Option<AmendedField<K>>,
    /// Words in its place.
    words: Option<Text>,
    /// Where it stands, else the amendment.
    pub span: Span,
}

impl<K: Amendable> PriorValue<K> {
    /// The value that the field had, as far as it is known. `record` is the item as it is written.
    fn value(&self, record: &K) -> Option<AmendedField<K>> {
        let of_words = || record.of_words(self.key, self.words.as_ref()?).map(AmendedField::Own);
        self.value.clone().or_else(of_words)
    }

    /// True where the value that the field had is known.
    pub fn is_known(&self, record: &K) -> bool {
        self.value(record).is_some()
    }
}

/// The amendments of an item, and what held before each that is dated.
#[derive(Clone, Debug, PartialEq)]
pub struct Amendments<K: Amendable> {
    told: Vec<Amendment>,
    /// In the order of their moments.
    before: Vec<PriorValue<K>>,
}

impl<K: Amendable> Deref for Amendments<K> {
    type Target = [Amendment];

    fn deref(&self) -> &[Amendment] {
        &self.told
    }
}

impl<K: Amendable> Amendments<K> {
    /// What held until amendments that are to come at a moment, field by field: of two of one field the earlier one tells.
    pub fn prior_values(&self, now: Moment) -> impl Iterator<Item = &PriorValue<K>> {
        let come = self.before.partition_point(|before| before.until <= now);
        let mut seen: Vec<&str> = Vec::new();
        self.before[come..].iter().filter(move |before| {
            let is_first = !seen.contains(&before.key);
            seen.push(before.key);
            is_first
        })
    }

    /// What held of a field of the kind at a moment, as far as it is known, where an amendment of it came later.
    pub fn prior_value_at(&self, record: &K, key: &str, moment: Moment) -> Option<Option<K::Field>> {
        let before = self.before.iter().find(|before| before.key == key && moment < before.until)?;
        match before.value(record) {
            Some(AmendedField::Own(field)) => Some(Some(field)),
            Some(AmendedField::Common(_)) | None => Some(None),
        }
    }

    /// The moments from which amendments hold, in their order.
    pub fn moments(&self) -> impl Iterator<Item = Moment> {
        self.before.iter().map(|before| before.until)
    }

    /// Takes the amendments that are to come out of an item, whose fields become what they were before.
    pub fn undo(&mut self, record: &mut K, common: &mut Common, now: Moment) {
        for before in self.prior_values(now).cloned().collect::<Vec<_>>() {
            let value = before.value(record).or_else(|| AmendedField::empty(before.key));
            value.iter().for_each(|value| value.set(record, common));
        }
        let zone = &common.zone;
        self.told.retain(|amendment| amendment.date.is_none_or(|date| date.start(zone) <= now));
        self.before.retain(|before| before.until <= now);
    }
}

/// One amendment as it is written.
struct Written {
    field: &'static str,
    date: Option<PartialDate>,
    from: Option<Node>,
    to: Option<Node>,
    span: Span,
}

/// Reads the amendments of an item; the last `to` of a field is its value today.
pub fn amendments<K: Amendable>(f: &mut Fields<'_, '_, '_>) -> Amendments<K> {
    let example = "{date: 2026-04-02, field: closes, from: 2026-04-10T17:00, to: 2026-04-25T17:00}";
    let keys = amendable::<K>();
    let mut written: Vec<Written> = Vec::new();
    let any = |reader: &mut Reader<'_>, node: &Node| {
        reader.declare_type(InputType::Any);
        Some(node.clone())
    };
    check_list_length(f, "amendments", AMENDMENTS);
    let read_one = |f: &mut Fields<'_, '_, '_>| {
        let date = f.optional("date", date::date);
        let field = f.required("field", |reader, node| field_name(reader, node, &keys));
        let (from, to) = (f.optional("from", any), f.optional("to", any));
        let reason = f.optional("reason", value::text);
        let said = field.zip(date).map(|(field, date)| format!("{field}-{date}"));
        let id = member_id(f, said);
        let field = field?;
        written.push(Written { field, date, from, to, span: f.owner_span() });
        Some(Amendment { id, date, field: field.to_owned(), from: None, to: None, reason })
    };
    let mut told = members(f, "amendments", example, read_one, |amendment| &mut amendment.id);
    let mut before = Vec::new();
    for (amendment, written) in told.iter_mut().zip(&written) {
        let from = written.from.as_ref().map(|node| read::<K>(f, written.field, node)).unwrap_or_default();
        amendment.from = from.told;
        amendment.to = written.to.as_ref().and_then(|node| read::<K>(f, written.field, node).told);
        if let Some(date) = written.date {
            let span = written.from.as_ref().map_or(written.span, |node| node.span);
            before.push(PriorValue {
                until: date.start(&f.reader.zone),
                key: written.field,
                value: from.value,
                words: from.words,
                span,
            });
        }
    }
    before.sort_by_key(|before| before.until);
    for key in keys {
        check_today::<K>(f, key, written.iter().filter(|written| written.field == key).collect());
    }
    Amendments { told, before }
}

/// Reports a last `to` of a field that is not its value today.
fn check_today<K: Amendable>(f: &mut Fields<'_, '_, '_>, key: &'static str, mut changes: Vec<&Written>) {
    if changes.iter().all(|written| written.date.is_some()) {
        changes.sort_by_key(|written| written.date.map(PartialDate::first_day));
    }
    let last = changes.last().and_then(|written| written.to.as_ref());
    let Some(to) = last.filter(|to| !to.is_absent()) else { return };
    let today = f.node(key);
    if is_same::<K>(f, key, to, today) {
        return;
    }
    let help = match today.and_then(Node::as_scalar) {
        Some(today) => {
            say!(en: "write `{today}` here, or change `{key}`", fr: "écrivez `{today}` ici, ou changez `{key}`")
        }
        None => {
            say!(
                en: "write the value of `{key}` here, or change `{key}`",
                fr: "écrivez ici la valeur de `{key}`, ou changez `{key}`"
            )
        }
    };
    let message = say!(
        en: "the last amendment of `{key}` does not lead to its value today",
        fr: "la dernière modification de `{key}` ne mène pas à sa valeur actuelle"
    );
    let diagnostic = Diagnostic::error("contradiction", f.reader.place(to.span), message, help);
    let related = f.reader.place(f.key_span(key));
    f.reader.diagnostics.push(diagnostic.related(say!(en: "today's value", fr: "la valeur actuelle"), related));
}

/// A value of an amendment: what it is to its field, and how it is told.
struct Value<K: Amendable> {
    value: Option<AmendedField<K>>,
    words: Option<Text>,
    told: Option<AmendedValue>,
}

impl<K: Amendable> Default for Value<K> {
    fn default() -> Self {
        Self { value: None, words: None, told: None }
    }
}

fn read<K: Amendable>(f: &mut Fields<'_, '_, '_>, key: &str, node: &Node) -> Value<K> {
    let entry = Entry { key: key.to_owned(), span: node.span, node: node.clone() };
    let (value, mut found) = f.read_with(&entry, |f| AmendedField::<K>::read(key, f));
    let in_words = node.as_scalar().is_some() || is_text(f.reader, node);
    let is_wrong = |diagnostic: &Diagnostic| diagnostic.severity == Severity::Error;
    if in_words && AmendedField::<K>::is_structured(key) && (value.is_none() || found.diagnostics.iter().any(is_wrong))
    {
        // Words in the place of a value with parts.
        f.reader.key = "from";
        let words = value::text_at_most(K::WORDS, f.reader, node);
        return Value { value: None, told: words.clone().map(AmendedValue::Text), words };
    }
    let reader = &mut f.reader;
    reader.diagnostics.append(&mut found.diagnostics);
    reader.missing_translations.append(&mut found.missing_translations);
    reader.addresses.append(&mut found.addresses);
    reader.markdown_texts.append(&mut found.markdown_texts);
    let told = value.as_ref().map(|value| {
        let as_words = || {
            let mut quiet = Reader::new(reader.path, reader.tags, reader.zone.clone());
            in_words.then(|| value::text(&mut quiet, node)).flatten().map(AmendedValue::Text)
        };
        value.told().or_else(as_words).unwrap_or(AmendedValue::Other)
    });
    Value { value, words: None, told }
}

/// True when a `to` is what the field holds today, or when either was reported already.
fn is_same<K: Amendable>(f: &Fields<'_, '_, '_>, key: &str, to: &Node, today: Option<&Node>) -> bool {
    let Some(today) = today else {
        // A field that is not written has its default: only the state of an event has one.
        return to.as_scalar() == Some("scheduled");
    };
    let told = to.as_scalar().is_some() || is_text(f.reader, to);
    if told && matches!(today.value, yaml::Value::Map(_) | yaml::Value::List(_)) && !is_text(f.reader, today) {
        // A value with parts is told in words, which cannot be compared.
        return true;
    }
    let value = |node: &Node| {
        let entry = Entry { key: key.to_owned(), span: node.span, node: node.clone() };
        f.read_with(&entry, |f| AmendedField::<K>::read(key, f)).0.and_then(|value| value.told())
    };
    match (value(to), value(today)) {
        (
            Some(AmendedValue::DateOrTime(DateOrTime::Instant(to))),
            Some(AmendedValue::DateOrTime(DateOrTime::Instant(today))),
        ) => to.moment == today.moment,
        (Some(AmendedValue::DateOrTime(to)), Some(AmendedValue::DateOrTime(today))) => to == today,
        // What could not be read was reported.
        (None, Some(AmendedValue::DateOrTime(_))) | (Some(AmendedValue::DateOrTime(_)), None) => true,
        _ => same_node(to, today),
    }
}

fn field_name(reader: &mut Reader<'_>, node: &Node, keys: &[&'static str]) -> Option<&'static str> {
    reader.declare_type(InputType::Choice(keys.to_vec()));
    let written = value::string(reader, node)?;
    if let Some(found) = keys.iter().find(|key| **key == written) {
        return Some(found);
    }
    let help = match nearest(&written, keys.iter().copied()) {
        Some(near) => say!(en: "write `{near}`", fr: "écrivez `{near}`"),
        None => {
            say!(en: "write one of {values}", fr: "écrivez l’une de ces valeurs : {values}", values = quoted_list(keys))
        }
    };
    reader.error(
        "not-in-list",
        node.span,
        say!(
            en: "`{written}` is not a field that can be amended here",
            fr: "`{written}` n’est pas un champ qui peut être modifié ici"
        ),
        help,
    );
    None
}

/// True for a text with a wording for each language.
fn is_text(reader: &Reader<'_>, node: &Node) -> bool {
    matches!(&node.value, yaml::Value::Map(entries) if entries.iter().all(|entry| reader.tags.find(&entry.key).is_some()))
}

fn same_node(a: &Node, b: &Node) -> bool {
    match (&a.value, &b.value) {
        (yaml::Value::Scalar { text: a, .. }, yaml::Value::Scalar { text: b, .. }) => a.trim() == b.trim(),
        (yaml::Value::List(a), yaml::Value::List(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same_node(a, b))
        }
        (yaml::Value::List(list), _) => matches!(list.as_slice(), [only] if same_node(only, b)),
        (_, yaml::Value::List(list)) => matches!(list.as_slice(), [only] if same_node(a, only)),
        (yaml::Value::Map(a), yaml::Value::Map(b)) => {
            let found =
                |entry: &Entry| b.iter().any(|other| other.key == entry.key && same_node(&entry.node, &other.node));
            a.len() == b.len() && a.iter().all(found)
        }
        (yaml::Value::Null, yaml::Value::Null) => true,
        (yaml::Value::Scalar { .. } | yaml::Value::Map(_) | yaml::Value::Null, _) => false,
    }
}
