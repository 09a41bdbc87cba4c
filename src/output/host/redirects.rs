//! `_redirects`: the language at `/`, old addresses, and the page for addresses that do not exist, in the language they begin
//! with. There are pages with a refresh at old addresses for hosts that read no such file, so these rules are forced.

use std::collections::BTreeSet;
use std::fmt::Write;

use crate::base::route::{BaseUrl, Route};
use crate::output::html::redirect;
use crate::present::fill::context::Context;
use crate::site::plan::PlanInputs;
use crate::site::plan::content::{Content, Page};

/// The file of redirects; there is a context for each language.
pub fn redirects(contexts: &[Context<'_>]) -> Vec<u8> {
    let plan = contexts[0].plan;
    let mut text =
        String::from("# Written by parvis build from the addresses of the site. The first rule that fits holds.\n");
    let mut line = |rule: std::fmt::Arguments<'_>| writeln!(text, "{rule}").expect("writing to memory does not fail");
    let mut spoken = BTreeSet::new();
    for context in contexts {
        let tag = context.tag(context.lang);
        let primary = tag.split('-').next().unwrap_or(tag);
        // Of two forms of one language the first in the site's order is for everybody who reads it.
        if spoken.insert(primary) {
            line(format_args!("/ {} 302! Language={primary}", context.href(&plan.home(context.lang))));
        }
    }
    for planned in &plan.files {
        let (to, status) = match &planned.content {
            Content::Redirect { to, status } => (redirect(contexts, to).1.href, *status),
            Content::Gone if planned.is_gone_document() => {
                let to = contexts[0].href(&Route::new("/404.html"));
                sources(&planned.route).iter().for_each(|from| line(format_args!("{from} {to} 410")));
                continue;
            }
            // The page that says so has this address itself.
            Content::Gone => (contexts[0].href(&planned.route), 410),
            _ => continue,
        };
        let to = destination(&to);
        sources(&planned.route).iter().for_each(|from| line(format_args!("{from} {to} {status}!")));
    }
    for context in contexts {
        for (folder, endings) in plan.former_item_feeds(context.lang) {
            let folder = context.href(folder);
            for ending in endings {
                line(format_args!("{folder}:slug/feed.{ending} {folder}:slug/feed.xml 301"));
            }
        }
    }
    let Context { catalogue, timeline, lists, .. } = contexts[0];
    let inputs = PlanInputs { catalogue, timeline, lists };
    let archives = contexts.iter().flat_map(|context| plan.former_archives(inputs, context.lang));
    let files = catalogue.items.values().flat_map(|item| plan.former_file_addresses(item, catalogue));
    // A file of the plan has precedence over a former one.
    for (from, to) in archives.chain(files).filter(|(from, _)| plan.rank(from.file_path()).is_none()) {
        let to = destination(&contexts[0].href(&to));
        sources(&from).iter().for_each(|from| line(format_args!("{from} {to} 301")));
    }
    for context in contexts {
        let home = plan.home(context.lang);
        let page = home.join("404.html");
        let has_page = plan.at(page.as_str()).is_some_and(|at| matches!(at.content, Content::Page(_, Page::NotFound)));
        if has_page {
            line(format_args!("{home}* {page} 404"));
        }
    }
    text.into_bytes()
}

/// The forms of an old address that rules can name: as browsers send it, and with its letters, since some hosts look at addresses
/// after decoding them. None for an address with what means something in a rule: there the page at the old address answers.
fn sources(route: &Route) -> Vec<String> {
    let written = route.as_str();
    if written.contains('*') || written.split('/').any(|part| part.starts_with(':')) {
        return Vec::new();
    }
    let encoded = BaseUrl::path_of(route);
    // Signs that RFC 3986 wants encoded, and browsers send as they are.
    let sent = encoded.replace("%5B", "[").replace("%5D", "]").replace("%7C", "|");
    let is_one_word = !written.contains(['%', '"']) && !written.contains(char::is_whitespace);
    let decoded = is_one_word.then(|| written.to_owned());
    let mut all = vec![encoded];
    for form in [Some(sent), decoded].into_iter().flatten() {
        if !all.contains(&form) {
            all.push(form);
        }
    }
    all
}

/// Where a rule leads: `/:name` would be filled in with a part of the old address.
fn destination(href: &str) -> String {
    href.replace("/:", "/%3A")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_addresses_are_listed_in_each_encoding_that_clients_send() {
        let forms = |path: &str| sources(&Route::new(path));
        assert_eq!(forms("/old/"), ["/old/"]);
        assert_eq!(forms("/été/"), ["/%C3%A9t%C3%A9/", "/été/"]);
        assert_eq!(forms("/a b#c"), ["/a%20b%23c"]);
        assert_eq!(forms("/a[1]|b"), ["/a%5B1%5D%7Cb", "/a[1]|b"]);
        assert_eq!(forms("/100%"), ["/100%25"]);
        assert!(forms("/a*").is_empty() && forms("/a/:b/").is_empty() && !forms("/a:b").is_empty());
        assert_eq!(destination("https://a.example/:b"), "https://a.example/%3Ab");
    }
}
