//! `parvis retire`: takes a published item away for good, and says so at each of its addresses.

use std::path::Path;

use clap::Args;

use crate::base::bounds::TEXT_BYTES;
use crate::base::message::{Message, count, say};
use crate::base::snapshot::Snapshot;
use crate::base::source::SourcePath;
use crate::cli::End;
use crate::cli::environment::Environment;
use crate::cli::new::{kind, sections};
use crate::cli::print;
use crate::cli::session::{Compiling, Session};
use crate::compile::memo::Memo;
use crate::compile::permalinks::{addresses, gone_of_site};
use crate::compile::{SITE_FILE, compile};
use crate::edge::failure::{Failure, WRITE};
use crate::kind::key::{Key, Kind};
use crate::site::retire::retired;

/// Take a published item away for good
///
/// Deletes its folder, and writes into content/site.yaml what its addresses answer from then on: that what stood there is gone (410),
/// or, with `--to`, where it leads. So nothing vanishes without a word.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples: parvis retire call/virtual-room\n          parvis retire call/virtual-room/rules.pdf --to /fr/appels/"
)]
pub struct Retire {
    /// The item, such as call/virtual-room; or one of its files, such as call/virtual-room/rules.pdf
    #[arg(value_name = "ITEM")]
    item: String,
    /// Where its addresses lead instead: a path of the site, or an address of another one
    #[arg(long, value_name = "ADDRESS")]
    to: Option<String>,
}

/// Taking an item away.
const RETIRE: Message = Message::fixed("retire", "de retirer");

/// Runs the command.
pub fn run(root: Option<&Path>, asked: &Retire, environment: &Environment) -> Result<End, Failure> {
    let session = Session::open(root, &Compiling::as_of(None, false, false), environment)?;
    let snapshot = session.read()?;
    let (key, file) = named(&asked.item, &sections(&snapshot))?;
    let mut memo = Memo::default();
    compile(&snapshot, &session.options, &mut memo);
    let folder = folder(&key, &snapshot);
    let from = addresses(&snapshot, &memo, &key, file.as_deref());
    if from.is_empty() {
        let why = match (&file, folder) {
            (Some(_), _) => say!(
                en: "no file of this name is published there: deleting it is all",
                fr: "aucun fichier de ce nom n’y est publié : le supprimer suffit"
            ),
            (None, Some(folder)) => say!(
                en: "it was never published: deleting the folder `{folder}` is all",
                fr: "il n’a jamais été publié : supprimer le dossier `{folder}` suffit"
            ),
            (None, None) => say!(en: "there is no such item", fr: "il n’y a pas d’élément de ce nom"),
        };
        return Err(Failure::new(RETIRE, &*asked.item, why));
    }
    // What is said of the addresses comes first: who is interrupted here calls again.
    let from: Vec<_> = from.into_iter().map(|from| (from, asked.to.clone())).collect();
    write(&session, &from)?;
    if let Some(folder) = folder {
        let path = file.map_or_else(|| folder.to_owned(), |file| format!("{folder}/{file}"));
        session.root.remove(&SourcePath::new(&*path))?;
        session.result(&say!(en: "deleted: {path}", fr: "supprimé : {path}"))?;
    }
    // What the site itself loses with it leads to what is above: the letter of a month in which nothing else happened.
    let (snapshot, mut memo) = (session.read()?, Memo::default());
    let mut diagnostics = compile(&snapshot, &session.options, &mut memo).diagnostics;
    let lost: Vec<_> = gone_of_site(&snapshot, &memo).into_iter().map(|(from, to)| (from, Some(to))).collect();
    if !lost.is_empty() {
        write(&session, &lost)?;
        let snapshot = session.read()?;
        diagnostics = compile(&snapshot, &session.options, &mut Memo::default()).diagnostics;
    }
    // Who still refers to it learns so at once.
    if session.fails(&diagnostics) {
        session.tell(&diagnostics, &session.read()?);
        return Ok(End::Mistakes);
    }
    Ok(End::Done)
}

/// Writes into `site.yaml` what is answered at addresses from now on.
fn write(session: &Session, addresses: &[(String, Option<String>)]) -> Result<(), Failure> {
    let site = SourcePath::new(SITE_FILE);
    let bytes = session.root.read(&site, TEXT_BYTES)?;
    let text = String::from_utf8(bytes).unwrap_or_default();
    // What an editor put before the text stays there.
    let (mark, text) = text.strip_prefix('\u{FEFF}').map_or(("", &*text), |text| ("\u{FEFF}", text));
    let Some(written) = retired(text, addresses) else {
        let lines = addresses.iter().map(|(from, _)| from.as_str()).collect::<Vec<_>>().join(", ");
        let why = say!(
            en: "its `redirects` have a form that cannot be added to; write a line there for each of {lines}",
            fr: "la forme de ses `redirects` ne permet pas d’y ajouter ; écrivez-y une ligne pour chacune de {lines}"
        );
        return Err(Failure::new(WRITE, SITE_FILE, why));
    };
    session.root.replace(&site, format!("{mark}{written}").as_bytes())?;
    let number = count(addresses.len(), ["address", "addresses"], ["adresse", "adresses"]);
    session.result(&say!(en: "{SITE_FILE}: {number}", fr: "{SITE_FILE} : {number}"; number))?;
    for (from, to) in addresses {
        let to = to.as_ref().map(|to| format!(" → {to}")).unwrap_or_default();
        print::result(&format!("  {from}{to}"))?;
    }
    Ok(())
}

/// The item, and the file of it, that were asked for: `call/robots`, `content/calls/robots` or `call/robots/rules.pdf`.
fn named(written: &str, sections: &[(Kind, String)]) -> Result<(Key, Option<String>), Failure> {
    let path = written.strip_prefix("content/").unwrap_or(written).trim_end_matches('/');
    let mut parts = path.splitn(3, '/');
    match (parts.next(), parts.next(), parts.next()) {
        (Some(word), Some(id), file) if !id.is_empty() => {
            Ok((Key::new(kind(word, sections)?, id), file.map(str::to_owned)))
        }
        _ => {
            let why = say!(
                en: "write its kind and its id, as in `call/virtual-room`",
                fr: "écrivez sa sorte et son identifiant, comme dans `call/virtual-room`"
            );
            Err(Failure::new(RETIRE, written, why))
        }
    }
}

/// The folder of an item, as its files tell.
fn folder<'s>(key: &Key, snapshot: &'s Snapshot) -> Option<&'s str> {
    let top = format!("content/{}/", key.kind.folder());
    let is_item = |path: &&SourcePath| {
        path.as_str().starts_with(&top) && path.name().starts_with("index.") && path.name().ends_with(".md")
    };
    let mut folders = snapshot.files.keys().filter(is_item).map(SourcePath::folder);
    folders.find(|folder| folder.rsplit('/').next() == Some(&*key.id))
}
