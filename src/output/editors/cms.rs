//! The configuration of Sveltia CMS, an editor in the browser: a collection for each folder of items, with the fields
//! that the reader of the kind accepts, in the order of `layout.yaml`.
//!
//! Saving must not lose anything. Sveltia keeps keys that are not configured, and discards values of another shape than
//! the configured field. So values with several shapes are either omitted, and edited in the file, or have a custom
//! field, in `fields.js`.

use serde_json::{Value, json};

use crate::base::message::UiLang;
use crate::kind::form;
use crate::kind::key::Kind;
use crate::output::editors::guide::FieldGuide;
use crate::output::editors::layout::Layout;
use crate::output::editors::{Declared, SiteTerms};
use crate::read::form::{Condition, Form, FormField, InputType, ValueMatch};

/// The name of the guide for editors, which is a file beside the page.
pub const GUIDE: &str = "guide.html";

/// The version of Sveltia CMS that the page loads.
pub const VERSION: &str = "0.221.1";
/// The subresource integrity of its script, SHA-384.
pub const INTEGRITY: &str = "sha384-JQ+XsKx/UzwdTiNnFStza3XtqqQoVtyNPApkfvwlzZDfhe7giE9CnfQrpHqgv3k6";

/// The script of the custom fields.
pub const FIELDS_JS: &str = include_str!("fields.js");

/// Stands in every file that is replaced when the editor is written again, and in no other.
pub const MARK: &str = "parvis new --cms";

/// A folder of items: a collection of the editor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemFolder {
    /// The kind of its items.
    pub kind: Kind,
    /// Its path, with `content/`.
    pub path: String,
    /// True where items are in a folder for each year below it: new ones go into that of the current year.
    pub by_year: bool,
}

/// The service that hosts a repository.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Forge {
    /// GitHub.
    GitHub,
    /// GitLab, at a host.
    GitLab(String),
}

/// A repository and its service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repository {
    /// The service.
    pub forge: Forge,
    /// Its name there: `owner/name`; groups of GitLab may contain groups.
    pub name: String,
}

/// The finest precision of a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Precision {
    Day,
    Time,
}

/// The page that shows the editor.
pub fn page(guide: &FieldGuide) -> String {
    let (lang, title) = (guide.ui_lang().tag(), guide.ui_lang().pick("Editing", "Rédaction"));
    format!(
        "<!doctype html>\n<html lang=\"{lang}\">\n<!-- {} -->\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<meta name=\"robots\" content=\"noindex\">\n\
         <title>{title}</title>\n<link href=\"fields.yml\" type=\"application/yaml\" rel=\"cms-config-url\">\n\
         <link href=\"config.yml\" type=\"application/yaml\" rel=\"cms-config-url\">\n</head>\n<body>\n\
         <script src=\"https://unpkg.com/@sveltia/cms@{VERSION}/dist/sveltia-cms.js\" integrity=\"{INTEGRITY}\" \
         crossorigin=\"anonymous\"></script>\n<script src=\"fields.js\"></script>\n</body>\n</html>\n",
        note(guide.ui_lang())
    )
}

/// What the files say that are written again.
pub fn note(ui_lang: UiLang) -> &'static str {
    ui_lang.pick(
        "Written by `parvis new --cms`, which replaces it; what you add belongs in config.yml.",
        "Écrit par `parvis new --cms`, qui le remplace\u{202f}; ce que vous ajoutez va dans config.yml.",
    )
}

