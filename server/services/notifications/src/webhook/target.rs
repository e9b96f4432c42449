//! Which addresses an endpoint may have. What is checked here is checked again whenever something is sent.

use platform::egress;
use reqwest::Url;
use std::{net::IpAddr, time::Duration};

/// What is said of every address that is not of the internet, however it is written.
const NOT_PUBLIC: &str = "This is not an address of the internet. Webhooks go nowhere else.";
/// How long a host is looked for when an endpoint is saved.
const PATIENCE: Duration = Duration::from_secs(3);
const LONGEST: usize = 2_000;

/// The address that was typed, as it is stored; `hosts` may be reached by `http`, at any port and in any network.
///
/// # Errors
/// What is wrong with it, in words.
pub(crate) fn parse(typed: &str, hosts: &[String]) -> Result<Url, &'static str> {
    let whole = "Please enter a whole address, such as https://example.com/webhooks.";
    let mut url = Url::parse(typed.trim()).map_err(|_| whole)?;
    let host = host_of(&url).ok_or(whole)?;
    if !matches!(url.scheme(), "https" | "http") {
        return Err("Please enter an address that begins with https://.");
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("Please leave out the name and the password. Deliveries are signed instead.");
    }
    url.set_fragment(None);
    if url.as_str().len() > LONGEST {
        return Err("Please enter an address of at most 2,000 characters.");
    }
    if !is_allowed(&host, hosts) {
        require_public(&url, &host)?;
    }
    Ok(url)
}

/// Numbers are vetted here, names when they are looked up; some names lead nowhere else than home.
fn require_public(url: &Url, host: &str) -> Result<(), &'static str> {
    let is_public = match host.parse::<IpAddr>() {
        Ok(address) => egress::is_public(address),
        Err(_) => is_public_name(host),
    };
    if !is_public {
        return Err(NOT_PUBLIC);
    }
    if url.scheme() != "https" {
        return Err("Please enter an address that begins with https://.");
    }
    // The standard port is left out by the parser.
    if url.port().is_some() { Err("Please leave out the port: webhooks go to port 443.") } else { Ok(()) }
}

fn is_public_name(host: &str) -> bool {
    let top = host.rsplit('.').next().unwrap_or_default();
    host.contains('.') && !matches!(top, "localhost" | "local" | "internal" | "lan" | "arpa")
}

/// Refuses a host that is not public now. One that cannot be found yet may be saved: it is looked up each time.
///
/// # Errors
/// What is wrong with it, in words.
pub(crate) async fn look_up(url: &Url, hosts: &[String]) -> Result<(), &'static str> {
    let host = host_of(url).unwrap_or_default();
    if is_allowed(&host, hosts) || host.parse::<IpAddr>().is_ok() {
        return Ok(());
    }
    match tokio::time::timeout(PATIENCE, egress::resolve(&host)).await {
        Ok(Err(egress::Refused::NotPublic)) => Err(NOT_PUBLIC),
        _ => Ok(()),
    }
}

/// The host without the brackets of IPv6 and the dot that may end a name.
pub(crate) fn host_of(url: &Url) -> Option<String> {
    let host = url.host_str()?.trim_start_matches('[').trim_end_matches(']').trim_end_matches('.');
    (!host.is_empty()).then(|| host.to_ascii_lowercase())
}

/// Whether a host may be reached wherever it is.
pub(crate) fn is_allowed(host: &str, hosts: &[String]) -> bool {
    hosts.iter().any(|allowed| allowed == host.trim_end_matches('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_is_not_an_https_address_of_the_internet_is_refused() {
        for refused in [
            "",
            "example.com",
            "file:///etc/passwd",
            "ftp://example.com/",
            "gopher://example.com/",
            "http://example.com/",
            "https://example.com:8443/",
            "https://example.com:5432/",
            "https://name@example.com/",
            "https://name:password@example.com/",
            "https://localhost/",
            "https://localhost./",
            "https://LOCALHOST/",
            "https://shop.localhost/",
            "https://printer.local/",
            "https://metadata.google.internal/",
            "https://intranet/",
            "https://127.0.0.1/",
            "https://127.0.0.1./",
            "https://127.1/",
            "https://0x7f.1/",
            "https://0177.0.0.1/",
            "https://2130706433/",
            "https://0/",
            "https://10.0.0.1/",
            "https://169.254.169.254/latest/meta-data/",
            "https://100.64.0.1/",
            "https://[::1]/",
            "https://[::]/",
            "https://[::ffff:127.0.0.1]/",
            "https://[::ffff:a9fe:a9fe]/",
            "https://[64:ff9b::a00:1]/",
            "https://[fe80::1]/",
            "https://[fd00::1]/",
            "https://１２７.0.0.1/",
        ] {
            assert!(parse(refused, &[]).is_err(), "{refused}");
        }
    }

    #[test]
    fn addresses_of_the_internet_are_taken_as_they_are_written() {
        for (typed, stored) in [
            (" https://example.com/hooks?shop=1 ", "https://example.com/hooks?shop=1"),
            ("https://EXAMPLE.com:443", "https://example.com/"),
            ("https://example.com/a#part", "https://example.com/a"),
            ("https://8.8.8.8/", "https://8.8.8.8/"),
            ("https://[2606:4700:4700::1111]/", "https://[2606:4700:4700::1111]/"),
        ] {
            assert_eq!(parse(typed, &[]).map(String::from), Ok(stored.to_owned()));
        }
    }

    #[test]
    fn a_host_of_ones_own_is_reached_by_http_and_at_any_port_and_others_are_not() {
        let hosts = ["127.0.0.1".to_owned(), "erp.internal".to_owned()];
        assert!(parse("http://127.0.0.1:4711/", &hosts).is_ok());
        assert!(parse("http://erp.internal/hooks", &hosts).is_ok());
        assert!(parse("http://127.0.0.2:4711/", &hosts).is_err());
        assert!(parse("http://other.erp.internal/", &hosts).is_err());
        assert!(parse("ftp://erp.internal/", &hosts).is_err());
    }

    #[tokio::test]
    async fn a_name_that_leads_home_is_refused_when_it_is_looked_up() {
        let url = Url::parse("https://localhost/").unwrap();
        assert_eq!(look_up(&url, &[]).await, Err(NOT_PUBLIC));
        assert_eq!(look_up(&url, &["localhost".to_owned()]).await, Ok(()));
    }
}
