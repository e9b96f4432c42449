//! `users`.

use super::model::{Account, containing};
use crate::error::Result;
use contracts::{
    Email, Error, PageRequest, Timestamp, UserId,
    identity::{Customer, CustomerQuery},
};
use sqlx::{PgConnection, PgExecutor};
use uuid::Uuid;

struct Row {
    id: Uuid,
    username: String,
    email: String,
    hashed_password: String,
    language: String,
    is_verified: bool,
    created_at: Timestamp,
}

impl Row {
    fn account(self) -> Result<Account> {
        Ok(Account {
            id: self.id.into(),
            name: self.username,
            email: self.email.parse()?,
            hashed_password: self.hashed_password,
            language: self.language,
            is_verified: self.is_verified,
            created_at: self.created_at,
        })
    }
}

/// Writes a new account; a taken address is a field error.
pub(crate) async fn insert(
    conn: &mut PgConnection,
    id: UserId,
    name: &str,
    email: &Email,
    hashed_password: &str,
) -> Result<Account> {
    let row = sqlx::query_as!(
        Row,
        r#"insert into users (id, username, email, hashed_password, last_seen_at) values ($1, $2, $3, $4, now())
         returning id, username, email, hashed_password, language, created_at,
                email_verified_at is not null as "is_verified!""#,
        id.0,
        name,
        email.as_str(),
        hashed_password,
    )
    .fetch_one(conn)
    .await;
    match row {
        Err(error) if platform::constraint(&error) == Some("users_email_key") => Err(taken().into()),
        row => row?.account(),
    }
}

/// The refusal of an address that somebody has.
pub(crate) fn taken() -> Error {
    Error::field("email", "There is an account with this address. Please log in.")
}

/// Gives an active account another address, which mail was proved to reach. `false` when it has another one than
/// `from` by now, or somebody else has `to`: nothing more can be done in the transaction then.
pub(crate) async fn change_email(
    conn: &mut PgConnection,
    id: UserId,
    from: &Email,
    to: &Email,
) -> Result<bool> {
    let changed = sqlx::query!(
        "update users set email = $3, email_verified_at = now(), updated_at = now()
         where id = $1 and email = $2 and status = 'active'",
        id.0,
        from.as_str(),
        to.as_str(),
    )
    .execute(conn)
    .await;
    match changed {
        Err(error) if platform::constraint(&error) == Some("users_email_key") => Ok(false),
        changed => Ok(changed?.rows_affected() == 1),
    }
}

/// The active account of an id.
pub(crate) async fn by_id(db: impl PgExecutor<'_>, id: UserId) -> Result<Option<Account>> {
    let row = sqlx::query_as!(
        Row,
        r#"select id, username, email, hashed_password, language, created_at,
                email_verified_at is not null as "is_verified!"
         from users where id = $1 and status = 'active'"#,
        id.0,
    )
    .fetch_optional(db)
    .await?;
    row.map(Row::account).transpose()
}

/// The active account of an address; at the staff door only if it has a role of staff.
pub(crate) async fn by_email(
    db: impl PgExecutor<'_>,
    email: &Email,
    staff_only: bool,
) -> Result<Option<Account>> {
    let row = sqlx::query_as!(
        Row,
        r#"select id, username, email, hashed_password, language, created_at,
                email_verified_at is not null as "is_verified!"
         from users u
         where email = $1 and status = 'active'
           and (not $2 or exists (
               select 1 from user_roles join roles on roles.id = role_id
               where user_id = u.id and role_name <> 'customer'))"#,
        email.as_str(),
        staff_only,
    )
    .fetch_optional(db)
    .await?;
    row.map(Row::account).transpose()
}

/// Whether there is an account with this address, whatever its status.
pub(crate) async fn is_taken(db: impl PgExecutor<'_>, email: &Email) -> Result<bool> {
    let taken = sqlx::query_scalar!(
        r#"select exists (select 1 from users where email = $1) as "exists!""#,
        email.as_str(),
    );
    Ok(taken.fetch_one(db).await?)
}

