//! Globally unique names: the authority of `tag:` URIs (RFC 4151).

use std::fmt;

use crate::base::route::BaseUrl;

/// A domain, and a date on which the namer controlled it: `example.lu,2026` (RFC 4151, section 2.1). The ids of feeds, entries,
/// calendars and newsletters begin with it, so that they are unique and do not change with the site's address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Authority(String);

/// A reserved domain (RFC 2606), used until a site has its own.
pub const PLACEHOLDER_DOMAIN: &str = "example.org";

/// True for an id under the placeholder domain.
pub fn is_placeholder_id(id: &str) -> bool {
    id.strip_prefix("tag:")
        .and_then(|rest| rest.strip_prefix(PLACEHOLDER_DOMAIN))
        .is_some_and(|rest| rest.starts_with(','))
}

/// The year of the default authority: that of the first version that required one.
const YEAR: &str = "2026";

impl Authority {
    /// Parses a domain in lower case, a comma, and a year, a month or a day.
    pub fn parse(text: &str) -> Option<Self> {
        let (domain, date) = text.split_once(',')?;
        (is_domain(domain) && is_date(date)).then(|| Self(text.to_owned()))
    }

    /// The default authority of a site: the host of its address.
    pub fn of_host(base_url: &BaseUrl) -> Self {
        let host = base_url.origin().split_once("://").map_or(base_url.origin(), |(_, host)| host);
        // A port and the colons of an IPv6 address are not allowed.
        let host = match host.rsplit_once(':') {
            Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
            _ => host,
        };
        let sign = |sign: char| if sign.is_ascii_alphanumeric() || sign == '.' { sign } else { '-' };
        Self(format!("{},{YEAR}", host.chars().map(sign).collect::<String>().trim_matches('-')))
    }

    /// True for the placeholder domain (RFC 2606), whose ids are not unique.
    pub fn is_placeholder(&self) -> bool {
        self.domain() == PLACEHOLDER_DOMAIN
    }

    /// The domain.
    pub fn domain(&self) -> &str {
        self.0.split(',').next().unwrap_or(&self.0)
    }

    /// A `tag:` URI of this authority. `specific` holds letters, digits, `-`, `.`, `_` and `:` only.
    pub fn uri(&self, specific: fmt::Arguments<'_>) -> String {
        format!("tag:{}:{specific}", self.0)
    }
}

impl fmt::Display for Authority {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// True for a DNS name with at least two labels, in lower case (RFC 1123, section 2.1).
fn is_domain(text: &str) -> bool {
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    text.len() <= 253 && text.contains('.') && text.split('.').all(is_label)
}

/// True for a year, a month or a day in the format of RFC 4151.
fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let number = |text: &str, digits: usize| {
        (text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit()))
            .then(|| text.parse::<u32>().ok())
            .flatten()
    };
    let in_range = |text: &str, most: u32| number(text, 2).is_some_and(|value| (1..=most).contains(&value));
    match parts.as_slice() {
        [year] => number(year, 4).is_some(),
        [year, month] => number(year, 4).is_some() && in_range(month, 12),
        [year, month, day] => number(year, 4).is_some() && in_range(month, 12) && in_range(day, 31),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_and_a_date_are_an_authority() {
        for good in ["example.lu,2026", "lab.example.lu,2026-03", "xn--bcher-kva.example,1999-12-31"] {
            let authority = Authority::parse(good).expect(good);
            assert_eq!(authority.uri(format_args!("call:robots")), format!("tag:{good}:call:robots"));
        }
        let bad = [
            "",
            "example.lu",
            "example,2026",
            "Example.lu,2026",
            "example.lu, 2026",
            "example.lu,26",
            "-a.lu,2026",
            "a..lu,2026",
        ];
        for bad in bad.into_iter().chain(["example.lu,2026-13", "example.lu,2026-01-00", "a:b.lu,2026", "é.lu,2026"]) {
            assert_eq!(Authority::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn without_an_authority_the_host_is_used() {
        for (address, authority) in [
            ("https://lab.example.lu/site", "lab.example.lu,2026"),
            ("http://127.0.0.1:8080", "127.0.0.1,2026"),
            ("https://[2001:db8::1]:8443", "2001-db8--1,2026"),
            ("https://bücher.example", "xn--bcher-kva.example,2026"),
        ] {
            let base_url = BaseUrl::parse(address).expect("an address");
            assert_eq!(Authority::of_host(&base_url).to_string(), authority);
        }
    }
}
