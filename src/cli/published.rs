//! The published site, as its manifest tells: what a build is compared with, and held against.

use std::io;
use std::path::Path;
use std::sync::Arc;

use crate::base::manifest::{Manifest, PATH};
use crate::base::message::{Message, say};
use crate::base::web_address::without_user;
use crate::cli::code_span::code;
use crate::edge::failure::{Failure, USE, why};
use crate::edge::fetch::{LARGEST, from_network};
use crate::edge::root::{NamedPath, Root};

/// The site that was published before, or why it cannot be compared with, and where it was looked for.
#[derive(Debug)]
pub struct PublishedSite {
    /// Where it was looked for.
    pub place: Message,
    /// What it holds.
    pub manifest: Result<Arc<Manifest>, Message>,
}

impl PublishedSite {
    /// Looks for the manifest of the published site: at an address of the site or of the file, in a folder or a file.
    pub fn find(against: &str, root: &Root, here: &Path) -> Result<Self, Failure> {
        if against.starts_with("https://") || against.starts_with("http://") {
            let address = against;
            let is_file = address.ends_with(".json");
            let place = if is_file { address.to_owned() } else { format!("{}{PATH}", address.trim_end_matches('/')) };
            let shown = code(&without_user(&place));
            let agent = format!("parvis/{} (compares a build with the published site)", env!("CARGO_PKG_VERSION"));
            let manifest = from_network(&place, &agent).and_then(|bytes| Manifest::parse(&bytes)).map(Arc::new);
            return Ok(Self { place: Message::same(shown), manifest });
        }
        let path = Path::new(against);
        let named = root.named(path, here).map_err(|error| Failure::at(USE, path, &error))?;
        // A folder that holds a site, else the file itself.
        let read = read_manifest(&named).or_else(|_| {
            let (folder, name) = named.existing_parent()?;
            folder.read(name, LARGEST)
        });
        Ok(Self { place: Message::same(code(against)), manifest: parsed(read) })
    }

    /// The site that stands in the folder that is published to.
    pub fn in_folder(out: &NamedPath) -> Self {
        // Where the folder is on this machine is nobody's business.
        let place = say!(en: "the site that was in the folder before", fr: "le site qui était dans le dossier avant");
        Self { place, manifest: parsed(read_manifest(out)) }
    }
}

fn parsed(read: io::Result<Vec<u8>>) -> Result<Arc<Manifest>, Message> {
    read.map_err(|error| why(&error)).and_then(|bytes| Manifest::parse(&bytes)).map(Arc::new)
}

/// The manifest of the site that a folder holds.
fn read_manifest(folder: &NamedPath) -> io::Result<Vec<u8>> {
    folder.open()?.read(&PATH[1..], LARGEST)
}
