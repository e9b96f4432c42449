//! One connection over which one shopper asks, again and again.

use anyhow::{Context, Result};
use bytes::Bytes;
use http::{HeaderMap, HeaderName, Method, Request, StatusCode, header};
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

/// A shopper's connection.
pub struct Client {
    base: String,
    authority: String,
    sender: SendRequest<Full<Bytes>>,
}

/// An answer, read to its end.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Answer {
    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The cookies it sets, as a request sends them.
    pub fn cookies(&self) -> String {
        let set = self.headers.get_all(header::SET_COOKIE).iter().filter_map(|value| value.to_str().ok());
        set.filter_map(|cookie| cookie.split(';').next()).collect::<Vec<_>>().join("; ")
    }

    /// Where it leads.
    pub fn location(&self) -> &str {
        self.headers.get(header::LOCATION).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

impl Client {
    /// Connects to `http://host:port`.
    pub async fn connect(base: &str) -> Result<Self> {
        let authority =
            base.strip_prefix("http://").context("the address must begin with http://")?.to_owned();
        let sender = open(&authority).await?;
        Ok(Self { base: base.to_owned(), authority, sender })
    }

    /// Asks for a page.
    pub async fn get(&mut self, path: &str, cookies: &str) -> Result<Answer> {
        self.send(Method::GET, path, cookies, String::new()).await
    }

    /// Sends a form as a browser without scripts does.
    pub async fn post(&mut self, path: &str, cookies: &str, form: String) -> Result<Answer> {
        self.send(Method::POST, path, cookies, form).await
    }

    /// Asks the API, as a machine with these headers.
    pub async fn json(
        &mut self,
        method: Method,
        path: &str,
        headers: &[(HeaderName, &str)],
        body: String,
    ) -> Result<Answer> {
        let kind = (header::CONTENT_TYPE, "application/json");
        self.ask(method, &format!("/api/v1{path}"), &[headers, &[kind]].concat(), body).await
    }

    async fn send(&mut self, method: Method, path: &str, cookies: &str, body: String) -> Result<Answer> {
        let base = self.base.clone();
        let headers = [
            (header::ORIGIN, base.as_str()),
            (header::ACCEPT, "text/html,application/json;q=0.9"),
            (header::CONTENT_TYPE, "application/x-www-form-urlencoded"),
            (header::COOKIE, cookies),
        ];
        self.ask(method, path, &headers[..if cookies.is_empty() { 3 } else { 4 }], body).await
    }

    async fn ask(
        &mut self,
        method: Method,
        path: &str,
        headers: &[(HeaderName, &str)],
        body: String,
    ) -> Result<Answer> {
        if self.sender.ready().await.is_err() {
            self.sender = open(&self.authority).await?;
        }
        let request = Request::builder().method(method).uri(path).header(header::HOST, &self.authority);
        let request = headers.iter().fold(request, |request, (name, value)| request.header(name, *value));
        let answer = self.sender.send_request(request.body(Full::from(body))?).await?;
        let (head, body) = answer.into_parts();
        let body = body.collect().await?.to_bytes();
        Ok(Answer { status: head.status, headers: head.headers, body })
    }
}

async fn open(authority: &str) -> Result<SendRequest<Full<Bytes>>> {
    let stream = TcpStream::connect(authority).await.with_context(|| format!("connecting to {authority}"))?;
    stream.set_nodelay(true)?;
    let (sender, connection) = handshake(TokioIo::new(stream)).await?;
    tokio::spawn(connection);
    Ok(sender)
}
