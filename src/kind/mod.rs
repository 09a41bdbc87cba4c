//! The kinds of items: one file per kind with its fields, their readers and the rules between them. Knows one item at a time,
//! and nothing of the others.

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
pub mod names;
pub mod organisation;
pub mod page;
pub mod programme;
pub mod question;
pub mod record;
pub mod stage;
pub mod startup;
pub mod title;
pub mod update;
