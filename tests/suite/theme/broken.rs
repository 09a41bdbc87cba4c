//! Theme inheritance, and diagnostics for broken themes.

use parvis::base::diagnostic::Diagnostic;
use parvis::base::message::UiLang;
use parvis::base::snapshot::{Snapshot, asset};
use parvis::base::source::{Lines, SourcePath};
use parvis::present::view::listing::PlainPage;
use parvis::present::view::part::{Card, CardPage};
use parvis::theme::Theme;

use super::{lab, load, place, wanted, with};

fn problems(snapshot: &Snapshot, name: &str) -> Vec<Diagnostic> {
    Theme::load(snapshot, name, &wanted(&["fr", "en"]), &place("content/site.yaml")).1
}

/// `path:line:column code message`
fn shown(snapshot: &Snapshot, problem: &Diagnostic) -> String {
    let text = snapshot.text(&problem.place.path).unwrap_or_default();
    let at = Lines::new(text).position(problem.place.span.start);
    format!(
        "{}:{}:{} {} {}",
        problem.place.path,
        at.line,
        at.column,
        problem.code,
        problem.message.text(UiLang::English)
    )
}

fn first(snapshot: &Snapshot, name: &str) -> String {
    shown(snapshot, problems(snapshot, name).first().expect("a diagnostic"))
}

fn town() -> Snapshot {
    with(lab(), "themes/town/theme.yaml", "extends: lab\n")
}

