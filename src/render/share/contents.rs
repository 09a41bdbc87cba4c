//! What a share picture says, and its size.

use serde::Serialize;

use crate::base::picture::Extent;
use crate::render::theme::share::{Look, Tone};

/// Which drawing this is: to be counted up when the drawing changes, for what was drawn before is kept.
const EDITION: u32 = 2;

/// The size that social networks show whole.
pub const EXTENT: Extent = Extent { width: 1200, height: 630 };

/// What a picture says.
#[derive(Debug, Serialize)]
pub struct Share {
    /// How it looks.
    pub look: Look,
    /// The name of the site; empty on its own picture.
    pub site: String,
    /// What it is: an event, a training; and whether it is invented.
    pub kind: Option<String>,
    /// The title.
    pub title: String,
    /// What the site is, on its own picture.
    pub description: Option<String>,
    /// The state, with its colour.
    pub state: Option<(Option<Tone>, String)>,
    /// The date.
    pub date: Option<String>,
}

impl Share {
    /// What it depends on beside the font.
    pub fn recipe(&self) -> String {
        let said = serde_json::to_string(self).expect("texts and colours always have a form in JSON");
        format!("share {EDITION} {said}")
    }

    /// What it says, for those who do not see it.
    pub fn words(&self) -> String {
        let state = self.state.as_ref().map(|(_, word)| word);
        let words = [self.kind.as_ref(), Some(&self.title), state, self.date.as_ref(), self.description.as_ref()];
        let words = words.into_iter().flatten().chain([&self.site]).filter(|words| !words.is_empty());
        words.map(String::as_str).collect::<Vec<_>>().join(" · ")
    }
}
