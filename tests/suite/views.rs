//! `docs/views.md` lists what templates see, as `src/present/view/` declares and documents it; `BLESS=1` rewrites it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use crate::project::root;

/// A documented struct or enum of the views.
struct View {
    name: String,
    doc: String,
    /// Each field with its type and documentation; a flattened field has no name. The values of an enum have no type.
    members: Vec<Member>,
}

struct Member {
    name: String,
    of_type: String,
    doc: String,
}

/// The views of a file, and what the file says of itself. The files are plain: a line an attribute, a field, a value.
fn views(text: &str) -> (String, Vec<View>) {
    let (mut about, mut views) = (Vec::new(), Vec::<View>::new());
    let (mut doc, mut attributes, mut is_open) = (Vec::<&str>::new(), Vec::<&str>::new(), false);
    for line in text.lines().take_while(|line| *line != "#[cfg(test)]") {
        let trimmed = line.trim();
        if let Some(said) = trimmed.strip_prefix("//!") {
            about.push(said.trim());
        } else if let Some(said) = trimmed.strip_prefix("///") {
            doc.push(said.trim());
        } else if trimmed.starts_with("#[") {
            attributes.push(trimmed);
        } else {
            let opens = ["pub struct ", "pub enum "].iter().find_map(|start| line.strip_prefix(start));
            let member = trimmed.trim_start_matches("pub ").trim_end_matches(',');
            let is_said = || !attributes.iter().any(|one| one.contains("serde(skip"));
            match opens {
                Some(rest) => {
                    let name = rest.split([' ', '<', '(', ';']).next().unwrap_or_default().to_owned();
                    views.push(View { name, doc: doc.join(" "), members: Vec::new() });
                    is_open = rest.ends_with('{');
                }
                None if line == "}" => is_open = false,
                None if is_open && line.starts_with("    ") && !line.starts_with("     ") && is_said() => {
                    let (name, of_type) = member.split_once(": ").unwrap_or((member, ""));
                    let renamed = attributes.iter().find_map(|one| one.split("rename = \"").nth(1)?.split('"').next());
                    let is_flat = attributes.iter().any(|one| one.contains("flatten"));
                    let name = if is_flat { "" } else { renamed.unwrap_or(name) }.trim_start_matches("r#").to_owned();
                    let member = Member { name, of_type: of_type.to_owned(), doc: doc.join(" ") };
                    views.last_mut().expect("a view is open").members.push(member);
                    doc.clear();
                    attributes.clear();
                    continue;
                }
                None => {}
            }
            doc.clear();
            attributes.clear();
        }
    }
    (about.join(" "), views)
}

/// Documentation without links into the code.
fn plain(doc: &str) -> String {
    let mut text = doc.replace("[`", "`").replace("`]", "`").replace('|', "\\|");
    for layer in ["crate::present::view::", "Self::"] {
        text = text.replace(layer, "");
    }
    text
}

/// A type in words; names of views are links.
fn in_words(of_type: &str, names: &BTreeSet<String>) -> String {
    let inside = |wrapper: &str| of_type.strip_prefix(wrapper)?.strip_prefix('<')?.strip_suffix('>');
    if let Some(inner) = inside("Option") {
        return format!("{}, or nothing", in_words(inner, names));
    }
    if let Some(inner) = inside("Vec") {
        return format!("list of {}", in_words(inner, names));
    }
    for wrapper in ["Shared", "Box", "Arc", "Rc"] {
        if let Some(inner) = inside(wrapper) {
            return in_words(inner, names);
        }
    }
    match of_type {
        "String" | "&'static str" | "Arc<str>" | "Cow<'static, str>" => "string".to_owned(),
        "bool" => "true or false".to_owned(),
        "u8" | "u16" | "u32" | "u64" | "usize" | "i32" | "i64" => "whole number".to_owned(),
        "f32" | "f64" => "number".to_owned(),
        "Html" => "markup".to_owned(),
        name if names.contains(name) => format!("[{name}](#{})", name.to_lowercase()),
        other => match other.strip_suffix('>').and_then(|rest| rest.split_once('<')) {
            Some((outer, inner)) if names.contains(outer) => {
                format!("{} of {}", in_words(outer, names), in_words(inner, names))
            }
            _ => format!("`{other}`"),
        },
    }
}

fn page() -> String {
    let folder = root().join("src/present/view");
    let mut files: BTreeMap<String, (String, Vec<View>)> = BTreeMap::new();
    for entry in fs::read_dir(&folder).expect("a folder").flatten() {
        let name = entry.file_name().to_string_lossy().trim_end_matches(".rs").to_owned();
        files.insert(name, views(&fs::read_to_string(entry.path()).expect("a file")));
    }
    let table = fs::read_to_string(folder.join("mod.rs")).expect("a file");
    let mut text = "# What templates see\n\nMade from the declarations in `src/present/view/`; how to write a theme is in \
                    [themes](themes.md). A template sees the fields of the view of its page as variables, `s` (the strings of the \
                    language of the page) and `strings` (those of all languages), and nothing else. What may be absent is “or nothing”. \
                    “All of” means that the fields of that view stand here themselves. The fields of an item are in `facts` under the \
                    names of [front matter](fields.en.md), in the form of their type.\n\n"
        .to_owned();
    let rows = table.lines().filter_map(|line| line.strip_prefix("//! ")).filter(|line| line.starts_with('|'));
    for row in rows {
        // [`call::CallView`] → [CallView](#callview)
        let parts = row.split("[`").enumerate().map(|(rank, part)| match (rank, part.split_once("`]")) {
            (1.., Some((path, rest))) => {
                let name = path.rsplit("::").next().unwrap_or(path);
                format!("[{name}](#{}){rest}", name.to_lowercase())
            }
            _ => part.to_owned(),
        });
        text += &format!("{}\n", parts.collect::<String>());
    }
    let names: BTreeSet<String> = files.values().flat_map(|(_, views)| views).map(|view| view.name.clone()).collect();
    for (name, (about, views)) in files.iter().filter(|(name, (_, views))| *name != "mod" && !views.is_empty()) {
        let title = format!("{}{}", name[..1].to_uppercase(), &name[1..]);
        text += &format!("\n## {title}\n\n{}\n", plain(about));
        for view in views {
            text += &format!("\n### {}\n\n{}\n", view.name, plain(&view.doc));
            if !view.members.is_empty() {
                text += "\n| name | what | type |\n|---|---|---|\n";
            }
            for member in &view.members {
                let of_type = in_words(&member.of_type, &names);
                let (name, of_type) = match member.name.is_empty() {
                    true => (format!("all of {of_type}"), String::new()),
                    false => (format!("`{}`", member.name), of_type),
                };
                text += &format!("| {name} | {} | {of_type} |\n", plain(&member.doc));
            }
        }
    }
    text
}

#[test]
fn the_list_of_what_templates_see_equals_the_views() {
    let (path, text) = (root().join("docs/views.md"), page());
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, &text).expect("a file of the documents");
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert!(written == text, "docs/views.md is not what the views say; write it anew with BLESS=1");
}
