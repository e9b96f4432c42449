//! The private Postgres on the programs that are really installed here.
#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use platform::private_postgres::{Error, PrivatePostgres, Settings};
use sqlx::{Connection, PgConnection};

/// A folder that is deleted, with the server in it, when the test has passed.
struct Home(PathBuf);

impl Home {
    fn new(name: &str) -> Self {
        let dir = std::env::temp_dir().join(format!("tradewind-{name}-{}", std::process::id()));
        Self(dir)
    }

    fn settings(&self) -> Settings {
        Settings::new(&self.0).with_databases(["catalog"]).fast()
    }

    async fn delete(self) {
        PrivatePostgres::delete_at(&self.0).await.unwrap();
        assert!(!self.0.exists());
    }
}

async fn ask<T>(url: &str, query: &'static str) -> T
where
    T: Send + Unpin + for<'r> sqlx::Decode<'r, sqlx::Postgres> + sqlx::Type<sqlx::Postgres>,
{
    let mut connection = PgConnection::connect(url).await.unwrap();
    sqlx::query_scalar(query).fetch_one(&mut connection).await.unwrap()
}

fn postmaster_pid(home: &Path) -> String {
    let file = std::fs::read_to_string(home.join("server/cluster/postmaster.pid")).unwrap();
    file.lines().next().unwrap().to_string()
}

fn kill(pid: &str) {
    assert!(std::process::Command::new("kill").args(["-9", pid]).status().unwrap().success());
}

#[tokio::test]
async fn a_first_start_makes_a_utf8_cluster_and_its_databases() {
    let home = Home::new("first");
    let postgres = PrivatePostgres::start(home.settings()).await.unwrap();
    let url = postgres.url("catalog");
    assert_eq!(ask::<String>(&url, "select current_database()::text").await, "catalog");
    assert_eq!(ask::<String>(&url, "select current_user::text").await, "catalog");
    assert_eq!(ask::<String>(&url, "show server_encoding").await, "UTF8");
    assert_eq!(ask::<String>(&url, "select upper('grün')").await, "GRÜN");
    postgres.stop().await.unwrap();
    assert!(PrivatePostgres::running(&home.0).await.unwrap().is_none());
    home.delete().await;
}

#[tokio::test]
async fn data_survive_a_stop_and_a_start() {
    let home = Home::new("restart");
    let postgres = PrivatePostgres::start(home.settings()).await.unwrap();
    ask::<i32>(&postgres.url("catalog"), "with made as (select 1 as x) select x from made").await;
    let mut connection = PgConnection::connect(&postgres.url("catalog")).await.unwrap();
    sqlx::raw_sql("create table kept as select 7 as x").execute(&mut connection).await.unwrap();
    postgres.stop().await.unwrap();
    let postgres = PrivatePostgres::start(home.settings()).await.unwrap();
    assert_eq!(ask::<i32>(&postgres.url("catalog"), "select x from kept").await, 7);
    postgres.stop().await.unwrap();
    home.delete().await;
}

#[tokio::test]
async fn a_server_left_running_by_a_killed_shop_is_adopted_and_stopped() {
    let home = Home::new("orphan");
    let orphan = PrivatePostgres::start(home.settings()).await.unwrap();
    let pid = postmaster_pid(&home.0);
    drop(orphan);
    let adopted = PrivatePostgres::start(home.settings()).await.unwrap();
    assert_eq!(postmaster_pid(&home.0), pid);
    adopted.stop().await.unwrap();
    assert!(PrivatePostgres::running(&home.0).await.unwrap().is_none());
    home.delete().await;
}

#[tokio::test]
async fn a_killed_postgres_comes_back_with_its_data() {
    let home = Home::new("killed");
    let postgres = PrivatePostgres::start(home.settings()).await.unwrap();
    kill(&postmaster_pid(&home.0));
    drop(postgres);
    let postgres = PrivatePostgres::start(home.settings()).await.unwrap();
    assert_eq!(ask::<i32>(&postgres.url("catalog"), "select 1").await, 1);
    postgres.stop().await.unwrap();
    home.delete().await;
}

#[tokio::test]
async fn a_second_user_of_the_folder_does_not_stop_the_first_ones_server() {
    let home = Home::new("shared");
    let first = PrivatePostgres::start(home.settings()).await.unwrap();
    let second = PrivatePostgres::start(home.settings()).await.unwrap();
    second.stop().await.unwrap();
    assert_eq!(ask::<i32>(&first.url("catalog"), "select 1").await, 1);
    first.stop().await.unwrap();
    home.delete().await;
}

#[tokio::test]
async fn nobody_enters_without_the_password_that_only_we_can_read() {
    let home = Home::new("locked");
    let postgres = PrivatePostgres::start(home.settings()).await.unwrap();
    let mode = std::fs::metadata(home.0.join("password")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let password = std::fs::read_to_string(home.0.join("password")).unwrap();
    let wrong = postgres.url("catalog").replace(&password, "guess");
    assert!(PgConnection::connect(&wrong).await.is_err());
    postgres.stop().await.unwrap();
    home.delete().await;
}

#[tokio::test]
async fn a_service_cannot_enter_another_services_database() {
    let home = Home::new("apart");
    let settings = Settings::new(&home.0).with_databases(["catalog", "orders"]).fast();
    let postgres = PrivatePostgres::start(settings).await.unwrap();
    for own in [postgres.url("catalog"), postgres.app_url("catalog")] {
        PgConnection::connect(&own).await.unwrap();
        assert!(PgConnection::connect(&own.replace("/catalog?", "/orders?")).await.is_err());
    }
    postgres.stop().await.unwrap();
    home.delete().await;
}

#[tokio::test]
async fn a_service_logs_in_as_a_role_that_makes_no_table_and_does_not_become_another() {
    let home = Home::new("app");
    let postgres = PrivatePostgres::start(home.settings()).await.unwrap();
    let mut app = PgConnection::connect(&postgres.app_url("catalog")).await.unwrap();
    let user: String = sqlx::query_scalar("select current_user::text").fetch_one(&mut app).await.unwrap();
    assert_eq!(user, "catalog_app");
    for statement in
        ["create table mine (x int)", "set role catalog", "set role tradewind", "create role eve"]
    {
        let refused = sqlx::raw_sql(statement).execute(&mut app).await.unwrap_err();
        let code =
            refused.as_database_error().and_then(|error| error.code().map(std::borrow::Cow::into_owned));
        assert_eq!(code.as_deref(), Some("42501"), "{statement}: {refused}");
    }
    postgres.stop().await.unwrap();
    home.delete().await;
}

#[tokio::test]
async fn loading_scripts_replaces_what_the_database_held() {
    let home = Home::new("load");
    let postgres = PrivatePostgres::start(home.settings()).await.unwrap();
    let scripts = [
        "create table a(x int); insert into a values (1), (2)".to_string(),
        "insert into a values (3)".into(),
    ];
    postgres.load("scratch", &scripts).await.unwrap();
    postgres.load("scratch", &scripts).await.unwrap();
    assert_eq!(ask::<i64>(&postgres.url("scratch"), "select sum(x) from a").await, 6);
    let refused = postgres.load("no; drop", &scripts).await;
    assert!(matches!(refused, Err(Error::InvalidName(_))));
    postgres.stop().await.unwrap();
    home.delete().await;
}

#[tokio::test]
async fn a_start_that_fails_leaves_nothing_running() {
    let home = Home::new("failed");
    let refused = PrivatePostgres::start(home.settings().with_databases(["no; drop"])).await;
    assert!(matches!(refused, Err(Error::InvalidName(_))));
    assert!(PrivatePostgres::running(&home.0).await.unwrap().is_none());
    home.delete().await;
}
