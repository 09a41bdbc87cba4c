//! `parvis links` against a local test server: its requests, and the diagnostics that it reports.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::Output;
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

/// A local HTTP server that responds by path and records the requests.
struct Host {
    address: SocketAddr,
    asked: Arc<Mutex<Vec<String>>>,
    thread: Option<JoinHandle<()>>,
}

const STOP: &str = "STOP";

impl Host {
    fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        let asked: Arc<Mutex<Vec<String>>> = Arc::default();
        let notes = Arc::clone(&asked);
        let thread = std::thread::spawn(move || {
            // Connections without a response stay open until the end.
            let mut silent = Vec::new();
            for stream in listener.incoming() {
                let mut stream = stream.expect("a connection");
                let Some((request, agent)) = head(&stream) else {
                    // The response of other servers, too, to a TLS handshake on a plain port.
                    let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n");
                    continue;
                };
                if request == STOP {
                    return;
                }
                assert!(
                    agent.starts_with("parvis/") && agent.ends_with("(checks the links of https://lab.example.org)")
                );
                let again = notes.lock().expect("notes").contains(&request);
                notes.lock().expect("notes").push(request.clone());
                match answer(&request, again) {
                    Some(answer) => {
                        let answer = answer.replace("HOST", &address.to_string()).replace("LONG", &"a".repeat(3_000));
                        let text = format!("HTTP/1.1 {answer}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
                        // The client may have closed the connection.
                        let _ = stream.write_all(text.as_bytes());
                    }
                    None => silent.push(stream),
                }
            }
        });
        Self { address, asked, thread: Some(thread) }
    }

    fn asked(&self) -> Vec<String> {
        std::mem::take(&mut self.asked.lock().expect("notes"))
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        let mut stream = TcpStream::connect(self.address).expect("the host is there");
        stream.write_all(format!("{STOP}\r\n\r\n").as_bytes()).expect("written");
        self.thread.take().expect("it runs").join().expect("it ended well");
    }
}

/// The request line without the version, and the user agent; `None` for anything else, such as a TLS handshake.
fn head(stream: &TcpStream) -> Option<(String, String)> {
    let mut lines = BufReader::new(stream).lines().map_while(Result::ok);
    let first = lines.next()?.trim_end_matches(" HTTP/1.1").to_owned();
    let agent = lines.take_while(|line| !line.is_empty()).find_map(|line| {
        let (name, value) = line.split_once(": ")?;
        name.eq_ignore_ascii_case("user-agent").then(|| value.to_owned())
    });
    Some((first, agent.unwrap_or_default()))
}

fn answer(request: &str, again: bool) -> Option<&'static str> {
    Some(match request {
        "HEAD /good" | "GET /get-only" => "200 OK",
        "HEAD /get-only" => "405 Method Not Allowed",
        "HEAD /old" => "301 Moved Permanently\r\nLocation: /good",
        "HEAD /today" => "302 Found\r\nLocation: /good",
        "HEAD /login" => "301 Moved Permanently\r\nLocation: //user:secret@HOST/good",
        "HEAD /turned" => "301 Moved Permanently\r\nLocation: /good?%E2%80%AE",
        "HEAD /long" => "301 Moved Permanently\r\nLocation: /good?LONG",
        "HEAD /inside" => "302 Found\r\nLocation: /inside",
        "HEAD /closed" | "GET /closed" => "403 Forbidden",
        "HEAD /busy" if again => "200 OK",
        "HEAD /busy" => "429 Too Many Requests\r\nRetry-After: 0",
        good if good.starts_with("HEAD /good?") => "200 OK",
        slow if slow.starts_with("HEAD /slow") => return None,
        _ => "404 Not Found",
    })
}

/// A site with this page.
pub fn site(page: &str) -> tempfile::TempDir {
    let site = tempfile::tempdir().expect("a temporary folder");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let case = root.join("tests/cases/nothing-but-the-site/content/site.yaml");
    let write = |path: &str, text: &str| {
        let path = site.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
        fs::write(path, text).expect("a file");
    };
    write("content/site.yaml", &fs::read_to_string(case).expect("a site"));
    write("content/pages/links/index.fr.md", page);
    for entry in walkdir::WalkDir::new(root.join("themes")).into_iter().flatten() {
        let to = site.path().join(entry.path().strip_prefix(root).expect("below the root"));
        if entry.file_type().is_dir() {
            fs::create_dir_all(to).expect("a folder");
        } else {
            fs::copy(entry.path(), to).expect("a copy");
        }
    }
    site
}

