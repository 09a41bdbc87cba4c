//! The schedule: what `parvis schedule` prints, and that nothing changes between two scheduled moments.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use parvis::base::moment::{Moment, Zone};
use parvis::base::output::Content;
use parvis::base::snapshot::Snapshot;
use parvis::compile::Options;

use crate::built::compile;

use super::project::{root, snapshot};

const CASE: &str = "tests/cases/moments-to-come";

fn site() -> tempfile::TempDir {
    let site = tempfile::tempdir().expect("a temporary folder");
    for (from, top) in [(root().join(CASE), "content"), (root().to_owned(), "themes")] {
        for entry in walkdir::WalkDir::new(from.join(top)).into_iter().flatten() {
            let to = site.path().join(entry.path().strip_prefix(&from).expect("below"));
            if entry.file_type().is_dir() {
                fs::create_dir_all(to).expect("a folder");
            } else {
                fs::copy(entry.path(), to).expect("a copy");
            }
        }
    }
    site
}

/// Runs `schedule` as of 1 June 2026. Returns the exit code, the standard output and the standard error.
fn schedule(site: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let mut command = crate::program::parvis();
    command.args(["schedule", "--at", "2026-06-01T12:00"]).args(arguments).current_dir(site);
    let output = command.env_remove("SOURCE_DATE_EPOCH").env("LC_ALL", "C").output().expect("the program runs");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (output.status.code(), text(output.stdout), text(output.stderr))
}

/// Compares a text with a file of the case; `BLESS=1` rewrites the file.
fn check(name: &str, found: &str) {
    let path: PathBuf = root().join(CASE).join(name);
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, found).expect("a file to write");
    }
    assert_eq!(fs::read_to_string(&path).unwrap_or_default(), found, "{name}");
}

#[test]
fn schedule_prints_every_later_moment() {
    let site = site();
    let (code, out, error) = schedule(site.path(), &[]);
    assert_eq!((code, error.as_str()), (Some(0), ""));
    check("schedule.txt", &out);
    let (code, out, error) = schedule(site.path(), &["--format", "cron"]);
    assert_eq!((code, error.as_str()), (Some(0), ""));
    check("schedule.cron", &out);
}

#[test]
fn schedule_prints_the_next_instant_only() {
    let site = site();
    let alone = (Some(0), "2026-06-03T09:00:00+02:00\n".to_owned(), String::new());
    assert_eq!(schedule(site.path(), &["--next"]), alone);
    let (_, line, _) = schedule(site.path(), &["--next", "--format", "cron"]);
    assert_eq!(line, "0 7 3 6 *  # 2026-06-03T09:00:00+02:00 opening call/robots\n");
    let (_, drafts, _) = schedule(site.path(), &["--drafts"]);
    assert!(drafts.contains("2026-06-13T11:11:00+02:00\tclosing\tcall/draft\tBrouillon\n"), "{drafts}");
}

