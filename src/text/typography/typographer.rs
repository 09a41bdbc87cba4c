//! The engine of typography: processes a sequence of texts by the rules of their languages.
//!
//! Rules apply across the borders of emphasis and links. So the caller marks tags between texts ([`Typographer::tag`]),
//! line boundaries, code and languages. An opening quotation mark is reverted if the line ends without the closing one.

use crate::text::sanitize::escape;
use crate::text::typography::characters::{is_special, may_stand_before, opens_after};
use crate::text::typography::rules::{TypographyRules, rules};
use crate::text::typography::spaces::{at_number, may_be_bound_behind};
use crate::text::typography::typeset_text::TypesetText;

/// The limit of nested quotations.
const QUOTES_WITHIN: usize = 4;

/// Applies the rules of languages to texts.
#[derive(Debug)]
pub struct Typographer {
    typeset: TypesetText,
    /// The nested languages; never empty.
    scopes: Vec<Scope>,
    /// True while spaces are dropped after a mark with a space of its own.
    swallows: bool,
    /// True inside of an address.
    in_address: bool,
}

#[derive(Debug)]
struct Scope {
    rules: Option<&'static TypographyRules>,
    quotes: Vec<Quote>,
}

/// An open quotation mark and where it was set.
#[derive(Debug)]
struct Quote {
    kind: QuoteKind,
    at: usize,
    length: usize,
    /// True if a space of the author was dropped after it.
    swallowed: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum QuoteKind {
    Double,
    Single,
    /// A typographic mark by the author.
    Explicit,
}

impl Typographer {
    /// At the start of a line in this language; `length` is about that of all texts.
    pub fn new(lang_tag: &str, length: usize) -> Self {
        Self::with(rules(lang_tag), length + length / 32)
    }

    fn with(rules: Option<&'static TypographyRules>, room: usize) -> Self {
        let scopes = vec![Scope { rules, quotes: Vec::new() }];
        Self { typeset: TypesetText::new(room), scopes, swallows: false, in_address: false }
    }

    /// The output, the offset of each text in it, and at last its length.
    pub fn finish(mut self) -> (String, Vec<usize>) {
        self.end_line();
        self.typeset.starts.push(self.typeset.out.len());
        (self.typeset.out, self.typeset.starts)
    }

    /// A separate text, by the rules of the current language.
    pub fn typeset_alone(&self, text: &str) -> String {
        let mut typographer = Self::with(self.scopes[self.scopes.len() - 1].rules, text.len() + 8);
        typographer.text(text);
        typographer.finish().0
    }

    /// Ends a line of text and begins another one.
    pub fn end_line(&mut self) {
        self.typeset.resolve(None);
        for scope in (0..self.scopes.len()).rev() {
            self.drop_quotes(scope, 0);
        }
        self.swallows = false;
        self.in_address = false;
        self.typeset.begin_line();
    }

    /// Adds a hard line break.
    pub fn line_break(&mut self) {
        self.typeset.resolve(None);
        self.in_address = false;
        self.typeset.begin_line();
    }

    /// Marks a tag.
    pub fn tag(&mut self) {
        self.typeset.tag();
    }

    /// Resolves the pending space before content outside of the sentence, such as the number of a footnote.
    pub fn resolve_pending(&mut self) {
        self.typeset.resolve(None);
    }

    /// Adds inline content that is not text.
    pub fn object(&mut self) {
        self.swallows = false;
        self.typeset.object();
    }

    /// Enters another language, or code if there is no tag.
    pub fn enter(&mut self, lang_tag: Option<&str>) {
        self.scopes.push(Scope { rules: lang_tag.and_then(rules), quotes: Vec::new() });
    }

    /// Returns to the previous language.
    pub fn leave(&mut self) {
        let last = self.scopes.len() - 1;
        if last > 0 {
            self.drop_quotes(last, 0);
            self.scopes.pop();
        }
    }

    /// Processes the next text.
    pub fn text(&mut self, text: &str) {
        self.typeset.starts.push(self.typeset.out.len());
        let text = &*escape::permitted(text);
        let text = if self.swallows { self.swallow(text) } else { text };
        let Some(first) = text.chars().next() else { return };
        self.typeset.resolve(Some(first));
        match self.scopes[self.scopes.len() - 1].rules {
            None => {
                self.typeset.copy(text);
                self.in_address = false;
            }
            Some(rules) => self.apply(text, rules),
        }
    }

