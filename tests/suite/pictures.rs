//! Broken, misnamed and malicious pictures: `check` and `build` report the same errors, as mistakes of the sources.

use std::fs;
use std::path::{Path, PathBuf};

const SITE: &str = "title: Lab\ndescription: A lab\nbase_url: https://lab.example\nlanguages:\n- {code: fr, name: Français, \
    sections: {challenges: a, calls: b, events: c, programmes: d, startups: e, organisations: f, updates: g}}\n\
    contact: {email: lab@lab.example}\n";

/// A site of one page that shows a picture, with the project's theme.
fn site(name: &str, picture: &[u8]) -> tempfile::TempDir {
    let site = tempfile::tempdir().expect("a temporary folder");
    let themes = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("themes");
    for entry in walkdir::WalkDir::new(&themes).into_iter().flatten().filter(|entry| entry.file_type().is_file()) {
        let inside = entry.path().strip_prefix(&themes).expect("below the themes");
        write(&site.path().join("themes").join(inside), &fs::read(entry.path()).expect("a file"));
    }
    write(&site.path().join("content/site.yaml"), SITE.as_bytes());
    let page = format!("---\ntitle: T\nsummary: S.\n---\n![Vue]({name})\n");
    write(&site.path().join("content/pages/about/index.fr.md"), page.as_bytes());
    write(&site.path().join("content/pages/about").join(name), picture);
    site
}

fn write(path: &Path, bytes: &[u8]) {
    fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
    fs::write(path, bytes).expect("a file");
}

/// The exit code of a command, and the code and place of each diagnostic.
fn run(site: &Path, command: &str) -> (Option<i32>, Vec<String>) {
    let output = crate::program::parvis()
        .arg("--root")
        .arg(site)
        .args([command, "--format", "json"])
        .env_remove("SOURCE_DATE_EPOCH")
        .output()
        .expect("the program runs");
    let stderr = String::from_utf8(output.stderr).expect("UTF-8");
    let lines = stderr.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    let word = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let diagnostics =
        lines.map(|line| format!("{} {} {}", word(&line["severity"]), word(&line["code"]), word(&line["file"])));
    (output.status.code(), diagnostics.collect())
}

/// Random pixels, which do not compress.
fn noise(width: u32, height: u32) -> Vec<u8> {
    let mut state = 7_u32;
    let next = |_| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    };
    (0..width * height * 3).map(next).collect()
}

fn noisy_png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Rgb);
    let pixels = noise(width, height);
    encoder.write_header().and_then(|mut writer| writer.write_image_data(&pixels)).expect("a picture");
    bytes
}

fn noisy_jpeg(width: u16, height: u16) -> Vec<u8> {
    let mut bytes = Vec::new();
    let pixels = noise(width.into(), height.into());
    let encoder = jpeg_encoder::Encoder::new(&mut bytes, 75);
    encoder.encode(&pixels, width, height, jpeg_encoder::ColorType::Rgb).expect("a picture");
    bytes
}

/// The exit code and the diagnostics for a picture, which are the same for `check` and `build`.
fn check_and_build(name: &str, picture: &[u8]) -> (Option<i32>, Vec<String>) {
    let site = site(name, picture);
    let checked = run(site.path(), "check");
    assert_eq!(run(site.path(), "build"), checked, "{name}");
    assert_eq!(run(site.path(), "check"), checked, "{name}, a second time");
    assert_eq!(site.path().join("public").exists(), checked.0 == Some(0), "{name}");
    checked
}

#[test]
fn a_truncated_picture_is_reported_at_its_reference() {
    let whole = noisy_png(700, 300);
    let (code, found) = check_and_build("photo.png", &whole[..whole.len() / 2]);
    assert_eq!((code, found), (Some(1), vec!["error picture-unreadable content/pages/about/index.fr.md".to_owned()]));
    let jpeg = noisy_jpeg(700, 300);
    let (code, found) = check_and_build("photo.jpg", &jpeg[..700]);
    assert_eq!((code, found), (Some(1), vec!["error picture-unreadable content/pages/about/index.fr.md".to_owned()]));
    assert_eq!(check_and_build("photo.png", &whole), (Some(0), vec![]));
}

