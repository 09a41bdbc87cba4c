//! Hostile texts: what is removed, what stays bounded, and how long it takes.

use proptest::prelude::*;

use super::invariant_tests::{assert_clean, assert_sound};
use super::tests::rendered;
use super::*;

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

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_source_renders_to_allowed_html_only(source in sources()) {
        for lang in ["fr", "und"] {
            assert_sound(&source, &rendered(&source, lang));
        }
    }

    #[test]
    fn any_html_is_sanitized(html in sources()) {
        assert_clean(&sanitize::clean(html));
    }

    #[test]
    fn plain_words_are_never_lost(text in "[a-z'\"«».;:!? \u{a0}]{0,60}") {
        let letters = |text: &str| text.chars().filter(char::is_ascii_lowercase).collect::<String>();
        for lang in ["fr", "en", "de", "und"] {
            let typeset = crate::text::typography::typeset(&text, lang);
            prop_assert_eq!(letters(&typeset), letters(&text));
        }
    }
}

/// A mark that is never closed, before code, an escaped sign and letters of several bytes: it is reported in whole characters.
#[test]
fn what_is_reported_before_markup_is_whole() {
    for source in ["**a\\A®`0\u{113c2}`", "**é`0é` é", "**é![é](é.png)", "| a | **é`é` |\n|-|-|\n| **a\\é | é |"]
    {
        assert_sound(source, &rendered(source, "fr"));
    }
}

/// Renders `piece` so often that anything worse than linear would be noticed.
fn render_many(piece: &str, between: &str, end: &str) -> String {
    let count = 100_000 / (piece.len() + end.len()).max(1);
    let source = format!("{}{between}{}", piece.repeat(count), end.repeat(count));
    rendered(&source, "fr").html
}

#[test]
fn deep_nesting_does_not_overflow_and_takes_linear_time() {
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
fn long_texts_take_linear_time() {
    for piece in [
        "a ",
        "a?b ",
        "?",
        "\"a ",
        "'a ",
        "://?a",
        "https://",
        "https://a.b/(",
        "https://a.b/a\\_",
        "www.a.b/)",
        "www.",
        "-www.a",
        "mailto:",
        "mailto:a@",
        "a@",
        "a@b.cd,",
        "a\n:a\n",
        ":a\n",
        "**a ",
        "[](",
        "<p>\n**a",
        "|a|b|c|\n|-|\n",
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
