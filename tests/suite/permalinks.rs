//! Permanent addresses and ids: what `permalinks.lock` records, and what a build reports when something recorded would disappear.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Output;

use tempfile::TempDir;

const NOW: &str = "2026-06-01T12:00";

/// A site with a lock file: a call with a file, an amendment and later dates, and an event.
fn site() -> TempDir {
    let site = tempfile::tempdir().expect("a temporary folder");
    let themes = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes");
    symlink(themes, site.path().join("themes")).expect("a link");
    let sections = "sections: {challenges: defis, calls: appels, events: evenements, programmes: programmes, startups: startups, organisations: organisations, updates: actualites}";
    let site_file = format!(
        "title: Lab\ndescription: Un lab\nbase_url: https://lab.example\ncontact: {{email: lab@lab.example}}\n\
         languages:\n  - code: fr\n    name: Français\n    {sections}\n"
    );
    write(site.path(), "content/site.yaml", &site_file);
    let organisation = "---\ntitle: Ctie\ntype: administration\n---\n";
    write(site.path(), "content/organisations/ctie/index.fr.md", organisation);
    let call = "---\ntitle: Robots\nsummary: Des robots.\nslug: robots\npublished: 2026-01-05\ndirection: solutions\n\
                instrument: speedup\nordering_party: [ctie]\nopens: 2026-05-04T08:00\ncloses: 2026-07-10T12:00\n\
                documents:\n  - {title: Plan, file: plan.pdf, date: 2026-05-04}\n\
                amendments:\n  - {date: 2026-05-20, field: closes, from: 2026-07-03T12:00, to: 2026-07-10T12:00}\n---\n";
    write(site.path(), "content/calls/robots/index.fr.md", call);
    write(site.path(), "content/calls/robots/plan.pdf", "%PDF-1.4");
    let event = "---\ntitle: Atelier\nsummary: Un atelier.\ntype: workshop\nstart: 2026-09-01T09:00\nend: 2026-09-01T12:00\n\
                 host: ctie\nlocation: {mode: onsite, name: Ici}\npublished: 2026-08-01\n---\n";
    write(site.path(), "content/events/atelier/index.fr.md", event);
    assert_eq!(run(&site, &["lock", "--quiet"]), (Some(0), String::new(), String::new()));
    site
}

fn write(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
    fs::write(path, text).expect("a file");
}

fn change(site: &TempDir, path: &str, from: &str, to: &str) {
    let text = fs::read_to_string(site.path().join(path)).expect("a file");
    assert!(text.contains(from), "{path} does not hold {from}");
    write(site.path(), path, &text.replacen(from, to, 1));
}

fn run_at(site: &TempDir, now: &str, arguments: &[&str]) -> (Option<i32>, String, String) {
    let mut command = crate::program::parvis();
    command.current_dir(site.path()).args(arguments).args(["--at", now]).env_remove("SOURCE_DATE_EPOCH");
    let Output { status, stdout, stderr } = command.env("CI", "true").output().expect("the program runs");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (status.code(), text(stdout), text(stderr))
}

/// Runs a command that takes no `--at`.
fn run_without_time(site: &TempDir, arguments: &[&str]) -> (Option<i32>, String, String) {
    let mut command = crate::program::parvis();
    command.current_dir(site.path()).args(arguments).env("SOURCE_DATE_EPOCH", "1780308000");
    let Output { status, stdout, stderr } = command.output().expect("the program runs");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (status.code(), text(stdout), text(stderr))
}

fn run(site: &TempDir, arguments: &[&str]) -> (Option<i32>, String, String) {
    run_at(site, NOW, arguments)
}

/// The errors of a build for CI: code, place, message and help.
fn mistakes(site: &TempDir) -> Vec<[String; 4]> {
    let (code, _, errors) = run(site, &["build", "--quiet", "--format", "json"]);
    let mistakes: Vec<[String; 4]> = errors
        .lines()
        .map(|line| {
            let line: serde_json::Value = serde_json::from_str(line).expect("JSON");
            let text = |key: &str| line[key].as_str().expect("a text").to_owned();
            let place = format!("{}:{}:{}", text("file"), line["line"], line["column"]);
            [text("code"), place, text("message"), text("help")]
        })
        .collect();
    assert_eq!(code, Some(if mistakes.is_empty() { 0 } else { 1 }), "{errors}");
    mistakes
}

