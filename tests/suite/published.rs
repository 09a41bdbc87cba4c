//! Publishing is atomic: whatever happens to a build, the published folder is one complete version, and the next build cleans up.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::program::parvis;

/// The number of builds that are killed; for more: `KILLS=500 cargo test --test suite killed`.
const KILLS: usize = 160;

/// The files of a folder, each with its bytes.
type Tree = BTreeMap<PathBuf, Vec<u8>>;

fn tree(folder: &Path) -> Tree {
    let files = walkdir::WalkDir::new(folder).into_iter().map(|entry| entry.expect("an entry"));
    files
        .filter(|entry| !entry.file_type().is_dir())
        .map(|entry| {
            (entry.path().strip_prefix(folder).expect("below").to_owned(), fs::read(entry.path()).expect("a file"))
        })
        .collect()
}

fn write(root: &Path, path: &str, text: &[u8]) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
    fs::write(path, text).expect("a file");
}

/// Two versions of a site: they differ in most pages, in added and removed files, and in a file larger than a buffer.
#[derive(Clone, Copy, PartialEq)]
enum Version {
    One,
    Other,
}

fn fill(root: &Path, version: Version) {
    let (name, size) = match version {
        Version::One => ("Un", 3 << 20),
        Version::Other => ("Autre", 2 << 20),
    };
    let _ = fs::remove_dir_all(root.join("content"));
    let sections = "sections: {challenges: defis, calls: appels, events: evenements, programmes: programmes, startups: startups, organisations: organisations, updates: actualites}";
    let site = format!(
        "title: {name}\ndescription: Un lab\nbase_url: https://lab.example\ncontact: {{email: lab@lab.example}}\n\
         languages:\n  - code: fr\n    name: Français\n    {sections}\n"
    );
    write(root, "content/site.yaml", site.as_bytes());
    let page = |title: &str| format!("---\ntitle: {title}\nsummary: Une page de {name}.\n---\n\nLe texte de {name}.\n");
    for number in 0..3 {
        let plan = if number == 0 { "\n[Le plan](plan.pdf)\n" } else { "" };
        let text = page(&format!("Page {number}")) + plan;
        write(root, &format!("content/pages/page-{number}/index.fr.md"), text.as_bytes());
    }
    write(root, &format!("content/pages/{}/index.fr.md", name.to_lowercase()), page(name).as_bytes());
    write(root, "content/pages/page-0/plan.pdf", &vec![b'x'; size]);
}

fn site(version: Version) -> TempDir {
    let site = tempfile::tempdir().expect("a temporary folder");
    let themes = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes");
    symlink(themes, site.path().join("themes")).expect("a link");
    fill(site.path(), version);
    site
}

fn build(root: &Path, out: &Path) -> Command {
    let mut command = parvis();
    command.arg("--root").arg(root).args(["build", "--quiet", "--at", "2026-06-01T12:00", "--out"]).arg(out);
    command.env_remove("SOURCE_DATE_EPOCH").stdout(Stdio::null()).stderr(Stdio::piped());
    command
}

fn built(root: &Path, out: &Path) {
    let Output { status, stderr, .. } = build(root, out).output().expect("the program runs");
    assert!(status.success(), "{}", String::from_utf8_lossy(&stderr));
}

/// The published folder of each version after an undisturbed build.
fn undisturbed() -> [Tree; 2] {
    [Version::One, Version::Other].map(|version| {
        let site = site(version);
        built(site.path(), &site.path().join("public"));
        tree(&site.path().join("public"))
    })
}

/// Leftovers beside the published folder: neither sources nor files that builds keep.
fn leftovers(folder: &Path) -> Vec<String> {
    let expected = ["content", "themes", "public"];
    let names = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").file_name());
    names.map(|name| name.to_string_lossy().into_owned()).filter(|name| !expected.contains(&&**name)).collect()
}

#[test]
fn a_killed_build_leaves_a_complete_site() {
    let kills = std::env::var("KILLS").map_or(KILLS, |kills| kills.parse().expect("KILLS is a number"));
    let whole = undisturbed();
    let site = site(Version::One);
    let out = site.path().join("public");
    let begun = Instant::now();
    built(site.path(), &out);
    let long = begun.elapsed();
    let mut seen = [0, 0];
    let mut finished = 0;
    for kill in 0..kills {
        fill(site.path(), if kill % 2 == 0 { Version::Other } else { Version::One });
        let mut running = build(site.path(), &out).spawn().expect("the program runs");
        // Multiples of the golden ratio spread the instants evenly over a build.
        let fraction = (kill as f64 * 0.618_033_988_749_895).fract() * 0.9;
        thread::sleep(Duration::from_secs_f64(long.as_secs_f64() * fraction));
        finished += usize::from(running.try_wait().expect("a state").is_some());
        running.kill().expect("killed");
        running.wait().expect("it ended");
        let published = tree(&out);
        let version = whole.iter().position(|whole| *whole == published);
        seen[version.unwrap_or_else(|| panic!("after kill {kill} the site is neither: {:?}", published.keys()))] += 1;
    }
    println!(
        "{kills} kills: {} times the one site, {} times the other; {finished} builds were done before",
        seen[0], seen[1]
    );
    assert!(finished < kills / 2, "most builds were done before they were killed");
    fill(site.path(), Version::Other);
    built(site.path(), &out);
    assert!(tree(&out) == whole[1], "what dead builds left is in the way of the next one");
    assert_eq!(leftovers(site.path()), [""; 0]);
}

