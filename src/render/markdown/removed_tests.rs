//! What is taken out of a text, and what its author is told about that.

use super::tests::{html, rendered, warnings};
use crate::base::message::Tongue;

#[test]
fn a_comment_that_never_ends_is_reported_where_it_begins() {
    let warning = "html-removed at `<!--`: the comment never ends and hides the rest of the text";
    for source in ["a\n\n<!-- b\n\nc\n", "<div><!-- b\n", "<svg>\n\n<!-- a\n\n</svg>\n\nb\n"] {
        let warnings = warnings(source);
        assert!(warnings.contains(&warning.to_owned()), "{source:?}: {warnings:?}");
    }
    assert_eq!(rendered("<!-- a", "und").diagnostics[0].help.text(Tongue::English), "close it with `-->`");
    assert_eq!(warnings("<!-->\n\n<!--->\n\n<!-- a\nb -->\n\nc <!-- d --> e\n"), [""; 0]);
}

#[test]
fn instructions_do_not_vanish_without_a_word() {
    for (opener, rest) in [("<![CDATA[", "a]]>"), ("<?php", " if (1 > 2) { ?>"), ("<!DOCTYPE", " html>")] {
        let warning = format!("html-removed at `{opener}`: what begins with `{opener}` was removed");
        for (before, behind) in [("", ""), ("", "\n\nb\n"), ("a ", " b\n"), ("> a\n>\n> ", "\n"), ("<div>", "</div>\n")]
        {
            let source = format!("{before}{opener}{rest}{behind}");
            assert_eq!(warnings(&source), std::slice::from_ref(&warning), "{source:?}");
        }
        let source = format!("a\n\n{opener} a\n\nb\n");
        let warning = format!("html-removed at `{opener}`: what begins with `{opener}` does not end and was removed");
        assert_eq!(warnings(&source), [warning], "{source:?}");
    }
    assert_eq!(html("<?php if (1 > 2) { ?>b\n"), "b\n");
    assert_eq!(warnings("<div></ b></div>"), ["html-removed at `</`: what begins with `</` was removed"]);
}

#[test]
fn characters_that_html_forbids_are_left_out() {
    for forbidden in ['\u{1}', '\u{7f}', '\u{80}', '\u{9f}', '\u{fdd0}', '\u{fffe}', '\u{10ffff}'] {
        let x = forbidden;
        let source = format!(
            "## a{x}b\n\nc{x}d \"e{x}\" `f{x}g` [h{x}](plan.pdf \"i{x}j\") ![k{x}l](plan.png)\n\n    m{x}n\n\n\
             ```o{x}p\nq{x}r\n```\n\n<b title=\"s{x}t\" class=\"u{x}v\">w{x}&#{};x</b>\n",
            u32::from(x)
        );
        for lang in ["fr", "und"] {
            let rendered = rendered(&source, lang);
            assert!(!rendered.html.contains(forbidden), "{forbidden:?} in {}", rendered.html);
            assert!(rendered.headings.iter().all(|heading| !heading.text.contains(forbidden)), "{forbidden:?}");
        }
    }
}

#[test]
fn a_lang_that_is_no_language_tag_is_removed() {
    assert_eq!(
        warnings("<span lang=\"not a tag!\">a</span> <i lang>b</i>\n\n## c {lang=d!}\n"),
        [
            "html-removed at `lang=\"not a tag!\"`: `lang` cannot be `not a tag!` and was removed",
            "html-removed at `lang`: `lang` cannot be `` and was removed",
            "html-removed at `## c {lang=d!}\n`: `lang` cannot be `d!` and was removed",
        ]
    );
    assert_eq!(
        rendered("<b lang='x!'>a</b>", "und").diagnostics[0].help.text(Tongue::English),
        "write a language tag, as in `lang=\"de\"`"
    );
    assert_eq!(html("<b lang='x!'>a</b>\n\n## c {lang=d!}\n"), "<p><b>a</b></p>\n<h2 id=\"c\">c</h2>\n");
    assert_eq!(warnings("<b lang=de>a</b> <b lang=' zh-Hant-TW '>b</b>\n\n## c {lang=lb}\n"), [""; 0]);
}

#[test]
fn a_heading_without_words_is_none() {
    for source in [
        "## \n",
        "##\n",
        "## {#a}\n",
        "## \u{200b}\u{ad}\n",
        "## &nbsp; <!-- a -->\n",
        "<h2></h2>",
        "<h3 id='a'> \u{200d}</h3>",
    ] {
        let rendered = rendered(&format!("b\n\n{source}\n\nc\n"), "fr");
        assert_eq!(rendered.html.replace('\n', ""), "<p>b</p><p>c</p>", "{source:?}");
        assert!(rendered.headings.is_empty() && rendered.ids.is_empty(), "{source:?}");
        assert_eq!(rendered.diagnostics.len(), 1, "{source:?}");
        let diagnostic = &rendered.diagnostics[0];
        assert_eq!((&*diagnostic.code, diagnostic.place.span.start), ("empty-heading", 3), "{source:?}");
    }
    assert_eq!(warnings("<h2>\n\n"), ["empty-heading at `<h2>`: a heading without words"]);
}

#[test]
fn what_stands_in_a_heading_without_words_stays() {
    assert_eq!(
        html("## <img src=plan.png alt=\"\"> {.x}\n"),
        "<div class=\"x\"><img src=\"/fr/plan.png\" alt=\"\" loading=\"lazy\"></div>\n"
    );
    assert_eq!(html("<h2><span id=a></span></h2>"), "<div><span id=\"a\"></span></div>");
}
