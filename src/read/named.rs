//! Values that name what stands elsewhere: a file of the item, a theme of the site. Whether it is there is known later.

use crate::base::source::Spanned;
use crate::read::field::Reader;
use crate::read::form::Shape;
use crate::read::value::string;
use crate::read::yaml::Node;

/// A file of the item, by its path from the item's folder.
pub fn file(reader: &mut Reader<'_>, node: &Node) -> Option<String> {
    reader.note(Shape::File);
    let written = string(reader, node)?;
    let path = written.strip_prefix("./").unwrap_or(&written).to_owned();
    reader.files.push(Spanned { value: path.clone(), span: node.span });
    Some(path)
}

/// A theme of the site, by its id.
pub fn theme(reader: &mut Reader<'_>, node: &Node) -> Option<String> {
    reader.note(Shape::Theme);
    let id = string(reader, node)?;
    reader.themes.push(Spanned { value: id.clone(), span: node.span });
    Some(id)
}