/// Keeps an account from being changed by others until the transaction ends. False when there is none.
pub(crate) async fn lock(conn: &mut PgConnection, id: UserId) -> Result<bool> {
    let found =
        sqlx::query_scalar!("select id from users where id = $1 and status <> 'deleted' for update", id.0);
    Ok(found.fetch_optional(conn).await?.is_some())
}

/// Blocks an account or lets it in again. False when it is so already.
pub(crate) async fn set_blocked(conn: &mut PgConnection, id: UserId, blocked: bool) -> Result<bool> {
    let changed = sqlx::query!(
        "update users set status = $3, updated_at = now() where id = $1 and status = $2",
        id.0,
        if blocked { "active" } else { "blocked" },
        if blocked { "blocked" } else { "active" },
    );
    Ok(changed.execute(conn).await?.rows_affected() == 1)
}

/// Changes name and language of an active account.
pub(crate) async fn update_profile(
    conn: &mut PgConnection,
    id: UserId,
    name: &str,
    language: &str,
) -> Result<Option<Account>> {
    let row = sqlx::query_as!(
        Row,
        r#"update users set username = $2, language = $3, updated_at = now()
         where id = $1 and status = 'active'
         returning id, username, email, hashed_password, language, created_at,
                email_verified_at is not null as "is_verified!""#,
        id.0,
        name,
        language,
    )
    .fetch_optional(conn)
    .await?;
    row.map(Row::account).transpose()
}

/// What narrows the list of people, as the statements take it.
pub(crate) struct Filter {
    pattern: String,
    staff_only: bool,
    tag: String,
    group: Option<Uuid>,
}

impl Filter {
    /// Of what was asked.
    pub(crate) fn of(query: &CustomerQuery) -> Self {
        Self {
            pattern: containing(&query.search),
            staff_only: query.staff_only,
            tag: query.tag.trim().to_lowercase(),
            group: query.group.map(|group| group.0),
        }
    }
}

/// How many people match, counted up to [`PageRequest::COUNTED`].
pub(crate) async fn count_customers(db: impl PgExecutor<'_>, filter: &Filter) -> Result<i64> {
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!"
           from (select from users u
                 where ($1 = '%%' or username || ' ' || email ilike $1)
                   and (not $2 or exists (select from user_roles where user_id = u.id and role_id <> 1))
                   and ($4 = '' or exists (select from customer_tags t where t.user_id = u.id and t.tag = $4))
                   and ($5::uuid is null or exists (
                       select from customer_group_members m where m.user_id = u.id and m.group_id = $5))
                 limit $3) as counted"#,
        filter.pattern,
        filter.staff_only,
        PageRequest::COUNTED + 1,
        filter.tag,
        filter.group,
    )
    .fetch_one(db)
    .await?;
    Ok(count)
}

struct CustomerRow {
    id: Uuid,
    username: String,
    email: String,
    status: String,
    roles: Vec<String>,
    is_verified: bool,
    has_factor: bool,
    created_at: Timestamp,
    last_seen_at: Option<Timestamp>,
    tags: Vec<String>,
    groups: Vec<String>,
}

impl CustomerRow {
    fn customer(self) -> Result<Customer> {
        Ok(Customer {
            id: self.id.into(),
            name: self.username,
            email: self.email.parse()?,
            status: self.status,
            roles: self.roles,
            email_verified: self.is_verified,
            has_second_factor: self.has_factor,
            created_at: self.created_at,
            last_seen_at: self.last_seen_at,
            tags: self.tags,
            groups: self.groups,
        })
    }
}

