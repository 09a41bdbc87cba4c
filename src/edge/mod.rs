//! The I/O layer: disk, network and terminal. Imports `base` only and knows no kind of item.

pub mod folder;
pub mod printable;

pub mod failure;

pub mod root;

pub mod asset_cache;
pub mod cache;
pub mod create;
pub mod disk;
pub mod watch;

pub mod publish;
pub mod published;
pub mod record;
pub mod stage;

pub mod github;
pub mod json;
pub mod sarif;
pub mod terminal;
pub mod texts;

pub mod fetch;
pub mod links;

pub mod answer;
pub mod browser;
pub mod built_in;
pub mod conditions;
pub mod connection;
pub mod live;
pub mod request;
pub mod response;
pub mod server;
pub mod source_reader;
pub mod status;

pub mod system;
