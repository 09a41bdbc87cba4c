//! From the plan to bytes, pure: what a template may see, the theme that holds templates and words, and the forms of dates and numbers.

pub mod theme;
pub mod view;
pub mod words;