#[test]
fn schedule_lists_changes_since_a_site_was_published() {
    let site = site();
    let since = |published: &str, now: &str| {
        let mut command = crate::program::parvis();
        command.args(["schedule", "--next", "--since", published, "--at", now]).current_dir(site.path());
        let output = command.env_remove("SOURCE_DATE_EPOCH").output().expect("the program runs");
        assert_eq!(output.status.code(), Some(0));
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    let opening = "2026-06-03T09:00:00+02:00\n";
    assert_eq!(since("2026-06-01T10:00:00Z", "2026-06-03T06:59:59Z"), "", "nothing yet");
    assert_eq!(since("2026-06-01T10:00:00Z", "2026-06-03T07:00:00Z"), opening, "at the very moment");
    assert_eq!(since("2026-06-01T10:00:00Z", "2026-06-03T08:00:00Z"), opening);
    assert_eq!(since("2026-06-03T07:00:00Z", "2026-06-03T08:00:00Z"), "", "the site tells it already");
}

#[test]
fn schedule_reports_moments_that_cron_cannot_express() {
    let site = site();
    let path = site.path().join("content/updates/news/index.fr.md");
    let news =
        fs::read_to_string(&path).expect("a file").replace("expires: 2026-07-07T12:00", "expires: 2027-06-01T12:00");
    fs::write(path, news).expect("a file");
    let (code, out, error) = schedule(site.path(), &["--format", "cron"]);
    assert!(code == Some(0) && !out.contains("expiry"), "{out}");
    assert_eq!(error, "note: 1 moment left out, more than a year ahead: a crontab line has no year\n");
    assert_eq!(schedule(site.path(), &["--format", "cron", "--quiet"]).2, "");
}

#[test]
fn schedule_of_broken_sources_prints_their_errors_only() {
    let site = site();
    fs::write(site.path().join("content/calls/robots/index.fr.md"), "---\ntitle: x\n---\n").expect("a file");
    let (code, out, error) = schedule(site.path(), &[]);
    assert_eq!((code, out.as_str()), (Some(1), ""));
    assert!(error.contains("error[missing-key]") && error.contains("content/calls/robots/index.fr.md"), "{error}");
}

/// The files of a site, without the date at the foot of pages and the line of today in the months ahead.
fn pages(snapshot: &Snapshot, now: Moment) -> BTreeMap<String, Vec<u8>> {
    let compilation = compile(&Snapshot { now, ..snapshot.clone() }, &Options::default());
    let bytes = |content: &Content| match content {
        Content::Copy(path) => path.as_str().as_bytes().to_vec(),
        Content::Rendered(rank) | Content::Derived { rank, .. } => panic!("the file of rank {rank} is not rendered"),
        Content::Bytes(bytes) => {
            let text = String::from_utf8_lossy(bytes);
            let of_today = ["<p class=\"wrap as-of\">", "<path class=\"ahead-today\""];
            let lines = text.lines().filter(|line| !of_today.iter().any(|of_today| line.contains(of_today)));
            lines.collect::<Vec<_>>().join("\n").into_bytes()
        }
    };
    compilation.tree.iter().map(|(path, output)| (path.to_owned(), bytes(&output.content))).collect()
}

/// The files that differ between the two moments of a pair, although no change is scheduled between them.
fn changes_between(snapshot: &Snapshot, pairs: &[&[Moment]]) -> Vec<String> {
    let zone = Zone::named("Europe/Luxembourg").expect("a zone");
    let between = |pair: &&[Moment]| {
        let last = Moment::from_unix_seconds(pair[1].unix_seconds() - 1).expect("a moment");
        let [first, then] = [pair[0], last].map(|now| pages(snapshot, now));
        let differs = |path: &&String| first.get(*path) != then.get(*path);
        let paths = first.keys().chain(then.keys().filter(|path| !first.contains_key(*path)));
        let said = |path: &String| format!("{path}, from {} to {}", pair[0].rfc3339(&zone), last.rfc3339(&zone));
        paths.filter(differs).map(said).collect::<Vec<_>>()
    };
    pairs.par_iter().flat_map(between).collect()
}

/// `now`, and all later scheduled moments.
fn moments(snapshot: &Snapshot, now: Moment) -> Vec<Moment> {
    let coming = compile(&Snapshot { now, ..snapshot.clone() }, &Options::default()).scheduled_changes;
    let mut moments: Vec<Moment> = std::iter::once(now).chain(coming.iter().map(|coming| coming.moment)).collect();
    moments.sort_unstable();
    moments.dedup();
    moments
}

#[test]
fn nothing_changes_between_two_scheduled_moments() {
    let snapshot = snapshot(&root().join(CASE));
    let moments = moments(&snapshot, snapshot.now);
    assert!(moments.len() > 35, "{}", moments.len());
    let changed = changes_between(&snapshot, &moments.windows(2).collect::<Vec<_>>());
    assert!(changed.is_empty(), "{changed:#?}");
}

#[test]
fn nothing_changes_between_two_moments_of_the_projects_site() {
    let snapshot = snapshot(root());
    let now = Moment::from_unix_seconds(1_795_345_200).expect("22 November 2026, 12:00");
    let moments = moments(&snapshot, now);
    assert!(moments.len() > 20, "{}", moments.len());
    // The site is large, so every third pair is tested; the case covers all kinds of changes.
    let changed = changes_between(&snapshot, &moments.windows(2).step_by(3).collect::<Vec<_>>());
    assert!(changed.is_empty(), "{changed:#?}");
}
