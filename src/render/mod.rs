//! From the plan to bytes, pure: what a template may see, the theme that holds templates and words, and the formats.

pub mod absolute;
mod anchors;
pub mod chunks;
pub mod data;
pub mod editors;
pub mod feed;
pub mod fill;
pub mod host;
pub mod html;
pub mod ics;
pub mod jsonld;
pub mod letter;
pub mod links;
pub mod manifest;
pub mod markdown;
pub mod picture;
pub mod qr;
pub mod sanitize;
pub mod search;
pub mod share;
pub mod sitemap;
pub mod texts;
pub mod theme;
pub mod tree;
pub mod typography;
pub mod view;
pub mod words;
