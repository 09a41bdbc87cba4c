//! parvis compiles the public catalogue of a government innovation lab into a multilingual site.

pub mod base;
pub mod cli;
pub mod compile;
pub mod edge;
pub mod kind;
pub mod read;
pub mod render;
pub mod site;