    fn swallow<'t>(&mut self, text: &'t str) -> &'t str {
        let rest = text.trim_start_matches(char::is_whitespace);
        if rest.len() < text.len()
            && let Some(quote) = self.scopes.last_mut().and_then(|scope| scope.quotes.last_mut())
        {
            quote.swallowed = true;
        }
        self.swallows = rest.is_empty();
        rest
    }

    /// Processes a text; runs without special bytes are copied at once.
    fn apply(&mut self, text: &str, rules: &'static TypographyRules) {
        let bytes = text.as_bytes();
        let (mut at, mut copied) = (0, 0);
        // Inside of an address, the offset from which its end has not been searched.
        let mut address = self.in_address.then_some(0);
        let goes_on = |from: usize, to: usize| !bytes[from..to].iter().any(u8::is_ascii_whitespace);
        while let Some(found) = bytes[at..].iter().position(|byte| is_special(*byte)) {
            at += found;
            let special = bytes[at];
            let is_address = special == b'@' || (special == b':' && bytes[at..].starts_with(b"://"));
            // Most spaces follow a letter.
            let may_bind = special == b' ' && bytes[..at].last().is_some_and(|last| may_be_bound_behind(*last));
            let bound = if may_bind { at_number(text, at, rules) } else { None };
            let is_other = match special {
                b' ' => bound.is_none(),
                0xC2 => !matches!(bytes.get(at + 1), Some(0xAB | 0xBB)),
                _ => is_address,
            };
            if is_other {
                address = if is_address { Some(at) } else { address };
                at += 1;
                continue;
            }
            self.typeset.copy(&text[copied..at]);
            address = address.filter(|from| goes_on(*from, at)).map(|_| at);
            self.in_address = address.is_some();
            if let Some(space) = bound {
                self.typeset.push(space);
                at += 1;
                // The bound space does not end an address.
                address = address.map(|_| at);
            } else {
                at += self.special(&text[at..], rules);
            }
            if self.swallows {
                at = text.len() - self.swallow(&text[at..]).len();
            }
            copied = at;
            if let Some(next) = text[at..].chars().next() {
                self.typeset.resolve(Some(next));
            }
        }
        self.typeset.copy(&text[copied..]);
        self.in_address = address.is_some_and(|from| goes_on(from, bytes.len()));
    }

    /// Processes the special beginning of `text` and returns its length.
    fn special(&mut self, text: &str, rules: &'static TypographyRules) -> usize {
        let next = text.chars().nth(1);
        match text.as_bytes()[0] {
            b'"' if !self.in_address => self.double(next, rules),
            b'\'' if !self.in_address => self.single(&text[1..], rules),
            b'.' if is_ellipsis(text, self.typeset.previous) && !self.in_address => {
                self.typeset.push('…');
                return 3;
            }
            mark @ (b';' | b'!' | b'?' | b':') => self.high_mark(char::from(mark), rules),
            0xC2 => {
                self.guillemet(text, rules);
                return 2;
            }
            byte => self.typeset.push(char::from(byte)),
        }
        1
    }

    fn high_mark(&mut self, mark: char, rules: &'static TypographyRules) {
        let space = if mark == ':' { rules.before_colon } else { rules.before_high };
        if let Some(space) = space {
            let may_insert = may_stand_before(self.typeset.previous, mark)
                && !self.in_address
                && !(mark == ':' && self.ends_a_name());
            self.typeset.want_space(mark, space, may_insert);
        }
        self.typeset.push(mark);
    }
}

impl Typographer {
    /// True behind `:smile`, whose next `:` belongs to it.
    fn ends_a_name(&self) -> bool {
        let is_of_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '-' | '+');
        let before = self.typeset.out.trim_end_matches(is_of_name);
        let name = before.strip_suffix(':').filter(|_| before.len() < self.typeset.out.len());
        name.is_some_and(|front| front.is_empty() || front.ends_with(|c: char| c.is_whitespace() || c == '('))
    }
}

/// Quotation marks and apostrophes.
impl Typographer {
    /// Sets a `"`.
    fn double(&mut self, next: Option<char>, rules: &'static TypographyRules) {
        let opens = opens_after(self.typeset.previous);
        let quotes = &self.scopes[self.scopes.len() - 1].quotes;
        let level = |quotes: &[Quote]| quotes.iter().filter(|quote| quote.kind != QuoteKind::Single).count().min(1);
        let has_room = quotes.len() < QUOTES_WITHIN;
        // A nested quotation begins with a letter, or with a tag, where the next character is unknown.
        let begins_within = opens && has_room && next.is_none_or(char::is_alphanumeric);
        match quotes.iter().rposition(|quote| quote.kind == QuoteKind::Double) {
            Some(open) if !begins_within => {
                let mark = rules.double[level(&quotes[..open])].1;
                self.end_quote(open);
                self.close(mark, rules);
            }
            _ if opens && has_room => self.open(QuoteKind::Double, rules.double[level(quotes)].0, rules),
            _ => self.typeset.push('"'),
        }
    }

