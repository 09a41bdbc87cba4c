//! The manifest of the published site, with which a build is compared.

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

/// A published site to compare with, or why it is not available.
#[derive(Debug)]
pub struct PublishedSite {
    /// Where it was searched.
    pub place: Message,
    /// Its manifest.
    pub manifest: Result<Arc<Manifest>, Message>,
}

impl PublishedSite {
    /// Reads the manifest from the address of a site or of the file, or from a folder or a file.
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
        // A folder with a site, else the file itself.
        let read = read_manifest(&named).or_else(|_| {
            let (folder, name) = named.existing_parent()?;
            folder.read(name, LARGEST)
        });
        Ok(Self { place: Message::same(code(against)), manifest: parsed(read) })
    }

    /// The site in the output folder.
    pub fn in_folder(out: &NamedPath) -> Self {
        // The path on this machine is private.
        let place = say!(en: "the site that was in this folder before", fr: "le site qui se trouvait auparavant dans le dossier");
        Self { place, manifest: parsed(read_manifest(out)) }
    }
}

fn parsed(read: io::Result<Vec<u8>>) -> Result<Arc<Manifest>, Message> {
    read.map_err(|error| why(&error)).and_then(|bytes| Manifest::parse(&bytes)).map(Arc::new)
}

/// The manifest of the site in a folder.
fn read_manifest(folder: &NamedPath) -> io::Result<Vec<u8>> {
    folder.open()?.read(&PATH[1..], LARGEST)
}