fn lines(mistakes: &[[String; 4]]) -> Vec<String> {
    mistakes.iter().map(|mistake| mistake.join(" | ")).collect()
}

fn recorded(site: &TempDir) -> String {
    fs::read_to_string(site.path().join("permalinks.lock")).expect("a file")
}

fn number_of_line(site: &TempDir, beginning: &str) -> usize {
    1 + recorded(site).lines().position(|line| line.starts_with(beginning)).expect("a line")
}

const CALL: &str = "content/calls/robots/index.fr.md";

#[test]
fn every_address_and_id_is_recorded_once_in_order() {
    let site = site();
    let text = recorded(&site);
    let lines: Vec<&str> = text.lines().filter(|line| !line.starts_with('#')).collect();
    let mut sorted = lines.clone();
    sorted.sort_unstable();
    sorted.dedup();
    assert_eq!(lines, sorted);
    let of_items = |line: &&&str| line.contains("call/") || line.contains("event/");
    assert_eq!(
        lines.iter().filter(of_items).copied().collect::<Vec<_>>(),
        [
            "entry tag:lab.example,2026:call:robots:call-announced call/robots - 2026-01-04T23:00:00Z",
            "entry tag:lab.example,2026:call:robots:call-opened call/robots - 2026-05-04T06:00:00Z",
            "entry tag:lab.example,2026:call:robots:deadline-extended:closes-2026-05-20 call/robots - 2026-05-19T22:00:00Z",
            "entry tag:lab.example,2026:call:robots:document-added:plan call/robots - 2026-05-03T22:00:00Z",
            "file /fr/appels/robots/plan.pdf call/robots fr 2026-01-04T23:00:00Z",
            "page /fr/appels/robots/ call/robots fr 2026-01-04T23:00:00Z",
            "uid tag:lab.example,2026:call:robots:closes call/robots - 2026-01-04T23:00:00Z",
        ],
        "what is to come, and what follows from a page, is not recorded"
    );
    assert!(lines.contains(&"page / site -"), "{text}");
    let (_, out, _) = run(&site, &["lock"]);
    assert_eq!(out, format!("permalinks.lock: {} names, 0 new\n", lines.len()));
    assert_eq!(recorded(&site), text);
}

/// Files that earlier versions published at several addresses.
#[test]
fn former_duplicate_addresses_redirect_to_the_remaining_one() {
    let site = site();
    let english = "  - code: en\n    name: English\n    sections: {challenges: challenges, calls: calls, events: events, programmes: programmes, startups: startups, organisations: organisations, updates: news}\n";
    let site_file = fs::read_to_string(site.path().join("content/site.yaml")).expect("a file");
    write(site.path(), "content/site.yaml", &(site_file + english));
    let translation = "---\ntitle: Robots\nsummary: Robots.\naliases: [/old/]\n---\n";
    write(site.path(), "content/calls/robots/index.en.md", translation);
    write(site.path(), "content/organisations/ctie/index.en.md", "---\ntitle: Ctie\n---\n");
    write(site.path(), "content/events/atelier/index.en.md", "---\ntitle: Workshop\nsummary: A workshop.\n---\n");
    run(&site, &["lock", "--quiet"]);
    let moved = [
        ("/en/calls/robots/plan.pdf", "/fr/appels/robots/plan.pdf"),
        ("/old/plan.pdf", "/fr/appels/robots/plan.pdf"),
        ("/fr/appels/robots/feed.json", "/fr/appels/robots/feed.xml"),
        ("/en/calls/robots/feed.atom", "/en/calls/robots/feed.xml"),
        ("/fr/appels/feed-1.atom", "/fr/appels/feed.atom"),
    ];
    let mut text = recorded(&site);
    for (from, _) in moved {
        assert!(!text.contains(&format!(" {from} ")), "{from}");
        text += &format!("file {from} site -\n");
    }
    write(site.path(), "permalinks.lock", &(text.clone() + "file /en/calls/robots/gone.pdf site -\n"));
    let reported = lines(&mistakes(&site));
    assert!(reported.len() == 1 && reported[0].contains("`/en/calls/robots/gone.pdf` was published"), "{reported:#?}");
    write(site.path(), "permalinks.lock", &text);
    assert_eq!(lines(&mistakes(&site)), [""; 0]);
    let rules = fs::read_to_string(site.path().join("public/_redirects")).expect("rules");
    for rule in [
        "/en/calls/robots/plan.pdf /fr/appels/robots/plan.pdf 301",
        "/old/plan.pdf /fr/appels/robots/plan.pdf 301",
        "/en/calls/:slug/feed.atom /en/calls/:slug/feed.xml 301",
        "/fr/appels/:slug/feed.json /fr/appels/:slug/feed.xml 301",
    ] {
        assert!(rules.lines().any(|line| line == rule), "{rule}\n{rules}");
    }
    for (from, to) in moved {
        let public = |path: &str| site.path().join("public").join(path.trim_start_matches('/'));
        assert!(!public(from).exists() && public(to).exists(), "{from} {to}");
    }
}

