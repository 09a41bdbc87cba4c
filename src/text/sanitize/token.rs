//! A tokenizer of raw HTML. Knows the syntax of tags, not their meaning.
//!
//! It need not agree with browsers in every corner case: tags are serialized again, and text is escaped.

use std::borrow::Cow;
use std::ops::Range;

/// A token.
#[derive(Debug, PartialEq, Eq)]
pub enum Token<'a> {
    /// Text, with character references not decoded.
    Text(&'a str),
    /// A start tag.
    Open(StartTag<'a>),
    /// An end tag, its name in lower case.
    Close(Cow<'a, str>),
    /// A comment.
    Comment,
    /// A comment that does not end.
    UnfinishedComment,
    /// A declaration, a processing instruction or a CDATA section; contains its beginning.
    Instruction(&'a str),
    /// A tag or an instruction that does not end; contains its beginning.
    Unfinished(&'a str),
}

/// A start tag.
#[derive(Debug, PartialEq, Eq)]
pub struct StartTag<'a> {
    /// Its name in lower case.
    pub name: Cow<'a, str>,
    /// Its attributes as written.
    pub attributes: Vec<TagAttribute<'a>>,
    /// True if it ends in `/>`.
    pub closes_itself: bool,
}

impl<'a> StartTag<'a> {
    /// The first attribute of this name.
    pub fn attribute(&self, name: &str) -> Option<&TagAttribute<'a>> {
        self.attributes.iter().find(|attribute| attribute.name == name)
    }
}

/// An attribute.
#[derive(Debug, PartialEq, Eq)]
pub struct TagAttribute<'a> {
    /// Its name in lower case.
    pub name: Cow<'a, str>,
    /// The value, with character references not decoded.
    pub value: &'a str,
    /// All of it.
    pub range: Range<usize>,
    /// The value without quotes.
    pub value_range: Range<usize>,
}

impl TagAttribute<'_> {
    /// The range for diagnostics about the value: the value, or the whole attribute if it is empty.
    pub fn primary_range(&self) -> &Range<usize> {
        if self.value.is_empty() { &self.range } else { &self.value_range }
    }
}

/// The tokens of a text.
pub struct Tokens<'a> {
    html: &'a str,
    at: usize,
}

impl<'a> Tokens<'a> {
    /// The tokens of `html`.
    pub fn new(html: &'a str) -> Self {
        Self { html, at: 0 }
    }

    /// Skips past the next end tag of this name; does nothing if there is none.
    pub fn skip_behind_end_tag(&mut self, name: &str) -> bool {
        let found = find_end_tag(&self.html[self.at..], name);
        if let Some(start) = found {
            let start = self.at + start;
            self.at = self.html[start..].find('>').map_or(self.html.len(), |end| start + end + 1);
        }
        found.is_some()
    }

    /// Skips to the end.
    pub fn skip_all(&mut self) {
        self.at = self.html.len();
    }

    fn byte(&self) -> Option<u8> {
        self.html.as_bytes().get(self.at).copied()
    }

    fn skip(&mut self, accept: impl Fn(u8) -> bool) -> Range<usize> {
        let start = self.at;
        while self.byte().is_some_and(&accept) {
            self.at += 1;
        }
        start..self.at
    }

    /// Skips past the next `closing`, or to the end; true if it was found.
    fn skip_behind(&mut self, opening: usize, closing: &str) -> bool {
        let inside = self.at + opening;
        let end = self.html[inside..].find(closing);
        self.at = end.map_or(self.html.len(), |end| inside + end + closing.len());
        end.is_some()
    }

