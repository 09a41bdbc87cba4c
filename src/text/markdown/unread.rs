//! Reports what looks like Markdown in the text of a block and is shown to readers as it is written.

use std::ops::Range;

use memchr::memchr3;

use crate::base::message::{Message, count, say};
use crate::text::markdown::rendered::Report;

/// Stands for what is no text: code, a link, an image, an escaped sign.
const MARKUP: char = '\u{FFFC}';

/// The bullets that word processors write, the first for Word's own font of symbols.
const BULLETS: [char; 8] = ['\u{F0B7}', '•', '·', '▪', '◦', '‣', '●', '■'];

/// The kinds of remarks (GitHub's alerts).
const KINDS: [&str; 5] = ["NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION"];

/// The most places of one kind that are reported in a block.
const MOST_IN_A_BLOCK: usize = 3;

/// The text of a block as it is shown, and where it is in the source.
#[derive(Debug, Default)]
pub struct ShownText {
    text: String,
    /// Its parts, in order.
    parts: Vec<Part>,
    /// The byte of the source behind the last part.
    end: usize,
}

/// A part of the text.
#[derive(Debug)]
struct Part {
    /// Where it starts in the text.
    start: usize,
    /// Where it is in the source.
    source: Range<usize>,
    /// True for text that the source has as it is; false for a sign that stands for something else.
    is_verbatim: bool,
}

impl ShownText {
    /// Adds text of the source.
    pub fn add(&mut self, source: &str, range: &Range<usize>) {
        if self.end != range.start && !self.text.is_empty() && !self.text.ends_with('\n') {
            self.add_markup(&(self.end.min(range.start)..range.start));
        }
        self.parts.push(Part { start: self.text.len(), source: range.clone(), is_verbatim: true });
        self.text.push_str(&source[range.clone()]);
        self.end = range.end;
    }

    /// Adds the end of a line.
    pub fn end_line(&mut self, range: &Range<usize>) {
        self.add_sign('\n', range);
    }

    /// Goes on at this byte of the source, as if nothing stood before it.
    pub fn skip_to(&mut self, at: usize) {
        self.end = at;
    }

    /// Adds what is no text.
    pub fn add_markup(&mut self, range: &Range<usize>) {
        self.add_sign(MARKUP, range);
    }

    /// Adds a sign that stands for this range of the source.
    fn add_sign(&mut self, sign: char, range: &Range<usize>) {
        self.parts.push(Part { start: self.text.len(), source: range.clone(), is_verbatim: false });
        self.text.push(sign);
        self.end = range.end;
    }

    /// Reports what looks like Markdown, and begins anew.
    pub fn finish(&mut self, report: &mut Report) {
        if !self.text.is_empty() {
            for (range, message, help) in unread(&self.text) {
                report.warn("looks-like-markdown", self.in_source(&range), message, help);
            }
            self.text.clear();
            self.parts.clear();
        }
    }

    /// Where a range of the text is in the source; a sign that stands for something else is all of that.
    fn in_source(&self, range: &Range<usize>) -> Range<usize> {
        let part_of = |byte: usize| {
            let behind = self.parts.partition_point(|part| part.start <= byte);
            self.parts[..behind].last()
        };
        let start = part_of(range.start).map_or(0, |part| match part.is_verbatim {
            true => part.source.start + range.start - part.start,
            false => part.source.start,
        });
        let end = part_of(range.end.saturating_sub(1)).map_or(start, |part| match part.is_verbatim {
            true => part.source.start + range.end - part.start,
            false => part.source.end,
        });
        start..end.max(start)
    }
}

/// A mistake: where it is in the text, what is wrong, and what to write.
type Found = (Range<usize>, Message, Message);

/// What looks like Markdown and is none.
fn unread(text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    // Most texts have nothing of the kind, and looking for each mistake takes longer than looking for signs that all of them have.
    if lines(text).any(|(_, line)| begins_with_a_sign(line)) {
        found.extend(heading(text));
        found.extend(list(text));
        found.extend(table(text));
    }
    if text.contains('[') {
        found.extend(brackets(text));
    }
    let bytes = text.as_bytes();
    if memchr3(b'[', b'=', b'{', bytes).is_some() || lines(text).any(|(_, line)| line.starts_with(":::")) {
        found.extend(of_other_programs(text));
    }
    if memchr3(b'*', b'~', b'_', bytes).is_some() {
        found.extend(emphasis(text));
    }
    found
}

