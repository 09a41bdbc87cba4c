//! Commands that do not depend on the content: exit codes, printed lines and written files.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::SystemTime;

fn site() -> tempfile::TempDir {
    let site = tempfile::tempdir().expect("a temporary folder");
    let write = |path: &str, text: &str| {
        let path = site.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
        fs::write(path, text).expect("a file");
    };
    write("content/site.yaml", "title: Lab\nlanguages: [{code: fr, name: Français}, {code: en, name: English}]\n");
    write("themes/lab/page.html", "");
    site
}

fn parvis(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = crate::program::parvis();
    command.current_dir(folder).args(arguments).env_remove("SOURCE_DATE_EPOCH").env("LC_ALL", "C");
    command
}

pub fn run(folder: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let Output { status, stdout, stderr } = parvis(folder, arguments).output().expect("the program runs");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (status.code(), text(stdout), text(stderr))
}

#[test]
fn an_invalid_command_line_exits_with_2() {
    let site = site();
    for arguments in [
        &["publish"][..],
        &["build", "--nothing"],
        &["check", "--at", "2026-02-30"],
        &["check", "--base-url", "lab"],
        &["--root", "/nowhere", "check"],
        &["new", "call"],
        &["new", "challange", "x"],
        &["new", "call", "É"],
        &["serve", "--host", "256.0.0.1"],
        &["check", "--base-url", "https://user:secret@lab.example"],
        &["links", "--at-most", "0"],
        &["links", "--at-most", "8d"],
        &["new", "--cms", "--repository", "../../x"],
        &["new", "--cms", "--repository", ""],
        &["new", "--cms", "--repository", "owner/name\n"],
        &["new", "--cms", "--repository", "https://user:secret@github.com/owner/name"],
    ] {
        let (code, out, error) = run(site.path(), arguments);
        assert_eq!((code, out.as_str()), (Some(2), ""), "{arguments:?}: {error}");
        assert!(error.starts_with("error: "), "{arguments:?}: {error}");
    }
    let epoch = parvis(site.path(), &["check"]).env("SOURCE_DATE_EPOCH", "today").output().expect("the program runs");
    assert_eq!(epoch.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&epoch.stderr).contains("`SOURCE_DATE_EPOCH=today`"));
}

#[test]
fn a_folder_not_made_by_parvis_is_not_replaced() {
    let site = site();
    fs::create_dir(site.path().join("mine")).expect("a folder");
    fs::write(site.path().join("mine/letter.txt"), "dear").expect("a file");
    // Nothing is written there, whether the sources have errors or not.
    let (code, _, _) = run(site.path(), &["build", "--out", "mine"]);
    assert_ne!(code, Some(0));
    assert_eq!(fs::read_dir(site.path().join("mine")).expect("a folder").count(), 1);
}

#[test]
fn a_closed_pipe_is_not_a_failure() {
    let site = site();
    for arguments in [&["check"][..], &["--help"], &["new", "page", "about"]] {
        let mut command = parvis(site.path(), arguments);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program runs");
        drop((child.stdout.take(), child.stderr.take()));
        let code = child.wait().expect("the program ends").code();
        assert!(matches!(code, Some(0 | 1)), "{arguments:?}: {code:?}");
    }
}

/// The files that both hosts share.
const SHARED: &str = ".github/workflows/check.yml\n.github/workflows/preview.yml\n.github/workflows/links.yml\n\
                      .github/dependabot.yml\n.ci/pull-request\n.ci/netlify-preview\n.ci/tell\n.ci/record\n.ci/program\n";

