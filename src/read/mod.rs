//! Text to structure: the fence of the front matter, YAML with places, typed fields, paths of documents, `site.yaml`.
//! Knows no kind of item.

pub mod contact;
pub mod document;
pub mod field;
pub mod site_file;
pub mod value;
pub mod yaml;
