//! Conditional and range requests (RFC 9110, sections 13 and 14).

use std::ops::Range;

use crate::edge::request::{Method, Request};

/// The part of a file to send.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Selection {
    /// The whole file.
    Whole,
    /// Nothing: the client's copy is current (304).
    NotModified,
    /// These bytes, end excluded (206).
    Part(Range<u64>),
    /// Nothing: the range is outside of the file (416).
    Unsatisfiable,
}

/// Selects what to send of a file of `length` bytes with the entity tag `etag`, quotes included.
pub fn select(request: &Request, etag: &str, length: u64) -> Selection {
    if request.if_none_match.as_deref().is_some_and(|tags| has_tag(tags, etag)) {
        return Selection::NotModified;
    }
    // Ranges are defined for GET only (14.2), and valid only for the version that the client has (13.1.5).
    let same_file = request.if_range.as_deref().is_none_or(|tag| tag == etag);
    match &request.range {
        Some(range) if request.method == Method::Get && same_file => part(range, length),
        _ => Selection::Whole,
    }
}

/// The weak comparison of 8.8.3.2, as If-None-Match requires.
fn has_tag(tags: &str, etag: &str) -> bool {
    tags == "*" || tags.split(',').any(|tag| tag.trim().trim_start_matches("W/") == etag)
}

/// A single byte range; multiple ranges, other units and invalid values may be ignored (14.2).
fn part(range: &str, length: u64) -> Selection {
    let Some((first, last)) = range
        .split_once('=')
        .filter(|(unit, _)| unit.eq_ignore_ascii_case("bytes"))
        .and_then(|(_, range)| range.trim().split_once('-'))
    else {
        return Selection::Whole;
    };
    let range = match (number(first), number(last)) {
        (Some(first), Some(last)) if first <= last => first..last.saturating_add(1).min(length),
        (Some(first), None) if last.is_empty() => first..length,
        (None, Some(count)) if first.is_empty() => length.saturating_sub(count)..length,
        _ => return Selection::Whole,
    };
    if range.is_empty() { Selection::Unsatisfiable } else { Selection::Part(range) }
}

/// A number; one that overflows is larger than any file.
fn number(text: &str) -> Option<u64> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request() -> Request {
        Request::new("GET", "/", [].into_iter())
    }

    #[test]
    fn matching_etags_get_304() {
        let tags = |tags: &str| select(&Request { if_none_match: Some(tags.to_owned()), ..request() }, "\"a\"", 10);
        for same in ["\"a\"", "W/\"a\"", "\"b\", \"a\"", "*"] {
            assert_eq!(tags(same), Selection::NotModified, "{same}");
        }
        assert_eq!(tags("\"b\""), Selection::Whole);
    }

    #[test]
    fn a_single_range_is_served() {
        let range = |range: &str| select(&Request { range: Some(range.to_owned()), ..request() }, "\"a\"", 10);
        assert_eq!(range("bytes=0-3"), Selection::Part(0..4));
        assert_eq!(range("bytes=4-"), Selection::Part(4..10));
        assert_eq!(range("bytes=-3"), Selection::Part(7..10));
        assert_eq!(range("bytes=-99"), Selection::Part(0..10));
        assert_eq!(range("bytes=8-99999999999999999999999"), Selection::Part(8..10));
        assert_eq!(range("bytes=10-"), Selection::Unsatisfiable);
        assert_eq!(range("bytes=-0"), Selection::Unsatisfiable);
        for ignored in ["bytes=0-1,4-5", "lines=1-2", "bytes=3-1", "bytes", "bytes=-", "bytes=a-b"] {
            assert_eq!(range(ignored), Selection::Whole, "{ignored}");
        }
    }

    #[test]
    fn a_range_of_an_older_version_gets_the_whole_file() {
        let ask = |tag: &str, method: Method| Request {
            range: Some("bytes=0-3".to_owned()),
            if_range: Some(tag.to_owned()),
            method,
            ..request()
        };
        assert_eq!(select(&ask("\"a\"", Method::Get), "\"a\"", 10), Selection::Part(0..4));
        assert_eq!(select(&ask("\"b\"", Method::Get), "\"a\"", 10), Selection::Whole);
        assert_eq!(select(&ask("\"a\"", Method::Head), "\"a\"", 10), Selection::Whole);
    }
}
