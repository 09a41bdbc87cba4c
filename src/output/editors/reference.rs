//! The reference of fields for editors: every key of every kind and of `site.yaml`, its label, its type and values, when it is
//! required, and an example. Made from what readers ask for and what is declared of fields, like the schemas.

use std::fmt::Write;

use crate::base::message::UiLang;
use crate::kind::common::Common;
use crate::kind::form;
use crate::kind::item::record_type;
use crate::kind::key::Kind;
use crate::kind::record::Record;
use crate::output::editors::examples::{self, FieldExamples};
use crate::output::editors::guide::FieldGuide;
use crate::read::form::{Condition, Form, FormField, InputType, ValueMatch};

/// The reference as Markdown, in a language.
pub fn reference(ui_lang: UiLang) -> String {
    let reference = Reference::new(ui_lang);
    let mut text = ui_lang
        .pick(
            "# Fields\n\nEvery key of every kind of item, and of `site.yaml`. The [guide](guide.en.md) explains how to use them; \
             `parvis help call` shows a kind of item in the terminal, `parvis help closes` a key.\n\n\
             A key that is always required is **in bold**; if it is required in some cases only, its row says when. Keys of a map are \
             listed below it, after a dot. Keys “written in each language” belong in each `index.<language>.md`, all others in the \
             original only. An “amendable” key can be changed by an amendment.\n",
            "# Champs\n\nToutes les clés de chaque type de fiche, et de `site.yaml`. Le [guide](guide.fr.md) explique à quoi elles \
             servent\u{202f}; `parvis help call` montre un type de fiche dans le terminal, `parvis help closes` une clé.\n\n\
             Une clé toujours obligatoire est **en gras**\u{202f}; si elle ne l’est que dans certains cas, sa ligne précise lesquels. \
             Les clés d’un ensemble se trouvent sous lui, après un point. Ce qui est «\u{a0}écrit dans chaque langue\u{a0}» figure \
             dans chaque `index.<langue>.md`, tout le reste dans l’original seulement. «\u{a0}Modifiable\u{a0}» signifie qu’une \
             modification (`amendments`) peut porter sur cette clé.\n",
        )
        .to_owned();
    let every = ui_lang.pick("Every kind of item", "Toute fiche");
    // Writing to a string cannot fail.
    let _ = writeln!(text, "\n## {every}\n");
    let shared = reference.shared();
    table(&shared, ui_lang, &mut text);
    for subject in Subject::all() {
        let _ = writeln!(text, "\n## {}\n", reference.heading(subject));
        if let Subject::Kind(_) = subject {
            let besides = ui_lang.pick(
                "In addition to those of [every kind of item](#every-kind-of-item):",
                "En plus de celles de [toute fiche](#toute-fiche)\u{a0}:",
            );
            let _ = writeln!(text, "{besides}\n");
        }
        table(&reference.own(subject, &shared), ui_lang, &mut text);
        let example = ui_lang.pick("An example", "Un exemple");
        let language = if let Subject::Site = subject { "yaml" } else { "markdown" };
        let _ = writeln!(
            text,
            "\n{example}, `{}`:\n\n```{language}\n{}```",
            reference.path(subject),
            reference.example(subject)
        );
    }
    if ui_lang == UiLang::French { text.replace("`:\n\n```", "`\u{a0}:\n\n```") } else { text }
}

fn table(fields: &[FieldReference], ui_lang: UiLang, text: &mut String) {
    *text += ui_lang.pick(
        "| key | meaning | value | example |\n|---|---|---|---|\n",
        "| clé | signification | valeur | exemple |\n|---|---|---|---|\n",
    );
    for field in fields {
        let key = if field.is_required { format!("**`{}`**", field.key) } else { format!("`{}`", field.key) };
        let cells = [key, field.meaning(), field.value.clone(), format!("`{}`", field.example)];
        let cells = cells.map(|cell| cell.replace('|', "\\|"));
        let _ = writeln!(text, "| {} |", cells.join(" | "));
    }
}

/// What has keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// An item of a kind.
    Kind(Kind),
    /// `site.yaml`.
    Site,
}