/// The settings that are the site's own: where it is hosted, and how changes are published.
pub fn settings(repository: &Repository, guide: &FieldGuide) -> String {
    let pick = |english, french| guide.ui_lang().pick(english, french);
    let yours = pick(
        "# This file is yours: `parvis new --cms` writes it once. The fields are in fields.yml, which it replaces each time.\n\
         # What may stand here: https://sveltiacms.app/en/docs/config-basics\n",
        "# Ce fichier est à vous\u{a0}: `parvis new --cms` ne l’écrit qu’une fois. Les champs sont dans fields.yml, qu’il remplace à\n\
         # chaque fois. Ce qui peut figurer ici\u{a0}: https://sveltiacms.app/en/docs/config-basics\n",
    );
    let workflow = pick(
        "# Saving proposes a change on a branch of its own, which somebody then publishes in the editor; with `simple` it is\n\
         # published at once.\n",
        "# Enregistrer propose un changement sur une branche à part, que l’on publie ensuite depuis l’éditeur\u{202f}; avec `simple`,\n\
         # il est publié aussitôt.\n",
    );
    let backend = match &repository.forge {
        Forge::GitHub => format!("backend:\n  name: github\n  repo: {}\n", repository.name),
        Forge::GitLab(host) => {
            let sign_in = pick(
                "  # The application that people sign in with: create it in GitLab, and write its id here.\n",
                "  # L’application avec laquelle on se connecte\u{a0}: créez-la dans GitLab, et écrivez ici son identifiant.\n",
            );
            let address = match host.as_str() {
                "gitlab.com" => String::new(),
                host => format!("  base_url: https://{host}\n  api_root: https://{host}/api/v4\n"),
            };
            format!(
                "backend:\n  name: gitlab\n  repo: {}\n{address}{sign_in}  auth_type: pkce\n  app_id: application-id\n",
                repository.name
            )
        }
    };
    format!("{yours}\n{backend}\n{workflow}publish_mode: editorial_workflow\n")
}

/// The collections and their fields.
pub fn fields(folders: &[ItemFolder], terms: &SiteTerms, guide: &FieldGuide) -> Value {
    let writer = ConfigWriter { folders, terms, guide };
    let collections: Vec<Value> = folders.iter().map(|folder| writer.collection(folder)).collect();
    json!({
        "media_folder": "admin/media",
        // The site shows an item as it will be; a list of its fields does not.
        "editor": { "preview": false },
        "output": { "omit_empty_optional_fields": true },
        "slug": { "encoding": "ascii", "clean_accents": true },
        "i18n": {
            "structure": "multiple_files", "locales": terms.tags, "default_locale": terms.tags.first(),
            "initial_locales": "default",
        },
        "collections": collections,
    })
}

/// The collections as a file.
pub fn fields_file(fields: &Value, guide: &FieldGuide) -> String {
    format!(
        "# {}\n{}",
        note(guide.ui_lang()),
        serde_yaml::to_string(fields).expect("text and numbers always have a form in YAML")
    )
}

struct ConfigWriter<'a> {
    folders: &'a [ItemFolder],
    terms: &'a SiteTerms,
    guide: &'a FieldGuide,
}

