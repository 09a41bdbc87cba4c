//! From words to what a browser reads. Pure: knows no disk and no clock.

pub mod markdown;
pub mod sanitize;
pub mod typography;
