//! Who is at the other end: the address, as far as it can be trusted.

use super::Settings;
use axum::{
    extract::{ConnectInfo, Request, State},
    middleware::Next,
    response::Response,
};
use contracts::identity::ClientInfo;
use http::{HeaderMap, header::USER_AGENT};
use std::{
    net::{IpAddr, SocketAddr},
    sync::Arc,
};

/// Puts a [`ClientInfo`] into the request's extensions.
pub async fn identify(State(settings): State<Arc<Settings>>, mut request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    let address = peer.map(|peer| address(peer, request.headers(), settings.trusted_hops).to_string());
    let user_agent = request.headers().get(USER_AGENT).and_then(|value| value.to_str().ok());
    let user_agent = user_agent.map(|text| text.chars().take(200).collect());
    request.extensions_mut().insert(ClientInfo { address, user_agent });
    next.run(request).await
}

/// The client's address: the entry of `X-Forwarded-For` that the outermost trusted proxy wrote. What
/// stands before it came from the client and is not believed.
fn address(peer: IpAddr, headers: &HeaderMap, trusted_hops: usize) -> IpAddr {
    if trusted_hops == 0 {
        return peer;
    }
    let values = headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
    let entries: Vec<IpAddr> =
        values.flat_map(|value| value.split(',')).filter_map(|entry| entry.trim().parse().ok()).collect();
    entries.len().checked_sub(trusted_hops).and_then(|index| entries.get(index)).copied().unwrap_or(peer)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forwarded(text: &str, hops: usize) -> String {
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", text.parse().unwrap());
        address("10.0.0.1".parse().unwrap(), &headers, hops).to_string()
    }

    #[test]
    fn without_trusted_proxies_the_header_is_ignored() {
        assert_eq!(forwarded("1.2.3.4", 0), "10.0.0.1");
    }

    #[test]
    fn a_client_cannot_write_its_own_address() {
        assert_eq!(forwarded("6.6.6.6, 1.2.3.4", 1), "1.2.3.4");
        assert_eq!(forwarded("nonsense", 1), "10.0.0.1");
    }
}
