//! Questions about a call and their answers, published for all.

use crate::base::lang::Text;
use crate::base::moment::PartialDate;
use crate::kind::member::{MemberId, member_id, settle};
use crate::read::date;
use crate::read::field::Fields;
use crate::read::value::{self, Prose};

/// A question and its answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// Its id within the call.
    pub id: MemberId,
    /// When it was answered.
    pub date: PartialDate,
    /// The question.
    pub question: Text,
    /// The answer.
    pub answer: Prose,
}

/// Reads the questions of a call.
pub fn questions(f: &mut Fields<'_, '_, '_>) -> Vec<Question> {
    let mut that_day: Vec<PartialDate> = Vec::new();
    let mut questions = f.records("questions", "{date: 2026-03-20, question: …, answer: …}", |f| {
        let date = f.required("date", date::date);
        let (question, answer) = (f.required("question", value::text), f.required("answer", value::prose));
        that_day.extend(date);
        let said = date.map(|date| format!("{date}-{}", that_day.iter().filter(|other| **other == date).count()));
        Some(Question { id: member_id(f, said), date: date?, question: question?, answer: answer? })
    });
    settle(f, "questions", &mut questions, |question| &mut question.id);
    questions
}
