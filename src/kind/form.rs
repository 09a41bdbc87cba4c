//! The form of each kind, for the original of an item and for its translations, and the form of `site.yaml`.

use crate::base::moment::Zone;
use crate::base::source::SourcePath;
use crate::kind::common::words;
use crate::kind::folder::{FileRole, facts, required_words};
use crate::kind::key::Kind;
use crate::read::form::{self, Form};
use crate::read::language_tags::{LanguageTags, TagsOrigin};
use crate::read::reader::{Fields, Reader};
use crate::read::site_file::{self, DEFAULT_ZONE};
use crate::read::value;
use crate::read::yaml::Entry;

/// The form of an original, which has words and facts.
pub fn original(kind: Kind) -> Form {
    form_of(|f| {
        words(f, &SourcePath::new(""), 0, required_words(kind, FileRole::Original));
        facts(kind, f);
    })
}

/// The form of a translation, which has words only.
pub fn translation(kind: Kind) -> Form {
    form_of(|f| {
        words(f, &SourcePath::new(""), 0, required_words(kind, FileRole::Translation));
        f.optional("original", value::boolean);
    })
}

/// The form of `site.yaml`.
pub fn site() -> Form {
    form_of(site_file::read_fields)
}

/// The form of what `read` reads, with its conditions.
fn form_of(read: impl Fn(&mut Fields<'_, '_, '_>)) -> Form {
    let (path, tags) = (SourcePath::new(""), LanguageTags(Vec::new(), TagsOrigin::FileNames));
    let zone = Zone::named(DEFAULT_ZONE).expect("the default zone is in the bundled database");
    let reader = || Reader::new(&path, &tags, zone.clone());
    form::complete_form(&|entries: &[Entry]| reader().record_form(entries, &read))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kind::folder::fact_keys;
    use crate::read::form::{Condition, ValueMatch};

    #[test]
    fn required_keys_and_conditions_follow_the_rules_of_the_kinds() {
        let call = original(Kind::Call);
        assert_eq!(call.required, ["title", "summary", "direction", "ordering_party"]);
        let is_true = |key| (key, ValueMatch::OneOf(vec!["true"]));
        let expected = [
            Condition::When("instrument", ("direction", ValueMatch::OneOf(vec!["solutions"]))),
            Condition::When("stages", ("instrument", ValueMatch::OneOf(vec!["innovation-partnership"]))),
            Condition::Unless(
                "closes",
                vec![is_true("permanent"), is_true("dates_unknown"), ("outcome", ValueMatch::Any)],
            ),
        ];
        assert_eq!(call.conditions, expected);
        let documents = call.field("documents").and_then(|form_field| form_field.map_form()).expect("a form");
        assert_eq!(documents.required, ["title"]);
        assert_eq!(documents.conditions, [Condition::Unless("file", vec![("url", ValueMatch::Any)])]);
        let event = original(Kind::Event);
        assert!(
            event.conditions.contains(&Condition::When("end", ("start", ValueMatch::WithTime))),
            "{:?}",
            event.conditions
        );
        let budget = call.field("budget").and_then(|form_field| form_field.map_form()).expect("a form");
        assert_eq!(budget.any_of, [["amount", "max", "min"]]);
    }

    #[test]
    fn forms_have_every_fact_of_a_kind() {
        for kind in Kind::ALL {
            let form = original(*kind);
            let missing: Vec<_> = fact_keys(*kind).into_iter().filter(|key| form.field(key).is_none()).collect();
            assert!(missing.is_empty(), "{}: {missing:?} are not in the form", kind.word());
        }
    }
}
