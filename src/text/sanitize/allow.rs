//! The allow-list: elements and attributes for authors, and those that only the program writes.
//!
//! `class` has its own list (`class.rs`), since themes and scripts give names a meaning. An `id` must be unique on the
//! page and not one of the theme's, which begin with `_`. `style`, `data-*`, `role`, `popover`, event handlers and
//! everything else are not for authors: scripts and styles of a theme may rely on only the program writing them.

use crate::base::message::{Message, say};

/// The type of an attribute value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttributeType {
    /// Any text.
    Text,
    /// Classes of the list for authors.
    Classes,
    /// One of these words, in any case.
    Word(&'static [&'static str]),
    /// Digits.
    Number,
    /// A boolean attribute.
    Flag,
    /// A BCP 47 language tag.
    Lang,
    /// A unique id.
    Id,
    /// Ids of elements in the same text.
    Ids,
    /// The target of a link.
    Link,
    /// The source of an image.
    Image,
    /// The address of a source, as in `cite`.
    Source,
    /// Silently replaced by the value that the program writes.
    Ours,
}

/// An element that an author may write.
#[derive(Debug)]
pub struct AllowedElement {
    /// Its name.
    pub name: &'static str,
    /// Its role in a text.
    pub role: ElementRole,
    /// Its attributes besides [`GLOBAL`].
    pub attributes: &'static [(&'static str, AttributeType)],
}

/// The role of an element in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ElementRole {
    /// A block, which ends an open paragraph.
    Block,
    /// A part of a table.
    Table,
    /// Inline.
    Inline,
    /// Inline, without typography.
    Code,
    /// Void and inline.
    Void,
    /// Void, between paragraphs.
    VoidBlock,
}

impl ElementRole {
    /// True if it ends a line of text.
    pub fn is_block(self) -> bool {
        matches!(self, ElementRole::Block | ElementRole::VoidBlock | ElementRole::Table)
    }
}

impl AllowedElement {
    /// True for void elements.
    pub fn is_void(&self) -> bool {
        is_void(self.name, self.role)
    }

    /// The static name and the type of an allowed attribute.
    pub fn attribute(&self, name: &str) -> Option<(&'static str, AttributeType)> {
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

/// True for void elements.
pub fn is_void(name: &str, role: ElementRole) -> bool {
    matches!(role, ElementRole::Void | ElementRole::VoidBlock) || name == "col"
}

/// Attributes of every element.
pub const GLOBAL: &[(&str, AttributeType)] = &[
    ("lang", AttributeType::Lang),
    ("dir", AttributeType::Word(&["ltr", "rtl", "auto"])),
    ("title", AttributeType::Text),
    ("class", AttributeType::Classes),
    ("id", AttributeType::Id),
    ("translate", AttributeType::Word(&["yes", "no"])),
    ("aria-label", AttributeType::Text),
    ("aria-labelledby", AttributeType::Ids),
    ("aria-describedby", AttributeType::Ids),
];

/// Attributes of any element that only the program writes.
pub const OURS_GLOBAL: &[&str] = &["role", "tabindex"];

/// Whether a value is one that the program writes; `None` for attributes that authors may write too.
pub fn is_ours(element: &str, name: &str, value: &str) -> Option<bool> {
    match (element, name) {
        (_, "role") => Some(["doc-backlink", "doc-endnotes", "doc-noteref", "group", "img", "note"].contains(&value)),
        (_, "tabindex") => Some(value == "0"),
        _ => None,
    }
}

/// Elements and attributes that only the program writes.
pub const OURS: &[(&str, &[&str])] = &[
    ("a", &["rel"]),
    ("audio", &["src", "controls", "preload"]),
    ("img", &["loading", "decoding", "srcset", "sizes"]),
    ("picture", &[]),
    ("source", &["type", "srcset", "sizes"]),
    ("track", &["kind", "srclang", "label", "src"]),
    ("video", &["src", "controls", "preload"]),
];

const fn element(
    name: &'static str,
    role: ElementRole,
    attributes: &'static [(&'static str, AttributeType)],
) -> AllowedElement {
    AllowedElement { name, role, attributes }
}

const CELL: &[(&str, AttributeType)] =
    &[("colspan", AttributeType::Number), ("rowspan", AttributeType::Number), ("headers", AttributeType::Ids)];
const HEADER_CELL: &[(&str, AttributeType)] = &[
    ("colspan", AttributeType::Number),
    ("rowspan", AttributeType::Number),
    ("headers", AttributeType::Ids),
    ("scope", AttributeType::Word(&["col", "row", "colgroup", "rowgroup"])),
    ("abbr", AttributeType::Text),
];
const CHANGE: &[(&str, AttributeType)] = &[("cite", AttributeType::Source), ("datetime", AttributeType::Text)];

