//! Reports what looks like Markdown in the text of a block and is shown to readers as it is written.

use std::ops::Range;

use crate::base::message::{Message, say};
use crate::text::markdown::rendered::Report;

/// Stands for what is no text: code, a link, an image, an escaped sign.
const MARKUP: char = '\u{FFFC}';

/// The bullets that word processors write, the first for Word's own font of symbols.
const BULLETS: [char; 8] = ['\u{F0B7}', '•', '·', '▪', '◦', '‣', '●', '■'];

/// The most places of one kind that are reported in a block.
const MOST_IN_A_BLOCK: usize = 3;

/// The text of a block as it is shown, and where it is in the source.
#[derive(Debug, Default)]
pub struct ShownText {
    text: String,
    /// The parts that stand in the source as they are, each with its offset in the text and in the source.
    parts: Vec<(usize, usize)>,
    /// The byte of the source behind the last part.
    end: usize,
}

impl ShownText {
    /// Adds text of the source.
    pub fn add(&mut self, source: &str, range: &Range<usize>) {
        if self.end != range.start && !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push(MARKUP);
        }
        self.parts.push((self.text.len(), range.start));
        self.text.push_str(&source[range.clone()]);
        self.end = range.end;
    }

    /// Adds the end of a line.
    pub fn end_line(&mut self, range: &Range<usize>) {
        self.text.push('\n');
        self.end = range.end;
    }

    /// Adds what is no text.
    pub fn add_markup(&mut self, range: &Range<usize>) {
        self.text.push(MARKUP);
        self.end = range.end;
    }

    /// Reports what looks like Markdown, and begins anew.
    pub fn finish(&mut self, report: &mut Report) {
        if !self.text.is_empty() {
            for (range, message, help) in unread(&self.text) {
                report.warn("looks-like-markdown", self.in_source(&range), message, help);
            }
            for (range, message, help) in addresses(&self.text) {
                report.warn("bare-address", self.in_source(&range), message, help);
            }
            self.text.clear();
            self.parts.clear();
        }
    }

    fn in_source(&self, range: &Range<usize>) -> Range<usize> {
        self.at(range.start)..self.at(range.end.saturating_sub(1)) + 1
    }

    /// The byte of the source of a byte of the text.
    fn at(&self, byte: usize) -> usize {
        let part = self.parts.partition_point(|(start, _)| *start <= byte);
        self.parts[..part].last().map_or(0, |(start, source)| source + byte - start)
    }
}

/// A mistake: where it is in the text, what is wrong, and what to write.
type Found = (Range<usize>, Message, Message);

/// What looks like Markdown and is none.
fn unread(text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    if text.contains(|c: char| matches!(c, '#' | '-' | '–' | '|') || c.is_ascii_digit() || BULLETS.contains(&c)) {
        found.extend(heading(text));
        found.extend(list(text));
        found.extend(table(text));
    }
    found.extend(shortcode(text));
    found.extend(directive(text));
    if text.contains('[') {
        found.extend(brackets(text));
    }
    found.extend(emphasis(text));
    found
}

/// A shortcode or a piece of a template, as other programs have.
fn shortcode(text: &str) -> Option<Found> {
    let (start, end) = [("{{", "}}"), ("{%", "%}")].into_iter().find_map(|(open, close)| {
        let start = text.find(open)?;
        Some((start, start + text[start..].find(close)? + close.len()))
    })?;
    let mark = &text[start..end];
    Some((
        start..end,
        say!(en: "`{mark}` is shown as it is written", fr: "`{mark}` s’affiche tel quel"),
        say!(
            en: "there are no shortcodes: write the text itself, a link, or an image",
            fr: "il n’y a pas de codes courts : écrivez le texte lui-même, un lien ou une image"
        ),
    ))
}

/// A box as other programs write it, between lines of `:::`, of which the first sign may begin a definition.
fn directive(text: &str) -> Option<Found> {
    let (range, _) =
        lines(text).find(|(_, line)| line.strip_prefix("::").is_some_and(|rest| rest.contains(char::is_alphabetic)))?;
    Some((
        range,
        say!(en: "`:::` does not make a box", fr: "`:::` ne fait pas un encadré"),
        say!(
            en: "write `> [!NOTE]`, and `> ` before each of its lines",
            fr: "écrivez `> [!NOTE]`, puis `> ` devant chacune de ses lignes"
        ),
    ))
}

