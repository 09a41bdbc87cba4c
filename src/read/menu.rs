//! The entries of a menu, as `site.yaml` writes them.

use crate::base::lang::Text;
use crate::base::message::say;
use crate::base::route::is_id;
use crate::base::source::Spanned;
use crate::read::address;
use crate::read::field::Reader;
use crate::read::form::Shape;
use crate::read::sections::LIST_FOLDERS;
use crate::read::value;
use crate::read::yaml::{Node, Value};

/// An entry of a menu.
#[derive(Clone, Debug)]
pub enum MenuEntry {
    /// A page, by its id.
    Page(Spanned<String>),
    /// The list of a folder.
    Folder(&'static str),
    /// Any address.
    Link {
        /// What to show.
        label: Text,
        /// Where it leads: an address, or a path from the site's root.
        url: String,
    },
}

/// Reads an entry: a page, a folder, or a label and an address.
pub fn menu_entry(reader: &mut Reader<'_>, node: &Node) -> Option<MenuEntry> {
    reader.note(Shape::MenuEntry);
    let Value::Scalar { text: written, .. } = &node.value else {
        return reader.record(node, "{label: {fr: Blog, en: Blog}, url: https://example.lu}", |f| {
            let label = f.required("label", value::label);
            let url = f.required("url", |reader, node| {
                reader.note(Shape::Target);
                let path = node.as_scalar().filter(|text| text.starts_with('/')).map(str::to_owned);
                path.or_else(|| address::url(reader, node))
            });
            Some(MenuEntry::Link { label: label?, url: url? })
        });
    };
    if let Some(folder) = LIST_FOLDERS.into_iter().find(|folder| folder == written) {
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
    reader.mention("page", id.to_owned(), node.span);
    Some(MenuEntry::Page(Spanned { value: id.to_owned(), span: node.span }))
}
