//! The HTTP server of `serve`: sockets and threads. `connection` reads request heads, `tiny_http` writes response heads, and
//! `answer` decides what to respond.
//!
//! Each connection has its own thread, so that event streams and slow clients delay nobody else.

use std::io::{self, BufWriter, Write};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use tiny_http::{HTTPVersion, Header, StatusCode};

use crate::base::message::{Message, UiLang, say};
use crate::base::output::DerivedAsset;
use crate::base::policy;
use crate::base::source::SourcePath;
use crate::base::sync::lock_ignoring_poison;
use crate::edge::answer::{Answer, ServerConfig, answer};
use crate::edge::asset_cache::{AssetCache, AssetError, LastSource};
use crate::edge::cache::Cache;
use crate::edge::connection::{Connection, Framing};
use crate::edge::failure::{Failure, READ};
use crate::edge::folder::info::Refused;
use crate::edge::live::{Live, file_tag, tag};
use crate::edge::request::{Hosts, Request};
use crate::edge::response::{Body, Entity, POLICY, Response};

/// The interval of keep-alive comments in event streams; writing is also how a closed connection is noticed.
const HEARTBEAT: Duration = Duration::from_secs(5);

/// The pause after `accept` fails because the system is out of resources.
const EXHAUSTED: Duration = Duration::from_secs(1);

/// The most open connections. Each takes a file descriptor, and another one while a file is sent; the usual limit is 1,024, and
/// compiling needs some of them.
const MAX_CONNECTIONS: usize = 400;

/// A listening socket. Clients may connect; [`Server::run`] serves them.
#[derive(Debug)]
pub struct Server {
    listener: TcpListener,
    chosen: String,
    bound: SocketAddr,
    max_connections: usize,
}

impl Server {
    /// Binds a host name or address and a port; 0 is any free port.
    pub fn bind(host: &str, port: u16) -> Result<Self, Failure> {
        let chosen = host.trim_start_matches('[').trim_end_matches(']');
        let fail = |error: io::Error| {
            Failure::new(
                say!(en: "listen on", fr: "d’écouter sur"),
                authority(chosen, port),
                Message::same(error.to_string()),
            )
        };
        let listener = TcpListener::bind((chosen, port)).map_err(fail)?;
        let bound = listener.local_addr().map_err(fail)?;
        Ok(Self { listener, chosen: chosen.to_owned(), bound, max_connections: MAX_CONNECTIONS })
    }

    /// The address to open in a browser on this machine, such as `http://127.0.0.1:1111/`.
    pub fn address(&self) -> String {
        let name = match self.bound.ip() {
            IpAddr::V4(Ipv4Addr::UNSPECIFIED) => Ipv4Addr::LOCALHOST.to_string(),
            IpAddr::V6(Ipv6Addr::UNSPECIFIED) => Ipv6Addr::LOCALHOST.to_string(),
            _ => self.chosen.clone(),
        };
        format!("http://{}/", authority(&name, self.bound.port()))
    }

    /// True when other machines can connect.
    pub fn is_public(&self) -> bool {
        !self.bound.ip().is_loopback()
    }

    /// Serves what `live` shows, below the path `prefix`, until the program ends.
    pub fn run(&self, live: &Arc<Live>, cache: Cache, prefix: &str) {
        let hosts = Hosts { chosen: self.chosen.clone(), bound: self.bound.ip() };
        let app = Arc::new(App {
            config: ServerConfig { hosts, prefix: prefix.to_owned() },
            live: Arc::clone(live),
            assets: (AssetCache::new(live.root().clone(), cache), Mutex::default()),
        });
        loop {
            match self.listener.accept() {
                // Each connection holds a reference to `app`; excess connections are closed at once.
                Ok((stream, _)) if Arc::strong_count(&app) <= self.max_connections => {
                    let app = Arc::clone(&app);
                    let connection = thread::Builder::new().name("connection".to_owned());
                    // If no thread can be started, the connection is closed; errors concern its client only.
                    let _ = connection.spawn(move || serve(stream, &app));
                }
                Ok(_) => {}
                // The client disconnected before it was accepted.
                Err(error) if matches!(error.kind(), io::ErrorKind::ConnectionAborted | io::ErrorKind::Interrupted) => {
                }
                Err(_) => thread::sleep(EXHAUSTED),
            }
        }
    }
}

