//! The nouns of the catalogue: one file for each kind holds its fields, how they are read and the rules of one item.
//! Knows nothing of other items.

pub mod amendment;
pub mod as_of;
pub mod award;
pub mod call;
pub mod challenge;
pub mod common;
pub mod criterion;
pub mod dated;
pub mod document;
pub mod event;
pub mod event_time;
pub mod file_outline;
pub mod folder;
pub mod form;
pub mod item;
pub mod key;
pub mod labels;
pub mod member;
pub mod money;
pub mod organisation;
pub mod page;
pub mod programme;
pub mod question;
pub mod record;
pub mod stage;
pub mod startup;
pub mod title;
pub mod update;
