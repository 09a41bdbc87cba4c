//! Pagefind as a library: records in, files out. Each language has an index and a thread of its own.

use std::collections::BTreeMap;
use std::sync::mpsc;

use pagefind::api::PagefindIndex;
use pagefind::options::PagefindServiceConfig;

use crate::base::message::{Message, say};
use crate::base::search::{FOLDER, Record, Records};
use crate::edge::failure::Failure;
use crate::edge::search::names::is_run;

/// The engine and its version, and that of what is told to it below.
pub const NAME: &str = "pagefind-1.6.0-1";

/// The files of the index of each language, by their paths in the site.
pub fn files(all: &[Records]) -> Result<Vec<(String, Vec<u8>)>, Failure> {
    std::thread::scope(|scope| {
        let threads: Vec<_> = all.iter().map(|records| scope.spawn(|| alone(records))).collect();
        let mut files = Vec::new();
        for thread in threads {
            files.extend(thread.join().expect("an engine's panic is a bug of the engine")?);
        }
        Ok(files)
    })
}

/// What a browser runs to look things up in the index of each language. It is the engine's own, whatever is in an index.
pub fn program(all: &[Records]) -> Result<Vec<(String, Vec<u8>)>, Failure> {
    let one = Record {
        href: "/".to_owned(),
        title: "a".to_owned(),
        date: String::new(),
        text: "a".to_owned(),
        filters: Vec::new(),
    };
    let small: Vec<Records> = all
        .iter()
        .map(|records| Records {
            lang: records.lang.clone(),
            records: records.records.first().map(|_| one.clone()).into_iter().collect(),
        })
        .collect();
    let mut files = files(&small)?;
    files.retain(|(path, _)| is_run(path));
    Ok(files)
}

/// The files of one language, made on one thread that is the engine's own: whoever compiles does not wait for it.
fn alone(records: &Records) -> Result<Vec<(String, Vec<u8>)>, Failure> {
    let failed = |error: &dyn std::fmt::Display| {
        Failure::new(say!(en: "index", fr: "d’indexer"), &records.lang, Message::same(error.to_string()))
    };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().map_err(|error| failed(&error))?;
    let (to, made) = mpsc::channel();
    pool.install(|| {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build();
        let files = runtime
            .map_err(|error| failed(&error))
            .and_then(|runtime| runtime.block_on(index(records)).map_err(|error| failed(&error)));
        // The other end waits for it below.
        let _ = to.send(files);
    });
    made.recv().map_err(|error| failed(&error))?
}

async fn index(records: &Records) -> Result<Vec<(String, Vec<u8>)>, Box<dyn std::error::Error>> {
    let lang = &records.lang;
    let primary = lang.split('-').next().unwrap_or_default().to_owned();
    let options = PagefindServiceConfig::builder().force_language(primary.clone()).build();
    let mut index = PagefindIndex::new(Some(options))?;
    for Record { href, title, date, text, filters } in &records.records {
        let mut meta = BTreeMap::from([("title".to_owned(), title.clone())]);
        if !date.is_empty() {
            meta.insert("date".to_owned(), date.clone());
        }
        let mut values: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (name, value) in filters {
            values.entry((*name).to_owned()).or_default().push(value.clone());
        }
        index.add_custom_record(href.clone(), text.clone(), primary.clone(), Some(meta), Some(values), None).await?;
    }
    let files = index.get_files().await?;
    let path = |name: &str| format!("{FOLDER}/{lang}/{name}");
    let has_stems = files.iter().any(|file| file.filename.to_str() == Some(&format!("wasm.{primary}.pagefind")));
    let is_wanted = |name: &str| match name {
        "pagefind.js" | "pagefind-entry.json" => true,
        // Only for a language whose words the engine cannot take apart.
        "wasm.unknown.pagefind" => !has_stems,
        // What is left of the engine's own pages and scripts, of which the site has its own.
        name => !name.starts_with("pagefind-") && !name.ends_with(".js") && !name.ends_with(".css"),
    };
    let mut wanted = Vec::with_capacity(files.len());
    for file in files {
        let name = file.filename.to_str().ok_or("a file without a name in UTF-8")?.replace('\\', "/");
        if is_wanted(&name) {
            wanted.push((path(&name), file.contents));
        }
    }
    Ok(wanted)
}
