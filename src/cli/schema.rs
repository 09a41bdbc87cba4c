//! `parvis schema`: what may stand in front matter, for the programs in which editors write.

use std::path::Path;

use clap::{Args, ValueEnum};

use crate::base::diagnostic::nearest;
use crate::cli::End;
use crate::cli::environment::{Environment, clock};
use crate::cli::print;
use crate::compile::terms;
use crate::edge::disk;
use crate::edge::failure::Failure;
use crate::render::editors::guide::{Guide, Tongue};
use crate::render::editors::schema::{Subject, all, schema};

/// Print the JSON Schema of a kind's front matter
///
/// With it, a program such as VS Code offers keys and values while you write, and marks what is wrong. It says the same as
/// `check` does of a single field; what concerns several files only `check` knows.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples: parvis schema call > call.schema.json\n          parvis schema --lang fr call-translation"
)]
pub struct Schema {
    /// The kind, such as call, for the file that states the facts; call-translation for the others; or site, for site.yaml [default: all of them in one]
    kind: Option<String>,
    /// The language of the explanations [default: the first language of the site, if it is French, else English]
    #[arg(long, value_enum, value_name = "LANG")]
    lang: Option<Lang>,
}

/// The languages that we explain in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Lang {
    /// French
    Fr,
    /// English
    En,
}

impl Lang {
    /// The language that was asked for, else that of the site.
    pub fn tongue(asked: Option<Self>, tags: &[String]) -> Tongue {
        match asked {
            Some(Self::Fr) => Tongue::French,
            Some(Self::En) => Tongue::English,
            None => Tongue::of(tags.first().map_or("", String::as_str)),
        }
    }
}

/// Runs the command.
pub fn run(root: Option<&Path>, asked: &Schema, environment: &Environment) -> Result<End, Failure> {
    let subject = asked.kind.as_deref().map(subject).transpose()?;
    let root = disk::find_root(root, &environment.here)?;
    let terms = terms(&disk::read(&root, clock())?);
    let guide = Guide::new(Lang::tongue(asked.lang, &terms.tags));
    let schema = subject.map_or_else(|| all(&terms, &guide), |subject| schema(subject, &terms, &guide));
    print::result(&format!("{schema:#}"))?;
    Ok(End::Done)
}

fn subject(written: &str) -> Result<Subject, Failure> {
    Subject::all().find(|subject| subject.name() == written).ok_or_else(|| {
        let names: Vec<String> = Subject::all().map(Subject::name).collect();
        let why = match nearest(written, names.iter().map(String::as_str)) {
            Some(name) => format!("there is no such kind: did you mean `{name}`?"),
            None => format!("there is no such kind: write one of {}", names.join(", ")),
        };
        Failure::new("write the schema of", written, why)
    })
}