/// The lines of a text, each with its range.
fn lines(text: &str) -> impl Iterator<Item = (Range<usize>, &str)> + Clone {
    text.split('\n').map(move |line| {
        let start = line.as_ptr() as usize - text.as_ptr() as usize;
        (start..start + line.len(), line)
    })
}

/// `##Title`, without a space.
fn heading(text: &str) -> Option<Found> {
    let (range, line, signs) = lines(text).find_map(|(range, line)| {
        let signs = line.len() - line.trim_start_matches('#').len();
        let is_title = (2..=6).contains(&signs) && line[signs..].starts_with(char::is_alphanumeric);
        is_title.then_some((range, line, signs))
    })?;
    let (marks, title) = line.split_at(signs);
    Some((
        range,
        say!(en: "a space is missing after `{marks}`: this is not a heading", fr: "une espace manque après `{marks}` : ceci n’est pas un titre"),
        say!(en: "write `{marks} {title}`", fr: "écrivez `{marks} {title}`"),
    ))
}

/// Members of a list without a space, or with a sign that Markdown does not know.
fn list(text: &str) -> Option<Found> {
    let sign = |line: &str| BULLETS.iter().any(|bullet| line.strip_prefix(*bullet).is_some_and(starts_apart));
    if let Some((range, line)) = lines(text).find(|(_, line)| sign(line)) {
        let bullet: String = line.chars().take(1).collect();
        let words = line[bullet.len()..].trim();
        return Some((
            range,
            say!(en: "`{bullet}` does not start a list", fr: "`{bullet}` ne commence pas une liste"),
            say!(en: "write `- {words}`, with an empty line before the list", fr: "écrivez `- {words}`, avec une ligne vide avant la liste"),
        ));
    }
    let dash = |line: &str| {
        line.strip_prefix(['-', '–', '—'])
            .is_some_and(|rest| rest.starts_with(char::is_alphabetic) || (!line.starts_with('-') && starts_apart(rest)))
    };
    let number = |line: &str| {
        let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
        rest.len() < line.len()
            && rest.strip_prefix([')', '.']).is_some_and(|rest| rest.starts_with(char::is_alphabetic))
    };
    for is_member in [&dash as &dyn Fn(&str) -> bool, &number] {
        let mut members = lines(text).filter(|(_, line)| is_member(line));
        let (Some((range, line)), Some(_)) = (members.next(), members.next()) else { continue };
        let end = line.find(|c: char| c.is_alphabetic()).unwrap_or(0);
        let (sign, words) = (line[..end].trim(), &line[end..]);
        let sign = if sign.starts_with(['–', '—']) { "-" } else { sign };
        return Some((
            range,
            say!(en: "these lines do not form a list", fr: "ces lignes ne forment pas une liste"),
            say!(en: "write `{sign} {words}`, with a space", fr: "écrivez `{sign} {words}`, avec une espace"),
        ));
    }
    None
}

fn starts_apart(rest: &str) -> bool {
    rest.starts_with(char::is_whitespace)
}

/// Rows of a table without the line below its head.
fn table(text: &str) -> Option<Found> {
    let is_row = |line: &str| line.trim_start().starts_with('|') && line.matches('|').count() > 1;
    let mut rows = lines(text).filter(|(_, line)| is_row(line));
    let (range, row) = rows.next()?;
    rows.next()?;
    let line = "|---".repeat(row.trim().trim_matches('|').split('|').count()) + "|";
    Some((
        range,
        say!(en: "these lines do not form a table", fr: "ces lignes ne forment pas un tableau"),
        say!(en: "write `{line}` below the first row", fr: "écrivez `{line}` sous la première ligne"),
    ))
}

