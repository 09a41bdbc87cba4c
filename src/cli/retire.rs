//! `parvis retire`: deletes a published item, and records redirects or removals for its addresses.

use std::path::Path;

use clap::Args;

use crate::base::bounds::TEXT_BYTES;
use crate::base::characters::composed;
use crate::base::diagnostic::Severity;
use crate::base::message::{Message, count, say};
use crate::base::snapshot::{SITE_FILE, Snapshot, of_bytes};
use crate::base::source::SourcePath;
use crate::cli::environment::Environment;
use crate::cli::exit_status::ExitStatus;
use crate::cli::new::{kind, sections};
use crate::cli::print;
use crate::cli::session::{CompileArgs, Session};
use crate::compile::compile;
use crate::compile::memo::Memo;
use crate::compile::permalinks::{missing_site_addresses, published_addresses};
use crate::edge::failure::{Failure, WRITE};
use crate::kind::key::{Key, Kind};
use crate::site::retire::with_redirects;

/// Permanently remove a published item
///
/// Deletes its folder, and records in content/site.yaml what its addresses return from then on: gone (410) or, with `--to`, a
/// redirect. No address disappears without explanation.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples: parvis retire call/virtual-room\n          parvis retire call/virtual-room/rules.pdf --to /fr/appels/"
)]
pub struct Retire {
    /// The item, such as call/virtual-room; or one of its files, such as call/virtual-room/rules.pdf
    #[arg(value_name = "ITEM")]
    item: String,
    /// Where its addresses redirect to: a path on the site, or an address on another site
    #[arg(long, value_name = "ADDRESS")]
    to: Option<String>,
}

/// For failures to retire an item.
const RETIRE: Message = Message::fixed("retire", "de retirer");