#[test]
fn the_format_of_a_picture_is_that_of_its_bytes() {
    // A WebP of one pixel, which many sites serve under another extension.
    let webp = b"RIFF\x1a\0\0\0WEBPVP8L\x0d\0\0\0\x2f\0\0\0\x10\x07\x10\x11\x11\x88\x88\xfe\x07\0";
    assert_eq!(check_and_build("photo.jpg", webp), (Some(0), vec![]));
    assert_eq!(check_and_build("photo.jpg", &noisy_png(700, 300)), (Some(0), vec![]));
    let bitmap = [&b"BM"[..], &[0; 12], &[40, 0, 0, 0, 9, 0, 0, 0, 9, 0, 0, 0], &[0; 40]].concat();
    let (code, found) = check_and_build("photo.jpg", &bitmap);
    assert_eq!((code, found), (Some(1), vec!["error picture-unreadable content/pages/about/index.fr.md".to_owned()]));
}

/// A PNG with this head, and with the pixel data of `rows` only.
fn flat(width: u32, height: u32, depth: png::BitDepth, colour: png::ColorType) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_depth(depth);
    encoder.set_color(colour);
    encoder.set_compression(png::Compression::Fast);
    let mut writer = encoder.write_header().expect("a header");
    let mut stream = writer.stream_writer_with_size(1 << 16).expect("a stream");
    let bits = usize::try_from(width).expect("a number") * depth as usize * colour.samples();
    let row = vec![0_u8; bits.div_ceil(8)];
    (0..height).for_each(|_| std::io::Write::write_all(&mut stream, &row).expect("a row"));
    stream.finish().expect("pixels");
    drop(writer);
    bytes
}

#[test]
fn decompression_bombs_are_refused() {
    use png::{BitDepth, ColorType};
    let large = "error picture-too-large content/pages/about/photo.png".to_owned();
    for (width, height, depth, colour) in [
        (8_000, 8_000, BitDepth::One, ColorType::Grayscale),
        (1, 1_000_000, BitDepth::Eight, ColorType::Grayscale),
        (16_384, 1, BitDepth::Eight, ColorType::Rgb),
        (5_000, 5_000, BitDepth::Sixteen, ColorType::Rgba),
    ] {
        let found = check_and_build("photo.png", &flat(width, height, depth, colour));
        assert_eq!(found, (Some(1), vec![large.clone()]), "{width} × {height}");
    }
    // Extreme aspect ratios, with small variants only.
    for (width, height) in [(16_383, 1), (1, 16_383), (1_800, 16_000)] {
        let found = check_and_build("photo.png", &flat(width, height, BitDepth::One, ColorType::Grayscale));
        assert_eq!(found, (Some(0), vec![]), "{width} × {height}");
    }
}

#[test]
fn pictures_with_false_headers_are_refused_when_decoded() {
    // A colour profile that decompresses to more than a picture.
    let mut bytes = Vec::new();
    let mut info = png::Info::with_size(700, 300);
    info.color_type = png::ColorType::Grayscale;
    info.icc_profile = Some(vec![0; 40 << 20].into());
    let encoder = png::Encoder::with_info(&mut bytes, info).expect("an encoder");
    let mut writer = encoder.write_header().expect("a header");
    writer.write_image_data(&vec![0; 700 * 300]).expect("pixels");
    drop(writer);
    assert!(bytes.len() < 200_000);
    let (code, found) = check_and_build("photo.png", &bytes);
    assert!(code == Some(0) || found == ["error picture-unreadable content/pages/about/index.fr.md"], "{found:?}");
    // Fewer rows than the head announces.
    let mut lie = noisy_png(700, 300);
    lie[20..24].copy_from_slice(&5_000_u32.to_be_bytes());
    let length = lie.len();
    let (code, found) = check_and_build("photo.png", &lie);
    assert_eq!(
        (code, found),
        (Some(1), vec!["error picture-unreadable content/pages/about/index.fr.md".to_owned()]),
        "{length}"
    );
}

/// What no published file holds.
const SECRET: &[u8] = b"49.6117 N 6.1319 E, Marie";

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

/// A PNG with these chunks before its pixels.
fn png_with(chunks: &[(&[u8; 4], Vec<u8>)]) -> Vec<u8> {
    let whole = noisy_png(700, 300);
    let mut bytes = whole[..33].to_vec();
    for (kind, data) in chunks {
        let mut sum = crc32fast::Hasher::new();
        sum.update(&kind[..]);
        sum.update(data);
        bytes.extend([&(data.len() as u32).to_be_bytes(), &kind[..], data, &sum.finalize().to_be_bytes()].concat());
    }
    [bytes, whole[33..].to_vec()].concat()
}

