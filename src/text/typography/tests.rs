//! One rule, one test; `~` stands for U+202F and `_` for U+00A0.

use super::*;

fn fr(text: &str) -> String {
    typeset(text, "fr").replace('\u{202f}', "~").replace('\u{a0}', "_")
}

#[test]
fn french_punctuation_gets_no_break_spaces() {
    assert_eq!(fr("Quoi? Non! Bien; oui: là."), "Quoi~? Non~! Bien~; oui_: là.");
    assert_eq!(fr("Quoi ? Non  ! Bien ; oui : là."), "Quoi~? Non~! Bien~; oui_: là.");
    assert_eq!(fr("Quoi\n? (Ah!) Ah!? 50 %!"), "Quoi~? (Ah~!) Ah~!? 50_%~!");
    assert_eq!(fr("Les critères:"), "Les critères_:");
    assert_eq!(fr("Oui\u{a0}! Non\u{202f}!"), "Oui_! Non~!");
}

#[test]
fn other_uses_of_marks_are_unchanged() {
    for text in [
        "à 17:30",
        "http://a.lu/?b=c",
        "a?.b",
        "!important",
        "?q=1",
        ":-) :) ;-) ;) :D :/",
        "std::fmt",
        "C:\\x",
        "mailto:a@b.lu",
        "? a",
        "https://a.lu/b? oui",
        "a@b.lu! oui",
        "3:1",
        "10:",
        "Un :smile: ici, (:+1:) et :tada:",
    ] {
        assert_eq!(fr(text), text);
    }
}

#[test]
fn guillemets_get_no_break_spaces() {
    assert_eq!(fr("«mot» « mot » «\u{202f}mot\u{202f}»"), "«_mot_» «_mot_» «_mot~»");
    assert_eq!(fr("« «a» »?"), "«_«_a_»_»~?");
}

#[test]
fn straight_quotes_become_the_quotes_of_the_language() {
    let text = "Le \"petit \"grand\" mot\", (\"oui\")";
    assert_eq!(fr(text), "Le «_petit “grand” mot_», («_oui_»)");
    assert_eq!(typeset(text, "en"), "Le “petit ‘grand’ mot”, (“oui”)");
    assert_eq!(typeset(text, "de"), "Le „petit ‚grand‘ mot“, („oui“)");
    assert_eq!(typeset(text, "xx"), text);
    assert_eq!(fr("l'\"école \", « dit \"elle\" »"), "l’«_école_», «_dit “elle”_»");
}

#[test]
fn unpaired_quotes_stay_straight() {
    assert_eq!(fr("Un \"mot et 27\" d'écran"), "Un «_mot et 27_» d’écran");
    assert_eq!(fr("Un écran de 27\" large"), "Un écran de 27\" large");
    assert_eq!(fr("Un \" mot et \"un"), "Un \" mot et \"un");
    assert_eq!(fr("\"\"\"\"\"a \"b \"c \"d \"e \"f").matches('"').count() % 2, 0);
}

#[test]
fn single_quotes_become_apostrophes_or_quotes() {
    assert_eq!(typeset("it's the dogs' 'best' '90s 5'10", "en"), "it’s the dogs’ ‘best’ ’90s 5'10");
    assert_eq!(fr("L'été, aujourd'hui"), "L’été, aujourd’hui");
    assert_eq!(typeset("“explicit” ‘marks’ stay", "en"), "“explicit” ‘marks’ stay");
}

#[test]
fn three_dots_become_an_ellipsis() {
    assert_eq!(fr("Ah... oui.... ../.. a/... Quoi...?"), "Ah… oui.... ../.. a/... Quoi…~?");
}

#[test]
fn regional_tags_use_the_rules_of_their_language() {
    assert_eq!(typeset("Quoi?", "fr-LU"), "Quoi\u{202f}?");
    assert_eq!(typeset("Quoi?", "FR"), "Quoi\u{202f}?");
    assert_eq!(typeset("Quoi?", "fro"), "Quoi?");
}

/// Texts with tags between them, which begin with `<`.
fn set(lang_tag: &str, pieces: &[&str]) -> String {
    let mut typographer = Typographer::new(lang_tag, 0);
    for piece in pieces {
        match piece.strip_prefix('<') {
            Some("de>") => typographer.enter(Some("de")),
            Some("/de>") => typographer.leave(),
            Some(_) => typographer.tag(),
            None => typographer.text(piece),
        }
    }
    let (text, starts) = typographer.finish();
    let mut texts = starts.windows(2).map(|ends| &text[ends[0]..ends[1]]);
    pieces.iter().map(|piece| if piece.starts_with('<') { piece } else { texts.next().expect("a text") }).collect()
}

#[test]
fn rules_apply_across_element_boundaries() {
    let pieces = ["a ", "<b>", "? ", "</b>", "« ", "<i>", "b", "</i>", "»", "<u>", "?", "</u>", " c & d"];
    assert_eq!(set("fr", &pieces), "a\u{202f}<b>? </b>«\u{a0}<i>b</i>\u{a0}»<u>\u{202f}?</u> c & d");
}

#[test]
fn text_in_another_language_uses_its_rules() {
    let pieces = ["\"a ", "<de>", "\"Was?\" \"x", "</de>", " ? b\""];
    assert_eq!(set("fr", &pieces), "«\u{a0}a <de>„Was?“ \"x</de>\u{202f}? b\u{a0}»");
}

#[test]
fn what_is_left_out_at_the_beginning_is_an_apostrophe() {
    for (text, typeset_text) in [
        ("The '90s were long. James' book.", "The ’90s were long. James’ book."),
        ("the '60s and '70s, mid-'80s, ('50s)", "the ’60s and ’70s, mid-’80s, (’50s)"),
        ("\"'90s music\"", "“’90s music”"),
        ("the 1990's, the '90's, class of '05. '98–'99", "the 1990’s, the ’90’s, class of ’05. ’98–’99"),
        ("Rock 'n' roll, 'tis said, 'Twas, get 'em all", "Rock ’n’ roll, ’tis said, ’Twas, get ’em all"),
        ("the word 'til' and '24 hours'", "the word ‘til’ and ‘24\u{a0}hours’"),
        ("'90 percent' and '9 to 5'", "‘90 percent’ and ‘9 to 5’"),
    ] {
        assert_eq!(typeset(text, "en"), typeset_text, "{text}");
    }
    assert_eq!(typeset("mai '68, les '90s", "fr"), "mai ’68, les ’90s");
}
