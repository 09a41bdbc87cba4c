//! `permalinks.lock`: the names that were ever published, a line each, in order. `parvis lock` writes it, and nothing else does.
//! Of two versions all lines hold, so a merge that nobody finished loses nothing.

use std::collections::{BTreeMap, HashSet};
use std::fmt::Write;

use crate::base::authority::is_placeholder_id;
use crate::base::bounds::{LOCK_NAME_BYTES, MISTAKES};
use crate::base::diagnostic::Diagnostic;
use crate::base::manifest::Manifest;
use crate::base::message::{Message, say};
use crate::base::moment::instant::{DayMeans, Instant};
use crate::base::moment::{Moment, Zone};
use crate::base::route::{encoded, is_id};
use crate::base::snapshot::{LOCK_FILE, Snapshot, SourceFile};
use crate::base::source::{Place, SourcePath, Span};
use crate::kind::key::{Key, Kind};
use crate::site::permalink::{Holder, Name, Names, Sort};

/// What stands above the lines.
pub const HEAD: &str = "\
# Every page, document, feed entry and calendar entry that was ever published: none of them may vanish.
# Written by `parvis lock`, which keeps the lines of both sides of a merge.
";

/// What stands for the site as a holder.
const SITE: &str = "site";

/// What stands for no language.
const NO_LANGUAGE: &str = "-";

/// A name that was recorded, as its line says. The file may have a million lines, so each borrows from its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line<'t> {
    /// What the name is.
    pub sort: Sort,
    /// The name.
    pub text: &'t str,
    /// The item that held it, by its kind and its id; none for the site itself.
    pub item: Option<(Kind, &'t str)>,
    /// Its language, BCP 47, if it had one.
    pub lang: Option<&'t str>,
    /// Since when it is published, if that is known.
    pub since: Option<Moment>,
    /// The line; none where the published site says so itself.
    pub span: Option<Span>,
}

impl Line<'_> {
    /// The key of the item that held it.
    pub fn key(&self) -> Option<Key> {
        self.item.map(|(kind, id)| Key::new(kind, id))
    }
}

/// The names that were recorded, in their order, each once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lines<'t>(Vec<Line<'t>>);

impl<'t> Lines<'t> {
    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Line<'t>> {
        self.0.iter()
    }

    /// What was recorded of a name.
    pub fn get(&self, sort: Sort, text: &str) -> Option<&Line<'t>> {
        let rank = self.0.binary_search_by(|line| (line.sort, line.text).cmp(&(sort, text))).ok()?;
        Some(&self.0[rank])
    }

    /// Adds the lines of another record; of a name that both have, these here hold.
    pub fn and(self, others: Self) -> Self {
        Self::of(self.0.into_iter().chain(others.0).collect())
    }

    fn of(mut lines: Vec<Line<'t>>) -> Self {
        lines.retain(|line| !is_placeholder_id(line.text));
        lines.sort_by_key(|line| (line.sort, line.text));
        // A merge may leave two lines of one name: what is known for longer holds.
        lines.dedup_by(|next, first| {
            let same = (next.sort, next.text) == (first.sort, first.text);
            if same {
                first.since = first.since.min(next.since);
            }
            same
        });
        Self(lines)
    }
}

/// The lines of the file, and what is wrong in it. `None` where there is no file.
pub fn read<'t>(snapshot: &'t Snapshot, diagnostics: &mut Vec<Diagnostic>) -> Option<Lines<'t>> {
    let path = SourcePath::new(LOCK_FILE);
    let place = |span| Place { path: path.clone(), span };
    let text = match snapshot.files.get(&path)? {
        SourceFile::Text(text) => text,
        SourceFile::NotUtf8 { offset, .. } => {
            diagnostics.push(broken(
                place(Span::new(*offset, *offset)),
                say!(en: "a character that is not UTF-8", fr: "un caractère qui n’est pas en UTF-8"),
            ));
            return Some(Lines::default());
        }
        // Why it is refused is told where all files are looked at.
        SourceFile::Blob { .. } | SourceFile::Asset { .. } | SourceFile::Refused(_) => return Some(Lines::default()),
    };
    let utc = utc();
    let (mut lines, mut start, mut told, mut merged) = (Vec::new(), 0, 0, None);
    for line in text.split('\n') {
        let span = Span::new(start, start + line.len());
        start += line.len() + 1;
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        if MERGE_MARKS.iter().any(|mark| line.starts_with(mark)) {
            merged.get_or_insert(span);
            continue;
        }
        match parse(line, &utc) {
            Some(line) => lines.push(Line { span: Some(span), ..line }),
            // A file that is another one has a mistake in each line; the first of them say so.
            None if told > 10 * MISTAKES => {}
            None => {
                told += 1;
                let what = say!(en: "a line that records nothing", fr: "une ligne qui ne consigne rien");
                diagnostics.push(broken(place(span), what));
            }
        }
    }
    if let Some(span) = merged {
        let message = say!(
            en: "a merge of `{LOCK_FILE}` was not finished; the lines of both sides hold",
            fr: "une fusion de `{LOCK_FILE}` n’a pas été achevée ; les lignes des deux côtés comptent"
        );
        diagnostics.push(Diagnostic::warning(MERGED, place(span), message, run_lock()));
    }
    Some(Lines::of(lines))
}

