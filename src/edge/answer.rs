//! What the server answers, as a function of what is shown and what is asked. Reads no disk and no network.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

use crate::base::media_type::media_type;
use crate::base::output::{Content, Output, OutputTree};
use crate::base::source::SourcePath;
use crate::edge::live::{Site, tag};
use crate::edge::request::{Hosts, Method, Request};
use crate::edge::response::{Body, Entity, Response};

/// The address of the script that keeps pages in step with the sources.
const SCRIPT: &str = "/_parvis/reload.js";

/// The address of the stream of events that it listens to.
const EVENTS: &str = "/_parvis/events";

/// Where the site stands on this server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ground {
    /// The names by which the server may be asked for.
    pub hosts: Hosts,
    /// The path of the site's address, percent-encoded, without a final `/`; empty at the root of the host.
    pub prefix: String,
}

/// What to send back.
#[derive(Debug)]
pub enum Answer {
    /// This.
    Response(Response),
    /// A source file as it is, under this status and name of its type; only the disk knows its bytes.
    Copy {
        /// The status code.
        status: u16,
        /// The value of `Content-Type`.
        media_type: String,
        /// The file.
        source: SourcePath,
    },
    /// The stream of events, until the client goes.
    Events,
}

/// The answer to a request.
pub fn answer(ground: &Ground, site: &Site, request: &Request) -> Answer {
    let Some(host) = &request.host else {
        return plain(400, "a request names the host that it is for");
    };
    if !ground.hosts.admit(host) {
        return plain(421, "this server does not answer under that name; ask for it as `localhost`");
    }
    if request.method == Method::Other {
        let refusal = Response::plain(405, "this server only shows pages").with("Allow", "GET, HEAD");
        return Answer::Response(refusal);
    }
    // A line may not be broken by what is repeated in an address to go to.
    if request.target.contains(|character: char| character.is_ascii_control()) || !request.target.starts_with('/') {
        return plain(400, "the path of the address cannot be read");
    }
    let (path, query) =
        request.target.split_once('?').map_or((&*request.target, None), |(path, query)| (path, Some(query)));
    match path {
        EVENTS if request.method == Method::Get => return Answer::Events,
        EVENTS => {
            let fields = vec![("Content-Type", "text/event-stream".to_owned())];
            return Answer::Response(Response { status: 200, fields, body: Body::Bytes(Vec::new()) });
        }
        SCRIPT => return script(request),
        _ => {}
    }
    let Some(tree) = &site.tree else { return no_site_yet(site) };
    let Some(inside) = path.strip_prefix(&ground.prefix).filter(|inside| inside.starts_with('/')) else {
        let is_root = path == "/" || path == ground.prefix;
        return if is_root { redirect(302, &format!("{}/", ground.prefix), query) } else { nothing(tree, "", request) };
    };
    let Some(wanted) = decoded(inside) else { return plain(400, "the path of the address cannot be read") };
    if wanted.is_empty() || wanted.ends_with('/') {
        let file = format!("{wanted}index.html");
        return tree
            .get(&file)
            .map_or_else(|| nothing(tree, &wanted, request), |output| found(200, &file, output, request));
    }
    if let Some(output) = tree.get(&wanted) {
        return found(200, &wanted, output, request);
    }
    if tree.get(&format!("{wanted}/index.html")).is_some() {
        return redirect(301, &format!("{path}/"), query);
    }
    nothing(tree, &wanted, request)
}

/// A path inside the site, without its first `/`. `None` where it cannot be decoded or climbs.
fn decoded(path: &str) -> Option<Cow<'_, str>> {
    let path = percent_decode_str(path.strip_prefix('/')?).decode_utf8().ok()?;
    let climbs = path.split(['/', '\\']).any(|part| part == ".." || part == ".");
    (!climbs && !path.contains('\0')).then_some(path)
}

fn found(status: u16, path: &str, output: &Output, request: &Request) -> Answer {
    let media_type = media_type(path, output.role);
    match &output.content {
        Content::Copy(source) => Answer::Copy { status, media_type, source: source.clone() },
        Content::Bytes(bytes) => {
            let tag = tag(bytes);
            let bytes = if media_type.starts_with("text/html") { with_script(bytes, &tag) } else { bytes.clone() };
            let entity = Entity { media_type, etag: format!("\"{tag}\""), body: Body::Bytes(bytes) };
            Answer::Response(Response::file(status, request, entity))
        }
    }
}

