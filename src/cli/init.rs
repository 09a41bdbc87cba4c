//! `parvis init`: creates a site in an empty folder.
//!
//! Its texts are beside this file, in a folder for each language: front matter with `title`, `summary` and other texts, then the
//! body. Other languages start in English.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use clap::Args;
use include_dir::{Dir, include_dir};
use serde_yaml::Value;

use crate::base::authority::{Authority, PLACEHOLDER_DOMAIN};
use crate::base::message::{UiLang, count, say};
use crate::base::moment::{Moment, Zone};
use crate::base::reserved::is_reserved;
use crate::base::route::{BaseUrl, to_id};
use crate::base::snapshot::{LOCK_FILE, SITE_FILE};
use crate::base::source::SourcePath;
use crate::cli::environment::{Environment, clock};
use crate::cli::exit_status::ExitStatus;
use crate::cli::i18n::stamp_all;
use crate::cli::print;
use crate::cli::session::{CompileArgs, Session, base_url};
use crate::compile::compile;
use crate::compile::memo::Memo;
use crate::edge::built_in;
use crate::edge::create::create;
use crate::edge::failure::{Failure, USE, WRITE};
use crate::edge::root::Root;
use crate::read::language_tags::is_language_tag;
use crate::read::sections::LIST_FOLDERS;
use crate::read::site_file::DEFAULT_ZONE;
use crate::site::permalink::lock_file;
use crate::theme::languages::field_names;
use crate::theme::strings;

static TEXTS: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/src/cli/init");

/// The language of the default texts, which the theme has too.
fn default_texts() -> &'static str {
    UiLang::English.tag()
}

/// Create a site in an empty folder
///
/// Writes what a first site needs: its settings, a home page, a page about the lab, an example of a call, and the pages that a
/// public body must have (contact, accessibility, legal notice, privacy) as drafts to fill in. The result is valid as it is.
#[derive(Args, Debug)]
#[command(
    after_help = "Example: parvis init lab --title \"Public Innovation Lab\" --languages fr,en --base-url https://lab.example.lu"
)]
pub struct Init {
    /// The folder to create the site in [default: the current folder]
    #[arg(value_name = "DIR", default_value = ".", hide_default_value = true)]
    folder: PathBuf,
    /// Name of the lab [default: the name of the folder]
    #[arg(long, value_name = "TITLE")]
    title: Option<String>,
    /// Languages of the site; the first one is the default
    #[arg(long, value_name = "LANGS", value_delimiter = ',', default_value = "fr,en")]
    languages: Vec<String>,
    /// Address where the site will be published; it can be set later, in content/site.yaml
    #[arg(long, value_name = "URL", value_parser = base_url)]
    base_url: Option<BaseUrl>,
}

