//! The design of share pictures: the `share.yaml` of a theme and its font.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::base::diagnostic::Diagnostic;
use crate::base::message::{Message, say};
use crate::base::snapshot::{Snapshot, SourceFile};
use crate::base::source::{Place, SourcePath, Span};

/// The file of the design in a theme.
const FILE: &str = "share.yaml";

/// The design of share pictures.
#[derive(Clone, Debug)]
pub struct ShareDesign {
    /// The font, a file of the theme. The character U+E000 in it is the mark of the site, if it has one.
    pub font: SourcePath,
    /// The colours and shapes.
    pub look: ShareColours,
}

/// The colours of share pictures, and the tones of states.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct ShareColours {
    /// The background.
    pub paper: Colour,
    /// The colour of text.
    pub ink: Colour,
    /// The colour for items without a state.
    pub accent: Colour,
    /// The styles of states, by their tone; see `present::view::part::tone`.
    pub tones: BTreeMap<String, ToneStyle>,
}

/// The style of a state.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ToneStyle {
    /// A character of the font.
    pub shape: char,
    /// Its colour, as a background to text in the colour of the paper.
    pub colour: Colour,
}

/// A colour: red, green and blue; written `#0b3f6f`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(try_from = "String")]
pub struct Colour(pub [u8; 3]);

impl TryFrom<String> for Colour {
    type Error = &'static str;

    fn try_from(written: String) -> Result<Self, Self::Error> {
        const HELP: &str = "a colour is written `#0b3f6f`";
        let digits = written.strip_prefix('#').filter(|digits| digits.len() == 6).ok_or(HELP)?;
        if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return Err(HELP);
        }
        let number = u32::from_str_radix(digits, 16).map_err(|_| HELP)?;
        let [_, red, green, blue] = number.to_be_bytes();
        Ok(Self([red, green, blue]))
    }
}

/// The file `share.yaml`.
#[derive(Deserialize)]
struct ShareFile {
    font: String,
    #[serde(flatten)]
    look: ShareColours,
}

/// The design of a theme, else of the first theme it extends that has one.
pub fn load(snapshot: &Snapshot, chain: &[String], diagnostics: &mut Vec<Diagnostic>) -> Option<ShareDesign> {
    let own = |theme: &String| {
        let path = SourcePath::new(format!("themes/{theme}/{FILE}"));
        let text = snapshot.text(&path)?;
        Some((format!("themes/{theme}"), path, text))
    };
    let (folder, path, text) = chain.iter().find_map(own)?;
    let mut broken = |message: Message, help: Message| {
        let place = Place { path: path.clone(), span: Span::default() };
        diagnostics.push(Diagnostic::error("theme-broken", place, message, help));
        None
    };
    let written: ShareFile = match serde_yaml::from_str(text) {
        Ok(written) => written,
        Err(error) => {
            return broken(
                say!(en: "this cannot be read: {error}", fr: "ceci est illisible : {error}"),
                say!(en: "write it like `themes/lab/share.yaml`", fr: "écrivez-le comme `themes/lab/share.yaml`"),
            );
        }
    };
    let font = SourcePath::new(format!("{folder}/{}", written.font));
    if !matches!(snapshot.files.get(&font), Some(SourceFile::Blob { .. })) {
        return broken(
            say!(en: "there is no font `{font}`", fr: "la police de caractères `{font}` n’existe pas"),
            say!(
                en: "put the font next to this file, and name it",
                fr: "mettez la police à côté de ce fichier, et indiquez son nom"
            ),
        );
    }
    Some(ShareDesign { font, look: written.look })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_has_six_hexadecimal_digits() {
        assert_eq!(Colour::try_from("#0b3F6f".to_owned()), Ok(Colour([0x0b, 0x3f, 0x6f])));
        for wrong in ["0b3f6f", "#0b3f6", "#0b3f6é", "#0b3f6g", "red", "#+b3f6f"] {
            assert!(Colour::try_from(wrong.to_owned()).is_err(), "{wrong}");
        }
    }
}
