//! What the demonstration takes from the public texts it draws on: facts, never sentences.
//!
//! Those texts are not part of the project. They are looked for beside it (`../shared/seeds`) or in the folder that
//! `PARVIS_SEEDS` names; without them only the comparison itself is tested.

use std::collections::HashSet;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::project::root;

/// This many words in a row are a sentence of somebody else's. Official names are shorter.
const RUN: usize = 9;

/// The words of a text in small letters, without accents (`Etat` is as frequent as `État`) and without the signs around them.
/// Targets of links and tags are left out, so that a sentence with a link in it is still compared as a whole.
fn words(text: &str) -> Vec<String> {
    let mut prose = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['<', ']']) {
        let end = match &rest[at..] {
            target if target.starts_with("](") => target.find(')'),
            tag if tag.starts_with('<') => tag.find('>'),
            _ => None,
        };
        prose.push_str(&rest[..at]);
        rest = &rest[at + end.map_or(1, |end| end + 1)..];
    }
    prose.push_str(rest);
    prose
        .split_whitespace()
        .map(|word| word.trim_matches(|sign: char| !sign.is_alphanumeric()).to_lowercase().chars().map(plain).collect())
        .filter(|word: &String| !word.is_empty())
        .collect()
}

/// A letter without its accent, and the apostrophe of typewriters for that of printers.
fn plain(letter: char) -> char {
    match letter {
        '’' => '\'',
        'à' | 'â' | 'ä' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'î' | 'ï' => 'i',
        'ô' | 'ö' => 'o',
        'ù' | 'û' | 'ü' => 'u',
        'ç' => 'c',
        _ => letter,
    }
}

/// The runs of words of `text` that `source` has too, one for each place where such a run begins.
fn shared(text: &str, source: &str) -> Vec<String> {
    let (text, source) = (words(text), words(source));
    let known: HashSet<&[String]> = source.windows(RUN).collect();
    text.windows(RUN).filter(|run| known.contains(run)).map(|run| run.join(" ")).collect()
}

/// The text files below a folder.
fn texts(folder: &Path) -> Vec<(PathBuf, String)> {
    let files = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().flatten();
    files.filter_map(|file| Some((file.path().to_owned(), fs::read_to_string(file.path()).ok()?))).collect()
}

#[test]
fn no_sentence_of_the_content_is_taken_from_the_texts_it_draws_on() {
    let folder = std::env::var_os("PARVIS_SEEDS").map_or_else(|| root().join("../shared/seeds"), PathBuf::from);
    let seeds = texts(&folder);
    if seeds.is_empty() {
        // Not `eprintln!`, which is not shown for tests that pass.
        let said = writeln!(std::io::stderr(), "skipped: no texts in {}, so nothing was compared", folder.display());
        return said.expect("a standard error");
    }
    let content = texts(&root().join("content"));
    assert!(!content.is_empty(), "no content");
    let taken: Vec<String> = content
        .iter()
        .flat_map(|(path, text)| seeds.iter().flat_map(|(_, seed)| shared(text, seed)).map(move |run| (path, run)))
        .map(|(path, run)| format!("{}: {run}", path.strip_prefix(root()).unwrap_or(path).display()))
        .collect();
    assert!(taken.is_empty(), "{RUN} words in a row as in a text that the content draws on:\n{}", taken.join("\n"));
}

#[test]
fn a_sentence_is_found_through_links_lines_and_signs() {
    let source = "Le comité se réunit régulièrement pour faire le point sur les projets de l'État.";
    let copied = "Ce que l’on sait : le [comité](@page/comite) se réunit\n**régulièrement**, <span lang=\"fr\">pour faire</span> le point.";
    assert_eq!(shared(copied, source), ["le comite se reunit regulierement pour faire le point"]);
    assert!(shared("Le comité se réunit régulièrement pour faire le bilan.", source).is_empty());
}
