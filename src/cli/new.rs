//! `parvis new`: creates the skeleton of an item in every language of the site.

use std::collections::BTreeMap;
use std::path::Path;

use clap::Args;
use serde::Deserialize;

use crate::base::diagnostic::nearest;
use crate::base::message::{Message, say};
use crate::base::moment::Moment;
use crate::base::route::{is_id, to_id};
use crate::base::snapshot::{SITE_FILE, Snapshot};
use crate::base::source::SourcePath;
use crate::cli::ci::{self, Host};
use crate::cli::environment::{Environment, clock};
use crate::cli::exit_status::ExitStatus;
use crate::cli::new_cms;
use crate::cli::print;
use crate::cli::skeleton::{Placeholders, SkeletonFile, needs, original, translation};
use crate::compile::site_zone;
use crate::edge::create::create;
use crate::edge::disk;
use crate::edge::failure::{Failure, READ};
use crate::edge::root::Root;
use crate::kind::key::Kind;

/// Create the skeleton of a new item, one file per language
///
/// The first file states the facts, the others contain texts only. The item is a draft until you delete its `draft` line.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples: parvis new call virtual-room --title \"Virtual room\" --in fr,en\n          parvis new --ci github\n          parvis new --cms --repository owner/name"
)]
pub struct New {
    /// Kind of item: challenge, call, event, programme, startup, organisation, update or page; or the site’s own word for it
    #[arg(required_unless_present_any = ["ci", "cms"])]
    kind: Option<String>,
    /// Its id, which names its folder: lowercase letters, digits and `-`; it can be preceded by folders, for example 2027/summer
    #[arg(required_unless_present_any = ["ci", "cms"])]
    id: Option<String>,
    /// Its title, in all languages until you translate it [default: derived from the id]
    #[arg(long, value_name = "TITLE")]
    title: Option<String>,
    /// Languages to create it in; the first one states the facts [default: all languages of the site, in its order]
    #[arg(long = "in", value_name = "LANGS", value_delimiter = ',')]
    langs: Vec<String>,
    /// Instead of an item, write the files that publish the site automatically on this host; existing files are not replaced
    #[arg(long, value_enum, value_name = "HOST", conflicts_with_all = ["kind", "id", "title", "langs"])]
    ci: Option<Host>,
    /// Instead of an item, write or update `admin/`, the browser editor; its labels are in the language of `--lang`, or else in that of the site
    #[arg(long, conflicts_with_all = ["kind", "id", "title", "langs", "ci"])]
    cms: bool,
    /// Repository of the site, for `--cms`: its name on GitHub, or an address on GitHub or GitLab
    #[arg(long, value_name = "OWNER/NAME", requires = "cms")]
    repository: Option<String>,
}

/// Runs the command.
pub fn run(root: Option<&Path>, args: &New, environment: &Environment) -> Result<ExitStatus, Failure> {
    let (written_kind, written_id) = match (args.ci, &args.kind, &args.id) {
        (Some(host), ..) => return ci::run(root, host, environment),
        (None, Some(kind), Some(id)) => (kind, id),
        (None, ..) => return new_cms::run(root, args.repository.as_deref(), environment),
    };
    let root = Root::find(root, &environment.here)?;
    let now = environment.fixed_now()?.unwrap_or_else(clock);
    let snapshot = disk::read(&root, now)?;
    let kind = kind(written_kind, &sections(&snapshot))?;
    // Folders before the id are chosen by editors, such as a year.
    let (above, written_id) = written_id.trim_end_matches('/').rsplit_once('/').unwrap_or(("", written_id));
    above.split('/').filter(|part| !part.is_empty()).try_for_each(|part| id(part).map(drop))?;
    let id = id(written_id)?;
    let title = title(args.title.as_deref(), id)?;
    let files = files(kind, (above, id), &title, &args.langs, &snapshot)?;
    create(&root, &files)?;
    for (path, _) in &files {
        print::result(path.as_str())?;
    }
    Ok(ExitStatus::Success)
}

