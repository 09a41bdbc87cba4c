//! `permalinks.lock`: the permalinks that were ever published, a line each, sorted. Only `parvis lock` writes it.
//! A merge keeps the lines of both sides, so an unresolved merge conflict loses none.

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
use crate::site::permalink::{Permalink, PermalinkKind, PermalinkOwner, Permalinks};

/// The comment above the lines.
pub const HEADER: &str = "\
# Every page, document, feed entry and calendar entry that was ever published: none of them may vanish.
# Written by `parvis lock`, which keeps the lines of both sides of a merge.
";

/// The word for the site itself as the owner.
const SITE: &str = "site";

/// The sign for no language.
const NO_LANGUAGE: &str = "-";

/// A recorded permalink: a line of the file. The file may have a million lines, so each borrows from its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LockLine<'t> {
    /// What the permalink names.
    pub kind: PermalinkKind,
    /// The address or id.
    pub text: &'t str,
    /// The item that it belonged to, by its kind and its id; none for the site itself.
    pub item: Option<(Kind, &'t str)>,
    /// Its language, BCP 47, if it had one.
    pub lang: Option<&'t str>,
    /// Since when it is published, if that is known.
    pub since: Option<Moment>,
    /// The span of the line; none for a permalink from the manifest of the published site.
    pub span: Option<Span>,
}

impl LockLine<'_> {
    /// The key of the item that it belonged to.
    pub fn key(&self) -> Option<Key> {
        self.item.map(|(kind, id)| Key::new(kind, id))
    }
}

/// The recorded permalinks, sorted, each once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LockLines<'t>(Vec<LockLine<'t>>);

impl<'t> LockLines<'t> {
    /// All lines.
    pub fn iter(&self) -> impl Iterator<Item = &LockLine<'t>> {
        self.0.iter()
    }

    /// The line of a permalink.
    pub fn get(&self, kind: PermalinkKind, text: &str) -> Option<&LockLine<'t>> {
        let rank = self.0.binary_search_by(|line| (line.kind, line.text).cmp(&(kind, text))).ok()?;
        Some(&self.0[rank])
    }

    /// Adds other lines; of a permalink that both have, the line in `self` is kept.
    pub fn merged_with(self, others: Self) -> Self {
        Self::of(self.0.into_iter().chain(others.0).collect())
    }

    fn of(mut lines: Vec<LockLine<'t>>) -> Self {
        lines.retain(|line| !is_placeholder_id(line.text));
        lines.sort_by_key(|line| (line.kind, line.text));
        // A merge may leave two lines of one permalink: the earlier date is kept.
        lines.dedup_by(|next, first| {
            let is_same = (next.kind, next.text) == (first.kind, first.text);
            if is_same {
                first.since = first.since.min(next.since);
            }
            is_same
        });
        Self(lines)
    }
}

/// Reads the file, and reports errors in it. `None` if there is no file.
pub fn read<'t>(snapshot: &'t Snapshot, diagnostics: &mut Vec<Diagnostic>) -> Option<LockLines<'t>> {
    let path = SourcePath::new(LOCK_FILE);
    let place = |span| Place { path: path.clone(), span };
    let text = match snapshot.files.get(&path)? {
        SourceFile::Text(text) => text,
        SourceFile::NotUtf8 { offset, .. } => {
            diagnostics.push(broken(
                place(Span::new(*offset, *offset)),
                say!(en: "a character that is not UTF-8", fr: "un caractère qui n’est pas en UTF-8"),
            ));
            return Some(LockLines::default());
        }
        // The reason of a refusal is reported where all files are checked (`site/gather.rs`).
        SourceFile::Blob { .. } | SourceFile::Asset { .. } | SourceFile::Refused(_) => {
            return Some(LockLines::default());
        }
    };
    let utc = utc();
    let (mut lines, mut start, mut reported, mut conflict) = (Vec::new(), 0, 0, None);
    for line in text.split('\n') {
        let span = Span::new(start, start + line.len());
        start += line.len() + 1;
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        if CONFLICT_MARKERS.iter().any(|mark| line.starts_with(mark)) {
            conflict.get_or_insert(span);
            continue;
        }
        match parse(line, &utc) {
            Some(line) => lines.push(LockLine { span: Some(span), ..line }),
            // If another file has this name, every line is wrong: reporting the first ones is enough.
            None if reported > 10 * MISTAKES => {}
            None => {
                reported += 1;
                let what = say!(en: "a line that records nothing", fr: "une ligne qui ne consigne rien");
                diagnostics.push(broken(place(span), what));
            }
        }
    }
    if let Some(span) = conflict {
        let message = say!(
            en: "a merge of `{LOCK_FILE}` was not finished; the lines of both sides count",
            fr: "une fusion de `{LOCK_FILE}` n’a pas été achevée ; les lignes des deux côtés comptent"
        );
        diagnostics.push(Diagnostic::warning(MERGE_CONFLICT, place(span), message, run_lock()));
    }
    Some(LockLines::of(lines))
}

