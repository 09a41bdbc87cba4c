//! Diagnostics for front matter that is not YAML, by the mistake that was probably made, and the repair of misplaced no-break
//! spaces, so that the rest of the file can be read.

use std::borrow::Cow;

use crate::base::diagnostic::Diagnostic;
use crate::base::message::{Message, count, say};
use crate::base::source::{Place, Span};

/// The no-break space (U+00A0): it looks like a space, but YAML takes it for a letter.
const NO_BREAK_SPACE: char = '\u{A0}';

/// A no-break space in the place of an ordinary space: beside the colon of a key, or in the indentation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MisplacedSpace {
    /// The space.
    pub span: Span,
    /// The byte at which the content of its line begins, after indentation and dashes.
    pub content: usize,
}

/// The error for a misplaced no-break space.
pub fn misplaced_space_error(place: Place, source: &str, space: &MisplacedSpace) -> Diagnostic {
    let line = source[space.content..].lines().next().unwrap_or_default();
    let key = line
        .trim_matches(|c: char| !c.is_ascii_alphanumeric())
        .split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
        .next();
    let help = say!(
        en: "replace it with an ordinary space: `{key}: …`",
        fr: "remplacez-la par une espace ordinaire : `{key}: …`",
        key = key.unwrap_or("key")
    );
    Diagnostic::error(
        "no-break-space",
        place,
        say!(
            en: "there is a no-break space (U+00A0) next to a key",
            fr: "une espace insécable (U+00A0) se trouve à côté d’une clé"
        ),
        help,
    )
}

/// The no-break spaces beside what looks like a key. Some may be inside of texts: see [`outside_scalars`].
pub fn misplaced_spaces(source: &str) -> Vec<MisplacedSpace> {
    let mut spaces = Vec::new();
    let mut start = 0;
    for line in source.split_inclusive('\n') {
        if !line.trim().is_empty()
            && let Some((content, at)) = misplaced_space(line)
        {
            let span = Span::new(start + at, start + at + NO_BREAK_SPACE.len_utf8());
            spaces.push(MisplacedSpace { span, content: start + content });
        }
        start += line.len();
    }
    spaces
}

/// The text with ordinary spaces in the place of misplaced ones. All byte offsets stay the same.
pub fn replace_misplaced_spaces<'s>(source: &'s str, spaces: &[MisplacedSpace]) -> Cow<'s, str> {
    if spaces.is_empty() {
        return Cow::Borrowed(source);
    }
    let mut repaired = String::with_capacity(source.len());
    let mut from = 0;
    for MisplacedSpace { span, .. } in spaces {
        repaired.push_str(&source[from..span.start]);
        // Two spaces, as U+00A0 has two bytes: later offsets stay the same.
        repaired.push_str("  ");
        from = span.end;
    }
    repaired.push_str(&source[from..]);
    Cow::Owned(repaired)
}

/// The byte of the line at which its content begins, and that of the first no-break space there or beside the colon of its key.
fn misplaced_space(line: &str) -> Option<(usize, usize)> {
    let content = line.find(|c: char| c != ' ' && c != '-')?;
    if line[content..].starts_with(NO_BREAK_SPACE) {
        return Some((content, content));
    }
    let word =
        line[content..].find(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '-')).map(|at| content + at)?;
    let rest = &line[word..];
    if word == content {
        return None;
    }
    if rest.strip_prefix(':').is_some_and(|rest| rest.starts_with(NO_BREAK_SPACE)) {
        return Some((content, word + 1));
    }
    // `key : value` with a French space before the colon.
    let after = rest.strip_prefix(NO_BREAK_SPACE)?;
    (after == ":" || after.starts_with(": ") || after.starts_with(":\n")).then_some((content, word))
}

