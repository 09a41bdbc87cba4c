//! The spacing of French texts.

/// True for a French text with an ordinary space where a no-break space is required.
pub fn has_plain_space(text: &str) -> bool {
    [" :", " ;", " !", " ?", "« ", " »"].iter().any(|wrong| text.contains(wrong))
}
