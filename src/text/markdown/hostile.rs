//! Texts that nobody writes in good faith, or in their right mind.

use proptest::prelude::*;

use super::tests::rendered;
use super::*;
use crate::text::sanitize::SCHEMES;
use crate::text::sanitize::allow::{ELEMENTS, GLOBAL, OURS, OURS_GLOBAL, is_ours};
use crate::text::sanitize::class;
use crate::text::sanitize::token::{Token, Tokens};

/// Pieces that mean something to a parser of Markdown or HTML, or to a browser.
const PIECES: &[&str] = &[
    "\n",
    "\n\n",
    " ",
    "    ",
    "\t",
    "> ",
    "- ",
    "1. ",
    "# ",
    "## a {#b}",
    "* ",
    "**",
    "_",
    "`",
    "```\n",
    "~~",
    "[",
    "]",
    "(",
    ")",
    "](",
    "![",
    "[^1]",
    "\n[^1]: ",
    "[a]: ",
    "<",
    ">",
    "</",
    "/>",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<?",
    "|",
    "|-|-|\n",
    "\n---\n",
    "\n===\n",
    "\n: ",
    "[!NOTE]\n",
    "[ ] ",
    "[x] ",
    "\\",
    "&",
    "&lt;",
    "&#58;",
    "&colon;",
    "&nbsp;",
    ";",
    ":",
    "!",
    "?",
    "\"",
    "'",
    "...",
    "«",
    "»",
    "é",
    "\0",
    "\u{1}",
    "\u{feff}",
    "\u{202e}",
    "a",
    "b c",
    "javascript:",
    "JaVa\tScript:alert(1)",
    "https://a.lu",
    "<https://a.lu>",
    "data:text/html,<b>",
    "plan.png",
    "@call/robots#dates",
    "<script>",
    "</script>",
    "<style>",
    "</style>",
    "<svg>",
    "</svg>",
    "<math>",
    "<iframe>",
    "<textarea>",
    "</textarea>",
    "<title>",
    "<noscript>",
    "<plaintext>",
    "<template>",
    "<select>",
    "<option>",
    "<p>",
    "</p>",
    "<div>",
    "</div>",
    "<div class='x' id='b' style=y>",
    "<p class=\"countdown intro&#32;card\" data-day=x popover>",
    "<a class='choice quiet' href=b>",
    " class=alert",
    "## a {.square .framed}\n",
    "```choice x\n",
    "<b role=alert tabindex=1 aria-labelledby='_menu b'>",
    "<input type=submit role=button>",
    "<span lang=\"de\">",
    "</span>",
    "<b>",
    "</b>",
    "<i id=_x>",
    "</i>",
    "<a href=\"",
    "<a href='javascript:x'>",
    "<a href=https://a.lu>",
    "</a>",
    "<a id=c>",
    "<img src=x onerror=alert(1)>",
    "<img src=plan.png alt>",
    "<table>",
    "</table>",
    "<tr>",
    "</tr>",
    "<td>",
    "</td>",
    "<th scope=row>",
    "<caption>",
    "<colgroup>",
    "<col>",
    "<tbody>",
    "<ul>",
    "<li>",
    "</li>",
    "</ul>",
    "<dl>",
    "<dt>",
    "<dd>",
    "<h1>",
    "</h1>",
    "<h3 id=d>",
    "</h3>",
    "<pre>",
    "</pre>",
    "<code>",
    "</code>",
    "<br>",
    "<hr/>",
    "<details open>",
    "<summary>",
    "</details>",
    "<ruby>",
    "<rt>",
    "<form>",
    "<button>",
    "<input>",
    "<body onload=x>",
    "</body>",
    "<html>",
    "<frameset>",
    "<font>",
    "</font>",
    "<q cite=javascript:x>",
    "<x-y>",
    "<label>",
    "<figure>",
    "<blockquote>",
    "</blockquote>",
    "</article>",
];