/// For failures to create an item.
const MAKE: Message = Message::fixed("create the item", "de créer la fiche");

/// For invalid titles.
const TITLE: Message = Message::fixed("use the title", "d’utiliser le titre");

/// The site's own names of kinds: those of their sections.
pub fn sections(snapshot: &Snapshot) -> Vec<(Kind, String)> {
    #[derive(Deserialize)]
    struct Sections {
        #[serde(default)]
        languages: Vec<LanguageSections>,
    }
    #[derive(Deserialize)]
    struct LanguageSections {
        #[serde(default)]
        sections: BTreeMap<String, String>,
    }
    let text = snapshot.text(&SourcePath::new(SITE_FILE)).unwrap_or_default();
    let site: Sections = serde_yaml::from_str(text).unwrap_or(Sections { languages: Vec::new() });
    let all = site.languages.into_iter().flat_map(|language| language.sections);
    all.filter_map(|(folder, word)| Some((Kind::from_folder(&folder)?, word))).collect()
}

/// Parses a kind: singular or plural, the program's name or the site's own, with accents or without.
pub fn kind(written: &str, sections: &[(Kind, String)]) -> Result<Kind, Failure> {
    let plain = to_id(written);
    let is_word = |word: &str| plain == word || word.strip_suffix('s') == Some(&plain);
    let own = sections.iter().find(|(_, word)| is_word(word)).map(|(kind, _)| *kind);
    let known = Kind::ALL.iter().find(|kind| kind.word() == plain || kind.folder() == plain).copied().or(own);
    known.ok_or_else(|| {
        let names = Kind::ALL.iter().map(|kind| kind.word()).collect::<Vec<_>>();
        let all = names.join(", ");
        let why = match nearest(written, names.iter().copied()) {
            Some(name) => say!(
                en: "there is no such kind of item: did you mean `{name}`?",
                fr: "ce type de fiche n’existe pas : vouliez-vous dire `{name}` ?"
            ),
            None => say!(
                en: "there is no such kind of item: write one of {all}",
                fr: "ce type de fiche n’existe pas : écrivez l’un de ceux-ci : {all}"
            ),
        };
        Failure::new(MAKE, written, why)
    })
}

fn id(written: &str) -> Result<&str, Failure> {
    if is_id(written) {
        return Ok(written);
    }
    let why = match to_id(written) {
        near if near.is_empty() => say!(
            en: "an id consists of unaccented lowercase letters, digits and `-`",
            fr: "un identifiant se compose de minuscules non accentuées, de chiffres et de `-`"
        ),
        near => say!(
            en: "an id consists of unaccented lowercase letters, digits and `-`: write `{near}`",
            fr: "un identifiant se compose de minuscules non accentuées, de chiffres et de `-` : écrivez `{near}`"
        ),
    };
    Err(Failure::new(say!(en: "use the id", fr: "d’utiliser l’identifiant"), written, why))
}

/// The title as a line of YAML.
fn title(written: Option<&str>, id: &str) -> Result<String, Failure> {
    #[derive(serde::Serialize)]
    struct Line<'a> {
        title: &'a str,
    }
    let title = written.map_or_else(|| id.replace('-', " "), |title| title.trim().to_owned());
    if title.is_empty() || title.contains(char::is_control) {
        let why = say!(en: "write some words on one line", fr: "écrivez quelques mots sur une ligne");
        return Err(Failure::new(TITLE, title, why));
    }
    let capital =
        title.chars().next().map(|first| first.to_uppercase().chain(title.chars().skip(1)).collect::<String>());
    let title = if written.is_some() { title } else { capital.unwrap_or_default() };
    serde_yaml::to_string(&Line { title: &title })
        .map_err(|error| Failure::new(TITLE, title, Message::same(error.to_string())))
}