#[test]
fn a_renamed_page_needs_an_alias_and_keeps_its_feeds_and_files() {
    let site = site();
    assert_eq!(lines(&mistakes(&site)), [""; 0]);
    change(&site, CALL, "slug: robots", "slug: automates");
    let reported = lines(&mistakes(&site));
    let gone = "address-gone | content/calls/robots/index.fr.md:4:7 | `/fr/appels/robots/` was published with a file beside it, \
                and would no longer work | add `aliases: [\"/fr/appels/robots/\"]` to this file, so that the old address leads \
                to the new one";
    assert!(reported.contains(&gone.to_owned()), "{reported:#?}");
    let (code, _, error) = run(&site, &["lock"]);
    assert!(code == Some(1) && error.contains("address-gone") && !recorded(&site).contains("automates"), "{error}");

    change(&site, CALL, "slug: automates\n", "slug: automates\naliases: [\"/fr/appels/robots/\"]\n");
    // New addresses are no errors, recorded or not.
    assert_eq!(lines(&mistakes(&site)), [""; 0]);
    assert_eq!(run(&site, &["lock", "--check"]).0, Some(1));
    assert_eq!(run(&site, &["lock", "--quiet"]).0, Some(0));
    assert_eq!(run(&site, &["lock", "--check"]).0, Some(0));
    assert_eq!(lines(&mistakes(&site)), [""; 0]);
    let published = |path: &str| fs::read_to_string(site.path().join("public/fr/appels").join(path)).expect(path);
    assert!(published("robots/index.html").contains("/fr/appels/automates/"));
    assert_eq!(published("robots/plan.pdf"), "%PDF-1.4");
    let feed = published("robots/feed.xml");
    assert!(feed.contains("tag:lab.example,2026:call:robots:call-opened:fr"), "{feed}");
    assert!(published("deadlines.ics").contains("UID:tag:lab.example\\,2026:call:robots:closes"));
}

#[test]
fn a_renamed_folder_is_detected() {
    let site = site();
    fs::rename(site.path().join("content/calls/robots"), site.path().join("content/calls/automates")).expect("renamed");
    let line = number_of_line(&site, "entry tag:lab.example,2026:call:robots:call-announced");
    let reported = lines(&mistakes(&site)).join("\n").replace(&format!("permalinks.lock:{line}:1"), "permalinks.lock");
    assert_eq!(
        reported.lines().collect::<Vec<_>>(),
        [
            "id-gone | permalinks.lock | `tag:lab.example,2026:call:robots:call-announced` and 4 more ids were published, and the \
             item `call/robots` no longer exists | if `content/calls/automates` is that item, rename its folder back to `robots`, \
             since readers know it by that name (to change only its address, use `slug`); otherwise restore it, or run `parvis retire call/robots`",
        ]
    );
}