/// The error for a text that the YAML parser could not read, with what to do. The text begins at byte `base` of its file; the
/// parser stopped at byte `at` of the file with the message `info`.
pub fn syntax_error(place: impl Fn(Span) -> Place, source: &str, base: usize, at: usize, info: &str) -> Diagnostic {
    if let Some(tab) = tab_in_indentation(source) {
        let help = say!(
            en: "replace the tab with spaces: YAML only counts spaces",
            fr: "remplacez la tabulation par des espaces : YAML ne compte que les espaces"
        );
        return Diagnostic::error(
            "tab-indentation",
            place(Span::new(base + tab, base + tab + 1)),
            say!(en: "there is a tab in the indentation", fr: "une tabulation se trouve dans le retrait"),
            help,
        );
    }
    if let Some(mistake) = common_mistake(source) {
        let span = Span::new(base + mistake.span.start, base + mistake.span.end);
        let code = if mistake.message == MERGE_MESSAGE { UNFINISHED_MERGE } else { "broken-yaml" };
        return Diagnostic::error(code, place(span), mistake.message, mistake.help);
    }
    let before = source[..at.saturating_sub(base).min(source.len())].rfind('\n').map_or(0, |end| end + 1);
    if let Some(mistake) = missing_space(source, before).or_else(|| dash_out_of_line(source, before)) {
        let span = Span::new(base + mistake.span.start, base + mistake.span.end);
        return Diagnostic::error("broken-yaml", place(span), mistake.message, mistake.help);
    }
    let line = source[before..].lines().next().unwrap_or_default();
    let help = if let Some(help) = help_for_line(info, line) {
        help
    } else if info.contains("mapping values are not allowed") {
        say!(
            en: "put a value that contains a colon in quotes: `title: \"Robots: the return\"`",
            fr: "mettez entre guillemets une valeur qui contient un deux-points : `title: \"Robots: le retour\"`"
        )
    } else if info.contains("simple key") {
        say!(
            en: "put two spaces before this line if it continues the text above it; a key is followed by `:` and a space",
            fr: "mettez deux espaces devant cette ligne si elle continue le texte de la précédente ; une clé est suivie de `:` et d’une espace"
        )
    } else if info.contains("trailing content") {
        say!(
            en: "inside a quoted text, write a quote twice in '…' and as `\\\"` in \"…\"",
            fr: "un guillemet à l’intérieur d’un texte entre guillemets se double dans '…' et s’écrit `\\\"` dans \"…\""
        )
    } else if info.contains("quote") || info.contains("unexpected end of stream") {
        say!(
            en: "close the quote or bracket that was opened before",
            fr: "fermez le guillemet ou le crochet ouvert plus haut"
        )
    } else if info.contains("',' or ']'") || info.contains("',' or '}'") {
        say!(
            en: "separate the members with commas and close the bracket",
            fr: "séparez les éléments par des virgules et fermez le crochet"
        )
    } else {
        say!(
            en: "check the indentation, quotes and brackets of this line and the one above; put a text with special characters in double quotes",
            fr: "vérifiez le retrait, les guillemets et les crochets de cette ligne et de la précédente ; mettez entre guillemets doubles un texte qui contient des caractères spéciaux"
        )
    };
    // The parser calls every quote a double one.
    let english = if info.contains("trailing content") { "text follows the closing quote" } else { info };
    let cause = Message::new(english.to_owned().into(), in_french(info).into());
    // The parser may give a place after the end of the text; then the last character is shown.
    let start = at.min(base + source.trim_end().len()).max(base);
    let length = source[start - base..].chars().next().filter(|c| *c != '\n').map_or(0, char::len_utf8);
    Diagnostic::error(
        "broken-yaml",
        place(Span::new(start, start + length)),
        say!(en: "this is not YAML: {cause}", fr: "ce n’est pas du YAML : {cause}"; cause),
        help,
    )
}

/// What to write in place of a line, where that is clear from what the parser says.
fn help_for_line(info: &str, line: &str) -> Option<Message> {
    let (key, value) = line.trim().split_once(": ")?;
    let is_key = |key: &str| !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    if info.contains("mapping values are not allowed") && is_key(key) {
        let value = value.trim().replace('\\', "\\\\").replace('"', "\\\"");
        return Some(say!(
            en: "put the value in quotes, because it contains a colon: `{key}: \"{value}\"`",
            fr: "mettez la valeur entre guillemets, car elle contient un deux-points : `{key}: \"{value}\"`"
        ));
    }
    let member = value.trim().strip_prefix("- ").filter(|_| info.contains("block sequence entries") && is_key(key))?;
    Some(say!(en: "write `{key}: [{member}]`", fr: "écrivez `{key}: [{member}]`"))
}

