//! The names of an index's files: what a browser runs, and what it only reads.

use crate::base::search::FOLDER;

/// True for a file that a browser runs: it is never taken from a cache.
pub fn is_run(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.ends_with(".js") || name.starts_with("wasm.")
}

/// The names of what the engine writes beside what a browser runs, each with its end.
const DATA: [(&str, &str); 5] = [
    ("pagefind-entry", ".json"),
    ("pagefind.", ".pf_meta"),
    ("index/", ".pf_index"),
    ("fragment/", ".pf_fragment"),
    ("filter/", ".pf_filter"),
];

/// True for a file of the index of a language that no browser runs.
pub fn is_data(path: &str, lang: &str) -> bool {
    let name = path.strip_prefix(FOLDER).and_then(|rest| rest.strip_prefix('/')?.strip_prefix(lang)?.strip_prefix('/'));
    let is_plain = |name: &str| name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte));
    name.is_some_and(|name| {
        DATA.iter()
            .any(|(begin, end)| name.strip_prefix(begin).and_then(|rest| rest.strip_suffix(end)).is_some_and(is_plain))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_read_and_never_run() {
        for path in [
            "search/fr/pagefind-entry.json",
            "search/fr/fragment/fr_0a1b.pf_fragment",
            "search/fr/pagefind.fr_0.pf_meta",
        ] {
            assert!(is_data(path, "fr") && !is_run(path), "{path}");
        }
        let others = [
            "search/fr/pagefind.js",
            "search/fr/wasm.fr.pagefind",
            "search/en/pagefind-entry.json",
            "search/fr/fragment/../../x.pf_fragment",
            "search/fr/fragment/a/b.pf_fragment",
            "fr/index.html",
            "search/x.js",
            "search/fr/pagefind-entry.json/x",
        ];
        assert!(others.iter().all(|path| !is_data(path, "fr")), "{others:?}");
    }
}
