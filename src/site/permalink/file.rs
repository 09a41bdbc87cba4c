//! `permalinks.lock`: the names that were ever published, a line each, in order, so that two branches merge by keeping the
//! lines of both. `parvis lock` writes it, and nothing else does.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::base::bounds::{LOCK_NAME_BYTES, MISTAKES};
use crate::base::diagnostic::Diagnostic;
use crate::base::message::{Message, say};
use crate::base::moment::instant::{DayMeans, Instant};
use crate::base::moment::{Moment, Zone};
use crate::base::route::is_id;
use crate::base::snapshot::{LOCK_FILE, Snapshot, SourceFile};
use crate::base::source::{Place, SourcePath, Span};
use crate::kind::key::{Key, Kind};
use crate::site::permalink::{Holder, Name, Permalinks, Since, Sort};

/// What stands above the lines.
const HEAD: &str = "\
# Every address, feed entry and calendar entry that was ever published: none of them may vanish.
# Written by `parvis lock`. When two versions are merged, keep the lines of both.
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
    /// Since when it is published, if that is known. One of the future was not published yet when it was recorded.
    pub since: Option<Moment>,
    /// The line.
    pub span: Span,
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

    fn of(mut lines: Vec<Line<'t>>) -> Self {
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
    let (mut lines, mut start, mut told) = (Vec::new(), 0, 0);
    for line in text.split('\n') {
        let span = Span::new(start, start + line.len());
        start += line.len() + 1;
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        match parse(line, span, &utc) {
            Some(line) => lines.push(line),
            // A file that is another one has a mistake in each line; the first of them say so.
            None if told > 10 * MISTAKES => {}
            None => {
                told += 1;
                let what = say!(en: "a line that records nothing", fr: "une ligne qui ne consigne rien");
                diagnostics.push(broken(place(span), what));
            }
        }
    }
    Some(Lines::of(lines))
}

fn utc() -> Zone {
    Zone::named("UTC").expect("the bundled database has UTC")
}

fn broken(place: Place, what: Message) -> Diagnostic {
    let message = say!(en: "`{LOCK_FILE}` holds {what}", fr: "`{LOCK_FILE}` contient {what}"; what);
    let help = say!(
        en: "take back what was changed by hand, keep the lines of both versions after a merge, then run `parvis lock`",
        fr: "annulez ce qui a été changé à la main, gardez après une fusion les lignes des deux versions, puis lancez `parvis lock`"
    );
    Diagnostic::error("lock-broken", place, message, help)
}

fn parse<'t>(line: &'t str, span: Span, utc: &Zone) -> Option<Line<'t>> {
    let mut words = line.trim_end().split(' ');
    let sort: Sort = words.next()?.parse().ok()?;
    let text = words.next().filter(|text| !text.is_empty() && text.len() <= LOCK_NAME_BYTES)?;
    if sort == Sort::Address && !text.starts_with('/') {
        return None;
    }
    let item = match words.next()? {
        SITE => None,
        key => {
            let (kind, id) = key.split_once('/')?;
            Some((Kind::of_word(kind)?, Some(id).filter(|id| is_id(id))?))
        }
    };
    let lang = Some(words.next()?).filter(|lang| *lang != NO_LANGUAGE);
    let since = match words.next() {
        Some(since) => Some(Instant::parse(since, utc, DayMeans::Start).ok()?.moment),
        None => None,
    };
    words.next().is_none().then_some(Line { sort, text, item, lang, since, span })
}

/// What `parvis lock` did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counts {
    /// How many names the file holds.
    pub recorded: usize,
    /// How many of them it did not hold before.
    pub new: usize,
}

/// The text of the file with all that is published now or one day. What was published stays recorded whatever becomes of
/// it; what was only to come, and comes no more, is forgotten.
pub fn write(before: &Lines<'_>, links: &Permalinks, now: Moment) -> (String, Counts) {
    let is_past = |since: Option<Moment>| since.is_none_or(|since| since <= now);
    let stays = |line: &&Line<'_>| is_past(line.since) || links.get(line.sort, line.text).is_some();
    let staying = before.iter().filter(stays).map(|line| ((line.sort, line.text), *line));
    let mut lines: BTreeMap<(Sort, &str), Line<'_>> = staying.collect();
    for (Name { sort, text }, Holder { item, lang, since }) in links.present.iter().chain(&links.to_come) {
        let known = before.get(*sort, text).filter(|known| is_past(known.since));
        let since = match (known, since) {
            (Some(known), _) => known.since,
            (None, Since::Ever) => None,
            (None, Since::From(moment)) => Some(*moment),
            (None, Since::TimeGoesBy) => Some(now),
        };
        let item = item.as_ref().map(|key| (key.kind, &*key.id));
        let line = Line { sort: *sort, text, item, lang: lang.as_deref(), since, span: Span::default() };
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
