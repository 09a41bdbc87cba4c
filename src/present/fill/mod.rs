//! Fills views from the catalogue, in one language. Writes no markup of its own.

pub mod cache;
pub mod call;
pub mod card;
pub mod challenge;
pub mod context;
pub mod digest;
pub mod door;
pub mod entry;
pub mod event;
pub mod facets;
pub mod facts;
pub mod figure;
pub mod item;
pub mod later;
pub mod listing;
pub mod page;
pub mod part;
pub mod path;
pub mod programme;
pub mod related;
pub mod results;
pub mod search;
pub mod shell;
pub mod startup;
pub mod take_part;
pub mod whats_new;
