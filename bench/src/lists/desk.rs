//! Somebody of the staff who looks at lists.

use crate::{
    Lists,
    client::{Answer, Client},
    form::Form,
};
use anyhow::{Context, Result, ensure};
use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

/// How often a page is asked for.
const CALLS: usize = 30;

/// What a page took.
pub struct Taken {
    pub p50: Duration,
    pub p99: Duration,
    /// How many there are, as the page says it.
    pub rows: String,
}

/// An open back office.
pub struct Desk {
    client: Client,
    cookies: BTreeMap<String, String>,
}

impl Desk {
    /// Logs in as the administrator.
    pub async fn open(run: &Lists) -> Result<Self> {
        let client = Client::connect(&run.shop).await?;
        let mut desk = Self { client, cookies: BTreeMap::new() };
        let page = desk.get("/admin/login").await?.text();
        let form = Form::with(&page, "password").context("the log-in has no form")?;
        let typed = [("email", run.email.clone()), ("password", run.password.clone())];
        let cookies = desk.cookies();
        let answer = desk.client.post(&form.action, &cookies, form.filled(&typed)).await?;
        desk.keep(&answer);
        let page = desk.get("/admin/orders").await?;
        ensure!(page.status.is_success(), "the log-in was refused: {} {}", answer.status, answer.location());
        Ok(desk)
    }

    /// Asks for a page again and again; the first answer only warms up.
    pub async fn look(&mut self, path: &str) -> Result<Taken> {
        let page = self.get(path).await?;
        ensure!(page.status.is_success(), "{} for {path}", page.status);
        let mut times = Vec::with_capacity(CALLS);
        for _ in 0..CALLS {
            let began = Instant::now();
            let page = self.get(path).await?;
            times.push(began.elapsed());
            ensure!(page.status.is_success(), "{} for {path}", page.status);
        }
        times.sort_unstable();
        let at = |percent: usize| times.get((CALLS * percent / 100).min(CALLS - 1)).copied();
        Ok(Taken {
            p50: at(50).unwrap_or_default(),
            p99: at(99).unwrap_or_default(),
            rows: told(&page.text()),
        })
    }

    async fn get(&mut self, path: &str) -> Result<Answer> {
        let cookies = self.cookies();
        let answer = self.client.get(path, &cookies).await?;
        self.keep(&answer);
        Ok(answer)
    }

    fn cookies(&self) -> String {
        let pairs = self.cookies.iter().map(|(name, value)| format!("{name}={value}"));
        pairs.collect::<Vec<_>>().join("; ")
    }

    /// A session's token changes now and then.
    fn keep(&mut self, answer: &Answer) {
        let set = answer.cookies();
        for (name, value) in set.split("; ").filter_map(|pair| pair.split_once('=')) {
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
    }
}

/// What stands below a list: `12 orders`. Nothing on pages that are no lists.
fn told(html: &str) -> String {
    let below = html.rsplit_once("role=\"status\">").map_or("", |(_, rest)| rest);
    below.split('<').next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::told;

    #[test]
    fn a_list_says_how_long_it_is() {
        let html = r#"<p role="status">other</p><p class="muted small" role="status">12 orders</p>"#;
        assert_eq!(told(html), "12 orders");
        assert_eq!(told("<p>"), "");
    }
}
