//! `parvis links`: a place for what comes with a later version.

use std::ffi::OsString;

use clap::Args;

use crate::base::message::say;
use crate::cli::End;
use crate::edge::failure::Failure;

/// Check the addresses of other sites, politely (comes with a later version)
#[derive(Args, Debug)]
#[command(after_help = "Example: parvis links")]
pub struct Links {
    #[arg(hide = true, trailing_var_arg = true, allow_hyphen_values = true)]
    _rest: Vec<OsString>,
}

/// Says that the command comes later.
pub fn run(_asked: &Links) -> Result<End, Failure> {
    Err(Failure::new(
        say!(en: "run", fr: "d’exécuter"),
        "parvis links",
        say!(en: "this command comes with a later version", fr: "cette commande viendra avec une version ultérieure"),
    ))
}
