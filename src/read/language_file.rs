//! The file of one language of one item, such as `content/calls/robots/index.fr.md`: front matter and body. Its path gives
//! kind, id and language.

use crate::base::bounds::{NAME_BYTES, PATH_BYTES};
use crate::base::diagnostic::{Diagnostic, nearest};
use crate::base::message::{Message, say};
use crate::base::snapshot::{Refusal, SourceFile};
use crate::base::source::{Place, SourcePath, Span};
use crate::read::language_tags::LanguageTags;
use crate::read::list::quoted_list;
use crate::read::yaml::{Entry, parse_map};
use crate::read::yaml_errors::{MERGE_HELP, MERGE_MESSAGE, UNFINISHED_MERGE};

/// What the path of a language file says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LanguageFilePath<'p> {
    /// The top folder below `content/`, which gives the kind.
    pub top: &'p str,
    /// The folder of the item, from `content/` on.
    pub folder: &'p str,
    /// The id of the item: the name of that folder.
    pub id: &'p str,
    /// The language tag in the file's name; empty for `index.md`.
    pub tag: &'p str,
}

/// Parses the path of a language file; `None` for any other file.
pub fn parse_path(path: &SourcePath) -> Option<LanguageFilePath<'_>> {
    let tag = path.name().strip_prefix("index")?.strip_suffix(".md")?;
    let tag = if tag.is_empty() { "" } else { tag.strip_prefix('.')? };
    let folder = path.folder();
    let within = folder.strip_prefix("content")?;
    let within = within.strip_prefix('/').unwrap_or(within);
    let (top, rest) = within.split_once('/').unwrap_or((within, ""));
    let id = rest.rsplit('/').next().unwrap_or_default();
    Some(LanguageFilePath { top, folder, id, tag })
}

/// A language file that could be read.
#[derive(Clone, Debug, PartialEq)]
pub struct LanguageFile {
    /// Its path.
    pub path: SourcePath,
    /// The opening `---`; missing keys are reported here.
    pub fence: Span,
    /// The entries of the front matter.
    pub entries: Vec<Entry>,
    /// The byte at which the body begins; it ends with the file.
    pub body: usize,
}

/// Reads the front matter of a file. `None` if it cannot be read, which is reported.
pub fn read(path: &SourcePath, file: &SourceFile, diagnostics: &mut Vec<Diagnostic>) -> Option<LanguageFile> {
    let place = |start, end| Place { path: path.clone(), span: Span::new(start, end) };
    let text = file_text(path, file, diagnostics)?;
    let mut report_at_start = |code, end, message: Message, help: Message| {
        diagnostics.push(Diagnostic::error(code, place(0, end), message, help));
        None
    };
    if text.trim().is_empty() {
        return report_at_start(
            "empty-file",
            0,
            say!(en: "this file is empty", fr: "ce fichier est vide"),
            say!(
                en: "write front matter between two `---` lines, with at least a `title`",
                fr: "écrivez un en-tête entre deux lignes `---`, avec au moins un `title`"
            ),
        );
    }
    let first_line = text.lines().next().unwrap_or_default();
    if first_line.trim_end() != "---" {
        let help = say!(
            en: "start the file with a line `---`, then `title: …`, then another line `---`",
            fr: "commencez le fichier par une ligne `---`, puis `title: …`, puis une autre ligne `---`"
        );
        return report_at_start(
            "no-front-matter",
            first_line.len(),
            say!(en: "the file does not start with front matter", fr: "le fichier ne commence pas par un en-tête"),
            help,
        );
    }
    let fence = Span::new(0, 3);
    let start = (first_line.len() + 1).min(text.len());
    let Some((end, body)) = closing_fence(text, start) else {
        let help =
            say!(en: "close it with a line `---` before the text", fr: "fermez-le par une ligne `---` avant le texte");
        return report_at_start(
            "unclosed-front-matter",
            3,
            say!(
                en: "the front matter that starts here never ends",
                fr: "l’en-tête qui commence ici ne se termine jamais"
            ),
            help,
        );
    };
    if ends_too_early(&text[body..]) {
        let place = Place { path: path.clone(), span: Span::new(end, end + 3) };
        let message = say!(
            en: "the front matter ends here, and what follows looks like more of it",
            fr: "l’en-tête se termine ici, et ce qui suit ressemble à sa suite"
        );
        let help = say!(en: "delete this line `---`", fr: "supprimez cette ligne `---`");
        diagnostics.push(Diagnostic::error("unclosed-front-matter", place, message, help));
        return None;
    }
    report_merge(path, text, body, diagnostics);
    let entries = parse_map(path, text, Span::new(start, end), diagnostics)?;
    Some(LanguageFile { path: path.clone(), fence, entries, body })
}