#[test]
fn ci_files_are_written_once() {
    let site = site();
    let (code, out, error) = run(site.path(), &["new", "--ci", "github"]);
    assert_eq!((code, out, error.as_str()), (Some(0), format!(".github/workflows/publish.yml\n{SHARED}"), ""));
    let workflow = fs::read_to_string(site.path().join(".github/workflows/publish.yml")).expect("a workflow");
    // Moving to another host keeps the files that do not depend on the host, and says so.
    fs::write(site.path().join(".ci/pull-request"), "mine").expect("a file");
    let (code, out, error) = run(site.path(), &["new", "--ci", "netlify"]);
    assert_eq!((code, out.as_str()), (Some(0), "netlify.toml\n.ci/netlify\n.github/workflows/rebuild.yml\n"));
    let kept = SHARED.trim().replace('\n', "`, `");
    let note = |kept: &str| {
        format!(
            "note: what already exists is left unchanged: `{kept}`; to have a file written again, move it away first\n"
        )
    };
    assert_eq!(error, note(&kept));
    assert_eq!(fs::read_to_string(site.path().join(".ci/pull-request")).expect("a file"), "mine");
    // A file that was moved away is written again, the others are not.
    let publish = ".github/workflows/publish.yml";
    fs::write(site.path().join(publish), "mine").expect("a file");
    fs::remove_file(site.path().join(".ci/program")).expect("a file");
    let (code, out, error) = run(site.path(), &["new", "--ci", "github"]);
    let kept = format!("{publish}`, `{}", kept.replace("`, `.ci/program", ""));
    assert_eq!((code, out.as_str(), error), (Some(0), ".ci/program\n", note(&kept)));
    assert_eq!(fs::read_to_string(site.path().join(publish)).expect("a file"), "mine");
    fs::remove_file(site.path().join(publish)).expect("a file");
    assert_eq!(run(site.path(), &["new", "--ci", "github"]).1, format!("{publish}\n"));
    assert_eq!(fs::read_to_string(site.path().join(publish)).expect("a workflow"), workflow);
    // Once all are there, nothing is written.
    assert_eq!(run(site.path(), &["new", "--ci", "github"]).1, "");
    assert_eq!(run(site.path(), &["new", "call", "x", "--ci", "github"]).0, Some(2), "one thing at a time");
}

#[test]
fn settings_of_nginx_are_written_again_where_they_were_moved_away() {
    let parent = tempfile::tempdir().expect("a folder");
    assert_eq!(run(parent.path(), &["init", "lab", "--title", "Lab", "--languages", "fr"]).0, Some(0));
    let site = parent.path().join("lab");
    let (code, out, _) = run(&site, &["new", "--ci", "nginx"]);
    let all = "nginx/publish\nnginx/moved.conf\n.ci/program\nnginx/site.conf\n";
    assert_eq!((code, out.as_str()), (Some(0), all));
    let settings = site.join("nginx/site.conf");
    let before = fs::read_to_string(&settings).expect("a file");
    fs::rename(&settings, site.join("nginx/old.conf")).expect("moved away");
    fs::write(site.join("nginx/moved.conf"), "mine").expect("a file");
    let (code, out, error) = run(&site, &["new", "--ci", "nginx"]);
    assert_eq!((code, out.as_str()), (Some(0), "nginx/site.conf\n"));
    assert!(error.contains("`nginx/publish`, `nginx/moved.conf`, `.ci/program`"), "{error}");
    assert_eq!(fs::read_to_string(&settings).expect("a file"), before);
    assert_eq!(fs::read_to_string(site.join("nginx/moved.conf")).expect("a file"), "mine");
    // Settings that are there are not compared with the site: it may have errors.
    fs::write(site.join("content/site.yaml"), "nothing").expect("a file");
    assert_eq!(run(&site, &["new", "--ci", "nginx"]).0, Some(0));
}

/// Forges expect paths from the root of the repository.
#[test]
fn annotations_use_paths_from_the_repository_root() {
    let repository = tempfile::tempdir().expect("a folder");
    let root = repository.path().join("site à nous");
    fs::create_dir_all(root.join("content/pages/about")).expect("folders");
    fs::create_dir(repository.path().join(".git")).expect("a folder");
    fs::copy(site().path().join("content/site.yaml"), root.join("content/site.yaml")).expect("a file");
    fs::write(root.join("content/pages/about/index.fr.md"), "---\ntitle: T\nsummary: S.\nslgu: x\n---\n")
        .expect("a file");
    let check = |format: &str, workspace: Option<&Path>| {
        let mut command = parvis(&root, &["check", "--format", format]);
        if let Some(workspace) = workspace {
            command.env("GITHUB_WORKSPACE", workspace);
        }
        String::from_utf8(command.output().expect("the program runs").stderr).expect("UTF-8")
    };
    let here = "content/pages/about/index.fr.md";
    let github = check("github", None);
    assert!(github.contains(&format!("file=site à nous/{here},line=4")), "{github}");
    let sarif = check("sarif", None);
    assert!(sarif.contains(&format!("\"uri\": \"site%20%C3%A0%20nous/{here}\"")), "{sarif}");
    assert!(check("json", None).contains(&format!("\"file\":\"{here}\"")));
    assert!(check("github", Some(&root)).contains(&format!("file={here},line=4")), "the runner says where it works");
}

