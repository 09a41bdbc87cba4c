//! The content of share pictures (Open Graph images). `output::share` draws them.

use serde::Serialize;

use crate::base::picture::Extent;
use crate::kind::item::Item;
use crate::present::fill::card::variant;
use crate::present::fill::context::Context;
use crate::present::view::part::{ImageView, StateView};
use crate::present::view::shell::SocialImage;
use crate::present::view::value::LangString;
use crate::theme::share::{ShareColours, ShareDesign, ToneStyle};

/// Part of the cache key: to be incremented when the drawing changes, since drawn pictures are cached.
const CACHE_VERSION: u32 = 3;

/// The size that social networks show without cropping.
pub const EXTENT: Extent = Extent { width: 1200, height: 630 };

/// The content of a share picture.
#[derive(Debug, Serialize)]
pub struct SharePicture {
    /// Its colours.
    pub look: ShareColours,
    /// The name of the site; empty on its own picture.
    pub site: String,
    /// The kind or type of the item, and whether it is invented.
    pub kind: Option<String>,
    /// The title.
    pub title: String,
    /// The description of the site, on its own picture.
    pub description: Option<String>,
    /// The state, with its colour.
    pub state: Option<(Option<ToneStyle>, String)>,
    /// The date.
    pub date: Option<String>,
}

impl SharePicture {
    /// The cache key, without the font.
    pub fn cache_key(&self) -> String {
        let json = serde_json::to_string(self).expect("texts and colours always have a form in JSON");
        format!("share {CACHE_VERSION} {json}")
    }

    /// The alternative text.
    pub fn alt(&self) -> String {
        let state = self.state.as_ref().map(|(_, word)| word);
        let words = [self.kind.as_ref(), Some(&self.title), state, self.date.as_ref(), self.description.as_ref()];
        let words = words.into_iter().flatten().chain([&self.site]).filter(|words| !words.is_empty());
        words.map(String::as_str).collect::<Vec<_>>().join(" · ")
    }
}

/// The content of the picture of an item, or of the site.
pub fn share(context: &Context<'_>, design: &ShareDesign, item: Option<&Item>) -> SharePicture {
    let site = &context.catalogue.site;
    let title = context.localize_site(&site.title).text;
    let look = design.look.clone();
    let Some(item) = item else {
        let description = Some(context.localize_site(&site.description).text);
        return SharePicture { look, site: String::new(), kind: None, title, description, state: None, date: None };
    };
    let kind = item.key.kind.word();
    let key = variant(item).map_or_else(|| format!("kind.{kind}.one"), |variant| format!("type.{kind}.{variant}"));
    let state = context.state(item).map(|state| {
        let tone = look.tones.get(&state.tone).cloned();
        (tone, word(context, kind, &state))
    });
    let date = context.dated(item);
    // State and date may both say that the dates are not known: say it once.
    let date = date.filter(|date| state.as_ref().is_none_or(|(_, word)| word.to_lowercase() != date.to_lowercase()));
    let mut what = context.localizer.string(&key).to_owned();
    // A picture is shared without its page, so it must say itself that the item is invented.
    if item.common.example {
        what = format!("{what} · {}", context.localizer.string("notice.example_tag"));
    }
    SharePicture {
        look,
        site: title,
        kind: Some(what),
        title: context.title(item).text,
        description: None,
        state,
        date,
    }
}

fn word(context: &Context<'_>, kind: &str, state: &StateView) -> String {
    let of_theme = || context.localizer.string(&format!("state.{kind}.{}", state.key)).to_owned();
    state.label.clone().map_or_else(of_theme, |label| label.text)
}

/// The share picture of the page of an item, or of the site for all other pages; `None` if the theme has none.
pub fn social_image(context: &Context<'_>, item: Option<&Item>) -> Option<SocialImage> {
    let route = context.plan.share(context.lang, item)?;
    let alt = LangString::new(share(context, context.theme.share()?, item).alt());
    let image = ImageView {
        src: context.href(&route),
        alt,
        width: Some(EXTENT.width),
        height: Some(EXTENT.height),
        ..ImageView::default()
    };
    Some(SocialImage { url: context.absolute(&route), image })
}
