//! SVG: descriptions of its making, comments, and the names of files and folders that drawing programs note.

use std::io::{self, Read, Seek};
use std::ops::Range;

use quick_xml::events::Event;

use crate::base::redaction::media_file::MediaFile;

/// Overwrites comments, `<metadata>` (SVG 2, chapter 5) and the attributes of [`private_values`] with spaces.
pub fn redact(file: &mut MediaFile<impl Read + Seek>) -> io::Result<()> {
    let bytes = file.bytes(0, file.length)?;
    let Ok(text) = String::from_utf8(bytes) else { return Ok(()) };
    if !text.contains("<svg") {
        return Ok(());
    }
    let mut reader = quick_xml::Reader::from_str(&text);
    let (mut start, mut within) = (0, None);
    loop {
        let event = reader.read_event();
        let end = reader.buffer_position();
        match event {
            Ok(Event::Start(tag)) if within.is_none() && tag.local_name().as_ref() == "metadata" => {
                within = Some((end, 1));
            }
            Ok(Event::Start(_)) => within = within.map(|(begin, depth)| (begin, depth + 1)),
            Ok(Event::End(_)) => match within {
                Some((begin, 1)) => {
                    file.spaces(begin..start);
                    within = None;
                }
                other => within = other.map(|(begin, depth)| (begin, depth - 1)),
            },
            Ok(Event::Comment(_)) => file.spaces(start + 4..end.saturating_sub(3)),
            Ok(Event::Eof) | Err(_) => return Ok(()),
            Ok(_) => {}
        }
        if let Some(tag) = text.get(start as usize..end as usize).filter(|tag| tag.starts_with('<')) {
            for range in private_values(tag) {
                file.spaces(start + range.start as u64..start + range.end as u64);
            }
        }
        start = end;
    }
}

/// The places in a tag of what drawing programs note of the editor's machine.
fn private_values(tag: &str) -> Vec<Range<usize>> {
    const NAMES: [&str; 4] = [":export-filename=", ":docname=", ":docbase=", ":absref="];
    let places = NAMES.iter().flat_map(|name| tag.match_indices(name)).filter_map(|(at, name)| {
        let value = at + name.len();
        let quote = tag[value..].chars().next().filter(|sign| matches!(sign, '"' | '\''))?;
        let length = tag[value + 1..].find(quote)?;
        Some(value + 1..value + 1 + length)
    });
    places.collect()
}

#[cfg(test)]
mod tests {
    use crate::base::redaction::tests::published;

    #[test]
    fn a_drawing_loses_what_is_noted_of_its_making() {
        let file = "<?xml version='1.0'?><!-- /home/marie --><svg xmlns:i='x' i:export-filename=\"/home/marie/a.png\" \
            sodipodi:docname='plan de marie.svg'><metadata><rdf:RDF><b>marie</b></rdf:RDF></metadata>\
            <text>un plan</text></svg>";
        let text = String::from_utf8(published(file.as_bytes())).expect("UTF-8");
        assert!(!text.contains("marie") && text.len() == file.len(), "{text}");
        assert!(text.contains("<text>un plan</text></svg>") && text.contains("<metadata>   "), "{text}");
        let page = b"<!-- Marie --><p>a page";
        assert_eq!(published(page), page);
    }
}