/// There is no such page: the site's own words for it, in the language of the address where they exist.
fn nothing(tree: &OutputTree, wanted: &str, request: &Request) -> Answer {
    let folder = wanted.split('/').next().unwrap_or_default();
    let pages = [format!("{folder}/404.html"), "404.html".to_owned()];
    for page in pages {
        if let Some(output) = tree.get(&page) {
            return found(404, &page, output, request);
        }
    }
    bare_page(404, "There is no such page", "")
}

fn no_site_yet(site: &Site) -> Answer {
    match &site.problems {
        Some(problems) => bare_page(503, "The sources have errors", problems),
        None => bare_page(503, "The site is being made", ""),
    }
}

/// A page of our own, for want of one of the site's. It goes as soon as there is something better.
fn bare_page(status: u16, title: &str, text: &str) -> Answer {
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    let html = format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{title}</title>\n\
         <main>\n<h1>{title}</h1>\n<pre>{text}</pre>\n</main>\n"
    );
    let tag = tag(html.as_bytes());
    let script = format!("<script src=\"{SCRIPT}\" data-etag=\"{tag}\" data-bare defer></script>\n");
    let fields = vec![("Content-Type", "text/html; charset=utf-8".to_owned()), ("ETag", format!("\"{tag}\""))];
    Answer::Response(Response { status, fields, body: Body::Bytes((html + &script).into_bytes()) })
}

fn script(request: &Request) -> Answer {
    let bytes = include_bytes!("reload.js").to_vec();
    let etag = format!("\"{}\"", tag(&bytes));
    let entity = Entity { media_type: "text/javascript; charset=utf-8".to_owned(), etag, body: Body::Bytes(bytes) };
    Answer::Response(Response::file(200, request, entity))
}

fn redirect(status: u16, to: &str, query: Option<&str>) -> Answer {
    let to = query.map_or_else(|| to.to_owned(), |query| format!("{to}?{query}"));
    Answer::Response(Response::plain(status, "the page is at another address").with("Location", to))
}

fn plain(status: u16, text: &str) -> Answer {
    Answer::Response(Response::plain(status, text))
}

/// A page with the script before the end of its body, else at its end. The tag is that of the page without it.
fn with_script(page: &[u8], tag: &str) -> Vec<u8> {
    const END: &[u8] = b"</body>";
    let at = page.windows(END.len()).rposition(|window| window.eq_ignore_ascii_case(END)).unwrap_or(page.len());
    let script = format!("<script src=\"{SCRIPT}\" data-etag=\"{tag}\" defer></script>\n");
    [&page[..at], script.as_bytes(), &page[at..]].concat()
}

#[cfg(test)]
mod tests {
    use std::net::{IpAddr, Ipv4Addr};
    use std::path::Path;
    use std::sync::Arc;

    use super::*;
    use crate::base::output::Role;
    use crate::edge::live::Live;

    /// The status, the fields and the body of the answer to a request line and header fields.
    fn ask(site: &Site, prefix: &str, line: &str, fields: &str) -> (u16, String, String) {
        let bound = IpAddr::V4(Ipv4Addr::LOCALHOST);
        let ground = Ground { hosts: Hosts { chosen: "127.0.0.1".to_owned(), bound }, prefix: prefix.to_owned() };
        let (method, target) = line.split_once(' ').expect("a method and a target");
        let fields = std::iter::once("Host: localhost:1111").chain(fields.lines());
        let fields = fields.map(|field| field.split_once(": ").expect("a name and a value"));
        let request = Request::new(method, target, fields);
        match answer(&ground, site, &request) {
            Answer::Response(response) => {
                let fields: Vec<_> = response.fields.iter().map(|(name, value)| format!("{name}: {value}")).collect();
                let Body::Bytes(bytes) = response.body else { panic!("bytes") };
                (response.status, fields.join("\n"), String::from_utf8(bytes).expect("text"))
            }
            Answer::Copy { status, media_type, source } => (status, media_type, source.as_str().to_owned()),
            Answer::Events => (200, "events".to_owned(), String::new()),
        }
    }

    fn get(path: &str) -> (u16, String, String) {
        ask(&site(), "", &format!("GET {path}"), "")
    }

