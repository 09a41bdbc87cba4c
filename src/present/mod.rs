//! What a template, a letter or a share picture says: views, filled from the catalogue in the words of a language.

pub mod anchors;
pub mod fill;
pub mod links;
pub mod localizer;
pub mod newsletter;
pub mod qr;
pub mod share;
pub mod texts;
pub mod view;
