//! parvis compiles the public catalogue of a government innovation lab into a multilingual site.
//!
//! It is a pure function from a snapshot of the sources to a tree of files, with a thin shell around it. In the order
//! of the pipeline:
//!
//! 1. [`edge::disk`] reads `content/` and `themes/` into a [`base::snapshot::Snapshot`], which holds `now` as well.
//! 2. [`compile::compile`] takes it from there, and does no input or output:
//!    [`read`] turns text into structure, [`kind`] structure into typed items, [`site`] items into a catalogue and a plan of
//!    every address, [`present`] what pages say, [`output`] the plan into bytes. Mistakes are collected all the way.
//! 3. [`edge::publish`] puts the tree in the place of the published folder, or [`edge::server`] answers from it.
//!
//! Each module imports only those above it in this list: base, read, kind, site, text, theme, present, output, compile; then edge, which
//! knows base only; then cli, which joins both. ARCHITECTURE.md has the map and the invariants, docs/decisions the reasons.

pub mod base;
pub mod read;

pub mod kind;

pub mod site;

pub mod text;

pub mod theme;

pub mod present;

pub mod output;

pub mod compile;

pub mod edge;

pub mod cli;
