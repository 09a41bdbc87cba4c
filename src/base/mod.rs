//! The ground floor: words that every other floor uses. Knows no file format, no kind of item and no disk.

pub mod authority;
pub mod bounds;
pub mod characters;
pub mod collation;
pub mod diagnostic;
pub mod fingerprint;
pub mod jpeg;
pub mod lang;
pub mod manifest;
pub mod media_type;
pub mod message;
pub mod moment;
pub mod output;
pub mod outside;
pub mod picture;
pub mod policy;
pub mod reserved;
pub mod route;
pub mod rules;
pub mod snapshot;
pub mod source;
pub mod status;
pub mod web_address;