#[test]
fn an_existing_dependabot_file_does_not_prevent_ci_files() {
    let site = site();
    fs::create_dir(site.path().join(".github")).expect("a folder");
    fs::write(site.path().join(".github/dependabot.yml"), "version: 2\nupdates: []\n").expect("a file");
    let (code, out, _) = run(site.path(), &["new", "--ci", "netlify"]);
    let written = format!("netlify.toml\n.ci/netlify\n.github/workflows/rebuild.yml\n{SHARED}");
    assert_eq!((code, out), (Some(0), written.replace(".github/dependabot.yml\n", "")));
}

#[test]
fn a_new_item_is_created_in_every_language_and_never_overwritten() {
    let site = site();
    let (code, out, error) = run(site.path(), &["new", "organisations", "ctie", "--title", "CTIE: l’informatique"]);
    let paths = "content/organisations/ctie/index.fr.md\ncontent/organisations/ctie/index.en.md\n";
    assert_eq!((code, out.as_str(), error.as_str()), (Some(0), paths, ""));
    let (code, _, error) = run(site.path(), &["new", "organisation", "ctie"]);
    assert_eq!(code, Some(2));
    assert_eq!(error, "error: cannot create the item `organisation`: `content/organisations/ctie` already exists\n");
    let (code, out, _) = run(site.path(), &["new", "call", "robots", "--in", "en"]);
    assert_eq!((code, out.as_str()), (Some(0), "content/calls/robots/index.en.md\n"));
}

#[test]
fn a_schema_is_printed_in_the_language_of_its_reader() {
    let site = site();
    let schema = |arguments: &[&str]| -> serde_json::Value {
        let (code, out, error) = run(site.path(), &[&["schema"], arguments].concat());
        assert_eq!((code, error.as_str()), (Some(0), ""));
        serde_json::from_str(&out).expect("JSON")
    };
    let closes = |schema: serde_json::Value| schema["properties"]["closes"]["description"].as_str().map(str::to_owned);
    let french = "Date limite\u{a0}: Jour et heure locale\u{202f}; un jour sans heure s’entend jusqu’à minuit";
    assert_eq!(closes(schema(&["call"])).as_deref(), Some(french));
    let english = "Deadline: Day and local time; a day without a time means the end of that day";
    assert_eq!(closes(schema(&["call", "--lang", "en"])).as_deref(), Some(english));
    assert_eq!(closes(schema(&["call-translation"])), None);
    assert!(schema(&[])["definitions"]["site"]["properties"]["base_url"].is_object());
    let (code, _, error) = run(site.path(), &["schema", "cal"]);
    let expected = "error: cannot write the schema of `cal`: there is no such kind of item: did you mean `call`?\n";
    assert_eq!((code, error.as_str()), (Some(2), expected));
}

#[test]
fn a_diagnostic_is_explained_without_a_site() {
    let nowhere = tempfile::tempdir().expect("a temporary folder");
    let explain = |arguments: &[&str]| run(nowhere.path(), &[&["explain"], arguments].concat());
    let (code, out, error) = explain(&["wrong-offset"]);
    assert_eq!((code, error.as_str()), (Some(0), ""));
    let start =
        "wrong-offset: An offset does not fit the time zone\nAn error: nothing is published until it is fixed.\n\n";
    assert!(out.starts_with(start), "{out}");
    assert!(out.contains("\nWrong:\n\n    closes: 2027-06-25T17:00+01:00\n"), "{out}");
    assert!(out.ends_with("\nRight (the time with its offset):\n\n    closes: 2027-06-25T17:00+02:00\n"), "{out}");
    let (_, out, _) = explain(&["closing-without-hour", "--lang", "fr"]);
    let start =
        "closing-without-hour\u{a0}: Une date limite est un jour, sans heure indiquée\nUn avertissement\u{a0}: ";
    assert!(out.starts_with(start), "{out}");
    let (code, out, _) = explain(&[]);
    let codes: Vec<&str> = out.lines().filter_map(|line| line.split(' ').next()).collect();
    assert!(code == Some(0) && codes.len() > 90 && codes.is_sorted() && codes.contains(&"missing-key"), "{out}");
    let sum = out.lines().find(|line| line.starts_with("wrong-sum ")).unwrap_or_default();
    assert!(sum.ends_with("  The weightings of the criteria do not add up to 100"), "{out}");
    let (code, out, error) = explain(&["mising-key"]);
    let expected = "error: cannot explain `mising-key`: there is no such code: did you mean `missing-key`?\n";
    assert_eq!((code, out.as_str(), error.as_str()), (Some(2), "", expected));
}