/// A page of the people who match, newest first.
pub(crate) async fn customers(
    db: impl PgExecutor<'_>,
    filter: &Filter,
    page: PageRequest,
) -> Result<Vec<Customer>> {
    let rows = sqlx::query_as!(
        CustomerRow,
        r#"select id, username, email, status, created_at, last_seen_at,
                  email_verified_at is not null as "is_verified!",
                  exists (select from second_factor_holders f where f.user_id = u.id) as "has_factor!",
                  array(select role_name from user_roles join roles on roles.id = role_id
                        where user_id = u.id order by role_id) as "roles!",
                  array(select tag from customer_tags where user_id = u.id order by tag) as "tags!",
                  array(select g.name from customer_group_members m join customer_groups g on g.id = m.group_id
                        where m.user_id = u.id order by g.name) as "groups!"
           from users u
           where ($1 = '%%' or username || ' ' || email ilike $1)
             and (not $2 or exists (select from user_roles where user_id = u.id and role_id <> 1))
             and ($5 = '' or exists (select from customer_tags t where t.user_id = u.id and t.tag = $5))
             and ($6::uuid is null or exists (
                 select from customer_group_members m where m.user_id = u.id and m.group_id = $6))
           order by created_at desc, id desc
           limit $3 offset $4"#,
        filter.pattern,
        filter.staff_only,
        page.limit(),
        page.offset(),
        filter.tag,
        filter.group,
    )
    .fetch_all(db)
    .await?;
    rows.into_iter().map(CustomerRow::customer).collect()
}

/// The people who match and follow one, the latest ids first; from the latest when there is none.
pub(crate) async fn customers_after(
    db: impl PgExecutor<'_>,
    filter: &Filter,
    after: Option<UserId>,
) -> Result<Vec<Customer>> {
    let rows = sqlx::query_as!(
        CustomerRow,
        r#"select id, username, email, status, created_at, last_seen_at,
                  email_verified_at is not null as "is_verified!",
                  exists (select from second_factor_holders f where f.user_id = u.id) as "has_factor!",
                  array(select role_name from user_roles join roles on roles.id = role_id
                        where user_id = u.id order by role_id) as "roles!",
                  array(select tag from customer_tags where user_id = u.id order by tag) as "tags!",
                  array(select g.name from customer_group_members m join customer_groups g on g.id = m.group_id
                        where m.user_id = u.id order by g.name) as "groups!"
           from users u
           where ($1 = '%%' or username || ' ' || email ilike $1)
             and (not $2 or exists (select from user_roles where user_id = u.id and role_id <> 1))
             and ($3::uuid is null or id < $3)
             and ($5 = '' or exists (select from customer_tags t where t.user_id = u.id and t.tag = $5))
             and ($6::uuid is null or exists (
                 select from customer_group_members m where m.user_id = u.id and m.group_id = $6))
           order by id desc limit $4"#,
        filter.pattern,
        filter.staff_only,
        after.map(|user| user.0),
        PageRequest::BATCH,
        filter.tag,
        filter.group,
    )
    .fetch_all(db)
    .await?;
    rows.into_iter().map(CustomerRow::customer).collect()
}

/// One person, whatever their status.
pub(crate) async fn customer(db: impl PgExecutor<'_>, id: UserId) -> Result<Option<Customer>> {
    let row = sqlx::query_as!(
        CustomerRow,
        r#"select id, username, email, status, created_at, last_seen_at,
                  email_verified_at is not null as "is_verified!",
                  exists (select from second_factor_holders f where f.user_id = u.id) as "has_factor!",
                  array(select role_name from user_roles join roles on roles.id = role_id
                        where user_id = u.id order by role_id) as "roles!",
                  array(select tag from customer_tags where user_id = u.id order by tag) as "tags!",
                  array(select g.name from customer_group_members m join customer_groups g on g.id = m.group_id
                        where m.user_id = u.id order by g.name) as "groups!"
           from users u where id = $1"#,
        id.0,
    )
    .fetch_optional(db)
    .await?;
    row.map(CustomerRow::customer).transpose()
}
