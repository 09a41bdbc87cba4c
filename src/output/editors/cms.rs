//! The configuration of Sveltia CMS, an editor in the browser: a collection for each folder of items, with the fields
//! that the reader of the kind accepts.
//!
//! Saving must not lose anything. Sveltia keeps keys that are not configured, and discards values of another shape than
//! the configured field. So values with several shapes are either omitted, and edited in the file, or have a custom
//! field: texts, in `text.js`.

use serde_json::{Map, Value, json};

use crate::kind::form;
use crate::kind::key::Kind;
use crate::output::editors::guide::FieldGuide;
use crate::output::editors::{Declared, SiteTerms};
use crate::read::form::{Form, FormField, InputType};

/// The version of Sveltia CMS that the page loads.
pub const VERSION: &str = "0.221.1";
/// The subresource integrity of its script, SHA-384.
pub const INTEGRITY: &str = "sha384-JQ+XsKx/UzwdTiNnFStza3XtqqQoVtyNPApkfvwlzZDfhe7giE9CnfQrpHqgv3k6";

/// The script of the custom field for texts.
pub const TEXT_JS: &str = include_str!("text.js");

/// The repository of the site, and its folders.
#[derive(Clone, Debug)]
pub struct Repository<'a> {
    /// The name of the repository at its forge: `owner/name`.
    pub repository: &'a str,
    /// Folders of items, with `content/`, in order.
    pub folders: &'a [(Kind, String)],
}

/// The page that shows the editor.
pub fn page(guide: &FieldGuide) -> String {
    let (lang, title) = (guide.ui_lang().tag(), guide.ui_lang().pick("Editing", "Rédaction"));
    format!(
        "<!doctype html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<meta name=\"robots\" content=\"noindex\">\n\
         <title>{title}</title>\n</head>\n<body>\n\
         <script src=\"https://unpkg.com/@sveltia/cms@{VERSION}/dist/sveltia-cms.js\" integrity=\"{INTEGRITY}\" \
         crossorigin=\"anonymous\"></script>\n<script src=\"text.js\"></script>\n</body>\n</html>\n"
    )
}

/// The configuration.
pub fn config(place: &Repository<'_>, terms: &SiteTerms, guide: &FieldGuide) -> Value {
    let writer = ConfigWriter { place, terms, guide };
    let collections: Vec<Value> = place.folders.iter().map(|(kind, folder)| writer.collection(*kind, folder)).collect();
    json!({
        "backend": { "name": "github", "repo": place.repository, "branch": "main" },
        "media_folder": "admin/media",
        "output": { "omit_empty_optional_fields": true },
        "slug": { "encoding": "ascii", "clean_accents": true },
        "i18n": { "structure": "multiple_files", "locales": terms.tags, "default_locale": terms.tags.first() },
        "collections": collections,
    })
}

/// The name of the collection of a folder: `calls`, `calls-2026`.
fn collection_name(folder: &str) -> String {
    folder.trim_start_matches("content/").replace('/', "-")
}

struct ConfigWriter<'a> {
    place: &'a Repository<'a>,
    terms: &'a SiteTerms,
    guide: &'a FieldGuide,
}