    fn comment(&mut self) -> Token<'a> {
        // `<!-->` is a comment too: end and beginning may share dashes.
        if self.skip_behind(2, "-->") { Token::Comment } else { Token::UnfinishedComment }
    }

    fn instruction(&mut self, opening: usize, closing: &str) -> Token<'a> {
        let start = self.at;
        let ends = self.skip_behind(opening, closing);
        let rest = &self.html[start..];
        let name = rest[opening..].bytes().take_while(u8::is_ascii_alphanumeric).count();
        let bracket = usize::from(opening == 3 && rest[opening + name..].starts_with('['));
        let opener = &rest[..opening + name + bracket];
        if ends { Token::Instruction(opener) } else { Token::Unfinished(opener) }
    }

    fn unfinished(&mut self, start: usize) -> Token<'a> {
        self.at = self.html.len();
        let rest = &self.html[start..];
        Token::Unfinished(rest.split(|character: char| character.is_whitespace()).next().unwrap_or(rest))
    }

    fn tag(&mut self) -> Token<'a> {
        let start = self.at;
        let closes = self.html[start..].starts_with("</");
        self.at += if closes { 2 } else { 1 };
        let name = self.skip(|byte| !is_space(byte) && byte != b'/' && byte != b'>');
        let name = lower(&self.html[name]);
        let mut attributes = Vec::new();
        let mut closes_itself = false;
        loop {
            self.skip(is_space);
            match self.byte() {
                None => return self.unfinished(start),
                Some(b'>') => break,
                Some(b'/') => {
                    self.at += 1;
                    closes_itself = self.byte() == Some(b'>');
                }
                Some(_) => match self.attribute() {
                    Some(attribute) => attributes.push(attribute),
                    None => return self.unfinished(start),
                },
            }
        }
        self.at += 1;
        if closes { Token::Close(name) } else { Token::Open(StartTag { name, attributes, closes_itself }) }
    }

    fn attribute(&mut self) -> Option<TagAttribute<'a>> {
        let start = self.at;
        // A leading `=` is a part of the name (HTML), so every attribute consumes a byte.
        self.at += 1;
        self.skip(|byte| !is_space(byte) && !matches!(byte, b'/' | b'>' | b'='));
        // Only ASCII bytes end a name, so this is a character boundary even if its first character is wider.
        let name = lower(&self.html[start..self.at]);
        let end = self.at;
        self.skip(is_space);
        if self.byte() != Some(b'=') {
            self.at = end;
            return Some(TagAttribute { name, value: "", range: start..end, value_range: start..end });
        }
        self.at += 1;
        self.skip(is_space);
        let value_range = match self.byte()? {
            quote @ (b'"' | b'\'') => {
                self.at += 1;
                let value = self.skip(|byte| byte != quote);
                self.byte()?;
                self.at += 1;
                value
            }
            _ => self.skip(|byte| !is_space(byte) && byte != b'>'),
        };
        Some(TagAttribute { name, value: &self.html[value_range.clone()], range: start..self.at, value_range })
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = (Token<'a>, Range<usize>);

    fn next(&mut self) -> Option<Self::Item> {
        let start = self.at;
        let rest = &self.html[start..];
        let token = match rest.as_bytes() {
            [] => return None,
            [b'<', b'!', b'-', b'-', ..] => self.comment(),
            [b'<', b'!', b'[', ..] => self.instruction(3, "]]>"),
            [b'<', b'?', ..] => self.instruction(2, "?>"),
            [b'<', b'!', ..] => self.instruction(2, ">"),
            [b'<', b'/', letter, ..] | [b'<', letter, ..] if letter.is_ascii_alphabetic() => self.tag(),
            [b'<', b'/', ..] => self.instruction(2, ">"),
            _ => {
                let begins = |next: &u8| next.is_ascii_alphabetic() || matches!(next, b'/' | b'!' | b'?');
                let after = rest.as_bytes().windows(2).skip(1).position(|pair| pair[0] == b'<' && begins(&pair[1]));
                self.at = after.map_or(self.html.len(), |after| start + 1 + after);
                Token::Text(&self.html[start..self.at])
            }
        };
        Some((token, start..self.at))
    }
}

/// Where the first end tag of this name begins.
pub fn find_end_tag(html: &str, name: &str) -> Option<usize> {
    html.match_indices("</").map(|(at, _)| at).find(|at| is_end_tag(&html[*at..], name))
}

/// Where the last end tag of this name begins.
pub fn find_last_end_tag(html: &str, name: &str) -> Option<usize> {
    html.rmatch_indices("</").map(|(at, _)| at).find(|at| is_end_tag(&html[*at..], name))
}

fn is_end_tag(html: &str, name: &str) -> bool {
    let after = 2 + name.len();
    html.as_bytes().get(2..after).is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()))
        && !html.as_bytes().get(after).is_some_and(|next| next.is_ascii_alphanumeric() || *next == b'-')
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0C)
}

fn lower(name: &str) -> Cow<'_, str> {
    if name.bytes().any(|byte| byte.is_ascii_uppercase()) { name.to_ascii_lowercase().into() } else { name.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names<'a>(html: &'a str) -> Vec<(Token<'a>, Range<usize>)> {
        Tokens::new(html).collect()
    }

    #[test]
    fn tags_have_spans() {
        let html = "é<A HREF='x>y' b c = d/>e</a >";
        let tokens = names(html);
        let (Token::Open(tag), range) = &tokens[1] else { panic!("a start tag: {tokens:?}") };
        assert_eq!(&html[range.clone()], "<A HREF='x>y' b c = d/>");
        let attributes: Vec<_> = tag.attributes.iter().map(|a| (&*a.name, a.value, &html[a.range.clone()])).collect();
        assert_eq!(attributes, [("href", "x>y", "HREF='x>y'"), ("b", "", "b"), ("c", "d/", "c = d/")]);
        assert_eq!(tokens[3].0, Token::Close("a".into()));
    }

    #[test]
    fn malformed_tags_are_text() {
        assert_eq!(names("a < b <3 &lt; <"), [(Token::Text("a < b <3 &lt; <"), 0..15)]);
        assert_eq!(names("<br/>").len(), 1);
    }

    #[test]
    fn comments_end_as_in_the_html_standard() {
        assert_eq!(names("<!--a>b-->"), [(Token::Comment, 0..10)]);
        assert_eq!(names("<!-->x").len(), 2);
        assert_eq!(names("<!--a>")[0].0, Token::UnfinishedComment);
        assert_eq!(names("<a href=\"x> y")[0].0, Token::Unfinished("<a"));
    }

    #[test]
    fn processing_instructions_are_not_comments() {
        assert_eq!(
            names("<?php a > b ?></ b>"),
            [(Token::Instruction("<?php"), 0..14), (Token::Instruction("</"), 14..19)]
        );
        assert_eq!(names("<!DOCTYPE html>x")[0].0, Token::Instruction("<!DOCTYPE"));
        assert_eq!(names("<![CDATA[a]]>")[0], (Token::Instruction("<![CDATA["), 0..13));
        assert_eq!(names("<?é > b")[0].0, Token::Unfinished("<?"));
    }

    #[test]
    fn end_tags_are_found_in_any_case() {
        assert_eq!(find_end_tag("a</b></SVG >", "svg"), Some(5));
        assert_eq!(find_end_tag("a</svgx>", "svg"), None);
    }
}