impl Subject {
    /// All of them, in the order of the reference.
    pub fn all() -> impl Iterator<Item = Self> {
        Kind::ALL.iter().copied().map(Self::Kind).chain([Self::Site])
    }

    /// The word by which paths of fields begin: `call`, `site`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Kind(kind) => kind.word(),
            Self::Site => "site",
        }
    }

    /// The keys of its file with the facts.
    pub fn form(self) -> Form {
        match self {
            Self::Kind(kind) => form::original(kind),
            Self::Site => form::site(),
        }
    }
}

/// What there is to know of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldReference {
    /// The key with those around it: `documents.title`.
    pub key: String,
    /// What it is called.
    pub label: String,
    /// What to write, in words.
    pub hint: String,
    /// True if it is always required.
    pub is_required: bool,
    /// The type of its value, or all values that it may have.
    pub value: String,
    /// When it is required, where it is written, and whether amendments may name it.
    pub notes: Vec<String>,
    /// The key with a value, in YAML.
    pub example: String,
}

impl FieldReference {
    /// Its label, its hint and its notes on one line.
    pub fn meaning(&self) -> String {
        let hint = Some(&self.hint).filter(|hint| !hint.is_empty()).into_iter();
        [&self.label].into_iter().chain(hint).chain(&self.notes).cloned().collect::<Vec<_>>().join(" · ")
    }
}

/// The keys of an item itself, not of its maps, of which there is more to say.
struct TopKeys {
    /// Those of each language.
    words: Vec<&'static str>,
    /// Those that an amendment may refer to.
    amendable: Vec<&'static str>,
}

/// The reference in a language.
#[derive(Debug)]
pub struct Reference {
    guide: FieldGuide,
    examples: FieldExamples,
    ui_lang: UiLang,
}

impl Reference {
    /// The reference in a language.
    pub fn new(ui_lang: UiLang) -> Self {
        Self { guide: FieldGuide::new(ui_lang), examples: FieldExamples::new(ui_lang), ui_lang }
    }

    /// The name of a kind with its folder: `Call (calls/)`.
    pub fn heading(&self, subject: Subject) -> String {
        match subject {
            Subject::Kind(kind) => format!("{} (`{}/`)", self.guide.kind(kind).0, kind.folder()),
            Subject::Site => "`site.yaml`".to_owned(),
        }
    }

    /// Where its example is in a site.
    pub fn path(&self, subject: Subject) -> String {
        match subject {
            Subject::Kind(kind) => {
                let (folder, id) = (kind.folder(), examples::id(kind, self.ui_lang));
                format!("content/{folder}/{id}/index.{}.md", self.ui_lang.tag())
            }
            Subject::Site => "content/site.yaml".to_owned(),
        }
    }

