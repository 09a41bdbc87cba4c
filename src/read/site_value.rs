//! Readers of the values that are in `site.yaml` only.

use crate::base::authority::Authority;
use crate::base::diagnostic::nearest;
use crate::base::message::say;
use crate::base::moment::Zone;
use crate::base::route::BaseUrl;
use crate::base::web_address::unfit;
use crate::read::address;
use crate::read::form::InputType;
use crate::read::reader::Reader;
use crate::read::value;
use crate::read::yaml::Node;

/// The id of a licence in the SPDX licence list (letters, digits, `.`, `+` and `-`: SPDX, annex D), or an address.
pub fn licence(reader: &mut Reader<'_>, node: &Node) -> Option<String> {
    reader.declare_type(InputType::String);
    let written = value::string(reader, node)?;
    if written.contains("://") {
        return address::url(reader, node);
    }
    if written.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".+-".contains(&byte)) {
        return Some(written);
    }
    let help = say!(
        en: "write its SPDX id, for example `{near}`, or the address of its text",
        fr: "écrivez son identifiant SPDX, par exemple `{near}`, ou l’adresse de son texte",
        near = written.replace(' ', "-")
    );
    reader.error(
        "not-a-licence",
        node.span,
        say!(en: "`{written}` is not a licence identifier", fr: "`{written}` n’est pas un identifiant de licence"),
        help,
    );
    None
}

/// The address of the site: absolute, `http` or `https`, without a query.
pub fn base_url(reader: &mut Reader<'_>, node: &Node) -> Option<BaseUrl> {
    reader.declare_type(InputType::Url);
    let written = value::string(reader, node)?;
    if let Some(unfit) = unfit(&written) {
        let (message, help) = unfit.message_and_help();
        reader.error("not-an-address", node.span, message, help);
        return None;
    }
    let base_url = BaseUrl::parse(&written);
    if base_url.is_none() {
        let help = say!(
            en: "write the address of the site without parameters, for example `https://govtechlab.example`",
            fr: "écrivez l’adresse du site sans paramètres, par exemple `https://govtechlab.example`"
        );
        reader.error(
            "not-an-address",
            node.span,
            say!(
                en: "`{written}` is not a full http or https address",
                fr: "`{written}` n’est pas une adresse http ou https complète"
            ),
            help,
        );
    }
    base_url
}

/// The authority of the site's tag URIs: a domain, a comma and a date (RFC 4151).
pub fn authority(reader: &mut Reader<'_>, node: &Node) -> Option<Authority> {
    let written = value::string(reader, node)?;
    let authority = Authority::parse(&written);
    if authority.is_none() {
        let help = say!(
            en: "write a domain owned by the lab, a comma, and a year in which it owned it, for example `example.lu,2026`",
            fr: "écrivez un nom de domaine du laboratoire, une virgule et une année où il en était titulaire, par exemple `example.lu,2026`"
        );
        reader.error(
            "not-an-authority",
            node.span,
            say!(
                en: "`{written}` is not a domain with a date (RFC 4151)",
                fr: "`{written}` n’est pas un nom de domaine suivi d’une date (RFC 4151)"
            ),
            help,
        );
    }
    authority
}

/// The OCDS prefix of the publisher, which the Open Contracting Partnership assigns: `ocds-` and six letters or digits.
pub fn ocds_prefix(reader: &mut Reader<'_>, node: &Node) -> Option<String> {
    let written = value::string(reader, node)?;
    let own = written.strip_prefix("ocds-");
    let is_own =
        |own: &str| own.len() == 6 && own.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    if own.is_some_and(is_own) {
        return Some(written);
    }
    let help = say!(
        en: "write the prefix assigned by the Open Contracting Partnership, for example `ocds-a1b2c3`; if you have none, leave out the key",
        fr: "écrivez le préfixe attribué par l’Open Contracting Partnership, par exemple `ocds-a1b2c3` ; si vous n’en avez pas, retirez la clé"
    );
    reader.error(
        "not-an-ocds-prefix",
        node.span,
        say!(en: "`{written}` is not a registered OCDS prefix", fr: "`{written}` n’est pas un préfixe OCDS enregistré"),
        help,
    );
    None
}

/// A time zone of the tz database.
pub fn zone(reader: &mut Reader<'_>, node: &Node) -> Option<Zone> {
    reader.declare_type(InputType::Zone);
    let written = value::string(reader, node)?;
    let zone = Zone::named(&written);
    if zone.is_none() {
        let names = Zone::names();
        let help = match nearest(&written, names.iter().map(String::as_str)) {
            Some(near) => say!(en: "write `{near}`", fr: "écrivez `{near}`"),
            None => {
                say!(
                    en: "write a name from the tz database, for example `Europe/Luxembourg`",
                    fr: "écrivez un nom de la base de données tz, par exemple `Europe/Luxembourg`"
                )
            }
        };
        reader.error(
            "not-a-zone",
            node.span,
            say!(en: "`{written}` is not a time zone", fr: "`{written}` n’est pas un fuseau horaire"),
            help,
        );
    }
    zone
}
