//! The size of the output and the time of a build grow linearly with the sources, whichever lists grow: all at once, and each
//! alone.

mod sources;

use std::collections::BTreeMap;

use parvis::base::diagnostic::{Diagnostic, Severity};
use parvis::base::moment::Moment;
use parvis::base::output::Content;
use parvis::base::snapshot::{Files, Snapshot, SourceFile, of_bytes};
use parvis::base::source::SourcePath;
use parvis::compile::Options;

use crate::built::{self, compile};
use crate::project::themes;
use sources::{List, Sizes, sources};

/// The most bytes of output per byte of the sources and per language. An entry of twenty words is in the feeds of its item, its kind
/// and its themes, in their archives, on pages and in the data, each time with the title and the summary of its item.
const BYTES_OF_A_BYTE: usize = 400;

/// The bytes of a file without content: the frame of a page with its menus, the head of a feed.
const FRAME: usize = 24_000;

/// The most that an output may grow if the sources double, in percent: double, and some rounding up of pages and archives.
const TWICE: usize = 235;

/// Outputs shorter than this consist mostly of their frame.
const SHORT: usize = 60_000;

struct Measured {
    input: usize,
    languages: usize,
    /// The bytes of each output by its address.
    outputs: BTreeMap<String, usize>,
    diagnostics: Vec<Diagnostic>,
}

impl Measured {
    fn output(&self) -> usize {
        self.outputs.values().sum()
    }

    fn errors(&self) -> Vec<&str> {
        let errors = self.diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
        errors.map(|diagnostic| &*diagnostic.code).collect()
    }

    fn most(&self) -> usize {
        BYTES_OF_A_BYTE * self.languages * self.input + FRAME * self.outputs.len()
    }
}

/// Builds sources with lists of these lengths, as of 2026-06-01T12:00 in Luxembourg.
fn measure(themes: &Files, sizes: &Sizes) -> Measured {
    let Some(SourceFile::Text(english)) = themes.get(&SourcePath::new("themes/lab/i18n/en.yaml")) else {
        panic!("the theme speaks English")
    };
    let mut files = themes.clone();
    let mut input = 0;
    for (path, text) in sources(sizes, english) {
        input += text.len();
        files.insert(SourcePath::new(&*path), of_bytes(&path, text.as_bytes()));
    }
    let now = Moment::from_unix_seconds(1_780_308_000).expect("a moment");
    let built = compile(&Snapshot { files, now }, &Options::default());
    let outputs = built.tree.iter().map(|(path, output)| {
        let bytes = match &output.content {
            Content::Bytes(bytes) => bytes.len(),
            // A copy has the size of its file.
            Content::Rendered(_) | Content::Copy(_) | Content::Derived { .. } => 0,
        };
        (path.to_owned(), bytes)
    });
    let languages = sizes.of(List::Languages).clamp(1, List::Languages.most());
    Measured { input, languages, outputs: outputs.collect(), diagnostics: built.diagnostics }
}

/// All lists of this length, except for those that are shown beside members of others, which stay short.
fn long(length: usize) -> Sizes {
    let few = |list: &List| list.multiplies();
    List::ALL.into_iter().filter(few).fold(Sizes::all(length), |sizes, list| sizes.with(list, 2))
}

#[test]
fn output_grows_linearly_with_the_sources() {
    let themes = themes();
    let (once, twice) = (measure(&themes, &long(20)), measure(&themes, &long(40)));
    assert_eq!((once.errors(), twice.errors()), (vec![], vec![]));
    assert!(twice.input < 2 * once.input);
    let grown = |before: usize, after: usize| after * 100 > TWICE * before && after > SHORT;
    assert!(!grown(once.output(), twice.output()), "{} → {}", once.output(), twice.output());
    for (path, after) in &twice.outputs {
        // An archive or a page of a list that was not full is filled.
        let is_whole = !path.contains("/page/") && !path.contains("/lettre/") && !path.contains("/letter/");
        if let Some(before) = once.outputs.get(path).filter(|_| is_whole) {
            assert!(!grown(*before, *after), "{path}: {before} → {after}");
        }
    }
    for measured in [once, twice] {
        assert!(measured.output() <= measured.most(), "{} of {}", measured.output(), measured.input);
        let longest = measured.outputs.values().max().copied().unwrap_or_default();
        assert!(longest <= BYTES_OF_A_BYTE * measured.input, "{longest} of {}", measured.input);
    }
}

