//! Amendments: what was changed in an item, when and why. The field itself has the latest value; amendments have the earlier
//! ones.

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
    /// The value of a date field.
    DateOrTime(DateOrTime),
    /// A word of the closed list of the field.
    Word(&'static str),
    /// A text, or another value that can be shown as one.
    Text(Text),
    /// A structured value, such as a budget, which pages do not show here.
    Other,
}

/// One change of one field.
#[derive(Clone, Debug, PartialEq)]
pub struct Amendment {
    /// Its id within the item.
    pub id: MemberId,
    /// The date from which the change is in effect. An amendment without a date is on the page, but makes no entry.
    pub date: Option<PartialDate>,
    /// The key of the changed field.
    pub field: String,
    /// The value before the change.
    pub from: Option<AmendedValue>,
    /// The value since the change.
    pub to: Option<AmendedValue>,
    /// The reason.
    pub reason: Option<Text>,
}

/// A kind with fields that amendments can change.
pub trait Amendable: Clone + Debug + PartialEq {
    /// The value of one such field.
    type Field: AmendableField<Record = Self>;

    /// The keys of those fields of every kind that amendments of this kind can change too.
    const COMMON: &'static [&'static str];

    /// The most characters of a text in place of a structured value.
    const MAX_WORDS: usize;

    /// The structured value that such words mean; `None` if they mean none.
    fn value_of_words(&self, _key: &str, _words: &Text) -> Option<Self::Field> {
        None
    }

    /// The word of a closed list, for a field that has entries of its own, such as a status.
    fn entry_word(_field: &Self::Field) -> Option<&'static str> {
        None
    }
}

