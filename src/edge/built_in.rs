//! The theme `lab`, embedded in the program: for sites without a folder of that name.

use std::fs::File;
use std::io::{self, Cursor, Read};

use include_dir::{Dir, File as BuiltFile, include_dir};

use crate::base::snapshot::{Files, of_bytes};
use crate::base::source::SourcePath;

/// The virtual folder of its files.
pub const FOLDER: &str = "themes/lab";

static LAB: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/themes/lab");

/// Its files, with paths in [`FOLDER`].
pub fn files() -> Files {
    let source = |file: &BuiltFile<'static>| {
        let path = format!("{FOLDER}/{}", file.path().to_string_lossy().replace('\\', "/"));
        let read = of_bytes(&path, file.contents());
        (SourcePath::new(path), read)
    };
    all(&LAB).map(source).collect()
}

fn all(folder: &'static Dir<'static>) -> Box<dyn Iterator<Item = &'static BuiltFile<'static>>> {
    Box::new(folder.files().chain(folder.dirs().flat_map(all)))
}

/// The bytes of an embedded file.
pub fn bytes(path: &SourcePath) -> Option<&'static [u8]> {
    let name = path.as_str().strip_prefix(FOLDER)?.strip_prefix('/')?;
    LAB.get_file(name).map(BuiltFile::contents)
}

/// Reads a source file from disk or from the program.
#[derive(Debug)]
pub enum SourceReader {
    /// An open file.
    File(File),
    /// An embedded file.
    BuiltIn(Cursor<&'static [u8]>),
}

impl SourceReader {
    /// The number of bytes.
    pub fn size(&self) -> io::Result<u64> {
        match self {
            Self::File(file) => Ok(file.metadata()?.len()),
            Self::BuiltIn(bytes) => Ok(bytes.get_ref().len() as u64),
        }
    }
}

impl Read for SourceReader {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::File(file) => file.read(to),
            Self::BuiltIn(bytes) => bytes.read(to),
        }
    }
}
