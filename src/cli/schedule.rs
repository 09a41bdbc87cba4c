//! `parvis schedule`: a place for what comes with a later version.

use std::ffi::OsString;

use clap::Args;

use crate::cli::End;
use crate::edge::failure::Failure;

/// List the moments at which the site changes by itself (comes with a later version)
#[derive(Args, Debug)]
#[command(after_help = "Example: parvis schedule --next")]
pub struct Schedule {
    #[arg(hide = true, trailing_var_arg = true, allow_hyphen_values = true)]
    _rest: Vec<OsString>,
}

/// Says that the command comes later.
pub fn run(_asked: &Schedule) -> Result<End, Failure> {
    Err(Failure::new("run", "parvis schedule", "this command comes with a later version"))
}
