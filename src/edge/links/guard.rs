//! Which hosts may be asked: those of the public Internet. Sources come from many hands, and a machine that publishes
//! unattended stands in a network that is none of their business.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// True for addresses that are reached from anywhere (the special-purpose registries of IANA, RFC 6890).
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let is_special = address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_broadcast()
        || address.is_documentation()
        || address.is_multicast()
        || a == 0
        || a >= 240
        // Shared by providers, RFC 6598.
        || (a == 100 && (64..128).contains(&b))
        // Protocol assignments, and the relays of 6to4.
        || (a == 192 && b == 0 && c == 0)
        || (a == 192 && b == 88 && c == 99)
        // Benchmarks, RFC 2544.
        || (a == 198 && (b == 18 || b == 19));
    !is_special
}

/// Only global unicast is public; where an address of version 4 is written inside of it, that one counts.
fn is_public_v6(address: Ipv6Addr) -> bool {
    let parts = address.segments();
    let inside = |high: u16, low: u16| is_public_v4(Ipv4Addr::from((u32::from(high) << 16) | u32::from(low)));
    match parts {
        [0, 0, 0, 0, 0, 0xFFFF, high, low] | [0x64, 0xFF9B, 0, 0, 0, 0, high, low] => inside(high, low),
        [0x2002, high, low, ..] => inside(high, low),
        // Teredo and other protocol assignments, documentation.
        [0x2001, second, ..] if second < 0x200 || second == 0xDB8 => false,
        [0x3FFF, second, ..] if second < 0x1000 => false,
        [first, ..] => (0x2000..0x4000).contains(&first),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_anyone_can_reach_is_public() {
        let is_public = |text: &str| is_public(text.parse().expect("an address"));
        for public in ["9.9.9.9", "172.15.0.1", "172.32.0.1", "100.63.0.1", "2a00:1450::1", "::ffff:9.9.9.9"] {
            assert!(is_public(public), "{public}");
        }
        let private = "127.0.0.1 10.1.2.3 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 255.255.255.255 \
                       224.0.0.1 192.0.0.8 198.18.0.1 203.0.113.9 240.0.0.1 :: ::1 fe80::1 fc00::1 fd00:ec2::254 \
                       fec0::1 ff02::1 ::ffff:127.0.0.1 ::ffff:169.254.169.254 64:ff9b::10.0.0.1 2002:7f00:1::1 \
                       2001:db8::1 2001::1 100::1 ::127.0.0.1";
        for private in private.split_whitespace() {
            assert!(!is_public(private), "{private}");
        }
    }
}
