//! What browsers work on at the doors.

use crate::{error::AppError, work::Door};
use leptos::prelude::*;

/// A ticket for a form at this door, to be worked on; empty while nobody signs any.
#[server]
pub async fn load_ticket(door: Door) -> Result<String, AppError> {
    Ok(std::future::ready(super::guard::ticket(door)).await)
}
