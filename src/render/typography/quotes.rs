//! Quotation marks and apostrophes. A mark that was taken for the start of a quotation is taken back when the line ends
//! without its other half.

use super::Typographer;
use super::characters::opens_after;
use super::rules::Rules;

/// More marks than this are not looked for inside each other.
const QUOTES_WITHIN: usize = 4;

/// An open quotation mark and where it was written.
#[derive(Debug)]
pub struct Quote {
    kind: Kind,
    at: usize,
    length: usize,
    /// A space of the author was dropped behind it.
    pub swallowed: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Double,
    Single,
    /// Written by the author as it is.
    Explicit,
}

impl Typographer {
    /// Writes a `"`.
    pub fn double(&mut self, out: &mut String, next: Option<char>, rules: &'static Rules) {
        let opens = opens_after(self.previous);
        let quotes = &self.scopes[self.scopes.len() - 1].quotes;
        let open = quotes.iter().rposition(|quote| quote.kind == Kind::Double);
        let level = quotes.iter().filter(|quote| quote.kind != Kind::Single).count();
        let has_room = quotes.len() < QUOTES_WITHIN;
        // A quotation inside of a quotation begins with a letter; what follows may also be in bold, out of sight here.
        let begins_within = opens && has_room && next.is_none_or(|next| next.is_alphanumeric());
        match open {
            Some(open) if !begins_within => {
                let level = quotes[..open].iter().filter(|quote| quote.kind != Kind::Single).count();
                let scope = self.scopes.len() - 1;
                self.drop_quotes(out, scope, open + 1);
                self.scopes[scope].quotes.truncate(open);
                self.close(out, rules.double[level.min(1)].1, rules);
            }
            _ if opens && has_room => self.open(out, Kind::Double, rules.double[level.min(1)].0, rules),
            _ => self.push(out, '"'),
        }
    }

    fn open(&mut self, out: &mut String, kind: Kind, mark: char, rules: &'static Rules) {
        let at = out.len();
        self.push(out, mark);
        if mark == '«'
            && let Some(space) = rules.in_guillemets
        {
            out.push(space);
            self.tail = out.len();
            self.swallows = true;
        }
        let scope = self.scopes.len() - 1;
        let quotes = &mut self.scopes[scope].quotes;
        if quotes.len() < QUOTES_WITHIN {
            quotes.push(Quote { kind, at, length: out.len() - at, swallowed: false });
        }
    }

    fn close(&mut self, out: &mut String, mark: char, rules: &'static Rules) {
        if mark == '»'
            && let Some(space) = rules.in_guillemets
            && self.started
        {
            let from = self.spaces_from(out);
            if from < self.tail {
                self.splice(out, from, self.tail, space.encode_utf8(&mut [0; 4]));
            } else if !self.previous.is_whitespace() && self.previous != '«' {
                out.push(space);
            }
        }
        self.push(out, mark);
    }

    /// Writes a `'`.
    pub fn single(&mut self, out: &mut String, next: Option<char>, rules: &'static Rules) {
        let scope = self.scopes.len() - 1;
        let quotes = &mut self.scopes[scope].quotes;
        let goes_on = next.is_some_and(char::is_alphanumeric);
        let (opening, closing) = rules.single;
        if opens_after(self.previous) && self.previous != '’' {
            if goes_on && quotes.len() < QUOTES_WITHIN {
                self.open(out, Kind::Single, opening, rules);
            } else {
                self.push(out, '\'');
            }
        } else if !goes_on && quotes.last().is_some_and(|quote| quote.kind == Kind::Single) {
            quotes.pop();
            self.push(out, closing);
        } else if self.previous.is_ascii_digit() {
            // Feet and minutes.
            self.push(out, '\'');
        } else {
            self.push(out, '’');
        }
    }

    /// Writes the « or » that `text` begins with.
    pub fn guillemet(&mut self, out: &mut String, text: &str, rules: &'static Rules) {
        let scope = self.scopes.len() - 1;
        if rules.in_guillemets.is_none() {
            self.push(out, if text.starts_with('«') { '«' } else { '»' });
        } else if text.starts_with('«') {
            self.open(out, Kind::Explicit, '«', rules);
        } else {
            let quotes = &self.scopes[scope].quotes;
            if let Some(open) = quotes.iter().rposition(|quote| quote.kind == Kind::Explicit) {
                self.drop_quotes(out, scope, open + 1);
                self.scopes[scope].quotes.truncate(open);
            }
            self.close(out, '»', rules);
        }
    }

    /// Makes straight marks again of quotation marks from the `keep`th on: they have found no end.
    pub fn drop_quotes(&mut self, out: &mut String, scope: usize, keep: usize) {
        while self.scopes[scope].quotes.len() > keep {
            let Some(quote) = self.scopes[scope].quotes.pop() else { return };
            let written = match (quote.kind, quote.swallowed) {
                (Kind::Explicit, _) => continue,
                (Kind::Double, true) => "\" ",
                (Kind::Double, false) => "\"",
                (Kind::Single, _) => "’",
            };
            self.splice(out, quote.at, quote.at + quote.length, written);
        }
    }
}