    /// Sets a `'` before this text.
    fn single(&mut self, behind: &str, rules: &'static TypographyRules) {
        let next = behind.chars().next();
        let last = self.scopes.len() - 1;
        let quotes = &mut self.scopes[last].quotes;
        let goes_on = next.is_some_and(char::is_alphanumeric);
        let (opening, closing) = rules.single;
        if opens_after(self.typeset.previous) && self.typeset.previous != '’' {
            if is_shortened(behind, rules) {
                self.typeset.push('’');
            } else if goes_on && quotes.len() < QUOTES_WITHIN {
                self.open(QuoteKind::Single, opening, rules);
            } else {
                self.typeset.push('\'');
            }
        } else if !goes_on && quotes.last().is_some_and(|quote| quote.kind == QuoteKind::Single) {
            quotes.pop();
            self.typeset.push(closing);
        } else if self.typeset.previous.is_ascii_digit() && !is_word(behind, "s") {
            // Feet and minutes.
            self.typeset.push('\'');
        } else {
            self.typeset.push('’');
        }
    }

    /// Sets the « or » that `text` begins with.
    fn guillemet(&mut self, text: &str, rules: &'static TypographyRules) {
        let mark = if text.starts_with('«') { '«' } else { '»' };
        if rules.in_guillemets.is_none() {
            self.typeset.push(mark);
        } else if mark == '«' {
            self.open(QuoteKind::Explicit, mark, rules);
        } else {
            let quotes = &self.scopes[self.scopes.len() - 1].quotes;
            if let Some(open) = quotes.iter().rposition(|quote| quote.kind == QuoteKind::Explicit) {
                self.end_quote(open);
            }
            self.close(mark, rules);
        }
    }

    fn open(&mut self, kind: QuoteKind, mark: char, rules: &'static TypographyRules) {
        let start = self.typeset.out.len();
        self.typeset.push(mark);
        if mark == '«'
            && let Some(space) = rules.in_guillemets
        {
            self.typeset.out.push(space);
            self.swallows = true;
        }
        let last = self.scopes.len() - 1;
        let quotes = &mut self.scopes[last].quotes;
        if quotes.len() < QUOTES_WITHIN {
            quotes.push(Quote { kind, at: start, length: self.typeset.out.len() - start, swallowed: false });
        }
    }

    fn close(&mut self, mark: char, rules: &'static TypographyRules) {
        if mark == '»'
            && let Some(space) = rules.in_guillemets
            && self.typeset.started
        {
            let (from, to) = (self.typeset.spaces_from(), self.typeset.out.len());
            if from < to {
                self.typeset.splice(from, to, space.encode_utf8(&mut [0; 4]));
            } else if !self.typeset.previous.is_whitespace() && self.typeset.previous != '«' {
                self.typeset.append(space.encode_utf8(&mut [0; 4]));
            }
        }
        self.typeset.push(mark);
    }

    /// Closes the quotation at `open` in the current language and reverts those inside of it.
    fn end_quote(&mut self, open: usize) {
        let last = self.scopes.len() - 1;
        self.drop_quotes(last, open + 1);
        self.scopes[last].quotes.truncate(open);
    }

    /// Reverts quotation marks from the `keep`th on to straight ones: they were not closed.
    fn drop_quotes(&mut self, scope: usize, keep: usize) {
        while self.scopes[scope].quotes.len() > keep {
            let Some(quote) = self.scopes[scope].quotes.pop() else { return };
            let written = match (quote.kind, quote.swallowed) {
                (QuoteKind::Explicit, _) => continue,
                (QuoteKind::Double, true) => "\" ",
                (QuoteKind::Double, false) => "\"",
                (QuoteKind::Single, _) => "’",
            };
            self.typeset.splice(quote.at, quote.at + quote.length, written);
        }
    }
}

/// True where an apostrophe stands for what was left out: `'90s`, `the class of '05.`, `'tis`.
fn is_shortened(behind: &str, rules: &TypographyRules) -> bool {
    let digits = behind.bytes().take(3).take_while(u8::is_ascii_digit).count();
    if digits == 2 {
        let rest = &behind[2..];
        let rest = rest.strip_prefix(['\'', '’']).filter(|rest| is_word(rest, "s")).unwrap_or(rest);
        // A number before a space may as well begin a quotation.
        return is_word(rest, "s")
            || rest.starts_with(['.', ',', ';', ':', '!', '?', ')', '–', '—', '-', '/'])
            || rest.is_empty();
    }
    let is_quoted = |word: &str| *word != *"n" && behind[word.len()..].starts_with('\'');
    rules.shortened.iter().any(|word| {
        let starts = behind.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
        starts && is_word(&behind[word.len()..], "") && !is_quoted(word)
    })
}

/// True if a text begins with this word.
fn is_word(text: &str, word: &str) -> bool {
    text.strip_prefix(word).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
}

fn is_ellipsis(text: &str, previous: char) -> bool {
    text.starts_with("...") && !text[3..].starts_with('.') && !matches!(previous, '.' | '/')
}
