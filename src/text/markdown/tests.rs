//! What is written, and the HTML and the warnings that come of it.

use super::invariant_tests::{self, words};
use super::*;
use crate::base::diagnostic::{Diagnostic, Severity};
use crate::base::message::{Message, UiLang};
use crate::base::route::Route;
use crate::base::source::{SourcePath, Span};

/// A site with one item, one file and nothing else.
pub struct Site;

impl LinkResolver for Site {
    fn resolve(&self, target: &str, _used_as: TargetUse) -> ResolvedTarget {
        let here = |href: &str| ResolvedTarget { href: Some(href.to_owned()), ..ResolvedTarget::default() };
        match target {
            "@call/robots" => here("/fr/appels/robots/"),
            "@call/robots#dates" => {
                let page = Some((Route::new("/fr/appels/robots/"), Some("dates".to_owned())));
                ResolvedTarget { page, ..here("/fr/appels/robots/#dates") }
            }
            "plan.pdf" | "plan.png" => here(&format!("/fr/{target}")),
            _ if target.starts_with("http") => ResolvedTarget { external: true, ..here(target) },
            _ if target.starts_with(['#', '/']) || target.starts_with("mailto:") => here(target),
            _ => {
                let message = Message::same(format!("`{target}` leads nowhere"));
                let help = Message::same("write the name of a file");
                let problem = TargetProblem { severity: Severity::Warning, code: "link-nowhere", message, help };
                ResolvedTarget { problem: Some(problem), ..ResolvedTarget::default() }
            }
        }
    }
}

pub fn rendered(source: &str, lang_tag: &str) -> Rendered {
    invariant_tests::rendered(source, lang_tag, &Site)
}

/// The HTML of a text in a language without rules.
pub fn html(source: &str) -> String {
    rendered(source, "und").html
}

/// The warnings, each with the words it points at.
pub fn warnings(source: &str) -> Vec<String> {
    let show = |diagnostic: &Diagnostic| {
        let Span { start, end } = diagnostic.place.span;
        format!("{} at `{}`: {}", diagnostic.code, &source[start..end], diagnostic.message.text(UiLang::English))
    };
    rendered(source, "und").diagnostics.iter().map(show).collect()
}

#[test]
fn headings_of_the_body_are_below_the_page_title() {
    assert_eq!(html("# A\n\n## B\n\n### C"), "<h2 id=\"a\">A</h2>\n<h2 id=\"b\">B</h2>\n<h3 id=\"c\">C</h3>\n");
}

#[test]
fn an_address_in_a_link_text_is_not_linked_again() {
    let source = "[see <https://a.lu> and](#b)";
    assert_eq!(html(source), "<p><a href=\"#b\">see https://a.lu and</a></p>\n");
    assert_eq!(warnings(source), ["link-in-link at `<https://a.lu>`: a link cannot be inside another link"]);
    // The input by which a fuzzer found it.
    let found = "[a<scrhttps://p>t>b](#b)\n\n<script><figcaption>c<![CDATA[z).";
    assert_eq!(html(found), "<p><a href=\"#b\">ascrhttps://pt&gt;b</a></p>\n");
}

#[test]
fn heading_ids_are_unique() {
    let source = "## L’été !\n\n## L'été\n\n## ???\n\n## Dates {#dates .intro}\n\n## Dates\n\n## Zwei {lang=de}\n";
    let rendered = rendered(source, "fr");
    assert_eq!(rendered.ids, ["l-ete", "l-ete-2", "section", "dates", "dates-2", "zwei"]);
    assert!(rendered.html.contains("<h2 id=\"dates\" class=\"intro\">Dates</h2>"), "{}", rendered.html);
    assert!(rendered.html.contains("<h2 id=\"zwei\" lang=\"de\">Zwei</h2>"), "{}", rendered.html);
    assert_eq!(rendered.headings[0].text, "L’été\u{202f}!");
}

#[test]
fn invalid_ids_are_reported() {
    assert_eq!(
        warnings("## A {#_a}\n\n## B {#b}\n\n## C {#b}\n"),
        [
            "id-removed at `## A {#_a}\n`: the id `_a` is reserved for the visual theme and for footnotes",
            "id-removed at `## C {#b}\n`: the id `b` appears twice in this text",
        ]
    );
}

