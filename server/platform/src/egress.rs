//! Where the shop connects to when somebody else chose the address: hosts of the internet only, never what is
//! beside it (its own machine, its network, a cloud's metadata).
//!
//! A host is looked up once, all its addresses are vetted, and exactly these are connected to: a name that answers
//! differently a moment later (DNS rebinding) gains nothing. Whoever connects must not follow redirects by itself
//! and must vet addresses that are written as numbers, which no look-up sees, with [`is_public`].

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

/// Why a host is not connected to.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// No address is known for it.
    #[error("the host cannot be found")]
    Unknown(#[source] std::io::Error),
    /// It has an address that is not of the internet.
    #[error("the host is not at a public address")]
    NotPublic,
}

/// Networks that are not of the internet (RFC 6890 and the IANA registry of special addresses).
const SPECIAL_V4: [(Ipv4Addr, u32); 16] = [
    // "This network", among it the unspecified address, which connects to the own machine.
    (Ipv4Addr::new(0, 0, 0, 0), 8),
    (Ipv4Addr::new(10, 0, 0, 0), 8),
    // Carrier-grade NAT.
    (Ipv4Addr::new(100, 64, 0, 0), 10),
    (Ipv4Addr::new(127, 0, 0, 0), 8),
    // Link-local, where clouds tell their secrets.
    (Ipv4Addr::new(169, 254, 0, 0), 16),
    // Azure's: a public address that answers inside its cloud.
    (Ipv4Addr::new(168, 63, 129, 16), 32),
    (Ipv4Addr::new(172, 16, 0, 0), 12),
    (Ipv4Addr::new(192, 0, 0, 0), 24),
    (Ipv4Addr::new(192, 0, 2, 0), 24),
    // Relays of 6to4.
    (Ipv4Addr::new(192, 88, 99, 0), 24),
    (Ipv4Addr::new(192, 168, 0, 0), 16),
    // Benchmarks.
    (Ipv4Addr::new(198, 18, 0, 0), 15),
    (Ipv4Addr::new(198, 51, 100, 0), 24),
    (Ipv4Addr::new(203, 0, 113, 0), 24),
    // Multicast.
    (Ipv4Addr::new(224, 0, 0, 0), 4),
    // Reserved, among it the broadcast address.
    (Ipv4Addr::new(240, 0, 0, 0), 4),
];

/// The addresses of a host, once all of them were found to be public. Their port is 0.
///
/// # Errors
/// When it has none, or one that is not public.
pub async fn resolve(host: &str) -> Result<Vec<SocketAddr>, Refused> {
    let found = tokio::net::lookup_host((host, 0)).await.map_err(Refused::Unknown)?;
    vetted(found.collect())
}

fn vetted(found: Vec<SocketAddr>) -> Result<Vec<SocketAddr>, Refused> {
    if found.iter().all(|address| is_public(address.ip())) { Ok(found) } else { Err(Refused::NotPublic) }
}

/// Whether an address is one of the internet.
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let differs =
        |network: Ipv4Addr, length: u32| (address.to_bits() ^ network.to_bits()) >> (32 - length) != 0;
    SPECIAL_V4.iter().all(|(network, length)| differs(*network, *length))
}

/// Of IPv6 only what is given to networks (2000::/3), without the parts for protocols (2001::/23, among it Teredo)
/// and for documentation (RFC 3849, RFC 9637).
fn is_public_v6(address: Ipv6Addr) -> bool {
    if let Some(inner) = inner_v4(address) {
        return is_public_v4(inner);
    }
    let segments = address.segments();
    let is_special = matches!(segments, [0x2001, 0..=0x01ff | 0x0db8, ..] | [0x3fff, 0..=0x0fff, ..]);
    matches!(segments, [0x2000..=0x3fff, ..]) && !is_special
}

/// The IPv4 address that is meant: mapped (RFC 4291), behind a translator (RFC 6052) or a tunnel (RFC 3056).
fn inner_v4(address: Ipv6Addr) -> Option<Ipv4Addr> {
    match address.segments() {
        [0, 0, 0, 0, 0, 0xffff, high, low]
        | [0x0064, 0xff9b, 0, 0, 0, 0, high, low]
        | [0x2002, high, low, ..] => Some(Ipv4Addr::from_bits((u32::from(high) << 16) | u32::from(low))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const REFUSED: [&str; 44] = [
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.1",
        "10.255.255.255",
        "100.64.0.1",
        "100.127.255.255",
        "100.100.100.200",
        "127.0.0.1",
        "127.1.2.3",
        "168.63.129.16",
        "169.254.0.1",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.192",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.19.255.255",
        "198.51.100.7",
        "203.0.113.7",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "64:ff9b::10.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b:1::1",
        "100::1",
        "2001::1",
        "2001:2::1",
        "2001:db8::1",
        "2002:7f00:1::",
        "2002:c0a8:101::1",
        "3fff::1",
        "fc00::1",
        "fe80::1",
        "ff02::1",
    ];

    const ALLOWED: [&str; 14] = [
        "1.1.1.1",
        "8.8.8.8",
        "9.255.255.255",
        "11.0.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "172.15.255.255",
        "172.32.0.0",
        "223.255.255.255",
        "2606:4700:4700::1111",
        "2a00:1450:4001:82a::200e",
        "::ffff:8.8.8.8",
        "64:ff9b::8.8.8.8",
        "2002:808:808::1",
    ];

    #[test]
    fn addresses_that_are_not_of_the_internet_are_refused() {
        for text in REFUSED {
            assert!(!is_public(text.parse().unwrap()), "{text}");
        }
        for text in ALLOWED {
            assert!(is_public(text.parse().unwrap()), "{text}");
        }
    }

    #[test]
    fn a_host_with_one_address_that_is_not_public_is_refused_whole() {
        let both = |texts: [&str; 2]| texts.map(|text| SocketAddr::new(text.parse().unwrap(), 0)).to_vec();
        assert!(matches!(vetted(both(["8.8.8.8", "10.0.0.1"])), Err(Refused::NotPublic)));
        assert_eq!(vetted(both(["8.8.8.8", "1.1.1.1"])).unwrap().len(), 2);
    }

    #[tokio::test]
    async fn a_name_and_numbers_in_any_form_are_looked_up_and_vetted() {
        for host in ["localhost", "127.0.0.1", "0x7f.1", "2130706433", "::1"] {
            assert!(resolve(host).await.is_err(), "{host}");
        }
    }
}
