//! `permalinks.lock`: the names that were ever published, a line each, in order, so that two branches merge by keeping the
//! lines of both. `parvis lock` writes it, and nothing else does.

use std::collections::BTreeMap;
use std::fmt::Write;

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

/// What was recorded of a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// The item that held it; none for the site itself.
    pub item: Option<Key>,
    /// Its language, BCP 47, if it had one.
    pub lang: Option<String>,
    /// Since when it is published, if that is known. One of the future was not published yet when it was recorded.
    pub since: Option<Moment>,
    /// The line.
    pub span: Span,
}

/// The names that were recorded.
pub type Lines = BTreeMap<Name, Recorded>;

/// The lines of the file, and what is wrong in it. `None` where there is no file.
pub fn read(snapshot: &Snapshot, diagnostics: &mut Vec<Diagnostic>) -> Option<Lines> {
    let path = SourcePath::new(LOCK_FILE);
    let place = |span| Place { path: path.clone(), span };
    let text = match snapshot.files.get(&path)? {
        SourceFile::Text(text) => text,
        SourceFile::NotUtf8 { offset, .. } => {
            diagnostics.push(broken(
                place(Span::new(*offset, *offset)),
                say!(en: "a character that is not UTF-8", fr: "un caractère qui n’est pas en UTF-8"),
            ));
            return Some(Lines::new());
        }
        // Why it is refused is told where all files are looked at.
        SourceFile::Blob { .. } | SourceFile::Asset { .. } | SourceFile::Refused(_) => return Some(Lines::new()),
    };
    let mut lines = Lines::new();
    let mut start = 0;
    for line in text.split('\n') {
        let span = Span::new(start, start + line.len());
        start += line.len() + 1;
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        match parse(line, span) {
            // A merge may leave two lines of one name: what is known for longer holds.
            Some((name, recorded)) => {
                let known = lines.entry(name).or_insert_with(|| recorded.clone());
                known.since = known.since.min(recorded.since);
            }
            None => diagnostics.push(broken(
                place(span),
                say!(en: "a line that records nothing", fr: "une ligne qui ne consigne rien"),
            )),
        }
    }
    Some(lines)
}

fn broken(place: Place, what: Message) -> Diagnostic {
    let message = say!(en: "`{LOCK_FILE}` holds {what}", fr: "`{LOCK_FILE}` contient {what}"; what);
    let help = say!(
        en: "take back what was changed by hand, keep the lines of both versions after a merge, then run `parvis lock`",
        fr: "annulez ce qui a été changé à la main, gardez après une fusion les lignes des deux versions, puis lancez `parvis lock`"
    );
    Diagnostic::error("lock-broken", place, message, help)
}

fn parse(line: &str, span: Span) -> Option<(Name, Recorded)> {
    let mut words = line.trim_end().split(' ');
    let sort: Sort = words.next()?.parse().ok()?;
    let text = words.next().filter(|text| !text.is_empty())?.to_owned();
    if sort == Sort::Address && !text.starts_with('/') {
        return None;
    }
    let item = match words.next()? {
        SITE => None,
        key => {
            let (kind, id) = key.split_once('/')?;
            Some(Key::new(Kind::of_word(kind)?, Some(id).filter(|id| is_id(id))?))
        }
    };
    let lang = Some(words.next()?).filter(|lang| *lang != NO_LANGUAGE).map(str::to_owned);
    let since = match words.next() {
        Some(since) => Some(Instant::parse(since, &Zone::named("UTC")?, DayMeans::Start).ok()?.moment),
        None => None,
    };
    words.next().is_none().then_some((Name { sort, text }, Recorded { item, lang, since, span }))
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
pub fn write(before: &Lines, links: &Permalinks, now: Moment) -> (String, Counts) {
    let is_past = |since: Option<Moment>| since.is_none_or(|since| since <= now);
    let stays = |(name, known): &(&Name, &Recorded)| is_past(known.since) || links.get(name).is_some();
    let mut lines: Lines = before.iter().filter(stays).map(|(name, known)| (name.clone(), known.clone())).collect();
    for (name, Holder { item, lang, since }) in links.present.iter().chain(&links.to_come) {
        let known = before.get(name).filter(|known| is_past(known.since));
        let since = match (known, since) {
            (Some(known), _) => known.since,
            (None, Since::Ever) => None,
            (None, Since::From(moment)) => Some(*moment),
            (None, Since::TimeGoesBy) => Some(now),
        };
        let recorded = Recorded { item: item.clone(), lang: lang.clone(), since, span: Span::default() };
        lines.insert(name.clone(), recorded);
    }
    let mut text = HEAD.to_owned();
    let utc = Zone::named("UTC").expect("the bundled database has UTC");
    for (name, Recorded { item, lang, since, .. }) in &lines {
        let item = item.as_ref().map_or_else(|| SITE.to_owned(), ToString::to_string);
        let lang = lang.as_deref().unwrap_or(NO_LANGUAGE);
        let _ = write!(text, "{} {} {item} {lang}", name.sort.word(), name.text);
        if let Some(since) = since {
            let _ = write!(text, " {}", since.rfc3339(&utc).replace("+00:00", "Z"));
        }
        text.push('\n');
    }
    let new = lines.keys().filter(|name| !before.contains_key(*name)).count();
    (text, Counts { recorded: lines.len(), new })
}