/// The settings in `site.yaml` that matter here; `check` validates the rest.
#[derive(Deserialize)]
struct SiteSettings {
    #[serde(default)]
    languages: Vec<LanguageCode>,
    publisher: Option<String>,
    #[serde(default)]
    phases: Vec<PhaseId>,
}

#[derive(Deserialize)]
struct LanguageCode {
    code: String,
}

#[derive(Deserialize)]
struct PhaseId {
    id: String,
}

fn files(
    kind: Kind,
    (above, id): (&str, &str),
    title: &str,
    langs: &[String],
    snapshot: &Snapshot,
) -> Result<Vec<(SourcePath, String)>, Failure> {
    if let Some(folder) = item_folders(kind, snapshot).find(|folder| folder.rsplit('/').next() == Some(id)) {
        return Err(Failure::new(
            MAKE,
            kind.word(),
            say!(en: "`{folder}` already exists", fr: "`{folder}` existe déjà"),
        ));
    }
    let site = site(snapshot)?;
    let codes: Vec<&str> = site.languages.iter().map(|language| language.code.as_str()).collect();
    let langs = languages(langs, &codes)?;
    let placeholders = placeholders(kind, id, &site, snapshot)?;
    let above = if above.is_empty() { String::new() } else { format!("{above}/") };
    let path = |lang: &str| SourcePath::new(format!("content/{}/{above}{id}/index.{lang}.md", kind.folder()));
    let in_order = codes.iter().find(|code| langs.contains(code));
    let write = |(rank, lang): (usize, &&str)| {
        let file = SkeletonFile { lang, title };
        let text = match rank {
            0 => original(kind, file, &placeholders, in_order != Some(lang)),
            _ => translation(file),
        };
        (path(lang), text)
    };
    Ok(langs.iter().enumerate().map(write).collect())
}

fn site(snapshot: &Snapshot) -> Result<SiteSettings, Failure> {
    let fail = |why: Message| Failure::new(READ, SITE_FILE, why);
    let missing = || fail(say!(en: "it does not exist", fr: "il est introuvable"));
    let text = snapshot.text(&SourcePath::new(SITE_FILE)).ok_or_else(missing)?;
    let site: SiteSettings = serde_yaml::from_str(text).map_err(|error| fail(Message::same(error.to_string())))?;
    if site.languages.is_empty() {
        return Err(fail(say!(en: "it has no `languages`", fr: "il n’indique aucune langue (`languages`)")));
    }
    Ok(site)
}

/// The requested languages, else all, without duplicates.
fn languages<'a>(requested: &[String], codes: &[&'a str]) -> Result<Vec<&'a str>, Failure> {
    let mut langs: Vec<&str> = Vec::new();
    for lang in requested.iter().map(|lang| lang.trim()) {
        let Some(code) = codes.iter().find(|code| **code == lang) else {
            let codes = codes.join(",");
            let why = say!(
                en: "it is not a language of the site: choose among {codes}",
                fr: "ce n’est pas une langue du site : choisissez parmi {codes}"
            );
            return Err(Failure::new(say!(en: "write in", fr: "d’écrire en"), lang, why));
        };
        if !langs.contains(code) {
            langs.push(code);
        }
    }
    Ok(if langs.is_empty() { codes.to_vec() } else { langs })
}