#[test]
fn heading_levels_of_a_fact_are_shifted_together() {
    let (path, words) = (SourcePath::new("index.md"), words());
    let options = MarkdownOptions {
        path: &path,
        origin: TextOrigin::Value(Span::new(7, 9)),
        lang_tag: "fr",
        labels: &words,
        id_prefix: "q1-",
        page_ids: &[],
        headings: HeadingLevels::From(3),
        links: &Site,
    };
    let rendered = render("# A\n\n## B[^1] [c](d)\n\n###### E\n\n[^1]: F\n", &options);
    let html = "<h3 id=\"q1-a\">A</h3>\n<h4 id=\"q1-b-c\">B<sup class=\"footnote-ref\"><a href=\"#q1-fn:1\" \
        id=\"q1-fnref:1\" role=\"doc-noteref\" aria-label=\"Note 1\">1</a></sup> c</h4>\n<h6 id=\"q1-e\">E</h6>\n";
    assert!(rendered.html.starts_with(html), "{}", rendered.html);
    assert_eq!(rendered.diagnostics[0].place.span, Span::new(7, 9));
    assert_eq!(rendered.ids, ["q1-a", "q1-fnref:1", "q1-b-c", "q1-e", "q1-fn:1"]);
}

#[test]
fn footnotes_link_in_both_directions() {
    assert_eq!(
        html("A[^b] B[^b] C[^a]\n\n[^a]: First\n[^b]: Second\n\n    - x\n"),
        "<p>A<sup class=\"footnote-ref\"><a href=\"#fn:1\" id=\"fnref:1\" role=\"doc-noteref\" aria-label=\"Note 1\">1</a></sup> \
         B<sup class=\"footnote-ref\"><a href=\"#fn:1\" id=\"fnref:1-2\" role=\"doc-noteref\" aria-label=\"Note 1\">1</a></sup> \
         C<sup class=\"footnote-ref\"><a href=\"#fn:2\" id=\"fnref:2\" role=\"doc-noteref\" aria-label=\"Note 2\">2</a></sup></p>\n\
         <section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"Notes\">\n<ol>\n\
         <li id=\"fn:1\">\n<p>Second</p>\n<ul>\n<li>x</li>\n</ul>\n \
         <a class=\"footnote-back\" href=\"#fnref:1\" role=\"doc-backlink\" aria-label=\"Retour 1\">↩\u{fe0e}</a> \
         <a class=\"footnote-back\" href=\"#fnref:1-2\" role=\"doc-backlink\" aria-label=\"Retour 1-2\">↩\u{fe0e}</a></li>\n\
         <li id=\"fn:2\">\n<p>First <a class=\"footnote-back\" href=\"#fnref:2\" role=\"doc-backlink\" aria-label=\"Retour 2\">↩\u{fe0e}</a></p>\n</li>\n\
         </ol>\n</section>\n"
    );
    assert_eq!(
        warnings("a\n\n[^x]: b\n"),
        ["footnote-unused at `[^x]: b\n`: nothing refers to this footnote, so it is not shown"]
    );
}

#[test]
fn tasks_are_signs_with_names() {
    let [done, open] = [("✓", "Fait"), ("○", "À faire")]
        .map(|(sign, name)| format!("<span class=\"task\" role=\"img\" aria-label=\"{name}\">{sign}</span>"));
    assert_eq!(
        html("- [x] a *b*\n  - [ ] c\n- d\n"),
        format!("<ul>\n<li>{done} a <em>b</em>\n<ul>\n<li>{open} c</li>\n</ul>\n</li>\n<li>d</li>\n</ul>\n")
    );
    assert!(html("- [ ] a\n\n- b\n").contains(&format!("<p>{open} a</p>")));
}

#[test]
fn alerts_have_a_title() {
    assert_eq!(
        html("> [!WARNING]\n> a\n"),
        "<div class=\"alert alert-warning\" role=\"note\">\n<p class=\"alert-title\">Attention</p>\n<p>a</p>\n</div>\n"
    );
}