#[test]
fn lists_shown_on_other_items_are_bounded() {
    let themes = themes();
    let most = |sizes: Sizes, list: List| sizes.with(list, if list == List::Languages { 3 } else { list.most() });
    let multiplying = List::ALL.into_iter().filter(|list| list.multiplies());
    let measured = measure(&themes, &multiplying.fold(Sizes::all(6).with(List::Topics, 10), most));
    assert_eq!(measured.errors(), Vec::<&str>::new());
    assert!(measured.output() <= measured.most(), "{} of {}", measured.output(), measured.input);
    let refused = |text: &str, path: &str| {
        let mut files = themes.clone();
        for (path, text) in sources(&Sizes::all(0), "").into_iter().chain([(path.to_owned(), text.to_owned())]) {
            files.insert(SourcePath::new(&*path), of_bytes(&path, text.as_bytes()));
        }
        let now = Moment::from_unix_seconds(1_780_308_000).expect("a moment");
        let built = compile(&Snapshot { files, now }, &Options::default());
        let errors = built.diagnostics.into_iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
        errors.map(|diagnostic| diagnostic.code.to_string()).collect::<Vec<_>>()
    };
    let page =
        |facts: &str| refused(&format!("---\ntitle: T\nsummary: S.\n{facts}---\n"), "content/pages/x/index.fr.md");
    let many = |count: usize, member: &dyn Fn(usize) -> String| {
        (0..count).map(|n| format!("  - {}\n", member(n))).collect::<String>()
    };
    assert_eq!(page(&format!("aliases:\n{}", many(21, &|n| format!("/old/{n}/")))), ["too-many"]);
    assert!(page(&format!("themes:\n{}", many(11, &|n| format!("t{n}")))).contains(&"too-many".to_owned()));
    assert!(page(&format!("image: a.png\nimage_alt: {}\n", "a".repeat(1_001))).contains(&"too-long".to_owned()));
    let site = sources(&Sizes::all(0), "").swap_remove(0).1;
    let menu = format!(
        "{site}menus:\n  main:\n{}",
        many(51, &|n| format!("  {{label: L{n}, url: /fr/}}")).replace("  - ", "    - ")
    );
    assert_eq!(refused(&menu, "content/site.yaml"), ["too-many"]);
    let label = format!("{site}themes: [{{id: a, label: {}}}]\n", "a".repeat(501));
    assert_eq!(refused(&label, "content/site.yaml"), ["too-long"]);
    let tags = (0..51).map(|n| format!("- {{code: a{}{}, name: n, sections: {{challenges: a, calls: b, events: c, programmes: d, startups: e, organisations: f, updates: g}}}}\n", char::from(b'a' + n / 26), char::from(b'a' + n % 26)));
    let languages = site.replacen("languages:\n", &format!("languages:\n{}", tags.collect::<String>()), 1);
    assert!(refused(&languages, "content/site.yaml").contains(&"too-many-languages".to_owned()));
}

#[test]
fn more_pages_than_a_menu_has_room_for_are_reported() {
    let themes = themes();
    let mut sizes = Sizes::all(0);
    sizes.0[List::PagesInMenu as usize] = 50;
    assert!(measure(&themes, &sizes).errors().is_empty());
    let mut files = themes.clone();
    for (path, text) in sources(&sizes, "") {
        files.insert(SourcePath::new(&*path), of_bytes(&path, text.replace("menu: main", "menu: footer").as_bytes()));
    }
    let extra = "---\ntitle: T\nsummary: S.\nmenu: footer\norder: 1\n---\n";
    files.insert(
        SourcePath::new("content/pages/extra/index.fr.md"),
        of_bytes("content/pages/extra/index.fr.md", extra.as_bytes()),
    );
    let now = Moment::from_unix_seconds(1_780_308_000).expect("a moment");
    let built = compile(&Snapshot { files, now }, &Options::default());
    let errors: Vec<_> = built
        .diagnostics
        .iter()
        .filter(|d| d.severity == Severity::Error)
        .map(|d| (&*d.code, d.place.path.as_str()))
        .collect();
    assert_eq!(errors, [("too-many", "content/pages/page-9/index.fr.md")]);
}

/// Bodies whose parts multiply, as far as Markdown and HTML allow.
#[test]
fn short_texts_make_short_pages() {
    let themes = themes();
    let shapes: [(&str, String); 6] = [
        ("a wide table", format!("|{}\n|{}\n{}", "a|".repeat(500), "-|".repeat(500), "|\n".repeat(2_000))),
        (
            "elements that go on",
            format!(
                "{}{}",
                (0..90).map(|n| format!("<b title=\"{n}{}\">", "x".repeat(300))).collect::<String>(),
                "<p>a".repeat(2_000)
            ),
        ),
        ("references", format!("{}\n\n[a]: https://a.lu/{}\n", "[a] ".repeat(3_000), "x".repeat(1_500))),
        ("a footnote", format!("{}\n\n[^1]: {}\n", "a[^1] ".repeat(3_000), "x".repeat(3_000))),
        ("headings", format!("{}\n", "\n\n# a".repeat(3_000))),
        ("emphasis", format!("{}\n", "*a **b ".repeat(2_000))),
    ];
    for (name, body) in shapes {
        let mut files = themes.clone();
        let page = format!("---\ntitle: T\nsummary: S.\n---\n{body}");
        let input = page.len();
        let own = [("content/pages/x/index.fr.md".to_owned(), page)];
        for (path, text) in sources(&Sizes::all(0), "").into_iter().chain(own) {
            files.insert(SourcePath::new(&*path), of_bytes(&path, text.as_bytes()));
        }
        let now = Moment::from_unix_seconds(1_780_308_000).expect("a moment");
        let tree = built::files(&Snapshot { files, now }, &Options::default(), |path| path == "fr/x/index.html");
        let Some(Content::Bytes(bytes)) = tree.get("fr/x/index.html").map(|output| &output.content) else {
            panic!("{name} is a page")
        };
        assert!(bytes.len() <= 60 * input + FRAME, "{name}: {} of {input}", bytes.len());
    }
}
