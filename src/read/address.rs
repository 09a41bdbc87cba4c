//! Readers of web addresses and e-mail addresses.

use crate::base::bounds::URL_CHARACTERS;
use crate::base::characters::is_invisible;
use crate::base::message::say;
use crate::base::source::Spanned;
use crate::base::web_address::unfit;
use crate::read::form::InputType;
use crate::read::reader::Reader;
use crate::read::value::{check_length, string};
use crate::read::yaml::Node;

/// An absolute `http` or `https` address, which stays within a preview.
pub fn url(reader: &mut Reader<'_>, node: &Node) -> Option<String> {
    reader.declare_type(InputType::Url);
    let written = string(reader, node)?;
    if !check_length(reader, node.span, &written, URL_CHARACTERS) {
        return None;
    }
    if let Some(unfit) = unfit(&written) {
        let (message, help) = unfit.message_and_help();
        reader.error("not-an-address", node.span, message, help);
        return None;
    }
    let scheme = written.split_once("://").map_or("", |(scheme, _)| scheme);
    let absolute = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
    let valid =
        absolute && !written.contains(char::is_whitespace) && url::Url::parse(&written).is_ok_and(|url| url.has_host());
    if valid {
        reader.addresses.push(Spanned { value: written.clone(), span: node.span });
        return Some(match reader.preview {
            Some(addresses) => addresses.in_preview(written),
            None => written,
        });
    }
    let help = if written.contains(' ') && absolute {
        say!(
            en: "write the address without spaces; a space in an address is `%20`",
            fr: "écrivez l’adresse sans espaces ; une espace dans une adresse s’écrit `%20`"
        )
    } else if !written.contains("://") && written.contains('.') && !written.contains(' ') {
        say!(en: "write `https://{written}`", fr: "écrivez `https://{written}`")
    } else {
        say!(
            en: "write the full address, for example `https://example.lu/page`",
            fr: "écrivez l’adresse complète, par exemple `https://example.lu/page`"
        )
    };
    reader.error(
        "not-an-address",
        node.span,
        say!(
            en: "`{key}` must be a full http or https address, not `{written}`",
            fr: "`{key}` doit être une adresse http ou https complète, et non `{written}`",
            key = reader.key
        ),
        help,
    );
    None
}

/// An e-mail address, RFC 5322, with a domain of at least two parts.
pub fn email(reader: &mut Reader<'_>, node: &Node) -> Option<String> {
    reader.declare_type(InputType::Email);
    let written = string(reader, node)?;
    let options =
        email_address::Options::default().with_minimum_sub_domains(2).without_display_text().without_domain_literal();
    let is_seen = !written.contains(is_invisible);
    if is_seen && email_address::EmailAddress::parse_with_options(&written, options).is_ok() {
        return Some(written);
    }
    let between = written.split_once('<').and_then(|(_, rest)| rest.strip_suffix('>'));
    let help = match written.strip_prefix("mailto:").or(between) {
        Some(address) => say!(en: "write `{address}`", fr: "écrivez `{address}`"),
        None => say!(
            en: "write a single address, for example `contact@example.lu`",
            fr: "écrivez une seule adresse, par exemple `contact@example.lu`"
        ),
    };
    reader.error(
        "not-an-email",
        node.span,
        say!(
            en: "`{key}` must be an e-mail address, not `{written}`",
            fr: "`{key}` doit être une adresse de courriel, et non `{written}`",
            key = reader.key
        ),
        help,
    );
    None
}
