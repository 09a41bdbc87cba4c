//! Commits with symbolic links, pipes and unusual names: no command reads, writes or removes anything through them, or blocks.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Read;
use std::os::unix::fs::{FileTypeExt, MetadataExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant, SystemTime};

use crate::program::parvis;

/// The content of every file outside of the root, which must not appear in any output.
const SECRET: &str = "what-nobody-may-see-4711";

/// The time limit of a command on a site of three pages.
const TIMEOUT: Duration = Duration::from_secs(60);

/// A folder with a checked-out site in `root`, and files outside of it.
struct Workspace(tempfile::TempDir);

impl Workspace {
    fn new() -> Self {
        let workspace = Self(tempfile::tempdir().expect("a temporary folder"));
        let sections = "sections: {challenges: defis, calls: appels, events: evenements, programmes: programmes, startups: startups, organisations: organisations, updates: actualites}";
        let site = format!(
            "title: Un lab\ndescription: Un lab\nbase_url: https://lab.example\ncontact: {{email: lab@lab.example}}\n\
             languages:\n  - code: fr\n    name: Français\n    {sections}\n"
        );
        workspace.write("root/content/site.yaml", &site);
        for page in ["un", "deux"] {
            workspace.write(
                &format!("root/content/pages/{page}/index.fr.md"),
                &format!("---\ntitle: {page}\nsummary: Une page.\n---\n\n[Ailleurs](http://127.0.0.1:9/)\n"),
            );
        }
        copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("themes"), &workspace.path("root/themes"));
        workspace.write("root/.git/HEAD", "ref: refs/heads/main\n");
        let old = SystemTime::now() - Duration::from_secs(90 * 24 * 60 * 60);
        for file in ["a.txt", "b/c/d.txt", "works/ab/old.txt", "data/manifest.json", "index.fr.md", "x.yaml"] {
            workspace.write(&format!("victim/{file}"), SECRET);
            let file = File::options().write(true).open(workspace.path(&format!("victim/{file}"))).expect("a file");
            file.set_modified(old).expect("an old file");
        }
        assert!(Command::new("mkfifo").arg(workspace.path("victim/pipe")).status().expect("mkfifo runs").success());
        workspace
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
        fs::write(path, text).expect("a file");
    }

    /// Puts something at a path in the root, in the place of anything there.
    fn place(&self, name: &str, thing: &Thing) {
        let path = self.path("root").join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
        if path.is_dir() {
            fs::remove_dir_all(&path).expect("removed");
        }
        let depth = name.matches('/').count();
        match thing {
            Thing::Link(to) => {
                let to = match to.strip_prefix("^") {
                    Some(beside) => "../".repeat(depth + 1) + beside,
                    None if *to == "itself" => path.file_name().expect("a name").to_string_lossy().into_owned(),
                    None if *to == "absolute" => self.path("victim").to_string_lossy().into_owned(),
                    None => (*to).to_owned(),
                };
                symlink(to, path).expect("a link");
            }
            Thing::SecondName => fs::hard_link(self.path("victim/a.txt"), path).expect("a second name"),
            Thing::Pipe => assert!(Command::new("mkfifo").arg(path).status().expect("mkfifo runs").success()),
        }
    }

    /// Everything outside of the root: names, bytes, modification times.
    fn outside(&self) -> BTreeMap<PathBuf, (Vec<u8>, i64, i64)> {
        let entries = walkdir::WalkDir::new(self.0.path()).min_depth(1).into_iter();
        let entries =
            entries.filter_entry(|entry| entry.path() != self.path("root")).map(|entry| entry.expect("an entry"));
        entries
            .map(|entry| {
                let metadata = entry.path().symlink_metadata().expect("it is there");
                let bytes = if metadata.is_file() { fs::read(entry.path()).expect("a file") } else { Vec::new() };
                (entry.into_path(), (bytes, metadata.mtime(), metadata.mtime_nsec()))
            })
            .collect()
    }

    /// Runs a command in the root, checks its output, and returns its exit code.
    fn run(&self, arguments: &[&str]) -> Option<i32> {
        let mut command = parvis();
        command.current_dir(self.path("root")).args(arguments).env("CI", "true").env("LC_ALL", "C");
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let (code, said) = ended(command.spawn().expect("the program runs"), arguments);
        assert!(!said.contains(SECRET), "{arguments:?} says what is in a file outside: {said}");
        assert!(!said.contains("panicked"), "{arguments:?}: {said}");
        code
    }

    /// Checks that the published folder has ordinary files only, with nothing from outside.
    fn check_published(&self, out: &str) {
        let folder = self.path("root").join(out);
        if folder.is_symlink() || !folder.join("fr/index.html").is_file() {
            return;
        }
        for entry in walkdir::WalkDir::new(folder).into_iter().map(|entry| entry.expect("an entry")) {
            let kind = entry.file_type();
            assert!(kind.is_file() || kind.is_dir(), "{} is published", entry.path().display());
            let bytes = if kind.is_file() { fs::read(entry.path()).expect("a file") } else { Vec::new() };
            let found = bytes.windows(SECRET.len()).any(|window| window == SECRET.as_bytes());
            assert!(!found, "{} holds what is outside", entry.path().display());
        }
    }
}