/// The text of a file. `None` if the file has none: a refused file or one that is not UTF-8 is reported.
pub fn file_text<'f>(path: &SourcePath, file: &'f SourceFile, diagnostics: &mut Vec<Diagnostic>) -> Option<&'f str> {
    let place = |start, end| Place { path: path.clone(), span: Span::new(start, end) };
    let diagnostic = match file {
        SourceFile::Text(text) => return Some(text),
        SourceFile::NotUtf8 { offset, .. } => {
            let help = say!(
                en: "save the file again in UTF-8 encoding",
                fr: "enregistrez de nouveau le fichier en UTF-8"
            );
            Diagnostic::error(
                "not-utf-8",
                place(*offset, offset + '\u{FFFD}'.len_utf8()),
                say!(en: "this is not UTF-8 text", fr: "ce n’est pas du texte en UTF-8"),
                help,
            )
        }
        SourceFile::Refused(why) => refused_file_error(path, *why),
        SourceFile::Blob { .. } | SourceFile::Asset { .. } => return None,
    };
    diagnostics.push(diagnostic);
    None
}

/// The error for a file that is refused as a source.
pub fn refused_file_error(path: &SourcePath, why: Refusal) -> Diagnostic {
    let (code, message, help) = match why {
        Refusal::Link => (
            "symbolic-link",
            say!(
                en: "this is a symbolic link, which is not followed",
                fr: "c’est un lien symbolique, qui n’est pas suivi"
            ),
            say!(en: "put the file itself here", fr: "mettez ici le fichier lui-même"),
        ),
        Refusal::Name => (
            "bad-file-name",
            say!(
                en: "the name `{name}` contains a character that is not allowed in addresses, shown here as `\u{FFFD}`",
                fr: "le nom `{name}` contient un caractère interdit dans une adresse, affiché ici sous la forme `\u{FFFD}`",
                name = path.as_str().split('/').find(|name| name.contains('\u{FFFD}')).unwrap_or_default()
            ),
            say!(
                en: "write a name with letters, digits, `-` and `.` only",
                fr: "écrivez un nom fait seulement de lettres, de chiffres, de `-` et de `.`"
            ),
        ),
        Refusal::LongName => (
            "path-too-long",
            say!(
                en: "the path of this file is too long for an address",
                fr: "le chemin de ce fichier est trop long pour une adresse"
            ),
            say!(
                en: "shorten the names of the file and its folders: at most {NAME_BYTES} letters each, and {PATH_BYTES} in total",
                fr: "raccourcissez le nom du fichier et ceux de ses dossiers : {NAME_BYTES} lettres au plus chacun, et {PATH_BYTES} au total"
            ),
        ),
        Refusal::Large(most) => {
            let (kilo, mega) = (most >> 10, most >> 20);
            let help = match mega {
                0 => say!(
                    en: "keep it below {kilo} kB: split the text over several pages",
                    fr: "restez en dessous de {kilo} ko : répartissez le texte entre plusieurs pages"
                ),
                _ => say!(
                    en: "keep it below {mega} MB, or host it elsewhere and write its address",
                    fr: "restez en dessous de {mega} Mo, ou hébergez-le ailleurs et écrivez son adresse"
                ),
            };
            ("file-too-large", say!(en: "this file is too large", fr: "ce fichier est trop grand"), help)
        }
        Refusal::Special => (
            "not-a-file",
            say!(
                en: "this is a pipe, a socket or a device, not a file",
                fr: "c’est un tube, une socket ou un périphérique, pas un fichier"
            ),
            say!(en: "put a file here, or delete it", fr: "mettez ici un fichier, ou supprimez-le"),
        ),
        Refusal::Unreadable => (
            "unreadable-file",
            say!(
                en: "this cannot be read, because it belongs to another user",
                fr: "ce fichier ne peut être lu : il appartient à un autre utilisateur"
            ),
            say!(
                en: "allow everyone to read it, for example with `chmod a+rX`",
                fr: "autorisez tout le monde à le lire, par exemple avec `chmod a+rX`"
            ),
        ),
    };
    Diagnostic::error(code, Place { path: path.clone(), span: Span::default() }, message, help)
}

