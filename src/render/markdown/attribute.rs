//! Attributes of raw HTML: kept, rewritten or reported.

use std::ops::Range;

use crate::base::message::{Message, say};
use crate::read::tags::is_language_tag;
use crate::render::markdown::Use;
use crate::render::markdown::heading::is_reserved;
use crate::render::markdown::raw::Chunk;
use crate::render::markdown::writer::Writer;
use crate::render::sanitize::allow::{self, Element, Value};
use crate::render::sanitize::token::{Attribute, Tag};
use crate::render::sanitize::{class, escape, is_address, scheme, tidy_address};

/// What to write where a language is not one.
pub const LANG_EXAMPLE: Message =
    Message::fixed("write a language tag, as in `lang=\"de\"`", "écrivez un code de langue, comme dans `lang=\"de\"`");

/// What was written of the attributes of a tag.
#[derive(Default)]
pub struct Attributes {
    /// The language of what is inside.
    pub lang: Option<String>,
    /// Its id on the page.
    pub id: Option<String>,
    /// Whether it leads away from the site.
    pub is_external: bool,
}

impl Writer<'_> {
    /// Writes a link, still open.
    pub fn write_link(&mut self, element: &Element, tag: &Tag, chunk: &Chunk) -> Attributes {
        self.out.push_str("<a");
        self.anchors += 1;
        let value = |name: &str| tag.attributes.iter().find(|attribute| attribute.name == name);
        let class = value("class").map(|class| self.classes(class, chunk)).unwrap_or_default();
        let mut is_external = false;
        match value("href") {
            None if class.is_empty() => {}
            None => escape::named(&mut self.out, "class", &class),
            Some(href) => {
                let resolved = self.resolve(&escape::decode(href.value, true), Use::Link);
                self.link_attributes(&resolved, &class);
                is_external = resolved.external && resolved.href.is_some();
                self.report(resolved, chunk.place(href.culprit()));
            }
        }
        let written = self.write_attributes(element, tag, chunk, &["class", "href"]);
        Attributes { is_external, ..written }
    }

    /// Writes an image, still open; without a file, its description takes its place.
    pub fn write_image(
        &mut self,
        element: &Element,
        tag: &Tag,
        place: Range<usize>,
        chunk: &Chunk,
    ) -> Option<Attributes> {
        let value = |name: &str| tag.attributes.iter().find(|attribute| attribute.name == name);
        let alt = value("alt").map(|alt| escape::decode(alt.value, true));
        if alt.is_none() {
            let file = value("src").map(|src| escape::decode(src.value, true)).unwrap_or_default();
            self.warn_image_without_text(place.clone(), &file);
        }
        let alt = alt.unwrap_or_default();
        let (target, target_place) = match value("src") {
            Some(src) => (escape::decode(src.value, true), chunk.place(src.culprit())),
            None => ("".into(), place),
        };
        let resolved = self.resolve(&target, Use::Image);
        let href = resolved.href.clone();
        self.report(resolved, target_place);
        let Some(src) = href else {
            self.words(&alt);
            return None;
        };
        self.say(&alt);
        self.image_attributes(&src, &alt);
        Some(self.write_attributes(element, tag, chunk, &["src", "alt"]))
    }

    /// Writes the attributes of a tag, without those that are `done` already.
    pub fn write_attributes(&mut self, element: &Element, tag: &Tag, chunk: &Chunk, done: &[&str]) -> Attributes {
        let mut written = Attributes::default();
        let mut seen: Vec<&str> = Vec::new();
        for attribute in &tag.attributes {
            let name = &*attribute.name;
            // Of two equal attributes the first one counts.
            if done.contains(&name) || seen.contains(&name) {
                continue;
            }
            match element.attribute(name) {
                Some(value) => {
                    seen.push(name);
                    self.write_attribute(value, attribute, chunk, &mut written);
                }
                None => {
                    let message =
                        say!(en: "the attribute `{name}` was removed", fr: "l’attribut `{name}` a été retiré");
                    let help = allow::advice_on_attribute(name);
                    self.warn("html-removed", chunk.place(&attribute.range), message, help);
                }
            }
        }
        written
    }

    fn write_attribute(&mut self, kind: Value, attribute: &Attribute, chunk: &Chunk, written: &mut Attributes) {
        let name = &*attribute.name;
        let value = escape::decode(attribute.value, true);
        let trimmed = value.trim_ascii();
        let accepted = match kind {
            Value::Text => Ok(value.clone().into_owned()),
            Value::Classes => {
                let classes = self.classes(attribute, chunk);
                if classes.is_empty() {
                    return;
                }
                Ok(classes)
            }
            Value::Flag => Ok(String::new()),
            Value::Lang if is_language_tag(trimmed) => Ok(trimmed.to_owned()),
            Value::Lang => Err(LANG_EXAMPLE),
            Value::Number if (1..6).contains(&trimmed.len()) && trimmed.bytes().all(|byte| byte.is_ascii_digit()) => {
                Ok(trimmed.to_owned())
            }
            Value::Number => Err(say!(en: "write a whole number", fr: "écrivez un nombre entier")),
            Value::Word(words) => {
                let word = trimmed.to_ascii_lowercase();
                if words.contains(&&*word) {
                    Ok(word)
                } else {
                    Err(say!(
                        en: "write one of `{values}`",
                        fr: "écrivez l’une de ces valeurs : `{values}`",
                        values = words.join("`, `")
                    ))
                }
            }
            Value::Ids if trimmed.split_whitespace().any(is_reserved) => Err(say!(
                en: "write the ids of elements of this text",
                fr: "écrivez les identifiants d’éléments de ce texte"
            )),
            Value::Ids => Ok(trimmed.split_whitespace().map(|id| self.ids.prefixed(id)).collect::<Vec<_>>().join(" ")),
            Value::Source => source_address(trimmed)
                .ok_or_else(|| say!(en: "write an address with `https:`", fr: "écrivez une adresse avec `https:`")),
            Value::Id => match self.ids.claim(trimmed) {
                Ok(id) => Ok(id),
                Err(refusal) => return self.refuse_id(trimmed, refusal, chunk.place(&attribute.range)),
            },
            Value::Link | Value::Image | Value::Ours => return,
        };
        match accepted {
            Ok(value) => {
                escape::named(&mut self.out, name, &value);
                match kind {
                    Value::Lang => written.lang = Some(value),
                    Value::Id => written.id = Some(value),
                    _ => {}
                }
            }
            Err(help) => {
                let message = say!(
                    en: "`{name}` cannot be `{value}` and was removed",
                    fr: "`{name}` ne peut pas valoir `{value}` et a été retiré"
                );
                self.warn("html-removed", chunk.place(&attribute.range), message, help);
            }
        }
    }

    /// The classes of an attribute that an author may write; the others are reported where they stand.
    fn classes(&mut self, attribute: &Attribute, chunk: &Chunk) -> String {
        let value = escape::decode(attribute.value, true);
        let is_as_written = *value == *attribute.value;
        let (mut known, mut from) = (Vec::new(), 0);
        for word in class::words(&value) {
            // Only white space stands between two words.
            let at = from + value[from..].find(word).unwrap_or_default();
            from = at + word.len();
            match class::of_author(word) {
                Some(class) => known.push(class),
                None => {
                    let Range { start, end } = attribute.value_range;
                    let range = if is_as_written { start + at..start + from } else { start..end };
                    self.refuse_class(word, chunk.place(&range));
                }
            }
        }
        known.join(" ")
    }

    /// Reports a class that is not for authors.
    pub fn refuse_class(&mut self, word: &str, range: Range<usize>) {
        let message = say!(en: "the class `{word}` was removed", fr: "la classe `{word}` a été retirée");
        self.warn("html-removed", range, message, class::advice(word));
    }
}

fn source_address(written: &str) -> Option<String> {
    let address = tidy_address(written).into_owned();
    let is_web = scheme(&address).is_none_or(|scheme| scheme.starts_with("http"));
    (is_web && !address.is_empty() && is_address(&address)).then_some(address)
}
