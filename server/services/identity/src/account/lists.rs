//! Lists of people. One begins at whatever narrows it most by its nature: a tag, a group, being staff, or nothing but
//! the people themselves. Only a join lets the planner do so: a condition that may be left out is looked at for each
//! of a million people.

use super::model::containing;
use crate::error::Result;
use contracts::{
    Page, PageRequest, Timestamp, UserId,
    identity::{Customer, CustomerQuery},
};
use platform::Walk;
use sqlx::{PgConnection, PgExecutor};
use uuid::Uuid;

/// What narrows the list of people, as the statements take it.
pub(crate) struct Filter {
    pattern: String,
    staff_only: bool,
    tag: String,
    group: Option<Uuid>,
    from: Option<Timestamp>,
    before: Option<Timestamp>,
}

impl Filter {
    /// Of what was asked.
    pub(crate) async fn of(conn: &mut PgConnection, query: &CustomerQuery) -> Result<Self> {
        let (from, before) = platform::days::bounds(conn, &query.time_zone, query.from, query.to).await?;
        Ok(Self {
            pattern: containing(&query.search),
            staff_only: query.staff_only,
            tag: query.tag.trim().to_lowercase(),
            group: query.group.map(|group| group.0),
            from,
            before,
        })
    }
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

/// A statement of the people who match, with what it begins at. `$2` is whether they are staff, `$3` the tag, `$4` the
/// group; the others are the words and the days on which their accounts began.
macro_rules! people {
    ($filter:expr, $run:ident) => {
        if !$filter.tag.is_empty() {
            $run!(
                "customer_tags chosen join users u on u.id = chosen.user_id",
                "($4::uuid is null or exists (
                     select from customer_group_members m where m.user_id = u.id and m.group_id = $4))
                 and (not $2 or exists (select from user_roles r where r.user_id = u.id and r.role_id <> 1))
                 and chosen.tag = $3"
            )
        } else if $filter.group.is_some() {
            $run!(
                "customer_group_members chosen join users u on u.id = chosen.user_id",
                "$3 = ''
                 and (not $2 or exists (select from user_roles r where r.user_id = u.id and r.role_id <> 1))
                 and chosen.group_id = $4"
            )
        } else if $filter.staff_only {
            $run!(
                "(select distinct user_id from user_roles where role_id <> 1) chosen
                 join users u on u.id = chosen.user_id",
                "$2 and $3 = '' and $4::uuid is null"
            )
        } else {
            $run!("users u", "not $2 and $3 = '' and $4::uuid is null")
        }
    };
}

/// How many people match, counted up to [`PageRequest::COUNTED`].
pub(crate) async fn count(conn: &mut PgConnection, filter: &Filter) -> Result<i64> {
    macro_rules! counted {
        ($people:literal, $chosen:literal) => {
            sqlx::query_scalar!(
                r#"select count(*) as "count!" from (select from "#
                    + $people
                    + r#"
                   where ($1 = '%%' or username || ' ' || email ilike $1)
                     and ($5::timestamptz is null or u.created_at >= $5)
                     and ($6::timestamptz is null or u.created_at < $6)
                     and "#
                    + $chosen
                    + " limit $7) as counted",
                filter.pattern,
                filter.staff_only,
                filter.tag,
                filter.group,
                filter.from,
                filter.before,
                PageRequest::COUNTED + 1,
            )
            .fetch_one(&mut *conn)
            .await?
        };
    }
    Ok(people!(filter, counted))
}

/// A page of the people who match, newest first.
pub(crate) async fn page(
    conn: &mut PgConnection,
    filter: &Filter,
    page: &PageRequest,
    total: i64,
) -> Result<Page<Customer>> {
    let walk = Walk::<Timestamp>::to(page);
    macro_rules! rows {
        ($people:literal, $chosen:literal, $follows:literal, $order:literal) => {
            sqlx::query_as!(
                CustomerRow,
                r#"select id, username, email, status, created_at, last_seen_at,
                          email_verified_at is not null as "is_verified!",
                          exists (select from second_factor_holders f where f.user_id = u.id) as "has_factor!",
                          array(select role_name from user_roles join roles on roles.id = role_id
                                where user_id = u.id order by role_id) as "roles!",
                          array(select tag from customer_tags where user_id = u.id order by tag) as "tags!",
                          array(select g.name from customer_group_members m join customer_groups g on g.id = m.group_id
                                where m.user_id = u.id order by g.name) as "groups!"
                   from (select u.* from "# + $people + r#"
                         where ($1 = '%%' or username || ' ' || email ilike $1)
                           and ($5::timestamptz is null or u.created_at >= $5)
                           and ($6::timestamptz is null or u.created_at < $6)
                           and ($9::timestamptz is null or (u.created_at, u.id) "# + $follows + " ($9, $10::uuid))
                           and " + $chosen + " order by " + $order + " limit $7 offset $8) as u
                   order by " + $order,
                filter.pattern,
                filter.staff_only,
                filter.tag,
                filter.group,
                filter.from,
                filter.before,
                walk.limit(),
                walk.offset(),
                walk.value(),
                walk.id(),
            )
            .fetch_all(&mut *conn)
            .await?
        };
    }
    macro_rules! newest {
        ($people:literal, $chosen:literal) => {
            rows!($people, $chosen, "<", "u.created_at desc, u.id desc")
        };
    }
    macro_rules! oldest {
        ($people:literal, $chosen:literal) => {
            rows!($people, $chosen, ">", "u.created_at, u.id")
        };
    }
    let rows = if walk.is_backwards() { people!(filter, oldest) } else { people!(filter, newest) };
    walk.page(rows, total, |row| (row.created_at, row.id)).try_map(CustomerRow::customer)
}

/// The people who match and follow one, the latest ids first; from the latest when there is none.
pub(crate) async fn after(
    conn: &mut PgConnection,
    filter: &Filter,
    after: Option<UserId>,
) -> Result<Vec<Customer>> {
    macro_rules! following {
        ($people:literal, $chosen:literal) => {
            sqlx::query_as!(
                CustomerRow,
                r#"select id, username, email, status, created_at, last_seen_at,
                          email_verified_at is not null as "is_verified!",
                          exists (select from second_factor_holders f where f.user_id = u.id) as "has_factor!",
                          array(select role_name from user_roles join roles on roles.id = role_id
                                where user_id = u.id order by role_id) as "roles!",
                          array(select tag from customer_tags where user_id = u.id order by tag) as "tags!",
                          array(select g.name from customer_group_members m join customer_groups g on g.id = m.group_id
                                where m.user_id = u.id order by g.name) as "groups!"
                   from (select u.* from "# + $people + r#"
                         where ($1 = '%%' or username || ' ' || email ilike $1)
                           and ($5::timestamptz is null or u.created_at >= $5)
                           and ($6::timestamptz is null or u.created_at < $6)
                           and ($7::uuid is null or u.id < $7)
                           and "# + $chosen + " order by u.id desc limit $8) as u
                   order by u.id desc",
                filter.pattern,
                filter.staff_only,
                filter.tag,
                filter.group,
                filter.from,
                filter.before,
                after.map(|user| user.0),
                PageRequest::BATCH,
            )
            .fetch_all(&mut *conn)
            .await?
        };
    }
    people!(filter, following).into_iter().map(CustomerRow::customer).collect()
}

/// One person, whatever their status.
pub(crate) async fn one(db: impl PgExecutor<'_>, id: UserId) -> Result<Option<Customer>> {
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
