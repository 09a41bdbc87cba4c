//! The command line: arguments and commands. Joins the pure program with the I/O layer.

pub mod environment;
pub mod exit_status;
pub mod help;
pub mod instant;
pub mod print;
pub mod session;

pub mod build;
pub mod check;
pub mod code_span;
pub mod published;
pub mod serve;
pub mod summary;

pub mod ci;
pub mod init;
pub mod new;
pub mod new_cms;
pub mod nginx;
pub mod skeleton;

pub mod explain;
pub mod i18n;
pub mod links;
pub mod lock;
pub mod retire;
pub mod schedule;
pub mod schema;
pub mod topic;

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};

use crate::base::message::{Message, UiLang};
use crate::cli::environment::Environment;
use crate::cli::exit_status::ExitStatus;
use crate::edge::failure::{Failure, USE};

/// parvis builds the public catalogue of an innovation lab: challenges, calls, events and programmes, in every language of
/// the site, from Markdown files.
#[derive(Debug, Parser)]
#[command(
    name = "parvis",
    version,
    disable_help_subcommand = true,
    after_help = "Example: parvis serve\n\n\
                  Exits with 0 on success, 1 if the files of the site contain errors, 2 on a usage or system error."
)]
struct Cli {
    /// The folder of a site that exists, with `content` and `themes`; not used by init, explain and help [default: the nearest one upwards from here]
    #[arg(long, global = true, value_name = "FOLDER")]
    root: Option<PathBuf>,
    /// Number of processors to use [default: all, or RAYON_NUM_THREADS if set]
    #[arg(long, global = true, value_name = "N")]
    threads: Option<NonZeroUsize>,
    /// Language of the messages, independent of those of the site [default: that of the environment]
    #[arg(long, global = true, value_enum, value_name = "LANG")]
    lang: Option<MessageLang>,
    #[command(subcommand)]
    command: Command,
}

/// The languages of the messages, as they are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum MessageLang {
    /// English
    En,
    /// French
    Fr,
}

impl MessageLang {
    fn ui_lang(self) -> UiLang {
        match self {
            Self::En => UiLang::English,
            Self::Fr => UiLang::French,
        }
    }
}

#[derive(Debug, Subcommand)]
enum Command {
    Init(init::Init),
    Build(build::Build),
    Check(check::Check),
    Serve(serve::Serve),
    New(new::New),
    I18n(i18n::I18n),
    Schedule(schedule::Schedule),
    Schema(schema::Schema),
    Lock(lock::Lock),
    Retire(retire::Retire),
    Explain(explain::Explain),
    Links(links::Links),
    Help(topic::Help),
}

/// Runs the command line. Only here exit codes are chosen and failures printed.
pub fn run() -> ExitCode {
    let spoken = help::requested_lang(std::env::args_os()).unwrap_or_else(environment::ui_lang);
    let cli = match command_line(spoken).try_get_matches().and_then(|found| Cli::from_arg_matches(&found)) {
        Ok(cli) => cli,
        Err(error) => {
            match help::error_in_french(&error).filter(|_| spoken == UiLang::French) {
                Some(text) => print::status(&text),
                // A closed pipe is no failure.
                None => _ = error.print(),
            }
            return if error.use_stderr() { ExitCode::from(2) } else { ExitCode::SUCCESS };
        }
    };
    let requested_lang = cli.lang.map(MessageLang::ui_lang);
    let ui_lang = requested_lang.unwrap_or(spoken);
    match dispatch(&cli, requested_lang, ui_lang) {
        Ok(ExitStatus::Success) => ExitCode::SUCCESS,
        Ok(ExitStatus::SourceErrors) => ExitCode::from(1),
        Err(failure) => {
            print::status(&failure.line(ui_lang));
            ExitCode::from(2)
        }
    }
}

/// The commands with their help in a language.
fn command_line(ui_lang: UiLang) -> clap::Command {
    match ui_lang {
        UiLang::English => Cli::command(),
        UiLang::French => help::in_french(Cli::command()),
    }
}

fn dispatch(cli: &Cli, requested_lang: Option<UiLang>, ui_lang: UiLang) -> Result<ExitStatus, Failure> {
    if let Some(threads) = cli.threads {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads.get()).build_global();
        pool.map_err(|error| Failure::new(USE, format!("--threads {threads}"), Message::same(error.to_string())))?;
    }
    let environment = Environment::read(requested_lang, ui_lang)?;
    let root = cli.root.as_deref();
    match &cli.command {
        Command::Init(args) => init::run(args, &environment),
        Command::Build(args) => build::run(root, args, &environment),
        Command::Check(args) => check::run(root, args, &environment),
        Command::Serve(args) => serve::run(root, args, &environment),
        Command::New(args) => new::run(root, args, &environment),
        Command::I18n(args) => i18n::run(root, args, &environment),
        Command::Schedule(args) => schedule::run(root, args, &environment),
        Command::Schema(args) => schema::run(root, args, &environment),
        Command::Lock(args) => lock::run(root, args, &environment),
        Command::Retire(args) => retire::run(root, args, &environment),
        Command::Explain(args) => explain::run(args, &environment),
        Command::Links(args) => links::run(root, args, &environment),
        Command::Help(args) => topic::run(args, command_line(ui_lang), &environment),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_definition_is_valid() {
        Cli::command().debug_assert();
    }
}
