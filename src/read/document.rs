//! A document: one language's file of one item. Its path says what it is about; its text is a front matter and a body.

use crate::base::diagnostic::{Diagnostic, nearest};
use crate::base::snapshot::SourceFile;
use crate::base::source::{Place, SourcePath, Span};
use crate::read::field::{Tags, list_of};
use crate::read::yaml::{Entry, parse_map};

/// What the path of a document says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Address<'p> {
    /// The top folder, which gives the kind.
    pub top: &'p str,
    /// The folder of the item, with `content/`.
    pub folder: &'p str,
    /// The id: the name of that folder.
    pub id: &'p str,
    /// The language tag in the file's name; empty in `index.md`.
    pub tag: &'p str,
}

/// The address of a document; `None` for every other file.
pub fn address(path: &SourcePath) -> Option<Address<'_>> {
    let tag = path.name().strip_prefix("index")?.strip_suffix(".md")?;
    let tag = if tag.is_empty() { "" } else { tag.strip_prefix('.')? };
    let folder = path.folder();
    let within = folder.strip_prefix("content")?;
    let within = within.strip_prefix('/').unwrap_or(within);
    let (top, rest) = within.split_once('/').unwrap_or((within, ""));
    let id = rest.rsplit('/').next().unwrap_or_default();
    Some(Address { top, folder, id, tag })
}

/// A document that could be read.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// Its file.
    pub path: SourcePath,
    /// The opening `---`, where missing keys are reported.
    pub fence: Span,
    /// The front matter.
    pub entries: Vec<Entry>,
    /// Where the body begins; it goes on until the end.
    pub body: usize,
}

/// Reads the front matter of a file. `None` when there is none to read, which is then among the diagnostics.
pub fn read(path: &SourcePath, file: &SourceFile, diagnostics: &mut Vec<Diagnostic>) -> Option<Document> {
    let place = |start, end| Place { path: path.clone(), span: Span::new(start, end) };
    let text = text(path, file, diagnostics)?;
    let mut refuse = |code, end, message: &str, help: &str| {
        diagnostics.push(Diagnostic::error(code, place(0, end), message, help));
        None
    };
    if text.trim().is_empty() {
        return refuse(
            "empty-file",
            0,
            "this file is empty",
            "write a front matter between two lines of `---`, with at least a `title`",
        );
    }
    let first_line = text.lines().next().unwrap_or_default();
    if first_line.trim_end() != "---" {
        let help = "begin the file with a line `---`, then `title: …`, then another line `---`";
        return refuse("no-front-matter", first_line.len(), "the file does not begin with a front matter", help);
    }
    let fence = Span::new(0, 3);
    let start = (first_line.len() + 1).min(text.len());
    let Some((end, body)) = closing_fence(text, start) else {
        let help = "close it with a line `---` before the text";
        return refuse("unclosed-front-matter", 3, "the front matter that begins here never ends", help);
    };
    let entries = parse_map(path, text, Span::new(start, end), diagnostics)?;
    Some(Document { path: path.clone(), fence, entries, body })
}

/// The text of a file that should be one, or the reason why it has none.
pub fn text<'f>(path: &SourcePath, file: &'f SourceFile, diagnostics: &mut Vec<Diagnostic>) -> Option<&'f str> {
    let place = |start, end| Place { path: path.clone(), span: Span::new(start, end) };
    let diagnostic = match file {
        SourceFile::Text(text) => return Some(text),
        SourceFile::NotUtf8 { offset, .. } => {
            let help = "save the file again with the encoding UTF-8";
            Diagnostic::error(
                "not-utf-8",
                place(*offset, offset + '\u{FFFD}'.len_utf8()),
                "this is not UTF-8 text",
                help,
            )
        }
        SourceFile::Link => Diagnostic::error(
            "symbolic-link",
            place(0, 0),
            "this is a symbolic link, which is not followed",
            "put the file itself here",
        ),
        SourceFile::BadName => Diagnostic::error(
            "bad-file-name",
            place(0, 0),
            "the name of this file is not UTF-8",
            "give it a name of ordinary letters",
        ),
        SourceFile::Blob { .. } | SourceFile::Asset { .. } => return None,
    };
    diagnostics.push(diagnostic);
    None
}

/// The end of the front matter and the start of the body.
fn closing_fence(text: &str, start: usize) -> Option<(usize, usize)> {
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        let content = line.trim_end();
        if content == "---" {
            return Some((at, at + line.len()));
        }
        at += line.len();
    }
    None
}

/// Reports a file name whose language the site does not have.
pub fn refuse_language(path: &SourcePath, tag: &str, tags: &Tags) -> Diagnostic {
    let known: Vec<&str> = tags.0.iter().map(String::as_str).collect();
    let names: Vec<String> = known.iter().map(|tag| format!("index.{tag}.md")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let message = if tag.is_empty() {
        "the name of this file does not say its language".to_owned()
    } else {
        format!("the language `{tag}` in the name of this file is not one of the site")
    };
    let help = match nearest(tag, known.iter().copied()) {
        Some(near) => {
            format!("rename it to `index.{near}.md`, or add the language to `languages` in `content/site.yaml`")
        }
        None => format!(
            "rename it to one of {}, or add the language to `languages` in `content/site.yaml`",
            list_of(&names)
        ),
    };
    Diagnostic::error("unknown-language", Place { path: path.clone(), span: Span::default() }, message, help)
}
