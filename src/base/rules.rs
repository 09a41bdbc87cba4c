//! What each diagnostic means, in both languages of the program: its title, its severity, why it matters to visitors, how to fix
//! it, and examples. The texts are data, in `rules/*.yaml`; whoever reports a diagnostic names it by its code. A test of the suite
//! compares the codes that are reported with those that are explained.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer};

use crate::base::diagnostic::Severity;
use crate::base::message::{Message, UiLang, say};

/// The texts, by what they are about.
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

/// All rules, by their codes.
#[derive(Clone, Debug)]
pub struct Rules(BTreeMap<String, Rule>);

/// What a code stands for. Its texts are Markdown of one paragraph each; a title has no full stop.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// How bad it is.
    pub severity: Level,
    /// What is wrong, in one clause.
    pub title: Message,
    /// What it means, and why it matters.
    pub meaning: Message,
    /// What to do.
    pub fix: Message,
    /// What is wrong and what is right.
    pub examples: Vec<Example>,
}

/// The severities that a diagnostic is reported with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Always an error.
    Error,
    /// Always a warning.
    Warning,
    /// An error in one place and a warning in another, as its text says.
    Either,
}

/// Something wrong, and each way to put it right.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// Where it stands.
    #[serde(rename = "in")]
    pub setting: ExampleContext,
    /// What is wrong.
    #[serde(deserialize_with = "sample")]
    pub wrong: Message,
    /// What is right; at least one.
    pub right: Vec<Fix>,
}

/// One way to put something right.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fix {
    /// Which one it is, where there are several.
    #[serde(default)]
    pub way: Option<Message>,
    /// What to write.
    #[serde(deserialize_with = "sample")]
    pub text: Message,
}

/// Where an example stands.
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
    /// In a file of a theme that holds keys and values.
    Theme,
    /// In a template.
    Template,
    /// Names of files, commands, or what no single file shows.
    Sketch,
}

/// A text that is the same in both languages, or one in each.
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
    /// Reads the texts, which are in the program.
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

    /// All rules with their codes, in the order of these.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Rule)> {
        self.0.iter().map(|(code, rule)| (code.as_str(), rule))
    }
}

impl Level {
    /// True where a diagnostic may be reported so.
    pub fn allows(self, severity: Severity) -> bool {
        match self {
            Self::Error => severity == Severity::Error,
            Self::Warning => severity == Severity::Warning,
            Self::Either => true,
        }
    }

    /// What it is called.
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
    /// What it is written in, as a fence of Markdown names it.
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
    fn an_example_shows_each_way_to_put_it_right() {
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
