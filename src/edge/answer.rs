//! The server's answer as a pure function of the state and the request, without I/O.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

use crate::base::media_type::media_type;
use crate::base::message::{Message, UiLang, say};
use crate::base::output::{Content, Output, OutputTree};
use crate::base::policy;
use crate::base::route::encoded;
use crate::base::source::SourcePath;
use crate::edge::live::{ServedSite, tag};
use crate::edge::request::{Hosts, Method, Request};
use crate::edge::response::{Body, Entity, POLICY, Response};
use crate::edge::status;

/// The path of the script that reloads pages.
const SCRIPT: &str = "/_parvis/reload.js";

/// The path of its event stream.
const EVENTS: &str = "/_parvis/events";

/// The path of the status page.
const STATUS: &str = "/_parvis/";

/// The path of what the badge on a page says: `?page=` and the address of the page.
const BADGE: &str = "/_parvis/badge.json";

/// The policy that our script needs, for pages without scripts.
const OURS: &str = "script-src 'self'; connect-src 'self'";

/// The policy of our own pages, which have inline styles.
const OWN_POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// The address of the site on this server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerConfig {
    /// The accepted host names.
    pub hosts: Hosts,
    /// The path of the site, percent-encoded, without a final `/`; empty at the root of the host.
    pub prefix: String,
}

/// What to respond.
#[derive(Debug)]
pub enum Answer {
    /// A complete response.
    Response(Response),
    /// A source file, to be read from disk.
    Copy {
        /// The status code.
        status: u16,
        /// The value of `Content-Type`.
        media_type: String,
        /// The file.
        source: SourcePath,
    },
    /// A derived asset of a tree; its bytes come from the asset cache.
    Derived {
        /// The status code.
        status: u16,
        /// The value of `Content-Type`.
        media_type: String,
        /// The tree.
        tree: OutputTree,
        /// The file.
        output: Output,
    },
    /// The event stream.
    Events,
}

/// Answers a request.
pub fn answer(config: &ServerConfig, site: &ServedSite, request: &Request) -> Answer {
    let refuse = |status, message: Message| plain(status, message.text(site.ui_lang));
    let unreadable = || say!(en: "the path of the address cannot be read", fr: "le chemin de l’adresse est illisible");
    let Some(host) = &request.host else {
        let message = say!(en: "a request must name the host it is for", fr: "une requête doit indiquer l’hôte auquel elle s’adresse");
        return refuse(400, message);
    };
    if !config.hosts.admit(host) {
        let message = say!(
            en: "this server does not respond under that name; use the address `localhost`",
            fr: "ce serveur ne répond pas sous ce nom ; utilisez l’adresse `localhost`"
        );
        return refuse(421, message);
    }
    if request.method == Method::Other {
        let message = say!(en: "this server only shows pages", fr: "ce serveur ne fait que montrer des pages");
        let refusal = Response::plain(405, message.text(site.ui_lang)).with("Allow", "GET, HEAD");
        return Answer::Response(refusal);
    }
    // Control characters could inject header fields into a redirect.
    if request.target.contains(|character: char| character.is_ascii_control()) || !request.target.starts_with('/') {
        return refuse(400, unreadable());
    }
    let (path, query) =
        request.target.split_once('?').map_or((&*request.target, None), |(path, query)| (path, Some(query)));
    match path {
        EVENTS if request.method == Method::Get => return Answer::Events,
        EVENTS => {
            return Answer::Response(Response::events());
        }
        SCRIPT => return script(request),
        BADGE => return badge(site, request, query),
        STATUS => return status_page(site, request, query),
        "/_parvis" => return redirect(301, STATUS, query),
        _ => {}
    }
    let Some(tree) = &site.tree else { return no_site_yet(site) };
    let Some(inside) = path.strip_prefix(&config.prefix).filter(|inside| inside.starts_with('/')) else {
        let is_root = path == "/" || path == config.prefix;
        return if is_root {
            redirect(302, &format!("{}/", config.prefix), query)
        } else {
            nothing(site, tree, "", request)
        };
    };
    let Some(wanted) = decoded(inside) else { return refuse(400, unreadable()) };
    if wanted.is_empty() || wanted.ends_with('/') {
        let file = format!("{wanted}index.html");
        return tree
            .get(&file)
            .map_or_else(|| nothing(site, tree, &wanted, request), |output| found(200, site, &file, output, request));
    }
    if let Some(output) = tree.get(&wanted) {
        return found(200, site, &wanted, output, request);
    }
    if tree.get(&format!("{wanted}/index.html")).is_some() {
        return redirect(301, &format!("{path}/"), query);
    }
    nothing(site, tree, &wanted, request)
}