/// Runs the command.
pub fn run(args: &Init, environment: &Environment) -> Result<ExitStatus, Failure> {
    let now = environment.fixed_now()?.unwrap_or_else(clock);
    // Validate before creating the folder.
    let site = NewSite::new(args, &environment.here.join(&args.folder), now)?;
    let root = Root::begin(&args.folder, &environment.here)?;
    let files = site.files(environment.ui_lang);
    if files.iter().any(|(path, _)| path.as_str().starts_with("themes/")) {
        let made = root.folder().make_folder("themes").map(drop);
        made.map_err(|error| Failure::at(WRITE, &root.path().join("themes"), &error))?;
    }
    create(&root, &files)?;
    // The translations are of the originals beside them.
    let session = Session::open(Some(root.path()), &CompileArgs::as_of(None, true, true), environment)?;
    stamp_all(&session, &compile(&session.read()?, &session.options, &mut Memo::default()))?;
    let folder = args.folder.display().to_string();
    let number = count(files.len(), ["file", "files"], ["fichier", "fichiers"]);
    let go = if folder == "." { String::new() } else { format!("cd \"{folder}\" && ") };
    let said = say!(
        en: "{number} written in {folder}\n\n\
             Look at the site, and keep it open while you write:\n  {go}parvis serve --open\n\
             Fill in the four drafts (contact, accessibility, legal, privacy) in content/pages, and replace the example by a call of your own:\n  parvis new call my-call\n  then delete content/calls/example-call\n",
        fr: "{number} écrits dans {folder}\n\n\
             Regardez le site, et gardez-le ouvert pendant que vous écrivez :\n  {go}parvis serve --open\n\
             Complétez les quatre brouillons (contact, accessibility, legal, privacy) dans content/pages, et remplacez l’exemple par un appel à vous :\n  parvis new appel mon-appel\n  puis supprimez content/calls/example-call\n";
        number
    );
    print::result(said.text(environment.ui_lang).trim_end())?;
    let untranslated = site.untranslated();
    if !untranslated.is_empty() {
        let tags = untranslated.join(", ");
        let said = say!(
            en: "Translate the strings of the visual theme, which are in English for {tags}:\n  themes/{OWN_THEME}/i18n/",
            fr: "Traduisez les textes du thème graphique, qui sont en anglais pour {tags} :\n  themes/{OWN_THEME}/i18n/"
        );
        print::result(said.text(environment.ui_lang))?;
    }
    if site.host.is_none() {
        let said = say!(
            en: "Before you publish, set `base_url` and `authority` in {SITE_FILE}.",
            fr: "Avant de publier, renseignez `base_url` et `authority` dans {SITE_FILE}."
        );
        print::result(said.text(environment.ui_lang))?;
    }
    let said = say!(
        en: "To publish automatically: parvis new --ci netlify (or github, gitlab, nginx)",
        fr: "Pour une publication automatique : parvis new --ci netlify (ou github, gitlab, nginx)"
    );
    print::result(said.text(environment.ui_lang))?;
    Ok(ExitStatus::Success)
}

/// The theme of a site in languages that the embedded theme lacks.
const OWN_THEME: &str = "site";

/// The settings of a new site.
struct NewSite {
    title: String,
    /// The id of the lab's organisation.
    id: String,
    langs: Vec<StarterLang>,
    base_url: Option<BaseUrl>,
    /// The domain of that address, if it is valid in ids.
    host: Option<String>,
    email: String,
    today: String,
    closes: String,
    year: String,
}

/// A language of the site: its tag and its default texts.
struct StarterLang {
    tag: String,
    texts: &'static Dir<'static>,
}

/// A default text: front matter and body.
struct StarterText {
    head: BTreeMap<String, Value>,
    body: String,
}

impl StarterText {
    fn text(&self, key: &str) -> &str {
        self.head.get(key).and_then(Value::as_str).unwrap_or_default()
    }
}

/// The language tag with its first subtag in lower case, as in addresses.
fn with_lower_case_language(tag: &str) -> String {
    let (language, rest) = tag.find('-').map_or((tag, ""), |at| tag.split_at(at));
    format!("{}{rest}", language.to_ascii_lowercase())
}

impl NewSite {
    fn new(args: &Init, folder: &Path, now: Moment) -> Result<Self, Failure> {
        let named = folder.file_name().map(|name| name.to_string_lossy().replace(['-', '_'], " "));
        let title = args.title.clone().or(named.map(|name| capitalised(&name))).unwrap_or_default().trim().to_owned();
        if title.is_empty() || title.contains(char::is_control) {
            let why = say!(en: "write some words on one line", fr: "écrivez quelques mots sur une ligne");
            return Err(Failure::new(USE, format!("--title {title}"), why));
        }
        let mut langs: Vec<StarterLang> = Vec::new();
        for tag in args.languages.iter().map(|tag| with_lower_case_language(tag.trim())) {
            let tag = &*tag;
            if !is_language_tag(tag) || is_reserved(&format!("/{tag}/")) {
                let why = say!(
                    en: "it is not a language code: write codes such as `fr,en`",
                    fr: "ce n’est pas le code d’une langue : écrivez des codes, comme `fr,en`"
                );
                return Err(Failure::new(USE, tag, why));
            }
            if !langs.iter().any(|known| known.tag == tag) {
                let of = |tag: &str| TEXTS.get_dir(tag);
                let texts =
                    of(tag).or_else(|| of(tag.split('-').next().unwrap_or(tag))).or_else(|| of(default_texts()));
                langs.push(StarterLang {
                    tag: tag.to_owned(),
                    texts: texts.expect("the texts in English are in the program"),
                });
            }
        }
        let zone = Zone::named(DEFAULT_ZONE).expect("the default zone is in the bundled database");
        let day = |days: i64| {
            let moment = Moment::from_unix_seconds(now.unix_seconds() + days * 24 * 3600).unwrap_or(now);
            moment.day(&zone).to_string()
        };
        // Names such as `localhost` are not globally unique.
        let authority = args.base_url.as_ref().and_then(|url| Authority::parse(&Authority::of_host(url).to_string()));
        let host = authority.map(|authority| authority.domain().to_owned());
        let today = day(0);
        // Paths have a length limit, titles have none.
        let id: String = to_id(&title).chars().take(40).collect();
        let id = Some(id.trim_matches('-').to_owned()).filter(|id| !id.is_empty()).unwrap_or_else(|| "lab".to_owned());
        Ok(Self {
            id,
            title,
            langs,
            base_url: args.base_url.clone(),
            host: host.clone(),
            email: format!("contact@{}", host.as_deref().unwrap_or(PLACEHOLDER_DOMAIN).trim_start_matches("www.")),
            year: today.split('-').next().unwrap_or_default().to_owned(),
            closes: day(60),
            today,
        })
    }

