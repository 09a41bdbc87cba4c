//! What is removed from a text, and what is reported about it.

use super::tests::{html, rendered, warnings};
use crate::base::message::UiLang;

#[test]
fn an_unterminated_comment_is_reported_at_its_start() {
    let warning = "html-removed at `<!--`: the comment never ends and hides the rest of the text";
    for source in ["a\n\n<!-- b\n\nc\n", "<div><!-- b\n", "<svg>\n\n<!-- a\n\n</svg>\n\nb\n"] {
        let warnings = warnings(source);
        assert!(warnings.contains(&warning.to_owned()), "{source:?}: {warnings:?}");
    }
    assert_eq!(rendered("<!-- a", "und").diagnostics[0].help.text(UiLang::English), "close it with `-->`");
    assert_eq!(warnings("<!-->\n\n<!--->\n\n<!-- a\nb -->\n\nc <!-- d --> e\n"), [""; 0]);
}

#[test]
fn removed_processing_instructions_are_reported() {
    for (opener, rest) in [("<![CDATA[", "a]]>"), ("<?php", " if (1 > 2) { ?>"), ("<!DOCTYPE", " html>")] {
        let warning = format!("html-removed at `{opener}`: the text starting with `{opener}` was removed");
        for (before, behind) in [("", ""), ("", "\n\nb\n"), ("a ", " b\n"), ("> a\n>\n> ", "\n"), ("<div>", "</div>\n")]
        {
            let source = format!("{before}{opener}{rest}{behind}");
            assert_eq!(warnings(&source), std::slice::from_ref(&warning), "{source:?}");
        }
        let source = format!("a\n\n{opener} a\n\nb\n");
        let warning =
            format!("html-removed at `{opener}`: the text starting with `{opener}` does not end and was removed");
        assert_eq!(warnings(&source), [warning], "{source:?}");
    }
    assert_eq!(html("<?php if (1 > 2) { ?>b\n"), "b\n");
    assert_eq!(warnings("<div></ b></div>"), ["html-removed at `</`: the text starting with `</` was removed"]);
}

#[test]
fn characters_forbidden_in_html_are_left_out() {
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
fn an_invalid_lang_attribute_is_removed() {
    assert_eq!(
        warnings("<span lang=\"not a tag!\">a</span> <i lang>b</i>\n\n## c {lang=d!}\n"),
        [
            "html-removed at `lang=\"not a tag!\"`: `lang` cannot be `not a tag!` and was removed",
            "html-removed at `lang`: `lang` cannot be `` and was removed",
            "html-removed at `## c {lang=d!}\n`: `lang` cannot be `d!` and was removed",
        ]
    );
    assert_eq!(
        rendered("<b lang='x!'>a</b>", "und").diagnostics[0].help.text(UiLang::English),
        "write a language tag, for example `lang=\"de\"`"
    );
    assert_eq!(html("<b lang='x!'>a</b>\n\n## c {lang=d!}\n"), "<p><b>a</b></p>\n<h2 id=\"c\">c</h2>\n");
    assert_eq!(warnings("<b lang=de>a</b> <b lang=' zh-Hant-TW '>b</b>\n\n## c {lang=lb}\n"), [""; 0]);
}

#[test]
fn a_heading_without_text_is_removed() {
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
        // Signs that nobody sees are reported too.
        let found: Vec<_> = rendered.diagnostics.iter().filter(|found| found.code != "control-character").collect();
        assert_eq!(found.len(), 1, "{source:?}");
        let diagnostic = found[0];
        assert_eq!((&*diagnostic.code, diagnostic.place.span.start), ("empty-heading", 3), "{source:?}");
    }
    assert_eq!(warnings("<h2>\n\n"), ["empty-heading at `<h2>`: an empty heading"]);
}

#[test]
fn the_content_of_a_heading_without_text_stays() {
    assert_eq!(
        html("## <img src=plan.png alt=\"\"> {.framed}\n"),
        "<div class=\"framed\"><img src=\"/fr/plan.png\" alt=\"\" loading=\"lazy\"></div>\n"
    );
    assert_eq!(html("<h2><span id=a></span></h2>"), "<div><span id=\"a\"></span></div>");
}