#[test]
fn removed_addresses_need_a_redirect_or_status_410() {
    let site = site();
    fs::remove_dir_all(site.path().join("content/calls/robots")).expect("removed");
    let reported = mistakes(&site);
    let help = "restore what was there; or add under `redirects` in `content/site.yaml` where it leads, `- {from: \
                \"/fr/appels/robots/\", to: \"/fr/appels/\"}`, or that it is permanently gone, `- {from: \"/fr/appels/robots/\", \
                status: 410}`";
    assert!(reported.iter().any(|[code, _, _, said]| code == "address-gone" && said == help), "{reported:#?}");
    let mut redirects = "redirects:\n".to_owned();
    for [code, _, _, help] in &reported {
        let line = help.split('`').rev().nth(3).unwrap_or_default();
        if code == "address-gone" {
            redirects.push_str(&format!("  {line}\n"));
        }
    }
    let text = fs::read_to_string(site.path().join("content/site.yaml")).expect("a file");
    write(site.path(), "content/site.yaml", &(text + &redirects));
    assert_eq!(lines(&mistakes(&site)), [""; 0], "{redirects}");
}

#[test]
fn hiding_a_published_item_is_reported() {
    let site = site();
    change(&site, CALL, "published: 2026-01-05", "published: 2026-06-05");
    let reported = mistakes(&site);
    let help = "remove `draft`, or restore the date in `published`: use `expires` or an outcome for what is over";
    assert!(
        reported.iter().any(|[code, place, _, said]| code == "address-gone" && place.starts_with(CALL) && said == help),
        "{reported:#?}"
    );
}

#[test]
fn an_entry_keeps_its_id_when_its_record_changes() {
    let site = site();
    change(&site, CALL, "date: 2026-05-20, field", "date: 2026-05-21, field");
    let reported = lines(&mistakes(&site));
    let changed = "id-gone | content/calls/robots/index.fr.md:1:1 | the id of a feed entry changed from \
                   `tag:lab.example,2026:call:robots:deadline-extended:closes-2026-05-20` to \
                   `tag:lab.example,2026:call:robots:deadline-extended:closes-2026-05-21`: readers would see it twice | add `id: \
                   \"closes-2026-05-20\"` to the amendment, document, answer or other dated entry that it announces";
    assert!(reported.contains(&changed.to_owned()), "{reported:#?}");
    change(&site, CALL, "{date: 2026-05-21, field", "{id: closes-2026-05-20, date: 2026-05-21, field");
    assert_eq!(lines(&mistakes(&site)), [""; 0]);
}

#[test]
fn the_passing_of_time_needs_no_edit_of_the_lock_file() {
    let site = site();
    for now in ["2026-05-31T12:00", "2026-07-10T12:00", "2026-08-15T12:00", "2026-10-01T00:00", "2031-01-01T00:00"] {
        let (code, _, error) = run_at(&site, now, &["check"]);
        assert_eq!((code, error.as_str()), (Some(0), ""), "{now}");
    }
    // An entry that was to come and was withdrawn has never been published or recorded.
    change(
        &site,
        CALL,
        "closes: 2026-07-10T12:00",
        "outcome: cancelled\noutcome_date: 2026-06-02\ncloses: 2026-07-10T12:00",
    );
    let reported = run_at(&site, "2026-06-03T12:00", &["check", "--format", "json"]).2;
    assert!(!reported.contains("id-gone"), "{reported}");
    assert_eq!(run_at(&site, "2026-06-03T12:00", &["lock", "--quiet"]).0, Some(0));
    assert!(recorded(&site).contains("call-cancelled") && !recorded(&site).contains("call-closed"));
    // A postponed opening keeps its id.
    let (code, _, reported) = run_at(&site, "2026-06-03T12:00", &["check", "--strict"]);
    assert_eq!((code, &*reported), (Some(0), ""));
}

