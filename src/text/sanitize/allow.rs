//! The allow-list: elements and attributes that an author may write, and those that only our own rendering writes.
//!
//! `class` has a list of its own (`class.rs`): themes and scripts give names a meaning.
//! `id` is free, but must be one of its kind on the page and not one of the theme's, which begin with `_`.
//! `style`, `data-*`, `role`, `popover`, event handlers and everything else is not for authors: scripts and styles of a theme
//! may rely on it that only the program wrote them.

use crate::base::message::{Message, say};

/// What a value of an attribute must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value {
    /// Any text.
    Text,
    /// Classes of the list for authors.
    Classes,
    /// One of these words, in any case.
    Word(&'static [&'static str]),
    /// Digits.
    Number,
    /// Nothing: to be there is enough.
    Flag,
    /// The tag of a language, which is that of the words inside.
    Lang,
    /// An id of its own.
    Id,
    /// Ids of elements in the same text, none of the theme's.
    Ids,
    /// The target of a link.
    Link,
    /// The source of an image.
    Image,
    /// The address of a source that no browser follows.
    Source,
    /// Accepted without a word and replaced by what the program writes.
    Ours,
}

/// An element that an author may write.
#[derive(Debug)]
pub struct Element {
    /// Its name.
    pub name: &'static str,
    /// Where it stands in a text.
    pub role: Role,
    /// Its attributes beside those of [`GLOBAL`].
    pub attributes: &'static [(&'static str, Value)],
}

/// Where an element stands in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Around or between paragraphs: ends an open paragraph.
    Block,
    /// A part of a table.
    Table,
    /// In a line of text.
    Inline,
    /// In a line of text, where no rule of typography holds.
    Code,
    /// Without content, in a line of text.
    Void,
    /// Without content, between paragraphs.
    VoidBlock,
}

impl Role {
    /// True for what ends a line of text.
    pub fn is_block(self) -> bool {
        matches!(self, Role::Block | Role::VoidBlock | Role::Table)
    }
}

impl Element {
    /// True for elements without content.
    pub fn is_void(&self) -> bool {
        is_void(self.name, self.role)
    }

    /// An attribute that the element may have, and what its value must be.
    pub fn attribute(&self, name: &str) -> Option<(&'static str, Value)> {
        self.attributes.iter().chain(GLOBAL).find(|(known, _)| *known == name).copied()
    }

    /// The level of a heading.
    pub fn heading_level(&self) -> Option<u8> {
        match self.name.as_bytes() {
            [b'h', digit @ b'1'..=b'6'] => Some(digit - b'0'),
            _ => None,
        }
    }
}

/// True for elements without content.
pub fn is_void(name: &str, role: Role) -> bool {
    matches!(role, Role::Void | Role::VoidBlock) || name == "col"
}

/// Attributes of every element.
pub const GLOBAL: &[(&str, Value)] = &[
    ("lang", Value::Lang),
    ("dir", Value::Word(&["ltr", "rtl", "auto"])),
    ("title", Value::Text),
    ("class", Value::Classes),
    ("id", Value::Id),
    ("translate", Value::Word(&["yes", "no"])),
    ("aria-label", Value::Text),
    ("aria-labelledby", Value::Ids),
    ("aria-describedby", Value::Ids),
];

/// Attributes of any element that only our own rendering writes.
pub const OURS_GLOBAL: &[&str] = &["role", "tabindex"];

/// Whether the value is one that our own rendering writes, of an attribute that nobody else may write.
pub fn is_ours(element: &str, name: &str, value: &str) -> Option<bool> {
    match (element, name) {
        (_, "role") => Some(["doc-backlink", "doc-endnotes", "doc-noteref", "group", "note"].contains(&value)),
        (_, "tabindex") => Some(value == "0"),
        ("input", "type") => Some(value == "checkbox"),
        _ => None,
    }
}

/// Elements and attributes that only our own rendering writes.
pub const OURS: &[(&str, &[&str])] = &[
    ("a", &["rel"]),
    ("audio", &["src", "controls", "preload"]),
    ("img", &["loading", "decoding", "srcset", "sizes"]),
    ("input", &["type", "checked", "disabled"]),
    ("label", &[]),
    ("picture", &[]),
    ("source", &["type", "srcset", "sizes"]),
    ("track", &["kind", "srclang", "label", "src"]),
    ("video", &["src", "controls", "preload"]),
];