/// The exit code, the diagnostics with their places, and the result line.
fn links(site: &Path, more: &[&str]) -> (Option<i32>, Vec<String>, String) {
    let mut command = crate::program::parvis();
    command.current_dir(site).args(["links", "--format", "json", "--pause", "0", "--timeout", "0.5"]).args(more);
    let Output { status, stdout, stderr } = command.output().expect("the program runs");
    let lines = String::from_utf8(stderr).expect("UTF-8");
    let reported = lines.lines().map(|line| {
        let line: serde_json::Value = serde_json::from_str(line).expect("JSON");
        let text = |key: &str| line[key].as_str().unwrap_or_default().to_owned();
        let place = format!("{}:{}-{}", line["line"], line["column"], line["end_column"]);
        format!("{place} {} {} | {}", text("code"), text("message"), text("help"))
    });
    let result = String::from_utf8(stdout).expect("UTF-8");
    let result = result.split(" (").next().unwrap_or_default().to_owned();
    (status.code(), reported.collect(), result)
}

#[test]
fn links_are_requested_politely_and_reported_at_their_places() {
    let host = Host::new();
    let base = format!("http://{}", host.address);
    let page = "---\ntitle: Liens\nsummary: Des liens.\nsources:\n  - BASE/good#part\n  - BASE/gone\n---\n\n\
                Un [bon](BASE/good), un [autre](BASE/get-only), un [vieux](BASE/old#ici), <BASE/gone>.\n\n\
                Un [patient][p], un [fermé](BASE/closed \"Titre\"), un [d’aujourd’hui](BASE/today).\n\n\
                <a href=\"BASE/slow\">Lent</a>, [en rond](BASE/inside), [faux](https://ADDRESS/tls).\n\n\
                [p]: BASE/busy\n";
    let page = page.replace("BASE", &base).replace("ADDRESS", &host.address.to_string());
    let site = site(&page);
    let (code, reported, result) = links(site.path(), &["--allow-private"]);
    let reported: Vec<String> = reported.iter().map(|line| line.replace(&host.address.to_string(), "H")).collect();
    let place = |line: usize, path: &str| {
        let text = page.lines().nth(line - 1).expect("a line");
        let before = text.split(&format!("{base}{path}")).next().expect("a part").chars().count();
        format!("{line}:{}-{}", before + 1, before + 1 + base.len() + path.len())
    };
    let patience = "open it in a browser; if it stays like this for days, write another address or delete the link";
    let gone = "dead-link `http://H/gone` no longer exists: its server returns 404 | \
                write its new address, or delete the link";
    let expected = [
        format!("{} {gone}", place(6, "/gone")),
        format!("{} moved-link `http://H/old` has moved permanently | write `http://H/good#ici`", place(9, "/old#ici")),
        format!("{} {gone}", place(9, "/gone")),
        format!(
            "{} silent-link `http://H/slow` does not respond: its server takes too long to respond | {patience}",
            place(13, "/slow")
        ),
        format!(
            "{} dead-link `http://H/inside` redirects endlessly | \
             write the address of the page itself, or delete the link",
            place(13, "/inside")
        ),
    ];
    assert_eq!(reported[..5], expected);
    assert!(reported[5].contains("`https://H/tls` does not respond: its certificate is not valid"), "{}", reported[5]);
    assert_eq!((code, reported.len()), (Some(0), 6));
    assert_eq!(
        result,
        "10 addresses: 4 working, 1 moved, 2 broken, 2 not responding, 1 closed to robots, 0 already checked"
    );
    let asked = host.asked();
    let count = |request: &str| asked.iter().filter(|asked| *asked == request).count();
    let times =
        ["HEAD /good", "HEAD /busy", "HEAD /get-only", "GET /get-only", "HEAD /gone", "GET /gone", "HEAD /slow"];
    assert_eq!(times.map(count), [3, 2, 1, 1, 1, 1, 3], "{asked:?}");

    // Working links are cached, others are requested again; warnings are failures only with `--strict`.
    let (code, again, result) = links(site.path(), &["--allow-private", "--strict"]);
    assert_eq!((code, again.len()), (Some(1), 6));
    assert!(result.ends_with(", 6 already checked"), "{result}");
    assert!(!host.asked().iter().any(|asked| asked == "HEAD /good"));
}

