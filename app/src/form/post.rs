//! Sends what was typed as a browser without scripts would, and takes the answer as a server function gives it.

use super::action::{Answer, Read};
use crate::error::AppError;

/// Only browsers send forms.
#[cfg(not(feature = "hydrate"))]
pub(super) async fn send(_: &'static str, _: String, _: Read) -> Result<Answer, AppError> {
    std::future::pending().await
}

/// Posts the fields and follows where the answer leads.
#[cfg(feature = "hydrate")]
pub(super) async fn send(url: &'static str, body: String, read: Read) -> Result<Answer, AppError> {
    use leptos::server_fn::{
        client::{Client, browser::BrowserClient},
        error::FromServerFnError,
        redirect::call_redirect_hook,
        request::{ClientReq, browser::BrowserRequest},
        response::ClientRes,
    };

    const FORM: &str = "application/x-www-form-urlencoded";
    let request = <BrowserRequest as ClientReq<AppError>>::try_new_post(url, FORM, "application/json", body)?;
    let response = <BrowserClient as Client<AppError>>::send(request).await?;
    let status = ClientRes::<AppError>::status(&response);
    let led_on = ClientRes::<AppError>::has_redirect(&response) || (300..400).contains(&status);
    let location = ClientRes::<AppError>::location(&response);
    let body = ClientRes::<AppError>::try_into_bytes(response).await?;
    if status >= 400 {
        return Err(AppError::de(body));
    }
    let answer = read(&body)?;
    if led_on {
        call_redirect_hook(&location);
    }
    Ok(answer)
}
