//! The sitemap: an index, a file for the shop's own pages and categories, and files of up to 50,000 products, which are
//! read by key and sent while they are read.

use crate::http::{
    Settings,
    refusal::{escape, refusal},
};
use axum::{
    body::Body,
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use contracts::{
    Error, ProductId, Result, Services,
    catalog::{Category, SitemapEntry, category_path, product_path},
};
use futures::stream;
use http::{StatusCode, header};
use std::sync::Arc;
use tokio::sync::mpsc::{self, Sender};

type Chunk = Result<Bytes>;

const NAMESPACE: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";
const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
const TAIL: &str = "</urlset>\n";
/// Products that are read at once.
const BATCH: u32 = 1_000;
/// Batches that wait for the client.
const AHEAD: usize = 1;
/// The pages that every shop has.
const PAGES: [&str; 2] = ["/", "/shop"];

/// `/sitemap.xml`: the files there are.
pub async fn index(State(settings): State<Arc<Settings>>) -> Response {
    match settings.services.catalog.sitemap_parts().await {
        Ok(parts) => xml(Body::from(index_text(&settings.base_url, &parts))),
        Err(_) => later(),
    }
}

/// `/sitemap/pages.xml` and `/sitemap/products-<id>.xml`: the products after that id.
pub async fn file(State(settings): State<Arc<Settings>>, Path(file): Path<String>) -> Response {
    if file == "pages.xml" {
        return match settings.services.catalog.categories().await {
            Ok(tree) => xml(Body::from(pages_text(&settings.base_url, &tree))),
            Err(_) => later(),
        };
    }
    let id = file.strip_prefix("products-").and_then(|rest| rest.strip_suffix(".xml"));
    match id.and_then(|id| id.parse().ok()) {
        Some(after) => xml(products(&settings, after)),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

fn xml(body: Body) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "application/xml; charset=utf-8"),
        (header::CACHE_CONTROL, "public, max-age=3600"),
    ];
    (headers, body).into_response()
}

fn later() -> Response {
    refusal(StatusCode::SERVICE_UNAVAILABLE, "The sitemap cannot be read now. Please try again in a moment.")
}

fn index_text(base_url: &str, parts: &[ProductId]) -> String {
    let base_url = escape(base_url);
    let products = parts.iter().map(|after| format!("products-{after}"));
    let files = ["pages".to_owned()].into_iter().chain(products);
    let files: Vec<_> =
        files.map(|file| format!("<sitemap><loc>{base_url}/sitemap/{file}.xml</loc></sitemap>\n")).collect();
    let files = files.concat();
    format!("{DECLARATION}<sitemapindex xmlns=\"{NAMESPACE}\">\n{files}</sitemapindex>\n")
}

fn pages_text(base_url: &str, tree: &[Category]) -> String {
    let mut paths: Vec<String> = PAGES.map(str::to_owned).to_vec();
    collect(tree, &mut paths);
    let base_url = escape(base_url);
    let urls: Vec<_> =
        paths.iter().map(|path| format!("<url><loc>{base_url}{}</loc></url>\n", escape(path))).collect();
    [head().as_str(), &urls.concat(), TAIL].concat()
}

/// Categories in which there is something.
fn collect(tree: &[Category], paths: &mut Vec<String>) {
    for category in tree.iter().filter(|category| category.product_count > 0) {
        paths.push(category_path(&category.slug));
        collect(&category.children, paths);
    }
}

fn head() -> String {
    format!("{DECLARATION}<urlset xmlns=\"{NAMESPACE}\">\n")
}

/// On a task of its own: who goes away cancels no statement.
fn products(settings: &Settings, after: ProductId) -> Body {
    let (chunks, taken) = mpsc::channel(AHEAD);
    let (services, base_url) = (settings.services.clone(), escape(&settings.base_url));
    tokio::spawn(run(services, base_url, after, chunks));
    Body::from_stream(stream::unfold(taken, async |mut taken: mpsc::Receiver<Chunk>| {
        let chunk = taken.recv().await?;
        Some((chunk, taken))
    }))
}

/// A file that cannot end is broken off, so that nobody takes it for whole.
async fn run(services: Services, base_url: String, after: ProductId, chunks: Sender<Chunk>) {
    if let Err(error) = send_all(&services, &base_url, after, &chunks).await {
        // Nobody may be there to hear it.
        let _ = chunks.send(Err(error)).await;
    }
}

async fn send_all(
    services: &Services,
    base_url: &str,
    mut after: ProductId,
    chunks: &Sender<Chunk>,
) -> Result<()> {
    send(chunks, head()).await?;
    let mut left = SitemapEntry::IN_A_FILE;
    while left > 0 {
        let entries = services.catalog.sitemap_products(after, BATCH.min(left)).await?;
        let Some(last) = entries.last() else { break };
        after = last.id;
        left = left.saturating_sub(u32::try_from(entries.len()).unwrap_or(left));
        send(chunks, entries.iter().map(|entry| url(base_url, entry)).collect()).await?;
    }
    send(chunks, TAIL.to_owned()).await
}

fn url(base_url: &str, entry: &SitemapEntry) -> String {
    let (path, changed) = (product_path(&entry.slug), entry.changed_at.format("%Y-%m-%dT%H:%M:%SZ"));
    format!("<url><loc>{base_url}{path}</loc><lastmod>{changed}</lastmod></url>\n")
}

async fn send(chunks: &Sender<Chunk>, text: String) -> Result<()> {
    let gone = |_| Error::unavailable("The client went away.");
    chunks.send(Ok(Bytes::from(text))).await.map_err(gone)
}
