//! Amendments: what of an item was changed, when and why. They tell the past; the field itself tells today.

use crate::base::lang::Text;
use crate::base::message::say;
use crate::base::moment::instant::Instant;
use crate::base::moment::{Moment, PartialDate, Zone};
use crate::kind::member::{MemberId, member_id, settle};
use crate::read::date::{self, When};
use crate::read::field::{Fields, Reader};
use crate::read::form::Shape;
use crate::read::listed::list_of;
use crate::read::value;
use crate::read::yaml::{Node, Value};

/// A value before or after a change.
#[derive(Clone, Debug, PartialEq)]
pub enum Amended {
    /// A date or a moment, of a field that holds one.
    When(When),
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
    pub from: Option<Amended>,
    /// What holds since.
    pub to: Option<Amended>,
    /// Why.
    pub reason: Option<Text>,
}

/// How the values of a field that may be amended are read.
#[derive(Clone, Copy, Debug)]
pub enum How {
    /// As the dates or moments that it holds.
    When(ReadWhen),
    /// As one of these words.
    Word(&'static [&'static str]),
    /// As a text, which need not be the whole of a value with parts.
    Text,
    /// As such a text that many pages say.
    Label,
}

/// Reads one value of a field that holds dates or moments.
pub type ReadWhen = for<'a> fn(&mut Reader<'a>, &Node) -> Option<When>;

/// A field that may be amended.
pub type Amendable = (&'static str, How);

/// Reads the amendments of an item whose fields `amendable` may change; the last `to` of a field is its value today.
pub fn amendments(f: &mut Fields<'_, '_, '_>, amendable: &[Amendable]) -> Vec<Amendment> {
    let example = "{date: 2026-04-02, field: closes, from: 2026-04-10T17:00, to: 2026-04-25T17:00}";
    let mut nodes: Vec<(String, Option<PartialDate>, Option<Node>)> = Vec::new();
    let mut amendments = f.records("amendments", example, |f| {
        let date = f.optional("date", date::date);
        let field = f.required("field", |reader, node| field_name(reader, node, amendable));
        let how = field.map_or(How::Text, |field| field.1);
        let from = f.optional("from", |reader, node| amended(reader, node, how));
        let to = f.optional("to", |reader, node| amended(reader, node, how));
        let reason = f.optional("reason", value::text);
        let said = field.zip(date).map(|((field, _), date)| format!("{field}-{date}"));
        let id = member_id(f, said);
        let field = field?.0.to_owned();
        nodes.push((field.clone(), date, f.node("to").cloned()));
        Some(Amendment { id, date, field, from, to, reason })
    });
    settle(f, "amendments", &mut amendments, |amendment| &mut amendment.id);
    for (field, how) in amendable {
        let mut changes: Vec<_> = nodes.iter().filter(|(name, _, _)| name == field).collect();
        if changes.iter().all(|(_, date, _)| date.is_some()) {
            changes.sort_by_key(|(_, date, _)| date.map(PartialDate::first_day));
        }
        let Some(to) = changes.last().and_then(|(_, _, to)| to.as_ref()).filter(|to| !to.is_absent()) else { continue };
        let today = f.node(field);
        if !same(f.reader, to, today, *how) {
            let help = match today.and_then(Node::as_scalar) {
                Some(today) => {
                    say!(
                        en: "write `{today}` here, or change `{field}`",
                        fr: "écrivez `{today}` ici, ou changez `{field}`"
                    )
                }
                None => {
                    say!(
                        en: "write the value of `{field}` here, or change `{field}`",
                        fr: "écrivez ici la valeur de `{field}`, ou changez `{field}`"
                    )
                }
            };
            let place = f.reader.place(to.span);
            let diagnostic = crate::base::diagnostic::Diagnostic::error(
                "contradiction",
                place,
                say!(
                    en: "the last amendment of `{field}` does not lead to its value today",
                    fr: "la dernière modification de `{field}` ne mène pas à sa valeur actuelle"
                ),
                help,
            );
            let related = f.reader.place(f.key_span(field));
            f.reader.diagnostics.push(diagnostic.related(say!(en: "today's value", fr: "la valeur actuelle"), related));
        }
    }
    amendments
}

/// What held of a field at a moment, where an amendment of it is still to come.
pub fn before_change<'a>(amendments: &'a [Amendment], field: &str, now: Moment, zone: &Zone) -> Option<&'a Amended> {
    amendments
        .iter()
        .filter(|amendment| amendment.field == field)
        .filter_map(|amendment| Some((amendment.date?.start(zone), amendment.from.as_ref()?)))
        .filter(|(date, _)| now < *date)
        .min_by_key(|(date, _)| *date)
        .map(|(_, from)| from)
}

