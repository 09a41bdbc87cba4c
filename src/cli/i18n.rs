//! `parvis i18n`: a place for what comes with a later version.

use std::ffi::OsString;

use clap::Args;

use crate::base::message::say;
use crate::cli::End;
use crate::edge::failure::Failure;

/// Say which translations are missing, stale or partial (comes with a later version)
#[derive(Args, Debug)]
#[command(after_help = "Example: parvis i18n")]
pub struct I18n {
    #[arg(hide = true, trailing_var_arg = true, allow_hyphen_values = true)]
    _rest: Vec<OsString>,
}

/// Says that the command comes later.
pub fn run(_asked: &I18n) -> Result<End, Failure> {
    Err(Failure::new(
        say!(en: "run", fr: "d’exécuter"),
        "parvis i18n",
        say!(en: "this command comes with a later version", fr: "cette commande viendra avec une version ultérieure"),
    ))
}