#[test]
fn the_browser_editor_is_brought_up_to_date_and_its_settings_are_kept() {
    let site = site();
    assert_eq!(run(site.path(), &["new", "call", "robots"]).0, Some(2), "a call needs an organisation");
    assert_eq!(run(site.path(), &["new", "organisation", "ctie"]).0, Some(0));
    let arguments = ["new", "--cms", "--repository", "https://gitlab.com/lab/site", "--lang", "en"];
    let paths = "admin/index.html\nadmin/guide.html\nadmin/fields.yml\nadmin/fields.js\nadmin/config.yml\n";
    assert_eq!(run(site.path(), &arguments), (Some(0), paths.to_owned(), String::new()));
    let read = |name: &str| -> serde_json::Value {
        let text = fs::read_to_string(site.path().join("admin").join(name)).expect("a text");
        serde_yaml::from_str(&text).expect("YAML")
    };
    let settings = read("config.yml");
    assert_eq!((&settings["backend"]["name"], &settings["backend"]["repo"]), (&"gitlab".into(), &"lab/site".into()));
    assert_eq!(settings["publish_mode"], "editorial_workflow");
    let fields = read("fields.yml");
    assert_eq!(fields["i18n"]["locales"], serde_json::json!(["fr", "en"]));
    assert_eq!(fields["i18n"]["initial_locales"], "default", "one language is enough");
    let named = |name: &str| {
        let all = fields["collections"].as_array().expect("a list");
        all.iter().find(|one| one["name"] == name).unwrap_or_else(|| panic!("{name} in {all:?}"))
    };
    let field = |collection: &str, name: &str| {
        let fields = named(collection)["fields"].as_array().expect("a list");
        fields.iter().find(|one| one["name"] == name).cloned().unwrap_or_default()
    };
    assert_eq!(field("calls", "summary")["i18n"], true);
    let direction = field("calls", "direction");
    let option = |label: &str, value: &str| serde_json::json!({ "label": label, "value": value });
    let options = [option("Call for challenges", "challenges"), option("Call for solutions", "solutions")];
    assert_eq!(direction["options"], serde_json::json!(options));
    assert_eq!((&direction["required"], &direction["i18n"]), (&true.into(), &serde_json::Value::Null));
    assert_eq!(field("calls", "ordering_party")["collection"], "organisations");
    assert_eq!(field("calls", "closes")["label"], "Deadline");
    assert_eq!(field("calls", "translation_of"), serde_json::Value::Null, "the program writes it");
    // Sveltia refuses a choice among nothing: this site has no phases.
    let phases = field("startups", "phases");
    assert_eq!((&phases["fields"][0]["name"], &phases["fields"][0]["widget"]), (&"name".into(), &"string".into()));

    let settings = "backend: { name: test-repo }\n";
    fs::write(site.path().join("admin/config.yml"), settings).expect("written");
    fs::create_dir_all(site.path().join("content/calls/2026")).expect("a folder");
    assert_eq!(run(site.path(), &["new", "call", "2026/robots"]).0, Some(0));
    let paths = "admin/index.html\nadmin/guide.html\nadmin/fields.yml\nadmin/fields.js\n";
    assert_eq!(run(site.path(), &arguments), (Some(0), paths.to_owned(), String::new()));
    assert_eq!(fs::read_to_string(site.path().join("admin/config.yml")).expect("a text"), settings);
    let calls = &read("fields.yml")["collections"][1];
    assert_eq!((&calls["folder"], &calls["path"]), (&"content/calls".into(), &"{{year}}/{{slug}}/index".into()));

    fs::write(site.path().join("admin/index.html"), "<p>Ours</p>").expect("written");
    let (code, out, error) = run(site.path(), &arguments);
    assert!(code == Some(2) && out.is_empty() && error.contains("was not written by"), "{error}");
    assert_eq!(run(site.path(), &["new", "--cms", "call", "x"]).0, Some(2));
}

