//! The guide for editors as a page beside the browser editor: `docs/guide.*.md`, which anybody can read there without a network.

use std::collections::BTreeMap;

use crate::base::message::UiLang;
use crate::base::source::SourcePath;
use crate::output::editors::cms::note;
use crate::present::view::value::escape;
use crate::text::markdown::{
    LinkResolver, MarkdownLabels, MarkdownOptions, Rendered, ResolvedTarget, TargetUse, TextOrigin, render,
};

/// The page in a language of the program.
pub fn page(ui_lang: UiLang) -> String {
    let source = ui_lang.pick(include_str!("../../../docs/guide.en.md"), include_str!("../../../docs/guide.fr.md"));
    let (title, body) = source.trim_start_matches("# ").split_once('\n').unwrap_or((source, ""));
    // The ids of headings are known once the text has been rendered.
    let headings = rendered(body, ui_lang, &InGuide::default()).headings;
    let ids = headings.into_iter().map(|heading| (fragment_on_forge(&heading.text), heading.id)).collect();
    let Rendered { html, .. } = rendered(body, ui_lang, &InGuide { ids });
    let (lang, title, back) = (ui_lang.tag(), escape(title.trim()), ui_lang.pick("Editing", "Rédaction"));
    format!(
        "<!doctype html>\n<html lang=\"{lang}\">\n<!-- {} -->\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<meta name=\"robots\" content=\"noindex\">\n\
         <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<p><a href=\"./\">{back}</a></p>\n<main>\n\
         <h1>{title}</h1>\n{html}</main>\n</body>\n</html>\n",
        note(ui_lang)
    )
}

/// The page is a single file, so its style is part of it.
const STYLE: &str = "\
:root { color-scheme: light dark; font: 1.0625rem/1.55 system-ui, sans-serif; }
body { max-width: 48rem; margin: 0 auto; padding: 1rem; overflow-wrap: break-word; }
h2, h3 { line-height: 1.25; margin-top: 2em; }
pre, table { display: block; overflow-x: auto; }
pre { border: 1px solid; border-radius: 4px; padding: .75rem; line-height: 1.4; }
th, td { border-bottom: 1px solid; padding: .4em .6em; text-align: start; vertical-align: top; }
table { border-collapse: collapse; }
";

fn rendered(source: &str, ui_lang: UiLang, links: &InGuide) -> Rendered {
    let (path, labels) = (SourcePath::new("docs/guide.md"), MarkdownLabels::default());
    render(source, &MarkdownOptions::new(&path, TextOrigin::Body { offset: 0 }, ui_lang.tag(), &labels, links))
}

/// The links of the guide. Other documents of the project are not beside the page: they are named without a link.
#[derive(Default)]
struct InGuide {
    /// The id of each heading by the fragment that leads to it on a forge.
    ids: BTreeMap<String, String>,
}

impl LinkResolver for InGuide {
    fn resolve(&self, target: &str, _: TargetUse) -> ResolvedTarget {
        let href = match target.strip_prefix('#') {
            Some(fragment) => self.ids.get(fragment).map(|id| format!("#{id}")),
            None => target.starts_with("https://").then(|| target.to_owned()),
        };
        ResolvedTarget { href, ..ResolvedTarget::default() }
    }
}

/// The fragment by which GitHub and GitLab lead to a heading.
fn fragment_on_forge(heading: &str) -> String {
    let lower = heading.to_lowercase();
    let signs = lower.chars().filter(|sign| sign.is_alphanumeric() || matches!(sign, ' ' | '-' | '_'));
    signs.map(|sign| if sign == ' ' { '-' } else { sign }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_link_of_the_page_leads_somewhere() {
        for ui_lang in [UiLang::English, UiLang::French] {
            let page = page(ui_lang);
            let targets: Vec<&str> = page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
            let fragments: Vec<&&str> = targets.iter().filter(|target| target.starts_with('#')).collect();
            assert!(fragments.len() > 15, "{fragments:?}");
            for fragment in fragments {
                assert!(page.contains(&format!(" id=\"{}\"", &fragment[1..])), "{fragment}");
            }
            let others = targets.iter().filter(|target| !target.starts_with('#') && !target.starts_with("https://"));
            assert_eq!(others.collect::<Vec<_>>(), [&"./"]);
            assert_eq!(page.matches("<h1>").count(), 1);
        }
    }
}
