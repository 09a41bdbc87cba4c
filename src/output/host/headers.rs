//! `_headers`: what is sent along with each file. Where two rules set the same header the later one holds; where a host sends
//! both instead, a browser takes the stricter of two policies, and asks for a file again that it could have kept.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::base::media_type::media_type;
use crate::base::output::Role;
use crate::base::policy;
use crate::base::route::Route;
use crate::site::plan::Plan;
use crate::site::plan::content::{Content, FeedFormat, LetterForm, Planned};
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
    if folder != ASSETS && plan.pages.iter().any(|planned| planned.route.as_str().starts_with(folder)) {
        rule(&mut text, &format!("{folder}*"), [("Cache-Control", policy::FOR_EVER)]);
    }
    // Open data is read by scripts of other sites too (Fetch standard, section 3.3); hosts know its types but for two.
    let mut special = BTreeMap::from([("/data/*".to_owned(), vec![(EVERYWHERE, "*".to_owned())])]);
    for planned in &plan.pages {
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

/// The rule for what is read by programs elsewhere, in browsers too, and for letters: its path, for all of the kind, and headers.
fn special_rule(planned: &Planned) -> Option<(String, Vec<(&'static str, String)>)> {
    let route = planned.route.as_str();
    let folder = &route[..=route.rfind('/').unwrap_or_default()];
    let path = match &planned.content {
        Content::Letter(_, _, LetterForm::Email) => {
            return Some((
                format!("{folder}*{}", policy::LETTER_ENDING),
                vec![("Content-Security-Policy", policy::published(policy::LETTER))],
            ));
        }
        Content::Feed(_, file) => match file.format {
            FeedFormat::Rss => "/*/feed.xml".to_owned(),
            FeedFormat::Json => "/*/feed.json".to_owned(),
            // Archives too, `feed-1.atom`.
            FeedFormat::Atom => "/*.atom".to_owned(),
        },
        Content::Calendar(..) => "/*.ics".to_owned(),
        Content::Letter(_, _, LetterForm::Text) => format!("{folder}*.txt"),
        Content::Data(_) if route.ends_with(".schema.json") => format!("{folder}*.schema.json"),
        Content::Data(_) if route.ends_with(".csv") => format!("{folder}*.csv"),
        Content::Languages
        | Content::RootNotFound
        | Content::Page(..)
        | Content::Redirect { .. }
        | Content::Gone
        | Content::Sitemap
        | Content::Robots
        | Content::Headers
        | Content::Redirects
        | Content::Data(_)
        | Content::Search(..)
        | Content::Copy(_)
        | Content::Picture(_)
        | Content::Share(..) => return None,
    };
    let role = if matches!(planned.content, Content::Feed(..)) { Role::Feed } else { Role::File };
    let mut headers = vec![("Content-Type", media_type(route, role))];
    if !matches!(planned.content, Content::Data(_)) {
        headers.push((EVERYWHERE, "*".to_owned()));
    }
    Some((path, headers))
}
