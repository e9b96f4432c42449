//! What is looked for in, and moved between, two accounts.

use crate::account::model::Account;
use contracts::UserId;
use sqlx::PgConnection;
use uuid::Uuid;

type Result<T> = std::result::Result<T, sqlx::Error>;

/// How much there is to move, and to end.
pub(crate) struct Counted {
    pub(crate) addresses: u64,
    pub(crate) notes: u64,
    pub(crate) sessions: u64,
    pub(crate) passkeys: u64,
    pub(crate) identities: u64,
}

/// What an account has.
pub(crate) async fn counted(conn: &mut PgConnection, user: UserId) -> Result<Counted> {
    let row = sqlx::query!(
        r#"select (select count(*) from saved_addresses where user_id = $1) as "addresses!",
                  (select count(*) from customer_notes where user_id = $1) as "notes!",
                  (select count(*) from sessions where user_id = $1) as "sessions!",
                  (select count(*) from passkeys where user_id = $1) as "passkeys!",
                  (select count(*) from external_identities where user_id = $1) as "identities!""#,
        user.0,
    )
    .fetch_one(conn)
    .await?;
    let count = |count: i64| u64::try_from(count).unwrap_or(0);
    Ok(Counted {
        addresses: count(row.addresses),
        notes: count(row.notes),
        sessions: count(row.sessions),
        passkeys: count(row.passkeys),
        identities: count(row.identities),
    })
}

/// Whether this was done before.
pub(crate) async fn is_merged(conn: &mut PgConnection, kept: UserId, merged: UserId) -> Result<bool> {
    sqlx::query_scalar!(
        r#"select exists (select 1 from users where id = $1 and merged_into = $2) as "exists!""#,
        merged.0,
        kept.0,
    )
    .fetch_one(conn)
    .await
}

/// Moves the address book; what the other account has already is left to be deleted. Its own default stays.
pub(crate) async fn move_addresses(conn: &mut PgConnection, kept: UserId, merged: UserId) -> Result<()> {
    sqlx::query!(
        "update saved_addresses moved set user_id = $1, is_default = false, updated_at = now()
         where moved.user_id = $2 and not exists (
             select 1 from saved_addresses own
             where own.user_id = $1 and own.name = moved.name and own.street = moved.street
               and own.city = moved.city and own.country = moved.country
               and own.postal_code is not distinct from moved.postal_code
               and own.street2 is not distinct from moved.street2)",
        kept.0,
        merged.0,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Gives the tags, the oldest first, as far as there is room.
pub(crate) async fn move_tags(
    conn: &mut PgConnection,
    kept: UserId,
    merged: UserId,
    most: usize,
) -> Result<()> {
    sqlx::query!(
        "insert into customer_tags (user_id, tag, tagged_at)
         select $1, tag, tagged_at from customer_tags given
         where user_id = $2 and not exists (
             select 1 from customer_tags own where own.user_id = $1 and own.tag = given.tag)
         order by tagged_at, tag
         limit greatest($3::bigint - (select count(*) from customer_tags where user_id = $1), 0)",
        kept.0,
        merged.0,
        i64::try_from(most).unwrap_or(0),
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Puts the one into the groups of the other.
pub(crate) async fn move_groups(conn: &mut PgConnection, kept: UserId, merged: UserId) -> Result<()> {
    sqlx::query!(
        "insert into customer_group_members (group_id, user_id, joined_at)
         select group_id, $1, joined_at from customer_group_members where user_id = $2
         on conflict do nothing",
        kept.0,
        merged.0,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Moves the notes.
pub(crate) async fn move_notes(conn: &mut PgConnection, kept: UserId, merged: UserId) -> Result<()> {
    sqlx::query!("update customer_notes set user_id = $1 where user_id = $2", kept.0, merged.0)
        .execute(conn)
        .await?;
    Ok(())
}

/// Moves what shows that staff looked.
pub(crate) async fn move_looks(conn: &mut PgConnection, kept: UserId, merged: UserId) -> Result<()> {
    sqlx::query!("update customer_looks set user_id = $1 where user_id = $2", kept.0, merged.0)
        .execute(conn)
        .await?;
    Ok(())
}

/// Leaves a row that tells of nobody, and which account goes on.
pub(crate) async fn erase_row(conn: &mut PgConnection, kept: UserId, merged: UserId) -> Result<()> {
    sqlx::query!(
        "update users
         set status = 'deleted', username = 'Deleted account', email = id || '@deleted.invalid',
             hashed_password = '$argon2id$', language = 'en', last_seen_at = null,
             email_verified_at = null, merged_into = $2, updated_at = now()
         where id = $1",
        merged.0,
        kept.0,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Open accounts whose mail arrives in the same mailbox.
pub(crate) async fn same_mailbox(
    conn: &mut PgConnection,
    account: &Account,
    pattern: &str,
) -> Result<Vec<UserId>> {
    let ids = sqlx::query_scalar!(
        r"select id from users
          where username || ' ' || email ilike $2 and id <> $1 and status = 'active'
            and regexp_replace(email, '\+[^@]*@', '@') = regexp_replace($3::text, '\+[^@]*@', '@')
          order by created_at desc limit 20",
        account.id.0,
        pattern,
        account.email.as_str(),
    );
    Ok(users(ids.fetch_all(conn).await?))
}

/// Open accounts of the same name that have an address with the same postal code.
pub(crate) async fn same_name_and_postal_code(
    conn: &mut PgConnection,
    account: &Account,
    pattern: &str,
) -> Result<Vec<UserId>> {
    let ids = sqlx::query_scalar!(
        "select id from users u
         where username || ' ' || email ilike $2 and lower(username) = lower($3::text) and id <> $1
           and status = 'active'
           and exists (
               select 1 from saved_addresses theirs join saved_addresses own on own.postal_code = theirs.postal_code
               where theirs.user_id = u.id and own.user_id = $1)
         order by created_at desc limit 20",
        account.id.0,
        pattern,
        account.name,
    );
    Ok(users(ids.fetch_all(conn).await?))
}

/// Open accounts that have an address with the same telephone number, however it is written.
pub(crate) async fn same_phone(conn: &mut PgConnection, user: UserId) -> Result<Vec<UserId>> {
    let ids = sqlx::query_scalar!(
        "select distinct u.id
         from saved_addresses own
             join saved_addresses theirs on theirs.phone is not null
                 and regexp_replace(theirs.phone, '[^0-9]', '', 'g') = regexp_replace(own.phone, '[^0-9]', '', 'g')
             join users u on u.id = theirs.user_id
         where own.user_id = $1 and own.phone is not null and u.id <> $1 and u.status = 'active'
           and length(regexp_replace(own.phone, '[^0-9]', '', 'g')) >= 6
         limit 20",
        user.0,
    );
    Ok(users(ids.fetch_all(conn).await?))
}

fn users(ids: Vec<Uuid>) -> Vec<UserId> {
    ids.into_iter().map(UserId).collect()
}
