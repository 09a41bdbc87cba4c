//! The strings of a theme in one language: read from `i18n/<lang>.yaml`, as a flat map and as one value for templates.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_yaml::Value as Yaml;
use tera::{Map, Value};

use crate::base::diagnostic::Diagnostic;
use crate::base::message::say;
use crate::base::source::{Place, SourcePath, Span};

/// The CLDR plural categories: a map with only such keys is one string in several plural forms.
const CATEGORIES: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

/// A string and its place.
#[derive(Clone, Debug, PartialEq)]
pub struct TranslatedString {
    /// The text or pattern.
    pub text: String,
    /// The place of its key in its file.
    pub place: Place,
}

/// Strings by key, such as `nav.home`; items of a list are numbered from 1.
pub type StringTable = BTreeMap<String, TranslatedString>;

/// The strings of one language.
#[derive(Clone, Debug)]
pub struct Translation {
    lang: String,
    words: HashMap<String, String>,
    value: Value,
}

impl Translation {
    /// Builds the strings of a language.
    pub fn new(lang: impl Into<String>, table: StringTable) -> Self {
        let entries: Vec<(&str, &str)> = table.iter().map(|(key, word)| (key.as_str(), word.text.as_str())).collect();
        let value = tree(&entries, 0);
        let words = table.into_iter().map(|(key, word)| (key, word.text)).collect();
        Self { lang: lang.into(), words, value }
    }

    /// The BCP 47 tag of the language.
    pub fn lang(&self) -> &str {
        &self.lang
    }

    /// The string of a key.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.words.get(key).map(String::as_str)
    }

    /// All strings, as templates see them.
    pub fn value(&self) -> &Value {
        &self.value
    }
}

/// Fills a pattern with parts; parts that the pattern does not name are ignored.
pub fn fill(pattern: &str, parts: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(pattern.len() + 16);
    let mut rest = pattern;
    // A single pass, so that braces in a part are not replaced.
    while let Some((before, behind)) = rest.split_once('{') {
        filled.push_str(before);
        let part = behind.split_once('}').and_then(|(name, after)| {
            let (_, value) = parts.iter().find(|(part, _)| *part == name)?;
            Some((*value, after))
        });
        match part {
            Some((value, after)) => {
                filled.push_str(value);
                rest = after;
            }
            None => {
                filled.push('{');
                rest = behind;
            }
        }
    }
    filled.push_str(rest);
    filled
}

/// Converts sorted strings to nested maps; `skip` bytes of each key are above this level.
fn tree(entries: &[(&str, &str)], skip: usize) -> Value {
    let mut map = Map::new();
    let mut rest = entries;
    while let Some((key, text)) = rest.first() {
        let name = key[skip..].split('.').next().unwrap_or_default();
        let below = skip + name.len();
        let same = rest.iter().take_while(|(key, _)| key[skip..].split('.').next() == Some(name)).count();
        let value = if key.len() == below { Value::from(*text) } else { tree(&rest[..same], below + 1) };
        map.insert(name.to_owned().into(), value);
        rest = &rest[same..];
    }
    Value::from(map)
}

/// Reads a file of strings.
pub fn parse(path: &SourcePath, text: &str) -> (StringTable, Vec<Diagnostic>) {
    let mut table = StringTable::new();
    let place = |span| Place { path: path.clone(), span };
    if let Some(at) = no_break_space(text) {
        let message = say!(
            en: "a no-break space after a colon hides the key from YAML",
            fr: "une espace insécable après un deux-points cache la clé à YAML"
        );
        let help = say!(
            en: "write an ordinary space after the colon",
            fr: "écrivez une espace ordinaire après le deux-points"
        );
        return (table, vec![Diagnostic::error("strings-broken", place(Span::new(at, at + 2)), message, help)]);
    }
    let yaml = match serde_yaml::from_str::<Yaml>(text) {
        Ok(Yaml::Mapping(map)) => Yaml::Mapping(map),
        Ok(Yaml::Null) => return (table, Vec::new()),
        Ok(_) => {
            let help = say!(
                en: "write keys and strings, for example `nav:` and, indented below it, `home: Home`",
                fr: "écrivez des clés et des textes, par exemple `nav:` et, en retrait, `home: Accueil`"
            );
            let end = text.find('\n').unwrap_or(text.len());
            let problem = Diagnostic::error(
                "strings-broken",
                place(Span::new(0, end)),
                say!(en: "strings belong under keys", fr: "les textes se rangent sous des clés"),
                help,
            );
            return (table, vec![problem]);
        }
        Err(error) => {
            let at = error.location().map_or(0, |location| location.index().min(text.len()));
            let message = say!(
                en: "this is not YAML: {error}",
                fr: "ce n’est pas du YAML : {error}",
                error = without_place(&error.to_string())
            );
            let help = say!(
                en: "fix the line; put a text that contains `: ` or starts with a symbol in quotes",
                fr: "corrigez la ligne ; mettez entre guillemets un texte qui contient `: ` ou commence par un symbole"
            );
            return (table, vec![Diagnostic::error("strings-broken", place(line_at(text, at)), message, help)]);
        }
    };
    let spans = key_spans(text);
    let mut diagnostics = Vec::new();
    flatten(&yaml, "", &mut |key, text| {
        let span = nearest_span(&spans, key);
        match text {
            Some(text) => {
                table.insert(key.to_owned(), TranslatedString { text, place: place(span) });
            }
            None => {
                let message = say!(en: "`{key}` has no text", fr: "`{key}` n’a pas de texte");
                let help = say!(en: "write the text after the colon", fr: "écrivez le texte après le deux-points");
                diagnostics.push(Diagnostic::error("string-missing", place(span), message, help));
            }
        }
    });
    (table, diagnostics)
}

