//! The pictures that stand for pages where they are shared (Open Graph): what they say, and from it how they are drawn.

mod canvas;
mod contents;
mod draw;
mod lines;
mod squeeze;

use crate::base::diagnostic::Diagnostic;
use crate::base::message::{Message, say};
use crate::base::source::{Place, SourcePath, Span};
use crate::kind::item::Item;
use crate::render::fill::card::{card_date, variant};
use crate::render::fill::context::Context;
use crate::render::share::contents::EXTENT;
pub use crate::render::share::contents::Share;
pub use crate::render::share::draw::Studio;
use crate::render::theme::share::Design;
use crate::render::view::part::{Image, State};
use crate::render::view::shell::SocialImage;
use crate::render::view::value::Phrase;

/// What the picture of an item says, or that of the site.
pub fn share(context: &Context<'_>, design: &Design, item: Option<&Item>) -> Share {
    let site = &context.catalogue.site;
    let title = said(&context.site_phrase(&site.title));
    let look = design.look.clone();
    let Some(item) = item else {
        let description = Some(said(&context.site_phrase(&site.description)));
        return Share { look, site: String::new(), kind: None, title, description, state: None, date: None };
    };
    let kind = item.key.kind.word();
    let key = variant(item).map_or_else(|| format!("kind.{kind}.one"), |variant| format!("type.{kind}.{variant}"));
    let state = context.state(item).map(|state| {
        let tone = look.tones.get(&state.tone).cloned();
        (tone, word(context, kind, &state))
    });
    let date = card_date(context, item, context.catalogue.now).map(|date| {
        let role = context.words.word(&format!("card_date.{}", date.role)).to_owned();
        date.when.map_or_else(|| role.clone(), |when| format!("{role} {}", when.text).trim().to_owned())
    });
    // That the dates are not known may be the state and the date: it is said once.
    let date = date.filter(|date| state.as_ref().is_none_or(|(_, word)| word.to_lowercase() != date.to_lowercase()));
    let mut what = context.words.word(&key).to_owned();
    // A picture travels without its page, so it says by itself that what it shows is invented.
    if item.common.example {
        what = format!("{what} · {}", context.words.word("notice.example_tag"));
    }
    Share { look, site: title, kind: Some(what), title: said(&context.title(item)), description: None, state, date }
}

fn word(context: &Context<'_>, kind: &str, state: &State) -> String {
    let of_theme = || context.words.word(&format!("state.{kind}.{}", state.key)).to_owned();
    state.label.as_ref().map_or_else(of_theme, said)
}

/// Words as they are shown.
fn said(phrase: &Phrase) -> String {
    phrase.shown.clone().unwrap_or_else(|| phrase.text.clone())
}

/// What is said of a theme whose font draws nothing.
pub fn unreadable(font: Option<&SourcePath>, why: Message) -> Box<Diagnostic> {
    let path = font.cloned().unwrap_or_else(|| SourcePath::new("themes"));
    let message = say!(en: "no share picture can be drawn: {why}", fr: "aucune image de partage ne peut être dessinée : {why}"; why);
    let help = say!(
        en: "put a font in OpenType or TrueType there",
        fr: "mettez-y une police OpenType ou TrueType"
    );
    Box::new(Diagnostic::error("font-unreadable", Place { path, span: Span::default() }, message, help))
}

/// The picture of an item's page, or that of the site for all other pages; none where the theme draws none.
pub fn social_image(context: &Context<'_>, item: Option<&Item>) -> Option<SocialImage> {
    let route = context.plan.share(context.lang, item)?;
    let alt = Phrase::new(share(context, context.theme.share()?, item).words());
    let image = Image {
        src: context.href(&route),
        alt,
        width: Some(EXTENT.width),
        height: Some(EXTENT.height),
        ..Image::default()
    };
    Some(SocialImage { url: context.absolute(&route), image })
}
