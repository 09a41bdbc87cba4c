//! Import cycles: no file imports another one that imports it, directly or through others.

use std::collections::{BTreeMap, BTreeSet};

use crate::architecture::source_files;

/// The files that each file imports, with the imported names.
type Imports = BTreeMap<String, BTreeMap<String, BTreeSet<String>>>;

#[test]
fn no_two_files_import_each_other() {
    let files: Vec<(String, String)> = source_files().into_iter().map(|file| (file.path, file.code)).collect();
    let imports = imports(&files);
    let found = cycles(&imports);
    let cycles: Vec<String> = found.iter().map(|cycle| described(cycle, &imports)).collect();
    assert!(cycles.is_empty(), "{} import cycles, with the imported names:\n{}", cycles.len(), cycles.join("\n"));
}

/// The imports of files, which are given by path below `src/` and code. A path in the code means the deepest file on it.
fn imports(files: &[(String, String)]) -> Imports {
    let modules: BTreeMap<String, &str> = files.iter().map(|(file, _)| (module(file), &**file)).collect();
    let mut imports = Imports::new();
    for (file, code) in files {
        let code: String =
            code.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
        let own = module(file);
        let own: Vec<&str> = own.split("::").filter(|part| !part.is_empty()).collect();
        let mut found = Vec::new();
        for (start, above) in [("crate::", &[][..]), ("super::", &own[..own.len().saturating_sub(1)])] {
            for (at, _) in code.match_indices(start).filter(|(at, _)| is_start(&code[..*at])) {
                paths(&code[at + start.len()..], above, &mut found);
            }
        }
        let declared = code.lines().filter_map(|line| line.split_once("mod ")?.1.strip_suffix(';'));
        for child in declared {
            for (at, _) in code.match_indices(child).filter(|(at, _)| is_start(&code[..*at])) {
                if code[..at].ends_with("use ") || code[at + child.len()..].starts_with("::") {
                    paths(&code[at..], &own, &mut found);
                }
            }
        }
        for path in found {
            let module =
                (0..=path.len()).rev().find_map(|end| Some((*modules.get(&path[..end].join("::"))?, path.get(end))));
            let (from, name) = module.unwrap_or_else(|| panic!("{file}: {path:?} leads to no file"));
            if from != file {
                let names = imports.entry(file.clone()).or_default().entry(from.to_owned()).or_default();
                names.insert((*name.unwrap_or(&"itself")).to_owned());
            }
        }
    }
    imports
}

/// The module path of a file; empty for the crate root.
fn module(file: &str) -> String {
    let name = file.trim_end_matches(".rs").trim_end_matches("/mod");
    if name == "lib" { String::new() } else { name.replace('/', "::") }
}

/// True if a path may begin after this code.
fn is_start(before: &str) -> bool {
    !before.ends_with(|c: char| c.is_alphanumeric() || "_:.".contains(c))
}

/// Collects the paths at the start of a text, such as `b::{C, d::E}`, relative to `above`. Returns the text after them.
fn paths<'t>(text: &'t str, above: &[&'t str], found: &mut Vec<Vec<&'t str>>) -> &'t str {
    let text = text.trim_start();
    if let Some(mut rest) = text.strip_prefix('{') {
        loop {
            rest = paths(rest, above, found);
            let Some(at) = rest.find([',', '}']) else { return "" };
            let is_end = rest[at..].starts_with('}');
            rest = &rest[at + 1..];
            if is_end {
                return rest;
            }
        }
    }
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
    let (name, rest) = text.split_at(end);
    let path = [above, &[name]].concat();
    match rest.strip_prefix("::") {
        Some(below) if below.starts_with(|c: char| c == '{' || c == '_' || c.is_alphabetic()) => {
            paths(below, &path, found)
        }
        _ => {
            found.extend(Some(path).filter(|_| !name.is_empty()));
            rest
        }
    }
}

/// The import cycles: strongly connected components of more than one file, sorted by path.
fn cycles(imports: &Imports) -> Vec<Vec<&str>> {
    let reachable: BTreeMap<&str, BTreeSet<&str>> =
        imports.keys().map(|file| (&**file, reachable(file, imports))).collect();
    let reaches = |from: &str, to: &str| reachable.get(from).is_some_and(|files| files.contains(to));
    let cycle =
        |file: &str| reachable.keys().copied().filter(|other| reaches(file, other) && reaches(other, file)).collect();
    let cycles: BTreeSet<Vec<&str>> =
        reachable.keys().map(|file| cycle(file)).filter(|cycle: &Vec<_>| !cycle.is_empty()).collect();
    cycles.into_iter().collect()
}

/// The files that a file imports directly or through others.
fn reachable<'i>(file: &'i str, imports: &'i Imports) -> BTreeSet<&'i str> {
    let mut reached = BTreeSet::new();
    let mut open = vec![file];
    while let Some(file) = open.pop() {
        open.extend(
            imports
                .get(file)
                .into_iter()
                .flat_map(BTreeMap::keys)
                .map(|file| &**file)
                .filter(|file| reached.insert(*file)),
        );
    }
    reached
}

/// A cycle as text, with the names that its files import from each other.
fn described(cycle: &[&str], imports: &Imports) -> String {
    let mut text = format!("    &{cycle:?},\n");
    for file in cycle {
        for (from, names) in imports[*file].iter().filter(|(from, _)| cycle.contains(&&***from)) {
            text += &format!("{file} imports {} from {from}\n", names.iter().cloned().collect::<Vec<_>>().join(", "));
        }
    }
    text
}

#[test]
fn imports_are_found_in_every_notation() {
    let files = [
        ("lib.rs", "pub mod a;\npub mod b;"),
        ("a/mod.rs", "pub mod c;\nmod d;\nuse d as e;\nuse crate::b::{\n    self,\n    B,\n};\npub struct A;"),
        ("a/c.rs", "// crate::a::A\nuse crate::{a::{A as X, d::D}, b};\n"),
        ("a/d.rs", "fn d() -> crate::a::c::C<u8> { crate::b::B::<u8>::new() }"),
        ("b.rs", ""),
    ];
    let imports = imports(&files.map(|(file, code)| (file.to_owned(), code.to_owned())));
    assert_eq!(cycles(&imports), [["a/c.rs", "a/d.rs", "a/mod.rs"]]);
    let text = described(&["a/c.rs", "a/d.rs", "a/mod.rs"], &imports);
    assert!(text.ends_with(
        "\na/c.rs imports D from a/d.rs\na/c.rs imports A from a/mod.rs\na/d.rs imports C from a/c.rs\na/mod.rs imports itself from a/d.rs\n"
    ), "{text}");
    assert_eq!(imports["a/mod.rs"]["b.rs"], BTreeSet::from(["B".to_owned(), "self".to_owned()]));
}
