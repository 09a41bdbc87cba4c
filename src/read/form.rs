//! Forms: the keys that a reader asks for and of what shape their values are, noted while it reads. So what editors' tools
//! are told of the fields comes from the very code that judges them.
//!
//! A reader that takes notes is given next to nothing to read: it asks for everything all the same. Which keys are needed,
//! and when, is learnt by writing one key after the other and seeing what is reported missing.

use crate::base::source::Span;
use crate::read::yaml::{Entry, Node, Value};

/// What a single value is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shape {
    /// The same in all languages.
    String,
    /// Words: a string, or one for each language.
    Text,
    /// The same in Markdown.
    MarkdownText,
    /// `true` or `false`.
    Boolean,
    /// A whole number from 0.
    Whole,
    /// A number from 0.
    Decimal,
    /// One of these words.
    Choice(Vec<&'static str>),
    /// One of these numbers.
    Numbers(&'static [u32]),
    /// A day, month or year.
    Date,
    /// A day, or a day with its hour.
    Instant,
    /// A day, month or year, or a day with its hour.
    DateOrTime,
    /// A day or month, or a day with its hour.
    EventTime,
    /// A day, with or without its hour, or an hour alone.
    AgendaTime,
    /// An absolute address.
    Url,
    /// A path from the site's root.
    Path,
    /// An absolute address, or a path from the site's root.
    Target,
    /// An e-mail address.
    Email,
    /// A language, BCP 47.
    LanguageTag,
    /// A time zone.
    Zone,
    /// A currency, ISO 4217.
    Currency,
    /// An id.
    Id,
    /// A file of the item.
    File,
    /// The id of a theme of the site.
    Theme,
    /// The id of a phase of the site.
    Phase,
    /// An item. A bare id is one of the kind `own`; with `only`, no other kind is meant.
    Reference {
        /// The word of the kind.
        own: Option<&'static str>,
        /// True where no other kind is admitted.
        only: bool,
    },
    /// A page, a list of the site, or an entry with its own label.
    MenuEntry,
    /// Whatever another field holds.
    Any,
}

/// What the value of a key may be.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// A single value.
    Value(Shape),
    /// A map.
    Form(Form),
}

/// A key that a reader asks for.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// The key.
    pub key: &'static str,
    /// True where a list is asked; one value is a list of one.
    pub many: bool,
    /// What a value, or a member, may be; never empty.
    pub answers: Vec<Answer>,
}

impl Question {
    /// The map that is asked for, if one is.
    pub fn form(&self) -> Option<&Form> {
        self.answers.iter().find_map(|answer| match answer {
            Answer::Form(form) => Some(form),
            Answer::Value(_) => None,
        })
    }

    /// The shape of the single value that is asked for, if one is.
    pub fn shape(&self) -> Option<&Shape> {
        self.answers.iter().find_map(|answer| match answer {
            Answer::Value(shape) => Some(shape),
            Answer::Form(_) => None,
        })
    }
}

/// What a key has to hold for a condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Held {
    /// Anything.
    Something,
    /// One of these words.
    Words(Vec<&'static str>),
    /// A day with its hour.
    Hour,
}

/// When a key is needed that is not always.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// Unless one of these keys holds what is named.
    Unless(&'static str, Vec<(&'static str, Held)>),
    /// When this key holds what is named.
    When(&'static str, (&'static str, Held)),
}

/// The keys of a map.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Form {
    /// The keys in the order in which they are asked for.
    pub questions: Vec<Question>,
    /// Those that are needed.
    pub required: Vec<&'static str>,
    /// Those that are needed now and then.
    pub conditions: Vec<Condition>,
    /// Of each of these at least one is needed.
    pub any_of: Vec<&'static [&'static str]>,
}

impl Form {
    /// The question for a key.
    pub fn question(&self, key: &str) -> Option<&Question> {
        self.questions.iter().find(|question| question.key == key)
    }

    /// The form at the end of a path of keys.
    fn at(&self, path: &[&'static str]) -> Option<&Self> {
        path.iter().try_fold(self, |form, key| form.question(key)?.form())
    }
}

/// The notes of a reader: the forms it is in, the innermost last, and the answers to the question that it is at.
#[derive(Clone, Debug, Default)]
pub struct Notes {
    forms: Vec<Form>,
    answers: Vec<Answer>,
}

impl Notes {
    /// Enters a map.
    pub fn enter(&mut self) {
        self.forms.push(Form::default());
    }

    /// Leaves a map, which is an answer to the question around it.
    pub fn leave(&mut self) {
        self.answers.extend(self.forms.pop().map(Answer::Form));
    }

    /// The form that was noted, at the end.
    pub fn finish(mut self) -> Form {
        self.forms.pop().unwrap_or_default()
    }

    /// Begins a question; what is returned is handed to [`Self::asked`].
    pub fn ask(&mut self) -> Vec<Answer> {
        std::mem::take(&mut self.answers)
    }

    /// Ends a question. The first time that a key is asked for counts.
    pub fn asked(&mut self, key: &'static str, many: bool, around: Vec<Answer>) {
        let answers = std::mem::replace(&mut self.answers, around);
        if let Some(form) = self.forms.last_mut().filter(|form| form.question(key).is_none()) {
            form.questions.push(Question { key, many, answers });
        }
    }