/// Elements that an author may write.
pub const ELEMENTS: &[AllowedElement] = &[
    element("p", ElementRole::Block, &[]),
    element("div", ElementRole::Block, &[]),
    element("section", ElementRole::Block, &[]),
    element("h1", ElementRole::Block, &[]),
    element("h2", ElementRole::Block, &[]),
    element("h3", ElementRole::Block, &[]),
    element("h4", ElementRole::Block, &[]),
    element("h5", ElementRole::Block, &[]),
    element("h6", ElementRole::Block, &[]),
    element("hr", ElementRole::VoidBlock, &[]),
    element("pre", ElementRole::Block, &[]),
    element("blockquote", ElementRole::Block, &[("cite", AttributeType::Source)]),
    element("ul", ElementRole::Block, &[]),
    element(
        "ol",
        ElementRole::Block,
        &[("start", AttributeType::Number), ("reversed", AttributeType::Flag), ("type", AttributeType::Text)],
    ),
    element("li", ElementRole::Block, &[("value", AttributeType::Number)]),
    element("dl", ElementRole::Block, &[]),
    element("dt", ElementRole::Block, &[]),
    element("dd", ElementRole::Block, &[]),
    element("figure", ElementRole::Block, &[]),
    element("figcaption", ElementRole::Block, &[]),
    element("details", ElementRole::Block, &[("open", AttributeType::Flag)]),
    element("summary", ElementRole::Block, &[]),
    element("table", ElementRole::Block, &[]),
    element("caption", ElementRole::Table, &[]),
    element("colgroup", ElementRole::Table, &[("span", AttributeType::Number)]),
    element("col", ElementRole::Table, &[("span", AttributeType::Number)]),
    element("thead", ElementRole::Table, &[]),
    element("tbody", ElementRole::Table, &[]),
    element("tfoot", ElementRole::Table, &[]),
    element("tr", ElementRole::Table, &[]),
    element("th", ElementRole::Table, HEADER_CELL),
    element("td", ElementRole::Table, CELL),
    element(
        "a",
        ElementRole::Inline,
        &[
            ("href", AttributeType::Link),
            ("hreflang", AttributeType::Text),
            ("type", AttributeType::Text),
            ("rel", AttributeType::Ours),
        ],
    ),
    element(
        "img",
        ElementRole::Void,
        &[
            ("src", AttributeType::Image),
            ("alt", AttributeType::Text),
            ("width", AttributeType::Number),
            ("height", AttributeType::Number),
            ("loading", AttributeType::Ours),
        ],
    ),
    element("abbr", ElementRole::Inline, &[]),
    element("b", ElementRole::Inline, &[]),
    element("bdi", ElementRole::Inline, &[]),
    element("bdo", ElementRole::Inline, &[]),
    element("br", ElementRole::Void, &[]),
    element("cite", ElementRole::Inline, &[]),
    element("code", ElementRole::Code, &[]),
    element("del", ElementRole::Inline, CHANGE),
    element("dfn", ElementRole::Inline, &[]),
    element("em", ElementRole::Inline, &[]),
    element("i", ElementRole::Inline, &[]),
    element("ins", ElementRole::Inline, CHANGE),
    element("kbd", ElementRole::Code, &[]),
    element("mark", ElementRole::Inline, &[]),
    element("q", ElementRole::Inline, &[("cite", AttributeType::Source)]),
    element("rp", ElementRole::Inline, &[]),
    element("rt", ElementRole::Inline, &[]),
    element("ruby", ElementRole::Inline, &[]),
    element("s", ElementRole::Inline, &[]),
    element("samp", ElementRole::Code, &[]),
    element("small", ElementRole::Inline, &[]),
    element("span", ElementRole::Inline, &[]),
    element("strong", ElementRole::Inline, &[]),
    element("sub", ElementRole::Inline, &[]),
    element("sup", ElementRole::Inline, &[]),
    element("time", ElementRole::Inline, &[("datetime", AttributeType::Text)]),
    element("u", ElementRole::Inline, &[]),
    element("var", ElementRole::Code, &[]),
    element("wbr", ElementRole::Void, &[]),
];

/// The allowed element of this name.
pub fn find(name: &str) -> Option<&'static AllowedElement> {
    ELEMENTS.iter().find(|element| element.name == name)
}

/// The name of a heading of a level, at most 6.
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

/// How an element that is not allowed is removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Removal {
    /// Its tags are removed, its content is kept.
    KeepContent,
    /// It is removed with its content.
    DropContent,
    /// It is removed with its content, which is raw text: the next end tag of its name ends it.
    DropText,
}

/// How an element that is not allowed is removed.
pub fn removal(name: &str) -> Removal {
    match name {
        "script" | "style" | "iframe" | "textarea" | "title" | "noscript" | "noembed" | "noframes" | "xmp"
        | "plaintext" => Removal::DropText,
        "svg" | "math" | "object" | "applet" | "audio" | "video" | "canvas" | "template" | "select" | "datalist"
        | "head" | "map" | "frameset" => Removal::DropContent,
        _ => Removal::KeepContent,
    }
}

/// What to write instead of an element that was removed.
pub fn advice(element: &str) -> Message {
    match element {
        "script" | "noscript" | "template" => {
            say!(
                en: "leave it out: a text cannot run code; scripts belong in the visual theme",
                fr: "retirez cette balise : un texte ne peut pas exécuter de programme ; les scripts relèvent du thème graphique"
            )
        }
        "style" | "link" | "center" | "font" | "big" | "tt" | "strike" | "marquee" | "blink" => {
            say!(
                en: "leave the appearance to the visual theme, and mark the meaning: `**strong**`, `*emphasis*`, `<mark>`",
                fr: "laissez l’apparence au thème graphique, et indiquez le sens : `**important**`, `*accentué*`, `<mark>`"
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
                en: "write `<section>` or `<div>`: the page itself belongs to the visual theme",
                fr: "écrivez `<section>` ou `<div>` : la page elle-même appartient au thème graphique"
            )
        }
        "acronym" => say!(en: "write `<abbr>`", fr: "écrivez `<abbr>`"),
        _ => {
            say!(
                en: "remove the tag, or write `\\<{element}>` to show it as text",
                fr: "retirez la balise, ou écrivez `\\<{element}>` pour l’afficher comme du texte"
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
                en: "leave the appearance to the visual theme: remove the attribute, or use a class for authors, such as `intro`",
                fr: "laissez l’apparence au thème graphique : retirez l’attribut, ou employez une classe prévue pour les textes, comme `intro`"
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
                en: "remove the attribute: a text cannot run code",
                fr: "retirez l’attribut : un texte ne peut pas exécuter de programme"
            )
        }
        _ => say!(en: "remove the attribute", fr: "retirez l’attribut"),
    }
}
