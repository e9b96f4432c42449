//! A page's data: how they come, what is shown until then, and when they did not.
//!
//! What is asked and answered has one type for all pages ([`Given`], `Asked`): a resource per type, as Leptos has it, would
//! put its machinery into the WebAssembly once for each of a hundred.

mod asked;
mod given;

pub use given::{Given, PageJson};

use crate::{error::AppError, layout::ErrorView};
use asked::Asked;
use given::GivenJson;
use leptos::prelude::*;
use serde::{Serialize, de::DeserializeOwned};
use std::{
    future::{Future, IntoFuture},
    marker::PhantomData,
    pin::Pin,
    sync::Arc,
};

type Told = Result<Given, AppError>;
type Telling = Pin<Box<dyn Future<Output = Told> + Send>>;

/// What a page shows, once the server has answered.
pub struct PageResource<T> {
    told: Resource<Told, GivenJson>,
    of: PhantomData<fn() -> T>,
}

impl<T> Clone for PageResource<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for PageResource<T> {}

impl<T> IntoFuture for PageResource<T>
where
    T: Clone + DeserializeOwned + Send + Sync + 'static,
{
    type Output = Result<T, AppError>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        let told = self.told.into_future();
        Box::pin(async move { read(told.await) })
    }
}

fn read<T: Clone + DeserializeOwned + Send + Sync + 'static>(told: Told) -> Result<T, AppError> {
    told.and_then(|given| given.read())
}

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
    let ask = move |asked: Asked| -> Telling {
        match asked.read::<S>().map(&fetch) {
            Some(answer) => Box::pin(async move { answer.await.map(Given::new) }),
            None => Box::pin(std::future::pending()),
        }
    };
    let told = telling(Box::new(move || Asked::new(source())), Box::new(ask));
    PageResource { told, of: PhantomData }
}

fn telling(
    source: Box<dyn Fn() -> Asked + Send + Sync>,
    ask: Box<dyn Fn(Asked) -> Telling + Send + Sync>,
) -> Resource<Told, GivenJson> {
    Resource::new_with_options(source, ask, true)
}

/// Shows `view` with the resource's value, `skeleton` until it is there, or the error in words.
/// While a new value is on its way the old one stays.
pub fn loaded<T, S, V>(resource: PageResource<T>, skeleton: S, view: V) -> impl IntoView
where
    T: Clone + DeserializeOwned + Send + Sync + 'static,
    S: Fn() -> AnyView + Send + Sync + 'static,
    V: Fn(T) -> AnyView + Clone + Send + Sync + 'static,
{
    let view = move |told: Told| read(told).map(&view);
    shown(resource.told, Arc::new(skeleton), Arc::new(view))
}

fn shown(
    told: Resource<Told, GivenJson>,
    skeleton: Arc<dyn Fn() -> AnyView + Send + Sync>,
    view: Arc<dyn Fn(Told) -> Result<AnyView, AppError> + Send + Sync>,
) -> AnyView {
    let show = move || {
        let view = Arc::clone(&view);
        Suspend::new(async move {
            match view(told.await) {
                Ok(view) => view,
                Err(error) => view! { <ErrorView error /> }.into_any(),
            }
        })
    };
    view! { <Transition fallback=move || skeleton()>{show}</Transition> }.into_any()
}
