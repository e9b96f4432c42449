//! The adapter against the shapes that `OpenSearch` asks for and answers.
#![cfg(feature = "opensearch")]

use search::{
    BRAND, Change, Document, FacetEntry, Position, Query, Range, Relaxed, SearchEngine, VariantEntry,
    opensearch::OpenSearch,
};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use uuid::Uuid;
use wiremock::{
    Mock, MockServer, ResponseTemplate,
    matchers::{body_partial_json, method, path},
};

fn engine(server: &MockServer) -> OpenSearch {
    // The other tests of this file may have done so before.
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    OpenSearch::new(reqwest::Client::new(), &server.uri(), "products")
}

fn answered(body: Value) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(body)
}

fn hits(ids: &[u128], total: u64) -> Value {
    let hits: Vec<Value> =
        ids.iter().map(|id| json!({ "_id": Uuid::from_u128(*id), "_score": 1.5 })).collect();
    json!({ "hits": { "total": { "value": total, "relation": "eq" }, "hits": hits } })
}

async fn sent(server: &MockServer) -> Vec<(String, String)> {
    let requests = server.received_requests().await.unwrap_or_default();
    let body = |request: &wiremock::Request| String::from_utf8_lossy(&request.body).into_owned();
    requests
        .iter()
        .map(|request| (format!("{} {}", request.method, request.url.path()), body(request)))
        .collect()
}

#[tokio::test]
async fn hits_and_counts_are_read() {
    let server = MockServer::start().await;
    let bucket =
        |key: &str, count: u64| json!({ "key": key, "doc_count": 9, "products": { "doc_count": count } });
    let counted = |buckets: Value| json!({ "variants": { "passing": { "values": { "buckets": buckets } } } });
    let mut answer = hits(&[7, 8], 12);
    answer["aggregations"] = json!({
        "facets": counted(json!([bucket("brand\u{1f}Ada", 2), bucket("Colour\u{1f}Red", 1)])),
        "facet Colour": counted(json!([bucket("Colour\u{1f}Red", 3), bucket("Colour\u{1f}Blue", 2)])),
        "price": { "price": { "min": 100.0, "max": 900.0 } },
        "in_stock": { "doc_count": 11 },
    });
    Mock::given(method("POST"))
        .and(path("/products/_search"))
        .respond_with(answered(answer))
        .mount(&server)
        .await;
    let query = Query {
        facets: BTreeMap::from([("Colour".into(), vec!["Red".into()])]),
        price: Range { min: Some(200), max: None },
        count_facets: true,
        limit: 2,
        ..Query::default()
    };
    let answer = engine(&server).search(query).await.unwrap();
    assert_eq!((answer.total, answer.in_stock, answer.hits.len()), (12, 11, 2));
    assert_eq!(answer.price.bounds.map(|bounds| (bounds.min, bounds.max)), Some((100, 900)));
    let colour = answer.facets.iter().find(|facet| facet.name == "Colour").unwrap();
    assert_eq!(
        colour.values.iter().map(|value| (value.count, value.chosen)).collect::<Vec<_>>(),
        [(3, true), (2, false)]
    );
    assert!(answer.facets.iter().any(|facet| facet.name == BRAND));
    let body: Value = serde_json::from_str(&sent(&server).await[0].1).unwrap();
    assert_eq!(body["post_filter"]["bool"]["filter"][0]["range"]["price"]["gte"], 200);
    assert!(
        body["aggs"]["price"]["filter"].to_string().contains("Colour")
            && !body["aggs"]["price"]["filter"].to_string().contains("gte")
    );
}

#[tokio::test]
async fn a_search_without_hits_is_relaxed_and_then_answered_with_what_sells() {
    let server = MockServer::start().await;
    let best_selling = json!({ "sort": [{ "sales": "desc" }, { "position": "asc" }] });
    Mock::given(path("/products/_search"))
        .and(body_partial_json(best_selling))
        .respond_with(answered(hits(&[5], 1)))
        .mount(&server)
        .await;
    Mock::given(path("/products/_search")).respond_with(answered(hits(&[], 0))).mount(&server).await;
    let answer =
        engine(&server).search(Query { text: "nothing".into(), limit: 5, ..Query::default() }).await.unwrap();
    assert_eq!((answer.total, answer.relaxed, answer.hits.len()), (0, Relaxed::AllWords, 1));
    assert_eq!(sent(&server).await.len(), 3);
}

#[tokio::test]
async fn changes_are_sent_in_bulk_and_then_their_position() {
    let server = MockServer::start().await;
    Mock::given(path("/products/_bulk"))
        .respond_with(answered(json!({ "errors": false, "items": [] })))
        .mount(&server)
        .await;
    Mock::given(method("PUT"))
        .and(path("/products/_mapping"))
        .respond_with(answered(json!({ "acknowledged": true })))
        .mount(&server)
        .await;
    let document = Document {
        id: Uuid::from_u128(1),
        brand: Some("Ada".into()),
        variants: vec![VariantEntry {
            choices: vec![FacetEntry { name: "Colour".into(), value: "Red".into() }],
            in_stock: true,
        }],
        ..Document::default()
    };
    let changes = vec![Change::Product(Box::new(document)), Change::ProductGone(Uuid::from_u128(2))];
    engine(&server).apply(changes, Some(Position("5".into()))).await.unwrap();
    let sent = sent(&server).await;
    let lines: Vec<Value> = sent[0].1.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 3);
    assert_eq!(lines[1]["variants"][0]["facet"], json!(["brand\u{1f}Ada", "Colour\u{1f}Red"]));
    assert!(lines[2]["delete"].is_object());
    assert_eq!(serde_json::from_str::<Value>(&sent[1].1).unwrap(), json!({ "_meta": { "position": "5" } }));
}

#[tokio::test]
async fn a_refused_line_fails_the_whole_and_its_position_is_not_written() {
    let server = MockServer::start().await;
    let refused = json!({ "errors": true, "items": [{ "index": { "status": 400, "error": { "reason": "too long" } } }] });
    Mock::given(path("/products/_bulk")).respond_with(answered(refused)).mount(&server).await;
    let applied =
        engine(&server).apply(vec![Change::ProductGone(Uuid::nil())], Some(Position("5".into()))).await;
    assert!(applied.unwrap_err().to_string().contains("too long"));
    assert_eq!(sent(&server).await.len(), 1);
}

#[tokio::test]
async fn a_rebuild_moves_the_alias_in_one_step() {
    let server = MockServer::start().await;
    Mock::given(path("/_alias/products"))
        .respond_with(answered(json!({ "products-3": { "aliases": {} } })))
        .mount(&server)
        .await;
    Mock::given(method("DELETE")).respond_with(ResponseTemplate::new(404)).mount(&server).await;
    Mock::given(wiremock::matchers::any())
        .respond_with(answered(json!({ "acknowledged": true })))
        .mount(&server)
        .await;
    let rebuild = engine(&server).begin_rebuild().await.unwrap();
    rebuild.finish(Position("9".into())).await.unwrap();
    let (request, body) = sent(&server).await.pop().unwrap();
    assert_eq!(request, "POST /_aliases");
    assert_eq!(
        serde_json::from_str::<Value>(&body).unwrap(),
        json!({ "actions": [
            { "add": { "index": "products-4", "alias": "products" } },
            { "remove_index": { "index": "products-3" } },
        ] })
    );
}

#[tokio::test]
async fn a_server_without_the_index_has_no_position() {
    let server = MockServer::start().await;
    assert_eq!(engine(&server).position().await.unwrap(), None);
}