/// The decoded path inside the site, without its first `/`. `None` for invalid encodings and for `.` and `..`.
fn decoded(path: &str) -> Option<Cow<'_, str>> {
    let path = percent_decode_str(path.strip_prefix('/')?).decode_utf8().ok()?;
    let climbs = path.split(['/', '\\']).any(|part| part == ".." || part == ".");
    (!climbs && !path.contains('\0')).then_some(path)
}

fn found(status: u16, site: &ServedSite, path: &str, output: &Output, request: &Request) -> Answer {
    let media_type = media_type(path, output.role);
    if let Content::Copy(source) = &output.content {
        return Answer::Copy { status, media_type, source: source.clone() };
    }
    if let (Content::Derived { .. }, Some(tree)) = (&output.content, &site.tree) {
        return Answer::Derived { status, media_type, tree: tree.clone(), output: output.clone() };
    }
    match site.bytes(path, output) {
        Ok(bytes) => {
            let tag = tag(&bytes);
            let bytes =
                if media_type.starts_with("text/html") { with_script(&bytes, &tag, site.ui_lang) } else { bytes };
            let entity = Entity { media_type, etag: format!("\"{tag}\""), body: Body::Bytes(bytes) };
            let response = Response::file(status, request, entity);
            Answer::Response(match path.ends_with(policy::NEWSLETTER_SUFFIX) {
                true => response.with(POLICY, format!("{}; {OURS}", policy::NEWSLETTER)),
                false => response,
            })
        }
        Err(mistake) => {
            let text = format!("{}\n{}", mistake.message.text(site.ui_lang), mistake.help.text(site.ui_lang));
            let title = say!(en: "This page cannot be rendered", fr: "Cette page ne peut pas être produite");
            bare_page(site.ui_lang, 503, &title, &text)
        }
    }
}

/// Not found: the site's own page, in the language of the path if there is one.
fn nothing(site: &ServedSite, tree: &OutputTree, wanted: &str, request: &Request) -> Answer {
    let folder = wanted.split('/').next().unwrap_or_default();
    let pages = [format!("{folder}/404.html"), "404.html".to_owned()];
    for page in pages {
        if let Some(output) = tree.get(&page) {
            return found(404, site, &page, output, request);
        }
    }
    bare_page(site.ui_lang, 404, &say!(en: "There is no such page", fr: "Cette page n’existe pas"), "")
}

fn no_site_yet(site: &ServedSite) -> Answer {
    let (title, text) = match &site.problems {
        Some(problems) => (
            say!(en: "The files of the site have errors", fr: "Les fichiers du site contiennent des erreurs"),
            &**problems,
        ),
        None => (say!(en: "The site is being built", fr: "Le site est en cours de construction"), ""),
    };
    bare_page(site.ui_lang, 503, &title, text)
}

/// A minimal page where the site has none; it reloads as soon as there is one.
fn bare_page(ui_lang: UiLang, status: u16, title: &Message, text: &str) -> Answer {
    let (lang, title, more) = (ui_lang.tag(), title.text(ui_lang), status::title());
    let more = more.text(ui_lang);
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    let html = format!(
        "<!doctype html>\n<html lang=\"{lang}\">\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{title}</title>\n\
         <main>\n<h1>{title}</h1>\n<pre>{text}</pre>\n<p><a href=\"{STATUS}\">{more}</a></p>\n</main>\n"
    );
    own_page(ui_lang, status, html)
}

/// A page of our own with the reload script, without the error overlay.
fn own_page(ui_lang: UiLang, status: u16, html: String) -> Answer {
    let tag = tag(html.as_bytes());
    let script = format!(
        "<script src=\"{SCRIPT}\" data-lang=\"{}\" data-etag=\"{tag}\" data-bare defer></script>\n",
        ui_lang.tag()
    );
    let policy = format!("{OWN_POLICY}; {OURS}");
    let fields =
        vec![("Content-Type", "text/html; charset=utf-8".to_owned()), (POLICY, policy), ("ETag", format!("\"{tag}\""))];
    Answer::Response(Response { status, fields, body: Body::Bytes((html + &script).into_bytes()) })
}

