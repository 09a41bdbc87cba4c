//! Reports members of lists that are indented, but too little to be below the member before them (CommonMark, section 5.2): readers see
//! `2. sub-point` as the next point of the list.

use std::ops::Range;

use crate::base::message::say;
use crate::text::markdown::rendered::Report;

/// How much deeper a member is that is meant to be below another one; one space more is a slip.
const MEANT: usize = 2;

/// The lists around the current event.
#[derive(Debug, Default)]
pub struct ListIndents {
    open: Vec<OpenList>,
    /// The list that has just ended, and where.
    ended: Option<(OpenList, usize)>,
}

/// An open list, in columns of its lines.
#[derive(Clone, Copy, Debug)]
struct OpenList {
    /// Where its first member begins.
    first: usize,
    /// Where a member below its last one begins.
    below: usize,
}

impl ListIndents {
    /// A list begins.
    pub fn begin(&mut self, source: &str, range: &Range<usize>, report: &mut Report) {
        let (first, below) = columns(source, range.start);
        if let Some((ended, end)) = self.ended.take()
            && source.get(end..range.start).is_some_and(|between| between.trim().is_empty())
        {
            ended.check(first, source, range, report);
        }
        self.open.push(OpenList { first, below });
    }

    /// A member begins.
    pub fn member(&mut self, source: &str, range: &Range<usize>, report: &mut Report) {
        let Some(list) = self.open.last_mut() else { return };
        let (first, below) = columns(source, range.start);
        if list.check(first, source, range, report) {
            // Once a list: what is deeper is taken for its members from now on.
            list.first = first;
        }
        list.below = below;
    }

    /// The innermost list has ended.
    pub fn end(&mut self, range: &Range<usize>) {
        self.ended = self.open.pop().map(|list| (list, range.end));
    }
}

impl OpenList {
    /// Reports a member at a column that is meant to be below the last member; true for one.
    fn check(self, column: usize, source: &str, range: &Range<usize>, report: &mut Report) -> bool {
        if column < self.first + MEANT {
            return false;
        }
        let end = source[range.clone()].find('\n').map_or(range.end, |length| range.start + length);
        report.warn(
            "looks-like-markdown",
            range.start..end,
            say!(
                en: "this is not part of the point above: it is the next point of the list",
                fr: "ceci ne fait pas partie du point précédent : c’est le point suivant de la liste"
            ),
            say!(en: "write {below} spaces before it", fr: "écrivez {below} espaces devant", below = self.below),
        );
        true
    }
}

/// The column of the sign of a member, and that of the text after it.
fn columns(source: &str, sign: usize) -> (usize, usize) {
    let sign = sign + source[sign..].len() - source[sign..].trim_start_matches(' ').len();
    let start = source[..sign].rfind('\n').map_or(0, |at| at + 1);
    let column = source[start..sign].chars().count();
    let marker = source[sign..].find(char::is_whitespace).unwrap_or(1);
    (column, column + marker + 1)
}