#[test]
fn tables_can_be_scrolled_by_keyboard() {
    assert_eq!(
        html("||b|\n|-|-:|\n|c|*d*|\n|e||\n"),
        "<div class=\"table\" role=\"group\" tabindex=\"0\" aria-label=\"Tableau 1\">\n<table>\n<thead>\n\
         <tr><td></td><th scope=\"col\" class=\"align-right\">b</th></tr></thead>\n<tbody>\n\
         <tr><td>c</td><td class=\"align-right\"><em>d</em></td></tr>\n\
         <tr><td>e</td><td class=\"align-right\"></td></tr>\n</tbody>\n</table>\n</div>\n"
    );
}

#[test]
fn definition_lists_are_rendered() {
    assert_eq!(html("T\n: d\n: e\n"), "<dl>\n<dt>T</dt>\n<dd>d</dd>\n<dd>e</dd>\n</dl>\n");
}

#[test]
fn code_is_unchanged() {
    assert_eq!(
        rendered("`a ? \"b\"`\n\n```rust x\n'c' & <d>\n```\n", "fr").html,
        "<p><code>a ? \"b\"</code></p>\n<pre tabindex=\"0\"><code class=\"language-rust\">'c' &amp; &lt;d&gt;\n</code></pre>\n"
    );
}

#[test]
fn external_links_are_marked() {
    assert_eq!(
        html("[a](https://b.lu/?c&d \"e\") [f](plan.pdf) <https://g.lu> <h@i.lu> [j](@call/robots)"),
        "<p><a class=\"external\" href=\"https://b.lu/?c&amp;d\" rel=\"external noopener\" title=\"e\">a\
         <span class=\"visually-hidden\"> (externe)</span></a> <a href=\"/fr/plan.pdf\">f</a> \
         <a class=\"external\" href=\"https://g.lu\" rel=\"external noopener\">https://g.lu\
         <span class=\"visually-hidden\"> (externe)</span></a> <a href=\"mailto:h@i.lu\">h@i.lu</a> \
         <a href=\"/fr/appels/robots/\">j</a></p>\n"
    );
}

#[test]
fn link_warnings_are_at_the_destination() {
    let source = "[a](x) [**b** \\]]( <x y> 't') ![c](x(1)) [d][R] [e](\n> x)\n\n> [f](x)\n\n[R]: <x z> 'u'\n";
    let at: Vec<_> = warnings(source).iter().map(|w| w.split('`').nth(1).unwrap_or_default().to_owned()).collect();
    assert_eq!(at, ["x", "x y", "x(1)", "x z", "[e]", "x"]);
    assert_eq!(warnings("[x][]\n\n[x]: &#120;y\n"), ["link-nowhere at `&#120;y`: `xy` leads nowhere"]);
}

#[test]
fn links_to_a_fragment_are_kept_for_a_later_check() {
    let source = "[a](@call/robots#dates) [b]\n\n[b]: @call/robots#dates\n";
    let fragments = rendered(source, "fr").fragments;
    assert_eq!(fragments.iter().map(|link| link.place.span.start).collect::<Vec<_>>(), [4, 34]);
    assert_eq!((fragments[0].route.as_str(), fragments[0].fragment.as_str()), ("/fr/appels/robots/", "dates"));
}

#[test]
fn dangerous_schemes_are_removed() {
    for target in [
        "javascript:a",
        "JavaScript:a",
        "javascript&colon;a",
        "java&Tab;script:a",
        "&#1;javascript:a",
        "data:text/html,a",
        "vbscript:a",
        "file:///etc",
    ] {
        let source = format!("[a]({target}) ![b]({target}) <a href=\"{target}\">c</a>");
        let rendered = rendered(&source, "und");
        assert_eq!(rendered.html.replace("<a>c</a>", "c"), "<p>a b c</p>\n", "{target}");
        assert!(rendered.diagnostics.iter().all(|diagnostic| diagnostic.code == "target-removed"), "{target}");
    }
    assert_eq!(
        warnings("a <javascript:b> c"),
        ["target-removed at `javascript:b`: a link cannot have the scheme `javascript:`"]
    );
    assert_eq!(html("<a href=javascript&#58a>b</a>"), "<p><a>b</a></p>\n");
    assert_eq!(html("[a](https://[)"), "<p>a</p>\n");
    assert_eq!(warnings("[a]()"), ["target-removed at `[a]()`: a link that leads nowhere"]);
}