#[test]
fn a_class_that_is_not_for_authors_is_removed_and_reported() {
    let source = "<span class=\"choice intro\">a</span> <a class='card' href=\"@call/robots\">b</a>\n\n## c {#d .square .framed}\n\n\
        <p class=\"&#99;hoice\">e</p>\n\n<p class=\" \">f</p>\n";
    assert_eq!(
        html(source),
        "<p><span class=\"intro\">a</span> <a href=\"/fr/appels/robots/\">b</a></p>\n\
         <h2 id=\"d\" class=\"framed\">c</h2>\n<p>e</p>\n<p>f</p>\n"
    );
    assert_eq!(
        warnings(source),
        [
            "html-removed at `choice`: the class `choice` was removed",
            "html-removed at `card`: the class `card` was removed",
            "html-removed at `square`: the class `square` was removed",
            "html-removed at `&#99;hoice`: the class `choice` was removed",
        ]
    );
}

#[test]
fn the_help_names_the_nearest_class_and_all_classes() {
    let help = |class: &str| {
        let rendered = rendered(&format!("<p class=\"{class}\">a</p>"), "und");
        rendered.diagnostics[0].help.text(UiLang::English).to_owned()
    };
    let all = "`intro`, `quiet`, `framed`, `two-columns`, `align-left`, `align-center`, `align-right`";
    assert_eq!(help("Intro"), format!("write `intro`, or another one of {all}"));
    assert_eq!(help("xyz"), format!("remove it, or write one of {all}"));
    assert_eq!(help("alert-warning"), "write a callout as `> [!WARNING]`, with its text below, each line after `>`");
}

/// Whatever gives an element a meaning for a theme, a script or a browser, beside its name, its address and its class.
#[test]
fn no_attribute_affects_the_page_outside_the_text() {
    for attribute in [
        "style='position:fixed'",
        "data-item=x",
        "data-day=x",
        "data-part=x",
        "role=alert",
        "tabindex=1",
        "accesskey=a",
        "hidden",
        "inert",
        "popover",
        "popovertarget=_menu",
        "popovertargetaction=hide",
        "command=hide-popover",
        "commandfor=_menu",
        "interestfor=_menu",
        "is=x",
        "slot=x",
        "part=x",
        "exportparts=x",
        "itemscope",
        "itemprop=name",
        "itemtype=https://schema.org/Event",
        "itemid=x",
        "itemref=x",
        "property=og:title",
        "typeof=x",
        "vocab=x",
        "name=x",
        "usemap=#x",
        "ismap",
        "form=x",
        "for=x",
        "target=_top",
        "ping=https://a.lu",
        "download",
        "contenteditable",
        "draggable=true",
        "autofocus",
        "nonce=x",
        "anchor=x",
        "enterkeyhint=x",
        "virtualkeyboardpolicy=manual",
        "aria-hidden=true",
        "aria-live=assertive",
        "aria-current=page",
        "aria-owns=_main",
        "aria-controls=_menu",
        "aria-labelledby=_menu",
        "aria-describedby='b _main'",
        "id=_menu",
        "id=fn:1",
        "onclick=x",
        "xmlns=x",
    ] {
        for element in ["b", "a", "details", "img src=plan.png alt=a", "td"] {
            let (open, close) = if element == "td" { ("<table><tr>", "</table>") } else { ("", "") };
            let name = element.split(' ').next().unwrap_or_default();
            let source = |attribute: &str| format!("{open}<{element}{attribute}>a</{name}>{close}\n");
            let (with, without) = (source(&format!(" {attribute}")), source(""));
            assert_eq!(html(&with), html(&without), "{with}");
            let warning = format!("-removed at `{attribute}`");
            assert!(warnings(&with).iter().any(|found| found.contains(&warning)), "{with}: {:?}", warnings(&with));
        }
    }
}

#[test]
fn no_element_affects_the_page_outside_the_text() {
    for name in [
        "template",
        "slot",
        "dialog",
        "button",
        "input",
        "label",
        "form",
        "fieldset",
        "output",
        "meter",
        "menu",
        "search",
        "map",
        "area",
        "link",
        "meta",
        "base",
        "style",
        "portal",
        "fencedframe",
        "selectlist",
        "nav",
        "header",
        "main",
        "x-card",
    ] {
        let source = format!("b\n\n<{name}>\n\n</{name}>\n\nc\n");
        assert_eq!(html(&source).replace('\n', ""), "<p>b</p><p>c</p>", "{source}");
        assert!(warnings(&source)[0].starts_with(&format!("html-removed at `<{name}>`")), "{source}");
    }
}
