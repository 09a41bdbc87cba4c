//! What turns prose into markup: Markdown, cleaning, the typography of languages, how pictures are named.

pub mod absolute;
pub mod markdown;
pub mod sanitize;
pub mod srcset;
pub mod typography;