fn placeholders(kind: Kind, id: &str, site: &SiteSettings, snapshot: &Snapshot) -> Result<Placeholders, Failure> {
    let need = |placeholder: &str, value: Option<&str>, why: Message| match value {
        Some(value) => Ok(value.to_owned()),
        None if needs(kind, placeholder) => Err(Failure::new(MAKE, kind.word(), why)),
        None => Ok(id.to_owned()),
    };
    let first = |kind: Kind| item_folders(kind, snapshot).next().and_then(|folder| folder.rsplit('/').next());
    let publisher = site.publisher.as_deref().map(|publisher| publisher.trim_start_matches("organisation/"));
    let zone = site_zone(snapshot);
    let day = |days: i64| {
        let moment = Moment::from_unix_seconds(snapshot.now.unix_seconds() + days * 24 * 3600).unwrap_or(snapshot.now);
        moment.day(&zone).to_string()
    };
    Ok(Placeholders {
        organisation: need(
            "{organisation}",
            publisher.or_else(|| first(Kind::Organisation)),
            say!(
                en: "it needs an organisation, and there is none: start with `parvis new organisation ID`",
                fr: "il faut une organisation, et il n’y en a aucune : commencez par `parvis new organisation ID`"
            ),
        )?,
        programme: need(
            "{programme}",
            first(Kind::Programme),
            say!(
                en: "it needs a programme, and there is none: start with `parvis new programme ID`",
                fr: "il faut un programme, et il n’y en a aucun : commencez par `parvis new programme ID`"
            ),
        )?,
        phase: need(
            "{phase}",
            site.phases.first().map(|phase| phase.id.as_str()),
            say!(
                en: "it has phases, and `content/site.yaml` declares none: start with its key `phases`",
                fr: "il faut des phases, et `content/site.yaml` n’en déclare aucune : commencez par sa clé `phases`"
            ),
        )?,
        today: day(0),
        soon: day(30),
        later: day(60),
    })
}

