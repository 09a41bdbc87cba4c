//! Questions about a call and their answers, published for all.

use parvis_macros::Record;

use crate::base::lang::Text;
use crate::base::moment::PartialDate;
use crate::kind::labels;
use crate::kind::member::{MemberId, member_id, members};
use crate::read::date;
use crate::read::markdown_text::MarkdownText;
use crate::read::reader::Fields;
use crate::read::value;

/// A question and its answer.
#[derive(Record, Clone, Debug, PartialEq)]
pub struct Question {
    /// Its id within the call.
    #[field(by = member_id(f, None), last, value = String, label = labels::ID)]
    pub id: MemberId,
    /// When it was answered.
    #[field(read = date::record_date)]
    #[field(fr("Répondu le", "La date de la réponse"), en("Answered on", "The date of the answer"))]
    pub date: PartialDate,
    /// The question.
    #[field(read = value::text)]
    #[field(fr("Question", "Telle qu’elle a été posée"), en("Question", "As it was asked"))]
    pub question: Text,
    /// The answer.
    #[field(read = value::markdown)]
    #[field(fr("Réponse", "En Markdown"), en("Answer", "In Markdown"))]
    pub answer: MarkdownText,
}

/// Reads the questions of a call. The id of a question is derived from its date and its rank on that date.
pub fn questions(f: &mut Fields<'_, '_, '_>) -> Vec<Question> {
    let mut earlier_dates: Vec<PartialDate> = Vec::new();
    let read = |f: &mut Fields<'_, '_, '_>| {
        let mut draft = QuestionDraft::read(f);
        earlier_dates.extend(draft.date);
        let rank = |date: PartialDate| {
            earlier_dates.iter().filter(|other| other.without_time() == date.without_time()).count()
        };
        draft.id = draft.id.or_derived(draft.date.map(|date| format!("{}-{}", date.without_time(), rank(date))));
        draft.finish()
    };
    members(f, "questions", "{date: 2026-03-20, question: …, answer: …}", read, |question| &mut question.id)
}
