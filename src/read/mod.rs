//! Reads text into structure: front matter, YAML with places, one reader per type of value, `site.yaml`. Knows no kind of
//! item.

pub mod address;
pub mod contact;
pub mod date;
pub mod form;
pub mod json_object;
pub mod language_file;
pub mod language_tags;
pub mod languages;
pub mod list;
pub mod markdown_text;
pub mod menu;
pub mod number;
pub mod offsets;
pub mod reader;
pub mod redirect;
pub mod reference;
pub mod sections;
pub mod site_file;
pub mod site_value;
pub mod unknown_keys;
pub mod value;
pub mod yaml;
pub mod yaml_errors;
