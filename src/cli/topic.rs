//! `parvis help`: what a command does, or what one may write in an item of a kind or under a key. It needs no site.

use std::fmt::Write;

use clap::{Args, Command};

use crate::base::diagnostic::nearest;
use crate::base::message::{UiLang, say};
use crate::base::route::to_id;
use crate::base::rules::Rules;
use crate::cli::environment::Environment;
use crate::cli::exit_status::ExitStatus;
use crate::cli::new;
use crate::cli::print::{self, filled};
use crate::edge::failure::Failure;
use crate::kind::key::Kind;
use crate::kind::names::keys_of_label;
use crate::output::editors::guide::kind_names;
use crate::output::editors::reference::{FieldReference, Reference, Subject};

/// Explain a command, or what can be written in an item
///
/// For a kind of item, such as call: an example and every key; for a key, such as closes: every place where it can appear; for
/// site: the settings of the site. A key can be given by its label, such as “Deadline”. docs/fields.en.md contains the same information on one page.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples: parvis help build\n          parvis help call\n          parvis help documents.title"
)]
pub struct Help {
    /// A command, a kind of item, site, or a key [default: list the commands]
    topic: Option<String>,
}

/// Runs the command. `line` is the command line in the language of the messages.
pub fn run(args: &Help, mut line: Command, environment: &Environment) -> Result<ExitStatus, Failure> {
    let Some(topic) = args.topic.as_deref() else {
        print::result(line.render_long_help().to_string().trim_end())?;
        return Ok(ExitStatus::Success);
    };
    // Adds the options that all commands share.
    line.build();
    let text = match line.find_subcommand_mut(topic) {
        Some(command) => command.render_long_help().to_string(),
        None => fields(topic, environment.ui_lang)?,
    };
    print::result(text.trim_end())?;
    Ok(ExitStatus::Success)
}

/// The reference of a kind or of a key.
fn fields(topic: &str, ui_lang: UiLang) -> Result<String, Failure> {
    let reference = Reference::new(ui_lang);
    if let Some(subject) = subject(topic) {
        return Ok(of_subject(subject, &reference, ui_lang));
    }
    let text = of_key(topic, &reference, ui_lang);
    if !text.is_empty() {
        return Ok(text);
    }
    // Who fills in the form of the browser editor knows keys by their labels.
    let labelled: String = keys_of_label(topic).into_iter().map(|key| of_key(key, &reference, ui_lang)).collect();
    if labelled.is_empty() { Err(unknown(topic, &reference)) } else { Ok(labelled) }
}

/// The kind with this name: the word of front matter or the name in a language of the program, in the singular or the plural.
fn subject(topic: &str) -> Option<Subject> {
    if matches!(topic, "site" | "site.yaml") {
        return Some(Subject::Site);
    }
    let in_each =
        |kind: &Kind| [UiLang::English, UiLang::French].map(|ui_lang| (*kind, to_id(kind_names(*kind, ui_lang).1)));
    let named: Vec<(Kind, String)> = Kind::ALL.iter().flat_map(in_each).collect();
    new::kind(topic, &named).ok().map(Subject::Kind)
}

fn of_subject(subject: Subject, reference: &Reference, ui_lang: UiLang) -> String {
    let (heading, path) = (reference.heading(subject).replace('`', ""), reference.path(subject));
    let example = indented(reference.example(subject));
    let mut text = format!("{heading}\n\n{path}{}\n\n{example}\n", ui_lang.pick(":", "\u{a0}:"));
    let shared = reference.shared();
    list(&reference.own(subject, &shared), ui_lang, &mut text);
    if subject != Subject::Site {
        let every = ui_lang.pick("And in every kind of item:", "Et dans toute fiche\u{a0}:");
        let _ = writeln!(text, "{every}\n");
        list(&shared, ui_lang, &mut text);
    }
    text
}

