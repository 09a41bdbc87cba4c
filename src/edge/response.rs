//! One answer of the server, and its form on the wire (RFC 9112).

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::ops::Range;

use crate::edge::conditions::{Selection, select};
use crate::edge::request::{Method, Request};

/// What follows the head.
#[derive(Debug)]
pub enum Body {
    /// These bytes.
    Bytes(Vec<u8>),
    /// These bytes of an open file, end excluded.
    File(File, Range<u64>),
}

/// An answer: its status code, its header fields except those of the connection, and its body.
#[derive(Debug)]
pub struct Response {
    /// The status code.
    pub status: u16,
    /// Names and values.
    pub fields: Vec<(&'static str, String)>,
    /// The body; it is not sent where the request asked for the head alone.
    pub body: Body,
}

impl Response {
    /// A short answer in plain text.
    pub fn plain(status: u16, text: &str) -> Self {
        let fields = vec![("Content-Type", "text/plain; charset=utf-8".to_owned())];
        Self { status, fields, body: Body::Bytes(format!("{text}\n").into_bytes()) }
    }

    /// The same with one more header field.
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.fields.push((name, value.into()));
        self
    }

    /// A file that was asked for: whole, the part that was asked for, or nothing where the client has it. Conditions hold
    /// for files that are there, so a page that stands in for another one is always whole.
    pub fn file(status: u16, request: &Request, file: Entity) -> Self {
        let length = file.body.length();
        let selection = if status == 200 { select(request, &file.etag, length) } else { Selection::Whole };
        let empty = Body::Bytes(Vec::new());
        let (status, body, range) = match selection {
            Selection::Whole => (status, file.body, None),
            Selection::NotModified => (304, empty, None),
            Selection::Part(part) => {
                let range = format!("bytes {}-{}/{length}", part.start, part.end - 1);
                (206, file.body.cut(part), Some(range))
            }
            Selection::Unsatisfiable => (416, empty, Some(format!("bytes */{length}"))),
        };
        let mut fields = vec![("ETag", file.etag), ("Accept-Ranges", "bytes".to_owned())];
        if !matches!(status, 304 | 416) {
            fields.push(("Content-Type", file.media_type));
        }
        fields.extend(range.map(|range| ("Content-Range", range)));
        Self { status, fields, body }
    }

    /// Writes the answer. `closes` says whether the connection ends with it.
    pub fn send(self, to: &mut impl Write, method: Method, closes: bool) -> io::Result<()> {
        let mut head = format!("HTTP/1.1 {} {}\r\n", self.status, phrase(self.status));
        for (name, value) in &self.fields {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        // Without a length a 304 says nothing of the length of the file itself (RFC 9110, 15.4.5).
        if self.status != 304 {
            head.push_str(&format!("Content-Length: {}\r\n", self.body.length()));
        }
        head.push_str("Cache-Control: no-cache\r\nX-Content-Type-Options: nosniff\r\n");
        head.push_str(if closes { "Connection: close\r\n\r\n" } else { "\r\n" });
        to.write_all(head.as_bytes())?;
        if method != Method::Head {
            self.body.send(to)?;
        }
        to.flush()
    }
}

/// A file as it is served.
#[derive(Debug)]
pub struct Entity {
    /// The value of `Content-Type`.
    pub media_type: String,
    /// A strong entity tag, quotes included.
    pub etag: String,
    /// All its bytes.
    pub body: Body,
}

impl Body {
    fn length(&self) -> u64 {
        match self {
            Self::Bytes(bytes) => bytes.len() as u64,
            Self::File(_, range) => range.end - range.start,
        }
    }

    fn cut(self, part: Range<u64>) -> Self {
        match self {
            // A part lies within the length of the body, which was a `usize`.
            Self::Bytes(bytes) => Self::Bytes(bytes[part.start as usize..part.end as usize].to_vec()),
            Self::File(file, whole) => Self::File(file, whole.start + part.start..whole.start + part.end),
        }
    }

    fn send(self, to: &mut impl Write) -> io::Result<()> {
        match self {
            Self::Bytes(bytes) => to.write_all(&bytes),
            Self::File(mut file, range) => {
                let length = range.end - range.start;
                file.seek(SeekFrom::Start(range.start))?;
                let sent = io::copy(&mut file.take(length), to)?;
                // A file that shrank meanwhile: only the end of the connection can say so.
                if sent == length { Ok(()) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
            }
        }
    }
}

fn phrase(status: u16) -> &'static str {
    match status {
        200 => "OK",
        206 => "Partial Content",
        301 => "Moved Permanently",
        302 => "Found",
        304 => "Not Modified",
        400 => "Bad Request",
        404 => "Not Found",
        405 => "Method Not Allowed",
        416 => "Range Not Satisfiable",
        421 => "Misdirected Request",
        431 => "Request Header Fields Too Large",
        500 => "Internal Server Error",
        503 => "Service Unavailable",
        // A phrase may be empty (RFC 9112, 4).
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wire(response: Response, method: Method) -> String {
        let mut bytes = Vec::new();
        response.send(&mut bytes, method, true).expect("written");
        String::from_utf8(bytes).expect("text")
    }

    #[test]
    fn an_answer_says_how_long_it_is() {
        let expected = "HTTP/1.1 404 Not Found\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: 4\r\n\
                        Cache-Control: no-cache\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n";
        assert_eq!(wire(Response::plain(404, "été").with("X", "y"), Method::Head).lines().count(), 8);
        assert_eq!(wire(Response::plain(404, "abc"), Method::Head), expected);
        assert_eq!(wire(Response::plain(404, "abc"), Method::Get), format!("{expected}abc\n"));
    }

    #[test]
    fn a_part_of_a_file_is_read_from_the_disk() {
        let mut file = tempfile::tempfile().expect("a temporary file");
        file.write_all(b"0123456789").expect("written");
        let parsed = crate::edge::request::parse(b"GET / HTTP/1.1\r\nRange: bytes=2-4\r\n\r\n");
        let crate::edge::request::Parsed::Whole(request, _) = parsed else { panic!("{parsed:?}") };
        let entity =
            Entity { media_type: "text/plain".to_owned(), etag: "\"a\"".to_owned(), body: Body::File(file, 0..10) };
        let shown = wire(Response::file(200, &request, entity), Method::Get);
        assert!(shown.starts_with("HTTP/1.1 206 Partial Content\r\n"), "{shown}");
        assert!(shown.contains("Content-Range: bytes 2-4/10\r\n") && shown.ends_with("\r\n\r\n234"), "{shown}");
    }
}
