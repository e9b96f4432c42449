//! A page's data: how they come, what is shown until then, and when they did not.

use crate::{error::AppError, layout::ErrorView};
use leptos::{
    prelude::*,
    server::codee::{Decoder, Encoder},
};
use serde::{Serialize, de::DeserializeOwned};

/// JSON in the page, read from bytes as the answers of server functions are: reading the same types from
/// text as well would put a second copy of every reader into the WebAssembly.
pub struct PageJson;

impl<T: Serialize> Encoder<T> for PageJson {
    type Error = serde_json::Error;
    type Encoded = String;

    fn encode(value: &T) -> Result<String, Self::Error> {
        serde_json::to_string(value)
    }
}

impl<T: DeserializeOwned> Decoder<T> for PageJson {
    type Error = serde_json::Error;
    type Encoded = str;

    fn decode(text: &str) -> Result<T, Self::Error> {
        serde_json::from_slice(text.as_bytes())
    }
}

/// What a page shows, once the server has answered.
pub type PageResource<T> = Resource<Result<T, AppError>, PageJson>;

/// Asks the server whenever `source` changes. The first answer comes with the page, which waits for it, so
/// that its status and title are right.
pub fn page_resource<S, T, F>(
    source: impl Fn() -> S + Send + Sync + 'static,
    fetch: impl Fn(S) -> F + Send + Sync + 'static,
) -> PageResource<T>
where
    S: PartialEq + Clone + Send + Sync + 'static,
    T: Serialize + DeserializeOwned + Send + Sync + 'static,
    F: Future<Output = Result<T, AppError>> + Send + 'static,
{
    Resource::new_with_options(source, fetch, true)
}

/// Shows `view` with the resource's value, `skeleton` until it is there, or the error in words.
/// While a new value is on its way the old one stays.
pub fn loaded<T, S, V>(resource: PageResource<T>, skeleton: S, view: V) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
    S: Fn() -> AnyView + Send + Sync + 'static,
    V: Fn(T) -> AnyView + Clone + Send + Sync + 'static,
{
    let show = move || {
        let view = view.clone();
        Suspend::new(async move {
            match resource.await {
                Ok(value) => view(value),
                Err(error) => view! { <ErrorView error /> }.into_any(),
            }
        })
    };
    view! { <Transition fallback=skeleton>{show}</Transition> }
}
