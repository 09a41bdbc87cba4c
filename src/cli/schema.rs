//! `parvis schema`: the JSON Schema of front matter, for editors' programs.

use std::path::Path;

use clap::Args;

use crate::base::diagnostic::nearest;
use crate::base::message::say;
use crate::cli::environment::{Environment, clock};
use crate::cli::exit_status::ExitStatus;
use crate::cli::print;
use crate::compile::site_terms;
use crate::edge::disk;
use crate::edge::failure::Failure;
use crate::edge::root::Root;
use crate::output::editors::guide::FieldGuide;
use crate::output::editors::schema::{SchemaSubject, all, schema};

/// Print the JSON Schema of the front matter of a kind of item
///
/// With it, an editor such as VS Code completes keys and values as you type, and marks errors. It checks each field like
/// `check`; what concerns several files is checked by `check` only. Its descriptions are in the language of `--lang`, or else
/// in that of the site.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples: parvis schema call > call.schema.json\n          parvis schema --lang fr call-translation"
)]
pub struct Schema {
    /// The kind, such as call, for the file that states the facts; call-translation for the others; or site, for site.yaml [default: all of them in one]
    kind: Option<String>,
}

/// Runs the command.
pub fn run(root: Option<&Path>, args: &Schema, environment: &Environment) -> Result<ExitStatus, Failure> {
    let subject = args.kind.as_deref().map(subject).transpose()?;
    let root = Root::find(root, &environment.here)?;
    let terms = site_terms(&disk::read(&root, clock())?);
    let guide = FieldGuide::new(environment.explaining(&terms.tags));
    let schema = subject.map_or_else(|| all(&terms, &guide), |subject| schema(subject, &terms, &guide));
    print::result(&format!("{schema:#}"))?;
    Ok(ExitStatus::Success)
}

fn subject(written: &str) -> Result<SchemaSubject, Failure> {
    SchemaSubject::all().find(|subject| subject.name() == written).ok_or_else(|| {
        let names: Vec<String> = SchemaSubject::all().map(SchemaSubject::name).collect();
        let why = match nearest(written, names.iter().map(String::as_str)) {
            Some(name) => say!(
                en: "there is no such kind of item: did you mean `{name}`?",
                fr: "ce type de fiche n’existe pas : vouliez-vous dire `{name}` ?"
            ),
            None => say!(
                en: "there is no such kind of item: write one of {names}",
                fr: "ce type de fiche n’existe pas : écrivez l’un de ceux-ci : {names}",
                names = names.join(", ")
            ),
        };
        Failure::new(say!(en: "write the schema of", fr: "d’écrire le schéma de"), written, why)
    })
}
