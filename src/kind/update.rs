//! An update (actualité): a piece of news written by hand.

use crate::base::moment::PartialDate;
use crate::kind::key::{Key, any_reference};
use crate::read::date;
use crate::read::field::Fields;

/// A piece of news.
#[derive(Clone, Debug, PartialEq)]
pub struct Update {
    /// Its date.
    pub date: PartialDate,
    /// What it is about.
    pub about: Vec<Key>,
}

/// Reads a piece of news.
pub fn read(f: &mut Fields<'_, '_, '_>) -> Option<Update> {
    let date = f.required("date", date::date);
    let about = f.list("about", any_reference(None));
    Some(Update { date: date?, about })
}
