//! The search index of `serve`: made behind the answers, when nothing has changed for a while, on threads that step back
//! for all others.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use crate::cli::print;
use crate::compile::Compilation;
use crate::edge::live::Live;
use crate::edge::search;
use crate::edge::system;

/// Whoever makes indexes.
#[derive(Debug)]
pub struct Indexing(Option<Sender<Compilation>>);

impl Indexing {
    /// Begins to wait for sites, whose indexes `live` will show.
    pub fn start(live: &Arc<Live>) -> Self {
        let (to, sites) = channel();
        let live = Arc::clone(live);
        let started = thread::Builder::new().name("search".to_owned()).spawn(move || run(&live, &sites));
        Self(started.is_ok().then_some(to))
    }

    /// Wants the index of a site, in the place of those wanted before.
    pub fn want(&self, site: Compilation) {
        if let Some(to) = &self.0 {
            // Who waits for it has ended where there is no engine.
            let _ = to.send(site);
        }
    }
}

fn run(live: &Live, sites: &Receiver<Compilation>) {
    system::step_back();
    // A pool of its own: work in the common one would be done on threads that compile.
    let Ok(pool) = rayon::ThreadPoolBuilder::new().num_threads(1).build() else { return };
    let mut known = None;
    while let Ok(first) = sites.recv() {
        let site = sites.try_iter().last().unwrap_or(first);
        let records = pool.install(|| site.records());
        drop(site);
        let Some(key) = search::key(&records) else { return };
        if known.as_ref() == Some(&key) {
            continue;
        }
        match search::make(key, &records) {
            Ok(index) => {
                live.add(&index.files);
                known = Some(index.key);
            }
            Err(failure) => print::aside(&failure.told(live.site().tongue)),
        }
    }
}
