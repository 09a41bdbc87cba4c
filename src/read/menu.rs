//! Reads the entries of the menus in `site.yaml`.

use crate::base::lang::Text;
use crate::base::message::say;
use crate::base::route::is_id;
use crate::base::source::Spanned;
use crate::read::address;
use crate::read::form::InputType;
use crate::read::reader::Reader;
use crate::read::sections::LIST_FOLDERS;
use crate::read::value;
use crate::read::yaml::{Node, Value};

/// An entry of a menu.
#[derive(Clone, Debug)]
pub enum MenuEntry {
    /// A page, by its id.
    Page(Spanned<String>),
    /// The list page of a folder.
    Folder(&'static str),
    /// A page or the list page of a folder, under another label.
    Named {
        /// The label to show.
        label: Text,
        /// The page or folder.
        target: Box<Self>,
    },
    /// Any address.
    Link {
        /// The label to show.
        label: Text,
        /// An absolute address, or a path from the site's root.
        url: String,
    },
}

/// Reads an entry: a page, a folder, one of these with another label, or a label with an address.
pub fn menu_entry(reader: &mut Reader<'_>, node: &Node) -> Option<MenuEntry> {
    reader.declare_type(InputType::MenuEntry);
    if let Value::Scalar { .. } = &node.value {
        return page_or_folder(reader, node);
    }
    reader.record(node, "{label: {fr: Blog, en: Blog}, url: https://example.lu}", |f| {
        let label = f.required("label", value::label);
        let named = f.optional("ref", |reader, node| {
            reader.declare_type(InputType::MenuEntry);
            page_or_folder(reader, node)
        });
        let url = f.optional("url", |reader, node| {
            reader.declare_type(InputType::Target);
            let path = node.as_scalar().filter(|text| text.starts_with('/')).map(str::to_owned);
            path.or_else(|| address::url(reader, node))
        });
        match (f.has("ref"), f.has("url")) {
            (true, false) => Some(MenuEntry::Named { label: label?, target: Box::new(named?) }),
            (false, true) => Some(MenuEntry::Link { label: label?, url: url? }),
            (true, true) => {
                f.error_at(
                    "url",
                    "not-a-menu-entry",
                    say!(
                        en: "this entry leads to two places, `ref` and `url`",
                        fr: "cette entrée mène à deux endroits, `ref` et `url`"
                    ),
                    say!(en: "remove one of the two", fr: "retirez l’un des deux"),
                );
                None
            }
            (false, false) => {
                let help = say!(
                    en: "add `ref:` with a page or a folder such as `calls`, or `url:` with an address",
                    fr: "ajoutez `ref:` et une page ou un dossier comme `calls`, ou `url:` et une adresse"
                );
                f.missing_any(
                    &["ref", "url"],
                    say!(en: "this entry leads nowhere", fr: "cette entrée ne mène nulle part"),
                    help,
                );
                None
            }
        }
    })
}

/// Reads the id of a page or the name of a folder.
fn page_or_folder(reader: &mut Reader<'_>, node: &Node) -> Option<MenuEntry> {
    let written = reader.scalar(node, say!(en: "a page or a folder", fr: "une page ou un dossier"), "calls")?;
    if let Some(folder) = LIST_FOLDERS.into_iter().find(|folder| *folder == written) {
        return Some(MenuEntry::Folder(folder));
    }
    let id = written.strip_prefix("page/").unwrap_or(written);
    if !is_id(id) {
        let help = say!(
            en: "write the id of a page, the name of a folder such as `calls`, or `{{label: …, url: …}}`",
            fr: "écrivez l’identifiant d’une page, le nom d’un dossier comme `calls`, ou `{{label: …, url: …}}`"
        );
        reader.error(
            "not-a-menu-entry",
            node.span,
            say!(en: "`{written}` is neither a page nor a folder", fr: "`{written}` n’est ni une page ni un dossier"),
            help,
        );
        return None;
    }
    reader.add_reference("page", id.to_owned(), node.span);
    Some(MenuEntry::Page(Spanned { value: id.to_owned(), span: node.span }))
}