/// Runs the command.
pub fn run(root: Option<&Path>, args: &Retire, environment: &Environment) -> Result<ExitStatus, Failure> {
    let session = Session::open(root, &CompileArgs::as_of(None, false, false), environment)?;
    let snapshot = session.read()?;
    let (key, file) = named(&args.item, &sections(&snapshot), &snapshot)?;
    let mut memo = Memo::default();
    compile(&snapshot, &session.options, &mut memo);
    let folder = folders(key.kind, &snapshot).find(|folder| folder.rsplit('/').next() == Some(&*key.id));
    let from = published_addresses(&snapshot, &memo, &key, file.as_deref());
    if from.is_empty() {
        let why = match (&file, folder) {
            (Some(_), Some(_)) => say!(
                en: "this file was never published with the item: check its name, or simply delete it from the folder if it is there",
                fr: "ce fichier n’a jamais été publié avec la fiche : vérifiez son nom, ou supprimez-le simplement du dossier s’il s’y trouve"
            ),
            (None, Some(folder)) => say!(
                en: "it was never published: simply delete the folder `{folder}`",
                fr: "cette fiche n’a jamais été publiée : il suffit de supprimer le dossier `{folder}`"
            ),
            (_, None) => say!(en: "there is no such item", fr: "il n’y a pas de fiche de ce nom"),
        };
        return Err(Failure::new(RETIRE, &*args.item, why));
    }
    let path = folder.map(|folder| file.map_or_else(|| folder.to_owned(), |file| format!("{folder}/{file}")));
    // The files of the item; their names may have another Unicode normalisation.
    let is_of_it = |source: &SourcePath| {
        let source = composed(source.as_str());
        path.as_deref()
            .and_then(|path| source.strip_prefix(path))
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let sources: Vec<SourcePath> = snapshot.files.keys().filter(|source| is_of_it(source)).cloned().collect();
    let from: Vec<_> = from.into_iter().map(|from| (from, args.to.clone())).collect();
    let edit = site_file_edit(&session, &from)?;
    // Check the result before changing any file.
    let mut then = snapshot.clone();
    then.files.insert(SourcePath::new(SITE_FILE), of_bytes(SITE_FILE, edit.text.as_bytes()));
    then.files = then
        .files
        .iter()
        .filter(|(source, _)| !sources.contains(source))
        .map(|(a, b)| (a.clone(), b.clone()))
        .collect();
    let mut wrong = compile(&then, &session.options, &mut Memo::default()).diagnostics;
    wrong.retain(|diagnostic| diagnostic.place.path.as_str() == SITE_FILE);
    if !wrong.is_empty() {
        session.report(&wrong, &then);
    }
    if wrong.iter().any(|diagnostic| diagnostic.severity == Severity::Error) {
        return Ok(ExitStatus::SourceErrors);
    }
    // `site.yaml` comes first, so that an interrupted run can be repeated.
    write(&session, &edit, &from)?;
    if let (Some(path), [first, ..]) = (&path, &*sources) {
        // For a file, use its name on disk; a folder is deleted as a whole.
        let is_file = composed(first.as_str()) == path.as_str();
        let removed = if is_file { first.clone() } else { SourcePath::new(&**path) };
        session.root.remove(&removed)?;
        session.result(&say!(en: "deleted: {path}", fr: "supprimé : {path}"))?;
    }
    // Pages that disappear with the item, such as a newsletter of a month without other news, redirect to their parents.
    let (snapshot, mut memo) = (session.read()?, Memo::default());
    let mut diagnostics = compile(&snapshot, &session.options, &mut memo).diagnostics;
    let lost: Vec<_> =
        missing_site_addresses(&snapshot, &memo).into_iter().map(|(from, to)| (from, Some(to))).collect();
    if !lost.is_empty() {
        write(&session, &site_file_edit(&session, &lost)?, &lost)?;
        let snapshot = session.read()?;
        diagnostics = compile(&snapshot, &session.options, &mut Memo::default()).diagnostics;
    }
    // Report remaining references to the item.
    if session.fails(&diagnostics) {
        session.report(&diagnostics, &session.read()?);
        return Ok(ExitStatus::SourceErrors);
    }
    Ok(ExitStatus::Success)
}

/// The new text of `site.yaml`.
struct SiteFileEdit {
    text: String,
    /// False if nothing changes.
    is_new: bool,
}

fn site_file_edit(session: &Session, addresses: &[(String, Option<String>)]) -> Result<SiteFileEdit, Failure> {
    let bytes = session.root.read(&SourcePath::new(SITE_FILE), TEXT_BYTES)?;
    let text = String::from_utf8(bytes).unwrap_or_default();
    // Keep a byte order mark.
    let (mark, body) = text.strip_prefix('\u{FEFF}').map_or(("", &*text), |text| ("\u{FEFF}", text));
    let Some(written) = with_redirects(body, addresses) else {
        let lines = addresses.iter().map(|(from, _)| from.as_str()).collect::<Vec<_>>().join(", ");
        let why = say!(
            en: "its `redirects` cannot be extended automatically: add a line for each of {lines}",
            fr: "ses `redirects` ne peuvent pas être complétés automatiquement : ajoutez-y une ligne pour chacune de ces adresses : {lines}"
        );
        return Err(Failure::new(WRITE, SITE_FILE, why));
    };
    Ok(SiteFileEdit { is_new: written != body, text: format!("{mark}{written}") })
}

fn write(session: &Session, edit: &SiteFileEdit, addresses: &[(String, Option<String>)]) -> Result<(), Failure> {
    if !edit.is_new {
        return session.result(&say!(
            en: "{SITE_FILE} already says what this address returns: change it there",
            fr: "{SITE_FILE} indique déjà ce que répond cette adresse : modifiez-le à cet endroit"
        ));
    }
    session.root.replace(&SourcePath::new(SITE_FILE), edit.text.as_bytes())?;
    let number = count(addresses.len(), ["address", "addresses"], ["adresse", "adresses"]);
    session.result(&say!(en: "{SITE_FILE}: {number}", fr: "{SITE_FILE} : {number}"; number))?;
    for (from, to) in addresses {
        let to = to.as_ref().map(|to| format!(" → {to}")).unwrap_or_default();
        print::result(&format!("  {from}{to}"))?;
    }
    Ok(())
}

/// Parses the argument into an item and optionally one of its files: `call/robots`, `content/calls/2027/robots` or
/// `call/robots/rules.pdf`.
fn named(written: &str, sections: &[(Kind, String)], snapshot: &Snapshot) -> Result<(Key, Option<String>), Failure> {
    let whole = composed(written);
    let mut parts: Vec<&str> = whole.split('/').filter(|part| !part.is_empty() && *part != ".").collect();
    if parts.first() == Some(&"content") {
        parts.remove(0);
    }
    let known = parts.split_first().and_then(|(word, rest)| Some((kind(word, sections).ok()?, rest)));
    let Some((kind, [first, rest @ ..])) = known else {
        let why = say!(
            en: "write its kind and its id, for example `call/virtual-room`",
            fr: "écrivez son type et son identifiant, par exemple `call/virtual-room`"
        );
        return Err(Failure::new(RETIRE, written, why));
    };
    // Folders between the kind and the item are optional.
    let path = format!("content/{}/{}", kind.folder(), parts[1..].join("/"));
    let mut items = folders(kind, snapshot)
        .filter(|folder| path.strip_prefix(*folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')));
    let (id, file) = match items.next() {
        Some(folder) => {
            (folder.rsplit('/').next().unwrap_or(folder), path[folder.len()..].trim_start_matches('/').to_owned())
        }
        None => (*first, rest.join("/")),
    };
    Ok((Key::new(kind, id), Some(file).filter(|file| !file.is_empty())))
}

/// The folders of all items of a kind.
fn folders(kind: Kind, snapshot: &Snapshot) -> impl Iterator<Item = &str> {
    let top = format!("content/{}/", kind.folder());
    let is_item = move |path: &&SourcePath| {
        path.as_str().starts_with(&top) && path.name().starts_with("index.") && path.name().ends_with(".md")
    };
    snapshot.files.keys().filter(is_item).map(SourcePath::folder)
}
