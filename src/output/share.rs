//! Share pictures as files, drawn with the font of the theme.

mod canvas;
mod draw;
mod lines;
mod squeeze;

use crate::base::diagnostic::Diagnostic;
use crate::base::message::{Message, say};
use crate::base::source::{Place, SourcePath, Span};
pub use crate::output::share::draw::ShareRenderer;

/// The diagnostic for a title with signs that the font lacks.
pub fn not_drawn(place: Place, signs: &str) -> Diagnostic {
    let message = say!(
        en: "the share image does not show `{signs}`: its font lacks these characters",
        fr: "l’image de partage ne montre pas `{signs}` : il manque ces caractères à sa police"
    );
    let help = say!(
        en: "write the title without them, or name a font that has them in `share.yaml` of the visual theme",
        fr: "écrivez le titre sans eux, ou indiquez dans `share.yaml` du thème graphique une police qui les a"
    );
    Diagnostic::warning("font-lacks-signs", place, message, help)
}

/// The diagnostic for a font that cannot be used.
pub fn unreadable(font: Option<&SourcePath>, why: Message) -> Box<Diagnostic> {
    let path = font.cloned().unwrap_or_else(|| SourcePath::new("themes"));
    let message = say!(en: "no share image can be drawn: {why}", fr: "aucune image de partage ne peut être dessinée : {why}"; why);
    let help = say!(
        en: "put an OpenType or TrueType font there",
        fr: "mettez-y une police OpenType ou TrueType"
    );
    Box::new(Diagnostic::error("font-unreadable", Place { path, span: Span::default() }, message, help))
}