/// The exit code and the output of a process; a process that exceeds the time limit fails the test.
fn ended(mut running: Child, arguments: &[&str]) -> (Option<i32>, String) {
    let (out, err) = (running.stdout.take(), running.stderr.take());
    let mut streams: [Box<dyn Read + Send>; 2] = [Box::new(out.expect("a pipe")), Box::new(err.expect("a pipe"))];
    let said = std::thread::scope(|scope| {
        let readers: Vec<_> = streams
            .iter_mut()
            .map(|stream| {
                scope.spawn(move || {
                    let mut said = String::new();
                    let _ = stream.take(1 << 20).read_to_string(&mut said);
                    said
                })
            })
            .collect();
        let begun = Instant::now();
        while running.try_wait().expect("a state").is_none() {
            if begun.elapsed() > TIMEOUT {
                running.kill().expect("killed");
                panic!("{arguments:?} does not end");
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        readers.into_iter().map(|reader| reader.join().expect("no panic")).collect::<String>()
    });
    (running.wait().expect("it ended").code(), said)
}

fn copy(from: &Path, to: &Path) {
    for entry in walkdir::WalkDir::new(from).into_iter().map(|entry| entry.expect("an entry")) {
        let to = to.join(entry.path().strip_prefix(from).expect("below the folder"));
        match entry.file_type().is_dir() {
            true => fs::create_dir_all(to).expect("a folder"),
            false => drop(fs::copy(entry.path(), to).expect("a copy")),
        }
    }
}

/// A thing that a commit may have at a path.
enum Thing {
    /// A symbolic link; `^` is the folder that contains the root.
    Link(&'static str),
    SecondName,
    Pipe,
}

const THINGS: [(&str, Thing); 14] = [
    ("a file", Thing::Link("^victim/a.txt")),
    ("a folder", Thing::Link("^victim")),
    ("the folder above", Thing::Link("..")),
    ("where the root is", Thing::Link("^.")),
    ("its own folder", Thing::Link(".")),
    ("an absolute path", Thing::Link("absolute")),
    ("itself", Thing::Link("itself")),
    ("nothing", Thing::Link("^victim/new")),
    ("a device without an end", Thing::Link("/dev/zero")),
    ("what the program says", Thing::Link("/proc/self/fd/1")),
    ("a pipe elsewhere", Thing::Link("^victim/pipe")),
    ("another name of the sources", Thing::Link("content")),
    ("a pipe", Thing::Pipe),
    // No commit can contain one. Among the sources it is an ordinary file.
    ("a second name", Thing::SecondName),
];

/// Names with a meaning for the program, now or formerly, and variants in other capitals.
const NAMES: [&str; 26] = [
    ".parvis-cache",
    ".PARVIS-CACHE",
    "cache/works",
    "cache/.parvis-key",
    ".public.parvis-record.json",
    ".public.parvis-search",
    ".public.parvis-1",
    ".public.parvis-2-old",
    ".PUBLIC.parvis-3-old",
    ".permalinks.lock.parvis-1",
    ".changes.md.parvis-1",
    "Permalinks.lock",
    "PUBLIC",
    "changes.md",
    "Changes.md",
    "out",
    "against",
    ".github",
    ".ci",
    "netlify.toml",
    "admin",
    "content/calls",
    "content/pages/un/plan.pdf",
    "content/pages/deux/index.en.md",
    "themes/other",
    "themes/lab/assets/more.css",
];

#[test]
fn symbolic_links_beside_the_sources_are_not_followed() {
    for (what, thing) in &THINGS {
        let workspace = Workspace::new();
        let before = workspace.outside();
        // Anything among the sources is an error that stops the build, so it is tried last.
        let (sources, beside): (Vec<&str>, Vec<&str>) =
            NAMES.iter().partition(|name| name.starts_with("content") || name.starts_with("themes"));
        beside.iter().for_each(|name| workspace.place(name, thing));
        let summary = ["build", "--summary", "changes.md", "--against", "against", "--out", "site"];
        let codes = [
            workspace.run(&["build"]),
            workspace.run(&["build", "--strict"]),
            workspace.run(&["check"]),
            workspace.run(&["lock"]),
            workspace.run(&["build"]),
        ];
        assert_eq!(codes, [Some(0); 5], "{what}");
        workspace.check_published("public");
        for arguments in [
            &summary[..],
            &["build", "--out", "out/public"],
            &["build", "--out", "changes.md"],
            &["new", "--ci", "github"],
            &["new", "--ci", "netlify"],
            &["new", "--cms", "--repository", "owner/name"],
            &["i18n", "--stamp", "changes.md"],
            &["links", "--pause", "0", "--timeout", "1"],
            &["--root", "out", "check"],
        ] {
            let code = workspace.run(arguments);
            assert!(matches!(code, Some(0..=2)), "{what}: {arguments:?} ended with {code:?}");
        }
        let mut command = parvis();
        command.current_dir(workspace.path("root")).arg("build").env("PARVIS_CACHE", "cache");
        assert_eq!(
            command.output().expect("the program runs").status.code(),
            Some(0),
            "{what}: a cache in the checkout"
        );
        if matches!(thing, Thing::SecondName) {
            assert_eq!(workspace.outside(), before, "{what}");
            continue;
        }
        sources.iter().for_each(|name| workspace.place(name, thing));
        for arguments in [&["build"][..], &["check"], &["new", "call", "robots"], &["i18n"], &["schedule"], &["schema"]]
        {
            let code = workspace.run(arguments);
            assert!(matches!(code, Some(0..=2)), "{what}: {arguments:?} ended with {code:?}");
        }
        workspace.check_published("public");
        assert_eq!(workspace.outside(), before, "{what}");
    }
}

#[test]
fn replaced_files_are_never_symbolic_links() {
    for name in
        ["permalinks.lock", "public", "public/fr", "public/fr/index.html", "public/.parvis", "content", "themes"]
    {
        for (what, thing) in THINGS.iter().filter(|(_, thing)| !matches!(thing, Thing::SecondName)) {
            let workspace = Workspace::new();
            let before = workspace.outside();
            if name.starts_with("public/") {
                assert_eq!(workspace.run(&["build"]), Some(0));
                fs::remove_file(workspace.path("root/public/fr/index.html")).expect("a page");
                let _ = fs::remove_file(workspace.path("root").join(name));
            }
            workspace.place(name, thing);
            for arguments in [&["lock"][..], &["build", "--summary", "changes.md"]] {
                let code = workspace.run(arguments);
                assert!(matches!(code, Some(0..=2)), "{name} is {what}: {arguments:?} ended with {code:?}");
                // The folder is not one of parvis: nothing is published.
                if code == Some(0) && arguments[0] == "build" {
                    workspace.check_published("public");
                }
            }
            assert_eq!(workspace.outside(), before, "{name} is {what}");
        }
    }
}

/// Build records and indexes in a commit are not trusted, nor is a published folder of links.
#[test]
fn a_published_folder_of_links_is_rebuilt() {
    let workspace = Workspace::new();
    assert_eq!(workspace.run(&["build"]), Some(0));
    let page = workspace.path("root/public/fr/index.html");
    let whole = fs::read(&page).expect("a page");
    let metadata = fs::metadata(&page).expect("a page");
    fs::remove_file(&page).expect("removed");
    symlink("../../../victim/a.txt", &page).expect("a link");
    symlink("/etc/passwd", workspace.path("root/public/passwd.txt")).expect("a link");
    // A link at another name is not removed; nothing is published while it is there.
    assert_eq!(workspace.run(&["build", "--strict"]), Some(2));
    assert!(fs::symlink_metadata(workspace.path("root/public/passwd.txt")).is_ok());
    fs::remove_file(workspace.path("root/public/passwd.txt")).expect("removed");
    assert_eq!(workspace.run(&["build", "--strict"]), Some(0));
    workspace.check_published("public");
    assert!(fs::read(&page).expect("a page") == whole);
    assert!(fs::symlink_metadata(&page).expect("a page").is_file() && metadata.len() == whole.len() as u64);
}

/// A path in the checkout that leads out of it is not used as a cache: nothing there is replaced or removed.
#[test]
fn a_cache_behind_a_committed_link_is_not_used() {
    let workspace = Workspace::new();
    workspace.write("victim/.parvis-key", "private");
    workspace.place("target/cache", &Thing::Link("^victim"));
    workspace.place("up", &Thing::Link(".."));
    let before = workspace.outside();
    for place in ["target/cache", "target/cache/new", "up/new", "../root/target/cache"] {
        let mut command = parvis();
        command.current_dir(workspace.path("root")).arg("build").env("PARVIS_CACHE", place).env("LC_ALL", "C");
        let output = command.output().expect("the program runs");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success() && said.contains("note: the cache `"), "{place}: {said}");
        assert_eq!(workspace.outside(), before, "{place}");
    }
}

/// The marker file is replaced if its content is not that of parvis.
#[test]
fn a_foreign_marker_is_replaced() {
    let workspace = Workspace::new();
    assert_eq!(workspace.run(&["build"]), Some(0));
    let marker = workspace.path("root/public/.parvis");
    let text = fs::read(&marker).expect("a marker");
    fs::write(&marker, "<script>alert(1)</script>").expect("written");
    assert_eq!(workspace.run(&["build"]), Some(0));
    assert_eq!(fs::read(&marker).expect("a marker"), text);
}

/// A cache in a commit does not change the published site.
#[test]
fn a_committed_cache_is_not_read() {
    let workspace = Workspace::new();
    assert_eq!(workspace.run(&["build"]), Some(0));
    let whole = tree(&workspace.path("root/public"));
    let cache = tempfile::tempdir().expect("a temporary folder");
    let mut command = parvis();
    command.current_dir(workspace.path("root")).args(["build", "--out", "other"]).env("PARVIS_CACHE", cache.path());
    assert!(command.status().expect("the program runs").success());
    // A poisoned cache from elsewhere, with its key.
    copy(cache.path(), &workspace.path("root/.parvis-cache"));
    copy(cache.path(), &workspace.path("root/cache"));
    for folder in ["root/.parvis-cache", "root/cache"] {
        for entry in walkdir::WalkDir::new(workspace.path(folder)).into_iter().flatten() {
            if entry.file_type().is_file() && entry.file_name() != ".parvis-key" {
                fs::write(entry.path(), "<script>poison</script>").expect("a file");
            }
        }
    }
    for cache in [None, Some("cache"), Some(".parvis-cache")] {
        let mut command = parvis();
        command.current_dir(workspace.path("root")).args(["build", "--out", "public"]);
        if let Some(cache) = cache {
            command.env("PARVIS_CACHE", cache);
        }
        let output = command.env("LC_ALL", "C").output().expect("the program runs");
        assert!(output.status.success());
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(said.contains("note: the cache `"), cache.is_some(), "{said}");
        assert!(tree(&workspace.path("root/public")) == whole, "{cache:?}");
    }
}

fn tree(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let entries = walkdir::WalkDir::new(folder).into_iter().map(|entry| entry.expect("an entry"));
    let files = entries.filter(|entry| entry.file_type().is_file());
    files.map(|file| (file.path().to_owned(), fs::read(file.path()).expect("a file"))).collect()
}

/// Replacing a hard link replaces the name only: the file under its other names stays unchanged.
#[test]
fn a_hard_linked_file_is_replaced_and_not_written_through() {
    let workspace = Workspace::new();
    assert_eq!(workspace.run(&["lock"]), Some(0));
    assert_eq!(workspace.run(&["build"]), Some(0));
    for (name, elsewhere) in [("permalinks.lock", "lock"), ("public/fr/index.html", "page"), ("changes.md", "changes")]
    {
        workspace.write(&format!("root/{name}"), "");
        fs::hard_link(workspace.path("root").join(name), workspace.path(elsewhere)).expect("a second name");
    }
    let before = workspace.outside();
    assert_eq!(workspace.run(&["lock"]), Some(0));
    assert_eq!(workspace.run(&["build", "--summary", "changes.md"]), Some(0));
    assert_eq!(workspace.outside(), before);
    assert!(fs::metadata(workspace.path("root/changes.md")).expect("a file").len() > 0);
}

/// During a build, a link may be put in the place of the published folder.
#[test]
fn a_link_that_appears_during_a_first_build_is_not_followed() {
    for delay in [0, 20, 60, 120, 200, 300, 450] {
        let workspace = Workspace::new();
        let before = workspace.outside();
        let mut command = parvis();
        command.current_dir(workspace.path("root")).arg("build").stdout(Stdio::piped()).stderr(Stdio::piped());
        let running = command.spawn().expect("the program runs");
        std::thread::sleep(Duration::from_millis(delay));
        let _ = symlink("../victim", workspace.path("root/public"));
        ended(running, &["build"]);
        assert_eq!(workspace.outside(), before, "after {delay} ms");
    }
}

/// `serve` reads and watches files in the root only.
#[test]
fn serve_follows_no_symbolic_link() {
    use std::io::{BufRead, BufReader, Write};
    use std::net::TcpStream;
    let workspace = Workspace::new();
    let before = workspace.outside();
    NAMES
        .iter()
        .filter(|name| !name.contains("themes/"))
        .for_each(|name| workspace.place(name, &Thing::Link("^victim")));
    let mut command = parvis();
    command
        .current_dir(workspace.path("root"))
        .args(["serve", "--port", "0"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    let mut running = command.spawn().expect("the program runs");
    let mut address = String::new();
    BufReader::new(running.stdout.take().expect("a pipe")).read_line(&mut address).expect("an address");
    let host = address.trim().trim_start_matches("http://").trim_end_matches('/').to_owned();
    for path in ["/fr/", "/fr/un/plan.pdf", "/fr/un/plan.pdf/a.txt", "/cache/works/a.txt", "/admin/a.txt", "/_parvis/"]
    {
        let mut stream = TcpStream::connect(&host).expect("a server");
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").expect("asked");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("answered");
        assert!(!String::from_utf8_lossy(&answer).contains(SECRET), "{path}");
    }
    running.kill().expect("killed");
    running.wait().expect("it ended");
    assert_eq!(workspace.outside(), before);
    assert!(fs::symlink_metadata(workspace.path("victim/pipe")).expect("a pipe").file_type().is_fifo());
}