/// Every place at which a key may stand. Kinds that say the same of it are named together.
fn of_key(topic: &str, reference: &Reference, ui_lang: UiLang) -> String {
    let mut found: Vec<(Vec<String>, FieldReference)> = Vec::new();
    for subject in Subject::all() {
        let heading = reference.heading(subject).replace('`', "");
        for field in reference.fields(subject) {
            let is_it = field.key == topic || field.key.rsplit_once('.').is_some_and(|(_, last)| last == topic);
            let is_below = || field.key.strip_prefix(topic).is_some_and(|rest| rest.starts_with('.'));
            if !is_it && !is_below() {
                continue;
            }
            match found.iter_mut().find(|(_, same)| *same == field) {
                Some((headings, _)) => headings.push(heading.clone()),
                None => found.push((vec![heading.clone()], field)),
            }
        }
    }
    let mut text = String::new();
    let mut last: Option<Vec<String>> = None;
    // The keys of a kind stand together.
    for (headings, field) in found {
        if last.as_ref() != Some(&headings) {
            let _ = writeln!(text, "{}\n", filled(&headings.join(", ")).trim_end());
            last = Some(headings);
        }
        list(&[field], ui_lang, &mut text);
    }
    text
}

fn list(fields: &[FieldReference], ui_lang: UiLang, text: &mut String) {
    for field in fields {
        let required = ui_lang.pick(" (required)", " (obligatoire)");
        let required = if field.is_required { required } else { "" };
        let _ = writeln!(text, "{}{required}", field.key);
        for line in [field.meaning(), field.value.clone()] {
            *text += &indented(&filled(&line));
        }
        let _ = writeln!(text, "        {}\n", field.example);
    }
}

fn indented(lines: &str) -> String {
    lines.lines().map(|line| if line.is_empty() { "\n".to_owned() } else { format!("    {line}\n") }).collect()
}

fn unknown(topic: &str, reference: &Reference) -> Failure {
    let keys = Subject::all().flat_map(|subject| reference.fields(subject)).map(|field| field.key);
    let words: Vec<String> = Subject::all().map(|subject| subject.word().to_owned()).chain(keys).collect();
    let near = nearest(topic, words.iter().map(String::as_str));
    let why = match near {
        _ if Rules::read().get(topic).is_some() => say!(
            en: "it is the code of a diagnostic: type `parvis explain {topic}`",
            fr: "c’est le code d’un diagnostic : tapez `parvis explain {topic}`"
        ),
        Some(near) => say!(
            en: "there is no such command, kind of item or key: did you mean `{near}`?",
            fr: "il n’y a ni commande, ni type de fiche, ni clé de ce nom : vouliez-vous dire `{near}` ?"
        ),
        None => say!(
            en: "there is no such command, kind of item or key: `parvis help` lists the commands, `parvis help call` the keys of a call",
            fr: "il n’y a ni commande, ni type de fiche, ni clé de ce nom : `parvis help` donne les commandes, `parvis help appel` les clés d’un appel"
        ),
    };
    Failure::new(say!(en: "explain", fr: "d’expliquer"), topic, why)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::cli::Cli;

    #[test]
    fn no_kind_or_key_is_hidden_by_a_command() {
        let line = Cli::command();
        let reference = Reference::new(UiLang::English);
        for subject in Subject::all() {
            let keys = reference.fields(subject).into_iter().map(|field| field.key);
            for word in keys.chain([subject.word().to_owned()]) {
                assert!(line.find_subcommand(&word).is_none(), "{word} is a command too");
            }
        }
    }

    #[test]
    fn a_kind_is_found_by_any_of_its_names_and_a_key_by_its_last_part() {
        let of = |topic: &str| fields(topic, UiLang::French).unwrap_or_else(|_| panic!("{topic} is not found"));
        let is_call = |name: &str| subject(name) == Some(Subject::Kind(Kind::Call));
        assert!(["call", "calls", "appel", "appels", "Appel"].into_iter().all(is_call));
        assert!(of("défi").starts_with("Défi (challenges/)"));
        let closes = of("closes");
        assert!(closes.contains("closes: 2027-02-26T17:00") && closes.contains("registration.closes"), "{closes}");
        assert!(of("documents").contains("documents.title (obligatoire)"));
        let failure = |topic: &str| fields(topic, UiLang::English).expect_err("no such topic").line(UiLang::English);
        assert!(failure("close").contains("did you mean `closes`?"), "{}", failure("close"));
        assert!(failure("missing-key").contains("parvis explain missing-key"));
    }
}
