//! Ids of the members of lists: written, or derived from what the member says. They become parts of permanent ids.

use crate::base::diagnostic::Diagnostic;
use crate::base::message::say;
use crate::base::route::to_id;
use crate::base::source::{Span, Spanned};
use crate::kind::record::{AsValue, FieldValue};
use crate::read::reader::Fields;
use crate::read::value;

/// The id of a member as far as it is written or says something to derive it from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberId {
    /// The id; empty until the list is numbered.
    text: String,
    /// Where the id stands, else the member.
    span: Span,
}

impl MemberId {
    /// The id.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The id, else one that is derived from `said`.
    pub fn or(self, said: Option<String>) -> Self {
        match said {
            Some(said) if self.text.is_empty() => Self { text: to_id(&said), ..self },
            _ => self,
        }
    }
}

impl AsValue for MemberId {
    fn as_value(&self) -> FieldValue<'_> {
        FieldValue::String(&self.text)
    }
}

/// Reads the `id` of a member, else derives it from `said`; what says nothing gets its rank.
pub fn member_id(f: &mut Fields<'_, '_, '_>, said: Option<String>) -> MemberId {
    let written = f.optional("id", value::spanned(value::id));
    match written {
        Some(Spanned { value: text, span }) => MemberId { text, span },
        None => MemberId { text: said.map(|said| to_id(&said)).unwrap_or_default(), span: f.owner_span() },
    }
}

/// Reads a list of maps whose members have ids: one that says nothing gets its rank, and two equal ids are reported.
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
                    en: "write an `id:` of its own for this one",
                    fr: "écrivez pour celui-ci un `id:` qui lui soit propre"
                ),
            );
            let first = f.reader.place(*first);
            f.reader
                .diagnostics
                .push(diagnostic.related(say!(en: "the first one stands here", fr: "le premier se trouve ici"), first));
        }
        seen.push((id.text.clone(), id.span));
    }
    members
}