/// State shared by all connections.
struct App {
    config: ServerConfig,
    live: Arc<Live>,
    /// The derived assets of the site, and the lock of the thread that generates one.
    assets: (AssetCache, Mutex<()>),
}

fn authority(name: &str, port: u16) -> String {
    if name.contains(':') { format!("[{name}]:{port}") } else { format!("{name}:{port}") }
}

/// Serves the requests of a connection.
fn serve(stream: TcpStream, app: &App) -> io::Result<()> {
    let mut connection = Connection::new(stream)?;
    while let Some(asked) = connection.request() {
        let (framing, response) = match asked {
            Ok((request, framing)) => match response(app, &request) {
                Some(response) => (framing, response),
                None => return events(connection.stream(), &app.live),
            },
            Err(status) => (Framing::REFUSAL, Response::plain(status, refused(status).text(app.live.site().ui_lang))),
        };
        send(connection.stream(), framing, response)?;
        if !framing.stays {
            break;
        }
    }
    connection.close();
    Ok(())
}

/// The message for an invalid request.
fn refused(status: u16) -> Message {
    match status {
        414 | 431 => say!(
            en: "the request headers are too large",
            fr: "l’en-tête de la requête est trop grand"
        ),
        _ => say!(en: "this is not an HTTP/1.1 request", fr: "ce n’est pas une requête HTTP/1.1"),
    }
}

/// The response to a request; `None` for the event stream.
fn response(app: &App, request: &Request) -> Option<Response> {
    let site = app.live.site();
    Some(match answer(&app.config, &site, request) {
        Answer::Response(response) => response,
        Answer::Copy { status, media_type, source } => copy(&app.live, request, status, media_type, &source),
        Answer::Derived { status, media_type, tree, output } => {
            derived(&app.assets, request, (status, media_type), (tree.derived_asset(&output), site.ui_lang))
        }
        Answer::Events => return None,
    })
}

/// Writes a response.
fn send(stream: &mut TcpStream, framing: Framing, response: Response) -> io::Result<()> {
    let Response { status, fields, body } = response.guarded();
    let headers = fields.into_iter().map(|(name, value)| {
        Header::from_bytes(name, value).expect("media types, tags, ranges and encoded addresses are all ASCII")
    });
    let length = usize::try_from(body.length()).map_err(io::Error::other)?;
    let response = tiny_http::Response::new(StatusCode(status), headers.collect(), io::empty(), Some(length), None);
    let version = HTTPVersion(1, u8::from(framing.is_current));
    let mut head = Vec::new();
    response.with_chunked_threshold(usize::MAX).raw_print(&mut head, version, &[], true, None)?;
    if !framing.stays {
        // RFC 9112, 9.6. `tiny_http` does not write this field; insert it before the empty line.
        head.truncate(head.len() - 2);
        head.extend_from_slice(b"Connection: close\r\n\r\n");
    }
    let mut writer = BufWriter::new(stream);
    writer.write_all(&head)?;
    // RFC 9110, 15.4.5: 304 has no body.
    if !framing.is_head_only && status != 304 {
        io::copy(&mut body.into_reader()?, &mut writer)?;
    }
    writer.flush()
}