impl ConfigWriter<'_> {
    fn collection(&self, kind: Kind, folder: &str) -> Value {
        let (one, many) = self.guide.kind(kind);
        let below = folder.trim_start_matches("content/").split_once('/').map(|(_, below)| below);
        let label = below.map_or_else(|| many.to_owned(), |below| format!("{many} · {below}"));
        let form = form::original(kind);
        let words = form::translation(kind);
        let mut path = vec![kind.word()];
        let is_word = |form_field: &&FormField| words.field(form_field.key).is_some();
        let mut fields: Vec<Value> = Vec::new();
        for form_field in form.fields.iter().filter(is_word) {
            let Some(mut field) = self.field(form_field, &form, &mut path) else { continue };
            field["i18n"] = true.into();
            fields.push(field);
        }
        let text = self.guide.ui_lang().pick("Text", "Texte");
        fields.push(json!({
            "name": "body", "label": text, "widget": "markdown", "modes": ["raw"], "required": false, "i18n": true,
        }));
        let facts = form.fields.iter().filter(|form_field| !is_word(form_field));
        let (needed, others): (Vec<_>, Vec<_>) = facts.partition(|form_field| form.required.contains(&form_field.key));
        fields
            .extend(needed.into_iter().chain(others).filter_map(|form_field| self.field(form_field, &form, &mut path)));
        let mut collection = json!({
            "name": collection_name(folder), "label": label, "label_singular": one, "folder": folder,
            "path": "{{slug}}/index", "extension": "md", "format": "yaml-frontmatter", "create": true, "delete": false,
            "i18n": true, "media_folder": "", "public_folder": "", "fields": fields,
        });
        // Items whose original is not in the first language are edited in the files.
        if let Some((key, words)) = form.fields.iter().find_map(|form_field| needed_choice(form_field, &form)) {
            collection["filter"] = json!({ "field": key, "value": words });
        }
        collection
    }

    /// A field; `None` if editing its value could lose something.
    fn field<'f>(&self, form_field: &'f FormField, form: &Form, path: &mut Vec<&'f str>) -> Option<Value> {
        // The program maintains these fields.
        if matches!(form_field.key, "original" | "translation_of") {
            return None;
        }
        path.push(form_field.key);
        let described = self.described(form_field, path);
        path.pop();
        let mut field = described?;
        field["required"] = form.required.contains(&form_field.key).into();
        Some(field)
    }

    fn described<'f>(&self, form_field: &'f FormField, path: &mut Vec<&'f str>) -> Option<Value> {
        let (label, hint) = self.guide.field(path);
        let (label, hint) = (label.to_owned(), hint.to_owned());
        let mut field = match (form_field.input_type(), form_field.map_form()) {
            (None, Some(form)) => {
                let fields: Vec<Value> =
                    form.fields.iter().filter_map(|form_field| self.field(form_field, form, path)).collect();
                let widget = if form_field.is_list { "list" } else { "object" };
                json!({ "widget": widget, "fields": fields, "collapsed": true })
            }
            (Some(input_type), None) => self.single(input_type, form_field.is_list, path)?,
            (Some(_), Some(_)) | (None, None) => return None,
        };
        field["name"] = form_field.key.into();
        field["label"] = label.into();
        field["hint"] = hint.into();
        Some(field)
    }

    /// A pattern for a string, and the message for other values.
    fn pattern(&self, pattern: &str, example: &str) -> Value {
        let message = self.guide.ui_lang().pick("Write it like this:", "Écrivez-le ainsi\u{a0}:");
        json!({ "widget": "string", "pattern": [pattern, format!("{message} {example}")] })
    }

    /// A field for a single value, or for a list of them.
    fn single(&self, input_type: &InputType, many: bool, path: &[&str]) -> Option<Value> {
        let one = match input_type {
            InputType::Text | InputType::MarkdownText if many => return None,
            InputType::Any | InputType::MenuEntry | InputType::Numbers(_) => return None,
            InputType::Text => json!({ "widget": "parvis-text", "languages": self.terms.tags }),
            InputType::MarkdownText => json!({ "widget": "parvis-text", "languages": self.terms.tags, "long": true }),
            InputType::Boolean => {
                let (yes, no) = self.guide.ui_lang().pick(("Yes", "No"), ("Oui", "Non"));
                // A boolean field of Sveltia writes `false` for absent values.
                let options = json!([{ "label": yes, "value": "true" }, { "label": no, "value": "false" }]);
                json!({ "widget": "select", "options": options })
            }
            InputType::Whole => json!({ "widget": "number", "value_type": "int", "min": 0 }),
            InputType::Decimal => json!({ "widget": "number", "value_type": "float", "min": 0, "step": 0.01 }),
            InputType::Choice(words) => {
                return Some(select(words.iter().map(|word| (*word, self.guide.value(path, word))), many));
            }
            InputType::Theme => return Some(self.declared(self.terms.themes.as_deref(), many)),
            InputType::Phase => return Some(self.declared(self.terms.phases.as_deref(), many)),
            InputType::Reference { own: Some(own), only: true } => match self.only_folder(own) {
                Some(folder) => {
                    return Some(json!({
                        "widget": "relation", "collection": collection_name(folder), "value_field": "{{slug}}",
                        "search_fields": ["title"], "display_fields": ["{{title}}"], "multiple": many,
                    }));
                }
                None => json!({ "widget": "string" }),
            },
            InputType::Instant => {
                json!({ "widget": "datetime", "type": "datetime-local", "format": "YYYY-MM-DDTHH:mm" })
            }
            InputType::Date => self.pattern(r"^\d{4}(-\d{2}(-\d{2})?)?$", "2026-04-25"),
            InputType::DateOrTime => self.pattern(r"^\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}.*)?)?)?$", "2026-04-25T17:00"),
            InputType::EventTime => self.pattern(r"^\d{4}-\d{2}(-\d{2}(T\d{2}:\d{2}.*)?)?$", "2026-04-25T17:00"),
            InputType::AgendaTime => self.pattern(r"^(\d{4}-\d{2}-\d{2}T)?\d{2}:\d{2}.*$", "09:30"),
            InputType::Url => self.pattern(r"^[Hh][Tt][Tt][Pp][Ss]?://\S+$", "https://example.lu"),
            InputType::Email => self.pattern(r"^.+@.+\..+$", "contact@example.lu"),
            InputType::Currency => self.pattern("^[A-Z]{3}$", "EUR"),
            InputType::Id => self.pattern("^[a-z0-9-]+$", "demo-day"),
            InputType::File if many => json!({ "widget": "string" }),
            InputType::File => json!({ "widget": "file" }),
            InputType::String
            | InputType::Path
            | InputType::Target
            | InputType::LanguageTag
            | InputType::Zone
            | InputType::Reference { .. } => json!({ "widget": "string" }),
        };
        if !many {
            return Some(one);
        }
        let mut member = one;
        (member["name"], member["label"]) = ("member".into(), "•".into());
        Some(json!({ "widget": "list", "field": member }))
    }

    fn declared(&self, declared: Option<&[Declared]>, many: bool) -> Value {
        let named = |one| self.terms.name(one, self.guide.ui_lang());
        match declared {
            Some(declared) => select(declared.iter().map(|one| (one.id.as_str(), named(one))), many),
            None if many => json!({ "widget": "list" }),
            None => json!({ "widget": "string" }),
        }
    }

    /// The folder of all items of a kind, if there is only one; a relation of Sveltia supports only one.
    fn only_folder(&self, word: &str) -> Option<&str> {
        let mut folders = self.place.folders.iter().filter(|(kind, _)| kind.word() == word);
        let first = folders.next().map(|(_, folder)| folder.as_str());
        first.filter(|_| folders.next().is_none())
    }
}

