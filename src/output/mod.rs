//! The formats: one file or folder for each, and the tree that renders what is asked for.

pub mod chunks;
pub mod data;
pub mod editors;
pub mod feed;
pub mod host;
pub mod html;
pub mod ics;
pub mod jsonld;
pub mod manifest;
pub mod picture;
pub mod search;
pub mod share;
pub mod sitemap;
pub mod tree;
