//! Finds addresses without markup in a text: where they begin, and what at their end belongs to the sentence (GitHub Flavored Markdown, section
//! 6.9, and the punctuation of French and German).
//!
//! `linkify` finds others: it takes `”`, `’`, `…` and a no-break space for a part of an address, and `index.md` for one.

use std::ops::Range;

use pulldown_cmark::LinkType;

/// An address in a text.
pub struct Address {
    /// Its place in the source.
    pub range: Range<usize>,
    /// The kind of link that it is.
    pub kind: LinkType,
    /// What its link begins with, if that is not written.
    pub missing_scheme: &'static str,
}

impl Address {
    /// The first address that begins in this range of the source. It ends at `limit` at the latest, which may be after the range.
    pub fn first(source: &str, texts: Range<usize>, limit: usize) -> Option<Self> {
        let limit = limit.max(texts.end);
        source[texts.clone()].match_indices([':', '.', '@']).find_map(|(at, sign)| {
            let at = texts.start + at;
            let (before, behind) = (&source[texts.start..at], &source[at..limit]);
            let (found, kind, missing_scheme) = match sign {
                ":" => (web_address(before, behind), LinkType::Autolink, ""),
                "." => (www_address(before, behind), LinkType::Autolink, "https://"),
                _ => (mail_address(before, behind), LinkType::Email, ""),
            };
            found.map(|(back, length)| Self { range: at - back..at + length, kind, missing_scheme })
        })
    }
}

/// The address around a `:`: how far it reaches back and forth.
fn web_address(before: &str, behind: &str) -> Option<(usize, usize)> {
    let scheme = before.len() - before.trim_end_matches(|c: char| c.is_ascii_alphabetic()).len();
    let (front, name) = before.split_at(before.len() - scheme);
    if front.ends_with(char::is_alphanumeric) {
        return None;
    }
    if name.eq_ignore_ascii_case("mailto") {
        let local = behind[1..].find(|c| !is_local(c)).filter(|end| behind[1 + end..].starts_with('@'))?;
        let length = mail_address(&behind[1..=local], &behind[1 + local..]).filter(|(back, _)| *back == local)?.1;
        return Some((scheme, 1 + local + length));
    }
    let host = behind.strip_prefix("://")?;
    let is_web = name.eq_ignore_ascii_case("http") || name.eq_ignore_ascii_case("https");
    let length = if is_web { web_length(host)? } else { return None };
    Some((scheme, 3 + length))
}

/// The address around the `.` of `www.`.
fn www_address(before: &str, behind: &str) -> Option<(usize, usize)> {
    let start = before.len().checked_sub(3)?;
    let www = before.get(start..).filter(|www| www.eq_ignore_ascii_case("www"))?;
    let stands_alone =
        !before[..start].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '/' | '.' | '@' | '-' | '_'));
    let length = if stands_alone { web_length(&behind[1..])? } else { return None };
    Some((www.len(), 1 + length))
}

/// How long an address is from its host on.
fn web_length(text: &str) -> Option<usize> {
    let ends = |c: char| {
        c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"' | '`' | '|' | '«' | '»' | '“' | '”' | '„')
    };
    let is_in_host = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    let host = &text[..text.find(|c| !is_in_host(c)).unwrap_or(text.len())];
    // What is before `@` is refused where links are resolved.
    let names_a_user = || {
        let part = &text[..text.find(|c| ends(c) || matches!(c, '/' | '?' | '#')).unwrap_or(text.len())];
        part.contains('@') && !part.contains("//")
    };
    let parts: Vec<&str> = without_end(host).split('.').collect();
    // The last two parts hold no `_` (GitHub Flavored Markdown).
    let is_host = parts.len() > 1
        && parts.iter().all(|part| !part.is_empty())
        && parts.iter().rev().take(2).all(|part| !part.contains('_'));
    if !is_host && !names_a_user() {
        return None;
    }
    Some(without_end(&text[..text.find(ends).unwrap_or(text.len())]).len())
}

/// An address without the punctuation and the brackets that belong to the sentence.
fn without_end(text: &str) -> &str {
    const BRACKETS: [(char, char); 3] = [('(', ')'), ('[', ']'), ('{', '}')];
    // How many more of each pair are closed than opened.
    let mut surplus =
        BRACKETS.map(|(open, close)| text.matches(close).count() as isize - text.matches(open).count() as isize);
    let mut text = text;
    while let Some(last) = text.chars().next_back() {
        let shorter = &text[..text.len() - last.len_utf8()];
        match last {
            '?' | '!' | '.' | ',' | ':' | '*' | '_' | '~' | '\'' | '’' | '‘' | '…' | '\\' => text = shorter,
            ';' => {
                // A character reference is shown as its character.
                let name = shorter.trim_end_matches(|c: char| c.is_ascii_alphanumeric());
                text = name.strip_suffix('&').filter(|_| name.len() < shorter.len()).unwrap_or(shorter);
            }
            _ => {
                let Some(pair) = BRACKETS.iter().position(|(_, close)| *close == last) else { return text };
                if surplus[pair] <= 0 {
                    return text;
                }
                surplus[pair] -= 1;
                text = shorter;
            }
        }
    }
    text
}

/// True in the name before `@`.
fn is_local(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '+')
}

/// The address around an `@`.
fn mail_address(before: &str, behind: &str) -> Option<(usize, usize)> {
    let name = before.len() - before.trim_end_matches(is_local).len();
    let front = &before[..before.len() - name];
    if name == 0 || front.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '/' | '@' | '\\')) {
        return None;
    }
    // `user:secret@host` is no address of e-mail.
    if front.ends_with(':') && !front.ends_with("mailto:") && front[..front.len() - 1].ends_with(char::is_alphanumeric)
    {
        return None;
    }
    let is_domain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    let domain = &behind[1..];
    let domain = &domain[..domain.find(|c: char| !is_domain(c)).unwrap_or(domain.len())];
    let whole = domain.len();
    let domain = domain.trim_end_matches('.');
    let has_end =
        domain.rsplit_once('.').is_some_and(|(_, end)| end.len() > 1 && !end.bytes().all(|b| b.is_ascii_digit()));
    let is_last = !behind[1 + whole..].starts_with(|c: char| c == '@' || c.is_alphanumeric());
    let is_it =
        has_end && is_last && !domain.ends_with(['-', '_']) && !domain.contains("..") && !domain.starts_with('.');
    is_it.then_some((name, 1 + domain.len()))
}
