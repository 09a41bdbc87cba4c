//! The theme `lab`, embedded in the program: for sites without a folder of that name.

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
