//! Attack C-42: whoever gets a statement of their own past a service changes no table, and nothing that is append-only.

use crate::support::Shop;
use contracts::{Actor, identity::AuditQuery};
use platform::{Database, rights};
use server::databases::{create::open_or_create, migrator, rights::exceptions};
use sqlx::{AssertSqlSafe, Connection, PgConnection};

/// `insufficient_privilege`, see Postgres' appendix A.
const NOT_PERMITTED: &str = "42501";

/// Runs a statement as the service; the code and the words of the refusal.
async fn refusal(db: &Database, statement: &str) -> (String, String) {
    let done = sqlx::raw_sql(AssertSqlSafe(statement.to_owned())).execute(db.pool()).await;
    let error = done.expect_err(statement);
    let error = error.as_database_error().expect("Postgres refuses");
    (error.code().unwrap_or_default().into_owned(), error.message().to_owned())
}

async fn must_refuse(db: &Database, statement: &str) {
    let (code, message) = refusal(db, statement).await;
    assert_eq!(code, NOT_PERMITTED, "{} {statement}: {message}", db.name());
}

#[tokio::test(flavor = "multi_thread")]
async fn c_42_a_service_changes_no_table_makes_none_and_reaches_no_file() {
    let shop = Shop::open(&[]).await;
    for db in shop.databases.all() {
        for statement in [
            "create table public.stolen (x int)",
            "create schema stolen",
            "create role eve superuser",
            "alter table messaging.outbox add column stolen int",
            "alter table messaging.outbox disable trigger all",
            "drop table messaging.outbox",
            "truncate messaging.outbox",
            "create index stolen on messaging.outbox (id)",
            "delete from _sqlx_migrations",
            "update messaging._sqlx_migrations set checksum = ''",
            "copy messaging.outbox to '/tmp/stolen'",
            "copy messaging.outbox from program 'id'",
            "select pg_read_file('/etc/passwd')",
            "create or replace function messaging.announce() returns trigger language plpgsql as 'begin return null; end'",
        ] {
            must_refuse(&db, statement).await;
        }
    }
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn c_42_a_service_adds_to_what_is_append_only_and_changes_nothing_of_it() {
    let shop = Shop::open(&[]).await;
    let mut tried = 0;
    for db in shop.databases.all() {
        for table in exceptions(db.name()).append_only {
            for (change, end) in [("delete from", ""), ("truncate", ""), ("select from", " for update")] {
                let (code, message) = refusal(&db, &format!("{change} {table}{end}")).await;
                // The trigger would refuse, too: here the statement does not get as far.
                let by_right = format!("permission denied for table {table}");
                assert_eq!((code.as_str(), message), (NOT_PERMITTED, by_right), "{change}");
            }
            tried += 1;
        }
    }
    assert_eq!(tried, 5);
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn c_42_the_audit_log_goes_on_though_the_service_may_not_move_the_head_of_its_chain() {
    let shop = Shop::open(&[]).await;
    let db = shop.databases.of("identity").unwrap();
    must_refuse(&db, "update audit_head set position = 7").await;
    must_refuse(&db, "insert into audit_head (position, hash) values (7, '')").await;
    // A table of the session's own in the place of the head is not taken for it.
    let append = "insert into audit_log (actor, action, subject, details) values ('eve', 'x', 'y', '{}')";
    let decoy = "create temporary table audit_head (only_one boolean, position bigint, hash bytea)";
    let mut session = db.pool().acquire().await.unwrap();
    for statement in [decoy, append, append] {
        sqlx::raw_sql(statement).execute(&mut *session).await.unwrap();
    }
    session.close().await.unwrap();
    let log = shop.built.services.identity.audit_log(Actor::System, AuditQuery::default()).await.unwrap();
    assert_eq!(log.items[0].position, log.items[1].position + 1);
    let findings = shop.built.verifier.verify().await.unwrap();
    let broken: Vec<_> = findings.iter().filter(|found| found.rule == "I-25" && found.breaches > 0).collect();
    assert!(broken.is_empty(), "{broken:?}");
    shop.close().await;
}

/// A server on which a role owns one database and may make no roles.
struct Clerk {
    admin: String,
    name: String,
}

impl Clerk {
    async fn hired(test: &str) -> Self {
        let admin = std::env::var("DATABASE_URL").expect("DATABASE_URL names a Postgres for tests");
        let clerk = Self { admin, name: format!("{test}_{}", std::process::id()) };
        let name = &clerk.name;
        clerk.administer(format!("create role {name} login password 'secret'")).await;
        clerk.administer(format!("create database {name} owner {name}")).await;
        clerk
    }

    async fn administer(&self, statement: String) {
        let mut admin = PgConnection::connect(&self.admin).await.unwrap();
        sqlx::raw_sql(AssertSqlSafe(statement)).execute(&mut admin).await.unwrap();
    }

    fn url(&self) -> String {
        let (_, place) = self.admin.split_once('@').unwrap();
        let (server, _) = place.rsplit_once('/').unwrap();
        format!("postgres://{0}:secret@{server}/{0}", self.name)
    }

    async fn leave(self) {
        self.administer(format!("drop database {} with (force)", self.name)).await;
        self.administer(format!("drop role {}", self.name)).await;
    }
}

#[tokio::test]
async fn an_owner_who_may_make_no_role_works_as_before_and_is_told_what_an_administrator_runs() {
    let clerk = Clerk::hired("norole").await;
    let owner = open_or_create("recommendations", &clerk.url(), 1).await.unwrap();
    owner.migrate(migrator("recommendations")).await.unwrap();
    let remedy = rights::remedy(&owner).await.unwrap().unwrap();
    assert!(remedy.contains(&format!("grant recommendations_app to \"{}\"", clerk.name)), "{remedy}");
    assert!(!rights::ensure_role(&owner).await.unwrap());
    owner.pool().close().await;
    clerk.leave().await;
}

#[tokio::test]
async fn an_owner_who_was_given_the_role_works_as_it() {
    let clerk = Clerk::hired("given").await;
    let role = rights::role("recommendations");
    let made = format!("do $$ begin create role {role} nologin; exception when others then null; end $$");
    clerk.administer(made).await;
    clerk.administer(format!("grant {role} to {}", clerk.name)).await;
    let owner = open_or_create("recommendations", &clerk.url(), 1).await.unwrap();
    owner.migrate(migrator("recommendations")).await.unwrap();
    assert_eq!(rights::remedy(&owner).await.unwrap(), None);
    assert!(rights::ensure_role(&owner).await.unwrap());
    rights::give(&owner, exceptions("recommendations")).await.unwrap();
    let service = Database::open_as("recommendations", &clerk.url(), 1, &role).await.unwrap();
    must_refuse(&service, "create table public.stolen (x int)").await;
    sqlx::raw_sql("delete from user_interactions").execute(service.pool()).await.unwrap();
    service.pool().close().await;
    owner.pool().close().await;
    clerk.leave().await;
}