/// The code of a merge that was not finished.
pub const MERGED: &str = "lock-merged";

/// What a merge writes that could not decide.
const MERGE_MARKS: [&str; 4] = ["<<<<<<<", "|||||||", "=======", ">>>>>>>"];

fn run_lock() -> Message {
    say!(
        en: "run `parvis lock`, which takes the marks out, then commit `{LOCK_FILE}`",
        fr: "lancez `parvis lock`, qui retire les marques, puis ajoutez `{LOCK_FILE}` au dépôt"
    )
}

/// What the manifest of the published site says, as lines of a record.
pub fn of_manifest(manifest: &Manifest) -> String {
    let mut text = String::new();
    let hidden: HashSet<&str> = manifest.pages.iter().filter(|page| page.hidden).map(|page| &*page.item).collect();
    for page in manifest.pages.iter().filter(|page| !page.hidden) {
        let item = if page.item.is_empty() { SITE } else { &page.item };
        let lang = if page.lang.is_empty() { NO_LANGUAGE } else { &page.lang };
        let _ = writeln!(text, "{} {} {item} {lang}", Sort::Page.word(), encoded(&page.path));
    }
    for id in manifest.entries.keys() {
        // tag:<authority>:<kind>:<id>:<entry>…; a letter is the site's own, and comes back with its month.
        let mut parts = id.split(':').skip(2);
        let (Some(kind), Some(item), Some(_)) = (parts.next(), parts.next(), parts.next()) else { continue };
        if !hidden.contains(&*format!("{kind}/{item}")) {
            let _ = writeln!(text, "{} {} {kind}/{item} {NO_LANGUAGE}", Sort::Entry.word(), encoded(id));
        }
    }
    text
}

/// The lines of what [`of_manifest`] wrote; what is none of them is passed over.
pub fn published(text: &str) -> Lines<'_> {
    let utc = utc();
    Lines::of(text.lines().filter_map(|line| parse(line, &utc)).collect())
}

fn utc() -> Zone {
    Zone::named("UTC").expect("the bundled database has UTC")
}

fn broken(place: Place, what: Message) -> Diagnostic {
    let message = say!(en: "`{LOCK_FILE}` holds {what}", fr: "`{LOCK_FILE}` contient {what}"; what);
    let help = say!(
        en: "take back what was changed by hand, then run `parvis lock`",
        fr: "annulez ce qui a été changé à la main, puis lancez `parvis lock`"
    );
    Diagnostic::error("lock-broken", place, message, help)
}

fn parse<'t>(line: &'t str, utc: &Zone) -> Option<Line<'t>> {
    let mut words = line.trim_end().split(' ');
    let sort: Sort = words.next()?.parse().ok()?;
    let text = words.next().filter(|text| !text.is_empty() && text.len() <= LOCK_NAME_BYTES)?;
    if sort.is_address() && !text.starts_with('/') {
        return None;
    }
    let item = match words.next()? {
        SITE => None,
        key => {
            let (kind, id) = key.split_once('/')?;
            Some((Kind::from_word(kind)?, Some(id).filter(|id| is_id(id))?))
        }
    };
    let lang = Some(words.next()?).filter(|lang| *lang != NO_LANGUAGE);
    let since = match words.next() {
        Some(since) => Some(Instant::parse(since, utc, DayMeans::Start).ok()?.moment),
        None => None,
    };
    words.next().is_none().then_some(Line { sort, text, item, lang, since, span: None })
}

/// What `parvis lock` did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counts {
    /// How many names the file holds.
    pub recorded: usize,
    /// How many of them it did not hold before.
    pub new: usize,
}

/// The text of the file with all that is published now. What was published stays recorded whatever becomes of it.
pub fn write(before: &Lines<'_>, names: &Names) -> (String, Counts) {
    let recorded = before.iter().map(|line| ((line.sort, line.text), *line));
    let mut lines: BTreeMap<(Sort, &str), Line<'_>> = recorded.collect();
    for (Name { sort, text }, Holder { item, lang, since }) in names {
        let since = before.get(*sort, text).map_or(*since, |known| known.since);
        let item = item.as_ref().map(|key| (key.kind, &*key.id));
        let line = Line { sort: *sort, text, item, lang: lang.as_deref(), since, span: None };
        lines.insert((*sort, text), line);
    }
    let mut text = HEAD.to_owned();
    let utc = utc();
    for line in lines.values() {
        let lang = line.lang.unwrap_or(NO_LANGUAGE);
        let item = line.key().map_or_else(|| SITE.to_owned(), |key| key.to_string());
        let _ = write!(text, "{} {} {item} {lang}", line.sort.word(), line.text);
        if let Some(since) = line.since {
            let _ = write!(text, " {}", since.rfc3339(&utc).replace("+00:00", "Z"));
        }
        text.push('\n');
    }
    let new = lines.keys().filter(|(sort, text)| before.get(*sort, text).is_none()).count();
    (text, Counts { recorded: lines.len(), new })
}
