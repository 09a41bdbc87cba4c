//! A site with every page rendered, and every mistake.

use parvis::base::diagnostic::Diagnostic;
use parvis::base::output::{Content, Output, OutputTree};
use parvis::base::snapshot::Snapshot;
use parvis::compile::memo::Memo;
use parvis::compile::{self, Compilation, Options};
use parvis::site::moments::Coming;

/// A compilation of which nothing is left to be done. What cannot be rendered is left out of the tree.
pub struct Built {
    pub tree: OutputTree,
    pub coming: Vec<Coming>,
    pub diagnostics: Vec<Diagnostic>,
}

/// Compiles and renders everything.
pub fn compile(snapshot: &Snapshot, options: &Options) -> Built {
    rendered(&compile::compile(snapshot, options, &mut Memo::default()))
}

/// Renders everything.
pub fn rendered(compilation: &Compilation) -> Built {
    let tree = &compilation.tree;
    let file = |(path, output): (&str, &Output)| {
        let content = match &output.content {
            Content::Copy(path) => Content::Copy(path.clone()),
            // A work stands for what it is made from.
            Content::Made { source, .. } => {
                let recipe = tree.work(output).map(|work| work.recipe()).unwrap_or_default();
                let source = source.as_ref().map_or("", |source| source.as_str());
                Content::Bytes(format!("{recipe} {source}\n").into_bytes())
            }
            Content::Bytes(_) | Content::Rendered(_) => Content::Bytes(tree.bytes(output).ok()?),
        };
        Some((path.to_owned(), Output { content, role: output.role }))
    };
    Built {
        tree: OutputTree::new(tree.iter().filter_map(file)),
        coming: compilation.coming.clone(),
        diagnostics: compilation.all_diagnostics(),
    }
}