fn copy(live: &Live, request: &Request, status: u16, media_type: String, source: &SourcePath) -> Response {
    let ui_lang = live.site().ui_lang;
    let open = || -> io::Result<Entity> {
        let file = live.root().open_published(source)?;
        let tag = match file.file() {
            Some(open) => file_tag(&open.metadata()?),
            None => env!("CARGO_PKG_VERSION").to_owned(),
        };
        let size = file.size()?;
        Ok(Entity { media_type, etag: format!("\"{tag}\""), body: Body::File(file, 0..size) })
    };
    match open() {
        Ok(entity) if source.as_str().ends_with(policy::DRAWING_SUFFIX) => {
            Response::file(status, request, entity).with(POLICY, policy::DRAWING)
        }
        Ok(entity) => Response::file(status, request, entity),
        // The file may have been replaced by a link since the sources were read.
        Err(error) if error.kind() == io::ErrorKind::NotFound || Refused::of(&error).is_some() => {
            Response::plain(404, gone().text(ui_lang))
        }
        Err(error) => Response::plain(500, &Failure::at(READ, &live.root().path_of(source), &error).text(ui_lang)),
    }
}

fn gone() -> Message {
    say!(en: "the file has disappeared", fr: "le fichier a disparu")
}

/// A derived asset, generated now unless cached; one at a time, so that pages have the other cores.
fn derived(
    (assets, gate): &(AssetCache, Mutex<()>),
    request: &Request,
    (status, media_type): (u16, String),
    (asset, ui_lang): (Option<DerivedAsset<'_>>, UiLang),
) -> Response {
    let Some(asset) = asset else { return Response::plain(404, gone().text(ui_lang)) };
    let guard = lock_ignoring_poison(gate);
    let bytes = assets.bytes(&asset, &mut LastSource::default());
    drop(guard);
    match bytes {
        Ok(bytes) => {
            let entity = Entity { media_type, etag: format!("\"{}\"", tag(&bytes)), body: Body::Bytes(bytes) };
            Response::file(status, request, entity)
        }
        Err(AssetError::Source(diagnostic)) => Response::plain(500, diagnostic.message.text(ui_lang)),
        Err(AssetError::Failed(failure)) => Response::plain(500, &failure.text(ui_lang)),
    }
}

/// Server-sent events (HTML Living Standard, 9.2): the current state, and each change.
fn events(stream: &mut TcpStream, live: &Live) -> io::Result<()> {
    let fields = Response::events().with("Cache-Control", "no-store").with("Connection", "close").guarded().fields;
    let fields: String = fields.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    let mut text = format!("HTTP/1.1 200 OK\r\n{fields}\r\nretry: 500\n\n");
    let mut site = live.site();
    loop {
        stream.write_all(format!("{text}data: {}\n\n", site.message()).as_bytes())?;
        text.clear();
        site = loop {
            if let Some(next) = live.next(&site, HEARTBEAT) {
                break next;
            }
            // Writing fails if the client has disconnected.
            stream.write_all(b":\n\n")?;
        };
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io::{BufRead, BufReader, Read};
    use std::sync::Barrier;
    use std::time::Instant;

    use super::*;
    use crate::base::output::{Content, Output, OutputTree, Role};
    use crate::edge::root::tests::root;

    /// A server on a free port with a page of this text.
    fn serve(text: &str) -> (SocketAddr, Arc<Live>, tempfile::TempDir) {
        serve_at_most(MAX_CONNECTIONS, text)
    }

    /// The same with this limit of connections.
    fn serve_at_most(max_connections: usize, text: &str) -> (SocketAddr, Arc<Live>, tempfile::TempDir) {
        let (folder, root) = root();
        fs::write(folder.path().join("plan.pdf"), "0123456789").expect("a file");
        // A sparse file, larger than any socket buffer.
        let film = fs::File::create(folder.path().join("film.mp4")).expect("a file");
        film.set_len(100_000_000).expect("a length");
        let live = Arc::new(Live::new(root, UiLang::English));
        live.show(tree(text));
        let server = Server { max_connections, ..Server::bind("127.0.0.1", 0).expect("a free port") };
        let address = server.bound;
        let shared = Arc::clone(&live);
        thread::spawn(move || server.run(&shared, Cache::default(), ""));
        (address, live, folder)
    }

    fn tree(text: &str) -> OutputTree {
        let page = Content::Bytes(text.as_bytes().to_vec());
        let plan = Content::Copy(SourcePath::new("plan.pdf"));
        let style = Content::Bytes(text.as_bytes().to_vec());
        let files = [
            ("index.html", Output { content: page, role: Role::Page }),
            ("plan.pdf", Output { content: plan, role: Role::File }),
            ("film.mp4", Output { content: Content::Copy(SourcePath::new("film.mp4")), role: Role::File }),
            ("style.css", Output { content: style, role: Role::File }),
        ];
        OutputTree::new(files.map(|(path, output)| (path.to_owned(), output)))
    }

    /// A connection with this read timeout.
    fn connect(address: SocketAddr, patience: Duration) -> TcpStream {
        let stream = TcpStream::connect(address).expect("connected");
        stream.set_read_timeout(Some(patience)).expect("a timeout");
        stream
    }

    fn ask(address: SocketAddr, request: &str) -> String {
        let mut stream = connect(address, Duration::from_secs(10));
        stream.write_all(request.as_bytes()).expect("sent");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("answered");
        answer
    }

    #[test]
    fn silent_clients_do_not_block_others() {
        let (address, _live, _root) = serve("<p>page");
        let mut silent: Vec<TcpStream> = (0..40).map(|_| connect(address, PATIENCE)).collect();
        let instant = Barrier::new(6);
        for round in 0..50 {
            let visit = |speaks: bool| {
                instant.wait();
                let mut stream = connect(address, 10 * PATIENCE);
                if speaks {
                    get_page(&mut stream, round);
                }
                stream
            };
            let mut together: Vec<TcpStream> = thread::scope(|scope| {
                let visits = [false, true, false, true, false, true].map(|speaks| scope.spawn(move || visit(speaks)));
                visits.into_iter().map(|visit| visit.join().expect("answered")).collect()
            });
            get_page(&mut connect(address, PATIENCE), round);
            // Some disconnect, and some stay.
            silent.extend(together.drain(..3));
        }
    }

    #[test]
    fn two_hundred_simultaneous_clients_do_not_block_others() {
        let (address, live, _root) = serve("<p>page");
        let mut clients: Vec<TcpStream> = (0..200).map(|_| connect(address, PATIENCE)).collect();
        for (rank, client) in clients.iter_mut().enumerate() {
            let line = match rank % 20 {
                0 => "GET /film.mp4 HTTP/1.1\r\nHost: localhost\r\n\r\n",
                1..7 => "GET /_parvis/events HTTP/1.1\r\nHost: localhost\r\n\r\n",
                7..14 => "GET / HTTP/1.1\r\nX-Long: ",
                _ => "",
            };
            client.write_all(line.as_bytes()).expect("sent");
        }
        for round in 0..30 {
            for slow in clients.chunks_mut(20).flat_map(|chunk| &mut chunk[7..14]) {
                slow.write_all(b"a").expect("sent");
            }
            live.report(&format!("{round} errors"));
            let begun = Instant::now();
            get_page(&mut connect(address, PATIENCE), round);
            assert!(begun.elapsed() < PATIENCE, "round {round} took {:?}", begun.elapsed());
        }
        if let Ok(table) = fs::read_to_string("/proc/net/tcp") {
            // Linux: the fields are a number, both addresses with their ports, and the state, of which 01 is an open connection.
            let port = format!(":{:04X}", address.port());
            let rows = table.lines().map(|row| row.split_whitespace().collect::<Vec<_>>());
            let open = rows.filter(|row| matches!(row[..], [_, _, to, "01", ..] if to.ends_with(&port)));
            assert_eq!(open.count(), clients.len(), "the server connects to itself");
        }
    }

    #[test]
    fn connections_beyond_the_limit_are_closed_until_one_is_free() {
        let (address, _live, _root) = serve_at_most(2, "<p>page");
        let mut clients = [connect(address, 10 * PATIENCE), connect(address, 10 * PATIENCE)];
        clients.iter_mut().for_each(|client| get_page(client, 0));
        let is_answered = || {
            let mut client = connect(address, 10 * PATIENCE);
            let sent = client.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
            sent.is_ok() && matches!(client.read(&mut [0; 15]), Ok(1..))
        };
        assert!(!is_answered());
        drop(clients);
        let begun = Instant::now();
        while !is_answered() {
            assert!(begun.elapsed() < 10 * PATIENCE, "there is no room");
        }
    }

    /// The read timeout of clients while others are silent.
    const PATIENCE: Duration = Duration::from_secs(1);

    /// Gets the page, and leaves the connection open.
    fn get_page(stream: &mut TcpStream, round: usize) {
        stream.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").expect("sent");
        let mut start = [0; 15];
        stream.read_exact(&mut start).unwrap_or_else(|error| panic!("no answer in round {round}: {error}"));
        assert_eq!(&start, b"HTTP/1.1 200 OK");
    }

    #[test]
    fn one_connection_carries_several_requests() {
        let (address, _live, _root) = serve("<p>page");
        let first = "HEAD / HTTP/1.1\r\nHost: localhost\r\n\r\n";
        let second = "GET /plan.pdf HTTP/1.1\r\nHost: localhost\r\nRange: bytes=3-5\r\n\r\n";
        let last = "POST / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 4\r\n\r\nbody";
        let answers = ask(address, &format!("{first}{second}{last}"));
        let statuses: Vec<&str> = answers.lines().filter(|line| line.contains("HTTP/1.1 ")).collect();
        assert_eq!(
            statuses,
            ["HTTP/1.1 200 OK", "HTTP/1.1 206 Partial Content", "345HTTP/1.1 405 Method Not Allowed"],
            "{answers}"
        );
        assert!(!answers.contains("<p>page"));
        let (before, last) = answers.split_once("HTTP/1.1 405").expect("three answers");
        assert!(!before.contains("Connection: ") && last.contains("\r\nConnection: close\r\n"), "{answers}");
    }

    #[test]
    fn malformed_requests_are_refused() {
        let (address, _live, _root) = serve("<p>page");
        assert!(ask(address, "\u{16}\u{3}\r\n\r\n").starts_with("HTTP/1.1 400 "));
        let close = "Connection: close\r\n\r\n";
        for host in ["evil.example", "", "localhost, evil.example", "[::1", "localhost:x"] {
            let answer = ask(address, &format!("GET / HTTP/1.1\r\nHost: {host}\r\n{close}"));
            assert!(answer.starts_with("HTTP/1.1 421 "), "{host}: {answer}");
        }
        let absolute = |target: &str| ask(address, &format!("GET {target} HTTP/1.1\r\nHost: localhost\r\n{close}"));
        assert!(absolute("http://[::1]:1111/plan.pdf").starts_with("HTTP/1.1 200 "));
        assert!(absolute("http://evil.example/plan.pdf").starts_with("HTTP/1.1 421 "));
        assert!(absolute("/%2e%2e/plan.pdf").starts_with("HTTP/1.1 400 "));
    }

    #[test]
    fn an_endless_request_head_is_refused() {
        let (address, _live, _root) = serve("<p>page");
        let status = |start: &str, more: &str| {
            let mut stream = connect(address, Duration::from_secs(10));
            stream.write_all(start.as_bytes()).expect("sent");
            // The server responds and closes long before the client has sent everything.
            let sent = (0..100_000).take_while(|_| stream.write_all(more.repeat(10).as_bytes()).is_ok()).count();
            assert!(sent < 100_000, "100,000 times {more:?} were taken");
            let mut answer = Vec::new();
            let _ = stream.read_to_end(&mut answer);
            String::from_utf8_lossy(&answer).get(..12).unwrap_or_default().to_owned()
        };
        for (start, more) in [
            ("GET /plan.pdf HTTP/1.1\r\nHost: localhost\r\nX-Long: ", "aaaaaaaaaa"),
            ("GET /", "aaaaaaaaaa"),
            ("GET /plan.pdf HTTP/1.1\r\nHost: localhost\r\n", "X: a\r\n"),
        ] {
            // Writing after the close may fail before the response is read.
            let status = status(start, more);
            assert!(["HTTP/1.1 431", "HTTP/1.1 414", ""].contains(&&*status), "{status}");
        }
        let long = format!("X-Long: {}\r\n", "a".repeat(70_000));
        let many: String = (0..200).map(|rank| format!("X-{rank}: a\r\n")).collect();
        for fields in [long, many] {
            let request = format!("GET /plan.pdf HTTP/1.1\r\nHost: localhost\r\n{fields}Connection: close\r\n\r\n");
            assert!(ask(address, &request).starts_with("HTTP/1.1 431 "));
        }
        let line = format!("GET /{} HTTP/1.1\r\nHost: localhost\r\n\r\n", "a".repeat(70_000));
        assert!(ask(address, &line).starts_with("HTTP/1.1 414 "));
        let fields: String = (0..60).map(|rank| format!("X-{rank}: {}\r\n", "a".repeat(1000))).collect();
        let request = format!("GET /plan.pdf HTTP/1.1\r\nHost: localhost\r\n{fields}Connection: close\r\n\r\n");
        assert!(ask(address, &request).ends_with("0123456789"), "what is long and has an end is no burden");
    }

    #[test]
    fn every_response_has_the_security_headers() {
        let (address, _live, _root) = serve("<p>page");
        let close = "Connection: close\r\n\r\n";
        let host = "Host: localhost\r\n";
        let etag = ask(address, &format!("GET /plan.pdf HTTP/1.1\r\n{host}{close}"));
        let etag = etag.lines().find_map(|line| line.strip_prefix("ETag: ")).expect("a tag").to_owned();
        for (request, status, media_type) in [
            (format!("GET / HTTP/1.1\r\n{host}"), 200, "text/html; charset=utf-8"),
            (format!("GET /style.css HTTP/1.1\r\n{host}"), 200, "text/css; charset=utf-8"),
            (format!("GET /plan.pdf HTTP/1.1\r\n{host}Range: bytes=1-2\r\n"), 206, "application/pdf"),
            (format!("GET /plan.pdf HTTP/1.1\r\n{host}Range: bytes=99-\r\n"), 416, "application/pdf"),
            (format!("GET /plan.pdf HTTP/1.1\r\n{host}If-None-Match: {etag}\r\n"), 304, "application/pdf"),
            (format!("GET /nothing HTTP/1.1\r\n{host}"), 404, "text/html; charset=utf-8"),
            (format!("GET /_parvis HTTP/1.1\r\n{host}"), 301, "text/plain; charset=utf-8"),
            (format!("GET /_parvis/ HTTP/1.1\r\n{host}"), 200, "text/html; charset=utf-8"),
            (format!("GET /_parvis/reload.js HTTP/1.1\r\n{host}"), 200, "text/javascript; charset=utf-8"),
            (format!("HEAD /_parvis/events HTTP/1.1\r\n{host}"), 200, "text/event-stream"),
            (format!("POST / HTTP/1.1\r\n{host}"), 405, "text/plain; charset=utf-8"),
            ("GET / HTTP/1.1\r\nHost: evil.example\r\n".to_owned(), 421, "text/plain; charset=utf-8"),
            ("GET / HTTP/1.1\r\n".to_owned(), 400, "text/plain; charset=utf-8"),
            ("nothing\r\n".to_owned(), 400, "text/plain; charset=utf-8"),
            ("GET / HTTP/2.0\r\n".to_owned(), 505, "text/plain; charset=utf-8"),
        ] {
            let answer = ask(address, &format!("{request}{close}"));
            let head = answer.split("\r\n\r\n").next().unwrap_or_default();
            assert!(head.starts_with(&format!("HTTP/1.1 {status} ")), "{request}: {head}");
            assert_guarded(head, media_type);
        }
        let mut stream = connect(address, Duration::from_secs(10));
        stream.write_all(format!("GET /_parvis/events HTTP/1.1\r\n{host}\r\n").as_bytes()).expect("sent");
        let lines = BufReader::new(stream).lines().map(|line| line.expect("a line"));
        let head: Vec<String> = lines.take_while(|line| !line.is_empty()).collect();
        assert_guarded(&head.join("\r\n"), "text/event-stream");
    }

    /// Asserts that no other site can frame or load a response, and that its type is not guessed.
    fn assert_guarded(head: &str, media_type: &str) {
        let field = |name: &str| {
            let mut values = head.lines().filter_map(|line| line.strip_prefix(&format!("{name}: ")));
            let value = values.next().unwrap_or_else(|| panic!("no {name} in {head}"));
            assert_eq!(values.next(), None, "{name} twice in {head}");
            value.to_owned()
        };
        assert_eq!(field("Content-Type"), media_type, "{head}");
        assert_eq!(field("X-Content-Type-Options"), "nosniff");
        assert_eq!(field("X-Frame-Options"), "DENY");
        assert_eq!(field("Cross-Origin-Resource-Policy"), "same-origin");
        assert_eq!(field("Cross-Origin-Opener-Policy"), "same-origin");
        let policy = field("Content-Security-Policy");
        assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{policy}");
    }

    #[cfg(unix)]
    #[test]
    fn files_behind_symbolic_links_are_not_served() {
        let (folder, root) = root();
        fs::create_dir_all(folder.path().join("content/calls/robots")).expect("folders");
        fs::create_dir(folder.path().join("elsewhere")).expect("a folder");
        for name in ["content/calls/robots", "elsewhere"] {
            fs::write(folder.path().join(name).join("plan.pdf"), "0123456789").expect("a file");
        }
        let live = Live::new(root, UiLang::English);
        let request = Request::new("GET", "/", std::iter::empty());
        let source = SourcePath::new("content/calls/robots/plan.pdf");
        let status = || copy(&live, &request, 200, "application/pdf".to_owned(), &source).status;
        assert_eq!(status(), 200);
        fs::remove_dir_all(folder.path().join("content/calls")).expect("removed");
        fs::create_dir(folder.path().join("content/calls")).expect("a folder");
        std::os::unix::fs::symlink("../../elsewhere", folder.path().join("content/calls/robots")).expect("a link");
        assert_eq!(status(), 404);
    }

    #[test]
    fn open_pages_are_notified_of_each_change() {
        let (address, live, _root) = serve("a");
        let mut stream = connect(address, Duration::from_secs(10));
        stream.write_all(b"GET /_parvis/events HTTP/1.1\r\nHost: localhost\r\n\r\n").expect("sent");
        let mut lines = BufReader::new(stream).lines().map(|line| line.expect("a line"));
        let mut next = || lines.find(|line| line.starts_with("data: ")).expect("a message");
        let first = next();
        live.report("1 error");
        assert_eq!(next(), first.replace("\"problems\":null", "\"problems\":\"1 error\""));
        live.show(tree("b"));
        let mut last = next();
        if last == first {
            // An event may be sent between the new pages and their fingerprints.
            last = next();
        }
        assert!(last != first && last.contains("\"problems\":null"), "{last}");
    }

    #[test]
    fn the_printed_address_can_be_opened_in_a_browser() {
        let address = |host: &str| Server::bind(host, 0).map(|server| (server.address(), server.is_public()));
        let (local, is_public) = address("127.0.0.1").expect("bound");
        assert!(local.starts_with("http://127.0.0.1:") && local.ends_with('/') && !local.contains(":0/") && !is_public);
        let (all, is_public) = address("0.0.0.0").expect("bound");
        assert!(all.starts_with("http://127.0.0.1:") && is_public);
        let taken = Server::bind("127.0.0.1", 0).expect("bound");
        let failure = Server::bind("127.0.0.1", taken.bound.port()).expect_err("taken");
        assert!(failure.text(UiLang::English).starts_with("cannot listen on `127.0.0.1:"), "{failure:?}");
    }
}
