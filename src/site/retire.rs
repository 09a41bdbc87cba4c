//! Adds lines under `redirects` in `site.yaml` for addresses whose page or file is withdrawn (`parvis retire`).

use crate::base::snapshot::SITE_FILE;
use crate::base::source::{SourcePath, Span};
use crate::read::yaml::{Entry, Node, Value, parse_map};

const KEY: &str = "redirects";

/// The text of `site.yaml` with a line added for each address: a redirect to the given one, or status 410 (Gone) where none is given.
/// All other bytes stay, and an address that has a line already gets no second one. `None` if more than these lines would have to
/// change.
pub fn with_redirects(text: &str, addresses: &[(String, Option<String>)]) -> Option<String> {
    let entries = parse(text)?;
    let redirected = redirected_addresses(&entries);
    let addresses: Vec<_> = addresses.iter().filter(|(from, _)| !redirected.contains(&from.as_str())).collect();
    if addresses.is_empty() {
        return Some(text.to_owned());
    }
    let quoted = |address: &str| serde_json::to_string(address).expect("a text is JSON, and YAML too");
    let lines = |indent: &str, end: &str| -> String {
        let line = |(from, to): &&(String, Option<String>)| {
            let answer = to.as_ref().map_or_else(|| "status: 410".to_owned(), |to| format!("to: {}", quoted(to)));
            format!("{indent}- {{from: {}, {answer}}}{end}", quoted(from))
        };
        addresses.iter().map(line).collect()
    };
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let is_empty =
        |value: &Value| matches!(value, Value::Null) || matches!(value, Value::List(members) if members.is_empty());
    let written = match entries.iter().find(|entry| entry.key == KEY && !is_empty(&entry.node.value)) {
        None => {
            let mut all = without_key(text, &entries);
            if !all.is_empty() && !all.ends_with('\n') {
                all.push_str(end);
            }
            format!("{all}{KEY}:{end}{}", lines("  ", end))
        }
        Some(entry) => {
            let Value::List(members) = &entry.node.value else { return None };
            let first = members.first()?;
            let line = text[..first.span.start].rfind('\n').map_or(0, |at| at + 1);
            let dash = text[line..first.span.start].find('-')?;
            let indent = &text[line..line + dash];
            if !indent.trim().is_empty() {
                return None;
            }
            // Behind the line on which the last member ends.
            let last = end_of(members.last()?);
            let at = text[last..].find('\n').map_or(text.len(), |at| last + at + 1);
            let before = &text[..at];
            let gap = if before.ends_with('\n') { "" } else { end };
            format!("{before}{gap}{}{}", lines(indent, end), &text[at..])
        }
    };
    has_only_more_redirects(&written, &entries, addresses.len()).then_some(written)
}

/// The addresses that `redirects` names.
fn redirected_addresses(entries: &[Entry]) -> Vec<&str> {
    let members = entries.iter().filter(|entry| entry.key == KEY).flat_map(|entry| entry.node.members());
    let from = members.filter_map(|member| match &member.value {
        Value::Map(entries) => entries.iter().find(|entry| entry.key == "from")?.node.as_scalar(),
        _ => None,
    });
    from.collect()
}

/// The offset at which the text of a value ends. The span of a block reaches up to the next key, so that of its last part is taken.
fn end_of(node: &Node) -> usize {
    match &node.value {
        Value::Map(entries) => entries.iter().map(|entry| end_of(&entry.node)).max().unwrap_or(node.span.start),
        Value::List(members) => members.iter().map(end_of).max().unwrap_or(node.span.start),
        _ => node.span.end,
    }
}

/// The text without an empty `redirects:`.
fn without_key(text: &str, entries: &[Entry]) -> String {
    let Some(entry) = entries.iter().find(|entry| entry.key == KEY) else { return text.to_owned() };
    let start = text[..entry.span.start].rfind('\n').map_or(0, |at| at + 1);
    let end = text[entry.span.start..].find('\n').map_or(text.len(), |at| entry.span.start + at + 1);
    format!("{}{}", &text[..start], &text[end..])
}

fn parse(text: &str) -> Option<Vec<Entry>> {
    let mut found = Vec::new();
    let entries = parse_map(&SourcePath::new(SITE_FILE), text, Span::new(0, text.len()), &mut found);
    entries.filter(|_| found.is_empty())
}

/// True if a text has the same keys as before, and `more` redirects in addition.
fn has_only_more_redirects(written: &str, before: &[Entry], more: usize) -> bool {
    let Some(now) = parse(written) else { return false };
    let others = |entries: &[Entry]| -> Vec<String> {
        entries.iter().filter(|entry| entry.key != KEY).map(|entry| entry.key.clone()).collect()
    };
    let members = |entries: &[Entry]| {
        entries.iter().find(|entry| entry.key == KEY).map_or(0, |entry| match &entry.node.value {
            Value::List(members) => members.len(),
            _ => 0,
        })
    };
    others(&now) == others(before) && members(&now) == members(before) + more
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINE: &str = "  - {from: \"/fr/x/\", status: 410}\n";

    #[test]
    fn retiring_adds_lines_only() {
        let from = [("/fr/x/".to_owned(), None)];
        for (before, after) in [
            ("title: a\n", format!("title: a\nredirects:\n{LINE}")),
            ("title: a", format!("title: a\nredirects:\n{LINE}")),
            ("redirects:\ntitle: a\n", format!("title: a\nredirects:\n{LINE}")),
            (
                "redirects:\n  - {from: /a, to: /b}  # old\n# menus\nmenus: {}\n",
                format!("redirects:\n  - {{from: /a, to: /b}}  # old\n{LINE}# menus\nmenus: {{}}\n"),
            ),
            (
                "redirects:\n- from: /a\n  to: /b\ntitle: a\n",
                "redirects:\n- from: /a\n  to: /b\n- {from: \"/fr/x/\", status: 410}\ntitle: a\n".to_owned(),
            ),
            ("title: a\r\n", "title: a\r\nredirects:\r\n  - {from: \"/fr/x/\", status: 410}\r\n".to_owned()),
        ] {
            assert_eq!(with_redirects(before, &from).as_deref(), Some(&*after), "{before}");
        }
        let redirected =
            with_redirects("title: a\n", &[("/fr/x/".to_owned(), Some("/fr/".to_owned()))]).expect("it is redirected");
        assert!(redirected.ends_with("  - {from: \"/fr/x/\", to: \"/fr/\"}\n"), "{redirected}");
        assert_eq!(with_redirects("redirects: []\ntitle: a\n", &from), Some(format!("title: a\nredirects:\n{LINE}")));
        assert_eq!(with_redirects("redirects: [{from: /a, to: /b}]\n", &from), None);
        // The command may be run again after an interruption.
        let once = format!("redirects:\n{LINE}title: a\n");
        assert_eq!(with_redirects(&once, &from), Some(once));
    }
}
