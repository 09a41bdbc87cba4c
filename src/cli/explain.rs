//! `parvis explain`: the explanation of a diagnostic. It needs no site.

use clap::Args;

use crate::base::diagnostic::nearest;
use crate::base::message::{Message, UiLang, say};
use crate::base::rules::{Level, Rule, Rules};
use crate::cli::environment::Environment;
use crate::cli::exit_status::ExitStatus;
use crate::cli::print::{self, filled};
use crate::edge::failure::Failure;

/// Explain a diagnostic: what it means, why it matters and how to fix it
///
/// The code of a diagnostic is the word in brackets at its start, for example `error[missing-key]`. Each explanation has an
/// example of the error and of each way to fix it.
#[derive(Args, Debug)]
#[command(after_help = "Examples: parvis explain missing-key\n          parvis explain")]
pub struct Explain {
    /// The code, such as missing-key [default: list all of them]
    code: Option<String>,
}

/// Runs the command.
pub fn run(args: &Explain, environment: &Environment) -> Result<ExitStatus, Failure> {
    let (rules, ui_lang) = (Rules::read(), environment.ui_lang);
    let text = match &args.code {
        None => list(&rules, ui_lang),
        Some(code) => explanation(code, rules.get(code).ok_or_else(|| unknown(code, &rules))?, ui_lang),
    };
    print::result(text.trim_end())?;
    Ok(ExitStatus::Success)
}

/// All codes with their titles.
fn list(rules: &Rules, ui_lang: UiLang) -> String {
    let width = rules.iter().map(|(code, _)| code.len()).max().unwrap_or_default();
    rules.iter().map(|(code, rule)| format!("{code:width$}  {}\n", rule.title.text(ui_lang))).collect()
}

fn explanation(code: &str, rule: &Rule, ui_lang: UiLang) -> String {
    let text = format!(
        "{}\n\n{}\n\n{}",
        consequence(rule.severity).text(ui_lang),
        rule.meaning.text(ui_lang),
        rule.plain_advice(ui_lang)
    );
    format!("{}\n{}", heading(code, rule).text(ui_lang), filled(&text))
}

fn heading(code: &str, rule: &Rule) -> Message {
    let title = &rule.title;
    say!(en: "{code}: {title}", fr: "{code} : {title}"; title)
}

fn consequence(severity: Level) -> Message {
    match severity {
        Level::Error => say!(
            en: "An error: nothing is published until it is fixed.",
            fr: "Une erreur : rien n’est publié tant qu’elle n’est pas corrigée."
        ),
        Level::Warning => say!(
            en: "A warning: the site is published all the same, unless `--strict` is given.",
            fr: "Un avertissement : le site est publié malgré tout, sauf avec `--strict`."
        ),
        Level::Either => say!(
            en: "An error, which keeps the site from being published, or a warning.",
            fr: "Une erreur, qui empêche la publication du site, ou un avertissement."
        ),
    }
}

fn unknown(code: &str, rules: &Rules) -> Failure {
    let why = match nearest(code, rules.iter().map(|(code, _)| code)) {
        Some(near) => say!(
            en: "there is no such code: did you mean `{near}`?",
            fr: "ce code n’existe pas : vouliez-vous dire `{near}` ?"
        ),
        None => say!(
            en: "there is no such code: `parvis explain` lists them",
            fr: "ce code n’existe pas : `parvis explain` en donne la liste"
        ),
    };
    Failure::new(say!(en: "explain", fr: "d’expliquer"), code, why)
}