/// Links, notes and alerts that are none.
fn brackets(text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    for (open, _) in text.match_indices('[').take(100) {
        if found.len() >= MOST_IN_A_BLOCK {
            break;
        }
        let rest = &text[open + 1..];
        let Some(close) = rest.find(']').filter(|close| !rest[..*close].contains(['[', '\n'])) else { continue };
        let (label, behind) = (&rest[..close], &rest[close + 1..]);
        let range = open..open + close + 2;
        if let Some(note) = label.strip_prefix('^').filter(|note| !note.is_empty()) {
            found.push((
                range,
                say!(en: "the note `[^{note}]` has no text", fr: "la note `[^{note}]` n’a pas de texte"),
                say!(en: "add a line `[^{note}]: …` at the end", fr: "ajoutez à la fin une ligne `[^{note}]: …`"),
            ));
        } else if open == 0 && label.strip_prefix('!').is_some_and(|word| word.chars().all(char::is_uppercase)) {
            found.push((
                range,
                say!(en: "`[{label}]` is not a type of callout", fr: "`[{label}]` n’est pas un type d’encadré"),
                say!(
                    en: "write `[!NOTE]`, `[!TIP]`, `[!IMPORTANT]`, `[!WARNING]` or `[!CAUTION]`",
                    fr: "écrivez `[!NOTE]`, `[!TIP]`, `[!IMPORTANT]`, `[!WARNING]` ou `[!CAUTION]`"
                ),
            ));
        } else if let Some(target) = behind.strip_prefix('(').and_then(|target| target.split(')').next()) {
            found.push((range, no_link(), written_link(label, target)));
        } else if let Some(target) =
            behind.trim_start_matches(' ').strip_prefix('(').and_then(|rest| rest.split(')').next())
            && is_target(target)
        {
            found.push((range, no_link(), written_link(label, target)));
        } else if let Some(rest) = behind.strip_prefix('[') {
            let reference = rest.split(']').next().unwrap_or_default();
            found.push((
                range,
                say!(en: "nothing says where `[{reference}]` leads", fr: "rien ne dit où mène `[{reference}]`"),
                say!(en: "write `[{label}](https://…)`", fr: "écrivez `[{label}](https://…)`"),
            ));
        }
    }
    found
}

fn no_link() -> Message {
    say!(en: "this looks like a link but is not one", fr: "ceci a l’air d’un lien et n’en est pas un")
}

fn written_link(label: &str, target: &str) -> Message {
    let target = target.trim().replace(' ', "%20");
    say!(en: "write `[{label}]({target})`, without a space", fr: "écrivez `[{label}]({target})`, sans espace")
}

/// True for what can only be the target of a link.
fn is_target(text: &str) -> bool {
    let text = text.trim();
    !text.contains(' ')
        && ["http://", "https://", "www.", "/", "@", "../", "mailto:"].iter().any(|start| text.starts_with(start))
}

/// Pairs of `**` that are shown.
fn emphasis(text: &str) -> Option<Found> {
    let mut marks = text.match_indices("**").map(|(at, _)| at);
    let (first, second) = (marks.next()?, marks.next()?);
    let words = text[first + 2..second].trim();
    if words.is_empty() || words.contains('*') {
        return None;
    }
    Some((
        first..second + 2,
        say!(en: "these `**` are shown as is", fr: "ces `**` s’affichent tels quels"),
        say!(
            en: "write `**{words}**`, with a space or a comma around it and none inside",
            fr: "écrivez `**{words}**`, avec une espace ou une virgule autour et sans espace à l’intérieur"
        ),
    ))
}

/// Addresses that are no links.
fn addresses(text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    if !["://", "www.", "@"].iter().any(|part| text.contains(part)) {
        return found;
    }
    let mut from = 0;
    for word in text
        .split(|c: char| c.is_whitespace() || matches!(c, MARKUP | '(' | ')' | '<' | '>' | '«' | '»' | '"' | '“' | '”'))
    {
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        let address = word.trim_end_matches(['.', ',', ';', ':', '!', '?', '…', '’', '\'']);
        if found.len() >= MOST_IN_A_BLOCK || start < from {
            break;
        }
        from = start + word.len();
        // The target of a link that is none is reported as such.
        if text[..start].trim_end_matches([' ', '(']).ends_with(']') {
            continue;
        }
        let written = if address.starts_with("https://") || address.starts_with("http://") {
            format!("<{address}>")
        } else if address.starts_with("www.") && address.matches('.').count() > 1 {
            format!("[{address}](https://{address})")
        } else if is_mail(address) {
            format!("<{address}>")
        } else {
            continue;
        };
        found.push((
            start..start + address.len(),
            say!(en: "`{address}` is not a link", fr: "`{address}` n’est pas un lien"),
            say!(en: "write `{written}`", fr: "écrivez `{written}`"),
        ));
    }
    found
}

fn is_mail(word: &str) -> bool {
    let is_name = |text: &str| text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '+'));
    word.split_once('@').is_some_and(|(name, domain)| {
        let end = domain.rsplit('.').next().unwrap_or_default();
        let has_end = end.len() > 1 && end.len() < domain.len() && end.bytes().all(|byte| byte.is_ascii_alphabetic());
        !name.is_empty() && is_name(name) && is_name(domain) && has_end
    })
}

