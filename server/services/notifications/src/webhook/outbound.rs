//! The way out: no proxy, no redirect, no look-up but the vetted one, ten seconds, four kilobytes.

use super::{
    model::Outcome,
    target::{self, is_allowed},
};
use platform::egress;
use reqwest::{
    Client, Response,
    dns::{Addrs, Name, Resolve, Resolving},
    redirect::Policy,
};
use std::{
    error::Error,
    net::SocketAddr,
    sync::{Arc, OnceLock},
    time::Duration,
};

/// How long a receiver may take, from the look-up to the end of its answer.
const PATIENCE: Duration = Duration::from_secs(10);
/// How much of an answer is kept, bytes.
const KEPT: usize = 4_096;

type Failure = Box<dyn Error + Send + Sync>;

/// What is posted.
pub(crate) struct Message<'a> {
    pub id: String,
    /// Seconds since 1970.
    pub timestamp: i64,
    pub signature: String,
    pub body: &'a str,
}

/// Posts to whom it may.
pub(crate) struct Outbound {
    hosts: Arc<[String]>,
    client: OnceLock<Client>,
}

impl Outbound {
    /// A way out that also leads to these hosts, wherever they are.
    pub(crate) fn new(hosts: &[String]) -> Self {
        let hosts = hosts.iter().map(|host| host.trim().trim_end_matches('.').to_ascii_lowercase());
        Self { hosts: hosts.filter(|host| !host.is_empty()).collect(), client: OnceLock::new() }
    }

    /// The hosts that may be reached wherever they are.
    pub(crate) fn hosts(&self) -> &[String] {
        &self.hosts
    }

    /// Posts a message; the address is examined anew.
    pub(crate) async fn post(&self, url: &str, message: &Message<'_>) -> Outcome {
        match self.try_post(url, message).await {
            Ok((status, body)) => Outcome::Answered(status, body),
            Err(reason) => Outcome::Unanswered(reason),
        }
    }

    async fn try_post(&self, url: &str, message: &Message<'_>) -> Result<(u16, String), String> {
        let url = target::parse(url, &self.hosts)?;
        let request = self
            .client()?
            .post(url)
            .header("content-type", "application/json")
            .header("webhook-id", message.id.as_str())
            .header("webhook-timestamp", message.timestamp.to_string())
            .header("webhook-signature", message.signature.as_str())
            .body(message.body.to_owned());
        let mut response = request.send().await.map_err(|error| in_words(&error))?;
        Ok((response.status().as_u16(), beginning(&mut response).await))
    }

    /// Made when something is first sent: most shops have no webhooks.
    fn client(&self) -> Result<&Client, String> {
        if let Some(client) = self.client.get() {
            return Ok(client);
        }
        let client = Client::builder()
            .user_agent("Tradewind webhooks")
            .no_proxy()
            .redirect(Policy::none())
            .referer(false)
            .dns_resolver(Vetted(Arc::clone(&self.hosts)))
            .timeout(PATIENCE)
            // Each delivery is vetted for itself.
            .pool_max_idle_per_host(0)
            .build()
            .map_err(|error| in_words(&error))?;
        Ok(self.client.get_or_init(|| client))
    }
}

/// Looks hosts up and vets what it finds: nothing else is connected to.
struct Vetted(Arc<[String]>);

impl Resolve for Vetted {
    fn resolve(&self, name: Name) -> Resolving {
        let host = name.as_str().to_owned();
        let is_allowed = is_allowed(&host, &self.0);
        Box::pin(look_up(host, is_allowed))
    }
}

async fn look_up(host: String, is_allowed: bool) -> Result<Addrs, Failure> {
    let found: Vec<SocketAddr> = if is_allowed {
        tokio::net::lookup_host((host.as_str(), 0)).await?.collect()
    } else {
        egress::resolve(&host).await?
    };
    Ok(Box::new(found.into_iter()))
}

/// What is kept of an answer. One that stops half-way has been given all the same.
async fn beginning(response: &mut Response) -> String {
    let mut kept = Vec::new();
    while kept.len() < KEPT
        && let Ok(Some(chunk)) = response.chunk().await
    {
        let room = KEPT - kept.len();
        kept.extend_from_slice(&chunk[..chunk.len().min(room)]);
    }
    // Postgres keeps no zero characters.
    String::from_utf8_lossy(&kept).replace('\0', "")
}

/// The innermost cause, without the address.
fn in_words(error: &reqwest::Error) -> String {
    if error.is_timeout() {
        return "There was no answer within 10 seconds.".to_owned();
    }
    let mut cause: &dyn Error = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    format!("It could not be reached: {cause}.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_name_that_leads_home_is_connected_to_only_where_that_is_allowed() {
        assert!(look_up("localhost".to_owned(), false).await.is_err());
        assert!(look_up("localhost".to_owned(), true).await.is_ok());
    }
}