/// The value of a field that amendments can change: a field of the kind, or one of every kind.
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

    /// The value as a date or as a word; `None` if it is neither.
    fn date_or_word(&self) -> Option<AmendedValue> {
        let (value, word) = match self {
            Self::Own(field) => (field.value(), K::entry_word(field)),
            Self::Common(field) => (field.value(), None),
        };
        match value {
            FieldValue::Instant(instant) => Some(AmendedValue::DateOrTime(DateOrTime::Instant(instant))),
            FieldValue::Date(date) => Some(AmendedValue::DateOrTime(date.into())),
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

/// The value of a field until an amendment.
#[derive(Clone, Debug, PartialEq)]
pub struct PriorValue<K: Amendable> {
    /// The moment at which the amendment takes effect.
    pub until: Moment,
    /// The key of the field.
    pub key: &'static str,
    /// The value, if one is written that the reader of the field can read.
    value: Option<AmendedField<K>>,
    /// The words that are written instead.
    words: Option<Text>,
    /// The place of the value, else of the amendment.
    pub span: Span,
}

impl<K: Amendable> PriorValue<K> {
    /// The value that the field had, if it is known. `record` is the record as written.
    fn value(&self, record: &K) -> Option<AmendedField<K>> {
        let from_words = || record.value_of_words(self.key, self.words.as_ref()?).map(AmendedField::Own);
        self.value.clone().or_else(from_words)
    }

    /// True if the value that the field had is known.
    pub fn is_known(&self, record: &K) -> bool {
        self.value(record).is_some()
    }
}

/// The amendments of an item, and the prior value for each one with a date.
#[derive(Clone, Debug, PartialEq)]
pub struct Amendments<K: Amendable> {
    amendments: Vec<Amendment>,
    /// In the order in which the amendments take effect.
    prior_values: Vec<PriorValue<K>>,
}

impl<K: Amendable> Deref for Amendments<K> {
    type Target = [Amendment];

    fn deref(&self) -> &[Amendment] {
        &self.amendments
    }
}

impl<K: Amendable> Amendments<K> {
    /// The values in effect at `now` because their amendments come later. If several amendments of one field come later, it is the
    /// prior value of the first one.
    pub fn prior_values(&self, now: Moment) -> impl Iterator<Item = &PriorValue<K>> {
        let first = self.prior_values.partition_point(|prior| prior.until <= now);
        let mut seen: Vec<&str> = Vec::new();
        self.prior_values[first..].iter().filter(move |prior| {
            let is_first = !seen.contains(&prior.key);
            seen.push(prior.key);
            is_first
        })
    }

    /// The value of a field of the kind at a moment, if an amendment changed it later; `Some(None)` if that value is not known.
    pub fn prior_value_at(&self, record: &K, key: &str, moment: Moment) -> Option<Option<K::Field>> {
        let prior = self.prior_values.iter().find(|prior| prior.key == key && moment < prior.until)?;
        match prior.value(record) {
            Some(AmendedField::Own(field)) => Some(Some(field)),
            Some(AmendedField::Common(_)) | None => Some(None),
        }
    }

    /// The moments at which amendments take effect, in order.
    pub fn moments(&self) -> impl Iterator<Item = Moment> {
        self.prior_values.iter().map(|prior| prior.until)
    }

    /// Undoes the amendments that come after `now`: removes them, and gives the fields their prior values.
    pub fn undo_later(&mut self, record: &mut K, common: &mut Common, now: Moment) {
        for prior in self.prior_values(now).cloned().collect::<Vec<_>>() {
            let value = prior.value(record).or_else(|| AmendedField::empty(prior.key));
            value.iter().for_each(|value| value.set(record, common));
        }
        let zone = &common.zone;
        self.amendments.retain(|amendment| amendment.date.is_none_or(|date| date.start(zone) <= now));
        self.prior_values.retain(|prior| prior.until <= now);
    }
}

/// An amendment as written, before its values are read.
struct WrittenAmendment {
    field: &'static str,
    date: Option<PartialDate>,
    from: Option<Node>,
    to: Option<Node>,
    span: Span,
}

/// Reads the amendments of an item. The last `to` of a field must be the field's value.
pub fn amendments<K: Amendable>(f: &mut Fields<'_, '_, '_>) -> Amendments<K> {
    let example = "{date: 2030-04-02, field: closes, from: 2030-04-10T17:00, to: 2030-04-25T17:00}";
    let keys = amendable::<K>();
    let mut written: Vec<WrittenAmendment> = Vec::new();
    let any = |reader: &mut Reader<'_>, node: &Node| {
        reader.declare_type(InputType::Any);
        Some(node.clone())
    };
    check_list_length(f, "amendments", AMENDMENTS);
    let read_one = |f: &mut Fields<'_, '_, '_>| {
        let date = f.optional("date", date::record_date);
        let field = f.required("field", |reader, node| field_name(reader, node, &keys));
        let (from, to) = (f.optional("from", any), f.optional("to", any));
        let reason = f.optional("reason", value::text);
        let derived_from = field.zip(date).map(|(field, date)| format!("{field}-{}", date.without_time()));
        let id = member_id(f, derived_from);
        let field = field?;
        written.push(WrittenAmendment { field, date, from, to, span: f.owner_span() });
        Some(Amendment { id, date, field: field.to_owned(), from: None, to: None, reason })
    };
    let mut amendments = members(f, "amendments", example, read_one, |amendment| &mut amendment.id);
    let mut prior_values = Vec::new();
    for (amendment, written) in amendments.iter_mut().zip(&written) {
        let from = written.from.as_ref().map(|node| read::<K>(f, written.field, node)).unwrap_or_default();
        amendment.from = from.shown;
        amendment.to = written.to.as_ref().and_then(|node| read::<K>(f, written.field, node).shown);
        if let Some(date) = written.date {
            let span = written.from.as_ref().map_or(written.span, |node| node.span);
            prior_values.push(PriorValue {
                until: date.start(&f.reader.zone),
                key: written.field,
                value: from.value,
                words: from.words,
                span,
            });
        }
    }
    prior_values.sort_by_key(|prior| prior.until);
    for key in keys {
        let mut changes: Vec<&WrittenAmendment> = written.iter().filter(|written| written.field == key).collect();
        if changes.iter().all(|written| written.date.is_some()) {
            changes.sort_by_key(|written| written.date.map(PartialDate::order));
        }
        for pair in changes.windows(2) {
            check_prior_value::<K>(f, pair[0], pair[1]);
        }
        check_current_value::<K>(f, key, changes.last().copied());
    }
    Amendments { amendments, prior_values }
}

