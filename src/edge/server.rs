//! The server of `serve`: sockets and threads. What is answered is decided elsewhere.
//!
//! Each connection has a thread of its own, so that one that is slow or asleep keeps nobody waiting.

use std::fs::{self, File};
use std::io::{self, BufWriter, Read, Write};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crate::base::source::SourcePath;
use crate::edge::answer::{Answer, Ground, answer};
use crate::edge::failure::Failure;
use crate::edge::live::{Live, file_tag};
use crate::edge::request::{Hosts, Method, Parsed, Request, parse};
use crate::edge::response::{Body, Entity, Response};

/// How long a connection may be idle, and a client may take over the head of a request or a part of an answer.
const PATIENCE: Duration = Duration::from_secs(30);

/// How often a stream of events says that it is still there.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// A longer head of a request, in bytes, is refused.
const LONGEST_HEAD: usize = 16 * 1024;

/// More connections at once are closed unheard.
const MOST_CONNECTIONS: usize = 512;

/// How long to wait for the machine when it has no more connections to give.
const EXHAUSTED: Duration = Duration::from_millis(100);

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
        let fail = |error: io::Error| Failure::new("listen on", authority(chosen, port), error.to_string());
        let listener = TcpListener::bind((chosen, port)).map_err(fail)?;
        let bound = listener.local_addr().map_err(fail)?;
        Ok(Self { listener, chosen: chosen.to_owned(), bound })
    }

    /// The address to open in a browser on this machine, such as `http://127.0.0.1:1111/`.
    pub fn address(&self) -> String {
        let name = match self.bound.ip() {
            IpAddr::V4(address) if address.is_unspecified() => Ipv4Addr::LOCALHOST.to_string(),
            IpAddr::V6(address) if address.is_unspecified() => Ipv6Addr::LOCALHOST.to_string(),
            _ => self.chosen.clone(),
        };
        format!("http://{}/", authority(&name, self.bound.port()))
    }

    /// True when other machines can reach it.
    pub fn is_public(&self) -> bool {
        !self.bound.ip().is_loopback()
    }

    /// Answers with what `live` shows, below the path `prefix`, until the program ends.
    pub fn run(&self, live: &Arc<Live>, prefix: &str) {
        let hosts = Hosts { chosen: self.chosen.clone(), bound: self.bound.ip() };
        let ground = Arc::new(Ground { hosts, prefix: prefix.to_owned() });
        let open = Arc::new(AtomicUsize::new(0));
        for stream in self.listener.incoming() {
            let Ok(stream) = stream else {
                // A client that has gone already, or no more descriptors: others will be closed in time.
                thread::sleep(EXHAUSTED);
                continue;
            };
            let (live, ground, guest) = (Arc::clone(live), Arc::clone(&ground), Guest::enter(&open));
            if open.load(Ordering::Relaxed) > MOST_CONNECTIONS {
                continue;
            }
            // Without a thread for it the connection is closed, as above.
            let _ = thread::Builder::new().name("connection".to_owned()).spawn(move || {
                let _guest = guest;
                // What went wrong with a connection concerns its client alone, who knows.
                let _ = talk(&stream, &ground, &live);
            });
        }
    }
}

/// One of the open connections, for as long as it is open.
struct Guest(Arc<AtomicUsize>);

impl Guest {
    fn enter(open: &Arc<AtomicUsize>) -> Self {
        open.fetch_add(1, Ordering::Relaxed);
        Self(Arc::clone(open))
    }
}

impl Drop for Guest {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

fn authority(name: &str, port: u16) -> String {
    if name.contains(':') { format!("[{name}]:{port}") } else { format!("{name}:{port}") }
}

/// Answers the requests of a connection, one after the other.
fn talk(stream: &TcpStream, ground: &Ground, live: &Live) -> io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    stream.set_nodelay(true)?;
    let mut writer = BufWriter::with_capacity(64 * 1024, stream);
    let mut unread = Vec::new();
    loop {
        let request = match next_request(stream, &mut unread)? {
            Heard::Request(request) => request,
            Heard::End => return Ok(()),
            Heard::Refusal(status, text) => {
                Response::plain(status, text).send(&mut writer, Method::Get, true)?;
                return part(stream);
            }
        };
        let response = match answer(ground, &live.site(), &request) {
            Answer::Response(response) => response,
            Answer::Copy { status, media_type, source } => copy(live, &request, status, media_type, &source),
            Answer::Events => return events(writer, live, request.method),
        };
        response.send(&mut writer, request.method, request.closes)?;
        if request.closes {
            return part(stream);
        }
    }
}