#[test]
fn only_safe_redirect_targets_are_proposed() {
    let host = Host::new();
    let base = format!("http://{}", host.address);
    let page = "---\ntitle: Liens\nsummary: Des liens.\n---\n\n[a](BASE/login) [b](BASE/turned) [c](BASE/long)\n";
    let site = site(&page.replace("BASE", &base));
    let (code, reported, _) = links(site.path(), &["--allow-private"]);
    let help = |line: &String| line.split(" | ").nth(1).unwrap_or_default().replace(&base, "B");
    let look = "open it in a browser to see where it leads, and write that address";
    assert_eq!(reported.iter().map(help).collect::<Vec<_>>(), ["write `B/good`", look, look], "{reported:#?}");
    assert_eq!(code, Some(0));
}

#[test]
fn a_run_has_a_time_limit_and_the_next_one_continues() {
    let host = Host::new();
    let (slow, port) = (format!("http://{}/slow", host.address), host.address.port());
    let addresses: Vec<String> = (10..30).map(|rank| format!("<{slow}?{rank}>")).collect();
    let page = format!(
        "---\ntitle: Liens\nsummary: Des liens.\n---\n\n{} <http://localhost:{port}/good>\n",
        addresses.join(" ")
    );
    let site = site(&page);
    let limits = ["--allow-private", "--hosts", "1", "--at-most", "2s"];
    let begun = std::time::Instant::now();
    let (code, reported, result) = links(site.path(), &limits);
    assert!(begun.elapsed() < std::time::Duration::from_secs(60), "{:?}", begun.elapsed());
    // Three attempts of half a second for the first address; the second is interrupted, which is no result.
    assert_eq!((code, reported.len()), (Some(0), 1), "{reported:#?}");
    assert!(result.starts_with("1 address: 0 working, 0 moved, 0 broken, 1 not responding"), "{result}");
    assert!(result.ends_with(", 20 left for next time, when they come first"), "{result}");
    let asked = host.asked();
    assert!(asked.iter().all(|asked| asked == "HEAD /slow?10" || asked == "HEAD /slow?11"), "{asked:?}");
    // The next run begins with the host that has waited longest, and with addresses that were never requested.
    let (_, _, result) = links(site.path(), &limits);
    assert!(result.starts_with("2 addresses: 1 working, 0 moved, 0 broken, 1 not responding"), "{result}");
    let asked = host.asked();
    assert_eq!(asked[0], "HEAD /good");
    assert!(!asked.iter().any(|asked| asked == "HEAD /slow?10"), "{asked:?}");
}

#[test]
fn private_addresses_are_not_requested() {
    let host = Host::new();
    let port = host.address.port();
    let page = "---\ntitle: Liens\nsummary: Des liens.\n---\n\n\
                [a](http://127.0.0.1:PORT/good) [b](http://0x7f.1:PORT/good) [c](http://localhost:PORT/good) \
                [d](http://[::ffff:127.0.0.1]:PORT/good) [e](http://169.254.169.254/latest/) [f](http://10.0.0.1/)\n";
    let site = site(&page.replace("PORT", &port.to_string()));
    let (code, reported, result) = links(site.path(), &[]);
    assert_eq!((code, reported.len()), (Some(0), 6), "{reported:#?}");
    assert!(
        reported.iter().all(|line| line.contains("in a private network, which visitors cannot reach")),
        "{reported:#?}"
    );
    assert!(result.starts_with("6 addresses: 0 working, 0 moved, 0 broken, 6 not responding"), "{result}");
    assert_eq!(host.asked(), Vec::<String>::new());
}

#[test]
fn without_a_network_no_link_is_reported_dead() {
    // Closed ports.
    let free = || TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a port");
    let texts: Vec<String> = (0..5).map(|_| format!("<http://{}/>", free())).collect();
    let site = site(&format!("---\ntitle: Liens\nsummary: Des liens.\n---\n\n{}\n", texts.join(" ")));
    let mut command = crate::program::parvis();
    let cache = tempfile::tempdir().expect("a temporary folder");
    command.current_dir(site.path()).args(["links", "--pause", "0", "--allow-private"]);
    let output = command.env("PARVIS_CACHE", cache.path()).output();
    let Output { status, stderr, .. } = output.expect("the program runs");
    let error = "error: cannot request `5 addresses`: none of them responds: is this machine connected to the internet, without a proxy?\n";
    assert_eq!((status.code(), String::from_utf8_lossy(&stderr).as_ref()), (Some(2), error));
    assert!(!cache.path().join("links").exists(), "nothing is cached");
}

#[test]
fn without_a_site_no_link_is_requested() {
    let site = site("---\ntitle: Liens\nsummary: Des liens.\n---\n");
    fs::write(site.path().join("content/site.yaml"), "title: [").expect("a file");
    let (code, reported, _) = links(site.path(), &[]);
    assert_eq!(code, Some(1));
    assert!(reported[0].contains("broken-yaml"), "{reported:?}");
}
