//! `--help` in French: the texts of `help.fr.yaml` replace the English ones, which are doc comments of the commands and options.

use std::collections::BTreeMap;
use std::ffi::OsString;

use clap::builder::Str;
use clap::error::{ContextKind, ErrorKind};
use clap::{Arg, Command};

use crate::base::message::UiLang;

/// The language of `--lang`, searched before the command line is parsed.
pub fn requested_lang(arguments: impl IntoIterator<Item = OsString>) -> Option<UiLang> {
    let mut arguments = arguments.into_iter();
    let value = arguments.find_map(|argument| match argument.to_str()? {
        "--lang" => Some(None),
        other => other.strip_prefix("--lang=").map(|value| Some(value.to_owned())),
    })?;
    let value = value.or_else(|| arguments.next()?.into_string().ok())?;
    Some(UiLang::of(&value))
}

/// What is wrong with a command line, in French: clap's own sentences are English. `None` for what is no mistake, such as help.
pub fn error_in_french(error: &clap::Error) -> Option<String> {
    let said = |kind| error.get(kind).map(ToString::to_string).filter(|text| !text.is_empty());
    let argument = said(ContextKind::InvalidArg).unwrap_or_default();
    let mistake = match error.kind() {
        ErrorKind::UnknownArgument => format!("l’argument `{argument}` n’est pas attendu ici"),
        ErrorKind::InvalidSubcommand => {
            format!("la commande `{}` n’existe pas", said(ContextKind::InvalidSubcommand).unwrap_or_default())
        }
        ErrorKind::InvalidValue => match said(ContextKind::InvalidValue) {
            Some(value) => format!("`{value}` n’est pas une valeur de `{argument}`"),
            None => format!("`{argument}` demande une valeur"),
        },
        ErrorKind::ValueValidation => {
            format!("`{}` n’est pas une valeur de `{argument}`", said(ContextKind::InvalidValue).unwrap_or_default())
        }
        ErrorKind::MissingRequiredArgument => format!("il manque {argument}"),
        ErrorKind::ArgumentConflict => {
            let other = said(ContextKind::PriorArg).unwrap_or_default();
            format!("`{argument}` ne s’emploie pas avec `{other}`")
        }
        ErrorKind::TooManyValues | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues | ErrorKind::NoEquals => {
            format!("`{argument}` n’a pas le nombre de valeurs attendu")
        }
        ErrorKind::MissingSubcommand => "une commande est attendue".to_owned(),
        _ => return None,
    };
    let mut text = format!("erreur\u{a0}: {mistake}\n");
    let suggested = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue];
    // The likeliest of several suggestions is the last.
    let near = suggested.into_iter().find_map(said).and_then(|all| all.rsplit(", ").next().map(str::to_owned));
    if let Some(near) = near {
        text += &format!("\nVouliez-vous écrire `{near}`\u{202f}?\n");
    } else if let Some(values) = said(ContextKind::ValidValue) {
        text += &format!("\nValeurs possibles\u{a0}: {values}\n");
    }
    if let Some(usage) = said(ContextKind::Usage) {
        text += &format!("\n{}\n", usage.trim_end().replacen("Usage:", "Utilisation\u{a0}:", 1));
    }
    Some(text + "\nPour en savoir plus\u{a0}: `--help`\n")
}

/// Translates a command and its subcommands. Clap's own errors are translated by [`error_in_french`].
pub fn in_french(mut command: Command) -> Command {
    // This adds clap's own options and commands.
    command.build();
    translated(command, &HelpTexts::read())
}

/// Texts by command (`every` for shared options) and by option.
struct HelpTexts(BTreeMap<String, BTreeMap<String, String>>);

impl HelpTexts {
    fn read() -> Self {
        Self(
            serde_yaml::from_str(include_str!("help.fr.yaml"))
                .expect("the file is in the program, and read by its tests"),
        )
    }

    /// A text of a command. A missing one stays in English; a test finds it.
    fn get(&self, command: &str, key: &str) -> Option<&str> {
        [command, "every"].iter().find_map(|section| self.0.get(*section)?.get(key)).map(String::as_str)
    }
}

fn translated(mut command: Command, texts: &HelpTexts) -> Command {
    let name = command.get_name().to_owned();
    let text = |key: &str| texts.get(&name, key).map(str::to_owned);
    if let Some(about) = text("about") {
        if let Some(more) = text("more").filter(|_| command.get_long_about().is_some()) {
            command = command.long_about(format!("{about}\n\n{more}"));
        }
        command = command.about(about);
    }
    if let Some(example) = text("example").filter(|_| command.get_after_help().is_some()) {
        command = command.after_help(example);
    }
    command =
        command.help_template(TEMPLATE).subcommand_help_heading("Commandes\u{a0}").subcommand_value_name("COMMANDE");
    command.mut_args(|arg| argument(arg, text)).mut_subcommands(|below| translated(below, texts))
}

/// Clap's default template with its English word translated.
const TEMPLATE: &str = "{before-help}{about-with-newline}\nUtilisation\u{a0}: {usage}\n\n{all-args}{after-help}";