    /// Languages that the embedded theme lacks.
    fn untranslated(&self) -> Vec<&str> {
        let has = |tag: &str| built_in::bytes(&theme_strings_file(built_in::FOLDER, tag)).is_some();
        self.langs.iter().map(|lang| lang.tag.as_str()).filter(|tag| !has(tag)).collect()
    }

    fn words(&self, lang: &StarterLang, name: &str) -> StarterText {
        let file = TEXTS.get_file(lang.texts.path().join(format!("{name}.md")));
        let text = file.and_then(|file| file.contents_utf8()).expect("a test sees that each language has all texts");
        let (head, body) = text.split_once("\n---\n").unwrap_or((text.trim_end_matches("---\n"), ""));
        let head: BTreeMap<String, Value> = serde_yaml::from_str(head)
            .expect("the program’s own texts are YAML, which sites in all its languages show");
        let head = head.into_iter().map(|(key, value)| (key, self.filled(value)));
        StarterText { head: head.collect(), body: self.fill(body) }
    }

    fn filled(&self, value: Value) -> Value {
        match value {
            Value::String(text) => Value::String(self.fill(&text)),
            Value::Sequence(all) => Value::Sequence(all.into_iter().map(|one| self.filled(one)).collect()),
            other => other,
        }
    }

    fn fill(&self, text: &str) -> String {
        text.replace("{title}", &self.title).replace("{email}", &self.email)
    }

    fn files(&self, ui_lang: UiLang) -> Vec<(SourcePath, String)> {
        let mut files = vec![
            (SourcePath::new(SITE_FILE), self.site_file(ui_lang)),
            (SourcePath::new(".gitignore"), "/public/\n".to_owned()),
            // Merging two published branches keeps the lines of both.
            (SourcePath::new(".gitattributes"), format!("{LOCK_FILE} merge=union\n")),
            (SourcePath::new(LOCK_FILE), lock_file::HEADER.to_owned()),
        ];
        let today = &self.today;
        let page = |role: &str, more: &str| format!("role: {role}\n{more}published: {today}\n");
        self.item(&mut files, "home", "pages/home", &page("home", ""));
        self.item(&mut files, "about", "pages/about", &format!("menu: main\npublished: {today}\n"));
        for (order, role) in ["contact", "accessibility", "legal", "privacy"].into_iter().enumerate() {
            let facts = page(role, &format!("draft: true\nmenu: footer\norder: {}\n", order + 1));
            self.item(&mut files, role, &format!("pages/{role}"), &facts);
        }
        self.item(&mut files, "organisation", &format!("organisations/{}", self.id), "type: government\n");
        self.item(&mut files, "call", "calls/example-call", &self.call());
        let untranslated = self.untranslated();
        if !untranslated.is_empty() {
            let theme = format!("themes/{OWN_THEME}");
            files.push((SourcePath::new(format!("{theme}/theme.yaml")), "extends: lab\n".to_owned()));
            let english = english_strings();
            for tag in untranslated {
                files.push((theme_strings_file(&theme, tag), format!("# To be translated into `{tag}`.\n{english}")));
            }
        }
        files
    }