/// The folders of all items of a kind, sorted by path, with duplicates.
fn item_folders(kind: Kind, snapshot: &Snapshot) -> impl Iterator<Item = &str> {
    let top = format!("content/{}/", kind.folder());
    let is_item = move |path: &&SourcePath| {
        let name = path.name();
        path.as_str().starts_with(&top) && name.starts_with("index.") && name.ends_with(".md")
    };
    snapshot.files.keys().filter(is_item).map(SourcePath::folder)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::base::message::UiLang;
    use crate::base::snapshot::SourceFile;

    const SITE: &str =
        "title: x\nlanguages: [{code: fr, name: F}, {code: en, name: E}]\nphases: [{id: alpha, active: true}]\n";

    fn snapshot(files: &[(&str, &str)]) -> Snapshot {
        let file = |(path, text): &(&str, &str)| (SourcePath::new(*path), SourceFile::Text((*text).into()));
        let files: BTreeMap<_, _> = files.iter().map(file).collect();
        Snapshot { files: files.into(), now: Moment::from_unix_seconds(1_772_355_600).expect("2026-03-01T09:00Z") }
    }

    fn site_with(files: &[&str]) -> Snapshot {
        let files: Vec<_> = files.iter().map(|path| (*path, "")).chain([("content/site.yaml", SITE)]).collect();
        snapshot(&files)
    }

    fn lines(text: &str) -> Vec<&str> {
        text.lines().filter(|line| !line.starts_with('#')).collect()
    }

    #[test]
    fn a_call_is_written_in_both_languages_with_its_facts_once() {
        let site = site_with(&["content/organisations/state/ctie/index.fr.md"]);
        let title = title(Some("Yes: a \"room\" #1"), "virtual-room").expect("a title");
        let files = files(Kind::Call, ("2027", "virtual-room"), &title, &[], &site).expect("files");
        let paths: Vec<_> = files.iter().map(|(path, _)| path.as_str()).collect();
        assert_eq!(
            paths,
            ["content/calls/2027/virtual-room/index.fr.md", "content/calls/2027/virtual-room/index.en.md"]
        );
        assert_eq!(
            lines(&files[0].1),
            [
                "---",
                "title: 'Yes: a \"room\" #1'",
                "summary: Dites en une à trois phrases de quoi il s’agit.",
                "draft: true  # brouillon\u{a0}: supprimez cette ligne pour publier",
                "direction: solutions  # appel à défis (challenges) ou à solutions (solutions)",
                "instrument: speedup  # innovation-partnership, speedup ou other",
                "ordering_party: [ctie]  # pouvoir adjudicateur",
                "opens: 2026-03-31T09:00  # ouverture, heure locale",
                "closes: 2026-04-30T17:00  # date limite, heure locale",
                "",
                "---",
                "",
                "Écrivez le texte ici, en Markdown.",
            ]
        );
        assert_eq!(
            files[1].1,
            "---\ntitle: 'Yes: a \"room\" #1'\nsummary: Say in one to three sentences what it is.\ntranslation_of:  # once translated: parvis i18n --stamp fills this in\n---\n\nWrite the text here, in Markdown.\n"
        );
    }

    #[test]
    fn every_kind_is_yaml_with_and_without_its_comments() {
        let site = site_with(&["content/organisations/ctie/index.fr.md", "content/programmes/p/index.fr.md"]);
        for kind in Kind::ALL.iter().copied() {
            for lang in ["fr", "en"] {
                let title = title(None, "a-thing").expect("a title");
                let files = files(kind, ("", "a-thing"), &title, &[lang.to_owned()], &site).expect("files");
                let front = files[0].1.split("---\n").nth(1).expect("front matter");
                let all: Vec<&str> = front.lines().map(|line| line.strip_prefix("# ").unwrap_or(line)).collect();
                let is_yaml_or_words =
                    |line: &&str| line.contains(": ") || line.starts_with("  - ") || line.contains(":  #");
                let offered: Vec<&str> =
                    all.into_iter().filter(|line| !line.ends_with(':')).filter(is_yaml_or_words).collect();
                for text in [front.to_owned(), offered.join("\n")] {
                    let value: serde_yaml::Value =
                        serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{error}:\n{text}"));
                    assert!(value.get("title").is_some() && value.get("draft").is_some(), "{text}");
                    assert!(!text.contains("{organisation}") && !text.contains("{words}"), "{text}");
                }
            }
        }
    }

    #[test]
    fn the_first_requested_language_has_the_facts() {
        let langs = ["en".to_owned(), "fr".to_owned()];
        let files = files(Kind::Page, ("", "about"), "title: About\n", &langs, &site_with(&[])).expect("files");
        assert!(files[0].0.as_str().ends_with("index.en.md") && files[0].1.contains("\noriginal: true\n"));
        assert!(!files[1].1.contains("draft"));
        let failure = languages(&["de".to_owned()], &["fr", "en"]).expect_err("no language of the site");
        assert_eq!(
            failure.text(UiLang::English),
            "cannot write in `de`: it is not a language of the site: choose among fr,en"
        );
    }

    #[test]
    fn an_unknown_kind_is_refused_with_the_valid_ones() {
        let shown = |result: Result<(), Failure>| result.expect_err("refused").text(UiLang::English);
        assert_eq!(
            shown(kind("challange", &[]).map(drop)),
            "cannot create the item `challange`: there is no such kind of item: did you mean `challenge`?"
        );
        assert_eq!(kind("calls", &[]), Ok(Kind::Call));
        let own = [(Kind::Call, "appels".to_owned()), (Kind::Event, "evenements".to_owned())];
        for (word, found) in
            [("appel", Kind::Call), ("appels", Kind::Call), ("événement", Kind::Event), ("Appel", Kind::Call)]
        {
            assert_eq!(kind(word, &own), Ok(found), "{word}");
        }
        assert!(shown(id("Été 2026").map(drop)).ends_with("write `ete-2026`"));
        assert!(shown(title(Some(" \n"), "a").map(drop)).ends_with("write some words on one line"));
        let make =
            |kind, files_there: &[&str]| files(kind, ("", "a"), "title: A\n", &[], &site_with(files_there)).map(drop);
        assert!(shown(make(Kind::Call, &[])).ends_with("start with `parvis new organisation ID`"));
        assert!(
            shown(make(Kind::Startup, &["content/organisations/o/index.fr.md"])).contains("parvis new programme ID")
        );
        let there = "content/pages/old/a/index.en.md";
        assert_eq!(
            shown(make(Kind::Page, &[there])),
            "cannot create the item `page`: `content/pages/old/a` already exists"
        );
        assert!(make(Kind::Organisation, &[]).is_ok());
    }
}
