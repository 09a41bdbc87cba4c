//! The server of `serve`: sockets and threads. HTTP is spoken by `tiny_http`, and what is answered is decided elsewhere.
//!
//! Each answer has a thread of its own, so that a stream of events or a client that reads slowly keeps nobody waiting.
//!
//! The pool of `tiny_http` 0.12 gives each connection a thread, but still counts as free one that it has called and that has
//! not woken yet. Of connections that come at the same instant one may thus be queued while no thread is free, and it waits
//! until some thread of the pool has done with its own connection, which browsers keep open for minutes. The remedy is to
//! hold a few silent connections to ourselves, as many as the pool has permanent threads. In calm, then, no thread is free,
//! and each newcomer gets a new one. Where there were free ones and connections were queued, we hang up on ourselves: the
//! threads that become free take them, and we call again. We do so after each request, since others may have come with it,
//! and from time to time, since the others may all be silent. No connection is forgotten then, however many there are.
//! Several servers on one port are no remedy: each of their pools has free threads of its own to miscount.

use std::fs::{self, File};
use std::io::{self, Write};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender, SyncSender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use tiny_http::{Header, StatusCode};

use crate::base::message::{Message, Tongue, say};
use crate::base::output::Work;
use crate::base::source::SourcePath;
use crate::edge::answer::{Answer, Ground, answer};
use crate::edge::disk::behind_a_link;
use crate::edge::failure::{Failure, READ};
use crate::edge::live::{Live, file_tag, tag};
use crate::edge::request::{Hosts, Request};
use crate::edge::response::{Body, Entity, Response};
use crate::edge::system;
use crate::edge::works::{LastSource, Unmade, Works};

/// How often a stream of events says that it is still there.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// How many connections to hold to ourselves: the permanent threads of the pool.
const HELD: usize = 4;

/// How often to renew them while there is no request.
const RENEWAL: Duration = Duration::from_millis(250);

/// How long the threads that became free have to look for something queued before we call again.
const REST: Duration = Duration::from_millis(20);

/// How long to wait for the machine when it has no more connections to give.
const EXHAUSTED: Duration = Duration::from_secs(1);

/// A port that is listened on. Clients may connect; they are answered from [`Server::run`] on.
#[derive(Debug)]
pub struct Server {
    listener: TcpListener,
    chosen: String,
    bound: SocketAddr,
}

impl Server {
    /// Listens on a host, by name or address, and a port; 0 is any free one.
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
        system::send_at_once(&listener).map_err(fail)?;
        let bound = listener.local_addr().map_err(fail)?;
        Ok(Self { listener, chosen: chosen.to_owned(), bound })
    }

    /// The address to open in a browser on this machine, such as `http://127.0.0.1:1111/`.
    pub fn address(&self) -> String {
        let name = if self.bound.ip().is_unspecified() { self.door().ip().to_string() } else { self.chosen.clone() };
        format!("http://{}/", authority(&name, self.bound.port()))
    }

    /// True when other machines can reach it.
    pub fn is_public(&self) -> bool {
        !self.bound.ip().is_loopback()
    }

    /// Answers with what `live` shows, below the path `prefix`, until the program ends.
    pub fn run(&self, live: &Arc<Live>, prefix: &str) {
        let hosts = Hosts { chosen: self.chosen.clone(), bound: self.bound.ip() };
        let ground = Ground { hosts, prefix: prefix.to_owned() };
        let works = (Works::new(live.root()), Mutex::default());
        let house = Arc::new(House { ground, live: Arc::clone(live), works });
        // One ring that nobody has heard yet stands for all that follow.
        let (bell, rings) = mpsc::sync_channel(1);
        let door = self.door();
        thread::spawn(move || hold(door, &rings));
        loop {
            let (end, ended) = mpsc::channel();
            let listener = self.listener.try_clone().map_err(Into::into);
            if let Ok(server) = listener.and_then(|listener| tiny_http::Server::from_listener(listener, None)) {
                let (house, bell) = (Arc::clone(&house), bell.clone());
                thread::spawn(move || take(&server, &house, &bell, &end));
                // Nothing can be done about the failure itself: a client has gone, or too many files are open.
                let _ = ended.recv();
            }
            thread::sleep(EXHAUSTED);
        }
    }

    /// Where this machine itself reaches the server.
    fn door(&self) -> SocketAddr {
        let name = match self.bound.ip() {
            IpAddr::V4(address) if address.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
            IpAddr::V6(address) if address.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
            name => name,
        };
        SocketAddr::new(name, self.bound.port())
    }
}

/// What the answers are made of.
struct House {
    ground: Ground,
    live: Arc<Live>,
    /// The works of the site, and who makes one of them.
    works: (Works, Mutex<()>),
}

fn authority(name: &str, port: u16) -> String {
    if name.contains(':') { format!("[{name}]:{port}") } else { format!("{name}:{port}") }
}