const fn element(name: &'static str, role: Role, attributes: &'static [(&'static str, Value)]) -> Element {
    Element { name, role, attributes }
}

const CELL: &[(&str, Value)] = &[("colspan", Value::Number), ("rowspan", Value::Number), ("headers", Value::Ids)];
const HEADER_CELL: &[(&str, Value)] = &[
    ("colspan", Value::Number),
    ("rowspan", Value::Number),
    ("headers", Value::Ids),
    ("scope", Value::Word(&["col", "row", "colgroup", "rowgroup"])),
    ("abbr", Value::Text),
];
const CHANGE: &[(&str, Value)] = &[("cite", Value::Source), ("datetime", Value::Text)];

/// Elements that an author may write.
pub const ELEMENTS: &[Element] = &[
    element("p", Role::Block, &[]),
    element("div", Role::Block, &[]),
    element("section", Role::Block, &[]),
    element("h1", Role::Block, &[]),
    element("h2", Role::Block, &[]),
    element("h3", Role::Block, &[]),
    element("h4", Role::Block, &[]),
    element("h5", Role::Block, &[]),
    element("h6", Role::Block, &[]),
    element("hr", Role::VoidBlock, &[]),
    element("pre", Role::Block, &[]),
    element("blockquote", Role::Block, &[("cite", Value::Source)]),
    element("ul", Role::Block, &[]),
    element("ol", Role::Block, &[("start", Value::Number), ("reversed", Value::Flag), ("type", Value::Text)]),
    element("li", Role::Block, &[("value", Value::Number)]),
    element("dl", Role::Block, &[]),
    element("dt", Role::Block, &[]),
    element("dd", Role::Block, &[]),
    element("figure", Role::Block, &[]),
    element("figcaption", Role::Block, &[]),
    element("details", Role::Block, &[("open", Value::Flag)]),
    element("summary", Role::Block, &[]),
    element("table", Role::Block, &[]),
    element("caption", Role::Table, &[]),
    element("colgroup", Role::Table, &[("span", Value::Number)]),
    element("col", Role::Table, &[("span", Value::Number)]),
    element("thead", Role::Table, &[]),
    element("tbody", Role::Table, &[]),
    element("tfoot", Role::Table, &[]),
    element("tr", Role::Table, &[]),
    element("th", Role::Table, HEADER_CELL),
    element("td", Role::Table, CELL),
    element(
        "a",
        Role::Inline,
        &[("href", Value::Link), ("hreflang", Value::Text), ("type", Value::Text), ("rel", Value::Ours)],
    ),
    element(
        "img",
        Role::Void,
        &[
            ("src", Value::Image),
            ("alt", Value::Text),
            ("width", Value::Number),
            ("height", Value::Number),
            ("loading", Value::Ours),
        ],
    ),
    element("abbr", Role::Inline, &[]),
    element("b", Role::Inline, &[]),
    element("bdi", Role::Inline, &[]),
    element("bdo", Role::Inline, &[]),
    element("br", Role::Void, &[]),
    element("cite", Role::Inline, &[]),
    element("code", Role::Code, &[]),
    element("del", Role::Inline, CHANGE),
    element("dfn", Role::Inline, &[]),
    element("em", Role::Inline, &[]),
    element("i", Role::Inline, &[]),
    element("ins", Role::Inline, CHANGE),
    element("kbd", Role::Code, &[]),
    element("mark", Role::Inline, &[]),
    element("q", Role::Inline, &[("cite", Value::Source)]),
    element("rp", Role::Inline, &[]),
    element("rt", Role::Inline, &[]),
    element("ruby", Role::Inline, &[]),
    element("s", Role::Inline, &[]),
    element("samp", Role::Code, &[]),
    element("small", Role::Inline, &[]),
    element("span", Role::Inline, &[]),
    element("strong", Role::Inline, &[]),
    element("sub", Role::Inline, &[]),
    element("sup", Role::Inline, &[]),
    element("time", Role::Inline, &[("datetime", Value::Text)]),
    element("u", Role::Inline, &[]),
    element("var", Role::Code, &[]),
    element("wbr", Role::Void, &[]),
];

/// The element of this name, when an author may write it.
pub fn find(name: &str) -> Option<&'static Element> {
    ELEMENTS.iter().find(|element| element.name == name)
}

/// The name of a heading of a level, which is 6 for all that are deeper.
pub fn heading(level: u8) -> &'static str {
    match level {
        0 | 1 => "h1",
        2 => "h2",
        3 => "h3",
        4 => "h4",
        5 => "h5",
        6.. => "h6",
    }
}