/// A site that can be published: a case of the suite with the project's theme.
fn whole_site() -> tempfile::TempDir {
    site_of("open-data")
}

/// The content of a case with the project's theme.
pub fn site_of(case: &str) -> tempfile::TempDir {
    let site = tempfile::tempdir().expect("a temporary folder");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (from, top) in [(root.join("tests/cases").join(case), "content"), (root.to_owned(), "themes")] {
        for entry in walkdir::WalkDir::new(from.join(top)).into_iter().flatten() {
            let to = site.path().join(entry.path().strip_prefix(&from).expect("below the folder"));
            if entry.file_type().is_dir() {
                fs::create_dir_all(to).expect("a folder");
            } else {
                fs::copy(entry.path(), to).expect("a copy");
            }
        }
    }
    site
}

/// The modification time and the size of each published file.
fn times(site: &Path) -> Vec<(PathBuf, SystemTime, u64)> {
    let files = walkdir::WalkDir::new(site.join("public")).sort_by_file_name().into_iter().flatten();
    let metadata = |file: &walkdir::DirEntry| file.metadata().expect("a file");
    files
        .map(|file| {
            let metadata = metadata(&file);
            (file.path().to_owned(), metadata.modified().expect("a time"), metadata.len())
        })
        .collect()
}

#[test]
fn an_unchanged_build_writes_nothing_and_prints_the_same() {
    let site = whole_site();
    let document = site.path().join("content/calls/robots/index.fr.md");
    let text = fs::read_to_string(&document).expect("a text");
    fs::write(&document, text + "\n[Nulle part](/fr/nulle-part/)\n").expect("a file");
    let build = |at: &str| run(site.path(), &["build", "--at", at]);
    let (code, first, warnings) = build("2026-06-01T12:00");
    assert!(code == Some(0) && !first.contains(" 0 new"), "{first}{warnings}");
    assert!(warnings.contains("warning"), "a link leads nowhere: {warnings}");
    let before = times(site.path());
    // At any hour of the day, with or without a build record.
    for at in ["2026-06-01T12:00", "2026-06-01T13:00", "2026-06-01T11:00"] {
        let (code, output, same) = build(at);
        assert!(
            code == Some(0) && output.contains(" 0 new, 0 changed, ") && output.contains(", 0 removed"),
            "{output}"
        );
        assert_eq!(same, warnings);
        assert_eq!(times(site.path()), before);
    }
    let none = tempfile::tempdir().expect("a temporary folder");
    let mut without = parvis(site.path(), &["build", "--at", "2026-06-01T12:00"]);
    let Output { stdout, stderr, .. } = without.env("PARVIS_CACHE", none.path()).output().expect("the program runs");
    let [output, same] = [stdout, stderr].map(|bytes| String::from_utf8(bytes).expect("UTF-8"));
    assert!(output.contains(" 0 new, 0 changed, ") && same == warnings, "{output}");
    assert_eq!(times(site.path()), before);
    assert_eq!(run(site.path(), &["build", "--strict", "--at", "2026-06-01T12:00"]).0, Some(1), "warnings count then");
}