/// What the parser says, in French: its own sentences are English.
fn in_french(info: &str) -> &'static str {
    const CAUSES: [(&str, &str); 16] = [
        ("mapping values are not allowed", "un deux-points se trouve là où aucune valeur n’est attendue"),
        ("trailing content", "du texte suit le guillemet fermant"),
        ("expected key", "une clé est attendue ici"),
        ("expected '-' indicator", "un tiret est attendu ici"),
        ("simple key", "un deux-points manque après une clé"),
        ("end of stream", "un guillemet n’est pas fermé"),
        ("unexpected eof", "un guillemet ou un crochet n’est pas fermé"),
        ("',' or ']'", "une virgule ou un crochet fermant est attendu ici"),
        ("',' or '}'", "une virgule ou une accolade fermante est attendue ici"),
        ("block sequence entries", "un élément de liste ne peut pas commencer ici"),
        ("escape", "une barre oblique inverse précède un caractère inattendu"),
        ("anchor", "un `*` ou un `&` ne renvoie à rien"),
        ("tab", "une tabulation se trouve là où il faut des espaces"),
        ("bracket", "un crochet ne correspond à aucun autre"),
        ("document", "un autre document commence ici"),
        ("indent", "le retrait ne correspond pas à celui des lignes voisines"),
    ];
    let cause = CAUSES.iter().find(|(part, _)| info.contains(part));
    cause.map_or("la syntaxe est incorrecte à cet endroit", |(_, cause)| cause)
}

/// A key without the space behind its colon, or a dash without the space behind it, in the line at byte `line` or in the one
/// before, where the parser stops.
pub fn missing_space(source: &str, line: usize) -> Option<CommonMistake> {
    let above = source[..line].trim_end().rfind('\n').map_or(0, |end| end + 1);
    let mut start = above;
    for text in source[above..].split_inclusive('\n') {
        if start > line {
            return None;
        }
        let content = text.trim_end();
        let indent = content.len() - content.trim_start().len();
        let body = &content[indent..];
        let dash = body.strip_prefix('-').filter(|rest| rest.starts_with(|c: char| c.is_ascii_lowercase()));
        let key = body.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).filter(|end| *end > 0);
        if let Some(rest) = dash.filter(|rest| rest.contains(':')) {
            let span = Span::new(start + indent, start + indent + 1);
            let message = say!(en: "a space is missing after the dash", fr: "une espace manque après le tiret");
            return Some(CommonMistake {
                span, message, help: say!(en: "write `- {rest}`", fr: "écrivez `- {rest}`")
            });
        }
        if let Some(end) = key
            && let Some(value) = body[end..].strip_prefix(':')
            && !value.is_empty()
            && !value.starts_with([' ', '/', ':', '\u{A0}'])
        {
            let name = &body[..end];
            let span = Span::new(start + indent, start + indent + end + 1);
            let message = say!(en: "a space is missing after `{name}:`", fr: "une espace manque après `{name}:`");
            return Some(CommonMistake {
                span,
                message,
                help: say!(en: "write `{name}: {value}`", fr: "écrivez `{name}: {value}`"),
            });
        }
        start += text.len();
    }
    None
}

/// A dash that is not below the one before it, in the line at byte `line`, where the parser stops.
fn dash_out_of_line(source: &str, line: usize) -> Option<CommonMistake> {
    let indent_of = |text: &str| text.len() - text.trim_start_matches(' ').len();
    let text = source[line..].lines().next()?;
    let indent = indent_of(text);
    if !text[indent..].starts_with("- ") {
        return None;
    }
    let other = source[..line].lines().rev().find(|other| other[indent_of(other)..].starts_with("- "))?;
    let wanted = indent_of(other);
    if wanted == indent {
        return None;
    }
    let message = say!(
        en: "this dash is not aligned with the one above",
        fr: "ce tiret n’est pas aligné sur celui du dessus"
    );
    let spaces = count(wanted, ["space", "spaces"], ["espace", "espaces"]);
    let help = say!(
        en: "indent both equally: {spaces} before the dash, and likewise for the lines below it",
        fr: "donnez aux deux le même retrait : {spaces} avant le tiret, et de même pour les lignes qui suivent";
        spaces
    );
    Some(CommonMistake { span: Span::new(line + indent, line + indent + 1), message, help })
}

/// The code of an unfinished merge.
pub const UNFINISHED_MERGE: &str = "unfinished-merge";

/// The help for an unfinished merge.
pub const MERGE_HELP: Message = Message::fixed(
    "keep one of the two versions, and delete the lines `<<<<<<<`, `=======` and `>>>>>>>`",
    "gardez l’une des deux versions, et supprimez les lignes `<<<<<<<`, `=======` et `>>>>>>>`",
);

/// What is said of an unfinished merge.
pub const MERGE_MESSAGE: Message =
    Message::fixed("an unfinished merge of two versions", "la fusion de deux versions n’est pas terminée");

