//! The reference of fields for editors: every key of every kind, its label, what to write, and when it is required.
//! Made from what readers ask for and what is declared of fields, like the schemas.

use crate::base::message::UiLang;
use crate::kind::common::Common;
use crate::kind::form;
use crate::kind::item::record_type;
use crate::kind::key::Kind;
use crate::kind::record::Record;
use crate::output::editors::guide::FieldGuide;
use crate::read::form::{Condition, Form, FormField, InputType, ValueMatch};

/// The reference as Markdown, in a language.
pub fn reference(ui_lang: UiLang) -> String {
    let guide = FieldGuide::new(ui_lang);
    let writer = ReferenceWriter { guide: &guide, ui_lang };
    let mut text = ui_lang
        .pick(
            "# Fields\n\nEvery key of every kind of item. A key that is needed always is **in bold**; where it is needed now and then, its line says when. \
             A key whose line says “amendable” can be named by an amendment. Keys of a map stand below it, behind a point.\n",
            "# Champs\n\nToutes les clés de chaque type d’élément. Une clé toujours obligatoire est **en gras**\u{202f}; si elle ne l’est que \
             dans certains cas, sa ligne dit lesquels. « modifiable » signifie qu’une modification peut nommer la clé. Les clés d’un ensemble se \
             trouvent sous lui, après un point.\n",
        )
        .replace("« modifiable »", "«\u{a0}modifiable\u{a0}»");
    for kind in Kind::ALL {
        let (one, _) = guide.kind(*kind);
        text += &format!("\n## {one} (`{}/`)\n\n", kind.folder());
        text += ui_lang.pick(
            "| key | name | what to write |\n|---|---|---|\n",
            "| clé | nom | que faut-il écrire |\n|---|---|---|\n",
        );
        writer.rows(&form::original(*kind), &mut vec![kind.word()], *kind, &mut text);
    }
    text
}

struct ReferenceWriter<'a> {
    guide: &'a FieldGuide,
    ui_lang: UiLang,
}

impl ReferenceWriter<'_> {
    /// The rows of a map. `path` are the keys around it, the kind first.
    fn rows<'f>(&self, form: &'f Form, path: &mut Vec<&'f str>, kind: Kind, text: &mut String) {
        for form_field in &form.fields {
            path.push(form_field.key);
            let is_needed = form.required.contains(&form_field.key);
            let key = path[1..].join(".");
            let key = if is_needed { format!("**`{key}`**") } else { format!("`{key}`") };
            let (label, hint) = self.guide.field(path);
            let mut says = vec![hint.to_owned(), self.value(form_field, path)];
            says.extend(self.condition(form, form_field.key));
            let is_amendable = path.len() == 2 && amendable(kind).any(|name| name == form_field.key);
            says.extend(is_amendable.then(|| self.ui_lang.pick("amendable", "modifiable").to_owned()));
            says.retain(|part| !part.is_empty());
            *text += &format!("| {key} | {label} | {} |\n", says.join(" · ").replace('|', "\\|"));
            if let Some(form) = form_field.map_form() {
                self.rows(form, path, kind, text);
            }
            path.pop();
        }
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
            InputType::String | InputType::MenuEntry | InputType::Any => String::new(),
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
            InputType::Path => pick("a path that begins with `/`", "un chemin qui commence par `/`"),
            InputType::Target => pick(
                "a web address, or a path that begins with `/`",
                "une adresse web, ou un chemin qui commence par `/`",
            ),
            InputType::Email => pick("an e-mail address", "une adresse électronique"),
            InputType::LanguageTag => pick("the code of a language: `fr`", "le code d’une langue\u{a0}: `fr`"),
            InputType::Zone => pick("`Europe/Luxembourg`", "`Europe/Luxembourg`"),
            InputType::Currency => pick("`EUR`", "`EUR`"),
            InputType::Id => pick("small letters, digits and `-`", "lettres minuscules, chiffres et `-`"),
            InputType::File => pick("a file of the folder", "un fichier du dossier"),
            InputType::Theme => pick("the id of a theme", "l’identifiant d’un thème"),
            InputType::Phase => pick("the id of a phase", "l’identifiant d’une phase"),
            InputType::Reference { own, .. } => match own.and_then(Kind::from_word) {
                Some(kind) => {
                    let (name, _) = self.guide.kind(kind);
                    let name = name.to_lowercase();
                    self.ui_lang
                        .pick(format!("the id of an item: {name}"), format!("l’identifiant d’un élément\u{a0}: {name}"))
                }
                None => pick("`kind/id` of an item", "`type/identifiant` d’un élément"),
            },
        };
        match (form_field.is_list, one.is_empty()) {
            (false, _) => one,
            (true, true) => pick("one or several", "un ou plusieurs"),
            (true, false) => format!("{}{one}", self.ui_lang.pick("one or several: ", "un ou plusieurs\u{a0}: ")),
        }
    }

    /// The condition under which a key is required.
    fn condition(&self, form: &Form, key: &str) -> Option<String> {
        let described = |(of, value): &(&str, ValueMatch)| match value {
            ValueMatch::Any => format!("`{of}`"),
            ValueMatch::WithTime => self.ui_lang.pick(format!("`{of}` with an hour"), format!("`{of}` avec une heure")),
            ValueMatch::OneOf(words) => self.any_of(words.iter().map(|word| format!("`{of}: {word}`"))),
        };
        let when = form.conditions.iter().find_map(|condition| match condition {
            Condition::When(needed, by) if *needed == key => {
                let (with, avec) = ("needed with ", "obligatoire avec ");
                Some(format!("{}{}", self.ui_lang.pick(with, avec), described(by)))
            }
            Condition::Unless(needed, others) if *needed == key => {
                let others = self.any_of(others.iter().map(described));
                Some(format!("{}{others}", self.ui_lang.pick("needed without ", "obligatoire sans ")))
            }
            _ => None,
        });
        let any = form.any_of.iter().find(|keys| keys.contains(&key)).map(|keys| {
            let keys = self.any_of(keys.iter().map(|key| format!("`{key}`")));
            format!("{}{keys}", self.ui_lang.pick("at least one of ", "au moins l’un de "))
        });
        when.or(any)
    }
}

impl ReferenceWriter<'_> {
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