    /// An example of the whole file.
    pub fn example(&self, subject: Subject) -> &'static str {
        match subject {
            Subject::Kind(kind) => examples::item(kind, self.ui_lang),
            Subject::Site => examples::site(self.ui_lang),
        }
    }

    /// Every key.
    pub fn fields(&self, subject: Subject) -> Vec<FieldReference> {
        // `original` may be written in a translation too, but in one file only.
        let (words, amendable) = match subject {
            Subject::Kind(kind) => (form::translation(kind).fields, amendable(kind).collect()),
            Subject::Site => (Vec::new(), Vec::new()),
        };
        let words = words.iter().map(|field| field.key).filter(|key| *key != "original").collect();
        let mut fields = Vec::new();
        self.add(&subject.form(), &mut vec![subject.word()], &TopKeys { words, amendable }, &mut fields);
        fields
    }

    /// The keys of every kind, as most kinds have them.
    pub fn shared(&self) -> Vec<FieldReference> {
        let fields = self.fields(Subject::Kind(Kind::Challenge));
        let forms: Vec<Form> = Kind::ALL.iter().copied().map(form::original).collect();
        let top = |key: &str| key.split('.').next().unwrap_or_default().to_owned();
        let is_shared = |field: &FieldReference| forms.iter().all(|form| form.field(&top(&field.key)).is_some());
        fields.into_iter().filter(is_shared).collect()
    }

    /// The keys of a kind that are not shared, or differ from those that are.
    pub fn own(&self, subject: Subject, shared: &[FieldReference]) -> Vec<FieldReference> {
        let is_own = |field: &FieldReference| subject == Subject::Site || !shared.contains(field);
        self.fields(subject).into_iter().filter(is_own).collect()
    }

    /// Adds the keys of a map. `path` are the keys around it, that of the subject first.
    fn add<'f>(&self, form: &'f Form, path: &mut Vec<&'f str>, top: &TopKeys, fields: &mut Vec<FieldReference>) {
        for form_field in &form.fields {
            path.push(form_field.key);
            let (label, hint) = self.guide.field(path);
            fields.push(FieldReference {
                key: path[1..].join("."),
                label: label.to_owned(),
                hint: hint.to_owned(),
                is_required: form.required.contains(&form_field.key),
                value: self.value(form_field, path),
                notes: self.notes(form, form_field.key, path, top),
                example: self.examples.line(form_field, path, &[]),
            });
            if let Some(form) = form_field.map_form() {
                self.add(form, path, top, fields);
            }
            path.pop();
        }
    }

    fn notes(&self, form: &Form, key: &str, path: &[&str], top: &TopKeys) -> Vec<String> {
        let mut notes: Vec<String> = self.condition(form, key).into_iter().collect();
        let is_in = |keys: &[&str]| path.len() == 2 && keys.contains(&key);
        let words = self.ui_lang.pick("written in each language", "écrit dans chaque langue");
        notes.extend(is_in(&top.words).then(|| words.to_owned()));
        notes.extend(is_in(&top.amendable).then(|| self.ui_lang.pick("amendable", "modifiable").to_owned()));
        notes
    }

    /// A short description of a value.
    fn value(&self, form_field: &FormField, path: &[&str]) -> String {
        let pick = |en: &str, fr: &str| self.ui_lang.pick(en, fr).to_owned();
        let Some(input_type) = form_field.input_type() else {
            return match form_field.is_list {
                true => pick("a list of maps", "une liste d’ensembles de clés"),
                false => pick("a map", "un ensemble de clés"),
            };
        };
        let one = match input_type {
            InputType::String => match path {
                [_, "title" | "summary" | "image_alt" | "translation_of"] => pick("a text", "un texte"),
                _ => pick("a text, the same in all languages", "un texte, le même dans toutes les langues"),
            },
            InputType::MenuEntry => {
                pick("a page, a folder of items, or a map", "une page, un dossier de fiches ou un ensemble de clés")
            }
            InputType::Any => pick("written like the field", "écrit comme le champ"),
            InputType::JsonObject => pick("a map of keys of your own", "un ensemble de clés à vous"),
            InputType::Text => pick("a text, or one for each language", "un texte, ou un par langue"),
            InputType::MarkdownText => {
                pick("a text in Markdown, or one for each language", "un texte en Markdown, ou un par langue")
            }
            InputType::Boolean => pick("`true` or `false`", "`true` ou `false`"),
            InputType::Whole => pick("a whole number", "un nombre entier"),
            InputType::Decimal => pick("a number", "un nombre"),
            InputType::Choice(words) => {
                let named = |word: &&str| format!("`{word}` ({})", self.guide.value(path, word));
                words.iter().map(named).collect::<Vec<_>>().join(", ")
            }
            InputType::Numbers(numbers) => {
                numbers.iter().map(|number| format!("`{number}`")).collect::<Vec<_>>().join(", ")
            }
            InputType::Date => pick("`2027-04-25`, `2027-04` or `2027`", "`2027-04-25`, `2027-04` ou `2027`"),
            InputType::Instant => pick("`2027-04-25T17:00`, or a day", "`2027-04-25T17:00`, ou un jour"),
            InputType::DateOrTime => pick(
                "a day, a month, a year, or `2027-04-25T17:00`",
                "un jour, un mois, une année ou `2027-04-25T17:00`",
            ),
            InputType::EventTime => {
                pick("`2027-04-25T17:00`, a day or a month", "`2027-04-25T17:00`, un jour ou un mois")
            }
            InputType::AgendaTime => pick("`2027-04-25T09:30`, or `09:30`", "`2027-04-25T09:30`, ou `09:30`"),
            InputType::Url => pick("a web address with `https://`", "une adresse web avec `https://`"),
            InputType::Path => pick("a path that starts with `/`", "un chemin qui commence par `/`"),
            InputType::Target => pick(
                "a web address, or a path that starts with `/`",
                "une adresse web, ou un chemin qui commence par `/`",
            ),
            InputType::Email => pick("an e-mail address", "une adresse de courriel"),
            InputType::LanguageTag => pick("a language code", "un code de langue"),
            InputType::Zone => pick("a time zone name", "un nom de fuseau horaire"),
            InputType::Currency => pick("a currency code", "un code de devise"),
            InputType::Id => pick("lowercase letters, digits and `-`", "minuscules, chiffres et `-`"),
            InputType::File => pick("a file in the folder", "un fichier du dossier"),
            InputType::Theme => pick("the id of a theme", "l’identifiant d’un thème"),
            InputType::Phase => pick("the id of a phase", "l’identifiant d’une phase"),
            InputType::Reference { own, .. } => match own.and_then(Kind::from_word) {
                Some(kind) => {
                    let (name, _) = self.guide.kind(kind);
                    let name = name.to_lowercase();
                    self.ui_lang
                        .pick(format!("the id of an item: {name}"), format!("l’identifiant d’une fiche\u{a0}: {name}"))
                }
                None => pick("`kind/id` of an item", "`type/identifiant` d’une fiche"),
            },
        };
        match form_field.is_list {
            false => one,
            true => format!("{}{one}", self.ui_lang.pick("one or several: ", "un ou plusieurs\u{a0}: ")),
        }
    }

    /// The condition under which a key is required.
    fn condition(&self, form: &Form, key: &str) -> Option<String> {
        let described = |(of, value): &(&str, ValueMatch)| match value {
            ValueMatch::Any => format!("`{of}`"),
            ValueMatch::WithTime => self.ui_lang.pick(format!("`{of}` with a time"), format!("`{of}` avec une heure")),
            ValueMatch::OneOf(words) => self.any_of(words.iter().map(|word| format!("`{of}: {word}`"))),
        };
        let when = form.conditions.iter().find_map(|condition| match condition {
            Condition::When(needed, by) if *needed == key => {
                let (with, avec) = ("required with ", "obligatoire avec ");
                Some(format!("{}{}", self.ui_lang.pick(with, avec), described(by)))
            }
            Condition::Unless(needed, others) if *needed == key => {
                let others = self.any_of(others.iter().map(described));
                Some(format!("{}{others}", self.ui_lang.pick("required without ", "obligatoire sans ")))
            }
            _ => None,
        });
        let any = form.any_of.iter().find(|keys| keys.contains(&key)).map(|keys| {
            let keys = self.any_of(keys.iter().map(|key| format!("`{key}`")));
            format!("{}{keys}", self.ui_lang.pick("at least one of ", "au moins l’un de "))
        });
        when.or(any)
    }

    /// `a`, `b` or `c`.
    fn any_of(&self, parts: impl Iterator<Item = String>) -> String {
        let parts: Vec<String> = parts.collect();
        match parts.split_last() {
            Some((last, rest)) if !rest.is_empty() => {
                format!("{}{}{last}", rest.join(", "), self.ui_lang.pick(" or ", " ou "))
            }
            _ => parts.concat(),
        }
    }
}

/// The keys that an amendment of a kind may refer to.
fn amendable(kind: Kind) -> impl Iterator<Item = &'static str> {
    let own = record_type(kind).fields.iter().filter(|field| field.amendable);
    // Whom to ask is amended with the other facts of a call.
    let common = <Common as Record>::TYPE.fields.iter().filter(move |field| field.amendable && kind == Kind::Call);
    own.chain(common).map(|field| field.name)
}