/// The status page, about the page that `?page=` names first. Without it the reader is sent to where that is the page that led here.
fn status_page(site: &ServedSite, request: &Request, query: Option<&str>) -> Answer {
    let from = query.and_then(page_of);
    if let (None, Some(before)) = (&from, request.referring_path().filter(|path| !path.starts_with("/_parvis"))) {
        return redirect(302, STATUS, Some(&format!("page={}", encoded(before))));
    }
    own_page(site.ui_lang, 200, site.status_page.html(site.ui_lang, from.as_deref()))
}

fn badge(site: &ServedSite, request: &Request, query: Option<&str>) -> Answer {
    let bytes = site.status_page.badge(site.ui_lang, query.and_then(page_of).as_deref()).into_bytes();
    let etag = format!("\"{}\"", tag(&bytes));
    let entity = Entity { media_type: "application/json".to_owned(), etag, body: Body::Bytes(bytes) };
    Answer::Response(Response::file(200, request, entity))
}

/// The value of `page` in a query, decoded.
fn page_of(query: &str) -> Option<String> {
    let value = query.split('&').find_map(|pair| pair.strip_prefix("page="))?;
    percent_decode_str(value).decode_utf8().ok().map(Cow::into_owned)
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

/// Inserts the script at the end of the body. The tag is that of the page without it.
fn with_script(page: &[u8], tag: &str, ui_lang: UiLang) -> Vec<u8> {
    const END: &[u8] = b"</body>";
    let at = page.windows(END.len()).rposition(|window| window.eq_ignore_ascii_case(END)).unwrap_or(page.len());
    let script =
        format!("<script src=\"{SCRIPT}\" data-lang=\"{}\" data-etag=\"{tag}\" defer></script>\n", ui_lang.tag());
    [&page[..at], script.as_bytes(), &page[at..]].concat()
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::net::{IpAddr, Ipv4Addr};
    use std::sync::Arc;

    use super::*;
    use crate::base::diagnostic::Diagnostic;
    use crate::base::output::{AssetKind, Render, RenderError, Role};
    use crate::base::source::{Place, Span};
    use crate::base::status::{EditorialStatus, StatusItem};
    use crate::edge::live::Live;
    use crate::edge::root::tests::root;
    use crate::edge::status::StatusPage;

    /// The status, the fields and the body of the answer to a request line and header fields.
    fn ask(site: &ServedSite, prefix: &str, line: &str, fields: &str) -> (u16, String, String) {
        let bound = IpAddr::V4(Ipv4Addr::LOCALHOST);
        let config = ServerConfig { hosts: Hosts { chosen: "127.0.0.1".to_owned(), bound }, prefix: prefix.to_owned() };
        let (method, target) = line.split_once(' ').expect("a method and a target");
        let fields = std::iter::once("Host: localhost:1111").chain(fields.lines());
        let fields = fields.map(|field| field.split_once(": ").expect("a name and a value"));
        let request = Request::new(method, target, fields);
        match answer(&config, site, &request) {
            Answer::Response(response) => {
                let fields: Vec<_> = response.fields.iter().map(|(name, value)| format!("{name}: {value}")).collect();
                let Body::Bytes(bytes) = response.body else { panic!("bytes") };
                (response.status, fields.join("\n"), String::from_utf8(bytes).expect("text"))
            }
            Answer::Copy { status, media_type, source } => (status, media_type, source.as_str().to_owned()),
            Answer::Derived { status, media_type, .. } => (status, media_type, "derived".to_owned()),
            Answer::Events => (200, "events".to_owned(), String::new()),
        }
    }

    fn get(path: &str) -> (u16, String, String) {
        ask(&site(), "", &format!("GET {path}"), "")
    }

    fn site() -> Arc<ServedSite> {
        let paths = ["index.html", "fr/index.html", "fr/été à/index.html", "404.html", "fr/404.html"];
        let page = |path: &str| Content::Bytes(format!("<body>{path}</BODY>").into_bytes());
        let pages = paths.map(|path| (path.to_owned(), Output { content: page(path), role: Role::Page }));
        let feed = Output { content: Content::Bytes(b"<rss></body>".to_vec()), role: Role::Feed };
        let plan = Content::Copy(SourcePath::new("content/calls/robots/plan.pdf"));
        let plan = Output { content: plan, role: Role::File };
        let small = Content::Derived { rank: 0, kind: AssetKind::Picture, source: None };
        let small = Output { content: small, role: Role::File };
        let others = [("fr/feed.xml", feed), ("fr/plan.pdf", plan), ("fr/small.webp", small)];
        let others = others.map(|(path, output)| (path.to_owned(), output));
        let tree = OutputTree::new(pages.into_iter().chain(others));
        let live = Live::new(root().1, UiLang::English);
        live.show(tree);
        live.site()
    }

    #[test]
    fn a_folder_address_serves_its_index_page() {
        assert!(get("/").2.contains("<body>index.html<script"));
        assert!(get("/fr/").2.contains("fr/index.html"));
        assert!(get("/fr/%C3%A9t%C3%A9%20%C3%A0/?a=/../b").2.contains("fr/été à/index.html"));
        assert_eq!(get("/fr/feed.xml").2, "<rss></body>");
        assert_eq!(get("/fr/plan.pdf").2, "content/calls/robots/plan.pdf");
        assert_eq!(get("/fr/small.webp"), (200, "image/webp".to_owned(), "derived".to_owned()));
    }

    /// A theme whose template fails on every page.
    struct Failing;

    impl Render for Failing {
        fn render(&self, _rank: usize, _to: &mut dyn Write) -> Result<(), RenderError> {
            let place = Place { path: SourcePath::new("themes/lab/templates/base.html"), span: Span::default() };
            Err(Box::new(Diagnostic::error(
                "template-fails",
                place,
                Message::same("there is no `x`"),
                Message::same("write `y`"),
            ))
            .into())
        }
    }

    #[test]
    fn a_page_whose_template_fails_keeps_its_last_version() {
        let page = |content| Output { content, role: Role::Page };
        let tree = |content: Content| OutputTree::new([("fr/index.html".to_owned(), page(content))]);
        let live = Live::new(root().1, UiLang::English);
        let broken = tree(Content::Rendered(0)).rendered_by(Arc::new(Failing));
        live.show(broken.clone());
        let (status, _, body) = ask(&live.site(), "", "GET /fr/", "");
        assert!(status == 503 && body.contains("there is no `x`") && body.contains("write `y`"), "{body}");
        live.show(tree(Content::Bytes(b"<p>good".to_vec())));
        live.mark_complete();
        live.show(broken);
        assert!(ask(&live.site(), "", "GET /fr/", "").2.starts_with("<p>good"));
        live.fall_back();
        assert!(ask(&live.site(), "", "GET /fr/", "").2.starts_with("<p>good"));
    }

    #[test]
    fn folder_addresses_without_a_slash_are_redirected() {
        let (status, fields, _) = get("/fr?a=1");
        assert_eq!(status, 301);
        assert!(fields.ends_with("Location: /fr/?a=1"), "{fields}");
        assert!(get("/fr/%C3%A9t%C3%A9%20%C3%A0").1.ends_with("Location: /fr/%C3%A9t%C3%A9%20%C3%A0/"));
        assert_eq!(get("//fr").0, 404, "never an address of another host");
    }

    #[test]
    fn missing_pages_get_a_404_in_the_language_of_the_address() {
        for (path, page) in [("/fr/nothing", "fr/404.html"), ("/de/nothing/", "404.html"), ("/x", "404.html")] {
            let (status, _, body) = get(path);
            assert!(status == 404 && body.contains(&format!("<body>{page}<")), "{path}: {body}");
        }
    }

    #[test]
    fn paths_outside_the_tree_are_not_served() {
        for path in [
            "/../Cargo.toml",
            "/fr/..%2f..%2fCargo.toml",
            "/%2e%2e/x",
            "/fr/./",
            "/..%5cx",
            "/fr\\..\\..\\x",
            "/%2E%2E",
            "/fr/%2e/",
            "/%c0%ae%c0%ae/x",
            "*",
            "/%00",
            "/%ff",
            "fr",
            "/fr?\nX:y",
        ] {
            assert_eq!(get(path).0, 400, "{path}");
        }
        for path in ["/content/calls/robots/plan.pdf", "/%252e%252e/x", "//../x//", "/fr//", "/C:/x", "/fr/#/../../x"] {
            assert_ne!(get(path).0, 200, "{path}");
        }
    }

    #[test]
    fn unchanged_pages_get_304() {
        let (_, fields, body) = get("/fr/");
        let tag = fields.lines().find_map(|field| field.strip_prefix("ETag: ")).expect("a tag");
        assert!(body.contains(&format!("data-etag={tag} defer")), "the page knows its tag: {body}");
        assert_eq!(ask(&site(), "", "GET /fr/", &format!("If-None-Match: {tag}")).0, 304);
        assert_eq!(ask(&site(), "", "GET /fr/feed.xml", "Range: bytes=1-3").2, "rss");
    }

    #[test]
    fn only_get_and_head_on_local_host_names_are_allowed() {
        assert_eq!(ask(&site(), "", "POST /fr/", "").0, 405);
        assert_eq!(ask(&site(), "", "HEAD /_parvis/events", "").1, "Content-Type: text/event-stream");
        assert_eq!(ask(&site(), "", "GET http://evil.example/", "").0, 421);
        assert_eq!(ask(&site(), "", "GET /", "Host: localhost").0, 400);
    }

    #[test]
    fn a_site_below_a_path_is_served_below_it() {
        let at = |path: &str| ask(&site(), "/labo", &format!("GET {path}"), "");
        assert!(at("/labo/fr/").2.contains("fr/index.html"));
        assert!(at("/").1.ends_with("Location: /labo/") && at("/labo").1.ends_with("Location: /labo/"));
        assert!(at("/labo/fr").1.ends_with("Location: /labo/fr/"));
        assert_eq!((at("/laboratory/").0, at("/fr/").0, at("/_parvis/events").0), (404, 404, 200));
    }

    #[test]
    fn the_editorial_status_has_a_page() {
        let live = Live::new(root().1, UiLang::English);
        let before = ask(&live.site(), "/labo", "GET /_parvis/", "");
        assert!(
            before.0 == 200 && before.2.contains("data-bare") && before.2.contains("Nothing to do"),
            "{}",
            before.2
        );
        let drafts = vec![StatusItem {
            key: "call/robots".to_owned(),
            title: "Robots".to_owned(),
            lang: "fr".to_owned(),
            path: SourcePath::new("content/calls/robots/index.fr.md"),
            href: None,
        }];
        live.show_status(StatusPage {
            status: EditorialStatus { drafts, ..EditorialStatus::default() },
            ..StatusPage::default()
        });
        let after = ask(&live.site(), "/labo", "GET /_parvis/", "");
        assert!(after.2.contains("Robots</span> <code>call/robots</code>") && after.1 != before.1, "{}", after.2);
        assert!(ask(&live.site(), "", "GET /_parvis", "").1.ends_with("Location: /_parvis/"));
    }

    #[test]
    fn the_page_that_led_to_the_status_page_is_named_in_its_address() {
        let status = |target: &str, referer: &str| {
            ask(&site(), "", &format!("GET {target}"), &format!("Referer: http://localhost:1111{referer}"))
        };
        let (code, fields, _) = status("/_parvis/", "/fr/%C3%A9t%C3%A9/?a=b");
        assert!(code == 302 && fields.ends_with("Location: /_parvis/?page=/fr/%25C3%25A9t%25C3%25A9/"), "{fields}");
        assert_eq!(status("/_parvis/?page=%2Ffr%2F", "/fr/").0, 200);
        assert_eq!(status("/_parvis/", "/_parvis/?page=/fr/").0, 200, "no circle");
        assert_eq!(ask(&site(), "", "GET /_parvis/", "Referer: https://evil.example/fr/").0, 200);
        let (code, fields, body) = get("/_parvis/badge.json?page=%2Ffr%2F");
        assert!(code == 200 && fields.contains("application/json") && body.contains("Nothing to report"), "{body}");
    }

    #[test]
    fn without_a_valid_site_the_page_lists_the_errors() {
        let live = Live::new(root().1, UiLang::English);
        live.report("error: <b>");
        let (status, _, body) = ask(&live.site(), "", "GET /fr/", "");
        assert!(status == 503 && body.contains("<pre>error: &lt;b></pre>"), "{body}");
        assert!(body.contains("data-bare"));
    }
}