/// A choice among values, each with its label.
fn select<'w>(words: impl Iterator<Item = (&'w str, &'w str)>, many: bool) -> Value {
    let options: Vec<Value> = words.map(|(value, label)| json!({ "label": label, "value": value })).collect();
    json!({ "widget": "select", "options": options, "multiple": many })
}

/// The required choice of a kind.
fn needed_choice<'f>(form_field: &'f FormField, form: &Form) -> Option<(&'f str, &'f [&'static str])> {
    match form_field.input_type() {
        Some(InputType::Choice(words)) if form.required.contains(&form_field.key) => Some((form_field.key, words)),
        _ => None,
    }
}

/// The configuration as a file.
pub fn config_file(config: &Value, guide: &FieldGuide) -> String {
    let note = guide.ui_lang().pick(
        "# Written by `parvis new --cms`, from the fields that parvis reads. Delete the folder admin and do it again when folders,\n\
         # languages or themes change. The repository and the branch are yours.\n",
        "# Écrit par `parvis new --cms`, d'après les champs que lit parvis. Effacez le dossier admin et recommencez quand les\n\
         # dossiers, les langues ou les thèmes changent. Le dépôt et la branche sont à vous.\n",
    );
    let empty = Map::new();
    let config = config.as_object().unwrap_or(&empty);
    format!("{note}{}", serde_yaml::to_string(config).expect("text and numbers always have a form in YAML"))
}