/// A frequent mistake, which its line is enough to recognise.
pub struct CommonMistake {
    /// Where.
    pub span: Span,
    /// What is wrong.
    pub message: Message,
    /// What to write.
    pub help: Message,
}

/// The first frequent mistake of editors, which the YAML parser would report without saying what to do.
fn common_mistake(source: &str) -> Option<CommonMistake> {
    let mut start = 0;
    for line in source.split_inclusive('\n') {
        let text = line.trim_end();
        if ["<<<<<<<", "=======", ">>>>>>>"].iter().any(|mark| text.starts_with(mark)) {
            let span = Span::new(start, start + text.len());
            return Some(CommonMistake { span, message: MERGE_MESSAGE, help: MERGE_HELP });
        }
        let word = text.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(0);
        let (key, rest) = text.split_at(word);
        if !key.is_empty() && rest.starts_with('\u{FF1A}') {
            let span = Span::new(start + word, start + word + '\u{FF1A}'.len_utf8());
            let message = say!(
                en: "the colon after `{key}` is not an ordinary one",
                fr: "le deux-points qui suit `{key}` n’est pas un deux-points ordinaire"
            );
            return Some(CommonMistake {
                span, message, help: say!(en: "write `{key}: …`", fr: "écrivez `{key}: …`")
            });
        }
        if let Some(value) = rest.strip_prefix(": ").map(str::trim_start)
            && needs_quotes(value)
        {
            let at = start + text.len() - value.len();
            let sign: String = value.chars().take(1).collect();
            let message = say!(
                en: "the value of `{key}` starts with `{sign}`, which has another meaning in YAML",
                fr: "la valeur de `{key}` commence par `{sign}`, qui a un autre sens en YAML"
            );
            let help = say!(
                en: "put it in quotes: `{key}: \"{value}\"`",
                fr: "mettez-la entre guillemets : `{key}: \"{value}\"`",
                value = value.replace('"', "\\\"")
            );
            return Some(CommonMistake { span: Span::new(at, at + value.len()), message, help });
        }
        start += line.len();
    }
    None
}

/// True for a text that YAML takes for something else because of its first character, such as an alias or a list.
fn needs_quotes(value: &str) -> bool {
    match value.chars().next() {
        Some('*' | '@' | '%' | '`') => true,
        Some('[') => value.find(']').is_some_and(|at| {
            !value[at + 1..].trim().is_empty() && !value[at + 1..].trim_start().starts_with([',', '#'])
        }),
        _ => false,
    }
}

/// The byte of the first tab in the indentation of a line with content.
fn tab_in_indentation(source: &str) -> Option<usize> {
    let mut start = 0;
    for line in source.split_inclusive('\n') {
        let indent = line.len() - line.trim_start_matches([' ', '\t']).len();
        if let Some(tab) = line[..indent].find('\t')
            && indent < line.trim_end_matches('\n').len()
        {
            return Some(start + tab);
        }
        start += line.len();
    }
    None
}

/// The place of a scalar in which something may look like a key.
pub struct ScalarSpan {
    /// Its place.
    pub span: Span,
    /// True for a scalar without quotes.
    pub plain: bool,
}

/// The spaces that are outside of these scalars, which are in the order of the file and do not overlap.
pub fn outside_scalars(texts: &[ScalarSpan], spaces: Vec<MisplacedSpace>) -> Vec<MisplacedSpace> {
    // A plain scalar that begins with such a key is a map that the parser did not recognise.
    let begins_with_key =
        |text: &ScalarSpan| spaces.binary_search_by_key(&text.span.start, |space| space.content).is_ok();
    let is_text = |space: &MisplacedSpace| {
        let before = texts.partition_point(|text| text.span.start <= space.span.start);
        let Some(text) = before.checked_sub(1).map(|last| &texts[last]) else { return false };
        space.span.start < text.span.end && (!text.plain || (text.span.start < space.content && !begins_with_key(text)))
    };
    spaces.iter().copied().filter(|space| !is_text(space)).collect()
}

/// True for control characters other than tab and line feed, and for noncharacters (HTML Living Standard, 13.2.3.5; XML 1.0,
/// 2.2).
pub fn is_unprintable(character: char) -> bool {
    let is_noncharacter =
        matches!(character as u32 & 0xFFFF, 0xFFFE | 0xFFFF) || ('\u{FDD0}'..='\u{FDEF}').contains(&character);
    is_noncharacter || (character.is_control() && !matches!(character, '\n' | '\t'))
}
