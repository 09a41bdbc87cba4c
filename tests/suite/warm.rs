//! A warm compilation, which reuses the last one, equals a cold one: the same bytes and the same diagnostics, after any edits
//! of the sources.

use parvis::base::moment::Moment;
use parvis::base::output::Content;
use parvis::base::route::BaseUrl;
use parvis::base::snapshot::{Files, Snapshot, SourceFile, decode};
use parvis::base::source::SourcePath;
use parvis::compile::memo::Memo;
use parvis::compile::{Options, compile};
use proptest::prelude::*;
use proptest::sample::Index;

use crate::built::{Built, rendered};
use crate::project;

/// An edit of the sources between two compilations.
#[derive(Clone, Debug)]
enum Edit {
    /// Adds a paragraph at the end of a body.
    Body(Index, Index),
    /// Repeats a line of a file, removes it, or replaces it by a line of another file.
    Line(Index, Index, Line),
    /// Changes the title of an item.
    Title(Index, String),
    /// Changes a year in a file.
    Year(Index, Index, u16),
    /// Gives a language file a slug, which another one may have.
    Slug(Index, String),
    /// Renames the folder of an item.
    Rename(Index, String),
    /// Removes a file.
    Delete(Index),
    /// Restores a file.
    Mend(Index),
    /// Restores all files.
    MendAll,
    /// Adds a file to an item, in another language of the site or in an unknown one.
    Translate(Index, &'static str),
    /// Adds a language to the site.
    Language,
    /// Appends a text to a template, a file of strings or a style sheet of the theme.
    Theme(Index, Index),
    /// Replaces a file by bytes that are not UTF-8.
    Break(Index),
    /// Adds a copied file, or changes its size.
    Blob(Index, u64),
    /// Advances the time, in hours.
    Time(u16),
    /// Shows or hides drafts.
    Drafts,
    /// Changes the base address of the site.
    Address(bool),
}

/// An edit of a line.
#[derive(Clone, Copy, Debug)]
enum Line {
    Twice,
    Gone,
    Borrowed,
}

/// Paragraphs to add: valid and broken links, ids that collide with those of templates, raw HTML.
const PARAGRAPHS: [&str; 9] = [
    "Some *new* words.",
    "See [a call](@call/robots) and [its day](@event/day#agenda).",
    "See [nothing](@call/nothing), [nowhere](/fr/nowhere/), [no place](#nowhere).",
    "See [the rules](regles.pdf) and [the other file](../../calls/older/index.fr.md).",
    "## Contact\n\n## Contact\n\n[here](#contact)",
    "<script>alert(1)</script> <span lang=\"de\">Guten Tag</span> <b>bold",
    "[the past](@programme/care#history) [^1]\n\n[^1]: A note.",
    "## One\n\n## Two\n\n## Three\n\n## Four",
    "| a | b |\n| - | - |\n| « c » ! | d |",
];

/// Texts to append to files of the theme, some of which break every page.
const THEME_ENDS: [&str; 7] = [
    "<!-- new -->",
    "{{ nothing_of_that_name }}",
    "{% if %}",
    "{% if page %}{{ page.nothing }}{% endif %}",
    "{{ s.no_such_word }}",
    "unused_word: a word\n",
    ": [",
];

fn edit() -> impl Strategy<Value = Edit> {
    let index = any::<Index>;
    prop_oneof![
        4 => (index(), index()).prop_map(|(file, text)| Edit::Body(file, text)),
        4 => (index(), index(), prop::sample::select(vec![Line::Twice, Line::Gone, Line::Borrowed]))
            .prop_map(|(file, line, what)| Edit::Line(file, line, what)),
        3 => (index(), "[A-Za-zé<&« ]{0,12}").prop_map(|(file, title)| Edit::Title(file, title)),
        2 => (index(), "[a-c]").prop_map(|(file, slug)| Edit::Slug(file, slug)),
        3 => (index(), index(), 2019u16..2030).prop_map(|(file, year, new)| Edit::Year(file, year, new)),
        2 => (index(), "[a-z]{1,6}").prop_map(|(item, name)| Edit::Rename(item, name)),
        2 => index().prop_map(Edit::Delete),
        6 => index().prop_map(Edit::Mend),
        1 => Just(Edit::MendAll),
        2 => (index(), prop::sample::select(vec!["de", "en", "fr", "xx"]))
            .prop_map(|(item, tag)| Edit::Translate(item, tag)),
        1 => Just(Edit::Language),
        2 => (index(), index()).prop_map(|(file, text)| Edit::Theme(file, text)),
        1 => index().prop_map(Edit::Break),
        1 => (index(), 0u64..9).prop_map(|(file, size)| Edit::Blob(file, size)),
        1 => (1u16..2000).prop_map(Edit::Time),
        1 => Just(Edit::Drafts),
        1 => any::<bool>().prop_map(Edit::Address),
    ]
}

/// The current sources and options, and the original sources.
struct Workspace {
    snapshot: Snapshot,
    first: Files,
    options: Options,
}

impl Workspace {
    fn paths(&self, is_wanted: impl Fn(&str) -> bool) -> Vec<SourcePath> {
        self.snapshot.files.keys().filter(|path| is_wanted(path.as_str())).cloned().collect()
    }