fn argument(arg: Arg, text: impl Fn(&str) -> Option<String>) -> Arg {
    let key = key(&arg).to_owned();
    let Some(mut short) = text(&key) else { return arg };
    let takes_values = arg.get_action().takes_values();
    if let ([default], true) = (arg.get_default_values(), takes_values && !arg.is_hide_default_value_set()) {
        short += &format!(" [par défaut\u{a0}: {}]", default.to_string_lossy());
    }
    let mut long = text(&format!("{key}.more")).unwrap_or_else(|| short.clone());
    for value in arg.get_possible_values().iter().filter(|_| takes_values) {
        if let Some(meaning) = text(&format!("{key}.{}", value.get_name())) {
            long += &format!("\n- {}\u{a0}: {meaning}", value.get_name());
        }
    }
    let names: Option<Vec<_>> = arg.get_value_names().map(|names| names.iter().map(value_name).collect());
    // With clap's own headings there would be no space before their colon.
    let heading = if arg.is_positional() { "Arguments\u{a0}" } else { "Options\u{a0}" };
    let arg = arg.help(short).long_help(long).hide_possible_values(true).hide_default_value(true).help_heading(heading);
    // Below a heading of ours clap sorts arguments by name.
    let place = arg.get_index();
    let arg = if let Some(place) = place { arg.display_order(place) } else { arg };
    match names {
        Some(names) if takes_values => arg.value_names(names),
        _ => arg,
    }
}

/// The name of a value as usage lines show it.
fn value_name(english: &Str) -> Str {
    let french = match english.as_str() {
        "ADDRESS" => "ADRESSE",
        "DAYS" => "JOURS",
        "DIR" | "FOLDER" => "DOSSIER",
        "FILE" => "FICHIER",
        "HOST" => "HÉBERGEUR",
        "ITEM" => "FICHE",
        "KIND" => "TYPE",
        "LANG" => "LANGUE",
        "LANGS" => "LANGUES",
        "OWNER/NAME" => "PROPRIÉTAIRE/NOM",
        "SECONDS" => "SECONDES",
        "TIME" => "DURÉE",
        "TITLE" => "TITRE",
        "TOPIC" => "SUJET",
        _ => return english.clone(),
    };
    Str::from(french)
}

/// The long name of an option, or the name of an argument.
fn key(arg: &Arg) -> &str {
    arg.get_long().unwrap_or(arg.get_id().as_str())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use clap::CommandFactory;
    use clap::builder::StyledStr;

    use super::*;
    use crate::cli::Cli;

    /// The English texts of a command and its subcommands, by command name and key.
    fn said(command: &Command, found: &mut BTreeMap<(String, String), String>) {
        let mut add = |text: Option<&StyledStr>, key: String| {
            found.extend(text.map(|text| ((command.get_name().to_owned(), key), text.to_string())));
        };
        add(command.get_about(), "about".to_owned());
        add(command.get_long_about(), "more".to_owned());
        add(command.get_after_help(), "example".to_owned());
        for arg in command.get_arguments() {
            add(arg.get_help(), key(arg).to_owned());
            add(arg.get_long_help(), format!("{}.more", key(arg)));
            for value in arg.get_possible_values().iter().filter(|_| arg.get_action().takes_values()) {
                add(value.get_help(), format!("{}.{}", key(arg), value.get_name()));
            }
        }
        command.get_subcommands().for_each(|below| said(below, found));
    }

    #[test]
    fn mistakes_of_the_command_line_are_told_in_french() {
        let told = |line: &[&str]| {
            let error = in_french(Cli::command()).try_get_matches_from(line).expect_err("a mistake");
            error_in_french(&error).expect("a mistake in French")
        };
        assert!(told(&["parvis", "check", "content/calls"]).starts_with("erreur\u{a0}: l’argument `content/calls`"));
        assert!(told(&["parvis", "chek"]).contains("Vouliez-vous écrire `check`"), "{}", told(&["parvis", "chek"]));
        assert!(told(&["parvis", "check", "--format", "xml"]).contains("Valeurs possibles\u{a0}: human"));
        assert!(!told(&["parvis", "check", "--at"]).contains("value is required"));
    }

    #[test]
    fn french_help_exists_for_exactly_the_english_texts() {
        let mut command = Cli::command();
        command.build();
        let mut english = BTreeMap::new();
        said(&command, &mut english);
        let HelpTexts(mut french) = HelpTexts::read();
        let every = french.remove("every").expect("a section");
        // What several commands say by one French text, they say by one English text.
        let mut shared: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for ((command, key), text) in &english {
            if !french.get(command).is_some_and(|texts| texts.contains_key(key)) {
                assert!(every.contains_key(key), "{command}: {key} has no French text");
                shared.entry(key).or_default().insert(text);
            }
        }
        for key in every.keys() {
            let texts = shared.get(&**key).unwrap_or_else(|| panic!("every: {key} is not said"));
            assert_eq!(texts.len(), 1, "{key} says {texts:?}");
        }
        for (command, texts) in &french {
            let is_said = |key: &&String| english.contains_key(&(command.clone(), (*key).clone()));
            assert_eq!(texts.keys().find(|key| !is_said(key)), None, "{command} does not say it");
        }
        for text in french.values().chain([&every]).flat_map(BTreeMap::values) {
            assert!(![" :", " ;", " !", " ?", "« ", " »"].iter().any(|wrong| text.contains(wrong)), "{text}");
        }
    }

    #[test]
    fn french_help_is_complete_and_the_command_line_is_valid() {
        let mut french = in_french(Cli::command());
        french.clone().debug_assert();
        let build = french.find_subcommand_mut("build").expect("a command").render_long_help().to_string();
        for part in [
            "Utilisation\u{a0}: parvis build",
            "Le dossier où publier",
            "- json\u{a0}: pour les programmes",
            "par défaut\u{a0}: human",
        ] {
            assert!(build.contains(part), "{part} in {build}");
        }
    }

    #[test]
    fn the_language_option_is_found_anywhere_in_the_arguments() {
        let requested = |line: &str| requested_lang(line.split(' ').map(OsString::from));
        assert_eq!(requested("parvis --lang fr --help"), Some(UiLang::French));
        assert_eq!(requested("parvis build --lang=en -h"), Some(UiLang::English));
        assert_eq!((requested("parvis build"), requested("parvis --lang")), (None, None));
    }
}