#[test]
fn images_have_a_text_alternative() {
    assert_eq!(
        html("a ![b *c*](plan.png \"d\") ![e](gone)"),
        "<p>a <img src=\"/fr/plan.png\" alt=\"b c\" loading=\"lazy\" title=\"d\"> e</p>\n"
    );
    assert_eq!(
        warnings("![](plan.png)"),
        ["image-without-text at `![](plan.png)`: the image `plan.png` has no alternative text"]
    );
    assert_eq!(warnings("<img src=\"plan.png\" alt=\"\">"), [""; 0]);
    assert_eq!(
        warnings("<img src=plan.png>"),
        ["image-without-text at `<img src=plan.png>`: the image `plan.png` has no alternative text"]
    );
}

#[test]
fn an_image_with_a_title_is_a_figure() {
    assert_eq!(
        rendered("![a](plan.png \"L'image\")\n", "fr").html,
        "<figure><img src=\"/fr/plan.png\" alt=\"a\" loading=\"lazy\"><figcaption>L’image</figcaption></figure>\n"
    );
}

#[test]
fn allowed_raw_html_is_kept() {
    let source = "<details open><summary>A</summary>\n\n**b** <span lang=\"de\" class=\"quiet\">c</span>\n\n</details>\n\n\
        <figure>\n<IMG SRC='plan.png' alt=\"d\" width=\"3\">\n<figcaption>e <abbr title=\"f\">g</abbr></figcaption>\n</figure>\n";
    assert_eq!(
        html(source),
        "<details open=\"\"><summary>A</summary>\n<p><strong>b</strong> <span lang=\"de\" class=\"quiet\">c</span></p>\n</details>\n\
         <figure>\n<img src=\"/fr/plan.png\" alt=\"d\" loading=\"lazy\" width=\"3\">\n\
         <figcaption>e <abbr title=\"f\">g</abbr></figcaption>\n</figure>\n"
    );
    assert_eq!(warnings(source), [""; 0]);
}

#[test]
fn raw_headings_and_links_are_treated_like_markdown() {
    let rendered = rendered("<h1>Été</h1>\n\n<a href='https://b.lu' class=\"quiet\" rel=\"y\">c</a>\n", "fr");
    assert_eq!(
        rendered.html,
        "<h2 id=\"ete\">Été</h2>\n<p><a class=\"quiet external\" href=\"https://b.lu\" rel=\"external noopener\">c\
         <span class=\"visually-hidden\"> (externe)</span></a></p>\n"
    );
    assert_eq!(rendered.headings, [Heading { level: 2, id: "ete".into(), text: "Été".into() }]);
}

#[test]
fn removed_html_is_reported_at_its_place() {
    let source = "a <script>b</script> <b onclick=\"c\" style='d'>e</b> <blink>f</blink>\n\n<!-- g -->\n\n\
        <div\n  data-h=\"i\">\n\n> <svg>\n> <path></svg> j\n\n<iframe src=\"k\">\n\nl\n\n</iframe>m\n";
    assert_eq!(
        warnings(source),
        [
            "html-removed at `<script>`: `<script>` was removed with everything inside it",
            "html-removed at `onclick=\"c\"`: the attribute `onclick` was removed",
            "html-removed at `style='d'`: the attribute `style` was removed",
            "html-removed at `<blink>`: the tag `<blink>` was removed",
            "html-removed at `data-h=\"i\"`: the attribute `data-h` was removed",
            "html-removed at `<svg>`: `<svg>` was removed with everything inside it",
            "html-removed at `<iframe src=\"k\">`: `<iframe>` was removed with everything inside it",
        ]
    );
    assert_eq!(html(source), "<p>a  <b>e</b> f</p>\n\n<div>\n<blockquote>\n j\n</blockquote>\nm\n</div>");
}

#[test]
fn comments_are_removed_silently() {
    assert_eq!(
        (html("a <!-- b --> c\n\n<!-- d\n\ne"), warnings("a <!-- b -->").len()),
        ("<p>a  c</p>\n".to_owned(), 0)
    );
}

