//! Networks that a key may be used from (CIDR, RFC 4632 and RFC 4291). No I/O.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// A network, as written and as compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Network {
    first: IpAddr,
    /// The bits that its addresses have in common.
    prefix: u32,
}

impl Network {
    /// Reads `192.0.2.0/24`, `2001:db8::/32` or a single address. What stands behind the prefix does not count.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (address, prefix) = match text.trim().split_once('/') {
            Some((address, prefix)) => (address, Some(prefix.parse::<u32>().ok()?)),
            None => (text.trim(), None),
        };
        let address = address.parse::<IpAddr>().ok()?.to_canonical();
        let bits = if address.is_ipv4() { 32 } else { 128 };
        let prefix = prefix.unwrap_or(bits);
        (prefix <= bits).then(|| Self { first: first(address, prefix), prefix })
    }

    /// Whether an address is in it.
    pub(crate) fn has(self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        address.is_ipv4() == self.first.is_ipv4() && first(address, self.prefix) == self.first
    }
}

impl std::fmt::Display for Network {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let bits = if self.first.is_ipv4() { 32 } else { 128 };
        if self.prefix == bits { self.first.fmt(f) } else { write!(f, "{}/{}", self.first, self.prefix) }
    }
}

/// The first address of the network that an address is in.
fn first(address: IpAddr, prefix: u32) -> IpAddr {
    match address {
        IpAddr::V4(address) => {
            let mask = u32::MAX.checked_shl(32 - prefix.min(32)).unwrap_or(0);
            Ipv4Addr::from_bits(address.to_bits() & mask).into()
        }
        IpAddr::V6(address) => {
            let mask = u128::MAX.checked_shl(128 - prefix.min(128)).unwrap_or(0);
            Ipv6Addr::from_bits(address.to_bits() & mask).into()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn has(network: &str, address: &str) -> bool {
        Network::parse(network).unwrap().has(address.parse().unwrap())
    }

    #[test]
    fn an_address_is_in_the_networks_whose_prefix_it_has() {
        assert!(has("192.0.2.0/24", "192.0.2.255") && !has("192.0.2.0/24", "192.0.3.0"));
        assert!(has("192.0.2.7", "192.0.2.7") && !has("192.0.2.7", "192.0.2.8"));
        assert!(has("0.0.0.0/0", "203.0.113.9") && !has("0.0.0.0/0", "2001:db8::1"));
        assert!(has("2001:db8::/33", "2001:db8:7fff::1") && !has("2001:db8::/33", "2001:db8:8000::1"));
        assert!(has("::/0", "2001:db8::1") && has("2001:db8::1/128", "2001:db8::1"));
        assert!(has("192.0.2.0/24", "::ffff:192.0.2.9"), "an IPv4 address in IPv6 clothes");
    }

    #[test]
    fn networks_are_written_in_one_way() {
        let written = |text| Network::parse(text).unwrap().to_string();
        assert_eq!(written(" 192.0.2.77/24 "), "192.0.2.0/24");
        assert_eq!(written("192.0.2.7/32"), "192.0.2.7");
        assert_eq!(written("2001:DB8:0::1/32"), "2001:db8::/32");
    }

    #[test]
    fn what_is_no_network_is_refused() {
        for refused in ["", "192.0.2", "192.0.2.0/33", "2001:db8::/129", "192.0.2.0/", "192.0.2.0/-1", "home"]
        {
            assert!(Network::parse(refused).is_none(), "{refused}");
        }
    }
}
