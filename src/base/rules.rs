//! Explanations of diagnostics, in both languages of the program: title, severity, why it matters, how to fix it, and examples.
//! The texts are data, in `rules/*.yaml`, by code. A test compares the codes that are reported with those that are explained.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer};

use crate::base::diagnostic::Severity;
use crate::base::message::{Message, UiLang, say};

/// The files by subject.
const FILES: [&str; 12] = [
    include_str!("rules/addresses.yaml"),
    include_str!("rules/dates.yaml"),
    include_str!("rules/files.yaml"),
    include_str!("rules/outside.yaml"),
    include_str!("rules/pictures.yaml"),
    include_str!("rules/references.yaml"),
    include_str!("rules/site.yaml"),
    include_str!("rules/syntax.yaml"),
    include_str!("rules/text.yaml"),
    include_str!("rules/theme.yaml"),
    include_str!("rules/translations.yaml"),
    include_str!("rules/values.yaml"),
];

/// All rules by code.
#[derive(Clone, Debug)]
pub struct Rules(BTreeMap<String, Rule>);

/// The explanation of a code. Its texts are single paragraphs of Markdown; the title has no full stop.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Its severity.
    pub severity: Level,
    /// What is wrong, in one clause.
    pub title: Message,
    /// What it means, and why it matters.
    pub meaning: Message,
    /// What to do.
    pub fix: Message,
    /// Examples.
    pub examples: Vec<Example>,
}

/// The severities that a code is reported with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Always an error.
    Error,
    /// Always a warning.
    Warning,
    /// An error or a warning, depending on the case.
    Either,
}

/// A wrong example with its corrections.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// Its context.
    #[serde(rename = "in")]
    pub setting: ExampleContext,
    /// What is wrong.
    #[serde(deserialize_with = "sample")]
    pub wrong: Message,
    /// The corrections; at least one.
    pub right: Vec<Fix>,
}

/// A correction.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fix {
    /// Its label, if there are several.
    #[serde(default)]
    pub way: Option<Message>,
    /// What to write.
    #[serde(deserialize_with = "sample")]
    pub text: Message,
}

/// The context of an example.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ExampleContext {
    /// In the front matter of a call.
    Call,
    /// In the front matter of an event.
    Event,
    /// In the front matter of a service.
    Startup,
    /// In the front matter of a piece of news.
    Update,
    /// In the front matter of a page.
    Page,
    /// In the front matter of a translation.
    Translation,
    /// In `content/site.yaml`.
    Site,
    /// In the text of an item.
    Text,
    /// A whole file of an item.
    Document,
    /// In a YAML file of a theme.
    Theme,
    /// In a template.
    Template,
    /// File names, commands, or anything that is not in a single file.
    Sketch,
}

/// Deserialises one text for both languages, or one for each.
fn sample<'de, D: Deserializer<'de>>(from: D) -> Result<Message, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Sample {
        Same(String),
        Each(Message),
    }
    Ok(match Sample::deserialize(from)? {
        Sample::Same(text) => Message::same(text),
        Sample::Each(message) => message,
    })
}

impl Rules {
    /// Parses the embedded texts.
    pub fn read() -> Self {
        let read = |text| {
            serde_yaml::from_str::<BTreeMap<String, Rule>>(text)
                .expect("the files are in the program, and read by its tests")
        };
        Self(FILES.into_iter().flat_map(read).collect())
    }

    /// The rule of a code.
    pub fn get(&self, code: &str) -> Option<&Rule> {
        self.0.get(code)
    }

    /// All rules with their codes, sorted by code.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Rule)> {
        self.0.iter().map(|(code, rule)| (code.as_str(), rule))
    }
}

impl Level {
    /// True if the code may be reported with this severity.
    pub fn allows(self, severity: Severity) -> bool {
        match self {
            Self::Error => severity == Severity::Error,
            Self::Warning => severity == Severity::Warning,
            Self::Either => true,
        }
    }

    /// Its name.
    pub fn name(self) -> Message {
        match self {
            Self::Error => say!(en: "error", fr: "erreur"),
            Self::Warning => say!(en: "warning", fr: "avertissement"),
            Self::Either => say!(en: "error or warning", fr: "erreur ou avertissement"),
        }
    }
}

impl Rule {
    /// How to fix it, with the examples, as plain text: examples are indented by four spaces.
    pub fn plain_advice(&self, ui_lang: UiLang) -> String {
        self.advice(ui_lang, |_, text| {
            text.lines().map(|line| format!("    {line}").trim_end().to_owned() + "\n").collect()
        })
    }

    /// The same as Markdown.
    pub fn markdown_advice(&self, ui_lang: UiLang) -> String {
        self.advice(ui_lang, |setting, text| format!("```{}\n{}\n```\n", setting.notation(), text.trim_end()))
    }

    fn advice(&self, ui_lang: UiLang, block: impl Fn(ExampleContext, &str) -> String) -> String {
        let mut advice = format!("{}\n", self.fix.text(ui_lang));
        let mut add = |heading: &Message, setting, text: &Message| {
            advice += &format!("\n{}\n\n{}", heading.text(ui_lang), block(setting, text.text(ui_lang)));
        };
        for Example { setting, wrong, right } in &self.examples {
            let wrong_here = match setting {
                ExampleContext::Site => {
                    say!(en: "Wrong, in `content/site.yaml`:", fr: "Incorrect, dans `content/site.yaml` :")
                }
                _ => say!(en: "Wrong:", fr: "Incorrect :"),
            };
            add(&wrong_here, *setting, wrong);
            for Fix { way, text } in right {
                let heading = match way {
                    Some(way) => say!(en: "Right ({way}):", fr: "Correct ({way}) :"; way),
                    None => say!(en: "Right:", fr: "Correct :"),
                };
                add(&heading, *setting, text);
            }
        }
        advice
    }
}

impl ExampleContext {
    /// The language of its code block in Markdown.
    fn notation(self) -> &'static str {
        match self {
            Self::Call
            | Self::Event
            | Self::Startup
            | Self::Update
            | Self::Page
            | Self::Translation
            | Self::Site
            | Self::Theme => "yaml",
            Self::Text | Self::Document => "markdown",
            Self::Template => "html",
            Self::Sketch => "text",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_example_shows_every_correction() {
        let rules = Rules::read();
        let rule = rules.get("repeated-hour").expect("a rule");
        let plain = rule.plain_advice(UiLang::English);
        let examples = "\nWrong:\n\n    closes: 2027-10-31T02:30\n\nRight (the first time):\n\n    closes: 2027-10-31T02:30+02:00\n\n\
                        Right (the second time):\n\n    closes: 2027-10-31T02:30+01:00\n";
        assert!(plain.ends_with(examples), "{plain}");
        let markdown = rule.markdown_advice(UiLang::French);
        let examples = "\nCorrect (la seconde fois)\u{a0}:\n\n```yaml\ncloses: 2027-10-31T02:30+01:00\n```\n";
        assert!(markdown.ends_with(examples), "{markdown}");
    }
}