/// Sources that have not changed for a while are not read again: their metadata are enough. A change is detected even if the file
/// gets its old size and modification time back.
#[cfg(unix)]
#[test]
fn unchanged_sources_are_recognised_by_their_metadata() {
    let site = whole_site();
    let cache = tempfile::tempdir().expect("a temporary folder");
    let build = || {
        let mut command = parvis(site.path(), &["build", "--at", "2026-06-01T12:00"]);
        let Output { status, stdout, stderr } = command.env("PARVIS_CACHE", cache.path()).output().expect("it runs");
        let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
        (status.code(), text(stdout), text(stderr))
    };
    let document = site.path().join("content/calls/robots/index.fr.md");
    let text = fs::read_to_string(&document).expect("a text") + "\n[Nulle part](/fr/nulle-part/)\n";
    fs::write(&document, &text).expect("a file");
    std::thread::sleep(std::time::Duration::from_millis(3200));
    let (_, first, warnings) = build();
    assert!(!first.contains(" 0 new") && warnings.contains("fr/nulle-part"), "{first}{warnings}");
    let records = walkdir::WalkDir::new(cache.path().join("records")).into_iter().flatten();
    let records: Vec<_> = records.filter(|entry| entry.file_type().is_file()).collect();
    let record = fs::read(records[0].path()).expect("the record");
    assert!(records.len() == 1 && String::from_utf8_lossy(&record).contains(r#""stamps":""#));
    let (_, output, same) = build();
    assert!(output.contains(" 0 new, 0 changed, ") && same == warnings, "{output}{same}");
    let written = fs::metadata(&document).and_then(|file| file.modified()).expect("a time");
    let file = fs::File::options().write(true).truncate(true).open(&document).expect("a file");
    std::io::Write::write_all(&mut &file, text.replace("Nulle part", "Nulle port").as_bytes()).expect("written");
    file.set_modified(written).expect("a time");
    let (_, output, _) = build();
    assert!(!output.contains(" 0 changed, "), "{output}");
}

#[test]
fn a_build_record_is_valid_for_the_same_sources_options_and_day() {
    let site = whole_site();
    let build = |arguments: &[&str]| run(site.path(), &[&["build"], arguments].concat()).1;
    let noon = ["--at", "2026-06-01T12:00"];
    build(&noon);
    // A changed published file is restored.
    let page = site.path().join("public/fr/index.html");
    let good = fs::read(&page).expect("a page");
    fs::write(&page, "mine").expect("a file");
    assert!(build(&noon).contains(" 0 new, 1 changed, "));
    assert_eq!(fs::read(&page).expect("a page"), good);
    fs::remove_file(&page).expect("removed");
    assert!(build(&noon).contains(" 1 new, 0 changed, "));
    // A file that parvis did not write is not removed.
    let mine = site.path().join("public/mine.html");
    fs::write(&mine, "mine").expect("a file");
    let (code, _, output) = run(site.path(), &["build", "--at", "2026-06-01T12:00"]);
    assert!(code == Some(2) && output.contains("it contains `mine.html`, which parvis did not write"), "{output}");
    assert_eq!(fs::read(&mine).expect("a file"), b"mine");
    fs::remove_file(&mine).expect("removed");
    // Changes of the sources, of copied files, of options and of the day are detected, also if the size is the same.
    let document = site.path().join("content/calls/robots/index.fr.md");
    let text = fs::read_to_string(&document).expect("a text");
    fs::write(&document, text + "\nUne phrase.\n").expect("a file");
    assert!(!build(&noon).contains(" 0 changed, "));
    let plan = site.path().join("content/calls/robots/regles.pdf");
    let mut bytes = fs::read(&plan).expect("a file");
    bytes.reverse();
    bytes[0] ^= 1;
    fs::write(&plan, bytes).expect("a file");
    assert!(!build(&noon).contains(" 0 changed, "));
    assert!(!build(&["--at", "2026-06-01T12:00", "--base-url", "https://other.example/"]).contains(" 0 changed, "));
    build(&noon);
    assert!(!build(&["--at", "2026-06-02T12:00"]).contains(" 0 changed, "));
}

#[test]
fn a_key_is_explained_by_its_label_too() {
    let nowhere = tempfile::tempdir().expect("a temporary folder");
    let help = |topic: &str| run(nowhere.path(), &["help", topic, "--lang", "fr"]);
    let (code, by_key, _) = help("closes");
    assert!(code == Some(0) && by_key.contains("\ncloses\n"), "{by_key}");
    for label in ["clôture", "Date limite", "date limite"] {
        let (code, by_label, error) = help(label);
        assert_eq!((code, error.as_str()), (Some(0), ""), "{label}");
        assert!(by_label.contains("\ncloses\n"), "{by_label}");
    }
    assert_eq!(help("girafe").0, Some(2));
}