/// Reports a block of code that is opened by a fence and never closed: the rest of the text stands in it.
pub fn report_open_fence(source: &str, range: &Range<usize>, report: &mut Report) {
    let block = &source[range.clone()];
    let sign = |line: &str| line.trim_start_matches(['>', ' ']).chars().next().filter(|c| matches!(c, '`' | '~'));
    let first = block.lines().next().unwrap_or_default();
    let Some(mark) = sign(first) else { return };
    let is_fence = |line: &str| {
        let line = line.trim_start_matches(['>', ' ']).trim_end();
        line.len() >= 3 && line.chars().all(|c| c == mark)
    };
    if block.lines().skip(1).last().is_some_and(is_fence) {
        return;
    }
    let signs =
        if mark == '`' { say!(en: "backquotes", fr: "accents graves") } else { say!(en: "tildes", fr: "tildes") };
    report.warn(
        "looks-like-markdown",
        range.start..range.start + first.len(),
        say!(en: "this block of code is never closed", fr: "ce bloc de code n’est jamais fermé"),
        say!(en: "close it with a line of three {signs}", fr: "fermez-le par une ligne de trois {signs}"; signs),
    );
}

/// Reports signs that nobody sees and that are no part of a word in any language: they come along when text is copied.
pub fn report_hidden_signs(source: &str, report: &mut Report) {
    let is_hidden = |c: char| {
        matches!(c, '\u{AD}' | '\u{200B}' | '\u{2060}' | '\u{FEFF}')
            || (c.is_control() && !matches!(c, '\n' | '\t' | '\r'))
    };
    let mut signs = source.char_indices().filter(|(_, c)| is_hidden(*c));
    let Some((at, sign)) = signs.next() else { return };
    let (number, others) = (sign as u32, signs.count());
    let message = match others {
        0 => say!(
            en: "this text contains an invisible character, U+{number:04X}",
            fr: "ce texte contient un caractère invisible, U+{number:04X}"
        ),
        _ => say!(
            en: "this text contains an invisible character, U+{number:04X}, and {others} more",
            fr: "ce texte contient un caractère invisible, U+{number:04X}, et {others} autres"
        ),
    };
    let help = say!(
        en: "type the word again: such characters come with copied text",
        fr: "retapez le mot : ces caractères viennent souvent d’un texte copié"
    );
    report.warn("control-character", at..at + sign.len_utf8(), message, help);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The codes and the marked parts of what is found.
    fn marked(text: &str) -> Vec<&str> {
        unread(text).into_iter().chain(addresses(text)).map(|(range, ..)| &text[range]).collect()
    }

    #[test]
    fn what_looks_like_markdown_is_found() {
        assert_eq!(marked("##Title"), ["##Title"]);
        assert_eq!(marked("• one\n• two"), ["• one"]);
        assert_eq!(marked("-one\n-two"), ["-one"]);
        assert_eq!(marked("1)one\n2)two"), ["1)one"]);
        assert_eq!(marked("see [the plan](a b.pdf)"), ["[the plan]"]);
        assert_eq!(marked("see [the plan] (https://example.org)"), ["[the plan]"]);
        assert_eq!(marked("a word[^1]"), ["[^1]"]);
        assert_eq!(marked("[!NOTA]"), ["[!NOTA]"]);
        assert_eq!(marked("**Note :**then"), ["**Note :**"]);
        assert_eq!(marked("see {{< youtube x >}} here"), ["{{< youtube x >}}"]);
        assert_eq!(marked(":::note\nCareful."), [":::note"]);
        assert_eq!(marked("| a | b |\n| 1 | 2 |"), ["| a | b |"]);
        assert_eq!(
            marked("see https://example.org/x, or write to a@example.org."),
            ["https://example.org/x", "a@example.org"]
        );
    }

    #[test]
    fn ordinary_text_is_left_alone() {
        for text in [
            "No #hashtag, no [brackets] (as here), 2 * 3 * 4",
            "-1 degree",
            "a - b\nc - d",
            "5.30 h\n6.30 h",
            "[…] he said [sic]",
            "price** before tax",
            "user@home",
        ] {
            assert_eq!(marked(text), Vec::<&str>::new(), "{text}");
        }
    }
}
