//! `_headers`: what is sent along with each file. Where two rules set the same header the later one is sent; where a host sends
//! both instead, a browser takes the stricter of two policies, and asks for a file again that it could have kept.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::base::media_type::media_type;
use crate::base::policy;
use crate::base::route::Route;
use crate::site::plan::Plan;
use crate::site::plan::content::{ContentProperties, ExtraHeaders, FilePattern, PlannedFile};
use crate::theme::ASSETS;

/// Who may read a file by a script.
const EVERYWHERE: &str = "Access-Control-Allow-Origin";

/// What a site has that search engines are to leave out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seen {
    /// Everybody may find it.
    ByAll,
    /// Whoever has its address.
    ByWhoeverHasTheAddress,
}

/// The file of headers; `assets` is the folder of the theme's files.
pub fn headers(plan: &Plan, assets: &Route, seen: Seen) -> Vec<u8> {
    let mut text = String::from("# Written by parvis build from the addresses of the site.\n");
    let robots = (seen == Seen::ByWhoeverHasTheAddress).then_some(("X-Robots-Tag", "noindex"));
    let of_pages = policy::published(policy::PAGE);
    let all = [("Content-Security-Policy", &*of_pages)].into_iter().chain(policy::HEADERS);
    rule(&mut text, "/*", all.chain([("Cache-Control", policy::ASK_AGAIN)]).chain(robots));
    let folder = assets.as_str();
    if folder != ASSETS && plan.files.iter().any(|planned| planned.route.as_str().starts_with(folder)) {
        rule(&mut text, &format!("{folder}*"), [("Cache-Control", policy::FOR_EVER)]);
    }
    // Open data is read by scripts of other sites too (Fetch standard, section 3.3); hosts know its types but for two.
    let mut special = BTreeMap::from([("/data/*".to_owned(), vec![(EVERYWHERE, "*".to_owned())])]);
    for planned in &plan.files {
        if let Some((path, headers)) = special_rule(planned) {
            special.entry(path).or_insert(headers);
        }
    }
    for (path, headers) in &special {
        rule(&mut text, path, headers.iter().map(|(name, value)| (*name, value.as_str())));
    }
    text.into_bytes()
}

fn rule<'h>(text: &mut String, path: &str, headers: impl IntoIterator<Item = (&'h str, &'h str)>) {
    writeln!(text, "\n{path}").expect("writing to memory does not fail");
    for (name, value) in headers {
        writeln!(text, "  {name}: {value}").expect("writing to memory does not fail");
    }
}

/// The rule for a file that has headers of its own: its path, for all files that have them, and headers.
fn special_rule(planned: &PlannedFile) -> Option<(String, Vec<(&'static str, String)>)> {
    let ContentProperties { role, headers: Some((files, headers)), .. } = planned.content.properties() else {
        return None;
    };
    let route = planned.route.as_str();
    let path = match files {
        FilePattern::SameName => format!("/*/{}", without_number(&route[route.rfind('/').unwrap_or_default() + 1..])),
        // At the top the pattern would be one for all folders.
        FilePattern::InFolder(_) if route.rfind('/') == Some(0) => route.to_owned(),
        FilePattern::InFolder(ending) => format!("{}*{ending}", &route[..=route.rfind('/').unwrap_or_default()]),
    };
    let content_type = || ("Content-Type", media_type(route, role));
    let headers = match headers {
        ExtraHeaders::Type => vec![content_type()],
        ExtraHeaders::OpenType => vec![content_type(), (EVERYWHERE, "*".to_owned())],
        ExtraHeaders::DrawingPolicy => vec![("Content-Security-Policy", policy::published(policy::DRAWING))],
        ExtraHeaders::NewsletterPolicy => vec![("Content-Security-Policy", policy::published(policy::NEWSLETTER))],
    };
    Some((path, headers))
}

/// The name of a file with `*` for a number, as that of an archive: `feed-*.atom`.
fn without_number(name: &str) -> String {
    let parts: Vec<&str> = name.split(|sign: char| sign.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    parts.join("*")
}
