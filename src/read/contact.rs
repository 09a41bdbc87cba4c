//! How to reach a function: e-mail, telephone or a page. Never a person's private address.

use crate::base::bounds::TITLE_CHARACTERS;
use crate::base::lang::Text;
use crate::base::message::say;
use crate::read::address;
use crate::read::reader::Fields;
use crate::read::value;

/// A function's contact, with at least one way to reach it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// Who answers.
    pub name: Option<Text>,
    /// E-mail address.
    pub email: Option<String>,
    /// Telephone number.
    pub phone: Option<String>,
    /// A page with a form or with hours.
    pub url: Option<String>,
}

/// How a contact is written, for help lines.
pub const CONTACT_EXAMPLE: &str = "{email: contact@example.lu}";

impl Contact {
    /// Reads a contact, which has at least one way to reach it.
    pub fn read(f: &mut Fields<'_, '_, '_>) -> Option<Self> {
        let ways = ["email", "phone", "url"].into_iter().filter(|way| f.has(way)).count();
        let contact = Contact {
            name: f.optional("name", value::label),
            email: f.optional("email", address::email),
            phone: f.optional("phone", value::string_at_most(TITLE_CHARACTERS)),
            url: f.optional("url", address::url),
        };
        if ways == 0 {
            let help = say!(en: "add `email`, `phone` or `url`", fr: "ajoutez `email`, `phone` ou `url`");
            f.missing_any(
                &["email", "phone", "url"],
                say!(en: "this contact names no way to reach it", fr: "ce contact n’indique aucun moyen de le joindre"),
                help,
            );
            return None;
        }
        Some(contact)
    }
}
