//! The lowest layer: types that all layers use. Knows no file format, no kind of item and no I/O.

pub mod authority;
pub mod bounds;
pub mod characters;
pub mod collation;
pub mod diagnostic;
pub mod fingerprint;
pub mod jpeg;
pub mod lang;
pub mod language_guess;
pub mod manifest;
pub mod media_type;
pub mod message;
pub mod moment;
pub mod output;
pub mod outside;
pub mod picture;
pub mod placeholder;
pub mod policy;
pub mod reserved;
pub mod route;
pub mod rules;
pub mod snapshot;
pub mod source;
pub mod status;
pub mod sync;
pub mod web_address;
