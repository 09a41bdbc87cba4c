//! Links and images: where they lead is asked of the site, and what is wrong is reported where the address stands.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, LinkType, RefDefs};

use crate::base::diagnostic::{Diagnostic, Severity};
use crate::base::message::{Message, say};
use crate::base::outside::OutsideLink;
use crate::base::web_address::unfit;
use crate::render::markdown::nesting::Open;
use crate::render::markdown::place::{Written, destination, place};
use crate::render::markdown::writer::Writer;
use crate::render::markdown::{FragmentLink, Problem, Resolved, Use};
use crate::render::picture::{SIZES_IN_TEXT, Shown};
use crate::render::sanitize::{SCHEMES, escape, is_address, scheme, tidy_address};

/// Why a link is shown without its address.
pub const LINK_IN_LINK: Message =
    Message::fixed("a link cannot stand inside of a link", "un lien ne peut pas se trouver à l’intérieur d’un lien");

/// A link that is being written.
pub struct Link<'a> {
    kind: LinkType,
    destination: CowStr<'a>,
    label: CowStr<'a>,
    resolved: Resolved,
    /// Whether it has tags in the output.
    written: bool,
}

/// An image whose description is being read.
pub struct Image<'a> {
    kind: LinkType,
    range: Range<usize>,
    destination: CowStr<'a>,
    label: CowStr<'a>,
    title: CowStr<'a>,
    alt: String,
    /// How many elements of the description are open.
    depth: usize,
}

/// An image that stands alone in its paragraph, as far as was read.
pub struct Figure<'a> {
    /// Where the attribute of its title begins.
    title_at: usize,
    /// What ends it.
    close: &'static str,
    /// Where it ends.
    end: usize,
    title: CowStr<'a>,
}

impl<'a> Writer<'a> {
    /// The start of a link.
    pub fn start_link(
        &mut self,
        kind: LinkType,
        destination: CowStr<'a>,
        title: &str,
        label: CowStr<'a>,
        range: &Range<usize>,
    ) {
        self.fit("");
        let resolved = match kind {
            LinkType::Email => self.resolve(&format!("mailto:{destination}"), Use::Link),
            _ => self.resolve(&destination, Use::Link),
        };
        // A link in a link would end the outer one.
        let is_inside = self.anchors > 0;
        if is_inside {
            let message = LINK_IN_LINK;
            let help = say!(
                en: "end the other link before it, or write its text without an address",
                fr: "terminez l’autre lien avant lui, ou écrivez son texte sans adresse"
            );
            self.warn("link-in-link", range.clone(), message, help);
        }
        let written = self.open(range) && !is_inside && resolved.href.is_some();
        if written {
            self.anchors += 1;
            self.out.push_str("<a");
            self.link_attributes(&resolved, "");
            if !title.is_empty() {
                escape::named(&mut self.out, "title", title);
            }
            self.out.push('>');
        }
        if matches!(kind, LinkType::Autolink | LinkType::Email) {
            self.typographer.enter(None);
        }
        self.links.push(Link { kind, destination, label, resolved, written });
    }

    /// The end of a link.
    pub fn end_link(&mut self, range: &Range<usize>, definitions: &RefDefs) {
        self.close();
        let Some(link) = self.links.pop() else { return };
        if matches!(link.kind, LinkType::Autolink | LinkType::Email) {
            self.typographer.leave(&mut self.out);
        }
        if link.written {
            self.anchors -= 1;
            if link.resolved.external {
                self.hint();
            }
            self.out.push_str("</a>");
        }
        let is_empty = self.previous == *range;
        if is_empty {
            let help =
                say!(en: "write between the brackets where it leads", fr: "écrivez entre les crochets où il mène");
            self.warn(
                "link-without-text",
                range.clone(),
                say!(en: "a link without text", fr: "un lien sans texte"),
                help,
            );
        }
        if !says_something(&link.resolved) {
            return;
        }
        let text_end = if is_empty { range.start + 1 } else { self.previous.end };
        let written = Written {
            kind: link.kind,
            range: range.clone(),
            label: &link.label,
            destination: &link.destination,
            text_end,
        };
        self.report(link.resolved, destination(self.source, &written, definitions));
    }

    /// Writes `class`, `href` and `rel`; `class` is what the author wrote of the list.
    pub fn link_attributes(&mut self, resolved: &Resolved, class: &str) {
        match (resolved.external && resolved.href.is_some(), class.is_empty()) {
            (true, true) => self.out.push_str(" class=\"external\""),
            (true, false) => escape::named(&mut self.out, "class", &format!("{class} external")),
            (false, true) => {}
            (false, false) => escape::named(&mut self.out, "class", class),
        }
        if let Some(href) = &resolved.href {
            escape::named(&mut self.out, "href", href);
            if resolved.external {
                self.out.push_str(" rel=\"external noopener\"");
            }
        }
    }

