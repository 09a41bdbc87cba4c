//! The whole: items by their keys, who refers to whom, states at `now`, rules across items, and the plan of addresses.

pub mod catalogue;
pub mod chain;
pub mod contracting_process;
pub mod entry;
pub mod feed_scope;
pub mod gather;
pub mod listing;
pub mod permalink;
pub mod plan;
pub mod retire;
pub mod revision;
pub mod rules;
pub mod schedule;
pub mod stamp;
pub mod state;
pub mod status;
pub mod timeline;
pub mod world;
