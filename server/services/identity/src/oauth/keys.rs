//! The keys that sign access tokens: made when the first is needed, replaced every 30 days, published until nothing that
//! they signed is good any more.

use super::{
    jwt,
    keys_repo::{self, SigningKey},
};
use crate::{
    Identity,
    error::{Error, Result},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use contracts::identity::PublicKey;
use sqlx::PgConnection;
use std::time::Duration;

/// How long a key signs.
const SIGNS: Duration = Duration::from_hours(30 * 24);
/// How long it verifies afterwards: longer than a token lives, as clocks differ.
const VERIFIES: Duration = Duration::from_hours(1);

/// The key in use.
pub(crate) async fn current(identity: &Identity) -> Result<SigningKey> {
    if let Some(key) = keys_repo::in_use(identity.db.pool()).await? {
        return Ok(key);
    }
    let mut tx = identity.db.begin().await?;
    keys_repo::lock(&mut tx).await?;
    // Another process may have made one while this one waited.
    let key = match keys_repo::in_use(&mut *tx).await? {
        Some(key) => key,
        None => make(&mut tx).await?,
    };
    tx.commit().await?;
    Ok(key)
}

/// Replaces a key that has signed for long enough.
pub(crate) async fn rotate(identity: &Identity) -> Result<()> {
    let mut tx = identity.db.begin().await?;
    keys_repo::lock(&mut tx).await?;
    if keys_repo::retire(&mut tx, SIGNS).await? {
        make(&mut tx).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Deletes keys whose last token has ended.
pub(crate) async fn delete_retired(identity: &Identity) -> Result<()> {
    Ok(keys_repo::delete_retired(identity.db.pool(), VERIFIES).await?)
}

async fn make(conn: &mut PgConnection) -> Result<SigningKey> {
    let (private_key, public_key) = jwt::generate()?;
    let key = SigningKey { kid: platform::ids::token(), private_key };
    keys_repo::insert(conn, &key, &public_key).await?;
    Ok(key)
}

/// The keys that verify, the one in use first. The first one is made here, so that whoever reads them can keep them.
pub(crate) async fn published(identity: &Identity) -> Result<Vec<PublicKey>> {
    current(identity).await?;
    let keys = keys_repo::all(identity.db.pool()).await?;
    keys.into_iter().map(|key| public(key.kid, &key.public_key)).collect()
}

/// RFC 7518, 6.2.1, of a point that is not compressed (SEC 1, 2.3.3).
fn public(kid: String, point: &[u8]) -> Result<PublicKey> {
    let (x, y) = point.get(1..33).zip(point.get(33..65)).ok_or(Error::Signing)?;
    Ok(PublicKey {
        kty: "EC".to_owned(),
        crv: "P-256".to_owned(),
        alg: jwt::ALGORITHM.to_owned(),
        usage: "sig".to_owned(),
        kid,
        x: BASE64.encode(x),
        y: BASE64.encode(y),
    })
}