/// Reports a `from` that is not the `to` of the amendment before it: until its own date, it would be in effect instead.
fn check_prior_value<K: Amendable>(f: &mut Fields<'_, '_, '_>, earlier: &WrittenAmendment, later: &WrittenAmendment) {
    let (Some(to), Some(from)) = (&earlier.to, &later.from) else { return };
    let has_words_for_facts = AmendedField::<K>::is_structured(later.field)
        && [to, from].iter().any(|node| node.as_scalar().is_some() || is_text(f.reader, node));
    if to.is_absent()
        || from.is_absent()
        || has_words_for_facts
        || is_current_value::<K>(f, later.field, to, Some(from))
    {
        return;
    }
    let key = later.field;
    let message = say!(
        en: "this amendment of `{key}` does not start from the value set by the previous one",
        fr: "cette modification de `{key}` ne part pas de la valeur fixée par la précédente"
    );
    let help = match to.as_scalar() {
        Some(to) => say!(en: "write `from: {to}`", fr: "écrivez `from: {to}`"),
        None => say!(
            en: "write the `to` of the previous amendment after `from`",
            fr: "écrivez après `from` la valeur `to` de la modification précédente"
        ),
    };
    let diagnostic = Diagnostic::error("contradiction", f.reader.place(from.span), message, help);
    let related = f.reader.place(to.span);
    f.reader.diagnostics.push(diagnostic.related(say!(en: "the previous value", fr: "la valeur précédente"), related));
}

/// Reports a last `to` of a field that is not the field's value.
fn check_current_value<K: Amendable>(f: &mut Fields<'_, '_, '_>, key: &'static str, last: Option<&WrittenAmendment>) {
    let last = last.and_then(|written| written.to.as_ref());
    let Some(to) = last.filter(|to| !to.is_absent()) else { return };
    let today = f.node(key);
    if is_current_value::<K>(f, key, to, today) {
        return;
    }
    let help = match today.and_then(Node::as_scalar).zip(to.as_scalar()) {
        Some((today, to)) => say!(
            en: "if `{key}` changed again, add an amendment with `from: {to}`, `to: {today}` and its `date`; if this is a typing error, write `{today}` here, or `{to}` as `{key}`",
            fr: "si `{key}` a changé une nouvelle fois, ajoutez une modification avec `from: {to}`, `to: {today}` et sa `date` ; si c’est une faute de frappe, écrivez `{today}` ici, ou `{to}` comme valeur de `{key}`"
        ),
        None => {
            say!(
                en: "write the value of `{key}` here, or change `{key}`",
                fr: "écrivez ici la valeur de `{key}`, ou changez `{key}`"
            )
        }
    };
    let message = say!(
        en: "the last amendment of `{key}` does not match its current value",
        fr: "la dernière modification de `{key}` ne correspond pas à sa valeur actuelle"
    );
    let diagnostic = Diagnostic::error("contradiction", f.reader.place(to.span), message, help);
    let related = f.reader.place(f.key_span(key));
    f.reader.diagnostics.push(diagnostic.related(say!(en: "the current value", fr: "la valeur actuelle"), related));
}

/// A value of an amendment: the value of the field or the words instead of it, and what pages show.
struct ReadValue<K: Amendable> {
    value: Option<AmendedField<K>>,
    words: Option<Text>,
    shown: Option<AmendedValue>,
}

impl<K: Amendable> Default for ReadValue<K> {
    fn default() -> Self {
        Self { value: None, words: None, shown: None }
    }
}

