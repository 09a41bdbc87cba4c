//! Which addresses are public. Sources come from many authors, and the machine that publishes may be inside a network that they
//! must not probe.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// True for addresses outside of IANA's special-purpose registries (RFC 6890, updated by RFC 8190), except for a few that serve
/// no pages.
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, d] = address.octets();
    let is_special = address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_broadcast()
        || address.is_documentation()
        || address.is_multicast()
        || a == 0
        // Reserved, RFC 1112.
        || a >= 240
        // Shared by providers, RFC 6598; some clouds have their metadata service there.
        || (a == 100 && (64..128).contains(&b))
        // Protocol assignments, RFC 6890, and the relays of 6to4, RFC 7526.
        || (a == 192 && b == 0 && c == 0)
        || (a == 192 && b == 88 && c == 99)
        // Benchmarks, RFC 2544.
        || (a == 198 && (b == 18 || b == 19))
        // In no registry: the host of Azure machines, and so of GitHub runners.
        || [a, b, c, d] == [168, 63, 129, 16];
    !is_special
}

/// Only global unicast is public; an embedded IPv4 address is checked as such.
fn is_public_v6(address: Ipv6Addr) -> bool {
    let parts = address.segments();
    let inside = |high: u16, low: u16| is_public_v4(Ipv4Addr::from((u32::from(high) << 16) | u32::from(low)));
    match parts {
        // IPv4-mapped, RFC 4291, and translated, RFC 6052: IPv6-only networks reach all of IPv4 that way.
        [0, 0, 0, 0, 0, 0xFFFF, high, low] | [0x64, 0xFF9B, 0, 0, 0, 0, high, low] => inside(high, low),
        // 6to4, RFC 7526, which is deprecated and whose relays are anywhere.
        [0x2002, ..] => false,
        // Teredo, ORCHID, benchmarks and other protocol assignments (2001::/23), documentation (RFC 3849, RFC 9637).
        [0x2001, second, ..] if second < 0x200 || second == 0xDB8 => false,
        [0x3FFF, second, ..] if second < 0x1000 => false,
        // ISATAP, RFC 5214: a tunnel to the IPv4 address at its end.
        [first, _, _, _, 0 | 0x200, 0x5EFE, high, low] => (0x2000..0x4000).contains(&first) && inside(high, low),
        // Everything else outside of 2000::/3 is private, link-local, multicast, discard-only, or unassigned.
        [first, ..] => (0x2000..0x4000).contains(&first),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_globally_reachable_addresses_are_public() {
        let is_public = |text: &str| is_public(text.parse().expect("an address"));
        for public in [
            "9.9.9.9",
            "172.15.0.1",
            "172.32.0.1",
            "100.63.0.1",
            "2a00:1450::1",
            "::ffff:9.9.9.9",
            "168.63.129.15",
            "64:ff9b::9.9.9.9",
            "2001:200::1",
            "2620:fe::fe",
        ] {
            assert!(is_public(public), "{public}");
        }
        let private = "127.0.0.1 10.1.2.3 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 255.255.255.255 \
                       224.0.0.1 192.0.0.8 198.18.0.1 203.0.113.9 240.0.0.1 :: ::1 fe80::1 fc00::1 fd00:ec2::254 \
                       fec0::1 ff02::1 ::ffff:127.0.0.1 ::ffff:169.254.169.254 64:ff9b::10.0.0.1 2002:7f00:1::1 \
                       2001:db8::1 2001::1 100::1 ::127.0.0.1 168.63.129.16 ::ffff:168.63.129.16 64:ff9b::168.63.129.16 \
                       100.100.100.200 192.0.0.192 192.0.2.1 192.88.99.1 198.51.100.7 239.255.255.250 2002:909:909::1 \
                       64:ff9b:1::9.9.9.9 3fff::1 3fff:fff::1 5f00::1 2001:2::1 2001:20::1 2001:db8:ffff::1 ff0e::1 febf::1 \
                       2a00:1450::5efe:10.0.0.1 2a00:1450::200:5efe:192.168.0.1 fd20:ce::254 100:0:0:1::1 4000::1";
        for private in private.split_whitespace() {
            assert!(!is_public(private), "{private}");
        }
    }
}
