//! Text to structure: the fence of the front matter, YAML with places, typed fields, paths of documents, `site.yaml`.
//! Knows no kind of item.

pub mod address;
pub mod broken_yaml;
pub mod contact;
pub mod date;
pub mod document;
pub mod field;
pub mod form;
pub mod languages;
pub mod listed;
pub mod menu;
pub mod named;
pub mod number;
pub mod offsets;
pub mod prose;
pub mod redirect;
pub mod sections;
pub mod site_file;
pub mod site_value;
pub mod tags;
pub mod unknown;
pub mod value;
pub mod yaml;