fn sources() -> impl Strategy<Value = String> {
    let pieces = prop::collection::vec(prop::sample::select(PIECES), 0..40).prop_map(|pieces| pieces.concat());
    prop_oneof![4 => pieces, 1 => "\\PC{0,200}", 1 => any::<String>()]
}

/// Every tag and attribute of the HTML is on the list, and every address has a scheme of the list.
fn assert_allowed(html: &str) {
    for (token, _) in Tokens::new(html) {
        let Token::Open(tag) = token else {
            assert!(matches!(token, Token::Text(_) | Token::Close(_)), "{token:?} in {html:?}");
            continue;
        };
        let element = ELEMENTS.iter().find(|element| element.name == tag.name);
        let ours = OURS.iter().find(|(name, _)| *name == tag.name).map(|(_, attributes)| *attributes);
        assert!(element.is_some() || ours.is_some(), "<{}> in {html:?}", tag.name);
        for attribute in &tag.attributes {
            let name = &*attribute.name;
            let is_known = element.is_some_and(|element| element.attribute(name).is_some())
                || GLOBAL.iter().any(|(known, _)| *known == name)
                || OURS_GLOBAL.contains(&name)
                || ours.is_some_and(|ours| ours.contains(&name));
            assert!(is_known, "{name} of <{}> in {html:?}", tag.name);
            assert!(is_ours(&tag.name, name, attribute.value) != Some(false), "{name} of <{}> in {html:?}", tag.name);
            if name == "class" {
                assert_eq!(class::known(attribute.value).as_deref(), Some(attribute.value), "in {html:?}");
            }
            if matches!(name, "href" | "src" | "cite") {
                let address = crate::text::sanitize::escape::decode(attribute.value, true);
                let scheme = sanitize::scheme(&address);
                assert!(scheme.is_none_or(|scheme| SCHEMES.contains(&&*scheme)), "{address} in {html:?}");
            }
        }
    }
}

