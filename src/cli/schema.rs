//! `parvis schema`: a place for what comes with a later version.

use std::ffi::OsString;

use clap::Args;

use crate::base::message::say;
use crate::cli::End;
use crate::edge::failure::Failure;

/// Print the JSON Schema of a kind's front matter (comes with a later version)
#[derive(Args, Debug)]
#[command(after_help = "Example: parvis schema call")]
pub struct Schema {
    #[arg(hide = true, trailing_var_arg = true, allow_hyphen_values = true)]
    _rest: Vec<OsString>,
}

/// Says that the command comes later.
pub fn run(_asked: &Schema) -> Result<End, Failure> {
    Err(Failure::new(
        say!(en: "run", fr: "d’exécuter"),
        "parvis schema",
        say!(en: "this command comes with a later version", fr: "cette commande viendra avec une version ultérieure"),
    ))
}
