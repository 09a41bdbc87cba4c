//! What French asks of a text.

/// True for a French text with an ordinary space where a line may not break.
pub fn has_plain_space(text: &str) -> bool {
    [" :", " ;", " !", " ?", "« ", " »"].iter().any(|wrong| text.contains(wrong))
}