/// The code of an unresolved merge conflict.
pub const MERGE_CONFLICT: &str = "lock-merged";

/// The beginnings of the lines that git adds around a conflict.
const CONFLICT_MARKERS: [&str; 4] = ["<<<<<<<", "|||||||", "=======", ">>>>>>>"];

fn run_lock() -> Message {
    say!(
        en: "run `parvis lock`, which removes the conflict markers, then commit `{LOCK_FILE}`",
        fr: "lancez `parvis lock`, qui retire les marques de conflit, puis ajoutez `{LOCK_FILE}` au dépôt"
    )
}

/// The permalinks in the manifest of the published site, as lines.
pub fn manifest_lines(manifest: &Manifest) -> String {
    let mut text = String::new();
    let hidden: HashSet<&str> = manifest.pages.iter().filter(|page| page.hidden).map(|page| &*page.item).collect();
    for page in manifest.pages.iter().filter(|page| !page.hidden) {
        let item = if page.item.is_empty() { SITE } else { &page.item };
        let lang = if page.lang.is_empty() { NO_LANGUAGE } else { &page.lang };
        let _ = writeln!(text, "{} {} {item} {lang}", PermalinkKind::Page.word(), encoded(&page.path));
    }
    for id in manifest.entries.keys() {
        // tag:<authority>:<kind>:<id>:<entry>…; a newsletter issue is the site's own, and its id follows from its month.
        let mut parts = id.split(':').skip(2);
        let (Some(kind), Some(item), Some(_)) = (parts.next(), parts.next(), parts.next()) else { continue };
        if !hidden.contains(&*format!("{kind}/{item}")) {
            let _ = writeln!(text, "{} {} {kind}/{item} {NO_LANGUAGE}", PermalinkKind::Entry.word(), encoded(id));
        }
    }
    text
}

/// Reads what [`manifest_lines`] wrote; other lines are skipped.
pub fn read_manifest_lines(text: &str) -> LockLines<'_> {
    let utc = utc();
    LockLines::of(text.lines().filter_map(|line| parse(line, &utc)).collect())
}

fn utc() -> Zone {
    Zone::named("UTC").expect("the bundled database has UTC")
}

fn broken(place: Place, what: Message) -> Diagnostic {
    let message = say!(en: "`{LOCK_FILE}` contains {what}", fr: "`{LOCK_FILE}` contient {what}"; what);
    let help = say!(
        en: "undo the manual changes, then run `parvis lock`",
        fr: "annulez les modifications faites à la main, puis lancez `parvis lock`"
    );
    Diagnostic::error("lock-broken", place, message, help)
}

fn parse<'t>(line: &'t str, utc: &Zone) -> Option<LockLine<'t>> {
    let mut words = line.trim_end().split(' ');
    let kind: PermalinkKind = words.next()?.parse().ok()?;
    let text = words.next().filter(|text| !text.is_empty() && text.len() <= LOCK_NAME_BYTES)?;
    if kind.is_address() && !text.starts_with('/') {
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
    words.next().is_none().then_some(LockLine { kind, text, item, lang, since, span: None })
}

/// The counts that `parvis lock` prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LockCounts {
    /// The number of permalinks in the file.
    pub recorded: usize,
    /// How many of them are new.
    pub new: usize,
}

/// The text of the file with all permalinks published now added. No recorded permalink is removed.
pub fn updated(before: &LockLines<'_>, permalinks: &Permalinks) -> (String, LockCounts) {
    let recorded = before.iter().map(|line| ((line.kind, line.text), *line));
    let mut lines: BTreeMap<(PermalinkKind, &str), LockLine<'_>> = recorded.collect();
    for (Permalink { kind, text }, PermalinkOwner { item, lang, since }) in permalinks {
        let since = before.get(*kind, text).map_or(*since, |known| known.since);
        let item = item.as_ref().map(|key| (key.kind, &*key.id));
        let line = LockLine { kind: *kind, text, item, lang: lang.as_deref(), since, span: None };
        lines.insert((*kind, text), line);
    }
    let mut text = HEADER.to_owned();
    let utc = utc();
    for line in lines.values() {
        let lang = line.lang.unwrap_or(NO_LANGUAGE);
        let item = line.key().map_or_else(|| SITE.to_owned(), |key| key.to_string());
        let _ = write!(text, "{} {} {item} {lang}", line.kind.word(), line.text);
        if let Some(since) = line.since {
            let _ = write!(text, " {}", since.rfc3339(&utc).replace("+00:00", "Z"));
        }
        text.push('\n');
    }
    let new = lines.keys().filter(|(kind, text)| before.get(*kind, text).is_none()).count();
    (text, LockCounts { recorded: lines.len(), new })
}
