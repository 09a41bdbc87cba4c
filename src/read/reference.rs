//! Readers of references to files of the item and to themes of the site. Whether these exist is checked later.

use crate::base::characters::composed;
use crate::base::source::Spanned;
use crate::read::form::InputType;
use crate::read::reader::{FileReference, Reader};
use crate::read::value::string;
use crate::read::yaml::Node;

/// The path of a file in the folder of the item, from that folder.
pub fn file(reader: &mut Reader<'_>, node: &Node) -> Option<String> {
    file_reference(reader, node, false)
}

/// The path of a picture in the folder of the item, from that folder.
pub fn picture(reader: &mut Reader<'_>, node: &Node) -> Option<String> {
    file_reference(reader, node, true)
}

fn file_reference(reader: &mut Reader<'_>, node: &Node, is_shown: bool) -> Option<String> {
    reader.declare_type(InputType::File);
    let written = string(reader, node)?;
    let path = composed(written.strip_prefix("./").unwrap_or(&written)).into_owned();
    reader.files.push(FileReference { path: Spanned { value: path.clone(), span: node.span }, is_shown });
    Some(path)
}

/// The id of a theme of the site.
pub fn theme(reader: &mut Reader<'_>, node: &Node) -> Option<String> {
    reader.declare_type(InputType::Theme);
    let id = string(reader, node)?;
    reader.themes.push(Spanned { value: id.clone(), span: node.span });
    Some(id)
}