/// No author gets a class of the program: those stand on its own elements only, with what authors may not write either.
fn assert_own_classes(html: &str) {
    for (token, _) in Tokens::new(html) {
        let Token::Open(tag) = token else { continue };
        let value = |name| tag.attributes.iter().find(|attribute| attribute.name == name).map(|found| found.value);
        for word in class::words(value("class").unwrap_or_default()) {
            let is_own = match word {
                "external" => value("rel") == Some("external noopener"),
                "footnote-back" => value("role") == Some("doc-backlink"),
                "footnotes" => value("role") == Some("doc-endnotes"),
                "table" => value("role") == Some("group"),
                "footnote-ref" => tag.name == "sup",
                "task" => tag.name == "label",
                "alert-title" => tag.name == "p",
                "visually-hidden" => tag.name == "span",
                _ if word.starts_with("alert") => value("role") == Some("note"),
                _ if word.starts_with("language-") => tag.name == "code",
                _ => class::of_author(word).is_some(),
            };
            assert!(is_own, "{word} of <{}> in {html:?}", tag.name);
        }
        assert_ne!(value("aria-labelledby"), Some("_menu b"), "in {html:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_written_only_the_list_comes_out(source in sources()) {
        for lang in ["fr", "und"] {
            let rendered = rendered(&source, lang);
            assert_allowed(&rendered.html);
            assert_own_classes(&rendered.html);
            for diagnostic in &rendered.diagnostics {
                let span = diagnostic.place.span;
                prop_assert!(source.get(span.start..span.end).is_some(), "{diagnostic:?}");
            }
        }
    }

    #[test]
    fn cleaning_what_was_rendered_changes_nothing(source in sources()) {
        let html = rendered(&source, "fr").html;
        prop_assert_eq!(sanitize::clean(html.clone()), html);
    }

    #[test]
    fn ids_are_one_of_their_kind(source in sources()) {
        let rendered = rendered(&source, "fr");
        let mut ids = rendered.ids.clone();
        ids.sort();
        ids.dedup();
        prop_assert_eq!(ids.len(), rendered.ids.len());
        for heading in &rendered.headings {
            prop_assert!(rendered.ids.contains(&heading.id));
        }
    }

    #[test]
    fn any_html_is_cleaned(html in sources()) {
        let once = sanitize::clean(html);
        assert_allowed(&once);
        prop_assert_eq!(sanitize::clean(once.clone()), once);
    }

    #[test]
    fn words_alone_are_never_lost(text in "[a-z'\"«».;:!? \u{a0}]{0,60}") {
        let letters = |text: &str| text.chars().filter(char::is_ascii_lowercase).collect::<String>();
        for lang in ["fr", "en", "de", "und"] {
            let typeset = crate::text::typography::typeset(&text, lang);
            prop_assert_eq!(letters(&typeset), letters(&text));
        }
    }
}

/// Renders `piece` so often that anything worse than linear would be noticed.
fn render_many(piece: &str, between: &str, end: &str) -> String {
    let count = 100_000 / (piece.len() + end.len()).max(1);
    let source = format!("{}{between}{}", piece.repeat(count), end.repeat(count));
    rendered(&source, "fr").html
}

#[test]
fn deep_nesting_neither_overflows_nor_takes_long() {
    for (piece, between, end) in [
        ("> ", "a", ""),
        ("- ", "a", ""),
        ("[", "a", "](b)"),
        ("![", "a", "](b)"),
        ("*", "a", "*"),
        ("**a ", "b", " c**"),
        ("1. ", "", ""),
        ("<div>", "a", "</div>"),
        ("<b>", "a", ""),
        ("<b id=a>", "\n\na\n\n", "</i>"),
        ("<table><tr><td>", "a", ""),
        ("<svg>", "a", ""),
        ("<ul><li>", "a", ""),
        ("<p><b>", "a", "</p>"),
        ("<a href=x>", "a", "</a>"),
        ("<details>\n\n", "a", ""),
    ] {
        render_many(piece, between, end);
    }
    let nested = rendered(&"<div>".repeat(50_000), "fr");
    assert_eq!(nested.html.matches("<div>").count(), 100);
    assert_eq!(nested.diagnostics.len(), 1);
}

#[test]
fn long_texts_take_no_longer_than_their_length_asks() {
    for piece in [
        "a ",
        "a?b ",
        "?",
        "\"a ",
        "'a ",
        "://?a",
        "    a\n",
        "# a\n",
        "# a {#a}\n",
        "id=",
        "{#",
        "[a](b) ",
        "[a]: b\n",
        "[^1] ",
        "[^1]: a\n\n",
        "<x",
        "<x ",
        "<!--",
        "<svg>",
        "<script>",
        "<b ",
        "<b class='a b intro'>",
        "# a {.a .b .intro}\n",
        "<br>",
        "</b>",
        "<table>a",
        "<tr>a",
        "<p>",
        "<p>a<div>b</div>",
        "&",
        "&a",
        "&#",
        "|",
        "|-",
        "|a|b|\n|-|-|\n",
        "a\n: b\n",
        "<b\n",
        "`",
        "``` ",
        "~",
        "~~a",
        "<a@b.c> ",
        "\0",
        "\u{301}",
        "a\u{202f}",
        "- [ ] a\n",
        "> [!NOTE]\n> a\n\n",
        "![](a \"b\")\n\n",
        "<http://",
        "<div><svg>",
        "<svg></svg>",
        "<div><svg>a</",
        "<div><script>",
        "<i\na='",
        "«",
        "«\"a\" ",
        "»",
        " »",
        "...",
        "<td>",
        "<li>",
        "<option>",
        "<h1>",
        "<h1>a</h1>",
        "<font>a<p>",
    ] {
        render_many(piece, "", "");
    }
}
