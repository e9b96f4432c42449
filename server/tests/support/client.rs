//! A client of the gateway: keeps cookies like a browser, speaks JSON like a machine.

use axum::{Router, body::Body, extract::ConnectInfo, response::Response};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, StatusCode, header};
use http_body_util::BodyExt;
use serde_json::Value;
use std::{collections::BTreeMap, net::SocketAddr};
use tower::ServiceExt;

/// Sends requests without a network.
#[derive(Clone)]
pub struct Client {
    router: Router,
    headers: BTreeMap<&'static str, String>,
}

/// What came back.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Client {
    pub fn new(router: Router) -> Self {
        Self { router, headers: BTreeMap::new() }
    }

    /// The same client with one more header on every request.
    pub fn with(&self, name: &'static str, value: impl Into<String>) -> Self {
        let mut other = self.clone();
        other.headers.insert(name, value.into());
        other
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, Body::empty(), &[]).await
    }

    /// A JSON request to the API.
    pub async fn json(&self, method: Method, path: &str, body: Value) -> Answer {
        let body = Body::from(body.to_string());
        self.send(method, &format!("/api/v1{path}"), body, &[("content-type", "application/json")]).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.json(Method::POST, path, body).await
    }

    /// A form sent by a browser without scripts.
    pub async fn form(&self, path: &str, body: &str) -> Answer {
        let headers = [("content-type", "application/x-www-form-urlencoded"), ("accept", "text/html")];
        self.send(Method::POST, path, Body::from(body.to_owned()), &headers).await
    }

    pub async fn send(
        &self,
        method: Method,
        path: &str,
        body: Body,
        headers: &[(&'static str, &str)],
    ) -> Answer {
        let response = self.answered(method, path, body, headers).await;
        let (parts, body) = response.into_parts();
        let body = body.collect().await.map(|body| body.to_bytes().to_vec()).unwrap_or_default();
        Answer { status: parts.status, headers: parts.headers, body }
    }

    /// An answer whose body is yet to be read.
    pub async fn open(&self, path: &str) -> Response {
        self.answered(Method::GET, path, Body::empty(), &[]).await
    }

    async fn answered(
        &self,
        method: Method,
        path: &str,
        body: Body,
        headers: &[(&'static str, &str)],
    ) -> Response {
        let mut request =
            Request::builder().method(method).uri(path).header(header::HOST, "shop.test").body(body).unwrap();
        let own = self.headers.iter().map(|(name, value)| (*name, value.as_str()));
        for (name, value) in own.chain(headers.iter().copied()) {
            request
                .headers_mut()
                .insert(HeaderName::from_static(name), HeaderValue::from_str(value).unwrap());
        }
        request.extensions_mut().insert(ConnectInfo(SocketAddr::from(([192, 0, 2, 1], 4000))));
        self.router.clone().oneshot(request).await.unwrap()
    }
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn value(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{error}: {} {}", self.status, self.text()))
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The answer, which must have this status.
    pub fn must_be(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "{}", self.text());
        self
    }

    /// A problem without what differs from request to request.
    pub fn problem(&self) -> Value {
        assert_eq!(self.header("content-type"), "application/problem+json", "{}", self.text());
        let mut problem = self.value();
        assert!(
            problem["request_id"].as_str().is_some_and(|id| id == self.header("x-request-id")),
            "{problem}"
        );
        assert_eq!(problem["status"], self.status.as_u16());
        problem.as_object_mut().unwrap().remove("request_id");
        problem
    }
}