    /// Adds the files of an item, one per language; the first one has the facts.
    fn item(&self, files: &mut Vec<(SourcePath, String)>, name: &str, folder: &str, facts: &str) {
        for (rank, lang) in self.langs.iter().enumerate() {
            let words = self.words(lang, name);
            let (title, summary) = (quoted(words.text("title")), quoted(words.text("summary")));
            let facts = if rank == 0 { facts } else { "" };
            let body = if words.body.trim().is_empty() { String::new() } else { format!("\n{}\n", words.body.trim()) };
            let text = format!("---\ntitle: {title}\nsummary: {summary}\n{facts}---\n{body}");
            files.push((SourcePath::new(format!("content/{folder}/index.{}.md", lang.tag)), text));
        }
    }

    /// The facts of the example call.
    fn call(&self) -> String {
        let Self { today, closes, .. } = self;
        // `null`, `true` and `2026` are not strings in YAML.
        let is_text = matches!(serde_yaml::from_str(&self.id), Ok(Value::String(_)));
        let id = if is_text { self.id.clone() } else { quoted(&self.id) };
        let all: Vec<(&str, StarterText)> =
            self.langs.iter().map(|lang| (lang.tag.as_str(), self.words(lang, "call"))).collect();
        let each = |text: &dyn Fn(&StarterText) -> String| {
            let texts = all.iter().map(|(tag, words)| format!("{tag}: {}", quoted(&text(words))));
            format!("{{{}}}", texts.collect::<Vec<_>>().join(", "))
        };
        let said = |key: &'static str| each(&move |words: &StarterText| words.text(key).to_owned());
        let mut facts = format!(
            "example: true\npublished: {today}\ndirection: solutions\ninstrument: speedup\nordering_party: [{id}]\n\
             opens: {today}T09:00\ncloses: {closes}T17:00\nbudget: {{max: 20000, currency: EUR, vat: excluded}}\n\
             eligibility: {}\ndeliverables: {}\nduration: {}\ncriteria:\n",
            said("eligibility"),
            said("deliverables"),
            said("duration")
        );
        for (rank, weight) in [40, 40, 20].into_iter().enumerate() {
            let label = each(&move |words: &StarterText| {
                let labels = words.head.get("criteria").and_then(Value::as_sequence);
                labels.and_then(|labels| labels.get(rank)).and_then(Value::as_str).unwrap_or_default().to_owned()
            });
            let _ = writeln!(facts, "  - {{label: {label}, weight: {weight}}}");
        }
        facts
    }

