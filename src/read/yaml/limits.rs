//! How long lists may be, and how much a value weighs that is written out again.

use crate::base::bounds::{LIST_MEMBERS, SITE_LIST_MEMBERS};
use crate::base::message::Message;
use crate::base::source::SourcePath;
use crate::read::site_file::SITE_FILE;
use crate::read::yaml::{Node, Value};

/// What to do about a list or a map that nobody would read to its end.
pub(super) const TOO_LONG_HELP: Message =
    Message::fixed("divide it among several items", "répartissez-le entre plusieurs éléments");

/// How many members a list of that file may have.
pub(super) fn longest_list(path: &SourcePath) -> usize {
    if path.as_str() == SITE_FILE { SITE_LIST_MEMBERS } else { LIST_MEMBERS }
}

/// How many nodes a node is made of, and the bytes of their texts.
pub(super) fn weigh(node: &Node) -> (usize, usize) {
    let sum = |(nodes, bytes): (usize, usize), (more, others): (usize, usize)| (nodes + more, bytes + others);
    match &node.value {
        Value::List(members) => members.iter().map(weigh).fold((1, 0), sum),
        Value::Map(entries) => entries.iter().map(|entry| weigh(&entry.node)).fold((1, 0), sum),
        Value::Scalar { text } => (1, text.len()),
        Value::Null => (1, 0),
    }
}
