//! A Postgres of one's own: databases are made where they are missing, and the doctor knows their state.

use server::{
    databases::{create::open_or_create, migrator},
    doctor::databases::state,
};
use sqlx::{AssertSqlSafe, Connection, PgConnection};

/// The server that `DATABASE_URL` names, and a name that nothing there has.
struct Server {
    url: String,
    name: String,
}

impl Server {
    fn new(test: &str) -> Self {
        let url = std::env::var("DATABASE_URL").expect("DATABASE_URL names a Postgres for tests");
        Self { url, name: format!("{test}_{}", std::process::id()) }
    }

    /// The URL of the database with our name.
    fn database(&self) -> String {
        self.url.replace("/postgres", &format!("/{}", self.name))
    }

    /// The same for another role.
    fn database_as(&self, role: &str) -> String {
        let (_, place) = self.url.split_once('@').unwrap();
        format!("postgres://{role}:secret@{place}").replace("/postgres?", &format!("/{}?", self.name))
    }

    async fn run(&self, statement: String) {
        let mut admin = PgConnection::connect(&self.url).await.unwrap();
        sqlx::raw_sql(AssertSqlSafe(statement)).execute(&mut admin).await.unwrap();
    }

    async fn drop(self) {
        self.run(format!("drop database if exists {} with (force)", self.name)).await;
    }
}

#[tokio::test]
async fn a_missing_database_is_made_even_by_two_processes_at_once() {
    let server = Server::new("missing");
    let url = server.database();
    assert_eq!(state("catalog", &url).await.unwrap(), "is missing; a start makes it");
    let (one, other) = tokio::join!(open_or_create("catalog", &url, 1), open_or_create("catalog", &url, 1));
    for db in [one, other] {
        sqlx::query("select 1").execute(db.unwrap().pool()).await.unwrap();
    }
    server.drop().await;
}

#[tokio::test]
async fn a_role_that_may_make_none_is_told_what_has_to_be_run() {
    let server = Server::new("refused");
    let role = format!("clerk_{}", std::process::id());
    server.run(format!("create role {role} login password 'secret'")).await;
    let url = server.database_as(&role);
    let remedy = format!("create database \"{}\" owner \"{role}\"", server.name);
    let refused = open_or_create("catalog", &url, 1).await.unwrap_err();
    assert!(format!("{refused:#}").contains(&remedy), "{refused:#}");
    let found = state("catalog", &url).await.unwrap_err();
    assert!(format!("{found:#}").contains(&remedy), "{found:#}");
    server.run(format!("drop role {role}")).await;
    server.drop().await;
}

#[tokio::test]
async fn the_doctor_tells_which_migrations_are_to_come_and_which_came_from_a_newer_shop() {
    let server = Server::new("migrations");
    let url = server.database();
    let db = open_or_create("inventory", &url, 1).await.unwrap();
    let before = state("inventory", &url).await.unwrap();
    assert!(before.contains("are to come"), "{before}");
    db.migrate(migrator("inventory")).await.unwrap();
    assert_eq!(state("inventory", &url).await.unwrap(), "answers, up to date");
    sqlx::raw_sql("update _sqlx_migrations set version = 9999 where version = 1")
        .execute(db.pool())
        .await
        .unwrap();
    let newer = state("inventory", &url).await.unwrap();
    assert!(newer.contains("1 migrations are to come"), "what is missing is told first: {newer}");
    sqlx::raw_sql("update _sqlx_migrations set version = 1 where version = 9999; insert into _sqlx_migrations
         select 9999, description, installed_on, success, checksum, execution_time from _sqlx_migrations where version = 1")
        .execute(db.pool())
        .await
        .unwrap();
    let newer = state("inventory", &url).await.unwrap();
    assert!(newer.contains("a newer Tradewind has run 1 migrations"), "{newer}");
    db.migrate(migrator("inventory")).await.unwrap();
    server.drop().await;
}