#[test]
fn drafts_are_not_recorded_and_previews_are_checked_too() {
    let site = site();
    write(
        site.path(),
        "content/updates/neuf/index.fr.md",
        "---\ntitle: Neuf\nsummary: Oui.\ndate: 2026-05-30\ndraft: true\n---\n",
    );
    assert_eq!(run(&site, &["check", "--drafts"]).0, Some(0));
    change(&site, CALL, "slug: robots", "slug: automates");
    let (code, _, error) = run(&site, &["check", "--drafts"]);
    assert!(code == Some(1) && error.contains("address-gone"), "{error}");
}

#[test]
fn an_item_with_errors_is_not_reported_as_removed() {
    let site = site();
    change(&site, CALL, "direction: solutions", "direction: nowhere");
    let reported = mistakes(&site);
    assert!(reported.iter().all(|[code, ..]| code != "address-gone" && code != "id-gone"), "{reported:#?}");
}

#[test]
fn a_merge_that_keeps_both_sides_is_valid() {
    let site = site();
    let before = recorded(&site);
    let (head, tail) = before.split_at(before.find("page /fr/").expect("an address"));
    write(site.path(), "permalinks.lock", &format!("{tail}{head}{tail}"));
    assert_eq!(lines(&mistakes(&site)), [""; 0]);
    assert_eq!(run(&site, &["lock", "--quiet"]).0, Some(0));
    assert_eq!(recorded(&site), before);
    // An unfinished merge: both sides are valid, a warning says so, and `lock` repairs the file.
    let line = "page /fr/appels/perdu/ call/perdu fr\n";
    let merged = format!("{head}<<<<<<< ours\n{tail}=======\n{line}{tail}>>>>>>> theirs\n");
    write(site.path(), "permalinks.lock", &merged);
    let reported = run(&site, &["check", "--format", "json"]).2;
    assert!(
        reported.contains("\"lock-merged\",\"severity\":\"warning\"") && reported.contains("/fr/appels/perdu/"),
        "{reported}"
    );
    write(site.path(), "permalinks.lock", &merged.replace(line, ""));
    let (code, _, reported) = run(&site, &["build", "--quiet"]);
    assert!(code == Some(0) && reported.contains("lock-merged"), "{reported}");
    assert_eq!(run(&site, &["lock", "--quiet"]).0, Some(0));
    assert_eq!(recorded(&site), before);
}

/// Eight frequent edits, and the result of a production build with the lock file after each.
#[test]
fn edits_are_published_without_editing_the_lock_file() {
    let site = site();
    let record = recorded(&site);
    let at = "2026-08-02T12:00";
    let build = |what: &str| {
        let (code, _, reported) = run_at(&site, at, &["build", "--quiet"]);
        assert_eq!((code, &*reported), (Some(0), ""), "{what}");
        assert_eq!(recorded(&site), record, "a build writes no record");
    };
    let update = "content/updates/neuf/index.fr.md";
    write(site.path(), update, "---\ntitle: Neuf\nsummary: Oui.\ndate: 2026-05-30\ndraft: true\n---\n");
    build("a new item");
    change(&site, CALL, "summary: Des robots.", "summary: Des automates.");
    build("wording");
    change(
        &site,
        CALL,
        "amendments:\n",
        "questions:\n  - {date: 2026-05-21, question: Quand ?, answer: Bientôt.}\namendments:\n",
    );
    build("a question");
    change(&site, CALL, "closes: 2026-07-10T12:00\n", "closes: 2026-07-20T12:00\n");
    change(
        &site,
        CALL,
        "to: 2026-07-10T12:00}",
        "to: 2026-07-10T12:00}\n  - {date: 2026-05-28, field: closes, from: 2026-07-10T12:00, to: 2026-07-20T12:00}",
    );
    build("an amendment");
    write(site.path(), "content/calls/robots/annexe.pdf", "%PDF-1.4");
    change(&site, CALL, "documents:\n", "documents:\n  - {title: Annexe, file: annexe.pdf, date: 2026-05-29}\n");
    build("a document");
    change(&site, update, "draft: true\n", "");
    build("a draft made public");
    change(
        &site,
        "content/events/atelier/index.fr.md",
        "published: 2026-08-01",
        "published: 2026-08-01\nstatus: cancelled\nstatus_date: 2026-08-02",
    );
    build("an event cancelled");
    assert_eq!(run_at(&site, at, &["lock", "--quiet"]).0, Some(0));
    let (code, out, reported) = run_without_time(&site, &["retire", "event/atelier"]);
    assert_eq!((code, &*reported), (Some(0), ""), "{out}");
    let (code, _, reported) = run_at(&site, at, &["build", "--quiet"]);
    assert_eq!((code, &*reported), (Some(0), ""), "an item that was retired");
    // Addresses that disappear without a redirect are still errors.
    change(&site, CALL, "slug: robots", "slug: automates");
    assert_eq!(mistakes(&site)[0][0], "address-gone");
}

