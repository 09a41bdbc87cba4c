//! Checks that apply to every URL, in facts, texts and on the command line.

use std::fmt;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::base::characters::is_invisible;
use crate::base::message::{Message, say};

/// Why an address must not be published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// Credentials before the host: they would be disclosed, and most such addresses imitate another host.
    User,
    /// An invisible character.
    Invisible(char),
}

impl Unfit {
    /// The message and the help. They do not repeat the address, which may contain a secret.
    pub fn message_and_help(self) -> (Message, Message) {
        match self {
            Self::User => (
                say!(
                    en: "an address cannot contain a user name or a password",
                    fr: "une adresse ne peut pas contenir de nom d’utilisateur ni de mot de passe"
                ),
                say!(
                    en: "delete everything before `@`, and `@` itself, for example `https://example.lu/page`",
                    fr: "supprimez ce qui précède `@`, et `@` lui-même, par exemple `https://example.lu/page`"
                ),
            ),
            Self::Invisible(sign) => {
                let point = CodePoint(sign);
                (
                    say!(
                        en: "an address cannot contain an invisible character, {point}",
                        fr: "une adresse ne peut pas contenir de caractère invisible, {point}"
                    ),
                    say!(
                        en: "delete it, or write `{encoded}` if the address needs it",
                        fr: "supprimez-le, ou écrivez `{encoded}` si l’adresse en a besoin",
                        encoded = utf8_percent_encode(sign.encode_utf8(&mut [0; 4]), NON_ALPHANUMERIC)
                    ),
                )
            }
        }
    }
}

/// Checks the address of a page, absolute or scheme-relative (`//host/…`).
pub fn unfit(address: &str) -> Option<Unfit> {
    let invisible = address.chars().find(|character| is_invisible(*character));
    invisible.map(Unfit::Invisible).or_else(|| names_a_user(address).then_some(Unfit::User))
}

/// Removes credentials from an address; other texts are returned unchanged.
pub fn without_user(address: &str) -> String {
    if !names_a_user(address) {
        return address.to_owned();
    }
    let clean = url::Url::parse(address).ok().and_then(|mut url| {
        url.set_username("").and_then(|()| url.set_password(None)).ok()?;
        Some(url.to_string())
    });
    clean.unwrap_or_else(|| address.rsplit_once('@').map_or("", |(_, rest)| rest).to_owned())
}

/// True if an address has credentials as browsers parse it: they treat `\` as `/`, accept more or fewer slashes, and ignore tabs
/// and line ends.
fn names_a_user(address: &str) -> bool {
    let plain: String = address.chars().filter(|character| !matches!(character, '\t' | '\n' | '\r')).collect();
    let plain = plain.trim();
    let is_slash = |character: char| matches!(character, '/' | '\\');
    let (scheme, rest) = plain.split_once(':').unwrap_or(("", plain));
    let is_web = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
    let rest = match rest.starts_with(is_slash) && rest[1..].starts_with(is_slash) {
        // A host follows two of them, whatever the scheme.
        true if scheme.bytes().all(|byte| byte.is_ascii_alphanumeric()) => rest,
        _ if is_web => rest,
        // What has a colon further on has no scheme.
        _ if plain.starts_with(is_slash) && plain[1..].starts_with(is_slash) => plain,
        _ => return false,
    };
    let rest = rest.trim_start_matches(is_slash);
    rest[..rest.find(['/', '\\', '?', '#']).unwrap_or(rest.len())].contains('@')
}

/// The name of a character in Unicode, `U+202E`.
pub struct CodePoint(pub char);

impl fmt::Display for CodePoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "U+{:04X}", u32::from(self.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn user_information_is_found_as_in_browsers() {
        for address in [
            "http://user:secret@a.example/",
            "HTTPS://user@a.example",
            "https:user@a.example/",
            "https:/\\user@a.example",
            "ht\ntps://user@a.example",
            "//user@a.example/x",
            "/\\user@a.example",
            "https://a.example@b.example/",
            "https://@a.example/",
            "ftp://user@a.example/",
        ] {
            assert_eq!(unfit(address), Some(Unfit::User), "{address}");
        }
        for address in [
            "https://a.example/@name",
            "https://a.example?to=a@b.lu",
            "mailto:a@b.lu",
            "/fr/@x",
            "@call/robots",
            "a@b.lu",
            "https://a.example#a@b",
        ] {
            assert_eq!(unfit(address), None, "{address}");
        }
        assert_eq!(unfit("https://a.example/\u{202e}gpj"), Some(Unfit::Invisible('\u{202e}')));
        assert_eq!(CodePoint('\u{202e}').to_string(), "U+202E");
    }
}