/// Reports the marks of an unfinished merge in the body: both versions would be published.
fn report_merge(path: &SourcePath, text: &str, body: usize, diagnostics: &mut Vec<Diagnostic>) {
    let mut at = body;
    for line in text[body..].split_inclusive('\n') {
        if line.starts_with("<<<<<<< ") || line.starts_with(">>>>>>> ") {
            let place = Place { path: path.clone(), span: Span::new(at, at + line.trim_end().len()) };
            diagnostics.push(Diagnostic::error(UNFINISHED_MERGE, place, MERGE_MESSAGE, MERGE_HELP));
            return;
        }
        at += line.len();
    }
}

/// The byte at which the front matter ends, and the byte at which the body begins.
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

/// True for a body that begins with keys and values, up to another line `---`.
fn ends_too_early(body: &str) -> bool {
    let is_key = |line: &str| {
        let (key, value) = line.split_once(':').unwrap_or_default();
        let is_word = !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
        is_word && (value.is_empty() || value.starts_with(' '))
    };
    let (mut keys, mut lines) = (0, body.lines().map(str::trim_end));
    let fence = lines.find(|line| {
        keys += usize::from(is_key(line));
        !is_key(line) && !line.starts_with("  ") && !line.starts_with("- ")
    });
    keys > 0 && fence == Some("---")
}

/// True for the name that a file manager gives to a copy: `index.fr - Copie.md`, `index.fr (2).md`.
pub fn is_copy(name: &str) -> bool {
    let name = name.to_lowercase();
    [" - ", "(", " copie", " copy", "copie de "].iter().any(|mark| name.contains(mark))
}

/// The help for a copy of a language file; `example` is the name of one.
pub fn copy_help(example: &str) -> Message {
    say!(
        en: "delete the copy; for a new item, move it to a folder of its own, as `{example}`",
        fr: "supprimez la copie ; pour une nouvelle fiche, déplacez-la dans son propre dossier, sous le nom `{example}`"
    )
}

/// The error for a file name whose language is not a language of the site.
pub fn unknown_language_error(path: &SourcePath, tag: &str, tags: &LanguageTags) -> Diagnostic {
    let site_tags: Vec<&str> = tags.0.iter().map(String::as_str).collect();
    let names: Vec<String> = site_tags.iter().map(|tag| format!("index.{tag}.md")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let message = if tag.is_empty() {
        say!(en: "the name of this file does not say its language", fr: "le nom de ce fichier n’indique pas sa langue")
    } else {
        say!(
            en: "the language `{tag}` in the name of this file is not a language of the site",
            fr: "la langue `{tag}` dans le nom de ce fichier n’est pas une langue du site"
        )
    };
    let help = match nearest(tag, site_tags.iter().copied()) {
        near if is_copy(tag) => {
            copy_help(&format!("index.{}.md", near.unwrap_or(site_tags.first().copied().unwrap_or_default())))
        }
        Some(near) => {
            say!(
                en: "rename it to `index.{near}.md`, or add the language to `languages` in `content/site.yaml`",
                fr: "renommez-le en `index.{near}.md`, ou ajoutez la langue à `languages` dans `content/site.yaml`"
            )
        }
        None => {
            say!(
                en: "rename it to one of {names}, or add the language to `languages` in `content/site.yaml`",
                fr: "renommez-le en l’un de ces noms : {names}, ou ajoutez la langue à `languages` dans `content/site.yaml`",
                names = quoted_list(&names)
            )
        }
    };
    Diagnostic::error("unknown-language", Place { path: path.clone(), span: Span::default() }, message, help)
}