    /// Notes what a value is. Of readers within each other the outermost knows best, and speaks first.
    pub fn answer(&mut self, shape: Shape) {
        if !self.answers.iter().any(|answer| matches!(answer, Answer::Value(_))) {
            self.answers.push(Answer::Value(shape));
        }
    }

    /// Notes that a key is missing.
    pub fn missing(&mut self, key: &'static str) {
        if let Some(form) = self.forms.last_mut().filter(|form| !form.required.contains(&key)) {
            form.required.push(key);
        }
    }

    /// Notes that one of these is missing.
    pub fn missing_any(&mut self, keys: &'static [&'static str]) {
        self.forms.last_mut().into_iter().for_each(|form| form.any_of.push(keys));
    }
}

/// The whole form of a reader, which is asked again and again what it notes when it reads these entries.
pub fn form(ask: &dyn Fn(&[Entry]) -> Form) -> Form {
    let mut form = ask(&[]);
    settle(&mut form, &mut Vec::new(), ask);
    form
}

/// Tells what is needed always from what is needed under a condition, for the form at a path and those below it.
fn settle(form: &mut Form, path: &mut Vec<&'static str>, ask: &dyn Fn(&[Entry]) -> Form) {
    let missing = std::mem::take(&mut form.required);
    let mut cures: Vec<(&'static str, (&'static str, Held))> = Vec::new();
    for question in &form.questions {
        for key in consequences(question, path, ask, |found| {
            missing.iter().filter(|key| !found.contains(key)).copied().collect()
        }) {
            cures.push((key.0, (question.key, key.1)));
        }
        let demands = consequences(question, path, ask, |found| {
            found.iter().filter(|key| !missing.contains(key)).copied().collect()
        });
        form.conditions.extend(demands.into_iter().map(|(key, held)| Condition::When(key, (question.key, held))));
    }
    cures.retain(|(key, (by, _))| key != by);
    for key in missing {
        let unless: Vec<_> = cures.iter().filter(|(cured, _)| *cured == key).map(|(_, by)| by.clone()).collect();
        match unless.is_empty() {
            true => form.required.push(key),
            false => form.conditions.push(Condition::Unless(key, unless)),
        }
    }
    for question in &mut form.questions {
        path.push(question.key);
        for answer in &mut question.answers {
            if let Answer::Form(form) = answer {
                settle(form, path, ask);
            }
        }
        path.pop();
    }
}

/// The keys that `differ` finds when a key is written, with what it has to hold for that.
fn consequences(
    question: &Question,
    path: &[&'static str],
    ask: &dyn Fn(&[Entry]) -> Form,
    differ: impl Fn(&[&'static str]) -> Vec<&'static str>,
) -> Vec<(&'static str, Held)> {
    let samples = samples(question);
    let mut found: Vec<(&'static str, Vec<&Sample>)> = Vec::new();
    for sample in &samples {
        let entries = path
            .iter()
            .rev()
            .fold(vec![entry(question.key, sample.value())], |entries, key| vec![entry(key, Value::Map(entries))]);
        let form = ask(&entries);
        let missing = form.at(path).map(|form| form.required.as_slice()).unwrap_or_default();
        for key in differ(missing).into_iter().filter(|key| *key != question.key) {
            match found.iter_mut().find(|(known, _)| *known == key) {
                Some((_, by)) => by.push(sample),
                None => found.push((key, vec![sample])),
            }
        }
    }
    let held = |by: &[&Sample]| {
        if by.len() == samples.len() {
            return Held::Something;
        }
        let words = by.iter().filter_map(|sample| match sample {
            Sample::Word(word) => Some(*word),
            Sample::Hour | Sample::Map => None,
        });
        if by.contains(&&Sample::Hour) { Held::Hour } else { Held::Words(words.collect()) }
    };
    found.into_iter().map(|(key, by)| (key, held(&by))).collect()
}

/// A value that is tried.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Sample {
    Word(&'static str),
    Hour,
    Map,
}

impl Sample {
    fn value(&self) -> Value {
        let scalar = |text: &str| Value::Scalar { text: text.to_owned() };
        match self {
            Self::Word(word) => scalar(word),
            Self::Hour => scalar("2026-04-25T17:00"),
            Self::Map => Value::Map(Vec::new()),
        }
    }
}

/// Values of every sort that may matter.
fn samples(question: &Question) -> Vec<Sample> {
    match question.shape() {
        None => vec![Sample::Map],
        Some(Shape::Choice(words)) => words.iter().copied().map(Sample::Word).collect(),
        Some(Shape::Boolean) => vec![Sample::Word("true"), Sample::Word("false")],
        Some(Shape::DateOrTime | Shape::EventTime | Shape::AgendaTime) => {
            vec![Sample::Word("2026-04-25"), Sample::Hour]
        }
        Some(Shape::Date | Shape::Instant) => vec![Sample::Word("2026-04-25")],
        Some(_) => vec![Sample::Word("1")],
    }
}

fn entry(key: &str, value: Value) -> Entry {
    Entry { key: key.to_owned(), span: Span::default(), node: Node { span: Span::default(), value } }
}