/// What becomes of an element that an author may not write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Its tags go, its content stays.
    Unwrapped,
    /// It goes with all that it holds.
    Emptied,
    /// It goes with all that it holds, which is no HTML: the next end tag of its name ends it.
    EmptiedText,
}

/// What becomes of an element that an author may not write.
pub fn fate(name: &str) -> Fate {
    match name {
        "script" | "style" | "iframe" | "textarea" | "title" | "noscript" | "noembed" | "noframes" | "xmp"
        | "plaintext" => Fate::EmptiedText,
        "svg" | "math" | "object" | "applet" | "audio" | "video" | "canvas" | "template" | "select" | "datalist"
        | "head" | "map" | "frameset" => Fate::Emptied,
        _ => Fate::Unwrapped,
    }
}

/// What to write instead of an element that was removed.
pub fn advice(element: &str) -> Message {
    match element {
        "script" | "noscript" | "template" => {
            say!(
                en: "leave it out: a text runs no code, and what runs belongs to the theme",
                fr: "laissez cela de côté : un texte n’exécute pas de programme, et ce qui s’exécute appartient au thème"
            )
        }
        "style" | "link" | "center" | "font" | "big" | "tt" | "strike" | "marquee" | "blink" => {
            say!(
                en: "leave the look to the theme, and say what is meant: `**strong**`, `*emphasis*`, `<mark>`",
                fr: "laissez l’apparence au thème, et dites ce qui est voulu : `**important**`, `*accentué*`, `<mark>`"
            )
        }
        "iframe" | "object" | "embed" | "video" | "audio" | "applet" | "frame" | "frameset" | "canvas" => {
            say!(en: "link to it instead: `[title](https://…)`", fr: "mettez plutôt un lien : `[titre](https://…)`")
        }
        "form" | "input" | "button" | "select" | "textarea" | "label" | "fieldset" | "legend" | "option"
        | "optgroup" | "datalist" | "output" | "progress" | "meter" => {
            say!(
                en: "link to the form instead: `[title](https://…)`",
                fr: "mettez plutôt un lien vers le formulaire : `[titre](https://…)`"
            )
        }
        "svg" | "math" => {
            say!(
                en: "put it in a file beside the text and write `![what it shows](file.svg)`",
                fr: "mettez-le dans un fichier à côté du texte et écrivez `![ce qu’il montre](fichier.svg)`"
            )
        }
        "picture" | "source" | "map" | "area" => {
            say!(en: "write one `![what it shows](file)`", fr: "écrivez un seul `![ce qu’elle montre](fichier)`")
        }
        "article" | "aside" | "header" | "footer" | "main" | "nav" | "hgroup" | "search" | "address" => {
            say!(
                en: "write `<section>` or `<div>`: the page itself belongs to the theme",
                fr: "écrivez `<section>` ou `<div>` : la page elle-même appartient au thème"
            )
        }
        "acronym" => say!(en: "write `<abbr>`", fr: "écrivez `<abbr>`"),
        _ => {
            say!(
                en: "remove the tag, or write `\\<{element}>` where it is to be read as text",
                fr: "retirez la balise, ou écrivez `\\<{element}>` là où elle est à lire comme un texte"
            )
        }
    }
}

/// What to write instead of an attribute that was removed.
pub fn advice_on_attribute(attribute: &str) -> Message {
    match attribute {
        "style" | "align" | "valign" | "bgcolor" | "color" | "border" | "cellpadding" | "cellspacing" | "face"
        | "size" | "hspace" | "vspace" => {
            say!(
                en: "leave the look to the theme: remove the attribute, or write a class for authors, such as `intro`",
                fr: "laissez l’apparence au thème : retirez l’attribut, ou écrivez une classe pour les auteurs, comme `intro`"
            )
        }
        "target" => {
            say!(
                en: "remove the attribute: visitors choose where a link opens",
                fr: "retirez l’attribut : les visiteurs choisissent où s’ouvre un lien"
            )
        }
        "name" => say!(en: "write `id`", fr: "écrivez `id`"),
        "srcset" | "sizes" => say!(en: "write one `src`", fr: "écrivez un seul `src`"),
        _ if attribute.starts_with("on") => {
            say!(
                en: "remove the attribute: a text runs no code",
                fr: "retirez l’attribut : un texte n’exécute pas de programme"
            )
        }
        _ => say!(en: "remove the attribute", fr: "retirez l’attribut"),
    }
}
