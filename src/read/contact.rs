//! Contacts of offices: e-mail, telephone or web page. Never a person's private address.

use crate::base::bounds::TITLE_CHARACTERS;
use crate::base::lang::Text;
use crate::base::message::say;
use crate::read::address;
use crate::read::reader::Fields;
use crate::read::value;

/// The contact of an office, with at least one of e-mail, telephone and web page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// The name of the office.
    pub name: Option<Text>,
    /// Its e-mail address.
    pub email: Option<String>,
    /// Its telephone number, as written.
    pub phone: Option<String>,
    /// A web page with a form or opening hours.
    pub url: Option<String>,
}

/// An example of a contact, for help lines.
pub const CONTACT_EXAMPLE: &str = "{email: contact@example.lu}";

impl Contact {
    /// Reads a contact. One without e-mail, telephone and web page is reported.
    pub fn read(f: &mut Fields<'_, '_, '_>) -> Option<Self> {
        let is_reachable = ["email", "phone", "url"].map(|key| f.has(key)).contains(&true);
        let contact = Contact {
            name: f.optional("name", value::label),
            email: f.optional("email", address::email),
            phone: f.optional("phone", value::string_at_most(TITLE_CHARACTERS)),
            url: f.optional("url", address::url),
        };
        if !is_reachable {
            let help = say!(en: "add `email`, `phone` or `url`", fr: "ajoutez `email`, `phone` ou `url`");
            f.missing_any(
                &["email", "phone", "url"],
                say!(en: "this contact gives no way to get in touch", fr: "ce contact n’indique aucun moyen de le joindre"),
                help,
            );
            return None;
        }
        Some(contact)
    }
}