#[test]
fn simultaneous_builds_succeed_and_one_wins() {
    let whole = undisturbed();
    let (one, other) = (site(Version::One), site(Version::Other));
    let shared = tempfile::tempdir().expect("a temporary folder");
    let out = shared.path().join("public");
    for _ in 0..4 {
        let running: Vec<_> = [&one, &other, &one, &other]
            .map(|site| build(site.path(), &out).spawn().expect("the program runs"))
            .into_iter()
            .map(|running| running.wait_with_output().expect("it ended"))
            .collect();
        for Output { status, stderr, .. } in running {
            assert!(status.success(), "{}", String::from_utf8_lossy(&stderr));
        }
        assert!(whole.contains(&tree(&out)), "the site is neither of the two");
    }
    assert_eq!(leftovers(shared.path()), [""; 0]);
}

/// Runs a script in its own mount namespace. `$1` is the root of a site, and `$2` a folder.
#[cfg(target_os = "linux")]
fn mounted(root: &Path, folder: &Path, script: &str) -> String {
    let build = "build() { \"$P\" --root \"$1\" build --quiet --at 2026-06-01T12:00 --out \"$2\" 2>&1 && ended=0 || ended=$?; echo \"ended with $ended\"; }\n";
    let mut command = Command::new("unshare");
    command.args(["--map-root-user", "--mount", "sh", "-euc", &[build, script].concat(), "sh"]).arg(root).arg(folder);
    let Output { status, stdout, stderr } = command
        .env("P", parvis().get_program())
        .env("PARVIS_CACHE", folder.join("cache"))
        .env_remove("SOURCE_DATE_EPOCH")
        .output()
        .expect("unshare is there");
    assert!(status.success(), "{}", String::from_utf8_lossy(&stderr));
    let said = String::from_utf8(stdout).expect("UTF-8");
    // The process id.
    let mut parts = said.split("/.public.parvis-");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |said, part| {
        said + "/.public.parvis-N" + part.trim_start_matches(|digit: char| digit.is_ascii_digit())
    })
}

/// A container that mounts the folder keeps this folder, even if another one replaces it at its path.
#[cfg(target_os = "linux")]
#[test]
fn a_mounted_folder_shows_the_new_site() {
    let site = site(Version::One);
    let folder = tempfile::tempdir().expect("a temporary folder");
    write(site.path(), "new.md", b"---\ntitle: Neuf\nsummary: S.\n---\n\nNeuf.\n");
    let said = mounted(
        site.path(),
        folder.path(),
        "build \"$1\" \"$2/public\"\n\
         mkdir \"$2/served\"; mount --bind \"$2/public\" \"$2/served\"\n\
         cd \"$2/served\"\n\
         rm -r \"$1/content/pages/page-2\"; mv \"$1/new.md\" \"$1/content/pages/page-1/index.fr.md\"\n\
         build \"$1\" \"$2/public\"\n\
         diff -r \"$2/public\" . && diff -r \"$2/public\" \"$2/served\" && echo same\n\
         grep -q Neuf fr/page-1/index.html && ls -d fr/page-*; ls -A \"$2\"\n",
    );
    assert_eq!(said, "ended with 0\nended with 0\nsame\nfr/page-0\nfr/page-1\ncache\npublic\nserved\n");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_reported_and_leaves_the_old_site() {
    let site = site(Version::One);
    let folder = tempfile::tempdir().expect("a temporary folder");
    built(site.path(), &folder.path().join("whole"));
    write(site.path(), "larger.pdf", &vec![b'y'; 20 << 20]);
    let said = mounted(
        site.path(),
        folder.path(),
        "mkdir \"$2/disk\"; mount -t tmpfs -o size=16m tmpfs \"$2/disk\"\n\
         build \"$1\" \"$2/disk/public\"\n\
         diff -r \"$2/disk/public\" \"$2/whole\" && echo whole\n\
         mv \"$1/larger.pdf\" \"$1/content/pages/page-0/plan.pdf\"\n\
         build \"$1\" \"$2/disk/public\"\n\
         diff -r \"$2/disk/public\" \"$2/whole\" && echo whole; ls -A \"$2/disk\"\n\
         mount -o remount,size=64m \"$2/disk\"\n\
         build \"$1\" \"$2/disk/public\"\n\
         cmp \"$1/content/pages/page-0/plan.pdf\" \"$2/disk/public/fr/page-0/plan.pdf\" && echo larger\n",
    );
    let disk = folder.path().join("disk");
    let disk = disk.display();
    assert_eq!(
        said,
        format!(
            "ended with 0\nwhole\n\
             error: cannot write `{disk}/public/fr/page-0/plan.pdf`: No space left on device (os error 28)\nended with 2\n\
             whole\npublic\n\
             ended with 0\nlarger\n"
        )
    );
}

#[cfg(target_os = "linux")]
#[test]
fn read_only_disks_and_mount_points_are_reported() {
    let site = site(Version::One);
    let folder = tempfile::tempdir().expect("a temporary folder");
    built(site.path(), &folder.path().join("whole"));
    let said = mounted(
        site.path(),
        folder.path(),
        "mkdir \"$2/disk\"; mount -t tmpfs tmpfs \"$2/disk\"\n\
         build \"$1\" \"$2/disk\"\n\
         build \"$1\" \"$2/disk/public\"\n\
         echo >> \"$1/content/pages/page-1/index.fr.md\" text\n\
         mount -o remount,ro \"$2/disk\"\n\
         build \"$1\" \"$2/disk/public\"\n\
         diff -r \"$2/disk/public\" \"$2/whole\" && echo whole\n",
    );
    let disk = folder.path().join("disk");
    let disk = disk.display();
    assert_eq!(
        said,
        format!(
            "error: cannot publish to `{disk}`: it is the root of a file system, which cannot be replaced as a whole: name a folder \
             inside it with `--out`\nended with 2\n\
             ended with 0\n\
             error: cannot write `{disk}/public`: Read-only file system (os error 30)\nended with 2\n\
             whole\n"
        )
    );
}