    /// One of the files of `content/`.
    fn pick(&self, index: Index) -> Option<SourcePath> {
        let texts =
            self.paths(|path| path.starts_with("content/") && (path.ends_with(".md") || path.ends_with(".yaml")));
        (!texts.is_empty()).then(|| index.get(&texts).clone())
    }

    fn rewrite(&mut self, path: &SourcePath, change: impl FnOnce(&str) -> String) {
        if let Some(text) = self.snapshot.text(path).map(change) {
            self.snapshot.files.insert(path.clone(), decode(text.as_bytes()));
        }
    }

    fn apply(&mut self, edit: &Edit) {
        match edit {
            Edit::Body(file, text) => {
                let Some(path) = self.pick(*file) else { return };
                self.rewrite(&path, |old| format!("{old}\n\n{}\n", text.get(&PARAGRAPHS)));
            }
            Edit::Line(file, line, what) => {
                let Some(path) = self.pick(*file) else { return };
                let other = self.pick(*line).and_then(|path| self.snapshot.text(&path).map(str::to_owned));
                self.rewrite(&path, |old| {
                    let mut lines: Vec<&str> = old.lines().collect();
                    let rank = line.index(lines.len().max(1));
                    match (what, lines.get(rank).copied()) {
                        (Line::Twice, Some(same)) => lines.insert(rank, same),
                        (Line::Gone, Some(_)) => drop(lines.remove(rank)),
                        (Line::Borrowed, Some(_)) => {
                            let others: Vec<&str> = other.as_deref().unwrap_or_default().lines().collect();
                            lines[rank] = if others.is_empty() { "" } else { *line.get(&others) };
                        }
                        (_, None) => {}
                    }
                    lines.join("\n") + "\n"
                });
            }
            Edit::Title(file, title) => {
                let Some(path) = self.pick(*file) else { return };
                let title = format!("title: \"{title}\"");
                let line = |line: &str| if line.starts_with("title:") { title.clone() } else { line.to_owned() };
                self.rewrite(&path, |old| old.lines().map(line).collect::<Vec<_>>().join("\n") + "\n");
            }
            Edit::Slug(file, slug) => {
                let Some(path) = self.pick(*file) else { return };
                let others = |line: &&str| !line.starts_with("slug:");
                self.rewrite(&path, |old| {
                    let mut lines: Vec<&str> = old.lines().filter(others).collect();
                    let slug = format!("slug: {slug}");
                    // Below the fence of the front matter.
                    lines.insert(lines.len().min(1), &slug);
                    lines.join("\n") + "\n"
                });
            }
            Edit::Year(file, year, new) => {
                let Some(path) = self.pick(*file) else { return };
                self.rewrite(&path, |old| {
                    let years: Vec<usize> = old.match_indices("202").map(|(at, _)| at).collect();
                    let Some(at) = (!years.is_empty()).then(|| *year.get(&years)) else { return old.to_owned() };
                    let end = old[at..].char_indices().nth(4).map_or(old.len(), |(length, _)| at + length);
                    format!("{}{new}{}", &old[..at], &old[end..])
                });
            }
            Edit::Rename(item, name) => {
                let Some(path) = self.pick(*item) else { return };
                let folder = format!("{}/", path.folder());
                let Some((above, _)) = path.folder().rsplit_once('/') else { return };
                for old in self.paths(|path| path.starts_with(&folder)) {
                    let new = format!("{above}/{name}/{}", &old.as_str()[folder.len()..]);
                    let file = self.snapshot.files.remove(&old).expect("it is there");
                    self.snapshot.files.insert(SourcePath::new(new), file);
                }
            }
            Edit::Delete(file) => {
                let all = self.paths(|path| path.starts_with("content/"));
                if !all.is_empty() {
                    self.snapshot.files.remove(file.get(&all));
                }
            }
            Edit::Mend(file) => {
                let all: Vec<_> = self.first.iter().collect();
                let (path, file) = *file.get(&all);
                self.snapshot.files.insert(path.clone(), file.clone());
            }
            Edit::MendAll => self.snapshot.files = self.first.clone(),
            Edit::Translate(item, tag) => {
                let Some(path) = self.pick(*item) else { return };
                let path = SourcePath::new(format!("{}/index.{tag}.md", path.folder()));
                self.snapshot.files.insert(path, decode(b"---\ntitle: New\nsummary: New.\n---\n\nNew.\n"));
            }
            Edit::Language => {
                let german = "- code: de\n  name: Deutsch\n  sections: { challenges: a, calls: b, events: c, \
                    programmes: d, startups: e, organisations: f, updates: g }\n";
                let german = german.replace("\n", "\n  ");
                self.rewrite(&SourcePath::new("content/site.yaml"), |old| {
                    old.replacen("contact:", &format!("  {}\ncontact:", german.trim_end()), 1)
                });
            }
            Edit::Theme(file, text) => {
                let all = self.paths(|path| path.starts_with("themes/"));
                if !all.is_empty() {
                    let path = file.get(&all).clone();
                    self.rewrite(&path, |old| format!("{old}{}", text.get(&THEME_ENDS)));
                }
            }
            Edit::Break(file) => {
                if let Some(path) = self.pick(*file) {
                    self.snapshot.files.insert(path, decode(b"---\ntitle: \xff\n---\n"));
                }
            }
            Edit::Blob(file, size) => {
                if let Some(path) = self.pick(*file) {
                    let path = SourcePath::new(format!("{}/regles.pdf", path.folder()));
                    self.snapshot
                        .files
                        .insert(path, SourceFile::Blob { size: *size, picture: None, other_format: None });
                }
            }
            Edit::Time(hours) => {
                let seconds = self.snapshot.now.unix_seconds() + i64::from(*hours) * 3600;
                self.snapshot.now = Moment::from_unix_seconds(seconds).expect("a moment");
            }
            Edit::Drafts => self.options.drafts = !self.options.drafts,
            Edit::Address(other) => {
                self.options.base_url = BaseUrl::parse("https://other.example/").filter(|_| *other);
            }
        }
    }
}

/// The first difference between two sites.
fn difference(warm: &Built, cold: &Built) -> Option<String> {
    if warm.diagnostics != cold.diagnostics {
        let differs = |(one, other): &(_, _)| one != other;
        let first = warm.diagnostics.iter().zip(&cold.diagnostics).find(differs);
        let (many, wanted) = (warm.diagnostics.len(), cold.diagnostics.len());
        return Some(format!("{many} diagnostics instead of {wanted}; the first that differ: {first:#?}"));
    }
    if warm.scheduled_changes != cold.scheduled_changes {
        return Some(format!("moments {:?} instead of {:?}", warm.scheduled_changes, cold.scheduled_changes));
    }
    let paths = |built: &Built| built.tree.iter().map(|(path, _)| path.to_owned()).collect::<Vec<_>>();
    if paths(warm) != paths(cold) {
        return Some(format!("files {:?} instead of {:?}", paths(warm), paths(cold)));
    }
    let files = warm.tree.iter().zip(cold.tree.iter());
    let text = |content: &Content| match content {
        Content::Bytes(bytes) => String::from_utf8_lossy(bytes).into_owned(),
        other => format!("{other:?}"),
    };
    files
        .filter(|((_, warm), (_, cold))| warm != cold)
        .map(|((path, warm), (_, cold))| {
            let (warm, cold) = (text(&warm.content), text(&cold.content));
            let line = warm.lines().zip(cold.lines()).find(|(warm, cold)| warm != cold);
            format!("{path}: {line:?}")
        })
        .next()
}

/// Several rounds of edits.
fn rounds() -> impl Strategy<Value = Vec<Vec<Edit>>> {
    prop::collection::vec(prop::collection::vec(edit(), 1..4), 16)
}

/// Compares, after each round, a warm compilation with a cold one.
fn assert_warm_is_cold(rounds: &[Vec<Edit>]) -> Result<(), TestCaseError> {
    let snapshot = project::snapshot(&project::case("open-data"));
    let options = Options::default();
    let mut workspace = Workspace { first: snapshot.files.clone(), snapshot, options };
    let mut memo = Memo::default();
    rendered(&compile(&workspace.snapshot, &workspace.options, &mut memo));
    for (round, edits) in rounds.iter().enumerate() {
        edits.iter().for_each(|edit| workspace.apply(edit));
        let warm = rendered(&compile(&workspace.snapshot, &workspace.options, &mut memo));
        let cold = rendered(&compile(&workspace.snapshot, &workspace.options, &mut Memo::default()));
        let difference = difference(&warm, &cold);
        prop_assert!(difference.is_none(), "after round {round}: {}", difference.unwrap_or_default());
    }
    Ok(())
}

// The longest test, in two halves that run in parallel.
proptest! {
    #![proptest_config(ProptestConfig { cases: 6, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn warm_compilation_equals_cold(rounds in rounds()) {
        assert_warm_is_cold(&rounds)?;
    }

    #[test]
    fn warm_compilation_equals_cold_after_other_edits(rounds in rounds()) {
        assert_warm_is_cold(&rounds)?;
    }
}