#[test]
fn retired_items_have_a_notice_at_their_addresses() {
    let site = site();
    assert_eq!(run(&site, &["build", "--quiet"]).0, Some(0));
    let (code, out, reported) = run_without_time(&site, &["retire", "call/robots"]);
    assert_eq!(
        (code, &*out, &*reported),
        (
            Some(0),
            "content/site.yaml: 2 addresses\n  /fr/appels/robots/\n  /fr/appels/robots/plan.pdf\ndeleted: content/calls/robots\n\
             content/site.yaml: 2 addresses\n  /fr/lettre/2026-01/ → /fr/lettre/\n  /fr/lettre/2026-05/ → /fr/lettre/\n",
            ""
        )
    );
    assert!(!site.path().join("content/calls/robots").exists());
    assert_eq!(lines(&mistakes(&site)), [""; 0]);
    let page = fs::read_to_string(site.path().join("public/fr/appels/robots/index.html")).expect("a page");
    assert!(page.contains("Page retirée") && page.contains("noindex"), "{page}");
    assert!(!site.path().join("public/fr/appels/robots/plan.pdf").exists(), "a page is no document");
    let rules = fs::read_to_string(site.path().join("public/_redirects")).expect("rules");
    for rule in ["/fr/appels/robots/ /fr/appels/robots/ 410!", "/fr/appels/robots/plan.pdf /404.html 410"] {
        assert!(rules.lines().any(|line| line == rule), "{rule}\n{rules}");
    }
    let sitemap = fs::read_to_string(site.path().join("public/sitemap.xml")).expect("a sitemap");
    assert!(!sitemap.contains("robots/"), "{sitemap}");
    // A second time there is nothing to retire.
    let (code, _, reported) = run_without_time(&site, &["retire", "call/nobody"]);
    assert_eq!((code, &*reported), (Some(2), "error: cannot retire `call/nobody`: there is no such item\n"));
}

#[test]
fn a_leaked_document_is_withdrawn_and_its_page_redirected() {
    let site = site();
    let (code, out, reported) = run_without_time(&site, &["retire", "content/calls/robots/plan.pdf"]);
    assert_eq!(code, Some(1), "{out}");
    assert!(
        reported.contains("no-such-file") && reported.contains("plan.pdf"),
        "the reference is reported: {reported}"
    );
    change(&site, CALL, "documents:\n  - {title: Plan, file: plan.pdf, date: 2026-05-04}\n", "");
    assert_eq!(lines(&mistakes(&site)), [""; 0], "the references are removed with it");
    let site = self::site();
    let (code, out, _) = run_without_time(&site, &["retire", "call/robots", "--to", "/fr/appels/"]);
    assert_eq!(code, Some(0), "{out}");
    let site_file = fs::read_to_string(site.path().join("content/site.yaml")).expect("a file");
    assert!(site_file.contains("{from: \"/fr/appels/robots/\", to: \"/fr/appels/\"}"), "{site_file}");
}

#[test]
fn retire_changes_nothing_if_the_target_is_invalid() {
    let site = site();
    let site_file = || fs::read_to_string(site.path().join("content/site.yaml")).expect("a file");
    let before = site_file();
    for to in ["nowhere", "", "//evil.example/x", "javascript:alert(1)", "/fr/appels/robots/"] {
        let (code, out, reported) = run_without_time(&site, &["retire", "call/robots", "--to", to]);
        assert_eq!((code, &*out), (Some(1), ""), "{to}");
        assert!(reported.contains("content/site.yaml"), "{to}: {reported}");
        assert_eq!(site_file(), before, "{to}");
        assert!(site.path().join("content/calls/robots/plan.pdf").exists(), "{to}");
    }
}

