//! Lists of any lengths: no output is longer than a constant times the sources and the files it makes, and what is refused is
//! told in no more words than that.
//!
//! Each pair of bytes chooses a list and how long it is.
#![no_main]

#[path = "../../tests/suite/growth/sources.rs"]
mod sources;

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use parvis::base::moment::Moment;
use parvis::base::output::Content;
use parvis::base::snapshot::{Files, Snapshot, of_bytes};
use parvis::base::source::SourcePath;
use parvis::compile::memo::Memo;
use parvis::compile::{Options, compile};

use sources::{List, Sizes, sources};

/// As in `tests/suite/growth.rs`.
const BYTES_OF_A_BYTE: usize = 400;
const FRAME: usize = 24_000;

/// The most that a list has here: enough to tell a sum from a product, and little enough for a second.
const LONGEST: usize = 24;

/// The project's theme.
static THEME: LazyLock<Files> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut files = Files::default();
    let mut folders = vec![root.join("themes/lab")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder of the theme").map(|entry| entry.expect("an entry").path())
        {
            if entry.is_dir() {
                folders.push(entry);
                continue;
            }
            let path = entry.strip_prefix(&root).expect("below the root").to_string_lossy().into_owned();
            files.insert(SourcePath::new(&*path), of_bytes(&path, &fs::read(&entry).expect("a readable file")));
        }
    }
    files
});

static ENGLISH: LazyLock<String> = LazyLock::new(|| {
    let words = Path::new(env!("CARGO_MANIFEST_DIR")).join("../themes/lab/i18n/en.yaml");
    fs::read_to_string(words).expect("the theme speaks English")
});

fuzz_target!(|bytes: &[u8]| {
    let mut sizes = Sizes::all(1);
    for pair in bytes.chunks_exact(2) {
        let list = List::ALL[usize::from(pair[0]) % List::ALL.len()];
        let most = match list {
            List::Languages => 3,
            // What multiplies others is tried as long as it may be.
            list if list.multiplies() => list.most(),
            _ => LONGEST,
        };
        sizes = sizes.with(list, usize::from(pair[1]) % (most + 1));
    }
    let (mut files, mut input) = (THEME.clone(), 0);
    for (path, text) in sources(&sizes, &ENGLISH) {
        input += text.len();
        files.insert(SourcePath::new(&*path), of_bytes(&path, text.as_bytes()));
    }
    let snapshot = Snapshot { files, now: Moment::from_unix_seconds(1_780_308_000).expect("a moment") };
    let compilation = compile(&snapshot, &Options::default(), &mut Memo::default());
    let (mut output, mut outputs) = (0, 0);
    let languages = sizes.of(List::Languages).clamp(1, List::Languages.most());
    for (path, file) in compilation.tree.iter() {
        outputs += 1;
        if let Content::Bytes(_) | Content::Rendered(_) = file.content {
            let length = compilation.tree.bytes(file).unwrap_or_else(|mistake| panic!("{path}: {mistake:?}")).len();
            assert!(length <= BYTES_OF_A_BYTE * input + FRAME, "{path}: {length} of {input}");
            output += length;
        }
    }
    let most = BYTES_OF_A_BYTE * languages * input + FRAME * outputs;
    assert!(output <= most, "{output} of {input} in {outputs} files");
    let told: usize = compilation.diagnostics.iter().map(|told| format!("{:?}", told.message).len()).sum();
    assert!(told <= most, "{told} bytes of mistakes of {input}");
});