/// A JPEG with a segment of these bytes.
fn jpeg_with(marker: u8, data: &[u8]) -> Vec<u8> {
    let whole = noisy_jpeg(700, 300);
    let length = (data.len() as u16 + 2).to_be_bytes();
    [&whole[..2], &[0xFF, marker], &length, data, &whole[2..]].concat()
}

/// The files below a folder, by path.
fn files_below(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let entries = walkdir::WalkDir::new(folder).into_iter().flatten().filter(|entry| entry.file_type().is_file());
    let path = |entry: &walkdir::DirEntry| entry.path().strip_prefix(folder).expect("below").display().to_string();
    entries.map(|entry| (path(&entry), fs::read(entry.path()).expect("a file"))).collect()
}

#[test]
fn no_published_file_says_where_and_by_whom_a_picture_was_taken() {
    let png = png_with(&[(b"tEXt", [b"Author\0", SECRET].concat())]);
    let jpeg = jpeg_with(0xE1, &[b"Exif\0\0MM\0*", SECRET].concat());
    let trailer = [noisy_jpeg(700, 300), SECRET.to_vec()].concat();
    let svg = [b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><!-- ", SECRET, b" --></svg>"].concat();
    let film = [&b"\0\0\0\x10ftypisom\0\0\0\0\0\0\0\x21uuid"[..], SECRET].concat();
    let site = site("photo.png", &png);
    let folder = site.path().join("content/pages/about");
    let files =
        [("vue.jpg", &jpeg), ("suite.jpg", &trailer), ("plan.svg", &svg), ("lien.JPG", &jpeg), ("film.mp4", &film)];
    files.iter().for_each(|(name, bytes)| write(&folder.join(name), bytes));
    let text = "---\ntitle: T\nsummary: S.\n---\n![Vue](photo.png)\n\n![Vue](vue.jpg)\n\n![Vue](suite.jpg)\n\n\
        ![Plan](plan.svg)\n\n[La photo](lien.JPG)\n\n[Le film](film.mp4)\n";
    write(&folder.join("index.fr.md"), text.as_bytes());
    assert_eq!(run(site.path(), "build"), (Some(0), vec![]));
    let published = files_below(&site.path().join("public"));
    for (name, bytes) in [("photo.png", &png)].iter().chain(&files) {
        let path = format!("fr/about/{name}");
        let (_, own) = published.iter().find(|(other, _)| *other == path).expect("it is published");
        assert_eq!(own.len(), bytes.len(), "{name} is as long as it was, as feeds and pages say");
    }
    let told = published.iter().filter(|(_, bytes)| holds(bytes, SECRET)).map(|(path, _)| path);
    assert_eq!(told.collect::<Vec<_>>(), Vec::<&String>::new());
    assert_eq!(fs::read(folder.join("vue.jpg")).expect("the source"), jpeg, "the source stays as it is");
    // A second build finds the same files.
    let again = crate::program::parvis().arg("--root").arg(site.path()).arg("build").output().expect("it runs");
    assert!(again.status.success());
    assert_eq!(files_below(&site.path().join("public")), published);
}

#[test]
fn a_picture_that_other_sizes_would_change_has_none() {
    let number = |value: u32| value.to_be_bytes().to_vec();
    let sizes = |picture: &[u8]| {
        let site = site("photo.png", picture);
        assert_eq!(run(site.path(), "build"), (Some(0), vec![]));
        files_below(&site.path().join("public/fr/about")).iter().filter(|(name, _)| name.starts_with("photo-")).count()
    };
    assert!(sizes(&png_with(&[])) > 0 && sizes(&png_with(&[(b"gAMA", number(45_455))])) > 0, "sRGB");
    for (kind, data) in [
        (b"acTL", [number(1), number(0)].concat()),
        (b"gAMA", number(100_000)),
        (b"cHRM", [31_270, 32_900, 68_000, 32_000, 26_500, 69_000, 15_000, 6_000].map(number).concat()),
        (b"cICP", vec![12, 13, 0, 1]),
    ] {
        assert_eq!(sizes(&png_with(&[(kind, data)])), 0, "{}", String::from_utf8_lossy(kind));
    }
}