#[test]
fn an_item_in_a_folder_below_its_kind_is_retired_by_its_path() {
    let site = site();
    fs::create_dir(site.path().join("content/calls/2026")).expect("a folder");
    fs::rename(site.path().join("content/calls/robots"), site.path().join("content/calls/2026/robots")).expect("moved");
    for nothing in ["content/calls/2026/nobody", "paper/robots", "call"] {
        assert_eq!(run_without_time(&site, &["retire", nothing]).0, Some(2), "{nothing}");
    }
    let (code, out, _) = run_without_time(&site, &["retire", "./content/calls/2026/robots/"]);
    assert_eq!((code, out.contains("deleted: content/calls/2026/robots")), (Some(0), true), "{out}");
    let (code, out, _) = run_without_time(&site, &["retire", "call/robots", "--to", "/fr/"]);
    assert_eq!((code, &*out), (Some(0), "content/site.yaml already says what this address returns: change it there\n"));
}

#[test]
fn ids_of_a_placeholder_domain_do_not_bind_the_site() {
    let site = site();
    let sorts = || -> Vec<String> {
        let lock = fs::read_to_string(site.path().join("permalinks.lock")).expect("a record");
        lock.lines()
            .filter(|line| !line.starts_with('#'))
            .map(|line| line.split(' ').next().unwrap_or_default().to_owned())
            .collect()
    };
    assert!(sorts().iter().any(|sort| sort == "entry"));
    fs::remove_file(site.path().join("permalinks.lock")).expect("removed");
    change(&site, "content/site.yaml", "https://lab.example", "https://example.org");
    assert_eq!(run(&site, &["lock", "--quiet"]).0, Some(0));
    assert!(sorts().iter().all(|sort| sort == "page" || sort == "file"), "{:?}", sorts());
    change(&site, "content/site.yaml", "https://example.org", "https://lab.example");
    assert_eq!(lines(&mistakes(&site)), [""; 0]);
}

#[test]
fn a_build_is_checked_against_the_published_site_too() {
    let site = site();
    let published = site.path().join("published");
    let published = published.to_str().expect("a path");
    assert_eq!(run(&site, &["build", "--quiet", "--out", published]).0, Some(0));
    fs::remove_file(site.path().join("permalinks.lock")).expect("removed");
    change(&site, CALL, "slug: robots", "slug: automates");
    assert_eq!(run(&site, &["check"]).0, Some(0), "without a lock file nothing is checked");
    let (code, _, reported) = run(&site, &["check", "--against", published, "--format", "json"]);
    assert!(
        code == Some(1) && reported.contains("address-gone") && reported.contains("`/fr/appels/robots/` was published"),
        "{reported}"
    );
    let (code, _, reported) = run(&site, &["check", "--against", published, "--preview", "--format", "json"]);
    assert!(code == Some(0) && reported.contains("\"address-gone\",\"severity\":\"warning\""), "{reported}");
    // Without a published site nothing can be compared.
    let (code, _, reported) = run(&site, &["check", "--against", "nowhere"]);
    assert!(code == Some(0) && reported.starts_with("note: not checked against the published site"), "{reported}");
}