fn flatten(yaml: &Yaml, key: &str, found: &mut impl FnMut(&str, Option<String>)) {
    let below = |name: &str| if key.is_empty() { name.to_owned() } else { format!("{key}.{name}") };
    match yaml {
        Yaml::Mapping(map) => {
            for (name, value) in map {
                flatten(value, &below(&scalar(name).unwrap_or_default()), found);
            }
        }
        Yaml::Sequence(list) => {
            for (rank, value) in list.iter().enumerate() {
                flatten(value, &below(&(rank + 1).to_string()), found);
            }
        }
        other => found(key, scalar(other)),
    }
}

fn scalar(yaml: &Yaml) -> Option<String> {
    match yaml {
        Yaml::String(text) => Some(text.clone()),
        Yaml::Bool(value) => Some(value.to_string()),
        Yaml::Number(value) => Some(value.to_string()),
        Yaml::Null | Yaml::Sequence(_) | Yaml::Mapping(_) | Yaml::Tagged(_) => None,
    }
}

/// The spans of the keys of a block-style file, found by indentation; keys in `{…}` are not found.
fn key_spans(text: &str) -> BTreeMap<String, Span> {
    let mut spans = BTreeMap::new();
    let mut parents: Vec<(usize, String)> = Vec::new();
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        let start = offset;
        offset += line.len();
        let indent = line.len() - line.trim_start_matches(' ').len();
        let Some((name, _)) = line[indent..].split_once(':') else { continue };
        let bare = name.trim_matches(['"', '\'']);
        if bare.is_empty() || name.starts_with('#') || bare.contains([' ', '{', '[']) {
            continue;
        }
        parents.retain(|(depth, _)| *depth < indent);
        let key = parents.last().map_or_else(|| bare.to_owned(), |(_, parent)| format!("{parent}.{bare}"));
        spans.insert(key.clone(), Span::new(start + indent, start + indent + name.len()));
        parents.push((indent, key));
    }
    spans
}

/// The place of a key, else of the nearest key above it, else the start of the file.
fn nearest_span(spans: &BTreeMap<String, Span>, key: &str) -> Span {
    let mut key = key;
    loop {
        if let Some(span) = spans.get(key) {
            return *span;
        }
        let Some((above, _)) = key.rsplit_once('.') else { return Span::default() };
        key = above;
    }
}

/// The keys that other languages must have too; the forms of a plural count as one key, since languages differ there.
pub fn units(table: &StringTable) -> BTreeSet<&str> {
    table.keys().map(|key| plural_of(table, key).unwrap_or(key)).collect()
}

/// The key of the plural that this key is a form of.
fn plural_of<'a>(table: &StringTable, key: &'a str) -> Option<&'a str> {
    let (above, name) = key.rsplit_once('.')?;
    let prefix = format!("{above}.");
    let siblings = table.range(prefix.clone()..).take_while(|(other, _)| other.starts_with(&prefix));
    let mut forms = siblings.map(|(other, _)| CATEGORIES.contains(&&other[prefix.len()..]));
    (CATEGORIES.contains(&name) && forms.all(|is_form| is_form)).then_some(above)
}

/// True if a unit exists: the string, or the form `other` of a plural.
pub fn has(table: &StringTable, unit: &str) -> bool {
    table.contains_key(unit) || table.contains_key(&format!("{unit}.other"))
}

/// The strings of a unit: one, or the forms of a plural.
pub fn words_of<'a>(table: &'a StringTable, unit: &str) -> Vec<(&'a String, &'a TranslatedString)> {
    let prefix = format!("{unit}.");
    let forms = table.range(prefix.clone()..).take_while(move |(key, _)| key.starts_with(&prefix));
    table.get_key_value(unit).into_iter().chain(forms).collect()
}

