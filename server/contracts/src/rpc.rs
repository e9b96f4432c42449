//! The wire form of the contracts: `POST /rpc/<service>/<method>` with the arguments as a JSON array,
//! answered by the value or by a [`crate::Error`].

use crate::{Error, Result};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

/// Carries a call to the process that runs the service.
#[async_trait::async_trait]
pub trait Transport: Send + Sync {
    /// Sends the arguments, returns the answer.
    ///
    /// # Errors
    /// What the service answered, or `Unavailable` when it could not be reached.
    async fn call(&self, service: &'static str, method: &'static str, arguments: Value) -> Result<Value>;
}

/// Any contract, answered by another process.
#[derive(Clone, Debug)]
pub struct Remote<T>(pub T);

/// Makes one call through a transport.
///
/// # Errors
/// As the service answers; `Internal` when either side does not understand the other.
pub async fn call<A: Serialize + Send, R: DeserializeOwned>(
    transport: &dyn Transport,
    service: &'static str,
    method: &'static str,
    arguments: A,
) -> Result<R> {
    let arguments = serde_json::to_value(arguments).map_err(|_| Error::internal())?;
    let answer = transport.call(service, method, arguments).await?;
    serde_json::from_value(answer).map_err(|_| Error::internal())
}

/// Reads the arguments of a call.
///
/// # Errors
/// `Invalid` when they are not what the method takes.
pub fn arguments<A: DeserializeOwned>(arguments: Value) -> Result<A> {
    let none = arguments.as_array().is_some_and(Vec::is_empty);
    let arguments = if none { Value::Null } else { arguments };
    serde_json::from_value(arguments).map_err(|error| Error::invalid(error.to_string()))
}

/// Writes the answer of a call.
///
/// # Errors
/// `Internal` when it does not serialise.
pub fn answer<R: Serialize>(answer: R) -> Result<Value> {
    serde_json::to_value(answer).map_err(|_| Error::internal())
}
