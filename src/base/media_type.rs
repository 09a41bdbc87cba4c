//! Media types of published files: those of feeds and calendars are defined here, others by `mime_guess`.

use crate::base::output::Role;

/// The value of `Content-Type` for a published file.
pub fn media_type(path: &str, role: Role) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    match (name, ending) {
        // Old addresses may have any ending, such as `index.php`.
        _ if role == Role::Page => "text/html; charset=utf-8".to_owned(),
        (_, "xml") if is_feed(name) => "application/rss+xml; charset=utf-8".to_owned(),
        (_, "json") if is_feed(name) => "application/feed+json".to_owned(),
        (_, "json") if name.ends_with(".schema.json") => "application/schema+json".to_owned(),
        (_, "atom") => "application/atom+xml; charset=utf-8".to_owned(),
        (_, "ics") => "text/calendar; charset=utf-8".to_owned(),
        (_, "xml") => "application/xml; charset=utf-8".to_owned(),
        _ => {
            let guess = mime_guess::from_path(name).first_or_octet_stream();
            if guess.type_() == "text" { format!("{guess}; charset=utf-8") } else { guess.to_string() }
        }
    }
}

/// True for a feed or a feed archive: `feed.xml`, `feed-12.xml`.
fn is_feed(name: &str) -> bool {
    let Some(rest) = name.strip_prefix("feed") else { return false };
    let year = rest.split('.').next().unwrap_or_default();
    year.is_empty() || year.strip_prefix('-').is_some_and(|year| year.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The media type of a file name, without parameters.
pub fn of_name(name: &str) -> &'static str {
    mime_guess::from_path(name).first_raw().unwrap_or("application/octet-stream")
}

/// Media elements (HTML, sections 4.8.8 and 4.8.9).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are those of HTML")]
pub enum Player {
    Audio,
    Video,
}

impl Player {
    /// The element that plays a file; `None` unless it is audio or video that all browsers support.
    pub fn of_name(name: &str) -> Option<Self> {
        match of_name(name) {
            "video/mp4" | "video/webm" => Some(Self::Video),
            "audio/mpeg" => Some(Self::Audio),
            _ => None,
        }
    }

    /// The name of the element.
    pub fn element(self) -> &'static str {
        match self {
            Self::Audio => "audio",
            Self::Video => "video",
        }
    }
}

/// True for subresources other than styles: scripts, images and fonts.
pub fn is_part_of_pages(media_type: &str) -> bool {
    ["text/javascript", "image/", "font/"].iter().any(|kind| media_type.starts_with(kind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn media_types_follow_the_extension() {
        let kind = |path| media_type(path, Role::File);
        for (path, expected) in [
            ("assets/a.css", "text/css; charset=utf-8"),
            ("assets/a.js", "text/javascript; charset=utf-8"),
            ("a.svg", "image/svg+xml"),
            ("a.png", "image/png"),
            ("a.jpg", "image/jpeg"),
            ("a.webp", "image/webp"),
            ("a.avif", "image/avif"),
            ("a.woff2", "font/woff2"),
            ("plan.PDF", "application/pdf"),
            ("fr/feed.xml", "application/rss+xml; charset=utf-8"),
            ("fr/feed-12.xml", "application/rss+xml; charset=utf-8"),
            ("fr/feeders.xml", "application/xml; charset=utf-8"),
            ("fr/feed.atom", "application/atom+xml; charset=utf-8"),
            ("fr/feed.json", "application/feed+json"),
            ("sitemap.xml", "application/xml; charset=utf-8"),
            ("data/catalogue.json", "application/json"),
            ("data/calls.schema.json", "application/schema+json"),
            ("data/calls.csv", "text/csv; charset=utf-8"),
            ("robots.txt", "text/plain; charset=utf-8"),
            ("fr/calendar.ics", "text/calendar; charset=utf-8"),
            ("404.html", "text/html; charset=utf-8"),
            ("CNAME", "application/octet-stream"),
        ] {
            assert_eq!(kind(path), expected, "{path}");
        }
        assert_eq!(media_type("old/index.php", Role::Page), "text/html; charset=utf-8");
    }
}
