//! Tokens for machines and apps of others: an authorization server (RFC 6749 with the rules of RFC 9700).
//!
//! An access token is a signed JWT (RFC 9068) and lives for ten minutes. What a shopper allows a client is a family:
//! its code, its refresh tokens and its access tokens end together, at once. A refresh token that comes a second time
//! has been stolen, by whoever came first or second, and ends the family.

mod access;
mod apps;
mod authorize;
mod client;
mod code;
mod grants;
mod jwt;
mod keys;
mod keys_repo;
mod model;
mod refresh;
mod repo;
mod token;

pub(crate) use access::{authenticate, introspect, revoke};
pub(crate) use apps::{list as apps, remove as remove_app};
pub(crate) use authorize::{answer, begin};
pub(crate) use client::{create, list as clients, revoke as revoke_client, rotate_secret};
pub(crate) use grants::{delete_expired, delete_of_user};
pub(crate) use keys::{delete_retired as delete_retired_keys, published as keys, rotate as rotate_keys};
pub(crate) use token::issue;
