//! How long each phase of a compilation takes, on the project's own catalogue or on the one under `PARVIS_CATALOGUE`.

use std::path::{Path, PathBuf};

use divan::{Bencher, black_box};
use parvis::base::moment::Moment;
use parvis::base::output::{Output, OutputTree, Role};
use parvis::base::snapshot::{Snapshot, SourceFile, decode};
use parvis::base::source::SourcePath;
use parvis::compile::memo::Memo;
use parvis::compile::{Options, compile};
use parvis::edge::disk;
use parvis::edge::root::Root;

fn main() {
    divan::main();
}

fn root() -> PathBuf {
    std::env::var_os("PARVIS_CATALOGUE").map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from)
}

/// 2026-11-22T12:00 in Luxembourg.
fn now() -> Moment {
    Moment::from_unix_seconds(1_795_345_200).expect("a moment")
}

fn snapshot(root: &Path) -> Snapshot {
    disk::read(&Root::find(Some(root), root).expect("a root"), now()).expect("a site")
}

#[divan::bench]
fn read_the_disk(bencher: Bencher) {
    let root = root();
    bencher.bench(|| snapshot(black_box(&root)));
}

#[divan::bench]
fn compile_from_nothing(bencher: Bencher) {
    let snapshot = snapshot(&root());
    bencher.bench(|| compile(black_box(&snapshot), &Options::default(), &mut Memo::default()));
}

#[divan::bench]
fn compile_again(bencher: Bencher) {
    let snapshot = snapshot(&root());
    let mut memo = Memo::default();
    compile(&snapshot, &Options::default(), &mut memo);
    bencher.bench_local(|| compile(black_box(&snapshot), &Options::default(), &mut memo));
}

/// The first document, with an edit at the place that `change` says.
fn after_an_edit(bencher: Bencher, change: impl Fn(&str, usize) -> String) {
    let mut snapshot = snapshot(&root());
    let is_call = |path: &&SourcePath| path.as_str().starts_with("content/calls/") && path.name() == "index.fr.md";
    let path = snapshot.files.keys().find(is_call).expect("a call").clone();
    let text = snapshot.text(&path).expect("a text").to_owned();
    let mut memo = Memo::default();
    compile(&snapshot, &Options::default(), &mut memo);
    let mut round = 0;
    bencher.bench_local(|| {
        round += 1;
        let file: SourceFile = decode(change(&text, round).as_bytes());
        snapshot.files.insert(path.clone(), file);
        compile(&snapshot, &Options::default(), &mut memo)
    });
}

#[divan::bench]
fn compile_after_an_edited_body(bencher: Bencher) {
    after_an_edit(bencher, |text, round| format!("{text}\n\nRound {round}.\n"));
}

#[divan::bench]
fn compile_after_an_edited_title(bencher: Bencher) {
    after_an_edit(bencher, |text, round| text.replacen("title:", &format!("title: Round {round} #"), 1));
}

fn render(bencher: Bencher, is_wanted: impl Fn(&str, &Output) -> bool) {
    let compilation = compile(&snapshot(&root()), &Options::default(), &mut Memo::default());
    let tree: &OutputTree = &compilation.tree;
    let wanted: Vec<&Output> =
        tree.iter().filter(|(path, output)| is_wanted(path, output)).map(|(_, output)| output).collect();
    let bytes = |output: &&Output| tree.bytes(output).expect("a file").len();
    bencher.counter(divan::counter::ItemsCount::new(wanted.len())).bench(|| wanted.iter().map(bytes).sum::<usize>());
}

#[divan::bench]
fn render_pages(bencher: Bencher) {
    render(bencher, |_, output| output.role == Role::Page);
}

#[divan::bench]
fn render_feeds(bencher: Bencher) {
    render(bencher, |_, output| output.role == Role::Feed);
}

#[divan::bench]
fn render_calendars(bencher: Bencher) {
    render(bencher, |path, _| path.ends_with(".ics"));
}

#[divan::bench]
fn render_open_data(bencher: Bencher) {
    render(bencher, |path, _| path.starts_with("data/"));
}
