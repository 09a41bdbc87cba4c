//! An update (actualité): a piece of news written by hand.

use parvis_macros::Record;

use crate::base::moment::PartialDate;
use crate::kind::key::{self, Key};
use crate::read::date;

/// A piece of news.
#[derive(Record, Clone, Debug, PartialEq)]
pub struct Update {
    /// Its date.
    #[field(read = date::date)]
    pub date: PartialDate,
    /// What it is about.
    #[field(read = key::any_reference(None))]
    pub about: Vec<Key>,
}
