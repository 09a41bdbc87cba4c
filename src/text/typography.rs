//! Typography by language: spaces before French punctuation and in French numbers, quotation marks, apostrophes and ellipses.
//!
//! A language without a row in the table of `rules` is left as it was written. `typographer` is the one engine: it knows
//! texts one after the other and nothing of elements. `spaces` says which spaces must not break a line, to the engine and
//! for titles alike.

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
