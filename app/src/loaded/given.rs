use crate::error::AppError;
use leptos::server::codee::{Decoder, Encoder};
use serde::{Serialize, de::DeserializeOwned};
use std::{
    any::Any,
    sync::{Arc, OnceLock},
};

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

/// What the server answered, of whatever type. What came with the page is read when it is first asked for.
#[derive(Clone)]
pub struct Given(Arc<Inner>);

struct Inner {
    value: OnceLock<Box<dyn Any + Send + Sync>>,
    text: String,
    #[cfg(feature = "ssr")]
    write: fn(&dyn Any) -> Result<String, serde_json::Error>,
}

impl Given {
    /// Of a value.
    pub(super) fn new<T: Serialize + Send + Sync + 'static>(value: T) -> Self {
        let value: Box<dyn Any + Send + Sync> = Box::new(value);
        Self(Arc::new(Inner {
            value: OnceLock::from(value),
            text: String::new(),
            #[cfg(feature = "ssr")]
            write: |value| serde_json::to_string(&value.downcast_ref::<T>()),
        }))
    }

    /// Of what the page brought.
    fn unread(text: String) -> Self {
        Self(Arc::new(Inner {
            value: OnceLock::new(),
            text,
            #[cfg(feature = "ssr")]
            write: |_| Ok(String::from("null")),
        }))
    }

    /// The value.
    pub(super) fn read<T: Clone + DeserializeOwned + Send + Sync + 'static>(&self) -> Result<T, AppError> {
        if self.0.value.get().is_none() {
            let value: T = serde_json::from_slice(self.0.text.as_bytes())
                .map_err(|error| AppError::unreadable(&error))?;
            let _ = self.0.value.set(Box::new(value));
        }
        let value = self.0.value.get().and_then(|value| value.downcast_ref::<T>());
        value.cloned().ok_or_else(|| contracts::Error::internal().into())
    }
}

/// How it travels with the page: the value's JSON, or the error's behind [`REFUSED`], which no JSON begins with.
pub struct GivenJson;

const REFUSED: char = '!';

impl Encoder<Result<Given, AppError>> for GivenJson {
    type Error = serde_json::Error;
    type Encoded = String;

    #[cfg(feature = "ssr")]
    fn encode(told: &Result<Given, AppError>) -> Result<String, Self::Error> {
        match told {
            Ok(given) => given
                .0
                .value
                .get()
                .map_or_else(|| Ok(given.0.text.clone()), |value| (given.0.write)(&**value)),
            Err(error) => Ok(format!("{REFUSED}{}", serde_json::to_string(error)?)),
        }
    }

    /// Browsers send no pages.
    #[cfg(not(feature = "ssr"))]
    fn encode(_: &Result<Given, AppError>) -> Result<String, Self::Error> {
        Ok(String::new())
    }
}

impl Decoder<Result<Given, AppError>> for GivenJson {
    type Error = serde_json::Error;
    type Encoded = str;

    fn decode(text: &str) -> Result<Result<Given, AppError>, Self::Error> {
        match text.strip_prefix(REFUSED) {
            Some(error) => serde_json::from_slice(error.as_bytes()).map(Err),
            None => Ok(Ok(Given::unread(text.to_owned()))),
        }
    }
}