#[test]
fn a_deadline_that_moves_without_an_amendment_is_reported() {
    let site = site();
    let published = site.path().join("published");
    let published = published.to_str().expect("a path");
    assert_eq!(run(&site, &["build", "--quiet", "--out", published]).0, Some(0));
    let check = || run(&site, &["check", "--against", published, "--format", "json"]).2;
    assert!(!check().contains("deadline-moved"), "{}", check());
    change(&site, CALL, "\ncloses: 2026-07-10T12:00", "\ncloses: 2026-07-24T12:00");
    change(&site, CALL, "to: 2026-07-10T12:00", "to: 2026-07-24T12:00");
    let told = "`- {date: …, field: closes, from: 2026-07-10T12:00, to: 2026-07-24T12:00}`";
    assert!(check().contains("deadline-moved") && check().contains(told), "{}", check());
    change(
        &site,
        CALL,
        "to: 2026-07-24T12:00}",
        "to: 2026-07-10T12:00}\n  - {date: 2026-05-28, field: closes, from: 2026-07-10T12:00, to: 2026-07-24T12:00}",
    );
    assert!(!check().contains("deadline-moved"), "{}", check());
}

#[test]
fn a_changed_authority_is_reported() {
    let site = site();
    change(&site, "content/site.yaml", "base_url: https://lab.example", "base_url: https://new.example");
    let reported = lines(&mistakes(&site));
    assert_eq!(
        reported,
        [
            "authority-changed | content/site.yaml:1:1 | ids were published under `lab.example,2026`, and would all change under \
          `new.example,2026`: readers would see everything twice | write `authority: lab.example,2026`"
        ]
    );
    change(&site, "content/site.yaml", "base_url: ", "authority: lab.example,2026\nbase_url: ");
    assert_eq!(lines(&mistakes(&site)), [""; 0]);
}

#[test]
fn a_changed_lock_file_is_a_changed_build() {
    let site = site();
    assert_eq!(run(&site, &["build", "--quiet"]).0, Some(0));
    let text = recorded(&site);
    let line = "page /fr/nulle-part/ site fr\n";
    write(site.path(), "permalinks.lock", &format!("{text}{line}"));
    assert_eq!(run(&site, &["build", "--quiet"]).0, Some(1));
}

/// A malicious lock file of a hundred thousand lines: the first errors of each kind are reported, in linear time.
#[test]
fn a_long_lock_file_takes_linear_time() {
    let many = |line: &dyn Fn(usize) -> String| (0..100_000).map(line).collect::<String>();
    let shapes: [(&str, String, &str); 6] = [
        (
            "items",
            many(&|n| {
                format!(
                    "entry tag:lab.example,2026:call:gone-{n}:call-opened call/gone-{n} -\npage /fr/x/{n}/ call/gone-{n} fr\n"
                )
            }),
            "id-gone",
        ),
        ("pages", many(&|n| format!("page /fr/appels/gone-{n}/ call/gone-{n} fr\n")), "address-gone"),
        ("the site", many(&|n| format!("page /fr/gone-{n}/ site -\n")), "address-gone"),
        ("another file", "<html>\n".repeat(100_000), "lock-broken"),
        ("entries", many(&|n| format!("entry tag:lab.example,2026:call:robots:result:{n} call/robots -\n")), "id-gone"),
        ("folders", (0..2_000).map(|n| format!("page /{n}{}/ site -\n", "/a".repeat(1_100))).collect(), "address-gone"),
    ];
    let site = site();
    let own = fs::read_to_string(site.path().join("permalinks.lock")).expect("a file");
    for (name, text, code) in shapes {
        let begun = std::time::Instant::now();
        write(site.path(), "permalinks.lock", &format!("{own}{text}"));
        let found = mistakes(&site);
        assert!(found.iter().any(|mistake| mistake[0] == code), "{name}: {:?}", found.first());
        assert!(found.len() <= 1_200, "{name}: {}", found.len());
        assert!(begun.elapsed().as_secs() < 60, "{name} took {:?}", begun.elapsed());
    }
    // Repeated lines count once, and an address longer than any path is invalid.
    write(
        site.path(),
        "permalinks.lock",
        &own.lines().map(|line| format!("{line}\n").repeat(3_000)).collect::<String>(),
    );
    assert_eq!(mistakes(&site), Vec::<[String; 4]>::new());
    write(site.path(), "permalinks.lock", &format!("{own}page /{} site -\n", "a/".repeat(1_000_000)));
    assert_eq!(mistakes(&site).iter().map(|mistake| &*mistake[0]).collect::<Vec<_>>(), ["lock-broken"]);
}