/// Reads `from` or `to` of an amendment by the reader of the field, or as words.
fn read<K: Amendable>(f: &mut Fields<'_, '_, '_>, key: &str, node: &Node) -> ReadValue<K> {
    let entry = Entry { key: key.to_owned(), span: node.span, node: node.clone() };
    let (value, mut found) = f.read_with(&entry, |f| AmendedField::<K>::read(key, f));
    let in_words = node.as_scalar().is_some() || is_text(f.reader, node);
    let is_wrong = |diagnostic: &Diagnostic| diagnostic.severity == Severity::Error;
    if in_words && AmendedField::<K>::is_structured(key) && (value.is_none() || found.diagnostics.iter().any(is_wrong))
    {
        // Words in the place of a structured value.
        f.reader.key = "from";
        let words = value::text_at_most(K::MAX_WORDS, f.reader, node);
        return ReadValue { value: None, shown: words.clone().map(AmendedValue::Text), words };
    }
    let reader = &mut f.reader;
    reader.diagnostics.append(&mut found.diagnostics);
    reader.missing_translations.append(&mut found.missing_translations);
    reader.addresses.append(&mut found.addresses);
    reader.markdown_texts.append(&mut found.markdown_texts);
    let shown = value.as_ref().map(|value| {
        let as_words = || {
            let mut silent = Reader::new(reader.path, reader.tags, reader.zone.clone());
            let words = in_words.then(|| value::text(&mut silent, node)).flatten()?;
            Some(AmendedValue::Text(match (words, reader.preview) {
                (Text::Same(address), Some(addresses)) => Text::Same(addresses.in_preview(address)),
                (words, _) => words,
            }))
        };
        value.date_or_word().or_else(as_words).unwrap_or(AmendedValue::Other)
    });
    ReadValue { value, words: None, shown }
}

/// True if a `to` is the current value of the field, or if one of the two has been reported already.
fn is_current_value<K: Amendable>(f: &Fields<'_, '_, '_>, key: &str, to: &Node, today: Option<&Node>) -> bool {
    let Some(today) = today else {
        // A field that is not written has its default; only the status of an event has one.
        return to.as_scalar() == Some("scheduled");
    };
    let in_words = to.as_scalar().is_some() || is_text(f.reader, to);
    if in_words && matches!(today.value, yaml::Value::Map(_) | yaml::Value::List(_)) && !is_text(f.reader, today) {
        // Words in the place of a structured value cannot be compared with it.
        return true;
    }
    let value = |node: &Node| {
        let entry = Entry { key: key.to_owned(), span: node.span, node: node.clone() };
        f.read_with(&entry, |f| AmendedField::<K>::read(key, f)).0.and_then(|value| value.date_or_word())
    };
    match (value(to), value(today)) {
        (
            Some(AmendedValue::DateOrTime(DateOrTime::Instant(to))),
            Some(AmendedValue::DateOrTime(DateOrTime::Instant(today))),
        ) => to.moment == today.moment,
        (Some(AmendedValue::DateOrTime(to)), Some(AmendedValue::DateOrTime(today))) => to == today,
        // A value that cannot be read has been reported.
        (None, Some(AmendedValue::DateOrTime(_))) | (Some(AmendedValue::DateOrTime(_)), None) => true,
        _ => same_node(to, today),
    }
}

/// The key of a field that can be amended.
fn field_name(reader: &mut Reader<'_>, node: &Node, keys: &[&'static str]) -> Option<&'static str> {
    reader.declare_type(InputType::Choice(keys.to_vec()));
    let written = value::string(reader, node)?;
    if let Some(found) = keys.iter().find(|key| **key == written) {
        return Some(found);
    }
    let labelled = (reader.keys_of_label)(&written).into_iter().find(|key| keys.contains(key));
    let help = match labelled.or_else(|| nearest(&written, keys.iter().copied())) {
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
            fr: "`{written}` n’est pas un champ modifiable ici"
        ),
        help,
    );
    None
}

/// True for a map whose keys are all languages of the site.
fn is_text(reader: &Reader<'_>, node: &Node) -> bool {
    matches!(&node.value, yaml::Value::Map(entries) if entries.iter().all(|entry| reader.tags.find(&entry.key).is_some()))
}

/// True for equal values; a list of one equals its member, and the order of keys does not matter.
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
