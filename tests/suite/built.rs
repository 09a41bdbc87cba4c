//! Compiles and renders a whole site for a test, with all its diagnostics.

use parvis::base::diagnostic::Diagnostic;
use parvis::base::output::{Content, Output, OutputTree};
use parvis::base::snapshot::Snapshot;
use parvis::compile::memo::Memo;
use parvis::compile::{self, Compilation, Options};
use parvis::site::schedule::ScheduledChange;

/// A completely rendered site. Files that cannot be rendered are not in the tree.
pub struct Built {
    pub tree: OutputTree,
    pub scheduled_changes: Vec<ScheduledChange>,
    pub diagnostics: Vec<Diagnostic>,
}

/// Compiles and renders everything.
pub fn compile(snapshot: &Snapshot, options: &Options) -> Built {
    rendered(&compile::compile(snapshot, options, &mut Memo::default()))
}

/// Compiles, and renders only the files with wanted paths.
pub fn files(snapshot: &Snapshot, options: &Options, is_wanted: impl Fn(&str) -> bool) -> OutputTree {
    let compilation = compile::compile(snapshot, options, &mut Memo::default());
    let wanted = compilation.tree.iter().filter(|(path, _)| is_wanted(path));
    OutputTree::new(wanted.filter_map(|(path, output)| Some((path.to_owned(), file(&compilation.tree, output)?))))
}

/// The HTML of every entry of every JSON Feed, with the path of its feed.
pub fn html_of_entries(snapshot: &Snapshot) -> Vec<(String, String)> {
    let mut entries = Vec::new();
    for (path, output) in files(snapshot, &Options::default(), |path| path.ends_with("feed.json")).iter() {
        let Content::Bytes(bytes) = &output.content else { continue };
        let feed: serde_json::Value = serde_json::from_slice(bytes).expect("JSON");
        let html = |item: &serde_json::Value| item["content_html"].as_str().unwrap_or_default().to_owned();
        entries.extend(feed["items"].as_array().expect("items").iter().map(|item| (path.to_owned(), html(item))));
    }
    entries
}

/// Renders everything.
pub fn rendered(compilation: &Compilation) -> Built {
    let tree = &compilation.tree;
    let files: Vec<_> = tree.iter().map(|(path, output)| (path, file(tree, output))).collect();
    // If every page was rendered, only fragments remain to be checked.
    let is_whole = files.iter().all(|(_, file)| file.is_some());
    Built {
        tree: OutputTree::new(files.into_iter().filter_map(|(path, file)| Some((path.to_owned(), file?)))),
        scheduled_changes: compilation.scheduled_changes.clone(),
        diagnostics: if is_whole { compilation.diagnostics_with_fragments() } else { compilation.all_diagnostics() },
    }
}

/// A rendered file; copies stay copies. `None` if it cannot be rendered.
fn file(tree: &OutputTree, output: &Output) -> Option<Output> {
    let content = match &output.content {
        Content::Copy(path) => Content::Copy(path.clone()),
        // A derived asset is represented by its inputs.
        Content::Derived { source, .. } => {
            let key = tree.derived_asset(output).map(|asset| asset.cache_key()).unwrap_or_default();
            let source = source.as_ref().map_or("", |source| source.as_str());
            Content::Bytes(format!("{key} {source}\n").into_bytes())
        }
        Content::Bytes(_) | Content::Rendered(_) => Content::Bytes(tree.bytes(output).ok()?),
    };
    Some(Output { content, role: output.role })
}
