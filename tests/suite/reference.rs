//! `docs/fields.*.md` equal the declarations of the fields; `BLESS=1` rewrites them.

use std::fs;

use parvis::base::message::UiLang;
use parvis::output::editors::reference::reference;

use crate::french::has_plain_space;
use crate::project::root;

#[test]
fn the_reference_of_fields_equals_the_declarations() {
    for ui_lang in [UiLang::English, UiLang::French] {
        let (path, text) = (root().join(format!("docs/fields.{}.md", ui_lang.tag())), reference(ui_lang));
        if std::env::var_os("BLESS").is_some() {
            fs::write(&path, &text).expect("a file of the documents");
        }
        let written = fs::read_to_string(&path).unwrap_or_default();
        assert!(written == text, "{} is not what the model says; write it anew with BLESS=1", path.display());
    }
}

#[test]
fn the_french_reference_has_no_break_spaces() {
    for line in reference(UiLang::French).lines() {
        // Text in backquotes is quoted from files.
        let wrong = line.split('`').step_by(2).find(|part| has_plain_space(part));
        assert_eq!(wrong, None, "{line}");
    }
}