impl ConfigWriter<'_> {
    /// The name of the collection of a folder: `calls`, `calls-france`. `calls` are those by year where there are some.
    fn name(&self, folder: &ItemFolder) -> String {
        let name = folder.path.trim_start_matches("content/").replace('/', "-");
        let is_beside_years = |other: &ItemFolder| other.by_year && !folder.by_year && other.path == folder.path;
        if self.folders.iter().any(is_beside_years) { format!("{name}-without-year") } else { name }
    }

    fn label(&self, folder: &ItemFolder) -> String {
        let (_, many) = self.guide.kind(folder.kind);
        match folder.path.trim_start_matches("content/").split_once('/') {
            Some((_, below)) => format!("{many} · {below}"),
            None if self.name(folder).ends_with("-without-year") => {
                format!("{many} · {}", self.guide.ui_lang().pick("without a year", "sans année"))
            }
            None => many.to_owned(),
        }
    }

    fn collection(&self, folder: &ItemFolder) -> Value {
        let kind = folder.kind;
        let (one, _) = self.guide.kind(kind);
        let form = form::original(kind);
        let mut collection = json!({
            "name": self.name(folder), "label": self.label(folder), "label_singular": one, "folder": folder.path,
            "path": if folder.by_year { "{{year}}/{{slug}}/index" } else { "{{slug}}/index" },
            "extension": "md", "format": "yaml-frontmatter", "create": true, "delete": false, "slug": self.id(),
            "i18n": true, "media_folder": "", "public_folder": "",
            "description": format!("[{}]({GUIDE})", self.guide.ui_lang().pick("Guide for editors", "Guide des rédacteurs")),
            "fields": self.fields(kind, &form),
        });
        // Items whose original is not in the first language are edited in the files. Organisations may have no title of their
        // own there, but one for all languages.
        match form.fields.iter().find_map(|form_field| needed_choice(form_field, &form)) {
            Some((key, words)) => collection["filter"] = json!({ "field": key, "value": words }),
            None if form.field("title").and_then(FormField::input_type) == Some(&InputType::String) => {
                collection["filter"] = json!({ "field": "title", "pattern": "." });
            }
            None => {}
        }
        collection
    }

    /// How the id of a new item is made, and what it may be.
    fn id(&self) -> Value {
        let (_, hint) = self.guide.field(&["id"]);
        json!({
            // The field of the checks makes an id of the title, since Sveltia leaves `_` in one.
            "template": "{{fields.parvis}}", "editable": ["create"], "hint": hint,
            "pattern": self.pattern("^[a-z0-9-]+$", "demo-day")["pattern"],
        })
    }

    /// The fields of a kind in the order of its layout, with the headings of groups that fold.
    fn fields(&self, kind: Kind, form: &Form) -> Vec<Value> {
        let layout = Layout::of(kind);
        let ui_lang = self.guide.ui_lang();
        let rare = ui_lang.pick("Rarely needed", "Plus rarement");
        let first = layout.first.iter().map(String::as_str).collect();
        let mut fields: Vec<Value> = vec![self.checks(kind, form, &layout)];
        fields.extend(self.all(kind, form, first));
        let groups = layout
            .groups
            .iter()
            .map(|group| (group.label(ui_lang), group.fields.iter().map(String::as_str).collect::<Vec<_>>()));
        for (rank, (label, keys)) in groups.chain([(rare, layout.rare(form))]).enumerate() {
            let members = self.all(kind, form, keys);
            let names: Vec<&Value> = members.iter().map(|field| &field["name"]).collect();
            if members.is_empty() {
                continue;
            }
            fields.push(json!({
                "name": format!("group-{rank}"), "label": label, "widget": "parvis-group", "required": false,
                "fields_of_group": names, "languages": self.terms.tags,
            }));
            fields.extend(members);
        }
        fields
    }

    /// The fields of these keys.
    fn all(&self, kind: Kind, form: &Form, keys: Vec<&str>) -> Vec<Value> {
        let words = form::translation(kind);
        let field = |key: &str| {
            if key == "body" {
                let text = self.guide.ui_lang().pick("Text", "Texte");
                return Some(json!({
                    "name": "body", "label": text, "widget": "markdown", "modes": ["raw"], "required": false,
                    "i18n": true,
                }));
            }
            let mut field = self.field(form.field(key)?, form, &mut vec![kind.word()])?;
            if words.field(key).is_some() {
                field["i18n"] = true.into();
            }
            let amendments = form.field("amendments").and_then(|field| field.map_form()?.field("field")?.input_type());
            let is_amendable = matches!(amendments, Some(InputType::Choice(keys)) if keys.contains(&key));
            if is_amendable && field["widget"] == "parvis-time" {
                field["amendable"] = true.into();
                field["languages"] = json!(self.terms.tags);
            }
            Some(field)
        };
        keys.into_iter().filter_map(field).collect()
    }

    /// The field that checks what Sveltia cannot: keys that are required under a condition. It also hides what is of no use.
    fn checks(&self, kind: Kind, form: &Form, layout: &Layout) -> Value {
        let words = form::translation(kind);
        let words: Vec<&str> = words.fields.iter().map(|field| field.key).chain(["body"]).collect();
        let mut needs = Vec::new();
        self.needs(form, &mut vec![kind.word()], &mut needs);
        json!({
            "name": "parvis", "label": self.guide.ui_lang().pick("Still missing", "Il manque encore"), "widget": "parvis-form",
            "required": false, "needs": needs, "shown": layout.shown(), "words": words,
        })
    }

    /// What is required under a condition in a map, and in the maps below it. `path` are the keys around it, the kind first.
    fn needs<'f>(&self, form: &'f Form, path: &mut Vec<&'f str>, needs: &mut Vec<Value>) {
        let label = |path: &[&str], key| self.guide.field(&[path, &[key]].concat()).0.to_owned();
        let within = path[1..].to_vec();
        let around: Vec<String> = (2..=path.len()).map(|end| self.guide.field(&path[..end]).0.to_owned()).collect();
        let named = |key| [around.clone(), vec![label(path, key)]].concat().join(" › ");
        let by = |(key, value): &(&str, ValueMatch)| match value {
            ValueMatch::Any => json!({ "field": key }),
            ValueMatch::OneOf(words) => json!({ "field": key, "is": words }),
            ValueMatch::WithTime => json!({ "field": key, "time": true }),
        };
        for condition in &form.conditions {
            needs.push(match condition {
                Condition::Unless(key, others) => {
                    let others: Vec<Value> = others.iter().map(by).collect();
                    json!({ "in": within, "fields": [key], "label": named(key), "unless": others })
                }
                Condition::When(key, other) => {
                    json!({ "in": within, "fields": [key], "label": named(key), "when": by(other) })
                }
            });
        }
        for keys in &form.any_of {
            let labels: Vec<String> = keys.iter().map(|key| label(path, key)).collect();
            let or = self.guide.ui_lang().pick(" or ", " ou ");
            let label = [around.clone(), vec![labels.join(or)]].concat().join(" › ");
            needs.push(json!({ "in": within, "fields": keys, "label": label }));
        }
        for form_field in &form.fields {
            if let Some(below) = form_field.map_form() {
                path.push(form_field.key);
                self.needs(below, path, needs);
                path.pop();
            }
        }
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
        let (label, mut hint) = (label.to_owned(), hint.to_owned());
        let ui_lang = self.guide.ui_lang();
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
        match path[..] {
            // The choice says it in words.
            [_, "draft"] => hint.clear(),
            // A deadline is what is amended most.
            [_, "amendments", "field"] => {
                if let Some(InputType::Choice(keys)) = form_field.input_type() {
                    field["default"] = keys.iter().find(|key| matches!(**key, "closes" | "start")).copied().into();
                }
            }
            [_, "amendments", "from" | "to"] => {
                let as_there = ui_lang.pick("as in the field, such as", "comme dans le champ, ainsi");
                hint = format!("{hint}, {as_there} 2026-04-25T17:00");
            }
            _ => {}
        }
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

    /// A date that is chosen, with or without a time, or written where it is less precise.
    fn time(&self, pattern: &str, example: &str, finest: Precision) -> Value {
        json!({
            "widget": "parvis-time", "pattern": self.pattern(pattern, example)["pattern"],
            "with_time": finest == Precision::Time, "is_vague": !pattern.starts_with(r"^\d{4}-\d{2}-\d{2}"),
        })
    }

    /// A field for a single value, or for a list of them.
    fn single(&self, input_type: &InputType, many: bool, path: &[&str]) -> Option<Value> {
        let one = match input_type {
            InputType::Text | InputType::MarkdownText if many => return None,
            InputType::MenuEntry | InputType::Numbers(_) | InputType::JsonObject => return None,
            InputType::Any => json!({ "widget": "parvis-value", "languages": self.terms.tags }),
            InputType::Text => json!({ "widget": "parvis-text", "languages": self.terms.tags }),
            InputType::MarkdownText => json!({ "widget": "parvis-text", "languages": self.terms.tags, "long": true }),
            InputType::Boolean if path.ends_with(&["draft"]) => json!({ "widget": "parvis-draft" }),
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
                        "widget": "relation", "collection": self.name(folder), "value_field": "{{slug}}",
                        "search_fields": ["title"], "display_fields": ["{{title}}"], "multiple": many,
                    }));
                }
                None => json!({ "widget": "string" }),
            },
            InputType::Instant => {
                let mut time = self.time(r"^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}.*)?$", "2026-04-25T17:00", Precision::Time);
                // A closing of a day alone is its end.
                time["closing"] = matches!(path.last(), Some(&("closes" | "questions_until"))).into();
                time
            }
            InputType::Date => self.time(r"^\d{4}(-\d{2}(-\d{2})?)?$", "2026-04-25", Precision::Day),
            InputType::DateOrTime => {
                self.time(r"^\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}.*)?)?)?$", "2026-04-25T17:00", Precision::Time)
            }
            InputType::EventTime => {
                self.time(r"^\d{4}-\d{2}(-\d{2}(T\d{2}:\d{2}.*)?)?$", "2026-04-25T17:00", Precision::Time)
            }
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
        // Sveltia refuses a choice among nothing.
        match declared.filter(|declared| !declared.is_empty()) {
            Some(declared) => select(declared.iter().map(|one| (one.id.as_str(), named(one))), many),
            None if many => json!({ "widget": "list" }),
            None => json!({ "widget": "string" }),
        }
    }

    /// The folder of all items of a kind, if there is only one; a relation of Sveltia supports only one.
    fn only_folder(&self, word: &str) -> Option<&ItemFolder> {
        let mut folders = self.folders.iter().filter(|folder| folder.kind.word() == word);
        let first = folders.next();
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