/// The place for a missing key: that of the first key beside it in its file.
pub fn place_for(table: &StringTable, path: &SourcePath, key: &str) -> Place {
    let mut above = key;
    while let Some((parent, _)) = above.rsplit_once('.') {
        let prefix = format!("{parent}.");
        let siblings = table.range(prefix.clone()..).take_while(|(key, _)| key.starts_with(&prefix));
        let places = siblings.map(|(_, word)| &word.place).filter(|place| place.path == *path);
        if let Some(first) = places.min() {
            return first.clone();
        }
        above = parent;
    }
    Place { path: path.clone(), span: Span::default() }
}

fn no_break_space(text: &str) -> Option<usize> {
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        let key = line.trim_start().find(|c: char| !(c.is_ascii_alphanumeric() || "-_/".contains(c)));
        let at = key.map(|end| end + line.len() - line.trim_start().len());
        if let Some(at) = at.filter(|at| line[*at..].starts_with(":\u{a0}")) {
            return Some(offset + at + 1);
        }
        offset += line.len();
    }
    None
}

fn line_at(text: &str, offset: usize) -> Span {
    let offset = (0..=offset.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let start = text[..offset].rfind('\n').map_or(0, |at| at + 1);
    let end = text[offset..].find('\n').map_or(text.len(), |at| at + offset);
    Span::new(start, end)
}

fn without_place(message: &str) -> &str {
    message.split(" at line ").next().unwrap_or(message)
}

/// Strings for tests of other modules.
#[cfg(test)]
pub mod tests {
    use super::*;
    use crate::base::message::UiLang;

    fn read(lang: &str, text: &str) -> Translation {
        let (table, diagnostics) = parse(&SourcePath::new(format!("themes/lab/i18n/{lang}.yaml")), text);
        assert_eq!(diagnostics, []);
        Translation::new(lang, table)
    }

    /// The French strings of the theme `lab`.
    pub fn french() -> Translation {
        read("fr", include_str!("../../themes/lab/i18n/fr.yaml"))
    }

    /// The English strings of the theme `lab`.
    pub fn english() -> Translation {
        read("en", include_str!("../../themes/lab/i18n/en.yaml"))
    }

    /// The German strings for dates and numbers, as a third language.
    pub fn german() -> Translation {
        read(
            "de",
            "date:
  months: [Januar, Februar, März, April, Mai, Juni, Juli, August, September, Oktober, November, Dezember]
  weekdays: [Montag, Dienstag, Mittwoch, Donnerstag, Freitag, Samstag, Sonntag]
  first_day: '1.'
  other_day: '{n}.'
  day: '{day} {month} {year}'
  day_in_year: '{day} {month}'
  weekday: '{weekday}, {date}'
  month: '{month} {year}'
  time: \"{hour2}:{minute}\\u00a0Uhr\"
  full_hour: \"{hour2}:{minute}\\u00a0Uhr\"
  since_day: seit dem {date}
  instant: '{date}, {time}'
  end_of_day: '{date}, Ende des Tages'
  in_zone: '{date} ({zone})'
  days: '{start} bis {end}'
  months_between: '{start} bis {end}'
  between: '{start} – {end}'
  hours: '{date}, {start} bis {end}'
  instants: '{start} bis {end}'
  from_day: ab {date}
  from: ab {date}
  until_day: bis {date}
  until: bis {date}
zone: {of: '{place}er Zeit'}
number: {group: ., decimal: ','}
money: {with_code: \"{amount}\\u00a0{code}\"}
",
        )
    }

    #[test]
    fn keys_are_flattened_and_have_places() {
        let text = "nav:\n  home: Accueil\ncount:\n  call: {one: '{n} appel', other: '{n} appels'}\n";
        let (table, _) = parse(&SourcePath::new("themes/lab/i18n/fr.yaml"), text);
        assert_eq!(table["nav.home"].place.span, Span::new(7, 11));
        assert_eq!(&text[table["count.call.one"].place.span.start..][..4], "call");
        assert_eq!(units(&table).into_iter().collect::<Vec<_>>(), ["count.call", "nav.home"]);
    }

    #[test]
    fn broken_yaml_is_reported_at_its_line() {
        let (_, diagnostics) = parse(&SourcePath::new("themes/lab/i18n/fr.yaml"), "nav:\n  home: a: b\n");
        assert_eq!((&*diagnostics[0].code, diagnostics[0].place.span), ("strings-broken", Span::new(5, 17)));
        let (_, diagnostics) = parse(&SourcePath::new("themes/lab/i18n/fr.yaml"), "nav:\n  home:\u{a0}a\n");
        assert!(diagnostics[0].message.text(UiLang::English).contains("no-break space"));
    }
}
