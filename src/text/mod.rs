//! Converts prose to markup: Markdown, sanitizing, typography, responsive images.

pub mod absolute;
pub mod markdown;
pub mod plain;
pub mod sanitize;
pub mod srcset;
pub mod typography;