/// What came over a connection.
enum Heard {
    Request(Box<Request>),
    End,
    Refusal(u16, &'static str),
}

fn next_request(mut stream: &TcpStream, unread: &mut Vec<u8>) -> io::Result<Heard> {
    let begun = Instant::now();
    let mut chunk = [0; 4096];
    loop {
        match parse(unread) {
            Parsed::Whole(request, length) => {
                unread.drain(..length);
                return Ok(Heard::Request(request));
            }
            Parsed::Broken => return Ok(Heard::Refusal(400, "this is no request for a page")),
            Parsed::Partial if unread.len() > LONGEST_HEAD => {
                return Ok(Heard::Refusal(431, "the request has too many fields"));
            }
            Parsed::Partial => {}
        }
        let count = stream.read(&mut chunk)?;
        if count == 0 || begun.elapsed() > PATIENCE {
            return Ok(Heard::End);
        }
        unread.extend_from_slice(&chunk[..count]);
    }
}

/// Ends a connection so that its last answer arrives: what the client still sends is heard for a moment, since closing with
/// unread bytes would take the answer back (RFC 9112, 9.6).
fn part(mut stream: &TcpStream) -> io::Result<()> {
    stream.shutdown(Shutdown::Write)?;
    stream.set_read_timeout(Some(Duration::from_secs(1)))?;
    let mut chunk = [0; 4096];
    for _ in 0..64 {
        if stream.read(&mut chunk)? == 0 {
            break;
        }
    }
    Ok(())
}

fn copy(live: &Live, request: &Request, status: u16, media_type: String, source: &SourcePath) -> Response {
    let path = live.root().join(source.as_str());
    let open = || -> io::Result<Entity> {
        if !fs::symlink_metadata(&path)?.is_file() {
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
        Err(error) if error.kind() == io::ErrorKind::NotFound => Response::plain(404, "the file has gone"),
        Err(error) => Response::plain(500, &Failure::at("read", &path, &error).to_string()),
    }
}

/// Server-sent events (HTML Living Standard, 9.2): what is shown, now and whenever it changes.
fn events(mut writer: impl Write, live: &Live, method: Method) -> io::Result<()> {
    writer.write_all(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n",
    )?;
    if method == Method::Head {
        return writer.flush();
    }
    writer.write_all(b"retry: 500\n\n")?;
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
    use std::io::{BufRead, BufReader};

    use super::*;
    use crate::base::output::{Content, Output, OutputTree, Role};

    /// A server on a free port that shows one page with this text.
    fn serve(text: &str) -> (SocketAddr, Arc<Live>, tempfile::TempDir) {
        let root = tempfile::tempdir().expect("a temporary folder");
        fs::write(root.path().join("plan.pdf"), "0123456789").expect("a file");
        let live = Arc::new(Live::new(root.path()));
        live.show(tree(text));
        let server = Server::bind("127.0.0.1", 0).expect("a free port");
        let address = server.bound;
        let shared = Arc::clone(&live);
        thread::spawn(move || server.run(&shared, ""));
        (address, live, root)
    }

    fn tree(text: &str) -> OutputTree {
        let mut tree = OutputTree::default();
        let page = Content::Bytes(text.as_bytes().to_vec());
        tree.insert("index.html", Output { content: page, role: Role::Page });
        let plan = Content::Copy(SourcePath::new("plan.pdf"));
        tree.insert("plan.pdf", Output { content: plan, role: Role::File });
        let style = Content::Bytes(text.as_bytes().to_vec());
        tree.insert("style.css", Output { content: style, role: Role::File });
        tree
    }

    fn ask(address: SocketAddr, request: &str) -> String {
        let mut stream = TcpStream::connect(address).expect("connected");
        stream.write_all(request.as_bytes()).expect("sent");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("answered");
        answer
    }

    #[test]
    fn clients_that_say_nothing_keep_nobody_waiting() {
        let (address, _live, _root) = serve("<p>page");
        let silent: Vec<TcpStream> = (0..40).map(|_| TcpStream::connect(address).expect("connected")).collect();
        let answer = ask(address, "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        assert!(answer.starts_with("HTTP/1.1 200 OK\r\n") && answer.contains("<p>page"), "{answer}");
        drop(silent);
    }

    #[test]
    fn one_connection_carries_several_requests() {
        let (address, _live, _root) = serve("<p>page");
        let first = "HEAD / HTTP/1.1\r\nHost: localhost\r\n\r\n";
        let second = "GET /plan.pdf HTTP/1.1\r\nHost: localhost\r\nRange: bytes=3-5\r\n\r\n";
        let last = "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\nbody";
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
        let long = format!("GET / HTTP/1.1\r\nX: {}", "x".repeat(2 * LONGEST_HEAD));
        assert!(ask(address, &long).starts_with("HTTP/1.1 431 "));
    }

    #[test]
    fn open_pages_hear_of_each_change() {
        let (address, live, _root) = serve("a");
        let mut stream = TcpStream::connect(address).expect("connected");
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
        assert!(failure.to_string().starts_with("cannot listen on `127.0.0.1:"), "{failure}");
    }
}