/// Takes one request after the other. Says when no more connections are accepted; those that are open it still serves.
fn take(server: &tiny_http::Server, house: &Arc<House>, bell: &SyncSender<()>, end: &Sender<()>) {
    loop {
        let Ok(asked) = server.recv() else {
            let _ = end.send(());
            continue;
        };
        let _ = bell.try_send(());
        let house = Arc::clone(house);
        // What went wrong with a connection concerns its client alone, who knows. Without a thread the answer is 500.
        let _ = thread::Builder::new().name("answer".to_owned()).spawn(move || reply(asked, &house));
    }
}

/// Keeps the pool from forgetting a connection, as is explained above.
fn hold(door: SocketAddr, rings: &Receiver<()>) {
    // A call that fails leaves a gap, which the next round fills.
    let call = || (0..HELD).filter_map(|_| TcpStream::connect_timeout(&door, RENEWAL).ok()).collect::<Vec<_>>();
    let mut held = call();
    while rings.recv_timeout(RENEWAL) != Err(RecvTimeoutError::Disconnected) {
        held.clear();
        thread::sleep(REST);
        held = call();
    }
}

fn reply(asked: tiny_http::Request, house: &House) -> io::Result<()> {
    let fields = asked.headers().iter().map(|header| (header.field.as_str().as_str(), header.value.as_str()));
    let request = Request::new(asked.method().as_str(), asked.url(), fields);
    let site = house.live.site();
    match answer(&house.ground, &site, &request) {
        Answer::Response(response) => send(asked, response),
        Answer::Copy { status, media_type, source } => {
            send(asked, copy(&house.live, &request, status, media_type, &source))
        }
        Answer::Work { status, media_type, tree, output } => {
            send(asked, made(&house.works, &request, (status, media_type), (tree.work(&output), site.tongue)))
        }
        Answer::Events => events(asked.into_writer(), &house.live),
    }
}

fn send(asked: tiny_http::Request, response: Response) -> io::Result<()> {
    let always = [("Cache-Control", "no-cache".to_owned()), ("X-Content-Type-Options", "nosniff".to_owned())];
    let headers = response.fields.into_iter().chain(always).map(|(name, value)| {
        Header::from_bytes(name, value).expect("media types, tags, ranges and encoded addresses are all ASCII")
    });
    // What is too long for a `usize` is sent in chunks, everything else in one piece.
    let length = usize::try_from(response.body.length()).ok();
    let body = response.body.into_reader()?;
    let response = tiny_http::Response::new(StatusCode(response.status), headers.collect(), body, length, None);
    asked.respond(response.with_chunked_threshold(usize::MAX))
}

fn copy(live: &Live, request: &Request, status: u16, media_type: String, source: &SourcePath) -> Response {
    let (path, tongue) = (live.root().join(source.as_str()), live.site().tongue);
    let open = || -> io::Result<Entity> {
        // What was a folder when the sources were read may be a link now.
        if behind_a_link(live.root(), Path::new(source.as_str())) || !fs::symlink_metadata(&path)?.is_file() {
            return Err(io::ErrorKind::NotFound.into());
        }
        let file = File::open(&path)?;
        let metadata = file.metadata()?;
        Ok(Entity {
            media_type,
            etag: format!("\"{}\"", file_tag(&metadata)),
            body: Body::File(file, 0..metadata.len()),
        })
    };
    match open() {
        Ok(entity) => Response::file(status, request, entity),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Response::plain(404, gone().text(tongue)),
        Err(error) => Response::plain(500, &Failure::at(READ, &path, &error).text(tongue)),
    }
}

fn gone() -> Message {
    say!(en: "the file has gone", fr: "le fichier a disparu")
}

