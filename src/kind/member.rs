//! Ids of the members of lists: written, or derived from another value of the member. They are parts of permanent ids.

use crate::base::diagnostic::Diagnostic;
use crate::base::message::say;
use crate::base::route::to_id;
use crate::base::source::{Span, Spanned};
use crate::kind::record::{AsValue, FieldValue};
use crate::read::reader::Fields;
use crate::read::value;

/// The id of a member of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberId {
    /// The id; empty until [`members`] gives it the rank of the member.
    text: String,
    /// The place of the id, else of the member.
    span: Span,
}

impl MemberId {
    /// The id.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The id, else one that is derived from `value`.
    pub fn or_derived(self, value: Option<String>) -> Self {
        match value {
            Some(value) if self.text.is_empty() => Self { text: to_id(&value), ..self },
            _ => self,
        }
    }
}

impl AsValue for MemberId {
    fn as_value(&self) -> FieldValue<'_> {
        FieldValue::String(&self.text)
    }
}

/// Reads the `id` of a member, else derives it from `value`; without both, [`members`] gives it its rank.
pub fn member_id(f: &mut Fields<'_, '_, '_>, value: Option<String>) -> MemberId {
    let written = f.optional("id", value::spanned(value::id));
    match written {
        Some(Spanned { value: text, span }) => MemberId { text, span },
        None => MemberId { text: value.map(|value| to_id(&value)).unwrap_or_default(), span: f.owner_span() },
    }
}

/// Reads a list of maps with ids. A member without an id gets its rank, from 1; equal ids are reported.
pub fn members<'a, T>(
    f: &mut Fields<'_, 'a, '_>,
    key: &'static str,
    example: &str,
    read: impl FnMut(&mut Fields<'_, 'a, '_>) -> Option<T>,
    id: impl Fn(&mut T) -> &mut MemberId,
) -> Vec<T> {
    let mut members = f.records(key, example, read);
    let mut seen: Vec<(String, Span)> = Vec::new();
    for (rank, member) in members.iter_mut().enumerate() {
        let id = id(member);
        if id.text.is_empty() {
            id.text = (rank + 1).to_string();
        }
        if let Some((_, first)) = seen.iter().find(|(text, _)| *text == id.text) {
            let message = say!(
                en: "two members of `{key}` have the id `{id}`",
                fr: "deux éléments de `{key}` ont l’identifiant `{id}`",
                id = id.text
            );
            let diagnostic = Diagnostic::error(
                "duplicate-id",
                f.reader.place(id.span),
                message,
                say!(
                    en: "give this one an `id:` of its own",
                    fr: "donnez à celui-ci un `id:` qui lui soit propre"
                ),
            );
            let first = f.reader.place(*first);
            f.reader
                .diagnostics
                .push(diagnostic.related(say!(en: "the first one is here", fr: "le premier se trouve ici"), first));
        }
        seen.push((id.text.clone(), id.span));
    }
    members
}
