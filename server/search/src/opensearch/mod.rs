//! The engine beside this process: an `OpenSearch` server of the shop's own.
//!
//! One alias names the index that answers; a rebuild fills another index and moves the alias to it in one step. The
//! position is kept in the index's `_meta`, written after what it leads to: what a crash between both leaves out is
//! applied again. No server is at hand where this is tested: its requests and answers are held to recorded ones.

mod answer;
mod body;
mod entry;

use crate::{
    Answer, Change, Error, Part, Position, Query, Rebuild, Relaxed, Result, SearchEngine, SuggestQuery,
    Suggestions,
};
use async_trait::async_trait;
use reqwest::{Client, Method};
use serde_json::{Value, json};
use uuid::Uuid;

/// An `OpenSearch` server. Clones share their connections.
#[derive(Clone)]
pub struct OpenSearch {
    client: Client,
    address: String,
    alias: String,
}

impl OpenSearch {
    /// The server at an address, e.g. `http://localhost:9200`, with the shop's alias there, e.g. `products`.
    pub fn new(client: Client, address: &str, alias: &str) -> Self {
        Self { client, address: address.trim_end_matches('/').to_owned(), alias: alias.to_owned() }
    }

    async fn send(&self, method: Method, path: &str, kind: &str, body: String) -> Result<Option<Value>> {
        let request = self.client.request(method, format!("{}/{path}", self.address));
        let response = request.header("content-type", kind).body(body).send().await.map_err(refused)?;
        if response.status().as_u16() == 404 {
            return Ok(None);
        }
        let response = response.error_for_status().map_err(refused)?;
        let text = response.text().await.map_err(refused)?;
        serde_json::from_str(&text).map(Some).map_err(|error| Error::Server(error.to_string()))
    }

    async fn json(&self, method: Method, path: &str, body: &Value) -> Result<Option<Value>> {
        self.send(method, path, "application/json", body.to_string()).await
    }

    async fn asked(&self, body: &Value) -> Result<Value> {
        let answer = self.json(Method::POST, &format!("{}/_search", self.alias), body).await?;
        answer.ok_or_else(|| Error::Server(format!("there is no index {}", self.alias)))
    }

    async fn bulk(&self, index: &str, changes: &[Change], refresh: bool) -> Result<()> {
        if changes.is_empty() {
            return Ok(());
        }
        let path = format!("{index}/_bulk?refresh={}", if refresh { "wait_for" } else { "false" });
        let answer = self.send(Method::POST, &path, "application/x-ndjson", entry::bulk(changes)).await?;
        let answer = answer.ok_or_else(|| Error::Server(format!("there is no index {index}")))?;
        match answer::refusal(&answer) {
            Some(reason) => Err(Error::Server(reason)),
            None => Ok(()),
        }
    }

    async fn set_position(&self, index: &str, position: &Position) -> Result<()> {
        let meta = json!({ "_meta": { "position": position.0 } });
        self.json(Method::PUT, &format!("{index}/_mapping"), &meta).await?;
        Ok(())
    }

    /// The indexes behind the alias.
    async fn present(&self) -> Result<Vec<String>> {
        let found = self.json(Method::GET, &format!("_alias/{}", self.alias), &json!({})).await?;
        Ok(found.and_then(|found| Some(found.as_object()?.keys().cloned().collect())).unwrap_or_default())
    }
}

fn refused(error: reqwest::Error) -> Error {
    // Without the address, which may hold a password.
    Error::Server(error.without_url().to_string())
}

#[async_trait]
impl SearchEngine for OpenSearch {
    async fn apply(&self, changes: Vec<Change>, position: Option<Position>) -> Result<()> {
        self.bulk(&self.alias, &changes, true).await?;
        match position {
            Some(position) => self.set_position(&self.alias, &position).await,
            None => Ok(()),
        }
    }

    async fn search(&self, query: Query) -> Result<Answer> {
        let mut found = answer::read(&self.asked(&body::search(&query, false)).await?, &query);
        if found.total == 0 && !query.text.trim().is_empty() {
            let relaxed = answer::read(&self.asked(&body::search(&query, true)).await?, &query);
            found = Answer { relaxed: Relaxed::SomeWords, ..relaxed };
        }
        if found.total == 0 && !query.text.trim().is_empty() {
            let popular = answer::read(&self.asked(&body::popular(&query)).await?, &query);
            found.hits = popular.hits;
            found.relaxed = Relaxed::AllWords;
        }
        Ok(found)
    }

    async fn suggest(&self, query: SuggestQuery) -> Result<Suggestions> {
        if query.text.trim().chars().count() < 2 {
            return Ok(Suggestions::default());
        }
        let products = answer::ids(&self.asked(&body::suggested(&query)).await?);
        let offers = answer::offers(&self.asked(&body::offers(&query)).await?);
        Ok(Suggestions { products, categories: offers.0, searches: offers.1 })
    }

    async fn explain(&self, query: Query, product: Uuid) -> Result<Option<Vec<Part>>> {
        let path = format!("{}/_explain/{product}", self.alias);
        let answer = self.json(Method::POST, &path, &json!({ "query": body::words(&query, true) })).await?;
        Ok(answer.and_then(|answer| answer::parts(&answer)))
    }

    async fn position(&self) -> Result<Option<Position>> {
        let mapping = self.json(Method::GET, &format!("{}/_mapping", self.alias), &json!({})).await?;
        Ok(mapping.and_then(|mapping| answer::position(&mapping)))
    }

    async fn begin_rebuild(&self) -> Result<Box<dyn Rebuild>> {
        let last = self
            .present()
            .await?
            .iter()
            .filter_map(|name| name.rsplit('-').next()?.parse::<u64>().ok())
            .max();
        let index = format!("{}-{}", self.alias, last.unwrap_or(0) + 1);
        // What a rebuild that was given up has left.
        self.json(Method::DELETE, &index, &json!({})).await?;
        self.json(Method::PUT, &index, &entry::mapping()).await?;
        Ok(Box::new(Building { server: self.clone(), index }))
    }
}

/// An index that the alias does not name yet.
struct Building {
    server: OpenSearch,
    index: String,
}

#[async_trait]
impl Rebuild for Building {
    async fn add(&mut self, changes: Vec<Change>) -> Result<()> {
        self.server.bulk(&self.index, &changes, false).await
    }

    async fn finish(self: Box<Self>, position: Position) -> Result<()> {
        let server = &self.server;
        server.json(Method::POST, &format!("{}/_refresh", self.index), &json!({})).await?;
        server.set_position(&self.index, &position).await?;
        let old = server.present().await?;
        let gone = old
            .iter()
            .filter(|name| **name != self.index)
            .map(|name| json!({ "remove_index": { "index": name } }));
        let added = json!({ "add": { "index": self.index, "alias": server.alias } });
        let actions: Vec<Value> = std::iter::once(added).chain(gone).collect();
        server.json(Method::POST, "_aliases", &json!({ "actions": actions })).await?;
        Ok(())
    }
}