    /// Says to those who do not see it that a link leaves the site.
    pub fn hint(&mut self) {
        self.out.push_str("<span class=\"visually-hidden\"> ");
        escape::text(&mut self.out, &self.setting.words.external);
        self.out.push_str("</span>");
    }

    /// Where a target leads. The scheme is looked at before anyone else sees it.
    pub fn resolve(&self, target: &str, used_as: Use) -> Resolved {
        let target = tidy_address(target);
        if target.is_empty() {
            return Resolved { problem: Some(no_target(used_as)), ..Resolved::default() };
        }
        if let Some(scheme) = scheme(&target)
            && !(SCHEMES.contains(&&*scheme) && (used_as == Use::Link || scheme.starts_with("http")))
        {
            return Resolved { problem: Some(bad_scheme(&scheme, used_as)), ..Resolved::default() };
        }
        let leads_away = scheme(&target).is_some() || target.replace('\\', "/").starts_with("//");
        if let Some(unfit) = unfit(&target).filter(|_| leads_away) {
            let (message, help) = unfit.told();
            let problem = Problem { severity: Severity::Warning, code: "target-removed", message, help };
            return Resolved { problem: Some(problem), ..Resolved::default() };
        }
        let mut resolved = self.setting.links.resolve(&target, used_as);
        if resolved.href.as_deref().is_some_and(|href| !is_address(href)) {
            resolved.href = None;
            resolved.problem.get_or_insert_with(|| no_address(&target));
        }
        resolved
    }

    /// Takes down what was said about a target that stands at `range`.
    pub fn report(&mut self, resolved: Resolved, range: Range<usize>) {
        let place = place(self.setting, range);
        if let Some(address) = resolved.href.filter(|_| resolved.external) {
            self.rendered.outside.push(OutsideLink { address, place: place.clone() });
        }
        if let Some(file) = resolved.file {
            self.rendered.pictures.push((file, place.clone()));
        }
        if let Some((route, Some(fragment))) = resolved.page {
            self.rendered.fragments.push(FragmentLink { route, fragment, place: place.clone() });
        }
        if let Some(Problem { severity, code, message, help }) = resolved.problem {
            let diagnostic = match severity {
                Severity::Error => Diagnostic::error(code, place, message, help),
                Severity::Warning => Diagnostic::warning(code, place, message, help),
            };
            self.rendered.diagnostics.push(diagnostic);
        }
    }

    /// The start of an image.
    pub fn start_image(
        &mut self,
        kind: LinkType,
        destination: CowStr<'a>,
        title: CowStr<'a>,
        label: CowStr<'a>,
        range: &Range<usize>,
    ) {
        self.fit("");
        let range = range.clone();
        self.image = Some(Image { kind, range, destination, label, title, alt: String::new(), depth: 0 });
    }

    /// An event in the description of an image, of which only words are kept.
    pub fn image_event(&mut self, event: Event<'a>, range: &Range<usize>, definitions: &RefDefs) {
        let Some(image) = &mut self.image else { return };
        match event {
            Event::Text(text) | Event::Code(text) => image.alt.push_str(&text),
            Event::SoftBreak | Event::HardBreak => image.alt.push(' '),
            Event::Start(_) => image.depth += 1,
            Event::End(_) if image.depth > 0 => image.depth -= 1,
            Event::End(_) => {
                if let Some(image) = self.image.take() {
                    self.end_image(image, range, definitions);
                }
            }
            _ => {}
        }
    }

    fn end_image(&mut self, image: Image<'a>, range: &Range<usize>, definitions: &RefDefs) {
        let resolved = self.resolve(&image.destination, Use::Image);
        let alt = image.alt.trim();
        if alt.is_empty() {
            self.warn_image_without_text(image.range.clone(), &image.destination);
        }
        match &resolved.href {
            None => self.words(alt),
            Some(src) if let Some(film) = &resolved.film => self.player(film, src, alt),
            Some(src) => {
                self.say(alt);
                let start = self.out.len();
                let picture = resolved.picture.as_ref();
                let webp = picture.and_then(|picture| picture.webp.as_ref());
                if let Some(webp) = webp {
                    self.out.push_str("<picture><source type=\"image/webp\"");
                    self.widths(webp);
                    self.out.push('>');
                }
                self.image_attributes(picture.map_or(src, |picture| &picture.src), alt);
                if let Some(Shown { extent, srcset, .. }) = picture {
                    srcset.iter().for_each(|srcset| self.widths(srcset));
                    let (width, height) = (extent.width, extent.height);
                    self.out.push_str(&format!(" width=\"{width}\" height=\"{height}\" decoding=\"async\""));
                }
                let title_at = self.out.len();
                if !image.title.is_empty() {
                    escape::named(&mut self.out, "title", &image.title);
                }
                self.out.push('>');
                let close = if webp.is_some() { "</picture>" } else { "" };
                self.out.push_str(close);
                self.typographer.object(&mut self.out);
                let is_alone = start == self.paragraph && matches!(self.stack.last(), Some(Open::Markdown { .. }));
                self.figure = (is_alone && !image.title.is_empty()).then(|| Figure {
                    title_at,
                    close,
                    end: self.out.len(),
                    title: image.title.clone(),
                });
            }
        }
        if says_something(&resolved) {
            let text_end = if self.previous == *range { range.start + 2 } else { self.previous.end };
            let written = Written {
                kind: image.kind,
                range: range.clone(),
                label: &image.label,
                destination: &image.destination,
                text_end,
            };
            self.report(resolved, destination(self.source, &written, definitions));
        }
    }