/// True for a line that may be a heading, a member of a list or a row of a table.
fn begins_with_a_sign(line: &str) -> bool {
    let is_sign = |c: char| matches!(c, '#' | '-' | '–' | '—' | '|') || c.is_ascii_digit() || BULLETS.contains(&c);
    let line = line.trim_start();
    line.starts_with(is_sign) || line.strip_prefix(['b', 'B']).is_some_and(|rest| rest.starts_with([')', '.']))
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
    if let Some(found) = lettered(text) {
        return Some(found);
    }
    for is_member in [&dash as &dyn Fn(&str) -> bool, &number] {
        let mut members = lines(text).filter(|(_, line)| is_member(line));
        let Some((range, line)) = members.next() else { continue };
        // A word may begin with a hyphen, as a suffix does; a sentence does not.
        let is_sentence = range.start == 0 && line.starts_with('-') && line.split_whitespace().count() > 1;
        if members.next().is_none() && !is_sentence {
            continue;
        }
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

/// Lines that begin with `a)` and `b)`.
fn lettered(text: &str) -> Option<Found> {
    let words = |line: &str, letter: char| {
        // `A. Dupont` is a name.
        let capital = || line.strip_prefix(letter.to_ascii_uppercase())?.strip_prefix(')');
        let rest = line.strip_prefix(letter).and_then(|rest| rest.strip_prefix([')', '.'])).or_else(capital)?;
        starts_apart(rest).then(|| rest.trim().to_owned())
    };
    let mut all = lines(text);
    let (range, first) = all.find_map(|(range, line)| Some((range, words(line, 'a')?)))?;
    all.find(|(_, line)| words(line, 'b').is_some())?;
    Some((
        range,
        say!(en: "these lines do not form a list", fr: "ces lignes ne forment pas une liste"),
        say!(en: "write `1. {first}`: Markdown lists cannot be numbered with letters", fr: "écrivez `1. {first}` : une liste Markdown ne se numérote pas avec des lettres"),
    ))
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

/// What other programs read and this one does not: `:::note`, `[[page]]`, `[TOC]`, `==marked==`, `{{ … }}`, `{{< figure >}}`,
/// `{% include %}`, `{:.class}`.
fn of_other_programs(text: &str) -> Option<Found> {
    let container = lines(text).find(|(_, line)| {
        line.strip_prefix(":::")
            .is_some_and(|name| name.trim_start_matches([':', ' ']).starts_with(char::is_alphabetic))
    });
    if let Some((range, line)) = container {
        return Some((
            range,
            say!(en: "`{line}` does not start a callout", fr: "`{line}` n’est pas le début d’un encadré"),
            say!(
                en: "write `> [!NOTE]`, and `> ` before each line of the text below it",
                fr: "écrivez `> [!NOTE]`, et `> ` devant chaque ligne du texte qui suit"
            ),
        ));
    }
    let enclosed = |open: &str, close: &str| {
        let start = text.find(open)?;
        let from = start + open.len();
        let end = text[from..].find(close).filter(|end| *end > 0)? + from + close.len();
        Some(start..end).filter(|range| !text[range.clone()].contains(['\n', MARKUP]))
    };
    if let Some(range) = enclosed("[[", "]]") {
        return Some((
            range,
            no_link(),
            say!(en: "write `[its title](@call/robots)`", fr: "écrivez `[son titre](@call/robots)`"),
        ));
    }
    if let Some(toc) = ["[TOC]", "[[_TOC_]]"].into_iter().find(|toc| text.trim().eq_ignore_ascii_case(toc)) {
        return Some((
            0..text.len(),
            say!(en: "`{toc}` is shown as it is", fr: "`{toc}` s’affiche tel quel"),
            say!(
                en: "delete it: a long page has a table of contents by itself",
                fr: "supprimez-le, car une page longue a d’elle-même une table des matières"
            ),
        ));
    }
    let marked = enclosed("==", "==").filter(|range| {
        let words = &text[range.start + 2..range.end - 2];
        begins_word(&text[..range.start]) && words.starts_with(char::is_alphanumeric) && words.trim_end() == words
    });
    if let Some(range) = marked {
        let words = &text[range.start + 2..range.end - 2];
        return Some((
            range.clone(),
            say!(en: "these `==` are shown as they are", fr: "ces `==` s’affichent tels quels"),
            say!(en: "write `<mark>{words}</mark>`", fr: "écrivez `<mark>{words}</mark>`"),
        ));
    }
    let range = enclosed("{{", "}}").or_else(|| enclosed("{%", "%}")).or_else(|| enclosed("{:", "}"))?;
    let mark = &text[range.clone()];
    Some((
        range,
        say!(en: "`{mark}` is shown as it is written", fr: "`{mark}` s’affiche tel quel"),
        say!(
            en: "delete it, or write the text itself, a link or an image: parvis has no commands of this kind (“shortcodes”)",
            fr: "supprimez-le, ou écrivez le texte lui-même, un lien ou une image : parvis n’a pas de commandes de ce genre (« shortcodes »)"
        ),
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
        let picture = if text[..open].ends_with('!') { "!" } else { "" };
        let range = open - picture.len()..open + close + 2;
        if let Some(note) = label.strip_prefix('^').filter(|note| !note.is_empty()) {
            found.push((
                range,
                say!(en: "the note `[^{note}]` has no text", fr: "la note `[^{note}]` n’a pas de texte"),
                say!(en: "add a line `[^{note}]: …` at the end", fr: "ajoutez à la fin une ligne `[^{note}]: …`"),
            ));
        } else if open == 0
            && KINDS.iter().any(|kind| label.strip_prefix('!').is_some_and(|word| word.eq_ignore_ascii_case(kind)))
        {
            found.push((
                range,
                say!(en: "nothing can follow `[{label}]` on its line", fr: "rien ne peut suivre `[{label}]` sur sa ligne"),
                say!(en: "write `[{label}]` alone, and the text on the next line", fr: "écrivez `[{label}]` seul, et le texte à la ligne suivante"),
            ));
        } else if open == 0
            && label.strip_prefix('!').is_some_and(|word| !word.is_empty() && word.chars().all(char::is_alphabetic))
        {
            found.push((
                range,
                say!(en: "`[{label}]` is not a type of callout", fr: "`[{label}]` n’est pas un type d’encadré"),
                say!(
                    en: "write `[!NOTE]`, `[!TIP]`, `[!IMPORTANT]`, `[!WARNING]` or `[!CAUTION]`",
                    fr: "écrivez `[!NOTE]`, `[!TIP]`, `[!IMPORTANT]`, `[!WARNING]` ou `[!CAUTION]`"
                ),
            ));
        } else if open == 0
            && label.trim().is_empty()
            && behind.starts_with(|c: char| c == ' ' || c.is_alphanumeric())
            && behind.len() > 1
        {
            found.push((
                range,
                say!(en: "`[{label}]` is not a checkbox here", fr: "`[{label}]` n’est pas ici une case à cocher"),
                say!(en: "write `- [ ] {words}`", fr: "écrivez `- [ ] {words}`", words = behind.split('\n').next().unwrap_or_default().trim()),
            ));
        } else if let Some(target) = behind.strip_prefix('(').and_then(|target| target.split(')').next()) {
            found.push((range, no_link(), written_link(picture, label, target)));
        } else if let Some(target) =
            behind.trim_start_matches(' ').strip_prefix('(').and_then(|rest| rest.split(')').next())
            && (is_target(target) || is_file(target, !picture.is_empty()))
        {
            found.push((range, no_link(), written_link(picture, label, target)));
        } else if let Some(rest) = behind.strip_prefix('[') {
            let reference = rest.split(']').next().filter(|reference| !reference.is_empty()).unwrap_or(label);
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

fn written_link(picture: &str, label: &str, target: &str) -> Message {
    let target = target.trim();
    let target = target.replace(' ', if target.starts_with("tel:") { "" } else { "%20" });
    say!(en: "write `{picture}[{label}]({target})`, without a space", fr: "écrivez `{picture}[{label}]({target})`, sans espace")
}

/// True for the name of a file, which has spaces only for a picture: other words may stand between brackets behind a text.
fn is_file(text: &str, is_picture: bool) -> bool {
    let ending = text.trim().rsplit_once('.').map_or("", |(_, ending)| ending);
    (2..=4).contains(&ending.len())
        && ending.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && ending.starts_with(|first: char| first.is_ascii_alphabetic())
        && (is_picture || !text.trim().contains(' '))
}

/// True for what can only be the target of a link.
fn is_target(text: &str) -> bool {
    let text = text.trim();
    !text.contains(' ')
        && ["http://", "https://", "www.", "/", "@", "../", "mailto:"].iter().any(|start| text.starts_with(start))
}

/// Marks of emphasis that are shown: a pair of them, or one that opens and is never closed.
fn emphasis(text: &str) -> Option<Found> {
    ["**", "~~", "__"].into_iter().find_map(|mark| pair(text, mark).or_else(|| unclosed(text, mark)))
}

fn pair(text: &str, mark: &str) -> Option<Found> {
    let mut marks = text.match_indices(mark).map(|(at, _)| at);
    let (first, second) = (marks.next()?, marks.next()?);
    let inside = &text[first + mark.len()..second];
    let words = inside.trim();
    // Signs inside of a word are meant as such.
    let in_a_word = text[..first].ends_with(char::is_alphanumeric) && inside.starts_with(char::is_alphanumeric);
    // Names in programs have such signs: `self.__init__`.
    let in_a_name = mark == "__" && !begins_word(&text[..first]);
    if words.is_empty() || words.contains(['*', '_', '~', '\n']) || in_a_word || in_a_name {
        return None;
    }
    // Words with markup between them cannot be written here as they are in the source.
    let words = if words.contains(MARKUP) { "…" } else { words };
    Some((
        first..second + mark.len(),
        say!(en: "these `{mark}` are shown as is", fr: "ces `{mark}` s’affichent tels quels"),
        say!(
            en: "write `{mark}{words}{mark}`, with a space or a comma around it and none inside",
            fr: "écrivez `{mark}{words}{mark}`, avec une espace ou une virgule autour et sans espace à l’intérieur"
        ),
    ))
}

/// True behind what may stand before a word.
fn begins_word(before: &str) -> bool {
    before.is_empty()
        || before.ends_with(|c: char| c.is_whitespace() || matches!(c, '(' | '[' | '«' | '“' | '"' | '\'' | '’' | '—'))
}

fn unclosed(text: &str, mark: &str) -> Option<Found> {
    let mut marks = text.match_indices(mark).map(|(at, _)| at);
    let (at, None) = (marks.next()?, marks.next()) else { return None };
    let behind = &text[at + mark.len()..];
    let opens = mark != "__" && behind.starts_with(char::is_alphabetic) && begins_word(&text[..at]);
    let word = behind.split(char::is_whitespace).next().unwrap_or_default();
    opens.then(|| {
        (
            at..at + mark.len() + word.len(),
            say!(en: "this `{mark}` is never closed and is shown as it is", fr: "ce `{mark}` n’est jamais fermé et s’affiche tel quel"),
            say!(
                en: "write `{mark}` after the last word as well, or delete it",
                fr: "écrivez aussi `{mark}` après le dernier mot, ou supprimez-le"
            ),
        )
    })
}

/// Reports cells of a row that has more than the head of its table: they are not shown (GitHub Flavored Markdown, section 4.10).
pub fn report_cells_beyond_head(source: &str, row: &Range<usize>, columns: usize, report: &mut Report) {
    let line = source[row.clone()].trim_end();
    let mut cells = Vec::new();
    let (mut start, mut escaped) = (0, false);
    for (at, byte) in line.bytes().enumerate() {
        if byte == b'|' && !escaped {
            cells.push(start..at);
            start = at + 1;
        }
        escaped = byte == b'\\' && !escaped;
    }
    cells.push(start..line.len());
    if cells.first().is_some_and(|first| line[first.clone()].trim().is_empty()) {
        cells.remove(0);
    }
    let beyond = cells.iter().skip(columns).find(|cell| !line[(*cell).clone()].trim().is_empty());
    let Some(cell) = beyond else { return };
    let words = line[cell.clone()].trim();
    let start = row.start + cell.start + line[cell.clone()].find(words).unwrap_or(0);
    let columns = count(columns, ["column", "columns"], ["colonne", "colonnes"]);
    report.warn(
        "looks-like-markdown",
        start..start + words.len(),
        say!(
            en: "this cell is not shown: the first row of the table has {columns}",
            fr: "cette cellule ne s’affiche pas : la première ligne du tableau a {columns}";
            columns
        ),
        say!(
            en: "add a column to the first row and to the line below it, or write `\\|` for a bar that is meant as such",
            fr: "ajoutez une colonne à la première ligne et à celle du dessous, ou écrivez `\\|` pour une barre voulue comme telle"
        ),
    );
}

/// True for text inside of HTML that looks like Markdown, which is not read there.
pub fn markdown_in_html(text: &str) -> Option<Range<usize>> {
    let link = text.find("](").and_then(|close| {
        let open = text[..close].rfind('[').filter(|open| !text[*open..close].contains('\n'))?;
        let end = close + text[close..].find(')')? + 1;
        Some(open..end)
    });
    let strong = || {
        let start = text.find("**")?;
        let end = text[start + 2..].find("**").filter(|end| *end > 0)? + start + 4;
        (!text[start..end].contains('\n')).then_some(start..end)
    };
    let line = || {
        lines(text).find_map(|(range, line)| {
            let trimmed = line.trim_start();
            let signs = trimmed.len() - trimmed.trim_start_matches('#').len();
            let is_heading = (1..=6).contains(&signs) && trimmed[signs..].starts_with(' ');
            let is_member = ["- ", "* ", "+ "].iter().any(|sign| trimmed.starts_with(sign));
            let start = range.end - trimmed.len();
            ((is_heading || is_member) && !trimmed[1..].trim().is_empty())
                .then_some(start..start + trimmed.trim_end().len())
        })
    };
    link.or_else(strong).or_else(line)
}

/// The message and the help for Markdown inside of HTML.
pub fn not_read_in_html() -> (Message, Message) {
    (
        say!(
            en: "Markdown directly after an HTML tag is not read, and is shown as it is",
            fr: "le Markdown placé juste après une balise HTML n’est pas lu et s’affiche tel quel"
        ),
        say!(
            en: "write an empty line before and after this text",
            fr: "laissez une ligne vide avant et après ce texte"
        ),
    )
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
        _ => {
            let others = count(others, ["more", "more"], ["autre", "autres"]);
            say!(
                en: "this text contains an invisible character, U+{number:04X}, and {others}",
                fr: "ce texte contient un caractère invisible, U+{number:04X}, et {others}";
                others
            )
        }
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
        unread(text).into_iter().map(|(range, ..)| &text[range]).collect()
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
        assert_eq!(marked("[!NOTE] first"), ["[!NOTE]"]);
        assert_eq!(marked("[!attention]"), ["[!attention]"]);
        assert_eq!(marked("[] to do"), ["[]"]);
        assert_eq!(marked("![View] (my picture.png), [rules] (rules.pdf)"), ["![View]", "[rules]"]);
        assert_eq!(marked("[text][] and [x][y]"), ["[text]", "[x]"]);
        assert_eq!(marked("**Note: then"), ["**Note:"]);
        assert_eq!(marked("the ~~old ~~price, __note :__then"), ["~~old ~~"]);
        assert_eq!(marked(":::note\ntext\n:::"), [":::note"]);
        assert_eq!(marked("see [[the plan]]"), ["[[the plan]]"]);
        assert_eq!(marked("{{< figure src=a >}} {% x %}"), ["{{< figure src=a >}}"]);
        assert_eq!(marked("[TOC]"), ["[TOC]"]);
        assert_eq!(marked("a ==marked word== here"), ["==marked word=="]);
        assert_eq!(marked("a link{:target=\"_blank\"} here"), ["{:target=\"_blank\"}"]);
        assert_eq!(marked("-one of two"), ["-one of two"]);
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
            "-ation",
            "Name: ______ Town: ______",
            "~5 or ~~6, a__b__c",
            "[sic] (p. 3), [v] (1.2)",
            "** not taxed",
            "window.__a=1; window.__b=2",
            "[]",
            "a == b, c == d, a==b==c",
        ] {
            assert_eq!(marked(text), Vec::<&str>::new(), "{text}");
        }
    }
}