    /// The settings, with comments for whoever begins the site.
    fn site_file(&self, ui_lang: UiLang) -> String {
        let part = |lang: &StarterLang| -> BTreeMap<String, Value> {
            let file = TEXTS.get_file(lang.texts.path().join("site.yaml.part"));
            let text =
                file.and_then(|file| file.contents_utf8()).expect("a test sees that each language has all texts");
            serde_yaml::from_str(text).expect("the program’s own texts are YAML, which sites in all its languages show")
        };
        let parts: Vec<_> = self.langs.iter().map(|lang| (lang, part(lang))).collect();
        let text = |part: &BTreeMap<String, Value>, key: &str| {
            quoted(&self.fill(part.get(key).and_then(Value::as_str).unwrap_or_default()))
        };
        let (title, email, id) = (quoted(&self.title), &self.email, &self.id);
        let mut all = format!("title: {title}\ndescription:\n");
        for (StarterLang { tag, .. }, part) in &parts {
            let _ = writeln!(all, "  {tag}: {}", text(part, "description"));
        }
        let base_url =
            self.base_url.as_ref().map_or_else(|| format!("https://{PLACEHOLDER_DOMAIN}"), BaseUrl::to_string);
        let where_published = say!(en: "Where the site is published.", fr: "L’adresse où le site est publié.");
        let authority = say!(
            en: "A domain of yours and a year, from which feeds and calendars make their ids. Never change it, even if the address changes.",
            fr: "Un domaine à vous et une année, dont les flux et les agendas tirent leurs identifiants. Ne les changez jamais, même si l’adresse change."
        );
        let (mark, host) = self.host.as_deref().map_or(("# ", PLACEHOLDER_DOMAIN), |host| ("", host));
        let _ = writeln!(
            all,
            "# {}\nbase_url: {base_url}\n# {}\n{mark}authority: {host},{}",
            where_published.text(ui_lang),
            authority.text(ui_lang),
            self.year
        );
        all.push_str("languages:\n");
        for (StarterLang { tag, texts }, part) in &parts {
            let is_own = texts.path().to_str() == Some(tag) || tag.split('-').next() == texts.path().to_str();
            let name = if is_own { text(part, "name") } else { quoted(tag) };
            let _ = writeln!(all, "  - code: {tag}\n    name: {name}\n    sections:");
            for folder in LIST_FOLDERS {
                let section = part.get("sections").and_then(|sections| sections.get(folder)).and_then(Value::as_str);
                let _ = writeln!(all, "      {folder}: {}", section.unwrap_or(folder));
            }
        }
        let _ = writeln!(all, "contact:\n  name:");
        for (StarterLang { tag, .. }, part) in &parts {
            let _ = writeln!(all, "    {tag}: {}", text(part, "contact_name"));
        }
        let _ = writeln!(all, "  email: {email}\npublisher: organisation/{id}\nzone: {DEFAULT_ZONE}");
        if !self.untranslated().is_empty() {
            let _ = writeln!(all, "theme: {OWN_THEME}");
        }
        let later = say!(
            en: "What items are about, and the phases in the life of services, once you have them:",
            fr: "Ce dont traitent les fiches, et les phases de la vie des services, quand vous en aurez :"
        );
        let _ = writeln!(all, "# {}", later.text(ui_lang));
        all.push_str(
            "# themes:\n#   - {id: mobility, label: {fr: Mobilité, en: Mobility}}\n\
             # phases:\n#   - {id: construction, label: {fr: Construction, en: Construction}, active: true}\n\
             # licence: CC-BY-4.0\n",
        );
        all
    }
}

/// The file with the strings of a theme in a language.
fn theme_strings_file(theme: &str, tag: &str) -> SourcePath {
    SourcePath::new(format!("{theme}/i18n/{tag}.yaml"))
}

/// The English strings of the embedded theme, with the field names that it takes from declarations: the program has those in its
/// own languages only.
fn english_strings() -> String {
    let path = theme_strings_file(built_in::FOLDER, default_texts());
    let text = String::from_utf8_lossy(built_in::bytes(&path).unwrap_or_default());
    let (written, _) = strings::parse(&path, &text);
    let names = field_names(UiLang::English).into_iter();
    let lacking = names.filter(|(name, _)| !strings::has(&written, &format!("field.{name}")));
    let lines: String = lacking.map(|(name, label)| format!("  {name}: {}\n", quoted(label))).collect();
    text.replacen("\nfield:\n", &format!("\nfield:\n{lines}"), 1)
}

/// The text with its first letter in upper case.
fn capitalised(text: &str) -> String {
    let mut signs = text.chars();
    signs.next().map(|first| first.to_uppercase().chain(signs).collect()).unwrap_or_default()
}

/// A quoted YAML string, which is the same as in JSON.
fn quoted(text: &str) -> String {
    serde_json::to_string(text).expect("any text can be written as JSON")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_the_same_parts() {
        let english = TEXTS.get_dir(default_texts()).expect("English");
        let names = |dir: &Dir<'static>| -> Vec<_> {
            dir.files().map(|file| file.path().file_name().expect("a name").to_owned()).collect()
        };
        for dir in TEXTS.dirs() {
            assert_eq!(names(dir), names(english), "{}", dir.path().display());
        }
    }

    #[test]
    fn a_language_skeleton_has_every_field_name() {
        let (words, mistakes) = strings::parse(&SourcePath::new("it.yaml"), &english_strings());
        assert_eq!(mistakes, []);
        let names = field_names(UiLang::English);
        let unnamed: Vec<_> = names.keys().filter(|name| !strings::has(&words, &format!("field.{name}"))).collect();
        assert!(unnamed.is_empty() && !names.is_empty(), "{unnamed:?}");
    }
}
