//! The pages and their server functions.

use super::{
    Settings, accounts::Verified, form_memory, page_tasks, security_headers::CspNonce, static_files,
};
use crate::config::Config;
use anyhow::{Context, Result};
use app::{context::RequestInfo, work::Tickets};
use axum::Router;
use contracts::identity::ClientInfo;
use http::{HeaderMap, header::COOKIE, request::Parts};
use leptos::prelude::*;
use leptos_axum::{LeptosRoutes, generate_route_list};
use std::{collections::HashMap, sync::Arc};

/// Every page, every server function, and the files of the browser side.
///
/// # Errors
/// When the options of the browser side cannot be read.
pub fn router(config: &Config, settings: &Arc<Settings>) -> Result<Router> {
    let options = leptos_options(config)?;
    page_tasks::install();
    let routes = generate_route_list(app::App);
    let shell_options = options.clone();
    let settings = Arc::clone(settings);
    let provide = move || provide(&settings);
    let files = static_files::router(&options, config);
    Ok(Router::new()
        .leptos_routes_with_context(&options, routes, provide.clone(), move || {
            app::shell(shell_options.clone())
        })
        .with_state(options.clone())
        .merge(files.fallback(static_files::not_found(&options, provide))))
}

/// Where the browser side is and how its files are called. `cargo leptos` says so in the environment;
/// a binary started by hand finds what `cargo leptos build` left.
///
/// # Errors
/// When the environment's options cannot be read.
pub fn leptos_options(config: &Config) -> Result<LeptosOptions> {
    if std::env::var_os("LEPTOS_OUTPUT_NAME").is_some() {
        let read = get_configuration(None).context("the LEPTOS_* environment cannot be read")?;
        return Ok(read.leptos_options);
    }
    let beside = std::env::current_exe().ok().and_then(|exe| Some(exe.parent()?.to_owned()));
    let hash_files = beside.as_ref().is_some_and(|folder| folder.join("hash.txt").exists());
    let site = config.site.clone().unwrap_or_else(|| "target/site".into());
    Ok(LeptosOptions::builder()
        .output_name("tradewind")
        .site_root(site.to_string_lossy().into_owned())
        .site_addr(config.addr)
        .hash_files(hash_files)
        .build())
}

/// What every page and server function may ask for; see [`app::context`].
fn provide(settings: &Settings) {
    provide_context(settings.services.clone());
    provide_context(settings.stories.clone());
    provide_context(Tickets(settings.limits.stamps()));
    provide_context(settings.shop.face());
    let Some(parts) = use_context::<Parts>() else { return };
    if let Some(CspNonce(nonce)) = parts.extensions.get() {
        // Leptos minted one of its own; the policy's wins.
        provide_context(leptos::nonce::Nonce::from_value(nonce.as_str()));
    }
    let cookies = cookies(&parts.headers);
    if let Some(stored) = form_memory::stored(&cookies, settings.secure) {
        provide_context(stored);
    }
    provide_context(RequestInfo {
        cookies: Arc::new(cookies),
        client: parts.extensions.get::<ClientInfo>().cloned().unwrap_or_default(),
        secure: settings.secure,
        base_url: settings.base_url.as_str().into(),
        sessions: parts
            .extensions
            .get::<Verified>()
            .map_or_else(Arc::default, |verified| Arc::clone(&verified.sessions)),
    });
}

/// The cookies of a request by name.
pub fn cookies(headers: &HeaderMap) -> HashMap<String, String> {
    cookie_pairs(headers).map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

/// Name and value of each cookie of a request, in their order.
pub fn cookie_pairs(headers: &HeaderMap) -> impl Iterator<Item = (&str, &str)> {
    let values = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='))
}
