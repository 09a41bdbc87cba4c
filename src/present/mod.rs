//! The content of templates, newsletters and share pictures: views, filled from the catalogue in one language.

pub mod anchors;
pub mod bodies;
pub mod fill;
pub mod links;
pub mod localizer;
pub mod newsletter;
pub mod qr;
pub mod share;
pub mod texts;
pub mod view;
