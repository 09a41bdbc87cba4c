//! What the pictures say that stand for pages where they are shared (Open Graph). They are drawn elsewhere.

use serde::Serialize;

use crate::base::picture::Extent;
use crate::kind::item::Item;
use crate::present::fill::card::{card_date, variant};
use crate::present::fill::context::Context;
use crate::present::view::part::{ImageView, StateView};
use crate::present::view::shell::SocialImage;
use crate::present::view::value::Phrase;
use crate::theme::share::{Design, Look, Tone};

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

fn word(context: &Context<'_>, kind: &str, state: &StateView) -> String {
    let of_theme = || context.words.word(&format!("state.{kind}.{}", state.key)).to_owned();
    state.label.as_ref().map_or_else(of_theme, said)
}

/// Words as they are shown.
fn said(phrase: &Phrase) -> String {
    phrase.shown.clone().unwrap_or_else(|| phrase.text.clone())
}

/// The picture of an item's page, or that of the site for all other pages; none where the theme draws none.
pub fn social_image(context: &Context<'_>, item: Option<&Item>) -> Option<SocialImage> {
    let route = context.plan.share(context.lang, item)?;
    let alt = Phrase::new(share(context, context.theme.share()?, item).words());
    let image = ImageView {
        src: context.href(&route),
        alt,
        width: Some(EXTENT.width),
        height: Some(EXTENT.height),
        ..ImageView::default()
    };
    Some(SocialImage { url: context.absolute(&route), image })
}