    /// Writes the addresses of a picture in several widths.
    fn widths(&mut self, addresses: &str) {
        escape::named(&mut self.out, "srcset", addresses);
        escape::named(&mut self.out, "sizes", SIZES_IN_TEXT);
    }

    /// Writes the start of an image, still open.
    pub fn image_attributes(&mut self, src: &str, alt: &str) {
        self.out.push_str("<img");
        escape::named(&mut self.out, "src", src);
        escape::named(&mut self.out, "alt", alt);
        self.out.push_str(" loading=\"lazy\"");
    }

    /// Reports an image that does not say what it shows.
    pub fn warn_image_without_text(&mut self, range: Range<usize>, file: &str) {
        let help = say!(
            en: "write what it shows between the brackets, or `<img src=\"…\" alt=\"\">` if it is only decoration",
            fr: "écrivez entre les crochets ce qu’elle montre, ou `<img src=\"…\" alt=\"\">` si elle est purement décorative"
        );
        let message = say!(
            en: "the image `{file}` does not say what it shows",
            fr: "l’image `{file}` ne dit pas ce qu’elle montre"
        );
        self.warn("image-without-text", range, message, help);
    }

    /// Where a paragraph is nothing but an image with a title, makes a figure of it, so that all can read the title.
    pub fn write_figure(&mut self) -> bool {
        let Some(figure) = self.figure.take_if(|figure| figure.end == self.out.len()) else { return false };
        let start = self.paragraph - "<p>".len();
        self.out.truncate(figure.title_at);
        self.out.push('>');
        self.out.push_str(figure.close);
        self.out.push_str("<figcaption>");
        self.out.replace_range(start..self.paragraph, "<figure>");
        self.typographer.boundary(&mut self.out);
        self.typographer.text(&mut self.out, &figure.title);
        self.typographer.boundary(&mut self.out);
        self.out.push_str("</figcaption></figure>\n");
        true
    }
}

fn says_something(resolved: &Resolved) -> bool {
    resolved.external
        || resolved.file.is_some()
        || resolved.problem.is_some()
        || matches!(resolved.page, Some((_, Some(_))))
}

fn no_target(used_as: Use) -> Problem {
    let (message, help) = match used_as {
        Use::Link => (
            say!(en: "a link that leads nowhere", fr: "un lien qui ne mène nulle part"),
            say!(en: "write where it leads, or its text alone", fr: "écrivez où il mène, ou son texte seul"),
        ),
        Use::Image => (
            say!(en: "an image without a file", fr: "une image sans fichier"),
            say!(
                en: "write the name of its file between the brackets",
                fr: "écrivez le nom de son fichier entre les crochets"
            ),
        ),
    };
    Problem { severity: Severity::Warning, code: "target-removed", message, help }
}

fn bad_scheme(scheme: &str, used_as: Use) -> Problem {
    let (what, help) = match used_as {
        Use::Link => (
            say!(en: "a link", fr: "un lien"),
            say!(
                en: "write an address with `https:`, `mailto:` or `tel:`, or a path",
                fr: "écrivez une adresse avec `https:`, `mailto:` ou `tel:`, ou un chemin"
            ),
        ),
        Use::Image => (
            say!(en: "an image", fr: "une image"),
            say!(
                en: "write an address with `https:`, or the name of a file beside the text",
                fr: "écrivez une adresse avec `https:`, ou le nom d’un fichier à côté du texte"
            ),
        ),
    };
    let message = say!(
        en: "{what} cannot have the scheme `{scheme}:`",
        fr: "{what} ne peut pas avoir le schéma `{scheme}:`";
        what
    );
    Problem { severity: Severity::Warning, code: "target-removed", message, help }
}

fn no_address(target: &str) -> Problem {
    let message = say!(en: "`{target}` is not an address", fr: "`{target}` n’est pas une adresse");
    let help = say!(
        en: "write it as a browser shows it: `https://host/path`",
        fr: "écrivez-la comme un navigateur la montre : `https://hôte/chemin`"
    );
    Problem { severity: Severity::Warning, code: "target-removed", message, help }
}
