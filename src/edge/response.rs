//! A response as a value; `server` writes it.

use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::ops::Range;

use crate::base::policy;
use crate::edge::conditions::{Selection, select};
use crate::edge::request::Request;
use crate::edge::source_reader::SourceReader;

/// A response body.
#[derive(Debug)]
pub enum Body {
    /// These bytes.
    Bytes(Vec<u8>),
    /// A byte range of a source file, end excluded.
    File(SourceReader, Range<u64>),
}

/// A response.
#[derive(Debug)]
pub struct Response {
    /// The status code.
    pub status: u16,
    /// Header fields, names and values.
    pub fields: Vec<(&'static str, String)>,
    /// The body. Omitted for HEAD and 304, but its length is sent.
    pub body: Body,
}

/// Header fields of every response. Other sites must not frame unpublished pages, nor detect them by loading pictures, scripts or
/// styles (Fetch, 3.7).
const GUARD: [(&str, &str); 6] = [
    ("Cache-Control", "no-cache"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Referrer-Policy", "same-origin"),
];

/// The header field of the content security policy.
pub const POLICY: &str = "Content-Security-Policy";

impl Response {
    /// A short plain-text response.
    pub fn plain(status: u16, text: &str) -> Self {
        let fields = vec![("Content-Type", "text/plain; charset=utf-8".to_owned())];
        Self { status, fields, body: Body::Bytes(format!("{text}\n").into_bytes()) }
    }

    /// The head of an event stream.
    pub fn events() -> Self {
        let fields = vec![("Content-Type", "text/event-stream".to_owned())];
        Self { status: 200, fields, body: Body::Bytes(Vec::new()) }
    }

    /// Adds a header field.
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.fields.push((name, value.into()));
        self
    }

    /// Adds the default header fields that are missing. The policy is that of the published site, so that what it forbids fails
    /// here too.
    pub fn guarded(mut self) -> Self {
        let all = GUARD.into_iter().chain([(POLICY, policy::PAGE)]);
        for (name, value) in all {
            if !self.fields.iter().any(|(known, _)| *known == name) {
                self.fields.push((name, value.to_owned()));
            }
        }
        self
    }

    /// A file: whole, the requested range, or 304. Conditions apply to existing files only, so an error page is always sent
    /// whole.
    pub fn file(status: u16, request: &Request, file: Entity) -> Self {
        let length = file.body.length();
        let selection = if status == 200 { select(request, &file.etag, length) } else { Selection::Whole };
        let empty = Body::Bytes(Vec::new());
        let (status, body, range) = match selection {
            Selection::Whole => (status, file.body, None),
            Selection::NotModified => (304, file.body, None),
            Selection::Part(part) => {
                let range = format!("bytes {}-{}/{length}", part.start, part.end - 1);
                (206, file.body.cut(part), Some(range))
            }
            Selection::Unsatisfiable => (416, empty, Some(format!("bytes */{length}"))),
        };
        let mut fields =
            vec![("ETag", file.etag), ("Accept-Ranges", "bytes".to_owned()), ("Content-Type", file.media_type)];
        fields.extend(range.map(|range| ("Content-Range", range)));
        Self { status, fields, body }
    }
}

/// A file to serve.
#[derive(Debug)]
pub struct Entity {
    /// The value of `Content-Type`.
    pub media_type: String,
    /// A strong entity tag, quotes included.
    pub etag: String,
    /// Its content.
    pub body: Body,
}

impl Body {
    /// Its length in bytes.
    pub fn length(&self) -> u64 {
        match self {
            Self::Bytes(bytes) => bytes.len() as u64,
            Self::File(_, range) => range.end - range.start,
        }
    }

    fn cut(self, part: Range<u64>) -> Self {
        match self {
            // The range is within the length of the body, which was a `usize`.
            Self::Bytes(bytes) => Self::Bytes(bytes[part.start as usize..part.end as usize].to_vec()),
            Self::File(file, whole) => Self::File(file, whole.start + part.start..whole.start + part.end),
        }
    }

    /// Reads exactly the announced length. A file that has shrunk is padded, or the client would take the next response for its
    /// end.
    pub fn into_reader(self) -> io::Result<Box<dyn Read + Send>> {
        match self {
            Self::Bytes(bytes) => Ok(Box::new(Cursor::new(bytes))),
            Self::File(mut file, range) => {
                file.seek(SeekFrom::Start(range.start))?;
                Ok(Box::new(file.chain(io::repeat(0)).take(range.end - range.start)))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn read(body: Body) -> String {
        let mut text = String::new();
        body.into_reader().and_then(|mut reader| reader.read_to_string(&mut text)).expect("read");
        text
    }

    #[test]
    fn a_range_of_a_file_is_read_from_the_disk() {
        let mut file = tempfile::tempfile().expect("a temporary file");
        file.write_all(b"0123456789").expect("written");
        let request = Request::new("GET", "/", [("Range", "bytes=2-4")].into_iter());
        let entity = Entity {
            media_type: "text/plain".to_owned(),
            etag: "\"a\"".to_owned(),
            body: Body::File(SourceReader::File(file), 0..10),
        };
        let response = Response::file(200, &request, entity);
        assert_eq!((response.status, response.body.length()), (206, 3));
        assert!(response.fields.contains(&("Content-Range", "bytes 2-4/10".to_owned())), "{response:?}");
        assert_eq!(read(response.body), "234");
    }

    #[test]
    fn the_body_has_the_announced_length() {
        let file = || {
            let mut file = tempfile::tempfile().expect("a temporary file");
            file.write_all(b"0123").map(|()| SourceReader::File(file)).expect("written")
        };
        assert_eq!(read(Body::File(file(), 0..3)), "012");
        assert_eq!(read(Body::File(file(), 2..6)), "23\0\0");
    }
}