    fn site() -> Arc<Site> {
        let mut tree = OutputTree::default();
        for path in ["index.html", "fr/index.html", "fr/été à/index.html", "404.html", "fr/404.html"] {
            let content = Content::Bytes(format!("<body>{path}</BODY>").into_bytes());
            tree.insert(path, Output { content, role: Role::Page });
        }
        let feed = Content::Bytes(b"<rss></body>".to_vec());
        tree.insert("fr/feed.xml", Output { content: feed, role: Role::Feed });
        let plan = Content::Copy(SourcePath::new("content/calls/robots/plan.pdf"));
        tree.insert("fr/plan.pdf", Output { content: plan, role: Role::File });
        let live = Live::new(Path::new("."));
        live.show(tree);
        live.site()
    }

    #[test]
    fn pages_are_found_in_their_folders() {
        assert!(get("/").2.contains("<body>index.html<script"));
        assert!(get("/fr/").2.contains("fr/index.html"));
        assert!(get("/fr/%C3%A9t%C3%A9%20%C3%A0/?a=/../b").2.contains("fr/été à/index.html"));
        assert_eq!(get("/fr/feed.xml").2, "<rss></body>");
        assert_eq!(get("/fr/plan.pdf").2, "content/calls/robots/plan.pdf");
    }

    #[test]
    fn a_folder_is_asked_for_with_a_slash() {
        let (status, fields, _) = get("/fr?a=1");
        assert_eq!(status, 301);
        assert!(fields.ends_with("Location: /fr/?a=1"), "{fields}");
        assert!(get("/fr/%C3%A9t%C3%A9%20%C3%A0").1.ends_with("Location: /fr/%C3%A9t%C3%A9%20%C3%A0/"));
        assert_eq!(get("//fr").0, 404, "never an address of another host");
    }

    #[test]
    fn a_missing_page_is_told_in_the_language_of_its_address() {
        for (path, page) in [("/fr/nothing", "fr/404.html"), ("/de/nothing/", "404.html"), ("/x", "404.html")] {
            let (status, _, body) = get(path);
            assert!(status == 404 && body.contains(&format!("<body>{page}<")), "{path}: {body}");
        }
    }

    #[test]
    fn nothing_outside_of_the_tree_is_served() {
        for path in [
            "/../Cargo.toml",
            "/fr/..%2f..%2fCargo.toml",
            "/%2e%2e/x",
            "/fr/./",
            "/..%5cx",
            "/%00",
            "/%ff",
            "fr",
            "/fr?\nX:y",
        ] {
            assert_eq!(get(path).0, 400, "{path}");
        }
        assert_eq!(get("/content/calls/robots/plan.pdf").0, 404);
    }

    #[test]
    fn a_page_that_the_client_has_is_not_sent_again() {
        let (_, fields, body) = get("/fr/");
        let tag = fields.lines().find_map(|field| field.strip_prefix("ETag: ")).expect("a tag");
        assert!(body.contains(&format!("data-etag={tag} defer")), "the page knows its tag: {body}");
        assert_eq!(ask(&site(), "", "GET /fr/", &format!("If-None-Match: {tag}")).0, 304);
        assert_eq!(ask(&site(), "", "GET /fr/feed.xml", "Range: bytes=1-3").2, "rss");
    }

    #[test]
    fn only_reading_is_allowed_and_only_under_our_name() {
        assert_eq!(ask(&site(), "", "POST /fr/", "").0, 405);
        assert_eq!(ask(&site(), "", "HEAD /_parvis/events", "").1, "Content-Type: text/event-stream");
        assert_eq!(ask(&site(), "", "GET http://evil.example/", "").0, 421);
        assert_eq!(ask(&site(), "", "GET /", "Host: localhost").0, 400);
    }

    #[test]
    fn a_site_below_a_path_is_served_there() {
        let at = |path: &str| ask(&site(), "/labo", &format!("GET {path}"), "");
        assert!(at("/labo/fr/").2.contains("fr/index.html"));
        assert!(at("/").1.ends_with("Location: /labo/") && at("/labo").1.ends_with("Location: /labo/"));
        assert!(at("/labo/fr").1.ends_with("Location: /labo/fr/"));
        assert_eq!((at("/laboratory/").0, at("/fr/").0, at("/_parvis/events").0), (404, 404, 200));
    }

    #[test]
    fn without_a_good_site_the_problems_are_the_page() {
        let live = Live::new(Path::new("."));
        live.report("error: <b>");
        let (status, _, body) = ask(&live.site(), "", "GET /fr/", "");
        assert!(status == 503 && body.contains("<pre>error: &lt;b></pre>"), "{body}");
        assert!(body.contains("data-bare"));
    }
}