#[test]
fn unterminated_html_is_reported() {
    assert_eq!(
        warnings("<div title=\"a\n\nb\n\n<!-- c\n\nd\n"),
        [
            "html-removed at `<div`: the text starting with `<div` does not end and was removed",
            "html-removed at `<!--`: the comment never ends and hides the rest of the text",
        ]
    );
}

#[test]
fn raw_html_stays_inside_its_block() {
    assert_eq!(
        html("> <div>a\n\nb </div></p></article> c"),
        "<blockquote>\n<div>a\n</div></blockquote>\n<p>b  c</p>\n"
    );
    assert_eq!(
        html("*<b>a* b</b>\n\n- <i>c\n- d\n"),
        "<p><em><b>a</b></em> b</p>\n<ul>\n<li><i>c</i></li>\n<li>d</li>\n</ul>\n"
    );
    assert_eq!(html("<details>a\n\n# b\n\n[^1]\n\n[^1]: c").matches("</details>\n<section").count(), 1);
    assert_eq!(
        html("<table>a<tr><td>b<td>c</table>"),
        "<div class=\"table\" role=\"group\" tabindex=\"0\" aria-label=\"Tableau 1\">\n<table><tbody><tr><td>a</td></tr>\
         <tr><td>b</td><td>c</td></tr></tbody></table>\n</div>"
    );
    assert_eq!(html("<td>a"), "a");
}

#[test]
fn generated_markup_is_the_same_beside_raw_html() {
    let source = "# A {#b .c}\n\n> [!NOTE]\n> a[^1]\n\n- [x] b\n\n|c|d|\n|-|:-:|\n|e|f|\n\n[g](https://h.lu \"i\") ![j](plan.png) `k`\n\n\
        ![l](plan.png \"m\")\n\n```n\n\no\n```\n\nT\n: p\n\n1. q\n2. ~~r~~\n\n***\n\ns  \nt&nbsp;& \"u\" <v@w.lu>\n\n[^1]: x\n";
    let plain = rendered(source, "fr").html;
    let with_raw = rendered(&format!("<i>raw</i>\n\n{source}"), "fr").html;
    assert_eq!(with_raw, format!("<p><i>raw</i></p>\n{plain}"));
}

#[test]
fn typography_applies_across_inline_markup() {
    let source = "**Quoi** ? *Oui*! « [a](plan.pdf) » <span lang=\"de\">\"Was?\"</span> : l'`x`? a[^1]! <kbd>b ?</kbd>\n\n[^1]: c\n";
    let html = rendered(source, "fr").html.replace('\u{202f}', "~").replace('\u{a0}', "_");
    let (start, end) =
        ("<p><strong>Quoi</strong>~? <em>Oui</em>~! «_<a href=\"/fr/plan.pdf\">a</a>_» ", "<kbd>b ?</kbd></p>\n");
    assert!(html.starts_with(start), "{html}");
    assert!(html.contains("<span lang=\"de\">„Was?“</span>_: l’<code>x</code>~? a<sup"), "{html}");
    assert_eq!(rendered("\"**a** b\"", "fr").html, "<p>«\u{a0}<strong>a</strong> b\u{a0}»</p>\n");
    assert!(html.contains("</a></sup>~! <kbd>b ?</kbd>") && html.contains(end), "{html}");
}

#[test]
fn raw_html_text_gets_typography() {
    assert_eq!(
        rendered("<div>Quoi &eacute; ? <pre>a ?</pre></div>", "fr").html,
        "<div>Quoi é\u{202f}? <pre>a ?</pre></div>"
    );
}

#[test]
fn a_passage_in_another_language_may_contain_blocks() {
    let rendered = rendered("<div lang=\"en\">\n\n## \"Who?\"\n\n</div>\n\n## Qui?\n", "fr");
    assert_eq!(
        rendered.html,
        "<div lang=\"en\">\n<h2 id=\"who\">“Who?”</h2>\n</div>\n<h2 id=\"qui\">Qui\u{202f}?</h2>\n"
    );
    assert_eq!(rendered.headings[0].text, "“Who?”");
}

#[test]
fn a_heading_avoids_the_ids_of_its_page() {
    assert_eq!(html("## Documents"), "<h2 id=\"documents-2\">Documents</h2>\n");
}