/// A work, made now if it is not kept. One after the other, so that pages have the rest of the machine.
fn made(
    (works, gate): &(Works, Mutex<()>),
    request: &Request,
    (status, media_type): (u16, String),
    (work, tongue): (Option<Work<'_>>, Tongue),
) -> Response {
    let Some(work) = work else { return Response::plain(404, gone().text(tongue)) };
    let one = gate.lock().unwrap_or_else(PoisonError::into_inner);
    let bytes = works.bytes(&work, &mut LastSource::default());
    drop(one);
    match bytes {
        Ok(bytes) => {
            let entity = Entity { media_type, etag: format!("\"{}\"", tag(&bytes)), body: Body::Bytes(bytes) };
            Response::file(status, request, entity)
        }
        Err(Unmade::Mistake(mistake)) => Response::plain(500, mistake.message.text(tongue)),
        Err(Unmade::Failed(failure)) => Response::plain(500, &failure.text(tongue)),
    }
}

/// Server-sent events (HTML Living Standard, 9.2): what is shown, now and whenever it changes.
fn events(mut writer: impl Write, live: &Live) -> io::Result<()> {
    writer.write_all(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n\
          retry: 500\n\n",
    )?;
    let mut site = live.site();
    loop {
        write!(writer, "data: {}\n\n", site.message())?;
        writer.flush()?;
        site = loop {
            if let Some(next) = live.next(&site, HEARTBEAT) {
                break next;
            }
            // A client that has gone is noticed when it is written to.
            writer.write_all(b":\n\n")?;
            writer.flush()?;
        };
    }
}

#[cfg(test)]
mod tests {
    use std::io::{BufRead, BufReader, Read};
    use std::sync::Barrier;

    use super::*;
    use crate::base::output::{Content, Output, OutputTree, Role};

    /// A server on a free port that shows one page with this text.
    fn serve(text: &str) -> (SocketAddr, Arc<Live>, tempfile::TempDir) {
        let root = tempfile::tempdir().expect("a temporary folder");
        fs::write(root.path().join("plan.pdf"), "0123456789").expect("a file");
        let live = Arc::new(Live::new(root.path(), Tongue::English));
        live.show(tree(text));
        let server = Server::bind("127.0.0.1", 0).expect("a free port");
        let address = server.bound;
        let shared = Arc::clone(&live);
        thread::spawn(move || server.run(&shared, ""));
        (address, live, root)
    }

    fn tree(text: &str) -> OutputTree {
        let page = Content::Bytes(text.as_bytes().to_vec());
        let plan = Content::Copy(SourcePath::new("plan.pdf"));
        let style = Content::Bytes(text.as_bytes().to_vec());
        let files = [
            ("index.html", Output { content: page, role: Role::Page }),
            ("plan.pdf", Output { content: plan, role: Role::File }),
            ("style.css", Output { content: style, role: Role::File }),
        ];
        OutputTree::new(files.map(|(path, output)| (path.to_owned(), output)))
    }

    /// A connection whose client loses patience after this time.
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
    fn clients_that_say_nothing_keep_nobody_waiting() {
        let (address, _live, _root) = serve("<p>page");
        let mut silent: Vec<TcpStream> = (0..40).map(|_| connect(address, PATIENCE)).collect();
        let instant = Barrier::new(6);
        for round in 0..50 {
            let visit = |speaks: bool| {
                instant.wait();
                // The first of them come behind the forty, which are heard a few at a time.
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
            // Some go and some stay, so that the pool has a few free threads in each round, and never enough.
            silent.extend(together.drain(..3));
        }
    }

    /// How long a client waits for an answer when all the others are silent.
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
    }

    #[test]
    fn what_is_no_request_is_refused() {
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
    fn large_fields_and_many_fields_are_no_burden() {
        let (address, _live, _root) = serve("<p>page");
        let long = format!("X-Long: {}\r\n", "a".repeat(1 << 20));
        let many: String = (0..10_000).map(|rank| format!("X-{rank}: a\r\n")).collect();
        for fields in [long, many] {
            let request = format!("GET /plan.pdf HTTP/1.1\r\nHost: localhost\r\n{fields}Connection: close\r\n\r\n");
            assert!(ask(address, &request).ends_with("0123456789"));
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_file_behind_a_link_is_not_served() {
        let root = tempfile::tempdir().expect("a temporary folder");
        fs::create_dir_all(root.path().join("content/calls/robots")).expect("folders");
        fs::create_dir(root.path().join("elsewhere")).expect("a folder");
        for folder in ["content/calls/robots", "elsewhere"] {
            fs::write(root.path().join(folder).join("plan.pdf"), "0123456789").expect("a file");
        }
        let live = Live::new(root.path(), Tongue::English);
        let request = Request::new("GET", "/", std::iter::empty());
        let source = SourcePath::new("content/calls/robots/plan.pdf");
        let status = || copy(&live, &request, 200, "application/pdf".to_owned(), &source).status;
        assert_eq!(status(), 200);
        fs::remove_dir_all(root.path().join("content/calls")).expect("removed");
        fs::create_dir(root.path().join("content/calls")).expect("a folder");
        std::os::unix::fs::symlink("../../elsewhere", root.path().join("content/calls/robots")).expect("a link");
        assert_eq!(status(), 404);
    }

    #[test]
    fn open_pages_hear_of_each_change() {
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
            // The bell may be heard once between the new pages and their fingerprints.
            last = next();
        }
        assert!(last != first && last.contains("\"problems\":null"), "{last}");
    }

    #[test]
    fn the_address_is_one_that_a_browser_can_open() {
        let address = |host: &str| Server::bind(host, 0).map(|server| (server.address(), server.is_public()));
        let (local, is_public) = address("127.0.0.1").expect("bound");
        assert!(local.starts_with("http://127.0.0.1:") && local.ends_with('/') && !local.contains(":0/") && !is_public);
        let (all, is_public) = address("0.0.0.0").expect("bound");
        assert!(all.starts_with("http://127.0.0.1:") && is_public);
        let taken = Server::bind("127.0.0.1", 0).expect("bound");
        let failure = Server::bind("127.0.0.1", taken.bound.port()).expect_err("taken");
        assert!(failure.text(Tongue::English).starts_with("cannot listen on `127.0.0.1:"), "{failure:?}");
    }
}