/// The value of a field that held at a moment: before an amendment's date, its `from`.
pub fn value_at(amendments: &[Amendment], field: &str, today: Option<When>, now: Moment, zone: &Zone) -> Option<When> {
    match before_change(amendments, field, now, zone) {
        Some(Amended::When(when)) => Some(*when),
        Some(Amended::Word(_) | Amended::Text(_) | Amended::Other) | None => today,
    }
}

/// What a field held before each of its changes, to be asked about many moments: no answer looks at all amendments.
#[derive(Clone, Debug)]
pub struct History<'a> {
    /// In the order of their moments.
    changes: Vec<(Moment, &'a Amended)>,
}

impl<'a> History<'a> {
    /// The changes of a field.
    pub fn new(amendments: &'a [Amendment], field: &str, zone: &Zone) -> Self {
        let of_field = amendments.iter().filter(|amendment| amendment.field == field);
        let dated = of_field.filter_map(|amendment| Some((amendment.date?.start(zone), amendment.from.as_ref()?)));
        let mut changes: Vec<_> = dated.collect();
        changes.sort_by_key(|(date, _)| *date);
        Self { changes }
    }

    /// What [`before_change`] tells.
    fn before(&self, now: Moment) -> Option<&'a Amended> {
        let come = self.changes.partition_point(|(date, _)| *date <= now);
        self.changes.get(come).map(|(_, from)| *from)
    }

    /// The instant that held at a moment.
    pub fn instant(&self, today: Option<Instant>, now: Moment) -> Option<Instant> {
        match self.before(now) {
            Some(Amended::When(When::Instant(instant))) => Some(*instant),
            Some(Amended::When(When::Date(_)) | Amended::Word(_) | Amended::Text(_) | Amended::Other) | None => today,
        }
    }

    /// The text that held at a moment.
    pub fn text(&self, today: Option<&'a Text>, now: Moment) -> Option<&'a Text> {
        match self.before(now) {
            Some(Amended::Text(text)) => Some(text),
            Some(Amended::When(_) | Amended::Word(_) | Amended::Other) | None => today,
        }
    }

    /// The text that held at a moment, of a field whose text is the same in all languages.
    pub fn same(&self, today: Option<&'a str>, now: Moment) -> Option<&'a str> {
        match self.before(now) {
            Some(Amended::Text(Text::Same(text))) => Some(text),
            Some(Amended::Text(Text::Each(_)) | Amended::When(_) | Amended::Word(_) | Amended::Other) | None => today,
        }
    }
}

fn field_name(reader: &mut Reader<'_>, node: &Node, amendable: &[Amendable]) -> Option<Amendable> {
    reader.note(Shape::Choice(amendable.iter().map(|(name, _)| *name).collect()));
    let written = value::string(reader, node)?;
    if let Some(found) = amendable.iter().find(|(name, _)| *name == written) {
        return Some(*found);
    }
    let names: Vec<&str> = amendable.iter().map(|(name, _)| *name).collect();
    let help = match crate::base::diagnostic::nearest(&written, names.iter().copied()) {
        Some(near) => say!(en: "write `{near}`", fr: "écrivez `{near}`"),
        None => {
            say!(en: "write one of {values}", fr: "écrivez l’une de ces valeurs : {values}", values = list_of(&names))
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

fn amended(reader: &mut Reader<'_>, node: &Node, how: How) -> Option<Amended> {
    reader.note(Shape::Any);
    match (how, &node.value) {
        (How::When(read), _) => read(reader, node).map(Amended::When),
        (How::Word(words), _) => word(reader, node, words).map(Amended::Word),
        (How::Text, Value::Scalar { .. }) => value::text(reader, node).map(Amended::Text),
        (How::Text, Value::Map(_)) if is_text(reader, node) => value::text(reader, node).map(Amended::Text),
        (How::Label, Value::Scalar { .. }) => value::label(reader, node).map(Amended::Text),
        (How::Label, Value::Map(_)) if is_text(reader, node) => value::label(reader, node).map(Amended::Text),
        (How::Text | How::Label, Value::Map(_) | Value::List(_)) => Some(Amended::Other),
        (How::Text | How::Label, Value::Null) => None,
    }
}

fn word(reader: &mut Reader<'_>, node: &Node, words: &'static [&'static str]) -> Option<&'static str> {
    let written = value::string(reader, node)?;
    let found = words.iter().find(|word| **word == written);
    if found.is_none() {
        let help =
            say!(en: "write one of {values}", fr: "écrivez l’une de ces valeurs : {values}", values = list_of(words));
        reader.error(
            "not-in-list",
            node.span,
            say!(
                en: "`{written}` is not one of the values of this field",
                fr: "`{written}` n’est pas une des valeurs de ce champ"
            ),
            help,
        );
    }
    found.copied()
}

/// True when two nodes hold the same value, or when one of them was already reported.
fn same(reader: &Reader<'_>, to: &Node, today: Option<&Node>, how: How) -> bool {
    let Some(today) = today else {
        // A field that is not written has its default: only the state of an event has one.
        return to.as_scalar() == Some("scheduled");
    };
    let told = to.as_scalar().is_some() || is_text(reader, to);
    if told && matches!(today.value, Value::Map(_) | Value::List(_)) && !is_text(reader, today) {
        // A value with parts is told in words, which cannot be compared.
        return true;
    }
    let How::When(read) = how else { return same_node(to, today) };
    // A reader of its own: mistakes in either value were reported where the value was read.
    let mut quiet = Reader::new(reader.path, reader.tags, reader.zone.clone());
    match (read(&mut quiet, to), read(&mut quiet, today)) {
        (Some(When::Instant(to)), Some(When::Instant(today))) => to.moment == today.moment,
        (Some(to), Some(today)) => to == today,
        (None, _) | (_, None) => true,
    }
}

/// True for a text with a wording for each language.
fn is_text(reader: &Reader<'_>, node: &Node) -> bool {
    matches!(&node.value, Value::Map(entries) if entries.iter().all(|entry| reader.tags.find(&entry.key).is_some()))
}

fn same_node(a: &Node, b: &Node) -> bool {
    match (&a.value, &b.value) {
        (Value::Scalar { text: a, .. }, Value::Scalar { text: b, .. }) => a.trim() == b.trim(),
        (Value::List(a), Value::List(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same_node(a, b)),
        (Value::List(list), _) => matches!(list.as_slice(), [only] if same_node(only, b)),
        (_, Value::List(list)) => matches!(list.as_slice(), [only] if same_node(a, only)),
        (Value::Map(a), Value::Map(b)) => {
            let found = |entry: &crate::read::yaml::Entry| {
                b.iter().any(|other| other.key == entry.key && same_node(&entry.node, &other.node))
            };
            a.len() == b.len() && a.iter().all(found)
        }
        (Value::Null, Value::Null) => true,
        (Value::Scalar { .. } | Value::Map(_) | Value::Null, _) => false,
    }
}
