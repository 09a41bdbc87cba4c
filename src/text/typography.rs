//! Typography by language: spaces before French punctuation and in French numbers, quotation marks, apostrophes and ellipses.
//!
//! Languages without a row in the table of `rules` are left alone. `typographer` is the engine: it processes a sequence
//! of texts and knows nothing of elements. `spaces` finds spaces that must not break, for the engine and for titles.

mod characters;
mod rules;
mod spaces;
mod typeset_text;
mod typographer;

pub use spaces::bind_spaces;
pub use typographer::Typographer;

/// A plain text, such as a title, by the rules of its language.
#[cfg(test)]
pub fn typeset(text: &str, lang_tag: &str) -> String {
    Typographer::new(lang_tag, 0).typeset_alone(text)
}

#[cfg(test)]
mod tests;