#[test]
fn a_theme_inherits_missing_files_from_its_parent() {
    let page = "{% extends \"lab/404.html\" %}{% block main %}{{ s.nav.home }} {{ super() }}{% endblock main %}";
    let snapshot = with(town(), "themes/town/templates/404.html", page);
    let snapshot = with(snapshot, "themes/town/i18n/fr.yaml", "nav:\n  home: Mairie\n");
    let theme = load(&snapshot, "town");
    let html = theme.render("404.html", "fr", &PlainPage::default(), &place("content/site.yaml")).expect("a page");
    assert!(html.contains("Mairie ") && html.contains("Page introuvable") && html.contains("Aller au contenu"));
    let names = |theme: &Theme| {
        let names = theme.assets().map(|(route, _)| route.as_str().strip_prefix(theme.folder().as_str()));
        names.map(|name| name.expect("in the folder").to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(
        names(&theme),
        ["favicon.svg", "list.js", "live.js", "minisearch.js", "search-index.js", "search.js", "style.css"]
    );
    assert_eq!(theme.folder(), load(&lab(), "lab").folder(), "equal files have equal addresses");
    let mut other = snapshot;
    other.files.insert(SourcePath::new("themes/town/assets/style.css"), asset(b"b { color: red }"));
    let other = load(&other, "town");
    assert_eq!(names(&other), names(&theme));
    assert_ne!(other.folder(), theme.folder(), "other files have other addresses, so that those may be kept for ever");
}

#[test]
fn a_single_component_can_be_overridden() {
    let contact = "{% component contact(contact) %}<p>{{ contact.email }}</p>{% endcomponent contact %}";
    let snapshot = with(town(), "themes/town/templates/components/mine.html", contact);
    // Strings of the replaced component are still used by the parent theme.
    load(&snapshot, "town");
}

#[test]
fn an_overridden_card_is_used_in_every_list() {
    let card = "{% component card(card, level) %}<li>{{ level }}: {{ card.key }}</li>{% endcomponent card %}";
    let theme = load(&with(town(), "themes/town/templates/components/mine.html", card), "town");
    let card = Card { key: "call/robots".to_owned(), ..Card::default() };
    let view = CardPage { card, level: "3".to_owned() };
    let markup = theme.render("card.html", "fr", &view, &place("content/site.yaml")).expect("a card");
    assert_eq!(markup, "<li>3: call/robots</li>");
}

#[test]
fn themes_that_do_not_exist_or_extend_themselves_are_reported() {
    assert_eq!(first(&lab(), "lob"), "content/site.yaml:1:1 unknown-theme there is no visual theme `lob`");
    let snapshot = with(town(), "themes/lab/theme.yaml", "extends: town\n");
    assert_eq!(
        first(&snapshot, "town"),
        "themes/lab/theme.yaml:1:10 theme-cycle the visual theme `town` extends itself: town → lab → town"
    );
    let snapshot = with(lab(), "themes/town/theme.yaml", "extend: lab\n");
    assert_eq!(
        first(&snapshot, "town"),
        "themes/town/theme.yaml:1:1 unknown-key `extend` is not a key of a visual theme"
    );
}

#[test]
fn a_broken_template_is_reported_at_its_error() {
    for (text, expected) in [
        ("<p>\n{% if %}", "2:7"),
        ("<p>\n{% include \"nav.html\" %}", "2:12"),
        ("<p>{{ <crad card={s} /> }}", "1:7"),
        ("<p>{{ s | shout }}", "1:11"),
        ("{% extends \"bsae.html\" %}", "1:13"),
    ] {
        let snapshot = with(town(), "themes/town/templates/x.html", text);
        let found = first(&snapshot, "town");
        assert!(
            found.starts_with(&format!("themes/town/templates/x.html:{expected} template-error ")),
            "{text}: {found}"
        );
    }
    let snapshot = with(town(), "themes/town/templates/x.html", "{% include \"y.html\" %}");
    let snapshot = with(snapshot, "themes/town/templates/y.html", "{% include \"x.html\" %}");
    assert!(first(&snapshot, "town").contains("includes itself"));
    let twice = "{% component a() %}{% endcomponent a %}";
    let snapshot = with(town(), "themes/town/templates/x.html", twice);
    let snapshot = with(snapshot, "themes/town/templates/y.html", twice);
    assert!(first(&snapshot, "town").starts_with("themes/town/templates/y.html:1:4 template-error component `a`"));
}

#[test]
fn an_unknown_name_is_reported_with_the_page() {
    let snapshot = with(town(), "themes/town/templates/x.html", "<p>\n  {{ page.titel }}");
    let theme = load(&snapshot, "town");
    let page = place("content/pages/a/index.fr.md");
    let problem = theme.render("x.html", "fr", &PlainPage::default(), &page).expect_err("an error");
    assert!(shown(&snapshot, &problem).starts_with("themes/town/templates/x.html:2:"), "{problem:?}");
    assert_eq!(problem.related[0].place, page);
    let missing = theme.render("pgae.html", "fr", &PlainPage::default(), &page).expect_err("an error");
    assert!(missing.help.text(UiLang::English).contains("write `page.html`"), "{missing:?}");
}

#[test]
fn strings_have_the_same_keys_in_all_languages_and_are_all_used() {
    let snapshot = with(town(), "themes/town/i18n/fr.yaml", "nav:\n  home: Accueil\n  wekk: Semaine\n");
    let found: Vec<String> = problems(&snapshot, "town").iter().map(|problem| shown(&snapshot, problem)).collect();
    assert_eq!(
        found,
        [
            "themes/lab/i18n/en.yaml:8:3 string-missing `nav.wekk` is missing",
            "themes/town/i18n/fr.yaml:3:3 string-unused `nav.wekk` is not used anywhere"
        ]
    );
    let snapshot = with(town(), "themes/town/templates/x.html", "{{ s.nav.town }}");
    let found = problems(&snapshot, "town");
    assert_eq!(found.len(), 2);
    assert_eq!((&*found[0].code, found[0].related.len()), ("string-missing", 1));
}

#[test]
fn a_third_language_needs_only_its_strings() {
    let snapshot = lab();
    let (_, found) = Theme::load(&snapshot, "lab", &wanted(&["fr", "pt"]), &place("content/site.yaml"));
    assert_eq!(found.iter().map(|problem| &*problem.code).collect::<Vec<_>>(), ["strings-missing"]);
    let copied = |tag: &str| {
        let text =
            snapshot.text(&super::SourcePath::new(format!("themes/lab/i18n/{tag}.yaml"))).expect("words").to_owned();
        let snapshot = with(lab(), "themes/lab/i18n/pt.yaml", &text);
        Theme::load(&snapshot, "lab", &wanted(&["fr", "pt"]), &place("content/site.yaml"))
    };
    // English and French labels are in the declarations of fields; for another language missing labels are reported.
    let (_, found) = copied("en");
    let is_name = |problem: &Diagnostic| problem.message.text(UiLang::English).starts_with("`field.");
    assert!(
        !found.is_empty() && found.iter().all(|one| one.severity.as_str() == "warning" && is_name(one)),
        "{found:?}"
    );
    let (theme, found) = copied("de");
    assert_eq!(found, []);
    assert_eq!(theme.expect("a theme").strings("pt").expect("words").lang(), "pt");
}
