//! A request, from its head to its answer: nothing but files of the site is given out, parts lie within their file, and no
//! header field of the answer breaks its line or leads to another host.
#![no_main]

use std::net::{IpAddr, Ipv4Addr};
use std::sync::{Arc, LazyLock};

use libfuzzer_sys::fuzz_target;
use parvis::base::message::UiLang;
use parvis::base::output::{Content, Output, OutputTree, Role};
use parvis::base::source::SourcePath;
use parvis::edge::answer::{Answer, ServerConfig, answer};
use parvis::edge::conditions::{Selection, select};
use parvis::edge::live::{Live, ServedSite};
use parvis::edge::request::{Hosts, Request};
use parvis::edge::response::Body;
use parvis::edge::root::Root;

const PLAN: &str = "content/calls/robots/plan.pdf";

static SITE: LazyLock<Arc<ServedSite>> = LazyLock::new(|| {
    let page = |path: &str| {
        let content = Content::Bytes(format!("<!doctype html><body>{path}</body>").into_bytes());
        (path.to_owned(), Output { content, role: Role::Page })
    };
    let paths = ["index.html", "fr/index.html", "fr/été à/index.html", "404.html", "fr/404.html"];
    let plan = Output { content: Content::Copy(SourcePath::new(PLAN)), role: Role::File };
    let folder = std::env::temp_dir().join("parvis-fuzz-request");
    for name in ["content", "themes"] {
        std::fs::create_dir_all(folder.join(name)).expect("a folder");
    }
    let root = Root::find(Some(&folder), &folder).expect("a root");
    let live = Live::new(root, UiLang::English);
    live.show(OutputTree::new(paths.map(page).into_iter().chain([("fr/plan.pdf".to_owned(), plan)])));
    live.site()
});

fuzz_target!(|head: &str| {
    let mut lines = head.lines();
    let (method, target) = lines.next().and_then(|line| line.split_once(' ')).unwrap_or(("GET", "/"));
    let fields = lines.filter_map(|line| line.split_once(':')).map(|(name, value)| (name, value.trim()));
    let request = Request::new(method, target, fields);
    for length in [0, 1, 1000, u64::MAX] {
        if let Selection::Part(part) = select(&request, "\"tag\"", length) {
            assert!(part.start < part.end && part.end <= length, "{part:?} of {length}");
        }
    }
    for prefix in ["", "/labo"] {
        let hosts = Hosts { chosen: "127.0.0.1".to_owned(), bound: IpAddr::V4(Ipv4Addr::LOCALHOST) };
        let config = ServerConfig { hosts, prefix: prefix.to_owned() };
        match answer(&config, &SITE, &request) {
            Answer::Response(response) => {
                assert!([200, 206, 301, 302, 304, 400, 404, 405, 416, 421].contains(&response.status));
                assert!(matches!(response.body, Body::Bytes(_)));
                for (name, value) in &response.fields {
                    assert!(!value.contains(|c: char| c.is_ascii_control()), "{name}: {value:?}");
                    let leads_away = *name == "Location" && (!value.starts_with('/') || value.starts_with("//"));
                    assert!(!leads_away, "{value:?}");
                }
            }
            Answer::Copy { source, .. } => assert_eq!(source.as_str(), PLAN),
            Answer::Derived { .. } => panic!("the site has no derived assets"),
            Answer::Events => {}
        }
    }
});
