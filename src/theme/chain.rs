//! A theme and those it extends, the theme itself first.

use serde_yaml::Value as Yaml;

use crate::base::diagnostic::{Diagnostic, nearest};
use crate::base::message::say;
use crate::base::snapshot::Snapshot;
use crate::base::source::{Place, SourcePath, Span};

/// The names of a theme and those it extends, up to the first that is broken.
pub fn chain(snapshot: &Snapshot, name: &str, place: &Place) -> (Vec<String>, Vec<Diagnostic>) {
    let mut names: Vec<String> = Vec::new();
    let mut diagnostics = Vec::new();
    let mut next = Some((name.to_owned(), place.clone()));
    while let Some((name, place)) = next.take() {
        if names.contains(&name) {
            let circle = names.iter().chain([&name]).map(String::as_str).collect::<Vec<_>>().join(" → ");
            let message = say!(
                en: "the visual theme `{name}` extends itself: {circle}",
                fr: "le thème graphique `{name}` s’étend lui-même : {circle}"
            );
            diagnostics.push(Diagnostic::error(
                "theme-cycle",
                place,
                message,
                say!(en: "remove one `extends`", fr: "retirez un `extends`"),
            ));
        } else if exists(snapshot, &name) {
            next = extends(snapshot, &name, &mut diagnostics);
            names.push(name);
        } else {
            diagnostics.push(unknown(snapshot, &name, place));
        }
    }
    (names, diagnostics)
}

/// Every file of a theme: its path inside the theme and its path in the sources.
pub fn files<'a>(snapshot: &'a Snapshot, theme: &str) -> impl Iterator<Item = (&'a str, &'a SourcePath)> {
    let prefix = format!("themes/{theme}/");
    let first = SourcePath::new(prefix.as_str());
    snapshot.files.range(first..).map_while(move |(path, _)| Some((path.as_str().strip_prefix(&prefix)?, path)))
}

fn exists(snapshot: &Snapshot, theme: &str) -> bool {
    !theme.is_empty() && !theme.contains('/') && files(snapshot, theme).next().is_some()
}

fn unknown(snapshot: &Snapshot, name: &str, place: Place) -> Diagnostic {
    let mut themes: Vec<&str> =
        snapshot.files.keys().filter_map(|path| path.as_str().strip_prefix("themes/")?.split('/').next()).collect();
    themes.dedup();
    let help = match nearest(name, themes.iter().copied()).or(themes.first().copied()) {
        Some(theme) => {
            say!(
                en: "write `{theme}`, or add the folder `themes/{name}`",
                fr: "écrivez `{theme}`, ou ajoutez le dossier `themes/{name}`"
            )
        }
        None => say!(en: "add the folder `themes/{name}`", fr: "ajoutez le dossier `themes/{name}`"),
    };
    Diagnostic::error(
        "unknown-theme",
        place,
        say!(en: "there is no visual theme `{name}`", fr: "le thème graphique `{name}` n’existe pas"),
        help,
    )
}

/// The theme that `theme.yaml` says it extends, and where it says so.
fn extends(snapshot: &Snapshot, theme: &str, diagnostics: &mut Vec<Diagnostic>) -> Option<(String, Place)> {
    let path = SourcePath::new(format!("themes/{theme}/theme.yaml"));
    let text = snapshot.text(&path)?;
    let place_of = |needle: &str| {
        let at = text.find(needle).unwrap_or(0);
        Place { path: path.clone(), span: Span::new(at, at + needle.len().min(text.len())) }
    };
    let help = || {
        say!(
            en: "write `extends: lab`, or delete the file",
            fr: "écrivez `extends: lab`, ou supprimez le fichier"
        )
    };
    let map = match serde_yaml::from_str::<Yaml>(text) {
        Ok(Yaml::Mapping(map)) => map,
        Ok(Yaml::Null) => return None,
        Ok(_) | Err(_) => {
            let message = say!(
                en: "a visual theme is described by a map of keys and values",
                fr: "un thème graphique se décrit par un ensemble de clés et de valeurs"
            );
            diagnostics.push(Diagnostic::error("theme-broken", place_of(""), message, help()));
            return None;
        }
    };
    let mut parent = None;
    for (key, value) in &map {
        match (key.as_str(), value.as_str()) {
            (Some("extends"), Some(name)) => parent = Some((name.to_owned(), value_place(text, &path, name))),
            (Some("extends"), None) => {
                let message = say!(en: "`extends` takes a single visual theme", fr: "`extends` n’accepte qu’un seul thème graphique");
                diagnostics.push(Diagnostic::error("theme-broken", place_of("extends"), message, help()));
            }
            (Some(key), _) => {
                let message = say!(en: "`{key}` is not a key of a visual theme", fr: "`{key}` n’est pas une clé d’un thème graphique");
                diagnostics.push(Diagnostic::error("unknown-key", place_of(key), message, help()));
            }
            (None, _) => diagnostics.push(Diagnostic::error(
                "unknown-key",
                place_of(""),
                say!(en: "a key is a word", fr: "une clé est un mot"),
                help(),
            )),
        }
    }
    parent
}

/// The place of the value behind `extends:`.
fn value_place(text: &str, path: &SourcePath, name: &str) -> Place {
    let key = text.find("extends").unwrap_or(0);
    let from = text[key..].find(':').map_or(key, |at| at + key + 1);
    let at = text[from..].find(name).map_or(from, |at| at + from);
    Place { path: path.clone(), span: Span::new(at, (at + name.len()).min(text.len())) }
}
